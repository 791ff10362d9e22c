/* test_coinr_audit.c - the audit of COINr 1.1.14 on its ASEM example, every table of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

/* ------------------------------------------------------------------------ tables and the tree -- */

/* Columns of a file by their codes, in the order of `codes`; units in ascending order of uCode. */
typedef struct data {
    csv *file;
    double *x;
    const char **units;
    rix_table table;
} data;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static data read_data(const char *path, const char *const *codes, size_t n)
{
    data d = { csv_read_reference(path), NULL, NULL, { .indicators = codes } };
    const size_t rows = d.file->rows, key = csv_column(d.file, "uCode");
    d.x = calloc(rows * n, sizeof *d.x);
    d.units = calloc(rows, sizeof *d.units);
    assert_non_null(d.x);
    assert_non_null(d.units);
    for (size_t i = 0; i < rows; i++) d.units[i] = csv_text(d.file, i, key);
    qsort(d.units, rows, sizeof *d.units, by_text);
    for (size_t i = 0; i < rows; i++) {
        size_t row;
        assert_int_equal(csv_where(d.file, "uCode", d.units[i], &row, 1), 1);
        for (size_t j = 0; j < n; j++) {
            d.x[i * n + j] = csv_number(d.file, row, csv_column(d.file, codes[j]));
        }
    }
    d.table.values = rix_mat_c(d.x, rows, n);
    d.table.units = d.units;
    return d;
}

static void free_data(data *d)
{
    free(d->units);
    free(d->x);
    csv_free(d->file);
}

enum { MOST_CODES = 64, INDICATORS = 49 };

/* Codes of a column of asem_imeta.csv that read so, in its order. */
typedef struct codes {
    csv *meta;
    const char *code[MOST_CODES];
    size_t n;
} codes;

static codes codes_where(const char *column, const char *value)
{
    codes c = { csv_read_reference("coinr/asem_imeta.csv"), { NULL }, 0 };
    size_t rows[MOST_CODES];
    c.n = csv_where(c.meta, column, value, rows, MOST_CODES);
    assert_in_range(c.n, 1, MOST_CODES);
    for (size_t k = 0; k < c.n; k++) {
        c.code[k] = csv_text(c.meta, rows[k], csv_column(c.meta, "iCode"));
    }
    return c;
}

/* Codes of a file's column, or of its header after the first field. */
static codes codes_of(csv *file, const char *column)
{
    codes c = { file, { NULL }, 0 };
    c.n = column ? file->rows : file->cols - 1;
    assert_in_range(c.n, 1, MOST_CODES);
    for (size_t k = 0; k < c.n; k++) {
        c.code[k] = column ? csv_text(file, k, csv_column(file, column)) : file->cell[k + 1];
    }
    return c;
}

static rix_framework *asem(const csv *meta, const csv *weights, const char *column)
{
    rix_node *nodes = calloc(meta->rows, sizeof *nodes);
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0, row;
    assert_non_null(nodes);
    for (size_t i = 0; i < meta->rows; i++) {
        if (isnan(csv_number(meta, i, csv_column(meta, "Level")))) continue;
        rix_node *node = &nodes[n++];
        *node = (rix_node)RIX_NODE_INIT;
        node->code = csv_text(meta, i, csv_column(meta, "iCode"));
        node->parent = csv_text(meta, i, csv_column(meta, "Parent"));
        node->direction = (int)csv_number(meta, i, csv_column(meta, "Direction"));
        if (!weights) continue;
        assert_int_equal(csv_where(weights, "iCode", node->code, &row, 1), 1);
        node->weight = csv_number(weights, row, csv_column(weights, column));
    }
    rix_assert_ok(rix_framework_new(nodes, n, &fw, &err), err);
    free(nodes);
    return fw;
}

/* ---------------------------------------------------------------------------------- statistics -- */

static void check_flag(const csv *t, size_t i, const char *column, bool flag, const char *word)
{
    assert_string_equal(csv_text(t, i, csv_column(t, column)), flag ? word : "ok");
}

