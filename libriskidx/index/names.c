/* names.c - the names of the enumerators, for bindings and configuration files. */
#include <riskidx/index.h>

#include "base/error.h"
#include "base/names.h"

static const char normalisations[][RIX_I_NAME_SIZE] = { RIX_NORMALISATION_LIST(RIX_I_NAME_ENTRY) };
static const char aggregations[][RIX_I_NAME_SIZE] = { RIX_AGGREGATION_LIST(RIX_I_NAME_ENTRY) };
static const char missings[][RIX_I_NAME_SIZE] = { RIX_MISSING_LIST(RIX_I_NAME_ENTRY) };
static const char tie_rules[][RIX_I_NAME_SIZE] = { RIX_TIES_LIST(RIX_I_NAME_ENTRY) };
static const char deviations[][RIX_I_NAME_SIZE] = { RIX_DEVIATION_LIST(RIX_I_NAME_ENTRY) };
static const char penalties[][RIX_I_NAME_SIZE] = { RIX_PENALTY_LIST(RIX_I_NAME_ENTRY) };
static const char trends[][RIX_I_NAME_SIZE] = { RIX_TREND_LIST(RIX_I_NAME_ENTRY) };
static const char node_kinds[][RIX_I_NAME_SIZE] = { RIX_NODE_KIND_LIST(RIX_I_NAME_ENTRY) };

const char *rix_normalisation_name(rix_normalisation value)
{
    return RIX_I_NAME_AT(normalisations, value);
}

const char *rix_aggregation_name(rix_aggregation value)
{
    return RIX_I_NAME_AT(aggregations, value);
}

const char *rix_missing_name(rix_missing value) { return RIX_I_NAME_AT(missings, value); }

const char *rix_ties_name(rix_ties value) { return RIX_I_NAME_AT(tie_rules, value); }

const char *rix_node_kind_name(rix_node_kind value) { return RIX_I_NAME_AT(node_kinds, value); }

const char *rix_deviation_name(rix_deviation value) { return RIX_I_NAME_AT(deviations, value); }

const char *rix_penalty_name(rix_penalty value) { return RIX_I_NAME_AT(penalties, value); }

const char *rix_trend_name(rix_trend_kind value) { return RIX_I_NAME_AT(trends, value); }

rix_status rix_normalisation_from_name(const char *name, rix_normalisation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, normalisations, RIX_I_NAME_COUNT(normalisations),
                                          "normalisation", &k, err);
    if (st == RIX_OK) *value = (rix_normalisation)k;
    return st;
}

rix_status rix_aggregation_from_name(const char *name, rix_aggregation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, aggregations, RIX_I_NAME_COUNT(aggregations),
                                          "rule of aggregation", &k, err);
    if (st == RIX_OK) *value = (rix_aggregation)k;
    return st;
}

rix_status rix_missing_from_name(const char *name, rix_missing *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, missings, RIX_I_NAME_COUNT(missings),
                                          "policy on missing data", &k, err);
    if (st == RIX_OK) *value = (rix_missing)k;
    return st;
}

rix_status rix_ties_from_name(const char *name, rix_ties *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, tie_rules, RIX_I_NAME_COUNT(tie_rules), "rule for ties", &k, err);
    if (st == RIX_OK) *value = (rix_ties)k;
    return st;
}

rix_status rix_node_kind_from_name(const char *name, rix_node_kind *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, node_kinds, RIX_I_NAME_COUNT(node_kinds), "kind of node", &k, err);
    if (st == RIX_OK) *value = (rix_node_kind)k;
    return st;
}

rix_status rix_deviation_from_name(const char *name, rix_deviation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, deviations, RIX_I_NAME_COUNT(deviations),
                                          "standard deviation", &k, err);
    if (st == RIX_OK) *value = (rix_deviation)k;
    return st;
}

rix_status rix_penalty_from_name(const char *name, rix_penalty *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, penalties, RIX_I_NAME_COUNT(penalties), "penalty", &k, err);
    if (st == RIX_OK) *value = (rix_penalty)k;
    return st;
}

rix_status rix_trend_from_name(const char *name, rix_trend_kind *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, trends, RIX_I_NAME_COUNT(trends), "trend", &k, err);
    if (st == RIX_OK) *value = (rix_trend_kind)k;
    return st;
}
