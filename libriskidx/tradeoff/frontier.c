/* frontier.c - a whole frontier of optimal schedules: each started from its neighbours. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "epidemic/model.h"
#include "tradeoff/envelope.h"

enum { STRIDE = 8 }; /* every so many points one is looked for from cold starts */

/** What the work on the points shares. */
typedef struct work {
    const rix_scenario *sc;
    const rix_space *space;
    const rix_frontier_options *options;
    size_t x, y, n;
    double low, high;    /* bounds on y; high is NaN where there is none */
    rix_envelope *least; /* the least y */
    rix_envelope **best; /* n, each of one point, or NULL */
    size_t *evaluations; /* n */
    double from, to;     /* the share of the work that this part is */
} work;

/* ------------------------------------------------------------------------------- one point -- */

/* The optimum at a bound on y (NaN: none) from the point `warm` (NULL: cold), on this thread. */
static rix_status solve(const work *w, const double *weight, double bound, const rix_envelope *warm,
                        rix_envelope **out, rix_error *err)
{
    const size_t n = w->sc->n_outcomes;
    rix_optimum_options o = RIX_OPTIMUM_OPTIONS_INIT;
    double *values = calloc(2 * n, sizeof *values);
    if (!values) return rix_i_no_memory(err);
    for (size_t i = 0; i < n; i++) values[n + i] = RIX_NAN;
    values[w->x] = weight[0];
    values[w->y] = weight[1];
    values[n + w->y] = bound;
    o.starts = warm ? 1 : w->options->starts;
    o.max_evaluations = w->options->max_evaluations;
    o.run.threads = 1;
    if (warm) o.warm = warm->points[0].schedule;
    const rix_goal goal = { rix_vec_c(values, n), rix_vec_c(values + n, n) };
    const rix_status status = rix_optimum(w->sc, w->space, &goal, &o, out, err);
    free(values);
    return status;
}

static double bound_of(const work *w, size_t k)
{
    if (k == 0) return w->options->high; /* perhaps none, so that the least x is there */
    return w->high + (w->low - w->high) * ((double)k / (double)(w->n - 1));
}

/* Less x among those that meet their bound; else less violation. What is shown optimal wins ties. */
static bool is_better(const rix_envelope_point *a, const rix_envelope_point *b)
{
    const bool meets = a->status != RIX_POINT_INFEASIBLE, met = b->status != RIX_POINT_INFEASIBLE;
    if (meets != met) return meets;
    if (!meets) return a->violation < b->violation;
    const double close = 1e-9 * fabs(b->objective);
    if (a->status < b->status) return a->objective < b->objective + close;
    return a->objective < b->objective - close;
}

static rix_status improve(work *w, size_t k, const rix_envelope *warm, rix_error *err)
{
    static const double x_only[] = { 1.0, 0.0 };
    rix_envelope *found = NULL;
    const rix_status status = solve(w, x_only, bound_of(w, k), warm, &found, err);
    if (status != RIX_OK) return status;
    w->evaluations[k] += found->points[0].evaluations;
    if (!w->best[k] || is_better(&found->points[0], &w->best[k]->points[0])) {
        rix_envelope *worse = w->best[k];
        w->best[k] = found;
        found = worse;
    }
    rix_envelope_free(found);
    return RIX_OK;
}

/* ----------------------------------------------------------------------------------- parts -- */

/* Item 0: the least y. Item 1: the first point. */
static rix_status run_end(size_t item, size_t worker, void *user, rix_error *err)
{
    static const double y_only[] = { 0.0, 1.0 };
    work *w = user;
    (void)worker;
    return item == 0 ? solve(w, y_only, RIX_NAN, NULL, &w->least, err) : improve(w, 0, NULL, err);
}

static size_t anchor(const work *w, size_t item)
{
    const size_t k = item * STRIDE;
    return k < w->n - 1 ? k : w->n - 1;
}

static rix_status run_anchor(size_t item, size_t worker, void *user, rix_error *err)
{
    (void)worker;
    return improve(user, anchor(user, item + 1), NULL, err);
}

