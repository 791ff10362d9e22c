/* machine_run.c - a panel through a machine.
 *
 * A block of units is taken through time in tiles of some reviews: the cells of the tile are found along
 * whichever direction lies together in memory, each unit is stepped through its reviews, and zones
 * are written along whichever direction lies together in the output. Memory is read and written once, in
 * order, in any layout. */
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/view.h"
#include "zone/machine.h"

/* A tile is long in the direction that is read: units by reviews, or reviews by units. It is small enough for the
 * stack of any thread. */
enum { LONG = RIX_I_GRID_CHUNK, SHORT = 16 };

/* What the blocks share. */
typedef struct panel {
    const rix_machine *m;
    const rix_mat *x;
    rix_zones_out zones;
    size_t n_reviews;
    bool units_in, units_out; /* whether units, rather than periods, lie together in memory */
    size_t units, reviews;    /* of a tile */
} panel;

/* One block of units; tiles are by review and unit where units lie together, else by unit and review. */
typedef struct block {
    size_t first, n;          /* units */
    size_t review, n_reviews; /* of the tile */
    rix_machine_state states[LONG];
    double cells[LONG * SHORT];
    int8_t shown[LONG * SHORT];
} block;

/* Period of a review; that after the last is the end of the panel. */
static size_t period_of(const panel *p, size_t review)
{
    return review < p->n_reviews ? p->m->clock.first_review + review * p->m->clock.review_every
                                 : p->zones.cols;
}

/* ----------------------------------------------------------------------------------- read -- */

/* Cells of n points that begin at (unit, period), a step of `by` doubles for each indicator apart. */
static void cells_from(const panel *p, size_t unit, size_t period, size_t n, bool units,
                       double *cells)
{
    rix_vec x[RIX_I_MOST_AXES];
    for (size_t a = 0; a < p->m->grid->n_axes; a++) {
        const rix_mat v = p->x[a];
        const ptrdiff_t at = (ptrdiff_t)unit * v.row_step + (ptrdiff_t)period * v.col_step;
        const ptrdiff_t every = (ptrdiff_t)p->m->clock.review_every;
        /* With one review there is no step, and `every` may be larger than any panel. */
        const ptrdiff_t step = units ? v.row_step : n > 1 ? v.col_step * every : 0;
        x[a] = (rix_vec){ v.data + at, n, step };
    }
    rix_i_grid_cells(p->m->grid, x, n, cells);
}

static void read_tile(const panel *p, block *b)
{
    if (p->units_in) {
        for (size_t r = 0; r < b->n_reviews; r++) {
            cells_from(p, b->first, period_of(p, b->review + r), b->n, true,
                       b->cells + r * p->units);
        }
    } else {
        for (size_t u = 0; u < b->n; u++) {
            cells_from(p, b->first + u, period_of(p, b->review), b->n_reviews, false,
                       b->cells + u * p->reviews);
        }
    }
}

/* ----------------------------------------------------------------------------------- step -- */

static void step_tile(const panel *p, block *b)
{
    const rix_machine *m = p->m;
    const size_t in_unit = p->units_in ? 1 : p->reviews, in_review = p->units_in ? p->units : 1;
    const size_t out_unit = p->units_out ? 1 : p->reviews, out_review = p->units_out ? p->units : 1;
    for (size_t u = 0; u < b->n; u++) {
        rix_machine_state s = b->states[u];
        const double *cell = b->cells + u * in_unit;
        int8_t *shown = b->shown + u * out_unit;
        for (size_t r = 0; r < b->n_reviews; r++) {
            const size_t at = (size_t)cell[r * in_review];
            rix_i_review(m, &s, m->enter[at], m->leave[at]);
            rix_i_pass(&s, period_of(p, b->review + r + 1) - period_of(p, b->review + r));
            shown[r * out_review] = (int8_t)s.shown;
        }
        b->states[u] = s;
    }
}

/* ---------------------------------------------------------------------------------- write -- */

/* Periods from .. to of some units: zones[u] for unit u. */
static void write_units(const rix_zones_out *out, size_t first, size_t n, size_t from, size_t to,
                        const int8_t *zones)
{
    for (size_t t = from; t < to; t++) {
        int8_t *row = out->data + (ptrdiff_t)first * out->row_step + (ptrdiff_t)t * out->col_step;
        if (out->row_step == 1) {
            memcpy(row, zones, n);
        } else {
            for (size_t u = 0; u < n; u++) row[(ptrdiff_t)u * out->row_step] = zones[u];
        }
    }
}

/* Periods from .. to of one unit. */
static void write_periods(const rix_zones_out *out, size_t unit, size_t from, size_t to,
                          int8_t zone)
{
    int8_t *row = out->data + (ptrdiff_t)unit * out->row_step;
    if (out->col_step == 1) {
        memset(row + from, zone, to - from);
        return;
    }
    for (size_t t = from; t < to; t++) row[(ptrdiff_t)t * out->col_step] = zone;
}

