/* score.c - scores and nothing else, straight from the table: a pass for what the methods learn from the columns,
 * and a pass by blocks of units that stay in the cache from the table to the scores. */
#include <float.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/pair.h"
#include "base/parallel.h"
#include "base/view.h"
#include "index/aggregate.h"
#include "index/dense.h"
#include "index/normalise.h"
#include "index/prepare.h"
#include "index/table.h"

/* A stretch of rows is an item of work for a thread. Its rows are taken to the scores in blocks, and read from a
 * row-major table a few at a time: blocks and what is read lie in the nearest caches. A block is no power of two, lest
 * its columns fall onto each other there. */
enum { ROWS_AT_ONCE = 32, BLOCK = 480 };

/* Extremes and number of the values of a column; of every other one each where it lies in one piece. */
typedef struct lanes {
    double least[2], most[2], present[2];
} lanes;

/* What the passes share. */
typedef struct scoring {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe;
    const size_t *nodes; /* asked for, n_nodes of them; NULL: all */
    size_t n_nodes, n_units, n_stretches;
    size_t *column;    /* of each indicator, as are the next four */
    ptrdiff_t *offset; /* of its column from that of the table's first */
    rix_i_normalisation *how;
    rix_i_learned *learned;
    bool *finite;         /* whether all its scores are */
    rix_i_column *facts;  /* of each indicator, of each stretch and then of all, in the first row */
    rix_i_spread *spread; /* likewise */
    lanes *lanes;         /* of each worker's columns */
    rix_i_plan plan;
    double *room; /* room_size numbers for each worker */
    size_t room_size;
    rix_out scores; /* the result, or where it waits until nothing can fail any more */
    const rix_run *run;
    double progress_from, progress_share; /* of the pass at hand in all work */
} scoring;

static size_t rows_of(const scoring *s, size_t stretch)
{
    const size_t from = stretch * RIX_I_STRETCH;
    return s->n_units - from < RIX_I_STRETCH ? s->n_units - from : RIX_I_STRETCH;
}

static size_t node_asked(const scoring *s, size_t j) { return s->nodes ? s->nodes[j] : j; }

static bool by_columns(const scoring *s) { return s->table->values.row_step == 1; }

static const double *row_at(const scoring *s, size_t row)
{
    return s->table->values.data + (ptrdiff_t)row * s->table->values.row_step;
}

/* Two rows at a time, in the order of the memory of a row-major table, into columns of n cells, those of the nodes. */
static void turn_rows(const scoring *s, size_t from, size_t rows, size_t n, double *cells)
{
    const size_t cols = s->fw->n_indicators, *place = s->fw->indicators;
    for (size_t i = 0; i < rows; i += 2) {
        const double *a = row_at(s, from + i), *b = i + 1 < rows ? row_at(s, from + i + 1) : a;
        double *to = cells + i;
        for (size_t k = 0; k < cols && b != a; k++) {
            const ptrdiff_t at = s->offset[k];
            rix_i_pair_store(to + place[k] * n, rix_i_pair_from(a[at], b[at]));
        }
        for (size_t k = 0; k < cols && b == a; k++) to[place[k] * n] = a[s->offset[k]];
    }
}

static int tell_progress(double done, void *user)
{
    const scoring *s = user;
    return s->run->progress(s->progress_from + s->progress_share * done, s->run->progress_user);
}

/* A task for every stretch; progress is told as that of the whole. */
static rix_status for_stretches(scoring *s, rix_i_task task, double share, rix_error *err)
{
    const rix_run run = { s->run ? s->run->threads : 1,
                          s->run && s->run->progress ? tell_progress : NULL, s };
    s->progress_share = share;
    const rix_status st = rix_i_parallel(s->n_stretches, &run, task, s, err);
    s->progress_from += share;
    return st;
}

/* ------------------------------------------------------------------- what is learned of columns -- */

static void clear_lanes(lanes *l)
{
    for (size_t k = 0; k < 2; k++) {
        l->least[k] = (double)INFINITY;
        l->most[k] = (double)-INFINITY;
        l->present[k] = 0;
    }
}

