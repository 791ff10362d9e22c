/* test_fit.c - what is learned from a base, applied to it and to other units. */
#include <string.h>

#include "trees.h"

enum { MANY = 4096 };

static const char *const groups_of_units[TREE_UNITS] = {
    "north", "south", "east",  "north", "",      "east",  "south", "north",
    "west",  "south", "east",  "north", "north", "south", "east",  "north",
    "",      "east",  "south", "north", "west",  "south", "east",  "north"
};

static const rix_transform transforms[] = { RIX_TRANSFORM_LOG_CT, RIX_TRANSFORM_LOG_CT_PLUS,
                                            RIX_TRANSFORM_SQRT, RIX_TRANSFORM_BOXCOX_SHIFTED,
                                            RIX_TRANSFORM_BOXCOX_ML };

/* Recipe number `number`: every method comes by, and every rule. */
static rix_recipe recipe_of(size_t number)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = (rix_normalisation)(1 + number % RIX_NORM_AMPI);
    r.aggregate.rule = (rix_aggregation)(1 + number / 3 % RIX_AGG_MULTIPLICATIVE_BOD);
    r.impute.method = (rix_imputation)(number / 2 % (RIX_IMPUTE_ROW_MEAN + 1));
    r.impute.groups = groups_of_units;
    r.impute.compat = number % 5 == 0;
    r.treat.method = (rix_treatment)(1 + number / 5 % RIX_TREAT_WINSORISE_OR_TRANSFORM);
    r.treat.skewness = 0.3;
    r.treat.kurtosis = -3;
    r.treat.combined = number % 2 == 0;
    r.treat.transform = transforms[number / 7 % 5];
    r.screen.method = number % 4 == 0 ? RIX_SCREEN_DATA : RIX_SCREEN_NONE;
    r.screen.min_data = 0.5;
    r.normalise.truncate = number % 2 == 0;
    return r;
}

/* Goalposts and targets for whoever asks. */
static rix_framework *with_aims(tree_case *c)
{
    for (size_t i = 0; i < c->n_nodes; i++) {
        c->nodes[i].goal_low = 1;
        c->nodes[i].goal_high = 9;
        c->nodes[i].target = c->nodes[i].direction > 0 ? 12 : -1;
    }
    return tree_new(c->nodes, c->n_nodes);
}

static void assert_same_matrix(rix_mat a, rix_mat b)
{
    assert_int_equal(a.rows, b.rows);
    assert_int_equal(a.cols, b.cols);
    for (size_t i = 0; i < a.rows * a.cols; i++) rix_assert_same(a.data[i], b.data[i]);
}

static void assert_same_index(const rix_index *a, const rix_index *b)
{
    assert_same_matrix(rix_index_scores(a), rix_index_scores(b));
    assert_same_matrix(rix_index_coverage(a), rix_index_coverage(b));
    for (int s = RIX_STAGE_RAW; s <= (int)RIX_STAGE_NORMALISED; s++) {
        assert_same_matrix(rix_index_stage(a, (rix_stage)s), rix_index_stage(b, (rix_stage)s));
    }
}

/* What was learned, made again from its numbers. */
static rix_fitted *copy_of(const rix_fitted *fitted, size_t n_nodes)
{
    static rix_learned lines[MANY];
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *copy = NULL;
    const size_t n = rix_fitted_size(fitted);
    assert_in_range(n, 1, MANY);
    for (size_t i = 0; i < n; i++) lines[i] = *rix_fitted_learned(fitted, i);
    rix_assert_ok(rix_fitted_new(n_nodes, lines, n, &copy, &err), err);
    assert_int_equal(rix_fitted_size(copy), n);
    assert_null(rix_fitted_learned(copy, n));
    return copy;
}

