/* rk4_many.c - the loops of a step over many states, apart from those over few: see rk4.h. */
#include "epidemic/rk4.h"

void rix_i_reach_many(double *restrict y, const double *x, const double *k, double reach, size_t n)
{
    for (size_t i = 0; i < n; i++) y[i] = x[i] + reach * k[i];
}

void rix_i_add_slopes_many(double *restrict x, const double *slopes, double h, size_t n)
{
    const double *k1 = slopes, *k2 = k1 + n, *k3 = k2 + n, *k4 = k3 + n;
    for (size_t i = 0; i < n; i++) x[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
}
