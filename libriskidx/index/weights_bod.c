/* weights_bod.c - the benefit of the doubt as people call it: scores, weights and shares of every unit. */
#include <stdlib.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/view.h"
#include "index/bod.h"
#include "index/table.h"
#include "index/weights.h"

/* What the units share, and where each of them writes. */
typedef struct job {
    const rix_table *table;
    const rix_bod_options *options;
    rix_i_bod bod;
    size_t *row;                    /* of the table, for each unit that takes part */
    double *cells;                  /* one block for what follows, and for what bod holds */
    double *score, *weight, *share; /* n, n x m, n x m */
    double *room;                   /* of the workers */
    size_t room_each;
} job;

static void clear(job *j)
{
    free(j->room);
    free(j->cells);
    free(j->row);
    free(j->bod.frontier);
}

/* -------------------------------------------------------------------------------------- reading -- */

static rix_status read_bounds(rix_vec v, size_t m, double otherwise, const char *arg, double *out,
                              rix_error *err)
{
    rix_status st = rix_i_check_vec(v, arg, err);
    if (st == RIX_OK && v.size > 0 && v.size != m) {
        st = rix_i_fail(err, RIX_EDIM, arg, RIX_I_NOWHERE, "%s: %zu bounds for %zu columns", arg,
                        v.size, m);
    }
    for (size_t k = 0; k < m && st == RIX_OK; k++) {
        out[k] = v.size > 0 ? rix_i_vget(v, k) : otherwise;
        if (out[k] >= 0 && out[k] <= 1) continue;
        st = rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_COL(k), "%s %s of column %zu is not in [0, 1]",
                        arg, rix_i_number(out[k]).s, k);
    }
    return st;
}

static rix_status check_bounds(const job *j, const double *low, const double *high, rix_error *err)
{
    double least = 0, most = 0;
    for (size_t k = 0; k < j->bod.m; k++) {
        least += low[k];
        most += high[k];
        if (!(low[k] > high[k])) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "share_low", RIX_I_COL(k),
                          "share_low %s of column %s is above share_high %s",
                          rix_i_number(low[k]).s, rix_i_column_name(j->table, k).s,
                          rix_i_number(high[k]).s);
    }
    if (least <= 1 + RIX_I_BOD_NEAR && most >= 1 - RIX_I_BOD_NEAR) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, least > 1 ? "share_low" : "share_high", RIX_I_NOWHERE,
                      "the %s bounds on shares sum to %s, and shares to 1",
                      least > 1 ? "lower" : "upper", rix_i_number(least > 1 ? least : most).s);
}

static rix_status check_value(const job *j, size_t i, size_t k, double x, rix_error *err)
{
    const bool logs = j->options->multiplicative;
    if (isnan(x) || (x >= (logs ? 1 : 0) && !isinf(x))) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, k, RIX_NO_INDEX),
                      "%s value %s for unit %s, column %s: the %sbenefit of the doubt is of values "
                      "from %s",
                      isinf(x) ? "infinite"
                      : x < 0  ? "negative"
                               : "too small",
                      rix_i_number(x).s, rix_i_unit_name(j->table, i).s,
                      rix_i_column_name(j->table, k).s, logs ? "multiplicative " : "",
                      logs ? "1" : "0");
}

static rix_status check_unit(const job *j, size_t i, bool positive, rix_error *err)
{
    if (!j->options->worst || positive) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_ROW(i),
                      "unit %s is 0 in all columns, so that no weights give it 1, as the worst "
                      "frontier asks for",
                      rix_i_unit_name(j->table, i).s);
}

/* The units that have a value, or (worst) all values. */
static rix_status read_values(job *j, rix_error *err)
{
    const rix_mat x = j->table->values;
    rix_status st = RIX_OK;
    for (size_t i = 0; i < x.rows && st == RIX_OK; i++) {
        double *row = j->bod.value + j->bod.n * x.cols;
        size_t present = 0;
        bool positive = false;
        for (size_t k = 0; k < x.cols && st == RIX_OK; k++) {
            const double v = rix_i_get(x, i, k);
            st = check_value(j, i, k, v, err);
            row[k] = j->options->multiplicative ? log(v) : v;
            present += isnan(v) ? 0 : 1;
            positive = positive || row[k] > 0;
        }
        if (st == RIX_OK && present == x.cols) st = check_unit(j, i, positive, err);
        if (present < (j->options->worst ? x.cols : 1)) continue;
        j->row[j->bod.n++] = i;
    }
    return st;
}

