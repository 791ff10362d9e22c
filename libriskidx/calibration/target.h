/* calibration/target.h - the logarithm of the posterior of what is fitted, and its gradient. */
#ifndef RIX_I_TARGET_H
#define RIX_I_TARGET_H

#include <riskidx/calibration.h>

/** What is fitted to what. */
typedef struct rix_i_target {
    const rix_scenario *sc;
    rix_mat schedule;
    const rix_series *series;
    size_t n_series;
    const rix_fit *fits;
    size_t n_fits;
    bool allow_inexact;
    size_t scratch; /* doubles that a run and its way back need */
} rix_i_target;

/** The target at a point. */
typedef struct rix_i_value {
    double likelihood, posterior; /* logarithms */
    double *gradient;             /* n_fits, of the posterior */
    double *expected;             /* of all series, one after another; NULL: not wanted */
} rix_i_value;

/** Checks all parts; fills in target->scratch. */
rix_status rix_i_target_check(rix_i_target *target, rix_error *err);

/** Doubles of a desk of rix_i_target_at. */
size_t rix_i_target_desk(const rix_i_target *target);

/**
 * The target at a point. Where what was seen cannot be, the posterior is -Inf and the status RIX_OK. desk:
 * rix_i_target_desk doubles.
 */
rix_status rix_i_target_at(const rix_i_target *target, const double *at, double *desk,
                           rix_i_value *value, rix_error *err);

/** Bounds and start of something fitted, those not given filled in. */
void rix_i_target_bounds(const rix_i_target *target, size_t i, double *start, double *low,
                         double *high);

#endif
