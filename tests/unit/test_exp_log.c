/* test_exp_log.c - our exponentials and logarithms beside those of the C library in higher precision. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* What machines without pairs of doubles have, under names of its own. */
#undef __SSE2__
#define rix_i_exp plain_exp
#define rix_i_log plain_log
#include "base/exp_log.c"
#undef rix_i_exp
#undef rix_i_log

void rix_i_exp(const double *x, size_t n, double *result);
void rix_i_log(const double *x, size_t n, double *result);

enum { MANY = 400000 };

typedef void (*many)(const double *x, size_t n, double *result);
typedef long double (*exact)(long double x);

/* MANY numbers by turns in ever smaller surroundings of 0, or of 1 for logarithms. */
static double *some_numbers(bool of_logs)
{
    double *x = malloc(MANY * sizeof *x);
    rix_stream s;
    assert_non_null(x);
    rix_stream_init(&s, 7, of_logs);
    for (size_t i = 0; i < MANY; i++) {
        const double u = 2 * rix_stream_uniform(&s) - 1;
        const double size[] = { 700, 40, 1, 1e-3, 1e-9 };
        const double at = size[i % 5] * u;
        x[i] = !of_logs ? at : i % 5 == 0 ? exp(at) : i % 5 == 1 ? 100 * fabs(u) : 1 + at / 2;
    }
    return x;
}

/* The largest error in units of the last place of what is right. */
static double worst(many f, exact right, const double *x)
{
    double *found = malloc(MANY * sizeof *found), most = 0;
    assert_non_null(found);
    f(x, MANY, found);
    for (size_t i = 0; i < MANY; i++) {
        int exponent;
        const long double y = right(x[i]);
        frexp((double)y, &exponent);
        const double error = (double)fabsl((found[i] - y) / ldexpl(1, exponent - DBL_MANT_DIG));
        most = fmax(most, isnan(error) ? HUGE_VAL : error);
    }
    free(found);
    return most;
}

static void to_the_last_place(void **state)
{
    (void)state;
    /* Valgrind computes long double in 64 bits, whatever their type says. */
    if (LDBL_MANT_DIG <= DBL_MANT_DIG || getenv("RISKIDX_VALGRIND")) skip();
    double *x = some_numbers(false), *y = some_numbers(true);
    assert_true(worst(rix_i_exp, expl, x) < 0.53);
    assert_true(worst(rix_i_log, logl, y) < 0.77);
    free(x);
    free(y);
}

static void assert_bits(double found, double expected)
{
    if (isnan(expected)) {
        assert_true(isnan(found));
    } else {
        assert_memory_equal(&found, &expected, sizeof found);
    }
}

/* Numbers that have no series, beside one that has: each is what the C library makes of it, whatever is beside it. */
static void beyond_the_series(void **state)
{
    (void)state;
    const double odd[] = { RIX_NAN, HUGE_VAL, -HUGE_VAL, 0.0, -0.0, 709.9, 700.1, -700.1, -720, -745, -746, -1,
                           DBL_TRUE_MIN, 1e-310, DBL_MIN, DBL_MAX, -DBL_MAX, 1e308, DBL_EPSILON };
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
        const double x[] = { odd[k], 0.75, odd[k] };
        double e[3], l[3], alone;
        rix_i_exp(x, 3, e);
        rix_i_log(x, 3, l);
        if (!(fabs(odd[k]) <= 700)) assert_bits(e[0], exp(odd[k]));
        if (!(odd[k] >= DBL_MIN && odd[k] <= DBL_MAX)) assert_bits(l[0], log(odd[k]));
        assert_bits(e[2], e[0]);
        assert_bits(l[2], l[0]);
        rix_i_exp(x + 1, 1, &alone);
        assert_bits(e[1], alone);
        rix_i_log(x + 1, 1, &alone);
        assert_bits(l[1], alone);
    }
}

static void exact_where_it_can_be(void **state)
{
    (void)state;
    const double x[] = { 0, 1 };
    double found[2];
    rix_i_exp(x, 1, found);
    rix_assert_same(found[0], 1);
    rix_i_log(x + 1, 1, found);
    rix_assert_same(found[0], 0);
}

static void same_bits_without_pairs(void **state)
{
    (void)state;
    double *x = some_numbers(false), *y = some_numbers(true);
    double *found = malloc(2 * MANY * sizeof *found);
    assert_non_null(found);
    rix_i_exp(x, MANY, found);
    plain_exp(x, MANY, found + MANY);
    assert_memory_equal(found, found + MANY, MANY * sizeof *found);
    rix_i_log(y, MANY, found);
    plain_log(y, MANY, found + MANY);
    assert_memory_equal(found, found + MANY, MANY * sizeof *found);
    free(found);
    free(x);
    free(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_the_last_place),
        cmocka_unit_test(beyond_the_series),
        cmocka_unit_test(exact_where_it_can_be),
        cmocka_unit_test(same_bits_without_pairs),
    };
    return RIX_RUN_TESTS("exp_log", tests);
}
