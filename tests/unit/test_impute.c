/* test_impute.c - EM and the nearest units, by hand and against closed forms; what they make of tables that
 * leave nothing to learn. */
#include "trees.h"

static rix_impute_options by(rix_imputation method)
{
    rix_impute_options o = RIX_IMPUTE_INIT;
    o.method = method;
    return o;
}

static void fill(const double *x, size_t rows, size_t cols, const rix_impute_options *o,
                 const size_t *blocks, double *y, rix_imputed *r)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_impute(rix_mat_c(x, rows, cols), o, blocks, NULL, rix_out_c(y, rows, cols), r, &err),
        err);
}

/* ------------------------------------------------------------------------------------------- em -- */

/* Where one column is complete the maximum is known: the regression over the complete units (Anderson 1957, JASA
 * 52: 200-203). Mean and slope of the second column here are 5 and 9.7 / 5, its residual squares sum to 0.082. */
static const double pairs[] = { 1, 2.1, 5, RIX_NAN, 2, 3.9, 3, 6.2, 6, RIX_NAN, 4, 7.8 };

static void em_of_a_monotone_table_is_the_regression(void **state)
{
    (void)state;
    const rix_impute_options o = by(RIX_IMPUTE_EM);
    const double tau = 6.283185307179586;
    double y[12];
    rix_imputed r[2];
    fill(pairs, 6, 2, &o, NULL, y, r);
    rix_assert_close(y[3], 5 + 1.94 * 2.5, 1e-8);
    rix_assert_close(y[9], 5 + 1.94 * 3.5, 1e-8);
    rix_assert_same(y[4], 2);
    assert_int_equal(r[1].missing, 2);
    assert_int_equal(r[1].imputed, 2);
    assert_int_equal(r[1].fell_back, 0);
    assert_true(r[0].converged && r[1].converged);
    assert_int_equal(r[0].iterations, r[1].iterations);
    rix_assert_close(r[1].log_likelihood,
                     -3 * (log(tau * 35 / 12) + 1) - 2 * (log(tau * 0.082 / 4) + 1), 1e-9);
}

static void em_does_not_mind_the_units_of_measurement(void **state)
{
    (void)state;
    const rix_impute_options o = by(RIX_IMPUTE_EM);
    double x[12], y[12];
    rix_imputed r[2];
    for (size_t c = 0; c < 12; c++) x[c] = c % 2 ? pairs[c] * 1e307 : pairs[c] * 1e-300;
    fill(x, 6, 2, &o, NULL, y, r);
    rix_assert_close(y[3], (5 + 1.94 * 2.5) * 1e307, 1e-8);
    assert_true(r[0].converged && isfinite(r[0].log_likelihood));
    for (size_t c = 0; c < 12; c++) x[c] = c % 2 ? pairs[c] * 2e307 : pairs[c];
    fill(x, 6, 2, &o, NULL, y, r);
    rix_assert_same(y[3], RIX_NAN); /* 1.97e308 is no number */
    assert_int_equal(r[1].imputed, 0);
}

static void em_says_that_it_was_stopped(void **state)
{
    (void)state;
    rix_impute_options o = by(RIX_IMPUTE_EM);
    double y[12];
    rix_imputed r[2];
    o.max_iterations = 2;
    fill(pairs, 6, 2, &o, NULL, y, r);
    assert_false(r[1].converged);
    assert_int_equal(r[1].iterations, 2);
    assert_int_equal(r[1].imputed, 2);
    assert_true(isfinite(r[1].log_likelihood));
}

/* The second column is twice the first: no density, unless there is a ridge. */
static void em_of_a_singular_table(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 2, 4, 3, 6, 4, 8, 5, RIX_NAN };
    rix_impute_options o = by(RIX_IMPUTE_EM);
    double y[10];
    rix_imputed r[2];
    fill(x, 5, 2, &o, NULL, y, r);
    rix_assert_same(y[9], RIX_NAN);
    rix_assert_same(y[8], 5);
    rix_assert_same(r[1].log_likelihood, RIX_NAN);
    assert_false(r[1].converged);
    assert_true(r[1].iterations > 0);
    assert_int_equal(r[1].imputed, 0);
    o.ridge = 1e-6;
    fill(x, 5, 2, &o, NULL, y, r);
    rix_assert_close(y[9], 10, 1e-4);
    assert_true(r[1].converged);
}

