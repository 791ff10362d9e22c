/* Trade-off curves: every point can be simulated again, and nothing depends on how it was computed. */
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "planners.h"

enum { N_LEVELS = 5, N_STARTS = 4, N_RAMPS = 3, N_PLANS = N_LEVELS * N_STARTS * N_RAMPS };

static const double LEVELS[N_LEVELS][2] = {
    { 0.2, 0.2 }, { 0.8, 0.8 }, { 0.1, 1.0 }, { 0.5, 0.9 }, { 0, 0 }
};
static const size_t STARTS[N_STARTS] = { 0, 4, 9, 15 }, RAMPS[N_RAMPS] = { 0, 2, 5 };

static rix_exit_family small_family(void)
{
    const rix_exit_family f = { rix_mat_c(LEVELS[0], N_LEVELS, 2), STARTS, N_STARTS, RAMPS,
                                N_RAMPS };
    return f;
}

static rix_curve *curve_of(const rix_scenario *sc, const rix_exit_family *family, const char *x,
                           const char *y, size_t threads)
{
    rix_curve_options options = RIX_CURVE_OPTIONS_INIT;
    rix_curve *curve = NULL;
    rix_error err = RIX_ERROR_INIT;
    options.x = x;
    options.y = y;
    options.run.threads = threads;
    rix_assert_ok(rix_tradeoff_curve(sc, family, &options, &curve, &err), err);
    return curve;
}

static void assert_same_curves(const rix_curve *a, const rix_curve *b)
{
    const rix_mat of_a = rix_curve_outcomes(a), of_b = rix_curve_outcomes(b);
    assert_int_equal(of_a.rows, of_b.rows);
    assert_int_equal(of_a.cols, of_b.cols);
    assert_memory_equal(of_a.data, of_b.data, of_a.rows * of_a.cols * sizeof(double));
    assert_int_equal(rix_curve_size(a), rix_curve_size(b));
    for (size_t k = 0; k < rix_curve_size(a); k++) {
        assert_int_equal(rix_curve_point(a, k), rix_curve_point(b, k));
    }
}

/* A plan of the curve, made a schedule and simulated by the public functions, to the last bit. */
static void check_plan(const rix_scenario *sc, const rix_curve *curve, size_t k)
{
    double schedule[20 * 2];
    const rix_out out = rix_out_c(schedule, 20, 2);
    const rix_mat all = rix_curve_outcomes(curve);
    rix_exit_plan plan;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_curve_plan(curve, k, &plan, &err), err);
    rix_assert_ok(rix_exit_plan_schedule(&plan, out, &err), err);
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule, 20, 2), &traj, &err), err);
    assert_memory_equal(rix_trajectory_outcomes(traj).data, all.data + k * all.cols,
                        all.cols * sizeof(double));
    rix_trajectory_free(traj);
}

static void every_plan_simulates_again_to_the_last_bit(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = curve_of(sc, &family, "economic_loss", "deaths", 0);
    assert_int_equal(rix_curve_outcomes(curve).rows, N_PLANS);
    assert_int_equal(rix_curve_outcomes(curve).cols, rix_scenario_outcome_count(sc));
    for (size_t k = 0; k < N_PLANS; k++) check_plan(sc, curve, k);
    rix_curve_free(curve);
    rix_curve_free(NULL);
    rix_scenario_free(sc);
}

static void points_are_the_efficient_plans_by_increasing_x(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = curve_of(sc, &family, "economic_loss", "deaths", 1);
    const size_t x = rix_scenario_find_outcome(sc, "economic_loss"), n = rix_curve_size(curve);
    const rix_mat all = rix_curve_outcomes(curve);
    assert_true(n >= 3 && n <= N_PLANS);
    for (size_t k = 1; k < n; k++) {
        const double *left = all.data + rix_curve_point(curve, k - 1) * all.cols,
                     *right = all.data + rix_curve_point(curve, k) * all.cols;
        assert_true(left[x] < right[x]);
        assert_true(left[0] > right[0]); /* deaths */
    }
    for (size_t i = 0; i < all.rows; i++) { /* whoever is left out is beaten or equalled */
        const double *row = all.data + i * all.cols;
        bool covered = false;
        for (size_t k = 0; k < n; k++) {
            const double *point = all.data + rix_curve_point(curve, k) * all.cols;
            covered = covered || (point[x] <= row[x] && point[0] <= row[0]);
        }
        assert_true(covered);
    }
    assert_true(rix_curve_point(curve, n) == RIX_NO_INDEX);
    rix_curve_free(curve);
    rix_scenario_free(sc);
}

