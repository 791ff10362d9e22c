/* course.c - what both integrators do as a run goes on: controls, reviews, records, checks. */
#include "epidemic/course.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/* Sums that stay may move, and states fall below zero, by this much (relatively) for rounding alone. */
static const double ROUNDING = 1e-9;

size_t rix_i_course_scratch(const rix_scenario *sc)
{
    return sc->n_controls + sc->n_held + sc->n_mode + 2 * sc->n_conserved;
}

/* Sums that stay: what they are, and how far rounding may move them. */
static void sum_up(const rix_i_course *c)
{
    const rix_scenario *sc = c->sc;
    for (size_t k = 0; k < sc->n_conserved; k++) {
        const double *w = sc->conserved + k * sc->n_states;
        double sum = 0.0, size = 0.0;
        for (size_t i = 0; i < sc->n_states; i++) {
            sum += w[i] * sc->initial[i];
            size += fabs(w[i] * sc->initial[i]);
        }
        c->sums[2 * k] = sum;
        c->sums[2 * k + 1] = ROUNDING * size;
    }
}

void rix_i_course_start(rix_i_course *c, const rix_scenario *sc, const rix_i_how *how,
                        double *scratch, double *x)
{
    double most = 0.0;
    for (size_t i = 0; i < sc->n_nonnegative; i++) most = fmax(most, fabs(sc->initial[i]));
    *c = (rix_i_course){ .sc = sc, .how = how, .u = scratch, .negative = ROUNDING * most };
    if (how->method != RIX_METHOD_RK4) {
        c->negative = fmax(c->negative, 10.0 * how->tolerance.absolute);
    }
    c->held = c->u + sc->n_controls;
    c->mode = c->held + sc->n_held;
    c->sums = c->mode + sc->n_mode;
    sum_up(c);
    c->next_review = 1;
    memcpy(x, sc->initial, sc->n_states * sizeof *x);
    if (sc->n_mode > 0) memcpy(c->mode, sc->initial_mode, sc->n_mode * sizeof *c->mode);
    if (how->record) how->record->n_events = 0;
}

rix_status rix_i_course_fail(const rix_i_course *c, double t, rix_error *err)
{
    return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_ROW(c->period),
                      "the model failed at time %s (%s), in period %zu", rix_i_number(t).s,
                      rix_i_label(c->sc->time_unit).s, c->period);
}

rix_status rix_i_course_steer(rix_i_course *c, const double *x, bool *changed, rix_error *err)
{
    const rix_scenario *sc = c->sc;
    const rix_i_steering *s = &c->how->steering;
    bool same = c->period > 0;
    if (s->steer) {
        bool other = false;
        const rix_status status = s->steer(s->user, c->period, x, c->mode, c->u, &other, err);
        if (status != RIX_OK) return status;
        same = same && !other;
    } else {
        for (size_t j = 0; j < sc->n_controls; j++) {
            const double u = rix_i_get(s->schedule, c->period, j);
            same = same && !(u < c->u[j]) && !(u > c->u[j]);
            c->u[j] = u;
        }
    }
    if (same) return RIX_OK;
    *changed = true;
    if (sc->model->hold(sc, c->u, c->held) == 0) return RIX_OK;
    return rix_i_course_fail(c, (double)c->period * sc->period, err);
}

rix_status rix_i_course_fire(rix_i_course *c, size_t event, double t, double *x, rix_error *err)
{
    rix_i_record *record = c->how->record;
    const rix_i_event *about = &c->sc->events[event];
    c->frozen = c->frozen || about->gradient != RIX_EVENT_EXACT;
    if (c->gradient && about->gradient == RIX_EVENT_EXCLUDED) {
        return rix_i_fail(err, RIX_EINVAL, "scenario", RIX_I_ROW(c->period),
                          "no gradient across the event '%s', which happens at time %s (%s)",
                          rix_i_label(about->name).s, rix_i_number(t).s,
                          rix_i_label(c->sc->time_unit).s);
    }
    if (c->sc->model->fire(c->sc, event, t, x, c->mode) != 0) return rix_i_course_fail(c, t, err);
    if (!record || !record->events) return RIX_OK;
    if (record->n_events >= record->most_events) {
        return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_ROW(c->period),
                          "more than %zu events by time %s (%s), the last of them %s",
                          record->most_events, rix_i_number(t).s, rix_i_label(c->sc->time_unit).s,
                          rix_i_label(c->sc->events[event].name).s);
    }
    record->events[record->n_events++] = (rix_i_happening){ t, event };
    return RIX_OK;
}

