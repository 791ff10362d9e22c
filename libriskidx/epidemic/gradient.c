/* gradient.c - derivatives of outcomes by the adjoint of the fixed steps themselves, so that they are
 * exact for the numbers that a run gives. */
#include "epidemic/gradient.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/fixed.h"

/* Tapes of up to this many doubles are kept for the whole run; of longer runs each period is run a
 * second time on the way back. */
enum { LONGEST_TAPE = 1 << 19 };

/** What is remembered of a run, and what goes back through it. */
typedef struct memory {
    size_t tape_of_period; /* doubles */
    bool whole;            /* the tape of every period is kept */
    double *tape;
    double *starts; /* periods x (states, mode, held, number of the next review) */
    size_t start_size;
    double *x_bar, *held_bar, *tally;         /* by seed */
    double *slope_bar, *stage_bar, *last_bar; /* of one stage */
    double *u, *u_bar;
    double *run; /* scratch of the run itself */
} memory;

static bool tape_is_whole(const rix_scenario *sc, size_t *tape)
{
    size_t all;
    if (!rix_i_size_product(sc->steps, rix_i_fixed_tape(sc), tape)) return false;
    return rix_i_size_product(*tape, sc->periods, &all) && all <= LONGEST_TAPE;
}

/* Cuts scratch into pieces; with NULL it only counts. */
static size_t lay_out(const rix_scenario *sc, size_t seeds, double *scratch, memory *m)
{
    size_t used = 0;
    m->whole = tape_is_whole(sc, &m->tape_of_period);
    m->start_size = sc->n_states + sc->n_mode + sc->n_held + 1;
    const struct {
        double **piece;
        size_t size;
    } pieces[] = {
        { &m->tape, m->tape_of_period * (m->whole ? sc->periods : 1) },
        { &m->starts, m->start_size * sc->periods },
        { &m->x_bar, seeds * sc->n_states },
        { &m->held_bar, seeds * sc->n_held },
        { &m->tally, seeds * sc->n_tally },
        { &m->slope_bar, sc->n_states },
        { &m->stage_bar, sc->n_states },
        { &m->last_bar, sc->n_states },
        { &m->u, sc->n_controls },
        { &m->u_bar, sc->n_controls },
        { &m->run, 0 },
    };
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        *pieces[k].piece = scratch ? scratch + used : NULL;
        used += pieces[k].size;
    }
    return used;
}

bool rix_i_gradient_scratch(const rix_scenario *sc, size_t seeds, size_t *size)
{
    memory m;
    size_t run, product;
    /* Far above anything that could be had, and far from overflow. */
    if (!rix_i_size_product(sc->steps, rix_i_fixed_tape(sc), &product) ||
        !rix_i_size_product(sc->periods, sc->n_states + sc->n_mode + sc->n_held + 1, &product) ||
        !rix_i_size_product(seeds, sc->n_states + sc->n_held + sc->n_tally, &product) ||
        !rix_i_fixed_scratch(sc, &run)) {
        return false;
    }
    return rix_i_size_product(lay_out(sc, seeds, NULL, &m) + run, 1, size);
}

rix_status rix_i_gradient_check(const rix_scenario *sc, rix_error *err)
{
    if (sc->model->rhs_vjp && sc->model->hold_vjp && sc->model->outcomes_vjp) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "sc", RIX_I_NOWHERE, "the model has no gradient");
}

/* ------------------------------------------------------------------------------------ forward -- */

static double *start_of(const memory *m, size_t period)
{
    return m->starts + period * m->start_size;
}

static double *tape_of(const memory *m, size_t period)
{
    return m->tape + (m->whole ? period * m->tape_of_period : 0);
}

static rix_status go_forward(rix_i_fixed *f, const memory *m, rix_error *err)
{
    const rix_scenario *sc = f->course.sc;
    rix_status status = RIX_OK;
    for (size_t p = 0; p < sc->periods && status == RIX_OK; p++) {
        double *start = start_of(m, p);
        memcpy(start, f->x, sc->n_states * sizeof *start);
        memcpy(start + sc->n_states, f->course.mode, sc->n_mode * sizeof *start);
        start[m->start_size - 1] = (double)f->course.next_review;
        status = rix_i_fixed_period(f, m->whole ? tape_of(m, p) : NULL, err);
        memcpy(start + sc->n_states + sc->n_mode, f->course.held, sc->n_held * sizeof *start);
    }
    return status;
}

