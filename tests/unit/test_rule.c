/* test_rule.c - rules over several indicators. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char *const traffic[] = { "green", "orange", "red" };

static rix_rule *criteria_rule(const char *const *zones, size_t n_zones, const rix_criterion *c,
                               size_t n, size_t k, rix_unknown unknown)
{
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_rule_new_criteria(zones, n_zones, c, n, k, unknown, &rule, &err), err);
    return rule;
}

static int32_t zone_of(const rix_rule *rule, const double *values)
{
    int32_t zone = 99;
    const size_t n = rix_rule_indicator_count(rule);
    assert_int_equal(rix_rule_classify(rule, rix_mat_c(values, 1, n), &zone, NULL), RIX_OK);
    return zone;
}

static int32_t zone_at(const rix_rule *rule, double x) { return zone_of(rule, &x); }

/* ------------------------------------------------------------------------------ boundaries -- */

/* The zone below, at and above a threshold, to the next double. */
static void check_around(const rix_rule *rule, double t, int32_t under, int32_t at, int32_t over)
{
    assert_int_equal(zone_at(rule, nextafter(t, -HUGE_VAL)), under);
    assert_int_equal(zone_at(rule, t), at);
    assert_int_equal(zone_at(rule, nextafter(t, HUGE_VAL)), over);
}

static void thresholds_belong_to_the_side_that_is_said(void **state)
{
    (void)state;
    const double up[] = { -3.5, 0, 0.1, 1e-320, 50, 1e308 };
    const char *const zones[] = { "0", "1", "2", "3", "4", "5", "6" };
    for (int way = 0; way < 4; way++) {
        double t[6];
        rix_criterion c = RIX_CRITERION_INIT;
        c.indicator = "x";
        c.thresholds = t;
        c.direction = way & 1 ? -1 : 1;
        c.boundary = way & 2 ? RIX_BOUNDARY_LOWER : RIX_BOUNDARY_UPPER;
        const double rising[] = { up[0], up[1], up[3], up[2], up[4], up[5] };
        for (size_t k = 0; k < 6; k++) t[k] = c.direction > 0 ? rising[k] : rising[5 - k];
        rix_rule *rule = criteria_rule(zones, 7, &c, 1, 1, RIX_UNKNOWN_CERTAIN);
        for (int32_t k = 0; k < 6; k++) { /* threshold k is where zone k + 1 begins */
            const int32_t at = c.boundary == RIX_BOUNDARY_UPPER ? k + 1 : k;
            if (c.direction > 0) {
                check_around(rule, t[k], k, at, k + 1);
            } else {
                check_around(rule, t[k], k + 1, at, k);
            }
        }
        assert_int_equal(zone_at(rule, -0.0), zone_at(rule, 0.0));
        assert_int_equal(zone_at(rule, HUGE_VAL), c.direction > 0 ? 6 : 0);
        assert_int_equal(zone_at(rule, -HUGE_VAL), c.direction > 0 ? 0 : 6);
        assert_int_equal(zone_at(rule, RIX_NAN), RIX_NO_ZONE);
        rix_rule_free(rule);
    }
}

/* One zone per threshold and side, as in a table. */
static void bounds_of_rows_belong_to_the_side_that_is_said(void **state)
{
    (void)state;
    const char *const x[] = { "x" };
    for (int closed = 0; closed < 2; closed++) {
        const rix_interval low = { RIX_NAN, 25, true, !closed };
        const rix_interval high = { 25, RIX_NAN, closed, true };
        const rix_rule_row rows[] = { { 0, &low }, { 2, &high } };
        rix_rule *rule = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(
            rix_rule_new_table(traffic, 3, x, NULL, 1, rows, 2, RIX_UNKNOWN_CERTAIN, &rule, &err),
            err);
        check_around(rule, 25, 0, closed ? 2 : 0, 2);
        rix_rule_free(rule);
    }
    /* A point of its own: below, at, above. */
    const rix_interval below = { RIX_NAN, 0, true, false }, at = { 0, -0.0, true, true },
                       above = { -0.0, RIX_NAN, false, true };
    const rix_rule_row rows[] = { { 0, &below }, { 1, &at }, { 2, &above } };
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_rule_new_table(traffic, 3, x, NULL, 1, rows, 3, RIX_UNKNOWN_CERTAIN, &rule, &err), err);
    check_around(rule, 0, 0, 1, 2);
    check_around(rule, -0.0, 0, 1, 2);
    rix_rule_free(rule);
}

/* ------------------------------------------------------------------------ published rules -- */

/* European Council, October 2020: cases per 100,000 in 14 days and positivity in %. */
static rix_rule *council(rix_unknown unknown)
{
    static const char *const names[] = { "incidence", "positivity" }, *const units[] = { NULL,
                                                                                         "%" };
    const rix_interval within[][2] = {
        { { RIX_NAN, 25, true, false }, { RIX_NAN, 4, true, false } },
        { { RIX_NAN, 50, true, false }, { 4, RIX_NAN, true, true } },
        { { 25, 150, true, true }, { RIX_NAN, 4, true, false } },
        { { 50, RIX_NAN, true, true }, { 4, RIX_NAN, true, true } },
        { { 150, RIX_NAN, false, true }, RIX_INTERVAL_ALL },
    };
    const rix_rule_row rows[] = {
        { 0, within[0] }, { 1, within[1] }, { 1, within[2] }, { 2, within[3] }, { 2, within[4] }
    };
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_rule_new_table(traffic, 3, names, units, 2, rows, 5, unknown, &rule, &err),
                  err);
    return rule;
}

