/* surveillance/gamma.h - quantiles of the gamma distribution. */
#ifndef RIX_I_GAMMA_H
#define RIX_I_GAMMA_H

#include <stdbool.h>

/**
 * The number below which (upper: above which) a gamma variable of scale 1 lies with probability p, to about 1e-13.
 *
 * GSL's own inverse calls the error handler where its iteration does not converge, and its incomplete gamma functions do for large
 * shapes; this bisects where needed and asks GSL only for shapes for which it answers.
 *
 * shape > 0 and finite; p in (0, 0.5].
 */
double rix_i_gamma_quantile(double shape, double p, bool upper);

#endif
