/* engine.c - evaluates replicates, each worker with memory of its own.
 *
 * A replicate differs from the one before in little. The indicators after every step are kept for every combination
 * of choices (stages.c); beside the normalised ones lie the scores and ranks that were last made from them, so that
 * only the groups are made again whose weights, rule or children are others. Whatever goes wrong, and
 * what is not done here, is left to rix_index_build, whose messages are the ones to show. */
#include "uncertainty/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/exp_log.h"
#include "index/aggregate.h"
#include "index/rank.h"
#include "index/recipe.h"
#include "uncertainty/stages.h"

/* What was last made from the normalised indicators of a slot. */
typedef struct made {
    bool done;
    double *weights;          /* of each node */
    double *key;              /* draws of the inputs of the recipe */
    float *ranks;             /* kept nodes x units */
    double *logs;             /* of the scores of the nodes whose group is geometric */
    bool has_logs;            /* those of the indicators are there */
    bool *has_log;            /* of each group */
    double *bounds;           /* of the extremes */
    rix_i_extremes *extremes; /* of each group of the plan: kept for those of indicators alone */
} made;

typedef struct worker {
    rix_framework fw; /* the caller's tree with nodes of its own */
    rix_i_variant variant;
    bool ready;    /* variant.recipe, fw and plan are those of `draws` */
    double *point; /* twice the dimensions */
    double *draws; /* of the inputs of the recipe, in the last replicate */
    rix_i_plan plan;
    double *scratch; /* of rules */
    rix_i_stages stages;
    made *made;    /* for each slot of the normalised indicators */
    bool *changed; /* nodes whose scores are new */
    double *rank;  /* of each unit */
    rix_i_ranked *room;
} worker;

struct rix_i_engine {
    const rix_i_job *job;
    rix_i_source source;
    size_t *recipe_inputs; /* that make the recipe and the rules */
    size_t n_recipe_inputs;
    bool has_settings, has_weights;
    worker *workers;
    size_t n_workers;
};

static bool makes_recipe(rix_uncertain_kind kind)
{
    return rix_i_is_step(kind) || kind == RIX_UNCERTAIN_RULE || kind == RIX_UNCERTAIN_SETTING;
}

/* ------------------------------------------------------------------------------- coming and going -- */

static void clear_made(worker *w)
{
    for (size_t k = 0; k < w->stages.stage[RIX_STAGE_NORMALISED].n_slots && w->made; k++) {
        free(w->made[k].extremes);
        free(w->made[k].bounds);
        free(w->made[k].has_log);
        free(w->made[k].logs);
        free(w->made[k].ranks);
        free(w->made[k].key);
        free(w->made[k].weights);
    }
    free(w->made);
}

static void clear_worker(worker *w)
{
    clear_made(w);
    free(w->room);
    free(w->rank);
    free(w->changed);
    rix_i_stages_clear(&w->stages);
    free(w->scratch);
    rix_i_plan_clear(&w->plan);
    free(w->draws);
    free(w->point);
    rix_i_variant_clear(&w->variant);
    free(w->fw.nodes);
}

void rix_i_engine_free(rix_i_engine *e)
{
    if (!e) return;
    for (size_t k = 0; k < e->n_workers; k++) clear_worker(&e->workers[k]);
    free(e->workers);
    free(e->recipe_inputs);
    rix_i_source_clear(&e->source);
    free(e);
}

static bool make_extremes(const rix_framework *fw, size_t n, made *m)
{
    m->bounds = malloc((2 * fw->n_groups * n + 1) * sizeof *m->bounds);
    m->extremes = calloc(fw->n_groups, sizeof *m->extremes);
    for (size_t g = 0; g < fw->n_groups && m->bounds && m->extremes; g++) {
        m->extremes[g].least = m->bounds + 2 * g * n;
        m->extremes[g].most = m->bounds + (2 * g + 1) * n;
    }
    return m->bounds && m->extremes;
}

