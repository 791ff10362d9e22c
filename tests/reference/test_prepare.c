/* test_prepare.c - denominate, impute, screen and treat against COINr 1.1.14, each step by itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */

enum { INPUT_COLUMNS = 9 };

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

/* The numbers of a file but for its first column, row by row. */
static double *numbers(const csv *t)
{
    double *x = calloc(t->rows * t->cols, sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < t->rows; i++) {
        for (size_t j = 1; j < t->cols; j++) x[i * (t->cols - 1) + j - 1] = csv_number(t, i, j);
    }
    return x;
}

static void check_table(const csv *expected, const double *actual)
{
    for (size_t i = 0; i < expected->rows; i++) {
        for (size_t j = 1; j < expected->cols; j++) {
            check_number(actual[i * (expected->cols - 1) + j - 1], csv_number(expected, i, j));
        }
    }
}

static csv *treat_file(const char *name, const char *ending)
{
    char path[96];
    snprintf(path, sizeof path, "coinr/treat/%s%s.csv", name, ending);
    return csv_read_reference(path);
}

/* ----------------------------------------------------------------------------------- treatment -- */

typedef struct treated_file {
    const csv *input;
    rix_treated *report; /* of each column of the input */
} treated_file;

/* Treats a file, and compares with another. */
static treated_file treat(const char *from, const rix_treat_options *o, const char *to)
{
    csv *input = treat_file(from, ""), *expected = treat_file(to, "");
    const size_t cols = input->cols - 1;
    double *x = numbers(input), *y = calloc(input->rows * cols, sizeof *y);
    treated_file t = { input, calloc(cols, sizeof *t.report) };
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(y);
    assert_non_null(t.report);
    assert_int_equal(expected->cols, input->cols);
    rix_assert_ok(rix_treat(rix_mat_c(x, input->rows, cols), o, rix_out_c(y, input->rows, cols),
                            t.report, &err),
                  err);
    check_table(expected, y);
    free(y);
    free(x);
    csv_free(expected);
    return t;
}

static void done(treated_file *t)
{
    free(t->report);
    csv_free((csv *)(uintptr_t)t->input);
}

static const rix_treated *line_of(const treated_file *t, const char *code)
{
    return &t->report[csv_column(t->input, code) - 1];
}

static void same_text_as(bool value, const char *text)
{
    assert_string_equal(value ? "TRUE" : "FALSE", text);
}

/* One line of a log of the reference. */
static void check_line(const csv *log, size_t i, const rix_treated *r)
{
    const bool reverted = strncmp(csv_text(log, i, csv_column(log, "action")), "reverted", 8) == 0;
    check_number(r->skew_before, csv_number(log, i, csv_column(log, "skew_before")));
    check_number(r->kurt_before, csv_number(log, i, csv_column(log, "kurt_before")));
    same_text_as(r->pass_before, csv_text(log, i, csv_column(log, "pass_before")));
    if (r->winsorised) {
        const double k = (double)(r->n_high + r->n_low);
        check_number(k, csv_number(log, i, csv_column(log, "n_winsorised")));
        check_number(r->skew_winsorised, csv_number(log, i, csv_column(log, "skew_after_step1")));
        check_number(r->kurt_winsorised, csv_number(log, i, csv_column(log, "kurt_after_step1")));
    }
    if (r->winsorised && !reverted) {
        check_number((double)r->n_high, csv_number(log, i, csv_column(log, "n_high")));
        check_number((double)r->n_low, csv_number(log, i, csv_column(log, "n_low")));
        same_text_as(r->pass_winsorised, csv_text(log, i, csv_column(log, "pass_after_step1")));
    }
    check_number(r->skew_transformed, csv_number(log, i, csv_column(log, "skew_after_step2")));
    check_number(r->kurt_transformed, csv_number(log, i, csv_column(log, "kurt_after_step2")));
    if (r->transformed) {
        same_text_as(r->pass_transformed, csv_text(log, i, csv_column(log, "pass_after_step2")));
    }
    const char *action = rix_treatment_action_name(r->action);
    if (reverted) {
        assert_string_equal(action, "reverted");
    } else {
        assert_string_equal(action, csv_text(log, i, csv_column(log, "action")));
    }
}

