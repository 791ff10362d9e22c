/* test_rates.c - indicators over windows: incidence, means, positivity, doubling time, days since a case, growth, trend. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define NA RIX_NAN
#define INF ((double)INFINITY)

enum { MOST = 12 };

/* Each indicator under one signature, for one unit or many. */
typedef rix_status indicator(rix_mat x, size_t window, rix_out out, rix_error *err);

static const double people[] = { 200000, 50000, 1e6, 1 };

static rix_status incidence(rix_mat x, size_t window, rix_out out, rix_error *err)
{
    return rix_incidence(x, rix_vec_c(people, x.rows), window, out, err);
}

static rix_status days_since_case(rix_mat x, size_t window, rix_out out, rix_error *err)
{
    (void)window;
    return rix_days_since_case(x, out, err);
}

static void gives(indicator *f, const double *x, size_t n, size_t window, const double *expected)
{
    double out[MOST], in_place[MOST];
    rix_error err = RIX_ERROR_INIT;
    memcpy(in_place, x, n * sizeof *x);
    rix_assert_ok(f(rix_mat_c(x, 1, n), window, rix_out_c(out, 1, n), &err), err);
    rix_assert_ok(f(rix_mat_c(in_place, 1, n), window, rix_out_c(in_place, 1, n), &err), err);
    for (size_t t = 0; t < n; t++) {
        rix_assert_close(out[t], expected[t], 1e-15);
        rix_assert_same(in_place[t], out[t]);
    }
}

#define GIVES(f, x, window, ...)                                                                   \
    do {                                                                                           \
        const double expected_[] = { __VA_ARGS__ };                                                \
        assert_int_equal(sizeof expected_, sizeof(x));                                             \
        gives(f, x, sizeof(x) / sizeof(x)[0], window, expected_);                                  \
    } while (0)

static void incidence_per_100000(void **state)
{
    (void)state;
    const double x[] = { NA, 10, 20, 30, 0, NA, 4, 6 }, kept[] = { 10, -4, 6 };
    GIVES(incidence, x, 1, NA, 5, 10, 15, 0, NA, 2, 3);
    GIVES(incidence, x, 3, NA, NA, NA, 30, 25, NA, NA, NA);
    GIVES(incidence, x, 9, NA, NA, NA, NA, NA, NA, NA, NA);
    GIVES(incidence, x, SIZE_MAX, NA, NA, NA, NA, NA, NA, NA, NA);
    GIVES(incidence, kept, 2, NA, 3, 1);

    /* 3 in 12000 is 25 to the last bit, where 3 / 12000 * 100000 is not. */
    const double three[] = { 3 }, twelve = 12000;
    double out = 42;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_incidence(rix_mat_c(three, 1, 1), rix_vec_c(&twelve, 1), 1,
                                rix_out_c(&out, 1, 1), &err),
                  err);
    rix_assert_same(out, 25);
    rix_assert_ok(rix_incidence(rix_mat_c(three, 1, 1), rix_vec_c(people + 3, 1), 1,
                                rix_out_c(&out, 1, 1), &err),
                  err);
    rix_assert_same(out, 300000);
}

static void moving_means(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 6, NA, 4, 5 };
    GIVES(rix_moving_mean, x, 1, 1, 2, 6, NA, 4, 5);
    GIVES(rix_moving_mean, x, 2, NA, 1.5, 4, NA, NA, 4.5);
}

