/* Models of the caller's own: the same numbers as a model of the library, events, and what goes wrong. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "planners.h"

enum { PERIODS = 12, STATES = 3 };

/** What the functions below are told to do wrong, and how often they were called. */
typedef struct mischief {
    double fail_after, nan_after;
    int fail_vjp;
} mischief;

static const mischief NONE = { INFINITY, INFINITY, 0 };

/* The planner of plain_sir with deaths and an output loss; parameters: transmission, recovery. */
static int sir(const rix_custom_at *at, double *dx, void *user)
{
    const mischief *m = user;
    const double contact = 1.0 - 0.8 * at->u[0],
                 caught = at->p[0] * contact * at->x[0] * contact * at->x[1],
                 over = at->p[1] * at->x[1];
    if (at->t > m->fail_after) return 5;
    dx[0] = at->t > m->nan_after ? (double)NAN : -caught;
    dx[1] = caught - over;
    dx[2] = over;
    return 0;
}

static int sir_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                   double *p_bar, void *user)
{
    const mischief *m = user;
    const double contact = 1.0 - 0.8 * at->u[0], caught_bar = seed[1] - seed[0],
                 over_bar = seed[2] - seed[1], met = contact * contact * at->x[0] * at->x[1];
    x_bar[0] = caught_bar * at->p[0] * contact * contact * at->x[1];
    x_bar[1] = caught_bar * at->p[0] * contact * contact * at->x[0] + over_bar * at->p[1];
    u_bar[0] = -1.6 * caught_bar * at->p[0] * contact * at->x[0] * at->x[1];
    p_bar[0] = caught_bar * met;
    p_bar[1] = over_bar * at->x[1];
    return m->fail_vjp;
}

/* Output lost: of the locked down who have not recovered. */
static int loss(const rix_custom_at *at, double *rates, void *user)
{
    (void)user;
    rates[0] = at->u[0] * at->x[0] + at->u[0] * at->x[1];
    return 0;
}

static int loss_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                    double *p_bar, void *user)
{
    (void)user;
    (void)p_bar;
    x_bar[0] = x_bar[1] = seed[0] * at->u[0];
    u_bar[0] = seed[0] * (at->x[0] + at->x[1]);
    return 0;
}

static int last(const rix_custom_at *at, double *values, void *user)
{
    (void)user;
    values[0] = at->x[2];
    values[1] = at->x[1] * at->x[1];
    return 0;
}

static int last_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                    double *p_bar, void *user)
{
    (void)user;
    (void)u_bar;
    (void)p_bar;
    x_bar[2] = seed[0];
    x_bar[1] = 2.0 * at->x[1] * seed[1];
    return 0;
}