static void check_stats(const char *input, const char *expected)
{
    csv *t = csv_read_reference(expected);
    codes c = codes_of(t, "iCode");
    data d = read_data(input, c.code, c.n);
    rix_indicator_stats s[MOST_CODES];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_describe(&d.table, NULL, s, &err), err);
    for (size_t k = 0; k < c.n; k++) {
        const struct {
            const char *column;
            double value;
        } figures[] = {
            { "Min", s[k].min },
            { "Max", s[k].max },
            { "Mean", s[k].mean },
            { "Median", s[k].median },
            { "Std", s[k].sd },
            { "Skew", s[k].skewness },
            { "Kurt", s[k].kurtosis },
            { "N.Avail", (double)s[k].n_available },
            { "N.NonZero", (double)s[k].n_nonzero },
            { "N.Unique", (double)s[k].n_unique },
            { "N.Same", (double)s[k].n_same },
            { "Frc.Avail", s[k].share_available },
            { "Frc.NonZero", s[k].share_nonzero },
            { "Frc.Unique", s[k].share_unique },
            { "Frc.Same", s[k].share_same },
        };
        for (size_t f = 0; f < sizeof figures / sizeof figures[0]; f++) {
            check_number(figures[f].value, csv_number(t, k, csv_column(t, figures[f].column)));
        }
        check_flag(t, k, "Flag.Avail", s[k].low_available, "LOW");
        check_flag(t, k, "Flag.NonZero", s[k].low_nonzero, "LOW");
        check_flag(t, k, "Flag.Unique", s[k].low_unique, "LOW");
        check_flag(t, k, "Flag.SkewKurt", s[k].outliers, "OUT");
    }
    free_data(&d);
    csv_free(t);
}

static void statistics_raw_and_treated(void **state)
{
    (void)state;
    check_stats("coinr/asem_idata.csv", "coinr/audit/stats_raw.csv");
    check_stats("coinr/treated.csv", "coinr/audit/stats_treated.csv");
}

static void quantiles_and_outliers(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/quantiles_outliers_raw.csv");
    codes c = codes_of(t, "iCode");
    data d = read_data("coinr/asem_idata.csv", c.code, c.n);
    const double p[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
    const char *const column[] = { "q05", "q25", "q50", "q75", "q95" };
    double q[MOST_CODES * 5];
    rix_indicator_stats s[MOST_CODES];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_quantiles(&d.table, rix_vec_c(p, 5), rix_out_c(q, c.n, 5), &err), err);
    rix_assert_ok(rix_audit_describe(&d.table, NULL, s, &err), err);
    for (size_t k = 0; k < c.n; k++) {
        for (size_t j = 0; j < 5; j++) {
            check_number(q[k * 5 + j], csv_number(t, k, csv_column(t, column[j])));
        }
        check_number((double)(d.table.values.rows - s[k].n_available),
                     csv_number(t, k, csv_column(t, "n_missing")));
        check_number(s[k].fence_low, csv_number(t, k, csv_column(t, "fence_low")));
        check_number(s[k].fence_high, csv_number(t, k, csv_column(t, "fence_high")));
        check_number((double)s[k].n_below, csv_number(t, k, csv_column(t, "n_outliers_low")));
        check_number((double)s[k].n_above, csv_number(t, k, csv_column(t, "n_outliers_high")));
    }
    free_data(&d);
    csv_free(t);
}

