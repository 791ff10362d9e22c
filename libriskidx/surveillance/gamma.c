/* gamma.c - quantiles of the gamma distribution. */
#include "surveillance/gamma.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

/* Beyond this shape the expansion below is exact to 1e-14. */
static const double LARGE_SHAPE = 1e4;

/* Logarithms of the smallest and the largest number looked at. */
static const double LOWEST = -700.0, HIGHEST = 12.0;

/* Cornish-Fisher expansion to the order 1 / shape^2 (Abramowitz and Stegun 26.2.49, with the cumulants of the gamma). */
static double expansion(double a, double z)
{
    const double z2 = z * z, root = sqrt(a);
    const double first = (z2 - 1.0) / 3.0;
    const double second = z * (z2 - 7.0) / (36.0 * root);
    const double third = -(z2 * (3.0 * z2 + 7.0) - 16.0) / (810.0 * a);
    const double fourth = z * (z2 * (9.0 * z2 + 256.0) - 433.0) / (38880.0 * a * root);
    const double fifth = (z2 * (z2 * (12.0 * z2 - 243.0) - 923.0) + 1472.0) / (204120.0 * a * a);
    return a + (z * root + (first + (second + (third + (fourth + fifth)))));
}

double rix_i_gamma_quantile(double shape, double p, bool upper)
{
    const double z = upper ? gsl_cdf_ugaussian_Qinv(p) : gsl_cdf_ugaussian_Pinv(p);
    if (shape >= LARGE_SHAPE) return expansion(shape, z);

    /* Newton's method for the logarithm u of the quantile on that of the probability, kept within (low, high). */
    const double ln_gamma = gsl_sf_lngamma(shape);
    double low = LOWEST, high = HIGHEST, u = expansion(shape < 1.0 ? 1.0 : shape, z);
    u = u > 0.0 ? log(u) : 0.0;
    for (int k = 0; k < 200; k++) {
        const double x = exp(u);
        const double tail = upper ? gsl_cdf_gamma_Q(x, shape, 1.0) : gsl_cdf_gamma_P(x, shape, 1.0);
        const double density = exp(shape * u - x - ln_gamma);                     /* of u */
        const double step = density > 0.0 ? tail * log(tail / p) / density : NAN; /* 0 log 0 too */
        if ((tail > p) == upper)
            low = u;
        else
            high = u;
        const double newton = upper ? u + step : u - step;
        if (fabs(newton - u) < 1e-9)
            return exp(newton); /* the next step would be of the order 1e-18 */
        u = newton > low && newton < high ? newton : 0.5 * (low + high);
    }
    return u > LOWEST + 1.0 ? exp(u) : 0.0; /* too small for a number */
}
