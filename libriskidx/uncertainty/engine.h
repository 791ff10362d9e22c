/* uncertainty/engine.h - evaluates replicates, each worker with memory of its own. */
#ifndef RIX_I_UNCERTAINTY_ENGINE_H
#define RIX_I_UNCERTAINTY_ENGINE_H

#include "uncertainty/job.h"

typedef struct rix_i_engine rix_i_engine;

/** An engine for so many workers; all memory that replicates need. To be freed with rix_i_engine_free. */
rix_status rix_i_engine_new(const rix_i_job *job, size_t n_workers, rix_i_engine **out,
                            rix_error *err);

void rix_i_engine_free(rix_i_engine *engine);

/**
 * One replicate, whose result depends on its number alone.
 *
 * @param draws   [out] one number an input
 * @param scores  [out] kept nodes x units
 * @param ranks   [out] kept nodes x units
 */
rix_status rix_i_engine_run(rix_i_engine *engine, size_t worker, size_t replicate, double *draws,
                            double *scores, float *ranks, rix_error *err);

#endif
