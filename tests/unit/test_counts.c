/* test_counts.c - new counts from cumulative ones: holes, corrections, batches. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

#define NA RIX_NAN

enum { MOST = 12 };

static rix_counts_options options(rix_holes holes, rix_corrections corrections, rix_batches batches)
{
    const rix_counts_options o = { holes, corrections, batches };
    return o;
}

static const rix_counts_options plain = RIX_COUNTS_OPTIONS_INIT;

/* One unit: what comes out, worked by hand; in a place of its own and in its own place. */
static void gives(const double *total, size_t n, rix_counts_options o, const double *expected)
{
    double out[MOST], in_place[MOST];
    rix_error err = RIX_ERROR_INIT;
    memcpy(in_place, total, n * sizeof *total);
    rix_assert_ok(rix_new_counts(rix_mat_c(total, 1, n), &o, rix_out_c(out, 1, n), &err), err);
    rix_assert_ok(rix_new_counts(rix_mat_c(in_place, 1, n), &o, rix_out_c(in_place, 1, n), &err),
                  err);
    for (size_t t = 0; t < n; t++) {
        rix_assert_close(out[t], expected[t], 1e-14);
        rix_assert_same(in_place[t], out[t]);
    }
}

#define GIVES(total, o, ...)                                                                       \
    do {                                                                                           \
        const double expected_[] = { __VA_ARGS__ };                                                \
        assert_int_equal(sizeof expected_, sizeof(total));                                         \
        gives(total, sizeof(total) / sizeof(total)[0], o, expected_);                              \
    } while (0)

static void differences_of_what_is_known(void **state)
{
    (void)state;
    const double from_zero[] = { 0, 0, 2, 5, 5 }, from_some[] = { 7, 9, 9, 12, 13 };
    GIVES(from_zero, plain, 0, 0, 2, 3, 0);
    GIVES(from_some, plain, NA, 2, 0, 3, 1);
    const double later[] = { NA, NA, 0, 4, 5 }, later_some[] = { NA, NA, 3, 4, NA };
    GIVES(later, plain, NA, NA, 0, 4, 1);
    GIVES(later_some, plain, NA, NA, NA, 1, NA);
    const double none[] = { NA, NA }, one[] = { 0 }, five[] = { 5 };
    GIVES(none, plain, NA, NA);
    GIVES(one, plain, 0);
    GIVES(five, plain, NA);
    double out[5];
    rix_error err = RIX_ERROR_INIT; /* NULL stands for the defaults */
    rix_assert_ok(rix_new_counts(rix_mat_c(from_zero, 1, 5), NULL, rix_out_c(out, 1, 5), &err),
                  err);
    rix_assert_same(out[3], 3);
}

static void holes_are_kept_filled_or_carried(void **state)
{
    (void)state;
    const double x[] = { NA, 2, NA, NA, NA, 10, 11, NA, 12, NA };
    const rix_corrections c = RIX_CORRECTIONS_ERROR;
    const rix_batches b = RIX_BATCHES_KEEP;
    GIVES(x, options(RIX_HOLES_KEEP, c, b), NA, NA, NA, NA, NA, NA, 1, NA, NA, NA);
    GIVES(x, options(RIX_HOLES_LINEAR, c, b), NA, NA, 2, 2, 2, 2, 1, .5, .5, NA);
    GIVES(x, options(RIX_HOLES_CARRY, c, b), NA, NA, 0, 0, 0, 8, 1, 0, 1, NA);
    /* A batch after a carried hole is what interpolation gives, but not before the first known case. */
    GIVES(x, options(RIX_HOLES_CARRY, c, RIX_BATCHES_SPREAD), NA, NA, 0, 0, 0, 8, 1, .5, .5, NA);
}

