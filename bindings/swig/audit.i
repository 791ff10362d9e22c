/* audit.i - the audit; included by riskidx.i, whose typemaps it uses.
 *
 * Arrays of structs come back as records of columns, and arrays whose length C knows as they are. */
%ignore rix_correlation_name;
%ignore rix_correlation_from_name;
%ignore rix_stats_options;
%ignore rix_indicator_stats;
%ignore rix_unit_data;
%ignore rix_flagged_pair;
%ignore rix_standing;
%ignore rix_audit_describe;
%ignore rix_audit_units;
%ignore rix_audit_correlate;
%ignore rix_audit_flag_pairs;
%ignore rix_audit_pca;
%ignore rix_audit_cronbach;
%ignore rix_audit_effective_weights;
%ignore rix_audit_levels;
%ignore rix_audit_unit;
%ignore rix_audit_strengths;
%ignore rix_audit_remove;
%ignore rix_audit_compare;
%ignore rix_comparison;

%{
#include "structs_audit.h"

/* What a function found: allocated from the scope. */
#define RIX_H_FOUND(name, type)                                                                    \
    typedef struct name {                                                                          \
        rix_h_scope *memory;                                                                       \
        type *x;                                                                                   \
        size_t n;                                                                                  \
    } name;
RIX_H_FOUND(rix_h_found_stats, rix_indicator_stats)
RIX_H_FOUND(rix_h_found_units, rix_unit_data)
RIX_H_FOUND(rix_h_found_pairs, rix_flagged_pair)
RIX_H_FOUND(rix_h_found_standings, rix_standing)

/* Room for n of them. */
#define RIX_H_MAKE_ROOM(found, count, err)                                                         \
    do {                                                                                           \
        (found)->n = (count);                                                                      \
        *(void **)&(found)->x = rix_h_alloc((found)->memory, (found)->n + 1, sizeof *(found)->x);  \
        if (!(found)->x) return rix_h_fail(err, RIX_ENOMEM, "result", "out of memory");            \
    } while (0)

/* An output of one row: C trusts its caller with the length, so it is checked here. */
static rix_status rix_h_check_row(rix_out out, size_t n, const char *key, rix_error *err)
{
    if (out.rows == 1 && out.cols == n) return RIX_OK;
    return rix_h_fail(err, RIX_EDIM, key, "one row of as many as there are expected");
}
%}

%define RIX_FOUND_OUT(TYPE, NAME, BUILD)
%typemap(in, numinputs=0) TYPE *NAME (rix_h_scope scope = RIX_H_SCOPE_INIT, TYPE found) {
    found.memory = &scope;
    found.x = NULL;
    found.n = 0;
    $1 = &found;
}
%typemap(argout) TYPE *NAME { RIX_H_APPEND(BUILD($1->x, $1->n)); }
%typemap(freearg) TYPE *NAME { rix_h_scope_end(&scope$argnum); }
%enddef

RIX_FOUND_OUT(rix_h_found_stats, stats, rix_h_indicator_stats)
RIX_FOUND_OUT(rix_h_found_units, units, rix_h_unit_data)
RIX_FOUND_OUT(rix_h_found_pairs, pairs, rix_h_flagged_pairs)
RIX_FOUND_OUT(rix_h_found_standings, standings, rix_h_standings)
RIX_FOUND_OUT(rix_h_found_rows, best, rix_h_wholes)
RIX_FOUND_OUT(rix_h_found_rows, worst, rix_h_wholes)

RIX_CHOICE_IN(rix_correlation, rix_h_parse_correlation)
RIX_RECORD_IN(rix_stats_options, rix_h_read_stats_options)

%include "riskidx/audit.h"

