/* preset/rules.h - how a published rule set is written down. */
#ifndef RIX_I_RULES_H
#define RIX_I_RULES_H

#include <riskidx/preset.h>

/** Every rule set, in the order in which they are listed. */
#define RIX_I_PRESET_RULES(X)                                                                      \
    X(ecdc_2020)                                                                                   \
    X(ecdc_2021)                                                                                   \
    X(cdc_2021)                                                                                    \
    X(harvard_2020)                                                                                \
    X(california_2020)                                                                             \
    X(us_gates_2020)                                                                               \
    X(india_2020_04_15)                                                                            \
    X(india_2020_04_30)                                                                            \
    X(india_2020_05_17)                                                                            \
    X(who_2020_05_12)                                                                              \
    X(inform_risk_classes)

enum { RIX_I_MOST_INDICATORS = 7, RIX_I_MOST_PARAMETERS = 2 };

typedef enum rix_i_edge { RIX_I_NO_EDGE, RIX_I_EDGE_IN, RIX_I_EDGE_OUT } rix_i_edge;

/** A range of an indicator, such that all zeros is every value. */
typedef struct rix_i_range {
    double low, high;
    rix_i_edge low_edge, high_edge;
    int low_parameter,
        high_parameter; /**< number of the parameter that the bound is, from 1; 0: none */
} rix_i_range;

/* clang-format off */
#define BELOW(x)           { .high = (x), .high_edge = RIX_I_EDGE_OUT }
#define AT_MOST(x)         { .high = (x), .high_edge = RIX_I_EDGE_IN }
#define ABOVE(x)           { .low = (x), .low_edge = RIX_I_EDGE_OUT }
#define AT_LEAST(x)        { .low = (x), .low_edge = RIX_I_EDGE_IN }
#define FROM_TO(a, b)      { .low = (a), .low_edge = RIX_I_EDGE_IN, .high = (b), .high_edge = RIX_I_EDGE_IN }
#define FROM_TO_BELOW(a, b) { .low = (a), .low_edge = RIX_I_EDGE_IN, .high = (b), .high_edge = RIX_I_EDGE_OUT }
#define ABOVE_TO_BELOW(a, b) { .low = (a), .low_edge = RIX_I_EDGE_OUT, .high = (b), .high_edge = RIX_I_EDGE_OUT }
#define BELOW_GIVEN(p)     { .high_parameter = (p), .high_edge = RIX_I_EDGE_OUT }
#define AT_LEAST_GIVEN(p)  { .low_parameter = (p), .low_edge = RIX_I_EDGE_IN }
#define GIVEN_TO_BELOW(p, b) { .low_parameter = (p), .low_edge = RIX_I_EDGE_IN, .high = (b), .high_edge = RIX_I_EDGE_OUT }
/* clang-format on */

/** A row of a decision table; indicators that it does not name may have every value. */
typedef struct rix_i_rules_row {
    int zone;
    rix_i_range within[RIX_I_MOST_INDICATORS];
} rix_i_rules_row;

/** Where a parameter must lie: above low (or at it, if low_in) and below high. */
typedef struct rix_i_admitted {
    double low, high;
    bool low_in;
    bool whole; /**< a whole number */
} rix_i_admitted;

/** A rule set: what is told about it, and the tables from which its machine is made. */
typedef struct rix_i_rules {
    rix_preset_rules about;
    rix_i_admitted admitted[RIX_I_MOST_PARAMETERS]; /**< of about.parameters */

    /** Either criteria, the worst of which counts: thresholds of each indicator, a value at one in the zone above ... */
    const double *const *thresholds;
    /** ... or a decision table, with another one for leaving a zone (NULL: the same). */
    const rix_i_rules_row *enter;
    size_t n_enter;
    const rix_i_rules_row *leave;
    size_t n_leave;
    rix_unknown unknown;

    rix_clock clock;
    int rise_after_parameter; /**< number of the parameter that clock.rise_after is, from 1; 0: none */
} rix_i_rules;

#define RIX_I_PRESET_DECLARE(name) extern const rix_i_rules rix_i_rules_##name;
RIX_I_PRESET_RULES(RIX_I_PRESET_DECLARE)
#undef RIX_I_PRESET_DECLARE

/** How many rows a table has. */
#define RIX_I_ROWS(table) (sizeof(table) / sizeof(table)[0])

/** What is said of figures known only at second hand. */
#define RIX_I_REPORTED                                                                             \
    "as reported by press and agencies of the day; the issuer's text was not at hand"

#endif
