/* test_montecarlo.c - replicates against rix_index_build, one by one; shards, threads, summaries, sensitivity. */
#include <stdlib.h>
#include <string.h>

#include "trees.h"

/* -------------------------------------------------------------------------------- a random case -- */

enum { CASES = 60, N = 24, MOST_INPUTS = 14, ALTERNATIVES = 3, SETS = 4 };

/* A random tree and table, alternatives for every step, and as many uncertain inputs as the case has. */
typedef struct setting {
    tree_case c;
    const char *groups[TREE_UNITS];
    rix_recipe nominal, step[7][ALTERNATIVES];
    rix_aggregation rules[ALTERNATIVES];
    double weights[SETS * TREE_NODES], sd[TREE_UNITS * TREE_NODES];
    rix_uncertain inputs[MOST_INPUTS];
    size_t n_inputs;
    rix_uncertainty_options options;
    size_t nodes[TREE_NODES];
    rix_table table;
} setting;

static void fill_steps(setting *s)
{
    static const rix_imputation impute[ALTERNATIVES] = { RIX_IMPUTE_GROUP_MEAN, RIX_IMPUTE_MEDIAN,
                                                         RIX_IMPUTE_NONE };
    static const rix_treatment treat[ALTERNATIVES] = { RIX_TREAT_WINSORISE_OR_TRANSFORM,
                                                       RIX_TREAT_PERCENTILES, RIX_TREAT_NONE };
    static const rix_normalisation normalise[ALTERNATIVES] = { RIX_NORM_MINMAX, RIX_NORM_ZSCORE,
                                                               RIX_NORM_RANK };
    static const rix_aggregation rule[ALTERNATIVES] = { RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC,
                                                        RIX_AGG_MEDIAN };
    s->nominal = (rix_recipe)RIX_RECIPE_INIT;
    s->nominal.impute.groups = s->groups;
    s->nominal.normalise.low = 1;
    for (size_t k = 0; k < ALTERNATIVES; k++) {
        for (size_t step = 0; step < 7; step++) s->step[step][k] = s->nominal;
        s->step[RIX_UNCERTAIN_DENOMINATE][k].denominate.apply = k > 0;
        s->step[RIX_UNCERTAIN_IMPUTE][k].impute.method = impute[k];
        s->step[RIX_UNCERTAIN_SCREEN][k].screen.method = k > 0 ? RIX_SCREEN_DATA : RIX_SCREEN_NONE;
        s->step[RIX_UNCERTAIN_SCREEN][k].screen.min_data = 0.3 * (double)k;
        s->step[RIX_UNCERTAIN_TREAT][k].treat.method = treat[k];
        s->step[RIX_UNCERTAIN_TREAT][k].treat.skewness = 0.3;
        s->step[RIX_UNCERTAIN_TREAT][k].treat.kurtosis = 0;
        s->step[RIX_UNCERTAIN_NORMALISE][k].normalise.method = normalise[k];
        s->step[RIX_UNCERTAIN_NORMALISE][k].normalise.mean = 10;
        s->step[RIX_UNCERTAIN_AGGREGATE][k].aggregate.rule = rule[k];
        s->step[RIX_UNCERTAIN_RECIPE][k].impute.method = impute[k];
        s->step[RIX_UNCERTAIN_RECIPE][k].treat.method = treat[2 - k];
    }
}

static rix_uncertain *add(setting *s, rix_uncertain_kind kind)
{
    rix_uncertain *input = &s->inputs[s->n_inputs++];
    *input = (rix_uncertain)RIX_UNCERTAIN_INIT;
    input->kind = kind;
    if (kind <= RIX_UNCERTAIN_AGGREGATE) {
        input->recipes = s->step[kind];
        input->n_recipes = ALTERNATIVES;
    }
    return input;
}

static void add_setting(setting *s, rix_setting which, double a, double b)
{
    rix_uncertain *input = add(s, RIX_UNCERTAIN_SETTING);
    input->setting = which;
    input->a = a;
    input->b = b;
}

