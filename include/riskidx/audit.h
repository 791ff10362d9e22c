/* riskidx/audit.h - is the index sound? Statistics of indicators, correlations, principal components,
 * consistency, effective weights, and where one unit stands.
 *
 * Functions of a table read any units x columns with or without labels (rix_table): raw data, a stage of
 * an index, scores of nodes. What is shown for comparison follows COINr (Becker et al., 2022, Journal of
 * Open Source Software 7, 4567), whose figures are reproduced to nine digits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_AUDIT_H
#define RISKIDX_AUDIT_H

#include <riskidx/base.h>
#include <riskidx/index.h>

RIX_BEGIN_DECLS

/* -------------------------------------------------------------------------------- indicators -- */

/** What is called low and what an outlier. Start from RIX_STATS_OPTIONS_INIT. */
typedef struct rix_stats_options {
    double min_available; /**< share of units, in [0, 1], below which low_available is set */
    double min_nonzero;   /**< likewise of values that are not zero, among all units */
    double min_unique;    /**< likewise of distinct values, among all units */
    double max_skewness;  /**< outliers: |skewness| above it, >= 0, and ... */
    double max_kurtosis;  /**< ... kurtosis above it */
    double fence;         /**< interquartile ranges from the quartile to the fence, >= 0 */
} rix_stats_options;

/** As COINr has it, and Tukey's fences. */
#define RIX_STATS_OPTIONS_INIT                                                                     \
    {                                                                                              \
        0.65, 0.5, 0.5, 2.0, 3.5, 1.5                                                              \
    }

/** Statistics of one column, over its n_available values; NaN where they are undefined. */
typedef struct rix_indicator_stats {
    double min, max, mean, median;
    double q25, q75; /**< quartiles, as rix_audit_quantiles */
    double sd;       /**< sample standard deviation, divisor n - 1 */
    double skewness,
        kurtosis; /**< corrected for bias (Joanes and Gill 1998, G1 and G2); kurtosis of excess */
    size_t n_available;           /**< values present */
    size_t n_nonzero;             /**< of these, not zero */
    size_t n_unique;              /**< of these, distinct */
    size_t n_same;                /**< size of the largest set of equal values */
    double share_available;       /**< n_available / units; NaN without units */
    double share_nonzero;         /**< n_nonzero / n_available */
    double share_unique;          /**< n_unique / n_available */
    double share_same;            /**< n_same / n_available */
    double fence_low, fence_high; /**< q25 - fence * (q75 - q25), q75 + fence * (q75 - q25) */
    size_t n_below, n_above;      /**< values strictly outside of the fences */
    bool low_available;           /**< share_available < min_available */
    bool low_nonzero;             /**< n_nonzero / units < min_nonzero */
    bool low_unique;              /**< n_unique / units < min_unique */
    bool outliers;                /**< |skewness| > max_skewness and kurtosis > max_kurtosis */
} rix_indicator_stats;

/**
 * Statistics of every column of a table.
 *
 * @param table    units x columns
 * @param options  NULL for RIX_STATS_OPTIONS_INIT
 * @param stats    [out] table->values.cols of them; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, or an option outside of its range; RIX_EDOMAIN: infinite value (the
 *         message names unit and column); RIX_EOVERFLOW; RIX_ENOMEM. A missing value is left out.
 *
 * Time units * log units a column. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_describe(const rix_table *table, const rix_stats_options *options,
                                      rix_indicator_stats *stats, rix_error *err);

/**
 * Quantiles of every column: linear between the sorted values at position 1 + (n - 1) p, n values being
 * present (Hyndman and Fan 1996, type 7).
 *
 * @param table      units x columns
 * @param p          shares, each in [0, 1]
 * @param quantiles  [out] columns x p.size; NaN for a column without values; untouched on failure
 * @param err        NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of quantiles; RIX_EDOMAIN: infinite value, p outside
 *         of [0, 1]; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * log units a column. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_quantiles(const rix_table *table, rix_vec p, rix_out quantiles,
                                       rix_error *err);

/* ------------------------------------------------------------------------------ availability -- */