static void axes_may_be_any_outcomes_in_any_order(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *xy = curve_of(sc, &family, "economic_loss", "deaths", 1),
              *yx = curve_of(sc, &family, "deaths", "economic_loss", 1),
              *other = curve_of(sc, &family, "deaths_far", "output_loss", 1), *given = NULL;
    rix_error err = RIX_ERROR_INIT;
    const size_t n = rix_curve_size(xy);
    assert_int_equal(rix_curve_size(yx), n);
    for (size_t k = 0; k < n; k++) { /* turned over, the curve runs the other way */
        assert_int_equal(rix_curve_point(yx, k), rix_curve_point(xy, n - 1 - k));
    }
    assert_true(rix_curve_size(other) > 1);
    rix_assert_ok(rix_tradeoff_curve(sc, &family, NULL, &given, &err), err);
    assert_same_curves(given, xy); /* the defaults */
    rix_curve_free(given);
    rix_curve_free(other);
    rix_curve_free(yx);
    rix_curve_free(xy);
    rix_scenario_free(sc);
}

/* By definition: within the bound, and no plan within it is as good in all three and better in one. */
static void a_curve_in_three_outcomes_within_a_bound(void **state)
{
    (void)state;
    static const char *const also[] = { "deaths_far" };
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *all = curve_of(sc, &family, "economic_loss", "deaths_near", 0), *curve = NULL;
    const rix_mat o = rix_curve_outcomes(all);
    const size_t axes[] = { rix_scenario_find_outcome(sc, "economic_loss"),
                            rix_scenario_find_outcome(sc, "deaths_near"),
                            rix_scenario_find_outcome(sc, "deaths_far") },
                 bounded = rix_scenario_find_outcome(sc, "output_loss");
    const rix_curve_bound bound = { "output_loss", o.data[(N_PLANS / 2) * o.cols + bounded] };
    rix_curve_options options = RIX_CURVE_OPTIONS_INIT;
    rix_error err = RIX_ERROR_INIT;
    options.y = "deaths_near";
    options.also = also;
    options.n_also = 1;
    options.bounds = &bound;
    options.n_bounds = 1;
    rix_assert_ok(rix_tradeoff_curve(sc, &family, &options, &curve, &err), err);
    size_t expected = 0, inside = 0;
    for (size_t k = 0; k < N_PLANS; k++) {
        const double *row = o.data + k * o.cols;
        bool keep = row[bounded] <= bound.most, found = false;
        inside += keep;
        for (size_t i = 0; i < N_PLANS && keep; i++) {
            const double *other = o.data + i * o.cols;
            size_t no_worse = 0, better = 0;
            for (size_t j = 0; j < 3; j++) {
                no_worse += other[axes[j]] <= row[axes[j]];
                better += other[axes[j]] < row[axes[j]];
            }
            if (other[bounded] > bound.most || no_worse < 3) continue;
            keep = better == 0 && i >= k; /* of equals the first */
        }
        for (size_t i = 0; i < rix_curve_size(curve); i++)
            found = found || rix_curve_point(curve, i) == k;
        assert_int_equal(found, keep);
        expected += keep;
    }
    assert_int_equal(rix_curve_size(curve), expected);
    assert_true(inside < N_PLANS && expected > 1);
    rix_curve_free(curve);
    rix_curve_free(all);
    rix_scenario_free(sc);
}

