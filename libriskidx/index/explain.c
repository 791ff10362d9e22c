/* explain.c - why a score changed: the parts of the factors in which two situations differ. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/names.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"
#include "index/fitted.h"
#include "index/rank.h"
#include "index/result.h"

static const char factors[][RIX_I_NAME_SIZE] = { RIX_FACTOR_LIST(RIX_I_NAME_ENTRY) };

const char *rix_factor_name(rix_factor value) { return RIX_I_NAME_AT(factors, value); }

rix_status rix_factor_from_name(const char *name, rix_factor *value, rix_error *err)
{
    size_t found;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, factors, RIX_I_NAME_COUNT(factors), "factor", &found, err);
    if (st == RIX_OK) *value = (rix_factor)found;
    return st;
}

enum { SETS = 1 << RIX_FACTORS };

/* One of the two: what treating took, of the units compared, and what was learned from all. */
typedef struct side {
    const rix_framework *fw;
    rix_recipe recipe; /* its steps from treating on */
    rix_fitted *fitted;
    double *x; /* units compared x indicators, column by column; NaN for those left out */
    bool *out; /* which of them were left out */
} side;

/* What the sets of factors share. */
typedef struct explaining {
    side sides[2]; /* a and b */
    size_t n, node, n_nodes;
    const char *const *units; /* labels in a, of the units compared */
    rix_learned *lines;       /* room for what both have learned */
    rix_i_ranked *ranked;
    double *score; /* SETS x n */
    double *rank;  /* SETS x n */
    double *parts; /* SETS x n x nodes, or NULL */
} explaining;

/* The side that a factor is taken from. */
static const side *side_of(const explaining *e, unsigned set, rix_factor factor)
{
    return &e->sides[set >> (unsigned)factor & 1U];
}

/* ----------------------------------------------------------------------------------- each side -- */

/* Rows of an index that were kept, as a table of their own: what treating takes. */
typedef struct kept_rows {
    rix_table table;
    double *values, *periods;
    const char **units;
} kept_rows;

static void clear_rows(kept_rows *k)
{
    free(k->units);
    free(k->periods);
    free(k->values);
}

static rix_status keep_rows(const rix_situation *s, const rix_index *index, kept_rows *k,
                            rix_error *err)
{
    const size_t rows = index->n_units, cols = index->n_indicators;
    const rix_mat x = rix_index_stage(index, RIX_STAGE_SCREENED);
    const bool panel = s->table->periods.size > 0;
    size_t n = 0;
    k->values = rix_i_dense_new(rows, cols);
    k->periods = calloc(rows + 1, sizeof *k->periods);
    k->units = calloc(rows + 1, sizeof *k->units);
    if (!k->values || !k->periods || !k->units) return rix_i_no_memory(err);
    for (size_t i = 0; i < rows; i++) {
        if (rix_i_index_left_out(index, i)) continue;
        for (size_t j = 0; j < cols; j++) k->values[n * cols + j] = rix_i_get(x, i, j);
        if (panel) k->periods[n] = rix_i_vget(s->table->periods, i);
        k->units[n++] = s->table->units ? s->table->units[i] : NULL;
    }
    k->table.values = rix_mat_c(k->values, n, cols);
    if (s->table->units) k->table.units = k->units;
    k->table.periods = panel ? rix_vec_c(k->periods, n) : (rix_vec){ NULL, 0, 1 };
    return RIX_OK;
}

static void take_rows(side *s, const rix_index *index, const size_t *rows, size_t n)
{
    const rix_mat x = rix_index_stage(index, RIX_STAGE_SCREENED);
    for (size_t i = 0; i < n; i++) {
        s->out[i] = rix_i_index_left_out(index, rows[i]);
        for (size_t j = 0; j < x.cols; j++) s->x[j * n + i] = rix_i_get(x, rows[i], j);
    }
}

