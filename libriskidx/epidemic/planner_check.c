/* planner_check.c - whether the parts of a planner_sir are sound: each has a range, stated once. */
#include "epidemic/planner_check.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"

typedef struct range {
    double low, high;
    bool above; /* low itself is out */
    const char *text;
} range;

static const range POSITIVE = { 0.0, INFINITY, true, "not a finite number > 0" };
static const range NOT_NEGATIVE = { 0.0, INFINITY, false, "not a finite number >= 0" };
static const range MATCHING = { 1.0, 2.0, false, "not in [1, 2]" };
static const range SHARE = { 0.0, 1.0, false, "not in [0, 1]" };

/* Rounding may put susceptible + infected this much (relatively) above the population they divide.
 */
static const double ROUNDING = 1e-12;

static bool within(double x, const range *r)
{
    return isfinite(x) && x <= r->high && (r->above ? x > r->low : x >= r->low);
}

rix_i_text rix_i_planner_group(const rix_planner_sir *p, size_t j)
{
    rix_i_text text;
    if (p->names) return rix_i_label(p->names[j]);
    snprintf(text.s, sizeof text.s, "%zu", j + 1);
    return text;
}

static rix_status check_sizes(const rix_planner_sir *p, rix_error *err)
{
    static const char none[] = "%s is 0, not >= 1";
    size_t product;
    if (p->groups == 0) return rix_i_fail(err, RIX_EINVAL, "groups", RIX_I_NOWHERE, none, "groups");
    if (p->periods == 0) {
        return rix_i_fail(err, RIX_EINVAL, "periods", RIX_I_NOWHERE, none, "periods");
    }
    if (p->steps == 0) return rix_i_fail(err, RIX_EINVAL, "steps", RIX_I_NOWHERE, none, "steps");
    /* All that is ever laid out by groups has at most groups * (groups + 32) numbers. */
    if (!rix_i_size_product(p->groups, 32, &product) ||
        !rix_i_size_product(p->groups, p->groups + 32, &product)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "groups", RIX_I_NOWHERE, "groups is %zu: too large",
                          p->groups);
    }
    if (!rix_i_size_product(p->periods, p->steps, &product) ||
        !rix_i_size_product(product, 4, &product)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "periods", RIX_I_NOWHERE,
                          "periods x steps is %zu x %zu: too large", p->periods, p->steps);
    }
    return RIX_OK;
}

static rix_status check_names(const rix_planner_sir *p, rix_error *err)
{
    for (size_t j = 0; p->names && j < p->groups; j++) {
        if (!p->names[j]) {
            return rix_i_fail(err, RIX_EINVAL, "names", RIX_I_ROW(j), "names[%zu] is NULL", j);
        }
        for (size_t k = 0; k < j; k++) {
            if (strcmp(p->names[j], p->names[k]) != 0) continue;
            return rix_i_fail(err, RIX_EINVAL, "names", RIX_I_ROW(j),
                              "groups %zu and %zu are both named '%s'", k, j,
                              rix_i_label(p->names[j]).s);
        }
    }
    return RIX_OK;
}

static rix_status check_numbers(const rix_planner_sir *p, rix_error *err)
{
    const struct {
        const char *name;
        double value;
        const range *range;
    } numbers[] = {
        { "transmission", p->transmission, &NOT_NEGATIVE },
        { "recovery", p->recovery, &POSITIVE },
        { "effect", p->effect, &SHARE },
        { "circulating", p->circulating, &SHARE },
        { "congestion", p->congestion, &NOT_NEGATIVE },
        { "lockdown_cost", p->lockdown_cost, &NOT_NEGATIVE },
        { "interest", p->interest, &NOT_NEGATIVE },
        { "vaccine", p->vaccine, &NOT_NEGATIVE },
        { "death_cost", p->death_cost, &NOT_NEGATIVE },
        { "period", p->period, &POSITIVE },
        { "matching", p->matching, &MATCHING },
    };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        if (within(numbers[k].value, numbers[k].range)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, numbers[k].name, RIX_I_NOWHERE, "%s is %s, %s",
                          numbers[k].name, rix_i_number(numbers[k].value).s,
                          numbers[k].range->text);
    }
    return RIX_OK;
}

