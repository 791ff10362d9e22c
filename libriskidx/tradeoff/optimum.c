/* optimum.c - one optimal schedule, from several starts. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/gradient.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"
#include "tradeoff/envelope.h"

/** How a start ended. */
typedef struct outcome_of_start {
    double f, worst, mu;
    size_t evaluations;
    bool depends; /* the goal has a slope there */
} outcome_of_start;

/** What the starts share. */
typedef struct work {
    const rix_scenario *sc;
    rix_i_space space;
    rix_i_task_goal goal;
    double *numbers; /* weights, bounds and sizes of the goal */
    size_t *bounded;
    rix_i_search *searches; /* workers */
    size_t workers, starts;
    bool warm;      /* z holds the first start */
    double *z;      /* starts x n */
    double *lambda; /* starts x m */
    outcome_of_start *ends;
} work;

/* ------------------------------------------------------------------------------------ checks -- */

static rix_status check_weights(const rix_scenario *sc, rix_vec weights, rix_error *err)
{
    bool some = false;
    const rix_status status = rix_i_check_vec(weights, "weights", err);
    if (status != RIX_OK) return status;
    if (weights.size != sc->n_outcomes) {
        return rix_i_fail(err, RIX_EDIM, "weights", RIX_I_NOWHERE, "%zu weights for %zu outcomes",
                          weights.size, sc->n_outcomes);
    }
    for (size_t i = 0; i < weights.size; i++) {
        const double w = rix_i_vget(weights, i);
        some = some || w != 0.0;
        if (isfinite(w)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "weights", RIX_I_COL(i), "weight of outcome '%s' is %s",
                          rix_i_label(sc->outcomes[i].name).s, rix_i_number(w).s);
    }
    if (some) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "weights", RIX_I_NOWHERE, "weights are all 0");
}

static rix_status check_bounds(const rix_scenario *sc, rix_vec at_most, rix_error *err)
{
    const rix_status status = rix_i_check_vec(at_most, "at_most", err);
    if (status != RIX_OK || at_most.size == 0) return status;
    if (at_most.size != sc->n_outcomes) {
        return rix_i_fail(err, RIX_EDIM, "at_most", RIX_I_NOWHERE, "%zu bounds for %zu outcomes",
                          at_most.size, sc->n_outcomes);
    }
    for (size_t i = 0; i < at_most.size; i++) {
        const double bound = rix_i_vget(at_most, i);
        if (!isinf(bound)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "at_most", RIX_I_COL(i), "bound of outcome '%s' is %s",
                          rix_i_label(sc->outcomes[i].name).s, rix_i_number(bound).s);
    }
    return RIX_OK;
}

static rix_status check_options(const rix_scenario *sc, const rix_optimum_options *o,
                                rix_error *err)
{
    const rix_status status = rix_i_check_mat(o->warm, "warm", err);
    if (status != RIX_OK) return status;
    if (o->starts == 0 || o->starts > RIX_I_COLD_STARTS) {
        return rix_i_fail(err, RIX_EINVAL, "starts", RIX_I_NOWHERE, "starts is %zu, not 1 to %d",
                          o->starts, (int)RIX_I_COLD_STARTS);
    }
    if (o->max_evaluations == 0) {
        return rix_i_fail(err, RIX_EINVAL, "max_evaluations", RIX_I_NOWHERE,
                          "max_evaluations is 0");
    }
    if (o->warm.rows == 0 && o->warm.cols == 0) return RIX_OK;
    if (o->warm.rows != sc->periods || o->warm.cols != sc->n_controls) {
        return rix_i_fail(err, RIX_EDIM, "warm", RIX_I_NOWHERE,
                          "warm is %zu x %zu, not %zu periods x %zu controls", o->warm.rows,
                          o->warm.cols, sc->periods, sc->n_controls);
    }
    return rix_i_check_schedule(sc, o->warm, err);
}

