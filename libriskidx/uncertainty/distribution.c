/* distribution.c - numbers distributed: their parameters checked, their quantiles. */
#include "uncertainty/distribution.h"

#include <gsl/gsl_cdf.h>

static double triangular(double u, double a, double b, double mode)
{
    const double split = (mode - a) / (b - a);
    if (u < split) return a + sqrt(u * (b - a) * (mode - a));
    return b - sqrt((1 - u) * (b - a) * (b - mode));
}

double rix_i_distribution_quantile(rix_distribution d, double a, double b, double c, double u)
{
    switch (d) {
    case RIX_DISTRIBUTION_UNIFORM: return a + u * (b - a);
    case RIX_DISTRIBUTION_LOG_UNIFORM: return a * pow(b / a, u);
    case RIX_DISTRIBUTION_TRIANGULAR: return triangular(u, a, b, c);
    case RIX_DISTRIBUTION_NORMAL: return a + b * gsl_cdf_ugaussian_Pinv(u);
    }
    return RIX_NAN;
}

rix_i_fault rix_i_distribution_fault(rix_distribution d, double a, double b, double c)
{
    static const rix_i_fault sound = { NULL, 0.0, NULL, false, RIX_OK };
    if (!isfinite(a) || !isfinite(b) || !isfinite(b - a)) {
        return (rix_i_fault){ "a", a, "parameters of the distribution are not finite", false, RIX_EDOMAIN };
    }
    switch (d) {
    case RIX_DISTRIBUTION_UNIFORM:
        return a < b ? sound : (rix_i_fault){ "b", b, "must be above a", true, RIX_EDOMAIN };
    case RIX_DISTRIBUTION_LOG_UNIFORM:
        return a > 0 && a < b ? sound : (rix_i_fault){ "a", a, "must lie between 0 and b", true, RIX_EDOMAIN };
    case RIX_DISTRIBUTION_TRIANGULAR:
        return a < b && a <= c && c <= b
                   ? sound
                   : (rix_i_fault){ "c", c, "a <= c <= b and a < b must hold", true, RIX_EDOMAIN };
    case RIX_DISTRIBUTION_NORMAL:
        return b > 0 ? sound
                     : (rix_i_fault){ "b", b, "a standard deviation must be positive", true, RIX_EDOMAIN };
    }
    return (rix_i_fault){ "distribution", 0.0, "no such distribution", false, RIX_EINVAL };
}
