/* structs_calibration.h - ensembles and calibration: host records to structs and back. */
#ifndef RIX_H_STRUCTS_CALIBRATION_H
#define RIX_H_STRUCTS_CALIBRATION_H

#include "structs_age.h"
#include "structs_epidemic.h"
#include "structs_montecarlo.h"

/* ---------------------------------------------------------------------------------- ensembles -- */

/* Distributions as columns. */
static rix_status rix_h_read_spreads(rix_h_obj x, rix_h_scope *scope, rix_spread **spreads,
                                     size_t *n, rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    rix_vec a = { 0 }, b = { 0 }, c = { 0 };
    const rix_h_spec specs[] = {
        { "distribution", RIX_H_TEXTS, &names, NULL },
        { "a", RIX_H_VEC, &a, NULL },
        { "b", RIX_H_VEC, &b, NULL },
        { "c", RIX_H_VEC, &c, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_check_length(a.size, names.n, "a", err);
    if (st == RIX_OK) st = rix_h_check_length(b.size, names.n, "b", err);
    if (st == RIX_OK) st = rix_h_check_length(c.size, names.n, "c", err);
    if (st != RIX_OK) return st;
    rix_spread *list = (rix_spread *)rix_h_alloc(scope, names.n + 1, sizeof *list);
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "spreads", "out of memory");
    for (size_t j = 0; j < names.n && st == RIX_OK; j++) {
        st = rix_h_parse_at(names, j, rix_h_parse_distribution, &list[j].distribution, err);
        list[j].a = rix_h_number_at(a, j, 0.0);
        list[j].b = rix_h_number_at(b, j, 0.0);
        list[j].c = rix_h_number_at(c, j, 0.0);
    }
    *spreads = list;
    *n = names.n;
    return st;
}

static rix_status rix_h_read_ensemble_options(rix_h_obj x, rix_h_scope *scope,
                                              rix_ensemble_options *options, rix_error *err)
{
    const rix_ensemble_options defaults = RIX_ENSEMBLE_OPTIONS_INIT;
    rix_ensemble_options o = defaults;
    rix_h_obj response = rix_h_field(x, "response");
    rix_h_whole_list states = { NULL, 0 };
    const rix_h_spec specs[] = {
        { "states", RIX_H_WHOLES, &states, NULL },
        { "times", RIX_H_VEC, &o.times, NULL },
        { "first", RIX_H_WHOLE, &o.first, NULL },
        { "skip_failures", RIX_H_BOOL, &o.skip_failures, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_read_run(x, scope, &o.run, err);
    if (st == RIX_OK && !rix_h_is_none(response)) {
        rix_response *r = (rix_response *)rix_h_alloc(scope, 1, sizeof *r);
        if (!r) return rix_h_fail(err, RIX_ENOMEM, "response", "out of memory");
        st = rix_h_read_response(response, scope, r, err);
        o.response = r;
    }
    if (st != RIX_OK) return st;
    o.states = states.x;
    o.n_states = states.n;
    *options = o;
    return RIX_OK;
}

/* --------------------------------------------------------------------------------- calibration -- */

RIX_H_LIST_PARSER(rix_h_parse_likelihood, rix_likelihood, RIX_LIKELIHOOD_LIST, "likelihood",
                  "'gaussian', 'poisson' or 'negative_binomial' expected")
RIX_H_LIST_PARSER(rix_h_parse_seen, rix_seen, RIX_SEEN_LIST, "seen",
                  "'increase' or 'level' expected")
RIX_H_LIST_PARSER(rix_h_parse_fit_kind, rix_fit_kind, RIX_FIT_LIST, "fit",
                  "'parameter', 'share' or 'dispersion' expected")
RIX_H_LIST_PARSER(rix_h_parse_prior, rix_prior, RIX_PRIOR_LIST, "prior",
                  "'none', 'normal' or 'log_normal' expected")

static rix_status rix_h_read_series(rix_h_obj x, rix_h_scope *scope, rix_series *series,
                                    rix_error *err)
{
    const rix_series defaults = RIX_SERIES_INIT;
    rix_series s = defaults;
    rix_h_whole_list states = { NULL, 0 };
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &s.name, NULL },
        { "values", RIX_H_VEC, &s.values, NULL },
        { "states", RIX_H_WHOLES, &states, NULL },
        { "seen", RIX_H_CHOICE, &s.seen, rix_h_parse_seen },
        { "every", RIX_H_WHOLE, &s.every, NULL },
        { "likelihood", RIX_H_CHOICE, &s.likelihood, rix_h_parse_likelihood },
        { "share", RIX_H_NUMBER, &s.share, NULL },
        { "dispersion", RIX_H_NUMBER, &s.dispersion, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    s.states = states.x;
    s.n_states = states.n;
    if (st == RIX_OK) *series = s;
    return st;
}

/* A list is a record of records with their names in order as 'of'. */
static rix_status rix_h_read_series_list(rix_h_obj x, rix_h_scope *scope, rix_series **series,
                                         size_t *n, rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    const rix_h_spec specs[] = { { "of", RIX_H_TEXTS, &names, NULL } };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    rix_series *list = (rix_series *)rix_h_alloc(scope, names.n + 1, sizeof *list);
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "series", "out of memory");
    for (size_t k = 0; st == RIX_OK && k < names.n; k++) {
        st = rix_h_read_series(rix_h_field(x, names.s[k]), scope, &list[k], err);
    }
    *series = list;
    *n = names.n;
    return st;
}

/** Columns of what is fitted, before their lengths are known to be right. */
typedef struct rix_h_fit_columns {
    rix_h_text_list kind, prior;
    rix_h_whole_list number;
    rix_vec start, low, high, a, b;
} rix_h_fit_columns;

static rix_status rix_h_check_fits(const rix_h_fit_columns *c, rix_error *err)
{
    const struct {
        size_t size;
        const char *key;
    } columns[] = { { c->number.n, "number" }, { c->start.size, "start" }, { c->low.size, "low" },
                    { c->high.size, "high" },  { c->prior.n, "prior" },    { c->a.size, "a" },
                    { c->b.size, "b" } };
    for (size_t k = 0; k < RIX_H_COUNT(columns); k++) {
        const rix_status st = rix_h_check_length(columns[k].size, c->kind.n, columns[k].key, err);
        if (st != RIX_OK) return st;
    }
    return RIX_OK;
}

static rix_status rix_h_read_fits(rix_h_obj x, rix_h_scope *scope, rix_fit **fits, size_t *n,
                                  rix_error *err)
{
    rix_h_fit_columns c = { { NULL, 0 } };
    const rix_h_spec specs[] = {
        { "kind", RIX_H_TEXTS, &c.kind, NULL },     { "number", RIX_H_WHOLES, &c.number, NULL },
        { "start", RIX_H_VEC, &c.start, NULL },     { "low", RIX_H_VEC, &c.low, NULL },
        { "high", RIX_H_VEC, &c.high, NULL },       { "prior", RIX_H_TEXTS, &c.prior, NULL },
        { "a", RIX_H_VEC, &c.a, NULL },             { "b", RIX_H_VEC, &c.b, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_check_fits(&c, err);
    if (st != RIX_OK) return st;
    rix_fit *list = (rix_fit *)rix_h_alloc(scope, c.kind.n + 1, sizeof *list);
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "fits", "out of memory");
    for (size_t i = 0; i < c.kind.n && st == RIX_OK; i++) {
        st = rix_h_parse_at(c.kind, i, rix_h_parse_fit_kind, &list[i].kind, err);
        if (st == RIX_OK) st = rix_h_parse_at(c.prior, i, rix_h_parse_prior, &list[i].prior, err);
        list[i].number = c.number.x[i];
        list[i].start = rix_h_number_at(c.start, i, RIX_NAN);
        list[i].low = rix_h_number_at(c.low, i, RIX_NAN);
        list[i].high = rix_h_number_at(c.high, i, RIX_NAN);
        list[i].a = rix_h_number_at(c.a, i, RIX_NAN);
        list[i].b = rix_h_number_at(c.b, i, RIX_NAN);
    }
    *fits = list;
    *n = c.kind.n;
    return st;
}

static rix_status rix_h_read_calibrate_options(rix_h_obj x, rix_h_scope *scope,
                                               rix_calibrate_options *options, rix_error *err)
{
    const rix_calibrate_options defaults = RIX_CALIBRATE_OPTIONS_INIT;
    rix_calibrate_options o = defaults;
    size_t seed = 0;
    const rix_h_spec specs[] = {
        { "starts", RIX_H_WHOLE, &o.starts, NULL },
        { "seed", RIX_H_WHOLE, &seed, NULL },
        { "max_iterations", RIX_H_WHOLE, &o.max_iterations, NULL },
        { "tolerance", RIX_H_NUMBER, &o.tolerance, NULL },
        { "level", RIX_H_NUMBER, &o.level, NULL },
        { "allow_inexact", RIX_H_BOOL, &o.allow_inexact, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_read_run(x, scope, &o.run, err);
    o.seed = seed;
    if (st == RIX_OK) *options = o;
    return st;
}

static rix_h_obj rix_h_calibration(const rix_calibration *c)
{
    static const char *const ends[] = { RIX_FIT_END_LIST(RIX_H_LIST_NAME) };
    rix_h_obj r = rix_h_record_new(8);
    rix_h_record_set(r, 0, "converged", rix_h_bool(c->converged));
    rix_h_record_set(r, 1, "end", rix_h_text(ends[c->end]));
    rix_h_record_set(r, 2, "log_likelihood", rix_h_number(c->log_likelihood));
    rix_h_record_set(r, 3, "log_posterior", rix_h_number(c->log_posterior));
    rix_h_record_set(r, 4, "gain", rix_h_number(c->gain));
    rix_h_record_set(r, 5, "gradient_norm", rix_h_number(c->gradient_norm));
    rix_h_record_set(r, 6, "iterations", rix_h_whole(c->iterations));
    rix_h_record_set(r, 7, "best", rix_h_whole(c->best));
    return rix_h_record_done(r);
}

#endif