/* ------------------------------------------------------------------------------------- rooms -- */

/* The goal in the search's form; sizes wait for the first start. */
static rix_status make_goal(work *w, const rix_goal *goal, rix_error *err)
{
    const size_t n = w->sc->n_outcomes;
    w->numbers = calloc(3 * n, sizeof *w->numbers);
    w->bounded = calloc(n, sizeof *w->bounded);
    if (!w->numbers || !w->bounded) return rix_i_no_memory(err);
    double *at_most = w->numbers + n, *size = at_most + n;
    for (size_t i = 0; i < n; i++) w->numbers[i] = rix_i_vget(goal->weights, i);
    w->goal = (rix_i_task_goal){ w->numbers, 1.0, 0, w->bounded, at_most, size };
    for (size_t i = 0; i < goal->at_most.size; i++) {
        const double bound = rix_i_vget(goal->at_most, i);
        if (isnan(bound)) continue;
        w->bounded[w->goal.m] = i;
        at_most[w->goal.m] = bound;
        size[w->goal.m++] = 1.0;
    }
    return RIX_OK;
}

static rix_status make_searches(work *w, const rix_optimum_options *o, rix_error *err)
{
    const rix_run how = rix_i_scenario_run(w->sc, &o->run);
    size_t size;
    w->starts = o->starts;
    w->workers = rix_i_workers(w->starts, &how);
    if (!rix_i_size_product(w->starts, w->space.n, &size)) return rix_i_no_memory(err);
    w->z = calloc(size, sizeof *w->z);
    w->lambda = calloc(w->starts * (w->goal.m + 1), sizeof *w->lambda);
    w->ends = calloc(w->starts, sizeof *w->ends);
    w->searches = calloc(w->workers, sizeof *w->searches);
    if (!w->z || !w->lambda || !w->ends || !w->searches) return rix_i_no_memory(err);
    rix_status status = RIX_OK;
    for (size_t k = 0; status == RIX_OK && k < w->workers; k++) {
        status = rix_i_search_make(w->sc, &w->space, w->goal.m, o->max_evaluations,
                                   &w->searches[k], err);
    }
    w->warm = o->warm.rows > 0;
    for (size_t k = 0; k < w->starts; k++) {
        if (k == 0 && w->warm) rix_i_space_point(&w->space, o->warm, w->z);
        else rix_i_cold_start(&w->space, k - (w->warm ? 1 : 0), w->z + k * w->space.n);
    }
    return status;
}

static void free_work(work *w)
{
    for (size_t k = 0; w->searches && k < w->workers; k++) rix_i_search_free(&w->searches[k]);
    rix_i_space_free(&w->space);
    free(w->numbers);
    free(w->bounded);
    free(w->z);
    free(w->lambda);
    free(w->ends);
    free(w->searches);
}

/* ------------------------------------------------------------------------------------ search -- */

static rix_status find_sizes(work *w, rix_error *err)
{
    rix_i_search *s = &w->searches[0];
    double *size = w->numbers + 2 * s->n_outcomes;
    s->err = err;
    rix_i_search_begin(s, &w->goal);
    if (!rix_i_search_evaluate(s, w->z)) return s->status;
    w->goal.scale = rix_i_goal_scale(w->numbers, s->outcomes, s->n_outcomes);
    for (size_t j = 0; j < w->goal.m; j++) {
        size[j] = rix_i_bound_size(w->goal.at_most[j], s->outcomes[w->bounded[j]]);
    }
    return RIX_OK;
}

static bool has_slope(const rix_i_search *s)
{
    for (size_t v = 0; v < s->n; v++) {
        if (s->rows[v] != 0.0) return true;
    }
    return false;
}

