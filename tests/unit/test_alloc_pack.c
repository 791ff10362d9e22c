/* test_alloc_pack.c - results of Monte Carlo as plain numbers, and back to the bit; when an allocation fails. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "fail_alloc.h"

enum { UNITS = 3, N = 20 };

static const double cells[UNITS * 2] = { 1, 5, 2, 9, 4, 3 };

static rix_framework *tree(void)
{
    rix_node nodes[3] = { RIX_NODE_INIT, RIX_NODE_INIT, RIX_NODE_INIT };
    nodes[0].code = "risk";
    nodes[1].code = "a";
    nodes[2].code = "b";
    nodes[1].parent = nodes[2].parent = "risk";
    rix_framework *fw = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_framework_new(nodes, 3, &fw, &err), err);
    return fw;
}

/* Geometric means of z-scores cannot be computed: those replicates fail. */
static rix_uncertainty *run(size_t first, size_t count)
{
    static const char *const codes[2] = { "a", "b" };
    static const size_t kept[2] = { 0, 1 };
    const rix_table table = { .values = rix_mat_c(cells, UNITS, 2), .indicators = codes };
    rix_recipe recipe = RIX_RECIPE_INIT, alternatives[2];
    rix_uncertain inputs[2] = { RIX_UNCERTAIN_INIT, RIX_UNCERTAIN_INIT };
    rix_uncertainty_options options = RIX_UNCERTAINTY_INIT;
    rix_uncertainty *u = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = tree();
    recipe.aggregate.rule = RIX_AGG_GEOMETRIC;
    alternatives[0] = alternatives[1] = recipe;
    alternatives[1].normalise.method = RIX_NORM_ZSCORE;
    alternatives[1].normalise.low = alternatives[1].normalise.high = RIX_NAN;
    inputs[0].kind = RIX_UNCERTAIN_NORMALISE;
    inputs[0].recipes = alternatives;
    inputs[0].n_recipes = 2;
    inputs[1].kind = RIX_UNCERTAIN_WEIGHT_NOISE;
    options.n = N;
    options.first = first;
    options.count = count;
    options.nodes = kept;
    options.n_nodes = 2;
    options.skip_failures = true;
    rix_assert_ok(rix_uncertainty_run(&table, fw, &recipe, inputs, 2, &options, NULL, &u, &err),
                  err);
    rix_framework_free(fw);
    return u;
}

static double *packed(const rix_uncertainty *u, size_t *size)
{
    rix_error err = RIX_ERROR_INIT;
    *size = rix_uncertainty_packed_size(u);
    double *numbers = calloc(*size, sizeof *numbers);
    assert_non_null(numbers);
    rix_assert_ok(rix_uncertainty_pack(u, rix_out_c(numbers, *size, 1), &err), err);
    return numbers;
}

/* Whatever can be read of them is the same bits. */
static void assert_equal(const rix_uncertainty *a, const rix_uncertainty *b)
{
    const rix_uncertainty_shape s = rix_uncertainty_shape_of(a), t = rix_uncertainty_shape_of(b);
    assert_true(s.n == t.n && s.total == t.total && s.first == t.first && s.count == t.count);
    assert_true(s.sobol == t.sobol && s.ties == t.ties && s.n_failed == t.n_failed);
    assert_true(s.n_units == t.n_units && s.n_nodes == t.n_nodes && s.n_inputs == t.n_inputs);
    rix_error err = RIX_ERROR_INIT;
    double x[N * UNITS], y[N * UNITS];
    for (size_t q = 0; q < s.n_nodes; q++) {
        assert_int_equal(rix_uncertainty_node(a, q), rix_uncertainty_node(b, q));
        const rix_mat c = rix_uncertainty_scores(a, q), d = rix_uncertainty_scores(b, q);
        rix_assert_ok(rix_uncertainty_ranks(a, q, rix_out_c(x, s.count, UNITS), &err), err);
        rix_assert_ok(rix_uncertainty_ranks(b, q, rix_out_c(y, s.count, UNITS), &err), err);
        for (size_t r = 0; r < s.count; r++) {
            for (size_t i = 0; i < UNITS; i++) {
                rix_assert_same(c.data[(ptrdiff_t)r * c.row_step + (ptrdiff_t)i],
                                d.data[(ptrdiff_t)r * d.row_step + (ptrdiff_t)i]);
                rix_assert_same(x[r * UNITS + i], y[r * UNITS + i]);
            }
        }
    }
    for (size_t k = 0; k < s.count * s.n_inputs; k++) {
        rix_assert_same(rix_uncertainty_draws(a).data[k], rix_uncertainty_draws(b).data[k]);
    }
    for (size_t k = 0; k < s.n_nodes * UNITS; k++) {
        rix_assert_same(rix_uncertainty_nominal_scores(a).data[k],
                        rix_uncertainty_nominal_scores(b).data[k]);
        rix_assert_same(rix_uncertainty_nominal_ranks(a).data[k],
                        rix_uncertainty_nominal_ranks(b).data[k]);
    }
}