static rix_custom custom_sir(const mischief *m, bool products)
{
    static const char *const states[] = { "S", "I", "R" }, *const controls[] = { "lockdown" },
                             *const params[] = { "transmission", "recovery" };
    static const double initial[] = { 0.99, 0.01, 0.0 }, most[] = { 1.0 }, values[] = { 0.5, 0.25 },
                        low[] = { 0.0, 0.0 }, ones[] = { 1.0, 1.0, 1.0 };
    static const rix_custom_outcome outcomes[] = {
        { { "ever", "share", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
        { { "output_loss", "output", RIX_ECONOMIC }, RIX_DRAWN_RUNNING },
        { { "left", NULL, RIX_SOCIAL }, RIX_DRAWN_TERMINAL },
    };
    rix_custom c = RIX_CUSTOM_INIT;
    c.n_states = 3, c.states = states, c.initial = initial;
    c.n_controls = 1, c.controls = controls, c.control_max = most;
    c.n_params = 2, c.params = params, c.param_values = values, c.param_low = low;
    c.n_outcomes = 3, c.outcomes = outcomes;
    c.periods = PERIODS, c.steps = 7, c.time_unit = "week";
    c.n_nonnegative = 3, c.conserved = ones;
    c.user = (void *)(uintptr_t)m;
    c.rhs = sir, c.rates = loss, c.terminal = last;
    if (products) c.rhs_vjp = sir_vjp, c.rates_vjp = loss_vjp, c.terminal_vjp = last_vjp;
    return c;
}

static rix_scenario *custom_of(const rix_custom *c)
{
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_custom_new(c, &sc, &err), err);
    return sc;
}

/* The same as a planner of the library. */
static rix_scenario *planner_twin(void)
{
    static const double one[] = { 1.0 }, nobody[] = { 0.0 }, susceptible[] = { 0.99 },
                        infected[] = { 0.01 };
    rix_planner_sir p = RIX_PLANNER_SIR_INIT;
    p.groups = 1;
    p.population = p.productivity = p.lockdown_max = one;
    p.susceptible = susceptible, p.infected = infected, p.fatality = nobody;
    p.transmission = 0.5, p.recovery = 0.25, p.effect = 0.8;
    p.periods = PERIODS;
    return scenario_of(&p);
}

static const double LEVEL = 0.3;

static void a_custom_model_gives_the_numbers_of_its_twin(void **state)
{
    (void)state;
    rix_custom c = custom_sir(&NONE, true);
    rix_scenario *sc = custom_of(&c), *twin = planner_twin();
    rix_trajectory *mine = NULL, *theirs = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_string_equal(rix_scenario_state_name(sc, 3), "output_loss");
    assert_string_equal(rix_scenario_outcome(sc, 2)->unit, "");
    assert_null(rix_scenario_state_unit(sc, 0)); /* not said */
    assert_string_equal(rix_scenario_state_unit(twin, 0), "share of population");
    assert_string_equal(rix_scenario_state_unit(twin, 4), "annual output");
    assert_string_equal(rix_scenario_state_unit(twin, 6), "share of population");
    assert_null(rix_scenario_state_unit(twin, 7));
    c.state_units = (const char *const[]){ "people", "people", "people" };
    rix_scenario *with_units = custom_of(&c);
    assert_string_equal(rix_scenario_state_unit(with_units, 2), "people");
    assert_string_equal(rix_scenario_state_unit(with_units, 3), "output");
    rix_scenario_free(with_units);
    assert_int_equal(rix_scenario_find_param(sc, "recovery"), 1);
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &LEVEL), &mine, &err), err);
    rix_assert_ok(rix_simulate(twin, constant_schedule(twin, &LEVEL), &theirs, &err), err);
    const rix_mat x = rix_trajectory_states(mine), z = rix_trajectory_states(theirs);
    for (size_t k = 0; k <= PERIODS; k++) {
        for (size_t i = 0; i < STATES; i++) {
            rix_assert_near(x.data[k * x.cols + i], z.data[k * z.cols + i], 1e-14);
        }
        rix_assert_close(x.data[k * x.cols + 3], z.data[k * z.cols + 4], 1e-12);
    }
    const double *y = rix_trajectory_outcomes(mine).data;
    rix_assert_same(y[0], x.data[PERIODS * x.cols + 2]);
    rix_assert_same(y[1], x.data[PERIODS * x.cols + 3]);
    rix_assert_close(y[2], pow(x.data[PERIODS * x.cols + 1], 2.0), 1e-15);
    rix_trajectory_free(mine);
    rix_trajectory_free(theirs);
    rix_scenario_free(sc);
    rix_scenario_free(twin);
}

/* Derivatives of the output loss by the controls, and by transmission and recovery. */
static bool gradient_of(const rix_scenario *sc, const char *outcome, double *by_control,
                        double *by_param, bool *exact)
{
    double weights[8] = { 0.0 }, params[32];
    const size_t n = rix_scenario_param_count(sc);
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    weights[rix_scenario_find_outcome(sc, outcome)] = 1.0;
    const rix_status status = rix_gradient(
        sc, constant_schedule(sc, &LEVEL), rix_mat_c(weights, 1, rix_scenario_outcome_count(sc)),
        none, rix_out_c(by_control, PERIODS, 1), rix_out_c(params, 1, n), none, exact, &err);
    if (status != RIX_OK) {
        assert_int_equal(status, RIX_EINVAL);
        rix_assert_text(err.message, "not exact");
        return false;
    }
    by_param[0] = params[rix_scenario_find_param(sc, "transmission")];
    by_param[1] = params[rix_scenario_find_param(sc, "recovery")];
    return true;
}

