/* The epidemic by age and sector: its matrices, what must hold of any such model, its responses and its costs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>

#include "ages.h"
#include "differences.h"
#include "epidemic/age_model.h"
#include "epidemic/spectral.h"

/* ---------------------------------------------------------------------------- reproduction -- */

typedef struct square {
    const double *x;
    size_t n;
} square;

static void multiply(void *user, const double *x, double *y)
{
    const square *m = user;
    for (size_t i = 0; i < m->n; i++) {
        y[i] = 0.0;
        for (size_t j = 0; j < m->n; j++) y[i] += m->x[i * m->n + j] * x[j];
    }
}

static double radius(const double *x, size_t n)
{
    double vector[8] = { 1, 1, 1, 1, 1, 1, 1, 1 }, scratch[8], value = -1.0;
    square m = { x, n };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_spectral_radius(multiply, &m, n, 1e-13, vector, scratch, &value, &err),
                  err);
    return value;
}

static void spectral_radii_are_those_of_textbooks(void **state)
{
    (void)state;
    const double swap[] = { 0, 1, 1, 0 }, one_way[] = { 2, 0, 5, 3 }, none[] = { 0, 0, 0, 0 },
                 alone[] = { 3, 0, 0, 3 }, plain[] = { 2, 1, 1, 2 },
                 cycle[] = { 0, 2, 0, 0, 0, 4, 1, 0, 0 }, uneven[] = { 0, 4, 1, 0 };
    rix_assert_close(radius(swap, 2), 1.0, 1e-12);
    rix_assert_close(radius(one_way, 2), 3.0, 1e-10); /* one group infects nobody else's like */
    rix_assert_same(radius(none, 2), 0.0);
    rix_assert_close(radius(alone, 2), 3.0, 1e-12);
    rix_assert_close(radius(plain, 2), 3.0, 1e-12);
    rix_assert_close(radius(cycle, 3), 2.0, 1e-11);
    rix_assert_close(radius(uneven, 2), 2.0, 1e-11);
}

/* What a susceptible of stratum i catches a day from one infectious in stratum j, as the equations say. */
static double contact(const rix_age_sector *p, size_t i, size_t j)
{
    const rix_country *c = &p->country;
    const size_t ages = c->ages, a = i < ages ? i : c->working_age,
                 b = j < ages ? j : c->working_age;
    double everyone = 0.0, sum = c->contacts[a * ages + b] / c->population[b];
    for (size_t k = 0; k < ages; k++) everyone += c->population[k];
    if (i < ages) return sum;
    const double consumer = c->workplace[i - ages] * c->population[b] / everyone / c->population[b];
    if (j == i) sum += c->workplace[i - ages] / c->workers[i - ages];
    return sum + consumer * (j < ages ? 1.0 : p->consuming_workers);
}

/* Largest eigenvalue of F V^-1 over E, Is and Ia of every stratum, written out in full. */
static double full_reproduction(const rix_age_sector *p, const double *size, double transmission)
{
    const rix_pathogen *q = &p->pathogen;
    const size_t ages = p->country.ages, n = ages + p->country.sectors, m = 3 * n;
    gsl_matrix *f = gsl_matrix_calloc(m, m), *v = gsl_matrix_calloc(m, m),
               *inverse = gsl_matrix_alloc(m, m), *k = gsl_matrix_calloc(m, m);
    gsl_permutation *order = gsl_permutation_alloc(m);
    gsl_vector_complex *values = gsl_vector_complex_alloc(m);
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(m);
    double largest = 0.0;
    int sign;
    for (size_t i = 0; i < n; i++) {
        const size_t a = i < ages ? i : p->country.working_age;
        for (size_t j = 0; j < n; j++) {
            const double caught = transmission * size[i] * contact(p, i, j);
            gsl_matrix_set(f, 3 * i, 3 * j + 1, caught);
            gsl_matrix_set(f, 3 * i, 3 * j + 2, caught * q->asymptomatic_spread);
        }
        gsl_matrix_set(v, 3 * i, 3 * i, q->sigma);
        gsl_matrix_set(v, 3 * i + 1, 3 * i, -q->sigma * q->symptomatic);
        gsl_matrix_set(v, 3 * i + 2, 3 * i, -q->sigma * (1.0 - q->symptomatic));
        gsl_matrix_set(v, 3 * i + 1, 3 * i + 1, q->recovery_symptomatic + q->admission[a]);
        gsl_matrix_set(v, 3 * i + 2, 3 * i + 2, q->recovery_asymptomatic);
    }
    gsl_linalg_LU_decomp(v, order, &sign);
    gsl_linalg_LU_invert(v, order, inverse);
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < m; j++) {
            double sum = 0.0;
            for (size_t l = 0; l < m; l++) {
                sum += gsl_matrix_get(f, i, l) * gsl_matrix_get(inverse, l, j);
            }
            gsl_matrix_set(k, i, j, sum);
        }
    }
    gsl_eigen_nonsymm(k, values, work);
    for (size_t i = 0; i < m; i++) {
        largest = fmax(largest, GSL_REAL(gsl_vector_complex_get(values, i)));
    }
    gsl_eigen_nonsymm_free(work);
    gsl_vector_complex_free(values);
    gsl_permutation_free(order);
    gsl_matrix_free(k);
    gsl_matrix_free(inverse);
    gsl_matrix_free(v);
    gsl_matrix_free(f);
    return largest;
}

