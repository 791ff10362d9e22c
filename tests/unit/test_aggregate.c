/* test_aggregate.c - a group's score from its children's. */
#include <float.h>

#include "index/aggregate.h"
#include "trees.h"

enum { A, B, C, INDEX, N_NODES };

/* Three indicators of weights 1, 2, 3 under one group; scores are taken as they are, on [0, 10]. */
typedef struct flat {
    rix_node nodes[N_NODES];
    rix_recipe recipe;
} flat;

static flat flat_of(rix_aggregation rule)
{
    flat f = { { tree_node("a", "index"), tree_node("b", "index"), tree_node("c", "index"),
                 tree_node("index", NULL) },
               RIX_RECIPE_INIT };
    f.nodes[B].weight = 2;
    f.nodes[C].weight = 3;
    f.recipe.normalise.method = RIX_NORM_NONE;
    f.recipe.normalise.high = 10;
    f.recipe.aggregate.rule = rule;
    return f;
}

static double flat_score(const flat *f, double a, double b, double c)
{
    const double x[] = { a, b, c };
    rix_framework *fw = tree_new(f->nodes, N_NODES);
    rix_index *index = tree_build(fw, x, 1, &f->recipe);
    const double score = tree_score(index, 0, INDEX);
    rix_index_free(index);
    rix_framework_free(fw);
    return score;
}

static void flat_fails(const flat *f, double a, double b, double c, rix_status status, size_t node,
                       const char *part)
{
    const double x[] = { 1, 1, 1, a, b, c };
    const char *units[] = { "Fiji", "Tonga" };
    const rix_table table = { .values = rix_mat_c(x, 2, 3), .units = units };
    rix_framework *fw = tree_new(f->nodes, N_NODES);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(&table, fw, &f->recipe, &index, &err), status, err, part);
    assert_int_equal(err.row, 1);
    assert_true(err.col == node && err.node == node);
    assert_null(index);
    rix_framework_free(fw);
}

static void rules_worked_by_hand(void **state)
{
    (void)state;
    flat f = flat_of(RIX_AGG_ARITHMETIC);
    rix_assert_close(flat_score(&f, 1, 4, 8), 33.0 / 6, 1e-15); /* (1 + 8 + 24)/6 */
    f = flat_of(RIX_AGG_GEOMETRIC);
    rix_assert_close(flat_score(&f, 1, 4, 8), pow(2, 13.0 / 6), 1e-15); /* 2^((0 + 2*2 + 3*3)/6) */
    f = flat_of(RIX_AGG_HARMONIC);
    rix_assert_close(flat_score(&f, 1, 4, 8), 6 / (1 + 2.0 / 4 + 3.0 / 8), 1e-15);
    f = flat_of(RIX_AGG_SCALED_GEOMETRIC);
    /* 9/10 (10 - x) + 1 is 10, 1, 1 for 0, 10, 10: G = 10^(1/6), 10/9 (10 - G). */
    rix_assert_close(flat_score(&f, 0, 10, 10), 10.0 / 9 * (10 - pow(10, 1.0 / 6)), 1e-14);
    f.recipe.normalise.low = 5; /* 1 + 9 (high - x)/(high - low) on [5, 10]; 10 - 5/9 (G - 1) */
    rix_assert_close(flat_score(&f, 5, 10, 10), 10 - 5.0 / 9 * (pow(10, 1.0 / 6) - 1), 1e-14);
}

static void a_zero_under_geometric_or_harmonic_is_zero(void **state)
{
    (void)state;
    flat f = flat_of(RIX_AGG_GEOMETRIC);
    rix_assert_same(flat_score(&f, 0, 4, 8), 0);
    rix_assert_same(flat_score(&f, -0.0, 4, 8), 0);
    f.nodes[A].weight = 0;
    rix_assert_close(flat_score(&f, 0, 8, 8), 8, 0);
    f = flat_of(RIX_AGG_HARMONIC);
    rix_assert_same(flat_score(&f, 0, 4, 8), 0);
    rix_assert_same(flat_score(&f, 0, -0.0, 8), 0); /* 1/0 + 1/-0 is no number */
    rix_assert_same(flat_score(&f, -0.0, 4, 8), 0);
    f.nodes[A].weight = 0;
    rix_assert_close(flat_score(&f, 0, 8, 8), 8, 0);
}

