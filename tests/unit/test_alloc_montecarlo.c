/* test_alloc_montecarlo.c - Monte Carlo when an allocation fails, each in turn; and that replicates ask for no memory. */
#include "support.h"
#include "trees.h"

#include "fail_alloc.h"

enum { UNITS = 6, COLS = 4 };

/* Noise on weights and errors of all values, under every step before the mean. */
static rix_status compute(size_t n, rix_uncertainty **u, rix_error *err)
{
    static const double x[UNITS * COLS] = { 1, 2, 3, 4, 5, 7, 9, 1, 2, 8, 4, 40,
                                            3, 1, 5, 6, 4, 4, 8, 3, 6, 2, 7, 9 };
    static const double sd[COLS] = { 0.1, 0.1, 0.1, 0.1 };
    const rix_node nodes[7] = { tree_node("i", NULL), tree_node("p", "i"), tree_node("q", "i"),
                                tree_node("a", "p"),  tree_node("b", "p"), tree_node("c", "q"),
                                tree_node("d", "q") };
    rix_uncertain inputs[2] = { RIX_UNCERTAIN_INIT, RIX_UNCERTAIN_INIT };
    rix_uncertainty_options o = RIX_UNCERTAINTY_INIT;
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_framework *fw = NULL;
    recipe.impute.method = RIX_IMPUTE_MEDIAN;
    recipe.treat.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
    recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
    recipe.normalise.low = 1;
    inputs[0].kind = RIX_UNCERTAIN_WEIGHT_NOISE;
    inputs[1].kind = RIX_UNCERTAIN_ERROR;
    inputs[1].sd = rix_mat_c(sd, 1, COLS);
    o.n = n;
    const rix_table table = { .values = rix_mat_c(x, UNITS, COLS) };
    rix_status st = rix_framework_new(nodes, 7, &fw, err);
    if (st == RIX_OK) st = rix_uncertainty_run(&table, fw, &recipe, inputs, 2, &o, NULL, u, err);
    rix_framework_free(fw);
    return st;
}

static void every_allocation(void **state)
{
    (void)state;
    for (size_t k = 1;; k++) {
        rix_uncertainty *u = NULL;
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const rix_status st = compute(3, &u, &err);
        const size_t asked = alloc_count;
        fail_allocation(0);
        if (asked < k) {
            rix_assert_ok(st, err);
            rix_uncertainty_free(u);
            assert_true(k > 20);
            break;
        }
        assert_int_equal(st, RIX_ENOMEM);
        assert_null(u);
    }
}

static size_t allocations(size_t n)
{
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    fail_allocation(0);
    rix_assert_ok(compute(n, &u, &err), err);
    const size_t asked = alloc_count;
    rix_uncertainty_free(u);
    return asked;
}

static void replicates_ask_for_none(void **state)
{
    (void)state;
    assert_int_equal(allocations(1), allocations(1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_allocation),
                                        cmocka_unit_test(replicates_ask_for_none) };
    return RIX_RUN_TESTS("alloc_montecarlo", tests);
}
