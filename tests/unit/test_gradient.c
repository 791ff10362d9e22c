/* Gradients, against differences of high order on random models, schedules and weights. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "epidemic/gradient.h"
#include "differences.h"
#include "planners.h"

enum { MOST = 4096 };

/** A random planner: its arrays. */
typedef struct planner_parts {
    double population[5], susceptible[5], infected[5], fatality[5], load[5], productivity[5],
        working_time[5], most[5], mixing[25];
} planner_parts;

static double draw(rix_stream *s, double low, double high)
{
    return low + (high - low) * rix_stream_uniform(s);
}

static rix_planner_sir random_planner(rix_stream *s, planner_parts *a)
{
    rix_planner_sir p = RIX_PLANNER_SIR_INIT;
    p.groups = 1 + (size_t)draw(s, 0.0, 5.0);
    for (size_t j = 0; j < p.groups; j++) {
        a->population[j] = draw(s, 0.2, 0.8);
        a->susceptible[j] = a->population[j] * draw(s, 0.5, 0.8);
        a->infected[j] = a->population[j] * draw(s, 0.01, 0.1);
        a->fatality[j] = draw(s, 0.001, 0.05);
        a->load[j] = draw(s, 0.5, 9.0);
        a->productivity[j] = draw(s, 0.1, 1.0);
        a->working_time[j] = draw(s, 1.0, 60.0);
        a->most[j] = draw(s, 0.5, 1.0);
        for (size_t k = 0; k < p.groups; k++) a->mixing[j * p.groups + k] = draw(s, 0.2, 1.5);
    }
    p.population = a->population;
    p.susceptible = a->susceptible;
    p.infected = a->infected;
    p.fatality = a->fatality;
    p.productivity = a->productivity;
    p.lockdown_max = a->most;
    if (draw(s, 0, 1) < 0.7) p.load = a->load;
    if (draw(s, 0, 1) < 0.7) p.working_time = a->working_time;
    if (draw(s, 0, 1) < 0.5) p.mixing = a->mixing;
    if (draw(s, 0, 1) < 0.5) p.matching = draw(s, 1.2, 1.8);
    if (draw(s, 0, 1) < 0.3) p.contacts = RIX_CONTACTS_LINEAR;
    if (draw(s, 0, 1) < 0.5) p.base = RIX_LOCKDOWN_ALL;
    p.transmission = draw(s, 0.4, 2.0);
    p.recovery = draw(s, 0.2, 0.6);
    p.effect = draw(s, 0.3, 0.9);
    p.circulating = draw(s, 0.5, 0.9);
    p.congestion = draw(s, 0.1, 3.0);
    p.lockdown_cost = draw(s, 0.3, 0.9);
    p.interest = draw(s, 0, 1) < 0.2 ? 1e-5 : draw(s, 0.001, 0.05);
    p.vaccine = draw(s, 0.001, 0.05);
    p.death_cost = draw(s, 1.0, 20.0);
    p.periods = 6 + (size_t)draw(s, 0.0, 10.0);
    p.steps = 2 + (size_t)draw(s, 0.0, 4.0);
    return p;
}

/* How far a place may be moved either way, within what is allowed. */
static double room(const subject *s, size_t i, double most)
{
    double low = 0.0, high = most, x = s->schedule[i < s->n_schedule ? i : 0];
    if (i >= s->n_schedule) {
        x = rix_scenario_param(s->sc, i - s->n_schedule, &low, &high);
        high = fmin(high, 2.0 * x + 0.1); /* small rates move in small steps */
    }
    return 0.3 * fmin(0.1 * fmax(fabs(x), 1e-6) + 1e-3, fmin(x - low, high - x));
}

static void check_subject(const subject *s, double tolerance)
{
    static double controls[MOST], params[MOST];
    const size_t periods = rix_scenario_periods(s->sc), n = rix_scenario_control_count(s->sc),
                 n_params = rix_scenario_param_count(s->sc);
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    double largest[2] = { 0.0, 0.0 };
    rix_assert_ok(rix_gradient(s->sc, rix_mat_c(s->schedule, periods, n),
                               rix_mat_c(s->weights, 1, rix_scenario_outcome_count(s->sc)), none,
                               rix_out_c(controls, periods, n), rix_out_c(params, 1, n_params),
                               none, NULL, &err),
                  err);
    for (size_t i = 0; i < periods * n; i++) largest[0] = fmax(largest[0], fabs(controls[i]));
    for (size_t i = 0; i < n_params; i++) largest[1] = fmax(largest[1], fabs(params[i]));
    assert_true(largest[0] > 0.0);
    for (size_t i = 0; i < periods * n + n_params; i++) {
        const bool is_control = i < periods * n;
        const double most = is_control ? rix_scenario_control_max(s->sc).data[i % n] : 0.0;
        const double h = room(s, i, most);
        if (!(h > 0.0)) continue; /* a parameter at its bound */
        rix_assert_near(is_control ? controls[i] : params[i - periods * n], difference(s, i, h),
                        tolerance * largest[is_control ? 0 : 1]);
    }
}

