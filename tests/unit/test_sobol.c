/* test_sobol.c - the sample of Sobol indices, and estimates of indices that are known. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { ROWS = 20, INPUTS = 3, ALL = ROWS * (INPUTS + 2) };

static void sample(size_t first, size_t n, size_t d, rix_sequence kind, size_t rows, double *out)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_sobol_sample(first, n, d, kind, 7, rix_out_c(out, rows, d), &err), err);
}

static void names_lead_back(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_sequence kind;
    rix_sobol_estimator estimator;
#define CHECK_KIND(code, name)                                                                     \
    assert_string_equal(rix_sequence_name(code), name);                                            \
    rix_assert_ok(rix_sequence_from_name(name, &kind, &err), err);                                 \
    assert_int_equal(kind, code);
    RIX_SEQUENCE_LIST(CHECK_KIND)
#define CHECK_ESTIMATOR(code, name)                                                                \
    assert_string_equal(rix_sobol_estimator_name(code), name);                                     \
    rix_assert_ok(rix_sobol_estimator_from_name(name, &estimator, &err), err);                     \
    assert_int_equal(estimator, code);
    RIX_SOBOL_ESTIMATOR_LIST(CHECK_ESTIMATOR)
    assert_string_equal(rix_sequence_name((rix_sequence)2), "unknown");
    assert_string_equal(rix_sobol_estimator_name((rix_sobol_estimator)3), "unknown");
    rix_assert_fails(rix_sequence_from_name("sobol", &kind, &err), RIX_ENOTFOUND, err, "halton");
    rix_assert_fails(rix_sobol_estimator_from_name("x", &estimator, &err), RIX_ENOTFOUND, err,
                     "jansen");
    rix_assert_fails(rix_sequence_from_name("halton", NULL, &err), RIX_EINVAL, err, "value");
    rix_assert_fails(rix_sobol_estimator_from_name("jansen", NULL, &err), RIX_EINVAL, err, "value");
}

static void blocks_have_columns_of_b(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        double x[ALL * INPUTS];
        sample(0, ROWS, INPUTS, (rix_sequence)kind, ALL, x);
        for (size_t i = 0; i < ALL * INPUTS; i++) assert_true(x[i] > 0 && x[i] < 1);
        for (size_t j = 0; j < INPUTS; j++) {
            for (size_t i = 0; i < ROWS; i++) {
                for (size_t k = 0; k < INPUTS; k++) {
                    const size_t from = (k == j ? ROWS : 0) + i, at = (2 + j) * ROWS + i;
                    rix_assert_same(x[at * INPUTS + k], x[from * INPUTS + k]);
                }
            }
        }
    }
}

static void shards_join(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        double x[ALL * INPUTS], part[ALL * INPUTS];
        sample(0, ROWS, INPUTS, (rix_sequence)kind, ALL, x);
        for (size_t first = 0; first < ALL; first += 13) {
            const size_t rows = ALL - first < 13 ? ALL - first : 13;
            sample(first, ROWS, INPUTS, (rix_sequence)kind, rows, part + first * INPUTS);
        }
        assert_memory_equal(x, part, sizeof x);
    }
}

static void random_rows_are_streams(void **state)
{
    (void)state;
    double x[ALL * INPUTS];
    sample(0, ROWS, INPUTS, RIX_SEQUENCE_RANDOM, ALL, x);
    for (size_t i = 0; i < ROWS; i++) {
        rix_stream s;
        rix_stream_init(&s, 7, i);
        for (size_t k = 0; k < INPUTS; k++) {
            rix_assert_same(x[i * INPUTS + k], rix_stream_uniform(&s));
        }
        for (size_t k = 0; k < INPUTS; k++) {
            rix_assert_same(x[(ROWS + i) * INPUTS + k], rix_stream_uniform(&s));
        }
    }
}

/* Of base^m points of a dimension each interval of length base^-m has exactly one. */
static void halton_is_stratified(void **state)
{
    (void)state;
    static const size_t bases[4] = { 2, 3, 5, 7 }; /* two inputs: A in 2 and 3, B in 5 and 7 */
    for (size_t k = 0; k < 4; k++) {
        const size_t n = bases[k] * bases[k] * bases[k];
        double *x = calloc(n * 4 * 2, sizeof *x);
        char *hit = calloc(n, 1);
        assert_non_null(x);
        assert_non_null(hit);
        sample(0, n, 2, RIX_SEQUENCE_HALTON, 4 * n, x);
        for (size_t i = 0; i < n; i++) {
            const double u = x[((k / 2) * n + i) * 2 + k % 2];
            const size_t cell = (size_t)(u * (double)n);
            assert_in_range(cell, 0, n - 1);
            assert_int_equal(hit[cell]++, 0);
        }
        free(x);
        free(hit);
    }
}

