/* test_reproduction.c - the reproduction number against EpiEstim, and what must hold for any counts. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"
#include "surveillance/gamma.h"

enum { DAYS = 70 };

/* The series of the golden file. */
static void read_cases(double cases[DAYS])
{
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "rt_golden.csv");
    assert_int_equal(t->rows, DAYS);
    for (size_t d = 0; d < DAYS; d++) cases[d] = csv_number(t, d, csv_column(t, "cases"));
    csv_free(t);
}

static rix_rt_options gamma_si(double mean, double sd)
{
    rix_rt_options o = RIX_RT_OPTIONS_INIT;
    o.si_mean = mean;
    o.si_sd = sd;
    return o;
}

typedef struct estimates {
    double mean[DAYS], low[DAYS], high[DAYS];
} estimates;

static void estimate(const double *cases, size_t n, const rix_rt_options *o, estimates *e)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_reproduction_number(rix_mat_c(cases, 1, n), o, rix_out_c(e->mean, 1, n),
                                          rix_out_c(e->low, 1, n), rix_out_c(e->high, 1, n), &err),
                  err);
}

static void like_epiestim(const rix_rt_options *o, const char *columns)
{
    const char *const names[] = { "mean", "low", "high" };
    double cases[DAYS];
    estimates e;
    read_cases(cases);
    estimate(cases, DAYS, o, &e);
    const double *const found[] = { e.mean, e.low, e.high };
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "rt_golden.csv");
    for (int k = 0; k < 3; k++) {
        char column[16] = "";
        strcat(strcat(strcat(column, columns), "_"), names[k]);
        size_t present = 0;
        for (size_t d = 0; d < DAYS; d++) {
            const double published = csv_number(t, d, csv_column(t, column));
            present += isnan(published) ? 0 : 1;
            rix_assert_close(found[k][d], published, 1e-9);
        }
        assert_in_range(present, DAYS - 8, DAYS - 7);
    }
    csv_free(t);
}

static void epiestim_with_a_gamma_interval(void **state)
{
    (void)state;
    const rix_rt_options o = gamma_si(4.7, 2.9);
    like_epiestim(&o, "a");
}

static void epiestim_with_a_stated_distribution(void **state)
{
    (void)state;
    static const double si[] = { 0, .2, .5, .2, .1 };
    rix_rt_options o = RIX_RT_OPTIONS_INIT;
    o.si = si;
    o.n_si = 5;
    like_epiestim(&o, "b");
}

static void epiestim_with_another_window_and_prior(void **state)
{
    (void)state;
    rix_rt_options o = gamma_si(8, 1.5);
    o.window = 3;
    o.prior_mean = 2;
    o.prior_sd = 1;
    like_epiestim(&o, "c");
}

/* One day's interval: Lambda(t) = I(t - 1), so R is (a + sum of I) / (1/b + sum of I one day before). */
static void one_day_by_hand(void **state)
{
    (void)state;
    const double si[] = { 0, 1 }, cases[] = { 4, 2, 6, 12 };
    rix_rt_options o = RIX_RT_OPTIONS_INIT;
    estimates e;
    o.si = si;
    o.n_si = 2;
    o.window = 2;
    o.prior_mean = 1; /* shape 1, scale 1 */
    o.prior_sd = 1;
    estimate(cases, 4, &o, &e);
    rix_assert_same(e.mean[0], RIX_NAN);
    rix_assert_same(e.mean[1], RIX_NAN);
    rix_assert_close(e.mean[2], 9.0 / 7.0, 1e-15);
    rix_assert_close(e.mean[3], 19.0 / 9.0, 1e-15);

    const double none[] = { 0, 0, 0, 0 }; /* the prior: an exponential variable of mean 1 */
    estimate(none, 4, &o, &e);
    rix_assert_close(e.mean[3], 1.0, 1e-15);
    rix_assert_close(e.low[3], -log(0.975), 1e-13);
    rix_assert_close(e.high[3], -log(0.025), 1e-13);
}