static void add_values(const double *x, size_t n, lanes *l)
{
    const rix_i_pair one = rix_i_pair_of(1);
    rix_i_pair least = rix_i_pair_load(l->least), most = rix_i_pair_load(l->most);
    rix_i_pair present = rix_i_pair_load(l->present);
    const double last[2] = { n % 2 ? x[n - 1] : RIX_NAN, RIX_NAN };
    for (size_t i = 0; i < n; i += 2) {
        const rix_i_pair v = rix_i_pair_load(i + 1 < n ? x + i : last);
        least = rix_i_pair_min(v, least);
        most = rix_i_pair_max(v, most);
        present = rix_i_pair_add(present, rix_i_pair_where(v, one));
    }
    rix_i_pair_store(l->least, least);
    rix_i_pair_store(l->most, most);
    rix_i_pair_store(l->present, present);
}

/* Extremes and numbers of two columns at once, side by side in a pair, of which each goes to the first lane of its own. */
typedef struct beside {
    rix_i_pair least, most, present;
} beside;

static inline void add_beside(double a, double b, beside *p)
{
    const rix_i_pair v = rix_i_pair_from(a, b);
    p->least = rix_i_pair_min(v, p->least);
    p->most = rix_i_pair_max(v, p->most);
    p->present = rix_i_pair_add(p->present, rix_i_pair_where(v, rix_i_pair_of(1)));
}

static inline beside load_beside(const lanes *a, const lanes *b)
{
    return (beside){ rix_i_pair_from(a->least[0], b->least[0]),
                     rix_i_pair_from(a->most[0], b->most[0]),
                     rix_i_pair_from(a->present[0], b->present[0]) };
}

static inline void store_beside(const beside *p, lanes *a, lanes *b)
{
    rix_i_pair_split(p->least, &a->least[0], &b->least[0]);
    rix_i_pair_split(p->most, &a->most[0], &b->most[0]);
    rix_i_pair_split(p->present, &a->present[0], &b->present[0]);
}

/* A few rows as they lie in memory; four columns at a time, whose extremes stay in registers meanwhile. */
static void add_rows(const scoring *s, size_t from, size_t rows, lanes *l)
{
    const size_t cols = s->fw->n_indicators;
    const ptrdiff_t step = s->table->values.row_step, *at = s->offset;
    size_t k = 0;
    for (; k + 4 <= cols; k += 4) {
        beside p = load_beside(&l[k], &l[k + 1]), q = load_beside(&l[k + 2], &l[k + 3]);
        const double *x = row_at(s, from);
        for (size_t i = 0; i < rows; i++, x += step) {
            add_beside(x[at[k]], x[at[k + 1]], &p);
            add_beside(x[at[k + 2]], x[at[k + 3]], &q);
        }
        store_beside(&p, &l[k], &l[k + 1]);
        store_beside(&q, &l[k + 2], &l[k + 3]);
    }
    for (; k < cols; k++) {
        lanes twice;
        beside p = load_beside(&l[k], &l[k]);
        const double *x = row_at(s, from) + at[k];
        for (size_t i = 0; i < rows; i++)
            add_beside(x[(ptrdiff_t)i * step], x[(ptrdiff_t)i * step], &p);
        store_beside(&p, &l[k], &twice);
    }
}

static rix_i_column facts_of(const lanes *l)
{
    return (rix_i_column){ (size_t)(l->present[0] + l->present[1]), fmin(l->least[0], l->least[1]),
                           fmax(l->most[0], l->most[1]) };
}

/* The first row of a stretch that has an infinite value, and the first of its indicators. */
static rix_status find_infinite(const scoring *s, size_t from, size_t end, rix_error *err)
{
    for (size_t i = from; i < end; i++) {
        for (size_t k = 0; k < s->fw->n_indicators; k++) {
            const double x = row_at(s, i)[s->offset[k]];
            const size_t node = s->fw->indicators[k];
            if (!isinf(x)) continue;
            return rix_i_infinite_value(s->table, RIX_I_CELL(i, s->column[k], node), x,
                                        s->fw->nodes[node].code, err);
        }
    }
    return RIX_OK;
}

