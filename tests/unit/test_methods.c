/* Methods of simulation, on random planners: order, accuracy, what stays, times, and options that are refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "epidemic/integrate.h"
#include "planners.h"

enum { PERIODS = 20, GROUPS = 2, CELLS = PERIODS * GROUPS };

static rix_trajectory *run(const rix_scenario *sc, const double *schedule, rix_method method,
                           double tolerance)
{
    rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    o.method = method;
    o.relative = tolerance;
    o.absolute = 0.01 * tolerance;
    rix_assert_ok(rix_simulate_with(sc, rix_mat_c(schedule, PERIODS, GROUPS), &o, &traj, &err),
                  err);
    return traj;
}

static void random_schedule(uint64_t k, double *schedule)
{
    rix_stream s;
    rix_stream_init(&s, 7, k);
    for (size_t i = 0; i < CELLS; i++) schedule[i] = 0.8 * rix_stream_uniform(&s);
}

/* The largest relative gap between the outcomes of two runs. */
static double gap(const rix_trajectory *a, const rix_trajectory *b)
{
    const rix_vec x = rix_trajectory_outcomes(a), y = rix_trajectory_outcomes(b);
    double most = 0.0;
    for (size_t i = 0; i < x.size; i++) most = fmax(most, fabs(x.data[i] / y.data[i] - 1.0));
    return most;
}

static void fixed_steps_are_of_order_four(void **state)
{
    (void)state;
    double schedule[CELLS], errors[3];
    rix_planner_sir p = two_groups();
    random_schedule(1, schedule);
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *exact = run(sc, schedule, RIX_METHOD_ADAPTIVE_8, 1e-14);
    rix_scenario_free(sc);
    for (size_t k = 0; k < 3; k++) {
        p.steps = (size_t)2 << k;
        sc = scenario_of(&p);
        rix_trajectory *traj = run(sc, schedule, RIX_METHOD_RK4, 0.0);
        errors[k] = gap(traj, exact);
        rix_trajectory_free(traj);
        rix_scenario_free(sc);
    }
    for (size_t k = 0; k < 2; k++) {
        const double order = log2(errors[k] / errors[k + 1]);
        assert_true(order > 3.7 && order < 4.3);
    }
    rix_trajectory_free(exact);
}

static void adaptive_errors_follow_the_tolerance(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    for (uint64_t k = 0; k < 20; k++) {
        double schedule[CELLS];
        random_schedule(k, schedule);
        rix_trajectory *exact = run(sc, schedule, RIX_METHOD_ADAPTIVE_8, 1e-14);
        for (int method = RIX_METHOD_ADAPTIVE; method <= RIX_METHOD_ADAPTIVE_8; method++) {
            for (int digits = 4; digits <= 10; digits += 2) {
                const double tolerance = pow(10.0, -digits);
                rix_trajectory *traj = run(sc, schedule, (rix_method)method, tolerance);
                assert_true(gap(traj, exact) < 20.0 * tolerance);
                rix_trajectory_free(traj);
            }
        }
        rix_trajectory_free(exact);
    }
    rix_scenario_free(sc);
}

static void nobody_comes_goes_or_is_less_than_none(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    for (uint64_t k = 0; k < 50; k++) {
        double schedule[CELLS];
        random_schedule(k, schedule);
        rix_trajectory *traj = run(sc, schedule, (rix_method)(RIX_METHOD_RK4 + k % 3), 1e-8);
        const rix_mat x = rix_trajectory_states(traj);
        for (size_t t = 0; t < x.rows; t++) {
            const double *row = x.data + t * x.cols;
            for (size_t j = 0; j < GROUPS; j++) {
                const double all = row[j] + row[2 + j] + row[4 + j] + row[6 + j];
                rix_assert_near(all, p.population[j], 1e-12);
            }
            for (size_t i = 0; i < x.cols; i++) assert_true(row[i] >= 0.0);
            for (size_t i = 0; i < 2; i++) assert_true(t == 0 || row[i] <= (row - x.cols)[i]);
        }
        rix_trajectory_free(traj);
    }
    rix_scenario_free(sc);
}

