/* test_bod.c - the benefit of the doubt by hand, by its properties and at its edges. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "trees.h"

static const char *const names[] = { "a", "b", "c", "d" };
static const char *const units[] = { "A", "B", "C", "D", "E", "F" };
static const rix_vec none = { NULL, 0, 1 };

static rix_table table_of(const double *x, size_t rows, size_t cols)
{
    return (rix_table){ .values = rix_mat_c(x, rows, cols), .indicators = names, .units = units };
}

typedef struct result {
    double score[64], weight[256], share[256];
} result;

static rix_status run_all(const rix_table *t, const rix_bod_options *o, const rix_run *run,
                          result *r, rix_error *err)
{
    const size_t n = t->values.rows, m = t->values.cols;
    return rix_benefit_of_the_doubt(t, o, run, rix_out_c(r->score, n, 1),
                                    rix_out_c(r->weight, n, m), rix_out_c(r->share, n, m), err);
}

/* C lies between A and B: 4 v + w <= 1 and 2 v + 3 w <= 1 both bind at v = w = 1/5. */
static const double three[] = { 4, 1, 2, 3, 2, 1 };

static void three_units_by_hand(void **state)
{
    (void)state;
    const double half[] = { 0.5, 0.5 };
    const rix_table t = table_of(three, 3, 2);
    rix_bod_options o = RIX_BOD_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    rix_assert_same(r.score[0], 1);
    rix_assert_same(r.score[1], 1);
    rix_assert_close(r.score[2], 0.6, 1e-15);
    rix_assert_close(r.weight[4], 0.2, 1e-15);
    rix_assert_close(r.weight[5], 0.2, 1e-15);
    rix_assert_close(r.share[4], 2.0 / 3, 1e-15);
    rix_assert_close(r.share[5], 1.0 / 3, 1e-15);

    o.share_low = rix_vec_c(half, 2); /* then B binds, at v = 1/8, w = 1/4 */
    rix_assert_ok(run_all(&t, &o, NULL, &r, &err), err);
    rix_assert_close(r.score[2], 0.5, 1e-15);
    rix_assert_close(r.weight[4], 0.125, 1e-15);
    rix_assert_close(r.share[5], 0.5, 1e-15);
}

/* D's 3 v + 3 w is least, with 2 v + w >= 1 for C, at v = 1/2. */
static void the_worst_frontier(void **state)
{
    (void)state;
    const double x[] = { 4, 1, 2, 3, 2, 1, 3, 3, 9, RIX_NAN };
    const rix_table t = table_of(x, 5, 2);
    rix_bod_options o = RIX_BOD_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    o.worst = true;
    rix_assert_ok(run_all(&t, &o, NULL, &r, &err), err);
    for (size_t i = 0; i < 3; i++) rix_assert_same(r.score[i], 1);
    rix_assert_close(r.score[3], 1.5, 1e-15);
    rix_assert_close(r.weight[6], 0.5, 1e-15);
    rix_assert_near(r.weight[7], 0, 1e-15);
    rix_assert_same(r.score[4], RIX_NAN); /* not all there: left aside */
    rix_assert_same(r.weight[8], RIX_NAN);
}

/* B gets nothing for what it lacks, and C is not held against it there: 4 v + w <= 1 and 3 w <= 1. */
static void missing_values(void **state)
{
    (void)state;
    const double x[] = { 4, 1, RIX_NAN, 3, 2, 1, RIX_NAN, RIX_NAN };
    const double low[] = { 0.25, 0.25 };
    const rix_table t = table_of(x, 4, 2);
    rix_bod_options o = RIX_BOD_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    rix_assert_same(r.score[1], 1);
    rix_assert_close(r.score[2], 2.0 / 3, 1e-15);
    rix_assert_same(r.weight[2], RIX_NAN);
    rix_assert_same(r.share[2], RIX_NAN);
    rix_assert_close(r.share[3], 1, 1e-15);
    rix_assert_same(r.score[3], RIX_NAN);
    o.share_low = rix_vec_c(low, 2); /* no bound on a share that is not there */
    rix_assert_ok(run_all(&t, &o, NULL, &r, &err), err);
    rix_assert_close(r.share[3], 1, 1e-15);
}