static double day_of(const rix_course *course, size_t day, const char *column)
{
    const rix_mat days = rix_course_days(course);
    for (size_t i = 0; i < days.cols; i++) {
        if (strcmp(rix_course_column_name(course, i), column) == 0) {
            return days.data[day * days.cols + i];
        }
    }
    fail_msg("no column '%s'", column);
    return RIX_NAN;
}

static void transmission_gives_r0(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 5, 1);
    for (size_t trial = 0; trial < 40; trial++) {
        toy t;
        toy_random(&t, &s);
        rix_scenario *sc = age_scenario(&t.params);
        const rix_i_age *m = rix_i_age_model(sc);
        rix_course *course = age_course(sc, NULL);
        double susceptible[2 * TOY_MOST];
        for (size_t i = 0; i < m->strata; i++) susceptible[i] = sc->initial[i];
        rix_assert_close(full_reproduction(&t.params, susceptible, m->transmission),
                         t.params.pathogen.r0, 1e-10);
        rix_assert_close(day_of(course, 0, "reproduction"), t.params.pathogen.r0, 1e-10);
        rix_course_free(course);
        rix_scenario_free(sc);
    }
}

/* Vaccination, closures and behaviour lower it: by (1 - efficacy) for the vaccinated, and so on. */
static void reproduction_sees_what_people_do(void **state)
{
    (void)state;
    static const double IMMUNE[] = { 1, 1, 1 }, CLOSED[] = { 0, 0, 0, 0 }, COMMUNITY[] = { 0.5 },
                        SCHOOL[] = { 0.5 }, START[] = { 0 }, END[] = { 200 };
    toy t;
    toy_small(&t);
    t.params.immune = IMMUNE;
    t.params.vaccination.efficacy = 0.3;
    rix_scenario *sc = age_scenario(&t.params);
    rix_course *course = age_course(sc, NULL);
    rix_assert_close(day_of(course, 0, "reproduction"), 0.7 * 2.5, 1e-10);
    rix_course_free(course);
    rix_scenario_free(sc);

    /* without contacts at work, what the community and schools have of theirs left is left of Rt */
    toy_small(&t);
    for (size_t k = 0; k < 4; k++) t.workplace[k] = 0.0;
    sc = age_scenario(&t.params);
    rix_response r = RIX_RESPONSE_INIT;
    r.regimes = 1;
    r.openness = CLOSED;
    r.community = COMMUNITY;
    r.school = SCHOOL;
    r.start = START;
    r.end = END;
    course = age_course(sc, &r);
    rix_assert_close(day_of(course, 0, "reproduction"), 0.5 * 2.5, 1e-10);
    rix_course_free(course);
    rix_scenario_free(sc);
}

/* ------------------------------------------------------------------------------ any model -- */

static double people(const rix_course *course, size_t day, size_t ages)
{
    const rix_mat days = rix_course_days(course);
    double sum = 0.0;
    for (size_t i = 0; i < 8 * ages; i++) sum += days.data[day * days.cols + 1 + i];
    return sum;
}

