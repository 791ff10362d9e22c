/* recipe.c - the recipe, checked, and the scale of the scores that it states. */
#include "index/recipe.h"

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/option.h"
#include "index/prepare.h"

static rix_status check_range(const rix_normalise_options *o, rix_error *err)
{
    const double low = o->low, high = o->high;
    const bool free_of_range = o->method == RIX_NORM_NONE || rix_i_has_own_scale(o->method);
    if (isnan(low) && isnan(high) && free_of_range) return RIX_OK;
    if (!isfinite(low)) {
        return rix_i_bad_number("recipe.normalise.low", low, "the range of scores must be finite",
                                err);
    }
    if (!isfinite(high)) {
        return rix_i_bad_number("recipe.normalise.high", high, "the range of scores must be finite",
                                err);
    }
    if (!(low < high)) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.normalise.low", RIX_I_NOWHERE,
                          "recipe.normalise.low, %s, is not below recipe.normalise.high, %s",
                          rix_i_number(low).s, rix_i_number(high).s);
    }
    if (!isfinite(high - low) || !isfinite(low + high)) {
        return rix_i_bad_number("recipe.normalise.high", high, "the range of scores is too wide",
                                err);
    }
    return RIX_OK;
}

static rix_status check_normalise(const rix_normalise_options *o, rix_error *err)
{
    if (o->method == RIX_NORM_INHERIT || (unsigned)o->method > (unsigned)RIX_NORM_AMPI) {
        return rix_i_bad_choice("recipe.normalise.method", err);
    }
    if (!isfinite(2 * o->mean)) {
        return rix_i_bad_number("recipe.normalise.mean", o->mean, "must be finite", err);
    }
    if (!isfinite(o->sd) || !(o->sd > 0)) {
        return rix_i_bad_number("recipe.normalise.sd", o->sd, "must be positive and finite", err);
    }
    if ((unsigned)o->deviation > (unsigned)RIX_DEVIATION_POPULATION) {
        return rix_i_bad_choice("recipe.normalise.deviation", err);
    }
    if ((unsigned)o->ties > (unsigned)RIX_TIES_AVERAGE) {
        return rix_i_bad_choice("recipe.normalise.ties", err);
    }
    if (o->classes < 2 || o->classes > 100) {
        return rix_i_fail(err, RIX_EINVAL, "recipe.normalise.classes", RIX_I_NOWHERE,
                          "recipe.normalise.classes is %zu, but must lie in [2, 100]", o->classes);
    }
    if (!isfinite(o->slope) || !(o->slope > 0)) {
        return rix_i_bad_number("recipe.normalise.slope", o->slope, "must be positive and finite",
                                err);
    }
    if ((unsigned)o->over > (unsigned)RIX_OVER_BASE) {
        return rix_i_bad_choice("recipe.normalise.over", err);
    }
    if (o->over == RIX_OVER_BASE && !isfinite(o->base)) {
        return rix_i_bad_number("recipe.normalise.base", o->base, "over base there must be one",
                                err);
    }
    return check_range(o, err);
}

/* Weights by position. */
static rix_status check_positions(rix_vec positions, rix_error *err)
{
    double sum = 0;
    const rix_status st = rix_i_check_vec(positions, "recipe.aggregate.positions", err);
    if (st != RIX_OK || positions.size == 0) return st;
    for (size_t k = 0; k < positions.size; k++) {
        const double w = rix_i_vget(positions, k);
        if (!isfinite(w) || w < 0) {
            return rix_i_bad_number("recipe.aggregate.positions", w, "must be finite and >= 0",
                                    err);
        }
        sum += w;
    }
    if (sum > 0 && isfinite(sum)) return RIX_OK;
    return rix_i_bad_number("recipe.aggregate.positions", sum,
                            "their sum must be positive and finite", err);
}

static rix_status check_rules(const rix_aggregate_options *o, rix_error *err)
{
    if (!isfinite(o->power)) {
        return rix_i_bad_number("recipe.aggregate.power", o->power, "must be finite", err);
    }
    if (!(o->orness >= 0 && o->orness <= 1)) {
        return rix_i_bad_number("recipe.aggregate.orness", o->orness, "must lie in [0, 1]", err);
    }
    if ((unsigned)o->penalty > (unsigned)RIX_PENALTY_ADD) {
        return rix_i_bad_choice("recipe.aggregate.penalty", err);
    }
    if ((unsigned)o->deviation > (unsigned)RIX_DEVIATION_POPULATION) {
        return rix_i_bad_choice("recipe.aggregate.deviation", err);
    }
    if (!(o->alpha >= 0 && o->alpha <= 1)) {
        return rix_i_bad_number("recipe.aggregate.alpha", o->alpha, "must lie in [0, 1]", err);
    }
    if (!isfinite(o->beta) || o->beta < 0) {
        return rix_i_bad_number("recipe.aggregate.beta", o->beta, "must be finite and >= 0", err);
    }
    if (!(o->share_low >= 0 && o->share_low <= 1)) {
        return rix_i_bad_number("recipe.aggregate.share_low", o->share_low, "must lie in [0, 1]", err);
    }
    if (!(o->share_high >= o->share_low && o->share_high <= 1)) {
        return rix_i_bad_number("recipe.aggregate.share_high", o->share_high,
                          "must lie in [0, 1], and not below share_low", err);
    }
    return check_positions(o->positions, err);
}

static rix_status check_aggregate(const rix_aggregate_options *o, rix_error *err)
{
    if (o->rule == RIX_AGG_INHERIT || (unsigned)o->rule > (unsigned)RIX_AGG_MULTIPLICATIVE_BOD) {
        return rix_i_bad_choice("recipe.aggregate.rule", err);
    }
    if ((unsigned)o->missing > (unsigned)RIX_MISSING_PROPAGATE) {
        return rix_i_bad_choice("recipe.aggregate.missing", err);
    }
    if (!(o->min_share >= 0 && o->min_share <= 1)) {
        return rix_i_bad_number("recipe.aggregate.min_share", o->min_share, "must lie in [0, 1]",
                                err);
    }
    if (!isfinite(o->fill)) {
        return rix_i_bad_number("recipe.aggregate.fill", o->fill, "must be finite", err);
    }
    const rix_status st = rix_i_check_over(o->over, "recipe.aggregate.over", err);
    if (st != RIX_OK) return st;
    return check_rules(o, err);
}

rix_status rix_i_recipe_check(const rix_recipe *recipe, rix_error *err)
{
    rix_status st = rix_i_prepare_check(recipe, err);
    if (st == RIX_OK) st = check_normalise(&recipe->normalise, err);
    return st == RIX_OK ? check_aggregate(&recipe->aggregate, err) : st;
}

rix_i_scale rix_i_recipe_scale(const rix_recipe *recipe, size_t n_units)
{
    const rix_normalise_options *o = &recipe->normalise;
    const bool stated = !isnan(o->low);
    rix_i_scale scale = { false, false, o->low, o->high, 0.0 };
    if (rix_i_has_own_scale(o->method)) {
        scale.mirrored = true;
        scale.mirror = 2 * o->mean;
        if (o->method == RIX_NORM_RANK) scale.mirror = (double)n_units + 1;
        if (o->method == RIX_NORM_BORDA) scale.mirror = (double)n_units - 1;
    } else if (stated) {
        scale.ranged = scale.mirrored = true;
        scale.mirror = o->low + o->high;
    }
    return scale;
}
