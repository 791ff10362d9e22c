/* test_audit.c - the audit by hand, against brute force and against SciPy; what it refuses. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "trees.h"

static const char *const names[] = { "a", "b", "c" };

static rix_table table_of(const double *x, size_t rows, size_t cols)
{
    return (rix_table){ .values = rix_mat_c(x, rows, cols), .indicators = names };
}

/* ---------------------------------------------------------------------------------- statistics -- */

static void statistics_by_hand(void **state)
{
    (void)state;
    /* a: 0 0 2 6 and a gap; b: nothing; c: five times 7 */
    const double x[] = { 2, RIX_NAN, 7,       0, RIX_NAN, 7,       RIX_NAN, RIX_NAN,
                         7, -0.0,    RIX_NAN, 7, 6,       RIX_NAN, 7 };
    const rix_table t = table_of(x, 5, 3);
    rix_indicator_stats s[3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_describe(&t, NULL, s, &err), err);
    rix_assert_same(s[0].min, 0);
    rix_assert_same(s[0].max, 6);
    rix_assert_close(s[0].mean, 2, 1e-15);
    rix_assert_close(s[0].sd, sqrt(8), 1e-15); /* (4 + 4 + 0 + 16) / 3 */
    rix_assert_same(s[0].median, 1);
    rix_assert_same(s[0].q25, 0);
    rix_assert_close(s[0].q75, 3, 1e-15);
    rix_assert_close(s[0].fence_low, -4.5, 1e-15);
    rix_assert_close(s[0].fence_high, 7.5, 1e-15);
    /* d = -2 -2 0 4: sqrt(4) * 48 / 24^1.5 * sqrt(12) / 2; 4 * 288 / 576 = 2, (5 * -1 + 6) 3 / 2 */
    rix_assert_close(s[0].skewness, 2 * 48 / pow(24, 1.5) * sqrt(12) / 2, 1e-14);
    rix_assert_close(s[0].kurtosis, 1.5, 1e-14);
    assert_int_equal(s[0].n_available, 4);
    assert_int_equal(s[0].n_nonzero, 2);
    assert_int_equal(s[0].n_unique, 3);
    assert_int_equal(s[0].n_same, 2);
    rix_assert_close(s[0].share_available, 0.8, 1e-15);
    rix_assert_close(s[0].share_nonzero, 0.5, 1e-15);
    rix_assert_close(s[0].share_unique, 0.75, 1e-15);
    assert_true(!s[0].low_available && s[0].low_nonzero && !s[0].low_unique && !s[0].outliers);

    rix_assert_same(s[1].mean, RIX_NAN);
    rix_assert_same(s[1].median, RIX_NAN);
    rix_assert_same(s[1].share_same, RIX_NAN);
    assert_int_equal(s[1].n_available + s[1].n_unique + s[1].n_same, 0);
    assert_true(s[1].low_available && s[1].low_nonzero && s[1].low_unique && !s[1].outliers);

    rix_assert_same(s[2].sd, 0);
    rix_assert_same(s[2].skewness, RIX_NAN);
    rix_assert_same(s[2].fence_low, 7);
    assert_int_equal(s[2].n_unique, 1);
    assert_int_equal(s[2].n_same, 5);
    assert_int_equal(s[2].n_below + s[2].n_above, 0);
    assert_true(s[2].low_unique && !s[2].low_nonzero);
}

static void thresholds_are_the_callers(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 4, 30, RIX_NAN };
    const rix_table t = table_of(x, 6, 1);
    rix_stats_options o = RIX_STATS_OPTIONS_INIT;
    rix_indicator_stats s;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_describe(&t, &o, &s, &err), err);
    assert_int_equal(s.n_above, 1);
    assert_true(s.outliers && !s.low_available);
    o.fence = 13; /* the fence is at 4 + 13 * 2 = 30, which is not outside */
    o.min_available = 0.9;
    o.max_skewness = 3;
    rix_assert_ok(rix_audit_describe(&t, &o, &s, &err), err);
    rix_assert_same(s.fence_high, 30);
    assert_int_equal(s.n_above, 0);
    assert_true(!s.outliers && s.low_available);
    o.fence = -1;
    rix_assert_fails(rix_audit_describe(&t, &o, &s, &err), RIX_EINVAL, err, "fence -1");
    o = (rix_stats_options)RIX_STATS_OPTIONS_INIT;
    o.min_unique = 1.5;
    rix_assert_fails(rix_audit_describe(&t, &o, &s, &err), RIX_EINVAL, err, "min_unique is 1.5");
}

