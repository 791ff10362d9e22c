/* Ensembles over draws of parameters: each draw against a run of its own, threads, ranges, failures, bands. */
#include <math.h>
#include <string.h>

#include <riskidx/ensemble.h>

#include "planners.h"

enum { DRAWS = 25, OUTCOMES = 8, PERIODS = 20 };

/** Draws of transmission and effect of two_groups, and what they come to. */
typedef struct results {
    double outcomes[DRAWS * OUTCOMES], states[DRAWS * (PERIODS + 1) * 2];
} results;

static size_t params[2];
static const size_t kept[] = { 6, 2 }; /* the dead of the first group, the infected of the first */
static double draws[DRAWS * 2];

static rix_scenario *prepare(void)
{
    const rix_planner_sir p = two_groups();
    const rix_spread spreads[] = { { RIX_DISTRIBUTION_UNIFORM, 0.5, 1.5, 0.0 },
                                   { RIX_DISTRIBUTION_TRIANGULAR, 0.2, 0.9, 0.5 } };
    rix_scenario *sc = scenario_of(&p);
    rix_error err = RIX_ERROR_INIT;
    params[0] = rix_scenario_find_param(sc, "transmission");
    params[1] = rix_scenario_find_param(sc, "effect");
    rix_assert_ok(rix_ensemble_draw(spreads, 2, 7, 0, rix_out_c(draws, DRAWS, 2), &err), err);
    assert_int_equal(rix_scenario_outcome_count(sc), OUTCOMES);
    assert_int_equal(rix_scenario_periods(sc), PERIODS);
    return sc;
}

static rix_status run(const rix_scenario *sc, size_t first, size_t count, size_t threads, results *to,
                      size_t *failed, bool skip, rix_error *err)
{
    const double level = 0.3;
    const size_t rows = count * (PERIODS + 1);
    rix_ensemble_options o = RIX_ENSEMBLE_OPTIONS_INIT;
    o.states = kept;
    o.n_states = 2;
    o.first = first;
    o.skip_failures = skip;
    o.run.threads = threads;
    return rix_ensemble_run(sc, params, 2, rix_mat_c(draws + 2 * first, count, 2),
                            constant_schedule(sc, &level), &o,
                            rix_out_c(to->outcomes + first * OUTCOMES, count, OUTCOMES),
                            rix_out_c(to->states + first * (PERIODS + 1) * 2, rows, 2), failed, err);
}

static void each_draw_is_a_run_of_its_own(void **state)
{
    (void)state;
    static results found;
    const double level = 0.3;
    rix_scenario *sc = prepare();
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(run(sc, 0, DRAWS, 1, &found, NULL, false, &err), err);
    for (size_t k = 0; k < DRAWS; k++) {
        rix_planner_sir p = two_groups();
        p.transmission = draws[2 * k];
        p.effect = draws[2 * k + 1];
        rix_scenario *own = scenario_of(&p);
        rix_trajectory *traj = NULL;
        rix_assert_ok(rix_simulate(own, constant_schedule(own, &level), &traj, &err), err);
        assert_memory_equal(found.outcomes + k * OUTCOMES, rix_trajectory_outcomes(traj).data,
                            OUTCOMES * sizeof(double));
        const rix_mat states = rix_trajectory_states(traj);
        for (size_t t = 0; t <= PERIODS; t++) {
            for (size_t s = 0; s < 2; s++) {
                assert_true(found.states[(k * (PERIODS + 1) + t) * 2 + s] ==
                            states.data[t * states.cols + kept[s]]);
            }
        }
        rix_trajectory_free(traj);
        rix_scenario_free(own);
    }
    rix_scenario_free(sc);
}

static void threads_and_ranges_give_the_same_bits(void **state)
{
    (void)state;
    static results one, other;
    const size_t threads[] = { 2, 3, 7 };
    rix_scenario *sc = prepare();
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(run(sc, 0, DRAWS, 1, &one, NULL, false, &err), err);
    for (size_t i = 0; i < 3; i++) {
        memset(&other, 0, sizeof other);
        rix_assert_ok(run(sc, 11, DRAWS - 11, threads[i], &other, NULL, false, &err), err);
        rix_assert_ok(run(sc, 0, 11, threads[i], &other, NULL, false, &err), err);
        assert_memory_equal(&one, &other, sizeof one);
    }
    const rix_spread spread = { RIX_DISTRIBUTION_NORMAL, 0.0, 1.0, 0.0 };
    double whole[9], part[4];
    rix_assert_ok(rix_ensemble_draw(&spread, 1, 3, 0, rix_out_c(whole, 9, 1), &err), err);
    rix_assert_ok(rix_ensemble_draw(&spread, 1, 3, 5, rix_out_c(part, 4, 1), &err), err);
    assert_memory_equal(whole + 5, part, sizeof part);
    rix_scenario_free(sc);
}

