/* over.c - normalising over all rows of a panel, over each period, or over a base period. */
#include "index/over.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* ------------------------------------------------------------------------------------ who is in -- */

static rix_status find_base(rix_i_over *over, double base, rix_error *err)
{
    over->base = rix_i_panel_find(over->panel, base);
    if (over->base != RIX_NO_INDEX || over->panel->n_rows == 0) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, "recipe.normalise.base", RIX_I_NOWHERE,
                      "the table has no period %s, the base period", rix_i_number(base).s);
}

/* Number of the reference unit, whose row differs from period to period. */
static rix_status find_unit(rix_i_over *over, const rix_table *table, const char *label,
                            rix_error *err)
{
    over->reference = RIX_NO_INDEX;
    for (size_t i = 0; label && i < over->panel->n_rows; i++) {
        if (strcmp(table->units[i], label) != 0) continue;
        over->reference = over->panel->unit[i];
        return RIX_OK;
    }
    if (!label || over->panel->n_rows == 0) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, "recipe.normalise.reference", RIX_I_NOWHERE,
                      "the table has no unit '%s', the reference unit", rix_i_label(label).s);
}

size_t rix_i_over_size(const rix_i_over *over, size_t n_rows)
{
    if (over->over == RIX_OVER_ALL || n_rows == 0) return n_rows;
    return over->over == RIX_OVER_BASE ? rix_i_panel_rows(over->panel, over->base)
                                       : rix_i_panel_largest(over->panel);
}

static rix_status get_room(rix_i_over *over, size_t n_rows, rix_error *err)
{
    const size_t size = over->over == RIX_OVER_ALL ? 0 : 2 * rix_i_over_size(over, n_rows);
    over->parts = calloc(over->n_parts + 1, sizeof *over->parts);
    over->room = calloc(size + 1, sizeof *over->room);
    return over->parts && over->room ? RIX_OK : rix_i_no_memory(err);
}

rix_status rix_i_over_init(rix_i_over *over, const rix_i_panel *panel, const rix_table *table,
                           const rix_normalise_options *options, rix_error *err)
{
    const size_t n = table->values.rows;
    rix_i_over made = { options->over, panel, RIX_NO_INDEX, RIX_NO_INDEX, 1, NULL, NULL };
    rix_status st = RIX_OK;
    if (made.over == RIX_OVER_ALL) {
        st = rix_i_find_reference(table, options, &made.reference, err);
    } else if (panel->n_rows < n) {
        st = rix_i_fail(err, RIX_EINVAL, "recipe.normalise.over", RIX_I_NOWHERE,
                        "recipe.normalise.over is %s, but the table has no periods",
                        rix_over_name(made.over));
    } else {
        if (made.over == RIX_OVER_PERIOD) made.n_parts = panel->n_periods;
        if (made.over == RIX_OVER_BASE) st = find_base(&made, options->base, err);
        if (st == RIX_OK) st = find_unit(&made, table, options->reference, err);
    }
    if (st == RIX_OK) st = get_room(&made, n, err);
    if (st == RIX_OK) {
        *over = made;
    } else {
        rix_i_over_clear(&made);
    }
    return st;
}

void rix_i_over_clear(rix_i_over *over)
{
    free(over->room);
    free(over->parts);
    over->room = NULL;
    over->parts = NULL;
}

/* ----------------------------------------------------------------------------------- a column -- */

/* Where the reference unit stands among the rows of a period. */
static size_t reference_in(const rix_i_over *over, size_t period)
{
    const rix_i_panel *p = over->panel;
    const size_t n = over->reference == RIX_NO_INDEX ? 0 : rix_i_panel_rows(p, period);
    const size_t *rows = p->of_period + p->first_of_period[period];
    for (size_t i = 0; i < n; i++) {
        if (p->unit[rows[i]] == over->reference) return i;
    }
    return RIX_NO_INDEX;
}

static void normalise_period(rix_i_over *over, size_t period, const double *x,
                             const rix_i_normalisation *how, double *scratch, double *score)
{
    rix_i_part *part = &over->parts[period];
    rix_i_normalisation here = *how;
    const size_t n = rix_i_panel_rows(over->panel, period);
    double *values = over->room, *scores = over->room + n;
    here.reference = reference_in(over, period);
    rix_i_panel_gather(over->panel, period, x, values);
    part->facts = rix_i_column_of(values, n);
    part->result = rix_i_normalise(values, n, &part->facts, &here, scratch, scores);
    if (part->result.row != RIX_NO_INDEX) {
        part->result.row =
            over->panel->of_period[over->panel->first_of_period[period] + part->result.row];
    }
    rix_i_panel_scatter(over->panel, period, scores, score);
}

rix_i_learned rix_i_over_learn(rix_i_over *over, const double *x, size_t n,
                               const rix_i_normalisation *how, double *room)
{
    rix_i_part *part = &over->parts[0];
    rix_i_normalisation here = *how;
    if (over->over == RIX_OVER_ALL) {
        part->facts = rix_i_column_of(x, n);
        return rix_i_normalise_learn(x, n, &part->facts, how, room);
    }
    const size_t size = rix_i_panel_rows(over->panel, over->base);
    double *values = over->room;
    here.reference = reference_in(over, over->base);
    rix_i_panel_gather(over->panel, over->base, x, values);
    part->facts = rix_i_column_of(values, size);
    return rix_i_normalise_learn(values, size, &part->facts, &here, over->room + size);
}

void rix_i_over_normalise(rix_i_over *over, const double *x, size_t n, const rix_i_column *facts,
                          const rix_i_normalisation *how, double *scratch, double *score)
{
    if (over->over == RIX_OVER_ALL) {
        over->parts[0].facts = *facts;
        over->parts[0].result = rix_i_normalise(x, n, facts, how, scratch, score);
    } else if (over->over == RIX_OVER_BASE) {
        const rix_i_learned learned = rix_i_over_learn(over, x, n, how, scratch);
        over->parts[0].result = rix_i_normalise_apply(&learned, how, x, n, score);
    } else {
        for (size_t p = 0; p < over->n_parts; p++) {
            normalise_period(over, p, x, how, scratch, score);
        }
    }
}

void rix_i_over_tell(const rix_i_over *over, size_t part, rix_error *line)
{
    if (over->over == RIX_OVER_PERIOD) rix_i_panel_tell(over->panel, part, line);
    if (over->over == RIX_OVER_BASE) rix_i_panel_tell(over->panel, over->base, line);
}
