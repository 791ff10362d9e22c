/* epidemic/model.h - what a model is to the integrators: a scenario with a table of functions.
 *
 * A model puts a rix_scenario first in a struct of its own and fills it in; the integrators, the
 * getters and the other rooms see no more than that. A scenario is const once made: what changes in the
 * course of a run lies in the states x and in the mode (flags and dates as doubles), which belong to
 * the run. */
#ifndef RIX_I_MODEL_H
#define RIX_I_MODEL_H

#include <riskidx/epidemic.h>

/**
 * An instant. The integrator of fixed steps numbers the half steps of its grid, on which every stage of
 * Runge-Kutta 4 lies, so that a model can look up what depends on time alone instead of computing it.
 * Off that grid (adaptive steps) half is RIX_NO_INDEX: compute it from time.
 */
typedef struct rix_i_moment {
    size_t half; /**< number of the half step, 0 .. 2 * periods * steps, or RIX_NO_INDEX */
    double time; /**< half * (period / steps / 2) on the grid */
} rix_i_moment;

/**
 * What a kind of model can do; a constant table. No function allocates, but those at the end. One that
 * returns int gives 0, or anything else where the caller's own code failed: the run then ends as
 * RIX_ECANCELLED. NaN is found by the integrators, and named.
 *
 * `held` (n_held numbers) is all that the right-hand side sees of the controls; it changes only when
 * they do. `mode` (n_mode numbers) changes only by events and reviews.
 */
typedef struct rix_i_model {
    /** Writes to held what the right-hand side needs of controls u: once a period. */
    int (*hold)(const rix_scenario *sc, const double *u, double *held);
    /** dx = f(t, x, held, mode). */
    int (*rhs)(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
               const double *mode, double *dx);
    /** The outcomes of the last state. */
    int (*outcomes)(const rix_scenario *sc, const double *x, const double *mode, double *outcomes);
    void (*free)(rix_scenario *sc);

    /* ---- events; NULL where n_events is 0 ---- */

    /** Writes to g the n_events conditions; an event happens where its g passes zero. */
    int (*conditions)(const rix_scenario *sc, double t, const double *x, const double *mode,
                      double *g);
    /** Carries out an event: changes mode, and x where the event is a jump. */
    int (*fire)(const rix_scenario *sc, size_t event, double t, double *x, double *mode);
    /**
     * What a model reviews at the times k * review_every (k >= 1), after the events of that instant and
     * before that instant is recorded; NULL: nothing. Sets *changed if it touches mode or x.
     */
    int (*review)(const rix_scenario *sc, double t, double *x, double *mode, bool *changed);

    /* ---- gradients; NULL where the model has none ---- */

    /**
     * The vector-Jacobian product of rhs: ADDS to x_bar (n_states) and held_bar (n_held) the products of
     * `seed` (n_states, the derivative of some number by dx) with the Jacobians by x and by held. tally
     * is NULL, or gets likewise what the parameters that rhs reads itself need (n_tally numbers of the
     * model's own choice, at its ease).
     */
    int (*rhs_vjp)(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
                   const double *mode, const double *seed, double *x_bar, double *held_bar,
                   double *tally);
    /** Adds to u_bar (n_controls) the product of held_bar with the Jacobian of hold; tally as above. */
    int (*hold_vjp)(const rix_scenario *sc, const double *u, const double *held_bar, double *u_bar,
                    double *tally);
    /** Adds to x_bar the product of weights (n_outcomes) with the Jacobian of outcomes; tally is not NULL. */
    int (*outcomes_vjp)(const rix_scenario *sc, const double *x, const double *mode,
                        const double *weights, double *x_bar, double *tally);
    /** Writes p_bar (n_params) from the tally of a whole run and the derivative by the initial state. */
    int (*params_vjp)(const rix_scenario *sc, const double *tally, const double *initial_bar,
                      double *p_bar);

    /* ---- observables; NULL where the model has none of its own ---- */

    /** One of the n_observables in a state; scratch: n_observing numbers. */
    rix_status (*observe)(const rix_scenario *sc, size_t which, const double *x, const double *held,
                          const double *mode, double *scratch, double *value, rix_error *err);

    /* ---- the same model with other parameters; NULL where it has none ---- */

    /** A new scenario with parameters p (n_params, in the order of sc->params); fails as its maker does. */
    rix_status (*with_params)(const rix_scenario *sc, const double *p, rix_scenario **out,
                              rix_error *err);
} rix_i_model;

/** A condition and how gradients treat it. */
typedef struct rix_i_event {
    const char *name;
    int direction;               /**< +1: g passes zero upwards, -1: downwards, 0: either way */
    rix_event_gradient gradient; /**< is a gradient across this event exact? */
} rix_i_event;

/** A number that ensembles, calibration and gradients may vary, by name. */
typedef struct rix_i_param {
    const char *name;
    double value;
    double low, high; /**< what the model accepts */
} rix_i_param;

struct rix_scenario {
    const rix_i_model *model;
    size_t periods, steps; /* steps of the integrator of fixed steps a period */
    double period;
    const char *time_unit;
    size_t n_states, n_controls, n_outcomes, n_held;
    const char *const *state_names, *const *control_names;
    const rix_outcome *outcomes;
    const double *initial;     /* n_states */
    const double *control_max; /* n_controls */

    /* All that follows is 0 or NULL for a model without it. */
    size_t n_driving;  /* the right-hand side reads only so many states, the first; 0: all */
    rix_method method; /* of rix_simulate */
    double relative, absolute; /* tolerances of the adaptive method, as in rix_simulate_options */
    size_t n_mode;
    const char *const *mode_names; /* n_mode */
    const double *initial_mode;    /* n_mode */
    size_t n_events;
    const rix_i_event *events; /* n_events */
    double review_every;       /* > 0 where there is a review */
    size_t n_params, n_tally;
    const rix_i_param *params; /* n_params */
    /* Sums that stay what they are: n_conserved x n_states weights, row-major, with names. */
    size_t n_conserved;
    const double *conserved;
    const char *const *conserved_names;
    /* Leading states that must not be negative: 0 .. n_nonnegative - 1. */
    size_t n_nonnegative;
    const char *const *state_units; /* n_states, or NULL: not said */
    bool inexact;                   /* some derivatives of the model are differences */
    size_t n_observables, n_observing;
    const rix_observable *observables; /* n_observables, the model's own */
    bool calling_thread_only;       /* the model's functions belong to an interpreter */
};

/** How work with a scenario is run: on one thread where the model asks for it. */
static inline rix_run rix_i_scenario_run(const rix_scenario *sc, const rix_run *run)
{
    const rix_run defaults = RIX_RUN_INIT;
    rix_run how = run ? *run : defaults;
    if (sc->calling_thread_only) how.threads = 1;
    return how;
}

/** Off the grid of fixed steps. */
static inline rix_i_moment rix_i_at(double time)
{
    const rix_i_moment at = { RIX_NO_INDEX, time };
    return at;
}

#endif
