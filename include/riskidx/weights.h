/* riskidx/weights.h - weights made from data or from judgement, and frameworks that have them.
 *
 * Each method takes the columns that are to be weighted, directions applied beforehand, as the scores of
 * an index are: what rix_index_scores gives for the children of one group. Weights come in the order
 * of the columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_WEIGHTS_H
#define RISKIDX_WEIGHTS_H

#include <riskidx/base.h>
#include <riskidx/index.h>

RIX_BEGIN_DECLS

/**
 * A copy of a framework in which some nodes have other weights.
 *
 * @param fw       the framework; it stays as it is
 * @param weights  one a node, in the order of the nodes: >= 0 and finite; NaN keeps the node's own
 * @param out      [out] the new framework, to be freed with rix_framework_free; untouched on failure
 * @param err      NULL, or filled on failure only; names the node
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong number of weights; RIX_EDOMAIN: weight negative or
 *         infinite; RIX_EFRAMEWORK: weights of siblings that sum to zero; RIX_ENOMEM; RIX_EOVERFLOW.
 *
 * Time n log n of n nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_framework_with_weights(const rix_framework *fw, rix_vec weights,
                                              rix_framework **out, rix_error *err);

/**
 * Weights from the first principal component of the correlation matrix: its elements v_j, rescaled to
 * sum v_j = 1 (which fixes the sign). An element below 0 says that its column runs against
 * the others; it stays as it is, and a framework refuses it.
 *
 * COINr 1.1.14 gives the unit vector v itself, of arbitrary sign. `compat` does that; of the elements
 * that are largest in size the first is then positive.
 *
 * @param table    units x columns; units with a missing value are left aside
 * @param compat   as COINr 1.1.14
 * @param weights  [out] 1 x columns; untouched on failure; may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and column
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of weights; RIX_EDOMAIN: infinite value, or
 *         elements whose sum is 0 beside their sizes (to 1e-9), which nothing rescales to 1; RIX_EMISSING:
 *         fewer than two complete units, a column constant over them, no columns; RIX_EOVERFLOW; RIX_ENOMEM;
 *         RIX_ENUMERIC.
 *
 * Time units * columns^2 + columns^3. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_pca(const rix_table *table, bool compat, rix_out weights,
                                   rix_error *err);

/**
 * How many factors the OECD and JRC handbook keeps (Nardo et al. 2008, Handbook on Constructing Composite
 * Indicators, step 6): the components with an eigenvalue above 1 that explain more than 10 % of the
 * variance each; then, in falling order, as many more as it takes to explain more than 60 % together.
 *
 * @param table  units x columns; units with a missing value are left aside
 * @param count  [out] from 1 to the number of columns; untouched on failure
 * @param err    NULL, or filled on failure only; names unit and column
 * @return as rix_weights_pca, without its sum of 0. Cost likewise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_factor_count(const rix_table *table, size_t *count, rix_error *err);

/**
 * Weights from rotated factors (Nardo et al. 2008, step 6, after Nicoletti, Scarpetta and Boylaud 2000): the loadings of
 * the first principal components, rotated as rix_factor_index says, are squared; each column counts
 * with the factor that loads most on it, in proportion to its squared loading there. (In the handbook: the
 * squared loading over the factor's variance, times that variance over those of all factors; the
 * factor's variance cancels.) Weights are rescaled to sum 1.
 *
 * @param table    units x columns; units with a missing value are left aside
 * @param factors  how many, at most the number of columns; 0: as rix_factor_count says
 * @param compat   the rotation stops as in R's varimax; see rix_factor_index
 * @param weights  [out] 1 x columns, each >= 0; untouched on failure; may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and column
 * @return as rix_factor_index. Cost likewise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_factor(const rix_table *table, size_t factors, bool compat,
                                      rix_out weights, rix_error *err);

/**
 * The principal-component index of Compind (Fusco, Vidoli and Sahoo 2018, ci_factor): the scores of rotated factors,
 * weighted by the variance that each explains.
 *
 * With Z the columns, less their mean and over their standard deviation (divisor n - 1), and R = V E V' their correlation
 * matrix: loadings L = V E^(1/2), first k columns, rotated by varimax (Kaiser 1958) with rows scaled to length 1
 * (Kaiser's normalisation), sorted by falling sum of squares s_j, signs such that each column sums to 0 or more.
 * Scores of the factors are F = Z R^-1 L; their weights a_j = s_j / number of columns; the index is F a. With one
 * factor it is F itself.
 *
 * The rotation is a maximum of the varimax criterion, reached from the unrotated loadings by rotations of pairs.
 * Compind 3.4 stops where R's varimax does: when the sum of singular values grows by less than 1e-5 of
 * itself. `compat` does that, and gives other values: short of the maximum, and where the loadings of a
 * factor nearly cancel even its sign may be another, and with it the index (three factors of the OECD's Better Life
 * Index are a case).
 *
 * @param table     units x columns; units with a missing value are left aside and have no score
 * @param factors   how many: from 1 to the number of columns
 * @param compat    as Compind 3.4
 * @param scores    [out] units x 1; NaN is missing; untouched on failure, as are the others. None may
 *                  overlap the table or another
 * @param loadings  [out] columns x factors, rotated
 * @param shares    [out] 1 x factors: a_j
 * @param err       NULL, or filled on failure only; names unit and column
 * @return RIX_OK; RIX_EINVAL: NULL, number of factors; RIX_EDIM: wrong size of an output; RIX_EDOMAIN:
 *         infinite value; RIX_EMISSING: fewer than two complete units, a column constant over them, no columns, more
 *         factors than components with a variance (1e-10 of the whole); RIX_ENUMERIC: the rotation does not converge;
 *         RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * columns^2 + columns^3 + rotations * columns * factors^2. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_factor_index(const rix_table *table, size_t factors, bool compat,
                                    rix_out scores, rix_out loadings, rix_out shares,
                                    rix_error *err);

/**
 * Entropy weights (Hwang and Yoon 1981, Multiple Attribute Decision Making): with p_ij = x_ij / sum_i x_ij and n units,
 * d_j = 1 + sum_i p_ij ln p_ij / ln n, and w_j = d_j / sum d_j. A column that is the same for all units has
 * weight 0. Entropy depends on where 0 lies: x should be on a ratio scale.
 *
 * @param table    units x columns, each value >= 0; NaN is missing: a column's n are the units that have it
 * @param weights  [out] 1 x columns, each >= 0, sum 1; untouched on failure; may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and column
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of weights; RIX_EDOMAIN: value infinite or negative;
 *         RIX_EMISSING: no columns, a column with fewer than two values or all 0, all columns
 *         constant; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * columns. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_entropy(const rix_table *table, rix_out weights, rix_error *err);

/**
 * CRITIC weights (Diakoulaki, Mavrotas and Papayannakis 1995): with s_j the standard deviation of column j after
 * min-max to [0, 1], and r_jk Pearson's correlation, c_j = s_j sum_k (1 - r_jk) and w_j = c_j / sum c_j. One
 * column has weight 1.
 *
 * @param table    units x columns; units with a missing value are left aside
 * @param weights  [out] 1 x columns, each >= 0, sum 1; untouched on failure; may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and column
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of weights; RIX_EDOMAIN: infinite value;
 *         RIX_EMISSING: fewer than two complete units, a column constant over them, no columns, columns that
 *         are all perfectly correlated; RIX_EOVERFLOW; RIX_ENOMEM; RIX_ENUMERIC.
 *
 * Time units * columns^2 + columns^3. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_critic(const rix_table *table, rix_out weights, rix_error *err);

/** How far the judgements of a pairwise matrix agree with each other. */
typedef struct rix_consistency {
    double eigenvalue; /**< the largest: n if they agree in full, else more */
    double index;      /**< (eigenvalue - n) / (n - 1); 0 for n = 1 */
    double ratio; /**< index over Saaty's random index; 0.1 and less is taken as consistent. 0 for
                            n <= 2; NaN for n > 15, for which there is no random index */
} rix_consistency;