/* The tape of a period that was not kept. */
static rix_status run_again(rix_i_fixed *f, const memory *m, size_t period, rix_error *err)
{
    const rix_scenario *sc = f->course.sc;
    const double *start = start_of(m, period);
    memcpy(f->x, start, sc->n_states * sizeof *start);
    memcpy(f->course.mode, start + sc->n_states, sc->n_mode * sizeof *start);
    const rix_status status = rix_i_fixed_resume(f, period, (size_t)start[m->start_size - 1], err);
    return status == RIX_OK ? rix_i_fixed_period(f, m->tape, err) : status;
}

/* ----------------------------------------------------------------------------------- backward -- */

/* One step of Runge-Kutta backwards: x_bar is the derivative by its end, and becomes that by its start. */
static int step_back(const rix_scenario *sc, const memory *m, size_t step, const double *tape,
                     const double *held, double *x_bar, double *held_bar, double *tally)
{
    const size_t n = sc->n_states, driving = rix_i_driving(sc);
    const double half_step = rix_i_half_step(sc), h = 2.0 * half_step, sixth = h / 6.0;
    const double *mode = tape + RIX_I_STAGES * n;
    /* Of the stages from the last to the first: weight of the slope in the sum, and how far the next
     * stage reached along it. */
    const double weight[] = { sixth, 2.0 * sixth, 2.0 * sixth, sixth },
                 reach[] = { 0.0, h, 0.5 * h, 0.5 * h };
    const size_t half[] = { 2, 1, 1, 0 };
    double *sum = m->last_bar, *slope_bar = m->slope_bar, *stage_bar = m->stage_bar;

    memcpy(sum, x_bar, driving * sizeof *sum);
    for (size_t k = 0; k < RIX_I_STAGES; k++) {
        const double *y = tape + (RIX_I_STAGES - 1 - k) * n;
        for (size_t i = 0; i < n; i++) slope_bar[i] = weight[k] * x_bar[i];
        for (size_t i = 0; i < driving && k > 0; i++) slope_bar[i] += reach[k] * stage_bar[i];
        memset(stage_bar, 0, driving * sizeof *stage_bar);
        if (sc->model->rhs_vjp(sc, rix_i_grid(half_step, 2 * step + half[k]), y, held, mode,
                               slope_bar, stage_bar, held_bar, tally) != 0) {
            return 1;
        }
        for (size_t i = 0; i < driving; i++) sum[i] += stage_bar[i];
    }
    memcpy(x_bar, sum, driving * sizeof *sum); /* what nothing reads stays as it is */
    return 0;
}

static double *row(double *all, size_t k, size_t size) { return all ? all + k * size : NULL; }

static int period_back(const rix_scenario *sc, const memory *m, rix_mat schedule, size_t period,
                       size_t seed, const rix_i_gradient_to *to)
{
    const double *held = start_of(m, period) + sc->n_states + sc->n_mode,
                 *tape = tape_of(m, period);
    double *x_bar = row(m->x_bar, seed, sc->n_states),
           *held_bar = row(m->held_bar, seed, sc->n_held),
           *tally = to->params ? row(m->tally, seed, sc->n_tally) : NULL;
    memset(held_bar, 0, sc->n_held * sizeof *held_bar);
    for (size_t s = sc->steps; s-- > 0;) {
        if (step_back(sc, m, period * sc->steps + s, tape + s * rix_i_fixed_tape(sc), held, x_bar,
                      held_bar, tally) != 0) {
            return 1;
        }
    }
    for (size_t j = 0; j < sc->n_controls; j++) m->u[j] = rix_i_get(schedule, period, j);
    double *u_bar =
        to->controls ? to->controls + (seed * sc->periods + period) * sc->n_controls : m->u_bar;
    memset(u_bar, 0, sc->n_controls * sizeof *u_bar);
    return sc->model->hold_vjp(sc, m->u, held_bar, u_bar, tally);
}

static rix_status go_back(rix_i_fixed *f, const memory *m, rix_mat schedule, const double *weights,
                          size_t n_seeds, const rix_i_gradient_to *to, rix_error *err)
{
    const rix_scenario *sc = f->course.sc;
    for (size_t k = 0; k < n_seeds; k++) {
        double *x_bar = row(m->x_bar, k, sc->n_states), *tally = row(m->tally, k, sc->n_tally);
        memset(x_bar, 0, sc->n_states * sizeof *x_bar);
        memset(tally, 0, sc->n_tally * sizeof *tally);
        if (sc->model->outcomes_vjp(sc, f->x, f->course.mode, weights + k * sc->n_outcomes, x_bar,
                                    tally) != 0) {
            return rix_i_course_fail(&f->course, (double)sc->periods * sc->period, err);
        }
    }
    for (size_t p = sc->periods; p-- > 0;) {
        const rix_status status = m->whole ? RIX_OK : run_again(f, m, p, err);
        if (status != RIX_OK) return status;
        for (size_t k = 0; k < n_seeds; k++) {
            if (period_back(sc, m, schedule, p, k, to) == 0) continue;
            f->course.period = p;
            return rix_i_course_fail(&f->course, (double)p * sc->period, err);
        }
    }
    return RIX_OK;
}