static void gradients_are_those_of_the_twin(void **state)
{
    (void)state;
    rix_custom with = custom_sir(&NONE, true), without = custom_sir(&NONE, false);
    rix_scenario *sc = custom_of(&with), *twin = planner_twin(), *plain = custom_of(&without);
    double mine[PERIODS], theirs[PERIODS], rough[PERIODS], p[2], q[2], r[2];
    bool exact = false;
    assert_true(gradient_of(sc, "output_loss", mine, p, NULL));
    assert_true(gradient_of(twin, "output_loss", theirs, q, NULL));
    assert_false(gradient_of(plain, "output_loss", rough, r, NULL)); /* refused as exact */
    assert_true(gradient_of(plain, "output_loss", rough, r, &exact));
    assert_false(exact);
    for (size_t k = 0; k < PERIODS; k++) {
        rix_assert_close(mine[k], theirs[k], 1e-11);
        rix_assert_close(rough[k], mine[k], 1e-6);
    }
    for (size_t k = 0; k < 2; k++) {
        rix_assert_close(p[k], q[k], 1e-11);
        rix_assert_close(r[k], p[k], 1e-6);
    }
    rix_scenario_free(sc);
    rix_scenario_free(twin);
    rix_scenario_free(plain);
}

static void terminal_outcomes_and_initial_states_have_gradients(void **state)
{
    (void)state;
    const double weights[] = { 0.0, 0.0, 1.0 };
    rix_custom c = custom_sir(&NONE, true);
    rix_scenario *sc = custom_of(&c);
    double initial[4], outcomes[3], y[2];
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_assert_ok(rix_gradient(sc, constant_schedule(sc, &LEVEL), rix_mat_c(weights, 1, 3),
                               rix_out_c(outcomes, 1, 3), none, none, rix_out_c(initial, 1, 4),
                               NULL, &err),
                  err);
    rix_scenario_free(sc);
    for (int k = 0; k < 2; k++) { /* central difference by I(0) */
        const double moved[] = { 0.99, 0.01 + (k == 0 ? 1e-5 : -1e-5), 0.0 };
        rix_trajectory *traj = NULL;
        c.initial = moved;
        sc = custom_of(&c);
        rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &LEVEL), &traj, &err), err);
        y[k] = rix_trajectory_outcomes(traj).data[2];
        rix_trajectory_free(traj);
        rix_scenario_free(sc);
    }
    rix_assert_close(initial[1], (y[0] - y[1]) / 2e-5, 1e-6);
}

/* ------------------------------------------------------------------------------------- events -- */

static int clock_rhs(const rix_custom_at *at, double *dx, void *user)
{
    (void)user;
    dx[0] = at->flags[0] > 0.0 ? -1.0 : 1.0;
    return 0;
}

static int clock_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user)
{
    (void)at, (void)seed, (void)x_bar, (void)u_bar, (void)p_bar, (void)user;
    return 0;
}

static int clock_last(const rix_custom_at *at, double *values, void *user)
{
    (void)user;
    values[0] = at->x[0];
    return 0;
}

static int clock_last_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                          double *p_bar, void *user)
{
    (void)at, (void)u_bar, (void)p_bar, (void)user;
    x_bar[0] = seed[0];
    return 0;
}

static int clock_conditions(const rix_custom_at *at, double *g, void *user)
{
    (void)user;
    g[0] = at->x[0] - 3.3;
    g[1] = at->t - 5.0;
    return 0;
}

/* The first turns the clock, the second stops counting and sets it back. */
static int clock_happen(const rix_custom_at *at, size_t i, double *x, double *flags, void *user)
{
    (void)user;
    if (i == 0) {
        flags[0] = 1.0;
    } else {
        x[0] = 0.0;
        flags[0] = 0.0;
        flags[1] = at->t;
    }
    return 0;
}

static rix_custom turning_clock(void)
{
    static const char *const states[] = { "hand" }, *const flags[] = { "backwards", "reset" };
    static const double initial[] = { 0.0 };
    static const rix_custom_outcome outcomes[] = { { { "end", "h", RIX_SOCIAL },
                                                     RIX_DRAWN_TERMINAL } };
    static const rix_custom_event events[] = { { "turn", 1, RIX_EVENT_FROZEN },
                                               { "reset", 1, RIX_EVENT_EXCLUDED } };
    rix_custom c = RIX_CUSTOM_INIT;
    c.n_states = 1, c.states = states, c.initial = initial;
    c.n_outcomes = 1, c.outcomes = outcomes;
    c.n_flags = 2, c.flags = flags;
    c.n_events = 2, c.events = events;
    c.periods = 7, c.steps = 10;
    c.rhs = clock_rhs, c.terminal = clock_last, c.conditions = clock_conditions;
    c.happen = clock_happen, c.rhs_vjp = clock_vjp, c.terminal_vjp = clock_last_vjp;
    return c;
}

