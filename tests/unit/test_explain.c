/* test_explain.c - why a score changed: parts worked by hand, and what holds of all parts. */
#include <string.h>

#include "trees.h"

enum { COLUMNS = 2 + RIX_FACTORS, DATA = 2, TREATMENT, NORMALISATION, WEIGHTS, AGGREGATION };

static const size_t rows[] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,
                               12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 };

/* Recipes of two units' scores as they are. */
static rix_recipe as_it_is(void)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = r.normalise.high = RIX_NAN;
    return r;
}

/* Scores 15 in a, 30 with the data of b, 12.5 with its weights (3 to 1), 35 with both:
 * data (15 + 22.5) / 2, weights (-2.5 + 5) / 2; and so for x by itself: 5, 20, 7.5, 30, and y: 10, 10, 5, 5. */
static void data_and_weights(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index"),
                         tree_node("y", "index") };
    const double of_a[] = { 10, 20 }, of_b[] = { 40, 20 };
    const rix_table table_a = { .values = rix_mat_c(of_a, 1, 2) };
    const rix_table table_b = { .values = rix_mat_c(of_b, 1, 2) };
    const rix_recipe r = as_it_is();
    rix_framework *fw_a = tree_new(nodes, 3);
    nodes[1].weight = 3;
    rix_framework *fw_b = tree_new(nodes, 3);
    const rix_situation a = { &table_a, fw_a, &r }, b = { &table_b, fw_b, &r };
    double scores[COLUMNS], ranks[COLUMNS], parts[RIX_FACTORS * 3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_explain(&a, &b, rows, rows, 1, 0, rix_out_c(scores, 1, COLUMNS),
                                    rix_out_c(ranks, 1, COLUMNS),
                                    rix_out_c(parts, 1, RIX_FACTORS * 3), &err),
                  err);
    const double expected[] = { 15, 35, 18.75, 0, 0, 1.25, 0 };
    const double by_node[] = { 18.75, 18.75, 0, 0, 0, 0, 0, 0, 0, 1.25, 6.25, -5, 0, 0, 0 };
    for (size_t k = 0; k < COLUMNS; k++) rix_assert_near(scores[k], expected[k], 1e-14);
    for (size_t k = 0; k < COLUMNS; k++) rix_assert_same(ranks[k], k < 2 ? 1 : 0);
    for (size_t k = 0; k < RIX_FACTORS * 3; k++) rix_assert_near(parts[k], by_node[k], 1e-14);
    rix_framework_free(fw_b);
    rix_framework_free(fw_a);
}

/* Min-max over 0, 5, 10, then over 0, 5, 20: the second stays where it was and its score falls, for the bounds' sake;
 * the third scores 100, with its data alone 200, with the bounds alone 50, and 100: data (100 + 50) / 2. */
static void data_and_bounds(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double of_a[] = { 0, 5, 10 }, of_b[] = { 0, 5, 20 };
    const rix_table table_a = { .values = rix_mat_c(of_a, 3, 1) };
    const rix_table table_b = { .values = rix_mat_c(of_b, 3, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.truncate = false;
    rix_framework *fw = tree_new(nodes, 2);
    const rix_situation a = { &table_a, fw, &r }, b = { &table_b, fw, &r };
    double scores[3][COLUMNS], ranks[3][COLUMNS];
    rix_error err = RIX_ERROR_INIT;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_assert_ok(rix_index_explain(&a, &b, rows, rows, 3, 0, rix_out_c(scores[0], 3, COLUMNS),
                                    rix_out_c(ranks[0], 3, COLUMNS), none, &err),
                  err);
    const double expected[3][COLUMNS] = { { 0 },
                                          { 50, 25, 0, 0, -25, 0, 0 },
                                          { 100, 100, 75, 0, -75, 0, 0 } };
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < COLUMNS; k++) rix_assert_near(scores[i][k], expected[i][k], 1e-13);
        for (size_t k = DATA; k < COLUMNS; k++) rix_assert_same(ranks[i][k], 0);
    }
    rix_framework_free(fw);
}

