/* planner_observe.c - what can be watched of a multi-group SIR epidemic. */
#include "epidemic/planner.h"
#include "epidemic/spectral.h"

static const double PER = 1e5;

void rix_i_planner_fill_observables(rix_i_planner *m)
{
    const char *persons = m->made_from.person_unit;
    const rix_observable list[RIX_I_PLANNER_OBSERVABLES] = {
        [RIX_I_B_INFECTED] = { "infected", persons, 0.0 },
        [RIX_I_B_INFECTIONS] = { "infections", persons, 0.0 },
        [RIX_I_B_CUMULATIVE] = { "cumulative_incidence", "per 100,000", 0.0 },
        [RIX_I_B_INCIDENCE] = { "incidence", "per 100,000 and unit of time", 0.0 },
        [RIX_I_B_CONGESTION] = { "congestion", "share", 0.0 },
        [RIX_I_B_REPRODUCTION] = { "reproduction", "infections by a case", 0.0 },
    };
    for (size_t k = 0; k < RIX_I_PLANNER_OBSERVABLES; k++) m->observables[k] = list[k];
    m->scenario.observables = m->observables;
    m->scenario.n_observables = RIX_I_PLANNER_OBSERVABLES;
    m->scenario.n_observing = 2 * m->groups;
}

/** The next-generation matrix, as a product. */
typedef struct generation {
    const rix_i_planner *m;
    const double *x, *h;
} generation;

static void next_generation(void *user, const double *infections, double *next)
{
    const generation *g = user;
    const rix_i_planner *m = g->m;
    const size_t n = m->groups;
    const double *pass_on = g->h + RIX_I_H_PASS_ON * n;
    const bool crowded = fabs(m->exponent) > 0.0;
    for (size_t j = 0; j < n; j++) {
        double met = rix_i_planner_force(m, j, pass_on, infections) / m->recovery;
        if (crowded) {
            met *= pow(rix_i_planner_crowd(m, j, g->h + RIX_I_H_OUT * n, g->x), m->exponent);
        }
        next[j] = g->h[RIX_I_H_CATCH * n + j] * g->x[j] * met;
    }
}

static rix_status reproduction(const rix_i_planner *m, const double *x, const double *held,
                               double *scratch, double *value, rix_error *err)
{
    generation g = { m, x, held + 1 };
    for (size_t j = 0; j < m->groups; j++) scratch[j] = 1.0;
    return rix_i_spectral_radius(next_generation, &g, m->groups, 1e-12, scratch,
                                 scratch + m->groups, value, err);
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t j = 0; j < n; j++) sum += x[j];
    return sum;
}

static double new_infections(const rix_i_planner *m, const double *x, const double *h)
{
    double sum = 0.0;
    for (size_t j = 0; j < m->groups; j++) {
        sum += h[RIX_I_H_CATCH * m->groups + j] * x[j] * rix_i_planner_meet(m, j, x, h);
    }
    return sum;
}

/* Congestion has its factor in the rates, which is 0 where there is no congestion; H itself is wanted. */
static double congestion(const rix_i_planner *m, const double *infected)
{
    const rix_planner_sir *p = &m->made_from;
    const double *load = p->load ? p->load : p->fatality;
    double now = 0.0, all = 0.0;
    for (size_t j = 0; j < m->groups; j++) {
        now += load[j] * infected[j];
        all += load[j] * m->population[j];
    }
    return all > 0.0 ? now / all : 0.0;
}

rix_status rix_i_planner_observe(const rix_scenario *sc, size_t which, const double *x,
                                 const double *held, const double *mode, double *scratch,
                                 double *value, rix_error *err)
{
    const rix_i_planner *m = (const rix_i_planner *)sc;
    const size_t n = m->groups;
    const double people = sum_of(m->population, n);
    const double infections = sum_of(sc->initial, n) - sum_of(x, n);
    (void)mode;
    switch (which) {
    case RIX_I_B_INFECTED: *value = sum_of(x + n, n); break;
    case RIX_I_B_INFECTIONS: *value = infections; break;
    case RIX_I_B_CUMULATIVE: *value = PER * infections / people; break;
    case RIX_I_B_INCIDENCE: *value = PER * new_infections(m, x, held + 1) / people; break;
    case RIX_I_B_CONGESTION: *value = congestion(m, x + n); break;
    default: return reproduction(m, x, held, scratch, value, err);
    }
    return RIX_OK;
}
