/* epidemic/observe.h - observables of a state, for trajectories and for policies that watch them. */
#ifndef RIX_I_OBSERVE_H
#define RIX_I_OBSERVE_H

#include "epidemic/model.h"

/** Number of doubles of scratch that rix_i_observe needs. */
static inline size_t rix_i_observe_scratch(const rix_scenario *sc)
{
    return sc->n_observing > sc->n_outcomes ? sc->n_observing : sc->n_outcomes;
}

/** Observable `which`, of which there is one, in a state at time t. */
rix_status rix_i_observe(const rix_scenario *sc, size_t which, double t, const double *x,
                         const double *held, const double *mode, double *scratch, double *value,
                         rix_error *err);

#endif
