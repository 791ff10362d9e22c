/* inputs.c - uncertain inputs: checked and resolved. */
#include "uncertainty/inputs.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/recipe.h"
#include "uncertainty/distribution.h"

enum { MOST_INPUTS = 4096 };

/** The input that is being checked. */
typedef struct check {
    const rix_framework *fw;
    const rix_recipe *recipe;
    size_t number;
    const rix_uncertain *as;
} check;

static const char *name_of(const rix_uncertain *as)
{
    return as->name && as->name[0] ? as->name : rix_uncertain_kind_name(as->kind);
}

const char *rix_i_input_name(const rix_i_inputs *in, size_t j)
{
    return name_of(&in->inputs[j].as);
}

static rix_status bad_input(const check *c, rix_status code, const char *arg, const char *what,
                            rix_error *err)
{
    return rix_i_fail(err, code, arg, RIX_I_COL(c->number), "uncertain input '%s' (%zu): %s",
                      rix_i_label(name_of(c->as)).s, c->number, what);
}

static rix_status bad_value(const check *c, rix_status code, const char *arg, double value,
                            const char *what, rix_error *err)
{
    return rix_i_fail(err, code, arg, RIX_I_COL(c->number),
                      "uncertain input '%s' (%zu): %s is %s, but %s", rix_i_label(name_of(c->as)).s,
                      c->number, arg, rix_i_number(value).s, what);
}

/* -------------------------------------------------------------------------------- alternatives -- */

static rix_status check_recipes(const check *c, rix_error *err)
{
    if (c->as->n_recipes == 0) return bad_input(c, RIX_EINVAL, "recipes", "no alternatives", err);
    if (!c->as->recipes) return rix_i_null(err, "recipes");
    for (size_t k = 0; k < c->as->n_recipes; k++) {
        rix_recipe merged = *c->recipe;
        rix_error line = RIX_ERROR_INIT;
        rix_i_take_step(&merged, &c->as->recipes[k], c->as->kind);
        if (rix_i_recipe_check(&merged, &line) == RIX_OK) continue;
        return rix_i_fail(err, line.code, line.arg, RIX_I_COL(c->number),
                          "uncertain input '%s' (%zu), alternative %zu: %s",
                          rix_i_label(name_of(c->as)).s, c->number, k, line.message);
    }
    return RIX_OK;
}

static rix_status check_rules(const check *c, rix_error *err)
{
    if (c->as->n_rules == 0) return bad_input(c, RIX_EINVAL, "rules", "no alternatives", err);
    if (!c->as->rules) return rix_i_null(err, "rules");
    for (size_t k = 0; k < c->as->n_rules; k++) {
        if ((unsigned)c->as->rules[k] <= (unsigned)RIX_AGG_MULTIPLICATIVE_BOD) continue;
        return bad_input(c, RIX_EINVAL, "rules", "no such rule of aggregation", err);
    }
    return RIX_OK;
}

