/* index/varimax.h - rotation of loadings. */
#ifndef RIX_I_VARIMAX_H
#define RIX_I_VARIMAX_H

#include <riskidx/base.h>

/**
 * The rotation that makes the loadings simple: varimax (Kaiser 1958) of rows scaled to length 1.
 *
 * @param loading  m x k row-major
 * @param compat   stop as R's varimax does: when the sum of singular values grows by less than 1e-5 of
 *                 itself, or after 1000 rounds
 * @param turn     [out] k x k row-major, orthogonal: the rotated loadings are loading * turn
 * @return RIX_OK; RIX_ENUMERIC: no convergence, or (compat) a step that is not determined; RIX_ENOMEM.
 */
rix_status rix_i_varimax(const double *loading, size_t m, size_t k, bool compat, double *turn,
                         rix_error *err);

#endif
