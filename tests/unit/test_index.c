/* test_index.c - from a table to an index: matching, order of the steps, bad input. */
#include <locale.h>
#include <string.h>

#include "trees.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZER 1
#elif defined(__has_feature)
#define SANITIZER (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZER 0
#endif

enum { BEDS, GDP, HEALTH, ECONOMY, INDEX, N_NODES };

/* index <- health <- beds (direction -1); index <- economy <- gdp. */
static rix_framework *small_tree(void)
{
    rix_node n[N_NODES] = { tree_node("beds", "health"), tree_node("gdp", "economy"),
                            tree_node("health", "index"), tree_node("economy", "index"),
                            tree_node("index", NULL) };
    n[BEDS].direction = -1;
    return tree_new(n, N_NODES);
}

static const char *const fiji_tonga_palau[] = { "Fiji", "Tonga", "Palau" };

/* ------------------------------------------------------------------------------------ columns -- */

static void columns_are_found_by_code(void **state)
{
    (void)state;
    /* gdp, population, health, beds */
    const double x[] = { 10, 1, (double)INFINITY, 2, 20, 2, RIX_NAN, RIX_NAN, 14, 3, 0, 4 };
    const char *codes[] = { "gdp", "population", "health", "beds" };
    const rix_table table = { .values = rix_mat_c(x, 3, 4),
                              .indicators = codes,
                              .units = fiji_tonga_palau };
    rix_framework *fw = small_tree();
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_build(&table, fw, NULL, &index, &err), err);
    rix_framework_free(fw); /* the index keeps nothing of it */

    const rix_mat raw = rix_index_raw(index), normalised = rix_index_normalised(index);
    assert_int_equal(raw.rows, 3);
    assert_int_equal(raw.cols, 2); /* in the order of the framework: beds, gdp */
    rix_assert_same(raw.data[2 * raw.row_step], 4);
    rix_assert_same(raw.data[raw.col_step + raw.row_step], 20);
    assert_int_equal(normalised.cols, 2);
    assert_int_equal(rix_index_scores(index).cols, N_NODES);
    assert_int_equal(rix_index_coverage(index).rows, 3);
    rix_assert_same(tree_score(index, 0, BEDS), 100); /* fewest beds */
    rix_assert_same(tree_score(index, 2, HEALTH), 0);
    rix_assert_same(tree_score(index, 2, ECONOMY), 40);
    rix_assert_same(tree_score(index, 0, INDEX), 50);
    rix_assert_same(tree_score(index, 1, INDEX), 100); /* gdp alone */
    rix_assert_same(tree_coverage(index, 1, HEALTH), 0);
    rix_assert_same(tree_coverage(index, 1, INDEX), 0.5);
    rix_assert_same(tree_coverage(index, 2, INDEX), 1);

    assert_int_equal(rix_index_log_size(index), 3);
    const rix_log_entry *line = rix_index_log_entry(index, 0);
    assert_string_equal(line->message,
                        "column 'population' is no indicator of the framework and is left aside");
    assert_string_equal(line->step, "table");
    assert_int_equal(line->severity, RIX_NOTE);
    assert_true(line->unit == RIX_NO_INDEX && line->node == RIX_NO_INDEX);
    assert_true(tree_log_has(index, RIX_NOTE, "column 'health' is no indicator"));
    line = rix_index_log_entry(index, 2);
    assert_string_equal(line->message, "the score of 'health' is missing for 1 of 3 units");
    assert_string_equal(line->step, "aggregate");
    assert_int_equal(line->node, HEALTH);
    rix_index_free(index);
    rix_index_free(NULL);
}

/* The build fails, and *out is left alone. */
static rix_error refused(const rix_table *table, const rix_recipe *recipe, rix_status status,
                         const char *arg, const char *part)
{
    rix_framework *fw = small_tree();
    rix_index *const before = (rix_index *)(uintptr_t)8;
    rix_index *index = before;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(table, fw, recipe, &index, &err), status, err, part);
    assert_ptr_equal(index, before);
    assert_string_equal(err.arg, arg);
    assert_int_equal(rix_index_build(table, fw, recipe, &index, NULL), status);
    rix_framework_free(fw);
    return err;
}

