/* test_steps.c - the steps 'normalise' and 'aggregate' by themselves, worked by hand. */
#include "support.h"

enum { MOST = 6 };

static const rix_vec equal = { NULL, 0, 1 };

/* One column of n values. */
static void check_normalised(const rix_normalise_options *o, const double *x, size_t n,
                             const double *expected)
{
    const rix_table table = { .values = rix_mat_c(x, n, 1) };
    double scores[MOST];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_normalise(&table, NULL, o, rix_out_c(scores, n, 1), &err), err);
    for (size_t i = 0; i < n; i++) rix_assert_near(scores[i], expected[i], 1e-12);
}

static void methods(void **state)
{
    (void)state;
    rix_normalise_options o = RIX_NORMALISE_INIT;
    const double x[] = { 1, 2, 4, 8, RIX_NAN }; /* median 3, |x - 3| = 2 1 1 5, median 1.5 */
    const double sd = 1.5 * 1.482602218505602;
    const double robust[] = { -2 / sd, -1 / sd, 1 / sd, 5 / sd, RIX_NAN };
    o.method = RIX_NORM_ROBUST_Z;
    check_normalised(&o, x, 5, robust);

    const double y[] = { -1, 0, 1 }; /* mean 0, sd 1 */
    const double bent[] = { 100 / (1 + exp(2)), 50, 100 / (1 + exp(-2)) };
    o.method = RIX_NORM_LOGISTIC;
    o.slope = 2;
    check_normalised(&o, y, 3, bent);

    const double z[] = { 5, 1, 3, 2, 4 }; /* thirds: 1 + 4/3 and 1 + 8/3 */
    const double classes[] = { 100, 0, 50, 0, 100 };
    o.method = RIX_NORM_QUANTILE_CLASSES;
    o.classes = 3;
    check_normalised(&o, z, 5, classes);

    const double flat[] = { 2, 2, 2, 2, 7 },
                 none[] = { RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN };
    o.method = RIX_NORM_ROBUST_Z; /* MAD 0 */
    check_normalised(&o, flat, 5, none);
}

/* Units x 2 or 3 children, row-major. */
static void check_rule(const rix_aggregate_options *o, const double *x, size_t rows, size_t cols,
                       rix_vec weights, double low, double high, const double *expected)
{
    const rix_table table = { .values = rix_mat_c(x, rows, cols) };
    double scores[MOST];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_aggregate(&table, weights, o, low, high, rix_out_c(scores, rows, 1), &err),
                  err);
    for (size_t i = 0; i < rows; i++) {
        rix_assert_near(scores[i], expected[i], 1e-12 * fmax(1, fabs(expected[i])));
    }
}

static rix_aggregate_options rule_of(rix_aggregation rule)
{
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    o.rule = rule;
    return o;
}

static void rules_of_order(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 10, 5, RIX_NAN, 7, RIX_NAN, RIX_NAN, RIX_NAN }, w[] = { 1, 1, 2 };
    const double median[] = { 6, 7, RIX_NAN }; /* half of 4 lies between 2 and 10; 7 has 2 of 3 */
    rix_aggregate_options o = rule_of(RIX_AGG_MEDIAN);
    check_rule(&o, x, 3, 3, rix_vec_c(w, 3), RIX_NAN, RIX_NAN, median);
    const double y[] = { 1, 3 }, q = pow(0.5, 0.25);
    const double owa[] = { 3 * q + 1 * (1 - q) };
    o = rule_of(RIX_AGG_OWA);
    o.orness = 0.8;
    check_rule(&o, y, 1, 2, equal, RIX_NAN, RIX_NAN, owa);
    const double positions[] = { 3, 0, 1, 0 }; /* Q(1/2) = 3/4 */
    const double by_position[] = { 0.75 * 3 + 0.25 * 1 };
    o.positions = rix_vec_c(positions, 4);
    check_rule(&o, y, 1, 2, equal, RIX_NAN, RIX_NAN, by_position);
}

static void rules_that_compare(void **state)
{
    (void)state;
    const double x[] = { 0, 0, 3, 4, 3, 0, RIX_NAN, RIX_NAN };
    const double topsis[] = { 0, 1, 3.0 / 7, RIX_NAN }, placed[] = { 1, 5, 1 + 12.0 / 7, RIX_NAN };
    rix_aggregate_options o = rule_of(RIX_AGG_TOPSIS);
    check_rule(&o, x, 4, 2, equal, RIX_NAN, RIX_NAN, topsis);
    check_rule(&o, x, 4, 2, equal, 1, 5, placed);
    /* Distances 5, 0, 4 from (3, 4): mean 3, sd sqrt(7). */
    const double zero = 3 + 2 * sqrt(7);
    const double wroclaw[] = { 1 - 5 / zero, 1, 1 - 4 / zero, RIX_NAN };
    o.rule = RIX_AGG_WROCLAW;
    check_rule(&o, x, 4, 2, equal, RIX_NAN, RIX_NAN, wroclaw);
    /* The second outranks both; the third the first, by 3 > 0 and a tie. */
    const double copeland[] = { -2, 2, 0, RIX_NAN }, on_range[] = { 0, 100, 50, RIX_NAN };
    o.rule = RIX_AGG_COPELAND;
    check_rule(&o, x, 4, 2, equal, RIX_NAN, RIX_NAN, copeland);
    check_rule(&o, x, 4, 2, equal, 0, 100, on_range);
}

