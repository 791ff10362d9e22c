/* build.c - from a table to an index: the steps in their order, and the words for what they find. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "index/aggregate_panel.h"
#include "index/fitted.h"
#include "index/over.h"
#include "index/result.h"
#include "index/table.h"

/* What the steps share. */
typedef struct build {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe;
    rix_index *index;    /* being filled */
    size_t *column;      /* column of each indicator */
    rix_i_column *facts; /* of each indicator */
    rix_i_over over;     /* how its rows are normalised together */
    rix_i_periods periods; /* how they are compared */
    const rix_fitted *base; /* what has been learned from another table; NULL: from this one */
} build;

static rix_i_text code_of(const build *b, size_t node)
{
    return rix_i_label(b->fw->nodes[node].code);
}

static rix_status warn(build *b, const char *step, const rix_error *line, rix_error *err)
{
    return rix_i_log_add(&b->index->log, RIX_WARNING, step, line, err);
}

static rix_status note(build *b, const char *step, const rix_error *line, rix_error *err)
{
    return rix_i_log_add(&b->index->log, RIX_NOTE, step, line, err);
}

/* ---------------------------------------------------------------------------------- the table -- */

static bool has_data(const rix_index *index, size_t unit)
{
    for (size_t k = 0; k < index->n_indicators; k++) {
        if (!isnan(index->raw[k * index->n_units + unit])) return true;
    }
    return false;
}

static rix_status warn_of_empty_units(build *b, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t i = 0; i < b->index->n_units && st == RIX_OK; i++) {
        rix_error line = RIX_ERROR_INIT;
        if (has_data(b->index, i)) continue;
        rix_i_empty_unit(b->table, i, &line);
        st = warn(b, "table", &line, err);
    }
    return st;
}

static rix_status read_table(build *b, rix_error *err)
{
    rix_status st = rix_i_table_match(b->table, b->fw, b->column, &b->index->log, err);
    if (st != RIX_OK) return st;
    st = rix_i_table_read(b->table, b->fw, b->column, b->index->raw, b->facts, err);
    return st == RIX_OK ? warn_of_empty_units(b, err) : st;
}

/* ---------------------------------------------------------------------------- before normalise -- */