static rix_status check_weights(const check *c, rix_error *err)
{
    const rix_mat w = c->as->weights;
    const rix_status st = rix_i_check_mat(w, "weights", err);
    if (st != RIX_OK) return st;
    if (w.rows == 0) return bad_input(c, RIX_EINVAL, "weights", "no alternatives", err);
    if (w.cols != c->fw->n_nodes) {
        return rix_i_fail(err, RIX_EDIM, "weights", RIX_I_COL(c->number),
                          "uncertain input '%s' (%zu): %zu weights for %zu nodes",
                          rix_i_label(name_of(c->as)).s, c->number, w.cols, c->fw->n_nodes);
    }
    for (size_t k = 0; k < w.rows; k++) {
        for (size_t i = 0; i < w.cols; i++) {
            const double x = rix_i_get(w, k, i);
            if (isnan(x) || (isfinite(x) && x >= 0)) continue;
            return bad_value(c, RIX_EDOMAIN, "weights", x, "must be finite and >= 0", err);
        }
    }
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- numbers -- */

static rix_status check_distribution(const check *c, rix_error *err)
{
    const rix_i_fault fault =
        rix_i_distribution_fault(c->as->distribution, c->as->a, c->as->b, c->as->c);
    if (!fault.why) return RIX_OK;
    if (fault.shown) return bad_value(c, RIX_EDOMAIN, fault.field, fault.value, fault.why, err);
    return bad_input(c, fault.status, fault.field, fault.why, err);
}

static rix_status check_setting(const check *c, rix_error *err)
{
    if ((unsigned)c->as->setting > (unsigned)RIX_SETTING_AGGREGATE_BETA) {
        return bad_input(c, RIX_EINVAL, "setting", "no such setting", err);
    }
    return check_distribution(c, err);
}

static rix_status check_errors(const check *c, rix_error *err)
{
    const rix_mat sd = c->as->sd;
    const rix_status st = rix_i_check_mat(sd, "sd", err);
    if (st != RIX_OK) return st;
    if (sd.cols != c->fw->n_indicators || sd.rows == 0) {
        return rix_i_fail(
            err, RIX_EDIM, "sd", RIX_I_COL(c->number),
            "uncertain input '%s' (%zu): standard deviations are %zu x %zu for %zu indicators",
            rix_i_label(name_of(c->as)).s, c->number, sd.rows, sd.cols, c->fw->n_indicators);
    }
    for (size_t i = 0; i < sd.rows; i++) {
        for (size_t k = 0; k < sd.cols; k++) {
            const double x = rix_i_get(sd, i, k);
            if (isnan(x) || (isfinite(x) && x >= 0)) continue;
            return bad_value(c, RIX_EDOMAIN, "sd", x, "must be finite and >= 0", err);
        }
    }
    return RIX_OK;
}

/* --------------------------------------------------------------------------------------- nodes -- */

static bool wants_groups(rix_uncertain_kind kind)
{
    return kind == RIX_UNCERTAIN_RULE || kind == RIX_UNCERTAIN_DIRICHLET;
}

static bool wants_nodes(rix_uncertain_kind kind)
{
    return wants_groups(kind) || kind == RIX_UNCERTAIN_WEIGHT_NOISE ||
           kind == RIX_UNCERTAIN_LEAVE_OUT;
}

static rix_status check_node(const check *c, size_t at, rix_error *err)
{
    const size_t node = c->as->nodes[at];
    const char *what = NULL;
    if (node >= c->fw->n_nodes) {
        return rix_i_fail(err, RIX_ENOTFOUND, "nodes", RIX_I_COL(c->number),
                          "uncertain input '%s' (%zu): no node %zu; the framework has %zu",
                          rix_i_label(name_of(c->as)).s, c->number, node, c->fw->n_nodes);
    }
    const bool group = c->fw->indicator_of[node] == RIX_NO_INDEX;
    if (wants_groups(c->as->kind) && !group) what = "is no group";
    if (!wants_groups(c->as->kind) && node == c->fw->root)
        what = "is the index, whose weight is not used";
    for (size_t k = 0; k < at && !what; k++) {
        if (c->as->nodes[k] == node) what = "stands there twice";
    }
    if (!what) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, "nodes", RIX_I_CELL(RIX_NO_INDEX, c->number, node),
                      "uncertain input '%s' (%zu): '%s' %s", rix_i_label(name_of(c->as)).s,
                      c->number, rix_i_label(c->fw->nodes[node].code).s, what);
}

static rix_status check_nodes(const check *c, rix_error *err)
{
    rix_status st = RIX_OK;
    if (!c->as->nodes && c->as->n_nodes > 0) return rix_i_null(err, "nodes");
    for (size_t k = 0; k < c->as->n_nodes && st == RIX_OK; k++) st = check_node(c, k, err);
    return st;
}