static void availability(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/availability_raw.csv");
    csv *g = csv_read_reference("coinr/audit/availability_raw_by_group.csv");
    codes c = codes_where("Type", "Indicator");
    rix_framework *fw = asem(c.meta, NULL, NULL);
    data d = read_data("coinr/asem_idata.csv", c.code, c.n);
    const size_t rows = d.table.values.rows, size = rix_framework_size(fw);
    rix_unit_data *u = calloc(rows, sizeof *u);
    double *shares = calloc(rows * size, sizeof *shares);
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(c.n, INDICATORS);
    rix_assert_ok(rix_audit_units(&d.table, u, &err), err);
    rix_assert_ok(rix_audit_availability(&d.table, fw, rix_out_c(shares, rows, size), &err), err);
    for (size_t i = 0; i < rows; i++) {
        assert_string_equal(csv_text(t, i, 0), d.units[i]);
        check_number((double)u[i].n_missing, csv_number(t, i, csv_column(t, "N_missing")));
        check_number((double)u[i].n_zero, csv_number(t, i, csv_column(t, "N_zero")));
        check_number((double)(u[i].n_missing + u[i].n_zero),
                     csv_number(t, i, csv_column(t, "N_miss_or_zero")));
        check_number(u[i].share_available, csv_number(t, i, csv_column(t, "Dat_Avail")));
        check_number(u[i].share_nonzero, csv_number(t, i, csv_column(t, "Non_Zero")));
        for (size_t j = 1; j < g->cols; j++) {
            check_number(shares[i * size + rix_framework_find(fw, g->cell[j])],
                         csv_number(g, i, j));
        }
    }
    free(shares);
    free(u);
    free_data(&d);
    rix_framework_free(fw);
    csv_free(c.meta);
    csv_free(g);
    csv_free(t);
}

/* -------------------------------------------------------------------------------- correlations -- */

static void check_matrix(const double *actual, const csv *expected)
{
    const size_t cols = expected->cols - 1;
    for (size_t i = 0; i < expected->rows; i++) {
        for (size_t j = 0; j < cols; j++) {
            check_number(actual[i * cols + j], csv_number(expected, i, j + 1));
        }
    }
}

/* The columns that a file's header names against themselves, or against its rows' names. */
static void check_correlations(const char *input, const char *expected, rix_correlation kind)
{
    char path[128];
    snprintf(path, sizeof path, "coinr/audit/%s_%s.csv", expected, rix_correlation_name(kind));
    csv *t = csv_read_reference(path);
    codes rows = codes_of(t, "iCode"), cols = codes_of(t, NULL);
    data x = read_data(input, rows.code, rows.n), y = read_data(input, cols.code, cols.n);
    double r[MOST_CODES * 9], p[MOST_CODES * 9];
    const rix_out none = { 0 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(
        rix_audit_correlate(&x.table, &y.table, kind, rix_out_c(r, rows.n, cols.n), none, &err),
        err);
    check_matrix(r, t);
    if (rows.n == cols.n) {
        rix_assert_ok(rix_audit_correlate(&x.table, NULL, kind, rix_out_c(r, rows.n, cols.n),
                                          rix_out_c(p, rows.n, cols.n), &err),
                      err);
        check_matrix(r, t);
    }
    free_data(&y);
    free_data(&x);
    csv_free(t);
}

static void correlations_within_and_across_levels(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        check_correlations("coinr/asem_idata.csv", "corr_raw_P2P", (rix_correlation)kind);
        check_correlations("coinr/asem_idata.csv", "corr_raw_Social", (rix_correlation)kind);
        check_correlations("coinr/aggregated.csv", "corr_aggregated_level2_vs_above",
                           (rix_correlation)kind);
    }
}

static void p_values(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/corr_raw_P2P_pearson_pvalues.csv");
    csv *kept = csv_read_reference("coinr/audit/corr_raw_P2P_pearson_significant_only.csv");
    codes c = codes_of(t, NULL);
    data d = read_data("coinr/asem_idata.csv", c.code, c.n);
    double r[64], p[64];
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(c.n, 8);
    rix_assert_ok(rix_audit_correlate(&d.table, NULL, RIX_COR_PEARSON, rix_out_c(r, 8, 8),
                                      rix_out_c(p, 8, 8), &err),
                  err);
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) { /* the digits of small ones too */
            rix_assert_close(p[i * 8 + j], csv_number(t, i, j + 1), tolerance);
            check_number(p[i * 8 + j] > 0.05 ? RIX_NAN : r[i * 8 + j], csv_number(kept, i, j + 1));
        }
    }
    free_data(&d);
    csv_free(kept);
    csv_free(t);
}

