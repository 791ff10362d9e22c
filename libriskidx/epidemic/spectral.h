/* epidemic/spectral.h - the largest eigenvalue of a matrix without negative elements. */
#ifndef RIX_I_SPECTRAL_H
#define RIX_I_SPECTRAL_H

#include <riskidx/base.h>

/** y = M x of a matrix without negative elements. */
typedef void (*rix_i_product)(void *user, const double *x, double *y);

/**
 * Spectral radius of an n x n matrix without negative elements, by power iteration on M + s I, whose shift makes it
 * converge where M swings between eigenvalues of one size. It has converged where bounds of Collatz and Wielandt,
 * or what is left of the change, are within tolerance (relative).
 *
 * vector: [in, out] n numbers > 0, the nearer to the eigenvector the sooner; scratch: n. RIX_ENUMERIC
 * where it does not converge, or where numbers are not finite.
 */
rix_status rix_i_spectral_radius(rix_i_product product, void *user, size_t n, double tolerance,
                                 double *vector, double *scratch, double *value, rix_error *err);

/** The same of a dense row-major matrix. */
rix_status rix_i_dense_radius(const double *matrix, size_t n, double tolerance, double *vector,
                              double *scratch, double *value, rix_error *err);

#endif