static rix_status prepare(build *b, rix_error *err)
{
    const rix_i_prepare_task task = { .table = b->table,
                                      .fw = b->fw,
                                      .recipe = b->recipe,
                                      .column = b->column,
                                      .raw = b->index->raw,
                                      .log = &b->index->log,
                                      .base = b->base,
                                      .panel = &b->index->panel,
                                      .period = RIX_NO_INDEX };
    const rix_status st = rix_i_prepare(&task, &b->index->prepared, err);
    b->index->plan.left_out = b->index->prepared.left_out;
    const double *x = rix_i_index_prepared(b->index);
    if (st != RIX_OK || x == b->index->raw) return st;
    for (size_t k = 0; k < b->fw->n_indicators; k++) {
        b->facts[k] = rix_i_column_of(x + k * b->index->n_units, b->index->n_units);
    }
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------- normalise -- */

static const char *end_of(const build *b, rix_normalisation method)
{
    if (method == RIX_NORM_DISTANCE_TARGET) return "its target and count as at it";
    if (method == RIX_NORM_DISTANCE_REFERENCE) return "the reference unit's and count as at it";
    if (method == RIX_NORM_MINMAX || method == RIX_NORM_DISTANCE_MAX) {
        return b->base ? "the extremes of the base and count as at them"
                       : "the extremes of the base period and count as at them";
    }
    return "its goalposts and count as at them";
}

static rix_status note_truncated(build *b, size_t k, rix_normalisation method, rix_error *err)
{
    const size_t node = b->fw->indicators[k];
    rix_error line = RIX_ERROR_INIT;
    size_t truncated = 0;
    for (size_t part = 0; part < b->over.n_parts; part++) {
        truncated += b->over.parts[part].result.truncated;
    }
    if (truncated == 0) return RIX_OK;
    rix_i_fail(&line, RIX_EMISSING, "table.values", RIX_I_CELL(RIX_NO_INDEX, b->column[k], node),
               "%zu of %zu values of indicator '%s' lie beyond %s", truncated,
               b->facts[k].present, code_of(b, node).s, end_of(b, method));
    return note(b, "normalise", &line, err);
}

/* What an outcome other than done means: a warning in the log, or an error. */
static rix_status tell_outcome(build *b, size_t k, size_t part, const rix_i_normalisation *how,
                               rix_error *err)
{
    const size_t node = b->fw->indicators[k];
    const rix_i_part *p = &b->over.parts[part];
    const bool undefined = rix_i_is_undefined(p->result.outcome);
    const size_t row = undefined ? RIX_NO_INDEX : p->result.row;
    const rix_i_place place = RIX_I_CELL(row, b->column[k], node);
    const double x = undefined ? RIX_NAN
                               : rix_i_index_prepared(b->index)[k * b->index->n_units + row];
    const rix_i_unit unit = rix_i_unit_name(b->table, undefined ? 0 : row);
    rix_error line = RIX_ERROR_INIT;
    const rix_status st = rix_i_normalise_fail(&p->result, how, &p->facts, x, unit.s,
                                               b->fw->nodes[node].code, place, &line);
    if (undefined) {
        rix_i_over_tell(&b->over, part, &line);
        return warn(b, "normalise", &line, err);
    }
    if (err) *err = line;
    return st;
}

/* By what is learned from the column itself, or has been from another. */
static rix_status score_one(build *b, size_t k, const rix_i_normalisation *how, rix_error *err)
{
    const size_t n = b->index->n_units, node = b->fw->indicators[k];
    const double *x = rix_i_index_prepared(b->index) + k * n;
    double *score = b->index->normalised + k * n;
    double *sorted = b->index->scores + node * n; /* room until the scores go there */
    rix_i_part *part = &b->over.parts[0];
    rix_i_learned learned;
    if (!b->base) {
        rix_i_over_normalise(&b->over, x, n, &b->facts[k], how, sorted, score);
        return RIX_OK;
    }
    const rix_status st = rix_i_fitted_normalise(b->base, b->fw, node, how, &learned, err);
    if (st != RIX_OK) return st;
    part->facts = learned.facts;
    part->result = rix_i_normalise_apply(&learned, how, x, n, score);
    return RIX_OK;
}

static rix_status normalise_one(build *b, size_t k, rix_error *err)
{
    const size_t n = b->index->n_units, node = b->fw->indicators[k];
    const double *score = b->index->normalised + k * n;
    rix_i_normalisation how;
    const size_t reference = b->base ? 0 : b->over.reference; /* a base knows its own */
    rix_status st =
        rix_i_normalisation_resolve(&b->fw->nodes[node], node, reference, &b->recipe->normalise,
                                    &b->index->plan.scale, &how, err);
    if (st != RIX_OK || n == 0) return st;
    st = score_one(b, k, &how, err);
    if (st != RIX_OK) return st;
    memcpy(b->index->scores + node * n, score, n * sizeof *score);
    for (size_t part = 0; part < b->over.n_parts && st == RIX_OK; part++) {
        if (b->over.parts[part].result.outcome == RIX_I_DONE) continue;
        st = tell_outcome(b, k, part, &how, err);
    }
    return st == RIX_OK ? note_truncated(b, k, how.method, err) : st;
}

static rix_status normalise_all(build *b, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t k = 0; k < b->fw->n_indicators && st == RIX_OK; k++) st = normalise_one(b, k, err);
    return st;
}

/* ---------------------------------------------------------------------------------- aggregate -- */

static rix_status bad_child(const build *b, const rix_i_group *group, const rix_i_fault *f,
                            rix_error *err)
{
    const size_t k = b->fw->indicator_of[f->member];
    const size_t col = k == RIX_NO_INDEX ? RIX_NO_INDEX : b->column[k];
    return rix_i_fault_fail(f, &b->index->plan, group, rix_i_unit_name(b->table, f->unit).s,
                            b->fw->nodes[f->member].code, b->fw->nodes[group->node].code,
                            RIX_I_CELL(f->unit, col, f->member), err);
}

