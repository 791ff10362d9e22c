/* base/quantile.h - sorted numbers and their quantiles (type 7 of Hyndman and Fan 1996). */
#ifndef RIX_I_QUANTILE_H
#define RIX_I_QUANTILE_H

#include <stddef.h>

/** Sorts n numbers, none of them NaN, in rising order. */
void rix_i_sort(double *x, size_t n);

/** Quantile at the share p in [0, 1] of n sorted numbers; NaN if there are none. */
double rix_i_quantile(const double *sorted, size_t n, double p);

/** Quantile at k / classes, k < classes, of n >= 1 sorted numbers: a number itself where it falls on one. */
double rix_i_quantile_of(const double *sorted, size_t n, size_t k, size_t classes);

#endif
