/* riskidx/epidemic.h - scenarios, and what happens in them under a schedule of controls.
 *
 * A scenario is a model with its parts filled in. Whatever the model, it has states, controls that
 * are constant within each period, and outcomes; this header is all that other rooms know of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_EPIDEMIC_H
#define RISKIDX_EPIDEMIC_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/** What an outcome is about. */
typedef enum rix_domain { RIX_HEALTH, RIX_SOCIAL, RIX_ECONOMIC } rix_domain;

/** A number drawn from a trajectory; less is better. */
typedef struct rix_outcome {
    const char *name; /**< such as "deaths" */
    const char *unit; /**< such as "share of population" */
    rix_domain domain;
} rix_outcome;

/* clang-format off */
/** What a policy did with its stages: X(constant, name in the bindings). */
#define RIX_STAGE_EVENT_LIST(X)                                                                    \
    X(RIX_STAGE_ROSE,   "rose")   /* the rule found a stricter stage */                            \
    X(RIX_STAGE_FELL,   "fell")   /* it found a less strict one */                                 \
    X(RIX_STAGE_DATE,   "date")   /* the date of the next stage, and the stay in the last, came */ \
    X(RIX_STAGE_GATE,   "gate")   /* the gate of the next stage opened */                          \
    X(RIX_STAGE_CAPPED, "capped") /* a switch that was not made: there had been as many as allowed */ \
    X(RIX_STAGE_SHUT,   "shut")   /* a gate that never opened, and the stages behind it; at the last period */

/** How a run is integrated: X(constant, name in the bindings). */
#define RIX_METHOD_LIST(X)                                                                         \
    X(RIX_METHOD_DEFAULT,  "default")  /* the scenario's own; for planner_sir rk4 */               \
    X(RIX_METHOD_RK4,      "rk4")      /* classical Runge-Kutta of order 4 in fixed steps */       \
    X(RIX_METHOD_ADAPTIVE, "adaptive") /* Dormand and Prince 5(4) with error control */            \
    X(RIX_METHOD_ADAPTIVE_8, "adaptive_8") /* Dormand and Prince 8(5,3): for many digits */

/** What a gradient does at an event: X(constant, name in the bindings). */
#define RIX_EVENT_GRADIENT_LIST(X)                                                                 \
    X(RIX_EVENT_EXACT,    "exact")    /* its time depends on no control, parameter or state */     \
    X(RIX_EVENT_FROZEN,   "frozen")   /* its time is taken as given: the gradient is not exact */  \
    X(RIX_EVENT_EXCLUDED, "excluded") /* no gradient is given of a run in which it happens */
/* clang-format on */

/** See RIX_STAGE_EVENT_LIST. */
typedef enum rix_stage_event {
#define RIX_STAGE_EVENT_ENUM(code, name) code,
    RIX_STAGE_EVENT_LIST(RIX_STAGE_EVENT_ENUM)
#undef RIX_STAGE_EVENT_ENUM
} rix_stage_event;

/** See RIX_METHOD_LIST. */
typedef enum rix_method {
#define RIX_METHOD_ENUM(code, name) code,
    RIX_METHOD_LIST(RIX_METHOD_ENUM)
#undef RIX_METHOD_ENUM
} rix_method;

/** See RIX_EVENT_GRADIENT_LIST. */
typedef enum rix_event_gradient {
#define RIX_EVENT_GRADIENT_ENUM(code, name) code,
    RIX_EVENT_GRADIENT_LIST(RIX_EVENT_GRADIENT_ENUM)
#undef RIX_EVENT_GRADIENT_ENUM
} rix_event_gradient;

/** A model with its parts filled in, checked once. Const functions may share it between threads. */
typedef struct rix_scenario rix_scenario;

/* ------------------------------------------------------------------------------ planner_sir -- */

/** Who is locked down, and so costs output. */
typedef enum rix_lockdown_base {
    RIX_LOCKDOWN_NOT_RECOVERED, /**< recovered people are known and go free */
    RIX_LOCKDOWN_ALL            /**< everyone, recovered included */
} rix_lockdown_base;

