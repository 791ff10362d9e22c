/* planner_params.c - the planner's parameters by name: their values, derivatives and replacement. */
#include <string.h>

#include "base/error.h"
#include "epidemic/planner.h"

/* In this order: the numbers, the arrays by group, and where it is given the mixing matrix. */
enum {
    P_TRANSMISSION,
    P_RECOVERY,
    P_EFFECT,
    P_CIRCULATING,
    P_CONGESTION,
    P_MATCHING,
    P_LOCKDOWN_COST,
    P_INTEREST,
    P_VACCINE,
    P_DEATH_COST,
    P_NUMBERS
};
enum { P_FATALITY, P_SUSCEPTIBLE, P_INFECTED, P_PRODUCTIVITY, P_BY_GROUP };

static const struct {
    const char *name;
    double low, high;
} NUMBERS[P_NUMBERS] = {
    { "transmission", 0.0, INFINITY },
    { "recovery", 0.0, INFINITY },
    { "effect", 0.0, 1.0 },
    { "circulating", 0.0, 1.0 },
    { "congestion", 0.0, INFINITY },
    { "matching", 1.0, 2.0 },
    { "lockdown_cost", 0.0, INFINITY },
    { "interest", 0.0, INFINITY },
    { "vaccine", 0.0, INFINITY },
    { "death_cost", 0.0, INFINITY },
};
static const char *const PREFIX[P_BY_GROUP] = { "fatality_", "susceptible_", "infected_",
                                                "productivity_" };
static const char MIXING_PREFIX[] = "mixing_";

size_t rix_i_planner_param_count(const rix_planner_sir *p)
{
    return P_NUMBERS + P_BY_GROUP * p->groups + (p->mixing ? p->groups * p->groups : 0);
}

static double number_of(const rix_planner_sir *p, size_t i)
{
    const double numbers[P_NUMBERS] = { p->transmission,  p->recovery,   p->effect,
                                        p->circulating,   p->congestion, p->matching,
                                        p->lockdown_cost, p->interest,   p->vaccine,
                                        p->death_cost };
    return numbers[i];
}

static const double *array_of(const rix_planner_sir *p, size_t which)
{
    const double *const arrays[P_BY_GROUP] = { p->fatality, p->susceptible, p->infected,
                                               p->productivity };
    return arrays[which];
}

/* -------------------------------------------------------------------------------------- names -- */

size_t rix_i_planner_param_text(const rix_planner_sir *p)
{
    rix_i_text made;
    size_t names = 0, size = 0;
    for (size_t j = 0; j < p->groups; j++) names += strlen(rix_i_planner_name(p, j, &made));
    for (size_t k = 0; k < P_BY_GROUP; k++) size += names + p->groups * (strlen(PREFIX[k]) + 1);
    if (p->mixing)
        size += 2 * p->groups * names + p->groups * p->groups * (sizeof MIXING_PREFIX + 1);
    return size;
}

/* Writes the parts one after another; gives their start. */
static const char *join(char **end, const char *a, const char *b, const char *c, const char *d)
{
    const char *const parts[] = { a, b, c, d };
    char *start = *end;
    for (size_t k = 0; k < 4; k++) {
        const size_t n = strlen(parts[k]);
        memcpy(*end, parts[k], n);
        *end += n;
    }
    *(*end)++ = '\0';
    return start;
}

void rix_i_planner_fill_params(rix_i_planner *m, char **text)
{
    const rix_planner_sir *p = &m->made_from;
    const size_t n = p->groups;
    rix_i_param *to = m->params;
    for (size_t i = 0; i < P_NUMBERS; i++) {
        *to++ = (rix_i_param){ NUMBERS[i].name, number_of(p, i), NUMBERS[i].low, NUMBERS[i].high };
    }
    for (size_t k = 0; k < P_BY_GROUP; k++) {
        for (size_t j = 0; j < n; j++) {
            const double highs[P_BY_GROUP] = { 1.0, p->population[j], p->population[j], INFINITY };
            *to++ = (rix_i_param){ join(text, PREFIX[k], p->names[j], "", ""), array_of(p, k)[j],
                                   0.0, highs[k] };
        }
    }
    for (size_t i = 0; p->mixing && i < n * n; i++) {
        const char *name = join(text, MIXING_PREFIX, p->names[i / n], "_", p->names[i % n]);
        *to++ = (rix_i_param){ name, p->mixing[i], 0.0, INFINITY };
    }
    m->scenario.params = m->params;
    m->scenario.n_params = rix_i_planner_param_count(p);
    m->scenario.n_tally = RIX_I_T_NUMBERS + RIX_I_PLANNER_BY_GROUP * n + n * n;
}

/* -------------------------------------------------------------------------------- derivatives -- */

/* The derivative of rix_i_planner_annuity by the rate. */
static double annuity_slope(double rate, double time)
{
    if (rate * (time + 4.0) <
        1e-3) { /* its series, where the difference below is of like numbers */
        const double a = time * (time + 1.0) / 2.0, b = a * (time + 2.0) / 3.0,
                     c = b * (time + 3.0) / 4.0, d = c * (time + 4.0) / 5.0;
        return -a + rate * (2.0 * b - rate * (3.0 * c - rate * 4.0 * d));
    }
    const double lost = -expm1(-time * log1p(rate));
    return (time * (1.0 - lost) / (1.0 + rate) - lost / rate) / rate;
}

