/* search.c - a point of the search: its goal, its bounds, their slopes, and what the best so far was. */
#include "tradeoff/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/gradient.h"
#include "epidemic/model.h"

static const double FIRST_MU = 10.0;

/* One block for all, so that one allocation can fail. */
static rix_status make_room(rix_i_search *s, size_t m, rix_error *err)
{
    const size_t n = s->n, cells = s->space->cells;
    size_t used = 0, scratch, size;
    struct {
        double **piece;
        size_t rows, cols;
    } pieces[] = {
        { &s->lambda, m, 1 },           { &s->z, n, 1 },
        { &s->outcomes, s->n_outcomes, 1 }, { &s->c, m, 1 },
        { &s->slope, n, 1 },            { &s->rows, m + 1, n },
        { &s->best, n, 1 },             { &s->low, n, 1 },
        { &s->seeds, m + 1, s->n_outcomes }, { &s->total, s->n_outcomes, 1 },
        { &s->schedule, cells, 1 },     { &s->by_cell, m + 1, cells },
        { &s->desk, cells, 2 },         { &s->along, cells, 1 },
        { &s->step, n, 1 },             { &s->residual, n, 1 },
        { &s->search, n, 1 },           { &s->product, n, 1 },
        { &s->trial, n, 1 },            { &s->held, n, 1 },
        { &s->basis, RIX_I_LANCZOS, n }, { &s->normals, m, n },
        { &s->small, m, m + 1 },
    };
    const size_t count = sizeof pieces / sizeof *pieces;
    if (!rix_i_gradient_scratch(s->sc, m + 1, &scratch) ||
        !rix_i_size_product(scratch + s->n_outcomes, 1, &used)) {
        return rix_i_no_memory(err);
    }
    for (size_t k = 0; k < count; k++) {
        if (!rix_i_size_product(pieces[k].rows, pieces[k].cols, &size) ||
            !rix_i_size_product(used + size, 1, &used)) {
            return rix_i_no_memory(err);
        }
    }
    s->block = calloc(used, sizeof *s->block);
    if (!s->block) return rix_i_no_memory(err);
    double *next = s->block;
    for (size_t k = 0; k < count; k++) {
        *pieces[k].piece = next;
        next += pieces[k].rows * pieces[k].cols;
    }
    s->scratch = next;
    return RIX_OK;
}

rix_status rix_i_search_make(const rix_scenario *sc, const rix_i_space *space, size_t m_most,
                             size_t most_evaluations, rix_i_search *s, rix_error *err)
{
    *s = (rix_i_search){ .sc = sc, .space = space, .n = space->n, .most = most_evaluations };
    s->n_outcomes = sc->n_outcomes;
    return make_room(s, m_most, err);
}

void rix_i_search_free(rix_i_search *s) { free(s->block); }

void rix_i_search_begin(rix_i_search *s, const rix_i_task_goal *goal)
{
    s->goal = *goal;
    s->evaluations = 0;
    s->drop_goal = false;
    s->mu = FIRST_MU;
    s->exact = true;
    s->best_f = s->best_worst = HUGE_VAL;
    s->status = RIX_OK;
    memset(s->seeds, 0, (goal->m + 1) * s->n_outcomes * sizeof *s->seeds);
    for (size_t i = 0; i < s->n_outcomes; i++) s->seeds[i] = goal->weights[i] / goal->scale;
    for (size_t j = 0; j < goal->m; j++) {
        s->lambda[j] = 0.0;
        s->seeds[(j + 1) * s->n_outcomes + goal->outcome[j]] = 1.0 / goal->size[j];
    }
}

static void keep_if_best(rix_i_search *s, const double *z)
{
    const bool met = s->worst <= RIX_I_MET, was = s->best_worst <= RIX_I_MET;
    if (met && was ? s->f >= s->best_f : s->worst >= s->best_worst && !(met && !was)) return;
    s->best_f = s->f;
    s->best_worst = s->worst;
    memcpy(s->best, z, s->n * sizeof *z);
}

