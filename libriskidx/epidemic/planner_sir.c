/* planner_sir.c - the planner of a multi-group SIR epidemic; its equations: riskidx/epidemic.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "epidemic/model.h"
#include "epidemic/planner_check.h"

/* States: susceptible, infected, recovered and dead by group, then three running outcomes. */
enum { OUTPUT_LOSS, LIFETIME_OUTPUT, DISCOUNTED_DEATHS, N_RUNNING };
enum { COMPARTMENTS = 4 };

/* Outcomes: deaths, deaths by group, then these. */
enum { O_DISCOUNTED, O_OUTPUT, O_LIFETIME, O_ECONOMIC, O_OBJECTIVE, N_AFTER_GROUPS };

/* What the controls of a period come to, by group, after one number for all. */
enum { H_CATCH, H_PASS_ON, H_IDLE, H_ILL, N_HELD };

typedef struct planner {
    rix_scenario scenario; /* first: a planner is a scenario */
    size_t groups;
    double transmission, recovery, effect, circulating, death_cost;
    double impatience; /* interest + vaccine */
    rix_lockdown_base base;
    const double *population;
    const double *mortality;  /* recovery * fatality */
    const double *surge;      /* congestion * load / sum of load * population */
    const double *life_value; /* e_j: output lost by a death */
    const double *work;       /* lockdown_cost * productivity */
    const double *mixing;     /* groups x groups, or NULL: all 1 */
    const double *discount;   /* at every half step, since time alone decides it */
    double *numbers;          /* owns all of the above, and the scenario's */
    char *text;               /* owns every string */
    const char **names;
    rix_outcome *outcomes;
} planner;

/* ------------------------------------------------------------------------- the model's part -- */

static int hold(const rix_scenario *sc, const double *u, double *held)
{
    const planner *m = (const planner *)sc;
    const size_t n = m->groups;
    double *by_group = held + 1, standing = 0.0;
    for (size_t j = 0; j < n; j++) {
        const double contact = 1.0 - m->effect * u[j];
        const double idle = m->work[j] * u[j];
        const double ill = m->work[j] * (1.0 - m->circulating * (1.0 - u[j]));
        const bool all = m->base == RIX_LOCKDOWN_ALL;
        by_group[H_CATCH * n + j] = m->transmission * contact;
        by_group[H_PASS_ON * n + j] = m->circulating * contact;
        /* Locked down are S, or N - I: then the cost has a part that no state changes. */
        by_group[H_IDLE * n + j] = all ? 0.0 : idle;
        by_group[H_ILL * n + j] = all ? ill - idle : ill;
        if (all) standing += idle * m->population[j];
    }
    held[0] = standing;
    return 0;
}

/* Infectious contacts of group j. */
static double force(const planner *m, size_t j, const double *pass_on, const double *infected)
{
    double sum = 0.0;
    if (!m->mixing) {
        for (size_t k = 0; k < m->groups; k++) sum += pass_on[k] * infected[k];
        return sum;
    }
    const double *mixing = m->mixing + j * m->groups;
    for (size_t k = 0; k < m->groups; k++) sum += mixing[k] * (pass_on[k] * infected[k]);
    return sum;
}

/* Looked up on the grid of fixed steps. */
static double discount_at(const planner *m, rix_i_moment at)
{
    return at.half != RIX_NO_INDEX ? m->discount[at.half] : exp(-m->impatience * at.time);
}

static int rhs(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
               const double *mode, double *dx)
{
    (void)mode;
    const planner *m = (const planner *)sc;
    const size_t n = m->groups;
    const double *susceptible = x, *infected = x + n, *h = held + 1;
    const double everyone = m->mixing ? 0.0 : force(m, 0, h + H_PASS_ON * n, infected);
    double surge = 1.0, cost = held[0], lives = 0.0, deaths = 0.0;

    for (size_t j = 0; j < n; j++) surge += m->surge[j] * infected[j];
    for (size_t j = 0; j < n; j++) {
        const double met = m->mixing ? force(m, j, h + H_PASS_ON * n, infected) : everyone;
        const double caught = h[H_CATCH * n + j] * susceptible[j] * met;
        const double over = m->recovery * infected[j];
        const double died = m->mortality[j] * surge * infected[j];
        dx[j] = -caught;
        dx[n + j] = caught - over;
        dx[2 * n + j] = over - died;
        dx[3 * n + j] = died;
        cost += h[H_IDLE * n + j] * susceptible[j] + h[H_ILL * n + j] * infected[j];
        lives += m->life_value[j] * died;
        deaths += died;
    }
    const double discount = discount_at(m, at);
    double *running = dx + COMPARTMENTS * n;
    running[OUTPUT_LOSS] = discount * cost;
    running[LIFETIME_OUTPUT] = discount * lives;
    running[DISCOUNTED_DEATHS] = discount * deaths;
    return 0;
}

