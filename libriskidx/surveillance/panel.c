/* panel.c - what the indicators share. */
#include "surveillance/panel.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

static const double MOST_VALUE = 1e300;
static const double MOST_COUNT = 9007199254740992.0; /* 2^53 */

/* What is wrong with a number, or NULL. */
static const char *fault(double x, rix_i_cells cells)
{
    if (isnan(x)) return NULL;
    if (isinf(x)) return "infinite";
    if (fabs(x) > (cells == RIX_I_ANY_VALUE ? MOST_VALUE : MOST_COUNT)) return "too large";
    return x < 0.0 && cells == RIX_I_TRUE_COUNT ? "negative" : NULL;
}

rix_status rix_i_check_panel(rix_mat m, rix_i_cells cells, const char *arg, rix_error *err)
{
    const rix_status st = rix_i_check_mat(m, arg, err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < m.rows; i++) {
        for (size_t t = 0; t < m.cols; t++) {
            const double x = rix_i_get(m, i, t);
            const char *what = fault(x, cells);
            if (!what) continue;
            return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_CELL(i, t, RIX_NO_INDEX),
                              "%s: %s number %s for unit %zu in period %zu", arg, what,
                              rix_i_number(x).s, i, t);
        }
    }
    return RIX_OK;
}

rix_status rix_i_check_window(size_t window, size_t least, rix_error *err)
{
    if (window >= least) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "window", RIX_I_NOWHERE,
                      "a window of %zu periods, but at least %zu are needed", window, least);
}

void rix_i_load_row(rix_mat m, size_t row, double *to)
{
    for (size_t t = 0; t < m.cols; t++) to[t] = rix_i_get(m, row, t);
}

double *rix_i_numbers(size_t n) { return calloc(n > 0 ? n : 1, sizeof(double)); }
