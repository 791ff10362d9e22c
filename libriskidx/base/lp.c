/* lp.c - small dense linear programs: a bounded primal simplex on the whole tableau.
 *
 * Every row has a slack, s = b - a x, in [0, inf), or [0, 0] for an equation. Variables count from 0, the slacks after
 * the others. What is basic depends on what is not: x_basic = g - T x_nonbasic, and the cost likewise in a
 * last row, so that one pivot moves all of it. */
#include "base/lp.h"

#include <math.h>
#include <stdbool.h>

/* On numbers scaled to the order of 1. */
#define FEASIBLE 1e-10 /* by how much a bound may be missed */
#define SLIP 1e-11     /* by how much a step may miss one, for the sake of a larger pivot */
#define FLAT 1e-11     /* what counts as no slope */
#define PIVOT 1e-9     /* smallest pivot of a step */
#define SINGULAR 1e-13 /* smallest pivot of a basis */

enum { STEPS_BEFORE_BLAND = 12, STEPS_BEFORE_RENEWAL = 64 };

#define NOWHERE ((size_t)-1)

typedef struct tableau {
    const rix_i_lp *lp;
    size_t n, m;              /* columns and rows */
    double *t;                /* (m + 1) x n */
    double *g;                /* m + 1 */
    double *x, *low, *high;   /* of all n + m variables */
    double *slope;            /* n: of what is minimised, by column */
    double *row_unit, *unit;  /* factors of rows, and of columns */
    double cost_unit, x_unit; /* of the cost, and of all variables */
    size_t *basic, *nonbasic; /* variables of rows, and of columns */
    size_t changes, idle;     /* since the last renewal; steps in a row that got nowhere */
} tableau;

size_t rix_i_lp_room(size_t n_vars, size_t n_rows)
{
    const size_t n = n_vars, m = n_rows;
    return (m + 1) * n + (m + 1) + 3 * (n + m) + n + m + n + m + n;
}

static void lay_out(tableau *t, double *room)
{
    const size_t n = t->n, m = t->m;
    t->t = room;
    t->g = t->t + (m + 1) * n;
    t->x = t->g + m + 1;
    t->low = t->x + n + m;
    t->high = t->low + n + m;
    t->slope = t->high + n + m;
    t->row_unit = t->slope + n;
    t->unit = t->row_unit + m;
    /* A number of a variable takes no more room than a double. */
    t->basic = (size_t *)(void *)(t->unit + n);
    t->nonbasic = (size_t *)(void *)(t->unit + n + m);
}

/* ---------------------------------------------------------------------------------- scaling -- */

/* The power of two that brings x to [1, 2); 1 where there is nothing to bring. */
static double unit_of(double x) { return x > 0 && isfinite(x) ? ldexp(1.0, -ilogb(x)) : 1; }

/* The larger bound of a variable in size; 0 without any. */
static double size_of_bound(const rix_i_lp *lp, size_t j)
{
    const double low = lp->low ? fabs(lp->low[j]) : 0, high = lp->high ? fabs(lp->high[j]) : 0;
    return fmax(isfinite(low) ? low : 0, isfinite(high) ? high : 0);
}

static double size_of_bounds(const tableau *t)
{
    double size = 0;
    for (size_t i = 0; i < t->m; i++) size = fmax(size, fabs(t->lp->b[i]) * t->row_unit[i]);
    for (size_t j = 0; j < t->n; j++) size = fmax(size, size_of_bound(t->lp, j) / t->unit[j]);
    return size;
}

/* By the column, or by what else there is of the variable where that is 0. */
static double unit_of_variable(const rix_i_lp *lp, size_t j)
{
    double size = 0;
    for (size_t i = 0; i < lp->n_rows; i++) size = fmax(size, fabs(lp->a[i * lp->n_vars + j]));
    if (!(size > 0)) size = fabs(lp->cost[j]);
    return size > 0 ? unit_of(size) : 1 / unit_of(size_of_bound(lp, j));
}

/* A variable is x_unit / unit times its original, a row row_unit * x_unit times its own. */
static void find_units(tableau *t)
{
    const rix_i_lp *lp = t->lp;
    double cost = 0;
    for (size_t j = 0; j < t->n; j++) {
        t->unit[j] = unit_of_variable(lp, j);
        cost = fmax(cost, fabs(lp->cost[j]) * t->unit[j]);
    }
    for (size_t i = 0; i < t->m; i++) {
        double size = 0;
        for (size_t j = 0; j < t->n; j++) {
            size = fmax(size, fabs(lp->a[i * t->n + j]) * t->unit[j]);
        }
        t->row_unit[i] = unit_of(size);
    }
    t->cost_unit = unit_of(cost);
    t->x_unit = unit_of(size_of_bounds(t));
}

static void set_bounds(tableau *t)
{
    const rix_i_lp *lp = t->lp;
    for (size_t j = 0; j < t->n; j++) {
        const double scale = t->x_unit / t->unit[j];
        t->low[j] = lp->low ? lp->low[j] * scale : 0;
        t->high[j] = lp->high ? lp->high[j] * scale : (double)INFINITY;
    }
    for (size_t i = 0; i < t->m; i++) {
        t->low[t->n + i] = 0;
        t->high[t->n + i] = i < lp->n_equal ? 0 : (double)INFINITY;
    }
}

