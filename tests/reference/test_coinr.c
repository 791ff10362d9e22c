/* test_coinr.c - COINr 1.1.14 on its ASEM example: 49 indicators, 8 pillars, 2 sub-indices, an index. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */

typedef struct goalpost {
    double low, high;
} goalpost;

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

/* ------------------------------------------------------------------------- one column by itself -- */

/* A framework with an indicator for every column but the first, all under one index. */
static rix_framework *flat_framework(const csv *input, rix_node like, const int *direction,
                                     const goalpost *goals)
{
    rix_node *nodes = calloc(input->cols, sizeof *nodes);
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(nodes);
    nodes[0] = (rix_node)RIX_NODE_INIT;
    nodes[0].code = "the index";
    for (size_t j = 1; j < input->cols; j++) {
        nodes[j] = like;
        nodes[j].code = input->cell[j];
        nodes[j].parent = "the index";
        if (direction) nodes[j].direction = direction[j - 1];
        if (goals) nodes[j].goal_low = goals[j - 1].low;
        if (goals) nodes[j].goal_high = goals[j - 1].high;
    }
    rix_assert_ok(rix_framework_new(nodes, input->cols, &fw, &err), err);
    free(nodes);
    return fw;
}

/* The columns of a file that the framework knows, found by their header. */
static rix_index *build(const csv *input, const rix_framework *fw, const rix_recipe *recipe)
{
    double *x = calloc(input->rows * input->cols, sizeof *x);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(x);
    for (size_t i = 0; i < input->rows; i++) {
        for (size_t j = 1; j < input->cols; j++) x[i * input->cols + j] = csv_number(input, i, j);
    }
    rix_mat values = rix_mat_c(x, input->rows, input->cols);
    values.data++; /* the first column is a name */
    values.cols--;
    const rix_table table = { .values = values,
                              .indicators = (const char *const *)input->cell + 1 };
    rix_assert_ok(rix_index_build(&table, fw, recipe, &index, &err), err);
    free(x);
    return index;
}

/* Scores of the nodes named by the header of a file equal its figures, divided by scale[column]. */
static void check_columns(const rix_index *index, const rix_framework *fw, const csv *expected,
                          const double *scale)
{
    const rix_mat s = rix_index_scores(index);
    assert_int_equal(s.rows, expected->rows);
    for (size_t j = 1; j < expected->cols; j++) {
        const size_t node = rix_framework_find(fw, expected->cell[j]);
        assert_true(node != RIX_NO_INDEX);
        for (size_t i = 0; i < s.rows; i++) {
            const double x = s.data[(ptrdiff_t)i * s.row_step + (ptrdiff_t)node * s.col_step];
            check_number(x * (scale ? scale[j - 1] : 1), csv_number(expected, i, j));
        }
    }
}

static void check_step(const char *input_file, const char *expected_file, const rix_recipe *recipe,
                       const int *direction, const goalpost *goals, const double *scale)
{
    csv *input = csv_read_reference(input_file), *expected = csv_read_reference(expected_file);
    const rix_node like = RIX_NODE_INIT;
    rix_framework *fw = flat_framework(input, like, direction, goals);
    rix_index *index = build(input, fw, recipe);
    check_columns(index, fw, expected, scale);
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(expected);
    csv_free(input);
}

#define INPUT "coinr/normalise/input.csv"
enum { INPUT_COLUMNS = 6 };
static const int directions[INPUT_COLUMNS] = { 1, 1, -1, 1, 1, -1 };

static void minmax(void **state)
{
    (void)state;
    rix_recipe r = RIX_RECIPE_INIT;
    check_step(INPUT, "coinr/normalise/minmax_0_100.csv", &r, NULL, NULL, NULL);
    check_step(INPUT, "coinr/normalise/minmax_0_100_directed.csv", &r, directions, NULL, NULL);
    check_step("coinr/treat/edge_input.csv", "coinr/normalise/edge_minmax_0_100.csv", &r, NULL,
               NULL, NULL);
    r.normalise.low = 1;
    check_step(INPUT, "coinr/normalise/minmax_1_100.csv", &r, NULL, NULL, NULL);
    r.normalise.low = -1;
    r.normalise.high = 1;
    check_step(INPUT, "coinr/normalise/minmax_m1_1.csv", &r, NULL, NULL, NULL);
}