/** What one unit has of the columns of a table. */
typedef struct rix_unit_data {
    size_t n_missing, n_zero; /**< missing; exactly zero among those present */
    double share_available;   /**< 1 - n_missing / columns; NaN without columns */
    double share_nonzero;     /**< 1 - n_zero / (columns - n_missing); NaN if all are missing */
} rix_unit_data;

/**
 * Counts of missing values and zeros, unit by unit.
 *
 * @param table  units x columns
 * @param units  [out] table->values.rows of them; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDOMAIN: infinite value; RIX_EOVERFLOW.
 *
 * Time units * columns. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_units(const rix_table *table, rix_unit_data *units, rix_error *err);

/**
 * Availability by group: the share, by number, of the indicators below a node that a unit has.
 *
 * @param table   the data, matched to fw as rix_index_build does
 * @param fw      the framework
 * @param shares  [out] units x nodes, each in [0, 1]; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of shares, or of a table without codes; RIX_ENOTFOUND:
 *         no column for an indicator, or two; RIX_EDOMAIN: infinite value; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_availability(const rix_table *table, const rix_framework *fw,
                                          rix_out shares, rix_error *err);

/* ------------------------------------------------------------------------------ correlations -- */

/* clang-format off */
/** Coefficients of correlation: X(constant, name). */
#define RIX_CORRELATION_LIST(X)          \
    X(RIX_COR_PEARSON,  "pearson")  \
    X(RIX_COR_SPEARMAN, "spearman") \
    X(RIX_COR_KENDALL,  "kendall")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
/** Pearson's r; Spearman's rho, which is r of the average ranks; Kendall's tau-b. */
typedef enum rix_correlation { RIX_CORRELATION_LIST(RIX_ENUM_ENTRY) } rix_correlation;
#undef RIX_ENUM_ENTRY

/** As rix_normalisation_name, for coefficients of correlation. @since 0.1 */
RIX_API const char *rix_correlation_name(rix_correlation value);
/** As rix_normalisation_from_name, for coefficients of correlation. @since 0.1 */
RIX_API rix_status rix_correlation_from_name(const char *name, rix_correlation *value,
                                             rix_error *err);

/**
 * Correlations of the columns of two tables, each pair over the units that have both.
 *
 * With m such units: the p-value of r and rho is two-sided from t = r sqrt((m - 2) / (1 - r^2)) with m - 2
 * degrees of freedom, that of tau-b from the normal approximation with the variance corrected for ties
 * (Kendall 1970, Rank Correlation Methods, chapter 4). Of a column with itself the coefficient is 1 and p is 0.
 *
 * @param x     units x columns
 * @param y     the same units in the same order, other columns; NULL: x itself
 * @param kind  the coefficient
 * @param r     [out] columns of x by columns of y: in [-1, 1]; NaN where fewer than two units have both, or one
 *              is constant over them
 * @param p     [out] likewise, in [0, 1]; NaN too where fewer than three units have both; with data NULL: not
 *              wanted. Both untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such kind; RIX_EDIM: x and y have not the same number of units, wrong
 *         size of r or p; RIX_EDOMAIN: infinite value; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units a pair, for tau-b units * log units, for rho of columns with gaps as well; memory units * columns for
 * ranks and tau-b, as columns without gaps are ranked once. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_correlate(const rix_table *x, const rix_table *y, rix_correlation kind,
                                       rix_out r, rix_out p, rix_error *err);

/** A correlation beyond a threshold. */
typedef struct rix_flagged_pair {
    size_t row, col; /**< of the matrix, from 0 */
    double r;
    bool high; /**< above `high`; else below `low` */
} rix_flagged_pair;