static int32_t council_zone(double n, double p)
{
    if (n < 25 && p < 4) return 0;
    if ((n < 50 && p >= 4) || (n >= 25 && n <= 150 && p < 4)) return 1;
    return 2;
}

static void the_council_of_the_european_union(void **state)
{
    (void)state;
    const double cuts[] = { 0, 25, 50, 150, 1000 }, levels[] = { 0, 4, 100 };
    rix_rule *rule = council(RIX_UNKNOWN_CERTAIN);
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 3; j++) {
            for (int side = 0; side < 9; side++) {
                const double to[] = { -HUGE_VAL, 0, HUGE_VAL };
                const double n = side % 3 == 1 ? cuts[i] : nextafter(cuts[i], to[side % 3]);
                const double p = side / 3 == 1 ? levels[j] : nextafter(levels[j], to[side / 3]);
                const double x[] = { n, p };
                assert_int_equal(zone_of(rule, x), council_zone(n, p));
            }
        }
    }
    rix_rule_free(rule);
}

/* Positivity missing: the class by the incidence alone where it decides, else grey. */
static void what_is_missing_may_not_matter(void **state)
{
    (void)state;
    const double x[][2] = { { 24, RIX_NAN }, { 25, RIX_NAN },  { 49, RIX_NAN },
                            { 50, RIX_NAN }, { 150, RIX_NAN }, { 151, RIX_NAN },
                            { RIX_NAN, 3 },  { RIX_NAN, 5 },   { RIX_NAN, RIX_NAN } };
    const int32_t certain[] = { -1, 1, 1, -1, -1, 2, -1, -1, -1 };
    int32_t zones[9];
    rix_rule *rule = council(RIX_UNKNOWN_CERTAIN), *strict = council(RIX_UNKNOWN_GREY);
    assert_int_equal(rix_rule_classify(rule, rix_mat_c(x[0], 9, 2), zones, NULL), RIX_OK);
    assert_memory_equal(zones, certain, sizeof certain);
    assert_int_equal(rix_rule_classify(strict, rix_mat_c(x[0], 9, 2), zones, NULL), RIX_OK);
    for (size_t i = 0; i < 9; i++) assert_int_equal(zones[i], RIX_NO_ZONE);
    rix_rule_free(strict);
    rix_rule_free(rule);
}

static rix_criterion criterion(const char *name, const char *unit, const double *thresholds)
{
    rix_criterion c = RIX_CRITERION_INIT;
    c.indicator = name;
    c.unit = unit;
    c.thresholds = thresholds;
    return c;
}

/* CDC community transmission: the worse of the two. */
static void the_worse_of_two(void **state)
{
    (void)state;
    static const char *const zones[] = { "low", "moderate", "substantial", "high" };
    const double cases[] = { 10, 50, 100 }, positivity[] = { 5, 8, 10 };
    const rix_criterion c[] = { criterion("cases", "per 100,000", cases),
                                criterion("positivity", "%", positivity) };
    rix_rule *rule = criteria_rule(zones, 4, c, 2, 1, RIX_UNKNOWN_AVAILABLE);
    const double x[][2] = { { 9.99, 4.99 }, { 10, 0 }, { 0, 5 },        { 50, 7.9 },   { 99, 10 },
                            { 100, 0 },     { 0, 8 },  { 60, RIX_NAN }, { RIX_NAN, 4 } };
    const int32_t expected[] = { 0, 1, 1, 2, 3, 3, 2, 2, 0 };
    for (size_t i = 0; i < 9; i++) assert_int_equal(zone_of(rule, x[i]), expected[i]);
    assert_string_equal(
        rix_rule_sentence(rule),
        "high: at least 1 of: cases >= 100 per 100,000, positivity >= 10 %; "
        "else substantial: at least 1 of: cases >= 50 per 100,000, positivity >= 8 %; "
        "else moderate: at least 1 of: cases >= 10 per 100,000, positivity >= 5 %; "
        "else low; where an indicator is missing: by the others, grey if there are none");
    rix_rule_free(rule);
}

/* -------------------------------------------------------------------- random rules by criteria -- */

typedef struct some_rule {
    char names[4][4];
    double thresholds[4][13];
    rix_criterion c[4];
    size_t n, n_zones, k;
    rix_unknown unknown;
} some_rule;

static size_t below(rix_stream *s, size_t n) { return (size_t)(rix_stream_uniform(s) * (double)n); }

static void make_rule(some_rule *r, rix_stream *s)
{
    r->n = 1 + below(s, 4);
    r->n_zones = 2 + below(s, r->n < 3 ? 13 : 4); /* bisection as well as comparing with each cut */
    r->k = 1 + below(s, r->n);
    r->unknown = (rix_unknown)below(s, 3);
    for (size_t a = 0; a < r->n; a++) {
        snprintf(r->names[a], sizeof r->names[a], "i%zu", a);
        r->c[a] = criterion(r->names[a], NULL, r->thresholds[a]);
        r->c[a].direction = below(s, 2) ? 1 : -1;
        r->c[a].boundary = below(s, 2) ? RIX_BOUNDARY_UPPER : RIX_BOUNDARY_LOWER;
        double t = (double)below(s, 4) - 2;
        for (size_t z = 0; z + 1 < r->n_zones; z++) {
            r->thresholds[a][z] = t;
            t += (1 + (double)below(s, 3)) * r->c[a].direction;
        }
    }
}