/* Bits of the number of the case say which inputs there are. */
static void fill_inputs(setting *s, uint64_t bits)
{
    for (int step = RIX_UNCERTAIN_RECIPE; step <= RIX_UNCERTAIN_AGGREGATE; step++) {
        if (bits >> step & 1) add(s, (rix_uncertain_kind)step);
    }
    if (bits >> 7 & 1) {
        rix_uncertain *rule = add(s, RIX_UNCERTAIN_RULE);
        rule->rules = s->rules;
        rule->n_rules = ALTERNATIVES;
    }
    if (bits >> 8 & 1) add_setting(s, RIX_SETTING_TREAT_SKEWNESS, 0.1, 2);
    if (bits >> 9 & 1) add_setting(s, RIX_SETTING_AGGREGATE_POWER, -2, 3);
    if (bits >> 10 & 1)
        add(s, RIX_UNCERTAIN_WEIGHTS)->weights = rix_mat_c(s->weights, SETS, s->c.n_nodes);
    if (bits >> 11 & 1) add(s, RIX_UNCERTAIN_WEIGHT_NOISE);
    if (bits >> 12 & 1) add(s, RIX_UNCERTAIN_DIRICHLET)->amount = 20;
    if (bits >> 13 & 1) add(s, RIX_UNCERTAIN_LEAVE_OUT);
    if (bits >> 14 & 1)
        add(s, RIX_UNCERTAIN_ERROR)->sd = rix_mat_c(s->sd, s->c.n_units, s->c.n_indicators);
    if (s->n_inputs == 0) add(s, RIX_UNCERTAIN_WEIGHT_NOISE);
}

static void make_setting(setting *s, uint64_t number, uint64_t bits)
{
    static const rix_aggregation rules[ALTERNATIVES] = { RIX_AGG_INHERIT, RIX_AGG_GENERALISED,
                                                         RIX_AGG_COPELAND };
    memset(s, 0, sizeof *s);
    tree_random(&s->c, number, number % 3 == 0 ? 0 : 0.1);
    for (size_t i = 0; i < s->c.n_units; i++) s->groups[i] = i % 3 == 0 ? "a" : "b";
    fill_steps(s);
    memcpy(s->rules, rules, sizeof rules);
    rix_stream stream;
    rix_stream_init(&stream, 1, number);
    for (size_t k = 0; k < SETS * s->c.n_nodes; k++) s->weights[k] = rix_stream_uniform(&stream);
    for (size_t k = 0; k < s->c.n_units * s->c.n_indicators; k++) {
        s->sd[k] = k % 5 == 0 ? RIX_NAN : 0.2;
    }
    fill_inputs(s, bits);
    s->table.values = rix_mat_c(s->c.values, s->c.n_units, s->c.n_indicators);
    s->options = (rix_uncertainty_options)RIX_UNCERTAINTY_INIT;
    s->options.n = N;
    s->options.seed = number;
    s->options.sobol = number % 4 == 0;
    s->options.sequence = number % 2 ? RIX_SEQUENCE_HALTON : RIX_SEQUENCE_RANDOM;
    s->options.ties = (rix_ties)(number % 3);
    s->options.skip_failures = true;
    for (size_t i = 0; i < s->c.n_nodes; i++) s->nodes[i] = s->c.n_nodes - 1 - i;
    s->options.nodes = s->nodes;
    s->options.n_nodes = s->c.n_nodes;
}

static rix_uncertainty *run(const setting *s, const rix_uncertainty_options *o, size_t threads)
{
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    const rix_run how = { threads, NULL, NULL };
    rix_assert_ok(rix_uncertainty_run(&s->table, s->c.fw, &s->nominal, s->inputs, s->n_inputs, o,
                                      &how, &u, &err),
                  err);
    return u;
}

static double at(rix_mat m, size_t row, size_t col)
{
    return m.data[(ptrdiff_t)row * m.row_step + (ptrdiff_t)col * m.col_step];
}

