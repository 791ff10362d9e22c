/* pack.c - a result as plain numbers, to be sent to another process, and back. */
#include <math.h>

#include "base/error.h"
#include "base/view.h"
#include "uncertainty/result.h"

/* Numbers before the nodes: what the layout is, then the shape. */
enum { HEAD = 10 };
static const double LAYOUT = 1;

/* What follows them: nodes, nominal scores and ranks, then of the replicates failures, draws, scores and ranks. */
static bool packed_size(const rix_uncertainty_shape *s, size_t *size)
{
    size_t cells, draws, all, sum = HEAD;
    if (!rix_i_size_product(s->n_units, s->n_nodes, &cells) ||
        !rix_i_size_product(cells, s->count, &all) ||
        !rix_i_size_product(s->n_inputs, s->count, &draws)) {
        return false;
    }
    const size_t parts[] = { s->n_nodes, cells, cells, s->count, draws, all, all };
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        if (parts[k] > SIZE_MAX / sizeof(double) - sum) return false;
        sum += parts[k];
    }
    *size = sum;
    return true;
}

size_t rix_uncertainty_packed_size(const rix_uncertainty *u)
{
    size_t size = 0; /* what did not fit in memory as a result does not exist */
    return packed_size(&u->shape, &size) ? size : 0;
}

/** Writes numbers one after the other. */
typedef struct writer {
    rix_out out;
    size_t at;
} writer;

static void put(writer *w, double x) { rix_i_set(w->out, w->at++, 0, x); }

rix_status rix_uncertainty_pack(const rix_uncertainty *u, rix_out out, rix_error *err)
{
    if (!u) return rix_i_null(err, "u");
    const rix_status st = rix_i_check_out(out, rix_uncertainty_packed_size(u), 1, "out", err);
    if (st != RIX_OK) return st;
    const rix_uncertainty_shape *s = &u->shape;
    const size_t cells = s->n_units * s->n_nodes, all = cells * s->count;
    const double head[HEAD] = { LAYOUT,
                                (double)s->n,
                                (double)s->total,
                                (double)s->first,
                                (double)s->count,
                                s->sobol ? 1 : 0,
                                (double)s->ties,
                                (double)s->n_units,
                                (double)s->n_nodes,
                                (double)s->n_inputs };
    writer w = { out, 0 };
    for (size_t k = 0; k < HEAD; k++) put(&w, head[k]);
    for (size_t q = 0; q < s->n_nodes; q++) put(&w, (double)u->nodes[q]);
    for (size_t i = 0; i < cells; i++) put(&w, u->nominal_scores[i]);
    for (size_t i = 0; i < cells; i++) put(&w, u->nominal_ranks[i]);
    for (size_t r = 0; r < s->count; r++) put(&w, u->failed[r] ? 1 : 0);
    for (size_t k = 0; k < s->count * s->n_inputs; k++) put(&w, u->draws[k]);
    for (size_t i = 0; i < all; i++) put(&w, u->scores[i]);
    for (size_t i = 0; i < all; i++) put(&w, (double)u->ranks[i]);
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- unpacking -- */

static double number(rix_vec packed, size_t at) { return packed.data[(ptrdiff_t)at * packed.step]; }

static rix_status no_result(rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, "packed", RIX_I_NOWHERE,
                      "these numbers are no result that was packed");
}

/* Whole numbers below 2^53, which a double holds. */
static bool read_whole(rix_vec packed, size_t at, size_t *whole)
{
    const double x = number(packed, at);
    if (!(x >= 0 && x < 9007199254740992.0)) return false;
    *whole = (size_t)x;
    return (double)*whole >= x;
}

static bool read_shape(rix_vec packed, rix_uncertainty_shape *s)
{
    size_t sobol, ties, size;
    size_t *const fields[HEAD] = { NULL,   &s->n, &s->total,   &s->first,   &s->count,
                                   &sobol, &ties, &s->n_units, &s->n_nodes, &s->n_inputs };
    if (packed.size < HEAD || !(fabs(number(packed, 0) - LAYOUT) <= 0)) return false;
    for (size_t k = 1; k < HEAD; k++) {
        if (!read_whole(packed, k, fields[k])) return false;
    }
    s->sobol = sobol == 1;
    s->ties = (rix_ties)ties;
    s->n_failed = 0;
    return sobol <= 1 && ties <= RIX_TIES_AVERAGE && packed_size(s, &size) && size == packed.size &&
           s->first <= s->total && s->count <= s->total - s->first;
}

/* Ranks of units, kept as floats. */
static void read_ranks(rix_vec packed, size_t from, rix_uncertainty *u)
{
    const size_t all = u->shape.count * u->shape.n_nodes * u->shape.n_units;
    for (size_t i = 0; i < all; i++) u->ranks[i] = (float)number(packed, from + i);
}

static bool read_result(rix_vec packed, rix_uncertainty *u)
{
    const rix_uncertainty_shape *s = &u->shape;
    const size_t cells = s->n_units * s->n_nodes, draws = s->count * s->n_inputs;
    size_t at = HEAD;
    for (size_t q = 0; q < s->n_nodes; q++) {
        if (!read_whole(packed, at++, &u->nodes[q])) return false;
    }
    for (size_t i = 0; i < cells; i++) u->nominal_scores[i] = number(packed, at++);
    for (size_t i = 0; i < cells; i++) u->nominal_ranks[i] = number(packed, at++);
    for (size_t r = 0; r < s->count; r++) {
        size_t failed;
        if (!read_whole(packed, at++, &failed) || failed > 1) return false;
        u->failed[r] = failed == 1;
        u->shape.n_failed += failed;
    }
    for (size_t k = 0; k < draws; k++) u->draws[k] = number(packed, at++);
    for (size_t i = 0; i < s->count * cells; i++) u->scores[i] = number(packed, at++);
    read_ranks(packed, at, u);
    return true;
}

rix_status rix_uncertainty_unpack(rix_vec packed, rix_uncertainty **out, rix_error *err)
{
    rix_uncertainty_shape shape;
    rix_uncertainty *u = NULL;
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_check_vec(packed, "packed", err);
    if (st == RIX_OK && !read_shape(packed, &shape)) st = no_result(err);
    if (st == RIX_OK) st = rix_i_uncertainty_new(&shape, &u, err);
    if (st == RIX_OK && !read_result(packed, u)) st = no_result(err);
    if (st != RIX_OK) {
        rix_uncertainty_free(u);
        return st;
    }
    *out = u;
    return RIX_OK;
}
