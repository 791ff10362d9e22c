/* recipe.c - the recipe, checked, and the scale of the scores that it states. */
#include "index/recipe.h"

#include "base/error.h"
#include "base/text.h"

static rix_status bad_number(const char *field, double value, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE, "%s is %s, but %s", field,
                      rix_i_number(value).s, what);
}

static rix_status bad_choice(const char *field, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE,
                      "%s is none of its enumerators (or inherit, which a recipe cannot)", field);
}

static rix_status check_range(const rix_normalise_options *o, rix_error *err)
{
    const double low = o->low, high = o->high;
    const bool free_of_range = o->method == RIX_NORM_NONE || o->method == RIX_NORM_ZSCORE;
    if (isnan(low) && isnan(high) && free_of_range) return RIX_OK;
    if (!isfinite(low)) {
        return bad_number("recipe.normalise.low", low, "the range of scores must be finite", err);
    }
    if (!isfinite(high)) {
        return bad_number("recipe.normalise.high", high, "the range of scores must be finite", err);
    }
    if (!(low < high)) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.normalise.low", RIX_I_NOWHERE,
                          "recipe.normalise.low, %s, is not below recipe.normalise.high, %s",
                          rix_i_number(low).s, rix_i_number(high).s);
    }
    if (!isfinite(high - low) || !isfinite(low + high)) {
        return bad_number("recipe.normalise.high", high, "the range of scores is too wide", err);
    }
    return RIX_OK;
}

static rix_status check_normalise(const rix_normalise_options *o, rix_error *err)
{
    if (o->method == RIX_NORM_INHERIT || (unsigned)o->method > (unsigned)RIX_NORM_ZSCORE) {
        return bad_choice("recipe.normalise.method", err);
    }
    if (!isfinite(2 * o->mean)) {
        return bad_number("recipe.normalise.mean", o->mean, "must be finite", err);
    }
    if (!isfinite(o->sd) || !(o->sd > 0)) {
        return bad_number("recipe.normalise.sd", o->sd, "must be positive and finite", err);
    }
    return check_range(o, err);
}

static rix_status check_aggregate(const rix_aggregate_options *o, rix_error *err)
{
    if (o->rule == RIX_AGG_INHERIT || (unsigned)o->rule > (unsigned)RIX_AGG_SCALED_GEOMETRIC) {
        return bad_choice("recipe.aggregate.rule", err);
    }
    if ((unsigned)o->missing > (unsigned)RIX_MISSING_PROPAGATE) {
        return bad_choice("recipe.aggregate.missing", err);
    }
    if (!(o->min_share >= 0 && o->min_share <= 1)) {
        return bad_number("recipe.aggregate.min_share", o->min_share, "must lie in [0, 1]", err);
    }
    if (!isfinite(o->fill)) {
        return bad_number("recipe.aggregate.fill", o->fill, "must be finite", err);
    }
    return RIX_OK;
}

rix_status rix_i_recipe_check(const rix_recipe *recipe, rix_error *err)
{
    const rix_status st = check_normalise(&recipe->normalise, err);
    return st == RIX_OK ? check_aggregate(&recipe->aggregate, err) : st;
}

rix_i_scale rix_i_recipe_scale(const rix_recipe *recipe)
{
    const rix_normalise_options *o = &recipe->normalise;
    const bool stated = !isnan(o->low);
    rix_i_scale scale = { false, false, o->low, o->high, 0.0 };
    if (o->method == RIX_NORM_ZSCORE) {
        scale.mirrored = true;
        scale.mirror = 2 * o->mean;
    } else if (stated) {
        scale.ranged = scale.mirrored = true;
        scale.mirror = o->low + o->high;
    }
    return scale;
}