static void quantiles_by_hand(void **state)
{
    (void)state;
    const double x[] = { 40, RIX_NAN, 10, RIX_NAN, 20, RIX_NAN, 30, 5, RIX_NAN, RIX_NAN };
    const double p[] = { 0, 0.1, 0.5, 1 };
    const double expected[] = { 10, 13, 25, 40, 5, 5, 5, 5 };
    const rix_table t = table_of(x, 5, 2);
    double q[8];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_quantiles(&t, rix_vec_c(p, 4), rix_out_c(q, 2, 4), &err), err);
    for (size_t k = 0; k < 8; k++) rix_assert_close(q[k], expected[k], 1e-15);
    const double wrong[] = { 0.5, 1.01 };
    rix_assert_fails(rix_audit_quantiles(&t, rix_vec_c(wrong, 2), rix_out_c(q, 2, 2), &err),
                     RIX_EDOMAIN, err, "share 1.01");
    rix_assert_fails(rix_audit_quantiles(&t, rix_vec_c(p, 4), rix_out_c(q, 2, 3), &err), RIX_EDIM,
                     err, "2 x 3 instead of 2 x 4");
}

/* -------------------------------------------------------------------------------- correlations -- */

static void correlate_two(const double *x, size_t n, rix_correlation kind, double *r, double *p)
{
    const rix_table t = table_of(x, n, 2);
    double all_r[4], all_p[4];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_audit_correlate(&t, NULL, kind, rix_out_c(all_r, 2, 2), rix_out_c(all_p, 2, 2), &err),
        err);
    rix_assert_same(all_r[1], all_r[2]);
    rix_assert_same(all_p[1], all_p[2]);
    *r = all_r[1];
    *p = all_p[1];
}

/* scipy.stats 1.10.1: pearsonr, spearmanr, kendalltau(method='asymptotic'). */
static void coefficients_of_scipy(void **state)
{
    (void)state;
    const double x[] = { 1,       2, 2, 1, 2, 4,       3, 4, 4, 3, 5, 6,
                         RIX_NAN, 9, 5, 8, 5, RIX_NAN, 5, 7, 7, 7, 9, 5 };
    const double r[] = { 0.6449480399097918, 0.7585466508214196, 0.5477743344639721 };
    const double p[] = { 0.04406344623720117, 0.010980014039234267, 0.03462209182812127 };
    for (int kind = 0; kind < 3; kind++) {
        double found_r, found_p;
        correlate_two(x, 12, (rix_correlation)kind, &found_r, &found_p);
        rix_assert_close(found_r, r[kind], 1e-13);
        rix_assert_close(found_p, p[kind], 1e-12);
    }
}

static void many_units_against_scipy(void **state)
{
    (void)state;
    const struct {
        size_t n, step;
        double r[2], p[2];
    } cases[] = { /* Pearson, Kendall of i and (step * i) mod n */
                  { 2003,
                    7919,
                    { -0.008081738620660762, -0.008585024561060507 },
                    { 0.7177425798159341, 0.5647303700092066 } },
                  { 200003,
                    7919,
                    { 0.0002318783436033147, 0.00022687957797651868 },
                    { 0.9174079990210919, 0.8790329343652724 } }
    };
    const rix_correlation kinds[] = { RIX_COR_PEARSON, RIX_COR_KENDALL };
    for (size_t c = 0; c < 2; c++) {
        double *x = calloc(cases[c].n, 2 * sizeof *x), r, p;
        assert_non_null(x);
        for (size_t i = 0; i < cases[c].n; i++) {
            x[2 * i] = (double)i;
            x[2 * i + 1] = (double)(i * cases[c].step % cases[c].n);
        }
        for (size_t k = 0; k < 2; k++) {
            correlate_two(x, cases[c].n, kinds[k], &r, &p);
            rix_assert_near(r, cases[c].r[k], 1e-13);
            rix_assert_near(p, cases[c].p[k], 1e-9);
        }
        free(x);
    }
}

