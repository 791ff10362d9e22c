/* tradeoff/envelope.h - points of an envelope, from searches. */
#ifndef RIX_I_ENVELOPE_H
#define RIX_I_ENVELOPE_H

#include <riskidx/envelope.h>

#include "tradeoff/search.h"

struct rix_envelope {
    size_t n_points, n_outcomes, periods, controls;
    bool complete;
    rix_envelope_point *points; /* n_points; views into values */
    double *values;             /* n_points x (outcomes, multipliers, schedule) */
};

rix_status rix_i_envelope_make(const rix_scenario *sc, size_t n_points, rix_envelope **out,
                               rix_error *err);

/** Polishes a search from z, whose goal, lambda and mu are set, to the best that it can be made. */
bool rix_i_finish(rix_i_search *s, double *z);

/** What is known of the point that rix_i_finish ended at, written to point k. */
bool rix_i_envelope_put(rix_i_search *s, rix_envelope *envelope, size_t k);

/** Sizes of what the weights sum up, and of bounds, from outcomes at some start. */
double rix_i_goal_scale(const double *weights, const double *outcomes, size_t n);
double rix_i_bound_size(double at_most, double outcome);

enum { RIX_I_COLD_STARTS = 9 };

/** A cold start: levels and exits spread over the space. */
void rix_i_cold_start(const rix_i_space *space, size_t number, double *z);

#endif
