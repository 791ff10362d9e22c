/* index/aggregate.h - a group's score from its children's. */
#ifndef RIX_I_AGGREGATE_H
#define RIX_I_AGGREGATE_H

#include "index/plan.h"

/** What a rule cannot take. */
typedef enum rix_i_fault_kind {
    RIX_I_NO_FAULT,
    RIX_I_NEGATIVE,     /* under the geometric or the harmonic rule */
    RIX_I_OUT_OF_RANGE, /* under the scaled geometric rule */
    RIX_I_INFINITE      /* a mirrored score beyond the finite numbers */
} rix_i_fault_kind;

/** The first unit that a rule cannot take, and the first of its children at fault. */
typedef struct rix_i_fault {
    rix_i_fault_kind kind;
    size_t unit;
    size_t member;
    double value; /* as the group sees it: mirrored, or filled in */
} rix_i_fault;

/**
 * The scores of one group, from those of its members. A mean lies between its smallest and its
 * largest term, to the last bit, and needs no memory.
 *
 * @param scores  dense, one column of n_units after the other; column group->node is written
 */
rix_i_fault rix_i_aggregate(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                            size_t n_units);

/** Score x of a member as its group sees it. */
static inline double rix_i_entering(const rix_i_plan *plan, const rix_i_member *member, double x)
{
    if (isnan(x)) return plan->fills ? plan->fill : x;
    return member->mirrored ? plan->scale.mirror - x : x;
}

#endif
