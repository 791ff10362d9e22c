/* treat.c - the outliers of one indicator: winsorised, transformed, or both by rule. */
#include "index/treat.h"

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/boxcox.h"
#include "index/dense.h"
#include "index/moments.h"
#include "index/option.h"

/* ------------------------------------------------------------------------------------ options -- */

rix_status rix_i_treat_check(const rix_treat_options *o, rix_error *err)
{
    if (o->method == RIX_TREAT_INHERIT ||
        (unsigned)o->method > (unsigned)RIX_TREAT_WINSORISE_OR_TRANSFORM) {
        return rix_i_bad_choice("recipe.treat.method", err);
    }
    if (o->transform == RIX_TRANSFORM_INHERIT ||
        (unsigned)o->transform > (unsigned)RIX_TRANSFORM_BOXCOX_SHIFTED_ML) {
        return rix_i_bad_choice("recipe.treat.transform", err);
    }
    if (!(o->skewness > 0)) {
        return rix_i_bad_number("recipe.treat.skewness", o->skewness, "must be positive", err);
    }
    if (isnan(o->kurtosis)) {
        return rix_i_bad_number("recipe.treat.kurtosis", o->kurtosis, "must be a number", err);
    }
    if (!(o->low_share >= 0 && o->low_share < o->high_share && o->high_share <= 1)) {
        return rix_i_fail(
            err, RIX_EINVAL, "recipe.treat.low_share", RIX_I_NOWHERE,
            "recipe.treat.low_share, %s, and recipe.treat.high_share, %s, do not rise "
            "within [0, 1]",
            rix_i_number(o->low_share).s, rix_i_number(o->high_share).s);
    }
    if (!(o->fence >= 0) || !isfinite(o->fence)) {
        return rix_i_bad_number("recipe.treat.fence", o->fence, "must be finite and not negative",
                                err);
    }
    if (!isfinite(o->lambda)) {
        return rix_i_bad_number("recipe.treat.lambda", o->lambda, "must be finite", err);
    }
    return rix_i_check_over(o->over, "recipe.treat.over", err);
}

rix_status rix_i_treat_no_periods(rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, "recipe.treat.over", RIX_I_NOWHERE,
                      "recipe.treat.over is period, but the table has no periods");
}

/* ------------------------------------------------------------------------------------- shapes -- */

/* Undefined statistics pass nothing. */
static bool passes(const rix_i_moments *m, const rix_treat_options *o)
{
    return fabs(m->skewness) < o->skewness || m->kurtosis < o->kurtosis;
}

/* Neither passing nor failing. */
static bool undefined(const rix_i_moments *m, const rix_treat_options *o)
{
    return !passes(m, o) && (isnan(m->skewness) || isnan(m->kurtosis));
}

/* ------------------------------------------------------------------------------------ winsorise -- */

/* What has been winsorised lies in [low, high], and nothing else has changed. */
typedef struct bounds {
    double low, high;
    size_t n_low, n_high; /* values beyond them */
} bounds;

static void clamp(const double *x, size_t n, const bounds *b, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] < b->low ? b->low : x[i] > b->high ? b->high : x[i];
}

/* All values at the upper bound move to the largest value below it. */
static void lower_the_top(const double *x, size_t n, bounds *b)
{
    double next = b->low;
    size_t moved = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] >= b->high) moved++;
        if (x[i] < b->high && x[i] > next) next = x[i];
    }
    b->high = next;
    b->n_high = moved;
}

static void raise_the_bottom(const double *x, size_t n, bounds *b)
{
    double next = b->high;
    size_t moved = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] <= b->low) moved++;
        if (x[i] > b->low && x[i] < next) next = x[i];
    }
    b->low = next;
    b->n_low = moved;
}

