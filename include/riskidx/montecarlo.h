/* riskidx/montecarlo.h - an index whose data, weights and choices are uncertain: scores and ranks over many
 * replicates, and which input their spread is due to.
 *
 * Uncertain inputs are declared, sampled and run in one call; the result is asked for quantiles, for the probability
 * of ranks and zones, and for the targets of a sensitivity analysis (riskidx/uncertainty.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_MONTECARLO_H
#define RISKIDX_MONTECARLO_H

#include <riskidx/index.h>
#include <riskidx/uncertainty.h>
#include <riskidx/zone.h>

RIX_BEGIN_DECLS

/* -------------------------------------------------------------------------------- the vocabulary -- */

/* clang-format off */
/** What may be uncertain: X(constant, name). */
#define RIX_UNCERTAIN_LIST(X)                          \
    X(RIX_UNCERTAIN_RECIPE,       "recipe")       \
    X(RIX_UNCERTAIN_DENOMINATE,   "denominate")   \
    X(RIX_UNCERTAIN_IMPUTE,       "impute")       \
    X(RIX_UNCERTAIN_SCREEN,       "screen")       \
    X(RIX_UNCERTAIN_TREAT,        "treat")        \
    X(RIX_UNCERTAIN_NORMALISE,    "normalise")    \
    X(RIX_UNCERTAIN_AGGREGATE,    "aggregate")    \
    X(RIX_UNCERTAIN_RULE,         "rule")         \
    X(RIX_UNCERTAIN_SETTING,      "setting")      \
    X(RIX_UNCERTAIN_WEIGHTS,      "weights")      \
    X(RIX_UNCERTAIN_WEIGHT_NOISE, "weight_noise") \
    X(RIX_UNCERTAIN_DIRICHLET,    "dirichlet")    \
    X(RIX_UNCERTAIN_LEAVE_OUT,    "leave_out")    \
    X(RIX_UNCERTAIN_ERROR,        "error")

/** Numbers of a recipe that may be uncertain: X(constant, name, field of rix_recipe, whether a whole number). */
#define RIX_SETTING_LIST(X)                                                                   \
    X(RIX_SETTING_DENOMINATE_SCALE,    "denominate.scale",    denominate.scale,     false) \
    X(RIX_SETTING_IMPUTE_VALUE,        "impute.value",        impute.value,         false) \
    X(RIX_SETTING_SCREEN_MIN_DATA,     "screen.min_data",     screen.min_data,      false) \
    X(RIX_SETTING_SCREEN_MIN_NONZERO,  "screen.min_nonzero",  screen.min_nonzero,   false) \
    X(RIX_SETTING_TREAT_MAX_POINTS,    "treat.max_points",    treat.max_points,     true)  \
    X(RIX_SETTING_TREAT_SKEWNESS,      "treat.skewness",      treat.skewness,       false) \
    X(RIX_SETTING_TREAT_KURTOSIS,      "treat.kurtosis",      treat.kurtosis,       false) \
    X(RIX_SETTING_TREAT_LOW_SHARE,     "treat.low_share",     treat.low_share,      false) \
    X(RIX_SETTING_TREAT_HIGH_SHARE,    "treat.high_share",    treat.high_share,     false) \
    X(RIX_SETTING_TREAT_FENCE,         "treat.fence",         treat.fence,          false) \
    X(RIX_SETTING_TREAT_LAMBDA,        "treat.lambda",        treat.lambda,         false) \
    X(RIX_SETTING_NORMALISE_LOW,       "normalise.low",       normalise.low,        false) \
    X(RIX_SETTING_NORMALISE_HIGH,      "normalise.high",      normalise.high,       false) \
    X(RIX_SETTING_NORMALISE_MEAN,      "normalise.mean",      normalise.mean,       false) \
    X(RIX_SETTING_NORMALISE_SD,        "normalise.sd",        normalise.sd,         false) \
    X(RIX_SETTING_NORMALISE_CLASSES,   "normalise.classes",   normalise.classes,    true)  \
    X(RIX_SETTING_NORMALISE_SLOPE,     "normalise.slope",     normalise.slope,      false) \
    X(RIX_SETTING_AGGREGATE_MIN_SHARE, "aggregate.min_share", aggregate.min_share,  false) \
    X(RIX_SETTING_AGGREGATE_FILL,      "aggregate.fill",      aggregate.fill,       false) \
    X(RIX_SETTING_AGGREGATE_POWER,     "aggregate.power",     aggregate.power,      false) \
    X(RIX_SETTING_AGGREGATE_ORNESS,    "aggregate.orness",    aggregate.orness,     false) \
    X(RIX_SETTING_AGGREGATE_ALPHA,     "aggregate.alpha",     aggregate.alpha,      false) \
    X(RIX_SETTING_AGGREGATE_BETA,      "aggregate.beta",      aggregate.beta,       false)

