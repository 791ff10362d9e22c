/* Every schedule of the multi-group reference gives the outcomes of its row. */
#include <math.h>
#include <string.h>

#include "csv.h"
#include "support.h"

enum { GROUPS = 3, WEEKS = 78 };
static const double TOLERANCE = 1e-10;

static rix_scenario *scenario_with(double death_cost)
{
    const rix_preset_planner *preset = NULL;
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_preset_planner_find("mrsir_us", &preset, &err), err);
    rix_planner_sir params = preset->params;
    params.death_cost = death_cost;
    rix_assert_ok(rix_planner_sir_new(&params, &sc, &err), err);
    return sc;
}

/* The weeks of one optimum, in whatever order they stand; every week once. */
static void read_schedule(const csv *paths, const char *policy, double chi,
                          double schedule[WEEKS][GROUPS])
{
    static const char *const columns[GROUPS] = { "lockdown_young", "lockdown_middle",
                                                 "lockdown_old" };
    const size_t at_policy = csv_column(paths, "policy"), at_chi = csv_column(paths, "chi"),
                 at_week = csv_column(paths, "week"), at_case = csv_column(paths, "case");
    size_t found = 0;
    for (size_t i = 0; i < paths->rows; i++) {
        assert_string_equal(csv_text(paths, i, at_case), "base");
        if (strcmp(csv_text(paths, i, at_policy), policy) != 0) continue;
        if (csv_number(paths, i, at_chi) != chi) continue;
        const size_t week = (size_t)csv_number(paths, i, at_week);
        assert_true(week < WEEKS);
        for (size_t j = 0; j < GROUPS; j++) {
            schedule[week][j] = csv_number(paths, i, csv_column(paths, columns[j]));
        }
        found++;
    }
    assert_int_equal(found, WEEKS);
}

static void check_row(const csv *frontier, size_t row, const csv *paths)
{
    static const char *const outcomes[] = {
        "objective",     "deaths",      "deaths_young",         "deaths_middle",    "deaths_old",
        "economic_loss", "output_loss", "lost_lifetime_output", "discounted_deaths"
    };
    double schedule[WEEKS][GROUPS];
    const char *policy = csv_text(frontier, row, csv_column(frontier, "policy"));
    const double chi = csv_number(frontier, row, csv_column(frontier, "chi"));
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;

    read_schedule(paths, policy, chi, schedule);
    rix_scenario *sc = scenario_with(chi);
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule[0], WEEKS, GROUPS), &traj, &err), err);
    const rix_vec y = rix_trajectory_outcomes(traj);
    for (size_t k = 0; k < sizeof outcomes / sizeof *outcomes; k++) {
        const double expected = csv_number(frontier, row, csv_column(frontier, outcomes[k]));
        const size_t at = rix_scenario_find_outcome(sc, outcomes[k]);
        assert_true(at != RIX_NO_INDEX);
        rix_test_close(y.data[at], expected, TOLERANCE, 0.0, outcomes[k], __FILE__, __LINE__);
    }
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static void every_optimum_is_reproduced(void **state)
{
    (void)state;
    csv *frontier = csv_read_reference("mrsir/frontier.csv");
    csv *paths = csv_read_reference("mrsir/lockdown_paths.csv");
    assert_int_equal(paths->rows, frontier->rows * WEEKS); /* none is left out */
    for (size_t i = 0; i < frontier->rows; i++) check_row(frontier, i, paths);
    print_message("%zu schedules\n", frontier->rows);
    csv_free(paths);
    csv_free(frontier);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_optimum_is_reproduced) };
    return RIX_RUN_TESTS("mrsir", tests);
}
