/* test_prepare.c - denominate, impute, screen and treat by hand: rules, overrides, logs and errors. */
#include <string.h>

#include "trees.h"

enum { UNITS = 4 };

static const char *const units[UNITS] = { "Fiji", "Tonga", "Palau", "Samoa" };
static const char *const codes[] = { "a", "b", "people" };

/* An index of a and b, with a divided by people. */
static rix_framework *framework(rix_treatment treat_of_b)
{
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"),
                         tree_node("b", "index") };
    nodes[1].denominator = "people";
    nodes[2].treat = treat_of_b;
    nodes[2].transform = RIX_TRANSFORM_SQRT;
    return tree_new(nodes, 3);
}

static rix_table table_of(const double *x)
{
    const rix_table table = { .values = rix_mat_c(x, UNITS, 3),
                              .indicators = codes,
                              .units = units };
    return table;
}

static double cell(rix_mat m, size_t i, size_t k)
{
    return m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)k * m.col_step];
}

static const double data[] = { 2, 1, 10, 4, 4, 10, 9, RIX_NAN, 10, RIX_NAN, 0, RIX_NAN };

static rix_recipe all_steps(void)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.denominate.apply = true;
    r.denominate.scale = 100;
    r.impute.method = RIX_IMPUTE_MEDIAN;
    r.screen.method = RIX_SCREEN_ZEROS;
    r.screen.min_nonzero = 1;
    return r;
}

static void each_stage_is_there(void **state)
{
    (void)state;
    rix_framework *fw = framework(RIX_TREAT_TRANSFORM);
    const rix_table table = table_of(data);
    const rix_recipe r = all_steps();
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    double flags[UNITS * 2];
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_RAW), 2, 0), 9);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_DENOMINATED), 2, 0), 90);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_DENOMINATED), 3, 0), RIX_NAN);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_IMPUTED), 3, 0), 40);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_IMPUTED), 2, 1), 1);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_SCREENED), 3, 0), RIX_NAN); /* b is 0 */
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_TREATED), 1, 1), 2);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_TREATED), 1, 0), 40);
    rix_assert_same(cell(rix_index_stage(index, RIX_STAGE_NORMALISED), 1, 1), 100);
    assert_null(rix_index_stage(index, (rix_stage)99).data);
    rix_assert_ok(rix_index_imputed(index, rix_out_c(flags, UNITS, 2), &err), err);
    const double expected[] = { 0, 0, 0, 0, 0, 1, 1, 0 };
    for (size_t c = 0; c < UNITS * 2; c++) rix_assert_same(flags[c], expected[c]);
    assert_false(rix_index_screened(index, 3)->included);
    assert_null(rix_index_screened(index, UNITS));
    assert_int_equal(rix_index_treated(index, 1)->action, RIX_ACTION_TRANSFORM);
    assert_int_equal(rix_index_treated(index, 0)->action, RIX_ACTION_NONE);
    assert_null(rix_index_treated(index, 2));
    rix_assert_same(tree_score(index, 3, 0), RIX_NAN);
    assert_true(tree_log_has(index, RIX_NOTE, "1 of 2 indicators are divided"));
    assert_true(
        tree_log_has(index, RIX_NOTE, "1 of 1 missing values of indicator 'b' are imputed"));
    assert_true(tree_log_has(index, RIX_NOTE, "unit 'Samoa' is left out: 0 of 2"));
    assert_true(tree_log_has(index, RIX_NOTE, "indicator 'b': transformed by sqrt"));
    assert_false(tree_log_has(index, RIX_NOTE, "'people' is no indicator"));
    rix_index_free(index);
    rix_framework_free(fw);
}

static void without_steps_nothing_happens(void **state)
{
    (void)state;
    rix_framework *fw = framework(RIX_TREAT_INHERIT);
    const rix_table table = table_of(data);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_build(&table, fw, NULL, &index, &err), err);
    const rix_mat raw = rix_index_raw(index);
    for (int s = RIX_STAGE_RAW; s <= RIX_STAGE_TREATED; s++) {
        assert_ptr_equal(rix_index_stage(index, (rix_stage)s).data, raw.data);
    }
    assert_null(rix_index_screened(index, 0));
    assert_null(rix_index_treated(index, 0));
    assert_true(tree_log_has(index, RIX_NOTE, "by which the recipe does not divide"));
    rix_index_free(index);
    rix_framework_free(fw);
}

