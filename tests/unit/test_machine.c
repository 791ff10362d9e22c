/* test_machine.c - zones in time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* --------------------------------------------------------------------------------- helpers -- */

static rix_rule *rule_of(const char *const *zones, size_t n_zones, const rix_criterion *c, size_t n,
                         rix_unknown unknown)
{
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_rule_new_criteria(zones, n_zones, c, n, 1, unknown, &rule, &err), err);
    return rule;
}

static rix_machine *machine_of(const rix_rule *enter, const rix_rule *leave, const rix_clock *clock)
{
    rix_machine *machine = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_machine_new(enter, leave, clock, &machine, &err), err);
    return machine;
}

/* One indicator that is its zone: 0, 1, 2 ... */
static rix_rule *plain_rule(size_t n_zones)
{
    static const char *const zones[] = { "yellow", "orange", "red", "purple" };
    static const double thresholds[] = { 1, 2, 3 };
    rix_criterion c = RIX_CRITERION_INIT;
    c.indicator = "x";
    c.thresholds = thresholds;
    return rule_of(zones, n_zones, &c, 1, RIX_UNKNOWN_CERTAIN);
}

static rix_zones_out zones_c(int8_t *data, size_t rows, size_t cols)
{
    return (rix_zones_out){ data, rows, cols, (ptrdiff_t)cols, 1 };
}

/* What a string of digits says, '.' for missing or grey. */
static double digit(char c) { return c == '.' ? RIX_NAN : c - '0'; }

/* The zones that a machine of one indicator goes through, both in one call and step by step. */
static void check_path(const rix_machine *m, const char *x, const char *expected)
{
    double values[512];
    int8_t zones[512];
    char got[512] = "";
    const size_t n = strlen(x);
    assert_true(n < 512);
    for (size_t t = 0; t < n; t++) values[t] = digit(x[t]);
    const rix_mat panel = rix_mat_c(values, 1, n);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_machine_run(m, &panel, 1, NULL, zones_c(zones, 1, n), &err), err);
    for (size_t t = 0; t < n; t++) got[t] = zones[t] < 0 ? '.' : (char)('0' + zones[t]);
    assert_string_equal(got, expected);

    rix_machine_state s;
    rix_machine_start(m, &s);
    for (size_t t = 0; t < n; t++) {
        int32_t zone = 99;
        rix_assert_ok(rix_machine_step(m, &s, rix_vec_c(values + t, 1), &zone, &err), err);
        assert_int_equal(zone, zones[t]);
        assert_int_equal(zone, s.shown);
        assert_int_equal(s.period, t + 1);
    }
}

/* ------------------------------------------------------------------------ published machines -- */

/* California's Blueprint, 2020: two reviews to move, one tier at a time, 21 days in a tier before easing,
 * except in purple. Tiers: 0 yellow, 1 orange, 2 red, 3 purple. */
static rix_machine *california(size_t review_every, size_t three_weeks, int start)
{
    const size_t stay[] = { three_weeks, three_weeks, three_weeks, 0 };
    rix_clock clock = RIX_CLOCK_INIT;
    clock.start = start;
    clock.review_every = review_every;
    clock.rise_after = clock.fall_after = 2;
    clock.rise_steps = clock.fall_steps = 1;
    clock.stay_to_fall = stay;
    rix_rule *rule = plain_rule(4);
    rix_machine *m = machine_of(rule, NULL, &clock);
    rix_rule_free(rule);
    return m;
}

static void californian_tiers_on_a_weekly_panel(void **state)
{
    (void)state;
    rix_machine *purple = california(1, 3, 3), *orange = california(1, 3, 1);
    check_path(purple, "22111", "32221");
    check_path(purple, "21322", "32222");
    check_path(orange, "33", "12");
    rix_machine_free(purple);
    rix_machine_free(orange);
}

/* Each week's digit seven times. */
static void weeks(const char *from, char *to)
{
    for (; *from; from++) {
        for (int day = 0; day < 7; day++) *to++ = *from;
    }
    *to = '\0';
}

static void californian_tiers_on_a_daily_panel(void **state)
{
    (void)state;
    const char *const vectors[][2] = { { "22111", "32221" }, { "21322", "32222" } };
    char x[512], expected[512];
    rix_machine *purple = california(7, 21, 3), *orange = california(7, 21, 1);
    for (size_t k = 0; k < 2; k++) {
        weeks(vectors[k][0], x);
        weeks(vectors[k][1], expected);
        check_path(purple, x, expected);
        for (size_t t = 0; x[t]; t++) { /* what lies between reviews is not looked at */
            if (t % 7 != 0) x[t] = t % 2 ? '.' : '0';
        }
        check_path(purple, x, expected);
    }
    weeks("33", x);
    weeks("12", expected);
    check_path(orange, x, expected);
    rix_machine_free(purple);
    rix_machine_free(orange);
}

