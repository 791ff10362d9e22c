/* calibrate.c - parameters fitted: Newton's method within bounds, by exact gradients. */
#include <riskidx/sampling.h>

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/view.h"
#include "calibration/target.h"
#include "epidemic/model.h"

/* How far points of a difference lie apart, on the scale of the search; how often a step may be shortened. */
static const double DIFFERENCE = 1e-4;
/* What a direction must keep of its curvature once those before it are taken out: below is the error of the differences. */
static const double FLATTEST = 1e-8;
enum { MOST_TRIES = 40 };

/** A search under way. All is on its scale: logarithms where the lower bound is above 0. Less is better: f = -log posterior. */
typedef struct search {
    const rix_i_target *target;
    size_t n;
    double *y, *low, *high, *scale; /* the point, its bounds, and the unit of a direction */
    double *gradient, *hessian;     /* n, n x n */
    double *moved, *moved_gradient, *other, *factor, *step, *x, *desk;
    double f, likelihood;
    double gain, norm;
    size_t iterations;
    rix_fit_end end;
} search;

/** What the searches share. */
typedef struct work {
    const rix_i_target *target;
    const rix_calibrate_options *o;
    search *searches;
} work;

/* ------------------------------------------------------------------------------------- scales -- */

static bool is_log(const rix_i_target *t, size_t i)
{
    double start, low, high;
    rix_i_target_bounds(t, i, &start, &low, &high);
    return low > 0.0;
}

static double natural(const search *s, size_t i, double y)
{
    return is_log(s->target, i) ? exp(y) : y;
}

static double slope_of(const search *s, size_t i, double y)
{
    return is_log(s->target, i) ? exp(y) : 1.0;
}

/* f and its gradient at y; f is infinite where the model does not accept the point. */
static rix_status value_at(search *s, const double *y, double *gradient, double *f, double *likelihood,
                           rix_error *err)
{
    rix_i_value v = { 0.0, 0.0, gradient, NULL };
    rix_error why = RIX_ERROR_INIT;
    for (size_t i = 0; i < s->n; i++) s->x[i] = natural(s, i, y[i]);
    const rix_status status = rix_i_target_at(s->target, s->x, s->desk, &v, &why);
    if (status == RIX_EDOMAIN || status == RIX_ENUMERIC) {
        *f = INFINITY;
        return RIX_OK;
    }
    if (status != RIX_OK) {
        if (err) *err = why;
        return status;
    }
    *f = isnan(v.posterior) ? INFINITY : -v.posterior;
    *likelihood = v.likelihood;
    for (size_t i = 0; i < s->n; i++) gradient[i] *= -slope_of(s, i, y[i]);
    return RIX_OK;
}

static double clamp(double y, double low, double high) { return fmin(fmax(y, low), high); }

/* -------------------------------------------------------------------------------------- Newton -- */

/* Held by a bound that the slope pushes against. */
static bool is_held(const search *s, size_t i)
{
    return (s->y[i] <= s->low[i] && s->gradient[i] > 0.0) ||
           (s->y[i] >= s->high[i] && s->gradient[i] < 0.0);
}

