/* age_check.c - whether the parts of an age_sector are sound: each has a range, stated once. */
#include "epidemic/age_check.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/range.h"

/* A number and its range, for lists. */
typedef struct number {
    const char *name;
    double value;
    const rix_i_range *range;
} number;

/* An array by age group or by sector. */
typedef struct array {
    const char *name;
    const double *values;
    const rix_i_range *range;
    bool optional;
} array;

static rix_i_text name_of(const char *const *names, size_t i)
{
    rix_i_text text;
    if (names) return rix_i_label(names[i]);
    snprintf(text.s, sizeof text.s, "%zu", i + 1);
    return text;
}

rix_i_text rix_i_age_group(const rix_country *c, size_t age) { return name_of(c->age_names, age); }

rix_i_text rix_i_age_work(const rix_country *c, size_t sector)
{
    return name_of(c->sector_names, sector);
}

static rix_status check_numbers(const number *numbers, size_t n, rix_error *err)
{
    for (size_t k = 0; k < n; k++) {
        if (rix_i_within(numbers[k].value, numbers[k].range)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, numbers[k].name, RIX_I_NOWHERE, "%s is %s, %s",
                          numbers[k].name, rix_i_number(numbers[k].value).s,
                          numbers[k].range->text);
    }
    return RIX_OK;
}

/* `what` is "age group" or "sector", and names are theirs. */
static rix_status check_arrays(const array *arrays, size_t n_arrays, size_t n, const char *what,
                               const char *const *names, rix_error *err)
{
    for (size_t k = 0; k < n_arrays; k++) {
        if (!arrays[k].values && !arrays[k].optional) return rix_i_null(err, arrays[k].name);
        for (size_t i = 0; arrays[k].values && i < n; i++) {
            if (rix_i_within(arrays[k].values[i], arrays[k].range)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, arrays[k].name, RIX_I_ROW(i),
                              "%s of %s '%s' is %s, %s", arrays[k].name, what, name_of(names, i).s,
                              rix_i_number(arrays[k].values[i]).s, arrays[k].range->text);
        }
    }
    return RIX_OK;
}

static rix_status check_names(const char *const *names, size_t n, const char *arg, const char *what,
                              rix_error *err)
{
    for (size_t i = 0; names && i < n; i++) {
        if (!names[i])
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_ROW(i), "%s[%zu] is NULL", arg, i);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(names[i], names[k]) != 0) continue;
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_ROW(i),
                              "%s %zu and %zu are both named '%s'", what, k, i,
                              rix_i_label(names[i]).s);
        }
    }
    return RIX_OK;
}

/* Contacts by age group, or of sectors with age groups. */
static rix_status check_contacts(const double *x, size_t rows, const char *arg,
                                 const char *const *row_names, const rix_country *c, rix_error *err)
{
    for (size_t k = 0; x && k < rows * c->ages; k++) {
        const size_t row = k / c->ages, col = k % c->ages;
        if (rix_i_within(x[k], &RIX_I_NOT_NEGATIVE)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_CELL(row, col, RIX_NO_INDEX),
                          "%s of '%s' with '%s' is %s, %s", arg, name_of(row_names, row).s,
                          rix_i_age_group(c, col).s, rix_i_number(x[k]).s, RIX_I_NOT_NEGATIVE.text);
    }
    return RIX_OK;
}

static rix_status check_sizes(const rix_age_sector *p, rix_error *err)
{
    const struct {
        const char *name;
        size_t value;
    } sizes[] = { { "ages", p->country.ages },
                  { "sectors", p->country.sectors },
                  { "periods", p->periods },
                  { "steps", p->steps } };
    size_t product, strata;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        if (sizes[k].value > 0) continue;
        return rix_i_fail(err, RIX_EINVAL, sizes[k].name, RIX_I_NOWHERE, "%s is 0, not >= 1",
                          sizes[k].name);
    }
    /* All that is ever laid out by strata has at most ages * strata + 64 * strata numbers. */
    if (!rix_i_size_product(p->country.ages, 64, &product) ||
        !rix_i_size_product(p->country.sectors, 64, &product) ||
        !rix_i_size_product(p->country.ages + p->country.sectors, p->country.ages + 64, &strata)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "ages", RIX_I_NOWHERE,
                          "%zu ages and %zu sectors are too many", p->country.ages,
                          p->country.sectors);
    }
    if (!rix_i_size_product(p->periods, p->steps, &product) ||
        !rix_i_size_product(product, 4, &product)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "periods", RIX_I_NOWHERE,
                          "periods x steps is %zu x %zu: too large", p->periods, p->steps);
    }
    if (p->pathogen.ages != p->country.ages) {
        return rix_i_fail(err, RIX_EDIM, "pathogen", RIX_I_NOWHERE,
                          "pathogen '%s' is of %zu age groups, the country of %zu",
                          rix_i_label(p->pathogen.name).s, p->pathogen.ages, p->country.ages);
    }
    return RIX_OK;
}

