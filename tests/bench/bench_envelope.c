/* bench_envelope.c - optima of the three-group planner from three cold starts, and frontiers of 40 points. */
#include "bench.h"

typedef struct task {
    const rix_scenario *scenario;
    rix_space space;
    rix_goal goal;
} task;

static rix_status find(void *work, rix_error *err)
{
    const task *t = work;
    rix_envelope *e = NULL;
    rix_optimum_options o = RIX_OPTIMUM_OPTIONS_INIT;
    const rix_status status = rix_optimum(t->scenario, &t->space, &t->goal, &o, &e, err);
    rix_envelope_free(e);
    return status;
}

static rix_status draw(void *work, rix_error *err)
{
    const task *t = work;
    rix_envelope *e = NULL;
    rix_frontier_options o = RIX_FRONTIER_OPTIONS_INIT;
    o.points = 40;
    const rix_status status = rix_frontier(t->scenario, &t->space, &o, &e, err);
    rix_envelope_free(e);
    return status;
}

int main(void)
{
    static const char *const names[][2] = { { "optimum_uniform", "frontier_uniform" },
                                            { "optimum_semi_targeted", "frontier_semi_targeted" },
                                            { "optimum_targeted", "frontier_targeted" } };
    const rix_preset_planner *preset = NULL;
    rix_scenario *scenario = NULL;
    rix_error err = RIX_ERROR_INIT;
    double weights[16] = { 0 };
    if (rix_preset_planner_find("mrsir_us", &preset, &err) != RIX_OK ||
        rix_planner_sir_new(&preset->params, &scenario, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    weights[rix_scenario_find_outcome(scenario, "economic_loss")] = 1.0;
    weights[rix_scenario_find_outcome(scenario, "discounted_deaths")] = 20.0;
    for (int kind = RIX_SPACE_UNIFORM; kind <= RIX_SPACE_TARGETED; kind++) {
        task t = { scenario, RIX_SPACE_INIT,
                   { rix_vec_c(weights, rix_scenario_outcome_count(scenario)), { NULL, 0, 1 } } };
        t.space.kind = (rix_space_kind)kind;
        bench(names[kind][0], 1, find, &t);
        bench(names[kind][1], 40, draw, &t);
    }
    rix_scenario_free(scenario);
    return 0;
}