/* The nodes that an input means by naming none, written at *next. */
static void name_nodes(const rix_framework *fw, rix_uncertain *as, size_t **next)
{
    size_t *nodes = *next, n = 0;
    if (as->n_nodes > 0) return;
    for (size_t i = 0; i < fw->n_nodes; i++) {
        const bool group = fw->indicator_of[i] == RIX_NO_INDEX;
        const bool meant = wants_groups(as->kind)                   ? group
                           : as->kind == RIX_UNCERTAIN_WEIGHT_NOISE ? i != fw->root
                                                                    : !group;
        if (meant) nodes[n++] = i;
    }
    as->nodes = nodes;
    as->n_nodes = n;
    *next += n;
}

/* ----------------------------------------------------------------------------------- one input -- */

static rix_status check_input(const check *c, rix_error *err)
{
    const rix_uncertain *as = c->as;
    if ((unsigned)as->kind > (unsigned)RIX_UNCERTAIN_ERROR) {
        return bad_input(c, RIX_EINVAL, "kind", "no such kind", err);
    }
    if (rix_i_is_step(as->kind)) return check_recipes(c, err);
    if (wants_nodes(as->kind)) {
        const rix_status st = check_nodes(c, err);
        if (st != RIX_OK) return st;
    }
    switch (as->kind) {
    case RIX_UNCERTAIN_RULE: return check_rules(c, err);
    case RIX_UNCERTAIN_SETTING: return check_setting(c, err);
    case RIX_UNCERTAIN_WEIGHTS: return check_weights(c, err);
    case RIX_UNCERTAIN_ERROR: return check_errors(c, err);
    case RIX_UNCERTAIN_WEIGHT_NOISE:
        if (as->amount >= 0 && as->amount <= 1) return RIX_OK;
        return bad_value(c, RIX_EDOMAIN, "amount", as->amount, "must lie in [0, 1]", err);
    case RIX_UNCERTAIN_DIRICHLET:
        if (as->amount > 0 && isfinite(as->amount)) return RIX_OK;
        return bad_value(c, RIX_EDOMAIN, "amount", as->amount, "must be positive and finite", err);
    default: return RIX_OK;
    }
}

static size_t alternatives_of(const rix_uncertain *as)
{
    if (rix_i_is_step(as->kind)) return as->n_recipes;
    switch (as->kind) {
    case RIX_UNCERTAIN_RULE: return as->n_rules;
    case RIX_UNCERTAIN_WEIGHTS: return as->weights.rows;
    case RIX_UNCERTAIN_LEAVE_OUT: return as->n_nodes + 1;
    default: return 0;
    }
}

/* --------------------------------------------------------------------------------- all of them -- */

static bool share_nodes(const rix_uncertain *a, const rix_uncertain *b)
{
    for (size_t i = 0; i < a->n_nodes; i++) {
        for (size_t k = 0; k < b->n_nodes; k++) {
            if (a->nodes[i] == b->nodes[k]) return true;
        }
    }
    return false;
}

static bool clash(const rix_uncertain *a, const rix_uncertain *b)
{
    if (a->kind != b->kind) return false;
    if (rix_i_is_step(a->kind) || a->kind == RIX_UNCERTAIN_WEIGHTS) return true;
    if (a->kind == RIX_UNCERTAIN_SETTING) return a->setting == b->setting;
    return wants_groups(a->kind) && share_nodes(a, b);
}

static rix_status check_clashes(const rix_i_inputs *in, size_t j, rix_error *err)
{
    for (size_t k = 0; k < j; k++) {
        if (!clash(&in->inputs[k].as, &in->inputs[j].as)) continue;
        return rix_i_fail(err, RIX_EINVAL, "inputs", RIX_I_COL(j),
                          "uncertain inputs '%s' (%zu) and '%s' (%zu) set the same thing",
                          rix_i_label(rix_i_input_name(in, k)).s, k,
                          rix_i_label(rix_i_input_name(in, j)).s, j);
    }
    return RIX_OK;
}