static void positivity_of_the_window(void **state)
{
    (void)state;
    const double positive[] = { 1, 3, 0, 0, NA, 2, 5 }, tests[] = { 10, 30, 0, 0, 8, NA, 5 };
    const double one[] = { 10, 10, NA, NA, NA, NA, 100 }, two[] = { NA, 10, 10, NA, NA, NA, NA };
    double out[7];
    rix_error err = RIX_ERROR_INIT;
    const rix_mat p = rix_mat_c(positive, 1, 7), all = rix_mat_c(tests, 1, 7);
    rix_assert_ok(rix_positivity(p, all, 1, rix_out_c(out, 1, 7), &err), err);
    for (size_t t = 0; t < 7; t++) rix_assert_close(out[t], one[t], 1e-15);
    rix_assert_ok(rix_positivity(p, all, 2, rix_out_c(out, 1, 7), &err), err);
    for (size_t t = 0; t < 7; t++) rix_assert_close(out[t], two[t], 1e-15);
    double in_place[7]; /* over either of the inputs */
    memcpy(in_place, tests, sizeof tests);
    rix_assert_ok(rix_positivity(p, rix_mat_c(in_place, 1, 7), 2, rix_out_c(in_place, 1, 7), &err),
                  err);
    for (size_t t = 0; t < 7; t++) rix_assert_same(in_place[t], out[t]);
}

static void doubling_times(void **state)
{
    (void)state;
    const double x[] = { 0, 5, 10, 20, 20, NA, 80, 60, 160 };
    GIVES(rix_doubling_time, x, 1, NA, NA, 1, 1, INF, NA, NA, NA, log(2) / log(160. / 60));
    GIVES(rix_doubling_time, x, 2, NA, NA, NA, 1, 2, NA, 1, NA, 2);
    const double never[] = { 0, 0, 0 }, one[] = { 0, 1, 1 };
    GIVES(rix_doubling_time, never, 1, NA, NA, NA);
    GIVES(rix_doubling_time, one, 1, NA, NA, INF);
    /* India's rule: 7 days, from 100 to 350. 7 ln 2 / ln 3.5 = 3.873 */
    double week[] = { 100, 120, 150, 180, 220, 260, 300, 350 }, out[8];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_doubling_time(rix_mat_c(week, 1, 8), 7, rix_out_c(out, 1, 8), &err), err);
    rix_assert_near(out[7], 3.873, 0.0005);
    /* One case more among 10^15: the quotient is 1 but for a few bits. */
    const double slow[] = { 1e15, 1e15 + 1 };
    GIVES(rix_doubling_time, slow, 1, NA, 0.6931471805599453 * (1e15 + 0.5));
}

static void days_since_the_last_case(void **state)
{
    (void)state;
    const double x[] = { 0, 0, 3, 0, 0, 1, 0, NA, 0, 2, 0 };
    GIVES(days_since_case, x, 1, INF, INF, 0, 1, 2, 0, 1, NA, NA, 0, 1);
    const double unknown[] = { NA, 0, 0.5, 0 };
    GIVES(days_since_case, unknown, 1, NA, NA, 0, 1);
}

static void growth_over_the_window_before(void **state)
{
    (void)state;
    const double x[] = { 0, 2, 3, 3, 0, 0, 5, NA, 1 };
    GIVES(rix_growth, x, 1, NA, INF, .5, 0, -1, NA, INF, NA, NA);
    GIVES(rix_growth, x, 2, NA, NA, NA, 2, -.4, -1, 2. / 3, NA, NA);
    const double kept[] = { -2, 4, 0, -1 };
    GIVES(rix_growth, kept, 1, NA, NA, -1, NA);
}

/* ------------------------------------------------------------------------------- trend -- */

static void trends_by_hand(void **state)
{
    (void)state;
    const double line[] = { 3, 5, 7, 9 }, outlier[] = { 1, 2, 3, 100, 5 };
    GIVES(rix_trend, line, 2, NA, 2, 2, 2);
    GIVES(rix_trend, line, 4, NA, NA, NA, 2);
    /* slopes 1 1 33 1 | 1 49 1 | 97 1.. : of ten pairs the fifth and sixth are both 1 */
    GIVES(rix_trend, outlier, 5, NA, NA, NA, NA, 1);
    const double even[] = { 0, 1, 4 }; /* 1, 2, 3 */
    GIVES(rix_trend, even, 3, NA, NA, 2);
    const double four[] = { 0, 1, 4, 9 }; /* 1 2 3 3 4 5 */
    GIVES(rix_trend, four, 4, NA, NA, NA, 3);
    const double holes[] = { 1, NA, NA, 4, NA, NA, NA, 8 };
    GIVES(rix_trend, holes, 4, NA, NA, NA, 1, NA, NA, NA, NA);  /* two of four are half */
    GIVES(rix_trend, holes, 2, NA, NA, NA, NA, NA, NA, NA, NA); /* one is not two */
    GIVES(rix_trend, holes, 5, NA, NA, NA, NA, NA, NA, NA, NA); /* two of five are less */
    const double steep[] = { -1e300, 1e300 };
    GIVES(rix_trend, steep, 2, NA, 2e300);
}