/* A day more than three weeks has to wait for the review after. */
static void a_stay_counts_from_the_period_of_the_move(void **state)
{
    (void)state;
    char x[512], expected[512];
    rix_machine *m = california(7, 22, 3);
    weeks("221111", x);
    weeks("322221", expected);
    check_path(m, x, expected);
    rix_machine_free(m);
    /* In the zone of the start from period 0 on, so the stay is over at the third review. */
    m = california(7, 21, 2);
    weeks("11111", x);
    weeks("22211", expected);
    check_path(m, x, expected);
    rix_machine_free(m);
}

/* India, 15-16 April 2020, reviewed daily: red until 14 days without a case, orange until 28. */
static void indian_districts_in_mid_april(void **state)
{
    (void)state;
    static const char *const zones[] = { "green", "orange", "red" };
    static const double days[] = { 28, 14 };
    rix_criterion c = RIX_CRITERION_INIT;
    c.indicator = "days_since_case";
    c.unit = "days";
    c.thresholds = days;
    c.direction = -1;
    c.boundary = RIX_BOUNDARY_LOWER; /* on day 28 green */
    rix_rule *rule = rule_of(zones, 3, &c, 1, RIX_UNKNOWN_CERTAIN);
    rix_machine *m = machine_of(rule, NULL, NULL);
    double since[60];
    int8_t out[60];
    for (size_t t = 0; t < 60; t++) since[t] = (double)(t % 40); /* a case on days 0 and 40 */
    const rix_mat x = rix_mat_c(since, 1, 60);
    assert_int_equal(rix_machine_run(m, &x, 1, NULL, zones_c(out, 1, 60), NULL), RIX_OK);
    for (size_t t = 0; t < 60; t++) {
        const size_t day = t % 40;
        assert_int_equal(out[t], day < 14 ? 2 : day < 28 ? 1 : 0);
    }
    rix_machine_free(m);
    rix_rule_free(rule);
}

/* ------------------------------------------------------------------------------- the clock -- */

static void check_clock(const rix_clock *clock, const char *x, const char *expected)
{
    rix_rule *rule = plain_rule(4);
    rix_machine *m = machine_of(rule, NULL, clock);
    rix_rule_free(rule); /* the machine has its own */
    check_path(m, x, expected);
    rix_machine_free(m);
}

static void each_part_of_the_clock_works(void **state)
{
    (void)state;
    const rix_clock plain = RIX_CLOCK_INIT;
    rix_clock c = plain;
    check_clock(NULL, "0123.3210.", "0123332100"); /* the zone that each review finds */
    check_clock(&c, "..1.0", "..110");             /* grey until the first that decides */
    c.start = 2;
    check_clock(&c, "..1.0", "22110");
    c.first_review = 3;
    check_clock(&c, "0001.", "22211");
    c.review_every = 3;
    check_clock(&c, "000100300020", "222111333000");
    c.first_review = 50; /* later than the panel */
    check_clock(&c, "00000", "22222");
    c.start = RIX_NO_ZONE;
    check_clock(&c, "00000", ".....");
    c.first_review = 0;
    c.review_every = SIZE_MAX;
    check_clock(&c, "1330", "1111");

    c = plain; /* runs: the least risky zone that a rising one found, the most risky of a falling one */
    c.start = 1;
    c.rise_after = 2;
    c.fall_after = 3;
    check_clock(&c, "3232222", "1222222");
    check_clock(&c, "3132323", "1112222"); /* one that finds the zone in force breaks a run */
    check_clock(&c, "3032320", "1112222");
    c.start = 3;
    check_clock(&c, "010210", "331111"); /* 0 1 0: to the most risky of them */
    check_clock(&c, "02001", "33222");
    check_clock(&c, "0200010", "3322211"); /* 0 2 0, then 0 0 1: a move ends the run */

    c = plain; /* steps */
    c.rise_steps = 2;
    c.fall_steps = 1;
    check_clock(&c, "0333000", "0233210");
    c.start = 3;
    check_clock(&c, "000000", "210000");

    const size_t rise[] = { 3, 0, 9, 9 }, fall[] = { 9, 2, 4, SIZE_MAX };
    c = plain; /* stays: the run goes on while it waits */
    c.start = 0;
    c.rise_after = 2;
    c.stay_to_rise = rise;
    c.stay_to_fall = fall;
    check_clock(&c, "33333", "00033");
    check_clock(&c, "00033", "00003");
    check_clock(&c, "1111000", "0001100");
    check_clock(&c, "1111100", "0001100");
    check_clock(&c, "33330000000", "00033333333"); /* never out of the riskiest */
    check_clock(&c, "3323330000000", "0002222000000");
}

