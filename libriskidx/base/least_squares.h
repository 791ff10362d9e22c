/* base/least_squares.h - a sum of squares, made small. */
#ifndef RIX_I_LEAST_SQUARES_H
#define RIX_I_LEAST_SQUARES_H

#include <stdbool.h>
#include <stddef.h>

/** Residuals at x; false where they are not defined. */
typedef bool (*rix_i_residuals)(const double *x, double *residual, void *user);

/** Doubles of scratch memory for n variables and m residuals. */
size_t rix_i_least_squares_room(size_t n, size_t m);

/**
 * Goes down from x to a place where the sum of squares of the residuals is least nearby: Levenberg and Marquardt's way
 * (Marquardt 1963), with differences for derivatives. Where the least is 0 it is found to the last digits or so.
 *
 * @param x     [in,out] n variables; never worse than at the start
 * @param room  rix_i_least_squares_room doubles
 * @return the sum of squares at x; infinite if it is not defined at the start
 */
double rix_i_least_squares(size_t n, size_t m, rix_i_residuals residuals, void *user, double *x,
                           double *room);

#endif