/* Passes until the column passes; out is the column winsorised, *m its moments. */
static bounds winsorise(const double *x, size_t n, const rix_treat_options *o, rix_i_moments *m,
                        double *out)
{
    bounds b = { m->least, m->most, 0, 0 };
    memcpy(out, x, n * sizeof *out);
    while (b.n_high + b.n_low < o->max_points && (o->force || !passes(m, o)) && m->sd > 0 &&
           !isnan(m->skewness)) {
        if (m->skewness >= 0) {
            lower_the_top(x, n, &b);
        } else {
            raise_the_bottom(x, n, &b);
        }
        clamp(x, n, &b, out);
        *m = rix_i_moments_of(out, n);
    }
    return b;
}

/* Quantiles of the values present, which are sorted into scratch. */
static bounds quantile_bounds(const double *x, size_t n, const rix_treat_options *o,
                              double *scratch)
{
    const bool fences = o->method == RIX_TREAT_FENCES;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i])) scratch[k++] = x[i];
    }
    gsl_sort(scratch, 1, k);
    bounds b = { 0, 0, 0, 0 };
    b.low = gsl_stats_quantile_from_sorted_data(scratch, 1, k, fences ? 0.25 : o->low_share);
    b.high = gsl_stats_quantile_from_sorted_data(scratch, 1, k, fences ? 0.75 : o->high_share);
    if (fences) {
        const double reach = o->fence * (b.high - b.low);
        b.low -= reach;
        b.high += reach;
    }
    for (size_t i = 0; i < n; i++) {
        b.n_low += x[i] < b.low ? 1 : 0;
        b.n_high += x[i] > b.high ? 1 : 0;
    }
    return b;
}

static void report_winsorised(const bounds *b, const rix_i_moments *m, const rix_treat_options *o,
                              rix_treated *r)
{
    r->winsorised = true;
    r->n_high = b->n_high;
    r->n_low = b->n_low;
    if (b->n_high > 0) r->high = b->high;
    if (b->n_low > 0) r->low = b->low;
    r->skew_winsorised = m->skewness;
    r->kurt_winsorised = m->kurtosis;
    r->pass_winsorised = passes(m, o);
}

/* ----------------------------------------------------------------------------------- transform -- */

/* A transform, and what it takes from the column as a whole. */
typedef struct curve {
    rix_transform kind;
    bool mirrored;
    double least, most, step, lambda;
} curve;

/* The power of maximum likelihood; any where a value has no transform, which is found out later. */
static double fit_lambda(const double *x, size_t n, double shift, double *scratch)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        if (!(x[i] + shift > 0)) return 0;
        scratch[k++] = log(x[i] + shift);
    }
    return rix_i_boxcox_fit(scratch, k);
}

static curve make_curve(const double *x, size_t n, const rix_i_moments *m,
                        const rix_treat_options *o, double *scratch)
{
    const bool mirrored = o->transform == RIX_TRANSFORM_LOG_CT_PLUS && !(m->skewness > 0);
    curve c = { o->transform, mirrored, m->least, m->most, 0.01 * (m->most - m->least), o->lambda };
    if (c.kind == RIX_TRANSFORM_BOXCOX_ML) c.lambda = fit_lambda(x, n, 0, scratch);
    if (c.kind == RIX_TRANSFORM_BOXCOX_SHIFTED_ML) {
        c.lambda = fit_lambda(x, n, 1 - m->least, scratch);
    }
    return c;
}

static bool is_boxcox(rix_transform kind)
{
    return kind == RIX_TRANSFORM_BOXCOX || kind == RIX_TRANSFORM_BOXCOX_SHIFTED ||
           kind == RIX_TRANSFORM_BOXCOX_ML || kind == RIX_TRANSFORM_BOXCOX_SHIFTED_ML;
}

