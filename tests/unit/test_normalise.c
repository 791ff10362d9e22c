/* test_normalise.c - one indicator becomes a score. */
#include <float.h>
#include <string.h>

#include "index/normalise.h"
#include "trees.h"

enum { MOST = 8 };

/* Scores of one column under a node and a recipe, by way of the whole build. */
static rix_index *build_one(rix_node node, const rix_recipe *recipe, const double *x, size_t n)
{
    rix_node nodes[2] = { node, tree_node("index", NULL) };
    nodes[0].parent = "index";
    nodes[0].code = "x";
    rix_framework *fw = tree_new(nodes, 2);
    rix_index *index = tree_build(fw, x, n, recipe);
    rix_framework_free(fw);
    return index;
}

static void check_scores(rix_node node, const rix_recipe *recipe, const double *x, size_t n,
                         const double *expected, double tolerance)
{
    rix_index *index = build_one(node, recipe, x, n);
    const rix_mat normalised = rix_index_normalised(index);
    for (size_t i = 0; i < n; i++) {
        rix_assert_near(normalised.data[i], expected[i], tolerance);
        rix_assert_same(tree_score(index, i, 0), normalised.data[i]);
        rix_assert_same(tree_score(index, i, 1), normalised.data[i]); /* the only child */
        rix_assert_same(rix_index_raw(index).data[i], x[i]);
        rix_assert_same(tree_coverage(index, i, 0), isnan(expected[i]) ? 0 : 1);
    }
    rix_index_free(index);
}

static rix_recipe recipe_of(rix_normalisation method, double low, double high)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = method;
    r.normalise.low = low;
    r.normalise.high = high;
    return r;
}

static void minmax(void **state)
{
    (void)state;
    const double x[] = { 2, RIX_NAN, 10, 4 };
    const double up[] = { 0, RIX_NAN, 100, 25 };   /* 100 (x - 2)/8 */
    const double down[] = { 100, RIX_NAN, 0, 75 }; /* 100 - that */
    const double other[] = { 1, RIX_NAN, 5, 2 };   /* 1 + 4 (x - 2)/8 */
    rix_node node = RIX_NODE_INIT;
    const rix_recipe to_five = recipe_of(RIX_NORM_MINMAX, 1, 5);
    check_scores(node, NULL, x, 4, up, 0);
    check_scores(node, &to_five, x, 4, other, 0);
    node.direction = -1;
    check_scores(node, NULL, x, 4, down, 0);
}

static void extremes_score_the_range_exactly(void **state)
{
    (void)state;
    const double x[] = { 0.1, 0.7, nextafter(0.7, 0) };
    /* In doubles 0.8 + (3.9 - 0.8) is less than 3.9, and 0.6 + (1.7 - 0.6) more than 1.7. */
    const double ranges[][2] = { { 0.8, 3.9 }, { 0.6, 1.7 } };
    for (size_t turn = 0; turn < 4; turn++) {
        const double low = ranges[turn % 2][0], high = ranges[turn % 2][1];
        const rix_recipe r = recipe_of(RIX_NORM_MINMAX, low, high);
        rix_node node = RIX_NODE_INIT;
        const size_t lowest = turn / 2;
        node.direction = lowest ? -1 : 1;
        rix_index *index = build_one(node, &r, x, 3);
        rix_assert_same(tree_score(index, lowest, 0), low);
        rix_assert_same(tree_score(index, 1 - lowest, 0), high);
        assert_true(tree_score(index, 2, 0) >= low && tree_score(index, 2, 0) <= high);
        rix_index_free(index);
    }
}

static void goalposts(void **state)
{
    (void)state;
    const double x[] = { 20, 52.5, 85, 98, 7, RIX_NAN };
    const double cut[] = { 0, 0.5, 1, 1, 0, RIX_NAN };        /* (x - 20)/65, in [0, 1] */
    const double whole[] = { 0, 0.5, 1, 1.2, -0.2, RIX_NAN }; /* 78/65 = 1.2, -13/65 = -0.2 */
    const double down[] = { 1, 0.5, 0, 0, 1, RIX_NAN };
    rix_node node = RIX_NODE_INIT;
    rix_recipe r = recipe_of(RIX_NORM_GOALPOSTS, 0, 1);
    node.goal_low = 20;
    node.goal_high = 85;
    check_scores(node, &r, x, 6, cut, 0);
    node.direction = -1;
    check_scores(node, &r, x, 6, down, 0);
    node.direction = 1;
    node.goal_low = 85; /* downwards is direction -1 */
    node.goal_high = 20;
    check_scores(node, &r, x, 6, down, 0);
    node.goal_low = 20;
    node.goal_high = 85;
    r.normalise.truncate = false;
    check_scores(node, &r, x, 6, whole, 1e-15);
}