static void nobody_is_lost_or_negative(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 6, 1);
    for (size_t trial = 0; trial < 20; trial++) {
        toy t;
        toy_random(&t, &s);
        if (trial % 2) {
            t.params.vaccination.start = 10;
            t.params.vaccination.rate = 0.005;
            t.params.vaccination.uptake = 0.5;
        }
        rix_scenario *sc = age_scenario(&t.params);
        rix_course *course = age_course(sc, NULL);
        const rix_mat days = rix_course_days(course);
        const double all = people(course, 0, t.params.country.ages);
        for (size_t d = 0; d < days.rows; d++) {
            rix_assert_close(people(course, d, t.params.country.ages), all, 1e-11);
            for (size_t i = 1; i + 4 < days.cols; i++) {
                assert_true(days.data[d * days.cols + i] >= -1e-9 * all);
            }
        }
        rix_course_free(course);
        rix_scenario_free(sc);
    }
}

static void every_way_to_run_agrees(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 7, 1);
    for (size_t trial = 0; trial < 10; trial++) {
        static double schedule[4 * (TOY_MOST + 2)], open[TOY_MOST];
        const double start[] = { 0.0 }, end[] = { 1e6 }, school[] = { 0.3 }, community[] = { 0.8 };
        toy t;
        rix_trajectory *fixed = NULL, *adaptive = NULL;
        rix_simulate_options o = RIX_SIMULATE_OPTIONS_INIT;
        rix_error err = RIX_ERROR_INIT;
        toy_random(&t, &s);
        t.params.overload_width = 0.05; /* no event, so no step is off by its time */
        t.params.behaviour = (rix_behaviour)(trial % 3);
        t.params.steps = 200;
        const size_t sectors = t.params.country.sectors, controls = sectors + 2;
        for (size_t k = 0; k < sectors; k++) open[k] = rix_stream_uniform(&s);
        for (size_t p = 0; p < 4; p++) {
            for (size_t k = 0; k < sectors; k++) schedule[p * controls + k] = 1.0 - open[k];
            schedule[p * controls + sectors] = 1.0 - school[0];
            schedule[p * controls + sectors + 1] = 1.0 - community[0];
        }
        rix_response r = RIX_RESPONSE_INIT;
        r.regimes = 1;
        r.openness = open;
        r.school = school;
        r.community = community;
        r.start = start;
        r.end = end;
        rix_scenario *sc = age_scenario(&t.params);
        rix_course *course = age_course(sc, &r);
        rix_assert_ok(rix_simulate(sc, rix_mat_c(schedule, 4, controls), &fixed, &err), err);
        o.method = RIX_METHOD_ADAPTIVE;
        o.relative = 1e-10;
        o.absolute = 1e-16;
        rix_assert_ok(rix_simulate_with(sc, rix_mat_c(schedule, 4, controls), &o, &adaptive, &err),
                      err);
        for (size_t k = 0; k < rix_scenario_outcome_count(sc); k++) {
            const double value = rix_course_outcomes(course).data[k];
            rix_assert_close(rix_trajectory_outcomes(fixed).data[k], value, 1e-7);
            rix_assert_close(rix_trajectory_outcomes(adaptive).data[k], value, 1e-7);
        }
        rix_trajectory_free(adaptive);
        rix_trajectory_free(fixed);
        rix_course_free(course);
        rix_scenario_free(sc);
    }
}

/* A vaccination that nobody lives to see changes nothing, though it brings a second layer. */
static void a_layer_without_people_changes_nothing(void **state)
{
    (void)state;
    toy t;
    toy_small(&t);
    rix_scenario *one = age_scenario(&t.params);
    t.params.vaccination.rate = 0.01;
    t.params.vaccination.start = 1e6;
    rix_scenario *two = age_scenario(&t.params);
    assert_true(rix_scenario_state_count(two) > rix_scenario_state_count(one));
    rix_course *a = age_course(one, NULL), *b = age_course(two, NULL);
    for (size_t k = 0; k < rix_scenario_outcome_count(one); k++) {
        rix_assert_close(rix_course_outcomes(b).data[k], rix_course_outcomes(a).data[k], 1e-8);
    }
    rix_course_free(b);
    rix_course_free(a);
    rix_scenario_free(two);
    rix_scenario_free(one);
}

/* A sector in two halves is the same economy. */
static void sectors_may_be_split(void **state)
{
    (void)state;
    toy t;
    toy_small(&t);
    rix_scenario *whole = age_scenario(&t.params);
    t.params.country.sectors = 5;
    t.workers[4] = t.workers[1] *= 0.5;
    t.output[4] = t.output[1] *= 0.5;
    t.workplace[4] = t.workplace[1];
    rix_scenario *split = age_scenario(&t.params);
    rix_course *a = age_course(whole, NULL), *b = age_course(split, NULL);
    for (size_t k = 0; k < rix_scenario_outcome_count(whole); k++) {
        rix_assert_close(rix_course_outcomes(b).data[k], rix_course_outcomes(a).data[k], 1e-8);
    }
    rix_course_free(b);
    rix_course_free(a);
    rix_scenario_free(split);
    rix_scenario_free(whole);
}