/* clang-format off */
/** Whose contacts a lockdown stops: X(constant, name in the bindings). */
#define RIX_CONTACTS_LIST(X)                                                                       \
    X(RIX_CONTACTS_QUADRATIC, "quadratic") /* of both who meet: its effect counts twice */         \
    X(RIX_CONTACTS_LINEAR,    "linear")    /* of the susceptible only */
/* clang-format on */

/** See RIX_CONTACTS_LIST. */
typedef enum rix_contacts {
#define RIX_CONTACTS_ENUM(code, name) code,
    RIX_CONTACTS_LIST(RIX_CONTACTS_ENUM)
#undef RIX_CONTACTS_ENUM
} rix_contacts;

/**
 * The planning problem of a multi-group SIR epidemic. Time is in any unit, the same throughout.
 * For groups j with population N_j, susceptible S_j, infected I_j, recovered R_j, dead D_j and
 * lockdown l_j in [0, lockdown_max_j]:
 *
 *     new infections  n_j = transmission S_j (1 - effect l_j) sum_k mixing_jk circulating I_k (1 - effect l_k)
 *                     the last factor is 1 under linear contacts; n_j is times B_j^(matching - 2), where
 *                     B_j = sum_k mixing_jk [ (S_k + circulating I_k) (1 - effect l_k) + R_k ], with
 *                     R_k (1 - effect l_k) where the recovered are locked down too (base: all)
 *     congestion      H = sum_j load_j I_j / sum_j load_j N_j
 *     dS_j = -n_j     dI_j = n_j - recovery I_j
 *     dD_j = recovery fatality_j (1 + congestion H) I_j     dR_j = recovery I_j - dD_j
 *     discount        d(t) = exp(-(interest + vaccine) t)
 *     output loss     d lockdown_cost sum_j productivity_j [ l_j A_j + (1 - circulating (1 - l_j)) I_j ]
 *                     with A_j = S_j (not recovered) or N_j - I_j (all)
 *     lost lifetime output  d sum_j e_j dD_j,  e_j = productivity_j / interest * (1 - (1 + interest)^(-working_time_j))
 *     discounted deaths     d sum_j dD_j
 *
 * Outcomes, in this order: deaths, deaths_<group> for every group, discounted_deaths, output_loss,
 * lost_lifetime_output, economic_loss = output_loss + lost_lifetime_output, and objective =
 * economic_loss + death_cost * discounted_deaths.
 *
 * Acemoglu, Chernozhukov, Werning and Whinston (2021), AER: Insights 3(4); with one group, Alvarez,
 * Argente and Lippi (2021), AER: Insights 3(3). Start from RIX_PLANNER_SIR_INIT.
 */
typedef struct rix_planner_sir {
    size_t groups;               /**< G >= 1 */
    const char *const *names;    /**< G names, unique, or NULL: "1", "2" ... */
    const double *population;    /**< G, > 0, in persons or shares: deaths are in the same unit */
    const double *susceptible;   /**< G, S_j(0) >= 0 */
    const double *infected;      /**< G, I_j(0) >= 0, S + I <= N; the rest is recovered */
    double transmission;         /**< >= 0, per person (or share) and unit of time */
    double recovery;             /**< > 0, per unit of time */
    const double *mixing;        /**< G x G row-major, >= 0; NULL: all 1 */
    double effect;               /**< share of contacts that lockdown stops, in [0, 1] */
    double circulating;          /**< share of the infected not isolated, in [0, 1] */
    const double *fatality;      /**< G, in [0, 1]: infection fatality without congestion */
    double congestion;           /**< >= 0: fatality at H = 1 is 1 + congestion times as high */
    const double *load;          /**< G, >= 0, sum > 0 where congestion > 0: weight in H; NULL: fatality */
    const double *productivity;  /**< G, >= 0: output per person and unit of time */
    double lockdown_cost;        /**< >= 0: share of output lost under full lockdown */
    rix_lockdown_base base;      /**< who is locked down */
    const double *working_time;  /**< G, >= 0: working life lost by a death, in units of time; NULL: 0 */
    double interest;             /**< >= 0, per unit of time (0: e_j = productivity_j working_time_j) */
    double vaccine;              /**< >= 0, per unit of time: arrival rate of a vaccine */
    double death_cost;           /**< >= 0: what the planner would pay to avert a death, in output */
    const double *lockdown_max;  /**< G, in [0, 1] */
    double period;               /**< > 0: time within which a control is constant */
    size_t periods;              /**< >= 1: horizon = periods * period */
    size_t steps;                /**< >= 1: steps of the fourth-order Runge-Kutta method a period */
    const char *time_unit;       /**< "week", "year" ...; NULL: "time" */
    const char *person_unit;     /**< unit of population; NULL: "share of population" */
    const char *output_unit;     /**< currency and price basis of output; NULL: "annual output" */
    double matching;             /**< in [1, 2]; 2: contacts grow with the crowd, 1: as many in any crowd */
    rix_contacts contacts;       /**< whose contacts a lockdown stops */
} rix_planner_sir;