static void the_node_wins_over_the_recipe(void **state)
{
    (void)state;
    flat f = flat_of(RIX_AGG_ARITHMETIC);
    f.nodes[INDEX].aggregate = RIX_AGG_HARMONIC;
    rix_assert_close(flat_score(&f, 1, 4, 8), 6 / (1 + 2.0 / 4 + 3.0 / 8), 1e-15);
}

/* index = geometric(g, h); g = arithmetic(a, b), h = harmonic(c, d) of direction -1. */
static void rules_mix_freely(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("h", "index"),
                         tree_node("a", "g"),      tree_node("b", "g"),     tree_node("c", "h"),
                         tree_node("d", "h") };
    const double x[] = { 2, 4, 1, 3 };
    nodes[0].aggregate = RIX_AGG_GEOMETRIC;
    nodes[2].aggregate = RIX_AGG_HARMONIC;
    nodes[2].direction = -1;
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.high = 10;
    rix_framework *fw = tree_new(nodes, 7);
    rix_index *index = tree_build(fw, x, 1, &r);
    rix_assert_close(tree_score(index, 0, 1), 3, 1e-15);
    rix_assert_close(tree_score(index, 0, 2), 1.5, 1e-15); /* 2/(1 + 1/3), not mirrored itself */
    rix_assert_close(tree_score(index, 0, 0), sqrt(3 * 8.5), 1e-15); /* enters as 10 - 1.5 */
    rix_index_free(index);
    rix_framework_free(fw);
}

static void missing_children(void **state)
{
    (void)state;
    const double na = RIX_NAN;
    flat f = flat_of(RIX_AGG_ARITHMETIC);
    rix_assert_close(flat_score(&f, 1, na, 8), 25.0 / 4, 1e-15); /* (1 + 24)/4 */
    assert_true(isnan(flat_score(&f, na, na, na)));
    f.recipe.aggregate.missing = RIX_MISSING_PROPAGATE;
    assert_true(isnan(flat_score(&f, 1, na, 8)));
    rix_assert_close(flat_score(&f, 1, 4, 8), 33.0 / 6, 1e-15);
    f.recipe.aggregate.missing = RIX_MISSING_VALUE;
    f.recipe.aggregate.fill = 6;
    rix_assert_close(flat_score(&f, 1, na, 8), 37.0 / 6, 1e-15); /* (1 + 12 + 24)/6 */
    rix_assert_same(flat_score(&f, na, na, na), 6);
    f.recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
    f.recipe.aggregate.fill = 4;
    rix_assert_close(flat_score(&f, 1, na, 8), pow(2, 13.0 / 6), 1e-15);
    f.recipe.aggregate.fill = 0;
    rix_assert_same(flat_score(&f, 1, na, 8), 0);
}

static void a_child_of_weight_zero_never_matters(void **state)
{
    (void)state;
    const double na = RIX_NAN;
    flat f = flat_of(RIX_AGG_GEOMETRIC);
    f.nodes[A].weight = 0;
    f.recipe.aggregate.missing = RIX_MISSING_PROPAGATE;
    rix_assert_same(flat_score(&f, na, 4, 4), 4);
    rix_assert_same(flat_score(&f, -3, 4, 4), 4); /* its domain does not matter either */
    f.recipe.aggregate.missing = RIX_MISSING_AVAILABLE;
    f.recipe.aggregate.min_share = 1;
    rix_assert_same(flat_score(&f, na, 4, 4), 4);
    assert_true(isnan(flat_score(&f, 3, na, 4))); /* half of those that matter */
    f.recipe.aggregate.min_share = 0;
    assert_true(isnan(flat_score(&f, 3, na, na)));
    f.recipe.aggregate.missing = RIX_MISSING_VALUE;
    f.recipe.aggregate.fill = 4;
    rix_assert_same(flat_score(&f, na, 4, 4), 4);
}