/** Distributions of a setting: X(constant, name). */
#define RIX_DISTRIBUTION_LIST(X)                \
    X(RIX_DISTRIBUTION_UNIFORM,     "uniform")     \
    X(RIX_DISTRIBUTION_LOG_UNIFORM, "log_uniform") \
    X(RIX_DISTRIBUTION_TRIANGULAR,  "triangular")  \
    X(RIX_DISTRIBUTION_NORMAL,      "normal")

/** What a sensitivity analysis explains: X(constant, name). */
#define RIX_TARGET_LIST(X)                \
    X(RIX_TARGET_SCORE,      "score")      \
    X(RIX_TARGET_RANK,       "rank")       \
    X(RIX_TARGET_RANK_SHIFT, "rank_shift")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
#define RIX_SETTING_ENTRY(code, name, field, whole) code,

/**
 * What may be uncertain. Alternatives are equally likely:
 * - recipe, denominate, impute, screen, treat, normalise, aggregate: that step (all of them) as in one of `recipes`;
 * - rule: the rule of the groups `nodes` is one of `rules`;
 * - setting: a number of the recipe has a distribution;
 * - weights: the weights of the nodes are one row of `weights`;
 * - weight_noise: each weight w of `nodes` becomes w + (2u - 1) amount w, with a uniform u of its own;
 * - dirichlet: the weights of the children of each of the groups `nodes` are drawn from a Dirichlet distribution
 *   with parameters amount * share, so that their means are the shares that they had, and the variance of a share s
 *   is s (1 - s) / (amount + 1);
 * - leave_out: none, or one, of `nodes` has weight 0;
 * - error: each value of the table that is not missing gets a normal error with standard deviation `sd`, or
 *   sd * |value| where `relative`.
 *
 * Where several inputs speak, whole recipes come first, then steps, then settings; and rows of weights, then noise,
 * then Dirichlet draws, then what is left out. Two inputs may not set the same thing.
 */
typedef enum rix_uncertain_kind { RIX_UNCERTAIN_LIST(RIX_ENUM_ENTRY) } rix_uncertain_kind;

/** A number of the recipe: the name is its path. */
typedef enum rix_setting { RIX_SETTING_LIST(RIX_SETTING_ENTRY) } rix_setting;

/**
 * Distributions, by their quantile functions at a uniform u. Numbers that must be whole are rounded down, and
 * uniform(a, b) is on a .. b + 1 for them, so that a .. b are equally likely; the others add 1/2 first.
 * - uniform: a + u (b - a), a < b;
 * - log_uniform: a (b / a)^u, 0 < a < b;
 * - triangular: on [a, b] with its mode at c, a <= c <= b;
 * - normal: mean a, standard deviation b > 0.
 */
typedef enum rix_distribution { RIX_DISTRIBUTION_LIST(RIX_ENUM_ENTRY) } rix_distribution;

/**
 * What is explained, of one node: the score or the rank of a unit, or the mean over the units of the absolute difference
 * between a unit's rank and its nominal rank (units without one of the two left out).
 */
typedef enum rix_target_kind { RIX_TARGET_LIST(RIX_ENUM_ENTRY) } rix_target_kind;
#undef RIX_ENUM_ENTRY
#undef RIX_SETTING_ENTRY

