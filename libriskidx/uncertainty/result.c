/* result.c - scores and ranks over replicates as they are kept, read and joined. */
#include "uncertainty/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/room.h"
#include "base/view.h"

/* Ranks are kept as floats: every half of a whole number up to here is one. */
static const size_t MOST_UNITS = (size_t)1 << 22;

static bool sizes_of(const rix_uncertainty_shape *s, size_t *cells, size_t *all, size_t *draws)
{
    return s->n_units <= MOST_UNITS && rix_i_size_product(s->n_units, s->n_nodes, cells) &&
           rix_i_size_product(*cells, s->count, all) &&
           rix_i_size_product(s->n_inputs, s->count, draws);
}

rix_status rix_i_uncertainty_new(const rix_uncertainty_shape *shape, rix_uncertainty **out,
                                 rix_error *err)
{
    size_t cells, all, draws;
    if (!sizes_of(shape, &cells, &all, &draws)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE,
                          "%zu replicates of %zu units and %zu nodes are too many", shape->count,
                          shape->n_units, shape->n_nodes);
    }
    rix_uncertainty *u = calloc(1, sizeof *u);
    if (!u) return rix_i_no_memory(err);
    u->shape = *shape;
    u->shape.n_failed = 0;
    u->nodes = calloc(shape->n_nodes + 1, sizeof *u->nodes);
    u->scores = rix_i_large_new((all + 1) * sizeof *u->scores);
    u->ranks = rix_i_large_new((all + 1) * sizeof *u->ranks);
    u->draws = malloc((draws + 1) * sizeof *u->draws);
    u->failed = calloc(shape->count + 1, sizeof *u->failed);
    u->nominal_scores = calloc(cells + 1, sizeof *u->nominal_scores);
    u->nominal_ranks = calloc(cells + 1, sizeof *u->nominal_ranks);
    if (u->nodes && u->scores && u->ranks && u->draws && u->failed && u->nominal_scores &&
        u->nominal_ranks) {
        *out = u;
        return RIX_OK;
    }
    rix_uncertainty_free(u);
    return rix_i_no_memory(err);
}

void rix_uncertainty_free(rix_uncertainty *u)
{
    if (!u) return;
    free(u->nominal_ranks);
    free(u->nominal_scores);
    free(u->failed);
    free(u->draws);
    free(u->ranks);
    free(u->scores);
    free(u->nodes);
    free(u);
}

/* ------------------------------------------------------------------------------------- reading -- */

rix_uncertainty_shape rix_uncertainty_shape_of(const rix_uncertainty *u) { return u->shape; }

size_t rix_uncertainty_node(const rix_uncertainty *u, size_t q)
{
    return q < u->shape.n_nodes ? u->nodes[q] : RIX_NO_INDEX;
}

rix_mat rix_uncertainty_scores(const rix_uncertainty *u, size_t q)
{
    const rix_uncertainty_shape *s = &u->shape;
    if (q >= s->n_nodes) return (rix_mat){ NULL, 0, 0, 1, 1 };
    return (rix_mat){ rix_i_scores_at(u, 0, q), s->count, s->n_units,
                      (ptrdiff_t)(s->n_nodes * s->n_units), 1 };
}

static rix_mat nominal(const rix_uncertainty *u, const double *data)
{
    return (rix_mat){ data, u->shape.n_units, u->shape.n_nodes, 1, (ptrdiff_t)u->shape.n_units };
}

rix_mat rix_uncertainty_nominal_scores(const rix_uncertainty *u)
{
    return nominal(u, u->nominal_scores);
}

rix_mat rix_uncertainty_nominal_ranks(const rix_uncertainty *u)
{
    return nominal(u, u->nominal_ranks);
}

rix_mat rix_uncertainty_draws(const rix_uncertainty *u)
{
    return rix_mat_c(u->draws, u->shape.count, u->shape.n_inputs);
}

rix_status rix_i_check_kept(const rix_uncertainty *u, size_t q, rix_error *err)
{
    if (!u) return rix_i_null(err, "u");
    if (q < u->shape.n_nodes) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "q", RIX_I_NOWHERE, "no kept node %zu: there are %zu", q,
                      u->shape.n_nodes);
}