/* Student's t with one degree of freedom is Cauchy's: p = 1 - 2/pi atan(|t|). From there on the handler of GSL
 * must not be called, whatever the number of units and however near to a line they lie. */
static void p_values_at_the_ends(void **state)
{
    (void)state;
    const double three[] = { 0, 0, 1, 5, 2, 1 }; /* r^2 = 1/28, so t^2 = 1/27 */
    const size_t units[] = { 3, 4, 10, 1000, 100001, 200005, 400009 };
    const double noise[] = { 1e-14, 1e-9, 1e-4, 1, 1e6, 1e12 };
    double r, p;
    correlate_two(three, 3, RIX_COR_PEARSON, &r, &p);
    rix_assert_close(p, 1 - 2 / acos(-1) * atan(sqrt(1.0 / 27)), 1e-14);
    for (size_t u = 0; u < 7; u++) {
        double *x = calloc(units[u], 2 * sizeof *x), last = -1;
        assert_non_null(x);
        for (size_t k = 0; k < 6; k++) {
            for (size_t i = 0; i < units[u]; i++) {
                x[2 * i] = (double)i;
                x[2 * i + 1] = (double)i + noise[k] * (double)(i * 7919 % 101);
            }
            correlate_two(x, units[u], RIX_COR_PEARSON, &r, &p);
            assert_true(p >= 0 && p <= 1);
            assert_true(p >= last); /* more noise, less significant */
            last = p;
        }
        free(x);
    }
}

/* tau-b from its definition, over every pair of units. */
static double slow_tau(const double *x, size_t n)
{
    double s = 0, a = 0, b = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            const double u = x[2 * i] - x[2 * j], v = x[2 * i + 1] - x[2 * j + 1];
            const double su = (double)((u > 0) - (u < 0)), sv = (double)((v > 0) - (v < 0));
            s += su * sv;
            a += su * su;
            b += sv * sv;
        }
    }
    return a > 0 && b > 0 ? s / sqrt(a * b) : RIX_NAN;
}

static void kendall_is_its_definition(void **state)
{
    (void)state;
    double x[2 * 70], r, p;
    for (uint64_t number = 0; number < 300; number++) {
        rix_stream s;
        rix_stream_init(&s, 17, number);
        const size_t n = 2 + (size_t)(68 * rix_stream_uniform(&s));
        const double values = 1 + floor(20 * rix_stream_uniform(&s)); /* few: many ties */
        for (size_t i = 0; i < 2 * n; i++) x[i] = floor(values * rix_stream_uniform(&s));
        correlate_two(x, n, RIX_COR_KENDALL, &r, &p);
        rix_assert_near(r, slow_tau(x, n), 1e-14);
        assert_true(isnan(p) || (p >= 0 && p <= 1));
    }
}

static void pairs_with_little_in_common(void **state)
{
    (void)state;
    const double one[] = { 1, 2, 3, RIX_NAN, RIX_NAN, 4 }, two[] = { 1, 2, 3, 1, RIX_NAN, 4 };
    const double flat[] = { 1, 5, 2, 5, 3, 5 };
    const double line[] = { 1e308, -1e308, -1e308, 1e308, 0, 0, 5e307, -5e307 };
    for (int k = 0; k < 3; k++) {
        double r, p;
        const rix_correlation kind = (rix_correlation)k;
        correlate_two(one, 3, kind, &r, &p);
        assert_true(isnan(r) && isnan(p));
        correlate_two(two, 3, kind, &r, &p);
        rix_assert_close(r, -1, 1e-15);
        assert_true(isnan(p));
        correlate_two(flat, 3, kind, &r, &p);
        assert_true(isnan(r) && isnan(p));
        correlate_two(line, 4, kind, &r, &p);
        rix_assert_close(r, -1, 1e-15);
    }
}