/* Each flagged pair of the file, in either order of its two. */
static void check_flags(const csv *t, const rix_flagged_pair *pairs, size_t found,
                        const char *const *row, const char *const *col, const char *const *names)
{
    assert_int_equal(found, t->rows);
    for (size_t i = 0; i < t->rows; i++) {
        const char *a = csv_text(t, i, csv_column(t, names[0]));
        const char *b = csv_text(t, i, csv_column(t, names[1]));
        size_t hits = 0;
        for (size_t k = 0; k < found; k++) {
            const char *x = row[pairs[k].row], *y = col[pairs[k].col];
            const bool same = strcmp(a, x) == 0 && strcmp(b, y) == 0;
            const bool turned = strcmp(a, y) == 0 && strcmp(b, x) == 0;
            if (!same && !turned) continue;
            hits++;
            check_number(pairs[k].r, csv_number(t, i, csv_column(t, "Corr")));
            assert_true(pairs[k].high == (pairs[k].r > 0));
        }
        assert_int_equal(hits, 1);
    }
}

static void flagged_pairs(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/corr_flags_normalised.csv");
    codes c = codes_where("Type", "Indicator");
    rix_framework *fw = asem(c.meta, NULL, NULL);
    data d = read_data("coinr/normalised.csv", c.code, c.n);
    static double r[INDICATORS * INDICATORS];
    static rix_flagged_pair pairs[INDICATORS * INDICATORS];
    const char *const names[] = { "Ind1", "Ind2" };
    const rix_out none = { 0 };
    size_t group[INDICATORS], found = 0;
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < c.n; k++) {
        group[k] = rix_framework_parent(fw, rix_framework_find(fw, c.code[k]));
    }
    rix_assert_ok(
        rix_audit_correlate(&d.table, NULL, RIX_COR_PEARSON, rix_out_c(r, c.n, c.n), none, &err),
        err);
    rix_assert_ok(rix_audit_flag_pairs(rix_mat_c(r, c.n, c.n), group, -0.2, 0.75, pairs,
                                       INDICATORS * INDICATORS, &found, &err),
                  err);
    check_flags(t, pairs, found, c.code, c.code, names);
    free_data(&d);
    rix_framework_free(fw);
    csv_free(c.meta);
    csv_free(t);
}

static void denominators(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/denominator_correlations_raw.csv");
    csv *flags = csv_read_reference("coinr/audit/denominator_correlations_flagged_07.csv");
    codes rows = codes_of(t, "iCode"), cols = codes_of(t, NULL);
    data x = read_data("coinr/asem_idata.csv", rows.code, rows.n);
    data y = read_data("coinr/asem_idata.csv", cols.code, cols.n);
    double r[MOST_CODES * 4];
    rix_flagged_pair pairs[MOST_CODES * 4];
    const char *const names[] = { "Ind", "Denom" };
    const rix_out none = { 0 };
    size_t found = 0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_audit_correlate(&x.table, &y.table, RIX_COR_PEARSON,
                                      rix_out_c(r, rows.n, cols.n), none, &err),
                  err);
    check_matrix(r, t);
    rix_assert_ok(rix_audit_flag_pairs(rix_mat_c(r, rows.n, cols.n), NULL, -0.7, 0.7, pairs,
                                       rows.n * cols.n, &found, &err),
                  err);
    check_flags(flags, pairs, found, rows.code, cols.code, names);
    free_data(&y);
    free_data(&x);
    csv_free(flags);
    csv_free(t);
}

/* ------------------------------------------------------------------- components and consistency -- */

/* 1 or -1: what turns our component k into theirs. */
static double sign_of(const double *loadings, const csv *t, size_t n, size_t k)
{
    double product = 0;
    for (size_t j = 0; j < n; j++) product += loadings[j * n + k] * csv_number(t, j, k + 1);
    return product < 0 ? -1 : 1;
}