/* Sen (1968): how many slopes are below and above the median is all that there is to it. */
static void trends_are_medians_of_slopes(void **state)
{
    (void)state;
    enum { DAYS = 40, WINDOW = 14 };
    rix_stream s;
    rix_stream_init(&s, 3, 0);
    for (int round = 0; round < 50; round++) {
        double x[DAYS], out[DAYS];
        for (size_t t = 0; t < DAYS; t++) {
            x[t] = rix_stream_uniform(&s) < 0.25 ? NA : floor(20 * rix_stream_uniform(&s));
        }
        assert_int_equal(rix_trend(rix_mat_c(x, 1, DAYS), WINDOW, rix_out_c(out, 1, DAYS), NULL),
                         0);
        for (size_t t = WINDOW - 1; t < DAYS; t++) {
            size_t below = 0, above = 0, equal = 0, present = 0;
            for (size_t j = t + 1 - WINDOW; j <= t; j++) {
                if (isnan(x[j])) continue;
                present++;
                for (size_t i = t + 1 - WINDOW; i < j; i++) {
                    if (isnan(x[i])) continue;
                    const double slope = (x[j] - x[i]) / (double)(j - i);
                    below += slope < out[t] ? 1 : 0;
                    above += slope > out[t] ? 1 : 0;
                    equal += slope == out[t] ? 1 : 0;
                }
            }
            assert_int_equal(isnan(out[t]), present < WINDOW / 2);
            const size_t pairs = below + above + equal;
            if (isnan(out[t])) continue;
            assert_true(2 * below <= pairs && 2 * above <= pairs);
            if (pairs % 2) assert_true(equal > 0);
        }
    }
}

/* -------------------------------------------------------------------------- properties -- */

enum { UNITS = 4, DAYS = 30 };

static const struct {
    indicator *f;
    const char *arg;
    size_t windows[3];
    bool negative; /* whether negative counts are taken */
} all[] = {
    { incidence, "counts", { 1, 7, 14 }, true },
    { rix_moving_mean, "counts", { 1, 7, 14 }, true },
    { rix_doubling_time, "cumulative", { 1, 7, 14 }, false },
    { days_since_case, "counts", { 1, 1, 1 }, false },
    { rix_growth, "counts", { 1, 7, 14 }, true },
    { rix_trend, "values", { 2, 7, 14 }, true },
};
enum { N_ALL = sizeof all / sizeof *all };

