/* The adaptive integrator: what it costs and hits, against solutions in closed form. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "epidemic/adaptive.h"
#include "support.h"

enum { MOST_STOPS = 64, MOST_EVENTS = 4, ROOM = 256, WAYS = 4 };

typedef struct problem {
    double rate;
    double switched; /* a switch that an event turns */
    size_t stops, fired[MOST_EVENTS];
    double seen[MOST_STOPS], at[MOST_STOPS], when[MOST_EVENTS];
    double change_at; /* a stop at which x is doubled; 0: none */
    int fail_at;      /* a slope that fails; 0: none */
    int slopes;
} problem;

static int clock_slope(void *user, double t, const double *x, double *dx)
{
    problem *p = user;
    (void)t;
    (void)x;
    if (++p->slopes == p->fail_at) return 7;
    dx[0] = p->switched > 0.0 ? -1.0 : 1.0;
    return 0;
}

static int decay_slope(void *user, double t, const double *x, double *dx)
{
    const problem *p = user;
    (void)t;
    dx[0] = -p->rate * x[0];
    dx[1] = p->rate * x[0];
    return 0;
}

static int circle_slope(void *user, double t, const double *x, double *dx)
{
    (void)user;
    (void)t;
    dx[0] = x[1];
    dx[1] = -x[0];
    return 0;
}

static int burst_slope(void *user, double t, const double *x, double *dx)
{
    (void)user;
    (void)t;
    dx[0] = x[0] * x[0]; /* infinite at t = 1 from x = 1 */
    return 0;
}

static int nan_slope(void *user, double t, const double *x, double *dx)
{
    (void)user;
    dx[0] = x[0];
    dx[1] = t > 0.5 ? (double)NAN : 1.0;
    return 0;
}

static rix_status note_stop(void *user, size_t k, double t, double *x, bool *changed,
                            rix_error *err)
{
    problem *p = user;
    (void)err;
    p->at[k] = t;
    if (p->change_at > 0.0 && fabs(t - p->change_at) < 1e-12) {
        x[0] *= 2.0;
        *changed = true;
    }
    p->seen[k] = x[0];
    p->stops++;
    return RIX_OK;
}

static rix_status fire(void *user, size_t event, double t, double *x, rix_error *err)
{
    problem *p = user;
    (void)x;
    (void)err;
    p->fired[event]++;
    p->when[event] = t;
    if (event == 0) p->switched = 1.0;
    return RIX_OK;
}

static rix_i_ode ode_of(size_t n, problem *p, const double *stops, size_t n_stops)
{
    static const char *const names[] = { "first", "second" };
    return (rix_i_ode){ .n = n,
                        .user = p,
                        .at_stop = note_stop,
                        .stops = stops,
                        .n_stops = n_stops,
                        .state_names = names,
                        .time_unit = "day" };
}

static void error_follows_the_tolerance(void **state)
{
    (void)state;
    static const double stops[] = { 0.0, 1.0, 2.5, 10.0 };
    double scratch[ROOM];
    for (int digits = 4; digits <= 12; digits += 2) {
        for (int way = 0; way < WAYS; way++) { /* either pair, steps cut at stops or not */
            problem p = { .rate = 0.7 };
            rix_i_ode ode = ode_of(2, &p, stops, 4);
            rix_i_tolerance tol = RIX_I_TOLERANCE_INIT;
            rix_error err = RIX_ERROR_INIT;
            double x[] = { 1.0, 0.0 };
            ode.slope = decay_slope;
            ode.cut = way % 2 != 0;
            tol.order_8 = way / 2 != 0;
            tol.relative = tol.absolute = pow(10.0, -digits);
            rix_assert_ok(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), err);
            assert_int_equal(p.stops, 4);
            for (size_t k = 0; k < 4; k++) {
                rix_assert_same(p.at[k], stops[k]);
                rix_assert_near(p.seen[k], exp(-0.7 * stops[k]), 10.0 * tol.relative);
            }
            rix_assert_near(x[0] + x[1], 1.0, 1e-14); /* sums that stay do so to rounding */
        }
    }
}

static void effort_is_of_order_five(void **state)
{
    (void)state;
    static const double stops[] = { 0.0, 30.0 };
    double scratch[ROOM];
    size_t steps[2];
    for (int k = 0; k < 2; k++) {
        problem p = { 0 };
        rix_i_ode ode = ode_of(2, &p, stops, 2);
        rix_i_tolerance tol = RIX_I_TOLERANCE_INIT;
        rix_i_effort effort;
        rix_error err = RIX_ERROR_INIT;
        double x[] = { 0.0, 1.0 };
        ode.slope = circle_slope;
        tol.relative = tol.absolute = k == 0 ? 1e-6 : 1e-11;
        rix_assert_ok(rix_i_adaptive(&ode, &tol, x, scratch, &effort, &err), err);
        rix_assert_near(x[0], sin(30.0), 100.0 * tol.relative);
        assert_true(effort.slopes <= 6 * effort.steps + 2); /* the last slope opens the next step */
        steps[k] = effort.steps;
    }
    /* Five digits more cost 10 times the steps. */
    assert_in_range(steps[1], 7 * steps[0], 14 * steps[0]);
}

