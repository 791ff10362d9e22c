/* prepare.c - the steps before 'normalise' in their order, and the words for what they find. */
#include "index/prepare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/denominate.h"
#include "index/dense.h"
#include "index/fitted.h"
#include "index/impute_panel.h"
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
    free(p->left_out);
    free(p->sources);
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

/* By the codes of the table, else an indicator's own column. */
size_t rix_i_denominator_column(const rix_table *table, const rix_framework *fw,
                                const size_t *column, const char *code)
{
    const char *const *codes = table->indicators;
    for (size_t col = 0; codes && col < table->values.cols; col++) {
        if (strcmp(codes[col], code) == 0) return col;
    }
    const size_t node = rix_framework_find(fw, code);
    const size_t k = node == RIX_NO_INDEX ? RIX_NO_INDEX : fw->indicator_of[node];
    return k == RIX_NO_INDEX ? RIX_NO_INDEX : column[k];
}

static rix_status read_denominator(const rix_i_prepare_task *t, size_t k, double *below,
                                   rix_error *err)
{
    const char *code = t->fw->nodes[t->fw->indicators[k]].denominator;
    const size_t col = rix_i_denominator_column(t->table, t->fw, t->column, code);
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
                                   size_t *block, int *direction, const rix_i_impute_base *base,
                                   rix_i_impute_task *task, rix_error *err)
{
    const rix_i_impute_task made = { x,         units_of(t), t->fw->n_indicators, group, block,
                                     direction, base };
    for (size_t k = 0; k < t->fw->n_indicators; k++) {
        block[k] = t->fw->parent[t->fw->indicators[k]];
        direction[k] = t->fw->nodes[t->fw->indicators[k]].direction;
    }
    *task = made;
    if (!rix_i_impute_by_group(t->recipe->impute.method)) return RIX_OK;
    if (t->base) {
        rix_i_fitted_groups(t->base, t->recipe->impute.groups, made.n, group);
        return RIX_OK;
    }
    return rix_i_group_labels(t->recipe->impute.groups, made.n, group, err);
}

/* How EM went in the block of indicator k, which is its first with gaps; `block` is its group. */
static rix_status note_em(const rix_i_prepare_task *t, size_t k, size_t block, const rix_imputed *r,
                          rix_error *err)
{
    const bool whole = t->recipe->impute.whole;
    const rix_i_place place = whole ? RIX_I_NOWHERE : RIX_I_NODE(block);
    const rix_i_text group = rix_i_label(t->fw->nodes[block].code);
    const char *of = whole ? "of the table" : "below '", *end = whole ? "" : "'";
    rix_error line = RIX_ERROR_INIT;
    if (r[k].iterations == 0) return RIX_OK;
    if (rix_i_impute_singular(&r[k])) {
        rix_i_fail(&line, RIX_EMISSING, "table.values", place,
                   "EM: the covariance of the indicators %s%s%s is singular after %zu iterations; "
                   "their gaps stay missing (a ridge helps, or fewer indicators)",
                   of, whole ? "" : group.s, end, r[k].iterations);
    } else {
        rix_i_fail(&line, RIX_EMISSING, "table.values", place,
                   "EM over the indicators %s%s%s %s in %zu iterations; log-likelihood %s", of,
                   whole ? "" : group.s, end, r[k].converged ? "converged" : "did not converge",
                   r[k].iterations, rix_i_number(r[k].log_likelihood).s);
    }
    return rix_i_log_add(t->log, r[k].converged ? RIX_NOTE : RIX_WARNING, "impute", &line, err);
}

/* Whether an earlier indicator of the block says the same of EM. */
static bool is_said(const rix_i_prepare_task *t, size_t k, const size_t *block,
                    const rix_imputed *r)
{
    for (size_t j = 0; j < k; j++) {
        if (r[j].iterations > 0 && (t->recipe->impute.whole || block[j] == block[k])) return true;
    }
    return false;
}

static rix_status note_all_imputed(const rix_i_prepare_task *t, const size_t *block,
                                   const rix_imputed *r, rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t k = 0; k < t->fw->n_indicators && st == RIX_OK; k++) {
        if (!is_said(t, k, block, r)) st = note_em(t, k, block[k], r, err);
        if (st == RIX_OK) st = note_imputed(t, k, &r[k], err);
    }
    return st;
}

