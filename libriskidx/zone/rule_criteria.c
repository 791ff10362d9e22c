/* rule_criteria.c - rules by criteria: the worst of the indicators, all of them, k of n. */
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "zone/rule.h"

static rix_status check_thresholds(const rix_criterion *c, size_t col, size_t n, rix_error *err)
{
    const char *order = c->direction > 0 ? "above" : "below";
    if (!c->thresholds) {
        return rix_i_fail(err, RIX_EINVAL, "thresholds", RIX_I_COL(col), "%s has no thresholds",
                          rix_i_label(c->indicator).s);
    }
    for (size_t k = 0; k < n; k++) {
        const rix_i_place place = RIX_I_CELL(k, col, RIX_NO_INDEX);
        const double t = c->thresholds[k];
        if (!isfinite(t)) {
            return rix_i_fail(err, RIX_EDOMAIN, "thresholds", place,
                              "%s: threshold %s is not finite", rix_i_label(c->indicator).s,
                              rix_i_number(t).s);
        }
        if (k > 0 && !(c->direction > 0 ? c->thresholds[k - 1] < t : c->thresholds[k - 1] > t)) {
            return rix_i_fail(err, RIX_EDOMAIN, "thresholds", place,
                              "%s: threshold %s is not %s the one before it, %s",
                              rix_i_label(c->indicator).s, rix_i_number(t).s, order,
                              rix_i_number(c->thresholds[k - 1]).s);
        }
    }
    return RIX_OK;
}

static rix_status check_criterion(const rix_criterion *c, size_t col, size_t n_zones,
                                  rix_error *err)
{
    if (c->direction != 1 && c->direction != -1) {
        return rix_i_fail(err, RIX_EINVAL, "direction", RIX_I_COL(col),
                          "%s: direction %d is neither 1 nor -1", rix_i_label(c->indicator).s,
                          c->direction);
    }
    if (c->boundary != RIX_BOUNDARY_UPPER && c->boundary != RIX_BOUNDARY_LOWER) {
        return rix_i_fail(err, RIX_EINVAL, "boundary", RIX_I_COL(col), "%s: no such boundary: %d",
                          rix_i_label(c->indicator).s, (int)c->boundary);
    }
    return check_thresholds(c, col, n_zones - 1, err);
}

static rix_status check_choice(size_t k, size_t n_criteria, rix_unknown unknown, rix_error *err)
{
    if (k < 1 || k > n_criteria) {
        return rix_i_fail(err, RIX_EINVAL, "k", RIX_I_NOWHERE, "k = %zu of %zu criteria", k,
                          n_criteria);
    }
    if (unknown != RIX_UNKNOWN_CERTAIN && unknown != RIX_UNKNOWN_AVAILABLE &&
        unknown != RIX_UNKNOWN_GREY) {
        return rix_i_fail(err, RIX_EINVAL, "unknown", RIX_I_NOWHERE,
                          "no such policy on unknown values: %d", (int)unknown);
    }
    return RIX_OK;
}

/* The riskier zone begins at the threshold itself under `upper`: going up, at the cut; going down, the less
 * risky zone begins just above it. */
static void cuts_of(const rix_criterion *c, size_t n, rix_i_cut *cuts)
{
    const bool upper = c->boundary == RIX_BOUNDARY_UPPER;
    for (size_t k = 0; k < n; k++) {
        cuts[k].value = c->thresholds[k] + 0.0; /* no -0 */
        cuts[k].closed = c->direction > 0 ? upper : !upper;
    }
}

/* The highest z such that k of the indicators present, or all if there are fewer, are in class z or a riskier
 * one; grey if none is present. at_least[z] counts them. */
static int8_t zone_of_cell(const rix_rule *rule, const rix_criterion *criteria, size_t k,
                           size_t cell)
{
    size_t in_class[RIX_MAX_ZONES] = { 0 }, present = 0, reached = 0;
    for (size_t a = 0; a < rule->grid.n_axes; a++) {
        const rix_i_axis *axis = &rule->grid.axes[a];
        const size_t piece = rix_i_cell_piece(axis, cell);
        if (piece == rix_i_missing_piece(axis)) continue;
        in_class[criteria[a].direction > 0 ? piece : axis->n_cuts - piece]++;
        present++;
    }
    if (present == 0) return RIX_NO_ZONE;
    const size_t wanted = k < present ? k : present;
    size_t zone = rule->n_zones;
    while (reached < wanted) reached += in_class[--zone];
    return (int8_t)zone;
}

static void fill_cells(rix_rule *rule, const rix_criterion *criteria, size_t k, rix_unknown unknown)
{
    for (size_t cell = 0; cell < rule->grid.n_cells; cell++) {
        rule->cells[cell] = zone_of_cell(rule, criteria, k, cell);
    }
    if (unknown != RIX_UNKNOWN_AVAILABLE) rix_i_rule_fill_missing(rule, unknown);
}

static rix_status compile(const rix_i_rule_names *names, const rix_criterion *criteria, size_t k,
                          rix_unknown unknown, rix_rule **out, rix_error *err)
{
    rix_i_cut cuts[RIX_I_MOST_AXES * (RIX_MAX_ZONES - 1)];
    size_t count[RIX_I_MOST_AXES];
    const size_t n_cuts = names->n_zones - 1;
    rix_rule *rule = NULL;
    for (size_t a = 0; a < names->n_indicators; a++) {
        const rix_status st = check_criterion(&criteria[a], a, names->n_zones, err);
        if (st != RIX_OK) return st;
        cuts_of(&criteria[a], n_cuts, cuts + a * n_cuts);
        count[a] = n_cuts;
    }
    rix_status st = rix_i_rule_make(names, cuts, count, &rule, err);
    if (st != RIX_OK) return st;
    fill_cells(rule, criteria, k, unknown);
    st = rix_i_rule_say_criteria(rule, criteria, k, unknown, err);
    if (st == RIX_OK) {
        *out = rule;
    } else {
        rix_rule_free(rule);
    }
    return st;
}

rix_status rix_rule_new_criteria(const char *const *zones, size_t n_zones,
                                 const rix_criterion *criteria, size_t n_criteria, size_t k,
                                 rix_unknown unknown, rix_rule **out, rix_error *err)
{
    const char *indicators[RIX_I_MOST_AXES], *units[RIX_I_MOST_AXES];
    if (!out) return rix_i_null(err, "out");
    if (!criteria) return rix_i_null(err, "criteria");
    for (size_t a = 0; a < n_criteria && a < RIX_I_MOST_AXES; a++) {
        indicators[a] = criteria[a].indicator;
        units[a] = criteria[a].unit;
    }
    const rix_i_rule_names names = { zones, indicators, units, n_zones, n_criteria };
    rix_status st = rix_i_check_rule_names(&names, err);
    if (st == RIX_OK) st = check_choice(k, n_criteria, unknown, err);
    return st == RIX_OK ? compile(&names, criteria, k, unknown, out, err) : st;
}
