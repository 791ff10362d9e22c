/* sobol.c - estimators of Sobol indices and their bootstrap. */
#include <riskidx/sampling.h>
#include <riskidx/uncertainty.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "uncertainty/streams.h"

/** The outputs, side by side: `block` of A, of B, of each AB_j, of which the first n count. */
typedef struct outputs {
    const double *y;
    size_t n, d, block;
    rix_sobol_estimator estimator;
} outputs;

/** Mean and variance of the outputs of A and B joined. */
typedef struct spread {
    double mean, variance; /* 0 exactly where all are the same */
} spread;

/* Row i counts times[i] times; NULL: once. */
static double weight_of(const double *times, size_t i) { return times ? times[i] : 1.0; }

static spread spread_of(const outputs *o, const double *times)
{
    const double *a = o->y, *b = a + o->block, both = 2.0 * (double)o->n;
    double sum = 0, squares = 0, low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < o->n; i++) {
        const double w = weight_of(times, i);
        if (!(w > 0)) continue;
        sum += w * (a[i] + b[i]);
        low = fmin(low, fmin(a[i], b[i]));
        high = fmax(high, fmax(a[i], b[i]));
    }
    const double mean = sum / both;
    for (size_t i = 0; i < o->n && low < high; i++) {
        const double x = a[i] - mean, y = b[i] - mean;
        squares += weight_of(times, i) * (x * x + y * y);
    }
    return (spread){ mean, squares / (both - 1) };
}

static double first_order(const outputs *o, size_t j, spread s, const double *times)
{
    const double *a = o->y, *b = a + o->block, *ab = b + (j + 1) * o->block;
    const double centre = o->estimator == RIX_SOBOL_COMPAT ? 0.0 : s.mean;
    double sum = 0;
    if (o->estimator == RIX_SOBOL_JANSEN) {
        for (size_t i = 0; i < o->n; i++) {
            sum += weight_of(times, i) * (b[i] - ab[i]) * (b[i] - ab[i]);
        }
        return 1 - sum / (2.0 * (double)o->n * s.variance);
    }
    for (size_t i = 0; i < o->n; i++) {
        sum += weight_of(times, i) * (b[i] - centre) * (ab[i] - a[i]);
    }
    return sum / ((double)o->n * s.variance);
}

static double total_order(const outputs *o, size_t j, spread s, const double *times)
{
    const double *a = o->y, *ab = a + (j + 2) * o->block;
    double sum = 0;
    for (size_t i = 0; i < o->n; i++) {
        sum += weight_of(times, i) * (a[i] - ab[i]) * (a[i] - ab[i]);
    }
    return sum / (2.0 * (double)o->n * s.variance);
}

/* ----------------------------------------------------------------------------------- reading -- */

static rix_status check_output(rix_vec y, size_t i, size_t n, rix_error *err)
{
    const double x = rix_i_vget(y, i);
    const size_t block = i / n;
    if (isfinite(x)) return RIX_OK;
    return rix_i_fail(err, isnan(x) ? RIX_EMISSING : RIX_EDOMAIN, "y", RIX_I_ROW(i),
                      "output %zu is %s (counted from 0; row %zu of %s)", i, rix_i_number(x).s,
                      i % n,
                      block == 0   ? "A"
                      : block == 1 ? "B"
                                   : "A with a column of B");
}

static rix_status check_sizes(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                              rix_error *err)
{
    size_t size;
    if (n == 0 || d == 0) {
        return rix_i_fail(err, RIX_EINVAL, n == 0 ? "n" : "d", RIX_I_NOWHERE, "%s is 0",
                          n == 0 ? "n" : "d");
    }
    if ((size_t)estimator > (size_t)RIX_SOBOL_COMPAT) {
        return rix_i_fail(err, RIX_EINVAL, "estimator", RIX_I_NOWHERE, "no such estimator: %d",
                          (int)estimator);
    }
    if (d > SIZE_MAX - 2 || !rix_i_size_product(n, d + 2, &size)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE, "%zu rows of %zu inputs", n, d);
    }
    if (y.size != size) {
        return rix_i_fail(err, RIX_EDIM, "y", RIX_I_NOWHERE,
                          "%zu outputs instead of n (d + 2) = %zu", y.size, size);
    }
    return rix_i_check_vec(y, "y", err);
}

static rix_status not_finite(rix_error *err)
{
    return rix_i_fail(err, RIX_ENUMERIC, "y", RIX_I_NOWHERE,
                      "the outputs are too large, or differ too little, for indices");
}

