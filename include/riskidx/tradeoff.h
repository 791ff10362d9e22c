/* riskidx/tradeoff.h - what every exit costs in lives and output: efficient sets and curves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_TRADEOFF_H
#define RISKIDX_TRADEOFF_H

#include <riskidx/epidemic.h>
#include <riskidx/policy.h>

RIX_BEGIN_DECLS

/**
 * The efficient rows of a table of outcomes: those that no other row beats, where a row beats
 * another if it is no larger in any column and smaller in one. Of equal rows only the first counts.
 *
 * @param outcomes  rows x columns, less is better; a row with a NaN is never efficient and beats none;
 *                  infinities order as usual
 * @param rows      [out] room for outcomes.rows numbers: the efficient rows by increasing first column, then
 *                  second ...; untouched on failure
 * @param count     [out] how many; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no columns; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time n log n for one or two columns, n log n + n * efficient rows otherwise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_efficient_set(rix_mat outcomes, size_t *rows, size_t *count, rix_error *err);

/**
 * Sorts the rows of a table of outcomes into fronts: front 0 is beaten by no row, front 1 by rows of front 0 only,
 * and so on, where a row beats another as in rix_efficient_set. Equal rows share a front, so the efficient set is
 * front 0 without its repeats. Efficient non-dominated sort with binary search (Zhang, Tian, Cheng and Jin 2015).
 *
 * @param outcomes  rows x columns, less is better; infinities order as usual
 * @param front     [out] outcomes.rows numbers: the front of each row, RIX_NO_INDEX for a row with a NaN, which
 *                  beats none; untouched on failure
 * @param count     [out] number of fronts; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no columns; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time n log n for one or two columns, at most n^2 * columns otherwise. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_efficient_fronts(rix_mat outcomes, size_t *front, size_t *count,
                                        rix_error *err);

/**
 * The hypervolume of a table of outcomes: the volume of all that some row is no worse than and that is no worse
 * than the reference point, less being better. Exact: a sweep in two and three columns; with more columns those
 * are cut off one by one, as in the algorithm WFG (While, Bradstreet and Barone 2012).
 *
 * @param outcomes   rows x columns; a row with a NaN, or not below the reference in every column, adds nothing
 * @param reference  one number a column, finite
 * @param volume     [out] in the product of the columns' units, 0 for no rows; untouched on failure
 * @param err        NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no columns; RIX_EDIM: not one reference a column; RIX_EDOMAIN: a reference
 *         missing or infinite, a cell of -infinity; RIX_ENUMERIC: the volume is not a finite number; RIX_EOVERFLOW;
 *         RIX_ENOMEM.
 *
 * Time n log n for one or two columns, n log n + n * (efficient rows) for three, and for c > 3 columns up to
 * n^(c - 2) * log n: moderate tables. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_hypervolume(rix_mat outcomes, rix_vec reference, double *volume,
                                   rix_error *err);

/* clang-format off */
/** What makes a point of a curve its knee: X(constant, name). */
#define RIX_KNEE_LIST(X)            \
    X(RIX_KNEE_CHORD,   "chord")   \
    X(RIX_KNEE_ANGLE,   "angle")   \
    X(RIX_KNEE_UTILITY, "utility") \
    X(RIX_KNEE_IDEAL,   "ideal")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
/**
 * What makes a point of a curve its knee, all outcomes scaled to [0, 1] over the curve:
 * - chord: the largest distance below the straight line through the ends of the curve (Das 1999);
 * - angle: the sharpest bend, between the lines to the neighbours of a point (Branke, Deb, Dierolf and Osswald 2004);
 * - utility: the point that would be missed most: the loss of w x + (1 - w) y if the next best point had to do,
 *   in expectation over w uniform on [0, 1] (the same);
 * - ideal: the least Euclidean distance from the point that is best in every outcome (Zeleny 1973); in any number
 *   of outcomes.
 */
typedef enum rix_knee_method { RIX_KNEE_LIST(RIX_ENUM_ENTRY) } rix_knee_method;
#undef RIX_ENUM_ENTRY

/** As rix_normalisation_name, for definitions of the knee. @since 0.1 */
RIX_API const char *rix_knee_method_name(rix_knee_method value);
/** As rix_normalisation_from_name, for definitions of the knee. @since 0.1 */
RIX_API rix_status rix_knee_method_from_name(const char *name, rix_knee_method *value,
                                             rix_error *err);

