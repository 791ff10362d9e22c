/* stages.c - the indicators after every step, kept for as many combinations of choices as fit. */
#include "uncertainty/stages.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "index/denominate.h"
#include "index/impute_panel.h"
#include "index/labels.h"
#include "index/prepare.h"
#include "index/screen.h"
#include "index/table.h"
#include "index/treat.h"

/* Room for all the slots of one stage of a worker, in doubles: 32 MiB. */
static const size_t MOST_CELLS = (size_t)1 << 22;

/* ------------------------------------------------------------------------------ what does not vary -- */

static rix_status read_raw(rix_i_source *s, rix_error *err)
{
    rix_i_log unread = { .strict = false };
    rix_i_column *facts = calloc(s->cols, sizeof *facts);
    rix_status st = facts ? RIX_OK : rix_i_no_memory(err);
    if (st == RIX_OK) st = rix_i_table_match(s->job->table, s->job->fw, s->column, &unread, err);
    if (st == RIX_OK) {
        st = rix_i_table_read(s->job->table, s->job->fw, s->column, s->raw, facts, err);
    }
    for (size_t i = 0; i < s->n && st == RIX_OK; i++) {
        size_t there = 0;
        for (size_t k = 0; k < s->cols; k++) there += isnan(s->raw[k * s->n + i]) ? 0 : 1;
        if (there == 0) s->empty_units = true;
    }
    rix_i_log_clear(&unread);
    free(facts);
    return st;
}

/* The table's column of this name is what divides indicator k; there may be none, which is an error where it is used. */
static void read_denominators(rix_i_source *s)
{
    const rix_table *t = s->job->table;
    size_t next = 0;
    for (size_t k = 0; k < s->cols; k++) {
        s->below_at[k] = s->below_is[k] = RIX_NO_INDEX;
        const char *code = s->job->fw->nodes[s->job->fw->indicators[k]].denominator;
        const size_t col =
            code ? rix_i_denominator_column(t, s->job->fw, s->column, code) : RIX_NO_INDEX;
        if (col == RIX_NO_INDEX) continue;
        for (size_t i = 0; i < s->n; i++) s->below[next * s->n + i] = rix_i_get(t->values, i, col);
        s->below_at[k] = next++;
        for (size_t j = 0; j < s->cols; j++) {
            if (s->column[j] == col) s->below_is[k] = j;
        }
    }
}

static size_t group_set(const rix_i_source *s, const char *const *labels)
{
    size_t k = 0;
    while (k < s->n_labels && s->labels[k] != labels) k++;
    return k;
}

/* The groups that any of the recipes imputes by. */
static rix_status read_groups(rix_i_source *s, const rix_recipe *recipe, rix_error *err)
{
    const char *const *labels = recipe->impute.groups;
    if (!rix_i_impute_by_group(recipe->impute.method) || !labels) return RIX_OK;
    if (group_set(s, labels) < s->n_labels) return RIX_OK;
    const rix_status st = rix_i_group_labels(labels, s->n, s->groups + s->n_labels * s->n, err);
    if (st == RIX_OK) s->labels[s->n_labels++] = labels;
    return st;
}

static size_t count_recipes(const rix_i_inputs *in)
{
    size_t n = 1;
    for (size_t j = 0; j < in->n; j++)
        n += in->inputs[j].as.n_recipes * rix_i_is_step(in->inputs[j].as.kind);
    return n;
}

static rix_status read_all_groups(rix_i_source *s, rix_error *err)
{
    const rix_i_inputs *in = &s->job->inputs;
    rix_status st = read_groups(s, s->job->recipe, err);
    for (size_t j = 0; j < in->n; j++) {
        const rix_uncertain *as = &in->inputs[j].as;
        for (size_t k = 0; k < as->n_recipes && rix_i_is_step(as->kind) && st == RIX_OK; k++) {
            st = read_groups(s, &as->recipes[k], err);
        }
    }
    return st;
}

static bool make_source(rix_i_source *s, size_t recipes)
{
    const size_t cells = s->n * s->cols;
    size_t groups;
    if (!rix_i_size_product(s->n + 1, recipes, &groups)) return false;
    s->column = calloc(s->cols, sizeof *s->column);
    s->raw = calloc(cells + 1, sizeof *s->raw);
    s->below = calloc(cells + 1, sizeof *s->below);
    s->below_at = calloc(s->cols, sizeof *s->below_at);
    s->below_is = calloc(s->cols, sizeof *s->below_is);
    s->block = calloc(s->cols, sizeof *s->block);
    s->direction = calloc(s->cols, sizeof *s->direction);
    s->groups = calloc(groups, sizeof *s->groups);
    s->labels = calloc(recipes, sizeof *s->labels);
    return s->column && s->raw && s->below && s->below_at && s->below_is && s->block &&
           s->direction && s->groups && s->labels;
}

