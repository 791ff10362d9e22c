/* inform_risk.c - the INFORM Global Risk Index 2020, from its component scores upwards.
 *
 * Source: Joint Research Centre of the European Commission and Inter-Agency Standing Committee,
 * INFORM Global Risk Index 2020, v0.4.0, and Marin-Ferrer, Vernaccini and Poljansek (2017), INFORM
 * concept and methodology, version 2017, EUR 28655. CC BY 4.0; restated here, nothing copied.
 *
 * The scores are on 0-10 already and higher is worse. A node's `name` is its published column, so
 * that a published table can be read by it. "Human" is taken as given: INFORM makes it from the risk
 * and the intensity of conflict by rules of its own. Means run over what is present, as INFORM's do:
 * its table has no gaps above the components. */
#include "preset/frameworks.h"

#define INFORM "JRC and IASC, INFORM Global Risk Index 2020, v0.4.0"

/* clang-format off */
#define GROUP(code, parent, name, rule)                                                            \
    { code, parent, name, NULL, INFORM, RIX_NODE_GROUP, 1.0, 1, rule, RIX_NORM_INHERIT, RIX_NAN,   \
      RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

#define WEIGHTED(code, parent, name, weight)                                                       \
    { code, parent, name, "0-10", INFORM, RIX_NODE_INDICATOR, weight, 1, RIX_AGG_INHERIT,        \
      RIX_NORM_NONE, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }

#define COMPONENT(code, parent, name) WEIGHTED(code, parent, name, 1.0)

static const rix_node nodes[] = {
    GROUP("inform_risk", NULL, "INFORM RISK", RIX_AGG_GEOMETRIC),

    GROUP("hazard_exposure", "inform_risk", "HAZARD & EXPOSURE", RIX_AGG_SCALED_GEOMETRIC),
    GROUP("natural", "hazard_exposure", "Natural", RIX_AGG_SCALED_GEOMETRIC),
    COMPONENT("earthquake", "natural", "Earthquake"),
    COMPONENT("flood", "natural", "Flood"),
    COMPONENT("tsunami", "natural", "Tsunami"),
    COMPONENT("tropical_cyclone", "natural", "Tropical Cyclone"),
    COMPONENT("drought", "natural", "Drought"),
    COMPONENT("epidemic", "natural", "Epidemic"),
    COMPONENT("human", "hazard_exposure", "Human"),

    GROUP("vulnerability", "inform_risk", "VULNERABILITY", RIX_AGG_SCALED_GEOMETRIC),
    GROUP("socio_economic_vulnerability", "vulnerability", "Socio-Economic Vulnerability",
          RIX_AGG_ARITHMETIC),
    WEIGHTED("development_deprivation", "socio_economic_vulnerability", "Development & Deprivation", 2.0),
    WEIGHTED("inequality", "socio_economic_vulnerability", "Inequality", 1.0),
    WEIGHTED("aid_dependency", "socio_economic_vulnerability", "Aid Dependency", 1.0),
    GROUP("vulnerable_groups", "vulnerability", "Vulnerable Groups", RIX_AGG_SCALED_GEOMETRIC),
    COMPONENT("uprooted_people", "vulnerable_groups", "Uprooted people"),
    GROUP("other_vulnerable_groups", "vulnerable_groups", "Other Vulnerable Groups",
          RIX_AGG_SCALED_GEOMETRIC),
    COMPONENT("health_conditions", "other_vulnerable_groups", "Health Conditions"),
    COMPONENT("children_under_5", "other_vulnerable_groups", "Children U5"),
    COMPONENT("recent_shocks", "other_vulnerable_groups", "Recent Shocks"),
    COMPONENT("food_security", "other_vulnerable_groups", "Food Security"),

    GROUP("lack_of_coping_capacity", "inform_risk", "LACK OF COPING CAPACITY",
          RIX_AGG_SCALED_GEOMETRIC),
    GROUP("institutional", "lack_of_coping_capacity", "Institutional", RIX_AGG_ARITHMETIC),
    COMPONENT("disaster_risk_reduction", "institutional", "DRR"),
    COMPONENT("governance", "institutional", "Governance"),
    GROUP("infrastructure", "lack_of_coping_capacity", "Infrastructure", RIX_AGG_ARITHMETIC),
    COMPONENT("communication", "infrastructure", "Communication"),
    COMPONENT("physical_infrastructure", "infrastructure", "Physical infrastructure"),
    COMPONENT("access_to_health_care", "infrastructure", "Access to health care"),
};
/* clang-format on */

const rix_preset_framework rix_i_preset_inform_risk = {
    .name = "inform_risk",
    .title = "INFORM Global Risk Index 2020, on 0-10",
    .source = INFORM "; CC BY 4.0",
    .nodes = nodes,
    .n_nodes = sizeof nodes / sizeof *nodes,
    .recipe = { .normalise = RIX_I_NORMALISE(RIX_NORM_NONE, 0.0, 10.0),
                .aggregate = RIX_I_AGGREGATE(RIX_AGG_ARITHMETIC, RIX_MISSING_AVAILABLE, 0.0),
                .strict = false,
                RIX_I_UNPREPARED },
};