/** No groups yet; no isolation, no congestion, nothing discounted; one step of time a period, 7 steps. */
#define RIX_PLANNER_SIR_INIT                                                                       \
    {                                                                                              \
        0, NULL, NULL, NULL, NULL, 0.0, 1.0, NULL, 1.0, 1.0, NULL, 0.0, NULL, NULL, 1.0,           \
            RIX_LOCKDOWN_NOT_RECOVERED, NULL, 0.0, 0.0, 0.0, NULL, 1.0, 1, 7, NULL, NULL, NULL,    \
            2.0, RIX_CONTACTS_QUADRATIC                                                            \
    }

/**
 * A scenario of the multi-group SIR planner.
 *
 * @param params  the parts; copied
 * @param out     [out] the scenario, to be freed with rix_scenario_free; untouched on failure
 * @param err     NULL, or filled on failure only; names the parameter (and row: the group)
 * @return RIX_OK; RIX_EINVAL: a NULL that is not allowed, no groups, periods or steps, two groups of
 *         one name, an unknown base or kind of contacts; RIX_EDOMAIN: a parameter not finite or outside its range;
 *         RIX_EOVERFLOW; RIX_ENOMEM.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_planner_sir_new(const rix_planner_sir *params, rix_scenario **out,
                                       rix_error *err);

/* ----------------------------------------------------------------------------- custom models -- */

/* clang-format off */
/** How an outcome of a custom model is drawn: X(constant, name in the bindings). */
#define RIX_DRAWN_LIST(X)                                                                          \
    X(RIX_DRAWN_RUNNING,  "running")  /* the integral over time of a rate */                       \
    X(RIX_DRAWN_TERMINAL, "terminal") /* a function of the last state */
/* clang-format on */

/** See RIX_DRAWN_LIST. */
typedef enum rix_drawn {
#define RIX_DRAWN_ENUM(code, name) code,
    RIX_DRAWN_LIST(RIX_DRAWN_ENUM)
#undef RIX_DRAWN_ENUM
} rix_drawn;

/** An instant of a custom model, as its functions see it. */
typedef struct rix_custom_at {
    double t;
    const double *x;     /**< states */
    const double *u;     /**< controls of the period; NULL for terminal, conditions and happen */
    const double *p;     /**< parameters */
    const double *flags; /**< flags, as events have left them */
} rix_custom_at;

/** An outcome of a custom model. */
typedef struct rix_custom_outcome {
    rix_outcome about;
    rix_drawn drawn;
} rix_custom_outcome;

/** A kind of event: it happens where its condition passes zero. */
typedef struct rix_custom_event {
    const char *name;
    int direction;               /**< +1: upwards, -1: downwards, 0: either way */
    rix_event_gradient gradient; /**< RIX_EVENT_EXACT for a condition on t alone that jumps no state */
} rix_custom_event;