/** As rix_normalisation_name, for kinds of uncertain input. @since 0.1 */
RIX_API const char *rix_uncertain_kind_name(rix_uncertain_kind value);
/** As rix_normalisation_name, for settings. @since 0.1 */
RIX_API const char *rix_setting_name(rix_setting value);
/** As rix_normalisation_name, for distributions. @since 0.1 */
RIX_API const char *rix_distribution_name(rix_distribution value);
/** As rix_normalisation_name, for targets. @since 0.1 */
RIX_API const char *rix_target_kind_name(rix_target_kind value);
/** As rix_normalisation_from_name, for kinds of uncertain input. @since 0.1 */
RIX_API rix_status rix_uncertain_kind_from_name(const char *name, rix_uncertain_kind *value,
                                                rix_error *err);
/** As rix_normalisation_from_name, for settings. @since 0.1 */
RIX_API rix_status rix_setting_from_name(const char *name, rix_setting *value, rix_error *err);
/** As rix_normalisation_from_name, for distributions. @since 0.1 */
RIX_API rix_status rix_distribution_from_name(const char *name, rix_distribution *value,
                                              rix_error *err);
/** As rix_normalisation_from_name, for targets. @since 0.1 */
RIX_API rix_status rix_target_kind_from_name(const char *name, rix_target_kind *value,
                                             rix_error *err);

/* ------------------------------------------------------------------------------ uncertain inputs -- */

/** One uncertain input. Start from RIX_UNCERTAIN_INIT; a field that the kind does not use is not read. */
typedef struct rix_uncertain {
    const char *name; /**< for messages and tables; NULL: that of the kind */
    rix_uncertain_kind kind;
    const rix_recipe
        *recipes;     /**< recipe and steps: the alternatives, of which a step's own part counts */
    size_t n_recipes; /**< at least 1 */
    const size_t
        *nodes; /**< rule, dirichlet: numbers of groups; weight_noise, leave_out: of nodes. None:
                                        all groups; all nodes but the index; all indicators */
    size_t n_nodes;
    const rix_aggregation *rules;  /**< rule: the alternatives */
    size_t n_rules;                /**< at least 1 */
    rix_setting setting;           /**< setting: which number of the recipe */
    rix_distribution distribution; /**< setting: how it is distributed */
    double a, b, c;                /**< its parameters */
    rix_mat weights;               /**< weights: alternatives x nodes; NaN: as in the framework */
    double amount; /**< weight_noise: in [0, 1]; dirichlet: > 0, the larger the surer */
    rix_mat
        sd; /**< error: 1 x indicators or units x indicators, in the order of the table and of the
                                        framework; >= 0, NaN: 0 */
    bool relative; /**< error: sd is a share of the value */
} rix_uncertain;

/** An alternative of the recipe without alternatives: to be filled. */
#define RIX_UNCERTAIN_INIT                                                                         \
    {                                                                                              \
        NULL, RIX_UNCERTAIN_RECIPE, NULL, 0, NULL, 0, NULL, 0, RIX_SETTING_DENOMINATE_SCALE,       \
            RIX_DISTRIBUTION_UNIFORM, 0.0, 1.0, 0.5, { NULL, 0, 0, 1, 1 }, 0.25,                   \
            { NULL, 0, 0, 1, 1 }, false                                                            \
    }