/**
 * Weights of the analytic hierarchy process (Saaty 1980, The Analytic Hierarchy Process): the eigenvector of the
 * largest eigenvalue of a matrix whose element (i, j) says how many times as important i is as j.
 *
 * Random indices are Saaty's (1980): 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59
 * for n from 3 to 15.
 *
 * @param pairs        n x n, reciprocal: a_ij a_ji = 1 to 1e-6; elements from 1e-100 to 1e100. NaN, missing,
 *                     is 1 on the diagonal and elsewhere the reciprocal of the element opposite, so that one half of
 *                     the matrix will do
 * @param weights      [out] 1 x n, sum 1; untouched on failure; may not overlap pairs
 * @param consistency  [out] untouched on failure
 * @param err          NULL, or filled on failure only; gives row and column
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: not square, no rows, wrong size of weights; RIX_EDOMAIN: element not
 *         positive or out of bounds, a diagonal that is not 1, a matrix that is not reciprocal; RIX_EMISSING: an element and
 *         that opposite both missing; RIX_ENUMERIC: no convergence; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Power iteration by repeated squaring; time n^3 a step. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_ahp(rix_mat pairs, rix_out weights, rix_consistency *consistency,
                                   rix_error *err);

/* ------------------------------------------------------------------------- benefit of the doubt -- */