static rix_status resolve(rix_i_inputs *in, size_t j, const rix_uncertain *as, size_t **next,
                          rix_error *err)
{
    rix_i_input *input = &in->inputs[j];
    const check c = { in->fw, in->recipe, j, as };
    const rix_status st = check_input(&c, err);
    if (st != RIX_OK) return st;
    input->as = *as;
    if (wants_nodes(as->kind)) name_nodes(in->fw, &input->as, next);
    input->n_alternatives = alternatives_of(&input->as);
    input->n_dimensions = as->kind == RIX_UNCERTAIN_WEIGHT_NOISE ? input->as.n_nodes : 1;
    input->first = in->n_dimensions;
    in->n_dimensions += input->n_dimensions;
    return check_clashes(in, j, err);
}

rix_status rix_i_inputs_init(rix_i_inputs *in, const rix_framework *fw, const rix_recipe *recipe,
                             const rix_uncertain *inputs, size_t n, rix_error *err)
{
    rix_i_inputs made = { .fw = fw, .recipe = recipe, .n = n };
    size_t cells;
    if (!inputs) return rix_i_null(err, "inputs");
    if (n == 0 || n > MOST_INPUTS) {
        return rix_i_fail(err, RIX_EINVAL, "n_inputs", RIX_I_NOWHERE,
                          "%zu uncertain inputs, not 1 .. %d", n, (int)MOST_INPUTS);
    }
    if (!rix_i_size_product(n, fw->n_nodes, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n_inputs", RIX_I_NOWHERE,
                          "%zu uncertain inputs of %zu nodes are too many", n, fw->n_nodes);
    }
    made.inputs = calloc(n, sizeof *made.inputs);
    made.nodes = calloc(cells, sizeof *made.nodes);
    rix_status st = made.inputs && made.nodes ? RIX_OK : rix_i_no_memory(err);
    size_t *next = made.nodes;
    for (size_t j = 0; j < n && st == RIX_OK; j++) st = resolve(&made, j, &inputs[j], &next, err);
    if (st == RIX_OK) {
        *in = made;
    } else {
        rix_i_inputs_clear(&made);
    }
    return st;
}

void rix_i_inputs_clear(rix_i_inputs *in)
{
    free(in->nodes);
    free(in->inputs);
    in->nodes = NULL;
    in->inputs = NULL;
    in->n = 0;
}

rix_status rix_i_inputs_check_units(const rix_i_inputs *in, size_t n_units, rix_error *err)
{
    for (size_t j = 0; j < in->n; j++) {
        const rix_uncertain *as = &in->inputs[j].as;
        if (as->kind != RIX_UNCERTAIN_ERROR || as->sd.rows == 1 || as->sd.rows == n_units) continue;
        return rix_i_fail(err, RIX_EDIM, "sd", RIX_I_COL(j),
                          "uncertain input '%s' (%zu): standard deviations of %zu units for %zu",
                          rix_i_label(rix_i_input_name(in, j)).s, j, as->sd.rows, n_units);
    }
    return RIX_OK;
}

rix_status rix_uncertain_dimensions(const rix_framework *fw, const rix_uncertain *inputs,
                                    size_t n_inputs, size_t *dimensions, rix_error *err)
{
    static const rix_recipe defaults = RIX_RECIPE_INIT;
    rix_i_inputs in;
    if (!fw) return rix_i_null(err, "fw");
    if (!dimensions) return rix_i_null(err, "dimensions");
    const rix_status st = rix_i_inputs_init(&in, fw, &defaults, inputs, n_inputs, err);
    if (st != RIX_OK) return st;
    for (size_t j = 0; j < n_inputs; j++) dimensions[j] = in.inputs[j].n_dimensions;
    rix_i_inputs_clear(&in);
    return RIX_OK;
}
