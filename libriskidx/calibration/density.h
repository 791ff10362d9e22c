/* calibration/density.h - densities of what is seen, and of what was known before. */
#ifndef RIX_I_DENSITY_H
#define RIX_I_DENSITY_H

#include <riskidx/calibration.h>

/** The logarithm of a density, and its derivatives. */
typedef struct rix_i_density {
    double log, by_mean, by_dispersion;
} rix_i_density;

/** Of y where m is expected; log is -Inf where y cannot be. */
rix_i_density rix_i_density_of(rix_likelihood likelihood, double y, double m, double dispersion);

/** Of a value under a prior; by_mean is the derivative by the value itself. */
rix_i_density rix_i_prior_of(rix_prior prior, double a, double b, double x);

#endif
