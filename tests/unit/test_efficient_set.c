/* Efficient sets: by hand, at the corners, and against the definition on random tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { MOST_ROWS = 200, MOST_COLS = 4 };

static void check_set(rix_mat table, const size_t *expected, size_t n)
{
    size_t rows[MOST_ROWS], count = 0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_efficient_set(table, rows, &count, &err), err);
    assert_int_equal(count, n);
    for (size_t k = 0; k < n; k++) assert_int_equal(rows[k], expected[k]);
}

static void two_columns_by_hand(void **state)
{
    (void)state;
    const double table[][2] = { { 3, 1 }, { 1, 3 }, { 2, 2 },  { 2, 3 },
                                { 3, 3 }, { 0, 9 }, { 3, 0.5 } };
    check_set(rix_mat_c(table[0], 7, 2), (const size_t[]){ 5, 1, 2, 6 }, 4);
}

static void of_equal_rows_the_first_counts(void **state)
{
    (void)state;
    const double table[][2] = { { 2, 2 }, { 1, 3 }, { 2, 2 }, { 1, 3 }, { -0.0, 4 }, { 0.0, 4 } };
    check_set(rix_mat_c(table[0], 6, 2), (const size_t[]){ 4, 1, 0 }, 3);
    check_set((rix_mat){ table[0], 6, 1, 2, 1 }, (const size_t[]){ 4 }, 1); /* first column alone */
}

static void missing_rows_neither_win_nor_beat(void **state)
{
    (void)state;
    const double nan = NAN, inf = INFINITY;
    const double table[][2] = { { nan, 0 }, { 0, nan }, { 1, 1 }, { nan, nan } };
    const double infinite[][2] = { { inf, 0 }, { -inf, inf }, { 1, 1 }, { inf, 1 } };
    check_set(rix_mat_c(table[0], 4, 2), (const size_t[]){ 2 }, 1);
    check_set(rix_mat_c(infinite[0], 4, 2), (const size_t[]){ 1, 2, 0 }, 3);
    check_set((rix_mat){ &nan, 5, 3, 0, 0 }, NULL, 0); /* all missing */
}

static void empty_tables(void **state)
{
    (void)state;
    size_t rows[1] = { 7 }, count = 9;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_efficient_set(rix_mat_c(NULL, 0, 2), NULL, &count, &err), err);
    assert_int_equal(count, 0);
    count = 9;
    rix_assert_fails(rix_efficient_set(rix_mat_c(NULL, 3, 0), rows, &count, &err), RIX_EINVAL, err,
                     "no columns");
    rix_assert_fails(rix_efficient_set(rix_mat_c(NULL, 3, 2), rows, &count, &err), RIX_EINVAL, err,
                     "outcomes is NULL");
    const double one[] = { 1.0, 2.0 };
    rix_assert_fails(rix_efficient_set(rix_mat_c(one, 1, 2), NULL, &count, &err), RIX_EINVAL, err,
                     "rows is NULL");
    rix_assert_fails(rix_efficient_set(rix_mat_c(one, 1, 2), rows, NULL, &err), RIX_EINVAL, err,
                     "count is NULL");
    rix_assert_fails(rix_efficient_set(rix_mat_c(one, SIZE_MAX, 2), rows, &count, &err),
                     RIX_EOVERFLOW, err, "too large");
    assert_int_equal(count, 9);
    assert_int_equal(rows[0], 7);
}

/* The definition, word by word. */
static bool is_missing(const double *row, size_t cols)
{
    for (size_t j = 0; j < cols; j++) {
        if (isnan(row[j])) return true;
    }
    return false;
}

static bool beats(const double *a, const double *b, size_t cols)
{
    bool smaller = false;
    if (is_missing(a, cols)) return false;
    for (size_t j = 0; j < cols; j++) {
        if (a[j] > b[j]) return false;
        smaller = smaller || a[j] < b[j];
    }
    return smaller;
}

static bool equal(const double *a, const double *b, size_t cols)
{
    for (size_t j = 0; j < cols; j++) {
        if (!(a[j] <= b[j] && a[j] >= b[j])) return false;
    }
    return true;
}

static bool is_efficient(const double *table, size_t rows, size_t cols, size_t i)
{
    const double *row = table + i * cols;
    if (is_missing(row, cols)) return false;
    for (size_t k = 0; k < rows; k++) {
        if (beats(table + k * cols, row, cols)) return false;
        if (k < i && equal(table + k * cols, row, cols)) return false;
    }
    return true;
}

/* Increasing first column, then second ...; no two rows of a set are equal. */
static bool in_order(const double *a, const double *b, size_t cols)
{
    for (size_t j = 0; j < cols; j++) {
        if (a[j] < b[j]) return true;
        if (a[j] > b[j]) return false;
    }
    return false;
}

/* Few distinct values make many ties; some cells are missing or infinite. */
static double random_cell(rix_stream *s)
{
    const double u = rix_stream_uniform(s);
    if (u < 0.02) return (double)NAN;
    if (u < 0.03) return (double)INFINITY;
    if (u < 0.04) return -(double)INFINITY;
    return u < 0.5 ? floor(8.0 * rix_stream_uniform(s)) : 8.0 * rix_stream_uniform(s);
}

static void check_against_definition(rix_stream *s, size_t n, size_t cols)
{
    double table[MOST_ROWS * MOST_COLS], turned[MOST_ROWS * MOST_COLS];
    size_t rows[MOST_ROWS], again[MOST_ROWS], count = 0, count_again = 0, expected = 0;
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < cols; j++) {
            table[i * cols + j] = random_cell(s);
            turned[j * n + i] = table[i * cols + j];
        }
    }
    rix_assert_ok(rix_efficient_set(rix_mat_c(table, n, cols), rows, &count, &err), err);
    for (size_t i = 0; i < n; i++) expected += is_efficient(table, n, cols, i);
    assert_int_equal(count, expected);
    for (size_t k = 0; k < count; k++) {
        assert_true(is_efficient(table, n, cols, rows[k]));
        if (k > 0) {
            assert_true(in_order(table + rows[k - 1] * cols, table + rows[k] * cols, cols));
        }
    }
    const rix_mat by_column = { turned, n, cols, 1, (ptrdiff_t)n };
    rix_assert_ok(rix_efficient_set(by_column, again, &count_again, &err), err);
    assert_int_equal(count_again, count);
    assert_memory_equal(again, rows, count * sizeof *rows);
}

static void random_tables_against_the_definition(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 20200401, 0);
    for (size_t k = 0; k < 1500; k++) {
        const size_t n = 1 + (size_t)(rix_stream_bits(&s) % (k % 10 == 0 ? MOST_ROWS : 25));
        check_against_definition(&s, n, 1 + k % MOST_COLS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_columns_by_hand),
        cmocka_unit_test(of_equal_rows_the_first_counts),
        cmocka_unit_test(missing_rows_neither_win_nor_beat),
        cmocka_unit_test(empty_tables),
        cmocka_unit_test(random_tables_against_the_definition),
    };
    return RIX_RUN_TESTS("efficient_set", tests);
}
