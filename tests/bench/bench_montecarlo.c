/* bench_montecarlo.c - Monte Carlo over a table of the shape of COINr's ASEM example: 51 units, 49 indicators, of which 15
 * are winsorised and 16 have gaps, 8 pillars, 2 sub-indices, an index; the ranks of all 11 groups.
 *
 * `us_each` is the time of a replicate, `target` what it may take; `coinr` is what COINr 1.1.14 takes for the same on
 * another machine, in seconds: a recorded constant, not a measurement of this run. */
#include "bench.h"

#include <string.h>

enum {
    UNITS = 51,
    PILLARS = 8,
    SUBS = 2,
    GROUPS = 1 + SUBS + PILLARS,
    INDICATORS = 49,
    NODES = GROUPS + INDICATORS,
    DENOMINATORS = 4,
    COLS = INDICATORS + DENOMINATORS
};

static const size_t sizes[PILLARS] = { 8, 5, 3, 6, 8, 5, 9, 5 };

static const double coinr_build = 0.10, coinr_sobol = 720; /* seconds, recorded */

typedef struct example {
    char codes[NODES + DENOMINATORS][16];
    const char *columns[COLS], *groups[UNITS];
    double values[UNITS * COLS];
    size_t kept[GROUPS];
    rix_table table;
    rix_framework *framework;
    rix_recipe recipe, treat[5], normalise[2], aggregate[2];
    double weights[100 * NODES];
    rix_uncertain inputs[4];
    size_t n_inputs;
    rix_uncertainty_options options;
    rix_run run;
    bool sensitivity;
} example;

static rix_status evaluate(void *work, rix_error *err)
{
    const example *e = work;
    static const double p[2] = { 0.05, 0.95 };
    double first[4 * 3], total[4 * 3];
    rix_sensitivity_options what = RIX_SENSITIVITY_INIT;
    rix_uncertainty *u = NULL;
    what.bootstraps = 100;
    what.p = rix_vec_c(p, 2);
    const rix_status st =
        e->sensitivity
            ? rix_sensitivity_run(&e->table, e->framework, &e->recipe, e->inputs, e->n_inputs,
                                  &e->options, &what, &e->run, rix_out_c(first, e->n_inputs, 3),
                                  rix_out_c(total, e->n_inputs, 3), NULL, NULL, err)
            : rix_uncertainty_run(&e->table, e->framework, &e->recipe, e->inputs, e->n_inputs,
                                  &e->options, &e->run, &u, err);
    rix_uncertainty_free(u);
    return st;
}

/* ---------------------------------------------------------------------------------- the example -- */

static void make_tree(example *e)
{
    static const rix_node plain = RIX_NODE_INIT;
    rix_node nodes[NODES];
    rix_error err = RIX_ERROR_INIT;
    size_t n = GROUPS;
    for (size_t i = 0; i < NODES + DENOMINATORS; i++)
        snprintf(e->codes[i], sizeof e->codes[i], "n%zu", i);
    for (size_t i = 0; i < NODES; i++) {
        nodes[i] = plain;
        nodes[i].code = e->codes[i];
        if (i > 0 && i <= SUBS) nodes[i].parent = e->codes[0];
        if (i > SUBS && i < GROUPS) nodes[i].parent = e->codes[i - SUBS <= 5 ? 1 : 2];
    }
    for (size_t p = 0; p < PILLARS; p++) {
        for (size_t k = 0; k < sizes[p]; k++) {
            nodes[n].direction = n % 5 == 0 ? -1 : 1;
            if (n % 8 == 0) nodes[n].denominator = e->codes[NODES + n % DENOMINATORS];
            nodes[n++].parent = e->codes[1 + SUBS + p];
        }
    }
    for (size_t g = 0; g < GROUPS; g++) e->kept[g] = g;
    if (rix_framework_new(nodes, NODES, &e->framework, &err) == RIX_OK) return;
    fprintf(stderr, "%s\n", err.message);
    exit(1);
}

