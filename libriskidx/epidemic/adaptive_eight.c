/* adaptive_eight.c - a step of Dormand and Prince 8(5,3), and its dense output of order 7. */
#include "epidemic/adaptive_run.h"

#include "epidemic/dop853.h"

/* to = base + h * the weighted sum of slopes; base NULL: 0. Three slopes at a time, so that the loops over the
 * states are few and plain. */
static void weigh(const rix_i_run_state *r, const dop_row *row, const double *base, double h,
                  double *restrict to)
{
    const size_t n = r->ode->n;
    int j = row->n % 3;
    const double *a = r->k[row->slope[0]], *b = r->k[row->slope[1]];
    const double u = h * row->weight[0], v = h * row->weight[1];
    for (size_t i = 0; i < n; i++) to[i] = base ? base[i] : 0.0;
    if (j == 1) {
        for (size_t i = 0; i < n; i++) to[i] += u * a[i];
    } else if (j == 2) {
        for (size_t i = 0; i < n; i++) to[i] += u * a[i] + v * b[i];
    }
    for (; j < row->n; j += 3) {
        const double *k1 = r->k[row->slope[j]], *k2 = r->k[row->slope[j + 1]],
                     *k3 = r->k[row->slope[j + 2]];
        const double w1 = h * row->weight[j], w2 = h * row->weight[j + 1],
                     w3 = h * row->weight[j + 2];
        for (size_t i = 0; i < n; i++) to[i] += w1 * k1[i] + w2 * k2[i] + w3 * k3[i];
    }
}

static rix_status next_slope(rix_i_run_state *r, int s, double h, double *at, rix_error *err)
{
    weigh(r, &DOP_AT[s], r->x, h, at);
    return rix_i_take_slope(r, r->t + DOP_NODE[s] * h, at, r->k[s], err);
}

rix_status rix_i_eight_try(rix_i_run_state *r, double h, double *error, rix_error *err)
{
    const size_t n = r->ode->n;
    double fifth = 0.0, third = 0.0;
    for (int s = 1; s <= DOP_STAGES; s++) {
        const rix_status status = next_slope(r, s, h, s < DOP_STAGES ? r->stage : r->y, err);
        if (status != RIX_OK) return status;
    }
    double *error_5 = r->dense[0], *error_3 = r->dense[1]; /* not in use yet */
    weigh(r, &DOP_ERROR_5, NULL, 1.0, error_5);
    weigh(r, &DOP_ERROR_3, NULL, 1.0, error_3);
    for (size_t i = 0; i < n; i++) {
        const double scale = rix_i_scale_of(r, r->x[i], r->y[i]), e5 = error_5[i] / scale,
                     e3 = error_3[i] / scale;
        fifth += e5 * e5;
        third += e3 * e3;
    }
    const double both = fifth + 0.01 * third;
    *error = both > 0.0 ? fabs(h) * fifth / sqrt(both * (double)n) : both;
    return RIX_OK;
}

rix_status rix_i_eight_make_dense(rix_i_run_state *r, double h, rix_error *err)
{
    for (int s = DOP_STAGES + 1; s < DOP_SLOPES; s++) {
        const rix_status status = next_slope(r, s, h, r->stage, err);
        if (status != RIX_OK) return status;
    }
    for (size_t i = 0; i < r->ode->n; i++) {
        const double rise = r->y[i] - r->x[i], first = h * r->k[0][i],
                     last = h * r->k[DOP_STAGES][i];
        r->dense[0][i] = rise;
        r->dense[1][i] = first - rise;
        r->dense[2][i] = 2.0 * rise - (last + first);
    }
    for (int k = 3; k < DOP_DENSE; k++) weigh(r, &DOP_BEND[k - 3], NULL, h, r->dense[k]);
    r->has_dense = true;
    return RIX_OK;
}

void rix_i_eight_read_dense(rix_i_run_state *r, double share)
{
    for (size_t i = 0; i < r->ode->n; i++) {
        double sum = 0.0;
        for (int k = DOP_DENSE; k-- > 0;) {
            sum = (sum + r->dense[k][i]) * (k % 2 == 0 ? share : 1.0 - share);
        }
        r->stage[i] = r->x[i] + sum;
    }
}