/* NaN, or an infinity, where there is none. */
static double transformed(const curve *c, double x)
{
    switch (c->kind) {
    case RIX_TRANSFORM_LOG: return log(x);
    case RIX_TRANSFORM_LOG_CT:
    case RIX_TRANSFORM_LOG_CT_PLUS:
        return c->mirrored ? -log(c->most + c->step - x) : log(x - c->least + c->step);
    case RIX_TRANSFORM_LOG_CT_ORIG: return log(x - c->least + 1);
    case RIX_TRANSFORM_LOG_GII:
        return log((c->most - 1) * (x - c->least) / (c->most - c->least) + 1);
    case RIX_TRANSFORM_SQRT: return sqrt(x);
    case RIX_TRANSFORM_ASINH: return asinh(x);
    case RIX_TRANSFORM_BOXCOX:
    case RIX_TRANSFORM_BOXCOX_ML: return x > 0 ? rix_i_boxcox(x, c->lambda) : RIX_NAN;
    case RIX_TRANSFORM_BOXCOX_SHIFTED:
    case RIX_TRANSFORM_BOXCOX_SHIFTED_ML: return rix_i_boxcox(x - c->least + 1, c->lambda);
    case RIX_TRANSFORM_INHERIT: break;
    }
    return x;
}

/* Whether a value without a finite transform lies outside of the domain, or its result beyond all numbers. */
static rix_i_treat_fault fault_of(const curve *c, double x, double y)
{
    const bool zero_under_log = c->kind == RIX_TRANSFORM_LOG && x <= 0;
    return isnan(y) || zero_under_log || c->kind == RIX_TRANSFORM_LOG_GII ? RIX_I_TREAT_OUTSIDE
                                                                          : RIX_I_TREAT_INFINITE;
}

/* Transforms in place; *m are the moments after. */
static rix_i_treat_result follow(const curve *c, double *x, size_t n, const rix_treat_options *o,
                                 rix_i_moments *m, rix_treated *r)
{
    rix_i_treat_result result = { RIX_I_TREAT_FINE, RIX_NO_INDEX };
    const bool same = o->compat && c->kind == RIX_TRANSFORM_LOG_GII;
    for (size_t i = 0; i < n && !same; i++) {
        if (isnan(x[i])) continue;
        const double y = transformed(c, x[i]);
        if (!isfinite(y)) {
            result.fault = fault_of(c, x[i], y);
            result.row = i;
            return result;
        }
        x[i] = y;
    }
    *m = rix_i_moments_of(x, n);
    r->action = RIX_ACTION_TRANSFORM;
    r->transformed = true;
    r->transform = c->kind;
    r->mirrored = c->mirrored;
    if (is_boxcox(c->kind)) r->lambda = c->lambda;
    r->skew_transformed = m->skewness;
    r->kurt_transformed = m->kurtosis;
    r->pass_transformed = passes(m, o);
    return result;
}

static rix_i_treat_result transform(double *x, size_t n, const rix_treat_options *o,
                                    rix_i_moments *m, double *scratch, rix_treated *r)
{
    const curve c = make_curve(x, n, m, o, scratch);
    return follow(&c, x, n, o, m, r);
}

/* ------------------------------------------------------------------------------------ the rule -- */

static rix_treated blank_report(const rix_treat_options *o, const rix_i_moments *m)
{
    rix_treated r = { .method = o->method, .action = RIX_ACTION_NONE };
    r.skew_before = m->skewness;
    r.kurt_before = m->kurtosis;
    r.pass_before = passes(m, o);
    r.transform = RIX_TRANSFORM_INHERIT;
    r.high = r.low = RIX_NAN;
    r.skew_winsorised = r.kurt_winsorised = RIX_NAN;
    r.skew_transformed = r.kurt_transformed = r.lambda = RIX_NAN;
    return r;
}

static void treat_by_quantiles(const double *x, size_t n, const rix_treat_options *o,
                               double *scratch, double *out, rix_treated *r)
{
    const bounds b = quantile_bounds(x, n, o, scratch);
    clamp(x, n, &b, out);
    const rix_i_moments m = rix_i_moments_of(out, n);
    report_winsorised(&b, &m, o, r);
    if (b.n_high + b.n_low > 0) r->action = RIX_ACTION_WINSORISE;
}

