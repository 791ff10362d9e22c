/* test_fuzz_curve.c - scenarios, schedules and families of any kind: outcomes or a clear refusal. */
#include "fuzz.h"

enum { GROUPS = 3, PERIODS = 6, LEVELS = 4, DATES = 3 };

typedef struct parts {
    double population[GROUPS], susceptible[GROUPS], infected[GROUPS], fatality[GROUPS],
        load[GROUPS], productivity[GROUPS], working_time[GROUPS], lockdown_max[GROUPS],
        mixing[GROUPS * GROUPS];
} parts;

static void fill(rix_stream *s, double *x, size_t n, double scale, double strange)
{
    for (size_t k = 0; k < n; k++) {
        x[k] = fuzz_if(s, strange) ? fuzz_number(s, 0.5) : scale * rix_stream_uniform(s);
    }
}

static rix_planner_sir random_planner(rix_stream *s, parts *p)
{
    rix_planner_sir m = RIX_PLANNER_SIR_INIT;
    const double strange = fuzz_if(s, 0.5) ? 0.0 : 0.02;
    m.groups = fuzz_if(s, 0.02) ? 0 : 1 + fuzz_below(s, GROUPS);
    for (size_t j = 0; j < GROUPS; j++) p->population[j] = 0.2 + rix_stream_uniform(s);
    for (size_t j = 0; j < GROUPS; j++) p->susceptible[j] = 0.9 * p->population[j];
    for (size_t j = 0; j < GROUPS; j++) p->infected[j] = 0.05 * p->population[j];
    fill(s, p->fatality, GROUPS, 0.02, strange);
    fill(s, p->load, GROUPS, 1.0, strange);
    fill(s, p->productivity, GROUPS, 1.0, strange);
    fill(s, p->working_time, GROUPS, 100.0, strange);
    fill(s, p->lockdown_max, GROUPS, 1.0, strange);
    fill(s, p->mixing, GROUPS * GROUPS, 2.0, strange);
    if (fuzz_if(s, strange)) p->infected[0] = fuzz_number(s, 0.5);
    m.population = fuzz_if(s, strange) ? NULL : p->population;
    m.susceptible = p->susceptible;
    m.infected = p->infected;
    m.fatality = p->fatality;
    m.load = fuzz_if(s, 0.5) ? p->load : NULL;
    m.productivity = p->productivity;
    m.working_time = fuzz_if(s, 0.5) ? p->working_time : NULL;
    m.lockdown_max = p->lockdown_max;
    m.mixing = fuzz_if(s, 0.5) ? p->mixing : NULL;
    m.transmission = fuzz_if(s, strange) ? fuzz_number(s, 0.5) : 2.0 * rix_stream_uniform(s);
    m.recovery = fuzz_if(s, strange) ? fuzz_number(s, 0.5) : 0.1 + rix_stream_uniform(s);
    m.effect = rix_stream_uniform(s);
    m.circulating = rix_stream_uniform(s);
    m.congestion = 2.0 * rix_stream_uniform(s);
    m.interest = 0.01 * rix_stream_uniform(s);
    m.vaccine = fuzz_if(s, strange) ? fuzz_number(s, 0.5) : 0.01 * rix_stream_uniform(s);
    m.death_cost = 30.0 * rix_stream_uniform(s);
    m.base = fuzz_if(s, 0.5) ? RIX_LOCKDOWN_ALL : RIX_LOCKDOWN_NOT_RECOVERED;
    if (fuzz_if(s, 0.3))
        m.matching = fuzz_if(s, strange) ? fuzz_number(s, 0.5) : 1.0 + rix_stream_uniform(s);
    if (fuzz_if(s, 0.3)) m.contacts = RIX_CONTACTS_LINEAR;
    m.periods = PERIODS;
    m.steps = 1 + fuzz_below(s, 8);
    return m;
}

static rix_exit_family random_family(rix_stream *s, const rix_scenario *sc, double *levels,
                                     size_t *starts, size_t *ramps)
{
    const rix_vec most = rix_scenario_control_max(sc);
    const size_t rows = 1 + fuzz_below(s, LEVELS);
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < most.size; j++) {
            levels[i * most.size + j] =
                fuzz_if(s, 0.01) ? fuzz_number(s, 0.5)
                                 : rix_stream_uniform(s) * most.data[(ptrdiff_t)j * most.step];
        }
    }
    for (size_t k = 0; k < DATES; k++) starts[k] = fuzz_below(s, fuzz_if(s, 0.02) ? 20 : 4);
    for (size_t k = 0; k < DATES; k++) ramps[k] = fuzz_below(s, fuzz_if(s, 0.02) ? 20 : 3);
    const rix_exit_family family = { rix_mat_c(levels, rows, most.size), starts, DATES, ramps,
                                     DATES };
    return family;
}

/* Every point's plan, simulated again, gives its outcomes to the last bit. */
static void check_points(const rix_scenario *sc, const rix_curve *curve)
{
    const rix_mat outcomes = rix_curve_outcomes(curve);
    const size_t controls = rix_scenario_control_count(sc);
    double schedule[PERIODS * GROUPS];
    for (size_t k = 0; k < rix_curve_size(curve); k++) {
        const size_t plan_number = rix_curve_point(curve, k);
        rix_error err = RIX_ERROR_INIT;
        rix_exit_plan plan;
        rix_trajectory *traj = NULL;
        rix_assert_ok(rix_curve_plan(curve, plan_number, &plan, &err), err);
        rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(schedule, PERIODS, controls), &err),
                      err);
        rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule, PERIODS, controls), &traj, &err), err);
        const rix_vec again = rix_trajectory_outcomes(traj);
        for (size_t j = 0; j < again.size; j++) {
            rix_assert_same(again.data[(ptrdiff_t)j * again.step],
                            outcomes.data[(ptrdiff_t)plan_number * outcomes.row_step +
                                          (ptrdiff_t)j * outcomes.col_step]);
        }
        rix_trajectory_free(traj);
    }
}

static void outcomes_or_a_clear_refusal(void **state)
{
    (void)state;
    size_t curves = 0, refused = 0;
    const size_t runs = fuzz_runs(600);
    for (size_t run = 0; run < runs; run++) {
        rix_stream s;
        parts p;
        double levels[LEVELS * GROUPS];
        size_t starts[DATES], ramps[DATES];
        rix_scenario *sc = NULL;
        rix_curve *curve = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_stream_init(&s, 20210102, run);
        const rix_planner_sir planner = random_planner(&s, &p);
        rix_status st = rix_planner_sir_new(&planner, &sc, &err);
        fuzz_check_error(st, &err);
        assert_int_equal(st == RIX_OK, sc != NULL);
        if (sc) {
            const rix_exit_family family = random_family(&s, sc, levels, starts, ramps);
            st = rix_tradeoff_curve(sc, &family, NULL, &curve, &err);
            fuzz_check_error(st, &err);
            assert_int_equal(st == RIX_OK, curve != NULL);
        }
        if (curve) check_points(sc, curve);
        curves += curve != NULL;
        refused += st != RIX_OK;
        rix_curve_free(curve);
        rix_scenario_free(sc);
    }
    assert_true(curves > runs / 4);
    assert_true(refused > runs / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(outcomes_or_a_clear_refusal) };
    return RIX_RUN_TESTS("fuzz_curve", tests);
}
