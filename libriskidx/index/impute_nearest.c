/* impute_nearest.c - gaps filled by the nearest units that have the value. */
#include <stdlib.h>

#include "base/error.h"
#include "base/quantile.h"
#include "index/dense.h"
#include "index/impute_block.h"

/* The mean square of the differences over the columns that both have; NaN where there are none. */
static double square_distance(const double *a, const double *b, size_t cols)
{
    double sum = 0;
    size_t both = 0;
    for (size_t k = 0; k < cols; k++) {
        const double d = a[k] - b[k];
        if (isnan(d)) continue;
        sum += d * d;
        both++;
    }
    return both > 0 ? sum / (double)both : RIX_NAN;
}

/* The square distance within which the neighbours lie that are wanted of those that have a value; NaN: none. */
static double reach(const double *square, const double *x, size_t n, size_t wanted, double *scratch)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i]) && !isnan(square[i])) scratch[k++] = square[i];
    }
    if (k == 0) return RIX_NAN;
    rix_i_sort(scratch, k);
    return scratch[(wanted < k ? wanted : k) - 1];
}

static double weight_of(double square, bool by_distance, bool twins)
{
    if (!by_distance) return 1;
    if (twins) return square > 0 ? 0 : 1;
    return 1 / sqrt(square);
}

/* The mean of the values within reach, by shares of the weight so that it does not overflow. */
static double mean_within(const double *square, const double *x, size_t n, double far,
                          bool by_distance)
{
    bool twins = false;
    double weight = 0, mean = 0;
    for (size_t i = 0; i < n; i++) twins = twins || (!isnan(x[i]) && square[i] <= 0);
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i]) && square[i] <= far) weight += weight_of(square[i], by_distance, twins);
    }
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || !(square[i] <= far)) continue;
        mean += x[i] * (weight_of(square[i], by_distance, twins) / weight);
    }
    return mean;
}

rix_status rix_i_impute_nearest(const rix_i_impute_task *t, const rix_i_block *block,
                                const rix_impute_options *options, double *out, rix_error *err)
{
    const size_t n = block->n, cols = block->cols;
    double *square = rix_i_dense_new(n, 2);
    if (!square) return rix_i_no_memory(err);
    double *scratch = square + n;
    for (size_t i = 0; i < n; i++) {
        const double *z = block->z + i * cols;
        bool measured = false;
        for (size_t k = 0; k < cols; k++) {
            if (!isnan(z[k])) continue;
            for (size_t u = 0; u < n && !measured; u++) {
                square[u] = square_distance(z, block->z + u * cols, cols);
            }
            measured = true;
            const size_t j = block->columns[k].number;
            const double *x = t->x + j * n;
            const double far = reach(square, x, n, options->neighbours, scratch);
            if (!isnan(far)) out[j * n + i] = mean_within(square, x, n, far, options->by_distance);
        }
    }
    free(square);
    return RIX_OK;
}