/* From the anchor on the left to the one on the right, and back: whoever finds less stays. */
static rix_status run_stretch(size_t item, size_t worker, void *user, rix_error *err)
{
    work *w = user;
    const size_t left = anchor(w, item), right = anchor(w, item + 1);
    rix_status status = RIX_OK;
    (void)worker;
    for (size_t k = left + 1; status == RIX_OK && k < right; k++) {
        status = improve(w, k, w->best[k - 1], err);
    }
    for (size_t k = right - 1; status == RIX_OK && k > left; k--) {
        status = improve(w, k, w->best[k + 1], err);
    }
    return status;
}

static bool is_anchor(const work *w, size_t k) { return k % STRIDE == 0 || k + 1 == w->n; }

/* The anchors, from what their neighbours have found; not from other anchors, which change meanwhile. */
static rix_status run_again(size_t item, size_t worker, void *user, rix_error *err)
{
    work *w = user;
    const size_t k = anchor(w, item + 1);
    rix_status status = is_anchor(w, k - 1) ? RIX_OK : improve(w, k, w->best[k - 1], err);
    (void)worker;
    if (status == RIX_OK && k + 1 < w->n && !is_anchor(w, k + 1)) status = improve(w, k, w->best[k + 1], err);
    return status;
}

static int tell(double done, void *user)
{
    const work *w = user;
    const rix_run *run = &w->options->run;
    return run->progress(w->from + (w->to - w->from) * done, run->progress_user);
}

static rix_status run_part(work *w, double from, double to, size_t items, rix_i_task task,
                           rix_error *err)
{
    rix_run how = rix_i_scenario_run(w->sc, &w->options->run);
    w->from = from, w->to = to;
    if (how.progress) how.progress = tell, how.progress_user = w;
    return rix_i_parallel(items, &how, task, w, err);
}

/* The stretch of y: from what the caller says, else from the ends. */
static rix_status find_stretch(work *w, rix_error *err)
{
    const double first = w->best[0]->points[0].outcomes.data[w->y],
                 least = w->least->points[0].outcomes.data[w->y];
    w->high = isnan(w->options->high) ? first : w->options->high;
    w->low = isnan(w->options->low) ? least + 1e-3 * (w->high - least) : w->options->low;
    if (w->low < w->high) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "low", RIX_I_NOWHERE,
                      "bounds on '%s' go from %s to %s, not down",
                      rix_i_label(w->sc->outcomes[w->y].name).s, rix_i_number(w->high).s,
                      rix_i_number(w->low).s);
}

static rix_status run_all(work *w, rix_error *err)
{
    const size_t anchors = (w->n - 1 + STRIDE - 1) / STRIDE;
    rix_status status = run_part(w, 0.0, 0.05, 2, run_end, err);
    if (status == RIX_OK) status = find_stretch(w, err);
    if (status == RIX_OK) status = run_part(w, 0.05, 0.35, anchors, run_anchor, err);
    if (status == RIX_OK) status = run_part(w, 0.35, 0.9, anchors, run_stretch, err);
    if (status == RIX_OK) status = run_part(w, 0.9, 1.0, anchors, run_again, err);
    return status;
}

/* ---------------------------------------------------------------------------------- result -- */

/* Points above the lower convex hull of all that meet their bounds are reached by no weighted sum. */
static void mark_hull(rix_envelope *e, size_t x, size_t y)
{
    for (size_t k = 0; k < e->n_points; k++) {
        const double *p = e->points[k].outcomes.data;
        bool above = false;
        for (size_t a = 0; a < e->n_points && !above; a++) {
            const double *q = e->points[a].outcomes.data;
            if (e->points[a].status == RIX_POINT_INFEASIBLE || !(q[y] > p[y])) continue;
            for (size_t b = 0; b < e->n_points && !above; b++) {
                const double *r = e->points[b].outcomes.data;
                if (e->points[b].status == RIX_POINT_INFEASIBLE || !(r[y] < p[y])) continue;
                const double part = (p[y] - q[y]) / (r[y] - q[y]);
                above = q[x] + part * (r[x] - q[x]) < p[x] - 1e-6 * fabs(r[x] - q[x]);
            }
        }
        e->points[k].reached = above ? RIX_REACHED_BOUND : RIX_REACHED_SUM;
    }
}