static void zscore(void **state)
{
    (void)state;
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_ZSCORE;
    check_step(INPUT, "coinr/normalise/zscore_0_1.csv", &r, NULL, NULL, NULL);
    check_step("coinr/treat/edge_input.csv", "coinr/normalise/edge_zscore_0_1.csv", &r, NULL, NULL,
               NULL);
    r.normalise.mean = 10;
    r.normalise.sd = 2;
    check_step(INPUT, "coinr/normalise/zscore_10_2.csv", &r, NULL, NULL, NULL);
    check_step(INPUT, "coinr/normalise/zscore_10_2_directed.csv", &r, directions, NULL, NULL);
}

static void goalposts(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/normalise/targets_goalposts.csv");
    goalpost goals[INPUT_COLUMNS];
    double scale[INPUT_COLUMNS];
    const int all_down[INPUT_COLUMNS] = { -1, -1, -1, -1, -1, -1 };
    rix_recipe r = RIX_RECIPE_INIT;
    assert_int_equal(t->rows, INPUT_COLUMNS); /* in the order of the input */
    for (size_t k = 0; k < INPUT_COLUMNS; k++) {
        goals[k].low = csv_number(t, k, csv_column(t, "goalpost_lower"));
        goals[k].high = csv_number(t, k, csv_column(t, "goalpost_upper"));
        scale[k] = csv_number(t, k, csv_column(t, "goalpost_scale"));
    }
    csv_free(t);
    r.normalise.method = RIX_NORM_GOALPOSTS;
    r.normalise.high = 1;
    check_step(INPUT, "coinr/normalise/goalposts_trunc.csv", &r, NULL, goals, scale);
    check_step(INPUT, "coinr/normalise/goalposts_trunc_dirm1.csv", &r, all_down, goals, scale);
    r.normalise.truncate = false;
    check_step(INPUT, "coinr/normalise/goalposts_notrunc.csv", &r, NULL, goals, scale);
}

/* ------------------------------------------------------------------------- the step by itself -- */

/* Directions, targets and goalposts of the columns; NULL for none. */
typedef struct wishes {
    const int *direction;
    const double *target;
    const goalpost *goals;
    const rix_normalisation *method;
} wishes;

/* Each column that the expected file has, by rix_normalise; divided by scale[column of the input]. */
static void check_normalise(const char *input_file, const char *expected_file,
                            const rix_normalise_options *o, const wishes *w, const double *scale)
{
    csv *input = csv_read_reference(input_file), *expected = csv_read_reference(expected_file);
    const size_t n = input->rows, cols = input->cols - 1;
    rix_node *nodes = calloc(cols + 1, sizeof *nodes);
    double *x = calloc(n * cols, sizeof *x), *scores = calloc(n * cols, sizeof *scores);
    const char **units = calloc(n, sizeof *units);
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_true(nodes && x && scores && units);
    for (size_t j = 0; j < cols; j++) {
        nodes[j] = (rix_node)RIX_NODE_INIT;
        nodes[j].code = input->cell[j + 1];
        nodes[j].parent = "the index";
        if (w->direction) nodes[j].direction = w->direction[j];
        if (w->target) nodes[j].target = w->target[j];
        if (w->goals) nodes[j].goal_low = w->goals[j].low;
        if (w->goals) nodes[j].goal_high = w->goals[j].high;
        if (w->method) nodes[j].normalise = w->method[j];
        for (size_t i = 0; i < n; i++) x[i * cols + j] = csv_number(input, i, j + 1);
    }
    for (size_t i = 0; i < n; i++) units[i] = csv_text(input, i, 0);
    nodes[cols] = (rix_node)RIX_NODE_INIT;
    nodes[cols].code = "the index";
    rix_assert_ok(rix_framework_new(nodes, cols + 1, &fw, &err), err);
    const rix_table table = { .values = rix_mat_c(x, n, cols), .units = units };
    rix_assert_ok(rix_normalise(&table, fw, o, rix_out_c(scores, n, cols), &err), err);
    for (size_t j = 0; j < cols; j++) {
        const size_t col = csv_find_column(expected, input->cell[j + 1]);
        for (size_t i = 0; i < n && col != (size_t)-1; i++) {
            check_number(scores[i * cols + j] * (scale ? scale[j] : 1),
                         csv_number(expected, i, col));
        }
    }
    rix_framework_free(fw);
    free(units);
    free(scores);
    free(x);
    free(nodes);
    csv_free(expected);
    csv_free(input);
}