/* Every third column has a long tail; every third of the others has gaps. */
static void make_table(example *e)
{
    rix_stream s;
    for (size_t k = 0; k < COLS; k++) {
        e->columns[k] = e->codes[GROUPS + k];
        rix_stream_init(&s, 1, k);
        for (size_t i = 0; i < UNITS; i++) {
            double z = -6;
            for (size_t m = 0; m < 12; m++) z += rix_stream_uniform(&s);
            const bool gap = k % 3 == 1 && rix_stream_uniform(&s) < 0.08;
            e->values[i * COLS + k] = k >= INDICATORS ? exp(z / 2)
                                      : gap           ? RIX_NAN
                                      : k % 3 == 0    ? exp(1.1 * z)
                                                      : 10 + z;
            e->groups[i] = i < 30 ? "Europe" : "Asia";
        }
    }
    e->table.values = rix_mat_c(e->values, UNITS, COLS);
    e->table.indicators = e->columns;
}

static void make_recipe(example *e)
{
    static const rix_recipe plain = RIX_RECIPE_INIT;
    static const rix_uncertainty_options options = RIX_UNCERTAINTY_INIT;
    e->recipe = plain;
    e->recipe.denominate.apply = true;
    e->recipe.impute.method = RIX_IMPUTE_GROUP_MEAN;
    e->recipe.impute.groups = e->groups;
    e->recipe.treat.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
    e->recipe.normalise.low = 1;
    e->options = options;
    e->options.nodes = e->kept;
    e->options.n_nodes = GROUPS;
    e->run.threads = 1;
}

/* COINr's four uncertain choices. */
static void make_choices(example *e)
{
    static const rix_uncertain plain = RIX_UNCERTAIN_INIT;
    rix_stream s;
    rix_stream_init(&s, 2, 0);
    for (size_t k = 0; k < 5; k++) {
        e->treat[k] = e->recipe;
        e->treat[k].treat.max_points = k + 1;
    }
    for (size_t k = 0; k < 2; k++) e->normalise[k] = e->aggregate[k] = e->recipe;
    e->normalise[1].normalise.method = RIX_NORM_ZSCORE;
    e->normalise[1].normalise.mean = 10;
    e->normalise[1].normalise.sd = 2;
    e->aggregate[1].aggregate.rule = RIX_AGG_GEOMETRIC;
    for (size_t k = 0; k < 100 * NODES; k++) {
        e->weights[k] = k % NODES > 0 && k % NODES < GROUPS ? 0.75 + rix_stream_uniform(&s) / 2 : 1;
    }
    for (size_t j = 0; j < 4; j++) e->inputs[j] = plain;
    e->inputs[0].kind = RIX_UNCERTAIN_TREAT;
    e->inputs[0].recipes = e->treat;
    e->inputs[0].n_recipes = 5;
    e->inputs[1].kind = RIX_UNCERTAIN_NORMALISE;
    e->inputs[1].recipes = e->normalise;
    e->inputs[1].n_recipes = 2;
    e->inputs[2].kind = RIX_UNCERTAIN_WEIGHTS;
    e->inputs[2].weights = rix_mat_c(e->weights, 100, NODES);
    e->inputs[3].kind = RIX_UNCERTAIN_AGGREGATE;
    e->inputs[3].recipes = e->aggregate;
    e->inputs[3].n_recipes = 2;
    e->n_inputs = 4;
}

/* ------------------------------------------------------------------------------------ the benches -- */

