/* test_fuzz_index.c - frameworks, recipes and tables of any kind: an index or a clear refusal. */
#include "fuzz.h"

enum { NODES = 12, UNITS = 8, COLUMNS = 10 };

static const char *const CODES[] = { "index", "a", "b", "c",         "d",
                                     "e",     "f", "g", "h\xC3\xA9", "\xE2\x82\xAC\xE2\x82\xAC",
                                     "a b\n", "" };
enum { N_CODES = sizeof CODES / sizeof *CODES };

/* Mostly a tree: node i hangs below an earlier one. */
static void random_nodes(rix_stream *s, rix_node *nodes, size_t n)
{
    const double odd = fuzz_if(s, 0.5) ? 0.0 : 1.0; /* half of the trees are sound */
    for (size_t i = 0; i < n; i++) {
        const rix_node plain = RIX_NODE_INIT;
        nodes[i] = plain;
        nodes[i].code =
            fuzz_if(s, odd * 0.03) ? CODES[fuzz_below(s, N_CODES)] : CODES[i % (N_CODES - 1)];
        nodes[i].parent = i == 0 ? NULL : nodes[fuzz_below(s, (i + 1) / 2)].code;
        if (fuzz_if(s, odd * 0.02)) nodes[i].parent = CODES[fuzz_below(s, N_CODES)];
        if (fuzz_if(s, odd * 0.01)) nodes[i].code = NULL;
        nodes[i].kind = fuzz_if(s, odd * 0.02) ? (rix_node_kind)fuzz_below(s, 4) : RIX_NODE_AUTO;
        nodes[i].weight = fuzz_if(s, 0.3) ? fuzz_number(s, odd * 0.05) : 1.0;
        nodes[i].direction = fuzz_if(s, odd * 0.01) ? (int)fuzz_below(s, 5) - 2
                             : fuzz_if(s, 0.3)      ? -1
                                                    : 1;
        nodes[i].aggregate =
            (rix_aggregation)fuzz_below(s, RIX_AGG_MULTIPLICATIVE_BOD + (fuzz_if(s, odd * 0.01) ? 3 : 1));
        nodes[i].normalise =
            (rix_normalisation)fuzz_below(s, RIX_NORM_AMPI + (fuzz_if(s, odd * 0.01) ? 3 : 1));
        if (fuzz_if(s, 0.97)) nodes[i].goal_low = fuzz_number(s, odd * 0.02);
        if (fuzz_if(s, 0.97)) nodes[i].goal_high = fuzz_number(s, odd * 0.02) + 10.0;
        if (fuzz_if(s, 0.97)) nodes[i].target = fuzz_number(s, odd * 0.02);
        if (fuzz_if(s, 0.2)) nodes[i].min_share = rix_stream_uniform(s);
        if (fuzz_if(s, 0.2)) nodes[i].power = 4.0 * rix_stream_uniform(s) - 2.0;
    }
}

static rix_recipe random_recipe(rix_stream *s)
{
    rix_recipe r = RIX_RECIPE_INIT;
    r.normalise.method =
        (rix_normalisation)(1 + fuzz_below(s, RIX_NORM_AMPI + (fuzz_if(s, 0.02) ? 1 : 0)));
    if (fuzz_if(s, 0.3)) r.normalise.low = fuzz_number(s, 0.05);
    if (fuzz_if(s, 0.3)) r.normalise.high = r.normalise.low + fuzz_number(s, 0.05);
    r.normalise.truncate = fuzz_if(s, 0.5);
    r.aggregate.rule =
        (rix_aggregation)(1 + fuzz_below(s, RIX_AGG_MULTIPLICATIVE_BOD + (fuzz_if(s, 0.02) ? 1 : 0)));
    r.normalise.compat = fuzz_if(s, 0.2);
    r.aggregate.compat = fuzz_if(s, 0.2);
    if (fuzz_if(s, 0.3)) r.aggregate.orness = rix_stream_uniform(s);
    if (fuzz_if(s, 0.3)) r.aggregate.power = fuzz_number(s, 0.1);
    r.normalise.ties = (rix_ties)fuzz_below(s, fuzz_if(s, 0.02) ? 4 : 3);
    r.aggregate.penalty = fuzz_if(s, 0.5) ? RIX_PENALTY_ADD : RIX_PENALTY_SUBTRACT;
    r.aggregate.missing = (rix_missing)fuzz_below(s, fuzz_if(s, 0.02) ? 4 : 3);
    if (fuzz_if(s, 0.3)) r.aggregate.min_share = rix_stream_uniform(s);
    if (fuzz_if(s, 0.3)) r.aggregate.fill = fuzz_number(s, 0.1);
    r.strict = fuzz_if(s, 0.1);
    return r;
}