/* From the mean to the larger of 10 and 20, after logarithms to the base e of the second: all data stay. */
static void rules_alone(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index"),
                               tree_node("y", "index") };
    const double x[] = { 10, 20, 1, 3 };
    const rix_table table = { .values = rix_mat_c(x, 2, 2) };
    const rix_recipe mean = as_it_is();
    rix_recipe largest = mean;
    largest.aggregate.rule = RIX_AGG_MAXIMUM;
    rix_framework *fw = tree_new(nodes, 3);
    const rix_situation a = { &table, fw, &mean }, b = { &table, fw, &largest };
    double scores[2][COLUMNS], ranks[2][COLUMNS], parts[2][RIX_FACTORS * 3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_explain(&a, &b, rows, rows, 2, 0, rix_out_c(scores[0], 2, COLUMNS),
                                    rix_out_c(ranks[0], 2, COLUMNS),
                                    rix_out_c(parts[0], 2, RIX_FACTORS * 3), &err),
                  err);
    rix_assert_same(scores[0][AGGREGATION], 5);
    rix_assert_same(scores[1][AGGREGATION], 1);
    for (size_t k = DATA; k < AGGREGATION; k++) rix_assert_same(scores[0][k], 0);
    rix_framework_free(fw);
}

static rix_recipe recipe_of(size_t number)
{
    rix_recipe r = RIX_RECIPE_INIT;
    const rix_normalisation methods[] = { RIX_NORM_MINMAX, RIX_NORM_PERCENTILE_RANK,
                                          RIX_NORM_LOGISTIC, RIX_NORM_QUANTILE_CLASSES };
    const rix_aggregation rules[] = { RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC, RIX_AGG_MEDIAN,
                                      RIX_AGG_TOPSIS };
    r.normalise.method = methods[number % 4];
    r.aggregate.rule = rules[number / 4 % 4];
    r.impute.method = number % 3 ? RIX_IMPUTE_MEAN : RIX_IMPUTE_EM;
    r.impute.ridge = 0.1;
    r.treat.method = (rix_treatment)(1 + number / 3 % RIX_TREAT_WINSORISE_OR_TRANSFORM);
    r.treat.skewness = 0.3;
    r.treat.kurtosis = -3;
    r.screen.method = number % 5 == 0 ? RIX_SCREEN_DATA : RIX_SCREEN_NONE;
    r.screen.min_data = 0.6;
    return r;
}

/* Another year of the same units. */
static void change_values(const tree_case *c, uint64_t number, double *values)
{
    rix_stream s;
    rix_stream_init(&s, 7, number);
    for (size_t k = 0; k < c->n_units * c->n_indicators; k++) {
        const double by = 2 * rix_stream_uniform(&s);
        values[k] = c->values[k] + by;
    }
}

static void assert_adds_up(const double *x, double sign, const double *turned)
{
    double sum = 0, size = 1;
    for (size_t k = DATA; k < COLUMNS; k++) {
        sum += x[k];
        size = fmax(size, fabs(x[k]));
        rix_assert_near(x[k], sign * turned[k], 1e-12 * size);
    }
    rix_assert_near(sum, x[1] - x[0], 1e-12 * size);
}

static size_t check_case(tree_case *c, size_t number)
{
    static double values[TREE_UNITS * TREE_NODES], parts[TREE_UNITS * RIX_FACTORS * TREE_NODES];
    double scores[TREE_UNITS * COLUMNS], ranks[TREE_UNITS * COLUMNS], turned[TREE_UNITS * COLUMNS],
        spare[TREE_UNITS * COLUMNS];
    const rix_recipe r[2] = { recipe_of(number), recipe_of(number / 7 + 5) };
    change_values(c, number, values);
    const rix_table table[2] = { { .values = rix_mat_c(c->values, c->n_units, c->n_indicators) },
                                 { .values = rix_mat_c(values, c->n_units, c->n_indicators) } };
    const rix_situation a = { &table[0], c->fw, &r[0] }, b = { &table[1], c->fw, &r[1] };
    const size_t n = c->n_units, width = RIX_FACTORS * c->n_nodes;
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_error err = RIX_ERROR_INIT;
    const rix_status st =
        rix_index_explain(&a, &b, rows, rows, n, 0, rix_out_c(scores, n, COLUMNS),
                          rix_out_c(ranks, n, COLUMNS), rix_out_c(parts, n, width), &err);
    if (st != RIX_OK) return 0;
    rix_assert_ok(rix_index_explain(&b, &a, rows, rows, n, 0, rix_out_c(turned, n, COLUMNS),
                                    rix_out_c(spare, n, COLUMNS), none, &err),
                  err);
    rix_index *index = tree_build(c->fw, values, n, &r[1]);
    size_t whole = 0;
    for (size_t i = 0; i < n; i++) {
        const double *x = scores + i * COLUMNS;
        rix_assert_near(x[1], tree_score(index, i, 0), 1e-12);
        if (isnan(x[0]) || isnan(x[1]) || isnan(x[DATA])) continue;
        assert_adds_up(x, -1, turned + i * COLUMNS);
        assert_adds_up(ranks + i * COLUMNS, -1, spare + i * COLUMNS);
        for (size_t f = 0; f < RIX_FACTORS; f++) {
            const double *by_node = parts + i * width + f * c->n_nodes;
            if (!isnan(by_node[0]))
                rix_assert_near(by_node[0], x[DATA + f], 1e-12 * fmax(1, fabs(x[DATA + f])));
        }
        whole++;
    }
    rix_index_free(index);
    return whole > 0 ? 1 : 0;
}

