/* Every schedule of the one-group reference gives the outcomes of its row. */
#include <math.h>
#include <string.h>

#include "csv.h"
#include "support.h"

enum { WEEKS = 156 };
static const double TOLERANCE = 1e-10;

static rix_scenario *scenario_of(const char *name)
{
    const rix_preset_planner *preset = NULL;
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_preset_planner_find("aal_us", &preset, &err), err);
    rix_planner_sir params = preset->params;
    if (strcmp(name, "vsl_70") == 0) params.death_cost = 70.0;
    if (strcmp(name, "constant_fatality") == 0) params.congestion = 0.0;
    rix_assert_ok(rix_planner_sir_new(&params, &sc, &err), err);
    return sc;
}

static void check_outcomes(const rix_scenario *sc, const double *schedule, const csv *optimum,
                           size_t row, const char *objective, const char *deaths)
{
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule, WEEKS, 1), &traj, &err), err);
    const double *y = rix_trajectory_outcomes(traj).data;
    rix_assert_close(y[rix_scenario_find_outcome(sc, "objective")],
                     csv_number(optimum, row, csv_column(optimum, objective)), TOLERANCE);
    rix_assert_close(y[rix_scenario_find_outcome(sc, "deaths")],
                     csv_number(optimum, row, csv_column(optimum, deaths)), TOLERANCE);
    rix_trajectory_free(traj);
}

static void every_case_is_reproduced(void **state)
{
    (void)state;
    csv *optimum = csv_read_reference("aal/optimum.csv");
    csv *paths = csv_read_reference("aal/lockdown_paths.csv");
    assert_int_equal(paths->rows, optimum->rows * WEEKS);
    for (size_t i = 0; i < optimum->rows; i++) {
        const char *name = csv_text(optimum, i, csv_column(optimum, "case"));
        static const double none[WEEKS];
        double schedule[WEEKS];
        size_t rows[WEEKS];
        assert_int_equal(csv_where(paths, "case", name, rows, WEEKS), WEEKS);
        for (size_t w = 0; w < WEEKS; w++) {
            const double week = csv_number(paths, rows[w], csv_column(paths, "week"));
            assert_true(week >= 0.0 && week < WEEKS);
            schedule[(size_t)week] = csv_number(paths, rows[w], csv_column(paths, "lockdown"));
        }
        rix_scenario *sc = scenario_of(name);
        check_outcomes(sc, schedule, optimum, i, "objective", "deaths");
        check_outcomes(sc, none, optimum, i, "objective_no_lockdown", "deaths_no_lockdown");
        rix_scenario_free(sc);
    }
    print_message("%zu schedules\n", 2 * optimum->rows);
    csv_free(paths);
    csv_free(optimum);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_case_is_reproduced) };
    return RIX_RUN_TESTS("aal", tests);
}
