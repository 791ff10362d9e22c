/* planner_new.c - the making of a multi-group SIR planner: its equations are in planner_sir.c. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "epidemic/planner.h"
#include "epidemic/planner_check.h"

enum { COMPARTMENTS = RIX_I_PLANNER_COMPARTMENTS, N_RUNNING = RIX_I_PLANNER_RUNNING };

static void free_planner(rix_scenario *sc)
{
    rix_i_planner *m = (rix_i_planner *)sc;
    free(m->numbers);
    free(m->text);
    free(m->names);
    free(m->outcomes);
    free(m->params);
    free(m);
}

static const rix_i_model PLANNER_SIR = {
    .hold = rix_i_planner_hold,
    .rhs = rix_i_planner_rhs,
    .outcomes = rix_i_planner_outcomes,
    .free = free_planner,
    .rhs_vjp = rix_i_planner_rhs_vjp,
    .hold_vjp = rix_i_planner_hold_vjp,
    .outcomes_vjp = rix_i_planner_outcomes_vjp,
    .params_vjp = rix_i_planner_params_vjp,
    .observe = rix_i_planner_observe,
    .with_params = rix_i_planner_with_params,
};

/* ------------------------------------------------------------------------------------ numbers -- */

double rix_i_planner_annuity(double rate, double time)
{
    return rate > 0.0 ? -expm1(-time * log1p(rate)) / rate : time;
}

static double *copy(double **end, const double *from, size_t n)
{
    double *to = *end;
    memcpy(to, from, n * sizeof *to);
    *end += n;
    return to;
}

static double *room(double **end, size_t n)
{
    double *start = *end;
    *end += n;
    return start;
}

static size_t count_numbers(const rix_planner_sir *p)
{
    const size_t by_group = 10; /* the copies and rates below */
    return 2 * (COMPARTMENTS * p->groups + N_RUNNING) + p->groups * by_group +
           (p->mixing ? p->groups * p->groups : 0) + 2 * p->periods * p->steps + 1;
}

static void fill_initial(rix_i_planner *m, const rix_planner_sir *p, double *initial)
{
    const size_t n = p->groups;
    for (size_t j = 0; j < n; j++) { /* nobody is dead yet, and no outcome has run */
        initial[j] = p->susceptible[j];
        initial[n + j] = p->infected[j];
        initial[2 * n + j] = fmax(0.0, p->population[j] - p->susceptible[j] - p->infected[j]);
    }
    m->scenario.initial = initial;
}

/* Nobody comes or goes. */
static void fill_conserved(rix_i_planner *m, double *weights)
{
    static const char *const name[] = { "the population" };
    for (size_t i = 0; i < COMPARTMENTS * m->groups; i++) weights[i] = 1.0;
    m->scenario.conserved = weights;
    m->scenario.conserved_names = name;
    m->scenario.n_conserved = 1;
}

static void fill_rates(rix_i_planner *m, const rix_planner_sir *p, double **end)
{
    const size_t n = p->groups;
    const double *load = p->load ? p->load : p->fatality;
    double *mortality = room(end, n), *surge = room(end, n), *value = room(end, n),
           *work = room(end, n), loads = 0.0;
    for (size_t j = 0; j < n; j++) loads += load[j] * p->population[j];
    for (size_t j = 0; j < n; j++) {
        mortality[j] = p->recovery * p->fatality[j];
        surge[j] = p->congestion > 0.0 ? p->congestion * load[j] / loads : 0.0;
        value[j] = p->productivity[j] *
                   rix_i_planner_annuity(p->interest, p->working_time ? p->working_time[j] : 0.0);
        work[j] = p->lockdown_cost * p->productivity[j];
    }
    m->mortality = mortality;
    m->surge = surge;
    m->life_value = value;
    m->work = work;
}

static void fill_discount(rix_i_planner *m, const rix_planner_sir *p, double **end)
{
    const size_t halves = 2 * p->periods * p->steps + 1;
    const double half_step = 0.5 * (p->period / (double)p->steps);
    double *discount = room(end, halves);
    for (size_t k = 0; k < halves; k++) {
        discount[k] = exp(-m->impatience * ((double)k * half_step));
    }
    m->discount = discount;
}

