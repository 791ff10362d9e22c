/* riskidx/index.h - from a table of indicators to a composite index.
 *
 * The framework says what the index is (the tree, its weights, directions, goalposts); the recipe
 * says what is done (normalise, aggregate, what missing data do). Where both speak, the node wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_INDEX_H
#define RISKIDX_INDEX_H

#include <riskidx/base.h>
#include <riskidx/prepare.h>

RIX_BEGIN_DECLS

/* ---------------------------------------------------------------- the vocabulary of the steps -- */

/* clang-format off */
/** Rules that bring an indicator onto the scale of the scores: X(constant, name). */
#define RIX_NORMALISATION_LIST(X)                    \
    X(RIX_NORM_INHERIT,            "inherit")            \
    X(RIX_NORM_NONE,               "none")               \
    X(RIX_NORM_MINMAX,             "minmax")             \
    X(RIX_NORM_GOALPOSTS,          "goalposts")          \
    X(RIX_NORM_LOG_GOALPOSTS,      "log_goalposts")      \
    X(RIX_NORM_ZSCORE,             "zscore")             \
    X(RIX_NORM_SCALED,             "scaled")             \
    X(RIX_NORM_ROBUST_Z,           "robust_z")           \
    X(RIX_NORM_DISTANCE_MAX,       "distance_max")       \
    X(RIX_NORM_DISTANCE_REFERENCE, "distance_reference") \
    X(RIX_NORM_DISTANCE_TARGET,    "distance_target")    \
    X(RIX_NORM_FRACTION_MAX,       "fraction_max")       \
    X(RIX_NORM_PERCENTILE_RANK,    "percentile_rank")    \
    X(RIX_NORM_RANK,               "rank")               \
    X(RIX_NORM_BORDA,              "borda")              \
    X(RIX_NORM_LOGISTIC,           "logistic")           \
    X(RIX_NORM_QUANTILE_CLASSES,   "quantile_classes")   \
    X(RIX_NORM_AMPI,               "ampi")

/** Rules that make a group's score from its children's: X(constant, name). */
#define RIX_AGGREGATION_LIST(X)                \
    X(RIX_AGG_INHERIT,          "inherit")          \
    X(RIX_AGG_ARITHMETIC,       "arithmetic")       \
    X(RIX_AGG_GEOMETRIC,        "geometric")        \
    X(RIX_AGG_HARMONIC,         "harmonic")         \
    X(RIX_AGG_SCALED_GEOMETRIC, "scaled_geometric") \
    X(RIX_AGG_GENERALISED,      "generalised")      \
    X(RIX_AGG_MEDIAN,           "median")           \
    X(RIX_AGG_MINIMUM,          "minimum")          \
    X(RIX_AGG_MAXIMUM,          "maximum")          \
    X(RIX_AGG_OWA,              "owa")              \
    X(RIX_AGG_MPI,              "mpi")              \
    X(RIX_AGG_MEAN_MIN,         "mean_min")         \
    X(RIX_AGG_WROCLAW,          "wroclaw")          \
    X(RIX_AGG_TOPSIS,           "topsis")           \
    X(RIX_AGG_COPELAND,         "copeland")         \
    X(RIX_AGG_BOD,              "bod")              \
    X(RIX_AGG_MULTIPLICATIVE_BOD, "multiplicative_bod")

/** What a missing child does to its group's score: X(constant, name). */
#define RIX_MISSING_LIST(X)                \
    X(RIX_MISSING_AVAILABLE, "available") \
    X(RIX_MISSING_VALUE,     "value")     \
    X(RIX_MISSING_PROPAGATE, "propagate")

/** Ranks of tied scores: X(constant, name). */
#define RIX_TIES_LIST(X)            \
    X(RIX_TIES_MIN,     "min")     \
    X(RIX_TIES_MAX,     "max")     \
    X(RIX_TIES_AVERAGE, "average")

/** Divisor of a variance of n numbers: n - 1 or n: X(constant, name). */
#define RIX_DEVIATION_LIST(X)              \
    X(RIX_DEVIATION_SAMPLE,     "sample")     \
    X(RIX_DEVIATION_POPULATION, "population")

/** What unbalanced children do to a Mazziotta-Pareto index: X(constant, name). */
#define RIX_PENALTY_LIST(X)                \
    X(RIX_PENALTY_SUBTRACT, "subtract") \
    X(RIX_PENALTY_ADD,      "add")

/** How the scores of a unit move from period to period: X(constant, name). */
#define RIX_TREND_LIST(X)                \
    X(RIX_TREND_GROWTH,    "growth")    \
    X(RIX_TREND_THEIL_SEN, "theil_sen")

/** Kinds of node: X(constant, name). */
#define RIX_NODE_KIND_LIST(X)             \
    X(RIX_NODE_AUTO,      "auto")      \
    X(RIX_NODE_INDICATOR, "indicator") \
    X(RIX_NODE_GROUP,     "group")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,