static void there_and_back(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    for (size_t count = 1; count <= N; count += N - 1) {
        rix_uncertainty *u = run(N - count, count), *again = NULL;
        size_t size;
        double *numbers = packed(u, &size);
        assert_true(count == 1 || rix_uncertainty_shape_of(u).n_failed > 0);
        rix_assert_ok(rix_uncertainty_unpack(rix_vec_c(numbers, size), &again, &err), err);
        assert_equal(u, again);
        rix_uncertainty_free(again);
        rix_uncertainty_free(u);
        free(numbers);
    }
}

static void shards_that_travelled_join(void **state)
{
    (void)state;
    static const size_t first[3] = { 12, 0, 5 }, count[3] = { 8, 5, 7 };
    rix_error err = RIX_ERROR_INIT;
    rix_uncertainty *whole = run(0, N), *shards[3] = { NULL, NULL, NULL }, *joined = NULL;
    for (size_t k = 0; k < 3; k++) {
        rix_uncertainty *u = run(first[k], count[k]);
        size_t size;
        double *numbers = packed(u, &size);
        rix_assert_ok(rix_uncertainty_unpack(rix_vec_c(numbers, size), &shards[k], &err), err);
        rix_uncertainty_free(u);
        free(numbers);
    }
    rix_assert_ok(rix_uncertainty_join((const rix_uncertainty *const *)shards, 3, &joined, &err),
                  err);
    assert_equal(whole, joined);
    for (size_t k = 0; k < 3; k++) rix_uncertainty_free(shards[k]);
    rix_uncertainty_free(joined);
    rix_uncertainty_free(whole);
}

/* The head: layout, n, total, first, count, sobol, ties, units, nodes, inputs; then the nodes. */
static void other_numbers_are_refused(void **state)
{
    (void)state;
    static const double wrong[] = { RIX_NAN, -1, 0.5, 1e300, 77 };
    rix_error err = RIX_ERROR_INIT;
    rix_uncertainty *u = run(0, N), *none = NULL;
    size_t size;
    double *numbers = packed(u, &size);
    for (size_t at = 0; at < 10; at++) {
        for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
            const double kept = numbers[at];
            if ((at == 1 || at == 2) && wrong[k] > 70 && wrong[k] < 80) continue; /* may be so */
            numbers[at] = wrong[k];
            assert_int_equal(rix_uncertainty_unpack(rix_vec_c(numbers, size), &none, &err),
                             RIX_EINVAL);
            assert_string_equal(err.arg, "packed");
            numbers[at] = kept;
        }
    }
    for (size_t n = 0; n < size; n += 7) {
        assert_int_equal(rix_uncertainty_unpack(rix_vec_c(numbers, n), &none, &err), RIX_EINVAL);
    }
    assert_null(none);
    assert_int_equal(rix_uncertainty_unpack(rix_vec_c(numbers, size), NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_uncertainty_pack(NULL, rix_out_c(numbers, size, 1), &err), RIX_EINVAL);
    numbers[0] = 42;
    assert_int_equal(rix_uncertainty_pack(u, rix_out_c(numbers, size - 1, 1), &err), RIX_EDIM);
    rix_assert_same(numbers[0], 42);
    free(numbers);
    rix_uncertainty_free(u);
}

static void without_memory(void **state)
{
    (void)state;
    rix_uncertainty *u = run(0, N), *made = NULL;
    size_t size;
    double *numbers = packed(u, &size);
    for (size_t k = 1;; k++) {
        rix_error err = RIX_ERROR_INIT;
        fail_allocation(k);
        const rix_status st = rix_uncertainty_unpack(rix_vec_c(numbers, size), &made, &err);
        const size_t asked = alloc_count;
        fail_allocation(0);
        if (asked < k) {
            assert_int_equal(st, RIX_OK);
            assert_true(k > 5);
            break;
        }
        assert_int_equal(st, RIX_ENOMEM);
        assert_null(made);
    }
    rix_uncertainty_free(made);
    rix_uncertainty_free(u);
    free(numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(shards_that_travelled_join),
        cmocka_unit_test(other_numbers_are_refused),
        cmocka_unit_test(without_memory),
    };
    return RIX_RUN_TESTS("alloc_pack", tests);
}