/* --------------------------------------------------------------------- responses and costs -- */

static rix_response timed(const double *open, const double *start, const double *end, size_t n)
{
    rix_response r = RIX_RESPONSE_INIT;
    r.regimes = n;
    r.openness = open;
    r.start = start;
    r.end = end;
    return r;
}

/* With nobody infected there are no absences, and closures cost what they cost by hand. */
static void closures_cost_what_they_cost(void **state)
{
    (void)state;
    static const double OPEN[] = { 0.5, 1, 0, 0.75, 1, 0.25, 1, 1 }, START[] = { 10, 30 },
                        END[] = { 30, 55.5 };
    toy t;
    toy_small(&t);
    t.params.infected = 0.0;
    t.params.country.conversion = 2.0;
    rix_scenario *sc = age_scenario(&t.params);
    const rix_response r = timed(OPEN, START, END, 2);
    rix_course *course = age_course(sc, &r);
    const double output = 2.0 * (20 * (0.5 * 0.1 + 1.0 * 0.02 + 0.25 * 0.08) + 25.5 * 0.75 * 0.3);
    const double days = 20.0 * 2000.0;
    const double value = (1 - pow(1.03, -52.5)) / 0.03 - (1 - pow(1.03, -7.5)) / 0.03;
    const double schooling = days * value * 20000 * 0.08 / 365 / 1e6 * (1 - 0.33);
    rix_assert_close(course_outcome(sc, course, "output_closures"), output, 1e-12);
    rix_assert_close(course_outcome(sc, course, "school_days"), days, 1e-12);
    rix_assert_close(course_outcome(sc, course, "education_closures"), schooling, 1e-12);
    rix_assert_close(course_outcome(sc, course, "cost"), output + schooling, 1e-12);
    rix_assert_same(course_outcome(sc, course, "output_absences"), 0.0);
    rix_assert_close(rix_course_sector_costs(course).data[2], 2.0 * 25.5 * 0.75 * 0.3, 1e-12);
    assert_int_equal(rix_course_period_count(course),
                     2); /* the second starts when the first ends */
    rix_assert_same(rix_course_period_at(course, 1)->start, 30.0);
    rix_assert_same(rix_course_period_at(course, 1)->end, 55.5);
    assert_null(rix_course_period_at(course, 2));
    assert_null(rix_course_fiscal(course));
    rix_course_free(course);

    t.params.adjoining = false; /* as the program has it */
    rix_scenario *apart = age_scenario(&t.params);
    course = age_course(apart, &r);
    assert_int_equal(rix_course_period_count(course), 1);
    rix_course_free(course);
    static const double AT_ONCE[] = { 0 }, LATER[] = { 9 };
    const rix_response first = timed(OPEN, AT_ONCE, LATER, 1);
    course = age_course(apart, &first);
    assert_int_equal(rix_course_period_count(course), 0);
    rix_course_free(course);
    course = age_course(sc, &first);
    assert_int_equal(rix_course_period_count(course), 1);
    rix_course_free(course);
    rix_scenario_free(apart);
    rix_scenario_free(sc);
}

/* Costs of lives by hand, from deaths; conversion from income where none is given. */
static void lives_are_worth_income(void **state)
{
    (void)state;
    toy t;
    toy_small(&t);
    rix_scenario *sc = age_scenario(&t.params);
    rix_course *course = age_course(sc, NULL);
    const double young = course_outcome(sc, course, "deaths_1"),
                 middle = course_outcome(sc, course, "deaths_2"),
                 old = course_outcome(sc, course, "deaths_3"),
                 years = 70 * young + 40 * middle + 12 * old;
    assert_true(young > 0.0 && old > 1.0);
    rix_assert_close(course_outcome(sc, course, "deaths"), young + middle + old, 1e-12);
    rix_assert_close(course_outcome(sc, course, "life_years"), years, 1e-12);
    rix_assert_close(course_outcome(sc, course, "life_value"), years * 20000 / 1e6, 1e-12);
    rix_assert_close(365.0 * 0.5 * rix_i_age_model(sc)->output[0] / 0.1, 9600 * 20000 / 1e6, 1e-12);
    assert_string_equal(rix_scenario_outcome(sc, rix_scenario_find_outcome(sc, "cost"))->unit,
                        "million international dollars");
    rix_course_free(course);
    rix_scenario_free(sc);
}

