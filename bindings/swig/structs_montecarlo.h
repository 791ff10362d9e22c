/* structs_montecarlo.h - uncertain inputs and results of Monte Carlo: host records to structs and back. */
#ifndef RIX_H_STRUCTS_MONTECARLO_H
#define RIX_H_STRUCTS_MONTECARLO_H

#include "structs.h"

RIX_H_PARSER(rix_h_parse_uncertain_kind, rix_uncertain_kind, rix_uncertain_kind_from_name)
RIX_H_PARSER(rix_h_parse_setting, rix_setting, rix_setting_from_name)
RIX_H_PARSER(rix_h_parse_distribution, rix_distribution, rix_distribution_from_name)
RIX_H_PARSER(rix_h_parse_target_kind, rix_target_kind, rix_target_kind_from_name)

static rix_h_obj rix_h_uncertainty_vocabulary(void)
{
#define RIX_H_NAME(code, name) name,
#define RIX_H_SETTING(code, name, field, whole) name,
    static const char *const kinds[] = { RIX_UNCERTAIN_LIST(RIX_H_NAME) };
    static const char *const settings[] = { RIX_SETTING_LIST(RIX_H_SETTING) };
    static const char *const distributions[] = { RIX_DISTRIBUTION_LIST(RIX_H_NAME) };
    static const char *const targets[] = { RIX_TARGET_LIST(RIX_H_NAME) };
    static const char *const sequences[] = { RIX_SEQUENCE_LIST(RIX_H_NAME) };
    static const char *const estimators[] = { RIX_SOBOL_ESTIMATOR_LIST(RIX_H_NAME) };
#undef RIX_H_SETTING
#undef RIX_H_NAME
    rix_h_obj r = rix_h_record_new(6);
    rix_h_record_set(r, 0, "kind", rix_h_texts(kinds, RIX_H_COUNT(kinds)));
    rix_h_record_set(r, 1, "setting", rix_h_texts(settings, RIX_H_COUNT(settings)));
    rix_h_record_set(r, 2, "distribution", rix_h_texts(distributions, RIX_H_COUNT(distributions)));
    rix_h_record_set(r, 3, "target", rix_h_texts(targets, RIX_H_COUNT(targets)));
    rix_h_record_set(r, 4, "sequence", rix_h_texts(sequences, RIX_H_COUNT(sequences)));
    rix_h_record_set(r, 5, "estimator", rix_h_texts(estimators, RIX_H_COUNT(estimators)));
    return rix_h_record_done(r);
}

/* ---------------------------------------------------------------------------------- inputs -- */

/* A list is a record of records with their names in order as 'of'. */
static rix_status rix_h_read_alternatives(rix_h_obj x, rix_h_scope *scope, rix_uncertain *input,
                                          rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    const rix_h_spec specs[] = { { "of", RIX_H_TEXTS, &names, NULL } };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    rix_recipe *recipes = (rix_recipe *)rix_h_alloc(scope, names.n + 1, sizeof *recipes);
    if (!recipes) return rix_h_fail(err, RIX_ENOMEM, "inputs", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < names.n; k++) {
        st = rix_h_read_recipe(rix_h_field(x, names.s[k]), scope, &recipes[k], err);
    }
    input->recipes = recipes;
    input->n_recipes = names.n;
    return st;
}

static rix_status rix_h_read_rules(rix_h_text_list names, rix_h_scope *scope, rix_uncertain *input,
                                   rix_error *err)
{
    rix_aggregation *rules = (rix_aggregation *)rix_h_alloc(scope, names.n + 1, sizeof *rules);
    rix_status st = RIX_OK;
    if (!rules) return rix_h_fail(err, RIX_ENOMEM, "inputs", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < names.n; k++) {
        st = rix_h_parse_at(names, k, rix_h_parse_aggregation, &rules[k], err);
    }
    input->rules = rules;
    input->n_rules = names.n;
    return st;
}

static rix_status rix_h_read_uncertain(rix_h_obj x, rix_h_scope *scope, rix_uncertain *input,
                                       rix_error *err)
{
    const rix_uncertain defaults = RIX_UNCERTAIN_INIT;
    rix_h_obj alternatives = x;
    const bool has_alternatives = !rix_h_is_none(rix_h_field(x, "recipes"));
    rix_h_whole_list nodes = { NULL, 0 };
    rix_h_text_list rules = { NULL, 0 };
    rix_uncertain u = defaults;
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &u.name, NULL },
        { "kind", RIX_H_CHOICE, &u.kind, rix_h_parse_uncertain_kind },
        { "recipes", RIX_H_RECORD, &alternatives, NULL },
        { "nodes", RIX_H_WHOLES, &nodes, NULL },
        { "rules", RIX_H_TEXTS, &rules, NULL },
        { "setting", RIX_H_CHOICE, &u.setting, rix_h_parse_setting },
        { "distribution", RIX_H_CHOICE, &u.distribution, rix_h_parse_distribution },
        { "a", RIX_H_NUMBER, &u.a, NULL },
        { "b", RIX_H_NUMBER, &u.b, NULL },
        { "c", RIX_H_NUMBER, &u.c, NULL },
        { "weights", RIX_H_MAT, &u.weights, NULL },
        { "amount", RIX_H_NUMBER, &u.amount, NULL },
        { "sd", RIX_H_MAT, &u.sd, NULL },
        { "relative", RIX_H_BOOL, &u.relative, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK && has_alternatives) {
        st = rix_h_read_alternatives(alternatives, scope, &u, err);
    }
    if (st == RIX_OK && rules.s) st = rix_h_read_rules(rules, scope, &u, err);
    u.nodes = nodes.x;
    u.n_nodes = nodes.n;
    if (st == RIX_OK) *input = u;
    return st;
}