rix_status rix_i_source_init(rix_i_source *s, const rix_i_job *job, rix_error *err)
{
    const rix_i_source blank = { .job = job,
                                 .n = job->table->values.rows,
                                 .cols = job->fw->n_indicators,
                                 .panel = job->table->periods.size > 0 };
    *s = blank;
    if (!make_source(s, count_recipes(&job->inputs))) return rix_i_no_memory(err);
    for (size_t k = 0; k < s->cols; k++) {
        s->block[k] = job->fw->parent[job->fw->indicators[k]];
        s->direction[k] = job->fw->nodes[job->fw->indicators[k]].direction;
    }
    for (size_t j = 0; j < job->inputs.n; j++) {
        if (job->inputs.inputs[j].as.kind == RIX_UNCERTAIN_ERROR) s->has_errors = true;
    }
    const rix_status st = read_raw(s, err);
    if (st != RIX_OK) return st;
    read_denominators(s);
    return read_all_groups(s, err);
}

void rix_i_source_clear(rix_i_source *s)
{
    free(s->labels);
    free(s->groups);
    free(s->direction);
    free(s->block);
    free(s->below_is);
    free(s->below_at);
    free(s->below);
    free(s->raw);
    free(s->column);
}

/* --------------------------------------------------------------------------------------- slots -- */

static const char *const step_names[] = { "denominate.", "impute.", "screen.", "treat.",
                                          "normalise." };

static size_t stage_of_setting(rix_setting setting)
{
    const char *name = rix_setting_name(setting);
    for (size_t k = 0; k < sizeof step_names / sizeof *step_names; k++) {
        if (strncmp(name, step_names[k], strlen(step_names[k])) == 0)
            return RIX_STAGE_DENOMINATED + k;
    }
    return RIX_I_STAGES;
}

size_t rix_i_first_stage(const rix_uncertain *as)
{
    switch (as->kind) {
    case RIX_UNCERTAIN_ERROR: return RIX_STAGE_RAW;
    case RIX_UNCERTAIN_RECIPE:
    case RIX_UNCERTAIN_DENOMINATE: return RIX_STAGE_DENOMINATED;
    case RIX_UNCERTAIN_IMPUTE: return RIX_STAGE_IMPUTED;
    case RIX_UNCERTAIN_SCREEN: return RIX_STAGE_SCREENED;
    case RIX_UNCERTAIN_TREAT: return RIX_STAGE_TREATED;
    case RIX_UNCERTAIN_NORMALISE: return RIX_STAGE_NORMALISED;
    case RIX_UNCERTAIN_SETTING: return stage_of_setting(as->setting);
    default: return RIX_I_STAGES;
    }
}

/* One for every combination of alternatives up to a stage; or one alone, where a number varies or they do not fit. */
static size_t count_slots(const rix_i_inputs *in, const rix_i_stage_slots *stage, size_t cells)
{
    size_t n = 1, all;
    for (size_t k = 0; k < stage->n_inputs; k++) {
        const size_t m = in->inputs[stage->inputs[k]].n_alternatives;
        if (m == 0 || !rix_i_size_product(n, m, &n)) return 1;
    }
    return rix_i_size_product(n, cells, &all) && all <= MOST_CELLS ? n : 1;
}

static bool make_slots(rix_i_stage_slots *stage, size_t cells, size_t n_units)
{
    stage->slots = calloc(stage->n_slots, sizeof *stage->slots);
    for (size_t k = 0; k < stage->n_slots && stage->slots; k++) {
        rix_i_slot *slot = &stage->slots[k];
        slot->key = calloc(stage->n_inputs + 1, sizeof *slot->key);
        slot->own = malloc((cells + 1) * sizeof *slot->own);
        slot->flags = calloc(n_units + 1, sizeof *slot->flags);
        if (!slot->key || !slot->own || !slot->flags) return false;
    }
    return stage->slots;
}

bool rix_i_stages_new(rix_i_stages *s, const rix_i_source *source)
{
    const rix_i_inputs *in = &source->job->inputs;
    const rix_i_stages blank = { .source = source };
    *s = blank;
    s->imputed = calloc(source->cols, sizeof *s->imputed);
    s->screened = calloc(source->n + 1, sizeof *s->screened);
    s->scratch = calloc(2 * source->n + 1, sizeof *s->scratch);
    bool room = s->imputed && s->screened && s->scratch;
    for (size_t at = 0; at < RIX_I_STAGES && room; at++) {
        rix_i_stage_slots *stage = &s->stage[at];
        const size_t cols = at == RIX_STAGE_NORMALISED ? source->job->fw->n_nodes : source->cols;
        stage->inputs = calloc(in->n, sizeof *stage->inputs);
        if (!stage->inputs) return false;
        for (size_t j = 0; j < in->n; j++) {
            if (rix_i_first_stage(&in->inputs[j].as) <= at) stage->inputs[stage->n_inputs++] = j;
        }
        stage->n_slots = count_slots(in, stage, source->n * cols);
        room = make_slots(stage, source->n * cols, source->n);
    }
    return room;
}