/** Replicates, and where they come from. Start from RIX_UNCERTAINTY_INIT. */
typedef struct rix_uncertainty_options {
    size_t n; /**< replicates; with `sobol`, rows of matrix A (see rix_sobol_sample) */
    bool
        sobol; /**< the n (inputs + 2) replicates of a variance-based sensitivity analysis, in the order of
                                rix_sobol_sample; all dimensions of an input move together */
    rix_sequence sequence; /**< of the points */
    uint64_t seed;         /**< any; same seed, same replicates, on every machine */
    rix_mat
        points; /**< the caller's own: one row for every replicate (all of them, whatever the range), one column
                                for every dimension (see rix_uncertain_dimensions), each in (0, 1); no data: from the
                                sequence. n, sobol and seed still mean what they say */
    size_t first; /**< a range of the replicates, to be joined with others: the first, from 0 */
    size_t count; /**< how many; 0: up to the last */
    const size_t *nodes; /**< nodes whose scores and ranks are kept; none: the index */
    size_t n_nodes;
    rix_ties ties; /**< which rank tied scores share */
    bool
        skip_failures; /**< a replicate that cannot be computed has missing scores and is counted, instead of
                                stopping the run */
    bool
        compat; /**< alternatives are chosen as by COINr 1.1.14, whose alternatives 1 .. m are m right-closed pieces
                                of equal length from the least to the largest number in that column of the sample */
} rix_uncertainty_options;

/** 1000 random replicates of the index. */
#define RIX_UNCERTAINTY_INIT                                                                       \
    {                                                                                              \
        1000, false, RIX_SEQUENCE_RANDOM, 0, { NULL, 0, 0, 1, 1 }, 0, 0, NULL, 0, RIX_TIES_MIN,    \
            false, false                                                                           \
    }

/**
 * How many dimensions of a sample each input takes: weight_noise one for each of its nodes, every other kind one.
 *
 * An alternative k of m is chosen by floor(u m). error and dirichlet take as many draws as they need from a random
 * stream that their one uniform number, and the seed, start: a table of a thousand cells would otherwise ask for a
 * thousand dimensions.
 *
 * @param fw          the framework
 * @param inputs      n_inputs of them
 * @param n_inputs    1 .. 4096
 * @param dimensions  [out] n_inputs numbers; untouched on failure
 * @param err         NULL, or filled on failure only; names the input
 * @return RIX_OK; RIX_EINVAL: NULL, a bad field of an input, two inputs that set the same thing; RIX_EDIM: weights or sd of another
 *         size; RIX_EDOMAIN: a weight, a standard deviation or a parameter that cannot be; RIX_ENOTFOUND: no such node, or none of the
 *         kind that the input asks for; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time inputs * nodes + cells of weights and sd. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertain_dimensions(const rix_framework *fw, const rix_uncertain *inputs,
                                            size_t n_inputs, size_t *dimensions, rix_error *err);

/* ----------------------------------------------------------------------------------- Monte Carlo -- */

/** Scores and ranks over replicates, beside the nominal ones. */
typedef struct rix_uncertainty rix_uncertainty;

