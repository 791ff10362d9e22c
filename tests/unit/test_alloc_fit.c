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

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(learning_and_applying) };
    return RIX_RUN_TESTS("alloc_fit", tests);
}
