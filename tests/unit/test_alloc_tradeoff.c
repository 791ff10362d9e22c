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

static void gradients(void **state)
{
    (void)state;
    const double level = 0.2, weights[8] = { 1.0 };
    const rix_planner_sir p = two_groups();
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_scenario *sc = scenario_of(&p);
    double initial[11] = { 7.0 };
    const double *untouched = NULL;
    FAIL_ALLOCATIONS_OF(rix_gradient(sc, constant_schedule(sc, &level), rix_mat_c(weights, 1, 8),
                                     none, none, none, rix_out_c(initial, 1, 11), NULL, &err),
                        initial[0] < 7.0 ? initial : untouched, (void)untouched);
    assert_true(initial[0] < 7.0);
    rix_scenario_free(sc);
}

static int grow(const rix_custom_at *at, double *dx, void *user)
{
    (void)user;
    dx[0] = at->x[0];
    return 0;
}

static int size(const rix_custom_at *at, double *values, void *user)
{
    (void)user;
    values[0] = at->x[0];
    return 0;
}

static int at_two(const rix_custom_at *at, double *g, void *user)
{
    (void)user;
    g[0] = at->x[0] - 2.0;
    return 0;
}

static int nothing(const rix_custom_at *at, size_t i, double *x, double *flags, void *user)
{
    (void)at, (void)i, (void)x, (void)flags, (void)user;
    return 0;
}

