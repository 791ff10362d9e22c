/* job.c - what is run, checked; and one replicate of it in full. */
#include "uncertainty/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"
#include "index/recipe.h"
#include "index/table.h"

/* -------------------------------------------------------------------------------------- checks -- */

static rix_status count_replicates(rix_i_job *job, rix_error *err)
{
    rix_uncertainty_options *o = &job->options;
    if (o->n == 0 || (uint64_t)o->n > UINT64_C(0xFFFFFFFF)) {
        return rix_i_fail(err, RIX_EINVAL, "n", RIX_I_NOWHERE, "n is %zu, not in 1 .. 2^32 - 1",
                          o->n);
    }
    job->total = o->n;
    if (o->sobol && !rix_i_size_product(o->n, job->inputs.n + 2, &job->total)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE,
                          "%zu x %zu replicates are too many", o->n, job->inputs.n + 2);
    }
    if (o->first >= job->total || o->count > job->total - o->first) {
        return rix_i_fail(err, RIX_EINVAL, "first", RIX_I_NOWHERE,
                          "%zu replicates from %zu on are not within the %zu that there are",
                          o->count, o->first, job->total);
    }
    if (o->count == 0) o->count = job->total - o->first;
    return RIX_OK;
}

static rix_status check_points(const rix_i_job *job, rix_error *err)
{
    const rix_mat p = job->options.points;
    const rix_status st = rix_i_check_mat(p, "points", err);
    if (st != RIX_OK || !p.data) return st;
    if (p.rows != job->total || p.cols != job->inputs.n_dimensions) {
        return rix_i_fail(err, RIX_EDIM, "points", RIX_I_NOWHERE,
                          "points are %zu x %zu for %zu replicates of %zu dimensions", p.rows,
                          p.cols, job->total, job->inputs.n_dimensions);
    }
    for (size_t i = 0; i < p.rows; i++) {
        for (size_t k = 0; k < p.cols; k++) {
            const double u = rix_i_get(p, i, k);
            if (u > 0 && u < 1) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "points", RIX_I_CELL(i, k, RIX_NO_INDEX),
                              "point %s of replicate %zu, dimension %zu, is not in (0, 1)",
                              rix_i_number(u).s, i, k);
        }
    }
    return RIX_OK;
}

static rix_status check_options(rix_i_job *job, rix_error *err)
{
    rix_uncertainty_options *o = &job->options;
    if ((unsigned)o->sequence > (unsigned)RIX_SEQUENCE_HALTON) {
        return rix_i_fail(err, RIX_EINVAL, "sequence", RIX_I_NOWHERE, "no such sequence: %d",
                          (int)o->sequence);
    }
    if ((unsigned)o->ties > (unsigned)RIX_TIES_AVERAGE) {
        return rix_i_fail(err, RIX_EINVAL, "ties", RIX_I_NOWHERE, "no such rule for ties: %d",
                          (int)o->ties);
    }
    if (!o->nodes && o->n_nodes > 0) return rix_i_null(err, "nodes");
    for (size_t q = 0; q < o->n_nodes; q++) {
        if (o->nodes[q] < job->fw->n_nodes) continue;
        return rix_i_fail(err, RIX_ENOTFOUND, "nodes", RIX_I_NOWHERE,
                          "no node %zu to be kept; the framework has %zu", o->nodes[q],
                          job->fw->n_nodes);
    }
    if (o->n_nodes == 0) {
        job->index = job->fw->root;
        o->nodes = &job->index;
        o->n_nodes = 1;
    }
    return count_replicates(job, err);
}

/* ------------------------------------------------------------------------------------- columns -- */

/* Extremes of the columns of the sample: of A and B, from which the other rows are made. */
static rix_status find_extremes(rix_i_job *job, rix_error *err)
{
    const size_t d = job->inputs.n_dimensions;
    const size_t rows = job->options.sobol ? 2 * job->options.n : job->options.n;
    double *point = calloc(2 * d, sizeof *point);
    if (!point) return rix_i_no_memory(err);
    for (size_t j = 0; j < job->inputs.n; j++) {
        job->inputs.inputs[j].low = (double)INFINITY;
        job->inputs.inputs[j].high = -(double)INFINITY;
    }
    for (size_t i = 0; i < rows; i++) {
        rix_i_job_point(job, i, point);
        for (size_t j = 0; j < job->inputs.n; j++) {
            rix_i_input *input = &job->inputs.inputs[j];
            input->low = fmin(input->low, point[input->first]);
            input->high = fmax(input->high, point[input->first]);
        }
    }
    free(point);
    return RIX_OK;
}