static rix_status check_units(const scoring *s, size_t from, size_t end, rix_error *err)
{
    for (size_t i = from; i < end && s->recipe->strict; i++) {
        bool there = false;
        for (size_t k = 0; k < s->fw->n_indicators && !there; k++) {
            there = !isnan(row_at(s, i)[s->offset[k]]);
        }
        if (!there) return rix_i_empty_unit(s->table, i, err);
    }
    return RIX_OK;
}

static void gather(const scoring *s, size_t first, size_t end, lanes *l)
{
    const size_t cols = s->fw->n_indicators;
    for (size_t k = 0; k < cols; k++) clear_lanes(&l[k]);
    for (size_t k = 0; k < cols && by_columns(s); k++) {
        add_values(row_at(s, first) + s->offset[k], end - first, &l[k]);
    }
    for (size_t from = first; from < end && !by_columns(s); from += ROWS_AT_ONCE) {
        const size_t n = end - from < ROWS_AT_ONCE ? end - from : ROWS_AT_ONCE;
        add_rows(s, from, n, l);
    }
}

static rix_status learn_extremes(size_t stretch, size_t worker, void *user, rix_error *err)
{
    const scoring *s = user;
    const size_t cols = s->fw->n_indicators, first = stretch * RIX_I_STRETCH;
    const size_t end = first + rows_of(s, stretch);
    rix_i_column *facts = s->facts + stretch * cols;
    lanes *l = s->lanes + worker * cols;
    bool finite = true;
    gather(s, first, end, l);
    for (size_t k = 0; k < cols; k++) {
        facts[k] = facts_of(&l[k]);
        finite = finite && (facts[k].present == 0 ||
                            (facts[k].least >= -DBL_MAX && facts[k].most <= DBL_MAX));
    }
    return finite ? check_units(s, first, end, err) : find_infinite(s, first, end, err);
}

static rix_status learn_spread(size_t stretch, size_t worker, void *user, rix_error *err)
{
    const scoring *s = user;
    const size_t cols = s->fw->n_indicators, n = rows_of(s, stretch);
    double x[RIX_I_STRETCH];
    (void)worker;
    (void)err;
    for (size_t k = 0; k < cols; k++) {
        if (rix_i_normalise_need(s->how[k].method) != RIX_I_NEEDS_SPREAD) continue;
        if (s->facts[k].present == 0) continue;
        for (size_t i = 0; i < n; i++) x[i] = row_at(s, stretch * RIX_I_STRETCH + i)[s->offset[k]];
        s->spread[stretch * cols + k] = rix_i_spread_of(x, n, rix_i_safe_factor(&s->facts[k]));
    }
    return RIX_OK;
}

static void join_facts(scoring *s)
{
    const size_t cols = s->fw->n_indicators;
    for (size_t i = cols; i < s->n_stretches * cols; i++) {
        rix_i_column *all = &s->facts[i % cols];
        all->present += s->facts[i].present;
        all->least = fmin(all->least, s->facts[i].least);
        all->most = fmax(all->most, s->facts[i].most);
    }
}

static void join_spreads(scoring *s)
{
    const size_t cols = s->fw->n_indicators;
    for (size_t i = cols; i < s->n_stretches * cols; i++) {
        s->spread[i % cols] = rix_i_spread_join(s->spread[i % cols], s->spread[i]);
    }
}

static bool needs_spread(const scoring *s)
{
    for (size_t k = 0; k < s->fw->n_indicators; k++) {
        if (rix_i_normalise_need(s->how[k].method) == RIX_I_NEEDS_SPREAD) return true;
    }
    return false;
}

static rix_status tell_outcome(const scoring *s, size_t k, rix_i_outcome outcome, size_t row,
                               rix_error *err)
{
    const size_t node = s->fw->indicators[k];
    const rix_i_normalised r = { outcome, row, 0 };
    const bool cell = row != RIX_NO_INDEX;
    const double x = cell ? rix_i_get(s->table->values, row, s->column[k]) : RIX_NAN;
    const rix_i_unit unit = rix_i_unit_name(s->table, cell ? row : 0);
    return rix_i_normalise_fail(&r, &s->how[k], &s->facts[k], x, unit.s, s->fw->nodes[node].code,
                                RIX_I_CELL(row, s->column[k], node), err);
}

