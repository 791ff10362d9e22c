/* riskidx/prepare.h - the steps before 'normalise': denominate, impute, screen, treat.
 *
 * Each is a function of a table alone and may be called by itself; in a recipe they run in this
 * order. Their options start from an ..._INIT under which nothing is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_PREPARE_H
#define RISKIDX_PREPARE_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/* ---------------------------------------------------------------- the vocabulary of the steps -- */

/* clang-format off */
/** The indicators after each step: X(constant, name). */
#define RIX_STAGE_LIST(X)                    \
    X(RIX_STAGE_RAW,         "raw")         \
    X(RIX_STAGE_DENOMINATED, "denominated") \
    X(RIX_STAGE_IMPUTED,     "imputed")     \
    X(RIX_STAGE_SCREENED,    "screened")    \
    X(RIX_STAGE_TREATED,     "treated")     \
    X(RIX_STAGE_NORMALISED,  "normalised")

/** What a missing value becomes: X(constant, name). */
#define RIX_IMPUTATION_LIST(X)                         \
    X(RIX_IMPUTE_NONE,             "none")             \
    X(RIX_IMPUTE_CONSTANT,         "constant")         \
    X(RIX_IMPUTE_MEAN,             "mean")             \
    X(RIX_IMPUTE_MEDIAN,           "median")           \
    X(RIX_IMPUTE_GROUP_MEAN,       "group_mean")       \
    X(RIX_IMPUTE_GROUP_MEDIAN,     "group_median")     \
    X(RIX_IMPUTE_ROW_MEAN,         "row_mean")         \
    X(RIX_IMPUTE_EM,               "em")               \
    X(RIX_IMPUTE_NEAREST,          "nearest")          \
    X(RIX_IMPUTE_LATEST,           "latest")           \
    X(RIX_IMPUTE_CONSTANT_IN_TIME, "constant_in_time") \
    X(RIX_IMPUTE_LINEAR_IN_TIME,   "linear_in_time")

/** What decides whether a unit is kept: X(constant, name). */
#define RIX_SCREENING_LIST(X)                        \
    X(RIX_SCREEN_NONE,           "none")           \
    X(RIX_SCREEN_DATA,           "data")           \
    X(RIX_SCREEN_ZEROS,          "zeros")          \
    X(RIX_SCREEN_DATA_AND_ZEROS, "data_and_zeros")

/** How outliers are treated: X(constant, name). */
#define RIX_TREATMENT_LIST(X)                                      \
    X(RIX_TREAT_INHERIT,                "inherit")                \
    X(RIX_TREAT_NONE,                   "none")                   \
    X(RIX_TREAT_WINSORISE,              "winsorise")              \
    X(RIX_TREAT_PERCENTILES,            "percentiles")            \
    X(RIX_TREAT_FENCES,                 "fences")                 \
    X(RIX_TREAT_TRANSFORM,              "transform")              \
    X(RIX_TREAT_WINSORISE_OR_TRANSFORM, "winsorise_or_transform")

/** Transforms of a skewed indicator: X(constant, name). */
#define RIX_TRANSFORM_LIST(X)                                \
    X(RIX_TRANSFORM_INHERIT,           "inherit")           \
    X(RIX_TRANSFORM_LOG,               "log")               \
    X(RIX_TRANSFORM_LOG_CT,            "log_ct")            \
    X(RIX_TRANSFORM_LOG_CT_PLUS,       "log_ct_plus")       \
    X(RIX_TRANSFORM_LOG_CT_ORIG,       "log_ct_orig")       \
    X(RIX_TRANSFORM_LOG_GII,           "log_gii")           \
    X(RIX_TRANSFORM_SQRT,              "sqrt")              \
    X(RIX_TRANSFORM_ASINH,             "asinh")             \
    X(RIX_TRANSFORM_BOXCOX,            "boxcox")            \
    X(RIX_TRANSFORM_BOXCOX_SHIFTED,    "boxcox_shifted")    \
    X(RIX_TRANSFORM_BOXCOX_ML,         "boxcox_ml")         \
    X(RIX_TRANSFORM_BOXCOX_SHIFTED_ML, "boxcox_shifted_ml")