rix_status rix_uncertainty_ranks(const rix_uncertainty *u, size_t q, rix_out out, rix_error *err)
{
    rix_status st = rix_i_check_kept(u, q, err);
    if (st == RIX_OK) st = rix_i_check_out(out, u->shape.count, u->shape.n_units, "out", err);
    if (st != RIX_OK) return st;
    for (size_t r = 0; r < out.rows; r++) {
        const float *rank = rix_i_ranks_at(u, r, q);
        for (size_t i = 0; i < out.cols; i++) rix_i_set(out, r, i, (double)rank[i]);
    }
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- joining -- */

/* Equal to the last bit, missing as well. */
static bool same(const void *a, const void *b, size_t bytes) { return memcmp(a, b, bytes) == 0; }

static bool fit(const rix_uncertainty *a, const rix_uncertainty *b)
{
    const rix_uncertainty_shape *s = &a->shape, *t = &b->shape;
    if (s->n != t->n || s->total != t->total || s->sobol != t->sobol || s->ties != t->ties ||
        s->n_units != t->n_units || s->n_nodes != t->n_nodes || s->n_inputs != t->n_inputs) {
        return false;
    }
    return same(a->nodes, b->nodes, s->n_nodes * sizeof *a->nodes) &&
           same(a->nominal_scores, b->nominal_scores,
                s->n_nodes * s->n_units * sizeof *a->nominal_scores);
}

static void copy_shard(const rix_uncertainty *from, rix_uncertainty *to)
{
    const rix_uncertainty_shape *s = &from->shape;
    const size_t at = s->first - to->shape.first, cells = s->n_nodes * s->n_units;
    memcpy(to->scores + at * cells, from->scores, s->count * cells * sizeof *to->scores);
    memcpy(to->ranks + at * cells, from->ranks, s->count * cells * sizeof *to->ranks);
    memcpy(to->draws + at * s->n_inputs, from->draws, s->count * s->n_inputs * sizeof *to->draws);
    memcpy(to->failed + at, from->failed, s->count * sizeof *to->failed);
    to->shape.n_failed += s->n_failed;
}

static rix_status check_shards(const rix_uncertainty *const *shards, size_t n, rix_error *err)
{
    if (!shards) return rix_i_null(err, "shards");
    if (n == 0) return rix_i_fail(err, RIX_EINVAL, "n_shards", RIX_I_NOWHERE, "no shards");
    for (size_t k = 0; k < n; k++) {
        if (!shards[k]) return rix_i_null(err, "shards");
        if (fit(shards[0], shards[k])) continue;
        return rix_i_fail(err, RIX_EDIM, "shards", RIX_I_ROW(k),
                          "shard %zu is of another run than shard 0", k);
    }
    return RIX_OK;
}

/* The shards must cover a range once: each begins where another ends, but for the first. */
static rix_status check_ranges(const rix_uncertainty *const *shards, size_t n,
                               rix_uncertainty_shape *whole, rix_error *err)
{
    size_t end = 0;
    *whole = shards[0]->shape;
    whole->count = 0;
    for (size_t k = 0; k < n; k++) {
        const rix_uncertainty_shape *s = &shards[k]->shape;
        if (s->first < whole->first) whole->first = s->first;
        if (s->first + s->count > end) end = s->first + s->count;
        whole->count += s->count;
        for (size_t m = 0; m < k; m++) {
            const rix_uncertainty_shape *t = &shards[m]->shape;
            if (s->first >= t->first + t->count || t->first >= s->first + s->count) continue;
            return rix_i_fail(err, RIX_EDIM, "shards", RIX_I_ROW(k),
                              "shards %zu and %zu overlap at replicate %zu", m, k,
                              s->first > t->first ? s->first : t->first);
        }
    }
    if (end - whole->first == whole->count) return RIX_OK;
    return rix_i_fail(err, RIX_EDIM, "shards", RIX_I_NOWHERE,
                      "the shards have %zu of the replicates %zu .. %zu", whole->count,
                      whole->first, end - 1);
}

rix_status rix_uncertainty_join(const rix_uncertainty *const *shards, size_t n_shards,
                                rix_uncertainty **out, rix_error *err)
{
    rix_uncertainty_shape whole;
    rix_uncertainty *u = NULL;
    if (!out) return rix_i_null(err, "out");
    rix_status st = check_shards(shards, n_shards, err);
    if (st == RIX_OK) st = check_ranges(shards, n_shards, &whole, err);
    if (st == RIX_OK) st = rix_i_uncertainty_new(&whole, &u, err);
    if (st != RIX_OK) return st;
    const size_t cells = whole.n_nodes * whole.n_units;
    memcpy(u->nodes, shards[0]->nodes, whole.n_nodes * sizeof *u->nodes);
    memcpy(u->nominal_scores, shards[0]->nominal_scores, cells * sizeof *u->nominal_scores);
    memcpy(u->nominal_ranks, shards[0]->nominal_ranks, cells * sizeof *u->nominal_ranks);
    for (size_t k = 0; k < n_shards; k++) copy_shard(shards[k], u);
    *out = u;
    return RIX_OK;
}
