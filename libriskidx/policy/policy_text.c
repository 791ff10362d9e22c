/* policy_text.c - policies in words. */
#include "base/error.h"
#include "policy/policy.h"
#include "zone/words.h"

static void say_count(rix_i_words *w, size_t n, const char *thing)
{
    rix_i_say_size(w, n);
    rix_i_say(w, " ");
    rix_i_say(w, thing);
    if (n != 1) rix_i_say(w, "s");
}

/* "0.7", or "0.7, 0.5 and 1" where controls differ. */
static void say_level(rix_i_words *w, const double *level, size_t n)
{
    bool alike = true;
    for (size_t j = 1; j < n; j++)
        alike = alike && !(level[j] < level[0]) && !(level[j] > level[0]);
    for (size_t j = 0; j < (alike && n > 0 ? 1 : n); j++) {
        if (j > 0) rix_i_say(w, j + 1 < n ? ", " : " and ");
        rix_i_say_number(w, level[j]);
    }
}

/* "the increase of cumulative_incidence over 7 periods, 2 periods ago" */
static void say_watch(rix_i_words *w, const rix_watch *watch)
{
    if (watch->window > 0) rix_i_say(w, "the increase of ");
    rix_i_say(w, watch->observable);
    if (watch->window > 0) {
        rix_i_say(w, " over ");
        say_count(w, watch->window, "period");
    }
    if (watch->delay == 0) return;
    rix_i_say(w, ", ");
    say_count(w, watch->delay, "period");
    rix_i_say(w, " ago");
}

static void say_trigger(rix_i_words *w, const rix_policy *p)
{
    const rix_rule *rule = rix_machine_rule(p->machine);
    rix_i_say(w, "Stages: ");
    for (size_t s = 0; s < p->n_stages; s++) {
        if (s > 0) rix_i_say(w, "; ");
        rix_i_say(w, p->names[s]);
        rix_i_say(w, " at ");
        say_level(w, p->levels + s * p->n_controls, p->n_controls);
    }
    rix_i_say(w, ". ");
    rix_i_say(w, rix_machine_sentence(p->machine));
    for (size_t i = 0; i < p->n_watches; i++) {
        rix_i_say(w, " ");
        rix_i_say(w, rix_rule_indicator_name(rule, i));
        rix_i_say(w, " is ");
        say_watch(w, &p->watches[i]);
        rix_i_say(w, ".");
    }
    if (p->max_switches == RIX_NO_INDEX) return;
    rix_i_say(w, " At most ");
    rix_i_say_size(w, p->max_switches);
    rix_i_say(w, p->max_switches == 1 ? " switch." : " switches.");
}

static void say_gate(rix_i_words *w, const rix_exit_stage *s)
{
    rix_i_say(w, ", when ");
    say_watch(w, &s->gate);
    rix_i_say(w, ", is below ");
    rix_i_say_number(w, s->below);
    rix_i_say(w, " in ");
    say_count(w, s->reviews, "review");
    if (s->reviews > 1) rix_i_say(w, " in a row");
}

/* "From period 0 lockdown at 0.7; then open at 0, not before period 20, after 4 periods of lockdown, when ..." */
static void say_exit(rix_i_words *w, const rix_policy *p)
{
    bool gated = false;
    rix_i_say(w, "From period 0 ");
    for (size_t i = 0; i < p->n_stages; i++) {
        const rix_exit_stage *s = &p->stages[i];
        if (i > 0) rix_i_say(w, "; then ");
        rix_i_say(w, s->name);
        rix_i_say(w, " at ");
        say_level(w, p->levels + i * p->n_controls, p->n_controls);
        if (i == 0) continue;
        if (s->date > 0) {
            rix_i_say(w, s->gate.observable ? ", not before period " : ", from period ");
            rix_i_say_size(w, s->date);
            rix_i_say(w, " on");
        }
        if (p->stages[i - 1].stay > 0) {
            rix_i_say(w, ", after ");
            say_count(w, p->stages[i - 1].stay, "period");
            rix_i_say(w, " of ");
            rix_i_say(w, p->names[i - 1]);
        }
        if (s->gate.observable) say_gate(w, s);
        gated = gated || s->gate.observable;
        if (s->ramp == 0) continue;
        rix_i_say(w, ", eased over ");
        say_count(w, s->ramp, "period");
    }
    rix_i_say(w, ".");
    if (!gated) return;
    rix_i_say(w, " Reviewed every ");
    if (p->review_every == 1) {
        rix_i_say(w, "period.");
    } else {
        say_count(w, p->review_every, "period");
        rix_i_say(w, ".");
    }
}

rix_status rix_i_policy_say(rix_policy *policy, rix_error *err)
{
    rix_i_words w = RIX_I_WORDS_INIT;
    if (policy->machine) {
        say_trigger(&w, policy);
    } else {
        say_exit(&w, policy);
    }
    policy->sentence = w.s;
    return w.failed ? rix_i_no_memory(err) : RIX_OK;
}
