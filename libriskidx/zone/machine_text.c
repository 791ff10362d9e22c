/* machine_text.c - machines in words. */
#include "base/error.h"
#include "zone/machine.h"

/* "1 review", "3 reviews" */
static void say_count(rix_i_words *w, size_t n, const char *thing)
{
    rix_i_say_size(w, n);
    rix_i_say(w, " ");
    rix_i_say(w, thing);
    if (n != 1) rix_i_say(w, "s");
}

/* ", after 21 periods in red, 14 periods in yellow" */
static void say_stays(rix_i_words *w, const rix_rule *rule, const size_t *stays)
{
    bool first = true;
    for (size_t z = rule->n_zones; z-- > 0;) {
        if (stays[z] == 0) continue;
        rix_i_say(w, first ? ", after " : ", ");
        say_count(w, stays[z], "period");
        rix_i_say(w, " in ");
        rix_i_say(w, rule->zones[z]);
        first = false;
    }
}

/* "rises after 2 reviews in a row, by 1 zone at most, after 21 periods in red" */
static void say_move(rix_i_words *w, const rix_rule *rule, const char *verb, size_t after,
                     size_t steps, const size_t *stays)
{
    rix_i_say(w, verb);
    if (after == 1) {
        rix_i_say(w, " at once");
    } else {
        rix_i_say(w, " after ");
        say_count(w, after, "review");
        rix_i_say(w, " in a row");
    }
    if (steps > 0) {
        rix_i_say(w, ", by ");
        say_count(w, steps, "zone");
        rix_i_say(w, " at most");
    }
    say_stays(w, rule, stays);
}

static void say_reviews(rix_i_words *w, const rix_clock *c)
{
    rix_i_say(w, " Reviewed every ");
    if (c->review_every == 1) {
        rix_i_say(w, "period");
    } else {
        say_count(w, c->review_every, "period");
    }
    if (c->first_review > 0) {
        rix_i_say(w, ", for the first time after ");
        say_count(w, c->first_review, "period");
    }
}

static void say_absent(rix_i_words *w, rix_absent absent)
{
    rix_i_say(w, "; where the rule says grey, ");
    if (absent == RIX_ABSENT_HOLD) {
        rix_i_say(w, "the zone holds.");
    } else if (absent == RIX_ABSENT_ESCALATE) {
        rix_i_say(w, "it counts as the next riskier zone.");
    } else {
        rix_i_say(w, "the unit is shown grey.");
    }
}

rix_status rix_i_machine_say(rix_machine *m, const rix_rule *leave, rix_error *err)
{
    rix_i_words w = RIX_I_WORDS_INIT;
    const rix_clock *c = &m->clock;
    rix_i_say(&w, m->rule->sentence);
    if (leave) {
        rix_i_say(&w, ". To fall: ");
        rix_i_say(&w, leave->sentence);
    }
    rix_i_say(&w, ".");
    say_reviews(&w, c);
    if (c->start == RIX_NO_ZONE) {
        rix_i_say(&w, "; starts in the zone that the first review finds");
    } else {
        rix_i_say(&w, "; starts ");
        rix_i_say(&w, m->rule->zones[c->start]);
    }
    say_move(&w, m->rule, "; rises", c->rise_after, c->rise_steps, m->stay_to_rise);
    say_move(&w, m->rule, "; falls", c->fall_after, c->fall_steps, m->stay_to_fall);
    say_absent(&w, c->absent);
    m->sentence = w.s;
    return w.failed ? rix_i_no_memory(err) : RIX_OK;
}