/**
 * A model of the caller's own: x' = f(t, x, u, p). Start from RIX_CUSTOM_INIT.
 *
 * Functions return 0; anything else ends the run with RIX_ECANCELLED. They must return: no longjmp, no
 * throw. They run on the thread that calls, and where a call has several threads on any of them at once,
 * unless calling_thread_only. Arrays that they write to come without values, but for those of a
 * vector-Jacobian product, which come as zeros.
 */
typedef struct rix_custom {
    size_t n_states;                 /**< >= 1 */
    const char *const *states;       /**< n_states names, unique */
    const char *const *state_units;  /**< n_states, or NULL: not said */
    const double *initial;           /**< n_states, finite */
    size_t n_controls;
    const char *const *controls;     /**< n_controls names, unique */
    const double *control_max;       /**< n_controls, finite and >= 0; the smallest value is 0 */
    size_t n_params;
    const char *const *params;       /**< n_params names, unique */
    const double *param_values;      /**< n_params, finite */
    const double *param_low;         /**< n_params, or NULL: none has a least value */
    const double *param_high;        /**< n_params, or NULL: none has a largest value */
    size_t n_outcomes;               /**< >= 1 */
    const rix_custom_outcome *outcomes; /**< n_outcomes; names unique, and of running ones no state's */
    size_t n_flags;
    const char *const *flags;        /**< n_flags names, unique */
    const double *initial_flags;     /**< n_flags, finite; NULL: 0 */
    size_t n_events;
    const rix_custom_event *events;  /**< n_events; names unique */
    double period;                   /**< > 0: time within which a control is constant */
    size_t periods;                  /**< >= 1 */
    size_t steps;                    /**< >= 1: steps of rk4 a period */
    const char *time_unit;           /**< NULL: "time" */
    size_t n_nonnegative;            /**< so many states, the first, must not become negative: it is watched */
    const double *conserved;         /**< NULL, or n_states weights of a sum that stays: it is watched */
    rix_method method;               /**< of rix_simulate; RIX_METHOD_DEFAULT: rk4 */
    bool calling_thread_only;        /**< the functions run on the calling thread and on no other */
    void *user;                      /**< passed through; must outlive the scenario and those made from it */

    /** dx (n_states) = f. */
    int (*rhs)(const rix_custom_at *at, double *dx, void *user);
    /** Rates of the running outcomes, in their order; NULL where there are none. */
    int (*rates)(const rix_custom_at *at, double *rates, void *user);
    /** The terminal outcomes, in their order, at the end of the run; NULL where there are none. */
    int (*terminal)(const rix_custom_at *at, double *values, void *user);
    /** The conditions of the events; NULL where there are none. */
    int (*conditions)(const rix_custom_at *at, double *g, void *user);
    /** Carries out event i: may write to x and flags, which hold what at->x and at->flags do. */
    int (*happen)(const rix_custom_at *at, size_t i, double *x, double *flags, void *user);

    /**
     * Vector-Jacobian products: of the function of the same name, the sum over its results of seed times
     * the derivatives, by states, controls and parameters. Each may be NULL: then its derivatives are
     * differences, a gradient costs so many runs more and is not exact.
     */
    int (*rhs_vjp)(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                   double *p_bar, void *user);
    int (*rates_vjp)(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user);
    int (*terminal_vjp)(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                        double *p_bar, void *user);
} rix_custom;

/** Nothing yet; periods of 1, and one of them; 10 steps. */
#define RIX_CUSTOM_INIT                                                                            \
    {                                                                                              \
        0, NULL, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, 0,  \
            NULL, 1.0, 1, 10, NULL, 0, NULL, RIX_METHOD_DEFAULT, false, NULL, NULL, NULL, NULL,    \
            NULL, NULL, NULL, NULL, NULL                                                           \
    }

