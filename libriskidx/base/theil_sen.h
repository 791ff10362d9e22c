/* base/theil_sen.h - the slope that outliers do not move. */
#ifndef RIX_I_THEIL_SEN_H
#define RIX_I_THEIL_SEN_H

#include <stddef.h>

/**
 * Median of the slopes of all pairs of the numbers that are not missing (Sen 1968); NaN if there are fewer than two.
 *
 * @param t       where each number stands, rising; NULL: at 0, 1, 2 ...
 * @param slopes  room for n (n - 1) / 2 numbers
 */
double rix_i_theil_sen(const double *t, const double *x, size_t n, double *slopes);

#endif
