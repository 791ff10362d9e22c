/* test_weights.c - weights by hand, by published examples and by their properties. */
#include <stdlib.h>
#include <string.h>

#include "index/varimax.h"
#include "support.h"
#include "trees.h"

static rix_table table_of(const double *x, size_t rows, size_t cols)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
    return (rix_table){ .values = rix_mat_c(x, rows, cols), .indicators = names };
}

static double sum_of(const double *w, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += w[i];
    return sum;
}

/* ------------------------------------------------------------------------------- frameworks -- */

static void other_weights_in_a_new_framework(void **state)
{
    (void)state;
    const rix_node n[] = { tree_node("index", NULL), tree_node("a", "index"),
                           tree_node("b", "index") };
    const double w[] = { RIX_NAN, 3, RIX_NAN }, zero[] = { RIX_NAN, 0, 0 };
    const double negative[] = { 1, -1, 1 }, infinite[] = { 1, 1, INFINITY };
    rix_framework *fw = NULL, *changed = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_framework_new(n, 3, &fw, &err), err);
    rix_assert_ok(rix_framework_with_weights(fw, rix_vec_c(w, 3), &changed, &err), err);
    rix_assert_same(rix_framework_node(changed, 1)->weight, 3);
    rix_assert_same(rix_framework_node(changed, 2)->weight, 1);
    rix_assert_same(rix_framework_node(fw, 1)->weight, 1); /* the old one stays */
    assert_string_equal(rix_framework_node(changed, 2)->parent, "index");
    rix_framework_free(fw); /* the new one does not lean on it */
    assert_string_equal(rix_framework_node(changed, 2)->code, "b");

    rix_framework *none = NULL;
    rix_assert_fails(rix_framework_with_weights(changed, rix_vec_c(w, 2), &none, &err), RIX_EDIM,
                     err, "2 weights for 3 nodes");
    rix_assert_fails(rix_framework_with_weights(changed, rix_vec_c(zero, 3), &none, &err),
                     RIX_EFRAMEWORK, err, "index");
    rix_assert_fails(rix_framework_with_weights(changed, rix_vec_c(negative, 3), &none, &err),
                     RIX_EDOMAIN, err, "-1");
    rix_assert_fails(rix_framework_with_weights(changed, rix_vec_c(infinite, 3), &none, &err),
                     RIX_EDOMAIN, err, "inf");
    rix_assert_fails(rix_framework_with_weights(NULL, rix_vec_c(w, 3), &none, &err), RIX_EINVAL,
                     err, "fw");
    rix_assert_fails(rix_framework_with_weights(changed, rix_vec_c(w, 3), NULL, &err), RIX_EINVAL,
                     err, "out");
    assert_null(none);
    rix_framework_free(changed);
}

/* ------------------------------------------------------------------------------------- entropy -- */

/* The choice of a fighter aircraft: Hwang and Yoon 1981, who round on the way. */
static const double aircraft[] = { 2.0, 1500, 20000, 5.5, 5, 9, 2.5, 2700, 18000, 6.5, 3, 5,
                                   1.8, 2000, 21000, 4.5, 7, 7, 2.2, 1800, 20000, 5.0, 5, 5 };

static void entropy_of_the_aircraft(void **state)
{
    (void)state;
    const double published[] = { 0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764 };
    const rix_table t = table_of(aircraft, 4, 6);
    double w[6];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_weights_entropy(&t, rix_out_c(w, 1, 6), &err), err);
    for (size_t j = 0; j < 6; j++) rix_assert_near(w[j], published[j], 2e-3);
    rix_assert_near(sum_of(w, 6), 1, 1e-15);
}

/* (1, 0) has entropy 0, (1, 1) has 1, (1, 3) has ln 4 / ln 2 - 3/4 ln 3 / ln 2. */
static void entropy_by_hand(void **state)
{
    (void)state;
    const double x[] = { 1, 5, 1, 0, 5, 3, RIX_NAN, 5, RIX_NAN };
    const double d = 1 - (2 - 0.75 * log(3) / log(2));
    const rix_table t = table_of(x, 3, 3);
    double w[3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_weights_entropy(&t, rix_out_c(w, 1, 3), &err), err);
    rix_assert_close(w[0], 1 / (1 + d), 1e-14);
    rix_assert_same(w[1], 0);
    rix_assert_close(w[2], d / (1 + d), 1e-14);
}

