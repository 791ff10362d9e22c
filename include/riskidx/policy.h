/* riskidx/policy.h - rules for the controls: exit plans.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_POLICY_H
#define RISKIDX_POLICY_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/**
 * A lockdown that is eased once, in a straight line. In period p the controls are share(p) * level:
 * share = 1 before `start`, 1 - (p - start + 1) / (ramp + 1) during the `ramp` periods from there
 * on (ramp equal steps short of zero), 0 afterwards. With ramp 0 the lockdown ends at `start`; with
 * start 0 and ramp 0 there is none.
 */
typedef struct rix_exit_plan {
    rix_vec level; /**< controls: value of each control before the exit */
    size_t start;  /**< period in which easing starts, from 0 */
    size_t ramp;   /**< periods of easing */
} rix_exit_plan;

/**
 * The schedule of an exit plan.
 *
 * @param plan      levels finite and >= 0; start + ramp <= schedule.rows
 * @param schedule  [out] periods x controls; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: not one level a control, or the exit ends after the last period;
 *         RIX_EDOMAIN: a level missing, infinite or negative; RIX_EOVERFLOW: rows x cols.
 * Any thread, no memory.
 * @since 0.1
 */
RIX_API rix_status rix_exit_plan_schedule(const rix_exit_plan *plan, rix_out schedule,
                                          rix_error *err);

/**
 * A family of exit plans: every level with every start and every ramp. Plan number k has level
 * k / (n_starts * n_ramps), start (k / n_ramps) % n_starts, ramp k % n_ramps.
 */
typedef struct rix_exit_family {
    rix_mat levels;       /**< levels x controls: equal columns lock everyone down alike */
    const size_t *starts; /**< n_starts periods */
    size_t n_starts;
    const size_t *ramps; /**< n_ramps numbers of periods */
    size_t n_ramps;
} rix_exit_family;

/**
 * Number of plans in a family.
 *
 * @param family  the family
 * @param count   [out] levels.rows * n_starts * n_ramps; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, or an empty list; RIX_EOVERFLOW. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_exit_family_size(const rix_exit_family *family, size_t *count,
                                        rix_error *err);

/**
 * One plan of a family.
 *
 * @param family  the family
 * @param k       number of the plan, from 0
 * @param plan    [out] its level is a view into family->levels; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, an empty list, no plan k; RIX_EOVERFLOW. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_exit_family_plan(const rix_exit_family *family, size_t k,
                                        rix_exit_plan *plan, rix_error *err);

RIX_END_DECLS
#endif
