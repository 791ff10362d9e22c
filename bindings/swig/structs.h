/* structs.h - host objects to the structs of riskidx.h and back, once for all languages.
 *
 * Names of fields are those of the C structs. A field that is not there keeps its default, a field of
 * the wrong kind is RIX_EINVAL and named; fields that the struct does not have are for the hand-written
 * layer to refuse. Arrays are read in place and must outlive the call, which the caller's record sees to. */
#ifndef RIX_H_STRUCTS_H
#define RIX_H_STRUCTS_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

/* ----------------------------------------------------------------------------------- errors -- */

static rix_status rix_h_fail(rix_error *err, rix_status code, const char *arg, const char *what)
{
    rix_error e = RIX_ERROR_INIT;
    e.code = code;
    e.arg = arg;
    snprintf(e.message, sizeof e.message, "%s: %s", arg, what);
    *err = e;
    return code;
}

/* ----------------------------------------------------------------------------------- fields -- */

typedef rix_status (*rix_h_parser)(const char *name, void *value, rix_error *err);

typedef enum rix_h_kind {
    RIX_H_NUMBER,  /* double */
    RIX_H_WHOLE,   /* size_t */
    RIX_H_BOOL,    /* bool */
    RIX_H_TEXT,    /* const char * */
    RIX_H_CHOICE,  /* an enum, by parse */
    RIX_H_VEC,     /* rix_vec */
    RIX_H_MAT,     /* rix_mat */
    RIX_H_TEXTS,   /* rix_h_text_list */
    RIX_H_WHOLES,  /* rix_h_whole_list */
    RIX_H_RECORD   /* rix_h_obj */
} rix_h_kind;

typedef struct rix_h_text_list {
    const char **s;
    size_t n;
} rix_h_text_list;

typedef struct rix_h_whole_list {
    size_t *x;
    size_t n;
} rix_h_whole_list;

/** One field of a struct: what to read and where to put it. */
typedef struct rix_h_spec {
    const char *key;
    rix_h_kind kind;
    void *target;
    rix_h_parser parse;
} rix_h_spec;

#define RIX_H_COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *rix_h_expected(rix_h_kind kind)
{
    switch (kind) {
    case RIX_H_NUMBER: return "a number expected";
    case RIX_H_WHOLE: return "a whole number from 0 to 2^53 expected";
    case RIX_H_BOOL: return "true or false expected";
    case RIX_H_TEXT:
    case RIX_H_CHOICE: return "a string expected";
    case RIX_H_VEC: return "a vector of numbers expected";
    case RIX_H_MAT: return "a matrix of numbers expected";
    case RIX_H_TEXTS: return "strings expected";
    case RIX_H_WHOLES: return "whole numbers from 0 to 2^53 expected";
    case RIX_H_RECORD: break;
    }
    return "named fields expected";
}

static rix_status rix_h_read_choice(rix_h_obj x, rix_h_scope *scope, const char *key,
                                    rix_h_parser parse, void *target, rix_error *err)
{
    const char *name = NULL;
    if (!rix_h_to_text(x, scope, &name)) {
        return rix_h_fail(err, RIX_EINVAL, key, rix_h_expected(RIX_H_CHOICE));
    }
    return parse(name, target, err);
}

static rix_status rix_h_read_field(rix_h_obj x, rix_h_scope *scope, const rix_h_spec *f,
                                   rix_error *err)
{
    bool good = true;
    switch (f->kind) {
    case RIX_H_NUMBER: good = rix_h_to_number(x, (double *)f->target); break;
    case RIX_H_WHOLE: good = rix_h_to_whole(x, (size_t *)f->target); break;
    case RIX_H_BOOL: good = rix_h_to_bool(x, (bool *)f->target); break;
    case RIX_H_TEXT: good = rix_h_to_text(x, scope, (const char **)f->target); break;
    case RIX_H_VEC: good = rix_h_to_vec(x, scope, (rix_vec *)f->target); break;
    case RIX_H_MAT: good = rix_h_to_mat(x, scope, (rix_mat *)f->target); break;
    case RIX_H_RECORD: *(rix_h_obj *)f->target = x; break;
    case RIX_H_TEXTS: {
        rix_h_text_list *list = (rix_h_text_list *)f->target;
        good = rix_h_to_texts(x, scope, &list->s, &list->n);
        break;
    }
    case RIX_H_WHOLES: {
        rix_h_whole_list *list = (rix_h_whole_list *)f->target;
        good = rix_h_to_wholes(x, scope, &list->x, &list->n);
        break;
    }
    case RIX_H_CHOICE:
        return rix_h_read_choice(x, scope, f->key, f->parse, f->target, err);
    }
    return good ? RIX_OK : rix_h_fail(err, RIX_EINVAL, f->key, rix_h_expected(f->kind));
}

static rix_status rix_h_read_fields(rix_h_obj record, rix_h_scope *scope, const rix_h_spec *specs,
                                    size_t n, rix_error *err)
{
    for (size_t k = 0; k < n; k++) {
        const rix_h_obj x = rix_h_field(record, specs[k].key);
        const rix_status st =
            rix_h_is_none(x) ? RIX_OK : rix_h_read_field(x, scope, &specs[k], err);
        if (st != RIX_OK) return st;
    }
    return RIX_OK;
}

/** A vector as a dense array of just n doubles; NULL stays NULL. */
static rix_status rix_h_dense(rix_vec v, size_t n, const char *key, rix_h_scope *scope,
                              const double **out, rix_error *err)
{
    char what[80];
    if (!v.data && v.size == 0) return RIX_OK;
    if (v.size != n) {
        snprintf(what, sizeof what, "%zu values instead of %zu", v.size, n);
        return rix_h_fail(err, RIX_EDIM, key, what);
    }
    double *x = (double *)rix_h_alloc(scope, n + 1, sizeof *x);
    if (!x) return rix_h_fail(err, RIX_ENOMEM, key, "out of memory");
    for (size_t i = 0; i < n; i++) x[i] = v.data[(ptrdiff_t)i * v.step];
    *out = x;
    return RIX_OK;
}

/* ------------------------------------------------------------------------------ enumerators -- */

#define RIX_H_PARSER(function, type, from_name)                                                    \
    static rix_status function(const char *name, void *value, rix_error *err)                      \
    {                                                                                              \
        return from_name(name, (type *)value, err);                                                \
    }