static bool make_made(const rix_i_engine *e, worker *w)
{
    const size_t n_slots = w->stages.stage[RIX_STAGE_NORMALISED].n_slots;
    w->made = calloc(n_slots, sizeof *w->made);
    for (size_t k = 0; k < n_slots && w->made; k++) {
        made *m = &w->made[k];
        m->weights = calloc(e->job->fw->n_nodes, sizeof *m->weights);
        m->key = calloc(e->n_recipe_inputs + 1, sizeof *m->key);
        m->ranks = calloc(e->job->options.n_nodes * e->source.n + 1, sizeof *m->ranks);
        m->logs = malloc((e->job->fw->n_nodes * e->source.n + 1) * sizeof *m->logs);
        m->has_log = calloc(e->job->fw->n_nodes, sizeof *m->has_log);
        if (!m->weights || !m->key || !m->ranks || !m->logs || !m->has_log) return false;
        if (!make_extremes(e->job->fw, e->source.n, m)) return false;
    }
    return w->made;
}

static bool make_tree(const rix_framework *fw, worker *w)
{
    w->fw = *fw;
    w->fw.nodes = malloc(fw->n_nodes * sizeof *w->fw.nodes);
    if (w->fw.nodes) memcpy(w->fw.nodes, fw->nodes, fw->n_nodes * sizeof *w->fw.nodes);
    w->plan.n_groups = fw->n_groups;
    w->plan.groups = calloc(fw->n_groups, sizeof *w->plan.groups);
    w->plan.members = calloc(fw->n_nodes, sizeof *w->plan.members);
    w->changed = calloc(fw->n_nodes, sizeof *w->changed);
    return w->fw.nodes && w->plan.groups && w->plan.members && w->changed;
}

static bool make_worker(const rix_i_engine *e, worker *w)
{
    const rix_i_inputs *in = &e->job->inputs;
    const size_t n = e->source.n, nodes = e->job->fw->n_nodes;
    const bool tree = make_tree(e->job->fw, w);
    const bool variant = rix_i_variant_new(&w->variant, nodes);
    w->point = calloc(2 * in->n_dimensions, sizeof *w->point);
    w->draws = calloc(e->n_recipe_inputs + 1, sizeof *w->draws);
    w->scratch = calloc(2 * nodes, sizeof *w->scratch);
    w->rank = calloc(n + 1, sizeof *w->rank);
    w->room = calloc(rix_i_rank_room(n) + 1, sizeof *w->room);
    const bool own = w->point && w->draws && w->scratch && w->rank && w->room;
    return tree && variant && own && rix_i_stages_new(&w->stages, &e->source) && make_made(e, w);
}

static void list_inputs(rix_i_engine *e)
{
    for (size_t j = 0; j < e->job->inputs.n; j++) {
        const rix_uncertain_kind kind = e->job->inputs.inputs[j].as.kind;
        if (makes_recipe(kind)) {
            e->recipe_inputs[e->n_recipe_inputs++] = j;
            e->has_settings = e->has_settings || kind == RIX_UNCERTAIN_SETTING;
        } else if (kind != RIX_UNCERTAIN_ERROR) {
            e->has_weights = true;
        }
    }
}

rix_status rix_i_engine_new(const rix_i_job *job, size_t n_workers, rix_i_engine **out,
                            rix_error *err)
{
    rix_i_engine *e = calloc(1, sizeof *e);
    if (!e) return rix_i_no_memory(err);
    e->job = job;
    rix_status st = rix_i_source_init(&e->source, job, err);
    e->recipe_inputs = calloc(job->inputs.n, sizeof *e->recipe_inputs);
    e->workers = calloc(n_workers, sizeof *e->workers);
    if (st == RIX_OK && (!e->recipe_inputs || !e->workers)) st = rix_i_no_memory(err);
    if (st == RIX_OK) list_inputs(e);
    for (size_t k = 0; k < n_workers && st == RIX_OK; k++) {
        e->n_workers = k + 1;
        if (!make_worker(e, &e->workers[k])) st = rix_i_no_memory(err);
    }
    if (st == RIX_OK) {
        *out = e;
    } else {
        rix_i_engine_free(e);
    }
    return st;
}