/* An indicator's own class, threshold by threshold. */
static size_t own_class(const rix_criterion *c, size_t n_zones, double x)
{
    size_t z = 0;
    while (z + 1 < n_zones) {
        const double t = c->thresholds[z];
        if (!(c->direction > 0 ? x > t : x < t) &&
            !(x >= t && x <= t && c->boundary == RIX_BOUNDARY_UPPER)) {
            break;
        }
        z++;
    }
    return z;
}

/* By the words of the header, for indicators that are present or left out. */
static int32_t k_of_n(const some_rule *r, const double *x, const bool *there, size_t k)
{
    for (size_t z = r->n_zones - 1; z > 0; z--) {
        size_t reached = 0;
        for (size_t a = 0; a < r->n; a++) {
            if (there[a] && own_class(&r->c[a], r->n_zones, x[a]) >= z) reached++;
        }
        if (reached >= k) return (int32_t)z;
    }
    return 0;
}

/* The zone if all values that the missing indicators might have give it, tried one by one. */
static int32_t certain(const some_rule *r, double *x, size_t from)
{
    const bool all[] = { true, true, true, true };
    while (from < r->n && !isnan(x[from])) from++;
    if (from == r->n) return k_of_n(r, x, all, r->k);
    int32_t zone = -2;
    for (int half = -100; half <= 100; half++) {
        x[from] = half / 2.0;
        const int32_t here = certain(r, x, from + 1);
        if (zone == -2) zone = here;
        if (here == RIX_NO_ZONE || here != zone) {
            zone = RIX_NO_ZONE;
            break;
        }
    }
    x[from] = RIX_NAN;
    return zone;
}

static int32_t expected_zone(const some_rule *r, double *x)
{
    bool there[4];
    size_t present = 0;
    for (size_t a = 0; a < r->n; a++) present += there[a] = !isnan(x[a]);
    if (present == r->n) return k_of_n(r, x, there, r->k);
    if (r->unknown == RIX_UNKNOWN_GREY || present == 0) {
        /* With nothing known every zone is possible. */
        return RIX_NO_ZONE;
    }
    if (r->unknown == RIX_UNKNOWN_AVAILABLE) {
        return k_of_n(r, x, there, r->k < present ? r->k : present);
    }
    return certain(r, x, 0);
}

static void rules_are_what_their_words_say(void **state)
{
    (void)state;
    enum { POINTS = 300 }; /* more than are looked up at a time */
    rix_stream s;
    rix_stream_init(&s, 2020, 4);
    for (size_t round = 0; round < 300; round++) {
        some_rule r;
        double x[POINTS * 4];
        int32_t zones[POINTS];
        make_rule(&r, &s);
        rix_rule *rule = criteria_rule((const char *const[]){ "a", "b", "c", "d", "e", "f", "g",
                                                              "h", "i", "j", "k", "l", "m", "n" },
                                       r.n_zones, r.c, r.n, r.k, r.unknown);
        const double special[] = { RIX_NAN, RIX_NAN, HUGE_VAL, -HUGE_VAL };
        for (size_t i = 0; i < POINTS * r.n; i++) { /* thresholds, between them, far off, missing */
            const size_t kind = below(&s, 20);
            x[i] = kind < 4 ? special[kind] : (double)below(&s, 80) / 2 - 20;
        }
        /* Units in columns, backwards: element (i, a) is at the end minus i * n + a. */
        const rix_mat back = { x + POINTS * r.n - 1, POINTS, r.n, -(ptrdiff_t)r.n, -1 };
        assert_int_equal(rix_rule_classify(rule, back, zones, NULL), RIX_OK);
        for (size_t i = 0; i < POINTS; i++) {
            double point[4];
            for (size_t a = 0; a < r.n; a++) point[a] = x[POINTS * r.n - 1 - i * r.n - a];
            assert_int_equal(zones[i], expected_zone(&r, point));
        }
        rix_rule_free(rule);
    }
}

/* ----------------------------------------------------------------------------- random tables -- */

enum { BOXES = 12 };

/* The space of two or three indicators, cut in two again and again: rows that neither overlap nor leave
 * a hole. */
static size_t cut_up(rix_stream *s, rix_interval box[BOXES][3], size_t n_indicators)
{
    size_t n = 1;
    for (size_t a = 0; a < 3; a++) box[0][a] = (rix_interval)RIX_INTERVAL_ALL;
    while (n < BOXES) {
        const size_t which = below(s, n), a = below(s, n_indicators);
        rix_interval *w = &box[which][a];
        const double at = (double)below(s, 9) - 4;
        const bool upper = below(s, 2) > 0;
        if (w->low >= at || w->high <= at) continue; /* a bound that is NaN is none */
        memcpy(box[n], box[which], sizeof box[n]);
        box[n][a].low = at;
        box[n][a].low_in = upper;
        w->high = at;
        w->high_in = !upper;
        n++;
    }
    return n;
}

