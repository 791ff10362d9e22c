/* test_alloc_sobol.c - samples and indices when an allocation fails: each in turn, until none does. */
#include "support.h"

#include "fail_alloc.h"

static rix_status compute(int call, double *out, rix_error *err)
{
    static const double y[6] = { 1, 2, 3, 6, 2, 5 }, p[1] = { 0.5 };
    switch (call) {
    case 0: return rix_sobol_sample(0, 1, 2, RIX_SEQUENCE_HALTON, 1, rix_out_c(out, 4, 2), err);
    case 1:
        return rix_sobol_indices(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, out, out + 1, out + 2,
                                 err);
    default:
        return rix_sobol_bootstrap(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, 5, 1, rix_vec_c(p, 1),
                                   NULL, rix_out_c(out, 1, 1), rix_out_c(out + 1, 1, 1), err);
    }
}

static void every_call(void **state)
{
    (void)state;
    for (int call = 0; call < 3; call++) {
        for (size_t k = 1;; k++) {
            double out[8] = { 42, 42, 42, 42, 42, 42, 42, 42 };
            rix_error err = RIX_ERROR_INIT;
            fail_allocation(k);
            const rix_status st = compute(call, out, &err);
            const size_t asked = alloc_count;
            fail_allocation(0);
            if (asked < k) {
                assert_int_equal(st, RIX_OK);
                assert_true(k > 1); /* each of them asks for memory */
                break;
            }
            assert_int_equal(st, RIX_ENOMEM);
            assert_int_equal(err.code, RIX_ENOMEM);
            for (size_t i = 0; i < 8; i++) rix_assert_same(out[i], 42);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_call) };
    return RIX_RUN_TESTS("alloc_sobol", tests);
}
