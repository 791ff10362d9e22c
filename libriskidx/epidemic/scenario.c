/* scenario.c - what can be asked of any model's scenario. */
#include <string.h>

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