/* The first value without a logarithm. */
static size_t first_not_positive(const scoring *s, size_t k)
{
    size_t row = 0;
    while (!(rix_i_get(s->table->values, row, s->column[k]) <= 0)) row++;
    return row;
}

static rix_status fit_one(scoring *s, size_t k, rix_error *err)
{
    rix_i_normalisation *how = &s->how[k];
    const bool aims = how->method == RIX_NORM_DISTANCE_REFERENCE;
    const double reference =
        aims ? rix_i_get(s->table->values, how->reference, s->column[k]) : RIX_NAN;
    s->learned[k] = rix_i_normalise_fit(&s->facts[k], &s->spread[k], reference, how);
    const rix_i_outcome outcome = s->learned[k].outcome;
    if (outcome != RIX_I_DONE) {
        return s->recipe->strict ? tell_outcome(s, k, outcome, RIX_NO_INDEX, err) : RIX_OK;
    }
    if (how->method == RIX_NORM_LOG_GOALPOSTS && s->facts[k].least <= 0) {
        return tell_outcome(s, k, RIX_I_NOT_POSITIVE, first_not_positive(s, k), err);
    }
    s->finite[k] = rix_i_normalise_is_finite(&s->learned[k], how);
    how->truncate = rix_i_normalise_truncates(&s->learned[k], how);
    return RIX_OK;
}

static rix_status learn(scoring *s, rix_error *err)
{
    rix_status st = for_stretches(s, learn_extremes, needs_spread(s) ? 0.2 : 0.3, err);
    if (st != RIX_OK) return st;
    join_facts(s);
    if (needs_spread(s)) st = for_stretches(s, learn_spread, 0.2, err);
    if (st != RIX_OK) return st;
    join_spreads(s);
    for (size_t k = 0; k < s->fw->n_indicators && st == RIX_OK; k++) st = fit_one(s, k, err);
    return st;
}

/* --------------------------------------------------------------------------- blocks of units -- */

/* Scores that may not all be finite numbers. */
static rix_status normalise_carefully(const scoring *s, size_t k, size_t from, size_t n,
                                      const double *x, double *score, rix_error *err)
{
    double before[BLOCK] = { 0 };
    for (size_t i = 0; i < n; i++) before[i] = x[i];
    rix_i_normalise_values(&s->learned[k], &s->how[k], before, n, NULL, score);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(score[i]) || isnan(before[i])) continue;
        return tell_outcome(s, k, RIX_I_NOT_FINITE, from + i, err);
    }
    return RIX_OK;
}

/* An indicator of a block: its values at x become scores, which may overwrite them. */
static rix_status normalise_one(const scoring *s, size_t k, size_t from, size_t n, const double *x,
                                double *score, rix_error *err)
{
    if (s->learned[k].outcome == RIX_I_DONE) {
        if (!s->finite[k]) return normalise_carefully(s, k, from, n, x, score, err);
        rix_i_normalise_values(&s->learned[k], &s->how[k], x, n, NULL, score);
        return RIX_OK;
    }
    for (size_t i = 0; i < n; i++) score[i] = RIX_NAN;
    return RIX_OK;
}

/* The indicators of a block, as columns of their nodes. */
static rix_status normalise_block(const scoring *s, size_t from, size_t n, double *cells,
                                  rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t i = 0; i < n && !by_columns(s); i += ROWS_AT_ONCE) {
        const size_t rows = n - i < ROWS_AT_ONCE ? n - i : ROWS_AT_ONCE;
        turn_rows(s, from + i, rows, n, cells + i);
    }
    for (size_t k = 0; k < s->fw->n_indicators && st == RIX_OK; k++) {
        double *score = cells + s->fw->indicators[k] * n;
        const double *x = by_columns(s) ? row_at(s, from) + s->offset[k] : score;
        st = normalise_one(s, k, from, n, x, score, err);
    }
    return st;
}