static size_t count_events(const rix_course *course, rix_course_kind kind)
{
    size_t n = 0;
    for (size_t k = 0; k < rix_course_event_count(course); k++) {
        n += rix_course_event_at(course, k)->kind == kind;
    }
    return n;
}

/* Hospitals are over capacity just as long as demand is, and closing lowers deaths and pupils' infections. */
static void overflow_follows_demand(void **state)
{
    (void)state;
    toy t;
    toy_small(&t);
    rix_scenario *sc = age_scenario(&t.params);
    rix_course *course = age_course(sc, NULL);
    const rix_mat days = rix_course_days(course);
    size_t over = 0;
    for (size_t d = 0; d < days.rows; d++) {
        double demand = 0.0;
        for (size_t i = 4 * 3; i < 6 * 3; i++) demand += days.data[d * days.cols + 1 + i];
        rix_assert_same(day_of(course, d, "overflow"), demand > 12.0 ? 1.0 : 0.0);
        over += demand > 12.0;
    }
    assert_true(over > 5 && over < days.rows - 5);
    assert_true(count_events(course, RIX_COURSE_OVERFLOW_OFF) >= 1);
    rix_course_free(course);
    rix_scenario_free(sc);
}

static void a_reactive_response_starts_and_ends(void **state)
{
    (void)state;
    static const double CLOSED[] = { 0.3, 0.3, 0.0, 0.3 };
    toy t;
    toy_small(&t);
    rix_scenario *sc = age_scenario(&t.params);
    rix_course *open = age_course(sc, NULL);
    rix_response r = RIX_RESPONSE_INIT;
    r.regimes = 1;
    r.openness = CLOSED;
    r.start_time = INFINITY;
    rix_course *course = age_course(sc, &r);
    assert_int_equal(rix_course_event_at(course, 0)->kind, RIX_COURSE_OVERFLOW_ON);
    assert_int_equal(rix_course_event_at(course, 1)->kind, RIX_COURSE_RESPONSE_BY_DEMAND);
    rix_assert_same(rix_course_event_at(course, 0)->time, rix_course_event_at(course, 1)->time);
    assert_true(count_events(course, RIX_COURSE_RESPONSE_END_REPRODUCTION) >= 1);
    assert_true(course_outcome(sc, course, "deaths") < course_outcome(sc, open, "deaths"));
    const double end = rix_course_period_at(course, 0)->end;
    rix_assert_same(end, floor(end)); /* on a whole day */
    rix_course_free(course);

    r.start_time = 0.0;
    r.end_reproduction = 0.0;
    r.longest = 25.0;
    r.on_demand = false;
    course = age_course(sc, &r);
    assert_int_equal(rix_course_period_count(course), 1);
    rix_assert_near(rix_course_period_at(course, 0)->end, 25.0, 1e-9);
    rix_course_free(course);

    r.start_time = 5.0;
    r.longest = INFINITY;
    r.end_time = 12.0;
    course = age_course(sc, &r);
    rix_assert_near(rix_course_period_at(course, 0)->start, 5.0, 1e-9);
    rix_assert_near(rix_course_period_at(course, 0)->end, 12.0, 1e-9);
    rix_course_free(course);
    rix_course_free(open);
    rix_scenario_free(sc);
}

/* Closing schools alone lowers the infections of pupils, unless none of their contacts is made there. */
static void schools_are_where_pupils_meet(void **state)
{
    (void)state;
    static const double OPEN[] = { 1, 1, 1, 1 }, SHUT[] = { 0 }, START[] = { 0 }, END[] = { 1e6 };
    toy t;
    toy_small(&t);
    rix_response r = timed(OPEN, START, END, 1);
    r.school = SHUT;
    for (size_t trial = 0; trial < 2; trial++) {
        rix_scenario *sc = age_scenario(&t.params);
        rix_course *with = age_course(sc, NULL), *without = age_course(sc, &r);
        const double open = day_of(with, 40, "infections_1"),
                     shut = day_of(without, 40, "infections_1");
        if (trial == 0) assert_true(shut < 0.8 * open);
        if (trial == 1) rix_assert_close(shut, open, 1e-9);
        rix_course_free(without);
        rix_course_free(with);
        rix_scenario_free(sc);
        t.params.country.school_contacts = 0.0;
    }
}