/* The Hessian by differences of gradients, one side where a bound or the model leaves no other. */
static rix_status fill_hessian(search *s, rix_error *err)
{
    const size_t n = s->n;
    for (size_t j = 0; j < n; j++) {
        double at[2] = { 0.0, 0.0 }, *const gradients[2] = { s->other, s->moved_gradient };
        for (int side = 0; side < 2; side++) {
            double f = INFINITY, likelihood;
            memcpy(s->moved, s->y, n * sizeof *s->y);
            s->moved[j] = clamp(s->y[j] + (side ? 1.0 : -1.0) * DIFFERENCE * s->scale[j], s->low[j],
                                s->high[j]);
            const rix_status status =
                value_at(s, s->moved, gradients[side], &f, &likelihood, err);
            if (status != RIX_OK) return status;
            at[side] = s->moved[j];
            if (isfinite(f)) continue;
            at[side] = s->y[j];
            memcpy(gradients[side], s->gradient, n * sizeof *s->gradient);
        }
        for (size_t i = 0; i < n; i++) {
            s->hessian[i * n + j] = (gradients[1][i] - gradients[0][i]) / (at[1] - at[0]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            const double mean = 0.5 * (s->hessian[i * n + j] + s->hessian[j * n + i]);
            s->hessian[i * n + j] = s->hessian[j * n + i] = mean;
        }
    }
    return RIX_OK;
}

/* Cholesky's factor of the Hessian plus lift times its diagonal, in units of the scales; those held stand apart. */
static bool factorise(search *s, double lift)
{
    const size_t n = s->n;
    double *L = s->factor, most = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (!is_held(s, i)) most = fmax(most, fabs(s->hessian[i * n + i]) * s->scale[i] * s->scale[i]);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = i == j ? 1.0 : 0.0;
            if (!is_held(s, i) && !is_held(s, j)) {
                sum = s->hessian[i * n + j] * s->scale[i] * s->scale[j];
                if (i == j) sum += lift * fmax(fabs(sum), 1e-6 * most);
            }
            const double whole = sum;
            for (size_t k = 0; k < j; k++) sum -= L[i * n + k] * L[j * n + k];
            if (i == j && !(sum > FLATTEST * fabs(whole) && sum > 0.0)) return false;
            L[i * n + j] = i == j ? sqrt(sum) : sum / L[j * n + j];
        }
    }
    return true;
}

/* Solves with the factor, in place. */
static void solve(const search *s, double *b)
{
    const size_t n = s->n;
    const double *L = s->factor;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) b[i] -= L[i * n + k] * b[k];
        b[i] /= L[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) b[i] -= L[k * n + i] * b[k];
        b[i] /= L[i * n + i];
    }
}

/* The step of the quadratic model whose factor is at hand, and half the gain that it promises. */
static double find_step(search *s)
{
    double gain = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        s->step[i] = is_held(s, i) ? 0.0 : -s->gradient[i] * s->scale[i];
    }
    solve(s, s->step);
    for (size_t i = 0; i < s->n; i++) {
        s->step[i] *= s->scale[i];
        gain -= 0.5 * s->step[i] * s->gradient[i];
    }
    return gain;
}

/* Whether the search is over, with what it then has to say. */
static bool is_over(search *s, const rix_calibrate_options *o)
{
    const bool sound = factorise(s, 0.0);
    s->norm = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        if (!is_held(s, i)) s->norm = fmax(s->norm, fabs(s->gradient[i]) * s->scale[i]);
    }
    s->gain = sound ? find_step(s) : RIX_NAN;
    if (sound && s->gain <= o->tolerance) {
        s->end = RIX_FIT_CONVERGED;
        return true;
    }
    if (!sound && s->norm <= sqrt(o->tolerance)) {
        s->end = RIX_FIT_FLAT;
        return true;
    }
    return false;
}

/* Moves to a better point, or says that there is none. */
static rix_status improve(search *s, double *lift, bool *better, rix_error *err)
{
    *better = false;
    for (int tries = 0; tries < MOST_TRIES && !*better; tries++) {
        double f = INFINITY, likelihood = 0.0;
        if (factorise(s, *lift)) {
            find_step(s);
            for (size_t i = 0; i < s->n; i++) {
                const double most = 3.0 * s->scale[i]; /* the model is not good for longer steps */
                s->moved[i] = clamp(s->y[i] + clamp(s->step[i], -most, most), s->low[i], s->high[i]);
            }
            const rix_status status =
                value_at(s, s->moved, s->moved_gradient, &f, &likelihood, err);
            if (status != RIX_OK) return status;
        }
        *better = f < s->f;
        if (!*better) *lift = fmax(10.0 * *lift, 1e-3);
        if (!*better) continue;
        memcpy(s->y, s->moved, s->n * sizeof *s->y);
        memcpy(s->gradient, s->moved_gradient, s->n * sizeof *s->gradient);
        s->f = f;
        s->likelihood = likelihood;
        *lift = *lift < 1e-6 ? 0.0 : 0.1 * *lift;
    }
    return RIX_OK;
}