/** Benefit of the doubt. Start from RIX_BOD_INIT, so that a field added later has its default. */
typedef struct rix_bod_options {
    bool worst;          /**< held against the worst frontier */
    bool multiplicative; /**< of the logarithms of the values, each >= 1 (Zhou, Ang and Zhou 2010) */
    rix_vec share_low, share_high; /**< one a column, in [0, 1], or of size 0: 0 and 1. Bounds on w_j y_ij / T, with
                                        T the sum of unit i over the columns. Read in place */
} rix_bod_options;

/** The best frontier, and any shares. */
#define RIX_BOD_INIT { false, false, { NULL, 0, 1 }, { NULL, 0, 1 } }

/**
 * Benefit of the doubt: the score of each unit under the weights that suit it best, one linear program a unit; also
 * known as data envelopment with one input that is the same for all. The score of a unit i with the values y_ij is
 * - against the best frontier: the largest sum_j w_j y_ij of any weights w_j >= 0 under which sum_j w_j y_kj <= 1 for every unit
 *   k. It lies in [0, 1] (Cherchye, Moesen, Rogge and Van Puyenbroeck 2007);
 * - against the worst frontier: the smallest of any weights >= 0 under which the sum is at least 1 for every unit. It is 1
 *   or more, and again more for a unit that has more (Zhou, Ang and Poh 2007).
 *
 * Scores depend on where 0 lies, so values are on a ratio scale, or on [0, high] as scores are; more of them is more of the
 * score. They do not depend on the units of measurement. Scores are unique; weights and shares often are not, and where
 * they are not one of the optima is given: the same whenever the input is the same. A score within 1e-12 of 1 is 1.
 * Without bounds on shares a column that is the same for all units gives each of them the score 1.
 *
 * Under the best frontier a missing value counts as 0, for the unit that lacks it and for those held against it (Kuosmanen
 * 2009), and bounds on its share are left aside. Under the worst, units with a missing value are.
 *
 * @param table    units x columns, each value >= 0, or 1 if multiplicative; NaN is missing
 * @param options  NULL for RIX_BOD_INIT
 * @param run      NULL for one thread and no progress
 * @param scores   [out] units x 1; NaN for a unit without values, or left aside; untouched on failure, as are the
 *                 others. None may overlap the table or another. Multiplicative: the logarithm of the product of
 *                 the y_ij^w_j, which is at most e
 * @param weights  [out] units x columns: the w_j of each unit; NaN where a score or the value is missing
 * @param shares   [out] units x columns; likewise, and where the score is 0
 * @param err      NULL, or filled on failure only; names unit and column
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong number of bounds, wrong size of an output;
 *         RIX_EDOMAIN: a value infinite or below 0 (or 1), a bound outside [0, 1] or above the other, bounds that no shares
 *         keep, or not those of some unit (a value of 0 has share 0, one that is missing none), a unit that is 0 in all
 *         columns under the worst frontier; RIX_EMISSING: no columns; RIX_ENUMERIC: no optimum for rounding;
 *         RIX_ECANCELLED; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * f * columns^2 or so, with f the number of units on the frontier. Any thread; the same bits for any
 * number of threads.
 * @since 0.1
 */
RIX_API rix_status rix_benefit_of_the_doubt(const rix_table *table, const rix_bod_options *options,
                                            const rix_run *run, rix_out scores, rix_out weights,
                                            rix_out shares, rix_error *err);

/**
 * Geometric benefit of the doubt (Van Puyenbroeck and Rogge 2017): the product over the
 * columns of (y_ij / y_bj)^s_ij, with b a unit to compare with and s_ij the shares of rix_benefit_of_the_doubt. The unit b has
 * the score 1. Where shares are not unique, nor is the score.
 *
 * @param table      units x columns, each value > 0; NaN is missing
 * @param options    NULL for RIX_BOD_INIT
 * @param benchmark  number of unit b; it has all values
 * @param run        NULL for one thread and no progress
 * @param scores     [out] units x 1; NaN is missing; untouched on failure, as is the other
 * @param shares     [out] units x columns: as of rix_benefit_of_the_doubt
 * @param err        NULL, or filled on failure only; names unit and column
 * @return as rix_benefit_of_the_doubt, and RIX_EINVAL: no such unit; RIX_EDOMAIN: a value that is 0; RIX_EMISSING: a value
 *         of the benchmark. Cost likewise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_geometric_bod(const rix_table *table, const rix_bod_options *options,
                                     size_t benchmark, const rix_run *run, rix_out scores,
                                     rix_out shares, rix_error *err);

/**
 * Weights by the benefit of the doubt: the mean over the units of the weights that suit each best, rescaled to sum 1.
 * They are as unique as the weights of the units are.
 *
 * @param table    units x columns, as for rix_benefit_of_the_doubt; a column counts over the units that have it
 * @param options  NULL for RIX_BOD_INIT
 * @param run      NULL for one thread and no progress
 * @param weights  [out] 1 x columns, each >= 0, sum 1; untouched on failure; may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and column
 * @return as rix_benefit_of_the_doubt, and RIX_EMISSING: weights that are all 0. Cost likewise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_weights_bod(const rix_table *table, const rix_bod_options *options,
                                   const rix_run *run, rix_out weights, rix_error *err);

/* ------------------------------------------------------------------------------ target influences -- */

