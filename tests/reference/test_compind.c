/* test_compind.c - Compind 3.4 on the OECD Better Life Index 2017 and the Happy Planet Index 2017-2019. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

/* The columns of a file from the one numbered `first` on; a chosen few where codes are given. */
typedef struct columns {
    csv *file;
    double *x; /* row-major */
    const char **codes;
    size_t rows, cols;
} columns;

static columns columns_of(const char *path, size_t first, const char *const *codes, size_t n)
{
    columns c = { csv_read_reference(path), NULL, NULL, 0, 0 };
    c.rows = c.file->rows;
    c.cols = codes ? n : c.file->cols - first;
    c.x = calloc(c.rows * c.cols, sizeof *c.x);
    c.codes = calloc(c.cols, sizeof *c.codes);
    assert_true(c.x && c.codes);
    for (size_t j = 0; j < c.cols; j++) {
        c.codes[j] = codes ? codes[j] : c.file->cell[first + j];
        const size_t col = csv_column(c.file, c.codes[j]);
        for (size_t i = 0; i < c.rows; i++) c.x[i * c.cols + j] = csv_number(c.file, i, col);
    }
    return c;
}

static void columns_free(columns *c)
{
    csv_free(c->file);
    free(c->codes);
    free(c->x);
}

static rix_table table_of(const columns *c)
{
    const rix_table table = { .values = rix_mat_c(c->x, c->rows, c->cols), .indicators = c->codes };
    return table;
}

static const char *const four[] = { "income", "jobs", "health", "safety" };
static const rix_vec equal = { NULL, 0, 1 };

/* Scores of the rule, times `sign` and plus `shift`, are the column of the file. */
static void check_rule(const columns *c, const rix_aggregate_options *o, const char *path,
                       const char *column, double sign, double shift)
{
    csv *expected = csv_read_reference(path);
    double *scores = calloc(c->rows, sizeof *scores);
    const rix_table table = table_of(c);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(scores);
    assert_int_equal(expected->rows, c->rows);
    rix_assert_ok(
        rix_aggregate(&table, equal, o, RIX_NAN, RIX_NAN, rix_out_c(scores, c->rows, 1), &err),
        err);
    for (size_t i = 0; i < c->rows; i++) {
        check_number(sign * scores[i] + shift,
                     csv_number(expected, i, csv_column(expected, column)));
    }
    free(scores);
    csv_free(expected);
}

#define BLI "compind/bli_2017.csv"

/* --------------------------------------------------------------------------------- normalisation -- */

/* Negative polarity of environment and worklife, as the reference has it where it says mixed; a target each
 * where there are any. */
static rix_framework *bli_framework(const columns *c, bool mixed, const char *targets)
{
    rix_node *nodes = calloc(c->cols + 1, sizeof *nodes);
    csv *t = targets ? csv_read_reference(targets) : NULL;
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t row;
    assert_non_null(nodes);
    for (size_t j = 0; j < c->cols; j++) {
        nodes[j] = (rix_node)RIX_NODE_INIT;
        nodes[j].code = c->codes[j];
        nodes[j].parent = "the index";
        if (mixed &&
            (strcmp(c->codes[j], "environment") == 0 || strcmp(c->codes[j], "worklife") == 0 ||
             strcmp(c->codes[j], "Ecological_Footprint") == 0)) {
            nodes[j].direction = -1;
        }
        if (!t) continue;
        assert_int_equal(csv_where(t, "iCode", c->codes[j], &row, 1), 1);
        nodes[j].target = csv_number(t, row, csv_column(t, "goalpost"));
    }
    nodes[c->cols] = (rix_node)RIX_NODE_INIT;
    nodes[c->cols].code = "the index";
    rix_assert_ok(rix_framework_new(nodes, c->cols + 1, &fw, &err), err);
    csv_free(t);
    free(nodes);
    return fw;
}

/* The columns' place is taken by their scores. */
static void normalise_in_place(columns *c, const rix_framework *fw, const rix_normalise_options *o)
{
    double *scores = calloc(c->rows * c->cols, sizeof *scores);
    const rix_table table = table_of(c);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(scores);
    rix_assert_ok(rix_normalise(&table, fw, o, rix_out_c(scores, c->rows, c->cols), &err), err);
    memcpy(c->x, scores, c->rows * c->cols * sizeof *scores);
    free(scores);
}