static const wishes nothing;
static const wishes directed = { directions, NULL, NULL, NULL };

static rix_normalise_options options_of(rix_normalisation method, double high)
{
    rix_normalise_options o = RIX_NORMALISE_INIT;
    o.method = method;
    o.high = high;
    o.truncate = false;
    return o;
}

static void distances(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/normalise/targets_goalposts.csv");
    const int all_down[INPUT_COLUMNS] = { -1, -1, -1, -1, -1, -1 };
    double up[INPUT_COLUMNS], down[INPUT_COLUMNS];
    for (size_t k = 0; k < INPUT_COLUMNS; k++) {
        up[k] = csv_number(t, k, csv_column(t, "target_high"));
        down[k] = csv_number(t, k, csv_column(t, "target_low"));
    }
    csv_free(t);
    rix_normalise_options o = options_of(RIX_NORM_DISTANCE_MAX, 1);
    check_normalise(INPUT, "coinr/normalise/dist2max.csv", &o, &nothing, NULL);
    check_normalise(INPUT, "coinr/normalise/dist2max_directed.csv", &o, &directed, NULL);
    const wishes to_up = { NULL, up, NULL, NULL }, to_down = { all_down, down, NULL, NULL };
    for (int cap = 0; cap < 2; cap++) {
        o.truncate = cap;
        o.method = RIX_NORM_DISTANCE_REFERENCE;
        o.reference = "GRC";
        check_normalise(INPUT,
                        cap ? "coinr/normalise/dist2ref_GRC_cap.csv"
                            : "coinr/normalise/dist2ref_GRC.csv",
                        &o, &nothing, NULL);
        o.method = RIX_NORM_DISTANCE_TARGET;
        check_normalise(INPUT,
                        cap ? "coinr/normalise/dist2targ_dir1_cap.csv"
                            : "coinr/normalise/dist2targ_dir1.csv",
                        &o, &to_up, NULL);
        check_normalise(INPUT,
                        cap ? "coinr/normalise/dist2targ_dirm1_cap.csv"
                            : "coinr/normalise/dist2targ_dirm1.csv",
                        &o, &to_down, NULL);
    }
}

/* As COINr has it, where direction -1 gives the worst the most, and right. */
static void fractions_of_the_maximum(void **state)
{
    (void)state;
    rix_normalise_options o = options_of(RIX_NORM_FRACTION_MAX, 1);
    check_normalise(INPUT, "coinr/normalise/fracmax.csv", &o, &nothing, NULL);
    o.compat = true;
    check_normalise(INPUT, "coinr/normalise/fracmax.csv", &o, &nothing, NULL);
    check_normalise(INPUT, "coinr/normalise/fracmax_directed.csv", &o, &directed, NULL);
}

