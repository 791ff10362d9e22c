/* fit.c - what the steps learn from a base table: read off the index that they built of it. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/aggregate.h"
#include "index/dense.h"
#include "index/fitted_lines.h"
#include "index/impute_panel.h"
#include "index/labels.h"
#include "index/over.h"
#include "index/prepare.h"
#include "index/result.h"

/* What the steps share, and the lines being written. */
typedef struct fit {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe;
    const rix_index *index;
    rix_i_over over;       /* which rows are learned from */
    double *scores;        /* a copy of the index's, in which units are compared */
    double *room;          /* for sorting, and for the ideals of a group */
    rix_i_fit_node *nodes; /* what stays in one number each */
    rix_learned *lines;
    size_t n_lines, capacity;
} fit;

static rix_status add_line(fit *f, rix_learned line, size_t node, const char *label, double value,
                           rix_error *err)
{
    if (f->n_lines == f->capacity) {
        const size_t capacity = f->capacity ? 2 * f->capacity : 64;
        if (capacity > (size_t)PTRDIFF_MAX / sizeof line) return rix_i_no_memory(err);
        rix_learned *lines = realloc(f->lines, capacity * sizeof *lines);
        if (!lines) return rix_i_no_memory(err);
        f->lines = lines;
        f->capacity = capacity;
    }
    line.node = node;
    line.label = label;
    line.value = value;
    f->lines[f->n_lines++] = line;
    return RIX_OK;
}

static rix_status add_to_list(fit *f, rix_i_fit_list list, size_t node, const char *label,
                              double value, rix_error *err)
{
    return add_line(f, rix_i_fit_list_line(list), node, label, value, err);
}

static const double *stage_of(const fit *f, rix_stage stage, size_t k)
{
    return rix_index_stage(f->index, stage).data + k * f->index->n_units;
}

/* ------------------------------------------------------------------------------------- impute -- */

static rix_status learn_groups(fit *f, const rix_i_impute_task *task, size_t k, rix_error *err)
{
    const rix_impute_options *o = &f->recipe->impute;
    rix_status st = RIX_OK;
    for (size_t i = 0; i < task->n && st == RIX_OK; i++) {
        if (task->group[i] != i) continue; /* a group is numbered by its first unit */
        const double x = rix_i_impute_middle(task, k, i, o->method, f->room);
        if (isnan(x)) continue;
        st = add_to_list(f, RIX_I_FIT_GROUP, f->fw->indicators[k], o->groups[i], x, err);
    }
    return st;
}

static rix_status learn_imputation(fit *f, rix_error *err)
{
    const size_t n = f->index->n_units;
    const rix_imputation method = f->recipe->impute.method;
    rix_status st = RIX_OK;
    if (method == RIX_IMPUTE_NONE || method == RIX_IMPUTE_CONSTANT ||
        rix_i_impute_along_time(method)) {
        return RIX_OK; /* a unit's series is filled from itself */
    }
    if (method == RIX_IMPUTE_EM || method == RIX_IMPUTE_NEAREST) {
        return rix_i_fail(
            err, RIX_EINVAL, "recipe.impute.method", RIX_I_NOWHERE,
            "what %s puts into a gap depends on the whole table and cannot be kept for others",
            rix_imputation_name(method));
    }
    size_t *group = calloc(n + 1, sizeof *group);
    if (!group) return rix_i_no_memory(err);
    if (rix_i_impute_by_group(method)) {
        st = rix_i_group_labels(f->recipe->impute.groups, n, group, err);
    }
    const rix_i_impute_task task = {
        stage_of(f, RIX_STAGE_DENOMINATED, 0), n, f->fw->n_indicators, group, NULL, NULL, NULL
    };
    for (size_t k = 0; k < task.cols && st == RIX_OK; k++) {
        rix_i_fit_node *node = &f->nodes[f->fw->indicators[k]];
        const rix_i_column facts = rix_i_column_of(task.x + k * n, n);
        node->overall = rix_i_impute_middle(&task, k, RIX_NO_INDEX, method, f->room);
        if (method == RIX_IMPUTE_ROW_MEAN && facts.present > 0) {
            node->gap_least = facts.least;
            node->gap_most = facts.most;
        }
        if (rix_i_impute_by_group(method)) st = learn_groups(f, &task, k, err);
    }
    free(group);
    return st;
}