/* ------------------------------------------------------------------------- what this replicate has -- */

static bool same_recipe(const rix_i_engine *e, const double *key, const double *draws)
{
    for (size_t k = 0; k < e->n_recipe_inputs; k++) {
        const double draw = draws[e->recipe_inputs[k]];
        if (!(key[k] >= draw && key[k] <= draw)) return false;
    }
    return true;
}

static void keep_recipe(const rix_i_engine *e, const double *draws, double *key)
{
    for (size_t k = 0; k < e->n_recipe_inputs; k++) key[k] = draws[e->recipe_inputs[k]];
}

static bool has_weight(const rix_framework *fw, size_t group)
{
    for (size_t c = fw->first_child[group]; c < fw->first_child[group + 1]; c++) {
        if (fw->nodes[fw->child[c]].weight > 0) return true;
    }
    return false;
}

/* Whether the children of a group have weights other than before, which they then take. */
static bool take_weights(worker *w, size_t group)
{
    const rix_framework *fw = &w->fw;
    bool other = false;
    for (size_t c = fw->first_child[group]; c < fw->first_child[group + 1]; c++) {
        const size_t child = fw->child[c];
        const double before = fw->nodes[child].weight, now = w->variant.weights[child];
        if (before < now || before > now) other = true;
        fw->nodes[child].weight = now;
    }
    return other;
}

/* Rules that solve a linear programme for each unit, beside which building the rest of an index is nothing. */
static bool is_optimised(const rix_i_plan *plan)
{
    for (size_t g = 0; g < plan->n_groups; g++) {
        if (rix_i_is_bod(plan->groups[g].rule)) return true;
    }
    return false;
}

/* Recipe, rules, weights and the plan for them; false where they make no index. */
static bool prepare_plan(const rix_i_engine *e, worker *w, const double *draws)
{
    const bool ready = w->ready, same = ready && same_recipe(e, w->draws, draws);
    rix_error unread = RIX_ERROR_INIT;
    w->ready = false;
    if (!same) {
        rix_i_variant_recipe(&e->job->inputs, draws, &w->variant);
        keep_recipe(e, draws, w->draws);
        for (size_t i = 0; i < w->fw.n_nodes; i++) w->fw.nodes[i].aggregate = w->variant.rules[i];
        if (e->has_settings && rix_i_recipe_check(&w->variant.recipe, &unread) != RIX_OK)
            return false;
    }
    if (e->has_weights) rix_i_variant_weights(&e->job->inputs, w->point, draws, &w->variant);
    for (size_t g = 0; g < w->fw.n_groups && e->has_weights; g++) {
        if (!take_weights(w, w->fw.groups[g]) && ready) continue;
        if (!has_weight(&w->fw, w->fw.groups[g])) return false;
        if (same) rix_i_plan_weigh(&w->plan, &w->fw, &w->variant.recipe, g);
    }
    w->ready = same ||
               rix_i_plan_set(&w->plan, &w->fw, &w->variant.recipe, e->source.n, &unread) == RIX_OK;
    return w->ready && !is_optimised(&w->plan);
}

/* ----------------------------------------------------------------------------------- the scores -- */

/* Whether a group is what it was when its scores were last made. */
static bool is_kept(const worker *w, const made *m, size_t group)
{
    for (size_t c = w->fw.first_child[group]; c < w->fw.first_child[group + 1]; c++) {
        const size_t child = w->fw.child[c];
        const double before = m->weights[child], now = w->fw.nodes[child].weight;
        if (w->changed[child] || before < now || before > now) return false;
    }
    return true;
}

static void blank_left_out(const rix_i_slot *slot, size_t n, double *score)
{
    for (size_t i = 0; i < n && slot->left_out; i++) {
        if (slot->left_out[i]) score[i] = RIX_NAN;
    }
}

