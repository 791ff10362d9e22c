/* surveillance/panel.h - what the indicators share: checked panels, rows to work on, sums over windows. */
#ifndef RIX_I_PANEL_H
#define RIX_I_PANEL_H

#include <riskidx/surveillance.h>

/** Which cells a panel may have; a missing one may be anywhere. */
typedef enum rix_i_cells {
    RIX_I_ANY_VALUE, /**< up to 1e300 in size, so that differences stay finite */
    RIX_I_ANY_COUNT, /**< up to 2^53 in size, where doubles stop counting; negative corrections too */
    RIX_I_TRUE_COUNT, /**< the same, none negative */
} rix_i_cells;

/** Fails unless the view is sound and each cell is one of `cells`; the error names unit and period. */
rix_status rix_i_check_panel(rix_mat m, rix_i_cells cells, const char *arg, rix_error *err);

/** Fails with RIX_EINVAL if window < least. */
rix_status rix_i_check_window(size_t window, size_t least, rix_error *err);

/** Copies a row into dense memory of m.cols numbers. */
void rix_i_load_row(rix_mat m, size_t row, double *to);

/** Memory for n numbers, at least one: NULL means that there is none. */
double *rix_i_numbers(size_t n);

/** Sum of the `window` numbers up to x[t]; NaN if one is missing or the window begins before x. */
static inline double rix_i_window_sum(const double *x, size_t t, size_t window)
{
    double sum = 0.0;
    if (t + 1 < window) return RIX_NAN;
    for (size_t s = t + 1 - window; s <= t; s++) sum += x[s];
    return sum;
}

#endif