/* Share k/n as anyone would write it is enough for k of n, and the next number above it is not. */
static void min_share_is_exact(void **state)
{
    (void)state;
    enum { MOST = 120 };
    char codes[MOST + 1][8];
    rix_node nodes[MOST + 1];
    rix_error err = RIX_ERROR_INIT;
    rix_recipe r = RIX_RECIPE_INIT;
    for (size_t n = 1; n <= MOST; n++) {
        nodes[0] = tree_node("index", NULL);
        for (size_t i = 1; i <= n; i++) {
            codes[i][0] = (char)('a' + i / 26);
            codes[i][1] = (char)('a' + i % 26);
            codes[i][2] = '\0';
            nodes[i] = tree_node(codes[i], "index");
        }
        rix_framework *fw = tree_new(nodes, n + 1);
        for (size_t k = 0; k <= n; k++) {
            rix_i_plan plan;
            r.aggregate.min_share = (double)k / (double)n;
            rix_assert_ok(rix_i_plan_init(&plan, fw, &r, &err), err);
            assert_int_equal(plan.groups[0].needed, k > 1 ? k : 1);
            rix_i_plan_clear(&plan);
            if (k == n || k == 0) continue;
            r.aggregate.min_share = nextafter(r.aggregate.min_share, 1);
            rix_assert_ok(rix_i_plan_init(&plan, fw, &r, &err), err);
            assert_int_equal(plan.groups[0].needed, k + 1);
            rix_i_plan_clear(&plan);
        }
        rix_framework_free(fw);
    }
}

static void min_share_by_number(void **state)
{
    (void)state;
    const double na = RIX_NAN;
    flat f =
        flat_of(RIX_AGG_ARITHMETIC); /* c alone has half of the weight, but a third by number */
    f.recipe.aggregate.min_share = 0.5;
    assert_true(isnan(flat_score(&f, na, na, 8)));
    rix_assert_same(flat_score(&f, 1, na, 1), 1);
    f.recipe.aggregate.min_share = 2.0 / 3;
    rix_assert_same(flat_score(&f, 1, na, 1), 1);
    f.recipe.aggregate.min_share = 0.67;
    assert_true(isnan(flat_score(&f, 1, na, 1)));
}

static void values_that_a_rule_cannot_take(void **state)
{
    (void)state;
    const double na = RIX_NAN;
    flat f = flat_of(RIX_AGG_GEOMETRIC);
    flat_fails(&f, 1, -0.25, 8, RIX_EDOMAIN, B,
               "negative score -0.25 for unit 'Tonga', 'b', under the geometric rule of 'index'");
    f = flat_of(RIX_AGG_HARMONIC);
    flat_fails(&f, 0, 0, -1, RIX_EDOMAIN, C, "score -1 for unit 'Tonga', 'c', under the harmonic");
    f.recipe.aggregate.min_share = 1; /* also where the score would be missing anyway */
    flat_fails(&f, na, 0, -1, RIX_EDOMAIN, C, "negative score -1");
    f = flat_of(RIX_AGG_SCALED_GEOMETRIC);
    flat_fails(&f, 10.5, 0, 1, RIX_EDOMAIN, A,
               "score 10.5 for unit 'Tonga', 'a', outside [0, 10] under the scaled_geometric rule");
    flat_fails(&f, 10, -1e-9, 1, RIX_EDOMAIN, B, "score -1e-09 for unit 'Tonga', 'b', outside");
    f = flat_of(RIX_AGG_GEOMETRIC);
    f.recipe.aggregate.missing = RIX_MISSING_VALUE;
    f.recipe.aggregate.fill = -2;
    flat_fails(&f, 1, na, 8, RIX_EDOMAIN, B, "negative score -2 for unit 'Tonga', 'b'");
}

static void a_rule_without_its_range(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3 };
    const rix_table table = { .values = rix_mat_c(x, 1, 3) };
    flat f = flat_of(RIX_AGG_SCALED_GEOMETRIC);
    rix_framework *fw = tree_new(f.nodes, N_NODES);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    f.recipe.normalise.low = f.recipe.normalise.high = RIX_NAN;
    rix_assert_fails(rix_index_build(&table, fw, &f.recipe, &index, &err), RIX_EDOMAIN, err,
                     "scaled_geometric, the rule of 'index', needs a range of scores, and the "
                     "recipe states none");
    assert_int_equal(err.node, INDEX);
    f = flat_of(RIX_AGG_SCALED_GEOMETRIC);
    f.recipe.normalise.method =
        RIX_NORM_ZSCORE; /* low and high are there, but no range of scores */
    rix_assert_fails(
        rix_index_build(&table, fw, &f.recipe, &index, &err), RIX_EDOMAIN, err,
        "scaled_geometric, the rule of 'index', needs a range of scores, and z-scores have none");
    rix_framework_free(fw);
    assert_null(index);
}

/* Group g of direction -1 under the index, with indicators a in g and b beside it. */
static rix_framework *mirrored_group(void)
{
    rix_node nodes[] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("a", "g"),
                         tree_node("b", "index") };
    nodes[1].direction = -1;
    return tree_new(nodes, 4);
}

