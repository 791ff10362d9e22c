/* classify.c - classes of risk from scores. */
#include <riskidx/zone.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

static rix_status check_thresholds(rix_vec thresholds, rix_error *err)
{
    if (thresholds.size == 0) {
        return rix_i_fail(err, RIX_EINVAL, "thresholds", RIX_I_NOWHERE, "there are no thresholds");
    }
    if (thresholds.size > INT32_MAX) {
        return rix_i_fail(err, RIX_EOVERFLOW, "thresholds", RIX_I_NOWHERE,
                          "%zu thresholds are too many", thresholds.size);
    }
    for (size_t k = 0; k < thresholds.size; k++) {
        const double t = rix_i_vget(thresholds, k);
        if (!isfinite(t)) {
            return rix_i_fail(err, RIX_EDOMAIN, "thresholds", RIX_I_ROW(k),
                              "threshold %s is not finite", rix_i_number(t).s);
        }
        if (k > 0 && !(rix_i_vget(thresholds, k - 1) < t)) {
            return rix_i_fail(err, RIX_EDOMAIN, "thresholds", RIX_I_ROW(k),
                              "threshold %s is not above the one before it, %s", rix_i_number(t).s,
                              rix_i_number(rix_i_vget(thresholds, k - 1)).s);
        }
    }
    return RIX_OK;
}

static rix_status check_scores(rix_vec scores, rix_error *err)
{
    for (size_t i = 0; i < scores.size; i++) {
        const double x = rix_i_vget(scores, i);
        if (!isinf(x)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "scores", RIX_I_ROW(i),
                          "infinite score %s for unit %zu", rix_i_number(x).s, i);
    }
    return RIX_OK;
}

/* Number of thresholds that a score has reached (upper) or passed (lower), by bisection. */
static int32_t zone_of(double score, rix_vec thresholds, rix_boundary boundary)
{
    size_t from = 0, to = thresholds.size;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const double t = rix_i_vget(thresholds, middle);
        if (boundary == RIX_BOUNDARY_UPPER ? t <= score : t < score) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return (int32_t)from;
}

rix_status rix_classify(rix_vec scores, rix_vec thresholds, rix_boundary boundary, int32_t *zones,
                        rix_error *err)
{
    if (boundary != RIX_BOUNDARY_UPPER && boundary != RIX_BOUNDARY_LOWER) {
        return rix_i_fail(err, RIX_EINVAL, "boundary", RIX_I_NOWHERE, "no such boundary: %d",
                          (int)boundary);
    }
    rix_status st = rix_i_check_vec(scores, "scores", err);
    if (st == RIX_OK) st = rix_i_check_vec(thresholds, "thresholds", err);
    if (st == RIX_OK && !zones && scores.size > 0) st = rix_i_null(err, "zones");
    if (st == RIX_OK) st = check_thresholds(thresholds, err);
    if (st == RIX_OK) st = check_scores(scores, err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < scores.size; i++) {
        const double x = rix_i_vget(scores, i);
        zones[i] = isnan(x) ? RIX_NO_ZONE : zone_of(x, thresholds, boundary);
    }
    return RIX_OK;
}