/**
 * Builds the index over and over with other values of its uncertain inputs.
 *
 * A replicate is a function of its own number, the inputs and the seed alone: ranges of replicates, run anywhere and
 * joined by rix_uncertainty_join, are the same bits as one run, and so are any numbers of threads. Every replicate
 * equals what rix_index_build gives for its table, framework and recipe (rix_uncertainty_build) to the last bit; only
 * geometric means of geometric means, which keep their logarithms on the way, do so to about 1e-15.
 *
 * Only what lies downstream of a change is computed again: each thread keeps the indicators after every step, for as
 * many combinations of alternatives as fit, and of the groups only those are made again whose weights, rule or
 * children have changed. Nothing is allocated once the replicates run, but for what has to be built in
 * full: tables with periods, imputation by EM or by nearest units (once for each combination of choices), the benefit
 * of the doubt, and replicates that fail.
 *
 * @param table     the data
 * @param fw        the framework
 * @param recipe    the nominal recipe; NULL for RIX_RECIPE_INIT
 * @param inputs    n_inputs uncertain inputs
 * @param n_inputs  1 .. 4096
 * @param options   NULL for RIX_UNCERTAINTY_INIT
 * @param run       NULL for one thread and no progress
 * @param out       [out] the result, to be freed with rix_uncertainty_free; untouched on failure
 * @param err       NULL, or filled on failure only; names the input, or the replicate with its choices, unit and
 *                  indicator
 * @return as rix_index_build of the nominal index or of a replicate, and as rix_uncertain_dimensions; and RIX_EINVAL: n is 0,
 *         a range outside of the replicates; RIX_EDIM: points of another size; RIX_EDOMAIN: a point outside of
 *         (0, 1); RIX_EFRAMEWORK: siblings whose weights are all 0 in a replicate; RIX_ENOTFOUND: no such node to be kept;
 *         RIX_ECANCELLED; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time: replicates * (that part of rix_index_build that lies downstream of what changes). Memory 12 bytes for each
 * replicate, kept node and unit. Any thread; table, framework, recipe and inputs may be shared, and are not needed
 * once it returns.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_run(const rix_table *table, const rix_framework *fw,
                                       const rix_recipe *recipe, const rix_uncertain *inputs,
                                       size_t n_inputs, const rix_uncertainty_options *options,
                                       const rix_run *run, rix_uncertainty **out, rix_error *err);

/**
 * One replicate in full, by rix_index_build: with its stages, log and contributions.
 *
 * @param table      as rix_uncertainty_run, as are fw, recipe, inputs, n_inputs and options
 * @param fw         the framework
 * @param recipe     the nominal recipe
 * @param inputs     the uncertain inputs
 * @param n_inputs   how many
 * @param options    which replicates there are; its range does not matter here
 * @param replicate  which, from 0
 * @param out        [out] the index, to be freed with rix_index_free; untouched on failure
 * @param err        NULL, or filled on failure only
 * @return as rix_uncertainty_run; RIX_EINVAL: no such replicate.
 *
 * Time units * nodes; with Halton points or compat also n * dimensions. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_build(const rix_table *table, const rix_framework *fw,
                                         const rix_recipe *recipe, const rix_uncertain *inputs,
                                         size_t n_inputs, const rix_uncertainty_options *options,
                                         size_t replicate, rix_index **out, rix_error *err);

/**
 * Joins ranges of replicates, in any order, into one.
 *
 * @param shards    n_shards results of the same call but for first and count (not checked beyond sizes, nodes and
 *                  nominal scores)
 * @param n_shards  at least 1
 * @param out       [out] the result, to be freed with rix_uncertainty_free; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no shards; RIX_EDIM: shards that differ in sizes, nodes or nominal scores, or whose ranges
 *         overlap or leave a gap between them; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time and memory as large as the result. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_join(const rix_uncertainty *const *shards, size_t n_shards,
                                        rix_uncertainty **out, rix_error *err);

/**
 * How many numbers rix_uncertainty_pack writes.
 *
 * @param u  a result, not NULL
 * @since 0.1
 */
RIX_API size_t rix_uncertainty_packed_size(const rix_uncertainty *u);

/**
 * A result as plain numbers, to be sent to another process or kept.
 *
 * @param u    a result
 * @param out  [out] rix_uncertainty_packed_size(u) x 1; NaN is missing; untouched on failure
 * @param err  NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of out; RIX_EOVERFLOW.
 * Time replicates * kept nodes * units; 16 bytes for each. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_pack(const rix_uncertainty *u, rix_out out, rix_error *err);

/**
 * The result that was packed, to the bit.
 *
 * @param packed  from rix_uncertainty_pack, of this version of the library
 * @param out     [out] the result, to be freed with rix_uncertainty_free; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, or numbers that no result packs to; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time replicates * kept nodes * units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_unpack(rix_vec packed, rix_uncertainty **out, rix_error *err);

/**
 * Frees a result; views of it end here.
 *
 * @param u  from rix_uncertainty_run, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_uncertainty_free(rix_uncertainty *u);

/** The sizes of a result. */
typedef struct rix_uncertainty_shape {
    size_t n, total;     /**< as in the options; number of all replicates */
    size_t first, count; /**< the range of replicates that are here */
    bool sobol;
    rix_ties ties;
    size_t n_units, n_nodes, n_inputs;
    size_t n_failed; /**< replicates here that could not be computed */
} rix_uncertainty_shape;

/**
 * The sizes of a result.
 *
 * @param u  a result, not NULL
 * @since 0.1
 */
