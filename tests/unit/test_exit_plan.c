/* Exit plans: their schedules, and the plans of a family. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { PERIODS = 8 };

static void check_schedule(size_t start, size_t ramp, const double expected[PERIODS])
{
    const double level[] = { 0.8, 0.5 };
    const rix_exit_plan plan = { rix_vec_c(level, 2), start, ramp };
    double schedule[PERIODS][2];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(schedule[0], PERIODS, 2), &err), err);
    for (size_t p = 0; p < PERIODS; p++) {
        rix_assert_near(schedule[p][0], expected[p] * 0.8, 1e-15);
        rix_assert_near(schedule[p][1], expected[p] * 0.5, 1e-15);
        assert_true(schedule[p][0] >= 0.0 && schedule[p][0] <= 0.8);
    }
}

static void a_lockdown_is_eased_in_a_straight_line(void **state)
{
    (void)state;
    check_schedule(0, 0, (const double[]){ 0, 0, 0, 0, 0, 0, 0, 0 });
    check_schedule(3, 0, (const double[]){ 1, 1, 1, 0, 0, 0, 0, 0 });
    check_schedule(3, 1, (const double[]){ 1, 1, 1, .5, 0, 0, 0, 0 });
    check_schedule(2, 3, (const double[]){ 1, 1, .75, .5, .25, 0, 0, 0 });
    check_schedule(0, 4, (const double[]){ .8, .6, .4, .2, 0, 0, 0, 0 });
    check_schedule(4, 4, (const double[]){ 1, 1, 1, 1, .8, .6, .4, .2 });
    check_schedule(8, 0, (const double[]){ 1, 1, 1, 1, 1, 1, 1, 1 });
    check_schedule(
        0, 8, (const double[]){ 8 / 9., 7 / 9., 6 / 9., 5 / 9., 4 / 9., 3 / 9., 2 / 9., 1 / 9. });
}

static void any_stride_gives_the_same_bits(void **state)
{
    (void)state;
    const double level[] = { 0.8, 0.5 }, turned[] = { 0.5, -1.0, 0.8 };
    double rows[PERIODS][2], columns[2][PERIODS];
    rix_exit_plan plan = { rix_vec_c(level, 2), 2, 4 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(rows[0], PERIODS, 2), &err), err);
    plan.level = (rix_vec){ turned + 2, 2, -2 };
    const rix_out by_column = { columns[0], PERIODS, 2, 1, PERIODS };
    rix_assert_ok(rix_exit_plan_schedule(&plan, by_column, &err), err);
    for (size_t p = 0; p < PERIODS; p++) {
        for (size_t j = 0; j < 2; j++) rix_assert_same(columns[j][p], rows[p][j]);
    }
}

static void check_refused(rix_exit_plan plan, rix_out schedule, rix_status status, const char *arg,
                          size_t col, const char *part)
{
    rix_error err = RIX_ERROR_INIT;
    if (schedule.data) schedule.data[0] = -7.0;
    rix_assert_fails(rix_exit_plan_schedule(&plan, schedule, &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(err.col == col);
    if (schedule.data) rix_assert_same(schedule.data[0], -7.0);
    assert_int_equal(rix_exit_plan_schedule(&plan, schedule, NULL), status);
}

static void unsound_plans_are_refused(void **state)
{
    (void)state;
    double schedule[PERIODS * 2];
    const rix_out out = rix_out_c(schedule, PERIODS, 2);
    const double good[] = { 0.8, 0.5 },
                 bad[][2] = { { 0.8, -0.5 }, { NAN, 0.1 }, { 0.1, INFINITY } };
    const rix_vec level = rix_vec_c(good, 2);
    const size_t none = RIX_NO_INDEX;
    rix_error err = RIX_ERROR_INIT;

    check_refused((rix_exit_plan){ level, 7, 2 }, out, RIX_EDIM, "ramp", none,
                  "the exit (start 7, ramp 2) ends after the last of 8 periods");
    check_refused((rix_exit_plan){ level, 9, 0 }, out, RIX_EDIM, "start", none, "start 9");
    check_refused((rix_exit_plan){ level, 1, SIZE_MAX }, out, RIX_EDIM, "ramp", none, "ramp");
    check_refused((rix_exit_plan){ level, SIZE_MAX, 2 }, out, RIX_EDIM, "start", none, "start");
    check_refused((rix_exit_plan){ rix_vec_c(good, 1), 1, 1 }, out, RIX_EDIM, "level", none,
                  "1 levels for 2 controls");
    check_refused((rix_exit_plan){ rix_vec_c(bad[0], 2), 1, 1 }, out, RIX_EDOMAIN, "level", 1,
                  "-0.5");
    check_refused((rix_exit_plan){ rix_vec_c(bad[1], 2), 1, 1 }, out, RIX_EDOMAIN, "level", 0,
                  "nan");
    check_refused((rix_exit_plan){ rix_vec_c(bad[2], 2), 1, 1 }, out, RIX_EDOMAIN, "level", 1,
                  "inf");
    check_refused((rix_exit_plan){ rix_vec_c(NULL, 2), 1, 1 }, out, RIX_EINVAL, "level", none,
                  "NULL");
    check_refused((rix_exit_plan){ level, 1, 1 }, rix_out_c(NULL, PERIODS, 2), RIX_EINVAL,
                  "schedule", none, "schedule is NULL");
    check_refused((rix_exit_plan){ level, 1, 1 }, rix_out_c(schedule, SIZE_MAX, 2), RIX_EOVERFLOW,
                  "schedule", none, "too large");
    rix_assert_fails(rix_exit_plan_schedule(NULL, out, &err), RIX_EINVAL, err, "plan is NULL");
}

static void a_schedule_may_be_empty(void **state)
{
    (void)state;
    const rix_exit_plan plan = { rix_vec_c(NULL, 0), 0, 0 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(NULL, PERIODS, 0), &err), err);
    rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(NULL, 0, 0), &err), err);
}

static void plans_are_numbered_by_level_start_and_ramp(void **state)
{
    (void)state;
    const double levels[] = { 0.1, 0.2, 0.3, 0.4 };
    const size_t starts[] = { 5, 7, 9 }, ramps[] = { 2, 0 };
    /* two levels of two controls, seen column by column */
    const rix_exit_family family = { { levels, 2, 2, 1, 2 }, starts, 3, ramps, 2 };
    rix_error err = RIX_ERROR_INIT;
    rix_exit_plan plan;
    size_t count = 0, k = 0;
    rix_assert_ok(rix_exit_family_size(&family, &count, &err), err);
    assert_int_equal(count, 12);
    for (size_t l = 0; l < 2; l++) {
        for (size_t s = 0; s < 3; s++) {
            for (size_t r = 0; r < 2; r++, k++) {
                rix_assert_ok(rix_exit_family_plan(&family, k, &plan, &err), err);
                assert_int_equal(plan.start, starts[s]);
                assert_int_equal(plan.ramp, ramps[r]);
                assert_int_equal(plan.level.size, 2);
                rix_assert_same(plan.level.data[0], levels[l]);
                rix_assert_same(plan.level.data[plan.level.step], levels[2 + l]);
            }
        }
    }
    plan.start = 77;
    rix_assert_fails(rix_exit_family_plan(&family, 12, &plan, &err), RIX_EINVAL, err,
                     "no plan 12 in a family of 12");
    assert_int_equal(plan.start, 77);
    rix_assert_fails(rix_exit_family_plan(&family, 0, NULL, &err), RIX_EINVAL, err, "plan is NULL");
    rix_assert_fails(rix_exit_family_plan(NULL, 0, &plan, &err), RIX_EINVAL, err, "family is NULL");
}