static rix_status check_place(size_t at, size_t n, bool optional, const char *arg, rix_error *err)
{
    if (at < n || (optional && at == RIX_NO_INDEX)) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_NOWHERE, "%s is %zu, but there are %zu", arg, at,
                      n);
}

static rix_status check_country(const rix_country *c, rix_error *err)
{
    const array by_age[] = {
        { "population", c->population, &RIX_I_POSITIVE, false },
        { "life_years", c->life_years, &RIX_I_NOT_NEGATIVE, false },
    };
    const array by_sector[] = {
        { "workers", c->workers, &RIX_I_POSITIVE, false },
        { "output", c->output, &RIX_I_NOT_NEGATIVE, false },
        { "workplace", c->workplace, &RIX_I_NOT_NEGATIVE, false },
    };
    const number numbers[] = {
        { "school_contacts", c->school_contacts, &RIX_I_SHARE },
        { "hospital_capacity", c->hospital_capacity, &RIX_I_POSITIVE_OR_INFINITE },
        { "income", c->income, &RIX_I_NOT_NEGATIVE },
        { "output_unit", c->output_unit, &RIX_I_POSITIVE },
        { "conversion", isnan(c->conversion) ? 1.0 : c->conversion, &RIX_I_POSITIVE },
    };
    rix_status st = check_names(c->age_names, c->ages, "age_names", "age groups", err);
    if (st == RIX_OK) st = check_names(c->sector_names, c->sectors, "sector_names", "sectors", err);
    if (st == RIX_OK) st = check_arrays(by_age, 2, c->ages, "age group", c->age_names, err);
    if (st == RIX_OK) st = check_arrays(by_sector, 3, c->sectors, "sector", c->sector_names, err);
    if (st == RIX_OK) st = check_numbers(numbers, sizeof numbers / sizeof *numbers, err);
    if (st == RIX_OK && !c->contacts) st = rix_i_null(err, "contacts");
    if (st == RIX_OK) {
        st = check_contacts(c->contacts, c->ages, "contacts", c->age_names, c, err);
    }
    if (st == RIX_OK) {
        st = check_contacts(c->consumers, c->sectors, "consumers", c->sector_names, c, err);
    }
    if (st == RIX_OK) st = check_place(c->working_age, c->ages, false, "working_age", err);
    if (st == RIX_OK) st = check_place(c->school_age, c->ages, true, "school_age", err);
    if (st == RIX_OK) st = check_place(c->education, c->sectors, true, "education", err);
    return st;
}

/* Sums of many whole numbers of persons are exact, of shares nearly so. */
static rix_status check_workers(const rix_country *c, rix_error *err)
{
    static const double ROUNDING = 1e-12;
    double workers = 0.0;
    for (size_t s = 0; s < c->sectors; s++) workers += c->workers[s];
    if (workers <= c->population[c->working_age] * (1.0 + ROUNDING)) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "workers", RIX_I_NOWHERE,
                      "workers are %s in all, above the population of '%s' of %s",
                      rix_i_number(workers).s, rix_i_age_group(c, c->working_age).s,
                      rix_i_number(c->population[c->working_age]).s);
}

static rix_status check_pathogen(const rix_pathogen *p, const rix_country *c, rix_error *err)
{
    const number numbers[] = {
        { "r0", p->r0, &RIX_I_NOT_NEGATIVE },
        { "sigma", p->sigma, &RIX_I_POSITIVE },
        { "symptomatic", p->symptomatic, &RIX_I_SHARE },
        { "asymptomatic_spread", p->asymptomatic_spread, &RIX_I_NOT_NEGATIVE },
        { "waning", p->waning, &RIX_I_NOT_NEGATIVE },
        { "recovery_symptomatic", p->recovery_symptomatic, &RIX_I_POSITIVE },
        { "recovery_asymptomatic", p->recovery_asymptomatic, &RIX_I_POSITIVE },
        { "hospital_recovery", p->hospital_recovery, &RIX_I_POSITIVE },
        { "hospital_death", p->hospital_death, &RIX_I_POSITIVE },
    };
    const array by_age[] = {
        { "admission", p->admission, &RIX_I_NOT_NEGATIVE, false },
        { "hospital_fatality", p->hospital_fatality, &RIX_I_SHARE, false },
    };
    const rix_status st = check_numbers(numbers, sizeof numbers / sizeof *numbers, err);
    return st == RIX_OK ? check_arrays(by_age, 2, c->ages, "age group", c->age_names, err) : st;
}

