/* index/aggregate.h - a group's score from its children's. */
#ifndef RIX_I_AGGREGATE_H
#define RIX_I_AGGREGATE_H

#include "base/error.h"
#include "index/fitted.h"
#include "index/plan.h"

/** What a rule cannot take. */
typedef enum rix_i_fault_kind {
    RIX_I_NO_FAULT,
    RIX_I_NEGATIVE,  /* under a rule that takes roots or logarithms, or divides */
    RIX_I_BELOW_ONE, /* under the multiplicative benefit of the doubt */
    RIX_I_NO_SHARES, /* benefit of the doubt: no shares of the unit's children within their bounds */
    RIX_I_NO_OPTIMUM,   /* likewise: no optimum, for rounding */
    RIX_I_OUT_OF_RANGE, /* under the scaled geometric rule */
    RIX_I_INFINITE,     /* a mirrored score beyond the finite numbers */
    RIX_I_TOO_LARGE     /* the group's own score beyond the finite numbers */
} rix_i_fault_kind;

/** The first unit that a rule cannot take, and the first of its children at fault. */
typedef struct rix_i_fault {
    rix_i_fault_kind kind;
    size_t unit;
    size_t member; /* the group itself if its score is too large */
    double value;  /* as the group sees it: mirrored, or filled in */
} rix_i_fault;

#define RIX_I_FAULTLESS ((rix_i_fault){ RIX_I_NO_FAULT, RIX_NO_INDEX, RIX_NO_INDEX, RIX_NAN })

/** How many numbers of scratch memory the groups of a plan need, for so many units. */
size_t rix_i_aggregate_scratch(const rix_i_plan *plan, size_t n_units);

/**
 * The scores of one group, from those of its members. A mean lies between its smallest and its
 * largest term, to the last bit.
 *
 * @param scores   dense, one column of n_units after the other; column group->node is written
 * @param scratch  rix_i_aggregate_scratch numbers, from malloc or its like
 */
rix_i_fault rix_i_aggregate(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                            size_t n_units, double *scratch);

/** Fills err with what a fault means, and returns its code; labels are codes, `unit` is readable. */
rix_status rix_i_fault_fail(const rix_i_fault *fault, const rix_i_plan *plan,
                            const rix_i_group *group, const char *unit, const char *child,
                            const char *parent, rix_i_place place, rix_error *err);

/** Score x of a member as its group sees it. */
static inline double rix_i_entering(const rix_i_plan *plan, const rix_i_member *member, double x)
{
    if (isnan(x)) return plan->fills ? plan->fill : x;
    return member->mirrored ? member->mirror - x : x;
}

/** The score of a unit's member as its group sees it. */
static inline double rix_i_member_score(const rix_i_plan *plan, const rix_i_member *member,
                                        const double *scores, size_t n_units, size_t unit)
{
    return rix_i_entering(plan, member, scores[member->node * n_units + unit]);
}

/* -------------------------------------------------------------- rules in files of their own -- */

/** The smallest and the largest score of a group's members, for every unit: they do not depend on the weights. */
typedef struct rix_i_extremes {
    double *least, *most;
    bool known;
} rix_i_extremes;

/**
 * The arithmetic or geometric mean of a group whose children all have a score that is fit for the rule, for every unit
 * (aggregate_plain.c); false where that is not so, and what is then in the column of the group means nothing.
 *
 * @param logs      natural logarithms of the members' scores, in the order of the scores, for the geometric mean, which
 *                  writes those of the group beside them: the means of the logarithms, before they are
 *                  rounded twice. NULL: not there, and that mean is not done here
 * @param extremes  kept from one call to the next, for the same members with the same scores; NULL: not kept
 */
bool rix_i_aggregate_plain(const rix_i_group *group, double *scores, double *logs,
                           rix_i_extremes *extremes, size_t n_units);

/** median and owa (aggregate_sort.c). */
rix_i_fault rix_i_aggregate_sorted(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                                   size_t n_units, double *scratch);

/** The rules that compare units (aggregate_compare.c). */
rix_i_fault rix_i_aggregate_compared(const rix_i_plan *plan, const rix_i_group *group,
                                     double *scores, size_t n_units, double *scratch);

/** bod and multiplicative_bod for the n units whose result is not NaN (aggregate_bod.c). */
rix_i_fault rix_i_aggregate_bod(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                                size_t n_units, size_t n, double *scratch);

/**
 * What such a rule takes from the units, written to the nodes of group and members; the group's column of scores is
 * left 0 for units compared and NaN for others.
 *
 * @param scratch  rix_i_aggregate_scratch numbers
 */
void rix_i_learn_peers(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                       size_t n_units, double *scratch, rix_i_fit_node *nodes);

/** Whether what such a rule takes from a base is there; true for the other rules. */
bool rix_i_fitted_has_peers(const rix_fitted *base, const rix_i_group *group, bool compat);

/** The first of a unit's children that its rule cannot take. */
rix_i_fault rix_i_unfit_child(const rix_i_plan *plan, const rix_i_group *group,
                              const double *scores, size_t n_units, size_t unit);

#endif
