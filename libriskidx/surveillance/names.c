/* names.c - the names of the treatments of counts, for bindings and configuration files. */
#include <riskidx/surveillance.h>

#include "base/error.h"
#include "base/names.h"

static const char holes[][RIX_I_NAME_SIZE] = { RIX_HOLES_LIST(RIX_I_NAME_ENTRY) };
static const char corrections[][RIX_I_NAME_SIZE] = { RIX_CORRECTIONS_LIST(RIX_I_NAME_ENTRY) };
static const char batches[][RIX_I_NAME_SIZE] = { RIX_BATCHES_LIST(RIX_I_NAME_ENTRY) };

const char *rix_holes_name(rix_holes value) { return RIX_I_NAME_AT(holes, value); }

const char *rix_corrections_name(rix_corrections value)
{
    return RIX_I_NAME_AT(corrections, value);
}

const char *rix_batches_name(rix_batches value) { return RIX_I_NAME_AT(batches, value); }

rix_status rix_holes_from_name(const char *name, rix_holes *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, holes, RIX_I_NAME_COUNT(holes), "treatment of holes", &k, err);
    if (st == RIX_OK) *value = (rix_holes)k;
    return st;
}

rix_status rix_corrections_from_name(const char *name, rix_corrections *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, corrections, RIX_I_NAME_COUNT(corrections),
                                          "treatment of corrections", &k, err);
    if (st == RIX_OK) *value = (rix_corrections)k;
    return st;
}

rix_status rix_batches_from_name(const char *name, rix_batches *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, batches, RIX_I_NAME_COUNT(batches), "treatment of batches", &k, err);
    if (st == RIX_OK) *value = (rix_batches)k;
    return st;
}