static void fill_numbers(rix_i_planner *m, const rix_planner_sir *p)
{
    const size_t n = p->groups;
    rix_planner_sir *own = &m->made_from;
    double *end = m->numbers;
    fill_initial(m, p, room(&end, COMPARTMENTS * n + N_RUNNING));
    fill_conserved(m, room(&end, COMPARTMENTS * n + N_RUNNING));
    own->population = m->population = copy(&end, p->population, n);
    own->lockdown_max = m->scenario.control_max = copy(&end, p->lockdown_max, n);
    own->susceptible = m->scenario.initial;
    own->infected = m->scenario.initial + n;
    own->fatality = copy(&end, p->fatality, n);
    own->productivity = copy(&end, p->productivity, n);
    if (p->load) own->load = copy(&end, p->load, n);
    if (p->working_time) own->working_time = copy(&end, p->working_time, n);
    fill_rates(m, p, &end);
    if (p->mixing) own->mixing = m->mixing = copy(&end, p->mixing, n * n);
    fill_discount(m, p, &end);
}

static const char *const STATE_PREFIX[COMPARTMENTS] = { "susceptible_", "infected_", "recovered_",
                                                        "dead_" };
static const char *const RUNNING_NAME[N_RUNNING] = { "output_loss", "lost_lifetime_output",
                                                     "discounted_deaths" };
static const char DEATHS_PREFIX[] = "deaths_", DEFAULT_TIME[] = "time",
                  DEFAULT_PERSON[] = "share of population", DEFAULT_OUTPUT[] = "annual output";

static const char *either(const char *given, const char *instead)
{
    return given ? given : instead;
}

const char *rix_i_planner_name(const rix_planner_sir *p, size_t j, rix_i_text *made)
{
    if (p->names) return p->names[j];
    *made = rix_i_planner_group(p, j);
    return made->s;
}

static size_t count_text(const rix_planner_sir *p)
{
    size_t prefixes = strlen(DEATHS_PREFIX), size = 0;
    rix_i_text made;
    for (size_t c = 0; c < COMPARTMENTS; c++) prefixes += strlen(STATE_PREFIX[c]);
    for (size_t j = 0; j < p->groups; j++) {
        size += (COMPARTMENTS + 2) * (strlen(rix_i_planner_name(p, j, &made)) + 1) + prefixes;
    }
    size += strlen(either(p->time_unit, DEFAULT_TIME)) + 1;
    size += strlen(either(p->person_unit, DEFAULT_PERSON)) + 1;
    return size + strlen(either(p->output_unit, DEFAULT_OUTPUT)) + 1 + rix_i_planner_param_text(p);
}

static const char *write_text(char **end, const char *prefix, const char *name)
{
    char *start = *end;
    const size_t n = strlen(prefix), size = strlen(name) + 1;
    memcpy(start, prefix, n);
    memcpy(start + n, name, size);
    *end = start + n + size;
    return start;
}

static void fill_outcomes(rix_i_planner *m, const rix_planner_sir *p, char **end)
{
    const char *persons = write_text(end, "", either(p->person_unit, DEFAULT_PERSON));
    const char *output = write_text(end, "", either(p->output_unit, DEFAULT_OUTPUT));
    rix_outcome *list = m->outcomes, *after = list + 1 + p->groups;
    rix_i_text made;

    list[0] = (rix_outcome){ "deaths", persons, RIX_HEALTH };
    for (size_t j = 0; j < p->groups; j++) {
        const char *name = write_text(end, DEATHS_PREFIX, rix_i_planner_name(p, j, &made));
        list[1 + j] = (rix_outcome){ name, persons, RIX_HEALTH };
    }
    after[RIX_I_O_DISCOUNTED] = (rix_outcome){ "discounted_deaths", persons, RIX_HEALTH };
    after[RIX_I_O_OUTPUT] = (rix_outcome){ "output_loss", output, RIX_ECONOMIC };
    after[RIX_I_O_LIFETIME] = (rix_outcome){ "lost_lifetime_output", output, RIX_ECONOMIC };
    after[RIX_I_O_ECONOMIC] = (rix_outcome){ "economic_loss", output, RIX_ECONOMIC };
    after[RIX_I_O_OBJECTIVE] = (rix_outcome){ "objective", output, RIX_ECONOMIC };
    m->scenario.outcomes = list;
    m->made_from.person_unit = persons;
    m->made_from.output_unit = output;
}

