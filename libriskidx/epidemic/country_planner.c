/* country_planner.c - the planner's SIR by the age groups of a country. */
#include <riskidx/age_sector.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/age_check.h"
#include "epidemic/spectral.h"

static const double DAYS = 365.0;

/* The parts and the arrays that they point to, in one block of memory. */
typedef struct block {
    rix_planner_sir params;
    double *contacts, *mixing;                   /* A x A */
    double *population, *susceptible, *infected; /* A, as those below */
    double *fatality, *productivity, *working_time, *lockdown_max;
    double *scratch; /* 2 A */
} block;

static block *block_new(size_t ages)
{
    size_t square, numbers;
    if (!rix_i_size_product(ages, ages, &square) ||
        !rix_i_size_product(square + 9 * ages, 2, &numbers)) {
        return NULL;
    }
    block *b = calloc(1, sizeof *b + numbers * sizeof *b->contacts);
    if (!b) return NULL;
    double **const each[] = { &b->population,   &b->susceptible,  &b->infected,    &b->fatality,
                              &b->productivity, &b->working_time, &b->lockdown_max };
    b->contacts = (double *)(b + 1);
    b->mixing = b->contacts + square;
    double *free_from = b->mixing + square;
    for (size_t k = 0; k < sizeof each / sizeof *each; k++, free_from += ages) *each[k] = free_from;
    b->scratch = free_from;
    return b;
}

static double consumers_of(const rix_country *c, size_t sector, size_t age, double everyone)
{
    if (c->consumers) return c->consumers[sector * c->ages + age];
    return c->workplace[sector] * c->population[age] / everyone;
}

static void fill_contacts(block *b, const rix_country *c)
{
    const size_t ages = c->ages, w = c->working_age;
    double *at_work = b->contacts + w * ages, everyone = 0.0;
    for (size_t a = 0; a < ages; a++) everyone += c->population[a];
    memcpy(b->contacts, c->contacts, ages * ages * sizeof *b->contacts);
    for (size_t s = 0; s < c->sectors; s++) {
        const double share = c->workers[s] / c->population[w];
        at_work[w] += share * c->workplace[s];
        for (size_t a = 0; a < ages; a++) at_work[a] += share * consumers_of(c, s, a, everyone);
    }
    for (size_t k = 0; k < ages * ages; k++)
        b->mixing[k] = b->contacts[k] / c->population[k % ages];
}

static double output_of(const rix_country *c)
{
    double output = 0.0, everyone = 0.0;
    for (size_t s = 0; s < c->sectors; s++) output += c->output[s];
    for (size_t a = 0; a < c->ages; a++) everyone += c->population[a];
    if (!isnan(c->conversion)) return output * c->conversion;
    return c->income * everyone / c->output_unit / DAYS; /* by which the conversion is defined */
}

static void fill_groups(block *b, const rix_country *c, const rix_pathogen *p,
                        const rix_country_planner_options *o)
{
    for (size_t a = 0; a < c->ages; a++) {
        const double n = c->population[a], admitted = p->admission[a];
        b->population[a] = n;
        b->infected[a] = o->infected * n;
        b->susceptible[a] = n - b->infected[a];
        b->fatality[a] = p->symptomatic * admitted / (admitted + p->recovery_symptomatic) *
                         p->hospital_fatality[a];
        b->working_time[a] = a > c->working_age ? 0.0 : o->work_years * DAYS;
        b->lockdown_max[a] = o->lockdown_max;
    }
    b->working_time[c->working_age] *= 0.5;
    b->productivity[c->working_age] = output_of(c) / c->population[c->working_age];
}

/* What a life is worth in the mean over those who would die were everyone infected. */
static double value_of_life(const block *b, const rix_country *c)
{
    double dead = 0.0, lost = 0.0;
    for (size_t a = 0; a < c->ages; a++) {
        dead += c->population[a] * b->fatality[a];
        lost += c->population[a] * b->fatality[a] * c->life_years[a];
    }
    return dead > 0.0 ? c->income * lost / dead / c->output_unit : 0.0;
}

static rix_status fill_params(block *b, const rix_country *c, const rix_pathogen *p,
                              const rix_country_planner_options *o, rix_error *err)
{
    const rix_planner_sir defaults = RIX_PLANNER_SIR_INIT;
    double radius = 0.0;
    for (size_t a = 0; a < c->ages; a++) b->scratch[a] = 1.0;
    const rix_status st = rix_i_dense_radius(b->contacts, c->ages, 1e-13, b->scratch,
                                             b->scratch + c->ages, &radius, err);
    if (st != RIX_OK) return st;
    rix_planner_sir *q = &b->params;
    *q = defaults;
    q->groups = c->ages, q->names = c->age_names;
    q->population = b->population, q->susceptible = b->susceptible, q->infected = b->infected;
    q->recovery = 1.0 / (p->symptomatic / p->recovery_symptomatic +
                         (1.0 - p->symptomatic) / p->recovery_asymptomatic);
    q->transmission = radius > 0.0 ? p->r0 * q->recovery / radius : 0.0;
    q->mixing = b->mixing, q->fatality = b->fatality, q->productivity = b->productivity;
    q->effect = o->effect, q->lockdown_cost = o->lockdown_cost, q->lockdown_max = b->lockdown_max;
    q->working_time = b->working_time, q->interest = o->interest / DAYS;
    q->death_cost = value_of_life(b, c);
    q->period = o->period, q->periods = o->periods, q->steps = o->steps;
    q->time_unit = "day", q->person_unit = "persons";
    q->output_unit = c->income_currency ? c->income_currency : "million international dollars";
    return RIX_OK;
}

/* The parts as an age_sector has them are checked by its own rules. */
static rix_status check(const rix_country *country, const rix_pathogen *pathogen, rix_error *err)
{
    rix_age_sector whole = RIX_AGE_SECTOR_INIT;
    whole.country = *country;
    whole.pathogen = *pathogen;
    return rix_i_age_check(&whole, err);
}

rix_status rix_country_planner(const rix_country *country, const rix_pathogen *pathogen,
                               const rix_country_planner_options *options, rix_planner_sir **out,
                               rix_error *err)
{
    const rix_country_planner_options defaults = RIX_COUNTRY_PLANNER_INIT;
    const rix_country_planner_options *o = options ? options : &defaults;
    if (!country) return rix_i_null(err, "country");
    if (!pathogen) return rix_i_null(err, "pathogen");
    if (!out) return rix_i_null(err, "out");
    rix_status st = check(country, pathogen, err);
    if (st != RIX_OK) return st;
    if (!(o->infected >= 0.0 && o->infected <= 1.0)) {
        return rix_i_fail(err, RIX_EDOMAIN, "options.infected", RIX_I_NOWHERE,
                          "options.infected is %s, not in [0, 1]", rix_i_number(o->infected).s);
    }
    block *b = block_new(country->ages);
    if (!b) return rix_i_no_memory(err);
    fill_contacts(b, country);
    fill_groups(b, country, pathogen, o);
    st = fill_params(b, country, pathogen, o, err);
    rix_scenario *sc = NULL; /* made only to have the parts checked by the planner's own rules */
    if (st == RIX_OK) st = rix_planner_sir_new(&b->params, &sc, err);
    rix_scenario_free(sc);
    if (st == RIX_OK) {
        *out = &b->params;
        b = NULL; /* it is the caller's now */
    }
    free(b);
    return st;
}

void rix_country_planner_free(rix_planner_sir *params) { free(params); }