static void check_rule(const char *from, const char *to, const rix_treat_options *o)
{
    treated_file t = treat(from, o, to);
    csv *log = treat_file(to, "_log");
    for (size_t i = 0; i < log->rows; i++) {
        check_line(log, i, line_of(&t, csv_text(log, i, csv_column(log, "iCode"))));
    }
    csv_free(log);
    done(&t);
}

static rix_treat_options rule(size_t points, double skewness, double kurtosis, rix_transform f)
{
    rix_treat_options o = RIX_TREAT_INIT;
    o.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
    o.max_points = points;
    o.skewness = skewness;
    o.kurtosis = kurtosis;
    o.transform = f;
    return o;
}

static void rules(void **state)
{
    (void)state;
    rix_treat_options o = rule(5, 2, 3.5, RIX_TRANSFORM_LOG_CT);
    check_rule("input", "rule_max5_logCT", &o);
    o = rule(1, 2, 3.5, RIX_TRANSFORM_LOG_CT);
    check_rule("input", "rule_max1_logCT", &o);
    o = rule(2, 2, 3.5, RIX_TRANSFORM_LOG_CT_PLUS);
    check_rule("input", "rule_max2_logCTplus", &o);
    o = rule(1, 1, 2, RIX_TRANSFORM_LOG_CT_PLUS);
    check_rule("input", "rule_max1_logCTplus_strict", &o);
    o = rule(1, 2, 3.5, RIX_TRANSFORM_LOG_CT_ORIG);
    o.combined = true;
    check_rule("input", "rule_max1_logCTorig_combined", &o);
    o = rule(2, 2, 3.5, RIX_TRANSFORM_BOXCOX_SHIFTED);
    o.combined = true;
    check_rule("input", "rule_max2_boxcox0_combined", &o);
    o = rule(2, 2, 3.5, RIX_TRANSFORM_LOG_CT);
    check_rule("edge_input", "edge_rule_max2", &o);
    o = rule(3, 0.5, 1, RIX_TRANSFORM_LOG_CT_PLUS);
    check_rule("edge_input", "edge_rule_strict", &o);
}

/* Of the records of winsorise_counts.csv and its like, those of one file. */
static void check_counts(const treated_file *t, const csv *counts, const char *config)
{
    size_t checked = 0;
    for (size_t i = 0; i < counts->rows; i++) {
        if (strcmp(csv_text(counts, i, csv_column(counts, "config")), config) != 0) continue;
        const rix_treated *r = line_of(t, csv_text(counts, i, csv_column(counts, "iCode")));
        check_number((double)r->n_high, csv_number(counts, i, csv_column(counts, "n_high")));
        check_number((double)r->n_low, csv_number(counts, i, csv_column(counts, "n_low")));
        check_number(r->skew_before, csv_number(counts, i, csv_column(counts, "skew_before")));
        check_number(r->kurt_before, csv_number(counts, i, csv_column(counts, "kurt_before")));
        if (!r->winsorised) continue;
        check_number(r->skew_winsorised, csv_number(counts, i, csv_column(counts, "skew_after")));
        check_number(r->kurt_winsorised, csv_number(counts, i, csv_column(counts, "kurt_after")));
        checked++;
    }
    assert_true(checked > 0);
}

static void check_winsorised(const char *from, const char *to, const csv *counts,
                             const rix_treat_options *o)
{
    treated_file t = treat(from, o, to);
    check_counts(&t, counts, to);
    done(&t);
}