static rix_status check_vaccination(const rix_vaccination *v, rix_error *err)
{
    const number numbers[] = {
        { "start", v->start, &RIX_I_NOT_NEGATIVE },
        { "rate", v->rate, &RIX_I_SHARE },
        { "uptake", v->uptake, &RIX_I_SHARE },
        { "efficacy", v->efficacy, &RIX_I_SHARE },
        { "duration", v->duration, &RIX_I_POSITIVE_OR_INFINITE },
    };
    return check_numbers(numbers, sizeof numbers / sizeof *numbers, err);
}

static rix_status check_rules(const rix_age_sector *p, rix_error *err)
{
    const struct {
        const char *name;
        unsigned value, count;
    } rules[] = {
        { "overflow", (unsigned)p->overflow, RIX_OVERFLOW_TOGGLE + 1 },
        { "demand", (unsigned)p->demand, RIX_DEMAND_WHOLE_PARTS + 1 },
        { "reproduction", (unsigned)p->reproduction, RIX_REPRODUCTION_SUSCEPTIBLE + 1 },
        { "behaviour", (unsigned)p->behaviour, RIX_BEHAVIOUR_OPTIMISM + 1 },
        { "accounts", (unsigned)p->accounts, RIX_ACCOUNTS_DAYS + 1 },
    };
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        if (rules[k].value < rules[k].count) continue;
        return rix_i_fail(err, RIX_EINVAL, rules[k].name, RIX_I_NOWHERE,
                          "%s is %u: there is no such rule", rules[k].name, rules[k].value);
    }
    return RIX_OK;
}

static rix_status check_rest(const rix_age_sector *p, rix_error *err)
{
    const number numbers[] = {
        { "transmission", isnan(p->transmission) ? 0.0 : p->transmission, &RIX_I_NOT_NEGATIVE },
        { "infected", p->infected, &RIX_I_SHARE },
        { "asymptomatic", p->asymptomatic, &RIX_I_SHARE },
        { "overload_fatality", p->overload_fatality, &RIX_I_NOT_NEGATIVE },
        { "fatality_limit", p->fatality_limit, &RIX_I_POSITIVE_OR_INFINITE },
        { "overload_width", p->overload_width, &RIX_I_NOT_NEGATIVE },
        { "hold", p->hold, &RIX_I_NOT_NEGATIVE },
        { "consuming_workers", p->consuming_workers, &RIX_I_SHARE },
        { "behaviour_rate", p->behaviour_rate, &RIX_I_SHARE },
        { "behaviour_floor", p->behaviour_floor, &RIX_I_SHARE },
        { "behaviour_effect", p->behaviour_effect, &RIX_I_SHARE },
        { "behaviour_baseline", p->behaviour_baseline, &RIX_I_NOT_NEGATIVE },
        { "behaviour_response", p->behaviour_response, &RIX_I_NOT_NEGATIVE },
        { "symptomatic_absent", p->symptomatic_absent, &RIX_I_SHARE },
        { "asymptomatic_absent", p->asymptomatic_absent, &RIX_I_SHARE },
        { "education_return", p->education_return, &RIX_I_NOT_NEGATIVE },
        { "education_remote", p->education_remote, &RIX_I_SHARE },
        { "work_years", p->work_years, &RIX_I_NOT_NEGATIVE },
        { "school_discount", p->school_discount, &RIX_I_NOT_NEGATIVE },
        { "school_mean_age", p->school_mean_age, &RIX_I_NOT_NEGATIVE },
        { "school_leaving", p->school_leaving, &RIX_I_NOT_NEGATIVE },
        { "period", p->period, &RIX_I_POSITIVE },
    };
    const array by_age[] = {
        { "immune", p->immune, &RIX_I_SHARE, true },
        { "value_of_life", p->value_of_life, &RIX_I_NOT_NEGATIVE, true },
    };
    rix_status st = check_numbers(numbers, sizeof numbers / sizeof *numbers, err);
    if (st == RIX_OK) {
        st = check_arrays(by_age, 2, p->country.ages, "age group", p->country.age_names, err);
    }
    if (st == RIX_OK) {
        st = check_contacts(p->age_generation, p->country.ages, "age_generation",
                            p->country.age_names, &p->country, err);
    }
    if (st == RIX_OK) st = check_rules(p, err);
    if (st == RIX_OK && p->reproduction == RIX_REPRODUCTION_SUSCEPTIBLE && !p->age_generation) {
        st = rix_i_null(err, "age_generation");
    }
    if (st == RIX_OK && p->vaccination.rate > 0.0 && !(p->vaccination.uptake > 0.0)) {
        st = rix_i_fail(err, RIX_EDOMAIN, "uptake", RIX_I_NOWHERE,
                        "uptake is 0, yet doses are given at a rate of %s a day",
                        rix_i_number(p->vaccination.rate).s);
    }
    return st;
}

