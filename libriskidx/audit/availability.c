/* availability.c - what each unit has, by column and by group. */
#include <stdlib.h>

#include "audit/data.h"
#include "base/error.h"
#include "base/view.h"
#include "index/table.h"

rix_status rix_audit_units(const rix_table *table, rix_unit_data *units, rix_error *err)
{
    const rix_status st = rix_i_audit_check(table, "table", err);
    if (st != RIX_OK) return st;
    const rix_mat x = table->values;
    if (x.rows > 0 && !units) return rix_i_null(err, "units");
    for (size_t i = 0; i < x.rows; i++) {
        rix_unit_data u = { 0, 0, RIX_NAN, RIX_NAN };
        for (size_t j = 0; j < x.cols; j++) {
            const double value = rix_i_get(x, i, j);
            u.n_missing += isnan(value) ? 1 : 0;
            u.n_zero += value >= 0 && value <= 0 ? 1 : 0;
        }
        const double present = (double)(x.cols - u.n_missing);
        if (x.cols > 0) u.share_available = 1 - (double)u.n_missing / (double)x.cols;
        if (present > 0) u.share_nonzero = 1 - (double)u.n_zero / present;
        units[i] = u;
    }
    return RIX_OK;
}

/* Column of every indicator, as rix_index_build finds it. */
static rix_status find_columns(const rix_table *table, const rix_framework *fw, size_t *column,
                               rix_error *err)
{
    rix_i_log aside = { 0 }; /* columns that are no indicators are nothing to report */
    const rix_status st = rix_i_table_match(table, fw, column, &aside, err);
    rix_i_log_clear(&aside);
    return st;
}

/* Indicators below every node. */
static void count_below(const rix_framework *fw, size_t *below)
{
    for (size_t k = 0; k < fw->n_indicators; k++) below[fw->indicators[k]] = 1;
    for (size_t g = 0; g < fw->n_groups; g++) {
        const size_t node = fw->groups[g];
        for (size_t c = fw->first_child[node]; c < fw->first_child[node + 1]; c++) {
            below[node] += below[fw->child[c]];
        }
    }
}

/* Those that a unit has; groups stand after their children. */
static void count_present(const rix_framework *fw, rix_vec row, const size_t *column,
                          size_t *present)
{
    for (size_t i = 0; i < fw->n_nodes; i++) present[i] = 0;
    for (size_t k = 0; k < fw->n_indicators; k++) {
        present[fw->indicators[k]] = isnan(rix_i_vget(row, column[k])) ? 0U : 1U;
    }
    for (size_t g = 0; g < fw->n_groups; g++) {
        const size_t node = fw->groups[g];
        for (size_t c = fw->first_child[node]; c < fw->first_child[node + 1]; c++) {
            present[node] += present[fw->child[c]];
        }
    }
}

rix_status rix_audit_availability(const rix_table *table, const rix_framework *fw, rix_out shares,
                                  rix_error *err)
{
    if (!fw) return rix_i_null(err, "fw");
    rix_status st = rix_i_audit_check(table, "table", err);
    if (st == RIX_OK) st = rix_i_table_check(table, fw, err);
    if (st == RIX_OK) {
        st = rix_i_check_out(shares, table->values.rows, fw->n_nodes, "shares", err);
    }
    if (st != RIX_OK) return st;
    size_t *column = calloc(fw->n_indicators, sizeof *column);
    size_t *below = calloc(fw->n_nodes, sizeof *below);
    size_t *present = calloc(fw->n_nodes, sizeof *present);
    st = column && below && present ? find_columns(table, fw, column, err) : rix_i_no_memory(err);
    if (st == RIX_OK) {
        count_below(fw, below);
        for (size_t i = 0; i < table->values.rows; i++) {
            count_present(fw, rix_i_row(table->values, i), column, present);
            for (size_t j = 0; j < fw->n_nodes; j++) {
                rix_i_set(shares, i, j, (double)present[j] / (double)below[j]);
            }
        }
    }
    free(present);
    free(below);
    free(column);
    return st;
}
