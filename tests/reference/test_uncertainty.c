/* test_uncertainty.c - Monte Carlo and sensitivity of the ASEM index against COINr 1.1.14: 60 replicates of four
 * uncertain choices. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asem.h"

enum { N = 10, INPUTS = 4, RUNS = N * (INPUTS + 2), POINTS = 5, SCHEMES = 2, SETS = 100 };

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, 1e-9 * fmax(1, fabs(expected)));
}

static csv *sensitivity(const char *file)
{
    char path[128];
    snprintf(path, sizeof path, "coinr/sensitivity/%s.csv", file);
    return csv_read_reference(path);
}

/* COINr's example and its four uncertain choices. */
typedef struct example {
    asem a;
    csv *runs;
    rix_recipe treat[POINTS], normalise[SCHEMES], aggregate[SCHEMES];
    double *weights;
    double points[RUNS * INPUTS];
    rix_uncertain inputs[INPUTS];
    rix_uncertainty_options options;
} example;

/* Sets that no run uses are not in the file: they stay missing, which leaves the weights alone. */
static void read_weights(example *e)
{
    csv *sets = sensitivity("coin_weight_sets");
    const size_t nodes = rix_framework_size(e->a.fw);
    e->weights = calloc(SETS * nodes, sizeof *e->weights);
    assert_non_null(e->weights);
    for (size_t k = 0; k < SETS; k++) {
        char name[8];
        snprintf(name, sizeof name, "w%zu", k + 1);
        const size_t col = csv_find_column(sets, name);
        for (size_t i = 0; i < nodes; i++) e->weights[k * nodes + i] = RIX_NAN;
        for (size_t i = 0; i < sets->rows && col != (size_t)-1; i++) {
            const size_t node = rix_framework_find(e->a.fw, csv_text(sets, i, 0));
            e->weights[k * nodes + node] = csv_number(sets, i, col);
        }
    }
    csv_free(sets);
}

static void make_inputs(example *e)
{
    for (size_t k = 0; k < POINTS; k++) {
        e->treat[k] = e->a.recipe;
        e->treat[k].treat.max_points = k + 1;
    }
    for (size_t k = 0; k < SCHEMES; k++) e->normalise[k] = e->aggregate[k] = e->a.recipe;
    e->normalise[0].normalise.low = 1;
    e->normalise[1].normalise.method = RIX_NORM_ZSCORE;
    e->normalise[1].normalise.mean = 10;
    e->normalise[1].normalise.sd = 2;
    e->aggregate[1].aggregate.rule = RIX_AGG_GEOMETRIC;
    for (size_t j = 0; j < INPUTS; j++) e->inputs[j] = (rix_uncertain)RIX_UNCERTAIN_INIT;
    e->inputs[0].kind = RIX_UNCERTAIN_TREAT;
    e->inputs[0].recipes = e->treat;
    e->inputs[0].n_recipes = POINTS;
    e->inputs[1].kind = RIX_UNCERTAIN_NORMALISE;
    e->inputs[1].recipes = e->normalise;
    e->inputs[1].n_recipes = SCHEMES;
    e->inputs[2].kind = RIX_UNCERTAIN_WEIGHTS;
    e->inputs[2].weights = rix_mat_c(e->weights, SETS, rix_framework_size(e->a.fw));
    e->inputs[3].kind = RIX_UNCERTAIN_AGGREGATE;
    e->inputs[3].recipes = e->aggregate;
    e->inputs[3].n_recipes = SCHEMES;
}

static void set_up(example *e)
{
    static const char *const columns[INPUTS] = { "u_Winmax", "u_Normalisation", "u_Weights",
                                                 "u_Aggregation" };
    asem_read(&e->a);
    e->runs = sensitivity("coin_runs");
    assert_int_equal(e->runs->rows, RUNS);
    read_weights(e);
    make_inputs(e);
    for (size_t r = 0; r < RUNS; r++) {
        for (size_t j = 0; j < INPUTS; j++) {
            e->points[r * INPUTS + j] = csv_number(e->runs, r, csv_column(e->runs, columns[j]));
        }
    }
    e->options = (rix_uncertainty_options)RIX_UNCERTAINTY_INIT;
    e->options.n = N;
    e->options.sobol = true;
    e->options.points = rix_mat_c(e->points, RUNS, INPUTS);
    e->options.compat = true;
}

static void tear_down(example *e)
{
    free(e->weights);
    csv_free(e->runs);
    asem_clear(&e->a);
}

static double at(rix_mat m, size_t row, size_t col)
{
    return m.data[(ptrdiff_t)row * m.row_step + (ptrdiff_t)col * m.col_step];
}

