/* test_panel.c - tables whose rows are units at periods. */
#include <stdlib.h>
#include <string.h>

#include "index/panel.h"
#include "trees.h"

enum { ROWS = 11, COLS = 2 };

/* Four units at three periods that are not evenly spaced; D has no row in 2020. */
static const char *const units[ROWS] = { "B", "A", "C", "D", "A", "B", "C", "C", "D", "A", "B" };
static const double periods[ROWS] = { 2018, 2018, 2018, 2018, 2020, 2020,
                                      2020, 2021, 2021, 2021, 2021 };
static const double cells[ROWS * COLS] = { 3, 10, 1,  40, 2,  20, 7,  30, 4,  35, 1,
                                           5, 9,  50, 8,  15, 2,  45, 3,  25, 12, 10 };

static rix_table panel_of(const double *x, size_t n)
{
    return (rix_table){ .values = rix_mat_c(x, n, COLS),
                        .units = units,
                        .periods = rix_vec_c(periods, n) };
}

static rix_framework *two_indicators(rix_normalisation own, int direction)
{
    rix_node nodes[3] = { tree_node("index", NULL), tree_node("x", "index"),
                          tree_node("y", "index") };
    nodes[1].normalise = own;
    nodes[1].target = 5;
    nodes[1].goal_low = 0;
    nodes[1].goal_high = 20;
    nodes[1].direction = direction;
    return tree_new(nodes, 3);
}

/* ---------------------------------------------------------------------------------- the panel -- */

static void rows_are_found_by_unit_and_period(void **state)
{
    (void)state;
    const rix_table table = panel_of(cells, ROWS);
    const size_t of_a[] = { 1, 4, 9 }, of_2021[] = { 7, 8, 9, 10 };
    rix_i_panel p;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_panel_init(&p, &table, &err), err);
    assert_int_equal(p.n_units, 4);
    assert_int_equal(p.n_periods, 3);
    assert_true(p.time[0] == 2018 && p.time[1] == 2020 && p.time[2] == 2021);
    assert_int_equal(p.unit[4], 1); /* units are counted as they come: B, A, C, D */
    assert_memory_equal(p.of_unit + p.first_of_unit[1], of_a, sizeof of_a);
    assert_memory_equal(p.of_period + p.first_of_period[2], of_2021, sizeof of_2021);
    assert_int_equal(rix_i_panel_find(&p, 2019), RIX_NO_INDEX);
    assert_int_equal(rix_i_panel_find(&p, 2022), RIX_NO_INDEX);
    assert_int_equal(rix_i_panel_find(&p, 2020), 1);
    rix_i_panel_clear(&p);
}

static void what_is_no_panel_is_refused_by_name(void **state)
{
    (void)state;
    double time[ROWS];
    const char *label[ROWS];
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    memcpy(time, periods, sizeof time);
    memcpy(label, units, sizeof label);
    rix_table table = { .values = rix_mat_c(cells, ROWS, COLS),
                        .units = label,
                        .periods = rix_vec_c(time, ROWS) };
    time[5] = 2018;
    rix_assert_fails(rix_index_build(&table, fw, NULL, &index, &err), RIX_EINVAL, err,
                     "unit 'B' has two rows for period 2018, 0 and 5");
    assert_int_equal(err.row, 5);
    time[5] = (double)INFINITY;
    rix_assert_fails(rix_index_build(&table, fw, NULL, &index, &err), RIX_EDOMAIN, err,
                     "period inf of unit 'B' in row 5");
    time[5] = 2020;
    label[6] = NULL;
    rix_assert_fails(rix_index_build(&table, fw, NULL, &index, &err), RIX_EINVAL, err,
                     "row 6 of the panel has no unit");
    table.periods.size = 3;
    rix_assert_fails(rix_index_build(&table, fw, NULL, &index, &err), RIX_EDIM, err,
                     "3 periods for 11 rows");
    assert_null(index);
    rix_framework_free(fw);
}

/* ---------------------------------------------------------------------------------- normalise -- */

/* Rules that score by the column as a whole. */
static const rix_normalisation rules[] = {
    RIX_NORM_MINMAX,
    RIX_NORM_GOALPOSTS,
    RIX_NORM_ZSCORE,
    RIX_NORM_SCALED,
    RIX_NORM_ROBUST_Z,
    RIX_NORM_DISTANCE_MAX,
    RIX_NORM_FRACTION_MAX,
    RIX_NORM_DISTANCE_REFERENCE,
    RIX_NORM_DISTANCE_TARGET,
    RIX_NORM_PERCENTILE_RANK,
    RIX_NORM_RANK,
    RIX_NORM_BORDA,
    RIX_NORM_LOGISTIC,
    RIX_NORM_QUANTILE_CLASSES,
    RIX_NORM_AMPI,
};
enum { N_RULES = sizeof rules / sizeof rules[0] };

