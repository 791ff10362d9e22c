/* riskidx/surveillance.h - the indicators that zone rules need, from counts of cases, tests and deaths.
 *
 * All of it works on panels, units x periods of one length (days, say), oldest first. What real counts suffer
 * from - holes, negative corrections, batches after weekends - is treated by named options, never silently. A
 * result may overwrite the panel that it is made from: `out` may be the memory of an input with the same
 * strides. A count is at most 2^53 in size, where doubles stop counting; one beyond is an error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_SURVEILLANCE_H
#define RISKIDX_SURVEILLANCE_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/* clang-format off */
/** What is done with a hole in cumulative counts: X(constant, name). */
#define RIX_HOLES_LIST(X)               \
    X(RIX_HOLES_KEEP,   "keep")   \
    X(RIX_HOLES_LINEAR, "linear") \
    X(RIX_HOLES_CARRY,  "carry")

/** What is done where cumulative counts decrease: X(constant, name). */
#define RIX_CORRECTIONS_LIST(X)              \
    X(RIX_CORRECTIONS_ERROR,  "error")  \
    X(RIX_CORRECTIONS_KEEP,   "keep")   \
    X(RIX_CORRECTIONS_ZERO,   "zero")   \
    X(RIX_CORRECTIONS_SPREAD, "spread")

/** What is done with batches, days without reports followed by their sum: X(constant, name). */
#define RIX_BATCHES_LIST(X)             \
    X(RIX_BATCHES_KEEP,   "keep")   \
    X(RIX_BATCHES_SPREAD, "spread")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
/**
 * A hole in cumulative counts, i.e. missing periods between two that are present:
 * - keep: new counts of the hole and of the next period present are missing;
 * - linear: interpolated between its ends;
 * - carry: the last count before it goes on, the next period present gets the whole rise.
 * Missing periods at either end stay.
 */
typedef enum rix_holes { RIX_HOLES_LIST(RIX_ENUM_ENTRY) } rix_holes;
/**
 * A decrease of cumulative counts from one period present to the next:
 * - error: RIX_EDOMAIN naming unit and period;
 * - keep: negative new counts;
 * - zero: no new counts in that period, and all others as reported, so that they add up to more than the last
 *   cumulative count;
 * - spread: earlier counts are lowered in proportion, so that they never exceed a later one: new counts
 *   before the correction, back to the last period whose cumulative count does not exceed the corrected one,
 *   are scaled to add up to the rise from there, and that of the correction's own period is 0. Where no
 *   cumulative count is as low as the corrected one, all new counts before are 0.
 */
typedef enum rix_corrections { RIX_CORRECTIONS_LIST(RIX_ENUM_ENTRY) } rix_corrections;
/**
 * A batch, i.e. one to six periods of zero new counts followed by a positive count: keep; spread (the count
 * is divided equally over those periods and its own). Zeros before a unit's first case, and the period of a
 * correction, are no sign of a late report and never part of a batch; neither are seven zeros or more.
 */
typedef enum rix_batches { RIX_BATCHES_LIST(RIX_ENUM_ENTRY) } rix_batches;
#undef RIX_ENUM_ENTRY

/** The name of an enumerator. @param value any value @return static, "unknown" for none. @since 0.1 */
RIX_API const char *rix_holes_name(rix_holes value);
/** As rix_holes_name. @since 0.1 */
RIX_API const char *rix_corrections_name(rix_corrections value);
/** As rix_holes_name. @since 0.1 */
RIX_API const char *rix_batches_name(rix_batches value);
/**
 * The enumerator of a name.
 *
 * @param name   as rix_holes_name gives it
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists the names).
 * @since 0.1
 */
RIX_API rix_status rix_holes_from_name(const char *name, rix_holes *value, rix_error *err);
/** As rix_holes_from_name. @since 0.1 */
RIX_API rix_status rix_corrections_from_name(const char *name, rix_corrections *value,
                                             rix_error *err);
/** As rix_holes_from_name. @since 0.1 */
RIX_API rix_status rix_batches_from_name(const char *name, rix_batches *value, rix_error *err);

/** How counts are made ready. Start from RIX_COUNTS_OPTIONS_INIT. */
typedef struct rix_counts_options {
    rix_holes holes;
    rix_corrections corrections;
    rix_batches batches;
} rix_counts_options;