static rix_status make_room(job *j, rix_error *err)
{
    const size_t n = j->table->values.rows, m = j->table->values.cols;
    size_t cells;
    if (!rix_i_size_product(n + 4, 8 * m + 8, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                          "%zu units x %zu columns are too many", n, m);
    }
    j->cells = calloc(3 * n * m + n + 3 * m + 1, sizeof *j->cells);
    j->row = calloc(n + 1, sizeof *j->row);
    j->bod.frontier = calloc(n + 1, sizeof *j->bod.frontier);
    if (!j->cells || !j->row || !j->bod.frontier) return rix_i_no_memory(err);
    j->bod.value = j->cells;
    j->weight = j->cells + n * m;
    j->share = j->weight + n * m;
    j->score = j->share + n * m;
    j->bod.most = j->score + n;
    return RIX_OK;
}

static rix_status begin(job *j, rix_error *err)
{
    const size_t m = j->table->values.cols;
    rix_status st = make_room(j, err);
    if (st != RIX_OK) return st;
    double *low = j->bod.most + m, *high = low + m;
    st = read_bounds(j->options->share_low, m, 0, "share_low", low, err);
    if (st == RIX_OK) st = read_bounds(j->options->share_high, m, 1, "share_high", high, err);
    if (st == RIX_OK) st = check_bounds(j, low, high, err);
    if (st == RIX_OK) st = read_values(j, err);
    j->bod.low = low;
    j->bod.high = high;
    j->bod.worst = j->options->worst;
    j->bod.n_peers = j->bod.n;
    if (st == RIX_OK) rix_i_bod_prepare(&j->bod);
    return st;
}

/* ------------------------------------------------------------------------------------- solving -- */

static rix_status tell(const job *j, size_t unit, rix_i_bod_outcome outcome, rix_error *err)
{
    const size_t row = j->row[unit];
    const rix_i_unit name = rix_i_unit_name(j->table, row);
    if (outcome == RIX_I_BOD_NO_SHARES) {
        return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_ROW(row),
                          "unit %s cannot keep the bounds on shares: a value of 0 has share 0, a "
                          "missing one none",
                          name.s);
    }
    return rix_i_fail(err, RIX_ENUMERIC, "table.values", RIX_I_ROW(row),
                      "no optimal weights for unit %s: the values differ too much in size", name.s);
}

static rix_status solve_unit(size_t unit, size_t worker, void *user, rix_error *err)
{
    const job *j = user;
    const size_t m = j->bod.m;
    const double *y = j->bod.value + unit * m;
    double *weight = j->weight + unit * m, *share = j->share + unit * m, total = 0;
    const rix_i_bod_outcome outcome =
        rix_i_bod_solve(&j->bod, unit, j->room + worker * j->room_each, weight, &j->score[unit]);
    if (outcome != RIX_I_BOD_DONE) return tell(j, unit, outcome, err);
    for (size_t k = 0; k < m; k++) {
        if (isnan(y[k])) weight[k] = RIX_NAN;
        share[k] = weight[k] * (y[k] * j->bod.most[k]);
        total += isnan(y[k]) ? 0 : share[k];
    }
    for (size_t k = 0; k < m; k++) share[k] = total > 0 ? share[k] / total : RIX_NAN;
    return RIX_OK;
}

static rix_status solve(job *j, const rix_run *run, rix_error *err)
{
    const size_t workers = rix_i_workers(j->bod.n, run);
    j->room_each = rix_i_bod_room(j->bod.n_frontier, j->bod.m);
    size_t all;
    if (!rix_i_size_product(workers, j->room_each, &all)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                          "%zu units x %zu columns are too many", j->bod.n, j->bod.m);
    }
    j->room = calloc(all + 1, sizeof *j->room);
    if (!j->room) return rix_i_no_memory(err);
    return rix_i_parallel(j->bod.n, run, solve_unit, j, err);
}

/* From a table to the results of the units that take part; clear() frees them. */
static rix_status run_job(job *j, const rix_run *run, rix_error *err)
{
    const rix_status st = begin(j, err);
    return st == RIX_OK ? solve(j, run, err) : st;
}

static rix_status check_table(const rix_table *table, rix_error *err)
{
    if (!table) return rix_i_null(err, "table");
    const rix_status st = rix_i_check_mat(table->values, "table.values", err);
    if (st != RIX_OK || table->values.cols > 0) return st;
    return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE, "the table has no columns");
}

static job job_of(const rix_table *table, const rix_bod_options *options)
{
    static const rix_bod_options defaults = RIX_BOD_INIT;
    job j = { .table = table, .options = options ? options : &defaults };
    j.bod.m = table->values.cols;
    return j;
}

/* NaN for the units left aside. */
static void write_units(const job *j, rix_out out, const double *from)
{
    for (size_t i = 0; i < out.rows; i++) {
        for (size_t k = 0; k < out.cols; k++) rix_i_set(out, i, k, RIX_NAN);
    }
    for (size_t u = 0; u < j->bod.n; u++) {
        for (size_t k = 0; k < out.cols; k++) {
            rix_i_set(out, j->row[u], k, from[u * out.cols + k]);
        }
    }
}

