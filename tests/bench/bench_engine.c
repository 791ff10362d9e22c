/* bench_engine.c - simulations and gradients of the three-group planner; and error against cost of our
 * integrators and GSL's, on the planner and on a model of the caller's own. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "bench.h"

enum { MOST = 64 };

/* ------------------------------------------------------------------------- runs and gradients -- */

typedef struct task {
    const rix_scenario *scenario;
    rix_mat schedule;
    rix_simulate_options options;
    double *gradient, *params; /* params: NULL if they are not wanted */
    double outcomes[MOST];
} task;

static rix_status run(void *work, rix_error *err)
{
    task *t = work;
    rix_trajectory *traj = NULL;
    const rix_status status = rix_simulate_with(t->scenario, t->schedule, &t->options, &traj, err);
    if (status != RIX_OK) return status;
    const rix_vec y = rix_trajectory_outcomes(traj);
    memcpy(t->outcomes, y.data, y.size * sizeof *y.data);
    rix_trajectory_free(traj);
    return status;
}

static rix_status derive(void *work, rix_error *err)
{
    const task *t = work;
    const size_t n = rix_scenario_outcome_count(t->scenario),
                 params = rix_scenario_param_count(t->scenario);
    const rix_out none = { NULL, 0, 0, 0, 0 };
    double weights[MOST] = { 0.0 };
    weights[rix_scenario_find_outcome(t->scenario, "objective")] = 1.0;
    return rix_gradient(t->scenario, t->schedule, rix_mat_c(weights, 1, n), none,
                        rix_out_c(t->gradient, t->schedule.rows, t->schedule.cols),
                        t->params ? rix_out_c(t->params, 1, params) : none, none, NULL, err);
}

/* --------------------------------------------------------------------- the same model, for GSL -- */

/** The planner written out for GSL, as lean as ours: three groups, uniform mixing, recovered free. */
typedef struct gsl_planner {
    const rix_planner_sir *p;
    const double *u;
    double loads, life[3];
} gsl_planner;

static int planner_slope(double t, const double x[], double dx[], void *user)
{
    const gsl_planner *g = user;
    const rix_planner_sir *p = g->p;
    double met = 0.0, surge = 1.0, cost = 0.0, lives = 0.0, deaths = 0.0;
    for (int j = 0; j < 3; j++) {
        met += p->circulating * (1.0 - p->effect * g->u[j]) * x[3 + j];
        surge += p->congestion * p->load[j] / g->loads * x[3 + j];
    }
    for (int j = 0; j < 3; j++) {
        const double caught = p->transmission * (1.0 - p->effect * g->u[j]) * x[j] * met,
                     over = p->recovery * x[3 + j], died = over * p->fatality[j] * surge,
                     work = p->lockdown_cost * p->productivity[j];
        dx[j] = -caught;
        dx[3 + j] = caught - over;
        dx[6 + j] = over - died;
        dx[9 + j] = died;
        cost += work * (g->u[j] * x[j] + (1.0 - p->circulating * (1.0 - g->u[j])) * x[3 + j]);
        lives += g->life[j] * died;
        deaths += died;
    }
    const double discount = exp(-(p->interest + p->vaccine) * t);
    dx[12] = discount * cost;
    dx[13] = discount * lives;
    dx[14] = discount * deaths;
    return GSL_SUCCESS;
}

/** One curve of error against cost on GSL's side. */
typedef struct gsl_task {
    gsl_odeiv2_system system;
    const gsl_odeiv2_step_type *type;
    double tolerance, scale;
    const double *start;
    size_t n, periods, controls;
    double period;
    const double *schedule;
    const double **u; /* where the model reads its controls */
    double x[MOST];
} gsl_task;

/* Controls change at every period, so each is a run of its own: GSL has no other way. */
static rix_status run_gsl(void *work, rix_error *err)
{
    gsl_task *t = work;
    gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new(
        &t->system, t->type, 1e-2 * t->period, t->tolerance * t->scale * 1e-2, t->tolerance);
    int status = GSL_SUCCESS;
    double time = 0.0;
    (void)err;
    memcpy(t->x, t->start, t->n * sizeof *t->x);
    for (size_t k = 0; k < t->periods && status == GSL_SUCCESS; k++) {
        *t->u = t->schedule + k * t->controls;
        if (k > 0) gsl_odeiv2_driver_reset(driver);
        status = gsl_odeiv2_driver_apply(driver, &time, (double)(k + 1) * t->period, t->x);
    }
    gsl_odeiv2_driver_free(driver);
    return status == GSL_SUCCESS ? RIX_OK : RIX_ENUMERIC;
}

/* -------------------------------------------------------------------------- a model of one's own -- */

