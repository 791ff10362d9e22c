/* tree.c - is it a tree? Each defect has its own message, which names the node. */
#include "index/tree.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* ------------------------------------------------------------------------- one node by itself -- */

static rix_status check_enumerators(const rix_node *node, size_t i, rix_error *err)
{
    const char *field = NULL;
    if ((unsigned)node->kind > (unsigned)RIX_NODE_GROUP) field = "kind";
    if ((unsigned)node->aggregate > (unsigned)RIX_AGG_MULTIPLICATIVE_BOD) field = "aggregate";
    if ((unsigned)node->normalise > (unsigned)RIX_NORM_AMPI) field = "normalise";
    if ((unsigned)node->treat > (unsigned)RIX_TREAT_WINSORISE_OR_TRANSFORM) field = "treat";
    if ((unsigned)node->transform > (unsigned)RIX_TRANSFORM_BOXCOX_SHIFTED_ML) field = "transform";
    if (!field) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NODE(i), "unknown %s of node '%s'", field,
                      rix_i_label(node->code).s);
}

/* What NaN leaves to the recipe, or does without. */
static rix_status check_numbers(const rix_node *node, size_t i, rix_error *err)
{
    const struct {
        const char *field;
        double value;
        bool share; /* in [0, 1] */
    } numbers[] = { { "target", node->target, false },        { "power", node->power, false },
                    { "min_share", node->min_share, true },   { "share_low", node->share_low, true },
                    { "share_high", node->share_high, true } };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        const double x = numbers[k].value;
        if (numbers[k].share ? !(x < 0 || x > 1) : !isinf(x)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, numbers[k].field, RIX_I_NODE(i),
                          "%s %s of node '%s' is not %s", numbers[k].field, rix_i_number(x).s,
                          rix_i_label(node->code).s, numbers[k].share ? "in [0, 1]" : "finite");
    }
    if (!(node->share_low > node->share_high)) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "share_low", RIX_I_NODE(i),
                      "share_low %s of node '%s' is above its share_high %s",
                      rix_i_number(node->share_low).s, rix_i_label(node->code).s,
                      rix_i_number(node->share_high).s);
}

static rix_status check_denominator(const rix_node *node, size_t i, rix_error *err)
{
    const double scale = node->denominator_scale;
    if (isnan(scale) || (isfinite(scale) && (scale > 0 || scale < 0))) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "denominator_scale", RIX_I_NODE(i),
                      "denominator_scale %s of node '%s' is not finite, or 0",
                      rix_i_number(scale).s, rix_i_label(node->code).s);
}

static bool is_number(double x, double least, double most)
{
    return isnan(x) || (x >= least && x <= most);
}

static bool is_switch(double x) { return isnan(x) || (x >= 0 && x <= 0) || (x >= 1 && x <= 1); }

/* Of what rix_treat asks for, whatever the recipe says. */
static rix_status check_treatment(const rix_node *node, size_t i, rix_error *err)
{
    const double points = node->treat_max_points;
    const struct {
        const char *field;
        double value;
        bool sound;
    } fields[] = {
        { "treat_max_points", points, isnan(points) || (points >= 0 && points >= ceil(points)) },
        { "treat_skewness", node->treat_skewness,
          is_number(node->treat_skewness, DBL_MIN, (double)INFINITY) },
        { "treat_low_share", node->treat_low_share, is_number(node->treat_low_share, 0, 1) },
        { "treat_high_share", node->treat_high_share, is_number(node->treat_high_share, 0, 1) },
        { "treat_fence", node->treat_fence, is_number(node->treat_fence, 0, DBL_MAX) },
        { "treat_lambda", node->treat_lambda, !isinf(node->treat_lambda) },
        { "treat_force", node->treat_force, is_switch(node->treat_force) },
        { "treat_combined", node->treat_combined, is_switch(node->treat_combined) },
    };
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        if (fields[k].sound) continue;
        return rix_i_fail(err, RIX_EDOMAIN, fields[k].field, RIX_I_NODE(i),
                          "%s %s of node '%s' is none that the step 'treat' can take",
                          fields[k].field, rix_i_number(fields[k].value).s,
                          rix_i_label(node->code).s);
    }
    return RIX_OK;
}

static rix_status check_node(const rix_node *node, size_t i, rix_error *err)
{
    if (!node->code || !node->code[0]) {
        return rix_i_fail(err, RIX_EINVAL, "code", RIX_I_NODE(i), "node %zu has no code", i);
    }
    if (node->direction != 1 && node->direction != -1) {
        return rix_i_fail(err, RIX_EINVAL, "direction", RIX_I_NODE(i),
                          "direction %d of node '%s' is neither 1 nor -1", node->direction,
                          rix_i_label(node->code).s);
    }
    if (!isfinite(node->weight)) {
        return rix_i_fail(err, RIX_EDOMAIN, "weight", RIX_I_NODE(i),
                          "weight %s of node '%s' is not finite", rix_i_number(node->weight).s,
                          rix_i_label(node->code).s);
    }
    if (node->weight < 0) {
        return rix_i_fail(err, RIX_EDOMAIN, "weight", RIX_I_NODE(i),
                          "weight %s of node '%s' is negative", rix_i_number(node->weight).s,
                          rix_i_label(node->code).s);
    }
    rix_status st = check_numbers(node, i, err);
    if (st == RIX_OK) st = check_denominator(node, i, err);
    if (st == RIX_OK) st = check_treatment(node, i, err);
    return st == RIX_OK ? check_enumerators(node, i, err) : st;
}