/* ----------------------------------------------------------------------------------- tableau -- */

/* The tableau of the slacks. */
static void start(tableau *t)
{
    const rix_i_lp *lp = t->lp;
    const size_t n = t->n, m = t->m;
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            t->t[i * n + j] = lp->a[i * n + j] * t->unit[j] * t->row_unit[i];
        }
        t->g[i] = lp->b[i] * t->row_unit[i] * t->x_unit;
        t->basic[i] = n + i;
    }
    for (size_t j = 0; j < n; j++) {
        t->t[m * n + j] = -lp->cost[j] * t->unit[j] * t->cost_unit;
        t->nonbasic[j] = j;
    }
    t->g[m] = 0;
    t->changes = 0;
}

/* Variables of row r and column c change places. */
static void pivot(tableau *t, size_t r, size_t c)
{
    const size_t n = t->n, entering = t->nonbasic[c];
    double *row = t->t + r * n;
    const double p = 1 / row[c];
    for (size_t j = 0; j < n; j++) row[j] *= p;
    row[c] = p;
    t->g[r] *= p;
    for (size_t i = 0; i <= t->m; i++) {
        double *other = t->t + i * n;
        const double q = other[c];
        if (i == r || !(fabs(q) > 0)) continue;
        for (size_t j = 0; j < n; j++) other[j] -= q * row[j];
        other[c] = -q * p;
        t->g[i] -= q * t->g[r];
    }
    t->nonbasic[c] = t->basic[r];
    t->basic[r] = entering;
    t->changes++;
}

/* What is basic, from what is not. */
static void place_basic(tableau *t)
{
    for (size_t i = 0; i < t->m; i++) {
        double value = t->g[i];
        for (size_t j = 0; j < t->n; j++) value -= t->t[i * t->n + j] * t->x[t->nonbasic[j]];
        t->x[t->basic[i]] = value;
    }
}

/* The largest element between a slack that is to leave the basis and a variable that is to enter it: those that
 * are to be basic have no value yet. */
static double largest_element(const tableau *t, size_t *row, size_t *col)
{
    double most = 0;
    for (size_t i = 0; i < t->m; i++) {
        if (isnan(t->x[t->basic[i]])) continue;
        for (size_t j = 0; j < t->n; j++) {
            const double size = fabs(t->t[i * t->n + j]);
            if (!isnan(t->x[t->nonbasic[j]]) || !(size > most)) continue;
            most = size;
            *row = i;
            *col = j;
        }
    }
    return most;
}

/* The tableau of the same basis, from the data; false for a basis that is singular. */
static bool renew(tableau *t)
{
    size_t entering = 0, row = 0, col = 0;
    for (size_t i = 0; i < t->m; i++) {
        entering += t->basic[i] < t->n ? 1 : 0;
        t->x[t->basic[i]] = (double)NAN;
    }
    start(t);
    for (; entering > 0; entering--) {
        if (!(largest_element(t, &row, &col) > SINGULAR)) return false;
        pivot(t, row, col);
    }
    place_basic(t);
    t->changes = 0;
    return true;
}

/* -------------------------------------------------------------------------------------- steps -- */

static double beyond(const tableau *t, size_t v)
{
    if (t->x[v] < t->low[v] - FEASIBLE) return -1;
    return t->x[v] > t->high[v] + FEASIBLE ? 1 : 0;
}

/* Slopes of the cost; or of the sum of what misses its bounds, if anything does. */
static bool find_slopes(tableau *t)
{
    bool feasible = true;
    for (size_t j = 0; j < t->n; j++) t->slope[j] = 0;
    for (size_t i = 0; i < t->m; i++) {
        const double side = beyond(t, t->basic[i]);
        const double *row = t->t + i * t->n;
        if (!(fabs(side) > 0)) continue;
        feasible = false;
        for (size_t j = 0; j < t->n; j++) t->slope[j] -= side * row[j];
    }
    for (size_t j = 0; j < t->n && feasible; j++) t->slope[j] = -t->t[t->m * t->n + j];
    return feasible;
}

/* The column to move, the steepest or (Bland) that of the first variable; NOWHERE if none leads down. */
static size_t choose_column(const tableau *t, bool bland)
{
    size_t best = NOWHERE;
    double most = FLAT;
    for (size_t j = 0; j < t->n; j++) {
        const size_t v = t->nonbasic[j];
        const double slope = t->slope[j];
        const bool leads = slope > 0 ? t->x[v] > t->low[v] : t->x[v] < t->high[v];
        if (!leads || !(fabs(slope) > (bland ? FLAT : most))) continue;
        if (bland && best != NOWHERE && v > t->nonbasic[best]) continue;
        most = fabs(slope);
        best = j;
    }
    return best;
}