/* Units one by one, layouts, strides, and a longer panel give the same numbers. */
static void units_layouts_and_later_periods_do_not_matter(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 21, 0);
    for (size_t k = 0; k < N_ALL * 3; k++) {
        indicator *f = all[k / 3].f;
        const size_t window = all[k / 3].windows[k % 3];
        double x[UNITS * DAYS], out[UNITS * DAYS], turned[UNITS * DAYS], part[UNITS * DAYS];
        rix_error err = RIX_ERROR_INIT;
        for (size_t c = 0; c < UNITS * DAYS; c++) {
            x[c] = rix_stream_uniform(&s) < 0.1 ? NA : floor(9 * rix_stream_uniform(&s));
        }
        const rix_mat panel = rix_mat_c(x, UNITS, DAYS);
        rix_assert_ok(f(panel, window, rix_out_c(out, UNITS, DAYS), &err), err);
        for (size_t i = 0; i < UNITS; i++) { /* periods by rows, the latest first, and in place */
            for (size_t t = 0; t < DAYS; t++) turned[(DAYS - 1 - t) * UNITS + i] = x[i * DAYS + t];
        }
        double *origin = turned + (DAYS - 1) * UNITS;
        rix_assert_ok(f((rix_mat){ origin, UNITS, DAYS, 1, -UNITS }, window,
                        (rix_out){ origin, UNITS, DAYS, 1, -UNITS }, &err),
                      err);
        const size_t n = DAYS - 5;
        rix_assert_ok(f((rix_mat){ x, UNITS, n, DAYS, 1 }, window, rix_out_c(part, UNITS, n), &err),
                      err);
        for (size_t i = 0; i < UNITS; i++) {
            for (size_t t = 0; t < DAYS; t++) {
                rix_assert_same(turned[(DAYS - 1 - t) * UNITS + i], out[i * DAYS + t]);
                if (t < n) rix_assert_same(part[i * n + t], out[i * DAYS + t]);
            }
        }
    }
}

/* --------------------------------------------------------------------------- refusals -- */