static void a_draw_that_fails_is_named_or_left_out(void **state)
{
    (void)state;
    static results found;
    size_t failed = 99;
    rix_scenario *sc = prepare();
    rix_error err = RIX_ERROR_INIT;
    draws[2 * 13 + 1] = 1.5;
    draws[2 * 19 + 1] = -0.5;
    found.outcomes[0] = -7.0;
    for (size_t threads = 1; threads <= 3; threads++) {
        assert_int_equal(run(sc, 0, DRAWS, threads, &found, &failed, false, &err), RIX_EDOMAIN);
        assert_int_equal(err.row, 13);
        assert_non_null(strstr(err.message, "draw 13 (transmission = "));
        assert_non_null(strstr(err.message, "effect = 1.5): "));
        assert_true(found.outcomes[0] == -7.0 && failed == 99);
    }
    rix_error quiet = RIX_ERROR_INIT;
    rix_assert_ok(run(sc, 0, DRAWS, 2, &found, &failed, true, &quiet), quiet);
    assert_int_equal(failed, 2);
    for (size_t k = 0; k < DRAWS; k++) {
        assert_int_equal(isnan(found.outcomes[k * OUTCOMES]) != 0, k == 13 || k == 19);
        assert_int_equal(isnan(found.states[k * (PERIODS + 1) * 2 + 3]) != 0, k == 13 || k == 19);
    }
    rix_scenario_free(sc);
}

static void bands_are_quantiles_of_type_7(void **state)
{
    (void)state;
    /* Three draws of two times of two columns; by hand. */
    const double values[] = { 1, 10, 2, NAN, 5, 30, 4, NAN, 3, 20, 9, NAN }, shares[] = { 0.5, 0.75 };
    double bands[8];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_ensemble_bands(rix_mat_c(values, 6, 2), 3, rix_vec_c(shares, 2),
                                     rix_out_c(bands, 4, 2), &err),
                  err);
    const double expected[] = { 3, 4, 20, 25, 4, 6.5 };
    for (size_t i = 0; i < 6; i++) rix_assert_near(bands[i], expected[i], 1e-15);
    assert_true(isnan(bands[6]) && isnan(bands[7]));
    assert_int_equal(rix_ensemble_bands(rix_mat_c(values, 6, 2), 4, rix_vec_c(shares, 2),
                                        rix_out_c(bands, 4, 2), &err),
                     RIX_EDIM);
    const double wrong = 1.5;
    assert_int_equal(rix_ensemble_bands(rix_mat_c(values, 6, 2), 3, rix_vec_c(&wrong, 1),
                                        rix_out_c(bands, 4, 1), &err),
                     RIX_EDOMAIN);
}

static void bad_input(void **state)
{
    (void)state;
    const double level = 0.3;
    double outcomes[OUTCOMES];
    const size_t twice[] = { 2, 2 }, beyond[] = { 999 };
    const rix_out none = { NULL, 0, 0, 0, 0 }, to = rix_out_c(outcomes, 1, OUTCOMES);
    rix_scenario *sc = prepare();
    const rix_mat schedule = constant_schedule(sc, &level), two = rix_mat_c(draws, 1, 2),
                  one = rix_mat_c(draws, 1, 1), no_rows = rix_mat_c(draws, 0, 2);
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_ensemble_run(NULL, params, 2, two, schedule, NULL, to, none, NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_ensemble_run(sc, NULL, 2, two, schedule, NULL, to, none, NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_ensemble_run(sc, twice, 2, two, schedule, NULL, to, none, NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_ensemble_run(sc, beyond, 1, one, schedule, NULL, to, none, NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_ensemble_run(sc, params, 2, one, schedule, NULL, to, none, NULL, &err), RIX_EDIM);
    assert_int_equal(rix_ensemble_run(sc, params, 2, no_rows, schedule, NULL, to, none, NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_ensemble_run(sc, params, 2, two, one, NULL, to, none, NULL, &err), RIX_EDIM);
    assert_int_equal(rix_ensemble_run(sc, params, 2, two, schedule, NULL, none, none, NULL, &err), RIX_EDIM);
    const rix_spread wrong = { RIX_DISTRIBUTION_NORMAL, 0.0, 0.0, 0.0 };
    assert_int_equal(rix_ensemble_draw(&wrong, 1, 0, 0, rix_out_c(outcomes, 3, 1), &err), RIX_EDOMAIN);
    assert_int_equal(rix_ensemble_draw(NULL, 1, 0, 0, rix_out_c(outcomes, 3, 1), &err), RIX_EINVAL);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_draw_is_a_run_of_its_own),
        cmocka_unit_test(threads_and_ranges_give_the_same_bits),
        cmocka_unit_test(a_draw_that_fails_is_named_or_left_out),
        cmocka_unit_test(bands_are_quantiles_of_type_7),
        cmocka_unit_test(bad_input),
    };
    return RIX_RUN_TESTS("ensemble", tests);
}
