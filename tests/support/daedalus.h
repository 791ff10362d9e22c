/* daedalus.h - the countries and runs of the DAEDALUS reference, as parts of an age_sector. */
#ifndef RIX_TEST_DAEDALUS_H
#define RIX_TEST_DAEDALUS_H

#include "csv.h"
#include "support.h"

enum { DAEDALUS_AGES = 4, DAEDALUS_SECTORS = 45, DAEDALUS_REGIMES = 3 };

/** A country, as its files state it; arrays are its own. */
typedef struct daedalus_country {
    rix_country country;
    double population[DAEDALUS_AGES], life_years[DAEDALUS_AGES];
    double contacts[DAEDALUS_AGES * DAEDALUS_AGES];
    double workers[DAEDALUS_SECTORS], output[DAEDALUS_SECTORS], workplace[DAEDALUS_SECTORS];
    double consumers[DAEDALUS_SECTORS * DAEDALUS_AGES]; /**< as the program builds them */
} daedalus_country;

/** Reads <reference>/daedalus/countries/<code>; skips the test where there is no reference. */
void daedalus_read_country(const char *code, daedalus_country *c);

/** A run of runs.csv: the parts before the preset, and the response. */
typedef struct daedalus_run {
    daedalus_country country;
    rix_age_sector params;
    rix_response response;
    double openness[DAEDALUS_REGIMES * DAEDALUS_SECTORS], start[DAEDALUS_REGIMES],
        end[DAEDALUS_REGIMES], immune[DAEDALUS_AGES];
} daedalus_run;

/** The run in a row of runs.csv. The run's parts point into it. */
void daedalus_read_run(const csv *runs, size_t row, daedalus_run *run);

/** The scenario of a run under the preset "daedalus_0_3", to be freed by the test. */
rix_scenario *daedalus_scenario(const rix_age_sector *params);

/** A file of runs/. */
csv *daedalus_read(const char *file);

#endif
