/* trees.c - small frameworks and random ones, with tables to go with them. */
#include "trees.h"

#include <stdio.h>
#include <string.h>

rix_node tree_node(const char *code, const char *parent)
{
    rix_node node = RIX_NODE_INIT;
    node.code = code;
    node.parent = parent;
    return node;
}

rix_framework *tree_new(const rix_node *nodes, size_t n_nodes)
{
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = NULL;
    rix_assert_ok(rix_framework_new(nodes, n_nodes, &fw, &err), err);
    return fw;
}

rix_index *tree_build(const rix_framework *fw, const double *values, size_t rows,
                      const rix_recipe *recipe)
{
    const rix_table table = { .values =
                                  rix_mat_c(values, rows, rix_framework_indicator_count(fw)) };
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    rix_assert_ok(rix_index_build(&table, fw, recipe, &index, &err), err);
    return index;
}

static double cell(rix_mat m, size_t row, size_t col)
{
    return m.data[(ptrdiff_t)row * m.row_step + (ptrdiff_t)col * m.col_step];
}

double tree_score(const rix_index *index, size_t unit, size_t node)
{
    return cell(rix_index_scores(index), unit, node);
}

double tree_coverage(const rix_index *index, size_t unit, size_t node)
{
    return cell(rix_index_coverage(index), unit, node);
}

bool tree_log_has(const rix_index *index, rix_severity severity, const char *part)
{
    for (size_t i = 0; i < rix_index_log_size(index); i++) {
        const rix_log_entry *entry = rix_index_log_entry(index, i);
        if (entry->severity == severity && strstr(entry->message, part)) return true;
    }
    return false;
}

static bool chance(rix_stream *s, double p) { return rix_stream_uniform(s) < p; }

/* The index is node 0; node i hangs below one of the nodes before it. */
static void grow_tree(tree_case *c, rix_stream *s)
{
    bool has_children[TREE_NODES] = { false };
    c->n_nodes = 3 + (size_t)(rix_stream_uniform(s) * (TREE_NODES - 3));
    for (size_t i = 0; i < c->n_nodes; i++) {
        snprintf(c->codes[i], sizeof c->codes[i], "n%zu", i);
        c->nodes[i] = tree_node(c->codes[i], NULL);
        if (i == 0) continue;
        const size_t parent = (size_t)(rix_stream_uniform(s) * (double)(i < 12 ? i : 12));
        c->nodes[i].parent = c->codes[parent];
        c->nodes[i].direction = chance(s, 0.3) ? -1 : 1;
        /* The first child of a node weighs something, so that no weights sum to zero. */
        c->nodes[i].weight = has_children[parent] && chance(s, 0.1) ? 0 : 3 * rix_stream_uniform(s);
        has_children[parent] = true;
    }
    c->n_indicators = 0;
    for (size_t i = 0; i < c->n_nodes; i++) c->n_indicators += has_children[i] ? 0 : 1;
}

void tree_random(tree_case *c, uint64_t number, double missing)
{
    rix_stream s;
    rix_stream_init(&s, 20200501, number);
    memset(c, 0, sizeof *c);
    grow_tree(c, &s);
    c->fw = tree_new(c->nodes, c->n_nodes);
    assert_int_equal(rix_framework_indicator_count(c->fw), c->n_indicators);
    c->n_units = 4 + (size_t)(rix_stream_uniform(&s) * (TREE_UNITS - 4));
    for (size_t k = 0; k < c->n_units * c->n_indicators; k++) {
        const double x = 10 * rix_stream_uniform(&s);
        c->values[k] = chance(&s, missing) ? RIX_NAN : x;
    }
}

void tree_clear(tree_case *c)
{
    rix_framework_free(c->fw);
    c->fw = NULL;
}