static void zeros(void **state)
{
    (void)state;
    const double x[] = { 4, 0, 0, 0, 2, 0, 0, 0 }, low[] = { 0.25, 0.25 };
    rix_table t = table_of(x, 4, 2);
    rix_bod_options o = RIX_BOD_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    rix_assert_same(r.score[0], 1);
    rix_assert_same(r.score[1], 0);
    rix_assert_same(r.score[2], 0.5);
    rix_assert_same(r.weight[1], 0); /* a column that is 0 throughout */
    rix_assert_same(r.share[2], RIX_NAN);
    o.share_low = rix_vec_c(low, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "'A' cannot keep");
    o = (rix_bod_options)RIX_BOD_INIT;
    o.worst = true;
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "'B' is 0 in all");
}

static void alike_and_constant(void **state)
{
    (void)state;
    const double alike[] = { 3, 7, 3, 7, 3, 7 }, constant[] = { 3, 7, 1, 7, 2, 7 };
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(alike, 3, 2);
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    for (size_t i = 0; i < 3; i++) rix_assert_same(r.score[i], 1);
    t = table_of(constant, 3, 2);
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    for (size_t i = 0; i < 3; i++) rix_assert_same(r.score[i], 1);
    t = table_of(constant, 0, 2); /* no units */
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
}

/* ----------------------------------------------------------------------------------- properties -- */

enum { N = 40, M = 4 };

static void random_values(double *x, uint64_t number)
{
    rix_stream s;
    rix_stream_init(&s, 5, number);
    for (size_t i = 0; i < (size_t)N * M; i++) x[i] = 0.1 + 9 * rix_stream_uniform(&s);
}

static void properties(void **state)
{
    (void)state;
    const double low[] = { 0.1, 0.05, 0, 0.2 }, high[] = { 0.5, 0.6, 1, 0.7 };
    rix_error err = RIX_ERROR_INIT;
    for (uint64_t k = 0; k < 30; k++) {
        double x[N * M], scaled[N * M], turned[N * M];
        result r, s, u;
        rix_bod_options o = RIX_BOD_INIT;
        const rix_table t = table_of(x, N, M), ts = table_of(scaled, N, M);
        rix_table tt = table_of(turned, N, M);
        tt.units = NULL;
        rix_table all[] = { t, ts };
        all[0].units = all[1].units = NULL;
        o.worst = k % 3 == 2;
        if (k % 2) o.share_low = rix_vec_c(low, M);
        if (k % 2) o.share_high = rix_vec_c(high, M);
        random_values(x, k);
        for (size_t i = 0; i < N; i++) {
            for (size_t j = 0; j < M; j++) {
                scaled[i * M + j] = x[i * M + j] * pow(10, (double)j * 3 - 4);
                turned[(N - 1 - i) * M + j] = x[i * M + j];
            }
        }
        rix_assert_ok(run_all(&all[0], &o, NULL, &r, &err), err);
        rix_assert_ok(run_all(&all[1], &o, NULL, &s, &err), err);
        rix_assert_ok(run_all(&tt, &o, NULL, &u, &err), err);
        for (size_t i = 0; i < N; i++) {
            double sum = 0, shares = 0;
            rix_assert_close(s.score[i], r.score[i], 1e-12); /* other units of measurement */
            rix_assert_close(u.score[N - 1 - i], r.score[i], 1e-12); /* another order */
            for (size_t j = 0; j < M; j++) {
                sum += r.weight[i * M + j] * x[i * M + j];
                shares += r.share[i * M + j];
                assert_true(r.share[i * M + j] >= (k % 2 ? low[j] : 0) - 1e-12);
                assert_true(r.share[i * M + j] <= (k % 2 ? high[j] : 1) + 1e-12);
            }
            rix_assert_close(sum, r.score[i], 1e-12); /* the weights give the score ... */
            rix_assert_close(shares, 1, 1e-12);
            for (size_t other = 0; other < N;
                 other++) { /* ... and nobody more than 1, or (worst) less */
                double theirs = 0;
                for (size_t j = 0; j < M; j++) theirs += r.weight[i * M + j] * x[other * M + j];
                assert_true(o.worst ? theirs >= 1 - 1e-10 : theirs <= 1 + 1e-10);
            }
        }
    }
}

