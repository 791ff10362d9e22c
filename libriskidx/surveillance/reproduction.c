/* reproduction.c - the instantaneous reproduction number of Cori and others (2013). */
#include <riskidx/surveillance.h>

#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "surveillance/gamma.h"
#include "surveillance/panel.h"

/* What of a discretised gamma lies further out is left out. */
static const double LEFT_OUT = 1e-12;
/* Longest serial interval, in periods; it keeps GSL's incomplete gamma functions where they converge. */
static const double LONGEST = 1000.0;
/* How far from 1 a stated distribution may add up, as in EpiEstim. */
static const double SUM_OFF = 0.01;

/* All that does not depend on the counts. */
typedef struct estimator {
    double *si;   /* distribution of the serial interval at 0 .. reach */
    size_t reach; /* its last period with weight */
    double delay; /* more periods than that must have been seen: the mean of the serial interval */
    size_t window;
    double shape, scale; /* of the prior */
    double p;            /* of either tail */
} estimator;

static rix_status bad_option(rix_error *err, const char *arg, double value, const char *asked)
{
    return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_NOWHERE, "%s is %s, but must be %s", arg,
                      rix_i_number(value).s, asked);
}

static rix_status check_prior(const rix_rt_options *o, estimator *e, rix_error *err)
{
    if (!(o->prior_mean > 0.0) || isinf(o->prior_mean)) {
        return bad_option(err, "prior_mean", o->prior_mean, "above 0 and finite");
    }
    if (!(o->prior_sd > 0.0) || isinf(o->prior_sd)) {
        return bad_option(err, "prior_sd", o->prior_sd, "above 0 and finite");
    }
    if (!(o->level > 0.0 && o->level < 1.0)) {
        return bad_option(err, "level", o->level, "between 0 and 1");
    }
    const double ratio = o->prior_mean / o->prior_sd;
    if (!(ratio >= 1e-4 && ratio <= 1e4)) {
        return bad_option(err, "prior_sd", o->prior_sd, "within 1e4 times and 1e-4 of prior_mean");
    }
    e->shape = ratio * ratio;
    e->scale = o->prior_sd / ratio;
    e->p = 0.5 * (1.0 - o->level);
    return RIX_OK;
}

static rix_status check_stated(const rix_rt_options *o, rix_error *err)
{
    double sum = 0.0;
    if (o->n_si < 2) {
        return rix_i_fail(err, RIX_EINVAL, "si", RIX_I_NOWHERE,
                          "a serial interval needs its weights at 0 and 1 at least");
    }
    for (size_t k = 0; k < o->n_si; k++) {
        if (isfinite(o->si[k]) && o->si[k] >= 0.0 && (k > 0 || o->si[0] == 0.0)) {
            sum += o->si[k];
            continue;
        }
        return rix_i_fail(err, RIX_EINVAL, "si", RIX_I_ROW(k),
                          "serial interval: weight %s at %zu periods%s", rix_i_number(o->si[k]).s,
                          k, k == 0 ? ", where it must be 0" : "");
    }
    if (fabs(sum - 1.0) <= SUM_OFF) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "si", RIX_I_NOWHERE,
                      "the weights of the serial interval add up to %s instead of 1",
                      rix_i_number(sum).s);
}

static rix_status check_gamma(const rix_rt_options *o, rix_error *err)
{
    if (isnan(o->si_mean) && isnan(o->si_sd)) {
        return rix_i_fail(err, RIX_EINVAL, "si_mean", RIX_I_NOWHERE,
                          "no serial interval: give its mean and standard deviation, or its "
                          "distribution");
    }
    if (!(o->si_mean > 1.0 && o->si_mean <= LONGEST)) {
        return bad_option(err, "si_mean", o->si_mean, "above 1 and at most 1000 periods");
    }
    const double ratio = (o->si_mean - 1.0) / o->si_sd;
    if (!(o->si_sd > 0.0 && ratio >= 0.1 && ratio <= 50.0)) {
        return bad_option(err, "si_sd", o->si_sd, "within a fiftieth and ten times of si_mean - 1");
    }
    return RIX_OK;
}

/* Cori and others (2013), web appendix 11. */
static double discretised(double k, double a, double b)
{
    const double p0 = gsl_cdf_gamma_P(k, a, b), q0 = gsl_cdf_gamma_P(k, a + 1.0, b);
    const double p1 = gsl_cdf_gamma_P(k - 1.0, a, b), q1 = gsl_cdf_gamma_P(k - 1.0, a + 1.0, b);
    const double p2 = gsl_cdf_gamma_P(k - 2.0, a, b), q2 = gsl_cdf_gamma_P(k - 2.0, a + 1.0, b);
    const double weight = k * p0 + (k - 2.0) * p2 - 2.0 * (k - 1.0) * p1;
    return fmax(0.0, weight + a * b * (2.0 * q1 - q2 - q0));
}

