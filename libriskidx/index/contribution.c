/* contribution.c - what each node adds to the score of one above it. */
#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"
#include "index/aggregate.h"
#include "index/result.h"

/* Units taken at a time. */
enum { UNITS_AT_ONCE = 64 };

/* What the way down from the node that is divided up does to a score. */
typedef struct way {
    bool below;    /* there is a way */
    bool additive; /* every rule on it is arithmetic */
    bool mirrored; /* by an odd number of groups of direction -1 */
} way;

/* Units from .. from + n - 1, and the shares of their nodes in the score that is divided up. */
typedef struct block {
    size_t from, n;
    double *share; /* UNITS_AT_ONCE for each node */
} block;

/* Groups stand children first, so backwards they lead down from any node. */
static void find_ways(const rix_i_plan *plan, size_t node, way *ways)
{
    ways[node].below = ways[node].additive = true;
    for (size_t g = plan->n_groups; g-- > 0;) {
        const rix_i_group *group = &plan->groups[g];
        const way *up = &ways[group->node];
        if (!up->below) continue;
        for (size_t c = 0; c < group->n_children; c++) {
            way *down = &ways[group->members[c].node];
            down->below = true;
            down->additive = up->additive && group->rule == RIX_AGG_ARITHMETIC;
            down->mirrored = up->mirrored != group->members[c].mirrored;
        }
    }
}

/* Sum of the weights that the group's mean ran over. */
static double weight_used(const rix_index *index, const rix_i_group *group, size_t unit)
{
    double weight = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = index->scores[member->node * index->n_units + unit];
        if (!isnan(rix_i_entering(&index->plan, member, x))) weight += member->weight;
    }
    return weight;
}

static void divide_group(const rix_index *index, const rix_i_group *group, bool mirrored,
                         const block *b, rix_out out)
{
    const rix_i_plan *plan = &index->plan;
    for (size_t i = 0; i < b->n; i++) {
        const size_t unit = b->from + i;
        const bool missing = isnan(index->scores[group->node * index->n_units + unit]);
        const double share = missing ? RIX_NAN : b->share[group->node * UNITS_AT_ONCE + i];
        const double weight = weight_used(index, group, unit);
        for (size_t c = 0; c < group->n_children; c++) {
            const rix_i_member *child = &group->members[c];
            const double x =
                rix_i_entering(plan, child, index->scores[child->node * index->n_units + unit]);
            const double part = share * (child->weight / weight);
            b->share[child->node * UNITS_AT_ONCE + i] = part;
            rix_i_set(out, unit, child->node, part * (mirrored ? plan->scale.mirror - x : x));
        }
    }
}

static void divide_block(const rix_index *index, size_t node, const way *ways, const block *b,
                         rix_out out)
{
    const rix_i_plan *plan = &index->plan;
    for (size_t i = 0; i < b->n; i++) {
        const size_t unit = b->from + i;
        for (size_t k = 0; k < index->n_nodes; k++) rix_i_set(out, unit, k, RIX_NAN);
        rix_i_set(out, unit, node, index->scores[node * index->n_units + unit]);
        b->share[node * UNITS_AT_ONCE + i] = 1;
    }
    for (size_t g = plan->n_groups; g-- > 0;) {
        const rix_i_group *group = &plan->groups[g];
        const way *w = &ways[group->node];
        if (!w->below || !w->additive || group->rule != RIX_AGG_ARITHMETIC) continue;
        divide_group(index, group, w->mirrored, b, out);
    }
}

rix_status rix_index_contributions(const rix_index *index, size_t node, rix_out out, rix_error *err)
{
    way *ways = NULL;
    block b = { 0, 0, NULL };

    if (!index) return rix_i_null(err, "index");
    if (node >= index->n_nodes) {
        return rix_i_fail(err, RIX_EINVAL, "node", RIX_I_NOWHERE,
                          "there is no node %zu; the index has %zu", node, index->n_nodes);
    }
    rix_status st = rix_i_check_out(out, index->n_units, index->n_nodes, "out", err);
    if (st != RIX_OK || index->n_units == 0) return st;
    ways = calloc(index->n_nodes, sizeof *ways);
    b.share = calloc(index->n_nodes, UNITS_AT_ONCE * sizeof *b.share);
    if (!ways || !b.share) {
        st = rix_i_no_memory(err);
        goto done;
    }
    find_ways(&index->plan, node, ways);
    for (; b.from < index->n_units; b.from += UNITS_AT_ONCE) {
        b.n = index->n_units - b.from < UNITS_AT_ONCE ? index->n_units - b.from : UNITS_AT_ONCE;
        divide_block(index, node, ways, &b, out);
    }
done:
    free(b.share);
    free(ways);
    return st;
}
