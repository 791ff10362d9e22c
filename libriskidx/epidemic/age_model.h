/* epidemic/age_model.h - the epidemic by age and sector, as its files share it; equations: riskidx/age_sector.h. */
#ifndef RIX_I_AGE_MODEL_H
#define RIX_I_AGE_MODEL_H

#include <riskidx/age_sector.h>

#include "epidemic/model.h"

/** Compartments of a layer, each by stratum. */
enum { AGE_S, AGE_E, AGE_IS, AGE_IA, AGE_HR, AGE_HD, AGE_R, AGE_D, AGE_COMPARTMENTS };

/** What a run switches: flags, and when each was last set. */
enum { AGE_OVERFLOW, AGE_VACCINATING, AGE_OVERFLOW_SINCE, AGE_VACCINATING_SINCE, AGE_MODES };

/** Events of the model itself; a response has more of its own. */
enum { AGE_VACCINATION_ON, AGE_VACCINATION_OFF, AGE_OVERFLOW_ON, AGE_OVERFLOW_OFF, AGE_EVENTS };

/** What derivatives by parameters are made of, summed up over a run; then by age rates to death, below and over. */
enum {
    AGE_T_TRANSMISSION,
    AGE_T_SIGMA,
    AGE_T_WANING,
    AGE_T_RECOVERY,
    AGE_T_DEATH,
    AGE_T_EFFICACY,
    AGE_T_NUMBERS
};

/** Outcomes after deaths and deaths by age. */
enum {
    AGE_O_INFECTIONS,
    AGE_O_ADMISSIONS,
    AGE_O_DOSES,
    AGE_O_LIFE_YEARS,
    AGE_O_LIFE_VALUE,
    AGE_O_OUTPUT,
    AGE_O_OUTPUT_CLOSURES,
    AGE_O_OUTPUT_ABSENCES,
    AGE_O_EDUCATION,
    AGE_O_EDUCATION_CLOSURES,
    AGE_O_EDUCATION_ABSENCES,
    AGE_O_SCHOOL_DAYS,
    AGE_O_COST,
    AGE_AFTER_AGES
};

/**
 * States: layer by layer the compartments, each by stratum; then infections, admissions and doses so far by age;
 * then, of costs, days of work lost to illness by sector, days closed by sector, and pupils' days without school.
 */
typedef struct rix_i_age {
    rix_scenario scenario; /* first: it is a scenario */
    size_t ages, sectors, strata, layers;
    size_t infections, admissions, doses, absent, closed, school_days; /* where they begin in x */
    rix_age_sector params; /* its arrays are the model's own */
    double everyone, pupils, psi;
    double transmission;
    double school_contacts;   /* what of contacts[school][school] is made at school */
    const double *size;       /* strata */
    const double *admission;  /* strata */
    const double *death[2];   /* strata: rate from Is to Hd, below and over capacity */
    const double *stay;       /* strata: what a case infects for, q */
    const double *population; /* ages */
    const double *contacts;   /* ages x ages, by size of the column's group */
    const double *within;     /* sectors: workplace / size */
    const double *consumers;  /* ages x sectors (transposed), by size of the age group */
    const double *life_years, *life_value; /* ages */
    const double *output;                  /* sectors, a day, converted */
    const double *generation;              /* ages x ages, or NULL */
    double school_day;                     /* value of a pupil's day */
    double *numbers;
    char *text;
    const char **names;
    rix_outcome *outcomes;
    rix_i_param *tunable;
} rix_i_age;

/** What the controls of a period come to: held[0 .. ages^2) contacts, then by sector, then one number. */
static inline const double *rix_i_age_within(const rix_i_age *m, const double *held)
{
    return held + m->ages * m->ages;
}
static inline const double *rix_i_age_open(const rix_i_age *m, const double *held)
{
    return rix_i_age_within(m, held) + m->sectors;
}
static inline double rix_i_age_school(const rix_i_age *m, const double *held)
{
    return rix_i_age_open(m, held)[m->sectors];
}

/** What hold writes; behind it come 3 strata + 4 ages of scratch, which the derivatives by held lend to age_vjp.c. */
static inline size_t rix_i_age_held(const rix_i_age *m)
{
    return m->ages * m->ages + 2 * m->sectors + 1;
}
static inline size_t rix_i_age_spare(const rix_i_age *m) { return 3 * m->strata + 4 * m->ages; }

/** What a state comes to, once for all strata. */
typedef struct rix_i_age_now {
    double overload; /* 0: fatality below capacity, 1: above */
    double transmission;
    double vaccinated; /* share of the first layer's S and R that gets a dose, a day */
} rix_i_age_now;

