/* index/labels.h - which labels are the same. */
#ifndef RIX_I_LABELS_H
#define RIX_I_LABELS_H

#include <riskidx/base.h>

/**
 * Groups equal labels: first[i] is the first place with label i, RIX_NO_INDEX where it is NULL or "".
 * Time n on average; fails with RIX_ENOMEM.
 */
rix_status rix_i_group_labels(const char *const *labels, size_t n, size_t *first, rix_error *err);

#endif
