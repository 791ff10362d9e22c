/* Calibration: the gradient of the likelihood against differences, parameters recovered, bounds, failures. */
#include <math.h>
#include <string.h>

#include <riskidx/calibration.h>

#include "planners.h"

enum { PERIODS = 20, FITS = 5 };

static const size_t dead[] = { 6, 7 }, ill[] = { 2, 3 };
static const size_t beyond[] = { 99, 1 };
/* Two levels of lockdown, so that transmission and the effect of lockdown can be told apart. */
static double levels[PERIODS * 2];
static const rix_out none = { NULL, 0, 0, 0, 0 };

/** Two groups, their deaths and weekly infected as the model has them, and what is fitted to them. */
typedef struct problem {
    rix_scenario *sc;
    double deaths[PERIODS], sick[PERIODS / 2];
    rix_series series[2];
    rix_fit fits[FITS];
    double truth[FITS];
} problem;

static rix_mat schedule(void)
{
    for (size_t i = 0; i < PERIODS * 2; i++) levels[i] = i < PERIODS ? 0.0 : 0.3;
    return rix_mat_c(levels, PERIODS, 2);
}

static void fill_series(problem *p)
{
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(p->sc, schedule(), &traj, &err), err);
    const rix_mat s = rix_trajectory_states(traj);
    const double *x = s.data;
    for (size_t t = 0; t < PERIODS; t++) {
        const double *a = x + t * s.cols, *b = a + s.cols;
        p->deaths[t] = 1e6 * (b[6] + b[7] - a[6] - a[7]);
        if (t % 2 == 1) p->sick[t / 2] = b[2] + b[3];
    }
    rix_trajectory_free(traj);
}

static problem prepare(void)
{
    const rix_planner_sir made_from = two_groups();
    const rix_series blank = RIX_SERIES_INIT;
    const rix_fit fit = RIX_FIT_INIT;
    problem p = { .sc = scenario_of(&made_from), .series = { blank, blank } };
    fill_series(&p);
    const char *const names[] = { "transmission", "effect", "infected_near" };
    for (size_t i = 0; i < FITS; i++) p.fits[i] = fit;
    for (size_t i = 0; i < 3; i++) {
        p.fits[i].number = rix_scenario_find_param(p.sc, names[i]);
        assert_true(p.fits[i].number != RIX_NO_INDEX);
        p.truth[i] = rix_scenario_param(p.sc, p.fits[i].number, NULL, NULL);
    }
    p.fits[0].low = 1e-3;
    p.fits[3].kind = RIX_FIT_SHARE;
    p.fits[3].number = 0;
    p.truth[3] = 1e6;
    p.fits[4].kind = RIX_FIT_DISPERSION;
    p.fits[4].number = 1;
    p.truth[4] = 0.01;
    p.series[0].likelihood = RIX_LIKELIHOOD_NEGATIVE_BINOMIAL;
    p.series[0].states = dead;
    p.series[0].n_states = 2;
    p.series[0].share = 1e6;
    p.series[0].dispersion = 30.0;
    p.series[1].likelihood = RIX_LIKELIHOOD_GAUSSIAN;
    p.series[1].states = ill;
    p.series[1].n_states = 2;
    p.series[1].seen = RIX_SEEN_LEVEL;
    p.series[1].every = 2;
    p.series[1].dispersion = 0.01;
    return p;
}

/* Views are set once the struct has its place. */
static void aim(problem *p)
{
    p->series[0].values = rix_vec_c(p->deaths, PERIODS);
    p->series[1].values = rix_vec_c(p->sick, PERIODS / 2);
}

static double posterior(const problem *p, const double *at, double *slopes)
{
    double value[2];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_log_likelihood(p->sc, schedule(), p->series, 2, p->fits,
                                     FITS, rix_vec_c(at, FITS), rix_out_c(value, 1, 2),
                                     rix_out_c(slopes, 1, FITS), none, &err),
                  err);
    return value[1];
}