static rix_status run_start(size_t k, size_t worker, void *user, rix_error *err)
{
    work *w = user;
    rix_i_search *s = &w->searches[worker];
    double *z = w->z + k * w->space.n;
    s->err = err;
    rix_i_search_begin(s, &w->goal);
    if (!rix_i_search_evaluate(s, z)) return s->status;
    w->ends[k].depends = has_slope(s);
    /* A start that is the only one goes on to the finish as it is. */
    if (w->starts > 1 && (!rix_i_lagrange(s, z, true) || !rix_i_search_evaluate(s, z))) {
        return s->status;
    }
    w->ends[k].f = s->f, w->ends[k].worst = s->worst, w->ends[k].mu = s->mu;
    w->ends[k].evaluations = s->evaluations;
    memcpy(w->lambda + k * w->goal.m, s->lambda, w->goal.m * sizeof *s->lambda);
    return RIX_OK;
}

/* Rough ends do not meet the bounds to the last digit: what is beyond costs its multiplier. */
static size_t best_start(const work *w)
{
    size_t best = 0;
    double least = HUGE_VAL;
    for (size_t k = 0; k < w->starts; k++) {
        double price = 1.0;
        for (size_t j = 0; j < w->goal.m; j++) price += 2.0 * w->lambda[k * w->goal.m + j];
        const double merit = w->ends[k].f + price * fmax(w->ends[k].worst, 0.0);
        if (merit < least) least = merit, best = k;
    }
    return best;
}

static rix_status finish(work *w, rix_envelope *envelope, rix_error *err)
{
    const size_t best = best_start(w);
    rix_i_search *s = &w->searches[0];
    bool depends = false;
    s->err = err;
    rix_i_search_begin(s, &w->goal);
    for (size_t k = 0; k < w->starts; k++) {
        s->evaluations += w->ends[k].evaluations;
        depends = depends || w->ends[k].depends;
    }
    if (!depends) {
        return rix_i_fail(err, RIX_EMISSING, "goal", RIX_I_NOWHERE,
                          "the goal does not depend on the controls that the space leaves free");
    }
    s->most += s->evaluations;
    s->mu = w->ends[best].mu;
    memcpy(s->lambda, w->lambda + best * w->goal.m, w->goal.m * sizeof *s->lambda);
    if (!rix_i_finish(s, w->z + best * w->space.n) || !rix_i_envelope_put(s, envelope, 0)) {
        return s->status;
    }
    envelope->complete = true;
    return RIX_OK;
}

rix_status rix_optimum(const rix_scenario *sc, const rix_space *space, const rix_goal *goal,
                       const rix_optimum_options *options, rix_envelope **out, rix_error *err)
{
    static const rix_optimum_options defaults = RIX_OPTIMUM_OPTIONS_INIT;
    const rix_optimum_options *o = options ? options : &defaults;
    work w = { .sc = sc };
    rix_envelope *envelope = NULL;

    if (!sc) return rix_i_null(err, "sc");
    if (!goal) return rix_i_null(err, "goal");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_i_gradient_check(sc, err);
    if (status == RIX_OK) status = check_weights(sc, goal->weights, err);
    if (status == RIX_OK) status = check_bounds(sc, goal->at_most, err);
    if (status == RIX_OK) status = check_options(sc, o, err);
    if (status == RIX_OK) status = rix_i_space_make(sc, space, &w.space, err);
    if (status == RIX_OK) status = make_goal(&w, goal, err);
    if (status == RIX_OK) status = make_searches(&w, o, err);
    if (status == RIX_OK) status = find_sizes(&w, err);
    if (status == RIX_OK) {
        const rix_run how = rix_i_scenario_run(sc, &o->run);
        status = rix_i_parallel(w.starts, &how, run_start, &w, err);
    }
    if (status == RIX_OK) status = rix_i_envelope_make(sc, 1, &envelope, err);
    if (status == RIX_OK) status = finish(&w, envelope, err);
    if (status == RIX_OK) {
        *out = envelope;
        envelope = NULL;
    }
    rix_envelope_free(envelope);
    free_work(&w);
    return status;
}
