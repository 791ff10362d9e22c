/* rules_india.c - the three classifications of districts in India, April and May 2020. */
#include "preset/rules.h"

enum { GREEN, ORANGE, RED };

static const char *const zones[] = { "green", "orange", "red", NULL };
static const rix_rules_parameter none[] = { { NULL, NULL } };

#define MINISTRY "Ministry of Health and Family Welfare, India"

/* ---------------------------------------------------------------------- india_2020_04_15 -- */

enum { DAYS, AHEAD, DOUBLING };

static const char *const april_15_indicators[] = { "days_since_case", "caseload_ahead",
                                                   "doubling_time", NULL };
static const char *const april_15_units[] = { "days", "%", "days", NULL };

#define LATELY [DAYS] = BELOW(14)

/* clang-format off */
static const rix_i_rules_row april_15_enter[] = {
    { RED, { LATELY, [AHEAD] = AT_MOST(80) } },
    { RED, { LATELY, [DOUBLING] = BELOW(4) } },
    { ORANGE, { LATELY, [AHEAD] = ABOVE(80), [DOUBLING] = AT_LEAST(4) } },
    { ORANGE, { [DAYS] = FROM_TO_BELOW(14, 28) } },
    { GREEN, { [DAYS] = AT_LEAST(28) } },
};

/* A district that is red stays so until it has had no case for 14 days. */
static const rix_i_rules_row april_15_leave[] = {
    { RED, { LATELY } },
    { ORANGE, { [DAYS] = FROM_TO_BELOW(14, 28) } },
    { GREEN, { [DAYS] = AT_LEAST(28) } },
};
/* clang-format on */

const rix_i_rules rix_i_rules_india_2020_04_15 = {
    .about = {
        .name = "india_2020_04_15",
        .title = "India, hotspots and zones of 15 April 2020",
        .issuer = MINISTRY,
        .date = "2020-04-15",
        .source = "Letter and briefing on hotspots, 15 and 16 April 2020; " RIX_I_REPORTED,
        .notes = "Red: the districts with most cases that together have over 80 per cent of those of "
                 "the country or the state, or doubling in under 4 days; orange after 14 days "
                 "without a case, green after 28. caseload_ahead: cases of all districts that "
                 "have more, in per cent of the cases of the country (or the state, whichever is "
                 "less); 80 or less is among the highest. doubling_time over 7 days. Our "
                 "readings: a red district stays red until 14 days without a case, whatever its "
                 "share and doubling time; one with a case in the last 14 days that never "
                 "was red is orange; a review every day (the doubling time was reviewed on Mondays)",
        .zones = zones,
        .indicators = april_15_indicators,
        .units = april_15_units,
        .parameters = none,
    },
    .enter = april_15_enter,
    .n_enter = RIX_I_ROWS(april_15_enter),
    .leave = april_15_leave,
    .n_leave = RIX_I_ROWS(april_15_leave),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};

/* ---------------------------------------------------------------------- india_2020_04_30 -- */

enum { APRIL_30_DAYS, APRIL_30_ACTIVE, APRIL_30_DOUBLING };
enum { RED_ACTIVE = 1, RED_DOUBLING };

static const char *const april_30_indicators[] = { "days_since_case", "active_cases",
                                                   "doubling_time", NULL };
static const char *const april_30_units[] = { "days", "people", "days", NULL };
static const rix_rules_parameter april_30_parameters[] = {
    { "red_active_cases", "active cases from which a district with a case in 21 days is red; not "
                          "published (1e9: none)" },
    { "red_doubling_time", "doubling time in days below which such a district is red; not "
                           "published (0: none)" },
    { NULL, NULL },
};

#define CASE_IN_21_DAYS [APRIL_30_DAYS] = BELOW(21)

/* clang-format off */
static const rix_i_rules_row april_30_table[] = {
    { GREEN, { [APRIL_30_DAYS] = AT_LEAST(21) } },
    { RED, { CASE_IN_21_DAYS, [APRIL_30_ACTIVE] = AT_LEAST_GIVEN(RED_ACTIVE) } },
    { RED, { CASE_IN_21_DAYS, [APRIL_30_DOUBLING] = BELOW_GIVEN(RED_DOUBLING) } },
    { ORANGE, { CASE_IN_21_DAYS, [APRIL_30_ACTIVE] = BELOW_GIVEN(RED_ACTIVE),
                [APRIL_30_DOUBLING] = AT_LEAST_GIVEN(RED_DOUBLING) } },
};
/* clang-format on */