static void gradients_agree_with_differences(void **state)
{
    (void)state;
    static double schedule[MOST], params[MOST], weights[64];
    for (uint64_t k = 0; k < 60; k++) {
        rix_stream s;
        planner_parts parts;
        rix_stream_init(&s, 20, k);
        const rix_planner_sir p = random_planner(&s, &parts);
        rix_scenario *sc = scenario_of(&p);
        for (size_t i = 0; i < p.periods * p.groups; i++) {
            schedule[i] = parts.most[i % p.groups] * draw(&s, 0.2, 0.8);
        }
        for (size_t i = 0; i < rix_scenario_param_count(sc); i++) {
            params[i] = rix_scenario_param(sc, i, NULL, NULL);
        }
        for (size_t i = 0; i < rix_scenario_outcome_count(sc); i++)
            weights[i] = draw(&s, -1.0, 1.0);
        const subject what = { sc, weights, schedule, params, p.periods * p.groups };
        check_subject(&what, 1e-8);
        rix_scenario_free(sc);
    }
}

/* Long runs are not kept on a tape, but run again period by period: the same bits. */
static void long_runs_have_the_gradient_of_short_ones(void **state)
{
    (void)state;
    enum { SHORT = 20, GROUPS = 2 };
    static double schedule[SHORT * GROUPS], little[SHORT * GROUPS], large[SHORT * GROUPS];
    rix_stream s;
    rix_stream_init(&s, 4, 0);
    for (size_t i = 0; i < SHORT * GROUPS; i++) schedule[i] = draw(&s, 0.0, 0.8);
    rix_planner_sir p = two_groups();
    double weights[8] = { 1.0, 0.5, 0.0, 2.0, 1.0, 1.0, 0.0, 0.3 };
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_error err = RIX_ERROR_INIT;
    for (int k = 0; k < 2; k++) { /* 20 * 1200 * 44 numbers are more than are kept */
        p.steps = k == 0 ? 400 : 1200;
        rix_scenario *sc = scenario_of(&p);
        rix_assert_ok(rix_gradient(sc, rix_mat_c(schedule, SHORT, GROUPS), rix_mat_c(weights, 1, 8),
                                   none, rix_out_c(k == 0 ? little : large, SHORT, GROUPS), none,
                                   none, NULL, &err),
                      err);
        rix_scenario_free(sc);
    }
    for (size_t i = 0; i < SHORT * GROUPS; i++) rix_assert_near(large[i], little[i], 1e-10);
}

