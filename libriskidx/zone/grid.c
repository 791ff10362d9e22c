/* grid.c - the space of some indicators, cut into cells. */
#include "zone/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"

/* Up to so many cuts it is faster to compare with each than to bisect. */
enum { FEW_CUTS = 12 };

rix_status rix_i_too_many_cells(rix_error *err)
{
    return rix_i_fail(err, RIX_EOVERFLOW, NULL, RIX_I_NOWHERE,
                      "the rule divides its indicators into more than %d cells", RIX_I_MOST_CELLS);
}

static int order_of_cuts(const void *a, const void *b)
{
    const rix_i_cut *x = a, *y = b;
    return (int)rix_i_cut_below(*y, *x) - (int)rix_i_cut_below(*x, *y);
}

/* Sorts the cuts and leaves out those that are there twice; returns how many are left. */
static size_t sort_cuts(rix_i_cut *cuts, size_t n)
{
    size_t kept = 0;
    if (n > 0) qsort(cuts, n, sizeof *cuts, order_of_cuts);
    for (size_t k = 0; k < n; k++) {
        if (kept == 0 || rix_i_cut_below(cuts[kept - 1], cuts[k])) cuts[kept++] = cuts[k];
    }
    return kept;
}

rix_status rix_i_grid_make(rix_i_grid *g, size_t n_axes, const rix_i_cut *cuts, const size_t *count,
                           rix_error *err)
{
    size_t total = 0, next = 0, n_cells = 1;
    if (n_axes > RIX_I_MOST_AXES) return rix_i_too_many_cells(err);
    for (size_t a = 0; a < n_axes; a++) total += count[a];
    rix_i_cut *own = calloc(total + 1, sizeof *own);
    if (!own) return rix_i_no_memory(err);
    if (total > 0) memcpy(own, cuts, total * sizeof *own);

    for (size_t a = 0; a < n_axes; a++) {
        rix_i_axis *axis = &g->axes[a];
        axis->cuts = own + next;
        axis->n_cuts = sort_cuts(own + next, count[a]);
        axis->step = n_cells;
        next += count[a];
        if (axis->n_cuts + 2 > RIX_I_MOST_CELLS / n_cells) {
            free(own);
            return rix_i_too_many_cells(err);
        }
        n_cells *= axis->n_cuts + 2;
    }
    g->n_axes = n_axes;
    g->n_cells = n_cells;
    g->cuts = own;
    return RIX_OK;
}

rix_status rix_i_grid_copy(rix_i_grid *g, const rix_i_grid *from, rix_error *err)
{
    size_t count[RIX_I_MOST_AXES], total = 0;
    for (size_t a = 0; a < from->n_axes; a++) total += count[a] = from->axes[a].n_cuts;
    rix_i_cut *cuts = calloc(total + 1, sizeof *cuts);
    if (!cuts) return rix_i_no_memory(err);
    rix_i_cut *next = cuts;
    for (size_t a = 0; a < from->n_axes; a++) {
        for (size_t k = 0; k < count[a]; k++) *next++ = from->axes[a].cuts[k];
    }
    const rix_status st = rix_i_grid_make(g, from->n_axes, cuts, count, err);
    free(cuts);
    return st;
}

void rix_i_grid_clear(rix_i_grid *g)
{
    free(g->cuts);
    g->cuts = NULL;
}

bool rix_i_cell_missing(const rix_i_grid *g, size_t cell)
{
    for (size_t a = 0; a < g->n_axes; a++) {
        if (rix_i_cell_piece(&g->axes[a], cell) == rix_i_missing_piece(&g->axes[a])) return true;
    }
    return false;
}

/* Adds an axis to the cells: loops over all points without a branch, one for each cut. */
static void add_axis(const rix_i_axis *axis, rix_vec v, size_t n, double *restrict cells)
{
    double x[RIX_I_GRID_CHUNK];
    const double step = (double)axis->step, missing = (double)rix_i_missing_piece(axis) * step;
    for (size_t i = 0; i < n; i++) x[i] = rix_i_vget(v, i);
    if (axis->n_cuts > FEW_CUTS) {
        for (size_t i = 0; i < n; i++) cells[i] += (double)rix_i_piece_of(axis, x[i]) * step;
        return;
    }
    for (size_t i = 0; i < n; i++) cells[i] += isnan(x[i]) ? missing : 0.0;
    for (size_t k = 0; k < axis->n_cuts; k++) {
        const double value = axis->cuts[k].value;
        if (axis->cuts[k].closed) {
            for (size_t i = 0; i < n; i++) cells[i] += x[i] >= value ? step : 0.0;
        } else {
            for (size_t i = 0; i < n; i++) cells[i] += x[i] > value ? step : 0.0;
        }
    }
}

void rix_i_grid_cells(const rix_i_grid *g, const rix_vec *x, size_t n, double *cells)
{
    for (size_t i = 0; i < n; i++) cells[i] = 0.0;
    for (size_t a = 0; a < g->n_axes; a++) add_axis(&g->axes[a], x[a], n, cells);
}

static void say_piece(rix_i_words *w, const rix_i_axis *axis, const char *name, size_t piece)
{
    if (piece == rix_i_missing_piece(axis)) {
        rix_i_say(w, name);
        rix_i_say(w, " missing");
        return;
    }
    const rix_i_cut *low = piece > 0 ? &axis->cuts[piece - 1] : NULL;
    const rix_i_cut *high = piece < axis->n_cuts ? &axis->cuts[piece] : NULL;
    if (!low && !high) rix_i_say(w, "any ");
    rix_i_say(w, name);
    if (low && high && !(low->value < high->value)) {
        rix_i_say(w, " = ");
        rix_i_say_number(w, low->value);
    } else if (low && high) {
        rix_i_say(w, low->closed ? " in [" : " in (");
        rix_i_say_number(w, low->value);
        rix_i_say(w, ", ");
        rix_i_say_number(w, high->value);
        rix_i_say(w, high->closed ? ")" : "]");
    } else if (low) {
        rix_i_say(w, low->closed ? " >= " : " > ");
        rix_i_say_number(w, low->value);
    } else if (high) {
        rix_i_say(w, high->closed ? " < " : " <= ");
        rix_i_say_number(w, high->value);
    }
}

void rix_i_say_cell(rix_i_words *w, const rix_i_grid *g, char *const *names, size_t cell)
{
    for (size_t a = 0; a < g->n_axes; a++) {
        if (a > 0) rix_i_say(w, ", ");
        say_piece(w, &g->axes[a], names[a], rix_i_cell_piece(&g->axes[a], cell));
    }
}