rix_status rix_i_tree_check_fields(const rix_node *nodes, size_t n_nodes, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t i = 0; i < n_nodes && st == RIX_OK; i++) st = check_node(&nodes[i], i, err);
    return st;
}

static rix_status bad_goalposts(const rix_node *node, size_t i, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EDOMAIN, "goal_low", RIX_I_NODE(i),
                      "goalposts %s and %s of indicator '%s' %s", rix_i_number(node->goal_low).s,
                      rix_i_number(node->goal_high).s, rix_i_label(node->code).s, what);
}

static rix_status check_goalposts(const rix_node *node, size_t i, rix_error *err)
{
    const double low = node->goal_low, high = node->goal_high;
    if (isnan(low) && isnan(high)) return RIX_OK;
    if (!isfinite(low) || !isfinite(high)) return bad_goalposts(node, i, "are not finite", err);
    if (!(low < high) && !(low > high)) return bad_goalposts(node, i, "are equal", err);
    if (node->normalise == RIX_NORM_LOG_GOALPOSTS && (low <= 0 || high <= 0)) {
        return bad_goalposts(node, i, "are not positive, as a logarithm asks for", err);
    }
    return RIX_OK;
}

/* ------------------------------------------------------------------------- nodes among others -- */

static int compare_codes(const void *a, const void *b)
{
    const rix_i_code *x = a, *y = b;
    const int by_code = strcmp(x->code, y->code);
    return by_code ? by_code : (x->node > y->node) - (x->node < y->node);
}

static rix_status sort_codes(rix_framework *fw, rix_error *err)
{
    for (size_t i = 0; i < fw->n_nodes; i++) {
        fw->codes[i].code = fw->nodes[i].code;
        fw->codes[i].node = i;
    }
    qsort(fw->codes, fw->n_nodes, sizeof *fw->codes, compare_codes);
    for (size_t k = 1; k < fw->n_nodes; k++) {
        if (strcmp(fw->codes[k - 1].code, fw->codes[k].code) != 0) continue;
        return rix_i_fail(err, RIX_EFRAMEWORK, "code", RIX_I_NODE(fw->codes[k].node),
                          "two nodes have the code '%s' (nodes %zu and %zu)",
                          rix_i_label(fw->codes[k].code).s, fw->codes[k - 1].node,
                          fw->codes[k].node);
    }
    return RIX_OK;
}

static rix_status find_parents(rix_framework *fw, rix_error *err)
{
    fw->root = RIX_NO_INDEX;
    for (size_t i = 0; i < fw->n_nodes; i++) {
        const rix_node *node = &fw->nodes[i];
        fw->parent[i] = node->parent ? rix_framework_find(fw, node->parent) : RIX_NO_INDEX;
        if (node->parent && fw->parent[i] == RIX_NO_INDEX) {
            return rix_i_fail(err, RIX_EFRAMEWORK, "parent", RIX_I_NODE(i),
                              "parent '%s' of '%s' is not a node", rix_i_label(node->parent).s,
                              rix_i_label(node->code).s);
        }
        if (node->parent) continue;
        if (fw->root != RIX_NO_INDEX) {
            return rix_i_fail(err, RIX_EFRAMEWORK, "parent", RIX_I_NODE(i),
                              "'%s' is an orphan: only the index, '%s', has no parent",
                              rix_i_label(node->code).s, rix_i_label(fw->nodes[fw->root].code).s);
        }
        fw->root = i;
    }
    return RIX_OK;
}

/* Climbs from every node; `mark` (zeroed) holds on which climb a node was first met. */
static rix_status check_cycles(const rix_framework *fw, size_t *mark, rix_error *err)
{
    for (size_t i = 0; i < fw->n_nodes; i++) {
        size_t at = i;
        while (at != RIX_NO_INDEX && mark[at] == 0) {
            mark[at] = i + 1;
            at = fw->parent[at];
        }
        if (at == RIX_NO_INDEX || mark[at] != i + 1) continue;
        if (fw->parent[at] == at) {
            return rix_i_fail(err, RIX_EFRAMEWORK, "parent", RIX_I_NODE(at),
                              "cycle: '%s' is its own parent", rix_i_label(fw->nodes[at].code).s);
        }
        return rix_i_fail(err, RIX_EFRAMEWORK, "parent", RIX_I_NODE(at),
                          "cycle: '%s' lies below itself, by way of its parent '%s'",
                          rix_i_label(fw->nodes[at].code).s,
                          rix_i_label(fw->nodes[fw->parent[at]].code).s);
    }
    return RIX_OK;
}

