/* panel.c - rows that are units at periods. */
#include "index/panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "index/labels.h"

static rix_status check_panel(const rix_table *table, rix_error *err)
{
    const size_t n = table->values.rows;
    if (table->periods.size != n) {
        return rix_i_fail(err, RIX_EDIM, "table.periods", RIX_I_NOWHERE, "%zu periods for %zu rows",
                          table->periods.size, n);
    }
    for (size_t i = 0; i < n; i++) {
        const double time = rix_i_vget(table->periods, i);
        if (!table->units || !table->units[i] || !table->units[i][0]) {
            return rix_i_fail(err, RIX_EINVAL, "table.units", RIX_I_ROW(i),
                              "row %zu of the panel has no unit", i);
        }
        if (!isfinite(time)) {
            return rix_i_fail(err, RIX_EDOMAIN, "table.periods", RIX_I_ROW(i),
                              "period %s of unit '%s' in row %zu is not finite",
                              rix_i_number(time).s, rix_i_label(table->units[i]).s, i);
        }
    }
    return RIX_OK;
}

static bool get_memory(rix_i_panel *p, size_t n)
{
    p->n_rows = n;
    p->time = malloc(n * sizeof *p->time);
    p->numbers = calloc(6 * n + 2, sizeof *p->numbers);
    if (!p->time || !p->numbers) return false;
    p->unit = p->numbers;
    p->period = p->unit + n;
    p->of_unit = p->period + n;
    p->of_period = p->of_unit + n;
    p->first_of_unit = p->of_period + n;
    p->first_of_period = p->first_of_unit + n + 1;
    return true;
}

/* The first row of each unit, in place of which comes the unit's number. */
static void number_units(rix_i_panel *p)
{
    for (size_t i = 0; i < p->n_rows; i++) {
        p->unit[i] = p->unit[i] == i ? p->n_units++ : p->unit[p->unit[i]];
    }
}

static void number_periods(rix_i_panel *p, rix_vec periods)
{
    for (size_t i = 0; i < p->n_rows; i++) p->time[i] = rix_i_vget(periods, i);
    rix_i_sort(p->time, p->n_rows);
    for (size_t i = 0; i < p->n_rows; i++) {
        const double time = p->time[i];
        if (p->n_periods == 0 || time > p->time[p->n_periods - 1]) p->time[p->n_periods++] = time;
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        p->period[i] = rix_i_panel_find(p, rix_i_vget(periods, i));
    }
}

/* Rows by their numbers, those of one number in the order in which `from` has them (NULL: as they are). */
static void list_rows(const size_t *number, size_t n, size_t n_numbers, const size_t *from,
                      size_t *first, size_t *rows)
{
    for (size_t i = 0; i < n; i++) first[number[i] + 1]++;
    for (size_t k = 0; k < n_numbers; k++) first[k + 1] += first[k];
    for (size_t i = 0; i < n; i++) {
        const size_t row = from ? from[i] : i;
        rows[first[number[row]]++] = row;
    }
    for (size_t k = n_numbers; k > 0; k--) first[k] = first[k - 1];
    first[0] = 0;
}

static rix_status check_pairs(const rix_i_panel *p, const rix_table *table, rix_error *err)
{
    for (size_t k = 1; k < p->n_rows; k++) {
        const size_t a = p->of_unit[k - 1], b = p->of_unit[k];
        if (p->unit[a] != p->unit[b] || p->period[a] != p->period[b]) continue;
        return rix_i_fail(err, RIX_EINVAL, "table.periods", RIX_I_ROW(b),
                          "unit '%s' has two rows for period %s, %zu and %zu",
                          rix_i_label(table->units[b]).s, rix_i_number(p->time[p->period[b]]).s, a,
                          b);
    }
    return RIX_OK;
}

rix_status rix_i_panel_init(rix_i_panel *panel, const rix_table *table, rix_error *err)
{
    rix_i_panel p = { 0 };
    *panel = p;
    if (table->periods.size == 0) return RIX_OK;
    rix_status st = rix_i_check_vec(table->periods, "table.periods", err);
    if (st == RIX_OK) st = check_panel(table, err);
    if (st == RIX_OK && table->values.rows > SIZE_MAX / 6 / sizeof *p.numbers - 1) {
        st = rix_i_fail(err, RIX_EOVERFLOW, "table.periods", RIX_I_NOWHERE, "%zu rows are too many",
                        table->values.rows);
    }
    if (st == RIX_OK && !get_memory(&p, table->values.rows)) st = rix_i_no_memory(err);
    if (st == RIX_OK) st = rix_i_group_labels(table->units, p.n_rows, p.unit, err);
    if (st != RIX_OK) goto done;
    number_units(&p);
    number_periods(&p, table->periods);
    list_rows(p.period, p.n_rows, p.n_periods, NULL, p.first_of_period, p.of_period);
    list_rows(p.unit, p.n_rows, p.n_units, p.of_period, p.first_of_unit, p.of_unit);
    st = check_pairs(&p, table, err);
    if (st == RIX_OK) *panel = p;
done:
    if (st != RIX_OK) rix_i_panel_clear(&p);
    return st;
}

void rix_i_panel_clear(rix_i_panel *panel)
{
    free(panel->numbers);
    free(panel->time);
    *panel = (rix_i_panel){ 0 };
}

size_t rix_i_panel_find(const rix_i_panel *panel, double time)
{
    size_t from = 0, to = panel->n_periods;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (panel->time[middle] < time) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < panel->n_periods && !(panel->time[from] > time) ? from : RIX_NO_INDEX;
}

size_t rix_i_panel_largest(const rix_i_panel *panel)
{
    size_t largest = 0;
    for (size_t p = 0; p < panel->n_periods; p++) {
        const size_t n = rix_i_panel_rows(panel, p);
        if (n > largest) largest = n;
    }
    return largest;
}

void rix_i_panel_gather(const rix_i_panel *panel, size_t period, const double *column, double *to)
{
    const size_t *rows = panel->of_period + panel->first_of_period[period];
    const size_t n = rix_i_panel_rows(panel, period);
    for (size_t i = 0; i < n; i++) to[i] = column[rows[i]];
}

void rix_i_panel_scatter(const rix_i_panel *panel, size_t period, const double *from,
                         double *column)
{
    const size_t *rows = panel->of_period + panel->first_of_period[period];
    const size_t n = rix_i_panel_rows(panel, period);
    for (size_t i = 0; i < n; i++) column[rows[i]] = from[i];
}

rix_status rix_i_no_periods(rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, "index", RIX_I_NOWHERE,
                      "the table of the index has no periods");
}

void rix_i_panel_tell(const rix_i_panel *panel, size_t period, rix_error *line)
{
    char tail[96];
    const size_t room = sizeof line->message - 1;
    const int wanted =
        snprintf(tail, sizeof tail, " (period %s)", rix_i_number(panel->time[period]).s);
    const size_t size = wanted > 0 ? (size_t)wanted : 0;
    const size_t used = rix_i_utf8_cut(line->message, room - size);
    memcpy(line->message + used, tail, size + 1);
}