static rix_status go(search *s, const rix_calibrate_options *o, rix_error *err)
{
    double lift = 0.0;
    rix_status status = value_at(s, s->y, s->gradient, &s->f, &s->likelihood, err);
    s->end = RIX_FIT_IMPOSSIBLE;
    s->gain = s->norm = RIX_NAN;
    if (status != RIX_OK || !isfinite(s->f)) return status;
    for (s->iterations = 0; status == RIX_OK; s->iterations++) {
        bool better = false;
        status = fill_hessian(s, err);
        if (status != RIX_OK || is_over(s, o)) return status;
        s->end = RIX_FIT_ITERATIONS;
        if (s->iterations == o->max_iterations) return RIX_OK;
        status = improve(s, &lift, &better, err);
        if (better || status != RIX_OK) continue;
        s->end = factorise(s, 0.0) ? RIX_FIT_STALLED : RIX_FIT_FLAT;
        return RIX_OK;
    }
    return status;
}

/* -------------------------------------------------------------------------------------- starts -- */

/* A start anywhere between the bounds, or, where there are none, around the one given. */
static void draw_start(search *s, uint64_t seed, size_t number)
{
    rix_stream stream;
    rix_stream_init(&stream, seed, number);
    for (size_t i = 0; i < s->n; i++) {
        const double u = rix_stream_uniform(&stream);
        if (number == 0) continue;
        const double low = fmax(s->low[i], s->y[i] - 2.0 * s->scale[i]),
                     high = fmin(s->high[i], s->y[i] + 2.0 * s->scale[i]);
        s->y[i] = low + u * (high - low);
    }
}

static void begin(search *s, uint64_t seed, size_t number)
{
    for (size_t i = 0; i < s->n; i++) {
        double start, low, high;
        rix_i_target_bounds(s->target, i, &start, &low, &high);
        const bool log_scale = low > 0.0;
        s->y[i] = log_scale ? log(start) : start;
        s->low[i] = log_scale ? log(low) : low;
        s->high[i] = log_scale ? log(high) : high;
        s->scale[i] = 1.0;
        if (!log_scale) s->scale[i] = fabs(start) > 0.0 ? fabs(start) : 0.01 * fmin(1.0, high - low);
    }
    draw_start(s, seed, number);
}

static rix_status run_search(size_t number, size_t worker, void *user, rix_error *err)
{
    work *w = user;
    (void)worker;
    begin(&w->searches[number], w->o->seed, number);
    return go(&w->searches[number], w->o, err);
}

/* -------------------------------------------------------------------------------------- results -- */

/* The inverse of the Hessian, on the natural scale; NaN for those that a bound holds. */
static void fill_covariance(search *s, double *covariance)
{
    const size_t n = s->n;
    const bool sound = s->end == RIX_FIT_CONVERGED && factorise(s, 0.0);
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < n; i++) s->step[i] = i == j ? 1.0 : 0.0;
        if (sound) solve(s, s->step);
        for (size_t i = 0; i < n; i++) {
            const bool known = sound && !is_held(s, i) && !is_held(s, j);
            covariance[i * n + j] = known ? s->step[i] * s->scale[i] * s->scale[j] *
                                                slope_of(s, i, s->y[i]) * slope_of(s, j, s->y[j])
                                          : RIX_NAN;
        }
    }
}