static void write_tile(const panel *p, const block *b)
{
    if (p->units_out) {
        for (size_t r = 0; r < b->n_reviews; r++) {
            const size_t review = b->review + r;
            write_units(&p->zones, b->first, b->n, period_of(p, review), period_of(p, review + 1),
                        b->shown + r * p->units);
        }
        return;
    }
    for (size_t u = 0; u < b->n; u++) {
        for (size_t r = 0; r < b->n_reviews; r++) {
            const size_t review = b->review + r;
            write_periods(&p->zones, b->first + u, period_of(p, review), period_of(p, review + 1),
                          b->shown[u * p->reviews + r]);
        }
    }
}

/* -------------------------------------------------------------------------------- the panel -- */

/* Puts the units at the start and takes them to their first review. */
static void begin_block(const panel *p, block *b, size_t item)
{
    const size_t left = p->zones.rows - item * p->units;
    const size_t until = period_of(p, 0);
    b->first = item * p->units;
    b->n = left < p->units ? left : p->units;
    for (size_t u = 0; u < b->n; u++) {
        rix_machine_start(p->m, &b->states[u]);
        rix_i_pass(&b->states[u], until);
        b->shown[u] = (int8_t)p->m->clock.start;
    }
    write_units(&p->zones, b->first, b->n, 0, until, b->shown);
}

static rix_status run_block(size_t item, size_t worker, void *user, rix_error *err)
{
    const panel *p = user;
    block b;
    (void)worker;
    (void)err;
    begin_block(p, &b, item);
    for (b.review = 0; b.review < p->n_reviews; b.review += p->reviews) {
        const size_t left = p->n_reviews - b.review;
        b.n_reviews = left < p->reviews ? left : p->reviews;
        read_tile(p, &b);
        step_tile(p, &b);
        write_tile(p, &b);
    }
    return RIX_OK;
}

static bool units_together(ptrdiff_t row_step, ptrdiff_t col_step)
{
    const ptrdiff_t row = row_step < 0 ? -row_step : row_step;
    const ptrdiff_t col = col_step < 0 ? -col_step : col_step;
    return row < col;
}

static rix_status check_panel(const rix_machine *machine, const rix_mat *indicators,
                              size_t n_indicators, rix_zones_out zones, rix_error *err)
{
    size_t cells;
    if (!machine) return rix_i_null(err, "machine");
    if (!indicators) return rix_i_null(err, "indicators");
    if (n_indicators != machine->grid->n_axes) {
        return rix_i_fail(err, RIX_EDIM, "indicators", RIX_I_NOWHERE,
                          "%zu indicators for a rule of %zu", n_indicators, machine->grid->n_axes);
    }
    for (size_t a = 0; a < n_indicators; a++) {
        const rix_status st = rix_i_check_mat(indicators[a], "indicators", err);
        if (st != RIX_OK) return st;
        if (indicators[a].rows == zones.rows && indicators[a].cols == zones.cols) continue;
        return rix_i_fail(err, RIX_EDIM, "indicators", RIX_I_COL(a),
                          "%s is %zu x %zu and zones are %zu x %zu", machine->rule->indicators[a],
                          indicators[a].rows, indicators[a].cols, zones.rows, zones.cols);
    }
    if (!rix_i_size_product(zones.rows, zones.cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "zones", RIX_I_NOWHERE, "%zu x %zu is too large",
                          zones.rows, zones.cols);
    }
    return !zones.data && cells > 0 ? rix_i_null(err, "zones") : RIX_OK;
}

rix_status rix_machine_run(const rix_machine *machine, const rix_mat *indicators,
                           size_t n_indicators, const rix_run *run, rix_zones_out zones,
                           rix_error *err)
{
    static const rix_run defaults = RIX_RUN_INIT;
    const rix_status st = check_panel(machine, indicators, n_indicators, zones, err);
    if (st != RIX_OK || zones.rows == 0 || zones.cols == 0) return st;
    const rix_clock *c = &machine->clock;
    panel p = { .m = machine,
                .x = indicators,
                .zones = zones,
                .units_in = units_together(indicators[0].row_step, indicators[0].col_step),
                .units_out = units_together(zones.row_step, zones.col_step) };
    p.units = p.units_in ? LONG : SHORT;
    p.reviews = p.units_in ? SHORT : LONG;
    if (zones.cols > c->first_review) {
        p.n_reviews = (zones.cols - 1 - c->first_review) / c->review_every + 1;
    }
    return rix_i_parallel((zones.rows - 1) / p.units + 1, run ? run : &defaults, run_block, &p,
                          err);
}