static void gradient_agrees_with_differences(void **state)
{
    (void)state;
    problem p = prepare();
    aim(&p);
    p.fits[1].prior = RIX_PRIOR_NORMAL;
    p.fits[1].a = 0.6;
    p.fits[1].b = 0.1;
    p.fits[0].prior = RIX_PRIOR_LOG_NORMAL;
    p.fits[0].a = -0.2;
    p.fits[0].b = 0.3;
    p.deaths[4] = RIX_NAN;
    double at[FITS], slopes[FITS], unused[FITS];
    for (size_t i = 0; i < FITS; i++) at[i] = p.truth[i] * (1.0 + 0.03 * (double)(i + 1) * (i % 2 ? -1 : 1));
    posterior(&p, at, slopes);
    for (size_t i = 0; i < FITS; i++) {
        const double h = 1e-3 * at[i], x = at[i];
        double f[6];
        const double steps[] = { -3, -2, -1, 1, 2, 3 };
        for (size_t k = 0; k < 6; k++) {
            at[i] = x + steps[k] * h;
            f[k] = posterior(&p, at, unused);
        }
        at[i] = x;
        const double slope = (45 * (f[3] - f[2]) - 9 * (f[4] - f[1]) + (f[5] - f[0])) / (60 * h);
        rix_assert_near(slopes[i], slope, 1e-7 * fabs(slope));
    }
    rix_scenario_free(p.sc);
}

static void exact_data_give_back_what_made_them(void **state)
{
    (void)state;
    problem p = prepare();
    aim(&p);
    double estimates[4 * 4], searches[3 * 6];
    rix_calibrate_options o = RIX_CALIBRATE_OPTIONS_INIT;
    rix_calibration result;
    rix_error err = RIX_ERROR_INIT;
    const double off[] = { 1.1, 0.8, 1.3, 0.9 };
    for (size_t i = 0; i < 4; i++) p.fits[i].start = p.truth[i] * off[i];
    o.starts = 3;
    o.run.threads = 2;
    rix_assert_ok(rix_calibrate(p.sc, schedule(), p.series, 2, p.fits, 4, &o,
                                rix_out_c(estimates, 4, 4), none, rix_out_c(searches, 3, 6), &result,
                                &err),
                  err);
    assert_true(result.converged);
    for (size_t i = 0; i < 4; i++) {
        /* The mode of a negative binomial's likelihood is where m = y, so the truth is the optimum. */
        rix_assert_near(estimates[4 * i], p.truth[i], 1e-4 * p.truth[i]);
        assert_true(estimates[4 * i + 1] > 0.0);
        assert_true(estimates[4 * i + 2] < p.truth[i] && estimates[4 * i + 3] > p.truth[i]);
    }
    rix_scenario_free(p.sc);
}

/* Under one level throughout, only transmission (1 - 0.3 effect)^2 matters. */
static void what_cannot_be_told_apart_is_said(void **state)
{
    (void)state;
    problem p = prepare();
    aim(&p);
    double estimates[4 * 2];
    rix_calibration result;
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < PERIODS * 2; i++) levels[i] = 0.3;
    rix_assert_ok(rix_calibrate(p.sc, rix_mat_c(levels, PERIODS, 2), p.series, 2, p.fits, 2, NULL,
                                rix_out_c(estimates, 2, 4), none, none, &result, &err),
                  err);
    assert_false(result.converged);
    assert_int_equal(result.end, RIX_FIT_FLAT);
    assert_true(isnan(estimates[1]) && isnan(estimates[2]) && isfinite(estimates[0]));
    rix_scenario_free(p.sc);
}

static void bounds_hold(void **state)
{
    (void)state;
    problem p = prepare();
    aim(&p);
    double estimates[4 * 2];
    rix_calibration result;
    rix_error err = RIX_ERROR_INIT;
    p.fits[1].high = 0.5 * p.truth[1];
    p.fits[1].start = 0.1;
    rix_assert_ok(rix_calibrate(p.sc, schedule(), p.series, 2, p.fits, 2, NULL,
                                rix_out_c(estimates, 2, 4), none, none, &result, &err),
                  err);
    assert_true(result.converged);
    assert_true(estimates[4] == p.fits[1].high);
    assert_true(isnan(estimates[5]) && estimates[1] > 0.0);
    rix_scenario_free(p.sc);
}

