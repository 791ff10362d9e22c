/* ensemble.c - a scenario run over many draws of its parameters. */
#include <riskidx/ensemble.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/model.h"

/** What the workers share: they read it, and write to rows of their own. */
typedef struct work {
    const rix_scenario *sc;
    const size_t *params;
    size_t n_params, n_outcomes, n_times;
    rix_mat draws, schedule;
    const rix_ensemble_options *o;
    double *desks;    /* all parameters, by worker */
    double *outcomes; /* draws x n_outcomes */
    double *states;   /* draws x n_times x states */
    atomic_size_t failed;
} work;

/* ----------------------------------------------------------------------------------- one draw -- */

static rix_status run_schedule(const work *w, size_t k, const rix_scenario *drawn, rix_error *err)
{
    rix_simulate_options how = RIX_SIMULATE_OPTIONS_INIT;
    rix_trajectory *traj = NULL;
    how.times = w->o->times;
    const rix_status status = rix_simulate_with(drawn, w->schedule, &how, &traj, err);
    if (status != RIX_OK) return status;
    const rix_mat all = rix_trajectory_states(traj);
    double *to = w->states ? w->states + k * w->n_times * w->o->n_states : NULL;
    memcpy(w->outcomes + k * w->n_outcomes, rix_trajectory_outcomes(traj).data,
           w->n_outcomes * sizeof(double));
    for (size_t t = 0; to && t < w->n_times; t++) {
        for (size_t s = 0; s < w->o->n_states; s++) *to++ = rix_i_get(all, t, w->o->states[s]);
    }
    rix_trajectory_free(traj);
    return RIX_OK;
}

static rix_status run_response(const work *w, size_t k, const rix_scenario *drawn, rix_error *err)
{
    rix_course_options how = RIX_COURSE_OPTIONS_INIT;
    rix_course *course = NULL;
    how.daily = false;
    const rix_status status = rix_age_sector_run(drawn, w->o->response, &how, &course, err);
    if (status != RIX_OK) return status;
    memcpy(w->outcomes + k * w->n_outcomes, rix_course_outcomes(course).data,
           w->n_outcomes * sizeof(double));
    rix_course_free(course);
    return RIX_OK;
}

/* Says which draw is at fault, with the first of its parameters. */
static rix_status fail_draw(const work *w, size_t k, const rix_error *why, rix_error *err)
{
    const size_t number = w->o->first + k;
    const rix_i_text name = rix_i_label(rix_scenario_param_name(w->sc, w->params[0])),
                     value = rix_i_number(rix_i_get(w->draws, k, 0));
    if (w->n_params == 1) {
        return rix_i_fail(err, why->code, why->arg, RIX_I_ROW(number), "draw %zu (%s = %s): %s",
                          number, name.s, value.s, why->message);
    }
    const rix_i_text next = rix_i_label(rix_scenario_param_name(w->sc, w->params[1])),
                     also = rix_i_number(rix_i_get(w->draws, k, 1));
    return rix_i_fail(err, why->code, why->arg, RIX_I_ROW(number),
                      "draw %zu (%s = %s, %s = %s%s): %s", number, name.s, value.s, next.s, also.s,
                      w->n_params > 2 ? " ..." : "", why->message);
}

static void leave_out(const work *w, size_t k)
{
    const size_t n = w->states ? w->n_times * w->o->n_states : 0;
    for (size_t i = 0; i < w->n_outcomes; i++) w->outcomes[k * w->n_outcomes + i] = RIX_NAN;
    for (size_t i = 0; i < n; i++) w->states[k * n + i] = RIX_NAN;
}

static rix_status run_draw(size_t k, size_t worker, void *user, rix_error *err)
{
    work *w = user;
    const size_t n = w->sc->n_params;
    double *values = w->desks + worker * n;
    rix_scenario *drawn = NULL;
    rix_error why = RIX_ERROR_INIT;
    for (size_t i = 0; i < n; i++) values[i] = w->sc->params[i].value;
    for (size_t j = 0; j < w->n_params; j++) values[w->params[j]] = rix_i_get(w->draws, k, j);
    rix_status status = rix_scenario_with_params(w->sc, rix_vec_c(values, n), &drawn, &why);
    if (status == RIX_OK) {
        status = w->o->response ? run_response(w, k, drawn, &why) : run_schedule(w, k, drawn, &why);
    }
    rix_scenario_free(drawn);
    if (status == RIX_OK) return RIX_OK;
    if (!w->o->skip_failures || status == RIX_ENOMEM || status == RIX_ECANCELLED) {
        return fail_draw(w, k, &why, err);
    }
    leave_out(w, k);
    atomic_fetch_add(&w->failed, 1);
    return RIX_OK;
}

/* -------------------------------------------------------------------------------------- checks -- */

