/* test_score.c - scores alone: the same bits as the index's, whatever the layout, the threads, the recipe. */
#include <stdlib.h>
#include <string.h>

#include "trees.h"

enum { ROWS = 9001, LAYOUTS = 4 }; /* more than two stretches of rows, the last one short and odd */

/* A random framework, and a random table of more rows in each layout of memory. */
typedef struct score_case {
    tree_case tree;
    rix_framework *fw;
    size_t cols;
    double *memory[LAYOUTS];
    rix_mat view[LAYOUTS];
} score_case;

static double *room_for(size_t cells)
{
    double *room = malloc((cells + 1) * sizeof *room);
    assert_non_null(room);
    return room;
}

static double draw(rix_stream *s, double missing)
{
    const double x = 10 * rix_stream_uniform(s);
    return rix_stream_uniform(s) < missing ? RIX_NAN : x;
}

/* Rows side by side, columns side by side, every third cell, and from the last cell to the first. */
static void lay_out(score_case *c, const double *cells)
{
    const ptrdiff_t cols = (ptrdiff_t)c->cols, rows = ROWS;
    const ptrdiff_t steps[LAYOUTS][2] = { { cols, 1 }, { 1, rows }, { 3 * cols, 3 }, { -cols, -1 } };
    for (size_t l = 0; l < LAYOUTS; l++) {
        c->memory[l] = room_for(3 * ROWS * c->cols);
        double *first = c->memory[l] + (l == 3 ? ROWS * c->cols - 1 : 0);
        c->view[l] = (rix_mat){ first, ROWS, c->cols, steps[l][0], steps[l][1] };
        for (size_t i = 0; i < ROWS; i++) {
            for (size_t k = 0; k < c->cols; k++) {
                first[(ptrdiff_t)i * steps[l][0] + (ptrdiff_t)k * steps[l][1]] = cells[i * c->cols + k];
            }
        }
    }
}

static void make_case(score_case *c, uint64_t number, double missing)
{
    rix_stream s;
    rix_stream_init(&s, 20200601, number);
    tree_random(&c->tree, number, 0);
    c->cols = c->tree.n_indicators;
    for (size_t i = 0; i < c->tree.n_nodes; i++) { /* goalposts that some values lie beyond */
        c->tree.nodes[i].goal_low = 0.5;
        c->tree.nodes[i].goal_high = 9.5;
        c->tree.nodes[i].target = 9;
    }
    c->fw = tree_new(c->tree.nodes, c->tree.n_nodes);
    double *cells = room_for(ROWS * c->cols);
    for (size_t i = 0; i < ROWS * c->cols; i++) cells[i] = draw(&s, missing);
    lay_out(c, cells);
    free(cells);
}

static void clear_case(score_case *c)
{
    for (size_t l = 0; l < LAYOUTS; l++) free(c->memory[l]);
    rix_framework_free(c->fw);
    tree_clear(&c->tree);
}

static void assert_same_bits(const double *actual, const double *expected, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(actual[i]) && isnan(expected[i])) continue;
        assert_memory_equal(&actual[i], &expected[i], sizeof *actual);
    }
}

/* All nodes, by every layout and number of threads, beside the index; or the same status. */
static void check_recipe(const score_case *c, const rix_recipe *recipe)
{
    static const size_t threads[LAYOUTS] = { 1, 2, 3, 7 };
    const size_t nodes = c->tree.n_nodes;
    double *scores = room_for(ROWS * nodes);
    rix_table table = { .values = c->view[0] };
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    const rix_status expected = rix_index_build(&table, c->fw, recipe, &index, &err);
    for (size_t l = 0; l < LAYOUTS; l++) {
        const rix_out out = { scores, ROWS, nodes, 1, ROWS };
        const rix_run run = { threads[l], NULL, NULL };
        table.values = c->view[l];
        for (size_t i = 0; i < ROWS * nodes; i++) scores[i] = -7;
        const rix_status st = rix_index_score(&table, c->fw, recipe, NULL, 0, &run, out, &err);
        assert_int_equal(st, expected);
        if (index) assert_same_bits(scores, rix_index_scores(index).data, ROWS * nodes);
        for (size_t i = 0; i < ROWS * nodes && !index; i++) rix_assert_same(scores[i], -7);
    }
    rix_index_free(index);
    free(scores);
}

