/* Optimal schedules: closed forms, brute force, and every way to fail. */
#include <math.h>

#include "planners.h"

enum { PERIODS = 4 };

/* Two controls; what they miss of 1 costs squares, 4 times as much for the second; both use up a budget. */
static int stand_still(const rix_custom_at *at, double *dx, void *user)
{
    (void)at, (void)user;
    dx[0] = 0.0;
    return 0;
}

static int miss_and_use(const rix_custom_at *at, double *rates, void *user)
{
    const double factor = user ? *(const double *)user : 1.0, a = at->u[0] - 1.0, b = at->u[1] - 1.0;
    rates[0] = factor * (a * a + 4.0 * b * b);
    rates[1] = at->u[0] + at->u[1];
    rates[2] = 1.0;
    return 0;
}

static int still_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user)
{
    (void)at, (void)seed, (void)x_bar, (void)u_bar, (void)p_bar, (void)user;
    return 0;
}

static int rates_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user)
{
    (void)x_bar, (void)p_bar, (void)user;
    u_bar[0] = seed[0] * 2.0 * (at->u[0] - 1.0) + seed[1];
    u_bar[1] = seed[0] * 8.0 * (at->u[1] - 1.0) + seed[1];
    return 0;
}

static rix_scenario *squares(double *factor)
{
    static const char *const state[] = { "nothing" }, *const controls[] = { "a", "b" };
    static const double zero[] = { 0.0 }, most[] = { 1.0, 1.0 };
    static const rix_custom_outcome outcomes[] = {
        { { "missed", "", RIX_ECONOMIC }, RIX_DRAWN_RUNNING },
        { { "used", "", RIX_SOCIAL }, RIX_DRAWN_RUNNING },
        { { "time", "", RIX_SOCIAL }, RIX_DRAWN_RUNNING },
    };
    rix_custom c = RIX_CUSTOM_INIT;
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    c.n_states = 1, c.states = state, c.initial = zero;
    c.n_controls = 2, c.controls = controls, c.control_max = most;
    c.n_outcomes = 3, c.outcomes = outcomes;
    c.periods = PERIODS, c.steps = 2, c.user = factor;
    c.rhs = stand_still, c.rates = miss_and_use;
    c.rhs_vjp = still_vjp, c.rates_vjp = rates_vjp;
    rix_assert_ok(rix_custom_new(&c, &sc, &err), err);
    return sc;
}

static rix_envelope_point point_of(const rix_envelope *e, size_t k)
{
    rix_envelope_point p;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_envelope_get(e, k, &p, &err), err);
    return p;
}

static rix_space space_of(rix_space_kind kind)
{
    rix_space s = RIX_SPACE_INIT;
    s.kind = kind;
    return s;
}

/* (1 - a) = price / 2, (1 - b) = price / 8 and a + b = 1: the price is 1.6. */
static void a_convex_problem_has_its_closed_form(void **state)
{
    (void)state;
    const double weights[] = { 1.0, 0.0, 0.0 }, at_most[] = { RIX_NAN, PERIODS, RIX_NAN };
    const rix_goal goal = { rix_vec_c(weights, 3), rix_vec_c(at_most, 3) };
    const rix_space space = space_of(RIX_SPACE_TARGETED);
    rix_scenario *sc = squares(NULL);
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_optimum(sc, &space, &goal, NULL, &e, &err), err);
    const rix_envelope_point p = point_of(e, 0);
    for (size_t k = 0; k < PERIODS; k++) {
        rix_assert_near(p.schedule.data[2 * k], 0.2, 1e-6);
        rix_assert_near(p.schedule.data[2 * k + 1], 0.8, 1e-6);
    }
    rix_assert_close(p.objective, 0.8 * PERIODS, 1e-9);
    rix_assert_close(p.multipliers.data[1], 1.6, 1e-6);
    rix_assert_same(p.multipliers.data[0], 0.0);
    assert_true(p.violation <= 1e-8);
    assert_int_equal(p.status, RIX_POINT_LOCAL);
    assert_int_equal(p.violated, RIX_NO_INDEX);
    rix_envelope_free(e);
    rix_scenario_free(sc);
}