static rix_status make_side(const rix_situation *from, const size_t *rows, size_t n, side *s,
                            rix_error *err)
{
    const rix_recipe none = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    kept_rows kept = { 0 };
    s->fw = from->fw;
    s->recipe = from->recipe ? *from->recipe : none;
    s->x = rix_i_dense_new(n, from->fw->n_indicators);
    s->out = calloc(n + 1, sizeof *s->out);
    rix_status st = s->x && s->out ? RIX_OK : rix_i_no_memory(err);
    if (st == RIX_OK) st = rix_index_build(from->table, from->fw, from->recipe, &index, err);
    if (st != RIX_OK) return st;
    s->recipe.denominate = none.denominate;
    s->recipe.impute = none.impute;
    s->recipe.screen = none.screen;
    s->recipe.strict = false;
    take_rows(s, index, rows, n);
    st = keep_rows(from, index, &kept, err);
    if (st == RIX_OK) st = rix_index_fit(&kept.table, s->fw, &s->recipe, &s->fitted, err);
    clear_rows(&kept);
    rix_index_free(index);
    return st;
}

/* --------------------------------------------------------------------------------- a set between -- */

static rix_status mix_frameworks(const explaining *e, unsigned set, rix_framework **fw,
                                 rix_error *err)
{
    rix_node *nodes = calloc(e->n_nodes, sizeof *nodes);
    if (!nodes) return rix_i_no_memory(err);
    for (size_t i = 0; i < e->n_nodes; i++) {
        const rix_node *t = &side_of(e, set, RIX_FACTOR_TREATMENT)->fw->nodes[i];
        const rix_node *g = &side_of(e, set, RIX_FACTOR_AGGREGATION)->fw->nodes[i];
        nodes[i] = *t; /* treatments; the rest is set below */
        const rix_node *n = &side_of(e, set, RIX_FACTOR_NORMALISATION)->fw->nodes[i];
        nodes[i].direction = n->direction;
        nodes[i].normalise = n->normalise;
        nodes[i].goal_low = n->goal_low;
        nodes[i].goal_high = n->goal_high;
        nodes[i].target = n->target;
        nodes[i].weight = side_of(e, set, RIX_FACTOR_WEIGHTS)->fw->nodes[i].weight;
        nodes[i].aggregate = g->aggregate;
        nodes[i].min_share = g->min_share;
        nodes[i].power = g->power;
        nodes[i].share_low = g->share_low;
        nodes[i].share_high = g->share_high;
    }
    const rix_status st = rix_framework_new(nodes, e->n_nodes, fw, err);
    free(nodes);
    return st;
}

/* The factor that a step's learning belongs to. */
static rix_factor factor_of(const char *step)
{
    if (strcmp(step, "treat") == 0) return RIX_FACTOR_TREATMENT;
    return strcmp(step, "aggregate") == 0 ? RIX_FACTOR_AGGREGATION : RIX_FACTOR_NORMALISATION;
}

static rix_status mix_learned(const explaining *e, unsigned set, rix_fitted **fitted,
                              rix_error *err)
{
    size_t n = 0;
    for (size_t which = 0; which < 2; which++) {
        const rix_fitted *f = e->sides[which].fitted;
        for (size_t i = 0; i < f->n_lines; i++) {
            const rix_learned *line = &f->lines[i];
            if (side_of(e, set, factor_of(line->step))->fitted == f) e->lines[n++] = *line;
        }
    }
    return rix_fitted_new(e->n_nodes, e->lines, n, fitted, err);
}

static void blank_left_out(const explaining *e, unsigned set, const rix_index *index)
{
    const double *score = index->scores + e->node * e->n;
    const bool *out = side_of(e, set, RIX_FACTOR_DATA)->out;
    for (size_t i = 0; i < e->n; i++) e->score[set * e->n + i] = out[i] ? RIX_NAN : score[i];
}

static rix_status keep_set(const explaining *e, unsigned set, const rix_index *index,
                           rix_error *err)
{
    const size_t cells = e->n * e->n_nodes;
    blank_left_out(e, set, index);
    rix_i_rank(e->score + set * e->n, e->n, RIX_TIES_MIN, e->ranked, e->rank + set * e->n);
    if (!e->parts) return RIX_OK;
    return rix_index_contributions(index, e->node,
                                   rix_out_c(e->parts + set * cells, e->n, e->n_nodes), err);
}

