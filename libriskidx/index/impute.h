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
 * Fills in the table.
 *
 * @param options  checked
 * @param out      [out] cols columns of n values; not task->x itself
 * @param report   [out] cols of them
 * @return RIX_OK; RIX_ENOMEM.
 */
rix_status rix_i_impute(const rix_i_impute_task *task, const rix_impute_options *options,
                        double *out, rix_imputed *report, rix_error *err);

/** Whether the report of a column says that the covariance of its block is singular. */
static inline bool rix_i_impute_singular(const rix_imputed *r)
{
    return r->iterations > 0 && isnan(r->log_likelihood);
}

#endif
