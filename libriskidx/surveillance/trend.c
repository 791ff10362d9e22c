/* trend.c - Theil-Sen slopes over windows. */
#include <riskidx/surveillance.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/theil_sen.h"
#include "base/view.h"
#include "surveillance/panel.h"

/* The slope of n numbers; NaN if fewer than half, or than two, are present. */
static double slope_of(const double *x, size_t n, double *slopes)
{
    size_t present = 0;
    for (size_t i = 0; i < n; i++) present += isnan(x[i]) ? 0 : 1;
    return present < n - present ? RIX_NAN : rix_i_theil_sen(NULL, x, n, slopes);
}

rix_status rix_trend(rix_mat values, size_t window, rix_out out, rix_error *err)
{
    const size_t most = window < values.cols ? window : values.cols;
    double *row = NULL, *slopes = NULL;
    size_t pairs = 0;
    rix_status st = rix_i_check_window(window, 2, err);
    if (st == RIX_OK) st = rix_i_check_panel(values, RIX_I_ANY_VALUE, "values", err);
    if (st == RIX_OK) st = rix_i_check_out(out, values.rows, values.cols, "out", err);
    if (st == RIX_OK && !rix_i_size_product(most, most, &pairs)) {
        st = rix_i_fail(err, RIX_EOVERFLOW, "window", RIX_I_NOWHERE,
                        "a window of %zu periods has too many pairs", window);
    }
    if (st != RIX_OK) return st;

    row = rix_i_numbers(values.cols);
    slopes = rix_i_numbers(pairs / 2);
    if (!row || !slopes) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < values.rows; i++) {
        rix_i_load_row(values, i, row);
        for (size_t t = 0; t < values.cols; t++) {
            const bool whole = t + 1 >= window;
            rix_i_set(out, i, t,
                      whole ? slope_of(row + (t + 1 - window), window, slopes) : RIX_NAN);
        }
    }
done:
    free(slopes);
    free(row);
    return st;
}
