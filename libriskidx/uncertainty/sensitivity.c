/* sensitivity.c - sample, run, estimate: a sensitivity analysis in one call. */
#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"
#include "uncertainty/result.h"

/** The estimates, before they are handed over. */
typedef struct estimates {
    size_t d, p;
    double *y;                     /* one a replicate */
    double *first, *total;         /* d of each */
    double *low_first, *low_total; /* d x p: bootstrap quantiles */
    double variance;
} estimates;

static void clear(estimates *e)
{
    free(e->low_total);
    free(e->low_first);
    free(e->total);
    free(e->first);
    free(e->y);
}

static bool make_room(estimates *e, size_t replicates)
{
    e->y = malloc(replicates * sizeof *e->y);
    e->first = calloc(e->d, sizeof *e->first);
    e->total = calloc(e->d, sizeof *e->total);
    e->low_first = malloc((e->d * e->p + 1) * sizeof *e->low_first);
    e->low_total = malloc((e->d * e->p + 1) * sizeof *e->low_total);
    for (size_t k = 0; k < e->d * e->p && e->low_first && e->low_total; k++) {
        e->low_first[k] = e->low_total[k] = RIX_NAN;
    }
    return e->y && e->first && e->total && e->low_first && e->low_total;
}

static rix_status estimate(const rix_uncertainty *u, const rix_sensitivity_options *o,
                           uint64_t seed, const rix_run *run, estimates *e, rix_error *err)
{
    const size_t n = u->shape.n;
    const rix_vec y = rix_vec_c(e->y, u->shape.count);
    rix_status st = rix_uncertainty_target(u, o->target, o->q, o->unit,
                                           rix_out_c(e->y, u->shape.count, 1), err);
    if (st == RIX_OK) {
        st = rix_sobol_indices(y, n, e->d, o->estimator, e->first, e->total, &e->variance, err);
    }
    if (st != RIX_OK || o->bootstraps == 0) return st;
    return rix_sobol_bootstrap(y, n, e->d, o->estimator, o->bootstraps, seed, o->p, run,
                               rix_out_c(e->low_first, e->d, e->p),
                               rix_out_c(e->low_total, e->d, e->p), err);
}

static void write(const double *index, const double *quantiles, rix_out out)
{
    for (size_t j = 0; j < out.rows; j++) {
        rix_i_set(out, j, 0, index[j]);
        for (size_t k = 1; k < out.cols; k++) {
            rix_i_set(out, j, k, quantiles[j * (out.cols - 1) + k - 1]);
        }
    }
}

static rix_status check_outputs(size_t n_inputs, rix_vec p, rix_out first, rix_out total,
                                rix_error *err)
{
    rix_status st = rix_i_check_vec(p, "p", err);
    if (st == RIX_OK) st = rix_i_check_out(first, n_inputs, 1 + p.size, "first", err);
    return st == RIX_OK ? rix_i_check_out(total, n_inputs, 1 + p.size, "total", err) : st;
}

rix_status rix_sensitivity_run(const rix_table *table, const rix_framework *fw,
                               const rix_recipe *recipe, const rix_uncertain *inputs,
                               size_t n_inputs, const rix_uncertainty_options *options,
                               const rix_sensitivity_options *what, const rix_run *run,
                               rix_out first, rix_out total, double *variance,
                               rix_uncertainty **out, rix_error *err)
{
    static const rix_uncertainty_options replicates = RIX_UNCERTAINTY_INIT;
    static const rix_sensitivity_options defaults = RIX_SENSITIVITY_INIT;
    const rix_sensitivity_options *o = what ? what : &defaults;
    rix_uncertainty_options own = options ? *options : replicates;
    estimates e = { .d = n_inputs, .p = o->p.size };
    rix_uncertainty *u = NULL;
    own.sobol = true;
    own.first = own.count = 0;
    rix_status st = check_outputs(n_inputs, o->p, first, total, err);
    if (st == RIX_OK) {
        st = rix_uncertainty_run(table, fw, recipe, inputs, n_inputs, &own, run, &u, err);
    }
    if (st == RIX_OK && !make_room(&e, u->shape.count)) st = rix_i_no_memory(err);
    if (st == RIX_OK) st = estimate(u, o, own.seed, run, &e, err);
    if (st == RIX_OK) {
        write(e.first, e.low_first, first);
        write(e.total, e.low_total, total);
        if (variance) *variance = e.variance;
        if (out) {
            *out = u;
            u = NULL;
        }
    }
    rix_uncertainty_free(u);
    clear(&e);
    return st;
}