/* ------------------------------------------------------------------------ against rix_index_build -- */

/* Ranks of all nodes of replicate r. */
static void read_ranks(const setting *s, const rix_uncertainty *u, double *ranks)
{
    const size_t cells = rix_uncertainty_shape_of(u).count * s->c.n_units;
    rix_error err = RIX_ERROR_INIT;
    for (size_t q = 0; q < s->c.n_nodes; q++) {
        rix_assert_ok(
            rix_uncertainty_ranks(
                u, q, rix_out_c(ranks + q * cells, rix_uncertainty_shape_of(u).count, s->c.n_units),
                &err),
            err);
    }
}

/* Scores and ranks of a replicate are those of the index, to the last bit but for geometric means of geometric means;
 * all missing where there is none. */
static void check_replicate(const setting *s, const rix_uncertainty *u, size_t r,
                            const double *ranks, const rix_index *index)
{
    const size_t n = s->c.n_units, count = rix_uncertainty_shape_of(u).count;
    double expected[TREE_UNITS * TREE_NODES];
    rix_error err = RIX_ERROR_INIT;
    if (index) {
        const rix_out out = rix_out_c(expected, n, s->c.n_nodes);
        rix_assert_ok(rix_index_ranks(index, s->options.ties, out, &err), err);
    }
    for (size_t q = 0; q < s->c.n_nodes; q++) {
        const rix_mat scores = rix_uncertainty_scores(u, q);
        for (size_t i = 0; i < n; i++) {
            const size_t node = s->nodes[q];
            rix_assert_close(at(scores, r, i), index ? tree_score(index, i, node) : RIX_NAN, 1e-13);
            rix_assert_same(ranks[(q * count + r) * n + i],
                            index ? expected[i * s->c.n_nodes + node] : RIX_NAN);
        }
    }
}

/* Returns how many replicates failed. */
static size_t check_all(const setting *s)
{
    rix_uncertainty *u = run(s, &s->options, 1);
    const rix_uncertainty_shape shape = rix_uncertainty_shape_of(u);
    double *ranks = calloc(shape.count * s->c.n_units * s->c.n_nodes, sizeof *ranks);
    size_t failed = 0;
    assert_non_null(ranks);
    read_ranks(s, u, ranks);
    for (size_t r = 0; r < shape.count; r++) {
        rix_index *index = NULL;
        rix_error err = RIX_ERROR_INIT;
        const rix_status st = rix_uncertainty_build(&s->table, s->c.fw, &s->nominal, s->inputs,
                                                    s->n_inputs, &s->options, r, &index, &err);
        failed += st == RIX_OK ? 0 : 1;
        check_replicate(s, u, r, ranks, index);
        rix_index_free(index);
    }
    assert_int_equal(failed, shape.n_failed);
    free(ranks);
    rix_uncertainty_free(u);
    return failed;
}

static void each_replicate_is_an_index(void **state)
{
    (void)state;
    size_t failed = 0, done = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        setting *s = malloc(sizeof *s);
        assert_non_null(s);
        make_setting(s, number, number * 2654435761u >> 7);
        failed += check_all(s);
        done += N * (s->options.sobol ? s->n_inputs + 2 : 1);
        tree_clear(&s->c);
        free(s);
    }
    assert_true(failed > 0 &&
                failed < done / 2); /* some indices cannot be, such as roots of negative scores */
}

static void each_input_by_itself(void **state)
{
    (void)state;
    for (uint64_t bit = 0; bit < 15; bit++) {
        setting *s = malloc(sizeof *s);
        assert_non_null(s);
        make_setting(s, bit + 7, UINT64_C(1) << bit);
        assert_int_equal(s->n_inputs, 1);
        check_all(s);
        tree_clear(&s->c);
        free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_replicate_is_an_index),
        cmocka_unit_test(each_input_by_itself),
    };
    return RIX_RUN_TESTS("montecarlo", tests);
}