static rix_status bad_child(const scoring *s, const rix_i_group *group, const rix_i_fault *f,
                            size_t unit, rix_error *err)
{
    const size_t k = s->fw->indicator_of[f->member];
    const size_t col = k == RIX_NO_INDEX ? RIX_NO_INDEX : s->column[k];
    return rix_i_fault_fail(f, &s->plan, group, rix_i_unit_name(s->table, unit).s,
                            s->fw->nodes[f->member].code, s->fw->nodes[group->node].code,
                            RIX_I_CELL(unit, col, f->member), err);
}

static void keep_block(const scoring *s, size_t from, size_t n, const double *cells)
{
    for (size_t j = 0; j < s->n_nodes; j++) {
        const double *score = cells + node_asked(s, j) * n;
        for (size_t i = 0; i < n; i++) {
            rix_i_set(s->scores, from + i, j, isnan(score[i]) ? RIX_NAN : score[i]);
        }
    }
}

static rix_status score_block(const scoring *s, size_t from, size_t n, double *cells,
                              rix_error *err)
{
    double *scratch = cells + (size_t)BLOCK * s->fw->n_nodes;
    const rix_status st = normalise_block(s, from, n, cells, err);
    if (st != RIX_OK) return st;
    for (size_t g = 0; g < s->plan.n_groups; g++) {
        const rix_i_group *group = &s->plan.groups[g];
        const rix_i_fault fault = rix_i_aggregate(&s->plan, group, cells, n, scratch);
        if (fault.kind != RIX_I_NO_FAULT)
            return bad_child(s, group, &fault, from + fault.unit, err);
    }
    keep_block(s, from, n, cells);
    return RIX_OK;
}

static rix_status score_stretch(size_t stretch, size_t worker, void *user, rix_error *err)
{
    const scoring *s = user;
    const size_t first = stretch * RIX_I_STRETCH, end = first + rows_of(s, stretch);
    rix_status st = RIX_OK;
    for (size_t from = first; from < end && st == RIX_OK; from += BLOCK) {
        const size_t n = end - from < BLOCK ? end - from : BLOCK;
        st = score_block(s, from, n, s->room + worker * s->room_size, err);
    }
    return st;
}

/* ------------------------------------------------------------------------- whether all is safe -- */

/* Differences of scores up to this are finite, too. */
#define HUGE_SCORE (DBL_MAX / 4)

/* Between what the scores of a node lie: where all its rule can do is to take a mean. */
typedef struct bounds {
    double low, high;
} bounds;

static bounds bounds_of_group(const scoring *s, const rix_i_group *group, const bounds *nodes)
{
    bounds b = { (double)INFINITY, (double)-INFINITY };
    if (s->plan.fills) b.low = b.high = s->plan.fill;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const bounds child = nodes[member->node];
        if (child.low > child.high) continue; /* it has no scores */
        const bounds turned = { member->mirror - child.high, member->mirror - child.low };
        b.low = fmin(b.low, member->mirrored ? turned.low : child.low);
        b.high = fmax(b.high, member->mirrored ? turned.high : child.high);
    }
    return b;
}

static bool bears(const scoring *s, rix_aggregation rule, bounds b)
{
    if (b.low > b.high) return true;
    if (!(b.low >= -HUGE_SCORE && b.high <= HUGE_SCORE) || rule == RIX_AGG_MPI) return false;
    if (rule == RIX_AGG_SCALED_GEOMETRIC) {
        return b.low >= s->plan.scale.low && b.high <= s->plan.scale.high;
    }
    const bool roots =
        rule == RIX_AGG_GEOMETRIC || rule == RIX_AGG_HARMONIC || rule == RIX_AGG_GENERALISED;
    return b.low >= 0 || !roots;
}

/* Whether no score can be too large for its rule, or otherwise unfit: then they go straight to the caller. */
static bool is_safe(const scoring *s, bounds *nodes)
{
    for (size_t k = 0; k < s->fw->n_indicators; k++) {
        bounds b = { (double)INFINITY, (double)-INFINITY };
        if (s->learned[k].outcome == RIX_I_DONE) {
            const double ends[2] = { s->facts[k].least, s->facts[k].most };
            double score[2] = { 0, 0 };
            rix_i_normalise_values(&s->learned[k], &s->how[k], ends, 2, NULL, score);
            b = (bounds){ fmin(score[0], score[1]), fmax(score[0], score[1]) };
            if (!s->finite[k]) return false;
        }
        nodes[s->fw->indicators[k]] = b;
    }
    for (size_t g = 0; g < s->plan.n_groups; g++) {
        const rix_i_group *group = &s->plan.groups[g];
        nodes[group->node] = bounds_of_group(s, group, nodes);
        if (!bears(s, group->rule, nodes[group->node])) return false;
    }
    return true;
}

