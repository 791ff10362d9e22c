/* index/result.h - the index as it is kept. */
#ifndef RIX_I_RESULT_H
#define RIX_I_RESULT_H

#include "index/log.h"
#include "index/panel.h"
#include "index/plan.h"
#include "index/prepare.h"

/** Matrices are dense, one column of n_units after the other. */
struct rix_index {
    size_t n_units, n_nodes, n_indicators;
    double *raw;        /* units x indicators */
    rix_i_prepared prepared; /* the steps between */
    double *normalised; /* units x indicators */
    double *scores;     /* units x nodes */
    double *coverage;   /* units x nodes */
    rix_i_plan plan;
    rix_i_log log;
    rix_i_panel panel; /* empty where the table has no periods */
};

/** An index with room for its matrices and nothing in it, or NULL. Sizes are known not to overflow. */
rix_index *rix_i_index_new(size_t n_units, size_t n_nodes, size_t n_indicators);

/** What the step 'normalise' takes: the indicators after the steps before it. */
const double *rix_i_index_prepared(const rix_index *index);

/** Whether a unit was screened out. */
bool rix_i_index_left_out(const rix_index *index, size_t unit);

#endif
