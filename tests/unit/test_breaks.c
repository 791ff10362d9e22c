/* test_breaks.c - thresholds found in the scores. */
#include <stdlib.h>

#include "support.h"

enum { MOST = 64 };

static double uniform(rix_stream *s) { return rix_stream_uniform(s); }

static size_t below(rix_stream *s, size_t n) { return (size_t)(uniform(s) * (double)n); }

/* ----------------------------------------------------------------------------- quantiles -- */

/* R: quantile(x, type = 7). */
static void quantiles_are_those_of_r(void **state)
{
    (void)state;
    const double ten[] = { 10, 3, 1, RIX_NAN, 2, 4, 9, 8, 7, 6, 5 };
    const double quartiles[] = { 3.25, 5.5, 7.75 };
    const double few[] = { 2.5, -1, 7, 3 }; /* quantile(c(2.5, -1, 7, 3), 1:2 / 3): 2.5 3 */
    double t[9];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_breaks_quantile(rix_vec_c(ten, 11), 4, t, &err), err);
    for (size_t k = 0; k < 3; k++) rix_assert_same(t[k], quartiles[k]);
    rix_assert_ok(rix_breaks_quantile(rix_vec_c(few, 4), 3, t, &err), err);
    rix_assert_same(t[0], 2.5);
    rix_assert_same(t[1], 3);
    rix_assert_ok(rix_breaks_quantile(rix_vec_c(few + 1, 2), 10, t, &err), err); /* -1 and 7 */
    for (size_t k = 0; k < 9; k++) rix_assert_near(t[k], -1 + 0.8 * (double)(k + 1), 1e-15);
    rix_assert_ok(rix_breaks_quantile(rix_vec_c(few, 1), 2, t, &err),
                  err); /* one score: the median */
    rix_assert_same(t[0], 2.5);
}

static void quantiles_of_the_largest_numbers_are_finite(void **state)
{
    (void)state;
    const double x[] = { -1.5e308, 1.5e308 };
    double t[2];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_breaks_quantile(rix_vec_c(x, 2), 3, t, &err), err);
    rix_assert_close(t[0], -0.5e308, 1e-15);
    rix_assert_close(t[1], 0.5e308, 1e-15);
}

static void strides_are_followed(void **state)
{
    (void)state;
    const double x[] = { 1, -9, 2, -9, 3, -9, 4 };
    const rix_vec back = { x + 6, 4, -2 };
    double t[2];
    assert_int_equal(rix_breaks_quantile(back, 2, t, NULL), RIX_OK);
    rix_assert_same(t[0], 2.5);
    assert_int_equal(rix_breaks_natural(back, 2, t, NULL), RIX_OK);
    rix_assert_same(t[0], 3);
    assert_int_equal(rix_breaks_sd(back, rix_vec_c(x, 1), t, NULL), RIX_OK);
    rix_assert_near(t[0], 2.5 + sqrt(5.0 / 3), 1e-15);
}

/* ------------------------------------------------------------------------- natural breaks -- */

/* The README of jenkspy, 0 .. 11 in four: the first three in the first class, and so on. */
static void the_example_of_jenkspy(void **state)
{
    (void)state;
    const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
    double t[3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_breaks_natural(rix_vec_c(x, 12), 4, t, &err), err);
    rix_assert_same(t[0], 3);
    rix_assert_same(t[1], 6);
    rix_assert_same(t[2], 9);
}

/* Sum over runs of (sum of x)^2 / size as a whole number of 27720ths, which 1 .. 12 all divide. */
static int64_t between(const int *x, const size_t *cut, size_t runs)
{
    int64_t all = 0;
    for (size_t r = 0; r < runs; r++) {
        int64_t sum = 0;
        for (size_t i = cut[r]; i < cut[r + 1]; i++) sum += x[i];
        all += sum * sum * (27720 / (int64_t)(cut[r + 1] - cut[r]));
    }
    return all;
}

/* Every division in turn, by the cuts 0 = cut[0] < cut[1] < ... < cut[runs] = n that part different numbers, the
 * lowest cuts first; the first of the best is left in best. */
static void try_all(const int *x, size_t n, size_t runs, size_t at, size_t *cut, size_t *best,
                    int64_t *most)
{
    if (at == runs) {
        const int64_t here = between(x, cut, runs);
        if (here <= *most) return;
        *most = here;
        for (size_t r = 0; r <= runs; r++) best[r] = cut[r];
        return;
    }
    for (cut[at] = cut[at - 1] + 1; cut[at] < n; cut[at]++) {
        if (x[cut[at] - 1] != x[cut[at]]) {
            const size_t here = cut[at];
            try_all(x, n, runs, at + 1, cut, best, most);
            cut[at] = here;
        }
    }
}

