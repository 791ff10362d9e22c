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

/** How a curve is drawn. Start from RIX_CURVE_OPTIONS_INIT. */
typedef struct rix_curve_options {
    const char *x; /**< name of the first outcome */
    const char *y; /**< name of the second, another one */
    rix_run run;   /**< threads and progress */
} rix_curve_options;

/** Economic loss against deaths. */
#define RIX_CURVE_OPTIONS_INIT { "economic_loss", "deaths", RIX_RUN_INIT }

/** A trade-off curve: the outcomes of all plans, and the efficient points among them. */
typedef struct rix_curve rix_curve;

/**
 * The practical curve: simulates every plan of a family and keeps those that are efficient in two
 * outcomes.
 *
 * @param sc       the scenario
 * @param family   the plans; copied
 * @param options  NULL for RIX_CURVE_OPTIONS_INIT
 * @param out      [out] the curve, to be freed with rix_curve_free; untouched on failure
 * @param err      NULL, or filled on failure only; the message names the plan, `row` is its number
 * @return RIX_OK; RIX_EINVAL: NULL, empty family, x and y the same; RIX_ENOTFOUND: no such outcome;
 *         RIX_EDIM: levels do not fit the controls, an exit ends after the horizon; RIX_EDOMAIN: a level out
 *         of bounds; RIX_ENUMERIC: a plan's simulation left the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM;
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
 * Number of the plan behind a point; points go by increasing x.
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
