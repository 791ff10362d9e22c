/* covid_recovery.c - the risk of leaving lockdown on health, social and economic grounds, 0-10.
 *
 * Our own framework, after the idea of S. Srivastava, "Indexing risk to recover from COVID-19" (UN
 * ESCAP, May 2020). docs/covid_recovery.md says for every indicator what it measures, why it is here
 * and why it counts the way it does; examples/data/README.md where the figures come from and under
 * which licence.
 *
 * Goalposts are fixed rather than taken from the sample, so that a score means the same in another
 * sample or another year. Where each further unit matters less than the one before (people per km2,
 * beds, income) they are on logarithms. Within a dimension scores are arithmetic means, so that
 * contributions add up; over the three dimensions INFORM's scaled geometric mean keeps one low risk
 * from hiding a high one. A group is scored only on half of its children or more. */
#include "preset/frameworks.h"

/* clang-format off */
#define GROUP(code, parent, name, source, rule)                                                    \
    { code, parent, name, NULL, source, RIX_NODE_GROUP, 1.0, 1, rule, RIX_NORM_INHERIT, RIX_NAN,   \
      RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

#define SCORED(code, parent, name, unit, source, direction, rule, low, high)                       \
    { code, parent, name, unit, source, RIX_NODE_INDICATOR, 1.0, direction, RIX_AGG_INHERIT, rule, \
      low, high, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

/* From one goalpost (no risk for +1, most for -1) to the other, evenly or on logarithms. */
#define LINEAR(code, parent, name, unit, source, direction, low, high)                             \
    SCORED(code, parent, name, unit, source, direction, RIX_NORM_GOALPOSTS, low, high)
#define LOG(code, parent, name, unit, source, direction, low, high)                                \
    SCORED(code, parent, name, unit, source, direction, RIX_NORM_LOG_GOALPOSTS, low, high)

/* A component of INFORM is on 0-10 with higher = worse already. */
#define INFORM(code, parent, name, component)                                                      \
    SCORED(code, parent, name, "0-10",                                                             \
           "JRC and IASC, INFORM Global Risk Index 2020: " component, 1, RIX_NORM_NONE, RIX_NAN,   \
           RIX_NAN)

#define OWID " through Our World in Data, COVID-19 data set"

static const rix_node nodes[] = {
    GROUP("covid_recovery", NULL, "Risk in leaving lockdown",
          "Scaled geometric: a low risk in one dimension does not hide a high one in another",
          RIX_AGG_SCALED_GEOMETRIC),

    GROUP("health", "covid_recovery", "Health risk",
          "How fast infection spreads, whom it harms, who can be treated", RIX_AGG_ARITHMETIC),
    GROUP("transmission", "health", "Transmission",
          "How easily infection spreads once people meet again", RIX_AGG_ARITHMETIC),
    LOG("population_density", "transmission", "Population density", "people per km2",
        "World Bank and UN" OWID, 1, 1.0, 10000.0),
    INFORM("epidemic_hazard", "transmission", "Epidemic hazard", "Epidemic"),
    LINEAR("handwashing_facilities", "transmission", "Handwashing facilities", "% of people",
           "UN Statistics Division" OWID, -1, 0.0, 100.0),
    GROUP("susceptibility", "health", "Susceptibility",
          "How many of the infected would fall severely ill", RIX_AGG_ARITHMETIC),
    LINEAR("aged_65_plus", "susceptibility", "People aged 65 or over", "% of people",
           "UN and World Bank" OWID, 1, 0.0, 30.0),
    LINEAR("cardiovascular_deaths", "susceptibility", "Deaths from cardiovascular disease",
           "per 100000 a year", "Global Burden of Disease 2017" OWID, 1, 50.0, 750.0),
    LINEAR("diabetes", "susceptibility", "Diabetes", "% of ages 20-79",
           "International Diabetes Federation, World Bank" OWID, 1, 0.0, 25.0),
    LINEAR("male_smokers", "susceptibility", "Men who smoke", "% of men",
           "WHO, World Bank" OWID, 1, 0.0, 80.0),
    INFORM("health_conditions", "susceptibility", "HIV, tuberculosis and malaria",
           "Health Conditions"),
    GROUP("health_capacity", "health", "Lack of health capacity",
          "Whether those who fall ill are treated", RIX_AGG_ARITHMETIC),
    LOG("hospital_beds", "health_capacity", "Hospital beds", "per 1000 people",
        "World Bank and national sources" OWID, -1, 0.2, 10.0),
    INFORM("lack_health_access", "health_capacity", "Lack of access to health care",
           "Access to health care"),

    GROUP("social", "covid_recovery", "Social risk",
          "Who cannot bear further closures, or is left behind by them", RIX_AGG_ARITHMETIC),
    GROUP("poverty", "social", "Poverty and deprivation",
          "Households without savings or services to fall back on", RIX_AGG_ARITHMETIC),
    LINEAR("extreme_poverty", "poverty", "Extreme poverty", "% of people",
           "World Bank" OWID, 1, 0.0, 40.0),
    INFORM("deprivation", "poverty", "Development and deprivation", "Development & Deprivation"),
    GROUP("fragility", "social", "Inequality and food insecurity",
          "Households that a shock pushes out of school, work or enough to eat",
          RIX_AGG_ARITHMETIC),
    INFORM("inequality", "fragility", "Inequality", "Inequality"),
    INFORM("food_insecurity", "fragility", "Food insecurity", "Food Security"),
    GROUP("digital_connectivity", "social", "Lack of digital connectivity",
          "Who can learn and work from home while schools and offices are closed",
          RIX_AGG_ARITHMETIC),
    LINEAR("internet_users", "digital_connectivity", "Internet users", "% of people",
           "ITU through World Bank and Our World in Data", -1, 0.0, 100.0),
    LINEAR("fixed_broadband", "digital_connectivity", "Fixed broadband", "lines per 100 people",
           "ITU through World Bank and Our World in Data", -1, 0.0, 40.0),

    GROUP("economic", "covid_recovery", "Economic risk",
          "How hard the closures hit and how well the economy can take it", RIX_AGG_ARITHMETIC),
    GROUP("economic_structure", "economic", "Income, structure and dependence",
          "Means of its own to pay for support and recovery", RIX_AGG_ARITHMETIC),
    LOG("gdp_per_capita", "economic_structure", "GDP per capita", "2011 PPP $",
        "World Bank" OWID, -1, 1000.0, 75000.0),
    LINEAR("agricultural_employment", "economic_structure", "Employment in agriculture",
           "% of employment", "ILO, modelled estimates", 1, 0.0, 70.0),
    INFORM("aid_dependency", "economic_structure", "Aid dependency", "Aid Dependency"),
    GROUP("lockdown_burden", "economic", "Burden of lockdown",
          "Strain that the closures of 2020 have left behind", RIX_AGG_ARITHMETIC),
    LINEAR("stringency", "lockdown_burden", "Mean stringency in 2020", "0-100",
           "Oxford COVID-19 Government Response Tracker, Stringency Index", 1, 0.0, 80.0),
    LINEAR("lockdown_days", "lockdown_burden", "Days in lockdown in 2020", "days at 70 or more",
           "Oxford COVID-19 Government Response Tracker, Stringency Index", 1, 0.0, 300.0),
    GROUP("institutions", "economic", "Weak institutions and infrastructure",
          "Whether a plan for recovery can be carried out", RIX_AGG_ARITHMETIC),
    INFORM("weak_governance", "institutions", "Weak governance", "Governance"),
    INFORM("weak_disaster_management", "institutions", "Weak disaster management", "DRR"),
    INFORM("lack_infrastructure", "institutions", "Lack of physical infrastructure",
           "Physical infrastructure"),
};
/* clang-format on */

const rix_preset_framework rix_i_preset_covid_recovery = {
    .name = "covid_recovery",
    .title = "Risk in leaving lockdown: health, social and economic, on 0-10",
    .source = "riskidx, after S. Srivastava, Indexing risk to recover from COVID-19 (UN ESCAP, May "
              "2020); docs/covid_recovery.md; GPL-3.0-or-later",
    .nodes = nodes,
    .n_nodes = sizeof nodes / sizeof *nodes,
    .recipe = { .normalise = RIX_I_NORMALISE(RIX_NORM_GOALPOSTS, 0.0, 10.0),
                .aggregate = RIX_I_AGGREGATE(RIX_AGG_ARITHMETIC, RIX_MISSING_AVAILABLE, 0.5),
                .strict = false,
                RIX_I_UNPREPARED },
};
