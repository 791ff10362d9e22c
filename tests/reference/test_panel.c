/* test_panel.c - panels against COINr 1.1.14 and Compind 3.4. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */

enum { MOST_ROWS = 64, COLS = 4 };

/* Units, periods and indicators, rows in an order that no method may care for. */
typedef struct input {
    csv *file;
    const char *units[MOST_ROWS];
    double periods[MOST_ROWS], x[MOST_ROWS * COLS], y[MOST_ROWS * COLS], sources[MOST_ROWS * COLS];
    rix_imputed report[COLS];
    size_t n;
} input;

static size_t shuffled(size_t i, size_t n) { return (7 * i + 3) % n; }

static void read_input(input *in)
{
    in->file = csv_read_reference("coinr/impute/panel_input.csv");
    in->n = in->file->rows;
    assert_int_equal(in->n, 50);
    for (size_t i = 0; i < in->n; i++) {
        const size_t row = shuffled(i, in->n);
        in->units[i] = csv_text(in->file, row, csv_column(in->file, "uCode"));
        in->periods[i] = csv_number(in->file, row, csv_column(in->file, "Time"));
        for (size_t j = 0; j < COLS; j++) in->x[i * COLS + j] = csv_number(in->file, row, 2 + j);
    }
}

static rix_table table_of(const input *in, size_t cols)
{
    return (rix_table){ .values = { in->x, in->n, cols, COLS, 1 },
                        .indicators = (const char *const *)in->file->cell + 2,
                        .units = in->units,
                        .periods = rix_vec_c(in->periods, in->n) };
}

/* Compares the columns of a file with numbers of the shuffled rows. */
static void check_file(const input *in, const char *name, const double *actual)
{
    char path[96];
    snprintf(path, sizeof path, "coinr/impute/%s.csv", name);
    csv *expected = csv_read_reference(path);
    size_t checked = 0;
    assert_int_equal(expected->rows, in->n);
    for (size_t i = 0; i < in->n; i++) {
        const size_t row = shuffled(i, in->n);
        assert_string_equal(csv_text(expected, row, csv_column(expected, "uCode")), in->units[i]);
        for (size_t j = 0; j < COLS; j++) {
            const size_t col = csv_find_column(expected, in->file->cell[2 + j]);
            if (col == (size_t)-1) continue;
            const double value = csv_number(expected, row, col);
            rix_assert_near(actual[i * COLS + j], value, tolerance * fmax(1, fabs(value)));
            checked++;
        }
    }
    assert_in_range(checked, in->n, in->n * COLS);
    csv_free(expected);
}

static void impute(input *in, const rix_impute_options *o, size_t cols)
{
    const rix_table table = table_of(in, cols);
    const rix_out y = { in->y, in->n, cols, COLS, 1 },
                  sources = { in->sources, in->n, cols, COLS, 1 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_impute_panel(&table, o, NULL, NULL, y, sources, in->report, &err), err);
}

static void latest(void **state)
{
    (void)state;
    const size_t lags[] = { RIX_NO_INDEX, 1, 2 };
    const char *names[] = { "panel_latest", "panel_latest_max1", "panel_latest_max2" };
    const char *sources[] = { "panel_latest_source_time", "panel_latest_max1_source_time",
                              "panel_latest_max2_source_time" };
    input in;
    read_input(&in);
    for (size_t k = 0; k < 3; k++) {
        rix_impute_options o = RIX_IMPUTE_INIT;
        o.method = RIX_IMPUTE_LATEST;
        o.max_lag = lags[k];
        impute(&in, &o, COLS);
        check_file(&in, names[k], in.y);
        check_file(&in, sources[k], in.sources);
    }
    csv_free(in.file);
}

static void along_time(void **state)
{
    (void)state;
    input in;
    read_input(&in);
    rix_impute_options o = RIX_IMPUTE_INIT;
    o.method = RIX_IMPUTE_CONSTANT_IN_TIME;
    impute(&in, &o, COLS);
    check_file(&in, "panel_constant", in.y);
    o.method = RIX_IMPUTE_LINEAR_IN_TIME;
    impute(&in, &o, COLS);
    check_file(&in, "panel_linear_constant", in.y);
    check_file(&in, "panel_linear_LPI", in.y);
    csv_free(in.file);
}

