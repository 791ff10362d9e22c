/* uncertainty/stages.h - the indicators after every step, kept for as many combinations of choices as fit.
 *
 * The steps themselves are those of the room index; here is what they are called with, and when they need not be. */
#ifndef RIX_I_UNCERTAINTY_STAGES_H
#define RIX_I_UNCERTAINTY_STAGES_H

#include "index/impute.h"
#include "index/plan.h"
#include "uncertainty/job.h"

/** What all workers read. */
typedef struct rix_i_source {
    const rix_i_job *job;
    size_t n, cols;   /* units, indicators */
    size_t *column;   /* of each indicator in the table */
    double *raw;      /* dense, as the table has it */
    double *below;    /* denominator of each indicator that has one, at below_at[k] * n */
    size_t *below_at; /* RIX_NO_INDEX: none */
    size_t *
        below_is; /* the indicator that the denominator is, whose errors it shares; or RIX_NO_INDEX */
    size_t *block; /* of each indicator: its group in the framework */
    int *direction;
    size_t *groups;             /* n numbers for each alternative of labels */
    const char *const **labels; /* whose groups they are; n_labels of them */
    size_t n_labels;
    bool has_errors, empty_units, panel;
} rix_i_source;

/** What can be kept of a step: nothing is missing in `x` but what is missing in the data. */
typedef struct rix_i_slot {
    bool filled;
    double *key;          /* draws of the inputs that matter up to here */
    double *own;          /* room for the result */
    const double *x;      /* the result: own, or that of the step before */
    bool *flags;          /* room for left_out */
    const bool *left_out; /* units that were screened out; NULL: none */
} rix_i_slot;

/** The stages of rix_stage. The last one's matrices have a column for every node. */
enum { RIX_I_STAGES = RIX_STAGE_NORMALISED + 1 };

typedef struct rix_i_stage_slots {
    rix_i_slot *slots;
    size_t n_slots;
    size_t *inputs; /* that matter up to here */
    size_t n_inputs;
} rix_i_stage_slots;

/** A worker's own. */
typedef struct rix_i_stages {
    const rix_i_source *source;
    rix_i_stage_slots stage[RIX_I_STAGES];
    rix_imputed *imputed;
    rix_screened *screened;
    double *scratch; /* 2 n */
} rix_i_stages;

/** Reads the table; to be cleared in any case. */
rix_status rix_i_source_init(rix_i_source *source, const rix_i_job *job, rix_error *err);
void rix_i_source_clear(rix_i_source *source);

/** Room for a worker's stages; false where memory lacks. To be cleared in any case. */
bool rix_i_stages_new(rix_i_stages *s, const rix_i_source *source);
void rix_i_stages_clear(rix_i_stages *s);

/** The stage at which an input first matters; RIX_I_STAGES: in no step before 'aggregate'. */
size_t rix_i_first_stage(const rix_uncertain *as);

/** The slot of these draws; *hit: what it holds is of them, else it is to be filled and has the key already. */
rix_i_slot *rix_i_slot_of(rix_i_stages *s, rix_stage stage, const double *draws, bool *hit);

/**
 * Fills the slot of the normalised indicators by taking the steps that have to be taken.
 *
 * @return false where a step fails, or would warn under `strict`, or is none that is done here: rix_index_build
 *         then says what is the matter, or does it
 */
bool rix_i_stages_fill(rix_i_stages *s, const rix_framework *fw, const rix_recipe *recipe,
                       const rix_i_scale *scale, const double *draws, rix_i_slot *slot);

#endif
