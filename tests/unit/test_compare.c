/* test_compare.c - two series of scores of the same units. */
#include <float.h>
#include <string.h>

#include "support.h"

enum { N = 6 };

/* R: a <- c(5, 3, 8, 1, 7); b <- c(4, 6, 9, 2, 6); cor(a, b), and with method = "spearman", "kendall". */
static void five_units(void **state)
{
    (void)state;
    const double a[N] = { 5, 3, 8, 1, 7, RIX_NAN }, b[N] = { 4, 6, 9, 2, 6, 3 };
    const double rank_a[N] = { 3, 4, 1, 5, 2, RIX_NAN }, rank_b[N] = { 4, 2, 1, 6, 2, 5 };
    double units[N][RIX_COMPARE_COLUMNS];
    rix_comparison c;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_compare(rix_vec_c(a, N), rix_vec_c(b, N), RIX_TIES_MIN,
                                    rix_out_c(units[0], N, RIX_COMPARE_COLUMNS), &c, &err),
                  err);
    for (size_t i = 0; i < N; i++) {
        rix_assert_same(units[i][0], a[i]);
        rix_assert_same(units[i][1], b[i]);
        rix_assert_same(units[i][2], b[i] - a[i]);
        rix_assert_same(units[i][3], rank_a[i]);
        rix_assert_same(units[i][4], rank_b[i]);
        rix_assert_same(units[i][5], rank_a[i] - rank_b[i]);
    }
    assert_int_equal(c.n, 5);
    assert_int_equal(c.unmoved, 2);
    rix_assert_near(c.mean_difference, 7.0 / 5, 1e-15);
    rix_assert_near(c.mean_shift, 4.0 / 5, 1e-15);
    rix_assert_same(c.max_shift, 2);
    /* Deviations from the means 4.8 and 5.4: sum of products 24.4, of squares 32.8 and 27.2. */
    rix_assert_near(c.pearson, 24.4 / sqrt(32.8 * 27.2), 1e-14);
    /* Ranks 3 2 5 1 4 and 2 3.5 5 1 3.5: products 8, squares 10 and 9.5. */
    rix_assert_near(c.spearman, 8 / sqrt(10 * 9.5), 1e-14);
    /* Of ten pairs one is tied in b, one is turned round, eight agree. */
    rix_assert_near(c.kendall, 7 / sqrt(10 * 9), 1e-14);
}

static void nothing_to_compare(void **state)
{
    (void)state;
    const double a[] = { 1, RIX_NAN }, b[] = { RIX_NAN, 2 }, same[] = { 3, 3 };
    double units[2][RIX_COMPARE_COLUMNS];
    const rix_out out = rix_out_c(units[0], 2, RIX_COMPARE_COLUMNS);
    rix_comparison c;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_compare(rix_vec_c(a, 2), rix_vec_c(b, 2), RIX_TIES_MIN, out, &c, &err),
                  err);
    assert_int_equal(c.n, 0);
    assert_true(isnan(c.pearson) && isnan(c.mean_shift) && isnan(c.max_shift));
    rix_assert_ok(
        rix_audit_compare(rix_vec_c(same, 2), rix_vec_c(same, 2), RIX_TIES_AVERAGE, out, &c, &err),
        err);
    assert_true(isnan(c.pearson) && isnan(c.spearman) && isnan(c.kendall));
    rix_assert_same(c.mean_shift, 0);
    rix_assert_same(units[1][3], 1.5);
}

static void what_cannot_be(void **state)
{
    (void)state;
    const double a[] = { 1, 2 }, b[] = { 1, (double)INFINITY };
    double units[2][RIX_COMPARE_COLUMNS] = { { -7 } };
    const rix_out out = rix_out_c(units[0], 2, RIX_COMPARE_COLUMNS);
    rix_comparison c = { .n = 99 };
    rix_error err = RIX_ERROR_INIT;
    const rix_vec va = rix_vec_c(a, 2);
    rix_assert_fails(rix_audit_compare(va, rix_vec_c(b, 2), RIX_TIES_MIN, out, &c, &err),
                     RIX_EDOMAIN, err, "infinite score inf of unit 1");
    rix_assert_fails(rix_audit_compare(va, rix_vec_c(b, 1), RIX_TIES_MIN, out, &c, &err), RIX_EDIM,
                     err, "2 scores of a, 1 of b");
    rix_assert_fails(rix_audit_compare(va, va, (rix_ties)9, out, &c, &err), RIX_EINVAL, err,
                     "no such rule");
    rix_assert_fails(rix_audit_compare(va, va, RIX_TIES_MIN, out, NULL, &err), RIX_EINVAL, err,
                     "comparison is NULL");
    assert_int_equal(c.n, 99);
    rix_assert_same(units[0][0], -7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_units),
        cmocka_unit_test(nothing_to_compare),
        cmocka_unit_test(what_cannot_be),
    };
    return RIX_RUN_TESTS("compare", tests);
}
