/* test_optimised.c - sums of squares made small, and weights with target influences. */
#include <string.h>

#include "base/least_squares.h"
#include "support.h"
#include "trees.h"

/* ---------------------------------------------------------------------------------- least squares -- */

static bool valley(const double *x, double *r, void *user)
{
    (void)user;
    r[0] = 10 * (x[1] - x[0] * x[0]);
    r[1] = 1 - x[0];
    return true;
}

/* A line through the logarithm's domain: no residual for x <= 0. */
static bool logarithm(const double *x, double *r, void *user)
{
    const double *to = user;
    r[0] = log(x[0]) - *to;
    return x[0] > 0;
}

/* y = a exp(b t) to the data; b' of the normal equations is found by hand below. */
static const double times[] = { 0, 1, 2, 3 }, values[] = { 2.1, 1.1, 0.7, 0.2 };

static bool decay(const double *x, double *r, void *user)
{
    (void)user;
    for (size_t i = 0; i < 4; i++) r[i] = x[0] * exp(x[1] * times[i]) - values[i];
    return true;
}

static void sums_of_squares(void **state)
{
    (void)state;
    double room[64], x[2] = { -1.2, 1 }, y[1] = { 5 }, z[2] = { 1, -0.1 }, to = -3;
    assert_true(rix_i_least_squares_room(2, 4) <= 64);
    assert_true(rix_i_least_squares(2, 2, valley, NULL, x, room) < 1e-20); /* Rosenbrock 1960 */
    rix_assert_near(x[0], 1, 1e-10);
    rix_assert_near(x[1], 1, 1e-10);
    rix_i_least_squares(1, 1, logarithm, &to, y, room); /* steps out of the domain are taken back */
    rix_assert_close(y[0], exp(-3), 1e-9);
    y[0] = -1;
    assert_true(isinf(rix_i_least_squares(1, 1, logarithm, &to, y, room)));
    rix_assert_same(y[0], -1);
    rix_i_least_squares(2, 4, decay, NULL, z, room);
    double by_a = 0, by_b = 0; /* the gradient vanishes */
    for (size_t i = 0; i < 4; i++) {
        const double e = exp(z[1] * times[i]), r = z[0] * e - values[i];
        by_a += r * e;
        by_b += r * z[0] * times[i] * e;
    }
    rix_assert_near(by_a, 0, 1e-6);
    rix_assert_near(by_b, 0, 1e-6);
}

/* --------------------------------------------------------------------------------------- influences -- */

enum { N = 30 };

/* index <- g (c, d), b: three columns, the third of g's direction -1 where it is asked for. */
typedef struct sample {
    rix_node nodes[5];
    rix_framework *fw;
    rix_recipe recipe;
    double x[N * 3];
    rix_index *index;
} sample;

static void begin(sample *s, int direction, rix_aggregation rule)
{
    const rix_node nodes[] = { tree_node("index", NULL), tree_node("g", "index"),
                               tree_node("b", "index"), tree_node("c", "g"), tree_node("d", "g") };
    rix_stream stream;
    rix_stream_init(&stream, 3, 1);
    memcpy(s->nodes, nodes, sizeof nodes);
    s->nodes[1].direction = direction;
    s->recipe = (rix_recipe)RIX_RECIPE_INIT;
    s->recipe.aggregate.rule = rule;
    for (size_t i = 0; i < (size_t)N * 3; i++)
        s->x[i] = 1 + (double)(i % 3 + 1) * rix_stream_uniform(&stream);
    s->fw = tree_new(s->nodes, 5);
    s->index = tree_build(s->fw, s->x, N, &s->recipe);
}

static void end(sample *s)
{
    rix_index_free(s->index);
    rix_framework_free(s->fw);
}

static rix_status optimise(const sample *s, const double *targets, const rix_optimise_options *o,
                           const rix_run *run, double *w, double *influences, rix_optimised *fit,
                           rix_error *err)
{
    return rix_weights_optimised(rix_index_scores(s->index), s->fw, &s->recipe,
                                 rix_vec_c(targets, 5), o, run, rix_out_c(w, 1, 5),
                                 rix_out_c(influences, 1, 5), fit, err);
}

