/* riskidx/zone.h - classes of risk from scores.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_ZONE_H
#define RISKIDX_ZONE_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/** The zone of a missing score. */
#define RIX_NO_ZONE (-1)

/** Which zone a score that equals a threshold belongs to. */
typedef enum rix_boundary {
    RIX_BOUNDARY_UPPER, /**< the zone above: [threshold, next) */
    RIX_BOUNDARY_LOWER  /**< the zone below: (previous, threshold] */
} rix_boundary;

/**
 * Zone of each score: the number of thresholds that it has reached (upper) or passed (lower).
 *
 * @param scores      any unit of measurement; NaN missing
 * @param thresholds  in the unit of the scores, strictly increasing, finite; k of them make k + 1
 *                    zones, 0 the lowest; at least one
 * @param boundary    which zone a score equal to a threshold belongs to
 * @param zones       [out] scores.size numbers from 0 to k, RIX_NO_ZONE for a missing score;
 *                    untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no thresholds, no such boundary; RIX_EDOMAIN: thresholds not
 *         increasing or not finite (row says which), infinite score (row is the unit);
 *         RIX_EOVERFLOW.
 *
 * Time scores.size * log k, no memory. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_classify(rix_vec scores, rix_vec thresholds, rix_boundary boundary,
                                int32_t *zones, rix_error *err);

RIX_END_DECLS
#endif
