/* test_preset_frameworks.c - the registry, the golden rows, and what covid_recovery promises. */
#include <stdlib.h>
#include <string.h>

#include "presets.h"
#include "support.h"

static void registry_finds_every_preset(void **state)
{
    (void)state;
    static const char *const names[] = { "hdi",
                                         "inform_risk",
                                         "covid_recovery",
                                         "oxcgrt_stringency",
                                         "oxcgrt_government_response",
                                         "oxcgrt_containment_health",
                                         "oxcgrt_economic_support" };
    const size_t n = sizeof names / sizeof *names;
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_preset_framework_count(), n);
    for (size_t i = 0; i < n; i++) {
        const rix_preset_framework *found = NULL;
        rix_assert_ok(rix_preset_framework_find(names[i], &found, &err), err);
        assert_string_equal(found->name, names[i]);
        assert_ptr_equal(found, rix_preset_framework_at(i));
        assert_true(found->title[0] != '\0' && found->source[0] != '\0');
    }
    assert_null(rix_preset_framework_at(n));
    assert_null(rix_preset_framework_at(RIX_NO_INDEX));
}

static void unknown_preset_lists_the_names(void **state)
{
    (void)state;
    const rix_preset_framework *const untouched = rix_preset_framework_at(0), *out = untouched;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_preset_framework_find("HDI", &out, &err), RIX_ENOTFOUND, err, "'HDI'");
    rix_assert_text(err.message, "'hdi' 'inform_risk' 'covid_recovery'");
    assert_string_equal(err.arg, "name");
    rix_assert_fails(rix_preset_framework_find("", &out, &err), RIX_ENOTFOUND, err, "''");
    rix_assert_fails(rix_preset_framework_find(NULL, &out, &err), RIX_EINVAL, err, "name");
    rix_assert_fails(rix_preset_framework_find("hdi", NULL, &err), RIX_EINVAL, err, "out");
    assert_int_equal(rix_preset_framework_find("none", &out, NULL), RIX_ENOTFOUND);
    assert_ptr_equal(out, untouched);
}

static void every_node_says_where_it_comes_from(void **state)
{
    (void)state;
    for (size_t p = 0; p < rix_preset_framework_count(); p++) {
        const rix_preset_framework *preset;
        rix_framework *fw = preset_build(rix_preset_framework_at(p)->name, &preset);
        assert_int_equal(rix_framework_size(fw), preset->n_nodes);
        assert_int_equal(rix_framework_find(fw, preset->name), rix_framework_find(fw, NULL));
        for (size_t i = 0; i < preset->n_nodes; i++) {
            const rix_node *node = &preset->nodes[i];
            assert_true(node->name && node->source && node->source[0]);
            assert_true(node->kind != RIX_NODE_AUTO);
            assert_int_equal(node->kind == RIX_NODE_INDICATOR, node->unit != NULL);
        }
        rix_framework_free(fw);
    }
}

static void golden_hdi(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "hdi_golden.csv");
    check_hdi(t);
    csv_free(t);
}

static void golden_inform(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "inform_golden.csv");
    check_inform_nodes(t);
    check_inform_tree(t);
    csv_free(t);
}

/* No income, no HDI: the UNDP publishes none either. */
static void hdi_wants_all_four(void **state)
{
    (void)state;
    const double x[] = { 70.0, 12.0, 8.0, RIX_NAN, 70.0, 12.0, 8.0, 50.0 };
    const rix_table table = { .values = rix_mat_c(x, 2, 4) };
    const rix_preset_framework *preset;
    rix_framework *fw = preset_build("hdi", &preset);
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    rix_assert_ok(rix_index_build(&table, fw, &preset->recipe, &index, &err), err);
    const rix_mat s = rix_index_scores(index);
    const size_t root = rix_framework_find(fw, NULL),
                 education = rix_framework_find(fw, "education");
    rix_assert_same(s.data[(ptrdiff_t)root * s.col_step], RIX_NAN);
    rix_assert_close(s.data[(ptrdiff_t)education * s.col_step], 0.6, 1e-12);
    rix_assert_same(s.data[s.row_step + (ptrdiff_t)root * s.col_step],
                    0.0); /* below the goalpost */
    rix_index_free(index);
    rix_framework_free(fw);
}

/* ------------------------------------------------------------------- the example and its index -- */

