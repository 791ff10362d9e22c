/* index/pca.h - principal components of a table: for the audit and for weights made from data. */
#ifndef RIX_I_PCA_H
#define RIX_I_PCA_H

#include <riskidx/index.h>

/**
 * Eigenvalues and eigenvectors of a symmetric n x n matrix, by cyclic Jacobi rotations (Golub and Van
 * Loan, Matrix Computations, section 8.5).
 *
 * @param a        row-major, finite; destroyed
 * @param value    [out] n eigenvalues, falling
 * @param vector   [out] n x n row-major: column k is the unit vector of value[k]. Of its elements that are
 *                 largest in size (to 1e-9 of it) the first is positive, so that signs are determined
 * @return RIX_OK; RIX_ENUMERIC: no convergence, which no finite matrix is known for. Time n^3.
 */
rix_status rix_i_eigen_symmetric(double *a, size_t n, double *value, double *vector,
                                 rix_error *err);

/** Principal components of the correlation matrix over the rows without a missing value. */
typedef struct rix_i_pca {
    size_t n_cols, n_used; /* columns; complete rows */
    double *value;         /* n_cols eigenvalues, falling, none below 0; they sum to n_cols */
    double *loading;       /* n_cols x n_cols row-major: column k is component k, of unit length */
    double *standard;      /* n_used x n_cols row-major: the data less their mean, over their sd */
    size_t *row;           /* n_used: which row of the table each is */
} rix_i_pca;

/**
 * Fills p, to be cleared with rix_i_pca_clear; on failure there is nothing to clear.
 *
 * @return RIX_OK; RIX_EDOMAIN: infinite value; RIX_EMISSING: fewer than two complete rows, a column constant
 *         over them, no columns; RIX_ENOMEM; RIX_EOVERFLOW; RIX_ENUMERIC. Messages name column and unit.
 */
rix_status rix_i_pca_table(const rix_table *table, rix_i_pca *p, rix_error *err);

/** Frees what it holds. */
void rix_i_pca_clear(rix_i_pca *p);

#endif