static void threads(void **state)
{
    (void)state;
    double x[N * M];
    result one, many;
    rix_error err = RIX_ERROR_INIT;
    rix_run run = RIX_RUN_INIT;
    random_values(x, 99);
    rix_table t = table_of(x, N, M);
    t.units = NULL;
    run.threads = 1;
    rix_assert_ok(run_all(&t, NULL, &run, &one, &err), err);
    for (run.threads = 2; run.threads < 8; run.threads++) {
        rix_assert_ok(run_all(&t, NULL, &run, &many, &err), err);
        assert_memory_equal(one.score, many.score, N * sizeof(double));
        assert_memory_equal(one.weight, many.weight, (size_t)N * M * sizeof(double));
    }
}

static int stop(double done, void *user)
{
    (void)done;
    (void)user;
    return 1;
}

/* ------------------------------------------------------------------------- logarithms, geometric -- */

static void multiplicative(void **state)
{
    (void)state;
    double x[6];
    const double small[] = { 1, 2, 0.5, 3 };
    rix_bod_options o = RIX_BOD_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < 6; k++) x[k] = exp(three[k]);
    rix_table t = table_of(x, 3, 2);
    o.multiplicative = true;
    rix_assert_ok(run_all(&t, &o, NULL, &r, &err), err);
    rix_assert_close(r.score[2], 0.6, 1e-14);
    rix_assert_close(r.share[4], 2.0 / 3, 1e-14);
    t = table_of(small, 2, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "0.5 for unit 'B'");
}

static void geometric(void **state)
{
    (void)state;
    const double zero[] = { 4, 1, 0, 3 }, gap[] = { 4, RIX_NAN, 2, 3 };
    rix_table t = table_of(three, 3, 2);
    double score[3], share[6];
    const rix_out s = rix_out_c(score, 3, 1), h = rix_out_c(share, 3, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_geometric_bod(&t, NULL, 0, NULL, s, h, &err), err);
    rix_assert_same(score[0], 1);
    rix_assert_close(score[2], pow(2.0 / 4, 2.0 / 3), 1e-15);
    rix_assert_fails(rix_geometric_bod(&t, NULL, 3, NULL, s, h, &err), RIX_EINVAL, err,
                     "benchmark 3 is none of 3");
    t = table_of(zero, 2, 2);
    rix_assert_fails(
        rix_geometric_bod(&t, NULL, 0, NULL, rix_out_c(score, 2, 1), rix_out_c(share, 2, 2), &err),
        RIX_EDOMAIN, err, "'B', column 'a'");
    t = table_of(gap, 2, 2);
    rix_assert_fails(
        rix_geometric_bod(&t, NULL, 0, NULL, rix_out_c(score, 2, 1), rix_out_c(share, 2, 2), &err),
        RIX_EMISSING, err, "the benchmark, unit 'A'");
    rix_assert_ok(
        rix_geometric_bod(&t, NULL, 1, NULL, rix_out_c(score, 2, 1), rix_out_c(share, 2, 2), &err),
        err);
    rix_assert_close(score[0], 2, 1e-15); /* all of it is the first column */
}

static void mean_weights(void **state)
{
    (void)state;
    const double x[] = { 4, 1, 2, 3, 2, 1 }, zero[] = { 0, 0, 0, 0 };
    rix_table t = table_of(x, 3, 2);
    double w[2];
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_weights_bod(&t, NULL, NULL, rix_out_c(w, 1, 2), &err), err);
    rix_assert_ok(run_all(&t, NULL, NULL, &r, &err), err);
    const double a = r.weight[0] + r.weight[2] + r.weight[4];
    const double b = r.weight[1] + r.weight[3] + r.weight[5];
    rix_assert_close(w[0], a / (a + b), 1e-15);
    rix_assert_close(w[0] + w[1], 1, 1e-15);
    t = table_of(zero, 2, 2);
    rix_assert_fails(rix_weights_bod(&t, NULL, NULL, rix_out_c(w, 1, 2), &err), RIX_EMISSING, err,
                     "weighs none");
    rix_assert_fails(rix_weights_bod(&t, NULL, NULL, rix_out_c(w, 2, 1), &err), RIX_EDIM, err,
                     "weights");
}

/* --------------------------------------------------------------------------------------- as a rule -- */