static rix_status note_missing(build *b, size_t node, rix_error *err)
{
    const size_t n = b->index->n_units;
    const double *score = b->index->scores + node * n;
    rix_error line = RIX_ERROR_INIT;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) missing += isnan(score[i]) ? 1 : 0;
    if (missing == 0) return RIX_OK;
    rix_i_fail(&line, RIX_EMISSING, "table.values", RIX_I_NODE(node),
               "the score of '%s' is missing for %zu of %zu units", code_of(b, node).s, missing, n);
    return note(b, "aggregate", &line, err);
}

/* A unit that was screened out has no score, not even where missing children count as something. */
static void blank_left_out(build *b, size_t node)
{
    double *score = b->index->scores + node * b->index->n_units;
    for (size_t i = 0; i < b->index->n_units && b->index->prepared.units; i++) {
        if (rix_i_index_left_out(b->index, i)) score[i] = RIX_NAN;
    }
}

static rix_status aggregate_all(build *b, double *scratch, rix_error *err)
{
    const rix_i_plan *plan = &b->index->plan;
    rix_status st = RIX_OK;
    for (size_t g = 0; g < plan->n_groups && st == RIX_OK; g++) {
        const rix_i_group *group = &plan->groups[g];
        const rix_i_fault fault =
            rix_i_aggregate_periods(&b->periods, plan, group, b->index->scores,
                                    b->index->n_units, scratch);
        if (fault.kind != RIX_I_NO_FAULT) return bad_child(b, group, &fault, err);
        blank_left_out(b, group->node);
        st = note_missing(b, group->node, err);
    }
    return st;
}

/* ----------------------------------------------------------------------------------- coverage -- */

/* Indicators below each node are counted in the column of the node, then divided by their number. */
static void cover(build *b, double *total)
{
    const rix_framework *fw = b->fw;
    const size_t n = b->index->n_units;
    double *coverage = b->index->coverage;
    memset(coverage, 0, n * fw->n_nodes * sizeof *coverage);
    for (size_t k = 0; k < fw->n_indicators; k++) {
        double *there = coverage + fw->indicators[k] * n;
        for (size_t i = 0; i < n; i++) there[i] = isnan(b->index->normalised[k * n + i]) ? 0 : 1;
        total[fw->indicators[k]] = 1;
    }
    for (size_t g = 0; g < fw->n_groups; g++) {
        const size_t node = fw->groups[g];
        double *sum = coverage + node * n;
        for (size_t c = fw->first_child[node]; c < fw->first_child[node + 1]; c++) {
            const double *there = coverage + fw->child[c] * n;
            for (size_t i = 0; i < n; i++) sum[i] += there[i];
            total[node] += total[fw->child[c]];
        }
    }
    for (size_t g = 0; g < fw->n_groups; g++) {
        double *sum = coverage + fw->groups[g] * n;
        for (size_t i = 0; i < n; i++) sum[i] /= total[fw->groups[g]];
    }
}

/* ---------------------------------------------------------------------------------- the whole -- */

static rix_status check_arguments(const rix_table *table, const rix_framework *fw,
                                  const rix_recipe *recipe, rix_index **out, rix_error *err)
{
    if (!table) return rix_i_null(err, "table");
    if (!fw) return rix_i_null(err, "fw");
    if (!out) return rix_i_null(err, "out");
    const rix_status st = rix_i_recipe_check(recipe, err);
    return st == RIX_OK ? rix_i_table_check(table, fw, err) : st;
}

/* Which rows are normalised together: none of them with others where a base says how. */
static rix_status start_over(build *b, rix_error *err)
{
    const size_t n = b->table->values.rows;
    rix_normalise_options o = b->recipe->normalise;
    if (b->base) {
        o.over = RIX_OVER_ALL;
        o.reference = NULL;
    }
    const rix_status st = rix_i_over_init(&b->over, &b->index->panel, b->table, &o, err);
    if (st != RIX_OK) return st;
    const double units = b->base ? b->base->nodes[b->fw->root].units : RIX_NAN;
    rix_i_plan_units(&b->index->plan, b->recipe,
                     isnan(units) ? rix_i_over_size(&b->over, n) : (size_t)units);
    return RIX_OK;
}

