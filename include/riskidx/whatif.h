/* riskidx/whatif.h - an index frozen and applied to other data, two indices compared, a change explained.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_WHATIF_H
#define RISKIDX_WHATIF_H

#include <riskidx/index.h>

RIX_BEGIN_DECLS

/* ----------------------------------------------------------------------------- fit and apply -- */

/** What the steps of a recipe learned from a base table. */
typedef struct rix_fitted rix_fitted;

/**
 * One number that a step learned. Of each step and parameter, with x the values of the base that the step saw:
 * - table: units, of the index: number of units;
 * - impute: overall, the mean or median; least and most, the extremes (row_mean); group, the mean or median of
 *   the group of units `label`;
 * - treat: low and high, the limits of winsorising (absent where there was none on that side); transform, 1, under
 *   its name as `label`; mirrored, 1 where log_ct_plus took its mirrored branch; least and most, extremes of what
 *   was transformed; lambda, of Box-Cox;
 * - normalise: method, 1, under its name as `label`; count, least and most, of x; then as the method has it: from
 *   and to, the values that score low and high (under log_goalposts their logarithms); centre and spread, mean and
 *   standard deviation, or median and scaled median absolute deviation; value, each x in rising order;
 *   undefined, the number of the reason why all scores are missing; factor, a power of two by which x is
 *   scaled within;
 * - aggregate: of a child, best and worst, its extremes (wroclaw, topsis), and score, its score for each
 *   unit compared (copeland, benefit of the doubt; NaN is missing); of the group, compared, the number of units compared, and zero, the
 *   distance that counts as 0 (wroclaw).
 */
typedef struct rix_learned {
    const char *step;      /**< "table", "impute", "treat", "normalise" or "aggregate" */
    size_t node;           /**< number of the node */
    const char *parameter; /**< as above */
    const char *label;     /**< of a group of units, of a method; NULL: none */
    double value;
} rix_learned;

/**
 * Builds an index and keeps what its steps learned, so that other units can be scored alike.
 *
 * @param table   the base. Of a panel normalised over a base period, that period is what normalising learns from
 * @param fw      the framework
 * @param recipe  NULL for RIX_RECIPE_INIT
 * @param out     [out] to be freed with rix_fitted_free; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return as rix_index_build; RIX_EINVAL also where nothing could be kept for others: imputation by em or nearest, which
 *         look at the whole table; normalising or imputing over each period, which learns for itself; copeland under
 *         `compat`, which depends on the order of the units; RIX_ENUMERIC: what was learned is beyond the finite numbers.
 *
 * Time of rix_index_build twice. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_fit(const rix_table *table, const rix_framework *fw,
                                 const rix_recipe *recipe, rix_fitted **out, rix_error *err);

/**
 * Scores a table by what has been learned from a base. On the base itself the result is that of rix_index_build,
 * to the last bit.
 *
 * A gap takes the base's mean or median (of its group, by label; of a group that the base has not, the overall);
 * row_mean places a unit's own values between the base's extremes. Screening looks at the units of
 * this table alone; forced labels that are no unit of it are left aside. Values beyond the base's limits of winsorising become these;
 * a transform is the base's, and one that starts from the base's least value (or largest, mirrored) takes what
 * lies beyond as that, with a note in the log. Values beyond what scored low and high score as these where
 * recipe->normalise.truncate is true and otherwise more and less (fraction_max and ampi always). A value that
 * the base has not ranks halfway between its neighbours there, beyond the last as the last. wroclaw and topsis
 * measure distances from the base's best and worst scores, copeland counts the units of the base that are
 * outranked, at most all but one. Weights are the framework's.
 *
 * @param fitted  from rix_index_fit or rix_fitted_new
 * @param table   units to be scored
 * @param fw, recipe  those of the fit; recipe->impute.groups labels the units of `table`
 * @param out     [out] the index, to be freed with rix_index_free; untouched on failure
 * @param err     NULL, or filled on failure only; names unit and indicator
 * @return as rix_index_build; RIX_EDIM: another number of nodes than in the fit; RIX_ENOTFOUND: nothing was learned for
 *         the way in which a node is treated, normalised or aggregated.
 *
 * Time units * nodes (ranks: times log of the base's units; copeland: times the base's units). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_apply(const rix_fitted *fitted, const rix_table *table,
                                   const rix_framework *fw, const rix_recipe *recipe,
                                   rix_index **out, rix_error *err);

/**
 * What had been learned, from its numbers.
 *
 * @param n_nodes  of the framework, > 0
 * @param learned  n of them, as rix_fitted_learned gives them: in any order, but the numbers of a list (normalise
 *                 value, aggregate score) side by side; copied
 * @param n        how many
 * @param out      [out] to be freed with rix_fitted_free; untouched on failure
 * @param err      NULL, or filled on failure only; row is the number of the line at fault
 * @return RIX_OK; RIX_EINVAL: NULL, a list that is torn apart or does not rise; RIX_ENOTFOUND: no such step,
 *         parameter, node, method or transform; RIX_EDOMAIN: a value that is not finite; RIX_ENOMEM; RIX_EOVERFLOW.
 *
 * Time n log n. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_fitted_new(size_t n_nodes, const rix_learned *learned, size_t n,
                                  rix_fitted **out, rix_error *err);

/**
 * Frees what had been learned; views of it end here.
 *
 * @param fitted  or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_fitted_free(rix_fitted *fitted);

/**
 * Number of numbers that were learned.
 *
 * @param fitted  not NULL
 * @since 0.1
 */