static void what_entropy_refuses(void **state)
{
    (void)state;
    const double negative[] = { 1, 2, -3, 4 }, zero[] = { 1, 0, 2, 0 }, even[] = { 1, 2, 1, 2 };
    const double few[] = { 1, 2, 2, RIX_NAN }, infinite[] = { 1, INFINITY, 2, 3 };
    double w[2] = { -7, -7 };
    const rix_out out = rix_out_c(w, 1, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(negative, 2, 2);
    rix_assert_fails(rix_weights_entropy(&t, out, &err), RIX_EDOMAIN, err, "-3");
    rix_assert_text(err.message, "'a'");
    assert_int_equal(err.row, 1);
    t = table_of(infinite, 2, 2);
    rix_assert_fails(rix_weights_entropy(&t, out, &err), RIX_EDOMAIN, err, "infinite");
    t = table_of(zero, 2, 2);
    rix_assert_fails(rix_weights_entropy(&t, out, &err), RIX_EMISSING, err, "'b' is 0");
    t = table_of(few, 2, 2);
    rix_assert_fails(rix_weights_entropy(&t, out, &err), RIX_EMISSING, err, "for 1 units");
    t = table_of(even, 2, 2);
    rix_assert_fails(rix_weights_entropy(&t, out, &err), RIX_EMISSING, err, "weighs none");
    rix_assert_fails(rix_weights_entropy(&t, rix_out_c(w, 2, 1), &err), RIX_EDIM, err, "weights");
    rix_assert_fails(rix_weights_entropy(NULL, out, &err), RIX_EINVAL, err, "table");
    t = table_of(even, 2, 0);
    rix_assert_fails(rix_weights_entropy(&t, rix_out_c(w, 1, 0), &err), RIX_EMISSING, err,
                     "columns");
    rix_assert_same(w[0], -7);
    rix_assert_same(w[1], -7);
}

/* -------------------------------------------------------------------------------------- CRITIC -- */

/* Two columns of r = 0 and one that is minus the first: by hand. */
static void critic_by_hand(void **state)
{
    (void)state;
    const double x[] = { 0, 1, 5, 10, -1, -5, 0, -1, 5, 10, 1, -5, 3, RIX_NAN, 3 };
    const double c[] = { 1 + 2, 1 + 1, 2 + 1 }; /* the standard deviations are all alike */
    const rix_table t = table_of(x, 5, 3);
    double w[3];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_weights_critic(&t, rix_out_c(w, 1, 3), &err), err);
    for (size_t j = 0; j < 3; j++) rix_assert_close(w[j], c[j] / 8, 1e-14);
}

static void what_critic_refuses(void **state)
{
    (void)state;
    const double same[] = { 1, 2, 2, 4, 4, 8 }, constant[] = { 1, 2, 1, 3 };
    double w[2] = { -7, -7 };
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(same, 3, 2);
    rix_assert_fails(rix_weights_critic(&t, rix_out_c(w, 1, 2), &err), RIX_EMISSING, err,
                     "correlated");
    t = table_of(constant, 2, 2);
    rix_assert_fails(rix_weights_critic(&t, rix_out_c(w, 1, 2), &err), RIX_EMISSING, err, "'a'");
    t = table_of(constant, 1, 2);
    rix_assert_fails(rix_weights_critic(&t, rix_out_c(w, 1, 2), &err), RIX_EMISSING, err, NULL);
    rix_assert_fails(rix_weights_critic(NULL, rix_out_c(w, 1, 2), &err), RIX_EINVAL, err, "table");
    rix_assert_fails(rix_weights_critic(&t, rix_out_c(w, 1, 1), &err), RIX_EDIM, err, "weights");
    rix_assert_same(w[0], -7);
    const double one[] = { 1, 2, 5 };
    t = table_of(one, 3, 1);
    rix_assert_ok(rix_weights_critic(&t, rix_out_c(w, 1, 1), &err), err);
    rix_assert_same(w[0], 1);
}

/* ---------------------------------------------------------------------------------------- AHP -- */

/* How far is each of six cities from Philadelphia? Saaty 1977, A scaling method for priorities in hierarchical
 * structures, J. Math. Psychology 15. */