/* --------------------------------------------------------------------------------- gradients -- */

static void check_gradient(const rix_scenario *sc, double *schedule, const double *weights)
{
    static double gradient[4 * (TOY_MOST + 2)], by_param[32], params[32];
    const size_t periods = rix_scenario_periods(sc), n = rix_scenario_control_count(sc),
                 n_params = rix_scenario_param_count(sc);
    const rix_out none = { NULL, 0, 0, 0, 0 };
    const subject s = { sc, weights, schedule, params, periods * n };
    rix_error err = RIX_ERROR_INIT;
    double largest[2] = { 0.0, 0.0 };
    rix_assert_ok(rix_gradient(sc, rix_mat_c(schedule, periods, n),
                               rix_mat_c(weights, 1, rix_scenario_outcome_count(sc)), none,
                               rix_out_c(gradient, periods, n), rix_out_c(by_param, 1, n_params),
                               none, NULL, &err),
                  err);
    for (size_t i = 0; i < periods * n; i++) largest[0] = fmax(largest[0], fabs(gradient[i]));
    for (size_t i = 0; i < n_params; i++) largest[1] = fmax(largest[1], fabs(by_param[i]));
    assert_true(largest[0] > 0.0 && largest[1] > 0.0);
    for (size_t i = 0; i < n_params; i++) params[i] = rix_scenario_param(sc, i, NULL, NULL);
    for (size_t i = 0; i < periods * n; i++) {
        rix_assert_near(gradient[i], difference(&s, i, 0.01), 1e-8 * largest[0]);
    }
    for (size_t i = 0; i < n_params; i++) {
        double low, high;
        const double x = rix_scenario_param(sc, i, &low, &high);
        const double room = 0.2 * fmin(fmin(0.05 * x + 1e-3, x), high - x);
        if (!(room > 1e-6)) continue; /* at a bound */
        rix_assert_near(by_param[i], difference(&s, periods * n + i, room), 1e-8 * largest[1]);
    }
}

static void gradients_agree_with_differences(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 8, 1);
    for (size_t trial = 0; trial < 12; trial++) {
        static double schedule[4 * (TOY_MOST + 2)], weights[64];
        toy t;
        toy_random(&t, &s);
        t.params.pathogen.r0 = 1.2 + 1.5 * rix_stream_uniform(&s);
        t.params.overload_width = 0.2 + rix_stream_uniform(&s);
        t.params.behaviour = (rix_behaviour)(trial % 3);
        t.params.behaviour_rate = 1e-4;
        t.params.asymptomatic_absent = 0.3;
        /* away from where fatality over capacity reaches its limit, on either side of it */
        for (size_t a = 0; a < t.params.country.ages; a++)
            t.fatality[a] = 0.4 + 0.1 * t.fatality[a];
        if (trial % 3 == 0) t.params.overload_fatality = 4.0;
        if (trial % 4 >= 2) {
            t.params.vaccination.rate = 0.004; /* from the first day on, and not to its limit */
            t.params.vaccination.uptake = 1.0;
        }
        rix_scenario *sc = age_scenario(&t.params);
        for (size_t i = 0; i < 4 * rix_scenario_control_count(sc); i++) {
            schedule[i] = 0.3 + 0.4 * rix_stream_uniform(&s);
        }
        for (size_t k = 0; k < rix_scenario_outcome_count(sc); k++) {
            weights[k] = rix_stream_uniform(&s);
        }
        check_gradient(sc, schedule, weights);
        rix_scenario_free(sc);
    }
}

/* Overflow that is switched by demand is taken as given: such a gradient is not called exact. */
static void a_switch_is_not_differentiated(void **state)
{
    (void)state;
    static double open[10 * 6], weights[64], gradient[10 * 6]; /* no closure: zeros */
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_error err = RIX_ERROR_INIT;
    bool exact = true;
    toy t;
    toy_small(&t);
    rix_scenario *sc = age_scenario(&t.params);
    weights[0] = 1.0;
    const rix_mat w = rix_mat_c(weights, 1, rix_scenario_outcome_count(sc));
    rix_assert_fails(rix_gradient(sc, rix_mat_c(open, 10, 6), w, none, rix_out_c(gradient, 10, 6),
                                  none, none, NULL, &err),
                     RIX_EINVAL, err, "exact");
    rix_assert_ok(rix_gradient(sc, rix_mat_c(open, 10, 6), w, none, rix_out_c(gradient, 10, 6),
                               none, none, &exact, &err),
                  err);
    assert_false(exact);
    rix_scenario_free(sc);
}

