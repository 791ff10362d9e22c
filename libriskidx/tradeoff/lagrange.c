/* lagrange.c - bounds on outcomes: multipliers, the last step onto the bounds, and the test of second order. */
#include <string.h>

#include "tradeoff/search.h"

static const double MOST_MU = 1e7;

static size_t left(const rix_i_search *s, size_t wanted)
{
    const size_t rest = s->evaluations < s->most ? s->most - s->evaluations : 1;
    return rest < wanted ? rest : wanted;
}

/* The multipliers of the first order; returns by how much bounds and multipliers still disagree. */
static double move_multipliers(rix_i_search *s)
{
    double off = 0.0;
    for (size_t j = 0; j < s->goal.m; j++) {
        off = fmax(off, fabs(fmax(s->c[j], -s->lambda[j] / s->mu)));
        s->lambda[j] = fmax(0.0, s->lambda[j] + s->mu * s->c[j]);
    }
    return off;
}

bool rix_i_lagrange(rix_i_search *s, double *z, bool rough)
{
    const size_t rounds = rough ? 6 : 30;
    double before = HUGE_VAL;
    if (s->goal.m == 0) {
        return rix_i_descend(s, z, rough ? 1e-8 : 1e-11, left(s, rough ? 200 : 400)) &&
               (rough || rix_i_newton(s, z, 0.01 * RIX_I_STATIONARY, 40));
    }
    for (size_t k = 0; k < rounds && s->evaluations < s->most; k++) {
        if (rough && !rix_i_descend(s, z, 1e-6, left(s, 100))) return false;
        if (!rough && k == 0 && !rix_i_descend(s, z, 1e-9, left(s, 150))) return false;
        if (!rix_i_newton(s, z, 0.03 * RIX_I_STATIONARY, rough ? 0 : 15)) return false;
        const double off = move_multipliers(s);
        if (off <= (rough ? 1e-3 : 0.3 * RIX_I_MET)) break;
        if (off > 0.25 * before) s->mu = fmin(4.0 * s->mu, MOST_MU);
        before = off;
    }
    return true;
}

/* ------------------------------------------------------------------------- onto the bounds -- */

static bool is_inside(const rix_i_search *s, const double *z, size_t v)
{
    return z[v] > 0.0 && z[v] < 1.0 && s->space->high[v] > s->space->low[v];
}

static bool binds(const rix_i_search *s, size_t j)
{
    return s->lambda[j] > 0.0 || s->c[j] > 0.0;
}

/* Gauss with pivots on the q x (q + 1) system in a, which it destroys; a singular one gives zeros. */
static void solve(double *a, size_t q, double *x)
{
    for (size_t i = 0; i < q; i++) {
        size_t pivot = i;
        for (size_t r = i + 1; r < q; r++) {
            if (fabs(a[r * (q + 1) + i]) > fabs(a[pivot * (q + 1) + i])) pivot = r;
        }
        for (size_t k = 0; k <= q; k++) {
            const double held = a[i * (q + 1) + k];
            a[i * (q + 1) + k] = a[pivot * (q + 1) + k];
            a[pivot * (q + 1) + k] = held;
        }
        const double at = a[i * (q + 1) + i];
        for (size_t r = 0; r < q && at != 0.0; r++) {
            const double by = r == i ? 0.0 : a[r * (q + 1) + i] / at;
            for (size_t k = i; k <= q; k++) a[r * (q + 1) + k] -= by * a[i * (q + 1) + k];
        }
    }
    for (size_t i = 0; i < q; i++) {
        const double at = a[i * (q + 1) + i];
        x[i] = at != 0.0 ? a[i * (q + 1) + q] / at : 0.0;
    }
}

/* x (m): the combination of the slopes of the bounds that bind which, inside, meets `right` (m) in least
 * squares: (A A') x = right. Bounds that do not bind get 0. */
static void combine_bounds(rix_i_search *s, const double *z, const double *right, double *x)
{
    const size_t m = s->goal.m;
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j <= m; j++) {
            double sum = j == m ? right[i] : 0.0;
            const bool both = binds(s, i) && j < m && binds(s, j);
            for (size_t v = 0; both && v < s->n; v++) {
                if (!is_inside(s, z, v)) continue;
                sum += s->rows[(i + 1) * s->n + v] * s->rows[(j + 1) * s->n + v];
            }
            if (!binds(s, i)) sum = i == j ? 1.0 : 0.0;
            s->small[i * (m + 1) + j] = sum;
        }
    }
    solve(s->small, m, x);
}

static double distance_to_bounds(const rix_i_search *s)
{
    double off = 0.0;
    for (size_t j = 0; j < s->goal.m; j++) {
        if (binds(s, j)) off = fmax(off, fabs(s->c[j]));
    }
    return off;
}

