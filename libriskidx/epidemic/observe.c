/* observe.c - what a state comes to: the model's own observables, its outcomes so far, its states. */
#include "epidemic/observe.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/integrate.h"

size_t rix_scenario_observable_count(const rix_scenario *sc)
{
    return sc->n_observables + sc->n_outcomes + sc->n_states;
}

bool rix_scenario_observable(const rix_scenario *sc, size_t i, rix_observable *out)
{
    if (i < sc->n_observables) {
        *out = sc->observables[i];
        return true;
    }
    i -= sc->n_observables;
    if (i < sc->n_outcomes) {
        *out = (rix_observable){ sc->outcomes[i].name, sc->outcomes[i].unit, -INFINITY };
        return true;
    }
    i -= sc->n_outcomes;
    if (i >= sc->n_states) return false;
    *out = (rix_observable){ sc->state_names[i], sc->state_units ? sc->state_units[i] : NULL,
                             i < sc->n_nonnegative ? 0.0 : -INFINITY };
    return true;
}

size_t rix_scenario_find_observable(const rix_scenario *sc, const char *name)
{
    rix_observable o;
    for (size_t i = 0; name && rix_scenario_observable(sc, i, &o); i++) {
        if (strcmp(o.name, name) == 0) return i;
    }
    return RIX_NO_INDEX;
}

rix_status rix_i_observe(const rix_scenario *sc, size_t which, double t, const double *x,
                         const double *held, const double *mode, double *scratch, double *value,
                         rix_error *err)
{
    if (which < sc->n_observables) {
        return sc->model->observe(sc, which, x, held, mode, scratch, value, err);
    }
    which -= sc->n_observables;
    if (which >= sc->n_outcomes) {
        *value = x[which - sc->n_outcomes];
        return RIX_OK;
    }
    if (sc->model->outcomes(sc, x, mode, scratch) != 0) {
        return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_NOWHERE,
                          "the model failed at time %s (%s): it was asked for outcome %s",
                          rix_i_number(t).s, rix_i_label(sc->time_unit).s,
                          rix_i_label(sc->outcomes[which].name).s);
    }
    *value = scratch[which];
    return RIX_OK;
}

/* ------------------------------------------------------------------------------- trajectories -- */

/** What a trajectory is read with. */
typedef struct reading {
    const rix_scenario *sc;
    rix_mat schedule;
    size_t period; /* whose controls are held */
    double *u, *held, *scratch;
} reading;

/* The period that ends at t or in which it lies; the first at 0. */
static size_t period_at(const rix_scenario *sc, double t)
{
    const double p = t / sc->period, whole = floor(p + 0.5);
    const double at = rix_i_same_time(t, whole * sc->period) ? whole - 1.0 : floor(p);
    return at < 1.0 ? 0 : at < (double)sc->periods ? (size_t)at : sc->periods - 1;
}

static rix_status hold(reading *r, double t, rix_error *err)
{
    const size_t period = period_at(r->sc, t);
    if (period == r->period) return RIX_OK;
    for (size_t j = 0; j < r->sc->n_controls; j++) r->u[j] = rix_i_get(r->schedule, period, j);
    r->period = period;
    if (r->sc->model->hold(r->sc, r->u, r->held) == 0) return RIX_OK;
    return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_ROW(period),
                      "the model failed to take the controls of period %zu", period);
}

static rix_status check(const rix_scenario *sc, const rix_trajectory *traj, size_t which,
                        rix_out values, rix_error *err)
{
    if (!sc) return rix_i_null(err, "sc");
    if (!traj) return rix_i_null(err, "traj");
    const rix_mat schedule = rix_trajectory_schedule(traj);
    if (rix_trajectory_states(traj).cols != sc->n_states || schedule.rows != sc->periods ||
        schedule.cols != sc->n_controls || rix_trajectory_modes(traj).cols != sc->n_mode) {
        return rix_i_fail(
            err, RIX_EDIM, "traj", RIX_I_NOWHERE,
            "the trajectory is not one of this scenario: %zu states, %zu controls and "
            "%zu periods instead of %zu, %zu and %zu",
            rix_trajectory_states(traj).cols, schedule.cols, schedule.rows, sc->n_states,
            sc->n_controls, sc->periods);
    }
    if (which >= rix_scenario_observable_count(sc)) {
        return rix_i_fail(err, RIX_EINVAL, "which", RIX_I_NOWHERE,
                          "no observable %zu: there are %zu", which,
                          rix_scenario_observable_count(sc));
    }
    return rix_i_check_out(values, rix_trajectory_times(traj).size, 1, "values", err);
}

rix_status rix_trajectory_observe(const rix_scenario *sc, const rix_trajectory *traj, size_t which,
                                  rix_out values, rix_error *err)
{
    rix_status status = check(sc, traj, which, values, err);
    if (status != RIX_OK) return status;
    const rix_vec times = rix_trajectory_times(traj);
    const rix_mat states = rix_trajectory_states(traj), modes = rix_trajectory_modes(traj);
    double *memory =
        calloc(sc->n_controls + sc->n_held + rix_i_observe_scratch(sc) + 1, sizeof *memory);
    if (!memory) return rix_i_no_memory(err);
    reading r = { sc,     rix_trajectory_schedule(traj), RIX_NO_INDEX,
                  memory, memory + sc->n_controls,       memory + sc->n_controls + sc->n_held };
    for (size_t k = 0; k < times.size && status == RIX_OK; k++) {
        const double t = rix_i_vget(times, k);
        double value = 0.0;
        status = hold(&r, t, err);
        if (status == RIX_OK) {
            status = rix_i_observe(sc, which, t, rix_i_row(states, k).data, r.held,
                                   rix_i_row(modes, k).data, r.scratch, &value, err);
        }
        if (status == RIX_OK) rix_i_set(values, k, 0, value);
        if (status != RIX_OK && err) err->row = k;
    }
    free(memory);
    return status;
}