static void bounds_that_no_plan_keeps_name_the_nearest(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *all = curve_of(sc, &family, "economic_loss", "deaths", 0), *curve = NULL;
    const rix_mat o = rix_curve_outcomes(all);
    const size_t deaths = rix_scenario_find_outcome(sc, "deaths");
    size_t nearest = 0;
    for (size_t k = 1; k < N_PLANS; k++) {
        if (o.data[k * o.cols + deaths] < o.data[nearest * o.cols + deaths]) nearest = k;
    }
    const rix_curve_bound bounds[] = { { "deaths", -1.0 }, { "economic_loss", 1e9 } };
    rix_curve_options options = RIX_CURVE_OPTIONS_INIT;
    rix_error err = RIX_ERROR_INIT;
    char said[64];
    options.bounds = bounds;
    options.n_bounds = 2;
    (void)snprintf(said, sizeof said, "plan %zu comes nearest, with deaths of", nearest);
    rix_assert_fails(rix_tradeoff_curve(sc, &family, &options, &curve, &err), RIX_EDOMAIN, err,
                     said);
    assert_int_equal(err.row, nearest);
    assert_null(curve);
    rix_curve_free(all);
    rix_scenario_free(sc);
}

static void neither_threads_nor_strides_change_a_bit(void **state)
{
    (void)state;
    static const size_t threads[] = { 2, 5, 0, N_PLANS + 7 };
    double turned[2][2 * N_LEVELS];
    const rix_planner_sir p = two_groups();
    rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *one = curve_of(sc, &family, "economic_loss", "deaths", 1);
    for (size_t k = 0; k < 4; k++) {
        rix_curve *many = curve_of(sc, &family, "economic_loss", "deaths", threads[k]);
        assert_same_curves(one, many);
        rix_curve_free(many);
    }
    for (size_t i = 0; i < N_LEVELS; i++) { /* backwards, by column, every second cell */
        for (size_t j = 0; j < 2; j++) turned[j][2 * (N_LEVELS - 1 - i)] = LEVELS[i][j];
    }
    family.levels = (rix_mat){ &turned[0][2 * (N_LEVELS - 1)], N_LEVELS, 2, -2, 2 * N_LEVELS };
    rix_curve *strided = curve_of(sc, &family, "economic_loss", "deaths", 2);
    assert_same_curves(one, strided);
    rix_curve_free(strided);
    rix_curve_free(one);
    rix_scenario_free(sc);
}

static void plans_are_copied(void **state)
{
    (void)state;
    double level[] = { 0.5, 0.5 };
    size_t start = 3, ramp = 2;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = { rix_mat_c(level, 1, 2), &start, 1, &ramp, 1 };
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = curve_of(sc, &family, "economic_loss", "deaths", 1);
    rix_exit_plan plan = { { NULL, 0, 0 }, 0, 0 };
    rix_error err = RIX_ERROR_INIT;
    level[0] = -1.0;
    start = ramp = 99;
    assert_int_equal(rix_curve_size(curve), 1);
    rix_assert_ok(rix_curve_plan(curve, 0, &plan, &err), err);
    assert_int_equal(plan.start, 3);
    assert_int_equal(plan.ramp, 2);
    rix_assert_same(plan.level.data[0], 0.5);
    check_plan(sc, curve, 0);

    rix_assert_fails(rix_curve_plan(curve, 1, &plan, &err), RIX_EINVAL, err,
                     "no plan 1 on a curve");
    rix_assert_fails(rix_curve_plan(NULL, 0, &plan, &err), RIX_EINVAL, err, "curve is NULL");
    rix_assert_fails(rix_curve_plan(curve, 0, NULL, &err), RIX_EINVAL, err, "out is NULL");
    assert_int_equal(plan.start, 3);
    rix_curve_free(curve);
    rix_scenario_free(sc);
}

/* ---------------------------------------------------------------------------- what is refused -- */

static void check_refused(const rix_scenario *sc, const rix_exit_family *family,
                          const rix_curve_options *options, rix_status status, size_t row,
                          const char *part)
{
    rix_curve *untouched = (rix_curve *)&status, *curve = untouched;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_tradeoff_curve(sc, family, options, &curve, &err), status, err, part);
    assert_true(err.row == row);
    assert_ptr_equal(curve, untouched);
    assert_int_equal(rix_tradeoff_curve(sc, family, options, &curve, NULL), status);
}