static rix_i_treat_result treat_by_rule(const double *x, size_t n, const rix_treat_options *o,
                                        const rix_i_moments *before, double *scratch, double *out,
                                        rix_treated *r)
{
    rix_i_treat_result fine = { RIX_I_TREAT_FINE, RIX_NO_INDEX };
    rix_i_moments m = *before;
    const bool then_transform = o->method == RIX_TREAT_WINSORISE_OR_TRANSFORM;
    if (passes(&m, o) && (then_transform || !o->force)) return fine;
    const bounds b = winsorise(x, n, o, &m, out);
    report_winsorised(&b, &m, o, r);
    if (undefined(&m, o)) {
        memcpy(out, x, n * sizeof *out);
        r->action = RIX_ACTION_REVERTED;
        r->undone = true;
        return fine;
    }
    if (b.n_high + b.n_low > 0) r->action = RIX_ACTION_WINSORISE;
    if (!then_transform || r->pass_winsorised) return fine;
    if (!o->combined) {
        memcpy(out, x, n * sizeof *out);
        m = *before;
        r->undone = true;
    }
    return transform(out, n, o, &m, scratch, r);
}

rix_i_treat_result rix_i_treat(const double *x, size_t n, const rix_treat_options *o,
                               double *scratch, double *out, rix_treated *r)
{
    rix_i_treat_result fine = { RIX_I_TREAT_FINE, RIX_NO_INDEX };
    rix_i_moments m = rix_i_moments_of(x, n);
    *r = blank_report(o, &m);
    memcpy(out, x, n * sizeof *out);
    if (o->method == RIX_TREAT_NONE) return fine;
    const bool by_shape =
        o->method == RIX_TREAT_WINSORISE || o->method == RIX_TREAT_WINSORISE_OR_TRANSFORM;
    if (!(m.sd > 0) || (by_shape && undefined(&m, o))) {
        r->action = RIX_ACTION_UNDEFINED;
        return fine;
    }
    if (by_shape) return treat_by_rule(x, n, o, &m, scratch, out, r);
    if (o->method == RIX_TREAT_TRANSFORM) return transform(out, n, o, &m, scratch, r);
    treat_by_quantiles(x, n, o, scratch, out, r);
    return fine;
}

/* ------------------------------------------------------------------------- what others learned -- */

rix_i_treatment rix_i_treat_learn(const double *x, size_t n, const rix_treat_options *o,
                                  const rix_treated *r, double *scratch)
{
    rix_i_treatment t = { -(double)INFINITY, (double)INFINITY, RIX_TRANSFORM_INHERIT, false,
                          (double)INFINITY, -(double)INFINITY, o->lambda };
    if (r->winsorised && !r->undone) {
        const bool by_shares =
            o->method == RIX_TREAT_PERCENTILES || o->method == RIX_TREAT_FENCES;
        const bounds b = by_shares ? quantile_bounds(x, n, o, scratch)
                                   : (bounds){ r->low, r->high, r->n_low, r->n_high };
        if (by_shares || b.n_low > 0) t.low = b.low;
        if (by_shares || b.n_high > 0) t.high = b.high;
    }
    if (!r->transformed) return t;
    t.transform = r->transform;
    t.mirrored = r->mirrored;
    if (is_boxcox(r->transform)) t.lambda = r->lambda;
    for (size_t i = 0; i < n; i++) {
        const double y = x[i] < t.low ? t.low : x[i] > t.high ? t.high : x[i];
        if (y < t.least) t.least = y;
        if (y > t.most) t.most = y;
    }
    return t;
}

/* Whether the transform starts from an end of the column that it was made for. */
static bool has_an_end(rix_transform transform)
{
    return transform == RIX_TRANSFORM_LOG_CT || transform == RIX_TRANSFORM_LOG_CT_PLUS ||
           transform == RIX_TRANSFORM_LOG_CT_ORIG || transform == RIX_TRANSFORM_LOG_GII ||
           transform == RIX_TRANSFORM_BOXCOX_SHIFTED || transform == RIX_TRANSFORM_BOXCOX_SHIFTED_ML;
}

/* Values beyond that end go to it. */
static size_t bring_in(const rix_i_treatment *t, double *x, size_t n)
{
    size_t beyond = 0;
    for (size_t i = 0; i < n; i++) {
        if (t->mirrored ? !(x[i] > t->most) : !(x[i] < t->least)) continue;
        x[i] = t->mirrored ? t->most : t->least;
        beyond++;
    }
    return beyond;
}

