/* remove.c - the index without one of its nodes at a time. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

#include <riskidx/audit.h>

/* What a run needs; columns of scores and ranks are of the index itself, run by run. */
typedef struct removal {
    const rix_table *table;
    const rix_recipe *recipe;
    size_t root, rows, n_nodes;
    rix_node *nodes; /* of the framework, weights as they are now */
    double *scores, *ranks, *all_ranks;
} removal;

static rix_status run_with(removal *r, const rix_framework *fw, size_t run, rix_error *err)
{
    rix_index *index = NULL;
    rix_status st = rix_index_build(r->table, fw, r->recipe, &index, err);
    if (st == RIX_OK) {
        const rix_mat scores = rix_index_scores(index);
        st =
            rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(r->all_ranks, r->rows, r->n_nodes), err);
        for (size_t i = 0; i < r->rows && st == RIX_OK; i++) {
            r->scores[run * r->rows + i] = rix_i_get(scores, i, r->root);
            r->ranks[run * r->rows + i] = r->all_ranks[i * r->n_nodes + r->root];
        }
    }
    rix_index_free(index);
    return st;
}

static rix_status run_without(removal *r, size_t node, size_t run, rix_error *err)
{
    rix_framework *fw = NULL;
    const double kept = r->nodes[node].weight;
    r->nodes[node].weight = 0;
    rix_status st = rix_framework_new(r->nodes, r->n_nodes, &fw, err);
    if (st == RIX_OK) st = run_with(r, fw, run, err);
    rix_framework_free(fw);
    r->nodes[node].weight = kept;
    return st;
}

static double shift_of(const double *as_is, const double *without, size_t n)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(as_is[i]) || isnan(without[i])) continue;
        sum += fabs(as_is[i] - without[i]);
        count += 1;
    }
    return count > 0 ? sum / count : RIX_NAN;
}

static rix_status check_nodes(const rix_framework *fw, const size_t *nodes, size_t n,
                              rix_error *err)
{
    if (n > 0 && !nodes) return rix_i_null(err, "nodes");
    for (size_t k = 0; k < n; k++) {
        if (nodes[k] >= rix_framework_size(fw)) {
            return rix_i_fail(err, RIX_EINVAL, "nodes", RIX_I_NODE(nodes[k]), "no node %zu",
                              nodes[k]);
        }
        if (rix_framework_parent(fw, nodes[k]) == RIX_NO_INDEX) {
            return rix_i_fail(err, RIX_EINVAL, "nodes", RIX_I_NODE(nodes[k]),
                              "the index '%s' cannot be removed from itself",
                              rix_i_label(rix_framework_node(fw, nodes[k])->code).s);
        }
    }
    return RIX_OK;
}

static void give(const removal *r, size_t runs, rix_out scores, rix_out ranks, double *shifts)
{
    for (size_t k = 0; k < runs; k++) {
        shifts[k] = shift_of(r->ranks, r->ranks + k * r->rows, r->rows);
        for (size_t i = 0; i < r->rows; i++) {
            rix_i_set(scores, i, k, r->scores[k * r->rows + i]);
            rix_i_set(ranks, i, k, r->ranks[k * r->rows + i]);
        }
    }
}

rix_status rix_audit_remove(const rix_table *table, const rix_framework *fw,
                            const rix_recipe *recipe, const size_t *nodes, size_t n_nodes,
                            rix_out scores, rix_out ranks, double *shifts, rix_error *err)
{
    if (!table || !fw) return rix_i_null(err, table ? "fw" : "table");
    if (!shifts) return rix_i_null(err, "shifts");
    const size_t rows = table->values.rows, runs = n_nodes + 1, size = rix_framework_size(fw);
    removal r = { table, recipe, rix_framework_find(fw, NULL), rows, size, NULL, NULL, NULL, NULL };
    rix_status st = check_nodes(fw, nodes, n_nodes, err);
    if (st == RIX_OK) st = rix_i_check_out(scores, rows, runs, "scores", err);
    if (st == RIX_OK) st = rix_i_check_out(ranks, rows, runs, "ranks", err);
    if (st != RIX_OK) return st;
    r.nodes = calloc(size, sizeof *r.nodes);
    r.scores = calloc(rows * runs + 1, sizeof *r.scores);
    r.ranks = calloc(rows * runs + 1, sizeof *r.ranks);
    r.all_ranks = calloc(rows + 1, size * sizeof *r.all_ranks);
    if (!r.nodes || !r.scores || !r.ranks || !r.all_ranks) {
        st = rix_i_no_memory(err);
    } else {
        for (size_t i = 0; i < size; i++) r.nodes[i] = *rix_framework_node(fw, i);
        st = run_with(&r, fw, 0, err);
    }
    for (size_t k = 0; k < n_nodes && st == RIX_OK; k++) {
        st = run_without(&r, nodes[k], k + 1, err);
    }
    if (st == RIX_OK) give(&r, runs, scores, ranks, shifts);
    free(r.all_ranks);
    free(r.ranks);
    free(r.scores);
    free(r.nodes);
    return st;
}