/**
 * Pairs whose correlation is below `low` or above `high`, both strictly, row by row.
 *
 * @param r         correlations; NaN is never flagged
 * @param group     NULL: any pair of row and column. Else r is square, and of each pair the part above the
 *                  diagonal is looked at where both have the same group: r.rows numbers (all 0: every pair)
 * @param low,high  low <= high; -INFINITY and INFINITY flag nothing
 * @param pairs     [out] as many as are found, at most `capacity`; untouched on failure
 * @param capacity  r.rows * r.cols is always enough; pairs may be NULL if it is 0
 * @param found     [out] how many there are; if that is more than capacity, the first are written
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: groups and not square; RIX_EDOMAIN: low and high not in order.
 *
 * Time the size of r. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_flag_pairs(rix_mat r, const size_t *group, double low, double high,
                                        rix_flagged_pair *pairs, size_t capacity, size_t *found,
                                        rix_error *err);

/* -------------------------------------------------------------- dimensions and consistency -- */

/**
 * Principal components of the correlation matrix, over the units without a missing value.
 *
 * Each column is centred and divided by its sample standard deviation over those units. Eigenvectors come from
 * Jacobi rotations. Signs are determined: of a component's loadings that are largest in size (to 1e-9 of
 * it) the first column's is positive.
 *
 * @param table        units x columns, at least two of them without a gap
 * @param eigenvalues  [out] one a column, falling, >= 0; divided by the number of columns, the share of variance
 * @param loadings     [out] columns x components: eigenvectors of unit length
 * @param scores       [out] units x components: standardised data times loadings, NaN for a unit with a gap;
 *                     with data NULL: not wanted
 * @param n_used       [out] units without a gap; NULL: not wanted. All are untouched on failure
 * @param err          NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of an output; RIX_EDOMAIN: infinite value; RIX_EMISSING:
 *         fewer than two complete units, a column that is constant over them, no columns; RIX_ENUMERIC;
 *         RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * columns^2 + columns^3. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_pca(const rix_table *table, double *eigenvalues, rix_out loadings,
                                 rix_out scores, size_t *n_used, rix_error *err);

/**
 * Cronbach's alpha of the columns: k / (k - 1) * (1 - sum of variances / sum of all covariances), k columns,
 * sample covariances over the units that have both (Cronbach 1951, Psychometrika 16).
 *
 * Directions are the caller's: columns that point the other way lower alpha, below 0 even.
 *
 * @param table  units x columns, at least two columns
 * @param alpha  [out] at most 1 where nothing is missing; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDOMAIN: infinite value; RIX_EMISSING: fewer than two columns, two columns
 *         (named) that fewer than two units have both of, or covariances that add up to 0; RIX_EOVERFLOW;
 *         RIX_ENOMEM.
 *
 * Time units * columns^2. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_cronbach(const rix_table *table, double *alpha, rix_error *err);

/* ------------------------------------------------------------------------------- the framework -- */

/**
 * Effective weights: a node's weight over the sum of its siblings' and its own, times the effective weight of
 * its parent; the index has 1. Where every rule is arithmetic and nothing is missing, it is what the index
 * gains when the node gains 1.
 *
 * @param fw       the framework
 * @param weights  [out] rix_framework_size(fw) of them, in [0, 1]; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL. Time nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_effective_weights(const rix_framework *fw, double *weights,
                                               rix_error *err);

/**
 * Levels: 1 for an indicator, 1 more than the highest child's for a group.
 *
 * @param fw      the framework
 * @param levels  [out] rix_framework_size(fw) of them; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL. Time nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_levels(const rix_framework *fw, size_t *levels, rix_error *err);

/* ------------------------------------------------------------------------------------ one unit -- */

/** Where a unit stands at one node. */
typedef struct rix_standing {
    double score;    /**< NaN: missing, as are rank and the comparisons then */
    double rank;     /**< 1 is the highest score; tied scores share the smallest rank */
    size_t n_ranked; /**< units that have a score here */
    double mean;     /**< of the scores of those units; NaN if there are none */
    double coverage; /**< share of the indicators below that the unit has, in [0, 1] */
} rix_standing;