/* Where COINr would stop. */
static rix_status stop_at(const rix_i_prepare_task *t, rix_i_series single, rix_error *err)
{
    if (single.row == RIX_NO_INDEX) return RIX_OK;
    return rix_i_fail(err, RIX_EMISSING, "table.values", place_of(t, single.row, single.col),
                      "unit '%s' has one value only of indicator '%s', through which no line goes",
                      rix_i_label(t->table->units[single.row]).s, code_of(t, single.col).s);
}

static rix_status impute(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const rix_impute_options *o = &t->recipe->impute;
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_DENOMINATED);
    rix_i_impute_task task;
    if (o->method == RIX_IMPUTE_NONE) return RIX_OK;
    size_t *group = calloc(n + 1, sizeof *group), *block = calloc(cols, sizeof *block);
    int *direction = calloc(cols, sizeof *direction);
    rix_imputed *found = calloc(cols, sizeof *found);
    p->imputed = rix_i_dense_new(n, cols);
    if (t->panel->n_rows > 0) p->sources = rix_i_dense_new(n, cols);
    rix_i_impute_base base;
    double *memory = NULL;
    rix_status st = RIX_OK;
    if (!group || !block || !direction || !found || !p->imputed ||
        (t->panel->n_rows > 0 && !p->sources)) {
        st = rix_i_no_memory(err);
    }
    if (st == RIX_OK) st = rix_i_impute_check_panel(o, t->panel, n, err);
    if (st == RIX_OK && t->base) st = rix_i_fitted_impute(t->base, t->fw, &base, &memory, err);
    if (st == RIX_OK) {
        st = make_impute_task(t, x, group, block, direction, t->base ? &base : NULL, &task, err);
    }
    if (st == RIX_OK) st = stop_at(t, rix_i_impute_single(&task, t->panel, o), err);
    if (st == RIX_OK) {
        st = rix_i_impute_panel(&task, t->panel, o, p->imputed, p->sources, found, err);
    }
    if (st == RIX_OK) st = note_all_imputed(t, block, found, err);
    free(memory);
    free(found);
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

bool rix_i_screens(const rix_screen_options *o)
{
    return o->method != RIX_SCREEN_NONE || o->n_include > 0 || o->n_exclude > 0;
}

static rix_status screen(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_IMPUTED);
    if (!rix_i_screens(&t->recipe->screen)) return RIX_OK;
    double *kept = p->screened = rix_i_dense_new(n, cols);
    p->units = calloc(n + 1, sizeof *p->units);
    p->left_out = calloc(n + 1, sizeof *p->left_out);
    if (!kept || !p->units || !p->left_out) return rix_i_no_memory(err);
    rix_status st =
        rix_i_screen(x, n, cols, &t->recipe->screen, t->table->units, !t->base, p->units, err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < n; i++) p->left_out[i] = !p->units[i].included;
    for (size_t k = 0; k < cols; k++) {
        for (size_t i = 0; i < n; i++) kept[k * n + i] = p->left_out[i] ? RIX_NAN : x[k * n + i];
    }
    for (size_t i = 0; i < n && st == RIX_OK; i++) st = note_left_out(t, i, &p->units[i], err);
    return st;
}

/* -------------------------------------------------------------------------------------- treat -- */

static size_t whole_points(double x) { return x < 1e15 ? (size_t)x : RIX_NO_INDEX; }

