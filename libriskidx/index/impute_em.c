/* impute_em.c - EM under a multivariate normal: mean and covariance of maximum likelihood, and what they make
 * of the gaps. All is done on standardised columns; units with the same gaps share one factorisation. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "index/impute_block.h"

/* What is left of a standardised column's variance given others, below which the covariance is singular. */
#define LEAST_VARIANCE 1e-10

#define LOG_TWO_PI 1.8378770664093454836

/* A unit's values, for sorting by what is missing. */
typedef struct unit_row {
    const double *z;
    size_t unit, cols;
} unit_row;

typedef struct em {
    const rix_i_block *block;
    size_t cols, n_used;    /* columns; units with a value, which come first among the rows */
    unit_row *rows;         /* sorted by what is missing */
    double *mean, *cov;     /* cols; cols x cols */
    double *sum, *products; /* of deviations from the mean, expected */
    double *factor;         /* lower Cholesky factor of the covariance of what is observed */
    double *slope;          /* one row a missing column: its regression on what is observed */
    double *deviation;      /* of one unit from the mean, by `order` */
    size_t *order;          /* the columns observed, then the missing ones */
    size_t n_observed;
    double log_likelihood;
} em;

/* --------------------------------------------------------------------------------- factorising -- */

/* The lower factor of the covariance of the columns observed; false if it is singular. No GSL here: its own
 * Cholesky decomposition calls the error handler where this returns false. */
static bool factorise(em *e)
{
    const size_t p = e->cols, k = e->n_observed;
    double *l = e->factor;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j <= i; j++) {
            double rest = e->cov[e->order[i] * p + e->order[j]];
            for (size_t m = 0; m < j; m++) rest -= l[i * p + m] * l[j * p + m];
            if (j < i) {
                l[i * p + j] = rest / l[j * p + j];
                continue;
            }
            if (!(rest > LEAST_VARIANCE)) return false;
            l[i * p + i] = sqrt(rest);
        }
    }
    return true;
}

/* x becomes the solution of L x = x. */
static void solve_lower(const em *e, double *x)
{
    const size_t p = e->cols;
    for (size_t i = 0; i < e->n_observed; i++) {
        for (size_t m = 0; m < i; m++) x[i] -= e->factor[i * p + m] * x[m];
        x[i] /= e->factor[i * p + i];
    }
}

/* x becomes the solution of L' x = x. */
static void solve_upper(const em *e, double *x)
{
    const size_t p = e->cols;
    for (size_t i = e->n_observed; i-- > 0;) {
        for (size_t m = i + 1; m < e->n_observed; m++) x[i] -= e->factor[m * p + i] * x[m];
        x[i] /= e->factor[i * p + i];
    }
}

/* ---------------------------------------------------------------------------------- expectation -- */

/* Columns by what a row has of them; the regressions of the others on these. False if that is singular. */
static bool take_pattern(em *e, const double *z)
{
    const size_t p = e->cols;
    size_t k = 0;
    for (size_t j = 0; j < p; j++) {
        if (!isnan(z[j])) e->order[k++] = j;
    }
    e->n_observed = k;
    for (size_t j = 0; j < p; j++) {
        if (isnan(z[j])) e->order[k++] = j;
    }
    if (!factorise(e)) return false;
    for (size_t m = e->n_observed; m < p; m++) {
        double *b = e->slope + e->order[m] * p;
        for (size_t i = 0; i < e->n_observed; i++) b[i] = e->cov[e->order[i] * p + e->order[m]];
        solve_lower(e, b);
        solve_upper(e, b);
    }
    return true;
}

/* What the gaps of `count` units add to the products beyond their expectations: their conditional covariance. */
static void add_uncertainty(em *e, size_t count)
{
    const size_t p = e->cols;
    for (size_t m = e->n_observed; m < p; m++) {
        const double *b = e->slope + e->order[m] * p;
        for (size_t q = e->n_observed; q < p; q++) {
            double rest = e->cov[e->order[m] * p + e->order[q]];
            for (size_t i = 0; i < e->n_observed; i++) {
                rest -= b[i] * e->cov[e->order[i] * p + e->order[q]];
            }
            e->products[e->order[m] * p + e->order[q]] += (double)count * rest;
        }
    }
}