static void missing_counts_reach_as_far_as_the_interval(void **state)
{
    (void)state;
    const double si[] = { 0, .5, 0, .5 };
    rix_rt_options o = RIX_RT_OPTIONS_INIT;
    double cases[20];
    estimates e;
    for (size_t d = 0; d < 20; d++) cases[d] = 10;
    cases[0] = cases[1] = RIX_NAN; /* before the series */
    cases[9] = RIX_NAN;
    o.si = si;
    o.n_si = 4;
    o.window = 2;
    estimate(cases, 20, &o, &e);
    for (size_t d = 0; d < 20; d++) {
        const bool missing = d < 4 || (d >= 9 && d <= 13); /* 9 in the window; 10, 12 lag it */
        assert_int_equal(isnan(e.mean[d]), missing);
        assert_int_equal(isnan(e.low[d]), missing);
        assert_int_equal(isnan(e.high[d]), missing);
    }
    rix_assert_close(e.mean[18], (1 + 20) / (0.2 + 20), 1e-14);
}

/* A later count changes no earlier estimate, and neither do other units, strides or a place shared with the counts. */
static void causal_and_independent_of_layout(void **state)
{
    (void)state;
    const rix_rt_options o = gamma_si(4.7, 2.9);
    double cases[DAYS], panel[DAYS * 3], low[DAYS * 2], high[DAYS * 2];
    estimates all, part;
    rix_error err = RIX_ERROR_INIT;
    read_cases(cases);
    estimate(cases, DAYS, &o, &all);
    for (size_t n = 1; n < DAYS; n += 13) {
        estimate(cases, n, &o, &part);
        for (size_t d = 0; d < n; d++) {
            rix_assert_same(part.mean[d], all.mean[d]);
            rix_assert_same(part.high[d], all.high[d]);
        }
    }
    /* Two units by columns of a wider array, latest first in memory; the means overwrite the counts. */
    for (size_t d = 0; d < DAYS; d++) {
        double *row = panel + 3 * (DAYS - 1 - d);
        row[0] = 7, row[1] = cases[d], row[2] = 1;
    }
    double *first = panel + 3 * (DAYS - 1);
    const rix_mat view = { first + 1, 2, DAYS, 1, -3 };
    const rix_out mean = { first + 1, 2, DAYS, 1, -3 };
    rix_assert_ok(rix_reproduction_number(view, &o, mean, rix_out_c(low, 2, DAYS),
                                          rix_out_c(high, 2, DAYS), &err),
                  err);
    for (size_t d = 0; d < DAYS; d++) {
        rix_assert_same(panel[3 * (DAYS - 1 - d)], 7);
        rix_assert_same(panel[3 * (DAYS - 1 - d) + 1], all.mean[d]);
        rix_assert_same(low[d], all.low[d]);
        rix_assert_same(high[d], all.high[d]);
    }
}

static void any_counts_give_an_interval_around_the_median(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 5, 0);
    rix_rt_options o = gamma_si(6, 4);
    for (int scale = 0; scale <= 15; scale++) { /* up to 1e15 cases a day: GSL must not be asked */
        double cases[30];
        estimates e;
        for (size_t d = 0; d < 30; d++) {
            cases[d] = floor(pow(10, scale) * rix_stream_uniform(&s));
        }
        o.level = scale % 2 ? 0.95 : 1 - 1e-14;
        estimate(cases, 30, &o, &e);
        for (size_t d = 7; d < 30; d++) {
            assert_true(e.low[d] > 0 && e.low[d] < e.mean[d] && e.mean[d] < e.high[d]);
            assert_true(isfinite(e.high[d]));
        }
    }
}

