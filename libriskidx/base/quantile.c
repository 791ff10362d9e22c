/* quantile.c - sorted numbers and their quantiles (type 7 of Hyndman and Fan 1996). */
#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>

#include <riskidx/base.h>

static int rising(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void rix_i_sort(double *x, size_t n) { qsort(x, n, sizeof *x, rising); }

/* From low to high, which it never passes, however huge the two are. */
static double between(double low, double high, double part)
{
    const double gap = high - low;
    const double q = isfinite(gap) ? low + part * gap : (1 - part) * low + part * high;
    return q < high ? q : high;
}

double rix_i_quantile(const double *sorted, size_t n, double p)
{
    if (n == 0) return RIX_NAN;
    const double place = (double)(n - 1) * p;
    const size_t at = (size_t)place;
    if (at + 1 >= n) return sorted[n - 1];
    return between(sorted[at], sorted[at + 1], place - (double)at);
}

double rix_i_quantile_of(const double *sorted, size_t n, size_t k, size_t classes)
{
    /* Where it lies is worked out in whole numbers: (n - 1) k / classes without its overflow. */
    const size_t whole = (n - 1) / classes, rest = (n - 1) % classes * k;
    const size_t at = whole * k + rest / classes;
    if (rest % classes == 0) return sorted[at];
    return between(sorted[at], sorted[at + 1], (double)(rest % classes) / (double)classes);
}
