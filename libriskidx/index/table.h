/* index/table.h - the table, matched to the framework and read once. */
#ifndef RIX_I_TABLE_H
#define RIX_I_TABLE_H

#include "index/framework.h"
#include "index/log.h"
#include "index/normalise.h"

/** "'Fiji'" where the table has labels, "'Fiji' in 2020" in a panel, else the number of the unit. */
typedef struct rix_i_unit {
    char s[160];
} rix_i_unit;

rix_i_unit rix_i_unit_name(const rix_table *table, size_t row);

/** The same of a column: its code in quotes, else its number. */
rix_i_unit rix_i_column_name(const rix_table *table, size_t col);

/** Fails with RIX_EDOMAIN on an infinite value of the indicator `code`, and with RIX_EMISSING on a unit without data. */
rix_status rix_i_infinite_value(const rix_table *table, rix_i_place place, double value,
                                const char *code, rix_error *err);
rix_status rix_i_empty_unit(const rix_table *table, size_t row, rix_error *err);

/** Fails unless the table can be read and its size fits the framework. */
rix_status rix_i_table_check(const rix_table *table, const rix_framework *fw, rix_error *err);

/** column[k] = the column of indicator k. Columns left aside are noted in the log. */
rix_status rix_i_table_match(const rix_table *table, const rix_framework *fw, size_t *column,
                             rix_i_log *log, rix_error *err);

/**
 * Copies the columns into raw (dense, one column after the other) and sums each up; fails on an
 * infinite value.
 */
rix_status rix_i_table_read(const rix_table *table, const rix_framework *fw, const size_t *column,
                            double *raw, rix_i_column *facts, rix_error *err);

#endif
