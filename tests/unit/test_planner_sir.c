/* The multi-group SIR planner: its parts, its numbers, and what must hold of any SIR. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "planners.h"

/* ------------------------------------------------------------------------------ its parts -- */

static void names_go_by_group(void **state)
{
    (void)state;
    static const char *const states[] = {
        "susceptible_near", "susceptible_far",      "infected_near",    "infected_far",
        "recovered_near",   "recovered_far",        "dead_near",        "dead_far",
        "output_loss",      "lost_lifetime_output", "discounted_deaths"
    };
    static const char *const outcomes[] = { "deaths",        "deaths_near",
                                            "deaths_far",    "discounted_deaths",
                                            "output_loss",   "lost_lifetime_output",
                                            "economic_loss", "objective" };
    const rix_planner_sir p = two_groups();
    rix_scenario *sc = scenario_of(&p);
    assert_int_equal(rix_scenario_state_count(sc), 11);
    for (size_t i = 0; i < 11; i++) assert_string_equal(rix_scenario_state_name(sc, i), states[i]);
    assert_null(rix_scenario_state_name(sc, 11));
    assert_int_equal(rix_scenario_outcome_count(sc), 8);
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(rix_scenario_outcome(sc, i)->name, outcomes[i]);
        assert_int_equal(rix_scenario_find_outcome(sc, outcomes[i]), i);
        assert_int_equal(rix_scenario_outcome(sc, i)->domain, i < 4 ? RIX_HEALTH : RIX_ECONOMIC);
    }
    assert_null(rix_scenario_outcome(sc, 8));
    assert_true(rix_scenario_find_outcome(sc, "death") == RIX_NO_INDEX);
    assert_true(rix_scenario_find_outcome(sc, NULL) == RIX_NO_INDEX);
    assert_int_equal(rix_scenario_control_count(sc), 2);
    assert_string_equal(rix_scenario_control_name(sc, 1), "far");
    assert_null(rix_scenario_control_name(sc, 2));
    assert_int_equal(rix_scenario_control_max(sc).size, 2);
    rix_assert_same(rix_scenario_control_max(sc).data[0], 0.8);
    assert_int_equal(rix_scenario_periods(sc), 20);
    rix_assert_same(rix_scenario_period(sc), 1.0);
    rix_scenario_free(sc);
    rix_scenario_free(NULL);
}

static void units_and_names_have_defaults(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.names = NULL;
    p.time_unit = NULL;
    rix_scenario *sc = scenario_of(&p);
    assert_string_equal(rix_scenario_control_name(sc, 0), "1");
    assert_string_equal(rix_scenario_outcome(sc, 2)->name, "deaths_2");
    assert_string_equal(rix_scenario_time_unit(sc), "time");
    assert_string_equal(rix_scenario_outcome(sc, 0)->unit, "share of population");
    assert_string_equal(rix_scenario_outcome(sc, 7)->unit, "annual output");
    rix_scenario_free(sc);

    p.time_unit = "jour";
    p.person_unit = "personnes";
    p.output_unit = "EUR de 2019";
    sc = scenario_of(&p);
    assert_string_equal(rix_scenario_time_unit(sc), "jour");
    assert_string_equal(rix_scenario_outcome(sc, 3)->unit, "personnes");
    assert_string_equal(rix_scenario_outcome(sc, 4)->unit, "EUR de 2019");
    rix_scenario_free(sc);
}

static void parts_are_copied(void **state)
{
    (void)state;
    double level = 0.3, most[] = { 0.8, 1.0 }, population[] = { 0.6, 0.4 };
    char name[] = "near", unit[] = "week";
    const char *names[] = { name, "far" };
    rix_planner_sir p = two_groups();
    rix_scenario *before = scenario_of(&p);
    p.names = names;
    p.time_unit = unit;
    p.lockdown_max = most;
    p.population = population;
    rix_scenario *sc = scenario_of(&p);
    most[0] = population[0] = -1.0;
    name[0] = unit[0] = '?';
    assert_string_equal(rix_scenario_control_name(sc, 0), "near");
    assert_string_equal(rix_scenario_time_unit(sc), "week");
    rix_assert_same(outcome_under(sc, constant_schedule(sc, &level), "objective"),
                    outcome_under(before, constant_schedule(before, &level), "objective"));
    rix_scenario_free(before);
    rix_scenario_free(sc);
}

