/* test_alloc_weights.c - weights when an allocation fails: each in turn, until none does. */
#include "trees.h"

#include "fail_alloc.h"

enum { UNITS = 7, COLS = 4, CALLS = 13 };

static const double cells[UNITS * COLS] = { 1, 2, 9, 5, 2, 1, 3, 6, 3, 5, 8, 4, 4, 4,
                                            1, 8, 5, 7, 7, 1, 6, 6, 2, 2, 9, 8, 3, 3 };
static const double pairs[9] = { 1, 2, 6, 0.5, 1, 2, 1.0 / 6, 0.5, 1 };

static rix_status optimise(const rix_framework *fw, double *out, rix_error *err)
{
    static const double targets[3] = { RIX_NAN, 1, 1 };
    const rix_optimise_options o = { true, 2 };
    rix_optimised fit;
    return rix_weights_optimised(rix_mat_c(cells, UNITS, 3), fw, NULL, rix_vec_c(targets, 3), &o,
                                 NULL, rix_out_c(out, 1, 3), rix_out_c(out + 3, 1, 3), &fit, err);
}

/* One of the calls, into out; the framework's new one goes to *fw. */
static rix_status weigh(int call, const rix_framework *old, double *out, rix_framework **fw,
                        rix_error *err)
{
    static const double other[3] = { 1, 2, 3 };
    const rix_table t = { .values = rix_mat_c(cells, UNITS, COLS) };
    const rix_out weights = rix_out_c(out, 1, COLS);
    rix_consistency consistency;
    size_t count;
    switch (call) {
    case 0: return rix_weights_pca(&t, false, weights, err);
    case 1: return rix_weights_factor(&t, 2, false, weights, err);
    case 2: return rix_weights_factor(&t, 2, true, weights, err);
    case 3: return rix_weights_entropy(&t, weights, err);
    case 4: return rix_weights_critic(&t, weights, err);
    case 5: return rix_weights_ahp(rix_mat_c(pairs, 3, 3), rix_out_c(out, 1, 3), &consistency, err);
    case 6: return rix_factor_count(&t, &count, err);
    case 7: return rix_framework_with_weights(old, rix_vec_c(other, 3), fw, err);
    case 8: return rix_weights_bod(&t, NULL, NULL, weights, err);
    case 9:
        return rix_benefit_of_the_doubt(&t, NULL, NULL, rix_out_c(out, UNITS, 1),
                                        rix_out_c(out + UNITS, UNITS, COLS),
                                        rix_out_c(out + UNITS + UNITS * COLS, UNITS, COLS), err);
    case 10: return optimise(old, out, err);
    case 11:
        return rix_geometric_bod(&t, NULL, 1, NULL, rix_out_c(out, UNITS, 1),
                                 rix_out_c(out + UNITS, UNITS, COLS), err);
    default:
        return rix_factor_index(&t, 2, true, rix_out_c(out, UNITS, 1),
                                rix_out_c(out + UNITS, COLS, 2),
                                rix_out_c(out + UNITS + 2 * COLS, 1, 2), err);
    }
}

static void every_call(void **state)
{
    (void)state;
    enum { OUT = UNITS + 2 * UNITS * COLS };
    const rix_node n[] = { tree_node("index", NULL), tree_node("a", "index"),
                           tree_node("b", "index") };
    rix_framework *old = tree_new(n, 3);
    for (int call = 0; call < CALLS; call++) {
        for (size_t k = 1;; k++) {
            double out[OUT];
            rix_framework *fw = NULL;
            rix_error err = RIX_ERROR_INIT;
            for (size_t i = 0; i < OUT; i++) out[i] = 42;
            fail_allocation(k);
            const rix_status st = weigh(call, old, out, &fw, &err);
            const size_t asked = alloc_count;
            fail_allocation(0);
            if (asked < k) {
                assert_int_equal(st, RIX_OK);
                assert_true(k > 1); /* each of them asks for memory */
                rix_framework_free(fw);
                break;
            }
            assert_int_equal(st, RIX_ENOMEM);
            assert_string_equal(err.message, "out of memory");
            assert_null(fw);
            for (size_t i = 0; i < OUT; i++) rix_assert_same(out[i], 42);
            assert_in_range(k, 1, 60);
        }
    }
    rix_framework_free(old);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_call) };
    return RIX_RUN_TESTS("weights without memory", tests);
}
