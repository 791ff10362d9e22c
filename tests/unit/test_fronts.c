/* Fronts, hypervolumes and knees: by hand, at the corners, and against their definitions on random tables. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { MOST_ROWS = 60, MOST_COLS = 6 };

/* ------------------------------------------------------------------------------------------ fronts -- */

static void fronts_by_hand(void **state)
{
    (void)state;
    const double nan = NAN;
    const double table[][2] = { { 3, 1 }, { 2, 2 },   { 2, 3 }, { 3, 3 },
                                { 9, 9 }, { nan, 0 }, { 2, 2 }, { 1, 4 } };
    const size_t expected[] = { 0, 0, 1, 2, 3, RIX_NO_INDEX, 0, 0 };
    size_t front[8], count = 0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_efficient_fronts(rix_mat_c(table[0], 8, 2), front, &count, &err), err);
    assert_int_equal(count, 4);
    assert_memory_equal(front, expected, sizeof expected);
    rix_assert_ok(rix_efficient_fronts(rix_mat_c(NULL, 0, 2), NULL, &count, &err), err);
    assert_int_equal(count, 0);
    rix_assert_ok(rix_efficient_fronts((rix_mat){ &nan, 3, 2, 0, 0 }, front, &count, &err), err);
    assert_int_equal(count, 0);
    assert_true(front[2] == RIX_NO_INDEX);
}

static void bad_tables_have_no_fronts(void **state)
{
    (void)state;
    const double one[] = { 1.0, 2.0 };
    size_t front[1] = { 7 }, count = 9;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_efficient_fronts(rix_mat_c(one, 1, 0), front, &count, &err), RIX_EINVAL,
                     err, "no columns");
    rix_assert_fails(rix_efficient_fronts(rix_mat_c(one, 1, 2), NULL, &count, &err), RIX_EINVAL,
                     err, "front is NULL");
    rix_assert_fails(rix_efficient_fronts(rix_mat_c(one, 1, 2), front, NULL, &err), RIX_EINVAL, err,
                     "count is NULL");
    rix_assert_fails(rix_efficient_fronts(rix_mat_c(one, SIZE_MAX, 2), front, &count, &err),
                     RIX_EOVERFLOW, err, "too large");
    assert_int_equal(count, 9);
    assert_int_equal(front[0], 7);
}

static bool beats(const double *a, const double *b, size_t cols)
{
    bool smaller = false;
    for (size_t j = 0; j < cols; j++) {
        if (!(a[j] <= b[j])) return false;
        smaller = smaller || a[j] < b[j];
    }
    return smaller;
}

static bool complete(const double *row, size_t cols)
{
    for (size_t j = 0; j < cols; j++) {
        if (isnan(row[j])) return false;
    }
    return true;
}

/* By peeling: a front is what no row beats that is left. */
static size_t peel(const double *table, size_t n, size_t cols, size_t *front)
{
    size_t count = 0, left = 0;
    bool out[MOST_ROWS];
    for (size_t i = 0; i < n; i++) {
        front[i] = RIX_NO_INDEX;
        out[i] = !complete(table + i * cols, cols);
        left += !out[i];
    }
    for (; left > 0; count++) {
        for (size_t i = 0; i < n; i++) {
            bool beaten = out[i];
            for (size_t k = 0; k < n && !beaten; k++)
                beaten = !out[k] && beats(table + k * cols, table + i * cols, cols);
            if (!beaten) front[i] = count;
        }
        for (size_t i = 0; i < n; i++) {
            if (front[i] != count) continue;
            out[i] = true;
            left--;
        }
    }
    return count;
}

static double few_values(rix_stream *s, double missing)
{
    return rix_stream_uniform(s) < missing ? (double)NAN : floor(8.0 * rix_stream_uniform(s));
}

static void random_fronts_by_peeling(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 20150301, 0);
    for (size_t run = 0; run < 1500; run++) {
        const size_t n = 1 + (size_t)(rix_stream_bits(&s) % MOST_ROWS), cols = 1 + run % 5;
        double table[MOST_ROWS * MOST_COLS];
        size_t front[MOST_ROWS], expected[MOST_ROWS], count = 0;
        rix_error err = RIX_ERROR_INIT;
        for (size_t k = 0; k < n * cols; k++) table[k] = few_values(&s, 0.01);
        rix_assert_ok(rix_efficient_fronts(rix_mat_c(table, n, cols), front, &count, &err), err);
        assert_int_equal(count, peel(table, n, cols, expected));
        assert_memory_equal(front, expected, n * sizeof *front);
    }
}