static rix_status check_finite(const double *x, size_t n, const char *what, rix_error *err)
{
    for (size_t i = 0; x && i < n; i++) {
        if (isfinite(x[i])) continue;
        return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_NOWHERE,
                          "the gradient by %s is %s in place %zu", what, rix_i_number(x[i]).s, i);
    }
    return RIX_OK;
}

rix_status rix_i_gradient(const rix_scenario *sc, rix_mat schedule, const double *weights,
                          size_t n_seeds, double *scratch, const rix_i_gradient_to *to,
                          rix_error *err)
{
    memory m;
    rix_i_fixed f;
    rix_i_how how = rix_i_how_by_default(sc, schedule);
    how.method = RIX_METHOD_RK4;
    lay_out(sc, n_seeds, scratch, &m);
    rix_status status = rix_i_fixed_start(&f, sc, &how, m.run, err);
    f.course.gradient = true;
    if (status == RIX_OK) status = go_forward(&f, &m, err);
    if (status == RIX_OK) status = rix_i_course_end(&f.course, f.x, to->outcomes, err);
    const bool exact = !f.course.frozen && !sc->inexact;
    if (status == RIX_OK) status = go_back(&f, &m, schedule, weights, n_seeds, to, err);
    if (status != RIX_OK) return status;

    for (size_t k = 0; k < n_seeds; k++) {
        const double *x_bar = row(m.x_bar, k, sc->n_states);
        if (to->initial)
            memcpy(row(to->initial, k, sc->n_states), x_bar, sc->n_states * sizeof *x_bar);
        if (to->params && sc->model->params_vjp &&
            sc->model->params_vjp(sc, row(m.tally, k, sc->n_tally), x_bar,
                                  row(to->params, k, sc->n_params)) != 0) {
            return rix_i_course_fail(&f.course, 0.0, err);
        }
    }
    if (to->exact) *to->exact = exact;
    status =
        check_finite(to->controls, n_seeds * sc->periods * sc->n_controls, "the controls", err);
    if (status == RIX_OK)
        status = check_finite(to->params, n_seeds * sc->n_params, "a parameter", err);
    return status;
}

rix_status rix_i_hessian_times(const rix_scenario *sc, const double *schedule,
                               const double *direction, const double *weights, double *desk,
                               double *scratch, double *product, rix_error *err)
{
    const size_t cells = sc->periods * sc->n_controls;
    double *moved = desk, *gradient = desk + cells, largest = 0.0;
    for (size_t i = 0; i < cells; i++) largest = fmax(largest, fabs(direction[i]));
    for (size_t i = 0; i < cells; i++) product[i] = 0.0;
    if (!(largest > 0.0)) return RIX_OK;
    const double step = 1e-5 / largest;
    for (int side = -1; side <= 1; side += 2) {
        const rix_i_gradient_to to = { .outcomes = scratch, .controls = gradient };
        for (size_t i = 0; i < cells; i++) moved[i] = schedule[i] + side * step * direction[i];
        const rix_status status = rix_i_gradient(sc, rix_mat_c(moved, sc->periods, sc->n_controls),
                                                 weights, 1, scratch + sc->n_outcomes, &to, err);
        if (status != RIX_OK) return status;
        for (size_t i = 0; i < cells; i++) product[i] += side * gradient[i] / (2.0 * step);
    }
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- public -- */

/** What rix_gradient computes before it writes anything. */
typedef struct results {
    size_t n_seeds;
    double *weights, *outcomes, *controls, *params, *initial, *scratch;
} results;

static bool is_wanted(rix_out out) { return out.rows > 0 && out.cols > 0; }

static rix_status check_output(rix_out out, size_t rows, size_t cols, const char *name,
                               rix_error *err)
{
    return is_wanted(out) ? rix_i_check_out(out, rows, cols, name, err) : RIX_OK;
}

static rix_status check_weights(const rix_scenario *sc, rix_mat weights, rix_error *err)
{
    const rix_status status = rix_i_check_mat(weights, "weights", err);
    if (status != RIX_OK) return status;
    if (weights.rows == 0 || weights.cols != sc->n_outcomes) {
        return rix_i_fail(err, RIX_EDIM, "weights", RIX_I_NOWHERE,
                          "weights is %zu x %zu, not one row or more of %zu outcomes", weights.rows,
                          weights.cols, sc->n_outcomes);
    }
    for (size_t k = 0; k < weights.rows; k++) {
        for (size_t i = 0; i < weights.cols; i++) {
            const double w = rix_i_get(weights, k, i);
            if (isfinite(w)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "weights", RIX_I_CELL(k, i, RIX_NO_INDEX),
                              "weight of outcome '%s' is %s", rix_i_label(sc->outcomes[i].name).s,
                              rix_i_number(w).s);
        }
    }
    return RIX_OK;
}

/* One block for all, so that one allocation can fail. */
static rix_status make_room(const rix_scenario *sc, size_t seeds, results *r, rix_error *err)
{
    size_t used = 0, scratch, size;
    struct {
        double **piece;
        size_t rows, cols;
    } pieces[] = {
        { &r->weights, seeds, sc->n_outcomes },
        { &r->outcomes, 1, sc->n_outcomes },
        { &r->controls, seeds * sc->periods, sc->n_controls },
        { &r->params, seeds, sc->n_params },
        { &r->initial, seeds, sc->n_states },
    };
    const size_t n = sizeof pieces / sizeof *pieces;
    r->n_seeds = seeds;
    r->weights = NULL;
    if (!rix_i_size_product(seeds, sc->periods, &size) ||
        !rix_i_gradient_scratch(sc, seeds, &scratch)) {
        return rix_i_no_memory(err);
    }
    for (size_t k = 0; k < n; k++) {
        if (!rix_i_size_product(pieces[k].rows, pieces[k].cols, &size) ||
            !rix_i_size_product(used + size, 1, &used)) {
            return rix_i_no_memory(err);
        }
    }
    if (!rix_i_size_product(used + scratch, 1, &size)) return rix_i_no_memory(err);
    double *next = calloc(size, sizeof *next);
    if (!next) return rix_i_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        *pieces[k].piece = next;
        next += pieces[k].rows * pieces[k].cols;
    }
    r->scratch = next;
    return RIX_OK;
}