static void check_bad(const rix_planner_sir *p, rix_status status, const char *arg, size_t row,
                      const char *part)
{
    rix_scenario *untouched = (rix_scenario *)&status, *sc = untouched;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_planner_sir_new(p, &sc, &err), status, err, part);
    assert_string_equal(err.arg, arg);
    assert_true(err.row == row);
    assert_ptr_equal(sc, untouched);
    assert_int_equal(rix_planner_sir_new(p, &sc, NULL), status); /* err may be NULL */
}

/* Makes `edit` to two sound groups `p` and expects the status, the argument, the group and the text. */
#define BAD(edit, status, arg, row, part)                                                          \
    do {                                                                                           \
        rix_planner_sir p = two_groups();                                                          \
        edit;                                                                                      \
        check_bad(&p, status, arg, row, part);                                                     \
    } while (0)
#define PAIR(a, b) ((const double[]){ a, b })
#define NONE RIX_NO_INDEX

static void numbers_outside_their_range_are_named(void **state)
{
    (void)state;
    BAD(p.transmission = -0.5, RIX_EDOMAIN, "transmission", NONE,
        "transmission is -0.5, not a finite");
    BAD(p.transmission = INFINITY, RIX_EDOMAIN, "transmission", NONE, "inf");
    BAD(p.recovery = 0.0, RIX_EDOMAIN, "recovery", NONE, "recovery is 0, not a finite number > 0");
    BAD(p.effect = 1.5, RIX_EDOMAIN, "effect", NONE, "effect is 1.5, not in [0, 1]");
    BAD(p.circulating = -0.1, RIX_EDOMAIN, "circulating", NONE, "-0.1");
    BAD(p.congestion = NAN, RIX_EDOMAIN, "congestion", NONE, "nan");
    BAD(p.lockdown_cost = -1.0, RIX_EDOMAIN, "lockdown_cost", NONE, "-1");
    BAD(p.interest = -1e-3, RIX_EDOMAIN, "interest", NONE, "-0.001");
    BAD(p.vaccine = -1.0, RIX_EDOMAIN, "vaccine", NONE, "-1");
    BAD(p.death_cost = -1.0, RIX_EDOMAIN, "death_cost", NONE, "-1");
    BAD(p.period = 0.0, RIX_EDOMAIN, "period", NONE, "> 0");
    BAD(p.population = PAIR(0.6, 0.0), RIX_EDOMAIN, "population", 1,
        "population of group 'far' is 0");
    BAD(p.susceptible = PAIR(-0.1, 0.1), RIX_EDOMAIN, "susceptible", 0, "'near' is -0.1");
    BAD(p.infected = PAIR(0.1, NAN), RIX_EDOMAIN, "infected", 1, "'far' is nan");
    BAD(p.infected = PAIR(0.1, 0.005), RIX_EDOMAIN, "infected", 0, "above its population of 0.6");
    BAD(p.fatality = PAIR(1.5, 0.1), RIX_EDOMAIN, "fatality", 0, "fatality of group 'near' is 1.5");
    BAD(p.load = PAIR(1.0, -8.0), RIX_EDOMAIN, "load", 1, "-8");
    BAD(p.load = PAIR(0.0, 0.0), RIX_EDOMAIN, "load", NONE, "congestion is 1.5");
    BAD(p.productivity = PAIR(1.0, INFINITY), RIX_EDOMAIN, "productivity", 1, "inf");
    BAD(p.working_time = PAIR(-1.0, 0.0), RIX_EDOMAIN, "working_time", 0, "-1");
    BAD(p.lockdown_max = PAIR(0.5, 1.01), RIX_EDOMAIN, "lockdown_max", 1, "1.01, not in [0, 1]");
    BAD(p.mixing = ((const double[]){ 1.0, 1.0, -2.0, 1.0 }), RIX_EDOMAIN, "mixing", 1,
        "mixing of group 'far' with 'near' is -2");
    BAD((p.names = NULL, p.fatality = PAIR(0.1, 2.0)), RIX_EDOMAIN, "fatality", 1, "group '2'");
}