static rix_status fit(const problem *p, rix_error *err)
{
    double estimates[4 * FITS];
    rix_calibration result;
    return rix_calibrate(p->sc, schedule(), p->series, 2, p->fits, FITS, NULL,
                         rix_out_c(estimates, FITS, 4), none, none, &result, err);
}

#define EXPECT(change, code, words)                                                                \
    do {                                                                                           \
        problem p = prepare();                                                                     \
        rix_error err = RIX_ERROR_INIT;                                                            \
        aim(&p);                                                                                   \
        change;                                                                                    \
        assert_int_equal(fit(&p, &err), code);                                                     \
        assert_non_null(strstr(err.message, words));                                               \
        rix_scenario_free(p.sc);                                                                   \
    } while (0)

static void bad_input_is_named(void **state)
{
    (void)state;
    EXPECT(p.deaths[3] = -1.0, RIX_EDOMAIN, "value 3 is -1, not a count");
    EXPECT(p.sick[3] = INFINITY, RIX_EDOMAIN, "not finite");
    EXPECT(p.series[1].values.size++, RIX_EDIM, "11 values of 2 periods");
    EXPECT(p.series[0].values.size = 0, RIX_EINVAL, "no values");
    EXPECT(for (size_t i = 0; i < PERIODS; i++) p.deaths[i] = RIX_NAN, RIX_EMISSING, "all values");
    EXPECT(p.series[0].states = beyond, RIX_EINVAL, "no state 99");
    EXPECT(p.series[0].n_states = 0, RIX_EINVAL, "states");
    EXPECT(p.series[0].share = 0.0, RIX_EDOMAIN, "share is 0");
    EXPECT(p.series[1].dispersion = -1.0, RIX_EDOMAIN, "dispersion is -1");
    EXPECT(p.series[1].likelihood = RIX_LIKELIHOOD_POISSON, RIX_EINVAL, "no dispersion");
    EXPECT(p.fits[0].number = 999, RIX_EINVAL, "no parameter 999");
    EXPECT(p.fits[1] = p.fits[0], RIX_EINVAL, "'transmission' is fitted twice");
    EXPECT(p.fits[0].start = -1.0, RIX_EDOMAIN, "start -1 is not in");
    EXPECT((p.fits[1].low = 0.5, p.fits[1].high = 0.5), RIX_EDOMAIN, "bounds 0.5 and 0.5");
    EXPECT((p.fits[1].prior = RIX_PRIOR_NORMAL, p.fits[1].b = 0.0), RIX_EDOMAIN, "a prior of");
}

static void options_are_checked(void **state)
{
    (void)state;
    problem p = prepare();
    aim(&p);
    double estimates[4] = { -7.0 };
    rix_calibrate_options o = RIX_CALIBRATE_OPTIONS_INIT;
    rix_calibration result = { .iterations = 77 };
    rix_error err = RIX_ERROR_INIT;
    o.starts = 0;
    assert_int_equal(rix_calibrate(p.sc, schedule(), p.series, 2, p.fits, 1, &o,
                                   rix_out_c(estimates, 1, 4), none, none, &result, &err),
                     RIX_EINVAL);
    assert_int_equal(rix_calibrate(p.sc, schedule(), p.series, 2, p.fits, 1, NULL,
                                   rix_out_c(estimates, 1, 3), none, none, &result, &err),
                     RIX_EDIM);
    assert_true(estimates[0] == -7.0 && result.iterations == 77);
    rix_scenario_free(p.sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradient_agrees_with_differences),
        cmocka_unit_test(exact_data_give_back_what_made_them),
        cmocka_unit_test(what_cannot_be_told_apart_is_said),
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(bad_input_is_named),
        cmocka_unit_test(options_are_checked),
    };
    return RIX_RUN_TESTS("calibration", tests);
}