static void two_tables(void **state)
{
    (void)state;
    const double a[] = { 1, 2, 3, 4 }, b[] = { 2, 9, 4, 7, 6, 1, 8, 2 };
    const rix_table x = table_of(a, 4, 1), y = table_of(b, 4, 2), few = table_of(b, 3, 2);
    double r[2], p[2] = { -7, -7 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_audit_correlate(&x, &y, RIX_COR_PEARSON, rix_out_c(r, 1, 2), rix_out_c(p, 1, 2), &err),
        err);
    rix_assert_close(r[0], 1, 1e-15);
    rix_assert_near(p[0], 0, 1e-15);
    const double wild[] = { 1, 2, 3, -INFINITY };
    const rix_table z = table_of(wild, 4, 1);
    r[0] = -7;
    rix_assert_fails(rix_audit_correlate(&x, &few, RIX_COR_PEARSON, rix_out_c(r, 1, 2),
                                         rix_out_c(p, 1, 2), &err),
                     RIX_EDIM, err, "y has 3 units, x has 4");
    rix_assert_fails(
        rix_audit_correlate(&x, &z, RIX_COR_PEARSON, rix_out_c(r, 1, 1), rix_out_c(p, 1, 1), &err),
        RIX_EDOMAIN, err, "infinite value -inf for unit 3, column 'a'");
    rix_assert_fails(rix_audit_correlate(&x, NULL, (rix_correlation)9, rix_out_c(r, 1, 1),
                                         rix_out_c(p, 1, 1), &err),
                     RIX_EINVAL, err, "no such coefficient");
    rix_assert_same(r[0], -7);
}

static void names_of_kinds(void **state)
{
    (void)state;
    rix_correlation kind = RIX_COR_PEARSON;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_correlation_from_name("kendall", &kind, &err), err);
    assert_int_equal(kind, RIX_COR_KENDALL);
    assert_string_equal(rix_correlation_name(kind), "kendall");
    assert_string_equal(rix_correlation_name((rix_correlation)7), "unknown");
    rix_assert_fails(rix_correlation_from_name("r", &kind, &err), RIX_ENOTFOUND, err,
                     "no coefficient of correlation 'r'; there are: pearson, spearman, kendall");
}

static void flags(void **state)
{
    (void)state;
    const double r[] = { 1, 0.8, -0.5, 0.8, 1, RIX_NAN, -0.5, RIX_NAN, 1 };
    const size_t groups[] = { 0, 0, 1 }, all[] = { 0, 0, 0 };
    rix_flagged_pair pairs[9];
    size_t found = 0;
    rix_error err = RIX_ERROR_INIT;
    const rix_mat m = rix_mat_c(r, 3, 3);
    rix_assert_ok(rix_audit_flag_pairs(m, groups, -0.2, 0.75, pairs, 9, &found, &err), err);
    assert_int_equal(found, 1);
    assert_true(pairs[0].row == 0 && pairs[0].col == 1 && pairs[0].high);
    rix_assert_ok(rix_audit_flag_pairs(m, all, -0.2, 0.8, pairs, 9, &found, &err), err);
    assert_int_equal(found, 1); /* 0.8 is not above 0.8 */
    assert_true(pairs[0].col == 2 && !pairs[0].high);
    rix_assert_ok(rix_audit_flag_pairs(m, NULL, -0.2, 0.75, pairs, 2, &found, &err), err);
    assert_int_equal(found, 7); /* of which two were written */
    rix_assert_fails(rix_audit_flag_pairs(m, all, 1, 0, pairs, 9, &found, &err), RIX_EDOMAIN, err,
                     "low 1 is not at most high 0");
    rix_assert_fails(rix_audit_flag_pairs(rix_mat_c(r, 2, 3), all, -1, 1, pairs, 9, &found, &err),
                     RIX_EDIM, err, "2 x 3 correlations are not square");
}

/* ------------------------------------------------------------------- components and consistency -- */

