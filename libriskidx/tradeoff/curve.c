/* curve.c - the practical trade-off curve: all plans of a family simulated, the efficient kept. */
#include <riskidx/tradeoff.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"

struct rix_curve {
    rix_exit_family family; /* views into the three below */
    double *levels;
    size_t *starts, *ramps;
    size_t n_plans, n_outcomes;
    double *outcomes; /* n_plans x n_outcomes */
    size_t *points;   /* n_points numbers of plans */
    size_t n_points;
};

/** What the workers share: they read it, and write to places of their own. */
typedef struct work {
    const rix_scenario *sc;
    rix_curve *curve;
    double *scratch; /* one desk after another, by worker */
    size_t desk;     /* size of one: a schedule, then what a run needs */
} work;

/* Says which plan is at fault, before whatever is wrong with it. */
static rix_status fail_plan(const rix_curve *c, size_t k, rix_status status, const rix_error *why,
                            rix_error *err)
{
    const size_t per_level = c->family.n_starts * c->family.n_ramps;
    rix_exit_plan plan;
    rix_exit_family_plan(&c->family, k, &plan, NULL);
    return rix_i_fail(err, status, why->arg, RIX_I_CELL(k, why->col, RIX_NO_INDEX),
                      "plan %zu (level %zu, start %zu, ramp %zu): %s", k, k / per_level, plan.start,
                      plan.ramp, why->message);
}

static rix_status check_level(const rix_scenario *sc, const rix_exit_plan *plan, rix_error *err)
{
    const rix_vec most = rix_scenario_control_max(sc);
    for (size_t j = 0; j < most.size; j++) {
        const double level = rix_i_vget(plan->level, j);
        if (level >= 0.0 && level <= rix_i_vget(most, j)) continue; /* false for NaN */
        return rix_i_fail(err, RIX_EDOMAIN, "levels", RIX_I_COL(j),
                          "level of control '%s' is %s, not in [0, %s]",
                          rix_i_label(rix_scenario_control_name(sc, j)).s, rix_i_number(level).s,
                          rix_i_number(rix_i_vget(most, j)).s);
    }
    return RIX_OK;
}

static rix_status check_dates(const rix_scenario *sc, const rix_exit_plan *plan, rix_error *err)
{
    const size_t periods = rix_scenario_periods(sc);
    if (plan->start <= periods && plan->ramp <= periods - plan->start) return RIX_OK;
    return rix_i_fail(err, RIX_EDIM, plan->start > periods ? "starts" : "ramps", RIX_I_NOWHERE,
                      "exit ends after period %zu", periods);
}

/* Every plan before the first simulation: the last one must not be found wanting after an hour. */
static rix_status check_plans(const rix_scenario *sc, const rix_curve *c, rix_error *err)
{
    for (size_t k = 0; k < c->n_plans; k++) {
        rix_exit_plan plan;
        rix_error why = RIX_ERROR_INIT;
        rix_status status = rix_exit_family_plan(&c->family, k, &plan, &why);
        if (status == RIX_OK) status = check_dates(sc, &plan, &why);
        if (status == RIX_OK) status = check_level(sc, &plan, &why);
        if (status != RIX_OK) return fail_plan(c, k, status, &why, err);
    }
    return RIX_OK;
}

static rix_status run_plan(size_t k, size_t worker, void *user, rix_error *err)
{
    const work *w = user;
    const size_t periods = rix_scenario_periods(w->sc),
                 controls = rix_scenario_control_count(w->sc);
    double *schedule = w->scratch + worker * w->desk, *scratch = schedule + periods * controls;
    rix_exit_plan plan;
    rix_error why = RIX_ERROR_INIT;

    rix_status status = rix_exit_family_plan(&w->curve->family, k, &plan, &why);
    if (status == RIX_OK) {
        status = rix_exit_plan_schedule(&plan, rix_out_c(schedule, periods, controls), &why);
    }
    if (status == RIX_OK) {
        status = rix_i_run(w->sc, rix_mat_c(schedule, periods, controls), scratch,
                           w->curve->outcomes + k * w->curve->n_outcomes, &why);
    }
    return status == RIX_OK ? RIX_OK : fail_plan(w->curve, k, status, &why, err);
}

static rix_status run_plans(const rix_scenario *sc, rix_curve *c, const rix_run *run,
                            rix_error *err)
{
    work w = { sc, c, NULL, 0 };
    const rix_run how = rix_i_scenario_run(sc, run);
    const size_t workers = rix_i_workers(c->n_plans, &how);
    const size_t cells = rix_scenario_periods(sc) * rix_scenario_control_count(sc);
    size_t size;
    if (rix_i_run_scratch(sc, &size) && rix_i_size_product(cells + size, 1, &w.desk) &&
        rix_i_size_product(w.desk, workers, &size)) {
        w.scratch = malloc(size * sizeof *w.scratch);
    }
    if (!w.scratch) return rix_i_no_memory(err);
    const rix_status status = rix_i_parallel(c->n_plans, &how, run_plan, &w, err);
    free(w.scratch);
    return status;
}

