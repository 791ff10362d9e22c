/* view.c - reading and writing strided views, and sizes that may overflow. */
#include "base/view.h"

#include "base/error.h"

rix_status rix_i_check_mat(rix_mat m, const char *arg, rix_error *err)
{
    size_t cells;
    if (!rix_i_size_product(m.rows, m.cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, arg, RIX_I_NOWHERE, "%s: %zu x %zu is too large", arg,
                          m.rows, m.cols);
    }
    return !m.data && cells > 0 ? rix_i_null(err, arg) : RIX_OK;
}

rix_status rix_i_check_vec(rix_vec v, const char *arg, rix_error *err)
{
    size_t cells;
    if (!rix_i_size_product(v.size, 1, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, arg, RIX_I_NOWHERE, "%s: %zu is too large", arg,
                          v.size);
    }
    return !v.data && v.size > 0 ? rix_i_null(err, arg) : RIX_OK;
}

rix_status rix_i_check_out(rix_out out, size_t rows, size_t cols, const char *arg, rix_error *err)
{
    if (out.rows != rows || out.cols != cols) {
        return rix_i_fail(err, RIX_EDIM, arg, RIX_I_NOWHERE, "%s is %zu x %zu instead of %zu x %zu",
                          arg, out.rows, out.cols, rows, cols);
    }
    return rix_i_check_mat((rix_mat){ out.data, rows, cols, 1, 1 }, arg, err);
}

bool rix_i_size_product(size_t a, size_t b, size_t *product)
{
    /* Pointer differences count within PTRDIFF_MAX bytes, so no object is larger. */
    const size_t most = (size_t)PTRDIFF_MAX / sizeof(double);
    if (b != 0 && a > most / b) return false;
    *product = a * b;
    return true;
}

void rix_i_write_out(rix_out out, const double *from)
{
    for (size_t i = 0; i < out.rows; i++) {
        for (size_t j = 0; j < out.cols; j++) rix_i_set(out, i, j, from[i * out.cols + j]);
    }
}
