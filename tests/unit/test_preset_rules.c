/* test_preset_rules.c - published rule sets: every cut-off and its neighbours, and the published vectors in time. */
#include <string.h>

#include "support.h"

enum { GREY = RIX_NO_ZONE, MOST = 7 };

/* What the published text says of a day without gaps, written plainly. */
typedef int says(const double *x);

static int ecdc_2020(const double *x)
{
    const double n = x[0], p = x[1], tests = x[2];
    if (tests < 300) return GREY;
    if (n < 25 && p < 4) return 0;
    if ((n < 50 && p >= 4) || (n >= 25 && n <= 150 && p < 4)) return 1;
    assert_true((n >= 50 && p >= 4) || n > 150);
    return 2;
}

static int ecdc_2021(const double *x) { return x[0] >= 500 && x[2] >= 300 ? 3 : ecdc_2020(x); }

static int cdc_2021(const double *x)
{
    const int cases = x[0] < 10 ? 0 : x[0] < 50 ? 1 : x[0] < 100 ? 2 : 3;
    const int positive = x[1] < 5 ? 0 : x[1] < 8 ? 1 : x[1] < 10 ? 2 : 3;
    return cases > positive ? cases : positive;
}

static int harvard_2020(const double *x)
{
    return x[0] < 1 ? 0 : x[0] < 10 ? 1 : x[0] < 25 ? 2 : 3;
}

/* Orange from 1 case and from 2 per cent. */
static int california_2020(const double *x)
{
    if (x[0] > 7 || x[1] > 8) return 3;
    if (x[0] >= 4 || x[1] >= 5) return 2;
    return x[0] >= 1 || x[1] >= 2 ? 1 : 0;
}

static int us_gates_2020(const double *x)
{
    const bool syndromes = x[0] < 0 && x[1] < 0;
    const bool cases = x[2] < 0 || (x[3] < 0 && x[4] >= 0);
    const bool hospitals = x[5] <= 0;
    return syndromes && cases && hospitals ? 0 : 3;
}

static int india_2020_04_15(const double *x)
{
    if (x[0] >= 28) return 0;
    if (x[0] >= 14) return 1;
    return x[1] <= 80 || x[2] < 4 ? 2 : 1;
}

/* Red from 50 active cases and below 5 days. */
static int india_2020_04_30(const double *x)
{
    if (x[0] >= 21) return 0;
    return x[1] >= 50 || x[2] < 5 ? 2 : 1;
}

static int india_2020_05_17(const double *x)
{
    const double active = x[0], rate = x[1], days = x[2], doubling = x[3], fatality = x[4];
    const double tests = x[5], positivity = x[6];
    if (active > 200 || rate > 15 || doubling < 14 || fatality > 6 || tests < 65 ||
        positivity > 6) {
        return 2;
    }
    return days >= 21 && doubling > 28 && fatality < 1 && tests > 200 && positivity < 2 ? 0 : 1;
}

static int who_2020_05_12(const double *x) { return x[0] < 5 && x[1] < 1 ? 0 : 1; }

/* A score of one decimal; inform_classes_of_rounded_scores has the published classes. */
static int inform_risk_classes(const double *x)
{
    return (x[0] >= 1.95) + (x[0] >= 3.45) + (x[0] >= 4.95) + (x[0] >= 6.45);
}

typedef struct published {
    const char *name;
    says *says;
    rix_named_value values[2];
    size_t n_values;
    double cuts[MOST][3]; /* of each indicator; NaN ends */
} published;

