/* test_bod.c - the benefit of the doubt on the OECD Better Life Index 2017, with exact optima. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "support.h"

enum { UNITS = 35, MOST = 11 };

static const double tolerance = 1e-9; /* relative to max(1, |value|), as the reference says */
static const char *const four[] = { "income", "jobs", "health", "safety" };

static void check_number(double actual, double expected)
{
    rix_assert_near(actual, expected, tolerance * fmax(1, fabs(expected)));
}

typedef struct data {
    csv *file;
    double x[UNITS * MOST], score[UNITS], weight[UNITS * MOST], share[UNITS * MOST];
    double low[MOST], high[MOST];
    const char *code[MOST];
    size_t m;
    rix_table table;
    rix_bod_options options;
} data;

/* The four columns of the reference or all, with bounds that are the same for all columns. */
static void read_data(data *d, bool all, double low, double high)
{
    d->file = csv_read_reference("compind/bli_2017.csv");
    d->m = all ? MOST : 4;
    assert_int_equal(d->file->rows, UNITS);
    for (size_t j = 0; j < d->m; j++) {
        d->code[j] = all ? d->file->cell[1 + j] : four[j];
        d->low[j] = low;
        d->high[j] = high;
        for (size_t i = 0; i < UNITS; i++) {
            d->x[i * d->m + j] = csv_number(d->file, i, csv_column(d->file, d->code[j]));
        }
    }
    d->table = (rix_table){ .values = rix_mat_c(d->x, UNITS, d->m), .indicators = d->code };
    d->options = (rix_bod_options)RIX_BOD_INIT;
    if (low > 0) d->options.share_low = rix_vec_c(d->low, d->m);
    if (high < 1) d->options.share_high = rix_vec_c(d->high, d->m);
}

static void run(data *d)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_benefit_of_the_doubt(
                      &d->table, &d->options, NULL, rix_out_c(d->score, UNITS, 1),
                      rix_out_c(d->weight, UNITS, d->m), rix_out_c(d->share, UNITS, d->m), &err),
                  err);
}

static void check_scores(const data *d, const char *column)
{
    csv *expected = csv_read_reference("compind/bod.csv");
    for (size_t i = 0; i < UNITS; i++) {
        check_number(d->score[i], csv_number(expected, i, csv_column(expected, column)));
    }
    csv_free(expected);
}

/* Where they are unique, and as many units as the reference says are so. Columns of x are those after the name. */
static void check_unique(const data *d, const double *x, const char *path, size_t count)
{
    csv *expected = csv_read_reference(path);
    const size_t unique = csv_column(expected, "weights_unique");
    size_t checked = 0;
    for (size_t i = 0; i < UNITS; i++) {
        if (strcmp(csv_text(expected, i, unique), "TRUE") != 0) continue;
        for (size_t j = 0; j < d->m; j++) {
            rix_assert_text(expected->cell[1 + j], d->code[j]);
            check_number(x[i * d->m + j], csv_number(expected, i, 1 + j));
        }
        checked++;
    }
    assert_int_equal(checked, count);
    csv_free(expected);
}

/* The rule of a node gives the same. */
static void check_rule(const data *d, double low, double high)
{
    rix_aggregate_options o = RIX_AGGREGATE_INIT;
    double scores[UNITS];
    rix_error err = RIX_ERROR_INIT;
    o.rule = RIX_AGG_BOD;
    o.share_low = low;
    o.share_high = high;
    rix_assert_ok(rix_aggregate(&d->table, (rix_vec){ NULL, 0, 1 }, &o, RIX_NAN, RIX_NAN,
                                rix_out_c(scores, UNITS, 1), &err),
                  err);
    for (size_t i = 0; i < UNITS; i++) rix_assert_same(scores[i], d->score[i]);
}

static void any_shares(void **state)
{
    (void)state;
    data d;
    read_data(&d, true, 0, 1);
    run(&d);
    check_scores(&d, "bod_11");
    check_rule(&d, 0, 1);
    csv_free(d.file);
    read_data(&d, false, 0, 1);
    run(&d);
    check_scores(&d, "bod_4");
    check_unique(&d, d.weight, "compind/bod_4_weights.csv", 30);
    csv_free(d.file);
}

static void bounded_shares(void **state)
{
    (void)state;
    data d;
    read_data(&d, true, 0.03, 0.2);
    run(&d);
    check_scores(&d, "bod_constr_11");
    check_rule(&d, 0.03, 0.2);
    csv_free(d.file);
    read_data(&d, false, 0.1, 0.5);
    run(&d);
    check_scores(&d, "bod_constr_4");
    check_rule(&d, 0.1, 0.5);
    check_unique(&d, d.share, "compind/bod_constr_4_shares.csv", 33);
    csv_free(d.file);
}

static void geometric(void **state)
{
    (void)state;
    data d;
    size_t germany, checked = 0;
    rix_error err = RIX_ERROR_INIT;
    read_data(&d, false, 0.1, 0.5);
    csv *expected = csv_read_reference("compind/geometric_bod.csv");
    assert_int_equal(csv_where(d.file, "country", "Germany", &germany, 1), 1);
    rix_assert_ok(rix_geometric_bod(&d.table, &d.options, germany, NULL,
                                    rix_out_c(d.score, UNITS, 1), rix_out_c(d.share, UNITS, d.m),
                                    &err),
                  err);
    rix_assert_same(d.score[germany], 1);
    for (size_t i = 0; i < UNITS; i++) {
        if (strcmp(csv_text(expected, i, csv_column(expected, "weights_unique")), "TRUE") != 0)
            continue;
        check_number(d.score[i], csv_number(expected, i, csv_column(expected, "geometric_bod_4")));
        checked++;
    }
    assert_int_equal(checked, 33);
    csv_free(expected);
    csv_free(d.file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_shares),
        cmocka_unit_test(bounded_shares),
        cmocka_unit_test(geometric),
    };
    return RIX_RUN_TESTS("benefit of the doubt", tests);
}