static void plans_that_do_not_fit_are_named(void **state)
{
    (void)state;
    const double high[][2] = { { 0.5, 0.5 }, { 0.5, 1.5 } }, missing[][2] = { { 0.5, NAN } };
    const size_t late[] = { 3, 21 }, long_ramps[] = { 2, 6 };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_exit_family f = small_family();

    f.ramps = long_ramps;
    f.n_ramps = 2; /* the first that does not fit: level 0, start 15, ramp 6 */
    check_refused(sc, &f, NULL, RIX_EDIM, 7,
                  "plan 7 (level 0, start 15, ramp 6): exit ends after period 20");
    f = small_family();
    f.starts = late;
    f.n_starts = 2;
    check_refused(sc, &f, NULL, RIX_EDIM, 3, "plan 3 (level 0, start 21, ramp 0): exit ends after");
    f = small_family();
    f.levels = rix_mat_c(high[0], 2, 2);
    check_refused(
        sc, &f, NULL, RIX_EDOMAIN, 12,
        "plan 12 (level 1, start 0, ramp 0): level of control 'far' is 1.5, not in [0, 1]");
    f.levels = rix_mat_c(missing[0], 1, 2);
    check_refused(sc, &f, NULL, RIX_EDOMAIN, 0, "is nan");
    f.levels = rix_mat_c(high[0], 4, 1);
    check_refused(sc, &f, NULL, RIX_EDIM, RIX_NO_INDEX, "levels has 1 columns for 2 controls");
    rix_scenario_free(sc);
}

static void arguments_are_checked(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_exit_family f = small_family();
    rix_curve_options o = RIX_CURVE_OPTIONS_INIT;
    rix_error err = RIX_ERROR_INIT;
    const size_t none = RIX_NO_INDEX;

    check_refused(NULL, &f, NULL, RIX_EINVAL, none, "sc is NULL");
    check_refused(sc, NULL, NULL, RIX_EINVAL, none, "family is NULL");
    rix_assert_fails(rix_tradeoff_curve(sc, &f, NULL, NULL, &err), RIX_EINVAL, err, "out is NULL");
    o.x = "lives";
    check_refused(sc, &f, &o, RIX_ENOTFOUND, none, "x: no outcome is named 'lives'");
    o.x = NULL;
    check_refused(sc, &f, &o, RIX_EINVAL, none, "x is NULL");
    o.x = "deaths";
    check_refused(sc, &f, &o, RIX_EINVAL, none, "y: 'deaths' is an axis already");
    static const char *const twice[] = { "deaths_far", "deaths_far" }, *const nothing[] = {
        "fame"
    };
    const rix_curve_bound missing = { "deaths", NAN }, unknown = { "fame", 1.0 };
    o = (rix_curve_options)RIX_CURVE_OPTIONS_INIT;
    o.n_also = 2;
    check_refused(sc, &f, &o, RIX_EINVAL, none, "also is NULL");
    o.also = twice;
    check_refused(sc, &f, &o, RIX_EINVAL, none, "also: 'deaths_far' is an axis already");
    o.also = nothing;
    o.n_also = 1;
    check_refused(sc, &f, &o, RIX_ENOTFOUND, none, "also: no outcome is named 'fame'");
    o.n_also = 0;
    o.n_bounds = 1;
    check_refused(sc, &f, &o, RIX_EINVAL, none, "bounds is NULL");
    o.bounds = &missing;
    check_refused(sc, &f, &o, RIX_EDOMAIN, none, "bound of 'deaths' is missing");
    o.bounds = &unknown;
    check_refused(sc, &f, &o, RIX_ENOTFOUND, none, "bounds: no outcome is named 'fame'");
    f.n_ramps = 0;
    check_refused(sc, &f, NULL, RIX_EINVAL, none, "ramps is empty");
    f.n_ramps = SIZE_MAX / 16;
    check_refused(sc, &f, NULL, RIX_EOVERFLOW, none, "too large");
    f.n_ramps = SIZE_MAX / sizeof(double) / 64; /* as many plans would do, but not their outcomes */
    check_refused(sc, &f, NULL, RIX_EOVERFLOW, none, "outcomes is too large");
    rix_scenario_free(sc);
}