const rix_i_rules rix_i_rules_india_2020_04_30 = {
    .about = {
        .name = "india_2020_04_30",
        .title = "India, red, orange and green districts of 30 April 2020",
        .issuer = MINISTRY,
        .date = "2020-04-30",
        .source = "Letter to the states with the list of 130 red, 284 orange and 319 green "
                  "districts, 30 April 2020; " RIX_I_REPORTED,
        .notes = "Green: never a case, or none for 21 days. What separates red from orange was "
                 "described (active cases, doubling time, testing, surveillance) but not published "
                 "in numbers, so the caller gives two of them. States might add districts to red "
                 "but not remove any",
        .zones = zones,
        .indicators = april_30_indicators,
        .units = april_30_units,
        .parameters = april_30_parameters,
    },
    .admitted = { { 0, 1e15, false, false }, { 0, 1e15, true, false } },
    .enter = april_30_table,
    .n_enter = RIX_I_ROWS(april_30_table),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};

/* ---------------------------------------------------------------------- india_2020_05_17 -- */

enum { DESIRABLE, BETWEEN, CRITICAL };
enum { MAY_ACTIVE, MAY_RATE, MAY_DAYS, MAY_DOUBLING, MAY_FATALITY, MAY_TESTS, MAY_POSITIVITY };

static const char *const may_zones[] = { "desirable", "between", "critical", NULL };
static const char *const may_indicators[] = { "active_cases",    "active_per_100k",
                                              "days_since_case", "doubling_time",
                                              "fatality",        "tests",
                                              "positivity",      NULL };
static const char *const may_units[] = { "people", "per 100,000", "days", "days",
                                         "%",      "per 100,000", "%",    NULL };

/* Not critical in anything but what a row says of its own. */
#define ACTIVE_OK [MAY_ACTIVE] = AT_MOST(200), [MAY_RATE] = AT_MOST(15)
#define DOUBLING_OK [MAY_DOUBLING] = AT_LEAST(14)
#define FATALITY_OK [MAY_FATALITY] = AT_MOST(6)
#define TESTS_OK [MAY_TESTS] = AT_LEAST(65)
#define POSITIVITY_OK [MAY_POSITIVITY] = AT_MOST(6)

/* clang-format off */
static const rix_i_rules_row may_table[] = {
    { CRITICAL, { [MAY_ACTIVE] = ABOVE(200) } },
    { CRITICAL, { [MAY_RATE] = ABOVE(15) } },
    { CRITICAL, { [MAY_DOUBLING] = BELOW(14) } },
    { CRITICAL, { [MAY_FATALITY] = ABOVE(6) } },
    { CRITICAL, { [MAY_TESTS] = BELOW(65) } },
    { CRITICAL, { [MAY_POSITIVITY] = ABOVE(6) } },
    { BETWEEN, { ACTIVE_OK, [MAY_DAYS] = BELOW(21), DOUBLING_OK, FATALITY_OK, TESTS_OK, POSITIVITY_OK } },
    { BETWEEN, { ACTIVE_OK, [MAY_DOUBLING] = FROM_TO(14, 28), FATALITY_OK, TESTS_OK, POSITIVITY_OK } },
    { BETWEEN, { ACTIVE_OK, DOUBLING_OK, [MAY_FATALITY] = FROM_TO(1, 6), TESTS_OK, POSITIVITY_OK } },
    { BETWEEN, { ACTIVE_OK, DOUBLING_OK, FATALITY_OK, [MAY_TESTS] = FROM_TO(65, 200), POSITIVITY_OK } },
    { BETWEEN, { ACTIVE_OK, DOUBLING_OK, FATALITY_OK, TESTS_OK, [MAY_POSITIVITY] = FROM_TO(2, 6) } },
    { DESIRABLE, { ACTIVE_OK, [MAY_DAYS] = AT_LEAST(21), [MAY_DOUBLING] = ABOVE(28),
                   [MAY_FATALITY] = BELOW(1), [MAY_TESTS] = ABOVE(200), [MAY_POSITIVITY] = BELOW(2) } },
};
/* clang-format on */

const rix_i_rules rix_i_rules_india_2020_05_17 = {
    .about = {
        .name = "india_2020_05_17",
        .title = "India, critical and desirable values of 17 May 2020",
        .issuer = MINISTRY,
        .date = "2020-05-17",
        .source = "Guidelines for the states on zones, 17 May 2020; " RIX_I_REPORTED,
        .notes = "doubling_time over 7 days; fatality: deaths per 100 cases; tests per 100,000 "
                 "people. Our readings: one critical value makes a district critical, all "
                 "desirable ones make it desirable, and what lies between is called so; the desirable "
                 "'none in 21 days' is days_since_case of 21 or more; the cut-offs themselves are "
                 "neither critical nor desirable. A district that never had a case has neither a "
                 "doubling time nor a fatality: give infinity and 0",
        .zones = may_zones,
        .indicators = may_indicators,
        .units = may_units,
        .parameters = none,
    },
    .enter = may_table,
    .n_enter = RIX_I_ROWS(may_table),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};
