/* names.c - the names of sequences and estimators, for bindings and configuration files. */
#include <riskidx/uncertainty.h>

#include "base/error.h"
#include "base/names.h"

static const char sequences[][RIX_I_NAME_SIZE] = { RIX_SEQUENCE_LIST(RIX_I_NAME_ENTRY) };
static const char estimators[][RIX_I_NAME_SIZE] = { RIX_SOBOL_ESTIMATOR_LIST(RIX_I_NAME_ENTRY) };

const char *rix_sequence_name(rix_sequence value) { return RIX_I_NAME_AT(sequences, value); }

const char *rix_sobol_estimator_name(rix_sobol_estimator value)
{
    return RIX_I_NAME_AT(estimators, value);
}

rix_status rix_sequence_from_name(const char *name, rix_sequence *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, sequences, RIX_I_NAME_COUNT(sequences), "sequence", &k, err);
    if (st == RIX_OK) *value = (rix_sequence)k;
    return st;
}

rix_status rix_sobol_estimator_from_name(const char *name, rix_sobol_estimator *value,
                                         rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, estimators, RIX_I_NAME_COUNT(estimators), "estimator", &k, err);
    if (st == RIX_OK) *value = (rix_sobol_estimator)k;
    return st;
}
