/* riskidx/calibration.h - parameters of a scenario fitted to series of deaths, cases or admissions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_CALIBRATION_H
#define RISKIDX_CALIBRATION_H

#include <riskidx/epidemic.h>

RIX_BEGIN_DECLS

/* clang-format off */
/** How what was seen lies around what is expected, m: X(constant, name in the bindings). */
#define RIX_LIKELIHOOD_LIST(X)                                                                     \
    X(RIX_LIKELIHOOD_GAUSSIAN, "gaussian") /* variance dispersion^2 */                             \
    X(RIX_LIKELIHOOD_POISSON,  "poisson")  /* variance m; no dispersion */                         \
    X(RIX_LIKELIHOOD_NEGATIVE_BINOMIAL, "negative_binomial") /* variance m + m^2 / dispersion */

/** What is seen of states: X(constant, name in the bindings). */
#define RIX_SEEN_LIST(X)                                                                           \
    X(RIX_SEEN_INCREASE, "increase") /* how much their sum grew: new deaths of cumulative ones */  \
    X(RIX_SEEN_LEVEL,    "level")    /* their sum at the end: people in hospital */

/** What is fitted: X(constant, name in the bindings). */
#define RIX_FIT_LIST(X)                                                                            \
    X(RIX_FIT_PARAMETER,  "parameter")  /* of the scenario */                                      \
    X(RIX_FIT_SHARE,      "share")      /* of a series: the share that is reported */              \
    X(RIX_FIT_DISPERSION, "dispersion") /* of a series */

/** What is known of a parameter beforehand: X(constant, name in the bindings). */
#define RIX_PRIOR_LIST(X)                                                                          \
    X(RIX_PRIOR_NONE,       "none")       /* all values within bounds alike */                     \
    X(RIX_PRIOR_NORMAL,     "normal")     /* mean a, standard deviation b */                       \
    X(RIX_PRIOR_LOG_NORMAL, "log_normal") /* its logarithm has mean a, standard deviation b */

/** Why a search ended: X(constant, name in the bindings). */
#define RIX_FIT_END_LIST(X)                                                                        \
    X(RIX_FIT_CONVERGED,  "converged")  /* no gain is left, and the curvature there is sound */    \
    X(RIX_FIT_ITERATIONS, "iterations") /* as many iterations as were allowed */                   \
    X(RIX_FIT_STALLED,    "stalled")    /* no step gains, though the slope says that some should */ \
    X(RIX_FIT_FLAT,       "flat")       /* the data do not tell the parameters apart */            \
    X(RIX_FIT_IMPOSSIBLE, "impossible") /* what was seen cannot be at the start */
/* clang-format on */

#define RIX_CALIBRATION_ENUM(code, name) code,
/** See RIX_LIKELIHOOD_LIST. */
typedef enum rix_likelihood { RIX_LIKELIHOOD_LIST(RIX_CALIBRATION_ENUM) } rix_likelihood;
/** See RIX_SEEN_LIST. */
typedef enum rix_seen { RIX_SEEN_LIST(RIX_CALIBRATION_ENUM) } rix_seen;
/** See RIX_FIT_LIST. */
typedef enum rix_fit_kind { RIX_FIT_LIST(RIX_CALIBRATION_ENUM) } rix_fit_kind;
/** See RIX_PRIOR_LIST. */
typedef enum rix_prior { RIX_PRIOR_LIST(RIX_CALIBRATION_ENUM) } rix_prior;
/** See RIX_FIT_END_LIST. */
typedef enum rix_fit_end { RIX_FIT_END_LIST(RIX_CALIBRATION_ENUM) } rix_fit_end;
#undef RIX_CALIBRATION_ENUM

/** A series that was seen, of which share * (increase or level of the sum of some states) is expected. */
typedef struct rix_series {
    const char *name;     /**< for messages; NULL: "series" */
    rix_vec values;       /**< number i is of the periods i * every .. (i + 1) * every - 1; NaN: not seen */
    const size_t *states; /**< numbers of the states that are summed */
    size_t n_states;      /**< >= 1 */
    rix_seen seen;
    size_t every;         /**< >= 1: periods to a value */
    rix_likelihood likelihood;
    double share;         /**< > 0; what is expected is this times what the model says */
    double dispersion;    /**< > 0; not read by "poisson" */
} rix_series;

/** Nothing seen yet; deaths a period, all reported, Poisson. */
#define RIX_SERIES_INIT                                                                            \
    {                                                                                              \
        NULL, { NULL, 0, 1 }, NULL, 0, RIX_SEEN_INCREASE, 1, RIX_LIKELIHOOD_POISSON, 1.0, 1.0      \
    }

/** Something that is fitted. It is searched on a logarithmic scale where low > 0, else on its own. */
typedef struct rix_fit {
    rix_fit_kind kind;
    size_t number;    /**< of the parameter (rix_scenario_find_param), or of the series */
    double start;     /**< NaN: as it is in the scenario or series */
    double low, high; /**< low < high, perhaps infinite; NaN: what the model accepts, above 0 for a share or dispersion */
    rix_prior prior;
    double a, b; /**< of the prior */
} rix_fit;

