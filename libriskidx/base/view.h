/* base/view.h - reading and writing strided views, and sizes that may overflow. */
#ifndef RIX_I_VIEW_H
#define RIX_I_VIEW_H

#include <riskidx/base.h>

static inline double rix_i_get(rix_mat m, size_t row, size_t col)
{
    return m.data[(ptrdiff_t)row * m.row_step + (ptrdiff_t)col * m.col_step];
}

static inline double rix_i_vget(rix_vec v, size_t i) { return v.data[(ptrdiff_t)i * v.step]; }

static inline void rix_i_set(rix_out m, size_t row, size_t col, double value)
{
    m.data[(ptrdiff_t)row * m.row_step + (ptrdiff_t)col * m.col_step] = value;
}

static inline rix_vec rix_i_row(rix_mat m, size_t row)
{
    rix_vec v = { m.data ? m.data + (ptrdiff_t)row * m.row_step : NULL, m.cols, m.col_step };
    return v;
}

/** Fails with RIX_EINVAL if a view has elements and no data, with RIX_EOVERFLOW if it is too large. */
rix_status rix_i_check_mat(rix_mat m, const char *arg, rix_error *err);
rix_status rix_i_check_vec(rix_vec v, const char *arg, rix_error *err);

/** Fails with RIX_EDIM unless out is rows x cols, and otherwise as rix_i_check_mat. */
rix_status rix_i_check_out(rix_out out, size_t rows, size_t cols, const char *arg, rix_error *err);

/** *product = a * b unless that overflows size_t, or a buffer of as many doubles would. */
bool rix_i_size_product(size_t a, size_t b, size_t *product);

/** Writes the dense row-major rows x cols matrix `from` to out, whose size has been checked. */
void rix_i_write_out(rix_out out, const double *from);

#endif