/**
 * How one indicator x becomes a score, with [low, high] the range of scores, n the number of units
 * that have a value (no other counts in anything below) and "onto [a, b]" for
 * low + (high - low) * (x - a) / (b - a):
 * - inherit: as the recipe says (in a recipe itself: not allowed);
 * - none: x is on the scale of the scores already;
 * - minmax: onto [min, max]; distance_max is the same, 1 - (max - x) / (max - min) on [0, 1];
 * - goalposts: onto the node's goalposts [g0, g1];
 * - log_goalposts: the same on natural logarithms (UNDP, Human Development Report 2021/22, technical note 1);
 * - scaled: as goalposts, never truncated;
 * - zscore: mean + sd * (x - m) / s with m the mean, s the standard deviation (see `deviation`);
 * - robust_z: mean + sd * (x - median) / (1.4826 MAD), with MAD the median of |x - median| and the
 *   factor 1 / (normal quantile of 0.75), exactly;
 * - distance_reference: onto [min, r], r the value of the unit `reference`;
 * - distance_target: onto [min, t] with the node's target t;
 * - fraction_max: onto [0, max];
 * - rank: 1 for the smallest to n, tied as `ties` says; borda: rank - 1; percentile_rank:
 *   low + (high - low) * (rank - 1) / (n - 1);
 * - logistic: low + (high - low) / (1 + exp(-slope * z)) with z = (x - m) / s as for zscore;
 * - quantile_classes: low + (high - low) * c / (classes - 1) with c the number of the quantiles of order
 *   1/classes, 2/classes ... (linear interpolation, R's type 7) that lie below x;
 * - ampi: 70-130 on the node's target t, for the adjusted Mazziotta-Pareto index (Mazziotta and Pareto 2016): onto
 *   [t - d, t + d] with d = (max - min) / 2, so that t scores the middle; low 70, high 130 are its own.
 *
 * Direction -1 turns this round, so that less of x scores more. Ranks and distances are those of -x:
 * distance_reference and distance_target go onto [max, r] and [max, t]. Else the score is mirrored:
 * low + high - score; for zscore and robust_z 2 * mean - score; for none as a group's is (see
 * rix_normalise_options), or -x where the recipe states no scale. fraction_max thus gives
 * low + (high - low) * (1 - x / max). COINr gives (-x) / max(-x), by which the worst unit scores most;
 * `compat` does that.
 *
 * A column for which a method is not defined has missing scores: all of them missing; constant (minmax, distance_*,
 * zscore, robust_z, logistic, quantile_classes, ampi); one value only (zscore, robust_z, logistic,
 * percentile_rank); MAD 0; reference unit without a value; reference or target not better than the worst value
 * (under `compat`: equal to it); largest value not positive under fraction_max.
 */
typedef enum rix_normalisation { RIX_NORMALISATION_LIST(RIX_ENUM_ENTRY) } rix_normalisation;

/**
 * A group's score from its children's scores x_i with weights w_i (sum W over the children used):
 * - inherit: as the recipe says (in a recipe itself: not allowed);
 * - arithmetic: sum w_i x_i / W;
 * - geometric: exp(sum w_i ln x_i / W), x_i >= 0; 0 where an x_i of positive weight is 0;
 * - harmonic: W / sum (w_i / x_i), x_i >= 0; 0 where an x_i of positive weight is 0;
 * - scaled_geometric: INFORM's (JRC and IASC), high - (high - low)/9 * (G - 1) with G the geometric
 *   mean of 1 + 9 (high - x_i)/(high - low); on [0, 10] it is 10/9 (10 - geomean(9/10 (10 - x) + 1)).
 *   It asks for a stated range and low <= x_i <= high.
 *
 * - generalised: (sum w_i x_i^p / W)^(1/p) with p the group's `power`, x_i >= 0; p = 0 is its limit, the
 *   geometric mean; p <= 0: 0 where an x_i of positive weight is 0;
 * - median: weighted: the x at which half of W is reached, the middle of two where it is reached
 *   exactly between them; with equal weights the ordinary median;
 * - minimum, maximum: of the children of positive weight;
 * - owa: ordered weighted average (Yager 1996): with the children in falling order and S_k the sum of
 *   the weights of the first k, sum (Q(S_k / W) - Q(S_(k-1) / W)) x_k. Q(r) = r^((1 - orness) / orness), or,
 *   where `positions` are given, Q rises from 0 to 1 in straight lines, by positions[k] over the k-th
 *   of as many equal parts: with equal weights and as many children those are the weights by position,
 *   and with another number of children, or some missing, they keep their shape;
 * - mpi: Mazziotta-Pareto, M - S^2 / M, or + where `penalty` is add, with M the mean, S the standard
 *   deviation of the children (see `deviation`; the squares weighted by w_i / W), x_i >= 0. On scores of
 *   normalisation zscore with mean 100, sd 10 this is the MPI, M (1 -+ cv^2); of normalisation ampi
 *   with deviation population the adjusted MPI (Mazziotta and Pareto 2016);
 * - mean_min: M - alpha (sqrt((M - m)^2 + beta^2) - beta), with m the minimum (Tarabusi and Guarini 2013);
 * - wroclaw: 1 - D / (mean(D) + 2 sd(D)) over the units, divisor n - 1, with D = sqrt(sum w_i (max_i - x_i)^2 / W) the
 *   distance from the best scores of the units (Hellwig 1968). D / (...) itself is what Compind gives:
 *   there less is better;
 * - topsis: A / (B + A), with A and B the distances of the (w_i / W) x_i from the worst and the best scores of the
 *   units (Hwang and Yoon 1981); missing where all units are alike;
 * - copeland: number of units outranked minus number of units that outrank it (see rix_outranking);
 * - bod: benefit of the doubt (Cherchye, Moesen, Rogge and Van Puyenbroeck 2007): the largest sum v_i x_i by any weights
 *   v_i >= 0 by which no unit has more than 1, x_i >= 0. The w_i do not matter beyond being positive. A
 *   child's share of the sum, v_i x_i / sum v_k x_k, lies within the child's `share_low` and `share_high`. See
 *   rix_benefit_of_the_doubt, which also gives weights and shares;
 * - multiplicative_bod: the same of ln x_i, x_i >= 1 (Zhou, Ang and Zhou 2010): the logarithm of the largest
 *   product of the x_i^v_i by any weights by which no unit's exceeds e.
 *
 * The rules from wroclaw on compare the units whose children suffice for a score, and those only. Where the
 * scores have a range, they are placed on it: copeland from [-(n - 1), n - 1], the others from [0, 1]. Else they
 * are as above, and mirrored about 0 and 0.5 where the group has direction -1. Under bod a missing child
 * counts as 0, and has no share: the unit gets nothing for it, and nobody is held against it (Kuosmanen 2009).
 *
 * Up to maximum, and owa and median, each is a mean: it lies between the smallest and the largest child used, to
 * the last bit.
 */
typedef enum rix_aggregation { RIX_AGGREGATION_LIST(RIX_ENUM_ENTRY) } rix_aggregation;