rix_i_treat_result rix_i_treat_apply(const rix_i_treatment *t, const double *x, size_t n,
                                     const rix_treat_options *o, double *out, rix_treated *r,
                                     size_t *beyond)
{
    const rix_i_treat_result fine = { RIX_I_TREAT_FINE, RIX_NO_INDEX };
    const curve c = { t->transform, t->mirrored, t->least, t->most, 0.01 * (t->most - t->least),
                      t->lambda };
    bounds b = { t->low, t->high, 0, 0 };
    rix_i_moments m = rix_i_moments_of(x, n);
    *r = blank_report(o, &m);
    *beyond = 0;
    clamp(x, n, &b, out);
    if (!isinf(b.low) || !isinf(b.high)) {
        for (size_t i = 0; i < n; i++) {
            b.n_low += x[i] < b.low ? 1 : 0;
            b.n_high += x[i] > b.high ? 1 : 0;
        }
        m = rix_i_moments_of(out, n);
        report_winsorised(&b, &m, o, r);
        if (b.n_high + b.n_low > 0) r->action = RIX_ACTION_WINSORISE;
    }
    if (t->transform == RIX_TRANSFORM_INHERIT) return fine;
    const bool same = o->compat && t->transform == RIX_TRANSFORM_LOG_GII;
    if (has_an_end(t->transform) && !same) *beyond = bring_in(t, out, n);
    return follow(&c, out, n, o, &m, r);
}

/* ---------------------------------------------------------------------------------- by itself -- */

static rix_status bad_cell(const rix_i_treat_result *result, size_t col, double x,
                           const rix_treat_options *o, rix_error *err)
{
    const rix_i_place place = RIX_I_CELL(result->row, col, RIX_NO_INDEX);
    const char *name = rix_transform_name(o->transform);
    if (result->fault == RIX_I_TREAT_OUTSIDE) {
        return rix_i_fail(err, RIX_EDOMAIN, "values", place,
                          "the value %s in row %zu, column %zu, has no transform %s",
                          rix_i_number(x).s, result->row, col, name);
    }
    return rix_i_fail(err, RIX_ENUMERIC, "values", place,
                      "the transform %s of the value %s in row %zu, column %zu, is too large", name,
                      rix_i_number(x).s, result->row, col);
}

rix_status rix_treat(rix_mat values, const rix_treat_options *options, rix_out out,
                     rix_treated *report, rix_error *err)
{
    static const rix_treat_options defaults = RIX_TREAT_INIT;
    const rix_treat_options *o = options ? options : &defaults;
    const size_t n = values.rows;
    rix_treated unwanted, *r = NULL;
    double *x = NULL, *done = NULL, *scratch = NULL;

    rix_status st = rix_i_treat_check(o, err);
    if (st == RIX_OK && o->over != RIX_OVER_ALL) st = rix_i_treat_no_periods(err);
    if (st == RIX_OK) st = rix_i_dense_read(values, out, &x, err);
    if (st != RIX_OK) return st;
    done = rix_i_dense_new(n, values.cols);
    scratch = rix_i_dense_new(n, 1);
    if (report && values.cols > 0) r = calloc(values.cols, sizeof *r);
    if (!done || !scratch || (report && values.cols > 0 && !r)) st = rix_i_no_memory(err);
    for (size_t j = 0; j < values.cols && st == RIX_OK; j++) {
        const double *from = x + j * n;
        const rix_i_treat_result result =
            rix_i_treat(from, n, o, scratch, done + j * n, r ? &r[j] : &unwanted);
        if (result.fault != RIX_I_TREAT_FINE) st = bad_cell(&result, j, from[result.row], o, err);
    }
    if (st == RIX_OK) {
        rix_i_dense_write(out, done);
        if (r) memcpy(report, r, values.cols * sizeof *r);
    }
    free(r);
    free(scratch);
    free(done);
    free(x);
    return st;
}
