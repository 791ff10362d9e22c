/* adaptive_eight.c - a step of Dormand and Prince 8(5,3), and its dense output of order 7. */
#include "epidemic/adaptive_run.h"

#include "epidemic/dop853.h"

/* to = base + h * the weighted sum of slopes; base NULL: 0. Inlined with rows that the compiler knows, so
 * that sums are written out. */
static inline void weigh(const rix_i_run_state *r, const dop_row *row, const double *base, double h,
                         double *restrict to)
{
    for (size_t i = 0; i < r->ode->n; i++) {
        double sum = 0.0;
        for (int j = 0; j < row->n; j++) sum += row->weight[j] * r->k[row->slope[j]][i];
        to[i] = (base ? base[i] : 0.0) + h * sum;
    }
}

/* The state at which slope s is taken. */
static void reach(const rix_i_run_state *r, int s, double h, double *to)
{
    switch (s) {
    case 1: weigh(r, &DOP_AT[1], r->x, h, to); break;
    case 2: weigh(r, &DOP_AT[2], r->x, h, to); break;
    case 3: weigh(r, &DOP_AT[3], r->x, h, to); break;
    case 4: weigh(r, &DOP_AT[4], r->x, h, to); break;
    case 5: weigh(r, &DOP_AT[5], r->x, h, to); break;
    case 6: weigh(r, &DOP_AT[6], r->x, h, to); break;
    case 7: weigh(r, &DOP_AT[7], r->x, h, to); break;
    case 8: weigh(r, &DOP_AT[8], r->x, h, to); break;
    case 9: weigh(r, &DOP_AT[9], r->x, h, to); break;
    case 10: weigh(r, &DOP_AT[10], r->x, h, to); break;
    case 11: weigh(r, &DOP_AT[11], r->x, h, to); break;
    case 12: weigh(r, &DOP_AT[12], r->x, h, to); break;
    default: weigh(r, &DOP_AT[s], r->x, h, to); /* for the dense output */
    }
}

static rix_status next_slope(rix_i_run_state *r, int s, double h, double *at, rix_error *err)
{
    reach(r, s, h, at);
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
