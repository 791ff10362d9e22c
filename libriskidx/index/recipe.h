/* index/recipe.h - the recipe, checked, and the scale of the scores that it states. */
#ifndef RIX_I_RECIPE_H
#define RIX_I_RECIPE_H

#include <riskidx/index.h>

/** The scale on which all scores of an index lie. */
typedef struct rix_i_scale {
    bool ranged;      /* the scores have a range: low .. high */
    bool mirrored;    /* a group's score x can be mirrored, to `mirror` - x */
    double low, high; /* for indicators that ask for a range by themselves too; NaN: none stated */
    double
        mirror; /* low + high, 2 * mean under z-scores, or so for ranks; 0 where none is stated */
} rix_i_scale;

/** Fails with RIX_EINVAL on a bad field; err->arg is its path, such as "recipe.normalise.low". */
rix_status rix_i_recipe_check(const rix_recipe *recipe, rix_error *err);

/** The scale of a checked recipe; ranks are those of n_units units. */
rix_i_scale rix_i_recipe_scale(const rix_recipe *recipe, size_t n_units);

/** Whether scores come out on a scale of their own, about a centre: z-scores, ranks. */
static inline bool rix_i_has_own_scale(rix_normalisation method)
{
    return method == RIX_NORM_ZSCORE || method == RIX_NORM_ROBUST_Z || method == RIX_NORM_RANK ||
           method == RIX_NORM_BORDA;
}

#endif