typedef struct example {
    csv *t;
    const rix_preset_framework *preset;
    rix_framework *fw;
    double *values;
    rix_table table;
    rix_index *index;
} example;

static example example_open(void)
{
    example e = { .t = csv_read_in("RISKIDX_EXAMPLE_DATA", "asia_pacific.csv") };
    rix_error err = RIX_ERROR_INIT;
    e.fw = preset_build("covid_recovery", &e.preset);
    e.table = preset_table(e.t, e.fw, false, &e.values);
    rix_assert_ok(rix_index_build(&e.table, e.fw, &e.preset->recipe, &e.index, &err), err);
    return e;
}

static void example_close(example *e)
{
    rix_index_free(e->index);
    rix_framework_free(e->fw);
    free(e->values);
    csv_free(e->t);
}

static double example_score(const example *e, size_t unit, const char *code)
{
    const rix_mat s = rix_index_scores(e->index);
    const size_t node = rix_framework_find(e->fw, code);
    assert_true(node != RIX_NO_INDEX);
    return s.data[(ptrdiff_t)unit * s.row_step + (ptrdiff_t)node * s.col_step];
}

static size_t example_unit(const example *e, const char *iso3)
{
    size_t row = 0;
    assert_int_equal(csv_where(e->t, "iso3", iso3, &row, 1), 1);
    return row;
}

/* The table can be read without looking at its header: two labels, then the indicators in order. */
static void example_columns_are_the_indicators(void **state)
{
    (void)state;
    example e = example_open();
    const size_t n = rix_framework_indicator_count(e.fw);
    assert_true(n >= 18 && e.t->rows >= 40);
    assert_int_equal(e.t->cols, n + 2);
    assert_int_equal(csv_column(e.t, "iso3"), 0);
    assert_int_equal(csv_column(e.t, "economy"), 1);
    for (size_t k = 0; k < n; k++) {
        const size_t node = rix_framework_indicator(e.fw, k);
        assert_int_equal(csv_column(e.t, rix_framework_node(e.fw, node)->code), k + 2);
    }
    for (size_t i = 0; i < e.t->rows; i++) {
        assert_int_equal(strlen(csv_text(e.t, i, 0)), 3);
        assert_int_equal(csv_where(e.t, "iso3", csv_text(e.t, i, 0), NULL, 0), 1);
        assert_null(strpbrk(csv_text(e.t, i, 1), ",\""));
    }
    example_close(&e);
}

static void example_scores_are_on_the_scale(void **state)
{
    (void)state;
    example e = example_open();
    const rix_mat s = rix_index_scores(e.index);
    size_t scored = 0;
    for (size_t i = 0; i < s.rows; i++) {
        for (size_t j = 0; j < s.cols; j++) {
            const double x = s.data[(ptrdiff_t)i * s.row_step + (ptrdiff_t)j * s.col_step];
            assert_true(isnan(x) || (x >= 0.0 && x <= 10.0));
        }
        if (example_score(&e, i, "covid_recovery") >= 0.0) scored++;
    }
    /* Hong Kong has 9 of 24 figures: less than half of two dimensions, so no composite. */
    const size_t hkg = example_unit(&e, "HKG");
    assert_int_equal(scored, s.rows - 1);
    rix_assert_same(example_score(&e, hkg, "covid_recovery"), RIX_NAN);
    rix_assert_same(example_score(&e, hkg, "health"), RIX_NAN);
    assert_true(example_score(&e, hkg, "economic") >= 0.0);
    for (size_t k = 0; k < rix_index_log_size(e.index); k++)
        assert_int_equal(rix_index_log_entry(e.index, k)->severity, RIX_NOTE);
    example_close(&e);
}

