/* zone/grid.h - the space of some indicators, cut into cells.
 *
 * The cuts of an indicator divide the numbers into pieces; one more piece is "missing". A cell is a
 * piece of each indicator, and what is the same all over a cell can be looked up in a table. */
#ifndef RIX_I_GRID_H
#define RIX_I_GRID_H

#include <riskidx/base.h>

#include "zone/words.h"

enum {
    RIX_I_MOST_CELLS = 1000000,
    RIX_I_MOST_AXES = 19, /* each has two pieces at least, and 2^20 is more than a million */
    RIX_I_GRID_CHUNK = 256
};

/** Where a piece ends and the next begins: at the value itself (closed), or just above it. */
typedef struct rix_i_cut {
    double value;
    bool closed;
} rix_i_cut;

/** The cuts of one indicator, rising, and by how much the number of a cell grows from piece to piece. */
typedef struct rix_i_axis {
    const rix_i_cut *cuts;
    size_t n_cuts;
    size_t step;
} rix_i_axis;

typedef struct rix_i_grid {
    size_t n_axes, n_cells;
    rix_i_axis axes[RIX_I_MOST_AXES];
    rix_i_cut *cuts; /**< those of all axes, owned */
} rix_i_grid;

/**
 * Makes a grid from the cuts of each axis, which are count[0], count[1], ... of `cuts` and may come in
 * any order and more than once. Fails with RIX_EOVERFLOW for more than RIX_I_MOST_CELLS cells and with
 * RIX_ENOMEM; free with rix_i_grid_clear on success.
 */
rix_status rix_i_grid_make(rix_i_grid *g, size_t n_axes, const rix_i_cut *cuts, const size_t *count,
                           rix_error *err);

/** A copy. Fails with RIX_ENOMEM. */
rix_status rix_i_grid_copy(rix_i_grid *g, const rix_i_grid *from, rix_error *err);

/** Frees what a grid owns; a grid of zeros owns nothing. */
void rix_i_grid_clear(rix_i_grid *g);

/** "More than a million cells": for callers that see it coming. */
rix_status rix_i_too_many_cells(rix_error *err);

/** Whether a is below b: as a rule, the lower value; at the same one, the cut at it is below the one just above. */
static inline bool rix_i_cut_below(rix_i_cut a, rix_i_cut b)
{
    return a.value < b.value || (!(b.value < a.value) && a.closed && !b.closed);
}

/** Whether x lies above a cut. Two comparisons rather than one with the next double up: exact even where the
 * process flushes subnormal numbers to zero. */
static inline bool rix_i_above_cut(double x, rix_i_cut c)
{
    return c.closed ? x >= c.value : x > c.value;
}

/** Number of the piece "missing", one above all others. */
static inline size_t rix_i_missing_piece(const rix_i_axis *a) { return a->n_cuts + 1; }

/** Piece of a number, by bisection; of NaN the piece "missing". */
static inline size_t rix_i_piece_of(const rix_i_axis *a, double x)
{
    if (isnan(x)) return rix_i_missing_piece(a);
    size_t from = 0, to = a->n_cuts;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (rix_i_above_cut(x, a->cuts[middle])) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/** Piece of an axis that a cell lies in. */
static inline size_t rix_i_cell_piece(const rix_i_axis *a, size_t cell)
{
    return cell / a->step % (a->n_cuts + 2);
}

/** Whether some indicator is missing in a cell. */
bool rix_i_cell_missing(const rix_i_grid *g, size_t cell);

/**
 * Cells of n <= RIX_I_GRID_CHUNK points, given as a vector of n numbers for each axis: as doubles, which
 * hold them exactly and let the compiler do several at a time.
 */
void rix_i_grid_cells(const rix_i_grid *g, const rix_vec *x, size_t n, double *cells);

/** Says where a cell lies: "incidence in [25, 50), positivity >= 4, tests missing". */
void rix_i_say_cell(rix_i_words *w, const rix_i_grid *g, char *const *names, size_t cell);

#endif