static bool is_within(const rix_interval *w, double x)
{
    if (!isnan(w->low) && !(w->low_in ? x >= w->low : x > w->low)) return false;
    return isnan(w->high) || (w->high_in ? x <= w->high : x < w->high);
}

static int32_t zone_by_rows(const rix_rule_row *rows, size_t n_rows, const double *x, size_t n)
{
    for (size_t r = 0; r < n_rows; r++) {
        bool all = true;
        for (size_t a = 0; a < n; a++) all = all && is_within(&rows[r].within[a], x[a]);
        if (all) return rows[r].zone;
    }
    return -2;
}

/* As zone_by_rows, but where an indicator is missing the zone that all its values agree on. */
static int32_t zone_by_table(const rix_rule_row *rows, size_t n_rows, double *x, size_t n,
                             size_t from)
{
    while (from < n && !isnan(x[from])) from++;
    if (from == n) return zone_by_rows(rows, n_rows, x, n);
    int32_t zone = -2;
    for (int half = -12; half <= 12; half++) {
        x[from] = half / 2.0;
        const int32_t here = zone_by_table(rows, n_rows, x, n, from + 1);
        zone = zone == -2 || zone == here ? here : RIX_NO_ZONE;
        if (zone == RIX_NO_ZONE) break;
    }
    x[from] = RIX_NAN;
    return zone;
}

static void tables_are_what_their_rows_say(void **state)
{
    (void)state;
    static const char *const names[] = { "a", "b", "c" };
    rix_stream s;
    rix_stream_init(&s, 2020, 5);
    for (size_t round = 0; round < 200; round++) {
        rix_interval box[BOXES][3];
        rix_rule_row rows[BOXES + 1];
        rix_rule *rule = NULL;
        rix_error err = RIX_ERROR_INIT;
        const size_t n = 2 + round % 2, n_rows = cut_up(&s, box, n);
        for (size_t r = 0; r < n_rows; r++) {
            rows[r] = (rix_rule_row){ (int)below(&s, 4) - 1, box[r] };
        }
        rix_assert_ok(rix_rule_new_table(traffic, 3, names, NULL, n, rows, n_rows,
                                         RIX_UNKNOWN_CERTAIN, &rule, &err),
                      err);
        for (size_t i = 0; i < 300; i++) {
            double x[3];
            for (size_t a = 0; a < n; a++) {
                x[a] = below(&s, 8) ? (double)below(&s, 25) / 2 - 6 : RIX_NAN;
            }
            assert_int_equal(zone_of(rule, x), zone_by_table(rows, n_rows, x, n, 0));
        }
        rix_rule_free(rule);
        rule = NULL;

        /* One row less is a hole; one row more of another zone is an overlap. */
        rix_assert_fails(rix_rule_new_table(traffic, 3, names, NULL, n, rows, n_rows - 1,
                                            RIX_UNKNOWN_CERTAIN, &rule, &err),
                         RIX_EDOMAIN, err, "no row covers ");
        assert_true(err.row == RIX_NO_INDEX);
        const size_t twin = below(&s, n_rows);
        rows[n_rows] = (rix_rule_row){ rows[twin].zone == 1 ? 2 : 1, box[twin] };
        rix_assert_fails(rix_rule_new_table(traffic, 3, names, NULL, n, rows, n_rows + 1,
                                            RIX_UNKNOWN_CERTAIN, &rule, &err),
                         RIX_EDOMAIN, err, " overlap at ");
        assert_true(err.row == n_rows);
        rows[n_rows].zone = rows[twin].zone; /* rows that agree may share what they like */
        rix_assert_ok(rix_rule_new_table(traffic, 3, names, NULL, n, rows, n_rows + 1,
                                         RIX_UNKNOWN_CERTAIN, &rule, &err),
                      err);
        rix_rule_free(rule);
    }
}

/* ------------------------------------------------------------------------- holes and overlaps -- */

static void refused_table(const rix_interval (*within)[2], const int *zones, size_t n_rows,
                          size_t row, const char *part)
{
    static const char *const names[] = { "incidence", "positivity" };
    rix_rule_row rows[8];
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    for (size_t r = 0; r < n_rows; r++) rows[r] = (rix_rule_row){ zones[r], within[r] };
    rix_assert_fails(
        rix_rule_new_table(traffic, 3, names, NULL, 2, rows, n_rows, RIX_UNKNOWN_GREY, &rule, &err),
        RIX_EDOMAIN, err, part);
    assert_string_equal(err.arg, "rows");
    assert_true(err.row == row);
    assert_null(rule);
}