rix_i_age_now rix_i_age_survey(const rix_i_age *m, const double *x, const double *mode);

/** The age group of a stratum. */
static inline size_t rix_i_age_of(const rix_i_age *m, size_t stratum)
{
    return stratum < m->ages ? stratum : m->params.country.working_age;
}

/** The model behind a scenario, or NULL if it is of another kind. */
const rix_i_age *rix_i_age_model(const rix_scenario *sc);

/** held from the openness of sectors, school and community. */
void rix_i_age_hold(const rix_i_age *m, const double *open, double *held);

/** The same from controls u, which are closures: openness is 1 - u. */
void rix_i_age_hold_closed(const rix_i_age *m, const double *u, double *held);

/**
 * dx of the states before `count`: m->absent where nothing is accounted for, m->closed where closures are not,
 * or all of them.
 */
void rix_i_age_slope(const rix_i_age *m, const double *x, const double *held, const double *mode,
                     size_t count, double *dx);

/** Share of contacts that behaviour leaves; its derivative by a person in hospital (for "deaths": in Hd). */
double rix_i_age_behaviour(const rix_i_age *m, const double *x);
double rix_i_age_behaviour_slope(const rix_i_age *m, const double *x);

/** Infectious persons by stratum, over both layers. */
void rix_i_age_infectious(const rix_i_age *m, const double *x, double *infectious);

/** People in hospital, counted by the model's rule, less capacity: what thresholds of demand watch. */
double rix_i_age_over_capacity(const rix_i_age *m, const double *x);

/** Sum of a compartment over strata and layers. */
double rix_i_age_total(const rix_i_age *m, const double *x, size_t compartment);

/** Vector-Jacobian products of slope (all states), hold_closed and outcomes: they add to the bars; held_bar is
 * rix_i_age_held + rix_i_age_spare long. */
void rix_i_age_slope_vjp(const rix_i_age *m, const double *x, const double *held,
                         const double *mode, const double *seed, double *x_bar, double *held_bar,
                         double *tally);
void rix_i_age_hold_vjp(const rix_i_age *m, const double *u, const double *held_bar, double *u_bar);
void rix_i_age_outcomes_vjp(const rix_i_age *m, const double *weights, double *x_bar);

/** Parameters by name: how many, what they are, another scenario with others, derivatives by them of a tally. */
size_t rix_i_age_param_count(const rix_i_age *m);
void rix_i_age_list_params(const rix_i_age *m, const char *const *fatality_names,
                           rix_i_param *list);
rix_status rix_i_age_with_params(const rix_scenario *sc, const double *p, rix_scenario **out,
                                 rix_error *err);
void rix_i_age_params_vjp(const rix_i_age *m, const double *tally, double *p_bar);

/** The AGE_EVENTS conditions, and what an event changes. */
void rix_i_age_conditions(const rix_i_age *m, double t, const double *x, const double *mode,
                          double *g);
void rix_i_age_fire(size_t event, double t, double *mode);

/** Force of infection by stratum, of infectious persons by stratum; scratch: 2 * ages numbers. */
void rix_i_age_force(const rix_i_age *m, const double *held, const double *infectious,
                     double *scratch, double *force);

/** Scratch of rix_i_age_reproduction, in doubles. */
static inline size_t rix_i_age_reproduction_scratch(const rix_i_age *m)
{
    return 3 * m->strata + 2 * m->ages;
}

/**
 * Spectral radius of the next-generation matrix in a state, under what behaviour leaves of transmission. `vector`
 * (strata, > 0) is where the iteration starts and where it ends, so that the next day's is quick.
 * RIX_ENUMERIC if it does not converge.
 */
rix_status rix_i_age_reproduction(const rix_i_age *m, const double *x, const double *held,
                                  double transmission, double tolerance, double *vector,
                                  double *scratch, double *value, rix_error *err);

/** The same of generation, times the susceptible share of the living, by age; vector and scratch: 2 * ages. */
rix_status rix_i_age_susceptible_reproduction(const rix_i_age *m, const double *x, double *vector,
                                              double *scratch, double *value, rix_error *err);

/** Its observables. */
void rix_i_age_fill_observables(rix_i_age *m);
rix_status rix_i_age_observe(const rix_scenario *sc, size_t which, const double *x,
                             const double *held, const double *mode, double *scratch,
                             double *value, rix_error *err);

/** Outcomes after deaths by age from what is summed up; work lost and closures by sector, in the state's units. */
void rix_i_age_outcomes(const rix_i_age *m, const double *x, const double *absent,
                        const double *closed, double school_days, double *outcomes);

#endif
