/* planner_vjp.c - vector-Jacobian products of the planner's equations, written out by hand.
 *
 * Where an equation of planner_sir.c computes q, q_bar here is the derivative by q of the number whose
 * gradient is sought; the lines follow those equations backwards. */
#include "epidemic/planner.h"

/* Derivatives by what by-group arrays of the tally hold. */
static double *by_group(const rix_i_planner *m, double *tally, size_t which)
{
    return tally + RIX_I_T_NUMBERS + which * m->groups;
}

static double *by_pair(const rix_i_planner *m, double *tally)
{
    return by_group(m, tally, RIX_I_PLANNER_BY_GROUP);
}

/* --------------------------------------------------------------------- what people meet whom -- */

static void force_vjp(const rix_i_planner *m, size_t j, double force_bar, const double *infected,
                      const double *pass_on, double *infected_bar, double *pass_on_bar,
                      double *tally)
{
    const size_t n = m->groups;
    for (size_t k = 0; k < n; k++) {
        const double bar = m->mixing ? m->mixing[j * n + k] * force_bar : force_bar;
        infected_bar[k] += bar * pass_on[k];
        pass_on_bar[k] += bar * infected[k];
        if (tally && m->mixing)
            by_pair(m, tally)[j * n + k] += force_bar * pass_on[k] * infected[k];
    }
}

static void crowd_vjp(const rix_i_planner *m, size_t j, double crowd_bar, const double *out,
                      const double *x, double *x_bar, double *out_bar, double *tally)
{
    const size_t n = m->groups;
    const bool all = m->base == RIX_LOCKDOWN_ALL;
    for (size_t k = 0; k < n; k++) {
        const double mixing = m->mixing ? m->mixing[j * n + k] : 1.0, bar = mixing * crowd_bar;
        const double mobile = x[k] + m->circulating * x[n + k], free = all ? out[k] : 1.0;
        x_bar[k] += bar * out[k];
        x_bar[n + k] += bar * m->circulating * out[k];
        x_bar[2 * n + k] += bar * free;
        out_bar[k] += bar * (mobile + (all ? x[2 * n + k] : 0.0));
        if (!tally) continue;
        tally[RIX_I_T_CIRCULATING] += bar * x[n + k] * out[k];
        if (m->mixing) {
            by_pair(m, tally)[j * n + k] += crowd_bar * (mobile * out[k] + x[2 * n + k] * free);
        }
    }
}

/* met = force * crowd^exponent */
static void meet_vjp(const rix_i_planner *m, size_t j, double met_bar, const double *x,
                     const double *h, double *x_bar, double *h_bar, double *tally)
{
    const size_t n = m->groups;
    const double *out = h + RIX_I_H_OUT * n, *pass_on = h + RIX_I_H_PASS_ON * n;
    double *pass_on_bar = h_bar + RIX_I_H_PASS_ON * n, density = 1.0;
    const double force = rix_i_planner_force(m, j, pass_on, x + n),
                 crowd = rix_i_planner_crowd(m, j, out, x);
    if (fabs(m->exponent) > 0.0) {
        density = pow(crowd, m->exponent);
        crowd_vjp(m, j, met_bar * force * m->exponent * density / crowd, out, x, x_bar,
                  h_bar + RIX_I_H_OUT * n, tally);
    }
    force_vjp(m, j, met_bar * density, x + n, pass_on, x_bar + n, pass_on_bar, tally);
    if (tally) tally[RIX_I_T_EXPONENT] += met_bar * force * density * log(crowd);
}

/* ------------------------------------------------------------------------------ the equations -- */

