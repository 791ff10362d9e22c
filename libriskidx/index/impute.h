/* index/impute.h - what missing values become. */
#ifndef RIX_I_IMPUTE_H
#define RIX_I_IMPUTE_H

#include <riskidx/prepare.h>

/** The table and what the methods need to know of it, resolved. */
typedef struct rix_i_impute_task {
    const double *x; /* observed: dense columns of n finite or missing values */
    size_t n, cols;
    const size_t
        *group; /* of each unit: the first one in it; RIX_NO_INDEX for none; NULL without */
    const size_t *block;  /* of each column; NULL: all in one */
    const int *direction; /* of each column; NULL: +1 */
} rix_i_impute_task;

/** Fails with RIX_EINVAL on a bad field. */
rix_status rix_i_impute_check(const rix_impute_options *options, rix_error *err);

/** Whether the method reads group labels. */
bool rix_i_impute_by_group(rix_imputation method);

/**
 * Fills in column j, without memory but the scratch.
 *
 * @param scratch  2 * n doubles
 * @param out      [out] n values; not the column itself, as it may be a source of others
 */
rix_imputed rix_i_impute(const rix_i_impute_task *task, size_t j, const rix_impute_options *options,
                         double *scratch, double *out);

#endif