static rix_status compute(const rix_scenario *sc, rix_mat schedule, rix_mat weights, bool params,
                          bool *exact, results *r, rix_error *err)
{
    bool found = true;
    const rix_i_gradient_to to = { r->outcomes, r->controls, params ? r->params : NULL, r->initial,
                                   &found };
    for (size_t k = 0; k < r->n_seeds; k++) {
        for (size_t i = 0; i < sc->n_outcomes; i++) {
            r->weights[k * sc->n_outcomes + i] = rix_i_get(weights, k, i);
        }
    }
    const rix_status status =
        rix_i_gradient(sc, schedule, r->weights, r->n_seeds, r->scratch, &to, err);
    if (status != RIX_OK) return status;
    if (!found && !exact) {
        return rix_i_fail(
            err, RIX_EINVAL, "exact", RIX_I_NOWHERE,
            "the gradient is not exact: an event happened at a time that depends on the "
            "states");
    }
    if (exact) *exact = found;
    return RIX_OK;
}

static void write_if(rix_out out, const double *from)
{
    if (is_wanted(out)) rix_i_write_out(out, from);
}

rix_status rix_gradient(const rix_scenario *sc, rix_mat schedule, rix_mat weights, rix_out outcomes,
                        rix_out controls, rix_out params, rix_out initial, bool *exact,
                        rix_error *err)
{
    results r;
    if (!sc) return rix_i_null(err, "sc");
    rix_status status = rix_i_gradient_check(sc, err);
    if (status == RIX_OK) status = rix_i_check_mat(schedule, "schedule", err);
    if (status == RIX_OK) status = rix_i_check_schedule(sc, schedule, err);
    if (status == RIX_OK) status = check_weights(sc, weights, err);
    if (status != RIX_OK) return status;
    const size_t k = weights.rows;
    status = check_output(outcomes, 1, sc->n_outcomes, "outcomes", err);
    if (status == RIX_OK) {
        status = check_output(controls, k * sc->periods, sc->n_controls, "controls", err);
    }
    if (status == RIX_OK) status = check_output(params, k, sc->n_params, "params", err);
    if (status == RIX_OK) status = check_output(initial, k, sc->n_states, "initial", err);
    if (status == RIX_OK) status = make_room(sc, k, &r, err);
    if (status != RIX_OK) return status;

    status = compute(sc, schedule, weights, is_wanted(params), exact, &r, err);
    if (status == RIX_OK) {
        write_if(outcomes, r.outcomes);
        write_if(controls, r.controls);
        write_if(params, r.params);
        write_if(initial, r.initial);
    }
    free(r.weights);
    return status;
}
