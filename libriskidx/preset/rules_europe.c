/* rules_europe.c - the common maps of the European Union. */
#include "preset/rules.h"

enum { GREEN, ORANGE, RED, DARK_RED };
enum { INCIDENCE, POSITIVITY, TESTS };

static const char *const zones_2020[] = { "green", "orange", "red", NULL };
static const char *const zones_2021[] = { "green", "orange", "red", "dark_red", NULL };
static const char *const indicators[] = { "incidence_14d", "positivity", "tests_7d", NULL };
static const char *const units[] = { "per 100,000", "%", "per 100,000", NULL };
static const rix_rules_parameter none[] = { { NULL, NULL } };

#define ENOUGH [TESTS] = AT_LEAST(300)

#define GREY_GREEN_ORANGE                                                                          \
    { RIX_NO_ZONE, { [TESTS] = BELOW(300) } },                                                     \
        { GREEN, { [INCIDENCE] = BELOW(25), [POSITIVITY] = BELOW(4), ENOUGH } },                   \
        { ORANGE, { [INCIDENCE] = BELOW(50), [POSITIVITY] = AT_LEAST(4), ENOUGH } },               \
    {                                                                                              \
        ORANGE, { [INCIDENCE] = FROM_TO(25, 150), [POSITIVITY] = BELOW(4), ENOUGH }                \
    }

/* clang-format off */
static const rix_i_rules_row table_2020[] = {
    GREY_GREEN_ORANGE,
    { RED, { [INCIDENCE] = AT_LEAST(50), [POSITIVITY] = AT_LEAST(4), ENOUGH } },
    { RED, { [INCIDENCE] = ABOVE(150), ENOUGH } },
};

static const rix_i_rules_row table_2021[] = {
    GREY_GREEN_ORANGE,
    { RED, { [INCIDENCE] = FROM_TO_BELOW(50, 500), [POSITIVITY] = AT_LEAST(4), ENOUGH } },
    { RED, { [INCIDENCE] = ABOVE_TO_BELOW(150, 500), ENOUGH } },
    { DARK_RED, { [INCIDENCE] = AT_LEAST(500), ENOUGH } },
};
/* clang-format on */

#define READING                                                                                    \
    "incidence_14d: new cases of 14 days per 100,000 people; positivity and tests_7d of the last " \
    "week. Our readings: grey below 300 tests, not at 300 (one text says 300 or fewer); 25 and "   \
    "150 "                                                                                         \
    "belong to orange; where positivity is missing, incidence decides where it can, else grey; "   \
    "where tests_7d is missing, grey (give 300 to say that testing is enough). The maps appeared " \
    "every Thursday; here every period is a review"

const rix_i_rules rix_i_rules_ecdc_2020 = {
    .about = {
        .name = "ecdc_2020",
        .title = "European Union, common map of October 2020: green, orange, red",
        .issuer = "Council of the European Union; maps by the ECDC",
        .date = "2020-10-13",
        .source = "Council Recommendation (EU) 2020/1475 of 13 October 2020; read in the issuer's "
                  "own text",
        .notes = READING,
        .zones = zones_2020,
        .indicators = indicators,
        .units = units,
        .parameters = none,
    },
    .enter = table_2020,
    .n_enter = RIX_I_ROWS(table_2020),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};

const rix_i_rules rix_i_rules_ecdc_2021 = {
    .about = {
        .name = "ecdc_2021",
        .title = "European Union, common map of January 2021, with dark red",
        .issuer = "Council of the European Union; maps by the ECDC",
        .date = "2021-01",
        .source = "Council Recommendation (EU) 2020/1475 of 13 October 2020, read in the issuer's "
                  "own text; dark red from 500 " RIX_I_REPORTED,
        .notes = READING,
        .zones = zones_2021,
        .indicators = indicators,
        .units = units,
        .parameters = none,
    },
    .enter = table_2021,
    .n_enter = RIX_I_ROWS(table_2021),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};
