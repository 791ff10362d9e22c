/* montecarlo.i - replicates of an uncertain index; included by riskidx.i, whose typemaps it uses. */
%ignore rix_uncertain_kind_name;
%ignore rix_setting_name;
%ignore rix_distribution_name;
%ignore rix_target_kind_name;
%ignore rix_uncertain_kind_from_name;
%ignore rix_setting_from_name;
%ignore rix_distribution_from_name;
%ignore rix_target_kind_from_name;
%ignore rix_uncertain;
%ignore rix_uncertainty_options;
%ignore rix_uncertainty_shape;
%ignore rix_sensitivity_options;
%ignore rix_uncertain_dimensions;
%ignore rix_uncertainty_free;
%ignore rix_uncertainty_join;
%ignore rix_uncertainty_shape_of;
%ignore rix_uncertainty_packed_size;
%ignore rix_sensitivity_run; /* the host samples, runs and estimates by itself, for many targets of one run */

RIX_HANDLE(rix_uncertainty, rix_uncertainty_free)

%{
#include "structs_montecarlo.h"
%}

RIX_CHOICE_IN(rix_target_kind, rix_h_parse_target_kind)
RIX_RECORD_IN(rix_uncertainty_options, rix_h_read_uncertainty_options)
RIX_LIST_IN(rix_uncertain, inputs, n_inputs, rix_h_read_uncertain_list)
RIX_LIST_IN(rix_mat, shards, n_shards, rix_h_read_panel)

%include "riskidx/montecarlo.h"

%inline %{
static rix_h_obj uncertainty_vocabulary(void)
{
    return rix_h_uncertainty_vocabulary();
}

/* How many dimensions each input takes: one row. */
static rix_status uncertain_dimensions(const rix_framework *fw, const rix_uncertain *inputs,
                                       size_t n_inputs, rix_out dimensions, rix_error *err)
{
    rix_h_scope memory = RIX_H_SCOPE_INIT;
    rix_status st = rix_h_check_row(dimensions, n_inputs, "dimensions", err);
    size_t *found = NULL;
    if (st == RIX_OK) {
        found = (size_t *)rix_h_alloc(&memory, n_inputs + 1, sizeof *found);
        if (!found) st = rix_h_fail(err, RIX_ENOMEM, "inputs", "out of memory");
    }
    if (st == RIX_OK) st = rix_uncertain_dimensions(fw, inputs, n_inputs, found, err);
    for (size_t j = 0; st == RIX_OK && j < n_inputs; j++) dimensions.data[j] = (double)found[j];
    rix_h_scope_end(&memory);
    return st;
}

static rix_h_obj uncertainty_shape(const rix_uncertainty *u)
{
    return rix_h_uncertainty_shape(u);
}

/* Each shard is what rix_uncertainty_pack made of it: one column. */
static rix_status uncertainty_join(const rix_mat *shards, size_t n_shards, rix_uncertainty **out,
                                   rix_error *err)
{
    return rix_h_join_packed(shards, n_shards, out, err);
}

/* Numbers of rows are counted from 0, as doubles. */
static rix_status sobol_convergence(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                                    rix_vec rows, rix_out first, rix_out total, rix_error *err)
{
    rix_h_scope memory = RIX_H_SCOPE_INIT;
    const size_t *numbers = NULL;
    rix_status st = rix_h_rows(rows, &memory, &numbers, err);
    if (st == RIX_OK) {
        st = rix_sobol_convergence(y, n, d, estimator, numbers, rows.size, first, total, err);
    }
    rix_h_scope_end(&memory);
    return st;
}
%}
