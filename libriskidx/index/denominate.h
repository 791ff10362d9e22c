/* index/denominate.h - one indicator divided by another column. */
#ifndef RIX_I_DENOMINATE_H
#define RIX_I_DENOMINATE_H

#include <riskidx/prepare.h>

/** Fails with RIX_EINVAL on a bad field. */
rix_status rix_i_denominate_check(const rix_denominate_options *options, rix_error *err);

/**
 * out = x / (by / scale), missing where either is. `out` may be x. A denominator of 0 or a quotient
 * beyond the finite numbers stops it.
 *
 * @return the row at fault, or RIX_NO_INDEX
 */
size_t rix_i_denominate(const double *x, const double *by, double scale, size_t n, double *out);

#endif