/** What a treatment came to: X(constant, name). */
#define RIX_TREATMENT_ACTION_LIST(X)            \
    X(RIX_ACTION_NONE,      "none")      \
    X(RIX_ACTION_WINSORISE, "winsorise") \
    X(RIX_ACTION_TRANSFORM, "transform") \
    X(RIX_ACTION_REVERTED,  "reverted")  \
    X(RIX_ACTION_UNDEFINED, "undefined")

/** Which rows of a panel are taken together: X(constant, name). */
#define RIX_OVER_LIST(X)           \
    X(RIX_OVER_ALL,    "all")    \
    X(RIX_OVER_PERIOD, "period") \
    X(RIX_OVER_BASE,   "base")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,

/** The indicators as they came in, and after each step; see rix_index_stage. */
typedef enum rix_stage { RIX_STAGE_LIST(RIX_ENUM_ENTRY) } rix_stage;

/**
 * What a missing value of a column becomes; only observed values are ever a source:
 * - none: it stays missing;
 * - constant: `value`;
 * - mean, median: that of the column (of an even count, the mean of the two middle values);
 * - group_mean, group_median: that of the column over the units with the same group label;
 * - row_mean: every column is mapped onto [0, 1] by its extremes, direction -1 mirrored; the mean of
 *   the unit's own values in the other columns of the same block is mapped back. In an index, a
 *   block is the indicators with the same parent. Constant columns tell nothing and are no source;
 *   a gap in one becomes the constant;
 * - em: its conditional expectation given the unit's values in the other columns of the block (`whole`: of
 *   the table), under the multivariate normal distribution whose mean and covariance are of maximum likelihood,
 *   by the EM algorithm (Dempster, Laird and Rubin 1977, JRSS B 39: 1-38; Little and Rubin, Statistical
 *   Analysis with Missing Data, 3rd ed., section 11.2). It needs more units than columns: where the
 *   covariance becomes singular the gaps of the block stay missing, unless there is a `ridge`.
 *   Constant columns as under row_mean. A unit without any value in the block gets the mean vector.
 *   The covariance of two columns that no unit has both of is not determined by the data;
 * - nearest: the mean of the column over the `neighbours` units nearest among those that have it, with those that
 *   tie with the last of them, so that the order of the units does not matter. The distance of two units is the root mean square
 *   difference over the columns of the block that both have, which are standardised first (mean 0, population
 *   standard deviation 1; `by_range`: minimum 0, maximum 1) and not constant; units without a common
 *   column are no neighbours. `by_distance` weights by 1/distance; units at distance 0 then count alone.
 *   (Troyanskaya et al. 2001, Bioinformatics 17: 520-525; scikit-learn's nan_euclidean distances are these times a constant.)
 *
 * - latest: panels: the unit's latest earlier value, at most `max_lag` periods of the table back; without
 *   one it stays missing, as nothing looks forward and no imputed value is a source;
 * - constant_in_time: panels: the same from any time back; before the unit's first value, that one;
 * - linear_in_time: panels: between the unit's values before and after, in proportion to the time between;
 *   before its first value that one, after its last value that one. A series of one value becomes constant. Under
 *   `compat` it is an error, as in COINr 1.1.14.
 *
 * A unit without any value in the column keeps its gaps under the last three: there is no fall-back.
 *
 * In a panel, `over` says whether means, medians, groups, extremes, neighbours and covariances are those of all rows or of
 * the rows of the same period, to which the fall-back is then confined as well.
 *
 * Where the group, the row or the neighbours have no value at all (or the unit no group), the overall value of the
 * column is taken: the mean, or the median for group_median. Under `compat` it stays missing, as in
 * COINr 1.1.14, whose documentation does not say so.
 */
