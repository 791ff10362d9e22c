/* impute_panel.c - what missing values of a panel become: what the unit had at another time, or what its period says. */
#include "index/impute_panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "index/dense.h"

bool rix_i_impute_along_time(rix_imputation method)
{
    return method == RIX_IMPUTE_LATEST || method == RIX_IMPUTE_CONSTANT_IN_TIME ||
           method == RIX_IMPUTE_LINEAR_IN_TIME;
}

rix_status rix_i_impute_check_panel(const rix_impute_options *o, const rix_i_panel *panel, size_t n,
                                    rix_error *err)
{
    if (panel->n_rows == n) return RIX_OK;
    if (rix_i_impute_along_time(o->method)) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.impute.method", RIX_I_NOWHERE,
                          "recipe.impute.method is %s, but the table has no periods",
                          rix_imputation_name(o->method));
    }
    if (o->over == RIX_OVER_ALL) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "recipe.impute.over", RIX_I_NOWHERE,
                      "recipe.impute.over is %s, but the table has no periods",
                      rix_over_name(o->over));
}

/* ----------------------------------------------------------------------------------- along time -- */

/* A unit's rows of a column, in rising order of time. */
typedef struct series {
    const rix_i_panel *panel;
    const size_t *rows;
    size_t n;
    const double *x; /* the column */
} series;

static series series_of(const rix_i_panel *p, size_t unit, const double *x)
{
    const size_t first = p->first_of_unit[unit];
    return (series){ p, p->of_unit + first, p->first_of_unit[unit + 1] - first, x };
}

static double value_of(const series *s, size_t i) { return s->x[s->rows[i]]; }

static size_t period_of(const series *s, size_t i) { return s->panel->period[s->rows[i]]; }

static double time_of(const series *s, size_t i) { return s->panel->time[period_of(s, i)]; }

/* The next place after i with a value; s->n where there is none. */
static size_t after(const series *s, size_t i)
{
    while (++i < s->n && isnan(value_of(s, i))) continue;
    return i;
}

/* Between two values, without overflow. */
static double between(const series *s, size_t a, size_t b, size_t i)
{
    const double share = (time_of(s, i) - time_of(s, a)) / (time_of(s, b) - time_of(s, a));
    const double from = value_of(s, a), to = value_of(s, b), step = to - from;
    return isfinite(step) ? from + share * step : (1 - share) * from + share * to;
}

/* The place, a before the gap i or b after it (s->n: none), whose value fills it; s->n where none does, or both do. */
static size_t source_of(const series *s, size_t a, size_t i, size_t b, const rix_impute_options *o)
{
    if (o->method == RIX_IMPUTE_LATEST) {
        return a < s->n && period_of(s, i) - period_of(s, a) <= o->max_lag ? a : s->n;
    }
    if (o->method == RIX_IMPUTE_LINEAR_IN_TIME && a < s->n && b < s->n) return s->n;
    return a < s->n ? a : b;
}

/* Returns how many gaps are filled. `source` may be NULL. */
static size_t fill_series(const series *s, const rix_impute_options *o, double *out, double *source)
{
    size_t filled = 0, a = s->n, b = 0; /* the nearest places before and after with a value */
    for (size_t i = 0; i < s->n; i++) {
        const size_t row = s->rows[i];
        size_t from = i;
        out[row] = s->x[row];
        if (!isnan(s->x[row])) {
            a = i;
        } else {
            if (b <= i) b = after(s, i);
            from = source_of(s, a, i, b, o);
            if (from < s->n) {
                out[row] = value_of(s, from);
            } else if (o->method == RIX_IMPUTE_LINEAR_IN_TIME && a < s->n && b < s->n) {
                out[row] = between(s, a, b, i);
            }
            filled += isnan(out[row]) ? 0 : 1;
        }
        if (source) source[row] = from < s->n ? time_of(s, from) : RIX_NAN;
    }
    return filled;
}

static void impute_along_time(const rix_i_impute_task *t, const rix_i_panel *panel,
                              const rix_impute_options *o, double *out, double *sources,
                              rix_imputed *report)
{
    for (size_t j = 0; j < t->cols; j++) {
        const double *x = t->x + j * t->n;
        const rix_imputed blank = { .log_likelihood = RIX_NAN };
        report[j] = blank;
        for (size_t i = 0; i < t->n; i++) report[j].missing += isnan(x[i]) ? 1 : 0;
        for (size_t u = 0; u < panel->n_units; u++) {
            const series s = series_of(panel, u, x);
            report[j].imputed +=
                fill_series(&s, o, out + j * t->n, sources ? sources + j * t->n : NULL);
        }
    }
}

rix_i_series rix_i_impute_single(const rix_i_impute_task *t, const rix_i_panel *panel,
                                 const rix_impute_options *o)
{
    const bool stops = o->method == RIX_IMPUTE_LINEAR_IN_TIME && o->compat;
    for (size_t j = 0; j < t->cols && stops; j++) {
        for (size_t u = 0; u < panel->n_units; u++) {
            const series s = series_of(panel, u, t->x + j * t->n);
            size_t present = 0;
            for (size_t i = 0; i < s.n; i++) present += isnan(value_of(&s, i)) ? 0 : 1;
            if (present == 1 && s.n > 1) return (rix_i_series){ s.rows[0], j };
        }
    }
    return (rix_i_series){ RIX_NO_INDEX, RIX_NO_INDEX };
}

