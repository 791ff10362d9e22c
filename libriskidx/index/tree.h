/* index/tree.h - is it a tree? */
#ifndef RIX_I_TREE_H
#define RIX_I_TREE_H

#include "index/framework.h"

/** What can be said of each node by itself: code, direction, weight, enumerators. */
rix_status rix_i_tree_check_fields(const rix_node *nodes, size_t n_nodes, rix_error *err);

/**
 * Sorts the codes, finds parents, children, kinds and the order from the leaves to the root, and
 * fails on anything that is no tree. fw->nodes and the arrays are there; this fills the latter.
 */
rix_status rix_i_tree_link(rix_framework *fw, rix_error *err);

#endif
