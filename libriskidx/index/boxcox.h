/* index/boxcox.h - the power of Box and Cox (1964) of maximum likelihood. */
#ifndef RIX_I_BOXCOX_H
#define RIX_I_BOXCOX_H

#include <stddef.h>

/** (x^lambda - 1)/lambda, or ln x; x > 0. */
double rix_i_boxcox(double x, double lambda);

/**
 * The lambda that maximises the likelihood of n values > 0, not all equal, whose transforms are normal.
 *
 * With l the logarithms less their mean this minimises h = log var((exp(lambda l) - 1)/lambda), which is convex, as the
 * variance is a sum over pairs of squares of the integral of exp(lambda t) from one l to the other. So
 * its slope changes sign once, and is bisected.
 *
 * @param l  the logarithms of the values; overwritten
 */
double rix_i_boxcox_fit(double *l, size_t n);

#endif
