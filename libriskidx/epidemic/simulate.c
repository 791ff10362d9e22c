/* simulate.c - a trajectory: the states at chosen times, what happened on the way, and the outcomes. */
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"
#include "epidemic/trajectory.h"

/* A model that has more events than this in one run has no sound ones. */
enum { MOST_EVENTS = 4096 };

struct rix_trajectory {
    size_t n_times, n_states, n_mode, n_outcomes, n_events, n_controls, periods;
    double *states; /* n_times x n_states; it owns the block of all that follows but events */
    double *times, *modes, *outcomes;
    double *events; /* n_events x 2 */
    rix_i_policy_log log;
};

static bool count_cells(const rix_scenario *sc, size_t n_times, size_t n_watched,
                        size_t most_events, size_t *cells)
{
    size_t times, periods, events;
    return rix_i_size_product(n_times, sc->n_states + sc->n_mode + 1, &times) &&
           rix_i_size_product(sc->periods, sc->n_controls + n_watched + 1, &periods) &&
           rix_i_size_product(most_events, RIX_I_STAGE_EVENT, &events) &&
           rix_i_size_product(times + periods + events + sc->n_outcomes, 1, cells);
}

static void lay_out(rix_trajectory *traj, size_t n_watched, size_t most_events)
{
    rix_i_policy_log *log = &traj->log;
    traj->times = traj->states + traj->n_times * traj->n_states;
    traj->modes = traj->times + traj->n_times;
    traj->outcomes = traj->modes + traj->n_times * traj->n_mode;
    log->schedule = traj->outcomes + traj->n_outcomes;
    log->stages = log->schedule + traj->periods * traj->n_controls;
    log->watched = log->stages + traj->periods;
    log->events = log->watched + traj->periods * n_watched;
    log->n_watched = n_watched;
    log->most_events = most_events;
}

/* Times of a record come from the options, or from the periods. */
static rix_trajectory *trajectory_new(const rix_scenario *sc, rix_vec times, size_t n_watched,
                                      size_t most_events)
{
    const size_t n_times = times.size > 0 ? times.size : sc->periods + 1;
    size_t cells;
    if (!count_cells(sc, n_times, n_watched, most_events, &cells)) return NULL;
    rix_trajectory *traj = calloc(1, sizeof *traj);
    double *block = calloc(cells, sizeof *block);
    if (!traj || !block) {
        free(block);
        free(traj);
        return NULL;
    }
    *traj = (rix_trajectory){ .n_times = n_times,
                              .n_states = sc->n_states,
                              .n_mode = sc->n_mode,
                              .n_outcomes = sc->n_outcomes,
                              .n_controls = sc->n_controls,
                              .periods = sc->periods,
                              .states = block };
    lay_out(traj, n_watched, most_events);
    for (size_t k = 0; k < n_times; k++) {
        traj->times[k] = times.size > 0 ? rix_i_vget(times, k) : (double)k * sc->period;
    }
    return traj;
}

static rix_status keep_events(rix_trajectory *traj, const rix_i_record *record, rix_error *err)
{
    traj->n_events = record->n_events;
    if (record->n_events == 0) return RIX_OK;
    traj->events = calloc(2 * record->n_events, sizeof *traj->events);
    if (!traj->events) return rix_i_no_memory(err);
    for (size_t k = 0; k < record->n_events; k++) {
        traj->events[2 * k] = record->events[k].time;
        traj->events[2 * k + 1] = (double)record->events[k].event;
    }
    return RIX_OK;
}

static rix_status check_times(const rix_scenario *sc, rix_vec times, rix_error *err)
{
    const double horizon = (double)sc->periods * sc->period;
    double before = -1.0;
    for (size_t k = 0; k < times.size; k++) {
        const double t = rix_i_vget(times, k);
        const bool inside = t >= 0.0 && (t <= horizon || rix_i_same_time(t, horizon));
        if (inside && t > before && !rix_i_same_time(t, before)) {
            before = t;
            continue;
        }
        return rix_i_fail(err, RIX_EDOMAIN, "times", RIX_I_ROW(k), "times[%zu] is %s, not %s", k,
                          rix_i_number(t).s,
                          inside ? "after the one before" : "from 0 to the horizon");
    }
    return RIX_OK;
}

static rix_status check_options(const rix_scenario *sc, const rix_simulate_options *o,
                                rix_error *err)
{
    const struct {
        const char *name;
        double value;
    } tolerances[] = { { "relative", o->relative }, { "absolute", o->absolute } };
    if (o->method != RIX_METHOD_DEFAULT && o->method != RIX_METHOD_RK4 &&
        o->method != RIX_METHOD_ADAPTIVE && o->method != RIX_METHOD_ADAPTIVE_8) {
        return rix_i_fail(err, RIX_EINVAL, "method", RIX_I_NOWHERE, "method is %d, no rix_method",
                          (int)o->method);
    }
    for (size_t k = 0; k < 2; k++) {
        if (isfinite(tolerances[k].value) && tolerances[k].value >= 0.0) continue;
        return rix_i_fail(err, RIX_EDOMAIN, tolerances[k].name, RIX_I_NOWHERE,
                          "%s is %s, not a finite number >= 0", tolerances[k].name,
                          rix_i_number(tolerances[k].value).s);
    }
    if (o->max_steps == 0) {
        return rix_i_fail(err, RIX_EINVAL, "max_steps", RIX_I_NOWHERE, "max_steps is 0, not >= 1");
    }
    const rix_status status = rix_i_check_vec(o->times, "times", err);
    return status == RIX_OK ? check_times(sc, o->times, err) : status;
}