static void columns_that_do_not_match(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4, 5, 6 };
    const char *lacking[] = { "gdp", "beds ", "Beds" }, *twice[] = { "gdp", "beds", "gdp" };
    const char *null[] = { "gdp", "beds", NULL };
    rix_table table = { .values = rix_mat_c(x, 2, 3), .indicators = lacking };
    rix_error err = refused(&table, NULL, RIX_ENOTFOUND, "table.indicators",
                            "the table has no column for indicator 'beds'");
    assert_int_equal(err.node, BEDS);
    table.indicators = twice;
    err = refused(&table, NULL, RIX_ENOTFOUND, "table.indicators",
                  "indicator 'gdp' has two columns, 0 and 2");
    assert_int_equal(err.node, GDP);
    assert_int_equal(err.col, 2);
    table.indicators = null;
    err = refused(&table, NULL, RIX_EINVAL, "table.indicators", "column 2 has no code (NULL)");
    assert_int_equal(err.col, 2);
    table.indicators = NULL;
    refused(&table, NULL, RIX_EDIM, "table.values",
            "the table has 3 columns without codes, the framework 2 indicators");
    table.values.cols = 0;
    refused(&table, NULL, RIX_EDIM, "table.values", "the table has 0 columns without codes");
    table.indicators = twice;
    refused(&table, NULL, RIX_ENOTFOUND, "table.indicators", "no column for indicator 'beds'");
}

/* ---------------------------------------------------------------------------------- bad input -- */

static void infinities_name_their_cell(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 9, RIX_NAN, 4, 9, (double)INFINITY, 6, 9 };
    const double y[] = { 1, 2, 3, (double)-INFINITY, 5, 6 };
    const char *codes[] = { "beds", "gdp", "other" };
    const char *holes[] = { "Fiji", NULL, "Palau" };
    rix_table table = { .values = rix_mat_c(x, 3, 3),
                        .indicators = codes,
                        .units = fiji_tonga_palau };
    rix_error err = refused(&table, NULL, RIX_EDOMAIN, "table.values",
                            "infinite value inf for unit 'Palau', indicator 'beds'");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.col, 0);
    assert_int_equal(err.node, BEDS);
    const rix_table plain = { .values = rix_mat_c(y, 3, 2) };
    err = refused(&plain, NULL, RIX_EDOMAIN, "table.values",
                  "infinite value -inf for unit 1, indicator 'gdp'");
    assert_int_equal(err.row, 1);
    assert_int_equal(err.col, 1);
    assert_int_equal(err.node, GDP);
    const rix_table some_labels = { .values = rix_mat_c(y, 3, 2), .units = holes };
    refused(&some_labels, NULL, RIX_EDOMAIN, "table.values", "for unit 1, indicator 'gdp'");
}

/* Rows are read in stretches: an infinity is found wherever it is. */
static void infinities_are_found_anywhere(void **state)
{
    (void)state;
    enum { MANY = 200 };
    double x[2 * MANY];
    rix_table table = { .values = rix_mat_c(x, MANY, 2) };
    for (size_t k = 0; k < 2 * MANY; k++) x[k] = k % 7 == 0 ? RIX_NAN : (double)k;
    for (size_t k = 0; k < 2 * MANY; k += 3) {
        const double old = x[k];
        x[k] = (double)INFINITY;
        const rix_error err =
            refused(&table, NULL, RIX_EDOMAIN, "table.values", "infinite value inf");
        assert_int_equal(err.row, k / 2);
        assert_int_equal(err.col, k % 2);
        x[k] = old;
    }
}