static rix_status build_index(const rix_table *table, const rix_framework *fw,
                              const rix_recipe *recipe, const rix_fitted *base, rix_index **out,
                              rix_error *err)
{
    static const rix_recipe defaults = RIX_RECIPE_INIT;
    build b = { .table = table, .fw = fw, .recipe = recipe ? recipe : &defaults, .base = base };
    double *total = NULL, *scratch = NULL;

    rix_status st = check_arguments(table, fw, b.recipe, out, err);
    if (st != RIX_OK) return st;
    b.index = rix_i_index_new(table->values.rows, fw->n_nodes, fw->n_indicators);
    b.column = calloc(fw->n_indicators, sizeof *b.column);
    b.facts = calloc(fw->n_indicators, sizeof *b.facts);
    total = calloc(fw->n_nodes, sizeof *total);
    if (!b.index || !b.column || !b.facts || !total) {
        st = rix_i_no_memory(err);
        goto done;
    }
    b.index->log.strict = b.recipe->strict;
    st = rix_i_plan_init(&b.index->plan, fw, b.recipe, err);
    if (st != RIX_OK) goto done;
    st = rix_i_panel_init(&b.index->panel, table, err);
    if (st == RIX_OK) st = start_over(&b, err);
    if (st == RIX_OK) {
        st = rix_i_periods_init(&b.periods, &b.recipe->aggregate, &b.index->panel,
                                table->values.rows, fw->n_nodes, err);
    }
    if (st != RIX_OK) goto done;
    b.index->plan.base = base;
    scratch = calloc(rix_i_aggregate_scratch(&b.index->plan, table->values.rows) + 1, sizeof *scratch);
    st = scratch ? read_table(&b, err) : rix_i_no_memory(err);
    if (st == RIX_OK) st = prepare(&b, err);
    if (st == RIX_OK) st = normalise_all(&b, err);
    if (st == RIX_OK) st = aggregate_all(&b, scratch, err);
    if (st != RIX_OK) goto done;
    cover(&b, total);
    b.index->plan.options.positions = (rix_vec){ NULL, 0, 1 }; /* the caller's, which may end now */
    b.index->plan.base = NULL;
    *out = b.index;
    b.index = NULL; /* it is the caller's now */
done:
    rix_i_periods_clear(&b.periods);
    rix_i_over_clear(&b.over);
    rix_index_free(b.index);
    free(scratch);
    free(total);
    free(b.facts);
    free(b.column);
    return st;
}

rix_status rix_index_build(const rix_table *table, const rix_framework *fw,
                           const rix_recipe *recipe, rix_index **out, rix_error *err)
{
    return build_index(table, fw, recipe, NULL, out, err);
}

/* Whether the groups whose rules compare units find what they ask for. */
static rix_status check_peers(const rix_fitted *fitted, const rix_framework *fw,
                              const rix_recipe *recipe, rix_error *err)
{
    rix_i_plan plan = { 0 };
    rix_status st = rix_i_plan_init(&plan, fw, recipe, err);
    for (size_t g = 0; g < plan.n_groups && st == RIX_OK; g++) {
        if (rix_i_fitted_has_peers(fitted, &plan.groups[g], recipe->aggregate.compat)) continue;
        const size_t node = plan.groups[g].node;
        st = rix_i_fail(err, RIX_ENOTFOUND, "fitted", RIX_I_NODE(node),
                        "nothing was learned from the base for '%s' aggregated by %s",
                        rix_i_label(fw->nodes[node].code).s,
                        rix_aggregation_name(plan.groups[g].rule));
    }
    rix_i_plan_clear(&plan);
    return st;
}

rix_status rix_index_apply(const rix_fitted *fitted, const rix_table *table,
                           const rix_framework *fw, const rix_recipe *recipe, rix_index **out,
                           rix_error *err)
{
    static const rix_recipe defaults = RIX_RECIPE_INIT;
    const rix_recipe *r = recipe ? recipe : &defaults;
    if (!fitted) return rix_i_null(err, "fitted");
    rix_status st = check_arguments(table, fw, r, out, err);
    if (st != RIX_OK) return st;
    if (fitted->n_nodes != fw->n_nodes) {
        return rix_i_fail(err, RIX_EDIM, "fw", RIX_I_NOWHERE,
                          "the framework has %zu nodes, what was fitted %zu", fw->n_nodes,
                          fitted->n_nodes);
    }
    st = check_peers(fitted, fw, r, err);
    return st == RIX_OK ? build_index(table, fw, r, fitted, out, err) : st;
}