static rix_recipe recipe_over(rix_normalisation method, rix_over over)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method = method == RIX_NORM_DISTANCE_TARGET || method == RIX_NORM_AMPI ||
                                 method == RIX_NORM_GOALPOSTS || method == RIX_NORM_SCALED
                             ? RIX_NORM_MINMAX
                             : method;
    r.normalise.over = over;
    r.normalise.base = 2018;
    r.normalise.reference = over == RIX_OVER_ALL ? NULL : "A";
    return r;
}

static rix_index *build(const rix_table *table, const rix_framework *fw, const rix_recipe *recipe)
{
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_build(table, fw, recipe, &index, &err), err);
    return index;
}

/* The scores of the table's rows from `first` are those of the other index from its first row, to the bit. */
static void assert_rows_equal(const rix_index *index, size_t first, const rix_index *alone)
{
    const rix_mat a = rix_index_scores(index), b = rix_index_scores(alone);
    for (size_t i = 0; i < b.rows; i++) {
        for (size_t k = 0; k < b.cols; k++) {
            rix_assert_same(tree_score(index, first + i, k), tree_score(alone, i, k));
        }
    }
    assert_true(a.rows >= first + b.rows);
}

/* Each period scores as a table of its own, and so does the base. */
static void periods_score_as_tables_of_their_own(void **state)
{
    (void)state;
    const size_t first[] = { 0, 4, 7 }, size[] = { 4, 3, 4 };
    const rix_table table = panel_of(cells, ROWS);
    for (size_t turn = 0; turn < 2 * N_RULES; turn++) {
        const rix_normalisation rule = rules[turn / 2];
        rix_framework *fw = two_indicators(rule, turn % 2 ? -1 : 1);
        const rix_recipe by_period = recipe_over(rule, RIX_OVER_PERIOD);
        const rix_recipe by_base = recipe_over(rule, RIX_OVER_BASE);
        rix_recipe plain = recipe_over(rule, RIX_OVER_ALL);
        plain.normalise.reference = "A";
        rix_index *panel = build(&table, fw, &by_period), *anchored = build(&table, fw, &by_base);
        for (size_t p = 0; p < 3; p++) {
            const rix_table one = { .values = rix_mat_c(cells + first[p] * COLS, size[p], COLS),
                                    .units = units + first[p] };
            rix_index *alone = build(&one, fw, &plain);
            assert_rows_equal(panel, first[p], alone);
            if (p == 0) assert_rows_equal(anchored, 0, alone);
            rix_index_free(alone);
        }
        rix_index_free(anchored);
        rix_index_free(panel);
        rix_framework_free(fw);
    }
}

/* A panel of one period is the cross-section, over whatever it is normalised. */
static void one_period_is_a_cross_section(void **state)
{
    (void)state;
    const rix_table panel = panel_of(cells, 4);
    const rix_table plain = { .values = rix_mat_c(cells, 4, COLS), .units = units };
    for (size_t turn = 0; turn < 3 * N_RULES; turn++) {
        const rix_normalisation rule = rules[turn / 3];
        rix_framework *fw = two_indicators(rule, 1);
        rix_recipe here = recipe_over(rule, (rix_over)(turn % 3));
        here.normalise.reference = "A";
        rix_recipe there = here;
        there.normalise.over = RIX_OVER_ALL;
        rix_index *a = build(&panel, fw, &here), *b = build(&plain, fw, &there);
        assert_rows_equal(a, 0, b);
        rix_index_free(b);
        rix_index_free(a);
        rix_framework_free(fw);
    }
}

/* Rows in another order score as they did. */
static void rows_may_come_in_any_order(void **state)
{
    (void)state;
    double x[ROWS * COLS], time[ROWS];
    const char *label[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        const size_t from = (5 * i + 3) % ROWS;
        memcpy(x + i * COLS, cells + from * COLS, COLS * sizeof *x);
        time[i] = periods[from];
        label[i] = units[from];
    }
    const rix_table table = panel_of(cells, ROWS);
    const rix_table mixed = { .values = rix_mat_c(x, ROWS, COLS),
                              .units = label,
                              .periods = rix_vec_c(time, ROWS) };
    for (size_t turn = 0; turn < 2 * N_RULES; turn++) {
        const rix_normalisation rule = rules[turn / 2];
        rix_framework *fw = two_indicators(rule, 1);
        const rix_recipe recipe = recipe_over(rule, turn % 2 ? RIX_OVER_PERIOD : RIX_OVER_BASE);
        rix_index *a = build(&table, fw, &recipe), *b = build(&mixed, fw, &recipe);
        for (size_t i = 0; i < ROWS; i++) {
            for (size_t k = 0; k < 3; k++) { /* sums of another order may round in another way */
                rix_assert_close(tree_score(b, i, k), tree_score(a, (5 * i + 3) % ROWS, k), 1e-14);
            }
        }
        rix_index_free(b);
        rix_index_free(a);
        rix_framework_free(fw);
    }
}