/**
 * What a missing child does to its group's score:
 * - available: the rule runs over the children present, weights rescaled, if their share (by
 *   number, not weight, among children of positive weight) is at least min_share and at least one
 *   is there; otherwise the score is missing;
 * - value: a missing child counts as `fill`, on the scale of the scores as seen by the group (after
 *   directions); as for a missing sub-index of OxCGRT with fill 0. A group is then never missing,
 *   not even for a unit without any data;
 * - propagate: the score is missing.
 *
 * A child of weight 0 never matters, present or missing.
 */
typedef enum rix_missing { RIX_MISSING_LIST(RIX_ENUM_ENTRY) } rix_missing;

/** Rank of tied scores: the smallest ("1224"), the largest, or the average of the ranks they share. */
typedef enum rix_ties { RIX_TIES_LIST(RIX_ENUM_ENTRY) } rix_ties;

/** Standard deviation of n numbers: sample (divisor n - 1) or population (divisor n). */
typedef enum rix_deviation { RIX_DEVIATION_LIST(RIX_ENUM_ENTRY) } rix_deviation;

/** Unbalanced children lower the score (where more of the index is better) or raise it (a risk). */
typedef enum rix_penalty { RIX_PENALTY_LIST(RIX_ENUM_ENTRY) } rix_penalty;

/**
 * How the scores x of a unit move, with t the numbers of its periods, for one more in t:
 * - growth: compound growth rate, (x_last / x_first)^(1 / (t_last - t_first)) - 1, from the first and the last
 *   score that are there; missing unless the first is positive and the last not negative;
 * - theil_sen: median of the slopes (x_j - x_i) / (t_j - t_i) of all pairs (Theil 1950; Sen 1968), which up to 29 % of
 *   outliers do not carry away.
 * Either is missing for a unit with fewer than two scores. Periods may be any distance apart.
 */
typedef enum rix_trend_kind { RIX_TREND_LIST(RIX_ENUM_ENTRY) } rix_trend_kind;

/** auto: a group if some node names it as parent, an indicator otherwise. */
typedef enum rix_node_kind { RIX_NODE_KIND_LIST(RIX_ENUM_ENTRY) } rix_node_kind;

#undef RIX_ENUM_ENTRY

/**
 * The names of the enumerators above, for bindings and configuration files.
 *
 * @param value  any value
 * @return a static string, "unknown" for no enumerator. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_normalisation_name(rix_normalisation value);
/** As rix_normalisation_name, for rules of aggregation. @since 0.1 */
RIX_API const char *rix_aggregation_name(rix_aggregation value);
/** As rix_normalisation_name, for policies on missing data. @since 0.1 */
RIX_API const char *rix_missing_name(rix_missing value);
/** As rix_normalisation_name, for ties. @since 0.1 */
RIX_API const char *rix_ties_name(rix_ties value);
/** As rix_normalisation_name, for kinds of node. @since 0.1 */
RIX_API const char *rix_node_kind_name(rix_node_kind value);
/** As rix_normalisation_name, for divisors of variances. @since 0.1 */
RIX_API const char *rix_deviation_name(rix_deviation value);
/** As rix_normalisation_name, for penalties. @since 0.1 */
RIX_API const char *rix_penalty_name(rix_penalty value);
/** As rix_normalisation_name, for trends. @since 0.1 */
RIX_API const char *rix_trend_name(rix_trend_kind value);

/**
 * The enumerator of a name.
 *
 * @param name   as rix_normalisation_name gives it, case matters
 * @param value  [out] the enumerator; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists the names).
 * Any thread, constant time.
 * @since 0.1
 */
RIX_API rix_status rix_normalisation_from_name(const char *name, rix_normalisation *value,
                                               rix_error *err);
/** As rix_normalisation_from_name, for rules of aggregation. @since 0.1 */
RIX_API rix_status rix_aggregation_from_name(const char *name, rix_aggregation *value,
                                             rix_error *err);
/** As rix_normalisation_from_name, for policies on missing data. @since 0.1 */
RIX_API rix_status rix_missing_from_name(const char *name, rix_missing *value, rix_error *err);
/** As rix_normalisation_from_name, for ties. @since 0.1 */
RIX_API rix_status rix_ties_from_name(const char *name, rix_ties *value, rix_error *err);
/** As rix_normalisation_from_name, for kinds of node. @since 0.1 */
RIX_API rix_status rix_node_kind_from_name(const char *name, rix_node_kind *value, rix_error *err);
/** As rix_normalisation_from_name, for divisors of variances. @since 0.1 */
RIX_API rix_status rix_deviation_from_name(const char *name, rix_deviation *value, rix_error *err);
/** As rix_normalisation_from_name, for penalties. @since 0.1 */
RIX_API rix_status rix_penalty_from_name(const char *name, rix_penalty *value, rix_error *err);
/** As rix_normalisation_from_name, for trends. @since 0.1 */
RIX_API rix_status rix_trend_from_name(const char *name, rix_trend_kind *value, rix_error *err);

/* -------------------------------------------------------------------------------- framework -- */

