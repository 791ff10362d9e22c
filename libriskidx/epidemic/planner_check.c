/* planner_check.c - whether the parts of a planner_sir are sound: each has a range, stated once. */
#include "epidemic/planner_check.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/range.h"

static const rix_i_range MATCHING = { 1.0, 2.0, false, false, "not in [1, 2]" };

/* Rounding may put susceptible + infected this much (relatively) above the population they divide.
 */
static const double ROUNDING = 1e-12;

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
        const rix_i_range *range;
    } numbers[] = {
        { "transmission", p->transmission, &RIX_I_NOT_NEGATIVE },
        { "recovery", p->recovery, &RIX_I_POSITIVE },
        { "effect", p->effect, &RIX_I_SHARE },
        { "circulating", p->circulating, &RIX_I_SHARE },
        { "congestion", p->congestion, &RIX_I_NOT_NEGATIVE },
        { "lockdown_cost", p->lockdown_cost, &RIX_I_NOT_NEGATIVE },
        { "interest", p->interest, &RIX_I_NOT_NEGATIVE },
        { "vaccine", p->vaccine, &RIX_I_NOT_NEGATIVE },
        { "death_cost", p->death_cost, &RIX_I_NOT_NEGATIVE },
        { "period", p->period, &RIX_I_POSITIVE },
        { "matching", p->matching, &MATCHING },
    };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        if (rix_i_within(numbers[k].value, numbers[k].range)) continue;
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
        const rix_i_range *range;
        bool optional;
    } arrays[] = {
        { "population", p->population, &RIX_I_POSITIVE, false },
        { "susceptible", p->susceptible, &RIX_I_NOT_NEGATIVE, false },
        { "infected", p->infected, &RIX_I_NOT_NEGATIVE, false },
        { "fatality", p->fatality, &RIX_I_SHARE, false },
        { "load", p->load, &RIX_I_NOT_NEGATIVE, true },
        { "productivity", p->productivity, &RIX_I_NOT_NEGATIVE, false },
        { "working_time", p->working_time, &RIX_I_NOT_NEGATIVE, true },
        { "lockdown_max", p->lockdown_max, &RIX_I_SHARE, false },
    };
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        if (!arrays[k].values && !arrays[k].optional) return rix_i_null(err, arrays[k].name);
        for (size_t j = 0; arrays[k].values && j < p->groups; j++) {
            if (rix_i_within(arrays[k].values[j], arrays[k].range)) continue;
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
        if (rix_i_within(p->mixing[k], &RIX_I_NOT_NEGATIVE)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "mixing", RIX_I_CELL(to, from, RIX_NO_INDEX),
                          "mixing of group '%s' with '%s' is %s, %s", rix_i_planner_group(p, to).s,
                          rix_i_planner_group(p, from).s, rix_i_number(p->mixing[k]).s,
                          RIX_I_NOT_NEGATIVE.text);
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