rix_treat_options rix_i_prepare_treatment(const rix_framework *fw, const rix_recipe *recipe,
                                          size_t k)
{
    const rix_node *node = &fw->nodes[fw->indicators[k]];
    rix_treat_options o = recipe->treat;
    if (node->treat != RIX_TREAT_INHERIT) o.method = node->treat;
    if (node->transform != RIX_TRANSFORM_INHERIT) o.transform = node->transform;
    if (!isnan(node->treat_max_points)) o.max_points = whole_points(node->treat_max_points);
    if (!isnan(node->treat_skewness)) o.skewness = node->treat_skewness;
    if (!isnan(node->treat_kurtosis)) o.kurtosis = node->treat_kurtosis;
    if (!isnan(node->treat_low_share)) o.low_share = node->treat_low_share;
    if (!isnan(node->treat_high_share)) o.high_share = node->treat_high_share;
    if (!isnan(node->treat_fence)) o.fence = node->treat_fence;
    if (!isnan(node->treat_lambda)) o.lambda = node->treat_lambda;
    if (!isnan(node->treat_force)) o.force = node->treat_force > 0;
    if (!isnan(node->treat_combined)) o.combined = node->treat_combined > 0;
    return o;
}

/* The shares are two, and may be the node's and the recipe's. */
static rix_status check_shares(const rix_i_prepare_task *t, size_t k, const rix_treat_options *o,
                               rix_error *err)
{
    if (o->low_share < o->high_share) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "treat_low_share", RIX_I_NODE(t->fw->indicators[k]),
                      "the shares %s and %s of indicator '%s' do not rise",
                      rix_i_number(o->low_share).s, rix_i_number(o->high_share).s, code_of(t, k).s);
}

bool rix_i_treats(const rix_framework *fw, const rix_recipe *recipe)
{
    for (size_t k = 0; k < fw->n_indicators; k++) {
        if (rix_i_prepare_treatment(fw, recipe, k).method != RIX_TREAT_NONE) return true;
    }
    return false;
}

/* A line of the log, with the period that it speaks of if it is one. */
static rix_status log_treated(const rix_i_prepare_task *t, rix_severity severity, rix_error *line,
                              rix_error *err)
{
    if (t->period != RIX_NO_INDEX) rix_i_panel_tell(t->panel, t->period, line);
    return rix_i_log_add(t->log, severity, "treat", line, err);
}

/* The units whose values were moved, and these values, as many as fit; the rest is a number. */
static void list_moved(const rix_i_prepare_task *t, const double *x, const rix_treated *r, char *s,
                       size_t size)
{
    static const char more[] = " and 18446744073709551615 more";
    size_t used = 0, left = r->n_high + r->n_low;
    s[0] = '\0';
    for (size_t i = 0; i < units_of(t) && left > 0; i++) {
        const bool moved = (r->n_high > 0 && x[i] > r->high) || (r->n_low > 0 && x[i] < r->low);
        if (!moved) continue;
        const rix_i_unit unit = rix_i_unit_name(t->table, i);
        const rix_i_text value = rix_i_number(x[i]);
        if (used + strlen(unit.s) + strlen(value.s) + sizeof ",  ()" + sizeof more > size) {
            snprintf(s + used, size - used, " and %zu more", left);
            return;
        }
        used += (size_t)snprintf(s + used, size - used, "%s%s (%s)", used > 0 ? ", " : "", unit.s,
                                 value.s);
        left--;
    }
}

static rix_i_text rounded(double x)
{
    rix_i_text text = rix_i_number(round(100 * x) / 100);
    return text;
}

/* Why values were moved. */
static void tell_reason(const rix_treated *r, char *s, size_t size)
{
    if (r->method == RIX_TREAT_PERCENTILES || r->method == RIX_TREAT_FENCES) {
        snprintf(s, size, "beyond the %s",
                 r->method == RIX_TREAT_FENCES ? "fences" : "quantiles asked for");
        return;
    }
    snprintf(s, size, "skewness %s to %s, kurtosis %s to %s", rounded(r->skew_before).s,
             rounded(r->skew_winsorised).s, rounded(r->kurt_before).s,
             rounded(r->kurt_winsorised).s);
}

static rix_status note_winsorised(const rix_i_prepare_task *t, size_t k, const double *x,
                                  const rix_treated *r, rix_error *err)
{
    char moved[128], reason[360], to[220] = "";
    rix_error line = RIX_ERROR_INIT;
    list_moved(t, x, r, moved, sizeof moved);
    tell_reason(r, reason, sizeof reason);
    if (r->n_high > 0)
        snprintf(to, sizeof to, "%zu down to %s", r->n_high, rix_i_number(r->high).s);
    if (r->n_low > 0) {
        const size_t used = strlen(to);
        snprintf(to + used, sizeof to - used, "%s%zu up to %s", used > 0 ? ", " : "", r->n_low,
                 rix_i_number(r->low).s);
    }
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s': %zu values winsorised, %s (%s): %s", code_of(t, k).s,
               r->n_high + r->n_low, to, reason, moved);
    return log_treated(t, RIX_NOTE, &line, err);
}

