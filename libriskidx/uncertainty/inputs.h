/* uncertainty/inputs.h - uncertain inputs, resolved; and what a replicate draws from them. */
#ifndef RIX_I_UNCERTAINTY_INPUTS_H
#define RIX_I_UNCERTAINTY_INPUTS_H

#include <riskidx/montecarlo.h>

#include "index/framework.h"

/** One input, resolved. */
typedef struct rix_i_input {
    rix_uncertain as;           /* what the caller said; its nodes are never none */
    size_t first, n_dimensions; /* its dimensions of the sample */
    size_t n_alternatives;      /* 0: it draws a number */
    double low, high;           /* compat: extremes of its column of the sample */
} rix_i_input;

/** All of them. */
typedef struct rix_i_inputs {
    const rix_framework *fw;
    const rix_recipe *recipe; /* nominal */
    rix_i_input *inputs;
    size_t n, n_dimensions;
    size_t *nodes; /* of inputs that name none */
    bool compat;
    uint64_t seed;
} rix_i_inputs;

/** Checks the inputs; to be cleared with rix_i_inputs_clear if it succeeds. Arrays of the caller are not copied. */
rix_status rix_i_inputs_init(rix_i_inputs *in, const rix_framework *fw, const rix_recipe *recipe,
                             const rix_uncertain *inputs, size_t n, rix_error *err);

void rix_i_inputs_clear(rix_i_inputs *in);

/** Fails with RIX_EDIM where standard deviations are of another number of units than the table has. */
rix_status rix_i_inputs_check_units(const rix_i_inputs *in, size_t n_units, rix_error *err);

/** The label of input j, for messages. */
const char *rix_i_input_name(const rix_i_inputs *in, size_t j);

/** What every input draws at a point of n_dimensions uniform numbers: see rix_uncertainty_draws. */
void rix_i_draw(const rix_i_inputs *in, const double *point, double *draws);

/** The recipe, weights and rules of a replicate. */
typedef struct rix_i_variant {
    rix_recipe recipe;
    double *weights;        /* of each node */
    rix_aggregation *rules; /* of each node: what the node says */
} rix_i_variant;

/** Room for a variant; false where memory lacks. To be cleared in any case. */
bool rix_i_variant_new(rix_i_variant *v, size_t n_nodes);
void rix_i_variant_clear(rix_i_variant *v);

/** Recipe and rules of what was drawn. */
void rix_i_variant_recipe(const rix_i_inputs *in, const double *draws, rix_i_variant *v);

/** Weights of what was drawn at a point. */
void rix_i_variant_weights(const rix_i_inputs *in, const double *point, const double *draws,
                           rix_i_variant *v);

/** Adds the errors of measurement to dense columns of n_units values, indicator by indicator. */
void rix_i_add_errors(const rix_i_inputs *in, const double *draws, size_t n_units, double *x);

/** Replaces a step of a recipe (all of them, for kind recipe) by another recipe's. */
void rix_i_take_step(rix_recipe *recipe, const rix_recipe *from, rix_uncertain_kind kind);

/** Whether an input of this kind replaces a step of the recipe. */
static inline bool rix_i_is_step(rix_uncertain_kind kind)
{
    return kind <= RIX_UNCERTAIN_AGGREGATE;
}

#endif