/** How weights are fitted to targets. Start from RIX_OPTIMISE_INIT, so that a field added later has its default. */
typedef struct rix_optimise_options {
    bool nonnegative; /**< no weight below 0, which a framework refuses */
    size_t starts;    /**< how many places the search begins at, from 1 to 100000: equal weights, then others that
                           are spread evenly */
} rix_optimise_options;

/** Weights of 0 and more, from 60 starts. */
#define RIX_OPTIMISE_INIT { true, 60 }

/** How near weights come to their targets. */
typedef struct rix_optimised {
    double objective; /**< ln of the mean of (t_j - s_j)^2; minus infinity where that is 0 */
    double largest;   /**< largest |t_j - s_j| */
} rix_optimised;

/**
 * Weights by which some nodes have given influences on the index (Paruolo, Saisana and Saltelli 2013; Becker, Saisana, Paruolo
 * and Vandecasteele 2017). With c_j Pearson's correlation of the score of node j, as it enters its parent, with the index,
 * over the units that have both, the influence is s_j = c_j / sum c. Weights are such that the mean of the (t_j - s_j)^2 is
 * as small as was found, with t_j the targets over their sum.
 *
 * The search goes down by least squares from every start and keeps the best of what it finds; the result is evaluated
 * again as a framework with these weights has it. Where all targets can be met, weights are found to nine digits or so;
 * where not, there may be better ones still. Weights of siblings count by their ratios, and are rescaled to sum 1.
 *
 * COINr 1.1.14 searches from w = t alone, and stops early by default (tolerance 0.1); it gives negative weights without saying so,
 * and compares targets, in the order of its metadata, with correlations in the order of the codes' names. Targets belong to
 * nodes here, so that there is no order to mistake, and no `compat`.
 *
 * Without `nonnegative` every rule from the nodes up to the index must be arithmetic. An element below 0 then says that no
 * weights of 0 and more may do as well.
 *
 * @param scores   units x nodes, in the order of the framework, as rix_index_scores gives them. Units whose index is
 *                 missing are left aside
 * @param fw       the framework of the scores; the weights of nodes without target stay
 * @param recipe   their recipe, of which 'aggregate' and the scale are used; NULL for RIX_RECIPE_INIT
 * @param targets  one a node: >= 0, sum > 0; NaN for a node whose weight is not sought. Siblings have targets all or none,
 *                 and no node with a target lies below another
 * @param options  NULL for RIX_OPTIMISE_INIT
 * @param run      NULL for one thread and no progress
 * @param weights  [out] 1 x nodes: the weights of nodes with targets, as rix_framework_with_weights takes them; NaN for the
 *                 others; untouched on failure, as are the others. None may overlap scores
 * @param influences  [out] 1 x nodes: s_j, likewise
 * @param fit      [out] how near they are
 * @param err      NULL, or filled on failure only; names the node
 * @return RIX_OK; RIX_EINVAL: NULL, number of starts, a field of the recipe; RIX_EDIM: wrong number of columns or targets, wrong
 *         size of an output; RIX_EFRAMEWORK: targets of some siblings only, of a node below another, of the index, of one node alone;
 *         RIX_EDOMAIN: a score infinite, a target negative or infinite, targets that sum to 0, a rule that negative weights
 *         have no meaning for, or as rix_index_build; RIX_EMISSING: fewer than three units, a node with the same score
 *         for all; RIX_ENUMERIC: no start at which influences are defined; RIX_ECANCELLED; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time starts * steps * targets * units * nodes. Any thread; the same bits for any number of threads.
 * @since 0.1
 */
RIX_API rix_status rix_weights_optimised(rix_mat scores, const rix_framework *fw,
                                         const rix_recipe *recipe, rix_vec targets,
                                         const rix_optimise_options *options, const rix_run *run,
                                         rix_out weights, rix_out influences, rix_optimised *fit,
                                         rix_error *err);

RIX_END_DECLS
#endif