static int outcomes(const rix_scenario *sc, const double *x, const double *mode, double *y)
{
    (void)mode;
    const planner *m = (const planner *)sc;
    const size_t n = m->groups;
    const double *dead = x + 3 * n, *running = x + COMPARTMENTS * n;
    double *after = y + 1 + n;

    y[0] = 0.0;
    for (size_t j = 0; j < n; j++) {
        y[0] += dead[j];
        y[1 + j] = dead[j];
    }
    after[O_DISCOUNTED] = running[DISCOUNTED_DEATHS];
    after[O_OUTPUT] = running[OUTPUT_LOSS];
    after[O_LIFETIME] = running[LIFETIME_OUTPUT];
    after[O_ECONOMIC] = after[O_OUTPUT] + after[O_LIFETIME];
    after[O_OBJECTIVE] = after[O_ECONOMIC] + m->death_cost * after[O_DISCOUNTED];
    return 0;
}

static void free_planner(rix_scenario *sc)
{
    planner *m = (planner *)sc;
    free(m->numbers);
    free(m->text);
    free(m->names);
    free(m->outcomes);
    free(m);
}

static const rix_i_model PLANNER_SIR = {
    .hold = hold, .rhs = rhs, .outcomes = outcomes, .free = free_planner
};

/* --------------------------------------------------------------------------- its making -- */

/* Output that a death loses: the present value of one's work over the rest of working life. */
static double life_value(const rix_planner_sir *p, size_t j)
{
    const double time = p->working_time ? p->working_time[j] : 0.0;
    if (p->interest <= 0.0) return p->productivity[j] * time;
    return p->productivity[j] * (-expm1(-time * log1p(p->interest)) / p->interest);
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
    const size_t by_group = COMPARTMENTS + 6; /* first states; the six copies and rates below */
    return p->groups * by_group + N_RUNNING + (p->mixing ? p->groups * p->groups : 0) +
           2 * p->periods * p->steps + 1;
}

static void fill_initial(planner *m, const rix_planner_sir *p, double *initial)
{
    const size_t n = p->groups;
    for (size_t j = 0; j < n; j++) { /* nobody is dead yet, and no outcome has run */
        initial[j] = p->susceptible[j];
        initial[n + j] = p->infected[j];
        initial[2 * n + j] = fmax(0.0, p->population[j] - p->susceptible[j] - p->infected[j]);
    }
    m->scenario.initial = initial;
}

static void fill_rates(planner *m, const rix_planner_sir *p, double **end)
{
    const size_t n = p->groups;
    const double *load = p->load ? p->load : p->fatality;
    double *mortality = room(end, n), *surge = room(end, n), *value = room(end, n),
           *work = room(end, n), loads = 0.0;
    for (size_t j = 0; j < n; j++) loads += load[j] * p->population[j];
    for (size_t j = 0; j < n; j++) {
        mortality[j] = p->recovery * p->fatality[j];
        surge[j] = p->congestion > 0.0 ? p->congestion * load[j] / loads : 0.0;
        value[j] = life_value(p, j);
        work[j] = p->lockdown_cost * p->productivity[j];
    }
    m->mortality = mortality;
    m->surge = surge;
    m->life_value = value;
    m->work = work;
}

static void fill_discount(planner *m, const rix_planner_sir *p, double **end)
{
    const size_t halves = 2 * p->periods * p->steps + 1;
    const double half_step = 0.5 * (p->period / (double)p->steps);
    double *discount = room(end, halves);
    for (size_t k = 0; k < halves; k++) {
        discount[k] = exp(-m->impatience * ((double)k * half_step));
    }
    m->discount = discount;
}

static void fill_numbers(planner *m, const rix_planner_sir *p)
{
    const size_t n = p->groups;
    double *end = m->numbers;
    fill_initial(m, p, room(&end, COMPARTMENTS * n + N_RUNNING));
    m->population = copy(&end, p->population, n);
    m->scenario.control_max = copy(&end, p->lockdown_max, n);
    fill_rates(m, p, &end);
    if (p->mixing) m->mixing = copy(&end, p->mixing, n * n);
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

/* A group's name, made up where there is none; made holds what is made up. */
static const char *group_name(const rix_planner_sir *p, size_t j, rix_i_text *made)
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
        size += (COMPARTMENTS + 2) * (strlen(group_name(p, j, &made)) + 1) + prefixes;
    }
    size += strlen(either(p->time_unit, DEFAULT_TIME)) + 1;
    size += strlen(either(p->person_unit, DEFAULT_PERSON)) + 1;
    return size + strlen(either(p->output_unit, DEFAULT_OUTPUT)) + 1;
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