/* ------------------------------------------------------------------------------------- hypervolume -- */

static double hypervolume(const double *table, size_t n, size_t cols, const double *reference)
{
    double volume = -7.0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_hypervolume(rix_mat_c(table, n, cols), (rix_vec){ reference, cols, 1 }, &volume, &err),
        err);
    return volume;
}

static void hypervolumes_by_hand(void **state)
{
    (void)state;
    const double four[] = { 4, 4, 4 }, nan = NAN, inf = INFINITY;
    const double stairs[] = { 1, 3, 2, 2, 3, 1, 2, 3, 5, 0, 4, 0, nan, 0, inf, 0 };
    const double corners[] = {
        3, 3, 0, 3, 0, 3, 0, 3, 3
    }; /* three bars of 1 x 1 x 4, one cube in common */
    rix_assert_same(hypervolume(stairs, 8, 2, four), 6.0);
    rix_assert_same(hypervolume(stairs, 4, 1, four), 3.0);
    rix_assert_same(hypervolume(corners, 3, 3, four), 10.0);
    rix_assert_same(hypervolume(stairs + 8, 4, 2, four), 0.0);
    rix_assert_same(hypervolume(NULL, 0, 2, four), 0.0);
}

/* n + 1 points of the straight line from (0, 1) to (1, 0): (n - 1) / 2n of the unit square. With a third and a
 * fourth column of one half, a quarter of that. */
static void the_straight_line(void **state)
{
    (void)state;
    enum { N = 500 };
    static double table[(N + 1) * 4];
    const double reference[] = { 1, 1, 1, 1 };
    for (size_t i = 0; i <= N; i++) {
        const double x = (double)i / N;
        const double row[] = { x, 1.0 - x, 0.5, 0.5 };
        memcpy(table + 4 * i, row, sizeof row);
    }
    const double area = (N - 1.0) / (2.0 * N);
    for (size_t cols = 2; cols <= 4; cols++) {
        double volume = 0.0;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_hypervolume((rix_mat){ table, N + 1, cols, 4, 1 },
                                      (rix_vec){ reference, cols, 1 }, &volume, &err),
                      err);
        assert_true(fabs(volume - area * pow(0.5, (double)cols - 2.0)) < 1e-12);
    }
}

/* The volume of a union by inclusion and exclusion, over all sets of rows. */
static double by_inclusion(const double *table, size_t n, size_t cols, const double *reference)
{
    double volume = 0.0;
    for (size_t set = 1; set < (size_t)1 << n; set++) {
        double common = -1.0;
        for (size_t j = 0; j < cols; j++) {
            double edge = (double)INFINITY;
            for (size_t i = 0; i < n; i++) {
                if (set >> i & 1) edge = fmin(edge, fmax(reference[j] - table[i * cols + j], 0.0));
            }
            common *= edge;
        }
        for (size_t i = 0; i < n; i++) common *= set >> i & 1 ? -1.0 : 1.0;
        volume += common;
    }
    return volume;
}

static void random_hypervolumes_by_inclusion_and_exclusion(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 20120216, 0);
    for (size_t run = 0; run < 600; run++) {
        const size_t n = 1 + (size_t)(rix_stream_bits(&s) % 10), cols = 1 + run % MOST_COLS;
        double table[10 * MOST_COLS], reference[MOST_COLS];
        for (size_t j = 0; j < cols; j++) reference[j] = 5.0 + 2.0 * rix_stream_uniform(&s);
        for (size_t k = 0; k < n * cols; k++)
            table[k] = run % 2 ? few_values(&s, 0.0) : 8.0 * rix_stream_uniform(&s);
        const double expected = by_inclusion(table, n, cols, reference);
        assert_true(fabs(hypervolume(table, n, cols, reference) - expected) <=
                    1e-10 * (1.0 + fabs(expected)));
    }
}