static void check_normalised(bool mixed, const char *targets, const rix_normalise_options *o,
                             const char *path)
{
    columns c = columns_of(BLI, 1, NULL, 0);
    rix_framework *fw = bli_framework(&c, mixed, targets);
    csv *expected = csv_read_reference(path);
    normalise_in_place(&c, fw, o);
    for (size_t i = 0; i < c.rows; i++) {
        for (size_t j = 0; j < c.cols; j++) {
            check_number(c.x[i * c.cols + j],
                         csv_number(expected, i, csv_column(expected, c.codes[j])));
        }
    }
    csv_free(expected);
    rix_framework_free(fw);
    columns_free(&c);
}

static rix_normalise_options options_of(rix_normalisation method, double low, double high)
{
    rix_normalise_options o = RIX_NORMALISE_INIT;
    o.method = method;
    o.low = low;
    o.high = high;
    o.mean = 100;
    o.sd = 10;
    return o;
}

static void normalisation(void **state)
{
    (void)state;
    rix_normalise_options o = options_of(RIX_NORM_ZSCORE, RIX_NAN, RIX_NAN);
    check_normalised(false, NULL, &o, "compind/normalise_z_100_10.csv");
    check_normalised(true, NULL, &o, "compind/normalise_z_100_10_mixed_polarity.csv");
    o = options_of(RIX_NORM_MINMAX, 0, 1);
    check_normalised(true, NULL, &o, "compind/normalise_minmax_mixed_polarity.csv");
    o = options_of(RIX_NORM_RANK, RIX_NAN, RIX_NAN);
    check_normalised(true, NULL, &o, "compind/normalise_rank_mixed_polarity.csv");
    o = options_of(RIX_NORM_AMPI, 70, 130);
    check_normalised(false, "compind/ampi_goalposts.csv", &o, "compind/ampi_normalised.csv");
    check_normalised(true, "compind/ampi_goalposts.csv", &o,
                     "compind/ampi_normalised_mixed_polarity.csv");
}

/* ---------------------------------------------------------------------------------- aggregation -- */

static rix_aggregate_options rule_of(rix_aggregation rule)
{
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    o.rule = rule;
    return o;
}

static void means(void **state)
{
    (void)state;
    const struct {
        const char *column;
        double power;
    } powers[] = { { "power_mean_pm2", -2 }, { "power_mean_pm1", -1 }, { "power_mean_p0.5", 0.5 },
                   { "power_mean_p1", 1 },   { "power_mean_p2", 2 },   { "power_mean_p3", 3 } };
    columns c = columns_of(BLI, 1, NULL, 0);
    rix_aggregate_options o = rule_of(RIX_AGG_GEOMETRIC);
    check_rule(&c, &o, "compind/geometric_mean.csv", "geometric_mean", 1, 0);
    o.rule = RIX_AGG_GENERALISED;
    for (size_t k = 0; k < sizeof powers / sizeof *powers; k++) {
        o.power = powers[k].power;
        check_rule(&c, &o, "compind/generalised_mean.csv", powers[k].column, 1, 0);
    }
    columns_free(&c);
}

static void ordered_weighted_averages(void **state)
{
    (void)state;
    const struct {
        const char *column;
        size_t from, to; /* positions that count */
    } cases[] = { { "owa_p_j1", 0, 1 },  { "owa_n_j1", 10, 11 }, { "owa_p_j3", 0, 3 },
                  { "owa_n_j3", 8, 11 }, { "owa_p_j6", 0, 6 },   { "owa_n_j6", 5, 11 },
                  { "owa_p_j11", 0, 11 } };
    columns c = columns_of(BLI, 1, NULL, 0);
    rix_aggregate_options o = rule_of(RIX_AGG_OWA);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double w[11] = { 0 };
        for (size_t p = cases[k].from; p < cases[k].to; p++) w[p] = 1;
        o.positions = rix_vec_c(w, 11);
        check_rule(&c, &o, "compind/owa.csv", cases[k].column, 1, 0);
    }
    o.positions = equal;
    o.orness = 1;
    check_rule(&c, &o, "compind/owa.csv", "owa_p_j1", 1, 0);
    o.orness = 0;
    check_rule(&c, &o, "compind/owa.csv", "owa_n_j1", 1, 0);
    o.orness = 0.5;
    check_rule(&c, &o, "compind/owa.csv", "owa_p_j11", 1, 0);
    columns_free(&c);
}

