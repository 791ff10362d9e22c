/* steps.c - the steps 'normalise' and 'aggregate' by themselves, from a view to a view. */
#include "index/steps.h"

#include <float.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "index/aggregate_panel.h"
#include "index/over.h"
#include "index/table.h"

/* ---------------------------------------------------------------------------------- normalise -- */

/* Where things stand while columns are normalised one by one. */
typedef struct job {
    const rix_table *table;
    const rix_framework *fw; /* may be NULL */
    const rix_normalise_options *options;
    rix_i_scale scale;
    rix_i_panel panel;
    rix_i_over over;
    size_t n, cols; /* of the result */
    size_t *column; /* of the table, for each column of the result */
    double *raw, *scratch, *scores;
} job;

static rix_status find_columns(job *j, rix_error *err)
{
    rix_i_log log = { 0 };
    if (!j->fw) {
        for (size_t k = 0; k < j->cols; k++) j->column[k] = k;
        return RIX_OK;
    }
    const rix_status st = rix_i_table_match(j->table, j->fw, j->column, &log, err);
    rix_i_log_clear(&log);
    return st;
}

static rix_node node_of(const job *j, size_t k)
{
    rix_node node = RIX_NODE_INIT;
    if (j->fw) return j->fw->nodes[j->fw->indicators[k]];
    node.code = j->table->indicators && j->table->indicators[k] ? j->table->indicators[k] : "";
    return node;
}

static rix_status read_column(job *j, size_t col, const rix_node *node, rix_i_column *facts,
                              rix_error *err)
{
    *facts = RIX_I_COLUMN_INIT;
    for (size_t i = 0; i < j->n; i++) {
        const double x = rix_i_get(j->table->values, i, col);
        j->raw[i] = x;
        if (isnan(x)) continue;
        if (isinf(x)) {
            return rix_i_infinite_value(j->table, RIX_I_CELL(i, col, RIX_NO_INDEX), x, node->code,
                                        err);
        }
        facts->present++;
        facts->least = fmin(facts->least, x);
        facts->most = fmax(facts->most, x);
    }
    return RIX_OK;
}

static rix_status normalise_column(job *j, size_t k, rix_error *err)
{
    const rix_node node = node_of(j, k);
    const size_t col = j->column[k], number = j->fw ? j->fw->indicators[k] : RIX_NO_INDEX;
    double *score = j->scores + k * j->n;
    rix_i_column facts;
    rix_i_normalisation how;
    rix_status st = rix_i_normalisation_resolve(&node, number, j->over.reference, j->options,
                                                &j->scale, &how, err);
    if (st == RIX_OK) st = read_column(j, col, &node, &facts, err);
    if (st != RIX_OK) return st;
    rix_i_over_normalise(&j->over, j->raw, j->n, &facts, &how, j->scratch, score);
    for (size_t part = 0; part < j->over.n_parts; part++) {
        const rix_i_normalised *r = &j->over.parts[part].result;
        if (r->outcome == RIX_I_DONE || rix_i_is_undefined(r->outcome)) continue;
        return rix_i_normalise_fail(r, &how, &facts, j->raw[r->row],
                                    rix_i_unit_name(j->table, r->row).s, node.code,
                                    RIX_I_CELL(r->row, col, number), err);
    }
    return RIX_OK;
}

static rix_status check_table(const rix_table *table, const rix_framework *fw, size_t cols,
                              rix_error *err)
{
    size_t cells;
    if (fw) return rix_i_table_check(table, fw, err);
    if (!rix_i_size_product(table->values.rows, cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                          "%zu units x %zu columns are too many", table->values.rows, cols);
    }
    return rix_i_check_mat(table->values, "table.values", err);
}

static void write_columns(rix_out out, const double *columns)
{
    for (size_t i = 0; i < out.rows; i++) {
        for (size_t k = 0; k < out.cols; k++) rix_i_set(out, i, k, columns[k * out.rows + i]);
    }
}