/* By hand: x is 3 1 2 7 in 2018, so that [1, 7] becomes [0, 100]. */
static void the_base_is_the_yardstick(void **state)
{
    (void)state;
    const rix_table table = panel_of(cells, ROWS);
    const double x[ROWS] = { 3, 1, 2, 7, 4, 1, 9, 8, 2, 3, 12 };
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_recipe recipe = recipe_over(RIX_NORM_MINMAX, RIX_OVER_BASE);
    rix_index *cut = build(&table, fw, &recipe);
    recipe.normalise.truncate = false;
    rix_index *free_of_it = build(&table, fw, &recipe);
    recipe = recipe_over(RIX_NORM_PERCENTILE_RANK, RIX_OVER_BASE);
    rix_index *share = build(&table, fw, &recipe);
    recipe = recipe_over(RIX_NORM_RANK, RIX_OVER_BASE);
    rix_index *rank = build(&table, fw, &recipe);
    const double ranks[ROWS] = { 3, 1, 2, 4, 3.5, 1, 4, 4, 2, 3, 4 };
    for (size_t i = 0; i < ROWS; i++) {
        const double score = 100 * (x[i] - 1) / 6;
        rix_assert_close(tree_score(free_of_it, i, 1), score, 1e-14);
        rix_assert_close(tree_score(cut, i, 1), score > 100 ? 100 : score, 1e-14);
        rix_assert_same(tree_score(rank, i, 1), ranks[i]);
        rix_assert_close(tree_score(share, i, 1), fmin(100, 100 * (ranks[i] - 1) / 3), 1e-14);
    }
    assert_int_equal(rix_index_log_size(cut), rix_index_log_size(free_of_it) + 2);
    rix_assert_text(rix_index_log_entry(cut, 0)->message,
                    "3 of 11 values of indicator 'x' lie beyond the extremes of the base period");
    rix_index_free(rank);
    rix_index_free(share);
    rix_index_free(free_of_it);
    rix_index_free(cut);
    rix_framework_free(fw);
}

static void a_period_without_spread_is_missing_and_named(void **state)
{
    (void)state;
    double x[ROWS * COLS];
    memcpy(x, cells, sizeof x);
    for (size_t i = 4; i < 7; i++) x[i * COLS] = 6;
    const rix_table table = panel_of(x, ROWS);
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_recipe recipe = recipe_over(RIX_NORM_MINMAX, RIX_OVER_PERIOD);
    rix_index *index = build(&table, fw, &recipe);
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(isnan(tree_score(index, i, 1)), i >= 4 && i < 7);
    }
    rix_assert_text(rix_index_log_entry(index, 0)->message,
                    "indicator 'x' is constant at 6, so its scores are missing (period 2020)");
    rix_index_free(index);
    recipe.normalise.over = RIX_OVER_BASE;
    recipe.normalise.base = 2020;
    index = build(&table, fw, &recipe);
    for (size_t i = 0; i < ROWS; i++) assert_true(isnan(tree_score(index, i, 1)));
    rix_index_free(index);
    rix_framework_free(fw);
}

static void periods_that_are_not_there(void **state)
{
    (void)state;
    const rix_table table = panel_of(cells, ROWS);
    const rix_table plain = { .values = rix_mat_c(cells, ROWS, COLS), .units = units };
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_recipe recipe = recipe_over(RIX_NORM_MINMAX, RIX_OVER_BASE);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_index_build(&plain, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.normalise.over is base, but the table has no periods");
    recipe.normalise.base = 2019;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_ENOTFOUND, err,
                     "no period 2019, the base period");
    recipe.normalise.base = RIX_NAN;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.normalise.base is nan");
    recipe.normalise.over = (rix_over)7;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.normalise.over");
    recipe = recipe_over(RIX_NORM_DISTANCE_REFERENCE, RIX_OVER_PERIOD);
    recipe.normalise.reference = "E";
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_ENOTFOUND, err,
                     "no unit 'E'");
    recipe.normalise.reference = "D"; /* no row in 2020 */
    index = build(&table, fw, &recipe);
    assert_true(isnan(tree_score(index, 4, 1)) && !isnan(tree_score(index, 3, 1)));
    rix_index_free(index);
    rix_framework_free(fw);
}

