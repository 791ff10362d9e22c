/* structs_policy.h - policies in stages: host objects to structs. */
#ifndef RIX_H_STRUCTS_POLICY_H
#define RIX_H_STRUCTS_POLICY_H

#include "structs_zone.h"

/** The observables of a scenario: name, unit, least. */
static rix_h_obj rix_h_observables(const rix_scenario *sc)
{
    const size_t n = rix_scenario_observable_count(sc);
    rix_h_obj list = rix_h_list_new(n);
    for (size_t i = 0; i < n; i++) {
        rix_observable o = { NULL, NULL, RIX_NAN };
        rix_scenario_observable(sc, i, &o);
        rix_h_obj r = rix_h_record_new(3);
        rix_h_record_set(r, 0, "name", rix_h_text(o.name));
        rix_h_record_set(r, 1, "unit", rix_h_text(o.unit));
        rix_h_record_set(r, 2, "least", rix_h_number(o.least));
        rix_h_list_set(list, i, rix_h_record_done(r));
    }
    return rix_h_list_done(list);
}

/** What both kinds of policies are made from. */
typedef struct rix_h_stages {
    rix_watch *watches;
    rix_exit_stage *stages;
    size_t n_watches, max_switches, review_every;
    rix_mat levels;
} rix_h_stages;

/** Columns of the record, before their lengths are known to be right. */
typedef struct rix_h_stage_columns {
    rix_h_text_list observable, name;
    rix_h_whole_list window, delay, date, stay, ramp, reviews;
    rix_vec below;
} rix_h_stage_columns;

static size_t rix_h_whole_at(rix_h_whole_list list, size_t i, size_t instead)
{
    return list.x && i < list.n ? list.x[i] : instead;
}

static rix_status rix_h_place_stages(const rix_h_stage_columns *c, rix_h_scope *scope,
                                     rix_h_stages *s, rix_error *err)
{
    const size_t n = c->observable.n;
    const rix_exit_stage first = RIX_EXIT_STAGE_INIT;
    s->watches = (rix_watch *)rix_h_alloc(scope, n + 1, sizeof *s->watches);
    s->stages = (rix_exit_stage *)rix_h_alloc(scope, n + 1, sizeof *s->stages);
    if (!s->watches || !s->stages) return rix_h_fail(err, RIX_ENOMEM, "stages", "out of memory");
    s->n_watches = n;
    for (size_t i = 0; i < n; i++) {
        const rix_watch watch = { c->observable.s[i], rix_h_whole_at(c->window, i, 0),
                                  rix_h_whole_at(c->delay, i, 0) };
        s->watches[i] = watch;
        s->stages[i] = first;
        s->stages[i].gate = watch;
        s->stages[i].name = c->name.n > i ? c->name.s[i] : NULL;
        s->stages[i].date = rix_h_whole_at(c->date, i, 0);
        s->stages[i].stay = rix_h_whole_at(c->stay, i, 0);
        s->stages[i].ramp = rix_h_whole_at(c->ramp, i, 0);
        s->stages[i].below = rix_h_number_at(c->below, i, RIX_NAN);
        s->stages[i].reviews = rix_h_whole_at(c->reviews, i, 1);
    }
    return RIX_OK;
}

/** { observable, window, delay: one a watch; levels: stages x controls } and max_switches (missing: any number) of a
 * trigger policy, or { name, date, stay, ramp, below, reviews } with a watch (observable may be missing) for each stage,
 * and review_every, of an exit. */
static rix_status rix_h_read_stages(rix_h_obj x, rix_h_scope *scope, rix_h_stages *stages,
                                    rix_error *err)
{
    rix_h_stages s = { NULL, NULL, 0, RIX_NO_INDEX, 1, { NULL, 0, 0, 0, 0 } };
    rix_h_stage_columns c = { { NULL, 0 } };
    const rix_h_spec specs[] = {
        { "observable", RIX_H_TEXTS, &c.observable, NULL },
        { "window", RIX_H_WHOLES, &c.window, NULL },
        { "delay", RIX_H_WHOLES, &c.delay, NULL },
        { "levels", RIX_H_MAT, &s.levels, NULL },
        { "max_switches", RIX_H_WHOLE, &s.max_switches, NULL },
        { "review_every", RIX_H_WHOLE, &s.review_every, NULL },
        { "name", RIX_H_TEXTS, &c.name, NULL },
        { "date", RIX_H_WHOLES, &c.date, NULL },
        { "stay", RIX_H_WHOLES, &c.stay, NULL },
        { "ramp", RIX_H_WHOLES, &c.ramp, NULL },
        { "below", RIX_H_VEC, &c.below, NULL },
        { "reviews", RIX_H_WHOLES, &c.reviews, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_place_stages(&c, scope, &s, err);
    if (st == RIX_OK) *stages = s;
    return st;
}

static rix_status rix_h_trigger_policy(const rix_rule *enter, const rix_rule *leave,
                                       const rix_h_clock *clock, const rix_h_stages *s,
                                       rix_policy **out, rix_error *err)
{
    const size_t zones = rix_rule_zone_count(enter);
    rix_trigger t = RIX_TRIGGER_INIT;
    rix_status st = rix_h_check_stay(clock->stay_to_rise, zones, "stay_to_rise", err);
    if (st == RIX_OK) st = rix_h_check_stay(clock->stay_to_fall, zones, "stay_to_fall", err);
    if (st != RIX_OK) return st;
    t.enter = enter;
    t.leave = leave == enter ? NULL : leave;
    t.clock = clock->clock;
    t.watches = s->watches;
    t.n_watches = s->n_watches;
    t.levels = s->levels;
    t.max_switches = s->max_switches;
    return rix_trigger_policy_new(&t, out, err);
}

static rix_status rix_h_exit_policy(const rix_h_stages *s, rix_policy **out, rix_error *err)
{
    const rix_exit_stages exit_stages = { s->stages, s->n_watches, s->levels, s->review_every };
    return rix_exit_policy_new(&exit_stages, out, err);
}

#endif
