/* index/outrank.h - does one unit outrank another? */
#ifndef RIX_I_OUTRANK_H
#define RIX_I_OUTRANK_H

#include <riskidx/index.h>

/** A share this close to one half is a tie: sums of weights are rounded. */
#define RIX_I_TIE 1e-12

/** Weights of the columns that a pair of units has been compared in. */
typedef struct rix_i_contest {
    double first;  /* the first exceeds; half of the weight where they are equal */
    double second; /* the second does */
} rix_i_contest;

#define RIX_I_CONTEST_INIT ((rix_i_contest){ 0, 0 })

/** Compares the values of one column, unless one is missing. */
static inline void rix_i_contest_add(rix_i_contest *c, double first, double second, double weight)
{
    if (isnan(first) || isnan(second)) return;
    if (first > second) {
        c->first += weight;
    } else if (first < second) {
        c->second += weight;
    } else {
        c->first += weight / 2;
        c->second += weight / 2;
    }
}

/** O(first, second): of the weight of what both have, or (compat) of the `total` weight. */
static inline double rix_i_contest_share(const rix_i_contest *c, double total, bool compat)
{
    if (compat) return c->first / total;
    const double both = c->first + c->second;
    return both > 0 ? c->first / both : 0.5;
}

#endif
