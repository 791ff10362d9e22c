/* impute.c - what missing values become: a constant, or what the column, the group or the row says. */
#include "index/impute.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/pair.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"
#include "index/impute_block.h"
#include "index/impute_panel.h"
#include "index/labels.h"
#include "index/option.h"
#include "index/table.h"

rix_status rix_i_impute_check(const rix_impute_options *o, rix_error *err)
{
    if ((unsigned)o->method > (unsigned)RIX_IMPUTE_LINEAR_IN_TIME) {
        return rix_i_bad_choice("recipe.impute.method", err);
    }
    if (!isfinite(o->value)) {
        return rix_i_bad_number("recipe.impute.value", o->value, "must be finite", err);
    }
    if (!(o->tolerance > 0) || isinf(o->tolerance)) {
        return rix_i_bad_number("recipe.impute.tolerance", o->tolerance,
                                "must be positive and finite", err);
    }
    if (!(o->ridge >= 0) || isinf(o->ridge)) {
        return rix_i_bad_number("recipe.impute.ridge", o->ridge, "must be finite and not negative",
                                err);
    }
    if (o->max_iterations == 0) {
        return rix_i_bad_number("recipe.impute.max_iterations", 0, "must be at least 1", err);
    }
    if (o->neighbours == 0) {
        return rix_i_bad_number("recipe.impute.neighbours", 0, "must be at least 1", err);
    }
    const rix_status st = rix_i_check_over(o->over, "recipe.impute.over", err);
    if (st != RIX_OK) return st;
    if (rix_i_impute_by_group(o->method) && !o->groups) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.impute.groups", RIX_I_NOWHERE,
                          "%s needs the groups of the units", rix_imputation_name(o->method));
    }
    return RIX_OK;
}

bool rix_i_impute_by_group(rix_imputation method)
{
    return method == RIX_IMPUTE_GROUP_MEAN || method == RIX_IMPUTE_GROUP_MEDIAN;
}

/* ----------------------------------------------------------------------------- columns, groups -- */

/* Mean of k values, of which there is at least one, without overflow. */
static double mean_of(const double *x, size_t k)
{
    double mean = 0;
    double sum = 0;
    for (size_t i = 0; i < k; i++) sum += x[i];
    if (isfinite(sum)) return sum / (double)k;
    for (size_t i = 0; i < k; i++) mean += x[i] / (double)k;
    return mean;
}

static double median_of(double *x, size_t k)
{
    rix_i_sort(x, k);
    const double a = x[(k - 1) / 2], b = x[k / 2];
    return isfinite(a + b) ? (a + b) / 2 : a / 2 + b / 2;
}

/* Mean or median of the values of a group (of all units for RIX_NO_INDEX); NaN where there are none. */
static double middle(const rix_i_impute_task *t, size_t j, size_t group, bool median,
                     double *scratch)
{
    const double *x = t->x + j * t->n;
    size_t k = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (isnan(x[i]) || (group != RIX_NO_INDEX && t->group[i] != group)) continue;
        scratch[k++] = x[i];
    }
    if (k == 0) return RIX_NAN;
    return median ? median_of(scratch, k) : mean_of(scratch, k);
}

static bool wants_median(rix_imputation method)
{
    return method == RIX_IMPUTE_MEDIAN || method == RIX_IMPUTE_GROUP_MEDIAN;
}

double rix_i_impute_middle(const rix_i_impute_task *t, size_t j, size_t group,
                           rix_imputation method, double *scratch)
{
    return middle(t, j, group, wants_median(method), scratch);
}

static double overall(const rix_i_impute_task *t, size_t j, bool median, double *scratch)
{
    return t->base ? t->base->overall[j] : middle(t, j, RIX_NO_INDEX, median, scratch);
}

static void from_groups_of_base(const rix_i_impute_task *t, size_t j, double *out)
{
    const double *x = t->x + j * t->n;
    for (size_t i = 0; i < t->n; i++) {
        if (!isnan(x[i]) || t->group[i] == RIX_NO_INDEX) continue;
        out[i] = t->base->by_group[j * t->base->n_groups + t->group[i]];
    }
}

/* The value of each group that is asked for is kept in `known`, at the group's own number. */
static void from_groups(const rix_i_impute_task *t, size_t j, bool median, double *scratch,
                        double *out)
{
    const double *x = t->x + j * t->n;
    double *known = scratch + t->n;
    for (size_t i = 0; i < t->n; i++) known[i] = (double)INFINITY; /* not asked for yet */
    for (size_t i = 0; i < t->n; i++) {
        const size_t group = t->group[i];
        if (!isnan(x[i]) || group == RIX_NO_INDEX) continue;
        if (isinf(known[group])) known[group] = middle(t, j, group, median, scratch);
        out[i] = known[group];
    }
}