static void by_every_method_and_rule(void **state)
{
    (void)state;
    static const rix_normalisation methods[] = {
        RIX_NORM_NONE,          RIX_NORM_MINMAX,      RIX_NORM_GOALPOSTS,
        RIX_NORM_LOG_GOALPOSTS, RIX_NORM_ZSCORE,      RIX_NORM_SCALED,
        RIX_NORM_DISTANCE_MAX,  RIX_NORM_FRACTION_MAX, RIX_NORM_DISTANCE_TARGET,
        RIX_NORM_AMPI,          RIX_NORM_LOGISTIC,    RIX_NORM_ROBUST_Z,
        RIX_NORM_RANK,          RIX_NORM_QUANTILE_CLASSES
    };
    static const rix_aggregation rules[] = {
        RIX_AGG_ARITHMETIC, RIX_AGG_GEOMETRIC, RIX_AGG_HARMONIC, RIX_AGG_SCALED_GEOMETRIC,
        RIX_AGG_GENERALISED, RIX_AGG_MEDIAN, RIX_AGG_MINIMUM, RIX_AGG_MAXIMUM, RIX_AGG_OWA,
        RIX_AGG_MPI, RIX_AGG_MEAN_MIN, RIX_AGG_WROCLAW
    };
    const size_t n_methods = sizeof methods / sizeof *methods, n_rules = sizeof rules / sizeof *rules;
    for (size_t k = 0; k < n_methods + n_rules; k++) {
        score_case c;
        rix_recipe recipe = RIX_RECIPE_INIT;
        if (k < n_methods) recipe.normalise.method = methods[k];
        if (k >= n_methods) recipe.aggregate.rule = rules[k - n_methods];
        make_case(&c, k, k % 3 == 0 ? 0 : 0.1);
        check_recipe(&c, &recipe);
        clear_case(&c);
    }
}

static void by_every_answer_to_missing_data(void **state)
{
    (void)state;
    for (unsigned missing = 0; missing < 3; missing++) {
        score_case c;
        rix_recipe recipe = RIX_RECIPE_INIT;
        recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
        recipe.aggregate.missing = (rix_missing)missing;
        recipe.aggregate.min_share = 0.75;
        recipe.aggregate.fill = 50;
        recipe.normalise.low = 0.7;
        recipe.normalise.high = 98.3; /* low + (high - low) is not high */
        make_case(&c, 100 + missing, 0.3);
        check_recipe(&c, &recipe);
        clear_case(&c);
    }
}

static void by_recipes_that_want_the_whole_table(void **state)
{
    (void)state;
    score_case c;
    rix_recipe recipe = RIX_RECIPE_INIT;
    make_case(&c, 7, 0.2);
    recipe.impute.method = RIX_IMPUTE_MEDIAN;
    check_recipe(&c, &recipe);
    recipe.screen.method = RIX_SCREEN_DATA;
    recipe.screen.min_data = 0.9;
    check_recipe(&c, &recipe);
    recipe.treat.method = RIX_TREAT_WINSORISE;
    check_recipe(&c, &recipe);
    clear_case(&c);
}

/* ---------------------------------------------------------------------- numbers from elsewhere -- */

enum { A, B, C, D, LEFT, RIGHT, INDEX, N_NODES };

/* ((a + 3 b) / 4 * (100 - d))^(1/2) after min-max; c weighs nothing. */
static rix_framework *small_framework(void)
{
    rix_node n[N_NODES] = { tree_node("a", "left"),      tree_node("b", "left"),
                            tree_node("c", "left"),      tree_node("d", "right"),
                            tree_node("left", "index"), tree_node("right", "index"),
                            tree_node("index", NULL) };
    n[B].weight = 3;
    n[C].weight = 0;
    n[D].direction = -1;
    n[INDEX].aggregate = RIX_AGG_GEOMETRIC;
    return tree_new(n, N_NODES);
}

static void by_hand(void **state)
{
    (void)state;
    const double cells[] = { 0, 10, 5, 8, 4, 30, RIX_NAN, 0, 1, 20, 2, 4, RIX_NAN, 15, 3, RIX_NAN };
    const double left[] = { 0, 100, 25.0 / 4 + 37.5, 25 }, right[] = { 0, 100, 50, RIX_NAN };
    const size_t asked[] = { INDEX, LEFT, RIGHT, LEFT };
    double scores[4 * 4];
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = small_framework();
    const rix_table table = { .values = rix_mat_c(cells, 4, 4) };
    rix_assert_ok(rix_index_score(&table, fw, NULL, asked, 4, NULL, rix_out_c(scores, 4, 4), &err),
                  err);
    for (size_t i = 0; i < 4; i++) {
        const double index = isnan(right[i]) ? left[i] : sqrt(left[i] * right[i]);
        rix_assert_close(scores[4 * i], index, 1e-14);
        rix_assert_close(scores[4 * i + 1], left[i], 1e-14);
        rix_assert_close(scores[4 * i + 2], right[i], 1e-14);
        rix_assert_same(scores[4 * i + 3], scores[4 * i + 1]);
    }
    rix_framework_free(fw);
}

