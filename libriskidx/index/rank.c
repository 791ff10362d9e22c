/* rank.c - ranks of scores, 1 for the highest. */
#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"
#include "index/result.h"

typedef struct ranked {
    double score;
    size_t unit;
} ranked;

static int highest_first(const void *a, const void *b)
{
    const double x = ((const ranked *)a)->score, y = ((const ranked *)b)->score;
    return (x < y) - (x > y);
}

/* Ranks first .. last (from 1) are shared by equal scores. */
static double shared_rank(rix_ties ties, size_t first, size_t last)
{
    switch (ties) {
    case RIX_TIES_MIN: return (double)first;
    case RIX_TIES_MAX: return (double)last;
    case RIX_TIES_AVERAGE: break;
    }
    return ((double)first + (double)last) / 2;
}

/* Ranks the rows listed (NULL: all n) of a column among themselves. */
static void rank_rows(const double *score, const size_t *rows, size_t n, rix_ties ties,
                      ranked *order, rix_out ranks, size_t col)
{
    size_t present = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t row = rows ? rows[i] : i;
        if (isnan(score[row])) {
            rix_i_set(ranks, row, col, RIX_NAN);
        } else {
            order[present].score = score[row];
            order[present++].unit = row;
        }
    }
    qsort(order, present, sizeof *order, highest_first);
    for (size_t from = 0, to = 0; from < present; from = to) {
        while (to < present && !(order[to].score < order[from].score)) to++;
        const double rank = shared_rank(ties, from + 1, to);
        for (size_t k = from; k < to; k++) rix_i_set(ranks, order[k].unit, col, rank);
    }
}

static void rank_periods(const rix_i_panel *panel, const double *score, rix_ties ties,
                         ranked *order, rix_out ranks, size_t col)
{
    for (size_t p = 0; p < panel->n_periods; p++) {
        rank_rows(score, panel->of_period + panel->first_of_period[p], rix_i_panel_rows(panel, p),
                  ties, order, ranks, col);
    }
}

static rix_status rank_all(const rix_index *index, rix_over over, rix_ties ties, rix_out ranks,
                           rix_error *err)
{
    if (!index) return rix_i_null(err, "index");
    if ((unsigned)ties > (unsigned)RIX_TIES_AVERAGE) {
        return rix_i_fail(err, RIX_EINVAL, "ties", RIX_I_NOWHERE, "no such rule for ties: %d",
                          (int)ties);
    }
    const size_t n = index->n_units;
    const rix_status st = rix_i_check_out(ranks, n, index->n_nodes, "ranks", err);
    if (st != RIX_OK || n == 0) return st;
    if (over == RIX_OVER_PERIOD && index->panel.n_periods == 0) return rix_i_no_periods(err);
    ranked *order = calloc(n, sizeof *order);
    if (!order) return rix_i_no_memory(err);
    for (size_t node = 0; node < index->n_nodes; node++) {
        const double *score = index->scores + node * n;
        if (over == RIX_OVER_PERIOD) {
            rank_periods(&index->panel, score, ties, order, ranks, node);
        } else {
            rank_rows(score, NULL, n, ties, order, ranks, node);
        }
    }
    free(order);
    return RIX_OK;
}

rix_status rix_index_ranks(const rix_index *index, rix_ties ties, rix_out ranks, rix_error *err)
{
    return rank_all(index, RIX_OVER_ALL, ties, ranks, err);
}

rix_status rix_index_ranks_by_period(const rix_index *index, rix_ties ties, rix_out ranks,
                                     rix_error *err)
{
    return rank_all(index, RIX_OVER_PERIOD, ties, ranks, err);
}
