/* index/impute_block.h - the columns of a block on one footing, for methods that see units as a whole. */
#ifndef RIX_I_IMPUTE_BLOCK_H
#define RIX_I_IMPUTE_BLOCK_H

#include "index/impute.h"

/** Column `number` of the table: x = 2^exponent (centre + spread z), so that nothing overflows. */
typedef struct rix_i_block_column {
    size_t number;
    int exponent;
    double centre, spread;
} rix_i_block_column;

/** The columns of a block that are not constant. */
typedef struct rix_i_block {
    size_t n, cols;
    rix_i_block_column *columns; /* cols of them */
    double *z;                   /* n x cols, row-major; NaN is missing */
} rix_i_block;

/** Whether two columns lie in one block. */
static inline bool rix_i_same_block(const rix_i_impute_task *t, size_t a, size_t b)
{
    return !t->block || t->block[a] == t->block[b];
}

/**
 * The block of column `first`, to be cleared with rix_i_block_clear; fails with RIX_ENOMEM, and then holds nothing.
 *
 * @param by_range  z lies in [0, 1]; else it has mean 0 and population standard deviation 1
 */
rix_status rix_i_block_make(const rix_i_impute_task *t, size_t first, bool by_range,
                            rix_i_block *block, rix_error *err);

void rix_i_block_clear(rix_i_block *block);

/** Whether a value of the block is missing. */
bool rix_i_block_has_gaps(const rix_i_block *block);

/**
 * Fills in the gaps of the block by its conditional expectations (impute_em.c); what it cannot fill stays NaN.
 *
 * @param out     columns of the table, with the observed values in place
 * @param report  [out] how EM went, and values filled by the mean alone in fell_back of their columns
 */
rix_status rix_i_impute_em(const rix_i_block *block, const rix_impute_options *options, double *out,
                           rix_imputed *report, rix_error *err);

/** Fills in the gaps of the block by the nearest units (impute_nearest.c); without any they stay NaN. */
rix_status rix_i_impute_nearest(const rix_i_impute_task *t, const rix_i_block *block,
                                const rix_impute_options *options, double *out, rix_error *err);

#endif
