/* rule_table.c - rules by decision tables, and their holes and overlaps. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "zone/rule.h"

enum { NOT_YET = -2 };

static rix_status check_interval(const rix_interval *w, size_t row, size_t col, const char *name,
                                 rix_error *err)
{
    const rix_i_place place = RIX_I_CELL(row, col, RIX_NO_INDEX);
    if (isinf(w->low) || isinf(w->high)) {
        return rix_i_fail(err, RIX_EDOMAIN, "rows", place,
                          "%s: infinite bound %s in row %zu (leave it out)", rix_i_label(name).s,
                          rix_i_number(isinf(w->low) ? w->low : w->high).s, row);
    }
    if (w->low > w->high || (w->low >= w->high && !(w->low_in && w->high_in))) {
        return rix_i_fail(err, RIX_EDOMAIN, "rows", place,
                          "%s: nothing lies in %s%s, %s%s of row %zu", rix_i_label(name).s,
                          w->low_in ? "[" : "(", rix_i_number(w->low).s, rix_i_number(w->high).s,
                          w->high_in ? "]" : ")", row);
    }
    return RIX_OK;
}

static rix_status check_rows(const rix_i_rule_names *names, const rix_rule_row *rows, size_t n_rows,
                             rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t r = 0; r < n_rows && st == RIX_OK; r++) {
        const int zone = rows[r].zone;
        if (zone < RIX_NO_ZONE || zone >= (int)names->n_zones) {
            return rix_i_fail(err, RIX_EINVAL, "rows", RIX_I_ROW(r), "no such zone: %d in row %zu",
                              zone, r);
        }
        if (!rows[r].within) {
            return rix_i_fail(err, RIX_EINVAL, "rows", RIX_I_ROW(r), "row %zu has no intervals", r);
        }
        for (size_t a = 0; a < names->n_indicators && st == RIX_OK; a++) {
            st = check_interval(&rows[r].within[a], r, a, names->indicators[a], err);
        }
    }
    return st;
}

/* ------------------------------------------------------------------------------------- cuts -- */

static rix_i_cut low_cut(const rix_interval *w) { return (rix_i_cut){ w->low + 0.0, w->low_in }; }

/* What lies above the interval begins just after its high bound, or at it where that is not within. */
static rix_i_cut high_cut(const rix_interval *w)
{
    return (rix_i_cut){ w->high + 0.0, !w->high_in };
}

/* The bounds of an indicator in all rows; returns how many there are. */
static size_t cuts_of(const rix_rule_row *rows, size_t n_rows, size_t col, rix_i_cut *cuts)
{
    size_t n = 0;
    for (size_t r = 0; r < n_rows; r++) {
        const rix_interval *w = &rows[r].within[col];
        if (!isnan(w->low)) cuts[n++] = low_cut(w);
        if (!isnan(w->high)) cuts[n++] = high_cut(w);
    }
    return n;
}