static void corrections_are_kept_cut_or_spread(void **state)
{
    (void)state;
    const double x[] = { 0, 10, 20, 50, 40, 45 };
    const rix_holes h = RIX_HOLES_KEEP;
    const rix_batches b = RIX_BATCHES_KEEP;
    GIVES(x, options(h, RIX_CORRECTIONS_KEEP, b), 0, 10, 10, 30, -10, 5);
    GIVES(x, options(h, RIX_CORRECTIONS_ZERO, b), 0, 10, 10, 30, 0, 5);
    /* Back to 20, the last count not above 40: 30 new ones are lowered to 20. */
    GIVES(x, options(h, RIX_CORRECTIONS_SPREAD, b), 0, 10, 10, 20, 0, 5);

    /* Back to 4: new counts 4, 8, 8, of which 8 remain. */
    const double far[] = { 0, 4, 8, 16, 24, 12, 13 };
    GIVES(far, options(h, RIX_CORRECTIONS_SPREAD, b), 0, 4, 4, 8. / 4, 8. / 4, 0, 1);
    /* Two in a row: to 30, then to 15. */
    const double twice[] = { 0, 10, 40, 30, 15, 20 };
    GIVES(twice, options(h, RIX_CORRECTIONS_SPREAD, b), 0, 10, 5, 0, 0, 5);
    /* Below all that is known: nothing new before. */
    const double below[] = { 5, 10, 3, 4 };
    GIVES(below, options(h, RIX_CORRECTIONS_SPREAD, b), NA, 0, 0, 1);
    const double to_zero[] = { 0, 10, 0, 4 }, all_wrong[] = { 5, 6, 0, 4 };
    GIVES(to_zero, options(h, RIX_CORRECTIONS_SPREAD, b), 0, 0, 0, 4);
    GIVES(all_wrong, options(h, RIX_CORRECTIONS_SPREAD, b), 0, 0, 0, 4);
}

static void corrections_across_holes(void **state)
{
    (void)state;
    const double x[] = { 0, 5, 10, NA, 8, 9 };
    const rix_batches b = RIX_BATCHES_KEEP;
    GIVES(x, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_KEEP, b), 0, 5, 5, NA, NA, 1);
    GIVES(x, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_SPREAD, b), 0, 5, 3, NA, NA, 1);
    GIVES(x, options(RIX_HOLES_LINEAR, RIX_CORRECTIONS_KEEP, b), 0, 5, 5, -1, -1, 1);
    GIVES(x, options(RIX_HOLES_LINEAR, RIX_CORRECTIONS_SPREAD, b), 0, 5, 3, 0, 0, 1);
    GIVES(x, options(RIX_HOLES_CARRY, RIX_CORRECTIONS_ZERO, b), 0, 5, 5, 0, 0, 1);
}

static void batches_are_spread_over_the_days_without_reports(void **state)
{
    (void)state;
    const rix_counts_options o = options(RIX_HOLES_KEEP, RIX_CORRECTIONS_KEEP, RIX_BATCHES_SPREAD);
    const double weekend[] = { 0, 0, 3, 3, 3, 12, 13 };
    GIVES(weekend, o, 0, 0, 3, 3, 3, 3, 1);
    const double six[] = {
        0, 1, 1, 1, 1, 1, 1, 1, 8, 8
    }; /* six zeros, 7 cases, a zero at the end */
    GIVES(six, o, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    const double seven[] = { 0, 1, 1, 1, 1, 1, 1, 1, 1, 8 };
    GIVES(seven, o, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7);
    const double hole[] = {
        0, 1, NA, 1, 1, 5
    }; /* the zero after the hole is part of it, the hole is not */
    GIVES(hole, o, 0, 1, NA, NA, 2, 2);
    const double corrected[] = { 0, 9, 8, 8, 12 }; /* kept: -1, and the zero after it */
    GIVES(corrected, o, 0, 9, -1, 2, 2);
    GIVES(corrected, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_ZERO, RIX_BATCHES_SPREAD), 0, 9, 0, 2,
          2);
    GIVES(corrected, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_SPREAD, RIX_BATCHES_SPREAD), 0, 8, 0,
          2, 2);
}

/* --------------------------------------------------------------------------- properties -- */

enum { UNITS = 6, DAYS = 60 };

/* Cumulative counts with holes and corrections. */
static void random_panel(rix_stream *s, double *x, bool holes, bool falls)
{
    for (size_t i = 0; i < UNITS; i++) {
        double total = i % 2 ? floor(50 * rix_stream_uniform(s)) : 0;
        for (size_t t = 0; t < DAYS; t++) {
            const double u = rix_stream_uniform(s);
            if (t > 0 && u > 0.4) total += floor(100 * rix_stream_uniform(s));
            if (falls && u < 0.08) total = floor(total * rix_stream_uniform(s));
            const bool hole = holes && rix_stream_uniform(s) < 0.15;
            x[i * DAYS + t] = hole ? NA : total;
        }
    }
}

static void new_counts(const double *x, rix_counts_options o, double *out)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_new_counts(rix_mat_c(x, UNITS, DAYS), &o, rix_out_c(out, UNITS, DAYS), &err),
                  err);
}

/* First and last count present of a unit. */
static bool ends(const double *x, double *first, double *last)
{
    *first = *last = NA;
    for (size_t t = 0; t < DAYS; t++) {
        if (isnan(x[t])) continue;
        if (isnan(*first)) *first = x[t];
        *last = x[t];
    }
    return !isnan(*first);
}