static void winsorising(void **state)
{
    (void)state;
    csv *counts = treat_file("winsorise_counts", "");
    rix_treat_options o = RIX_TREAT_INIT;
    o.method = RIX_TREAT_WINSORISE;
    check_winsorised("input", "winsorise_max5", counts, &o);
    o.max_points = 1;
    check_winsorised("input", "winsorise_max1", counts, &o);
    o.max_points = 2;
    check_winsorised("input", "winsorise_max2", counts, &o);
    o.max_points = RIX_NO_INDEX;
    check_winsorised("input", "winsorise_nolimit", counts, &o);
    o.skewness = 1;
    o.kurtosis = 1.5;
    check_winsorised("input", "winsorise_strict", counts, &o);
    o.skewness = 2;
    o.kurtosis = 3.5;
    o.force = true;
    o.max_points = 3;
    check_winsorised("input", "winsorise_force3", counts, &o);
    csv_free(counts);
}

/* The made-up columns, of which the file has those that can be winsorised. */
static void winsorising_by_force(void **state)
{
    (void)state;
    csv *input = treat_file("edge_input", ""), *expected = treat_file("edge_winsorise_force6", "");
    csv *counts = treat_file("edge_winsorise_force6_counts", "");
    double *x = numbers(input), y[64];
    rix_treat_options o = RIX_TREAT_INIT;
    rix_error err = RIX_ERROR_INIT;
    const size_t n = input->rows;
    o.method = RIX_TREAT_WINSORISE;
    o.force = true;
    o.max_points = 6;
    assert_in_range(n, 1, 64);
    for (size_t c = 1; c < expected->cols; c++) {
        size_t row;
        rix_treated r;
        const size_t col = csv_column(input, expected->cell[c]) - 1;
        const rix_mat column = { x + col, n, 1, (ptrdiff_t)input->cols - 1, 1 };
        rix_assert_ok(rix_treat(column, &o, rix_out_c(y, n, 1), &r, &err), err);
        for (size_t i = 0; i < n; i++) check_number(y[i], csv_number(expected, i, c));
        assert_int_equal(csv_where(counts, "iCode", expected->cell[c], &row, 1), 1);
        check_number((double)r.n_high, csv_number(counts, row, csv_column(counts, "n_high")));
        check_number((double)r.n_low, csv_number(counts, row, csv_column(counts, "n_low")));
    }
    free(x);
    csv_free(counts);
    csv_free(expected);
    csv_free(input);
}

static void check_transform(rix_transform f, double lambda, bool compat, const char *to)
{
    rix_treat_options o = RIX_TREAT_INIT;
    o.method = RIX_TREAT_TRANSFORM;
    o.transform = f;
    o.lambda = lambda;
    o.compat = compat;
    treated_file t = treat("input", &o, to);
    done(&t);
}

static void transforms(void **state)
{
    (void)state;
    check_transform(RIX_TRANSFORM_LOG_CT, 0, false, "log_CT");
    check_transform(RIX_TRANSFORM_LOG_CT_PLUS, 0, false, "log_CT_plus");
    check_transform(RIX_TRANSFORM_LOG_CT_ORIG, 0, false, "log_CT_orig");
    check_transform(RIX_TRANSFORM_LOG_GII, 0, false, "log_GII_formula");
    check_transform(RIX_TRANSFORM_LOG_GII, 0, true, "log_GII_as_returned");
    check_transform(RIX_TRANSFORM_BOXCOX_SHIFTED, 0, false, "boxcox_0");
    check_transform(RIX_TRANSFORM_BOXCOX_SHIFTED, 0.5, false, "boxcox_05");
    check_transform(RIX_TRANSFORM_BOXCOX_SHIFTED, -0.5, false, "boxcox_m05");
    check_transform(RIX_TRANSFORM_BOXCOX_SHIFTED, 2, false, "boxcox_2");
}