/* --------------------------------------------------------------------------------- bad input -- */

#define FAILS(change, status, part)                                                                \
    do {                                                                                           \
        toy t;                                                                                     \
        rix_scenario *made = NULL;                                                                 \
        rix_error why = RIX_ERROR_INIT;                                                            \
        toy_small(&t);                                                                             \
        rix_age_sector *p = &t.params;                                                             \
        rix_country *c = &p->country;                                                              \
        change;                                                                                    \
        (void)c;                                                                                   \
        rix_assert_fails(rix_age_sector_new(p, &made, &why), status, why, part);                   \
        assert_null(made);                                                                         \
    } while (0)

static void bad_parts_are_named(void **state)
{
    (void)state;
    static const char *const SAME[] = { "a", "b", "a", "c" };
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_age_sector_new(NULL, &sc, &err), RIX_EINVAL, err, "params");
    FAILS(c->ages = 0, RIX_EINVAL, "ages");
    FAILS(c->sectors = 0, RIX_EINVAL, "sectors");
    FAILS(c->ages = (size_t)-1 / 8, RIX_EOVERFLOW, "too many");
    FAILS(p->periods = 0, RIX_EINVAL, "periods");
    FAILS(p->steps = 0, RIX_EINVAL, "steps");
    FAILS(p->period = 0, RIX_EDOMAIN, "period");
    FAILS(p->pathogen.ages = 4, RIX_EDIM, "age groups");
    FAILS(c->population = NULL, RIX_EINVAL, "population");
    FAILS(t.population[1] = -3, RIX_EDOMAIN, "population of age group '2' is -3");
    FAILS(t.workers[2] = 0, RIX_EDOMAIN, "workers of sector '3' is 0");
    FAILS(t.workers[2] = 1e5, RIX_EDOMAIN, "above the population of '2'");
    FAILS(t.output[0] = INFINITY, RIX_EDOMAIN, "output of sector '1' is inf");
    FAILS(t.contacts[1] = -1, RIX_EDOMAIN, "contacts of '1' with '2' is -1");
    FAILS(t.contacts[1] = RIX_NAN, RIX_EDOMAIN, "nan");
    FAILS(memset(t.contacts, 0, sizeof t.contacts);
          memset(t.workplace, 0, sizeof t.workplace), RIX_EDOMAIN, "nobody can infect anybody");
    FAILS(c->contacts = NULL, RIX_EINVAL, "contacts");
    FAILS(c->working_age = 3, RIX_EINVAL, "working_age");
    FAILS(c->school_age = 3, RIX_EINVAL, "school_age");
    FAILS(c->education = 4, RIX_EINVAL, "education");
    FAILS(c->sector_names = SAME, RIX_EINVAL, "both named 'a'");
    FAILS(c->hospital_capacity = 0, RIX_EDOMAIN, "hospital_capacity");
    FAILS(c->conversion = -1, RIX_EDOMAIN, "conversion");
    FAILS(p->pathogen.sigma = 0, RIX_EDOMAIN, "sigma");
    FAILS(p->pathogen.symptomatic = 1.2, RIX_EDOMAIN, "symptomatic");
    FAILS(t.fatality[0] = 1.5, RIX_EDOMAIN, "hospital_fatality of age group '1' is 1.5");
    FAILS(p->vaccination.rate = 2, RIX_EDOMAIN, "rate");
    FAILS(p->vaccination.rate = 0.01; p->vaccination.uptake = 0, RIX_EDOMAIN, "uptake");
    FAILS(p->infected = 1.5, RIX_EDOMAIN, "infected");
    FAILS(p->behaviour = (rix_behaviour)9, RIX_EINVAL, "behaviour");
    FAILS(p->reproduction = RIX_REPRODUCTION_SUSCEPTIBLE, RIX_EINVAL, "age_generation");
}

#define REFUSES(change, status, part)                                                              \
    do {                                                                                           \
        static const double OPEN[] = { 1, 1, 1, 1, 1, 1, 1, 1 };                                   \
        double start[] = { 1, 5 }, end[] = { 5, 9 };                                               \
        rix_response r = RIX_RESPONSE_INIT;                                                        \
        rix_error why = RIX_ERROR_INIT;                                                            \
        rix_course *made = NULL;                                                                   \
        r.regimes = 1;                                                                             \
        r.openness = OPEN;                                                                         \
        (void)start;                                                                               \
        (void)end;                                                                                 \
        change;                                                                                    \
        rix_assert_fails(rix_age_sector_run(sc, &r, NULL, &made, &why), status, why, part);        \
        assert_null(made);                                                                         \
    } while (0)