static void counts_add_up_and_are_not_negative(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 11, 0);
    for (int round = 0; round < 400; round++) {
        double x[UNITS * DAYS], out[UNITS * DAYS];
        const bool falls = round % 2;
        const rix_holes h = round % 4 < 2 ? RIX_HOLES_LINEAR : RIX_HOLES_CARRY;
        const rix_batches b = round % 8 < 4 ? RIX_BATCHES_KEEP : RIX_BATCHES_SPREAD;
        random_panel(&s, x, round % 3 > 0, falls);
        new_counts(x, options(h, RIX_CORRECTIONS_SPREAD, b), out);
        for (size_t i = 0; i < UNITS; i++) {
            double first, last, sum = 0, lowest = (double)INFINITY;
            if (!ends(x + i * DAYS, &first, &last)) continue;
            for (size_t t = 0; t < DAYS; t++) {
                const double c = x[i * DAYS + t], v = out[i * DAYS + t];
                if (c < lowest) lowest = c;
                if (isnan(v)) continue;
                assert_true(v >= 0);
                sum += v;
            }
            /* What came before the first count is lowered too if a correction goes below it. */
            rix_assert_near(sum, last - (lowest < first ? lowest : first), 1e-9 * (last + 1));
        }
        new_counts(x, options(h, RIX_CORRECTIONS_ZERO, b), out);
        for (size_t k = 0; k < UNITS * DAYS; k++) assert_true(isnan(out[k]) || out[k] >= 0);
    }
}

/* Under keep: missing exactly where the count or the one before is, or nothing is known before. */
static void kept_holes_propagate_as_documented(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 12, 0);
    for (int round = 0; round < 200; round++) {
        double x[UNITS * DAYS], out[UNITS * DAYS], spread[UNITS * DAYS];
        random_panel(&s, x, true, round % 2);
        new_counts(x, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_KEEP, RIX_BATCHES_KEEP), out);
        new_counts(x, options(RIX_HOLES_KEEP, RIX_CORRECTIONS_SPREAD, RIX_BATCHES_SPREAD), spread);
        for (size_t i = 0; i < UNITS; i++) {
            bool begun = false;
            for (size_t t = 0; t < DAYS; t++) {
                const double now = x[i * DAYS + t], before = t > 0 ? x[i * DAYS + t - 1] : NA;
                const double expected = !begun && now == 0 ? 0 : now - before;
                rix_assert_same(out[i * DAYS + t], expected);
                /* A correction to 0 settles what was before the first count: nothing. */
                if (begun || isnan(now)) {
                    assert_int_equal(isnan(spread[i * DAYS + t]), isnan(expected));
                }
                begun = begun || !isnan(now);
            }
        }
    }
}

/* Units are apart from each other, whatever their order and the layout. */
static void units_and_layouts_do_not_matter(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 13, 0);
    for (int round = 0; round < 48; round++) {
        double x[UNITS * DAYS], out[UNITS * DAYS], turned[UNITS * DAYS * 2];
        rix_error err = RIX_ERROR_INIT;
        const rix_counts_options o = options(
            (rix_holes)(round % 3), (rix_corrections)(1 + round % 3), (rix_batches)(round / 3 % 2));
        random_panel(&s, x, true, true);
        new_counts(x, o, out);
        /* Periods by rows, units backwards in every other column; computed in place. */
        for (size_t k = 0; k < UNITS * DAYS * 2; k++) turned[k] = 42;
        for (size_t i = 0; i < UNITS; i++) {
            for (size_t t = 0; t < DAYS; t++) {
                turned[t * UNITS * 2 + 2 * (UNITS - 1 - i)] = x[i * DAYS + t];
            }
        }
        double *origin = turned + 2 * (UNITS - 1);
        const rix_mat from = { origin, UNITS, DAYS, -2, UNITS * 2 };
        const rix_out to = { origin, UNITS, DAYS, -2, UNITS * 2 };
        rix_assert_ok(rix_new_counts(from, &o, to, &err), err);
        for (size_t i = 0; i < UNITS; i++) {
            for (size_t t = 0; t < DAYS; t++) {
                rix_assert_same(origin[(ptrdiff_t)(t * UNITS * 2) - 2 * (ptrdiff_t)i],
                                out[i * DAYS + t]);
                rix_assert_same(turned[t * UNITS * 2 + 2 * i + 1], 42);
            }
        }
    }
}

/* -------------------------------------------------------------------- the file of examples -- */

enum { NATIONS = 4, UK_DAYS = 761 };