static size_t check_case(tree_case *c, size_t number)
{
    const rix_recipe r = recipe_of(number);
    const char *units[TREE_UNITS];
    char names[TREE_UNITS][2];
    for (size_t i = 0; i < c->n_units; i++) {
        names[i][0] = (char)('A' + i);
        names[i][1] = '\0';
        units[i] = names[i];
    }
    const rix_table table = { .values = rix_mat_c(c->values, c->n_units, c->n_indicators),
                              .units = units };
    rix_recipe named = r;
    named.normalise.reference = "C";
    rix_framework *fw = with_aims(c);
    rix_error err = RIX_ERROR_INIT, other = RIX_ERROR_INIT;
    rix_index *base = NULL, *index = NULL;
    rix_fitted *fitted = NULL;
    const rix_status st = rix_index_build(&table, fw, &named, &base, &err);
    assert_int_equal(rix_index_fit(&table, fw, &named, &fitted, &other), st);
    if (st == RIX_OK) {
        rix_fitted *copy = copy_of(fitted, c->n_nodes);
        rix_assert_ok(rix_index_apply(fitted, &table, fw, &named, &index, &err), err);
        assert_same_index(base, index);
        rix_index_free(index);
        rix_assert_ok(rix_index_apply(copy, &table, fw, &named, &index, &err), err);
        assert_same_index(base, index);
        rix_fitted_free(copy);
    }
    rix_index_free(index);
    rix_index_free(base);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
    return st == RIX_OK ? 1 : 0;
}

static void on_the_base_it_is_the_base(void **state)
{
    (void)state;
    tree_case c;
    size_t done = 0;
    for (size_t number = 0; number < 2000; number++) {
        tree_random(&c, number, 0.15);
        done += check_case(&c, number);
        tree_clear(&c);
    }
    assert_in_range(done, 1000, 2000);
}

