/* weights.c - what the tree alone says: effective weights and levels. */
#include "base/error.h"
#include "index/framework.h"

#include <riskidx/audit.h>

rix_status rix_audit_effective_weights(const rix_framework *fw, double *weights, rix_error *err)
{
    if (!fw) return rix_i_null(err, "fw");
    if (!weights) return rix_i_null(err, "weights");
    weights[fw->root] = 1;
    for (size_t g = fw->n_groups; g-- > 0;) { /* parents before their children */
        const size_t node = fw->groups[g];
        const size_t from = fw->first_child[node], to = fw->first_child[node + 1];
        double most = 0, sum = 0;
        for (size_t c = from; c < to; c++) most = fmax(most, fw->nodes[fw->child[c]].weight);
        for (size_t c = from; c < to; c++) sum += fw->nodes[fw->child[c]].weight / most;
        for (size_t c = from; c < to; c++) {
            const size_t child = fw->child[c];
            weights[child] = weights[node] * (fw->nodes[child].weight / most / sum);
        }
    }
    return RIX_OK;
}

rix_status rix_audit_levels(const rix_framework *fw, size_t *levels, rix_error *err)
{
    if (!fw) return rix_i_null(err, "fw");
    if (!levels) return rix_i_null(err, "levels");
    for (size_t k = 0; k < fw->n_indicators; k++) levels[fw->indicators[k]] = 1;
    for (size_t g = 0; g < fw->n_groups; g++) {
        const size_t node = fw->groups[g];
        levels[node] = 1;
        for (size_t c = fw->first_child[node]; c < fw->first_child[node + 1]; c++) {
            const size_t below = levels[fw->child[c]];
            if (levels[node] <= below) levels[node] = below + 1;
        }
    }
    return RIX_OK;
}
