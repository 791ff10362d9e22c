/* rules_usa.c - rule sets of the United States. */
#include "preset/rules.h"

static const rix_rules_parameter none[] = { { NULL, NULL } };

/* ------------------------------------------------------------------------------ cdc_2021 -- */

static const char *const cdc_zones[] = { "low", "moderate", "substantial", "high", NULL };
static const char *const cdc_indicators[] = { "incidence_7d", "positivity", NULL };
static const char *const cdc_units[] = { "per 100,000", "%", NULL };
static const double cdc_incidence[] = { 10, 50, 100 };
static const double cdc_positivity[] = { 5, 8, 10 };
static const double *const cdc_thresholds[] = { cdc_incidence, cdc_positivity };

const rix_i_rules rix_i_rules_cdc_2021 = {
    .about = {
        .name = "cdc_2021",
        .title = "United States, level of community transmission, 2021",
        .issuer = "Centers for Disease Control and Prevention",
        .date = "2021",
        .source = "CDC, indicators of community transmission, 2021: that the worse of the two "
                  "counts was read in the issuer's own text; the cut-offs " RIX_I_REPORTED,
        .notes = "incidence_7d: new cases of 7 days per 100,000 people; positivity of the same 7 "
                 "days. A value at a cut-off is in the riskier level. Our reading: where one of "
                 "the two is missing, the level is known only if the other is high; else grey",
        .zones = cdc_zones,
        .indicators = cdc_indicators,
        .units = cdc_units,
        .parameters = none,
    },
    .thresholds = cdc_thresholds,
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};

/* -------------------------------------------------------------------------- harvard_2020 -- */

static const char *const harvard_zones[] = { "green", "yellow", "orange", "red", NULL };
static const char *const harvard_indicators[] = { "daily_cases", NULL };
static const char *const harvard_units[] = { "per 100,000", NULL };
static const double harvard_cases[] = { 1, 10, 25 };
static const double *const harvard_thresholds[] = { harvard_cases };

const rix_i_rules rix_i_rules_harvard_2020 = {
    .about = {
        .name = "harvard_2020",
        .title = "Risk levels of the Harvard Global Health Institute, 2020",
        .issuer = "Harvard Global Health Institute",
        .date = "2020",
        .source = "Harvard Global Health Institute and others, key metrics for COVID suppression, "
                  "2020; " RIX_I_REPORTED,
        .notes = "daily_cases: new cases a day per 100,000 people, mean of 7 days. A value at a "
                 "cut-off is in the riskier level",
        .zones = harvard_zones,
        .indicators = harvard_indicators,
        .units = harvard_units,
        .parameters = none,
    },
    .thresholds = harvard_thresholds,
    .unknown = RIX_UNKNOWN_GREY,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};

/* ----------------------------------------------------------------------- california_2020 -- */

enum { YELLOW, ORANGE, RED, PURPLE };
enum { CASES, POSITIVITY };
enum { ORANGE_CASES = 1, ORANGE_POSITIVITY };

static const char *const california_zones[] = { "yellow", "orange", "red", "purple", NULL };
static const char *const california_indicators[] = { "daily_cases", "positivity", NULL };
static const char *const california_units[] = { "per 100,000", "%", NULL };
static const rix_rules_parameter california_parameters[] = {
    { "orange_cases", "daily cases per 100,000 from which a county is orange instead of yellow, "
                      "below 4" },
    { "orange_positivity", "positivity in per cent from which a county is orange instead of "
                           "yellow, below 5" },
    { NULL, NULL },
};

/* clang-format off */
static const rix_i_rules_row california_table[] = {
    { PURPLE, { [CASES] = ABOVE(7) } },
    { PURPLE, { [POSITIVITY] = ABOVE(8) } },
    { RED, { [CASES] = FROM_TO(4, 7), [POSITIVITY] = AT_MOST(8) } },
    { RED, { [CASES] = AT_MOST(7), [POSITIVITY] = FROM_TO(5, 8) } },
    { ORANGE, { [CASES] = GIVEN_TO_BELOW(ORANGE_CASES, 4), [POSITIVITY] = BELOW(5) } },
    { ORANGE, { [CASES] = BELOW(4), [POSITIVITY] = GIVEN_TO_BELOW(ORANGE_POSITIVITY, 5) } },
    { YELLOW, { [CASES] = BELOW_GIVEN(ORANGE_CASES), [POSITIVITY] = BELOW_GIVEN(ORANGE_POSITIVITY) } },
};
/* clang-format on */

static const size_t california_stay[] = { 0, 21, 21, 0 }; /* none in purple */