static void mazziotta_pareto(void **state)
{
    (void)state;
    columns c = columns_of("compind/normalise_z_100_10.csv", 1, NULL, 0);
    columns m = columns_of("compind/normalise_z_100_10_mixed_polarity.csv", 1, NULL, 0);
    columns f = columns_of("compind/normalise_z_100_10.csv", 1, four, 4);
    rix_aggregate_options o = rule_of(RIX_AGG_MPI);
    o.deviation = RIX_DEVIATION_SAMPLE;
    check_rule(&c, &o, "compind/mpi.csv", "mpi_pos", 1, 0);
    check_rule(&m, &o, "compind/mpi.csv", "mpi_pos_mixed_polarity", 1, 0);
    check_rule(&f, &o, "compind/mpi.csv", "mpi_pos_4", 1, 0);
    o.penalty = RIX_PENALTY_ADD;
    check_rule(&c, &o, "compind/mpi.csv", "mpi_neg", 1, 0);
    check_rule(&m, &o, "compind/mpi.csv", "mpi_neg_mixed_polarity", 1, 0);
    columns_free(&f);
    columns_free(&m);
    columns_free(&c);
}

static void check_ampi(columns *c, bool mixed, const char *targets, const char *path,
                       const char *subtracted, const char *added)
{
    const rix_normalise_options o = options_of(RIX_NORM_AMPI, 70, 130);
    rix_framework *fw = bli_framework(c, mixed, targets);
    rix_aggregate_options a = rule_of(RIX_AGG_MPI);
    normalise_in_place(c, fw, &o);
    check_rule(c, &a, path, subtracted, 1, 0);
    a.penalty = RIX_PENALTY_ADD;
    check_rule(c, &a, path, added, 1, 0);
    rix_framework_free(fw);
}

static void adjusted_mazziotta_pareto(void **state)
{
    (void)state;
    columns c = columns_of(BLI, 1, NULL, 0), m = columns_of(BLI, 1, NULL, 0);
    columns p = columns_of("compind/hpi_panel.csv", 2, NULL, 0);
    check_ampi(&c, false, "compind/ampi_goalposts.csv", "compind/ampi.csv", "ampi_neg_unrounded",
               "ampi_pos_unrounded");
    check_ampi(&m, true, "compind/ampi_goalposts.csv", "compind/ampi.csv",
               "mixed_ampi_neg_unrounded", "mixed_ampi_pos_unrounded");
    check_ampi(&p, true, "compind/ampi_panel_goalposts.csv", "compind/ampi_panel.csv",
               "ampi_neg_unrounded", "ampi_pos_unrounded");
    columns_free(&p);
    columns_free(&m);
    columns_free(&c);
}

static void mean_min(void **state)
{
    (void)state;
    const struct {
        const char *column;
        double alpha, beta;
    } cases[] = { { "columnwise_a05_b1", 0.5, 1 },
                  { "columnwise_a1_b0", 1, 0 },
                  { "columnwise_a03_b05", 0.3, 0.5 },
                  { "columnwise_a0_b1", 0, 1 } };
    columns c = columns_of("compind/normalise_z_100_10.csv", 1, NULL, 0);
    rix_aggregate_options o = rule_of(RIX_AGG_MEAN_MIN);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        o.alpha = cases[k].alpha;
        o.beta = cases[k].beta;
        check_rule(&c, &o, "compind/mean_min.csv", cases[k].column, 1, 0);
    }
    columns_free(&c);
}

/* Ours is 1 minus Compind's, where less is better. */
static void wroclaw(void **state)
{
    (void)state;
    const char *const files[] = { BLI, "compind/normalise_minmax_mixed_polarity.csv",
                                  "compind/normalise_rank_mixed_polarity.csv" };
    const char *const names[] = { "raw_all", "minmax_mixed", "rank_mixed" };
    const rix_aggregate_options o = rule_of(RIX_AGG_WROCLAW);
    for (size_t k = 0; k < 3; k++) {
        columns c = columns_of(files[k], 1, NULL, 0);
        check_rule(&c, &o, "compind/wroclaw.csv", names[k], -1, 1);
        columns_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normalisation),
        cmocka_unit_test(means),
        cmocka_unit_test(ordered_weighted_averages),
        cmocka_unit_test(mazziotta_pareto),
        cmocka_unit_test(adjusted_mazziotta_pareto),
        cmocka_unit_test(mean_min),
        cmocka_unit_test(wroclaw),
    };
    return RIX_RUN_TESTS("compind", tests);
}