static void fails(const double *x, const rix_recipe *r, rix_status status, const char *part)
{
    rix_framework *fw = framework(RIX_TREAT_TRANSFORM);
    const rix_table table = table_of(x);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(&table, fw, r, &index, &err), status, err, part);
    assert_null(index);
    rix_framework_free(fw);
}

static void values_at_fault_are_named(void **state)
{
    (void)state;
    const double zero[] = { 2, 1, 10, 4, 4, 0, 9, 3, 10, 1, 0, 1 };
    const double negative[] = { 2, 1, 10, 4, -4, 1, 9, 3, 10, 1, 0, 1 };
    const double huge[] = { 2, 1, 10, 1e300, 4, 1e-300, 9, 3, 10, 1, 0, 1 };
    const double infinite[] = { 2, 1, 10, 1, 4, (double)INFINITY, 9, 3, 10, 1, 0, 1 };
    const char *const nobody[] = { "Niue" }, *const fiji[] = { "Fiji" };
    rix_recipe r = all_steps();
    fails(zero, &r, RIX_EDOMAIN,
          "denominator of 0 for unit 'Tonga', indicator 'a' divided by 'people'");
    fails(huge, &r, RIX_ENUMERIC, "too large a quotient for unit 'Tonga'");
    fails(infinite, &r, RIX_EDOMAIN, "infinite value inf for unit 'Tonga', denominator 'people'");
    fails(negative, &r, RIX_EDOMAIN, "-4 for unit 'Tonga', indicator 'b', has no transform sqrt");
    r.screen.include = nobody;
    r.screen.n_include = 1;
    fails(data, &r, RIX_ENOTFOUND, "no unit 'Niue'");
    r.screen.include = r.screen.exclude = fiji;
    r.screen.n_exclude = 1;
    fails(data, &r, RIX_ENOTFOUND, "both included and excluded");
}

static void fields_at_fault_are_named(void **state)
{
    (void)state;
    rix_recipe r = all_steps();
    r.denominate.scale = 0;
    fails(data, &r, RIX_EINVAL, "recipe.denominate.scale");
    r = all_steps();
    r.impute.method = (rix_imputation)99;
    fails(data, &r, RIX_EINVAL, "recipe.impute.method");
    r.impute.method = RIX_IMPUTE_GROUP_MEAN;
    fails(data, &r, RIX_EINVAL, "group_mean needs the groups");
    r = all_steps();
    r.impute.value = (double)INFINITY;
    fails(data, &r, RIX_EINVAL, "recipe.impute.value is inf");
    r = all_steps();
    r.screen.min_data = RIX_NAN;
    fails(data, &r, RIX_EINVAL, "recipe.screen.min_data");
    r = all_steps();
    r.treat.method = RIX_TREAT_INHERIT;
    fails(data, &r, RIX_EINVAL, "recipe.treat.method");
    r = all_steps();
    r.treat.transform = (rix_transform)99;
    fails(data, &r, RIX_EINVAL, "recipe.treat.transform");
    r = all_steps();
    r.treat.low_share = 1;
    fails(data, &r, RIX_EINVAL, "do not rise within [0, 1]");
    r = all_steps();
    r.treat.skewness = 0;
    fails(data, &r, RIX_EINVAL, "recipe.treat.skewness");
}