static void ranks(void **state)
{
    (void)state;
    static const char *const ties[] = { "min", "max", "average" };
    const struct {
        const char *name;
        rix_normalisation method;
    } methods[] = { { "rank", RIX_NORM_RANK },
                    { "borda", RIX_NORM_BORDA },
                    { "prank", RIX_NORM_PERCENTILE_RANK } };
    for (size_t m = 0; m < 3; m++) {
        rix_normalise_options o = options_of(methods[m].method, 1);
        char file[64];
        for (size_t t = 0; t < 3; t++) {
            rix_error err = RIX_ERROR_INIT;
            rix_assert_ok(rix_ties_from_name(ties[t], &o.ties, &err), err);
            snprintf(file, sizeof file, "coinr/normalise/%s_%s.csv", methods[m].name, ties[t]);
            check_normalise(INPUT, file, &o, &nothing, NULL);
        }
        o.ties = RIX_TIES_MIN;
        snprintf(file, sizeof file, "coinr/normalise/%s_min_directed.csv", methods[m].name);
        check_normalise(INPUT, file, &o, &directed, NULL);
    }
    rix_normalise_options o = options_of(RIX_NORM_RANK, 1);
    check_normalise("coinr/treat/edge_input.csv", "coinr/normalise/edge_rank_average.csv", &o,
                    &nothing, NULL);
    o.method = RIX_NORM_PERCENTILE_RANK;
    o.ties = RIX_TIES_MIN;
    check_normalise("coinr/treat/edge_input.csv", "coinr/normalise/edge_prank_min.csv", &o,
                    &nothing, NULL);
}

static void scaled(void **state)
{
    (void)state;
    const goalpost to_100[INPUT_COLUMNS] = { { 0, 100 }, { 0, 100 }, { 0, 100 },
                                             { 0, 100 }, { 0, 100 }, { 0, 100 } };
    const goalpost to_10[INPUT_COLUMNS] = { { 2, 10 }, { 2, 10 }, { 2, 10 },
                                            { 2, 10 }, { 2, 10 }, { 2, 10 } };
    const wishes hundred = { NULL, NULL, to_100, NULL }, ten = { NULL, NULL, to_10, NULL };
    rix_normalise_options o = options_of(RIX_NORM_SCALED, 100);
    o.truncate = true; /* which does not matter to it */
    check_normalise(INPUT, "coinr/normalise/scaled_0_100_100.csv", &o, &hundred, NULL);
    o.high = 10;
    check_normalise(INPUT, "coinr/normalise/scaled_2_10_10.csv", &o, &ten, NULL);
}

/* Parameters of 49 columns from the metadata: with direction -1 they turn round as the values do. */
static void parameters_of_each_indicator(void **state)
{
    (void)state;
    enum { COLUMNS = 49 };
    csv *p = csv_read_reference("coinr/normalise/meta_parameters.csv");
    csv *input = csv_read_reference("coinr/treated.csv");
    int direction[COLUMNS];
    double target[COLUMNS], posts_scale[COLUMNS], bounds_scale[COLUMNS];
    goalpost posts[COLUMNS], bounds[COLUMNS];
    rix_normalisation method[COLUMNS];
    assert_int_equal(input->cols, COLUMNS + 1);
    for (size_t k = 0; k < COLUMNS; k++) {
        size_t row;
        assert_int_equal(csv_where(p, "iCode", input->cell[k + 1], &row, 1), 1);
        direction[k] = (int)csv_number(p, row, csv_column(p, "Direction"));
        target[k] = csv_number(p, row, csv_column(p, "Target"));
        posts[k].low = csv_number(p, row, csv_column(p, "goalpost_lower"));
        posts[k].high = csv_number(p, row, csv_column(p, "goalpost_upper"));
        posts_scale[k] = csv_number(p, row, csv_column(p, "goalpost_scale"));
        bounds[k].low = csv_number(p, row, csv_column(p, "scaled_lower"));
        bounds[k].high = csv_number(p, row, csv_column(p, "scaled_upper"));
        bounds_scale[k] = csv_number(p, row, csv_column(p, "scale_factor"));
        const char *cut = csv_text(p, row, csv_column(p, "goalpost_trunc2posts"));
        method[k] = strcmp(cut, "TRUE") == 0 ? RIX_NORM_GOALPOSTS : RIX_NORM_SCALED;
    }
    csv_free(input);
    csv_free(p);
    const wishes to_target = { direction, target, NULL, NULL };
    const wishes to_posts = { direction, NULL, posts, method };
    const wishes to_bounds = { direction, NULL, bounds, NULL };
    rix_normalise_options o = options_of(RIX_NORM_DISTANCE_TARGET, 1);
    check_normalise("coinr/treated.csv", "coinr/normalise/meta_dist2targ.csv", &o, &to_target,
                    NULL);
    o = options_of(RIX_NORM_SCALED, 1);
    check_normalise("coinr/treated.csv", "coinr/normalise/meta_scaled.csv", &o, &to_bounds,
                    bounds_scale);
    o.truncate = true;
    check_normalise("coinr/treated.csv", "coinr/normalise/meta_goalposts.csv", &o, &to_posts,
                    posts_scale);
}

