/* names.c - the names of the enumerators, for bindings and configuration files. */
#include <riskidx/montecarlo.h>

#include "base/error.h"
#include "base/names.h"

static const char sequences[][RIX_I_NAME_SIZE] = { RIX_SEQUENCE_LIST(RIX_I_NAME_ENTRY) };
static const char estimators[][RIX_I_NAME_SIZE] = { RIX_SOBOL_ESTIMATOR_LIST(RIX_I_NAME_ENTRY) };
#define SETTING_ENTRY(code, name, field, whole) name,
static const char kinds[][RIX_I_NAME_SIZE] = { RIX_UNCERTAIN_LIST(RIX_I_NAME_ENTRY) };
static const char settings[][RIX_I_NAME_SIZE] = { RIX_SETTING_LIST(SETTING_ENTRY) };
static const char distributions[][RIX_I_NAME_SIZE] = { RIX_DISTRIBUTION_LIST(RIX_I_NAME_ENTRY) };
static const char targets[][RIX_I_NAME_SIZE] = { RIX_TARGET_LIST(RIX_I_NAME_ENTRY) };

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

const char *rix_uncertain_kind_name(rix_uncertain_kind value)
{
    return RIX_I_NAME_AT(kinds, value);
}

rix_status rix_uncertain_kind_from_name(const char *name, rix_uncertain_kind *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, kinds, RIX_I_NAME_COUNT(kinds), "uncertain input", &k, err);
    if (st == RIX_OK) *value = (rix_uncertain_kind)k;
    return st;
}

const char *rix_setting_name(rix_setting value) { return RIX_I_NAME_AT(settings, value); }

rix_status rix_setting_from_name(const char *name, rix_setting *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, settings, RIX_I_NAME_COUNT(settings), "setting", &k, err);
    if (st == RIX_OK) *value = (rix_setting)k;
    return st;
}

const char *rix_distribution_name(rix_distribution value)
{
    return RIX_I_NAME_AT(distributions, value);
}

rix_status rix_distribution_from_name(const char *name, rix_distribution *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, distributions, RIX_I_NAME_COUNT(distributions),
                                          "distribution", &k, err);
    if (st == RIX_OK) *value = (rix_distribution)k;
    return st;
}

const char *rix_target_kind_name(rix_target_kind value) { return RIX_I_NAME_AT(targets, value); }

rix_status rix_target_kind_from_name(const char *name, rix_target_kind *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, targets, RIX_I_NAME_COUNT(targets), "target", &k, err);
    if (st == RIX_OK) *value = (rix_target_kind)k;
    return st;
}
