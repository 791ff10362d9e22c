/* scenario.c - what can be asked of any model's scenario. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/model.h"

void rix_scenario_free(rix_scenario *sc)
{
    if (sc) sc->model->free(sc);
}

size_t rix_scenario_periods(const rix_scenario *sc) { return sc->periods; }

double rix_scenario_period(const rix_scenario *sc) { return sc->period; }

const char *rix_scenario_time_unit(const rix_scenario *sc) { return sc->time_unit; }

size_t rix_scenario_control_count(const rix_scenario *sc) { return sc->n_controls; }

const char *rix_scenario_control_name(const rix_scenario *sc, size_t i)
{
    return i < sc->n_controls ? sc->control_names[i] : NULL;
}

rix_vec rix_scenario_control_max(const rix_scenario *sc)
{
    return rix_vec_c(sc->control_max, sc->n_controls);
}

size_t rix_scenario_state_count(const rix_scenario *sc) { return sc->n_states; }

const char *rix_scenario_state_name(const rix_scenario *sc, size_t i)
{
    return i < sc->n_states ? sc->state_names[i] : NULL;
}

const char *rix_scenario_state_unit(const rix_scenario *sc, size_t i)
{
    return i < sc->n_states && sc->state_units ? sc->state_units[i] : NULL;
}

size_t rix_scenario_outcome_count(const rix_scenario *sc) { return sc->n_outcomes; }

const rix_outcome *rix_scenario_outcome(const rix_scenario *sc, size_t i)
{
    return i < sc->n_outcomes ? &sc->outcomes[i] : NULL;
}

size_t rix_scenario_find_outcome(const rix_scenario *sc, const char *name)
{
    for (size_t i = 0; name && i < sc->n_outcomes; i++) {
        if (strcmp(sc->outcomes[i].name, name) == 0) return i;
    }
    return RIX_NO_INDEX;
}

size_t rix_scenario_mode_count(const rix_scenario *sc) { return sc->n_mode; }

const char *rix_scenario_mode_name(const rix_scenario *sc, size_t i)
{
    return i < sc->n_mode ? sc->mode_names[i] : NULL;
}

size_t rix_scenario_event_count(const rix_scenario *sc) { return sc->n_events; }

const char *rix_scenario_event_name(const rix_scenario *sc, size_t i)
{
    return i < sc->n_events ? sc->events[i].name : NULL;
}

size_t rix_scenario_param_count(const rix_scenario *sc) { return sc->n_params; }

const char *rix_scenario_param_name(const rix_scenario *sc, size_t i)
{
    return i < sc->n_params ? sc->params[i].name : NULL;
}

double rix_scenario_param(const rix_scenario *sc, size_t i, double *low, double *high)
{
    if (i >= sc->n_params) return RIX_NAN;
    if (low) *low = sc->params[i].low;
    if (high) *high = sc->params[i].high;
    return sc->params[i].value;
}

size_t rix_scenario_find_param(const rix_scenario *sc, const char *name)
{
    for (size_t i = 0; name && i < sc->n_params; i++) {
        if (strcmp(sc->params[i].name, name) == 0) return i;
    }
    return RIX_NO_INDEX;
}

rix_status rix_scenario_with_params(const rix_scenario *sc, rix_vec params, rix_scenario **out,
                                    rix_error *err)
{
    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    if (!sc->model->with_params) {
        return rix_i_fail(err, RIX_EINVAL, "sc", RIX_I_NOWHERE, "the model has no parameters");
    }
    rix_status status = rix_i_check_vec(params, "params", err);
    if (status == RIX_OK && params.size != sc->n_params) {
        status = rix_i_fail(err, RIX_EDIM, "params", RIX_I_NOWHERE,
                            "params has %zu values for %zu parameters", params.size, sc->n_params);
    }
    if (status != RIX_OK) return status;
    double *values = calloc(sc->n_params ? sc->n_params : 1, sizeof *values);
    if (!values) return rix_i_no_memory(err);
    for (size_t i = 0; i < sc->n_params; i++) values[i] = rix_i_vget(params, i);
    status = sc->model->with_params(sc, values, out, err);
    free(values);
    return status;
}
