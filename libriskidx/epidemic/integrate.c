/* integrate.c - classical Runge-Kutta of order 4, in fixed steps within periods of constant controls. */
#include "epidemic/integrate.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/model.h"

/** Scratch of one run, cut from the caller's memory. */
typedef struct desk {
    double *x;    /* the state */
    double *y;    /* the state at which a stage is taken */
    double *k;    /* its slope */
    double *sum;  /* weighted slopes so far */
    double *u;    /* controls of the period */
    double *held; /* what the model made of them */
    double *mode; /* flags and dates */
} desk;

enum { STATE_VECTORS = 4 };

bool rix_i_run_scratch(const rix_scenario *sc, size_t *size)
{
    size_t states, rest = sc->n_controls + sc->n_held + sc->n_mode;
    if (!rix_i_size_product(sc->n_states, STATE_VECTORS, &states)) return false;
    return rix_i_size_product(states + rest, 1, size);
}

static desk lay_out(const rix_scenario *sc, double *scratch)
{
    const size_t n = sc->n_states;
    double *u = scratch + STATE_VECTORS * n, *held = u + sc->n_controls;
    return (desk){ scratch, scratch + n, scratch + 2 * n,  scratch + 3 * n,
                   u,       held,        held + sc->n_held };
}

static rix_i_moment moment(const rix_scenario *sc, size_t half)
{
    const double half_step = 0.5 * (sc->period / (double)sc->steps);
    return (rix_i_moment){ half, (double)half * half_step };
}

/* sum += weight * k, and y = x + reach * k for the stage that comes next. */
static void take_stage(const desk *d, size_t n, double weight, double reach)
{
    for (size_t i = 0; i < n; i++) {
        d->sum[i] += weight * d->k[i];
        d->y[i] = d->x[i] + reach * d->k[i];
    }
}

/* 0, or nonzero where the model failed. */
static int rk4_step(const rix_scenario *sc, size_t step, const desk *d)
{
    int (*const rhs)(const rix_scenario *, rix_i_moment, const double *, const double *,
                     const double *, double *) = sc->model->rhs;
    const size_t n = sc->n_states;
    const double h = sc->period / (double)sc->steps;
    const rix_i_moment start = moment(sc, 2 * step), middle = moment(sc, 2 * step + 1),
                       end = moment(sc, 2 * step + 2);

    memset(d->sum, 0, n * sizeof *d->sum);
    if (rhs(sc, start, d->x, d->held, d->mode, d->k) != 0) return 1;
    take_stage(d, n, 1.0, 0.5 * h);
    if (rhs(sc, middle, d->y, d->held, d->mode, d->k) != 0) return 1;
    take_stage(d, n, 2.0, 0.5 * h);
    if (rhs(sc, middle, d->y, d->held, d->mode, d->k) != 0) return 1;
    take_stage(d, n, 2.0, h);
    if (rhs(sc, end, d->y, d->held, d->mode, d->k) != 0) return 1;
    for (size_t i = 0; i < n; i++) d->x[i] += h / 6.0 * (d->sum[i] + d->k[i]);
    return 0;
}

/* A number that is no longer finite never becomes so again, so once a period is often enough. */
static rix_status check_state(const rix_scenario *sc, size_t period, const double *x,
                              rix_error *err)
{
    for (size_t i = 0; i < sc->n_states; i++) {
        if (isfinite(x[i])) continue;
        return rix_i_fail(
            err, RIX_ENUMERIC, "scenario", RIX_I_ROW(period),
            "%s is %s at time %s (%s), the end of period %zu: more steps a period may help",
            rix_i_label(sc->state_names[i]).s, rix_i_number(x[i]).s,
            rix_i_number((double)(period + 1) * sc->period).s, rix_i_label(sc->time_unit).s,
            period);
    }
    return RIX_OK;
}

static rix_status fail_model(const rix_scenario *sc, size_t period, rix_error *err)
{
    return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_ROW(period),
                      "the model failed between times %s and %s (%s)",
                      rix_i_number((double)period * sc->period).s,
                      rix_i_number((double)(period + 1) * sc->period).s,
                      rix_i_label(sc->time_unit).s);
}

static rix_status check_outcomes(const rix_scenario *sc, const double *outcomes, rix_error *err)
{
    for (size_t i = 0; i < sc->n_outcomes; i++) {
        if (isfinite(outcomes[i])) continue;
        return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_NOWHERE, "outcome %s is %s",
                          rix_i_label(sc->outcomes[i].name).s, rix_i_number(outcomes[i]).s);
    }
    return RIX_OK;
}

rix_status rix_i_check_schedule(const rix_scenario *sc, rix_mat schedule, rix_error *err)
{
    if (schedule.rows != sc->periods || schedule.cols != sc->n_controls) {
        return rix_i_fail(err, RIX_EDIM, "schedule", RIX_I_NOWHERE,
                          "schedule is %zu x %zu instead of %zu periods x %zu controls",
                          schedule.rows, schedule.cols, sc->periods, sc->n_controls);
    }
    for (size_t p = 0; p < sc->periods; p++) {
        for (size_t j = 0; j < sc->n_controls; j++) {
            const double u = rix_i_get(schedule, p, j);
            if (u >= 0.0 && u <= sc->control_max[j]) continue; /* false for NaN */
            return rix_i_fail(err, RIX_EDOMAIN, "schedule", RIX_I_CELL(p, j, RIX_NO_INDEX),
                              "schedule: control '%s' in period %zu is %s, not in [0, %s]",
                              rix_i_label(sc->control_names[j]).s, p, rix_i_number(u).s,
                              rix_i_number(sc->control_max[j]).s);
        }
    }
    return RIX_OK;
}

rix_status rix_i_run(const rix_scenario *sc, rix_mat schedule, double *scratch, double *states,
                     double *outcomes, rix_error *err)
{
    const size_t n = sc->n_states;
    const desk d = lay_out(sc, scratch);

    memcpy(d.x, sc->initial, n * sizeof *d.x);
    if (sc->n_mode > 0) memcpy(d.mode, sc->initial_mode, sc->n_mode * sizeof *d.mode);
    if (states) memcpy(states, d.x, n * sizeof *states);
    for (size_t p = 0; p < sc->periods; p++) {
        for (size_t j = 0; j < sc->n_controls; j++) d.u[j] = rix_i_get(schedule, p, j);
        int failed = sc->model->hold(sc, d.u, d.held);
        for (size_t s = 0; s < sc->steps && !failed; s++) {
            failed = rk4_step(sc, p * sc->steps + s, &d);
        }
        if (failed) return fail_model(sc, p, err);
        const rix_status status = check_state(sc, p, d.x, err);
        if (status != RIX_OK) return status;
        if (states) memcpy(states + (p + 1) * n, d.x, n * sizeof *states);
    }
    if (sc->model->outcomes(sc, d.x, d.mode, outcomes) != 0) {
        return fail_model(sc, sc->periods - 1, err);
    }
    return check_outcomes(sc, outcomes, err);
}