/* Positive columns only. */
static void box_cox_as_it_is(void **state)
{
    (void)state;
    csv *input = treat_file("input", ""), *expected = treat_file("boxcox_05_noshift", "");
    double *x = numbers(input), y[64];
    rix_treat_options o = RIX_TREAT_INIT;
    rix_error err = RIX_ERROR_INIT;
    const size_t n = input->rows;
    o.method = RIX_TREAT_TRANSFORM;
    o.transform = RIX_TRANSFORM_BOXCOX;
    o.lambda = 0.5;
    assert_in_range(n, 1, 64);
    assert_true(expected->cols > 1);
    for (size_t c = 1; c < expected->cols; c++) {
        const size_t col = csv_column(input, expected->cell[c]) - 1;
        const rix_mat column = { x + col, n, 1, (ptrdiff_t)input->cols - 1, 1 };
        rix_assert_ok(rix_treat(column, &o, rix_out_c(y, n, 1), NULL, &err), err);
        for (size_t i = 0; i < n; i++) check_number(y[i], csv_number(expected, i, c));
    }
    free(x);
    csv_free(expected);
    csv_free(input);
}

/* ---------------------------------------------------------------------------- the other steps -- */

static csv *asem(const char *file)
{
    char path[96];
    snprintf(path, sizeof path, "coinr/%s.csv", file);
    return csv_read_reference(path);
}

/* Row of a unit in the table that keeps another order. */
static size_t row_of(const csv *t, const char *unit)
{
    size_t row = 0;
    assert_int_equal(csv_where(t, "uCode", unit, &row, 1), 1);
    return row;
}

static void denominating(void **state)
{
    (void)state;
    csv *meta = asem("asem_imeta"), *data = asem("asem_idata"), *expected = asem("denominated");
    double x[64], by[64], y[64];
    const size_t n = data->rows, zero = 0, none = RIX_NO_INDEX;
    size_t divided = 0;
    rix_error err = RIX_ERROR_INIT;
    assert_in_range(n, 1, 64);
    for (size_t m = 0; m < meta->rows; m++) {
        const char *code = csv_text(meta, m, csv_column(meta, "iCode"));
        const char *below = csv_text(meta, m, csv_column(meta, "Denominator"));
        if (strcmp(csv_text(meta, m, csv_column(meta, "Type")), "Indicator") != 0) continue;
        for (size_t i = 0; i < n; i++) {
            x[i] = csv_number(data, i, csv_column(data, code));
            by[i] = below[0] ? csv_number(data, i, csv_column(data, below)) : RIX_NAN;
        }
        rix_assert_ok(rix_denominate(rix_mat_c(x, n, 1), rix_mat_c(by, n, 1),
                                     below[0] ? &zero : &none, NULL, rix_out_c(y, n, 1), &err),
                      err);
        divided += below[0] ? 1 : 0;
        for (size_t i = 0; i < n; i++) {
            const size_t row = row_of(expected, csv_text(data, i, csv_column(data, "uCode")));
            check_number(y[i], csv_number(expected, row, csv_column(expected, code)));
        }
    }
    assert_true(divided > 5);
    csv_free(expected);
    csv_free(data);
    csv_free(meta);
}

/* The file of a method against the columns of denominated.csv that it lists. */
static void check_imputed(const char *file, const rix_impute_options *o, const char *group)
{
    csv *input = asem("denominated"), *data = asem("asem_idata"), *expected = asem(file);
    const size_t n = input->rows, cols = input->cols - 1;
    double *x = numbers(input), *y = calloc(n * cols, sizeof *y);
    const char *groups[64];
    rix_impute_options with = *o;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(y);
    assert_in_range(n, 1, 64);
    for (size_t i = 0; group && i < n; i++) {
        groups[i] = csv_text(data, row_of(data, csv_text(input, i, 0)), csv_column(data, group));
    }
    if (group) with.groups = groups;
    rix_assert_ok(
        rix_impute(rix_mat_c(x, n, cols), &with, NULL, NULL, rix_out_c(y, n, cols), NULL, &err),
        err);
    for (size_t e = 1; e < expected->cols; e++) {
        const size_t col = csv_column(input, expected->cell[e]) - 1;
        for (size_t i = 0; i < n; i++) check_number(y[i * cols + col], csv_number(expected, i, e));
    }
    free(y);
    free(x);
    csv_free(expected);
    csv_free(data);
    csv_free(input);
}