/* The distribution for up to `most` periods, and how far it reaches. */
static rix_status serial_interval(const rix_rt_options *o, size_t most, estimator *e,
                                  rix_error *err)
{
    const size_t n = o->si && o->n_si < most ? o->n_si : most;
    e->si = rix_i_numbers(n);
    if (!e->si) return rix_i_no_memory(err);
    e->delay = o->si ? 0.0 : o->si_mean;
    if (o->si) {
        for (size_t k = 0; k < o->n_si; k++) e->delay += (double)k * o->si[k];
        for (size_t k = 0; k < n; k++) {
            e->si[k] = o->si[k];
            if (o->si[k] > 0.0) e->reach = k;
        }
        return RIX_OK;
    }
    const double ratio = (o->si_mean - 1.0) / o->si_sd, a = ratio * ratio, b = o->si_sd / ratio;
    for (size_t k = 1; k < n; k++) {
        e->si[k] = discretised((double)k, a, b);
        e->reach = k;
        if ((double)k > o->si_mean && gsl_cdf_gamma_Q((double)k - 1.0, a, b) < LEFT_OUT) break;
    }
    return RIX_OK;
}

/* Total infectiousness of period t of a series that begins at x[0]; NaN if a count that matters is missing. */
static double infectiousness(const double *x, size_t t, const estimator *e)
{
    const size_t reach = t < e->reach ? t : e->reach;
    double sum = 0.0;
    for (size_t k = 1; k <= reach; k++) {
        if (e->si[k] > 0.0) sum += e->si[k] * x[t - k];
    }
    return sum;
}

/* A series that begins at x[0], which is present: pressure[t] is the total infectiousness. */
static void estimate(const double *x, size_t t, const double *pressure, const estimator *e,
                     double found[3])
{
    found[0] = found[1] = found[2] = RIX_NAN;
    if (t < e->window || !((double)(t + 1) > e->delay)) return;
    const double shape = e->shape + rix_i_window_sum(x, t, e->window);
    const double scale = 1.0 / (1.0 / e->scale + rix_i_window_sum(pressure, t, e->window));
    if (isnan(shape) || isnan(scale)) return;
    found[0] = shape * scale;
    found[1] = scale * rix_i_gamma_quantile(shape, e->p, false);
    found[2] = scale * rix_i_gamma_quantile(shape, e->p, true);
}

static rix_status check_call(rix_mat counts, const rix_rt_options *o, const rix_out out[3],
                             estimator *e, rix_error *err)
{
    static const char *const names[] = { "mean", "low", "high" };
    if (!o) return rix_i_null(err, "options");
    rix_status st = rix_i_check_window(o->window, 1, err);
    if (st == RIX_OK) st = o->si ? check_stated(o, err) : check_gamma(o, err);
    if (st == RIX_OK) st = check_prior(o, e, err);
    if (st == RIX_OK) st = rix_i_check_panel(counts, RIX_I_TRUE_COUNT, "counts", err);
    for (int k = 0; k < 3 && st == RIX_OK; k++) {
        st = rix_i_check_out(out[k], counts.rows, counts.cols, names[k], err);
    }
    e->window = o->window;
    return st;
}

rix_status rix_reproduction_number(rix_mat counts, const rix_rt_options *options, rix_out mean,
                                   rix_out low, rix_out high, rix_error *err)
{
    const rix_out out[] = { mean, low, high };
    const size_t n = counts.cols;
    double *x = NULL, *pressure = NULL;
    estimator e = { 0 };

    rix_status st = check_call(counts, options, out, &e, err);
    if (st == RIX_OK) st = serial_interval(options, n, &e, err);
    if (st != RIX_OK) goto done;
    x = rix_i_numbers(n);
    pressure = rix_i_numbers(n);
    if (!x || !pressure) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < counts.rows; i++) {
        size_t from = 0; /* the first period present */
        rix_i_load_row(counts, i, x);
        while (from < n && isnan(x[from])) from++;
        for (size_t t = 0; t < n; t++) {
            double found[3] = { RIX_NAN, RIX_NAN, RIX_NAN };
            if (t >= from) {
                pressure[t] = infectiousness(x + from, t - from, &e);
                estimate(x + from, t - from, pressure + from, &e, found);
            }
            for (int k = 0; k < 3; k++) rix_i_set(out[k], i, t, found[k]);
        }
    }
done:
    free(pressure);
    free(x);
    free(e.si);
    return st;
}