static int order(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* In whole numbers, so that ties are ties: shifted far away and scaled, which must change nothing. */
static void breaks_are_the_best_of_all_divisions(void **state)
{
    (void)state;
    const double scale[] = { 1, 0.25, 0x1p1000, 0x1p-1040, 3 }, shift[] = { 0, 1e9, 0, 0, -1e12 };
    rix_stream s;
    rix_stream_init(&s, 2020, 1);
    for (size_t round = 0; round < 1500; round++) {
        int x[12];
        double scores[12], t[12];
        const size_t n = 2 + below(&s, 11), range = 2 + below(&s, 30);
        for (size_t i = 0; i < n; i++) x[i] = (int)below(&s, range) - 8;
        const size_t way = round % 5;
        for (size_t i = 0; i < n; i++) scores[i] = (x[i] + shift[way]) * scale[way];
        qsort(x, n, sizeof *x, order);
        size_t distinct = 1;
        for (size_t i = 1; i < n; i++) distinct += x[i] != x[i - 1] ? 1 : 0;
        for (size_t classes = 2; classes <= distinct; classes++) {
            size_t cut[13] = { 0 }, best[13] = { 0 };
            int64_t most = -1;
            cut[classes] = n;
            try_all(x, n, classes, 1, cut, best, &most);
            assert_int_equal(rix_breaks_natural(rix_vec_c(scores, n), classes, t, NULL), RIX_OK);
            for (size_t k = 1; k < classes; k++) {
                rix_assert_same(t[k - 1], (x[best[k]] + shift[way]) * scale[way]);
            }
        }
    }
}

/* Squares within the runs x[i .. j), summed about their mean. */
static double within(const double *x, size_t i, size_t j)
{
    double mean = 0, all = 0;
    for (size_t k = i; k < j; k++) mean += x[k] / (double)(j - i);
    for (size_t k = i; k < j; k++) all += (x[k] - mean) * (x[k] - mean);
    return all;
}

static int order_of_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The least sum of squares that any division has, by the definition: all i for all j, no shortcut. */
static double least_within(const double *x, size_t n, size_t classes)
{
    double best[MOST + 1], next[MOST + 1];
    for (size_t j = 1; j <= n; j++) best[j] = within(x, 0, j);
    for (size_t q = 2; q <= classes; q++) {
        for (size_t j = q; j <= n; j++) {
            next[j] = HUGE_VAL;
            for (size_t i = q - 1; i < j; i++) {
                next[j] = fmin(next[j], best[i] + within(x, i, j));
            }
        }
        for (size_t j = q; j <= n; j++) best[j] = next[j];
    }
    return best[n];
}

static void breaks_are_those_of_the_definition(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 2020, 2);
    for (size_t round = 0; round < 200; round++) {
        double x[MOST], sorted[MOST], t[8];
        const size_t n = 20 + below(&s, MOST - 20), classes = 2 + below(&s, 7);
        const double mean = round % 2 ? 0 : 1e6; /* about which all doubles are coarse */
        for (size_t i = 0; i < n; i++) {
            sorted[i] = x[i] = mean + exp(4 * uniform(&s)) * (uniform(&s) < 0.5 ? -1 : 1);
        }
        qsort(sorted, n, sizeof *sorted, order_of_doubles);
        assert_int_equal(rix_breaks_natural(rix_vec_c(x, n), classes, t, NULL), RIX_OK);
        double sum = 0;
        size_t from = 0;
        for (size_t k = 0; k < classes; k++) {
            size_t to = from;
            while (to < n && (k + 1 == classes || sorted[to] < t[k])) to++;
            assert_true(to > from); /* no run is empty */
            sum += within(sorted, from, to);
            from = to;
        }
        rix_assert_close(sum, least_within(sorted, n, classes), 1e-9);
    }
}

/* Two clusters a billionth wide: their squares are lost in those of single doubles. */
static void a_large_mean_does_not_blur_the_breaks(void **state)
{
    (void)state;
    const double x[] = { 1e8, 1e8 + 0x1p-20, 1e8 + 3 * 0x1p-20, 1e8 + 0x1p-3,
                         1e8 + 0x1p-3 + 0x1p-20 };
    double t[3];
    assert_int_equal(rix_breaks_natural(rix_vec_c(x, 5), 3, t, NULL), RIX_OK);
    rix_assert_same(t[0], x[2]);
    rix_assert_same(t[1], x[3]);
}