static rix_status score_set(const explaining *e, unsigned set, rix_error *err)
{
    const side *data = side_of(e, set, RIX_FACTOR_DATA);
    const rix_mat x = { data->x, e->n, data->fw->n_indicators, 1, (ptrdiff_t)e->n };
    const rix_table table = { .values = x, .units = e->units };
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_framework *fw = NULL;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    recipe.treat = side_of(e, set, RIX_FACTOR_TREATMENT)->recipe.treat;
    recipe.normalise = side_of(e, set, RIX_FACTOR_NORMALISATION)->recipe.normalise;
    recipe.aggregate = side_of(e, set, RIX_FACTOR_AGGREGATION)->recipe.aggregate;
    rix_status st = mix_frameworks(e, set, &fw, err);
    if (st == RIX_OK) st = mix_learned(e, set, &fitted, err);
    if (st == RIX_OK) st = rix_index_apply(fitted, &table, fw, &recipe, &index, err);
    if (st == RIX_OK) st = keep_set(e, set, index, err);
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
    return st;
}

/* ----------------------------------------------------------------------------------- the parts -- */

static unsigned size_of(unsigned set)
{
    unsigned size = 0;
    for (; set; set &= set - 1) size++;
    return size;
}

/* k! (m - k - 1)! / m! */
static double share_of_orders(unsigned k)
{
    double share = 1.0 / RIX_FACTORS;
    for (unsigned i = 1; i <= k; i++) share *= (double)i / (double)(RIX_FACTORS - i);
    return share;
}

/* Values of the sets lie `step` apart. */
static double part_of(const double *v, size_t step, unsigned factor)
{
    const unsigned bit = 1U << factor;
    double part = 0;
    for (unsigned set = 0; set < SETS; set++) {
        if (set & bit) continue;
        part += share_of_orders(size_of(set)) * (v[(set | bit) * step] - v[set * step]);
    }
    return part;
}

static void divide(const explaining *e, const double *v, rix_out out)
{
    for (size_t i = 0; i < e->n; i++) {
        rix_i_set(out, i, 0, v[i]);
        rix_i_set(out, i, 1, v[(SETS - 1) * e->n + i]);
        for (unsigned f = 0; f < RIX_FACTORS; f++) {
            rix_i_set(out, i, 2 + f, part_of(v + i, e->n, f));
        }
    }
}

/* A child that is missing in some sets contributes nothing there; one that is so in all says nothing. */
static bool fill_gaps(double *v, size_t step)
{
    bool found = false;
    for (size_t set = 0; set < SETS; set++) found = found || !isnan(v[set * step]);
    for (size_t set = 0; set < SETS; set++) {
        if (isnan(v[set * step])) v[set * step] = 0;
    }
    return found;
}

static void divide_by_node(const explaining *e, rix_out out)
{
    const size_t cells = e->n * e->n_nodes;
    for (size_t i = 0; i < e->n; i++) {
        const bool whole = !isnan(part_of(e->score + i, e->n, 0));
        for (size_t k = 0; k < e->n_nodes; k++) {
            double *v = e->parts + i * e->n_nodes + k;
            const bool found = fill_gaps(v, cells) && whole;
            for (unsigned f = 0; f < RIX_FACTORS; f++) {
                rix_i_set(out, i, f * e->n_nodes + k, found ? part_of(v, cells, f) : RIX_NAN);
            }
        }
    }
}

/* ----------------------------------------------------------------------------------- the whole -- */

static rix_status check_situation(const rix_situation *s, const char *arg, const size_t *rows,
                                  size_t n, rix_error *err)
{
    if (!s || !s->table || !s->fw || (n > 0 && !rows)) return rix_i_null(err, arg);
    for (size_t i = 0; i < n; i++) {
        if (rows[i] < s->table->values.rows) continue;
        return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_ROW(i),
                          "there is no row %zu in a table of %zu", rows[i], s->table->values.rows);
    }
    return RIX_OK;
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static rix_status check_trees(const rix_framework *a, const rix_framework *b, rix_error *err)
{
    if (a->n_nodes != b->n_nodes) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "b", RIX_I_NOWHERE,
                          "the frameworks have %zu and %zu nodes", a->n_nodes, b->n_nodes);
    }
    for (size_t i = 0; i < a->n_nodes; i++) {
        const rix_node *x = &a->nodes[i], *y = &b->nodes[i];
        if (same_text(x->code, y->code) && same_text(x->parent, y->parent)) continue;
        return rix_i_fail(
            err, RIX_EFRAMEWORK, "b", RIX_I_NODE(i),
            "node %zu is '%s' in one framework and '%s' in the other, or hangs elsewhere", i,
            rix_i_label(x->code).s, rix_i_label(y->code).s);
    }
    return RIX_OK;
}