rix_status rix_i_age_check(const rix_age_sector *p, rix_error *err)
{
    rix_status st = check_sizes(p, err);
    if (st == RIX_OK) st = check_country(&p->country, err);
    if (st == RIX_OK) st = check_workers(&p->country, err);
    if (st == RIX_OK) st = check_pathogen(&p->pathogen, &p->country, err);
    if (st == RIX_OK) st = check_vaccination(&p->vaccination, err);
    if (st == RIX_OK) st = check_rest(p, err);
    return st;
}

/* ----------------------------------------------------------------------------- the response -- */

static rix_status check_openness(const rix_response *r, size_t sectors, rix_error *err)
{
    const struct {
        const char *name;
        const double *values;
        size_t cols;
    } lists[] = { { "openness", r->openness, sectors },
                  { "school", r->school, 1 },
                  { "community", r->community, 1 } };
    if (!r->openness) return rix_i_null(err, "openness");
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        for (size_t i = 0; lists[k].values && i < r->regimes * lists[k].cols; i++) {
            const size_t regime = i / lists[k].cols, col = i % lists[k].cols;
            if (rix_i_within(lists[k].values[i], &RIX_I_SHARE)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, lists[k].name,
                              RIX_I_CELL(regime, col, RIX_NO_INDEX),
                              "%s of regime %zu (column %zu) is %s, %s", lists[k].name, regime, col,
                              rix_i_number(lists[k].values[i]).s, RIX_I_SHARE.text);
        }
    }
    return RIX_OK;
}

static rix_status check_timed(const rix_response *r, rix_error *err)
{
    for (size_t k = 0; k < r->regimes; k++) {
        const double after = k == 0 ? 0.0 : r->end[k - 1];
        if (r->start[k] >= after && r->end[k] > r->start[k] && !isinf(r->start[k])) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "start", RIX_I_ROW(k),
                          "regime %zu is in force from day %s to %s, after one that ends on day %s",
                          k, rix_i_number(r->start[k]).s, rix_i_number(r->end[k]).s,
                          rix_i_number(after).s);
    }
    return RIX_OK;
}

static rix_status check_reactive(const rix_response *r, rix_error *err)
{
    const number numbers[] = {
        { "start_time", r->start_time, &RIX_I_NOT_NEGATIVE_OR_INFINITE },
        { "longest", r->longest, &RIX_I_POSITIVE_OR_INFINITE },
        { "end_time", r->end_time, &RIX_I_POSITIVE_OR_INFINITE },
        { "end_reproduction", r->end_reproduction, &RIX_I_NOT_NEGATIVE },
    };
    if (r->regimes != 1) {
        return rix_i_fail(err, RIX_EINVAL, "regimes", RIX_I_NOWHERE,
                          "a response without start and end has %zu regimes, not one", r->regimes);
    }
    if (isinf(r->start_time) && !r->on_demand) {
        return rix_i_fail(err, RIX_EINVAL, "start_time", RIX_I_NOWHERE,
                          "the response starts neither by time nor on demand: it never would");
    }
    return check_numbers(numbers, sizeof numbers / sizeof *numbers, err);
}

rix_status rix_i_response_check(const rix_response *r, size_t sectors, rix_error *err)
{
    size_t cells;
    if (r->regimes == 0) return RIX_OK;
    if (!rix_i_size_product(r->regimes, sectors, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "regimes", RIX_I_NOWHERE, "%zu regimes are too many",
                          r->regimes);
    }
    if (!r->start != !r->end) {
        return rix_i_fail(err, RIX_EINVAL, "start", RIX_I_NOWHERE,
                          "of start and end one is NULL and the other is not");
    }
    const rix_status st = check_openness(r, sectors, err);
    if (st != RIX_OK) return st;
    return r->start ? check_timed(r, err) : check_reactive(r, err);
}