/* --------------------------------------------------------------------------- period by period -- */

/* Room for the rows of one period. */
typedef struct part {
    double *x, *out;
    size_t *group, *seen; /* seen: by the number of a group, its first row in the period */
    rix_imputed *report;
} part;

static bool get_room(part *p, const rix_i_impute_task *t)
{
    p->x = rix_i_dense_new(t->n, t->cols);
    p->out = rix_i_dense_new(t->n, t->cols);
    p->group = calloc(t->n + 1, sizeof *p->group);
    p->seen = calloc(t->n + 1, sizeof *p->seen);
    p->report = calloc(t->cols + 1, sizeof *p->report);
    return p->x && p->out && p->group && p->seen && p->report;
}

static void clear_room(part *p)
{
    free(p->report);
    free(p->seen);
    free(p->group);
    free(p->out);
    free(p->x);
}

static void gather_groups(const rix_i_impute_task *t, const size_t *rows, size_t n, part *p)
{
    for (size_t i = 0; i < n; i++) {
        if (t->group[rows[i]] != RIX_NO_INDEX) p->seen[t->group[rows[i]]] = RIX_NO_INDEX;
    }
    for (size_t i = 0; i < n; i++) {
        const size_t group = t->group[rows[i]];
        p->group[i] = RIX_NO_INDEX;
        if (group == RIX_NO_INDEX) continue;
        if (p->seen[group] == RIX_NO_INDEX) p->seen[group] = i;
        p->group[i] = p->seen[group];
    }
}

/* Counts add up; of EM the most iterations, whether all converged, and the likelihood of all. */
static void add_report(rix_imputed *sum, const rix_imputed *r)
{
    sum->missing += r->missing;
    sum->imputed += r->imputed;
    sum->fell_back += r->fell_back;
    if (r->iterations == 0) return;
    sum->converged = r->converged && (sum->iterations == 0 || sum->converged);
    sum->log_likelihood =
        sum->iterations == 0 ? r->log_likelihood : sum->log_likelihood + r->log_likelihood;
    if (r->iterations > sum->iterations) sum->iterations = r->iterations;
}

static rix_status impute_period(const rix_i_impute_task *t, const rix_i_panel *panel, size_t period,
                                const rix_impute_options *o, part *p, double *out,
                                rix_imputed *report, rix_error *err)
{
    const size_t n = rix_i_panel_rows(panel, period);
    rix_i_impute_task here = *t;
    here.x = p->x;
    here.n = n;
    if (t->group) {
        gather_groups(t, panel->of_period + panel->first_of_period[period], n, p);
        here.group = p->group;
    }
    for (size_t j = 0; j < t->cols; j++) {
        rix_i_panel_gather(panel, period, t->x + j * t->n, p->x + j * n);
    }
    const rix_status st = rix_i_impute(&here, o, p->out, p->report, err);
    for (size_t j = 0; j < t->cols && st == RIX_OK; j++) {
        rix_i_panel_scatter(panel, period, p->out + j * n, out + j * t->n);
        add_report(&report[j], &p->report[j]);
    }
    return st;
}

static rix_status impute_periods(const rix_i_impute_task *t, const rix_i_panel *panel,
                                 const rix_impute_options *o, double *out, rix_imputed *report,
                                 rix_error *err)
{
    part p = { NULL, NULL, NULL, NULL, NULL };
    rix_status st = get_room(&p, t) ? RIX_OK : rix_i_no_memory(err);
    for (size_t j = 0; j < t->cols; j++) {
        const rix_imputed blank = { .log_likelihood = RIX_NAN };
        report[j] = blank;
    }
    for (size_t k = 0; k < panel->n_periods && st == RIX_OK; k++) {
        st = impute_period(t, panel, k, o, &p, out, report, err);
    }
    clear_room(&p);
    return st;
}

/* Where nothing looks along time, observed values come from their own period, and imputed ones from none. */
static void own_periods(const rix_i_impute_task *t, const rix_i_panel *panel, double *sources)
{
    for (size_t k = 0; k < t->n * t->cols; k++) {
        sources[k] = isnan(t->x[k]) ? RIX_NAN : panel->time[panel->period[k % t->n]];
    }
}

rix_status rix_i_impute_panel(const rix_i_impute_task *t, const rix_i_panel *panel,
                              const rix_impute_options *o, double *out, double *sources,
                              rix_imputed *report, rix_error *err)
{
    if (rix_i_impute_along_time(o->method)) {
        impute_along_time(t, panel, o, out, sources, report);
        return RIX_OK;
    }
    if (sources) own_periods(t, panel, sources);
    if (o->over == RIX_OVER_PERIOD && !t->base) return impute_periods(t, panel, o, out, report, err);
    return rix_i_impute(t, o, out, report, err);
}
