/* differences.h - derivatives of outcomes by differences of high order, for the tests of gradients. */
#ifndef RIX_TEST_DIFFERENCES_H
#define RIX_TEST_DIFFERENCES_H

#include "support.h"

/** What is differentiated: a weighted sum of outcomes, by controls (periods x controls), then by parameters. */
typedef struct subject {
    const rix_scenario *sc;
    const double *weights;
    double *schedule, *params;
    size_t n_schedule;
} subject;

/** By the number in place i: central differences of order 6, two of them extrapolated to order 8 (Richardson). */
double difference(const subject *s, size_t i, double h);

#endif
