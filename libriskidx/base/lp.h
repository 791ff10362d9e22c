/* base/lp.h - small dense linear programs. */
#ifndef RIX_I_LP_H
#define RIX_I_LP_H

#include <stddef.h>

/** Minimise cost' x subject to rows of a x <= b, of which the first n_equal are equations, and low <= x <= high. */
typedef struct rix_i_lp {
    size_t n_vars, n_rows, n_equal;
    const double *cost;       /* n_vars */
    const double *a;          /* n_rows x n_vars, row-major */
    const double *b;          /* n_rows, finite */
    const double *low, *high; /* n_vars each, may be infinite, low <= high; NULL: 0 and no bound */
} rix_i_lp;

typedef enum rix_i_lp_outcome {
    RIX_I_LP_OPTIMAL,
    RIX_I_LP_INFEASIBLE,
    RIX_I_LP_UNBOUNDED,
    RIX_I_LP_STUCK /* rounding got the better of it: a basis that is singular, or steps without end */
} rix_i_lp_outcome;

/** How many doubles of scratch memory rix_i_lp_solve needs; the sizes are known not to overflow. */
size_t rix_i_lp_room(size_t n_vars, size_t n_rows);

/**
 * The optimum, at a vertex where there is one: a bounded primal simplex on the whole tableau, in two
 * phases. Rows, columns and units are scaled by powers of two. Steps that get nowhere are taken by Bland's rule,
 * which ends (Bland 1977); the answer is that of a tableau made anew from the data for the last basis, so that
 * it does not carry the rounding of the way there.
 *
 * It allocates nothing, and the same input gives the same bits. A step takes time n_rows * n_vars.
 *
 * @param room  rix_i_lp_room doubles, from malloc or its like
 * @param x     [out] n_vars numbers; set where the outcome is optimal only
 * @param best  [out] cost' x; likewise
 */
rix_i_lp_outcome rix_i_lp_solve(const rix_i_lp *lp, double *room, double *x, double *best);

#endif
