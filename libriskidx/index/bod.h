/* index/bod.h - the benefit of the doubt: the weights that are best for a unit, or worst. */
#ifndef RIX_I_BOD_H
#define RIX_I_BOD_H

#include <riskidx/base.h>

/** Sums of bounds, and scores, that are 1 but for rounding. */
#define RIX_I_BOD_NEAR 1e-12

/** Units and their values, and what they are held against. */
typedef struct rix_i_bod {
    size_t n, m;    /* units, columns */
    size_t n_peers; /* of them, those that the others are held against: the first */
    double *value;  /* n x m row-major, each >= 0 or NaN; rix_i_bod_prepare divides by `most` */
    const double *low, *high; /* m: bounds on shares */
    bool
        worst; /* held against the worst frontier; then nothing is missing, and no unit 0 in all columns */
    double *most;     /* m: largest value of each column among the peers; 1 where that is 0 */
    size_t *frontier; /* n_peers: those that can bind, in order; the others are dominated */
    size_t n_frontier;
} rix_i_bod;

typedef enum rix_i_bod_outcome {
    RIX_I_BOD_DONE,
    RIX_I_BOD_NO_SHARES, /* none within their bounds */
    RIX_I_BOD_STUCK      /* the linear program could not be solved for rounding */
} rix_i_bod_outcome;

/** Scales the values and finds the units that can bind. Time n^2 m at most. */
void rix_i_bod_prepare(rix_i_bod *bod);

/** Doubles of scratch memory for one unit, once prepared; at most as many as for n_frontier = n_peers. */
size_t rix_i_bod_room(size_t n_frontier, size_t m);

/**
 * The score of one unit, which is held against itself as well if it is no peer. Within 1e-12 of 1 it is 1, so that units on the frontier tie.
 *
 * @param room     rix_i_bod_room doubles, from malloc or its like
 * @param weights  [out] m, for the values before they were scaled; 0 for a missing value
 */
rix_i_bod_outcome rix_i_bod_solve(const rix_i_bod *bod, size_t unit, double *room, double *weights,
                                  double *score);

#endif