static void holes_and_overlaps_are_named(void **state)
{
    (void)state;
    const rix_interval all = RIX_INTERVAL_ALL;
    const rix_interval below25 = { RIX_NAN, 25, true, false }, to25 = { RIX_NAN, 25, true, true };
    const rix_interval from25 = { 25, RIX_NAN, true, true }, above25 = { 25, RIX_NAN, false, true };
    const rix_interval from50 = { 50, RIX_NAN, true, true }, mid = { 25, 50, true, false };
    const rix_interval high = { 4, RIX_NAN, true, true }, low = { RIX_NAN, 4, true, false };
    const int zones[] = { 0, 2, 1, -1 };

    const rix_interval gap[][2] = { { below25, all }, { from50, all }, { mid, low } };
    refused_table(gap, zones, 3, RIX_NO_INDEX,
                  "no row covers incidence in [25, 50), positivity >= 4");
    const rix_interval point[][2] = { { below25, all }, { above25, all } };
    refused_table(point, zones, 2, RIX_NO_INDEX, "no row covers incidence = 25, any positivity");
    const rix_interval clash[][2] = { { to25, all }, { from25, all } };
    refused_table(clash, zones, 2, 1,
                  "rows 0 and 1 overlap at incidence = 25, any positivity: green and red");
    const rix_interval corner[][2] = {
        { below25, low }, { above25, high }, { below25, high }, { from25, all }
    };
    const int corner_zones[] = { 0, 1, 2, -1 };
    refused_table(corner, corner_zones, 4, 3,
                  "rows 1 and 3 overlap at incidence > 25, positivity >= 4: orange and grey");
    const rix_interval under[][2] = { { from25, all } };
    refused_table(under, zones, 1, RIX_NO_INDEX, "no row covers incidence < 25, any positivity");
    const rix_interval open[][2] = { { { RIX_NAN, 25, true, true }, all }, { from50, all } };
    refused_table(open, zones, 2, RIX_NO_INDEX,
                  "no row covers incidence in (25, 50), any positivity");

    const rix_interval empty[][2] = { { all, all }, { all, { 4, 4, true, false } } };
    refused_table(empty, zones, 2, 1, "positivity: nothing lies in [4, 4) of row 1");
    const rix_interval crossed[][2] = { { { 50, 25, true, true }, all } };
    refused_table(crossed, zones, 1, 0, "incidence: nothing lies in [50, 25] of row 0");
    const rix_interval endless[][2] = { { { 50, HUGE_VAL, true, true }, all } };
    refused_table(endless, zones, 1, 0, "incidence: infinite bound inf in row 0");
    const rix_interval endless_low[][2] = { { { -HUGE_VAL, 3, true, true }, all } };
    refused_table(endless_low, zones, 1, 0, "incidence: infinite bound -inf in row 0");
}

/* ------------------------------------------------------------------------------- in words -- */

static void tables_in_words(void **state)
{
    (void)state;
    rix_rule *rule = council(RIX_UNKNOWN_CERTAIN);
    assert_string_equal(
        rix_rule_sentence(rule),
        "red: incidence >= 50 and positivity >= 4 %, or incidence > 150; "
        "orange: incidence < 50 and positivity >= 4 %, or 25 <= incidence <= 150 and positivity < "
        "4 %; "
        "green: incidence < 25 and positivity < 4 %; "
        "where an indicator is missing: the zone if it is the same for every value, else grey");
    rix_rule_free(rule);

    const char *const x[] = { "x" };
    const rix_interval low = { RIX_NAN, 0, true, true }, mid = { 0, 1, false, false },
                       one = { 1, 1, true, true }, high = { 1, RIX_NAN, false, true };
    const rix_rule_row rows[] = { { 0, &low }, { RIX_NO_ZONE, &mid }, { 0, &one }, { 2, &high } };
    const rix_interval all = RIX_INTERVAL_ALL;
    const rix_rule_row always = { 1, &all };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_rule_new_table(traffic, 3, x, NULL, 1, rows, 4, RIX_UNKNOWN_GREY, &rule, &err), err);
    assert_string_equal(rix_rule_sentence(rule),
                        "red: x > 1; green: x <= 0, or x = 1; grey: 0 < x < 1; "
                        "where an indicator is missing: grey");
    rix_rule_free(rule);
    rix_assert_ok(
        rix_rule_new_table(traffic, 3, x, NULL, 1, &always, 1, RIX_UNKNOWN_CERTAIN, &rule, &err),
        err);
    assert_string_equal(rix_rule_sentence(rule),
                        "orange: always; where an indicator is missing: the zone "
                        "if it is the same for every value, else grey");
    assert_int_equal(zone_at(rule, RIX_NAN), 1); /* and so it is */
    rix_rule_free(rule);
}

static void criteria_in_words(void **state)
{
    (void)state;
    const double one[] = { 0.1 }, two[] = { -2.5 };
    rix_criterion c[] = { criterion("growth", NULL, one), criterion("doubling", "days", two) };
    c[0].boundary = RIX_BOUNDARY_LOWER;
    c[1].direction = -1;
    rix_rule *rule = criteria_rule(traffic, 2, c, 1, 1, RIX_UNKNOWN_GREY);
    assert_string_equal(rix_rule_sentence(rule),
                        "orange: growth > 0.1; else green; where an indicator is missing: grey");
    rix_rule_free(rule);
    rule = criteria_rule(traffic, 2, c, 2, 2, RIX_UNKNOWN_GREY);
    rix_assert_text(rix_rule_sentence(rule),
                    "orange: all of: growth > 0.1, doubling <= -2.5 days; else green; ");
    rix_rule_free(rule);
    c[1].boundary = RIX_BOUNDARY_LOWER;
    rule = criteria_rule(traffic, 2, c + 1, 1, 1, RIX_UNKNOWN_GREY);
    rix_assert_text(rix_rule_sentence(rule), "orange: doubling < -2.5 days; else green; ");
    rix_rule_free(rule);
}