/* Scores from 0 to 100 under a group whose children have shares of their own. */
static void a_rule_of_a_node(void **state)
{
    (void)state;
    rix_node n[] = { tree_node("index", NULL), tree_node("g", "index"), tree_node("a", "g"),
                     tree_node("b", "g") };
    rix_recipe recipe = RIX_RECIPE_INIT;
    double x[] = { 4, 1, 2, 3, 2, 1, RIX_NAN, 3 };
    recipe.normalise.method = RIX_NORM_NONE;
    n[1].aggregate = RIX_AGG_BOD;
    rix_framework *fw = tree_new(n, 4);
    rix_index *index = tree_build(fw, x, 4, &recipe);
    rix_assert_same(tree_score(index, 0, 1), 100);
    rix_assert_close(tree_score(index, 2, 1), 60, 1e-14);
    rix_assert_same(tree_score(index, 3, 1), 100); /* 3 of b */
    rix_index_free(index);
    rix_framework_free(fw);

    n[2].share_low = n[3].share_low = 0.5;
    n[1].direction = -1;
    fw = tree_new(n, 4);
    index = tree_build(fw, x, 3, &recipe);
    rix_assert_close(tree_score(index, 2, 1), 50, 1e-14);
    rix_assert_close(tree_score(index, 2, 0), 50, 1e-14); /* mirrored on its way up */
    rix_assert_close(tree_score(index, 1, 0), 100 - tree_score(index, 1, 1), 1e-14);
    rix_index_free(index);
    recipe.aggregate.missing = RIX_MISSING_PROPAGATE;
    index = tree_build(fw, x, 4, &recipe);
    rix_assert_same(tree_score(index, 3, 1), RIX_NAN);
    rix_assert_close(tree_score(index, 2, 1), 50, 1e-14);
    rix_index_free(index);
    rix_framework_free(fw);
}

static void a_multiplicative_rule(void **state)
{
    (void)state;
    double x[6], scores[3];
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < 6; k++) x[k] = exp(three[k]);
    const rix_table t = table_of(x, 3, 2);
    o.rule = RIX_AGG_MULTIPLICATIVE_BOD;
    rix_assert_ok(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, rix_out_c(scores, 3, 1), &err),
                  err);
    rix_assert_close(scores[2], 0.6, 1e-14);
    x[0] = 0.5;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, rix_out_c(scores, 3, 1), &err),
                     RIX_EDOMAIN, err, "score 0.5 below 1 for unit 'A', 'a'");
}

/* New units are held against those of the base and against themselves, not against each other. */
static void against_a_base(void **state)
{
    (void)state;
    const rix_node n[] = { tree_node("index", NULL), tree_node("a", "index"),
                           tree_node("b", "index") };
    const double fresh[] = { 2, 1, 8, 1, 1, RIX_NAN };
    const rix_table base = table_of(three, 3, 2), now = table_of(fresh, 3, 2);
    rix_framework *fw = tree_new(n, 3);
    rix_recipe r = RIX_RECIPE_INIT;
    rix_fitted *fitted = NULL;
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    r.normalise.method = RIX_NORM_NONE;
    r.normalise.low = r.normalise.high = RIX_NAN;
    r.aggregate.rule = RIX_AGG_BOD;
    rix_assert_ok(rix_index_fit(&base, fw, &r, &fitted, &err), err);
    rix_assert_ok(rix_index_apply(fitted, &now, fw, &r, &index, &err), err);
    rix_assert_close(tree_score(index, 0, 0), 0.6, 1e-15);
    rix_assert_same(tree_score(index, 1, 0), 1);
    rix_assert_close(tree_score(index, 2, 0), 0.25, 1e-15);
    rix_index_free(index);
    rix_fitted_free(fitted);
    rix_framework_free(fw);
}

static void what_the_rule_refuses(void **state)
{
    (void)state;
    double x[] = { 4, 1, 0, 3 }, scores[2] = { -7, -7 };
    const rix_out out = rix_out_c(scores, 2, 1);
    const rix_table t = table_of(x, 2, 2);
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    rix_error err = RIX_ERROR_INIT;
    o.rule = RIX_AGG_BOD;
    o.share_low = 0.6;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EDOMAIN, err,
                     "sum to 1.2");
    o.share_low = 0;
    o.share_high = 0.4;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EDOMAIN, err,
                     "sum to 0.8");
    o.share_high = 0.7;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EDOMAIN, err,
                     "unit 'B' cannot keep");
    o.share_high = 1.5;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EINVAL, err,
                     "share_high");
    o.share_high = 1;
    o.share_low = -0.5;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EINVAL, err,
                     "share_low");
    o.share_low = 0;
    x[2] = -1;
    rix_assert_fails(rix_aggregate(&t, none, &o, RIX_NAN, RIX_NAN, out, &err), RIX_EDOMAIN, err,
                     "negative score -1 for unit 'B', 'a'");
    rix_assert_same(scores[0], -7);
}