typedef enum rix_imputation { RIX_IMPUTATION_LIST(RIX_ENUM_ENTRY) } rix_imputation;

/**
 * Which units are kept:
 * - none: all;
 * - data: those whose share of columns with data is at least min_data;
 * - zeros: those whose share of values that are not zero, among the values there, is at least
 *   min_nonzero;
 * - data_and_zeros: those for which both hold.
 */
typedef enum rix_screening { RIX_SCREENING_LIST(RIX_ENUM_ENTRY) } rix_screening;

/**
 * What is done to the outliers of a column. A column *passes* if |skewness| < options->skewness or
 * kurtosis < options->kurtosis, with bias-corrected skewness and (excess) kurtosis (Joanes and Gill,
 * 1998, G1 and G2); it needs three values, four for the kurtosis, and not all equal.
 * - inherit: as the recipe says (in a recipe itself: not allowed);
 * - none: nothing;
 * - winsorise: while the column does not pass and fewer than max_points values have been moved, all
 *   values tied at the maximum become the next smaller value (at the minimum the next larger, where
 *   the skewness is negative). Ties move together, so the count may end above max_points;
 * - percentiles: values beyond the quantiles low_share and high_share (R's type 7) become these;
 * - fences: values beyond q25 - fence * IQR and q75 + fence * IQR become these (Tukey);
 * - transform: the transform, whether or not the column passes;
 * - winsorise_or_transform: a column that passes is left alone; winsorise; if the result does not
 *   pass, the transform is applied to the column as it was (with `combined`, as winsorised) and
 *   kept. With max_points 0 this is the transform of the columns that do not pass.
 */
typedef enum rix_treatment { RIX_TREATMENT_LIST(RIX_ENUM_ENTRY) } rix_treatment;

/**
 * Transforms, with a = 0.01 (max - min) over the values of the column:
 * - inherit: as the recipe says;
 * - log: ln x, x > 0;
 * - log_ct: ln(x - min + a);
 * - log_ct_plus: the same where the skewness is positive, otherwise -ln(max + a - x);
 * - log_ct_orig: ln(x - min + 1);
 * - log_gii: ln((max - 1)(x - min)/(max - min) + 1), max > 0; it turns the order round where
 *   max < 1, which the log of an index warns of. Under `compat` the column itself, unchanged: COINr
 *   1.1.14 computes the transform and returns its argument;
 * - sqrt: the square root, x >= 0;
 * - asinh: ln(x + sqrt(x^2 + 1));
 * - boxcox: (x^lambda - 1)/lambda, ln x for lambda 0, x > 0 (Box and Cox, 1964);
 * - boxcox_shifted: the same of x - min + 1;
 * - boxcox_ml, boxcox_shifted_ml: these with the lambda of largest likelihood if the transformed values are normal:
 *   -n/2 log(variance of y) + (lambda - 1) sum(ln x), divisor n. With u = x over the geometric mean this is
 *   -n/2 log var(y(u)), and var(y(u)) is a sum of squared integrals of u^(lambda - 1), so its logarithm is convex: there
 *   is exactly one maximum, which is found to the last digits whatever its size.
 *
 * A column whose values are all equal has no shape and is left alone.
 */
typedef enum rix_transform { RIX_TRANSFORM_LIST(RIX_ENUM_ENTRY) } rix_transform;

/**
 * - none: it was left alone, because it passes or because nothing lay beyond the bounds;
 * - winsorise: values were moved, and that was enough, or all that was asked for;
 * - transform: it was transformed;
 * - reverted: all its values became equal on the way, so it was left as it was;
 * - undefined: too few values, or all equal.
 */
typedef enum rix_treatment_action { RIX_TREATMENT_ACTION_LIST(RIX_ENUM_ENTRY) } rix_treatment_action;

/** Rows of a panel: all together, each period by itself, or those of a base period for all (rix_normalise_options). */
typedef enum rix_over { RIX_OVER_LIST(RIX_ENUM_ENTRY) } rix_over;

#undef RIX_ENUM_ENTRY

