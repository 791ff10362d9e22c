/* uncertainty/job.h - what is run, checked: the replicates and where they come from. */
#ifndef RIX_I_UNCERTAINTY_JOB_H
#define RIX_I_UNCERTAINTY_JOB_H

#include "uncertainty/inputs.h"
#include "uncertainty/points.h"

typedef struct rix_i_job {
    const rix_table *table;
    const rix_framework *fw;
    const rix_recipe *recipe;
    rix_uncertainty_options options; /* count and nodes resolved */
    size_t total;                    /* replicates of all ranges */
    rix_i_inputs inputs;
    rix_i_points points;
    size_t index; /* node kept where the caller names none */
} rix_i_job;

/** Checks everything but the nominal index; to be cleared if it succeeds. The caller's data are not copied. */
rix_status rix_i_job_init(rix_i_job *job, const rix_table *table, const rix_framework *fw,
                          const rix_recipe *recipe, const rix_uncertain *inputs, size_t n_inputs,
                          const rix_uncertainty_options *options, rix_error *err);

void rix_i_job_clear(rix_i_job *job);

/** The point of a replicate. @param point [out] room for twice the dimensions; the first half is the point */
void rix_i_job_point(const rix_i_job *job, size_t replicate, double *point);

/** The index of a variant, by rix_index_build, of the table with the errors that were drawn. */
rix_status rix_i_job_build(const rix_i_job *job, const double *draws, const rix_i_variant *v,
                           rix_index **out, rix_error *err);

/** Puts the replicate and what it drew before the message of an error, whose code it returns. */
rix_status rix_i_job_fail(const rix_i_job *job, size_t replicate, const double *draws,
                          const rix_error *line, rix_error *err);

#endif
