/* engine.c - evaluates replicates, each worker with memory of its own. */
#include "uncertainty/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef struct worker {
    rix_i_variant variant;
    double *point; /* twice the dimensions */
    double *ranks; /* units x nodes */
} worker;

struct rix_i_engine {
    const rix_i_job *job;
    worker *workers;
    size_t n_workers;
};

void rix_i_engine_free(rix_i_engine *engine)
{
    if (!engine) return;
    for (size_t k = 0; k < engine->n_workers; k++) {
        rix_i_variant_clear(&engine->workers[k].variant);
        free(engine->workers[k].point);
        free(engine->workers[k].ranks);
    }
    free(engine->workers);
    free(engine);
}

rix_status rix_i_engine_new(const rix_i_job *job, size_t n_workers, rix_i_engine **out,
                            rix_error *err)
{
    rix_i_engine *e = calloc(1, sizeof *e);
    if (!e) return rix_i_no_memory(err);
    e->job = job;
    e->workers = calloc(n_workers, sizeof *e->workers);
    e->n_workers = e->workers ? n_workers : 0;
    bool room = e->workers;
    for (size_t k = 0; k < n_workers && room; k++) {
        worker *w = &e->workers[k];
        room = rix_i_variant_new(&w->variant, job->fw->n_nodes);
        w->point = calloc(2 * job->inputs.n_dimensions, sizeof *w->point);
        w->ranks = calloc(job->table->values.rows * job->fw->n_nodes + 1, sizeof *w->ranks);
        room = room && w->point && w->ranks;
    }
    if (room) {
        *out = e;
        return RIX_OK;
    }
    rix_i_engine_free(e);
    return rix_i_no_memory(err);
}

rix_status rix_i_engine_run(rix_i_engine *e, size_t number, size_t replicate, double *draws,
                            double *scores, float *ranks, rix_error *err)
{
    const rix_i_job *job = e->job;
    const size_t n = job->table->values.rows;
    worker *w = &e->workers[number];
    rix_index *index = NULL;
    rix_error line = RIX_ERROR_INIT;
    rix_i_job_point(job, replicate, w->point);
    rix_i_draw(&job->inputs, w->point, draws);
    rix_i_variant_recipe(&job->inputs, draws, &w->variant);
    rix_i_variant_weights(&job->inputs, w->point, draws, &w->variant);
    rix_status st = rix_i_job_build(job, draws, &w->variant, &index, &line);
    if (st == RIX_OK) {
        const rix_out columns = { w->ranks, n, job->fw->n_nodes, 1, (ptrdiff_t)n };
        st = rix_index_ranks(index, job->options.ties, columns, &line);
    }
    if (st != RIX_OK) {
        rix_index_free(index);
        return rix_i_job_fail(job, replicate, draws, &line, err);
    }
    const rix_mat all = rix_index_scores(index);
    for (size_t q = 0; q < job->options.n_nodes; q++) {
        const size_t from = job->options.nodes[q] * n;
        memcpy(scores + q * n, all.data + from, n * sizeof *scores);
        for (size_t i = 0; i < n; i++) ranks[q * n + i] = (float)w->ranks[from + i];
    }
    rix_index_free(index);
    return RIX_OK;
}