rix_status rix_i_job_init(rix_i_job *job, const rix_table *table, const rix_framework *fw,
                          const rix_recipe *recipe, const rix_uncertain *inputs, size_t n_inputs,
                          const rix_uncertainty_options *options, rix_error *err)
{
    static const rix_recipe default_recipe = RIX_RECIPE_INIT;
    static const rix_uncertainty_options defaults = RIX_UNCERTAINTY_INIT;
    const rix_i_job blank = { .table = table,
                              .fw = fw,
                              .recipe = recipe ? recipe : &default_recipe,
                              .options = options ? *options : defaults };
    if (!table) return rix_i_null(err, "table");
    if (!fw) return rix_i_null(err, "fw");
    *job = blank;
    rix_status st = rix_i_recipe_check(job->recipe, err);
    if (st == RIX_OK) st = rix_i_table_check(table, fw, err);
    if (st == RIX_OK) st = rix_i_inputs_init(&job->inputs, fw, job->recipe, inputs, n_inputs, err);
    if (st != RIX_OK) return st;
    job->inputs.seed = job->options.seed;
    job->inputs.compat = job->options.compat;
    st = rix_i_inputs_check_units(&job->inputs, table->values.rows, err);
    if (st == RIX_OK) st = check_options(job, err);
    if (st == RIX_OK) st = check_points(job, err);
    if (st == RIX_OK && !job->options.points.data) {
        st = rix_i_points_init(&job->points, job->options.n,
                               (job->options.sobol ? 2 : 1) * job->inputs.n_dimensions,
                               job->options.sequence, job->options.seed, err);
    }
    if (st == RIX_OK && job->options.compat) st = find_extremes(job, err);
    if (st != RIX_OK) rix_i_job_clear(job);
    return st;
}

void rix_i_job_clear(rix_i_job *job)
{
    rix_i_points_clear(&job->points);
    rix_i_inputs_clear(&job->inputs);
}

/* ---------------------------------------------------------------------------------- replicates -- */

void rix_i_job_point(const rix_i_job *job, size_t replicate, double *point)
{
    const size_t d = job->inputs.n_dimensions, n = job->options.n, block = replicate / n;
    const rix_mat own = job->options.points;
    if (own.data) {
        for (size_t k = 0; k < d; k++) point[k] = rix_i_get(own, replicate, k);
        return;
    }
    rix_i_point(&job->points, replicate % n, block == 0 ? d : 2 * d, point);
    if (block == 1) memcpy(point, point + d, d * sizeof *point);
    if (block < 2) return;
    const rix_i_input *input = &job->inputs.inputs[block - 2];
    memcpy(point + input->first, point + d + input->first, input->n_dimensions * sizeof *point);
}

static bool has_errors(const rix_i_inputs *in)
{
    for (size_t j = 0; j < in->n; j++) {
        if (in->inputs[j].as.kind == RIX_UNCERTAIN_ERROR) return true;
    }
    return false;
}

/* All columns, those of no indicator as well, in which anything may stand; NULL without memory. */
static double *copy_of(rix_mat values)
{
    double *x = rix_i_dense_new(values.rows, values.cols);
    for (size_t j = 0; j < values.cols && x; j++) {
        for (size_t i = 0; i < values.rows; i++) x[j * values.rows + i] = rix_i_get(values, i, j);
    }
    return x;
}

/* A copy of the table with the errors that were drawn, in *copy. */
static rix_status err_table(const rix_i_job *job, const double *draws, double **copy,
                            rix_error *err)
{
    const size_t n = job->table->values.rows, cols = job->fw->n_indicators;
    rix_i_log unread = { 0 };
    double *x = copy_of(job->table->values), *own = rix_i_dense_new(n, cols);
    size_t *column = calloc(cols, sizeof *column);
    rix_status st = x && own && column ? RIX_OK : rix_i_no_memory(err);
    if (st == RIX_OK) st = rix_i_table_match(job->table, job->fw, column, &unread, err);
    if (st == RIX_OK) {
        for (size_t k = 0; k < cols; k++) memcpy(own + k * n, x + column[k] * n, n * sizeof *x);
        rix_i_add_errors(&job->inputs, draws, n, own);
        for (size_t k = 0; k < cols; k++) memcpy(x + column[k] * n, own + k * n, n * sizeof *x);
        *copy = x;
        x = NULL;
    }
    rix_i_log_clear(&unread);
    free(column);
    free(own);
    free(x);
    return st;
}