static void missing_parts_are_named(void **state)
{
    (void)state;
    BAD(p.groups = 0, RIX_EINVAL, "groups", NONE, "groups is 0");
    BAD(p.periods = 0, RIX_EINVAL, "periods", NONE, "periods is 0");
    BAD(p.steps = 0, RIX_EINVAL, "steps", NONE, "steps is 0");
    BAD(p.population = NULL, RIX_EINVAL, "population", NONE, "population is NULL");
    BAD(p.susceptible = NULL, RIX_EINVAL, "susceptible", NONE, "NULL");
    BAD(p.infected = NULL, RIX_EINVAL, "infected", NONE, "NULL");
    BAD(p.fatality = NULL, RIX_EINVAL, "fatality", NONE, "NULL");
    BAD(p.productivity = NULL, RIX_EINVAL, "productivity", NONE, "NULL");
    BAD(p.lockdown_max = NULL, RIX_EINVAL, "lockdown_max", NONE, "NULL");
    BAD(p.names = ((const char *const[]){ "a", NULL }), RIX_EINVAL, "names", 1, "names[1]");
    BAD(p.names = ((const char *const[]){ "a", "a" }), RIX_EINVAL, "names", 1, "both named 'a'");
    BAD(p.base = (rix_lockdown_base)7, RIX_EINVAL, "base", NONE, "base is 7");
    BAD(p.groups = SIZE_MAX / 2, RIX_EOVERFLOW, "groups", NONE, "too large");
    BAD(p.groups = (size_t)1 << (sizeof(size_t) * 4), RIX_EOVERFLOW, "groups", NONE, "too large");
    BAD(p.periods = SIZE_MAX / 2, RIX_EOVERFLOW, "periods", NONE, "too large");
    BAD(p.steps = SIZE_MAX, RIX_EOVERFLOW, "periods", NONE, "too large");

    const rix_planner_sir p = two_groups();
    rix_error err = RIX_ERROR_INIT;
    rix_scenario *sc = NULL;
    rix_assert_fails(rix_planner_sir_new(NULL, &sc, &err), RIX_EINVAL, err, "params is NULL");
    rix_assert_fails(rix_planner_sir_new(&p, NULL, &err), RIX_EINVAL, err, "out is NULL");
}

static void what_may_be_left_out(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.mixing = NULL;
    rix_scenario *without = scenario_of(&p);
    p.mixing = (const double[]){ 1.0, 1.0, 1.0, 1.0 };
    rix_scenario *with = scenario_of(&p);
    rix_assert_same(outcome_at_level(without, 0.4, "objective"),
                    outcome_at_level(with, 0.4, "objective"));
    rix_scenario_free(with);
    rix_scenario_free(without);

    p.load = NULL;
    without = scenario_of(&p);
    p.load = p.fatality;
    with = scenario_of(&p);
    rix_assert_same(outcome_at_level(without, 0.4, "deaths"),
                    outcome_at_level(with, 0.4, "deaths"));
    rix_scenario_free(with);
    rix_scenario_free(without);

    p.working_time = NULL; /* a death loses no output, and then interest may be anything */
    p.interest = 0.0;
    without = scenario_of(&p);
    rix_assert_same(outcome_at_level(without, 0.4, "lost_lifetime_output"), 0.0);
    rix_scenario_free(without);
}