/* Numbers below a limit, all different. */
static rix_status check_numbers(const size_t *numbers, size_t n, size_t limit, const char *arg,
                                const char *what, rix_error *err)
{
    if (n > 0 && !numbers) return rix_i_null(err, arg);
    for (size_t j = 0; j < n; j++) {
        if (numbers[j] >= limit) {
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_COL(j), "no %s %zu among %zu", what,
                              numbers[j], limit);
        }
        for (size_t i = 0; i < j; i++) {
            if (numbers[i] != numbers[j]) continue;
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_COL(j), "%s %zu is there twice", what,
                              numbers[j]);
        }
    }
    return RIX_OK;
}

static rix_status check_draws(const work *w, rix_error *err)
{
    rix_status status = rix_i_check_mat(w->draws, "draws", err);
    if (status != RIX_OK) return status;
    if (w->n_params == 0 || w->draws.rows == 0) {
        return rix_i_fail(err, RIX_EINVAL, w->n_params == 0 ? "params" : "draws", RIX_I_NOWHERE,
                          "no %s", w->n_params == 0 ? "parameters" : "draws");
    }
    if (w->draws.cols != w->n_params) {
        return rix_i_fail(err, RIX_EDIM, "draws", RIX_I_NOWHERE,
                          "draws has %zu columns for %zu parameters", w->draws.cols, w->n_params);
    }
    return check_numbers(w->params, w->n_params, w->sc->n_params, "params", "parameter", err);
}

static rix_status check_work(const work *w, rix_out outcomes, rix_out states, rix_error *err)
{
    const rix_ensemble_options *o = w->o;
    rix_status status = check_draws(w, err);
    if (status == RIX_OK && !o->response) {
        status = rix_i_check_mat(w->schedule, "schedule", err);
    }
    if (status == RIX_OK) {
        status = check_numbers(o->states, o->n_states, w->sc->n_states, "states", "state", err);
    }
    if (status == RIX_OK && o->response && o->n_states > 0) {
        status = rix_i_fail(err, RIX_EINVAL, "states", RIX_I_NOWHERE,
                            "states over time are not kept under a response");
    }
    if (status == RIX_OK) {
        status = rix_i_check_out(outcomes, w->draws.rows, w->n_outcomes, "outcomes", err);
    }
    if (status == RIX_OK && o->n_states > 0) {
        size_t rows;
        if (!rix_i_size_product(w->draws.rows, w->n_times, &rows)) return rix_i_no_memory(err);
        status = rix_i_check_out(states, rows, o->n_states, "states", err);
    }
    return status;
}

/* -------------------------------------------------------------------------------------- public -- */

static rix_status run_all(work *w, rix_error *err)
{
    const rix_run how = rix_i_scenario_run(w->sc, &w->o->run);
    size_t cells, desks, sizes, all;
    if (!rix_i_size_product(w->draws.rows, w->n_outcomes, &cells) ||
        !rix_i_size_product(w->draws.rows, w->n_times, &all) ||
        !rix_i_size_product(all, w->o->n_states, &sizes) ||
        !rix_i_size_product(rix_i_workers(w->draws.rows, &how), w->sc->n_params, &desks)) {
        return rix_i_no_memory(err);
    }
    w->outcomes = malloc((cells ? cells : 1) * sizeof *w->outcomes);
    w->desks = malloc((desks ? desks : 1) * sizeof *w->desks);
    if (sizes > 0) w->states = malloc(sizes * sizeof *w->states);
    if (!w->outcomes || !w->desks || (sizes > 0 && !w->states)) return rix_i_no_memory(err);
    return rix_i_parallel(w->draws.rows, &how, run_draw, w, err);
}

rix_status rix_ensemble_run(const rix_scenario *sc, const size_t *params, size_t n_params,
                            rix_mat draws, rix_mat schedule, const rix_ensemble_options *options,
                            rix_out outcomes, rix_out states, size_t *failed, rix_error *err)
{
    static const rix_ensemble_options defaults = RIX_ENSEMBLE_OPTIONS_INIT;
    if (!sc) return rix_i_null(err, "sc");
    work w = { .sc = sc,
               .params = params,
               .n_params = n_params,
               .n_outcomes = sc->n_outcomes,
               .draws = draws,
               .schedule = schedule,
               .o = options ? options : &defaults };
    w.n_times = w.o->times.size > 0 ? w.o->times.size : sc->periods + 1;
    atomic_init(&w.failed, 0);
    rix_status status = check_work(&w, outcomes, states, err);
    if (status == RIX_OK) status = run_all(&w, err);
    if (status == RIX_OK) {
        rix_i_write_out(outcomes, w.outcomes);
        if (w.states) rix_i_write_out(states, w.states);
        if (failed) *failed = atomic_load(&w.failed);
    }
    free(w.outcomes);
    free(w.desks);
    free(w.states);
    return status;
}
