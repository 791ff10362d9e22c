/* asem.h - COINr's ASEM example as the reference has it: 51 units, 49 indicators, four levels. */
#ifndef RIX_TEST_ASEM_H
#define RIX_TEST_ASEM_H

#include "csv.h"
#include "support.h"

enum { ASEM_UNITS = 51 };

typedef struct asem {
    csv *meta, *data;
    double *values;
    const char *units[ASEM_UNITS], *groups[ASEM_UNITS];
    rix_table table;
    rix_framework *fw;
    rix_recipe recipe; /* denominate, impute by group, treat, min-max to 0-100, arithmetic */
} asem;

/** Reads it; skips the test where the reference is absent. */
void asem_read(asem *a);
void asem_clear(asem *a);

/** Number of the unit with this uCode. */
size_t asem_unit(const asem *a, const char *code);

#endif