static void custom_models(void **state)
{
    (void)state;
    static const char *const names[] = { "x" };
    static const double one[] = { 1.0 };
    static const rix_custom_outcome outcome[] = { { { "size", "", RIX_SOCIAL },
                                                    RIX_DRAWN_TERMINAL } };
    static const rix_custom_event event[] = { { "two", 1, RIX_EVENT_FROZEN } };
    rix_custom c = RIX_CUSTOM_INIT;
    rix_scenario *sc = NULL;
    rix_trajectory *traj = NULL;
    c.n_states = 1, c.states = names, c.initial = one;
    c.n_params = 1, c.params = names, c.param_values = one;
    c.n_outcomes = 1, c.outcomes = outcome, c.n_events = 1, c.events = event;
    c.rhs = grow, c.terminal = size, c.conditions = at_two, c.happen = nothing;
    FAIL_ALLOCATIONS_OF(rix_custom_new(&c, &sc, &err), sc, (void)sc);
    FAIL_ALLOCATIONS_OF(rix_simulate(sc, (rix_mat){ NULL, 1, 0, 0, 1 }, &traj, &err), traj,
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
    const rix_curve_bound bound = { "deaths", 1e9 };
    rix_curve_options o = RIX_CURVE_OPTIONS_INIT;
    o.run.threads = 1;
    o.bounds = &bound;
    o.n_bounds = 1;
    rix_scenario *sc = scenario_of(&p);
    rix_curve *curve = NULL;
    FAIL_ALLOCATIONS_OF(rix_tradeoff_curve(sc, &family, &o, &curve, &err), curve,
                        rix_curve_free(curve));
    rix_scenario_free(sc);
}

/* NLopt's own memory is not ours to count; a start that is the only one, so that it is soon done. */
static void optima(void **state)
{
    (void)state;
    double weights[8] = { 0 };
    const rix_planner_sir p = two_groups();
    const rix_goal goal = { rix_vec_c(weights, 8), { NULL, 0, 1 } };
    rix_scenario *sc = scenario_of(&p);
    rix_optimum_options o = RIX_OPTIMUM_OPTIONS_INIT;
    rix_frontier_options f = RIX_FRONTIER_OPTIONS_INIT;
    rix_space space = RIX_SPACE_INIT;
    rix_envelope *e = NULL;
    weights[rix_scenario_find_outcome(sc, "objective")] = 1.0;
    o.starts = f.starts = 1, o.run.threads = f.run.threads = 1;
    space.every = 10, f.points = 3;
    FAIL_ALLOCATIONS_OF(rix_optimum(sc, &space, &goal, &o, &e, &err), e, rix_envelope_free(e));
    e = NULL;
    FAIL_ALLOCATIONS_OF(rix_frontier(sc, &space, &f, &e, &err), e, rix_envelope_free(e));
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

/* As FAIL_ALLOCATIONS_OF, for what writes a number. */
#define FAIL_ALLOCATIONS_TO(call, out, before)                                                     \
    do {                                                                                           \
        rix_status status = RIX_ENOMEM;                                                            \
        size_t k = 0;                                                                              \
        while (status != RIX_OK) {                                                                 \
            fail_allocation(++k);                                                                  \
            status = call;                                                                         \
            fail_allocation(0);                                                                    \
            if (status == RIX_OK) break;                                                           \
            assert_int_equal(status, RIX_ENOMEM);                                                  \
            assert_true((out) == (before));                                                        \
        }                                                                                          \
        assert_true(k > 1);                                                                        \
    } while (0)

static void fronts_volumes_and_knees(void **state)
{
    (void)state;
    const double table[][4] = { { 1, 5, 1, 2 }, { 2, 2, 2, 1 }, { 5, 1, 0, 3 } };
    const double reference[] = { 6, 6, 6, 6 };
    const rix_mat all = rix_mat_c(table[0], 3, 4), two = { table[0], 3, 2, 4, 1 };
    size_t front[3] = { 7, 7, 7 }, count = 7, row = 7;
    double volume = 0.0, distances[3];
    FAIL_ALLOCATIONS_TO(rix_efficient_fronts(all, front, &count, NULL), count, 7);
    assert_int_equal(count, 1);
    FAIL_ALLOCATIONS_TO(rix_hypervolume(all, (rix_vec){ reference, 4, 1 }, &volume, NULL),
                        volume > 0.0, false);
    assert_true(volume > 0.0);
    FAIL_ALLOCATIONS_TO(rix_knee(two, RIX_KNEE_UTILITY, &row, NULL, NULL), row, 7);
    assert_int_equal(row, 1);
    row = 7;
    FAIL_ALLOCATIONS_TO(rix_stand(all, (rix_vec){ reference, 4, 1 }, front, distances, &row, NULL),
                        row, 7);
    assert_int_equal(row, 3);
}

/* Both kinds of policies, and a run of each. */
static void policies(void **state)
{
    (void)state;
    static const char *const zones[] = { "open", "closed" };
    const double levels[] = { 0.0, 0.0, 0.5, 0.5 }, threshold = 0.02;
    const rix_watch watch = { "infected", 2, 1 };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    rix_criterion c = RIX_CRITERION_INIT;
    rix_rule *rule = NULL;
    c.indicator = "cases", c.thresholds = &threshold;
    assert_int_equal(rix_rule_new_criteria(zones, 2, &c, 1, 1, RIX_UNKNOWN_CERTAIN, &rule, NULL),
                     RIX_OK);
    rix_trigger t = RIX_TRIGGER_INIT;
    t.enter = rule, t.watches = &watch, t.n_watches = 1, t.levels = rix_mat_c(levels, 2, 2);
    rix_exit_stage stages[] = { RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT };
    stages[0].name = "closed", stages[1].name = "open";
    stages[1].gate = watch, stages[1].below = 0.1;
    const rix_exit_stages way = { stages, 2, rix_mat_c(levels, 2, 2), 1 };
    rix_policy *trigger = NULL, *leaving = NULL;
    rix_trajectory *traj = NULL;
    FAIL_ALLOCATIONS_OF(rix_trigger_policy_new(&t, &trigger, &err), trigger,
                        rix_policy_free(trigger));
    FAIL_ALLOCATIONS_OF(rix_exit_policy_new(&way, &leaving, &err), leaving,
                        rix_policy_free(leaving));
    assert_int_equal(rix_trigger_policy_new(&t, &trigger, NULL), RIX_OK);
    FAIL_ALLOCATIONS_OF(rix_simulate_policy(sc, trigger, NULL, &traj, &err), traj,
                        rix_trajectory_free(traj));
    rix_policy_free(trigger);
    rix_rule_free(rule);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios),
        cmocka_unit_test(trajectories),
        cmocka_unit_test(gradients),
        cmocka_unit_test(custom_models),
        cmocka_unit_test(curves),
        cmocka_unit_test(efficient_sets),
        cmocka_unit_test(fronts_volumes_and_knees),
        cmocka_unit_test(optima),
        cmocka_unit_test(policies),
    };
    return RIX_RUN_TESTS("alloc_tradeoff", tests);
}
