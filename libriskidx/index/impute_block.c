/* impute_block.c - the columns of a block, centred and scaled, without those that are constant. */
#include "index/impute_block.h"

#include <stdlib.h>

#include "base/error.h"
#include "index/dense.h"

/* Its values are scaled by a power of two first, so that no sum overflows; false for a constant column. */
static bool measure(const double *x, size_t n, bool by_range, rix_i_block_column *c)
{
    double least = (double)INFINITY, most = -(double)INFINITY, sum = 0, squares = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        least = fmin(least, x[i]);
        most = fmax(most, x[i]);
        k++;
    }
    if (!(least < most)) return false;
    frexp(fmax(fabs(least), fabs(most)), &c->exponent);
    for (size_t i = 0; i < n; i++) sum += isnan(x[i]) ? 0 : ldexp(x[i], -c->exponent);
    c->centre = by_range ? ldexp(least, -c->exponent) : sum / (double)k;
    for (size_t i = 0; i < n; i++) {
        const double d = isnan(x[i]) ? 0 : ldexp(x[i], -c->exponent) - c->centre;
        squares += d * d;
    }
    c->spread = by_range ? ldexp(most, -c->exponent) - c->centre : sqrt(squares / (double)k);
    return c->spread > 0;
}

rix_status rix_i_block_make(const rix_i_impute_task *t, size_t first, bool by_range,
                            rix_i_block *block, rix_error *err)
{
    rix_i_block b = { t->n, 0, calloc(t->cols, sizeof *b.columns), NULL };
    if (!b.columns) return rix_i_no_memory(err);
    for (size_t j = first; j < t->cols; j++) {
        if (!rix_i_same_block(t, first, j)) continue;
        rix_i_block_column c = { j, 0, 0, 1 };
        if (measure(t->x + j * t->n, t->n, by_range, &c)) b.columns[b.cols++] = c;
    }
    b.z = rix_i_dense_new(b.n, b.cols);
    if (!b.z) {
        rix_i_block_clear(&b);
        return rix_i_no_memory(err);
    }
    for (size_t k = 0; k < b.cols; k++) {
        const rix_i_block_column *c = &b.columns[k];
        const double *x = t->x + c->number * t->n;
        for (size_t i = 0; i < b.n; i++) {
            b.z[i * b.cols + k] = (ldexp(x[i], -c->exponent) - c->centre) / c->spread;
        }
    }
    *block = b;
    return RIX_OK;
}

void rix_i_block_clear(rix_i_block *block)
{
    free(block->z);
    free(block->columns);
    block->z = NULL;
    block->columns = NULL;
}

bool rix_i_block_has_gaps(const rix_i_block *block)
{
    for (size_t c = 0; c < block->n * block->cols; c++) {
        if (isnan(block->z[c])) return true;
    }
    return false;
}
