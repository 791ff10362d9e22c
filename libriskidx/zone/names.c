/* names.c - the names of the enumerators, for bindings and configuration files. */
#include <riskidx/zone.h>

#include "base/error.h"
#include "base/names.h"

static const char unknowns[][RIX_I_NAME_SIZE] = { RIX_UNKNOWN_LIST(RIX_I_NAME_ENTRY) };
static const char absents[][RIX_I_NAME_SIZE] = { RIX_ABSENT_LIST(RIX_I_NAME_ENTRY) };

const char *rix_unknown_name(rix_unknown value) { return RIX_I_NAME_AT(unknowns, value); }

const char *rix_absent_name(rix_absent value) { return RIX_I_NAME_AT(absents, value); }

rix_status rix_unknown_from_name(const char *name, rix_unknown *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, unknowns, RIX_I_NAME_COUNT(unknowns),
                                          "policy on unknown values", &k, err);
    if (st == RIX_OK) *value = (rix_unknown)k;
    return st;
}

rix_status rix_absent_from_name(const char *name, rix_absent *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, absents, RIX_I_NAME_COUNT(absents),
                                          "policy on absent zones", &k, err);
    if (st == RIX_OK) *value = (rix_absent)k;
    return st;
}
