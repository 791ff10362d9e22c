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

/** Fails with RIX_EINVAL: each period was to be treated by itself, and there are none. */
rix_status rix_i_treat_no_periods(rix_error *err);

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

/** What treating a column came to, for other columns: values beyond the limits become these, then the transform. */
typedef struct rix_i_treatment {
    double low, high;        /* infinities where nothing was winsorised on that side */
    rix_transform transform; /* inherit for none */
    bool mirrored;
    double least, most;      /* of the values that were transformed */
    double lambda;
} rix_i_treatment;

/**
 * What rix_i_treat did to the column x, as its report says.
 *
 * @param scratch  n doubles
 */
rix_i_treatment rix_i_treat_learn(const double *x, size_t n, const rix_treat_options *options,
                                  const rix_treated *report, double *scratch);

/**
 * Treats n finite or missing values as others were. A transform that starts from the least value (the largest,
 * mirrored) takes what lies beyond it as that.
 *
 * @param out     [out] n values; not x itself. Undefined after a fault
 * @param report  [out] what was done
 * @param beyond  [out] number of values beyond what the transform takes
 */
rix_i_treat_result rix_i_treat_apply(const rix_i_treatment *treatment, const double *x, size_t n,
                                     const rix_treat_options *options, double *out,
                                     rix_treated *report, size_t *beyond);

#endif
