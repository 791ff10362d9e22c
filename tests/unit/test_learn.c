/* test_learn.c - what a normalisation takes from one column, applied to another. */
#include "index/normalise.h"
#include "support.h"

enum { BASE = 5, NEW = 4 };

static rix_i_normalisation way_of(rix_normalisation method)
{
    const rix_i_normalisation how = { .method = method,
                                      .low = 0,
                                      .high = 100,
                                      .sd = 1,
                                      .target = 6,
                                      .reference = 3,
                                      .deviation = RIX_DEVIATION_SAMPLE,
                                      .ties = RIX_TIES_AVERAGE,
                                      .classes = 4,
                                      .slope = 1 };
    return how;
}

/* The base is 2, 4, 4, 10, missing. */
static void check(rix_i_normalisation how, const double *expected, double tolerance)
{
    const double base[BASE] = { 2, 4, 4, 10, RIX_NAN }, x[NEW] = { 4, 0, 7, 12 };
    double room[BASE], score[NEW], again[BASE], whole[BASE], scratch[BASE];
    const rix_i_column facts = rix_i_column_of(base, BASE);
    const rix_i_learned learned = rix_i_normalise_learn(base, BASE, &facts, &how, room);
    rix_i_normalised r = rix_i_normalise_apply(&learned, &how, x, NEW, score);
    assert_int_equal(r.outcome, RIX_I_DONE);
    for (size_t i = 0; i < NEW; i++) rix_assert_near(score[i], expected[i], tolerance);
    r = rix_i_normalise_apply(&learned, &how, base, BASE, again);
    assert_int_equal(r.outcome, RIX_I_DONE);
    r = rix_i_normalise(base, BASE, &facts, &how, scratch, whole);
    for (size_t i = 0; i < BASE; i++) rix_assert_same(again[i], whole[i]);
}

static void onto_the_extremes_of_the_base(void **state)
{
    (void)state;
    const double beyond[] = { 25, -25, 62.5, 125 }, cut[] = { 25, 0, 62.5, 100 };
    rix_i_normalisation how = way_of(RIX_NORM_MINMAX);
    check(how, beyond, 0);
    how.truncate = true;
    check(how, cut, 0);
    const double to_target[] = { 50, -50, 125, 250 }; /* [2, 6] */
    check(way_of(RIX_NORM_DISTANCE_TARGET), to_target, 0);
    check(way_of(RIX_NORM_DISTANCE_REFERENCE), beyond, 0); /* the reference unit has 10 */
    const double share[] = { 40, 0, 70, 120 };
    check(way_of(RIX_NORM_FRACTION_MAX), share, 1e-13);
    const double ampi[] = { 25, -25, 62.5, 125 }; /* [6 - 4, 6 + 4] */
    check(way_of(RIX_NORM_AMPI), ampi, 0);
}

static void in_deviations_of_the_base(void **state)
{
    (void)state;
    /* Mean 5, squares 9 + 1 + 1 + 25; median 4, deviations 2 0 0 6. */
    const double s = sqrt(12);
    const double z[] = { -1 / s, -5 / s, 2 / s, 7 / s };
    check(way_of(RIX_NORM_ZSCORE), z, 1e-15);
    const double mad = 1 / 0.67448975019608174; /* 1 / the normal quantile of 0.75 */
    const double robust[] = { 0, -4 / mad, 3 / mad, 8 / mad };
    check(way_of(RIX_NORM_ROBUST_Z), robust, 1e-14);
    double logistic[NEW];
    for (size_t i = 0; i < NEW; i++) logistic[i] = 100 / (1 + exp(-z[i]));
    check(way_of(RIX_NORM_LOGISTIC), logistic, 1e-13);
}

/* 4 ties for ranks 2 and 3; 7 lies between the ranks 3 and 4; 0 and 12 beyond all. */
static void in_the_order_of_the_base(void **state)
{
    (void)state;
    const double rank[] = { 2.5, 1, 3.5, 4 }, borda[] = { 1.5, 0, 2.5, 3 };
    const double percentile[] = { 50, 0, 100 * 2.5 / 3, 100 };
    const double least[] = { 2, 1, 3.5, 4 }, turned[] = { 2.5, 4, 1.5, 1 };
    check(way_of(RIX_NORM_RANK), rank, 0);
    check(way_of(RIX_NORM_BORDA), borda, 0);
    check(way_of(RIX_NORM_PERCENTILE_RANK), percentile, 1e-13);
    rix_i_normalisation how = way_of(RIX_NORM_RANK);
    how.ties = RIX_TIES_MIN;
    check(how, least, 0);
    how.ties = RIX_TIES_AVERAGE;
    how.negative = true;
    check(how, turned, 0);
    const double classes[] = { 100.0 / 3, 0, 100, 100 }; /* quartiles 3.5, 4, 5.5 */
    check(way_of(RIX_NORM_QUANTILE_CLASSES), classes, 1e-13);
}

/* R: 100 * (rank(c(1, 2, 3, 3)) - 1) / 3 */
static void units_that_tie_for_the_top(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 3, 3 }, expected[] = { 0, 100.0 / 3, 250.0 / 3, 250.0 / 3 };
    double scratch[4], score[4];
    const rix_i_column facts = rix_i_column_of(x, 4);
    const rix_i_normalisation how = way_of(RIX_NORM_PERCENTILE_RANK);
    rix_i_normalise(x, 4, &facts, &how, scratch, score);
    for (size_t i = 0; i < 4; i++) rix_assert_near(score[i], expected[i], 1e-13);
}

static void what_was_not_defined_stays_missing(void **state)
{
    (void)state;
    const double base[] = { 3, 3 }, x[] = { 1, 2 };
    double room[2], score[2];
    const rix_i_column facts = rix_i_column_of(base, 2);
    const rix_i_normalisation how = way_of(RIX_NORM_MINMAX);
    const rix_i_learned learned = rix_i_normalise_learn(base, 2, &facts, &how, room);
    assert_int_equal(learned.outcome, RIX_I_CONSTANT);
    const rix_i_normalised r = rix_i_normalise_apply(&learned, &how, x, 2, score);
    assert_int_equal(r.outcome, RIX_I_CONSTANT);
    for (size_t i = 0; i < 2; i++) assert_true(isnan(score[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(onto_the_extremes_of_the_base),
        cmocka_unit_test(in_deviations_of_the_base),
        cmocka_unit_test(in_the_order_of_the_base),
        cmocka_unit_test(units_that_tie_for_the_top),
        cmocka_unit_test(what_was_not_defined_stays_missing),
    };
    return RIX_RUN_TESTS("learn", tests);
}