static void presets_are_found_by_name(void **state)
{
    (void)state;
    const rix_preset_planner *preset = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_preset_planner_count(), 2);
    for (size_t i = 0; i < rix_preset_planner_count(); i++) {
        const rix_preset_planner *at = rix_preset_planner_at(i);
        rix_assert_ok(rix_preset_planner_find(at->name, &preset, &err), err);
        assert_ptr_equal(preset, at);
        assert_true(strlen(at->title) > 0 && strlen(at->source) > 0);
        rix_scenario_free(scenario_of(&at->params));
    }
    assert_null(rix_preset_planner_at(2));
    rix_assert_fails(rix_preset_planner_find("mrsir", &preset, &err), RIX_ENOTFOUND, err,
                     "no planner is named 'mrsir'; there are mrsir_us and aal_us");
    rix_assert_fails(rix_preset_planner_find(NULL, &preset, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_preset_planner_find("aal_us", NULL, &err), RIX_EINVAL, err, "out is NULL");
    assert_ptr_equal(preset, rix_preset_planner_at(1)); /* untouched */
}

/* ---------------------------------------------------------------------------- its numbers -- */

static void published_figures_are_reproduced(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "planner_published.csv");
    for (size_t i = 0; i < t->rows; i++) {
        rix_scenario *sc = scenario_of_preset(csv_text(t, i, csv_column(t, "preset")));
        const double none = 0.0;
        rix_assert_near(outcome_under(sc, constant_schedule(sc, &none),
                                      csv_text(t, i, csv_column(t, "outcome"))),
                        csv_number(t, i, csv_column(t, "value")),
                        csv_number(t, i, csv_column(t, "within")));
        rix_scenario_free(sc);
    }
    assert_true(t->rows >= 5);
    csv_free(t);
}

static size_t read_levels(const char *text, double *levels, size_t capacity)
{
    size_t n = 0;
    for (char *end; n < capacity && *text; text = end) {
        levels[n++] = strtod(text, &end);
        assert_true(end != text);
    }
    return n;
}

static void golden_plans_are_reproduced(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "planner_golden.csv");
    for (size_t i = 0; i < t->rows; i++) {
        double levels[3], schedule[156 * 3];
        rix_error err = RIX_ERROR_INIT;
        rix_scenario *sc = scenario_of_preset(csv_text(t, i, csv_column(t, "preset")));
        const size_t periods = rix_scenario_periods(sc), controls = rix_scenario_control_count(sc);
        const rix_exit_plan plan = {
            rix_vec_c(levels, read_levels(csv_text(t, i, csv_column(t, "level")), levels, 3)),
            (size_t)csv_number(t, i, csv_column(t, "start")),
            (size_t)csv_number(t, i, csv_column(t, "ramp")),
        };
        assert_true(periods * controls <= sizeof schedule / sizeof *schedule);
        rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(schedule, periods, controls), &err),
                      err);
        rix_assert_close(outcome_under(sc, rix_mat_c(schedule, periods, controls),
                                       csv_text(t, i, csv_column(t, "outcome"))),
                         csv_number(t, i, csv_column(t, "value")), 1e-10);
        rix_scenario_free(sc);
    }
    assert_true(t->rows > 50);
    csv_free(t);
}

/* Where nobody is infected a lockdown costs its share of output, discounted. */
static void cost_of_a_lockdown_alone(void **state)
{
    (void)state;
    for (int all = 0; all < 2; all++) {
        rix_planner_sir p = two_groups();
        p.infected = PAIR(0.0, 0.0);
        p.base = all ? RIX_LOCKDOWN_ALL : RIX_LOCKDOWN_NOT_RECOVERED;
        const double *locked = all ? p.population : p.susceptible;
        const double rate = p.interest + p.vaccine, level = 0.7;
        const double weeks = -expm1(-rate * 20.0) / rate;
        const double expected =
            0.6 * level * (p.productivity[0] * locked[0] + p.productivity[1] * locked[1]) * weeks;
        rix_scenario *sc = scenario_of(&p);
        rix_assert_close(outcome_at_level(sc, level, "output_loss"), expected, 1e-12);
        rix_assert_same(outcome_at_level(sc, level, "deaths"), 0.0);
        rix_scenario_free(sc);
    }
}