/* By the chi-squared distribution of two degrees of freedom and by R's qgamma(). */
static void gamma_quantiles(void **state)
{
    (void)state;
    static const struct {
        double shape, p, lower, upper;
    } q[] = {
        { 0.01, 0.4, 9.0964554871020024e-41, 3.6982656542328247e-23 },
        { 0.5, 0.025, 0.00049103455858762809, 2.5119430936574436 },
        { 37.2, 1e-08, 12.395156639849235, 82.124496031077442 },
        { 9999.5, 0.025, 9804.4573672740444, 10196.436924985341 },
        { 10000, 0.025, 9804.9524672601838, 10196.941824999883 },
        { 1e7, 0.025, 9993802.9968842678, 10006198.8974216 },
    };
    for (double p = 0.5; p > 1e-16; p /= 3) {
        rix_assert_close(rix_i_gamma_quantile(1, p, true), -log(p), 1e-12);
        rix_assert_close(rix_i_gamma_quantile(1, p, false), -log1p(-p), 1e-12);
    }
    for (size_t k = 0; k < sizeof q / sizeof *q; k++) {
        rix_assert_close(rix_i_gamma_quantile(q[k].shape, q[k].p, false), q[k].lower, 1e-11);
        rix_assert_close(rix_i_gamma_quantile(q[k].shape, q[k].p, true), q[k].upper, 1e-11);
    }
    rix_assert_same(rix_i_gamma_quantile(1e-8, 0.025, false), 0); /* smaller than any double */
    for (double a = 1e-8; a < 1e13;
         a *= 1.37) { /* GSL's handler stays silent, and nothing is lost */
        for (double p = 0.5; p > 6e-17; p *= 0.3) {
            const double low = rix_i_gamma_quantile(a, p, false);
            const double high = rix_i_gamma_quantile(a, p, true);
            assert_true(low >= 0 && low <= high * (1 + 1e-12) && isfinite(high));
        }
    }
}

/* ---------------------------------------------------------------------------------- refusals -- */

