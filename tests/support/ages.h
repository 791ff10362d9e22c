/* ages.h - small countries and epidemics by age and sector, for the tests of the scenario engine. */
#ifndef RIX_TEST_AGES_H
#define RIX_TEST_AGES_H

#include "support.h"

enum { TOY_MOST = 12 };

/** The arrays of a country and a pathogen of any size up to TOY_MOST. */
typedef struct toy {
    double population[TOY_MOST], life_years[TOY_MOST], contacts[TOY_MOST * TOY_MOST];
    double workers[TOY_MOST], output[TOY_MOST], workplace[TOY_MOST];
    double admission[TOY_MOST], fatality[TOY_MOST];
    rix_age_sector params; /**< points into the rest */
} toy;

/** 3 ages and 4 sectors, of which the third is education; hospitals for 12 of 9,600 people. */
void toy_small(toy *t);

/** Any numbers of ages and sectors, drawn from a stream. */
void toy_random(toy *t, rix_stream *s);

/** The scenario, which the test frees. */
rix_scenario *age_scenario(const rix_age_sector *params);

/** The course, which the test frees. */
rix_course *age_course(const rix_scenario *sc, const rix_response *response);

/** An outcome of a course. */
double course_outcome(const rix_scenario *sc, const rix_course *course, const char *name);

#endif
