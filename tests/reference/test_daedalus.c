/* The preset "daedalus_0_3" gives the numbers of the program: transmission, right-hand side, and all runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daedalus.h"
#include "epidemic/age_model.h"

static const char *const CODES[] = { "GBR", "IDN", "THA", "PHL" };
static const char *const AGE_COLUMNS[] = { "a00_04", "a05_19", "a20_64", "a65p" };
enum { COUNTRIES = 4, AGES = DAEDALUS_AGES, SECTORS = DAEDALUS_SECTORS, STRATA = AGES + SECTORS };
static const double TOLERANCE = 1e-4, EVENT_TOLERANCE = 1e-3;

/* Demand in whole parts stays at capacity for up to .011 day, any instant of which the program's search may return;
 * ours another. Where the two are further apart than EVENT_TOLERANCE, they may be this far, in a few cases. */
static const double STRETCH = 4e-3;
enum { MOST_STRETCHED = 8 };

/* --------------------------------------------------------------------------------- parts -- */

static void contacts_are_built_its_way(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNTRIES; k++) {
        rix_age_sector plain = RIX_AGE_SECTOR_INIT, *theirs = NULL;
        const rix_preset_pathogen *pathogen = rix_preset_pathogen_at(0);
        rix_error err = RIX_ERROR_INIT;
        daedalus_country c;
        daedalus_read_country(CODES[k], &c);
        plain.country = c.country;
        plain.pathogen = pathogen->params;
        rix_assert_ok(rix_daedalus_new(&plain, &theirs, &err), err);
        for (size_t i = 0; i < SECTORS * AGES; i++) {
            rix_assert_close(theirs->country.consumers[i], c.consumers[i], 1e-14);
        }
        rix_daedalus_free(theirs);
    }
}

static void check_transmission(const daedalus_country *c, const csv *t, size_t row)
{
    rix_age_sector plain = RIX_AGE_SECTOR_INIT, *theirs = NULL;
    const rix_preset_pathogen *pathogen = NULL;
    rix_error err = RIX_ERROR_INIT;
    char column[16];
    rix_assert_ok(
        rix_preset_pathogen_find(csv_text(t, row, csv_column(t, "pathogen")), &pathogen, &err),
        err);
    plain.country = c->country;
    plain.pathogen = pathogen->params;
    rix_assert_ok(rix_daedalus_new(&plain, &theirs, &err), err);
    rix_assert_close(theirs->transmission, csv_number(t, row, csv_column(t, "beta")), 1e-11);
    for (size_t a = 0; a < AGES; a++) {
        for (size_t b = 0; b < AGES; b++) {
            snprintf(column, sizeof column, "ngm_%zu%zu", a + 1, b + 1);
            rix_assert_close(theirs->age_generation[a * AGES + b],
                             csv_number(t, row, csv_column(t, column)), 1e-11);
        }
    }
    rix_daedalus_free(theirs);
}

static void transmission_is_its_own(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNTRIES; k++) {
        char path[128];
        daedalus_country c;
        daedalus_read_country(CODES[k], &c);
        snprintf(path, sizeof path, "daedalus/countries/%s/derived_beta_ngm.csv", CODES[k]);
        csv *t = csv_read_reference(path);
        assert_int_equal(t->rows, rix_preset_pathogen_count());
        for (size_t i = 0; i < t->rows; i++) check_transmission(&c, t, i);
        csv_free(t);
    }
}

static size_t find_run(const csv *runs, const char *run_id)
{
    size_t row = 0;
    assert_int_equal(csv_where(runs, "run_id", run_id, &row, 1), 1);
    return row;
}