static void fill_outcomes(planner *m, const rix_planner_sir *p, char **end)
{
    const char *persons = write_text(end, "", either(p->person_unit, DEFAULT_PERSON));
    const char *output = write_text(end, "", either(p->output_unit, DEFAULT_OUTPUT));
    rix_outcome *list = m->outcomes, *after = list + 1 + p->groups;
    rix_i_text made;

    list[0] = (rix_outcome){ "deaths", persons, RIX_HEALTH };
    for (size_t j = 0; j < p->groups; j++) {
        const char *name = write_text(end, DEATHS_PREFIX, group_name(p, j, &made));
        list[1 + j] = (rix_outcome){ name, persons, RIX_HEALTH };
    }
    after[O_DISCOUNTED] = (rix_outcome){ "discounted_deaths", persons, RIX_HEALTH };
    after[O_OUTPUT] = (rix_outcome){ "output_loss", output, RIX_ECONOMIC };
    after[O_LIFETIME] = (rix_outcome){ "lost_lifetime_output", output, RIX_ECONOMIC };
    after[O_ECONOMIC] = (rix_outcome){ "economic_loss", output, RIX_ECONOMIC };
    after[O_OBJECTIVE] = (rix_outcome){ "objective", output, RIX_ECONOMIC };
    m->scenario.outcomes = list;
}

static void fill_names(planner *m, const rix_planner_sir *p)
{
    const size_t n = p->groups;
    const char **states = m->names + n;
    char *end = m->text;
    rix_i_text made;

    for (size_t j = 0; j < n; j++) {
        m->names[j] = write_text(&end, "", group_name(p, j, &made));
        for (size_t c = 0; c < COMPARTMENTS; c++) {
            states[c * n + j] = write_text(&end, STATE_PREFIX[c], m->names[j]);
        }
    }
    for (size_t k = 0; k < N_RUNNING; k++) states[COMPARTMENTS * n + k] = RUNNING_NAME[k];
    m->scenario.control_names = m->names;
    m->scenario.state_names = states;
    m->scenario.time_unit = write_text(&end, "", either(p->time_unit, DEFAULT_TIME));
    fill_outcomes(m, p, &end);
}

static void fill_sizes(planner *m, const rix_planner_sir *p)
{
    rix_scenario *sc = &m->scenario;
    sc->periods = p->periods;
    sc->steps = p->steps;
    sc->period = p->period;
    sc->n_states = COMPARTMENTS * p->groups + N_RUNNING;
    sc->n_controls = p->groups;
    sc->n_outcomes = 1 + p->groups + N_AFTER_GROUPS;
    sc->n_held = 1 + N_HELD * p->groups;
    m->groups = p->groups;
    m->transmission = p->transmission;
    m->recovery = p->recovery;
    m->effect = p->effect;
    m->circulating = p->circulating;
    m->death_cost = p->death_cost;
    m->impatience = p->interest + p->vaccine;
    m->base = p->base;
}

rix_status rix_planner_sir_new(const rix_planner_sir *params, rix_scenario **out, rix_error *err)
{
    if (!params) return rix_i_null(err, "params");
    if (!out) return rix_i_null(err, "out");
    const rix_status status = rix_i_planner_check(params, err);
    if (status != RIX_OK) return status;

    planner *m = calloc(1, sizeof *m);
    if (!m) return rix_i_no_memory(err);
    m->scenario.model = &PLANNER_SIR;
    fill_sizes(m, params);
    m->numbers = calloc(count_numbers(params), sizeof *m->numbers);
    m->text = malloc(count_text(params));
    m->names = calloc(params->groups + m->scenario.n_states, sizeof *m->names);
    m->outcomes = calloc(m->scenario.n_outcomes, sizeof *m->outcomes);
    if (!m->numbers || !m->text || !m->names || !m->outcomes) {
        rix_scenario_free(&m->scenario);
        return rix_i_no_memory(err);
    }
    fill_numbers(m, params);
    fill_names(m, params);
    *out = &m->scenario;
    return RIX_OK;
}
