/* test_alloc_fit.c - an index frozen and applied when an allocation fails: each in turn, until none does. */
#include "trees.h"

#include "fail_alloc.h"

enum { UNITS = 4 };

static const double cells[] = { 2, 1, 10, 4, 4, 10, 9, RIX_NAN };
static const char *const groups[] = { "x", "y", "x", "y" };

/* Whether the call went through; if not, it said so. */
static bool went_through(rix_status status, const rix_error *err)
{
    const bool failed = alloc_count >= fail_alloc_at;
    fail_allocation(0);
    assert_int_equal(status, failed ? RIX_ENOMEM : RIX_OK);
    if (failed) assert_string_equal(err->message, "out of memory");
    return !failed;
}

static rix_recipe recipe_with_every_step(void)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.impute.method = RIX_IMPUTE_GROUP_MEDIAN;
    r.impute.groups = groups;
    r.treat.method = RIX_TREAT_TRANSFORM;
    r.normalise.method = RIX_NORM_PERCENTILE_RANK;
    r.aggregate.rule = RIX_AGG_COPELAND;
    return r;
}

static void learning_and_applying(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"),
                               tree_node("b", "index") };
    rix_framework *fw = tree_new(nodes, 3);
    const rix_table table = { .values = rix_mat_c(cells, UNITS, 2) };
    const rix_recipe r = recipe_with_every_step();
    rix_fitted *fitted = NULL;
    for (size_t k = 1; !fitted; k++) {
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const bool done = went_through(rix_index_fit(&table, fw, &r, &fitted, &err), &err);
        assert_int_equal(fitted != NULL, done);
        if (done) assert_in_range(k, 30, 90);
    }
    rix_index *index = NULL;
    for (size_t k = 1; !index; k++) {
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const bool done = went_through(rix_index_apply(fitted, &table, fw, &r, &index, &err), &err);
        assert_int_equal(index != NULL, done);
        if (done) assert_in_range(k, 20, 60);
    }
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

static void explaining(void **state)
{
    (void)state;
    enum { COLUMNS = 2 + RIX_FACTORS };
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"),
                               tree_node("b", "index") };
    const char *const units[] = { "p", "q", "r", "s" };
    const size_t rows[] = { 0, 1, 2, 3 };
    rix_framework *fw = tree_new(nodes, 3);
    const rix_table table = { .values = rix_mat_c(cells, UNITS, 2), .units = units };
    const rix_recipe r = recipe_with_every_step();
    const rix_situation a = { &table, fw, &r }, b = { &table, fw, NULL };
    for (size_t k = 1;; k += k < 60 ? 1 : 37) {
        double scores[UNITS * COLUMNS] = { -7 }, ranks[UNITS * COLUMNS],
                              parts[UNITS * 3 * RIX_FACTORS];
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const bool done = went_through(
            rix_index_explain(&a, &b, rows, rows, UNITS, 0, rix_out_c(scores, UNITS, COLUMNS),
                              rix_out_c(ranks, UNITS, COLUMNS),
                              rix_out_c(parts, UNITS, 3 * RIX_FACTORS), &err),
            &err);
        if (done) break;
        rix_assert_same(scores[0], -7);
        assert_in_range(k, 1, 5000);
    }
    rix_framework_free(fw);
}

static void comparing(void **state)
{
    (void)state;
    for (size_t k = 1;; k++) {
        double units[UNITS * RIX_COMPARE_COLUMNS] = { -7 };
        rix_comparison c = { .n = 99 };
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const rix_vec v = rix_vec_c(cells, UNITS);
        const bool done =
            went_through(rix_audit_compare(v, v, RIX_TIES_MIN,
                                           rix_out_c(units, UNITS, RIX_COMPARE_COLUMNS), &c, &err),
                         &err);
        if (done) {
            assert_in_range(k, 3, 8);
            break;
        }
        rix_assert_same(units[0], -7);
        assert_int_equal(c.n, 99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(learning_and_applying),
                                        cmocka_unit_test(explaining), cmocka_unit_test(comparing) };
    return RIX_RUN_TESTS("alloc_fit", tests);
}
