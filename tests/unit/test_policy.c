/* Policies in stages against runs of the scenario and of the machine by themselves; observables; linear schedules. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ages.h"
#include "planners.h"

enum { DAYS = 120 };

/* One group, one in a hundred infected: days as periods. */
static rix_scenario *epidemic(void)
{
    rix_planner_sir p = plain_sir();
    p.transmission = 0.3;
    p.recovery = 0.1;
    p.periods = DAYS;
    p.period = 1.0;
    p.steps = 4;
    return scenario_of(&p);
}

/* A rule of two stages on one quantity; the test frees it. */
static rix_rule *two_stages(double threshold)
{
    static const char *const zones[] = { "open", "closed" };
    rix_criterion c = RIX_CRITERION_INIT;
    rix_rule *rule = NULL;
    rix_error err = RIX_ERROR_INIT;
    c.indicator = "cases";
    c.thresholds = &threshold;
    rix_assert_ok(rix_rule_new_criteria(zones, 2, &c, 1, 1, RIX_UNKNOWN_CERTAIN, &rule, &err), err);
    return rule;
}

static const double LEVELS[] = { 0.0, 0.6 };
static const rix_watch INFECTED = { "infected", 0, 0 };

/* A policy that closes at `rise` and opens below `fall`. */
static rix_policy *policy_of(rix_trigger t, double rise, double fall)
{
    rix_policy *policy = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_rule *enter = two_stages(rise), *leave = two_stages(fall);
    t.enter = enter;
    t.leave = leave;
    t.levels = rix_mat_c(LEVELS, 2, 1);
    t.n_watches = 1;
    if (!t.watches) t.watches = &INFECTED;
    rix_assert_ok(rix_trigger_policy_new(&t, &policy, &err), err);
    rix_rule_free(enter);
    rix_rule_free(leave);
    return policy;
}

static rix_trajectory *run_of(const rix_scenario *sc, const rix_policy *policy)
{
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate_policy(sc, policy, NULL, &traj, &err), err);
    return traj;
}

static double stage(const rix_trajectory *traj, size_t period)
{
    return rix_trajectory_stages(traj).data[period];
}

static double event(const rix_trajectory *traj, size_t k, size_t what)
{
    return rix_trajectory_stage_events(traj).data[4 * k + what];
}

/* First period at whose start the uncontrolled epidemic has reached a level. */
static size_t first_crossing(const rix_scenario *sc, double level)
{
    const double none = 0.0;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t p = 0;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), err);
    const rix_mat x = rix_trajectory_states(traj);
    while (p < DAYS && x.data[p * x.cols + 1] < level) p++;
    assert_true(p < DAYS);
    rix_trajectory_free(traj);
    return p;
}

