/* epidemic/planner.h - the planner of a multi-group SIR epidemic, between its equations and its making. */
#ifndef RIX_I_PLANNER_H
#define RIX_I_PLANNER_H

#include "base/text.h"
#include "epidemic/model.h"

/* States: susceptible, infected, recovered and dead by group, then three running outcomes. */
enum { RIX_I_OUTPUT_LOSS, RIX_I_LIFETIME_OUTPUT, RIX_I_DISCOUNTED_DEATHS, RIX_I_PLANNER_RUNNING };
enum { RIX_I_PLANNER_COMPARTMENTS = 4 };

/* Outcomes: deaths, deaths by group, then these. */
enum {
    RIX_I_O_DISCOUNTED,
    RIX_I_O_OUTPUT,
    RIX_I_O_LIFETIME,
    RIX_I_O_ECONOMIC,
    RIX_I_O_OBJECTIVE,
    RIX_I_PLANNER_AFTER_GROUPS
};

/* What the controls of a period come to, by group, after one number for all. */
enum { RIX_I_H_CATCH, RIX_I_H_PASS_ON, RIX_I_H_IDLE, RIX_I_H_ILL, RIX_I_H_OUT, RIX_I_PLANNER_HELD };

/* Observables. */
enum {
    RIX_I_B_INFECTED,
    RIX_I_B_INFECTIONS,
    RIX_I_B_CUMULATIVE,
    RIX_I_B_INCIDENCE,
    RIX_I_B_CONGESTION,
    RIX_I_B_REPRODUCTION,
    RIX_I_PLANNER_OBSERVABLES
};

/* Derivatives by what the equations are made of: first numbers, then arrays by group, then groups^2. */
enum {
    RIX_I_T_TRANSMISSION,
    RIX_I_T_RECOVERY,
    RIX_I_T_EFFECT,
    RIX_I_T_CIRCULATING,
    RIX_I_T_IMPATIENCE,
    RIX_I_T_EXPONENT,
    RIX_I_T_DEATH_COST,
    RIX_I_T_NUMBERS
};
enum { RIX_I_T_MORTALITY, RIX_I_T_SURGE, RIX_I_T_LIFE_VALUE, RIX_I_T_WORK, RIX_I_PLANNER_BY_GROUP };

/** A planner, whose parts are what the right-hand side needs at hand. */
typedef struct rix_i_planner {
    rix_scenario scenario; /* first: a planner is a scenario */
    size_t groups;
    double transmission, recovery, effect, circulating, death_cost;
    double impatience; /* interest + vaccine */
    double exponent;   /* of matching, less 2 */
    bool linear;       /* lockdown stops contacts on the side of the susceptible only */
    rix_lockdown_base base;
    const double *population;
    const double *mortality;  /* recovery * fatality */
    const double *surge;      /* congestion * load / sum of load * population */
    const double *life_value; /* e_j: output lost by a death */
    const double *work;       /* lockdown_cost * productivity */
    const double *mixing;     /* groups x groups, or NULL: all 1 */
    const double *discount;   /* at every half step, since time alone decides it */
    double *numbers;          /* owns all of the above, and the scenario's */
    char *text;               /* owns every string */
    const char **names;
    rix_outcome *outcomes;
    rix_i_param *params;
    rix_observable observables[RIX_I_PLANNER_OBSERVABLES];
    rix_planner_sir made_from; /* its arrays lie in numbers, its strings in text */
} rix_i_planner;

/** Equations of the planner; free and with_params come with its making. */
int rix_i_planner_hold(const rix_scenario *sc, const double *u, double *held);
int rix_i_planner_rhs(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
                      const double *mode, double *dx);
int rix_i_planner_outcomes(const rix_scenario *sc, const double *x, const double *mode, double *y);

/** Its observables. */
void rix_i_planner_fill_observables(rix_i_planner *m);
rix_status rix_i_planner_observe(const rix_scenario *sc, size_t which, const double *x,
                                 const double *held, const double *mode, double *scratch,
                                 double *value, rix_error *err);

/** Infectious contacts of group j. */
double rix_i_planner_force(const rix_i_planner *m, size_t j, const double *pass_on,
                           const double *infected);
/** People whom group j may meet: those out and about. */
double rix_i_planner_crowd(const rix_i_planner *m, size_t j, const double *out, const double *x);
/** Infectious contacts of group j, rarer or denser with the crowd; h: what is held by group. */
double rix_i_planner_meet(const rix_i_planner *m, size_t j, const double *x, const double *h);

/** Their vector-Jacobian products. */
int rix_i_planner_rhs_vjp(const rix_scenario *sc, rix_i_moment at, const double *x,
                          const double *held, const double *mode, const double *seed, double *x_bar,
                          double *held_bar, double *tally);
int rix_i_planner_hold_vjp(const rix_scenario *sc, const double *u, const double *held_bar,
                           double *u_bar, double *tally);
int rix_i_planner_outcomes_vjp(const rix_scenario *sc, const double *x, const double *mode,
                               const double *weights, double *x_bar, double *tally);

/** The planner's parameters by name: how many there are, the bytes of their names, and their list. */
size_t rix_i_planner_param_count(const rix_planner_sir *p);
size_t rix_i_planner_param_text(const rix_planner_sir *p);
void rix_i_planner_fill_params(rix_i_planner *m, char **text);
int rix_i_planner_params_vjp(const rix_scenario *sc, const double *tally, const double *initial_bar,
                             double *p_bar);
rix_status rix_i_planner_with_params(const rix_scenario *sc, const double *p, rix_scenario **out,
                                     rix_error *err);

/** Present value of an output of 1 a unit of time, over `time`. */
double rix_i_planner_annuity(double rate, double time);

/** The name of group j, made up in `made` where there is none. */
const char *rix_i_planner_name(const rix_planner_sir *p, size_t j, rix_i_text *made);

/** Discount at an instant; looked up on the grid of fixed steps. */
static inline double rix_i_planner_discount(const rix_i_planner *m, rix_i_moment at)
{
    return at.half != RIX_NO_INDEX ? m->discount[at.half] : exp(-m->impatience * at.time);
}

/** Whether all groups have the same infectious contacts, whatever the crowd. */
static inline bool rix_i_planner_is_one_crowd(const rix_i_planner *m)
{
    return !m->mixing && !(fabs(m->exponent) > 0.0);
}

#endif