static rix_status rix_h_read_uncertain_list(rix_h_obj x, rix_h_scope *scope, rix_uncertain **inputs,
                                            size_t *n, rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    const rix_h_spec specs[] = { { "of", RIX_H_TEXTS, &names, NULL } };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    rix_uncertain *list = (rix_uncertain *)rix_h_alloc(scope, names.n + 1, sizeof *list);
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "inputs", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < names.n; k++) {
        st = rix_h_read_uncertain(rix_h_field(x, names.s[k]), scope, &list[k], err);
    }
    *inputs = list;
    *n = names.n;
    return st;
}

static rix_status rix_h_read_uncertainty_options(rix_h_obj x, rix_h_scope *scope,
                                                 rix_uncertainty_options *options, rix_error *err)
{
    const rix_uncertainty_options defaults = RIX_UNCERTAINTY_INIT;
    rix_uncertainty_options o = defaults;
    rix_h_whole_list nodes = { NULL, 0 };
    size_t seed = 0;
    const rix_h_spec specs[] = {
        { "n", RIX_H_WHOLE, &o.n, NULL },
        { "sobol", RIX_H_BOOL, &o.sobol, NULL },
        { "sequence", RIX_H_CHOICE, &o.sequence, rix_h_parse_sequence },
        { "seed", RIX_H_WHOLE, &seed, NULL },
        { "points", RIX_H_MAT, &o.points, NULL },
        { "first", RIX_H_WHOLE, &o.first, NULL },
        { "count", RIX_H_WHOLE, &o.count, NULL },
        { "nodes", RIX_H_WHOLES, &nodes, NULL },
        { "ties", RIX_H_CHOICE, &o.ties, rix_h_parse_ties },
        { "skip_failures", RIX_H_BOOL, &o.skip_failures, NULL },
        { "compat", RIX_H_BOOL, &o.compat, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    o.seed = seed;
    o.nodes = nodes.x;
    o.n_nodes = nodes.n;
    *options = o;
    return RIX_OK;
}

/* --------------------------------------------------------------------------------- results -- */

static rix_h_obj rix_h_uncertainty_shape(const rix_uncertainty *u)
{
    const rix_uncertainty_shape s = rix_uncertainty_shape_of(u);
    rix_h_obj r = rix_h_record_new(10);
    rix_h_record_set(r, 0, "n", rix_h_whole(s.n));
    rix_h_record_set(r, 1, "total", rix_h_whole(s.total));
    rix_h_record_set(r, 2, "first", rix_h_whole(s.first));
    rix_h_record_set(r, 3, "count", rix_h_whole(s.count));
    rix_h_record_set(r, 4, "sobol", rix_h_bool(s.sobol));
    rix_h_record_set(r, 5, "n_units", rix_h_whole(s.n_units));
    rix_h_record_set(r, 6, "n_nodes", rix_h_whole(s.n_nodes));
    rix_h_record_set(r, 7, "n_inputs", rix_h_whole(s.n_inputs));
    rix_h_record_set(r, 8, "n_failed", rix_h_whole(s.n_failed));
    rix_h_record_set(r, 9, "packed", rix_h_whole(rix_uncertainty_packed_size(u)));
    return rix_h_record_done(r);
}

static rix_status rix_h_join_packed(const rix_mat *packed, size_t n, rix_uncertainty **out,
                                    rix_error *err)
{
    rix_h_scope memory = RIX_H_SCOPE_INIT;
    rix_uncertainty **shards = (rix_uncertainty **)rix_h_alloc(&memory, n + 1, sizeof *shards);
    rix_status st = shards ? RIX_OK : rix_h_fail(err, RIX_ENOMEM, "shards", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < n; k++) {
        const rix_vec column = { packed[k].data, packed[k].rows, packed[k].row_step };
        st = rix_uncertainty_unpack(column, &shards[k], err);
    }
    if (st == RIX_OK) {
        st = rix_uncertainty_join((const rix_uncertainty *const *)shards, n, out, err);
    }
    for (size_t k = 0; shards && k < n; k++) rix_uncertainty_free(shards[k]);
    rix_h_scope_end(&memory);
    return st;
}

#endif