rix_status rix_i_trajectory_run(const rix_scenario *sc, const rix_i_steering *steering,
                                const rix_simulate_options *options, rix_trajectory *traj,
                                rix_error *err)
{
    static const rix_simulate_options defaults = RIX_SIMULATE_OPTIONS_INIT;
    const rix_simulate_options *o = options ? options : &defaults;
    size_t size;
    rix_i_record record = { .times = traj->times,
                            .n_times = traj->n_times,
                            .states = traj->states,
                            .modes = sc->n_mode > 0 ? traj->modes : NULL,
                            .most_events = MOST_EVENTS };
    const rix_i_how how = { o->method,
                            rix_i_tolerance_of(sc, o->relative, o->absolute, o->max_steps),
                            *steering, &record, &o->run };
    double *scratch = NULL;
    if (sc->n_events > 0) record.events = calloc(MOST_EVENTS, sizeof *record.events);
    if ((record.events || sc->n_events == 0) && rix_i_how_scratch(sc, &how, &size)) {
        scratch = malloc(size * sizeof *scratch);
    }
    rix_status status =
        scratch ? rix_i_run_how(sc, &how, scratch, traj->outcomes, err) : rix_i_no_memory(err);
    if (status == RIX_OK) status = keep_events(traj, &record, err);
    free(scratch);
    free(record.events);
    return status;
}

rix_status rix_i_trajectory_new(const rix_scenario *sc, const rix_simulate_options *options,
                                size_t n_watched, size_t most_events, rix_trajectory **out,
                                rix_error *err)
{
    static const rix_simulate_options defaults = RIX_SIMULATE_OPTIONS_INIT;
    const rix_simulate_options *o = options ? options : &defaults;
    const rix_status status = check_options(sc, o, err);
    if (status != RIX_OK) return status;
    rix_trajectory *traj = trajectory_new(sc, o->times, n_watched, most_events);
    if (!traj) return rix_i_no_memory(err);
    *out = traj;
    return RIX_OK;
}

rix_i_policy_log *rix_i_trajectory_log(rix_trajectory *traj) { return &traj->log; }

rix_status rix_simulate_with(const rix_scenario *sc, rix_mat schedule,
                             const rix_simulate_options *options, rix_trajectory **out,
                             rix_error *err)
{
    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_i_check_mat(schedule, "schedule", err);
    if (status == RIX_OK) status = rix_i_check_schedule(sc, schedule, err);
    rix_trajectory *traj = NULL;
    if (status == RIX_OK) status = rix_i_trajectory_new(sc, options, 0, 0, &traj, err);
    if (status != RIX_OK) return status;

    const rix_i_steering steering = { schedule, NULL, NULL };
    for (size_t p = 0; p < sc->periods; p++) {
        for (size_t j = 0; j < sc->n_controls; j++) {
            traj->log.schedule[p * sc->n_controls + j] = rix_i_get(schedule, p, j);
        }
    }
    status = rix_i_trajectory_run(sc, &steering, options, traj, err);
    if (status == RIX_OK) {
        *out = traj;
        traj = NULL;
    }
    rix_trajectory_free(traj);
    return status;
}

rix_status rix_simulate(const rix_scenario *sc, rix_mat schedule, rix_trajectory **out,
                        rix_error *err)
{
    return rix_simulate_with(sc, schedule, NULL, out, err);
}

void rix_trajectory_free(rix_trajectory *traj)
{
    if (!traj) return;
    free(traj->states);
    free(traj->events);
    free(traj);
}

rix_vec rix_trajectory_times(const rix_trajectory *traj)
{
    return rix_vec_c(traj->times, traj->n_times);
}

rix_mat rix_trajectory_states(const rix_trajectory *traj)
{
    return rix_mat_c(traj->states, traj->n_times, traj->n_states);
}

rix_mat rix_trajectory_modes(const rix_trajectory *traj)
{
    return rix_mat_c(traj->modes, traj->n_times, traj->n_mode);
}

rix_mat rix_trajectory_events(const rix_trajectory *traj)
{
    return rix_mat_c(traj->events, traj->n_events, 2);
}

rix_vec rix_trajectory_outcomes(const rix_trajectory *traj)
{
    return rix_vec_c(traj->outcomes, traj->n_outcomes);
}

rix_mat rix_trajectory_schedule(const rix_trajectory *traj)
{
    return rix_mat_c(traj->log.schedule, traj->periods, traj->n_controls);
}

rix_vec rix_trajectory_stages(const rix_trajectory *traj)
{
    return rix_vec_c(traj->log.stages, traj->log.n_stages);
}

rix_mat rix_trajectory_watched(const rix_trajectory *traj)
{
    return rix_mat_c(traj->log.watched, traj->periods, traj->log.n_watched);
}

rix_mat rix_trajectory_stage_events(const rix_trajectory *traj)
{
    return rix_mat_c(traj->log.events, traj->log.n_events, RIX_I_STAGE_EVENT);
}

const char *rix_stage_event_name(rix_stage_event value)
{
#define STAGE_EVENT_NAME(code, name) name,
    static const char *const NAMES[] = { RIX_STAGE_EVENT_LIST(STAGE_EVENT_NAME) };
#undef STAGE_EVENT_NAME
    const size_t i = (size_t)value;
    return i < sizeof NAMES / sizeof *NAMES ? NAMES[i] : "unknown";
}
