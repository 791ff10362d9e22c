/* rule.c - what rules by criteria and by tables have in common once they are compiled. */
#include "zone/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/* ------------------------------------------------------------------------------- names -- */

/* Copies of names, some of which may be NULL, in one block of memory; NULL if there is none. */
static char **copy_names(const char *const *names, size_t n)
{
    size_t size = (n + 1) * sizeof(char *);
    for (size_t k = 0; k < n; k++) size += names[k] ? strlen(names[k]) + 1 : 0;
    char **copy = malloc(size);
    if (!copy) return NULL;
    char *text = (char *)(copy + n + 1);
    for (size_t k = 0; k < n; k++) {
        copy[k] = names[k] ? text : NULL;
        if (names[k]) text += strlen(strcpy(text, names[k])) + 1;
    }
    copy[n] = NULL;
    return copy;
}

static rix_status check_names(const char *const *names, size_t n, const char *arg, const char *what,
                              rix_error *err)
{
    if (!names) return rix_i_null(err, arg);
    for (size_t k = 0; k < n; k++) {
        if (!names[k] || !names[k][0]) {
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_COL(k), "%s %zu has no name", what, k);
        }
        for (size_t j = 0; j < k; j++) {
            if (strcmp(names[j], names[k]) != 0) continue;
            return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_COL(k), "two %ss are called '%s'", what,
                              rix_i_label(names[k]).s);
        }
    }
    return RIX_OK;
}

rix_status rix_i_check_rule_names(const rix_i_rule_names *names, rix_error *err)
{
    if (names->n_zones < 2 || names->n_zones > RIX_MAX_ZONES) {
        return rix_i_fail(err, RIX_EINVAL, "n_zones", RIX_I_NOWHERE,
                          "a rule has 2 to %d zones, not %zu", RIX_MAX_ZONES, names->n_zones);
    }
    if (names->n_indicators < 1) {
        return rix_i_fail(err, RIX_EINVAL, "n_indicators", RIX_I_NOWHERE,
                          "a rule has one indicator at least");
    }
    if (names->n_indicators > RIX_I_MOST_AXES) return rix_i_too_many_cells(err);
    const rix_status st = check_names(names->zones, names->n_zones, "zones", "zone", err);
    return st == RIX_OK
               ? check_names(names->indicators, names->n_indicators, "indicators", "indicator", err)
               : st;
}

/* -------------------------------------------------------------------------- life of a rule -- */

/* The names are sound. */
static rix_status set_names(rix_rule *rule, const rix_i_rule_names *names, rix_error *err)
{
    static const char *const no_units[RIX_I_MOST_AXES] = { NULL };
    rule->n_zones = names->n_zones;
    rule->zones = copy_names(names->zones, names->n_zones);
    rule->indicators = copy_names(names->indicators, names->n_indicators);
    rule->units = copy_names(names->units ? names->units : no_units, names->n_indicators);
    if (!rule->zones || !rule->indicators || !rule->units) return rix_i_no_memory(err);
    return RIX_OK;
}

static rix_status set_grid(rix_rule *rule, size_t n_axes, const rix_i_cut *cuts,
                           const size_t *cut_count, rix_error *err)
{
    const rix_status st = rix_i_grid_make(&rule->grid, n_axes, cuts, cut_count, err);
    if (st != RIX_OK) return st;
    rule->cells = malloc(rule->grid.n_cells);
    if (!rule->cells) return rix_i_no_memory(err);
    memset(rule->cells, RIX_NO_ZONE, rule->grid.n_cells);
    return RIX_OK;
}

rix_status rix_i_rule_make(const rix_i_rule_names *names, const rix_i_cut *cuts,
                           const size_t *cut_count, rix_rule **out, rix_error *err)
{
    rix_status st = rix_i_check_rule_names(names, err);
    if (st != RIX_OK) return st;
    rix_rule *rule = calloc(1, sizeof *rule);
    if (!rule) return rix_i_no_memory(err);
    st = set_names(rule, names, err);
    if (st == RIX_OK) st = set_grid(rule, names->n_indicators, cuts, cut_count, err);
    if (st == RIX_OK) {
        *out = rule;
    } else {
        rix_rule_free(rule);
    }
    return st;
}