/* -------------------------------------------------------------------------------------- refusals -- */

static void what_is_refused(void **state)
{
    (void)state;
    const double negative[] = { 1, 2, -3, 4 }, infinite[] = { 1, INFINITY, 2, 3 };
    const double low[] = { 0.6, 0.6 }, high[] = { 0.2, 0.2 }, odd[] = { 2, 0 };
    rix_bod_options o = RIX_BOD_INIT;
    rix_run run = RIX_RUN_INIT;
    result r;
    rix_error err = RIX_ERROR_INIT;
    rix_table t = table_of(negative, 2, 2);
    r.score[0] = -7;
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err,
                     "negative value -3 for unit 'B', column 'a'");
    assert_int_equal(err.row, 1);
    t = table_of(infinite, 2, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "infinite");
    t = table_of(three, 3, 2);
    o.share_low = rix_vec_c(low, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "lower bounds");
    o.share_low = rix_vec_c(odd, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "not in [0, 1]");
    o.share_low = rix_vec_c(low, 1);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDIM, err, "1 bounds for 2 columns");
    o.share_low = none;
    o.share_high = rix_vec_c(high, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "upper bounds");
    o.share_low = rix_vec_c(low, 2);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EDOMAIN, err, "is above share_high");
    o = (rix_bod_options)RIX_BOD_INIT;
    t = table_of(three, 3, 0);
    rix_assert_fails(run_all(&t, &o, NULL, &r, &err), RIX_EMISSING, err, "no columns");
    rix_assert_fails(rix_benefit_of_the_doubt(NULL, &o, NULL, rix_out_c(r.score, 3, 1),
                                              rix_out_c(r.weight, 3, 2), rix_out_c(r.share, 3, 2),
                                              &err),
                     RIX_EINVAL, err, "table");
    t = table_of(three, 3, 2);
    rix_assert_fails(rix_benefit_of_the_doubt(&t, &o, NULL, rix_out_c(r.score, 3, 1),
                                              rix_out_c(r.weight, 2, 2), rix_out_c(r.share, 3, 2),
                                              &err),
                     RIX_EDIM, err, "weights");
    run.progress = stop;
    rix_assert_fails(run_all(&t, &o, &run, &r, &err), RIX_ECANCELLED, err, "stopped");
    rix_assert_same(r.score[0], -7);
}

static void nodes_with_shares(void **state)
{
    (void)state;
    rix_node n[] = { tree_node("index", NULL), tree_node("a", "index"), tree_node("b", "index") };
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    n[1].share_low = 0.7;
    n[1].share_high = 0.3;
    rix_assert_fails(rix_framework_new(n, 3, &fw, &err), RIX_EDOMAIN, err, "above its share_high");
    n[1].share_high = 1.5;
    rix_assert_fails(rix_framework_new(n, 3, &fw, &err), RIX_EDOMAIN, err,
                     "share_high 1.5 of node 'a' is not in [0, 1]");
    assert_null(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_units_by_hand),
        cmocka_unit_test(the_worst_frontier),
        cmocka_unit_test(missing_values),
        cmocka_unit_test(zeros),
        cmocka_unit_test(alike_and_constant),
        cmocka_unit_test(properties),
        cmocka_unit_test(threads),
        cmocka_unit_test(multiplicative),
        cmocka_unit_test(geometric),
        cmocka_unit_test(mean_weights),
        cmocka_unit_test(a_rule_of_a_node),
        cmocka_unit_test(a_multiplicative_rule),
        cmocka_unit_test(against_a_base),
        cmocka_unit_test(what_the_rule_refuses),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(nodes_with_shares),
    };
    return RIX_RUN_TESTS("benefit of the doubt", tests);
}