static void parts_add_up_and_turn_round(void **state)
{
    (void)state;
    tree_case c;
    size_t done = 0;
    for (size_t number = 0; number < 100; number++) {
        tree_random(&c, number, 0.1);
        done += check_case(&c, number);
        tree_clear(&c);
    }
    assert_in_range(done, 50, 100);
}

static void names(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_factor factor;
    assert_string_equal(rix_factor_name(RIX_FACTOR_AGGREGATION), "aggregation");
    assert_string_equal(rix_factor_name((rix_factor)9), "unknown");
    rix_assert_ok(rix_factor_from_name("weights", &factor, &err), err);
    assert_int_equal(factor, RIX_FACTOR_WEIGHTS);
    rix_assert_fails(rix_factor_from_name("luck", &factor, &err), RIX_ENOTFOUND, err,
                     "no factor 'luck'");
    rix_assert_fails(rix_factor_from_name("data", NULL, &err), RIX_EINVAL, err, "value is NULL");
}

static void what_cannot_be(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index"),
                         tree_node("y", "index") };
    const double x[] = { 1, 2, 3, 4 };
    const rix_table table = { .values = rix_mat_c(x, 2, 2) };
    rix_framework *fw = tree_new(nodes, 3);
    nodes[2].code = "z";
    rix_framework *other = tree_new(nodes, 3), *small = tree_new(nodes, 2);
    double scores[2 * COLUMNS] = { -7 }, ranks[2 * COLUMNS];
    const rix_out out = rix_out_c(scores, 2, COLUMNS), more = rix_out_c(ranks, 2, COLUMNS),
                  none = { NULL, 0, 0, 0, 0 };
    const rix_situation a = { &table, fw, NULL }, b = { &table, other, NULL },
                        c = { &table, small, NULL };
    const size_t far[] = { 0, 2 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_explain(&a, &b, rows, rows, 2, 0, out, more, none, &err),
                     RIX_EFRAMEWORK, err, "node 2 is 'y' in one framework and 'z'");
    rix_assert_fails(rix_index_explain(&a, &c, rows, rows, 2, 0, out, more, none, &err),
                     RIX_EFRAMEWORK, err, "3 and 2 nodes");
    rix_assert_fails(rix_index_explain(&a, &a, rows, far, 2, 0, out, more, none, &err), RIX_EINVAL,
                     err, "no row 2 in a table of 2");
    rix_assert_fails(rix_index_explain(&a, &a, rows, rows, 2, 3, out, more, none, &err), RIX_EINVAL,
                     err, "no node 3");
    rix_assert_fails(rix_index_explain(&a, NULL, rows, rows, 2, 0, out, more, none, &err),
                     RIX_EINVAL, err, "b is NULL");
    rix_assert_fails(rix_index_explain(&a, &a, rows, rows, 1, 0, out, more, none, &err), RIX_EDIM,
                     err, NULL);
    rix_assert_same(scores[0], -7);
    rix_framework_free(small);
    rix_framework_free(other);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_and_weights),
        cmocka_unit_test(data_and_bounds),
        cmocka_unit_test(rules_alone),
        cmocka_unit_test(parts_add_up_and_turn_round),
        cmocka_unit_test(names),
        cmocka_unit_test(what_cannot_be),
    };
    return RIX_RUN_TESTS("explain", tests);
}
