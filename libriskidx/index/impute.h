/* index/impute.h - what missing values become. */
#ifndef RIX_I_IMPUTE_H
#define RIX_I_IMPUTE_H

#include <riskidx/prepare.h>

/** What a base table says of its columns, for the gaps of another. */
typedef struct rix_i_impute_base {
    const double *overall;      /* mean or median of each column; NaN: none */
    const double *least, *most; /* extremes of each column, for row_mean */
    const double *by_group;     /* columns x n_groups: NaN where a group has none */
    size_t n_groups;            /* the task's group of a unit lies below it */
} rix_i_impute_base;

/** The table and what the methods need to know of it, resolved. */
typedef struct rix_i_impute_task {
    const double *x; /* observed: dense columns of n finite or missing values */
    size_t n, cols;
    const size_t
        *group; /* of each unit: the first one in it; RIX_NO_INDEX for none; NULL without */
    const size_t *block;  /* of each column; NULL: all in one */
    const int *direction; /* of each column; NULL: +1 */
    const rix_i_impute_base *base; /* NULL: x itself is what is learned from */
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

/** Whether the method looks at the columns of a block together, and needs memory for it. */
bool rix_i_impute_by_block(rix_imputation method);

/**
 * As rix_i_impute for the other methods, without memory but the scratch.
 *
 * @param scratch  2 * n doubles
 */
void rix_i_impute_singly(const rix_i_impute_task *task, const rix_impute_options *options,
                         double *scratch, double *out, rix_imputed *report);

/** Whether the report of a column says that the covariance of its block is singular. */
static inline bool rix_i_impute_singular(const rix_imputed *r)
{
    return r->iterations > 0 && isnan(r->log_likelihood);
}

/**
 * Mean or median, as the method has it, of the values of a group in column j (of all units for RIX_NO_INDEX); NaN
 * where there are none.
 *
 * @param scratch  n doubles
 */
double rix_i_impute_middle(const rix_i_impute_task *task, size_t j, size_t group,
                           rix_imputation method, double *scratch);

#endif
