/* index/weights.h - what the methods that make weights share. */
#ifndef RIX_I_WEIGHTS_H
#define RIX_I_WEIGHTS_H

#include <riskidx/weights.h>

/** Fails unless the table can be read and has columns, and weights is 1 x columns. */
rix_status rix_i_weights_check(const rix_table *table, rix_out weights, rix_error *err);

double rix_i_sum(const double *x, size_t n);

/** weights = x / sum. */
void rix_i_write_shares(rix_out weights, const double *x, double sum);

#endif