/* The state of a recorded day, in the order of the model; a run without vaccination has one layer. */
static void read_state(const rix_i_age *m, const char *run_id, double day, double *x)
{
    static const char *const COLUMNS[AGE_COMPARTMENTS] = {
        "susceptible",        "exposed",   "infect_symp", "infect_asymp", "hospitalised_recov",
        "hospitalised_death", "recovered", "dead"
    };
    char file[256];
    snprintf(file, sizeof file, "trajectories/%s.strata.csv.gz", run_id);
    csv *t = daedalus_read(file);
    size_t found = 0;
    for (size_t i = 0; i < t->rows; i++) {
        if (csv_number(t, i, csv_column(t, "day")) != day) continue;
        const size_t stratum = (size_t)csv_number(t, i, csv_column(t, "stratum")) - 1;
        const size_t layer = strcmp(csv_text(t, i, csv_column(t, "layer")), "vaccinated") == 0;
        found++;
        for (size_t c = 0; c < AGE_COMPARTMENTS; c++) {
            const double value = csv_number(t, i, csv_column(t, COLUMNS[c]));
            if (layer >= m->layers) {
                rix_assert_same(value, 0.0);
            } else {
                x[(layer * AGE_COMPARTMENTS + c) * STRATA + stratum] = value;
            }
        }
    }
    assert_true(found == STRATA || found == 2 * STRATA);
    csv_free(t);
}

static double age_sum(const csv *t, const char *column, const size_t *rows, size_t n, size_t age)
{
    double sum = 0.0;
    for (size_t k = 0; k < n; k++) {
        const size_t stratum = (size_t)csv_number(t, rows[k], csv_column(t, "stratum")) - 1;
        const size_t of = stratum < AGES ? stratum : 2;
        const double value = csv_number(t, rows[k], csv_column(t, column));
        if (of == age && !isnan(value)) sum += value;
    }
    return sum;
}

static void check_counters(const rix_i_age *m, const csv *t, const size_t *rows, size_t n,
                           const double *dx)
{
    for (size_t a = 0; a < AGES; a++) {
        rix_assert_close(dx[m->infections + a], age_sum(t, "dCI", rows, n, a), 1e-9);
        rix_assert_close(dx[m->admissions + a], age_sum(t, "dCH", rows, n, a), 1e-9);
        /* doses are counted once a stratum, in its rows of both layers or of one */
        const double doses = age_sum(t, "dNV", rows, n, a);
        rix_test_close(dx[m->doses + a], doses, 1e-9, 1e-9, "doses", __FILE__, __LINE__);
    }
}

/* One recorded state: all rows of rhs_check of one run and day. */
static void check_slope(const csv *runs, const csv *t, const char *run_id, double day)
{
    static const char *const COLUMNS[AGE_COMPARTMENTS] = { "dS",  "dE",  "dIs", "dIa",
                                                           "dHr", "dHd", "dR",  "dD" };
    static daedalus_run run;
    size_t rows[2 * STRATA], n = 0;
    daedalus_read_run(runs, find_run(runs, run_id), &run);
    rix_scenario *sc = daedalus_scenario(&run.params);
    const rix_i_age *m = rix_i_age_model(sc);
    double *x = calloc(3 * sc->n_states + sc->n_held + sc->n_controls, sizeof *x);
    double *dx = x + sc->n_states, *scale = dx + sc->n_states, *held = scale + sc->n_states,
           *open = held + sc->n_held, mode[AGE_MODES] = { 0.0 };

    read_state(m, run_id, day, x);
    for (size_t i = 0; i < t->rows; i++) {
        if (strcmp(csv_text(t, i, csv_column(t, "run_id")), run_id) != 0) continue;
        if (csv_number(t, i, csv_column(t, "day")) == day) rows[n++] = i;
    }
    assert_int_equal(n, m->layers * STRATA);
    mode[AGE_OVERFLOW] = csv_number(t, rows[0], csv_column(t, "overflow_flag"));
    mode[AGE_VACCINATING] = csv_number(t, rows[0], csv_column(t, "vaccination_flag"));
    const bool closed = csv_number(t, rows[0], csv_column(t, "response_flag")) > 0.0;
    for (size_t j = 0; j < sc->n_controls; j++) {
        open[j] = closed && j < SECTORS ? run.openness[j] : 1.0;
    }
    rix_i_age_hold(m, open, held);
    rix_i_age_slope(m, x, held, mode, m->absent, dx);
    for (size_t k = 0; k < n; k++) {
        const size_t stratum = (size_t)csv_number(t, rows[k], csv_column(t, "stratum")) - 1;
        const size_t layer =
            strcmp(csv_text(t, rows[k], csv_column(t, "layer")), "vaccinated") == 0;
        for (size_t c = 0; c < AGE_COMPARTMENTS; c++) {
            const size_t at = (layer * AGE_COMPARTMENTS + c) * STRATA + stratum;
            /* relative to the flows in and out, which may cancel, as the states stand for them */
            rix_test_close(dx[at], csv_number(t, rows[k], csv_column(t, COLUMNS[c])), 1e-9,
                           1e-11 * m->size[stratum], COLUMNS[c], __FILE__, __LINE__);
        }
    }
    check_counters(m, t, rows, n, dx);
    free(x);
    rix_scenario_free(sc);
}

