/* base/exp_log.h - exponentials and logarithms of many numbers, two at a time. */
#ifndef RIX_I_EXP_LOG_H
#define RIX_I_EXP_LOG_H

#include <stddef.h>

/**
 * result[i] = exp(x[i]), to 0.53 units in the last place for |x| <= 700 and as the C library has it beyond, where
 * results may be subnormal, 0 or infinite; NaN for NaN. The bits do not depend on where in x a number stands, nor on
 * the machine for |x| <= 700. result may be x.
 */
void rix_i_exp(const double *x, size_t n, double *result);

/**
 * result[i] = log(x[i]), to 0.77 units in the last place for normal positive numbers and as the C library has it for
 * the others: -inf for 0, NaN for what is less and for NaN. The bits are those of anywhere, as above. result may be x.
 */
void rix_i_log(const double *x, size_t n, double *result);

#endif