/* ------------------------------------------------------------------------------- one group alone -- */

/* The scores of the rule are the column of the file. */
static void check_aggregate(const csv *input, const rix_vec *weights,
                            const rix_aggregate_options *o, const csv *expected, const char *column)
{
    const size_t n = input->rows, cols = input->cols - 1;
    double *x = calloc(n * cols, sizeof *x), *scores = calloc(n, sizeof *scores);
    rix_error err = RIX_ERROR_INIT;
    assert_true(x && scores);
    for (size_t k = 0; k < n * cols; k++) x[k] = csv_number(input, k / cols, 1 + k % cols);
    const rix_table table = { .values = rix_mat_c(x, n, cols) };
    rix_assert_ok(
        rix_aggregate(&table, *weights, o, RIX_NAN, RIX_NAN, rix_out_c(scores, n, 1), &err), err);
    for (size_t i = 0; i < n; i++) {
        check_number(scores[i], csv_number(expected, i, csv_column(expected, column)));
    }
    free(scores);
    free(x);
}

static void every_rule_on_one_group(void **state)
{
    (void)state;
    const struct {
        const char *name;
        rix_aggregation rule;
        double power, min_share;
    } rules[] = { { "amean", RIX_AGG_ARITHMETIC, 1, 0 },
                  { "gmean", RIX_AGG_GEOMETRIC, 1, 0 },
                  { "hmean", RIX_AGG_HARMONIC, 1, 0 },
                  { "genmean_pm2", RIX_AGG_GENERALISED, -2, 0 },
                  { "genmean_pm1", RIX_AGG_GENERALISED, -1, 0 },
                  { "genmean_pm0.5", RIX_AGG_GENERALISED, -0.5, 0 },
                  { "genmean_p0.5", RIX_AGG_GENERALISED, 0.5, 0 },
                  { "genmean_p2", RIX_AGG_GENERALISED, 2, 0 },
                  { "genmean_p3", RIX_AGG_GENERALISED, 3, 0 },
                  { "genmean_p10", RIX_AGG_GENERALISED, 10, 0 },
                  { "copeland", RIX_AGG_COPELAND, 1, 0 },
                  { "amean_thresh06", RIX_AGG_ARITHMETIC, 1, 0.6 },
                  { "amean_thresh09", RIX_AGG_ARITHMETIC, 1, 0.9 } };
    csv *weights = csv_read_reference("coinr/aggregate/weights.csv");
    double w[2][6];
    for (size_t k = 0; k < 12; k++) w[k / 6][k % 6] = csv_number(weights, k % 6, 1 + k / 6);
    for (size_t turn = 0; turn < 4; turn++) {
        const bool gaps = turn / 2 == 1;
        const rix_vec v = rix_vec_c(w[turn % 2], 6);
        csv *input = csv_read_reference(gaps ? "coinr/aggregate/input_missing.csv"
                                             : "coinr/aggregate/input_complete.csv");
        csv *expected = csv_read_reference(gaps ? "coinr/aggregate/missing.csv"
                                                : "coinr/aggregate/complete.csv");
        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
            rix_aggregate_options o = RIX_AGGREGATE_INIT;
            char column[32];
            o.rule = rules[k].rule;
            o.power = rules[k].power;
            o.min_share = rules[k].min_share;
            snprintf(column, sizeof column, "%s_%s", rules[k].name, turn % 2 ? "unequal" : "equal");
            if (!gaps) check_aggregate(input, &v, &o, expected, column);
            o.compat = true; /* matters where data are missing */
            check_aggregate(input, &v, &o, expected, column);
        }
        csv_free(expected);
        csv_free(input);
    }
    csv_free(weights);
}

