/* bench_curve.c - trade-off curves of the three-group planner, over larger and larger families. */
#include "bench.h"

typedef struct task {
    const rix_scenario *scenario;
    rix_exit_family family;
    size_t threads;
} task;

static rix_status draw(void *work, rix_error *err)
{
    const task *t = work;
    rix_curve *curve = NULL;
    rix_curve_options options = RIX_CURVE_OPTIONS_INIT;
    options.run.threads = t->threads;
    const rix_status status = rix_tradeoff_curve(t->scenario, &t->family, &options, &curve, err);
    rix_curve_free(curve);
    return status;
}

int main(void)
{
    enum { LEVELS = 5, STARTS = 16, RAMPS = 8 };
    const rix_preset_planner *preset = NULL;
    rix_scenario *scenario = NULL;
    rix_error err = RIX_ERROR_INIT;
    if (rix_preset_planner_find("mrsir_us", &preset, &err) != RIX_OK ||
        rix_planner_sir_new(&preset->params, &scenario, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }

    double levels[LEVELS];
    size_t starts[STARTS], ramps[RAMPS];
    for (size_t k = 0; k < LEVELS; k++) levels[k] = 0.6 * (double)(k + 1) / LEVELS;
    for (size_t k = 0; k < STARTS; k++) starts[k] = 2 * (k + 1);
    for (size_t k = 0; k < RAMPS; k++) ramps[k] = 2 * k;

    for (size_t part = 4; part >= 1; part /= 2) {
        /* Everyone alike: the columns of the controls are one and the same. */
        task t = { scenario,
                   { { levels, LEVELS, preset->params.groups, 1, 0 },
                     starts,
                     STARTS / part,
                     ramps,
                     RAMPS / part },
                   1 };
        const size_t plans = LEVELS * (STARTS / part) * (RAMPS / part);
        bench("tradeoff_curve_1", plans, draw, &t); /* on one thread, and on all cores */
        t.threads = 0;
        bench("tradeoff_curve", plans, draw, &t);
    }
    rix_scenario_free(scenario);
    return 0;
}