/* The step by itself takes the same rows together. */
static void normalise_by_itself(void **state)
{
    (void)state;
    const rix_table table = panel_of(cells, ROWS);
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, -1);
    double scores[ROWS * COLS];
    rix_error err = RIX_ERROR_INIT;
    for (int over = RIX_OVER_ALL; over <= (int)RIX_OVER_BASE; over++) {
        const rix_recipe recipe = recipe_over(RIX_NORM_ZSCORE, (rix_over)over);
        rix_index *index = build(&table, fw, &recipe);
        rix_assert_ok(
            rix_normalise(&table, fw, &recipe.normalise, rix_out_c(scores, ROWS, COLS), &err), err);
        for (size_t i = 0; i < ROWS; i++) {
            rix_assert_same(scores[i * COLS], tree_score(index, i, 1));
            rix_assert_same(scores[i * COLS + 1], tree_score(index, i, 2));
        }
        rix_index_free(index);
    }
    rix_framework_free(fw);
}

/* ---------------------------------------------------------------------------- ranks and trends -- */

/* Scores are the values themselves. */
static rix_index *as_they_are(const double *x, size_t n, rix_framework **fw)
{
    const rix_table table = panel_of(x, n);
    rix_recipe recipe = RIX_RECIPE_INIT;
    recipe.normalise.method = RIX_NORM_NONE;
    *fw = two_indicators(RIX_NORM_INHERIT, 1);
    return build(&table, *fw, &recipe);
}

static void ranks_within_each_period(void **state)
{
    (void)state;
    const double of_x[ROWS] = { 2, 4, 3, 1, 2, 3, 1, 2, 4, 3, 1 };
    double cells_with_gap[ROWS * COLS], ranks[ROWS * 3];
    rix_framework *fw;
    rix_error err = RIX_ERROR_INIT;
    memcpy(cells_with_gap, cells, sizeof cells);
    cells_with_gap[9 * COLS + 1] = RIX_NAN;
    cells_with_gap[7 * COLS + 1] = cells_with_gap[10 * COLS + 1]; /* 10, 45, missing, 10 */
    rix_index *index = as_they_are(cells_with_gap, ROWS, &fw);
    const rix_out out = rix_out_c(ranks, ROWS, 3);
    rix_assert_ok(rix_index_ranks_by_period(index, RIX_TIES_MAX, out, &err), err);
    for (size_t i = 0; i < ROWS; i++) rix_assert_same(ranks[i * 3 + 1], of_x[i]);
    rix_assert_same(ranks[8 * 3 + 2], 1);
    rix_assert_same(ranks[7 * 3 + 2], 3);
    rix_assert_same(ranks[10 * 3 + 2], 3);
    assert_true(isnan(ranks[9 * 3 + 2]));
    rix_assert_fails(rix_index_ranks_by_period(NULL, RIX_TIES_MAX, out, &err), RIX_EINVAL, err,
                     "index");
    rix_assert_fails(rix_index_ranks_by_period(index, (rix_ties)9, out, &err), RIX_EINVAL, err,
                     "ties");
    rix_assert_fails(rix_index_ranks_by_period(index, RIX_TIES_MAX, rix_out_c(ranks, 2, 3), &err),
                     RIX_EDIM, err, "ranks");
    rix_index_free(index);
    rix_framework_free(fw);
}

/* x of B is 3, 1, 12 at 2018, 2020, 2021: slopes -1, 3 and 11; of D 7 and 2 at 2018 and 2021. */
static void trends_by_hand(void **state)
{
    (void)state;
    double x[ROWS * COLS], trend[4 * 3];
    rix_framework *fw;
    rix_error err = RIX_ERROR_INIT;
    memcpy(x, cells, sizeof x);
    x[4 * COLS] = RIX_NAN; /* A keeps 1 and 3, C 2, 9, 8 */
    x[2 * COLS] = -2;
    x[3 * COLS + 1] = RIX_NAN; /* D keeps one y */
    rix_index *index = as_they_are(x, ROWS, &fw);
    assert_int_equal(rix_index_unit_count(index), 4);
    assert_int_equal(rix_index_unit_of(index, 6), 2);
    assert_int_equal(rix_index_unit_of(index, ROWS), RIX_NO_INDEX);
    const rix_out out = rix_out_c(trend, 4, 3);
    rix_assert_ok(rix_index_trends(index, RIX_TREND_THEIL_SEN, out, &err), err);
    rix_assert_same(trend[1], 3);
    rix_assert_close(trend[3 + 1], 2.0 / 3, 1e-15);
    rix_assert_close(trend[6 + 1], 10.0 / 3, 1e-15); /* 5.5, -1 and 10/3 */
    rix_assert_close(trend[9 + 1], -5.0 / 3, 1e-15);
    assert_true(isnan(trend[9 + 2]));
    rix_assert_ok(rix_index_trends(index, RIX_TREND_GROWTH, out, &err), err);
    rix_assert_close(trend[1], cbrt(4) - 1, 1e-14);
    rix_assert_close(trend[3 + 1], cbrt(3) - 1, 1e-14);
    assert_true(isnan(trend[6 + 1])); /* from -2 */
    rix_assert_close(trend[9 + 1], cbrt(2.0 / 7) - 1, 1e-14);
    assert_true(isnan(trend[9 + 2]));
    trend[0] = 42;
    rix_assert_fails(rix_index_trends(index, (rix_trend_kind)2, out, &err), RIX_EINVAL, err,
                     "no such trend: 2");
    rix_assert_fails(rix_index_trends(NULL, RIX_TREND_GROWTH, out, &err), RIX_EINVAL, err, "index");
    rix_assert_fails(rix_index_trends(index, RIX_TREND_GROWTH, rix_out_c(trend, 3, 4), &err),
                     RIX_EDIM, err, "out");
    rix_assert_same(trend[0], 42);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void without_periods_there_are_neither(void **state)
{
    (void)state;
    const rix_table plain = { .values = rix_mat_c(cells, ROWS, COLS), .units = units };
    double out[ROWS * 3];
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_index *index = build(&plain, fw, NULL);
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_index_unit_count(index), ROWS);
    assert_int_equal(rix_index_unit_of(index, 6), 6);
    rix_assert_fails(rix_index_ranks_by_period(index, RIX_TIES_MIN, rix_out_c(out, ROWS, 3), &err),
                     RIX_EINVAL, err, "no periods");
    rix_assert_fails(rix_index_trends(index, RIX_TREND_GROWTH, rix_out_c(out, ROWS, 3), &err),
                     RIX_EINVAL, err, "no periods");
    rix_index_free(index);
    rix_framework_free(fw);
}

