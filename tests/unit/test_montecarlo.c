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

/* A unit's rank, found by looking at all the others. */
static double rank_by_hand(rix_mat scores, size_t r, size_t unit, rix_ties ties)
{
    const double x = at(scores, r, unit);
    double above = 0, same = 0;
    if (isnan(x)) return RIX_NAN;
    for (size_t i = 0; i < scores.cols; i++) {
        const double y = at(scores, r, i);
        above += y > x ? 1 : 0;
        same += y >= x && y <= x ? 1 : 0;
    }
    if (ties == RIX_TIES_MIN) return above + 1;
    return ties == RIX_TIES_MAX ? above + same : above + (same + 1) / 2;
}

/* Geometric means of geometric means keep their logarithms, and so differ from the index in the last bits. */
static bool may_be_geometric(const setting *s)
{
    for (size_t j = 0; j < s->n_inputs; j++) {
        if (s->inputs[j].kind == RIX_UNCERTAIN_AGGREGATE) return true;
    }
    return false;
}

/* Scores of a replicate are those of the index, to the last bit; all missing where there is none. */
static void check_replicate(const setting *s, const rix_uncertainty *u, size_t r,
                            const double *ranks, const rix_index *index)
{
    const size_t n = s->c.n_units, count = rix_uncertainty_shape_of(u).count;
    const double tolerance = may_be_geometric(s) ? 1e-12 : 0;
    for (size_t q = 0; q < s->c.n_nodes; q++) {
        const rix_mat scores = rix_uncertainty_scores(u, q);
        for (size_t i = 0; i < n; i++) {
            const double x = index ? tree_score(index, i, s->nodes[q]) : RIX_NAN;
            rix_assert_close(at(scores, r, i), x, tolerance);
            rix_assert_same(ranks[(q * count + r) * n + i],
                            rank_by_hand(scores, r, i, s->options.ties));
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

/* Units that are screened out are not what others are compared with, though their missing children would count. */
static void screened_units_are_not_compared(void **state)
{
    (void)state;
    static const rix_aggregation rules[] = { RIX_AGG_TOPSIS, RIX_AGG_WROCLAW, RIX_AGG_COPELAND };
    for (uint64_t k = 0; k < 12; k++) {
        setting *s = malloc(sizeof *s);
        assert_non_null(s);
        make_setting(s, 100 + k, UINT64_C(1) << RIX_UNCERTAIN_SCREEN | 1 << 11);
        for (size_t a = 0; a < ALTERNATIVES; a++) {
            s->step[RIX_UNCERTAIN_SCREEN][a].screen.min_data = 0.75 + 0.1 * (double)a;
        }
        s->nominal.aggregate.rule = rules[k % 3];
        s->nominal.aggregate.missing = RIX_MISSING_VALUE;
        s->nominal.aggregate.fill = 500; /* better than any score */
        check_all(s);
        tree_clear(&s->c);
        free(s);
    }
}

/* ----------------------------------------------------------------------------- threads and shards -- */

static void assert_same_results(const rix_uncertainty *a, const rix_uncertainty *b)
{
    const rix_uncertainty_shape s = rix_uncertainty_shape_of(a), t = rix_uncertainty_shape_of(b);
    double *x = calloc(s.count * s.n_units, sizeof *x), *y = calloc(s.count * s.n_units, sizeof *y);
    rix_error err = RIX_ERROR_INIT;
    assert_true(x && y);
    assert_true(s.n == t.n && s.total == t.total && s.first == t.first && s.count == t.count);
    assert_true(s.sobol == t.sobol && s.ties == t.ties && s.n_failed == t.n_failed);
    assert_true(s.n_units == t.n_units && s.n_nodes == t.n_nodes && s.n_inputs == t.n_inputs);
    const rix_mat da = rix_uncertainty_draws(a), db = rix_uncertainty_draws(b);
    assert_memory_equal(da.data, db.data, da.rows * da.cols * sizeof *da.data);
    for (size_t q = 0; q < s.n_nodes; q++) {
        const rix_out out_x = rix_out_c(x, s.count, s.n_units),
                      out_y = rix_out_c(y, s.count, s.n_units);
        rix_assert_ok(rix_uncertainty_ranks(a, q, out_x, &err), err);
        rix_assert_ok(rix_uncertainty_ranks(b, q, out_y, &err), err);
        const rix_mat m = rix_uncertainty_scores(a, q), o = rix_uncertainty_scores(b, q);
        for (size_t r = 0; r < s.count; r++) {
            for (size_t i = 0; i < s.n_units; i++) {
                rix_assert_same(at(m, r, i), at(o, r, i));
                rix_assert_same(x[r * s.n_units + i], y[r * s.n_units + i]);
            }
        }
    }
    free(y);
    free(x);
}

static void threads_and_shards_are_the_same_bits(void **state)
{
    (void)state;
    static const size_t threads[] = { 2, 3, 7 };
    for (uint64_t number = 0; number < 8; number++) {
        setting *s = malloc(sizeof *s);
        rix_error err = RIX_ERROR_INIT;
        assert_non_null(s);
        make_setting(s, number, number * 2654435761u >> 3);
        s->options.n = 150;
        rix_uncertainty *whole = run(s, &s->options, 1), *shard[3], *joined = NULL;
        const size_t total = rix_uncertainty_shape_of(whole).total;
        for (size_t k = 0; k < 3; k++) {
            rix_uncertainty *other = run(s, &s->options, threads[k]);
            assert_same_results(whole, other);
            rix_uncertainty_free(other);
        }
        for (size_t k = 0; k < 3; k++) {
            rix_uncertainty_options part = s->options;
            part.first = k * (total / 3);
            part.count = k < 2 ? total / 3 : 0;
            shard[2 - k] = run(s, &part, 2);
        }
        rix_assert_ok(rix_uncertainty_join((const rix_uncertainty *const *)shard, 3, &joined, &err),
                      err);
        assert_same_results(whole, joined);
        rix_uncertainty_free(joined);
        rix_assert_fails(
            rix_uncertainty_join((const rix_uncertainty *const *)shard + 1, 0, &joined, &err),
            RIX_EINVAL, err, "no shards");
        const rix_uncertainty *twice[2] = { shard[0], shard[0] }, *gap[2] = { shard[0], shard[2] };
        rix_assert_fails(rix_uncertainty_join(twice, 2, &joined, &err), RIX_EDIM, err, "overlap");
        rix_assert_fails(rix_uncertainty_join(gap, 2, &joined, &err), RIX_EDIM, err, "have");
        for (size_t k = 0; k < 3; k++) rix_uncertainty_free(shard[k]);
        rix_uncertainty_free(whole);
        tree_clear(&s->c);
        free(s);
    }
}

static int stop(double done, void *user)
{
    (void)user;
    return done >= 0 ? 1 : 0;
}

static void cancelling_leaves_the_output_alone(void **state)
{
    (void)state;
    setting *s = malloc(sizeof *s);
    rix_uncertainty *u = (rix_uncertainty *)(void *)&state;
    rix_error err = RIX_ERROR_INIT;
    const rix_run how = { 2, stop, NULL };
    assert_non_null(s);
    make_setting(s, 5, 1 << 11);
    rix_assert_fails(rix_uncertainty_run(&s->table, s->c.fw, &s->nominal, s->inputs, s->n_inputs,
                                         &s->options, &how, &u, &err),
                     RIX_ECANCELLED, err, "stopped");
    assert_ptr_equal(u, &state);
    tree_clear(&s->c);
    free(s);
}

/* ------------------------------------------------------------------------- what can be worked out -- */

enum { MANY = 4000 };

/* Three indicators below one index. */
static rix_framework *three(void)
{
    const rix_node nodes[4] = { tree_node("index", NULL), tree_node("a", "index"),
                                tree_node("b", "index"), tree_node("c", "index") };
    return tree_new(nodes, 4);
}

/* One unit has 1 in one indicator and 0 in the others, so that its score is the share of the weight. */
static void dirichlet_has_its_moments(void **state)
{
    (void)state;
    static const double unit[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
    rix_framework *fw = three();
    rix_uncertain input = RIX_UNCERTAIN_INIT;
    rix_uncertainty_options o = RIX_UNCERTAINTY_INIT;
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    double moments[15];
    recipe.normalise.method = RIX_NORM_NONE;
    recipe.normalise.low = recipe.normalise.high = RIX_NAN;
    const rix_table table = { .values = rix_mat_c(unit, 3, 3) };
    static const double amounts[] = { 0.5, 10, 500 }; /* shapes below and above 1 */
    for (size_t k = 0; k < 3; k++) {
        input.kind = RIX_UNCERTAIN_DIRICHLET;
        input.amount = amounts[k];
        o.n = MANY;
        o.seed = k;
        rix_assert_ok(rix_uncertainty_run(&table, fw, &recipe, &input, 1, &o, NULL, &u, &err), err);
        rix_assert_ok(rix_uncertainty_moments(u, 0, rix_out_c(moments, 3, 5), &err), err);
        const double sd = sqrt((1.0 / 3) * (2.0 / 3) / (amounts[k] + 1));
        for (size_t i = 0; i < 3; i++) { /* five standard errors */
            rix_assert_near(moments[i * 5], 1.0 / 3, 5 * sd / sqrt(MANY));
            rix_assert_close(moments[i * 5 + 1], sd, 0.1);
        }
        rix_uncertainty_free(u);
    }
    rix_framework_free(fw);
}

/* The score of a unit is x_a + x_b + x_c over 3, of which a and b have errors: its variance is theirs, in the shares
 * of sd^2, and there is no interaction, so that both orders are those shares. */
static void additive_errors_have_known_indices(void **state)
{
    (void)state;
    static const double x[6] = { 1, 2, 3, 4, 5, 6 }, sd[2][3] = { { 2, 0, 0 }, { 0, 1, 0 } };
    rix_framework *fw = three();
    rix_uncertain inputs[2] = { RIX_UNCERTAIN_INIT, RIX_UNCERTAIN_INIT };
    rix_uncertainty_options o = RIX_UNCERTAINTY_INIT;
    rix_sensitivity_options what = RIX_SENSITIVITY_INIT;
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    double first[2], total[2], variance;
    recipe.normalise.method = RIX_NORM_NONE;
    recipe.normalise.low = recipe.normalise.high = RIX_NAN;
    for (size_t j = 0; j < 2; j++) {
        inputs[j].kind = RIX_UNCERTAIN_ERROR;
        inputs[j].sd = rix_mat_c(sd[j], 1, 3);
    }
    o.n = MANY;
    what.target = RIX_TARGET_SCORE;
    what.estimator = RIX_SOBOL_JANSEN;
    const rix_table table = { .values = rix_mat_c(x, 2, 3) };
    rix_assert_ok(rix_sensitivity_run(&table, fw, &recipe, inputs, 2, &o, &what, NULL,
                                      rix_out_c(first, 2, 1), rix_out_c(total, 2, 1), &variance,
                                      NULL, &err),
                  err);
    rix_assert_close(variance, 5.0 / 9, 0.1);
    rix_assert_near(first[0], 0.8, 0.05);
    rix_assert_near(first[1], 0.2, 0.05);
    rix_assert_near(total[0], 0.8, 0.05);
    rix_assert_near(total[1], 0.2, 0.05);
    rix_framework_free(fw);
}

/* Probabilities, means and targets, counted by hand. */
static void summaries_are_counts(void **state)
{
    (void)state;
    static const double k[2] = { 1, 3 }, thresholds[2] = { 30, 60 };
    setting *s = malloc(sizeof *s);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(s);
    make_setting(s, 3, 1 << 11 | 1 << 5);
    rix_uncertainty *u = run(s, &s->options, 1);
    const size_t n = s->c.n_units, q = 0;
    double top[TREE_UNITS * 2], zones[TREE_UNITS * 4], moments[TREE_UNITS * 5], y[N];
    rix_assert_ok(rix_uncertainty_top(u, q, rix_vec_c(k, 2), rix_out_c(top, n, 2), &err), err);
    rix_assert_ok(rix_uncertainty_zones(u, q, rix_vec_c(thresholds, 2), RIX_BOUNDARY_UPPER,
                                        rix_out_c(zones, n, 4), &err),
                  err);
    rix_assert_ok(rix_uncertainty_moments(u, q, rix_out_c(moments, n, 5), &err), err);
    rix_assert_ok(rix_uncertainty_target(u, RIX_TARGET_SCORE, q, 1, rix_out_c(y, N, 1), &err), err);
    const rix_mat scores = rix_uncertainty_scores(u, q);
    for (size_t i = 0; i < n; i++) {
        double first = 0, high = 0, none = 0, sum = 0, there = 0;
        for (size_t r = 0; r < N; r++) {
            const double x = at(scores, r, i);
            first += rank_by_hand(scores, r, i, s->options.ties) <= 1 ? 1 : 0;
            high += x >= 60 ? 1 : 0;
            none += isnan(x) ? 1 : 0;
            sum += isnan(x) ? 0 : x;
            there += isnan(x) ? 0 : 1;
        }
        rix_assert_near(top[i * 2], first / N, 1e-15);
        rix_assert_near(zones[i * 4 + 2], high / N, 1e-15);
        rix_assert_near(zones[i * 4 + 3], none / N, 1e-15);
        rix_assert_near(zones[i * 4] + zones[i * 4 + 1] + zones[i * 4 + 2] + zones[i * 4 + 3], 1,
                        1e-15);
        rix_assert_close(moments[i * 5], sum / there, 1e-12);
    }
    for (size_t r = 0; r < N; r++) rix_assert_same(y[r], at(scores, r, 1));
    rix_uncertainty_free(u);
    tree_clear(&s->c);
    free(s);
}

/* ------------------------------------------------------------------------------------------ errors -- */

static void bad_input(const setting *s, const rix_uncertain *input, rix_status status,
                      const char *part)
{
    size_t dimensions;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_uncertain_dimensions(s->c.fw, input, 1, &dimensions, &err), status, err,
                     part);
}

static void bad_inputs_are_named(void **state)
{
    (void)state;
    setting *s = malloc(sizeof *s);
    assert_non_null(s);
    make_setting(s, 2, 1);
    const size_t far = s->c.n_nodes, leaf = rix_framework_indicator(s->c.fw, 0), root = 0;
    const size_t twice[2] = { leaf, leaf };
    rix_uncertain in = RIX_UNCERTAIN_INIT;
    in.name = "it";
    bad_input(s, &in, RIX_EINVAL, "'it'");
    in.kind = (rix_uncertain_kind)99;
    bad_input(s, &in, RIX_EINVAL, "no such kind");
    in.kind = RIX_UNCERTAIN_RULE;
    bad_input(s, &in, RIX_EINVAL, "no alternatives");
    in.kind = RIX_UNCERTAIN_WEIGHTS;
    bad_input(s, &in, RIX_EINVAL, "no alternatives");
    in.weights = rix_mat_c(s->weights, 2, 2);
    bad_input(s, &in, RIX_EDIM, "2 weights");
    in.kind = RIX_UNCERTAIN_SETTING;
    in.b = -1;
    bad_input(s, &in, RIX_EDOMAIN, "above a");
    in.distribution = RIX_DISTRIBUTION_NORMAL;
    bad_input(s, &in, RIX_EDOMAIN, "positive");
    in.distribution = RIX_DISTRIBUTION_LOG_UNIFORM;
    bad_input(s, &in, RIX_EDOMAIN, "between 0 and b");
    in.distribution = RIX_DISTRIBUTION_TRIANGULAR;
    bad_input(s, &in, RIX_EDOMAIN, "a <= c <= b");
    in.setting = (rix_setting)99;
    bad_input(s, &in, RIX_EINVAL, "no such setting");
    in.kind = RIX_UNCERTAIN_WEIGHT_NOISE;
    in.amount = 1.5;
    bad_input(s, &in, RIX_EDOMAIN, "1.5");
    in.nodes = &far;
    in.n_nodes = 1;
    bad_input(s, &in, RIX_ENOTFOUND, "no node");
    in.nodes = &root;
    bad_input(s, &in, RIX_ENOTFOUND, "is the index");
    in.nodes = twice;
    in.n_nodes = 2;
    bad_input(s, &in, RIX_ENOTFOUND, "twice");
    in.kind = RIX_UNCERTAIN_DIRICHLET;
    bad_input(s, &in, RIX_ENOTFOUND, "no group");
    in.n_nodes = 0;
    in.amount = 0;
    bad_input(s, &in, RIX_EDOMAIN, "positive");
    in.kind = RIX_UNCERTAIN_ERROR;
    in.sd = rix_mat_c(s->sd, 1, s->c.n_indicators + 1);
    bad_input(s, &in, RIX_EDIM, "standard deviations");
    tree_clear(&s->c);
    free(s);
}

/* What stands in a column of no indicator is no matter, with errors of the data as without; in one of an indicator it
 * is refused by its name. */
static void an_infinite_value_matters_in_indicators_alone(void **state)
{
    (void)state;
    static const char *const columns[4] = { "b", "aside", "c", "a" };
    static const double sd[3] = { 0.1, 0.2, 0.3 };
    double x[12] = { 1, INFINITY, 2, 4, 5, RIX_NAN, 3, 6, 2, -INFINITY, 4, 5 }, left[9], found[3], expected[3];
    rix_framework *fw = three();
    rix_table table = { .values = rix_mat_c(x, 3, 4), .indicators = columns };
    const size_t kept[3] = { 3, 0, 2 };
    rix_uncertain in = RIX_UNCERTAIN_INIT;
    rix_uncertainty_options o = RIX_UNCERTAINTY_INIT;
    rix_index *index[2] = { NULL, NULL };
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    in.kind = RIX_UNCERTAIN_ERROR;
    in.sd = rix_mat_c(sd, 1, 3);
    o.n = 4;
    for (size_t i = 0; i < 9; i++) left[i] = x[i / 3 * 4 + kept[i % 3]];
    const rix_table alone = { .values = rix_mat_c(left, 3, 3) };
    rix_assert_ok(rix_uncertainty_build(&table, fw, NULL, &in, 1, &o, 2, &index[0], &err), err);
    rix_assert_ok(rix_uncertainty_build(&alone, fw, NULL, &in, 1, &o, 2, &index[1], &err), err);
    rix_assert_ok(rix_uncertainty_run(&table, fw, NULL, &in, 1, &o, NULL, &u, &err), err);
    memcpy(found, rix_index_scores(index[0]).data, sizeof found);
    memcpy(expected, rix_index_scores(index[1]).data, sizeof expected);
    for (size_t i = 0; i < 3; i++) rix_assert_same(found[i], expected[i]);
    rix_uncertainty_free(u);
    rix_index_free(index[0]);
    rix_index_free(index[1]);
    index[0] = NULL;
    x[4] = INFINITY;
    rix_assert_fails(rix_uncertainty_build(&table, fw, NULL, &in, 1, &o, 2, &index[0], &err),
                     RIX_EDOMAIN, err, "infinite value inf for unit 1, indicator 'b'");
    assert_null(index[0]);
    rix_framework_free(fw);
}

static void fails(const setting *s, const rix_uncertainty_options *o, rix_status status,
                  const char *part)
{
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_uncertainty_run(&s->table, s->c.fw, &s->nominal, s->inputs, s->n_inputs, o,
                                         NULL, &u, &err),
                     status, err, part);
    assert_null(u);
}

static void bad_options_and_replicates_are_named(void **state)
{
    (void)state;
    setting *s = malloc(sizeof *s);
    static const double point[1] = { 1 };
    const size_t far = TREE_NODES;
    assert_non_null(s);
    make_setting(s, 1, 1 << 13);
    rix_uncertainty_options o = s->options;
    o.n = 0;
    fails(s, &o, RIX_EINVAL, "n is 0");
    o = s->options;
    o.first = N;
    fails(s, &o, RIX_EINVAL, "not within");
    o = s->options;
    o.points = rix_mat_c(point, 1, 1);
    fails(s, &o, RIX_EDIM, "points are");
    o.n = 1;
    fails(s, &o, RIX_EDOMAIN, "not in (0, 1)");
    o = s->options;
    o.nodes = &far;
    o.n_nodes = 1;
    fails(s, &o, RIX_ENOTFOUND, "no node");
    o = s->options;
    s->inputs[1] = s->inputs[0] = (rix_uncertain)RIX_UNCERTAIN_INIT;
    s->inputs[0].kind = s->inputs[1].kind = RIX_UNCERTAIN_WEIGHTS;
    s->inputs[0].weights = s->inputs[1].weights = rix_mat_c(s->weights, 1, s->c.n_nodes);
    s->n_inputs = 2;
    fails(s, &o, RIX_EINVAL, "set the same thing");
    memset(s->weights, 0, sizeof s->weights);
    s->n_inputs = 1;
    o.skip_failures = false;
    fails(s, &o, RIX_EFRAMEWORK, "replicate 0 (weights 0)");
    tree_clear(&s->c);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_replicate_is_an_index),
        cmocka_unit_test(each_input_by_itself),
        cmocka_unit_test(screened_units_are_not_compared),
        cmocka_unit_test(threads_and_shards_are_the_same_bits),
        cmocka_unit_test(cancelling_leaves_the_output_alone),
        cmocka_unit_test(dirichlet_has_its_moments),
        cmocka_unit_test(additive_errors_have_known_indices),
        cmocka_unit_test(summaries_are_counts),
        cmocka_unit_test(bad_inputs_are_named),
        cmocka_unit_test(an_infinite_value_matters_in_indicators_alone),
        cmocka_unit_test(bad_options_and_replicates_are_named),
    };
    return RIX_RUN_TESTS("montecarlo", tests);
}
