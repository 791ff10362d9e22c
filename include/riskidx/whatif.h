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
 *   unit compared (copeland; NaN is missing); of the group, compared, the number of units compared, and zero, the
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
 *         look at the whole table; normalise.over period, by which every period learns for itself; copeland under
 *         `compat`, whose scores depend on the order of the units; RIX_ENUMERIC: what was learned is beyond the finite
 *         numbers.
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

RIX_END_DECLS
#endif