static void many_inputs(void **state)
{
    (void)state;
    enum { D = 100 };
    double *x = calloc((size_t)64 * D, sizeof *x);
    assert_non_null(x);
    sample(0, 64, D, RIX_SEQUENCE_HALTON, 64, x);
    for (size_t j = 0; j < D; j++) {
        double sum = 0;
        for (size_t i = 0; i < 64; i++) sum += x[i * D + j];
        rix_assert_near(sum / 64, 0.5, 5 * sqrt(1.0 / 12 / 64));
    }
    free(x);
}

static void samples_that_cannot_be(void **state)
{
    (void)state;
    double x[8] = { 42, 42, 42, 42, 42, 42, 42, 42 };
    rix_error err = RIX_ERROR_INIT;
    const rix_out out = rix_out_c(x, 4, 2);
    rix_assert_fails(rix_sobol_sample(0, 0, 2, RIX_SEQUENCE_RANDOM, 1, out, &err), RIX_EINVAL, err,
                     "n is 0");
    rix_assert_fails(rix_sobol_sample(0, 1, 0, RIX_SEQUENCE_RANDOM, 1, out, &err), RIX_EINVAL, err,
                     "0 inputs");
    rix_assert_fails(rix_sobol_sample(0, 1, 5000, RIX_SEQUENCE_HALTON, 1, out, &err), RIX_EINVAL,
                     err, "4096");
    rix_assert_fails(rix_sobol_sample(1, 1, 2, RIX_SEQUENCE_HALTON, 1, out, &err), RIX_EDIM, err,
                     "beyond the 4");
    rix_assert_fails(rix_sobol_sample(0, 1, 3, RIX_SEQUENCE_HALTON, 1, out, &err), RIX_EDIM, err,
                     "out");
    rix_assert_fails(rix_sobol_sample(0, 1, 2, (rix_sequence)2, 1, out, &err), RIX_EINVAL, err,
                     "2");
    for (size_t i = 0; i < 8; i++) rix_assert_same(x[i], 42);
}

/* ----------------------------------------------------------------------------------- indices -- */

/* Ishigami and Homma (1990): a = 7, b = 0.1. */
static double *ishigami(size_t n, rix_sequence kind)
{
    const double pi = 3.14159265358979323846;
    double *x = calloc(n * 15, sizeof *x), *y = calloc(n * 5, sizeof *y);
    assert_non_null(x);
    assert_non_null(y);
    sample(0, n, 3, kind, 5 * n, x);
    for (size_t i = 0; i < 5 * n; i++) {
        const double a = pi * (2 * x[3 * i] - 1), b = pi * (2 * x[3 * i + 1] - 1),
                     c = pi * (2 * x[3 * i + 2] - 1);
        y[i] = sin(a) + 7 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a);
    }
    free(x);
    return y;
}

static const double ISHIGAMI_FIRST[3] = { 0.313905, 0.442411, 0 },
                    ISHIGAMI_TOTAL[3] = { 0.557589, 0.442411, 0.243684 };

/* Largest error of the indices of n rows. */
static double ishigami_error(size_t n, rix_sequence kind, rix_sobol_estimator estimator)
{
    double first[3], total[3], variance, worst = 0, *y = ishigami(n, kind);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_sobol_indices(rix_vec_c(y, 5 * n), n, 3, estimator, first, total, &variance, &err),
        err);
    for (size_t j = 0; j < 3; j++) {
        worst = fmax(worst, fabs(first[j] - ISHIGAMI_FIRST[j]));
        worst = fmax(worst, fabs(total[j] - ISHIGAMI_TOTAL[j]));
    }
    rix_assert_close(variance, 13.844588, 0.1);
    free(y);
    return worst;
}

