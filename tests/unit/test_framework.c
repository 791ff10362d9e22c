/* test_framework.c - the tree: what is sound, and the words for each way not to be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trees.h"

/* index <- (health <- beds, deaths), (economy <- gdp), given in no order. */
enum { BEDS, ECONOMY, INDEX, DEATHS, HEALTH, GDP, N_NODES };

static void small_tree(rix_node nodes[N_NODES])
{
    nodes[BEDS] = tree_node("beds", "health");
    nodes[ECONOMY] = tree_node("economy", "index");
    nodes[INDEX] = tree_node("index", NULL);
    nodes[DEATHS] = tree_node("deaths", "health");
    nodes[HEALTH] = tree_node("health", "index");
    nodes[GDP] = tree_node("gdp", "economy");
}

static void any_order_is_sound(void **state)
{
    (void)state;
    rix_node nodes[N_NODES];
    small_tree(nodes);
    nodes[INDEX].parent = ""; /* as good as NULL */
    nodes[BEDS].name = "Hospital beds";
    rix_framework *fw = tree_new(nodes, N_NODES);

    assert_int_equal(rix_framework_size(fw), N_NODES);
    assert_int_equal(rix_framework_indicator_count(fw), 3);
    assert_int_equal(rix_framework_indicator(fw, 0), BEDS);
    assert_int_equal(rix_framework_indicator(fw, 1), DEATHS);
    assert_int_equal(rix_framework_indicator(fw, 2), GDP);
    assert_true(rix_framework_indicator(fw, 3) == RIX_NO_INDEX);
    for (size_t i = 0; i < N_NODES; i++) {
        assert_int_equal(rix_framework_find(fw, nodes[i].code), i);
    }
    assert_int_equal(rix_framework_find(fw, NULL), INDEX);
    assert_true(rix_framework_find(fw, "bed") == RIX_NO_INDEX);
    assert_true(rix_framework_find(fw, "zzz") == RIX_NO_INDEX);
    assert_true(rix_framework_find(fw, "") == RIX_NO_INDEX);
    assert_int_equal(rix_framework_parent(fw, BEDS), HEALTH);
    assert_int_equal(rix_framework_parent(fw, HEALTH), INDEX);
    assert_true(rix_framework_parent(fw, INDEX) == RIX_NO_INDEX);
    assert_true(rix_framework_parent(fw, N_NODES) == RIX_NO_INDEX);
    assert_int_equal(rix_framework_node(fw, BEDS)->kind, RIX_NODE_INDICATOR);
    assert_int_equal(rix_framework_node(fw, HEALTH)->kind, RIX_NODE_GROUP);
    assert_string_equal(rix_framework_node(fw, BEDS)->name, "Hospital beds");
    assert_string_equal(rix_framework_node(fw, GDP)->name, "gdp");
    assert_null(rix_framework_node(fw, GDP)->unit);
    assert_null(rix_framework_node(fw, INDEX)->parent);
    assert_null(rix_framework_node(fw, N_NODES));
    rix_framework_free(fw);
}

static void strings_are_copied(void **state)
{
    (void)state;
    char code[] = "beds", parent[] = "index", unit[] = "per 1000", source[] = "WHO";
    rix_node nodes[] = { tree_node(code, parent), tree_node(parent, NULL) };
    nodes[0].unit = unit;
    nodes[0].source = source;
    rix_framework *fw = tree_new(nodes, 2);
    memset(code, 'x', strlen(code));
    memset(parent, 'x', strlen(parent));
    memset(unit, 'x', strlen(unit));
    memset(source, 'x', strlen(source));
    assert_string_equal(rix_framework_node(fw, 0)->code, "beds");
    assert_string_equal(rix_framework_node(fw, 0)->parent, "index");
    assert_string_equal(rix_framework_node(fw, 0)->unit, "per 1000");
    assert_string_equal(rix_framework_node(fw, 0)->source, "WHO");
    assert_int_equal(rix_framework_find(fw, "index"), 1);
    rix_framework_free(fw);
    rix_framework_free(NULL);
}

/* The tree is refused, the node named, and *out left alone. */
static void refused(const rix_node *nodes, size_t n, rix_status status, const char *arg,
                    size_t node, const char *part)
{
    rix_framework *const before = (rix_framework *)(uintptr_t)8;
    rix_framework *fw = before;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_framework_new(nodes, n, &fw, &err), status, err, part);
    assert_ptr_equal(fw, before);
    assert_string_equal(err.arg, arg);
    assert_true(err.node == node);
    assert_true(err.row == RIX_NO_INDEX && err.col == RIX_NO_INDEX);
    assert_int_equal(rix_framework_new(nodes, n, &fw, NULL), status);
}