static void directions_of_groups(void **state)
{
    (void)state;
    const double x[] = { 4, 1, 2, 3 };
    rix_framework *fw = mirrored_group();
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = 1;
    r.normalise.high = 5;
    rix_index *index = tree_build(fw, x, 2, &r);
    rix_assert_same(tree_score(index, 0, 1), 4);
    rix_assert_same(tree_score(index, 0, 0), 1.5); /* ((1 + 5 - 4) + 1)/2 */
    rix_index_free(index);

    r = (rix_recipe)RIX_RECIPE_INIT; /* a: 4, 2 and b: 1, 3 are +-sqrt(1/2) and -+ that */
    r.normalise.method = RIX_NORM_ZSCORE;
    r.normalise.mean = 100;
    r.normalise.sd = sqrt(2);
    index = tree_build(fw, x, 2, &r);
    rix_assert_close(tree_score(index, 0, 1), 101, 1e-15);
    rix_assert_close(tree_score(index, 0, 3), 99, 1e-15);
    rix_assert_close(tree_score(index, 0, 0), 99, 1e-15); /* ((2 * 100 - 101) + 99)/2 */
    rix_index_free(index);

    const rix_table table = { .values = rix_mat_c(x, 2, 2) };
    rix_error err = RIX_ERROR_INIT;
    rix_index *none_built = NULL;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = r.normalise.high = RIX_NAN;
    rix_assert_fails(rix_index_build(&table, fw, &r, &none_built, &err), RIX_EDOMAIN, err,
                     "direction -1 of group 'g' needs a range of scores");
    assert_int_equal(err.node, 1);
    rix_framework_free(fw);
}

static void a_fill_is_not_mirrored(void **state)
{
    (void)state;
    /* Under `value` no group is missing, so its fill can only show in an indicator's place. */
    const double x[] = { RIX_NAN, 1 };
    rix_framework *fw = mirrored_group();
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.aggregate.missing = RIX_MISSING_VALUE;
    r.aggregate.fill = 20;
    rix_index *index = tree_build(fw, x, 1, &r);
    rix_assert_same(tree_score(index, 0, 1), 20);
    rix_assert_same(tree_score(index, 0, 0), (80 + 1) / 2.0); /* the group is mirrored as ever */
    rix_index_free(index);
    rix_framework_free(fw);
}

static void the_index_itself_has_no_direction(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index") };
    const double x[] = { 3 };
    nodes[0].direction = -1;
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = r.normalise.high = RIX_NAN;
    rix_framework *fw = tree_new(nodes, 2);
    rix_index *index = tree_build(fw, x, 1, &r);
    rix_assert_same(tree_score(index, 0, 0), 3);
    rix_index_free(index);
    rix_framework_free(fw);
}

/* A mean of equal scores is that score, whatever the weights, and never leaves its terms. */
static void means_stay_between_their_terms(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 3, 0);
    for (int rule = RIX_AGG_ARITHMETIC; rule <= RIX_AGG_SCALED_GEOMETRIC; rule++) {
        flat f = flat_of((rix_aggregation)rule);
        for (int turn = 0; turn < 300; turn++) {
            const double x = turn < 10 ? turn + 1 : 10 * rix_stream_uniform(&s);
            const double y = nextafter(x, 10);
            for (size_t i = A; i <= C; i++) f.nodes[i].weight = rix_stream_uniform(&s) / 3;
            rix_assert_same(flat_score(&f, x, x, x), x);
            const double between = flat_score(&f, x, y, x);
            assert_true(between >= x && between <= y);
        }
    }
}

