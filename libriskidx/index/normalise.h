/* index/normalise.h - one indicator becomes a score. */
#ifndef RIX_I_NORMALISE_H
#define RIX_I_NORMALISE_H

#include "base/error.h"
#include "index/recipe.h"

/** What one pass over a column finds. */
typedef struct rix_i_column {
    size_t present;     /* values that are not missing */
    double least, most; /* extremes of these; +inf and -inf if there are none */
} rix_i_column;

#define RIX_I_COLUMN_INIT ((rix_i_column){ 0, (double)INFINITY, (double)-INFINITY })

/** The facts of n finite or missing values. */
rix_i_column rix_i_column_of(const double *x, size_t n);

/** How one indicator is normalised: node and recipe, resolved. */
typedef struct rix_i_normalisation {
    rix_normalisation method; /* never inherit */
    bool negative;            /* direction -1 */
    bool truncate;
    double low, high;           /* range of scores */
    double mean, sd;            /* of z-scores */
    double goal_low, goal_high; /* goalposts */
    double mirror;              /* none, direction -1: the score is mirror - x */
    double target;
    size_t reference; /* row of the reference unit, or RIX_NO_INDEX: it has no value */
    rix_deviation deviation;
    rix_ties ties;
    size_t classes;
    double slope;
    bool compat;
} rix_i_normalisation;

/** How normalising a column came out. */
typedef enum rix_i_outcome {
    RIX_I_DONE,
    RIX_I_ALL_MISSING,  /* undefined, so all scores are missing ... */
    RIX_I_CONSTANT,     /* ... */
    RIX_I_TOO_FEW,      /* ... */
    RIX_I_NO_SPREAD,    /* more than half of the values are equal ... */
    RIX_I_NO_REFERENCE, /* the reference unit has no value ... */
    RIX_I_REACHED,      /* reference or target is not better than the worst value ... */
    RIX_I_NO_MAXIMUM,   /* the largest value is not positive ... */
    RIX_I_NOT_POSITIVE, /* logarithm of the value in row `row`: an error */
    RIX_I_NOT_FINITE    /* score of row `row` beyond the finite numbers: an error */
} rix_i_outcome;

/** What a method takes from a column as a whole; it can be applied to another column. */
typedef struct rix_i_learned {
    rix_i_outcome outcome; /* done, or why the scores are missing */
    rix_i_column facts;    /* of the column */
    double factor;         /* of the values in what follows: a power of two, by which they are tame */
    double from, to;       /* methods onto an interval: what scores low and high (their logarithms
                              under log_goalposts) */
    double centre, spread; /* zscore, robust_z, logistic */
    const double *sorted;  /* rank methods, quantile_classes: the values in order */
    size_t n_sorted;
} rix_i_learned;

typedef struct rix_i_normalised {
    rix_i_outcome outcome;
    size_t row;       /* at fault */
    size_t truncated; /* values beyond a goalpost, the target or the reference */
} rix_i_normalised;

/** Whether the scores are missing, which is a warning, rather than an error. */
static inline bool rix_i_is_undefined(rix_i_outcome outcome)
{
    return outcome != RIX_I_DONE && outcome != RIX_I_NOT_POSITIVE && outcome != RIX_I_NOT_FINITE;
}

/**
 * The node's own wishes, else the recipe's; fails with RIX_EDOMAIN where goalposts, target, reference
 * or range lack.
 *
 * @param reference  row of the reference unit, or RIX_NO_INDEX
 */
rix_status rix_i_normalisation_resolve(const rix_node *node, size_t number, size_t reference,
                                       const rix_normalise_options *options,
                                       const rix_i_scale *scale, rix_i_normalisation *how,
                                       rix_error *err);

/**
 * Row of the unit that the options name as reference; RIX_NO_INDEX if they name none. Fails with
 * RIX_ENOTFOUND if no unit has that label, or two.
 */
rix_status rix_i_find_reference(const rix_table *table, const rix_normalise_options *options,
                                size_t *row, rix_error *err);

/** What has to be known of a column before its values can be scored one by one. */
typedef enum rix_i_need {
    RIX_I_NEEDS_EXTREMES, /* rix_i_column */
    RIX_I_NEEDS_SPREAD,   /* and rix_i_spread */
    RIX_I_NEEDS_ORDER     /* more: the whole column */
} rix_i_need;

rix_i_need rix_i_normalise_need(rix_normalisation method);

