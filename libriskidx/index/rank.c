/* rank.c - ranks of scores, 1 for the highest. */
#include "index/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/lanes.h"
#include "base/pair.h"
#include "base/view.h"
#include "index/result.h"

/* Up to as many scores, counting is faster than sorting. */
enum { FEW = 256 };

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

/* ------------------------------------------------------------------------------- a few: counting -- */

/* For each score, as many as stand there. */
typedef struct counts {
    int16_t key[FEW];
    int16_t above[FEW]; /* scores that are higher */
    int16_t same[FEW];  /* scores that are equal, the score itself among them */
} counts;

/* Of n >= 1 scores; +inf and -inf where all are missing. */
static void find_extremes(const double *score, size_t n, double *least, double *most)
{
    rix_i_pair low = rix_i_pair_of((double)INFINITY), high = rix_i_pair_of(-(double)INFINITY);
    double a, b;
    for (size_t i = 0; i + 1 < n; i += 2) {
        const rix_i_pair x = rix_i_pair_load(score + i);
        low = rix_i_pair_min(x, low);
        high = rix_i_pair_max(x, high);
    }
    low = rix_i_pair_min(rix_i_pair_of(score[n - 1]), low);
    high = rix_i_pair_max(rix_i_pair_of(score[n - 1]), high);
    rix_i_pair_split(low, &a, &b);
    *least = a < b ? a : b;
    rix_i_pair_split(high, &a, &b);
    *most = a > b ? a : b;
}

/* Keys of 16 bits that rise with the scores, if not strictly; false where there are none, for want of a spread. */
static bool make_keys(const double *score, size_t n, int16_t *key)
{
    double least, most;
    find_extremes(score, n, &least, &most);
    const double step = 65535 / (most - least);
    if (!(least < most) || !(step > 0) || !isfinite(step)) return false;
    for (size_t i = 0; i < n; i++) {
        const double at = (score[i] - least) * step;
        key[i] = (int16_t)((int32_t)(at >= 0 ? at : 0) - 32768); /* a missing score is the lowest */
    }
    return true;
}

enum { TILE = 7 }; /* eights of keys whose counts stay in the registers while all keys pass by */

/* Keys above each of `blocks` times eight keys, a constant wherever this is called. */
RIX_I_TEMPLATE void count_tile(const int16_t *key, size_t n, size_t from, size_t blocks,
                               int16_t *above)
{
    rix_i_lanes count[TILE];
    const int16_t *mine = key + from;
    for (size_t b = 0; b < blocks; b++) count[b] = rix_i_lanes_of(0);
    for (size_t i = 0; i < n; i++) {
        const rix_i_lanes other = rix_i_lanes_of(key[i]);
        for (size_t b = 0; b < blocks; b++) {
            count[b] = rix_i_lanes_count(count[b], other, rix_i_lanes_load(mine + b * RIX_I_LANES));
        }
    }
    for (size_t b = 0; b < blocks; b++) rix_i_lanes_store(above + from + b * RIX_I_LANES, count[b]);
}

static void count_keys(const int16_t *key, size_t n, int16_t *above)
{
    const size_t blocks = (n + RIX_I_LANES - 1) / RIX_I_LANES;
    size_t b = 0;
    for (; b + TILE <= blocks; b += TILE) count_tile(key, n, b * RIX_I_LANES, TILE, above);
    for (; b + 3 <= blocks; b += 3) count_tile(key, n, b * RIX_I_LANES, 3, above);
    for (; b < blocks; b++) count_tile(key, n, b * RIX_I_LANES, 1, above);
}

/* Two scores of the same key; a missing one is neither above nor equal. */
static void compare(const double *score, size_t i, size_t k, counts *c)
{
    const int16_t equal = score[i] >= score[k] && score[i] <= score[k] ? 1 : 0;
    c->above[i] = (int16_t)(c->above[i] + (score[k] > score[i] ? 1 : 0));
    c->above[k] = (int16_t)(c->above[k] + (score[i] > score[k] ? 1 : 0));
    c->same[i] = (int16_t)(c->same[i] + equal);
    c->same[k] = (int16_t)(c->same[k] + equal);
}

/* Those of the same key have as many keys above them, and no others have. */
static void compare_same_keys(const double *score, size_t n, counts *c)
{
    int16_t last[FEW],
        before[FEW]; /* of those with so many above; of each, the one before it in its row */
    for (size_t k = 0; k < n; k++) {
        last[k] = -1;
        c->same[k] = 1;
    }
    for (size_t k = 0; k < n; k++) {
        before[k] = last[c->above[k]];
        last[c->above[k]] = (int16_t)k;
    }
    for (size_t k = 0; k < n; k++) {
        for (int16_t i = before[k]; i >= 0; i = before[i]) compare(score, (size_t)i, k, c);
    }
}