static rix_status check_outputs(const rix_framework *fw, size_t n, size_t node, rix_out scores,
                                rix_out ranks, rix_out nodes, rix_error *err)
{
    if (node >= fw->n_nodes) {
        return rix_i_fail(err, RIX_EINVAL, "node", RIX_I_NOWHERE,
                          "there is no node %zu; the index has %zu", node, fw->n_nodes);
    }
    rix_status st = rix_i_check_out(scores, n, 2 + RIX_FACTORS, "scores", err);
    if (st == RIX_OK) st = rix_i_check_out(ranks, n, 2 + RIX_FACTORS, "ranks", err);
    if (st == RIX_OK && nodes.rows > 0) {
        st = rix_i_check_out(nodes, n, RIX_FACTORS * fw->n_nodes, "nodes", err);
    }
    return st;
}

static void clear(explaining *e)
{
    for (size_t which = 0; which < 2; which++) {
        rix_fitted_free(e->sides[which].fitted);
        free(e->sides[which].out);
        free(e->sides[which].x);
    }
    free((void *)(uintptr_t)e->units);
    free(e->lines);
    free(e->ranked);
    free(e->score);
    free(e->rank);
    free(e->parts);
}

/* Room for all sets, once both sides are known. */
static rix_status get_room(explaining *e, bool by_node, rix_error *err)
{
    const size_t lines = e->sides[0].fitted->n_lines + e->sides[1].fitted->n_lines;
    size_t cells, all;
    if (!rix_i_size_product(e->n + 1, e->n_nodes, &cells) ||
        !rix_i_size_product(cells, SETS, &all)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE, "%zu units are too many", e->n);
    }
    e->lines = calloc(lines + 1, sizeof *e->lines);
    e->ranked = calloc(rix_i_rank_room(e->n) + 1, sizeof *e->ranked);
    e->score = calloc(e->n + 1, SETS * sizeof *e->score);
    e->rank = calloc(e->n + 1, SETS * sizeof *e->rank);
    if (by_node) e->parts = calloc(all, sizeof *e->parts);
    const bool room = e->lines && e->ranked && e->score && e->rank && (e->parts || !by_node);
    return room ? RIX_OK : rix_i_no_memory(err);
}

static rix_status name_units(explaining *e, const rix_table *table, const size_t *rows,
                             rix_error *err)
{
    if (!table->units) return RIX_OK;
    const char **units = calloc(e->n + 1, sizeof *units);
    if (!units) return rix_i_no_memory(err);
    for (size_t i = 0; i < e->n; i++) units[i] = table->units[rows[i]];
    e->units = units;
    return RIX_OK;
}

rix_status rix_index_explain(const rix_situation *a, const rix_situation *b, const size_t *rows_a,
                             const size_t *rows_b, size_t n, size_t node, rix_out scores,
                             rix_out ranks, rix_out nodes, rix_error *err)
{
    rix_status st = check_situation(a, "a", rows_a, n, err);
    if (st == RIX_OK) st = check_situation(b, "b", rows_b, n, err);
    if (st == RIX_OK) st = check_trees(a->fw, b->fw, err);
    if (st == RIX_OK) st = check_outputs(a->fw, n, node, scores, ranks, nodes, err);
    if (st != RIX_OK) return st;
    explaining e = { .n = n, .node = node, .n_nodes = a->fw->n_nodes };
    st = make_side(a, rows_a, n, &e.sides[0], err);
    if (st == RIX_OK) st = make_side(b, rows_b, n, &e.sides[1], err);
    if (st == RIX_OK) st = name_units(&e, a->table, rows_a, err);
    if (st == RIX_OK) st = get_room(&e, nodes.rows > 0, err);
    for (unsigned set = 0; set < SETS && st == RIX_OK; set++) st = score_set(&e, set, err);
    if (st == RIX_OK) {
        divide(&e, e.score, scores);
        divide(&e, e.rank, ranks);
        if (e.parts) divide_by_node(&e, nodes);
    }
    clear(&e);
    return st;
}