rix_status rix_normalise(const rix_table *table, const rix_framework *fw,
                         const rix_normalise_options *options, rix_out scores, rix_error *err)
{
    rix_recipe recipe = RIX_RECIPE_INIT;
    if (!table) return rix_i_null(err, "table");
    if (options) recipe.normalise = *options;
    job j = { .table = table, .fw = fw, .options = &recipe.normalise };
    j.n = table->values.rows;
    j.cols = fw ? fw->n_indicators : table->values.cols;
    rix_status st = rix_i_recipe_check(&recipe, err);
    if (st == RIX_OK) st = check_table(table, fw, j.cols, err);
    if (st == RIX_OK) st = rix_i_check_out(scores, j.n, j.cols, "scores", err);
    if (st == RIX_OK) st = rix_i_panel_init(&j.panel, table, err);
    if (st == RIX_OK) st = rix_i_over_init(&j.over, &j.panel, table, j.options, err);
    if (st != RIX_OK) goto done;
    j.scale = rix_i_recipe_scale(&recipe, rix_i_over_size(&j.over, j.n));
    j.column = calloc(j.cols + 1, sizeof *j.column);
    j.raw = calloc(j.n + 1, sizeof *j.raw);
    j.scratch = calloc(j.n + 1, sizeof *j.scratch);
    j.scores = calloc(j.n * j.cols + 1, sizeof *j.scores);
    if (!j.column || !j.raw || !j.scratch || !j.scores) {
        st = rix_i_no_memory(err);
        goto done;
    }
    st = find_columns(&j, err);
    for (size_t k = 0; k < j.cols && st == RIX_OK; k++) st = normalise_column(&j, k, err);
    if (st == RIX_OK) write_columns(scores, j.scores);
done:
    rix_i_over_clear(&j.over);
    rix_i_panel_clear(&j.panel);
    free(j.scores);
    free(j.scratch);
    free(j.raw);
    free(j.column);
    return st;
}

/* ---------------------------------------------------------------------------------- aggregate -- */

rix_status rix_i_check_weights(rix_vec weights, size_t n, double *scale, rix_error *err)
{
    double largest = 0;
    *scale = 1;
    if (n == 0) {
        return rix_i_fail(err, RIX_EDIM, "table.values", RIX_I_NOWHERE, "there are no columns");
    }
    if (weights.size == 0) return RIX_OK;
    if (weights.size != n) {
        return rix_i_fail(err, RIX_EDIM, "weights", RIX_I_NOWHERE, "%zu weights for %zu columns",
                          weights.size, n);
    }
    const rix_status st = rix_i_check_vec(weights, "weights", err);
    if (st != RIX_OK) return st;
    for (size_t k = 0; k < n; k++) {
        const double w = rix_i_vget(weights, k);
        if (!isfinite(w) || w < 0) {
            return rix_i_fail(err, RIX_EDOMAIN, "weights", RIX_I_COL(k),
                              "weight %s of column %zu is not finite and >= 0", rix_i_number(w).s,
                              k);
        }
        largest = fmax(largest, w);
    }
    if (!(largest > 0)) {
        return rix_i_fail(err, RIX_EDOMAIN, "weights", RIX_I_NOWHERE, "the weights sum to zero");
    }
    const int shift = -ilogb(largest);
    *scale = ldexp(1.0, shift > DBL_MAX_EXP - 1 ? DBL_MAX_EXP - 1 : shift);
    return RIX_OK;
}

/* A framework of one group and its children, whose names are those of the columns or their numbers. */
static rix_status one_group(const rix_table *table, rix_vec weights, rix_framework **fw,
                            rix_error *err)
{
    enum { NAME_SIZE = 24 };
    const size_t n = table->values.cols;
    rix_node *nodes = calloc(n + 1, sizeof *nodes);
    char *names = calloc(n + 1, NAME_SIZE);
    rix_status st = RIX_OK;
    if (!nodes || !names) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t k = 0; k <= n; k++) {
        nodes[k] = (rix_node)RIX_NODE_INIT;
        char *digit = names + (k + 1) * NAME_SIZE - 1; /* the number, written from its end */
        for (size_t rest = k;; rest /= 10) {
            *--digit = (char)('0' + rest % 10);
            if (rest < 10) break;
        }
        nodes[k].code = digit;
        if (k == n) break;
        nodes[k].parent = "index";
        nodes[k].weight = rix_i_weight_at(weights, k, 1);
    }
    nodes[n].code = "index";
    st = rix_framework_new(nodes, n + 1, fw, err);
done:
    free(names);
    free(nodes);
    return st;
}

