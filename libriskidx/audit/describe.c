/* describe.c - statistics and quantiles of columns. */
#include <stdlib.h>
#include <string.h>

#include "audit/data.h"
#include "base/error.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "index/moments.h"

static rix_status check_share(double x, const char *arg, rix_error *err)
{
    if (x >= 0 && x <= 1) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_NOWHERE, "%s is %s instead of in [0, 1]", arg,
                      rix_i_number(x).s);
}

static rix_status check_options(const rix_stats_options *o, rix_error *err)
{
    rix_status st = check_share(o->min_available, "min_available", err);
    if (st == RIX_OK) st = check_share(o->min_nonzero, "min_nonzero", err);
    if (st == RIX_OK) st = check_share(o->min_unique, "min_unique", err);
    if (st != RIX_OK) return st;
    if (!(o->max_skewness >= 0) || isnan(o->max_kurtosis) || !(o->fence >= 0)) {
        return rix_i_fail(err, RIX_EINVAL, "options", RIX_I_NOWHERE,
                          "max_skewness %s and fence %s are to be >= 0, max_kurtosis %s a number",
                          rix_i_number(o->max_skewness).s, rix_i_number(o->fence).s,
                          rix_i_number(o->max_kurtosis).s);
    }
    return RIX_OK;
}

/* Zeros, distinct values and the largest set of equal ones, of n sorted values. */
static void count_equals(const double *x, size_t n, rix_indicator_stats *s)
{
    for (size_t from = 0, to = 0; from < n; from = to) {
        while (to < n && !(x[from] < x[to])) to++;
        s->n_unique++;
        if (to - from > s->n_same) s->n_same = to - from;
        if (x[from] < 0 || x[from] > 0) s->n_nonzero += to - from;
    }
}

static void set_fences(const double *x, size_t n, double fence, rix_indicator_stats *s)
{
    const double reach = fence > 0 ? fence * (s->q75 - s->q25) : 0;
    s->fence_low = s->q25 - reach;
    s->fence_high = s->q75 + reach;
    for (size_t i = 0; i < n; i++) {
        s->n_below += x[i] < s->fence_low ? 1 : 0;
        s->n_above += x[i] > s->fence_high ? 1 : 0;
    }
}

static double share(size_t part, size_t all)
{
    return all > 0 ? (double)part / (double)all : RIX_NAN;
}

/* x: n sorted values present, out of so many units. */
static rix_indicator_stats stats_of(const double *x, size_t n, size_t units,
                                    const rix_stats_options *o)
{
    rix_indicator_stats s = { 0 };
    const rix_i_moments m = rix_i_moments_of(x, n);
    s.min = n > 0 ? x[0] : RIX_NAN;
    s.max = n > 0 ? x[n - 1] : RIX_NAN;
    s.mean = m.mean;
    s.sd = m.sd;
    s.skewness = m.skewness;
    s.kurtosis = m.kurtosis;
    s.q25 = rix_i_quantile(x, n, 0.25);
    s.median = rix_i_quantile(x, n, 0.5);
    s.q75 = rix_i_quantile(x, n, 0.75);
    s.n_available = n;
    count_equals(x, n, &s);
    set_fences(x, n, o->fence, &s);
    s.share_available = share(n, units);
    s.share_nonzero = share(s.n_nonzero, n);
    s.share_unique = share(s.n_unique, n);
    s.share_same = share(s.n_same, n);
    s.low_available = s.share_available < o->min_available;
    s.low_nonzero = share(s.n_nonzero, units) < o->min_nonzero;
    s.low_unique = share(s.n_unique, units) < o->min_unique;
    s.outliers = fabs(s.skewness) > o->max_skewness && s.kurtosis > o->max_kurtosis;
    return s;
}

rix_status rix_audit_describe(const rix_table *table, const rix_stats_options *options,
                              rix_indicator_stats *stats, rix_error *err)
{
    static const rix_stats_options defaults = RIX_STATS_OPTIONS_INIT;
    const rix_stats_options *o = options ? options : &defaults;
    rix_status st = rix_i_audit_check(table, "table", err);
    if (st == RIX_OK) st = check_options(o, err);
    if (st != RIX_OK) return st;
    if (table->values.cols == 0) return RIX_OK;
    if (!stats) return rix_i_null(err, "stats");
    double *x = calloc(table->values.rows + 1, sizeof *x);
    if (!x) return rix_i_no_memory(err);
    for (size_t j = 0; j < table->values.cols; j++) {
        const size_t n = rix_i_audit_present(table->values, j, x);
        rix_i_sort(x, n);
        stats[j] = stats_of(x, n, table->values.rows, o);
    }
    free(x);
    return RIX_OK;
}

rix_status rix_audit_quantiles(const rix_table *table, rix_vec p, rix_out quantiles, rix_error *err)
{
    rix_status st = rix_i_audit_check(table, "table", err);
    if (st == RIX_OK) st = rix_i_check_vec(p, "p", err);
    for (size_t k = 0; k < p.size && st == RIX_OK; k++) {
        const double x = rix_i_vget(p, k);
        if (x >= 0 && x <= 1) continue;
        st = rix_i_fail(err, RIX_EDOMAIN, "p", RIX_I_ROW(k), "share %s is not in [0, 1]",
                        rix_i_number(x).s);
    }
    if (st == RIX_OK) {
        st = rix_i_check_out(quantiles, table->values.cols, p.size, "quantiles", err);
    }
    if (st != RIX_OK) return st;
    double *x = calloc(table->values.rows + 1, sizeof *x);
    if (!x) return rix_i_no_memory(err);
    for (size_t j = 0; j < table->values.cols; j++) {
        const size_t n = rix_i_audit_present(table->values, j, x);
        rix_i_sort(x, n);
        for (size_t k = 0; k < p.size; k++) {
            rix_i_set(quantiles, j, k, rix_i_quantile(x, n, rix_i_vget(p, k)));
        }
    }
    free(x);
    return RIX_OK;
}