static void nulls_are_refused(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    const rix_table table = { .values = rix_mat_c(x, 1, 2) };
    const rix_table no_data = { .values = rix_mat_c(NULL, 1, 2) };
    rix_framework *fw = small_tree();
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(NULL, fw, NULL, &index, &err), RIX_EINVAL, err,
                     "table is NULL");
    rix_assert_fails(rix_index_build(&table, NULL, NULL, &index, &err), RIX_EINVAL, err,
                     "fw is NULL");
    rix_assert_fails(rix_index_build(&table, fw, NULL, NULL, &err), RIX_EINVAL, err, "out is NULL");
    rix_framework_free(fw);
    refused(&no_data, NULL, RIX_EINVAL, "table.values", "table.values is NULL");
    assert_null(index);
}

static void sizes_that_overflow(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    const char *codes[] = { "beds", "gdp" };
    const size_t huge[] = { SIZE_MAX,
                            SIZE_MAX / 2,
                            SIZE_MAX / 2 + 1,
                            SIZE_MAX / 8,
                            (size_t)PTRDIFF_MAX / sizeof(double),
                            (size_t)PTRDIFF_MAX / sizeof(double) / 3 };
    for (size_t k = 0; k < sizeof huge / sizeof *huge; k++) {
        rix_table table = { .values = rix_mat_c(x, huge[k], 2) };
        refused(&table, NULL, RIX_EOVERFLOW, "table.values", "are too many"); /* units x nodes */
        table.indicators = codes;
        refused(&table, NULL, RIX_EOVERFLOW, "table.values", "are too many");
    }
    rix_table wide = { .values = rix_mat_c(x, 8, SIZE_MAX / 4), .indicators = codes };
    refused(&wide, NULL, RIX_EOVERFLOW, "table.values", "is too large");
    wide.values.cols = 0;
    wide.values.rows = SIZE_MAX / 2;
    wide.indicators = NULL;
    refused(&wide, NULL, RIX_EDIM, "table.values", "0 columns");
}

static void memory_that_is_not_there(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    if (sizeof(size_t) < 8 || SANITIZER) skip(); /* which aborts by itself */
    /* 2^55 units of five nodes: a size that fits, of a block that no machine has. */
    const rix_table table = { .values = rix_mat_c(x, (size_t)1 << 55, 2) };
    rix_framework *fw = small_tree();
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(&table, fw, NULL, &index, &err), RIX_ENOMEM, err,
                     "out of memory");
    rix_framework_free(fw);
}

static void check_recipe(const rix_recipe *recipe, const char *arg, const char *part)
{
    const double x[] = { 1, 2 };
    const rix_table table = { .values = rix_mat_c(x, 1, 2) };
    refused(&table, recipe, RIX_EINVAL, arg, part);
}

static void bad_fields_of_normalise(void **state)
{
    (void)state;
    const char *method = "recipe.normalise.method", *low = "recipe.normalise.low";
    const char *high = "recipe.normalise.high", *sd = "recipe.normalise.sd";
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_INHERIT;
    check_recipe(&r, method, "recipe.normalise.method is none of its enumerators");
    r.normalise.method = (rix_normalisation)(RIX_NORM_AMPI + 1);
    check_recipe(&r, method, "recipe.normalise.method is none of its enumerators");
    r = (rix_recipe)RIX_RECIPE_INIT;
    r.normalise.low = 100;
    check_recipe(&r, low, "recipe.normalise.low, 100, is not below recipe.normalise.high, 100");
    r.normalise.low = RIX_NAN;
    check_recipe(&r, low, "recipe.normalise.low is nan");
    r.normalise.low = (double)-INFINITY;
    check_recipe(&r, low, "recipe.normalise.low is -inf");
    r.normalise.low = 0;
    r.normalise.high = RIX_NAN;
    check_recipe(&r, high, "recipe.normalise.high is nan");
    r.normalise.method = RIX_NORM_NONE; /* half a range is none either */
    check_recipe(&r, high, "recipe.normalise.high is nan");
    r.normalise.low = RIX_NAN;
    r.normalise.method = RIX_NORM_GOALPOSTS;
    check_recipe(&r, low, "recipe.normalise.low is nan");
    r.normalise.low = -1.7e308;
    r.normalise.high = 1.7e308;
    check_recipe(&r, high,
                 "recipe.normalise.high is 1.7e+308, but the range of scores is too wide");
    r = (rix_recipe)RIX_RECIPE_INIT;
    r.normalise.mean = RIX_NAN;
    check_recipe(&r, "recipe.normalise.mean", "recipe.normalise.mean is nan");
    r.normalise.mean = 0;
    r.normalise.sd = 0;
    check_recipe(&r, sd, "recipe.normalise.sd is 0, but must be positive and finite");
    r.normalise.sd = (double)INFINITY;
    check_recipe(&r, sd, "recipe.normalise.sd is inf");
}

