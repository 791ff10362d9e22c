/* The k-th allocation of ensembles and calibration fails, for every k: RIX_ENOMEM, no leak, nothing written. */
#include "fail_alloc.h"
#include "planners.h"

#include <riskidx/calibration.h>
#include <riskidx/ensemble.h>

static const double level = 0.2;
static const rix_out none = { NULL, 0, 0, 0, 0 };

static void ensembles(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const double draws[] = { 0.5, 0.6 };
    const size_t kept = 6, param = 2;
    rix_scenario *sc = scenario_of(&p);
    rix_ensemble_options o = RIX_ENSEMBLE_OPTIONS_INIT;
    double outcomes[16] = { -7.0 }, states[42];
    const double *untouched = NULL;
    o.states = &kept;
    o.n_states = 1;
    o.run.threads = 1;
    FAIL_ALLOCATIONS_OF(rix_ensemble_run(sc, &param, 1, rix_mat_c(draws, 2, 1),
                                         constant_schedule(sc, &level), &o,
                                         rix_out_c(outcomes, 2, 8), rix_out_c(states, 42, 1), NULL,
                                         &err),
                        outcomes[0] > -7.0 ? outcomes : untouched, (void)untouched);
    assert_true(outcomes[0] > -7.0);
    rix_scenario_free(sc);
}

static void fits(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const double seen[] = { 0.01, 0.02, 0.03 };
    const size_t ill = 2;
    rix_scenario *sc = scenario_of(&p);
    rix_series series = RIX_SERIES_INIT;
    rix_fit fit = RIX_FIT_INIT;
    rix_calibrate_options o = RIX_CALIBRATE_OPTIONS_INIT;
    rix_calibration result;
    double estimates[4] = { -7.0 };
    const double *untouched = NULL;
    series.values = rix_vec_c(seen, 3);
    series.states = &ill;
    series.n_states = 1;
    series.seen = RIX_SEEN_LEVEL;
    series.likelihood = RIX_LIKELIHOOD_GAUSSIAN;
    fit.low = 0.01;
    o.max_iterations = 1;
    o.run.threads = 1;
    FAIL_ALLOCATIONS_OF(rix_calibrate(sc, constant_schedule(sc, &level), &series, 1, &fit, 1, &o,
                                      rix_out_c(estimates, 1, 4), none, none, &result, &err),
                        estimates[0] > -7.0 ? estimates : untouched, (void)untouched);
    assert_true(estimates[0] > -7.0);
    rix_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ensembles),
        cmocka_unit_test(fits),
    };
    return RIX_RUN_TESTS("alloc_calibration", tests);
}
