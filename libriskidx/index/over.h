/* index/over.h - normalising over all rows of a panel, over each period, or over a base period. */
#ifndef RIX_I_OVER_H
#define RIX_I_OVER_H

#include "index/normalise.h"
#include "index/panel.h"

/** A part of the rows whose column was normalised together, and how that came out. */
typedef struct rix_i_part {
    rix_i_column facts;      /* of the values that were learned from */
    rix_i_normalised result; /* its row is one of the table */
} rix_i_part;

/** Which rows are taken together, with room for one column. */
typedef struct rix_i_over {
    rix_over over;
    const rix_i_panel *panel;
    size_t base;      /* number of the base period */
    size_t reference; /* row of the reference unit over all rows, else its number; RIX_NO_INDEX */
    size_t n_parts;   /* periods, or 1 */
    rix_i_part *parts;
    double *room; /* the values and the scores of a period, side by side */
} rix_i_over;

/**
 * Fails with RIX_EINVAL where the options ask for periods and the table has none, with RIX_ENOTFOUND where it lacks
 * the base period or the reference unit (see rix_i_find_reference), with RIX_ENOMEM.
 *
 * @param panel  of the table; it must outlive *over
 */
rix_status rix_i_over_init(rix_i_over *over, const rix_i_panel *panel, const rix_table *table,
                           const rix_normalise_options *options, rix_error *err);

void rix_i_over_clear(rix_i_over *over);

/** Number of units whose ranks are taken together: of the largest period where there are several. */
size_t rix_i_over_size(const rix_i_over *over, size_t n_rows);

/**
 * Normalises a column of n finite or missing values part by part; over->parts say how that came out. Of the
 * arguments see rix_i_normalise.
 */
void rix_i_over_normalise(rix_i_over *over, const double *x, size_t n, const rix_i_column *facts,
                          const rix_i_normalisation *how, double *scratch, double *score);

/**
 * What normalising a column takes from all rows or from those of the base period: there is nothing of the kind over
 * each period. Of the arguments see rix_i_normalise_learn; learned.sorted may lie in over->room.
 */
rix_i_learned rix_i_over_learn(rix_i_over *over, const double *x, size_t n,
                               const rix_i_normalisation *how, double *room);

/** Ends a message about a part with the period that it speaks of, if it is one. */
void rix_i_over_tell(const rix_i_over *over, size_t part, rix_error *line);

#endif