/* The choices that COINr made at these points. */
static void check_draws(const example *e, const rix_uncertainty *u)
{
    const rix_mat draws = rix_uncertainty_draws(u);
    for (size_t r = 0; r < RUNS; r++) {
        const char *set = csv_text(e->runs, r, csv_column(e->runs, "Weights"));
        const char *scale = csv_text(e->runs, r, csv_column(e->runs, "Normalisation"));
        const char *rule = csv_text(e->runs, r, csv_column(e->runs, "Aggregation"));
        rix_assert_same(at(draws, r, 0) + 1, csv_number(e->runs, r, csv_column(e->runs, "Winmax")));
        rix_assert_same(at(draws, r, 1), strcmp(scale, "zscore_10_2") == 0 ? 1 : 0);
        rix_assert_same(at(draws, r, 2) + 1, strtod(set + 1, NULL));
        rix_assert_same(at(draws, r, 3), strcmp(rule, "a_gmean") == 0 ? 1 : 0);
    }
}

static void check_table(const example *e, const char *file, rix_mat nominal, rix_mat runs)
{
    csv *expected = sensitivity(file);
    assert_int_equal(expected->rows, ASEM_UNITS);
    for (size_t k = 0; k < ASEM_UNITS; k++) {
        const size_t i = asem_unit(&e->a, csv_text(expected, k, 0));
        check_number(at(nominal, i, 0), csv_number(expected, k, 1));
        for (size_t r = 0; r < RUNS; r++) {
            check_number(at(runs, r, i), csv_number(expected, k, 2 + r));
        }
    }
    csv_free(expected);
}

static void check_statistics(const example *e, const rix_uncertainty *u)
{
    static const double p[3] = { 0.5, 0.05, 0.95 };
    static const char *const columns[3] = { "Median", "Q5", "Q95" };
    csv *expected = sensitivity("coin_rank_statistics");
    double q[ASEM_UNITS * 3], m[ASEM_UNITS * 5];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_uncertainty_quantiles(u, 0, RIX_TARGET_RANK, rix_vec_c(p, 3),
                                            rix_out_c(q, ASEM_UNITS, 3), &err),
                  err);
    rix_assert_ok(rix_uncertainty_moments(u, 0, rix_out_c(m, ASEM_UNITS, 5), &err), err);
    for (size_t k = 0; k < ASEM_UNITS; k++) {
        const size_t i = asem_unit(&e->a, csv_text(expected, k, 0));
        check_number(m[i * 5 + 2], csv_number(expected, k, csv_column(expected, "Mean")));
        for (size_t c = 0; c < 3; c++) {
            check_number(q[i * 3 + c], csv_number(expected, k, csv_column(expected, columns[c])));
        }
    }
    csv_free(expected);
}

static void check_output(const rix_uncertainty *u)
{
    csv *expected = sensitivity("coin_output");
    double y[RUNS];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_uncertainty_target(u, RIX_TARGET_RANK_SHIFT, 0, 0, rix_out_c(y, RUNS, 1), &err), err);
    for (size_t r = 0; r < RUNS; r++) check_number(y[r], csv_number(expected, r, 1));
    csv_free(expected);
}

static void scores_and_ranks(void **state)
{
    (void)state;
    example e;
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    set_up(&e);
    double *ranks = calloc((size_t)RUNS * ASEM_UNITS, sizeof *ranks);
    assert_non_null(ranks);
    rix_assert_ok(rix_uncertainty_run(&e.a.table, e.a.fw, &e.a.recipe, e.inputs, INPUTS, &e.options,
                                      NULL, &u, &err),
                  err);
    check_draws(&e, u);
    check_table(&e, "coin_scores", rix_uncertainty_nominal_scores(u), rix_uncertainty_scores(u, 0));
    rix_assert_ok(rix_uncertainty_ranks(u, 0, rix_out_c(ranks, RUNS, ASEM_UNITS), &err), err);
    check_table(&e, "coin_ranks", rix_uncertainty_nominal_ranks(u),
                rix_mat_c(ranks, RUNS, ASEM_UNITS));
    check_statistics(&e, u);
    check_output(u);
    free(ranks);
    rix_uncertainty_free(u);
    tear_down(&e);
}

static void indices(void **state)
{
    (void)state;
    example e;
    double first[INPUTS], total[INPUTS];
    rix_sensitivity_options what = RIX_SENSITIVITY_INIT;
    rix_error err = RIX_ERROR_INIT;
    set_up(&e);
    csv *expected = sensitivity("coin_indices");
    what.estimator = RIX_SOBOL_COMPAT;
    rix_assert_ok(rix_sensitivity_run(&e.a.table, e.a.fw, &e.a.recipe, e.inputs, INPUTS, &e.options,
                                      &what, NULL, rix_out_c(first, INPUTS, 1),
                                      rix_out_c(total, INPUTS, 1), NULL, NULL, &err),
                  err);
    for (size_t j = 0; j < INPUTS; j++) {
        check_number(first[j], csv_number(expected, j, csv_column(expected, "Si")));
        check_number(total[j], csv_number(expected, j, csv_column(expected, "STi")));
    }
    csv_free(expected);
    tear_down(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_and_ranks),
        cmocka_unit_test(indices),
    };
    return RIX_RUN_TESTS("uncertainty", tests);
}
