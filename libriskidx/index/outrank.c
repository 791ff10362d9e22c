/* outrank.c - the outranking matrix of a table. */
#include "index/outrank.h"

#include "base/error.h"
#include "base/view.h"
#include "index/steps.h"

static rix_status check_values(rix_mat x, rix_error *err)
{
    const rix_status st = rix_i_check_mat(x, "x", err);
    for (size_t i = 0; i < x.rows && st == RIX_OK; i++) {
        for (size_t j = 0; j < x.cols; j++) {
            if (!isinf(rix_i_get(x, i, j))) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "x", RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "the value of unit %zu, column %zu, is infinite", i, j);
        }
    }
    return st;
}

rix_status rix_outranking(rix_mat x, rix_vec weights, bool compat, rix_out out, rix_error *err)
{
    rix_status st = check_values(x, err);
    double scale = 1;
    if (st == RIX_OK) st = rix_i_check_weights(weights, x.cols, &scale, err);
    if (st == RIX_OK) st = rix_i_check_out(out, x.rows, x.rows, "out", err);
    if (st != RIX_OK) return st;
    double total = 0;
    for (size_t k = 0; k < x.cols; k++) total += rix_i_weight_at(weights, k, scale);
    for (size_t i = 0; i < x.rows; i++) {
        rix_i_set(out, i, i, 0);
        for (size_t j = i + 1; j < x.rows; j++) {
            rix_i_contest c = RIX_I_CONTEST_INIT;
            for (size_t k = 0; k < x.cols; k++) {
                rix_i_contest_add(&c, rix_i_get(x, i, k), rix_i_get(x, j, k),
                                  rix_i_weight_at(weights, k, scale));
            }
            const double share = rix_i_contest_share(&c, total, compat);
            rix_i_set(out, i, j, share);
            rix_i_set(out, j, i, 1 - share);
        }
    }
    return RIX_OK;
}
