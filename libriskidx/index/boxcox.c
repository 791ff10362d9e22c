/* boxcox.c - the power of Box and Cox, given or of maximum likelihood. */
#include "index/boxcox.h"

#include <float.h>
#include <math.h>

double rix_i_boxcox(double x, double lambda)
{
    if (!(lambda > 0) && !(lambda < 0)) return log(x);
    return (pow(x, lambda) - 1) / lambda;
}

/* (t e^t - e^t + 1)/t^2 for |t| <= 1, by its series: the derivative of (e^(lambda l) - 1)/lambda over l^2. */
static double slope_near_zero(double t)
{
    double power = 1, sum = 0; /* t^k / (k + 2)! (k + 1) */
    for (int k = 0; k < 20; k++) {
        power *= k == 0 ? 0.5 : t / (k + 2);
        sum += (k + 1) * power;
    }
    return sum;
}

/* The transform w of one centred logarithm, up to a factor and a term that are the same for all, and its
 * derivative by lambda likewise. Where lambda l may be large the factor keeps exp below 1. */
static void term(double l, double lambda, double top, double *w, double *slope)
{
    const double t = lambda * l;
    if (top <= 1) {
        *w = t > 0 || t < 0 ? l * (expm1(t) / t) : l;
        *slope = l * l * slope_near_zero(t);
        return;
    }
    *w = exp(t - top) * (lambda < 0 ? -1 : 1);
    *slope = (t - 1) * exp(t - top);
}

/* Of the sign of the slope of log var w: of the covariance of w and its derivative. */
static double slope_at(const double *l, size_t n, double least, double most, double lambda)
{
    const double top = fmax(lambda * least, lambda * most);
    double mean = 0, sum = 0, w, slope;
    for (size_t i = 0; i < n; i++) {
        term(l[i], lambda, top, &w, &slope);
        mean += w / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        term(l[i], lambda, top, &w, &slope);
        sum += (w - mean) * slope;
    }
    return sum;
}

double rix_i_boxcox_fit(double *l, size_t n)
{
    double mean = 0, least = (double)INFINITY, most = -(double)INFINITY, from = -1, to = 1;
    for (size_t i = 0; i < n; i++) mean += l[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        l[i] -= mean;
        least = fmin(least, l[i]);
        most = fmax(most, l[i]);
    }
    if (!(least < most)) return 1; /* equal but for rounding */
    while (slope_at(l, n, least, most, from) > 0 && from > -DBL_MAX / 4) to = from, from *= 2;
    while (slope_at(l, n, least, most, to) < 0 && to < DBL_MAX / 4) from = to, to *= 2;
    while (to - from > DBL_EPSILON * fmax(fabs(from), fabs(to))) {
        const double middle = from + (to - from) / 2;
        if (!(middle > from && middle < to)) break;
        if (slope_at(l, n, least, most, middle) < 0) {
            from = middle;
        } else {
            to = middle;
        }
        if (to - from < 1e-16) break; /* next to 0 */
    }
    return from + (to - from) / 2;
}