/* examples/data/README.md says what is the matter with these counts. */
static void the_nations_of_the_uk(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_EXAMPLE_DATA", "uk_nations.csv");
    double *x = calloc(NATIONS * UK_DAYS, sizeof *x), *out = calloc(NATIONS * UK_DAYS, sizeof *out);
    size_t deaths_missing = 0, falls = 0;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(x);
    assert_non_null(out);
    assert_int_equal(t->rows, NATIONS * UK_DAYS);
    for (size_t k = 0; k < t->rows; k++) {
        x[k] = csv_number(t, k, csv_column(t, "cases"));
        deaths_missing += isnan(csv_number(t, k, csv_column(t, "deaths"))) ? 1 : 0;
        const char *date =
            csv_text(t, k, csv_column(t, "date")); /* the same days in the same order */
        assert_string_equal(date, csv_text(t, k % UK_DAYS, csv_column(t, "date")));
    }
    assert_int_equal(deaths_missing, 46);
    assert_string_equal(csv_text(t, 90, csv_column(t, "date")), "2020-05-30");

    const rix_mat cumulative = rix_mat_c(x, NATIONS, UK_DAYS);
    const rix_out fresh = rix_out_c(out, NATIONS, UK_DAYS);
    rix_assert_fails(rix_new_counts(cumulative, NULL, fresh, &err), RIX_EDOMAIN, err,
                     "cumulative counts of unit 0 fall from 151982 to 151856 in period 90");
    rix_counts_options o = options(RIX_HOLES_KEEP, RIX_CORRECTIONS_KEEP, RIX_BATCHES_KEEP);
    rix_assert_ok(rix_new_counts(cumulative, &o, fresh, &err), err);
    for (size_t k = 0; k < t->rows; k++) falls += out[k] < 0 ? 1 : 0;
    assert_int_equal(falls, 5);

    o = options(RIX_HOLES_KEEP, RIX_CORRECTIONS_SPREAD, RIX_BATCHES_SPREAD);
    rix_assert_ok(rix_new_counts(cumulative, &o, fresh, &err), err);
    for (size_t i = 0; i < NATIONS; i++) {
        const double first = x[i * UK_DAYS], last = x[i * UK_DAYS + UK_DAYS - 1];
        double sum = 0;
        assert_int_equal(isnan(out[i * UK_DAYS]), first > 0);
        for (size_t d = 1; d < UK_DAYS; d++) {
            assert_true(out[i * UK_DAYS + d] >= 0);
            sum += out[i * UK_DAYS + d];
        }
        rix_assert_close(sum, last - first, 1e-12);
    }
    free(out);
    free(x);
    csv_free(t);
}

/* ----------------------------------------------------------------------------- refusals -- */

