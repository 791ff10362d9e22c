/* prepare.c - the steps before 'normalise' in their order, and the words for what they find. */
#include "index/prepare.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/denominate.h"
#include "index/dense.h"
#include "index/impute.h"
#include "index/labels.h"
#include "index/screen.h"
#include "index/table.h"
#include "index/treat.h"

/* ---------------------------------------------------------------------------------- in common -- */

static rix_i_text code_of(const rix_i_prepare_task *t, size_t k)
{
    return rix_i_label(t->fw->nodes[t->fw->indicators[k]].code);
}

static rix_i_place place_of(const rix_i_prepare_task *t, size_t row, size_t k)
{
    return RIX_I_CELL(row, t->column[k], t->fw->indicators[k]);
}

static size_t units_of(const rix_i_prepare_task *t) { return t->table->values.rows; }

const double *rix_i_prepared_stage(const rix_i_prepared *p, const double *raw, rix_stage stage)
{
    if (stage >= RIX_STAGE_TREATED && p->treated) return p->treated;
    if (stage >= RIX_STAGE_SCREENED && p->screened) return p->screened;
    if (stage >= RIX_STAGE_IMPUTED && p->imputed) return p->imputed;
    if (stage >= RIX_STAGE_DENOMINATED && p->denominated) return p->denominated;
    return raw;
}

void rix_i_prepared_clear(rix_i_prepared *p)
{
    free(p->indicators);
    free(p->units);
    free(p->treated);
    free(p->screened);
    free(p->imputed);
    free(p->denominated);
}

/* --------------------------------------------------------------------------------- denominate -- */

bool rix_i_is_denominator(const rix_framework *fw, const char *code)
{
    for (size_t k = 0; k < fw->n_indicators; k++) {
        const char *below = fw->nodes[fw->indicators[k]].denominator;
        if (below && strcmp(below, code) == 0) return true;
    }
    return false;
}

/* The column of a denominator: by the codes of the table, else an indicator's own. */
static size_t find_column(const rix_i_prepare_task *t, const char *code)
{
    const char *const *codes = t->table->indicators;
    for (size_t col = 0; codes && col < t->table->values.cols; col++) {
        if (strcmp(codes[col], code) == 0) return col;
    }
    const size_t node = rix_framework_find(t->fw, code);
    const size_t k = node == RIX_NO_INDEX ? RIX_NO_INDEX : t->fw->indicator_of[node];
    return k == RIX_NO_INDEX ? RIX_NO_INDEX : t->column[k];
}

static rix_status read_denominator(const rix_i_prepare_task *t, size_t k, double *below,
                                   rix_error *err)
{
    const char *code = t->fw->nodes[t->fw->indicators[k]].denominator;
    const size_t col = find_column(t, code);
    if (col == RIX_NO_INDEX) {
        return rix_i_fail(err, RIX_ENOTFOUND, "table.indicators", RIX_I_NODE(t->fw->indicators[k]),
                          "the table has no column '%s', the denominator of indicator '%s'",
                          rix_i_label(code).s, code_of(t, k).s);
    }
    for (size_t i = 0; i < units_of(t); i++) {
        below[i] = rix_i_get(t->table->values, i, col);
        if (!isinf(below[i])) continue;
        return rix_i_fail(
            err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, col, t->fw->indicators[k]),
            "infinite value %s for unit %s, denominator '%s'", rix_i_number(below[i]).s,
            rix_i_unit_name(t->table, i).s, rix_i_label(code).s);
    }
    return RIX_OK;
}

static rix_status bad_quotient(const rix_i_prepare_task *t, size_t k, size_t row, double below,
                               rix_error *err)
{
    const char *code = t->fw->nodes[t->fw->indicators[k]].denominator;
    const bool zero = !(below > 0 || below < 0);
    return rix_i_fail(err, zero ? RIX_EDOMAIN : RIX_ENUMERIC, "table.values", place_of(t, row, k),
                      "%s for unit %s, indicator '%s' divided by '%s'",
                      zero ? "a denominator of 0" : "too large a quotient",
                      rix_i_unit_name(t->table, row).s, code_of(t, k).s, rix_i_label(code).s);
}