static void check_outranking(const char *input_file, const double *w, size_t cols, bool compat,
                             const char *expected_file)
{
    csv *input = csv_read_reference(input_file), *expected = csv_read_reference(expected_file);
    const size_t n = input->rows;
    double *x = calloc(n * cols, sizeof *x), *o = calloc(n * n, sizeof *o);
    rix_error err = RIX_ERROR_INIT;
    assert_true(x && o);
    assert_int_equal(input->cols, cols + 1);
    for (size_t k = 0; k < n * cols; k++) x[k] = csv_number(input, k / cols, 1 + k % cols);
    rix_assert_ok(rix_outranking(rix_mat_c(x, n, cols), rix_vec_c(w, w ? cols : 0), compat,
                                 rix_out_c(o, n, n), &err),
                  err);
    for (size_t k = 0; k < n * n; k++) check_number(o[k], csv_number(expected, k / n, 1 + k % n));
    free(o);
    free(x);
    csv_free(expected);
    csv_free(input);
}

static void outranking(void **state)
{
    (void)state;
    const double unequal[] = { 1, 2, 3, 0.5, 1.5, 2 }, some[] = { 2, 1, 1, 0 },
                 one[] = { 1, 1, 1, 1 };
    const rix_vec two = rix_vec_c(some, 4), all = rix_vec_c(one, 4);
    const char *const complete = "coinr/aggregate/input_complete.csv";
    const char *const missing = "coinr/aggregate/input_missing.csv";
    for (int compat = 0; compat < 2; compat++) {
        check_outranking(complete, NULL, 6, compat, "coinr/aggregate/outrank_complete_equal.csv");
        check_outranking(complete, unequal, 6, compat,
                         "coinr/aggregate/outrank_complete_unequal.csv");
        check_outranking("coinr/aggregate/input_ties.csv", NULL, 4, compat,
                         "coinr/aggregate/outrank_ties_equal.csv");
    }
    check_outranking(missing, NULL, 6, true, "coinr/aggregate/outrank_missing_equal.csv");
    check_outranking(missing, unequal, 6, true, "coinr/aggregate/outrank_missing_unequal.csv");
    csv *input = csv_read_reference("coinr/aggregate/input_ties.csv");
    csv *expected = csv_read_reference("coinr/aggregate/ties_copeland.csv");
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    o.rule = RIX_AGG_COPELAND;
    check_aggregate(input, &all, &o, expected, "copeland_equal");
    check_aggregate(input, &two, &o, expected, "copeland_w2110");
    csv_free(expected);
    csv_free(input);
}

/* ------------------------------------------------------------------------- the whole hierarchy -- */

/* The tree of asem_imeta.csv as it is, or with weights from another file, a rule per level, and the
 * directions left to the data. */
static rix_framework *asem_framework(const csv *meta, const csv *weights,
                                     const rix_aggregation *rule, const double *min_share)
{
    rix_node *nodes = calloc(meta->rows, sizeof *nodes);
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0, row;
    assert_non_null(nodes);
    for (size_t i = 0; i < meta->rows; i++) {
        const double level = csv_number(meta, i, csv_column(meta, "Level"));
        if (isnan(level)) continue; /* a denominator or a grouping */
        rix_node *node = &nodes[n++];
        *node = (rix_node)RIX_NODE_INIT;
        node->code = csv_text(meta, i, csv_column(meta, "iCode"));
        node->parent = csv_text(meta, i, csv_column(meta, "Parent"));
        node->direction = (int)csv_number(meta, i, csv_column(meta, "Direction"));
        node->weight = csv_number(meta, i, csv_column(meta, "Weight"));
        if (!weights) continue;
        node->direction = 1;
        if (level > 1) node->aggregate = rule[(size_t)level - 2];
        if (level > 1 && min_share) node->min_share = min_share[(size_t)level - 2];
        assert_int_equal(csv_where(weights, "iCode", node->code, &row, 1), 1);
        node->weight = csv_number(weights, row, csv_column(weights, "Weight"));
    }
    assert_int_equal(n, 49 + 8 + 2 + 1);
    rix_assert_ok(rix_framework_new(nodes, n, &fw, &err), err);
    free(nodes);
    return fw;
}