RIX_API rix_uncertainty_shape rix_uncertainty_shape_of(const rix_uncertainty *u);

/**
 * Number in the framework of a node whose scores are kept.
 *
 * @param u  a result, not NULL
 * @param q  number among the kept nodes, from 0
 * @return RIX_NO_INDEX if q is out of range
 * @since 0.1
 */
RIX_API size_t rix_uncertainty_node(const rix_uncertainty *u, size_t q);

/**
 * Scores of a kept node: replicates x units.
 *
 * @param u  a result, not NULL
 * @param q  number among the kept nodes, from 0; out of range gives a matrix without data
 * @return lives as long as the result; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_uncertainty_scores(const rix_uncertainty *u, size_t q);

/**
 * Scores without uncertainty: units x kept nodes.
 *
 * @param u  a result, not NULL
 * @return lives as long as the result; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_uncertainty_nominal_scores(const rix_uncertainty *u);

/**
 * Ranks without uncertainty: units x kept nodes, 1 the highest score.
 *
 * @param u  a result, not NULL
 * @return lives as long as the result; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_uncertainty_nominal_ranks(const rix_uncertainty *u);

/**
 * What was drawn: replicates x inputs. The number, from 0, of an alternative (of rule, weights and steps); of leave_out 0 for
 * none and k for the k-th of its nodes; a setting's value; of weight_noise, dirichlet and error the first of their
 * uniform numbers.
 *
 * @param u  a result, not NULL
 * @return lives as long as the result
 * @since 0.1
 */
RIX_API rix_mat rix_uncertainty_draws(const rix_uncertainty *u);

/**
 * Ranks of a kept node over the replicates.
 *
 * @param u    a result
 * @param q    number among the kept nodes, from 0
 * @param out  [out] replicates x units; NaN is missing; untouched on failure
 * @param err  NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such node; RIX_EDIM: wrong size of out; RIX_EOVERFLOW.
 * Time replicates * units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_ranks(const rix_uncertainty *u, size_t q, rix_out out,
                                         rix_error *err);

/* ------------------------------------------------------------------------------------- summaries -- */

/* Summaries are over the replicates that are here and did not fail. Of a sensitivity analysis they are those of the
 * independent matrices A and B, as in COINr. */

/**
 * What each unit's scores and ranks come to: mean and standard deviation (divisor n - 1) of the score, mean and standard
 * deviation of the rank, and the mean absolute difference between rank and nominal rank. Missing scores
 * are left out, and so are the replicates where the unit has none.
 *
 * @param u    a result
 * @param q    number among the kept nodes, from 0
 * @param out  [out] units x 5, in that order; NaN where nothing is left; untouched on failure
 * @param err  NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such node; RIX_EDIM: wrong size of out; RIX_EMISSING: no replicates of A or B are
 *         here; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time replicates * units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_moments(const rix_uncertainty *u, size_t q, rix_out out,
                                           rix_error *err);

/**
 * Quantiles of each unit's scores or ranks, by linear interpolation (type 7 of Hyndman and Fan 1996); missing scores
 * are left out.
 *
 * @param u     a result
 * @param q     number among the kept nodes, from 0
 * @param what  RIX_TARGET_SCORE or RIX_TARGET_RANK
 * @param p     shares, each in [0, 1]; 0.5 is the median
 * @param out   [out] units x p.size; NaN where nothing is left; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return as rix_uncertainty_moments; RIX_EINVAL: another target; RIX_EDOMAIN: p outside of [0, 1].
 * Time replicates * units * log replicates. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_quantiles(const rix_uncertainty *u, size_t q,
                                             rix_target_kind what, rix_vec p, rix_out out,
                                             rix_error *err);

/**
 * The probability that a unit's rank is k or better: the share of the replicates, in which a missing rank is none.
 *
 * @param u    a result
 * @param q    number among the kept nodes, from 0
 * @param k    ranks, each >= 1
 * @param out  [out] units x k.size; untouched on failure
 * @param err  NULL, or filled on failure only
 * @return as rix_uncertainty_moments; RIX_EDOMAIN: a k below 1.
 * Time replicates * units * k.size. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_top(const rix_uncertainty *u, size_t q, rix_vec k, rix_out out,
                                       rix_error *err);

/**
 * The probability of each zone: the share of the replicates in which rix_classify puts the unit's score there.
 *
 * @param u           a result
 * @param q           number among the kept nodes, from 0
 * @param thresholds  as rix_classify
 * @param boundary    as rix_classify
 * @param out         [out] units x (thresholds.size + 2): the zones from 0 on, then no zone (the score is missing).
 *                    Rows sum to 1; NaN where nothing is left. Untouched on failure
 * @param err         NULL, or filled on failure only
 * @return as rix_uncertainty_moments and rix_classify.
 * Time replicates * units * log zones. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_zones(const rix_uncertainty *u, size_t q, rix_vec thresholds,
                                         rix_boundary boundary, rix_out out, rix_error *err);

/* ----------------------------------------------------------------------------------- sensitivity -- */