/* ------------------------------------------------------------------------------------- impute -- */

/* Unit A at 1, 2, 4, 8; B at 1 and 8 only; C at 1, 2 and 4. */
enum { GAPS = 9 };
static const char *const gap_units[GAPS] = { "A", "A", "A", "A", "B", "B", "C", "C", "C" };
static const double gap_periods[GAPS] = { 8, 1, 4, 2, 1, 8, 1, 4, 2 };
static const double gaps[GAPS] = { 30, 2, RIX_NAN, RIX_NAN, 5, RIX_NAN, RIX_NAN, 7, RIX_NAN };

static void check_imputed(rix_imputation method, size_t max_lag, const double *expected,
                          const double *from)
{
    const rix_table table = { .values = rix_mat_c(gaps, GAPS, 1),
                              .units = gap_units,
                              .periods = rix_vec_c(gap_periods, GAPS) };
    double y[GAPS], sources[GAPS];
    size_t filled = 0;
    rix_imputed report;
    rix_impute_options o = RIX_IMPUTE_INIT;
    rix_error err = RIX_ERROR_INIT;
    o.method = method;
    o.max_lag = max_lag;
    rix_assert_ok(rix_impute_panel(&table, &o, NULL, NULL, rix_out_c(y, GAPS, 1),
                                   rix_out_c(sources, GAPS, 1), &report, &err),
                  err);
    for (size_t i = 0; i < GAPS; i++) {
        rix_assert_close(y[i], expected[i], 1e-15);
        rix_assert_same(sources[i], from[i]);
        filled += isnan(gaps[i]) && !isnan(y[i]) ? 1 : 0;
    }
    assert_int_equal(report.missing, 5);
    assert_int_equal(report.imputed, filled);
    assert_int_equal(report.fell_back, 0);
}

static void gaps_are_filled_along_time(void **state)
{
    (void)state;
    const double none = RIX_NAN;
    const double latest[] = { 30, 2, 2, 2, 5, 5, none, 7, none };
    const double latest_from[] = { 8, 1, 1, 1, 1, 1, none, 4, none };
    check_imputed(RIX_IMPUTE_LATEST, RIX_NO_INDEX, latest, latest_from);
    const double near[] = { 30, 2, none, 2, 5, none, none, 7, none }; /* B's is three periods old */
    const double near_from[] = { 8, 1, none, 1, 1, none, none, 4, none };
    check_imputed(RIX_IMPUTE_LATEST, 1, near, near_from);
    const double constant[] = { 30, 2, 2, 2, 5, 5, 7, 7, 7 };
    const double constant_from[] = { 8, 1, 1, 1, 1, 1, 4, 4, 4 };
    check_imputed(RIX_IMPUTE_CONSTANT_IN_TIME, RIX_NO_INDEX, constant, constant_from);
    const double line[] = { 30, 2, 14, 6, 5, 5, 7, 7, 7 }; /* 4 a period from 2 */
    const double line_from[] = { 8, 1, none, none, 1, 1, 4, 4, 4 };
    check_imputed(RIX_IMPUTE_LINEAR_IN_TIME, RIX_NO_INDEX, line, line_from);
}