static void refused(indicator *f, rix_mat x, size_t window, rix_status status, const char *arg,
                    size_t row, size_t col, const char *part)
{
    double out[6] = { 42, 42, 42, 42, 42, 42 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(f(x, window, rix_out_c(out, 2, 3), &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(err.row == row && err.col == col);
    for (int k = 0; k < 6; k++) rix_assert_same(out[k], 42);
}

static void bad_panels_are_named(void **state)
{
    (void)state;
    const double infinite[] = { 1, 2, 3, 7, -INF, 8 }, negative[] = { 1, 2, 3, -1, 2, 3 };
    const double huge[] = { 1, 2, 2e300, 1, 2, 3 };
    const size_t none = RIX_NO_INDEX;
    for (size_t k = 0; k < N_ALL; k++) {
        indicator *f = all[k].f;
        const char *arg = all[k].arg;
        refused(f, rix_mat_c(infinite, 2, 3), 2, RIX_EDOMAIN, arg, 1, 1,
                "infinite number -inf for unit 1 in period 1");
        refused(f, rix_mat_c(huge, 2, 3), 2, RIX_EDOMAIN, arg, 0, 2, "too large number");
        refused(f, rix_mat_c(NULL, 2, 3), 2, RIX_EINVAL, arg, none, none, "is NULL");
        refused(f, rix_mat_c(huge + 3, 1, 3), 2, RIX_EDIM, "out", none, none, "out is 2 x 3");
        if (!all[k].negative) {
            refused(f, rix_mat_c(negative, 2, 3), 2, RIX_EDOMAIN, arg, 1, 0,
                    "negative number -1 for unit 1 in period 0");
        }
        if (f == days_since_case) continue;
        const size_t few = f == rix_trend ? 1 : 0;
        refused(f, rix_mat_c(negative, 2, 3), few, RIX_EINVAL, "window", none, none,
                few ? "a window of 1 periods, but at least 2" : "a window of 0 periods");
    }
    refused(rix_moving_mean, rix_mat_c(negative, SIZE_MAX / 4, 8), 2, RIX_EOVERFLOW, "counts", none,
            none, "too large");
}

static void bad_populations_are_named(void **state)
{
    (void)state;
    const double counts[] = { 1, 2, 3, 4, 5, 6 };
    static const struct {
        double people;
        const char *part;
    } bad[] = { { 0, "population of unit 1 is 0, not a number of people" },
                { -5, "is -5" },
                { 0.3, "is 0.3" }, /* millions, perhaps */
                { (double)NAN, "is nan" },
                { (double)INFINITY, "is inf" } };
    double out[6] = { 42 };
    rix_error err = RIX_ERROR_INIT;
    const rix_mat x = rix_mat_c(counts, 2, 3);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const double population[] = { 1000, bad[k].people };
        rix_assert_fails(rix_incidence(x, rix_vec_c(population, 2), 1, rix_out_c(out, 2, 3), &err),
                         RIX_EDOMAIN, err, bad[k].part);
        assert_string_equal(err.arg, "population");
        assert_true(err.row == 1 && err.col == RIX_NO_INDEX);
    }
    rix_assert_fails(rix_incidence(x, rix_vec_c(people, 3), 1, rix_out_c(out, 2, 3), &err),
                     RIX_EDIM, err, "3 populations for 2 units");
    rix_assert_fails(rix_incidence(x, rix_vec_c(NULL, 2), 1, rix_out_c(out, 2, 3), &err),
                     RIX_EINVAL, err, "population is NULL");
    rix_assert_same(out[0], 42);
}

static void bad_tests_are_named(void **state)
{
    (void)state;
    const double good[] = { 1, 2, 3, 4 }, negative[] = { 1, 2, -3, 4 },
                 infinite[] = { 1, INF, 3, 4 };
    double out[4] = { 42, 42, 42, 42 };
    rix_error err = RIX_ERROR_INIT;
    const rix_mat x = rix_mat_c(good, 2, 2);
    const rix_out to = rix_out_c(out, 2, 2);
    rix_assert_fails(rix_positivity(x, rix_mat_c(negative, 2, 2), 1, to, &err), RIX_EDOMAIN, err,
                     "tests: negative number -3 for unit 1 in period 0");
    rix_assert_fails(rix_positivity(x, rix_mat_c(infinite, 2, 2), 1, to, &err), RIX_EDOMAIN, err,
                     "tests: infinite number");
    rix_assert_fails(rix_positivity(rix_mat_c(infinite, 2, 2), x, 1, to, &err), RIX_EDOMAIN, err,
                     "positive: infinite number");
    rix_assert_fails(rix_positivity(x, rix_mat_c(good, 1, 4), 1, to, &err), RIX_EDIM, err,
                     "tests are 1 x 4 and positive ones 2 x 2");
    rix_assert_fails(rix_positivity(x, x, 0, to, &err), RIX_EINVAL, err, "a window of 0");
    rix_assert_fails(rix_positivity(x, x, 1, rix_out_c(out, 1, 2), &err), RIX_EDIM, err, "out is");
    rix_assert_fails(rix_positivity(rix_mat_c(NULL, 2, 2), x, 1, to, &err), RIX_EINVAL, err,
                     "NULL");
    for (int k = 0; k < 4; k++) rix_assert_same(out[k], 42);
}

static void no_cells_no_indicators(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    const rix_out no_units = { NULL, 0, 3, 3, 1 }, no_days = { NULL, 3, 0, 0, 1 };
    for (size_t k = 0; k < N_ALL; k++) {
        rix_assert_ok(all[k].f(rix_mat_c(NULL, 0, 3), 2, no_units, &err), err);
        rix_assert_ok(all[k].f(rix_mat_c(NULL, 3, 0), 2, no_days, &err), err);
    }
    rix_assert_ok(rix_positivity(rix_mat_c(NULL, 3, 0), rix_mat_c(NULL, 3, 0), 1, no_days, &err),
                  err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incidence_per_100000),
        cmocka_unit_test(moving_means),
        cmocka_unit_test(positivity_of_the_window),
        cmocka_unit_test(doubling_times),
        cmocka_unit_test(days_since_the_last_case),
        cmocka_unit_test(growth_over_the_window_before),
        cmocka_unit_test(trends_by_hand),
        cmocka_unit_test(trends_are_medians_of_slopes),
        cmocka_unit_test(units_layouts_and_later_periods_do_not_matter),
        cmocka_unit_test(bad_panels_are_named),
        cmocka_unit_test(bad_populations_are_named),
        cmocka_unit_test(bad_tests_are_named),
        cmocka_unit_test(no_cells_no_indicators),
    };
    return RIX_RUN_TESTS("rates", tests);
}
