/* planner_sir.c - the equations of the multi-group SIR planner, which stand in riskidx/epidemic.h. */
#include "epidemic/planner.h"

int rix_i_planner_hold(const rix_scenario *sc, const double *u, double *held)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    double *by_group = held + 1, standing = 0.0;
    for (size_t j = 0; j < n; j++) {
        const double contact = 1.0 - m->effect * u[j];
        const double idle = m->work[j] * u[j];
        const double ill = m->work[j] * (1.0 - m->circulating * (1.0 - u[j]));
        const bool all = m->base == RIX_LOCKDOWN_ALL;
        by_group[RIX_I_H_CATCH * n + j] = m->transmission * contact;
        by_group[RIX_I_H_PASS_ON * n + j] = m->linear ? m->circulating : m->circulating * contact;
        /* Locked down are S, or N - I: then the cost has a part that no state changes. */
        by_group[RIX_I_H_IDLE * n + j] = all ? 0.0 : idle;
        by_group[RIX_I_H_ILL * n + j] = all ? ill - idle : ill;
        by_group[RIX_I_H_OUT * n + j] = contact;
        if (all) standing += idle * m->population[j];
    }
    held[0] = standing;
    return 0;
}

double rix_i_planner_force(const rix_i_planner *m, size_t j, const double *pass_on,
                           const double *infected)
{
    const size_t n = m->groups;
    double sum = 0.0;
    if (!m->mixing) {
        for (size_t k = 0; k < n; k++) sum += pass_on[k] * infected[k];
        return sum;
    }
    const double *mixing = m->mixing + j * n;
    for (size_t k = 0; k < n; k++) sum += mixing[k] * (pass_on[k] * infected[k]);
    return sum;
}

double rix_i_planner_crowd(const rix_i_planner *m, size_t j, const double *out, const double *x)
{
    const size_t n = m->groups;
    double sum = 0.0;
    for (size_t k = 0; k < n; k++) {
        const double mixing = m->mixing ? m->mixing[j * n + k] : 1.0;
        const double recovered = m->base == RIX_LOCKDOWN_ALL ? out[k] : 1.0;
        sum += mixing * ((x[k] + m->circulating * x[n + k]) * out[k] + x[2 * n + k] * recovered);
    }
    return sum;
}

double rix_i_planner_meet(const rix_i_planner *m, size_t j, const double *x, const double *h)
{
    const size_t n = m->groups;
    const double met = rix_i_planner_force(m, j, h + RIX_I_H_PASS_ON * n, x + n);
    if (!(fabs(m->exponent) > 0.0)) return met;
    return met * pow(rix_i_planner_crowd(m, j, h + RIX_I_H_OUT * n, x), m->exponent);
}

static inline int equations(const rix_i_planner *m, size_t n, double discount, const double *x,
                            const double *held, double *restrict dx)
{
    const double *susceptible = x, *infected = x + n, *h = held + 1;
    const double *pass_on = h + RIX_I_H_PASS_ON * n;
    const bool one_crowd = rix_i_planner_is_one_crowd(m);
    double surge = 1.0, everyone = pass_on[0] * infected[0], cost = held[0], lives = 0.0,
           deaths = 0.0;

    for (size_t j = 0; j < n; j++) surge += m->surge[j] * infected[j];
    for (size_t k = 1; k < n; k++) everyone += pass_on[k] * infected[k];
    for (size_t j = 0; j < n; j++) {
        const double met = one_crowd ? everyone : rix_i_planner_meet(m, j, x, h);
        const double caught = h[RIX_I_H_CATCH * n + j] * susceptible[j] * met;
        const double over = m->recovery * infected[j];
        const double died = m->mortality[j] * surge * infected[j];
        dx[j] = -caught;
        dx[n + j] = caught - over;
        dx[2 * n + j] = over - died;
        dx[3 * n + j] = died;
        cost += h[RIX_I_H_IDLE * n + j] * susceptible[j] + h[RIX_I_H_ILL * n + j] * infected[j];
        lives += m->life_value[j] * died;
        deaths += died;
    }
    double *running = dx + RIX_I_PLANNER_COMPARTMENTS * n;
    running[RIX_I_OUTPUT_LOSS] = discount * cost;
    running[RIX_I_LIFETIME_OUTPUT] = discount * lives;
    running[RIX_I_DISCOUNTED_DEATHS] = discount * deaths;
    return 0;
}

/* The commonest numbers of groups by themselves, so that their loops are unrolled. */
int rix_i_planner_rhs(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
                      const double *mode, double *dx)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const double discount = rix_i_planner_discount(m, at);
    (void)mode;
    switch (m->groups) {
    case 1: return equations(m, 1, discount, x, held, dx);
    case 2: return equations(m, 2, discount, x, held, dx);
    case 3: return equations(m, 3, discount, x, held, dx);
    default: return equations(m, m->groups, discount, x, held, dx);
    }
}

int rix_i_planner_outcomes(const rix_scenario *sc, const double *x, const double *mode, double *y)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    const double *dead = x + 3 * n, *running = x + RIX_I_PLANNER_COMPARTMENTS * n;
    double *after = y + 1 + n;

    (void)mode;
    y[0] = 0.0;
    for (size_t j = 0; j < n; j++) {
        y[0] += dead[j];
        y[1 + j] = dead[j];
    }
    after[RIX_I_O_DISCOUNTED] = running[RIX_I_DISCOUNTED_DEATHS];
    after[RIX_I_O_OUTPUT] = running[RIX_I_OUTPUT_LOSS];
    after[RIX_I_O_LIFETIME] = running[RIX_I_LIFETIME_OUTPUT];
    after[RIX_I_O_ECONOMIC] = after[RIX_I_O_OUTPUT] + after[RIX_I_O_LIFETIME];
    after[RIX_I_O_OBJECTIVE] = after[RIX_I_O_ECONOMIC] + m->death_cost * after[RIX_I_O_DISCOUNTED];
    return 0;
}