/* Whatever is recorded, the steps are the same. */
static void records_do_not_change_the_run(void **state)
{
    (void)state;
    double schedule[CELLS], times[200];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    random_schedule(3, schedule);
    for (size_t k = 0; k < 200; k++) times[k] = 0.1 * (double)k;
    for (int method = RIX_METHOD_RK4; method <= RIX_METHOD_ADAPTIVE_8; method++) {
        rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
        rix_trajectory *often = NULL, *seldom = run(sc, schedule, (rix_method)method, 0.0);
        rix_trajectory *exact = run(sc, schedule, RIX_METHOD_ADAPTIVE_8, 1e-13);
        rix_error err = RIX_ERROR_INIT;
        o.method = (rix_method)method;
        o.times = rix_vec_c(times, 200);
        rix_assert_ok(rix_simulate_with(sc, rix_mat_c(schedule, PERIODS, GROUPS), &o, &often, &err),
                      err);
        assert_memory_equal(rix_trajectory_outcomes(often).data,
                            rix_trajectory_outcomes(seldom).data, 8 * sizeof(double));
        const rix_mat x = rix_trajectory_states(often), y = rix_trajectory_states(exact);
        assert_int_equal(x.rows, 200);
        for (size_t t = 0; t < PERIODS; t++) { /* whole weeks */
            for (size_t i = 0; i < x.cols; i++) {
                rix_assert_near(x.data[10 * t * x.cols + i], y.data[t * y.cols + i], 1e-5);
            }
        }
        rix_trajectory_free(often);
        rix_trajectory_free(seldom);
        rix_trajectory_free(exact);
    }
    rix_scenario_free(sc);
}

/** A policy that follows a schedule, and gives up in one period. */
typedef struct helm {
    const double *schedule;
    size_t give_up, asked;
} helm;

static rix_status follow(void *user, size_t period, const double *x, const double *mode, double *u,
                         bool *changed, rix_error *err)
{
    helm *h = user;
    (void)x, (void)mode;
    assert_int_equal(period, h->asked++);
    if (period == h->give_up) {
        return rix_i_fail(err, RIX_ENOTFOUND, "policy", RIX_I_ROW(period), "no way in period %zu",
                          period);
    }
    memcpy(u, h->schedule + period * GROUPS, GROUPS * sizeof *u);
    *changed = true;
    return RIX_OK;
}

/* Trigger policies ask for controls as the run goes on: the same numbers as by a schedule known before. */
static void runs_are_steered_period_by_period(void **state)
{
    (void)state;
    double schedule[CELLS], outcomes[8];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    random_schedule(9, schedule);
    for (int method = RIX_METHOD_RK4; method <= RIX_METHOD_ADAPTIVE_8; method++) {
        helm h = { schedule, PERIODS, 0 };
        rix_trajectory *traj = run(sc, schedule, (rix_method)method, 0.0);
        rix_i_how how = rix_i_how_by_default(sc, rix_mat_c(NULL, 0, 0));
        rix_error err = RIX_ERROR_INIT;
        size_t size;
        how.method = (rix_method)method;
        how.steering = (rix_i_steering){ { NULL, 0, 0, 0, 0 }, follow, &h };
        assert_true(rix_i_how_scratch(sc, &how, &size));
        double *scratch = calloc(size, sizeof *scratch);
        assert_non_null(scratch);
        rix_assert_ok(rix_i_run_how(sc, &how, scratch, outcomes, &err), err);
        assert_int_equal(h.asked, PERIODS);
        for (size_t i = 0; i < 8; i++) {
            rix_assert_close(outcomes[i], rix_trajectory_outcomes(traj).data[i],
                             method == RIX_METHOD_RK4 ? 0.0 : 1e-6);
        }
        h = (helm){ schedule, 7, 0 };
        rix_assert_fails(rix_i_run_how(sc, &how, scratch, outcomes, &err), RIX_ENOTFOUND, err,
                         "no way in period 7");
        free(scratch);
        rix_trajectory_free(traj);
    }
    rix_scenario_free(sc);
}

static void check_refused(const rix_scenario *sc, const rix_simulate_options *o, rix_status status,
                          const char *part)
{
    static const double schedule[CELLS] = { 0.0 };
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_simulate_with(sc, rix_mat_c(schedule, PERIODS, GROUPS), o, &traj, &err),
                     status, err, part);
    assert_null(traj);
}

static int stop_in_the_middle(double done, void *user)
{
    (void)user;
    return done > 0.5;
}

#define BAD(change, status, part)                                                                  \
    do {                                                                                           \
        rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;                                        \
        change;                                                                                    \
        check_refused(sc, &o, status, part);                                                       \
    } while (0)