/* People by compartment and group, then what has run so far. */
static void fill_units(rix_i_planner *m, const char **units)
{
    const size_t people = COMPARTMENTS * m->groups;
    for (size_t i = 0; i < m->scenario.n_states; i++) {
        const bool output = i == people + RIX_I_OUTPUT_LOSS || i == people + RIX_I_LIFETIME_OUTPUT;
        units[i] = output ? m->made_from.output_unit : m->made_from.person_unit;
    }
    m->scenario.state_units = units;
}

static void fill_names(rix_i_planner *m, const rix_planner_sir *p)
{
    const size_t n = p->groups;
    const char **states = m->names + n;
    char *end = m->text;
    rix_i_text made;

    for (size_t j = 0; j < n; j++) {
        m->names[j] = write_text(&end, "", rix_i_planner_name(p, j, &made));
        for (size_t c = 0; c < COMPARTMENTS; c++) {
            states[c * n + j] = write_text(&end, STATE_PREFIX[c], m->names[j]);
        }
    }
    for (size_t k = 0; k < N_RUNNING; k++) states[COMPARTMENTS * n + k] = RUNNING_NAME[k];
    m->scenario.control_names = m->names;
    m->scenario.state_names = states;
    m->scenario.time_unit = write_text(&end, "", either(p->time_unit, DEFAULT_TIME));
    m->made_from.names = m->names;
    m->made_from.time_unit = m->scenario.time_unit;
    fill_outcomes(m, p, &end);
    fill_units(m, states + m->scenario.n_states);
    rix_i_planner_fill_params(m, &end);
    rix_i_planner_fill_observables(m);
}

static void fill_sizes(rix_i_planner *m, const rix_planner_sir *p)
{
    rix_scenario *sc = &m->scenario;
    sc->periods = p->periods;
    sc->steps = p->steps;
    sc->period = p->period;
    sc->n_states = COMPARTMENTS * p->groups + N_RUNNING;
    sc->n_controls = p->groups;
    sc->n_outcomes = 1 + p->groups + RIX_I_PLANNER_AFTER_GROUPS;
    sc->n_held = 1 + RIX_I_PLANNER_HELD * p->groups;
    sc->n_driving = (p->matching < 2.0 ? 3 : 2) * p->groups; /* recovered people are met, too */
    sc->n_nonnegative = COMPARTMENTS * p->groups;
    m->groups = p->groups;
    m->transmission = p->transmission;
    m->recovery = p->recovery;
    m->effect = p->effect;
    m->circulating = p->circulating;
    m->death_cost = p->death_cost;
    m->impatience = p->interest + p->vaccine;
    m->base = p->base;
    m->exponent = p->matching - 2.0;
    m->linear = p->contacts == RIX_CONTACTS_LINEAR;
    m->made_from = *p;
    m->made_from.names = NULL;
}

rix_status rix_planner_sir_new(const rix_planner_sir *params, rix_scenario **out, rix_error *err)
{
    if (!params) return rix_i_null(err, "params");
    if (!out) return rix_i_null(err, "out");
    const rix_status status = rix_i_planner_check(params, err);
    if (status != RIX_OK) return status;

    rix_i_planner *m = calloc(1, sizeof *m);
    if (!m) return rix_i_no_memory(err);
    m->scenario.model = &PLANNER_SIR;
    fill_sizes(m, params);
    m->numbers = calloc(count_numbers(params), sizeof *m->numbers);
    m->text = malloc(count_text(params));
    m->names = calloc(params->groups + 2 * m->scenario.n_states, sizeof *m->names);
    m->outcomes = calloc(m->scenario.n_outcomes, sizeof *m->outcomes);
    m->params = calloc(rix_i_planner_param_count(params), sizeof *m->params);
    if (!m->numbers || !m->text || !m->names || !m->outcomes || !m->params) {
        rix_scenario_free(&m->scenario);
        return rix_i_no_memory(err);
    }
    fill_numbers(m, params);
    fill_names(m, params);
    *out = &m->scenario;
    return RIX_OK;
}
