/* riskidx/uncertainty.h - how much of an output's variance is due to which uncertain input: the sample of a
 * variance-based sensitivity analysis and the estimators of Sobol indices.
 *
 * Any model will do: the caller runs it at every row of the sample.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_UNCERTAINTY_H
#define RISKIDX_UNCERTAINTY_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

#define RIX_ENUM_ENTRY(code, name) code,

/* clang-format off */
/** Where the points of a sample come from: X(constant, name). */
#define RIX_SEQUENCE_LIST(X)             \
    X(RIX_SEQUENCE_RANDOM, "random")     \
    X(RIX_SEQUENCE_HALTON, "halton")

/** Estimators of Sobol indices: X(constant, name). */
#define RIX_SOBOL_ESTIMATOR_LIST(X)      \
    X(RIX_SOBOL_SALTELLI, "saltelli")    \
    X(RIX_SOBOL_JANSEN,   "jansen")      \
    X(RIX_SOBOL_COMPAT,   "compat")
/* clang-format on */

/** Independent random points; a scrambled Halton sequence. */
typedef enum rix_sequence { RIX_SEQUENCE_LIST(RIX_ENUM_ENTRY) } rix_sequence;

/** The first-order estimator: see rix_sobol_indices. */
typedef enum rix_sobol_estimator { RIX_SOBOL_ESTIMATOR_LIST(RIX_ENUM_ENTRY) } rix_sobol_estimator;
#undef RIX_ENUM_ENTRY

/** As rix_normalisation_name, for sequences. @since 0.1 */
RIX_API const char *rix_sequence_name(rix_sequence value);
/** As rix_normalisation_from_name, for sequences. @since 0.1 */
RIX_API rix_status rix_sequence_from_name(const char *name, rix_sequence *value, rix_error *err);
/** As rix_normalisation_name, for estimators of Sobol indices. @since 0.1 */
RIX_API const char *rix_sobol_estimator_name(rix_sobol_estimator value);
/** As rix_normalisation_from_name, for estimators of Sobol indices. @since 0.1 */
RIX_API rix_status rix_sobol_estimator_from_name(const char *name, rix_sobol_estimator *value,
                                                 rix_error *err);

