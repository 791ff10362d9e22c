/* epidemic/trajectory.h - the making of a trajectory, for rooms whose policies steer. */
#ifndef RIX_I_TRAJECTORY_H
#define RIX_I_TRAJECTORY_H

#include "epidemic/integrate.h"

/** What a policy writes down as it steers: parts of the trajectory. */
typedef struct rix_i_policy_log {
    double *schedule; /* periods x controls */
    double *stages;   /* periods; no more than n_stages of them are shown */
    double *watched;  /* periods x n_watched */
    double *events;   /* room for most_events, 4 numbers each */
    size_t n_stages, n_watched, n_events, most_events;
} rix_i_policy_log;

enum { RIX_I_STAGE_EVENT = 4 };

/** A trajectory to be run, with options that have been checked. */
rix_status rix_i_trajectory_new(const rix_scenario *sc, const rix_simulate_options *options,
                                size_t n_watched, size_t most_events, rix_trajectory **out,
                                rix_error *err);

rix_i_policy_log *rix_i_trajectory_log(rix_trajectory *traj);

/** Runs it; with a schedule that has been checked, or with a function. */
rix_status rix_i_trajectory_run(const rix_scenario *sc, const rix_i_steering *steering,
                                const rix_simulate_options *options, rix_trajectory *traj,
                                rix_error *err);

#endif
