/* integrate.c - a scenario run by either method: fixed steps, or the adaptive pair from stop to stop. */
#include "epidemic/integrate.h"

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/course.h"
#include "epidemic/fixed.h"
#include "epidemic/model.h"

/* Tolerances of a scenario that has none of its own. */
static const double RELATIVE = 1e-8, ABSOLUTE = 1e-10;

/* ----------------------------------------------------------------------------- adaptive steps -- */

static int slope(void *user, double t, const double *x, double *dx)
{
    const rix_i_course *c = user;
    return c->sc->model->rhs(c->sc, rix_i_at(t), x, c->held, c->mode, dx);
}

static int course_conditions(void *user, double t, const double *x, double *g)
{
    const rix_i_course *c = user;
    return c->sc->model->conditions(c->sc, t, x, c->mode, g);
}

static int direction(void *user, size_t event)
{
    const rix_i_course *c = user;
    return c->sc->events[event].direction;
}

static rix_status fire(void *user, size_t event, double t, double *x, rix_error *err)
{
    return rix_i_course_fire(user, event, t, x, err);
}

/* A step ends where the schedule is known to change. */
static bool cuts(void *user, size_t k)
{
    const rix_i_course *c = user;
    const rix_scenario *sc = c->sc;
    const rix_mat schedule = c->how->steering.schedule;
    const double t = c->stops[k], period = floor(t / sc->period + 0.5);
    if (c->how->steering.steer || period < 1.0 || period >= (double)sc->periods) return false;
    if (!rix_i_same_time(t, period * sc->period)) return false;
    for (size_t j = 0; j < sc->n_controls; j++) {
        const double before = rix_i_get(schedule, (size_t)period - 1, j),
                     after = rix_i_get(schedule, (size_t)period, j);
        if (before < after || before > after) return true;
    }
    return false;
}

/* Reviews first, then what is recorded, then what the next period brings. */
static rix_status at_stop(void *user, size_t k, double t, double *x, bool *changed, rix_error *err)
{
    rix_i_course *c = user;
    const rix_scenario *sc = c->sc;
    const double end = (double)(c->period + 1) * sc->period;
    rix_status status = RIX_OK;
    if (k > 0) status = rix_i_course_review(c, t, x, changed, err);
    if (status != RIX_OK) return status;
    rix_i_course_note(c, t, x);
    if (k == 0) return rix_i_course_steer(c, x, changed, err);
    if (t < end && !rix_i_same_time(t, end)) return RIX_OK;
    status = rix_i_course_check(c, t, x, err);
    if (++c->period < sc->periods && status == RIX_OK) {
        status = rix_i_course_steer(c, x, changed, err);
    }
    return status;
}

/* The times at which something may be done, in order: periods, reviews and records. */
static size_t fill_stops(const rix_scenario *sc, const rix_i_record *r, double *stops)
{
    const double horizon = (double)sc->periods * sc->period;
    size_t period = 0, review = 1, time = 0, n = 0;
    for (;;) {
        double next = period <= sc->periods ? (double)period * sc->period : INFINITY;
        if (sc->model->review) next = fmin(next, (double)review * sc->review_every);
        if (r && time < r->n_times) next = fmin(next, r->times[time]);
        if (!(next <= horizon * (1.0 + 4.0 * DBL_EPSILON))) break;
        if (n == 0 || !rix_i_same_time(stops[n - 1], next)) stops[n++] = next;
        if (rix_i_same_time(next, (double)period * sc->period)) period++;
        if (sc->model->review && rix_i_same_time(next, (double)review * sc->review_every)) review++;
        while (r && time < r->n_times && rix_i_same_time(next, r->times[time])) time++;
    }
    return n;
}

static bool count_stops(const rix_scenario *sc, const rix_i_record *r, size_t *n)
{
    const double reviews =
        sc->model->review ? (double)sc->periods * sc->period / sc->review_every : 0.0;
    if (!(reviews < 1e15)) return false;
    *n = sc->periods + 2 + (size_t)reviews + 2 + (r ? r->n_times : 0);
    return true;
}

static rix_status run_adaptive(const rix_scenario *sc, const rix_i_how *how, double *scratch,
                               double *outcomes, rix_error *err)
{
    rix_i_course c;
    size_t n_stops = 0, n_pair = 0;
    double *x = scratch, *stops = x + sc->n_states;
    count_stops(sc, how->record, &n_stops);
    rix_i_adaptive_scratch(sc->n_states, sc->n_events, &n_pair);
    double *pair = stops + n_stops, *rest = pair + n_pair;
    rix_i_course_start(&c, sc, how, rest, x);
    c.stops = stops;
    const rix_i_ode ode = { .n = sc->n_states,
                            .n_events = sc->n_events,
                            .user = &c,
                            .slope = slope,
                            .conditions = course_conditions,
                            .direction = direction,
                            .fire = fire,
                            .at_stop = at_stop,
                            .cuts = cuts,
                            .stops = stops,
                            .n_stops = fill_stops(sc, how->record, stops),
                            .state_names = sc->state_names,
                            .time_unit = sc->time_unit };
    const rix_status status = rix_i_adaptive(&ode, &how->tolerance, x, pair, NULL, err);
    return status == RIX_OK ? rix_i_course_end(&c, x, outcomes, err) : status;
}