static void imputing(void **state)
{
    (void)state;
    rix_impute_options o = RIX_IMPUTE_INIT;
    o.method = RIX_IMPUTE_MEAN;
    check_imputed("impute/mean", &o, NULL);
    o.method = RIX_IMPUTE_MEDIAN;
    check_imputed("impute/median", &o, NULL);
    o.method = RIX_IMPUTE_GROUP_MEAN;
    check_imputed("imputed", &o, "EurAsia_group");
    o.compat = true; /* a group without any value stays missing */
    check_imputed("imputed", &o, "EurAsia_group");
    check_imputed("impute/mean_by_GDP_group", &o, "GDP_group");
    o.method = RIX_IMPUTE_GROUP_MEDIAN;
    check_imputed("impute/median_by_EurAsia_group", &o, "EurAsia_group");
    check_imputed("impute/median_by_Pop_group", &o, "Pop_group");
}

static void imputing_by_rows(void **state)
{
    (void)state;
    csv *meta = asem("asem_imeta"), *input = asem("denominated");
    csv *expected = asem("impute/row_mean_within_pillar");
    const size_t n = input->rows, cols = input->cols - 1;
    double *x = numbers(input), *y = calloc(n * cols, sizeof *y);
    size_t blocks[64];
    int directions[64];
    rix_impute_options o = RIX_IMPUTE_INIT;
    o.method = RIX_IMPUTE_ROW_MEAN;
    o.compat = true;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(y);
    assert_in_range(cols, 1, 64);
    for (size_t j = 0; j < cols; j++) {
        size_t row, pillar;
        assert_int_equal(csv_where(meta, "iCode", input->cell[j + 1], &row, 1), 1);
        const char *parent = csv_text(meta, row, csv_column(meta, "Parent"));
        assert_int_equal(csv_where(meta, "iCode", parent, &pillar, 1), 1);
        blocks[j] = pillar;
        directions[j] = (int)csv_number(meta, row, csv_column(meta, "Direction"));
    }
    rix_assert_ok(rix_impute(rix_mat_c(x, n, cols), &o, blocks, directions, rix_out_c(y, n, cols),
                             NULL, &err),
                  err);
    for (size_t e = 1; e < expected->cols; e++) {
        const size_t col = csv_column(input, expected->cell[e]) - 1;
        for (size_t i = 0; i < n; i++) check_number(y[i * cols + col], csv_number(expected, i, e));
    }
    free(y);
    free(x);
    csv_free(expected);
    csv_free(input);
    csv_free(meta);
}

/* Screens the indicators of a table, found in asem_imeta.csv, and compares line by line. */
static void check_screen(const char *table, const char *log, const rix_screen_options *o)
{
    csv *meta = asem("asem_imeta"), *data = asem(table), *expected = asem(log);
    const size_t n = data->rows;
    double *x = calloc(n * meta->rows, sizeof *x);
    rix_screened report[64];
    rix_error err = RIX_ERROR_INIT;
    size_t cols = 0;
    assert_non_null(x);
    assert_in_range(n, 1, 64);
    for (size_t m = 0; m < meta->rows; m++) {
        if (strcmp(csv_text(meta, m, csv_column(meta, "Type")), "Indicator") != 0) continue;
        const size_t col = csv_column(data, csv_text(meta, m, csv_column(meta, "iCode")));
        for (size_t i = 0; i < n; i++) x[cols * n + i] = csv_number(data, i, col);
        cols++;
    }
    const rix_mat values = { x, n, cols, 1, (ptrdiff_t)n };
    rix_assert_ok(rix_screen(values, o, NULL, report, &err), err);
    for (size_t i = 0; i < n; i++) {
        const size_t row = row_of(expected, csv_text(data, i, csv_column(data, "uCode")));
        const rix_screened *r = &report[i];
        check_number((double)r->n_missing, csv_number(expected, row, 1));
        check_number((double)r->n_zero, csv_number(expected, row, 2));
        check_number(r->data_share, csv_number(expected, row, csv_column(expected, "Dat_Avail")));
        check_number(r->nonzero_share, csv_number(expected, row, csv_column(expected, "Non_Zero")));
        same_text_as(r->low_data, csv_text(expected, row, csv_column(expected, "LowData")));
        same_text_as(r->low_nonzero, csv_text(expected, row, csv_column(expected, "LowNonZero")));
        same_text_as(r->included, csv_text(expected, row, csv_column(expected, "Included")));
    }
    free(x);
    csv_free(expected);
    csv_free(data);
    csv_free(meta);
}

