/* fitted.c - what the steps learned from a base table: made from its numbers, and read by the steps. */
#include "index/fitted.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/fitted_lines.h"

rix_i_fit_node rix_i_fit_node_blank(void)
{
    rix_i_fit_node node = { .transform = RIX_TRANSFORM_INHERIT, .method = RIX_NORM_INHERIT };
    for (size_t k = 0; k < rix_i_fit_field_count(); k++) *rix_i_fit_field(&node, k) = RIX_NAN;
    return node;
}

/* ------------------------------------------------------------------------------ from its lines -- */

static rix_status bad_line(const rix_learned *line, size_t i, rix_status code, const char *what,
                           rix_error *err)
{
    const rix_i_place place = { i, RIX_NO_INDEX, line->node };
    return rix_i_fail(err, code, "learned", place, "line %zu, %s '%s' of node %zu, %s: %s", i,
                      rix_i_label(line->step).s, rix_i_label(line->parameter).s, line->node,
                      rix_i_number(line->value).s, what);
}

/* The next number of a list; its numbers lie side by side. */
static rix_status add_to_list(const rix_learned *line, size_t i, size_t *first, size_t *n,
                              rix_error *err)
{
    if (*n == 0) *first = i;
    if (*first + *n != i) {
        return bad_line(line, i, RIX_EINVAL, "not beside the others of its list", err);
    }
    ++*n;
    return RIX_OK;
}

static rix_status add_value(rix_fitted *f, const rix_learned *line, size_t i, rix_error *err)
{
    rix_i_fit_node *node = &f->nodes[line->node];
    if (node->n_values > 0 && line->value < f->values[i - 1]) {
        return bad_line(line, i, RIX_EINVAL, "below the one before", err);
    }
    return add_to_list(line, i, &node->first_value, &node->n_values, err);
}

static rix_status add_named(rix_i_fit_node *node, rix_i_fit_list kind, const rix_learned *line,
                            size_t i, rix_error *err)
{
    const char *name = line->label ? line->label : "";
    const rix_status st = kind == RIX_I_FIT_METHOD
                              ? rix_normalisation_from_name(name, &node->method, NULL)
                              : rix_transform_from_name(name, &node->transform, NULL);
    return st == RIX_OK ? st : bad_line(line, i, RIX_ENOTFOUND, "no such name", err);
}

static rix_status add_line(rix_fitted *f, size_t i, rix_error *err)
{
    const rix_learned *line = &f->lines[i];
    if (line->node >= f->n_nodes) return bad_line(line, i, RIX_ENOTFOUND, "no such node", err);
    const rix_i_fit_list kind = rix_i_fit_list_of(line);
    const size_t field = rix_i_fit_find(line);
    const bool gap = kind == RIX_I_FIT_SCORE && isnan(line->value);
    rix_i_fit_node *node = &f->nodes[line->node];
    if (!isfinite(line->value) && !gap) {
        return bad_line(line, i, RIX_EDOMAIN, "not finite", err);
    }
    switch (kind) {
    case RIX_I_FIT_VALUE: return add_value(f, line, i, err);
    case RIX_I_FIT_SCORE: return add_to_list(line, i, &node->first_score, &node->n_scores, err);
    case RIX_I_FIT_METHOD:
    case RIX_I_FIT_TRANSFORM: return add_named(node, kind, line, i, err);
    case RIX_I_FIT_GROUP:
        if (!line->label) return bad_line(line, i, RIX_EINVAL, "a group without a label", err);
        return RIX_OK; /* once all labels are known */
    case RIX_I_FIT_FIELD: break;
    }
    if (field == RIX_NO_INDEX) {
        return bad_line(line, i, RIX_ENOTFOUND, "no such step and parameter", err);
    }
    *rix_i_fit_field(node, field) = line->value;
    return RIX_OK;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_labels(rix_fitted *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_lines; i++) {
        if (rix_i_fit_list_of(&f->lines[i]) == RIX_I_FIT_GROUP) f->labels[n++] = f->lines[i].label;
    }
    if (n > 0) qsort(f->labels, n, sizeof *f->labels, compare_texts);
    for (size_t i = 0; i < n; i++) {
        if (f->n_labels > 0 && strcmp(f->labels[f->n_labels - 1], f->labels[i]) == 0) continue;
        f->labels[f->n_labels++] = f->labels[i];
    }
}