static void distances_from_philadelphia(void **state)
{
    (void)state;
    const double x = RIX_NAN;
    const double pairs[] = { 1, x, 8, 3, 3, 7, 3, 1, 9, 3, 3, 9, x, x, 1, x, x, 2,
                             x, x, 6, 1, x, 6, x, x, 5, 3, 1, 6, x, x, x, x, x, 1 };
    const double published[] = { 0.263, 0.397, 0.033, 0.116, 0.164, 0.027 };
    double w[6];
    rix_consistency c;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_weights_ahp(rix_mat_c(pairs, 6, 6), rix_out_c(w, 1, 6), &c, &err), err);
    for (size_t j = 0; j < 6; j++) rix_assert_near(w[j], published[j], 2e-3);
    rix_assert_near(c.eigenvalue, 6.45, 5e-3);
    rix_assert_close(c.index, (c.eigenvalue - 6) / 5, 1e-15);
    rix_assert_close(c.ratio, c.index / 1.24, 1e-15);
}

/* Three: geometric means of the rows, and 1 + t + 1/t with t^3 = a13 / (a12 a23), however inconsistent. */
static void three_in_closed_form(void **state)
{
    (void)state;
    for (double a = 1e-8; a < 1e9; a *= 10) {
        const double pairs[] = { 1, 2, 3 * a, 0.5, 1, 5, 1 / (3 * a), 0.2, 1 };
        const double t = cbrt(3 * a / 10), value = 1 + t + 1 / t;
        const double g[] = { cbrt(6 * a), cbrt(2.5), cbrt(0.2 / (3 * a)) };
        double w[3];
        rix_consistency c;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_weights_ahp(rix_mat_c(pairs, 3, 3), rix_out_c(w, 1, 3), &c, &err), err);
        for (size_t j = 0; j < 3; j++) rix_assert_close(w[j], g[j] / sum_of(g, 3), 1e-12);
        rix_assert_close(c.eigenvalue, value, 1e-13);
        rix_assert_near(c.ratio, (value - 3) / 2 / 0.58, 1e-13 * value);
    }
}

/* a_ij = w_i / w_j gives w back, at all sizes; there is a ratio up to 15. */
static void consistent_judgements(void **state)
{
    (void)state;
    double pairs[20 * 20], given[20], w[20];
    for (size_t n = 1; n <= 20; n++) {
        rix_consistency c;
        rix_error err = RIX_ERROR_INIT;
        for (size_t i = 0; i < n; i++) given[i] = (double)(1 + i * i % 7);
        for (size_t i = 0; i < n * n; i++) pairs[i] = given[i / n] / given[i % n];
        rix_assert_ok(rix_weights_ahp(rix_mat_c(pairs, n, n), rix_out_c(w, 1, n), &c, &err), err);
        for (size_t i = 0; i < n; i++) rix_assert_close(w[i], given[i] / sum_of(given, n), 1e-14);
        rix_assert_close(c.eigenvalue, (double)n, 1e-14);
        rix_assert_near(c.index, 0, 1e-13);
        rix_assert_near(c.ratio, n > 15 ? RIX_NAN : 0, 1e-13);
    }
}

static void what_ahp_refuses(void **state)
{
    (void)state;
    const double x = RIX_NAN;
    const double skew[] = { 1, 3, 0.33, 1 }, diagonal[] = { 1, 3, x, 2 }, hole[] = { 1, x, x, 1 };
    const double negative[] = { 1, -3, x, 1 }, huge[] = { 1, 1e101, x, 1 };
    double w[2] = { -7, -7 };
    rix_consistency c = { -7, -7, -7 };
    const rix_out out = rix_out_c(w, 1, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_weights_ahp(rix_mat_c(skew, 2, 2), out, &c, &err), RIX_EDOMAIN, err,
                     "not reciprocal");
    rix_assert_text(err.message, "0.33 in row 1, column 0");
    assert_int_equal(err.row, 1);
    assert_int_equal(err.col, 0);
    rix_assert_fails(rix_weights_ahp(rix_mat_c(diagonal, 2, 2), out, &c, &err), RIX_EDOMAIN, err,
                     "diagonal");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(hole, 2, 2), out, &c, &err), RIX_EMISSING, err,
                     "pair 0 and 1");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(negative, 2, 2), out, &c, &err), RIX_EDOMAIN, err,
                     "positive");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(huge, 2, 2), out, &c, &err), RIX_EDOMAIN, err,
                     "1e+101");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(skew, 1, 2), out, &c, &err), RIX_EDIM, err, "1 x 2");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(skew, 0, 0), out, &c, &err), RIX_EDIM, err,
                     "square");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(skew, 2, 2), rix_out_c(w, 2, 1), &c, &err), RIX_EDIM,
                     err, "weights");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(skew, 2, 2), out, NULL, &err), RIX_EINVAL, err,
                     "consistency");
    rix_assert_fails(rix_weights_ahp(rix_mat_c(NULL, 2, 2), out, &c, &err), RIX_EINVAL, err,
                     "pairs");
    rix_assert_same(w[0], -7);
    rix_assert_same(c.eigenvalue, -7);
}

