/* age_names.c - the names of the enumerators of the epidemic by age and sector. */
#include <riskidx/age_sector.h>

#include "base/error.h"
#include "base/names.h"

static const char behaviours[][RIX_I_NAME_SIZE] = { RIX_BEHAVIOUR_LIST(RIX_I_NAME_ENTRY) };
static const char demands[][RIX_I_NAME_SIZE] = { RIX_DEMAND_LIST(RIX_I_NAME_ENTRY) };
static const char overflows[][RIX_I_NAME_SIZE] = { RIX_OVERFLOW_LIST(RIX_I_NAME_ENTRY) };
static const char reproductions[][RIX_I_NAME_SIZE] = { RIX_REPRODUCTION_LIST(RIX_I_NAME_ENTRY) };
static const char accountings[][RIX_I_NAME_SIZE] = { RIX_ACCOUNTS_LIST(RIX_I_NAME_ENTRY) };
static const char kinds[][RIX_I_NAME_SIZE] = { RIX_COURSE_EVENT_LIST(RIX_I_NAME_ENTRY) };

/* One enumerator's name from its value, and its value from its name; `what` is for the message. */
#define NAMED(type, names, what)                                                                   \
    const char *type##_name(type value) { return RIX_I_NAME_AT(names, value); }                    \
                                                                                                   \
    rix_status type##_from_name(const char *name, type *value, rix_error *err)                     \
    {                                                                                              \
        size_t k = 0;                                                                              \
        if (!value) return rix_i_null(err, "value");                                               \
        const rix_status st =                                                                      \
            rix_i_find_name(name, names, RIX_I_NAME_COUNT(names), what, &k, err);                  \
        if (st == RIX_OK) *value = (type)k;                                                        \
        return st;                                                                                 \
    }

NAMED(rix_behaviour, behaviours, "behaviour")
NAMED(rix_demand, demands, "demand for beds")
NAMED(rix_overflow, overflows, "rule for overflow")
NAMED(rix_reproduction, reproductions, "reproduction number")
NAMED(rix_accounts, accountings, "way of adding up costs")

const char *rix_course_kind_name(rix_course_kind value) { return RIX_I_NAME_AT(kinds, value); }