static void check_pca(const char *input, const char *name, size_t n_used)
{
    char path[128];
    snprintf(path, sizeof path, "coinr/%s_loadings.csv", name);
    csv *t = csv_read_reference(path);
    snprintf(path, sizeof path, "coinr/%s_variance.csv", name);
    csv *v = csv_read_reference(path);
    snprintf(path, sizeof path, "coinr/%s_scores.csv", name);
    csv *s = n_used ? csv_read_reference(path) : NULL;
    codes c = codes_of(t, "iCode");
    data d = read_data(input, c.code, c.n);
    const size_t n = c.n, rows = d.table.values.rows;
    double value[16], loadings[16 * 16], *scores = calloc(rows * n, sizeof *scores);
    size_t used = 0, row;
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(scores);
    rix_assert_ok(rix_audit_pca(&d.table, value, rix_out_c(loadings, n, n),
                                rix_out_c(scores, rows, n), &used, &err),
                  err);
    for (size_t k = 0; k < n; k++) {
        const double sign = sign_of(loadings, t, n, k);
        check_number(sqrt(value[k]), csv_number(v, k, csv_column(v, "sdev")));
        check_number(value[k] / (double)n, csv_number(v, k, csv_column(v, "proportion")));
        for (size_t j = 0; j < n; j++) {
            check_number(sign * loadings[j * n + k], csv_number(t, j, k + 1));
        }
        for (size_t i = 0; s && i < s->rows; i++) {
            for (row = 0; strcmp(d.units[row], csv_text(s, i, 0)) != 0;) row++;
            check_number(sign * scores[row * n + k], csv_number(s, i, k + 1));
        }
    }
    if (s) assert_int_equal(used, n_used);
    free(scores);
    free_data(&d);
    csv_free(s);
    csv_free(v);
    csv_free(t);
}

static void principal_components(void **state)
{
    (void)state;
    check_pca("coinr/normalised.csv", "weights/pca_P2P", 0);
    check_pca("coinr/normalised.csv", "weights/pca_Social", 0);
    check_pca("coinr/asem_idata.csv", "audit/pca_raw_P2P", 42);
}

/* Codes below `top` whose Level reads so. */
static codes items_below(const rix_framework *fw, const csv *meta, const char *top,
                         const char *level)
{
    codes c = { NULL, { NULL }, 0 };
    const size_t group = rix_framework_find(fw, top);
    for (size_t i = 0; i < meta->rows; i++) {
        const char *code = csv_text(meta, i, csv_column(meta, "iCode"));
        if (strcmp(csv_text(meta, i, csv_column(meta, "Level")), level) != 0) continue;
        for (size_t at = rix_framework_find(fw, code); at != RIX_NO_INDEX;
             at = rix_framework_parent(fw, at)) {
            if (at == group) c.code[c.n++] = code;
        }
    }
    return c;
}

static void cronbach(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/audit/cronbach.csv");
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    rix_framework *fw = asem(meta, NULL, NULL);
    rix_error err = RIX_ERROR_INIT;
    for (size_t i = 0; i < t->rows; i++) {
        const char *dset = csv_text(t, i, csv_column(t, "dset"));
        const char *path = strcmp(dset, "Raw") == 0          ? "coinr/asem_idata.csv"
                           : strcmp(dset, "Imputed") == 0    ? "coinr/imputed.csv"
                           : strcmp(dset, "Normalised") == 0 ? "coinr/normalised.csv"
                                                             : "coinr/aggregated.csv";
        codes c = items_below(fw, meta, csv_text(t, i, csv_column(t, "group")),
                              csv_text(t, i, csv_column(t, "level_of_items")));
        double alpha = 0;
        assert_int_equal(c.n, csv_number(t, i, csv_column(t, "n_indicators")));
        data d = read_data(path, c.code, c.n);
        rix_assert_ok(rix_audit_cronbach(&d.table, &alpha, &err), err);
        check_number(alpha, csv_number(t, i, csv_column(t, "alpha")));
        free_data(&d);
    }
    rix_framework_free(fw);
    csv_free(meta);
    csv_free(t);
}