static void bad_fields_of_aggregate(void **state)
{
    (void)state;
    const char *share = "recipe.aggregate.min_share";
    rix_recipe r = RIX_RECIPE_INIT;
    r.aggregate.rule = RIX_AGG_INHERIT;
    check_recipe(&r, "recipe.aggregate.rule", "recipe.aggregate.rule is none of its enumerators");
    r.aggregate.rule = (rix_aggregation)-1;
    check_recipe(&r, "recipe.aggregate.rule", "recipe.aggregate.rule is none of its enumerators");
    r = (rix_recipe)RIX_RECIPE_INIT;
    r.aggregate.missing = (rix_missing)3;
    check_recipe(&r, "recipe.aggregate.missing", "is none of its enumerators");
    r = (rix_recipe)RIX_RECIPE_INIT;
    r.aggregate.min_share = 1.25;
    check_recipe(&r, share, "recipe.aggregate.min_share is 1.25, but must lie in [0, 1]");
    r.aggregate.min_share = -0.1;
    check_recipe(&r, share, "recipe.aggregate.min_share is -0.1");
    r.aggregate.min_share = RIX_NAN;
    check_recipe(&r, share, "recipe.aggregate.min_share is nan");
    r = (rix_recipe)RIX_RECIPE_INIT;
    r.aggregate.fill = RIX_NAN;
    check_recipe(&r, "recipe.aggregate.fill", "recipe.aggregate.fill is nan, but must be finite");
}

/* ----------------------------------------------------------------------- nothing, or not enough -- */

static void no_units_are_an_empty_index(void **state)
{
    (void)state;
    rix_framework *fw = small_tree();
    rix_recipe r = RIX_RECIPE_INIT;
    r.strict = true;
    for (int method = RIX_NORM_NONE; method <= RIX_NORM_ZSCORE; method++) {
        if (method == RIX_NORM_GOALPOSTS || method == RIX_NORM_LOG_GOALPOSTS) continue;
        r.normalise.method = (rix_normalisation)method;
        rix_index *index = tree_build(fw, NULL, 0, &r);
        assert_int_equal(rix_index_scores(index).rows, 0);
        assert_int_equal(rix_index_scores(index).cols, N_NODES);
        assert_int_equal(rix_index_coverage(index).cols, N_NODES);
        assert_int_equal(rix_index_raw(index).cols, 2);
        assert_int_equal(rix_index_log_size(index), 0);
        rix_index_free(index);
    }
    rix_framework_free(fw);
}

static void units_without_data(void **state)
{
    (void)state;
    const double x[] = { 1, 2, RIX_NAN, RIX_NAN, 3, RIX_NAN };
    const rix_table table = { .values = rix_mat_c(x, 3, 2), .units = fiji_tonga_palau };
    rix_framework *fw = small_tree();
    rix_index *index = NULL;
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    r.normalise.method = RIX_NORM_NONE;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    assert_string_equal(rix_index_log_entry(index, 0)->message, "unit 'Tonga' has no data");
    assert_int_equal(rix_index_log_entry(index, 0)->severity, RIX_WARNING);
    assert_int_equal(rix_index_log_entry(index, 0)->unit, 1);
    assert_true(isnan(tree_score(index, 1, INDEX)));
    rix_assert_same(tree_coverage(index, 1, INDEX), 0);
    rix_index_free(index);
    r.aggregate.missing = RIX_MISSING_VALUE;
    r.aggregate.fill = 7;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 1, INDEX), 7);
    assert_true(tree_log_has(index, RIX_WARNING, "unit 'Tonga' has no data"));
    rix_index_free(index);
    rix_framework_free(fw);
    r.strict = true;
    err = refused(&table, &r, RIX_EMISSING, "table.values", "unit 'Tonga' has no data");
    assert_int_equal(err.row, 1);
}

