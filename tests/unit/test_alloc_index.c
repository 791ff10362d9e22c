/* test_alloc_index.c - the index when an allocation fails: each in turn, until none does. */
#include "trees.h"

#include "fail_alloc.h"

enum { INDEX, G, A, B, C, N_NODES, UNITS = 12, COLS = 4 };

/* Data that also fill the log past its first size: columns left aside, units without data. */
static const char *const columns[COLS] = { "c", "other", "a", "b" };
static double cells[UNITS * COLS];

static void fill_cells(void)
{
    for (size_t k = 0; k < UNITS * COLS; k++) cells[k] = k < 8 ? (double)(k * k % 11) : RIX_NAN;
}

static rix_table table_of_cells(void)
{
    const rix_table table = { .values = rix_mat_c(cells, UNITS, COLS), .indicators = columns };
    return table;
}

static rix_status new_framework(rix_framework **fw, rix_error *err)
{
    rix_node n[N_NODES] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("a", "g"),
                            tree_node("b", "g"), tree_node("c", "index") };
    n[G].direction = -1;
    return rix_framework_new(n, N_NODES, fw, err);
}

/* Whether the call went through; if not, it said so and left its output alone. */
static bool went_through(rix_status status, const rix_error *err, const void *out,
                         const void *before)
{
    const size_t asked = alloc_count;
    const size_t failed = fail_alloc_at;
    fail_allocation(0);
    if (asked < failed) {
        assert_int_equal(status, RIX_OK);
        return true;
    }
    assert_int_equal(status, RIX_ENOMEM);
    assert_int_equal(err->code, RIX_ENOMEM);
    assert_string_equal(err->message, "out of memory");
    assert_ptr_equal(out, before);
    return false;
}

static void framework_new(void **state)
{
    (void)state;
    for (size_t k = 1;; k++) {
        rix_framework *fw = NULL;
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const rix_status st = new_framework(&fw, &err);
        const bool done = went_through(st, &err, fw, NULL);
        rix_framework_free(fw);
        if (!done) continue;
        assert_in_range(k, 4, 20);
        return;
    }
}

static void index_build(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(new_framework(&fw, &err), err);
    for (size_t k = 1;; k++) {
        rix_index *index = NULL;
        fail_allocation(k);
        const rix_status st = rix_index_build(&table, fw, NULL, &index, &err);
        const bool done = went_through(st, &err, index, NULL);
        if (done) assert_int_equal(rix_index_log_size(index), 1 + 10 + 2); /* grown once */
        rix_index_free(index);
        if (!done) continue;
        assert_in_range(k, 24, 60);
        break;
    }
    rix_framework_free(fw);
}

/* Straight to the caller, by way of memory of its own, and from an index. */
static void index_score(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    double out[UNITS * N_NODES];
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_assert_ok(new_framework(&fw, &err), err);
    for (int way = 0; way < 3; way++) {
        if (way == 1) recipe.aggregate.rule = RIX_AGG_MPI;
        if (way == 2) recipe.normalise.method = RIX_NORM_RANK;
        for (size_t k = 1;; k++) {
            for (size_t c = 0; c < UNITS * N_NODES; c++) out[c] = 42;
            fail_allocation(k);
            const rix_status st = rix_index_score(&table, fw, &recipe, NULL, 0, NULL,
                                                  rix_out_c(out, UNITS, N_NODES), &err);
            if (went_through(st, &err, NULL, NULL)) break;
            for (size_t c = 0; c < UNITS * N_NODES; c++) rix_assert_same(out[c], 42);
            assert_in_range(k, 1, 70);
        }
    }
    rix_framework_free(fw);
}

static void ranks_and_contributions(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    double out[UNITS * N_NODES];
    rix_framework *fw = NULL;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(new_framework(&fw, &err), err);
    rix_assert_ok(rix_index_build(&table, fw, NULL, &index, &err), err);
    for (int call = 0; call < 2; call++) {
        for (size_t k = 1;; k++) {
            const rix_out view = rix_out_c(out, UNITS, N_NODES);
            for (size_t c = 0; c < UNITS * N_NODES; c++) out[c] = 42;
            fail_allocation(k);
            const rix_status st = call ? rix_index_contributions(index, INDEX, view, &err)
                                       : rix_index_ranks(index, RIX_TIES_MIN, view, &err);
            if (went_through(st, &err, NULL, NULL)) break;
            for (size_t c = 0; c < UNITS * N_NODES; c++) rix_assert_same(out[c], 42);
            assert_in_range(k, 1, 9);
        }
    }
    rix_index_free(index);
    rix_framework_free(fw);
}

static void steps_by_themselves(void **state)
{
    (void)state;
    const rix_table table = table_of_cells();
    const rix_vec equal = { NULL, 0, 1 };
    double out[UNITS * COLS];
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(new_framework(&fw, &err), err);
    for (int call = 0; call < 2; call++) {
        for (size_t k = 1;; k++) {
            for (size_t c = 0; c < UNITS * COLS; c++) out[c] = 42;
            fail_allocation(k);
            const rix_status st =
                call ? rix_normalise(&table, fw, NULL, rix_out_c(out, UNITS, 3), &err)
                     : rix_aggregate(&table, equal, NULL, 0, 1, rix_out_c(out, UNITS, 1), &err);
            if (went_through(st, &err, NULL, NULL)) break;
            for (size_t c = 0; c < UNITS * COLS; c++) rix_assert_same(out[c], 42);
            assert_in_range(k, 1, 30);
        }
    }
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framework_new),
        cmocka_unit_test(index_build),
        cmocka_unit_test(index_score),
        cmocka_unit_test(ranks_and_contributions),
        cmocka_unit_test(steps_by_themselves),
    };
    fill_cells();
    return RIX_RUN_TESTS("alloc_index", tests);
}