/* Checks y and copies it to *copy, which the caller frees; *all is its spread. */
static rix_status read_outputs(rix_vec y, outputs *o, double **copy, spread *all, rix_error *err)
{
    rix_status st = check_sizes(y, o->n, o->d, o->estimator, err);
    for (size_t i = 0; st == RIX_OK && i < y.size; i++) st = check_output(y, i, o->n, err);
    if (st != RIX_OK) return st;
    double *dense = malloc(y.size * sizeof *dense);
    if (!dense) return rix_i_no_memory(err);
    for (size_t i = 0; i < y.size; i++) dense[i] = rix_i_vget(y, i);
    o->y = dense;
    *all = spread_of(o, NULL);
    if (all->variance > 0 && isfinite(all->variance)) {
        *copy = dense;
        return RIX_OK;
    }
    const double same = dense[0];
    free(dense);
    if (!isfinite(all->variance)) return not_finite(err);
    return rix_i_fail(err, RIX_EMISSING, "y", RIX_I_NOWHERE,
                      "the outputs of A and B do not vary (the first is %s)", rix_i_number(same).s);
}

/* Indices of first, then of total order of all inputs. */
static bool estimate(const outputs *o, spread s, const double *times, double *out, size_t step)
{
    bool finite = isfinite(s.variance);
    for (size_t j = 0; j < o->d; j++) {
        const double first = first_order(o, j, s, times), total = total_order(o, j, s, times);
        out[j * step] = first;
        out[(o->d + j) * step] = total;
        finite = finite && isfinite(first) && isfinite(total);
    }
    return finite;
}

rix_status rix_sobol_indices(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                             double *first, double *total, double *variance, rix_error *err)
{
    outputs o = { NULL, n, d, n, estimator };
    double *copy = NULL;
    spread all;
    if (!first) return rix_i_null(err, "first");
    if (!total) return rix_i_null(err, "total");
    rix_status st = read_outputs(y, &o, &copy, &all, err);
    if (st != RIX_OK) return st;
    double *found = calloc(2 * d, sizeof *found);
    if (!found) {
        st = rix_i_no_memory(err);
    } else if (!estimate(&o, all, NULL, found, 1)) {
        st = not_finite(err);
    } else {
        memcpy(first, found, d * sizeof *first);
        memcpy(total, found + d, d * sizeof *total);
        if (variance) *variance = all.variance;
    }
    free(found);
    free(copy);
    return st;
}

/* ------------------------------------------------------------------------------- convergence -- */

static rix_status check_prefixes(const outputs *o, const size_t *rows, size_t n_rows, rix_out first,
                                 rix_out total, rix_error *err)
{
    if (!rows) return rix_i_null(err, "rows");
    for (size_t k = 0; k < n_rows; k++) {
        if (rows[k] > 0 && rows[k] <= o->n) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "rows", RIX_I_ROW(k), "%zu rows, not 1 .. %zu", rows[k],
                          o->n);
    }
    const rix_status st = rix_i_check_out(first, o->d, n_rows, "first", err);
    return st == RIX_OK ? rix_i_check_out(total, o->d, n_rows, "total", err) : st;
}

/* Estimates from the first rows, one prefix after the other, into 2 d x n_rows numbers. */
static rix_status estimate_prefixes(const outputs *o, const size_t *rows, size_t n_rows,
                                    double *found, rix_error *err)
{
    for (size_t k = 0; k < n_rows; k++) {
        outputs part = *o;
        part.n = rows[k];
        const spread s = spread_of(&part, NULL);
        if (s.variance > 0 || !isfinite(s.variance)) {
            if (!estimate(&part, s, NULL, found + k, n_rows)) return not_finite(err);
        } else {
            for (size_t j = 0; j < 2 * o->d; j++) found[j * n_rows + k] = RIX_NAN;
        }
    }
    return RIX_OK;
}

rix_status rix_sobol_convergence(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                                 const size_t *rows, size_t n_rows, rix_out first, rix_out total,
                                 rix_error *err)
{
    outputs o = { NULL, n, d, n, estimator };
    double *copy = NULL, *found = NULL;
    size_t cells;
    spread all;
    rix_status st = check_sizes(y, n, d, estimator, err);
    if (st == RIX_OK) st = check_prefixes(&o, rows, n_rows, first, total, err);
    if (st == RIX_OK) st = read_outputs(y, &o, &copy, &all, err);
    if (st != RIX_OK || n_rows == 0) goto done;
    found = rix_i_size_product(2 * d, n_rows, &cells) ? calloc(cells, sizeof *found) : NULL;
    st = found ? estimate_prefixes(&o, rows, n_rows, found, err) : rix_i_no_memory(err);
    if (st != RIX_OK) goto done;
    rix_i_write_out(first, found);
    rix_i_write_out(total, found + d * n_rows);
done:
    free(found);
    free(copy);
    return st;
}