static void truncation_is_noted(void **state)
{
    (void)state;
    const double x[] = { 20, 90, 85, 98, 7, RIX_NAN };
    rix_node node = RIX_NODE_INIT;
    const rix_recipe r = recipe_of(RIX_NORM_GOALPOSTS, 0, 1);
    node.goal_low = 20;
    node.goal_high = 85;
    rix_index *index = build_one(node, &r, x, 6);
    assert_true(
        tree_log_has(index, RIX_NOTE, "3 of 5 values of indicator 'x' lie beyond its goalposts"));
    assert_string_equal(rix_index_log_entry(index, 1)->step, "normalise");
    assert_int_equal(rix_index_log_entry(index, 1)->node, 0);
    rix_index_free(index);
    index = build_one(node, &r, x + 2, 1); /* 85: none beyond */
    assert_int_equal(rix_index_log_size(index), 0);
    assert_null(rix_index_log_entry(index, 0));
    rix_index_free(index);
}

static void log_goalposts(void **state)
{
    (void)state;
    /* log10 of them is 2, 3, 4, 4.5, 1; goalposts 2 and 4. */
    const double x[] = { 100, 1000, 10000, 31622.776601683792, 10 };
    const double cut[] = { 0, 0.5, 1, 1, 0 }, whole[] = { 0, 0.5, 1, 1.25, -0.5 };
    const double down[] = { 1, 0.5, 0, -0.25, 1.5 };
    rix_node node = RIX_NODE_INIT;
    rix_recipe r = recipe_of(RIX_NORM_MINMAX, 0, 1);
    node.normalise = RIX_NORM_LOG_GOALPOSTS; /* the node wins over the recipe */
    node.goal_low = 100;
    node.goal_high = 10000;
    check_scores(node, &r, x, 5, cut, 1e-14);
    r.normalise.truncate = false;
    check_scores(node, &r, x, 5, whole, 1e-14);
    node.direction = -1;
    check_scores(node, &r, x, 5, down, 1e-14);
}

static void zscore(void **state)
{
    (void)state;
    /* Mean 5, squares 9 + 1 + 1 + 9 = 20 over 3: s = sqrt(20/3). */
    const double x[] = { 2, 4, RIX_NAN, 6, 8 }, s = sqrt(20.0 / 3);
    const double plain[] = { -3 / s, -1 / s, RIX_NAN, 1 / s, 3 / s };
    const double other[] = { 50 + 30 / s, 50 + 10 / s, RIX_NAN, 50 - 10 / s, 50 - 30 / s };
    rix_node node = RIX_NODE_INIT;
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_ZSCORE; /* the range 0 - 100 is still filled in, and not used */
    check_scores(node, &r, x, 5, plain, 1e-15);
    node.direction = -1;
    r.normalise.mean = 50;
    r.normalise.sd = 10;
    check_scores(node, &r, x, 5, other, 1e-13);
    r.normalise.low = r.normalise.high = RIX_NAN;
    check_scores(node, &r, x, 5, other, 1e-13);
}

static void none(void **state)
{
    (void)state;
    const double x[] = { 2, RIX_NAN, 7.5 }, mirrored[] = { 8, RIX_NAN, 2.5 };
    const double minus[] = { -2, RIX_NAN, -7.5 }, about_mean[] = { 98, RIX_NAN, 92.5 };
    rix_node node = RIX_NODE_INIT;
    rix_recipe r = recipe_of(RIX_NORM_NONE, 0, 10);
    check_scores(node, &r, x, 3, x, 0);
    node.direction = -1;
    check_scores(node, &r, x, 3, mirrored, 0); /* 0 + 10 - x */
    r = recipe_of(RIX_NORM_NONE, RIX_NAN, RIX_NAN);
    check_scores(node, &r, x, 3, minus, 0);
    r = recipe_of(RIX_NORM_ZSCORE, 0, 10); /* x is a z-score already */
    r.normalise.mean = 50;
    node.normalise = RIX_NORM_NONE;
    check_scores(node, &r, x, 3, about_mean, 0); /* 2 * 50 - x */
}

