/* riskidx.i - the one interface file of the Python and R bindings.
 *
 * SWIG makes a private module of it; people use the hand-written packages on top. Structs pass as
 * records (dict, named list) by structs.h, opaque types as handles, enumerators as their names.
 * Results come back as new objects: where C writes to a caller's matrix (rix_out) the host passes its
 * dimensions instead and gets the matrix. */
%module rix_raw

/* What the host languages have otherwise: names of enumerators come from vocabulary(), enumerators
 * pass as names, static inline helpers and blocks of random bits are C's own. */
%ignore rix_normalisation_name;
%ignore rix_aggregation_name;
%ignore rix_missing_name;
%ignore rix_ties_name;
%ignore rix_node_kind_name;
%ignore rix_deviation_name;
%ignore rix_penalty_name;
%ignore rix_trend_name;
%ignore rix_impute_panel;
%ignore rix_normalisation_from_name;
%ignore rix_aggregation_from_name;
%ignore rix_missing_from_name;
%ignore rix_ties_from_name;
%ignore rix_node_kind_from_name;
%ignore rix_deviation_from_name;
%ignore rix_penalty_from_name;
%ignore rix_trend_from_name;
%ignore rix_mat_c;
%ignore rix_vec_c;
%ignore rix_out_c;
%ignore rix_philox4x32;
%ignore rix_stream_init;
%ignore rix_stream_bits;
%ignore rix_stream_uniform;
%ignore rix_classify;
%ignore rix_efficient_set;
%ignore rix_efficient_fronts;
%ignore rix_knee;
%ignore rix_stand;
%ignore rix_curve_bound;
%ignore rix_knee_method_name;
%ignore rix_knee_method_from_name;
%ignore rix_breaks_quantile;
%ignore rix_breaks_natural;
%ignore rix_breaks_sd;
%ignore rix_rule_new_criteria;
%ignore rix_rule_new_table;
%ignore rix_rule_classify;
%ignore rix_machine_new;
%ignore rix_machine_rule; /* borrowed from its machine, which a handle cannot be */
%ignore rix_machine_start;
%ignore rix_machine_step;
%ignore rix_unknown_name;
%ignore rix_unknown_from_name;
%ignore rix_absent_name;
%ignore rix_absent_from_name;
%ignore rix_holes_name;
%ignore rix_holes_from_name;
%ignore rix_corrections_name;
%ignore rix_corrections_from_name;
%ignore rix_batches_name;
%ignore rix_batches_from_name;
/* Handles are freed by their finalizers and by nobody else. */
%ignore rix_framework_free;
%ignore rix_index_free;
%ignore rix_scenario_free;
%ignore rix_trajectory_free;
%ignore rix_curve_free;
%ignore rix_rule_free;
%ignore rix_machine_free;
/* Structs pass as records, so the module needs no proxies of them. */
%ignore rix_error;
%ignore rix_mat;
%ignore rix_vec;
%ignore rix_out;
%ignore rix_run;
%ignore rix_stream;
%ignore rix_node;
%ignore rix_normalise_options;
%ignore rix_aggregate_options;
%ignore rix_recipe;
%ignore rix_table;
%ignore rix_log_entry;
%ignore rix_outcome;
%ignore rix_planner_sir;
%ignore rix_exit_plan;
%ignore rix_exit_family;
%ignore rix_curve_options;
%ignore rix_preset_framework;
%ignore rix_preset_planner;
%ignore rix_criterion;
%ignore rix_interval;
%ignore rix_rule_row;
%ignore rix_clock;
%ignore rix_machine_state;
%ignore rix_zones;
%ignore rix_zones_out;
%ignore rix_counts_options;
%ignore rix_rt_options;
%ignore rix_rules_parameter;
%ignore rix_preset_rules;
%ignore rix_named_value;

/* python.i or r.i: defines rix_h_obj and rix_h_scope, includes host.h in the wrapper, implements its
 * primitives, and defines RIX_HANDLE and the typemaps of rix_error and rix_status. */
#if defined(SWIGPYTHON)
%include "python.i"
#elif defined(SWIGR)
%include "r.i"
#endif

%{
#include <stdlib.h>

#include "structs.h"
#include "structs_zone.h"
%}

/* ---------------------------------------------------------------------------- plain arguments -- */

