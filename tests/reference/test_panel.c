/* test_panel.c - imputation of panels against COINr 1.1.14. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latest),
        cmocka_unit_test(along_time),
        cmocka_unit_test(where_coinr_stops),
    };
    return RIX_RUN_TESTS("panel", tests);
}