/* One unit by hand, from the row of the table: Nepal has no gaps. */
static void nepal_by_hand(void **state)
{
    (void)state;
    example e = example_open();
    const size_t npl = example_unit(&e, "NPL");
    const double transmission = (10 * log10(204.0) / 4 + 6.6 + 5.2) / 3;
    const double susceptibility = (5.8 / 3 + (261.0 - 50) / 70 + 7.3 / 2.5 + 38.0 / 8 + 2.3) / 5;
    const double capacity = (10 - 10 * log(0.3 / 0.2) / log(50.0) + 6.2) / 2;
    const double social = ((15.0 / 4 + 7.4) / 2 + (4.2 + 2.7) / 2 + (6.2 + 10 - 4.4 / 4) / 2) / 3;
    const double structure = (10 - 10 * log(2.4) / log(75.0) + 64.4 / 7 + 4.5) / 3;
    const double lockdown = (65.9 / 8 + 201.0 / 30) / 2, institutions = (6.9 + 5.4 + 5.0) / 3;
    const double d[] = { (transmission + susceptibility + capacity) / 3, social,
                         (structure + lockdown + institutions) / 3 };
    rix_assert_close(example_score(&e, npl, "health"), d[0], 1e-12);
    rix_assert_close(example_score(&e, npl, "social"), d[1], 1e-12);
    rix_assert_close(example_score(&e, npl, "economic"), d[2], 1e-12);
    double product = 1.0;
    for (size_t k = 0; k < 3; k++) product *= 0.9 * (10 - d[k]) + 1;
    rix_assert_close(example_score(&e, npl, "covid_recovery"), (10 - cbrt(product)) / 0.9, 1e-12);
    example_close(&e);
}

/* What docs/covid_recovery.md says of the example: INFORM's class limits split it in about thirds. */
static void docs_tell_the_split_by_zones(void **state)
{
    (void)state;
    example e = example_open();
    size_t green = 0, orange = 0, red = 0;
    for (size_t i = 0; i < e.t->rows; i++) {
        const double score = example_score(&e, i, "covid_recovery");
        if (score < 3.5) green++;
        if (score >= 3.5 && score < 5.0) orange++;
        if (score >= 5.0) red++;
    }
    assert_int_equal(green, 14);
    assert_int_equal(orange, 17);
    assert_int_equal(red, 17);
    rix_assert_near(example_score(&e, example_unit(&e, "AFG"), "covid_recovery"), 7.06, 0.01);
    rix_assert_near(example_score(&e, example_unit(&e, "NZL"), "covid_recovery"), 1.75, 0.01);
    example_close(&e);
}

/* More of an indicator of direction +1 never lowers the risk of a unit, less of -1 neither. */
static void directions_are_as_stated(void **state)
{
    (void)state;
    example e = example_open();
    const size_t npl = example_unit(&e, "NPL"), n = e.table.values.cols;
    const double before = example_score(&e, npl, "covid_recovery");
    rix_error err = RIX_ERROR_INIT;
    for (size_t k = 0; k < n; k++) {
        const rix_node *node = rix_framework_node(e.fw, rix_framework_indicator(e.fw, k));
        double *cell = &e.values[npl * n + k];
        const double kept = *cell;
        *cell *= node->direction > 0 ? 1.05 : 0.95;
        rix_index_free(e.index);
        e.index = NULL;
        rix_assert_ok(rix_index_build(&e.table, e.fw, &e.preset->recipe, &e.index, &err), err);
        if (!(example_score(&e, npl, "covid_recovery") > before)) fail_msg("%s", node->code);
        *cell = kept;
    }
    example_close(&e);
}

/* Goalposts are fixed: a unit scores the same alone and among others. */
static void scores_do_not_depend_on_the_sample(void **state)
{
    (void)state;
    example e = example_open();
    const size_t npl = example_unit(&e, "NPL"), n = e.table.values.cols;
    const rix_table alone = { .values = rix_mat_c(e.values + npl * n, 1, n) };
    rix_index *index = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_index_build(&alone, e.fw, &e.preset->recipe, &index, &err), err);
    rix_assert_same(rix_index_scores(index).data[0], example_score(&e, npl, "covid_recovery"));
    rix_index_free(index);
    example_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registry_finds_every_preset),
        cmocka_unit_test(unknown_preset_lists_the_names),
        cmocka_unit_test(every_node_says_where_it_comes_from),
        cmocka_unit_test(golden_hdi),
        cmocka_unit_test(golden_inform),
        cmocka_unit_test(hdi_wants_all_four),
        cmocka_unit_test(example_columns_are_the_indicators),
        cmocka_unit_test(example_scores_are_on_the_scale),
        cmocka_unit_test(nepal_by_hand),
        cmocka_unit_test(docs_tell_the_split_by_zones),
        cmocka_unit_test(directions_are_as_stated),
        cmocka_unit_test(scores_do_not_depend_on_the_sample),
    };
    return RIX_RUN_TESTS("preset_frameworks", tests);
}