/* The indicators of the slot will be others. */
static void forget(const rix_i_engine *e, made *m)
{
    m->done = m->has_logs = false;
    for (size_t g = 0; g < e->job->fw->n_groups; g++) m->extremes[g].known = false;
}

/* Logarithms of all indicators, once for each slot: groups that are geometric need them again and again. */
static void take_all_logs(const rix_i_engine *e, const worker *w, const rix_i_slot *slot, made *m)
{
    const size_t n = e->source.n;
    for (size_t k = 0; k < w->fw.n_indicators && !m->has_logs; k++) {
        const size_t at = w->fw.indicators[k] * n;
        rix_i_log(slot->own + at, n, m->logs + at);
    }
    m->has_logs = true;
}

/* Groups whose parent is geometric, and that are not themselves, are asked for their logarithms. */
static void take_logs_of_members(const worker *w, const rix_i_group *group, const rix_i_slot *slot,
                                 made *m, size_t n)
{
    for (size_t k = 0; k < group->n_members; k++) {
        const size_t node = group->members[k].node;
        if (w->fw.indicator_of[node] != RIX_NO_INDEX || m->has_log[node]) continue;
        rix_i_log(slot->own + node * n, n, m->logs + node * n);
        m->has_log[node] = true;
    }
}

/* Where all the children of a group are indicators and matter, their extremes are those of the slot. */
static rix_i_extremes *extremes_of(const worker *w, made *m, size_t g)
{
    const rix_i_group *group = &w->plan.groups[g];
    if (group->n_members < group->n_children) return NULL;
    for (size_t k = 0; k < group->n_members; k++) {
        if (w->fw.indicator_of[group->members[k].node] == RIX_NO_INDEX) return NULL;
    }
    return &m->extremes[g];
}

static bool aggregate_group(const rix_i_engine *e, worker *w, const rix_i_slot *slot, made *m,
                            size_t g)
{
    const rix_i_group *group = &w->plan.groups[g];
    const size_t n = e->source.n;
    rix_i_extremes *extremes = extremes_of(w, m, g);
    double *logs = NULL;
    if (group->rule == RIX_AGG_GEOMETRIC) {
        take_all_logs(e, w, slot, m);
        take_logs_of_members(w, group, slot, m, n);
        logs = m->logs;
    }
    m->has_log[group->node] = logs && rix_i_aggregate_plain(group, slot->own, logs, extremes, n);
    if (m->has_log[group->node]) return true;
    if (!logs && rix_i_aggregate_plain(group, slot->own, NULL, extremes, n)) return true;
    return rix_i_aggregate(&w->plan, group, slot->own, n, w->scratch).kind == RIX_I_NO_FAULT;
}

static bool aggregate(const rix_i_engine *e, worker *w, const rix_i_slot *slot, made *m,
                      const double *draws)
{
    const size_t n = e->source.n;
    const bool all = !m->done || !same_recipe(e, m->key, draws);
    for (size_t i = 0; i < w->fw.n_nodes; i++) w->changed[i] = all;
    m->done = false;
    w->plan.left_out = slot->left_out;
    for (size_t g = 0; g < w->plan.n_groups; g++) {
        const rix_i_group *group = &w->plan.groups[g];
        if (!all && is_kept(w, m, group->node)) continue;
        if (!aggregate_group(e, w, slot, m, g)) return false;
        blank_left_out(slot, n, slot->own + group->node * n);
        w->changed[group->node] = true;
    }
    for (size_t i = 0; i < w->fw.n_nodes; i++) m->weights[i] = w->fw.nodes[i].weight;
    keep_recipe(e, draws, m->key);
    m->done = true;
    return true;
}

static void hand_over(const rix_i_engine *e, worker *w, const rix_i_slot *slot, made *m,
                      double *scores, float *ranks)
{
    const size_t n = e->source.n;
    for (size_t q = 0; q < e->job->options.n_nodes; q++) {
        const size_t node = e->job->options.nodes[q];
        const double *score = slot->own + node * n;
        memcpy(scores + q * n, score, n * sizeof *scores);
        if (w->changed[node]) {
            rix_i_rank(score, n, e->job->options.ties, w->room, w->rank);
            for (size_t i = 0; i < n; i++) m->ranks[q * n + i] = (float)w->rank[i];
        }
        memcpy(ranks + q * n, m->ranks + q * n, n * sizeof *ranks);
    }
}