static void nodes_at_fault_are_named(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index") };
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    nodes[1].treat = (rix_treatment)99;
    rix_assert_fails(rix_framework_new(nodes, 2, &fw, &err), RIX_EINVAL, err,
                     "unknown treat of node 'a'");
    nodes[1].treat = RIX_TREAT_INHERIT;
    nodes[1].denominator_scale = 0;
    rix_assert_fails(rix_framework_new(nodes, 2, &fw, &err), RIX_EDOMAIN, err,
                     "denominator_scale 0");
    nodes[1].denominator_scale = RIX_NAN;
    nodes[1].denominator = "nowhere";
    rix_assert_ok(rix_framework_new(nodes, 2, &fw, &err), err);
    const double x[] = { 1, 2 };
    const rix_table table = { .values = rix_mat_c(x, 2, 1) };
    rix_recipe r = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    r.denominate.apply = true;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_ENOTFOUND, err,
                     "no column 'nowhere', the denominator of indicator 'a'");
    rix_framework_free(fw);
}

static void log_gii_may_turn_the_order_round(void **state)
{
    (void)state;
    rix_framework *fw = framework(RIX_TREAT_NONE);
    const double x[] = { 0.1, 1, 1, 0.2, 2, 1, 0.4, 3, 1, 0.9, 4, 1 };
    const rix_table table = table_of(x);
    rix_recipe r = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    r.treat.method = RIX_TREAT_TRANSFORM;
    r.treat.transform = RIX_TRANSFORM_LOG_GII;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    assert_true(tree_log_has(index, RIX_WARNING, "turns the order of indicator 'a' round"));
    rix_index_free(index);
    index = NULL;
    r.strict = true;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_EMISSING, err, "round");
    rix_framework_free(fw);
}

static void constant_and_empty_columns_are_left_alone(void **state)
{
    (void)state;
    const double x[] = { 5, RIX_NAN, 5, RIX_NAN, 5, RIX_NAN, 5, RIX_NAN };
    double y[8];
    rix_treated r[2];
    rix_error err = RIX_ERROR_INIT;
    for (int m = RIX_TREAT_WINSORISE; m <= RIX_TREAT_WINSORISE_OR_TRANSFORM; m++) {
        rix_treat_options o = RIX_TREAT_INIT;
        o.method = (rix_treatment)m;
        rix_assert_ok(rix_treat(rix_mat_c(x, 4, 2), &o, rix_out_c(y, 4, 2), r, &err), err);
        for (size_t c = 0; c < 8; c++) rix_assert_same(y[c], x[c]);
        assert_int_equal(r[0].action, RIX_ACTION_UNDEFINED);
        assert_int_equal(r[1].action, RIX_ACTION_UNDEFINED);
    }
}

/* Winsorised values lie between those that were not, and no other value changes. */
static void winsorising_keeps_the_order(void **state)
{
    (void)state;
    rix_stream s;
    rix_treat_options o = RIX_TREAT_INIT;
    rix_error err = RIX_ERROR_INIT;
    double x[50], y[50];
    o.method = RIX_TREAT_WINSORISE;
    rix_stream_init(&s, 7, 0);
    for (int round = 0; round < 200; round++) {
        rix_treated r;
        size_t moved = 0;
        for (size_t i = 0; i < 50; i++) {
            x[i] =
                rix_stream_uniform(&s) < 0.1 ? RIX_NAN : floor(tan(3 * rix_stream_uniform(&s)) * 4);
        }
        rix_assert_ok(rix_treat(rix_mat_c(x, 50, 1), &o, rix_out_c(y, 50, 1), &r, &err), err);
        for (size_t i = 0; i < 50; i++) {
            assert_int_equal(isnan(x[i]), isnan(y[i]));
            moved += x[i] < y[i] || x[i] > y[i] ? 1 : 0;
            for (size_t j = 0; j < 50; j++) {
                if (x[i] <= x[j]) assert_true(y[i] <= y[j]);
            }
        }
        if (!r.undone) assert_int_equal(moved, r.n_high + r.n_low);
    }
}