/* Number of the piece that begins at a cut, which is one of the axis. */
static size_t piece_from(const rix_i_axis *axis, rix_i_cut cut)
{
    size_t from = 0, to = axis->n_cuts;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (rix_i_cut_below(axis->cuts[middle], cut)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from + 1;
}

/* ------------------------------------------------------------------------------ cells of rows -- */

/* The pieces of each axis that a row covers: from, and up to but without, to. */
typedef struct box {
    size_t from[RIX_I_MOST_AXES], to[RIX_I_MOST_AXES];
} box;

static box box_of(const rix_i_grid *g, const rix_rule_row *row)
{
    box b;
    for (size_t a = 0; a < g->n_axes; a++) {
        const rix_i_axis *axis = &g->axes[a];
        const rix_interval *w = &row->within[a];
        b.from[a] = isnan(w->low) ? 0 : piece_from(axis, low_cut(w));
        b.to[a] = isnan(w->high) ? axis->n_cuts + 1 : piece_from(axis, high_cut(w));
    }
    return b;
}

static bool in_box(const rix_i_grid *g, const box *b, size_t cell)
{
    for (size_t a = 0; a < g->n_axes; a++) {
        const size_t piece = rix_i_cell_piece(&g->axes[a], cell);
        if (piece < b->from[a] || piece >= b->to[a]) return false;
    }
    return true;
}

/* Says that no row covers a cell, or which rows disagree on it. */
static rix_status fail_at(const rix_rule *rule, size_t cell, const rix_rule_row *rows, size_t row,
                          rix_error *err)
{
    rix_i_words where = RIX_I_WORDS_INIT;
    size_t other = 0;
    rix_i_say_cell(&where, &rule->grid, rule->indicators, cell);
    rix_status st = RIX_EDOMAIN;
    if (where.failed) {
        st = rix_i_no_memory(err);
    } else if (row == RIX_NO_INDEX) {
        rix_i_fail(err, st, "rows", RIX_I_NOWHERE, "no row covers %s", where.s);
    } else {
        for (; other < row; other++) {
            const box b = box_of(&rule->grid, &rows[other]);
            if (in_box(&rule->grid, &b, cell)) break;
        }
        const int one = rows[other].zone, two = rows[row].zone;
        rix_i_fail(err, st, "rows", RIX_I_ROW(row), "rows %zu and %zu overlap at %s: %s and %s",
                   other, row, where.s, one < 0 ? "grey" : rix_i_label(rule->zones[one]).s,
                   two < 0 ? "grey" : rix_i_label(rule->zones[two]).s);
    }
    free(where.s);
    return st;
}

/* Steps to the next cell of a box; false at the end. */
static bool next_cell(const rix_i_grid *g, const box *b, size_t piece[RIX_I_MOST_AXES],
                      size_t *cell)
{
    for (size_t a = 0; a < g->n_axes; a++) {
        if (++piece[a] < b->to[a]) {
            *cell += g->axes[a].step;
            return true;
        }
        *cell -= (b->to[a] - 1 - b->from[a]) * g->axes[a].step;
        piece[a] = b->from[a];
    }
    return false;
}

static rix_status fill_row(rix_rule *rule, const rix_rule_row *rows, size_t row, rix_error *err)
{
    const rix_i_grid *g = &rule->grid;
    const box b = box_of(g, &rows[row]);
    size_t piece[RIX_I_MOST_AXES], cell = 0;
    for (size_t a = 0; a < g->n_axes; a++) {
        piece[a] = b.from[a];
        cell += piece[a] * g->axes[a].step;
    }
    do {
        if (rule->cells[cell] == NOT_YET) rule->cells[cell] = (int8_t)rows[row].zone;
        if (rule->cells[cell] != rows[row].zone) return fail_at(rule, cell, rows, row, err);
    } while (next_cell(g, &b, piece, &cell));
    return RIX_OK;
}

static rix_status fill_cells(rix_rule *rule, const rix_rule_row *rows, size_t n_rows,
                             rix_error *err)
{
    memset(rule->cells, NOT_YET, rule->grid.n_cells);
    for (size_t r = 0; r < n_rows; r++) {
        const rix_status st = fill_row(rule, rows, r, err);
        if (st != RIX_OK) return st;
    }
    for (size_t cell = 0; cell < rule->grid.n_cells; cell++) {
        if (rule->cells[cell] == NOT_YET && !rix_i_cell_missing(&rule->grid, cell)) {
            return fail_at(rule, cell, rows, RIX_NO_INDEX, err);
        }
    }
    return RIX_OK;
}

/* -------------------------------------------------------------------------------- the rule -- */

static rix_status new_rule(const rix_i_rule_names *names, const rix_rule_row *rows, size_t n_rows,
                           rix_rule **out, rix_error *err)
{
    size_t count[RIX_I_MOST_AXES], total, n = 0;
    if (!rix_i_size_product(n_rows, 2 * names->n_indicators * sizeof(rix_i_cut), &total)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n_rows", RIX_I_NOWHERE, "%zu rows are too many",
                          n_rows);
    }
    rix_i_cut *cuts = malloc(total);
    if (!cuts) return rix_i_no_memory(err);
    for (size_t a = 0; a < names->n_indicators; a++) {
        count[a] = cuts_of(rows, n_rows, a, cuts + n);
        n += count[a];
    }
    const rix_status st = rix_i_rule_make(names, cuts, count, out, err);
    free(cuts);
    return st;
}

static rix_status check_table(const rix_i_rule_names *names, const rix_rule_row *rows,
                              size_t n_rows, rix_unknown unknown, rix_error *err)
{
    const rix_status st = rix_i_check_rule_names(names, err);
    if (st != RIX_OK) return st;
    if (!rows) return rix_i_null(err, "rows");
    if (n_rows < 1) {
        return rix_i_fail(err, RIX_EINVAL, "n_rows", RIX_I_NOWHERE, "a table has one row at least");
    }
    if (unknown != RIX_UNKNOWN_CERTAIN && unknown != RIX_UNKNOWN_GREY) {
        return rix_i_fail(err, RIX_EINVAL, "unknown", RIX_I_NOWHERE,
                          "for a table, unknown is certain or grey, not %s",
                          rix_unknown_name(unknown));
    }
    return check_rows(names, rows, n_rows, err);
}

rix_status rix_rule_new_table(const char *const *zones, size_t n_zones,
                              const char *const *indicators, const char *const *units,
                              size_t n_indicators, const rix_rule_row *rows, size_t n_rows,
                              rix_unknown unknown, rix_rule **out, rix_error *err)
{
    const rix_i_rule_names names = { zones, indicators, units, n_zones, n_indicators };
    rix_rule *rule = NULL;
    if (!out) return rix_i_null(err, "out");
    rix_status st = check_table(&names, rows, n_rows, unknown, err);
    if (st == RIX_OK) st = new_rule(&names, rows, n_rows, &rule, err);
    if (st == RIX_OK) st = fill_cells(rule, rows, n_rows, err);
    if (st == RIX_OK) {
        rix_i_rule_fill_missing(rule, unknown);
        st = rix_i_rule_say_table(rule, rows, n_rows, unknown, err);
    }
    if (st == RIX_OK) {
        *out = rule;
    } else {
        rix_rule_free(rule);
    }
    return st;
}