static void refused(rix_mat x, const rix_counts_options *o, rix_status status, const char *arg,
                    size_t row, size_t col, const char *part)
{
    double out[6] = { 42, 42, 42, 42, 42, 42 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_new_counts(x, o, rix_out_c(out, 2, 3), &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(err.row == row && err.col == col);
    for (int k = 0; k < 6; k++) rix_assert_same(out[k], 42);
    assert_int_equal(rix_new_counts(x, o, rix_out_c(out, 2, 3), NULL), status);
}

static void bad_input_is_named(void **state)
{
    (void)state;
    const double inf = (double)INFINITY;
    const double falls[] = { 1, 2, 3, 7, NA, 5 }, infinite[] = { 1, 2, 3, 7, inf, 8 };
    const double negative[] = { 1, 2, 3, -1, 2, 3 }, huge[] = { 1, 2, 1e16, 1, 2, 3 };
    const size_t none = RIX_NO_INDEX;
    refused(rix_mat_c(falls, 2, 3), NULL, RIX_EDOMAIN, "cumulative", 1, 2,
            "cumulative counts of unit 1 fall from 7 to 5 in period 2");
    refused(rix_mat_c(infinite, 2, 3), NULL, RIX_EDOMAIN, "cumulative", 1, 1,
            "infinite number inf");
    refused(rix_mat_c(negative, 2, 3), NULL, RIX_EDOMAIN, "cumulative", 1, 0, "negative number -1");
    refused(rix_mat_c(huge, 2, 3), NULL, RIX_EDOMAIN, "cumulative", 0, 2, "too large number");
    refused(rix_mat_c(NULL, 2, 3), NULL, RIX_EINVAL, "cumulative", none, none, "is NULL");
    refused(rix_mat_c(falls, 3, 2), NULL, RIX_EDIM, "out", none, none,
            "out is 2 x 3 instead of 3 x 2");
    refused(rix_mat_c(falls, SIZE_MAX / 2, 3), NULL, RIX_EOVERFLOW, "cumulative", none, none,
            "too large");
    const rix_mat x = rix_mat_c(falls, 2, 3);
    rix_counts_options o = plain;
    o.holes = (rix_holes)3;
    refused(x, &o, RIX_EINVAL, "holes", none, none, "no such treatment of holes: 3");
    o = plain;
    o.corrections = (rix_corrections)-1;
    refused(x, &o, RIX_EINVAL, "corrections", none, none, "no such treatment of corrections: -1");
    o = plain;
    o.batches = (rix_batches)2;
    refused(x, &o, RIX_EINVAL, "batches", none, none, "no such treatment of batches: 2");
}

static void a_fall_is_found_across_a_hole_whatever_fills_it(void **state)
{
    (void)state;
    const double x[] = { 7, NA, 5, 5, 6, 7 };
    for (int h = 0; h < 3; h++) {
        const rix_counts_options o = options((rix_holes)h, RIX_CORRECTIONS_ERROR, RIX_BATCHES_KEEP);
        refused(rix_mat_c(x, 2, 3), &o, RIX_EDOMAIN, "cumulative", 0, 2, "fall from 7 to 5");
    }
}

static void names_there_and_back(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_holes h = (rix_holes)9;
    rix_corrections c = (rix_corrections)9;
    rix_batches b = (rix_batches)9;
    for (int k = 0; k < 3; k++) {
        rix_assert_ok(rix_holes_from_name(rix_holes_name((rix_holes)k), &h, &err), err);
        assert_int_equal(h, k);
    }
    for (int k = 0; k < 4; k++) {
        rix_assert_ok(rix_corrections_from_name(rix_corrections_name((rix_corrections)k), &c, &err),
                      err);
        assert_int_equal(c, k);
    }
    for (int k = 0; k < 2; k++) {
        rix_assert_ok(rix_batches_from_name(rix_batches_name((rix_batches)k), &b, &err), err);
        assert_int_equal(b, k);
    }
    assert_string_equal(rix_holes_name((rix_holes)3), "unknown");
    assert_string_equal(rix_corrections_name((rix_corrections)-1), "unknown");
    assert_string_equal(rix_batches_name((rix_batches)2), "unknown");
    rix_assert_fails(rix_holes_from_name("fill", &h, &err), RIX_ENOTFOUND, err,
                     "no treatment of holes 'fill'; there are: keep, linear, carry");
    rix_assert_fails(rix_corrections_from_name("x", &c, &err), RIX_ENOTFOUND, err,
                     "there are: error, keep, zero, spread");
    rix_assert_fails(rix_batches_from_name("x", &b, &err), RIX_ENOTFOUND, err,
                     "there are: keep, spread");
    rix_assert_fails(rix_holes_from_name(NULL, &h, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_corrections_from_name(NULL, &c, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_batches_from_name(NULL, &b, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_holes_from_name("keep", NULL, &err), RIX_EINVAL, err, "value is NULL");
    rix_assert_fails(rix_corrections_from_name("keep", NULL, &err), RIX_EINVAL, err,
                     "value is NULL");
    rix_assert_fails(rix_batches_from_name("keep", NULL, &err), RIX_EINVAL, err, "value is NULL");
    assert_true(h == RIX_HOLES_CARRY && c == RIX_CORRECTIONS_SPREAD && b == RIX_BATCHES_SPREAD);
}

static void no_cells_no_counts(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    const rix_out no_units = { NULL, 0, 3, 3, 1 }, no_days = { NULL, 3, 0, 0, 1 };
    rix_assert_ok(rix_new_counts(rix_mat_c(NULL, 0, 3), NULL, no_units, &err), err);
    rix_assert_ok(rix_new_counts(rix_mat_c(NULL, 3, 0), NULL, no_days, &err), err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_of_what_is_known),
        cmocka_unit_test(holes_are_kept_filled_or_carried),
        cmocka_unit_test(corrections_are_kept_cut_or_spread),
        cmocka_unit_test(corrections_across_holes),
        cmocka_unit_test(batches_are_spread_over_the_days_without_reports),
        cmocka_unit_test(counts_add_up_and_are_not_negative),
        cmocka_unit_test(kept_holes_propagate_as_documented),
        cmocka_unit_test(units_and_layouts_do_not_matter),
        cmocka_unit_test(the_nations_of_the_uk),
        cmocka_unit_test(bad_input_is_named),
        cmocka_unit_test(a_fall_is_found_across_a_hole_whatever_fills_it),
        cmocka_unit_test(names_there_and_back),
        cmocka_unit_test(no_cells_no_counts),
    };
    return RIX_RUN_TESTS("counts", tests);
}