static void rows_and_fall_back(void **state)
{
    (void)state;
    const double x[] = { 0, RIX_NAN, 5, 10, 4, RIX_NAN, RIX_NAN, RIX_NAN, 5, RIX_NAN, 8, 5 };
    double y[12];
    const int directions[] = { 1, -1, 1 };
    rix_impute_options o = RIX_IMPUTE_INIT;
    rix_imputed r[3];
    rix_error err = RIX_ERROR_INIT;
    o.method = RIX_IMPUTE_ROW_MEAN;
    rix_assert_ok(rix_impute(rix_mat_c(x, 4, 3), &o, NULL, directions, rix_out_c(y, 4, 3), r, &err),
                  err);
    rix_assert_same(y[1], 8); /* least of its column, as the other falls: most */
    rix_assert_same(y[9], 0); /* likewise */
    rix_assert_same(y[5], 5); /* the constant */
    rix_assert_same(y[6], 5); /* no row: the mean of 0 and 10 */
    rix_assert_same(y[7], 6); /* no row: the mean of 4 and 8 */
    assert_int_equal(r[0].fell_back, 1);
    assert_int_equal(r[1].imputed, 2);
    o.compat = true;
    rix_assert_ok(rix_impute(rix_mat_c(x, 4, 3), &o, NULL, directions, rix_out_c(y, 4, 3), r, &err),
                  err);
    rix_assert_same(y[6], RIX_NAN);
    assert_int_equal(r[0].fell_back, 0);
}

static void steps_by_themselves_check_their_arguments(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, (double)INFINITY };
    double y[4] = { -7, -7, -7, -7 };
    const size_t by[] = { 0, RIX_NO_INDEX }, far[] = { 5, 0 };
    const double no_scale[] = { 0, 1 };
    const int wrong[] = { 1, 0 };
    const rix_mat fine = rix_mat_c(x, 1, 2), bad = rix_mat_c(x, 2, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_denominate(fine, fine, NULL, NULL, rix_out_c(y, 1, 2), &err), RIX_EINVAL,
                     err, "by");
    rix_assert_fails(rix_denominate(fine, bad, by, NULL, rix_out_c(y, 1, 2), &err), RIX_EDIM, err,
                     "units");
    rix_assert_fails(rix_denominate(fine, fine, far, NULL, rix_out_c(y, 1, 2), &err), RIX_EDIM, err,
                     "5 of 2");
    rix_assert_fails(rix_denominate(fine, fine, by, no_scale, rix_out_c(y, 1, 2), &err),
                     RIX_EDOMAIN, err, "scale");
    rix_assert_fails(rix_denominate(bad, bad, by, NULL, rix_out_c(y, 2, 2), &err), RIX_EDOMAIN, err,
                     "row 1, column 1");
    rix_assert_fails(rix_impute(bad, NULL, NULL, NULL, rix_out_c(y, 2, 2), NULL, &err), RIX_EDOMAIN,
                     err, "infinite");
    rix_assert_fails(rix_impute(fine, NULL, NULL, wrong, rix_out_c(y, 1, 2), NULL, &err),
                     RIX_EINVAL, err, "direction 0");
    rix_assert_fails(rix_screen(fine, NULL, NULL, NULL, &err), RIX_EINVAL, err, "report");
    rix_assert_fails(rix_treat(fine, NULL, rix_out_c(y, 2, 2), NULL, &err), RIX_EDIM, err, "2 x 2");
    for (size_t i = 0; i < 4; i++) rix_assert_same(y[i], -7);
    rix_assert_ok(rix_denominate(fine, fine, by, NULL, rix_out_c(y, 1, 2), &err), err);
    rix_assert_same(y[0], 1);
    rix_assert_same(y[1], 2);
}

/* ----------------------------------------------------------------------- Box-Cox by likelihood -- */

static double lambda_of(const double *x, size_t n, rix_transform transform)
{
    double y[16];
    rix_treat_options o = RIX_TREAT_INIT;
    rix_treated r;
    rix_error err = RIX_ERROR_INIT;
    o.method = RIX_TREAT_TRANSFORM;
    o.transform = transform;
    o.lambda = 0.25;
    rix_assert_ok(rix_treat(rix_mat_c(x, n, 1), &o, rix_out_c(y, n, 1), &r, &err), err);
    if (!isnan(r.lambda)) rix_assert_close(y[1], (pow(x[1], r.lambda) - 1) / r.lambda, 1e-12);
    return r.lambda;
}

