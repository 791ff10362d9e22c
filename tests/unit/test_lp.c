/* test_lp.c - small linear programs against every vertex that there is, by hand and at the edges. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lp.h"
#include "support.h"

enum { VARS = 4, ROWS = 7, CASES = 6000 };

static rix_i_lp_outcome solve(const rix_i_lp *lp, double *x, double *best)
{
    double *room = malloc(rix_i_lp_room(lp->n_vars, lp->n_rows) * sizeof *room);
    assert_non_null(room);
    const rix_i_lp_outcome outcome = rix_i_lp_solve(lp, room, x, best);
    free(room);
    return outcome;
}

/* ----------------------------------------------------------------------------- an independent way -- */

/* The solution of n equations, by elimination; false where they are singular. */
static bool solve_square(double *a, double *b, size_t n, double *x)
{
    for (size_t c = 0; c < n; c++) {
        size_t p = c;
        for (size_t i = c; i < n; i++) p = fabs(a[i * n + c]) > fabs(a[p * n + c]) ? i : p;
        if (fabs(a[p * n + c]) < 1e-9) return false;
        for (size_t j = 0; j < n; j++) {
            const double t = a[p * n + j];
            a[p * n + j] = a[c * n + j];
            a[c * n + j] = t;
        }
        const double t = b[p];
        b[p] = b[c];
        b[c] = t;
        for (size_t i = 0; i < n; i++) {
            const double q = a[i * n + c] / a[c * n + c];
            if (i == c) continue;
            for (size_t j = c; j < n; j++) a[i * n + j] -= q * a[c * n + j];
            b[i] -= q * b[c];
        }
    }
    for (size_t i = 0; i < n; i++) x[i] = b[i] / a[i * n + i];
    return true;
}

/* Half-spaces g x <= h: the rows, equations twice, and the bounds. */
typedef struct spaces {
    double g[2 * ROWS + 2 * VARS][VARS], h[2 * ROWS + 2 * VARS];
    size_t n, vars;
} spaces;

static void add_space(spaces *s, const double *g, double sign, double h)
{
    for (size_t j = 0; j < s->vars; j++) s->g[s->n][j] = sign * g[j];
    s->h[s->n++] = sign * h;
}

static spaces spaces_of(const rix_i_lp *lp)
{
    spaces s = { .n = 0, .vars = lp->n_vars };
    for (size_t i = 0; i < lp->n_rows; i++) {
        add_space(&s, lp->a + i * lp->n_vars, 1, lp->b[i]);
        if (i < lp->n_equal) add_space(&s, lp->a + i * lp->n_vars, -1, lp->b[i]);
    }
    for (size_t j = 0; j < lp->n_vars; j++) {
        double unit[VARS] = { 0 };
        unit[j] = 1;
        if (isfinite(lp->low[j])) add_space(&s, unit, -1, lp->low[j]);
        if (isfinite(lp->high[j])) add_space(&s, unit, 1, lp->high[j]);
    }
    return s;
}

static bool within(const spaces *s, const double *x)
{
    for (size_t i = 0; i < s->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < s->vars; j++) sum += s->g[i][j] * x[j];
        if (sum > s->h[i] + 1e-7) return false;
    }
    return true;
}

/* The least cost over all vertices; infinite where there is none. */
static double least_vertex(const spaces *s, const double *cost)
{
    double least = INFINITY;
    for (unsigned mask = 0; mask < 1u << s->n; mask++) {
        double a[VARS * VARS], b[VARS], x[VARS], value = 0;
        size_t n = 0;
        for (size_t i = 0; i < s->n && n <= s->vars; i++) {
            if (!(mask >> i & 1)) continue;
            if (n < s->vars) {
                memcpy(a + n * s->vars, s->g[i], s->vars * sizeof *a);
                b[n] = s->h[i];
            }
            n++;
        }
        if (n != s->vars || !solve_square(a, b, n, x) || !within(s, x)) continue;
        for (size_t j = 0; j < n; j++) value += cost[j] * x[j];
        least = fmin(least, value);
    }
    return least;
}