/* -------------------------------------------------------------------------------------- treat -- */

static rix_status learn_treatment(fit *f, size_t k, rix_error *err)
{
    const rix_treated *report = rix_index_treated(f->index, k);
    const size_t node = f->fw->indicators[k];
    rix_i_fit_node *to = &f->nodes[node];
    if (!report) return RIX_OK;
    const rix_treat_options o = rix_i_prepare_treatment(f->fw, f->recipe, k);
    const rix_i_treatment t = rix_i_treat_learn(stage_of(f, RIX_STAGE_SCREENED, k),
                                                f->index->n_units, &o, report, f->room);
    if (isfinite(t.low)) to->low = t.low;
    if (isfinite(t.high)) to->high = t.high;
    if (t.transform == RIX_TRANSFORM_INHERIT) return RIX_OK;
    to->mirrored = t.mirrored ? 1 : 0;
    to->curve_least = t.least;
    to->curve_most = t.most;
    to->lambda = t.lambda;
    return add_to_list(f, RIX_I_FIT_TRANSFORM, node, rix_transform_name(t.transform), 1, err);
}

/* ---------------------------------------------------------------------------------- normalise -- */

static rix_status keep_normalisation(fit *f, size_t node, const rix_i_learned *l, rix_error *err)
{
    rix_i_fit_node *to = &f->nodes[node];
    rix_status st = RIX_OK;
    to->count = (double)l->facts.present;
    to->factor = l->factor;
    if (l->facts.present > 0) {
        to->least = l->facts.least;
        to->most = l->facts.most;
    }
    if (l->outcome != RIX_I_DONE) {
        to->undefined = (double)l->outcome;
        return RIX_OK;
    }
    if (l->from < l->to || l->from > l->to) {
        to->from = l->from / l->factor;
        to->to = l->to / l->factor;
    }
    if (l->spread > 0) {
        to->centre = l->centre / l->factor;
        to->spread = l->spread / l->factor;
    }
    for (size_t i = 0; i < l->n_sorted && st == RIX_OK; i++) {
        st = add_to_list(f, RIX_I_FIT_VALUE, node, NULL, l->sorted[i], err);
    }
    return st;
}

static rix_status learn_normalisation(fit *f, size_t k, rix_error *err)
{
    const size_t node = f->fw->indicators[k], n = f->index->n_units;
    const double *x = stage_of(f, RIX_STAGE_TREATED, k);
    rix_i_normalisation how;
    rix_status st =
        rix_i_normalisation_resolve(&f->fw->nodes[node], node, f->over.reference,
                                    &f->recipe->normalise, &f->index->plan.scale, &how, err);
    if (st != RIX_OK) return st;
    const rix_i_learned l = rix_i_over_learn(&f->over, x, n, &how, f->room);
    st = add_to_list(f, RIX_I_FIT_METHOD, node, rix_normalisation_name(how.method), 1, err);
    return st == RIX_OK ? keep_normalisation(f, node, &l, err) : st;
}

/* ---------------------------------------------------------------------------------- aggregate -- */

static rix_status keep_peers(fit *f, const rix_i_group *group, rix_error *err)
{
    const size_t n = f->index->n_units;
    const double *compared = f->scores + group->node * n;
    rix_status st = RIX_OK;
    for (size_t m = 0; m < group->n_members; m++) {
        for (size_t i = 0; i < n && st == RIX_OK; i++) {
            if (isnan(compared[i])) continue;
            const double x =
                rix_i_member_score(&f->index->plan, &group->members[m], f->scores, n, i);
            st = add_to_list(f, RIX_I_FIT_SCORE, group->members[m].node, NULL, x, err);
        }
    }
    return st;
}