/* The correlation of a node with the index of another build, by the library's own audit. */
static double correlation_in(const rix_index *index, size_t node)
{
    const rix_mat scores = rix_index_scores(index);
    double mx = 0, my = 0, xy = 0, xx = 0, yy = 0;
    for (size_t i = 0; i < N; i++) {
        mx += tree_score(index, i, node) / N;
        my += tree_score(index, i, 0) / N;
    }
    for (size_t i = 0; i < scores.rows; i++) {
        const double dx = tree_score(index, i, node) - mx, dy = tree_score(index, i, 0) - my;
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    return xy / sqrt(xx * yy);
}

/* A new build with the weights has the influences that were promised, under every kind of rule. */
static void built_with_the_weights(void **state)
{
    (void)state;
    const rix_aggregation rules[] = { RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC, RIX_AGG_TOPSIS };
    const double targets[] = { RIX_NAN, 1, 3, RIX_NAN, RIX_NAN };
    for (size_t k = 0; k < 6; k++) {
        sample s;
        double w[5], influences[5];
        rix_optimised fit;
        rix_error err = RIX_ERROR_INIT;
        begin(&s, k % 2 ? -1 : 1, rules[k / 2]);
        rix_assert_ok(optimise(&s, targets, NULL, NULL, w, influences, &fit, &err), err);
        rix_framework *fw = NULL;
        rix_assert_ok(rix_framework_with_weights(s.fw, rix_vec_c(w, 5), &fw, &err), err);
        rix_index *index = tree_build(fw, s.x, N, &s.recipe);
        const double g = (k % 2 ? -1 : 1) * correlation_in(index, 1), b = correlation_in(index, 2);
        rix_assert_near(influences[1], g / (g + b), 1e-12);
        rix_assert_near(influences[1], 0.25, 1e-9);
        rix_assert_near(w[1] + w[2], 1, 1e-15);
        assert_true(fit.largest < 1e-9 && fit.objective < -40);
        assert_true(isnan(w[0]) && isnan(w[3]) && isnan(influences[4]));
        rix_index_free(index);
        rix_framework_free(fw);
        end(&s);
    }
}

/* Leaves at different depths: all children of each parent. Weights of each family sum to 1. */
static void families(void **state)
{
    (void)state;
    const double targets[] = { RIX_NAN, RIX_NAN, RIX_NAN, 6, 5 };
    sample s;
    double w[5], influences[5];
    rix_optimised fit;
    rix_optimise_options o = RIX_OPTIMISE_INIT;
    rix_error err = RIX_ERROR_INIT;
    begin(&s, 1, RIX_AGG_ARITHMETIC);
    for (int k = 0; k < 2; k++) {
        o.nonnegative = k == 0;
        rix_assert_ok(optimise(&s, targets, &o, NULL, w, influences, &fit, &err), err);
        rix_assert_near(w[3] + w[4], 1, 1e-15);
        rix_assert_near(influences[3], 6.0 / 11, 1e-9);
    }
    end(&s);
}

static void threads(void **state)
{
    (void)state;
    const double targets[] = { RIX_NAN, RIX_NAN, RIX_NAN, 2, 1 };
    sample s;
    double w[5], other[5], influences[5];
    rix_optimised fit;
    rix_run run = RIX_RUN_INIT;
    rix_error err = RIX_ERROR_INIT;
    begin(&s, 1, RIX_AGG_GEOMETRIC);
    run.threads = 1;
    rix_assert_ok(optimise(&s, targets, NULL, &run, w, influences, &fit, &err), err);
    for (run.threads = 2; run.threads < 8; run.threads++) {
        rix_assert_ok(optimise(&s, targets, NULL, &run, other, influences, &fit, &err), err);
        assert_memory_equal(w, other, sizeof w);
    }
    end(&s);
}

static int stop(double done, void *user)
{
    (void)done;
    (void)user;
    return 1;
}

static void what_is_refused(void **state)
{
    (void)state;
    const double nan = RIX_NAN;
    const struct {
        double targets[5];
        rix_status status;
        const char *part;
    } bad[] = {
        { { nan, 1, nan, nan, nan }, RIX_EFRAMEWORK, "'g' has a target, and a sibling none" },
        { { nan, 1, 1, 1, 1 }, RIX_EFRAMEWORK, "a node above it" },
        { { 1, nan, nan, nan, nan }, RIX_EFRAMEWORK, "is the index" },
        { { nan, nan, nan, nan, nan }, RIX_EFRAMEWORK, "0 targets" },
        { { nan, -1, 1, nan, nan }, RIX_EDOMAIN, "target -1 of 'g'" },
        { { nan, 0, 0, nan, nan }, RIX_EDOMAIN, "sum to 0" }
    };
    sample s;
    double w[5] = { -7 }, influences[5] = { -7 };
    rix_optimised fit = { -7, -7 };
    rix_optimise_options o = RIX_OPTIMISE_INIT;
    rix_run run = RIX_RUN_INIT;
    rix_error err = RIX_ERROR_INIT;
    begin(&s, 1, RIX_AGG_GEOMETRIC);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        rix_assert_fails(optimise(&s, bad[k].targets, NULL, NULL, w, influences, &fit, &err),
                         bad[k].status, err, bad[k].part);
    }
    const double good[] = { nan, 1, 1, nan, nan };
    o.nonnegative = false;
    rix_assert_fails(optimise(&s, good, &o, NULL, w, influences, &fit, &err), RIX_EDOMAIN, err,
                     "geometric, the rule of 'index'");
    o.nonnegative = true;
    o.starts = 0;
    rix_assert_fails(optimise(&s, good, &o, NULL, w, influences, &fit, &err), RIX_EINVAL, err,
                     "starts is 0");
    run.progress = stop;
    rix_assert_fails(optimise(&s, good, NULL, &run, w, influences, &fit, &err), RIX_ECANCELLED, err,
                     "stopped");
    const rix_mat scores = rix_index_scores(s.index);
    rix_mat few = scores;
    few.rows = 2;
    rix_assert_fails(rix_weights_optimised(few, s.fw, NULL, rix_vec_c(good, 5), NULL, NULL,
                                           rix_out_c(w, 1, 5), rix_out_c(influences, 1, 5), &fit,
                                           &err),
                     RIX_EMISSING, err, "2 units");
    rix_assert_fails(rix_weights_optimised(scores, s.fw, NULL, rix_vec_c(good, 4), NULL, NULL,
                                           rix_out_c(w, 1, 5), rix_out_c(influences, 1, 5), &fit,
                                           &err),
                     RIX_EDIM, err, "4 targets for 5 nodes");
    rix_assert_fails(rix_weights_optimised(scores, NULL, NULL, rix_vec_c(good, 5), NULL, NULL,
                                           rix_out_c(w, 1, 5), rix_out_c(influences, 1, 5), &fit,
                                           &err),
                     RIX_EINVAL, err, "fw");
    rix_assert_same(w[0], -7);
    rix_assert_same(fit.objective, -7);
    end(&s);
}

