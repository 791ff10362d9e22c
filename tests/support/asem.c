/* asem.c - COINr's ASEM example as the reference has it. */
#include "asem.h"

#include <stdlib.h>
#include <string.h>

static void read_framework(asem *a)
{
    rix_node *nodes = calloc(a->meta->rows, sizeof *nodes);
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0;
    assert_non_null(nodes);
    for (size_t i = 0; i < a->meta->rows; i++) {
        if (isnan(csv_number(a->meta, i, csv_column(a->meta, "Level")))) continue;
        rix_node *node = &nodes[n++];
        *node = (rix_node)RIX_NODE_INIT;
        node->code = csv_text(a->meta, i, csv_column(a->meta, "iCode"));
        node->parent = csv_text(a->meta, i, csv_column(a->meta, "Parent"));
        node->direction = (int)csv_number(a->meta, i, csv_column(a->meta, "Direction"));
        node->weight = csv_number(a->meta, i, csv_column(a->meta, "Weight"));
        node->denominator = csv_text(a->meta, i, csv_column(a->meta, "Denominator"));
    }
    a->fw = NULL;
    rix_assert_ok(rix_framework_new(nodes, n, &a->fw, &err), err);
    free(nodes);
}

static void read_table(asem *a)
{
    const size_t first = csv_column(a->data, "Area"), cols = a->data->cols - first;
    assert_int_equal(a->data->rows, ASEM_UNITS);
    a->values = calloc(ASEM_UNITS * cols, sizeof *a->values);
    assert_non_null(a->values);
    for (size_t i = 0; i < ASEM_UNITS; i++) {
        a->units[i] = csv_text(a->data, i, csv_column(a->data, "uCode"));
        a->groups[i] = csv_text(a->data, i, csv_column(a->data, "EurAsia_group"));
        for (size_t j = 0; j < cols; j++) {
            a->values[i * cols + j] = csv_number(a->data, i, first + j);
        }
    }
    const rix_table table = { .values = rix_mat_c(a->values, ASEM_UNITS, cols),
                              .indicators = (const char *const *)a->data->cell + first,
                              .units = a->units };
    a->table = table;
}

void asem_read(asem *a)
{
    a->meta = csv_read_reference("coinr/asem_imeta.csv");
    a->data = csv_read_reference("coinr/asem_idata.csv");
    read_framework(a);
    read_table(a);
    a->recipe = (rix_recipe)RIX_RECIPE_INIT;
    a->recipe.denominate.apply = true;
    a->recipe.impute.method = RIX_IMPUTE_GROUP_MEAN;
    a->recipe.impute.groups = a->groups;
    a->recipe.treat.method = RIX_TREAT_WINSORISE_OR_TRANSFORM;
}

void asem_clear(asem *a)
{
    rix_framework_free(a->fw);
    free(a->values);
    csv_free(a->data);
    csv_free(a->meta);
}

size_t asem_unit(const asem *a, const char *code)
{
    for (size_t i = 0; i < ASEM_UNITS; i++) {
        if (strcmp(a->units[i], code) == 0) return i;
    }
    fail_msg("no unit %s", code);
    return RIX_NO_INDEX;
}
