/* denominate.c - one indicator divided by another column. */
#include "index/denominate.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"

static bool is_scale(double scale) { return isfinite(scale) && (scale > 0 || scale < 0); }

rix_status rix_i_denominate_check(const rix_denominate_options *o, rix_error *err)
{
    if (is_scale(o->scale)) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "recipe.denominate.scale", RIX_I_NOWHERE,
                      "recipe.denominate.scale is %s, but must be finite and not 0",
                      rix_i_number(o->scale).s);
}

size_t rix_i_denominate(const double *x, const double *by, double scale, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        const double quotient = x[i] / (by[i] / scale);
        if (isnan(x[i]) || isnan(by[i])) {
            out[i] = RIX_NAN;
        } else if (isfinite(quotient) && (by[i] > 0 || by[i] < 0)) {
            out[i] = quotient;
        } else {
            return i;
        }
    }
    return RIX_NO_INDEX;
}

static rix_status check_columns(const size_t *by, const double *scale, size_t cols,
                                size_t n_denominators, rix_error *err)
{
    for (size_t j = 0; j < cols; j++) {
        if (by[j] != RIX_NO_INDEX && by[j] >= n_denominators) {
            return rix_i_fail(err, RIX_EDIM, "by", RIX_I_COL(j),
                              "column %zu is to be divided by denominator %zu of %zu", j, by[j],
                              n_denominators);
        }
        if (by[j] != RIX_NO_INDEX && scale && !is_scale(scale[j])) {
            return rix_i_fail(err, RIX_EDOMAIN, "scale", RIX_I_COL(j),
                              "the scale of column %zu is %s, but must be finite and not 0", j,
                              rix_i_number(scale[j]).s);
        }
    }
    return RIX_OK;
}

static rix_status bad_quotient(size_t row, size_t col, double x, double by, rix_error *err)
{
    const rix_i_place place = RIX_I_CELL(row, col, RIX_NO_INDEX);
    if (by > 0 || by < 0) {
        return rix_i_fail(err, RIX_ENUMERIC, "values", place,
                          "%s / %s in row %zu, column %zu, is too large", rix_i_number(x).s,
                          rix_i_number(by).s, row, col);
    }
    return rix_i_fail(err, RIX_EDOMAIN, "denominators", place,
                      "the denominator of row %zu, column %zu, is 0", row, col);
}

static rix_status divide_columns(double *x, const double *denominators, const size_t *by,
                                 const double *scale, rix_out out, rix_error *err)
{
    for (size_t j = 0; j < out.cols; j++) {
        double *column = x + j * out.rows;
        if (by[j] == RIX_NO_INDEX) continue;
        const double *below = denominators + by[j] * out.rows;
        const size_t row =
            rix_i_denominate(column, below, scale ? scale[j] : 1.0, out.rows, column);
        if (row != RIX_NO_INDEX) return bad_quotient(row, j, column[row], below[row], err);
    }
    rix_i_dense_write(out, x);
    return RIX_OK;
}

rix_status rix_denominate(rix_mat values, rix_mat denominators, const size_t *by,
                          const double *scale, rix_out out, rix_error *err)
{
    double *x = NULL, *below = NULL;
    if (!by) return rix_i_null(err, "by");
    if (denominators.rows != values.rows) {
        return rix_i_fail(err, RIX_EDIM, "denominators", RIX_I_NOWHERE,
                          "denominators of %zu units for values of %zu", denominators.rows,
                          values.rows);
    }
    rix_status st = check_columns(by, scale, values.cols, denominators.cols, err);
    if (st == RIX_OK) st = rix_i_dense_read(values, out, &x, err);
    if (st == RIX_OK) st = rix_i_dense_copy(denominators, "denominators", &below, err);
    if (st == RIX_OK) st = divide_columns(x, below, by, scale, out, err);
    free(below);
    free(x);
    return st;
}