static void write_estimates(const search *s, const double *covariance, double level, rix_out to)
{
    const double z = gsl_cdf_ugaussian_Pinv(0.5 + 0.5 * level);
    for (size_t i = 0; i < s->n; i++) {
        const double se = sqrt(covariance[i * s->n + i]),
                     half = z * se / slope_of(s, i, s->y[i]);
        rix_i_set(to, i, 0, natural(s, i, s->y[i]));
        rix_i_set(to, i, 1, se);
        rix_i_set(to, i, 2, isnan(half) ? half : natural(s, i, fmax(s->y[i] - half, s->low[i])));
        rix_i_set(to, i, 3, isnan(half) ? half : natural(s, i, fmin(s->y[i] + half, s->high[i])));
    }
}

static size_t best_of(const work *w)
{
    size_t best = 0;
    for (size_t k = 1; k < w->o->starts; k++) {
        const search *a = &w->searches[k], *b = &w->searches[best];
        if (a->end == RIX_FIT_IMPOSSIBLE) continue;
        if (b->end == RIX_FIT_IMPOSSIBLE || a->f < b->f) best = k;
    }
    return best;
}

static void write_searches(const work *w, rix_out to)
{
    for (size_t k = 0; k < w->o->starts && to.rows > 0; k++) {
        const search *s = &w->searches[k];
        for (size_t i = 0; i < s->n; i++) rix_i_set(to, k, i, natural(s, i, s->y[i]));
        rix_i_set(to, k, s->n, -s->f);
        rix_i_set(to, k, s->n + 1, (double)s->end);
    }
}

static rix_status finish(work *w, rix_out estimates, rix_out covariance, rix_out searches,
                         rix_calibration *result, rix_error *err)
{
    const size_t best = best_of(w);
    search *s = &w->searches[best];
    if (s->end == RIX_FIT_IMPOSSIBLE) {
        return rix_i_fail(err, RIX_ENUMERIC, "start", RIX_I_NOWHERE,
                          "what was seen cannot be at the start: nothing is expected where something "
                          "was seen, or the model does not run");
    }
    fill_covariance(s, s->hessian);
    write_estimates(s, s->hessian, w->o->level, estimates);
    if (covariance.rows > 0) rix_i_write_out(covariance, s->hessian);
    write_searches(w, searches);
    *result = (rix_calibration){ s->end == RIX_FIT_CONVERGED, s->end, s->likelihood, -s->f, s->gain,
                                 s->norm, s->iterations, best };
    return RIX_OK;
}

/* -------------------------------------------------------------------------------------- public -- */

/* Cuts the room of a search; gives its size. */
static size_t lay_out(search *s, double *room)
{
    const size_t n = s->n;
    double **const rows[] = { &s->y, &s->low, &s->high, &s->scale, &s->gradient, &s->moved,
                              &s->moved_gradient, &s->other, &s->step, &s->x };
    const size_t n_rows = sizeof rows / sizeof *rows;
    for (size_t k = 0; k < n_rows && room; k++) *rows[k] = room + k * n;
    if (room) {
        s->hessian = room + n_rows * n;
        s->factor = s->hessian + n * n;
        s->desk = s->factor + n * n;
    }
    return n_rows * n + 2 * n * n + rix_i_target_desk(s->target);
}

static rix_status search_all(work *w, double **room, rix_error *err)
{
    const rix_run how = rix_i_scenario_run(w->target->sc, &w->o->run);
    search one = { .target = w->target, .n = w->target->n_fits };
    const size_t size = lay_out(&one, NULL);
    size_t all;
    if (!rix_i_size_product(w->o->starts, size, &all)) return rix_i_no_memory(err);
    w->searches = calloc(w->o->starts, sizeof *w->searches);
    *room = calloc(all, sizeof **room);
    if (!w->searches || !*room) return rix_i_no_memory(err);
    for (size_t k = 0; k < w->o->starts; k++) {
        w->searches[k] = one;
        lay_out(&w->searches[k], *room + k * size);
    }
    return rix_i_parallel(w->o->starts, &how, run_search, w, err);
}

