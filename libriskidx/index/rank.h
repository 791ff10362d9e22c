/* index/rank.h - ranks of a column of scores. */
#ifndef RIX_I_RANK_H
#define RIX_I_RANK_H

#include <riskidx/index.h>

/** A score and whose it is. */
typedef struct rix_i_ranked {
    double score;
    size_t unit;
} rix_i_ranked;

/** How much room rix_i_rank needs for n scores. */
size_t rix_i_rank_room(size_t n);

/**
 * Ranks of n scores, 1 for the highest, without memory but the room; a missing score has a missing rank and takes none
 * from the others.
 *
 * @param room  rix_i_rank_room(n) of them
 * @param rank  [out] n ranks
 */
void rix_i_rank(const double *score, size_t n, rix_ties ties, rix_i_ranked *room, double *rank);

#endif
