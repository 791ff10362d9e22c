/* index/treat.h - the outliers of one indicator. */
#ifndef RIX_I_TREAT_H
#define RIX_I_TREAT_H

#include <riskidx/prepare.h>

/** How treating a column came out. */
typedef enum rix_i_treat_fault {
    RIX_I_TREAT_FINE,
    RIX_I_TREAT_OUTSIDE, /* the value of row `row` has no transform */
    RIX_I_TREAT_INFINITE /* its transform is beyond the finite numbers */
} rix_i_treat_fault;

typedef struct rix_i_treat_result {
    rix_i_treat_fault fault;
    size_t row; /* at fault */
} rix_i_treat_result;

/** Fails with RIX_EINVAL on a bad field; err->arg is its path below `path`, which is static. */
rix_status rix_i_treat_check(const rix_treat_options *options, rix_error *err);

/**
 * Treats a column of n finite or missing values, with no memory but the scratch.
 *
 * @param x        n values, dense
 * @param options  checked, method and transform never inherit
 * @param scratch  n doubles
 * @param out      [out] n values; not x itself. Undefined after a fault
 * @param report   [out] what was done
 */
rix_i_treat_result rix_i_treat(const double *x, size_t n, const rix_treat_options *options,
                               double *scratch, double *out, rix_treated *report);

#endif