rix_status rix_i_course_review(rix_i_course *c, double t, double *x, bool *changed, rix_error *err)
{
    const rix_scenario *sc = c->sc;
    if (!sc->model->review) return RIX_OK;
    const double due = (double)c->next_review * sc->review_every;
    if (t < due && !rix_i_same_time(t, due)) return RIX_OK;
    bool switched = false;
    c->next_review++;
    if (sc->model->review(sc, t, x, c->mode, &switched) == 0) {
        c->frozen = c->frozen || switched;
        *changed = *changed || switched;
        return RIX_OK;
    }
    return rix_i_course_fail(c, t, err);
}

void rix_i_course_note(rix_i_course *c, double t, const double *x)
{
    const rix_scenario *sc = c->sc;
    rix_i_record *r = c->how->record;
    while (r && c->next_time < r->n_times && rix_i_same_time(r->times[c->next_time], t)) {
        const size_t k = c->next_time++;
        memcpy(r->states + k * sc->n_states, x, sc->n_states * sizeof *x);
        if (r->modes) memcpy(r->modes + k * sc->n_mode, c->mode, sc->n_mode * sizeof *c->mode);
    }
}

/* ------------------------------------------------------------------------------------- checks -- */

static rix_status fail_state(const rix_i_course *c, const char *name, double value, const char *why,
                             double t, rix_error *err)
{
    const bool fixed = c->how->method == RIX_METHOD_RK4;
    return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_ROW(c->period),
                      "%s is %s%s at time %s (%s), in period %zu%s", rix_i_label(name).s,
                      rix_i_number(value).s, why, rix_i_number(t).s,
                      rix_i_label(c->sc->time_unit).s, c->period,
                      fixed ? ": more steps a period may help" : "");
}

static rix_status check_sums(const rix_i_course *c, double t, const double *x, rix_error *err)
{
    const rix_scenario *sc = c->sc;
    for (size_t k = 0; k < sc->n_conserved; k++) {
        const double *w = sc->conserved + k * sc->n_states;
        double sum = 0.0;
        for (size_t i = 0; i < sc->n_states; i++) sum += w[i] * x[i];
        if (fabs(sum - c->sums[2 * k]) <= c->sums[2 * k + 1]) continue;
        return fail_state(c, sc->conserved_names[k], sum, ", no longer what it was at first,", t,
                          err);
    }
    return RIX_OK;
}

/* A number that is no longer finite never becomes so again, so once a period is often enough. */
static rix_status check_states(const rix_i_course *c, double t, const double *x, rix_error *err)
{
    const rix_scenario *sc = c->sc;
    for (size_t i = 0; i < sc->n_states; i++) {
        if (!isfinite(x[i])) return fail_state(c, sc->state_names[i], x[i], "", t, err);
    }
    for (size_t i = 0; i < sc->n_nonnegative; i++) {
        if (x[i] >= -c->negative) continue;
        return fail_state(c, sc->state_names[i], x[i], ", below 0,", t, err);
    }
    return RIX_OK;
}

rix_status rix_i_course_check(const rix_i_course *c, double t, const double *x, rix_error *err)
{
    const rix_run *run = c->how->run;
    rix_status status = check_states(c, t, x, err);
    if (status == RIX_OK) status = check_sums(c, t, x, err);
    if (status != RIX_OK || !run || !run->progress) return status;
    if (!run->progress((double)(c->period + 1) / (double)c->sc->periods, run->progress_user)) {
        return RIX_OK;
    }
    return rix_i_fail(err, RIX_ECANCELLED, "progress", RIX_I_NOWHERE, "stopped by the caller");
}

rix_status rix_i_course_end(const rix_i_course *c, const double *x, double *outcomes,
                            rix_error *err)
{
    const rix_scenario *sc = c->sc;
    if (sc->model->outcomes(sc, x, c->mode, outcomes) != 0) {
        return rix_i_course_fail(c, (double)sc->periods * sc->period, err);
    }
    for (size_t i = 0; i < sc->n_outcomes; i++) {
        if (isfinite(outcomes[i])) continue;
        return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_NOWHERE, "outcome %s is %s",
                          rix_i_label(sc->outcomes[i].name).s, rix_i_number(outcomes[i]).s);
    }
    return RIX_OK;
}