/**
 * The sample of a variance-based sensitivity analysis, or a range of its rows.
 *
 * It has n (d + 2) rows of d numbers, uniform on the open interval (0, 1): n of matrix A, n of matrix B, then for
 * j = 1 .. d the n of AB_j, which is A with column j from B (Saltelli et al. 2010, Computer Physics
 * Communications 181, 259-270). Every row is a function of its number alone, so that shards join to the same bits.
 *
 * RIX_SEQUENCE_RANDOM: row i of A and B are draws 0 .. d-1 and d .. 2d-1 of stream i of the seed (rix_stream).
 * RIX_SEQUENCE_HALTON: point i, from 0, of a Halton sequence of 2d dimensions, the first d for A, the others for
 * B. Dimension k is the radical inverse in base of the k-th prime, and every digit, leading zeros too, goes
 * through a random permutation of its own (Owen 2017, A randomized Halton algorithm in R, arXiv:1706.02808), by
 * streams of the seed. Unlike tables of direction numbers this has no small limit on d; without scrambling, high
 * dimensions are strongly correlated (Kocis and Whiten 1997, ACM Transactions on Mathematical Software 23,
 * 266-294).
 *
 * @param first     number of the first row to write, from 0
 * @param n         rows of A, 1 .. 2^32 - 1
 * @param d         inputs, 1 .. 4096
 * @param sequence  where the points come from
 * @param seed      any value; same seed, same sample, on every machine
 * @param out       [out] rows first, first + 1 ... x d columns; all rows: first 0 and n (d + 2) rows.
 *                  Untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: n or d outside of its range, no such sequence; RIX_EDIM: out has not d columns, or
 *         rows beyond n (d + 2); RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time rows * d; with Halton also n * d * digits. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_sobol_sample(size_t first, size_t n, size_t d, rix_sequence sequence,
                                    uint64_t seed, rix_out out, rix_error *err);

/**
 * Sobol indices of first and of total order, from the outputs of a model at the rows of rix_sobol_sample.
 *
 * With yA, yB, yAB_j the outputs, V the sample variance of yA and yB joined (divisor 2n - 1), m their mean and sums
 * over the n rows, the first order of input j is
 *   RIX_SOBOL_SALTELLI  sum (yB - m) (yAB_j - yA) / (n V): Saltelli et al. (2010), on centred outputs
 *   RIX_SOBOL_JANSEN    1 - sum (yB - yAB_j)^2 / (2 n V): Jansen (1999), Computer Physics Communications 117
 *   RIX_SOBOL_COMPAT    sum yB (yAB_j - yA) / (n V): as COINr 1.1.14, not centred. It changes when a constant is
 *                       added to y, and its error grows with the square of the mean
 * and its total order always Jansen's, sum (yA - yAB_j)^2 / (2 n V). Estimates may lie outside of [0, 1].
 *
 * @param y          outputs, n (d + 2) of them, in the order of the sample
 * @param n          rows of A, >= 1
 * @param d          inputs, >= 1
 * @param estimator  of the first order
 * @param first      [out] d indices of first order
 * @param total      [out] d indices of total order
 * @param variance   [out] V; NULL: not wanted. All are untouched on failure
 * @param err        NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, n or d is 0, no such estimator; RIX_EDIM: another number of outputs;
 *         RIX_EMISSING: a missing output (the message names its row), or outputs of A and B that are all the same;
 *         RIX_EDOMAIN: infinite output; RIX_ENUMERIC: outputs so large, or differing so little, that an index
 *         is not finite; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time n * d. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_sobol_indices(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                                     double *first, double *total, double *variance,
                                     rix_error *err);

/**
 * Bootstrap quantiles of Sobol indices (Archer, Saltelli and Sobol 1997, Journal of Statistical Computation and
 * Simulation 58).
 *
 * A replicate draws n row numbers with replacement, takes the outputs of A, B and every AB_j at them, and estimates
 * all again, m and V too; under RIX_SOBOL_COMPAT V stays that of all rows, as in COINr. Quantiles are linear
 * between the sorted values at position 1 + (k - 1) p (Hyndman and Fan 1996, type 7). A replicate whose outputs
 * of A and B are all the same is left out.
 *
 * @param y           as rix_sobol_indices, as are n, d and estimator
 * @param n           rows of A
 * @param d           inputs
 * @param estimator   of the first order
 * @param replicates  how many, >= 1
 * @param seed        any value; replicate k has a stream of its own, so that threads do not matter
 * @param p           shares, each in [0, 1]
 * @param run         NULL for one thread and no progress
 * @param first       [out] d x p.size quantiles of the first order; NaN where no replicate is left
 * @param total       [out] likewise of the total order. Both untouched on failure
 * @param err         NULL, or filled on failure only
 * @return as rix_sobol_indices; and RIX_EINVAL: no replicates; RIX_EDIM: wrong size of first or total;
 *         RIX_EDOMAIN: p outside of [0, 1]; RIX_ECANCELLED.
 *
 * Time replicates * n * d. Memory 2 d numbers a replicate, n a thread. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_sobol_bootstrap(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                                       size_t replicates, uint64_t seed, rix_vec p,
                                       const rix_run *run, rix_out first, rix_out total,
                                       rix_error *err);

/**
 * Sobol indices from the first rows only, to see how they settle as the sample grows.
 *
 * @param y          as rix_sobol_indices, as are n, d and estimator
 * @param n          rows of A
 * @param d          inputs
 * @param estimator  of the first order
 * @param rows       numbers of rows of A, each from 1 to n
 * @param n_rows     how many of them
 * @param first      [out] d x n_rows: indices of first order from that many rows; NaN where the outputs of A and B
 *                   do not vary over them
 * @param total      [out] likewise of total order. Both untouched on failure
 * @param err        NULL, or filled on failure only
 * @return as rix_sobol_indices; and RIX_EINVAL: rows is NULL; RIX_EDIM: wrong size of first or total; RIX_EDOMAIN: a
 *         number of rows outside of 1 .. n.
 *
 * Time n_rows * n * d. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_sobol_convergence(rix_vec y, size_t n, size_t d,
                                         rix_sobol_estimator estimator, const size_t *rows,
                                         size_t n_rows, rix_out first, rix_out total,
                                         rix_error *err);

RIX_END_DECLS
#endif