/* What the rates that the right-hand side reads itself need. */
static void tally_rates(const rix_i_planner *m, double discount, const double *x,
                        const double *seed, double surge, double *tally)
{
    const size_t n = m->groups;
    const double *infected = x + n, *running = seed + RIX_I_PLANNER_COMPARTMENTS * n;
    double surge_bar = 0.0;
    for (size_t j = 0; j < n; j++) {
        const double life_bar = discount * running[RIX_I_LIFETIME_OUTPUT],
                     died_bar = seed[3 * n + j] - seed[2 * n + j] + life_bar * m->life_value[j] +
                                discount * running[RIX_I_DISCOUNTED_DEATHS];
        tally[RIX_I_T_RECOVERY] += (seed[2 * n + j] - seed[n + j]) * infected[j];
        by_group(m, tally, RIX_I_T_MORTALITY)[j] += died_bar * surge * infected[j];
        by_group(m, tally, RIX_I_T_LIFE_VALUE)[j] +=
            life_bar * m->mortality[j] * surge * infected[j];
        surge_bar += died_bar * m->mortality[j] * infected[j];
    }
    for (size_t j = 0; j < n; j++) {
        by_group(m, tally, RIX_I_T_SURGE)[j] += surge_bar * infected[j];
    }
}

/* What the rate of discount needs: d exp(-r t) / dr = -t exp(-r t). */
static void tally_time(const rix_i_planner *m, rix_i_moment at, double discount, const double *x,
                       const double *held, const double *seed, double *tally)
{
    const size_t n = m->groups;
    const double *infected = x + n, *h = held + 1, *running = seed + RIX_I_PLANNER_COMPARTMENTS * n;
    double surge = 1.0, sum = running[RIX_I_OUTPUT_LOSS] * held[0];
    for (size_t j = 0; j < n; j++) surge += m->surge[j] * infected[j];
    for (size_t j = 0; j < n; j++) {
        const double died = m->mortality[j] * surge * infected[j],
                     cost = h[RIX_I_H_IDLE * n + j] * x[j] + h[RIX_I_H_ILL * n + j] * infected[j];
        sum +=
            running[RIX_I_OUTPUT_LOSS] * cost +
            (running[RIX_I_LIFETIME_OUTPUT] * m->life_value[j] + running[RIX_I_DISCOUNTED_DEATHS]) *
                died;
    }
    tally[RIX_I_T_IMPATIENCE] -= at.time * discount * sum;
}

static inline void equations_vjp(const rix_i_planner *m, size_t n, double discount, const double *x,
                                 const double *held, const double *seed, double *x_bar,
                                 double *held_bar, double *tally)
{
    const double *infected = x + n, *h = held + 1, *pass_on = h + RIX_I_H_PASS_ON * n,
                 *running = seed + RIX_I_PLANNER_COMPARTMENTS * n;
    double *h_bar = held_bar + 1;
    const bool one_crowd = rix_i_planner_is_one_crowd(m) && !tally;
    const double cost_bar = discount * running[RIX_I_OUTPUT_LOSS],
                 life_bar = discount * running[RIX_I_LIFETIME_OUTPUT],
                 death_bar = discount * running[RIX_I_DISCOUNTED_DEATHS];
    double surge = 1.0, surge_bar = 0.0, everyone = 0.0, everyone_bar = 0.0;

    for (size_t k = 0; k < n; k++) surge += m->surge[k] * infected[k];
    for (size_t k = 0; k < n; k++) everyone += pass_on[k] * infected[k];
    held_bar[0] += cost_bar;
    for (size_t j = 0; j < n; j++) {
        const double caught_bar = seed[n + j] - seed[j], over_bar = seed[2 * n + j] - seed[n + j],
                     died_bar = seed[3 * n + j] - seed[2 * n + j] + life_bar * m->life_value[j] +
                                death_bar,
                     dying = died_bar * m->mortality[j], catch = h[RIX_I_H_CATCH * n + j],
                     met = one_crowd ? everyone : rix_i_planner_meet(m, j, x, h),
                     met_bar = caught_bar * catch * x[j];
        x_bar[j] += caught_bar * catch * met + cost_bar * h[RIX_I_H_IDLE * n + j];
        x_bar[n + j] += over_bar * m->recovery + dying * surge + cost_bar * h[RIX_I_H_ILL * n + j];
        surge_bar += dying * infected[j];
        h_bar[RIX_I_H_CATCH * n + j] += caught_bar * x[j] * met;
        h_bar[RIX_I_H_IDLE * n + j] += cost_bar * x[j];
        h_bar[RIX_I_H_ILL * n + j] += cost_bar * infected[j];
        everyone_bar += met_bar;
        if (!one_crowd) meet_vjp(m, j, met_bar, x, h, x_bar, h_bar, tally);
    }
    for (size_t k = 0; k < n; k++) x_bar[n + k] += surge_bar * m->surge[k];
    for (size_t k = 0; k < n && one_crowd; k++) {
        x_bar[n + k] += everyone_bar * pass_on[k];
        h_bar[RIX_I_H_PASS_ON * n + k] += everyone_bar * infected[k];
    }
    if (tally) tally_rates(m, discount, x, seed, surge, tally);
}