/* ------------------------------------------------------------------------------------ components -- */

/* Two columns of correlation r: the first component is (1, 1) for r > 0 and (1, -1) for r < 0. */
static void components_of_two_columns(void **state)
{
    (void)state;
    const double up[] = { 1, 2, 2, 1, 3, 5, 4, 4 }, down[] = { 1, -2, 2, -1, 3, -5, 4, -4 };
    double w[2] = { -7, -7 };
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(up, 4, 2);
    rix_assert_ok(rix_weights_pca(&t, true, rix_out_c(w, 1, 2), &err), err);
    for (size_t j = 0; j < 2; j++) rix_assert_close(w[j], sqrt(0.5), 1e-14);
    rix_assert_ok(rix_weights_pca(&t, false, rix_out_c(w, 1, 2), &err), err);
    for (size_t j = 0; j < 2; j++) rix_assert_close(w[j], 0.5, 1e-14);
    t = table_of(down, 4, 2);
    rix_assert_fails(rix_weights_pca(&t, false, rix_out_c(w, 1, 2), &err), RIX_EDOMAIN, err,
                     "rescaled");
    rix_assert_close(w[1], 0.5, 1e-14); /* as it was */
    rix_assert_ok(rix_weights_pca(&t, true, rix_out_c(w, 1, 2), &err), err);
    rix_assert_close(w[1], -sqrt(0.5), 1e-14);
    rix_assert_fails(rix_weights_pca(NULL, true, rix_out_c(w, 1, 2), &err), RIX_EINVAL, err,
                     "table");
    rix_assert_fails(rix_weights_pca(&t, true, rix_out_c(w, 1, 1), &err), RIX_EDIM, err, "weights");
}

static const double six[] = { 1, 2, 9, 2, 1, 3, 3, 5, 8, 4, 4, 1, 5, 7, 7, 6, 6, 2 };

static void what_factors_refuse(void **state)
{
    (void)state;
    const double dependent[] = { 1, 2, 2, 4, 4, 8 };
    double w[3] = { -7, -7, -7 }, scores[6], loadings[12], shares[4];
    size_t count = 77;
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(six, 6, 3);
    rix_assert_fails(rix_weights_factor(&t, 4, false, rix_out_c(w, 1, 3), &err), RIX_EINVAL, err,
                     "4 factors of 3");
    rix_assert_fails(rix_factor_index(&t, 0, false, rix_out_c(scores, 6, 1),
                                      rix_out_c(loadings, 3, 0), rix_out_c(shares, 1, 0), &err),
                     RIX_EINVAL, err, "factors");
    rix_assert_fails(rix_factor_index(&t, 2, false, rix_out_c(scores, 6, 1),
                                      rix_out_c(loadings, 3, 1), rix_out_c(shares, 1, 2), &err),
                     RIX_EDIM, err, "loadings");
    rix_assert_fails(rix_factor_count(NULL, &count, &err), RIX_EINVAL, err, "table");
    rix_assert_fails(rix_factor_count(&t, NULL, &err), RIX_EINVAL, err, "count");
    rix_assert_ok(rix_factor_count(&t, &count, &err), err);
    assert_in_range(count, 1, 2);
    t = table_of(dependent, 3, 2);
    rix_assert_fails(rix_weights_factor(&t, 2, false, rix_out_c(w, 1, 2), &err), RIX_EMISSING, err,
                     "no variance");
    rix_assert_ok(rix_weights_factor(&t, 0, false, rix_out_c(w, 1, 2), &err), err);
    rix_assert_close(w[0], 0.5, 1e-14);
}

