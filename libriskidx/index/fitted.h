/* index/fitted.h - what the steps learned from a base table, as it is kept. */
#ifndef RIX_I_FITTED_H
#define RIX_I_FITTED_H

#include <riskidx/whatif.h>

#include "index/framework.h"
#include "index/impute.h"
#include "index/normalise.h"
#include "index/treat.h"

/** What was learned of a node: NaN where nothing was. Lists are stretches of the fit's values. */
typedef struct rix_i_fit_node {
    double units;                        /* table */
    double overall, gap_least, gap_most; /* impute */
    double low, high, mirrored;          /* treat */
    double curve_least, curve_most, lambda;
    double count, least, most, undefined; /* normalise */
    double factor, from, to, centre, spread;
    double best, worst, compared, zero; /* aggregate */
    rix_transform transform;            /* inherit: none */
    rix_normalisation method;           /* inherit: not an indicator that was normalised */
    size_t first_value, n_values;       /* normalise */
    size_t first_score, n_scores;       /* aggregate */
} rix_i_fit_node;

struct rix_fitted {
    size_t n_nodes, n_lines, n_labels;
    rix_i_fit_node *nodes;
    rix_learned *lines;
    double *values;      /* of each line */
    char *text;          /* labels of the lines */
    const char **labels; /* of groups of units: n_labels, sorted */
    double *by_group;    /* n_nodes x n_labels; NaN where a group has no value */
};

/** A node of which nothing is known. */
rix_i_fit_node rix_i_fit_node_blank(void);

/**
 * What normalising an indicator takes from the base. Fails with RIX_ENOTFOUND where that was learned for another
 * method.
 */
rix_status rix_i_fitted_normalise(const rix_fitted *fitted, const rix_framework *fw, size_t node,
                                  const rix_i_normalisation *how, rix_i_learned *learned,
                                  rix_error *err);

/** Likewise of treating it. */
rix_status rix_i_fitted_treat(const rix_fitted *fitted, const rix_framework *fw, size_t node,
                              const rix_treat_options *options, rix_i_treatment *treatment,
                              rix_error *err);

/**
 * What the gaps of indicators take from the base: arrays of fw->n_indicators, in one block that the caller frees
 * with free(*memory).
 */
rix_status rix_i_fitted_impute(const rix_fitted *fitted, const rix_framework *fw,
                               rix_i_impute_base *base, double **memory, rix_error *err);

/** group[i] = number of the label of unit i among those of the base, or RIX_NO_INDEX. */
void rix_i_fitted_groups(const rix_fitted *fitted, const char *const *labels, size_t n,
                         size_t *group);

#endif
