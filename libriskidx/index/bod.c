/* bod.c - the benefit of the doubt: the weights that are best for a unit, or worst. */
#include "index/bod.h"

#include "base/lp.h"

/* A missing value counts as 0 (Kuosmanen 2009): the unit gets nothing for it, and nobody is held against it. */
static double value_at(const rix_i_bod *bod, size_t unit, size_t j)
{
    const double x = bod->value[unit * bod->m + j];
    return isnan(x) ? 0 : x;
}

/* ----------------------------------------------------------------------------------- frontier -- */

/* Whether whatever holds for unit a holds for b as well: a has at least as much everywhere, or (worst) at most. */
static bool covers(const rix_i_bod *bod, size_t a, size_t b)
{
    for (size_t j = 0; j < bod->m; j++) {
        const double x = value_at(bod, a, j), y = value_at(bod, b, j);
        if (bod->worst ? x > y : x < y) return false;
    }
    return true;
}

/* Each unit is compared with those found so far, which give way to it where it covers them. */
static void find_frontier(rix_i_bod *bod)
{
    bod->n_frontier = 0;
    for (size_t i = 0; i < bod->n_peers; i++) {
        size_t kept = 0, k = 0;
        while (k < bod->n_frontier && !covers(bod, bod->frontier[k], i)) k++;
        if (k < bod->n_frontier) continue;
        for (k = 0; k < bod->n_frontier; k++) {
            if (!covers(bod, i, bod->frontier[k])) bod->frontier[kept++] = bod->frontier[k];
        }
        bod->frontier[kept++] = i;
        bod->n_frontier = kept;
    }
}

void rix_i_bod_prepare(rix_i_bod *bod)
{
    for (size_t j = 0; j < bod->m; j++) {
        double most = 0;
        for (size_t i = 0; i < bod->n_peers; i++) most = fmax(most, value_at(bod, i, j));
        bod->most[j] = most > 0 ? most : 1;
        for (size_t i = 0; i < bod->n; i++) bod->value[i * bod->m + j] /= bod->most[j];
    }
    find_frontier(bod);
}

/* ------------------------------------------------------------------------------------- shares -- */

/* Whether the bounds hold for some shares that sum to 1; that of a value of 0 is 0. */
static bool has_shares(const rix_i_bod *bod, size_t unit)
{
    double low = 0, high = 0;
    for (size_t j = 0; j < bod->m; j++) {
        const double x = bod->value[unit * bod->m + j];
        if (isnan(x)) continue;
        if (!(x > 0) && bod->low[j] > 0) return false;
        if (!(x > 0)) continue;
        low += bod->low[j];
        high += bod->high[j];
    }
    return low <= 1 + RIX_I_BOD_NEAR && high >= 1 - RIX_I_BOD_NEAR;
}

/* low_j sum_k y_k w_k - y_j w_j <= 0, and y_j w_j - high_j sum_k y_k w_k <= 0, where they say anything. */
static size_t bound_shares(const rix_i_bod *bod, size_t unit, double *a)
{
    const size_t m = bod->m;
    size_t rows = 0;
    for (size_t j = 0; j < m; j++) {
        const double y = value_at(bod, unit, j);
        if (!(y > 0)) continue;
        if (bod->low[j] > 0) {
            double *row = a + rows++ * m;
            for (size_t k = 0; k < m; k++) row[k] = bod->low[j] * value_at(bod, unit, k);
            row[j] -= y;
        }
        if (bod->high[j] < 1) {
            double *row = a + rows++ * m;
            for (size_t k = 0; k < m; k++) row[k] = -bod->high[j] * value_at(bod, unit, k);
            row[j] += y;
        }
    }
    return rows;
}

/* ------------------------------------------------------------------------------------ program -- */

size_t rix_i_bod_room(size_t n_frontier, size_t m)
{
    const size_t rows = n_frontier + 1 + 2 * m;
    return rows * m + rows + m + rix_i_lp_room(m, rows);
}

static size_t hold_against(const rix_i_bod *bod, size_t unit, double *a, double *b, size_t row)
{
    const double sign = bod->worst ? -1 : 1;
    for (size_t j = 0; j < bod->m; j++) a[row * bod->m + j] = sign * value_at(bod, unit, j);
    b[row] = sign;
    return row + 1;
}

static size_t write_frontier(const rix_i_bod *bod, size_t unit, double *a, double *b)
{
    size_t rows = 0;
    for (size_t k = 0; k < bod->n_frontier; k++) {
        rows = hold_against(bod, bod->frontier[k], a, b, rows);
    }
    return unit < bod->n_peers ? rows : hold_against(bod, unit, a, b, rows);
}

static bool has_values(const rix_i_bod *bod, size_t unit)
{
    for (size_t j = 0; j < bod->m; j++) {
        if (value_at(bod, unit, j) > 0) return true;
    }
    return false;
}

rix_i_bod_outcome rix_i_bod_solve(const rix_i_bod *bod, size_t unit, double *room, double *weights,
                                  double *score)
{
    const size_t m = bod->m, most_rows = bod->n_frontier + 1 + 2 * m;
    double *a = room, *b = a + most_rows * m, *cost = b + most_rows, best = 0;
    for (size_t j = 0; j < m; j++) weights[j] = 0;
    *score = 0;
    if (!has_values(bod, unit)) return RIX_I_BOD_DONE;
    if (!has_shares(bod, unit)) return RIX_I_BOD_NO_SHARES;
    const size_t held = write_frontier(bod, unit, a, b);
    const size_t rows = held + bound_shares(bod, unit, a + held * m);
    for (size_t i = held; i < rows; i++) b[i] = 0;
    for (size_t j = 0; j < m; j++) cost[j] = (bod->worst ? 1 : -1) * value_at(bod, unit, j);
    const rix_i_lp lp = { m, rows, 0, cost, a, b, NULL, NULL };
    if (rix_i_lp_solve(&lp, cost + m, weights, &best) != RIX_I_LP_OPTIMAL) return RIX_I_BOD_STUCK;
    *score = bod->worst ? best : -best;
    if (fabs(*score - 1) <= RIX_I_BOD_NEAR) *score = 1;
    for (size_t j = 0; j < m; j++) weights[j] /= bod->most[j];
    return RIX_I_BOD_DONE;
}
