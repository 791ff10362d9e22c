/* trends.c - how the scores of a unit move from period to period. */
#include <stdlib.h>

#include "base/error.h"
#include "base/theil_sen.h"
#include "base/view.h"
#include "index/result.h"

size_t rix_index_unit_count(const rix_index *index)
{
    return index->panel.n_periods > 0 ? index->panel.n_units : index->n_units;
}

size_t rix_index_unit_of(const rix_index *index, size_t row)
{
    if (row >= index->n_units) return RIX_NO_INDEX;
    return index->panel.n_periods > 0 ? index->panel.unit[row] : row;
}

/* From the first to the last number that is there. */
static double growth(const double *t, const double *x, size_t n)
{
    size_t first = 0, last = n;
    while (first < n && isnan(x[first])) first++;
    while (last > first && isnan(x[last - 1])) last--;
    if (last < first + 2 || !(x[first] > 0) || !(x[last - 1] >= 0)) return RIX_NAN;
    return pow(x[last - 1] / x[first], 1 / (t[last - 1] - t[first])) - 1;
}

/* Room for the times and scores of a unit, and for the slopes of their pairs. */
typedef struct series {
    double *t, *x, *slopes;
} series;

static rix_status get_room(const rix_i_panel *panel, rix_trend_kind kind, series *s, rix_error *err)
{
    const size_t n = panel->n_periods;
    size_t pairs = 0;
    if (kind == RIX_TREND_THEIL_SEN && !rix_i_size_product(n, n, &pairs)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "index", RIX_I_NOWHERE,
                          "%zu periods have too many pairs", n);
    }
    s->t = calloc(n, sizeof *s->t);
    s->x = calloc(n, sizeof *s->x);
    s->slopes = calloc(pairs / 2 + 1, sizeof *s->slopes);
    return s->t && s->x && s->slopes ? RIX_OK : rix_i_no_memory(err);
}

static double trend_of(const rix_index *index, size_t unit, size_t node, rix_trend_kind kind,
                       const series *s)
{
    const rix_i_panel *p = &index->panel;
    const double *score = index->scores + node * index->n_units;
    const size_t *rows = p->of_unit + p->first_of_unit[unit];
    const size_t n = p->first_of_unit[unit + 1] - p->first_of_unit[unit];
    for (size_t i = 0; i < n; i++) {
        s->t[i] = p->time[p->period[rows[i]]];
        s->x[i] = score[rows[i]];
    }
    return kind == RIX_TREND_GROWTH ? growth(s->t, s->x, n)
                                    : rix_i_theil_sen(s->t, s->x, n, s->slopes);
}

rix_status rix_index_trends(const rix_index *index, rix_trend_kind kind, rix_out out,
                            rix_error *err)
{
    series s = { NULL, NULL, NULL };
    if (!index) return rix_i_null(err, "index");
    if ((unsigned)kind > (unsigned)RIX_TREND_THEIL_SEN) {
        return rix_i_fail(err, RIX_EINVAL, "kind", RIX_I_NOWHERE, "no such trend: %d", (int)kind);
    }
    rix_status st = rix_i_check_out(out, rix_index_unit_count(index), index->n_nodes, "out", err);
    if (st != RIX_OK || index->n_units == 0) return st;
    if (index->panel.n_periods == 0) return rix_i_no_periods(err);
    st = get_room(&index->panel, kind, &s, err);
    for (size_t u = 0; u < out.rows && st == RIX_OK; u++) {
        for (size_t node = 0; node < index->n_nodes; node++) {
            rix_i_set(out, u, node, trend_of(index, u, node, kind, &s));
        }
    }
    free(s.slopes);
    free(s.x);
    free(s.t);
    return st;
}
