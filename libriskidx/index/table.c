/* table.c - the table, matched to the framework and read once. */
#include "index/table.h"

#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/prepare.h"

/* Rows read at a time: cells of a row-major table share cache lines across columns. */
enum { ROWS_AT_ONCE = 64 };

rix_i_unit rix_i_unit_name(const rix_table *table, size_t row)
{
    rix_i_unit name;
    if (!table->units || !table->units[row]) {
        snprintf(name.s, sizeof name.s, "%zu", row);
    } else if (row < table->periods.size) {
        snprintf(name.s, sizeof name.s, "'%s' in %s", rix_i_label(table->units[row]).s,
                 rix_i_number(rix_i_vget(table->periods, row)).s);
    } else {
        snprintf(name.s, sizeof name.s, "'%s'", rix_i_label(table->units[row]).s);
    }
    return name;
}

rix_i_unit rix_i_column_name(const rix_table *table, size_t col)
{
    const rix_table turned = { .values = table->values, .units = table->indicators };
    return rix_i_unit_name(&turned, col);
}

rix_status rix_i_table_check(const rix_table *table, const rix_framework *fw, rix_error *err)
{
    rix_mat values = table->values;
    size_t cells;
    if (!table->indicators && values.cols != fw->n_indicators) {
        return rix_i_fail(err, RIX_EDIM, "table.values", RIX_I_NOWHERE,
                          "the table has %zu columns without codes, the framework %zu indicators",
                          values.cols, fw->n_indicators);
    }
    if (!rix_i_size_product(values.rows, fw->n_nodes, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                          "%zu units x %zu nodes are too many", values.rows, fw->n_nodes);
    }
    return rix_i_check_mat(values, "table.values", err);
}

static rix_status note_aside(const char *code, size_t col, rix_i_log *log, rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    rix_i_fail(&line, RIX_EMISSING, "table.indicators", RIX_I_COL(col),
               "column '%s' is no indicator of the framework and is left aside",
               rix_i_label(code).s);
    return rix_i_log_add(log, RIX_NOTE, "table", &line, err);
}

static rix_status match_column(const rix_table *table, const rix_framework *fw, size_t col,
                               size_t *column, rix_i_log *log, rix_error *err)
{
    const char *code = table->indicators[col];
    if (!code) {
        return rix_i_fail(err, RIX_EINVAL, "table.indicators", RIX_I_COL(col),
                          "column %zu has no code (NULL)", col);
    }
    const size_t node = rix_framework_find(fw, code);
    const size_t k = node == RIX_NO_INDEX ? RIX_NO_INDEX : fw->indicator_of[node];
    if (k == RIX_NO_INDEX) {
        return rix_i_is_denominator(fw, code) ? RIX_OK : note_aside(code, col, log, err);
    }
    if (column[k] != RIX_NO_INDEX) {
        return rix_i_fail(
            err, RIX_ENOTFOUND, "table.indicators", RIX_I_CELL(RIX_NO_INDEX, col, node),
            "indicator '%s' has two columns, %zu and %zu", rix_i_label(code).s, column[k], col);
    }
    column[k] = col;
    return RIX_OK;
}

rix_status rix_i_table_match(const rix_table *table, const rix_framework *fw, size_t *column,
                             rix_i_log *log, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t k = 0; k < fw->n_indicators; k++) column[k] = table->indicators ? RIX_NO_INDEX : k;
    if (!table->indicators) return RIX_OK;
    for (size_t col = 0; col < table->values.cols && st == RIX_OK; col++) {
        st = match_column(table, fw, col, column, log, err);
    }
    if (st != RIX_OK) return st;
    for (size_t k = 0; k < fw->n_indicators; k++) {
        if (column[k] != RIX_NO_INDEX) continue;
        return rix_i_fail(err, RIX_ENOTFOUND, "table.indicators", RIX_I_NODE(fw->indicators[k]),
                          "the table has no column for indicator '%s'",
                          rix_i_label(fw->nodes[fw->indicators[k]].code).s);
    }
    return RIX_OK;
}

rix_status rix_i_infinite_value(const rix_table *table, rix_i_place place, double value,
                                const char *code, rix_error *err)
{
    return rix_i_fail(err, RIX_EDOMAIN, "table.values", place,
                      "infinite value %s for unit %s, indicator '%s'", rix_i_number(value).s,
                      rix_i_unit_name(table, place.row).s, rix_i_label(code).s);
}

rix_status rix_i_empty_unit(const rix_table *table, size_t row, rix_error *err)
{
    return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_ROW(row), "unit %s has no data",
                      rix_i_unit_name(table, row).s);
}

/* A stretch of one column; false at an infinite value, whose place is then in *row. */
static bool read_stretch(rix_mat values, size_t col, size_t from, size_t to, double *raw,
                         rix_i_column *facts, size_t *row)
{
    rix_i_column f = *facts;
    for (size_t i = from; i < to; i++) {
        const double x = rix_i_get(values, i, col);
        raw[i] = x;
        if (isnan(x)) continue;
        f.present++;
        if (x < f.least) f.least = x;
        if (x > f.most) f.most = x;
    }
    *facts = f;
    if (f.present == 0 || (isfinite(f.least) && isfinite(f.most))) return true;
    for (*row = from; *row < to && !isinf(raw[*row]);) ++*row;
    return false;
}

rix_status rix_i_table_read(const rix_table *table, const rix_framework *fw, const size_t *column,
                            double *raw, rix_i_column *facts, rix_error *err)
{
    const size_t rows = table->values.rows;
    size_t row;
    for (size_t k = 0; k < fw->n_indicators; k++) facts[k] = RIX_I_COLUMN_INIT;
    for (size_t from = 0; from < rows; from += ROWS_AT_ONCE) {
        const size_t to = rows - from < ROWS_AT_ONCE ? rows : from + ROWS_AT_ONCE;
        for (size_t k = 0; k < fw->n_indicators; k++) {
            double *at = raw + k * rows;
            if (read_stretch(table->values, column[k], from, to, at, &facts[k], &row)) continue;
            return rix_i_infinite_value(
                table, RIX_I_CELL(row, column[k], fw->indicators[k]), at[row],
                fw->nodes[fw->indicators[k]].code, err);
        }
    }
    return RIX_OK;
}