static void an_index_says_where_values_come_from(void **state)
{
    (void)state;
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("x", "index") };
    rix_framework *fw = tree_new(nodes, 2);
    rix_table table = { .values = rix_mat_c(gaps, GAPS, 1),
                        .units = gap_units,
                        .periods = rix_vec_c(gap_periods, GAPS) };
    const double own[] = { 8, 1, RIX_NAN, RIX_NAN, 1, RIX_NAN, RIX_NAN, 4, RIX_NAN };
    const double latest[] = { 8, 1, 1, 1, 1, 1, RIX_NAN, 4, RIX_NAN };
    const rix_imputation methods[] = { RIX_IMPUTE_NONE, RIX_IMPUTE_MEAN, RIX_IMPUTE_LATEST };
    double sources[GAPS];
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < 3; k++) {
        recipe.impute.method = methods[k];
        rix_index *index = build(&table, fw, &recipe);
        rix_assert_ok(rix_index_sources(index, rix_out_c(sources, GAPS, 1), &err), err);
        for (size_t i = 0; i < GAPS; i++) rix_assert_same(sources[i], k < 2 ? own[i] : latest[i]);
        rix_assert_fails(rix_index_sources(index, rix_out_c(sources, 1, GAPS), &err), RIX_EDIM, err,
                         "out");
        rix_index_free(index);
    }
    rix_index *index = NULL;
    recipe.impute.method = RIX_IMPUTE_LINEAR_IN_TIME;
    recipe.impute.compat = true;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EMISSING, err,
                     "unit 'B' has one value only of indicator 'x'");
    table.periods.size = 0;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.impute.method is linear_in_time, but the table has no periods");
    index = build(&table, fw, NULL);
    rix_assert_fails(rix_index_sources(index, rix_out_c(sources, GAPS, 1), &err), RIX_EINVAL, err,
                     "no periods");
    rix_assert_fails(rix_index_sources(NULL, rix_out_c(sources, GAPS, 1), &err), RIX_EINVAL, err,
                     "index");
    rix_index_free(index);
    rix_framework_free(fw);
}

/* Every method over each period is that method on the period's rows. */
static void means_and_the_like_of_each_period(void **state)
{
    (void)state;
    const rix_imputation methods[] = { RIX_IMPUTE_CONSTANT, RIX_IMPUTE_MEAN,
                                       RIX_IMPUTE_MEDIAN,   RIX_IMPUTE_GROUP_MEAN,
                                       RIX_IMPUTE_ROW_MEAN, RIX_IMPUTE_GROUP_MEDIAN,
                                       RIX_IMPUTE_NEAREST };
    const char *const groups[ROWS] = { "p", "q", "p", "q", "q", "p", NULL, "q", "p", "q", "q" };
    const size_t first[] = { 0, 4, 7 }, size[] = { 4, 3, 4 };
    double x[ROWS * COLS], whole[ROWS * COLS], part[ROWS * COLS];
    rix_error err = RIX_ERROR_INIT;
    memcpy(x, cells, sizeof x);
    x[1 * COLS] = x[4 * COLS] = x[6 * COLS + 1] = x[9 * COLS] = x[10 * COLS + 1] = RIX_NAN;
    const rix_table table = panel_of(x, ROWS);
    const rix_out none = { NULL, 0, 0, 1, 1 };
    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
        rix_impute_options o = RIX_IMPUTE_INIT;
        rix_imputed report[COLS], sum = { 0 }, of_part[COLS];
        o.method = methods[m];
        o.groups = groups;
        o.neighbours = 1;
        o.over = RIX_OVER_PERIOD;
        rix_assert_ok(rix_impute_panel(&table, &o, NULL, NULL, rix_out_c(whole, ROWS, COLS), none,
                                       report, &err),
                      err);
        o.over = RIX_OVER_ALL;
        for (size_t p = 0; p < 3; p++) {
            o.groups = groups + first[p];
            rix_assert_ok(rix_impute(rix_mat_c(x + first[p] * COLS, size[p], COLS), &o, NULL, NULL,
                                     rix_out_c(part, size[p], COLS), of_part, &err),
                          err);
            for (size_t c = 0; c < size[p] * COLS; c++) {
                rix_assert_same(whole[first[p] * COLS + c], part[c]);
            }
            sum.missing += of_part[0].missing;
            sum.imputed += of_part[0].imputed;
            sum.fell_back += of_part[0].fell_back;
        }
        assert_int_equal(report[0].missing, sum.missing);
        assert_int_equal(report[0].imputed, sum.imputed);
        assert_int_equal(report[0].fell_back, sum.fell_back);
    }
}

