/* rule_text.c - rules in words. */
#include "base/error.h"
#include "zone/rule.h"

/* " per 100,000" */
static void say_unit(rix_i_words *w, const char *unit)
{
    if (!unit || !unit[0]) return;
    rix_i_say(w, " ");
    rix_i_say(w, unit);
}

static void say_unknown(rix_i_words *w, rix_unknown unknown)
{
    rix_i_say(w, "; where an indicator is missing: ");
    if (unknown == RIX_UNKNOWN_GREY) {
        rix_i_say(w, "grey");
    } else if (unknown == RIX_UNKNOWN_AVAILABLE) {
        rix_i_say(w, "by the others, grey if there are none");
    } else {
        rix_i_say(w, "the zone if it is the same for every value, else grey");
    }
}

static rix_status keep(rix_rule *rule, rix_i_words *w, rix_error *err)
{
    rule->sentence = w->s;
    return w->failed ? rix_i_no_memory(err) : RIX_OK;
}

/* ------------------------------------------------------------------------------ criteria -- */

/* "at least 2 of: " */
static void say_how_many(rix_i_words *w, size_t k, size_t n)
{
    if (n == 1) return;
    if (k == n) {
        rix_i_say(w, "all of: ");
        return;
    }
    rix_i_say(w, "at least ");
    rix_i_say_size(w, k);
    rix_i_say(w, " of: ");
}

/* "positivity >= 8 %": an indicator in the class of a zone or a riskier one. */
static void say_level(rix_i_words *w, const rix_criterion *c, size_t zone)
{
    const bool upper = c->boundary == RIX_BOUNDARY_UPPER;
    rix_i_say(w, c->indicator);
    if (c->direction > 0) {
        rix_i_say(w, upper ? " >= " : " > ");
    } else {
        rix_i_say(w, upper ? " <= " : " < ");
    }
    rix_i_say_number(w, c->thresholds[zone - 1]);
    say_unit(w, c->unit);
}

rix_status rix_i_rule_say_criteria(rix_rule *rule, const rix_criterion *criteria, size_t k,
                                   rix_unknown unknown, rix_error *err)
{
    rix_i_words w = RIX_I_WORDS_INIT;
    for (size_t z = rule->n_zones - 1; z > 0; z--) {
        rix_i_say(&w, rule->zones[z]);
        rix_i_say(&w, ": ");
        say_how_many(&w, k, rule->grid.n_axes);
        for (size_t a = 0; a < rule->grid.n_axes; a++) {
            if (a > 0) rix_i_say(&w, ", ");
            say_level(&w, &criteria[a], z);
        }
        rix_i_say(&w, "; else ");
    }
    rix_i_say(&w, rule->zones[0]);
    say_unknown(&w, unknown);
    return keep(rule, &w, err);
}

/* --------------------------------------------------------------------------------- tables -- */

/* "25 <= incidence < 50 per 100,000" */
static void say_interval(rix_i_words *w, const rix_interval *in, const char *name, const char *unit)
{
    const bool low = !isnan(in->low), high = !isnan(in->high);
    const bool point = low && high && !(in->low < in->high);
    if (low && high && !point) {
        rix_i_say_number(w, in->low);
        rix_i_say(w, in->low_in ? " <= " : " < ");
    }
    rix_i_say(w, name);
    if (point) {
        rix_i_say(w, " = ");
    } else if (high) {
        rix_i_say(w, in->high_in ? " <= " : " < ");
    } else {
        rix_i_say(w, in->low_in ? " >= " : " > ");
    }
    rix_i_say_number(w, high ? in->high : in->low);
    say_unit(w, unit);
}

static void say_row(rix_i_words *w, const rix_rule *rule, const rix_rule_row *row)
{
    bool first = true;
    for (size_t a = 0; a < rule->grid.n_axes; a++) {
        if (isnan(row->within[a].low) && isnan(row->within[a].high)) continue;
        if (!first) rix_i_say(w, " and ");
        say_interval(w, &row->within[a], rule->indicators[a], rule->units[a]);
        first = false;
    }
    if (first) rix_i_say(w, "always");
}

/* A zone's rows, if there are any, joined by "or". */
static void say_zone(rix_i_words *w, const rix_rule *rule, const rix_rule_row *rows, size_t n_rows,
                     int zone)
{
    bool first = true;
    for (size_t r = 0; r < n_rows; r++) {
        if (rows[r].zone != zone) continue;
        if (first) {
            if (w->size > 0) rix_i_say(w, "; ");
            rix_i_say(w, zone < 0 ? "grey" : rule->zones[zone]);
            rix_i_say(w, ": ");
        } else {
            rix_i_say(w, ", or ");
        }
        say_row(w, rule, &rows[r]);
        first = false;
    }
}

rix_status rix_i_rule_say_table(rix_rule *rule, const rix_rule_row *rows, size_t n_rows,
                                rix_unknown unknown, rix_error *err)
{
    rix_i_words w = RIX_I_WORDS_INIT;
    for (int z = (int)rule->n_zones - 1; z >= RIX_NO_ZONE; z--) {
        say_zone(&w, rule, rows, n_rows, z);
    }
    say_unknown(&w, unknown);
    return keep(rule, &w, err);
}