static int clock_conditions(void *user, double t, const double *x, double *g)
{
    const problem *p = user;
    (void)t;
    g[0] = p->switched > 0.0 ? 1.0 : x[0] - 3.7; /* once */
    g[1] = x[0] - 3.7;                           /* the same instant; and down again */
    g[2] = x[0] - 2.0;                           /* downwards only */
    g[3] = t - 6.1;
    return 0;
}

static int direction(void *user, size_t event)
{
    static const int directions[] = { 1, 1, -1, 0 };
    (void)user;
    return directions[event];
}

static void events_are_where_they_are(void **state)
{
    (void)state;
    static const double stops[] = { 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0 };
    double scratch[ROOM];
    for (int way = 0; way < WAYS; way++) {
        problem p = { 0 };
        rix_i_ode ode = ode_of(1, &p, stops, 9);
        rix_i_tolerance tol = RIX_I_TOLERANCE_INIT;
        rix_i_effort effort;
        rix_error err = RIX_ERROR_INIT;
        double x[] = { 0.0 };
        ode.slope = clock_slope;
        ode.conditions = clock_conditions;
        ode.n_events = 4;
        ode.direction = direction;
        ode.fire = fire;
        ode.cut = way % 2 != 0;
        tol.order_8 = way / 2 != 0;
        rix_assert_ok(rix_i_adaptive(&ode, &tol, x, scratch, &effort, &err), err);
        /* Up to 3.7, then down: 2 is passed at 5.4. */
        const double when[] = { 3.7, 3.7, 5.4, 6.1 };
        for (size_t k = 0; k < 4; k++) {
            assert_int_equal(p.fired[k], 1);
            rix_assert_near(p.when[k], when[k], 1e-9);
        }
        assert_int_equal(effort.events, 4);
        for (size_t k = 0; k < 9; k++) {
            const double t = stops[k];
            rix_assert_near(p.seen[k], t <= 3.7 ? t : 7.4 - t, 1e-9);
        }
        rix_assert_near(x[0], -0.6, 1e-9);
    }
}

static void a_change_at_a_stop_cuts_the_step(void **state)
{
    (void)state;
    static const double stops[] = { 0.0, 1.0, 2.0, 3.0 };
    double scratch[ROOM];
    for (int way = 0; way < WAYS; way++) {
        problem p = { .rate = 0.1, .change_at = 2.0 };
        rix_i_ode ode = ode_of(2, &p, stops, 4);
        const rix_i_tolerance tol = { 1e-11, 1e-11, 0.0, INFINITY, 10000, way / 2 != 0 };
        rix_error err = RIX_ERROR_INIT;
        double x[] = { 1.0, 0.0 };
        ode.slope = decay_slope;
        ode.cut = way % 2 != 0;
        rix_assert_ok(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), err);
        rix_assert_near(p.seen[1], exp(-0.1), 1e-10);
        rix_assert_near(p.seen[2], 2.0 * exp(-0.2), 1e-10);
        rix_assert_near(x[0], 2.0 * exp(-0.3), 1e-10);
    }
}

static void runs_that_cannot_go_on_say_where(void **state)
{
    (void)state;
    static const double stops[] = { 0.0, 2.0 };
    double scratch[ROOM];
    problem p = { 0 };
    rix_i_ode ode = ode_of(1, &p, stops, 2);
    rix_i_tolerance tol = RIX_I_TOLERANCE_INIT;
    rix_error err = RIX_ERROR_INIT;
    double x[] = { 1.0, 0.0 };
    ode.slope = burst_slope;
    rix_assert_fails(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), RIX_ENUMERIC, err,
                     "first changes fastest");
    rix_assert_text(err.message, " at time ");
    rix_assert_text(err.message, "(day)");

    tol.max_steps = 5;
    x[0] = 1.0;
    rix_assert_fails(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), RIX_ENUMERIC, err,
                     "the steps ran out at time ");

    tol.max_steps = 10000;
    ode.n = 2;
    ode.slope = nan_slope;
    x[0] = 1.0, x[1] = 0.0;
    rix_assert_fails(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), RIX_ENUMERIC, err,
                     "second is nan at time 0.5");

    ode.n = 1;
    ode.slope = clock_slope;
    p.fail_at = 9;
    rix_assert_fails(rix_i_adaptive(&ode, &tol, x, scratch, NULL, &err), RIX_ECANCELLED, err,
                     "right-hand side failed at time ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_follows_the_tolerance),
        cmocka_unit_test(effort_is_of_order_five),
        cmocka_unit_test(events_are_where_they_are),
        cmocka_unit_test(a_change_at_a_stop_cuts_the_step),
        cmocka_unit_test(runs_that_cannot_go_on_say_where),
    };
    return RIX_RUN_TESTS("adaptive", tests);
}