static void events_turn_flags_and_states(void **state)
{
    (void)state;
    const rix_custom c = turning_clock();
    rix_scenario *sc = custom_of(&c);
    const rix_mat nothing = { NULL, 7, 0, 0, 1 };
    for (int method = RIX_METHOD_RK4; method <= RIX_METHOD_ADAPTIVE_8; method++) {
        static const double times[] = { 0.0, 1.02, 3.0, 4.27, 5.0, 6.0 };
        rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
        rix_trajectory *traj = NULL;
        rix_error err = RIX_ERROR_INIT;
        o.method = (rix_method)method;
        o.times = rix_vec_c(times, 6);
        rix_assert_ok(rix_simulate_with(sc, nothing, &o, &traj, &err), err);
        const rix_mat events = rix_trajectory_events(traj), flags = rix_trajectory_modes(traj),
                      x = rix_trajectory_states(traj);
        assert_int_equal(events.rows, 2);
        rix_assert_near(events.data[0], 3.3, 1e-9); /* 3.3 and 5 lie on the grid of rk4 */
        rix_assert_same(events.data[1], 0.0);
        rix_assert_near(events.data[2], 5.0, 1e-9);
        rix_assert_same(events.data[3], 1.0);
        const double hand[] = { 0.0, 1.02, 3.0, 3.3 - 0.97, 0.0, 1.0 };
        for (size_t k = 0; k < 6; k++) rix_assert_near(x.data[k], hand[k], 1e-9);
        rix_assert_same(flags.data[2 * 3], 1.0);
        rix_assert_near(flags.data[2 * 5 + 1], 5.0, 1e-9);
        rix_assert_near(rix_trajectory_outcomes(traj).data[0], 2.0, 1e-9);
        rix_trajectory_free(traj);
    }
    assert_string_equal(rix_scenario_event_name(sc, 1), "reset");
    assert_null(rix_scenario_event_name(sc, 2));
    assert_string_equal(rix_scenario_mode_name(sc, 1), "reset");
    rix_scenario_free(sc);
}

static void gradients_say_what_events_do_to_them(void **state)
{
    (void)state;
    static const double weights[] = { 1.0 };
    const rix_mat nothing = { NULL, 7, 0, 0, 1 };
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_custom c = turning_clock();
    double initial[1];
    bool exact = true;
    rix_error err = RIX_ERROR_INIT;
    rix_scenario *sc = custom_of(&c);
    rix_assert_fails(rix_gradient(sc, nothing, rix_mat_c(weights, 1, 1), none, none, none,
                                  rix_out_c(initial, 1, 1), &exact, &err),
                     RIX_EINVAL, err,
                     "no gradient across the event 'reset', which happens at time 5");
    rix_scenario_free(sc);
    c.n_events = 1;
    sc = custom_of(&c);
    rix_assert_ok(rix_gradient(sc, nothing, rix_mat_c(weights, 1, 1), none, none, none,
                               rix_out_c(initial, 1, 1), &exact, &err),
                  err);
    assert_false(exact);
    rix_assert_same(initial[0], 1.0); /* the turn taken as given: in truth it is -1 */
    rix_scenario_free(sc);
}

/* x' = -p x, twice as fast from day 5 on. */
static int decay_rhs(const rix_custom_at *at, double *dx, void *user)
{
    (void)user;
    dx[0] = -at->p[0] * (1.0 + at->flags[0]) * at->x[0];
    return 0;
}

static int decay_vjp(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user)
{
    (void)u_bar, (void)user;
    x_bar[0] = -seed[0] * at->p[0] * (1.0 + at->flags[0]);
    p_bar[0] = -seed[0] * (1.0 + at->flags[0]) * at->x[0];
    return 0;
}

static int on_day_five(const rix_custom_at *at, double *g, void *user)
{
    (void)user;
    g[0] = at->t - 5.0;
    return 0;
}