/* Sums overflow or vanish here, means do not. */
static void huge_and_tiny_scores_and_weights(void **state)
{
    (void)state;
    const double big = 1.6e308, tiny = 1e-310;
    flat f = flat_of(RIX_AGG_ARITHMETIC);
    rix_assert_close(flat_score(&f, big, big, big / 2), 1.2e308, 1e-14); /* (3 + 3/2)/6 of it */
    rix_assert_close(flat_score(&f, big, -big, big), big / 3, 1e-14);    /* (1 - 2 + 3)/6 */
    f.recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
    rix_assert_close(flat_score(&f, big, big, big), big, 0);
    f.recipe.aggregate.rule = RIX_AGG_HARMONIC;
    rix_assert_close(flat_score(&f, big, big, big), big, 0);
    rix_assert_close(flat_score(&f, tiny, 2 * tiny, 3 * tiny), 2 * tiny, 1e-12); /* 6/(1 + 1 + 1) */
    f.recipe.aggregate.rule = RIX_AGG_ARITHMETIC;
    f.nodes[A].weight = f.nodes[B].weight = f.nodes[C].weight = 1.7e308;
    rix_assert_close(flat_score(&f, 1, 2, 6), 3, 1e-15);
    f.nodes[A].weight = f.nodes[B].weight = f.nodes[C].weight = 4.9e-324;
    rix_assert_close(flat_score(&f, 1, 2, 6), 3, 1e-15);
    f.nodes[A].weight = 1e308; /* beside it the others vanish, but alone they count */
    rix_assert_same(flat_score(&f, 1, 2, 6), 1);
    rix_assert_close(flat_score(&f, RIX_NAN, 2, 6), 4, 1e-15);
    rix_assert_same(flat_score(&f, RIX_NAN, RIX_NAN, 6), 6);
}

static void a_mirrored_score_too_large_is_an_error(void **state)
{
    (void)state;
    const double x[] = { -1.5e308, 1 };
    const char *units[] = { "Fiji" };
    const rix_table table = { .values = rix_mat_c(x, 1, 2), .units = units };
    rix_framework *fw = mirrored_group();
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.high = 1e308;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_ENUMERIC, err,
                     "the mirrored score of 'g' in 'index' for unit 'Fiji' is too large");
    assert_int_equal(err.node, 1);
    const double y[] = { 1.5e308, 1 }; /* -1e308 - 1.5e308 on the other side */
    const rix_table other = { .values = rix_mat_c(y, 1, 2), .units = units };
    r.normalise.low = -1e308;
    r.normalise.high = 0;
    rix_assert_fails(rix_index_build(&other, fw, &r, &index, &err), RIX_ENUMERIC, err,
                     "the mirrored score of 'g' in 'index' for unit 'Fiji' is too large");
    rix_framework_free(fw);
}

/* More of an indicator is more of the index, or less, as the directions on its way say. */
static void scores_are_monotone(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 60; number++) {
        tree_case c;
        tree_random(&c, number, 0.1);
        rix_recipe r = RIX_RECIPE_INIT;
        r.normalise.method = RIX_NORM_NONE;
        r.normalise.high = 10;
        r.aggregate.rule = (rix_aggregation)(RIX_AGG_ARITHMETIC + (int)(number % 4));
        rix_index *before = tree_build(c.fw, c.values, c.n_units, &r);
        for (size_t k = 0; k < c.n_indicators; k++) {
            double sign = 1;
            for (size_t at = rix_framework_indicator(c.fw, k); at != 0;) {
                sign *= rix_framework_node(c.fw, at)->direction;
                at = rix_framework_parent(c.fw, at);
            }
            double *x = &c.values[(number % c.n_units) * c.n_indicators + k];
            if (isnan(*x)) continue;
            const double old = *x;
            *x = old + (10 - old) / 2;
            rix_index *after = tree_build(c.fw, c.values, c.n_units, &r);
            const double was = tree_score(before, number % c.n_units, 0);
            const double is = tree_score(after, number % c.n_units, 0);
            assert_true(sign * (is - was) >= -1e-14 * fabs(was));
            rix_index_free(after);
            *x = old;
        }
        rix_index_free(before);
        tree_clear(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_worked_by_hand),
        cmocka_unit_test(a_zero_under_geometric_or_harmonic_is_zero),
        cmocka_unit_test(the_node_wins_over_the_recipe),
        cmocka_unit_test(rules_mix_freely),
        cmocka_unit_test(missing_children),
        cmocka_unit_test(a_child_of_weight_zero_never_matters),
        cmocka_unit_test(min_share_is_exact),
        cmocka_unit_test(min_share_by_number),
        cmocka_unit_test(values_that_a_rule_cannot_take),
        cmocka_unit_test(a_rule_without_its_range),
        cmocka_unit_test(directions_of_groups),
        cmocka_unit_test(a_fill_is_not_mirrored),
        cmocka_unit_test(the_index_itself_has_no_direction),
        cmocka_unit_test(means_stay_between_their_terms),
        cmocka_unit_test(huge_and_tiny_scores_and_weights),
        cmocka_unit_test(a_mirrored_score_too_large_is_an_error),
        cmocka_unit_test(scores_are_monotone),
    };
    return RIX_RUN_TESTS("aggregate", tests);
}