#define END RIX_NAN
static const published all[] = {
    { "ecdc_2020", ecdc_2020, { { NULL, 0 } }, 0, { { 25, 50, 150 }, { 4, END }, { 300, END } } },
    { "ecdc_2021", ecdc_2021, { { NULL, 0 } }, 0, { { 25, 150, 500 }, { 4, END }, { 300, END } } },
    { "ecdc_2021", ecdc_2021, { { NULL, 0 } }, 0, { { 50, 500, END }, { 4, END }, { 300, END } } },
    { "cdc_2021", cdc_2021, { { NULL, 0 } }, 0, { { 10, 50, 100 }, { 5, 8, 10 } } },
    { "harvard_2020", harvard_2020, { { NULL, 0 } }, 0, { { 1, 10, 25 } } },
    { "california_2020",
      california_2020,
      { { "orange_positivity", 2 }, { "orange_cases", 1 } },
      2,
      { { 1, 4, 7 }, { 2, 5, 8 } } },
    { "us_gates_2020",
      us_gates_2020,
      { { "rebound_days", 3 } },
      1,
      { { 0, END }, { 0, END }, { 0, END }, { 0, END }, { 0, END }, { 0, END } } },
    { "india_2020_04_15",
      india_2020_04_15,
      { { NULL, 0 } },
      0,
      { { 14, 28, END }, { 80, END }, { 4, END } } },
    { "india_2020_04_30",
      india_2020_04_30,
      { { "red_active_cases", 50 }, { "red_doubling_time", 5 } },
      2,
      { { 21, END }, { 50, END }, { 5, END } } },
    { "india_2020_05_17",
      india_2020_05_17,
      { { NULL, 0 } },
      0,
      { { 200, END },
        { 15, END },
        { 21, END },
        { 14, 28, END },
        { 1, 6, END },
        { 65, 200, END },
        { 2, 6, END } } },
    { "who_2020_05_12", who_2020_05_12, { { "rt_below", 1 } }, 1, { { 5, END }, { 1, END } } },
    { "inform_risk_classes", inform_risk_classes, { { NULL, 0 } }, 0, { { 1.95, 3.45, 4.95 } } },
    { "inform_risk_classes", inform_risk_classes, { { NULL, 0 } }, 0, { { 6.45, END } } },
};
enum { N_PUBLISHED = sizeof all / sizeof *all };

static rix_machine *machine_of(const published *p)
{
    rix_machine *machine = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_preset_rules_machine(p->name, p->values, p->n_values, &machine, &err), err);
    return machine;
}

static const published *named(const char *name)
{
    for (size_t i = 0; i < N_PUBLISHED; i++) {
        if (strcmp(all[i].name, name) == 0) return &all[i];
    }
    fail_msg("no rule set %s in this test", name);
    return NULL;
}

/* ------------------------------------------------------------------------- a day's rules -- */

/* Each cut-off and its two neighbours. */
static size_t values_of(const double *cuts, double *x)
{
    size_t n = 0;
    for (size_t k = 0; k < 3 && !isnan(cuts[k]); k++) {
        if (k > 0 && cuts[k] == 0) break; /* the rest was not listed */
        x[n++] = nextafter(cuts[k], -(double)INFINITY);
        x[n++] = cuts[k];
        x[n++] = nextafter(cuts[k], (double)INFINITY);
    }
    return n;
}

/* What the text says where some values are missing: the zone that every value would give, else grey. */
static int certain(says *f, double *x, size_t n, double values[MOST][9], const size_t *count)
{
    for (size_t j = 0; j < n; j++) {
        if (!isnan(x[j])) continue;
        int found = GREY;
        for (size_t k = 0; k < count[j]; k++) {
            x[j] = values[j][k];
            const int zone = certain(f, x, n, values, count);
            x[j] = RIX_NAN;
            if (k > 0 && zone != found) return GREY;
            found = zone;
        }
        return found;
    }
    return f(x);
}

/* All combinations of cut-offs and their neighbours, and of missing values. */
static void every_cut_off(const published *p, bool with_gaps)
{
    double values[MOST][9], x[MOST];
    size_t count[MOST], at[MOST] = { 0 }, combinations = 0;
    rix_machine *machine = machine_of(p);
    const rix_rule *rule = rix_machine_rule(machine);
    const size_t n = rix_rule_indicator_count(rule);
    for (size_t j = 0; j < n; j++) count[j] = values_of(p->cuts[j], values[j]);
    for (bool more = true; more;) {
        int32_t zone = 99;
        for (size_t j = 0; j < n; j++) x[j] = at[j] < count[j] ? values[j][at[j]] : RIX_NAN;
        assert_int_equal(rix_rule_classify(rule, rix_mat_c(x, 1, n), &zone, NULL), RIX_OK);
        if (zone != certain(p->says, x, n, values, count)) {
            print_error("%s: zone %d at", p->name, (int)zone);
            for (size_t j = 0; j < n; j++) print_error(" %.17g", x[j]);
            print_error("\n");
            fail();
        }
        combinations++;
        more = false;
        for (size_t j = 0; j < n && !more; j++) {
            more = ++at[j] < count[j] + (with_gaps ? 1 : 0);
            if (!more) at[j] = 0;
        }
    }
    assert_true(combinations >= 3);
    rix_machine_free(machine);
}