static void screening(void **state)
{
    (void)state;
    rix_screen_options o = RIX_SCREEN_INIT;
    o.method = RIX_SCREEN_DATA;
    o.min_data = 0.9;
    check_screen("imputed", "screening_log", &o);
    check_screen("asem_idata", "audit/screen_raw_byNA_09_005", &o);
    o.min_data = 0.95;
    check_screen("asem_idata", "audit/screen_raw_byNA_095_005", &o);
    o.method = RIX_SCREEN_DATA_AND_ZEROS;
    o.min_nonzero = 0.94;
    check_screen("asem_idata", "audit/screen_raw_byNAandzeros_095_094", &o);
    o.method = RIX_SCREEN_ZEROS;
    o.min_data = 0.9;
    check_screen("asem_idata", "audit/screen_raw_byzeros_09_094", &o);
}

/* ------------------------------------------------------------------- from raw table to the ranks -- */

/* The tree of asem_imeta.csv, with its denominators. */
static rix_framework *asem_framework(const csv *meta)
{
    rix_node *nodes = calloc(meta->rows, sizeof *nodes);
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0;
    assert_non_null(nodes);
    for (size_t i = 0; i < meta->rows; i++) {
        if (isnan(csv_number(meta, i, csv_column(meta, "Level")))) continue;
        rix_node *node = &nodes[n++];
        *node = (rix_node)RIX_NODE_INIT;
        node->code = csv_text(meta, i, csv_column(meta, "iCode"));
        node->parent = csv_text(meta, i, csv_column(meta, "Parent"));
        node->direction = (int)csv_number(meta, i, csv_column(meta, "Direction"));
        node->weight = csv_number(meta, i, csv_column(meta, "Weight"));
        node->denominator = csv_text(meta, i, csv_column(meta, "Denominator"));
    }
    rix_assert_ok(rix_framework_new(nodes, n, &fw, &err), err);
    free(nodes);
    return fw;
}

/* COINr's recipe of the example. */
static rix_recipe asem_recipe(const char *const *groups)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.denominate.apply = true;
    r.impute.method = RIX_IMPUTE_GROUP_MEAN;
    r.impute.groups = groups;
    r.screen.method = RIX_SCREEN_DATA;
    r.screen.min_data = 0.9;
    r.treat.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
    return r;
}

/* Columns of m, which are those of codes, against a file whose rows are in another order. */
static void check_stage(rix_mat m, const rix_framework *fw, const csv *data, const char *file,
                        bool of_nodes)
{
    csv *expected = asem(file);
    size_t checked = 0;
    for (size_t e = 1; e < expected->cols; e++) {
        const size_t node = rix_framework_find(fw, expected->cell[e]);
        size_t j = node;
        if (node == RIX_NO_INDEX) continue; /* groups and denominators */
        for (size_t k = 0; !of_nodes && k < rix_framework_indicator_count(fw); k++) {
            if (rix_framework_indicator(fw, k) == node) j = k;
        }
        checked++;
        for (size_t i = 0; i < data->rows; i++) {
            const size_t row = row_of(expected, csv_text(data, i, csv_column(data, "uCode")));
            check_number(m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)j * m.col_step],
                         csv_number(expected, row, e));
        }
    }
    assert_true(checked >= 49);
    csv_free(expected);
}