static size_t find_label(const rix_fitted *f, const char *label)
{
    if (!label || !label[0] || f->n_labels == 0) return RIX_NO_INDEX;
    const char **found = bsearch(&label, f->labels, f->n_labels, sizeof *f->labels, compare_texts);
    return found ? (size_t)(found - f->labels) : RIX_NO_INDEX;
}

static rix_status fill_groups(rix_fitted *f, rix_error *err)
{
    size_t cells;
    list_labels(f);
    if (!rix_i_size_product(f->n_nodes, f->n_labels + 1, &cells)) return rix_i_no_memory(err);
    f->by_group = malloc(cells * sizeof *f->by_group);
    if (!f->by_group) return rix_i_no_memory(err);
    for (size_t k = 0; k < cells; k++) f->by_group[k] = RIX_NAN;
    for (size_t i = 0; i < f->n_lines; i++) {
        const rix_learned *line = &f->lines[i];
        if (rix_i_fit_list_of(line) != RIX_I_FIT_GROUP) continue;
        f->by_group[line->node * f->n_labels + find_label(f, line->label)] = line->value;
    }
    return RIX_OK;
}

/* Steps and parameters are static words of their own, labels are copied; false for an unknown word. */
static rix_status copy_lines(rix_fitted *f, const rix_learned *lines, rix_error *err)
{
    char *at = f->text;
    for (size_t i = 0; i < f->n_lines; i++) {
        rix_learned *line = &f->lines[i];
        *line = lines[i];
        if (!line->step || !line->parameter) return rix_i_null(err, "learned");
        if (!rix_i_fit_words(line)) {
            return bad_line(line, i, RIX_ENOTFOUND, "no such step and parameter", err);
        }
        f->values[i] = line->value;
        if (!line->label) continue;
        const size_t size = strlen(line->label) + 1;
        memcpy(at, line->label, size);
        line->label = at;
        at += size;
    }
    return RIX_OK;
}

static size_t text_size(const rix_learned *lines, size_t n)
{
    size_t size = 1;
    for (size_t i = 0; i < n; i++) size += lines[i].label ? strlen(lines[i].label) + 1 : 0;
    return size;
}

rix_status rix_fitted_new(size_t n_nodes, const rix_learned *learned, size_t n, rix_fitted **out,
                          rix_error *err)
{
    if (!out) return rix_i_null(err, "out");
    if (!learned && n > 0) return rix_i_null(err, "learned");
    if (n_nodes == 0) {
        return rix_i_fail(err, RIX_EINVAL, "n_nodes", RIX_I_NOWHERE, "there are no nodes");
    }
    rix_fitted *f = calloc(1, sizeof *f);
    if (!f) return rix_i_no_memory(err);
    f->n_nodes = n_nodes;
    f->n_lines = n;
    f->nodes = calloc(n_nodes, sizeof *f->nodes);
    f->lines = calloc(n + 1, sizeof *f->lines);
    f->values = calloc(n + 1, sizeof *f->values);
    f->labels = calloc(n + 1, sizeof *f->labels);
    f->text = malloc(text_size(learned, n));
    rix_status st = RIX_OK;
    if (!f->nodes || !f->lines || !f->values || !f->labels || !f->text) st = rix_i_no_memory(err);
    for (size_t k = 0; k < n_nodes && st == RIX_OK; k++) f->nodes[k] = rix_i_fit_node_blank();
    if (st == RIX_OK) st = copy_lines(f, learned, err);
    for (size_t i = 0; i < n && st == RIX_OK; i++) st = add_line(f, i, err);
    if (st == RIX_OK) st = fill_groups(f, err);
    if (st == RIX_OK) {
        *out = f;
    } else {
        rix_fitted_free(f);
    }
    return st;
}

void rix_fitted_free(rix_fitted *f)
{
    if (!f) return;
    free(f->by_group);
    free(f->labels);
    free(f->text);
    free(f->values);
    free(f->lines);
    free(f->nodes);
    free(f);
}

size_t rix_fitted_size(const rix_fitted *f) { return f->n_lines; }

