/* index/plan.h - what is aggregated, resolved once: framework and recipe without names. */
#ifndef RIX_I_PLAN_H
#define RIX_I_PLAN_H

#include <riskidx/whatif.h>

#include "index/framework.h"
#include "index/recipe.h"

/** A child of a group. It matters if its weight is positive. */
typedef struct rix_i_member {
    size_t node;
    double weight; /* times a power of two that is the same for all siblings; at most 2 */
    bool mirrored; /* a group of direction -1: enters as mirror - score */
    double mirror; /* plan.scale.mirror, but for a group whose scores have a scale of their own */
    double share_low, share_high; /* bod: bounds on its share of the score */
} rix_i_member;

/** A group and its rule. */
typedef struct rix_i_group {
    size_t node;
    rix_aggregation rule;        /* never inherit */
    const rix_i_member *members; /* n_members that matter, then those that do not */
    size_t n_members;            /* at least 1 */
    size_t n_children;           /* of any weight */
    size_t needed;               /* members that must be present, for the score to be */
    double power;                /* generalised: not 1, 0 or -1, which are rules of their own */
} rix_i_group;

typedef struct rix_i_plan {
    rix_i_group *groups; /* children before their parents */
    size_t n_groups;
    rix_i_member *members;
    size_t most_members; /* of any group */
    rix_i_scale scale;
    bool fills; /* a missing member counts as `fill` */
    double fill;
    rix_aggregate_options options; /* its positions are the caller's, and end with the call */
    const bool *left_out; /* units that are not compared with the others; NULL: none. Its owner outlives the plan */
    const rix_fitted *base;    /* what units are compared with; NULL: each other. It ends with the call */
} rix_i_plan;

/** Whether the rule is the benefit of the doubt. */
static inline bool rix_i_is_bod(rix_aggregation rule)
{
    return rule == RIX_AGG_BOD || rule == RIX_AGG_MULTIPLICATIVE_BOD;
}

/** Whether the rule compares units, so that its scores lie on [0, 1] or so unless there is a range. */
static inline bool rix_i_compares_units(rix_aggregation rule)
{
    return rule == RIX_AGG_WROCLAW || rule == RIX_AGG_TOPSIS || rule == RIX_AGG_COPELAND ||
           rix_i_is_bod(rule);
}

/** Whether a unit's score is made of its own children alone, so that units may come a block at a time. */
static inline bool rix_i_takes_units_alone(rix_aggregation rule)
{
    switch (rule) {
    case RIX_AGG_ARITHMETIC:
    case RIX_AGG_GEOMETRIC:
    case RIX_AGG_HARMONIC:
    case RIX_AGG_SCALED_GEOMETRIC:
    case RIX_AGG_GENERALISED:
    case RIX_AGG_MEDIAN:
    case RIX_AGG_MINIMUM:
    case RIX_AGG_MAXIMUM:
    case RIX_AGG_OWA:
    case RIX_AGG_MPI:
    case RIX_AGG_MEAN_MIN: return true;
    default: return false; /* as yet unknown rules among them */
    }
}

/**
 * Fails with RIX_EDOMAIN where a rule or a direction needs a scale that the recipe does not state. The plan
 * is for one unit until rix_i_plan_units says otherwise, which matters to ranks only.
 */
rix_status rix_i_plan_init(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe,
                           rix_error *err);

/**
 * Makes a plan anew, in its own memory, for a framework with the same tree and other weights or rules, or another
 * recipe. Fails as rix_i_plan_init; the plan is then of no use until it has been set again. Siblings' weights must not
 * all be 0.
 */
rix_status rix_i_plan_set(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe,
                          size_t n_units, rix_error *err);

/** The same where nothing but the weights of the children of group g have changed. */
void rix_i_plan_weigh(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe, size_t g);

/** Numbers of units, on which the scale of ranks depends. */
void rix_i_plan_units(rix_i_plan *plan, const rix_recipe *recipe, size_t n_units);

/** Frees what a plan owns; a zeroed plan owns nothing. */
void rix_i_plan_clear(rix_i_plan *plan);

#endif
