/* names.c - the names of the enumerators, for bindings and configuration files. */
#include <string.h>

#include <riskidx/index.h>

#include "base/error.h"
#include "base/text.h"

enum { NAME_SIZE = 24, LIST_SIZE = 160 };

/* Arrays of char rather than pointers: nothing for the loader to relocate, so nothing writable. */
#define NAME_ENTRY(code, name) name,
static const char normalisations[][NAME_SIZE] = { RIX_NORMALISATION_LIST(NAME_ENTRY) };
static const char aggregations[][NAME_SIZE] = { RIX_AGGREGATION_LIST(NAME_ENTRY) };
static const char missings[][NAME_SIZE] = { RIX_MISSING_LIST(NAME_ENTRY) };
static const char tie_rules[][NAME_SIZE] = { RIX_TIES_LIST(NAME_ENTRY) };
static const char node_kinds[][NAME_SIZE] = { RIX_NODE_KIND_LIST(NAME_ENTRY) };
#undef NAME_ENTRY

#define COUNT(names) (sizeof(names) / sizeof(names)[0])
#define NAME_AT(names, value)                                                                      \
    ((size_t)(value) < COUNT(names) ? (names)[(size_t)(value)] : "unknown")

const char *rix_normalisation_name(rix_normalisation value)
{
    return NAME_AT(normalisations, value);
}

const char *rix_aggregation_name(rix_aggregation value) { return NAME_AT(aggregations, value); }

const char *rix_missing_name(rix_missing value) { return NAME_AT(missings, value); }

const char *rix_ties_name(rix_ties value) { return NAME_AT(tie_rules, value); }

const char *rix_node_kind_name(rix_node_kind value) { return NAME_AT(node_kinds, value); }

/* "a, b, c" */
static void list_names(char list[LIST_SIZE], const char (*names)[NAME_SIZE], size_t count)
{
    list[0] = '\0';
    for (size_t k = 0; k < count; k++) {
        if (strlen(list) + strlen(names[k]) + 3 > LIST_SIZE) return;
        if (k > 0) strcat(list, ", ");
        strcat(list, names[k]);
    }
}

/* Number of the name among `count` names, or a failure that lists them. */
static rix_status find_name(const char *name, const char (*names)[NAME_SIZE], size_t count,
                            const char *what, size_t *found, rix_error *err)
{
    char list[LIST_SIZE];
    if (!name) return rix_i_null(err, "name");
    for (size_t k = 0; k < count; k++) {
        if (strcmp(name, names[k]) == 0) {
            *found = k;
            return RIX_OK;
        }
    }
    list_names(list, names, count);
    return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE, "no %s '%s'; there are: %s", what,
                      rix_i_label(name).s, list);
}

rix_status rix_normalisation_from_name(const char *name, rix_normalisation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        find_name(name, normalisations, COUNT(normalisations), "normalisation", &k, err);
    if (st == RIX_OK) *value = (rix_normalisation)k;
    return st;
}

rix_status rix_aggregation_from_name(const char *name, rix_aggregation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        find_name(name, aggregations, COUNT(aggregations), "rule of aggregation", &k, err);
    if (st == RIX_OK) *value = (rix_aggregation)k;
    return st;
}

rix_status rix_missing_from_name(const char *name, rix_missing *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        find_name(name, missings, COUNT(missings), "policy on missing data", &k, err);
    if (st == RIX_OK) *value = (rix_missing)k;
    return st;
}

rix_status rix_ties_from_name(const char *name, rix_ties *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = find_name(name, tie_rules, COUNT(tie_rules), "rule for ties", &k, err);
    if (st == RIX_OK) *value = (rix_ties)k;
    return st;
}

rix_status rix_node_kind_from_name(const char *name, rix_node_kind *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = find_name(name, node_kinds, COUNT(node_kinds), "kind of node", &k, err);
    if (st == RIX_OK) *value = (rix_node_kind)k;
    return st;
}