static void em_of_fewer_units_than_columns(void **state)
{
    (void)state;
    const double x[] = { 1, 7, 3, 5, 2, 8, RIX_NAN, 3, 9, 4, 1, 1 };
    rix_impute_options o = by(RIX_IMPUTE_EM);
    double y[12];
    rix_imputed r[4];
    fill(x, 3, 4, &o, NULL, y, r);
    rix_assert_same(y[6], RIX_NAN);
    rix_assert_same(r[2].log_likelihood, RIX_NAN);
}

/* Constant and empty columns are no part of it; a unit without data gets the means. */
static void em_without_data(void **state)
{
    (void)state;
    const double none = RIX_NAN;
    const double x[] = {
        1,    2.1,  7, none, 5, none, none, none, 2, 3.9,  7,    none, 3,    6.2,
        none, none, 6, none, 7, none, 4,    7.8,  7, none, none, none, none, none
    };
    rix_impute_options o = by(RIX_IMPUTE_EM);
    double y[28];
    rix_imputed r[4];
    fill(x, 7, 4, &o, NULL, y, r);
    rix_assert_close(y[5], 9.85, 1e-8);
    rix_assert_same(y[6], 7);
    rix_assert_same(y[26], 7);
    rix_assert_same(y[3], RIX_NAN);
    rix_assert_close(y[24], 3.5, 1e-9);
    rix_assert_close(y[25], 5 + 1.94, 1e-8); /* the second mean: the regression at the first */
    assert_int_equal(r[0].fell_back, 1);
    assert_int_equal(r[3].imputed, 0);
    assert_int_equal(r[2].imputed, 3);
    o.compat = true;
    fill(x, 7, 4, &o, NULL, y, r);
    rix_assert_same(y[24], RIX_NAN);
    rix_assert_same(y[25], RIX_NAN);
    assert_int_equal(r[1].fell_back, 0);
}

static void em_of_what_has_no_gaps(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4 }, empty[] = { RIX_NAN, RIX_NAN };
    const rix_impute_options o = by(RIX_IMPUTE_EM);
    double y[4];
    rix_imputed r[2];
    fill(x, 2, 2, &o, NULL, y, r);
    for (size_t c = 0; c < 4; c++) rix_assert_same(y[c], x[c]);
    assert_int_equal(r[0].iterations, 0);
    fill(empty, 2, 1, &o, NULL, y, r);
    rix_assert_same(y[0], RIX_NAN);
    fill(x, 0, 2, &o, NULL, y, r);
    assert_int_equal(r[1].missing, 0);
}

/* Two pairs of columns, by themselves or at once. */
static void blocks_are_apart(void **state)
{
    (void)state;
    const size_t blocks[] = { 4, 9, 4, 9 };
    double x[24], y[24], alone[12];
    rix_impute_options o = by(RIX_IMPUTE_EM);
    rix_imputed r[4];
    for (size_t i = 0; i < 6; i++) {
        x[4 * i] = pairs[2 * i];
        x[4 * i + 2] = pairs[2 * i + 1];
        x[4 * i + 1] = (double)((i * i) % 5);
        x[4 * i + 3] = i == 3 ? RIX_NAN : (double)((3 * i) % 7);
    }
    fill(pairs, 6, 2, &o, NULL, alone, NULL);
    fill(x, 6, 4, &o, blocks, y, r);
    rix_assert_same(y[6], alone[3]);
    assert_true(r[0].iterations == r[2].iterations && r[1].iterations == r[3].iterations);
    assert_true(r[0].log_likelihood < r[1].log_likelihood ||
                r[0].log_likelihood > r[1].log_likelihood);
    o = by(RIX_IMPUTE_NEAREST);
    fill(pairs, 6, 2, &o, NULL, alone, NULL);
    fill(x, 6, 4, &o, blocks, y, r);
    rix_assert_same(y[6], alone[3]);
    o.neighbours = 1;
    o.whole = true;
    fill(x, 6, 4, &o, blocks, y, r);
    o.whole = false;
    fill(x, 6, 4, &o, NULL, x, r); /* all in one, into itself */
    for (size_t c = 0; c < 24; c++) rix_assert_same(x[c], y[c]);
}

/* -------------------------------------------------------------------------------------- nearest -- */

/* Of the columns 0 to 4 and 0 to 40 the last unit has 1 of the first: units 0, 2, 1, 3 are 1, 1, 0, 3 away. */
static const double five[] = { 0, 10, 1, 20, 2, 40, 4, 30, 1, RIX_NAN };