/* ---------------------------------------------------------------------------------- the whole -- */

/* The scores wait where the caller, or one of them, may yet put a stop to it. */
static rix_status score_all(scoring *s, rix_error *err)
{
    const rix_out asked = s->scores;
    double *waiting = NULL;
    bounds *nodes = calloc(s->fw->n_nodes, sizeof *nodes);
    if (!nodes) return rix_i_no_memory(err);
    const bool straight = is_safe(s, nodes) && !(s->run && s->run->progress);
    free(nodes);
    if (!straight) {
        waiting = rix_i_dense_new(s->n_units, s->n_nodes);
        if (!waiting) return rix_i_no_memory(err);
        s->scores = (rix_out){ waiting, s->n_units, s->n_nodes, 1, (ptrdiff_t)s->n_units };
    }
    const rix_status st = for_stretches(s, score_stretch, 1 - s->progress_from, err);
    if (st == RIX_OK && waiting) rix_i_dense_write(asked, waiting);
    free(waiting);
    return st;
}

static rix_status resolve(scoring *s, rix_error *err)
{
    rix_i_log aside = { 0 }; /* what is noted of columns that are left aside */
    size_t reference;
    rix_status st = rix_i_table_match(s->table, s->fw, s->column, &aside, err);
    rix_i_log_clear(&aside);
    for (size_t k = 0; k < s->fw->n_indicators && st == RIX_OK; k++)
        s->offset[k] = (ptrdiff_t)s->column[k] * s->table->values.col_step;
    if (st == RIX_OK) st = rix_i_find_reference(s->table, &s->recipe->normalise, &reference, err);
    for (size_t k = 0; k < s->fw->n_indicators && st == RIX_OK; k++) {
        const size_t node = s->fw->indicators[k];
        st = rix_i_normalisation_resolve(&s->fw->nodes[node], node, reference,
                                         &s->recipe->normalise, &s->plan.scale, &s->how[k], err);
    }
    return st;
}

static rix_status stream(scoring *s, rix_error *err)
{
    const size_t cols = s->fw->n_indicators, stretches = s->n_stretches;
    const size_t workers = rix_i_workers(stretches, s->run);
    s->room_size = (size_t)BLOCK * s->fw->n_nodes + rix_i_aggregate_scratch(&s->plan, BLOCK);
    s->column = calloc(cols, sizeof *s->column);
    s->offset = calloc(cols, sizeof *s->offset);
    s->how = calloc(cols, sizeof *s->how);
    s->learned = calloc(cols, sizeof *s->learned);
    s->finite = calloc(cols, sizeof *s->finite);
    s->facts = calloc(stretches * cols + 1, sizeof *s->facts);
    s->spread = calloc(stretches * cols + 1, sizeof *s->spread);
    s->lanes = calloc(workers, cols * sizeof *s->lanes);
    s->room = calloc(workers, s->room_size * sizeof *s->room);
    rix_status st = RIX_OK;
    if (!s->column || !s->offset || !s->how || !s->learned || !s->finite || !s->facts ||
        !s->spread || !s->lanes || !s->room)
        st = rix_i_no_memory(err);
    if (st == RIX_OK) st = resolve(s, err);
    if (st == RIX_OK && s->n_units > 0) st = learn(s, err);
    if (st == RIX_OK) st = score_all(s, err);
    free(s->room);
    free(s->lanes);
    free(s->spread);
    free(s->facts);
    free(s->finite);
    free(s->learned);
    free(s->how);
    free(s->offset);
    free(s->column);
    return st;
}