/* Names in any script, and longer than any buffer. */
static void names_are_kept_whole(void **state)
{
    (void)state;
    const char *const zones[] = { "зелёная", "红色" };
    char name[2000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    memcpy(name, "é", 2);
    const double t[] = { 1 };
    rix_criterion c[] = { criterion(name, "‰", t), criterion("δ", NULL, t) };
    rix_rule *rule = criteria_rule(zones, 2, c, 2, 1, RIX_UNKNOWN_CERTAIN);
    assert_int_equal(rix_rule_zone_count(rule), 2);
    assert_string_equal(rix_rule_zone_name(rule, 0), "зелёная");
    assert_string_equal(rix_rule_zone_name(rule, 1), "红色");
    assert_null(rix_rule_zone_name(rule, 2));
    assert_int_equal(rix_rule_indicator_count(rule), 2);
    assert_string_equal(rix_rule_indicator_name(rule, 0), name);
    assert_string_equal(rix_rule_indicator_name(rule, 1), "δ");
    assert_null(rix_rule_indicator_name(rule, 2));
    rix_assert_text(rix_rule_sentence(rule), name);
    rix_assert_text(rix_rule_sentence(rule), " >= 1 ‰, δ >= 1; else зелёная; ");
    assert_true(rix_test_is_utf8(rix_rule_sentence(rule)));
    rix_rule_free(rule);

    const double bad[] = { HUGE_VAL };
    rix_error err = RIX_ERROR_INIT;
    rule = NULL;
    c[0].thresholds = bad;
    rix_assert_fails(rix_rule_new_criteria(zones, 2, c, 2, 1, RIX_UNKNOWN_CERTAIN, &rule, &err),
                     RIX_EDOMAIN, err, "threshold inf is not finite");
    assert_true(rix_test_is_utf8(err.message));
}

/* -------------------------------------------------------------------------------- refusals -- */

static void refused(const char *const *zones, size_t n_zones, const rix_criterion *c, size_t n,
                    size_t k, rix_unknown unknown, rix_status status, const char *arg, size_t row,
                    size_t col, const char *part)
{
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_rule_new_criteria(zones, n_zones, c, n, k, unknown, &rule, &err), status,
                     err, part);
    if (arg) assert_string_equal(err.arg, arg);
    assert_true(err.row == row);
    assert_true(err.col == col);
    assert_null(rule);
    assert_int_equal(rix_rule_new_criteria(zones, n_zones, c, n, k, unknown, &rule, NULL), status);
}

static void bad_criteria_are_named(void **state)
{
    (void)state;
    const char *const twice[] = { "red", "green", "red" }, *const gap[] = { "red", NULL, "x" };
    const char *const empty[] = { "red", "green", "" };
    const char *many[RIX_MAX_ZONES + 1];
    const double up[] = { 1, 2 }, down[] = { 2, 1 }, equal[] = { 1, 1 }, holes[] = { RIX_NAN, 1 };
    const double endless[] = { 1, HUGE_VAL };
    const size_t no = RIX_NO_INDEX;
    const rix_unknown ok = RIX_UNKNOWN_CERTAIN;
    rix_criterion c[20];
    char names[20][8];
    for (size_t i = 0; i < 20; i++) {
        snprintf(names[i], sizeof names[i], "x%zu", i);
        c[i] = criterion(names[i], NULL, up);
    }
    for (size_t i = 0; i <= RIX_MAX_ZONES; i++) many[i] = "x";

    refused(NULL, 3, c, 2, 1, ok, RIX_EINVAL, "zones", no, no, "zones is NULL");
    refused(traffic, 1, c, 2, 1, ok, RIX_EINVAL, "n_zones", no, no, "2 to 100 zones, not 1");
    refused(many, 101, c, 2, 1, ok, RIX_EINVAL, "n_zones", no, no, "2 to 100 zones, not 101");
    refused(twice, 3, c, 2, 1, ok, RIX_EINVAL, "zones", no, 2, "two zones are called 'red'");
    refused(gap, 3, c, 2, 1, ok, RIX_EINVAL, "zones", no, 1, "zone 1 has no name");
    refused(empty, 3, c, 2, 1, ok, RIX_EINVAL, "zones", no, 2, "zone 2 has no name");
    refused(traffic, 3, NULL, 2, 1, ok, RIX_EINVAL, "criteria", no, no, "criteria is NULL");
    refused(traffic, 3, c, 0, 1, ok, RIX_EINVAL, "n_indicators", no, no, "one indicator at least");
    refused(traffic, 3, c, 2, 0, ok, RIX_EINVAL, "k", no, no, "k = 0 of 2");
    refused(traffic, 3, c, 2, 3, ok, RIX_EINVAL, "k", no, no, "k = 3 of 2");
    refused(traffic, 3, c, 2, 1, (rix_unknown)3, RIX_EINVAL, "unknown", no, no, "values: 3");
    refused(traffic, 3, c, 20, 1, ok, RIX_EOVERFLOW, NULL, no, no, "more than 1000000 cells");
    refused(traffic, 3, c, 10, 1, ok, RIX_EOVERFLOW, NULL, no, no, "more than 1000000 cells");

    c[1].indicator = "x0";
    refused(traffic, 3, c, 2, 1, ok, RIX_EINVAL, "indicators", no, 1,
            "two indicators are called 'x0'");
    c[1].indicator = NULL;
    refused(traffic, 3, c, 2, 1, ok, RIX_EINVAL, "indicators", no, 1, "indicator 1 has no name");
    c[1].indicator = "cases";
    c[1].thresholds = NULL;
    refused(traffic, 3, c, 2, 1, ok, RIX_EINVAL, "thresholds", no, 1, "cases has no thresholds");
    c[1].thresholds = down;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 1, 1,
            "cases: threshold 1 is not above the one before it, 2");
    c[1].thresholds = equal;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 1, 1,
            "cases: threshold 1 is not above");
    c[1].direction = -1;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 1, 1,
            "cases: threshold 1 is not below");
    c[1].thresholds = up;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 1, 1,
            "cases: threshold 2 is not below the one before it, 1");
    c[1].thresholds = holes;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 0, 1,
            "cases: threshold nan is not finite");
    c[1].thresholds = endless;
    refused(traffic, 3, c, 2, 1, ok, RIX_EDOMAIN, "thresholds", 1, 1,
            "threshold inf is not finite");
    c[1].thresholds = up;
    c[1].direction = 0;
    refused(traffic, 3, c, 2, 1, ok, RIX_EINVAL, "direction", no, 1,
            "cases: direction 0 is neither");
    c[1].direction = 1;
    c[1].boundary = (rix_boundary)2;
    refused(traffic, 3, c, 2, 1, ok, RIX_EINVAL, "boundary", no, 1, "cases: no such boundary: 2");
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_rule_new_criteria(traffic, 3, c, 2, 1, ok, NULL, &err), RIX_EINVAL, err,
                     "out is NULL");
}