static void a_stage_begins_where_the_uncontrolled_epidemic_crosses_the_level(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    const rix_trigger t = RIX_TRIGGER_INIT;
    const size_t first = first_crossing(sc, 0.05);
    rix_policy *policy = policy_of(t, 0.05, 0.02);
    rix_trajectory *traj = run_of(sc, policy);
    assert_true(first > 2);
    for (size_t p = 0; p < first; p++) rix_assert_same(stage(traj, p), 0.0);
    rix_assert_same(stage(traj, first), 1.0);
    rix_assert_same(event(traj, 0, 0), (double)first);
    rix_assert_same(event(traj, 0, 3), (double)RIX_STAGE_ROSE);
    rix_assert_same(rix_trajectory_schedule(traj).data[first], 0.6);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

/* Between its levels a stage stays, whichever it is. */
static void hysteresis_holds_between_the_levels(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    const rix_trigger t = RIX_TRIGGER_INIT;
    rix_policy *policy = policy_of(t, 0.05, 0.02);
    rix_trajectory *traj = run_of(sc, policy);
    const rix_mat seen = rix_trajectory_watched(traj);
    double now = 0.0;
    size_t both = 0;
    for (size_t p = 0; p < DAYS; p++) {
        if (seen.data[p] >= 0.05) now = 1.0;
        if (seen.data[p] < 0.02) now = 0.0;
        both += seen.data[p] >= 0.02 && seen.data[p] < 0.05;
        rix_assert_same(stage(traj, p), now);
    }
    assert_true(both > 5);
    assert_true(rix_trajectory_stage_events(traj).rows >= 2);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void the_schedule_that_comes_of_it_gives_the_same_bits(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_trigger t = RIX_TRIGGER_INIT;
    rix_error err = RIX_ERROR_INIT;
    t.clock.review_every = 7;
    rix_policy *policy = policy_of(t, 0.05, 0.02);
    rix_trajectory *traj = run_of(sc, policy), *again = NULL;
    rix_assert_ok(rix_simulate(sc, rix_trajectory_schedule(traj), &again, &err), err);
    const rix_mat a = rix_trajectory_states(traj), b = rix_trajectory_states(again);
    assert_memory_equal(a.data, b.data, a.rows * a.cols * sizeof *a.data);
    assert_memory_equal(rix_trajectory_outcomes(traj).data, rix_trajectory_outcomes(again).data,
                        rix_scenario_outcome_count(sc) * sizeof(double));
    assert_int_equal(rix_trajectory_stages(again).size, 0);
    for (size_t k = 0; k < rix_trajectory_stage_events(traj).rows; k++) {
        assert_true(fmod(event(traj, k, 0), 7.0) <= 0.0);
    }
    rix_trajectory_free(again);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

/* The zones that the machine by itself finds in what was watched are the stages. */
static void the_machine_alone_finds_the_same_stages(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_trigger t = RIX_TRIGGER_INIT;
    rix_error err = RIX_ERROR_INIT;
    const size_t stay[] = { 3, 12 };
    const rix_watch watch = { "cumulative_incidence", 7, 4 };
    t.clock.review_every = 2;
    t.clock.rise_after = 2;
    t.clock.fall_after = 3;
    t.clock.stay_to_fall = t.clock.stay_to_rise = stay;
    t.watches = &watch;
    rix_policy *policy = policy_of(t, 3000.0, 1500.0);
    rix_trajectory *traj = run_of(sc, policy);

    rix_rule *enter = two_stages(3000.0), *leave = two_stages(1500.0);
    rix_machine *machine = NULL;
    int8_t zones[DAYS];
    rix_assert_ok(rix_machine_new(enter, leave, &t.clock, &machine, &err), err);
    const rix_mat seen = { rix_trajectory_watched(traj).data, 1, DAYS, DAYS, 1 };
    const rix_zones_out out = { zones, 1, DAYS, DAYS, 1 };
    rix_assert_ok(rix_machine_run(machine, &seen, 1, NULL, out, &err), err);
    for (size_t p = 0; p < DAYS; p++) rix_assert_same(stage(traj, p), (double)zones[p]);
    assert_true(rix_trajectory_stage_events(traj).rows >= 2);
    assert_true(isnan(seen.data[3]) && !isnan(seen.data[4]));

    rix_machine_free(machine);
    rix_rule_free(enter);
    rix_rule_free(leave);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void delay_shifts_what_is_seen(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_trigger t = RIX_TRIGGER_INIT;
    const rix_watch late = { "infected", 0, 5 };
    const size_t first = first_crossing(sc, 0.05);
    t.watches = &late;
    rix_policy *policy = policy_of(t, 0.05, 0.02);
    rix_trajectory *traj = run_of(sc, policy);
    rix_assert_same(event(traj, 0, 0), (double)(first + 5));
    const rix_mat seen = rix_trajectory_watched(traj), x = rix_trajectory_states(traj);
    for (size_t p = 5; p < DAYS; p++) rix_assert_same(seen.data[p], x.data[(p - 5) * x.cols + 1]);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void minimum_stays_and_caps_on_switches_hold(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_trigger t = RIX_TRIGGER_INIT;
    const size_t stay[] = { 0, 60 };
    t.clock.stay_to_fall = stay;
    t.max_switches = 1;
    rix_policy *policy = policy_of(t, 0.05, 0.04);
    rix_trajectory *traj = run_of(sc, policy);
    const size_t first = (size_t)event(traj, 0, 0);
    assert_int_equal(rix_trajectory_stage_events(traj).rows, 2);
    rix_assert_same(event(traj, 1, 0), (double)(first + 60));
    rix_assert_same(event(traj, 1, 2), 0.0);
    rix_assert_same(event(traj, 1, 3), (double)RIX_STAGE_CAPPED);
    for (size_t p = first; p < DAYS; p++) rix_assert_same(stage(traj, p), 1.0);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void a_policy_says_what_it_is(void **state)
{
    (void)state;
    rix_trigger t = RIX_TRIGGER_INIT;
    const rix_watch watch = { "cumulative_incidence", 7, 2 };
    t.watches = &watch;
    t.max_switches = 4;
    rix_policy *policy = policy_of(t, 50.0, 25.0);
    const char *said = rix_policy_sentence(policy);
    const char first[] = "Stages: open at 0; closed at 0.6. closed: cases >= 50; else open",
               last[] = "where the rule says grey, the zone holds. cases is the increase of "
                        "cumulative_incidence over 7 periods, 2 periods ago. At most 4 switches.";
    assert_memory_equal(said, first, strlen(first));
    assert_string_equal(said + strlen(said) - strlen(last), last);
    assert_non_null(strstr(said, "To fall: closed: cases >= 25; else open"));
    assert_int_equal(rix_policy_stage_count(policy), 2);
    assert_string_equal(rix_policy_stage_name(policy, 1), "closed");
    assert_null(rix_policy_stage_name(policy, 2));
    rix_policy_free(policy);
}

/* ------------------------------------------------------------------------------ exits in stages -- */

static const double EASED[] = { 0.8, 0.4, 0.0 };

static rix_policy *exit_of(const rix_exit_stage *stages, size_t n, size_t review_every)
{
    const rix_exit_stages exit = { stages, n, rix_mat_c(EASED, n, 1), review_every };
    rix_policy *policy = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_exit_policy_new(&exit, &policy, &err), err);
    return policy;
}

static void dated_stages_follow_their_dates_and_ramps(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_exit_stage s[] = { RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT };
    s[0].name = "lockdown", s[1].name = "eased", s[2].name = "open";
    s[1].date = 10, s[1].ramp = 3, s[1].stay = 20;
    s[2].date = 15;
    rix_policy *policy = exit_of(s, 3, 1);
    rix_trajectory *traj = run_of(sc, policy);
    const double *u = rix_trajectory_schedule(traj).data;
    const double expected[] = { 0.8, 0.7, 0.6, 0.5, 0.4, 0.4 };
    for (size_t k = 0; k < 6; k++) rix_assert_near(u[9 + k], expected[k], 1e-15);
    rix_assert_near(u[29], 0.4, 0.0); /* the stay is longer than the date says */
    rix_assert_same(u[30], 0.0);
    rix_assert_same(event(traj, 0, 3), (double)RIX_STAGE_DATE);
    assert_string_equal(
        rix_policy_sentence(policy),
        "From period 0 lockdown at 0.8; then eased at 0.4, from period 10 on, eased over 3 "
        "periods; then open at 0, from period 15 on, after 20 periods of eased.");
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

/* One stage with a ramp is the exit plan of two parameters. */
static void one_dated_stage_is_an_exit_plan(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    const double levels[] = { 0.8, 0.0 };
    rix_exit_stage s[] = { RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT };
    const rix_exit_plan plan = { rix_vec_c(levels, 1), 12, 5 };
    const rix_exit_stages exit = { s, 2, rix_mat_c(levels, 2, 1), 1 };
    double schedule[DAYS];
    rix_policy *policy = NULL;
    rix_error err = RIX_ERROR_INIT;
    s[0].name = "lockdown", s[1].name = "open";
    s[1].date = 12, s[1].ramp = 5;
    rix_assert_ok(rix_exit_policy_new(&exit, &policy, &err), err);
    rix_trajectory *traj = run_of(sc, policy);
    rix_assert_ok(rix_exit_plan_schedule(&plan, rix_out_c(schedule, DAYS, 1), &err), err);
    const double *u = rix_trajectory_schedule(traj).data;
    for (size_t p = 0; p < DAYS; p++) rix_assert_near(u[p], schedule[p], 1e-15);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void gates_open_after_enough_reviews_or_are_reported_shut(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    rix_exit_stage s[] = { RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT };
    s[0].name = "lockdown", s[1].name = "eased", s[2].name = "open";
    s[1].gate = INFECTED, s[1].below = 0.005, s[1].reviews = 3;
    s[2].gate = INFECTED, s[2].below = 1e-9;
    rix_policy *policy = exit_of(s, 3, 2);
    rix_trajectory *traj = run_of(sc, policy);
    const rix_mat x = rix_trajectory_states(traj);
    size_t in_a_row = 0, opens = 0;
    for (; opens < DAYS; opens += 2) {
        in_a_row = x.data[opens * x.cols + 1] < 0.005 ? in_a_row + 1 : 0;
        if (in_a_row == 3) break;
    }
    assert_true(opens > 4 && opens < DAYS);
    assert_int_equal(rix_trajectory_stage_events(traj).rows, 2);
    rix_assert_same(event(traj, 0, 0), (double)opens);
    rix_assert_same(event(traj, 0, 3), (double)RIX_STAGE_GATE);
    rix_assert_same(event(traj, 1, 0), (double)(DAYS - 1));
    rix_assert_same(event(traj, 1, 3), (double)RIX_STAGE_SHUT);
    assert_string_equal(rix_stage_event_name(RIX_STAGE_SHUT), "shut");
    assert_string_equal(rix_stage_event_name((rix_stage_event)99), "unknown");
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

/* ------------------------------------------------------------------------------------ refusals -- */

static void check_exit_refused(const rix_exit_stage *stages, rix_status status, const char *part)
{
    rix_scenario *sc = epidemic();
    rix_policy *policy = exit_of(stages, 3, 1);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_simulate_policy(sc, policy, NULL, &traj, &err), status, err, part);
    assert_null(traj);
    rix_policy_free(policy);
    rix_scenario_free(sc);
}

static void exits_that_can_never_come_are_refused(void **state)
{
    (void)state;
    rix_exit_stage s[] = { RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT, RIX_EXIT_STAGE_INIT };
    s[0].name = "lockdown", s[1].name = "eased", s[2].name = "open";
    s[1].date = 100, s[1].stay = 30;
    check_exit_refused(s, RIX_EDIM, "'open' can begin in period 130 at the earliest");
    s[1].stay = 0;
    s[2].gate = (rix_watch){ "infected", 0, 118 }, s[2].below = 0.1, s[2].reviews = 3;
    check_exit_refused(s, RIX_EDIM, "'open' can begin in period 120");
    s[2].gate.delay = 0, s[2].below = 0.0;
    check_exit_refused(s, RIX_EDOMAIN, "gate of stage 'open' can never open: infected below 0");
    s[2].gate.observable = "infectd";
    check_exit_refused(s, RIX_ENOTFOUND, "no observable 'infectd'");
}

static void unsound_policies_are_refused(void **state)
{
    (void)state;
    rix_trigger t = RIX_TRIGGER_INIT;
    rix_policy *policy = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_rule *rule = two_stages(1.0);
    const double negative[] = { 0.0, -0.5 };
    rix_assert_fails(rix_trigger_policy_new(&t, &policy, &err), RIX_EINVAL, err, "enter is NULL");
    t.enter = rule;
    rix_assert_fails(rix_trigger_policy_new(&t, &policy, &err), RIX_EDIM, err, "0 watches");
    t.watches = &INFECTED, t.n_watches = 1;
    rix_assert_fails(rix_trigger_policy_new(&t, &policy, &err), RIX_EDIM, err,
                     "0 rows for 2 stages");
    t.levels = rix_mat_c(negative, 2, 1);
    rix_assert_fails(rix_trigger_policy_new(&t, &policy, &err), RIX_EDOMAIN, err, "is -0.5");
    t.levels = rix_mat_c(LEVELS, 2, 1), t.clock.start = 2;
    rix_assert_fails(rix_trigger_policy_new(&t, &policy, &err), RIX_EINVAL, err, "start is 2");
    assert_null(policy);
    rix_rule_free(rule);

    const rix_exit_stages none = { NULL, 0, { NULL, 0, 0, 0, 0 }, 1 };
    rix_exit_stage gated = RIX_EXIT_STAGE_INIT;
    rix_exit_stages exit = { &gated, 1, rix_mat_c(EASED, 1, 1), 1 };
    rix_assert_fails(rix_exit_policy_new(&none, &policy, &err), RIX_EINVAL, err, "stages is empty");
    gated.name = "lockdown", gated.gate = INFECTED;
    rix_assert_fails(rix_exit_policy_new(&exit, &policy, &err), RIX_EINVAL, err, "it has no gate");
}

/* --------------------------------------------------------------------- observables and schedules -- */

/* Two groups that mix alike: the matrix has rank one, so that its radius is a sum. */
static void the_reproduction_number_is_that_of_the_closed_form(void **state)
{
    (void)state;
    const rix_planner_sir p = two_groups();
    const double level = 0.3;
    rix_planner_sir q = p;
    q.mixing = NULL;
    q.matching = 2.0;
    q.contacts = RIX_CONTACTS_QUADRATIC;
    rix_scenario *sc = scenario_of(&q);
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &level), &traj, &err), err);
    const rix_mat x = rix_trajectory_states(traj);
    double *r = calloc(x.rows, sizeof *r);
    const size_t which = rix_scenario_find_observable(sc, "reproduction");
    rix_assert_ok(rix_trajectory_observe(sc, traj, which, rix_out_c(r, x.rows, 1), &err), err);
    for (size_t k = 0; k < x.rows; k++) {
        const double met = 1.0 - q.effect * level, s = x.data[k * x.cols] + x.data[k * x.cols + 1];
        rix_assert_near(r[k], q.transmission * q.circulating * met * met * s / q.recovery, 1e-12);
    }
    free(r);
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

/* Infections per 100,000 are the integral of incidence, by Simpson's rule over a run without controls. */
static void incidence_adds_up(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    const double none = 0.0;
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    double rate[DAYS + 1], sum[DAYS + 1], integral = 0.0;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), err);
    const size_t incidence = rix_scenario_find_observable(sc, "incidence"),
                 so_far = rix_scenario_find_observable(sc, "cumulative_incidence");
    rix_assert_ok(rix_trajectory_observe(sc, traj, incidence, rix_out_c(rate, DAYS + 1, 1), &err),
                  err);
    rix_assert_ok(rix_trajectory_observe(sc, traj, so_far, rix_out_c(sum, DAYS + 1, 1), &err), err);
    for (size_t k = 0; k < DAYS; k += 2)
        integral += (rate[k] + 4.0 * rate[k + 1] + rate[k + 2]) / 3.0;
    rix_assert_near(integral, sum[DAYS], 1e-4 * sum[DAYS]);
    assert_true(sum[DAYS] > 50000.0);
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static void outcomes_and_states_are_observables(void **state)
{
    (void)state;
    rix_scenario *sc = epidemic();
    const double none = 0.0;
    double values[DAYS + 1];
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_observable o;
    rix_assert_ok(rix_simulate(sc, constant_schedule(sc, &none), &traj, &err), err);
    const size_t n = rix_scenario_observable_count(sc);
    assert_int_equal(n, 6 + rix_scenario_outcome_count(sc) + rix_scenario_state_count(sc));
    assert_false(rix_scenario_observable(sc, n, &o));
    assert_true(rix_scenario_observable(sc, 4, &o));
    assert_string_equal(o.name, "congestion");
    rix_assert_same(o.least, 0.0);
    assert_true(rix_scenario_find_observable(sc, "none") == RIX_NO_INDEX);
    for (size_t y = 0; y < rix_scenario_outcome_count(sc); y++) {
        rix_assert_ok(rix_trajectory_observe(sc, traj, 6 + y, rix_out_c(values, DAYS + 1, 1), &err),
                      err);
        rix_assert_same(values[DAYS], rix_trajectory_outcomes(traj).data[y]);
    }
    rix_assert_fails(rix_trajectory_observe(sc, traj, n, rix_out_c(values, DAYS + 1, 1), &err),
                     RIX_EINVAL, err, "no observable");
    rix_trajectory_free(traj);
    rix_scenario_free(sc);
}

static double observed(const rix_scenario *sc, const rix_trajectory *traj, const char *name,
                       size_t time)
{
    const size_t n = rix_trajectory_times(traj).size;
    rix_error err = RIX_ERROR_INIT;
    double *values = calloc(n, sizeof *values);
    assert_non_null(values);
    rix_assert_ok(rix_trajectory_observe(sc, traj, rix_scenario_find_observable(sc, name),
                                         rix_out_c(values, n, 1), &err),
                  err);
    const double value = values[time];
    free(values);
    return value;
}

/* By age and sector: Rt starts at r0; a full hospital closes everything. */
static void epidemics_by_age_and_sector_are_watched(void **state)
{
    (void)state;
    enum { CONTROLS = 6 };
    toy t;
    toy_small(&t);
    t.params.immune = NULL;
    t.params.behaviour = RIX_BEHAVIOUR_NONE;
    t.params.infected = 1e-4;
    t.params.period = 1.0;
    t.params.periods = DAYS;
    t.params.steps = 4;
    rix_scenario *sc = age_scenario(&t.params);
    double levels[2 * CONTROLS] = { 0.0 };
    for (size_t j = 0; j < CONTROLS; j++) levels[CONTROLS + j] = 0.9;
    const rix_watch watch = { "hospital_load", 0, 0 };
    rix_rule *rule = two_stages(0.1);
    rix_trigger trigger = RIX_TRIGGER_INIT;
    rix_policy *policy = NULL;
    rix_error err = RIX_ERROR_INIT;
    trigger.enter = rule, trigger.watches = &watch, trigger.n_watches = 1;
    trigger.levels = rix_mat_c(levels, 2, CONTROLS);
    rix_assert_ok(rix_trigger_policy_new(&trigger, &policy, &err), err);
    rix_trajectory *traj = run_of(sc, policy);

    const size_t first = (size_t)event(traj, 0, 0);
    assert_true(first > 3);
    rix_assert_near(observed(sc, traj, "reproduction", 0), t.params.pathogen.r0, 1e-10);
    assert_true(
        observed(sc, traj, "reproduction", first + 1) <
        0.5 * observed(sc, traj, "reproduction", first)); /* that of the day before it closed */
    for (size_t p = 0; p < 2 * first; p++) {
        const double occupancy = observed(sc, traj, "hospital_occupancy", p);
        rix_assert_near(rix_trajectory_watched(traj).data[p],
                        occupancy / t.params.country.hospital_capacity, 1e-15);
    }
    double sum = 0.0; /* Simpson's rule up to an even day before anything closes */
    const size_t even = first - first % 2;
    for (size_t k = 0; k < even; k += 2) {
        sum += observed(sc, traj, "incidence", k) / 3.0 +
               4.0 * observed(sc, traj, "incidence", k + 1) / 3.0 +
               observed(sc, traj, "incidence", k + 2) / 3.0;
    }
    const double so_far = observed(sc, traj, "cumulative_incidence", even);
    rix_assert_near(sum, so_far, 1e-3 * so_far);
    rix_trajectory_free(traj);
    rix_policy_free(policy);
    rix_rule_free(rule);
    rix_scenario_free(sc);
}

/* The means of the line over periods, by hand. */
static void linear_schedules_are_means_over_periods(void **state)
{
    (void)state;
    const double at[] = { 1.0, 3.5, 4.0 }, values[] = { 0.5, 1.0, 0.0 };
    const double expected[] = { 0.5, 0.6, 0.8, 0.725, 0.0 };
    double schedule[5];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_linear_schedule(rix_vec_c(at, 3), rix_mat_c(values, 3, 1),
                                      rix_out_c(schedule, 5, 1), &err),
                  err);
    /* line: 0.5 at 1, slope 0.2 to 1 at 3.5, then down to 0 at 4: period 3 is (0.9 + 1) / 4 + 1 / 4 */
    for (size_t p = 0; p < 5; p++) rix_assert_near(schedule[p], expected[p], 1e-15);
    const double turned[] = { 1.0, 1.0 };
    rix_assert_fails(rix_linear_schedule(rix_vec_c(turned, 2), rix_mat_c(values, 2, 1),
                                         rix_out_c(schedule, 5, 1), &err),
                     RIX_EDOMAIN, err, "at[1] is 1, not after the one before");
    rix_assert_fails(rix_linear_schedule(rix_vec_c(at, 0), rix_mat_c(values, 0, 1),
                                         rix_out_c(schedule, 5, 1), &err),
                     RIX_EINVAL, err, "at is empty");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stage_begins_where_the_uncontrolled_epidemic_crosses_the_level),
        cmocka_unit_test(hysteresis_holds_between_the_levels),
        cmocka_unit_test(the_schedule_that_comes_of_it_gives_the_same_bits),
        cmocka_unit_test(the_machine_alone_finds_the_same_stages),
        cmocka_unit_test(delay_shifts_what_is_seen),
        cmocka_unit_test(minimum_stays_and_caps_on_switches_hold),
        cmocka_unit_test(a_policy_says_what_it_is),
        cmocka_unit_test(dated_stages_follow_their_dates_and_ramps),
        cmocka_unit_test(one_dated_stage_is_an_exit_plan),
        cmocka_unit_test(gates_open_after_enough_reviews_or_are_reported_shut),
        cmocka_unit_test(exits_that_can_never_come_are_refused),
        cmocka_unit_test(unsound_policies_are_refused),
        cmocka_unit_test(the_reproduction_number_is_that_of_the_closed_form),
        cmocka_unit_test(incidence_adds_up),
        cmocka_unit_test(outcomes_and_states_are_observables),
        cmocka_unit_test(epidemics_by_age_and_sector_are_watched),
        cmocka_unit_test(linear_schedules_are_means_over_periods),
    };
    return RIX_RUN_TESTS("policy", tests);
}