static void ishigami_converges(void **state)
{
    (void)state;
    for (int e = 0; e < 2; e++) { /* ours; Jansen's */
        const rix_sobol_estimator estimator = (rix_sobol_estimator)e;
        assert_true(ishigami_error(1024, RIX_SEQUENCE_HALTON, estimator) < 0.1);
        assert_true(ishigami_error(65536, RIX_SEQUENCE_HALTON, estimator) < 0.004);
        assert_true(ishigami_error(65536, RIX_SEQUENCE_RANDOM, estimator) < 0.03);
    }
}

static void a_constant_matters_to_compat_only(void **state)
{
    (void)state;
    enum { N = 256 };
    double *y = ishigami(N, RIX_SEQUENCE_HALTON), shifted[5 * N];
    for (size_t i = 0; i < 5 * N; i++) shifted[i] = y[i] + 100;
    for (int e = 0; e < 3; e++) {
        const rix_sobol_estimator estimator = (rix_sobol_estimator)e;
        double first[2][3], total[2][3], moved = 0;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(
            rix_sobol_indices(rix_vec_c(y, 5 * N), N, 3, estimator, first[0], total[0], NULL, &err),
            err);
        rix_assert_ok(rix_sobol_indices(rix_vec_c(shifted, 5 * N), N, 3, estimator, first[1],
                                        total[1], NULL, &err),
                      err);
        for (size_t j = 0; j < 3; j++) {
            rix_assert_near(total[1][j], total[0][j], 1e-11);
            moved = fmax(moved, fabs(first[1][j] - first[0][j]));
        }
        if (estimator == RIX_SOBOL_COMPAT) {
            assert_true(moved > 0.01);
        } else {
            assert_true(moved < 1e-11);
        }
    }
    free(y);
}

/* By hand: yA = 1, 2; yB = 3, 6; yAB = 2, 5. m = 3, V = 14/3. */
static void by_hand(void **state)
{
    (void)state;
    const double y[12] = { 1, 0, 2, 0, 3, 0, 6, 0, 2, 0, 5, 0 };
    const rix_vec view = { y, 6, 2 };
    double first, total, variance;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_sobol_indices(view, 2, 1, RIX_SOBOL_SALTELLI, &first, &total, &variance, &err), err);
    rix_assert_close(variance, 14.0 / 3, 1e-15);
    rix_assert_close(first, (0 * 1 + 3 * 3) / (2 * 14.0 / 3), 1e-15);
    rix_assert_close(total, (1 + 9) / (4 * 14.0 / 3), 1e-15);
    rix_assert_ok(rix_sobol_indices(view, 2, 1, RIX_SOBOL_COMPAT, &first, &total, NULL, &err), err);
    rix_assert_close(first, (3 * 1 + 6 * 3) / (2 * 14.0 / 3), 1e-15);
    rix_assert_ok(rix_sobol_indices(view, 2, 1, RIX_SOBOL_JANSEN, &first, &total, NULL, &err), err);
    rix_assert_close(first, 1 - 2 / (4 * 14.0 / 3), 1e-15);
}

static void indices_that_cannot_be(void **state)
{
    (void)state;
    double y[6] = { 1, 2, 3, 6, 2, 5 }, first = 42, total = 42, variance = 42;
    rix_error err = RIX_ERROR_INIT;
#define FAILS(view, n, d, e, status, text)                                                         \
    rix_assert_fails(rix_sobol_indices(view, n, d, e, &first, &total, &variance, &err), status,    \
                     err, text)
    FAILS(rix_vec_c(y, 6), 0, 1, RIX_SOBOL_JANSEN, RIX_EINVAL, "n is 0");
    FAILS(rix_vec_c(y, 6), 2, 0, RIX_SOBOL_JANSEN, RIX_EINVAL, "d is 0");
    FAILS(rix_vec_c(y, 6), 2, 1, (rix_sobol_estimator)3, RIX_EINVAL, "estimator: 3");
    FAILS(rix_vec_c(y, 5), 2, 1, RIX_SOBOL_JANSEN, RIX_EDIM, "5 outputs instead");
    FAILS(rix_vec_c(NULL, 6), 2, 1, RIX_SOBOL_JANSEN, RIX_EINVAL, "y");
    FAILS(rix_vec_c(y, 6), SIZE_MAX / 2, 1, RIX_SOBOL_JANSEN, RIX_EOVERFLOW, "1 inputs");
    y[3] = RIX_NAN;
    FAILS(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, RIX_EMISSING, "output 3 is nan");
    assert_int_equal(err.row, 3);
    y[3] = INFINITY;
    FAILS(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, RIX_EDOMAIN, "row 1 of B");
    y[3] = 1e300;
    FAILS(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, RIX_ENUMERIC, "too large");
    for (size_t i = 0; i < 4; i++) y[i] = 0.1;
    FAILS(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_SALTELLI, RIX_EMISSING, "do not vary");
    rix_assert_fails(
        rix_sobol_indices(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_JANSEN, NULL, &total, NULL, &err),
        RIX_EINVAL, err, "first");
    rix_assert_fails(
        rix_sobol_indices(rix_vec_c(y, 6), 2, 1, RIX_SOBOL_JANSEN, &first, NULL, NULL, &err),
        RIX_EINVAL, err, "total");
    rix_assert_same(first + total + variance, 126);
}