/* Goal, bounds and merit from the outcomes; the slope of the merit from those of each. */
static void combine(rix_i_search *s)
{
    const rix_i_task_goal *g = &s->goal;
    s->f = 0.0, s->worst = -1.0;
    for (size_t i = 0; i < s->n_outcomes; i++) s->f += s->seeds[i] * s->outcomes[i];
    s->merit = s->drop_goal ? 0.0 : s->f;
    for (size_t v = 0; v < s->n; v++) s->slope[v] = s->drop_goal ? 0.0 : s->rows[v];
    for (size_t j = 0; j < g->m; j++) {
        s->c[j] = (s->outcomes[g->outcome[j]] - g->at_most[j]) / g->size[j];
        s->worst = fmax(s->worst, s->c[j]);
        const double pull = fmax(0.0, s->lambda[j] + s->mu * s->c[j]);
        const double *row = s->rows + (j + 1) * s->n;
        s->merit += (pull * pull - s->lambda[j] * s->lambda[j]) / (2.0 * s->mu);
        for (size_t v = 0; v < s->n; v++) s->slope[v] += pull * row[v];
    }
}

bool rix_i_search_evaluate(rix_i_search *s, const double *z)
{
    bool exact = true;
    const size_t seeds = s->goal.m + 1;
    const rix_i_gradient_to to = { .outcomes = s->outcomes, .controls = s->by_cell, .exact = &exact };
    if (s->status != RIX_OK) return false;
    rix_i_space_schedule(s->space, z, s->schedule);
    s->status = rix_i_gradient(
        s->sc, rix_mat_c(s->schedule, s->space->periods, s->space->controls), s->seeds, seeds,
        s->scratch, &to, s->err);
    s->evaluations++;
    if (s->status != RIX_OK) return false;
    s->exact = exact;
    for (size_t k = 0; k < seeds; k++) {
        rix_i_space_pull(s->space, s->by_cell + k * s->space->cells, s->rows + k * s->n);
    }
    if (z != s->z) memmove(s->z, z, s->n * sizeof *z);
    combine(s);
    keep_if_best(s, z);
    if (s->merit < s->low_merit) {
        s->low_merit = s->merit;
        memcpy(s->low, z, s->n * sizeof *z);
    }
    return true;
}

double rix_i_projected(const rix_i_search *s, const double *z, const double *slope)
{
    double largest = 0.0;
    for (size_t v = 0; v < s->n; v++) {
        if ((slope[v] > 0.0 && z[v] > 0.0) || (slope[v] < 0.0 && z[v] < 1.0)) {
            largest = fmax(largest, fabs(slope[v]));
        }
    }
    return largest;
}

bool rix_i_search_hessian(rix_i_search *s, const double *multipliers, bool rise,
                          const double *direction, double *product)
{
    const rix_i_task_goal *g = &s->goal;
    for (size_t i = 0; i < s->n_outcomes; i++) s->total[i] = s->drop_goal ? 0.0 : s->seeds[i];
    for (size_t j = 0; j < g->m; j++) {
        const double by =
            rise ? fmax(0.0, s->lambda[j] + s->mu * s->c[j]) : multipliers[j];
        s->total[g->outcome[j]] += by / g->size[j];
    }
    rix_i_space_schedule(s->space, s->z, s->schedule);
    rix_i_space_push(s->space, direction, s->along);
    s->status = rix_i_hessian_times(s->sc, s->schedule, s->along, s->total, s->desk, s->scratch,
                                    s->by_cell, s->err);
    s->evaluations += 2;
    if (s->status != RIX_OK) return false;
    rix_i_space_pull(s->space, s->by_cell, product);
    for (size_t j = 0; rise && j < g->m; j++) {
        const double *row = s->rows + (j + 1) * s->n;
        double dot = 0.0;
        if (!(s->lambda[j] + s->mu * s->c[j] > 0.0)) continue;
        for (size_t v = 0; v < s->n; v++) dot += row[v] * direction[v];
        for (size_t v = 0; v < s->n; v++) product[v] += s->mu * dot * row[v];
    }
    return true;
}
