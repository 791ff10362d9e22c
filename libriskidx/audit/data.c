/* data.c - tables as the audit reads them. */
#include "audit/data.h"

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/table.h"

rix_status rix_i_audit_check(const rix_table *table, const char *arg, rix_error *err)
{
    if (!table) return rix_i_null(err, arg);
    const rix_mat x = table->values;
    const rix_status st = rix_i_check_mat(x, "table.values", err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < x.rows; i++) {
        for (size_t j = 0; j < x.cols; j++) {
            if (!isinf(rix_i_get(x, i, j))) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "infinite value %s for unit %s, column %s",
                              rix_i_number(rix_i_get(x, i, j)).s, rix_i_unit_name(table, i).s,
                              rix_i_column_name(table, j).s);
        }
    }
    return RIX_OK;
}

size_t rix_i_audit_present(rix_mat values, size_t col, double *out)
{
    size_t n = 0;
    for (size_t i = 0; i < values.rows; i++) {
        const double x = rix_i_get(values, i, col);
        if (!isnan(x)) out[n++] = x + 0.0;
    }
    return n;
}