/** SEIR with a season: smooth, not stiff, without controls. */
static int seir(double t, const double *x, double *dx)
{
    const double caught = 0.5 * (1.0 + 0.2 * sin(0.2 * t)) * x[0] * x[2];
    dx[0] = -caught + 0.01 * x[3];
    dx[1] = caught - 0.3 * x[1];
    dx[2] = 0.3 * x[1] - 0.25 * x[2];
    dx[3] = 0.25 * x[2] - 0.01 * x[3];
    return 0;
}

static int seir_rhs(const rix_custom_at *at, double *dx, void *user)
{
    (void)user;
    return seir(at->t, at->x, dx);
}

static int seir_last(const rix_custom_at *at, double *values, void *user)
{
    (void)user;
    memcpy(values, at->x, 4 * sizeof *values);
    return 0;
}

static int seir_gsl(double t, const double x[], double dx[], void *user)
{
    (void)user;
    return seir(t, x, dx);
}

static const double SEIR_START[] = { 0.999, 0.0, 0.001, 0.0 };

static rix_status make_seir(size_t steps, rix_scenario **out, rix_error *err)
{
    static const char *const names[] = { "S", "E", "I", "R" };
    static const rix_custom_outcome outcomes[] = {
        { { "s", "share", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
        { { "e", "share", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
        { { "i", "share", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
        { { "r", "share", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
    };
    rix_custom c = RIX_CUSTOM_INIT;
    c.n_states = 4, c.states = names, c.initial = SEIR_START;
    c.n_outcomes = 4, c.outcomes = outcomes;
    c.rhs = seir_rhs, c.terminal = seir_last;
    c.period = 200.0, c.periods = 1, c.steps = steps;
    return rix_custom_new(&c, out, err);
}

/* ---------------------------------------------------------------------------- error against cost -- */

static double largest_gap(const double *x, const double *truth, size_t n)
{
    double gap = 0.0;
    for (size_t i = 0; i < n; i++) {
        gap = fmax(gap, fabs(x[i] - truth[i]) / fmax(fabs(truth[i]), 1e-12));
    }
    return gap;
}

static void line(const char *model, const char *method, double setting, double error,
                 double seconds)
{
    printf(
        "{\"bench\": \"work_precision\", \"model\": \"%s\", \"method\": \"%s\", \"setting\": %.3g, "
        "\"error\": %.3g, \"seconds\": %.4g}\n",
        model, method, setting, error, seconds);
    fflush(stdout);
}

/* The least of some runs: other work on the machine only ever adds. */
static double quickest(bench_fn fn, void *work)
{
    double best = INFINITY;
    for (int k = 0; k < 7; k++) best = fmin(best, bench_seconds("work_precision", fn, work, 20));
    return best;
}

static void check(rix_status status, const rix_error *err)
{
    if (status == RIX_OK) return;
    fprintf(stderr, "%s\n", err->message);
    exit(1);
}

/* Both adaptive pairs, over all tolerances. */
static void ours_adaptive(const char *model, task *t, const double *truth, size_t n,
                          void (*outcomes)(const double *x, double *y))
{
    for (int digits = 3; digits <= 24; digits++) {
        const bool eight = digits > 13;
        double y[MOST];
        if (digits == 13) continue;
        t->options.method = eight ? RIX_METHOD_ADAPTIVE_8 : RIX_METHOD_ADAPTIVE;
        t->options.relative = pow(10.0, eight ? 11 - digits : -digits);
        t->options.absolute = 1e-2 * t->options.relative;
        const double seconds = quickest(run, t);
        outcomes(t->outcomes, y);
        line(model, eight ? "riskidx adaptive_8" : "riskidx adaptive", t->options.relative,
             largest_gap(y, truth, n), seconds);
    }
}

static void theirs(const char *model, gsl_task *t, const double *truth, size_t n,
                   void (*outcomes)(const double *x, double *y))
{
    const struct {
        const char *name;
        const gsl_odeiv2_step_type *type;
    } types[] = { { "GSL rk8pd", gsl_odeiv2_step_rk8pd },
                  { "GSL rkf45", gsl_odeiv2_step_rkf45 },
                  { "GSL rkck", gsl_odeiv2_step_rkck },
                  { "GSL msadams", gsl_odeiv2_step_msadams } };
    for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
        for (int digits = 3; digits <= 12; digits++) {
            double y[MOST];
            t->type = types[k].type;
            t->tolerance = pow(10.0, -digits);
            const double seconds = quickest(run_gsl, t);
            outcomes(t->x, y);
            line(model, types[k].name, t->tolerance, largest_gap(y, truth, n), seconds);
        }
    }
}

/* Deaths, and economic loss: what the planner is about. */
static void planner_outcomes(const double *x, double *y)
{
    y[0] = x[9] + x[10] + x[11];
    y[1] = x[12] + x[13];
}

static void planner_ours(const double *outcomes, double *y)
{
    y[0] = outcomes[0];
    y[1] = outcomes[6 + 1];
}

static void same(const double *x, double *y) { memcpy(y, x, 4 * sizeof *y); }

static void compare_planner(const rix_planner_sir *params, task *t, const double *schedule)
{
    double truth[2], start[15] = { 0.0 };
    const double *controls = schedule;
    gsl_planner g = { params, NULL, 0.0, { 0.0 } };
    rix_error err = RIX_ERROR_INIT;
    rix_planner_sir fine = *params;
    rix_scenario *sc = NULL;
    t->options.method = RIX_METHOD_ADAPTIVE_8;
    t->options.relative = 1e-13, t->options.absolute = 1e-16;
    check(run(t, &err), &err);
    planner_ours(t->outcomes, truth);
    ours_adaptive("planner", t, truth, 2, planner_ours);
    for (size_t steps = 1; steps <= 256; steps *= 2) {
        double y[2];
        fine.steps = steps;
        check(rix_planner_sir_new(&fine, &sc, &err), &err);
        task other = *t;
        other.scenario = sc;
        other.options.method = RIX_METHOD_RK4;
        const double seconds = quickest(run, &other);
        planner_ours(other.outcomes, y);
        line("planner", "riskidx rk4", (double)steps, largest_gap(y, truth, 2), seconds);
        rix_scenario_free(sc);
    }
    for (int j = 0; j < 3; j++) {
        start[j] = params->susceptible[j];
        start[3 + j] = params->infected[j];
        start[6 + j] = params->population[j] - start[j] - start[3 + j];
        g.loads += params->load[j] * params->population[j];
        g.life[j] = params->productivity[j] *
                    -expm1(-params->working_time[j] * log1p(params->interest)) / params->interest;
    }
    gsl_task gsl = { .system = { planner_slope, NULL, 15, &g },
                     .scale = 0.53,
                     .start = start,
                     .n = 15,
                     .periods = params->periods,
                     .controls = 3,
                     .period = params->period,
                     .schedule = controls,
                     .u = &g.u };
    theirs("planner", &gsl, truth, 2, planner_outcomes);
}

static void compare_seir(void)
{
    const double *nothing = NULL;
    double truth[4];
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    check(make_seir(10, &sc, &err), &err);
    task t = { .scenario = sc, .schedule = { NULL, 1, 0, 0, 1 } };
    const rix_simulate_options defaults = RIX_SIMULATE_OPTIONS_INIT;
    t.options = defaults;
    t.options.method = RIX_METHOD_ADAPTIVE_8;
    t.options.relative = 1e-13, t.options.absolute = 1e-16;
    check(run(&t, &err), &err);
    memcpy(truth, t.outcomes, sizeof truth);
    ours_adaptive("seir", &t, truth, 4, same);
    rix_scenario_free(sc);
    for (size_t steps = 128; steps <= 16384; steps *= 2) {
        check(make_seir(steps, &sc, &err), &err);
        t.scenario = sc;
        t.options.method = RIX_METHOD_RK4;
        const double seconds = quickest(run, &t);
        line("seir", "riskidx rk4", (double)steps, largest_gap(t.outcomes, truth, 4), seconds);
        rix_scenario_free(sc);
    }
    gsl_task gsl = { .system = { seir_gsl, NULL, 4, NULL },
                     .scale = 1.0,
                     .start = SEIR_START,
                     .n = 4,
                     .periods = 1,
                     .period = 200.0,
                     .schedule = nothing,
                     .u = &nothing };
    theirs("seir", &gsl, truth, 4, same);
}

int main(void)
{
    enum { PERIODS = 78, GROUPS = 3 };
    double schedule[PERIODS * GROUPS], gradient[PERIODS * GROUPS], params[MOST];
    const rix_preset_planner *preset = NULL;
    const rix_simulate_options defaults = RIX_SIMULATE_OPTIONS_INIT;
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    check(rix_preset_planner_find("mrsir_us", &preset, &err), &err);
    check(rix_planner_sir_new(&preset->params, &sc, &err), &err);
    for (size_t i = 0; i < PERIODS * GROUPS; i++) {
        schedule[i] = 0.35 + 0.3 * sin(0.08 * (double)(i / GROUPS) + (double)(i % GROUPS));
    }
    task t = { .scenario = sc,
               .schedule = rix_mat_c(schedule, PERIODS, GROUPS),
               .options = defaults,
               .gradient = gradient };
    bench("planner_simulate", PERIODS, run, &t);
    bench("planner_gradient", PERIODS * GROUPS, derive, &t);
    t.params = params;
    bench("planner_gradient_params", PERIODS * GROUPS, derive, &t);
    compare_planner(&preset->params, &t, schedule);
    compare_seir();
    rix_scenario_free(sc);
    return 0;
}
