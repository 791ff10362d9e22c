/* trigger.c - trigger policies: a machine for zones in time moves between stages. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "policy/policy.h"

static rix_status check_watches(const rix_trigger *t, rix_error *err)
{
    const size_t n = rix_rule_indicator_count(t->enter);
    if (t->n_watches != n) {
        return rix_i_fail(err, RIX_EDIM, "watches", RIX_I_NOWHERE,
                          "%zu watches for a rule of %zu indicators", t->n_watches, n);
    }
    if (!t->watches) return rix_i_null(err, "watches");
    for (size_t w = 0; w < n; w++) {
        if (t->watches[w].observable) continue;
        return rix_i_fail(err, RIX_EINVAL, "watches", RIX_I_ROW(w),
                          "watch %zu (%s) has no observable", w,
                          rix_i_label(rix_rule_indicator_name(t->enter, w)).s);
    }
    return RIX_OK;
}

static rix_status check(const rix_trigger *t, rix_error *err)
{
    if (!t->enter) return rix_i_null(err, "enter");
    const size_t stages = rix_rule_zone_count(t->enter);
    const rix_status status = check_watches(t, err);
    if (status != RIX_OK) return status;
    if (t->clock.start < 0 || (size_t)t->clock.start >= stages) {
        return rix_i_fail(err, RIX_EINVAL, "start", RIX_I_NOWHERE,
                          "start is %d: a policy starts in one of its %zu stages, from 0",
                          t->clock.start, stages);
    }
    return rix_i_check_levels(t->levels, stages, err);
}

rix_status rix_trigger_policy_new(const rix_trigger *trigger, rix_policy **out, rix_error *err)
{
    if (!trigger) return rix_i_null(err, "trigger");
    if (!out) return rix_i_null(err, "out");
    rix_status status = check(trigger, err);
    if (status != RIX_OK) return status;
    rix_i_policy_parts parts = { trigger->levels, trigger->watches, trigger->n_watches, 0 };
    const size_t n = rix_rule_zone_count(trigger->enter);
    for (size_t s = 0; s < n; s++) {
        parts.name_room += strlen(rix_rule_zone_name(trigger->enter, s)) + 1;
    }
    rix_policy *p = NULL;
    status = rix_i_policy_make(&parts, &p, err);
    if (status != RIX_OK) return status;
    char *end = p->text;
    for (size_t s = 0; s < n; s++) {
        rix_i_policy_name(p, s, rix_rule_zone_name(trigger->enter, s), &end);
    }
    p->start = (size_t)trigger->clock.start;
    p->max_switches = trigger->max_switches;
    status = rix_machine_new(trigger->enter, trigger->leave, &trigger->clock, &p->machine, err);
    if (status == RIX_OK) status = rix_i_policy_say(p, err);
    if (status == RIX_OK) {
        *out = p;
    } else {
        rix_policy_free(p);
    }
    return status;
}

/* After the last switch that is allowed the machine stands still: there is nothing left to find. */
rix_status rix_i_trigger_move(rix_i_policy_run *run, size_t period, rix_error *err)
{
    const rix_policy *p = run->policy;
    const rix_vec seen = rix_vec_c(run->log->watched + period * p->n_watches, p->n_watches);
    int32_t zone;
    if (run->switches > p->max_switches) return RIX_OK; /* it has been capped */
    const rix_status status = rix_machine_step(p->machine, &run->state, seen, &zone, err);
    if (status != RIX_OK) return status;
    const size_t found =
        (size_t)run->state.zone; /* grey changes what is shown, not what is in force */
    if (found == run->stage) return RIX_OK;
    if (run->switches == p->max_switches) {
        rix_i_note_stage(run, period, run->stage, found, RIX_STAGE_CAPPED);
        run->switches++;
        return RIX_OK;
    }
    rix_i_switch(run, period, found, found > run->stage ? RIX_STAGE_ROSE : RIX_STAGE_FELL);
    return RIX_OK;
}