static void components_leave_gaps(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 2, 4.5, RIX_NAN, 1, 4, 7 };
    const rix_table t = table_of(x, 4, 2);
    double value[2], loadings[4], scores[8];
    size_t used = 0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_audit_pca(&t, value, rix_out_c(loadings, 2, 2), rix_out_c(scores, 4, 2), &used, &err),
        err);
    assert_int_equal(used, 3);
    rix_assert_close(value[0] + value[1], 2, 1e-14);
    rix_assert_close(loadings[0], sqrt(0.5), 1e-14);
    rix_assert_close(loadings[2], sqrt(0.5), 1e-14);
    assert_true(isnan(scores[4]) && isnan(scores[5]));
    double sum = 0, squares = 0; /* scores have mean 0 and their eigenvalue as variance */
    for (size_t i = 0; i < 4; i++) sum += i == 2 ? 0 : scores[2 * i];
    for (size_t i = 0; i < 4; i++) squares += i == 2 ? 0 : scores[2 * i] * scores[2 * i];
    rix_assert_near(sum, 0, 1e-14);
    rix_assert_close(squares / 2, value[0], 1e-14);
    rix_assert_fails(
        rix_audit_pca(&t, value, rix_out_c(loadings, 1, 2), (rix_out){ 0 }, NULL, &err), RIX_EDIM,
        err, "loadings is 1 x 2");
}

static void alpha_by_hand(void **state)
{
    (void)state;
    /* variances 1, 1, 1; all three move together: 3/2 (1 - 3/9) = 1. One turned round: 3/2 (1 - 3/1) = -3 */
    double x[] = { 1, 11, 1, 2, 12, 2, 3, 13, 3 }, alpha = 0;
    const rix_table t = table_of(x, 3, 3);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_cronbach(&t, &alpha, &err), err);
    rix_assert_close(alpha, 1, 1e-14);
    x[2] = 3;
    x[8] = 1;
    rix_assert_ok(rix_audit_cronbach(&t, &alpha, &err), err);
    rix_assert_close(alpha, -3, 1e-14);
    for (size_t k = 0; k < 9; k++) x[k] *= 1e307; /* squares of these are beyond all doubles */
    rix_assert_ok(rix_audit_cronbach(&t, &alpha, &err), err);
    rix_assert_close(alpha, -3, 1e-14);
}

static void what_has_no_alpha(void **state)
{
    (void)state;
    double x[] = { 1, 11, RIX_NAN, 2, RIX_NAN, 2, 3, 13, 3 }, alpha = -7;
    const double flat[] = { 1, 1, 1, 1 };
    rix_table t = table_of(x, 3, 3);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_audit_cronbach(&t, &alpha, &err), RIX_EMISSING, err,
                     "both columns 'b' and 'c'");
    t = table_of(x, 9, 1);
    rix_assert_fails(rix_audit_cronbach(&t, &alpha, &err), RIX_EMISSING, err, "needs two");
    t = table_of(flat, 2, 2);
    rix_assert_fails(rix_audit_cronbach(&t, &alpha, &err), RIX_EMISSING, err, "add up to 0");
    rix_assert_same(alpha, -7);
}

/* ----------------------------------------------------------------------------- the tree, one unit -- */

enum { INDEX, G, A, B, C, N_NODES, UNITS = 4 };

static rix_framework *small_tree(void)
{
    rix_node n[N_NODES] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("a", "g"),
                            tree_node("b", "g"), tree_node("c", "index") };
    n[A].weight = 3;
    n[C].weight = 4;
    n[C].direction = -1;
    return tree_new(n, N_NODES);
}

static const double cells[UNITS * 3] = { 0, 4, 1, 5, 4, RIX_NAN, 10, 8, 3, 10, RIX_NAN, 2 };

static void weights_and_levels(void **state)
{
    (void)state;
    const double expected[N_NODES] = { 1, 0.2, 0.15, 0.05, 0.8 };
    const size_t level[N_NODES] = { 3, 2, 1, 1, 1 };
    rix_framework *fw = small_tree();
    double weights[N_NODES];
    size_t levels[N_NODES];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_effective_weights(fw, weights, &err), err);
    rix_assert_ok(rix_audit_levels(fw, levels, &err), err);
    for (size_t k = 0; k < N_NODES; k++) {
        rix_assert_close(weights[k], expected[k], 1e-15);
        assert_int_equal(levels[k], level[k]);
    }
    rix_framework_free(fw);
}

