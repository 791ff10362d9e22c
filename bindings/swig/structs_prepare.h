/* structs_prepare.h - the steps before 'normalise': options from records, reports to records.
 *
 * Part of structs.h, which includes it once its own readers are there. */
#ifndef RIX_H_STRUCTS_PREPARE_H
#define RIX_H_STRUCTS_PREPARE_H

RIX_H_PARSER(rix_h_parse_stage, rix_stage, rix_stage_from_name)
RIX_H_PARSER(rix_h_parse_imputation, rix_imputation, rix_imputation_from_name)
RIX_H_PARSER(rix_h_parse_screening, rix_screening, rix_screening_from_name)
RIX_H_PARSER(rix_h_parse_treatment, rix_treatment, rix_treatment_from_name)
RIX_H_PARSER(rix_h_parse_over, rix_over, rix_over_from_name)
RIX_H_PARSER(rix_h_parse_transform, rix_transform, rix_transform_from_name)

/** Names of the enumerators of these steps, by enumeration. */
static rix_h_obj rix_h_prepare_vocabulary(void)
{
#define RIX_H_NAME(code, name) name,
    static const char *const stages[] = { RIX_STAGE_LIST(RIX_H_NAME) };
    static const char *const imputations[] = { RIX_IMPUTATION_LIST(RIX_H_NAME) };
    static const char *const screenings[] = { RIX_SCREENING_LIST(RIX_H_NAME) };
    static const char *const treatments[] = { RIX_TREATMENT_LIST(RIX_H_NAME) };
    static const char *const transforms[] = { RIX_TRANSFORM_LIST(RIX_H_NAME) };
    static const char *const overs[] = { RIX_OVER_LIST(RIX_H_NAME) };
#undef RIX_H_NAME
    rix_h_obj r = rix_h_record_new(6);
    rix_h_record_set(r, 0, "stage", rix_h_texts(stages, RIX_H_COUNT(stages)));
    rix_h_record_set(r, 1, "impute", rix_h_texts(imputations, RIX_H_COUNT(imputations)));
    rix_h_record_set(r, 2, "screen", rix_h_texts(screenings, RIX_H_COUNT(screenings)));
    rix_h_record_set(r, 3, "treat", rix_h_texts(treatments, RIX_H_COUNT(treatments)));
    rix_h_record_set(r, 4, "transform", rix_h_texts(transforms, RIX_H_COUNT(transforms)));
    rix_h_record_set(r, 5, "over", rix_h_texts(overs, RIX_H_COUNT(overs)));
    return rix_h_record_done(r);
}

/* ----------------------------------------------------------------------------- prepare: reading -- */

static rix_status rix_h_read_denominate(rix_h_obj x, rix_h_scope *scope, rix_denominate_options *o,
                                        rix_error *err)
{
    const rix_denominate_options defaults = RIX_DENOMINATE_INIT;
    *o = defaults;
    const rix_h_spec specs[] = {
        { "apply", RIX_H_BOOL, &o->apply, NULL },
        { "scale", RIX_H_NUMBER, &o->scale, NULL },
    };
    return rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
}

