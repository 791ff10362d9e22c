/* zone/scores.h - the scores present, in order, as the breaks want them. */
#ifndef RIX_I_SCORES_H
#define RIX_I_SCORES_H

#include <riskidx/base.h>

/**
 * The scores present, sorted, in *sorted (to be freed; NULL where there are none) and their number in *n.
 * Fails with RIX_EINVAL for NULL, RIX_EDOMAIN for an infinite score, RIX_EOVERFLOW, RIX_ENOMEM.
 */
rix_status rix_i_sorted_scores(rix_vec scores, double **sorted, size_t *n, rix_error *err);

/** Fails with RIX_EINVAL unless there are two classes or more, with RIX_EOVERFLOW above INT32_MAX. */
rix_status rix_i_check_classes(size_t classes, const double *thresholds, rix_error *err);

#endif