static void no_tree_at_all(void **state)
{
    (void)state;
    rix_node one = tree_node("index", NULL);
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = NULL;
    refused(&one, 0, RIX_EFRAMEWORK, "nodes", RIX_NO_INDEX, "the framework has no nodes");
    refused(NULL, 2, RIX_EINVAL, "nodes", RIX_NO_INDEX, "nodes is NULL");
    refused(&one, SIZE_MAX, RIX_EOVERFLOW, "n_nodes", RIX_NO_INDEX, "nodes are too many");
    refused(&one, SIZE_MAX / 64, RIX_EOVERFLOW, "n_nodes", RIX_NO_INDEX, "nodes are too many");
    rix_assert_fails(rix_framework_new(&one, 1, NULL, &err), RIX_EINVAL, err, "out is NULL");
    refused(&one, 1, RIX_EFRAMEWORK, "nodes", 0,
            "no indicators: nothing lies below the index 'index'");
    one.kind = RIX_NODE_GROUP;
    refused(&one, 1, RIX_EFRAMEWORK, "kind", 0, "group 'index' has no children");
    assert_null(fw);
}

static void one_node_by_itself(void **state)
{
    (void)state;
    rix_node n[N_NODES];
    small_tree(n);
    n[DEATHS].code = NULL;
    refused(n, N_NODES, RIX_EINVAL, "code", DEATHS, "node 3 has no code");
    n[DEATHS].code = "";
    refused(n, N_NODES, RIX_EINVAL, "code", DEATHS, "node 3 has no code");
    small_tree(n);
    n[GDP].direction = 0;
    refused(n, N_NODES, RIX_EINVAL, "direction", GDP, "direction 0 of node 'gdp'");
    n[GDP].direction = -2;
    refused(n, N_NODES, RIX_EINVAL, "direction", GDP, "direction -2 of node 'gdp'");
    small_tree(n);
    n[GDP].kind = (rix_node_kind)7;
    refused(n, N_NODES, RIX_EINVAL, "kind", GDP, "unknown kind of node 'gdp'");
    small_tree(n);
    n[HEALTH].aggregate = (rix_aggregation)(RIX_AGG_MULTIPLICATIVE_BOD + 1);
    refused(n, N_NODES, RIX_EINVAL, "aggregate", HEALTH, "unknown aggregate of node 'health'");
    small_tree(n);
    n[BEDS].normalise = (rix_normalisation)-1;
    refused(n, N_NODES, RIX_EINVAL, "normalise", BEDS, "unknown normalise of node 'beds'");
}

static void weights(void **state)
{
    (void)state;
    rix_node n[N_NODES];
    small_tree(n);
    n[BEDS].weight = -0.25;
    refused(n, N_NODES, RIX_EDOMAIN, "weight", BEDS, "weight -0.25 of node 'beds' is negative");
    n[BEDS].weight = RIX_NAN;
    refused(n, N_NODES, RIX_EDOMAIN, "weight", BEDS, "weight nan of node 'beds' is not finite");
    n[BEDS].weight = (double)INFINITY;
    refused(n, N_NODES, RIX_EDOMAIN, "weight", BEDS, "weight inf of node 'beds' is not finite");
    n[BEDS].weight = n[DEATHS].weight = 0;
    refused(n, N_NODES, RIX_EFRAMEWORK, "weight", HEALTH,
            "weights of the children of 'health' sum to zero");
    n[DEATHS].weight = 4.9e-324; /* little, but not nothing */
    rix_framework_free(tree_new(n, N_NODES));
    small_tree(n);
    n[INDEX].weight = 0; /* has no siblings */
    rix_framework_free(tree_new(n, N_NODES));
}

static void goalposts(void **state)
{
    (void)state;
    rix_node n[N_NODES];
    small_tree(n);
    n[GDP].goal_low = n[GDP].goal_high = 2.5;
    refused(n, N_NODES, RIX_EDOMAIN, "goal_low", GDP,
            "goalposts 2.5 and 2.5 of indicator 'gdp' are equal");
    n[GDP].goal_low = RIX_NAN;
    refused(n, N_NODES, RIX_EDOMAIN, "goal_low", GDP,
            "goalposts nan and 2.5 of indicator 'gdp' are");
    n[GDP].goal_low = (double)-INFINITY;
    refused(n, N_NODES, RIX_EDOMAIN, "goal_low", GDP, "goalposts -inf and 2.5");
    n[GDP].goal_low = 0;
    rix_framework_free(tree_new(n, N_NODES));
    n[GDP].normalise = RIX_NORM_LOG_GOALPOSTS;
    refused(n, N_NODES, RIX_EDOMAIN, "goal_low", GDP,
            "goalposts 0 and 2.5 of indicator 'gdp' are not positive");
    n[GDP].goal_low = 85; /* may run downwards */
    rix_framework_free(tree_new(n, N_NODES));
}