/** One node of the tree. Start from RIX_NODE_INIT, so that a field added later has its default. */
typedef struct rix_node {
    const char *code;            /**< unique, not empty; indicators: the column of the table */
    const char *parent;          /**< code of the parent; NULL or "" for the index itself */
    const char *name;            /**< for people; NULL: the code */
    const char *unit;            /**< unit of measurement of an indicator; NULL: none stated */
    const char *source;          /**< where it comes from, or why it is here; NULL: not stated */
    rix_node_kind kind;          /**< auto, indicator or group */
    double weight;               /**< among its siblings, >= 0, any sum > 0; the index's own is not used */
    int direction;               /**< +1: more of it, more of the parent; -1: less. Groups too */
    rix_aggregation aggregate;   /**< of a group; inherit: the recipe's */
    rix_normalisation normalise; /**< of an indicator; inherit: the recipe's */
    double goal_low, goal_high;  /**< goalposts of an indicator, in its own unit; NaN: none */
    double target;               /**< of an indicator, in its own unit; NaN: none */
    double min_share;            /**< of a group, for missing data `available`; NaN: the recipe's */
    double power;                /**< of a group, for the rule generalised; NaN: the recipe's */
    const char *denominator;     /**< of an indicator: the column that the step 'denominate' divides it
                                      by, an indicator's or another; NULL or "": none */
    double denominator_scale;    /**< of an indicator: finite and not 0; NaN: the recipe's */
    rix_treatment treat;         /**< of an indicator; inherit: the recipe's */
    rix_transform transform;     /**< of an indicator; inherit: the recipe's */
    double treat_max_points;     /**< of an indicator, as the others of rix_treat_options that follow; NaN: the
                                      recipe's. A whole number >= 0; infinite: no limit */
    double treat_skewness, treat_kurtosis;    /**< > 0; any */
    double treat_low_share, treat_high_share; /**< 0 <= low < high <= 1, whoever says them */
    double treat_fence;                       /**< >= 0, finite */
    double treat_lambda;                      /**< finite */
    double treat_force, treat_combined;       /**< 1: yes; 0: no */
    double share_low, share_high; /**< of a child of a group under bod: bounds on its share of the group's
                                      score, in [0, 1]; NaN: the recipe's */
} rix_node;

/** An indicator or group of weight 1 and direction +1 that leaves the rest to the recipe. */
#define RIX_NODE_INIT                                                                              \
    { NULL, NULL, NULL, NULL, NULL, RIX_NODE_AUTO, 1.0, 1, RIX_AGG_INHERIT, RIX_NORM_INHERIT,      \
      RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, NULL, RIX_NAN, RIX_TREAT_INHERIT,               \
      RIX_TRANSFORM_INHERIT, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN,        \
      RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN }

/** A tree of nodes, checked once. Const functions may share it between threads. */
typedef struct rix_framework rix_framework;

/**
 * Checks a tree and copies it, strings included.
 *
 * The tree may be of any depth and in any order. It has one index (the node without parent), at
 * least one indicator, and under every group at least one child of positive weight.
 *
 * @param nodes  n_nodes nodes; read here only
 * @param n_nodes  >= 2 (an index and an indicator)
 * @param out    [out] the framework, to be freed with rix_framework_free; untouched on failure
 * @param err    NULL, or filled on failure only; names the node
 * @return RIX_OK; RIX_EINVAL: NULL, no code, a direction that is not +1 or -1, an unknown
 *         enumerator; RIX_EFRAMEWORK: no nodes, no indicators, duplicate code, unknown parent, more
 *         than one node without parent (orphan), cycle, group without children, indicator with
 *         children, weights of siblings that sum to zero; RIX_EDOMAIN: weight negative or not
 *         finite, goalposts equal, not finite, or not positive under a logarithm, target or power infinite,
 *         min_share, share_low or share_high outside [0, 1], share_low above share_high, an option of the
 *         treatment that rix_treat would not take;
 *         RIX_ENOMEM; RIX_EOVERFLOW.
 *
 * Time n_nodes log n_nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_framework_new(const rix_node *nodes, size_t n_nodes, rix_framework **out,
                                     rix_error *err);

/**
 * Frees a framework; views of it end here.
 *
 * @param fw  from rix_framework_new, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_framework_free(rix_framework *fw);

/**
 * Number of nodes, in the order in which they were given.
 *
 * @param fw  a framework, not NULL
 * @since 0.1
 */
RIX_API size_t rix_framework_size(const rix_framework *fw);

/**
 * One node, with `kind` resolved to indicator or group, `name` never NULL and `parent` NULL for the
 * index alone.
 *
 * @param fw  a framework, not NULL
 * @param i   number of the node, from 0
 * @return lives as long as the framework; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_node *rix_framework_node(const rix_framework *fw, size_t i);

/**
 * Number of the node with a code.
 *
 * @param fw    a framework, not NULL
 * @param code  a code, or NULL for the index
 * @return RIX_NO_INDEX if there is none. Time log of the size.
 * @since 0.1
 */
RIX_API size_t rix_framework_find(const rix_framework *fw, const char *code);

/**
 * Number of a node's parent.
 *
 * @param fw  a framework, not NULL
 * @param i   number of the node, from 0
 * @return RIX_NO_INDEX for the index itself, or if i is out of range
 * @since 0.1
 */
RIX_API size_t rix_framework_parent(const rix_framework *fw, size_t i);

/**
 * Number of indicators; their order is that of the nodes.
 *
 * @param fw  a framework, not NULL
 * @since 0.1
 */
RIX_API size_t rix_framework_indicator_count(const rix_framework *fw);

/**
 * Number of the node that is indicator k.
 *
 * @param fw  a framework, not NULL
 * @param k   number among the indicators, from 0
 * @return RIX_NO_INDEX if k is out of range
 * @since 0.1
 */
RIX_API size_t rix_framework_indicator(const rix_framework *fw, size_t k);

/* ------------------------------------------------------------------------------------ recipe -- */

/**
 * The step 'normalise'. It also states the scale of the scores, which groups of direction -1 are
 * mirrored on (score x enters its parent as 2 * centre - x):
 * - methods zscore and robust_z: the centre is `mean`, and the scores have no range. low and high then
 *   serve only the indicators that ask by themselves for a method with a range, and scaled_geometric is an
 *   error;
 * - rank and borda: likewise, with the centre of the ranks of all units of the table, (n + 1) / 2 and (n - 1) / 2;
 * - any other method: the range [low, high], with its middle as centre (for ampi the target's score). An
 *   indicator that asks for zscore or robust_z by itself still uses mean and sd;
 * - none without a range (low, high NaN): there is no scale, and a group's direction -1, a
 *   scaled_geometric rule, or an indicator that asks for a method with a range is an error.
 *
 * A table with periods is a panel, and `over` says from which of its rows a method takes what it needs of the column
 * (extremes, mean, standard deviation, median, ranks, quantiles, the reference unit's value):
 * - all: from all rows, so that scores of two periods compare. distance_reference then needs a unit of one row;
 * - period: from the rows of the same period, as if each were a table of its own. Ranks are mirrored, under
 *   a group's direction -1, about the centre of those of the largest period;
 * - base: from the rows of the period `base`, for all rows: those of the base score as they do by themselves, others on
 *   the same line or curve. With `truncate`, what lies beyond the extremes of the base counts as at them under minmax and
 *   distance_max, as it does for goalposts; without it, scores leave the range. Ranks are those among the values of
 *   the base: a value that is none of them ranks halfway between its neighbours, and beyond the last as the last.
 *
 * Start from RIX_NORMALISE_INIT.
 */