/**
 * The names of the enumerators above, for bindings and configuration files.
 *
 * @param value  any value
 * @return a static string, "unknown" for no enumerator. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_stage_name(rix_stage value);
/** As rix_stage_name, for imputations. @since 0.1 */
RIX_API const char *rix_imputation_name(rix_imputation value);
/** As rix_stage_name, for rules of screening. @since 0.1 */
RIX_API const char *rix_screening_name(rix_screening value);
/** As rix_stage_name, for treatments. @since 0.1 */
RIX_API const char *rix_treatment_name(rix_treatment value);
/** As rix_stage_name, for transforms. @since 0.1 */
RIX_API const char *rix_transform_name(rix_transform value);
/** As rix_stage_name, for what a treatment came to. @since 0.1 */
RIX_API const char *rix_treatment_action_name(rix_treatment_action value);
/** As rix_stage_name, for which rows of a panel are taken together. @since 0.1 */
RIX_API const char *rix_over_name(rix_over value);

/**
 * The enumerator of a name.
 *
 * @param name   as rix_stage_name gives it, case matters
 * @param value  [out] the enumerator; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists the names).
 * Any thread, constant time.
 * @since 0.1
 */
RIX_API rix_status rix_stage_from_name(const char *name, rix_stage *value, rix_error *err);
/** As rix_stage_from_name, for imputations. @since 0.1 */
RIX_API rix_status rix_imputation_from_name(const char *name, rix_imputation *value,
                                            rix_error *err);
/** As rix_stage_from_name, for rules of screening. @since 0.1 */
RIX_API rix_status rix_screening_from_name(const char *name, rix_screening *value, rix_error *err);
/** As rix_stage_from_name, for treatments. @since 0.1 */
RIX_API rix_status rix_treatment_from_name(const char *name, rix_treatment *value, rix_error *err);
/** As rix_stage_from_name, for transforms. @since 0.1 */
RIX_API rix_status rix_transform_from_name(const char *name, rix_transform *value, rix_error *err);
/** As rix_stage_from_name, for which rows of a panel are taken together. @since 0.1 */
RIX_API rix_status rix_over_from_name(const char *name, rix_over *value, rix_error *err);

/* --------------------------------------------------------------------------------- denominate -- */

/** The step 'denominate': indicators whose node names a denominator are divided by it. */
typedef struct rix_denominate_options {
    bool apply;   /**< whether it is done */
    double scale; /**< finite and not 0: x / (denominator / scale), as 1000 for "per thousand" */
} rix_denominate_options;

/** Nothing is divided. */
#define RIX_DENOMINATE_INIT { false, 1.0 }

/**
 * Divides columns by other columns: x / (denominator / scale).
 *
 * @param values        units x columns; NaN is missing
 * @param denominators  units x any number of columns
 * @param by            values.cols numbers of columns of denominators; RIX_NO_INDEX: the column stays
 * @param scale         values.cols scale factors, finite and not 0; NULL: 1
 * @param out           [out] units x columns; missing where either is; untouched on failure. May be
 *                      `values` itself, in the same layout
 * @param err           NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: sizes that do not fit, a number in `by` out of range;
 *         RIX_EDOMAIN: an infinite value, a denominator of 0, a bad scale; RIX_ENUMERIC: a quotient
 *         beyond the finite numbers; RIX_ENOMEM; RIX_EOVERFLOW.
 * Time units * columns. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_denominate(rix_mat values, rix_mat denominators, const size_t *by,
                                  const double *scale, rix_out out, rix_error *err);

/* ------------------------------------------------------------------------------------- impute -- */