void rix_i_stages_clear(rix_i_stages *s)
{
    for (size_t at = 0; at < RIX_I_STAGES; at++) {
        rix_i_stage_slots *stage = &s->stage[at];
        for (size_t k = 0; k < stage->n_slots && stage->slots; k++) {
            free(stage->slots[k].flags);
            free(stage->slots[k].own);
            free(stage->slots[k].key);
        }
        free(stage->slots);
        free(stage->inputs);
    }
    free(s->scratch);
    free(s->screened);
    free(s->imputed);
}

rix_i_slot *rix_i_slot_of(rix_i_stages *s, rix_stage at, const double *draws, bool *hit)
{
    const rix_i_inputs *in = &s->source->job->inputs;
    rix_i_stage_slots *stage = &s->stage[at];
    size_t number = 0;
    for (size_t k = 0; k < stage->n_inputs && stage->n_slots > 1; k++) {
        const size_t j = stage->inputs[k];
        number = number * in->inputs[j].n_alternatives + (size_t)draws[j];
    }
    rix_i_slot *slot = &stage->slots[number];
    *hit = slot->filled;
    for (size_t k = 0; k < stage->n_inputs; k++) {
        const double draw = draws[stage->inputs[k]];
        if (!(slot->key[k] >= draw && slot->key[k] <= draw)) *hit = false;
        slot->key[k] = draw;
    }
    if (!*hit) slot->filled = false;
    return slot;
}

/* --------------------------------------------------------------------------------------- steps -- */

static bool all_finite(const double *x, size_t n)
{
    bool finite = true;
    for (size_t i = 0; i < n; i++) finite = finite && !isinf(x[i]);
    return finite;
}

static bool take_errors(rix_i_stages *s, const double *draws, rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    slot->x = from->raw;
    if (!from->has_errors) return true;
    memcpy(slot->own, from->raw, from->n * from->cols * sizeof *slot->own);
    rix_i_add_errors(&from->job->inputs, draws, from->n, slot->own);
    slot->x = slot->own;
    return all_finite(slot->own, from->n * from->cols);
}

static bool denominate(rix_i_stages *s, const rix_framework *fw, const rix_recipe *recipe,
                       const rix_i_slot *before, rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    const size_t n = from->n;
    slot->x = before->x;
    if (!recipe->denominate.apply) return true;
    memcpy(slot->own, before->x, n * from->cols * sizeof *slot->own);
    slot->x = slot->own;
    for (size_t k = 0; k < from->cols; k++) {
        const rix_node *node = &fw->nodes[fw->indicators[k]];
        const double own = node->denominator_scale;
        const double scale = isnan(own) ? recipe->denominate.scale : own;
        if (!node->denominator) continue;
        if (from->below_at[k] == RIX_NO_INDEX) return false;
        const double *below = from->below + from->below_at[k] * n;
        if (from->below_is[k] != RIX_NO_INDEX) below = before->x + from->below_is[k] * n;
        if (!all_finite(below, n)) return false;
        double *x = slot->own + k * n;
        if (rix_i_denominate(x, below, scale, n, x) != RIX_NO_INDEX) return false;
    }
    return true;
}

static bool impute(rix_i_stages *s, const rix_recipe *recipe, const rix_i_slot *before,
                   rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    const rix_impute_options *o = &recipe->impute;
    rix_i_impute_task task = { .x = before->x,
                               .n = from->n,
                               .cols = from->cols,
                               .block = from->block,
                               .direction = from->direction };
    slot->x = before->x;
    if (o->method == RIX_IMPUTE_NONE) return true;
    if (rix_i_impute_by_block(o->method) || rix_i_impute_along_time(o->method)) return false;
    if (o->over != RIX_OVER_ALL) return false;
    if (rix_i_impute_by_group(o->method)) {
        task.group = from->groups + group_set(from, o->groups) * from->n;
    }
    rix_i_impute_singly(&task, o, s->scratch, slot->own, s->imputed);
    slot->x = slot->own;
    return true;
}

