/* prepare_names.c - the names of the enumerators of the steps before 'normalise'. */
#include <riskidx/prepare.h>

#include "base/error.h"
#include "base/names.h"

static const char stages[][RIX_I_NAME_SIZE] = { RIX_STAGE_LIST(RIX_I_NAME_ENTRY) };
static const char imputations[][RIX_I_NAME_SIZE] = { RIX_IMPUTATION_LIST(RIX_I_NAME_ENTRY) };
static const char screenings[][RIX_I_NAME_SIZE] = { RIX_SCREENING_LIST(RIX_I_NAME_ENTRY) };
static const char treatments[][RIX_I_NAME_SIZE] = { RIX_TREATMENT_LIST(RIX_I_NAME_ENTRY) };
static const char transforms[][RIX_I_NAME_SIZE] = { RIX_TRANSFORM_LIST(RIX_I_NAME_ENTRY) };
static const char overs[][RIX_I_NAME_SIZE] = { RIX_OVER_LIST(RIX_I_NAME_ENTRY) };
static const char actions[][RIX_I_NAME_SIZE] = { RIX_TREATMENT_ACTION_LIST(RIX_I_NAME_ENTRY) };

const char *rix_stage_name(rix_stage value) { return RIX_I_NAME_AT(stages, value); }
const char *rix_imputation_name(rix_imputation value) { return RIX_I_NAME_AT(imputations, value); }
const char *rix_screening_name(rix_screening value) { return RIX_I_NAME_AT(screenings, value); }
const char *rix_treatment_name(rix_treatment value) { return RIX_I_NAME_AT(treatments, value); }
const char *rix_transform_name(rix_transform value) { return RIX_I_NAME_AT(transforms, value); }

const char *rix_over_name(rix_over value) { return RIX_I_NAME_AT(overs, value); }

const char *rix_treatment_action_name(rix_treatment_action value)
{
    return RIX_I_NAME_AT(actions, value);
}

rix_status rix_stage_from_name(const char *name, rix_stage *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, stages, RIX_I_NAME_COUNT(stages), "stage", &k, err);
    if (st == RIX_OK) *value = (rix_stage)k;
    return st;
}

rix_status rix_imputation_from_name(const char *name, rix_imputation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, imputations, RIX_I_NAME_COUNT(imputations), "imputation", &k, err);
    if (st == RIX_OK) *value = (rix_imputation)k;
    return st;
}

rix_status rix_screening_from_name(const char *name, rix_screening *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, screenings, RIX_I_NAME_COUNT(screenings),
                                          "rule of screening", &k, err);
    if (st == RIX_OK) *value = (rix_screening)k;
    return st;
}

rix_status rix_treatment_from_name(const char *name, rix_treatment *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, treatments, RIX_I_NAME_COUNT(treatments),
                                          "treatment of outliers", &k, err);
    if (st == RIX_OK) *value = (rix_treatment)k;
    return st;
}

rix_status rix_transform_from_name(const char *name, rix_transform *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, transforms, RIX_I_NAME_COUNT(transforms), "transform", &k, err);
    if (st == RIX_OK) *value = (rix_transform)k;
    return st;
}

rix_status rix_over_from_name(const char *name, rix_over *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, overs, RIX_I_NAME_COUNT(overs), "rows to take together", &k, err);
    if (st == RIX_OK) *value = (rix_over)k;
    return st;
}