/** The step 'impute'. */
typedef struct rix_impute_options {
    rix_imputation method;
    double value;              /**< constant: what a missing value becomes, finite */
    const char *const *groups; /**< group methods: label of each unit's group, in the order of the
                                    table; NULL or "": in none */
    bool compat;               /**< as COINr: no fall-back to the overall value */
    bool whole;                /**< em, nearest: over all columns, not block by block */
    double tolerance;          /**< em: stops when no mean (in standard deviations), and no covariance of the
                                    standardised columns, changes by more; > 0, finite */
    size_t max_iterations;     /**< em: >= 1 */
    double ridge;              /**< em: r >= 0, finite: is added to the variances of the standardised columns in each
                                    iteration, which maximises log-likelihood - n r / 2 tr(inverse covariance) */
    size_t neighbours;         /**< nearest: >= 1 */
    bool by_distance;          /**< nearest: weights 1/distance, not equal */
    bool by_range;             /**< nearest: columns from 0 to 1, not standardised */
    rix_over over;             /**< panels: all, or period */
    size_t max_lag;            /**< latest: how many periods back; RIX_NO_INDEX: any number */
} rix_impute_options;

/** Missing values stay missing. */
#define RIX_IMPUTE_INIT                                                                            \
    { RIX_IMPUTE_NONE, 0.0,   NULL,  false,        false,       1e-10, 1000, 0.0, 5,              \
      false,           false, RIX_OVER_ALL, RIX_NO_INDEX }

/** What imputing a column came to. */
typedef struct rix_imputed {
    size_t missing;   /**< values missing before */
    size_t imputed;   /**< of these, imputed */
    size_t fell_back; /**< of these, by the overall value, for want of a group's, a row's, or neighbours */
    size_t iterations;     /**< em: of the column's block; 0: nothing to do there */
    bool converged;        /**< em: within max_iterations */
    double log_likelihood; /**< em: of the observed values of the block, but for constant columns, in their own
                                units; NaN if nothing was to do, or the covariance is singular */
} rix_imputed;

/**
 * Fills in missing values. Panels: see rix_impute_panel.
 *
 * @param values   units x columns; NaN is missing
 * @param options  NULL for RIX_IMPUTE_INIT
 * @param blocks   row_mean, em, nearest: block of each of the values.cols columns; NULL: all in one
 * @param directions  row_mean: +1 or -1 for each column; NULL: +1
 * @param out      [out] units x columns; untouched on failure. May be `values` itself
 * @param report   [out] values.cols of them; NULL if not wanted
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a bad option, no groups where the method needs them, a method or `over` that
 *         ask for periods, a direction that is not +1 or -1; RIX_EDIM: size of out; RIX_EDOMAIN: an infinite value; RIX_ENOMEM;
 *         RIX_EOVERFLOW.
 * Time units * columns (times log units for medians, times the columns of a block for row_mean and, squared,
 * for each iteration of em; times units for nearest). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_impute(rix_mat values, const rix_impute_options *options,
                              const size_t *blocks, const int *directions, rix_out out,
                              rix_imputed *report, rix_error *err);

/* ------------------------------------------------------------------------------------- screen -- */

/** The step 'screen'. */
typedef struct rix_screen_options {
    rix_screening method;
    double min_data;            /**< smallest share of columns with data, in [0, 1] */
    double min_nonzero;         /**< smallest share of values that are not zero, in [0, 1] */
    const char *const *include; /**< labels of units that are kept in any case */
    size_t n_include;
    const char *const *exclude; /**< labels of units that are left out in any case */
    size_t n_exclude;
} rix_screen_options;

/** All units are kept. */
#define RIX_SCREEN_INIT { RIX_SCREEN_NONE, 2.0 / 3.0, 0.05, NULL, 0, NULL, 0 }

/** A unit's data, and whether it is kept. */
typedef struct rix_screened {
    size_t n_missing, n_zero; /**< columns without data; values that are zero */
    double data_share;        /**< columns with data / columns */
    double nonzero_share;     /**< values that are not zero / values there; NaN without any */
    bool low_data;            /**< data_share < min_data */
    bool low_nonzero;         /**< nonzero_share < min_nonzero, or no data */
    bool forced;              /**< its label is in include or exclude */
    bool included;            /**< it is kept */
} rix_screened;