static void effective_weights(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/weights/effective_weights.csv");
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    const char *const given[] = { "Weight_equal", "Weight_unequal" };
    const char *const effective[] = { "EffWeight_equal", "EffWeight_unequal" };
    double weights[MOST_CODES];
    size_t levels[MOST_CODES];
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < 2; k++) {
        rix_framework *fw = asem(meta, t, given[k]);
        assert_in_range(rix_framework_size(fw), 1, MOST_CODES);
        rix_assert_ok(rix_audit_effective_weights(fw, weights, &err), err);
        rix_assert_ok(rix_audit_levels(fw, levels, &err), err);
        for (size_t i = 0; i < t->rows; i++) {
            const size_t node = rix_framework_find(fw, csv_text(t, i, 0));
            check_number(weights[node], csv_number(t, i, csv_column(t, effective[k])));
            assert_int_equal(levels[node], csv_number(t, i, csv_column(t, "Level")));
        }
        rix_framework_free(fw);
    }
    csv_free(meta);
    csv_free(t);
}

/* ------------------------------------------------------------------------------ leaving one out -- */

static void check_removal(const char *level)
{
    char path[128];
    csv *meta = csv_read_reference("coinr/asem_imeta.csv");
    snprintf(path, sizeof path, "coinr/audit/remove_level%s_mean_abs_rank_change.csv", level);
    csv *shifted = csv_read_reference(path);
    csv *scored = NULL, *ranked = NULL;
    if (strcmp(level, "1") != 0) {
        snprintf(path, sizeof path, "coinr/audit/remove_level%s_scores.csv", level);
        scored = csv_read_reference(path);
        snprintf(path, sizeof path, "coinr/audit/remove_level%s_ranks.csv", level);
        ranked = csv_read_reference(path);
    }
    rix_framework *fw = asem(meta, NULL, NULL);
    codes all = codes_where("Type", "Indicator");
    data d = read_data("coinr/treated.csv", all.code, all.n);
    const size_t rows = d.table.values.rows, runs = shifted->rows;
    size_t nodes[MOST_CODES];
    double shifts[MOST_CODES], *scores = calloc(rows * runs, sizeof *scores);
    double *ranks = calloc(rows * runs, sizeof *ranks);
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 1; k < runs; k++) {
        nodes[k - 1] = rix_framework_find(fw, csv_text(shifted, k, 0));
    }
    rix_assert_ok(rix_audit_remove(&d.table, fw, NULL, nodes, runs - 1,
                                   rix_out_c(scores, rows, runs), rix_out_c(ranks, rows, runs),
                                   shifts, &err),
                  err);
    for (size_t k = 0; k < runs; k++) {
        check_number(shifts[k], csv_number(shifted, k, 1));
        for (size_t i = 0; scored && i < rows; i++) {
            check_number(scores[i * runs + k], csv_number(scored, i, k + 1));
            check_number(ranks[i * runs + k], csv_number(ranked, i, k + 1));
        }
    }
    free(ranks);
    free(scores);
    free_data(&d);
    csv_free(all.meta);
    rix_framework_free(fw);
    csv_free(ranked);
    csv_free(scored);
    csv_free(shifted);
    csv_free(meta);
}

static void one_removed_at_a_time(void **state)
{
    (void)state;
    check_removal("1");
    check_removal("2");
    check_removal("3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_raw_and_treated),
        cmocka_unit_test(quantiles_and_outliers),
        cmocka_unit_test(availability),
        cmocka_unit_test(correlations_within_and_across_levels),
        cmocka_unit_test(p_values),
        cmocka_unit_test(flagged_pairs),
        cmocka_unit_test(denominators),
        cmocka_unit_test(principal_components),
        cmocka_unit_test(cronbach),
        cmocka_unit_test(effective_weights),
        cmocka_unit_test(one_removed_at_a_time),
    };
    return RIX_RUN_TESTS("coinr audit", tests);
}