static void links(void **state)
{
    (void)state;
    rix_node n[N_NODES];
    small_tree(n);
    n[GDP].code = "beds";
    refused(n, N_NODES, RIX_EFRAMEWORK, "code", GDP,
            "two nodes have the code 'beds' (nodes 0 and 5)");
    small_tree(n);
    n[GDP].parent = "ekonomy";
    refused(n, N_NODES, RIX_EFRAMEWORK, "parent", GDP, "parent 'ekonomy' of 'gdp' is not a node");
    small_tree(n);
    n[HEALTH].parent = NULL;
    refused(n, N_NODES, RIX_EFRAMEWORK, "parent", HEALTH,
            "'health' is an orphan: only the index, 'index', has no parent");
    small_tree(n);
    n[HEALTH].kind = RIX_NODE_INDICATOR;
    refused(n, N_NODES, RIX_EFRAMEWORK, "kind", HEALTH,
            "indicator 'health' has children, such as 'beds'");
    small_tree(n);
    n[GDP].kind = RIX_NODE_GROUP;
    refused(n, N_NODES, RIX_EFRAMEWORK, "kind", GDP, "group 'gdp' has no children");
}

static void cycles(void **state)
{
    (void)state;
    rix_node n[N_NODES];
    small_tree(n);
    n[HEALTH].parent = "health";
    refused(n, N_NODES, RIX_EFRAMEWORK, "parent", HEALTH, "cycle: 'health' is its own parent");
    small_tree(n);
    n[HEALTH].parent = "beds";
    refused(n, N_NODES, RIX_EFRAMEWORK, "parent", BEDS,
            "cycle: 'beds' lies below itself, by way of its parent 'health'");
    small_tree(n);
    n[INDEX].parent = "gdp"; /* no node without parent is left: beds, health, index, gdp ... */
    refused(n, N_NODES, RIX_EFRAMEWORK, "parent", INDEX,
            "cycle: 'index' lies below itself, by way of its parent 'gdp'");
}

static void long_labels_are_cut_between_characters(void **state)
{
    (void)state;
    char code[3 * 200 + 1] = "", part[8];
    rix_node n[] = { tree_node(code, "index"), tree_node("index", NULL) };
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = NULL;
    n[0].weight = -1;
    for (size_t lead = 0; lead < 3; lead++) { /* so that the limit falls on every byte of "島" */
        memset(code, 'a', lead);
        code[lead] = '\0';
        for (size_t k = 0; k < 150; k++) strcat(code, "\xE5\xB3\xB6");
        rix_assert_fails(rix_framework_new(n, 2, &fw, &err), RIX_EDOMAIN, err, "is negative");
        assert_true(rix_test_is_utf8(err.message));
        snprintf(part, sizeof part, "%s", "\xE5\xB3\xB6...");
        rix_assert_text(err.message, part);
    }
}

static void a_deep_tree_is_no_matter(void **state)
{
    (void)state;
    enum { DEPTH = 20000 };
    rix_node *nodes = malloc(DEPTH * sizeof *nodes);
    char(*codes)[16] = malloc(DEPTH * sizeof *codes);
    assert_non_null(nodes);
    assert_non_null(codes);
    for (int i = 0; i < DEPTH; i++) {
        snprintf(codes[i], sizeof codes[i], "%d", i);
        nodes[i] = tree_node(codes[i], i > 0 ? codes[i - 1] : NULL);
    }
    const double x[] = { 1, 2, 3 };
    rix_framework *fw = tree_new(nodes, DEPTH);
    rix_index *index = tree_build(fw, x, 3, NULL);
    rix_assert_same(tree_score(index, 1, 0), 50); /* (2 - 1) / (3 - 1) */
    rix_index_free(index);
    rix_framework_free(fw);
    nodes[0].parent = codes[DEPTH - 1];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_framework_new(nodes, DEPTH, &fw, &err), RIX_EFRAMEWORK, err, "cycle");
    free(codes);
    free(nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_is_sound),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(no_tree_at_all),
        cmocka_unit_test(one_node_by_itself),
        cmocka_unit_test(weights),
        cmocka_unit_test(goalposts),
        cmocka_unit_test(links),
        cmocka_unit_test(cycles),
        cmocka_unit_test(long_labels_are_cut_between_characters),
        cmocka_unit_test(a_deep_tree_is_no_matter),
    };
    return RIX_RUN_TESTS("framework", tests);
}
