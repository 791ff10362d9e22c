/* zone/rule.h - a rule as it is compiled: a grid over its indicators and the zone of every cell. */
#ifndef RIX_I_RULE_H
#define RIX_I_RULE_H

#include <riskidx/zone.h>

#include "zone/grid.h"

struct rix_rule {
    size_t n_zones;
    char **zones;      /**< names; one block of memory with their text, as the next two */
    char **indicators; /**< as many as the grid has axes */
    char **units;      /**< NULL where there is none */
    rix_i_grid grid;
    int8_t *cells; /**< zone of every cell, RIX_NO_ZONE for grey */
    char *sentence;
};

/** Names of the zones of a new rule and of its indicators, and the units of these. */
typedef struct rix_i_rule_names {
    const char *const *zones, *const *indicators;
    const char *const *units; /**< NULL: none; each may be NULL */
    size_t n_zones, n_indicators;
} rix_i_rule_names;

/**
 * A rule with a table of cells that are all grey, and no sentence; to be freed with rix_rule_free.
 *
 * The cuts are those of rix_i_grid_make. Fails with RIX_EINVAL where a name is NULL, empty or
 * there twice, or the number of zones or indicators out of range; RIX_EOVERFLOW; RIX_ENOMEM.
 */
rix_status rix_i_rule_make(const rix_i_rule_names *names, const rix_i_cut *cuts,
                           const size_t *cut_count, rix_rule **out, rix_error *err);

/** What rix_i_rule_make checks of the names, for callers that look at them earlier. */
rix_status rix_i_check_rule_names(const rix_i_rule_names *names, rix_error *err);

/** A copy. Fails with RIX_ENOMEM. */
rix_status rix_i_rule_copy(const rix_rule *rule, rix_rule **out, rix_error *err);

/**
 * Fills the cells where some indicator is missing, from those where none is: for "certain" with the zone
 * that all pieces of the missing indicators agree on, else with grey.
 */
void rix_i_rule_fill_missing(rix_rule *rule, rix_unknown unknown);

/** The rule's sentence from its criteria or rows, which have been checked. Fails with RIX_ENOMEM. */
rix_status rix_i_rule_say_criteria(rix_rule *rule, const rix_criterion *criteria, size_t k,
                                   rix_unknown unknown, rix_error *err);
rix_status rix_i_rule_say_table(rix_rule *rule, const rix_rule_row *rows, size_t n_rows,
                                rix_unknown unknown, rix_error *err);

#endif