/** The labels of groups come as strings; how many there must be, the caller knows. */
static rix_status rix_h_read_impute(rix_h_obj x, rix_h_scope *scope, rix_impute_options *o,
                                    size_t *n_groups, rix_error *err)
{
    const rix_impute_options defaults = RIX_IMPUTE_INIT;
    rix_h_text_list groups = { NULL, 0 };
    *o = defaults;
    const rix_h_spec specs[] = {
        { "method", RIX_H_CHOICE, &o->method, rix_h_parse_imputation },
        { "value", RIX_H_NUMBER, &o->value, NULL },
        { "groups", RIX_H_TEXTS, &groups, NULL },
        { "compat", RIX_H_BOOL, &o->compat, NULL },
        { "whole", RIX_H_BOOL, &o->whole, NULL },
        { "tolerance", RIX_H_NUMBER, &o->tolerance, NULL },
        { "max_iterations", RIX_H_WHOLE, &o->max_iterations, NULL },
        { "ridge", RIX_H_NUMBER, &o->ridge, NULL },
        { "neighbours", RIX_H_WHOLE, &o->neighbours, NULL },
        { "by_distance", RIX_H_BOOL, &o->by_distance, NULL },
        { "by_range", RIX_H_BOOL, &o->by_range, NULL },
        { "over", RIX_H_CHOICE, &o->over, rix_h_parse_over },
        { "max_lag", RIX_H_WHOLE, &o->max_lag, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    o->groups = (const char *const *)groups.s;
    *n_groups = groups.n;
    return st;
}

static rix_status rix_h_check_groups(const rix_impute_options *o, size_t n_groups, size_t n_units,
                                     rix_error *err)
{
    if (!o->groups || n_groups == n_units) return RIX_OK;
    return rix_h_fail(err, RIX_EDIM, "impute.groups", "one label a unit expected");
}

static rix_status rix_h_read_screen(rix_h_obj x, rix_h_scope *scope, rix_screen_options *o,
                                    rix_error *err)
{
    const rix_screen_options defaults = RIX_SCREEN_INIT;
    rix_h_text_list include = { NULL, 0 }, exclude = { NULL, 0 };
    *o = defaults;
    const rix_h_spec specs[] = {
        { "method", RIX_H_CHOICE, &o->method, rix_h_parse_screening },
        { "min_data", RIX_H_NUMBER, &o->min_data, NULL },
        { "min_nonzero", RIX_H_NUMBER, &o->min_nonzero, NULL },
        { "include", RIX_H_TEXTS, &include, NULL },
        { "exclude", RIX_H_TEXTS, &exclude, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    o->include = (const char *const *)include.s;
    o->n_include = include.n;
    o->exclude = (const char *const *)exclude.s;
    o->n_exclude = exclude.n;
    return st;
}

static rix_status rix_h_read_treat(rix_h_obj x, rix_h_scope *scope, rix_treat_options *o,
                                   rix_error *err)
{
    const rix_treat_options defaults = RIX_TREAT_INIT;
    *o = defaults;
    const rix_h_spec specs[] = {
        { "method", RIX_H_CHOICE, &o->method, rix_h_parse_treatment },
        { "max_points", RIX_H_WHOLE, &o->max_points, NULL },
        { "skewness", RIX_H_NUMBER, &o->skewness, NULL },
        { "kurtosis", RIX_H_NUMBER, &o->kurtosis, NULL },
        { "force", RIX_H_BOOL, &o->force, NULL },
        { "low_share", RIX_H_NUMBER, &o->low_share, NULL },
        { "high_share", RIX_H_NUMBER, &o->high_share, NULL },
        { "fence", RIX_H_NUMBER, &o->fence, NULL },
        { "transform", RIX_H_CHOICE, &o->transform, rix_h_parse_transform },
        { "lambda", RIX_H_NUMBER, &o->lambda, NULL },
        { "combined", RIX_H_BOOL, &o->combined, NULL },
        { "over", RIX_H_CHOICE, &o->over, rix_h_parse_over },
        { "compat", RIX_H_BOOL, &o->compat, NULL },
    };
    return rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
}

/** The steps of a recipe before 'normalise': { denominate, impute, screen, treat }, all of them optional.
 * C trusts its caller with the number of group labels; the record says it as `n_units`, beside the steps. */
static rix_status rix_h_read_preparation(rix_h_obj x, rix_h_scope *scope, rix_recipe *r,
                                         rix_error *err)
{
    const rix_h_obj denominate = rix_h_field(x, "denominate"), impute = rix_h_field(x, "impute");
    const rix_h_obj screen = rix_h_field(x, "screen"), treat = rix_h_field(x, "treat");
    rix_status st = RIX_OK;
    size_t n_groups = 0, n_units = 0;
    const rix_h_spec specs[] = { { "n_units", RIX_H_WHOLE, &n_units, NULL } };
    if (!rix_h_is_none(denominate)) {
        st = rix_h_read_denominate(denominate, scope, &r->denominate, err);
    }
    if (st == RIX_OK && !rix_h_is_none(impute)) {
        st = rix_h_read_impute(impute, scope, &r->impute, &n_groups, err);
        if (st == RIX_OK) st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
        if (st == RIX_OK) st = rix_h_check_groups(&r->impute, n_groups, n_units, err);
    }
    if (st == RIX_OK && !rix_h_is_none(screen)) {
        st = rix_h_read_screen(screen, scope, &r->screen, err);
    }
    if (st == RIX_OK && !rix_h_is_none(treat)) st = rix_h_read_treat(treat, scope, &r->treat, err);
    return st;
}

/* ---------------------------------------------------------------------------- prepare: building -- */

static rix_h_obj rix_h_screened(const rix_screened *s)
{
    rix_h_obj r = rix_h_record_new(8);
    rix_h_record_set(r, 0, "n_missing", rix_h_whole(s->n_missing));
    rix_h_record_set(r, 1, "n_zero", rix_h_whole(s->n_zero));
    rix_h_record_set(r, 2, "data_share", rix_h_number(s->data_share));
    rix_h_record_set(r, 3, "nonzero_share", rix_h_number(s->nonzero_share));
    rix_h_record_set(r, 4, "low_data", rix_h_bool(s->low_data));
    rix_h_record_set(r, 5, "low_nonzero", rix_h_bool(s->low_nonzero));
    rix_h_record_set(r, 6, "forced", rix_h_bool(s->forced));
    rix_h_record_set(r, 7, "included", rix_h_bool(s->included));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_imputed(const rix_imputed *s)
{
    rix_h_obj r = rix_h_record_new(6);
    rix_h_record_set(r, 0, "missing", rix_h_whole(s->missing));
    rix_h_record_set(r, 1, "imputed", rix_h_whole(s->imputed));
    rix_h_record_set(r, 2, "fell_back", rix_h_whole(s->fell_back));
    rix_h_record_set(r, 3, "iterations", rix_h_whole(s->iterations));
    rix_h_record_set(r, 4, "converged", rix_h_bool(s->converged));
    rix_h_record_set(r, 5, "log_likelihood", rix_h_number(s->log_likelihood));
    return rix_h_record_done(r);
}

/** What was not done has no statistics: numbers NaN, the transform without a name. */
static rix_h_obj rix_h_treated(const rix_treated *s)
{
    rix_h_obj r = rix_h_record_new(20);
    const char *transform = s->transformed ? rix_transform_name(s->transform) : NULL;
    rix_h_record_set(r, 0, "method", rix_h_text(rix_treatment_name(s->method)));
    rix_h_record_set(r, 1, "action", rix_h_text(rix_treatment_action_name(s->action)));
    rix_h_record_set(r, 2, "skew_before", rix_h_number(s->skew_before));
    rix_h_record_set(r, 3, "kurt_before", rix_h_number(s->kurt_before));
    rix_h_record_set(r, 4, "pass_before", rix_h_bool(s->pass_before));
    rix_h_record_set(r, 5, "winsorised", rix_h_bool(s->winsorised));
    rix_h_record_set(r, 6, "n_high", rix_h_whole(s->n_high));
    rix_h_record_set(r, 7, "n_low", rix_h_whole(s->n_low));
    rix_h_record_set(r, 8, "high", rix_h_number(s->high));
    rix_h_record_set(r, 9, "low", rix_h_number(s->low));
    rix_h_record_set(r, 10, "skew_winsorised", rix_h_number(s->skew_winsorised));
    rix_h_record_set(r, 11, "kurt_winsorised", rix_h_number(s->kurt_winsorised));
    rix_h_record_set(r, 12, "pass_winsorised", rix_h_bool(s->pass_winsorised));
    rix_h_record_set(r, 13, "undone", rix_h_bool(s->undone));
    rix_h_record_set(r, 14, "transform", rix_h_text(transform));
    rix_h_record_set(r, 15, "mirrored", rix_h_bool(s->mirrored));
    rix_h_record_set(r, 16, "skew_transformed", rix_h_number(s->skew_transformed));
    rix_h_record_set(r, 17, "kurt_transformed", rix_h_number(s->kurt_transformed));
    rix_h_record_set(r, 18, "pass_transformed", rix_h_bool(s->pass_transformed));
    rix_h_record_set(r, 19, "lambda", rix_h_number(s->lambda));
    return rix_h_record_done(r);
}

#endif