static void right_hand_side_agrees(void **state)
{
    (void)state;
    csv *runs = daedalus_read("runs.csv"), *t = daedalus_read("rhs_check.csv.gz");
    const size_t id = csv_column(t, "run_id"), day = csv_column(t, "day");
    size_t states = 0;
    for (size_t i = 0; i < t->rows; i++) {
        if (i > 0 && strcmp(csv_text(t, i, id), csv_text(t, i - 1, id)) == 0 &&
            csv_number(t, i, day) == csv_number(t, i - 1, day)) {
            continue;
        }
        check_slope(runs, t, csv_text(t, i, id), csv_number(t, i, day));
        states++;
    }
    assert_int_equal(states, 3);
    csv_free(t);
    csv_free(runs);
}

/* ---------------------------------------------------------------------------------- runs -- */

/** The files with one or more lines a run. */
typedef struct tables {
    csv *runs, *summary, *costs, *independent, *events, *periods, *sectors, *fiscal;
} tables;

static double outcome(const rix_scenario *sc, const rix_course *course, const char *name)
{
    const size_t at = rix_scenario_find_outcome(sc, name);
    if (at == RIX_NO_INDEX) fail_msg("no outcome '%s'", name);
    return rix_course_outcomes(course).data[at];
}

static void check(const char *run_id, const char *what, double actual, double expected,
                  double absolute)
{
    char label[192];
    snprintf(label, sizeof label, "%s: %s", run_id, what);
    rix_test_close(actual, expected, TOLERANCE, absolute, label, __FILE__, __LINE__);
}

static void check_outcomes(const char *run_id, const csv *t, size_t row, const rix_scenario *sc,
                           const rix_course *course)
{
    static const char *const PAIRS[][2] = {
        { "total_deaths", "deaths" },
        { "total_hospitalisations", "admissions" },
        { "epidemic_size", "infections" },
        { "total_vaccinations", "doses" },
        { "total", "cost" },
        { "economic_total", "output_loss" },
        { "economic_closures", "output_closures" },
        { "economic_absences", "output_absences" },
        { "education_total", "education_loss" },
        { "education_closures", "education_closures" },
        { "education_absences", "education_absences" },
        { "life_value_total", "life_value" },
        { "life_years_total", "life_years" },
    };
    for (size_t k = 0; k < sizeof PAIRS / sizeof *PAIRS; k++) {
        const size_t col = csv_find_column(t, PAIRS[k][0]);
        if (col == (size_t)-1) continue;
        check(run_id, PAIRS[k][1], outcome(sc, course, PAIRS[k][1]), csv_number(t, row, col), 0.0);
    }
}

static size_t day_column(const rix_course *course, const char *name, const char *age)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s%s", name, age);
    for (size_t i = 0; rix_course_column_name(course, i); i++) {
        if (strcmp(rix_course_column_name(course, i), wanted) == 0) return i;
    }
    fail_msg("no column '%s'", wanted);
    return 0;
}

static void check_by_age(const char *run_id, const csv *t, size_t row, const rix_course *course)
{
    static const char *const NAMES[][2] = { { "deaths", "dead_" },
                                            { "hospitalisations", "admissions_" },
                                            { "infections", "infections_" } };
    static const char *const AGE_NAMES[] = { "0-4", "5-19", "20-64", "65+" };
    const rix_mat days = rix_course_days(course);
    for (size_t k = 0; k < 3; k++) {
        for (size_t a = 0; a < AGES; a++) {
            char column[64];
            snprintf(column, sizeof column, "%s_%s", NAMES[k][0], AGE_COLUMNS[a]);
            const size_t at = day_column(course, NAMES[k][1], AGE_NAMES[a]);
            check(run_id, column, days.data[(days.rows - 1) * days.cols + at],
                  csv_number(t, row, csv_column(t, column)), 0.0);
        }
    }
}