/** What a sensitivity analysis explains, and how. Start from RIX_SENSITIVITY_INIT. */
typedef struct rix_sensitivity_options {
    rix_target_kind target;
    size_t q;                      /**< number among the kept nodes */
    size_t unit;                   /**< score and rank: of which unit */
    rix_sobol_estimator estimator; /**< of the first order */
    size_t bootstraps;             /**< 0: none */
    rix_vec p;                     /**< shares of their quantiles */
} rix_sensitivity_options;

/** Mean absolute rank shift of the first kept node; no bootstrap. */
#define RIX_SENSITIVITY_INIT                                                                       \
    {                                                                                              \
        RIX_TARGET_RANK_SHIFT, 0, 0, RIX_SOBOL_SALTELLI, 0, { NULL, 0, 1 }                         \
    }

/**
 * One number for each replicate: the y of rix_sobol_indices.
 *
 * @param u       a result
 * @param target  what
 * @param q       number among the kept nodes, from 0
 * @param unit    of a score or rank: the unit, from 0
 * @param out     [out] replicates x 1; NaN is missing; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such target, node or unit; RIX_EDIM: wrong size of out; RIX_EOVERFLOW.
 * Time replicates (times units for rank shifts). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_uncertainty_target(const rix_uncertainty *u, rix_target_kind target,
                                          size_t q, size_t unit, rix_out out, rix_error *err);

/**
 * Samples, runs, and estimates the Sobol indices of the inputs: rix_uncertainty_run with `sobol` set, then
 * rix_sobol_indices and rix_sobol_bootstrap with the same seed.
 *
 * @param table     as rix_uncertainty_run, as are fw, recipe, inputs, n_inputs, options and run
 * @param fw        the framework
 * @param recipe    the nominal recipe
 * @param inputs    the uncertain inputs
 * @param n_inputs  how many
 * @param options   its `sobol` is taken as set, its range as whole
 * @param what      NULL for RIX_SENSITIVITY_INIT
 * @param run       NULL for one thread and no progress
 * @param first     [out] inputs x (1 + p.size): the index of first order, then its bootstrap quantiles (NaN where there is
 *                  no bootstrap)
 * @param total     [out] likewise of total order
 * @param variance  [out] of the target; NULL: not wanted
 * @param out       [out] the replicates, for other targets, to be freed with rix_uncertainty_free; NULL: not wanted. All are
 *                  untouched on failure
 * @param err       NULL, or filled on failure only
 * @return as rix_uncertainty_run, rix_uncertainty_target and rix_sobol_bootstrap.
 *
 * Time as those. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_sensitivity_run(const rix_table *table, const rix_framework *fw,
                                       const rix_recipe *recipe, const rix_uncertain *inputs,
                                       size_t n_inputs, const rix_uncertainty_options *options,
                                       const rix_sensitivity_options *what, const rix_run *run,
                                       rix_out first, rix_out total, double *variance,
                                       rix_uncertainty **out, rix_error *err);

RIX_END_DECLS
#endif