/* Tied alike, 5 (a - 1)^2 and 2 a: the first period stays as it was. */
static void ties_and_a_prefix_hold(void **state)
{
    (void)state;
    const double weights[] = { 1.0, 1.0, 0.0 }, lived[PERIODS][2] = { { 0.3, 0.6 } };
    const rix_goal goal = { rix_vec_c(weights, 3), { NULL, 0, 1 } };
    rix_space space = space_of(RIX_SPACE_UNIFORM);
    rix_scenario *sc = squares(NULL);
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
    space.prefix = 1;
    space.base = rix_mat_c(lived[0], PERIODS, 2);
    rix_assert_ok(rix_optimum(sc, &space, &goal, NULL, &e, &err), err);
    const rix_envelope_point p = point_of(e, 0);
    rix_assert_same(p.schedule.data[0], 0.3);
    rix_assert_same(p.schedule.data[1], 0.6);
    for (size_t k = 1; k < PERIODS; k++) {
        rix_assert_near(p.schedule.data[2 * k], 0.8, 1e-6); /* 10 (1 - a) = 2 */
        rix_assert_same(p.schedule.data[2 * k + 1], p.schedule.data[2 * k]);
    }
    rix_envelope_free(e);
    rix_scenario_free(sc);
}

static void what_cannot_be_met_says_by_how_much(void **state)
{
    (void)state;
    const double weights[] = { 1.0, 0.0, 0.0 }, at_most[] = { RIX_NAN, -1.0, RIX_NAN };
    const rix_goal goal = { rix_vec_c(weights, 3), rix_vec_c(at_most, 3) };
    rix_scenario *sc = squares(NULL);
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_optimum(sc, NULL, &goal, NULL, &e, &err), err);
    const rix_envelope_point p = point_of(e, 0);
    assert_int_equal(p.status, RIX_POINT_INFEASIBLE);
    assert_int_equal(p.violated, 1);
    rix_assert_near(p.violation, 1.0, 1e-9);
    for (size_t k = 0; k < 2 * PERIODS; k++) rix_assert_near(p.schedule.data[k], 0.0, 1e-9);
    rix_envelope_free(e);
    rix_scenario_free(sc);
}

/* Two levels of a lockdown of all: nowhere on a grid of 41 x 41 is less, and somewhere nearly as little. */
static void brute_force_finds_no_less(void **state)
{
    (void)state;
    enum { GRID = 41 };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    const size_t n = rix_scenario_outcome_count(sc), at = rix_scenario_find_outcome(sc, "objective");
    double weights[16] = { 0 }, schedule[20][2], least = HUGE_VAL;
    weights[at] = 1.0;
    const rix_goal goal = { rix_vec_c(weights, n), { NULL, 0, 1 } };
    rix_space space = space_of(RIX_SPACE_UNIFORM);
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
    space.every = 10;
    rix_assert_ok(rix_optimum(sc, &space, &goal, NULL, &e, &err), err);
    for (size_t k = 0; k < GRID * GRID; k++) {
        for (size_t i = 0; i < 20; i++) {
            const size_t step = i < 10 ? k / GRID : k % GRID;
            schedule[i][0] = schedule[i][1] = 0.8 * (double)step / (GRID - 1);
        }
        least = fmin(least, outcome_under(sc, rix_mat_c(schedule[0], 20, 2), "objective"));
    }
    const double found = point_of(e, 0).objective;
    assert_true(found <= least);
    rix_assert_close(found, least, 1e-3);
    rix_assert_same(outcome_under(sc, point_of(e, 0).schedule, "objective"),
                    point_of(e, 0).outcomes.data[at]);
    rix_envelope_free(e);
    rix_scenario_free(sc);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_frontier_options o = RIX_FRONTIER_OPTIONS_INIT;
    rix_envelope *one = NULL, *many = NULL;
    rix_error err = RIX_ERROR_INIT;
    o.points = 10;
    o.run.threads = 1;
    rix_assert_ok(rix_frontier(sc, NULL, &o, &one, &err), err);
    o.run.threads = 3;
    rix_assert_ok(rix_frontier(sc, NULL, &o, &many, &err), err);
    assert_int_equal(rix_envelope_size(one), 10);
    assert_true(rix_envelope_complete(one));
    const size_t y = rix_scenario_find_outcome(sc, "deaths");
    for (size_t k = 0; k < 10; k++) {
        const rix_envelope_point a = point_of(one, k), b = point_of(many, k);
        for (size_t i = 0; i < 40; i++) rix_assert_same(a.schedule.data[i], b.schedule.data[i]);
        if (k > 0) assert_true(a.outcomes.data[y] < point_of(one, k - 1).outcomes.data[y]);
        if (k > 0) assert_true(a.objective > point_of(one, k - 1).objective);
    }
    rix_envelope_free(one);
    rix_envelope_free(many);
    rix_scenario_free(sc);
}

static int stop_late(double done, void *user)
{
    (void)user;
    return done > 0.5;
}

static void what_was_found_is_kept_where_asked(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_frontier_options o = RIX_FRONTIER_OPTIONS_INIT;
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
    o.points = 40;
    o.run.progress = stop_late;
    rix_assert_fails(rix_frontier(sc, NULL, &o, &e, &err), RIX_ECANCELLED, err, NULL);
    assert_null(e);
    o.keep = true;
    rix_assert_ok(rix_frontier(sc, NULL, &o, &e, &err), err);
    assert_false(rix_envelope_complete(e));
    assert_in_range(rix_envelope_size(e), 1, 40);
    rix_envelope_free(e);
    rix_scenario_free(sc);
}