/* Children of each node, in the order of the nodes: a counting sort by parent. */
static void list_children(rix_framework *fw)
{
    size_t *first = fw->first_child;
    memset(first, 0, (fw->n_nodes + 1) * sizeof *first);
    for (size_t i = 0; i < fw->n_nodes; i++) {
        if (fw->parent[i] != RIX_NO_INDEX) first[fw->parent[i] + 1]++;
    }
    for (size_t i = 0; i < fw->n_nodes; i++) first[i + 1] += first[i];
    for (size_t i = 0; i < fw->n_nodes; i++) { /* first[p] runs to the start of p + 1 ... */
        if (fw->parent[i] != RIX_NO_INDEX) fw->child[first[fw->parent[i]]++] = i;
    }
    for (size_t i = fw->n_nodes; i > 0; i--) first[i] = first[i - 1]; /* ... and back */
    first[0] = 0;
}

static rix_status resolve_kind(rix_framework *fw, size_t i, rix_error *err)
{
    rix_node *node = &fw->nodes[i];
    const size_t n = rix_i_child_count(fw, i);
    if (node->kind == RIX_NODE_AUTO) node->kind = n > 0 ? RIX_NODE_GROUP : RIX_NODE_INDICATOR;
    if (node->kind == RIX_NODE_GROUP && n == 0) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "kind", RIX_I_NODE(i), "group '%s' has no children",
                          rix_i_label(node->code).s);
    }
    if (node->kind == RIX_NODE_INDICATOR && n > 0) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "kind", RIX_I_NODE(i),
                          "indicator '%s' has children, such as '%s'", rix_i_label(node->code).s,
                          rix_i_label(fw->nodes[fw->child[fw->first_child[i]]].code).s);
    }
    if (node->kind == RIX_NODE_INDICATOR && i == fw->root) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "nodes", RIX_I_NODE(i),
                          "no indicators: nothing lies below the index '%s'",
                          rix_i_label(node->code).s);
    }
    return node->kind == RIX_NODE_INDICATOR ? check_goalposts(node, i, err) : RIX_OK;
}

static rix_status resolve_kinds(rix_framework *fw, rix_error *err)
{
    fw->n_indicators = 0;
    for (size_t i = 0; i < fw->n_nodes; i++) {
        const rix_status st = resolve_kind(fw, i, err);
        if (st != RIX_OK) return st;
        const bool leaf = fw->nodes[i].kind == RIX_NODE_INDICATOR;
        fw->indicator_of[i] = leaf ? fw->n_indicators : RIX_NO_INDEX;
        if (leaf) fw->indicators[fw->n_indicators++] = i;
    }
    return RIX_OK;
}

static rix_status check_weights(const rix_framework *fw, rix_error *err)
{
    for (size_t i = 0; i < fw->n_nodes; i++) {
        bool any = fw->nodes[i].kind == RIX_NODE_INDICATOR;
        for (size_t k = fw->first_child[i]; k < fw->first_child[i + 1]; k++) {
            any = any || fw->nodes[fw->child[k]].weight > 0;
        }
        if (any) continue;
        return rix_i_fail(err, RIX_EFRAMEWORK, "weight", RIX_I_NODE(i),
                          "weights of the children of '%s' sum to zero",
                          rix_i_label(fw->nodes[i].code).s);
    }
    return RIX_OK;
}

/* Breadth first from the root, then backwards: every group comes after its children. */
static void order_groups(rix_framework *fw)
{
    size_t *queue = fw->groups, end = 0;
    queue[end++] = fw->root;
    for (size_t at = 0; at < end; at++) {
        for (size_t k = fw->first_child[queue[at]]; k < fw->first_child[queue[at] + 1]; k++) {
            if (fw->nodes[fw->child[k]].kind == RIX_NODE_GROUP) queue[end++] = fw->child[k];
        }
    }
    fw->n_groups = end;
    for (size_t a = 0, b = end - 1; a < b; a++, b--) {
        const size_t swap = queue[a];
        queue[a] = queue[b];
        queue[b] = swap;
    }
}

rix_status rix_i_tree_link(rix_framework *fw, rix_error *err)
{
    rix_status st = sort_codes(fw, err);
    if (st == RIX_OK) st = find_parents(fw, err);
    if (st != RIX_OK) return st;
    memset(fw->groups, 0, fw->n_nodes * sizeof *fw->groups);
    st = check_cycles(fw, fw->groups, err); /* its scratch, until order_groups fills it */
    if (st != RIX_OK) return st;
    list_children(fw);
    st = resolve_kinds(fw, err);
    if (st == RIX_OK) st = check_weights(fw, err);
    if (st == RIX_OK) order_groups(fw);
    return st;
}
