/* draw.c - draws of parameters, and quantiles of what came of them. */
#include <riskidx/ensemble.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "sampling/fill.h"
#include "uncertainty/distribution.h"

static rix_status check_spread(const rix_spread *s, size_t j, rix_error *err)
{
    const rix_i_fault fault = rix_i_distribution_fault(s->distribution, s->a, s->b, s->c);
    if (!fault.why) return RIX_OK;
    return rix_i_fail(err, fault.status, fault.field, RIX_I_COL(j),
                      "distribution of parameter %zu: %s is %s: %s", j, fault.field,
                      rix_i_number(fault.value).s, fault.why);
}

rix_status rix_ensemble_draw(const rix_spread *spreads, size_t n_spreads, uint64_t seed,
                             size_t first, rix_out draws, rix_error *err)
{
    if (!spreads || n_spreads == 0) return rix_i_null(err, "spreads");
    rix_status status = rix_i_check_out(draws, draws.rows, n_spreads, "draws", err);
    for (size_t j = 0; j < n_spreads && status == RIX_OK; j++) {
        status = check_spread(&spreads[j], j, err);
    }
    if (status != RIX_OK) return status;
    double *u = calloc(n_spreads + 1, sizeof *u);
    if (!u) return rix_i_no_memory(err);
    for (size_t k = 0; k < draws.rows; k++) {
        rix_i_stream_uniforms(seed, first + k, n_spreads, u);
        for (size_t j = 0; j < n_spreads; j++) {
            const rix_spread *s = &spreads[j];
            rix_i_set(draws, k, j,
                      rix_i_distribution_quantile(s->distribution, s->a, s->b, s->c, u[j]));
        }
    }
    free(u);
    return RIX_OK;
}

static rix_status check_bands(rix_mat values, size_t draws, rix_vec shares, rix_out bands,
                              rix_error *err)
{
    rix_status status = rix_i_check_mat(values, "values", err);
    if (status == RIX_OK) status = rix_i_check_vec(shares, "shares", err);
    if (status != RIX_OK) return status;
    if (draws == 0 || shares.size == 0) {
        return rix_i_fail(err, RIX_EINVAL, draws == 0 ? "draws" : "shares", RIX_I_NOWHERE, "no %s",
                          draws == 0 ? "draws" : "shares");
    }
    if (values.rows % draws != 0) {
        return rix_i_fail(err, RIX_EDIM, "values", RIX_I_NOWHERE,
                          "values has %zu rows, no multiple of %zu draws", values.rows, draws);
    }
    for (size_t k = 0; k < shares.size; k++) {
        const double p = rix_i_vget(shares, k);
        if (p >= 0.0 && p <= 1.0) continue; /* false for NaN */
        return rix_i_fail(err, RIX_EDOMAIN, "shares", RIX_I_ROW(k),
                          "share %zu is %s, not in [0, 1]", k, rix_i_number(p).s);
    }
    return rix_i_check_out(bands, values.rows / draws * values.cols, shares.size, "bands", err);
}

rix_status rix_ensemble_bands(rix_mat values, size_t draws, rix_vec shares, rix_out bands,
                              rix_error *err)
{
    const rix_status status = check_bands(values, draws, shares, bands, err);
    if (status != RIX_OK) return status;
    const size_t places = values.rows / draws;
    double *x = calloc(draws, sizeof *x);
    if (!x) return rix_i_no_memory(err);
    for (size_t cell = 0; cell < places * values.cols; cell++) {
        size_t n = 0;
        for (size_t k = 0; k < draws; k++) {
            const double v =
                rix_i_get(values, k * places + cell / values.cols, cell % values.cols);
            if (!isnan(v)) x[n++] = v;
        }
        rix_i_sort(x, n);
        for (size_t q = 0; q < shares.size; q++) {
            rix_i_set(bands, cell, q, rix_i_quantile(x, n, rix_i_vget(shares, q)));
        }
    }
    free(x);
    return RIX_OK;
}
