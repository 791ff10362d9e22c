/* variant.c - what a replicate draws: its recipe, rules, weights and errors of measurement. */
#include <riskidx/sampling.h>

#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/view.h"
#include "uncertainty/distribution.h"
#include "uncertainty/inputs.h"
#include "uncertainty/streams.h"

/* ----------------------------------------------------------------------------------- the draws -- */

/* floor(u m), or COINr's: the number of inner bounds between the extremes of the column below u. */
static size_t choose(const rix_i_input *input, bool compat, double u)
{
    const size_t m = input->n_alternatives;
    size_t k = 0;
    if (!compat) {
        k = (size_t)(u * (double)m);
        return k < m ? k : m - 1;
    }
    const double piece = (input->high - input->low) / (double)m;
    while (k + 1 < m && input->low + (double)(k + 1) * piece < u) k++;
    return k;
}

static double quantile(const rix_uncertain *as, double b, double u)
{
    return rix_i_distribution_quantile(as->distribution, as->a, b, as->c, u);
}

#define SETTING_WHOLE(code, name, field, whole) whole,
static const bool whole_settings[] = { RIX_SETTING_LIST(SETTING_WHOLE) };
#undef SETTING_WHOLE

/* Whole numbers of uniform(a, b) are all equally likely, ends too. */
static double draw_setting(const rix_uncertain *as, double u)
{
    if (!whole_settings[as->setting]) return quantile(as, as->b, u);
    if (as->distribution != RIX_DISTRIBUTION_UNIFORM) return floor(quantile(as, as->b, u) + 0.5);
    return floor(fmin(quantile(as, as->b + 1, u), as->b + 0.5));
}

void rix_i_draw(const rix_i_inputs *in, const double *point, double *draws)
{
    for (size_t j = 0; j < in->n; j++) {
        const rix_i_input *input = &in->inputs[j];
        const double u = point[input->first];
        if (input->n_alternatives > 0) {
            draws[j] = (double)choose(input, in->compat, u);
        } else {
            draws[j] = input->as.kind == RIX_UNCERTAIN_SETTING ? draw_setting(&input->as, u) : u;
        }
    }
}

/* The random stream that the one uniform number of an input starts. Its bits differ where the number does; the
 * number of the input keeps two inputs apart that draw the same. */
static rix_stream stream_of(const rix_i_inputs *in, size_t j, double u)
{
    rix_stream s;
    const uint64_t bits = (uint64_t)ldexp(u, 61);
    rix_stream_init(&s, in->seed ^ (RIX_I_SEED_INPUT * (j + 1)), RIX_I_STREAMS_INPUT + bits);
    return s;
}

/* -------------------------------------------------------------------------------------- recipe -- */

void rix_i_take_step(rix_recipe *recipe, const rix_recipe *from, rix_uncertain_kind kind)
{
    switch (kind) {
    case RIX_UNCERTAIN_RECIPE: *recipe = *from; break;
    case RIX_UNCERTAIN_DENOMINATE: recipe->denominate = from->denominate; break;
    case RIX_UNCERTAIN_IMPUTE: recipe->impute = from->impute; break;
    case RIX_UNCERTAIN_SCREEN: recipe->screen = from->screen; break;
    case RIX_UNCERTAIN_TREAT: recipe->treat = from->treat; break;
    case RIX_UNCERTAIN_NORMALISE: recipe->normalise = from->normalise; break;
    case RIX_UNCERTAIN_AGGREGATE: recipe->aggregate = from->aggregate; break;
    default: break;
    }
}

/* A negative count, as a normal distribution may give, is none. */
static size_t whole_number(double x) { return x > 0 ? (size_t)fmin(x, 0x1p53) : 0; }

#define SET_true(field, value) recipe->field = whole_number(value)
#define SET_false(field, value) recipe->field = (value)
#define SET_SETTING(code, name, field, whole)                                                      \
    case code: SET_##whole(field, value); break;

static void set(rix_recipe *recipe, rix_setting setting, double value)
{
    switch (setting) {
        RIX_SETTING_LIST(SET_SETTING)
    }
}

void rix_i_variant_recipe(const rix_i_inputs *in, const double *draws, rix_i_variant *v)
{
    v->recipe = *in->recipe;
    for (int step = RIX_UNCERTAIN_RECIPE; step <= RIX_UNCERTAIN_AGGREGATE; step++) {
        for (size_t j = 0; j < in->n; j++) {
            const rix_uncertain *as = &in->inputs[j].as;
            if ((int)as->kind != step) continue;
            rix_i_take_step(&v->recipe, &as->recipes[(size_t)draws[j]], as->kind);
        }
    }
    for (size_t i = 0; i < in->fw->n_nodes; i++) v->rules[i] = in->fw->nodes[i].aggregate;
    for (size_t j = 0; j < in->n; j++) {
        const rix_uncertain *as = &in->inputs[j].as;
        if (as->kind == RIX_UNCERTAIN_SETTING) set(&v->recipe, as->setting, draws[j]);
        for (size_t k = 0; k < as->n_nodes && as->kind == RIX_UNCERTAIN_RULE; k++) {
            v->rules[as->nodes[k]] = as->rules[(size_t)draws[j]];
        }
    }
}

/* ------------------------------------------------------------------------------------- weights -- */

