/* test_sobol.c - Sobol indices against COINr 1.1.14. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, 1e-9 * fmax(1, fabs(expected)));
}

/* The outputs in column `output` of one file, and the indices of the other. */
static void check_case(const char *runs_file, const char *output, const char *indices_file)
{
    csv *runs = csv_read_reference(runs_file), *indices = csv_read_reference(indices_file);
    const size_t d = indices->rows, n = runs->rows / (d + 2), at = csv_column(runs, output);
    const size_t v = csv_find_column(indices, "variance");
    double first[8], total[8], variance, *y = calloc(runs->rows, sizeof *y);
    rix_error err = RIX_ERROR_INIT;
    assert_non_null(y);
    assert_in_range(d, 1, 8);
    for (size_t i = 0; i < runs->rows; i++) y[i] = csv_number(runs, i, at);
    rix_assert_ok(rix_sobol_indices(rix_vec_c(y, runs->rows), n, d, RIX_SOBOL_COMPAT, first, total,
                                    &variance, &err),
                  err);
    for (size_t j = 0; j < d; j++) {
        check_number(first[j], csv_number(indices, j, csv_column(indices, "Si")));
        check_number(total[j], csv_number(indices, j, csv_column(indices, "STi")));
        if (v != (size_t)-1) check_number(variance, csv_number(indices, j, v));
    }
    free(y);
    csv_free(runs);
    csv_free(indices);
}

static void estimators_of_coinr(void **state)
{
    (void)state;
    static const char *const cases[] = { "ishigami_N50", "linear_N16", "linear_offset_N16",
                                         "steps_N32" };
    for (size_t k = 0; k < 4; k++) {
        char runs[96], indices[96];
        snprintf(runs, sizeof runs, "coinr/sensitivity/%s_runs.csv", cases[k]);
        snprintf(indices, sizeof indices, "coinr/sensitivity/%s_indices.csv", cases[k]);
        check_case(runs, "y", indices);
    }
    check_case("coinr/sensitivity/coin_output.csv", "mean_abs_rank_change",
               "coinr/sensitivity/coin_indices.csv");
}

/* Of their sample and of ours: the same cells are equal. */
static void layout_of_coinr(void **state)
{
    (void)state;
    csv *t = csv_read_reference("coinr/sensitivity/sample_layout_N4_d3.csv");
    enum { CELLS = 20 * 3 };
    double theirs[CELLS], ours[CELLS];
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(t->rows, 20);
    for (size_t c = 0; c < CELLS; c++) {
        theirs[c] = csv_number(t, c / 3, csv_column(t, "x1") + c % 3);
    }
    rix_assert_ok(rix_sobol_sample(0, 4, 3, RIX_SEQUENCE_HALTON, 1, rix_out_c(ours, 20, 3), &err),
                  err);
    for (size_t a = 0; a < CELLS; a++) {
        for (size_t b = 0; b < CELLS; b++) {
            const bool same = memcmp(&theirs[a], &theirs[b], sizeof *theirs) == 0;
            assert_int_equal(memcmp(&ours[a], &ours[b], sizeof *ours) == 0, same);
        }
    }
    csv_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimators_of_coinr),
        cmocka_unit_test(layout_of_coinr),
    };
    return RIX_RUN_TESTS("sobol_reference", tests);
}