rix_status rix_i_rule_copy(const rix_rule *rule, rix_rule **out, rix_error *err)
{
    const rix_i_rule_names names = { .zones = (const char *const *)rule->zones,
                                     .indicators = (const char *const *)rule->indicators,
                                     .units = (const char *const *)rule->units,
                                     .n_zones = rule->n_zones,
                                     .n_indicators = rule->grid.n_axes };
    rix_rule *copy = calloc(1, sizeof *copy);
    if (!copy) return rix_i_no_memory(err);
    rix_status st = set_names(copy, &names, err);
    if (st == RIX_OK) st = rix_i_grid_copy(&copy->grid, &rule->grid, err);
    if (st == RIX_OK) {
        copy->cells = malloc(rule->grid.n_cells);
        copy->sentence = malloc(strlen(rule->sentence) + 1);
        if (!copy->cells || !copy->sentence) st = rix_i_no_memory(err);
    }
    if (st != RIX_OK) {
        rix_rule_free(copy);
        return st;
    }
    memcpy(copy->cells, rule->cells, rule->grid.n_cells);
    strcpy(copy->sentence, rule->sentence);
    *out = copy;
    return RIX_OK;
}

void rix_rule_free(rix_rule *rule)
{
    if (!rule) return;
    rix_i_grid_clear(&rule->grid);
    free(rule->sentence);
    free(rule->cells);
    free(rule->units);
    free(rule->indicators);
    free(rule->zones);
    free(rule);
}

size_t rix_rule_zone_count(const rix_rule *rule) { return rule->n_zones; }

const char *rix_rule_zone_name(const rix_rule *rule, size_t zone)
{
    return zone < rule->n_zones ? rule->zones[zone] : NULL;
}

size_t rix_rule_indicator_count(const rix_rule *rule) { return rule->grid.n_axes; }

const char *rix_rule_indicator_name(const rix_rule *rule, size_t i)
{
    return i < rule->grid.n_axes ? rule->indicators[i] : NULL;
}

const char *rix_rule_sentence(const rix_rule *rule) { return rule->sentence; }

/* ---------------------------------------------------------------------------- missing data -- */

/* The zone that the cells from `first`, one for each piece of an axis, agree on. */
static int8_t agreed_zone(const int8_t *first, const rix_i_axis *axis)
{
    for (size_t p = 1; p <= axis->n_cuts; p++) {
        if (first[p * axis->step] != first[0]) return RIX_NO_ZONE;
    }
    return first[0];
}

/* An axis at a time: a cell where several are missing is settled at the last of them, from cells that
 * were settled before. Zones that all agree do so in any order. */
void rix_i_rule_fill_missing(rix_rule *rule, rix_unknown unknown)
{
    for (size_t a = 0; a < rule->grid.n_axes; a++) {
        const rix_i_axis *axis = &rule->grid.axes[a];
        const size_t period = axis->step * (axis->n_cuts + 2);
        for (size_t from = 0; from < rule->grid.n_cells; from += period) {
            for (size_t k = 0; k < axis->step; k++) {
                int8_t *first = rule->cells + from + k;
                first[rix_i_missing_piece(axis) * axis->step] =
                    unknown == RIX_UNKNOWN_CERTAIN ? agreed_zone(first, axis) : RIX_NO_ZONE;
            }
        }
    }
}

/* ------------------------------------------------------------------------------ classifying -- */

rix_status rix_rule_classify(const rix_rule *rule, rix_mat values, int32_t *zones, rix_error *err)
{
    rix_vec x[RIX_I_MOST_AXES];
    double cells[RIX_I_GRID_CHUNK];
    if (!rule) return rix_i_null(err, "rule");
    const rix_status st = rix_i_check_mat(values, "values", err);
    if (st != RIX_OK) return st;
    const size_t n_axes = rule->grid.n_axes;
    if (values.cols != n_axes) {
        return rix_i_fail(err, RIX_EDIM, "values", RIX_I_NOWHERE,
                          "%zu columns of values for a rule of %zu indicators", values.cols,
                          n_axes);
    }
    if (!zones && values.rows > 0) return rix_i_null(err, "zones");
    for (size_t i = 0; i < values.rows; i += RIX_I_GRID_CHUNK) {
        const size_t left = values.rows - i, n = left < RIX_I_GRID_CHUNK ? left : RIX_I_GRID_CHUNK;
        for (size_t a = 0; a < n_axes; a++) {
            const ptrdiff_t at = (ptrdiff_t)i * values.row_step + (ptrdiff_t)a * values.col_step;
            x[a] = (rix_vec){ values.data + at, n, values.row_step };
        }
        rix_i_grid_cells(&rule->grid, x, n, cells);
        for (size_t j = 0; j < n; j++) zones[i + j] = rule->cells[(size_t)cells[j]];
    }
    return RIX_OK;
}
