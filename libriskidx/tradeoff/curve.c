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

/* What a curve is drawn in, by number of outcome. */
typedef struct axes {
    size_t *outcome; /* x, y and the others */
    size_t n;
    size_t *bounded; /* by bound */
} axes;

static double outcome_of(const rix_curve *c, size_t plan, size_t outcome)
{
    return c->outcomes[plan * c->n_outcomes + outcome];
}

static bool within(const rix_curve *c, const axes *a, const rix_curve_options *o, size_t plan)
{
    for (size_t b = 0; b < o->n_bounds; b++) {
        if (outcome_of(c, plan, a->bounded[b]) > o->bounds[b].most) return false;
    }
    return true;
}

static double range_of(const rix_curve *c, size_t outcome)
{
    double least = outcome_of(c, 0, outcome), largest = least;
    for (size_t k = 1; k < c->n_plans; k++) {
        least = fmin(least, outcome_of(c, k, outcome));
        largest = fmax(largest, outcome_of(c, k, outcome));
    }
    return largest > least ? largest - least : 1.0;
}

/* By how much a plan is beyond the bound that it breaks most; excess: its share of the outcome's range. */
static size_t worst_bound(const rix_curve *c, const axes *a, const rix_curve_options *o,
                          const double *ranges, size_t plan, double *excess)
{
    size_t worst = 0;
    *excess = -(double)INFINITY;
    for (size_t b = 0; b < o->n_bounds; b++) {
        const double over = (outcome_of(c, plan, a->bounded[b]) - o->bounds[b].most) / ranges[b];
        if (over <= *excess) continue;
        *excess = over;
        worst = b;
    }
    return worst;
}

static rix_status fail_bounds(const rix_curve *c, const axes *a, const rix_curve_options *o,
                              rix_error *err)
{
    double *ranges = calloc(o->n_bounds, sizeof *ranges), least = (double)INFINITY, excess;
    size_t nearest = 0;
    if (!ranges) return rix_i_no_memory(err);
    for (size_t b = 0; b < o->n_bounds; b++) ranges[b] = range_of(c, a->bounded[b]);
    for (size_t k = 0; k < c->n_plans; k++) {
        (void)worst_bound(c, a, o, ranges, k, &excess);
        if (excess >= least) continue;
        least = excess;
        nearest = k;
    }
    const size_t worst = worst_bound(c, a, o, ranges, nearest, &excess);
    free(ranges);
    return rix_i_fail(
        err, RIX_EDOMAIN, "bounds", RIX_I_CELL(nearest, worst, RIX_NO_INDEX),
        "no plan of %zu keeps to the bounds: plan %zu comes nearest, with %s of %s, not "
        "at most %s",
        c->n_plans, nearest, rix_i_label(o->bounds[worst].outcome).s,
        rix_i_number(outcome_of(c, nearest, a->bounded[worst])).s,
        rix_i_number(o->bounds[worst].most).s);
}

/* The efficient set of the columns of the axes; plans beyond a bound count as missing. */
static rix_status keep_points(rix_curve *c, const axes *a, const rix_curve_options *o,
                              rix_error *err)
{
    size_t cells, inside = 0;
    double *table = NULL;
    if (rix_i_size_product(c->n_plans, a->n, &cells)) table = calloc(cells, sizeof *table);
    if (!table) return rix_i_no_memory(err);
    for (size_t k = 0; k < c->n_plans; k++) {
        const bool in = within(c, a, o, k);
        inside += in;
        for (size_t j = 0; j < a->n; j++)
            table[k * a->n + j] = in ? outcome_of(c, k, a->outcome[j]) : (double)NAN;
    }
    const rix_status status = inside > 0 ? rix_efficient_set(rix_mat_c(table, c->n_plans, a->n),
                                                             c->points, &c->n_points, err)
                                         : fail_bounds(c, a, o, err);
    free(table);
    return status;
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

/* One more axis, which none of those before may be. */
static rix_status add_axis(const rix_scenario *sc, const char *name, const char *arg, axes *a,
                           rix_error *err)
{
    size_t outcome = 0;
    const rix_status status = find_outcome(sc, name, arg, &outcome, err);
    if (status != RIX_OK) return status;
    for (size_t j = 0; j < a->n; j++) {
        if (a->outcome[j] != outcome) continue;
        return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_NOWHERE, "%s: '%s' is an axis already", arg,
                          rix_i_label(name).s);
    }
    a->outcome[a->n++] = outcome;
    return RIX_OK;
}

static rix_status find_bound(const rix_scenario *sc, const rix_curve_bound *bound, size_t *outcome,
                             rix_error *err)
{
    const rix_status status = find_outcome(sc, bound->outcome, "bounds", outcome, err);
    if (status != RIX_OK || !isnan(bound->most)) return status;
    return rix_i_fail(err, RIX_EDOMAIN, "bounds", RIX_I_NOWHERE, "bound of '%s' is missing",
                      rix_i_label(bound->outcome).s);
}

static rix_status find_axes(const rix_scenario *sc, const rix_curve_options *o, axes *a,
                            rix_error *err)
{
    if (o->n_also > 0 && !o->also) return rix_i_null(err, "also");
    if (o->n_bounds > 0 && !o->bounds) return rix_i_null(err, "bounds");
    const size_t most = rix_scenario_outcome_count(sc); /* each at most once */
    a->outcome = calloc(most, sizeof *a->outcome);
    a->bounded = calloc(o->n_bounds + 1, sizeof *a->bounded);
    if (!a->outcome || !a->bounded) return rix_i_no_memory(err);
    rix_status status = add_axis(sc, o->x, "x", a, err);
    if (status == RIX_OK) status = add_axis(sc, o->y, "y", a, err);
    for (size_t k = 0; k < o->n_also && status == RIX_OK; k++)
        status = add_axis(sc, o->also[k], "also", a, err);
    for (size_t k = 0; k < o->n_bounds && status == RIX_OK; k++)
        status = find_bound(sc, &o->bounds[k], &a->bounded[k], err);
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

static rix_status draw(const rix_scenario *sc, const rix_exit_family *family, size_t n_plans,
                       const axes *a, const rix_curve_options *o, rix_curve **out, rix_error *err)
{
    rix_curve *c = calloc(1, sizeof *c);
    if (!c) return rix_i_no_memory(err);
    c->n_plans = n_plans;
    rix_status status = make_room(c, sc, err);
    if (status == RIX_OK) status = copy_family(c, family, err);
    if (status == RIX_OK) status = check_plans(sc, c, err);
    if (status == RIX_OK) status = run_plans(sc, c, &o->run, err);
    if (status == RIX_OK) status = keep_points(c, a, o, err);
    if (status == RIX_OK) {
        *out = c;
        c = NULL;
    }
    rix_curve_free(c);
    return status;
}

rix_status rix_tradeoff_curve(const rix_scenario *sc, const rix_exit_family *family,
                              const rix_curve_options *options, rix_curve **out, rix_error *err)
{
    static const rix_curve_options defaults = RIX_CURVE_OPTIONS_INIT;
    const rix_curve_options *o = options ? options : &defaults;
    axes a = { NULL, 0, NULL };
    size_t n_plans = 0;

    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_exit_family_size(family, &n_plans, err);
    if (status == RIX_OK) status = find_axes(sc, o, &a, err);
    if (status == RIX_OK) status = check_controls(sc, family, err);
    if (status == RIX_OK) status = draw(sc, family, n_plans, &a, o, out, err);
    free(a.outcome);
    free(a.bounded);
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
