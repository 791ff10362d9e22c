/* oxcgrt.h - tables of the Oxford COVID-19 Government Response Tracker, the golden one and the whole ones. */
#ifndef RIX_TEST_OXCGRT_H
#define RIX_TEST_OXCGRT_H

#include <riskidx.h>

#include "csv.h"

/** What rix_oxcgrt_indices reads, in malloc'ed memory. */
typedef struct oxcgrt {
    rix_table levels;
    rix_mat flags;
    rix_vec vaccinated;
    double *memory;
} oxcgrt;

/** Reads a table with the published column names. */
oxcgrt oxcgrt_read(const csv *t);
void oxcgrt_free(oxcgrt *o);

/** Every published index: within 0.005; 0.009 for the simple and the weighted average, which are of rounded values. */
void check_oxcgrt(const csv *t);

#endif