/* A note is never an error. */
static void strict_minds_warnings_only(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4, RIX_NAN, 9 };
    const char *codes[] = { "beds", "gdp", "other" };
    const rix_table table = { .values = rix_mat_c(x, 2, 3), .indicators = codes };
    rix_framework *fw = small_tree();
    rix_index *index = NULL;
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    r.strict = true;
    r.normalise.method = RIX_NORM_NONE;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    assert_int_equal(rix_index_log_size(index), 2);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void every_line_of_a_long_log_is_there(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    static double x[2 * MANY];
    for (size_t k = 0; k < 2 * MANY; k++) x[k] = k < 2 ? 1 : RIX_NAN;
    rix_framework *fw = small_tree();
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = RIX_NORM_NONE;
    rix_index *index = tree_build(fw, x, MANY, &r);
    assert_int_equal(rix_index_log_size(index), MANY - 1 + 3); /* and a note for each group */
    assert_string_equal(rix_index_log_entry(index, MANY - 2)->message, "unit 999 has no data");
    rix_index_free(index);
    rix_framework_free(fw);
}

/* ------------------------------------------------------------------------------- the same bits -- */

static void check_same_scores(const rix_index *a, const rix_index *b)
{
    const rix_mat s = rix_index_scores(a), t = rix_index_scores(b);
    const rix_mat c = rix_index_coverage(a), d = rix_index_coverage(b);
    assert_int_equal(s.rows, t.rows);
    for (size_t k = 0; k < s.rows * s.cols; k++) {
        rix_assert_same(s.data[k], t.data[k]);
        rix_assert_same(c.data[k], d.data[k]);
    }
}

static void layout_does_not_matter(void **state)
{
    (void)state;
    double across[TREE_UNITS * TREE_NODES], wide[3 * TREE_UNITS * TREE_NODES];
    for (uint64_t number = 0; number < 40; number++) {
        tree_case c;
        tree_random(&c, number, 0.2);
        const size_t n = c.n_units, m = c.n_indicators;
        const ptrdiff_t rows = (ptrdiff_t)n, cols = (ptrdiff_t)m;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < m; j++) {
                across[j * n + i] = c.values[i * m + j];
                wide[3 * ((n - 1 - i) * m + (m - 1 - j))] = c.values[i * m + j];
            }
        }
        const rix_mat views[] = { { c.values, n, m, cols, 1 },
                                  { across, n, m, 1, rows },
                                  { wide + 3 * (n * m - 1), n, m, -3 * cols, -3 } };
        rix_recipe r = RIX_RECIPE_INIT;
        r.normalise.method = number % 2 ? RIX_NORM_MINMAX : RIX_NORM_ZSCORE;
        rix_index *first = tree_build(c.fw, c.values, n, &r);
        for (size_t v = 0; v < 3; v++) {
            const rix_table table = { .values = views[v] };
            rix_error err = RIX_ERROR_INIT;
            rix_index *index = NULL;
            rix_assert_ok(rix_index_build(&table, c.fw, &r, &index, &err), err);
            check_same_scores(first, index);
            rix_index_free(index);
        }
        rix_index_free(first);
        tree_clear(&c);
    }
}

/* A view may say the same row again and again (step 0): the units are then all alike. */
static void a_step_of_zero_repeats(void **state)
{
    (void)state;
    const double x[] = { 3, 4 };
    const rix_table table = { .values = { x, 5, 2, 0, 1 } };
    rix_framework *fw = small_tree();
    rix_recipe r = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    r.normalise.method = RIX_NORM_NONE;
    rix_assert_ok(rix_index_build(&table, fw, &r, &index, &err), err);
    rix_assert_same(tree_score(index, 4, INDEX), (97 + 4) / 2.0);
    rix_index_free(index);
    rix_framework_free(fw);
}