static void cut_offs_and_their_neighbours(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_PUBLISHED; i++) every_cut_off(&all[i], false);
}

static void missing_values_decide_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_PUBLISHED; i++) {
        if (strcmp(all[i].name, "india_2020_05_17") != 0) every_cut_off(&all[i], true);
    }
}

static void day(const char *name, const double *x, int expected)
{
    int32_t zone = 99;
    rix_machine *machine = machine_of(named(name));
    const rix_rule *rule = rix_machine_rule(machine);
    const rix_mat row = rix_mat_c(x, 1, rix_rule_indicator_count(rule));
    assert_int_equal(rix_rule_classify(rule, row, &zone, NULL), RIX_OK);
    assert_int_equal(zone, expected);
    rix_machine_free(machine);
}

/* Class by incidence alone where it decides, else grey. */
static void ecdc_without_positivity(void **state)
{
    (void)state;
    static const struct {
        double n;
        int zone;
    } text[] = {
        { 24.9, GREY }, { 25, 1 }, { 49.9, 1 }, { 50, GREY }, { 150, GREY }, { 150.1, 2 }
    };
    for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
        day("ecdc_2020", (double[]){ text[k].n, RIX_NAN, 300 }, text[k].zone);
        day("ecdc_2020", (double[]){ text[k].n, RIX_NAN, RIX_NAN }, GREY);
    }
    day("ecdc_2021", (double[]){ 499, RIX_NAN, 1000 }, 2);
    day("ecdc_2021", (double[]){ 500, RIX_NAN, 1000 }, 3);
}

static void may_17_by_hand(void **state)
{
    (void)state;
    const double inf = (double)INFINITY;
    day("india_2020_05_17", (double[]){ 0, 0, 30, inf, 0, 500, 0 }, 0);
    day("india_2020_05_17", (double[]){ 0, 0, inf, inf, 0, 500, 0 }, 0);
    day("india_2020_05_17", (double[]){ 3, 1, 2, 100, 0, 500, 0 }, 1);
    day("india_2020_05_17", (double[]){ 3, 1, 2, 100, 6.5, 500, 0 }, 2);
    day("india_2020_05_17", (double[]){ RIX_NAN, RIX_NAN, RIX_NAN, 3, RIX_NAN, RIX_NAN, RIX_NAN },
        2);
    day("india_2020_05_17", (double[]){ 3, 1, 2, RIX_NAN, 0.5, 500, 0 }, GREY);
    day("india_2020_05_17", (double[]){ 3, 1, RIX_NAN, 20, 0.5, 500, 0 }, 1);
}

/* Published classes: 0-1.9, 2.0-3.4, 3.5-4.9, 5.0-6.4, 6.5-10 of scores with one decimal. */
static void inform_classes_of_rounded_scores(void **state)
{
    (void)state;
    static const int from[] = { 0, 20, 35, 50, 65, 101 };
    for (int zone = 0; zone < 5; zone++) {
        for (int tenths = from[zone]; tenths < from[zone + 1]; tenths++) {
            day("inform_risk_classes", (double[]){ tenths / 10.0 }, zone);
            day("inform_risk_classes", (double[]){ tenths / 10.0 + 0.049 }, zone);
            if (tenths > 0) day("inform_risk_classes", (double[]){ tenths / 10.0 - 0.049 }, zone);
        }
    }
}

/* ---------------------------------------------------------------------------- in time -- */

enum { MOST_DAYS = 120 };

/* One unit through a machine; column j of x is indicator j. */
static void run(const char *name, const double *x, size_t days, int8_t *zones)
{
    rix_machine *machine = machine_of(named(name));
    const size_t n = rix_rule_indicator_count(rix_machine_rule(machine));
    rix_mat panels[MOST];
    rix_error err = RIX_ERROR_INIT;
    for (size_t j = 0; j < n; j++) {
        panels[j] = (rix_mat){ x + j, 1, days, 0, (ptrdiff_t)n };
    }
    const rix_zones_out out = { zones, 1, days, (ptrdiff_t)days, 1 };
    rix_assert_ok(rix_machine_run(machine, panels, n, NULL, out, &err), err);
    rix_machine_free(machine);
}

