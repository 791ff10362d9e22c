/* index/aggregate_panel.h - the rules that compare units, within each period of a panel. */
#ifndef RIX_I_AGGREGATE_PANEL_H
#define RIX_I_AGGREGATE_PANEL_H

#include "index/aggregate.h"
#include "index/panel.h"

/** Room for the rows of the largest period; nothing where each group takes all rows. */
typedef struct rix_i_periods {
    const rix_i_panel *panel;
    double *scores;
    bool *left_out;
} rix_i_periods;

/**
 * Fails with RIX_EINVAL where the options ask for periods and the panel has none for the n rows, with RIX_ENOMEM.
 *
 * @param n_nodes  number of columns of the scores
 * @param panel    it must outlive *periods
 */
rix_status rix_i_periods_init(rix_i_periods *periods, const rix_aggregate_options *options,
                              const rix_i_panel *panel, size_t n, size_t n_nodes, rix_error *err);

void rix_i_periods_clear(rix_i_periods *periods);

/** As rix_i_aggregate, for each period by itself where there is room for one and the rule compares units. */
rix_i_fault rix_i_aggregate_periods(const rix_i_periods *periods, const rix_i_plan *plan,
                                    const rix_i_group *group, double *scores, size_t n_units,
                                    double *scratch);

#endif