static void sums_share_one_run(void **state)
{
    (void)state;
    enum { PERIODS = 20, GROUPS = 2, OUTCOMES = 8 };
    const double weights[2][OUTCOMES] = { { 1.0 }, { 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0 } };
    double level = 0.3, both[2 * PERIODS][GROUPS], one[PERIODS][GROUPS], outcomes[OUTCOMES];
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    const rix_mat schedule = constant_schedule(sc, &level);
    rix_assert_ok(rix_gradient(sc, schedule, rix_mat_c(weights[0], 2, OUTCOMES),
                               rix_out_c(outcomes, 1, OUTCOMES),
                               rix_out_c(both[0], 2 * PERIODS, GROUPS), none, none, NULL, &err),
                  err);
    rix_assert_ok(rix_simulate(sc, schedule, &traj, &err), err);
    assert_memory_equal(outcomes, rix_trajectory_outcomes(traj).data, sizeof outcomes);
    for (size_t k = 0; k < 2; k++) {
        rix_assert_ok(rix_gradient(sc, schedule, rix_mat_c(weights[k], 1, OUTCOMES), none,
                                   rix_out_c(one[0], PERIODS, GROUPS), none, none, NULL, &err),
                      err);
        assert_memory_equal(one, both + k * PERIODS, sizeof one);
    }
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

/* A Hessian is symmetric, and tells the gradient a step away. */
static void hessians_tell_gradients_nearby(void **state)
{
    (void)state;
    enum { CELLS = 40, OUTCOMES = 8 };
    double schedule[CELLS], a[CELLS], b[CELLS], ha[CELLS], hb[CELLS], desk[2 * CELLS], g[2][CELLS],
        weights[OUTCOMES] = { 0.0 }, outcomes[OUTCOMES], aHb = 0.0, bHa = 0.0, most = 0.0;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_error err = RIX_ERROR_INIT;
    rix_stream s;
    size_t size;
    rix_stream_init(&s, 6, 0);
    weights[rix_scenario_find_outcome(sc, "objective")] = 1.0;
    assert_true(rix_i_gradient_scratch(sc, 1, &size));
    double *scratch = calloc(size + OUTCOMES, sizeof *scratch);
    assert_non_null(scratch);
    for (size_t i = 0; i < CELLS; i++) {
        schedule[i] = draw(&s, 0.2, 0.6);
        a[i] = draw(&s, -1.0, 1.0);
        b[i] = draw(&s, -1.0, 1.0);
    }
    rix_assert_ok(rix_i_hessian_times(sc, schedule, a, weights, desk, scratch, ha, &err), err);
    rix_assert_ok(rix_i_hessian_times(sc, schedule, b, weights, desk, scratch, hb, &err), err);
    for (size_t i = 0; i < CELLS; i++) {
        aHb += a[i] * hb[i];
        bHa += b[i] * ha[i];
        most = fmax(most, fabs(ha[i]));
    }
    rix_assert_close(aHb, bHa, 1e-6);
    for (int k = 0; k < 2; k++) {
        double moved[CELLS];
        const rix_i_gradient_to to = { .outcomes = outcomes, .controls = g[k] };
        for (size_t i = 0; i < CELLS; i++) moved[i] = schedule[i] + (k == 0 ? 1e-3 : -1e-3) * a[i];
        rix_assert_ok(rix_i_gradient(sc, rix_mat_c(moved, 20, 2), weights, 1, scratch, &to, &err),
                      err);
    }
    for (size_t i = 0; i < CELLS; i++) {
        rix_assert_near((g[0][i] - g[1][i]) / 2e-3, ha[i], 1e-4 * most);
    }
    free(scratch);
    rix_scenario_free(sc);
}

static void wrong_arguments_are_refused(void **state)
{
    (void)state;
    enum { PERIODS = 20, GROUPS = 2, OUTCOMES = 8 };
    double level = 0.3, weights[OUTCOMES] = { 1.0 }, to[PERIODS][GROUPS] = { { 7.0 } };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 }, good = rix_out_c(to[0], PERIODS, GROUPS);
    const rix_mat schedule = constant_schedule(sc, &level), w = rix_mat_c(weights, 1, OUTCOMES);
    rix_assert_fails(rix_gradient(NULL, schedule, w, none, good, none, none, NULL, &err),
                     RIX_EINVAL, err, "sc is NULL");
    rix_assert_fails(
        rix_gradient(sc, schedule, rix_mat_c(weights, 1, 3), none, good, none, none, NULL, &err),
        RIX_EDIM, err, "weights is 1 x 3");
    rix_assert_fails(rix_gradient(sc, schedule, rix_mat_c(weights, 0, OUTCOMES), none, good, none,
                                  none, NULL, &err),
                     RIX_EDIM, err, "weights is 0 x 8");
    rix_assert_fails(
        rix_gradient(sc, schedule, w, none, rix_out_c(to[0], 3, GROUPS), none, none, NULL, &err),
        RIX_EDIM, err, "controls");
    rix_assert_fails(
        rix_gradient(sc, rix_mat_c(weights, 4, 2), w, none, good, none, none, NULL, &err), RIX_EDIM,
        err, "schedule is 4 x 2");
    weights[2] = (double)NAN;
    rix_assert_fails(rix_gradient(sc, schedule, w, none, good, none, none, NULL, &err), RIX_EDOMAIN,
                     err, "weight of outcome 'deaths_far' is nan");
    assert_true(to[0][0] == 7.0);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_agree_with_differences),
        cmocka_unit_test(long_runs_have_the_gradient_of_short_ones),
        cmocka_unit_test(sums_share_one_run),
        cmocka_unit_test(hessians_tell_gradients_nearby),
        cmocka_unit_test(wrong_arguments_are_refused),
    };
    return RIX_RUN_TESTS("gradient", tests);
}
