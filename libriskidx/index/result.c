/* result.c - the index as it is kept and read. */
#include "index/result.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"

/* At least one cell, as malloc(0) may be NULL. */
static double *new_matrix(size_t rows, size_t cols)
{
    const size_t cells = rows * cols;
    return malloc((cells > 0 ? cells : 1) * sizeof(double));
}

rix_index *rix_i_index_new(size_t n_units, size_t n_nodes, size_t n_indicators)
{
    rix_index *index = calloc(1, sizeof *index);
    if (!index) return NULL;
    index->n_units = n_units;
    index->n_nodes = n_nodes;
    index->n_indicators = n_indicators;
    index->raw = new_matrix(n_units, n_indicators);
    index->normalised = new_matrix(n_units, n_indicators);
    index->scores = new_matrix(n_units, n_nodes);
    index->coverage = new_matrix(n_units, n_nodes);
    if (!index->raw || !index->normalised || !index->scores || !index->coverage) {
        rix_index_free(index);
        return NULL;
    }
    return index;
}

void rix_index_free(rix_index *index)
{
    if (!index) return;
    rix_i_panel_clear(&index->panel);
    rix_i_log_clear(&index->log);
    rix_i_plan_clear(&index->plan);
    free(index->coverage);
    free(index->scores);
    free(index->normalised);
    rix_i_prepared_clear(&index->prepared);
    free(index->raw);
    free(index);
}

static rix_mat view(const rix_index *index, const double *data, size_t cols)
{
    const rix_mat m = { data, index->n_units, cols, 1, (ptrdiff_t)index->n_units };
    return m;
}

rix_mat rix_index_scores(const rix_index *index)
{
    return view(index, index->scores, index->n_nodes);
}

rix_mat rix_index_raw(const rix_index *index)
{
    return view(index, index->raw, index->n_indicators);
}

rix_mat rix_index_normalised(const rix_index *index)
{
    return view(index, index->normalised, index->n_indicators);
}

const double *rix_i_index_prepared(const rix_index *index)
{
    return rix_i_prepared_stage(&index->prepared, index->raw, RIX_STAGE_TREATED);
}

bool rix_i_index_left_out(const rix_index *index, size_t unit)
{
    return index->prepared.left_out && index->prepared.left_out[unit];
}

rix_mat rix_index_stage(const rix_index *index, rix_stage stage)
{
    if ((unsigned)stage > (unsigned)RIX_STAGE_NORMALISED) return (rix_mat){ NULL, 0, 0, 1, 1 };
    if (stage == RIX_STAGE_NORMALISED) return rix_index_normalised(index);
    return view(index, rix_i_prepared_stage(&index->prepared, index->raw, stage),
                index->n_indicators);
}

const rix_screened *rix_index_screened(const rix_index *index, size_t unit)
{
    const rix_screened *units = index->prepared.units;
    return units && unit < index->n_units ? &units[unit] : NULL;
}

const rix_treated *rix_index_treated(const rix_index *index, size_t k)
{
    return index->prepared.n_parts == 1 ? rix_index_treated_in(index, k, 0) : NULL;
}

const rix_treated *rix_index_treated_in(const rix_index *index, size_t k, size_t period)
{
    const rix_i_prepared *p = &index->prepared;
    if (!p->indicators || k >= index->n_indicators) return NULL;
    if (p->n_parts == 1) return &p->indicators[k];
    return period < p->n_parts ? &p->indicators[k * p->n_parts + period] : NULL;
}

static rix_status check_flags(const rix_index *index, rix_out out, rix_error *err)
{
    if (!index) return rix_i_null(err, "index");
    return rix_i_check_out(out, index->n_units, index->n_indicators, "out", err);
}

rix_status rix_index_imputed(const rix_index *index, rix_out out, rix_error *err)
{
    const rix_status st = check_flags(index, out, err);
    if (st != RIX_OK) return st;
    const rix_mat before = rix_index_stage(index, RIX_STAGE_DENOMINATED);
    const rix_mat after = rix_index_stage(index, RIX_STAGE_IMPUTED);
    for (size_t k = 0; k < out.cols; k++) {
        for (size_t i = 0; i < out.rows; i++) {
            const bool filled = isnan(rix_i_get(before, i, k)) && !isnan(rix_i_get(after, i, k));
            rix_i_set(out, i, k, filled ? 1 : 0);
        }
    }
    return RIX_OK;
}

rix_status rix_index_sources(const rix_index *index, rix_out out, rix_error *err)
{
    const rix_status st = check_flags(index, out, err);
    if (st != RIX_OK || index->n_units == 0) return st;
    const rix_i_panel *panel = &index->panel;
    const double *sources = index->prepared.sources;
    if (panel->n_periods == 0) return rix_i_no_periods(err);
    for (size_t k = 0; k < out.cols; k++) {
        for (size_t i = 0; i < out.rows; i++) {
            const double own = panel->time[panel->period[i]];
            const size_t at = k * index->n_units + i;
            const double x = rix_i_get(rix_index_stage(index, RIX_STAGE_IMPUTED), i, k);
            rix_i_set(out, i, k, sources ? sources[at] : isnan(x) ? RIX_NAN : own);
        }
    }
    return RIX_OK;
}

/* A transform of the original undoes the winsorising; `combined` does not. */
static double side(double x, const rix_treated *r)
{
    if (!r || r->undone) return 0;
    if (r->n_high > 0 && x > r->high) return 1;
    return r->n_low > 0 && x < r->low ? -1 : 0;
}

rix_status rix_index_winsorised(const rix_index *index, rix_out out, rix_error *err)
{
    const rix_status st = check_flags(index, out, err);
    if (st != RIX_OK) return st;
    const rix_mat before = rix_index_stage(index, RIX_STAGE_SCREENED);
    for (size_t k = 0; k < out.cols; k++) {
        for (size_t i = 0; i < out.rows; i++) {
            const size_t period = index->panel.n_periods > 0 ? index->panel.period[i] : 0;
            const rix_treated *r = rix_index_treated_in(index, k, period);
            rix_i_set(out, i, k, side(rix_i_get(before, i, k), r));
        }
    }
    return RIX_OK;
}

rix_mat rix_index_coverage(const rix_index *index)
{
    return view(index, index->coverage, index->n_nodes);
}

size_t rix_index_log_size(const rix_index *index) { return index->log.size; }

const rix_log_entry *rix_index_log_entry(const rix_index *index, size_t i)
{
    return i < index->log.size ? &index->log.entries[i] : NULL;
}
