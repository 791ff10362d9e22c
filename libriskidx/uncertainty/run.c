/* run.c - Monte Carlo: the nominal index, then every replicate. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "uncertainty/engine.h"
#include "uncertainty/result.h"

/* Replicates that a thread takes at a time: few enough to share out, enough to make taking them cheap. */
enum { REPLICATES_AT_ONCE = 32 };

/** What the workers share: they read it, and write to places of their own. */
typedef struct work {
    const rix_i_job *job;
    rix_i_engine *engine;
    rix_uncertainty *u;
} work;

static rix_status build_nominal(const rix_i_job *job, rix_uncertainty *u, rix_error *err)
{
    const size_t n = u->shape.n_units;
    rix_index *index = NULL;
    double *ranks = calloc(n * job->fw->n_nodes + 1, sizeof *ranks);
    rix_status st = ranks ? RIX_OK : rix_i_no_memory(err);
    if (st == RIX_OK) st = rix_index_build(job->table, job->fw, job->recipe, &index, err);
    if (st == RIX_OK) {
        const rix_out columns = { ranks, n, job->fw->n_nodes, 1, (ptrdiff_t)n };
        st = rix_index_ranks(index, job->options.ties, columns, err);
    }
    if (st == RIX_OK) {
        const rix_mat scores = rix_index_scores(index);
        for (size_t q = 0; q < u->shape.n_nodes; q++) {
            const size_t from = u->nodes[q] * n;
            memcpy(u->nominal_scores + q * n, scores.data + from, n * sizeof *ranks);
            memcpy(u->nominal_ranks + q * n, ranks + from, n * sizeof *ranks);
        }
    }
    rix_index_free(index);
    free(ranks);
    return st;
}

static void count_as_missing(rix_uncertainty *u, size_t r)
{
    const size_t cells = u->shape.n_nodes * u->shape.n_units;
    for (size_t i = 0; i < cells; i++) {
        u->scores[r * cells + i] = RIX_NAN;
        u->ranks[r * cells + i] = (float)NAN;
    }
    u->failed[r] = true;
}

/* Whether a failure is the replicate's own, rather than the machine's. */
static bool may_skip(const rix_i_job *job, rix_status st)
{
    return job->options.skip_failures && st != RIX_ENOMEM && st != RIX_EOVERFLOW;
}

static rix_status run_some(size_t item, size_t worker, void *user, rix_error *err)
{
    const work *w = user;
    rix_uncertainty *u = w->u;
    const size_t cells = u->shape.n_nodes * u->shape.n_units, from = item * REPLICATES_AT_ONCE;
    const size_t left = u->shape.count - from;
    const size_t to = from + (left < REPLICATES_AT_ONCE ? left : REPLICATES_AT_ONCE);
    for (size_t r = from; r < to; r++) {
        const rix_status st = rix_i_engine_run(w->engine, worker, u->shape.first + r,
                                               u->draws + r * u->shape.n_inputs,
                                               u->scores + r * cells, u->ranks + r * cells, err);
        if (st == RIX_OK) continue;
        if (!may_skip(w->job, st)) return st;
        count_as_missing(u, r);
    }
    return RIX_OK;
}

static rix_status run_all(const rix_i_job *job, const rix_run *run, rix_uncertainty *u,
                          rix_error *err)
{
    const size_t items = (u->shape.count + REPLICATES_AT_ONCE - 1) / REPLICATES_AT_ONCE;
    work w = { job, NULL, u };
    rix_status st = rix_i_engine_new(job, rix_i_workers(items, run), &w.engine, err);
    if (st == RIX_OK) st = rix_i_parallel(items, run, run_some, &w, err);
    rix_i_engine_free(w.engine);
    for (size_t r = 0; r < u->shape.count; r++) u->shape.n_failed += u->failed[r] ? 1 : 0;
    return st;
}

static rix_uncertainty_shape shape_of(const rix_i_job *job)
{
    const rix_uncertainty_options *o = &job->options;
    return (rix_uncertainty_shape){
        o->n,       job->total,    o->first, o->count, o->sobol, o->ties, job->table->values.rows,
        o->n_nodes, job->inputs.n, 0
    };
}

rix_status rix_uncertainty_run(const rix_table *table, const rix_framework *fw,
                               const rix_recipe *recipe, const rix_uncertain *inputs,
                               size_t n_inputs, const rix_uncertainty_options *options,
                               const rix_run *run, rix_uncertainty **out, rix_error *err)
{
    rix_i_job job;
    rix_uncertainty *u = NULL;
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_job_init(&job, table, fw, recipe, inputs, n_inputs, options, err);
    if (st != RIX_OK) return st;
    const rix_uncertainty_shape shape = shape_of(&job);
    st = rix_i_uncertainty_new(&shape, &u, err);
    if (st == RIX_OK) {
        memcpy(u->nodes, job.options.nodes, shape.n_nodes * sizeof *u->nodes);
        st = build_nominal(&job, u, err);
    }
    if (st == RIX_OK) st = run_all(&job, run, u, err);
    if (st == RIX_OK) {
        *out = u;
    } else {
        rix_uncertainty_free(u);
    }
    rix_i_job_clear(&job);
    return st;
}