static void scores_that_say_nothing(void **state)
{
    (void)state;
    const double targets[] = { RIX_NAN, 1, 1 };
    double x[] = { 1, 5, 2, 5, 3, 5, 4, 5 }, w[3], influences[3];
    const rix_node n[] = { tree_node("index", NULL), tree_node("a", "index"),
                           tree_node("b", "index") };
    rix_framework *fw = tree_new(n, 3);
    rix_recipe r = RIX_RECIPE_INIT;
    rix_optimised fit;
    rix_error err = RIX_ERROR_INIT;
    r.normalise.method = RIX_NORM_NONE;
    rix_index *index = tree_build(fw, x, 4, &r);
    rix_assert_fails(rix_weights_optimised(rix_index_scores(index), fw, &r, rix_vec_c(targets, 3),
                                           NULL, NULL, rix_out_c(w, 1, 3),
                                           rix_out_c(influences, 1, 3), &fit, &err),
                     RIX_EMISSING, err, "'b' is the same for all units");
    rix_index_free(index);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_squares), cmocka_unit_test(built_with_the_weights),
        cmocka_unit_test(families),        cmocka_unit_test(threads),
        cmocka_unit_test(what_is_refused), cmocka_unit_test(scores_that_say_nothing),
    };
    return RIX_RUN_TESTS("weights with target influences", tests);
}