typedef struct rix_normalise_options {
    rix_normalisation method; /**< for indicators that do not say */
    double low, high;         /**< range of scores, low < high, finite as are their sum and difference;
                                   both NaN: no range (methods none, zscore, robust_z, rank, borda only) */
    bool truncate;            /**< values beyond a goalpost, the target, the reference or, over base, an
                                   extreme count as at it */
    double mean, sd;          /**< z-scores: mean and standard deviation of the scores, sd > 0 */
    rix_deviation deviation;  /**< zscore and logistic: of the values of the indicator */
    rix_ties ties;            /**< of ranks; COINr's are min */
    size_t classes;           /**< quantile_classes: from 2 to 100 */
    double slope;             /**< logistic: > 0, finite */
    const char *reference;    /**< distance_reference: label of a unit of the table; NULL: none */
    bool compat;              /**< as COINr 1.1.14: see rix_normalisation */
    rix_over over;            /**< panels: over which rows extremes, means, ranks ... are taken */
    double base;              /**< over base: the period, one of the table's; NaN: none */
} rix_normalise_options;

/** Min-max to 0-100; ranks tie on average, five classes, slope 1. */
#define RIX_NORMALISE_INIT                                                                         \
    { RIX_NORM_MINMAX, 0.0, 100.0, true, 0.0, 1.0, RIX_DEVIATION_SAMPLE, RIX_TIES_AVERAGE, 5, 1.0, \
      NULL, false, RIX_OVER_ALL, RIX_NAN }

/** The step 'aggregate'. Start from RIX_AGGREGATE_INIT. */
typedef struct rix_aggregate_options {
    rix_aggregation rule;    /**< for groups that do not say */
    rix_missing missing;     /**< what a missing child does */
    double min_share;        /**< available: smallest share of children, in [0, 1] */
    double fill;             /**< value: what a missing child counts as, finite */
    double power;            /**< generalised: finite */
    double orness;           /**< owa: in [0, 1]; 1 is the maximum, 0.5 the mean, 0 the minimum */
    rix_vec positions;       /**< owa: weights by position, the largest child first, >= 0, sum > 0; none:
                                  as orness says. Read in place until the call ends */
    rix_penalty penalty;     /**< mpi: subtract or add */
    rix_deviation deviation; /**< mpi: of the children */
    double alpha, beta;      /**< mean_min: weight of the minimum, in [0, 1]; smoothness, >= 0 */
    bool compat;             /**< as COINr 1.1.14: generalised is missing where a child is; copeland is not
                                  placed on the range and takes missing data as rix_outranking says */
    double share_low, share_high; /**< bod: bounds on the share of every child, in [0, 1]. Where share_low is not 0 no
                                      score may be, as the worst unit's is after min-max from 0: take low from 1, say */
    rix_over over;           /**< panels: the rules that compare units do so with all rows, or with those of the same
                                  period; not base */
} rix_aggregate_options;

/** Arithmetic mean over the children present; power, orness and so on for groups that ask for more. */
#define RIX_AGGREGATE_INIT                                                                         \
    { RIX_AGG_ARITHMETIC, RIX_MISSING_AVAILABLE, 0.0, 0.0, 0.5, 0.5, { NULL, 0, 1 },              \
      RIX_PENALTY_SUBTRACT, RIX_DEVIATION_POPULATION, 0.5, 1.0, false, 0.0, 1.0, RIX_OVER_ALL }

/**
 * What is done with the table, in this order: denominate, impute, screen, treat (none of them unless
 * asked for), normalise, aggregate. Start from RIX_RECIPE_INIT.
 */
typedef struct rix_recipe {
    rix_normalise_options normalise;
    rix_aggregate_options aggregate;
    bool strict; /**< what would be a warning is an error */
    rix_denominate_options denominate;
    rix_impute_options impute;
    rix_screen_options screen;
    rix_treat_options treat;
} rix_recipe;

/** Min-max to 0-100, arithmetic mean over the children present. */
#define RIX_RECIPE_INIT                                                                            \
    { RIX_NORMALISE_INIT, RIX_AGGREGATE_INIT, false, RIX_DENOMINATE_INIT, RIX_IMPUTE_INIT,          \
      RIX_SCREEN_INIT, RIX_TREAT_INIT }

/* ------------------------------------------------------------------------------------- index -- */

/**
 * Units by indicators, with their labels. All of it is read in place and only during the call. Name the fields
 * that you set, { .values = x, .units = labels }, so that a field added later is as if it were not there.
 */
typedef struct rix_table {
    rix_mat values;                /**< units x columns; NaN missing; infinities are errors */
    const char *const *indicators; /**< code of each column, values.cols of them, or NULL: the columns
                                        are the framework's indicators in their order */
    const char *const *units;      /**< label of each unit, values.rows of them, for messages; without
                                        it (or where it is NULL) they say "unit 3", counted from 0 */
    rix_vec periods;               /**< of size 0: no panel. Else the period of each row, values.rows finite
                                        numbers such as years, any distance apart: a row is a unit, whose
                                        label it must have, at a period, and no two rows are the same */
} rix_table;

/** How much a line of the log matters. */
typedef enum rix_severity { RIX_NOTE, RIX_WARNING } rix_severity;

