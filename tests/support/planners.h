/* planners.h - small scenarios of the multi-group SIR planner, for the tests of the trade-off wing. */
#ifndef RIX_TEST_PLANNERS_H
#define RIX_TEST_PLANNERS_H

#include "support.h"

/** Two groups, "near" and "far", 20 periods of one week: every part at work, quick to run. */
rix_planner_sir two_groups(void);

/** One group, one in a hundred infected, nothing but a plain SIR: no deaths, no costs, no discount. */
rix_planner_sir plain_sir(void);

/** The scenario, which the test frees; that it cannot be made fails the test. */
rix_scenario *scenario_of(const rix_planner_sir *params);
rix_scenario *scenario_of_preset(const char *name);

/** One outcome of a schedule of periods x controls; that it cannot be had fails the test. */
double outcome_under(const rix_scenario *sc, rix_mat schedule, const char *name);

/** The same under one level of every control throughout. */
double outcome_at_level(const rix_scenario *sc, double level, const char *name);

/** The schedule of one level throughout: one number, seen periods x controls times. */
rix_mat constant_schedule(const rix_scenario *sc, const double *level);

#endif
