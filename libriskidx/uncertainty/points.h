/* uncertainty/points.h - the points of a sample one by one, those of rix_sobol_sample. */
#ifndef RIX_I_UNCERTAINTY_POINTS_H
#define RIX_I_UNCERTAINTY_POINTS_H

#include <riskidx/uncertainty.h>

typedef struct rix_i_points {
    size_t n, dimensions;
    uint64_t seed;
    double *halton; /* n x dimensions; NULL: random points, which need no memory */
} rix_i_points;

/** Points 0 .. n - 1 of so many dimensions; to be cleared in any case. */
rix_status rix_i_points_init(rix_i_points *p, size_t n, size_t dimensions, rix_sequence sequence,
                             uint64_t seed, rix_error *err);

void rix_i_points_clear(rix_i_points *p);

/** The first dimensions of point i. */
void rix_i_point(const rix_i_points *p, size_t i, size_t dimensions, double *u);

#endif
