/* aggregate_bod.c - the rules of the benefit of the doubt: each unit's score by the weights that suit it best. */
#include "index/aggregate.h"
#include "index/bod.h"

/* How many units of the base a group's are held against. */
static size_t base_peers(const rix_i_plan *plan, const rix_i_group *group)
{
    return plan->base ? plan->base->nodes[group->members[0].node].n_scores : 0;
}

size_t rix_i_aggregate_scratch(const rix_i_plan *plan, size_t n_units)
{
    size_t most = 2 * plan->most_members;
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (!rix_i_is_bod(plan->groups[g].rule)) continue;
        const size_t m = plan->groups[g].n_members;
        const size_t n = n_units + base_peers(plan, &plan->groups[g]);
        const size_t room = n * m + n + 4 * m + rix_i_bod_room(n, m);
        if (room > most) most = room;
    }
    return most;
}

/* The units of the base, row by row. */
static double *recall(const rix_i_plan *plan, const rix_i_group *group, double *value)
{
    const rix_fitted *base = plan->base;
    const bool logs = group->rule == RIX_AGG_MULTIPLICATIVE_BOD;
    for (size_t p = 0; p < base_peers(plan, group); p++) {
        for (size_t m = 0; m < group->n_members; m++) {
            const size_t first = base->nodes[group->members[m].node].first_score;
            const double x = base->values[first + p];
            *value++ = logs ? log(x) : x;
        }
    }
    return value;
}

/* The values of the units that take part, row by row; the first that is below the rule's least, if one is. */
static rix_i_fault gather(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                          size_t n_units, double *value)
{
    const double *result = scores + group->node * n_units;
    const bool logs = group->rule == RIX_AGG_MULTIPLICATIVE_BOD;
    for (size_t i = 0; i < n_units; i++) {
        for (size_t m = 0; m < group->n_members && !isnan(result[i]); m++) {
            const double x = rix_i_member_score(plan, &group->members[m], scores, n_units, i);
            if (x < (logs ? 1 : 0)) return rix_i_unfit_child(plan, group, scores, n_units, i);
            *value++ = logs ? log(x) : x;
        }
    }
    return RIX_I_FAULTLESS;
}

rix_i_fault rix_i_aggregate_bod(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                                size_t n_units, size_t n, double *scratch)
{
    const size_t m = group->n_members, old = base_peers(plan, group), all = n + old;
    double *result = scores + group->node * n_units, *value = scratch;
    double *low = value + all * m, *high = low + m, *most = high + m, *weights = most + m;
    double *room = weights + m + all;
    /* A number of a unit takes no more room than a double. */
    size_t *frontier = (size_t *)(void *)(weights + m);
    rix_i_bod bod = { all, m, plan->base ? old : all, value, low, high, false, most, frontier, 0 };
    const rix_i_fault fault = gather(plan, group, scores, n_units, recall(plan, group, value));
    if (fault.kind != RIX_I_NO_FAULT) return fault;
    for (size_t k = 0; k < m; k++) {
        low[k] = group->members[k].share_low;
        high[k] = group->members[k].share_high;
    }
    rix_i_bod_prepare(&bod);
    for (size_t i = 0, unit = old; i < n_units; i++) {
        if (isnan(result[i])) continue;
        const rix_i_bod_outcome done = rix_i_bod_solve(&bod, unit++, room, weights, &result[i]);
        if (done == RIX_I_BOD_DONE) continue;
        return (rix_i_fault){ done == RIX_I_BOD_NO_SHARES ? RIX_I_NO_SHARES : RIX_I_NO_OPTIMUM, i,
                              group->node, RIX_NAN };
    }
    return RIX_I_FAULTLESS;
}