%inline %{
static rix_status audit_describe(const rix_table *table, const rix_stats_options *options,
                                 rix_h_found_stats *stats, rix_error *err)
{
    RIX_H_MAKE_ROOM(stats, table->values.cols, err);
    return rix_audit_describe(table, options, stats->x, err);
}

static rix_status audit_units(const rix_table *table, rix_h_found_units *units, rix_error *err)
{
    RIX_H_MAKE_ROOM(units, table->values.rows, err);
    return rix_audit_units(table, units->x, err);
}

/* Without other columns the host passes an empty record for y. */
static rix_status audit_correlate(const rix_table *x, const rix_table *y, rix_correlation kind,
                                  rix_out r, rix_out p, rix_error *err)
{
    const bool none = y->values.rows == 0 && y->values.cols == 0;
    return rix_audit_correlate(x, none ? NULL : y, kind, r, p, err);
}

/* No groups: any pair. */
static rix_status audit_flag_pairs(rix_mat r, rix_vec group, double low, double high,
                                   rix_h_found_pairs *pairs, rix_error *err)
{
    size_t *groups = NULL, found = 0;
    if (group.size > 0) {
        if (group.size != r.rows) {
            return rix_h_fail(err, RIX_EDIM, "group", "one group a row of r expected");
        }
        const rix_status st = rix_h_sizes(group, "group", pairs->memory, &groups, err);
        if (st != RIX_OK) return st;
    }
    RIX_H_MAKE_ROOM(pairs, r.rows * r.cols, err);
    const rix_status st =
        rix_audit_flag_pairs(r, groups, low, high, pairs->x, pairs->n, &found, err);
    pairs->n = found;
    return st;
}

static rix_status audit_pca(const rix_table *table, rix_out eigenvalues, rix_out loadings,
                            rix_out scores, size_t *count, rix_error *err)
{
    const rix_status st = rix_h_check_row(eigenvalues, table->values.cols, "eigenvalues", err);
    if (st != RIX_OK) return st;
    return rix_audit_pca(table, eigenvalues.data, loadings, scores, count, err);
}

static rix_status audit_cronbach(const rix_table *table, rix_out alpha, rix_error *err)
{
    const rix_status st = rix_h_check_row(alpha, 1, "alpha", err);
    return st == RIX_OK ? rix_audit_cronbach(table, alpha.data, err) : st;
}

static rix_status audit_effective_weights(const rix_framework *fw, rix_out weights, rix_error *err)
{
    const rix_status st = rix_h_check_row(weights, rix_framework_size(fw), "weights", err);
    return st == RIX_OK ? rix_audit_effective_weights(fw, weights.data, err) : st;
}

static rix_status audit_levels(const rix_framework *fw, rix_h_found_rows *rows, rix_error *err)
{
    RIX_H_MAKE_ROOM(rows, rix_framework_size(fw), err);
    return rix_audit_levels(fw, rows->x, err);
}

static rix_status audit_unit(const rix_index *index, size_t unit, rix_h_found_standings *standings,
                             rix_error *err)
{
    RIX_H_MAKE_ROOM(standings, rix_index_scores(index).cols, err);
    return rix_audit_unit(index, unit, standings->x, err);
}

static rix_status audit_strengths(const rix_index *index, const rix_framework *fw, size_t unit,
                                  size_t wanted, rix_h_found_rows *best, rix_h_found_rows *worst,
                                  rix_error *err)
{
    const size_t n = rix_framework_indicator_count(fw);
    size_t found = 0;
    RIX_H_MAKE_ROOM(best, wanted < n ? wanted : n, err);
    RIX_H_MAKE_ROOM(worst, best->n, err);
    const rix_status st =
        rix_audit_strengths(index, fw, unit, wanted, best->x, worst->x, &found, err);
    best->n = worst->n = found;
    return st;
}

static rix_status audit_remove(const rix_table *table, const rix_framework *fw,
                               const rix_recipe *recipe, rix_vec nodes, rix_out scores,
                               rix_out ranks, rix_out shifts, rix_error *err)
{
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    size_t *numbers = NULL;
    rix_status st = rix_h_check_row(shifts, nodes.size + 1, "shifts", err);
    if (st == RIX_OK) st = rix_h_sizes(nodes, "nodes", &scope, &numbers, err);
    if (st == RIX_OK) {
        st = rix_audit_remove(table, fw, recipe, numbers, nodes.size, scores, ranks, shifts.data,
                              err);
    }
    rix_h_scope_end(&scope);
    return st;
}
%}