static void what_is_absent_is_treated_as_said(void **state)
{
    (void)state;
    rix_clock c = RIX_CLOCK_INIT;
    c.start = 1;
    c.rise_after = 2;
    c.fall_after = 2;
    c.absent = RIX_ABSENT_HOLD;
    check_clock(&c, "0.00..2.22.", "11100000022"); /* a hole breaks a run */
    c.absent = RIX_ABSENT_GREY;
    check_clock(&c, "0.00..2.22.", "1.10..0.02.");
    c.absent = RIX_ABSENT_ESCALATE;
    check_clock(&c, "0.00..2.22.", "11100112222"); /* counts as one that finds the next */
    check_clock(&c, "......", "122333");
    c.rise_after = 1;
    c.start = RIX_NO_ZONE;
    check_clock(&c, "..0...", "..0123"); /* nothing to escalate from */
    c.absent = RIX_ABSENT_GREY;
    c.start = 2;
    c.review_every = 3;
    check_clock(&c, "2.....1..", "222...222"); /* from review to review */
}

/* Rises at 2 and 3, falls below 1 and 2: hysteresis. */
static void leaving_may_ask_for_more_than_entering(void **state)
{
    (void)state;
    static const char *const zones[] = { "green", "orange", "red" };
    static const double enter_at[] = { 2, 3 }, leave_at[] = { 1, 2 };
    rix_criterion c = RIX_CRITERION_INIT;
    c.indicator = "x";
    c.thresholds = enter_at;
    rix_rule *enter = rule_of(zones, 3, &c, 1, RIX_UNKNOWN_CERTAIN);
    c.thresholds = leave_at;
    rix_rule *leave = rule_of(zones, 3, &c, 1, RIX_UNKNOWN_CERTAIN);
    rix_clock clock = RIX_CLOCK_INIT;
    clock.start = 0;
    rix_machine *m = machine_of(enter, leave, &clock);
    check_path(m, "0121012321210", "0011001221110");
    assert_string_equal(
        rix_machine_sentence(m),
        "red: x >= 3; else orange: x >= 2; else green; "
        "where an indicator is missing: the zone if it is the same for every value, else grey. "
        "To fall: red: x >= 2; else orange: x >= 1; else green; "
        "where an indicator is missing: the zone if it is the same for every value, else grey. "
        "Reviewed every period; starts green; rises at once; falls at once; "
        "where the rule says grey, the zone holds.");
    assert_string_equal(rix_rule_sentence(rix_machine_rule(m)), rix_rule_sentence(enter));
    rix_machine_free(m);

    rix_machine *none = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(
        rix_machine_new(leave, enter, NULL, &none, &err), RIX_EDOMAIN, err,
        "the leave rule is less risky than the enter rule at x in [1, 2): green, not orange");
    assert_string_equal(err.arg, "leave");
    assert_null(none);
    rix_rule_free(leave);
    rix_rule_free(enter);
}

static void machines_in_words(void **state)
{
    (void)state;
    const size_t stay[] = { 0, 1, 21, 0 };
    rix_clock clock = RIX_CLOCK_INIT;
    rix_rule *rule = plain_rule(4);
    clock.review_every = 7;
    clock.first_review = 1;
    clock.rise_after = 3;
    clock.rise_steps = 1;
    clock.fall_steps = 2;
    clock.stay_to_fall = stay;
    clock.absent = RIX_ABSENT_ESCALATE;
    rix_machine *m = machine_of(rule, NULL, &clock);
    rix_assert_text(rix_machine_sentence(m), rix_rule_sentence(rule));
    rix_assert_text(
        rix_machine_sentence(m),
        ". Reviewed every 7 periods, for the first time after 1 period; starts in the zone "
        "that the first review finds; rises after 3 reviews in a row, by 1 zone at most; "
        "falls at once, by 2 zones at most, after 21 periods in red, 1 period in orange; "
        "where the rule says grey, it counts as the next riskier zone.");
    rix_machine_free(m);
    clock.absent = RIX_ABSENT_GREY;
    m = machine_of(rule, NULL, &clock);
    rix_assert_text(rix_machine_sentence(m), "where the rule says grey, the unit is shown grey.");
    rix_machine_free(m);
    rix_rule_free(rule);
}

/* ------------------------------------------------------------------ against a slow machine -- */

enum { MOST_PERIODS = 90, MOST_UNITS = 300 };

/* Two indicators, a class each by counting thresholds; the worse of the two, grey if either is missing and
 * the other is not in the riskiest. */
typedef struct slow_rule {
    double thresholds[2][3];
} slow_rule;

typedef struct slow_machine {
    slow_rule enter, leave;
    size_t n_zones;
    rix_clock clock;
    size_t rise[4], fall[4];
} slow_machine;

static int slow_class(const double *thresholds, size_t n_zones, double x)
{
    int zone = 0;
    for (size_t k = 0; k + 1 < n_zones; k++) zone += x >= thresholds[k];
    return zone;
}

static int slow_zone(const slow_rule *r, size_t n_zones, double x, double y)
{
    const int highest = (int)n_zones - 1;
    const int a = isnan(x) ? -1 : slow_class(r->thresholds[0], n_zones, x);
    const int b = isnan(y) ? -1 : slow_class(r->thresholds[1], n_zones, y);
    if (a == highest || b == highest) return highest;
    if (a < 0 || b < 0) return RIX_NO_ZONE;
    return a > b ? a : b;
}