rix_status rix_benefit_of_the_doubt(const rix_table *table, const rix_bod_options *options,
                                    const rix_run *run, rix_out scores, rix_out weights,
                                    rix_out shares, rix_error *err)
{
    rix_status st = check_table(table, err);
    if (st != RIX_OK) return st;
    const size_t n = table->values.rows, m = table->values.cols;
    job j = job_of(table, options);
    st = rix_i_check_out(scores, n, 1, "scores", err);
    if (st == RIX_OK) st = rix_i_check_out(weights, n, m, "weights", err);
    if (st == RIX_OK) st = rix_i_check_out(shares, n, m, "shares", err);
    if (st == RIX_OK) st = run_job(&j, run, err);
    if (st == RIX_OK) {
        write_units(&j, scores, j.score);
        write_units(&j, weights, j.weight);
        write_units(&j, shares, j.share);
    }
    clear(&j);
    return st;
}

/* ----------------------------------------------------------------------------------- geometric -- */

static rix_status check_ratios(const rix_table *table, size_t benchmark, rix_error *err)
{
    const rix_mat x = table->values;
    if (benchmark >= x.rows) {
        return rix_i_fail(err, RIX_EINVAL, "benchmark", RIX_I_NOWHERE,
                          "benchmark %zu is none of %zu units", benchmark, x.rows);
    }
    for (size_t i = 0; i < x.rows; i++) {
        for (size_t k = 0; k < x.cols; k++) {
            const double v = rix_i_get(x, i, k);
            const rix_i_place place = RIX_I_CELL(i, k, RIX_NO_INDEX);
            if (isnan(v) && i == benchmark) {
                return rix_i_fail(err, RIX_EMISSING, "table.values", place,
                                  "the benchmark, unit %s, has no value in column %s",
                                  rix_i_unit_name(table, i).s, rix_i_column_name(table, k).s);
            }
            if (isnan(v) || v > 0) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "table.values", place,
                              "value %s for unit %s, column %s: ratios are of positive values",
                              rix_i_number(v).s, rix_i_unit_name(table, i).s,
                              rix_i_column_name(table, k).s);
        }
    }
    return RIX_OK;
}

static void score_ratios(job *j, size_t benchmark)
{
    const rix_mat x = j->table->values;
    for (size_t u = 0; u < j->bod.n; u++) {
        double sum = 0;
        for (size_t k = 0; k < x.cols; k++) {
            const double v = rix_i_get(x, j->row[u], k);
            if (!isnan(v)) {
                sum += j->share[u * x.cols + k] * log(v / rix_i_get(x, benchmark, k));
            }
        }
        j->score[u] = exp(sum);
    }
}

rix_status rix_geometric_bod(const rix_table *table, const rix_bod_options *options,
                             size_t benchmark, const rix_run *run, rix_out scores, rix_out shares,
                             rix_error *err)
{
    rix_status st = check_table(table, err);
    if (st == RIX_OK) st = check_ratios(table, benchmark, err);
    if (st != RIX_OK) return st;
    const size_t n = table->values.rows, m = table->values.cols;
    job j = job_of(table, options);
    st = rix_i_check_out(scores, n, 1, "scores", err);
    if (st == RIX_OK) st = rix_i_check_out(shares, n, m, "shares", err);
    if (st == RIX_OK) st = run_job(&j, run, err);
    if (st == RIX_OK) {
        score_ratios(&j, benchmark);
        write_units(&j, scores, j.score);
        write_units(&j, shares, j.share);
    }
    clear(&j);
    return st;
}

/* --------------------------------------------------------------------------------- mean weights -- */

static rix_status write_means(const job *j, rix_out weights, rix_error *err)
{
    const size_t m = j->bod.m;
    double *mean = j->bod.most, sum = 0; /* the scale is not needed any more */
    for (size_t k = 0; k < m; k++) {
        double total = 0, present = 0;
        for (size_t u = 0; u < j->bod.n; u++) {
            const double w = j->weight[u * m + k];
            total += isnan(w) ? 0 : w;
            present += isnan(w) ? 0 : 1;
        }
        mean[k] = present > 0 ? total / present : 0;
        sum += mean[k];
    }
    if (sum > 0) {
        rix_i_write_shares(weights, mean, sum);
        return RIX_OK;
    }
    return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                      "no unit has a value above 0: the benefit of the doubt weighs none");
}

rix_status rix_weights_bod(const rix_table *table, const rix_bod_options *options,
                           const rix_run *run, rix_out weights, rix_error *err)
{
    rix_status st = rix_i_weights_check(table, weights, err);
    if (st != RIX_OK) return st;
    job j = job_of(table, options);
    st = run_job(&j, run, err);
    if (st == RIX_OK) st = write_means(&j, weights, err);
    clear(&j);
    return st;
}