static void outranking_where_data_are_missing(void **state)
{
    (void)state;
    const double x[] = { 1, RIX_NAN, RIX_NAN, 2, 3, 1 };
    const double ours[] = { 0, 0.5, 0, 0.5, 0, 1, 1, 0, 0 };
    const double theirs[] = { 0, 0, 0, 1, 0, 0.5, 1, 0.5, 0 };
    double o[9];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_outranking(rix_mat_c(x, 3, 2), equal, false, rix_out_c(o, 3, 3), &err), err);
    for (size_t k = 0; k < 9; k++) rix_assert_same(o[k], ours[k]);
    rix_assert_ok(rix_outranking(rix_mat_c(x, 3, 2), equal, true, rix_out_c(o, 3, 3), &err), err);
    for (size_t k = 0; k < 9; k++) rix_assert_same(o[k], theirs[k]);
}

static void generalised_means_of_huge_and_tiny_scores(void **state)
{
    (void)state;
    const double x[] = { 1e200, 2e200, 1e-200, 2e-200, 0, 1 };
    rix_aggregate_options o = rule_of(RIX_AGG_GENERALISED);
    o.power = 10;
    const double up = pow((1 + pow(2, 10)) / 2, 0.1), down = pow((1 + pow(2, -10)) / 2, -0.1);
    const double high[] = { up * 1e200, up * 1e-200, pow(0.5, 0.1) };
    check_rule(&o, x, 3, 2, equal, RIX_NAN, RIX_NAN, high);
    o.power = -10;
    const double low[] = { down * 1e200, down * 1e-200, 0 };
    check_rule(&o, x, 3, 2, equal, RIX_NAN, RIX_NAN, low);
}

static void refusals(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, INFINITY }, w[] = { 1, -1 }, zeros[] = { 0, 0 };
    const rix_table table = { .values = rix_mat_c(x, 1, 2) };
    const rix_table infinite = { .values = rix_mat_c(x, 2, 2) };
    double s[4] = { 42, 42, 42, 42 };
    const rix_out one = rix_out_c(s, 1, 1), two = rix_out_c(s, 2, 1), wide = rix_out_c(s, 2, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_aggregate(NULL, equal, NULL, 0, 1, one, &err), RIX_EINVAL, err, "table");
    rix_assert_fails(rix_aggregate(&table, equal, NULL, 0, RIX_NAN, one, &err), RIX_EINVAL, err,
                     "high");
    rix_assert_fails(rix_aggregate(&table, rix_vec_c(w, 1), NULL, 0, 1, one, &err), RIX_EDIM, err,
                     "1 weights for 2");
    rix_assert_fails(rix_aggregate(&table, rix_vec_c(w, 2), NULL, 0, 1, one, &err), RIX_EDOMAIN,
                     err, "weight -1");
    rix_assert_fails(rix_aggregate(&table, rix_vec_c(zeros, 2), NULL, 0, 1, one, &err), RIX_EDOMAIN,
                     err, "sum to zero");
    rix_assert_fails(rix_aggregate(&table, equal, NULL, 0, 1, two, &err), RIX_EDIM, err, NULL);
    rix_assert_fails(rix_aggregate(&infinite, equal, NULL, 0, 1, two, &err), RIX_EDOMAIN, err,
                     "infinite score for unit 1");
    rix_assert_fails(rix_normalise(NULL, NULL, NULL, one, &err), RIX_EINVAL, err, "table");
    rix_assert_fails(rix_normalise(&table, NULL, NULL, one, &err), RIX_EDIM, err, NULL);
    rix_assert_fails(rix_normalise(&infinite, NULL, NULL, wide, &err), RIX_EDOMAIN, err,
                     "infinite value inf for unit 1");
    rix_assert_fails(rix_outranking(infinite.values, equal, false, wide, &err), RIX_EDOMAIN, err,
                     "unit 1, column 1");
    rix_assert_fails(rix_outranking(table.values, equal, false, two, &err), RIX_EDIM, err, NULL);
    for (size_t k = 0; k < 4; k++) rix_assert_same(s[k], 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods),
        cmocka_unit_test(rules_of_order),
        cmocka_unit_test(rules_that_compare),
        cmocka_unit_test(outranking_where_data_are_missing),
        cmocka_unit_test(generalised_means_of_huge_and_tiny_scores),
        cmocka_unit_test(refusals),
    };
    return RIX_RUN_TESTS("steps", tests);
}
