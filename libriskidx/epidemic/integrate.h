/* epidemic/integrate.h - one run of a scenario, for whoever needs its states or its outcomes only. */
#ifndef RIX_I_INTEGRATE_H
#define RIX_I_INTEGRATE_H

#include <riskidx/epidemic.h>

#include "epidemic/adaptive.h"

/** Who sets the controls: a schedule that has been checked, or a function asked as each period starts. */
typedef struct rix_i_steering {
    rix_mat schedule; /* periods x controls; not read where there is a function */
    /**
     * Writes u, within bounds; after the first period it finds there what has been in force, and sets
     * *changed if it writes anything else. Any status ends the run with it. NULL: the schedule.
     */
    rix_status (*steer)(void *user, size_t period, const double *x, const double *mode, double *u,
                        bool *changed, rix_error *err);
    void *user;
} rix_i_steering;

/** An event that happened. */
typedef struct rix_i_happening {
    double time;
    size_t event;
} rix_i_happening;

/** What of a run is written down; half-written where it fails. */
typedef struct rix_i_record {
    const double *times; /* increasing, from 0 to the horizon */
    size_t n_times;
    double *states;          /* n_times x n_states: after events and reviews of that instant */
    double *modes;           /* n_times x n_mode; NULL where there is none */
    rix_i_happening *events; /* room for most_events; NULL: not wanted */
    size_t most_events;      /* more than that is RIX_ENUMERIC */
    size_t n_events;         /* [out] */
} rix_i_record;

/** How a scenario is run. */
typedef struct rix_i_how {
    rix_method method; /* RIX_METHOD_DEFAULT: the scenario's */
    rix_i_tolerance tolerance;
    rix_i_steering steering;
    rix_i_record *record; /* NULL: outcomes only */
    const rix_run *run;   /* its progress is asked after every period; NULL: never */
} rix_i_how;

/** Number of doubles of scratch that rix_i_run_how needs; false if that overflows. */
bool rix_i_how_scratch(const rix_scenario *sc, const rix_i_how *how, size_t *size);

/**
 * Runs a scenario. No memory is allocated. RIX_ENUMERIC where a state or an outcome is no longer
 * finite, a state that must not be is negative, or a sum that must stay has moved (each names it and the
 * time); RIX_ECANCELLED where the model or the caller stops.
 */
rix_status rix_i_run_how(const rix_scenario *sc, const rix_i_how *how, double *scratch,
                         double *outcomes, rix_error *err);

/** How rix_simulate runs it. */
rix_i_how rix_i_how_by_default(const rix_scenario *sc, rix_mat schedule);

/** Tolerances as public options give them: beside the largest initial state; 0: the scenario's own. */
rix_i_tolerance rix_i_tolerance_of(const rix_scenario *sc, double relative, double absolute,
                                   size_t max_steps);

/** Number of doubles of scratch that rix_i_run needs; false if that overflows. */
bool rix_i_run_scratch(const rix_scenario *sc, size_t *size);

/** Fails unless the controls of every period are finite and within bounds. */
rix_status rix_i_check_schedule(const rix_scenario *sc, rix_mat schedule, rix_error *err);

/**
 * Runs a scenario by its own method under a schedule that has been checked, for its outcomes: the
 * same bits as anyone gets who also wants its states.
 */
rix_status rix_i_run(const rix_scenario *sc, rix_mat schedule, double *scratch, double *outcomes,
                     rix_error *err);

#endif
