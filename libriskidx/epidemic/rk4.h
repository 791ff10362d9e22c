/* epidemic/rk4.h - one step of classical Runge-Kutta on the grid of a scenario. */
#ifndef RIX_I_RK4_H
#define RIX_I_RK4_H

#include <string.h>

#include "epidemic/model.h"

enum { RIX_I_STAGES = 4 };

/** Half a step; times of the grid are whole multiples of it. */
static inline double rix_i_half_step(const rix_scenario *sc)
{
    return 0.5 * (sc->period / (double)sc->steps);
}

/** A point of the grid of half steps. */
static inline rix_i_moment rix_i_grid(double half_step, size_t half)
{
    return (rix_i_moment){ half, (double)half * half_step };
}

/** How many states, the first ones, the right-hand side reads. */
static inline size_t rix_i_driving(const rix_scenario *sc)
{
    return sc->n_driving > 0 ? sc->n_driving : sc->n_states;
}

/* Few states go through loops without vectors, since those would wait for numbers just stored one by one
 * (the files that include this are compiled so); more go through these, which have vectors. */
enum { RIX_I_MANY = 48 };
void rix_i_reach_many(double *restrict y, const double *x, const double *k, double reach, size_t n);
void rix_i_add_slopes_many(double *restrict x, const double *slopes, double h, size_t n);

/** y = x + reach * k, as far as the right-hand side reads. */
static inline void rix_i_reach(double *restrict y, const double *x, const double *k, double reach,
                               size_t n)
{
    if (n >= RIX_I_MANY) {
        rix_i_reach_many(y, x, k, reach, n);
        return;
    }
    for (size_t i = 0; i < n; i++) y[i] = x[i] + reach * k[i];
}

/** x += h / 6 * (k1 + 2 k2 + 2 k3 + k4), of slopes one after another. */
static inline void rix_i_add_slopes(double *restrict x, const double *slopes, double h, size_t n)
{
    const double *k1 = slopes, *k2 = k1 + n, *k3 = k2 + n, *k4 = k3 + n;
    if (n >= RIX_I_MANY) {
        rix_i_add_slopes_many(x, slopes, h, n);
        return;
    }
    for (size_t i = 0; i < n; i++) x[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
}

/**
 * x becomes the state a step later. slopes: RIX_I_STAGES x n_states; stages: as many, of which
 * are left the states at which slopes were taken, as far as the right-hand side reads: the way back needs
 * them. 0, or nonzero where the model failed.
 */
static inline int rix_i_rk4_step(const rix_scenario *sc, size_t step, double half_step,
                                 const double *held, const double *mode, double *restrict x,
                                 double *restrict slopes, double *restrict stages)
{
    int (*const rhs)(const rix_scenario *, rix_i_moment, const double *, const double *,
                     const double *, double *) = sc->model->rhs;
    const size_t n = sc->n_states, m = rix_i_driving(sc);
    const double h = 2.0 * half_step;
    const rix_i_moment start = rix_i_grid(half_step, 2 * step),
                       middle = rix_i_grid(half_step, 2 * step + 1),
                       end = rix_i_grid(half_step, 2 * step + 2);
    double *k1 = slopes, *k2 = k1 + n, *k3 = k2 + n, *k4 = k3 + n;
    double *y1 = stages, *y2 = y1 + n, *y3 = y2 + n, *y4 = y3 + n;

    memcpy(y1, x, m * sizeof *x);
    if (rhs(sc, start, x, held, mode, k1) != 0) return 1;
    rix_i_reach(y2, x, k1, 0.5 * h, m);
    if (rhs(sc, middle, y2, held, mode, k2) != 0) return 1;
    rix_i_reach(y3, x, k2, 0.5 * h, m);
    if (rhs(sc, middle, y3, held, mode, k3) != 0) return 1;
    rix_i_reach(y4, x, k3, h, m);
    if (rhs(sc, end, y4, held, mode, k4) != 0) return 1;
    rix_i_add_slopes(x, slopes, h, n);
    return 0;
}

#endif
