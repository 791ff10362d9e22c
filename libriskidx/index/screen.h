/* index/screen.h - which units have data enough. */
#ifndef RIX_I_SCREEN_H
#define RIX_I_SCREEN_H

#include <riskidx/prepare.h>

/** Fails with RIX_EINVAL on a bad field. */
rix_status rix_i_screen_check(const rix_screen_options *options, rix_error *err);

/**
 * Screens n units on dense columns of finite or missing values, without memory; fails with
 * RIX_ENOTFOUND where a forced label is no unit's, or is forced both ways.
 *
 * @param units   labels, or NULL
 * @param all     whether every forced label must be a unit's
 * @param report  [out] n of them
 */
rix_status rix_i_screen(const double *x, size_t n, size_t cols, const rix_screen_options *options,
                        const char *const *units, bool all, rix_screened *report, rix_error *err);

#endif