/**
 * The knee of a curve: the point after which more of one outcome buys little of the other.
 *
 * @param outcomes  rows x columns, less is better; the curve is its efficient set
 * @param method    what makes a knee; all but RIX_KNEE_IDEAL take two columns
 * @param row       [out] the row at the knee, of equals the one with the smallest first column; RIX_NO_INDEX if
 *                  there is none: an empty curve, and but for RIX_KNEE_IDEAL one of fewer than three points or one
 *                  that nowhere bends towards the best; untouched on failure
 * @param strength  NULL, or [out] the distance, the angle less pi in radians, or the expected loss: 0 if there is
 *                  no knee; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no columns, no such method; RIX_EDIM: not two columns; RIX_EDOMAIN: an infinite
 *         value; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time that of rix_efficient_set. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_knee(rix_mat outcomes, rix_knee_method method, size_t *row,
                            double *strength, rix_error *err);

/**
 * Where a path stands against a table of options: the efficient rows that beat it, the nearest first. None does if
 * the path is efficient itself, or better than all.
 *
 * @param outcomes   rows x columns, less is better; a row with a NaN is no option
 * @param own        the outcomes of the path, one a column, finite
 * @param rows       [out] room for outcomes.rows numbers: the rows that are no larger than the path in any column and
 *                   smaller in one, by increasing distance, then number; untouched on failure
 * @param distances  [out] room for as many: the Euclidean distance between row and path, every column as a share of its
 *                   range over the efficient rows and the path; untouched on failure
 * @param count      [out] how many; untouched on failure
 * @param err        NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no columns; RIX_EDIM: not one outcome a column; RIX_EDOMAIN: an outcome of the path
 *         missing or infinite; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time that of rix_efficient_set. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_stand(rix_mat outcomes, rix_vec own, size_t *rows, double *distances,
                             size_t *count, rix_error *err);

/** What the plans of a curve must keep to: outcome <= most. */
typedef struct rix_curve_bound {
    const char *outcome; /**< its name */
    double most;         /**< in its unit */
} rix_curve_bound;

/** How a curve is drawn. Start from RIX_CURVE_OPTIONS_INIT. */
typedef struct rix_curve_options {
    const char *x;           /**< name of the first outcome */
    const char *y;           /**< name of the second, another one */
    rix_run run;             /**< threads and progress */
    const char *const *also; /**< n_also names of further outcomes, none of them twice: points are efficient in all */
    size_t n_also;
    const rix_curve_bound *bounds; /**< n_bounds; plans beyond one are neither on the curve nor beat any */
    size_t n_bounds;
} rix_curve_options;

/** Economic loss against deaths. */
#define RIX_CURVE_OPTIONS_INIT { "economic_loss", "deaths", RIX_RUN_INIT, NULL, 0, NULL, 0 }

/** A trade-off curve: the outcomes of all plans, and the efficient points among them. */
typedef struct rix_curve rix_curve;

/**
 * The practical curve: simulates every plan of a family and keeps those that are efficient in two or more
 * outcomes, among those within bounds.
 *
 * @param sc       the scenario
 * @param family   the plans; copied
 * @param options  NULL for RIX_CURVE_OPTIONS_INIT
 * @param out      [out] the curve, to be freed with rix_curve_free; untouched on failure
 * @param err      NULL, or filled on failure only; the message names the plan, `row` is its number
 * @return RIX_OK; RIX_EINVAL: NULL, empty family, an outcome twice; RIX_ENOTFOUND: no such outcome;
 *         RIX_EDIM: levels do not fit the controls, an exit ends after the horizon; RIX_EDOMAIN: a level out
 *         of bounds, a bound missing, no plan within all bounds (the message names the plan that comes nearest, as
 *         a share of the outcome's range over the family, `row` is its number); RIX_ENUMERIC: a plan's simulation left the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM;
 *         RIX_ECANCELLED.
 *
 * Time plans * (time of rix_simulate) / threads. Any thread. Simulating a point's plan with
 * rix_simulate gives its outcomes to the last bit, whatever the number of threads.
 * @since 0.1
 */
RIX_API rix_status rix_tradeoff_curve(const rix_scenario *sc, const rix_exit_family *family,
                                      const rix_curve_options *options, rix_curve **out,
                                      rix_error *err);

/**
 * Frees a curve; views of it end here.
 *
 * @param curve  from rix_tradeoff_curve, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_curve_free(rix_curve *curve);

/**
 * The outcomes of all plans, efficient or not.
 *
 * @param curve  a curve, not NULL
 * @return plans x outcomes, in the order of the family and of the scenario; lives as long as the curve
 * @since 0.1
 */
RIX_API rix_mat rix_curve_outcomes(const rix_curve *curve);

/**
 * Number of points on the curve.
 *
 * @param curve  a curve, not NULL
 * @since 0.1
 */
RIX_API size_t rix_curve_size(const rix_curve *curve);

/**
 * Number of the plan behind a point; points go by increasing x, then y, then the others.
 *
 * @param curve  a curve, not NULL
 * @param k      number of the point, from 0
 * @return RIX_NO_INDEX if k is out of range
 * @since 0.1
 */
RIX_API size_t rix_curve_point(const rix_curve *curve, size_t k);

/**
 * A plan, on the curve or not.
 *
 * @param curve  a curve
 * @param plan   number of the plan, from 0
 * @param out    [out] the plan; its level lives as long as the curve; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such plan. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_curve_plan(const rix_curve *curve, size_t plan, rix_exit_plan *out,
                                  rix_error *err);

RIX_END_DECLS
#endif
