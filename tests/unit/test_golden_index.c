/* test_golden_index.c - the index worked out by hand in tests/data/README.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "presets.h"
#include "support.h"

static double number_or(const csv *t, size_t row, const char *column, double otherwise)
{
    const double x = csv_number(t, row, csv_column(t, column));
    return isnan(x) ? otherwise : x;
}

static const char *text(const csv *t, size_t row, const char *column)
{
    return csv_text(t, row, csv_column(t, column));
}

static rix_framework *read_framework(const csv *t)
{
    rix_node *nodes = calloc(t->rows, sizeof *nodes);
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = NULL;
    assert_non_null(nodes);
    for (size_t i = 0; i < t->rows; i++) {
        const char *normalise = text(t, i, "normalise"), *aggregate = text(t, i, "aggregate");
        rix_node *node = &nodes[i];
        *node = (rix_node)RIX_NODE_INIT;
        node->code = text(t, i, "code");
        node->parent = text(t, i, "parent");
        node->weight = number_or(t, i, "weight", 1.0);
        node->direction = (int)number_or(t, i, "direction", 1.0);
        node->goal_low = number_or(t, i, "goal_low", RIX_NAN);
        node->goal_high = number_or(t, i, "goal_high", RIX_NAN);
        if (*normalise)
            rix_assert_ok(rix_normalisation_from_name(normalise, &node->normalise, &err), err);
        if (*aggregate)
            rix_assert_ok(rix_aggregation_from_name(aggregate, &node->aggregate, &err), err);
    }
    rix_assert_ok(rix_framework_new(nodes, t->rows, &fw, &err), err);
    free(nodes);
    return fw;
}

static void scores_and_ranks_worked_by_hand(void **state)
{
    (void)state;
    csv *tree = csv_read_in("RISKIDX_TEST_DATA", "golden_framework.csv");
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "golden_index.csv");
    rix_framework *fw = read_framework(tree);
    const size_t n = rix_framework_size(fw), root = rix_framework_find(fw, NULL);
    rix_recipe recipe = RIX_RECIPE_INIT;
    recipe.normalise.high = 10.0;
    recipe.aggregate.min_share = 0.5;
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    double *values, *ranks = calloc(t->rows * n, sizeof *ranks);
    assert_non_null(ranks);
    const rix_table table = preset_table(t, fw, false, &values);
    rix_assert_ok(rix_index_build(&table, fw, &recipe, &index, &err), err);
    rix_assert_ok(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, t->rows, n), &err), err);
    const rix_mat s = rix_index_scores(index);
    for (size_t i = 0; i < t->rows; i++) {
        for (size_t j = 0; j < n; j++) {
            char column[64];
            snprintf(column, sizeof column, "%s_score", rix_framework_node(fw, j)->code);
            rix_assert_near(s.data[(ptrdiff_t)i * s.row_step + (ptrdiff_t)j * s.col_step],
                            csv_number(t, i, csv_column(t, column)), 1e-12);
        }
        rix_assert_same(ranks[i * n + root], csv_number(t, i, csv_column(t, "score_rank")));
    }
    rix_index_free(index);
    rix_framework_free(fw);
    free(ranks);
    free(values);
    csv_free(t);
    csv_free(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(scores_and_ranks_worked_by_hand) };
    return RIX_RUN_TESTS("golden_index", tests);
}