/* Derivatives by what mortality, surge and the value of lives are made of. */
static void pull_by_group(const rix_i_planner *m, const double *tally, double *p_bar)
{
    const rix_planner_sir *p = &m->made_from;
    const size_t n = p->groups;
    const double *mortality_bar = tally + RIX_I_T_NUMBERS + RIX_I_T_MORTALITY * n,
                 *surge_bar = tally + RIX_I_T_NUMBERS + RIX_I_T_SURGE * n,
                 *value_bar = tally + RIX_I_T_NUMBERS + RIX_I_T_LIFE_VALUE * n,
                 *work_bar = tally + RIX_I_T_NUMBERS + RIX_I_T_WORK * n;
    const double *load = p->load ? p->load : p->fatality;
    double *fatality_bar = p_bar + P_NUMBERS, *productivity_bar = fatality_bar + P_PRODUCTIVITY * n;
    double loads = 0.0, share_bar = 0.0;
    for (size_t j = 0; j < n; j++) loads += load[j] * p->population[j];
    for (size_t j = 0; j < n && loads > 0.0; j++) share_bar += surge_bar[j] * load[j] / loads;
    for (size_t j = 0; j < n; j++) {
        const double time = p->working_time ? p->working_time[j] : 0.0;
        fatality_bar[j] = p->recovery * mortality_bar[j];
        if (!p->load && loads > 0.0) {
            fatality_bar[j] +=
                p->congestion / loads * (surge_bar[j] - p->population[j] * share_bar);
        }
        productivity_bar[j] = p->lockdown_cost * work_bar[j] +
                              rix_i_planner_annuity(p->interest, time) * value_bar[j];
        p_bar[P_RECOVERY] += p->fatality[j] * mortality_bar[j];
        p_bar[P_LOCKDOWN_COST] += p->productivity[j] * work_bar[j];
        p_bar[P_INTEREST] += p->productivity[j] * annuity_slope(p->interest, time) * value_bar[j];
    }
    p_bar[P_CONGESTION] = share_bar;
}

int rix_i_planner_params_vjp(const rix_scenario *sc, const double *tally, const double *initial_bar,
                             double *p_bar)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    double *susceptible_bar = p_bar + P_NUMBERS + P_SUSCEPTIBLE * n,
           *infected_bar = p_bar + P_NUMBERS + P_INFECTED * n;
    p_bar[P_TRANSMISSION] = tally[RIX_I_T_TRANSMISSION];
    p_bar[P_RECOVERY] = tally[RIX_I_T_RECOVERY];
    p_bar[P_EFFECT] = tally[RIX_I_T_EFFECT];
    p_bar[P_CIRCULATING] = tally[RIX_I_T_CIRCULATING];
    p_bar[P_MATCHING] = tally[RIX_I_T_EXPONENT];
    p_bar[P_LOCKDOWN_COST] = 0.0;
    p_bar[P_INTEREST] = tally[RIX_I_T_IMPATIENCE];
    p_bar[P_VACCINE] = tally[RIX_I_T_IMPATIENCE];
    p_bar[P_DEATH_COST] = tally[RIX_I_T_DEATH_COST];
    pull_by_group(m, tally, p_bar);
    for (size_t j = 0; j < n; j++) { /* the recovered are the rest of the population */
        const double rest_bar = sc->initial[2 * n + j] > 0.0 ? initial_bar[2 * n + j] : 0.0;
        susceptible_bar[j] = initial_bar[j] - rest_bar;
        infected_bar[j] = initial_bar[n + j] - rest_bar;
    }
    if (m->mixing) {
        memcpy(p_bar + P_NUMBERS + P_BY_GROUP * n,
               tally + RIX_I_T_NUMBERS + RIX_I_PLANNER_BY_GROUP * n, n * n * sizeof *p_bar);
    }
    return 0;
}

/* -------------------------------------------------------------------------------- replacement -- */

rix_status rix_i_planner_with_params(const rix_scenario *sc, const double *p, rix_scenario **out,
                                     rix_error *err)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    const double *arrays = p + P_NUMBERS;
    rix_planner_sir made = m->made_from;
    made.transmission = p[P_TRANSMISSION];
    made.recovery = p[P_RECOVERY];
    made.effect = p[P_EFFECT];
    made.circulating = p[P_CIRCULATING];
    made.congestion = p[P_CONGESTION];
    made.matching = p[P_MATCHING];
    made.lockdown_cost = p[P_LOCKDOWN_COST];
    made.interest = p[P_INTEREST];
    made.vaccine = p[P_VACCINE];
    made.death_cost = p[P_DEATH_COST];
    made.fatality = arrays + P_FATALITY * n;
    made.susceptible = arrays + P_SUSCEPTIBLE * n;
    made.infected = arrays + P_INFECTED * n;
    made.productivity = arrays + P_PRODUCTIVITY * n;
    if (m->mixing) made.mixing = arrays + P_BY_GROUP * n;
    return rix_planner_sir_new(&made, out, err);
}