/**
 * A scenario of a model of the caller's own. Its states are those given, then the running outcomes so
 * far. The functions are not called yet.
 *
 * @param model  the parts; copied, but for what user points to
 * @param out    [out] the scenario, to be freed with rix_scenario_free; untouched on failure
 * @param err    NULL, or filled on failure only; names the part (and row: the state, control ...)
 * @return RIX_OK; RIX_EINVAL: a NULL that is not allowed, no states, outcomes, periods or steps, a name
 *         given twice, an unknown enumerator; RIX_EDOMAIN: a number not finite or outside its range;
 *         RIX_EOVERFLOW; RIX_ENOMEM.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_custom_new(const rix_custom *model, rix_scenario **out, rix_error *err);

/* --------------------------------------------------------------------- any model's scenario -- */

/**
 * Frees a scenario; views of it end here.
 *
 * @param sc  a scenario, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_scenario_free(rix_scenario *sc);

/**
 * Number of periods of the horizon.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_periods(const rix_scenario *sc);

/**
 * Length of a period, in the scenario's unit of time.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API double rix_scenario_period(const rix_scenario *sc);

/**
 * The unit of time.
 *
 * @param sc  a scenario, not NULL
 * @return lives as long as the scenario
 * @since 0.1
 */
RIX_API const char *rix_scenario_time_unit(const rix_scenario *sc);

/**
 * Number of controls.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_control_count(const rix_scenario *sc);

/**
 * Name of a control: for planner_sir, of its group.
 *
 * @param sc  a scenario, not NULL
 * @param i   number of the control, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_control_name(const rix_scenario *sc, size_t i);

/**
 * Largest value of each control; the smallest is 0.
 *
 * @param sc  a scenario, not NULL
 * @return as many as controls; lives as long as the scenario
 * @since 0.1
 */
RIX_API rix_vec rix_scenario_control_max(const rix_scenario *sc);

/**
 * Number of states, running outcomes included.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_state_count(const rix_scenario *sc);

/**
 * Name of a state. For planner_sir susceptible_<group> ..., infected_..., recovered_..., dead_...,
 * then output_loss, lost_lifetime_output and discounted_deaths so far.
 *
 * @param sc  a scenario, not NULL
 * @param i   number of the state, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_state_name(const rix_scenario *sc, size_t i);

/**
 * Unit of a state.
 *
 * @param sc  a scenario, not NULL
 * @param i   number of the state, from 0
 * @return lives as long as the scenario; NULL if the model does not say, or i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_state_unit(const rix_scenario *sc, size_t i);

/**
 * Number of outcomes.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_outcome_count(const rix_scenario *sc);

/**
 * Name, unit and domain of an outcome.
 *
 * @param sc  a scenario, not NULL
 * @param i   number of the outcome, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_outcome *rix_scenario_outcome(const rix_scenario *sc, size_t i);

/**
 * Number of the outcome with a name.
 *
 * @param sc    a scenario, not NULL
 * @param name  a name; NULL finds nothing
 * @return RIX_NO_INDEX if there is none
 * @since 0.1
 */
RIX_API size_t rix_scenario_find_outcome(const rix_scenario *sc, const char *name);

/**
 * Number of flags and dates that events set.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_mode_count(const rix_scenario *sc);

/**
 * Name of a flag or date.
 *
 * @param sc  a scenario, not NULL
 * @param i   its number, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_mode_name(const rix_scenario *sc, size_t i);

/**
 * Number of kinds of events.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_event_count(const rix_scenario *sc);

/**
 * Name of a kind of event.
 *
 * @param sc  a scenario, not NULL
 * @param i   its number, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_event_name(const rix_scenario *sc, size_t i);

/** A number that a state comes to, which can be recorded and which policies can watch. */
typedef struct rix_observable {
    const char *name; /**< such as "incidence" */
    const char *unit; /**< NULL: not said */
    double least;     /**< what it never falls below; -INFINITY: not known */
} rix_observable;

