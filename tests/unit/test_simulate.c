/* Trajectories: what is recorded, how schedules are read, what is refused. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "planners.h"

enum { PERIODS = 20, GROUPS = 2 };

static void fill_schedule(double schedule[PERIODS][GROUPS])
{
    for (size_t p = 0; p < PERIODS; p++) {
        schedule[p][0] = 0.8 - 0.04 * (double)p;
        schedule[p][1] = 0.05 * (double)(p % 7);
    }
}

static void states_are_recorded_after_every_period(void **state)
{
    (void)state;
    double schedule[PERIODS][GROUPS];
    rix_planner_sir p = two_groups();
    p.period = 0.5;
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    fill_schedule(schedule);
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), &traj, &err), err);
    assert_int_equal(err.code, RIX_OK); /* untouched on success */

    const rix_vec times = rix_trajectory_times(traj);
    const rix_mat x = rix_trajectory_states(traj);
    assert_int_equal(times.size, PERIODS + 1);
    assert_int_equal(x.rows, PERIODS + 1);
    assert_int_equal(x.cols, rix_scenario_state_count(sc));
    for (size_t t = 0; t < times.size; t++) rix_assert_same(times.data[t], 0.5 * (double)t);

    static const double first[] = { 0.58, 0.39, 0.01, 0.005, 0.01, 0.005, 0.0, 0.0, 0.0, 0.0, 0.0 };
    for (size_t i = 0; i < x.cols; i++) rix_assert_near(x.data[i], first[i], 1e-16);
    rix_trajectory_free(traj);
    rix_trajectory_free(NULL);
    rix_scenario_free(sc);
}

static void outcomes_are_drawn_from_the_last_state(void **state)
{
    (void)state;
    const double level = 0.4;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &level), &traj, &err), err);
    const rix_mat x = rix_trajectory_states(traj);
    const double *last = x.data + PERIODS * x.cols, *y = rix_trajectory_outcomes(traj).data;
    assert_int_equal(rix_trajectory_outcomes(traj).size, rix_scenario_outcome_count(sc));
    rix_assert_same(y[0], last[6] + last[7]);
    rix_assert_same(y[1], last[6]);
    rix_assert_same(y[2], last[7]);
    rix_assert_same(y[3], last[10]);
    rix_assert_same(y[4], last[8]);
    rix_assert_same(y[5], last[9]);
    rix_assert_same(y[6], last[8] + last[9]);
    rix_assert_same(y[7], y[6] + p.death_cost * last[10]);
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

/* Runs a schedule and compares all states, bit by bit, with what is expected. */
static void check_states(const rix_scenario *sc, rix_mat schedule, rix_mat expected, size_t rows)
{
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(sc, schedule, &traj, &err), err);
    assert_memory_equal(rix_trajectory_states(traj).data, expected.data,
                        rows * expected.cols * sizeof(double));
    rix_trajectory_free(traj);
}

static void schedules_of_any_stride_give_the_same_bits(void **state)
{
    (void)state;
    double schedule[PERIODS][GROUPS], turned[GROUPS][PERIODS], upside_down[PERIODS][GROUPS],
        wide[2 * PERIODS][3 * GROUPS];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    fill_schedule(schedule);
    for (size_t t = 0; t < PERIODS; t++) {
        for (size_t j = 0; j < GROUPS; j++) {
            turned[j][t] = schedule[t][j];
            upside_down[PERIODS - 1 - t][GROUPS - 1 - j] = schedule[t][j];
            wide[2 * t][3 * j] = schedule[t][j];
        }
    }
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), &traj, &err), err);
    const rix_mat x = rix_trajectory_states(traj);
    const rix_mat by_column = { turned[0], PERIODS, GROUPS, 1, PERIODS },
                  backwards = { &upside_down[PERIODS - 1][GROUPS - 1], PERIODS, GROUPS, -GROUPS,
                                -1 },
                  slice = { wide[0], PERIODS, GROUPS, 2 * 3 * GROUPS, 3 };
    check_states(sc, by_column, x, x.rows);
    check_states(sc, backwards, x, x.rows);
    check_states(sc, slice, x, x.rows);
    check_states(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), x, x.rows); /* again */
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static void the_future_does_not_change_the_past(void **state)
{
    (void)state;
    double schedule[PERIODS][GROUPS];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    fill_schedule(schedule);
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), &traj, &err), err);
    for (size_t t = 9; t < PERIODS; t++) schedule[t][0] = schedule[t][1] = 0.0;
    check_states(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), rix_trajectory_states(traj), 10);
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static void check_refused(const rix_scenario *sc, rix_mat schedule, rix_status status, size_t row,
                          size_t col, const char *part)
{
    rix_trajectory *untouched = (rix_trajectory *)&status, *traj = untouched;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_simulate(sc, schedule, &traj, &err), status, err, part);
    assert_true(err.row == row);
    assert_true(err.col == col);
    assert_ptr_equal(traj, untouched);
    assert_int_equal(rix_simulate(sc, schedule, &traj, NULL), status);
}