RIX_H_PARSER(rix_h_parse_normalisation, rix_normalisation, rix_normalisation_from_name)
RIX_H_PARSER(rix_h_parse_aggregation, rix_aggregation, rix_aggregation_from_name)
RIX_H_PARSER(rix_h_parse_missing, rix_missing, rix_missing_from_name)
RIX_H_PARSER(rix_h_parse_knee_method, rix_knee_method, rix_knee_method_from_name)
RIX_H_PARSER(rix_h_parse_ties, rix_ties, rix_ties_from_name)
RIX_H_PARSER(rix_h_parse_deviation, rix_deviation, rix_deviation_from_name)
RIX_H_PARSER(rix_h_parse_trend, rix_trend_kind, rix_trend_from_name)
RIX_H_PARSER(rix_h_parse_penalty, rix_penalty, rix_penalty_from_name)
RIX_H_PARSER(rix_h_parse_node_kind, rix_node_kind, rix_node_kind_from_name)

static rix_status rix_h_parse_boundary(const char *name, void *value, rix_error *err)
{
    const bool upper = strcmp(name, "upper") == 0;
    if (!upper && strcmp(name, "lower") != 0) {
        return rix_h_fail(err, RIX_ENOTFOUND, "boundary", "'upper' or 'lower' expected");
    }
    *(rix_boundary *)value = upper ? RIX_BOUNDARY_UPPER : RIX_BOUNDARY_LOWER;
    return RIX_OK;
}

static rix_status rix_h_parse_base(const char *name, void *value, rix_error *err)
{
    const bool all = strcmp(name, "all") == 0;
    if (!all && strcmp(name, "not_recovered") != 0) {
        return rix_h_fail(err, RIX_ENOTFOUND, "base", "'not_recovered' or 'all' expected");
    }
    *(rix_lockdown_base *)value = all ? RIX_LOCKDOWN_ALL : RIX_LOCKDOWN_NOT_RECOVERED;
    return RIX_OK;
}

static rix_status rix_h_parse_contacts(const char *name, void *value, rix_error *err)
{
    const bool linear = strcmp(name, "linear") == 0;
    if (!linear && strcmp(name, "quadratic") != 0) {
        return rix_h_fail(err, RIX_ENOTFOUND, "contacts", "'quadratic' or 'linear' expected");
    }
    *(rix_contacts *)value = linear ? RIX_CONTACTS_LINEAR : RIX_CONTACTS_QUADRATIC;
    return RIX_OK;
}

static const char *rix_h_domain_name(rix_domain domain)
{
    switch (domain) {
    case RIX_HEALTH: return "health";
    case RIX_SOCIAL: return "social";
    case RIX_ECONOMIC: return "economic";
    }
    return "unknown";
}

/** All names of the enumerators, by enumeration. */
static rix_h_obj rix_h_vocabulary(void)
{
#define RIX_H_NAME(code, name) name,
    static const char *const normalisations[] = { RIX_NORMALISATION_LIST(RIX_H_NAME) };
    static const char *const aggregations[] = { RIX_AGGREGATION_LIST(RIX_H_NAME) };
    static const char *const missing[] = { RIX_MISSING_LIST(RIX_H_NAME) };
    static const char *const ties[] = { RIX_TIES_LIST(RIX_H_NAME) };
    static const char *const deviations[] = { RIX_DEVIATION_LIST(RIX_H_NAME) };
    static const char *const penalties[] = { RIX_PENALTY_LIST(RIX_H_NAME) };
    static const char *const trends[] = { RIX_TREND_LIST(RIX_H_NAME) };
    static const char *const kinds[] = { RIX_NODE_KIND_LIST(RIX_H_NAME) };
    static const char *const unknown[] = { RIX_UNKNOWN_LIST(RIX_H_NAME) };
    static const char *const absent[] = { RIX_ABSENT_LIST(RIX_H_NAME) };
    static const char *const holes[] = { RIX_HOLES_LIST(RIX_H_NAME) };
    static const char *const corrections[] = { RIX_CORRECTIONS_LIST(RIX_H_NAME) };
    static const char *const batches[] = { RIX_BATCHES_LIST(RIX_H_NAME) };
#undef RIX_H_NAME
    rix_h_obj r = rix_h_record_new(13);
    rix_h_record_set(r, 0, "normalise", rix_h_texts(normalisations, RIX_H_COUNT(normalisations)));
    rix_h_record_set(r, 1, "aggregate", rix_h_texts(aggregations, RIX_H_COUNT(aggregations)));
    rix_h_record_set(r, 2, "missing", rix_h_texts(missing, RIX_H_COUNT(missing)));
    rix_h_record_set(r, 3, "ties", rix_h_texts(ties, RIX_H_COUNT(ties)));
    rix_h_record_set(r, 4, "kind", rix_h_texts(kinds, RIX_H_COUNT(kinds)));
    rix_h_record_set(r, 5, "unknown", rix_h_texts(unknown, RIX_H_COUNT(unknown)));
    rix_h_record_set(r, 6, "absent", rix_h_texts(absent, RIX_H_COUNT(absent)));
    rix_h_record_set(r, 7, "holes", rix_h_texts(holes, RIX_H_COUNT(holes)));
    rix_h_record_set(r, 8, "corrections", rix_h_texts(corrections, RIX_H_COUNT(corrections)));
    rix_h_record_set(r, 9, "batches", rix_h_texts(batches, RIX_H_COUNT(batches)));
    rix_h_record_set(r, 10, "deviation", rix_h_texts(deviations, RIX_H_COUNT(deviations)));
    rix_h_record_set(r, 11, "penalty", rix_h_texts(penalties, RIX_H_COUNT(penalties)));
    rix_h_record_set(r, 12, "trend", rix_h_texts(trends, RIX_H_COUNT(trends)));
    return rix_h_record_done(r);
}

#include "structs_prepare.h"

/* ----------------------------------------------------------------------------- index: reading -- */

/** Columns of nodes: texts, numbers and names of enumerators, all of one length. */
typedef struct rix_h_node_columns {
    rix_h_text_list code, parent, name, unit, source, kind, aggregate, normalise;
    rix_h_text_list denominator, treat, transform;
    rix_vec denominator_scale;
    rix_vec treat_max_points, treat_skewness, treat_kurtosis, treat_low_share, treat_high_share;
    rix_vec treat_fence, treat_lambda, treat_force, treat_combined;
    rix_vec weight, direction, goal_low, goal_high, target, min_share, power, share_low, share_high;
} rix_h_node_columns;

static rix_status rix_h_check_length(size_t found, size_t n, const char *key, rix_error *err)
{
    char what[80];
    if (found == 0 || found == n) return RIX_OK;
    snprintf(what, sizeof what, "%zu values instead of %zu", found, n);
    return rix_h_fail(err, RIX_EDIM, key, what);
}