/* Kaiser's criterion, of rows scaled to length 1. */
static double criterion(const double *y, size_t m, size_t k)
{
    double all = 0;
    for (size_t j = 0; j < k; j++) {
        double second = 0, fourth = 0;
        for (size_t i = 0; i < m; i++) {
            const double square = y[i * k + j] * y[i * k + j];
            second += square;
            fourth += square * square;
        }
        all += fourth - second * second / (double)m;
    }
    return all;
}

static void turned(const double *y, size_t m, size_t k, const double *turn, double *z)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < k; j++) {
            z[i * k + j] = 0;
            for (size_t l = 0; l < k; l++) z[i * k + j] += y[i * k + l] * turn[l * k + j];
        }
    }
}

/* No rotation of any two of the factors does better, over a grid of angles; and it is a rotation. */
static void varimax_is_a_maximum(void **state)
{
    (void)state;
    enum { M = 9, K = 4 };
    double y[M * K], z[M * K], turn[K * K];
    for (size_t round = 0; round < 40; round++) {
        rix_stream s;
        rix_error err = RIX_ERROR_INIT;
        rix_stream_init(&s, 7, round);
        for (size_t i = 0; i < M; i++) {
            double squares = 0;
            for (size_t j = 0; j < K; j++) y[i * K + j] = rix_stream_uniform(&s) - 0.5;
            for (size_t j = 0; j < K; j++) squares += y[i * K + j] * y[i * K + j];
            for (size_t j = 0; j < K; j++) y[i * K + j] /= sqrt(squares);
        }
        rix_assert_ok(rix_i_varimax(y, M, K, false, turn, &err), err);
        turned(y, M, K, turn, z);
        const double best = criterion(z, M, K);
        for (size_t a = 0; a < K; a++) {
            for (size_t b = 0; b < K; b++) {
                double product = 0, w[M * K];
                for (size_t l = 0; l < K; l++) product += turn[l * K + a] * turn[l * K + b];
                rix_assert_near(product, a == b, 1e-13);
                for (double angle = 0.01; a < b && angle < 3.14; angle += 0.01) {
                    memcpy(w, z, sizeof w);
                    for (size_t i = 0; i < M; i++) {
                        w[i * K + a] = cos(angle) * z[i * K + a] + sin(angle) * z[i * K + b];
                        w[i * K + b] = cos(angle) * z[i * K + b] - sin(angle) * z[i * K + a];
                    }
                    assert_true(criterion(w, M, K) <= best + 1e-12);
                }
            }
        }
        rix_assert_ok(rix_i_varimax(y, M, K, true, turn, &err), err);
        turned(y, M, K, turn, z);
        assert_true(criterion(z, M, K) > criterion(y, M, K));
    }
}

/* A row of 0 is left where it is. */
static void varimax_of_nothing(void **state)
{
    (void)state;
    const double y[] = { 0, 0, 1, 0, 0, 1, 0, 0 };
    double turn[4];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_varimax(y, 4, 2, false, turn, &err), err);
    rix_assert_close(fabs(turn[0]) + fabs(turn[1]), 1, 1e-14);
}

/* ----------------------------------------------------------------------------------- any input -- */

static double any_value(rix_stream *s)
{
    const double u = rix_stream_uniform(s), v = rix_stream_uniform(s);
    if (u < 0.05) return RIX_NAN;
    if (u < 0.1) return 0;
    if (u < 0.15) return ldexp(v, (int)(v * 1000));
    if (u < 0.3) return floor(4 * v);
    return u < 0.32 ? -v : v;
}

/* A result of sum 1 without NaN, or a clear refusal that leaves the output alone. */
static void check_any(rix_status st, const rix_error *err, const double *w, size_t n)
{
    if (st != RIX_OK) {
        assert_true(st == RIX_EDOMAIN || st == RIX_EMISSING);
        assert_true(err->message[0]);
        for (size_t j = 0; j < n; j++) rix_assert_same(w[j], -7);
        return;
    }
    double size = 0;
    for (size_t j = 0; j < n; j++) size += fabs(w[j]);
    assert_true(isfinite(size));
    rix_assert_near(sum_of(w, n), 1, 1e-14 * size);
}

