/* epidemic/fixed.h - a scenario run in the fixed steps of classical Runge-Kutta, period by period. */
#ifndef RIX_I_FIXED_H
#define RIX_I_FIXED_H

#include "epidemic/course.h"
#include "epidemic/rk4.h"

/** A run in fixed steps, under way. */
typedef struct rix_i_fixed {
    rix_i_course course;
    double half_step;
    double *x;
    double *slopes, *stages;               /* RIX_I_STAGES x n_states each */
    double *before, *slope, *slope_before; /* at the start of a step, where a record lies within */
    double *g, *g_end;                     /* conditions */
} rix_i_fixed;

/** Numbers that a step leaves on a tape: the states at which slopes were taken, and the mode. */
static inline size_t rix_i_fixed_tape(const rix_scenario *sc)
{
    return RIX_I_STAGES * sc->n_states + sc->n_mode;
}

/** Number of doubles of scratch; false if that overflows. */
bool rix_i_fixed_scratch(const rix_scenario *sc, size_t *size);

/** Starts a run; how->method must be rk4. */
rix_status rix_i_fixed_start(rix_i_fixed *f, const rix_scenario *sc, const rix_i_how *how,
                             double *scratch, rix_error *err);

/** Runs the period f->course.period and goes on to the next. tape: NULL, or that of its steps. */
rix_status rix_i_fixed_period(rix_i_fixed *f, double *tape, rix_error *err);

/** Goes back to the start of a period, whose state and mode the caller has put into f. */
rix_status rix_i_fixed_resume(rix_i_fixed *f, size_t period, size_t next_review, rix_error *err);

#endif