static void imputation_of_what_is_no_panel(void **state)
{
    (void)state;
    double y[GAPS] = { 42 };
    const rix_table plain = { .values = rix_mat_c(gaps, GAPS, 1) };
    const rix_out out = rix_out_c(y, GAPS, 1), none = { NULL, 0, 0, 1, 1 };
    rix_impute_options o = RIX_IMPUTE_INIT;
    rix_error err = RIX_ERROR_INIT;
    o.method = RIX_IMPUTE_LATEST;
    rix_assert_fails(rix_impute(plain.values, &o, NULL, NULL, out, NULL, &err), RIX_EINVAL, err,
                     "recipe.impute.method is latest, but the table has no periods");
    o.method = RIX_IMPUTE_MEAN;
    o.over = RIX_OVER_PERIOD;
    rix_assert_fails(rix_impute_panel(&plain, &o, NULL, NULL, out, none, NULL, &err), RIX_EINVAL,
                     err, "recipe.impute.over is period, but the table has no periods");
    o.over = RIX_OVER_BASE;
    rix_assert_fails(rix_impute_panel(&plain, &o, NULL, NULL, out, none, NULL, &err), RIX_EINVAL,
                     err, "recipe.impute.over is base");
    o.over = RIX_OVER_ALL;
    rix_assert_fails(rix_impute_panel(&plain, &o, NULL, NULL, out, out, NULL, &err), RIX_EINVAL,
                     err, "no periods");
    rix_assert_fails(rix_impute_panel(NULL, &o, NULL, NULL, out, none, NULL, &err), RIX_EINVAL, err,
                     "table");
    rix_assert_same(y[0], 42);
    rix_assert_ok(rix_impute_panel(&plain, &o, NULL, NULL, out, none, NULL, &err), err);
    rix_assert_close(y[2], (30 + 2 + 5 + 7) / 4.0, 1e-15);
}

/* --------------------------------------------------------------------------------- aggregate -- */