/* The lines of treatment_log.csv; of columns that it lacks, COINr says nothing. */
static void check_treatment_log(const rix_index *index, const rix_framework *fw)
{
    csv *log = asem("treatment_log");
    size_t winsorised = 0;
    for (size_t k = 0; k < rix_framework_indicator_count(fw); k++) {
        const char *code = rix_framework_node(fw, rix_framework_indicator(fw, k))->code;
        size_t row;
        assert_int_equal(csv_where(log, "iCode", code, &row, 1), 1);
        check_line(log, row, rix_index_treated(index, k));
        winsorised += rix_index_treated(index, k)->action == RIX_ACTION_WINSORISE ? 1 : 0;
    }
    assert_int_equal(winsorised, 15);
    csv_free(log);
}

static void check_ranks(const rix_index *index, const rix_framework *fw, const csv *data)
{
    csv *ranked = asem("results_ranks");
    const char *const columns[] = { "Rank_Index", "Rank_Conn", "Rank_Sust" };
    const size_t n = rix_framework_size(fw);
    double *ranks = calloc(data->rows * n, sizeof *ranks);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(ranks);
    rix_assert_ok(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, data->rows, n), &err), err);
    for (size_t c = 0; c < 3; c++) {
        const size_t node = rix_framework_find(fw, columns[c] + strlen("Rank_"));
        for (size_t i = 0; i < data->rows; i++) {
            const size_t row = row_of(ranked, csv_text(data, i, csv_column(data, "uCode")));
            rix_assert_same(ranks[i * n + node],
                            csv_number(ranked, row, csv_column(ranked, columns[c])));
        }
    }
    free(ranks);
    csv_free(ranked);
}

static void from_the_raw_table_to_the_ranks(void **state)
{
    (void)state;
    csv *meta = asem("asem_imeta"), *data = asem("asem_idata");
    const size_t first = csv_column(data, "Area"), n = data->rows, cols = data->cols - first;
    double *x = calloc(n * cols, sizeof *x);
    const char *groups[64];
    rix_framework *fw = asem_framework(meta);
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(x);
    assert_in_range(n, 1, 64);
    for (size_t i = 0; i < n; i++) {
        groups[i] = csv_text(data, i, csv_column(data, "EurAsia_group"));
        for (size_t j = 0; j < cols; j++) x[i * cols + j] = csv_number(data, i, first + j);
    }
    const rix_table table = { .values = rix_mat_c(x, n, cols),
                              .indicators = (const char *const *)data->cell + first };
    const rix_recipe recipe = asem_recipe(groups);
    rix_assert_ok(rix_index_build(&table, fw, &recipe, &index, &err), err);
    check_stage(rix_index_stage(index, RIX_STAGE_DENOMINATED), fw, data, "denominated", false);
    check_stage(rix_index_stage(index, RIX_STAGE_IMPUTED), fw, data, "imputed", false);
    check_stage(rix_index_stage(index, RIX_STAGE_SCREENED), fw, data, "screened", false);
    check_stage(rix_index_stage(index, RIX_STAGE_TREATED), fw, data, "treated", false);
    check_stage(rix_index_stage(index, RIX_STAGE_NORMALISED), fw, data, "normalised", false);
    check_stage(rix_index_scores(index), fw, data, "aggregated", true);
    check_treatment_log(index, fw);
    check_ranks(index, fw, data);
    rix_index_free(index);
    rix_framework_free(fw);
    free(x);
    csv_free(data);
    csv_free(meta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(winsorising),
        cmocka_unit_test(winsorising_by_force),
        cmocka_unit_test(transforms),
        cmocka_unit_test(box_cox_as_it_is),
        cmocka_unit_test(denominating),
        cmocka_unit_test(imputing),
        cmocka_unit_test(imputing_by_rows),
        cmocka_unit_test(screening),
        cmocka_unit_test(from_the_raw_table_to_the_ranks),
    };
    return RIX_RUN_TESTS("prepare", tests);
}
