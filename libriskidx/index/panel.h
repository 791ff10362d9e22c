/* index/panel.h - rows that are units at periods. */
#ifndef RIX_I_PANEL_H
#define RIX_I_PANEL_H

#include <riskidx/index.h>

/** The rows of a table by unit and by period. Without periods all is 0 and NULL. */
typedef struct rix_i_panel {
    size_t n_rows, n_units, n_periods;
    double *time;    /* of each period, rising */
    size_t *numbers; /* one block for the arrays below */
    size_t *unit;    /* of each row, counted in the order of their first rows */
    size_t *period;  /* of each row, counted as they rise */
    size_t *
        of_unit; /* rows unit by unit, each as its periods rise: unit u has first_of_unit[u] .. [u + 1] */
    size_t *first_of_unit;
    size_t *of_period; /* rows period by period, each in the order of the table */
    size_t *first_of_period;
} rix_i_panel;

/**
 * Reads units and periods; without periods the panel is empty. Fails with RIX_EDIM on a wrong number of them, with
 * RIX_EINVAL on a row without a unit and on two rows of one unit and period, with RIX_EDOMAIN on a
 * period that is not finite, with RIX_ENOMEM. Time rows * log rows.
 */
rix_status rix_i_panel_init(rix_i_panel *panel, const rix_table *table, rix_error *err);

void rix_i_panel_clear(rix_i_panel *panel);

/** Number of the period at a time; RIX_NO_INDEX if there is none. */
size_t rix_i_panel_find(const rix_i_panel *panel, double time);

/** Rows of a period. */
static inline size_t rix_i_panel_rows(const rix_i_panel *panel, size_t period)
{
    return panel->first_of_period[period + 1] - panel->first_of_period[period];
}

/** Rows of the largest period. */
size_t rix_i_panel_largest(const rix_i_panel *panel);

/** to[i] = the value in the i-th row of a period. */
void rix_i_panel_gather(const rix_i_panel *panel, size_t period, const double *column, double *to);

/** The way back. */
void rix_i_panel_scatter(const rix_i_panel *panel, size_t period, const double *from,
                         double *column);

/** Fails with RIX_EINVAL as the index has no periods. */
rix_status rix_i_no_periods(rix_error *err);

/** Ends a message with the period that it speaks of: " (period 2020)". */
void rix_i_panel_tell(const rix_i_panel *panel, size_t period, rix_error *line);

#endif