/* A unit's deviations from the mean, expected where they are missing, column by column. */
static void expect_unit(const em *e, const double *z, double *d)
{
    const size_t p = e->cols;
    for (size_t i = 0; i < e->n_observed; i++)
        d[e->order[i]] = z[e->order[i]] - e->mean[e->order[i]];
    for (size_t m = e->n_observed; m < p; m++) {
        const double *b = e->slope + e->order[m] * p;
        double sum = 0;
        for (size_t i = 0; i < e->n_observed; i++) sum += b[i] * d[e->order[i]];
        d[e->order[m]] = sum;
    }
}

/* The log density of what is observed of a unit; x is scratch. */
static double log_density(const em *e, const double *d, double *x)
{
    double total = (double)e->n_observed * LOG_TWO_PI;
    for (size_t i = 0; i < e->n_observed; i++) {
        x[i] = d[e->order[i]];
        total += 2 * log(e->factor[i * e->cols + i]);
    }
    solve_lower(e, x);
    for (size_t i = 0; i < e->n_observed; i++) total += x[i] * x[i];
    return -total / 2;
}

/* The first row after `from` with other gaps. */
static size_t end_of_pattern(const em *e, size_t from)
{
    size_t to = from + 1;
    for (; to < e->n_used; to++) {
        for (size_t j = 0; j < e->cols; j++) {
            if (isnan(e->rows[from].z[j]) != isnan(e->rows[to].z[j])) return to;
        }
    }
    return to;
}

/* Sums over all units, and the log-likelihood; false where a covariance is singular. */
static bool expectation(em *e)
{
    const size_t p = e->cols;
    double *d = e->deviation;
    memset(e->sum, 0, p * sizeof *e->sum);
    memset(e->products, 0, p * p * sizeof *e->products);
    e->log_likelihood = 0;
    for (size_t from = 0, to; from < e->n_used; from = to) {
        to = end_of_pattern(e, from);
        if (!take_pattern(e, e->rows[from].z)) return false;
        add_uncertainty(e, to - from);
        for (size_t r = from; r < to; r++) {
            expect_unit(e, e->rows[r].z, d);
            e->log_likelihood += log_density(e, d, d + p);
            for (size_t j = 0; j < p; j++) {
                e->sum[j] += d[j];
                for (size_t k = 0; k < p; k++) e->products[j * p + k] += d[j] * d[k];
            }
        }
    }
    return true;
}

/* --------------------------------------------------------------------------------- maximisation -- */

/* Mean and covariance from the sums; the largest change. */
static double maximise(em *e, double ridge)
{
    const size_t p = e->cols;
    const double n = (double)e->n_used;
    double change = 0;
    for (size_t j = 0; j < p; j++) {
        for (size_t k = 0; k < p; k++) {
            double next = e->products[j * p + k] / n - e->sum[j] / n * (e->sum[k] / n);
            if (j == k) next += ridge;
            change = fmax(change, fabs(next - e->cov[j * p + k]));
            e->cov[j * p + k] = next;
        }
    }
    for (size_t j = 0; j < p; j++) {
        change = fmax(change, fabs(e->sum[j] / n));
        e->mean[j] += e->sum[j] / n;
    }
    return change;
}

/* Until nothing changes. False where the covariance is singular. */
static bool iterate(em *e, const rix_impute_options *o, rix_imputed *r)
{
    while (!r->converged && r->iterations < o->max_iterations) {
        if (!expectation(e)) return false;
        r->converged = maximise(e, o->ridge) <= o->tolerance;
        r->iterations++;
    }
    return expectation(e); /* the likelihood of where it ended */
}

/* -------------------------------------------------------------------------------------- the gaps -- */

static void put(const em *e, size_t unit, size_t k, double z, double *out)
{
    const rix_i_block_column *c = &e->block->columns[k];
    const double x = ldexp(c->centre + c->spread * z, c->exponent);
    out[c->number * e->block->n + unit] = isfinite(x) ? x : RIX_NAN;
}