static rix_status gather(const work *w, bool complete, rix_envelope **out, rix_error *err)
{
    size_t count = 0;
    rix_envelope *e = NULL;
    for (size_t k = 0; k < w->n; k++) count += w->best[k] != NULL;
    const rix_status status = rix_i_envelope_make(w->sc, count, &e, err);
    if (status != RIX_OK) return status;
    const size_t row = 2 * e->n_outcomes + e->periods * e->controls;
    for (size_t k = 0, to = 0; k < w->n; k++) {
        if (!w->best[k]) continue;
        const rix_envelope_point views = e->points[to];
        rix_envelope_point *p = &e->points[to];
        memcpy(e->values + to * row, w->best[k]->values, row * sizeof *e->values);
        *p = w->best[k]->points[0];
        p->outcomes = views.outcomes;
        p->multipliers = views.multipliers;
        p->schedule = views.schedule;
        p->evaluations = w->evaluations[k];
        to++;
    }
    mark_hull(e, w->x, w->y);
    e->complete = complete;
    *out = e;
    return RIX_OK;
}

static rix_status find_outcome(const rix_scenario *sc, const char *name, const char *arg,
                               size_t *outcome, rix_error *err)
{
    if (!name) return rix_i_null(err, arg);
    *outcome = rix_scenario_find_outcome(sc, name);
    if (*outcome != RIX_NO_INDEX) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, arg, RIX_I_NOWHERE, "%s: no outcome is named '%s'", arg,
                      rix_i_label(name).s);
}

static rix_status check_options(work *w, rix_error *err)
{
    const rix_frontier_options *o = w->options;
    rix_status status = find_outcome(w->sc, o->x, "x", &w->x, err);
    if (status == RIX_OK) status = find_outcome(w->sc, o->y, "y", &w->y, err);
    if (status != RIX_OK) return status;
    if (w->x == w->y) {
        return rix_i_fail(err, RIX_EINVAL, "y", RIX_I_NOWHERE, "x and y are both '%s'",
                          rix_i_label(o->y).s);
    }
    if (o->points < 2) {
        return rix_i_fail(err, RIX_EINVAL, "points", RIX_I_NOWHERE, "points is %zu, not 2 or more",
                          o->points);
    }
    if (isinf(o->low) || isinf(o->high) || o->low >= o->high) {
        return rix_i_fail(err, RIX_EDOMAIN, "low", RIX_I_NOWHERE,
                          "bounds on '%s' go from %s to %s, not down", rix_i_label(o->y).s,
                          rix_i_number(o->high).s, rix_i_number(o->low).s);
    }
    return RIX_OK;
}

rix_status rix_frontier(const rix_scenario *sc, const rix_space *space,
                        const rix_frontier_options *options, rix_envelope **out, rix_error *err)
{
    static const rix_frontier_options defaults = RIX_FRONTIER_OPTIONS_INIT;
    work w = { .sc = sc, .space = space, .options = options ? options : &defaults };
    rix_envelope *e = NULL;
    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    rix_status status = check_options(&w, err);
    if (status != RIX_OK) return status;
    w.n = w.options->points;
    w.best = calloc(w.n, sizeof *w.best);
    w.evaluations = calloc(w.n, sizeof *w.evaluations);
    rix_error why = RIX_ERROR_INIT;
    status = w.best && w.evaluations ? run_all(&w, &why) : rix_i_no_memory(&why);
    const bool kept = status == RIX_ECANCELLED && w.options->keep && w.best[0];
    if (status == RIX_OK || kept) status = gather(&w, !kept, &e, &why);
    if (status == RIX_OK) *out = e;
    else if (err) *err = why;
    for (size_t k = 0; w.best && k < w.n; k++) rix_envelope_free(w.best[k]);
    rix_envelope_free(w.least);
    free(w.best);
    free(w.evaluations);
    return status;
}
