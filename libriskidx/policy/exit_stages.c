/* exit_stages.c - exits in stages, each of which begins at a date or when its gate opens. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/model.h"
#include "policy/policy.h"

static rix_status check_stage(const rix_exit_stage *s, size_t i, rix_error *err)
{
    const rix_i_text name = rix_i_label(s->name);
    if (!s->name || s->name[0] == '\0') {
        return rix_i_fail(err, RIX_EINVAL, "name", RIX_I_ROW(i), "stage %zu has no name", i);
    }
    if (i == 0 && (s->date > 0 || s->gate.observable)) {
        return rix_i_fail(err, RIX_EINVAL, "stages", RIX_I_ROW(i),
                          "the first stage, '%s', is in force from period 0: it has no %s", name.s,
                          s->date > 0 ? "date" : "gate");
    }
    if (!s->gate.observable) return RIX_OK;
    if (s->reviews == 0) {
        return rix_i_fail(err, RIX_EINVAL, "reviews", RIX_I_ROW(i),
                          "reviews of the gate of stage '%s' is 0, not >= 1", name.s);
    }
    if (isfinite(s->below)) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "below", RIX_I_ROW(i),
                      "below of the gate of stage '%s' is %s, not a finite number", name.s,
                      rix_i_number(s->below).s);
}

static rix_status check(const rix_exit_stages *exit, rix_error *err)
{
    if (exit->n_stages == 0) {
        return rix_i_fail(err, RIX_EINVAL, "stages", RIX_I_NOWHERE,
                          "stages is empty: an exit needs at least one");
    }
    if (!exit->stages) return rix_i_null(err, "stages");
    if (exit->review_every == 0) {
        return rix_i_fail(err, RIX_EINVAL, "review_every", RIX_I_NOWHERE,
                          "review_every is 0, not >= 1");
    }
    for (size_t i = 0; i < exit->n_stages; i++) {
        const rix_status status = check_stage(&exit->stages[i], i, err);
        if (status != RIX_OK) return status;
    }
    return rix_i_check_levels(exit->levels, exit->n_stages, err);
}

static rix_status fill(rix_policy *p, const rix_exit_stages *exit, rix_error *err)
{
    char *end = p->text;
    p->review_every = exit->review_every;
    p->stages = calloc(exit->n_stages, sizeof *p->stages);
    if (!p->stages) return rix_i_no_memory(err);
    for (size_t i = 0; i < exit->n_stages; i++) {
        rix_i_policy_name(p, i, exit->stages[i].name, &end);
        p->stages[i] = exit->stages[i];
        p->stages[i].name = p->names[i];
        p->stages[i].gate = p->watches[i];
    }
    return rix_i_policy_say(p, err);
}

rix_status rix_exit_policy_new(const rix_exit_stages *exit, rix_policy **out, rix_error *err)
{
    if (!exit) return rix_i_null(err, "exit");
    if (!out) return rix_i_null(err, "out");
    rix_status status = check(exit, err);
    if (status != RIX_OK) return status;
    rix_watch *gates = calloc(exit->n_stages, sizeof *gates);
    if (!gates) return rix_i_no_memory(err);
    rix_i_policy_parts parts = { exit->levels, gates, exit->n_stages, 0 };
    for (size_t i = 0; i < exit->n_stages; i++) {
        gates[i] = exit->stages[i].gate;
        parts.name_room += strlen(exit->stages[i].name) + 1;
    }
    rix_policy *p = NULL;
    status = rix_i_policy_make(&parts, &p, err);
    free(gates);
    if (status == RIX_OK) status = fill(p, exit, err);
    if (status == RIX_OK) {
        *out = p;
    } else {
        rix_policy_free(p);
    }
    return status;
}

/* The review at which a gate can have been open often enough, counted from when there is something to see. */
static size_t first_chance(const rix_policy *p, const rix_exit_stage *s)
{
    const size_t every = p->review_every, delay = s->gate.delay;
    const size_t review = delay / every + (delay % every > 0);
    return s->reviews > (SIZE_MAX - 1) / every - review ? SIZE_MAX
                                                        : (review + s->reviews - 1) * every;
}