/** Nothing is made up: holes and batches stay, a decrease is an error. */
#define RIX_COUNTS_OPTIONS_INIT                                                                    \
    {                                                                                              \
        RIX_HOLES_KEEP, RIX_CORRECTIONS_ERROR, RIX_BATCHES_KEEP                                    \
    }

/**
 * New counts of each period from cumulative ones. The count of the first period present is taken as new only
 * if it is 0; otherwise it is missing, since what came before is unknown.
 *
 * @param cumulative  units x periods, >= 0; NaN missing
 * @param options     NULL for RIX_COUNTS_OPTIONS_INIT; holes are treated first, then corrections, then batches
 * @param out         [out] units x periods; untouched on failure
 * @param err         NULL, or filled on failure only; row is the unit, col the period
 * @return RIX_OK; RIX_EINVAL: NULL or no such option; RIX_EDIM: wrong size of out; RIX_EDOMAIN: infinite or
 *         negative count, or a decrease under `error` (names unit, period and both counts); RIX_EOVERFLOW;
 *         RIX_ENOMEM. Time units * periods, but for a correction that reaches far back. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_new_counts(rix_mat cumulative, const rix_counts_options *options,
                                  rix_out out, rix_error *err);

/**
 * New counts of the last `window` periods per 100,000 people, each period; with window 14 the ECDC's 14-day
 * notification rate. Missing where a count of the window is missing or the window begins before the data. The
 * sum times 100,000 is divided by the population, so a rate that is a round number comes out as that number.
 *
 * @param counts      units x periods, new counts; negative ones (corrections kept) are added as they are
 * @param population  units, people, >= 1
 * @param window      periods, >= 1
 * @param out         [out] units x periods, per 100,000; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, window 0; RIX_EDIM; RIX_EDOMAIN: infinite count, population missing,
 *         infinite or below 1 (names the unit and the value); RIX_EOVERFLOW; RIX_ENOMEM. Time units * periods
 *         * window, as for all that follows but where it says otherwise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_incidence(rix_mat counts, rix_vec population, size_t window, rix_out out,
                                 rix_error *err);

/**
 * Mean of the last `window` periods, each period. Missing as for rix_incidence.
 *
 * @param counts  units x periods
 * @param window  periods, >= 1
 * @param out     [out] units x periods; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return as rix_incidence
 * @since 0.1
 */
RIX_API rix_status rix_moving_mean(rix_mat counts, size_t window, rix_out out, rix_error *err);

/**
 * Positivity: positive tests of the last `window` periods as a percentage of all tests of them.
 * Missing where a count is missing or there were no tests.
 *
 * @param positive  units x periods, new positive tests
 * @param tests     units x periods, new tests, >= 0
 * @param window    periods, >= 1
 * @param out       [out] units x periods, per cent; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return as rix_incidence; RIX_EDOMAIN also for negative tests
 * @since 0.1
 */
RIX_API rix_status rix_positivity(rix_mat positive, rix_mat tests, size_t window, rix_out out,
                                  rix_error *err);

/**
 * Doubling time of cumulative counts C over a window: window ln 2 / ln(C(t) / C(t - window)); infinite where
 * C(t) = C(t - window) > 0; missing where C(t - window) = 0, either is missing, or C fell: a negative time
 * would read as the fastest of all to a rule by which less is worse.
 *
 * @param cumulative  units x periods, >= 0
 * @param window      periods, >= 1
 * @param out         [out] units x periods, in periods; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return as rix_incidence; RIX_EDOMAIN also for negative counts
 * Time units * periods.
 * @since 0.1
 */
RIX_API rix_status rix_doubling_time(rix_mat cumulative, size_t window, rix_out out,
                                     rix_error *err);

/**
 * Periods since the last case: 0 in a period with new cases; infinite where there never was one up to then. A
 * missing count counts as one that may have had a case: missing from there until the next case. (So after
 * rix_new_counts, where the first new count of a unit with cases before the data is missing.)
 *
 * @param counts  units x periods, new cases
 * @param out     [out] units x periods; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return as rix_incidence; RIX_EDOMAIN also for negative counts
 * Time units * periods, no memory.
 * @since 0.1
 */
