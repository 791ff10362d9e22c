/* index/framework.h - the tree as it is kept. */
#ifndef RIX_I_FRAMEWORK_H
#define RIX_I_FRAMEWORK_H

#include <riskidx/index.h>

/** A code and its node, sorted by code. */
typedef struct rix_i_code {
    const char *code;
    size_t node;
} rix_i_code;

struct rix_framework {
    size_t n_nodes, n_indicators, n_groups;
    size_t root;
    rix_node *nodes;      /* n_nodes; strings lie in text */
    char *text;           /* every string of every node */
    rix_i_code *codes;    /* n_nodes, sorted */
    size_t *numbers;      /* one block for the arrays below */
    size_t *parent;       /* of each node; RIX_NO_INDEX for the root */
    size_t *first_child;  /* n_nodes + 1: children of i are child[first_child[i] .. [i + 1]) */
    size_t *child;        /* in the order of the nodes */
    size_t *indicators;   /* nodes that are indicators, in the order of the nodes */
    size_t *indicator_of; /* number among the indicators, or RIX_NO_INDEX for a group */
    size_t *groups;       /* nodes that are groups, children before their parents */
};

/** Number of children of a node. */
static inline size_t rix_i_child_count(const rix_framework *fw, size_t node)
{
    return fw->first_child[node + 1] - fw->first_child[node];
}

#endif