static void a_plan_that_leaves_the_finite_numbers_is_named(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.steps = 1;
    p.transmission = 1e4; /* a long lockdown of effect 1 holds it, a short one does not */
    p.effect = 1.0;
    p.lockdown_max = (const double[]){ 1.0, 1.0 };
    const double levels[] = { 1.0, 1.0 };
    const size_t starts[] = { 20, 5, 0 }, ramps[] = { 0 };
    const rix_exit_family f = { rix_mat_c(levels, 1, 2), starts, 3, ramps, 1 };
    rix_scenario *sc = scenario_of(&p);
    for (size_t threads = 1; threads < 4; threads++) {
        rix_curve_options o = RIX_CURVE_OPTIONS_INIT;
        o.run.threads = threads;
        check_refused(sc, &f, &o, RIX_ENUMERIC, 1,
                      "plan 1 (level 0, start 5, ramp 0): infected_near is -");
    }
    rix_scenario_free(sc);
}

typedef struct watch {
    double last;
    int asked, stop_after;
    pthread_t caller;
} watch;

static int watch_progress(double done, void *user)
{
    watch *w = user;
    assert_true(pthread_equal(w->caller, pthread_self()));
    assert_true(done >= w->last && done <= 1.0);
    w->last = done;
    return ++w->asked == w->stop_after;
}

static void progress_runs_to_one_and_can_cancel(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = NULL;
    rix_error err = RIX_ERROR_INIT;
    for (size_t threads = 1; threads < 4; threads++) {
        watch w = { 0.0, 0, -1, pthread_self() };
        rix_curve_options o = RIX_CURVE_OPTIONS_INIT;
        o.run = (rix_run){ threads, watch_progress, &w };
        rix_assert_ok(rix_tradeoff_curve(sc, &family, &o, &curve, &err), err);
        rix_assert_same(w.last, 1.0);
        rix_curve_free(curve);
        for (int stop = 1; stop < 3; stop++) {
            w = (watch){ 0.0, 0, stop, pthread_self() };
            curve = NULL;
            rix_assert_fails(rix_tradeoff_curve(sc, &family, &o, &curve, &err), RIX_ECANCELLED, err,
                             "stopped by the caller");
            assert_null(curve);
            assert_int_equal(w.asked, stop); /* and no further */
        }
    }
    rix_scenario_free(sc);
}

/* One scenario, several callers at once. */
static void *draw_a_curve(void *sc)
{
    const rix_exit_family family = small_family();
    rix_curve *curve = NULL;
    return rix_tradeoff_curve(sc, &family, NULL, &curve, NULL) == RIX_OK ? curve : NULL;
}

static void a_scenario_may_be_shared(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const rix_exit_family family = small_family();
    rix_scenario *sc = scenario_of(&p);
    rix_curve *one = curve_of(sc, &family, "economic_loss", "deaths", 1);
    pthread_t callers[3];
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(pthread_create(&callers[k], NULL, draw_a_curve, sc), 0);
    }
    for (size_t k = 0; k < 3; k++) {
        void *curve = NULL;
        assert_int_equal(pthread_join(callers[k], &curve), 0);
        assert_non_null(curve);
        assert_same_curves(one, curve);
        rix_curve_free(curve);
    }
    rix_curve_free(one);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plan_simulates_again_to_the_last_bit),
        cmocka_unit_test(points_are_the_efficient_plans_by_increasing_x),
        cmocka_unit_test(axes_may_be_any_outcomes_in_any_order),
        cmocka_unit_test(a_curve_in_three_outcomes_within_a_bound),
        cmocka_unit_test(bounds_that_no_plan_keeps_name_the_nearest),
        cmocka_unit_test(neither_threads_nor_strides_change_a_bit),
        cmocka_unit_test(plans_are_copied),
        cmocka_unit_test(plans_that_do_not_fit_are_named),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(a_plan_that_leaves_the_finite_numbers_is_named),
        cmocka_unit_test(progress_runs_to_one_and_can_cancel),
        cmocka_unit_test(a_scenario_may_be_shared),
    };
    return RIX_RUN_TESTS("curve", tests);
}
