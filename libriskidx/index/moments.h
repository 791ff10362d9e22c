/* index/moments.h - the shape of a column: what outliers do to its third and fourth moments. */
#ifndef RIX_I_MOMENTS_H
#define RIX_I_MOMENTS_H

#include <riskidx/base.h>

/** Moments of the values that are not missing. */
typedef struct rix_i_moments {
    size_t n;        /* values that are not missing */
    double mean;     /* NaN if there are none */
    double sd;       /* sample standard deviation, divisor n - 1; NaN for n < 2 */
    double least;    /* +inf if there are none */
    double most;     /* -inf if there are none */
    double skewness; /* bias-corrected; NaN for n < 3 or if the values are all equal */
    double kurtosis; /* of excess, bias-corrected; NaN for n < 4 or if the values are all equal */
} rix_i_moments;

/**
 * Moments of n finite or missing values, in two passes and without memory.
 *
 * With d = x - mean and n values present (Joanes and Gill, 1998, The Statistician 47, G1 and G2):
 * skewness = sqrt(n (n - 1)) / (n - 2) * sqrt(n) sum d^3 / (sum d^2)^1.5,
 * kurtosis = (n - 1) / ((n - 2)(n - 3)) * ((n + 1) (n sum d^4 / (sum d^2)^2 - 3) + 6).
 */
rix_i_moments rix_i_moments_of(const double *x, size_t n);

#endif
