/* fixed.c - a scenario run in the fixed steps of classical Runge-Kutta, within periods. */
#include "epidemic/fixed.h"

#include <float.h>
#include <string.h>

#include "base/view.h"

/* The state, slopes and stages of a step, and three for records within one. */
enum { STATE_VECTORS = 1 + 2 * RIX_I_STAGES + 3 };

bool rix_i_fixed_scratch(const rix_scenario *sc, size_t *size)
{
    size_t states;
    return rix_i_size_product(sc->n_states, STATE_VECTORS, &states) &&
           rix_i_size_product(states + rix_i_course_scratch(sc) + 2 * sc->n_events, 1, size);
}

static double grid_time(const rix_i_fixed *f, size_t step)
{
    return rix_i_grid(f->half_step, 2 * step).time;
}

/* Records within the step that has just been taken, by the cubic through both ends and their slopes. */
static rix_status note_between(rix_i_fixed *f, size_t step, rix_error *err)
{
    rix_i_course *c = &f->course;
    const rix_scenario *sc = c->sc;
    const rix_i_record *r = c->how->record;
    const double start = grid_time(f, step), end = grid_time(f, step + 1), h = end - start;
    double *read = f->stages;
    if (sc->model->rhs(sc, rix_i_at(start), f->before, c->held, c->mode, f->slope_before) != 0 ||
        sc->model->rhs(sc, rix_i_at(end), f->x, c->held, c->mode, f->slope) != 0) {
        return rix_i_course_fail(c, start, err);
    }
    while (c->next_time < r->n_times && r->times[c->next_time] < end &&
           !rix_i_same_time(r->times[c->next_time], end)) {
        const double s = (r->times[c->next_time] - start) / h, q = 1.0 - s;
        for (size_t i = 0; i < sc->n_states; i++) {
            const double a = f->before[i], b = f->x[i];
            read[i] = q * a + s * b +
                      s * q * (h * (q * f->slope_before[i] - s * f->slope[i]) - (q - s) * (b - a));
        }
        rix_i_course_note(c, r->times[c->next_time], read);
    }
    return RIX_OK;
}

/* A rounding late rather than a step late: dates that lie on the grid are met there. */
static int conditions(const rix_i_course *c, double t, const double *x, double *g)
{
    return c->sc->model->conditions(c->sc, t * (1.0 + 4.0 * DBL_EPSILON), x, c->mode, g);
}

/* Events happen at the end of the step within which their conditions pass zero. */
static rix_status happen(rix_i_fixed *f, double t, rix_error *err)
{
    rix_i_course *c = &f->course;
    const rix_scenario *sc = c->sc;
    bool any = false;
    if (conditions(c, t, f->x, f->g_end) != 0) return rix_i_course_fail(c, t, err);
    for (size_t i = 0; i < sc->n_events; i++) {
        if (!rix_i_crosses(f->g[i], f->g_end[i], sc->events[i].direction)) continue;
        const rix_status status = rix_i_course_fire(c, i, t, f->x, err);
        if (status != RIX_OK) return status;
        any = true;
    }
    if (any && conditions(c, t, f->x, f->g_end) != 0) return rix_i_course_fail(c, t, err);
    memcpy(f->g, f->g_end, sc->n_events * sizeof *f->g);
    return RIX_OK;
}

static rix_status take_step(rix_i_fixed *f, size_t step, double *tape, rix_error *err)
{
    rix_i_course *c = &f->course;
    const rix_scenario *sc = c->sc;
    const rix_i_record *r = c->how->record;
    const double end = grid_time(f, step + 1);
    const bool within = r && c->next_time < r->n_times && r->times[c->next_time] < end &&
                        !rix_i_same_time(r->times[c->next_time], end);
    rix_status status = RIX_OK;
    if (within) memcpy(f->before, f->x, sc->n_states * sizeof *f->x);
    if (rix_i_rk4_step(sc, step, f->half_step, c->held, c->mode, f->x, f->slopes,
                       tape ? tape : f->stages) != 0) {
        return rix_i_course_fail(c, grid_time(f, step), err);
    }
    if (within) status = note_between(f, step, err);
    if (status == RIX_OK && sc->n_events > 0) status = happen(f, end, err);
    if (status == RIX_OK && sc->model->review) {
        bool changed = false;
        status = rix_i_course_review(c, end, f->x, &changed, err);
        if (status == RIX_OK && changed && sc->n_events > 0 &&
            conditions(c, end, f->x, f->g) != 0) {
            status = rix_i_course_fail(c, end, err);
        }
    }
    if (r) rix_i_course_note(c, end, f->x);
    return status;
}

static rix_status take_conditions(rix_i_fixed *f, double t, rix_error *err)
{
    if (f->course.sc->n_events == 0) return RIX_OK;
    if (conditions(&f->course, t, f->x, f->g) == 0) return RIX_OK;
    return rix_i_course_fail(&f->course, t, err);
}

rix_status rix_i_fixed_start(rix_i_fixed *f, const rix_scenario *sc, const rix_i_how *how,
                             double *scratch, rix_error *err)
{
    const size_t n = sc->n_states;
    f->x = scratch;
    f->half_step = rix_i_half_step(sc);
    f->slopes = f->x + n;
    f->stages = f->slopes + RIX_I_STAGES * n;
    f->before = f->stages + RIX_I_STAGES * n;
    f->slope = f->before + n;
    f->slope_before = f->slope + n;
    f->g = scratch + STATE_VECTORS * n;
    f->g_end = f->g + sc->n_events;
    rix_i_course_start(&f->course, sc, how, f->g_end + sc->n_events, f->x);
    rix_i_course_note(&f->course, 0.0, f->x);
    return take_conditions(f, 0.0, err);
}

rix_status rix_i_fixed_period(rix_i_fixed *f, double *tape, rix_error *err)
{
    rix_i_course *c = &f->course;
    const rix_scenario *sc = c->sc;
    const size_t per_step = rix_i_fixed_tape(sc);
    bool changed = false;
    rix_status status = rix_i_course_steer(c, f->x, &changed, err);
    for (size_t s = 0; s < sc->steps && status == RIX_OK; s++) {
        double *to = tape ? tape + s * per_step : NULL;
        if (to && sc->n_mode > 0) {
            memcpy(to + RIX_I_STAGES * sc->n_states, c->mode, sc->n_mode * sizeof *to);
        }
        status = take_step(f, c->period * sc->steps + s, to, err);
    }
    if (status == RIX_OK) {
        status = rix_i_course_check(c, (double)(c->period + 1) * sc->period, f->x, err);
    }
    if (status == RIX_OK) c->period++;
    return status;
}

rix_status rix_i_fixed_resume(rix_i_fixed *f, size_t period, size_t next_review, rix_error *err)
{
    f->course.period = period;
    f->course.next_review = next_review;
    return take_conditions(f, (double)period * f->course.sc->period, err);
}