/* Rules that compare units do so within each period, as if it were a table of its own. */
static void units_are_compared_within_each_period(void **state)
{
    (void)state;
    const rix_aggregation compare[] = { RIX_AGG_WROCLAW, RIX_AGG_TOPSIS, RIX_AGG_COPELAND,
                                        RIX_AGG_BOD };
    const size_t first[] = { 0, 4, 7 }, size[] = { 4, 3, 4 };
    const rix_table table = panel_of(cells, ROWS);
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    for (size_t k = 0; k < 4; k++) {
        rix_recipe recipe = RIX_RECIPE_INIT;
        recipe.aggregate.rule = compare[k];
        recipe.normalise.over = RIX_OVER_PERIOD;
        recipe.aggregate.over = RIX_OVER_PERIOD;
        rix_index *panel = build(&table, fw, &recipe);
        recipe.normalise.over = RIX_OVER_ALL;
        recipe.aggregate.over = RIX_OVER_ALL;
        for (size_t p = 0; p < 3; p++) {
            const rix_table one = { .values = rix_mat_c(cells + first[p] * COLS, size[p], COLS),
                                    .units = units + first[p] };
            rix_index *alone = build(&one, fw, &recipe);
            double score[ROWS];
            const rix_table scores = { .values = { rix_index_normalised(panel).data, ROWS, COLS, 1,
                                                   ROWS },
                                       .units = units,
                                       .periods = rix_vec_c(periods, ROWS) };
            rix_error err = RIX_ERROR_INIT;
            assert_rows_equal(panel, first[p], alone);
            recipe.aggregate.over = RIX_OVER_PERIOD;
            rix_assert_ok(rix_aggregate(&scores, (rix_vec){ NULL, 0, 1 }, &recipe.aggregate, 0, 100,
                                        rix_out_c(score, ROWS, 1), &err),
                          err);
            rix_assert_same(score[first[p]], tree_score(alone, 0, 0));
            recipe.aggregate.over = RIX_OVER_ALL;
            rix_index_free(alone);
        }
        rix_index_free(panel);
    }
    const rix_table plain = { .values = rix_mat_c(cells, ROWS, COLS) };
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    recipe.aggregate.over = RIX_OVER_PERIOD;
    rix_assert_fails(rix_index_build(&plain, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.aggregate.over is period, but the table has no periods");
    recipe.aggregate.over = RIX_OVER_BASE;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.aggregate.over is base, but must be all or period");
    rix_framework_free(fw);
}

/* ------------------------------------------------------------------------------------- treat -- */

/* Each period is treated as a table of its own, and reports so. */
static void outliers_of_each_period(void **state)
{
    (void)state;
    const size_t first[] = { 0, 4, 7 }, size[] = { 4, 3, 4 };
    const rix_treatment methods[] = { RIX_TREAT_WINSORISE, RIX_TREAT_PERCENTILES,
                                      RIX_TREAT_TRANSFORM };
    double x[ROWS * COLS], moved[ROWS * COLS], of_part[ROWS * COLS];
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_error err = RIX_ERROR_INIT;
    memcpy(x, cells, sizeof x);
    x[3 * COLS] = 700;
    x[8 * COLS + 1] = -90;
    const rix_table table = panel_of(x, ROWS);
    for (size_t m = 0; m < 3; m++) {
        rix_recipe recipe = RIX_RECIPE_INIT;
        recipe.treat.method = methods[m];
        recipe.treat.skewness = 1;
        recipe.treat.kurtosis = 1;
        recipe.treat.transform = RIX_TRANSFORM_LOG_CT;
        recipe.treat.over = RIX_OVER_PERIOD;
        rix_index *index = build(&table, fw, &recipe);
        const rix_mat all = rix_index_stage(index, RIX_STAGE_TREATED);
        rix_assert_ok(rix_index_winsorised(index, rix_out_c(moved, ROWS, COLS), &err), err);
        assert_null(rix_index_treated(index, 0));
        assert_null(rix_index_treated_in(index, 0, 3));
        assert_null(rix_index_treated_in(index, 2, 0));
        recipe.treat.over = RIX_OVER_ALL;
        for (size_t p = 0; p < 3; p++) {
            const rix_table one = { .values = rix_mat_c(x + first[p] * COLS, size[p], COLS) };
            rix_index *alone = build(&one, fw, &recipe);
            const rix_mat part = rix_index_stage(alone, RIX_STAGE_TREATED);
            const rix_out out = rix_out_c(of_part, size[p], COLS);
            rix_assert_ok(rix_index_winsorised(alone, out, &err), err);
            for (size_t k = 0; k < COLS; k++) {
                const rix_treated *here = rix_index_treated_in(index, k, p);
                const rix_treated *there = rix_index_treated_in(alone, k, 7);
                assert_ptr_equal(there, rix_index_treated(alone, k));
                assert_int_equal(here->action, there->action);
                assert_int_equal(here->n_high, there->n_high);
                rix_assert_same(here->high, there->high);
                for (size_t i = 0; i < size[p]; i++) {
                    rix_assert_same(all.data[k * ROWS + first[p] + i], part.data[k * size[p] + i]);
                    rix_assert_same(moved[(first[p] + i) * COLS + k], of_part[i * COLS + k]);
                }
            }
            rix_index_free(alone);
        }
        if (m == 0) assert_true(tree_log_has(index, RIX_NOTE, "'D' in 2018 (700) (period 2018)"));
        rix_index_free(index);
    }
    rix_framework_free(fw);
}

static void treatment_that_cannot_be(void **state)
{
    (void)state;
    const rix_table table = panel_of(cells, ROWS);
    const rix_table plain = { .values = rix_mat_c(cells, ROWS, COLS) };
    rix_framework *fw = two_indicators(RIX_NORM_INHERIT, 1);
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    double out[ROWS * COLS], x[ROWS * COLS];
    recipe.treat.method = RIX_TREAT_TRANSFORM;
    recipe.treat.transform = RIX_TRANSFORM_LOG;
    recipe.treat.over = RIX_OVER_PERIOD;
    rix_assert_fails(rix_index_build(&plain, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.treat.over is period, but the table has no periods");
    rix_assert_fails(rix_treat(plain.values, &recipe.treat, rix_out_c(out, ROWS, COLS), NULL, &err),
                     RIX_EINVAL, err, "recipe.treat.over is period");
    memcpy(x, cells, sizeof x);
    x[8 * COLS] = -3;
    const rix_table negative = panel_of(x, ROWS);
    rix_assert_fails(rix_index_build(&negative, fw, &recipe, &index, &err), RIX_EDOMAIN, err,
                     "the value -3 for unit 'D' in 2021, indicator 'x', has no transform log");
    assert_int_equal(err.row, 8);
    recipe.treat.over = RIX_OVER_BASE;
    rix_assert_fails(rix_index_build(&table, fw, &recipe, &index, &err), RIX_EINVAL, err,
                     "recipe.treat.over is base, but must be all or period");
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found_by_unit_and_period),
        cmocka_unit_test(what_is_no_panel_is_refused_by_name),
        cmocka_unit_test(periods_score_as_tables_of_their_own),
        cmocka_unit_test(one_period_is_a_cross_section),
        cmocka_unit_test(rows_may_come_in_any_order),
        cmocka_unit_test(the_base_is_the_yardstick),
        cmocka_unit_test(a_period_without_spread_is_missing_and_named),
        cmocka_unit_test(periods_that_are_not_there),
        cmocka_unit_test(normalise_by_itself),
        cmocka_unit_test(ranks_within_each_period),
        cmocka_unit_test(trends_by_hand),
        cmocka_unit_test(without_periods_there_are_neither),
        cmocka_unit_test(gaps_are_filled_along_time),
        cmocka_unit_test(an_index_says_where_values_come_from),
        cmocka_unit_test(means_and_the_like_of_each_period),
        cmocka_unit_test(imputation_of_what_is_no_panel),
        cmocka_unit_test(units_are_compared_within_each_period),
        cmocka_unit_test(outliers_of_each_period),
        cmocka_unit_test(treatment_that_cannot_be),
    };
    return RIX_RUN_TESTS("panel", tests);
}
