/* framework.c - the tree: checked once, copied, and found by code. */
#include "index/framework.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "index/tree.h"

/* ------------------------------------------------------------------------------------ copying -- */

static size_t text_size(const char *s) { return s ? strlen(s) + 1 : 0; }

/* Nodes may share their strings, so the sum may be more than memory holds. */
static bool add_size(size_t *total, const char *s)
{
    const size_t n = text_size(s);
    if (n > (size_t)PTRDIFF_MAX - *total) return false;
    *total += n;
    return true;
}

static bool total_text(const rix_node *nodes, size_t n_nodes, size_t *total)
{
    *total = 0;
    for (size_t i = 0; i < n_nodes; i++) {
        const rix_node *n = &nodes[i];
        if (!add_size(total, n->code) || !add_size(total, n->parent) || !add_size(total, n->name) ||
            !add_size(total, n->unit) || !add_size(total, n->source) ||
            !add_size(total, n->denominator)) {
            return false;
        }
    }
    return true;
}

static const char *copy_text(char **at, const char *s)
{
    const size_t n = text_size(s);
    if (n == 0) return NULL;
    char *copy = *at;
    memcpy(copy, s, n);
    *at += n;
    return copy;
}

static void copy_nodes(rix_framework *fw, const rix_node *nodes)
{
    char *at = fw->text;
    for (size_t i = 0; i < fw->n_nodes; i++) {
        rix_node *n = &fw->nodes[i];
        *n = nodes[i];
        n->code = copy_text(&at, nodes[i].code);
        n->parent = copy_text(&at, nodes[i].parent);
        n->name = copy_text(&at, nodes[i].name);
        n->unit = copy_text(&at, nodes[i].unit);
        n->source = copy_text(&at, nodes[i].source);
        n->denominator = copy_text(&at, nodes[i].denominator);
        if (!n->name) n->name = n->code;
        if (n->parent && !n->parent[0]) n->parent = NULL;
        if (n->denominator && !n->denominator[0]) n->denominator = NULL;
    }
}

/* All memory of a framework, or NULL. */
static rix_framework *allocate(size_t n, size_t text)
{
    rix_framework *fw = calloc(1, sizeof *fw);
    if (!fw) return NULL;
    fw->n_nodes = n;
    fw->nodes = calloc(n, sizeof *fw->nodes);
    fw->text = malloc(text);
    fw->codes = calloc(n, sizeof *fw->codes);
    fw->numbers = calloc(6 * n + 1, sizeof *fw->numbers);
    if (!fw->nodes || !fw->text || !fw->codes || !fw->numbers) {
        rix_framework_free(fw);
        return NULL;
    }
    fw->parent = fw->numbers;
    fw->child = fw->numbers + n;
    fw->indicators = fw->numbers + 2 * n;
    fw->indicator_of = fw->numbers + 3 * n;
    fw->groups = fw->numbers + 4 * n;
    fw->first_child = fw->numbers + 5 * n; /* n + 1 */
    return fw;
}

rix_status rix_framework_new(const rix_node *nodes, size_t n_nodes, rix_framework **out,
                             rix_error *err)
{
    size_t text;
    if (!out) return rix_i_null(err, "out");
    if (n_nodes == 0) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "nodes", RIX_I_NOWHERE,
                          "the framework has no nodes");
    }
    if (!nodes) return rix_i_null(err, "nodes");
    if (n_nodes > (size_t)PTRDIFF_MAX / sizeof *nodes) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n_nodes", RIX_I_NOWHERE, "%zu nodes are too many",
                          n_nodes);
    }
    rix_status st = rix_i_tree_check_fields(nodes, n_nodes, err);
    if (st != RIX_OK) return st;
    if (!total_text(nodes, n_nodes, &text)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "nodes", RIX_I_NOWHERE, "the texts are too long");
    }
    rix_framework *fw = allocate(n_nodes, text);
    if (!fw) return rix_i_no_memory(err);
    copy_nodes(fw, nodes);
    st = rix_i_tree_link(fw, err);
    if (st != RIX_OK) {
        rix_framework_free(fw);
        return st;
    }
    *out = fw;
    return RIX_OK;
}

void rix_framework_free(rix_framework *fw)
{
    if (!fw) return;
    free(fw->numbers);
    free(fw->codes);
    free(fw->text);
    free(fw->nodes);
    free(fw);
}

/* ------------------------------------------------------------------------------------ reading -- */

size_t rix_framework_size(const rix_framework *fw) { return fw->n_nodes; }

const rix_node *rix_framework_node(const rix_framework *fw, size_t i)
{
    return i < fw->n_nodes ? &fw->nodes[i] : NULL;
}

size_t rix_framework_find(const rix_framework *fw, const char *code)
{
    size_t from = 0, to = fw->n_nodes;
    if (!code) return fw->root;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const int side = strcmp(fw->codes[middle].code, code);
        if (side == 0) return fw->codes[middle].node;
        if (side < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return RIX_NO_INDEX;
}

size_t rix_framework_parent(const rix_framework *fw, size_t i)
{
    return i < fw->n_nodes ? fw->parent[i] : RIX_NO_INDEX;
}

size_t rix_framework_indicator_count(const rix_framework *fw) { return fw->n_indicators; }

size_t rix_framework_indicator(const rix_framework *fw, size_t k)
{
    return k < fw->n_indicators ? fw->indicators[k] : RIX_NO_INDEX;
}
