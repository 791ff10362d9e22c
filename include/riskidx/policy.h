/* riskidx/policy.h - rules for the controls: exit plans, trigger policies, exits in stages, linear schedules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_POLICY_H
#define RISKIDX_POLICY_H

#include <riskidx/base.h>
#include <riskidx/epidemic.h>
#include <riskidx/zone.h>

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

/* --------------------------------------------------------------------- policies in stages -- */

/** What a policy watches: an observable of the scenario, as it is seen at the start of a period. */
typedef struct rix_watch {
    const char *observable; /**< rix_scenario_find_observable */
    size_t window;          /**< periods: 0: its value; else its increase over so many, counted from 0 on */
    size_t delay;           /**< periods: what is seen is of so many ago; nothing is before */
} rix_watch;

/**
 * A trigger policy: the library's own machine for zones in time (riskidx/zone.h) moves between stages, and each
 * stage has its controls. At the start of a period that is a review by the clock, the machine is shown what is
 * watched; the stage that it finds is in force from that period on. Stages are the zones of the rule, from normal to
 * the strictest; after max_switches switches the stage stays. Where the rule says grey, the stage stays.
 *
 * Observables that depend on controls are seen under those of the period that has just ended; before period 0
 * those of the stage at the start. Start from RIX_TRIGGER_INIT.
 */
typedef struct rix_trigger {
    const rix_rule *enter; /**< by which stages rise; its indicators are the watches, in order */
    const rix_rule *leave; /**< by which they fall; NULL: enter (rix_machine_new) */
    rix_clock clock;       /**< reviews, runs of reviews, stays; start is a stage */
    const rix_watch *watches;
    size_t n_watches;
    rix_mat levels;      /**< stages x controls */
    size_t max_switches; /**< RIX_NO_INDEX: any number */
} rix_trigger;

/** Nothing yet; in the first stage at the start, a review every period, any number of switches. */
#define RIX_TRIGGER_INIT                                                                           \
    {                                                                                              \
        NULL, NULL, { 0, 0, 1, 1, 1, 0, 0, NULL, NULL, RIX_ABSENT_HOLD }, NULL, 0,                 \
            { NULL, 0, 0, 0, 0 }, RIX_NO_INDEX                                                     \
    }

/** A stage of an exit. Start from RIX_EXIT_STAGE_INIT. */
typedef struct rix_exit_stage {
    const char *name;
    size_t date;    /**< period before which it does not begin */
    size_t stay;    /**< periods in it before the next may begin */
    size_t ramp;    /**< periods in which the controls go in equal steps from what was in force to its own: in the
                         k-th from 0 on by (k + 1) / (ramp + 1) of the way; 0: at once */
    rix_watch gate; /**< it begins when this was below `below`; observable NULL: dated, without a gate */
    double below;   /**< level of the gate */
    size_t reviews; /**< >= 1: in so many reviews (of periods 0, review_every, 2 review_every ...) in a row */
} rix_exit_stage;

/** From period 0, no stay, no ramp, no gate. */
#define RIX_EXIT_STAGE_INIT                                                                        \
    {                                                                                              \
        NULL, 0, 0, 0, { NULL, 0, 0 }, RIX_NAN, 1                                                  \
    }

/** An exit in stages: the first, the lockdown, is in force from period 0; each follows on the one before. */
typedef struct rix_exit_stages {
    const rix_exit_stage *stages;
    size_t n_stages;     /**< >= 1 */
    rix_mat levels;      /**< stages x controls */
    size_t review_every; /**< >= 1: periods from one look at a gate to the next */
} rix_exit_stages;

/** A policy in stages, checked once. Const functions may share it between threads. */
typedef struct rix_policy rix_policy;

/**
 * Compiles a trigger policy.
 *
 * @param trigger  the policy; copied
 * @param out      [out] to be freed with rix_policy_free; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no stage at the start; RIX_EDIM: not one watch for each indicator, not one row
 *         of levels for each stage; RIX_EDOMAIN: a level not finite or negative (row is the stage, col the control);
 *         and as rix_machine_new.
 * @since 0.1
 */
RIX_API rix_status rix_trigger_policy_new(const rix_trigger *trigger, rix_policy **out,
                                          rix_error *err);

/**
 * Compiles an exit in stages.
 *
 * @param exit  the policy; copied
 * @param out   [out] to be freed with rix_policy_free; untouched on failure
 * @param err   NULL, or filled on failure only; row is the stage
 * @return RIX_OK; RIX_EINVAL: NULL, no stages, a first stage with a date or gate, no reviews; RIX_EDIM: not one row
 *         of levels for each stage; RIX_EDOMAIN: a level not finite or negative, a gate's level missing; RIX_EOVERFLOW;
 *         RIX_ENOMEM.
 * @since 0.1
 */
RIX_API rix_status rix_exit_policy_new(const rix_exit_stages *exit, rix_policy **out,
                                       rix_error *err);

/** Frees a policy. @param policy a policy, or NULL (nothing happens) @since 0.1 */
RIX_API void rix_policy_free(rix_policy *policy);

/** Number of stages. @param policy a policy, not NULL @since 0.1 */
RIX_API size_t rix_policy_stage_count(const rix_policy *policy);

/**
 * Name of a stage.
 *
 * @param policy  a policy, not NULL
 * @param i       from 0
 * @return lives as long as the policy; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_policy_stage_name(const rix_policy *policy, size_t i);

/**
 * The policy in words.
 *
 * @param policy  a policy, not NULL
 * @return lives as long as the policy
 * @since 0.1
 */
RIX_API const char *rix_policy_sentence(const rix_policy *policy);

/**
 * Runs a scenario under a policy in stages. By fixed steps (rk4), rix_simulate under the schedule that comes of it
 * gives the same states to the last bit.
 *
 * @param sc       the scenario
 * @param policy   the policy
 * @param options  NULL: RIX_SIMULATE_OPTIONS_INIT
 * @param out      [out] the trajectory, with its stages (rix_trajectory_stages, _watched, _stage_events), to be freed
 *                 with rix_trajectory_free; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return as rix_simulate_with; also RIX_EDIM: levels for another number of controls, an exit whose stage cannot begin
 *         before the horizon (row is the stage); RIX_EDOMAIN: a level above a control's largest, a gate below
 *         what its observable never falls below; RIX_ENOTFOUND: no such observable (the message lists the model's).
 * Time that of rix_simulate and of what is watched, once a period. Any thread. The same policy gives the same bits.
 * @since 0.1
 */
RIX_API rix_status rix_simulate_policy(const rix_scenario *sc, const rix_policy *policy,
                                       const rix_simulate_options *options, rix_trajectory **out,
                                       rix_error *err);

/* ------------------------------------------------------------------------------- schedules -- */

/**
 * A schedule that is linear between knots, as what controls that are constant within periods can have of it: its mean
 * over each period. Constant before the first knot and after the last.
 *
 * @param at        times of the knots in periods (0: the start of the first; fractions are times within one), finite,
 *                  increasing, at least one
 * @param values    knots x controls, finite and >= 0
 * @param schedule  [out] periods x controls; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no knots; RIX_EDIM: sizes do not fit; RIX_EDOMAIN: a time not finite or not after
 *         the one before (row), a value missing, infinite or negative (row is the knot, col the control); RIX_EOVERFLOW.
 * Time (periods + knots) * controls, no memory. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_linear_schedule(rix_vec at, rix_mat values, rix_out schedule,
                                       rix_error *err);

RIX_END_DECLS
#endif