static void minmax_under_zscores_uses_the_range(void **state)
{
    (void)state;
    const double x[] = { 2, 10, 4 }, expected[] = { 0, 10, 2.5 };
    rix_node node = RIX_NODE_INIT;
    const rix_recipe r = recipe_of(RIX_NORM_ZSCORE, 0, 10);
    node.normalise = RIX_NORM_MINMAX;
    check_scores(node, &r, x, 3, expected, 0);
}

/* The columns that a method cannot do: scores missing with a warning, an error under strict. */
static void undefined(rix_normalisation method, const double *x, size_t n, const char *words)
{
    const rix_table table = { .values = rix_mat_c(x, n, 1) };
    const rix_node nodes[] = { tree_node("beds", "index"), tree_node("index", NULL) };
    rix_framework *fw = tree_new(nodes, 2);
    rix_recipe r = recipe_of(method, 0, 1);
    rix_index *index = tree_build(fw, x, n, &r), *none_built = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_true(tree_log_has(index, RIX_WARNING, words));
    for (size_t i = 0; i < n; i++) assert_true(isnan(tree_score(index, i, 0)));
    rix_index_free(index);
    r.strict = true;
    rix_assert_fails(rix_index_build(&table, fw, &r, &none_built, &err), RIX_EMISSING, err, words);
    assert_int_equal(err.node, 0);
    assert_int_equal(err.col, 0);
    assert_null(none_built);
    rix_framework_free(fw);
}

static void undefined_columns(void **state)
{
    (void)state;
    const double equal[] = { 0.1, 0.1, 0.1 }, one[] = { 3 };
    const char *constant = "indicator 'beds' is constant at 0.1";
    undefined(RIX_NORM_MINMAX, equal, 3, constant);
    undefined(RIX_NORM_ZSCORE, equal, 3, constant); /* though rounding may give them a spread */
    undefined(RIX_NORM_MINMAX, one, 1, "indicator 'beds' is constant at 3");
    undefined(RIX_NORM_ZSCORE, one, 1,
              "indicator 'beds' has one value, 3, and a z-score needs two");
}

static void a_column_without_data_warns_under_any_method(void **state)
{
    (void)state;
    const double x[] = { RIX_NAN, 1, RIX_NAN, 2 }; /* the first column has none */
    rix_node nodes[] = { tree_node("beds", "index"), tree_node("gdp", "index"),
                         tree_node("index", NULL) };
    nodes[0].goal_low = nodes[1].goal_low = 1;
    nodes[0].goal_high = nodes[1].goal_high = 2;
    rix_framework *fw = tree_new(nodes, 3);
    const rix_table table = { .values = rix_mat_c(x, 2, 2) };
    for (int method = RIX_NORM_NONE; method <= RIX_NORM_ZSCORE; method++) {
        rix_recipe r = recipe_of((rix_normalisation)method, 0, 1);
        rix_index *index = tree_build(fw, x, 2, &r), *nothing = NULL;
        rix_error err = RIX_ERROR_INIT;
        assert_int_equal(rix_index_log_size(index), 1);
        assert_true(tree_log_has(index, RIX_WARNING, "indicator 'beds' has no data"));
        assert_true(isnan(tree_score(index, 0, 0)) && !isnan(tree_score(index, 0, 1)));
        rix_assert_same(tree_coverage(index, 0, 2), 0.5);
        rix_index_free(index);
        r.strict = true;
        rix_assert_fails(rix_index_build(&table, fw, &r, &nothing, &err), RIX_EMISSING, err,
                         "indicator 'beds' has no data");
    }
    rix_framework_free(fw);
}

static void constant_columns_are_fine_for_goalposts(void **state)
{
    (void)state;
    const double x[] = { 3, 3, 3 }, expected[] = { 0.3, 0.3, 0.3 };
    rix_node node = RIX_NODE_INIT;
    const rix_recipe r = recipe_of(RIX_NORM_GOALPOSTS, 0, 1);
    node.goal_low = 0;
    node.goal_high = 10;
    check_scores(node, &r, x, 3, expected, 1e-16);
}