/* Units in another order have the same scores: bits under min-max, whose extremes know no order. */
static void order_of_units_does_not_matter(void **state)
{
    (void)state;
    double turned[TREE_UNITS * TREE_NODES];
    for (uint64_t number = 100; number < 130; number++) {
        tree_case c;
        tree_random(&c, number, 0.2);
        const size_t n = c.n_units, m = c.n_indicators;
        for (size_t i = 0; i < n; i++) {
            memcpy(turned + ((i + 5) % n) * m, c.values + i * m, m * sizeof *turned);
        }
        rix_recipe r = RIX_RECIPE_INIT;
        r.normalise.method = number % 2 ? RIX_NORM_MINMAX : RIX_NORM_ZSCORE;
        rix_index *a = tree_build(c.fw, c.values, n, &r), *b = tree_build(c.fw, turned, n, &r);
        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < c.n_nodes; k++) {
                const double x = tree_score(a, i, k), y = tree_score(b, (i + 5) % n, k);
                if (r.normalise.method == RIX_NORM_MINMAX) rix_assert_same(y, x);
                rix_assert_near(y, x, 1e-13);
            }
        }
        rix_index_free(a);
        rix_index_free(b);
        tree_clear(&c);
    }
}

/* Units are taken in blocks; every unit must come out as it does alone. */
static void many_units_are_like_one(void **state)
{
    (void)state;
    enum { MANY = 300 };
    tree_case c;
    static double x[MANY * TREE_NODES];
    rix_stream s;
    tree_random(&c, 4, 0);
    rix_stream_init(&s, 5, 0);
    for (size_t k = 0; k < MANY * c.n_indicators; k++) {
        const double value = 10 * rix_stream_uniform(&s);
        x[k] = rix_stream_uniform(&s) < 0.2 ? RIX_NAN : value;
    }
    for (int rule = RIX_AGG_ARITHMETIC; rule <= RIX_AGG_SCALED_GEOMETRIC; rule++) {
        rix_recipe r = RIX_RECIPE_INIT;
        r.normalise.method = RIX_NORM_NONE;
        r.normalise.high = 10;
        r.aggregate.rule = (rix_aggregation)rule;
        rix_index *index = tree_build(c.fw, x, MANY, &r);
        for (size_t i = 0; i < MANY; i += 7) {
            rix_index *alone = tree_build(c.fw, x + i * c.n_indicators, 1, &r);
            for (size_t k = 0; k < c.n_nodes; k++) {
                rix_assert_same(tree_score(index, i, k), tree_score(alone, 0, k));
                rix_assert_same(tree_coverage(index, i, k), tree_coverage(alone, 0, k));
            }
            rix_index_free(alone);
        }
        rix_index_free(index);
    }
    tree_clear(&c);
}

/* Scores recomputed here by recursion over the public framework, for the plain mean. */
static double plain_mean(const tree_case *c, const rix_index *index, size_t unit, size_t node)
{
    double sum = 0, weight = 0;
    if (rix_framework_node(c->fw, node)->kind == RIX_NODE_INDICATOR) {
        return tree_score(index, unit, node);
    }
    for (size_t k = 0; k < c->n_nodes; k++) {
        const rix_node *child = rix_framework_node(c->fw, k);
        if (rix_framework_parent(c->fw, k) != node) continue;
        double x = plain_mean(c, index, unit, k);
        if (child->kind == RIX_NODE_GROUP && child->direction < 0) x = 100 - x;
        if (isnan(x)) continue;
        sum += child->weight * x;
        weight += child->weight;
    }
    return weight > 0 ? sum / weight : RIX_NAN;
}

/* Indicators at or below a node, and those that are there. */
static double plain_coverage(const tree_case *c, const rix_index *index, size_t unit, size_t node)
{
    double all = 0, there = 0;
    for (size_t k = 0; k < c->n_indicators; k++) {
        const size_t leaf = rix_framework_indicator(c->fw, k);
        size_t at = leaf;
        while (at != node && at != RIX_NO_INDEX) at = rix_framework_parent(c->fw, at);
        if (at != node) continue;
        all++;
        there += isnan(tree_score(index, unit, leaf)) ? 0 : 1;
    }
    return there / all;
}