/* Whole numbers: the cells of a grid, counted. Larger sets than all subsets allow. */
static void random_hypervolumes_by_counting(void **state)
{
    (void)state;
    const double reference[] = { 8, 8, 8, 8 };
    rix_stream s;
    rix_stream_init(&s, 20120216, 1);
    for (size_t run = 0; run < 60; run++) {
        const size_t n = MOST_ROWS, cols = 3 + run % 2, cells = cols == 3 ? 512 : 4096;
        double table[MOST_ROWS * 4];
        size_t expected = 0;
        for (size_t k = 0; k < n * cols; k++) table[k] = few_values(&s, 0.0);
        for (size_t cell = 0; cell < cells; cell++) {
            const double at[] = { (double)(cell & 7), (double)(cell >> 3 & 7),
                                  (double)(cell >> 6 & 7), (double)(cell >> 9 & 7) };
            bool in = false;
            for (size_t i = 0; i < n && !in; i++) {
                in = true;
                for (size_t j = 0; j < cols; j++) in = in && table[i * cols + j] <= at[j];
            }
            expected += in;
        }
        rix_assert_same(hypervolume(table, n, cols, reference), (double)expected);
    }
}

static void bad_references_are_named(void **state)
{
    (void)state;
    const double table[] = { 1.0, -INFINITY, 2.0, 3.0 }, high[] = { 5.0, DBL_MAX };
    const double missing[] = { 5.0, NAN };
    const rix_mat all = rix_mat_c(table, 2, 2), second = rix_mat_c(table + 2, 1, 2);
    const rix_vec five = { high, 2, 0 }, odd = { missing, 2, 1 };
    double volume = 7.0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_hypervolume(second, odd, &volume, &err), RIX_EDOMAIN, err,
                     "reference of column 1 is nan");
    rix_assert_fails(rix_hypervolume(all, five, &volume, &err), RIX_EDOMAIN, err,
                     "row 0, column 1");
    rix_assert_fails(rix_hypervolume(second, (rix_vec){ high, 1, 1 }, &volume, &err), RIX_EDIM, err,
                     "1 values for 2 columns");
    rix_assert_fails(rix_hypervolume(second, (rix_vec){ NULL, 2, 1 }, &volume, &err), RIX_EINVAL,
                     err, "reference is NULL");
    rix_assert_fails(rix_hypervolume(second, five, NULL, &err), RIX_EINVAL, err, "volume is NULL");
    const double low[] = { -DBL_MAX, -DBL_MAX }, far[] = { DBL_MAX, DBL_MAX };
    rix_assert_fails(rix_hypervolume(rix_mat_c(low, 1, 2), (rix_vec){ far, 2, 1 }, &volume, &err),
                     RIX_ENUMERIC, err, "not a finite");
    rix_assert_same(volume, 7.0);
}

/* ------------------------------------------------------------------------------------------- knees -- */

static size_t knee(const double *table, size_t n, rix_knee_method method, double *strength)
{
    size_t row = 77;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_knee(rix_mat_c(table, n, 2), method, &row, strength, &err), err);
    return row;
}

/* From (0, 10) over (2, 2) to (10, 0); (9, 9) is not on the curve. */
static void knees_by_hand(void **state)
{
    (void)state;
    const double table[] = { 10, 0, 9, 9, 2, 2, 0, 10 };
    double strength = 0.0;
    assert_int_equal(knee(table, 4, RIX_KNEE_CHORD, &strength), 2);
    assert_true(fabs(strength - 0.6 / sqrt(2.0)) < 1e-15);
    assert_int_equal(knee(table, 4, RIX_KNEE_ANGLE, &strength), 2);
    assert_true(fabs(strength - (atan(4.0) - atan(0.25))) < 1e-15);
    assert_int_equal(knee(table, 4, RIX_KNEE_IDEAL, &strength), 2);
    assert_true(fabs(strength - sqrt(0.08)) < 1e-15);
    /* Best from w = .2 to .8; the other ends are worth min(w, 1 - w): 2 * (.125 - .02) less .2 * .6. */
    assert_int_equal(knee(table, 4, RIX_KNEE_UTILITY, &strength), 2);
    assert_true(fabs(strength - 0.09) < 1e-15);
}

static void curves_without_a_knee(void **state)
{
    (void)state;
    const double line[] = { 0, 2, 1, 1, 2, 0 }, bulge[] = { 0, 10, 8, 8, 10, 0 };
    for (size_t method = RIX_KNEE_CHORD; method <= RIX_KNEE_UTILITY; method++) {
        double strength = 7.0;
        assert_true(knee(line, 3, (rix_knee_method)method, &strength) == RIX_NO_INDEX);
        rix_assert_same(strength, 0.0);
        assert_true(knee(bulge, 3, (rix_knee_method)method, NULL) == RIX_NO_INDEX);
        assert_true(knee(line, 2, (rix_knee_method)method, NULL) == RIX_NO_INDEX);
        assert_true(knee(line, 0, (rix_knee_method)method, NULL) == RIX_NO_INDEX);
    }
    assert_true(knee(line, 0, RIX_KNEE_IDEAL, NULL) == RIX_NO_INDEX);
    assert_int_equal(knee(line, 1, RIX_KNEE_IDEAL, NULL), 0);
    assert_int_equal(knee(bulge, 3, RIX_KNEE_IDEAL, NULL), 0); /* of equals the first */
}