#define BAD_FAMILY(edit, status, part)                                                             \
    do {                                                                                           \
        rix_exit_family f = { rix_mat_c(levels, 1, 2), starts, 1, starts, 1 };                     \
        size_t count = 99;                                                                         \
        err = (rix_error)RIX_ERROR_INIT;                                                           \
        edit;                                                                                      \
        rix_assert_fails(rix_exit_family_size(&f, &count, &err), status, err, part);               \
        assert_int_equal(count, 99);                                                               \
    } while (0)

static void unsound_families_are_refused(void **state)
{
    (void)state;
    const double levels[] = { 0.1, 0.2 };
    const size_t starts[] = { 1 };
    rix_exit_family family = { rix_mat_c(levels, 1, 2), starts, 1, starts, 1 };
    rix_error err = RIX_ERROR_INIT;
    size_t n;
    BAD_FAMILY(f.levels.rows = 0, RIX_EINVAL, "levels is empty");
    BAD_FAMILY(f.n_starts = 0, RIX_EINVAL, "starts is empty");
    BAD_FAMILY(f.n_ramps = 0, RIX_EINVAL, "ramps is empty");
    BAD_FAMILY(f.levels.data = NULL, RIX_EINVAL, "levels is NULL");
    BAD_FAMILY(f.starts = NULL, RIX_EINVAL, "starts is NULL");
    BAD_FAMILY(f.ramps = NULL, RIX_EINVAL, "ramps is NULL");
    BAD_FAMILY(f.n_starts = SIZE_MAX, RIX_EOVERFLOW, "too large");
    BAD_FAMILY((f.n_starts = SIZE_MAX / 64, f.n_ramps = 64), RIX_EOVERFLOW, "too large");
    BAD_FAMILY(f.levels.rows = SIZE_MAX, RIX_EOVERFLOW, "too large");
    rix_assert_fails(rix_exit_family_size(NULL, &n, &err), RIX_EINVAL, err, "family is NULL");
    rix_assert_fails(rix_exit_family_size(&family, NULL, &err), RIX_EINVAL, err, "count is NULL");
    rix_exit_plan plan;
    family.n_ramps = SIZE_MAX;
    rix_assert_fails(rix_exit_family_plan(&family, 0, &plan, &err), RIX_EOVERFLOW, err,
                     "too large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lockdown_is_eased_in_a_straight_line),
        cmocka_unit_test(any_stride_gives_the_same_bits),
        cmocka_unit_test(unsound_plans_are_refused),
        cmocka_unit_test(a_schedule_may_be_empty),
        cmocka_unit_test(plans_are_numbered_by_level_start_and_ramp),
        cmocka_unit_test(unsound_families_are_refused),
    };
    return RIX_RUN_TESTS("exit_plan", tests);
}
