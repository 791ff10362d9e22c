/* plan.c - what is aggregated, resolved once. */
#include "index/plan.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "index/bod.h"

/* A weight this far below its largest sibling's changes no digit, but must not vanish either. */
static const double LEAST_WEIGHT = 0x1p-500;

static double largest_weight(const rix_framework *fw, size_t node)
{
    double largest = 0;
    for (size_t k = fw->first_child[node]; k < fw->first_child[node + 1]; k++) {
        const double weight = fw->nodes[fw->child[k]].weight;
        largest = weight > largest ? weight : largest;
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

static size_t needed_members(const rix_aggregate_options *o, const rix_node *node,
                             rix_aggregation rule, size_t n)
{
    switch (o->missing) {
    case RIX_MISSING_AVAILABLE:
        if (o->compat && rule == RIX_AGG_GENERALISED) return n;
        return least_number(isnan(node->min_share) ? o->min_share : node->min_share, n);
    case RIX_MISSING_VALUE: return 0;
    case RIX_MISSING_PROPAGATE: break;
    }
    return n;
}

/* Shares sum to 1, so their bounds must let them. */
static rix_status check_shares(const rix_framework *fw, const rix_i_group *group, rix_error *err)
{
    const rix_i_text code = rix_i_label(fw->nodes[group->node].code);
    double low = 0, high = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        low += member->share_low;
        high += member->share_high;
        if (!(member->share_low > member->share_high)) continue;
        return rix_i_fail(
            err, RIX_EDOMAIN, "share_low", RIX_I_NODE(member->node),
            "share_low %s of '%s' is above share_high %s", rix_i_number(member->share_low).s,
            rix_i_label(fw->nodes[member->node].code).s, rix_i_number(member->share_high).s);
    }
    if (low <= 1 + RIX_I_BOD_NEAR && high >= 1 - RIX_I_BOD_NEAR) return RIX_OK;
    return rix_i_fail(
        err, RIX_EDOMAIN, low > 1 ? "share_low" : "share_high", RIX_I_NODE(group->node),
        "the %s bounds on the shares of the children of '%s' sum to %s, and shares to 1",
        low > 1 ? "lower" : "upper", code.s, rix_i_number(low > 1 ? low : high).s);
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
    if (node->direction < 0 && group->node != fw->root && !scale->mirrored &&
        !rix_i_compares_units(group->rule)) {
        return rix_i_fail(err, RIX_EDOMAIN, "recipe.normalise.low", RIX_I_NODE(group->node),
                          "direction -1 of group '%s' needs a range of scores, and the recipe "
                          "states none",
                          rix_i_label(node->code).s);
    }
    return rix_i_is_bod(group->rule) ? check_shares(fw, group, err) : RIX_OK;
}

/* A power of two in two factors, as the largest of siblings' weights may be tiny. */
typedef struct power_of_two {
    double first, second;
} power_of_two;

/* By which the largest weight of the children comes to lie in [1, 2). */
static power_of_two scale_of_weights(const rix_framework *fw, size_t node)
{
    const int shift = -ilogb(largest_weight(fw, node)), first = shift < 1000 ? shift : 1000;
    if (shift == 0) return (power_of_two){ 1, 1 }; /* as is usual */
    return (power_of_two){ ldexp(1, first), ldexp(1, shift - first) };
}

static double scaled(double weight, power_of_two scale)
{
    const double w = weight * scale.first * scale.second;
    return w > LEAST_WEIGHT ? w : LEAST_WEIGHT;
}

/* Children whose weight is positive, or is not, written at `members`. */
static size_t list_children(const rix_framework *fw, size_t node, bool positive, power_of_two scale,
                            const rix_aggregate_options *o, rix_i_member *members)
{
    size_t n = 0;
    for (size_t k = fw->first_child[node]; k < fw->first_child[node + 1]; k++) {
        const rix_node *child = &fw->nodes[fw->child[k]];
        if ((child->weight > 0) != positive) continue;
        members[n].node = fw->child[k];
        members[n].weight = positive ? scaled(child->weight, scale) : 0;
        members[n].mirrored = child->kind == RIX_NODE_GROUP && child->direction < 0;
        members[n].mirror = 0;
        members[n].share_low = isnan(child->share_low) ? o->share_low : child->share_low;
        members[n].share_high = isnan(child->share_high) ? o->share_high : child->share_high;
        n++;
    }
    return n;
}

/* Powers that are rules of their own: exact, faster, and contributions of the mean add up. */
static rix_aggregation rule_of_power(double power)
{
    if (!(power < 1) && !(power > 1)) return RIX_AGG_ARITHMETIC;
    if (!(power < 0) && !(power > 0)) return RIX_AGG_GEOMETRIC;
    if (!(power < -1) && !(power > -1)) return RIX_AGG_HARMONIC;
    return RIX_AGG_GENERALISED;
}

static bool is_placed(const rix_i_plan *plan, rix_aggregation rule)
{
    return plan->scale.ranged && !(rule == RIX_AGG_COPELAND && plan->options.compat);
}

static double mirror_of(const rix_i_plan *plan, rix_aggregation rule)
{
    if (!rix_i_compares_units(rule) || is_placed(plan, rule)) return plan->scale.mirror;
    return rule == RIX_AGG_COPELAND ? 0 : 1;
}

/* Children stand before their parents, so the rule of a member that is a group is known. */
static void set_mirrors(rix_i_plan *plan, size_t g)
{
    const rix_i_group *group = &plan->groups[g];
    rix_i_member *members = plan->members + (group->members - plan->members);
    for (size_t c = 0; c < group->n_children; c++) {
        members[c].mirror = plan->scale.mirror;
        for (size_t k = 0; k < g && members[c].mirrored; k++) {
            if (plan->groups[k].node != members[c].node) continue;
            members[c].mirror = mirror_of(plan, plan->groups[k].rule);
            break;
        }
    }
}

/* The group numbered `node`, its members written at `members`. */
static rix_i_group make_group(const rix_framework *fw, size_t node, const rix_recipe *recipe,
                              rix_i_member *members)
{
    const rix_aggregate_options *o = &recipe->aggregate;
    rix_i_group g = { node, fw->nodes[node].aggregate, members, 0, 0, 0, fw->nodes[node].power };
    if (g.rule == RIX_AGG_INHERIT) g.rule = o->rule;
    if (isnan(g.power)) g.power = o->power;
    const power_of_two scale = scale_of_weights(fw, node);
    g.n_members = list_children(fw, node, true, scale, o, members);
    g.n_children = rix_i_child_count(fw, node);
    if (g.n_members < g.n_children) {
        list_children(fw, node, false, scale, o, members + g.n_members);
    }
    g.needed = needed_members(o, &fw->nodes[node], g.rule, g.n_members);
    if (g.rule == RIX_AGG_GENERALISED) g.rule = rule_of_power(g.power);
    return g;
}

rix_status rix_i_plan_set(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe,
                          size_t n_units, rix_error *err)
{
    rix_i_member *next = plan->members;
    plan->scale = rix_i_recipe_scale(recipe, n_units);
    plan->fills = recipe->aggregate.missing == RIX_MISSING_VALUE;
    plan->fill = recipe->aggregate.fill;
    plan->options = recipe->aggregate;
    plan->most_members = 0;
    for (size_t g = 0; g < plan->n_groups; g++) {
        rix_i_group *group = &plan->groups[g];
        *group = make_group(fw, fw->groups[g], recipe, next);
        next += group->n_children;
        if (group->n_members > plan->most_members) plan->most_members = group->n_members;
        const rix_status st = check_group(fw, group, &plan->scale, err);
        if (st != RIX_OK) return st;
        set_mirrors(plan, g);
    }
    return RIX_OK;
}

/* Weights alone, where all children matter and did so before. */
static bool weigh_members(const rix_framework *fw, const rix_i_group *group, rix_i_member *members)
{
    const power_of_two scale = scale_of_weights(fw, group->node);
    if (group->n_members < group->n_children) return false;
    for (size_t m = 0; m < group->n_members; m++) {
        const double weight = fw->nodes[members[m].node].weight;
        if (!(weight > 0)) return false;
        members[m].weight = scaled(weight, scale);
    }
    return true;
}

void rix_i_plan_weigh(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe, size_t g)
{
    rix_i_group *group = &plan->groups[g];
    rix_i_member *members = plan->members + (group->members - plan->members);
    if (weigh_members(fw, group, members)) return;
    *group = make_group(fw, group->node, recipe, members);
    set_mirrors(plan, g);
}

rix_status rix_i_plan_init(rix_i_plan *plan, const rix_framework *fw, const rix_recipe *recipe,
                           rix_error *err)
{
    rix_i_plan p = { .n_groups = fw->n_groups };
    p.groups = calloc(fw->n_groups, sizeof *p.groups);
    p.members = calloc(fw->n_nodes, sizeof *p.members);
    const bool room = p.groups && p.members;
    const rix_status st = room ? rix_i_plan_set(&p, fw, recipe, 1, err) : rix_i_no_memory(err);
    if (st == RIX_OK) {
        *plan = p;
    } else {
        rix_i_plan_clear(&p);
    }
    return st;
}

void rix_i_plan_units(rix_i_plan *plan, const rix_recipe *recipe, size_t n_units)
{
    plan->scale = rix_i_recipe_scale(recipe, n_units);
    for (size_t g = 0; g < plan->n_groups; g++) set_mirrors(plan, g);
}

void rix_i_plan_clear(rix_i_plan *plan)
{
    free(plan->members);
    free(plan->groups);
    plan->members = NULL;
    plan->groups = NULL;
    plan->n_groups = 0;
}