static const char *rix_h_text_at(rix_h_text_list list, size_t i)
{
    return list.n > 0 ? list.s[i] : NULL;
}

/* NaN is 'not given', as an empty cell of a table of nodes is. */
static double rix_h_number_at(rix_vec v, size_t i, double otherwise)
{
    const double x = v.size > 0 ? v.data[(ptrdiff_t)i * v.step] : otherwise;
    return isnan(x) ? otherwise : x;
}

static rix_status rix_h_parse_at(rix_h_text_list list, size_t i, rix_h_parser parse, void *value,
                                 rix_error *err)
{
    const char *name = rix_h_text_at(list, i);
    rix_status st = RIX_OK;
    if (name && name[0]) st = parse(name, value, err);
    if (st != RIX_OK) err->node = i;
    return st;
}

/* The core refuses what is neither 1 nor -1 and says what it found; a fraction never gets that far. */
static rix_status rix_h_read_direction(rix_vec v, size_t i, int *direction, rix_error *err)
{
    const double x = rix_h_number_at(v, i, 1.0);
    if (!(fabs(x) <= 1e9 && floor(x) >= x)) {
        rix_h_fail(err, RIX_EINVAL, "direction", "neither 1 nor -1, nor any whole number");
        err->node = i;
        return RIX_EINVAL;
    }
    *direction = (int)x;
    return RIX_OK;
}

/* What a node says of its own treatment besides the method. */
static void rix_h_read_node_treatment(const rix_h_node_columns *c, size_t i, rix_node *node)
{
    node->treat_max_points = rix_h_number_at(c->treat_max_points, i, RIX_NAN);
    node->treat_skewness = rix_h_number_at(c->treat_skewness, i, RIX_NAN);
    node->treat_kurtosis = rix_h_number_at(c->treat_kurtosis, i, RIX_NAN);
    node->treat_low_share = rix_h_number_at(c->treat_low_share, i, RIX_NAN);
    node->treat_high_share = rix_h_number_at(c->treat_high_share, i, RIX_NAN);
    node->treat_fence = rix_h_number_at(c->treat_fence, i, RIX_NAN);
    node->treat_lambda = rix_h_number_at(c->treat_lambda, i, RIX_NAN);
    node->treat_force = rix_h_number_at(c->treat_force, i, RIX_NAN);
    node->treat_combined = rix_h_number_at(c->treat_combined, i, RIX_NAN);
}

static rix_status rix_h_node_at(const rix_h_node_columns *c, size_t i, rix_node *out,
                                rix_error *err)
{
    rix_node node = RIX_NODE_INIT;
    rix_status st = rix_h_parse_at(c->kind, i, rix_h_parse_node_kind, &node.kind, err);
    if (st == RIX_OK) {
        st = rix_h_parse_at(c->aggregate, i, rix_h_parse_aggregation, &node.aggregate, err);
    }
    if (st == RIX_OK) {
        st = rix_h_parse_at(c->normalise, i, rix_h_parse_normalisation, &node.normalise, err);
    }
    if (st == RIX_OK) st = rix_h_parse_at(c->treat, i, rix_h_parse_treatment, &node.treat, err);
    if (st == RIX_OK) {
        st = rix_h_parse_at(c->transform, i, rix_h_parse_transform, &node.transform, err);
    }
    if (st == RIX_OK) st = rix_h_read_direction(c->direction, i, &node.direction, err);
    if (st != RIX_OK) return st;
    node.code = rix_h_text_at(c->code, i);
    node.parent = rix_h_text_at(c->parent, i);
    node.name = rix_h_text_at(c->name, i);
    node.unit = rix_h_text_at(c->unit, i);
    node.source = rix_h_text_at(c->source, i);
    node.denominator = rix_h_text_at(c->denominator, i);
    node.denominator_scale = rix_h_number_at(c->denominator_scale, i, RIX_NAN);
    node.weight = rix_h_number_at(c->weight, i, 1.0);
    /* Zero is no direction, so a fraction or a huge number is refused by the core, which names the node. */
    node.goal_low = rix_h_number_at(c->goal_low, i, RIX_NAN);
    node.goal_high = rix_h_number_at(c->goal_high, i, RIX_NAN);
    node.target = rix_h_number_at(c->target, i, RIX_NAN);
    node.min_share = rix_h_number_at(c->min_share, i, RIX_NAN);
    node.power = rix_h_number_at(c->power, i, RIX_NAN);
    rix_h_read_node_treatment(c, i, &node);
    node.share_low = rix_h_number_at(c->share_low, i, RIX_NAN);
    node.share_high = rix_h_number_at(c->share_high, i, RIX_NAN);
    *out = node;
    return RIX_OK;
}

static rix_status rix_h_check_columns(const rix_h_node_columns *c, rix_error *err)
{
    const struct {
        size_t n;
        const char *key;
    } columns[] = {
        { c->denominator.n, "denominator" },
        { c->denominator_scale.size, "denominator_scale" },
        { c->treat.n, "treat" },         { c->transform.n, "transform" },
        { c->parent.n, "parent" },       { c->name.n, "name" },
        { c->unit.n, "unit" },           { c->source.n, "source" },
        { c->kind.n, "kind" },           { c->aggregate.n, "aggregate" },
        { c->normalise.n, "normalise" }, { c->weight.size, "weight" },
        { c->direction.size, "direction" }, { c->goal_low.size, "goal_low" },
        { c->goal_high.size, "goal_high" }, { c->target.size, "target" },
        { c->min_share.size, "min_share" }, { c->power.size, "power" },
        { c->treat_max_points.size, "treat_max_points" },
        { c->treat_skewness.size, "treat_skewness" },
        { c->treat_kurtosis.size, "treat_kurtosis" },
        { c->treat_low_share.size, "treat_low_share" },
        { c->treat_high_share.size, "treat_high_share" },
        { c->treat_fence.size, "treat_fence" },
        { c->treat_lambda.size, "treat_lambda" },
        { c->treat_force.size, "treat_force" },
        { c->treat_combined.size, "treat_combined" },
        { c->share_low.size, "share_low" }, { c->share_high.size, "share_high" },
    };
    for (size_t k = 0; k < RIX_H_COUNT(columns); k++) {
        const rix_status st = rix_h_check_length(columns[k].n, c->code.n, columns[k].key, err);
        if (st != RIX_OK) return st;
    }
    return RIX_OK;
}

/** Nodes from a record of columns: code, parent, name, unit, source, kind, weight, direction, aggregate,
 * normalise, goal_low, goal_high; all but code may be absent, and their cells missing. */