static rix_status denominate_one(const rix_i_prepare_task *t, size_t k, double *below, double *x,
                                 rix_error *err)
{
    const rix_node *node = &t->fw->nodes[t->fw->indicators[k]];
    const double own = node->denominator_scale;
    const double scale = isnan(own) ? t->recipe->denominate.scale : own;
    const rix_status st = read_denominator(t, k, below, err);
    if (st != RIX_OK) return st;
    const size_t row = rix_i_denominate(x, below, scale, units_of(t), x);
    return row == RIX_NO_INDEX ? RIX_OK : bad_quotient(t, k, row, below[row], err);
}

static rix_status note_denominated(const rix_i_prepare_task *t, size_t divided, rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    if (divided == 0) return RIX_OK;
    rix_i_fail(&line, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
               t->recipe->denominate.apply
                   ? "%zu of %zu indicators are divided by their denominators"
                   : "%zu of %zu indicators have denominators, by which the recipe does not divide",
               divided, t->fw->n_indicators);
    return rix_i_log_add(t->log, RIX_NOTE, "denominate", &line, err);
}

static rix_status denominate(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t);
    size_t divided = 0;
    for (size_t k = 0; k < t->fw->n_indicators; k++) {
        divided += t->fw->nodes[t->fw->indicators[k]].denominator ? 1 : 0;
    }
    if (!t->recipe->denominate.apply) return note_denominated(t, divided, err);
    double *below = rix_i_dense_new(n, 1);
    p->denominated = rix_i_dense_new(n, t->fw->n_indicators);
    rix_status st = below && p->denominated ? RIX_OK : rix_i_no_memory(err);
    if (st == RIX_OK) memcpy(p->denominated, t->raw, n * t->fw->n_indicators * sizeof *t->raw);
    for (size_t k = 0; k < t->fw->n_indicators && st == RIX_OK; k++) {
        if (!t->fw->nodes[t->fw->indicators[k]].denominator) continue;
        st = denominate_one(t, k, below, p->denominated + k * n, err);
    }
    free(below);
    return st == RIX_OK ? note_denominated(t, divided, err) : st;
}

/* ------------------------------------------------------------------------------------- impute -- */

static rix_status note_imputed(const rix_i_prepare_task *t, size_t k, const rix_imputed *r,
                               rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    if (r->missing == 0) return RIX_OK;
    rix_i_fail(
        &line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
        "%zu of %zu missing values of indicator '%s' are imputed, %zu of them by the overall "
        "value for want of another",
        r->imputed, r->missing, code_of(t, k).s, r->fell_back);
    return rix_i_log_add(t->log, RIX_NOTE, "impute", &line, err);
}

/* What the methods need to know of the table, in one block of memory that is the task's group. */
static rix_status make_impute_task(const rix_i_prepare_task *t, const double *x, size_t *group,
                                   size_t *block, int *direction, rix_i_impute_task *task,
                                   rix_error *err)
{
    const rix_i_impute_task made = { x, units_of(t), t->fw->n_indicators, group, block, direction };
    for (size_t k = 0; k < t->fw->n_indicators; k++) {
        block[k] = t->fw->parent[t->fw->indicators[k]];
        direction[k] = t->fw->nodes[t->fw->indicators[k]].direction;
    }
    *task = made;
    if (!rix_i_impute_by_group(t->recipe->impute.method)) return RIX_OK;
    return rix_i_group_labels(t->recipe->impute.groups, made.n, group, err);
}

static rix_status impute(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_DENOMINATED);
    rix_i_impute_task task;
    if (t->recipe->impute.method == RIX_IMPUTE_NONE) return RIX_OK;
    size_t *group = calloc(n + 1, sizeof *group), *block = calloc(cols, sizeof *block);
    int *direction = calloc(cols, sizeof *direction);
    double *scratch = rix_i_dense_new(n, 2);
    p->imputed = rix_i_dense_new(n, cols);
    rix_status st = RIX_OK;
    if (!group || !block || !direction || !scratch || !p->imputed) st = rix_i_no_memory(err);
    if (st == RIX_OK) st = make_impute_task(t, x, group, block, direction, &task, err);
    for (size_t k = 0; k < cols && st == RIX_OK; k++) {
        const rix_imputed r =
            rix_i_impute(&task, k, &t->recipe->impute, scratch, p->imputed + k * n);
        st = note_imputed(t, k, &r, err);
    }
    free(scratch);
    free(direction);
    free(block);
    free(group);
    return st;
}

/* ------------------------------------------------------------------------------------- screen -- */