static rix_status check_by_group(const rix_planner_sir *p, rix_error *err)
{
    const struct {
        const char *name;
        const double *values;
        const range *range;
        bool optional;
    } arrays[] = {
        { "population", p->population, &POSITIVE, false },
        { "susceptible", p->susceptible, &NOT_NEGATIVE, false },
        { "infected", p->infected, &NOT_NEGATIVE, false },
        { "fatality", p->fatality, &SHARE, false },
        { "load", p->load, &NOT_NEGATIVE, true },
        { "productivity", p->productivity, &NOT_NEGATIVE, false },
        { "working_time", p->working_time, &NOT_NEGATIVE, true },
        { "lockdown_max", p->lockdown_max, &SHARE, false },
    };
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        if (!arrays[k].values && !arrays[k].optional) return rix_i_null(err, arrays[k].name);
        for (size_t j = 0; arrays[k].values && j < p->groups; j++) {
            if (within(arrays[k].values[j], arrays[k].range)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, arrays[k].name, RIX_I_ROW(j),
                              "%s of group '%s' is %s, %s", arrays[k].name,
                              rix_i_planner_group(p, j).s, rix_i_number(arrays[k].values[j]).s,
                              arrays[k].range->text);
        }
    }
    return RIX_OK;
}

static rix_status check_mixing(const rix_planner_sir *p, rix_error *err)
{
    for (size_t k = 0; p->mixing && k < p->groups * p->groups; k++) {
        const size_t from = k % p->groups, to = k / p->groups;
        if (within(p->mixing[k], &NOT_NEGATIVE)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "mixing", RIX_I_CELL(to, from, RIX_NO_INDEX),
                          "mixing of group '%s' with '%s' is %s, %s", rix_i_planner_group(p, to).s,
                          rix_i_planner_group(p, from).s, rix_i_number(p->mixing[k]).s,
                          NOT_NEGATIVE.text);
    }
    return RIX_OK;
}

/* What no part is wrong about by itself. */
static rix_status check_together(const rix_planner_sir *p, rix_error *err)
{
    const double *load = p->load ? p->load : p->fatality;
    double loads = 0.0;
    for (size_t j = 0; j < p->groups; j++) {
        const double started = p->susceptible[j] + p->infected[j];
        loads += load[j] * p->population[j];
        if (started <= p->population[j] * (1.0 + ROUNDING)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "infected", RIX_I_ROW(j),
                          "susceptible + infected of group '%s' is %s, above its population of %s",
                          rix_i_planner_group(p, j).s, rix_i_number(started).s,
                          rix_i_number(p->population[j]).s);
    }
    if (p->congestion > 0.0 && !(loads > 0.0)) {
        return rix_i_fail(err, RIX_EDOMAIN, "load", RIX_I_NOWHERE,
                          "load is 0 in every group, yet congestion is %s",
                          rix_i_number(p->congestion).s);
    }
    if (p->contacts != RIX_CONTACTS_QUADRATIC && p->contacts != RIX_CONTACTS_LINEAR) {
        return rix_i_fail(err, RIX_EINVAL, "contacts", RIX_I_NOWHERE,
                          "contacts is %d, no rix_contacts", (int)p->contacts);
    }
    if (p->base != RIX_LOCKDOWN_NOT_RECOVERED && p->base != RIX_LOCKDOWN_ALL) {
        return rix_i_fail(err, RIX_EINVAL, "base", RIX_I_NOWHERE,
                          "base is %d, no rix_lockdown_base", (int)p->base);
    }
    return RIX_OK;
}

rix_status rix_i_planner_check(const rix_planner_sir *p, rix_error *err)
{
    rix_status status = check_sizes(p, err);
    if (status == RIX_OK) status = check_names(p, err);
    if (status == RIX_OK) status = check_numbers(p, err);
    if (status == RIX_OK) status = check_by_group(p, err);
    if (status == RIX_OK) status = check_mixing(p, err);
    if (status == RIX_OK) status = check_together(p, err);
    return status;
}