/* --------------------------------------------------------------------------------------- rows -- */

typedef struct range {
    double least, most;
} range;

static range range_of(const double *x, size_t n)
{
    range r = { (double)INFINITY, -(double)INFINITY };
    for (size_t i = 0; i < n; i++) {
        if (x[i] < r.least) r.least = x[i];
        if (x[i] > r.most) r.most = x[i];
    }
    return r;
}

static range range_in(const rix_i_impute_task *t, size_t j)
{
    if (!t->base) return range_of(t->x + j * t->n, t->n);
    return (range){ t->base->least[j], t->base->most[j] };
}

static bool falls(const rix_i_impute_task *t, size_t j)
{
    return t->direction && t->direction[j] < 0;
}

/* Sums of the gaps' rows over the other columns of the block, and their numbers. */
static void sum_rows(const rix_i_impute_task *t, size_t j, double *sum, double *count)
{
    const double *gap = t->x + j * t->n;
    for (size_t i = 0; i < t->n; i++) sum[i] = count[i] = 0;
    for (size_t c = 0; c < t->cols; c++) {
        const double *x = t->x + c * t->n;
        if (c == j || !rix_i_same_block(t, j, c)) continue;
        const range r = range_in(t, c);
        if (!(r.least < r.most)) continue;
        for (size_t i = 0; i < t->n; i++) {
            if (!isnan(gap[i]) || isnan(x[i])) continue;
            const double width = 0.5 * r.most - 0.5 * r.least;
            const double far = falls(t, c) ? 0.5 * r.most - 0.5 * x[i] : 0.5 * x[i] - 0.5 * r.least;
            sum[i] += far / width;
            count[i] += 1;
        }
    }
}

static void from_rows(const rix_i_impute_task *t, size_t j, double *scratch, double *out)
{
    const double *x = t->x + j * t->n;
    double *sum = scratch, *count = scratch + t->n;
    const range r = range_in(t, j);
    sum_rows(t, j, sum, count);
    for (size_t i = 0; i < t->n; i++) {
        if (!isnan(x[i]) || !(count[i] > 0) || !(r.least <= r.most)) continue;
        const double v = sum[i] / count[i];
        out[i] = falls(t, j) ? r.most * (1 - v) + r.least * v : r.least * (1 - v) + r.most * v;
    }
}

/* ------------------------------------------------------------------------------------ the step -- */

static void fill(const double *x, size_t n, double value, double *out)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) out[i] = value;
    }
}

static size_t count_missing(const double *x, size_t n)
{
    const rix_i_pair one = rix_i_pair_of(1);
    rix_i_pair there = rix_i_pair_of(0);
    double a, b;
    for (size_t i = 0; i + 1 < n; i += 2) {
        there = rix_i_pair_add(there, rix_i_pair_where(rix_i_pair_load(x + i), one));
    }
    rix_i_pair_split(there, &a, &b);
    if (n % 2 == 1 && !isnan(x[n - 1])) a += 1;
    return n - (size_t)(a + b);
}

/* What groups or rows said nothing about becomes the overall value. */
static void fall_back(const rix_i_impute_task *t, size_t j, bool median, double *scratch,
                      double *out, rix_imputed *report)
{
    const size_t left = count_missing(out, t->n);
    if (left == 0) return;
    fill(out, t->n, overall(t, j, median, scratch), out);
    report->fell_back = left - count_missing(out, t->n);
}

bool rix_i_impute_by_block(rix_imputation method)
{
    return method == RIX_IMPUTE_EM || method == RIX_IMPUTE_NEAREST;
}

/* Column j by a method that takes columns one by one; the others start from their gaps. */
static void impute_column(const rix_i_impute_task *t, size_t j, const rix_impute_options *o,
                          double *scratch, double *out)
{
    const double *x = t->x + j * t->n;
    const bool median = wants_median(o->method);
    switch (o->method) {
    case RIX_IMPUTE_NONE:
    case RIX_IMPUTE_EM:
    case RIX_IMPUTE_NEAREST:
    case RIX_IMPUTE_LATEST:
    case RIX_IMPUTE_CONSTANT_IN_TIME:
    case RIX_IMPUTE_LINEAR_IN_TIME: break;
    case RIX_IMPUTE_CONSTANT: fill(x, t->n, o->value, out); break;
    case RIX_IMPUTE_MEAN:
    case RIX_IMPUTE_MEDIAN: fill(x, t->n, overall(t, j, median, scratch), out); break;
    case RIX_IMPUTE_GROUP_MEAN:
    case RIX_IMPUTE_GROUP_MEDIAN:
        if (t->base) {
            from_groups_of_base(t, j, out);
        } else {
            from_groups(t, j, median, scratch, out);
        }
        break;
    case RIX_IMPUTE_ROW_MEAN: from_rows(t, j, scratch, out); break;
    }
}