static rix_status note_transformed(const rix_i_prepare_task *t, size_t k, const rix_treated *r,
                                   rix_error *err)
{
    char lambda[96] = "", before[64] = "";
    rix_error line = RIX_ERROR_INIT;
    if (!isnan(r->lambda)) {
        snprintf(lambda, sizeof lambda, " with lambda %s", rix_i_number(r->lambda).s);
    }
    if (r->winsorised) {
        snprintf(before, sizeof before,
                 r->undone ? ", as winsorising %zu values did not do"
                           : ", after winsorising %zu values",
                 r->n_high + r->n_low);
    }
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s': transformed by %s%s (skewness %s to %s, kurtosis %s to %s)%s",
               code_of(t, k).s, rix_transform_name(r->transform), lambda, rounded(r->skew_before).s,
               rounded(r->skew_transformed).s, rounded(r->kurt_before).s,
               rounded(r->kurt_transformed).s, before);
    return log_treated(t, RIX_NOTE, &line, err);
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
    return log_treated(t, RIX_WARNING, &line, err);
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
        st = r->winsorised && !r->undone ? note_winsorised(t, k, x, r, err) : RIX_OK;
        if (st == RIX_OK) st = note_transformed(t, k, r, err);
        return st == RIX_OK ? warn_of_order(t, k, x, r, err) : st;
    case RIX_ACTION_REVERTED:
    case RIX_ACTION_UNDEFINED: break;
    }
    rix_i_fail(&line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
               "indicator '%s' is not treated: %s", code_of(t, k).s,
               r->action == RIX_ACTION_REVERTED ? "winsorising makes all its values equal"
                                                : "it has too few values, or all are equal");
    return log_treated(t, RIX_NOTE, &line, err);
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

static rix_status note_beyond(const rix_i_prepare_task *t, size_t k, size_t beyond, rix_error *err)
{
    rix_error line = RIX_ERROR_INIT;
    if (beyond == 0) return RIX_OK;
    rix_i_fail(
        &line, RIX_EMISSING, "table.values", place_of(t, RIX_NO_INDEX, k),
        "%zu values of indicator '%s' lie beyond the end of the base's transform and count as "
        "at it",
        beyond, code_of(t, k).s);
    return log_treated(t, RIX_NOTE, &line, err);
}

/* By what is learned from the column itself, or has been from another. */
static rix_status treat_one(const rix_i_prepare_task *t, size_t k, const double *x, double *scratch,
                            rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t);
    const rix_treat_options o = rix_i_prepare_treatment(t->fw, t->recipe, k);
    double *out = p->treated + k * n;
    rix_treated *report = &p->indicators[k];
    rix_i_treat_result result;
    rix_i_treatment learned;
    size_t beyond = 0;
    rix_status st = check_shares(t, k, &o, err);
    if (st != RIX_OK) return st;
    if (t->base) {
        st = rix_i_fitted_treat(t->base, t->fw, t->fw->indicators[k], &o, &learned, err);
        if (st != RIX_OK) return st;
        result = rix_i_treat_apply(&learned, x, n, &o, out, report, &beyond);
    } else {
        result = rix_i_treat(x, n, &o, scratch, out, report);
    }
    if (result.fault != RIX_I_TREAT_FINE) {
        return bad_cell(t, k, &result, x[result.row], o.transform, err);
    }
    st = note_treated(t, k, x, report, err);
    return st == RIX_OK ? note_beyond(t, k, beyond, err) : st;
}

/* Room for a column of a panel, period by period. */
typedef struct treat_room {
    double *scratch, *values, *out;
    double *alone; /* the column, but for the rows of other periods, which are missing */
} treat_room;