static void bad_tables_are_named(void **state)
{
    (void)state;
    const char *const names[] = { "x", "y" }, *const twice[] = { "x", "x" };
    const rix_interval all[] = { RIX_INTERVAL_ALL, RIX_INTERVAL_ALL };
    const rix_rule_row row = { 1, all }, three = { 3, all }, minus = { -2, all },
                       no_box = { 1, NULL };
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    const rix_unknown ok = RIX_UNKNOWN_GREY;
#define REFUSED(zones, n_zones, names, n, rows, n_rows, unknown, status, name, part)               \
    do {                                                                                           \
        rix_assert_fails(rix_rule_new_table(zones, n_zones, names, NULL, n, rows, n_rows, unknown, \
                                            &rule, &err),                                          \
                         status, err, part);                                                       \
        assert_string_equal(err.arg, name);                                                        \
        assert_null(rule);                                                                         \
    } while (0)
    REFUSED(NULL, 3, names, 2, &row, 1, ok, RIX_EINVAL, "zones", "zones is NULL");
    REFUSED(traffic, 1, names, 2, &row, 1, ok, RIX_EINVAL, "n_zones", "2 to 100 zones, not 1");
    REFUSED(traffic, 3, NULL, 2, &row, 1, ok, RIX_EINVAL, "indicators", "indicators is NULL");
    REFUSED(traffic, 3, twice, 2, &row, 1, ok, RIX_EINVAL, "indicators", "two indicators");
    REFUSED(traffic, 3, names, 0, &row, 1, ok, RIX_EINVAL, "n_indicators", "one indicator");
    REFUSED(traffic, 3, names, 2, NULL, 1, ok, RIX_EINVAL, "rows", "rows is NULL");
    REFUSED(traffic, 3, names, 2, &row, 0, ok, RIX_EINVAL, "n_rows", "one row at least");
    REFUSED(traffic, 3, names, 2, &row, SIZE_MAX, (rix_unknown)7, RIX_EINVAL, "unknown",
            "certain or grey, not unknown");
    REFUSED(traffic, 3, names, 2, &row, 1, RIX_UNKNOWN_AVAILABLE, RIX_EINVAL, "unknown",
            "certain or grey, not available");
    REFUSED(traffic, 3, names, 2, &three, 1, ok, RIX_EINVAL, "rows", "no such zone: 3 in row 0");
    REFUSED(traffic, 3, names, 2, &minus, 1, ok, RIX_EINVAL, "rows", "no such zone: -2 in row 0");
    REFUSED(traffic, 3, names, 2, &no_box, 1, ok, RIX_EINVAL, "rows", "row 0 has no intervals");
#undef REFUSED
    rix_assert_fails(rix_rule_new_table(traffic, 3, names, NULL, 2, &row, 1, ok, NULL, &err),
                     RIX_EINVAL, err, "out is NULL");
}