/** The first parameter, from where it is, between its own bounds. */
#define RIX_FIT_INIT                                                                               \
    {                                                                                              \
        RIX_FIT_PARAMETER, 0, RIX_NAN, RIX_NAN, RIX_NAN, RIX_PRIOR_NONE, 0.0, 1.0                  \
    }

/** How a fit is searched. Start from RIX_CALIBRATE_OPTIONS_INIT. */
typedef struct rix_calibrate_options {
    size_t starts;         /**< >= 1: searches; the first from the starts given, others from drawn ones */
    uint64_t seed;         /**< of those */
    size_t max_iterations; /**< >= 1, of each search */
    double tolerance;      /**< > 0: gain in the logarithm of the posterior that is no longer worth a step */
    double level;          /**< in (0, 1): of the intervals */
    bool allow_inexact;    /**< a gradient that is not exact will do */
    rix_run run;           /**< searches run on threads; progress */
} rix_calibrate_options;

/** One search, of at most 200 iterations, down to a gain of 1e-9; intervals of 95 %. */
#define RIX_CALIBRATE_OPTIONS_INIT { 1, 0, 200, 1e-9, 0.95, false, RIX_RUN_INIT }

/** How a search went: look at converged before anything else. */
typedef struct rix_calibration {
    bool converged;
    rix_fit_end end;
    double log_likelihood; /**< with all constants */
    double log_posterior;  /**< and that of the priors */
    double gain;           /**< that the last quadratic model still promised; NaN where it had no maximum */
    double gradient_norm;  /**< largest slope, on the scale of the search, in directions that bounds leave free */
    size_t iterations, best; /**< of the search that was best; its number */
} rix_calibration;

/**
 * The logarithm of the likelihood (times priors) of what was seen, and its gradient, at values of what is fitted. The
 * scenario runs by rk4, and the gradient is the discrete adjoint's: exact but for rounding.
 *
 * @param sc        the scenario
 * @param schedule  as for rix_simulate
 * @param series    n_series
 * @param n_series  at least 1
 * @param fits      n_fits
 * @param n_fits    at least 1
 * @param at        one value for each
 * @param value     [out] 1 x 2: the logarithms of the likelihood and of the posterior, -Inf where what was seen cannot be
 * @param gradient  [out] 1 x n_fits, of the posterior; NaN where that is -Inf
 * @param expected  [out] (values of all series, one after another) x 1: what is expected, missing or not; or of no size
 * @param err       NULL, or filled on failure only; names the series, or the parameter
 * @return RIX_OK; RIX_EINVAL: NULL, a state, parameter or series that there is not, no values, an unknown enumerator, something fitted
 *         twice, a model without a gradient or across an event without one; RIX_EDIM: wrong sizes, more values than periods;
 *         RIX_EDOMAIN: negative counts, infinite values, shares, dispersions or bounds that cannot be; RIX_EMISSING: all values missing; and as
 *         rix_scenario_with_params and rix_gradient. Outputs are untouched on failure.
 * Time that of rix_gradient. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_log_likelihood(const rix_scenario *sc, rix_mat schedule,
                                      const rix_series *series, size_t n_series,
                                      const rix_fit *fits, size_t n_fits, rix_vec at, rix_out value,
                                      rix_out gradient, rix_out expected, rix_error *err);

/**
 * Finds the values that make what was seen, and what was known before, likeliest: Newton's method within bounds, by exact
 * gradients, with a Hessian of their differences that is lifted where it has no maximum. Standard errors
 * are of the Hessian there. A search that does not converge is no error: result says so and why, and its standard errors and
 * intervals are NaN.
 *
 * @param sc          the scenario
 * @param schedule    as for rix_simulate
 * @param series      n_series
 * @param n_series    at least 1
 * @param fits        n_fits
 * @param n_fits      at least 1
 * @param options     NULL: RIX_CALIBRATE_OPTIONS_INIT
 * @param estimates   [out] n_fits x 4: estimate, standard error, lower and upper end of the interval (which is symmetric
 *                    on the scale of the search). At a bound the last three are NaN
 * @param covariance  [out] n_fits x n_fits, on the natural scale; NaN at bounds; or of no size
 * @param searches    [out] starts x (n_fits + 2): where each ended, the logarithm of its posterior, and why (a
 *                    rix_fit_end); or of no size
 * @param result      [out] how the best search went
 * @param err         NULL, or filled on failure only
 * @return as rix_log_likelihood; RIX_EINVAL: an option that cannot be; RIX_EDOMAIN: a start outside of its bounds; RIX_ENUMERIC: what was seen
 *         cannot be at any start; RIX_ECANCELLED. Outputs are untouched on failure.
 * Time starts * iterations * (2 n_fits + 2) * that of rix_gradient. Any thread; threads do not change a bit.
 * @since 0.1
 */
RIX_API rix_status rix_calibrate(const rix_scenario *sc, rix_mat schedule, const rix_series *series,
                                 size_t n_series, const rix_fit *fits, size_t n_fits,
                                 const rix_calibrate_options *options, rix_out estimates,
                                 rix_out covariance, rix_out searches, rix_calibration *result,
                                 rix_error *err);

RIX_END_DECLS
#endif