static void availability_by_hand(void **state)
{
    (void)state;
    rix_framework *fw = small_tree();
    const rix_table t = { .values = rix_mat_c(cells, UNITS, 3), .indicators = names };
    const rix_table wrong = { .values = rix_mat_c(cells, UNITS, 2), .indicators = names };
    double s[UNITS * N_NODES];
    rix_unit_data u[UNITS];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_availability(&t, fw, rix_out_c(s, UNITS, N_NODES), &err), err);
    rix_assert_close(s[1 * N_NODES + INDEX], 2.0 / 3, 1e-15);
    rix_assert_same(s[1 * N_NODES + G], 1);
    rix_assert_same(s[1 * N_NODES + C], 0);
    rix_assert_same(s[3 * N_NODES + G], 0.5);
    rix_assert_ok(rix_audit_units(&t, u, &err), err);
    assert_int_equal(u[0].n_zero, 1);
    assert_int_equal(u[1].n_missing, 1);
    rix_assert_close(u[0].share_nonzero, 2.0 / 3, 1e-15);
    rix_assert_close(u[1].share_available, 2.0 / 3, 1e-15);
    rix_assert_fails(rix_audit_availability(&wrong, fw, rix_out_c(s, UNITS, N_NODES), &err),
                     RIX_ENOTFOUND, err, "no column for indicator 'c'");
    rix_framework_free(fw);
}

static void standing_of_a_unit(void **state)
{
    (void)state;
    rix_framework *fw = small_tree();
    rix_index *index = tree_build(fw, cells, UNITS, NULL);
    rix_standing s[N_NODES];
    size_t best[9], worst[9], found = 0;
    rix_error err = RIX_ERROR_INIT;
    /* scores: a 0 50 100 100; b 0 0 100 NaN; c (turned round) 100 NaN 0 50 */
    rix_assert_ok(rix_audit_unit(index, 0, s, &err), err);
    rix_assert_same(s[A].rank, 4);
    rix_assert_same(s[B].rank, 2); /* shared with unit 1 */
    rix_assert_same(s[C].rank, 1);
    assert_int_equal(s[B].n_ranked, 3);
    rix_assert_close(s[A].mean, 62.5, 1e-15);
    rix_assert_close(s[INDEX].score, 80, 1e-15);
    rix_assert_same(s[INDEX].coverage, 1);
    rix_assert_ok(rix_audit_strengths(index, fw, 0, 2, best, worst, &found, &err), err);
    assert_int_equal(found, 2);
    assert_true(best[0] == C && best[1] == B && worst[0] == A && worst[1] == B);
    rix_assert_ok(rix_audit_strengths(index, fw, 3, 9, best, worst, &found, &err), err);
    assert_int_equal(found, 2); /* b is missing */
    assert_true(best[0] == A && best[1] == C && worst[0] == C);
    rix_assert_ok(rix_audit_unit(index, 3, s, &err), err);
    assert_true(isnan(s[B].rank) && isnan(s[B].score));
    rix_assert_close(s[B].mean, 100.0 / 3, 1e-15);
    rix_assert_fails(rix_audit_unit(index, 4, s, &err), RIX_EINVAL, err, "no unit 4; there are 4");
    rix_index_free(index);
    rix_framework_free(fw);
}

