/* envelope.c - optimal schedules and what is known of each. */
#include "tradeoff/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"

rix_status rix_i_envelope_make(const rix_scenario *sc, size_t n_points, rix_envelope **out,
                               rix_error *err)
{
    size_t row, size;
    rix_envelope *e = calloc(1, sizeof *e);
    if (!e) return rix_i_no_memory(err);
    e->n_points = n_points;
    e->n_outcomes = rix_scenario_outcome_count(sc);
    e->periods = rix_scenario_periods(sc);
    e->controls = rix_scenario_control_count(sc);
    row = 2 * e->n_outcomes + e->periods * e->controls;
    if (rix_i_size_product(n_points, row, &size)) {
        e->values = calloc(size, sizeof *e->values);
        e->points = calloc(n_points, sizeof *e->points);
    }
    if (!e->values || !e->points) {
        rix_envelope_free(e);
        return rix_i_no_memory(err);
    }
    for (size_t k = 0; k < n_points; k++) {
        double *values = e->values + k * row;
        e->points[k].outcomes = rix_vec_c(values, e->n_outcomes);
        e->points[k].multipliers = rix_vec_c(values + e->n_outcomes, e->n_outcomes);
        e->points[k].schedule = rix_mat_c(values + 2 * e->n_outcomes, e->periods, e->controls);
    }
    *out = e;
    return RIX_OK;
}

void rix_envelope_free(rix_envelope *envelope)
{
    if (!envelope) return;
    free(envelope->points);
    free(envelope->values);
    free(envelope);
}

size_t rix_envelope_size(const rix_envelope *envelope) { return envelope->n_points; }

bool rix_envelope_complete(const rix_envelope *envelope) { return envelope->complete; }

rix_status rix_envelope_get(const rix_envelope *envelope, size_t k, rix_envelope_point *out,
                            rix_error *err)
{
    if (!envelope) return rix_i_null(err, "envelope");
    if (!out) return rix_i_null(err, "out");
    if (k >= envelope->n_points) {
        return rix_i_fail(err, RIX_EINVAL, "k", RIX_I_NOWHERE, "no point %zu in an envelope of %zu",
                          k, envelope->n_points);
    }
    *out = envelope->points[k];
    return RIX_OK;
}

/* ------------------------------------------------------------------------------ from a search -- */

double rix_i_goal_scale(const double *weights, const double *outcomes, size_t n)
{
    double scale = 0.0, sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        scale += fabs(weights[i] * outcomes[i]);
        sum += fabs(weights[i]);
    }
    return scale > 0.0 ? scale : sum;
}

/* A bound of nearly nothing is measured by what there is to bound. */
double rix_i_bound_size(double at_most, double outcome)
{
    const double size = fmax(fabs(at_most), 1e-3 * fabs(outcome));
    return size > 0.0 ? size : 1.0;
}

void rix_i_cold_start(const rix_i_space *s, size_t number, double *z)
{
    /* From the first period to the last in a straight line, over some share of the time; then nothing. */
    static const struct {
        double from, to, share;
    } starts[RIX_I_COLD_STARTS] = { { 0.3, 0.3, 1.0 }, { 1.0, 0.1, 1.0 }, { 0.75, 0.75, 1.0 },
                                    { 0.8, 0.4, 0.3 }, { 0.05, 0.05, 1.0 }, { 0.1, 0.9, 1.0 },
                                    { 0.95, 0.95, 0.5 }, { 0.5, 0.0, 0.15 }, { 0.97, 0.97, 1.0 } };
    for (size_t v = 0; v < s->n; v++) z[v] = 0.0;
    for (size_t i = s->cells; i-- > 0;) { /* the first period of a variable counts */
        const double at = ((double)(i / s->controls) + 0.5) / (double)s->periods;
        const size_t v = s->variable[i];
        if (v == RIX_NO_INDEX) continue;
        const double done = at / starts[number].share;
        z[v] = done <= 1.0 ? starts[number].from + done * (starts[number].to - starts[number].from)
                           : 0.02;
    }
}

