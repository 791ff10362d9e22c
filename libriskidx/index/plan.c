/* plan.c - what is aggregated, resolved once. */
#include "index/plan.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"

/* A weight this far below its largest sibling's changes no digit, but must not vanish either. */
#define LEAST_WEIGHT ldexp(1.0, -500)

static double largest_weight(const rix_framework *fw, size_t node)
{
    double largest = 0;
    for (size_t k = fw->first_child[node]; k < fw->first_child[node + 1]; k++) {
        largest = fmax(largest, fw->nodes[fw->child[k]].weight);
    }
    return largest;
}

/* Smallest number of members whose share is enough. A quotient is rounded just as the share that the
 * caller wrote was, so that 3 of 5 is 0.6; the product 0.6 * 5 would be at the mercy of rounding. */
static size_t least_number(double min_share, size_t n)
{
    size_t least = (size_t)(min_share * (double)n);
    while (least < n && (double)least / (double)n < min_share) least++;
    return least > 1 ? least : 1;
}

static size_t needed_members(const rix_aggregate_options *o, size_t n)
{
    switch (o->missing) {
    case RIX_MISSING_AVAILABLE: return least_number(o->min_share, n);
    case RIX_MISSING_VALUE: return 0;
    case RIX_MISSING_PROPAGATE: break;
    }
    return n;
}

static rix_status check_group(const rix_framework *fw, const rix_i_group *group,
                              const rix_i_scale *scale, rix_error *err)
{
    const rix_node *node = &fw->nodes[group->node];
    if (group->rule == RIX_AGG_SCALED_GEOMETRIC && !scale->ranged) {
        return rix_i_fail(
            err, RIX_EDOMAIN, "recipe.normalise.low", RIX_I_NODE(group->node),
            "scaled_geometric, the rule of '%s', needs a range of scores, and %s none",
            rix_i_label(node->code).s, scale->mirrored ? "z-scores have" : "the recipe states");
    }
    if (node->direction < 0 && group->node != fw->root && !scale->mirrored) {
        return rix_i_fail(err, RIX_EDOMAIN, "recipe.normalise.low", RIX_I_NODE(group->node),
                          "direction -1 of group '%s' needs a range of scores, and the recipe "
                          "states none",
                          rix_i_label(node->code).s);
    }
    return RIX_OK;
}

/* Children whose weight is positive, or is not, written at `members`. */
static size_t list_children(const rix_framework *fw, size_t node, bool positive,
                            rix_i_member *members)
{
    const int shift = -ilogb(largest_weight(fw, node));
    size_t n = 0;
    for (size_t k = fw->first_child[node]; k < fw->first_child[node + 1]; k++) {
        const rix_node *child = &fw->nodes[fw->child[k]];
        if ((child->weight > 0) != positive) continue;
        members[n].node = fw->child[k];
        members[n].weight = positive ? fmax(ldexp(child->weight, shift), LEAST_WEIGHT) : 0;
        members[n].mirrored = child->kind == RIX_NODE_GROUP && child->direction < 0;
        n++;
    }
    return n;
}

/* The group numbered `node`, its members written at `members`. */
static rix_i_group make_group(const rix_framework *fw, size_t node, const rix_recipe *recipe,
                              rix_i_member *members)
{
    rix_i_group g = { node, fw->nodes[node].aggregate, members, 0, 0, 0 };
    if (g.rule == RIX_AGG_INHERIT) g.rule = recipe->aggregate.rule;
    g.n_members = list_children(fw, node, true, members);
    g.n_children = g.n_members + list_children(fw, node, false, members + g.n_members);
    g.needed = needed_members(&recipe->aggregate, g.n_members);
    return g;
}

rix_status rix_i_plan_init(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe,
                           rix_error *err)
{
    rix_i_plan p = { NULL, 0, NULL, rix_i_recipe_scale(recipe), false, 0.0 };
    rix_status st = RIX_OK;
    p.fills = recipe->aggregate.missing == RIX_MISSING_VALUE;
    p.fill = recipe->aggregate.fill;
    p.groups = calloc(fw->n_groups, sizeof *p.groups);
    p.members = calloc(fw->n_nodes, sizeof *p.members);
    if (!p.groups || !p.members) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (rix_i_member *next = p.members; p.n_groups < fw->n_groups; p.n_groups++) {
        rix_i_group *g = &p.groups[p.n_groups];
        *g = make_group(fw, fw->groups[p.n_groups], recipe, next);
        next += g->n_children;
        st = check_group(fw, g, &p.scale, err);
        if (st != RIX_OK) goto done;
    }
    *plan = p;
done:
    if (st != RIX_OK) rix_i_plan_clear(&p);
    return st;
}

void rix_i_plan_clear(rix_i_plan *plan)
{
    free(plan->members);
    free(plan->groups);
    plan->members = NULL;
    plan->groups = NULL;
    plan->n_groups = 0;
}