/** A line of the log: what a step did, or what it could not do. */
typedef struct rix_log_entry {
    rix_severity severity;
    const char *step;    /**< static: "table" or the step, such as "treat" */
    size_t unit, node;   /**< what it is about, or RIX_NO_INDEX */
    const char *message; /**< names unit and node */
} rix_log_entry;

/** The result: scores of every node, the data of every stage, what was missing, a log. */
typedef struct rix_index rix_index;

/**
 * Prepares the indicators, normalises them and aggregates them up the tree.
 *
 * The steps before 'normalise' are taken as the recipe asks for them; what they did stands in the log,
 * and in rix_index_stage, rix_index_imputed, rix_index_screened, rix_index_treated and rix_index_winsorised.
 * Their errors are those of rix_denominate, rix_impute, rix_screen and rix_treat, and name unit and indicator; a
 * denominator that is no column of the table is RIX_ENOTFOUND.
 *
 * Columns are found by their codes; columns that the framework does not know are left aside with a
 * note in the log. A column for which its method is not defined (see rix_normalisation) gives missing
 * scores and a warning; a unit without any data has a missing score
 * (but see RIX_MISSING_VALUE) and gives a warning; with recipe->strict each is an error. Further
 * notes say how many values were truncated, and which groups' scores are missing for how many units.
 *
 * @param table   the data
 * @param fw      the framework
 * @param recipe  NULL for RIX_RECIPE_INIT
 * @param out     [out] the result, to be freed with rix_index_free; untouched on failure. No units
 *                give an index without rows
 * @param err     NULL, or filled on failure only; names unit and indicator, with the value found. A
 *                cell's error has its row, col and node; of a group's rule, those of the child
 * @return RIX_OK; RIX_EINVAL: NULL (a column's code too), a bad field of the recipe, a row of a panel without unit,
 *         two rows for one unit and period, `over` another than all without periods; RIX_EDIM:
 *         wrong number of columns where the table names none, or of periods; RIX_ENOTFOUND: no column for an
 *         indicator, or two, no unit `reference`, or two, no period `base`; RIX_EDOMAIN: infinite value, log_goalposts of a value <= 0, goalposts
 *         or target missing (under a logarithm also: not positive, or too close), no reference unit where a method
 *         needs one, negative score under geometric, harmonic, generalised or mpi, a score outside the range under scaled_geometric, or no range
 *         where a rule, a normalisation or a group's direction -1 needs one, bounds on shares that the children of a
 *         group, or a unit (whose score 0 has share 0), cannot keep under bod, a score below 1 under
 *         multiplicative_bod, a period not finite; RIX_EMISSING: under
 *         strict only; RIX_ENUMERIC: a score beyond the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * nodes. Any thread; table, framework and recipe may be shared.
 * @since 0.1
 */
RIX_API rix_status rix_index_build(const rix_table *table, const rix_framework *fw,
                                   const rix_recipe *recipe, rix_index **out, rix_error *err);

/**
 * Scores and nothing else: what rix_index_build puts into rix_index_scores, to the last bit, for the nodes that are
 * asked for, without the stages, coverage and log around it. It is meant for panels of millions of rows.
 *
 * A column for which its method is not defined, and a unit without any data, have missing scores without
 * a word; with recipe->strict each is an error, as there. Of several errors in a table another one may be
 * told of than rix_index_build tells of, though always the same.
 *
 * @param table    the data
 * @param fw       the framework
 * @param recipe   NULL for RIX_RECIPE_INIT
 * @param nodes    numbers of the nodes asked for, in any order; NULL (with n_nodes 0): all nodes in their order
 * @param n_nodes  how many
 * @param run      NULL: one thread, no progress
 * @param scores   [out] units x nodes asked for; NaN is missing; untouched on failure. It may not overlap the table
 * @param err      NULL, or filled on failure only; as by rix_index_build
 * @return RIX_OK; as rix_index_build, and RIX_EINVAL: no such node; RIX_EDIM: wrong size of scores;
 *         RIX_ECANCELLED.
 *
 * Time units * nodes, in blocks of units that stay in the cache. Memory besides scores: as much again where progress
 * is told or a value may prove unfit for its rule, next to nothing otherwise. Recipes
 * with a step before 'normalise', with ranks, classes or robust z-scores, or with a rule that compares units
 * want the whole table at once: these take the time and the memory of rix_index_build, and one thread. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_score(const rix_table *table, const rix_framework *fw,
                                   const rix_recipe *recipe, const size_t *nodes, size_t n_nodes,
                                   const rix_run *run, rix_out scores, rix_error *err);

/**
 * Frees an index; views of it end here.
 *
 * @param index  from rix_index_build, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_index_free(rix_index *index);

/**
 * Scores: units x nodes, in the order of the table and of the framework. The column of an indicator
 * holds its normalised values, direction applied; a group's own direction is applied only on the
 * way into its parent.
 *
 * @param index  an index, not NULL
 * @return lives as long as the index; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_index_scores(const rix_index *index);

/**
 * The indicators as they came in: units x indicators, in the order of the framework.
 *
 * @param index  an index, not NULL
 * @return lives as long as the index; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_index_raw(const rix_index *index);

/**
 * The indicators after the step 'normalise', direction applied: units x indicators.
 *
 * @param index  an index, not NULL
 * @return lives as long as the index; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_index_normalised(const rix_index *index);

/**
 * The indicators after a step: units x indicators. Where the recipe does not take the step, as after
 * the step before; RIX_STAGE_RAW is rix_index_raw, RIX_STAGE_NORMALISED rix_index_normalised. A unit
 * that was screened out keeps its row: its values are missing from RIX_STAGE_SCREENED on, and with
 * them its scores. (COINr drops the row.)
 *
 * @param index  an index, not NULL
 * @param stage  which; a value that is no stage gives a matrix without data
 * @return lives as long as the index; NaN is missing
 * @since 0.1
 */
RIX_API rix_mat rix_index_stage(const rix_index *index, rix_stage stage);