static void check_totals(const tables *t, size_t run, const char *run_id, const rix_scenario *sc,
                         const rix_course *course)
{
    size_t rows[2];
    if (csv_number(t->runs, run, csv_column(t->runs, "robust")) > 0.0) {
        assert_int_equal(csv_where(t->summary, "run_id", run_id, rows, 1), 1);
        check_outcomes(run_id, t->summary, rows[0], sc, course);
        check_by_age(run_id, t->summary, rows[0], course);
        assert_int_equal(csv_where(t->costs, "run_id", run_id, rows, 1), 1);
        check_outcomes(run_id, t->costs, rows[0], sc, course);
        return;
    }
    const size_t found = csv_where(t->independent, "run_id", run_id, rows, 2);
    size_t checked = 0;
    for (size_t k = 0; k < found; k++) {
        const char *threshold =
            csv_text(t->independent, rows[k], csv_column(t->independent, "threshold"));
        if (strcmp(threshold, "truncated_sum") != 0) continue;
        check_outcomes(run_id, t->independent, rows[k], sc, course);
        checked++;
    }
    assert_int_equal(checked, 1);
}

/* The file's name of an event, or NULL for one that it does not have. */
static const char *their_name(rix_course_kind kind)
{
    switch (kind) {
    case RIX_COURSE_VACCINATION_ON: return "vaccination_on_by_time";
    case RIX_COURSE_VACCINATION_OFF: return "vaccination_off_by_uptake_limit";
    case RIX_COURSE_OVERFLOW_ON: return "overflow_on";
    case RIX_COURSE_OVERFLOW_OFF: return "overflow_off";
    case RIX_COURSE_RESPONSE_BY_TIME: return "response_on_by_time";
    case RIX_COURSE_RESPONSE_BY_DEMAND: return "response_on_by_hospital_demand";
    case RIX_COURSE_RESPONSE_END_DURATION: return "response_off_by_max_duration";
    case RIX_COURSE_RESPONSE_END_TIME: return "response_off_by_time";
    case RIX_COURSE_RESPONSE_END_REPRODUCTION: return "response_off_by_rt";
    }
    return NULL;
}

static bool by_demand(rix_course_kind kind)
{
    return kind == RIX_COURSE_OVERFLOW_ON || kind == RIX_COURSE_OVERFLOW_OFF ||
           kind == RIX_COURSE_RESPONSE_BY_DEMAND;
}

/* Returns how many instants lie further apart than EVENT_TOLERANCE. */
static size_t check_events(const tables *t, const char *run_id, const rix_course *course)
{
    const csv *e = t->events;
    size_t rows[64];
    const size_t n = csv_where(e, "run_id", run_id, rows, 64);
    bool used[64] = { false };
    if (n != rix_course_event_count(course)) {
        for (size_t k = 0; k < rix_course_event_count(course); k++) {
            print_message("  %s %.6f\n", their_name(rix_course_event_at(course, k)->kind),
                          rix_course_event_at(course, k)->time);
        }
        fail_msg("%s: %zu events, not %zu", run_id, rix_course_event_count(course), n);
    }
    size_t stretched = 0;
    for (size_t k = 0; k < n; k++) { /* those of one instant may come in any order */
        const rix_course_event *ours = rix_course_event_at(course, k);
        const double allowed = by_demand(ours->kind) ? STRETCH : EVENT_TOLERANCE;
        size_t same = n;
        double apart = INFINITY;
        for (size_t i = 0; i < n; i++) {
            const double off = fabs(csv_number(e, rows[i], csv_column(e, "time")) - ours->time);
            if (!used[i] && off < apart &&
                strcmp(csv_text(e, rows[i], csv_column(e, "event")), their_name(ours->kind)) == 0) {
                same = i;
                apart = off;
            }
        }
        if (same == n || !(apart <= allowed)) {
            fail_msg("%s: %s at %.6f", run_id, their_name(ours->kind), ours->time);
        }
        used[same] = true;
        if (apart > EVENT_TOLERANCE && ours->kind != RIX_COURSE_RESPONSE_BY_DEMAND) stretched++;
    }
    return stretched;
}