/* Where a step wants the whole matrix it is made, and the scores are taken from it. */
static rix_status build_all(const scoring *s, rix_error *err)
{
    rix_index *index = NULL;
    rix_status st = rix_index_build(s->table, s->fw, s->recipe, &index, err);
    if (st == RIX_OK && s->run && s->run->progress && s->run->progress(1, s->run->progress_user)) {
        st = rix_i_fail(err, RIX_ECANCELLED, "progress", RIX_I_NOWHERE, "stopped by the caller");
    }
    for (size_t j = 0; j < s->n_nodes && st == RIX_OK; j++) {
        const double *score = rix_index_scores(index).data + node_asked(s, j) * s->n_units;
        for (size_t i = 0; i < s->n_units; i++) rix_i_set(s->scores, i, j, score[i]);
    }
    rix_index_free(index);
    return st;
}

static bool wants_whole(const scoring *s)
{
    if (s->recipe->normalise.over != RIX_OVER_ALL || rix_i_prepares(s->fw, s->recipe)) return true;
    for (size_t g = 0; g < s->plan.n_groups; g++) {
        if (!rix_i_takes_units_alone(s->plan.groups[g].rule)) return true;
    }
    for (size_t k = 0; k < s->fw->n_indicators; k++) {
        const rix_normalisation own = s->fw->nodes[s->fw->indicators[k]].normalise;
        const rix_normalisation method =
            own == RIX_NORM_INHERIT ? s->recipe->normalise.method : own;
        if (rix_i_normalise_need(method) == RIX_I_NEEDS_ORDER) return true;
    }
    return false;
}

static rix_status check_nodes(const rix_framework *fw, const size_t *nodes, size_t n_nodes,
                              rix_error *err)
{
    if (!nodes && n_nodes > 0) return rix_i_null(err, "nodes");
    for (size_t j = 0; j < n_nodes; j++) {
        if (nodes[j] < fw->n_nodes) continue;
        return rix_i_fail(err, RIX_EINVAL, "nodes", RIX_I_COL(j),
                          "there is no node %zu; the framework has %zu", nodes[j], fw->n_nodes);
    }
    return RIX_OK;
}

static rix_status check_arguments(const scoring *s, rix_out scores, rix_error *err)
{
    size_t cells;
    rix_status st = rix_i_recipe_check(s->recipe, err);
    if (st == RIX_OK) st = rix_i_table_check(s->table, s->fw, err);
    if (st == RIX_OK) st = rix_i_check_out(scores, s->n_units, s->n_nodes, "scores", err);
    if (st != RIX_OK || rix_i_size_product(s->n_units, s->n_nodes, &cells)) return st;
    return rix_i_fail(err, RIX_EOVERFLOW, "nodes", RIX_I_NOWHERE,
                      "%zu units x %zu nodes are too many", s->n_units, s->n_nodes);
}

rix_status rix_index_score(const rix_table *table, const rix_framework *fw,
                           const rix_recipe *recipe, const size_t *nodes, size_t n_nodes,
                           const rix_run *run, rix_out scores, rix_error *err)
{
    static const rix_recipe defaults = RIX_RECIPE_INIT;
    if (!table) return rix_i_null(err, "table");
    if (!fw) return rix_i_null(err, "fw");
    rix_status st = check_nodes(fw, nodes, n_nodes, err);
    if (st != RIX_OK) return st;
    scoring s = { .table = table,
                  .fw = fw,
                  .recipe = recipe ? recipe : &defaults,
                  .nodes = nodes,
                  .n_nodes = nodes ? n_nodes : fw->n_nodes,
                  .n_units = table->values.rows,
                  .scores = scores,
                  .run = run };
    s.n_stretches = s.n_units / RIX_I_STRETCH + (s.n_units % RIX_I_STRETCH > 0 ? 1 : 0);
    st = check_arguments(&s, scores, err);
    if (st == RIX_OK) st = rix_i_plan_init(&s.plan, fw, s.recipe, err);
    if (st != RIX_OK) return st;
    rix_i_plan_units(&s.plan, s.recipe, s.n_units);
    st = wants_whole(&s) ? build_all(&s, err) : stream(&s, err);
    rix_i_plan_clear(&s.plan);
    return st;
}
