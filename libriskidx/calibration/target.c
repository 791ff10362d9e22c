/* target.c - the logarithm of the posterior of what is fitted, and its gradient, at a point. */
#include "calibration/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "calibration/density.h"
#include "epidemic/gradient.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"

/** One evaluation under way. */
typedef struct evaluation {
    const rix_i_target *target;
    const double *at;
    double *share, *dispersion;         /* of each series, as they are here */
    double *share_bar, *dispersion_bar; /* and the derivatives by them */
    rix_i_value *value;
} evaluation;

/* ------------------------------------------------------------------------------------- weighing -- */

/* The sum of the states of a series at the end of so many periods. */
static double sum_at(const rix_series *s, const double *states, size_t n, size_t period)
{
    double sum = 0.0;
    for (size_t i = 0; i < s->n_states; i++) sum += states[period * n + s->states[i]];
    return sum;
}

static void add_bars(const rix_series *s, double *bars, size_t n, size_t period, double bar)
{
    for (size_t i = 0; i < s->n_states; i++) bars[period * n + s->states[i]] += bar;
}

/* One series: its likelihood, and the derivatives by states, share and dispersion. */
static double weigh_series(evaluation *e, size_t k, const double *states, double *bars,
                           double *expected)
{
    const rix_series *s = &e->target->series[k];
    const size_t n = e->target->sc->n_states;
    double sum = 0.0;
    for (size_t i = 0; i < s->values.size; i++) {
        const size_t start = i * s->every, end = start + s->every;
        const double y = rix_i_vget(s->values, i);
        double seen = sum_at(s, states, n, end);
        if (s->seen == RIX_SEEN_INCREASE) seen -= sum_at(s, states, n, start);
        if (expected) expected[i] = e->share[k] * seen;
        if (isnan(y)) continue;
        const rix_i_density d =
            rix_i_density_of(s->likelihood, y, e->share[k] * seen, e->dispersion[k]);
        sum += d.log;
        e->share_bar[k] += d.by_mean * seen;
        e->dispersion_bar[k] += d.by_dispersion;
        add_bars(s, bars, n, end, d.by_mean * e->share[k]);
        if (s->seen == RIX_SEEN_INCREASE) add_bars(s, bars, n, start, -d.by_mean * e->share[k]);
    }
    return sum;
}

static rix_status weigh(void *user, const double *states, double *bars, rix_error *err)
{
    evaluation *e = user;
    double *expected = e->value->expected, sum = 0.0;
    (void)err;
    for (size_t k = 0; k < e->target->n_series; k++) {
        sum += weigh_series(e, k, states, bars, expected);
        if (expected) expected += e->target->series[k].values.size;
    }
    e->value->likelihood = sum;
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------- evaluation -- */

size_t rix_i_target_desk(const rix_i_target *t)
{
    const size_t states = (t->sc->periods + 1) * t->sc->n_states;
    return 2 * states + 2 * t->sc->n_params + t->sc->n_outcomes + 4 * t->n_series + t->scratch;
}

static rix_status run(evaluation *e, const rix_scenario *drawn, double *desk, double *params_bar,
                      rix_error *err)
{
    const rix_i_target *t = e->target;
    const size_t states = (t->sc->periods + 1) * t->sc->n_states;
    bool exact = true;
    double *outcomes = desk + 2 * states;
    const rix_i_weigher weigher = { weigh, e, desk, desk + states };
    const rix_i_gradient_to to = { .outcomes = outcomes, .params = params_bar, .exact = &exact };
    const rix_status status = rix_i_gradient_of_states(drawn, t->schedule, &weigher,
                                                       outcomes + t->sc->n_outcomes, &to, err);
    if (status != RIX_OK || exact || t->allow_inexact) return status;
    return rix_i_fail(err, RIX_EINVAL, "allow_inexact", RIX_I_NOWHERE,
                      "the gradient is not exact: an event happened at a time that depends on the "
                      "states, or the model's derivatives are differences");
}

/* Puts the point into parameters, shares and dispersions. */
static void place(evaluation *e, double *params)
{
    const rix_i_target *t = e->target;
    for (size_t i = 0; i < t->sc->n_params; i++) params[i] = t->sc->params[i].value;
    for (size_t k = 0; k < t->n_series; k++) {
        e->share[k] = t->series[k].share;
        e->dispersion[k] = t->series[k].dispersion;
        e->share_bar[k] = e->dispersion_bar[k] = 0.0;
    }
    for (size_t i = 0; i < t->n_fits; i++) {
        double *const to[] = { params, e->share, e->dispersion };
        to[t->fits[i].kind][t->fits[i].number] = e->at[i];
    }
}

/* The gradient by what is fitted, priors included. */
static void collect(evaluation *e, const double *params_bar)
{
    const rix_i_target *t = e->target;
    rix_i_value *v = e->value;
    v->posterior = v->likelihood;
    for (size_t i = 0; i < t->n_fits; i++) {
        const rix_fit *f = &t->fits[i];
        const double *const from[] = { params_bar, e->share_bar, e->dispersion_bar };
        const rix_i_density prior = rix_i_prior_of(f->prior, f->a, f->b, e->at[i]);
        v->posterior += prior.log;
        v->gradient[i] = from[f->kind][f->number] + prior.by_mean;
    }
    if (v->posterior > -INFINITY) return;
    for (size_t i = 0; i < t->n_fits; i++) v->gradient[i] = RIX_NAN;
}

rix_status rix_i_target_at(const rix_i_target *t, const double *at, double *desk,
                           rix_i_value *value, rix_error *err)
{
    const size_t n_params = t->sc->n_params;
    double *params = desk, *params_bar = params + n_params, *by_series = params_bar + n_params;
    evaluation e = { t, at, by_series, by_series + t->n_series, by_series + 2 * t->n_series,
                     by_series + 3 * t->n_series, value };
    rix_scenario *drawn = NULL;
    place(&e, params);
    rix_status status = rix_scenario_with_params(t->sc, rix_vec_c(params, n_params), &drawn, err);
    if (status == RIX_OK) {
        status = run(&e, drawn, by_series + 4 * t->n_series, params_bar, err);
    }
    if (status == RIX_OK) collect(&e, params_bar);
    rix_scenario_free(drawn);
    return status;
}