static void callers_are_told(void **state)
{
    (void)state;
    double factor = 1.0;
    rix_scenario *sc = squares(&factor);
    double w[] = { 1.0, 0.0, 0.0 }, bound[] = { RIX_NAN, RIX_NAN, HUGE_VAL };
    double lower[PERIODS * 2] = { 0 }, upper[PERIODS * 2] = { 0 };
    rix_goal goal = { rix_vec_c(w, 3), { NULL, 0, 1 } };
    rix_space space = RIX_SPACE_INIT;
    rix_optimum_options o = RIX_OPTIMUM_OPTIONS_INIT;
    rix_frontier_options f = RIX_FRONTIER_OPTIONS_INIT;
    rix_envelope *e = NULL;
    rix_error err = RIX_ERROR_INIT;
#define FAILS(status, part)                                                                        \
    rix_assert_fails(rix_optimum(sc, &space, &goal, &o, &e, &err), status, err, part)
    rix_assert_fails(rix_optimum(NULL, NULL, &goal, NULL, &e, &err), RIX_EINVAL, err, "sc");
    rix_assert_fails(rix_optimum(sc, NULL, NULL, NULL, &e, &err), RIX_EINVAL, err, "goal");
    rix_assert_fails(rix_optimum(sc, NULL, &goal, NULL, NULL, &err), RIX_EINVAL, err, "out");
    o.starts = 0;
    FAILS(RIX_EINVAL, "starts");
    o.starts = 3, o.max_evaluations = 0;
    FAILS(RIX_EINVAL, "max_evaluations");
    o.max_evaluations = 100, o.warm = rix_mat_c(lower, 2, 2);
    FAILS(RIX_EDIM, "warm");
    o.warm.rows = o.warm.cols = 0, goal.weights.size = 2;
    FAILS(RIX_EDIM, "2 weights for 3 outcomes");
    goal.weights.size = 3, w[0] = 0.0;
    FAILS(RIX_EINVAL, "all 0");
    w[2] = 1.0; /* time runs whatever one does */
    FAILS(RIX_EMISSING, "does not depend");
    w[2] = RIX_NAN;
    FAILS(RIX_EDOMAIN, "'time'");
    w[2] = 0.0, w[0] = 1.0, goal.at_most = rix_vec_c(bound, 3);
    FAILS(RIX_EDOMAIN, "bound of outcome 'time'");
    goal.at_most.size = 0, space.prefix = PERIODS;
    FAILS(RIX_EINVAL, "leaves no control free");
    space.prefix = 0, space.upper = rix_mat_c(upper, PERIODS, 2);
    FAILS(RIX_EINVAL, "leaves no control free");
    lower[5] = 0.5, space.lower = rix_mat_c(lower, PERIODS, 2);
    FAILS(RIX_EDOMAIN, "contradict");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.col, 1);
    space = space_of(RIX_SPACE_TIED);
    FAILS(RIX_EINVAL, "variable is NULL");
    const size_t map[PERIODS * 2] = { 0, 1, 2 };
    space.variable = map, space.n_variables = 2;
    FAILS(RIX_EINVAL, "not below 2");
    space = space_of(RIX_SPACE_UNIFORM), space.every = 0;
    FAILS(RIX_EINVAL, "every");
    space.every = 1, factor = RIX_NAN;
    FAILS(RIX_ENUMERIC, NULL);
#undef FAILS
    f.x = "missed", f.y = "used", f.points = 0;
    rix_assert_fails(rix_frontier(sc, NULL, &f, &e, &err), RIX_EINVAL, err, "points is 0");
    f.points = 5, f.y = "missed";
    rix_assert_fails(rix_frontier(sc, NULL, &f, &e, &err), RIX_EINVAL, err, "both");
    f.y = "deaths";
    rix_assert_fails(rix_frontier(sc, NULL, &f, &e, &err), RIX_ENOTFOUND, err, "deaths");
    f.y = "used", f.low = 2.0, f.high = 1.0;
    rix_assert_fails(rix_frontier(sc, NULL, &f, &e, &err), RIX_EDOMAIN, err, "not down");
    assert_null(e);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_convex_problem_has_its_closed_form),
        cmocka_unit_test(ties_and_a_prefix_hold),
        cmocka_unit_test(what_cannot_be_met_says_by_how_much),
        cmocka_unit_test(brute_force_finds_no_less),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(what_was_found_is_kept_where_asked),
        cmocka_unit_test(callers_are_told),
    };
    return RIX_RUN_TESTS("optimum", tests);
}
