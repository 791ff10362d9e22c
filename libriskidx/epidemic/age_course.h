/* epidemic/age_course.h - a course under way, and what its days come to. */
#ifndef RIX_I_AGE_COURSE_H
#define RIX_I_AGE_COURSE_H

#include "epidemic/age_model.h"

/** What is noted of every day where accounts are by days. */
typedef struct rix_i_age_days {
    size_t n;       /* days recorded so far */
    double *absent; /* n x sectors: persons whose work is lost, closures apart */
    double *doses;  /* so far */
    double *deaths; /* so far */
    double *since;  /* when the regime in force was switched on; 0: none */
    size_t *regime; /* 0: none, else from 1 */
} rix_i_age_days;

struct rix_course {
    const rix_i_age *model;
    size_t n_days, n_columns, n_periods, n_events, room_events, room_periods;
    double *days; /* n_days x n_columns, or NULL */
    double *outcomes;
    double *sector_costs;     /* sectors x 2 */
    rix_course_event *events; /* grow */
    rix_course_period *periods;
    rix_fiscal fiscal;
};

/** Appends; false if there is no memory for it. */
bool rix_i_age_note_event(rix_course *c, double time, rix_course_kind kind, size_t regime);
bool rix_i_age_note_period(rix_course *c, double start, double end, size_t regime);

/**
 * Outcomes, costs by sector and fiscal quantities from the days, as the program of the model's authors adds them up;
 * openness: regimes x controls. RIX_ENOMEM.
 */
rix_status rix_i_age_accounts(const rix_i_age *m, const rix_i_age_days *days,
                              const double *openness, const double *x, rix_course *c,
                              rix_error *err);

/** Costs by sector from days of work lost and days closed. */
void rix_i_age_sector_costs(const rix_i_age *m, const double *absent, const double *closed,
                            double *costs);

#endif