static void controls_out_of_bounds_are_named(void **state)
{
    (void)state;
    static const double bad[] = { -0.25, 0.85, (double)NAN, (double)INFINITY, -(double)INFINITY };
    static const char *const parts[] = { "is -0.25, not in [0, 0.8]", "is 0.85", "is nan", "is inf",
                                         "is -inf" };
    double schedule[PERIODS][GROUPS];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    for (size_t k = 0; k < 5; k++) {
        fill_schedule(schedule);
        schedule[11][0] = bad[k];
        check_refused(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), RIX_EDOMAIN, 11, 0, parts[k]);
        check_refused(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), RIX_EDOMAIN, 11, 0,
                      "control 'near' in period 11");
    }
    rix_scenario_free(sc);
}

static void wrong_sizes_are_refused(void **state)
{
    (void)state;
    double schedule[PERIODS + 1][GROUPS] = { { 0 } };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    check_refused(sc, rix_mat_c(schedule[0], PERIODS + 1, GROUPS), RIX_EDIM, RIX_NO_INDEX,
                  RIX_NO_INDEX, "schedule is 21 x 2 instead of 20 periods x 2 controls");
    check_refused(sc, rix_mat_c(schedule[0], GROUPS, PERIODS), RIX_EDIM, RIX_NO_INDEX, RIX_NO_INDEX,
                  "2 x 20");
    check_refused(sc, rix_mat_c(NULL, 0, 0), RIX_EDIM, RIX_NO_INDEX, RIX_NO_INDEX, "0 x 0");
    check_refused(sc, rix_mat_c(NULL, PERIODS, GROUPS), RIX_EINVAL, RIX_NO_INDEX, RIX_NO_INDEX,
                  "schedule is NULL");
    check_refused(sc, rix_mat_c(schedule[0], SIZE_MAX, GROUPS), RIX_EOVERFLOW, RIX_NO_INDEX,
                  RIX_NO_INDEX, "too large");
    rix_assert_fails(rix_simulate(NULL, rix_mat_c(schedule[0], PERIODS, GROUPS), &traj, &err),
                     RIX_EINVAL, err, "sc is NULL");
    rix_assert_fails(rix_simulate(sc, rix_mat_c(schedule[0], PERIODS, GROUPS), NULL, &err),
                     RIX_EINVAL, err, "out is NULL");
    rix_scenario_free(sc);
}

/* A step far too long for the rates overshoots, further every time. */
static void what_is_not_finite_is_named(void **state)
{
    (void)state;
    const double none = 0.0;
    rix_planner_sir p = two_groups();
    p.transmission = 1e4;
    p.steps = 1;
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), RIX_ENUMERIC, err,
                     "infected_near is -");
    rix_assert_text(err.message, ", below 0,");
    rix_assert_text(err.message, "week");
    assert_true(err.row < PERIODS);
    assert_null(traj);
    rix_scenario_free(sc);

    p = two_groups();
    p.population = (const double[]){ 600.0, 400.0 };
    p.death_cost = DBL_MAX;
    p.infected = (const double[]){ 500.0, 300.0 };
    p.susceptible = (const double[]){ 0.0, 0.0 };
    sc = scenario_of(&p);
    rix_assert_fails(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), RIX_ENUMERIC, err,
                     "outcome objective is inf");
    assert_null(traj);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_recorded_after_every_period),
        cmocka_unit_test(outcomes_are_drawn_from_the_last_state),
        cmocka_unit_test(schedules_of_any_stride_give_the_same_bits),
        cmocka_unit_test(the_future_does_not_change_the_past),
        cmocka_unit_test(controls_out_of_bounds_are_named),
        cmocka_unit_test(wrong_sizes_are_refused),
        cmocka_unit_test(what_is_not_finite_is_named),
    };
    return RIX_RUN_TESTS("simulate", tests);
}
