/* index/impute_panel.h - what missing values of a panel become. */
#ifndef RIX_I_IMPUTE_PANEL_H
#define RIX_I_IMPUTE_PANEL_H

#include "index/impute.h"
#include "index/panel.h"

/** A series, of a unit and a column. */
typedef struct rix_i_series {
    size_t row, col; /* its first row; RIX_NO_INDEX: there is no such series */
} rix_i_series;

/** Whether gaps are filled from the unit's own values at other times. */
bool rix_i_impute_along_time(rix_imputation method);

/** Fails with RIX_EINVAL where the method or `over` ask for periods, and the panel has none for the n rows. */
rix_status rix_i_impute_check_panel(const rix_impute_options *options, const rix_i_panel *panel,
                                    size_t n, rix_error *err);

/** The first series with gaps and one value only if COINr would stop there: linear_in_time with `compat`. */
rix_i_series rix_i_impute_single(const rix_i_impute_task *task, const rix_i_panel *panel,
                                 const rix_impute_options *options);

/**
 * As rix_i_impute, which it calls but for the methods that look along time, and for each period by itself
 * where `over` says so.
 *
 * @param panel    of the rows; may be empty
 * @param sources  [out] as task->x: the period that a value comes from, NaN where it is not one; NULL if not wanted
 */
rix_status rix_i_impute_panel(const rix_i_impute_task *task, const rix_i_panel *panel,
                              const rix_impute_options *options, double *out, double *sources,
                              rix_imputed *report, rix_error *err);

#endif
