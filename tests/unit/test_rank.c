/* test_rank.c - ranks of scores. */
#include "trees.h"

enum { UNITS = 6, NODES = 2, SCORE = 1 };

/* Indicator and index have the same scores, so the same ranks. */
static rix_index *index_of(const double *x, size_t n)
{
    const rix_node nodes[] = { tree_node("a", "index"), tree_node("index", NULL) };
    rix_framework *fw = tree_new(nodes, NODES);
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    rix_index *index = tree_build(fw, x, n, &r);
    rix_framework_free(fw);
    return index;
}

static void check_ranks(const double *x, rix_ties ties, const double *expected)
{
    double ranks[UNITS * NODES];
    rix_index *index = index_of(x, UNITS);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_ranks(index, ties, rix_out_c(ranks, UNITS, NODES), &err), err);
    for (size_t i = 0; i < UNITS; i++) {
        rix_assert_same(ranks[i * NODES], expected[i]);
        rix_assert_same(ranks[i * NODES + SCORE], expected[i]);
    }
    rix_index_free(index);
}

static void ties_share_a_rank(void **state)
{
    (void)state;
    const double x[] = { 5, 7, RIX_NAN, 5, 1, 5 };
    const double min[] = { 2, 1, RIX_NAN, 2, 5, 2 }; /* 7 | 5 5 5 | 1 */
    const double max[] = { 4, 1, RIX_NAN, 4, 5, 4 };
    const double average[] = { 3, 1, RIX_NAN, 3, 5, 3 };
    const double two[] = { 9, 9, 8, 8, 7, 7 }, halves[] = { 1.5, 1.5, 3.5, 3.5, 5.5, 5.5 };
    check_ranks(x, RIX_TIES_MIN, min);
    check_ranks(x, RIX_TIES_MAX, max);
    check_ranks(x, RIX_TIES_AVERAGE, average);
    check_ranks(two, RIX_TIES_AVERAGE, halves);
}

static void scores_are_not_rounded(void **state)
{
    (void)state;
    const double x[] = { 5, nextafter(5, 6), nextafter(5, 4), -0.0, 0.0, -5e-324 };
    const double expected[] = { 2, 1, 3, 4, 4, 6 }; /* 0 and -0 are one number */
    check_ranks(x, RIX_TIES_MIN, expected);
}

static void nothing_to_rank(void **state)
{
    (void)state;
    const double x[] = { RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN };
    check_ranks(x, RIX_TIES_AVERAGE, x);
    rix_index *index = index_of(x, 0);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(NULL, 0, NODES), &err), err);
    rix_index_free(index);
}

static void ranks_count_those_above(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 30; number++) {
        tree_case c;
        double ranks[TREE_UNITS * TREE_NODES];
        tree_random(&c, number, 0.2);
        for (size_t k = 0; k < c.n_units * c.n_indicators; k++) c.values[k] = round(c.values[k]);
        rix_recipe r = RIX_RECIPE_INIT;
        r.normalise.method = RIX_NORM_NONE;
        rix_index *index = tree_build(c.fw, c.values, c.n_units, &r);
        const rix_out column_major = { ranks, c.n_units, c.n_nodes, 1, (ptrdiff_t)c.n_units };
        assert_int_equal(rix_index_ranks(index, RIX_TIES_MIN, column_major, NULL), RIX_OK);
        for (size_t node = 0; node < c.n_nodes; node++) {
            for (size_t i = 0; i < c.n_units; i++) {
                const double x = tree_score(index, i, node);
                double above = 0;
                for (size_t j = 0; j < c.n_units; j++)
                    above += tree_score(index, j, node) > x ? 1 : 0;
                rix_assert_same(ranks[node * c.n_units + i], isnan(x) ? RIX_NAN : above + 1);
            }
        }
        rix_index_free(index);
        tree_clear(&c);
    }
}

static void bad_arguments(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    double ranks[4] = { 42, 42, 42, 42 };
    rix_index *index = index_of(x, 2);
    rix_error err = RIX_ERROR_INIT;
    const rix_out out = rix_out_c(ranks, 2, 2);
    rix_assert_fails(rix_index_ranks(NULL, RIX_TIES_MIN, out, &err), RIX_EINVAL, err,
                     "index is NULL");
    rix_assert_fails(rix_index_ranks(index, (rix_ties)3, out, &err), RIX_EINVAL, err,
                     "no such rule for ties: 3");
    rix_assert_fails(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(NULL, 2, 2), &err), RIX_EINVAL,
                     err, "ranks is NULL");
    rix_assert_fails(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, 1, 2), &err), RIX_EDIM,
                     err, "ranks is 1 x 2 instead of 2 x 2");
    rix_assert_fails(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, 2, 1), &err), RIX_EDIM,
                     err, "2 x 1 instead of 2 x 2");
    for (size_t k = 0; k < 4; k++) rix_assert_same(ranks[k], 42);
    rix_index_free(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_share_a_rank), cmocka_unit_test(scores_are_not_rounded),
        cmocka_unit_test(nothing_to_rank),   cmocka_unit_test(ranks_count_those_above),
        cmocka_unit_test(bad_arguments),
    };
    return RIX_RUN_TESTS("rank", tests);
}