static void rank_few(const double *score, size_t n, rix_ties ties, double *rank)
{
    counts c;
    int32_t pairs = 0;
    if (n == 1) { /* the one that may be missing without sharing a key with another */
        rank[0] = isnan(score[0]) ? RIX_NAN : 1;
        return;
    }
    for (size_t k = n; k % RIX_I_LANES != 0; k++)
        c.key[k] = 0; /* counted with the last, and not looked at */
    if (!make_keys(score, n, c.key)) memset(c.key, 0, n * sizeof *c.key); /* all in one */
    count_keys(c.key, n, c.above);
    for (size_t k = 0; k < n; k++) pairs += c.above[k];
    if ((size_t)pairs == n * (n - 1) / 2) { /* no two are equal, and none is missing */
        for (size_t k = 0; k < n; k++) rank[k] = (double)(c.above[k] + 1);
        return;
    }
    compare_same_keys(score, n, &c);
    for (size_t k = 0; k < n; k++) {
        const size_t above = (size_t)c.above[k], same = (size_t)c.same[k];
        rank[k] = isnan(score[k]) ? RIX_NAN : shared_rank(ties, above + 1, above + same);
    }
}

/* -------------------------------------------------------------------------------- many: sorting -- */

enum { RUN = 16 }; /* sorted by insertion, then merged */

static void sort_run(rix_i_ranked *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const rix_i_ranked moved = x[i];
        size_t k = i;
        for (; k > 0 && x[k - 1].score < moved.score; k--) x[k] = x[k - 1];
        x[k] = moved;
    }
}

static void merge(const rix_i_ranked *a, size_t n_a, const rix_i_ranked *b, size_t n_b,
                  rix_i_ranked *to)
{
    const rix_i_ranked *end_a = a + n_a, *end_b = b + n_b;
    while (a < end_a && b < end_b) *to++ = a->score < b->score ? *b++ : *a++;
    while (a < end_a) *to++ = *a++;
    while (b < end_b) *to++ = *b++;
}

/* Falling order; the result lies in x or in room. */
static const rix_i_ranked *sort_falling(rix_i_ranked *x, size_t n, rix_i_ranked *room)
{
    for (size_t from = 0; from < n; from += RUN)
        sort_run(x + from, n - from < RUN ? n - from : RUN);
    for (size_t width = RUN; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            const size_t left = n - from, n_a = left < width ? left : width;
            const size_t n_b = left - n_a < width ? left - n_a : width;
            merge(x + from, n_a, x + from + n_a, n_b, room + from);
        }
        rix_i_ranked *sorted = room;
        room = x;
        x = sorted;
    }
    return x;
}

static void rank_many(const double *score, size_t n, rix_ties ties, rix_i_ranked *room,
                      double *rank)
{
    size_t present = 0;
    for (size_t i = 0; i < n; i++) {
        rank[i] = RIX_NAN;
        if (isnan(score[i])) continue;
        room[present].score = score[i];
        room[present++].unit = i;
    }
    const rix_i_ranked *order = sort_falling(room, present, room + n);
    for (size_t from = 0, to = 0; from < present; from = to) {
        while (to < present && !(order[to].score < order[from].score)) to++;
        const double shared = shared_rank(ties, from + 1, to);
        for (size_t k = from; k < to; k++) rank[order[k].unit] = shared;
    }
}

size_t rix_i_rank_room(size_t n) { return n > FEW ? 2 * n : 0; }

void rix_i_rank(const double *score, size_t n, rix_ties ties, rix_i_ranked *room, double *rank)
{
    if (n == 0) return;
    if (n <= FEW) {
        rank_few(score, n, ties, rank);
    } else {
        rank_many(score, n, ties, room, rank);
    }
}

/* Ranks of every row within its period, at the first third of rank; the rest is room. */
static void rank_periods(const rix_i_panel *panel, const double *score, rix_ties ties,
                         rix_i_ranked *room, double *rank)
{
    double *part = rank + panel->n_rows, *ranked = part + panel->n_rows;
    for (size_t p = 0; p < panel->n_periods; p++) {
        rix_i_panel_gather(panel, p, score, part);
        rix_i_rank(part, rix_i_panel_rows(panel, p), ties, room, ranked);
        rix_i_panel_scatter(panel, p, ranked, rank);
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
    rix_i_ranked *room = calloc(rix_i_rank_room(n) + 1, sizeof *room);
    double *rank = calloc(3 * n, sizeof *rank);
    for (size_t node = 0; node < index->n_nodes && room && rank; node++) {
        const double *score = index->scores + node * n;
        if (over == RIX_OVER_PERIOD) {
            rank_periods(&index->panel, score, ties, room, rank);
        } else {
            rix_i_rank(score, n, ties, room, rank);
        }
        for (size_t i = 0; i < n; i++) rix_i_set(ranks, i, node, rank[i]);
    }
    const bool done = room && rank;
    free(rank);
    free(room);
    return done ? RIX_OK : rix_i_no_memory(err);
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