static void random_trees_by_recursion(void **state)
{
    (void)state;
    for (uint64_t number = 200; number < 260; number++) {
        tree_case c;
        tree_random(&c, number, 0.25);
        rix_index *index = tree_build(c.fw, c.values, c.n_units, NULL);
        for (size_t i = 0; i < c.n_units; i++) {
            for (size_t k = 0; k < c.n_nodes; k++) {
                rix_assert_near(tree_score(index, i, k), plain_mean(&c, index, i, k), 1e-12);
                rix_assert_same(tree_coverage(index, i, k), plain_coverage(&c, index, i, k));
            }
        }
        rix_index_free(index);
        tree_clear(&c);
    }
}

/* ----------------------------------------------------------------------------------- messages -- */

static void labels_in_messages_stay_whole(void **state)
{
    (void)state;
    char label[400] = "";
    const char *units[] = { label };
    const double x[] = { (double)INFINITY, 1 };
    const rix_table table = { .values = rix_mat_c(x, 1, 2), .units = units };
    for (size_t lead = 0; lead < 4; lead++) { /* so that the limit falls on every byte of "𐎀" */
        memset(label, 'a', lead);
        label[lead] = '\0';
        for (size_t k = 0; k < 90; k++) strcat(label, "\xF0\x90\x8E\x80");
        const rix_error err =
            refused(&table, NULL, RIX_EDOMAIN, "table.values", "...', indicator 'beds'");
        assert_true(rix_test_is_utf8(err.message));
    }
    strcpy(label, "C\xC3\xB4te d'Ivoire\nsecond line");
    const rix_error err =
        refused(&table, NULL, RIX_EDOMAIN, "table.values", "C\xC3\xB4te d'Ivoire second line'");
    assert_null(strchr(err.message, '\n'));
}

static void numbers_have_a_point_under_any_locale(void **state)
{
    (void)state;
    const char *const commas[] = { "de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8", "fr_FR.utf8",
                                   "da_DK.UTF-8", "ru_RU.UTF-8", "pt_BR.UTF-8", "es_ES.UTF-8" };
    const char *got = NULL;
    for (size_t k = 0; k < sizeof commas / sizeof *commas && !got; k++) {
        got = setlocale(LC_ALL, commas[k]);
    }
    if (!got || strcmp(localeconv()->decimal_point, ",") != 0) {
        setlocale(LC_ALL, "C");
        skip();
    }
    rix_recipe r = RIX_RECIPE_INIT;
    r.aggregate.min_share = 1.25;
    check_recipe(&r, "recipe.aggregate.min_share", "is 1.25, but must");
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_code),
        cmocka_unit_test(columns_that_do_not_match),
        cmocka_unit_test(infinities_name_their_cell),
        cmocka_unit_test(infinities_are_found_anywhere),
        cmocka_unit_test(nulls_are_refused),
        cmocka_unit_test(sizes_that_overflow),
        cmocka_unit_test(memory_that_is_not_there),
        cmocka_unit_test(bad_fields_of_normalise),
        cmocka_unit_test(bad_fields_of_aggregate),
        cmocka_unit_test(no_units_are_an_empty_index),
        cmocka_unit_test(units_without_data),
        cmocka_unit_test(strict_minds_warnings_only),
        cmocka_unit_test(every_line_of_a_long_log_is_there),
        cmocka_unit_test(layout_does_not_matter),
        cmocka_unit_test(a_step_of_zero_repeats),
        cmocka_unit_test(order_of_units_does_not_matter),
        cmocka_unit_test(many_units_are_like_one),
        cmocka_unit_test(random_trees_by_recursion),
        cmocka_unit_test(labels_in_messages_stay_whole),
        cmocka_unit_test(numbers_have_a_point_under_any_locale),
    };
    return RIX_RUN_TESTS("index", tests);
}