/* A thousand points of two indicators: a million cells and more. */
static void too_many_cells_are_refused(void **state)
{
    (void)state;
    enum { N = 1100 };
    static const char *const names[] = { "x", "y" };
    rix_interval(*within)[2] = calloc(N, sizeof *within);
    rix_rule_row *rows = calloc(N, sizeof *rows);
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(within);
    assert_non_null(rows);
    for (size_t r = 0; r < N; r++) {
        const double low = r > 0 ? (double)r : RIX_NAN,
                     high = r + 1 < N ? (double)(r + 1) : RIX_NAN;
        within[r][0] = (rix_interval){ low, high, true, false };
        within[r][1] = (rix_interval)RIX_INTERVAL_ALL;
        rows[r] = (rix_rule_row){ (int)(r % 3), within[r] };
    }
    rix_assert_ok(
        rix_rule_new_table(traffic, 3, names, NULL, 2, rows, N, RIX_UNKNOWN_CERTAIN, &rule, &err),
        err);
    for (size_t r = 0; r < N; r++) { /* a long axis of many cuts */
        const double x[] = { (double)r, RIX_NAN };
        assert_int_equal(zone_of(rule, x), r % 3);
    }
    rix_rule_free(rule);
    rule = NULL;
    for (size_t r = 0; r < N; r++) within[r][1] = within[r][0];
    rix_assert_fails(
        rix_rule_new_table(traffic, 3, names, NULL, 2, rows, N, RIX_UNKNOWN_CERTAIN, &rule, &err),
        RIX_EOVERFLOW, err, "more than 1000000 cells");
    assert_null(rule);
    free(rows);
    free(within);
}

static void bad_values_are_refused(void **state)
{
    (void)state;
    const double t[] = { 1, 2 }, x[] = { 0, 0, 0, 0 };
    const rix_criterion c = criterion("x", NULL, t);
    rix_rule *rule = criteria_rule(traffic, 3, &c, 1, 1, RIX_UNKNOWN_CERTAIN);
    int32_t zone = 42;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_rule_classify(NULL, rix_mat_c(x, 1, 1), &zone, &err), RIX_EINVAL, err,
                     "rule is NULL");
    rix_assert_fails(rix_rule_classify(rule, rix_mat_c(NULL, 1, 1), &zone, &err), RIX_EINVAL, err,
                     "values is NULL");
    rix_assert_fails(rix_rule_classify(rule, rix_mat_c(x, 1, 1), NULL, &err), RIX_EINVAL, err,
                     "zones is NULL");
    rix_assert_fails(rix_rule_classify(rule, rix_mat_c(x, 2, 2), &zone, &err), RIX_EDIM, err,
                     "2 columns of values for a rule of 1 indicators");
    rix_assert_fails(rix_rule_classify(rule, rix_mat_c(x, SIZE_MAX / 2, 1), &zone, &err),
                     RIX_EOVERFLOW, err, "too large");
    assert_int_equal(zone, 42);
    rix_assert_ok(rix_rule_classify(rule, rix_mat_c(NULL, 0, 1), NULL, &err), err);
    rix_rule_free(rule);
    rix_rule_free(NULL);
}

static void names_of_enumerators(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_unknown unknown = RIX_UNKNOWN_GREY;
    rix_absent absent = RIX_ABSENT_GREY;
#define CHECK_UNKNOWN(code, name)                                                                  \
    assert_string_equal(rix_unknown_name(code), name);                                             \
    rix_assert_ok(rix_unknown_from_name(name, &unknown, &err), err);                               \
    assert_int_equal(unknown, code);
    RIX_UNKNOWN_LIST(CHECK_UNKNOWN)
#define CHECK_ABSENT(code, name)                                                                   \
    assert_string_equal(rix_absent_name(code), name);                                              \
    rix_assert_ok(rix_absent_from_name(name, &absent, &err), err);                                 \
    assert_int_equal(absent, code);
    RIX_ABSENT_LIST(CHECK_ABSENT)
    assert_string_equal(rix_unknown_name((rix_unknown)3), "unknown");
    assert_string_equal(rix_absent_name((rix_absent)-1), "unknown");
    rix_assert_fails(rix_unknown_from_name("gray", &unknown, &err), RIX_ENOTFOUND, err,
                     "no policy on unknown values 'gray'; there are: certain, available, grey");
    rix_assert_fails(rix_absent_from_name("stop", &absent, &err), RIX_ENOTFOUND, err,
                     "no policy on absent zones 'stop'; there are: hold, escalate, grey");
    rix_assert_fails(rix_unknown_from_name(NULL, &unknown, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_unknown_from_name("grey", NULL, &err), RIX_EINVAL, err, "value is NULL");
    rix_assert_fails(rix_absent_from_name(NULL, &absent, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_absent_from_name("grey", NULL, &err), RIX_EINVAL, err, "value is NULL");
    assert_int_equal(unknown, RIX_UNKNOWN_GREY);
    assert_int_equal(absent, RIX_ABSENT_GREY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_belong_to_the_side_that_is_said),
        cmocka_unit_test(bounds_of_rows_belong_to_the_side_that_is_said),
        cmocka_unit_test(the_council_of_the_european_union),
        cmocka_unit_test(what_is_missing_may_not_matter),
        cmocka_unit_test(the_worse_of_two),
        cmocka_unit_test(rules_are_what_their_words_say),
        cmocka_unit_test(tables_are_what_their_rows_say),
        cmocka_unit_test(holes_and_overlaps_are_named),
        cmocka_unit_test(tables_in_words),
        cmocka_unit_test(criteria_in_words),
        cmocka_unit_test(names_are_kept_whole),
        cmocka_unit_test(bad_criteria_are_named),
        cmocka_unit_test(bad_tables_are_named),
        cmocka_unit_test(too_many_cells_are_refused),
        cmocka_unit_test(bad_values_are_refused),
        cmocka_unit_test(names_of_enumerators),
    };
    return RIX_RUN_TESTS("rule", tests);
}