/* Without a goal, the bounds alone: as little violation as can be found. */
static bool look_for_feasible(rix_i_search *s, double *z)
{
    memcpy(z, s->best, s->n * sizeof *z);
    s->drop_goal = true;
    s->mu = 1.0;
    for (size_t j = 0; j < s->goal.m; j++) s->lambda[j] = 0.0;
    const bool done = rix_i_descend(s, z, 1e-12, 300) && rix_i_newton(s, z, 1e-12, 40);
    s->drop_goal = false;
    return done;
}

static bool polish(rix_i_search *s, double *z)
{
    return rix_i_lagrange(s, z, false) && rix_i_restore(s, z);
}

bool rix_i_finish(rix_i_search *s, double *z)
{
    static const double NEARLY = 1e-6;
    if (!polish(s, z)) return false;
    if (s->worst > RIX_I_MET && s->best_worst > RIX_I_MET) {
        if (!look_for_feasible(s, z)) return false;
        if (s->best_worst <= NEARLY) {
            s->mu = 10.0;
            if (!polish(s, z)) return false;
        }
    }
    const bool met = s->worst <= RIX_I_MET;
    const double close = 1e-9 * (1.0 + fabs(s->f));
    const bool keep = met && !(s->best_worst <= RIX_I_MET && s->best_f < s->f - close);
    if (keep) return true;
    memcpy(z, s->best, s->n * sizeof *z);
    return rix_i_search_evaluate(s, z);
}

/* Which bound is exceeded by most of its size, and by how much in its unit. */
static void say_violation(const rix_i_search *s, rix_envelope_point *p)
{
    double worst = -HUGE_VAL;
    p->violated = RIX_NO_INDEX;
    p->violation = s->goal.m > 0 ? -HUGE_VAL : 0.0;
    for (size_t j = 0; j < s->goal.m; j++) {
        if (!(s->c[j] > worst)) continue;
        worst = s->c[j];
        p->violation = s->c[j] * s->goal.size[j];
        if (worst > RIX_I_MET) p->violated = s->goal.outcome[j];
    }
}

static double lagrangian_gradient(rix_i_search *s)
{
    memcpy(s->slope, s->rows, s->n * sizeof *s->slope);
    for (size_t j = 0; j < s->goal.m; j++) {
        for (size_t v = 0; v < s->n; v++) {
            s->slope[v] += s->lambda[j] * s->rows[(j + 1) * s->n + v];
        }
    }
    return rix_i_projected(s, s->z, s->slope);
}

bool rix_i_envelope_put(rix_i_search *s, rix_envelope *envelope, size_t k)
{
    rix_envelope_point *p = &envelope->points[k];
    double *values = envelope->values + k * (2 * s->n_outcomes + s->space->cells),
           *multipliers = values + s->n_outcomes;
    memcpy(values, s->outcomes, s->n_outcomes * sizeof *values);
    for (size_t i = 0; i < s->n_outcomes; i++) multipliers[i] = 0.0;
    for (size_t j = 0; j < s->goal.m; j++) {
        multipliers[s->goal.outcome[j]] = s->lambda[j] * s->goal.scale / s->goal.size[j];
    }
    rix_i_space_schedule(s->space, s->z, multipliers + s->n_outcomes);
    say_violation(s, p);
    const bool met = s->worst <= RIX_I_MET, exact = s->exact;
    p->objective = s->f * s->goal.scale;
    p->gradient = lagrangian_gradient(s);
    p->reached = s->goal.m > 0 ? RIX_REACHED_BOUND : RIX_REACHED_SUM;
    p->curvature = RIX_NAN;
    p->status = met ? RIX_POINT_BEST_FOUND : RIX_POINT_INFEASIBLE;
    if (met && exact && p->gradient <= RIX_I_STATIONARY) {
        if (!rix_i_curvature(s, s->z, &p->curvature)) return false;
        if (p->curvature >= -1e-5) p->status = RIX_POINT_LOCAL;
    }
    p->evaluations = s->evaluations;
    return true;
}
