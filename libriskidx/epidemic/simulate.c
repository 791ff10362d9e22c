/* simulate.c - a trajectory: the states at the end of every period, and the outcomes. */
#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"

struct rix_trajectory {
    size_t n_times, n_states, n_outcomes;
    double *states; /* n_times x n_states; it owns the whole block, times and outcomes included */
    double *times, *outcomes;
};

static rix_trajectory *trajectory_new(const rix_scenario *sc)
{
    const size_t n_times = sc->periods + 1;
    size_t cells;
    if (!rix_i_size_product(n_times, sc->n_states + 1, &cells)) return NULL;
    rix_trajectory *traj = calloc(1, sizeof *traj);
    double *block = calloc(cells + sc->n_outcomes, sizeof *block);
    if (!traj || !block) {
        free(block);
        free(traj);
        return NULL;
    }
    *traj = (rix_trajectory){
        n_times, sc->n_states, sc->n_outcomes, block, block + n_times * sc->n_states, block + cells
    };
    for (size_t p = 0; p < n_times; p++) traj->times[p] = (double)p * sc->period;
    return traj;
}

rix_status rix_simulate(const rix_scenario *sc, rix_mat schedule, rix_trajectory **out,
                        rix_error *err)
{
    size_t scratch_size;
    double *scratch = NULL;
    rix_trajectory *traj = NULL;

    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_i_check_mat(schedule, "schedule", err);
    if (status == RIX_OK) status = rix_i_check_schedule(sc, schedule, err);
    if (status != RIX_OK) return status;

    if (rix_i_run_scratch(sc, &scratch_size)) scratch = malloc(scratch_size * sizeof *scratch);
    if (scratch) traj = trajectory_new(sc);
    if (traj) {
        status = rix_i_run(sc, schedule, scratch, traj->states, traj->outcomes, err);
    } else {
        status = rix_i_no_memory(err);
    }
    if (status == RIX_OK) {
        *out = traj;
        traj = NULL;
    }
    rix_trajectory_free(traj);
    free(scratch);
    return status;
}

void rix_trajectory_free(rix_trajectory *traj)
{
    if (!traj) return;
    free(traj->states);
    free(traj);
}

rix_vec rix_trajectory_times(const rix_trajectory *traj)
{
    return rix_vec_c(traj->times, traj->n_times);
}

rix_mat rix_trajectory_states(const rix_trajectory *traj)
{
    return rix_mat_c(traj->states, traj->n_times, traj->n_states);
}

rix_vec rix_trajectory_outcomes(const rix_trajectory *traj)
{
    return rix_vec_c(traj->outcomes, traj->n_outcomes);
}