/* One letter a week, the tier that the week's cases alone would give, and the tier in force after it. */
static void california_weeks(const char *found, const char *expected)
{
    static const char letters[] = "yorp";
    static const double cases[] = { 0.5, 2, 5, 9 };
    double x[MOST_DAYS * 2];
    int8_t zones[MOST_DAYS];
    const size_t weeks = strlen(found);
    assert_true(weeks == strlen(expected) && weeks * 7 <= MOST_DAYS);
    for (size_t d = 0; d < weeks * 7; d++) {
        const char *tier = strchr(letters, found[d / 7]);
        x[2 * d] = d % 7 == 0 ? cases[tier - letters] : 99; /* only reviews count */
        x[2 * d + 1] = 0;
    }
    run("california_2020", x, weeks * 7, zones);
    for (size_t d = 0; d < weeks * 7; d++) {
        if (letters[zones[d]] != expected[d / 7]) {
            fail_msg("%s: day %zu is %c instead of %c", found, d, letters[zones[d]],
                     expected[d / 7]);
        }
    }
}

static void california_vectors(void **state)
{
    (void)state;
    california_weeks("rrooo", "prrro");       /* two weeks to ease, then 21 days in red */
    california_weeks("roprr", "prrrr");       /* one step at a time; one bad week is not two */
    california_weeks("rroooppp", "prrroorr"); /* from orange: two failing weeks, one step */
    california_weeks("rroooppppp", "prrroorrpp");
    california_weeks("rroooyyyy", "prrroooyy"); /* 21 days in orange as well */
    california_weeks("ooooooo", "prrrooo");
    california_weeks("ypypyp", "pppppp");
    california_weeks("rrrrr", "prrrr");
}

static void india_april_15_vectors(void **state)
{
    (void)state;
    double x[60 * 3], cases[60] = { 1 }, total[60], since[60], doubling[60];
    int8_t zones[60];
    rix_error err = RIX_ERROR_INIT;
    for (size_t d = 0; d < 60; d++) total[d] = 1;
    rix_assert_ok(rix_days_since_case(rix_mat_c(cases, 1, 60), rix_out_c(since, 1, 60), &err), err);
    rix_assert_ok(rix_doubling_time(rix_mat_c(total, 1, 60), 7, rix_out_c(doubling, 1, 60), &err),
                  err);
    for (size_t d = 0; d < 60; d++) {
        x[3 * d] = since[d];
        x[3 * d + 1] = 0; /* no district has more */
        x[3 * d + 2] = doubling[d];
    }
    run("india_2020_04_15", x, 60, zones);
    for (size_t d = 0; d < 60; d++) assert_int_equal(zones[d], d < 14 ? 2 : d < 28 ? 1 : 0);

    /* Red until 14 days without a case though it is no hotspot any more; another such district is orange. */
    const double red_once[] = { 0, 0, 10, 5, 99, 10, 13, 99, 10, 14, 99, 10, 3, 99, 10, 3, 99, 3 };
    const int8_t expected[] = { 2, 2, 2, 1, 1, 2 };
    run("india_2020_04_15", red_once, 6, zones);
    assert_memory_equal(zones, expected, 6);
}

static void india_april_30_never_a_case(void **state)
{
    (void)state;
    const double x[] = { (double)INFINITY, 0, RIX_NAN, 21, 0, RIX_NAN, 20, 3, 6, 0, 50, 6 };
    const int8_t expected[] = { 0, 0, 1, 2 };
    int8_t zones[4];
    run("india_2020_04_30", x, 4, zones);
    assert_memory_equal(zones, expected, 4);
}

/* Passed on all days but 40 .. 46: phases from day 0, 14, 28; after 3 and 6 failing days back by one; then on. */
static void gates_open_by_phases(void **state)
{
    (void)state;
    double x[70 * 6];
    int8_t zones[70];
    for (size_t d = 0; d < 70; d++) {
        const bool fails = d >= 40 && d < 47;
        const double row[] = { fails ? 1 : -1, -1, 5, -1, 0, 0 };
        memcpy(x + 6 * d, row, sizeof row);
    }
    run("us_gates_2020", x, 70, zones);
    for (size_t d = 0; d < 70; d++) {
        const int open = d < 14 ? 2 : d < 28 ? 1 : d < 42 ? 0 : d < 45 ? 1 : d < 59 ? 2 : 1;
        assert_int_equal(zones[d], open);
    }
}

