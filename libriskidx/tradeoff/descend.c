/* descend.c - the merit of a search brought down: NLopt's L-BFGS, then Newton steps within the bounds. */
#include <nlopt.h>
#include <string.h>

#include "base/error.h"
#include "tradeoff/search.h"

static double nlopt_merit(unsigned n, const double *z, double *slope, void *user)
{
    rix_i_search *s = user;
    if (!rix_i_search_evaluate(s, z)) {
        nlopt_force_stop(s->nlopt);
        return HUGE_VAL;
    }
    if (slope) memcpy(slope, s->slope, n * sizeof *slope);
    return s->merit;
}

bool rix_i_descend(rix_i_search *s, double *z, double tolerance, size_t evaluations)
{
    nlopt_opt opt = nlopt_create(NLOPT_LD_LBFGS, (unsigned)s->n);
    bool memory = opt != NULL;
    double merit = 0.0;
    s->low_merit = HUGE_VAL;
    if (opt) {
        s->nlopt = opt;
        memory = nlopt_set_min_objective(opt, nlopt_merit, s) == NLOPT_SUCCESS &&
                 nlopt_set_lower_bounds1(opt, 0.0) == NLOPT_SUCCESS &&
                 nlopt_set_upper_bounds1(opt, 1.0) == NLOPT_SUCCESS;
        nlopt_set_ftol_rel(opt, tolerance);
        nlopt_set_maxeval(opt, (int)evaluations);
        /* What it returns says little: the lowest point that was seen counts, and Newton looks on. */
        if (memory) memory = nlopt_optimize(opt, z, &merit) != NLOPT_OUT_OF_MEMORY;
        nlopt_destroy(opt);
        s->nlopt = NULL;
    }
    if (!memory && s->status == RIX_OK) s->status = rix_i_no_memory(s->err);
    if (s->status != RIX_OK) return false;
    if (s->low_merit < HUGE_VAL) memcpy(z, s->low, s->n * sizeof *z);
    return true;
}

/* ------------------------------------------------------------------------------------- Newton -- */

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;
    for (size_t v = 0; v < n; v++) sum += a[v] * b[v];
    return sum;
}

/* 1 for variables that Newton may move; those at a bound, or nearly, and pushed against it are 0. */
static void find_free(const rix_i_search *s, double near, double *is_free)
{
    for (size_t v = 0; v < s->n; v++) {
        const bool down = s->z[v] <= near && s->slope[v] > 0.0,
                   up = s->z[v] >= 1.0 - near && s->slope[v] < 0.0;
        const bool none = !(s->space->high[v] > s->space->low[v]);
        is_free[v] = down || up || none ? 0.0 : 1.0;
    }
}

/* The direction of conjugate gradients on the free variables, up to where the merit curves downwards. */
static bool newton_direction(rix_i_search *s, const double *is_free)
{
    enum { MOST = 50 };
    const size_t n = s->n;
    double *d = s->step, *r = s->residual, *p = s->search, *q = s->product;
    for (size_t v = 0; v < n; v++) {
        d[v] = 0.0;
        p[v] = r[v] = -s->slope[v] * is_free[v];
    }
    double rr = dot(r, r, n);
    const double first = sqrt(rr), stop = first * fmin(0.1, sqrt(first));
    for (int k = 0; k < MOST && sqrt(rr) > stop; k++) {
        if (!rix_i_search_hessian(s, NULL, true, p, q)) return false;
        for (size_t v = 0; v < n; v++) q[v] *= is_free[v];
        const double curve = dot(p, q, n);
        if (!(curve > 1e-10 * dot(p, p, n))) { /* flat or downwards: go there if it is the first */
            for (size_t v = 0; k == 0 && v < n; v++) d[v] = 0.5 * p[v] / (first > 0.0 ? first : 1.0);
            break;
        }
        const double by = rr / curve, before = rr;
        for (size_t v = 0; v < n; v++) d[v] += by * p[v], r[v] -= by * q[v];
        rr = dot(r, r, n);
        for (size_t v = 0; v < n; v++) p[v] = r[v] + rr / before * p[v];
    }
    return true;
}

/* Along the direction, bent at the bounds, until the merit falls enough; *moved: whether it did. */
static bool bend_and_halve(rix_i_search *s, double *z, double gradient, bool *moved)
{
    const double merit = s->merit, noise = 1e-13 * (1.0 + fabs(merit));
    memcpy(s->held, s->slope, s->n * sizeof *s->held);
    *moved = false;
    for (double by = 1.0; by > 1e-5 && !*moved; by *= 0.4) {
        double fall = 0.0;
        for (size_t v = 0; v < s->n; v++) {
            s->trial[v] = fmin(fmax(z[v] + by * s->step[v], 0.0), 1.0);
            fall += s->held[v] * (s->trial[v] - z[v]);
        }
        if (!rix_i_search_evaluate(s, s->trial)) return false;
        *moved = s->merit < merit + 1e-4 * fall ||
                 (s->merit <= merit + noise &&
                  rix_i_projected(s, s->trial, s->slope) < 0.9 * gradient);
    }
    if (*moved) memcpy(z, s->trial, s->n * sizeof *z);
    return true;
}

bool rix_i_newton(rix_i_search *s, double *z, double tolerance, size_t steps)
{
    bool moved = true;
    if (!rix_i_search_evaluate(s, z)) return false;
    for (size_t k = 0; k < steps && moved && s->evaluations < s->most; k++) {
        const double gradient = rix_i_projected(s, z, s->slope);
        if (gradient <= tolerance) return true;
        double *is_free = s->trial; /* needed before the trial is */
        find_free(s, fmin(1e-3, gradient), is_free);
        if (!newton_direction(s, is_free)) return false;
        for (size_t v = 0; v < s->n; v++) { /* the rest go to the bound that they are pushed against */
            if (is_free[v] == 0.0) s->step[v] = s->slope[v] > 0.0 ? -z[v] : 1.0 - z[v];
        }
        if (!bend_and_halve(s, z, gradient, &moved)) return false;
    }
    return moved || rix_i_search_evaluate(s, z);
}
