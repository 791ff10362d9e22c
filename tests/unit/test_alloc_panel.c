/* test_alloc_panel.c - panels when memory runs out. */
#include "fail_alloc.h"
#include "trees.h"

enum { ROWS = 6, COLS = 2, NODES = 3 };

static const char *const units[ROWS] = { "a", "b", "c", "a", "b", "c" };
static const double periods[ROWS] = { 1, 1, 1, 2, 2, 2 };
static const double cells[ROWS * COLS] = { 1, 8, 2, 6, 4, 7, 3, 9, 5, 2, 8, 1 };

static rix_table table_of_cells(void)
{
    return (rix_table){ .values = rix_mat_c(cells, ROWS, COLS),
                        .units = units,
                        .periods = rix_vec_c(periods, ROWS) };
}

static rix_framework *two_indicators(void)
{
    const rix_node nodes[NODES] = { tree_node("index", NULL), tree_node("x", "index"),
                                    tree_node("y", "index") };
    return tree_new(nodes, NODES);
}

/* Whether the call needed fewer allocations than the one that failed. */
static bool went_through(rix_status status, const rix_error *err)
{
    const bool done = alloc_count < fail_alloc_at;
    fail_allocation(0);
    assert_int_equal(status, done ? RIX_OK : RIX_ENOMEM);
    if (!done) assert_int_equal(err->code, RIX_ENOMEM);
    return done;
}

static void build_over_periods(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    rix_framework *fw = two_indicators();
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    recipe.normalise.over = RIX_OVER_PERIOD;
    recipe.impute.method = RIX_IMPUTE_MEAN;
    recipe.impute.over = RIX_OVER_PERIOD;
    recipe.treat.method = RIX_TREAT_PERCENTILES;
    recipe.treat.over = RIX_OVER_PERIOD;
    recipe.aggregate.rule = RIX_AGG_TOPSIS;
    recipe.aggregate.over = RIX_OVER_PERIOD;
    for (size_t k = 1;; k++) {
        rix_index *index = NULL;
        fail_allocation(k);
        const rix_status st = rix_index_build(&table, fw, &recipe, &index, &err);
        const bool done = went_through(st, &err);
        assert_int_equal(index != NULL, done);
        rix_index_free(index);
        if (!done) continue;
        assert_in_range(k, 15, 90);
        break;
    }
    rix_framework_free(fw);
}

static void steps_ranks_and_trends(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    rix_framework *fw = two_indicators();
    rix_normalise_options over = RIX_NORMALISE_INIT;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    double out[ROWS * NODES];
    const rix_out none = { NULL, 0, 0, 1, 1 };
    rix_impute_options latest = RIX_IMPUTE_INIT;
    latest.method = RIX_IMPUTE_LATEST;
    over.over = RIX_OVER_BASE;
    over.base = 2;
    rix_assert_ok(rix_index_build(&table, fw, NULL, &index, &err), err);
    for (int call = 0; call < 4; call++) {
        for (size_t k = 1;; k++) {
            rix_status st = RIX_OK;
            for (size_t c = 0; c < ROWS * NODES; c++) out[c] = 42;
            fail_allocation(k);
            if (call == 0) {
                st = rix_normalise(&table, fw, &over, rix_out_c(out, ROWS, COLS), &err);
            } else if (call == 1) {
                st = rix_index_ranks_by_period(index, RIX_TIES_MIN, rix_out_c(out, ROWS, NODES),
                                               &err);
            } else if (call == 2) {
                st = rix_impute_panel(&table, &latest, NULL, NULL, rix_out_c(out, ROWS, COLS), none,
                                      NULL, &err);
            } else {
                st = rix_index_trends(index, RIX_TREND_THEIL_SEN, rix_out_c(out, 3, NODES), &err);
            }
            if (went_through(st, &err)) break;
            for (size_t c = 0; c < ROWS * NODES; c++) rix_assert_same(out[c], 42);
            assert_in_range(k, 1, 30);
        }
    }
    rix_index_free(index);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(build_over_periods),
        cmocka_unit_test(steps_ranks_and_trends),
    };
    return RIX_RUN_TESTS("alloc_panel", tests);
}
