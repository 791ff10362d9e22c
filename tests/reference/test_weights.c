/* test_weights.c - weights by principal components against COINr 1.1.14, rotated factors against Compind 3.4. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the references say */

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

/* The columns of a file that another names in its column `names`, rows below `first` of it. */
static double *columns_of(const csv *input, const csv *names, size_t column, size_t first, size_t n)
{
    double *x = calloc(input->rows * n, sizeof *x);
    assert_non_null(x);
    for (size_t j = 0; j < n; j++) {
        const size_t at = csv_column(input, csv_text(names, first + j, column));
        for (size_t i = 0; i < input->rows; i++) x[i * n + j] = csv_number(input, i, at);
    }
    return x;
}

/* Up to the sign of all, which is arbitrary; and ours are the same, rescaled to sum 1. */
static void check_weights(const csv *input, const csv *weights, size_t first, size_t n)
{
    const size_t codes = csv_column(weights, "iCode"), figures = csv_column(weights, "weight");
    double *x = columns_of(input, weights, codes, first, n), w[16], sum = 0;
    const rix_table t = { .values = rix_mat_c(x, input->rows, n) };
    rix_error err = RIX_ERROR_INIT;
    assert_in_range(n, 1, 16);
    rix_assert_ok(rix_weights_pca(&t, true, rix_out_c(w, 1, n), &err), err);
    const double sign = w[0] * csv_number(weights, first, figures) < 0 ? -1 : 1;
    for (size_t j = 0; j < n; j++) {
        check_number(sign * w[j], csv_number(weights, first + j, figures));
        sum += w[j];
    }
    rix_assert_ok(rix_weights_pca(&t, false, rix_out_c(w, 1, n), &err), err);
    for (size_t j = 0; j < n; j++) {
        check_number(w[j], sign * csv_number(weights, first + j, figures) / sum);
    }
    free(x);
}

static void components_of_a_pillar(void **state)
{
    (void)state;
    const char *const files[] = { "coinr/weights/pca_P2P_weights.csv",
                                  "coinr/weights/pca_Social_weights.csv" };
    csv *input = csv_read_reference("coinr/normalised.csv");
    for (size_t k = 0; k < 2; k++) {
        csv *weights = csv_read_reference(files[k]);
        check_weights(input, weights, 0, weights->rows);
        csv_free(weights);
    }
    csv_free(input);
}

static void components_of_the_sub_indices(void **state)
{
    (void)state;
    csv *input = csv_read_reference("coinr/aggregated.csv");
    csv *weights = csv_read_reference("coinr/weights/pca_level2_weights.csv");
    const size_t groups = csv_column(weights, "group");
    for (size_t first = 0, n; first < weights->rows; first += n) {
        for (n = 1; first + n < weights->rows && strcmp(csv_text(weights, first, groups),
                                                        csv_text(weights, first + n, groups)) == 0;
             n++) {
        }
        check_weights(input, weights, first, n);
    }
    csv_free(weights);
    csv_free(input);
}

/* Case `name` of factor.csv and of factor_weights.csv, on m columns of k factors. */
static void check_case(const csv *input, const char *const *columns, size_t m, size_t k,
                       const char *name, const char *loadings_file)
{
    csv *scores = csv_read_reference("compind/factor.csv");
    csv *weights = csv_read_reference("compind/factor_weights.csv");
    double *x = calloc(input->rows * m, sizeof *x), *s = calloc(input->rows, sizeof *s);
    double loadings[11 * 11], shares[11];
    size_t rows[11];
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(x);
    assert_non_null(s);
    for (size_t j = 0; j < m; j++) {
        const size_t at = csv_column(input, columns[j]);
        for (size_t i = 0; i < input->rows; i++) x[i * m + j] = csv_number(input, i, at);
    }
    const rix_table t = { .values = rix_mat_c(x, input->rows, m) };
    rix_assert_ok(rix_factor_index(&t, k, true, rix_out_c(s, input->rows, 1),
                                   rix_out_c(loadings, m, k), rix_out_c(shares, 1, k), &err),
                  err);
    for (size_t i = 0; i < input->rows; i++) {
        check_number(s[i], csv_number(scores, i, csv_column(scores, name)));
    }
    assert_int_equal(csv_where(weights, "case", name, rows, 11), k);
    for (size_t j = 0; j < k; j++) {
        check_number(shares[j], csv_number(weights, rows[j], csv_column(weights, "weight")));
    }
    if (loadings_file) {
        csv *expected = csv_read_reference(loadings_file);
        assert_int_equal(expected->rows, m);
        assert_int_equal(expected->cols, k + 1);
        for (size_t i = 0; i < m; i++) {
            for (size_t j = 0; j < k; j++) {
                check_number(loadings[i * k + j], csv_number(expected, i, j + 1));
            }
        }
        csv_free(expected);
    }
    free(s);
    free(x);
    csv_free(weights);
    csv_free(scores);
}

static void factors_of_compind(void **state)
{
    (void)state;
    const char *const four[] = { "income", "jobs", "health", "safety" };
    const char *all[11];
    csv *input = csv_read_reference("compind/bli_2017.csv");
    csv *order = csv_read_reference("compind/factor_all_rotated_loadings.csv");
    assert_int_equal(order->rows, 11);
    for (size_t j = 0; j < 11; j++) all[j] = csv_text(order, j, 0);
    check_case(input, all, 11, 1, "factor_one", NULL);
    check_case(input, four, 4, 1, "factor_one_4", NULL);
    check_case(input, all, 11, 3, "factor_ch3", "compind/factor_ch3_rotated_loadings.csv");
    check_case(input, all, 11, 11, "factor_all", "compind/factor_all_rotated_loadings.csv");
    csv_free(order);
    csv_free(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_of_a_pillar),
        cmocka_unit_test(components_of_the_sub_indices),
        cmocka_unit_test(factors_of_compind),
    };
    return RIX_RUN_TESTS("weights against COINr and Compind", tests);
}