/* --------------------------------------------------------------------------------- bootstrap -- */

static rix_status bootstrap(const double *y, size_t n, rix_sobol_estimator estimator,
                            const rix_run *run, double *first, double *total, rix_error *err)
{
    static const double p[3] = { 0.05, 0.5, 0.95 };
    return rix_sobol_bootstrap(rix_vec_c(y, 5 * n), n, 3, estimator, 200, 3, rix_vec_c(p, 3), run,
                               rix_out_c(first, 3, 3), rix_out_c(total, 3, 3), err);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    enum { N = 300 };
    double *y = ishigami(N, RIX_SEQUENCE_RANDOM), first[9], total[9];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(bootstrap(y, N, RIX_SOBOL_SALTELLI, NULL, first, total, &err), err);
    static const size_t threads[] = { 0, 2, 3, 7 };
    for (size_t k = 0; k < 4; k++) {
        rix_run run = RIX_RUN_INIT;
        double f[9], t[9];
        run.threads = threads[k];
        rix_assert_ok(bootstrap(y, N, RIX_SOBOL_SALTELLI, &run, f, t, &err), err);
        assert_memory_equal(f, first, sizeof f);
        assert_memory_equal(t, total, sizeof t);
    }
    free(y);
}

/* The intervals of 5 % and 95 % hold the truth in about 90 of 100 samples, and are not too wide. */
static void intervals_cover(void **state)
{
    (void)state;
    enum { N = 200, TRIALS = 100 };
    static const double p[2] = { 0.05, 0.95 };
    size_t covered = 0;
    for (uint64_t seed = 0; seed < TRIALS; seed++) { /* y = x1 + 2 x2: 0.2 and 0.8 */
        double x[4 * N * 2], y[4 * N], first[4], total[4];
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(
            rix_sobol_sample(0, N, 2, RIX_SEQUENCE_RANDOM, seed, rix_out_c(x, 4 * N, 2), &err),
            err);
        for (size_t i = 0; i < 4 * N; i++) y[i] = x[2 * i] + 2 * x[2 * i + 1];
        rix_assert_ok(rix_sobol_bootstrap(rix_vec_c(y, 4 * N), N, 2, RIX_SOBOL_SALTELLI, 200, seed,
                                          rix_vec_c(p, 2), NULL, rix_out_c(first, 2, 2),
                                          rix_out_c(total, 2, 2), &err),
                      err);
        covered += first[2] <= 0.8 && 0.8 <= first[3];
        assert_true(total[2] < total[3]);
        assert_true(first[3] - first[2] < 0.6);
    }
    assert_in_range(covered, 80, 98);
}

static int stop(double done, void *user)
{
    (void)user;
    return done >= 0;
}

static void bootstraps_that_cannot_be(void **state)
{
    (void)state;
    enum { N = 10 };
    double *y = ishigami(N, RIX_SEQUENCE_RANDOM), out[9], bad[1] = { 1.5 }, p[1] = { 0.5 };
    rix_error err = RIX_ERROR_INIT;
    const rix_vec view = rix_vec_c(y, 5 * N);
    const rix_out three = rix_out_c(out, 3, 1);
    rix_run run = RIX_RUN_INIT;
    run.progress = stop;
    for (size_t i = 0; i < 9; i++) out[i] = 42;
#define BOOT_FAILS(replicates, shares, run, total, status, text)                                   \
    rix_assert_fails(rix_sobol_bootstrap(view, N, 3, RIX_SOBOL_JANSEN, replicates, 1,              \
                                         rix_vec_c(shares, 1), run, three, total, &err),           \
                     status, err, text)
    BOOT_FAILS(0, p, NULL, three, RIX_EINVAL, "replicates");
    BOOT_FAILS(5, bad, NULL, three, RIX_EDOMAIN, "1.5");
    BOOT_FAILS(5, p, NULL, rix_out_c(out, 3, 2), RIX_EDIM, "total");
    BOOT_FAILS(5, p, &run, three, RIX_ECANCELLED, NULL);
    BOOT_FAILS(SIZE_MAX / 4, p, NULL, three, RIX_EOVERFLOW, "too many");
    y[7] = RIX_NAN;
    BOOT_FAILS(5, p, NULL, three, RIX_EMISSING, "output 7");
    for (size_t i = 0; i < 9; i++) rix_assert_same(out[i], 42);
    free(y);
}

