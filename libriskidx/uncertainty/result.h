/* uncertainty/result.h - scores and ranks over replicates as they are kept. */
#ifndef RIX_I_UNCERTAINTY_RESULT_H
#define RIX_I_UNCERTAINTY_RESULT_H

#include <riskidx/montecarlo.h>

/** Of a replicate: kept nodes x units, one after the other. */
struct rix_uncertainty {
    rix_uncertainty_shape shape;
    size_t *nodes;
    double *scores;
    float *ranks; /* halves of whole numbers, exact up to 2^23 */
    double *draws;
    bool *failed;
    double *nominal_scores, *nominal_ranks; /* kept nodes x units */
};

/** Room for a result of this shape, failed counted as none; or NULL. Sizes are checked: RIX_EOVERFLOW, RIX_ENOMEM. */
rix_status rix_i_uncertainty_new(const rix_uncertainty_shape *shape, rix_uncertainty **out,
                                 rix_error *err);

/** Scores and ranks of replicate r of those here, kept node q. */
static inline const double *rix_i_scores_at(const rix_uncertainty *u, size_t r, size_t q)
{
    return u->scores + (r * u->shape.n_nodes + q) * u->shape.n_units;
}

static inline const float *rix_i_ranks_at(const rix_uncertainty *u, size_t r, size_t q)
{
    return u->ranks + (r * u->shape.n_nodes + q) * u->shape.n_units;
}

/** Fails with RIX_EINVAL for NULL or a node that is not kept. */
rix_status rix_i_check_kept(const rix_uncertainty *u, size_t q, rix_error *err);

#endif