/** Rows whose moments are taken at once: those of a column have the same bits however the table is read. */
enum { RIX_I_STRETCH = 4096 };

/** Moments of values times a factor; missing ones do not count. */
typedef struct rix_i_spread {
    size_t n;
    double mean;
    double squares; /* sum of squared deviations from the mean */
} rix_i_spread;

/** A power of two: no square of a value times this overflows, and not all vanish. */
double rix_i_safe_factor(const rix_i_column *facts);

/** Moments of n values times a factor, in two passes. */
rix_i_spread rix_i_spread_of(const double *x, size_t n, double factor);

/** Of the values of a and b together (Chan, Golub and LeVeque 1983, The American Statistician 37: 242-247). */
rix_i_spread rix_i_spread_join(rix_i_spread a, rix_i_spread b);

/** Whether the method needs memory for a sorted copy of the column. */
bool rix_i_normalise_sorts(rix_normalisation method);

/**
 * What a method takes from a column of n finite or missing values.
 *
 * @param x      the values; n of them, dense
 * @param facts  of x
 * @param room   n numbers; not x itself. Where rix_i_normalise_sorts says so, learned.sorted lies there
 */
rix_i_learned rix_i_normalise_learn(const double *x, size_t n, const rix_i_column *facts,
                                    const rix_i_normalisation *how, double *room);

/**
 * The same for methods that do not need the order of the values, without the column.
 *
 * @param spread     of the values times rix_i_safe_factor, in stretches, where the method needs it
 * @param reference  value of the reference unit, where the method needs it
 */
rix_i_learned rix_i_normalise_fit(const rix_i_column *facts, const rix_i_spread *spread,
                                  double reference, const rix_i_normalisation *how);

/**
 * The scores of n values by what has been learned with outcome RIX_I_DONE, unchecked: logarithms want positive
 * values, and scores may be beyond the finite numbers.
 *
 * @param truncated  [out] how many values were truncated, if any can be; NULL: not counted
 * @param score      [out] n scores; may be x itself unless the method needs the order of the values
 */
void rix_i_normalise_values(const rix_i_learned *learned, const rix_i_normalisation *how,
                            const double *x, size_t n, size_t *truncated, double *score);

/**
 * Whether all values between the extremes that were learned have finite scores, and whether any would be
 * truncated: scores rise or fall with the values. Not for rank methods.
 */
bool rix_i_normalise_is_finite(const rix_i_learned *learned, const rix_i_normalisation *how);
bool rix_i_normalise_truncates(const rix_i_learned *learned, const rix_i_normalisation *how);

/**
 * The scores of n finite or missing values by what has been learned from these or others.
 *
 * @param score  [out] n scores; neither x itself nor where learned.sorted lies
 */
rix_i_normalised rix_i_normalise_apply(const rix_i_learned *learned,
                                       const rix_i_normalisation *how, const double *x, size_t n,
                                       double *score);

/**
 * The scores of a column of n finite or missing values, by what is learned from itself.
 *
 * @param x        the values; n of them, dense
 * @param facts    of x
 * @param scratch  n numbers where rix_i_normalise_sorts says so, else anything
 * @param score    [out] n scores; not x itself
 */
rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *scratch, double *score);

/**
 * Fills err with what an outcome other than RIX_I_DONE means, and returns its code: RIX_EMISSING where the
 * scores are missing.
 *
 * @param unit  readable, of r->row where there is one
 */
rix_status rix_i_normalise_fail(const rix_i_normalised *r, const rix_i_normalisation *how,
                                const rix_i_column *facts, double value, const char *unit,
                                const char *code, rix_i_place place, rix_error *err);

/* ------------------------------------------------------- the methods that sort (normalise_sort.c) -- */

/** Median and scaled median absolute deviation of factor * x; an outcome of its own where that is 0. */
void rix_i_learn_medians(const double *x, size_t n, double factor, double *room, rix_i_learned *l);

/** The values times a factor in order, in `room`. */
void rix_i_learn_order(const double *x, size_t n, double factor, double *room, rix_i_learned *l);

/** Ranks, Borda scores and percentile ranks. */
void rix_i_rank_scores(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                       size_t n, double *score);

void rix_i_quantile_classes(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                            size_t n, double *score);

/** The values that are there, times a factor; returns their number. */
size_t rix_i_pack(const double *x, size_t n, double factor, double *packed);

#endif