static void check_periods(const tables *t, const char *run_id, const rix_course *course)
{
    size_t rows[16];
    const size_t n = csv_where(t->periods, "run_id", run_id, rows, 16);
    if (n != rix_course_period_count(course)) {
        fail_msg("%s: %zu periods, not %zu", run_id, rix_course_period_count(course), n);
    }
    for (size_t k = 0; k < n; k++) {
        const rix_course_period *p = rix_course_period_at(course, k);
        rix_assert_same(p->start,
                        csv_number(t->periods, rows[k], csv_column(t->periods, "start_day")));
        rix_assert_same(p->end, csv_number(t->periods, rows[k], csv_column(t->periods, "end_day")));
    }
}

static void check_sector_costs(const tables *t, const char *run_id, const rix_course *course)
{
    size_t rows[SECTORS];
    const rix_mat costs = rix_course_sector_costs(course);
    assert_int_equal(csv_where(t->sectors, "run_id", run_id, rows, SECTORS), SECTORS);
    for (size_t k = 0; k < SECTORS; k++) {
        const size_t s =
            (size_t)csv_number(t->sectors, rows[k], csv_column(t->sectors, "sector")) - 1;
        check(run_id, "closures of a sector", costs.data[2 * s],
              csv_number(t->sectors, rows[k], csv_column(t->sectors, "cost_closures")), 0.0);
        check(run_id, "absences of a sector", costs.data[2 * s + 1],
              csv_number(t->sectors, rows[k], csv_column(t->sectors, "cost_absences")), 0.0);
    }
}

static void check_fiscal(const tables *t, const char *run_id, const rix_course *course)
{
    size_t row;
    const csv *f = t->fiscal;
    const rix_fiscal *ours = rix_course_fiscal(course);
    assert_int_equal(csv_where(f, "run_id", run_id, &row, 1), 1);
    const struct {
        const char *column;
        double value;
    } pairs[] = { { "fiscal_cost_final", ours->cost },   { "interest_value", ours->interest },
                  { "gva_support_sum", ours->support },  { "vax_support_sum", ours->vaccination },
                  { "npi_support_sum", ours->closures }, { "public_debt_final", ours->debt } };
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        check(run_id, pairs[k].column, pairs[k].value,
              csv_number(f, row, csv_column(f, pairs[k].column)), 0.0);
    }
}

/* Sum over ages of a column of the course. */
static double of_all_ages(const rix_course *course, size_t day, size_t first)
{
    const rix_mat days = rix_course_days(course);
    double sum = 0.0;
    for (size_t a = 0; a < AGES; a++) sum += days.data[day * days.cols + first + a];
    return sum;
}

static void check_series(const char *run_id, const csv *t, const char *column,
                         const rix_course *course, size_t first, size_t second)
{
    const size_t col = csv_find_column(t, column);
    char label[192];
    double peak = 0.0;
    if (col == (size_t)-1) return;
    snprintf(label, sizeof label, "%s: %s", run_id, column);
    for (size_t d = 0; d < t->rows; d++) peak = fmax(peak, fabs(csv_number(t, d, col)));
    for (size_t d = 0; d < t->rows; d++) {
        double ours = of_all_ages(course, d, first);
        if (second > 0) ours += of_all_ages(course, d, second);
        rix_test_close(ours, csv_number(t, d, col), 0.0, TOLERANCE * peak, label, __FILE__,
                       __LINE__);
    }
}