/* The covariance is known not to be singular. */
static void fill_gaps(em *e, bool by_mean, double *out, rix_imputed *report)
{
    for (size_t from = 0, to; from < e->n_used; from = to) {
        to = end_of_pattern(e, from);
        take_pattern(e, e->rows[from].z);
        for (size_t r = from; r < to && e->n_observed < e->cols; r++) {
            expect_unit(e, e->rows[r].z, e->deviation);
            for (size_t m = e->n_observed; m < e->cols; m++) {
                const size_t k = e->order[m];
                put(e, e->rows[r].unit, k, e->mean[k] + e->deviation[k], out);
            }
        }
    }
    for (size_t r = e->n_used; r < e->block->n && by_mean; r++) {
        for (size_t k = 0; k < e->cols; k++) {
            put(e, e->rows[r].unit, k, e->mean[k], out);
            report[e->block->columns[k].number].fell_back++;
        }
    }
}

/* The Jacobian of standardising: the log-likelihood of the values in their own units. */
static double log_scale(const rix_i_block *b)
{
    double sum = 0;
    for (size_t k = 0; k < b->cols; k++) {
        size_t present = 0;
        for (size_t i = 0; i < b->n; i++) present += isnan(b->z[i * b->cols + k]) ? 0 : 1;
        sum += (double)present *
               (log(b->columns[k].spread) + b->columns[k].exponent * 0.69314718055994530942);
    }
    return sum;
}

/* ------------------------------------------------------------------------------------- the whole -- */

static size_t count_present(const unit_row *r)
{
    size_t present = 0;
    for (size_t j = 0; j < r->cols; j++) present += isnan(r->z[j]) ? 0 : 1;
    return present;
}

/* Units with more values first, so that those without any come last. */
static int compare_gaps(const void *a, const void *b)
{
    const unit_row *x = a, *y = b;
    const size_t there = count_present(x), here = count_present(y);
    if (there != here) return there < here ? 1 : -1;
    for (size_t j = 0; j < x->cols; j++) {
        const int s = isnan(x->z[j]) ? 1 : 0, t = isnan(y->z[j]) ? 1 : 0;
        if (s != t) return s - t;
    }
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static void start(em *e)
{
    const size_t p = e->cols;
    for (size_t i = 0; i < e->block->n; i++) {
        e->rows[i] = (unit_row){ e->block->z + i * p, i, p };
    }
    qsort(e->rows, e->block->n, sizeof *e->rows, compare_gaps);
    while (e->n_used < e->block->n && count_present(&e->rows[e->n_used]) > 0) e->n_used++;
    for (size_t j = 0; j < p; j++) e->cov[j * p + j] = 1;
}

/* Room for everything; what it points to is in two blocks, `mean` and `order`, beside the rows. */
static bool allocate(em *e)
{
    const size_t p = e->cols;
    size_t square;
    if (!rix_i_size_product(p, p, &square) || square > SIZE_MAX / 64) return false;
    e->rows = calloc(e->block->n + 1, sizeof *e->rows);
    e->order = calloc(p + 1, sizeof *e->order);
    e->mean = calloc(4 * square + 4 * p + 1, sizeof *e->mean);
    if (!e->rows || !e->order || !e->mean) return false;
    e->sum = e->mean + p;
    e->deviation = e->sum + p; /* and p of scratch */
    e->cov = e->deviation + 2 * p;
    e->products = e->cov + square;
    e->factor = e->products + square;
    e->slope = e->factor + square;
    return true;
}

rix_status rix_i_impute_em(const rix_i_block *block, const rix_impute_options *options, double *out,
                           rix_imputed *report, rix_error *err)
{
    em e = { .block = block, .cols = block->cols };
    rix_imputed r = { .log_likelihood = RIX_NAN };
    rix_status st = RIX_OK;
    if (!allocate(&e)) {
        st = rix_i_no_memory(err);
        goto done;
    }
    start(&e);
    if (iterate(&e, options, &r)) {
        r.log_likelihood = e.log_likelihood - log_scale(block);
        fill_gaps(&e, !options->compat, out, report);
    } else {
        r.converged = false;
    }
    for (size_t k = 0; k < e.cols; k++) {
        rix_imputed *column = &report[block->columns[k].number];
        column->iterations = r.iterations;
        column->converged = r.converged;
        column->log_likelihood = r.log_likelihood;
    }
done:
    free(e.mean);
    free(e.order);
    free(e.rows);
    return st;
}
