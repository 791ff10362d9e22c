/* history.c - how often units went from zone to zone, and how long they were in each. */
#include <riskidx/zone.h>

#include "base/error.h"
#include "base/view.h"

/* Units at a time, so that memory is read in order where units lie together and where periods do. */
enum { UNITS = 64 };

static int zone_at(const rix_zones *z, size_t unit, size_t period)
{
    return z->data[(ptrdiff_t)unit * z->row_step + (ptrdiff_t)period * z->col_step];
}

static void add_one(rix_out out, size_t row, size_t col)
{
    out.data[(ptrdiff_t)row * out.row_step + (ptrdiff_t)col * out.col_step] += 1.0;
}

static void clear(rix_out out)
{
    for (size_t i = 0; i < out.rows; i++) {
        for (size_t j = 0; j < out.cols; j++) rix_i_set(out, i, j, 0.0);
    }
}

static rix_status check_block(const rix_zones *z, size_t n_zones, size_t first, size_t n,
                              rix_error *err)
{
    for (size_t t = 0; t < z->cols; t++) {
        for (size_t u = first; u < first + n; u++) {
            const int zone = zone_at(z, u, t);
            if (zone >= RIX_NO_ZONE && (zone < 0 || (size_t)zone < n_zones)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "zones", RIX_I_CELL(u, t, RIX_NO_INDEX),
                              "no such zone: %d for unit %zu in period %zu", zone, u, t);
        }
    }
    return RIX_OK;
}

/* The column of a zone: grey comes last. */
static size_t column_of(int zone, size_t n_zones)
{
    return zone == RIX_NO_ZONE ? n_zones : (size_t)zone;
}

static void count_block(const rix_zones *z, size_t n_zones, size_t first, size_t n,
                        rix_out transitions, rix_out periods)
{
    size_t before[UNITS];
    for (size_t t = 0; t < z->cols; t++) {
        for (size_t u = 0; u < n; u++) {
            const size_t now = column_of(zone_at(z, first + u, t), n_zones);
            if (t > 0) add_one(transitions, before[u], now);
            add_one(periods, first + u, now);
            before[u] = now;
        }
    }
}

static size_t block_at(const rix_zones *z, size_t first)
{
    return z->rows - first < UNITS ? z->rows - first : UNITS;
}

static rix_status check_history(const rix_zones *z, size_t n_zones, rix_out transitions,
                                rix_out periods, rix_error *err)
{
    size_t cells;
    if (n_zones < 1) {
        return rix_i_fail(err, RIX_EINVAL, "n_zones", RIX_I_NOWHERE, "n_zones is 0");
    }
    if (n_zones == SIZE_MAX || !rix_i_size_product(z->rows, z->cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "zones", RIX_I_NOWHERE,
                          "%zu x %zu of %zu zones is too large", z->rows, z->cols, n_zones);
    }
    if (!z->data && cells > 0) return rix_i_null(err, "zones");
    rix_status st = rix_i_check_out(transitions, n_zones + 1, n_zones + 1, "transitions", err);
    if (st == RIX_OK) st = rix_i_check_out(periods, z->rows, n_zones + 1, "periods", err);
    for (size_t i = 0; i < z->rows && st == RIX_OK; i += UNITS) {
        st = check_block(z, n_zones, i, block_at(z, i), err);
    }
    return st;
}

rix_status rix_zone_history(rix_zones zones, size_t n_zones, rix_out transitions, rix_out periods,
                            rix_error *err)
{
    const rix_status st = check_history(&zones, n_zones, transitions, periods, err);
    if (st != RIX_OK) return st;
    clear(transitions);
    clear(periods);
    for (size_t i = 0; i < zones.rows; i += UNITS) {
        count_block(&zones, n_zones, i, block_at(&zones, i), transitions, periods);
    }
    return RIX_OK;
}