/* The expected loss of w x + (1 - w) y without a row, by the midpoint rule. */
static double missed_slowly(const double *table, size_t n, size_t k)
{
    enum { STEPS = 20000 };
    double loss = 0.0;
    for (size_t step = 0; step < STEPS; step++) {
        const double w = ((double)step + 0.5) / STEPS;
        const double own = w * table[2 * k] + (1.0 - w) * table[2 * k + 1];
        double other = (double)INFINITY;
        for (size_t i = 0; i < n; i++) {
            if (i != k) other = fmin(other, w * table[2 * i] + (1.0 - w) * table[2 * i + 1]);
        }
        loss += fmax(other - own, 0.0) / STEPS;
    }
    return loss;
}

/* A ragged curve from (0, 1) to (1, 0), so that scaling changes nothing. */
static void random_knees_by_definition(void **state)
{
    (void)state;
    enum { N = 12 };
    rix_stream s;
    rix_stream_init(&s, 20040918, 0);
    for (size_t run = 0; run < 40; run++) {
        double table[2 * N] = { 0, 1 }, strength = 0.0, best = 0.0, deepest = 0.0;
        for (size_t i = 1; i < N; i++) {
            table[2 * i] = table[2 * i - 2] + 0.05 + rix_stream_uniform(&s);
            table[2 * i + 1] = table[2 * i - 1] - (0.05 + rix_stream_uniform(&s)) / (double)i;
        }
        const double run_x = table[2 * N - 2], bottom = table[2 * N - 1];
        for (size_t i = 0; i < N; i++) {
            table[2 * i] /= run_x;
            table[2 * i + 1] = (table[2 * i + 1] - bottom) / (1.0 - bottom);
        }
        const size_t found = knee(table, N, RIX_KNEE_UTILITY, &strength);
        for (size_t i = 1; i + 1 < N; i++) best = fmax(best, missed_slowly(table, N, i));
        assert_true(found > 0 && found < N - 1);
        assert_true(fabs(strength - missed_slowly(table, N, found)) < 1e-6);
        assert_true(fabs(strength - best) < 1e-6);
        for (size_t i = 0; i < N; i++)
            deepest = fmax(deepest, (1.0 - table[2 * i] - table[2 * i + 1]) / sqrt(2.0));
        (void)knee(table, N, RIX_KNEE_CHORD, &strength);
        assert_true(fabs(strength - deepest) < 1e-14);
    }
}

static void knees_that_make_no_sense(void **state)
{
    (void)state;
    const double table[] = { 1, 2, 3, 2, INFINITY, 1 };
    const rix_mat three = rix_mat_c(table, 1, 3);
    size_t row = 7;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_knee(three, RIX_KNEE_CHORD, &row, NULL, &err), RIX_EDIM, err,
                     "'chord' takes two outcomes, not 3");
    rix_assert_fails(rix_knee(three, (rix_knee_method)9, &row, NULL, &err), RIX_EINVAL, err, "9");
    rix_assert_fails(rix_knee(rix_mat_c(table, 3, 2), RIX_KNEE_IDEAL, &row, NULL, &err),
                     RIX_EDOMAIN, err, "row 2, column 0 is inf");
    rix_assert_fails(rix_knee(three, RIX_KNEE_IDEAL, NULL, NULL, &err), RIX_EINVAL, err,
                     "row is NULL");
    assert_int_equal(row, 7);
    rix_assert_ok(rix_knee(three, RIX_KNEE_IDEAL, &row, NULL, &err), err);
    assert_int_equal(row, 0);
}

static void names_of_knees(void **state)
{
    (void)state;
    rix_knee_method method = RIX_KNEE_IDEAL;
    rix_error err = RIX_ERROR_INIT;
#define CHECK_KNEE(code, name)                                                                     \
    assert_string_equal(rix_knee_method_name(code), name);                                         \
    rix_assert_ok(rix_knee_method_from_name(name, &method, &err), err);                            \
    assert_int_equal(method, code);
    RIX_KNEE_LIST(CHECK_KNEE)
#undef CHECK_KNEE
    assert_string_equal(rix_knee_method_name((rix_knee_method)4), "unknown");
    rix_assert_fails(rix_knee_method_from_name("elbow", &method, &err), RIX_ENOTFOUND, err,
                     "no definition of a knee 'elbow'; there are: chord, angle, utility, ideal");
    assert_int_equal(rix_knee_method_from_name("chord", NULL, &err), RIX_EINVAL);
}

