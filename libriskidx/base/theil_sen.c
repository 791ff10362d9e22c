/* theil_sen.c - the slope that outliers do not move. */
#include "base/theil_sen.h"

#include <gsl/gsl_sort.h>

#include <riskidx/base.h>

double rix_i_theil_sen(const double *t, const double *x, size_t n, double *slopes)
{
    size_t pairs = 0;
    for (size_t j = 0; j < n; j++) {
        if (isnan(x[j])) continue;
        for (size_t i = 0; i < j; i++) {
            if (isnan(x[i])) continue;
            slopes[pairs++] = (x[j] - x[i]) / (t ? t[j] - t[i] : (double)(j - i));
        }
    }
    if (pairs == 0) return RIX_NAN;
    gsl_sort(slopes, 1, pairs); /* in place, and it has no errors */
    return pairs % 2 ? slopes[pairs / 2] : 0.5 * (slopes[pairs / 2 - 1] + slopes[pairs / 2]);
}
