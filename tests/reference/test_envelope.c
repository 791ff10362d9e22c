/* Optima of the planners against the references: as good, in all spaces, by weights and under bounds. */
#include <math.h>
#include <string.h>

#include "csv.h"
#include "planners.h"

enum { OUTCOMES = 16 };

static rix_space_kind space_named(const char *policy)
{
    if (strcmp(policy, "uniform") == 0) return RIX_SPACE_UNIFORM;
    return strcmp(policy, "semi") == 0 ? RIX_SPACE_SEMI_TARGETED : RIX_SPACE_TARGETED;
}

/* The optimum of x + chi * y, or under `bound` on y where that is a number. */
static rix_envelope *best(const rix_scenario *sc, rix_space_kind kind, const char *x, const char *y,
                          double chi, double bound)
{
    double weights[OUTCOMES] = { 0 }, at_most[OUTCOMES];
    const size_t n = rix_scenario_outcome_count(sc), at_y = rix_scenario_find_outcome(sc, y);
    rix_space space = RIX_SPACE_INIT;
    rix_envelope *found = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_true(n <= OUTCOMES);
    for (size_t i = 0; i < n; i++) at_most[i] = RIX_NAN;
    weights[at_y] = chi;
    weights[rix_scenario_find_outcome(sc, x)] = 1.0;
    at_most[at_y] = bound;
    space.kind = kind;
    const rix_goal goal = { rix_vec_c(weights, n), rix_vec_c(at_most, n) };
    rix_assert_ok(rix_optimum(sc, &space, &goal, NULL, &found, &err), err);
    return found;
}

static rix_envelope_point only_point(const rix_envelope *e)
{
    rix_envelope_point p;
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_envelope_size(e), 1);
    rix_assert_ok(rix_envelope_get(e, 0, &p, &err), err);
    return p;
}

static double uniform_minus_semi[8];

static void weights_reach_the_frontier(void **state)
{
    (void)state;
    csv *t = csv_read_reference("mrsir/frontier.csv");
    rix_scenario *sc = scenario_of_preset("mrsir_us");
    for (size_t i = 0; i < t->rows; i++) {
        const char *policy = csv_text(t, i, csv_column(t, "policy"));
        const double chi = csv_number(t, i, csv_column(t, "chi")),
                     expected = csv_number(t, i, csv_column(t, "objective"));
        rix_envelope *e = best(sc, space_named(policy), "economic_loss", "discounted_deaths", chi,
                               RIX_NAN);
        const rix_envelope_point p = only_point(e);
        assert_true(p.objective <= expected * (1.0 + 1e-6));
        assert_int_equal(p.status, RIX_POINT_LOCAL);
        assert_true(p.gradient <= 1e-6);
        if (i < 5) uniform_minus_semi[i] = p.objective;
        if (i >= 5 && i < 10) assert_true(p.objective < uniform_minus_semi[i - 5]);
        rix_envelope_free(e);
    }
    rix_scenario_free(sc);
    csv_free(t);
}

static void bounds_are_met_at_the_least_loss(void **state)
{
    (void)state;
    csv *t = csv_read_reference("mrsir/epsilon.csv");
    rix_scenario *sc = scenario_of_preset("mrsir_us");
    const size_t deaths = rix_scenario_find_outcome(sc, "deaths");
    for (size_t i = 0; i < t->rows; i++) {
        const rix_space_kind kind = space_named(csv_text(t, i, csv_column(t, "policy")));
        const double bound = csv_number(t, i, csv_column(t, "deaths_max")),
                     expected = csv_number(t, i, csv_column(t, "economic_loss"));
        rix_envelope *e = best(sc, kind, "economic_loss", "deaths", 0.0, bound);
        const rix_envelope_point p = only_point(e);
        assert_true(p.outcomes.data[deaths] <= bound + 1e-8);
        assert_true(p.objective <= expected * (1.0 + 2e-4));
        assert_true(p.status != RIX_POINT_INFEASIBLE);
        assert_true(p.violation <= 1e-8);
        rix_envelope_free(e);
    }
    rix_scenario_free(sc);
    csv_free(t);
}

/* The shadow price is the slope of the curve: by a central difference of optima. */
static void the_price_is_the_slope(void **state)
{
    (void)state;
    const double bound = 0.004, step = 2e-5;
    rix_scenario *sc = scenario_of_preset("mrsir_us");
    const size_t deaths = rix_scenario_find_outcome(sc, "deaths");
    for (int kind = RIX_SPACE_UNIFORM; kind <= RIX_SPACE_TARGETED; kind++) {
        rix_envelope *at = best(sc, (rix_space_kind)kind, "economic_loss", "deaths", 0.0, bound),
                     *less = best(sc, (rix_space_kind)kind, "economic_loss", "deaths", 0.0,
                                  bound - step),
                     *more = best(sc, (rix_space_kind)kind, "economic_loss", "deaths", 0.0,
                                  bound + step);
        const double slope =
            (only_point(less).objective - only_point(more).objective) / (2.0 * step);
        rix_assert_close(only_point(at).multipliers.data[deaths], slope, 0.01);
        rix_envelope_free(at);
        rix_envelope_free(less);
        rix_envelope_free(more);
    }
    rix_scenario_free(sc);
}

/* Alvarez, Argente and Lippi: lockdown rises with the value of life, and none is best where fatality
 * does not depend on prevalence. */
static void one_group(void **state)
{
    (void)state;
    csv *t = csv_read_reference("aal/optimum.csv");
    double peak[8] = { 0 };
    assert_int_equal(t->rows, 3);
    for (size_t i = 0; i < t->rows; i++) {
        const rix_preset_planner *preset = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_preset_planner_find("aal_us", &preset, &err), err);
        rix_planner_sir p = preset->params;
        if (i == 1) p.death_cost = 70.0;
        if (i == 2) p.congestion = 0.0;
        rix_scenario *sc = scenario_of(&p);
        rix_envelope *e = best(sc, RIX_SPACE_UNIFORM, "objective", "deaths", 0.0, RIX_NAN);
        const rix_envelope_point found = only_point(e);
        assert_true(found.objective <=
                    csv_number(t, i, csv_column(t, "objective")) * (1.0 + 1e-6));
        for (size_t k = 0; k < found.schedule.rows; k++) {
            peak[i] = fmax(peak[i], found.schedule.data[k]);
        }
        rix_envelope_free(e);
        rix_scenario_free(sc);
    }
    assert_true(peak[1] > peak[0] && peak[0] > 0.3);
    rix_assert_same(peak[2], 0.0);
    csv_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_reach_the_frontier),
        cmocka_unit_test(bounds_are_met_at_the_least_loss),
        cmocka_unit_test(the_price_is_the_slope),
        cmocka_unit_test(one_group),
    };
    return RIX_RUN_TESTS("envelope", tests);
}
