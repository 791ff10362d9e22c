/* test_classify.c - classes of risk from scores. */
#include <stdlib.h>

#include "support.h"

static const double cuts[] = { 2.0, 3.5, 5.0 };

static void thresholds_belong_to_one_side(void **state)
{
    (void)state;
    const double scores[] = { 1.9, 2.0, 3.4999, 3.5, 5.0, 99, RIX_NAN, -1e300, -0.0 };
    const int32_t upper[] = { 0, 1, 1, 2, 3, 3, RIX_NO_ZONE, 0, 0 };
    const int32_t lower[] = { 0, 0, 1, 1, 2, 3, RIX_NO_ZONE, 0, 0 };
    int32_t zones[9];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_classify(rix_vec_c(scores, 9), rix_vec_c(cuts, 3), RIX_BOUNDARY_UPPER, zones, &err),
        err);
    assert_memory_equal(zones, upper, sizeof upper);
    rix_assert_ok(
        rix_classify(rix_vec_c(scores, 9), rix_vec_c(cuts, 3), RIX_BOUNDARY_LOWER, zones, &err),
        err);
    assert_memory_equal(zones, lower, sizeof lower);
}

static void bisection_counts_like_a_plain_loop(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 7, 0);
    for (size_t k = 1; k <= 9; k++) { /* any number of thresholds */
        double t[9], x[200];
        int32_t zones[200];
        for (size_t j = 0; j < k; j++) t[j] = (double)j / 4;
        for (size_t i = 0; i < 200; i++) x[i] = floor(16 * rix_stream_uniform(&s)) / 4 - 1;
        assert_int_equal(
            rix_classify(rix_vec_c(x, 200), rix_vec_c(t, k), RIX_BOUNDARY_UPPER, zones, NULL), 0);
        for (size_t i = 0; i < 200; i++) {
            int32_t n = 0;
            for (size_t j = 0; j < k; j++) n += x[i] >= t[j] ? 1 : 0;
            assert_int_equal(zones[i], n);
        }
    }
}

static void strides_are_followed(void **state)
{
    (void)state;
    const double scores[] = { 1, -9, 3, -9, 6, -9 }, t[] = { 5, 2 };
    const rix_vec back = { scores + 4, 3, -2 }; /* 6 3 1 */
    const rix_vec rising = { t + 1, 2, -1 };    /* 2 5 */
    const int32_t expected[] = { 2, 1, 0 };
    int32_t zones[3];
    assert_int_equal(rix_classify(back, rising, RIX_BOUNDARY_UPPER, zones, NULL), RIX_OK);
    assert_memory_equal(zones, expected, sizeof expected);
}

static void no_scores_no_zones(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_classify(rix_vec_c(NULL, 0), rix_vec_c(cuts, 3), RIX_BOUNDARY_UPPER, NULL, &err), err);
}

/* Refused, and the zones left alone. */
static void refused(rix_vec scores, rix_vec thresholds, rix_boundary boundary, rix_status status,
                    const char *arg, size_t row, const char *part)
{
    int32_t zones[2] = { 42, 43 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_classify(scores, thresholds, boundary, zones, &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(err.row == row);
    assert_int_equal(zones[0], 42);
    assert_int_equal(zones[1], 43);
    assert_int_equal(rix_classify(scores, thresholds, boundary, zones, NULL), status);
}

static void bad_input_is_named(void **state)
{
    (void)state;
    const double x[] = { 1, 2 }, infinite[] = { 1, (double)-INFINITY };
    const double falling[] = { 2, 1.5 }, equal[] = { 2, 2 }, gap[] = { 2, RIX_NAN };
    const double open[] = { 2, (double)INFINITY };
    const rix_vec ok = rix_vec_c(x, 2), t = rix_vec_c(cuts, 3);
    const rix_boundary up = RIX_BOUNDARY_UPPER;
    rix_error err = RIX_ERROR_INIT;

    refused(rix_vec_c(NULL, 2), t, up, RIX_EINVAL, "scores", RIX_NO_INDEX, "scores is NULL");
    refused(ok, rix_vec_c(NULL, 2), up, RIX_EINVAL, "thresholds", RIX_NO_INDEX,
            "thresholds is NULL");
    refused(ok, rix_vec_c(cuts, 0), up, RIX_EINVAL, "thresholds", RIX_NO_INDEX, "no thresholds");
    refused(ok, t, (rix_boundary)2, RIX_EINVAL, "boundary", RIX_NO_INDEX, "no such boundary: 2");
    refused(ok, rix_vec_c(falling, 2), up, RIX_EDOMAIN, "thresholds", 1,
            "threshold 1.5 is not above the one before it, 2");
    refused(ok, rix_vec_c(equal, 2), up, RIX_EDOMAIN, "thresholds", 1, "threshold 2 is not above");
    refused(ok, rix_vec_c(gap, 2), up, RIX_EDOMAIN, "thresholds", 1, "threshold nan is not finite");
    refused(ok, rix_vec_c(open, 2), up, RIX_EDOMAIN, "thresholds", 1,
            "threshold inf is not finite");
    refused(rix_vec_c(infinite, 2), t, up, RIX_EDOMAIN, "scores", 1,
            "infinite score -inf for unit 1");
    refused(rix_vec_c(x, SIZE_MAX / 2), t, up, RIX_EOVERFLOW, "scores", RIX_NO_INDEX, "too large");
    refused(ok, rix_vec_c(x, SIZE_MAX / 2), up, RIX_EOVERFLOW, "thresholds", RIX_NO_INDEX,
            "too large");
    rix_assert_fails(rix_classify(ok, t, up, NULL, &err), RIX_EINVAL, err, "zones is NULL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_belong_to_one_side),
        cmocka_unit_test(bisection_counts_like_a_plain_loop),
        cmocka_unit_test(strides_are_followed),
        cmocka_unit_test(no_scores_no_zones),
        cmocka_unit_test(bad_input_is_named),
    };
    return RIX_RUN_TESTS("classify", tests);
}