static void check_days(const char *run_id, const rix_course *course)
{
    static const char *const SERIES[][3] = { { "S", "susceptible_", "" },
                                             { "E", "exposed_", "" },
                                             { "Is", "infectious_symptomatic_", "" },
                                             { "Ia", "infectious_asymptomatic_", "" },
                                             { "H", "recovering_", "dying_" },
                                             { "R", "recovered_", "" },
                                             { "D", "dead_", "" },
                                             { "cum_infections", "infections_", "" },
                                             { "cum_hospitalisations", "admissions_", "" },
                                             { "cum_vaccinations", "doses_", "" } };
    static const char *const FLAGS[][2] = { { "Rt", "reproduction" },
                                            { "response_flag", "regime" },
                                            { "vaccination_flag", "vaccinating" },
                                            { "overflow_flag", "overflow" } };
    char file[256];
    snprintf(file, sizeof file, "trajectories/%s.daily.csv.gz", run_id);
    csv *t = daedalus_read(file);
    const rix_mat days = rix_course_days(course);
    assert_int_equal(days.rows, t->rows);
    for (size_t k = 0; k < sizeof SERIES / sizeof *SERIES; k++) {
        const size_t second = SERIES[k][2][0] ? day_column(course, SERIES[k][2], "0-4") : 0;
        check_series(run_id, t, SERIES[k][0], course, day_column(course, SERIES[k][1], "0-4"),
                     second);
    }
    for (size_t k = 0; k < sizeof FLAGS / sizeof *FLAGS; k++) {
        const size_t at = day_column(course, FLAGS[k][1], ""), col = csv_column(t, FLAGS[k][0]);
        for (size_t d = 0; d < t->rows; d++) {
            check(run_id, FLAGS[k][1], days.data[d * days.cols + at], csv_number(t, d, col), 0.0);
        }
    }
    csv_free(t);
}

/* At the accuracy that users get: totals and costs. */
static void check_run(const tables *t, size_t row, const char *run_id, const rix_scenario *sc,
                      const rix_response *response)
{
    rix_course *course = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_age_sector_run(sc, response, NULL, &course, &err), err);
    check_totals(t, row, run_id, sc, course);
    rix_course_free(course);
}

/* At an accuracy at which only the program's own is in the way: instants, days, sectors. */
static size_t check_closely(const tables *t, const char *run_id, const rix_scenario *sc,
                            const rix_response *response)
{
    rix_course_options options = RIX_COURSE_OPTIONS_INIT;
    rix_course *course = NULL;
    rix_error err = RIX_ERROR_INIT;
    options.relative = 1e-7;
    options.absolute = 1e-5;
    options.reproduction = true;
    rix_assert_ok(rix_age_sector_run(sc, response, &options, &course, &err), err);
    const size_t stretched = check_events(t, run_id, course);
    check_periods(t, run_id, course);
    check_sector_costs(t, run_id, course);
    check_fiscal(t, run_id, course);
    check_days(run_id, course);
    rix_course_free(course);
    return stretched;
}

static void every_run_is_reproduced(void **state)
{
    (void)state;
    tables t = { daedalus_read("runs.csv"),
                 daedalus_read("summary_tight_tolerance.csv"),
                 daedalus_read("costs_tight_tolerance.csv"),
                 daedalus_read("summary_independent.csv"),
                 daedalus_read("events.csv"),
                 daedalus_read("response_periods.csv"),
                 daedalus_read("sector_costs.csv.gz"),
                 daedalus_read("fiscal.csv") };
    assert_int_equal(t.runs->rows, 58);
    size_t stretched = 0;
    for (size_t i = 0; i < t.runs->rows; i++) {
        static daedalus_run run;
        const char *run_id = csv_text(t.runs, i, csv_column(t.runs, "run_id"));
        daedalus_read_run(t.runs, i, &run);
        rix_scenario *sc = daedalus_scenario(&run.params);
        check_run(&t, i, run_id, sc, &run.response);
        if (csv_number(t.runs, i, csv_column(t.runs, "robust")) > 0.0) {
            stretched += check_closely(&t, run_id, sc, &run.response);
        }
        rix_scenario_free(sc);
    }
    print_message("%zu instants further apart than %g day\n", stretched, EVENT_TOLERANCE);
    assert_true(stretched <= MOST_STRETCHED);
    csv *all[] = { t.runs,   t.summary, t.costs,   t.independent,
                   t.events, t.periods, t.sectors, t.fiscal };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) csv_free(all[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contacts_are_built_its_way),
        cmocka_unit_test(transmission_is_its_own),
        cmocka_unit_test(right_hand_side_agrees),
        cmocka_unit_test(every_run_is_reproduced),
    };
    return RIX_RUN_TESTS("daedalus", tests);
}
