/* test_whatif.c - COINr's ASEM example without two indicators, and frozen. */
#include <stdlib.h>
#include <string.h>

#include "asem.h"

static void add_screening(rix_recipe *r)
{
    r->screen.method = RIX_SCREEN_DATA;
    r->screen.min_data = 0.9;
}

/* The framework without the nodes that are named. */
static rix_framework *without(const rix_framework *fw, const char *a, const char *b)
{
    const size_t n = rix_framework_size(fw);
    rix_node *nodes = calloc(n, sizeof *nodes);
    size_t kept = 0;
    rix_framework *out = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(nodes);
    for (size_t i = 0; i < n; i++) {
        const rix_node *node = rix_framework_node(fw, i);
        if (strcmp(node->code, a) != 0 && strcmp(node->code, b) != 0) nodes[kept++] = *node;
    }
    rix_assert_ok(rix_framework_new(nodes, kept, &out, &err), err);
    free(nodes);
    return out;
}

static double score_of(const rix_index *index, size_t unit, size_t node)
{
    const rix_mat m = rix_index_scores(index);
    return m.data[(ptrdiff_t)unit * m.row_step + (ptrdiff_t)node * m.col_step];
}

static void two_indicators_dropped_from_the_start(void **state)
{
    (void)state;
    asem a;
    asem_read(&a);
    add_screening(&a.recipe);
    csv *expected = csv_read_reference("coinr/audit/drop_LPI_Forest_regenerated.csv");
    rix_framework *fw = without(a.fw, "LPI", "Forest");
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    assert_int_equal(rix_framework_size(fw), rix_framework_size(a.fw) - 2);
    rix_assert_ok(rix_index_build(&a.table, fw, &a.recipe, &index, &err), err);
    assert_in_range(expected->rows, 40, ASEM_UNITS);
    for (size_t i = 0; i < expected->rows; i++) {
        const size_t unit = asem_unit(&a, csv_text(expected, i, csv_column(expected, "uCode")));
        const double score = csv_number(expected, i, csv_column(expected, "Index"));
        rix_assert_near(score_of(index, unit, rix_framework_find(fw, NULL)), score, 1e-9 * score);
    }
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(expected);
    asem_clear(&a);
}

static void frozen_on_itself(void **state)
{
    (void)state;
    asem a;
    asem_read(&a);
    add_screening(&a.recipe);
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *base = NULL, *index = NULL;
    rix_assert_ok(rix_index_build(&a.table, a.fw, &a.recipe, &base, &err), err);
    rix_assert_ok(rix_index_fit(&a.table, a.fw, &a.recipe, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &a.table, a.fw, &a.recipe, &index, &err), err);
    for (size_t node = 0; node < rix_framework_size(a.fw); node++) {
        for (size_t i = 0; i < ASEM_UNITS; i++) {
            rix_assert_same(score_of(index, i, node), score_of(base, i, node));
        }
    }
    rix_index_free(index);
    rix_index_free(base);
    rix_fitted_free(fitted);
    asem_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_indicators_dropped_from_the_start),
        cmocka_unit_test(frozen_on_itself),
    };
    return RIX_RUN_TESTS("whatif", tests);
}