static void who_criteria_hold_for_two_weeks(void **state)
{
    (void)state;
    double x[40 * 2];
    int8_t zones[40];
    for (size_t d = 0; d < 40; d++) {
        x[2 * d] = d == 20 ? 5 : 4.9;
        x[2 * d + 1] = 0.99;
    }
    run("who_2020_05_12", x, 40, zones);
    for (size_t d = 0; d < 40; d++) {
        assert_int_equal(zones[d], d < 13 || (d >= 20 && d < 34) ? 1 : 0);
    }
}

static void maps_without_memory_show_grey(void **state)
{
    (void)state;
    const double cases[] = { 0.5, RIX_NAN, 30, 12 };
    const int8_t expected[] = { 0, GREY, 3, 2 };
    int8_t zones[4];
    run("harvard_2020", cases, 4, zones);
    assert_memory_equal(zones, expected, 4);
}

/* --------------------------------------------------------------------- what is told of them -- */

static void told(const char *text)
{
    assert_non_null(text);
    assert_true(rix_test_is_utf8(text) && strlen(text) > 3);
    assert_null(strstr(text, "  ")); /* joined well */
}

static void all_is_told(void **state)
{
    (void)state;
    assert_int_equal(rix_preset_rules_count(), 11);
    assert_null(rix_preset_rules_at(11));
    for (size_t i = 0; i < rix_preset_rules_count(); i++) {
        const rix_preset_rules *r = rix_preset_rules_at(i), *found = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_preset_rules_find(r->name, &found, &err), err);
        assert_ptr_equal(found, r);
        told(r->name), told(r->title), told(r->issuer), told(r->date), told(r->source);
        if (r->notes) told(r->notes);
        rix_assert_text(r->date, "20");

        rix_machine *machine = machine_of(named(r->name));
        const rix_rule *rule = rix_machine_rule(machine);
        size_t n = 0;
        for (; r->zones[n]; n++) assert_string_equal(r->zones[n], rix_rule_zone_name(rule, n));
        assert_int_equal(n, rix_rule_zone_count(rule));
        for (n = 0; r->indicators[n]; n++) {
            assert_string_equal(r->indicators[n], rix_rule_indicator_name(rule, n));
            if (r->units[n]) rix_assert_text(rix_rule_sentence(rule), r->units[n]);
        }
        assert_int_equal(n, rix_rule_indicator_count(rule));
        rix_machine_free(machine);
    }
}

/* --------------------------------------------------------------------------- parameters -- */

static void refused(const char *name, const rix_named_value *values, size_t n, rix_status status,
                    const char *arg, size_t row, const char *part)
{
    rix_machine *machine = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_preset_rules_machine(name, values, n, &machine, &err), status, err, part);
    assert_null(machine);
    assert_string_equal(err.arg, arg);
    assert_true(err.row == row);
}

static void what_is_open_must_be_given(void **state)
{
    (void)state;
    for (size_t i = 0; i < rix_preset_rules_count(); i++) {
        const rix_preset_rules *r = rix_preset_rules_at(i);
        if (!r->parameters[0].name) continue;
        refused(r->name, NULL, 0, RIX_EINVAL, "values", RIX_NO_INDEX, r->parameters[0].name);
        refused(r->name, NULL, 0, RIX_EINVAL, "values", RIX_NO_INDEX, r->parameters[0].meaning);
    }
    const rix_named_value one[] = { { "orange_cases", 1 } };
    refused("california_2020", one, 1, RIX_EINVAL, "values", RIX_NO_INDEX,
            "california_2020 leaves orange_positivity open, give it: positivity in per cent");
}

