/* test_optimised.c - weights with target influences on COINr's ASEM example. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

enum { UNITS = 51, NODES = 60 };

/* The tree of the example and the scores of all its nodes. */
typedef struct example {
    csv *meta, *scores;
    rix_framework *fw;
    double x[UNITS * NODES], level[NODES];
    rix_mat values;
} example;

static void begin(example *e)
{
    rix_node nodes[NODES];
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0;
    e->meta = csv_read_reference("coinr/asem_imeta.csv");
    e->scores = csv_read_reference("coinr/aggregated.csv");
    assert_int_equal(e->scores->rows, UNITS);
    for (size_t i = 0; i < e->meta->rows; i++) {
        const double level = csv_number(e->meta, i, csv_column(e->meta, "Level"));
        if (isnan(level)) continue;
        assert_in_range(n, 0, NODES - 1);
        nodes[n] = (rix_node)RIX_NODE_INIT;
        nodes[n].code = csv_text(e->meta, i, csv_column(e->meta, "iCode"));
        nodes[n].parent = csv_text(e->meta, i, csv_column(e->meta, "Parent"));
        nodes[n].weight = csv_number(e->meta, i, csv_column(e->meta, "Weight"));
        const size_t column = csv_column(e->scores, nodes[n].code);
        for (size_t u = 0; u < UNITS; u++) e->x[u * NODES + n] = csv_number(e->scores, u, column);
        e->level[n++] = level;
    }
    assert_int_equal(n, NODES);
    rix_assert_ok(rix_framework_new(nodes, NODES, &e->fw, &err), err);
    e->values = rix_mat_c(e->x, UNITS, NODES);
}

static void end(example *e)
{
    rix_framework_free(e->fw);
    csv_free(e->scores);
    csv_free(e->meta);
}

static size_t node_of(const example *e, const char *code)
{
    const size_t node = rix_framework_find(e->fw, code);
    assert_true(node != RIX_NO_INDEX);
    return node;
}

/* The same target for all nodes of a level. */
static void equal_targets(const example *e, double level, double *targets)
{
    for (size_t i = 0; i < NODES; i++) {
        targets[i] = fabs(e->level[i] - level) < 0.5 ? 1 : RIX_NAN;
    }
}

static rix_optimised optimise(const example *e, const double *targets, bool nonnegative,
                              double *weights, double *influences)
{
    rix_optimise_options o = RIX_OPTIMISE_INIT;
    rix_run run = RIX_RUN_INIT;
    rix_optimised fit;
    rix_error err = RIX_ERROR_INIT;
    o.nonnegative = nonnegative;
    rix_assert_ok(rix_weights_optimised(e->values, e->fw, NULL, rix_vec_c(targets, NODES), &o, &run,
                                        rix_out_c(weights, 1, NODES),
                                        rix_out_c(influences, 1, NODES), &fit, &err),
                  err);
    return fit;
}

static double sd_of(const example *e, size_t node)
{
    double mean = 0, squares = 0;
    for (size_t u = 0; u < UNITS; u++) mean += e->x[u * NODES + node] / UNITS;
    for (size_t u = 0; u < UNITS; u++) {
        squares += (e->x[u * NODES + node] - mean) * (e->x[u * NODES + node] - mean);
    }
    return sqrt(squares / (UNITS - 1));
}

/* Equal influences of two are those of weights 1 / sd, which the reference has to the last digit too. */
static void two_sub_indices(void **state)
{
    (void)state;
    example e;
    double targets[NODES], w[NODES], s[NODES];
    begin(&e);
    const size_t conn = node_of(&e, "Conn"), sust = node_of(&e, "Sust");
    const double a = 1 / sd_of(&e, conn), b = 1 / sd_of(&e, sust);
    equal_targets(&e, 3, targets);
    for (int nonnegative = 0; nonnegative < 2; nonnegative++) {
        const rix_optimised fit = optimise(&e, targets, nonnegative, w, s);
        rix_assert_near(w[conn], a / (a + b), 1e-9);
        rix_assert_near(w[conn], 0.38531660467252404, 1e-9);
        rix_assert_near(w[sust], 0.61468339532747596, 1e-9);
        rix_assert_near(s[conn], 0.5, 1e-12);
        assert_true(fit.objective < -50);
        rix_assert_same(w[node_of(&e, "Index")], RIX_NAN);
    }
    targets[conn] = 1.02;
    assert_true(optimise(&e, targets, true, w, s).objective < -50);
    rix_assert_near(w[conn], 0.40433619775165469, 1e-9);
    rix_assert_near(s[conn], 0.50495049504950495, 1e-12);
    end(&e);
}

/* Equal influences of eight cannot be met; what an independent search of many starts found. */
static void eight_pillars(void **state)
{
    (void)state;
    example e;
    double targets[NODES], w[NODES], s[NODES];
    begin(&e);
    equal_targets(&e, 2, targets);
    const rix_optimised free = optimise(&e, targets, false, w, s);
    assert_true(free.objective <= -12.54);
    const rix_optimised positive = optimise(&e, targets, true, w, s);
    assert_true(positive.objective <= -6.94);
    for (size_t i = 0; i < NODES; i++) assert_true(isnan(w[i]) || w[i] >= 0);
    end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sub_indices),
        cmocka_unit_test(eight_pillars),
    };
    return RIX_RUN_TESTS("weights with target influences", tests);
}