/**
 * Says which units have data enough.
 *
 * @param values   units x columns; NaN is missing
 * @param options  NULL for RIX_SCREEN_INIT
 * @param units    label of each unit; may be NULL where none is forced
 * @param report   [out] values.rows of them; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a bad option, no columns; RIX_ENOTFOUND: no unit with a forced
 *         label, or one both included and excluded; RIX_EDOMAIN: an infinite value; RIX_EOVERFLOW.
 * Time units * (columns + forced labels). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_screen(rix_mat values, const rix_screen_options *options,
                              const char *const *units, rix_screened *report, rix_error *err);

/* -------------------------------------------------------------------------------------- treat -- */

/** The step 'treat'. */
typedef struct rix_treat_options {
    rix_treatment method;         /**< for indicators that do not say */
    size_t max_points;            /**< winsorise: passes go on below it; RIX_NO_INDEX: no limit */
    double skewness, kurtosis;    /**< a column passes below either; > 0 and any, not NaN */
    bool force;                   /**< winsorise even while the column passes */
    double low_share, high_share; /**< percentiles: 0 <= low < high <= 1 */
    double fence;                 /**< fences: times the interquartile range, >= 0, finite */
    rix_transform transform;      /**< for indicators that do not say */
    double lambda;                /**< boxcox, boxcox_shifted: the power, finite */
    bool combined;                /**< winsorise_or_transform: transform what has been winsorised */
    bool compat;                  /**< as COINr: log_gii does nothing */
    rix_over over;                /**< panels: over all rows, or each period by itself; not base */
} rix_treat_options;

/** Nothing is treated; winsorising stops at 5 points, the transform is log_ct. */
#define RIX_TREAT_INIT                                                                             \
    { RIX_TREAT_NONE, 5, 2.0, 3.5, false, 0.05, 0.95, 1.5, RIX_TRANSFORM_LOG_CT, 0.0, false, false,\
      RIX_OVER_ALL }

/** What treating a column came to. Statistics are NaN where undefined, or where that step was not taken. */
typedef struct rix_treated {
    rix_treatment method;          /**< what was asked for */
    rix_treatment_action action;   /**< what it came to */
    double skew_before, kurt_before;
    bool pass_before;
    bool winsorised;               /**< whether winsorising was tried: the next lines say how it went */
    size_t n_high, n_low;          /**< values moved down from above, up from below; if it was reverted,
                                        they had been moved before */
    double high, low;              /**< what these became; NaN if there are none */
    double skew_winsorised, kurt_winsorised;
    bool pass_winsorised;
    bool undone;                   /**< winsorising was given up: for a transform of the original, or
                                        because it makes all values equal */
    bool transformed;              /**< whether it was transformed: likewise */
    rix_transform transform;       /**< which; inherit if none */
    bool mirrored;                 /**< log_ct_plus took its mirrored branch */
    double skew_transformed, kurt_transformed;
    bool pass_transformed;
    double lambda;                 /**< Box-Cox: the power, given or found; else NaN */
} rix_treated;

/**
 * Treats the outliers of every column. It knows no periods: of a panel, one period at a time, or all rows together.
 *
 * @param values   units x columns; NaN is missing and stays so
 * @param options  NULL for RIX_TREAT_INIT; the same for all columns
 * @param out      [out] units x columns; untouched on failure. May be `values` itself
 * @param report   [out] values.cols of them; NULL if not wanted
 * @param err      NULL, or filled on failure only; names row and column
 * @return RIX_OK; RIX_EINVAL: NULL or a bad option; RIX_EDIM: size of out; RIX_EDOMAIN: an infinite
 *         value, or one outside of the domain of the transform; RIX_ENUMERIC: a result beyond the
 *         finite numbers; RIX_ENOMEM; RIX_EOVERFLOW.
 * Time units * columns * (1 + passes of winsorising), times log units for percentiles and fences.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_treat(rix_mat values, const rix_treat_options *options, rix_out out,
                             rix_treated *report, rix_error *err);

RIX_END_DECLS
#endif