static void the_nearest_units_and_their_ties(void **state)
{
    (void)state;
    rix_impute_options o = by(RIX_IMPUTE_NEAREST);
    double y[10];
    rix_imputed r[2];
    o.by_range = true;
    o.neighbours = 1;
    fill(five, 5, 2, &o, NULL, y, r);
    rix_assert_same(y[9], 20);
    assert_int_equal(r[1].imputed, 1);
    rix_assert_same(r[1].log_likelihood, RIX_NAN);
    o.neighbours = 2; /* the second and the third tie */
    fill(five, 5, 2, &o, NULL, y, r);
    rix_assert_close(y[9], 70.0 / 3, 1e-15);
    o.neighbours = 9;
    fill(five, 5, 2, &o, NULL, y, r);
    rix_assert_close(y[9], 25, 1e-15);
    o.by_distance = true; /* a twin counts alone */
    fill(five, 5, 2, &o, NULL, y, r);
    rix_assert_same(y[9], 20);
}

static void weights_by_distance(void **state)
{
    (void)state;
    const double x[] = { 0, 10, 3, 40, 1, RIX_NAN };
    rix_impute_options o = by(RIX_IMPUTE_NEAREST);
    double y[6];
    rix_imputed r[2];
    o.by_distance = true; /* one and two steps away */
    fill(x, 3, 2, &o, NULL, y, r);
    rix_assert_close(y[5], 20, 1e-15);
    o.by_distance = false;
    fill(x, 3, 2, &o, NULL, y, r);
    rix_assert_close(y[5], 25, 1e-15);
}

/* Distances are means over what both have; without a common column there is none. */
static void distances_over_common_columns(void **state)
{
    (void)state;
    const double none = RIX_NAN;
    const double x[] = { 0, 0, 10, 4, none, 20, 1, 4, none, none, none, none, none, none, 60 };
    rix_impute_options o = by(RIX_IMPUTE_NEAREST);
    double y[15];
    rix_imputed r[3];
    o.by_range = true;
    o.neighbours = 1; /* unit 2: (1/16 + 1)/2 from unit 0, 9/16 from unit 1 */
    fill(x, 5, 3, &o, NULL, y, r);
    rix_assert_same(y[8], 10);
    rix_assert_close(y[11], 30, 1e-15); /* no neighbour: the mean */
    assert_int_equal(r[2].fell_back, 1);
    o.compat = true;
    fill(x, 5, 3, &o, NULL, y, r);
    rix_assert_same(y[11], RIX_NAN);
    assert_int_equal(r[2].imputed, 1);
}

/* ------------------------------------------------------------------------------------ in an index -- */

/* Two groups of two indicators; the second is twice the first in the second group. */
static rix_framework *two_groups(void)
{
    rix_node nodes[] = { tree_node("index", NULL),    tree_node("health", "index"),
                         tree_node("money", "index"), tree_node("a", "health"),
                         tree_node("b", "health"),    tree_node("c", "money"),
                         tree_node("d", "money") };
    return tree_new(nodes, 7);
}

static void the_log_of_an_index_names_the_block(void **state)
{
    (void)state;
    rix_framework *fw = two_groups();
    double x[24];
    rix_recipe r = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < 6; i++) {
        x[4 * i] = pairs[2 * i];
        x[4 * i + 1] = pairs[2 * i + 1];
        x[4 * i + 2] = (double)i;
        x[4 * i + 3] = i == 3 ? RIX_NAN : 2.0 * (double)i;
    }
    const rix_table table = { .values = rix_mat_c(x, 6, 4) };
    r.impute = by(RIX_IMPUTE_EM);
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    assert_true(tree_log_has(index, RIX_NOTE, "EM over the indicators below 'health' converged"));
    assert_true(tree_log_has(index, RIX_NOTE, "log-likelihood -9.6"));
    assert_true(tree_log_has(index, RIX_WARNING, "indicators below 'money' is singular after"));
    assert_true(
        tree_log_has(index, RIX_NOTE, "0 of 1 missing values of indicator 'd' are imputed"));
    rix_index_free(index);
    index = NULL;
    r.strict = true;
    rix_assert_fails(rix_index_build(&table, fw, &r, &index, &err), RIX_EMISSING, err, "'money'");
    r.strict = false;
    r.impute.whole = true;
    r.impute.max_iterations = 1;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    assert_true(tree_log_has(index, RIX_WARNING, "EM over the indicators of the table did not"));
    rix_index_free(index);
    rix_framework_free(fw);
}

