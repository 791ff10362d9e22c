/* epidemic/gradient.h - the adjoint of the fixed steps, for whoever calls it many times. */
#ifndef RIX_I_GRADIENT_H
#define RIX_I_GRADIENT_H

#include <riskidx/epidemic.h>

/** Where derivatives go; each NULL if it is not wanted. Seeds follow one another. */
typedef struct rix_i_gradient_to {
    double *outcomes; /* n_outcomes: those of rix_i_run with the method rk4, to the last bit */
    double *controls; /* seeds x periods x n_controls */
    double *params;   /* seeds x n_params */
    double *initial;  /* seeds x n_states */
    bool *exact;      /* no event happened that is frozen */
} rix_i_gradient_to;

/** Number of doubles of scratch; false if that overflows. It remembers the whole run if that is small. */
bool rix_i_gradient_scratch(const rix_scenario *sc, size_t seeds, size_t *size);

/** Fails with RIX_EINVAL, and says why, if the model has no gradient. */
rix_status rix_i_gradient_check(const rix_scenario *sc, rix_error *err);

/**
 * Runs the scenario by rk4 under a schedule that has been checked, and its adjoint once for each of
 * n_seeds rows of weights (each n_outcomes: the gradient is that of the weighted sum). No memory is
 * allocated. Status as of rix_i_run_how; RIX_EINVAL if an event happened across which none is given.
 */
rix_status rix_i_gradient(const rix_scenario *sc, rix_mat schedule, const double *weights,
                          size_t n_seeds, double *scratch, const rix_i_gradient_to *to,
                          rix_error *err);

/**
 * The product of the Hessian of one weighted sum by the controls with a direction, by a central difference of
 * gradients: about 1e-9 of its size is left to rounding and the third derivative. schedule and direction: periods x
 * n_controls, dense; desk: as many twice; scratch as for one seed, and
 * n_outcomes more. The moved schedules may lie a little (1e-5 of
 * the direction's largest component) outside the bounds, where the equations hold all the same.
 */
rix_status rix_i_hessian_times(const rix_scenario *sc, const double *schedule,
                               const double *direction, const double *weights, double *desk,
                               double *scratch, double *product, rix_error *err);

#endif