/* Seconds of the processor, which neighbours on the machine disturb less than they do the clock on the wall. */
static double processor_seconds(example *e)
{
    rix_error err = RIX_ERROR_INIT;
    double least = INFINITY;
    for (size_t k = 0; k < BENCH_RUNS; k++) {
        const clock_t begin = clock();
        if (evaluate(e, &err) != RIX_OK) exit(1);
        least = fmin(least, (double)(clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

static void bench_replicates(example *e, const char *name, double target)
{
    const double n = (double)e->options.n;
    const double seconds = bench_per(name, e->options.n, n, evaluate, e);
    printf(
        "{\"bench\": \"%s_each\", \"us_each\": %.4g, \"processor_us_each\": %.4g, \"target\": %g, "
        "\"coinr_recorded_s\": %g, \"times_faster\": %.0f}\n",
        name, 1e6 * seconds / n, 1e6 * processor_seconds(e) / n, target, coinr_build,
        coinr_build * n / seconds);
}

/* The whole of it again for each replicate: the scale of the denominators, from which all follows, is a number. */
static void everything_varies(example *e)
{
    static const rix_uncertain plain = RIX_UNCERTAIN_INIT;
    e->inputs[0] = plain;
    e->inputs[0].kind = RIX_UNCERTAIN_SETTING;
    e->inputs[0].setting = RIX_SETTING_DENOMINATE_SCALE;
    e->inputs[0].distribution = RIX_DISTRIBUTION_LOG_UNIFORM;
    e->inputs[0].a = 0.5;
    e->inputs[0].b = 2;
    e->n_inputs = 1;
}

static void weights_vary(example *e)
{
    static const rix_uncertain plain = RIX_UNCERTAIN_INIT;
    e->inputs[0] = plain;
    e->inputs[0].kind = RIX_UNCERTAIN_WEIGHT_NOISE;
    e->n_inputs = 1;
}

static void bench_sobol(example *e)
{
    make_choices(e);
    e->sensitivity = true;
    e->options.n = 1000;
    for (e->run.threads = 1; e->run.threads <= 2; e->run.threads++) {
        char name[32];
        snprintf(name, sizeof name, "sobol_%zu", e->run.threads);
        const double seconds = bench_per(name, 6000, 6000, evaluate, e);
        printf("{\"bench\": \"%s_each\", \"seconds\": %.4g, \"target\": 0.08, "
               "\"coinr_recorded_s\": %g, "
               "\"times_faster\": %.0f}\n",
               name, seconds, coinr_sobol, coinr_sobol / seconds);
    }
    e->sensitivity = false;
}

static void bench_threads(example *e)
{
    double seconds[2];
    everything_varies(e);
    e->options.n = 20000;
    for (e->run.threads = 1; e->run.threads <= 2; e->run.threads++) {
        char name[32];
        snprintf(name, sizeof name, "montecarlo_threads_%zu", e->run.threads);
        seconds[e->run.threads - 1] =
            bench_per(name, e->options.n, (double)e->options.n, evaluate, e);
    }
    printf("{\"bench\": \"montecarlo_threads_ratio\", \"ratio\": %.3g, \"target\": 1.85}\n",
           seconds[0] / seconds[1]);
    e->run.threads = 1;
}

int main(int argc, char **argv)
{
    example *e = calloc(1, sizeof *e);
    const char *only = argc > 1 ? argv[1] : "all";
    if (!e) return 1;
    make_tree(e);
    make_table(e);
    make_recipe(e);
    for (int geometric = 0; geometric < 2; geometric++) {
        e->recipe.aggregate.rule = geometric ? RIX_AGG_GEOMETRIC : RIX_AGG_ARITHMETIC;
        e->options.n = 2000;
        everything_varies(e);
        if (strstr("all full", only)) {
            bench_replicates(e, geometric ? "montecarlo_geometric" : "montecarlo",
                             geometric ? 50 : 35);
        }
        weights_vary(e);
        e->options.n = 10000;
        if (strstr("all weights", only)) {
            bench_replicates(e, geometric ? "weights_geometric" : "weights", geometric ? 6 : 4);
        }
    }
    e->recipe.aggregate.rule = RIX_AGG_ARITHMETIC;
    if (strstr("all sobol", only)) bench_sobol(e);
    if (strstr("all threads", only)) bench_threads(e);
    rix_framework_free(e->framework);
    free(e);
    return 0;
}