/* Roots of the derivative of the likelihood by mpmath with 40 digits; MASS::boxcox has -0.0646 on a grid of 1e-4. */
static void lambda_of_largest_likelihood(void **state)
{
    (void)state;
    double x[10] = { 1, 2, 3, 4, 5, 8, 12, 20, 33, 60 }, far[10], mirrored[10];
    rix_assert_close(lambda_of(x, 10, RIX_TRANSFORM_BOXCOX_ML), -0.06463009788092973862, 1e-12);
    rix_assert_close(lambda_of(x, 10, RIX_TRANSFORM_BOXCOX_SHIFTED_ML), -0.06463009788092973862,
                     1e-12); /* its least value is 1 */
    for (size_t i = 0; i < 10; i++) far[i] = x[i] + 99;
    rix_assert_close(lambda_of(far, 10, RIX_TRANSFORM_BOXCOX_ML), -6.536332120472544684654, 1e-10);
    for (size_t i = 0; i < 10; i++) mirrored[i] = 1 / x[i]; /* the same likelihood at -lambda */
    rix_assert_close(lambda_of(mirrored, 10, RIX_TRANSFORM_BOXCOX_ML), 0.06463009788092973862,
                     1e-12);
    rix_assert_same(lambda_of(x, 10, RIX_TRANSFORM_BOXCOX), 0.25);
    rix_assert_same(lambda_of(x, 10, RIX_TRANSFORM_LOG), RIX_NAN);
    const double even[] = { 0.25, 1, 4, 16 }; /* symmetric logarithms: the slope at 0 is 0 */
    rix_assert_near(lambda_of(even, 4, RIX_TRANSFORM_BOXCOX_ML), 0, 1e-14);
}

static void likelihood_needs_positive_values(void **state)
{
    (void)state;
    const double x[] = { 3, 0, -1, 4 };
    double y[4] = { -7, -7, -7, -7 };
    rix_treat_options o = RIX_TREAT_INIT;
    rix_treated r;
    rix_error err = RIX_ERROR_INIT;
    o.method = RIX_TREAT_TRANSFORM;
    o.transform = RIX_TRANSFORM_BOXCOX_ML;
    rix_assert_fails(rix_treat(rix_mat_c(x, 4, 1), &o, rix_out_c(y, 4, 1), NULL, &err), RIX_EDOMAIN,
                     err, "the value 0 in row 1, column 0, has no transform boxcox_ml");
    rix_assert_same(y[0], -7);
    o.transform = RIX_TRANSFORM_BOXCOX_SHIFTED_ML;
    rix_assert_ok(rix_treat(rix_mat_c(x, 4, 1), &o, rix_out_c(y, 4, 1), &r, &err), err);
    rix_assert_same(y[2], 0);
}

/* ------------------------------------------------------------------------- what a node may say -- */

enum { LONG = 12 };

/* Three indicators with the same outliers, 100 and 90 above and -50 below 1 to 9. */
static rix_index *build_alike(rix_node *nodes, const rix_recipe *r, rix_status status,
                              const char *part)
{
    static const double x[LONG] = { 5, 1, 100, 2, 3, 4, 90, 6, 7, 8, -50, 9 };
    double all[LONG * 3];
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    nodes[0] = tree_node("index", NULL);
    for (size_t c = 0; c < LONG * 3; c++) all[c] = x[c / 3];
    const rix_table table = { .values = rix_mat_c(all, LONG, 3) };
    rix_framework *fw = tree_new(nodes, 4);
    if (status == RIX_OK) {
        rix_assert_ok(rix_index_build(&table, fw, r, &index, &err), err);
    } else {
        rix_assert_fails(rix_index_build(&table, fw, r, &index, &err), status, err, part);
    }
    rix_framework_free(fw);
    return index;
}

