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

/**
 * Average ranks of n values, both[i] = { value, i }, which is sorted; and, unless NULL, the places of the values in
 * rising order: Spearman's rho is Pearson's r of ranks.
 */
void rix_i_rank_column(rix_i_both *both, size_t n, double *rank, size_t *order);

/** As rix_i_kendall, from the ranks of n units in both columns and their order in the first. */
rix_i_coefficient rix_i_kendall_of_ranks(rix_i_pair_room *room, const double *x,
                                         const size_t *order, const double *y, size_t n);

#endif