/* The scores of the children, column by column, before that of the group. */
static rix_status read_scores(const rix_table *table, double *scores, rix_error *err)
{
    const rix_mat x = table->values;
    for (size_t k = 0; k < x.cols; k++) {
        for (size_t i = 0; i < x.rows; i++) {
            scores[k * x.rows + i] = rix_i_get(x, i, k);
            if (!isinf(scores[k * x.rows + i])) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, k, RIX_NO_INDEX),
                              "infinite score for unit %s, '%s'", rix_i_unit_name(table, i).s,
                              rix_i_label(table->indicators ? table->indicators[k] : "").s);
        }
    }
    return RIX_OK;
}

static rix_status run_group(const rix_table *table, const rix_i_plan *plan,
                            const rix_i_periods *periods, double *scores, double *scratch,
                            rix_error *err)
{
    const rix_i_group *group = &plan->groups[0];
    const size_t n = table->values.rows;
    const rix_i_fault f = rix_i_aggregate_periods(periods, plan, group, scores, n, scratch);
    if (f.kind == RIX_I_NO_FAULT) return RIX_OK;
    const bool child = f.member != group->node;
    const char *label = child && table->indicators ? table->indicators[f.member] : "";
    const size_t col = child ? f.member : RIX_NO_INDEX;
    return rix_i_fault_fail(&f, plan, group, rix_i_unit_name(table, f.unit).s, label, "the group",
                            RIX_I_CELL(f.unit, col, RIX_NO_INDEX), err);
}

static rix_status check_aggregate_call(const rix_table *table, rix_vec weights,
                                       const rix_recipe *recipe, rix_out scores, rix_error *err)
{
    double scale;
    size_t cells;
    rix_status st = rix_i_recipe_check(recipe, err);
    if (st == RIX_OK) st = rix_i_check_mat(table->values, "table.values", err);
    if (st == RIX_OK) st = rix_i_check_weights(weights, table->values.cols, &scale, err);
    if (st == RIX_OK) st = rix_i_check_out(scores, table->values.rows, 1, "scores", err);
    if (st != RIX_OK) return st;
    if (rix_i_size_product(table->values.rows, table->values.cols + 1, &cells)) return RIX_OK;
    return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                      "%zu units x %zu columns are too many", table->values.rows,
                      table->values.cols);
}

rix_status rix_aggregate(const rix_table *table, rix_vec weights,
                         const rix_aggregate_options *options, double low, double high,
                         rix_out scores, rix_error *err)
{
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_framework *fw = NULL;
    rix_i_plan plan = { 0 };
    rix_i_panel panel = { 0 };
    rix_i_periods periods = { 0 };
    double *cells = NULL, *scratch = NULL;
    if (!table) return rix_i_null(err, "table");
    if (options) recipe.aggregate = *options;
    recipe.normalise.method = RIX_NORM_NONE;
    recipe.normalise.low = low;
    recipe.normalise.high = high;
    rix_status st = check_aggregate_call(table, weights, &recipe, scores, err);
    if (st == RIX_OK) st = one_group(table, weights, &fw, err);
    if (st == RIX_OK) st = rix_i_plan_init(&plan, fw, &recipe, err);
    if (st == RIX_OK) st = rix_i_panel_init(&panel, table, err);
    if (st == RIX_OK) {
        st = rix_i_periods_init(&periods, &recipe.aggregate, &panel, table->values.rows,
                                table->values.cols + 1, err);
    }
    if (st != RIX_OK) goto done;
    cells = calloc(table->values.rows * (table->values.cols + 1) + 1, sizeof *cells);
    scratch = calloc(rix_i_aggregate_scratch(&plan, table->values.rows) + 1, sizeof *scratch);
    if (!cells || !scratch) {
        st = rix_i_no_memory(err);
        goto done;
    }
    st = read_scores(table, cells, err);
    if (st == RIX_OK) st = run_group(table, &plan, &periods, cells, scratch, err);
    if (st != RIX_OK) goto done;
    for (size_t i = 0; i < scores.rows; i++) {
        rix_i_set(scores, i, 0, cells[table->values.cols * table->values.rows + i]);
    }
done:
    free(scratch);
    free(cells);
    rix_i_periods_clear(&periods);
    rix_i_panel_clear(&panel);
    rix_i_plan_clear(&plan);
    rix_framework_free(fw);
    return st;
}