static rix_status check_options(const rix_calibrate_options *o, rix_error *err)
{
    if (o->starts > 0 && o->max_iterations > 0 && o->tolerance > 0.0 && o->level > 0.0 &&
        o->level < 1.0) {
        return RIX_OK;
    }
    return rix_i_fail(err, RIX_EINVAL, "options", RIX_I_NOWHERE,
                      "starts and max_iterations must be >= 1, tolerance > 0, level in (0, 1)");
}

rix_status rix_calibrate(const rix_scenario *sc, rix_mat schedule, const rix_series *series,
                         size_t n_series, const rix_fit *fits, size_t n_fits,
                         const rix_calibrate_options *options, rix_out estimates,
                         rix_out covariance, rix_out searches, rix_calibration *result,
                         rix_error *err)
{
    static const rix_calibrate_options defaults = RIX_CALIBRATE_OPTIONS_INIT;
    const rix_calibrate_options *o = options ? options : &defaults;
    rix_i_target target = { sc, schedule, series, n_series, fits, n_fits, o->allow_inexact, 0 };
    work w = { &target, o, NULL };
    double *room = NULL;
    if (!result) return rix_i_null(err, "result");
    rix_status status = rix_i_target_check(&target, err);
    if (status == RIX_OK) status = check_options(o, err);
    if (status == RIX_OK) status = rix_i_check_out(estimates, n_fits, 4, "estimates", err);
    if (status == RIX_OK && covariance.rows > 0) {
        status = rix_i_check_out(covariance, n_fits, n_fits, "covariance", err);
    }
    if (status == RIX_OK && searches.rows > 0) {
        status = rix_i_check_out(searches, o->starts, n_fits + 2, "searches", err);
    }
    if (status == RIX_OK) status = search_all(&w, &room, err);
    if (status == RIX_OK) status = finish(&w, estimates, covariance, searches, result, err);
    free(w.searches);
    free(room);
    return status;
}

rix_status rix_log_likelihood(const rix_scenario *sc, rix_mat schedule, const rix_series *series,
                              size_t n_series, const rix_fit *fits, size_t n_fits, rix_vec at,
                              rix_out value, rix_out gradient, rix_out expected, rix_error *err)
{
    rix_i_target target = { sc, schedule, series, n_series, fits, n_fits, true, 0 };
    size_t n_values = 0, size;
    rix_status status = rix_i_target_check(&target, err);
    for (size_t k = 0; k < n_series && status == RIX_OK; k++) n_values += series[k].values.size;
    if (status == RIX_OK) status = rix_i_check_vec(at, "at", err);
    if (status == RIX_OK && at.size != n_fits) {
        status = rix_i_fail(err, RIX_EDIM, "at", RIX_I_NOWHERE, "at has %zu values for %zu fits",
                            at.size, n_fits);
    }
    if (status == RIX_OK) status = rix_i_check_out(value, 1, 2, "value", err);
    if (status == RIX_OK) status = rix_i_check_out(gradient, 1, n_fits, "gradient", err);
    if (status == RIX_OK && expected.rows > 0) {
        status = rix_i_check_out(expected, n_values, 1, "expected", err);
    }
    if (status != RIX_OK) return status;
    double *room = rix_i_size_product(rix_i_target_desk(&target) + 2 * n_fits + n_values, 1, &size)
                       ? calloc(size, sizeof *room)
                       : NULL;
    if (!room) return rix_i_no_memory(err);
    double *x = room, *slopes = x + n_fits, *means = slopes + n_fits;
    rix_i_value v = { 0.0, 0.0, slopes, means };
    for (size_t i = 0; i < n_fits; i++) x[i] = rix_i_vget(at, i);
    status = rix_i_target_at(&target, x, means + n_values, &v, err);
    if (status == RIX_OK) {
        const double both[] = { v.likelihood, v.posterior };
        rix_i_write_out(value, both);
        rix_i_write_out(gradient, slopes);
        if (expected.rows > 0) rix_i_write_out(expected, means);
    }
    free(room);
    return status;
}
