/* density.c - densities of what is seen, and of what was known before. */
#include "calibration/density.h"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>

static const double HALF_LOG_2_PI = 0.91893853320467274178;

static const rix_i_density CANNOT_BE = { -INFINITY, 0.0, 0.0 };

static rix_i_density gaussian(double y, double m, double sd)
{
    const double z = (y - m) / sd;
    return (rix_i_density){ -HALF_LOG_2_PI - log(sd) - 0.5 * z * z, z / sd, (z * z - 1.0) / sd };
}

/* A run may leave a rounding error below zero where nothing is expected. */
static rix_i_density none_expected(double y)
{
    return y > 0.0 ? CANNOT_BE : (rix_i_density){ 0.0, -1.0, 0.0 };
}

static rix_i_density poisson(double y, double m)
{
    if (!(m > 0.0)) return none_expected(y);
    return (rix_i_density){ y * log(m) - m - gsl_sf_lngamma(y + 1.0), y / m - 1.0, 0.0 };
}

/* log(Gamma(y + k) / Gamma(k)) and its derivative by k: of counts a sum, since for large k the difference loses digits. */
static double log_rising(double y, double k, double *slope)
{
    double sum = 0.0;
    *slope = 0.0;
    if (y <= 1000.0 && !(floor(y) < y)) {
        for (double i = 0.0; i < y; i += 1.0) {
            sum += log(k + i);
            *slope += 1.0 / (k + i);
        }
        return sum;
    }
    *slope = gsl_sf_psi(y + k) - gsl_sf_psi(k);
    return gsl_sf_lngamma(y + k) - gsl_sf_lngamma(k);
}

static rix_i_density negative_binomial(double y, double m, double k)
{
    double slope;
    if (!(m > 0.0)) return none_expected(y);
    const double rising = log_rising(y, k, &slope), none = -log1p(m / k);
    return (rix_i_density){ rising - gsl_sf_lngamma(y + 1.0) + k * none +
                                y * (log(m) - log(k + m)),
                            y / m - (y + k) / (k + m), slope + none + 1.0 - (y + k) / (k + m) };
}

rix_i_density rix_i_density_of(rix_likelihood likelihood, double y, double m, double dispersion)
{
    switch (likelihood) {
    case RIX_LIKELIHOOD_GAUSSIAN: return gaussian(y, m, dispersion);
    case RIX_LIKELIHOOD_POISSON: return poisson(y, m);
    case RIX_LIKELIHOOD_NEGATIVE_BINOMIAL: return negative_binomial(y, m, dispersion);
    }
    return CANNOT_BE;
}

rix_i_density rix_i_prior_of(rix_prior prior, double a, double b, double x)
{
    switch (prior) {
    case RIX_PRIOR_NONE: return (rix_i_density){ 0.0, 0.0, 0.0 };
    case RIX_PRIOR_NORMAL: return (rix_i_density){ gaussian(x, a, b).log, (a - x) / (b * b), 0.0 };
    case RIX_PRIOR_LOG_NORMAL:
        if (!(x > 0.0)) return CANNOT_BE;
        return (rix_i_density){ gaussian(log(x), a, b).log - log(x),
                                ((a - log(x)) / (b * b) - 1.0) / x, 0.0 };
    }
    return CANNOT_BE;
}