/**
 * Number of observables: those of the model, then its outcomes as they would be if time ended there (so that
 * running ones are what has run up so far), then its states.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_observable_count(const rix_scenario *sc);

/**
 * An observable. Of planner_sir the model's own are infected, infections (so far), cumulative_incidence (the same
 * per 100,000), incidence (new infections per 100,000 and unit of time), congestion (H) and reproduction: the
 * spectral radius of the next-generation matrix, in which a case of k infects in j
 *
 *     S_j (1 - effect l_j) transmission mixing_jk circulating (1 - effect l_k) B_j^(matching - 2) / recovery
 *
 * Of age_sector infected (exposed or infectious), cumulative_incidence, incidence, hospital_occupancy (persons),
 * hospital_load (the same over capacity) and reproduction, of all strata and under what behaviour leaves of
 * transmission. Custom models have none of their own.
 *
 * @param sc   a scenario, not NULL
 * @param i    number of the observable, from 0
 * @param out  [out] untouched where there is none; its texts live as long as the scenario
 * @return whether there is one
 * @since 0.1
 */
RIX_API bool rix_scenario_observable(const rix_scenario *sc, size_t i, rix_observable *out);

/**
 * Number of the first observable with a name.
 *
 * @param sc    a scenario, not NULL
 * @param name  a name; NULL finds nothing
 * @return RIX_NO_INDEX if there is none
 * @since 0.1
 */
RIX_API size_t rix_scenario_find_observable(const rix_scenario *sc, const char *name);

/**
 * Number of parameters that gradients, ensembles and calibration may vary.
 *
 * @param sc  a scenario, not NULL
 * @since 0.1
 */
RIX_API size_t rix_scenario_param_count(const rix_scenario *sc);

/**
 * Name of a parameter. For planner_sir transmission, recovery, effect, circulating, congestion, matching,
 * lockdown_cost, interest, vaccine, death_cost, then fatality_<group> ..., susceptible_..., infected_...,
 * productivity_..., and mixing_<to>_<from> ... where there is a mixing matrix.
 *
 * @param sc  a scenario, not NULL
 * @param i   its number, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_scenario_param_name(const rix_scenario *sc, size_t i);

/**
 * Value of a parameter, and the bounds that the model accepts.
 *
 * @param sc   a scenario, not NULL
 * @param i    its number, from 0
 * @param low  [out] NULL or the least value
 * @param high [out] NULL or the largest value, perhaps infinite
 * @return the value; NaN if i is out of range, and low and high are untouched
 * @since 0.1
 */
RIX_API double rix_scenario_param(const rix_scenario *sc, size_t i, double *low, double *high);

/**
 * Number of the parameter with a name.
 *
 * @param sc    a scenario, not NULL
 * @param name  a name; NULL finds nothing
 * @return RIX_NO_INDEX if there is none
 * @since 0.1
 */
RIX_API size_t rix_scenario_find_param(const rix_scenario *sc, const char *name);

/**
 * The same scenario with other parameters.
 *
 * @param sc      the scenario; it stays as it is
 * @param params  one value for each parameter, in their order
 * @param out     [out] the scenario, to be freed with rix_scenario_free; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, or a model that has no parameters; RIX_EDIM: not one value each; and
 *         what the maker of the model returns.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_scenario_with_params(const rix_scenario *sc, rix_vec params,
                                            rix_scenario **out, rix_error *err);

/* ----------------------------------------------------------------------------- simulation -- */

/** The states over time under a schedule, and the outcomes drawn from them. */
typedef struct rix_trajectory rix_trajectory;

/** How a scenario is simulated. Start from RIX_SIMULATE_OPTIONS_INIT. */
typedef struct rix_simulate_options {
    rix_method method; /**< RIX_METHOD_DEFAULT: the scenario's own */
    double relative;   /**< adaptive: error allowed in a step, beside the size of the state; 0: the
                            scenario's own, for planner_sir 1e-8 */
    double absolute;   /**< adaptive: and beside the largest state at the start; 0: the scenario's own,
                            for planner_sir 1e-10 */
    size_t max_steps;  /**< >= 1, adaptive: steps tried before it gives up */
    rix_vec times;     /**< when states are recorded: increasing, from 0 to the horizon; empty: 0 and the
                            end of every period. rk4 reads them off a cubic between its steps */
    rix_run run;       /**< progress, asked after every period; threads do not matter */
} rix_simulate_options;

