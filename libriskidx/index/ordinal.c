/* ordinal.c - ordinal levels with flags, on one scale. */
#include "index/ordinal.h"

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/table.h"

static rix_status check_sizes(const rix_table *levels, rix_mat flags, rix_vec maximum,
                              rix_vec deduction, rix_error *err)
{
    const size_t rows = levels->values.rows, cols = levels->values.cols;
    rix_status st = rix_i_check_mat(levels->values, "levels.values", err);
    if (st == RIX_OK) st = rix_i_check_mat(flags, "flags", err);
    if (st == RIX_OK) st = rix_i_check_vec(maximum, "maximum", err);
    if (st == RIX_OK) st = rix_i_check_vec(deduction, "deduction", err);
    if (st != RIX_OK) return st;
    if (flags.rows != rows || flags.cols != cols) {
        return rix_i_fail(err, RIX_EDIM, "flags", RIX_I_NOWHERE,
                          "flags are %zu x %zu, levels %zu x %zu", flags.rows, flags.cols, rows,
                          cols);
    }
    if (maximum.size != cols || deduction.size != cols) {
        return rix_i_fail(err, RIX_EDIM, maximum.size != cols ? "maximum" : "deduction",
                          RIX_I_NOWHERE, "%zu maxima and %zu deductions for %zu columns",
                          maximum.size, deduction.size, cols);
    }
    return RIX_OK;
}

static rix_status check_scale(const rix_table *levels, size_t col, double maximum, double deduction,
                              rix_error *err)
{
    if (!(maximum >= 1 && isfinite(maximum) && floor(maximum) >= maximum)) {
        return rix_i_fail(err, RIX_EDOMAIN, "maximum", RIX_I_COL(col),
                          "maximum %s of column %s: a whole number from 1 expected",
                          rix_i_number(maximum).s, rix_i_column_name(levels, col).s);
    }
    if (!(deduction >= 0 && deduction <= 1)) {
        return rix_i_fail(err, RIX_EDOMAIN, "deduction", RIX_I_COL(col),
                          "deduction %s of column %s: 0 to 1 expected", rix_i_number(deduction).s,
                          rix_i_column_name(levels, col).s);
    }
    return RIX_OK;
}

static rix_status check_cell(const rix_table *levels, size_t row, size_t col, double flag,
                             double maximum, rix_error *err)
{
    const double level = rix_i_get(levels->values, row, col);
    if (!isnan(level) && !(level >= 0 && level <= maximum && floor(level) >= level)) {
        return rix_i_fail(err, RIX_EDOMAIN, "levels.values", RIX_I_CELL(row, col, RIX_NO_INDEX),
                          "level %s for unit %s, column %s: 0, 1 ... %s or missing expected",
                          rix_i_number(level).s, rix_i_unit_name(levels, row).s,
                          rix_i_column_name(levels, col).s, rix_i_number(maximum).s);
    }
    if (!isnan(flag) && !(flag >= 0 && flag <= 1 && floor(flag) >= flag)) {
        return rix_i_fail(err, RIX_EDOMAIN, "flags", RIX_I_CELL(row, col, RIX_NO_INDEX),
                          "flag %s for unit %s, column %s: 0, 1 or missing expected",
                          rix_i_number(flag).s, rix_i_unit_name(levels, row).s,
                          rix_i_column_name(levels, col).s);
    }
    return RIX_OK;
}

rix_status rix_i_ordinal_check(const rix_table *levels, rix_mat flags, rix_vec maximum,
                               rix_vec deduction, rix_error *err)
{
    if (!levels) return rix_i_null(err, "levels");
    rix_status st = check_sizes(levels, flags, maximum, deduction, err);
    if (st != RIX_OK) return st;
    for (size_t j = 0; j < maximum.size && st == RIX_OK; j++) {
        st = check_scale(levels, j, rix_i_vget(maximum, j), rix_i_vget(deduction, j), err);
    }
    for (size_t i = 0; i < flags.rows && st == RIX_OK; i++) {
        for (size_t j = 0; j < flags.cols && st == RIX_OK; j++) {
            st = check_cell(levels, i, j, rix_i_get(flags, i, j), rix_i_vget(maximum, j), err);
        }
    }
    return st;
}

rix_status rix_ordinal_flag(const rix_table *levels, rix_mat flags, rix_vec maximum,
                            rix_vec deduction, rix_out adjusted, rix_error *err)
{
    rix_status st = rix_i_ordinal_check(levels, flags, maximum, deduction, err);
    if (st == RIX_OK) st = rix_i_check_out(adjusted, flags.rows, flags.cols, "adjusted", err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < flags.rows; i++) {
        for (size_t j = 0; j < flags.cols; j++) {
            rix_i_set(adjusted, i, j,
                      rix_i_ordinal(rix_i_get(levels->values, i, j), rix_i_get(flags, i, j),
                                    rix_i_vget(deduction, j)));
        }
    }
    return RIX_OK;
}