%define RIX_PLAIN_IN(TYPE, READER, EXPECTED)
%typemap(in) TYPE {
    if (!READER($input, &$1)) {
        rix_error wrong = RIX_ERROR_INIT;
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", EXPECTED);
        RIX_H_RETURN_FAILURE(wrong);
    }
}
%enddef

%define RIX_VIEW_IN(TYPE, READER, EXPECTED)
%typemap(in) TYPE (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    if (!READER($input, &scope, &$1)) {
        rix_error wrong = RIX_ERROR_INIT;
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", EXPECTED);
        RIX_H_RETURN_FAILURE(wrong);
    }
}
%typemap(freearg) TYPE { rix_h_scope_end(&scope$argnum); }
%enddef

RIX_PLAIN_IN(size_t, rix_h_to_whole, "a whole number from 0 to 2^53 expected")
RIX_PLAIN_IN(double, rix_h_to_number, "a number expected")
RIX_PLAIN_IN(bool, rix_h_to_bool, "true or false expected")
RIX_VIEW_IN(rix_mat, rix_h_to_mat, "a matrix of numbers expected")
RIX_VIEW_IN(rix_vec, rix_h_to_vec, "a vector of numbers expected")

RIX_VIEW_IN(rix_zones, rix_h_to_zones, "a matrix of zones expected")