static rix_status note_left_out(const rix_i_prepare_task *t, size_t unit, const rix_screened *r,
                                rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    if (r->included) return RIX_OK;
    if (r->forced) {
        rix_i_fail(&line, RIX_EMISSING, "table.values", RIX_I_ROW(unit),
                   "unit %s is left out by name", rix_i_unit_name(t->table, unit).s);
    } else {
        rix_i_fail(&line, RIX_EMISSING, "table.values", RIX_I_ROW(unit),
                   "unit %s is left out: %zu of %zu values are missing, %zu are zero",
                   rix_i_unit_name(t->table, unit).s, r->n_missing, t->fw->n_indicators, r->n_zero);
    }
    return rix_i_log_add(t->log, RIX_NOTE, "screen", &line, err);
}

static bool screens(const rix_screen_options *o)
{
    return o->method != RIX_SCREEN_NONE || o->n_include > 0 || o->n_exclude > 0;
}

static rix_status screen(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_IMPUTED);
    if (!screens(&t->recipe->screen)) return RIX_OK;
    double *kept = p->screened = rix_i_dense_new(n, cols);
    p->units = calloc(n + 1, sizeof *p->units);
    if (!kept || !p->units) return rix_i_no_memory(err);
    rix_status st = rix_i_screen(x, n, cols, &t->recipe->screen, t->table->units, p->units, err);
    if (st != RIX_OK) return st;
    for (size_t k = 0; k < cols; k++) {
        for (size_t i = 0; i < n; i++) {
            kept[k * n + i] = p->units[i].included ? x[k * n + i] : RIX_NAN;
        }
    }
    for (size_t i = 0; i < n && st == RIX_OK; i++) st = note_left_out(t, i, &p->units[i], err);
    return st;
}

/* -------------------------------------------------------------------------------------- treat -- */

/* The node's own wishes, else the recipe's. */
static rix_treat_options options_of(const rix_i_prepare_task *t, size_t k)
{
    const rix_node *node = &t->fw->nodes[t->fw->indicators[k]];
    rix_treat_options o = t->recipe->treat;
    if (node->treat != RIX_TREAT_INHERIT) o.method = node->treat;
    if (node->transform != RIX_TRANSFORM_INHERIT) o.transform = node->transform;
    return o;
}

static bool treats(const rix_i_prepare_task *t)
{
    for (size_t k = 0; k < t->fw->n_indicators; k++) {
        if (options_of(t, k).method != RIX_TREAT_NONE) return true;
    }
    return false;
}

/* The units whose values were moved, as many as fit; the line ends in "..." if more are. */
static void list_units(const rix_i_prepare_task *t, const double *x, const rix_treated *r, char *s,
                       size_t size)
{
    size_t used = 0;
    s[0] = '\0';
    for (size_t i = 0; i < units_of(t); i++) {
        const bool moved = (r->n_high > 0 && x[i] > r->high) || (r->n_low > 0 && x[i] < r->low);
        if (!moved) continue;
        const rix_i_unit unit = rix_i_unit_name(t->table, i);
        const size_t comma = used > 0 ? 2 : 0, wanted = strlen(unit.s);
        if (used + comma + wanted + sizeof " ..." > size) {
            strcpy(s + used, " ...");
            return;
        }
        memcpy(s + used, ", ", comma);
        strcpy(s + used + comma, unit.s);
        used += comma + wanted;
    }
}

static rix_i_text rounded(double x)
{
    rix_i_text text = rix_i_number(round(100 * x) / 100);
    return text;
}

static rix_status note_winsorised(const rix_i_prepare_task *t, size_t k, const double *x,
                                  const rix_treated *r, rix_error *err)
{
    char units[120];
    rix_error line = RIX_ERROR_INIT;
    list_units(t, x, r, units, sizeof units);
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s': %zu values winsorised (skewness %s to %s, kurtosis %s to %s): %s",
               code_of(t, k).s, r->n_high + r->n_low, rounded(r->skew_before).s,
               rounded(r->skew_winsorised).s, rounded(r->kurt_before).s,
               rounded(r->kurt_winsorised).s, units);
    return rix_i_log_add(t->log, RIX_NOTE, "treat", &line, err);
}