static double normal_of(rix_stream *s) { return gsl_cdf_ugaussian_Pinv(rix_stream_uniform(s)); }

/* The logarithm of a gamma variate of this shape and scale 1: Marsaglia and Tsang (2000, ACM Transactions on Mathematical
 * Software 26); below shape 1 that of shape + 1, times u^(1/shape). A small shape gives numbers far below all
 * doubles, but not logarithms. */
static double log_gamma_variate(rix_stream *s, double shape)
{
    const double boost = shape < 1 ? log(rix_stream_uniform(s)) / shape : 0;
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = normal_of(s), root = 1 + c * x, v = root * root * root;
        if (!(root > 0)) continue;
        if (log(rix_stream_uniform(s)) < 0.5 * x * x + d - d * v + d * log(v)) {
            return log(d * v) + boost;
        }
    }
}

/* New weights for the children of a group, with the sum that they had. */
static void draw_dirichlet(const rix_framework *fw, size_t group, double amount, rix_stream *s,
                           double *weights)
{
    const size_t from = fw->first_child[group], to = fw->first_child[group + 1];
    double total = 0, drawn = 0, most = -(double)INFINITY;
    for (size_t c = from; c < to; c++) total += weights[fw->child[c]];
    if (!(total > 0)) return;
    for (size_t c = from; c < to; c++) {
        double *w = &weights[fw->child[c]];
        *w = *w > 0 ? log_gamma_variate(s, amount * (*w / total)) : -(double)INFINITY;
        if (*w > most) most = *w;
    }
    for (size_t c = from; c < to; c++) {
        weights[fw->child[c]] = exp(weights[fw->child[c]] - most);
        drawn += weights[fw->child[c]];
    }
    for (size_t c = from; c < to; c++) weights[fw->child[c]] *= total / drawn;
}

static void set_weights(const rix_uncertain *as, size_t row, size_t n, double *weights)
{
    for (size_t i = 0; i < n; i++) {
        const double w = rix_i_get(as->weights, row, i);
        if (!isnan(w)) weights[i] = w;
    }
}

static void apply_weights(const rix_i_inputs *in, size_t j, const double *point, double draw,
                          double *weights)
{
    const rix_i_input *input = &in->inputs[j];
    const rix_uncertain *as = &input->as;
    rix_stream s;
    switch (as->kind) {
    case RIX_UNCERTAIN_WEIGHTS: set_weights(as, (size_t)draw, in->fw->n_nodes, weights); break;
    case RIX_UNCERTAIN_WEIGHT_NOISE:
        for (size_t k = 0; k < as->n_nodes; k++) {
            double *w = &weights[as->nodes[k]];
            *w += (2 * point[input->first + k] - 1) * as->amount * *w;
        }
        break;
    case RIX_UNCERTAIN_DIRICHLET:
        s = stream_of(in, j, draw);
        for (size_t k = 0; k < as->n_nodes; k++) {
            draw_dirichlet(in->fw, as->nodes[k], as->amount, &s, weights);
        }
        break;
    case RIX_UNCERTAIN_LEAVE_OUT:
        if (draw > 0) weights[as->nodes[(size_t)draw - 1]] = 0;
        break;
    default: break;
    }
}

void rix_i_variant_weights(const rix_i_inputs *in, const double *point, const double *draws,
                           rix_i_variant *v)
{
    static const rix_uncertain_kind order[] = { RIX_UNCERTAIN_WEIGHTS, RIX_UNCERTAIN_WEIGHT_NOISE,
                                                RIX_UNCERTAIN_DIRICHLET, RIX_UNCERTAIN_LEAVE_OUT };
    for (size_t i = 0; i < in->fw->n_nodes; i++) v->weights[i] = in->fw->nodes[i].weight;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t j = 0; j < in->n; j++) {
            if (in->inputs[j].as.kind == order[k])
                apply_weights(in, j, point, draws[j], v->weights);
        }
    }
}

bool rix_i_variant_new(rix_i_variant *v, size_t n_nodes)
{
    v->weights = calloc(n_nodes, sizeof *v->weights);
    v->rules = calloc(n_nodes, sizeof *v->rules);
    return v->weights && v->rules;
}

void rix_i_variant_clear(rix_i_variant *v)
{
    free(v->rules);
    free(v->weights);
    v->rules = NULL;
    v->weights = NULL;
}

/* -------------------------------------------------------------------------------------- errors -- */

static void add_error(const rix_uncertain *as, rix_stream *s, size_t k, size_t n_units, double *x)
{
    for (size_t i = 0; i < n_units; i++) {
        const double sd = rix_i_get(as->sd, as->sd.rows > 1 ? i : 0, k);
        if (!(sd > 0) || isnan(x[i])) continue;
        x[i] += normal_of(s) * (as->relative ? sd * fabs(x[i]) : sd);
    }
}

void rix_i_add_errors(const rix_i_inputs *in, const double *draws, size_t n_units, double *x)
{
    for (size_t j = 0; j < in->n; j++) {
        const rix_uncertain *as = &in->inputs[j].as;
        if (as->kind != RIX_UNCERTAIN_ERROR) continue;
        rix_stream s = stream_of(in, j, draws[j]);
        for (size_t k = 0; k < in->fw->n_indicators; k++)
            add_error(as, &s, k, n_units, x + k * n_units);
    }
}