/**
 * Which values were imputed.
 *
 * @param index  an index
 * @param out    [out] units x indicators: 1 where the value was imputed, else 0; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of out. Time units * indicators. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_imputed(const rix_index *index, rix_out out, rix_error *err);

/**
 * Which period each value comes from after the step 'impute', where the table is a panel.
 *
 * @param index  an index whose table has periods
 * @param out    [out] units x indicators: the value's own period, or the one from which latest, constant_in_time or
 *               linear_in_time took it; NaN where it is missing, lies between two, or comes from no period;
 *               untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, or no periods; RIX_EDIM: wrong size of out. Time units * indicators. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_sources(const rix_index *index, rix_out out, rix_error *err);

/**
 * How a unit came through the step 'screen'.
 *
 * @param index  an index, not NULL
 * @param unit   number of the unit, from 0
 * @return lives as long as the index; NULL without that step, or if unit is out of range
 * @since 0.1
 */
RIX_API const rix_screened *rix_index_screened(const rix_index *index, size_t unit);

/**
 * How an indicator came through the step 'treat'.
 *
 * @param index  an index, not NULL
 * @param k      number among the indicators, from 0
 * @return lives as long as the index; NULL without that step, if each period was treated by itself (see
 *         rix_index_treated_in), or if k is out of range
 * @since 0.1
 */
RIX_API const rix_treated *rix_index_treated(const rix_index *index, size_t k);

/**
 * How an indicator came through the step 'treat' in a period, where each was treated by itself; else as rix_index_treated,
 * whatever the period.
 *
 * @param index   an index, not NULL
 * @param k       number among the indicators, from 0
 * @param period  number of the period among those of the table as they rise, from 0
 * @return lives as long as the index; NULL without that step, or if k or the period is out of range
 * @since 0.1
 */
RIX_API const rix_treated *rix_index_treated_in(const rix_index *index, size_t k, size_t period);

/**
 * Which values were winsorised by the step 'treat'.
 *
 * @param index  an index
 * @param out    [out] units x indicators: 1 where the value was lowered, -1 where it was raised, else 0
 *               (also where winsorising was given up for a transform of the original); untouched on
 *               failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong size of out. Time units * indicators. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_winsorised(const rix_index *index, rix_out out, rix_error *err);

/**
 * Coverage: units x nodes, the share in [0, 1] of the indicators below a node (or the indicator
 * itself) whose normalised value is there, by number.
 *
 * @param index  an index, not NULL
 * @return lives as long as the index; no NaN
 * @since 0.1
 */
RIX_API rix_mat rix_index_coverage(const rix_index *index);

/**
 * Ranks of all nodes: 1 is the highest score. Scores tie only when they are equal to the last bit;
 * a missing score has a missing rank and takes none from the others.
 *
 * @param index  an index, not NULL
 * @param ties   which rank tied scores share
 * @param ranks  [out] units x nodes; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL or no such ties; RIX_EDIM: wrong size of ranks; RIX_ENOMEM.
 * Time nodes * units * log units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_ranks(const rix_index *index, rix_ties ties, rix_out ranks,
                                   rix_error *err);

/**
 * Ranks of all nodes within each period of a panel, otherwise as rix_index_ranks.
 *
 * @param index  an index whose table has periods
 * @param ties   which rank tied scores share
 * @param ranks  [out] units x nodes; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such ties, or no periods; RIX_EDIM: wrong size of ranks; RIX_ENOMEM.
 * Time nodes * rows * log units. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_ranks_by_period(const rix_index *index, rix_ties ties, rix_out ranks,
                                             rix_error *err);

/**
 * Number of different units of a panel.
 *
 * @param index  an index, not NULL
 * @return the number of rows where the table has no periods
 * @since 0.1
 */
RIX_API size_t rix_index_unit_count(const rix_index *index);

/**
 * Number of the unit of a row of a panel, counted in the order of their first rows.
 *
 * @param index  an index, not NULL
 * @param row    number of the row, from 0
 * @return the row itself where the table has no periods; RIX_NO_INDEX if it is out of range
 * @since 0.1
 */
RIX_API size_t rix_index_unit_of(const rix_index *index, size_t row);

/**
 * Trends of the scores of every node and unit of a panel; see rix_trend_kind.
 *
 * @param index  an index whose table has periods
 * @param kind   which trend
 * @param out    [out] rix_index_unit_count units x nodes; NaN where it is missing; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such kind, or no periods; RIX_EDIM: wrong size of out; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time nodes * rows, for theil_sen nodes * units * periods^2 * log periods. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_trends(const rix_index *index, rix_trend_kind kind, rix_out out,
                                    rix_error *err);

/**
 * What every node below `node` adds to the score of `node`.
 *
 * The contribution of a node is its score (mirrored, where directions of groups on the way say so)
 * times its weights on the way, rescaled to the children present as in the score. Where every rule
 * on the way is arithmetic the contributions of a node's children add up to its own contribution,
 * so those of the indicators add up to the score; elsewhere nothing adds up and they are missing.
 * A filled-in missing child (RIX_MISSING_VALUE) contributes its fill.
 *
 * @param index  an index, not NULL
 * @param node   number of the node whose score is divided up
 * @param out    [out] units x nodes: the node's own column is its score; nodes that are not below
 *               it, and missing children left out of a mean, are NaN; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such node; RIX_EDIM: wrong size of out; RIX_ENOMEM.
 * Time units * nodes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_index_contributions(const rix_index *index, size_t node, rix_out out,
                                           rix_error *err);

/**
 * Number of lines in the log.
 *
 * @param index  an index, not NULL
 * @since 0.1
 */
RIX_API size_t rix_index_log_size(const rix_index *index);

/**
 * One line of the log, in the order of the steps.
 *
 * @param index  an index, not NULL
 * @param i      number of the line, from 0
 * @return lives as long as the index; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_log_entry *rix_index_log_entry(const rix_index *index, size_t i);

/* ------------------------------------------------------------------------- steps by themselves -- */

