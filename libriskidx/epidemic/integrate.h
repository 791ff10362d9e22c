/* epidemic/integrate.h - one run of a scenario, for whoever needs its states or its outcomes only.
 */
#ifndef RIX_I_INTEGRATE_H
#define RIX_I_INTEGRATE_H

#include <riskidx/epidemic.h>

/** Number of doubles of scratch that rix_i_run needs; false if that overflows. */
bool rix_i_run_scratch(const rix_scenario *sc, size_t *size);

/** Fails unless the controls of every period are finite and within bounds. */
rix_status rix_i_check_schedule(const rix_scenario *sc, rix_mat schedule, rix_error *err);

/**
 * Runs a scenario under a schedule that has been checked. There is this one way to run it, so that
 * the outcomes have the same bits whoever asks.
 *
 * states: (periods + 1) x states, or NULL where only the outcomes are wanted. No memory is
 * allocated. RIX_ENUMERIC where a state or an outcome is no longer finite; states and outcomes may
 * then be half-written.
 */
rix_status rix_i_run(const rix_scenario *sc, rix_mat schedule, double *scratch, double *states,
                     double *outcomes, rix_error *err);

#endif
