/* test_contribution.c - what each node adds to the score of one above it. */
#include "trees.h"

enum { INDEX, G, H, A, B, C, D, N_NODES };

/* index <- g (weight 3) <- a, b (weights 1, 2); index <- h (weight 1, direction -1) <- c, d. */
static rix_framework *two_groups(void)
{
    rix_node n[N_NODES] = { tree_node("index", NULL), tree_node("g", "index"),
                            tree_node("h", "index"),  tree_node("a", "g"),
                            tree_node("b", "g"),      tree_node("c", "h"),
                            tree_node("d", "h") };
    n[G].weight = 3;
    n[B].weight = 2;
    n[H].direction = -1;
    return tree_new(n, N_NODES);
}

static rix_recipe as_is(void)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.high = 10;
    return r;
}

static void contributions_of(const rix_index *index, size_t node, double *out, size_t units)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_contributions(index, node, rix_out_c(out, units, N_NODES), &err), err);
}

static void worked_by_hand(void **state)
{
    (void)state;
    /* Second unit: b is missing, so a is all of g. */
    const double x[] = { 2, 5, 4, 8, 2, RIX_NAN, 4, 8 };
    /* g = 12/3 = 4, h = 6, mirrored 4; index = (3*4 + 4)/4 = 4. The children of h are mirrored too. */
    const double first[] = { 4, 3, 1, 0.5, 2.5, 0.125 * 6, 0.125 * 2 };
    /* g = 2; index = (3*2 + 4)/4 = 2.5. */
    const double second[] = { 2.5, 1.5, 1, 1.5, RIX_NAN, 0.75, 0.25 };
    const double of_h[] = { RIX_NAN, RIX_NAN, 6, RIX_NAN, RIX_NAN, 2, 4 };
    double out[2 * N_NODES];
    const rix_recipe r = as_is();
    rix_framework *fw = two_groups();
    rix_index *index = tree_build(fw, x, 2, &r);
    contributions_of(index, INDEX, out, 2);
    for (size_t k = 0; k < N_NODES; k++) {
        rix_assert_close(out[k], first[k], 1e-15);
        rix_assert_close(out[N_NODES + k], second[k], 1e-15);
    }
    contributions_of(index, H, out, 2);
    for (size_t k = 0; k < N_NODES; k++) rix_assert_close(out[k], of_h[k], 1e-15);
    contributions_of(index, A, out, 2); /* an indicator is its own whole */
    for (size_t k = 0; k < N_NODES; k++) rix_assert_same(out[k], k == A ? 2 : RIX_NAN);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void a_fill_contributes(void **state)
{
    (void)state;
    const double x[] = { 2, RIX_NAN, RIX_NAN, 8 };
    /* g = (2 + 2*5)/3 = 4, h = (5 + 8)/2 = 6.5, mirrored 3.5; index = 15.5/4. */
    const double expected[] = { 15.5 / 4, 3, 3.5 / 4, 0.5, 2.5, 0.125 * 5, 0.125 * 2 };
    double out[N_NODES];
    rix_recipe r = as_is();
    r.aggregate.missing = RIX_MISSING_VALUE;
    r.aggregate.fill = 5;
    rix_framework *fw = two_groups();
    rix_index *index = tree_build(fw, x, 1, &r);
    contributions_of(index, INDEX, out, 1);
    for (size_t k = 0; k < N_NODES; k++) rix_assert_close(out[k], expected[k], 1e-15);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void a_missing_score_has_no_parts(void **state)
{
    (void)state;
    const double x[] = { 2, RIX_NAN, 4, 8 };
    double out[N_NODES];
    rix_recipe r = as_is();
    r.aggregate.missing = RIX_MISSING_PROPAGATE; /* g is missing, so the index is */
    rix_framework *fw = two_groups();
    rix_index *index = tree_build(fw, x, 1, &r);
    contributions_of(index, INDEX, out, 1);
    for (size_t k = 0; k < N_NODES; k++) assert_true(isnan(out[k]));
    contributions_of(index, H, out, 1);
    rix_assert_same(out[C], 2);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void nothing_adds_up_below_another_rule(void **state)
{
    (void)state;
    rix_node n[] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("h", "index"),
                     tree_node("a", "g"),      tree_node("b", "g"),     tree_node("c", "h"),
                     tree_node("d", "c") };
    const double x[] = { 1, 4, 6 };
    double out[N_NODES];
    const rix_recipe r = as_is();
    n[1].aggregate = RIX_AGG_GEOMETRIC;
    rix_framework *fw = tree_new(n, 7);
    rix_index *index = tree_build(fw, x, 1, &r);
    contributions_of(index, 0, out, 1);
    const double expected[] = { 4, 1, 3, RIX_NAN, RIX_NAN, 3, 3 }; /* (2 + 6)/2 */
    for (size_t k = 0; k < N_NODES; k++) rix_assert_close(out[k], expected[k], 1e-15);
    contributions_of(index, 1, out, 1);
    for (size_t k = 0; k < N_NODES; k++)
        rix_assert_same(out[k], k == 1 ? tree_score(index, 0, 1) : RIX_NAN);
    rix_index_free(index);
    rix_framework_free(fw);

    n[1].aggregate = RIX_AGG_INHERIT; /* and when it is above, nothing below it at all */
    n[0].aggregate = RIX_AGG_HARMONIC;
    fw = tree_new(n, 7);
    index = tree_build(fw, x, 1, &r);
    contributions_of(index, 0, out, 1);
    for (size_t k = 1; k < N_NODES; k++) assert_true(isnan(out[k]));
    rix_assert_same(out[0], tree_score(index, 0, 0));
    rix_index_free(index);
    rix_framework_free(fw);
}

/* Sum over the children of a node. */
static double children_sum(const tree_case *c, const double *row, size_t node, size_t *n_there)
{
    double sum = 0;
    *n_there = 0;
    for (size_t k = 0; k < c->n_nodes; k++) {
        if (rix_framework_parent(c->fw, k) != node || isnan(row[k])) continue;
        sum += row[k];
        ++*n_there;
    }
    return sum;
}

static bool at_or_below(const tree_case *c, size_t at, size_t node)
{
    while (at != node && at != RIX_NO_INDEX) at = rix_framework_parent(c->fw, at);
    return at == node;
}

/* Children add up to their parent everywhere below `node`, so indicators to its score. */
static void check_sums(const tree_case *c, const rix_index *index, size_t node, const double *out)
{
    for (size_t i = 0; i < c->n_units; i++) {
        const double *row = out + i * c->n_nodes;
        double leaves = 0;
        rix_assert_same(row[node], tree_score(index, i, node));
        for (size_t k = 0; k < c->n_nodes; k++) {
            size_t n_there;
            if (!at_or_below(c, k, node)) {
                assert_true(isnan(row[k]));
                continue;
            }
            const double sum = children_sum(c, row, k, &n_there);
            const bool leaf = rix_framework_node(c->fw, k)->kind == RIX_NODE_INDICATOR;
            if (leaf && !isnan(row[k])) leaves += row[k];
            if (leaf) continue;
            assert_true(isnan(row[k]) ? n_there == 0 : n_there > 0);
            if (!isnan(row[k])) rix_assert_near(sum, row[k], 1e-12);
        }
        if (!isnan(row[node])) rix_assert_near(leaves, row[node], 1e-12);
    }
}

static void random_trees_add_up(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 90; number++) {
        tree_case c;
        double out[TREE_UNITS * TREE_NODES];
        rix_error err = RIX_ERROR_INIT;
        rix_recipe r = as_is();
        tree_random(&c, number, number % 3 == 0 ? 0 : 0.3);
        r.aggregate.missing = (rix_missing)(number % 3);
        r.aggregate.fill = 2.5;
        r.aggregate.min_share = number % 2 ? 0.5 : 0;
        rix_index *index = tree_build(c.fw, c.values, c.n_units, &r);
        for (size_t node = 0; node < c.n_nodes; node++) {
            const rix_out view = rix_out_c(out, c.n_units, c.n_nodes);
            rix_assert_ok(rix_index_contributions(index, node, view, &err), err);
            check_sums(&c, index, node, out);
        }
        rix_index_free(index);
        tree_clear(&c);
    }
}

/* Units are taken in blocks; every unit must come out as it does alone. */
static void many_units_are_like_one(void **state)
{
    (void)state;
    enum { MANY = 150 };
    double x[MANY * 4], out[MANY * N_NODES], one[N_NODES];
    rix_stream s;
    rix_stream_init(&s, 5, 0);
    for (size_t k = 0; k < MANY * 4; k++) {
        const double value = 10 * rix_stream_uniform(&s);
        x[k] = rix_stream_uniform(&s) < 0.4 ? RIX_NAN : value;
    }
    const rix_recipe r = as_is();
    rix_framework *fw = two_groups();
    rix_index *index = tree_build(fw, x, MANY, &r);
    contributions_of(index, INDEX, out, MANY);
    for (size_t i = 0; i < MANY; i++) {
        rix_index *alone = tree_build(fw, x + 4 * i, 1, &r);
        contributions_of(alone, INDEX, one, 1);
        for (size_t k = 0; k < N_NODES; k++) rix_assert_same(out[i * N_NODES + k], one[k]);
        rix_index_free(alone);
    }
    rix_index_free(index);
    rix_framework_free(fw);
}

static void bad_arguments(void **state)
{
    (void)state;
    const double x[] = { 2, 5, 4, 8 };
    double out[N_NODES] = { 42, 42, 42, 42, 42, 42, 42 };
    const rix_recipe r = as_is();
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = two_groups();
    rix_index *index = tree_build(fw, x, 1, &r);
    const rix_out view = rix_out_c(out, 1, N_NODES);
    rix_assert_fails(rix_index_contributions(NULL, 0, view, &err), RIX_EINVAL, err,
                     "index is NULL");
    rix_assert_fails(rix_index_contributions(index, N_NODES, view, &err), RIX_EINVAL, err,
                     "there is no node 7; the index has 7");
    rix_assert_fails(rix_index_contributions(index, RIX_NO_INDEX, view, &err), RIX_EINVAL, err,
                     "no node");
    rix_assert_fails(rix_index_contributions(index, 0, rix_out_c(NULL, 1, N_NODES), &err),
                     RIX_EINVAL, err, "out is NULL");
    rix_assert_fails(rix_index_contributions(index, 0, rix_out_c(out, 2, N_NODES), &err), RIX_EDIM,
                     err, "out is 2 x 7 instead of 1 x 7");
    for (size_t k = 0; k < N_NODES; k++) rix_assert_same(out[k], 42);
    rix_index_free(index);
    index = tree_build(fw, NULL, 0, &r);
    rix_assert_ok(rix_index_contributions(index, 0, rix_out_c(NULL, 0, N_NODES), &err), err);
    rix_index_free(index);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_by_hand),
        cmocka_unit_test(a_fill_contributes),
        cmocka_unit_test(a_missing_score_has_no_parts),
        cmocka_unit_test(nothing_adds_up_below_another_rule),
        cmocka_unit_test(random_trees_add_up),
        cmocka_unit_test(many_units_are_like_one),
        cmocka_unit_test(bad_arguments),
    };
    return RIX_RUN_TESTS("contribution", tests);
}