/**
 * The step 'normalise' by itself: the scores of a table's columns, as rix_index_build makes them.
 *
 * @param table    units x columns, with labels if there are any
 * @param fw       says which columns are read and in which order, and what each node says of its
 *                 indicator; NULL: all of them, with direction +1
 * @param options  NULL for RIX_NORMALISE_INIT
 * @param scores   [out] units x indicators of fw, or units x columns; NaN where the value is missing, and in
 *                 all of a column for which its method is not defined (see rix_normalisation);
 *                 untouched on failure. It may not overlap the table
 * @param err      NULL, or filled on failure only; names unit and indicator
 * @return RIX_OK; otherwise as rix_index_build does of its table and normalisation, and RIX_EDIM for a wrong
 *         size of scores.
 *
 * Time units * columns (ranks and medians: times log units). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_normalise(const rix_table *table, const rix_framework *fw,
                                 const rix_normalise_options *options, rix_out scores,
                                 rix_error *err);

/**
 * The step 'aggregate' by itself: one group's scores from its children's, which are all of direction +1.
 *
 * @param table    units x children: their scores; the indicators are labels for messages only
 * @param weights  one a child, each >= 0 and finite, sum > 0; of size 0: all equal
 * @param options  NULL for RIX_AGGREGATE_INIT
 * @param low, high  range of the scores, low < high; both NaN: none
 * @param scores   [out] units x 1; NaN where a score is missing; untouched on failure. It may not overlap
 *                 the table
 * @param err      NULL, or filled on failure only; names unit and child
 * @return RIX_OK; RIX_EINVAL: NULL, a bad option, one bound without the other; RIX_EDIM: wrong number of
 *         weights, no children, wrong size of scores; RIX_EDOMAIN: an infinite or unfit score or weight (see
 *         rix_index_build); RIX_ENUMERIC; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units * children (copeland: units^2 * children). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_aggregate(const rix_table *table, rix_vec weights,
                                 const rix_aggregate_options *options, double low, double high,
                                 rix_out scores, rix_error *err);

/**
 * The outranking matrix: O(i, j) is the weight of the columns in which i exceeds j, half of it where they
 * are equal, divided by the weight of the columns in which both have a value. It is 0.5 where
 * there is none; O(j, i) = 1 - O(i, j); the diagonal is 0. Copeland's score of i is the number of j with O(i, j) > 0.5
 * minus the number with O(i, j) < 0.5, where what lies within 1e-12 of 0.5 is 0.5.
 *
 * COINr 1.1.14 divides by the weight of all columns and lets O(j, i) = 1 - O(i, j) for j after i, by which a
 * column where one of the two is missing counts for the later of them: its matrix depends on the order of
 * the units. `compat` does that.
 *
 * @param x        units x columns; NaN is missing
 * @param weights  one a column, each >= 0 and finite, sum > 0; of size 0: all equal
 * @param compat   as COINr 1.1.14
 * @param out      [out] units x units: row i, column j is O(i, j); untouched on failure; may not overlap x
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: x or weights without data; RIX_EDIM: wrong number of weights, wrong size of
 *         out; RIX_EDOMAIN: x infinite, a bad weight; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time units^2 * columns. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_outranking(rix_mat x, rix_vec weights, bool compat, rix_out out,
                                  rix_error *err);

/**
 * The step 'impute' by itself, of a panel or not: as rix_impute, for every method.
 *
 * @param table    units x columns, with units and periods where the table is a panel; the codes of the columns are
 *                 labels for messages only
 * @param options  NULL for RIX_IMPUTE_INIT
 * @param blocks, directions  as for rix_impute
 * @param out      [out] units x columns; untouched on failure. May be the values themselves
 * @param sources  [out] units x columns: the period that each value comes from, its own if it was observed; NaN where
 *                 it is missing, lies between two, or comes from no period; untouched on failure. Of size 0 x 0: not
 *                 wanted
 * @param report   [out] one a column; NULL if not wanted
 * @param err      NULL, or filled on failure only
 * @return as rix_impute, and RIX_EINVAL: units and periods that rix_index_build would not take, a method, `over` or sources
 *         that ask for periods where there are none; RIX_EMISSING: linear_in_time under `compat`, of a series of one value.
 * Time as rix_impute; along time, rows * columns and rows * log rows. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_impute_panel(const rix_table *table, const rix_impute_options *options,
                                    const size_t *blocks, const int *directions, rix_out out,
                                    rix_out sources, rix_imputed *report, rix_error *err);

/**
 * Ordinal levels with flags, such as policies that are recorded as a level and whether it holds for everyone:
 * the level v less what an unset flag takes off, v - d (1 - f), and 0 where v is 0. Over 0..maximum as
 * goalposts (normalisation goalposts) that is the sub-index of the Oxford COVID-19 Government Response Tracker, with
 * d = 0.5 where there is a flag and d = 0 where there is none (Hale and others 2021, Nature Human Behaviour 5: 529-538).
 *
 * @param levels     units x columns: 0, 1 ... maximum; NaN is missing
 * @param flags      units x columns: 1 general, 0 targeted; NaN, no flag recorded, counts as 0
 * @param maximum    one a column: the highest level, a whole number from 1
 * @param deduction  one a column: d, from 0 (the flag does not count) to 1
 * @param adjusted   [out] units x columns: from 0 to maximum; NaN where the level is missing; untouched on failure.
 *                   It may not overlap an input
 * @param err        NULL, or filled on failure only; names unit, column and value
 * @return RIX_OK; RIX_EINVAL: NULL, a view without data; RIX_EDIM: sizes that differ; RIX_EDOMAIN: a level that is not
 *         0, 1 ... maximum, a flag that is not 0 or 1, a bad maximum or deduction; RIX_EOVERFLOW.
 *
 * Time units * columns. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_ordinal_flag(const rix_table *levels, rix_mat flags, rix_vec maximum,
                                    rix_vec deduction, rix_out adjusted, rix_error *err);

RIX_END_DECLS
#endif