static int hasten(const rix_custom_at *at, size_t i, double *x, double *flags, void *user)
{
    (void)at, (void)i, (void)x, (void)user;
    flags[0] = 1.0;
    return 0;
}

static void gradients_across_dates_are_exact(void **state)
{
    (void)state;
    static const char *const params[] = { "rate" }, *const flags[] = { "faster" };
    static const double rate[] = { 0.13 }, initial[] = { 2.0 }, weights[] = { 1.0 };
    static const rix_custom_event events[] = { { "day five", 1, RIX_EVENT_EXACT } };
    const rix_mat nothing = { NULL, 7, 0, 0, 1 };
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_custom c = turning_clock();
    double outcome[1], by_rate[1], by_start[1];
    rix_error err = RIX_ERROR_INIT;
    c.n_params = 1, c.params = params, c.param_values = rate, c.initial = initial;
    c.n_flags = 1, c.flags = flags, c.n_events = 1, c.events = events, c.steps = 70;
    c.rhs = decay_rhs, c.rhs_vjp = decay_vjp, c.conditions = on_day_five, c.happen = hasten;
    rix_scenario *sc = custom_of(&c);
    rix_assert_ok(rix_gradient(sc, nothing, rix_mat_c(weights, 1, 1), rix_out_c(outcome, 1, 1),
                               none, rix_out_c(by_rate, 1, 1), rix_out_c(by_start, 1, 1), NULL,
                               &err),
                  err);
    rix_assert_close(outcome[0], 2.0 * exp(-0.13 * 9.0), 1e-9);
    rix_assert_close(by_rate[0], -9.0 * 2.0 * exp(-0.13 * 9.0), 1e-9);
    rix_assert_close(by_start[0], exp(-0.13 * 9.0), 1e-9);
    rix_scenario_free(sc);
}

/* ------------------------------------------------------------------------------ what goes wrong -- */

static void check_run_fails(const rix_custom *c, rix_method method, rix_status status,
                            const char *part, const char *second)
{
    rix_scenario *sc = custom_of(c);
    rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    o.method = method;
    rix_assert_fails(rix_simulate_with(sc, constant_schedule(sc, &LEVEL), &o, &traj, &err), status,
                     err, part);
    rix_assert_text(err.message, second);
    assert_null(traj);
    rix_scenario_free(sc);
}

static void failing_functions_end_the_run(void **state)
{
    (void)state;
    mischief m = NONE;
    rix_custom c = custom_sir(&m, true);
    m.fail_after = 4.4;
    check_run_fails(&c, RIX_METHOD_RK4, RIX_ECANCELLED, "failed at time 4.", "period 4");
    check_run_fails(&c, RIX_METHOD_ADAPTIVE, RIX_ECANCELLED, "right-hand side failed at time ",
                    "(week)");
    m = NONE;
    m.nan_after = 4.4;
    check_run_fails(&c, RIX_METHOD_RK4, RIX_ENUMERIC, "S is nan at time 5 (week)", "period 4");
    check_run_fails(&c, RIX_METHOD_ADAPTIVE, RIX_ENUMERIC, "S is nan at time 4.4", "(week)");

    const double weights[] = { 1.0, 0.0, 0.0 };
    const rix_out none = { NULL, 0, 0, 0, 0 };
    double outcomes[3] = { 7.0, 7.0, 7.0 };
    rix_error err = RIX_ERROR_INIT;
    rix_scenario *sc = custom_of(&c);
    m = NONE;
    m.fail_vjp = 1;
    rix_assert_fails(rix_gradient(sc, constant_schedule(sc, &LEVEL), rix_mat_c(weights, 1, 3),
                                  rix_out_c(outcomes, 1, 3), none, none, none, NULL, &err),
                     RIX_ECANCELLED, err, "the model failed");
    rix_assert_same(outcomes[0], 7.0);
    rix_scenario_free(sc);
}

static int leak(const rix_custom_at *at, double *dx, void *user)
{
    const double *rate = user;
    (void)at;
    dx[0] = -rate[0], dx[1] = rate[0] + rate[1], dx[2] = 0.0;
    return 0;
}