/* A unit's history: the zone in force in each period, and what each review found. */
typedef struct slow_history {
    int zone[MOST_PERIODS];
    int rises_to[MOST_PERIODS], falls_to[MOST_PERIODS]; /* RIX_NO_ZONE for neither */
} slow_history;

static int slow_before(const slow_machine *m, const slow_history *h, size_t t)
{
    return t > 0 ? h->zone[t - 1] : m->clock.start;
}

/* Periods before t in the zone of then. */
static size_t slow_stay(const slow_history *h, size_t t)
{
    size_t n = 0;
    while (n < t && h->zone[t - 1 - n] == h->zone[t - 1]) n++;
    return n;
}

/* Length of the run of reviews that ends at t and found[] something, in the zone of before t; *least and *most are
 * the zones that it found. Looks back review by review, to where one found nothing or moved the unit. */
static size_t slow_look_back(const slow_machine *m, const slow_history *h, const int *found,
                             size_t t, int *least, int *most)
{
    const int zone = slow_before(m, h, t);
    size_t n = 0;
    for (size_t r = t;; r -= m->clock.review_every) {
        const bool moved = r < t && h->zone[r] != zone;
        if (moved || slow_before(m, h, r) != zone || found[r] == RIX_NO_ZONE) return n;
        *least = n == 0 || found[r] < *least ? found[r] : *least;
        *most = n == 0 || found[r] > *most ? found[r] : *most;
        n++;
        if (r < m->clock.first_review + m->clock.review_every) return n;
    }
}

/* One review; whether it was decided. */
static bool slow_review(const slow_machine *m, slow_history *h, size_t t, double x, double y)
{
    const int zone = h->zone[t], highest = (int)m->n_zones - 1;
    const int e = slow_zone(&m->enter, m->n_zones, x, y),
              f = slow_zone(&m->leave, m->n_zones, x, y);
    bool decided = true;
    int least = 0, most = 0;
    if (zone == RIX_NO_ZONE) {
        h->zone[t] = e;
        return true;
    }
    if (e > zone) {
        h->rises_to[t] = e;
    } else if (f != RIX_NO_ZONE && f < zone) {
        h->falls_to[t] = f;
    } else if (e == RIX_NO_ZONE || f == RIX_NO_ZONE) {
        decided = false;
        if (m->clock.absent == RIX_ABSENT_ESCALATE && zone < highest) h->rises_to[t] = zone + 1;
    }
    const size_t stay = slow_stay(h, t);
    const size_t rising = slow_look_back(m, h, h->rises_to, t, &least, &most);
    if (rising >= m->clock.rise_after && stay >= m->rise[zone]) {
        h->zone[t] = least;
        while (m->clock.rise_steps > 0 && h->zone[t] > zone + (int)m->clock.rise_steps)
            h->zone[t]--;
    }
    const size_t falling = slow_look_back(m, h, h->falls_to, t, &least, &most);
    if (falling >= m->clock.fall_after && stay >= m->fall[zone]) {
        h->zone[t] = most;
        while (m->clock.fall_steps > 0 && h->zone[t] < zone - (int)m->clock.fall_steps)
            h->zone[t]++;
    }
    return decided;
}

static void slow_run(const slow_machine *m, const double *x, const double *y, size_t n,
                     int8_t *shown)
{
    slow_history h;
    bool hidden = false;
    for (size_t t = 0; t < n; t++) {
        h.zone[t] = slow_before(m, &h, t);
        h.rises_to[t] = h.falls_to[t] = RIX_NO_ZONE;
        if (t >= m->clock.first_review &&
            (t - m->clock.first_review) % m->clock.review_every == 0) {
            const bool decided = slow_review(m, &h, t, x[t], y[t]);
            hidden = !decided && m->clock.absent == RIX_ABSENT_GREY;
        }
        shown[t] = (int8_t)(hidden ? RIX_NO_ZONE : h.zone[t]);
    }
}

static size_t below(rix_stream *s, size_t n) { return (size_t)(rix_stream_uniform(s) * (double)n); }