/* What is constant becomes the constant; the block has the other columns. */
static void fill_constants(const rix_i_impute_task *t, size_t first, double *out)
{
    for (size_t j = first; j < t->cols; j++) {
        const range r = range_of(t->x + j * t->n, t->n);
        if (!rix_i_same_block(t, first, j) || !(r.least <= r.most) || r.least < r.most) continue;
        fill(t->x + j * t->n, t->n, r.least, out + j * t->n);
    }
}

static rix_status impute_block(const rix_i_impute_task *t, size_t first,
                               const rix_impute_options *o, double *out, rix_imputed *report,
                               rix_error *err)
{
    const bool em = o->method == RIX_IMPUTE_EM;
    rix_i_block block;
    rix_status st = rix_i_block_make(t, first, !em && o->by_range, &block, err);
    if (st != RIX_OK) return st;
    fill_constants(t, first, out);
    if (rix_i_block_has_gaps(&block)) {
        st = em ? rix_i_impute_em(&block, o, out, report, err)
                : rix_i_impute_nearest(t, &block, o, out, err);
    }
    rix_i_block_clear(&block);
    return st;
}

/* Whether no earlier column lies in the block of column j. */
static bool opens_block(const rix_i_impute_task *t, size_t j)
{
    for (size_t k = 0; k < j; k++) {
        if (rix_i_same_block(t, k, j)) return false;
    }
    return true;
}

static rix_status impute_blocks(const rix_i_impute_task *t, const rix_impute_options *o,
                                double *out, rix_imputed *report, rix_error *err)
{
    rix_i_impute_task blocked = *t;
    rix_status st = RIX_OK;
    if (!rix_i_impute_by_block(o->method)) return RIX_OK;
    if (o->whole) blocked.block = NULL;
    for (size_t j = 0; j < t->cols && st == RIX_OK; j++) {
        if (opens_block(&blocked, j)) st = impute_block(&blocked, j, o, out, report, err);
    }
    return st;
}

/* Whether what the method has no value for becomes the overall value. */
static bool falls_back(const rix_impute_options *o)
{
    return !o->compat && (rix_i_impute_by_group(o->method) || o->method == RIX_IMPUTE_ROW_MEAN ||
                          o->method == RIX_IMPUTE_NEAREST);
}

/* The columns as they are, and what can be said of them one by one. */
static void start(const rix_i_impute_task *t, const rix_impute_options *o, double *scratch,
                  double *out, rix_imputed *report)
{
    memcpy(out, t->x, t->n * t->cols * sizeof *out);
    for (size_t j = 0; j < t->cols; j++) {
        const rix_imputed blank = { .log_likelihood = RIX_NAN };
        report[j] = blank;
        report[j].missing = count_missing(t->x + j * t->n, t->n);
        if (report[j].missing > 0) impute_column(t, j, o, scratch, out + j * t->n);
    }
}

/* What is still missing becomes the overall value, where the options say so. */
static void finish(const rix_i_impute_task *t, const rix_impute_options *o, double *scratch,
                   double *out, rix_imputed *report)
{
    for (size_t j = 0; j < t->cols; j++) {
        double *done = out + j * t->n;
        if (report[j].missing == 0) continue;
        if (falls_back(o)) fall_back(t, j, wants_median(o->method), scratch, done, &report[j]);
        report[j].imputed = report[j].missing - count_missing(done, t->n);
    }
}

void rix_i_impute_singly(const rix_i_impute_task *t, const rix_impute_options *o, double *scratch,
                         double *out, rix_imputed *report)
{
    start(t, o, scratch, out, report);
    finish(t, o, scratch, out, report);
}

rix_status rix_i_impute(const rix_i_impute_task *t, const rix_impute_options *o, double *out,
                        rix_imputed *report, rix_error *err)
{
    double *scratch = rix_i_dense_new(t->n, 2);
    if (!scratch) return rix_i_no_memory(err);
    start(t, o, scratch, out, report);
    const rix_status st = impute_blocks(t, o, out, report, err);
    if (st == RIX_OK) finish(t, o, scratch, out, report);
    free(scratch);
    return st;
}