/* ------------------------------------------------------------------------------------- either -- */

static rix_method method_of(const rix_scenario *sc, rix_method asked)
{
    const rix_method method = asked == RIX_METHOD_DEFAULT ? sc->method : asked;
    return method == RIX_METHOD_DEFAULT ? RIX_METHOD_RK4 : method;
}

bool rix_i_how_scratch(const rix_scenario *sc, const rix_i_how *how, size_t *size)
{
    size_t stops = 0, pair;
    if (method_of(sc, how->method) == RIX_METHOD_RK4) return rix_i_fixed_scratch(sc, size);
    return rix_i_adaptive_scratch(sc->n_states, sc->n_events, &pair) &&
           count_stops(sc, how->record, &stops) &&
           rix_i_size_product(pair + rix_i_course_scratch(sc) + sc->n_states + stops, 1, size);
}

static rix_status run_fixed(const rix_scenario *sc, const rix_i_how *how, double *scratch,
                            double *outcomes, rix_error *err)
{
    rix_i_fixed f;
    rix_status status = rix_i_fixed_start(&f, sc, how, scratch, err);
    while (status == RIX_OK && f.course.period < sc->periods) {
        status = rix_i_fixed_period(&f, NULL, err);
    }
    return status == RIX_OK ? rix_i_course_end(&f.course, f.x, outcomes, err) : status;
}

rix_status rix_i_run_how(const rix_scenario *sc, const rix_i_how *how, double *scratch,
                         double *outcomes, rix_error *err)
{
    rix_i_how resolved = *how;
    resolved.method = method_of(sc, how->method);
    resolved.tolerance.order_8 = resolved.method == RIX_METHOD_ADAPTIVE_8;
    return resolved.method == RIX_METHOD_RK4 ? run_fixed(sc, &resolved, scratch, outcomes, err)
                                             : run_adaptive(sc, &resolved, scratch, outcomes, err);
}

/* Beside the largest state, so that persons and shares are treated alike. */
rix_i_tolerance rix_i_tolerance_of(const rix_scenario *sc, double relative, double absolute,
                                   size_t max_steps)
{
    rix_i_tolerance tolerance = RIX_I_TOLERANCE_INIT;
    const double own_relative = sc->relative > 0.0 ? sc->relative : RELATIVE,
                 own_absolute = sc->absolute > 0.0 ? sc->absolute : ABSOLUTE;
    double most = 0.0;
    for (size_t i = 0; i < sc->n_states; i++) most = fmax(most, fabs(sc->initial[i]));
    tolerance.relative = relative > 0.0 ? relative : own_relative;
    tolerance.absolute = (absolute > 0.0 ? absolute : own_absolute) * (most > 0.0 ? most : 1.0);
    tolerance.max_steps = max_steps;
    return tolerance;
}

rix_i_how rix_i_how_by_default(const rix_scenario *sc, rix_mat schedule)
{
    const rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
    const rix_i_tolerance tolerance = rix_i_tolerance_of(sc, o.relative, o.absolute, o.max_steps);
    return (rix_i_how){ o.method, tolerance, { schedule, NULL, NULL }, NULL, NULL };
}

bool rix_i_run_scratch(const rix_scenario *sc, size_t *size)
{
    const rix_i_how how = rix_i_how_by_default(sc, rix_mat_c(NULL, 0, 0));
    return rix_i_how_scratch(sc, &how, size);
}

rix_status rix_i_run(const rix_scenario *sc, rix_mat schedule, double *scratch, double *outcomes,
                     rix_error *err)
{
    const rix_i_how how = rix_i_how_by_default(sc, schedule);
    return rix_i_run_how(sc, &how, scratch, outcomes, err);
}

rix_status rix_i_check_schedule(const rix_scenario *sc, rix_mat schedule, rix_error *err)
{
    if (schedule.rows != sc->periods || schedule.cols != sc->n_controls) {
        return rix_i_fail(err, RIX_EDIM, "schedule", RIX_I_NOWHERE,
                          "schedule is %zu x %zu instead of %zu periods x %zu controls",
                          schedule.rows, schedule.cols, sc->periods, sc->n_controls);
    }
    for (size_t p = 0; p < sc->periods; p++) {
        for (size_t j = 0; j < sc->n_controls; j++) {
            const double u = rix_i_get(schedule, p, j);
            if (u >= 0.0 && u <= sc->control_max[j]) continue; /* false for NaN */
            return rix_i_fail(err, RIX_EDOMAIN, "schedule", RIX_I_CELL(p, j, RIX_NO_INDEX),
                              "schedule: control '%s' in period %zu is %s, not in [0, %s]",
                              rix_i_label(sc->control_names[j]).s, p, rix_i_number(u).s,
                              rix_i_number(sc->control_max[j]).s);
        }
    }
    return RIX_OK;
}