/* A machine of random parts; half of them leave at lower levels than they enter. */
static rix_machine *make_machine(slow_machine *m, rix_stream *s)
{
    static const char *const zones[] = { "a", "b", "c", "d" };
    const bool hysteresis = below(s, 2) > 0;
    const rix_clock plain = RIX_CLOCK_INIT;
    m->n_zones = 2 + below(s, 3);
    for (size_t i = 0; i < 2; i++) {
        double t = 1;
        for (size_t k = 0; k < 3; k++) {
            t += 1 + (double)below(s, 3);
            m->enter.thresholds[i][k] = t;
            m->leave.thresholds[i][k] = hysteresis ? t - 0.75 : t;
        }
    }
    m->clock = plain;
    m->clock.start = (int)below(s, m->n_zones + 1) - 1;
    m->clock.first_review = below(s, 3) ? 0 : below(s, 10);
    m->clock.review_every = below(s, 2) ? 1 : 1 + below(s, 9);
    m->clock.rise_after = 1 + below(s, 3);
    m->clock.fall_after = 1 + below(s, 4);
    m->clock.rise_steps = below(s, 3);
    m->clock.fall_steps = below(s, 3);
    m->clock.absent = (rix_absent)below(s, 3);
    for (size_t z = 0; z < 4; z++) {
        m->rise[z] = below(s, 2) ? 0 : below(s, 12);
        m->fall[z] = below(s, 2) ? 0 : below(s, 25);
    }
    m->clock.stay_to_rise = m->rise;
    m->clock.stay_to_fall = m->fall;

    rix_criterion c[] = { RIX_CRITERION_INIT, RIX_CRITERION_INIT };
    c[0].indicator = "x";
    c[1].indicator = "y";
    for (size_t i = 0; i < 2; i++) c[i].thresholds = m->enter.thresholds[i];
    rix_rule *enter = rule_of(zones, m->n_zones, c, 2, RIX_UNKNOWN_CERTAIN);
    for (size_t i = 0; i < 2; i++) c[i].thresholds = m->leave.thresholds[i];
    rix_rule *leave = rule_of(zones, m->n_zones, c, 2, RIX_UNKNOWN_CERTAIN);
    rix_machine *made = machine_of(enter, hysteresis ? leave : NULL, &m->clock);
    rix_rule_free(enter);
    rix_rule_free(leave);
    return made;
}

/* Values that stay for a while, with holes. */
static void make_series(double *x, size_t n, rix_stream *s)
{
    double level = 0;
    for (size_t t = 0; t < n; t++) {
        if (t == 0 || below(s, 6) == 0) level = (double)below(s, 50) / 4;
        x[t] = below(s, 12) == 0 ? RIX_NAN : level;
    }
}

static void machines_are_what_looking_back_finds(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 2020, 6);
    for (size_t round = 0; round < 3000; round++) {
        slow_machine slow;
        double x[MOST_PERIODS], y[MOST_PERIODS];
        int8_t expected[MOST_PERIODS], zones[MOST_PERIODS];
        rix_machine *m = make_machine(&slow, &s);
        const size_t n = 1 + below(&s, MOST_PERIODS);
        make_series(x, n, &s);
        make_series(y, n, &s);
        slow_run(&slow, x, y, n, expected);

        const rix_mat panel[] = { rix_mat_c(x, 1, n), rix_mat_c(y, 1, n) };
        assert_int_equal(rix_machine_run(m, panel, 2, NULL, zones_c(zones, 1, n), NULL), RIX_OK);
        assert_memory_equal(zones, expected, n);
        rix_machine_state now;
        rix_machine_start(m, &now);
        for (size_t t = 0; t < n; t++) {
            const double both[] = { y[t], -9, x[t] }; /* backwards, a step of two */
            int32_t zone = 99;
            assert_int_equal(rix_machine_step(m, &now, (rix_vec){ both + 2, 2, -2 }, &zone, NULL),
                             RIX_OK);
            assert_int_equal(zone, expected[t]);
        }
        rix_machine_free(m);
    }
}

/* ---------------------------------------------------------------------- layouts and threads -- */

typedef struct layout {
    ptrdiff_t unit, period, first;
} layout;

/* Ways in which units x periods may lie in memory; `room` doubles have space for each. */
static layout layout_of(size_t way, size_t units, size_t periods)
{
    const ptrdiff_t u = (ptrdiff_t)units, p = (ptrdiff_t)periods;
    const layout ways[] = {
        { p, 1, 0 },           { 1, u, 0 },     { -p, 1, (u - 1) * p }, { 1, -u, (p - 1) * u },
        { -1, -u, u * p - 1 }, { 3 * p, 3, 1 }, { 2, 2 * u, 1 }
    };
    return ways[way];
}