/* z-scores far from 0, where one pass of sums of squares would lose every digit. */
static void deviations_of_many_rows(void **state)
{
    (void)state;
    const rix_node n[] = { tree_node("a", "index"), tree_node("index", NULL) };
    rix_framework *fw = tree_new(n, 2);
    double *x = room_for(ROWS), *scores = room_for(2 * ROWS);
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    const rix_table table = { .values = rix_mat_c(x, ROWS, 1) };
    long double mean = 0, squares = 0;
    for (size_t i = 0; i < ROWS; i++) {
        x[i] = 1e6 + (double)(i * 7919 % ROWS) / ROWS;
        mean += (long double)x[i] / ROWS;
    }
    for (size_t i = 0; i < ROWS; i++) squares += (x[i] - mean) * (x[i] - mean);
    const double sd = sqrt((double)(squares / (ROWS - 1)));
    recipe.normalise.method = RIX_NORM_ZSCORE;
    rix_assert_ok(
        rix_index_score(&table, fw, &recipe, NULL, 0, NULL, (rix_out){ scores, ROWS, 2, 2, 1 }, &err),
        err);
    for (size_t i = 0; i < ROWS; i++) rix_assert_near(scores[2 * i], (double)(x[i] - mean) / sd, 1e-9);
    free(scores);
    free(x);
    rix_framework_free(fw);
}

/* -------------------------------------------------------------------------------- what goes wrong -- */

static void errors_name_what_is_wrong(void **state)
{
    (void)state;
    score_case c;
    make_case(&c, 3, 0.1);
    const rix_table table = { .values = c.view[0] };
    const size_t beyond[] = { 0, 1000 }, last = ROWS - 1;
    double *scores = room_for(ROWS);
    const rix_out out = { scores, ROWS, 1, 1, ROWS };
    const size_t root[] = { 0 };
    rix_error err = RIX_ERROR_INIT;
    rix_run run = RIX_RUN_INIT;
    scores[0] = -7;
    rix_assert_fails(rix_index_score(NULL, c.fw, NULL, root, 1, NULL, out, &err), RIX_EINVAL, err,
                     "table is NULL");
    rix_assert_fails(rix_index_score(&table, NULL, NULL, root, 1, NULL, out, &err), RIX_EINVAL, err,
                     "fw is NULL");
    rix_assert_fails(rix_index_score(&table, c.fw, NULL, NULL, 1, NULL, out, &err), RIX_EINVAL, err,
                     "nodes is NULL");
    rix_assert_fails(rix_index_score(&table, c.fw, NULL, beyond, 2, NULL, out, &err), RIX_EINVAL,
                     err, "there is no node 1000");
    rix_assert_fails(rix_index_score(&table, c.fw, NULL, root, 1, NULL, rix_out_c(scores, 3, 1), &err),
                     RIX_EDIM, err, "instead of 9001 x 1");
    c.memory[0][last * c.cols + 1] = (double)-INFINITY;
    c.memory[0][5000 * c.cols + 1] = c.memory[0][5000 * c.cols] = (double)INFINITY;
    for (run.threads = 1; run.threads < 4; run.threads++) {
        rix_assert_fails(rix_index_score(&table, c.fw, NULL, root, 1, &run, out, &err), RIX_EDOMAIN,
                         err, "infinite value inf for unit 5000");
        assert_int_equal(err.row, 5000);
        assert_int_equal(err.col, 0);
    }
    c.memory[0][5000 * c.cols + 1] = c.memory[0][5000 * c.cols] = 1;
    rix_assert_fails(rix_index_score(&table, c.fw, NULL, root, 1, &run, out, &err), RIX_EDOMAIN, err,
                     "infinite value -inf for unit 9000");
    rix_assert_same(scores[0], -7);
    free(scores);
    clear_case(&c);
}

