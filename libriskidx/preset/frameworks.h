/* preset/frameworks.h - the published frameworks, one file each. */
#ifndef RIX_I_PRESET_FRAMEWORKS_H
#define RIX_I_PRESET_FRAMEWORKS_H

#include <riskidx/preset.h>

/** Every preset framework, by name. */
#define RIX_I_PRESET_FRAMEWORKS(X)                                                                 \
    X(hdi)                                                                                         \
    X(inform_risk)                                                                                 \
    X(covid_recovery)                                                                              \
    X(oxcgrt_stringency)                                                                           \
    X(oxcgrt_government_response)                                                                  \
    X(oxcgrt_containment_health)                                                                   \
    X(oxcgrt_economic_support)

#define RIX_I_DECLARE(name) extern const rix_preset_framework rix_i_preset_##name;
RIX_I_PRESET_FRAMEWORKS(RIX_I_DECLARE)
#undef RIX_I_DECLARE

/** The steps of a preset's recipe, with the defaults of RIX_NORMALISE_INIT and RIX_AGGREGATE_INIT otherwise. */
#define RIX_I_NORMALISE(method, low, high)                                                         \
    { method, low, high, true, 0.0, 1.0, RIX_DEVIATION_SAMPLE, RIX_TIES_AVERAGE, 5, 1.0, NULL,     \
      false, RIX_OVER_ALL, RIX_NAN }
#define RIX_I_AGGREGATE(rule, missing, min_share)                                                  \
    { rule, missing, min_share, 0.0, 0.5, 0.5, { NULL, 0, 1 }, RIX_PENALTY_SUBTRACT,               \
      RIX_DEVIATION_POPULATION, 0.5, 1.0, false, 0.0, 1.0, RIX_OVER_ALL }

/** The last fields of a node as RIX_NODE_INIT has them: no denominator, treated as the recipe says. */
#define RIX_I_NODE_REST                                                                            \
    NULL, RIX_NAN, RIX_TREAT_INHERIT, RIX_TRANSFORM_INHERIT, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN,   \
        RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN

/** The other steps of a preset's recipe, as RIX_RECIPE_INIT has them: none is taken. */
#define RIX_I_UNPREPARED                                                                           \
    .denominate = RIX_DENOMINATE_INIT, .impute = RIX_IMPUTE_INIT, .screen = RIX_SCREEN_INIT,       \
    .treat = RIX_TREAT_INIT

#endif