/* The bound that a basic variable comes to first; one that is beyond a bound comes back to it. */
static double bound_ahead(const tableau *t, size_t v, double rate)
{
    const double side = beyond(t, v);
    if (rate > 0) return side < 0 ? t->low[v] : side > 0 ? (double)INFINITY : t->high[v];
    return side > 0 ? t->high[v] : side < 0 ? (double)-INFINITY : t->low[v];
}

static double way_to_bound(const tableau *t, size_t v, double rate)
{
    const double ahead = bound_ahead(t, v, rate);
    return fmax(0, rate > 0 ? ahead - t->x[v] : t->x[v] - ahead);
}

/* The row that stops a move of column c, and after which way; NOWHERE if none does. Of the rows that stop it soonest,
 * but for SLIP, that with the largest pivot (Harris 1973), or (Bland) that of the first variable. */
static size_t choose_row(const tableau *t, size_t c, double direction, bool bland, double *way)
{
    double soonest = INFINITY, most = 0;
    size_t best = NOWHERE;
    for (size_t i = 0; i < t->m; i++) {
        const double rate = -direction * t->t[i * t->n + c];
        if (!(fabs(rate) > PIVOT)) continue;
        const double reach = way_to_bound(t, t->basic[i], rate) + (bland ? 0 : SLIP);
        soonest = fmin(soonest, reach / fabs(rate));
    }
    for (size_t i = 0; i < t->m && isfinite(soonest); i++) {
        const double rate = -direction * t->t[i * t->n + c];
        if (!(fabs(rate) > PIVOT)) continue;
        const double here = way_to_bound(t, t->basic[i], rate) / fabs(rate);
        if (!(here <= soonest)) continue;
        if (bland ? best != NOWHERE && t->basic[i] > t->basic[best] : !(fabs(rate) > most))
            continue;
        most = fabs(rate);
        best = i;
        *way = here;
    }
    return best;
}

typedef enum move { MOVED, NO_SLOPE, NO_END } move;

static void step_along(tableau *t, size_t c, double direction, size_t r, double way)
{
    const size_t v = t->nonbasic[c];
    const double own = t->high[v] - t->low[v];
    const bool flips = own <= way; /* to its own other bound, and nothing else changes */
    const double length = flips ? own : way;
    double ahead = 0;
    if (!flips) ahead = bound_ahead(t, t->basic[r], -direction * t->t[r * t->n + c]);
    for (size_t i = 0; i < t->m; i++) t->x[t->basic[i]] -= direction * length * t->t[i * t->n + c];
    if (flips) {
        t->x[v] = direction > 0 ? t->high[v] : t->low[v];
        t->changes++;
    } else {
        t->x[v] += direction * length;
        t->x[t->basic[r]] = ahead;
        pivot(t, r, c);
    }
    t->idle = length > SLIP ? 0 : t->idle + 1;
}

static move take_step(tableau *t)
{
    const bool bland = t->idle > STEPS_BEFORE_BLAND;
    const size_t c = choose_column(t, bland);
    if (c == NOWHERE) return NO_SLOPE;
    const size_t v = t->nonbasic[c];
    const double direction = t->slope[c] > 0 ? -1 : 1;
    double way = INFINITY;
    const size_t r = choose_row(t, c, direction, bland, &way);
    if (r == NOWHERE && isinf(t->high[v] - t->low[v])) return NO_END;
    step_along(t, c, direction, r, way);
    return MOVED;
}

/* A claim is made on a tableau that was just made from the data. */
static rix_i_lp_outcome run(tableau *t)
{
    const size_t most = 1000 + 100 * (t->n + t->m);
    for (size_t step = 0; step < most; step++) {
        const bool feasible = find_slopes(t);
        const move made = take_step(t);
        if (made == MOVED && t->changes < STEPS_BEFORE_RENEWAL) continue;
        if (t->changes > 0) {
            if (!renew(t)) return RIX_I_LP_STUCK;
            continue;
        }
        if (made == NO_SLOPE) return feasible ? RIX_I_LP_OPTIMAL : RIX_I_LP_INFEASIBLE;
        return feasible ? RIX_I_LP_UNBOUNDED : RIX_I_LP_STUCK;
    }
    return RIX_I_LP_STUCK;
}

rix_i_lp_outcome rix_i_lp_solve(const rix_i_lp *lp, double *room, double *x, double *best)
{
    tableau t = { .lp = lp, .n = lp->n_vars, .m = lp->n_rows };
    lay_out(&t, room);
    find_units(&t);
    set_bounds(&t);
    for (size_t j = 0; j < t.n; j++) {
        t.x[j] = isfinite(t.low[j]) ? t.low[j] : isfinite(t.high[j]) ? t.high[j] : 0;
    }
    start(&t);
    place_basic(&t);
    const rix_i_lp_outcome outcome = run(&t);
    if (outcome != RIX_I_LP_OPTIMAL) return outcome;
    *best = 0;
    for (size_t j = 0; j < t.n; j++) {
        x[j] = fmin(fmax(t.x[j], t.low[j]), t.high[j]) * (t.unit[j] / t.x_unit);
        *best += lp->cost[j] * x[j];
    }
    return outcome;
}
