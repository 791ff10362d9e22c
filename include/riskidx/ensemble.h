/* riskidx/ensemble.h - a scenario run over many draws of its parameters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_ENSEMBLE_H
#define RISKIDX_ENSEMBLE_H

#include <riskidx/age_sector.h>
#include <riskidx/epidemic.h>
#include <riskidx/montecarlo.h>

RIX_BEGIN_DECLS

/** How a parameter is distributed: see rix_distribution, of which b and c mean what they do there. */
typedef struct rix_spread {
    rix_distribution distribution;
    double a, b, c;
} rix_spread;

/**
 * Draws of parameters. Row k is made of the first numbers of stream k of the seed, so that rows drawn anywhere, in
 * ranges of any length, are the same bits.
 *
 * @param spreads    n_spreads distributions, one a parameter
 * @param n_spreads  at least 1
 * @param seed       any
 * @param first      number of the first draw
 * @param draws      [out] draws x n_spreads; untouched on failure
 * @param err        NULL, or filled on failure only; col is the parameter
 * @return RIX_OK; RIX_EINVAL: NULL, an unknown distribution; RIX_EDIM: wrong size; RIX_EDOMAIN: parameters that a
 *         distribution cannot have; RIX_ENOMEM.
 * Time draws * n_spreads. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_ensemble_draw(const rix_spread *spreads, size_t n_spreads, uint64_t seed,
                                     size_t first, rix_out draws, rix_error *err);

/** How an ensemble is run. Start from RIX_ENSEMBLE_OPTIONS_INIT. */
typedef struct rix_ensemble_options {
    const rix_response *response; /**< of a scenario by age and sector: it runs under this, as rix_age_sector_run does
                                       but for the days, and the schedule is not read. NULL: under the schedule */
    const size_t *states;         /**< numbers of the states kept over time; not with a response */
    size_t n_states;
    rix_vec times;      /**< when they are kept, as in rix_simulate_options; empty: 0 and every period's end */
    size_t first;       /**< number of the first draw here, for messages: ranges of one table may run anywhere */
    bool skip_failures; /**< a draw that cannot be run has NaN for results, instead of stopping all */
    rix_run run;        /**< threads and progress */
} rix_ensemble_options;

/** Outcomes only, of draws from number 0; a draw that fails stops all. */
#define RIX_ENSEMBLE_OPTIONS_INIT                                                                  \
    {                                                                                              \
        NULL, NULL, 0, { NULL, 0, 1 }, 0, false, RIX_RUN_INIT                                      \
    }

/**
 * Runs a scenario once for every draw of some of its parameters. A row is a function of its draw alone: any number of
 * threads gives the same bits, and so do ranges of rows that are run apart and put together.
 *
 * @param sc        the scenario; parameters that are not drawn stay as they are
 * @param params    n_params numbers of parameters (rix_scenario_find_param), all different
 * @param n_params  at least 1
 * @param draws     draws x n_params, finite and within what the model accepts
 * @param schedule  as for rix_simulate
 * @param options   NULL: RIX_ENSEMBLE_OPTIONS_INIT
 * @param outcomes  [out] draws x outcomes
 * @param states    [out] (draws * times) x n_states: the times of the first draw, then those of the second ...; of no
 *                  size where no states are kept
 * @param failed    [out] NULL or how many draws were left out
 * @param err       NULL, or filled on failure only; the message names the draw and its parameters, row is its number
 * @return RIX_OK; RIX_EINVAL: NULL, no parameters or draws, a parameter or state that there is not, one named twice;
 *         RIX_EDIM: wrong size; and as rix_scenario_with_params, rix_simulate_with or rix_age_sector_run of a draw, the first
 *         that fails. Outputs are untouched on failure; with skip_failures only cancelling and lack of memory fail.
 *
 * Time draws * (that of rix_scenario_with_params and rix_simulate) / threads; memory as large as the results. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_ensemble_run(const rix_scenario *sc, const size_t *params, size_t n_params,
                                    rix_mat draws, rix_mat schedule,
                                    const rix_ensemble_options *options, rix_out outcomes,
                                    rix_out states, size_t *failed, rix_error *err);

/**
 * Quantiles over draws (type 7 of Hyndman and Fan), such as bands of states over time.
 *
 * @param values  (draws * places) x columns, draws one after another, as rix_ensemble_run writes states; NaN is left out
 * @param draws   at least 1; values.rows is a multiple of it
 * @param shares  quantiles wanted, each in [0, 1]
 * @param bands   [out] (places * columns) x shares: the columns of the first place, then those of the second ...; NaN
 *                where all draws are. Untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: no draws, no shares; RIX_EDIM: wrong size; RIX_EDOMAIN: a share outside of [0, 1]; RIX_ENOMEM.
 * Time values * log draws. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_ensemble_bands(rix_mat values, size_t draws, rix_vec shares, rix_out bands,
                                      rix_error *err);

RIX_END_DECLS
#endif