/* As many classes as scores: each its own. And equal scores, however many, count as they must. */
static void equal_scores_stay_together(void **state)
{
    (void)state;
    const double each[] = { 5, RIX_NAN, -1, 3 };
    const double heavy[] = { 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.5, 3 };
    const double zeros[] = { -0.0, 0.0, 1 };
    double t[2];
    assert_int_equal(rix_breaks_natural(rix_vec_c(each, 4), 3, t, NULL), RIX_OK);
    rix_assert_same(t[0], 3);
    rix_assert_same(t[1], 5);
    assert_int_equal(rix_breaks_natural(rix_vec_c(heavy, 12), 3, t, NULL), RIX_OK);
    rix_assert_same(t[0], 1);
    rix_assert_same(t[1], 2.5);
    assert_int_equal(rix_breaks_natural(rix_vec_c(zeros, 3), 2, t, NULL), RIX_OK);
    rix_assert_same(t[0], 1);
}

/* 1 2 3: {1} {2 3} and {1 2} {3} are equally good. */
static void of_equal_divisions_the_lowest_is_taken(void **state)
{
    (void)state;
    const double three[] = { 1, 2, 3 }, tenths[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    double t[3];
    assert_int_equal(rix_breaks_natural(rix_vec_c(three, 3), 2, t, NULL), RIX_OK);
    rix_assert_same(t[0], 2);
    assert_int_equal(rix_breaks_natural(rix_vec_c(tenths, 8), 3, t, NULL), RIX_OK);
    rix_assert_same(t[0], 3); /* runs of 2, 3, 3 */
    rix_assert_same(t[1], 6);
}

static void classifying_gives_back_the_runs(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    rix_stream s;
    rix_stream_init(&s, 2020, 3);
    double *x = malloc(MANY * sizeof *x), t[6];
    int32_t *zones = malloc(MANY * sizeof *zones);
    size_t members[7] = { 0 };
    assert_non_null(x);
    assert_non_null(zones);
    for (size_t i = 0; i < MANY; i++) { /* seven heaps, far apart */
        x[i] = 10 * (double)(i % 7) + uniform(&s);
    }
    assert_int_equal(rix_breaks_natural(rix_vec_c(x, MANY), 7, t, NULL), RIX_OK);
    assert_int_equal(
        rix_classify(rix_vec_c(x, MANY), rix_vec_c(t, 6), RIX_BOUNDARY_UPPER, zones, NULL), RIX_OK);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(zones[i], i % 7);
        members[zones[i]]++;
    }
    assert_int_equal(members[6], MANY / 7);
    free(zones);
    free(x);
}

/* --------------------------------------------------------------------- standard deviations -- */

static void deviations_are_those_of_r(void **state)
{
    (void)state;
    const double x[] = { 2, 4, RIX_NAN, 4, 4, 5, 5, 7, 9 }; /* mean 5, sum of squares 32 */
    const double z[] = { -1, 0, 0.5, 2 };
    double t[4];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_breaks_sd(rix_vec_c(x, 9), rix_vec_c(z, 4), t, &err), err);
    for (size_t k = 0; k < 4; k++) rix_assert_close(t[k], 5 + z[k] * sqrt(32.0 / 7), 1e-15);
}

static void deviations_do_not_overflow(void **state)
{
    (void)state;
    const double large[] = { -1e308, 1e308, 0 }, small[] = { -1e-320, 1e-320, 0 }, z[] = { 0.5 };
    const double far[] = { 1e15, 1e15 + 1, 1e15 + 2 };
    double t[1];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_breaks_sd(rix_vec_c(large, 3), rix_vec_c(z, 1), t, &err), err);
    rix_assert_close(t[0], 0.5e308, 1e-15);
    rix_assert_ok(rix_breaks_sd(rix_vec_c(small, 3), rix_vec_c(z, 1), t, &err), err);
    rix_assert_close(t[0], 5e-321, 1e-3);
    rix_assert_ok(rix_breaks_sd(rix_vec_c(far, 3), rix_vec_c(z, 1), t, &err), err);
    rix_assert_same(t[0], 1e15 + 1.5);
}

/* -------------------------------------------------------------------------------- refusals -- */

typedef enum which { QUANTILE, NATURAL, SD } which;

static void refused(which way, rix_vec x, size_t classes, rix_vec z, rix_status status,
                    const char *arg, size_t row, const char *part)
{
    double t[8] = { 42, 43 };
    for (int with = 0; with < 2; with++) {
        rix_error err = RIX_ERROR_INIT, *e = with ? &err : NULL;
        const rix_status got = way == QUANTILE  ? rix_breaks_quantile(x, classes, t, e)
                               : way == NATURAL ? rix_breaks_natural(x, classes, t, e)
                                                : rix_breaks_sd(x, z, t, e);
        assert_int_equal(got, status);
        if (!with) continue;
        rix_assert_fails(got, status, err, part);
        assert_string_equal(err.arg, arg);
        assert_true(err.row == row);
    }
    rix_assert_same(t[0], 42);
    rix_assert_same(t[1], 43);
}