/* Where nobody is infected any more the infected die out exponentially, and so do the deaths. */
static void deaths_without_contagion(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.transmission = p.congestion = 0.0;
    p.steps = 50;
    rix_scenario *sc = scenario_of(&p);
    const double g = p.recovery, d = p.interest + p.vaccine, none = 0.0;
    const rix_mat open = constant_schedule(sc, &none);
    double discounted = 0.0, lives = 0.0, ill = 0.0;
    for (size_t j = 0; j < 2; j++) {
        const double ever = p.infected[j] * g * -expm1(-(g + d) * 20.0) / (g + d);
        const double life =
            p.productivity[j] / p.interest * (1.0 - pow(1.0 + p.interest, -p.working_time[j]));
        discounted += p.fatality[j] * ever;
        lives += life * p.fatality[j] * ever;
        ill += 0.6 * p.productivity[j] * (1.0 - p.circulating) * ever / g;
    }
    rix_assert_close(outcome_under(sc, open, "deaths_far"), 0.03 * 0.005 * -expm1(-g * 20.0), 1e-9);
    rix_assert_close(outcome_under(sc, open, "discounted_deaths"), discounted, 1e-9);
    rix_assert_close(outcome_under(sc, open, "lost_lifetime_output"), lives, 1e-9);
    rix_assert_close(outcome_under(sc, open, "output_loss"), ill, 1e-9);
    rix_assert_close(outcome_under(sc, open, "economic_loss"), ill + lives, 1e-9);
    rix_assert_close(outcome_under(sc, open, "objective"), ill + lives + 25.0 * discounted, 1e-9);
    rix_scenario_free(sc);
}

/* Without interest a lost life is worth its working time; the limit is reached without a jump. */
static void interest_may_vanish(void **state)
{
    (void)state;
    static const double rates[] = { 1e-9, 1e-16, 1e-300, 5e-324 };
    rix_planner_sir p = two_groups();
    p.interest = 0.0;
    rix_scenario *sc = scenario_of(&p);
    const double limit = outcome_at_level(sc, 0.2, "lost_lifetime_output");
    assert_true(limit > 0.0);
    rix_scenario_free(sc);
    for (size_t k = 0; k < 4; k++) {
        p.interest = rates[k];
        sc = scenario_of(&p);
        rix_assert_close(outcome_at_level(sc, 0.2, "lost_lifetime_output"), limit, 1e-6);
        rix_scenario_free(sc);
    }
}

/* ---------------------------------------------------------------- what holds of any SIR -- */

static void people_are_conserved(void **state)
{
    (void)state;
    const char *const presets[] = { "mrsir_us", "aal_us" };
    for (size_t k = 0; k < 2; k++) {
        rix_scenario *sc = scenario_of_preset(presets[k]);
        const size_t n = rix_scenario_control_count(sc);
        const double level = 0.35;
        rix_trajectory *traj = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &level), &traj, &err), err);
        const rix_mat x = rix_trajectory_states(traj);
        const double *now = x.data;
        for (size_t t = 0; t < x.rows; t++, now += x.cols) {
            for (size_t j = 0; j < n; j++) {
                const double all = now[j] + now[n + j] + now[2 * n + j] + now[3 * n + j];
                const double at_first =
                    x.data[j] + x.data[n + j] + x.data[2 * n + j] + x.data[3 * n + j];
                rix_assert_close(all, at_first, 1e-14);
                for (size_t c = 0; c < 4; c++) assert_true(now[c * n + j] >= 0.0);
            }
        }
        rix_trajectory_free(traj);
        rix_scenario_free(sc);
    }
}

