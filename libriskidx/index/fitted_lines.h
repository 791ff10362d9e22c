/* index/fitted_lines.h - the words for what the steps learn. */
#ifndef RIX_I_FITTED_LINES_H
#define RIX_I_FITTED_LINES_H

#include "index/fitted.h"

/** How a line is kept: as a field of its node, or otherwise. */
typedef enum rix_i_fit_list {
    RIX_I_FIT_FIELD,
    RIX_I_FIT_GROUP,     /* by the label of a group of units */
    RIX_I_FIT_TRANSFORM, /* by name */
    RIX_I_FIT_METHOD,    /* by name */
    RIX_I_FIT_VALUE,     /* one of a list */
    RIX_I_FIT_SCORE      /* one of a list */
} rix_i_fit_list;

/** Number of fields of a node that are a line each, and the k-th of them. */
size_t rix_i_fit_field_count(void);
double *rix_i_fit_field(rix_i_fit_node *node, size_t k);

/** Step and parameter of the k-th field, static. */
rix_learned rix_i_fit_line(size_t k);

/** Number of the field of a line, or RIX_NO_INDEX. */
size_t rix_i_fit_find(const rix_learned *line);

/** How the line is kept, from its step and parameter. */
rix_i_fit_list rix_i_fit_list_of(const rix_learned *line);

/** Step and parameter of a line that is kept otherwise, static. */
rix_learned rix_i_fit_list_line(rix_i_fit_list list);

/** Points step and parameter at the static words that equal them; false if there are none. */
bool rix_i_fit_words(rix_learned *line);

#endif