static void layouts_and_threads_give_the_same(void **state)
{
    (void)state;
    enum { WAYS = 7, ROOM = 3 * MOST_UNITS * MOST_PERIODS };
    double *x = malloc(ROOM * sizeof *x), *y = malloc(ROOM * sizeof *y);
    double *series = malloc(2 * MOST_UNITS * MOST_PERIODS * sizeof *series);
    int8_t *zones = malloc(ROOM), *expected = malloc(MOST_UNITS * MOST_PERIODS);
    assert_true(x && y && series && zones && expected);
    rix_stream s;
    rix_stream_init(&s, 2020, 7);
    for (size_t round = 0; round < 3; round++) {
        slow_machine slow;
        rix_machine *m = make_machine(&slow, &s);
        /* Less than a block of units, a few more than one; tiles of reviews likewise. */
        const size_t units = round == 0 ? 5 : MOST_UNITS - round, n = MOST_PERIODS - round;
        double *sx = series, *sy = series + MOST_UNITS * MOST_PERIODS;
        for (size_t i = 0; i < units; i++) {
            make_series(sx + i * n, n, &s);
            make_series(sy + i * n, n, &s);
            slow_run(&slow, sx + i * n, sy + i * n, n, expected + i * n);
        }
        for (size_t way = 0; way < WAYS * WAYS; way++) {
            const layout in = layout_of(way % WAYS, units, n),
                         other = layout_of(way / WAYS, units, n);
            for (size_t i = 0; i < units; i++) {
                for (size_t t = 0; t < n; t++) {
                    const ptrdiff_t u = (ptrdiff_t)i, p = (ptrdiff_t)t;
                    x[in.first + u * in.unit + p * in.period] = sx[i * n + t];
                    y[other.first + u * other.unit + p * other.period] = sy[i * n + t];
                }
            }
            const rix_mat panel[] = { { x + in.first, units, n, in.unit, in.period },
                                      { y + other.first, units, n, other.unit, other.period } };
            const rix_zones_out out = { zones + other.first, units, n, other.unit, other.period };
            rix_run run = RIX_RUN_INIT;
            run.threads = way % 5;
            memset(zones, 77, ROOM);
            assert_int_equal(rix_machine_run(m, panel, 2, &run, out, NULL), RIX_OK);
            size_t touched = 0;
            for (size_t k = 0; k < ROOM; k++) touched += zones[k] != 77;
            assert_int_equal(touched, units * n);
            for (size_t i = 0; i < units; i++) {
                for (size_t t = 0; t < n; t++) {
                    const ptrdiff_t at = (ptrdiff_t)i * other.unit + (ptrdiff_t)t * other.period;
                    assert_int_equal(out.data[at], expected[i * n + t]);
                }
            }
        }
        rix_machine_free(m);
    }
    free(expected);
    free(zones);
    free(series);
    free(y);
    free(x);
}

/* Daily reviews over more than a thousand days: many tiles, and a day of review at the very end. */
static void long_panels_are_taken_in_tiles(void **state)
{
    (void)state;
    enum { DAYS = 1003 };
    static double x[DAYS];
    static int8_t zones[DAYS];
    rix_rule *rule = plain_rule(4);
    rix_clock clock = RIX_CLOCK_INIT;
    for (clock.review_every = 1; clock.review_every < 12; clock.review_every++) {
        rix_machine *m = machine_of(rule, NULL, &clock);
        rix_machine_state s;
        for (size_t t = 0; t < DAYS; t++) x[t] = (double)(t * t / 50 % 4);
        const rix_mat panel = rix_mat_c(x, 1, DAYS);
        assert_int_equal(rix_machine_run(m, &panel, 1, NULL, zones_c(zones, 1, DAYS), NULL),
                         RIX_OK);
        rix_machine_start(m, &s);
        for (size_t t = 0; t < DAYS; t++) {
            int32_t zone;
            assert_int_equal(rix_machine_step(m, &s, rix_vec_c(x + t, 1), &zone, NULL), RIX_OK);
            assert_int_equal(zone, zones[t]);
            assert_int_equal(zone, x[t - t % clock.review_every]);
        }
        rix_machine_free(m);
    }
    rix_rule_free(rule);
}

/* ---------------------------------------------------------------------------------- state -- */

static void a_state_can_be_kept_and_gone_back_to(void **state)
{
    (void)state;
    const double high = 3, low = 0, hole = RIX_NAN;
    rix_machine *m = california(1, 3, 2);
    rix_machine_state s, kept;
    int32_t zone;
    rix_machine_start(m, &s);
    assert_int_equal(s.period, 0);
    assert_int_equal(s.zone, 2);
    assert_int_equal(s.shown, 2);
    assert_int_equal(s.stayed, 0);
    assert_int_equal(rix_machine_step(m, &s, rix_vec_c(&high, 1), &zone, NULL), RIX_OK);
    assert_int_equal(s.stayed, 1);
    assert_int_equal(s.rising, 1);
    assert_int_equal(s.falling, 0);
    assert_int_equal(s.rise_to, 3);
    kept = s;
    assert_int_equal(rix_machine_step(m, &s, rix_vec_c(&high, 1), &zone, NULL), RIX_OK);
    assert_int_equal(zone, 3);
    assert_int_equal(s.stayed, 1);
    assert_int_equal(s.rising, 0);
    s = kept;
    assert_int_equal(rix_machine_step(m, &s, rix_vec_c(&low, 1), &zone, NULL), RIX_OK);
    assert_int_equal(zone, 2);
    assert_int_equal(s.falling, 1);
    assert_int_equal(s.fall_to, 0);
    assert_int_equal(s.rising, 0);
    assert_int_equal(rix_machine_step(m, &s, rix_vec_c(&hole, 1), &zone, NULL), RIX_OK);
    assert_int_equal(s.falling, 0);
    assert_int_equal(s.stayed, 3);
    rix_machine_free(m);
}