static void a_node_wins_over_the_recipe(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"), tree_node("b", "index"),
                         tree_node("c", "index") };
    rix_recipe r = RIX_RECIPE_INIT;
    r.treat.method = RIX_TREAT_WINSORISE;
    r.treat.force = true;
    r.treat.max_points = 1;
    nodes[2].treat_max_points = 3;
    nodes[3].treat_force = 0;
    nodes[3].treat_skewness = 100;
    rix_index *index = build_alike(nodes, &r, RIX_OK, NULL);
    assert_int_equal(rix_index_treated(index, 0)->n_high + rix_index_treated(index, 0)->n_low, 1);
    assert_int_equal(rix_index_treated(index, 1)->n_high + rix_index_treated(index, 1)->n_low, 3);
    assert_int_equal(rix_index_treated(index, 2)->action, RIX_ACTION_NONE);
    rix_index_free(index);
    r.treat = (rix_treat_options)RIX_TREAT_INIT;
    r.treat.method = RIX_TREAT_FENCES;
    nodes[1].treat_fence = 100;
    nodes[2].treat = RIX_TREAT_PERCENTILES;
    nodes[2].treat_low_share = 0;
    nodes[2].treat_high_share = 0.5;
    nodes[3].treat = RIX_TREAT_TRANSFORM;
    nodes[3].transform = RIX_TRANSFORM_BOXCOX_SHIFTED;
    nodes[3].treat_lambda = 0.5;
    index = build_alike(nodes, &r, RIX_OK, NULL);
    assert_int_equal(rix_index_treated(index, 0)->action, RIX_ACTION_NONE);
    assert_int_equal(rix_index_treated(index, 1)->n_high, 6);
    assert_int_equal(rix_index_treated(index, 1)->n_low, 0);
    rix_assert_same(rix_index_treated(index, 2)->lambda, 0.5);
    rix_assert_close(cell(rix_index_stage(index, RIX_STAGE_TREATED), 0, 2), 2 * (sqrt(56) - 1),
                     1e-14);
    rix_index_free(index);
}

static void a_node_may_combine_and_pass(void **state)
{
    (void)state;
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"), tree_node("b", "index"),
                         tree_node("c", "index") };
    rix_recipe r = RIX_RECIPE_INIT;
    r.treat.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
    r.treat.skewness = 1e-3;
    r.treat.kurtosis = -1e9;
    r.treat.max_points = 1;
    nodes[2].treat_combined = 1;
    nodes[3].treat_kurtosis = 1e9;
    rix_index *index = build_alike(nodes, &r, RIX_OK, NULL);
    assert_true(rix_index_treated(index, 0)->undone);
    assert_false(rix_index_treated(index, 1)->undone);
    assert_true(rix_index_treated(index, 1)->transformed);
    assert_true(rix_index_treated(index, 2)->pass_before);
    assert_true(tree_log_has(index, RIX_NOTE, "as winsorising 1 values did not do"));
    assert_true(tree_log_has(index, RIX_NOTE, "indicator 'b': 1 values winsorised, 1 down to 90 ("));
    assert_true(tree_log_has(index, RIX_NOTE, "): 2 (100)"));
    rix_index_free(index);
    r.treat.method = RIX_TREAT_PERCENTILES;
    nodes[1].treat_low_share = 0.95;
    build_alike(nodes, &r, RIX_EDOMAIN, "the shares 0.95 and 0.95 of indicator 'a' do not rise");
}

static void own_options_at_fault_are_named(void **state)
{
    (void)state;
    const size_t n_fields = 8;
    static const char *const fields[] = { "treat_max_points", "treat_skewness",  "treat_low_share",
                                          "treat_high_share", "treat_fence",     "treat_lambda",
                                          "treat_force",      "treat_combined" };
    static const double wrong[] = { 1.5, 0, -0.1, 1.1, -1, (double)INFINITY, 2, 0.5 };
    for (size_t k = 0; k < n_fields; k++) {
        rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index") };
        double *const at[] = { &nodes[1].treat_max_points, &nodes[1].treat_skewness,
                               &nodes[1].treat_low_share,  &nodes[1].treat_high_share,
                               &nodes[1].treat_fence,      &nodes[1].treat_lambda,
                               &nodes[1].treat_force,      &nodes[1].treat_combined };
        rix_framework *fw = NULL;
        rix_error err = RIX_ERROR_INIT;
        *at[k] = wrong[k];
        rix_assert_fails(rix_framework_new(nodes, 2, &fw, &err), RIX_EDOMAIN, err, fields[k]);
        assert_string_equal(err.arg, fields[k]);
        assert_int_equal(err.node, 1);
    }
}