static void bad_values_are_named(void **state)
{
    (void)state;
    const rix_named_value twice[] = { { "orange_cases", 1 }, { "orange_cases", 2 } };
    const rix_named_value other[] = { { "orange_cases", 1 }, { "orange", 2 } };
    const rix_named_value no_name[] = { { NULL, 1 } };
    refused("california_2020", twice, 2, RIX_EINVAL, "values", 1, "'orange_cases' is given twice");
    refused("california_2020", other, 2, RIX_EINVAL, "values", 1,
            "california_2020 leaves no 'orange' open");
    refused("harvard_2020", other, 1, RIX_EINVAL, "values", 0, "leaves no 'orange_cases' open");
    refused("california_2020", no_name, 1, RIX_EINVAL, "values", 0, "value 0 has no name");
    refused("california_2020", NULL, 1, RIX_EINVAL, "values", RIX_NO_INDEX, "values is NULL");

    static const struct {
        const char *rules, *name, *part;
        double value;
    } bad[] = {
        { "california_2020", "orange_cases", "is 4, but must be above 0 and below 4", 4 },
        { "california_2020", "orange_cases", "is 0, but must be above 0", 0 },
        { "california_2020", "orange_cases", "is nan", (double)NAN },
        { "california_2020", "orange_positivity", "is 5, but must be above 0 and below 5", 5 },
        { "us_gates_2020", "rebound_days", "is 0, but must be at least 1, whole and below", 0 },
        { "us_gates_2020", "rebound_days", "is 2.5, but must be at least 1, whole", 2.5 },
        { "us_gates_2020", "rebound_days", "is inf", (double)INFINITY },
        { "india_2020_04_30", "red_active_cases", "is 0, but must be above 0", 0 },
        { "india_2020_04_30", "red_doubling_time", "is -1, but must be at least 0", -1 },
        { "who_2020_05_12", "rt_below", "is 0, but must be above 0", 0 },
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const rix_named_value value = { bad[k].name, bad[k].value };
        refused(bad[k].rules, &value, 1, RIX_EDOMAIN, "values", 0, bad[k].part);
    }
}

static void no_such_rule_set(void **state)
{
    (void)state;
    const rix_preset_rules *found = NULL;
    rix_machine *machine = NULL;
    rix_error err = RIX_ERROR_INIT;
    refused("ecdc", NULL, 0, RIX_ENOTFOUND, "name", RIX_NO_INDEX, "no rule set 'ecdc'; there are");
    refused(NULL, NULL, 0, RIX_EINVAL, "name", RIX_NO_INDEX, "name is NULL");
    rix_assert_fails(rix_preset_rules_find("x", &found, &err), RIX_ENOTFOUND, err, NULL);
    assert_null(found);
    for (size_t i = 0; i < rix_preset_rules_count(); i++) {
        rix_assert_text(err.message, rix_preset_rules_at(i)->name);
    }
    rix_assert_fails(rix_preset_rules_find(NULL, &found, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_preset_rules_find("x", NULL, &err), RIX_EINVAL, err, "out is NULL");
    rix_assert_fails(rix_preset_rules_machine("x", NULL, 0, NULL, &err), RIX_EINVAL, err,
                     "out is NULL");
    assert_int_equal(rix_preset_rules_machine("x", NULL, 0, &machine, NULL), RIX_ENOTFOUND);
}

/* A bound may be left out by the value that its meaning says. */
static void extremes_switch_a_bound_off(void **state)
{
    (void)state;
    const rix_named_value off[] = { { "red_active_cases", 1e9 }, { "red_doubling_time", 0 } };
    const double x[] = { 0, 1e6, 0.1 };
    int32_t zone = 99;
    rix_machine *machine = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_preset_rules_machine("india_2020_04_30", off, 2, &machine, &err), err);
    rix_rule_classify(rix_machine_rule(machine), rix_mat_c(x, 1, 3), &zone, NULL);
    assert_int_equal(zone, 1);
    rix_machine_free(machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_offs_and_their_neighbours),
        cmocka_unit_test(missing_values_decide_nothing),
        cmocka_unit_test(ecdc_without_positivity),
        cmocka_unit_test(may_17_by_hand),
        cmocka_unit_test(inform_classes_of_rounded_scores),
        cmocka_unit_test(california_vectors),
        cmocka_unit_test(india_april_15_vectors),
        cmocka_unit_test(india_april_30_never_a_case),
        cmocka_unit_test(gates_open_by_phases),
        cmocka_unit_test(who_criteria_hold_for_two_weeks),
        cmocka_unit_test(maps_without_memory_show_grey),
        cmocka_unit_test(all_is_told),
        cmocka_unit_test(what_is_open_must_be_given),
        cmocka_unit_test(bad_values_are_named),
        cmocka_unit_test(no_such_rule_set),
        cmocka_unit_test(extremes_switch_a_bound_off),
    };
    return RIX_RUN_TESTS("preset_rules", tests);
}