static void strict_tells_what_is_left_out(void **state)
{
    (void)state;
    score_case c;
    make_case(&c, 3, 0);
    double *scores = room_for(ROWS);
    const rix_out out = { scores, ROWS, 1, 1, ROWS };
    const rix_table table = { .values = c.view[0] };
    const size_t root[] = { 0 };
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    recipe.strict = true;
    rix_assert_ok(rix_index_score(&table, c.fw, &recipe, root, 1, NULL, out, &err), err);
    for (size_t k = 0; k < c.cols; k++) c.memory[0][4100 * c.cols + k] = RIX_NAN;
    rix_assert_fails(rix_index_score(&table, c.fw, &recipe, root, 1, NULL, out, &err), RIX_EMISSING,
                     err, "unit 4100 has no data");
    for (size_t i = 0; i < ROWS; i++) c.memory[0][i * c.cols] = 3;
    rix_assert_fails(rix_index_score(&table, c.fw, &recipe, root, 1, NULL, out, &err), RIX_EMISSING,
                     err, "is constant at 3");
    recipe.strict = false;
    for (size_t l = 1; l < LAYOUTS; l++) c.view[l] = c.view[0];
    check_recipe(&c, &recipe);
    free(scores);
    clear_case(&c);
}

/* A value in the last rows alone is unfit: the scores before it are not written either. */
static void unfit_values_leave_the_scores_alone(void **state)
{
    (void)state;
    score_case c;
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    make_case(&c, 5, 0);
    recipe.normalise.method = RIX_NORM_NONE;
    recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
    check_recipe(&c, &recipe);
    for (size_t l = 0; l < 2; l++) {
        c.memory[l][(ROWS - 2) * (size_t)c.view[l].row_step] = -1;
    }
    c.view[2] = c.view[0];
    c.view[3] = c.view[1];
    check_recipe(&c, &recipe);
    double *scores = room_for(ROWS * c.tree.n_nodes);
    const rix_table table = { .values = c.view[1] };
    rix_assert_fails(rix_index_score(&table, c.fw, &recipe, NULL, 0, NULL,
                                     rix_out_c(scores, ROWS, c.tree.n_nodes), &err),
                     RIX_EDOMAIN, err, "for unit 8999");
    assert_int_equal(err.row, ROWS - 2);
    free(scores);
    clear_case(&c);
}

typedef struct watch {
    double last;
    size_t calls, stop_at;
} watch;

static int look(double done, void *user)
{
    watch *w = user;
    assert_true(done >= w->last && done <= 1);
    w->last = done;
    return ++w->calls == w->stop_at;
}

static void progress_and_cancelling(void **state)
{
    (void)state;
    score_case c;
    make_case(&c, 3, 0.1);
    double *scores = room_for(ROWS);
    const size_t root[] = { 0 };
    const rix_out out = { scores, ROWS, 1, 1, ROWS };
    const rix_table table = { .values = c.view[0] };
    rix_recipe recipe = RIX_RECIPE_INIT;
    rix_error err = RIX_ERROR_INIT;
    recipe.normalise.method = RIX_NORM_ZSCORE;
    watch all = { 0, 0, 0 };
    rix_run run = { 1, look, &all };
    rix_assert_ok(rix_index_score(&table, c.fw, &recipe, root, 1, &run, out, &err), err);
    rix_assert_near(all.last, 1, 1e-12);
    for (size_t stop = 1; stop <= all.calls; stop++) {
        watch w = { 0, 0, stop };
        run.progress_user = &w;
        scores[0] = scores[ROWS - 1] = -7;
        rix_assert_fails(rix_index_score(&table, c.fw, &recipe, root, 1, &run, out, &err),
                         RIX_ECANCELLED, err, "stopped by the caller");
        rix_assert_same(scores[0], -7);
        rix_assert_same(scores[ROWS - 1], -7);
    }
    free(scores);
    clear_case(&c);
}

static void no_units(void **state)
{
    (void)state;
    rix_framework *fw = small_framework();
    rix_error err = RIX_ERROR_INIT;
    const rix_table table = { .values = { NULL, 0, 4, 4, 1 } };
    const rix_out out = { NULL, 0, N_NODES, 1, 1 };
    rix_assert_ok(rix_index_score(&table, fw, NULL, NULL, 0, NULL, out, &err), err);
    rix_framework_free(fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_every_method_and_rule),
        cmocka_unit_test(by_every_answer_to_missing_data),
        cmocka_unit_test(by_recipes_that_want_the_whole_table),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(deviations_of_many_rows),
        cmocka_unit_test(errors_name_what_is_wrong),
        cmocka_unit_test(strict_tells_what_is_left_out),
        cmocka_unit_test(unfit_values_leave_the_scores_alone),
        cmocka_unit_test(progress_and_cancelling),
        cmocka_unit_test(no_units),
    };
    return RIX_RUN_TESTS("score", tests);
}
