/* planners.c - published calibrations of the multi-group SIR planner. */
#include <riskidx/preset.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* ------------------------------------------------------------------------------- mrsir_us -- */
/* Acemoglu, Chernozhukov, Werning and Whinston (2021), baseline of the authors' replication code:
 * young (20-49), middle (50-64) and old (65+); time in weeks, 18 months until the horizon; infected
 * people recover in 18 days; fatality .1 %, 1 %, 6 %; a week's output of all at work is 1/52. */
#define WEEKS_A_YEAR 52.0
#define YOUNG .53
#define MIDDLE .26
#define OLD .21
#define OLD_PRODUCTIVITY .26 /* of that of the others */
#define WAGE (1.0 / WEEKS_A_YEAR / (YOUNG + MIDDLE + OLD_PRODUCTIVITY * OLD))

static const char *const US_NAMES[] = { "young", "middle", "old" };
static const double US_POPULATION[] = { YOUNG, MIDDLE, OLD };
static const double US_SUSCEPTIBLE[] = { .99 * YOUNG, .99 * MIDDLE, .99 * OLD };
static const double US_INFECTED[] = { .005 * YOUNG, .005 * MIDDLE, .005 * OLD };
static const double US_FATALITY[] = { .001, .010, .060 };
static const double US_LOAD[] = { 1.0, 10.0, 60.0 };
static const double US_WAGE[] = { WAGE, WAGE, OLD_PRODUCTIVITY *WAGE };
static const double US_WORKING_TIME[] = { 32.5 * WEEKS_A_YEAR, 10.0 * WEEKS_A_YEAR,
                                          2.5 * WEEKS_A_YEAR };
static const double US_LOCKDOWN_MAX[] = { .7, .7, 1.0 };

/* --------------------------------------------------------------------------------- aal_us -- */
/* Alvarez, Argente and Lippi (2021), benchmark: one group, time in years, a vaccine within a year.
 */
static const char *const AAL_NAMES[] = { "all" };
static const double AAL_POPULATION[] = { 1.0 };
static const double AAL_SUSCEPTIBLE[] = { .97 };
static const double AAL_INFECTED[] = { .01 };
static const double AAL_FATALITY[] = { .0068 };
static const double AAL_LOAD[] = { 1.0 };
static const double AAL_PRODUCTIVITY[] = { 1.0 };
static const double AAL_LOCKDOWN_MAX[] = { .7 };

static const rix_preset_planner PLANNERS[] = {
    {
        "mrsir_us",
        "Targeted lockdowns of young, middle-aged and old in the United States, 2020",
        "Acemoglu, Chernozhukov, Werning and Whinston (2021), Optimal Targeted Lockdowns in a "
        "Multigroup SIR Model, American Economic Review: Insights 3(4), 487-502, and its public "
        "replication code",
        {
            .groups = 3,
            .names = US_NAMES,
            .population = US_POPULATION,
            .susceptible = US_SUSCEPTIBLE,
            .infected = US_INFECTED,
            .transmission = .134 * 7.0 * .8,
            .recovery = 7.0 / 18.0,
            .effect = .75,
            .circulating = .9,
            .fatality = US_FATALITY,
            .congestion = 1.0,
            .load = US_LOAD,
            .productivity = US_WAGE,
            .lockdown_cost = .6,
            .base = RIX_LOCKDOWN_NOT_RECOVERED,
            .working_time = US_WORKING_TIME,
            .interest = 7.0 * .01 / 365.0,
            .vaccine = 1.0 / (100.0 * WEEKS_A_YEAR),
            .death_cost = 20.0,
            .lockdown_max = US_LOCKDOWN_MAX,
            .period = 1.0,
            .periods = 78,
            .steps = 7,
            .time_unit = "week",
            .person_unit = "share of population",
            .output_unit = "annual output",
            .matching = 2.0,
        },
    },
    {
        "aal_us",
        "One lockdown for all, and hospitals that fill up, in the United States, 2020",
        "Alvarez, Argente and Lippi (2021), A Simple Planning Problem for COVID-19 Lock-down, "
        "Testing, and Tracing, American Economic Review: Insights 3(3), 367-382, table 1",
        {
            .groups = 1,
            .names = AAL_NAMES,
            .population = AAL_POPULATION,
            .susceptible = AAL_SUSCEPTIBLE,
            .infected = AAL_INFECTED,
            .transmission = .13 * 365.0,
            .recovery = 365.0 / 18.0,
            .effect = .5,
            .circulating = 1.0,
            .fatality = AAL_FATALITY,
            .congestion = .034 / .0068,
            .load = AAL_LOAD,
            .productivity = AAL_PRODUCTIVITY,
            .lockdown_cost = 1.0,
            .base = RIX_LOCKDOWN_ALL,
            .interest = .05,
            .vaccine = 1.0,
            .death_cost = 40.0,
            .lockdown_max = AAL_LOCKDOWN_MAX,
            .period = 1.0 / WEEKS_A_YEAR,
            .periods = 156,
            .steps = 7,
            .time_unit = "year",
            .person_unit = "share of population",
            .output_unit = "annual output",
            .matching = 2.0,
        },
    },
};

size_t rix_preset_planner_count(void) { return sizeof PLANNERS / sizeof *PLANNERS; }

const rix_preset_planner *rix_preset_planner_at(size_t i)
{
    return i < rix_preset_planner_count() ? &PLANNERS[i] : NULL;
}

rix_status rix_preset_planner_find(const char *name, const rix_preset_planner **out, rix_error *err)
{
    if (!name) return rix_i_null(err, "name");
    if (!out) return rix_i_null(err, "out");
    for (size_t i = 0; i < rix_preset_planner_count(); i++) {
        if (strcmp(PLANNERS[i].name, name) != 0) continue;
        *out = &PLANNERS[i];
        return RIX_OK;
    }
    return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE,
                      "no planner is named '%s'; there are %s and %s", rix_i_label(name).s,
                      PLANNERS[0].name, PLANNERS[1].name);
}