/** The scenario's own method and tolerances, the states at the end of every period. */
#define RIX_SIMULATE_OPTIONS_INIT                                                                  \
    {                                                                                              \
        RIX_METHOD_DEFAULT, 0.0, 0.0, 100000,  { NULL, 0, 1 }, RIX_RUN_INIT                      \
    }

/**
 * Runs a scenario under a schedule, with the defaults of rix_simulate_with. Running outcomes are
 * integrated by the same method as the states.
 *
 * @param sc        the scenario
 * @param schedule  periods x controls: the value of each control in each period, finite, from 0 to its
 *                  largest; no missing values
 * @param out       [out] the trajectory, to be freed with rix_trajectory_free; untouched on failure
 * @param err       NULL, or filled on failure only; row is the period, col the control
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of schedule; RIX_EDOMAIN: a control missing or
 *         out of bounds; RIX_ENUMERIC: a state left the finite numbers, became negative where it must not,
 *         or a sum that stays has moved (each names it and the time), as may happen where the steps are too
 *         long for the rates, or the steps ran out; RIX_ECANCELLED: a function of a custom model failed;
 *         RIX_ENOMEM.
 *
 * Time periods * steps * groups^2 for planner_sir. Any thread. The same schedule gives the same bits.
 * @since 0.1
 */
RIX_API rix_status rix_simulate(const rix_scenario *sc, rix_mat schedule, rix_trajectory **out,
                                rix_error *err);

/**
 * Runs a scenario under a schedule, with options.
 *
 * rk4: classical Runge-Kutta of order 4 in the scenario's fixed steps; events happen at the end of the
 * step within which their condition is met. adaptive: the pair of Dormand and Prince 5(4), adaptive_8: that of order 8(5,3),
 * which costs less where more than six digits or so are asked for; the RMS over
 * the states of error / (absolute * largest initial state + relative * |state|) is at most 1 a step;
 * events are located on the dense output, and the step is cut there.
 *
 * @param sc        the scenario
 * @param schedule  as for rix_simulate
 * @param options   NULL: RIX_SIMULATE_OPTIONS_INIT
 * @param out       [out] the trajectory, to be freed with rix_trajectory_free; untouched on failure
 * @param err       NULL, or filled on failure only; row is the period (or number of the time), col the
 *                  control
 * @return as rix_simulate; also RIX_EINVAL: an unknown method, no steps; RIX_EDOMAIN: a tolerance not
 *         finite and >= 0, times not increasing or outside the horizon; RIX_ECANCELLED: stopped by progress.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_simulate_with(const rix_scenario *sc, rix_mat schedule,
                                     const rix_simulate_options *options, rix_trajectory **out,
                                     rix_error *err);

/**
 * Frees a trajectory; views of it end here.
 *
 * @param traj  from rix_simulate, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_trajectory_free(rix_trajectory *traj);

/**
 * The times at which the states are recorded: 0 and the end of every period, or those asked for.
 *
 * @param traj  a trajectory, not NULL
 * @return the times in the scenario's unit; lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_vec rix_trajectory_times(const rix_trajectory *traj);

/**
 * The states at those times.
 *
 * @param traj  a trajectory, not NULL
 * @return times x states; lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_states(const rix_trajectory *traj);

/**
 * The flags and dates that events have set, at those times.
 *
 * @param traj  a trajectory, not NULL
 * @return times x flags (rix_scenario_mode_name); lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_modes(const rix_trajectory *traj);

/**
 * The events that happened, in order.
 *
 * @param traj  a trajectory, not NULL
 * @return events x 2: the time, and the number of the event (rix_scenario_event_name); lives as long as
 *         the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_events(const rix_trajectory *traj);

/**
 * The outcomes, in the scenario's order.
 *
 * @param traj  a trajectory, not NULL
 * @return as many as outcomes; lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_vec rix_trajectory_outcomes(const rix_trajectory *traj);

/**
 * The controls in force in each period: the schedule, or what a policy made of it.
 *
 * @param traj  a trajectory, not NULL
 * @return periods x controls; lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_schedule(const rix_trajectory *traj);

/**
 * The stage of the policy in force in each period (rix_simulate_policy).
 *
 * @param traj  a trajectory, not NULL
 * @return periods numbers of stages, from 0; empty under a schedule. Lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_vec rix_trajectory_stages(const rix_trajectory *traj);

/**
 * What the policy saw at the start of each period: delayed, and over its window.
 *
 * @param traj  a trajectory, not NULL
 * @return periods x watches, NaN where nothing was to be seen yet; no columns under a schedule. Lives as long as
 *         the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_watched(const rix_trajectory *traj);

/**
 * What the policy did with its stages, in order.
 *
 * @param traj  a trajectory, not NULL
 * @return events x 4: the period, the stage before, the stage after (or that was wanted), and the rix_stage_event;
 *         lives as long as the trajectory
 * @since 0.1
 */