/* ------------------------------------------------------------------------------- where a path stands -- */

/* Of five rows the fourth is beaten and the last missing; the path has ranges 1 to 9 and 1 to 5. */
static void the_nearest_that_beat_a_path(void **state)
{
    (void)state;
    const double table[] = { 1, 5, 3, 3, 9, 1, 4, 4, 0, NAN };
    const double poor[] = { 7, 5 }, same[] = { 3, 3 }, good[] = { 2, 2 };
    size_t rows[5], count = 7;
    double distances[5];
    rix_error err = RIX_ERROR_INIT;
    const rix_mat all = rix_mat_c(table, 5, 2);
    rix_assert_ok(rix_stand(all, (rix_vec){ poor, 2, 1 }, rows, distances, &count, &err), err);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0], 1);
    assert_true(fabs(distances[0] - sqrt(0.5)) < 1e-15); /* 4 of 8, 2 of 4 */
    assert_int_equal(rows[1], 0);
    assert_true(fabs(distances[1] - 0.75) < 1e-15); /* 6 of 8, none */
    rix_assert_ok(rix_stand(all, (rix_vec){ same, 2, 1 }, rows, distances, &count, &err), err);
    assert_int_equal(count, 0);
    rix_assert_ok(rix_stand(all, (rix_vec){ good, 2, 1 }, rows, distances, &count, &err), err);
    assert_int_equal(count, 0);
    rix_assert_ok(
        rix_stand(rix_mat_c(NULL, 0, 2), (rix_vec){ good, 2, 1 }, NULL, NULL, &count, &err), err);
    assert_int_equal(count, 0);
}

static void paths_that_stand_nowhere(void **state)
{
    (void)state;
    const double table[] = { 1, 5 }, own[] = { 7, INFINITY };
    size_t row = 7, count = 7;
    double distance = 7.0;
    rix_error err = RIX_ERROR_INIT;
    const rix_mat all = rix_mat_c(table, 1, 2);
    const rix_vec fine = { own, 2, 0 };
    rix_assert_fails(rix_stand(all, (rix_vec){ own, 2, 1 }, &row, &distance, &count, &err),
                     RIX_EDOMAIN, err, "outcome of column 1 is inf");
    rix_assert_fails(rix_stand(all, (rix_vec){ own, 1, 1 }, &row, &distance, &count, &err),
                     RIX_EDIM, err, "1 outcomes for 2 columns");
    rix_assert_fails(
        rix_stand(rix_mat_c(table, 1, 0), (rix_vec){ own, 0, 1 }, &row, &distance, &count, &err),
        RIX_EINVAL, err, "no columns");
    rix_assert_fails(rix_stand(all, fine, NULL, &distance, &count, &err), RIX_EINVAL, err,
                     "rows is NULL");
    rix_assert_fails(rix_stand(all, fine, &row, NULL, &count, &err), RIX_EINVAL, err,
                     "distances is NULL");
    rix_assert_fails(rix_stand(all, fine, &row, &distance, NULL, &err), RIX_EINVAL, err,
                     "count is NULL");
    assert_int_equal(row, 7);
    assert_int_equal(count, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fronts_by_hand),
        cmocka_unit_test(bad_tables_have_no_fronts),
        cmocka_unit_test(random_fronts_by_peeling),
        cmocka_unit_test(hypervolumes_by_hand),
        cmocka_unit_test(the_straight_line),
        cmocka_unit_test(random_hypervolumes_by_inclusion_and_exclusion),
        cmocka_unit_test(random_hypervolumes_by_counting),
        cmocka_unit_test(bad_references_are_named),
        cmocka_unit_test(knees_by_hand),
        cmocka_unit_test(curves_without_a_knee),
        cmocka_unit_test(random_knees_by_definition),
        cmocka_unit_test(knees_that_make_no_sense),
        cmocka_unit_test(names_of_knees),
        cmocka_unit_test(the_nearest_that_beat_a_path),
        cmocka_unit_test(paths_that_stand_nowhere),
    };
    return RIX_RUN_TESTS("fronts", tests);
}
