/* trees.h - small frameworks and random ones, with tables to go with them. */
#ifndef RIX_TEST_TREES_H
#define RIX_TEST_TREES_H

#include "support.h"

enum { TREE_NODES = 40, TREE_UNITS = 24 };

/** A node of weight 1 and direction +1. */
rix_node tree_node(const char *code, const char *parent);

/** The framework of nodes that are sound. */
rix_framework *tree_new(const rix_node *nodes, size_t n_nodes);

/** The index of a table that is sound; values are row-major, in the order of the indicators. */
rix_index *tree_build(const rix_framework *fw, const double *values, size_t rows,
                      const rix_recipe *recipe);

/** Score of a unit and a node; coverage likewise. */
double tree_score(const rix_index *index, size_t unit, size_t node);
double tree_coverage(const rix_index *index, size_t unit, size_t node);

/** Whether the log has a line of this severity that holds the text. */
bool tree_log_has(const rix_index *index, rix_severity severity, const char *part);

/** A framework of random shape, weights (some 0) and directions, and a random table. */
typedef struct tree_case {
    char codes[TREE_NODES][24];
    rix_node nodes[TREE_NODES];
    size_t n_nodes, n_indicators, n_units;
    rix_framework *fw;
    double values[TREE_UNITS * TREE_NODES]; /* row-major, units x indicators, in (0, 10) */
} tree_case;

/** Case number `number`, the same on every machine; share `missing` of the values is. */
void tree_random(tree_case *c, uint64_t number, double missing);
void tree_clear(tree_case *c);

#endif