const rix_learned *rix_fitted_learned(const rix_fitted *f, size_t i)
{
    return i < f->n_lines ? &f->lines[i] : NULL;
}

/* ----------------------------------------------------------------------------- for the steps -- */

static rix_status nothing_learned(const rix_framework *fw, size_t node, const char *how,
                                  const char *name, rix_error *err)
{
    return rix_i_fail(err, RIX_ENOTFOUND, "fitted", RIX_I_NODE(node),
                      "nothing was learned from the base for '%s' %s by %s",
                      rix_i_label(fw->nodes[node].code).s, how, name);
}

static bool has_what_it_takes(const rix_i_fit_node *f)
{
    if (!(f->factor > 0) || isnan(f->count)) return false;
    if (!isnan(f->undefined)) return f->undefined > RIX_I_DONE && f->undefined <= RIX_I_NO_MAXIMUM;
    switch (f->method) {
    case RIX_NORM_INHERIT: return false;
    case RIX_NORM_NONE: return true;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_ROBUST_Z:
    case RIX_NORM_LOGISTIC: return !isnan(f->centre) && f->spread > 0;
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA:
    case RIX_NORM_QUANTILE_CLASSES: return f->n_values > 0;
    default: return f->from < f->to || f->from > f->to;
    }
}

rix_status rix_i_fitted_normalise(const rix_fitted *fitted, const rix_framework *fw, size_t node,
                                  const rix_i_normalisation *how, rix_i_learned *learned,
                                  rix_error *err)
{
    const rix_i_fit_node *f = &fitted->nodes[node];
    if (f->method != how->method || !has_what_it_takes(f)) {
        return nothing_learned(fw, node, "normalised", rix_normalisation_name(how->method), err);
    }
    *learned = (rix_i_learned){ isnan(f->undefined) ? RIX_I_DONE : (rix_i_outcome)f->undefined,
                                { (size_t)f->count, f->least, f->most },
                                f->factor,
                                f->factor * f->from,
                                f->factor * f->to,
                                f->factor * f->centre,
                                f->factor * f->spread,
                                fitted->values + f->first_value,
                                f->n_values };
    return RIX_OK;
}

rix_status rix_i_fitted_treat(const rix_fitted *fitted, const rix_framework *fw, size_t node,
                              const rix_treat_options *options, rix_i_treatment *treatment,
                              rix_error *err)
{
    const rix_i_fit_node *f = &fitted->nodes[node];
    const bool known = f->transform == RIX_TRANSFORM_INHERIT ||
                       (f->transform == options->transform && !isnan(f->curve_least));
    if (!known) {
        return nothing_learned(fw, node, "transformed", rix_transform_name(options->transform),
                               err);
    }
    *treatment = (rix_i_treatment){ isnan(f->low) ? -(double)INFINITY : f->low,
                                    isnan(f->high) ? (double)INFINITY : f->high,
                                    f->transform,
                                    f->mirrored > 0,
                                    f->curve_least,
                                    f->curve_most,
                                    isnan(f->lambda) ? options->lambda : f->lambda };
    return RIX_OK;
}

rix_status rix_i_fitted_impute(const rix_fitted *fitted, const rix_framework *fw,
                               rix_i_impute_base *base, double **memory, rix_error *err)
{
    const size_t cols = fw->n_indicators, labels = fitted->n_labels;
    double *block = malloc((cols * (labels + 3) + 1) * sizeof *block);
    if (!block) return rix_i_no_memory(err);
    double *overall = block, *least = overall + cols, *most = least + cols, *group = most + cols;
    for (size_t k = 0; k < cols; k++) {
        const size_t node = fw->indicators[k];
        overall[k] = fitted->nodes[node].overall;
        least[k] = fitted->nodes[node].gap_least;
        most[k] = fitted->nodes[node].gap_most;
        memcpy(group + k * labels, fitted->by_group + node * labels, labels * sizeof *group);
    }
    *base = (rix_i_impute_base){ overall, least, most, group, labels };
    *memory = block;
    return RIX_OK;
}

void rix_i_fitted_groups(const rix_fitted *fitted, const char *const *labels, size_t n,
                         size_t *group)
{
    for (size_t i = 0; i < n; i++) group[i] = find_label(fitted, labels[i]);
}
