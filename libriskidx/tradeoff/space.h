/* tradeoff/space.h - a space of policies, written out: which cell of a schedule follows which variable. */
#ifndef RIX_I_SPACE_H
#define RIX_I_SPACE_H

#include <riskidx/envelope.h>

/** Variables are measured by their range: z in [0, 1] stands for low + z * (high - low). */
typedef struct rix_i_space {
    size_t periods, controls, cells, n; /* n variables */
    size_t *variable;                   /* cells: number, or RIX_NO_INDEX */
    double *base;                       /* cells: values of those that are fixed */
    double *low, *high;                 /* n; equal where a variable has no room */
} rix_i_space;

/** Fails as rix_optimum does. space: NULL or what the caller gave; to be freed, on failure too. */
rix_status rix_i_space_make(const rix_scenario *sc, const rix_space *space, rix_i_space *to,
                            rix_error *err);
void rix_i_space_free(rix_i_space *space);

/** The schedule of a point, and the point of a schedule: of each variable the mean of its cells, in [0, 1]. */
void rix_i_space_schedule(const rix_i_space *space, const double *z, double *schedule);
void rix_i_space_point(const rix_i_space *space, rix_mat schedule, double *z);

/** Derivatives by z from those by the cells, and the direction of cells along a direction of z. */
void rix_i_space_pull(const rix_i_space *space, const double *by_cell, double *by_z);
void rix_i_space_push(const rix_i_space *space, const double *direction, double *by_cell);

#endif
