/* index/steps.h - what the steps that are called by themselves share. */
#ifndef RIX_I_STEPS_H
#define RIX_I_STEPS_H

#include "base/view.h"

/**
 * Fails with RIX_EDIM unless there are n weights or none, n > 0, and with RIX_EDOMAIN unless they are finite, >= 0
 * and sum to more than 0.
 *
 * @param scale  [out] power of two by which the largest comes to lie in [1, 2)
 */
rix_status rix_i_check_weights(rix_vec weights, size_t n, double *scale, rix_error *err);

/** Weight k, or 1 where there are none. */
static inline double rix_i_weight_at(rix_vec weights, size_t k, double scale)
{
    return weights.size > 0 ? scale * rix_i_vget(weights, k) : 1;
}

#endif