/* ln(S_end / S_0) = -(transmission / recovery) (S_0 + I_0 - S_end), whatever happened meanwhile. */
static void final_size_of_a_plain_epidemic(void **state)
{
    (void)state;
    rix_planner_sir p = plain_sir();
    p.periods = 400;
    rix_scenario *sc = scenario_of(&p);
    const double none = 0.0;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), err);
    const double end = rix_trajectory_states(traj).data[400 * 7];
    rix_assert_close(log(end / 0.99), -2.0 * (1.0 - end), 1e-8);
    assert_true(end < 0.99 * 0.25);
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static void more_lockdown_fewer_deaths(void **state)
{
    (void)state;
    rix_scenario *sc = scenario_of_preset("mrsir_us");
    double deaths = INFINITY, loss = -INFINITY;
    for (int k = 0; k <= 14; k++) {
        const double level = k < 14 ? 0.05 * k : 0.7;
        const double d = outcome_at_level(sc, level, "deaths"),
                     l = outcome_at_level(sc, level, "output_loss");
        assert_true(d < deaths);
        assert_true(l > loss);
        deaths = d;
        loss = l;
    }
    rix_scenario_free(sc);
}

static void crowded_hospitals_cost_lives(void **state)
{
    (void)state;
    double deaths = 0.0;
    for (int k = 0; k < 5; k++) {
        rix_planner_sir p = two_groups();
        p.congestion = k;
        rix_scenario *sc = scenario_of(&p);
        const double d = outcome_at_level(sc, 0.1, "deaths");
        assert_true(d > deaths);
        deaths = d;
        rix_scenario_free(sc);
    }
}

/* Persons instead of shares: contacts are per person, so transmission is divided. */
static void the_unit_of_population_does_not_matter(void **state)
{
    (void)state;
    const double unit = 331e6;
    rix_planner_sir p = two_groups();
    rix_scenario *shares = scenario_of(&p);
    p.population = PAIR(0.6 * unit, 0.4 * unit);
    p.susceptible = PAIR(0.58 * unit, 0.39 * unit);
    p.infected = PAIR(0.01 * unit, 0.005 * unit);
    p.transmission /= unit;
    rix_scenario *persons = scenario_of(&p);
    for (size_t i = 0; i < rix_scenario_outcome_count(shares); i++) {
        const char *name = rix_scenario_outcome(shares, i)->name;
        rix_assert_close(outcome_at_level(persons, 0.3, name),
                         unit * outcome_at_level(shares, 0.3, name), 1e-12);
    }
    rix_scenario_free(persons);
    rix_scenario_free(shares);
}

/* Days instead of weeks: rates are divided by seven, times multiplied. Interest compounds once a unit
 * of time, which is why it is 0 here. */
static void the_unit_of_time_does_not_matter(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.interest = 0.0;
    rix_scenario *weeks = scenario_of(&p);
    p.transmission /= 7.0;
    p.recovery /= 7.0;
    p.vaccine /= 7.0;
    p.productivity = PAIR(0.02 / 7.0, 0.01 / 7.0);
    p.working_time = PAIR(7000.0, 2100.0);
    p.period = 7.0;
    rix_scenario *days = scenario_of(&p);
    for (size_t i = 0; i < rix_scenario_outcome_count(weeks); i++) {
        const char *name = rix_scenario_outcome(weeks, i)->name;
        rix_assert_close(outcome_at_level(days, 0.3, name), outcome_at_level(weeks, 0.3, name),
                         1e-12);
    }
    rix_scenario_free(days);
    rix_scenario_free(weeks);
}