static void what_is_watched_is_named(void **state)
{
    (void)state;
    double rates[] = { 0.0, 0.01 };
    rix_custom c = custom_sir(&NONE, false);
    c.rhs = leak;
    c.user = rates;
    check_run_fails(&c, RIX_METHOD_RK4, RIX_ENUMERIC, "the sum that stays is 1.01",
                    "time 1 (week)");
    check_run_fails(&c, RIX_METHOD_ADAPTIVE, RIX_ENUMERIC, "the sum that stays is 1.01",
                    "time 1 (week)");
    rates[0] = 0.3, rates[1] = 0.0;
    check_run_fails(&c, RIX_METHOD_RK4, RIX_ENUMERIC, "S is -0.2", "below 0, at time 4 (week)");
}

static void check_refused(const rix_custom *c, rix_status status, const char *arg, const char *part)
{
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_custom_new(c, &sc, &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_null(sc);
}

#define BAD(change, status, arg, part)                                                             \
    do {                                                                                           \
        rix_custom c = custom_sir(&NONE, true);                                                    \
        change;                                                                                    \
        check_refused(&c, status, arg, part);                                                      \
    } while (0)

static void unsound_parts_are_named(void **state)
{
    (void)state;
    static const char *const twice[] = { "S", "I", "S" }, *const hole[] = { "S", NULL, "R" };
    static const double bad[] = { 0.99, (double)NAN, 0.0 }, negative[] = { -1.0 },
                        low[] = { 1.0, 0.0 };
    static const rix_custom_outcome state_too[] = { { { "S", "", RIX_HEALTH },
                                                      RIX_DRAWN_RUNNING } },
                                    unknown[] = { { { "y", "", RIX_HEALTH }, (rix_drawn)9 } };
    static const rix_custom_event sideways[] = { { "e", 4, RIX_EVENT_EXACT } };
    BAD(c.n_states = 0, RIX_EINVAL, "n_states", "n_states is 0");
    BAD(c.n_outcomes = 0, RIX_EINVAL, "n_outcomes", "n_outcomes is 0");
    BAD(c.periods = 0, RIX_EINVAL, "periods", "periods is 0");
    BAD(c.steps = SIZE_MAX, RIX_EOVERFLOW, "steps", "too large");
    BAD(c.period = 0.0, RIX_EDOMAIN, "period", "period is 0");
    BAD(c.states = NULL, RIX_EINVAL, "states", "states is NULL");
    BAD(c.states = twice, RIX_EINVAL, "states", "states: 'S' is there twice");
    BAD(c.states = hole, RIX_EINVAL, "states", "states 1 has no name");
    BAD(c.initial = bad, RIX_EDOMAIN, "initial", "initial of 'I' is nan");
    BAD(c.control_max = negative, RIX_EDOMAIN, "control_max", "control_max of 'lockdown' is -1");
    BAD(c.param_low = low, RIX_EDOMAIN, "param_values",
        "parameter 'transmission' is 0.5, not in [1");
    BAD(c.outcomes = state_too; c.n_outcomes = 1, RIX_EINVAL, "outcomes", "'S' is there twice");
    BAD(c.outcomes = unknown; c.n_outcomes = 1, RIX_EINVAL, "outcomes", "9 is no rix_drawn");
    BAD(c.n_nonnegative = 4, RIX_EINVAL, "n_nonnegative", "n_nonnegative is 4, for 3 states");
    BAD(c.rhs = NULL, RIX_EINVAL, "rhs", "rhs is NULL");
    BAD(c.rates = NULL, RIX_EINVAL, "rates", "rates is NULL");
    BAD(c.terminal = NULL, RIX_EINVAL, "terminal", "terminal is NULL");
    BAD(c.events = sideways; c.n_events = 1, RIX_EINVAL, "events", "direction is 4");
    BAD(c.method = (rix_method)9, RIX_EINVAL, "method", "method is 9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_custom_model_gives_the_numbers_of_its_twin),
        cmocka_unit_test(gradients_are_those_of_the_twin),
        cmocka_unit_test(terminal_outcomes_and_initial_states_have_gradients),
        cmocka_unit_test(events_turn_flags_and_states),
        cmocka_unit_test(gradients_say_what_events_do_to_them),
        cmocka_unit_test(gradients_across_dates_are_exact),
        cmocka_unit_test(failing_functions_end_the_run),
        cmocka_unit_test(what_is_watched_is_named),
        cmocka_unit_test(unsound_parts_are_named),
    };
    return RIX_RUN_TESTS("custom", tests);
}