/* ---------------------------------------------------------------------------------------- cases -- */

typedef struct case_data {
    double a[ROWS * VARS], b[ROWS], cost[VARS], low[VARS], high[VARS];
    rix_i_lp lp;
} case_data;

static double whole(rix_stream *s, int from, int to)
{
    return from + floor(rix_stream_uniform(s) * (to - from + 1));
}

/* Whole numbers, so that many vertices are met by more planes than they need. */
static void make_case(case_data *c, uint64_t number)
{
    rix_stream s;
    rix_stream_init(&s, 11, number);
    const size_t n = (size_t)whole(&s, 1, VARS), m = (size_t)whole(&s, 0, n < 4 ? ROWS : 5);
    for (size_t i = 0; i < m * n; i++) c->a[i] = whole(&s, -2, 3);
    for (size_t i = 0; i < m; i++) c->b[i] = whole(&s, -1, 4);
    for (size_t j = 0; j < n; j++) {
        c->cost[j] = whole(&s, -3, 3);
        c->low[j] = whole(&s, 0, 4) > 0 ? whole(&s, -1, 1) : -INFINITY;
        c->high[j] = whole(&s, 0, 2) > 0 ? INFINITY : whole(&s, 1, 3);
    }
    const size_t n_equal = m > 0 && whole(&s, 0, 3) > 2 ? 1 : 0;
    c->lp = (rix_i_lp){ n, m, n_equal, c->cost, c->a, c->b, c->low, c->high };
}

/* In a box that holds every vertex, a program has an optimum at a vertex or no solution at all; and what it
 * gains from a larger box tells an unbounded one. */
static double least_in_box(const case_data *c, double side)
{
    case_data boxed = *c;
    for (size_t j = 0; j < c->lp.n_vars; j++) {
        boxed.low[j] = fmax(c->low[j], -side);
        boxed.high[j] = fmin(c->high[j], side);
    }
    boxed.lp.low = boxed.low;
    boxed.lp.high = boxed.high;
    const spaces s = spaces_of(&boxed.lp);
    return least_vertex(&s, boxed.cost);
}

static void every_vertex(void **state)
{
    (void)state;
    size_t count[4] = { 0 };
    const size_t cases = getenv("RISKIDX_VALGRIND") ? CASES / 60 : CASES;
    for (uint64_t k = 0; k < cases; k++) {
        case_data c;
        double x[VARS], best = 0;
        make_case(&c, k);
        const rix_i_lp_outcome outcome = solve(&c.lp, x, &best);
        const double least = least_in_box(&c, 1e3), further = least_in_box(&c, 2e3);
        count[outcome]++;
        if (isinf(least)) {
            assert_int_equal(outcome, RIX_I_LP_INFEASIBLE);
        } else if (further < least - 1) {
            assert_int_equal(outcome, RIX_I_LP_UNBOUNDED);
        } else {
            const spaces s = spaces_of(&c.lp);
            assert_int_equal(outcome, RIX_I_LP_OPTIMAL);
            rix_assert_near(best, least, 1e-9 * fmax(1, fabs(least)));
            assert_true(within(&s, x));
        }
    }
    assert_int_equal(count[RIX_I_LP_STUCK], 0);
    assert_true(count[RIX_I_LP_INFEASIBLE] > cases / 20); /* each kind is there */
    assert_true(count[RIX_I_LP_UNBOUNDED] > cases / 20);
    assert_true(count[RIX_I_LP_OPTIMAL] > cases / 5);
}