/**
 * A summary of one unit: where it stands at every node.
 *
 * @param index      an index
 * @param unit       number of the unit, from 0
 * @param standings  [out] one a node, in the order of the framework; untouched on failure
 * @param err        NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such unit. Time units * nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_unit(const rix_index *index, size_t unit, rix_standing *standings,
                                  rix_error *err);

/**
 * Strengths and weaknesses of a unit: the indicators where its rank is best, and those where it is worst.
 *
 * Ranks are those of the normalised indicators, direction applied, so that rank 1 is what moves the index up
 * most (in an index of risk: the greatest risks). Indicators of equal rank follow in the order of the framework.
 *
 * @param index  an index
 * @param fw     the framework that it was built with
 * @param unit   number of the unit, from 0
 * @param count  how many of each are wanted
 * @param best   [out] nodes, smallest rank first: room for the smaller of count and the number of indicators
 * @param worst  [out] likewise, largest rank first
 * @param found  [out] how many of each were written: fewer than count where the unit has fewer indicators. All
 *               untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such unit; RIX_EDIM: another framework; RIX_ENOMEM.
 *
 * Time units * indicators. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_strengths(const rix_index *index, const rix_framework *fw, size_t unit,
                                       size_t count, size_t *best, size_t *worst, size_t *found,
                                       rix_error *err);

/* ------------------------------------------------------------------------------ leaving one out -- */

/**
 * What each of some nodes does to the index: it gets weight 0, alone, and everything is computed again.
 *
 * Column 0 of the outputs is the index as it is, column 1 + k the one without nodes[k].
 *
 * @param table   the data
 * @param fw      the framework
 * @param recipe  NULL for RIX_RECIPE_INIT
 * @param nodes   numbers of nodes, from 0; not the index itself
 * @param n_nodes  how many
 * @param scores  [out] units x (1 + n_nodes), of the index; NaN missing
 * @param ranks   [out] likewise: 1 is the highest, tied scores share the smallest rank
 * @param shifts  [out] 1 + n_nodes: mean over the units with both of |rank as it is - rank without|; NaN if there
 *                are none. All untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such node; RIX_EDIM: wrong size of an output; RIX_EFRAMEWORK: a node without
 *         which its siblings' weights sum to zero; as rix_index_build.
 *
 * Time that of rix_index_build, 1 + n_nodes times. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_remove(const rix_table *table, const rix_framework *fw,
                                    const rix_recipe *recipe, const size_t *nodes, size_t n_nodes,
                                    rix_out scores, rix_out ranks, double *shifts, rix_error *err);

/* ---------------------------------------------------------------------------- two indices compared -- */

/** How far two series of scores agree, over the units that have both; NaN where there are too few, or all are equal. */
typedef struct rix_comparison {
    size_t n;                          /**< units with both scores */
    double pearson, spearman, kendall; /**< correlation of the scores (tau-b) */
    double mean_difference;            /**< of |b - a| */
    double mean_shift, max_shift;      /**< of |rank of b - rank of a| */
    size_t unmoved;                    /**< units whose rank is the same */
} rix_comparison;

/** Columns of what rix_audit_compare says of each unit. */
enum { RIX_COMPARE_COLUMNS = 6 };

/**
 * Compares two series of scores of the same units.
 *
 * @param a, b  the scores, of one size; NaN is missing
 * @param ties  which rank tied scores share; ranks are those among the units that have the score, 1 for the highest
 * @param units  [out] units x RIX_COMPARE_COLUMNS: score of a, score of b, b - a, rank in a, rank in b, places gained
 *               (rank in a - rank in b); NaN where something is missing; untouched on failure
 * @param comparison  [out] the whole; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such ties; RIX_EDIM: sizes that differ; RIX_EDOMAIN: an infinite score;
 *         RIX_ENOMEM; RIX_EOVERFLOW.
 *
 * Time units * log units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_audit_compare(rix_vec a, rix_vec b, rix_ties ties, rix_out units,
                                     rix_comparison *comparison, rix_error *err);

RIX_END_DECLS
#endif