static bool screen(rix_i_stages *s, const rix_recipe *recipe, const rix_i_slot *before,
                   rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    const size_t n = from->n;
    rix_error unread = RIX_ERROR_INIT;
    slot->x = before->x;
    slot->left_out = NULL;
    if (!rix_i_screens(&recipe->screen)) return true;
    if (rix_i_screen(before->x, n, from->cols, &recipe->screen, from->job->table->units, true,
                     s->screened, &unread) != RIX_OK) {
        return false;
    }
    for (size_t i = 0; i < n; i++) slot->flags[i] = !s->screened[i].included;
    for (size_t k = 0; k < from->cols; k++) {
        for (size_t i = 0; i < n; i++) {
            slot->own[k * n + i] = slot->flags[i] ? RIX_NAN : before->x[k * n + i];
        }
    }
    slot->x = slot->own;
    slot->left_out = slot->flags;
    return true;
}

/* Whether the log of an index would have a warning about the transform, which under `strict` is an error. */
static bool would_warn(const rix_recipe *recipe, const rix_treated *r)
{
    return recipe->strict && r->transform == RIX_TRANSFORM_LOG_GII;
}

static bool treat(rix_i_stages *s, const rix_framework *fw, const rix_recipe *recipe,
                  const rix_i_slot *before, rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    const size_t n = from->n;
    slot->x = before->x;
    slot->left_out = before->left_out;
    if (!rix_i_treats(fw, recipe)) return true;
    slot->x = slot->own;
    for (size_t k = 0; k < from->cols; k++) {
        const rix_treat_options o = rix_i_prepare_treatment(fw, recipe, k);
        rix_treated report;
        if (!(o.low_share < o.high_share)) return false;
        const rix_i_treat_result result =
            rix_i_treat(before->x + k * n, n, &o, s->scratch, slot->own + k * n, &report);
        if (result.fault != RIX_I_TREAT_FINE || would_warn(recipe, &report)) return false;
    }
    return true;
}

/* Into the columns of the indicators' nodes. */
static bool normalise(rix_i_stages *s, const rix_framework *fw, const rix_recipe *recipe,
                      const rix_i_scale *scale, const rix_i_slot *before, rix_i_slot *slot)
{
    const rix_i_source *from = s->source;
    const size_t n = from->n;
    size_t reference;
    rix_error unread = RIX_ERROR_INIT;
    slot->x = slot->own;
    slot->left_out = before->left_out;
    if (rix_i_find_reference(from->job->table, &recipe->normalise, &reference, &unread) != RIX_OK) {
        return false;
    }
    for (size_t k = 0; k < from->cols; k++) {
        const size_t node = fw->indicators[k];
        const double *x = before->x + k * n;
        const rix_i_column facts = rix_i_column_of(x, n);
        rix_i_normalisation how;
        if (rix_i_normalisation_resolve(&fw->nodes[node], node, reference, &recipe->normalise,
                                        scale, &how, &unread) != RIX_OK) {
            return false;
        }
        const rix_i_normalised r =
            rix_i_normalise(x, n, &facts, &how, s->scratch, slot->own + node * n);
        const bool undefined = rix_i_is_undefined(r.outcome);
        if (r.outcome != RIX_I_DONE && (recipe->strict || !undefined)) return false;
    }
    return true;
}

/* What is done here; the rest is left to rix_index_build. */
static bool is_done_here(const rix_i_source *from, const rix_recipe *recipe)
{
    return !from->panel && recipe->normalise.over == RIX_OVER_ALL &&
           recipe->aggregate.over == RIX_OVER_ALL && recipe->treat.over == RIX_OVER_ALL && from->n > 0 &&
           !(recipe->strict && from->empty_units);
}

static bool take_step(rix_i_stages *s, rix_stage stage, const rix_framework *fw,
                      const rix_recipe *recipe, const double *draws, const rix_i_slot *before,
                      rix_i_slot *slot)
{
    switch (stage) {
    case RIX_STAGE_RAW: return take_errors(s, draws, slot);
    case RIX_STAGE_DENOMINATED: return denominate(s, fw, recipe, before, slot);
    case RIX_STAGE_IMPUTED: return impute(s, recipe, before, slot);
    case RIX_STAGE_SCREENED: return screen(s, recipe, before, slot);
    case RIX_STAGE_TREATED: return treat(s, fw, recipe, before, slot);
    case RIX_STAGE_NORMALISED: break;
    }
    return false;
}

bool rix_i_stages_fill(rix_i_stages *s, const rix_framework *fw, const rix_recipe *recipe,
                       const rix_i_scale *scale, const double *draws, rix_i_slot *slot)
{
    rix_i_slot *before = NULL;
    if (!is_done_here(s->source, recipe)) return false;
    for (int at = RIX_STAGE_RAW; at < RIX_STAGE_NORMALISED; at++) {
        bool hit;
        rix_i_slot *next = rix_i_slot_of(s, (rix_stage)at, draws, &hit);
        if (!hit && !take_step(s, (rix_stage)at, fw, recipe, draws, before, next)) return false;
        next->filled = true;
        before = next;
    }
    slot->filled = normalise(s, fw, recipe, scale, before, slot);
    return slot->filled;
}