/* COINr stops at a series of one value; LPI has none. */
static void where_coinr_stops(void **state)
{
    (void)state;
    input in;
    read_input(&in);
    rix_impute_options o = RIX_IMPUTE_INIT;
    o.method = RIX_IMPUTE_LINEAR_IN_TIME;
    o.compat = true;
    impute(&in, &o, 1);
    check_file(&in, "panel_linear_LPI", in.y);
    const rix_table table = table_of(&in, COLS);
    const rix_out none = { NULL, 0, 0, 1, 1 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(
        rix_impute_panel(&table, &o, NULL, NULL, rix_out_c(in.y, in.n, COLS), none, NULL, &err),
        RIX_EMISSING, err, "has one value only in column '");
    csv_free(in.file);
}

/* Compind's adjusted Mazziotta-Pareto index: extremes are those of all years. */
static void adjusted_mazziotta_pareto(void **state)
{
    (void)state;
    enum { MOST = 128, N = 3 };
    static const char *const codes[N] = { "Life_Expectancy", "Ladder_of_life",
                                          "Ecological_Footprint" };
    csv *file = csv_read_reference("compind/hpi_panel.csv");
    csv *posts = csv_read_reference("compind/ampi_panel_goalposts.csv");
    csv *expected = csv_read_reference("compind/ampi_panel.csv");
    double x[MOST * N], year[MOST];
    const char *units[MOST];
    rix_node nodes[N + 1];
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_framework *fw = NULL;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_in_range(file->rows, 2, MOST);
    for (size_t i = 0; i < file->rows; i++) {
        units[i] = csv_text(file, i, csv_column(file, "ISO"));
        year[i] = csv_number(file, i, csv_column(file, "year"));
        for (size_t j = 0; j < N; j++) {
            x[i * N + j] = csv_number(file, i, csv_column(file, codes[j]));
        }
    }
    for (size_t j = 0; j < N; j++) {
        nodes[j] = (rix_node)RIX_NODE_INIT;
        nodes[j].code = codes[j];
        nodes[j].parent = "ampi";
        assert_string_equal(csv_text(posts, j, csv_column(posts, "iCode")), codes[j]);
        nodes[j].target = csv_number(posts, j, csv_column(posts, "goalpost"));
        nodes[j].direction =
            strcmp(csv_text(posts, j, csv_column(posts, "polarity")), "POS") == 0 ? 1 : -1;
    }
    nodes[N] = (rix_node)RIX_NODE_INIT;
    nodes[N].code = "ampi";
    recipe.normalise.method = RIX_NORM_AMPI;
    recipe.normalise.low = 70;
    recipe.normalise.high = 130;
    recipe.aggregate.rule = RIX_AGG_MPI;
    const rix_table table = { .values = rix_mat_c(x, file->rows, N),
                              .units = units,
                              .periods = rix_vec_c(year, file->rows) };
    rix_assert_ok(rix_framework_new(nodes, N + 1, &fw, &err), err);
    rix_assert_ok(rix_index_build(&table, fw, &recipe, &index, &err), err);
    const rix_mat scores = rix_index_scores(index);
    for (size_t i = 0; i < file->rows; i++) {
        for (size_t j = 0; j <= N; j++) {
            const size_t first = csv_column(expected, "norm_Life_Expectancy");
            const size_t col = j < N ? first + j : csv_column(expected, "ampi_neg_unrounded");
            rix_assert_close(
                scores.data[(ptrdiff_t)i * scores.row_step + (ptrdiff_t)j * scores.col_step],
                csv_number(expected, i, col), tolerance);
        }
    }
    rix_index_free(index);
    rix_framework_free(fw);
    csv_free(expected);
    csv_free(posts);
    csv_free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latest),
        cmocka_unit_test(along_time),
        cmocka_unit_test(where_coinr_stops),
        cmocka_unit_test(adjusted_mazziotta_pareto),
    };
    return RIX_RUN_TESTS("panel", tests);
}