static void from_treated_data_to_the_index(void **state)
{
    (void)state;
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    csv *treated = csv_read_reference("coinr/treated.csv");
    csv *normalised = csv_read_reference("coinr/normalised.csv");
    csv *aggregated = csv_read_reference("coinr/aggregated.csv");
    csv *ranked = csv_read_reference("coinr/results_ranks.csv");
    const char *const columns[] = { "Rank_Index", "Rank_Conn", "Rank_Sust" };
    rix_framework *fw = asem_framework(meta, NULL, NULL, NULL);
    rix_index *index = build(treated, fw, NULL); /* min-max to 0 - 100, arithmetic means */
    check_columns(index, fw, normalised, NULL);
    check_columns(index, fw, aggregated, NULL);

    const size_t n = rix_framework_size(fw);
    double *ranks = calloc(treated->rows * n, sizeof *ranks);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(ranks);
    rix_assert_ok(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, treated->rows, n), &err),
                  err);
    for (size_t c = 0; c < 3; c++) {
        const size_t node = rix_framework_find(fw, columns[c] + strlen("Rank_"));
        for (size_t i = 0; i < treated->rows; i++) {
            rix_assert_same(ranks[i * n + node],
                            csv_number(ranked, i, csv_column(ranked, columns[c])));
        }
    }
    free(ranks);
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(ranked);
    csv_free(aggregated);
    csv_free(normalised);
    csv_free(treated);
    csv_free(meta);
}

static void check_hierarchy(const rix_aggregation *rule, const double *min_share,
                            const char *expected_file)
{
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    csv *weights = csv_read_reference("coinr/aggregate/coin_weights.csv");
    csv *input = csv_read_reference("coinr/aggregate/coin_input_missing.csv");
    csv *expected = csv_read_reference(expected_file);
    rix_framework *fw = asem_framework(meta, weights, rule, min_share);
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = 1;
    r.aggregate.power = -2;
    rix_index *index = build(input, fw, &r);
    check_columns(index, fw, expected, NULL);
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(expected);
    csv_free(input);
    csv_free(weights);
    csv_free(meta);
}

static void rules_and_thresholds_by_level(void **state)
{
    (void)state;
    const rix_aggregation three[] = { RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC, RIX_AGG_HARMONIC };
    const rix_aggregation same[] = { RIX_AGG_ARITHMETIC, RIX_AGG_ARITHMETIC, RIX_AGG_ARITHMETIC };
    const rix_aggregation power[] = { RIX_AGG_GEOMETRIC, RIX_AGG_GENERALISED, RIX_AGG_ARITHMETIC };
    const double shares[] = { 0.9, 0.7, 0.4 };
    check_hierarchy(three, NULL, "coinr/aggregate/coin_amean_gmean_hmean.csv");
    check_hierarchy(same, shares, "coinr/aggregate/coin_amean_thresholds.csv");
    check_hierarchy(power, NULL, "coinr/aggregate/coin_gmean_genmean_amean.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minmax),
        cmocka_unit_test(zscore),
        cmocka_unit_test(goalposts),
        cmocka_unit_test(from_treated_data_to_the_index),
        cmocka_unit_test(distances),
        cmocka_unit_test(fractions_of_the_maximum),
        cmocka_unit_test(ranks),
        cmocka_unit_test(scaled),
        cmocka_unit_test(parameters_of_each_indicator),
        cmocka_unit_test(every_rule_on_one_group),
        cmocka_unit_test(outranking),
        cmocka_unit_test(rules_and_thresholds_by_level),
    };
    return RIX_RUN_TESTS("coinr", tests);
}
