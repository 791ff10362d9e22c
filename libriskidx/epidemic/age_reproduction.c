/* age_reproduction.c - reproduction numbers from next-generation matrices that are never written out. */
#include <string.h>

#include "epidemic/age_model.h"
#include "epidemic/spectral.h"

/* The matrix of all strata, as a product: infections by stratum -> what their cases infect. */
typedef struct generation {
    const rix_i_age *m;
    const double *held;
    double transmission;
    double *susceptible; /* strata: weighted by what vaccination leaves */
    double *infectious;  /* strata */
    double *by_age;      /* 2 * ages */
} generation;

static void next_generation(void *user, const double *infections, double *next)
{
    const generation *g = user;
    const rix_i_age *m = g->m;
    for (size_t i = 0; i < m->strata; i++) g->infectious[i] = m->stay[i] * infections[i];
    rix_i_age_force(m, g->held, g->infectious, g->by_age, next);
    for (size_t i = 0; i < m->strata; i++) next[i] *= g->transmission * g->susceptible[i];
}

rix_status rix_i_age_reproduction(const rix_i_age *m, const double *x, const double *held,
                                  double transmission, double tolerance, double *vector,
                                  double *scratch, double *value, rix_error *err)
{
    const size_t n = m->strata;
    generation g = { m, held, transmission, scratch, scratch + n, scratch + 3 * n };
    for (size_t i = 0; i < n; i++) {
        g.susceptible[i] = x[AGE_S * n + i];
        if (m->layers < 2) continue;
        g.susceptible[i] +=
            (1.0 - m->params.vaccination.efficacy) * x[(AGE_COMPARTMENTS + AGE_S) * n + i];
    }
    return rix_i_spectral_radius(next_generation, &g, n, tolerance, vector, scratch + 2 * n, value,
                                 err);
}

/* Rows of a matrix by age, each times the share of it that is susceptible. */
typedef struct by_age {
    const rix_i_age *m;
    const double *share;
} by_age;

static void next_by_age(void *user, const double *infections, double *next)
{
    const by_age *g = user;
    const size_t ages = g->m->ages;
    for (size_t a = 0; a < ages; a++) {
        double sum = 0.0;
        for (size_t b = 0; b < ages; b++) sum += g->m->generation[a * ages + b] * infections[b];
        next[a] = g->share[a] * sum;
    }
}

/* Persons of an age in a compartment, workers included. */
static double of_age(const rix_i_age *m, const double *x, size_t compartment, size_t age)
{
    const size_t n = m->strata;
    double sum = 0.0;
    for (size_t v = 0; v < m->layers; v++) {
        const double *part = x + (v * AGE_COMPARTMENTS + compartment) * n;
        sum += part[age];
        if (age != m->params.country.working_age) continue;
        for (size_t i = m->ages; i < n; i++) sum += part[i];
    }
    return sum;
}

rix_status rix_i_age_susceptible_reproduction(const rix_i_age *m, const double *x, double *vector,
                                              double *scratch, double *value, rix_error *err)
{
    by_age g = { m, scratch };
    for (size_t a = 0; a < m->ages; a++) {
        scratch[a] = of_age(m, x, AGE_S, a) / (m->population[a] - of_age(m, x, AGE_D, a));
    }
    return rix_i_spectral_radius(next_by_age, &g, m->ages, 1e-10, vector, scratch + m->ages, value,
                                 err);
}
