/* watch.c - what a policy sees of a run, and what it writes down. */
#include "base/error.h"
#include "epidemic/observe.h"
#include "policy/policy.h"

rix_status rix_i_watch(rix_i_policy_run *run, size_t period, const double *x, const double *mode,
                       rix_error *err)
{
    const rix_policy *p = run->policy;
    const rix_scenario *sc = run->sc;
    double *seen = run->log->watched + period * p->n_watches;
    for (size_t w = 0; w < p->n_watches; w++) {
        double *raw = run->raw + w * sc->periods;
        const rix_watch *watch = &p->watches[w];
        seen[w] = RIX_NAN;
        if (run->which[w] == RIX_NO_INDEX) continue;
        const rix_status status = rix_i_observe(sc, run->which[w], (double)period * sc->period, x,
                                                run->held, mode, run->scratch, &raw[period], err);
        if (status != RIX_OK) return status;
        if (watch->delay > period) continue;
        const size_t at = period - watch->delay, back = watch->window < at ? watch->window : at;
        seen[w] = watch->window == 0 ? raw[at] : raw[at] - raw[at - back];
    }
    return RIX_OK;
}

void rix_i_note_stage(rix_i_policy_run *run, size_t period, size_t from, size_t to,
                      rix_stage_event what)
{
    rix_i_policy_log *log = run->log;
    if (log->n_events >= log->most_events)
        return; /* there is room for one a period, and a last word */
    double *event = log->events + RIX_I_STAGE_EVENT * log->n_events++;
    event[0] = (double)period;
    event[1] = (double)from;
    event[2] = (double)to;
    event[3] = (double)what;
}

void rix_i_switch(rix_i_policy_run *run, size_t period, size_t stage, rix_stage_event why)
{
    rix_i_note_stage(run, period, run->stage, stage, why);
    run->stage = stage;
    run->since = period;
    run->switches++;
}
