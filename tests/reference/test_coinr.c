/* test_coinr.c - COINr 1.1.14 on its ASEM example: 49 indicators, 8 pillars, 2 sub-indices, an index. */
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
    const rix_table table = { values, (const char *const *)input->cell + 1, NULL };
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

/* ------------------------------------------------------------------------- the whole hierarchy -- */

/* The tree of asem_imeta.csv as it is, or with weights from another file, a rule per level, and the
 * directions left to the data. */
static rix_framework *asem_framework(const csv *meta, const csv *weights,
                                     const rix_aggregation *rule)
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
    rix_framework *fw = asem_framework(meta, NULL, NULL);
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

static void three_rules_with_gaps_and_weights(void **state)
{
    (void)state;
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    csv *weights = csv_read_reference("coinr/aggregate/coin_weights.csv");
    csv *input = csv_read_reference("coinr/aggregate/coin_input_missing.csv");
    csv *expected = csv_read_reference("coinr/aggregate/coin_amean_gmean_hmean.csv");
    const rix_aggregation rule[] = { RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC, RIX_AGG_HARMONIC };
    rix_framework *fw = asem_framework(meta, weights, rule);
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = 1;
    rix_index *index = build(input, fw, &r);
    check_columns(index, fw, expected, NULL);
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(expected);
    csv_free(input);
    csv_free(weights);
    csv_free(meta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minmax),
        cmocka_unit_test(zscore),
        cmocka_unit_test(goalposts),
        cmocka_unit_test(from_treated_data_to_the_index),
        cmocka_unit_test(three_rules_with_gaps_and_weights),
    };
    return RIX_RUN_TESTS("coinr", tests);
}
