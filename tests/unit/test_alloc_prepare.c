/* test_alloc_prepare.c - the steps before 'normalise' when an allocation fails: each in turn, until none does. */
#include "trees.h"

#include "fail_alloc.h"

enum { UNITS = 4 };

static const double cells[] = { 2, 1, 10, 4, 4, 10, 9, RIX_NAN, 10, RIX_NAN, 0, RIX_NAN };
static const char *const codes[] = { "a", "b", "people" };
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

static void an_index_with_every_step(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"),
                         tree_node("b", "index") };
    nodes[1].denominator = "people";
    rix_framework *fw = tree_new(nodes, 3);
    const rix_table table = { .values = rix_mat_c(cells, UNITS, 3), .indicators = codes };
    rix_recipe r = RIX_RECIPE_INIT;
    r.denominate.apply = true;
    r.impute.method = RIX_IMPUTE_GROUP_MEDIAN;
    r.impute.groups = groups;
    r.screen.method = RIX_SCREEN_ZEROS;
    r.screen.min_nonzero = 1;
    r.treat.method = RIX_TREAT_FENCES;
    for (size_t k = 1;; k++) {
        rix_index *index = NULL;
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const bool done = went_through(rix_index_build(&table, fw, &r, &index, &err), &err);
        assert_int_equal(index != NULL, done);
        rix_index_free(index);
        if (!done) continue;
        assert_in_range(k, 30, 90);
        break;
    }
    rix_framework_free(fw);
}

/* Calls step number `step` by itself. */
static rix_status call(int step, double *y, rix_error *err)
{
    const rix_mat x = rix_mat_c(cells, 3, 2);
    const rix_out out = rix_out_c(y, 3, 2);
    const size_t by[] = { 1, RIX_NO_INDEX };
    static const double gaps[] = { 2, 1, 10, 4, 4, RIX_NAN };
    rix_impute_options impute = RIX_IMPUTE_INIT;
    rix_treat_options treat = RIX_TREAT_INIT;
    rix_screened screened[3];
    rix_treated treated[2];
    impute.method = RIX_IMPUTE_GROUP_MEAN;
    impute.groups = groups;
    treat.method = RIX_TREAT_PERCENTILES;
    if (step > 3) impute.method = step == 4 ? RIX_IMPUTE_EM : RIX_IMPUTE_NEAREST;
    switch (step) {
    case 0: return rix_denominate(x, x, by, NULL, out, err);
    case 1:
    case 4:
    case 5: return rix_impute(rix_mat_c(gaps, 3, 2), &impute, NULL, NULL, out, NULL, err);
    case 2: return rix_screen(x, NULL, NULL, screened, err);
    default: return rix_treat(x, &treat, out, treated, err);
    }
}

static void each_step_by_itself(void **state)
{
    (void)state;
    for (int step = 0; step < 6; step++) {
        for (size_t k = 1;; k++) {
            double y[6] = { -7, -7, -7, -7, -7, -7 };
            rix_error err = RIX_ERROR_INIT;
            fail_allocation(k);
            const bool done = went_through(call(step, y, &err), &err);
            if (!done) {
                for (size_t c = 0; c < 6; c++) rix_assert_same(y[c], -7);
                continue;
            }
            assert_in_range(k, 3, 12);
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_with_every_step),
        cmocka_unit_test(each_step_by_itself),
    };
    return RIX_RUN_TESTS("alloc_prepare", tests);
}