static void any_table(void **state)
{
    (void)state;
    enum { MOST = 6, UNITS = 9 };
    double x[UNITS * MOST], w[MOST];
    size_t good = 0;
    for (size_t round = 0; round < 4000; round++) {
        rix_stream s;
        rix_stream_init(&s, 11, round);
        const size_t n = 1 + (size_t)(rix_stream_uniform(&s) * MOST);
        const size_t units = (size_t)(rix_stream_uniform(&s) * (UNITS + 1));
        const bool mild = round % 2 == 0;
        for (size_t i = 0; i < units * n; i++) {
            x[i] = mild ? floor(5 * rix_stream_uniform(&s)) : any_value(&s);
        }
        const rix_table t = table_of(x, units, n);
        const rix_out out = rix_out_c(w, 1, n);
        for (int call = 0; call < 5; call++) {
            rix_error err = RIX_ERROR_INIT;
            for (size_t j = 0; j < n; j++) w[j] = -7;
            const rix_status st = call == 0   ? rix_weights_pca(&t, false, out, &err)
                                  : call == 1 ? rix_weights_factor(&t, 0, false, out, &err)
                                  : call == 2
                                      ? rix_weights_factor(&t, (n + 1) / 2, false, out, &err)
                                  : call == 3 ? rix_weights_entropy(&t, out, &err)
                                              : rix_weights_critic(&t, out, &err);
            check_any(st, &err, w, n);
            good += st == RIX_OK;
        }
    }
    assert_in_range(good, 4000, 19000);
}

static void any_judgements(void **state)
{
    (void)state;
    enum { MOST = 9 };
    double pairs[MOST * MOST], w[MOST];
    for (size_t round = 0; round < 2000; round++) {
        rix_stream s;
        rix_stream_init(&s, 12, round);
        const size_t n = 1 + (size_t)(rix_stream_uniform(&s) * MOST);
        const double most = round % 3 == 0 ? 300 : round % 3 == 1 ? 20 : 3; /* as exp(most) */
        for (size_t i = 0; i < n * n; i++) {
            pairs[i] = i / n < i % n ? exp(most / 2 * (rix_stream_uniform(&s) - 0.5)) : RIX_NAN;
        }
        for (size_t j = 0; j < n; j++) w[j] = -7;
        rix_consistency c;
        rix_error err = RIX_ERROR_INIT;
        const rix_status st = rix_weights_ahp(rix_mat_c(pairs, n, n), rix_out_c(w, 1, n), &c, &err);
        if (st == RIX_ENUMERIC && most > 20) {
            for (size_t j = 0; j < n; j++) rix_assert_same(w[j], -7);
            continue;
        }
        rix_assert_ok(st, err);
        check_any(st, &err, w, n);
        for (size_t i = 0; i < n; i++) { /* A w = value w */
            double image = 0;
            for (size_t j = 0; j < n; j++) {
                image += w[j] * (i == j ? 1 : i < j ? pairs[i * n + j] : 1 / pairs[j * n + i]);
            }
            rix_assert_close(image, c.eigenvalue * w[i], 1e-11);
        }
        assert_true(c.eigenvalue >= (double)n && c.ratio >= 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_weights_in_a_new_framework),
        cmocka_unit_test(entropy_of_the_aircraft),
        cmocka_unit_test(entropy_by_hand),
        cmocka_unit_test(what_entropy_refuses),
        cmocka_unit_test(critic_by_hand),
        cmocka_unit_test(what_critic_refuses),
        cmocka_unit_test(distances_from_philadelphia),
        cmocka_unit_test(three_in_closed_form),
        cmocka_unit_test(consistent_judgements),
        cmocka_unit_test(what_ahp_refuses),
        cmocka_unit_test(components_of_two_columns),
        cmocka_unit_test(what_factors_refuse),
        cmocka_unit_test(varimax_is_a_maximum),
        cmocka_unit_test(varimax_of_nothing),
        cmocka_unit_test(any_table),
        cmocka_unit_test(any_judgements),
    };
    return RIX_RUN_TESTS("weights", tests);
}