/* What holds for every index, whatever went in. */
static void check_index(const rix_index *index, const rix_framework *fw, size_t units)
{
    const size_t nodes = rix_framework_size(fw);
    const rix_mat scores = rix_index_scores(index), coverage = rix_index_coverage(index);
    double ranks[UNITS * NODES], parts[UNITS * NODES];
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(scores.rows, units);
    assert_int_equal(scores.cols, nodes);
    rix_assert_ok(rix_index_ranks(index, RIX_TIES_MIN, rix_out_c(ranks, units, nodes), &err), err);
    rix_assert_ok(rix_index_contributions(index, rix_framework_find(fw, NULL),
                                          rix_out_c(parts, units, nodes), &err),
                  err);
    for (size_t i = 0; i < units; i++) {
        for (size_t j = 0; j < nodes; j++) {
            const double x =
                scores.data[(ptrdiff_t)i * scores.row_step + (ptrdiff_t)j * scores.col_step];
            const double c =
                coverage.data[(ptrdiff_t)i * coverage.row_step + (ptrdiff_t)j * coverage.col_step];
            assert_true(isnan(x) || isfinite(x));
            assert_true(c >= 0.0 && c <= 1.0);
            assert_true(!isnan(x) == !isnan(ranks[i * nodes + j]));
        }
    }
    for (size_t k = 0; k < rix_index_log_size(index); k++) {
        assert_true(rix_test_is_utf8(rix_index_log_entry(index, k)->message));
    }
}

static void an_index_or_a_clear_refusal(void **state)
{
    (void)state;
    size_t frameworks = 0, indices = 0;
    const size_t runs = fuzz_runs(4000);
    for (size_t run = 0; run < runs; run++) {
        rix_stream s;
        rix_node nodes[NODES];
        double cells[UNITS * COLUMNS];
        const char *columns[COLUMNS];
        rix_framework *fw = NULL;
        rix_index *index = NULL;
        rix_error err = RIX_ERROR_INIT;
        rix_stream_init(&s, 20201123, run);
        const size_t n = 1 + fuzz_below(&s, NODES), units = fuzz_below(&s, UNITS + 1);
        random_nodes(&s, nodes, n);
        rix_status st = rix_framework_new(nodes, n, &fw, &err);
        fuzz_check_error(st, &err);
        if (st != RIX_OK) {
            assert_null(fw);
            continue;
        }
        frameworks++;
        const size_t cols = rix_framework_indicator_count(fw) + (fuzz_if(&s, 0.02) ? 1 : 0);
        if (cols > COLUMNS) {
            rix_framework_free(fw);
            continue;
        }
        for (size_t k = 0; k < cols; k++) {
            const size_t node = rix_framework_indicator(fw, k);
            columns[k] = node == RIX_NO_INDEX ? "other" : rix_framework_node(fw, node)->code;
        }
        for (size_t k = 0; k < units * cols; k++) {
            cells[k] = fuzz_if(&s, 0.1) ? RIX_NAN : fuzz_number(&s, 0.002);
        }
        const rix_table table = { .values = rix_mat_c(cells, units, cols),
                                  .indicators = fuzz_if(&s, 0.5) ? columns : NULL };
        const rix_recipe recipe = random_recipe(&s);
        st = rix_index_build(&table, fw, &recipe, &index, &err);
        fuzz_check_error(st, &err);
        assert_int_equal(st == RIX_OK, index != NULL);
        if (index) {
            check_index(index, fw, units);
            indices++;
        }
        rix_index_free(index);
        rix_framework_free(fw);
    }
    /* The test is worth something only if both ways are taken often. */
    assert_true(frameworks > runs / 3);
    assert_true(indices > runs / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_index_or_a_clear_refusal) };
    return RIX_RUN_TESTS("fuzz_index", tests);
}
