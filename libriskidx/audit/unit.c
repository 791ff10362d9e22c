/* unit.c - where one unit stands, and in what it is strong and weak. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"

#include <riskidx/audit.h>

static rix_standing standing_at(rix_mat scores, size_t unit, size_t node)
{
    rix_standing s = { rix_i_get(scores, unit, node), 1, 0, 0, 0 };
    for (size_t i = 0; i < scores.rows; i++) {
        const double x = rix_i_get(scores, i, node);
        if (isnan(x)) continue;
        s.n_ranked++;
        s.mean += (x - s.mean) / (double)s.n_ranked;
        if (x > s.score) s.rank++;
    }
    if (s.n_ranked == 0) s.mean = RIX_NAN;
    if (isnan(s.score)) s.rank = RIX_NAN;
    return s;
}

static rix_status check_unit(const rix_index *index, size_t unit, rix_error *err)
{
    if (!index) return rix_i_null(err, "index");
    const size_t rows = rix_index_scores(index).rows;
    if (unit < rows) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "unit", RIX_I_ROW(unit), "no unit %zu; there are %zu", unit,
                      rows);
}

rix_status rix_audit_unit(const rix_index *index, size_t unit, rix_standing *standings,
                          rix_error *err)
{
    const rix_status st = check_unit(index, unit, err);
    if (st != RIX_OK) return st;
    if (!standings) return rix_i_null(err, "standings");
    const rix_mat scores = rix_index_scores(index), coverage = rix_index_coverage(index);
    for (size_t j = 0; j < scores.cols; j++) {
        standings[j] = standing_at(scores, unit, j);
        standings[j].coverage = rix_i_get(coverage, unit, j);
    }
    return RIX_OK;
}

/* --------------------------------------------------------------------- strengths and weaknesses -- */

typedef struct placed {
    double rank;
    size_t node, order;
} placed;

static int best_first(const void *a, const void *b)
{
    const placed *p = a, *q = b;
    if (p->rank < q->rank || p->rank > q->rank) return p->rank < q->rank ? -1 : 1;
    return p->order < q->order ? -1 : 1;
}

static int worst_first(const void *a, const void *b)
{
    const placed *p = a, *q = b;
    if (p->rank < q->rank || p->rank > q->rank) return p->rank > q->rank ? -1 : 1;
    return p->order < q->order ? -1 : 1;
}

rix_status rix_audit_strengths(const rix_index *index, const rix_framework *fw, size_t unit,
                               size_t count, size_t *best, size_t *worst, size_t *found,
                               rix_error *err)
{
    const rix_status st = check_unit(index, unit, err);
    if (st != RIX_OK) return st;
    if (!fw || !found) return rix_i_null(err, fw ? "found" : "fw");
    if (count > 0 && (!best || !worst)) return rix_i_null(err, best ? "worst" : "best");
    const rix_mat scores = rix_index_scores(index);
    const size_t n = rix_framework_indicator_count(fw);
    if (rix_framework_size(fw) != scores.cols) {
        return rix_i_fail(err, RIX_EDIM, "fw", RIX_I_NOWHERE,
                          "the framework has %zu nodes, the index %zu", rix_framework_size(fw),
                          scores.cols);
    }
    placed *at = calloc(n, sizeof *at);
    if (!at) return rix_i_no_memory(err);
    size_t present = 0;
    for (size_t k = 0; k < n; k++) {
        const size_t node = rix_framework_indicator(fw, k);
        const rix_standing s = standing_at(scores, unit, node);
        if (!isnan(s.rank)) at[present++] = (placed){ s.rank, node, k };
    }
    const size_t wanted = count < present ? count : present;
    qsort(at, present, sizeof *at, best_first);
    for (size_t k = 0; k < wanted; k++) best[k] = at[k].node;
    qsort(at, present, sizeof *at, worst_first);
    for (size_t k = 0; k < wanted; k++) worst[k] = at[k].node;
    *found = wanted;
    free(at);
    return RIX_OK;
}