static bool evaluate(const rix_i_engine *e, worker *w, const double *draws, double *scores,
                     float *ranks)
{
    bool hit;
    if (!prepare_plan(e, w, draws)) return false;
    rix_i_slot *slot = rix_i_slot_of(&w->stages, RIX_STAGE_NORMALISED, draws, &hit);
    made *m = &w->made[slot - w->stages.stage[RIX_STAGE_NORMALISED].slots];
    if (!hit) {
        forget(e, m);
        if (!rix_i_stages_fill(&w->stages, &w->fw, &w->variant.recipe, &w->plan.scale, draws,
                               slot)) {
            return false;
        }
    }
    if (!aggregate(e, w, slot, m, draws)) return false;
    hand_over(e, w, slot, m, scores, ranks);
    return true;
}

/* -------------------------------------------------------------------------------- all in one go -- */

/* The indicators of an index that had to be built in full serve other replicates with the same choices. */
static void keep_normalised(const rix_i_engine *e, worker *w, const double *draws,
                            const rix_index *index)
{
    bool hit;
    const size_t n = e->source.n;
    if (w->variant.recipe.normalise.over != RIX_OVER_ALL) return; /* the plan is another then */
    rix_i_slot *slot = rix_i_slot_of(&w->stages, RIX_STAGE_NORMALISED, draws, &hit);
    made *m = &w->made[slot - w->stages.stage[RIX_STAGE_NORMALISED].slots];
    const rix_mat x = rix_index_normalised(index);
    for (size_t k = 0; k < x.cols; k++) {
        memcpy(slot->own + w->fw.indicators[k] * n, x.data + k * n, n * sizeof *slot->own);
    }
    slot->left_out = rix_index_screened(index, 0) ? slot->flags : NULL;
    for (size_t i = 0; i < n && slot->left_out; i++) {
        slot->flags[i] = !rix_index_screened(index, i)->included;
    }
    slot->filled = true;
    forget(e, m);
}

static rix_status rebuild(const rix_i_engine *e, worker *w, const double *draws, double *scores,
                          float *ranks, rix_error *err)
{
    const rix_uncertainty_options *o = &e->job->options;
    const size_t n = e->source.n;
    rix_index *index = NULL;
    rix_i_variant_recipe(&e->job->inputs, draws, &w->variant);
    rix_i_variant_weights(&e->job->inputs, w->point, draws, &w->variant);
    w->ready = false;
    const rix_status st = rix_i_job_build(e->job, draws, &w->variant, &index, err);
    if (st != RIX_OK) return st;
    const rix_mat all = rix_index_scores(index);
    for (size_t q = 0; q < o->n_nodes; q++) {
        memcpy(scores + q * n, all.data + o->nodes[q] * n, n * sizeof *scores);
        rix_i_rank(scores + q * n, n, o->ties, w->room, w->rank);
        for (size_t i = 0; i < n; i++) ranks[q * n + i] = (float)w->rank[i];
    }
    keep_normalised(e, w, draws, index);
    rix_index_free(index);
    return RIX_OK;
}

rix_status rix_i_engine_run(rix_i_engine *e, size_t number, size_t replicate, double *draws,
                            double *scores, float *ranks, rix_error *err)
{
    worker *w = &e->workers[number];
    rix_error line = RIX_ERROR_INIT;
    rix_i_job_point(e->job, replicate, w->point);
    rix_i_draw(&e->job->inputs, w->point, draws);
    if (evaluate(e, w, draws, scores, ranks)) return RIX_OK;
    const rix_status st = rebuild(e, w, draws, scores, ranks, &line);
    return st == RIX_OK ? RIX_OK : rix_i_job_fail(e->job, replicate, draws, &line, err);
}