/* -------------------------------------------------------------------------------- refusals -- */

static void refused(const rix_rule *enter, const rix_rule *leave, const rix_clock *clock,
                    const char *arg, const char *part)
{
    rix_machine *m = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_machine_new(enter, leave, clock, &m, &err), RIX_EINVAL, err, part);
    assert_string_equal(err.arg, arg);
    assert_null(m);
    assert_int_equal(rix_machine_new(enter, leave, clock, &m, NULL), RIX_EINVAL);
}

static void bad_clocks_are_named(void **state)
{
    (void)state;
    const rix_clock plain = RIX_CLOCK_INIT;
    rix_rule *rule = plain_rule(3);
    rix_clock c = plain;
    refused(NULL, NULL, NULL, "enter", "enter is NULL");
    c.start = 3;
    refused(rule, NULL, &c, "start", "no such zone to start in: 3");
    c.start = -2;
    refused(rule, NULL, &c, "start", "no such zone to start in: -2");
    c = plain;
    c.review_every = 0;
    refused(rule, NULL, &c, "review_every", "review_every is 0");
    c = plain;
    c.rise_after = 0;
    refused(rule, NULL, &c, "rise_after", "rise_after is 0");
    c = plain;
    c.fall_after = 0;
    refused(rule, NULL, &c, "fall_after", "fall_after is 0");
    c = plain;
    c.absent = (rix_absent)3;
    refused(rule, NULL, &c, "absent", "no such policy on absent zones: 3");
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_machine_new(rule, NULL, NULL, NULL, &err), RIX_EINVAL, err, "out is NULL");
    rix_rule_free(rule);
}

static void rules_of_other_zones_are_refused(void **state)
{
    (void)state;
    static const char *const zones[] = { "yellow", "orange", "crimson" };
    static const double t[] = { 1, 2 };
    rix_criterion c[] = { RIX_CRITERION_INIT, RIX_CRITERION_INIT };
    c[0].indicator = "x";
    c[1].indicator = "y";
    c[0].thresholds = c[1].thresholds = t;
    rix_rule *enter = plain_rule(3), *fewer = plain_rule(2);
    rix_rule *crimson = rule_of(zones, 3, c, 1, RIX_UNKNOWN_CERTAIN);
    rix_rule *both = rule_of(zones, 3, c, 2, RIX_UNKNOWN_CERTAIN);
    rix_rule *other = rule_of(zones, 3, c + 1, 1, RIX_UNKNOWN_CERTAIN);
    refused(enter, fewer, NULL, "leave", "different zones or numbers of indicators");
    refused(enter, crimson, NULL, "leave", "different zones");
    refused(crimson, both, NULL, "leave", "numbers of indicators");
    refused(crimson, other, NULL, "leave", "indicator 0 is x in one rule and y in the other");
    rix_rule_free(other);
    rix_rule_free(both);
    rix_rule_free(crimson);
    rix_rule_free(fewer);
    rix_rule_free(enter);
}

/* Each rule fits, their cuts together do not. */
static void too_many_cells_are_refused(void **state)
{
    (void)state;
    enum { N = 7, ZONES = 6 };
    static const char *const zones[] = { "a", "b", "c", "d", "e", "f" };
    static const char *const names[] = { "1", "2", "3", "4", "5", "6", "7" };
    static const double high[] = { 1, 2, 3, 4, 5 }, low[] = { 0.5, 1.5, 2.5, 3.5, 4.5 };
    rix_criterion c[N];
    const rix_criterion plain = RIX_CRITERION_INIT;
    rix_machine *m = NULL;
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < N; i++) {
        c[i] = plain;
        c[i].indicator = names[i];
        c[i].thresholds = high;
    }
    rix_rule *enter = rule_of(zones, ZONES, c, N, RIX_UNKNOWN_AVAILABLE);
    for (size_t i = 0; i < N; i++) c[i].thresholds = low;
    rix_rule *leave = rule_of(zones, ZONES, c, N, RIX_UNKNOWN_AVAILABLE);
    rix_assert_fails(rix_machine_new(enter, leave, NULL, &m, &err), RIX_EOVERFLOW, err,
                     "more than 1000000 cells");
    assert_null(m);
    rix_rule_free(leave);
    rix_rule_free(enter);
}