static rix_status make_framework(const rix_i_job *job, const rix_i_variant *v, rix_framework **fw,
                                 rix_error *err)
{
    rix_node *nodes = malloc(job->fw->n_nodes * sizeof *nodes);
    if (!nodes) return rix_i_no_memory(err);
    memcpy(nodes, job->fw->nodes, job->fw->n_nodes * sizeof *nodes);
    for (size_t i = 0; i < job->fw->n_nodes; i++) {
        nodes[i].weight = v->weights[i];
        nodes[i].aggregate = v->rules[i];
    }
    const rix_status st = rix_framework_new(nodes, job->fw->n_nodes, fw, err);
    free(nodes);
    return st;
}

rix_status rix_i_job_build(const rix_i_job *job, const double *draws, const rix_i_variant *v,
                           rix_index **out, rix_error *err)
{
    rix_table table = *job->table;
    rix_framework *fw = NULL;
    double *copy = NULL;
    rix_status st = make_framework(job, v, &fw, err);
    if (st == RIX_OK && has_errors(&job->inputs)) {
        st = err_table(job, draws, &copy, err);
        if (st == RIX_OK) {
            table.values.data = copy;
            table.values.row_step = 1;
            table.values.col_step = (ptrdiff_t)table.values.rows;
        }
    }
    if (st == RIX_OK) st = rix_index_build(&table, fw, &v->recipe, out, err);
    free(copy);
    rix_framework_free(fw);
    return st;
}

rix_status rix_i_job_fail(const rix_i_job *job, size_t replicate, const double *draws,
                          const rix_error *line, rix_error *err)
{
    char drawn[120] = "";
    size_t used = 0;
    for (size_t j = 0; j < job->inputs.n && used < sizeof drawn; j++) {
        used += (size_t)snprintf(drawn + used, sizeof drawn - used, "%s%s %s", j > 0 ? ", " : "",
                                 rix_i_label(rix_i_input_name(&job->inputs, j)).s,
                                 rix_i_number(draws[j]).s);
    }
    drawn[rix_i_utf8_cut(drawn, sizeof drawn - 1)] = '\0';
    return rix_i_fail(err, line->code, line->arg, RIX_I_CELL(line->row, line->col, line->node),
                      "replicate %zu (%s): %s", replicate, drawn, line->message);
}

rix_status rix_uncertainty_build(const rix_table *table, const rix_framework *fw,
                                 const rix_recipe *recipe, const rix_uncertain *inputs,
                                 size_t n_inputs, const rix_uncertainty_options *options,
                                 size_t replicate, rix_index **out, rix_error *err)
{
    rix_i_job job;
    rix_i_variant v = { .weights = NULL };
    rix_error line = RIX_ERROR_INIT;
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_job_init(&job, table, fw, recipe, inputs, n_inputs, options, err);
    if (st != RIX_OK) return st;
    const size_t d = job.inputs.n_dimensions;
    double *point = calloc(2 * d + n_inputs, sizeof *point), *draws = point ? point + 2 * d : NULL;
    if (replicate >= job.total) {
        st = rix_i_fail(err, RIX_EINVAL, "replicate", RIX_I_NOWHERE,
                        "no replicate %zu: there are %zu", replicate, job.total);
    } else if (!rix_i_variant_new(&v, fw->n_nodes) || !point) {
        st = rix_i_no_memory(err);
    } else {
        rix_i_job_point(&job, replicate, point);
        rix_i_draw(&job.inputs, point, draws);
        rix_i_variant_recipe(&job.inputs, draws, &v);
        rix_i_variant_weights(&job.inputs, point, draws, &v);
        st = rix_i_job_build(&job, draws, &v, out, &line);
        if (st != RIX_OK) st = rix_i_job_fail(&job, replicate, draws, &line, err);
    }
    rix_i_variant_clear(&v);
    free(point);
    rix_i_job_clear(&job);
    return st;
}