%typemap(in) uint64_t {
    size_t whole = 0;
    if (!rix_h_to_whole($input, &whole)) {
        rix_error wrong = RIX_ERROR_INIT;
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", "a whole number from 0 to 2^53 expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1 = (uint64_t)whole;
}

/* A string; None and NULL pass as NULL. */
%typemap(in) const char * (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    const char *text = NULL;
    if (!rix_h_is_none($input) && !rix_h_to_text($input, &scope, &text)) {
        rix_error wrong = RIX_ERROR_INIT;
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", "a string expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1 = (char *)text;
}
%typemap(freearg) const char * { rix_h_scope_end(&scope$argnum); }

%typemap(out) size_t { $result = rix_h_whole($1); }
%typemap(out) double { $result = rix_h_number($1); }
%typemap(out) const char * { $result = rix_h_text($1); }
%typemap(out) rix_mat { $result = rix_h_mat($1); }
%typemap(out) rix_vec { $result = rix_h_vec($1); }

/* ------------------------------------------------------------------------ enumerators by name -- */

%define RIX_CHOICE_IN(TYPE, PARSE)
%typemap(in) TYPE (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    rix_error wrong = RIX_ERROR_INIT;
    if (rix_h_read_choice($input, &scope, "$1_name", PARSE, &$1, &wrong) != RIX_OK) {
        RIX_H_RETURN_FAILURE(wrong);
    }
}
%typemap(freearg) TYPE { rix_h_scope_end(&scope$argnum); }
%enddef

RIX_CHOICE_IN(rix_ties, rix_h_parse_ties)
RIX_CHOICE_IN(rix_trend_kind, rix_h_parse_trend)
RIX_CHOICE_IN(rix_boundary, rix_h_parse_boundary)
RIX_CHOICE_IN(rix_knee_method, rix_h_parse_knee_method)

/* --------------------------------------------------------------------------- structs as records -- */

%define RIX_RECORD_IN(TYPE, READ)
%typemap(in) const TYPE * (TYPE value, rix_h_scope scope = RIX_H_SCOPE_INIT) {
    rix_error wrong = RIX_ERROR_INIT;
    if (READ($input, &scope, &value, &wrong) != RIX_OK) RIX_H_RETURN_FAILURE(wrong);
    $1 = &value;
}
%typemap(freearg) const TYPE * { rix_h_scope_end(&scope$argnum); }
/* Nothing comes back, even where a result of the same type and name does. */
%typemap(argout) const TYPE * ""
%enddef

RIX_RECORD_IN(rix_recipe, rix_h_read_recipe)
RIX_RECORD_IN(rix_table, rix_h_read_table)
RIX_RECORD_IN(rix_normalise_options, rix_h_read_normalise)
RIX_RECORD_IN(rix_aggregate_options, rix_h_read_aggregate)
RIX_RECORD_IN(rix_planner_sir, rix_h_read_planner_sir)
RIX_RECORD_IN(rix_exit_plan, rix_h_read_exit_plan)
RIX_RECORD_IN(rix_exit_family, rix_h_read_exit_family)
RIX_RECORD_IN(rix_curve_options, rix_h_read_curve_options)
RIX_RECORD_IN(rix_run, rix_h_read_run)
RIX_RECORD_IN(rix_h_rule, rix_h_read_rule)
RIX_RECORD_IN(rix_h_clock, rix_h_read_clock)
RIX_RECORD_IN(rix_machine_state, rix_h_read_machine_state)
RIX_RECORD_IN(rix_counts_options, rix_h_read_counts_options)
RIX_RECORD_IN(rix_rt_options, rix_h_read_rt_options)

/* Records that come to an array of structs. */
%define RIX_LIST_IN(TYPE, LIST, COUNT, READ)
%typemap(in) (const TYPE *LIST, size_t COUNT) (TYPE *list = NULL, size_t n = 0,
                                               rix_h_scope scope = RIX_H_SCOPE_INIT) {
    rix_error wrong = RIX_ERROR_INIT;
    if (READ($input, &scope, &list, &n, &wrong) != RIX_OK) RIX_H_RETURN_FAILURE(wrong);
    $1 = list;
    $2 = n;
}
%typemap(freearg) (const TYPE *LIST, size_t COUNT) { rix_h_scope_end(&scope$argnum); }
%enddef

RIX_LIST_IN(rix_node, nodes, n_nodes, rix_h_read_nodes)
RIX_LIST_IN(rix_mat, indicators, n_indicators, rix_h_read_panel)
RIX_LIST_IN(rix_named_value, values, n_values, rix_h_read_named_values)

/* Numbers of nodes. */
%typemap(in) (const size_t *nodes, size_t n_nodes) (size_t *list = NULL, size_t n = 0,
                                                    rix_h_scope scope = RIX_H_SCOPE_INIT) {
    rix_error wrong = RIX_ERROR_INIT;
    if (!rix_h_to_wholes($input, &scope, &list, &n)) {
        rix_h_fail(&wrong, RIX_EINVAL, "nodes", "whole numbers expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1 = list;
    $2 = n;
}
%typemap(freearg) (const size_t *nodes, size_t n_nodes) { rix_h_scope_end(&scope$argnum); }

%define RIX_RECORD_OUT(TYPE, BUILD)
%typemap(out) const TYPE * { $result = $1 ? BUILD($1) : rix_h_none(); }
%enddef

RIX_RECORD_OUT(rix_log_entry, rix_h_log_entry)
RIX_RECORD_OUT(rix_outcome, rix_h_outcome)
RIX_RECORD_OUT(rix_preset_framework, rix_h_preset_framework)
RIX_RECORD_OUT(rix_preset_planner, rix_h_preset_planner)
RIX_RECORD_OUT(rix_preset_rules, rix_h_preset_rules)
/* One node as a record of columns of length 1. */
%typemap(out) const rix_node * { $result = $1 ? rix_h_nodes($1, 1) : rix_h_none(); }

/* ------------------------------------------------------------------------------------- results -- */

%typemap(in, numinputs=0) rix_exit_plan *OUTPUT (rix_exit_plan plan) { $1 = &plan; }
%typemap(argout) rix_exit_plan *OUTPUT { RIX_H_APPEND(rix_h_exit_plan($1)); }
%apply rix_exit_plan *OUTPUT { rix_exit_plan *plan, rix_exit_plan *out };
%typemap(argout) const rix_exit_plan *plan ""; /* SWIG drops the const where nothing else matches */

%define RIX_PRESET_OUT(TYPE, BUILD)
%typemap(in, numinputs=0) const TYPE **out (const TYPE *preset = NULL) { $1 = ($1_ltype)&preset; }
%typemap(argout) const TYPE **out { RIX_H_APPEND(BUILD(*$1)); }
%enddef

RIX_PRESET_OUT(rix_preset_framework, rix_h_preset_framework)
RIX_PRESET_OUT(rix_preset_planner, rix_h_preset_planner)
RIX_PRESET_OUT(rix_preset_rules, rix_h_preset_rules)

%typemap(in, numinputs=0) size_t *count (size_t count = 0) { $1 = &count; }
%typemap(argout) size_t *count { RIX_H_APPEND(rix_h_whole(*$1)); }
%apply size_t *count { size_t *row };
%typemap(in, numinputs=0) double *volume (double value = 0.0) { $1 = &value; }
%typemap(argout) double *volume { RIX_H_APPEND(rix_h_number(*$1)); }
%typemap(freearg) double *volume ""

/* The host gives (rows, cols) and gets the matrix. */
%typemap(in) rix_out (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    size_t *dims = NULL, n_dims = 0;
    rix_error wrong = RIX_ERROR_INIT;
    if (!rix_h_to_wholes($input, &scope, &dims, &n_dims) || n_dims != 2) {
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", "its numbers of rows and columns expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    if (dims[1] > 0 && dims[0] > SIZE_MAX / sizeof(double) / dims[1]) {
        rix_h_fail(&wrong, RIX_EOVERFLOW, "$1_name", "too large");
        RIX_H_RETURN_FAILURE(wrong);
    }
    double *cells = rix_h_room_for(&scope, dims[0], dims[1]);
    if (!cells) {
        rix_h_fail(&wrong, RIX_ENOMEM, "$1_name", "out of memory");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1 = rix_out_c(cells, dims[0], dims[1]);
}
%typemap(argout) rix_out { RIX_H_APPEND(rix_h_room_filled(&scope$argnum, $1)); }
%typemap(freearg) rix_out { rix_h_scope_end(&scope$argnum); }

/* The host gives (units, periods, whether the units of a period lie side by side) and gets the zones. */
%typemap(in) rix_zones_out (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    size_t *dims = NULL, n_dims = 0;
    rix_error wrong = RIX_ERROR_INIT;
    if (!rix_h_to_wholes($input, &scope, &dims, &n_dims) || n_dims != 3) {
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", "units, periods and their order expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    if (dims[1] > 0 && dims[0] > (SIZE_MAX / 2 - 1) / dims[1]) {
        rix_h_fail(&wrong, RIX_EOVERFLOW, "$1_name", "too large");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1.data = (int8_t *)rix_h_alloc(&scope, dims[0] * dims[1] + 1, 1);
    if (!$1.data) {
        rix_h_fail(&wrong, RIX_ENOMEM, "$1_name", "out of memory");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1.rows = dims[0], $1.cols = dims[1];
    $1.row_step = dims[2] ? 1 : (ptrdiff_t)dims[1];
    $1.col_step = dims[2] ? (ptrdiff_t)dims[0] : 1;
}
%typemap(argout) rix_zones_out {
    const rix_zones made = { $1.data, $1.rows, $1.cols, $1.row_step, $1.col_step };
    RIX_H_APPEND(rix_h_zone_mat(made));
}
%typemap(freearg) rix_zones_out { rix_h_scope_end(&scope$argnum); }

/* Lists whose length only C knows: the function allocates them from the scope that comes with them. */
%typemap(in, numinputs=0) rix_h_found_zones *zones (rix_h_scope scope = RIX_H_SCOPE_INIT,
                                                    rix_h_found_zones found) {
    found.memory = &scope;
    found.x = NULL;
    found.n = 0;
    $1 = &found;
}
%typemap(argout) rix_h_found_zones *zones { RIX_H_APPEND(rix_h_zones($1->x, $1->n)); }
%typemap(freearg) rix_h_found_zones *zones { rix_h_scope_end(&scope$argnum); }
%typemap(in, numinputs=0) rix_h_found_rows *rows (rix_h_scope scope = RIX_H_SCOPE_INIT,
                                                  rix_h_found_rows found) {
    found.memory = &scope;
    found.x = NULL;
    found.n = 0;
    $1 = &found;
}
%typemap(argout) rix_h_found_rows *rows { RIX_H_APPEND(rix_h_wholes($1->x, $1->n)); }
%typemap(freearg) rix_h_found_rows *rows { rix_h_scope_end(&scope$argnum); }

%typemap(in, numinputs=0) rix_machine_state *next (rix_machine_state state) { $1 = &state; }
%typemap(argout) rix_machine_state *next { RIX_H_APPEND(rix_h_machine_state($1)); }

/* ------------------------------------------------------------------------------------- handles -- */

RIX_HANDLE(rix_framework, rix_framework_free)
RIX_HANDLE(rix_index, rix_index_free)
RIX_HANDLE(rix_scenario, rix_scenario_free)
RIX_HANDLE(rix_trajectory, rix_trajectory_free)
RIX_HANDLE(rix_curve, rix_curve_free)
RIX_HANDLE(rix_rule, rix_rule_free)
RIX_HANDLE(rix_machine, rix_machine_free)

/* ----------------------------------------------------------------------------------- functions -- */

#define RIX_API
%typemap(out) rix_h_obj { $result = $1; }
%include "riskidx/base.h"
%include "prepare.i"
%include "riskidx/index.h"
%include "riskidx/zone.h"
%include "riskidx/surveillance.h"
%include "epidemic.i"
%include "age_sector.i"
%include "policy.i"
%include "riskidx/tradeoff.h"
%include "envelope.i"
%include "riskidx/preset.h"

/* The few calls for which the host needs another shape than C's: many draws at once, a group of names,
 * results whose length only C knows. */
%{
/** What a function found: allocated from the scope. */
typedef struct rix_h_found_zones {
    rix_h_scope *memory;
    int32_t *x;
    size_t n;
} rix_h_found_zones;
typedef struct rix_h_found_rows {
    rix_h_scope *memory;
    size_t *x;
    size_t n;
} rix_h_found_rows;
%}
%inline %{
static rix_h_obj vocabulary(void)
{
    return rix_h_vocabulary();
}

/* n draws of a stream, as rix_stream_uniform gives them one by one. It cannot fail, but SWIG for R loses
 * the results of a function without a return value. */
static rix_status random_uniform(uint64_t seed, uint64_t stream, rix_out draws, rix_error *err)
{
    rix_stream s;
    (void)err;
    rix_stream_init(&s, seed, stream);
    for (size_t i = 0; i < draws.rows * draws.cols; i++) draws.data[i] = rix_stream_uniform(&s);
    return RIX_OK;
}

/* One block of the generator: 4 words of counter, 2 of key, 4 words out. */
static rix_status philox4x32(rix_vec counter, rix_vec key, rix_out block, rix_error *err)
{
    uint32_t words[6], random[4];
    if (counter.size != 4 || key.size != 2 || block.rows * block.cols != 4) {
        return rix_h_fail(err, RIX_EDIM, "counter", "4 words of counter and 2 of key expected");
    }
    for (ptrdiff_t k = 0; k < 6; k++) {
        const double x = k < 4 ? counter.data[k * counter.step] : key.data[(k - 4) * key.step];
        if (!(x >= 0.0 && x <= 4294967295.0 && floor(x) >= x)) {
            return rix_h_fail(err, RIX_EDOMAIN, k < 4 ? "counter" : "key",
                              "whole numbers from 0 to 2^32 - 1 expected");
        }
        words[k] = (uint32_t)x;
    }
    rix_philox4x32(words, words + 4, random);
    for (size_t k = 0; k < 4; k++) block.data[k] = random[k];
    return RIX_OK;
}

static rix_status classify(rix_vec scores, rix_vec thresholds, rix_boundary boundary,
                           rix_h_found_zones *zones, rix_error *err)
{
    zones->n = scores.size;
    zones->x = (int32_t *)rix_h_alloc(zones->memory, scores.size + 1, sizeof *zones->x);
    if (!zones->x) return rix_h_fail(err, RIX_ENOMEM, "scores", "out of memory");
    return rix_classify(scores, thresholds, boundary, zones->x, err);
}

static rix_status efficient_set(rix_mat outcomes, rix_h_found_rows *rows, rix_error *err)
{
    rows->x = (size_t *)rix_h_alloc(rows->memory, outcomes.rows + 1, sizeof *rows->x);
    if (!rows->x) return rix_h_fail(err, RIX_ENOMEM, "outcomes", "out of memory");
    return rix_efficient_set(outcomes, rows->x, &rows->n, err);
}

/* The front of every row; their number is not needed. */
static rix_status efficient_fronts(rix_mat outcomes, rix_h_found_rows *rows, rix_error *err)
{
    size_t count = 0;
    rows->n = outcomes.rows;
    rows->x = (size_t *)rix_h_alloc(rows->memory, outcomes.rows + 1, sizeof *rows->x);
    if (!rows->x) return rix_h_fail(err, RIX_ENOMEM, "outcomes", "out of memory");
    return rix_efficient_fronts(outcomes, rows->x, &count, err);
}

/* Distances come as one row, as many as the table has rows: those of the rows found, then zeros. */
static rix_status stand(rix_mat outcomes, rix_vec own, rix_h_found_rows *rows, rix_out distances,
                        rix_error *err)
{
    if (distances.rows * distances.cols != outcomes.rows) {
        return rix_h_fail(err, RIX_EDIM, "distances", "one distance a row expected");
    }
    rows->x = (size_t *)rix_h_alloc(rows->memory, outcomes.rows + 1, sizeof *rows->x);
    if (!rows->x) return rix_h_fail(err, RIX_ENOMEM, "outcomes", "out of memory");
    for (size_t k = 0; k < outcomes.rows; k++) distances.data[k] = 0.0;
    return rix_stand(outcomes, own, rows->x, distances.data, &rows->n, err);
}

/* Without its strength: where there is no knee, Python would get that alone. */
static rix_status knee(rix_mat outcomes, rix_knee_method method, size_t *row, rix_error *err)
{
    return rix_knee(outcomes, method, row, NULL, err);
}

/* Thresholds come as a matrix of one row; C trusts its caller with the length, so it is checked here. */
static rix_status rix_h_check_breaks(rix_out thresholds, size_t n, rix_error *err)
{
    if (thresholds.rows * thresholds.cols == n) return RIX_OK;
    return rix_h_fail(err, RIX_EDIM, "thresholds", "one threshold fewer than classes expected");
}

static rix_status breaks_quantile(rix_vec scores, size_t classes, rix_out thresholds,
                                  rix_error *err)
{
    const rix_status st = rix_h_check_breaks(thresholds, classes - 1, err);
    return st == RIX_OK ? rix_breaks_quantile(scores, classes, thresholds.data, err) : st;
}

static rix_status breaks_natural(rix_vec scores, size_t classes, rix_out thresholds, rix_error *err)
{
    const rix_status st = rix_h_check_breaks(thresholds, classes - 1, err);
    return st == RIX_OK ? rix_breaks_natural(scores, classes, thresholds.data, err) : st;
}

static rix_status breaks_sd(rix_vec scores, rix_vec z, rix_out thresholds, rix_error *err)
{
    const rix_status st = rix_h_check_breaks(thresholds, z.size, err);
    return st == RIX_OK ? rix_breaks_sd(scores, z, thresholds.data, err) : st;
}

static rix_status rule_new(const rix_h_rule *rule, rix_rule **out, rix_error *err)
{
    return rix_h_rule_new(rule, out, err);
}

static rix_status rule_classify(const rix_rule *rule, rix_mat values, rix_h_found_zones *zones,
                                rix_error *err)
{
    zones->n = values.rows;
    zones->x = (int32_t *)rix_h_alloc(zones->memory, values.rows + 1, sizeof *zones->x);
    if (!zones->x) return rix_h_fail(err, RIX_ENOMEM, "values", "out of memory");
    return rix_rule_classify(rule, values, zones->x, err);
}

/* Without a rule of its own for leaving, the host passes the same rule twice. */
static rix_status machine_new(const rix_rule *enter, const rix_rule *leave,
                              const rix_h_clock *clock, rix_machine **out, rix_error *err)
{
    return rix_h_machine_new(enter, leave, clock, out, err);
}

/* Zones and indicators of a machine's rule, which is nobody's handle. */
static rix_h_obj machine_zones(const rix_machine *machine)
{
    const rix_rule *rule = rix_machine_rule(machine);
    const size_t n = rix_rule_zone_count(rule);
    rix_h_obj names = rix_h_list_new(n);
    for (size_t k = 0; k < n; k++) rix_h_list_set(names, k, rix_h_text(rix_rule_zone_name(rule, k)));
    return rix_h_list_done(names);
}

static rix_h_obj machine_indicators(const rix_machine *machine)
{
    const rix_rule *rule = rix_machine_rule(machine);
    const size_t n = rix_rule_indicator_count(rule);
    rix_h_obj names = rix_h_list_new(n);
    for (size_t k = 0; k < n; k++) {
        rix_h_list_set(names, k, rix_h_text(rix_rule_indicator_name(rule, k)));
    }
    return rix_h_list_done(names);
}

static rix_status machine_start(const rix_machine *machine, rix_machine_state *next, rix_error *err)
{
    (void)err;
    rix_machine_start(machine, next);
    return RIX_OK;
}

/* The zone of the period is `shown` of the state after it. */
static rix_status machine_step(const rix_machine *machine, const rix_machine_state *state,
                               rix_vec values, rix_machine_state *next, rix_error *err)
{
    int32_t zone;
    *next = *state;
    return rix_machine_step(machine, next, values, &zone, err);
}
%}

%include "audit.i"
%include "whatif.i"
%include "weights.i"
%include "uncertainty.i"
%include "montecarlo.i"
%include "calibration.i"
