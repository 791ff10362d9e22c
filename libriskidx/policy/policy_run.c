/* policy_run.c - a scenario under a policy in stages, which is asked at the start of every period. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/observe.h"
#include "policy/policy.h"

static rix_status find_watches(const rix_policy *p, const rix_scenario *sc, size_t *which,
                               rix_error *err)
{
    for (size_t w = 0; w < p->n_watches; w++) {
        const char *name = p->watches[w].observable;
        which[w] = rix_scenario_find_observable(sc, name);
        if (!name || which[w] != RIX_NO_INDEX) continue;
        rix_observable first = { "", NULL, 0.0 }, last = first;
        rix_scenario_observable(sc, 0, &first);
        rix_scenario_observable(sc, rix_scenario_observable_count(sc) - 1, &last);
        return rix_i_fail(err, RIX_ENOTFOUND, "observable", RIX_I_ROW(w),
                          "no observable '%s': the scenario has %zu, from '%s' to '%s'",
                          rix_i_label(name).s, rix_scenario_observable_count(sc),
                          rix_i_label(first.name).s, rix_i_label(last.name).s);
    }
    return RIX_OK;
}

static rix_status check_fits(const rix_policy *p, const rix_scenario *sc, rix_error *err)
{
    if (p->n_controls != sc->n_controls) {
        return rix_i_fail(err, RIX_EDIM, "levels", RIX_I_NOWHERE,
                          "the policy has levels for %zu controls, the scenario %zu", p->n_controls,
                          sc->n_controls);
    }
    for (size_t s = 0; s < p->n_stages; s++) {
        for (size_t j = 0; j < p->n_controls; j++) {
            const double level = p->levels[s * p->n_controls + j];
            if (level <= sc->control_max[j]) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "levels", RIX_I_CELL(s, j, RIX_NO_INDEX),
                              "level of control '%s' in stage '%s' is %s, not in [0, %s]",
                              rix_i_label(sc->control_names[j]).s, rix_i_label(p->names[s]).s,
                              rix_i_number(level).s, rix_i_number(sc->control_max[j]).s);
        }
    }
    return RIX_OK;
}

/* What the controls in force come to, for what is watched. */
static rix_status hold(rix_i_policy_run *run, size_t period, rix_error *err)
{
    if (run->sc->model->hold(run->sc, run->u, run->held) == 0) return RIX_OK;
    return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_ROW(period),
                      "the model failed to take the controls of period %zu", period);
}

static rix_status steer(void *user, size_t period, const double *x, const double *mode, double *u,
                        bool *changed, rix_error *err)
{
    rix_i_policy_run *run = user;
    const rix_policy *p = run->policy;
    const size_t size = p->n_controls * sizeof *u;
    rix_status status = period == 0 ? hold(run, 0, err) : RIX_OK;
    if (status == RIX_OK) status = rix_i_watch(run, period, x, mode, err);
    if (status == RIX_OK && p->machine) status = rix_i_trigger_move(run, period, err);
    if (status != RIX_OK) return status;
    if (p->machine) {
        memcpy(run->u, p->levels + run->stage * p->n_controls, size);
    } else {
        rix_i_exit_move(run, period);
    }
    for (size_t j = 0; j < p->n_controls; j++) {
        *changed = *changed || period == 0 || u[j] < run->u[j] || u[j] > run->u[j];
    }
    memcpy(u, run->u, size);
    memcpy(run->log->schedule + period * p->n_controls, u, size);
    run->log->stages[period] = (double)run->stage;
    run->log->n_stages = period + 1;
    return *changed ? hold(run, period, err) : RIX_OK;
}

/* Memory of a run besides its trajectory: doubles, then numbers of observables. */
static bool make_room(rix_i_policy_run *run, double **doubles)
{
    const rix_policy *p = run->policy;
    const rix_scenario *sc = run->sc;
    size_t raw;
    if (!rix_i_size_product(p->n_watches, sc->periods, &raw)) return false;
    *doubles = calloc(raw + sc->n_held + rix_i_observe_scratch(sc) + 2 * p->n_controls + 1,
                      sizeof **doubles);
    run->which = calloc(p->n_watches + 1, sizeof *run->which);
    if (!*doubles || !run->which) return false;
    run->raw = *doubles;
    run->held = run->raw + raw;
    run->scratch = run->held + sc->n_held;
    run->u = run->scratch + rix_i_observe_scratch(sc);
    run->from = run->u + p->n_controls;
    return true;
}

static rix_status run_policy(rix_i_policy_run *run, const rix_simulate_options *options,
                             rix_trajectory **out, rix_error *err)
{
    const rix_policy *p = run->policy;
    rix_trajectory *traj = NULL;
    rix_status status = find_watches(p, run->sc, run->which, err);
    if (status == RIX_OK && p->stages) status = rix_i_exit_check(p, run->sc, run->which, err);
    if (status == RIX_OK) {
        status = rix_i_trajectory_new(run->sc, options, p->n_watches,
                                      run->sc->periods + p->n_stages, &traj, err);
    }
    if (status != RIX_OK) return status;
    const rix_i_steering steering = { rix_mat_c(NULL, 0, 0), steer, run };
    run->log = rix_i_trajectory_log(traj);
    run->stage = p->start;
    if (p->machine) rix_machine_start(p->machine, &run->state);
    memcpy(run->u, p->levels + run->stage * p->n_controls, p->n_controls * sizeof *run->u);
    status = rix_i_trajectory_run(run->sc, &steering, options, traj, err);
    if (status == RIX_OK) {
        *out = traj;
    } else {
        rix_trajectory_free(traj);
    }
    return status;
}

rix_status rix_simulate_policy(const rix_scenario *sc, const rix_policy *policy,
                               const rix_simulate_options *options, rix_trajectory **out,
                               rix_error *err)
{
    if (!sc) return rix_i_null(err, "sc");
    if (!policy) return rix_i_null(err, "policy");
    if (!out) return rix_i_null(err, "out");
    rix_status status = check_fits(policy, sc, err);
    if (status != RIX_OK) return status;
    rix_i_policy_run run = { .policy = policy, .sc = sc };
    double *doubles = NULL;
    status = make_room(&run, &doubles) ? run_policy(&run, options, out, err) : rix_i_no_memory(err);
    free(doubles);
    free(run.which);
    return status;
}
