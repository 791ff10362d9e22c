/* epidemic/range.h - ranges that numbers of a model must lie in, with how messages put them. */
#ifndef RIX_I_RANGE_H
#define RIX_I_RANGE_H

#include <math.h>
#include <stdbool.h>

typedef struct rix_i_range {
    double low, high;
    bool above;    /* low itself is out */
    bool infinite; /* high itself may be infinite */
    const char *text;
} rix_i_range;

static const rix_i_range RIX_I_POSITIVE = { 0.0, INFINITY, true, false, "not a finite number > 0" },
                         RIX_I_POSITIVE_OR_INFINITE = { 0.0, INFINITY, true, true,
                                                        "not a number > 0" },
                         RIX_I_NOT_NEGATIVE = { 0.0, INFINITY, false, false,
                                                "not a finite number >= 0" },
                         RIX_I_NOT_NEGATIVE_OR_INFINITE = { 0.0, INFINITY, false, true,
                                                            "not a number >= 0" },
                         RIX_I_SHARE = { 0.0, 1.0, false, false, "not in [0, 1]" };

static inline bool rix_i_within(double x, const rix_i_range *r)
{
    if (isinf(x) && !(r->infinite && x > 0.0)) return false;
    return x <= r->high && (r->above ? x > r->low : x >= r->low); /* false for NaN */
}

#endif