/* ---------------------------------------------------------------------------------- by itself -- */

static rix_status check_directions(const int *directions, size_t cols, rix_error *err)
{
    for (size_t j = 0; directions && j < cols; j++) {
        if (directions[j] == 1 || directions[j] == -1) continue;
        return rix_i_fail(err, RIX_EINVAL, "directions", RIX_I_COL(j),
                          "direction %d of column %zu is neither 1 nor -1", directions[j], j);
    }
    return RIX_OK;
}

/* What the methods need, and what they make, of a table. */
typedef struct job {
    double *x, *done, *from; /* from: the source periods, if they are wanted */
    size_t *group;
    rix_imputed *found;
} job;

static void clear_job(job *j)
{
    free(j->found);
    free(j->group);
    free(j->from);
    free(j->done);
    free(j->x);
}

static rix_status stop_at(const rix_table *table, rix_i_series single, rix_error *err)
{
    if (single.row == RIX_NO_INDEX) return RIX_OK;
    return rix_i_fail(err, RIX_EMISSING, "values", RIX_I_CELL(single.row, single.col, RIX_NO_INDEX),
                      "unit '%s' has one value only in column %s, through which no line goes",
                      rix_i_label(table->units[single.row]).s,
                      rix_i_column_name(table, single.col).s);
}

static rix_status impute_table(const rix_table *table, const rix_i_panel *panel,
                               const rix_impute_options *o, const size_t *blocks,
                               const int *directions, rix_out out, rix_out sources, job *j,
                               rix_error *err)
{
    const size_t n = table->values.rows, cols = table->values.cols;
    rix_i_impute_task t = { .n = n, .cols = cols, .block = blocks, .direction = directions };
    rix_status st = rix_i_dense_read(table->values, out, &j->x, err);
    if (st != RIX_OK) return st;
    j->done = rix_i_dense_new(n, cols);
    j->from = rix_i_dense_new(n, cols);
    j->group = calloc(n + 1, sizeof *j->group);
    j->found = calloc(cols + 1, sizeof *j->found);
    if (!j->done || !j->from || !j->group || !j->found) return rix_i_no_memory(err);
    t.x = j->x;
    if (rix_i_impute_by_group(o->method)) {
        st = rix_i_group_labels(o->groups, n, j->group, err);
        t.group = j->group;
    }
    if (st == RIX_OK) st = stop_at(table, rix_i_impute_single(&t, panel, o), err);
    if (st == RIX_OK) {
        double *from = sources.rows > 0 ? j->from : NULL;
        st = rix_i_impute_panel(&t, panel, o, j->done, from, j->found, err);
    }
    return st;
}

rix_status rix_impute_panel(const rix_table *table, const rix_impute_options *options,
                            const size_t *blocks, const int *directions, rix_out out,
                            rix_out sources, rix_imputed *report, rix_error *err)
{
    static const rix_impute_options defaults = RIX_IMPUTE_INIT;
    const rix_impute_options *o = options ? options : &defaults;
    rix_i_panel panel = { 0 };
    job j = { NULL, NULL, NULL, NULL, NULL };
    if (!table) return rix_i_null(err, "table");
    const size_t n = table->values.rows, cols = table->values.cols;
    const bool wanted = sources.rows > 0 || sources.cols > 0;
    rix_status st = rix_i_impute_check(o, err);
    if (st == RIX_OK) st = check_directions(directions, cols, err);
    if (st == RIX_OK) st = rix_i_panel_init(&panel, table, err);
    if (st == RIX_OK) st = rix_i_impute_check_panel(o, &panel, n, err);
    if (st == RIX_OK && wanted) st = rix_i_check_out(sources, n, cols, "sources", err);
    if (st == RIX_OK && wanted && panel.n_rows < n) st = rix_i_no_periods(err);
    if (st == RIX_OK) {
        st = impute_table(table, &panel, o, blocks, directions, out, sources, &j, err);
    }
    if (st == RIX_OK) {
        rix_i_dense_write(out, j.done);
        if (wanted) rix_i_dense_write(sources, j.from);
        if (report) memcpy(report, j.found, cols * sizeof *report);
    }
    clear_job(&j);
    rix_i_panel_clear(&panel);
    return st;
}

rix_status rix_impute(rix_mat values, const rix_impute_options *options, const size_t *blocks,
                      const int *directions, rix_out out, rix_imputed *report, rix_error *err)
{
    const rix_table table = { .values = values };
    const rix_out none = { NULL, 0, 0, 1, 1 };
    return rix_impute_panel(&table, options, blocks, directions, out, none, report, err);
}