RIX_API rix_status rix_days_since_case(rix_mat counts, rix_out out, rix_error *err);

/**
 * Growth: new counts of the last `window` periods divided by those of the `window` before, minus 1. Infinite
 * where the earlier sum is 0 and the later is not, missing where both are, a count is missing, or kept
 * corrections make the earlier sum negative.
 *
 * @param counts  units x periods, new counts
 * @param window  periods, >= 1
 * @param out     [out] units x periods, 0.5 is 50 % more; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return as rix_incidence
 * @since 0.1
 */
RIX_API rix_status rix_growth(rix_mat counts, size_t window, rix_out out, rix_error *err);

/**
 * Trend: Theil-Sen slope (the median of the slopes of all pairs, Sen 1968) over the last `window` periods.
 * Missing where the window begins before the data or fewer than half of its values, or fewer than two, are
 * present.
 *
 * @param values  units x periods, at most 1e300 in size
 * @param window  periods, >= 2
 * @param out     [out] units x periods, per period; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return as rix_incidence; RIX_EINVAL also for window 1
 * Time units * periods * window^2 log window.
 * @since 0.1
 */
RIX_API rix_status rix_trend(rix_mat values, size_t window, rix_out out, rix_error *err);

/** How the reproduction number is estimated. Start from RIX_RT_OPTIONS_INIT. */
typedef struct rix_rt_options {
    double si_mean; /**< serial interval, periods: mean > 1, at most 1000 */
    double si_sd;   /**< its standard deviation, from (si_mean - 1) / 50 to 10 (si_mean - 1) */
    /** Or its distribution at 0, 1, 2 ... periods, adding up to 1 within .01 (used as given), si[0] = 0.
     *  NULL: the discretised gamma shifted by 1 with si_mean and si_sd (Cori et al. 2013, web appendix 11), up
     *  to where less than 1e-12 of it is left. */
    const double *si;
    size_t n_si;       /**< length of si, >= 2 */
    size_t window;     /**< periods of the sliding window, >= 1 */
    double prior_mean; /**< gamma prior of R: mean > 0 */
    double prior_sd;   /**< standard deviation > 0, within 1e4 times and 1e-4 of the mean */
    double level;      /**< of the credible interval, in (0, 1) */
} rix_rt_options;

/** No serial interval: it must be given. Weekly window, prior of mean and sd 5, 95 % interval. */
#define RIX_RT_OPTIONS_INIT                                                                        \
    {                                                                                              \
        RIX_NAN, RIX_NAN, NULL, 0, 7, 5.0, 5.0, 0.95                                               \
    }

/**
 * Instantaneous reproduction number with its credible interval: Cori, Ferguson, Fraser and Cauchemez (2013),
 * Am. J. Epidemiol. 178(9), as in EpiEstim: posterior gamma with shape a + sum of I and scale 1 / (1/b + sum
 * of Lambda) over the window, with Lambda(t) = sum over s >= 1 of si(s) I(t - s) and a prior of shape a and
 * scale b.
 *
 * A unit's series begins with its first count present. The counts of that period are taken as imported, so
 * the first window ends `window` periods later. Missing before, and until more periods have been seen than
 * the serial interval's mean (si_mean, or that of si); missing also where a count of the window, or an
 * earlier one within reach of the serial interval, is missing: treat holes first. Where there are no cases
 * the posterior is the prior, which says little about R: look at the interval.
 *
 * @param counts   units x periods, new cases, >= 0
 * @param options  not NULL, since a serial interval must be stated
 * @param mean     [out] units x periods; posterior mean; untouched on failure
 * @param low      [out] units x periods; lower end of the central credible interval; untouched on failure
 * @param high     [out] units x periods; upper end; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a bad option, no serial interval; RIX_EDIM; RIX_EDOMAIN: negative or
 *         infinite count; RIX_EOVERFLOW; RIX_ENOMEM. Time units * periods * (length of the serial interval +
 *         window). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_reproduction_number(rix_mat counts, const rix_rt_options *options,
                                           rix_out mean, rix_out low, rix_out high, rix_error *err);

RIX_END_DECLS
#endif