/* One row: every replicate is that row, and the quantiles are the estimate. */
static void one_row(void **state)
{
    (void)state;
    const double y[3] = { 1, 2, 4 }, p[2] = { 0, 1 };
    double first, total, f[2], t[2];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_sobol_indices(rix_vec_c(y, 3), 1, 1, RIX_SOBOL_COMPAT, &first, &total, NULL, &err),
        err);
    rix_assert_ok(rix_sobol_bootstrap(rix_vec_c(y, 3), 1, 1, RIX_SOBOL_COMPAT, 4, 1,
                                      rix_vec_c(p, 2), NULL, rix_out_c(f, 1, 2), rix_out_c(t, 1, 2),
                                      &err),
                  err);
    for (size_t k = 0; k < 2; k++) {
        rix_assert_same(f[k], first);
        rix_assert_same(t[k], total);
    }
}

/* The first rows by themselves are a smaller sample. */
static void prefixes_are_smaller_samples(void **state)
{
    (void)state;
    enum { WHOLE = 12, D = 3, FEW = 5 };
    static const size_t rows[3] = { FEW, WHOLE, 1 }, none[1] = { 0 };
    double y[WHOLE * (D + 2)], few[FEW * (D + 2)], first[D * 3], total[D * 3], f[D], t[D];
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < WHOLE * (D + 2); i++) y[i] = i % WHOLE == 0 ? 1 : sin((double)(i * i));
    for (size_t i = 0; i < FEW * (D + 2); i++) few[i] = y[i / FEW * WHOLE + i % FEW];
    for (int e = 0; e <= RIX_SOBOL_COMPAT; e++) {
        const rix_sobol_estimator estimator = (rix_sobol_estimator)e;
        const rix_vec all = rix_vec_c(y, WHOLE * (D + 2)), part = rix_vec_c(few, FEW * (D + 2));
        rix_assert_ok(rix_sobol_convergence(all, WHOLE, D, estimator, rows, 3,
                                            rix_out_c(first, D, 3), rix_out_c(total, D, 3), &err),
                      err);
        rix_assert_ok(rix_sobol_indices(part, FEW, D, estimator, f, t, NULL, &err), err);
        for (size_t j = 0; j < D; j++) {
            rix_assert_same(first[j * 3], f[j]);
            rix_assert_same(total[j * 3], t[j]);
            rix_assert_same(first[j * 3 + 2],
                            RIX_NAN); /* one row, whose outputs are all the same */
        }
        rix_assert_ok(rix_sobol_indices(all, WHOLE, D, estimator, f, t, NULL, &err), err);
        for (size_t j = 0; j < D; j++) rix_assert_same(first[j * 3 + 1], f[j]);
        rix_assert_fails(rix_sobol_convergence(all, WHOLE, D, estimator, none, 1,
                                               rix_out_c(first, D, 1), rix_out_c(total, D, 1),
                                               &err),
                         RIX_EDOMAIN, err, "0 rows");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_back),
        cmocka_unit_test(blocks_have_columns_of_b),
        cmocka_unit_test(shards_join),
        cmocka_unit_test(random_rows_are_streams),
        cmocka_unit_test(halton_is_stratified),
        cmocka_unit_test(many_inputs),
        cmocka_unit_test(samples_that_cannot_be),
        cmocka_unit_test(ishigami_converges),
        cmocka_unit_test(a_constant_matters_to_compat_only),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(prefixes_are_smaller_samples),
        cmocka_unit_test(indices_that_cannot_be),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(intervals_cover),
        cmocka_unit_test(bootstraps_that_cannot_be),
        cmocka_unit_test(one_row),
    };
    return RIX_RUN_TESTS("sobol", tests);
}