static void bad_steps_are_named(void **state)
{
    (void)state;
    const double x[] = { 3, 3 };
    rix_machine *m = california(1, 3, 0);
    rix_machine_state s, before;
    int32_t zone = 42;
    rix_error err = RIX_ERROR_INIT;
    rix_machine_start(m, &s);
    before = s;
    const rix_vec ok = rix_vec_c(x, 1);
    rix_assert_fails(rix_machine_step(NULL, &s, ok, &zone, &err), RIX_EINVAL, err,
                     "machine is NULL");
    rix_assert_fails(rix_machine_step(m, NULL, ok, &zone, &err), RIX_EINVAL, err, "state is NULL");
    rix_assert_fails(rix_machine_step(m, &s, ok, NULL, &err), RIX_EINVAL, err, "zone is NULL");
    rix_assert_fails(rix_machine_step(m, &s, rix_vec_c(NULL, 1), &zone, &err), RIX_EINVAL, err,
                     "values is NULL");
    rix_assert_fails(rix_machine_step(m, &s, rix_vec_c(x, 2), &zone, &err), RIX_EDIM, err,
                     "2 values for a rule of 1 indicators");
    assert_int_equal(zone, 42);
    assert_int_equal(s.period, before.period);
    assert_int_equal(s.rising, before.rising);
    rix_machine_free(m);
    rix_machine_free(NULL);
}

static void refused_panel(const rix_machine *m, const rix_mat *x, size_t n, rix_zones_out out,
                          rix_status status, const char *arg, const char *part)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_machine_run(m, x, n, NULL, out, &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_int_equal(rix_machine_run(m, x, n, NULL, out, NULL), status);
}

static void bad_panels_are_named(void **state)
{
    (void)state;
    const double values[4] = { 0 };
    int8_t zones[4] = { 77, 77, 77, 77 };
    rix_machine *m = california(1, 3, 0);
    const rix_mat x = rix_mat_c(values, 2, 2), none = rix_mat_c(NULL, 2, 2);
    const rix_mat huge = rix_mat_c(values, SIZE_MAX / 4, 4), flat = rix_mat_c(values, 1, 4);
    const rix_zones_out out = zones_c(zones, 2, 2);
    refused_panel(NULL, &x, 1, out, RIX_EINVAL, "machine", "machine is NULL");
    refused_panel(m, NULL, 1, out, RIX_EINVAL, "indicators", "indicators is NULL");
    refused_panel(m, &x, 2, out, RIX_EDIM, "indicators", "2 indicators for a rule of 1");
    refused_panel(m, &none, 1, out, RIX_EINVAL, "indicators", "indicators is NULL");
    refused_panel(m, &huge, 1, out, RIX_EOVERFLOW, "indicators", "too large");
    refused_panel(m, &flat, 1, out, RIX_EDIM, "indicators", "x is 1 x 4 and zones are 2 x 2");
    refused_panel(m, &x, 1, zones_c(NULL, 2, 2), RIX_EINVAL, "zones", "zones is NULL");
    for (size_t k = 0; k < 4; k++) assert_int_equal(zones[k], 77);
    const rix_mat no_units = rix_mat_c(NULL, 0, 5), no_periods = rix_mat_c(NULL, 5, 0);
    assert_int_equal(rix_machine_run(m, &no_units, 1, NULL, zones_c(NULL, 0, 5), NULL), RIX_OK);
    assert_int_equal(rix_machine_run(m, &no_periods, 1, NULL, zones_c(NULL, 5, 0), NULL), RIX_OK);
    rix_machine_free(m);
}

static int stop(double done, void *user)
{
    ++*(int *)user;
    return done >= 0 ? 1 : 0;
}

static void a_panel_can_be_stopped(void **state)
{
    (void)state;
    double x[4] = { 0 };
    int8_t zones[4];
    int asked = 0;
    rix_machine *m = california(1, 3, 0);
    const rix_mat panel = rix_mat_c(x, 2, 2);
    const rix_run run = { 1, stop, &asked };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_machine_run(m, &panel, 1, &run, zones_c(zones, 2, 2), &err),
                     RIX_ECANCELLED, err, "stopped by the caller");
    assert_int_equal(asked, 1);
    rix_machine_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(californian_tiers_on_a_weekly_panel),
        cmocka_unit_test(californian_tiers_on_a_daily_panel),
        cmocka_unit_test(a_stay_counts_from_the_period_of_the_move),
        cmocka_unit_test(indian_districts_in_mid_april),
        cmocka_unit_test(each_part_of_the_clock_works),
        cmocka_unit_test(what_is_absent_is_treated_as_said),
        cmocka_unit_test(leaving_may_ask_for_more_than_entering),
        cmocka_unit_test(machines_in_words),
        cmocka_unit_test(machines_are_what_looking_back_finds),
        cmocka_unit_test(layouts_and_threads_give_the_same),
        cmocka_unit_test(long_panels_are_taken_in_tiles),
        cmocka_unit_test(a_state_can_be_kept_and_gone_back_to),
        cmocka_unit_test(bad_clocks_are_named),
        cmocka_unit_test(rules_of_other_zones_are_refused),
        cmocka_unit_test(too_many_cells_are_refused),
        cmocka_unit_test(bad_steps_are_named),
        cmocka_unit_test(bad_panels_are_named),
        cmocka_unit_test(a_panel_can_be_stopped),
    };
    return RIX_RUN_TESTS("machine", tests);
}