const rix_i_rules rix_i_rules_california_2020 = {
    .about = {
        .name = "california_2020",
        .title = "California, tiers of the Blueprint for a Safer Economy, 2020",
        .issuer = "California Department of Public Health",
        .date = "2020-08",
        .source = "Blueprint for a Safer Economy, 2020; " RIX_I_REPORTED,
        .notes = "daily_cases: new cases a day per 100,000 people, mean of 7 days; positivity of "
                 "the same 7 days; the worse of the two counts. A period is a day, a review every "
                 "7. A county starts purple; it eases one tier after two reviews in a row at the "
                 "next tier or better, having been in its own for 21 days (but not in purple), and "
                 "moves up one tier after two that fail it. Our readings: 4 and 7 cases, 5 and 8 "
                 "per cent belong to red; the two reviews need not find the same tier; where one "
                 "of the two is missing, the tier is the one that it cannot change, and a review "
                 "that finds none leaves the tier and ends a run",
        .zones = california_zones,
        .indicators = california_indicators,
        .units = california_units,
        .parameters = california_parameters,
    },
    .admitted = { { 0, 4, false, false }, { 0, 5, false, false } },
    .enter = california_table,
    .n_enter = RIX_I_ROWS(california_table),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = PURPLE, .review_every = 7, .rise_after = 2, .fall_after = 2,
               .rise_steps = 1, .fall_steps = 1, .stay_to_fall = california_stay,
               .absent = RIX_ABSENT_HOLD },
};

/* ------------------------------------------------------------------------- us_gates_2020 -- */

enum { PHASE_3, PHASE_2, PHASE_1, CLOSED };
enum { ILI, CLI, CASES_TREND, POSITIVITY_TREND, TESTS_TREND, CRISIS_CARE };

static const char *const gates_zones[] = { "phase_3", "phase_2", "phase_1", "closed", NULL };
static const char *const gates_indicators[] = {
    "ili_trend", "cli_trend", "cases_trend", "positivity_trend", "tests_trend", "crisis_care", NULL
};
static const char *const gates_units[] = { "per day", "per day",   "per day", "per day",
                                           "per day", "hospitals", NULL };
static const rix_rules_parameter gates_parameters[] = {
    { "rebound_days", "days in a row on which the gates fail after which an area goes back one "
                      "phase; the guidelines do not say" },
    { NULL, NULL },
};

#define SYNDROMES_FALL [ILI] = BELOW(0), [CLI] = BELOW(0), [CRISIS_CARE] = AT_MOST(0)

/* clang-format off */
static const rix_i_rules_row gates_table[] = {
    { PHASE_3, { SYNDROMES_FALL, [CASES_TREND] = BELOW(0) } },
    { PHASE_3, { SYNDROMES_FALL, [POSITIVITY_TREND] = BELOW(0), [TESTS_TREND] = AT_LEAST(0) } },
    { CLOSED, { [ILI] = AT_LEAST(0) } },
    { CLOSED, { [CLI] = AT_LEAST(0) } },
    { CLOSED, { [CRISIS_CARE] = ABOVE(0) } },
    { CLOSED, { [CASES_TREND] = AT_LEAST(0), [POSITIVITY_TREND] = AT_LEAST(0) } },
    { CLOSED, { [CASES_TREND] = AT_LEAST(0), [TESTS_TREND] = BELOW(0) } },
};
/* clang-format on */

static const size_t gates_stay[] = { 0, 14, 14, 0 }; /* the gates are passed again in each phase */

const rix_i_rules rix_i_rules_us_gates_2020 = {
    .about = {
        .name = "us_gates_2020",
        .title = "United States, gates of Opening up America again, April 2020",
        .issuer = "The White House and the Centers for Disease Control and Prevention",
        .date = "2020-04",
        .source = "Guidelines for Opening up America again, April 2020; " RIX_I_REPORTED,
        .notes = "The gates: downward trajectory over 14 days of influenza-like (ili) and of "
                 "covid-like (cli) syndromic cases; of cases, or of positivity with tests flat or "
                 "rising; no hospital in crisis care. The guidelines define no statistic: here a "
                 "trajectory is downward if the Theil-Sen slope of 14 days is below 0 (tests are flat "
                 "or rising at 0 or more). The rule of a day says phase_3 where the gates are "
                 "passed and closed where not. An area starts closed and opens by one phase "
                 "when they are passed, 14 days after the last one at the earliest. A review that "
                 "cannot decide leaves the phase",
        .zones = gates_zones,
        .indicators = gates_indicators,
        .units = gates_units,
        .parameters = gates_parameters,
    },
    .admitted = { { 1, 1e9, true, true } },
    .enter = gates_table,
    .n_enter = RIX_I_ROWS(gates_table),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = CLOSED, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .rise_steps = 1, .fall_steps = 1, .stay_to_fall = gates_stay,
               .absent = RIX_ABSENT_HOLD },
    .rise_after_parameter = 1,
};
