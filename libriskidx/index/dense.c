/* dense.c - tables copied in and out of the kernels of the steps. */
#include "index/dense.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

double *rix_i_dense_new(size_t rows, size_t cols)
{
    const size_t cells = rows * cols;
    return malloc((cells > 0 ? cells : 1) * sizeof(double));
}

static rix_status copy_cells(rix_mat values, const char *arg, double *x, rix_error *err)
{
    for (size_t j = 0; j < values.cols; j++) {
        for (size_t i = 0; i < values.rows; i++) {
            const double cell = rix_i_get(values, i, j);
            x[j * values.rows + i] = cell;
            if (!isinf(cell)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "infinite value %s in row %zu, column %zu of %s",
                              rix_i_number(cell).s, i, j, arg);
        }
    }
    return RIX_OK;
}

rix_status rix_i_dense_copy(rix_mat values, const char *arg, double **x, rix_error *err)
{
    rix_status st = rix_i_check_mat(values, arg, err);
    if (st != RIX_OK) return st;
    double *copy = rix_i_dense_new(values.rows, values.cols);
    if (!copy) return rix_i_no_memory(err);
    st = copy_cells(values, arg, copy, err);
    if (st == RIX_OK) {
        *x = copy;
    } else {
        free(copy);
    }
    return st;
}

rix_status rix_i_dense_read(rix_mat values, rix_out out, double **x, rix_error *err)
{
    rix_status st = rix_i_check_mat(values, "values", err);
    if (st == RIX_OK) st = rix_i_check_out(out, values.rows, values.cols, "out", err);
    return st == RIX_OK ? rix_i_dense_copy(values, "values", x, err) : st;
}

void rix_i_dense_write(rix_out out, const double *x)
{
    for (size_t j = 0; j < out.cols; j++) {
        for (size_t i = 0; i < out.rows; i++) rix_i_set(out, i, j, x[j * out.rows + i]);
    }
}