static void bad_responses_are_named(void **state)
{
    (void)state;
    static const double WRONG[] = { 1, 1, 1.5, 1 };
    toy t;
    toy_small(&t);
    rix_scenario *sc = age_scenario(&t.params);
    REFUSES(r.openness = NULL, RIX_EINVAL, "openness");
    REFUSES(r.openness = WRONG, RIX_EDOMAIN, "openness of regime 0 (column 2) is 1.5");
    REFUSES(r.regimes = 2, RIX_EINVAL, "regimes");
    REFUSES(r.start = start, RIX_EINVAL, "NULL");
    REFUSES(r.start_time = INFINITY; r.on_demand = false, RIX_EINVAL, "never");
    REFUSES(r.longest = 0, RIX_EDOMAIN, "longest");
    REFUSES(r.regimes = 2; r.start = start; r.end = end; start[1] = 4, RIX_EDOMAIN, "regime 1");
    REFUSES(r.start = start; r.end = end; end[0] = 1, RIX_EDOMAIN, "regime 0");

    rix_course_options o = RIX_COURSE_OPTIONS_INIT;
    rix_course *course = NULL;
    rix_error err = RIX_ERROR_INIT;
    o.relative = 0;
    rix_assert_fails(rix_age_sector_run(sc, NULL, &o, &course, &err), RIX_EDOMAIN, err, "relative");
    o.relative = 1e-6;
    o.max_steps = 3;
    rix_assert_fails(rix_age_sector_run(sc, NULL, &o, &course, &err), RIX_ENUMERIC, err, "steps");
    rix_assert_fails(rix_age_sector_run(NULL, NULL, NULL, &course, &err), RIX_EINVAL, err, "sc");
    rix_scenario_free(sc);
}

static void names_and_presets(void **state)
{
    (void)state;
    rix_behaviour behaviour;
    rix_error err = RIX_ERROR_INIT;
    const rix_preset_pathogen *pathogen = NULL;
    assert_string_equal(rix_behaviour_name(RIX_BEHAVIOUR_OPTIMISM), "optimism");
    assert_string_equal(rix_behaviour_name((rix_behaviour)7), "unknown");
    rix_assert_ok(rix_behaviour_from_name("deaths", &behaviour, &err), err);
    assert_int_equal(behaviour, RIX_BEHAVIOUR_DEATHS);
    rix_assert_fails(rix_behaviour_from_name("fear", &behaviour, &err), RIX_ENOTFOUND, err, "fear");
    assert_string_equal(rix_course_kind_name(RIX_COURSE_RESPONSE_END_REPRODUCTION),
                        "response_off_rt");
    assert_int_equal(rix_preset_pathogen_count(), 7);
    assert_null(rix_preset_pathogen_at(7));
    rix_assert_fails(rix_preset_pathogen_find("flu", &pathogen, &err), RIX_ENOTFOUND, err, "flu");
    assert_int_equal(rix_preset_closure_count(), 4);
    assert_int_equal(rix_preset_vaccination_count(), 5);
    rix_course_free(NULL);
    rix_daedalus_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spectral_radii_are_those_of_textbooks),
        cmocka_unit_test(transmission_gives_r0),
        cmocka_unit_test(reproduction_sees_what_people_do),
        cmocka_unit_test(nobody_is_lost_or_negative),
        cmocka_unit_test(every_way_to_run_agrees),
        cmocka_unit_test(a_layer_without_people_changes_nothing),
        cmocka_unit_test(sectors_may_be_split),
        cmocka_unit_test(closures_cost_what_they_cost),
        cmocka_unit_test(lives_are_worth_income),
        cmocka_unit_test(overflow_follows_demand),
        cmocka_unit_test(a_reactive_response_starts_and_ends),
        cmocka_unit_test(schools_are_where_pupils_meet),
        cmocka_unit_test(gradients_agree_with_differences),
        cmocka_unit_test(a_switch_is_not_differentiated),
        cmocka_unit_test(bad_parts_are_named),
        cmocka_unit_test(bad_responses_are_named),
        cmocka_unit_test(names_and_presets),
    };
    return RIX_RUN_TESTS("age_sector", tests);
}