static void the_order_of_groups_does_not_matter(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    rix_planner_sir q = p;
    q.names = (const char *const[]){ "far", "near" };
    q.population = PAIR(p.population[1], p.population[0]);
    q.susceptible = PAIR(p.susceptible[1], p.susceptible[0]);
    q.infected = PAIR(p.infected[1], p.infected[0]);
    q.mixing = (const double[]){ p.mixing[3], p.mixing[2], p.mixing[1], p.mixing[0] };
    q.fatality = PAIR(p.fatality[1], p.fatality[0]);
    q.load = PAIR(p.load[1], p.load[0]);
    q.productivity = PAIR(p.productivity[1], p.productivity[0]);
    q.working_time = PAIR(p.working_time[1], p.working_time[0]);
    q.lockdown_max = PAIR(p.lockdown_max[1], p.lockdown_max[0]);
    rix_scenario *a = scenario_of(&p), *b = scenario_of(&q);
    const double near_far[] = { 0.2, 0.6 };
    const rix_mat in_a = { near_far, 20, 2, 0, 1 }, in_b = { near_far + 1, 20, 2, 0, -1 };
    for (size_t i = 0; i < rix_scenario_outcome_count(a); i++) {
        const char *name = rix_scenario_outcome(a, i)->name;
        rix_assert_close(outcome_under(b, in_b, name), outcome_under(a, in_a, name), 1e-13);
    }
    rix_scenario_free(b);
    rix_scenario_free(a);
}

/* Groups that never meet are epidemics of their own. */
static void groups_that_never_meet(void **state)
{
    (void)state;
    rix_planner_sir p = two_groups();
    p.congestion = 0.0;
    p.mixing = (const double[]){ 1.0, 0.0, 0.0, 0.8 };
    rix_scenario *both = scenario_of(&p);
    for (size_t j = 0; j < 2; j++) {
        rix_planner_sir q = p;
        q.groups = 1;
        q.names = p.names + j;
        q.population = p.population + j;
        q.susceptible = p.susceptible + j;
        q.infected = p.infected + j;
        q.mixing = p.mixing + 3 * j;
        q.fatality = p.fatality + j;
        q.productivity = p.productivity + j;
        q.working_time = p.working_time + j;
        q.lockdown_max = p.lockdown_max + j;
        rix_scenario *alone = scenario_of(&q);
        rix_assert_close(outcome_at_level(both, 0.3, j ? "deaths_far" : "deaths_near"),
                         outcome_at_level(alone, 0.3, "deaths"), 1e-13);
        rix_scenario_free(alone);
    }
    rix_scenario_free(both);
}

/* Half the step, a sixteenth of the error. */
static void the_method_is_of_order_four(void **state)
{
    (void)state;
    double value[5];
    rix_planner_sir p = two_groups();
    for (size_t k = 0; k < 5; k++) {
        static const size_t steps[] = { 2, 4, 8, 16, 256 };
        p.steps = steps[k];
        rix_scenario *sc = scenario_of(&p);
        value[k] = outcome_at_level(sc, 0.3, "objective");
        rix_scenario_free(sc);
    }
    for (size_t k = 0; k < 3; k++) {
        const double ratio = (value[k] - value[4]) / (value[k + 1] - value[4]);
        assert_true(ratio > 14.0 && ratio < 18.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_go_by_group),
        cmocka_unit_test(units_and_names_have_defaults),
        cmocka_unit_test(parts_are_copied),
        cmocka_unit_test(numbers_outside_their_range_are_named),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(what_may_be_left_out),
        cmocka_unit_test(presets_are_found_by_name),
        cmocka_unit_test(published_figures_are_reproduced),
        cmocka_unit_test(golden_plans_are_reproduced),
        cmocka_unit_test(cost_of_a_lockdown_alone),
        cmocka_unit_test(deaths_without_contagion),
        cmocka_unit_test(interest_may_vanish),
        cmocka_unit_test(people_are_conserved),
        cmocka_unit_test(final_size_of_a_plain_epidemic),
        cmocka_unit_test(more_lockdown_fewer_deaths),
        cmocka_unit_test(crowded_hospitals_cost_lives),
        cmocka_unit_test(the_unit_of_population_does_not_matter),
        cmocka_unit_test(the_unit_of_time_does_not_matter),
        cmocka_unit_test(the_order_of_groups_does_not_matter),
        cmocka_unit_test(groups_that_never_meet),
        cmocka_unit_test(the_method_is_of_order_four),
    };
    return RIX_RUN_TESTS("planner_sir", tests);
}