/* --------------------------------------------------------------------------------- bootstrap -- */

/** What the workers share: they read it, and write to places of their own. */
typedef struct work {
    const outputs *o;
    spread all;
    uint64_t seed;
    size_t replicates;
    double *times; /* n for each worker */
    double *found; /* 2d x replicates */
} work;

static rix_status run_replicate(size_t k, size_t worker, void *user, rix_error *err)
{
    const work *w = user;
    const outputs *o = w->o;
    double *times = w->times + worker * o->n, *found = w->found + k;
    rix_stream s;
    rix_stream_init(&s, w->seed, RIX_I_STREAMS_BOOTSTRAP + k);
    memset(times, 0, o->n * sizeof *times);
    for (size_t i = 0; i < o->n; i++) times[rix_stream_bits(&s) % o->n] += 1;
    const spread drawn = spread_of(o, times);
    if (!(drawn.variance > 0) && isfinite(drawn.variance)) { /* left out */
        for (size_t j = 0; j < 2 * o->d; j++) found[j * w->replicates] = RIX_NAN;
        return RIX_OK;
    }
    const spread used = { drawn.mean,
                          o->estimator == RIX_SOBOL_COMPAT ? w->all.variance : drawn.variance };
    return estimate(o, used, times, found, w->replicates) ? RIX_OK : not_finite(err);
}

static void write_quantiles(const work *w, rix_vec p, rix_out first, rix_out total)
{
    const size_t d = w->o->d;
    for (size_t j = 0; j < 2 * d; j++) {
        double *x = w->found + j * w->replicates;
        size_t n = 0;
        for (size_t k = 0; k < w->replicates; k++) {
            if (!isnan(x[k])) x[n++] = x[k];
        }
        rix_i_sort(x, n);
        for (size_t k = 0; k < p.size; k++) {
            rix_i_set(j < d ? first : total, j % d, k, rix_i_quantile(x, n, rix_i_vget(p, k)));
        }
    }
}

static rix_status check_bootstrap(size_t d, size_t replicates, rix_vec p, rix_out first,
                                  rix_out total, rix_error *err)
{
    if (replicates == 0) {
        return rix_i_fail(err, RIX_EINVAL, "replicates", RIX_I_NOWHERE, "replicates is 0");
    }
    rix_status st = rix_i_check_vec(p, "p", err);
    for (size_t k = 0; k < p.size && st == RIX_OK; k++) {
        const double x = rix_i_vget(p, k);
        if (x >= 0 && x <= 1) continue;
        st = rix_i_fail(err, RIX_EDOMAIN, "p", RIX_I_ROW(k), "share %s is not in [0, 1]",
                        rix_i_number(x).s);
    }
    if (st == RIX_OK) st = rix_i_check_out(first, d, p.size, "first", err);
    if (st == RIX_OK) st = rix_i_check_out(total, d, p.size, "total", err);
    return st;
}

static rix_status run_replicates(work *w, const rix_run *run, rix_error *err)
{
    size_t cells, counts;
    const size_t workers = rix_i_workers(w->replicates, run);
    if (!rix_i_size_product(2 * w->o->d, w->replicates, &cells) ||
        !rix_i_size_product(w->o->n, workers, &counts)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "replicates", RIX_I_NOWHERE,
                          "%zu replicates are too many", w->replicates);
    }
    w->found = malloc(cells * sizeof *w->found);
    w->times = malloc(counts * sizeof *w->times);
    if (!w->found || !w->times) return rix_i_no_memory(err);
    return rix_i_parallel(w->replicates, run, run_replicate, w, err);
}

rix_status rix_sobol_bootstrap(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                               size_t replicates, uint64_t seed, rix_vec p, const rix_run *run,
                               rix_out first, rix_out total, rix_error *err)
{
    outputs o = { NULL, n, d, n, estimator };
    work w = { .o = &o, .seed = seed, .replicates = replicates };
    double *copy = NULL;
    rix_status st = check_bootstrap(d, replicates, p, first, total, err);
    if (st == RIX_OK) st = read_outputs(y, &o, &copy, &w.all, err);
    if (st == RIX_OK) st = run_replicates(&w, run, err);
    if (st == RIX_OK) write_quantiles(&w, p, first, total);
    free(w.found);
    free(w.times);
    free(copy);
    return st;
}
