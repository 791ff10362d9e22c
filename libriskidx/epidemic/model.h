/* epidemic/model.h - what a model is to the integrator: a scenario with three functions.
 *
 * A model puts a rix_scenario first in a struct of its own and fills it in; the integrator, the
 * getters and the other rooms see no more than that. */
#ifndef RIX_I_MODEL_H
#define RIX_I_MODEL_H

#include <riskidx/epidemic.h>

/**
 * A point of the integrator's grid of half steps, on which every stage of Runge-Kutta 4 lies. Its
 * number lets a model look up what depends on time alone instead of computing it in every stage.
 */
typedef struct rix_i_moment {
    size_t half; /**< number of the half step, 0 .. 2 * periods * steps */
    double time; /**< half * (period / steps / 2) */
} rix_i_moment;

/** What a kind of model can do; a constant table. No function fails or allocates. */
typedef struct rix_i_model {
    /** Writes to held (n_held numbers) what the right-hand side needs of controls u, once a period.
     */
    void (*hold)(const rix_scenario *sc, const double *u, double *held);
    /** dx = f(x, held, t). */
    void (*rhs)(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
                double *dx);
    /** The outcomes of the last state. */
    void (*outcomes)(const rix_scenario *sc, const double *x, double *outcomes);
    void (*free)(rix_scenario *sc);
} rix_i_model;

struct rix_scenario {
    const rix_i_model *model;
    size_t periods, steps; /* steps of the integrator a period */
    double period;
    const char *time_unit;
    size_t n_states, n_controls, n_outcomes, n_held;
    const char *const *state_names, *const *control_names;
    const rix_outcome *outcomes;
    const double *initial;     /* n_states */
    const double *control_max; /* n_controls */
};

#endif
