/* age_observe.c - what can be watched of the epidemic by age and sector. */
#include "epidemic/age_model.h"

static const double PER = 1e5;

enum { INFECTED, CUMULATIVE, INCIDENCE, OCCUPANCY, LOAD, REPRODUCTION, OBSERVABLES };

static const rix_observable LIST[OBSERVABLES] = {
    [INFECTED] = { "infected", "persons", 0.0 },
    [CUMULATIVE] = { "cumulative_incidence", "per 100,000", 0.0 },
    [INCIDENCE] = { "incidence", "per 100,000 and day", 0.0 },
    [OCCUPANCY] = { "hospital_occupancy", "persons", 0.0 },
    [LOAD] = { "hospital_load", "share of capacity", 0.0 },
    [REPRODUCTION] = { "reproduction", "infections by a case", 0.0 },
};

void rix_i_age_fill_observables(rix_i_age *m)
{
    m->scenario.observables = LIST;
    m->scenario.n_observables = OBSERVABLES;
    m->scenario.n_observing = m->scenario.n_states;
    const size_t radius = m->strata + rix_i_age_reproduction_scratch(m);
    if (radius > m->scenario.n_observing) m->scenario.n_observing = radius;
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

static double new_infections(const rix_i_age *m, const double *x, const double *held,
                             const double *mode, double *dx)
{
    rix_i_age_slope(m, x, held, mode, m->absent, dx);
    return sum_of(dx + m->infections, m->ages);
}

static double in_hospital(const rix_i_age *m, const double *x)
{
    return rix_i_age_total(m, x, AGE_HR) + rix_i_age_total(m, x, AGE_HD);
}

static rix_status reproduction(const rix_i_age *m, const double *x, const double *held,
                               double *scratch, double *value, rix_error *err)
{
    const double left = m->transmission * rix_i_age_behaviour(m, x);
    for (size_t i = 0; i < m->strata; i++) scratch[i] = 1.0;
    return rix_i_age_reproduction(m, x, held, left, 1e-12, scratch, scratch + m->strata, value,
                                  err);
}

rix_status rix_i_age_observe(const rix_scenario *sc, size_t which, const double *x,
                             const double *held, const double *mode, double *scratch, double *value,
                             rix_error *err)
{
    const rix_i_age *m = (const rix_i_age *)sc;
    switch (which) {
    case INFECTED:
        *value = rix_i_age_total(m, x, AGE_E) + rix_i_age_total(m, x, AGE_IS) +
                 rix_i_age_total(m, x, AGE_IA);
        break;
    case CUMULATIVE: *value = PER * sum_of(x + m->infections, m->ages) / m->everyone; break;
    case INCIDENCE: *value = PER * new_infections(m, x, held, mode, scratch) / m->everyone; break;
    case OCCUPANCY: *value = in_hospital(m, x); break;
    case LOAD: *value = in_hospital(m, x) / m->params.country.hospital_capacity; break;
    default: return reproduction(m, x, held, scratch, value, err);
    }
    return RIX_OK;
}