static rix_status learn_peers(fit *f, const rix_i_group *group, rix_error *err)
{
    const size_t n = f->index->n_units;
    rix_status st = RIX_OK;
    if (!rix_i_compares_units(group->rule)) return RIX_OK;
    if (group->rule == RIX_AGG_COPELAND && f->recipe->aggregate.compat) {
        return rix_i_fail(
            err, RIX_EINVAL, "recipe.aggregate.compat", RIX_I_NODE(group->node),
            "copeland under compat, the rule of '%s', depends on the order of the units and "
            "says nothing of others",
            rix_i_label(f->fw->nodes[group->node].code).s);
    }
    rix_i_learn_peers(&f->index->plan, group, f->scores, n, f->room, f->nodes);
    if (group->rule == RIX_AGG_COPELAND || rix_i_is_bod(group->rule)) {
        st = keep_peers(f, group, err);
    }
    memcpy(f->scores + group->node * n, f->index->scores + group->node * n, n * sizeof *f->scores);
    return st;
}

/* ---------------------------------------------------------------------------------- the whole -- */

static rix_status list_fields(fit *f, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t i = 0; i < f->fw->n_nodes; i++) {
        for (size_t k = 0; k < rix_i_fit_field_count() && st == RIX_OK; k++) {
            const double value = *rix_i_fit_field(&f->nodes[i], k);
            if (!isnan(value)) st = add_line(f, rix_i_fit_line(k), i, NULL, value, err);
        }
    }
    return st;
}

static rix_status learns_for_itself(const char *field, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE,
                      "%s is period, by which every period learns for itself and none for others",
                      field);
}

static rix_status check_over(const fit *f, rix_error *err)
{
    if (f->recipe->normalise.over == RIX_OVER_PERIOD) {
        return learns_for_itself("recipe.normalise.over", err);
    }
    if (f->recipe->aggregate.over == RIX_OVER_PERIOD) {
        return learns_for_itself("recipe.aggregate.over", err);
    }
    if (f->recipe->treat.over == RIX_OVER_PERIOD) {
        return learns_for_itself("recipe.treat.over", err);
    }
    if (f->recipe->impute.over == RIX_OVER_PERIOD) {
        return learns_for_itself("recipe.impute.over", err);
    }
    return RIX_OK;
}

static rix_status learn(fit *f, rix_error *err)
{
    const rix_i_plan *plan = &f->index->plan;
    rix_status st = check_over(f, err);
    if (st == RIX_OK) {
        st = rix_i_over_init(&f->over, &f->index->panel, f->table, &f->recipe->normalise, err);
    }
    if (st != RIX_OK) return st;
    f->nodes[f->fw->root].units = (double)rix_i_over_size(&f->over, f->index->n_units);
    st = learn_imputation(f, err);
    for (size_t k = 0; k < f->fw->n_indicators && st == RIX_OK; k++) {
        st = learn_treatment(f, k, err);
        if (st == RIX_OK) st = learn_normalisation(f, k, err);
    }
    for (size_t g = 0; g < plan->n_groups && st == RIX_OK; g++) {
        st = learn_peers(f, &plan->groups[g], err);
    }
    return st == RIX_OK ? list_fields(f, err) : st;
}

rix_status rix_index_fit(const rix_table *table, const rix_framework *fw, const rix_recipe *recipe,
                         rix_fitted **out, rix_error *err)
{
    static const rix_recipe defaults = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_index_build(table, fw, recipe, &index, err);
    if (st != RIX_OK) return st;
    fit f = { .table = table, .fw = fw, .recipe = recipe ? recipe : &defaults, .index = index };
    const size_t n = index->n_units, scratch = rix_i_aggregate_scratch(&index->plan, n);
    f.scores = rix_i_dense_new(n, fw->n_nodes);
    f.room = rix_i_dense_new(n > scratch ? n : scratch, 1);
    f.nodes = calloc(fw->n_nodes, sizeof *f.nodes);
    if (!f.scores || !f.room || !f.nodes) {
        st = rix_i_no_memory(err);
        goto done;
    }
    memcpy(f.scores, index->scores, n * fw->n_nodes * sizeof *f.scores);
    for (size_t i = 0; i < fw->n_nodes; i++) f.nodes[i] = rix_i_fit_node_blank();
    st = learn(&f, err);
    if (st == RIX_OK) st = rix_fitted_new(fw->n_nodes, f.lines, f.n_lines, out, err);
done:
    rix_i_over_clear(&f.over);
    free(f.lines);
    free(f.nodes);
    free(f.room);
    free(f.scores);
    rix_index_free(index);
    return st;
}