RIX_API rix_mat rix_trajectory_stage_events(const rix_trajectory *traj);

/**
 * The name of what a policy did, such as "rose".
 *
 * @param value  any value; one that is no rix_stage_event gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_stage_event_name(rix_stage_event value);

/**
 * An observable at the times of a trajectory. Where the controls matter they are those of the period that ends
 * at a time or in which it lies; at time 0 of the first.
 *
 * @param sc      the scenario of the trajectory
 * @param traj    the trajectory
 * @param which   number of the observable (rix_scenario_find_observable)
 * @param values  [out] times x 1; unspecified on failure of the model, untouched on any other
 * @param err     NULL, or filled on failure only; row is the number of the time
 * @return RIX_OK; RIX_EINVAL: NULL, no such observable; RIX_EDIM: a trajectory of a scenario of other sizes, wrong size
 *         of values; RIX_ENUMERIC: a reproduction number did not settle; RIX_ECANCELLED: a function of a custom model
 *         failed; RIX_ENOMEM.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_trajectory_observe(const rix_scenario *sc, const rix_trajectory *traj,
                                          size_t which, rix_out values, rix_error *err);

/* ------------------------------------------------------------------------------ gradients -- */

/**
 * Derivatives of outcomes by the controls of every period, the parameters and the initial states, by the
 * adjoint of the fixed steps: exact, but for rounding, for the numbers that the method rk4 gives. Of K
 * weighted sums of outcomes at once; the run is made once and gone back through K times.
 *
 * Dated events change no derivative. At an event whose time depends on the states (RIX_EVENT_FROZEN) that
 * time is taken as given, and the gradient is not exact; across one that is RIX_EVENT_EXCLUDED there is
 * none. Parameters that decide numbers outside the model's equations (a date, a unit) have none either.
 *
 * @param sc        the scenario
 * @param schedule  as for rix_simulate
 * @param weights   K x outcomes, finite: a row for each sum
 * @param outcomes  [out] 1 x outcomes, the same bits as rix_simulate gives by rk4; or of no size
 * @param controls  [out] (K * periods) x controls: the derivatives of the first sum, then those of the
 *                  second ...; or of no size
 * @param params    [out] K x parameters; or of no size
 * @param initial   [out] K x states, by their initial values; or of no size
 * @param exact     [out] NULL: a gradient that is not exact is refused; else whether it is
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a model that has no gradient, a gradient that is not exact and exact is
 *         NULL, an event across which there is none; RIX_EDIM: wrong size; RIX_EDOMAIN: a weight not finite;
 *         and as rix_simulate. Outputs are untouched on failure.
 *
 * Time that of rix_simulate times 1 + 2 K or so. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_gradient(const rix_scenario *sc, rix_mat schedule, rix_mat weights,
                                rix_out outcomes, rix_out controls, rix_out params, rix_out initial,
                                bool *exact, rix_error *err);

RIX_END_DECLS
#endif