static rix_status note_transformed(const rix_i_prepare_task *t, size_t k, const rix_treated *r,
                                   rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s': transformed by %s (skewness %s to %s, kurtosis %s to %s)",
               code_of(t, k).s, rix_transform_name(r->transform), rounded(r->skew_before).s,
               rounded(r->skew_transformed).s, rounded(r->kurt_before).s,
               rounded(r->kurt_transformed).s);
    return rix_i_log_add(t->log, RIX_NOTE, "treat", &line, err);
}

/* log_gii turns the order of a column round if its largest value is below 1. */
static rix_status warn_of_order(const rix_i_prepare_task *t, size_t k, const double *x,
                                const rix_treated *r, rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    double most = -(double)INFINITY;
    for (size_t i = 0; i < units_of(t); i++) most = x[i] > most ? x[i] : most;
    if (r->transform != RIX_TRANSFORM_LOG_GII || t->recipe->treat.compat || most >= 1)
        return RIX_OK;
    rix_i_fail(
        &line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
        "log_gii turns the order of indicator '%s' round, as its largest value, %s, is below 1",
        code_of(t, k).s, rix_i_number(most).s);
    return rix_i_log_add(t->log, RIX_WARNING, "treat", &line, err);
}

static rix_status note_treated(const rix_i_prepare_task *t, size_t k, const double *x,
                               const rix_treated *r, rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    rix_status st;
    switch (r->action) {
    case RIX_ACTION_NONE: return RIX_OK;
    case RIX_ACTION_WINSORISE: return note_winsorised(t, k, x, r, err);
    case RIX_ACTION_TRANSFORM:
        st = note_transformed(t, k, r, err);
        return st == RIX_OK ? warn_of_order(t, k, x, r, err) : st;
    case RIX_ACTION_REVERTED:
    case RIX_ACTION_UNDEFINED: break;
    }
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s' is not treated: %s", code_of(t, k).s,
               r->action == RIX_ACTION_REVERTED ? "winsorising makes all its values equal"
                                                : "it has too few values, or all are equal");
    return rix_i_log_add(t->log, RIX_NOTE, "treat", &line, err);
}

static rix_status bad_cell(const rix_i_prepare_task *t, size_t k, const rix_i_treat_result *result,
                           double x, rix_transform transform, rix_error *err)
{
    const bool outside = result->fault == RIX_I_TREAT_OUTSIDE;
    return rix_i_fail(err, outside ? RIX_EDOMAIN : RIX_ENUMERIC, "table.values",
                      place_of(t, result->row, k),
                      "the value %s for unit %s, indicator '%s', has %s transform %s",
                      rix_i_number(x).s, rix_i_unit_name(t->table, result->row).s, code_of(t, k).s,
                      outside ? "no" : "too large a", rix_transform_name(transform));
}

static rix_status treat(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_SCREENED);
    if (!treats(t)) return RIX_OK;
    double *scratch = rix_i_dense_new(n, 1);
    p->treated = rix_i_dense_new(n, cols);
    p->indicators = calloc(cols, sizeof *p->indicators);
    rix_status st = scratch && p->treated && p->indicators ? RIX_OK : rix_i_no_memory(err);
    for (size_t k = 0; k < cols && st == RIX_OK; k++) {
        const rix_treat_options o = options_of(t, k);
        const rix_i_treat_result result =
            rix_i_treat(x + k * n, n, &o, scratch, p->treated + k * n, &p->indicators[k]);
        if (result.fault != RIX_I_TREAT_FINE) {
            st = bad_cell(t, k, &result, x[k * n + result.row], o.transform, err);
        } else {
            st = note_treated(t, k, x + k * n, &p->indicators[k], err);
        }
    }
    free(scratch);
    return st;
}

/* ---------------------------------------------------------------------------------- the whole -- */

rix_status rix_i_prepare_check(const rix_recipe *recipe, rix_error *err)
{
    rix_status st = rix_i_denominate_check(&recipe->denominate, err);
    if (st == RIX_OK) st = rix_i_impute_check(&recipe->impute, err);
    if (st == RIX_OK) st = rix_i_screen_check(&recipe->screen, err);
    return st == RIX_OK ? rix_i_treat_check(&recipe->treat, err) : st;
}

rix_status rix_i_prepare(const rix_i_prepare_task *task, rix_i_prepared *out, rix_error *err)
{
    rix_status st = denominate(task, out, err);
    if (st == RIX_OK) st = impute(task, out, err);
    if (st == RIX_OK) st = screen(task, out, err);
    if (st == RIX_OK) st = treat(task, out, err);
    return st;
}