/* ------------------------------------------------------------------- comparisons and the screen -- */

/* Samoa is screened out; under RIX_MISSING_VALUE it would come in with the fill, which beats everyone. */
static void the_screened_out_are_not_compared(void **state)
{
    (void)state;
    const double x[] = { 1, 5, 3, 1, 2, 3, RIX_NAN, RIX_NAN }, without[] = { 1, 5, 3, 1, 2, 3 };
    const rix_aggregation rules[] = { RIX_AGG_WROCLAW, RIX_AGG_TOPSIS, RIX_AGG_COPELAND };
    rix_node nodes[] = { tree_node("index", NULL), tree_node("a", "index"),
                         tree_node("b", "index") };
    rix_framework *fw = tree_new(nodes, 3);
    for (size_t k = 0; k < 3; k++) {
        rix_recipe r = RIX_RECIPE_INIT;
        r.screen.method = RIX_SCREEN_DATA;
        r.aggregate.rule = rules[k];
        r.aggregate.missing = RIX_MISSING_VALUE;
        r.aggregate.fill = 100;
        rix_index *with = tree_build(fw, x, 4, &r), *alone = tree_build(fw, without, 3, &r);
        for (size_t i = 0; i < 3; i++) {
            rix_assert_same(tree_score(with, i, 0), tree_score(alone, i, 0));
        }
        rix_assert_same(tree_score(with, 3, 0), RIX_NAN);
        rix_index_free(alone);
        rix_index_free(with);
    }
    rix_framework_free(fw);
}

static void names(void **state)
{
    (void)state;
    rix_stage stage;
    rix_imputation imputation;
    rix_screening screening;
    rix_treatment treatment;
    rix_transform transform;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_stage_from_name("treated", &stage, &err), err);
    rix_assert_ok(rix_imputation_from_name("row_mean", &imputation, &err), err);
    rix_assert_ok(rix_screening_from_name("data_and_zeros", &screening, &err), err);
    rix_assert_ok(rix_treatment_from_name("winsorise_or_transform", &treatment, &err), err);
    rix_assert_ok(rix_transform_from_name("boxcox_shifted", &transform, &err), err);
    assert_string_equal(rix_stage_name(stage), "treated");
    assert_string_equal(rix_imputation_name(imputation), "row_mean");
    assert_string_equal(rix_screening_name(screening), "data_and_zeros");
    assert_string_equal(rix_treatment_name(treatment), "winsorise_or_transform");
    assert_string_equal(rix_transform_name(transform), "boxcox_shifted");
    assert_string_equal(rix_treatment_action_name((rix_treatment_action)99), "unknown");
    rix_assert_fails(rix_transform_from_name("cube", &transform, &err), RIX_ENOTFOUND, err,
                     "log_ct");
    rix_assert_fails(rix_treatment_from_name(NULL, &treatment, &err), RIX_EINVAL, err, "NULL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stage_is_there),
        cmocka_unit_test(without_steps_nothing_happens),
        cmocka_unit_test(values_at_fault_are_named),
        cmocka_unit_test(fields_at_fault_are_named),
        cmocka_unit_test(nodes_at_fault_are_named),
        cmocka_unit_test(log_gii_may_turn_the_order_round),
        cmocka_unit_test(constant_and_empty_columns_are_left_alone),
        cmocka_unit_test(winsorising_keeps_the_order),
        cmocka_unit_test(rows_and_fall_back),
        cmocka_unit_test(steps_by_themselves_check_their_arguments),
        cmocka_unit_test(lambda_of_largest_likelihood),
        cmocka_unit_test(likelihood_needs_positive_values),
        cmocka_unit_test(a_node_wins_over_the_recipe),
        cmocka_unit_test(a_node_may_combine_and_pass),
        cmocka_unit_test(own_options_at_fault_are_named),
        cmocka_unit_test(the_screened_out_are_not_compared),
        cmocka_unit_test(names),
    };
    return RIX_RUN_TESTS("prepare", tests);
}
