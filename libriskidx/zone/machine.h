/* zone/machine.h - a machine as it is compiled, and the one step that all of its callers take. */
#ifndef RIX_I_MACHINE_H
#define RIX_I_MACHINE_H

#include <riskidx/zone.h>

#include "zone/rule.h"

struct rix_machine {
    rix_rule *rule;         /**< enter; owned, like what else is not const */
    const rix_i_grid *grid; /**< that of the rule, or `merged` */
    const int8_t *enter,
        *leave;        /**< zones of the grid's cells; one table where there is no leave rule */
    rix_i_grid merged; /**< of both rules, where there are two */
    int8_t *merged_enter, *merged_leave;
    rix_clock clock; /**< its stays point to the next two */
    size_t *stay_to_rise, *stay_to_fall;
    char *sentence;
};

/** The machine's sentence. Fails with RIX_ENOMEM. */
rix_status rix_i_machine_say(rix_machine *m, const rix_rule *leave, rix_error *err);

/** Whether there is a review in a period. */
static inline bool rix_i_review_due(const rix_machine *m, size_t period)
{
    const rix_clock *c = &m->clock;
    return period >= c->first_review && (period - c->first_review) % c->review_every == 0;
}

/** A move ends both runs; the period of the review is the first in the new zone. */
static inline void rix_i_move(rix_machine_state *s, int32_t zone)
{
    s->zone = zone;
    s->stayed = 0;
    s->rising = s->falling = 0;
}

static inline void rix_i_rise(const rix_machine *m, rix_machine_state *s, int32_t found)
{
    const rix_clock *c = &m->clock;
    s->rise_to = s->rising > 0 && s->rise_to < found ? s->rise_to : found;
    s->rising++;
    s->falling = 0;
    if (s->rising < c->rise_after || s->stayed < c->stay_to_rise[s->zone]) return;
    const size_t steps = (size_t)(s->rise_to - s->zone);
    rix_i_move(s, c->rise_steps > 0 && c->rise_steps < steps ? s->zone + (int32_t)c->rise_steps
                                                             : s->rise_to);
}

static inline void rix_i_fall(const rix_machine *m, rix_machine_state *s, int32_t found)
{
    const rix_clock *c = &m->clock;
    s->fall_to = s->falling > 0 && s->fall_to > found ? s->fall_to : found;
    s->falling++;
    s->rising = 0;
    if (s->falling < c->fall_after || s->stayed < c->stay_to_fall[s->zone]) return;
    const size_t steps = (size_t)(s->zone - s->fall_to);
    rix_i_move(s, c->fall_steps > 0 && c->fall_steps < steps ? s->zone - (int32_t)c->fall_steps
                                                             : s->fall_to);
}

/**
 * One review. e and f are what the enter and the leave rule say, RIX_NO_ZONE for grey; s->stayed is the
 * number of periods in the zone before this one.
 */
static inline void rix_i_review(const rix_machine *m, rix_machine_state *s, int32_t e, int32_t f)
{
    const int32_t highest = (int32_t)m->rule->n_zones - 1;
    if (s->zone == RIX_NO_ZONE) {
        if (e != RIX_NO_ZONE) rix_i_move(s, e);
        s->shown = s->zone;
        return;
    }
    bool rises = e > s->zone;
    const bool falls = !rises && f != RIX_NO_ZONE && f < s->zone;
    const bool decided = rises || falls || (e != RIX_NO_ZONE && f != RIX_NO_ZONE);
    if (!decided && m->clock.absent == RIX_ABSENT_ESCALATE && s->zone < highest) {
        rises = true;
        e = s->zone + 1;
    }
    if (rises) {
        rix_i_rise(m, s, e);
    } else if (falls) {
        rix_i_fall(m, s, f);
    } else {
        s->rising = s->falling = 0;
    }
    s->shown = !decided && m->clock.absent == RIX_ABSENT_GREY ? RIX_NO_ZONE : s->zone;
}

/** So many periods go by, the one of a review included. */
static inline void rix_i_pass(rix_machine_state *s, size_t periods)
{
    s->period += periods;
    if (s->zone != RIX_NO_ZONE) s->stayed += periods;
}

#endif