/* ---------------------------------------------------------------------------------- whatever comes -- */

/* A share of the cells is missing; some columns are constant, or copies of others, or very large. */
static void make_any(uint64_t *seed, size_t rows, size_t cols, double *x)
{
    for (size_t j = 0; j < cols; j++) {
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        const unsigned kind = (unsigned)(*seed >> 61);
        const double scale = kind == 2 ? 1e300 : kind == 3 ? 1e-300 : 1;
        for (size_t i = 0; i < rows; i++) {
            *seed = *seed * 6364136223846793005u + 1442695040888963407u;
            const double u = (double)(*seed >> 11) * ldexp(1.0, -53);
            double *cell = &x[i * cols + j];
            *cell = kind == 0 ? 3 : kind == 1 && j > 0 ? x[i * cols + j - 1] : scale * (u - 0.4);
            if (((*seed >> 5) & 7) < 2) *cell = RIX_NAN;
        }
    }
}

static void any_table_comes_out_sound(void **state)
{
    (void)state;
    enum { MOST = 12 };
    uint64_t seed = 4;
    for (size_t number = 0; number < 2000; number++) {
        const size_t rows = number % MOST, cols = 1 + number / MOST % 5;
        double x[MOST * 5], y[MOST * 5];
        rix_imputed r[5];
        rix_impute_options o = by(number % 2 ? RIX_IMPUTE_EM : RIX_IMPUTE_NEAREST);
        o.by_distance = number % 4 == 0;
        o.by_range = number % 8 < 4;
        o.ridge = number % 3 ? 0 : 0.01;
        o.max_iterations = 200;
        make_any(&seed, rows, cols, x);
        fill(x, rows, cols, &o, NULL, y, r);
        for (size_t j = 0; j < cols; j++) {
            size_t left = 0;
            for (size_t i = 0; i < rows; i++) {
                const double from = x[i * cols + j], to = y[i * cols + j];
                if (isnan(to)) left++;
                assert_true(isfinite(to) || isnan(to));
                if (!isnan(from)) rix_assert_same(to, from);
            }
            assert_int_equal(left, r[j].missing - r[j].imputed);
            if (o.method == RIX_IMPUTE_NEAREST && r[j].missing < rows) assert_int_equal(left, 0);
        }
    }
}

static void options_at_fault_are_named(void **state)
{
    (void)state;
    const struct {
        rix_impute_options o;
        const char *arg;
    } cases[] = {
        { { .tolerance = 0, .max_iterations = 1, .neighbours = 1 }, "recipe.impute.tolerance" },
        { { .tolerance = RIX_NAN, .max_iterations = 1, .neighbours = 1 },
          "recipe.impute.tolerance" },
        { { .tolerance = 1, .neighbours = 1 }, "recipe.impute.max_iterations" },
        { { .tolerance = 1, .max_iterations = 1, .neighbours = 1, .ridge = -1 },
          "recipe.impute.ridge" },
        { { .tolerance = 1, .max_iterations = 1 }, "recipe.impute.neighbours" },
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double y[2] = { -7, -7 };
        rix_error err = RIX_ERROR_INIT;
        rix_assert_fails(rix_impute(rix_mat_c(five, 1, 2), &cases[k].o, NULL, NULL,
                                    rix_out_c(y, 1, 2), NULL, &err),
                         RIX_EINVAL, err, cases[k].arg);
        assert_string_equal(err.arg, cases[k].arg);
        rix_assert_same(y[0], -7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(em_of_a_monotone_table_is_the_regression),
        cmocka_unit_test(em_does_not_mind_the_units_of_measurement),
        cmocka_unit_test(em_says_that_it_was_stopped),
        cmocka_unit_test(em_of_a_singular_table),
        cmocka_unit_test(em_of_fewer_units_than_columns),
        cmocka_unit_test(em_without_data),
        cmocka_unit_test(em_of_what_has_no_gaps),
        cmocka_unit_test(blocks_are_apart),
        cmocka_unit_test(the_nearest_units_and_their_ties),
        cmocka_unit_test(weights_by_distance),
        cmocka_unit_test(distances_over_common_columns),
        cmocka_unit_test(the_log_of_an_index_names_the_block),
        cmocka_unit_test(any_table_comes_out_sound),
        cmocka_unit_test(options_at_fault_are_named),
    };
    return RIX_RUN_TESTS("impute", tests);
}