static void unsound_options_are_refused(void **state)
{
    (void)state;
    static const double back[] = { 2.0, 1.0 }, late[] = { 1.0, 20.5 }, hole[] = { (double)NAN };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    BAD(o.method = (rix_method)17, RIX_EINVAL, "method is 17");
    BAD(o.relative = -1.0, RIX_EDOMAIN, "relative is -1");
    BAD(o.absolute = INFINITY, RIX_EDOMAIN, "absolute is inf");
    BAD(o.max_steps = 0, RIX_EINVAL, "max_steps is 0");
    BAD(o.times = rix_vec_c(back, 2), RIX_EDOMAIN, "times[1] is 1, not after the one before");
    BAD(o.times = rix_vec_c(late, 2), RIX_EDOMAIN, "times[1] is 20.5, not from 0 to the horizon");
    BAD(o.times = rix_vec_c(hole, 1), RIX_EDOMAIN, "times[0] is nan");
    BAD(o.times = rix_vec_c(NULL, 1), RIX_EINVAL, "times is NULL");
    BAD(o.method = RIX_METHOD_ADAPTIVE;
        o.max_steps = 2, RIX_ENUMERIC, "the steps ran out at time ");
    for (int method = RIX_METHOD_RK4; method <= RIX_METHOD_ADAPTIVE; method++) {
        BAD(o.method = (rix_method)method;
            o.run.progress = stop_in_the_middle, RIX_ECANCELLED, "stopped by the caller");
    }
    rix_scenario_free(sc);
}

static void parameters_make_another_scenario(void **state)
{
    (void)state;
    double values[32], low = 7.0, high = 7.0;
    rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p), *other = NULL;
    rix_error err = RIX_ERROR_INIT;
    const size_t n = rix_scenario_param_count(sc);
    assert_int_equal(n, 10 + 4 * 2 + 4);
    for (size_t i = 0; i < n; i++) values[i] = rix_scenario_param(sc, i, NULL, NULL);
    rix_assert_same(rix_scenario_param(sc, rix_scenario_find_param(sc, "effect"), &low, &high),
                    0.7);
    rix_assert_same(low, 0.0);
    rix_assert_same(high, 1.0);
    rix_assert_same(values[rix_scenario_find_param(sc, "mixing_far_near")], 0.5);
    assert_true(isnan(rix_scenario_param(sc, n, &low, &high)));
    assert_null(rix_scenario_param_name(sc, n));
    assert_true(rix_scenario_find_param(sc, "speed") == RIX_NO_INDEX);
    assert_true(rix_scenario_find_param(sc, NULL) == RIX_NO_INDEX);

    values[rix_scenario_find_param(sc, "fatality_far")] = 0.05;
    rix_assert_ok(rix_scenario_with_params(sc, rix_vec_c(values, n), &other, &err), err);
    p.fatality = (const double[]){ 0.002, 0.05 };
    rix_scenario *same = scenario_of(&p);
    double schedule[CELLS];
    random_schedule(5, schedule);
    rix_trajectory *a = run(other, schedule, RIX_METHOD_DEFAULT, 0.0),
                   *b = run(same, schedule, RIX_METHOD_DEFAULT, 0.0);
    assert_memory_equal(rix_trajectory_states(a).data, rix_trajectory_states(b).data,
                        (PERIODS + 1) * 11 * sizeof(double));
    rix_trajectory_free(a);
    rix_trajectory_free(b);
    rix_scenario_free(same);
    rix_scenario_free(other);

    other = NULL;
    values[rix_scenario_find_param(sc, "effect")] = 2.0;
    rix_assert_fails(rix_scenario_with_params(sc, rix_vec_c(values, n), &other, &err), RIX_EDOMAIN,
                     err, "effect is 2");
    rix_assert_fails(rix_scenario_with_params(sc, rix_vec_c(values, 3), &other, &err), RIX_EDIM,
                     err, "params has 3 values for 22 parameters");
    rix_assert_fails(rix_scenario_with_params(NULL, rix_vec_c(values, n), &other, &err), RIX_EINVAL,
                     err, "sc is NULL");
    assert_null(other);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_steps_are_of_order_four),
        cmocka_unit_test(adaptive_errors_follow_the_tolerance),
        cmocka_unit_test(nobody_comes_goes_or_is_less_than_none),
        cmocka_unit_test(records_do_not_change_the_run),
        cmocka_unit_test(runs_are_steered_period_by_period),
        cmocka_unit_test(unsound_options_are_refused),
        cmocka_unit_test(parameters_make_another_scenario),
    };
    return RIX_RUN_TESTS("methods", tests);
}
