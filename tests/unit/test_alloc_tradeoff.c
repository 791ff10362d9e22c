/* The k-th allocation of the trade-off wing fails, for every k: RIX_ENOMEM, no leak, nothing written. */
#include "fail_alloc.h"
#include "planners.h"

static void scenarios(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = NULL;
    FAIL_ALLOCATIONS_OF(rix_planner_sir_new(&p, &sc, &err), sc, rix_scenario_free(sc));
}

static void trajectories(void **state)
{
    (void)state;
    const double level = 0.2;
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_trajectory *traj = NULL;
    FAIL_ALLOCATIONS_OF(rix_simulate(sc, constant_schedule(sc, &level), &traj, &err), traj,
                          rix_trajectory_free(traj));
    rix_scenario_free(sc);
}

/* On one thread: what the system allocates for another is not ours to count. */
static void curves(void **state)
{
    (void)state;
    const double level[] = { 0.2, 0.4 };
    const size_t starts[] = { 3, 9 }, ramps[] = { 0, 2, 4 };
    const rix_exit_family family = { rix_mat_c(level, 1, 2), starts, 2, ramps, 3 };
    const rix_planner_sir p = two_groups();
    rix_curve_options o = RIX_CURVE_OPTIONS_INIT;
    o.run.threads = 1;
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = NULL;
    FAIL_ALLOCATIONS_OF(rix_tradeoff_curve(sc, &family, &o, &curve, &err), curve,
                          rix_curve_free(curve));
    rix_scenario_free(sc);
}

static void efficient_sets(void **state)
{
    (void)state;
    const double table[][2] = { { 1, 2 }, { 2, 1 }, { 2, 2 } };
    size_t rows[3] = { 7, 7, 7 }, count = 0;
    rix_status status = RIX_ENOMEM;
    for (size_t k = 1; status != RIX_OK; k++) {
        fail_allocation(k);
        status = rix_efficient_set(rix_mat_c(table[0], 3, 2), rows, &count, NULL);
        fail_allocation(0);
        if (status == RIX_OK) break;
        assert_int_equal(status, RIX_ENOMEM);
        assert_int_equal(rows[0], 7);
        assert_int_equal(count, 0);
    }
    assert_int_equal(count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios),
        cmocka_unit_test(trajectories),
        cmocka_unit_test(curves),
        cmocka_unit_test(efficient_sets),
    };
    return RIX_RUN_TESTS("alloc_tradeoff", tests);
}
