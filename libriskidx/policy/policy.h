/* policy/policy.h - a policy in stages as it is compiled, and what its kinds share. */
#ifndef RIX_I_POLICY_H
#define RIX_I_POLICY_H

#include <riskidx/policy.h>

#include "epidemic/trajectory.h"

struct rix_policy {
    size_t n_stages, n_controls, n_watches;
    double *levels;     /* n_stages x n_controls */
    rix_watch *watches; /* their names lie in text; those of an exit: one a stage */
    char *text;
    const char **names; /* n_stages */
    char *sentence;
    /* Of a trigger policy; NULL for an exit. */
    rix_machine *machine;
    size_t start, max_switches;
    /* Of an exit. */
    rix_exit_stage *stages;
    size_t review_every;
};

/** What a policy is made from, its sizes checked. */
typedef struct rix_i_policy_parts {
    rix_mat levels;
    const rix_watch *watches;
    size_t n_watches;
    size_t name_room; /* bytes that names of stages need */
} rix_i_policy_parts;

/** A policy with its levels and watches; names of stages are added with rix_i_policy_name. */
rix_status rix_i_policy_make(const rix_i_policy_parts *parts, rix_policy **out, rix_error *err);

/** Names stage i; `end` is where the policy's text ends. */
void rix_i_policy_name(rix_policy *policy, size_t i, const char *name, char **end);

/** Fails unless levels are finite and >= 0, one row for each stage. */
rix_status rix_i_check_levels(rix_mat levels, size_t n_stages, rix_error *err);

/** Writes the sentence. Fails with RIX_ENOMEM. */
rix_status rix_i_policy_say(rix_policy *policy, rix_error *err);

/** A run of a policy under way. */
typedef struct rix_i_policy_run {
    const rix_policy *policy;
    const rix_scenario *sc;
    rix_i_policy_log *log;
    size_t *which; /* observable of each watch; RIX_NO_INDEX: none */
    double *raw;   /* n_watches x periods: undelayed values */
    double *held, *scratch, *u;
    size_t stage, since, switches; /* in force, from this period on; made so far */
    /* Of a trigger. */
    rix_machine_state state;
    /* Of an exit. */
    double *from; /* controls in force when the stage began */
    size_t below; /* reviews in a row in which the next gate was found open */
} rix_i_policy_run;

/** Notes what is seen at the start of a period. */
rix_status rix_i_watch(rix_i_policy_run *run, size_t period, const double *x, const double *mode,
                       rix_error *err);

/** Goes to a stage at a period. */
void rix_i_switch(rix_i_policy_run *run, size_t period, size_t stage, rix_stage_event why);

/** Notes what a policy did, or did not do. */
void rix_i_note_stage(rix_i_policy_run *run, size_t period, size_t from, size_t to,
                      rix_stage_event what);

/** Moves of a period, after rix_i_watch. */
rix_status rix_i_trigger_move(rix_i_policy_run *run, size_t period, rix_error *err);
void rix_i_exit_move(rix_i_policy_run *run, size_t period);

/** Fails where a stage of an exit cannot begin within the horizon, or a gate cannot open. */
rix_status rix_i_exit_check(const rix_policy *policy, const rix_scenario *sc, const size_t *which,
                            rix_error *err);

#endif
