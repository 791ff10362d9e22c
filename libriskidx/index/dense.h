/* index/dense.h - tables as the kernels of the steps take them: dense, one column after the other. */
#ifndef RIX_I_DENSE_H
#define RIX_I_DENSE_H

#include <riskidx/base.h>

/** Room for rows x cols doubles, at least one; NULL if there is none. Sizes are known not to overflow. */
double *rix_i_dense_new(size_t rows, size_t cols);

/**
 * Copies values into *x, which the caller frees; *x stays as it is on failure. Fails with RIX_EINVAL,
 * RIX_EDIM or RIX_EOVERFLOW where values cannot be read or out, of the same size, not be written,
 * with RIX_EDOMAIN on an infinite value, with RIX_ENOMEM.
 */
rix_status rix_i_dense_read(rix_mat values, rix_out out, double **x, rix_error *err);

/** As above, for a table that has no counterpart; `arg` is its name. */
rix_status rix_i_dense_copy(rix_mat values, const char *arg, double **x, rix_error *err);

/** Writes a dense matrix of the size of out to it. */
void rix_i_dense_write(rix_out out, const double *x);

#endif