static rix_status rix_h_read_nodes(rix_h_obj x, rix_h_scope *scope, rix_node **nodes, size_t *n,
                                   rix_error *err)
{
    rix_h_node_columns c = { 0 };
    const rix_h_spec specs[] = {
        { "code", RIX_H_TEXTS, &c.code, NULL },
        { "parent", RIX_H_TEXTS, &c.parent, NULL },
        { "name", RIX_H_TEXTS, &c.name, NULL },
        { "unit", RIX_H_TEXTS, &c.unit, NULL },
        { "source", RIX_H_TEXTS, &c.source, NULL },
        { "denominator", RIX_H_TEXTS, &c.denominator, NULL },
        { "denominator_scale", RIX_H_VEC, &c.denominator_scale, NULL },
        { "treat", RIX_H_TEXTS, &c.treat, NULL },
        { "transform", RIX_H_TEXTS, &c.transform, NULL },
        { "kind", RIX_H_TEXTS, &c.kind, NULL },
        { "weight", RIX_H_VEC, &c.weight, NULL },
        { "direction", RIX_H_VEC, &c.direction, NULL },
        { "aggregate", RIX_H_TEXTS, &c.aggregate, NULL },
        { "normalise", RIX_H_TEXTS, &c.normalise, NULL },
        { "goal_low", RIX_H_VEC, &c.goal_low, NULL },
        { "goal_high", RIX_H_VEC, &c.goal_high, NULL },
        { "target", RIX_H_VEC, &c.target, NULL },
        { "min_share", RIX_H_VEC, &c.min_share, NULL },
        { "power", RIX_H_VEC, &c.power, NULL },
        { "treat_max_points", RIX_H_VEC, &c.treat_max_points, NULL },
        { "treat_skewness", RIX_H_VEC, &c.treat_skewness, NULL },
        { "treat_kurtosis", RIX_H_VEC, &c.treat_kurtosis, NULL },
        { "treat_low_share", RIX_H_VEC, &c.treat_low_share, NULL },
        { "treat_high_share", RIX_H_VEC, &c.treat_high_share, NULL },
        { "treat_fence", RIX_H_VEC, &c.treat_fence, NULL },
        { "treat_lambda", RIX_H_VEC, &c.treat_lambda, NULL },
        { "treat_force", RIX_H_VEC, &c.treat_force, NULL },
        { "treat_combined", RIX_H_VEC, &c.treat_combined, NULL },
        { "share_low", RIX_H_VEC, &c.share_low, NULL },
        { "share_high", RIX_H_VEC, &c.share_high, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_check_columns(&c, err);
    if (st != RIX_OK) return st;
    rix_node *out = (rix_node *)rix_h_alloc(scope, c.code.n + 1, sizeof *out);
    if (!out) return rix_h_fail(err, RIX_ENOMEM, "nodes", "out of memory");
    for (size_t i = 0; i < c.code.n; i++) {
        st = rix_h_node_at(&c, i, &out[i], err);
        if (st != RIX_OK) return st;
    }
    *nodes = out;
    *n = c.code.n;
    return RIX_OK;
}

/** { method, low, high, truncate, mean, sd, deviation, ties, classes, slope, reference, compat }. A range of
 * no range is low and high NaN. */
static rix_status rix_h_read_normalise(rix_h_obj x, rix_h_scope *scope, rix_normalise_options *o,
                                       rix_error *err)
{
    const rix_normalise_options defaults = RIX_NORMALISE_INIT;
    *o = defaults;
    const rix_h_spec fields[] = {
        { "method", RIX_H_CHOICE, &o->method, rix_h_parse_normalisation },
        { "low", RIX_H_NUMBER, &o->low, NULL },
        { "high", RIX_H_NUMBER, &o->high, NULL },
        { "truncate", RIX_H_BOOL, &o->truncate, NULL },
        { "mean", RIX_H_NUMBER, &o->mean, NULL },
        { "sd", RIX_H_NUMBER, &o->sd, NULL },
        { "deviation", RIX_H_CHOICE, &o->deviation, rix_h_parse_deviation },
        { "ties", RIX_H_CHOICE, &o->ties, rix_h_parse_ties },
        { "classes", RIX_H_WHOLE, &o->classes, NULL },
        { "slope", RIX_H_NUMBER, &o->slope, NULL },
        { "reference", RIX_H_TEXT, &o->reference, NULL },
        { "compat", RIX_H_BOOL, &o->compat, NULL },
        { "over", RIX_H_CHOICE, &o->over, rix_h_parse_over },
        { "base", RIX_H_NUMBER, &o->base, NULL },
    };
    return rix_h_read_fields(x, scope, fields, RIX_H_COUNT(fields), err);
}

/** { rule, missing, min_share, fill, power, orness, positions, penalty, deviation, alpha, beta, compat,
 * share_low, share_high }. */
static rix_status rix_h_read_aggregate(rix_h_obj x, rix_h_scope *scope, rix_aggregate_options *o,
                                       rix_error *err)
{
    const rix_aggregate_options defaults = RIX_AGGREGATE_INIT;
    *o = defaults;
    const rix_h_spec fields[] = {
        { "rule", RIX_H_CHOICE, &o->rule, rix_h_parse_aggregation },
        { "missing", RIX_H_CHOICE, &o->missing, rix_h_parse_missing },
        { "min_share", RIX_H_NUMBER, &o->min_share, NULL },
        { "fill", RIX_H_NUMBER, &o->fill, NULL },
        { "power", RIX_H_NUMBER, &o->power, NULL },
        { "orness", RIX_H_NUMBER, &o->orness, NULL },
        { "positions", RIX_H_VEC, &o->positions, NULL },
        { "penalty", RIX_H_CHOICE, &o->penalty, rix_h_parse_penalty },
        { "deviation", RIX_H_CHOICE, &o->deviation, rix_h_parse_deviation },
        { "alpha", RIX_H_NUMBER, &o->alpha, NULL },
        { "beta", RIX_H_NUMBER, &o->beta, NULL },
        { "over", RIX_H_CHOICE, &o->over, rix_h_parse_over },
        { "compat", RIX_H_BOOL, &o->compat, NULL },
        { "share_low", RIX_H_NUMBER, &o->share_low, NULL },
        { "share_high", RIX_H_NUMBER, &o->share_high, NULL },
    };
    return rix_h_read_fields(x, scope, fields, RIX_H_COUNT(fields), err);
}

/** A recipe: { normalise: a record, aggregate: a record, strict }. */
static rix_status rix_h_read_recipe(rix_h_obj x, rix_h_scope *scope, rix_recipe *recipe,
                                    rix_error *err)
{
    const rix_recipe defaults = RIX_RECIPE_INIT;
    rix_recipe r = defaults;
    rix_h_obj normalise = x, aggregate = x;
    bool has_normalise = !rix_h_is_none(rix_h_field(x, "normalise"));
    bool has_aggregate = !rix_h_is_none(rix_h_field(x, "aggregate"));
    const rix_h_spec steps[] = {
        { "normalise", RIX_H_RECORD, &normalise, NULL },
        { "aggregate", RIX_H_RECORD, &aggregate, NULL },
        { "strict", RIX_H_BOOL, &r.strict, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, steps, RIX_H_COUNT(steps), err);
    if (st == RIX_OK && has_normalise) {
        st = rix_h_read_normalise(normalise, scope, &r.normalise, err);
    }
    if (st == RIX_OK && has_aggregate) {
        st = rix_h_read_aggregate(aggregate, scope, &r.aggregate, err);
    }
    if (st == RIX_OK) st = rix_h_read_preparation(x, scope, &r, err);
    if (st == RIX_OK) *recipe = r;
    return st;
}

/** A table: { values: matrix, indicators: codes of its columns, units: labels of its rows, periods: numbers }. */
static rix_status rix_h_read_table(rix_h_obj x, rix_h_scope *scope, rix_table *table,
                                   rix_error *err)
{
    rix_table t = { .values = { NULL, 0, 0, 0, 0 } };
    rix_h_text_list indicators = { NULL, 0 }, units = { NULL, 0 };
    const rix_h_spec specs[] = {
        { "values", RIX_H_MAT, &t.values, NULL },
        { "indicators", RIX_H_TEXTS, &indicators, NULL },
        { "units", RIX_H_TEXTS, &units, NULL },
        { "periods", RIX_H_VEC, &t.periods, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    if (indicators.s && indicators.n != t.values.cols) {
        return rix_h_fail(err, RIX_EDIM, "indicators", "one code a column of values expected");
    }
    if (units.s && units.n != t.values.rows) {
        return rix_h_fail(err, RIX_EDIM, "units", "one label a row of values expected");
    }
    t.indicators = (const char *const *)indicators.s;
    t.units = (const char *const *)units.s;
    *table = t;
    return RIX_OK;
}

/* ---------------------------------------------------------------------------- index: building -- */

static rix_h_obj rix_h_node_texts(const rix_node *nodes, size_t n,
                                  const char *(*get)(const rix_node *))
{
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    const char **s = (const char **)rix_h_alloc(&scope, n + 1, sizeof *s);
    for (size_t i = 0; s && i < n; i++) s[i] = get(&nodes[i]);
    rix_h_obj x = rix_h_texts((const char *const *)s, s ? n : 0);
    rix_h_scope_end(&scope);
    return x;
}

static rix_h_obj rix_h_node_numbers(const rix_node *nodes, size_t n,
                                    double (*get)(const rix_node *))
{
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    double *v = (double *)rix_h_alloc(&scope, n + 1, sizeof *v);
    for (size_t i = 0; v && i < n; i++) v[i] = get(&nodes[i]);
    rix_h_obj x = rix_h_vec(rix_vec_c(v, v ? n : 0));
    rix_h_scope_end(&scope);
    return x;
}

static const char *rix_h_node_code(const rix_node *x) { return x->code; }
static const char *rix_h_node_parent(const rix_node *x) { return x->parent && x->parent[0] ? x->parent : NULL; }
static const char *rix_h_node_name(const rix_node *x) { return x->name ? x->name : x->code; }
static const char *rix_h_node_unit(const rix_node *x) { return x->unit; }
static const char *rix_h_node_source(const rix_node *x) { return x->source; }
static const char *rix_h_node_kind(const rix_node *x) { return rix_node_kind_name(x->kind); }
static const char *rix_h_node_aggregate(const rix_node *x) { return rix_aggregation_name(x->aggregate); }
static const char *rix_h_node_normalise(const rix_node *x) { return rix_normalisation_name(x->normalise); }
static const char *rix_h_node_denominator(const rix_node *x) { return x->denominator; }
static const char *rix_h_node_treat(const rix_node *x) { return rix_treatment_name(x->treat); }
static const char *rix_h_node_transform(const rix_node *x) { return rix_transform_name(x->transform); }
static double rix_h_node_denominator_scale(const rix_node *x) { return x->denominator_scale; }
static double rix_h_node_weight(const rix_node *x) { return x->weight; }
static double rix_h_node_direction(const rix_node *x) { return x->direction; }
static double rix_h_node_goal_low(const rix_node *x) { return x->goal_low; }
static double rix_h_node_goal_high(const rix_node *x) { return x->goal_high; }
static double rix_h_node_target(const rix_node *x) { return x->target; }
static double rix_h_node_min_share(const rix_node *x) { return x->min_share; }
static double rix_h_node_power(const rix_node *x) { return x->power; }
static double rix_h_node_treat_max_points(const rix_node *x) { return x->treat_max_points; }
static double rix_h_node_treat_skewness(const rix_node *x) { return x->treat_skewness; }
static double rix_h_node_treat_kurtosis(const rix_node *x) { return x->treat_kurtosis; }
static double rix_h_node_treat_low_share(const rix_node *x) { return x->treat_low_share; }
static double rix_h_node_treat_high_share(const rix_node *x) { return x->treat_high_share; }
static double rix_h_node_treat_fence(const rix_node *x) { return x->treat_fence; }
static double rix_h_node_treat_lambda(const rix_node *x) { return x->treat_lambda; }
static double rix_h_node_treat_force(const rix_node *x) { return x->treat_force; }
static double rix_h_node_treat_combined(const rix_node *x) { return x->treat_combined; }
static double rix_h_node_share_low(const rix_node *x) { return x->share_low; }
static double rix_h_node_share_high(const rix_node *x) { return x->share_high; }

/** The record of columns that rix_h_read_nodes reads. */
static rix_h_obj rix_h_nodes(const rix_node *nodes, size_t n)
{
    rix_h_obj r = rix_h_record_new(30);
    rix_h_record_set(r, 0, "code", rix_h_node_texts(nodes, n, rix_h_node_code));
    rix_h_record_set(r, 1, "parent", rix_h_node_texts(nodes, n, rix_h_node_parent));
    rix_h_record_set(r, 2, "name", rix_h_node_texts(nodes, n, rix_h_node_name));
    rix_h_record_set(r, 3, "unit", rix_h_node_texts(nodes, n, rix_h_node_unit));
    rix_h_record_set(r, 4, "source", rix_h_node_texts(nodes, n, rix_h_node_source));
    rix_h_record_set(r, 5, "kind", rix_h_node_texts(nodes, n, rix_h_node_kind));
    rix_h_record_set(r, 6, "weight", rix_h_node_numbers(nodes, n, rix_h_node_weight));
    rix_h_record_set(r, 7, "direction", rix_h_node_numbers(nodes, n, rix_h_node_direction));
    rix_h_record_set(r, 8, "aggregate", rix_h_node_texts(nodes, n, rix_h_node_aggregate));
    rix_h_record_set(r, 9, "normalise", rix_h_node_texts(nodes, n, rix_h_node_normalise));
    rix_h_record_set(r, 10, "goal_low", rix_h_node_numbers(nodes, n, rix_h_node_goal_low));
    rix_h_record_set(r, 11, "goal_high", rix_h_node_numbers(nodes, n, rix_h_node_goal_high));
    rix_h_record_set(r, 12, "denominator", rix_h_node_texts(nodes, n, rix_h_node_denominator));
    rix_h_record_set(r, 13, "denominator_scale", rix_h_node_numbers(nodes, n, rix_h_node_denominator_scale));
    rix_h_record_set(r, 14, "treat", rix_h_node_texts(nodes, n, rix_h_node_treat));
    rix_h_record_set(r, 15, "transform", rix_h_node_texts(nodes, n, rix_h_node_transform));
    rix_h_record_set(r, 16, "target", rix_h_node_numbers(nodes, n, rix_h_node_target));
    rix_h_record_set(r, 17, "min_share", rix_h_node_numbers(nodes, n, rix_h_node_min_share));
    rix_h_record_set(r, 18, "power", rix_h_node_numbers(nodes, n, rix_h_node_power));
    rix_h_record_set(r, 19, "treat_max_points", rix_h_node_numbers(nodes, n, rix_h_node_treat_max_points));
    rix_h_record_set(r, 20, "treat_skewness", rix_h_node_numbers(nodes, n, rix_h_node_treat_skewness));
    rix_h_record_set(r, 21, "treat_kurtosis", rix_h_node_numbers(nodes, n, rix_h_node_treat_kurtosis));
    rix_h_record_set(r, 22, "treat_low_share", rix_h_node_numbers(nodes, n, rix_h_node_treat_low_share));
    rix_h_record_set(r, 23, "treat_high_share", rix_h_node_numbers(nodes, n, rix_h_node_treat_high_share));
    rix_h_record_set(r, 24, "treat_fence", rix_h_node_numbers(nodes, n, rix_h_node_treat_fence));
    rix_h_record_set(r, 25, "treat_lambda", rix_h_node_numbers(nodes, n, rix_h_node_treat_lambda));
    rix_h_record_set(r, 26, "treat_force", rix_h_node_numbers(nodes, n, rix_h_node_treat_force));
    rix_h_record_set(r, 27, "treat_combined", rix_h_node_numbers(nodes, n, rix_h_node_treat_combined));
    rix_h_record_set(r, 28, "share_low", rix_h_node_numbers(nodes, n, rix_h_node_share_low));
    rix_h_record_set(r, 29, "share_high", rix_h_node_numbers(nodes, n, rix_h_node_share_high));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_normalise_options(const rix_normalise_options *o)
{
    rix_h_obj r = rix_h_record_new(12);
    rix_h_record_set(r, 0, "method", rix_h_text(rix_normalisation_name(o->method)));
    rix_h_record_set(r, 1, "low", rix_h_number(o->low));
    rix_h_record_set(r, 2, "high", rix_h_number(o->high));
    rix_h_record_set(r, 3, "truncate", rix_h_bool(o->truncate));
    rix_h_record_set(r, 4, "mean", rix_h_number(o->mean));
    rix_h_record_set(r, 5, "sd", rix_h_number(o->sd));
    rix_h_record_set(r, 6, "deviation", rix_h_text(rix_deviation_name(o->deviation)));
    rix_h_record_set(r, 7, "ties", rix_h_text(rix_ties_name(o->ties)));
    rix_h_record_set(r, 8, "classes", rix_h_whole(o->classes));
    rix_h_record_set(r, 9, "slope", rix_h_number(o->slope));
    rix_h_record_set(r, 10, "reference", o->reference ? rix_h_text(o->reference) : rix_h_none());
    rix_h_record_set(r, 11, "compat", rix_h_bool(o->compat));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_aggregate_options(const rix_aggregate_options *o)
{
    rix_h_obj r = rix_h_record_new(14);
    rix_h_record_set(r, 0, "rule", rix_h_text(rix_aggregation_name(o->rule)));
    rix_h_record_set(r, 1, "missing", rix_h_text(rix_missing_name(o->missing)));
    rix_h_record_set(r, 2, "min_share", rix_h_number(o->min_share));
    rix_h_record_set(r, 3, "fill", rix_h_number(o->fill));
    rix_h_record_set(r, 4, "power", rix_h_number(o->power));
    rix_h_record_set(r, 5, "orness", rix_h_number(o->orness));
    rix_h_record_set(r, 6, "positions",
                     o->positions.size > 0 ? rix_h_vec(o->positions) : rix_h_none());
    rix_h_record_set(r, 7, "penalty", rix_h_text(rix_penalty_name(o->penalty)));
    rix_h_record_set(r, 8, "deviation", rix_h_text(rix_deviation_name(o->deviation)));
    rix_h_record_set(r, 9, "alpha", rix_h_number(o->alpha));
    rix_h_record_set(r, 10, "beta", rix_h_number(o->beta));
    rix_h_record_set(r, 11, "compat", rix_h_bool(o->compat));
    rix_h_record_set(r, 12, "share_low", rix_h_number(o->share_low));
    rix_h_record_set(r, 13, "share_high", rix_h_number(o->share_high));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_recipe(const rix_recipe *recipe)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "normalise", rix_h_normalise_options(&recipe->normalise));
    rix_h_record_set(r, 1, "aggregate", rix_h_aggregate_options(&recipe->aggregate));
    rix_h_record_set(r, 2, "strict", rix_h_bool(recipe->strict));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_log_entry(const rix_log_entry *e)
{
    rix_h_obj r = rix_h_record_new(5);
    rix_h_record_set(r, 0, "severity", rix_h_text(e->severity == RIX_WARNING ? "warning" : "note"));
    rix_h_record_set(r, 1, "step", rix_h_text(e->step));
    rix_h_record_set(r, 2, "unit", rix_h_whole(e->unit));
    rix_h_record_set(r, 3, "node", rix_h_whole(e->node));
    rix_h_record_set(r, 4, "message", rix_h_text(e->message));
    return rix_h_record_done(r);
}

/* --------------------------------------------------------------------------------- scenarios -- */

/** The vectors of the planner's parameters, before their lengths are known to be right. */
typedef struct rix_h_planner_vectors {
    rix_h_text_list names;
    rix_vec population, susceptible, infected, fatality, load, productivity, working_time,
        lockdown_max;
    rix_mat mixing;
} rix_h_planner_vectors;

static rix_status rix_h_read_mixing(rix_mat m, size_t groups, rix_h_scope *scope,
                                    const double **out, rix_error *err)
{
    if (!m.data) return RIX_OK;
    if (m.rows != groups || m.cols != groups) {
        return rix_h_fail(err, RIX_EDIM, "mixing", "a groups x groups matrix expected");
    }
    double *x = (double *)rix_h_alloc(scope, groups * groups + 1, sizeof *x);
    if (!x) return rix_h_fail(err, RIX_ENOMEM, "mixing", "out of memory");
    for (size_t i = 0; i < groups; i++) {
        for (size_t j = 0; j < groups; j++) {
            x[i * groups + j] = m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)j * m.col_step];
        }
    }
    *out = x;
    return RIX_OK;
}

static rix_status rix_h_place_vectors(const rix_h_planner_vectors *v, rix_h_scope *scope,
                                      rix_planner_sir *p, rix_error *err)
{
    const struct {
        rix_vec v;
        const char *key;
        const double **target;
    } vectors[] = {
        { v->population, "population", &p->population },
        { v->susceptible, "susceptible", &p->susceptible },
        { v->infected, "infected", &p->infected },
        { v->fatality, "fatality", &p->fatality },
        { v->load, "load", &p->load },
        { v->productivity, "productivity", &p->productivity },
        { v->working_time, "working_time", &p->working_time },
        { v->lockdown_max, "lockdown_max", &p->lockdown_max },
    };
    p->groups = v->population.size;
    for (size_t k = 0; k < RIX_H_COUNT(vectors); k++) {
        const rix_status st = rix_h_dense(vectors[k].v, p->groups, vectors[k].key, scope,
                                          vectors[k].target, err);
        if (st != RIX_OK) return st;
    }
    if (v->names.s && v->names.n != p->groups) {
        return rix_h_fail(err, RIX_EDIM, "names", "one name a group expected");
    }
    p->names = (const char *const *)v->names.s;
    return rix_h_read_mixing(v->mixing, p->groups, scope, &p->mixing, err);
}

/** The fields of rix_planner_sir; groups is the length of population. */
static rix_status rix_h_read_planner_sir(rix_h_obj x, rix_h_scope *scope, rix_planner_sir *params,
                                         rix_error *err)
{
    const rix_planner_sir defaults = RIX_PLANNER_SIR_INIT;
    rix_planner_sir p = defaults;
    rix_h_planner_vectors v = { 0 };
    const rix_h_spec specs[] = {
        { "names", RIX_H_TEXTS, &v.names, NULL },
        { "population", RIX_H_VEC, &v.population, NULL },
        { "susceptible", RIX_H_VEC, &v.susceptible, NULL },
        { "infected", RIX_H_VEC, &v.infected, NULL },
        { "transmission", RIX_H_NUMBER, &p.transmission, NULL },
        { "recovery", RIX_H_NUMBER, &p.recovery, NULL },
        { "mixing", RIX_H_MAT, &v.mixing, NULL },
        { "effect", RIX_H_NUMBER, &p.effect, NULL },
        { "circulating", RIX_H_NUMBER, &p.circulating, NULL },
        { "fatality", RIX_H_VEC, &v.fatality, NULL },
        { "congestion", RIX_H_NUMBER, &p.congestion, NULL },
        { "load", RIX_H_VEC, &v.load, NULL },
        { "productivity", RIX_H_VEC, &v.productivity, NULL },
        { "lockdown_cost", RIX_H_NUMBER, &p.lockdown_cost, NULL },
        { "base", RIX_H_CHOICE, &p.base, rix_h_parse_base },
        { "working_time", RIX_H_VEC, &v.working_time, NULL },
        { "interest", RIX_H_NUMBER, &p.interest, NULL },
        { "vaccine", RIX_H_NUMBER, &p.vaccine, NULL },
        { "death_cost", RIX_H_NUMBER, &p.death_cost, NULL },
        { "lockdown_max", RIX_H_VEC, &v.lockdown_max, NULL },
        { "period", RIX_H_NUMBER, &p.period, NULL },
        { "periods", RIX_H_WHOLE, &p.periods, NULL },
        { "steps", RIX_H_WHOLE, &p.steps, NULL },
        { "time_unit", RIX_H_TEXT, &p.time_unit, NULL },
        { "person_unit", RIX_H_TEXT, &p.person_unit, NULL },
        { "output_unit", RIX_H_TEXT, &p.output_unit, NULL },
        { "matching", RIX_H_NUMBER, &p.matching, NULL },
        { "contacts", RIX_H_CHOICE, &p.contacts, rix_h_parse_contacts },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_place_vectors(&v, scope, &p, err);
    if (st == RIX_OK) *params = p;
    return st;
}

static rix_h_obj rix_h_group_vec(const double *x, size_t groups)
{
    return x ? rix_h_vec(rix_vec_c(x, groups)) : rix_h_none();
}

/** The record that rix_h_read_planner_sir reads. */
static rix_h_obj rix_h_planner_sir(const rix_planner_sir *p)
{
    const size_t g = p->groups;
    rix_h_obj r = rix_h_record_new(28);
    rix_h_record_set(r, 0, "names", p->names ? rix_h_texts(p->names, g) : rix_h_none());
    rix_h_record_set(r, 1, "population", rix_h_group_vec(p->population, g));
    rix_h_record_set(r, 2, "susceptible", rix_h_group_vec(p->susceptible, g));
    rix_h_record_set(r, 3, "infected", rix_h_group_vec(p->infected, g));
    rix_h_record_set(r, 4, "transmission", rix_h_number(p->transmission));
    rix_h_record_set(r, 5, "recovery", rix_h_number(p->recovery));
    rix_h_record_set(r, 6, "mixing",
                     p->mixing ? rix_h_mat(rix_mat_c(p->mixing, g, g)) : rix_h_none());
    rix_h_record_set(r, 7, "effect", rix_h_number(p->effect));
    rix_h_record_set(r, 8, "circulating", rix_h_number(p->circulating));
    rix_h_record_set(r, 9, "fatality", rix_h_group_vec(p->fatality, g));
    rix_h_record_set(r, 10, "congestion", rix_h_number(p->congestion));
    rix_h_record_set(r, 11, "load", rix_h_group_vec(p->load, g));
    rix_h_record_set(r, 12, "productivity", rix_h_group_vec(p->productivity, g));
    rix_h_record_set(r, 13, "lockdown_cost", rix_h_number(p->lockdown_cost));
    rix_h_record_set(r, 14, "base",
                     rix_h_text(p->base == RIX_LOCKDOWN_ALL ? "all" : "not_recovered"));
    rix_h_record_set(r, 15, "working_time", rix_h_group_vec(p->working_time, g));
    rix_h_record_set(r, 16, "interest", rix_h_number(p->interest));
    rix_h_record_set(r, 17, "vaccine", rix_h_number(p->vaccine));
    rix_h_record_set(r, 18, "death_cost", rix_h_number(p->death_cost));
    rix_h_record_set(r, 19, "lockdown_max", rix_h_group_vec(p->lockdown_max, g));
    rix_h_record_set(r, 20, "period", rix_h_number(p->period));
    rix_h_record_set(r, 21, "periods", rix_h_whole(p->periods));
    rix_h_record_set(r, 22, "steps", rix_h_whole(p->steps));
    rix_h_record_set(r, 23, "time_unit", rix_h_text(p->time_unit));
    rix_h_record_set(r, 24, "person_unit", rix_h_text(p->person_unit));
    rix_h_record_set(r, 25, "output_unit", rix_h_text(p->output_unit));
    rix_h_record_set(r, 26, "matching", rix_h_number(p->matching));
    rix_h_record_set(r, 27, "contacts",
                     rix_h_text(p->contacts == RIX_CONTACTS_LINEAR ? "linear" : "quadratic"));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_outcome(const rix_outcome *o)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "name", rix_h_text(o->name));
    rix_h_record_set(r, 1, "unit", rix_h_text(o->unit));
    rix_h_record_set(r, 2, "domain", rix_h_text(rix_h_domain_name(o->domain)));
    return rix_h_record_done(r);
}

/* ---------------------------------------------------------------------------- plans and curves -- */

/** An exit plan: { level, start, ramp }. */
static rix_status rix_h_read_exit_plan(rix_h_obj x, rix_h_scope *scope, rix_exit_plan *plan,
                                       rix_error *err)
{
    rix_exit_plan p = { { NULL, 0, 0 }, 0, 0 };
    const rix_h_spec specs[] = {
        { "level", RIX_H_VEC, &p.level, NULL },
        { "start", RIX_H_WHOLE, &p.start, NULL },
        { "ramp", RIX_H_WHOLE, &p.ramp, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *plan = p;
    return st;
}

static rix_h_obj rix_h_exit_plan(const rix_exit_plan *p)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "level", rix_h_vec(p->level));
    rix_h_record_set(r, 1, "start", rix_h_whole(p->start));
    rix_h_record_set(r, 2, "ramp", rix_h_whole(p->ramp));
    return rix_h_record_done(r);
}

/** A family of exit plans: { levels: matrix, starts, ramps }. */
static rix_status rix_h_read_exit_family(rix_h_obj x, rix_h_scope *scope, rix_exit_family *family,
                                         rix_error *err)
{
    rix_exit_family f = { { NULL, 0, 0, 0, 0 }, NULL, 0, NULL, 0 };
    rix_h_whole_list starts = { NULL, 0 }, ramps = { NULL, 0 };
    const rix_h_spec specs[] = {
        { "levels", RIX_H_MAT, &f.levels, NULL },
        { "starts", RIX_H_WHOLES, &starts, NULL },
        { "ramps", RIX_H_WHOLES, &ramps, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    f.starts = starts.x;
    f.n_starts = starts.n;
    f.ramps = ramps.x;
    f.n_ramps = ramps.n;
    *family = f;
    return RIX_OK;
}

/** How work is run: { threads, progress }. */
static rix_status rix_h_read_run(rix_h_obj x, rix_h_scope *scope, rix_run *run, rix_error *err)
{
    const rix_run defaults = RIX_RUN_INIT;
    rix_run r = defaults;
    bool watch = true; /* for an interrupt, where the host has no function to call either */
    const rix_h_spec specs[] = {
        { "threads", RIX_H_WHOLE, &r.threads, NULL },
        { "watch", RIX_H_BOOL, &watch, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    if (watch && !rix_h_to_progress(rix_h_field(x, "progress"), scope, &r)) {
        return rix_h_fail(err, RIX_EINVAL, "progress", "a function expected");
    }
    *run = r;
    return RIX_OK;
}

/** How a curve is drawn: { x, y, threads, progress, also: names, bounded: names, most: numbers }. */
static rix_status rix_h_read_curve_options(rix_h_obj x, rix_h_scope *scope,
                                           rix_curve_options *options, rix_error *err)
{
    const rix_curve_options defaults = RIX_CURVE_OPTIONS_INIT;
    rix_curve_options o = defaults;
    rix_h_text_list also = { NULL, 0 }, bounded = { NULL, 0 };
    rix_vec most = { NULL, 0, 0 };
    const rix_h_spec specs[] = {
        { "x", RIX_H_TEXT, &o.x, NULL },
        { "y", RIX_H_TEXT, &o.y, NULL },
        { "also", RIX_H_TEXTS, &also, NULL },
        { "bounded", RIX_H_TEXTS, &bounded, NULL },
        { "most", RIX_H_VEC, &most, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_read_run(x, scope, &o.run, err);
    if (st == RIX_OK && most.size != bounded.n) {
        st = rix_h_fail(err, RIX_EDIM, "bounds", "one number for each outcome expected");
    }
    rix_curve_bound *bounds =
        (rix_curve_bound *)rix_h_alloc(scope, bounded.n + 1, sizeof *bounds);
    if (!bounds) return rix_h_fail(err, RIX_ENOMEM, "bounds", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < bounded.n; k++) {
        bounds[k].outcome = bounded.s[k];
        bounds[k].most = most.data[(ptrdiff_t)k * most.step];
    }
    o.also = also.s;
    o.n_also = also.n;
    o.bounds = bounds;
    o.n_bounds = bounded.n;
    if (st == RIX_OK) *options = o;
    return st;
}

/* ----------------------------------------------------------------------------------- presets -- */

static rix_h_obj rix_h_preset_framework(const rix_preset_framework *p)
{
    rix_h_obj r = rix_h_record_new(5);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "nodes", rix_h_nodes(p->nodes, p->n_nodes));
    rix_h_record_set(r, 4, "recipe", rix_h_recipe(&p->recipe));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_preset_planner(const rix_preset_planner *p)
{
    rix_h_obj r = rix_h_record_new(4);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "params", rix_h_planner_sir(&p->params));
    return rix_h_record_done(r);
}

#endif