static rix_status check_gate(const rix_scenario *sc, const rix_exit_stage *s, size_t i,
                             size_t which, rix_error *err)
{
    rix_observable o;
    if (!s->gate.observable || !rix_scenario_observable(sc, which, &o)) return RIX_OK;
    if (s->gate.window > 0 || s->below > o.least) return RIX_OK;
    return rix_i_fail(
        err, RIX_EDOMAIN, "below", RIX_I_ROW(i),
        "the gate of stage '%s' can never open: %s below %s, and it is never below %s",
        rix_i_label(s->name).s, rix_i_label(o.name).s, rix_i_number(s->below).s,
        rix_i_number(o.least).s);
}

rix_status rix_i_exit_check(const rix_policy *p, const rix_scenario *sc, const size_t *which,
                            rix_error *err)
{
    size_t begins = 0;
    for (size_t i = 1; i < p->n_stages; i++) {
        const rix_exit_stage *s = &p->stages[i];
        const size_t stay = p->stages[i - 1].stay;
        begins = stay > SIZE_MAX - begins ? SIZE_MAX : begins + stay;
        if (s->date > begins) begins = s->date;
        const size_t chance = s->gate.observable ? first_chance(p, s) : 0;
        if (chance > begins) begins = chance;
        if (begins >= sc->periods) {
            return rix_i_fail(
                err, RIX_EDIM, "stages", RIX_I_ROW(i),
                "stage '%s' can begin in period %zu at the earliest, after the last of "
                "%zu periods",
                rix_i_label(s->name).s, begins, sc->periods);
        }
        const rix_status status = check_gate(sc, s, i, which[i], err);
        if (status != RIX_OK) return status;
    }
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------- running -- */

/* Whether stage `next` begins; its gate is looked at in every review, whether or not its date has come. */
static bool opens(rix_i_policy_run *run, size_t period, size_t next)
{
    const rix_policy *p = run->policy;
    const rix_exit_stage *s = &p->stages[next];
    const bool due = period >= s->date && period - run->since >= p->stages[run->stage].stay;
    if (!s->gate.observable) return due;
    if (period % p->review_every != 0) return false;
    const double seen = run->log->watched[period * p->n_watches + next];
    run->below = seen < s->below ? run->below + 1 : 0; /* what is not seen is not below */
    return due && run->below >= s->reviews;
}

static void ramp(const rix_i_policy_run *run, size_t period, double *u)
{
    const rix_policy *p = run->policy;
    const rix_exit_stage *s = &p->stages[run->stage];
    const double *level = p->levels + run->stage * p->n_controls;
    const size_t step = period - run->since;
    const bool there = run->stage == 0 || step >= s->ramp;
    const double way = there ? 1.0 : (double)(step + 1) / ((double)s->ramp + 1.0);
    for (size_t j = 0; j < p->n_controls; j++) {
        u[j] = there ? level[j] : (1.0 - way) * run->from[j] + way * level[j];
    }
}

void rix_i_exit_move(rix_i_policy_run *run, size_t period)
{
    const rix_policy *p = run->policy;
    while (run->stage + 1 < p->n_stages && opens(run, period, run->stage + 1)) {
        const size_t next = run->stage + 1;
        memcpy(run->from, run->u, p->n_controls * sizeof *run->u);
        rix_i_switch(run, period, next,
                     p->stages[next].gate.observable ? RIX_STAGE_GATE : RIX_STAGE_DATE);
        run->below = 0;
    }
    ramp(run, period, run->u);
    if (period + 1 < run->sc->periods || run->stage + 1 >= p->n_stages) return;
    rix_i_note_stage(run, period, run->stage, run->stage + 1, RIX_STAGE_SHUT);
}
