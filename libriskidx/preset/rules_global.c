/* rules_global.c - rule sets that are not of one country. */
#include "preset/rules.h"

/* ------------------------------------------------------------------------ who_2020_05_12 -- */

enum { MET, NOT_MET };
enum { POSITIVITY, RT };

static const char *const who_zones[] = { "met", "not_met", NULL };
static const char *const who_indicators[] = { "positivity", "rt", NULL };
static const char *const who_units[] = { "%", NULL, NULL }; /* a pure number */
static const rix_rules_parameter who_parameters[] = {
    { "rt_below", "reproduction number below which transmission is controlled; 1 is often quoted, "
                  "not confirmed" },
    { NULL, NULL },
};

/* clang-format off */
static const rix_i_rules_row who_table[] = {
    { MET, { [POSITIVITY] = BELOW(5), [RT] = BELOW_GIVEN(1) } },
    { NOT_MET, { [POSITIVITY] = AT_LEAST(5) } },
    { NOT_MET, { [RT] = AT_LEAST_GIVEN(1) } },
};
/* clang-format on */

const rix_i_rules rix_i_rules_who_2020_05_12 = {
    .about = {
        .name = "who_2020_05_12",
        .title = "WHO, epidemiological criteria for easing, May 2020",
        .issuer = "World Health Organization",
        .date = "2020-05-12",
        .source = "WHO, Public health criteria to adjust public health and social measures, 12 May "
                  "2020: its three domains were read in the issuer's own text; positivity below 5 "
                  "per cent for two weeks " RIX_I_REPORTED
                  "; a reproduction number below 1 for two weeks is unconfirmed",
        .notes = "Only what has numbers of the first domain (epidemiology); health system and "
                 "surveillance are not in it. Met after 14 days in a row (a period is a day), lost on the "
                 "first day that fails. A review that cannot decide leaves the zone and ends a run",
        .zones = who_zones,
        .indicators = who_indicators,
        .units = who_units,
        .parameters = who_parameters,
    },
    .admitted = { { 0, 1e3, false, false } },
    .enter = who_table,
    .n_enter = RIX_I_ROWS(who_table),
    .unknown = RIX_UNKNOWN_CERTAIN,
    .clock = { .start = NOT_MET, .review_every = 1, .rise_after = 1, .fall_after = 14,
               .absent = RIX_ABSENT_HOLD },
};

/* ------------------------------------------------------------------- inform_risk_classes -- */

static const char *const inform_zones[] = {
    "very_low", "low", "medium", "high", "very_high", NULL
};
static const char *const inform_indicators[] = { "score", NULL };
static const char *const inform_units[] = { NULL, NULL }; /* one indicator without a unit */
static const rix_rules_parameter none[] = { { NULL, NULL } };

/* Classes begin at 2.0, 3.5, 5.0 and 6.5 of a score that is rounded to one decimal, halves up. */
static const double inform_score[] = { 1.95, 3.45, 4.95, 6.45 };
static const double *const inform_thresholds[] = { inform_score };

const rix_i_rules rix_i_rules_inform_risk_classes = {
    .about = {
        .name = "inform_risk_classes",
        .title = "INFORM Risk, classes of the index",
        .issuer = "Joint Research Centre of the European Commission and Inter-Agency Standing "
                  "Committee",
        .date = "2020",
        .source = "INFORM Global Risk Index 2020: very low 0-1.9, low 2.0-3.4, medium 3.5-4.9, "
                  "high 5.0-6.4, very high 6.5-10, on scores rounded to one decimal",
        .notes = "score: the index, 0-10, rounded or not. Rounding is part of the rule: halves go up, so a "
                 "class begins at the number nearest to 1.95, 3.45, 4.95 or 6.45 itself",
        .zones = inform_zones,
        .indicators = inform_indicators,
        .units = inform_units,
        .parameters = none,
    },
    .thresholds = inform_thresholds,
    .unknown = RIX_UNKNOWN_GREY,
    .clock = { .start = RIX_NO_ZONE, .review_every = 1, .rise_after = 1, .fall_after = 1,
               .absent = RIX_ABSENT_GREY },
};
