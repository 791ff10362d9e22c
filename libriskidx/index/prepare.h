/* index/prepare.h - the steps before 'normalise', as an index takes them. */
#ifndef RIX_I_PREPARE_H
#define RIX_I_PREPARE_H

#include <riskidx/whatif.h>

#include "index/framework.h"
#include "index/log.h"
#include "index/panel.h"

/** What the steps left: dense matrices, units x indicators; NULL for a step that was not taken. */
typedef struct rix_i_prepared {
    double *denominated, *imputed, *screened, *treated;
    double *sources;         /* of the imputed values of a panel */
    rix_screened *units;     /* of each unit, if screened */
    bool *left_out;          /* of each unit likewise */
    rix_treated *indicators; /* of each indicator, its parts one after the other, if treated */
    size_t n_parts;          /* periods that were treated each by itself, or 1 */
} rix_i_prepared;

/** The table as the steps find it. */
typedef struct rix_i_prepare_task {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe; /* checked */
    const size_t *column;     /* of each indicator in the table */
    const double *raw;        /* dense, finite or missing */
    const rix_i_panel *panel; /* of the rows; may be empty */
    size_t period;            /* treat: the one being treated; RIX_NO_INDEX: all rows are */
    rix_i_log *log;
    const rix_fitted *base; /* what has been learned from another table; NULL: from this one */
} rix_i_prepare_task;

/** Whether a column of the table is some indicator's denominator. */
bool rix_i_is_denominator(const rix_framework *fw, const char *code);

/** The table's column of a denominator, given those of the indicators; RIX_NO_INDEX if there is none. */
size_t rix_i_denominator_column(const rix_table *table, const rix_framework *fw,
                                const size_t *column, const char *code);

/** Whether units are screened, and whether any indicator is treated. */
bool rix_i_screens(const rix_screen_options *options);
bool rix_i_treats(const rix_framework *fw, const rix_recipe *recipe);

/** Whether the recipe takes one of the steps with this framework: else what 'normalise' takes is the raw data. */
bool rix_i_prepares(const rix_framework *fw, const rix_recipe *recipe);

/** Fails with RIX_EINVAL on a bad field of one of the steps. */
rix_status rix_i_prepare_check(const rix_recipe *recipe, rix_error *err);

/** Takes the steps of the recipe in their order. What it made before a failure stays in *out. */
rix_status rix_i_prepare(const rix_i_prepare_task *task, rix_i_prepared *out, rix_error *err);

/** How indicator k is treated: the node's own wishes, else the recipe's. */
rix_treat_options rix_i_prepare_treatment(const rix_framework *fw, const rix_recipe *recipe,
                                          size_t k);

/** The matrix after a step (not RIX_STAGE_NORMALISED), the raw one where there was none yet. */
const double *rix_i_prepared_stage(const rix_i_prepared *p, const double *raw, rix_stage stage);

void rix_i_prepared_clear(rix_i_prepared *p);

#endif
