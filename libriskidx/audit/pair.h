/* audit/pair.h - coefficients of correlation of one pair of columns. */
#ifndef RIX_I_AUDIT_PAIR_H
#define RIX_I_AUDIT_PAIR_H

#include <riskidx/audit.h>

/** A unit's values in both columns. */
typedef struct rix_i_both {
    double x, y;
} rix_i_both;

/** A coefficient and its two-sided p-value. */
typedef struct rix_i_coefficient {
    double r, p;
} rix_i_coefficient;

/** Scratch for the coefficients below, each of room for all units. */
typedef struct rix_i_pair_room {
    rix_i_both *both;
    double *x, *y;
} rix_i_pair_room;

/** Pearson's r of m finite pairs. x and y are overwritten. */
rix_i_coefficient rix_i_pearson(double *x, double *y, size_t m);

/** Spearman's rho of room->both[0 .. m - 1]. */
rix_i_coefficient rix_i_spearman(rix_i_pair_room *room, size_t m);

/** Kendall's tau-b of room->both[0 .. m - 1], which is sorted; time m log m. */
rix_i_coefficient rix_i_kendall(rix_i_pair_room *room, size_t m);

#endif
