/* test_quantile.c - sorted numbers and their quantiles. */
#include "support.h"

#include <math.h>

#include "base/quantile.h"

/* R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .75, .9, 1)) is 1, 1.75, 3, 5, 6.8, 8. */
static void type_7_as_in_r(void **state)
{
    (void)state;
    double x[] = { 8.0, 1.0, 4.0, 2.0 };
    const double p[] = { 0.0, 0.25, 0.5, 0.75, 0.9, 1.0 };
    const double expected[] = { 1.0, 1.75, 3.0, 5.0, 6.8, 8.0 };
    rix_i_sort(x, 4);
    for (size_t k = 0; k < 6; k++) rix_assert_close(rix_i_quantile(x, 4, p[k]), expected[k], 1e-15);
    rix_assert_same(rix_i_quantile_of(x, 4, 1, 2), 3.0);
    rix_assert_same(rix_i_quantile_of(x, 4, 1, 3), 2.0); /* falls on a number */
    rix_assert_same(rix_i_quantile_of(x, 4, 2, 3), 4.0);
}

static void none_one_and_huge_ones(void **state)
{
    (void)state;
    const double one[] = { 7.0 }, huge[] = { -1.7e308, 1.7e308 };
    assert_true(isnan(rix_i_quantile(NULL, 0, 0.5)));
    rix_assert_same(rix_i_quantile(one, 1, 0.3), 7.0);
    rix_assert_same(rix_i_quantile_of(one, 1, 1, 4), 7.0);
    rix_assert_same(rix_i_quantile(huge, 2, 0.5), 0.0);
    rix_assert_same(rix_i_quantile_of(huge, 2, 1, 2), 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(type_7_as_in_r),
        cmocka_unit_test(none_one_and_huge_ones),
    };
    return RIX_RUN_TESTS("quantile", tests);
}
