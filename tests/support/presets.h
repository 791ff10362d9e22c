/* presets.h - preset frameworks against published tables, the golden ones and the whole ones. */
#ifndef RIX_TEST_PRESETS_H
#define RIX_TEST_PRESETS_H

#include <riskidx.h>

#include "csv.h"

/** A preset, built; that there is none fails the test. To be freed with rix_framework_free. */
rix_framework *preset_build(const char *name, const rix_preset_framework **preset);

/**
 * The figures of a CSV file as a table for fw: column k is its indicator k, found by code, or by the
 * node's name where by_name. Values in malloc'ed *values.
 */
rix_table preset_table(const csv *t, const rix_framework *fw, bool by_name, double **values);

/** Every HDI of a table with the columns of tests/data/hdi_golden.csv is reproduced within 0.0005. */
void check_hdi(const csv *t);

/**
 * Every node of INFORM is reproduced from the published values of its children within 0.05, the
 * rounding of what is published.
 */
void check_inform_nodes(const csv *t);

/**
 * Every node of INFORM is reproduced from the components alone within 0.1. INFORM rounds
 * every node before it makes the next, which we do not; over four levels that could reach 0.2, but
 * roundings rarely all go one way.
 */
void check_inform_tree(const csv *t);

#endif