int rix_i_planner_rhs_vjp(const rix_scenario *sc, rix_i_moment at, const double *x,
                          const double *held, const double *mode, const double *seed, double *x_bar,
                          double *held_bar, double *tally)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const double d = rix_i_planner_discount(m, at);
    (void)mode;
    if (tally) tally_time(m, at, d, x, held, seed, tally);
    switch (m->groups) {
    case 1: equations_vjp(m, 1, d, x, held, seed, x_bar, held_bar, tally); break;
    case 2: equations_vjp(m, 2, d, x, held, seed, x_bar, held_bar, tally); break;
    case 3: equations_vjp(m, 3, d, x, held, seed, x_bar, held_bar, tally); break;
    default: equations_vjp(m, m->groups, d, x, held, seed, x_bar, held_bar, tally);
    }
    return 0;
}

int rix_i_planner_hold_vjp(const rix_scenario *sc, const double *u, const double *held_bar,
                           double *u_bar, double *tally)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    const double *bar = held_bar + 1;
    const bool all = m->base == RIX_LOCKDOWN_ALL;
    for (size_t j = 0; j < n; j++) {
        const double contact = 1.0 - m->effect * u[j], gone = 1.0 - m->circulating * (1.0 - u[j]),
                     catch_bar = bar[RIX_I_H_CATCH * n + j],
                     pass_on_bar = bar[RIX_I_H_PASS_ON * n + j], ill_bar = bar[RIX_I_H_ILL * n + j],
                     idle_bar =
                         all ? m->population[j] * held_bar[0] - ill_bar : bar[RIX_I_H_IDLE * n + j],
                     contact_bar = m->transmission * catch_bar + bar[RIX_I_H_OUT * n + j] +
                                   (m->linear ? 0.0 : m->circulating * pass_on_bar);
        u_bar[j] += m->work[j] * (idle_bar + m->circulating * ill_bar) - m->effect * contact_bar;
        if (!tally) continue;
        tally[RIX_I_T_EFFECT] -= u[j] * contact_bar;
        tally[RIX_I_T_TRANSMISSION] += contact * catch_bar;
        tally[RIX_I_T_CIRCULATING] +=
            (m->linear ? 1.0 : contact) * pass_on_bar - m->work[j] * (1.0 - u[j]) * ill_bar;
        by_group(m, tally, RIX_I_T_WORK)[j] += u[j] * idle_bar + gone * ill_bar;
    }
    return 0;
}

int rix_i_planner_outcomes_vjp(const rix_scenario *sc, const double *x, const double *mode,
                               const double *weights, double *x_bar, double *tally)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    const double *after = weights + 1 + n,
                 both = after[RIX_I_O_ECONOMIC] + after[RIX_I_O_OBJECTIVE],
                 *running = x + RIX_I_PLANNER_COMPARTMENTS * n;
    double *bar = x_bar + RIX_I_PLANNER_COMPARTMENTS * n;
    (void)mode;
    for (size_t j = 0; j < n; j++) x_bar[3 * n + j] += weights[0] + weights[1 + j];
    bar[RIX_I_DISCOUNTED_DEATHS] +=
        after[RIX_I_O_DISCOUNTED] + m->death_cost * after[RIX_I_O_OBJECTIVE];
    bar[RIX_I_OUTPUT_LOSS] += after[RIX_I_O_OUTPUT] + both;
    bar[RIX_I_LIFETIME_OUTPUT] += after[RIX_I_O_LIFETIME] + both;
    if (tally) {
        tally[RIX_I_T_DEATH_COST] += after[RIX_I_O_OBJECTIVE] * running[RIX_I_DISCOUNTED_DEATHS];
    }
    return 0;
}