/* Base of one indicator: 2, 4, 4, 10 and a gap; its index scores 0, 25, 25, 100 by min-max. */
static void other_units(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double base[] = { 2, 4, 4, 10, RIX_NAN }, x[] = { 4, 0, 12, RIX_NAN };
    const double expected[] = { 25, 0, 100, 37.5 }; /* the gap takes the base's mean, 5 */
    rix_framework *fw = tree_new(nodes, 2);
    const rix_table table = { .values = rix_mat_c(base, 5, 1) };
    const rix_table fresh = { .values = rix_mat_c(x, 4, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    r.impute.method = RIX_IMPUTE_MEAN;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    for (size_t i = 0; i < 4; i++) rix_assert_same(tree_score(index, i, 0), expected[i]);
    assert_true(tree_log_has(index, RIX_NOTE,
                             "2 of 4 values of indicator 'x' lie beyond the extremes of the base"));
    rix_index_free(index);
    r.normalise.truncate = false;
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 1, 0), -25);
    rix_assert_same(tree_score(index, 2, 0), 125);
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

/* Limits of the base: a fence of 1.5 around the quartiles 2 and 4 is [-1, 7]. */
static void limits_and_transforms_of_the_base(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double base[] = { 1, 2, 3, 4, 5 }, x[] = { -2, 8, 4.5, 0.5 };
    const double fenced[] = { -1, 7, 4.5, 0.5 };
    rix_framework *fw = tree_new(nodes, 2);
    const rix_table table = { .values = rix_mat_c(base, 5, 1) };
    const rix_table fresh = { .values = rix_mat_c(x, 4, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    r.treat.method = RIX_TREAT_FENCES;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    for (size_t i = 0; i < 4; i++) {
        rix_assert_same(rix_index_stage(index, RIX_STAGE_TREATED).data[i], fenced[i]);
    }
    assert_int_equal(rix_index_treated(index, 0)->n_low, 1);
    assert_int_equal(rix_index_treated(index, 0)->n_high, 1);
    rix_index_free(index);
    rix_fitted_free(fitted);
    r.treat.method = RIX_TREAT_TRANSFORM; /* ln(x - 1 + 0.04) */
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    const double logs[] = { log(0.04), log(7.04), log(3.54), log(0.04) };
    for (size_t i = 0; i < 4; i++) {
        rix_assert_near(rix_index_stage(index, RIX_STAGE_TREATED).data[i], logs[i], 1e-14);
    }
    assert_true(tree_log_has(index, RIX_NOTE, "2 values of indicator 'x' lie beyond the end of"));
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

/* Base: (0, 0), (100, 0), (0, 100) as they are, so the best is (100, 100), and the worst (0, 0). */
static void units_of_the_base_to_compare_with(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index"),
                               tree_node("y", "index") };
    const double base[] = { 0, 0, 100, 0, 0, 100 }, x[] = { 50, 50, 100, 100, -1, -1 };
    rix_framework *fw = tree_new(nodes, 3);
    const rix_table table = { .values = rix_mat_c(base, 3, 2) };
    const rix_table fresh = { .values = rix_mat_c(x, 3, 2) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = r.normalise.high = RIX_NAN;
    r.aggregate.rule = RIX_AGG_TOPSIS;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    rix_assert_near(tree_score(index, 0, 0), 0.5, 1e-15);
    rix_assert_near(tree_score(index, 1, 0), 1, 1e-15);
    rix_index_free(index);
    r.aggregate.rule = RIX_AGG_COPELAND;
    rix_assert_fails(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), RIX_ENOTFOUND, err,
                     "nothing was learned from the base for 'index' aggregated by copeland");
    rix_fitted_free(fitted);
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 0, 0), 1); /* beats (0, 0), ties with the others */
    rix_assert_same(tree_score(index, 1, 0), 2); /* beats all three: as the best of three can */
    rix_assert_same(tree_score(index, 2, 0), -2);
    rix_index_free(index);
    rix_fitted_free(fitted);
    /* wroclaw: D of the base is 100 (in root mean squares), 100/sqrt 2 twice. */
    r.aggregate.rule = RIX_AGG_WROCLAW;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    const double d = 100 / sqrt(2), mean = (100 + 2 * d) / 3;
    const double sd = sqrt(((100 - mean) * (100 - mean) + 2 * (d - mean) * (d - mean)) / 2);
    rix_assert_near(tree_score(index, 0, 0), 1 - 50 / (mean + 2 * sd), 1e-14);
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

static void unknown_groups_take_the_overall_mean(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double base[] = { 0, 2, 8, 10 }, x[] = { RIX_NAN, RIX_NAN, RIX_NAN };
    const char *const of_base[] = { "a", "a", "b", "b" }, *const of_fresh[] = { "b", "c", "a" };
    rix_framework *fw = tree_new(nodes, 2);
    const rix_table table = { .values = rix_mat_c(base, 4, 1) };
    const rix_table fresh = { .values = rix_mat_c(x, 3, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    r.impute.method = RIX_IMPUTE_GROUP_MEAN;
    r.impute.groups = of_base;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    r.impute.groups = of_fresh;
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 0, 0), 90);
    rix_assert_same(tree_score(index, 1, 0), 50);
    rix_assert_same(tree_score(index, 2, 0), 10);
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

/* Periods 1 and 2 of two units: what is learned over period 1 scores anybody, what each period learns nobody. */
static void panels(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double values[] = { 0, 10, 5, 30 }, periods[] = { 1, 1, 2, 2 }, x[] = { 2.5, 20 };
    const char *const units[] = { "a", "b", "a", "b" };
    rix_framework *fw = tree_new(nodes, 2);
    const rix_table table = { .values = rix_mat_c(values, 4, 1),
                              .units = units,
                              .periods = rix_vec_c(periods, 4) };
    const rix_table fresh = { .values = rix_mat_c(x, 2, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL, *base = NULL;
    r.normalise.truncate = false;
    r.normalise.over = RIX_OVER_PERIOD;
    rix_assert_fails(rix_index_fit(&table, fw, &r, &fitted, &err), RIX_EINVAL, err,
                     "recipe.normalise.over is period");
    r.normalise.over = RIX_OVER_BASE;
    r.normalise.base = 1;
    rix_assert_ok(rix_index_fit(&table, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_build(&table, fw, &r, &base, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &table, fw, &r, &index, &err), err);
    assert_same_index(base, index);
    rix_index_free(index);
    rix_assert_ok(rix_index_apply(fitted, &fresh, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 0, 0), 25);
    rix_assert_same(tree_score(index, 1, 0), 200);
    rix_index_free(index);
    rix_index_free(base);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

static void what_cannot_be(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    const double base[] = { 1, 2 };
    rix_framework *fw = tree_new(nodes, 2);
    const rix_table table = { .values = rix_mat_c(base, 2, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    const rix_learned good = { "normalise", 1, "from", NULL, 1 };
    rix_learned bad = good;
    rix_assert_fails(rix_fitted_new(0, &good, 1, &fitted, &err), RIX_EINVAL, err, "no nodes");
    rix_assert_fails(rix_fitted_new(2, NULL, 1, &fitted, &err), RIX_EINVAL, err, "learned is NULL");
    bad.parameter = "form";
    rix_assert_fails(rix_fitted_new(2, &bad, 1, &fitted, &err), RIX_ENOTFOUND, err,
                     "line 0, normalise 'form' of node 1, 1: no such step and parameter");
    bad = good;
    bad.node = 2;
    rix_assert_fails(rix_fitted_new(2, &bad, 1, &fitted, &err), RIX_ENOTFOUND, err, "no such node");
    bad = good;
    bad.value = RIX_NAN;
    rix_assert_fails(rix_fitted_new(2, &bad, 1, &fitted, &err), RIX_EDOMAIN, err, "not finite");
    const rix_learned falling[] = { { "normalise", 1, "value", NULL, 2 },
                                    { "normalise", 1, "value", NULL, 1 } };
    rix_assert_fails(rix_fitted_new(2, falling, 2, &fitted, &err), RIX_EINVAL, err,
                     "below the one");
    const rix_learned torn[] = { { "aggregate", 1, "score", NULL, 2 },
                                 good,
                                 { "aggregate", 1, "score", NULL, 1 } };
    rix_assert_fails(rix_fitted_new(2, torn, 3, &fitted, &err), RIX_EINVAL, err, "not beside");
    const rix_learned named = { "normalise", 1, "method", "maxmin", 1 };
    rix_assert_fails(rix_fitted_new(2, &named, 1, &fitted, &err), RIX_ENOTFOUND, err,
                     "no such name");
    assert_null(fitted);

    rix_assert_ok(rix_fitted_new(2, &good, 1, &fitted, &err), err);
    rix_assert_fails(rix_index_apply(fitted, &table, fw, &r, &index, &err), RIX_ENOTFOUND, err,
                     "nothing was learned from the base for 'x' normalised by minmax");
    rix_fitted_free(fitted);
    rix_assert_ok(rix_fitted_new(3, &good, 1, &fitted, &err), err);
    rix_assert_fails(rix_index_apply(fitted, &table, fw, &r, &index, &err), RIX_EDIM, err,
                     "the framework has 2 nodes, what was fitted 3");
    rix_assert_fails(rix_index_apply(NULL, &table, fw, &r, &index, &err), RIX_EINVAL, err,
                     "fitted is NULL");
    rix_assert_fails(rix_index_fit(&table, fw, &r, NULL, &err), RIX_EINVAL, err, "out is NULL");
    rix_fitted_free(fitted);
    rix_fitted_free(NULL);
    fitted = NULL;
    r.impute.method = RIX_IMPUTE_EM;
    rix_assert_fails(rix_index_fit(&table, fw, &r, &fitted, &err), RIX_EINVAL, err,
                     "what em puts into a gap depends on the whole table");
    r.impute.method = RIX_IMPUTE_NONE;
    r.aggregate.rule = RIX_AGG_COPELAND;
    r.aggregate.compat = true;
    rix_assert_fails(rix_index_fit(&table, fw, &r, &fitted, &err), RIX_EINVAL, err,
                     "copeland under compat, the rule of 'index'");
    assert_null(fitted);
    assert_null(index);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_the_base_it_is_the_base),
        cmocka_unit_test(other_units),
        cmocka_unit_test(limits_and_transforms_of_the_base),
        cmocka_unit_test(units_of_the_base_to_compare_with),
        cmocka_unit_test(unknown_groups_take_the_overall_mean),
        cmocka_unit_test(panels),
        cmocka_unit_test(what_cannot_be),
    };
    return RIX_RUN_TESTS("fit", tests);
}
