/* age_params.c - parameters of the epidemic by age and sector by name: values, derivatives and replacement.
 *
 * Listed are those on which transmission does not depend other than through r0, so that derivatives need no more than
 * the equations. Everything else is changed by making another scenario. */
#include <stdlib.h>
#include <string.h>

#include "epidemic/age_model.h"

enum { P_SPREAD, P_SIGMA, P_WANING, P_RECOVERY, P_DEATH, P_EFFICACY, P_OVERLOAD, P_NUMBERS };

static bool given_transmission(const rix_i_age *m) { return !isnan(m->params.transmission); }

size_t rix_i_age_param_count(const rix_i_age *m) { return P_NUMBERS + m->ages; }

void rix_i_age_list_params(const rix_i_age *m, const char *const *fatality_names, rix_i_param *list)
{
    const rix_age_sector *p = &m->params;
    const rix_pathogen *q = &p->pathogen;
    list[P_SPREAD] = given_transmission(m)
                         ? (rix_i_param){ "transmission", p->transmission, 0.0, INFINITY }
                         : (rix_i_param){ "r0", q->r0, 0.0, INFINITY };
    list[P_SIGMA] = (rix_i_param){ "sigma", q->sigma, 0.0, INFINITY };
    list[P_WANING] = (rix_i_param){ "waning", q->waning, 0.0, INFINITY };
    list[P_RECOVERY] = (rix_i_param){ "hospital_recovery", q->hospital_recovery, 0.0, INFINITY };
    list[P_DEATH] = (rix_i_param){ "hospital_death", q->hospital_death, 0.0, INFINITY };
    list[P_EFFICACY] = (rix_i_param){ "efficacy", p->vaccination.efficacy, 0.0, 1.0 };
    list[P_OVERLOAD] = (rix_i_param){ "overload_fatality", p->overload_fatality, 0.0, INFINITY };
    for (size_t a = 0; a < m->ages; a++) {
        list[P_NUMBERS + a] = (rix_i_param){ fatality_names[a], q->hospital_fatality[a], 0.0, 1.0 };
    }
}

rix_status rix_i_age_with_params(const rix_scenario *sc, const double *p, rix_scenario **out,
                                 rix_error *err)
{
    rix_age_sector params = ((const rix_i_age *)sc)->params;
    if (isnan(params.transmission)) {
        params.pathogen.r0 = p[P_SPREAD];
    } else {
        params.transmission = p[P_SPREAD];
    }
    params.pathogen.sigma = p[P_SIGMA];
    params.pathogen.waning = p[P_WANING];
    params.pathogen.hospital_recovery = p[P_RECOVERY];
    params.pathogen.hospital_death = p[P_DEATH];
    params.vaccination.efficacy = p[P_EFFICACY];
    params.overload_fatality = p[P_OVERLOAD];
    params.pathogen.hospital_fatality = p + P_NUMBERS;
    return rix_age_sector_new(&params, out, err);
}

/* Rates from Is to Hd are admission * fatality, and over capacity that times overload_fatality up to the limit. */
void rix_i_age_params_vjp(const rix_i_age *m, const double *tally, double *p_bar)
{
    const rix_age_sector *p = &m->params;
    const double *below = tally + AGE_T_NUMBERS, *over = below + m->ages;
    const double r0 = p->pathogen.r0;
    const double each = r0 > 0.0 ? m->transmission / r0 : 0.0; /* transmission of one unit of r0 */
    p_bar[P_SPREAD] = tally[AGE_T_TRANSMISSION] * (given_transmission(m) ? 1.0 : each);
    p_bar[P_SIGMA] = tally[AGE_T_SIGMA];
    p_bar[P_WANING] = tally[AGE_T_WANING];
    p_bar[P_RECOVERY] = tally[AGE_T_RECOVERY];
    p_bar[P_DEATH] = tally[AGE_T_DEATH];
    p_bar[P_EFFICACY] = tally[AGE_T_EFFICACY];
    p_bar[P_OVERLOAD] = 0.0;
    for (size_t a = 0; a < m->ages; a++) {
        const double admission = p->pathogen.admission[a],
                     fatality = p->pathogen.hospital_fatality[a];
        const bool free = p->overload_fatality * fatality < p->fatality_limit;
        p_bar[P_NUMBERS + a] =
            admission * (below[a] + (free ? p->overload_fatality * over[a] : 0.0));
        if (free) p_bar[P_OVERLOAD] += admission * fatality * over[a];
    }
}