static void refused(const double *cases, const rix_rt_options *o, rix_status status,
                    const char *arg, const char *part)
{
    double mean[4] = { 42, 42, 42, 42 }, low[4] = { 42 }, high[4] = { 42 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_reproduction_number(rix_mat_c(cases, 1, 4), o, rix_out_c(mean, 1, 4),
                                             rix_out_c(low, 1, 4), rix_out_c(high, 1, 4), &err),
                     status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(mean[0] == 42 && mean[3] == 42 && low[0] == 42 && high[0] == 42);
}

static void bad_options_are_named(void **state)
{
    (void)state;
    const double cases[] = { 1, 2, 3, 4 };
    const double inf = (double)INFINITY;
    rix_rt_options o = RIX_RT_OPTIONS_INIT;
    refused(cases, NULL, RIX_EINVAL, "options", "options is NULL");
    refused(cases, &o, RIX_EINVAL, "si_mean", "no serial interval: give its mean");
#define BAD(field, value, part)                                                                    \
    do {                                                                                           \
        rix_rt_options bad = gamma_si(4, 2);                                                       \
        bad.field = value;                                                                         \
        refused(cases, &bad, RIX_EINVAL, #field, part);                                            \
    } while (0)
    BAD(si_mean, 1, "si_mean is 1, but must be above 1");
    BAD(si_mean, RIX_NAN, "si_mean is nan");
    BAD(si_mean, 1001, "at most 1000 periods");
    BAD(si_sd, 0, "si_sd is 0");
    BAD(si_sd, -1, "si_sd is -1");
    BAD(si_sd, inf, "si_sd is inf");
    BAD(si_sd, 31, "si_sd is 31");
    BAD(si_sd, 0.05, "si_sd is 0.05");
    BAD(window, 0, "a window of 0 periods");
    BAD(prior_mean, 0, "prior_mean is 0");
    BAD(prior_mean, inf, "prior_mean is inf");
    BAD(prior_sd, -2, "prior_sd is -2");
    BAD(prior_sd, inf, "prior_sd is inf");
    BAD(prior_sd, 1e-5, "prior_sd is 0.00001");
    BAD(level, 0, "level is 0, but must be between 0 and 1");
    BAD(level, 1, "level is 1");
    BAD(level, RIX_NAN, "level is nan");
#undef BAD
}

static void bad_serial_intervals_are_named(void **state)
{
    (void)state;
    const double cases[] = { 1, 2, 3, 4 };
    static const struct {
        double si[3];
        size_t n, row;
        const char *part;
    } bad[] = {
        { { .2, .5, .3 }, 3, 0, "weight 0.2 at 0 periods, where it must be 0" },
        { { 0, 1.5, -.5 }, 3, 2, "weight -0.5 at 2 periods" },
        { { 0, (double)NAN, 1 }, 3, 1, "weight nan at 1 periods" },
        { { 0, .5, .4 }, 3, RIX_NO_INDEX, "add up to 0.9 instead of 1" },
        { { 0, 0, 0 }, 1, RIX_NO_INDEX, "needs its weights at 0 and 1" },
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        rix_rt_options o = RIX_RT_OPTIONS_INIT;
        double mean[4];
        rix_error err = RIX_ERROR_INIT;
        o.si = bad[k].si;
        o.n_si = bad[k].n;
        refused(cases, &o, RIX_EINVAL, "si", bad[k].part);
        const rix_out out = rix_out_c(mean, 1, 4);
        rix_reproduction_number(rix_mat_c(cases, 1, 4), &o, out, out, out, &err);
        assert_true(err.row == bad[k].row);
    }
}

static void bad_counts_and_sizes_are_named(void **state)
{
    (void)state;
    const rix_rt_options o = gamma_si(4, 2);
    const double negative[] = { 1, -2, 3, 4 }, infinite[] = { 1, 2, 3, (double)INFINITY };
    double out[4];
    rix_error err = RIX_ERROR_INIT;
    refused(negative, &o, RIX_EDOMAIN, "counts", "negative number -2 for unit 0 in period 1");
    refused(infinite, &o, RIX_EDOMAIN, "counts", "infinite number inf for unit 0 in period 3");
    refused(NULL, &o, RIX_EINVAL, "counts", "counts is NULL");
    const rix_mat counts = rix_mat_c(negative + 2, 1, 2);
    const rix_out fits = rix_out_c(out, 1, 2), wrong = rix_out_c(out, 2, 1);
    rix_assert_fails(rix_reproduction_number(counts, &o, wrong, fits, fits, &err), RIX_EDIM, err,
                     "mean is 2 x 1");
    rix_assert_fails(rix_reproduction_number(counts, &o, fits, wrong, fits, &err), RIX_EDIM, err,
                     "low is 2 x 1");
    rix_assert_fails(rix_reproduction_number(counts, &o, fits, fits, wrong, &err), RIX_EDIM, err,
                     "high is 2 x 1");
    rix_assert_fails(
        rix_reproduction_number(rix_mat_c(negative, SIZE_MAX / 4, 8), &o, fits, fits, fits, &err),
        RIX_EOVERFLOW, err, "too large");
}

static void no_counts_no_estimates(void **state)
{
    (void)state;
    const rix_rt_options o = gamma_si(4, 2);
    const rix_out none = { NULL, 0, 5, 5, 1 }, empty = { NULL, 3, 0, 0, 1 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_reproduction_number(rix_mat_c(NULL, 0, 5), &o, none, none, none, &err), err);
    rix_assert_ok(rix_reproduction_number(rix_mat_c(NULL, 3, 0), &o, empty, empty, empty, &err),
                  err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epiestim_with_a_gamma_interval),
        cmocka_unit_test(epiestim_with_a_stated_distribution),
        cmocka_unit_test(epiestim_with_another_window_and_prior),
        cmocka_unit_test(one_day_by_hand),
        cmocka_unit_test(missing_counts_reach_as_far_as_the_interval),
        cmocka_unit_test(causal_and_independent_of_layout),
        cmocka_unit_test(any_counts_give_an_interval_around_the_median),
        cmocka_unit_test(gamma_quantiles),
        cmocka_unit_test(bad_options_are_named),
        cmocka_unit_test(bad_serial_intervals_are_named),
        cmocka_unit_test(bad_counts_and_sizes_are_named),
        cmocka_unit_test(no_counts_no_estimates),
    };
    return RIX_RUN_TESTS("reproduction", tests);
}
