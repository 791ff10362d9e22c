/* rules.c - finds a published rule set and makes its machine. */
#include "preset/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define ADDRESS(name) &rix_i_rules_##name,
static const rix_i_rules *const all[] = { RIX_I_PRESET_RULES(ADDRESS) };
#undef ADDRESS

size_t rix_preset_rules_count(void) { return sizeof all / sizeof *all; }

const rix_preset_rules *rix_preset_rules_at(size_t i)
{
    return i < rix_preset_rules_count() ? &all[i]->about : NULL;
}

static rix_status find(const char *name, const rix_i_rules **found, rix_error *err)
{
    if (!name) return rix_i_null(err, "name");
    for (size_t i = 0; i < rix_preset_rules_count(); i++) {
        if (strcmp(all[i]->about.name, name) != 0) continue;
        *found = all[i];
        return RIX_OK;
    }
#define SPACED(preset) " " #preset
    return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE,
                      "no rule set '%s'; there are" RIX_I_PRESET_RULES(SPACED),
                      rix_i_label(name).s);
#undef SPACED
}

rix_status rix_preset_rules_find(const char *name, const rix_preset_rules **out, rix_error *err)
{
    const rix_i_rules *found = NULL;
    if (!out) return rix_i_null(err, "out");
    const rix_status st = find(name, &found, err);
    if (st == RIX_OK) *out = &found->about;
    return st;
}

/* --------------------------------------------------------------------------- parameters -- */

static size_t count_parameters(const rix_i_rules *r)
{
    size_t n = 0;
    while (r->about.parameters[n].name) n++;
    return n;
}

static rix_status check_value(const rix_i_rules *r, size_t p, double x, size_t at, rix_error *err)
{
    const rix_i_admitted *in = &r->admitted[p];
    const bool low = in->low_in ? x >= in->low : x > in->low;
    if (isfinite(x) && low && x < in->high && (!in->whole || x == floor(x))) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "values", RIX_I_ROW(at),
                      "%s: %s is %s, but must be %s %s%s and below %s", r->about.name,
                      r->about.parameters[p].name, rix_i_number(x).s,
                      in->low_in ? "at least" : "above", rix_i_number(in->low).s,
                      in->whole ? ", whole" : "", rix_i_number(in->high).s);
}

/* Puts what is given into the order of the rule set's parameters. */
static rix_status take_values(const rix_i_rules *r, const rix_named_value *values, size_t n_values,
                              double given[RIX_I_MOST_PARAMETERS], rix_error *err)
{
    const size_t n = count_parameters(r);
    bool has[RIX_I_MOST_PARAMETERS] = { false };
    if (!values && n_values > 0) return rix_i_null(err, "values");
    for (size_t k = 0; k < n_values; k++) {
        size_t p = 0;
        if (!values[k].name) {
            return rix_i_fail(err, RIX_EINVAL, "values", RIX_I_ROW(k), "value %zu has no name", k);
        }
        while (p < n && strcmp(r->about.parameters[p].name, values[k].name) != 0) p++;
        if (p == n || has[p]) {
            return rix_i_fail(err, RIX_EINVAL, "values", RIX_I_ROW(k),
                              p == n ? "%s leaves no '%s' open" : "%s: '%s' is given twice",
                              r->about.name, rix_i_label(values[k].name).s);
        }
        const rix_status st = check_value(r, p, values[k].value, k, err);
        if (st != RIX_OK) return st;
        given[p] = values[k].value;
        has[p] = true;
    }
    for (size_t p = 0; p < n; p++) {
        if (has[p]) continue;
        return rix_i_fail(err, RIX_EINVAL, "values", RIX_I_NOWHERE,
                          "%s leaves %s open, give it: %s", r->about.name,
                          r->about.parameters[p].name, r->about.parameters[p].meaning);
    }
    return RIX_OK;
}

/* -------------------------------------------------------------------------------- rules -- */

static size_t count(const char *const *names)
{
    size_t n = 0;
    while (names[n]) n++;
    return n;
}

static rix_status criteria_rule(const rix_i_rules *r, rix_rule **out, rix_error *err)
{
    rix_criterion c[RIX_I_MOST_INDICATORS];
    const size_t n = count(r->about.indicators);
    for (size_t j = 0; j < n; j++) {
        c[j] = (rix_criterion)RIX_CRITERION_INIT;
        c[j].indicator = r->about.indicators[j];
        c[j].unit = r->about.units[j];
        c[j].thresholds = r->thresholds[j];
    }
    return rix_rule_new_criteria(r->about.zones, count(r->about.zones), c, n, 1, r->unknown, out,
                                 err);
}

static rix_interval interval_of(const rix_i_range *range, const double *given)
{
    rix_interval in = RIX_INTERVAL_ALL;
    if (range->low_edge != RIX_I_NO_EDGE) {
        in.low = range->low_parameter > 0 ? given[range->low_parameter - 1] : range->low;
        in.low_in = range->low_edge == RIX_I_EDGE_IN;
    }
    if (range->high_edge != RIX_I_NO_EDGE) {
        in.high = range->high_parameter > 0 ? given[range->high_parameter - 1] : range->high;
        in.high_in = range->high_edge == RIX_I_EDGE_IN;
    }
    return in;
}

static rix_status table_rule(const rix_i_rules *r, const rix_i_rules_row *table, size_t n_rows,
                             const double *given, rix_rule **out, rix_error *err)
{
    const size_t n = count(r->about.indicators);
    rix_status st = RIX_ENOMEM;
    rix_rule_row *rows = calloc(n_rows, sizeof *rows);
    rix_interval *within = calloc(n_rows * n, sizeof *within);
    if (!rows || !within) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t k = 0; k < n_rows; k++) {
        for (size_t j = 0; j < n; j++) within[k * n + j] = interval_of(&table[k].within[j], given);
        rows[k].zone = table[k].zone;
        rows[k].within = within + k * n;
    }
    st = rix_rule_new_table(r->about.zones, count(r->about.zones), r->about.indicators,
                            r->about.units, n, rows, n_rows, r->unknown, out, err);
done:
    free(within);
    free(rows);
    return st;
}

rix_status rix_preset_rules_machine(const char *name, const rix_named_value *values,
                                    size_t n_values, rix_machine **out, rix_error *err)
{
    const rix_i_rules *r = NULL;
    double given[RIX_I_MOST_PARAMETERS] = { 0.0 };
    rix_rule *enter = NULL, *leave = NULL;

    if (!out) return rix_i_null(err, "out");
    rix_status st = find(name, &r, err);
    if (st == RIX_OK) st = take_values(r, values, n_values, given, err);
    if (st != RIX_OK) return st;

    rix_clock clock = r->clock;
    if (r->rise_after_parameter > 0) clock.rise_after = (size_t)given[r->rise_after_parameter - 1];
    st = r->thresholds ? criteria_rule(r, &enter, err)
                       : table_rule(r, r->enter, r->n_enter, given, &enter, err);
    if (st == RIX_OK && r->leave) st = table_rule(r, r->leave, r->n_leave, given, &leave, err);
    if (st == RIX_OK) st = rix_machine_new(enter, leave, &clock, out, err);
    rix_rule_free(leave);
    rix_rule_free(enter);
    return st;
}