static void bad_input_is_named(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3 }, ties[] = { 1, 1, 1, 1, 2 }, none[] = { RIX_NAN, RIX_NAN };
    const double infinite[] = { 1, RIX_NAN, HUGE_VAL }, one[] = { 0 }, falling[] = { 1, 1 };
    const double wild[] = { 0, HUGE_VAL }, large[] = { -1e308, 1e308 };
    const double near[] = { 0, 1e-300 };
    const rix_vec ok = rix_vec_c(x, 3), z = rix_vec_c(one, 1), no_z = rix_vec_c(NULL, 0);
    const size_t no = RIX_NO_INDEX;
    for (which way = QUANTILE; way <= SD; way++) {
        refused(way, rix_vec_c(NULL, 2), 2, z, RIX_EINVAL, "scores", no, "scores is NULL");
        refused(way, rix_vec_c(x, SIZE_MAX / 2), 2, z, RIX_EOVERFLOW, "scores", no, "too large");
        refused(way, rix_vec_c(infinite, 3), 2, z, RIX_EDOMAIN, "scores", 2,
                "infinite score inf for unit 2");
    }
    for (which way = QUANTILE; way <= NATURAL; way++) {
        refused(way, ok, 1, z, RIX_EINVAL, "classes", no, "two classes or more, not 1");
        refused(way, ok, 0, z, RIX_EINVAL, "classes", no, "not 0");
        refused(way, ok, (size_t)INT32_MAX + 1, z, RIX_EOVERFLOW, "classes", no, "too many");
    }
    refused(QUANTILE, rix_vec_c(none, 2), 2, z, RIX_EMISSING, "scores", no, "no score is present");
    refused(QUANTILE, rix_vec_c(none, 0), 2, z, RIX_EMISSING, "scores", no, "no score is present");
    refused(QUANTILE, rix_vec_c(ties, 5), 3, z, RIX_EMISSING, "scores", 1,
            "thresholds 1 and 2 of 2 fall together at 1");
    refused(NATURAL, rix_vec_c(ties, 5), 3, z, RIX_EMISSING, "scores", no,
            "2 distinct scores for 3 classes");
    refused(NATURAL, rix_vec_c(none, 2), 2, z, RIX_EMISSING, "scores", no, "0 distinct scores");
    refused(SD, rix_vec_c(none, 2), 0, z, RIX_EMISSING, "scores", no, "0 scores have no spread");
    refused(SD, rix_vec_c(x, 1), 0, z, RIX_EMISSING, "scores", no, "1 scores have no spread");
    refused(SD, rix_vec_c(ties, 4), 0, z, RIX_EMISSING, "scores", no, "all 4 scores are equal");
    refused(SD, ok, 0, no_z, RIX_EINVAL, "z", no, "no multiples");
    refused(SD, ok, 0, rix_vec_c(NULL, 1), RIX_EINVAL, "z", no, "z is NULL");
    refused(SD, ok, 0, rix_vec_c(x, SIZE_MAX / 2), RIX_EOVERFLOW, "z", no, "too large");
    refused(SD, ok, 0, rix_vec_c(falling, 2), RIX_EDOMAIN, "z", 1, "multiple 1 is not above");
    refused(SD, ok, 0, rix_vec_c(wild, 2), RIX_EDOMAIN, "z", 1, "multiple inf is not finite");
    refused(SD, rix_vec_c(large, 2), 0, rix_vec_c(x + 1, 1), RIX_ENUMERIC, "scores", 0,
            "threshold 1 leaves the finite numbers");
    refused(SD, ok, 0, rix_vec_c(near, 2), RIX_EMISSING, "scores", 1,
            "thresholds 1 and 2 of 2 fall together at 2");

    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_breaks_quantile(ok, 2, NULL, &err), RIX_EINVAL, err, "thresholds is NULL");
    rix_assert_fails(rix_breaks_natural(ok, 2, NULL, &err), RIX_EINVAL, err, "thresholds is NULL");
    rix_assert_fails(rix_breaks_sd(ok, z, NULL, &err), RIX_EINVAL, err, "thresholds is NULL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_r),
        cmocka_unit_test(quantiles_of_the_largest_numbers_are_finite),
        cmocka_unit_test(strides_are_followed),
        cmocka_unit_test(the_example_of_jenkspy),
        cmocka_unit_test(breaks_are_the_best_of_all_divisions),
        cmocka_unit_test(breaks_are_those_of_the_definition),
        cmocka_unit_test(a_large_mean_does_not_blur_the_breaks),
        cmocka_unit_test(equal_scores_stay_together),
        cmocka_unit_test(of_equal_divisions_the_lowest_is_taken),
        cmocka_unit_test(classifying_gives_back_the_runs),
        cmocka_unit_test(deviations_are_those_of_r),
        cmocka_unit_test(deviations_do_not_overflow),
        cmocka_unit_test(bad_input_is_named),
    };
    return RIX_RUN_TESTS("breaks", tests);
}