static rix_status copy_family(rix_curve *c, const rix_exit_family *from, rix_error *err)
{
    const size_t rows = from->levels.rows, cols = from->levels.cols;
    c->levels = calloc(rows * cols, sizeof *c->levels);
    c->starts = calloc(from->n_starts, sizeof *c->starts);
    c->ramps = calloc(from->n_ramps, sizeof *c->ramps);
    if (!c->levels || !c->starts || !c->ramps) return rix_i_no_memory(err);
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < cols; j++) c->levels[i * cols + j] = rix_i_get(from->levels, i, j);
    }
    memcpy(c->starts, from->starts, from->n_starts * sizeof *c->starts);
    memcpy(c->ramps, from->ramps, from->n_ramps * sizeof *c->ramps);
    c->family = (rix_exit_family){ rix_mat_c(c->levels, rows, cols), c->starts, from->n_starts,
                                   c->ramps, from->n_ramps };
    return RIX_OK;
}

static rix_status make_room(rix_curve *c, const rix_scenario *sc, rix_error *err)
{
    size_t cells;
    c->n_outcomes = rix_scenario_outcome_count(sc);
    if (!rix_i_size_product(c->n_plans, c->n_outcomes, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "family", RIX_I_NOWHERE,
                          "%zu plans x %zu outcomes is too large", c->n_plans, c->n_outcomes);
    }
    c->outcomes = calloc(cells, sizeof *c->outcomes);
    c->points = calloc(c->n_plans, sizeof *c->points);
    return c->outcomes && c->points ? RIX_OK : rix_i_no_memory(err);
}

/* x and y are two columns of the outcomes, however far apart and in whatever order. */
static rix_status keep_points(rix_curve *c, size_t x, size_t y, rix_error *err)
{
    const rix_mat xy = { c->outcomes + x, c->n_plans, 2, (ptrdiff_t)c->n_outcomes,
                         (ptrdiff_t)y - (ptrdiff_t)x };
    return rix_efficient_set(xy, c->points, &c->n_points, err);
}

static rix_status find_axis(const rix_scenario *sc, const char *name, const char *arg,
                            size_t *outcome, rix_error *err)
{
    if (!name) return rix_i_null(err, arg);
    *outcome = rix_scenario_find_outcome(sc, name);
    if (*outcome != RIX_NO_INDEX) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, arg, RIX_I_NOWHERE, "%s: no outcome is named '%s'", arg,
                      rix_i_label(name).s);
}

static rix_status find_axes(const rix_scenario *sc, const rix_curve_options *o, size_t *x,
                            size_t *y, rix_error *err)
{
    rix_status status = find_axis(sc, o->x, "x", x, err);
    if (status == RIX_OK) status = find_axis(sc, o->y, "y", y, err);
    if (status == RIX_OK && *x == *y) {
        status = rix_i_fail(err, RIX_EINVAL, "y", RIX_I_NOWHERE, "x and y are both '%s'",
                            rix_i_label(o->y).s);
    }
    return status;
}

static rix_status check_controls(const rix_scenario *sc, const rix_exit_family *family,
                                 rix_error *err)
{
    const size_t controls = rix_scenario_control_count(sc);
    if (family->levels.cols == controls) return RIX_OK;
    return rix_i_fail(err, RIX_EDIM, "levels", RIX_I_NOWHERE,
                      "levels has %zu columns for %zu controls", family->levels.cols, controls);
}

rix_status rix_tradeoff_curve(const rix_scenario *sc, const rix_exit_family *family,
                              const rix_curve_options *options, rix_curve **out, rix_error *err)
{
    static const rix_curve_options defaults = RIX_CURVE_OPTIONS_INIT;
    const rix_curve_options *o = options ? options : &defaults;
    size_t x, y, n_plans;

    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_exit_family_size(family, &n_plans, err);
    if (status == RIX_OK) status = find_axes(sc, o, &x, &y, err);
    if (status == RIX_OK) status = check_controls(sc, family, err);
    if (status != RIX_OK) return status;

    rix_curve *c = calloc(1, sizeof *c);
    if (!c) return rix_i_no_memory(err);
    c->n_plans = n_plans;
    status = make_room(c, sc, err);
    if (status == RIX_OK) status = copy_family(c, family, err);
    if (status == RIX_OK) status = check_plans(sc, c, err);
    if (status == RIX_OK) status = run_plans(sc, c, &o->run, err);
    if (status == RIX_OK) status = keep_points(c, x, y, err);
    if (status == RIX_OK) {
        *out = c;
        c = NULL;
    }
    rix_curve_free(c);
    return status;
}

void rix_curve_free(rix_curve *curve)
{
    if (!curve) return;
    free(curve->levels);
    free(curve->starts);
    free(curve->ramps);
    free(curve->outcomes);
    free(curve->points);
    free(curve);
}

rix_mat rix_curve_outcomes(const rix_curve *curve)
{
    return rix_mat_c(curve->outcomes, curve->n_plans, curve->n_outcomes);
}

size_t rix_curve_size(const rix_curve *curve) { return curve->n_points; }

size_t rix_curve_point(const rix_curve *curve, size_t k)
{
    return k < curve->n_points ? curve->points[k] : RIX_NO_INDEX;
}

rix_status rix_curve_plan(const rix_curve *curve, size_t plan, rix_exit_plan *out, rix_error *err)
{
    if (!curve) return rix_i_null(err, "curve");
    if (!out) return rix_i_null(err, "out");
    if (plan >= curve->n_plans) {
        return rix_i_fail(err, RIX_EINVAL, "plan", RIX_I_NOWHERE, "no plan %zu on a curve of %zu",
                          plan, curve->n_plans);
    }
    return rix_exit_family_plan(&curve->family, plan, out, err);
}