static void huge_and_tiny_values(void **state)
{
    (void)state;
    const double huge[] = { -1.5e308, 1.5e308, 0, 0.75e308 }, tiny[] = { 0, 4.9e-324, 9.9e-324 };
    const double huge_scores[] = { 0, 1, 0.5, 0.75 }, tiny_scores[] = { 0, 0.5, 1 };
    /* Mean 3/16 e308 times 1 e308 ...: the same z-scores as of -2, 2, 0, 1 and 0, 1, 2. */
    const double s = sqrt((2.25 * 2.25 + 1.75 * 1.75 + 0.25 * 0.25 + 0.75 * 0.75) / 3);
    const double huge_z[] = { -2.25 / s, 1.75 / s, -0.25 / s, 0.75 / s }, tiny_z[] = { -1, 0, 1 };
    const rix_node node = RIX_NODE_INIT;
    rix_node posts = RIX_NODE_INIT;
    const rix_recipe r = recipe_of(RIX_NORM_MINMAX, 0, 1), z = recipe_of(RIX_NORM_ZSCORE, 0, 1);
    check_scores(node, &r, huge, 4, huge_scores, 1e-15);
    check_scores(node, &r, tiny, 3, tiny_scores, 0);
    check_scores(node, &z, huge, 4, huge_z, 1e-14);
    check_scores(node, &z, tiny, 3, tiny_z, 1e-15);
    posts.normalise = RIX_NORM_GOALPOSTS;
    posts.goal_low = -1.5e308;
    posts.goal_high = 1.5e308;
    check_scores(posts, &r, huge, 4, huge_scores, 1e-15);
    posts.goal_low = 0; /* goalposts fit, but the values are far from them */
    posts.goal_high = 1e308;
    const double cut[] = { 0, 1, 0, 0.75 };
    check_scores(posts, &r, huge, 4, cut, 1e-15);
}

static rix_i_normalised run_kernel(const rix_i_normalisation *how, const double *x, size_t n,
                                   double *score)
{
    rix_i_column facts = RIX_I_COLUMN_INIT;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        facts.present++;
        facts.least = fmin(facts.least, x[i]);
        facts.most = fmax(facts.most, x[i]);
    }
    double scratch[MOST];
    return rix_i_normalise(x, n, &facts, how, scratch, score);
}

static void a_score_too_large_is_an_error(void **state)
{
    (void)state;
    const double x[] = { 0.5, RIX_NAN, 1e300, 0 };
    rix_node node = RIX_NODE_INIT;
    rix_recipe r = recipe_of(RIX_NORM_GOALPOSTS, 0, 100);
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    node.goal_low = 0;
    node.goal_high = 1e-20;
    node.code = "beds";
    node.parent = "index";
    const rix_node nodes[] = { node, tree_node("index", NULL) };
    const char *units[] = { "Fiji", "Tonga", "Palau", "Nauru" };
    const rix_table table = { .values = rix_mat_c(x, 4, 1), .units = units };
    rix_framework *fw = tree_new(nodes, 2);
    r.normalise.truncate = false;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_ENUMERIC, err,
                     "score of the value 1e+300 for unit 'Palau', indicator 'beds', is too large");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.col, 0);
    assert_int_equal(err.node, 0);
    rix_framework_free(fw);
}

static void the_kernel_writes_only_its_column(void **state)
{
    (void)state;
    const double x[] = { 1, 3, RIX_NAN, 2 };
    const rix_normalisation methods[] = { RIX_NORM_NONE, RIX_NORM_MINMAX, RIX_NORM_GOALPOSTS,
                                          RIX_NORM_LOG_GOALPOSTS, RIX_NORM_ZSCORE };
    for (size_t m = 0; m < 5; m++) {
        const rix_i_normalisation how = { .method = methods[m],
                                          .truncate = true,
                                          .high = 1,
                                          .sd = 1,
                                          .goal_low = 1,
                                          .goal_high = 2 };
        double score[6] = { 42, 0, 0, 0, 0, 43 };
        const rix_i_normalised r = run_kernel(&how, x, 4, score + 1);
        assert_int_equal(r.outcome, RIX_I_DONE);
        rix_assert_same(score[0], 42);
        rix_assert_same(score[5], 43);
        assert_true(isnan(score[3]));
        assert_true(score[1] < score[4] && score[4] <= score[2]);
    }
}

static void logarithms_of_nothing_are_errors(void **state)
{
    (void)state;
    const double x[] = { 5, RIX_NAN, 0, -3 }, y[] = { 5, -3, 7 };
    const rix_i_normalisation how = { .method = RIX_NORM_LOG_GOALPOSTS,
                                      .truncate = true,
                                      .high = 1,
                                      .goal_low = 1,
                                      .goal_high = 10 };
    double score[4];
    rix_i_normalised r = run_kernel(&how, x, 4, score);
    assert_int_equal(r.outcome, RIX_I_NOT_POSITIVE);
    assert_int_equal(r.row, 2);
    r = run_kernel(&how, y, 3, score);
    assert_int_equal(r.outcome, RIX_I_NOT_POSITIVE);
    assert_int_equal(r.row, 1);
}