RIX_API size_t rix_fitted_size(const rix_fitted *fitted);

/**
 * One number that was learned, in the order of the nodes and steps.
 *
 * @param fitted  not NULL
 * @param i       its number, from 0
 * @return lives as long as `fitted`; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_learned *rix_fitted_learned(const rix_fitted *fitted, size_t i);

/* ---------------------------------------------------------------------------- why did it change -- */

/* clang-format off */
/** What may differ between two situations: X(constant, name). */
#define RIX_FACTOR_LIST(X)                            \
    X(RIX_FACTOR_DATA,          "data")          \
    X(RIX_FACTOR_TREATMENT,     "treatment")     \
    X(RIX_FACTOR_NORMALISATION, "normalisation") \
    X(RIX_FACTOR_WEIGHTS,       "weights")       \
    X(RIX_FACTOR_AGGREGATION,   "aggregation")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,

/**
 * - data: the values that treating takes: as they came in, denominated, imputed and screened;
 * - treatment: what is done to outliers, and the limits and transforms that were learned;
 * - normalisation: methods, directions, goalposts and targets, and the bounds that were learned;
 * - weights: of all nodes;
 * - aggregation: rules, what missing children do, and what was learned of units to compare with.
 */
typedef enum rix_factor { RIX_FACTOR_LIST(RIX_ENUM_ENTRY) } rix_factor;

#undef RIX_ENUM_ENTRY

/** How many factors there are. */
enum { RIX_FACTORS = 5 };

/** As rix_normalisation_name, for factors. @since 0.1 */
RIX_API const char *rix_factor_name(rix_factor value);
/** As rix_normalisation_from_name, for factors. @since 0.1 */
RIX_API rix_status rix_factor_from_name(const char *name, rix_factor *value, rix_error *err);

/** One of two years, recipes or frameworks. */
typedef struct rix_situation {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe; /**< NULL for RIX_RECIPE_INIT */
} rix_situation;

/**
 * Divides the change of scores and ranks from one situation to another among the factors in which they differ.
 *
 * Let v(S) be the score of a unit with the factors in S as in b and the others as in a, where limits, transforms and
 * bounds are those that were learned from the whole table of their side (see rix_index_fit). The part of factor f is the mean
 * of v(S + f) - v(S) over all orders in which the factors may be switched, with S those switched before f: with k = |S|
 * of m factors, sum over S of k! (m - k - 1)! / m! (v(S + f) - v(S)) (Shapley 1953; as a decomposition, Shorrocks
 * 2013, Journal of Economic Inequality 11: 99-126). Parts add up to v(all) - v(none), the change; a factor in which the
 * situations do not differ has part 0; turned round, every part changes its sign. Ranks likewise, among the units
 * compared. Where every rule on the way is arithmetic, v is a sum of contributions (rix_index_contributions), and
 * each part is divided by node in the same way.
 *
 * @param a, b    the situations: their frameworks have the same codes and parents, in the same order
 * @param rows_a, rows_b  n rows of either table: the same units
 * @param n       how many units are compared
 * @param node    number of the node whose score is explained
 * @param scores  [out] n x (2 + RIX_FACTORS): score in a, in b, then the parts; NaN where one of the scores between
 *                is missing; untouched on failure
 * @param ranks   [out] likewise; 1 is the highest, tied scores share the smallest
 * @param nodes   [out] n x (RIX_FACTORS * nodes): for each factor, its part by node; NaN where nothing adds up and for
 *                nodes that are not below. rows of size 0: not wanted
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such node or row, what rix_index_fit refuses (imputation may be any);
 *         RIX_EDIM: wrong size of an output; RIX_EFRAMEWORK: frameworks of different trees; otherwise as rix_index_build, also
 *         where it is a score between the two situations that a rule cannot take.
 *
 * Time that of rix_index_build of both, and of 32 times n units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_explain(const rix_situation *a, const rix_situation *b,
                                     const size_t *rows_a, const size_t *rows_b, size_t n,
                                     size_t node, rix_out scores, rix_out ranks, rix_out nodes,
                                     rix_error *err);

RIX_END_DECLS
#endif
