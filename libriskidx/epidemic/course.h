/* epidemic/course.h - what both integrators do as a run goes on: controls, reviews, records, checks. */
#ifndef RIX_I_COURSE_H
#define RIX_I_COURSE_H

#include "epidemic/integrate.h"
#include "epidemic/model.h"

/** A run under way. Memory is the caller's scratch. */
typedef struct rix_i_course {
    const rix_scenario *sc;
    const rix_i_how *how;
    double *u;           /* controls of the period */
    double *held;        /* what the model made of them */
    double *mode;        /* flags and dates */
    double *sums;        /* what sums that stay were at first, and how far they may move */
    double negative;     /* how far below zero is rounding, or the tolerance */
    const double *stops; /* of an adaptive run */
    size_t period;       /* the one under way */
    size_t next_time, next_review;
    bool gradient; /* this run is for a gradient: no event across which none is given */
    bool frozen;   /* something switched at a time that depends on the states */
} rix_i_course;

/** Doubles of scratch of a course. */
size_t rix_i_course_scratch(const rix_scenario *sc);

/** Lays it out; x gets the initial state. */
void rix_i_course_start(rix_i_course *c, const rix_scenario *sc, const rix_i_how *how,
                        double *scratch, double *x);

/** Controls of c->period, by schedule or steering; *changed is set if they are others than before. */
rix_status rix_i_course_steer(rix_i_course *c, const double *x, bool *changed, rix_error *err);

/** Carries out and notes an event. */
rix_status rix_i_course_fire(rix_i_course *c, size_t event, double t, double *x, rix_error *err);

/** The model's review, if it is due at t. */
rix_status rix_i_course_review(rix_i_course *c, double t, double *x, bool *changed, rix_error *err);

/** Notes the state if t is a time of the record. */
void rix_i_course_note(rix_i_course *c, double t, const double *x);

/** What is watched: NaN, negative states, sums that stay; and whether the caller wants to stop. */
rix_status rix_i_course_check(const rix_i_course *c, double t, const double *x, rix_error *err);

/** The outcomes at the end. */
rix_status rix_i_course_end(const rix_i_course *c, const double *x, double *outcomes,
                            rix_error *err);

/** RIX_ECANCELLED: a function of the model failed at or after t. */
rix_status rix_i_course_fail(const rix_i_course *c, double t, rix_error *err);

#endif
