/* epidemic/rk4.h - one step of classical Runge-Kutta on the grid of a scenario. */
#ifndef RIX_I_RK4_H
#define RIX_I_RK4_H

#include <string.h>

#include "epidemic/model.h"

/** A point of the grid of half steps. */
static inline rix_i_moment rix_i_moment_at(const rix_scenario *sc, size_t half)
{
    const double half_step = 0.5 * (sc->period / (double)sc->steps);
    return (rix_i_moment){ half, (double)half * half_step };
}

/** Scratch of a step: n_states numbers each. */
typedef struct rix_i_stages {
    double *y;   /* the state at which a stage is taken */
    double *k;   /* its slope */
    double *sum; /* weighted slopes so far */
} rix_i_stages;

/* sum += weight * k, and y = x + reach * k for the stage that comes next. */
static inline void rix_i_take_stage(const rix_i_stages *d, const double *x, size_t n, double weight,
                                    double reach, double *y)
{
    for (size_t i = 0; i < n; i++) {
        d->sum[i] += weight * d->k[i];
        y[i] = x[i] + reach * d->k[i];
    }
}

/**
 * x becomes the state a step later. Where tape is not NULL the four states at which slopes were taken
 * are left there, one after another, for the way back; else they all go to d->y. 0, or nonzero where the
 * model failed.
 */
static inline int rix_i_rk4_step(const rix_scenario *sc, size_t step, const rix_i_stages *d,
                                 const double *held, const double *mode, double *x, double *tape)
{
    int (*const rhs)(const rix_scenario *, rix_i_moment, const double *, const double *,
                     const double *, double *) = sc->model->rhs;
    const size_t n = sc->n_states;
    const double h = sc->period / (double)sc->steps;
    const rix_i_moment start = rix_i_moment_at(sc, 2 * step),
                       middle = rix_i_moment_at(sc, 2 * step + 1),
                       end = rix_i_moment_at(sc, 2 * step + 2);
    double *y2 = tape ? tape + n : d->y, *y3 = tape ? y2 + n : d->y, *y4 = tape ? y3 + n : d->y;

    if (tape) memcpy(tape, x, n * sizeof *x);
    memset(d->sum, 0, n * sizeof *d->sum);
    if (rhs(sc, start, x, held, mode, d->k) != 0) return 1;
    rix_i_take_stage(d, x, n, 1.0, 0.5 * h, y2);
    if (rhs(sc, middle, y2, held, mode, d->k) != 0) return 1;
    rix_i_take_stage(d, x, n, 2.0, 0.5 * h, y3);
    if (rhs(sc, middle, y3, held, mode, d->k) != 0) return 1;
    rix_i_take_stage(d, x, n, 2.0, h, y4);
    if (rhs(sc, end, y4, held, mode, d->k) != 0) return 1;
    for (size_t i = 0; i < n; i++) x[i] += h / 6.0 * (d->sum[i] + d->k[i]);
    return 0;
}

#endif