/* Scores do not depend on the unit of measurement: min-max and z-scores of a + b x, b > 0. */
static void unit_change_is_invisible(void **state)
{
    (void)state;
    const rix_normalisation methods[] = { RIX_NORM_MINMAX, RIX_NORM_ZSCORE };
    rix_stream s;
    rix_stream_init(&s, 11, 0);
    for (int turn = 0; turn < 40; turn++) {
        double x[MOST], y[MOST], sx[MOST], sy[MOST];
        const double a = 1000 * rix_stream_uniform(&s) - 500,
                     b = exp(10 * rix_stream_uniform(&s) - 5);
        const rix_i_normalisation how = { .method = methods[turn % 2],
                                          .negative = turn % 3 == 0,
                                          .high = 100,
                                          .mean = 50,
                                          .sd = 10 };
        for (size_t i = 0; i < MOST; i++) {
            x[i] = i == 3 ? RIX_NAN : 100 * rix_stream_uniform(&s);
            y[i] = a + b * x[i];
        }
        assert_int_equal(run_kernel(&how, x, MOST, sx).outcome, RIX_I_DONE);
        assert_int_equal(run_kernel(&how, y, MOST, sy).outcome, RIX_I_DONE);
        for (size_t i = 0; i < MOST; i++) rix_assert_near(sy[i], sx[i], 1e-12 * (1 + fabs(a) / b));
    }
}

static void goalposts_that_lack_are_named(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("gni", "index"), tree_node("index", NULL) };
    const double x[] = { 1, 2 };
    const rix_table table = { .values = rix_mat_c(x, 2, 1) };
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    rix_framework *fw = tree_new(nodes, 2);
    rix_recipe r = recipe_of(RIX_NORM_GOALPOSTS, 0, 1);
    rix_assert_fails(
        rix_index_build(&table, fw, &r, &index, &err), RIX_EDOMAIN, err,
        "indicator 'gni' has no goalposts, which its normalisation, goalposts, asks for");
    assert_int_equal(err.node, 0);
    rix_framework_free(fw);

    nodes[0].goal_low = -1; /* sound for goalposts, not for the recipe's logarithm */
    nodes[0].goal_high = 5;
    fw = tree_new(nodes, 2);
    r.normalise.method = RIX_NORM_LOG_GOALPOSTS;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_EDOMAIN, err,
                     "goalposts -1 and 5 of indicator 'gni' are not positive");
    rix_framework_free(fw);

    nodes[0].goal_low = 1e15;
    nodes[0].goal_high = nextafter(1e15, 2e15);
    fw = tree_new(nodes, 2);
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_EDOMAIN, err,
                     "of indicator 'gni' have the same logarithm");
    rix_framework_free(fw);

    nodes[0].normalise = RIX_NORM_MINMAX;
    fw = tree_new(nodes, 2);
    r = recipe_of(RIX_NORM_NONE, RIX_NAN, RIX_NAN);
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_EDOMAIN, err,
                     "indicator 'gni' has no range of scores, which its normalisation, minmax");
    rix_framework_free(fw);
    assert_null(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minmax),
        cmocka_unit_test(extremes_score_the_range_exactly),
        cmocka_unit_test(goalposts),
        cmocka_unit_test(truncation_is_noted),
        cmocka_unit_test(log_goalposts),
        cmocka_unit_test(zscore),
        cmocka_unit_test(none),
        cmocka_unit_test(minmax_under_zscores_uses_the_range),
        cmocka_unit_test(undefined_columns),
        cmocka_unit_test(a_column_without_data_warns_under_any_method),
        cmocka_unit_test(constant_columns_are_fine_for_goalposts),
        cmocka_unit_test(huge_and_tiny_values),
        cmocka_unit_test(a_score_too_large_is_an_error),
        cmocka_unit_test(the_kernel_writes_only_its_column),
        cmocka_unit_test(logarithms_of_nothing_are_errors),
        cmocka_unit_test(unit_change_is_invisible),
        cmocka_unit_test(goalposts_that_lack_are_named),
    };
    return RIX_RUN_TESTS("normalise", tests);
}
