/* presets.c - see presets.h. */
#include "presets.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

/* Half a unit of the last published digit, and the least above it for sums that fall on a tie. */
#define ROUNDED_TO_TENTHS (0.05 + 1e-9)

rix_framework *preset_build(const char *name, const rix_preset_framework **preset)
{
    rix_error err = RIX_ERROR_INIT;
    rix_framework *fw = NULL;
    rix_assert_ok(rix_preset_framework_find(name, preset, &err), err);
    rix_assert_ok(rix_framework_new((*preset)->nodes, (*preset)->n_nodes, &fw, &err), err);
    return fw;
}

rix_table preset_table(const csv *t, const rix_framework *fw, bool by_name, double **values)
{
    const size_t n = rix_framework_indicator_count(fw);
    double *x = *values = calloc(t->rows * n + 1, sizeof *x);
    assert_non_null(x);
    for (size_t k = 0; k < n; k++) {
        const rix_node *node = rix_framework_node(fw, rix_framework_indicator(fw, k));
        const size_t col = csv_column(t, by_name ? node->name : node->code);
        for (size_t i = 0; i < t->rows; i++) x[i * n + k] = csv_number(t, i, col);
    }
    return (rix_table){ .values = rix_mat_c(x, t->rows, n) };
}

/* Compares the score of a node with a column; returns the largest difference. */
static double check_column(const csv *t, const rix_index *index, size_t node, const char *column,
                           double allowed)
{
    const rix_mat scores = rix_index_scores(index);
    const size_t col = csv_column(t, column);
    double largest = 0.0;
    for (size_t i = 0; i < t->rows; i++) {
        const double published = csv_number(t, i, col);
        const double ours =
            scores.data[(ptrdiff_t)i * scores.row_step + (ptrdiff_t)node * scores.col_step];
        const double off = fabs(ours - published);
        if (isnan(ours) && isnan(published)) continue;
        if (!(off <= allowed))
            fail_msg("%s, row %zu (%s): %s is %.6g, published %.6g", t->path, i, csv_text(t, i, 0),
                     column, ours, published);
        largest = fmax(largest, off);
    }
    return largest;
}

void check_hdi(const csv *t)
{
    const rix_preset_framework *preset;
    rix_framework *fw = preset_build("hdi", &preset);
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    double *values;
    const rix_table table = preset_table(t, fw, false, &values);
    rix_assert_ok(rix_index_build(&table, fw, &preset->recipe, &index, &err), err);
    const double off = check_column(t, index, rix_framework_find(fw, NULL), "hdi", 0.0005);
    print_message("HDI: %zu rows, largest difference %.6f\n", t->rows, off);
    rix_index_free(index);
    rix_framework_free(fw);
    free(values);
}

/* A group and its children, which become indicators: nodes[0] is the group. Returns their number. */
static size_t cut_out(const rix_framework *fw, size_t group, rix_node *nodes)
{
    size_t n = 1;
    nodes[0] = *rix_framework_node(fw, group);
    nodes[0].parent = NULL;
    for (size_t i = 0; i < rix_framework_size(fw); i++) {
        if (rix_framework_parent(fw, i) != group) continue;
        nodes[n] = *rix_framework_node(fw, i);
        nodes[n].kind = RIX_NODE_INDICATOR;
        nodes[n].aggregate = RIX_AGG_INHERIT;
        nodes[n].normalise = RIX_NORM_NONE;
        n++;
    }
    return n;
}

void check_inform_nodes(const csv *t)
{
    const rix_preset_framework *preset;
    rix_framework *fw = preset_build("inform_risk", &preset);
    rix_node *nodes = calloc(rix_framework_size(fw), sizeof *nodes);
    rix_error err = RIX_ERROR_INIT;
    double largest = 0.0;
    size_t groups = 0;
    assert_non_null(nodes);
    for (size_t g = 0; g < rix_framework_size(fw); g++) {
        rix_framework *part = NULL;
        rix_index *index = NULL;
        double *values;
        if (rix_framework_node(fw, g)->kind != RIX_NODE_GROUP) continue;
        rix_assert_ok(rix_framework_new(nodes, cut_out(fw, g, nodes), &part, &err), err);
        const rix_table table = preset_table(t, part, true, &values);
        rix_assert_ok(rix_index_build(&table, part, &preset->recipe, &index, &err), err);
        largest = fmax(largest, check_column(t, index, 0, nodes[0].name, ROUNDED_TO_TENTHS));
        rix_index_free(index);
        rix_framework_free(part);
        free(values);
        groups++;
    }
    assert_int_equal(groups, 10);
    print_message("INFORM: %zu rows x %zu nodes from their children, largest difference %.4f\n",
                  t->rows, groups, largest);
    free(nodes);
    rix_framework_free(fw);
}

void check_inform_tree(const csv *t)
{
    const rix_preset_framework *preset;
    rix_framework *fw = preset_build("inform_risk", &preset);
    rix_error err = RIX_ERROR_INIT;
    rix_index *index = NULL;
    double *values, largest = 0.0;
    const rix_table table = preset_table(t, fw, true, &values);
    rix_assert_ok(rix_index_build(&table, fw, &preset->recipe, &index, &err), err);
    for (size_t i = 0; i < rix_framework_size(fw); i++) {
        const char *published = rix_framework_node(fw, i)->name;
        largest = fmax(largest, check_column(t, index, i, published, 2.0 * ROUNDED_TO_TENTHS));
    }
    print_message("INFORM: %zu rows from the components, largest difference %.4f\n", t->rows,
                  largest);
    rix_index_free(index);
    rix_framework_free(fw);
    free(values);
}