static rix_status treat_period(const rix_i_prepare_task *t, size_t k, const treat_room *room,
                               rix_i_prepared *p, rix_error *err)
{
    const rix_i_panel *panel = t->panel;
    const size_t n = rix_i_panel_rows(panel, t->period);
    const rix_treat_options o = rix_i_prepare_treatment(t->fw, t->recipe, k);
    rix_treated *report = &p->indicators[k * p->n_parts + t->period];
    rix_i_treat_result result = rix_i_treat(room->values, n, &o, room->scratch, room->out, report);
    if (result.fault != RIX_I_TREAT_FINE) {
        const double x = room->values[result.row];
        result.row = panel->of_period[panel->first_of_period[t->period] + result.row];
        return bad_cell(t, k, &result, x, o.transform, err);
    }
    rix_i_panel_scatter(panel, t->period, room->out, p->treated + k * units_of(t));
    rix_i_panel_scatter(panel, t->period, room->values, room->alone);
    const rix_status st = note_treated(t, k, room->alone, report, err);
    for (size_t i = 0; i < n; i++) room->values[i] = RIX_NAN;
    rix_i_panel_scatter(panel, t->period, room->values, room->alone);
    return st;
}

static rix_status treat_periods(const rix_i_prepare_task *t, size_t k, const double *x,
                                const treat_room *room, rix_i_prepared *p, rix_error *err)
{
    const rix_treat_options o = rix_i_prepare_treatment(t->fw, t->recipe, k);
    rix_i_prepare_task here = *t;
    rix_status st = check_shares(t, k, &o, err);
    for (size_t i = 0; i < units_of(t); i++) room->alone[i] = RIX_NAN;
    for (here.period = 0; here.period < p->n_parts && st == RIX_OK; here.period++) {
        rix_i_panel_gather(t->panel, here.period, x, room->values);
        st = treat_period(&here, k, room, p, err);
    }
    return st;
}

/* Memory for what is treated, each period by itself or all rows together; room is for the caller to free. */
static rix_status get_treated(const rix_i_prepare_task *t, bool apart, rix_i_prepared *p,
                              double **room, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    size_t reports;
    p->n_parts = apart ? t->panel->n_periods : 1;
    if (!rix_i_size_product(cols, p->n_parts + 1, &reports)) return rix_i_no_memory(err);
    *room = rix_i_dense_new(n, apart ? 4 : 1);
    p->treated = rix_i_dense_new(n, cols);
    p->indicators = calloc(reports, sizeof *p->indicators);
    return *room && p->treated && p->indicators ? RIX_OK : rix_i_no_memory(err);
}

static rix_status treat(const rix_i_prepare_task *t, rix_i_prepared *p, rix_error *err)
{
    const size_t n = units_of(t), cols = t->fw->n_indicators;
    const double *x = rix_i_prepared_stage(p, t->raw, RIX_STAGE_SCREENED);
    const bool asked = t->recipe->treat.over == RIX_OVER_PERIOD, apart = asked && !t->base;
    double *room = NULL;
    if (asked && t->panel->n_rows < n) return rix_i_treat_no_periods(err);
    if (!rix_i_treats(t->fw, t->recipe)) return RIX_OK;
    rix_status st = get_treated(t, apart, p, &room, err);
    for (size_t k = 0; k < cols && st == RIX_OK; k++) {
        if (apart) {
            const treat_room part = { room, room + n, room + 2 * n, room + 3 * n };
            st = treat_periods(t, k, x + k * n, &part, p, err);
        } else {
            st = treat_one(t, k, x + k * n, room, p, err);
        }
    }
    free(room);
    return st;
}

/* ---------------------------------------------------------------------------------- the whole -- */

bool rix_i_prepares(const rix_framework *fw, const rix_recipe *recipe)
{
    bool denominates = false;
    for (size_t k = 0; k < fw->n_indicators && recipe->denominate.apply; k++) {
        denominates = denominates || fw->nodes[fw->indicators[k]].denominator;
    }
    return denominates || recipe->impute.method != RIX_IMPUTE_NONE ||
           rix_i_screens(&recipe->screen) || rix_i_treats(fw, recipe);
}

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