bool rix_i_restore(rix_i_search *s, double *z)
{
    enum { MOST = 12 };
    const size_t m = s->goal.m;
    double *right = s->step, *x = s->residual; /* n numbers each, of which m are used ... */
    if (!rix_i_search_evaluate(s, z)) return false;
    if (m == 0 || m > s->n) return true; /* ... and with more bounds than variables there is nothing to move */
    for (int k = 0; k < MOST && distance_to_bounds(s) > 1e-13; k++) {
        combine_bounds(s, z, s->c, x);
        for (size_t v = 0; v < s->n; v++) {
            double by = 0.0;
            for (size_t j = 0; j < m; j++) by -= x[j] * s->rows[(j + 1) * s->n + v];
            if (is_inside(s, z, v)) z[v] = fmin(fmax(z[v] + by, 0.0), 1.0);
        }
        if (!rix_i_search_evaluate(s, z)) return false;
    }
    for (size_t j = 0; j < m; j++) {
        right[j] = 0.0;
        for (size_t v = 0; v < s->n; v++) {
            if (is_inside(s, z, v)) right[j] -= s->rows[v] * s->rows[(j + 1) * s->n + v];
        }
    }
    combine_bounds(s, z, right, x);
    for (size_t j = 0; j < m; j++) {
        /* Where nothing is inside, squares say nothing, and what the search found stands. */
        if (binds(s, j) && (x[j] != 0.0 || right[j] != 0.0)) s->lambda[j] = fmax(x[j], 0.0);
    }
    return true;
}

/* ----------------------------------------------------------------------------- second order -- */

static double inner(const double *a, const double *b, size_t n)
{
    double sum = 0.0;
    for (size_t v = 0; v < n; v++) sum += a[v] * b[v];
    return sum;
}

/* Takes from x its parts along orthonormal rows; twice, as once leaves rounding behind. */
static void take_parts(const double *rows, size_t count, double *x, size_t n)
{
    for (size_t k = 0; k < 2 * count; k++) {
        const double *row = rows + (k % count) * n;
        const double part = inner(row, x, n);
        for (size_t v = 0; v < n; v++) x[v] -= part * row[v];
    }
}

/* Number of eigenvalues of a tridiagonal matrix below x. */
static size_t count_below(const double *diagonal, const double *beside, size_t k, double x)
{
    size_t count = 0;
    double d = 1.0;
    for (size_t i = 0; i < k; i++) {
        d = diagonal[i] - x - (i > 0 ? beside[i - 1] * beside[i - 1] / d : 0.0);
        if (d == 0.0) d = -1e-300;
        count += d < 0.0;
    }
    return count;
}

/* The eigenvalue of that many below it, by bisection. */
static double eigenvalue(const double *diagonal, const double *beside, size_t k, size_t which)
{
    double low = 0.0, high = 0.0;
    for (size_t i = 0; i < k; i++) {
        const double about = (i > 0 ? fabs(beside[i - 1]) : 0.0) + (i + 1 < k ? fabs(beside[i]) : 0.0);
        low = fmin(low, diagonal[i] - about), high = fmax(high, diagonal[i] + about);
    }
    for (int step = 0; step < 100; step++) {
        const double middle = 0.5 * (low + high);
        if (count_below(diagonal, beside, k, middle) > which) high = middle;
        else low = middle;
    }
    return 0.5 * (low + high);
}

/* Orthonormal rows that span the slopes, inside, of the bounds that bind. */
static size_t find_normals(rix_i_search *s, const double *z)
{
    size_t count = 0;
    for (size_t j = 0; j < s->goal.m; j++) {
        double *row = s->normals + count * s->n;
        if (!(s->lambda[j] > 0.0)) continue;
        for (size_t v = 0; v < s->n; v++) {
            row[v] = is_inside(s, z, v) ? s->rows[(j + 1) * s->n + v] : 0.0;
        }
        const double whole = sqrt(inner(row, row, s->n));
        take_parts(s->normals, count, row, s->n);
        const double size = sqrt(inner(row, row, s->n));
        if (!(size > 1e-10 * whole)) continue;
        for (size_t v = 0; v < s->n; v++) row[v] /= size;
        count++;
    }
    return count;
}

static void into_tangent(const rix_i_search *s, const double *z, size_t normals, double *x)
{
    for (size_t v = 0; v < s->n; v++) x[v] = is_inside(s, z, v) ? x[v] : 0.0;
    if (normals > 0) take_parts(s->normals, normals, x, s->n);
}

bool rix_i_curvature(rix_i_search *s, const double *z, double *ratio)
{
    double diagonal[RIX_I_LANCZOS], beside[RIX_I_LANCZOS], largest = 0.0;
    const size_t n = s->n, normals = find_normals(s, z);
    double *q = s->product;
    size_t k = 0;
    for (size_t v = 0; v < n; v++) q[v] = 1.0 + 0.5 * sin(7.0 * (double)v + 1.0);
    into_tangent(s, z, normals, q);
    *ratio = 0.0;
    while (k < RIX_I_LANCZOS) {
        double *row = s->basis + k * n;
        const double size = sqrt(inner(q, q, n));
        if (k > 0) beside[k - 1] = size;
        if (!(size > 1e-9 * fmax(largest, 1e-6))) break; /* the space is used up */
        for (size_t v = 0; v < n; v++) row[v] = q[v] / size;
        if (!rix_i_search_hessian(s, s->lambda, false, row, q)) return false;
        into_tangent(s, z, normals, q);
        diagonal[k] = inner(row, q, n);
        largest = fmax(largest, fmax(fabs(diagonal[k]), k > 0 ? beside[k - 1] : 0.0));
        take_parts(s->basis, k + 1, q, n);
        k++;
    }
    if (k == 0) return true; /* no variable is inside: the bounds hold them all */
    const double least = eigenvalue(diagonal, beside, k, 0),
                 most = fmax(fabs(eigenvalue(diagonal, beside, k, k - 1)), fabs(least));
    *ratio = most > 0.0 ? least / most : 0.0;
    return true;
}
