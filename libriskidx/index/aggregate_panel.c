/* aggregate_panel.c - the rules that compare units, within each period of a panel. */
#include "index/aggregate_panel.h"

#include <stdlib.h>

rix_status rix_i_periods_init(rix_i_periods *periods, const rix_aggregate_options *options,
                              const rix_i_panel *panel, size_t n, size_t n_nodes, rix_error *err)
{
    rix_i_periods made = { panel, NULL, NULL };
    *periods = made;
    if (options->over == RIX_OVER_ALL) return RIX_OK;
    if (panel->n_rows < n) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.aggregate.over", RIX_I_NOWHERE,
                          "recipe.aggregate.over is %s, but the table has no periods",
                          rix_over_name(options->over));
    }
    const size_t rows = rix_i_panel_largest(panel);
    made.scores = malloc((rows * n_nodes + 1) * sizeof *made.scores);
    made.left_out = calloc(rows + 1, sizeof *made.left_out);
    *periods = made;
    return made.scores && made.left_out ? RIX_OK : rix_i_no_memory(err);
}

void rix_i_periods_clear(rix_i_periods *periods)
{
    free(periods->left_out);
    free(periods->scores);
    periods->left_out = NULL;
    periods->scores = NULL;
}

static rix_i_fault aggregate_period(const rix_i_periods *p, size_t period, const rix_i_plan *plan,
                                    const rix_i_group *group, double *scores, size_t n_units,
                                    double *scratch)
{
    const size_t n = rix_i_panel_rows(p->panel, period);
    const size_t *rows = p->panel->of_period + p->panel->first_of_period[period];
    rix_i_plan here = *plan;
    for (size_t m = 0; m < group->n_members; m++) {
        const size_t node = group->members[m].node;
        rix_i_panel_gather(p->panel, period, scores + node * n_units, p->scores + node * n);
    }
    for (size_t i = 0; plan->left_out && i < n; i++) p->left_out[i] = plan->left_out[rows[i]];
    if (plan->left_out) here.left_out = p->left_out;
    rix_i_fault fault = rix_i_aggregate(&here, group, p->scores, n, scratch);
    if (fault.kind != RIX_I_NO_FAULT) fault.unit = rows[fault.unit];
    rix_i_panel_scatter(p->panel, period, p->scores + group->node * n,
                        scores + group->node * n_units);
    return fault;
}

rix_i_fault rix_i_aggregate_periods(const rix_i_periods *p, const rix_i_plan *plan,
                                    const rix_i_group *group, double *scores, size_t n_units,
                                    double *scratch)
{
    rix_i_fault fault = RIX_I_FAULTLESS;
    if (!p->scores || plan->base || !rix_i_compares_units(group->rule)) {
        return rix_i_aggregate(plan, group, scores, n_units, scratch);
    }
    for (size_t k = 0; k < p->panel->n_periods && fault.kind == RIX_I_NO_FAULT; k++) {
        fault = aggregate_period(p, k, plan, group, scores, n_units, scratch);
    }
    return fault;
}