/* Beale 1955: the simplex of the largest slope cycles here for ever; the optimum is -1/20. */
static void an_example_that_cycles(void **state)
{
    (void)state;
    const double a[] = { 0.25, -60, -0.04, 9, 0.5, -90, -0.02, 3, 0, 0, 1, 0 }, b[] = { 0, 0, 1 };
    const double cost[] = { -0.75, 150, -0.02, 6 };
    const rix_i_lp lp = { 4, 3, 0, cost, a, b, NULL, NULL };
    double x[4], best;
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_OPTIMAL);
    rix_assert_near(best, -0.05, 1e-15);
}

/* Klee and Minty 1972, where a path over all 2^n vertices is there to be taken. */
static void a_bent_cube(void **state)
{
    (void)state;
    enum { N = 8 };
    double a[N * N] = { 0 }, b[N], cost[N], x[N], best;
    for (size_t i = 0; i < N; i++) {
        for (size_t j = 0; j < i; j++) a[i * N + j] = ldexp(2, (int)(i - j));
        a[i * N + i] = 1;
        b[i] = pow(5, (double)i + 1);
        cost[i] = -ldexp(1, N - 1 - (int)i);
    }
    const rix_i_lp lp = { N, N, 0, cost, a, b, NULL, NULL };
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_OPTIMAL);
    rix_assert_close(best, -pow(5, N), 1e-15);
}

/* The units of rows, variables and cost do not matter: powers of two change no bit. */
static void units_of_measurement(void **state)
{
    (void)state;
    for (uint64_t k = 0; k < 500; k++) {
        case_data c, d;
        double x[VARS], y[VARS], best = 0, other = 0;
        make_case(&c, k);
        d = c;
        for (size_t j = 0; j < c.lp.n_vars; j++) {
            const double unit = ldexp(1, (int)(k % 7) * 20 - 60 + 9 * (int)j);
            for (size_t i = 0; i < c.lp.n_rows; i++) {
                d.a[i * c.lp.n_vars + j] = c.a[i * c.lp.n_vars + j] * unit;
            }
            d.cost[j] = c.cost[j] * unit * 1024;
            d.low[j] = c.low[j] / unit;
            d.high[j] = c.high[j] / unit;
        }
        d.lp =
            (rix_i_lp){ c.lp.n_vars, c.lp.n_rows, c.lp.n_equal, d.cost, d.a, d.b, d.low, d.high };
        const rix_i_lp_outcome outcome = solve(&c.lp, x, &best);
        assert_int_equal(solve(&d.lp, y, &other), outcome);
        if (outcome == RIX_I_LP_OPTIMAL) rix_assert_same(other, 1024 * best);
    }
}

static void edges(void **state)
{
    (void)state;
    const double cost[] = { 1, -1 }, low[] = { -3, 2 }, high[] = { 5, 2 }, zero[] = { 0, 0 };
    const double open[] = { -INFINITY, 0 };
    double x[2], best;
    rix_i_lp lp = {
        2, 0, 0, cost, NULL, NULL, low, high
    }; /* no rows: each variable at its bound */
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_OPTIMAL);
    rix_assert_same(best, -5);
    rix_assert_same(x[1], 2);
    lp.low = open;
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_UNBOUNDED);
    lp.cost = zero; /* nothing to gain: any point will do */
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_OPTIMAL);
    rix_assert_same(best, 0);
    const double a[] = { 0, 0 }, b[] = { -1 }, c[] = { 0 };
    lp = (rix_i_lp){ 2, 1, 0, cost, a, b, NULL, NULL }; /* 0 <= -1 */
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_INFEASIBLE);
    lp = (rix_i_lp){ 2, 1, 1, zero, a, c, NULL, NULL }; /* 0 = 0 */
    assert_int_equal(solve(&lp, x, &best), RIX_I_LP_OPTIMAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vertex), cmocka_unit_test(an_example_that_cycles),
        cmocka_unit_test(a_bent_cube),  cmocka_unit_test(units_of_measurement),
        cmocka_unit_test(edges),
    };
    return RIX_RUN_TESTS("linear programs", tests);
}