static void removal_by_hand(void **state)
{
    (void)state;
    rix_framework *fw = small_tree();
    const rix_table t = { .values = rix_mat_c(cells, UNITS, 3), .indicators = names };
    const size_t nodes[] = { C, B }, root[] = { INDEX };
    double scores[UNITS * 3], ranks[UNITS * 3], shifts[3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_remove(&t, fw, NULL, nodes, 2, rix_out_c(scores, UNITS, 3),
                                   rix_out_c(ranks, UNITS, 3), shifts, &err),
                  err);
    /* as it is: 80, 37.5 (no c), 20, 60; without c it is g: 0, 37.5, 100, 100 */
    const double as_is[] = { 80, 37.5, 20, 60 }, without_c[] = { 0, 37.5, 100, 100 };
    const double rank_c[] = { 4, 3, 1, 1 };
    for (size_t i = 0; i < UNITS; i++) {
        rix_assert_close(scores[i * 3], as_is[i], 1e-14);
        rix_assert_near(scores[i * 3 + 1], without_c[i], 1e-13);
        rix_assert_same(ranks[i * 3 + 1], rank_c[i]);
    }
    rix_assert_same(shifts[0], 0);
    rix_assert_close(shifts[1], (3 + 0 + 3 + 1) / 4.0, 1e-15);
    rix_assert_fails(rix_audit_remove(&t, fw, NULL, root, 1, rix_out_c(scores, UNITS, 2),
                                      rix_out_c(ranks, UNITS, 2), shifts, &err),
                     RIX_EINVAL, err, "the index 'index' cannot be removed");
    rix_framework_free(fw);

    const rix_node two[] = { tree_node("index", NULL), tree_node("a", "index") };
    const size_t only[] = { 1 };
    fw = tree_new(two, 2);
    const rix_table one = { .values = rix_mat_c(cells, UNITS, 1), .indicators = names };
    rix_assert_fails(rix_audit_remove(&one, fw, NULL, only, 1, rix_out_c(scores, UNITS, 2),
                                      rix_out_c(ranks, UNITS, 2), shifts, &err),
                     RIX_EFRAMEWORK, err, "index");
    rix_framework_free(fw);
}

static void null_is_refused(void **state)
{
    (void)state;
    const rix_table t = table_of(cells, UNITS, 3);
    const rix_out none = { 0 };
    double x[N_NODES];
    size_t n;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_audit_describe(NULL, NULL, NULL, &err), RIX_EINVAL, err, "table is NULL");
    rix_assert_fails(rix_audit_describe(&t, NULL, NULL, &err), RIX_EINVAL, err, "stats is NULL");
    rix_assert_fails(rix_audit_units(&t, NULL, &err), RIX_EINVAL, err, "units is NULL");
    rix_assert_fails(rix_audit_availability(&t, NULL, none, &err), RIX_EINVAL, err, "fw is NULL");
    rix_assert_fails(rix_audit_correlate(NULL, &t, RIX_COR_PEARSON, none, none, &err), RIX_EINVAL,
                     err, "x is NULL");
    rix_assert_fails(rix_audit_pca(NULL, x, none, none, &n, &err), RIX_EINVAL, err,
                     "table is NULL");
    rix_assert_fails(rix_audit_cronbach(&t, NULL, &err), RIX_EINVAL, err, "alpha is NULL");
    rix_assert_fails(rix_audit_effective_weights(NULL, x, &err), RIX_EINVAL, err, "fw is NULL");
    rix_assert_fails(rix_audit_levels(NULL, &n, &err), RIX_EINVAL, err, "fw is NULL");
    rix_assert_fails(rix_audit_unit(NULL, 0, NULL, &err), RIX_EINVAL, err, "index is NULL");
    rix_assert_fails(rix_audit_strengths(NULL, NULL, 0, 1, &n, &n, &n, &err), RIX_EINVAL, err,
                     "index is NULL");
    rix_assert_fails(rix_audit_remove(&t, NULL, NULL, NULL, 0, none, none, x, &err), RIX_EINVAL,
                     err, "fw is NULL");
    assert_int_equal(rix_audit_describe(NULL, NULL, NULL, NULL), RIX_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_by_hand),
        cmocka_unit_test(thresholds_are_the_callers),
        cmocka_unit_test(quantiles_by_hand),
        cmocka_unit_test(coefficients_of_scipy),
        cmocka_unit_test(many_units_against_scipy),
        cmocka_unit_test(p_values_at_the_ends),
        cmocka_unit_test(kendall_is_its_definition),
        cmocka_unit_test(pairs_with_little_in_common),
        cmocka_unit_test(two_tables),
        cmocka_unit_test(names_of_kinds),
        cmocka_unit_test(flags),
        cmocka_unit_test(components_leave_gaps),
        cmocka_unit_test(alpha_by_hand),
        cmocka_unit_test(what_has_no_alpha),
        cmocka_unit_test(weights_and_levels),
        cmocka_unit_test(availability_by_hand),
        cmocka_unit_test(standing_of_a_unit),
        cmocka_unit_test(removal_by_hand),
        cmocka_unit_test(null_is_refused),
    };
    return RIX_RUN_TESTS("audit", tests);
}
