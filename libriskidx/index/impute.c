/* impute.c - what missing values become: a constant, or what the column, the group or the row says. */
#include "index/impute.h"

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"
#include "index/labels.h"

rix_status rix_i_impute_check(const rix_impute_options *o, rix_error *err)
{
    if ((unsigned)o->method > (unsigned)RIX_IMPUTE_ROW_MEAN) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.impute.method", RIX_I_NOWHERE,
                          "recipe.impute.method is none of its enumerators");
    }
    if (!isfinite(o->value)) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.impute.value", RIX_I_NOWHERE,
                          "recipe.impute.value is %s, but must be finite",
                          rix_i_number(o->value).s);
    }
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
    gsl_sort(x, 1, k);
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

static bool same_block(const rix_i_impute_task *t, size_t a, size_t b)
{
    return !t->block || t->block[a] == t->block[b];
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
        if (c == j || !same_block(t, j, c)) continue;
        const range r = range_of(x, t->n);
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
    const range r = range_of(x, t->n);
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
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) missing += isnan(x[i]) ? 1 : 0;
    return missing;
}

/* What groups or rows said nothing about becomes the overall value. */
static void fall_back(const rix_i_impute_task *t, size_t j, bool median, double *scratch,
                      double *out, rix_imputed *report)
{
    const size_t left = count_missing(out, t->n);
    if (left == 0) return;
    fill(out, t->n, middle(t, j, RIX_NO_INDEX, median, scratch), out);
    report->fell_back = left - count_missing(out, t->n);
}

rix_imputed rix_i_impute(const rix_i_impute_task *t, size_t j, const rix_impute_options *o,
                         double *scratch, double *out)
{
    const double *x = t->x + j * t->n;
    const bool median = wants_median(o->method);
    rix_imputed report = { count_missing(x, t->n), 0, 0 };
    memcpy(out, x, t->n * sizeof *out);
    if (report.missing == 0) return report;
    switch (o->method) {
    case RIX_IMPUTE_NONE: return report;
    case RIX_IMPUTE_CONSTANT: fill(x, t->n, o->value, out); break;
    case RIX_IMPUTE_MEAN:
    case RIX_IMPUTE_MEDIAN: fill(x, t->n, middle(t, j, RIX_NO_INDEX, median, scratch), out); break;
    case RIX_IMPUTE_GROUP_MEAN:
    case RIX_IMPUTE_GROUP_MEDIAN: from_groups(t, j, median, scratch, out); break;
    case RIX_IMPUTE_ROW_MEAN: from_rows(t, j, scratch, out); break;
    }
    if (rix_i_impute_by_group(o->method) || o->method == RIX_IMPUTE_ROW_MEAN) {
        if (!o->compat) fall_back(t, j, median, scratch, out, &report);
    }
    report.imputed = report.missing - count_missing(out, t->n);
    return report;
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

static rix_status impute_columns(const rix_i_impute_task *t, const rix_impute_options *o,
                                 rix_out out, rix_imputed *report, rix_error *err)
{
    double *done = rix_i_dense_new(t->n, t->cols);
    double *scratch = rix_i_dense_new(t->n, 2);
    const rix_status st = done && scratch ? RIX_OK : rix_i_no_memory(err);
    for (size_t j = 0; j < t->cols && st == RIX_OK; j++) {
        const rix_imputed r = rix_i_impute(t, j, o, scratch, done + j * t->n);
        if (report) report[j] = r;
    }
    if (st == RIX_OK) rix_i_dense_write(out, done);
    free(scratch);
    free(done);
    return st;
}

rix_status rix_impute(rix_mat values, const rix_impute_options *options, const size_t *blocks,
                      const int *directions, rix_out out, rix_imputed *report, rix_error *err)
{
    static const rix_impute_options defaults = RIX_IMPUTE_INIT;
    const rix_impute_options *o = options ? options : &defaults;
    rix_i_impute_task t = { NULL, values.rows, values.cols, NULL, blocks, directions };
    double *x = NULL;
    size_t *group = NULL;

    rix_status st = rix_i_impute_check(o, err);
    if (st == RIX_OK) st = check_directions(directions, values.cols, err);
    if (st == RIX_OK) st = rix_i_dense_read(values, out, &x, err);
    if (st != RIX_OK) goto done;
    if (rix_i_impute_by_group(o->method)) {
        group = calloc(values.rows > 0 ? values.rows : 1, sizeof *group);
        st = group ? rix_i_group_labels(o->groups, values.rows, group, err) : rix_i_no_memory(err);
        if (st != RIX_OK) goto done;
    }
    t.x = x;
    t.group = group;
    st = impute_columns(&t, o, out, report, err);
done:
    free(group);
    free(x);
    return st;
}
