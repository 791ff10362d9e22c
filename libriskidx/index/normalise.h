/* index/normalise.h - one indicator becomes a score. */
#ifndef RIX_I_NORMALISE_H
#define RIX_I_NORMALISE_H

#include "index/recipe.h"

/** What one pass over a column finds. */
typedef struct rix_i_column {
    size_t present;     /* values that are not missing */
    double least, most; /* extremes of these; +inf and -inf if there are none */
} rix_i_column;

#define RIX_I_COLUMN_INIT ((rix_i_column){ 0, (double)INFINITY, (double)-INFINITY })

/** How one indicator is normalised: node and recipe, resolved. */
typedef struct rix_i_normalisation {
    rix_normalisation method; /* never inherit */
    bool negative;            /* direction -1 */
    bool truncate;
    double low, high;           /* range of scores */
    double mean, sd;            /* of z-scores */
    double goal_low, goal_high; /* goalposts */
    double mirror;              /* none, direction -1: the score is mirror - x */
} rix_i_normalisation;

/** How normalising a column came out. */
typedef enum rix_i_outcome {
    RIX_I_DONE,
    RIX_I_ALL_MISSING,  /* undefined, so all scores are missing ... */
    RIX_I_CONSTANT,     /* ... */
    RIX_I_TOO_FEW,      /* ... */
    RIX_I_NOT_POSITIVE, /* logarithm of the value in row `row`: an error */
    RIX_I_NOT_FINITE    /* score of row `row` beyond the finite numbers: an error */
} rix_i_outcome;

typedef struct rix_i_normalised {
    rix_i_outcome outcome;
    size_t row;       /* at fault */
    size_t truncated; /* values beyond a goalpost */
} rix_i_normalised;

/** The node's own wishes, else the recipe's; fails with RIX_EDOMAIN where goalposts or range lack. */
rix_status rix_i_normalisation_resolve(const rix_node *node, size_t number,
                                       const rix_recipe *recipe, const rix_i_scale *scale,
                                       rix_i_normalisation *how, rix_error *err);

/**
 * The scores of a column of n finite or missing values, in no more memory than its own.
 *
 * @param x      the values; n of them, dense
 * @param facts  of x
 * @param score  [out] n scores; not x itself
 */
rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *score);

#endif
