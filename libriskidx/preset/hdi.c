/* hdi.c - the Human Development Index of the Human Development Report 2021/22.
 *
 * Source: UNDP, Human Development Report 2021/22, "Uncertain Times, Unsettled Lives", technical
 * note 1: goalposts, logarithm of income, shares capped at 1, education as arithmetic mean,
 * geometric mean of the three dimensions. Reports and data of the UNDP are under CC BY 3.0 IGO;
 * restated here, nothing copied.
 *
 * An economy without one of the four figures has no published HDI, so a missing indicator makes
 * everything above it missing. */
#include "preset/frameworks.h"

#define UNDP "UNDP, Human Development Report 2021/22, technical note 1"

/* clang-format off */
#define GROUP(code, parent, name, rule)                                                            \
    { code, parent, name, NULL, UNDP, RIX_NODE_GROUP, 1.0, 1, rule, RIX_NORM_INHERIT, RIX_NAN,     \
      RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

#define INDICATOR(code, parent, name, unit, source, rule, low, high)                               \
    { code, parent, name, unit, source, RIX_NODE_INDICATOR, 1.0, 1, RIX_AGG_INHERIT, rule, low,    \
      high, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

static const rix_node nodes[] = {
    GROUP("hdi", NULL, "Human Development Index", RIX_AGG_GEOMETRIC),
    GROUP("health", "hdi", "Long and healthy life", RIX_AGG_ARITHMETIC),
    GROUP("education", "hdi", "Knowledge", RIX_AGG_ARITHMETIC),
    GROUP("income", "hdi", "Decent standard of living", RIX_AGG_ARITHMETIC),
    INDICATOR("life_expectancy", "health", "Life expectancy at birth", "years",
              "UN DESA, World Population Prospects, as used by the UNDP",
              RIX_NORM_GOALPOSTS, 20.0, 85.0),
    INDICATOR("expected_schooling", "education", "Expected years of schooling", "years",
              "UNESCO Institute for Statistics and household surveys, as used by the UNDP",
              RIX_NORM_GOALPOSTS, 0.0, 18.0),
    INDICATOR("mean_schooling", "education", "Mean years of schooling", "years",
              "UNESCO Institute for Statistics, Barro and Lee, household surveys, as used by the UNDP",
              RIX_NORM_GOALPOSTS, 0.0, 15.0),
    INDICATOR("gni_per_capita", "income", "Gross national income per capita", "2017 PPP $",
              "World Bank, IMF and UN Statistics Division, as used by the UNDP",
              RIX_NORM_LOG_GOALPOSTS, 100.0, 75000.0),
};
/* clang-format on */

const rix_preset_framework rix_i_preset_hdi = {
    .name = "hdi",
    .title = "Human Development Index 2021/22, on 0-1",
    .source = UNDP "; CC BY 3.0 IGO",
    .nodes = nodes,
    .n_nodes = sizeof nodes / sizeof *nodes,
    .recipe = { .normalise = RIX_I_NORMALISE(RIX_NORM_GOALPOSTS, 0.0, 1.0),
                .aggregate = RIX_I_AGGREGATE(RIX_AGG_GEOMETRIC, RIX_MISSING_PROPAGATE, 0.0),
                .strict = false,
                RIX_I_UNPREPARED },
};
