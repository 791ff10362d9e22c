/* adaptive.c - Dormand and Prince 5(4), or 8(5,3): error control, dense output, events, stops.
 *
 * Coefficients, step control and dense output: Hairer, Norsett and Wanner (1993), Solving Ordinary
 * Differential Equations I, II.4-6 (their DOPRI5). */
#include "epidemic/adaptive_run.h"

#include <float.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

enum { STAGES = 7 };

/* Rows of the tableau; the last is also the solution, so its slope opens the next step. */
static const double NODE[STAGES] = { 0.0, 0.2, 0.3, 0.8, 8.0 / 9.0, 1.0, 1.0 };
static const double WEIGHT[STAGES][STAGES - 1] = {
    { 0.0 },
    { 0.2 },
    { 3.0 / 40.0, 9.0 / 40.0 },
    { 44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0 },
    { 19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0 },
    { 9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0 },
    { 35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0 },
};
/* The solution less the one of order 4. */
static const double ERROR[STAGES] = { 71.0 / 57600.0,      0.0,
                                      -71.0 / 16695.0,     71.0 / 1920.0,
                                      -17253.0 / 339200.0, 22.0 / 525.0,
                                      -1.0 / 40.0 };
static const double BEND[STAGES] = { -12715105075.0 / 11282082432.0,  0.0,
                                     87487479700.0 / 32700410799.0,   -10690763975.0 / 1880347072.0,
                                     701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0,
                                     69997945.0 / 29380423.0 };

/* Step control: a step is multiplied by SAFETY times a power of the error, within these bounds. */
static const double SAFETY = 0.9, SHRINK = 0.2, GROW = 10.0, BETA = 0.04;

bool rix_i_adaptive_scratch(size_t n, size_t n_events, size_t *size)
{
    size_t states, conditions;
    return rix_i_size_product(n, RIX_I_MOST_SLOPES + RIX_I_MOST_DENSE + 2, &states) &&
           rix_i_size_product(n_events, 4, &conditions) &&
           rix_i_size_product(states + conditions, 1, size);
}

static void lay_out(rix_i_run_state *r, double *scratch)
{
    const size_t n = r->ode->n, m = r->ode->n_events;
    r->y = scratch;
    r->stage = scratch + n;
    double *next = scratch + 2 * n;
    for (size_t k = 0; k < RIX_I_MOST_SLOPES; k++, next += n) r->k[k] = next;
    for (size_t d = 0; d < RIX_I_MOST_DENSE; d++, next += n) r->dense[d] = next;
    r->g = next;
    r->g_end = r->g + m;
    r->g_at = r->g_end + m;
    r->share = r->g_at + m;
}

/* ------------------------------------------------------------------------------ what goes wrong -- */

static rix_status fail_callback(const rix_i_run_state *r, const char *what, double t,
                                rix_error *err)
{
    return rix_i_fail(err, RIX_ECANCELLED, "scenario", RIX_I_NOWHERE,
                      "the model's %s failed at time %s (%s)", what, rix_i_number(t).s,
                      rix_i_label(r->ode->time_unit).s);
}

rix_status rix_i_take_slope(rix_i_run_state *r, double t, const double *x, double *dx,
                            rix_error *err)
{
    r->effort.slopes++;
    if (r->ode->slope(r->ode->user, t, x, dx) == 0) return RIX_OK;
    return fail_callback(r, "right-hand side", t, err);
}

static rix_status take_conditions(const rix_i_run_state *r, double t, const double *x, double *g,
                                  rix_error *err)
{
    if (r->ode->n_events == 0) return RIX_OK;
    if (r->ode->conditions(r->ode->user, t, x, g) == 0) return RIX_OK;
    return fail_callback(r, "conditions", t, err);
}

static rix_i_text state_name(const rix_i_run_state *r, size_t i)
{
    return rix_i_label(r->ode->state_names ? r->ode->state_names[i] : "a state");
}

/* The state whose error, or else slope, is the largest beside its tolerance. */
static size_t fastest(const rix_i_run_state *r)
{
    size_t worst = 0;
    double most = -1.0;
    for (size_t i = 0; i < r->ode->n; i++) {
        const double scale = r->tol->absolute + r->tol->relative * fabs(r->x[i]);
        const double rate = fabs(r->k[0][i]) / scale;
        if (rate > most || !isfinite(r->k[0][i])) {
            worst = i;
            if (!isfinite(r->k[0][i])) break;
            most = rate;
        }
    }
    return worst;
}

static rix_status fail_slow(const rix_i_run_state *r, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_NOWHERE,
                      "%s at time %s (%s), after %zu steps; %s changes fastest", what,
                      rix_i_number(r->t).s, rix_i_label(r->ode->time_unit).s, r->effort.steps,
                      state_name(r, fastest(r)).s);
}

static rix_status check_finite(const rix_i_run_state *r, const double *x, double t, const char *of,
                               rix_error *err)
{
    for (size_t i = 0; i < r->ode->n; i++) {
        if (isfinite(x[i])) continue;
        return rix_i_fail(err, RIX_ENUMERIC, "scenario", RIX_I_NOWHERE,
                          "%s%s is %s at time %s (%s)", of, state_name(r, i).s,
                          rix_i_number(x[i]).s, rix_i_number(t).s,
                          rix_i_label(r->ode->time_unit).s);
    }
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- a step -- */

/* x plus h times the slopes so far under one row of the tableau. */
static void combine(const rix_i_run_state *r, size_t row, double h, double *to)
{
    const double *w = WEIGHT[row];
    const size_t n = r->ode->n;
    double *const *k = r->k;
    switch (row) { /* written out: these loops are where a large model spends its time */
    case 1:
        for (size_t i = 0; i < n; i++) to[i] = r->x[i] + h * (w[0] * k[0][i]);
        break;
    case 2:
        for (size_t i = 0; i < n; i++) to[i] = r->x[i] + h * (w[0] * k[0][i] + w[1] * k[1][i]);
        break;
    case 3:
        for (size_t i = 0; i < n; i++) {
            to[i] = r->x[i] + h * (w[0] * k[0][i] + w[1] * k[1][i] + w[2] * k[2][i]);
        }
        break;
    case 4:
        for (size_t i = 0; i < n; i++) {
            to[i] =
                r->x[i] + h * (w[0] * k[0][i] + w[1] * k[1][i] + w[2] * k[2][i] + w[3] * k[3][i]);
        }
        break;
    case 5:
        for (size_t i = 0; i < n; i++) {
            to[i] = r->x[i] + h * (w[0] * k[0][i] + w[1] * k[1][i] + w[2] * k[2][i] +
                                   w[3] * k[3][i] + w[4] * k[4][i]);
        }
        break;
    default: /* the last row has no second slope */
        for (size_t i = 0; i < n; i++) {
            to[i] = r->x[i] + h * (w[0] * k[0][i] + w[2] * k[2][i] + w[3] * k[3][i] +
                                   w[4] * k[4][i] + w[5] * k[5][i]);
        }
    }
}

/* Tries a step of length h: y, the slopes, and the error in units of the tolerance. */
static rix_status try_step(rix_i_run_state *r, double h, double *error, rix_error *err)
{
    const size_t n = r->ode->n;
    double sum = 0.0;
    if (r->tol->order_8) return rix_i_eight_try(r, h, error, err);
    for (size_t s = 1; s < STAGES; s++) {
        double *at = s < STAGES - 1 ? r->stage : r->y;
        combine(r, s, h, at);
        const rix_status status = rix_i_take_slope(r, r->t + NODE[s] * h, at, r->k[s], err);
        if (status != RIX_OK) return status;
    }
    for (size_t i = 0; i < n; i++) {
        const double off = ERROR[0] * r->k[0][i] + ERROR[2] * r->k[2][i] + ERROR[3] * r->k[3][i] +
                           ERROR[4] * r->k[4][i] + ERROR[5] * r->k[5][i] + ERROR[6] * r->k[6][i];
        const double relative = h * off / rix_i_scale_of(r, r->x[i], r->y[i]);
        sum += relative * relative;
    }
    *error = n > 0 ? sqrt(sum / (double)n) : 0.0;
    return RIX_OK;
}

/* A first step from the size of the state, of its slope and of the change of that (H, N & W, II.4). */
static rix_status guess_step(rix_i_run_state *r, double *guess, rix_error *err)
{
    const size_t n = r->ode->n;
    double d0 = 0.0, d1 = 0.0, d2 = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double scale = rix_i_scale_of(r, r->x[i], 0.0);
        d0 += (r->x[i] / scale) * (r->x[i] / scale);
        d1 += (r->k[0][i] / scale) * (r->k[0][i] / scale);
    }
    const double rest = r->ode->stops[r->ode->n_stops - 1] - r->t; /* models may end there */
    const double h = fmin(rest, d0 > 1e-20 && d1 > 1e-20 ? 0.01 * sqrt(d0 / d1) : 1e-6);
    for (size_t i = 0; i < n; i++) r->stage[i] = r->x[i] + h * r->k[0][i];
    const rix_status status = rix_i_take_slope(r, r->t + h, r->stage, r->k[1], err);
    if (status != RIX_OK) return status;
    for (size_t i = 0; i < n; i++) {
        const double bend = (r->k[1][i] - r->k[0][i]) / rix_i_scale_of(r, r->x[i], 0.0);
        d2 += bend * bend;
    }
    const double size = n > 0 ? (double)n : 1.0;
    const double steepest = fmax(sqrt(d1 / size), sqrt(d2 / size) / h);
    const double h1 = steepest > 1e-15 ? pow(0.01 / steepest, 0.2) : fmax(1e-6, h * 1e-3);
    *guess = isfinite(h1) ? fmin(100.0 * h, h1) : h;
    return RIX_OK;
}

/* The factor for the next step, from this error and the one before. */
static double next_factor(const rix_i_run_state *r, double error)
{
    const double powered = r->tol->order_8
                               ? pow(error, 0.125)
                               : pow(error, 0.2 - 0.75 * BETA) / pow(r->last_error, BETA);
    const double factor = powered > 0.0 ? SAFETY / powered : GROW;
    return fmax(SHRINK, fmin(r->rejected ? 1.0 : GROW, factor));
}

/* ------------------------------------------------------------------------------- dense output -- */

static rix_status make_dense(rix_i_run_state *r, double h, rix_error *err)
{
    if (r->has_dense) return RIX_OK;
    if (r->tol->order_8) return rix_i_eight_make_dense(r, h, err);
    for (size_t i = 0; i < r->ode->n; i++) {
        const double rise = r->y[i] - r->x[i], lean = h * r->k[0][i] - rise;
        double bend = 0.0;
        for (size_t s = 0; s < STAGES; s++) bend += BEND[s] * r->k[s][i];
        r->dense[0][i] = r->x[i];
        r->dense[1][i] = rise;
        r->dense[2][i] = lean;
        r->dense[3][i] = rise - h * r->k[6][i] - lean;
        r->dense[4][i] = h * bend;
    }
    r->has_dense = true;
    return RIX_OK;
}

/* The state at a share of the step, to r->stage. */
static void read_dense(rix_i_run_state *r, double share)
{
    const double rest = 1.0 - share;
    if (r->tol->order_8) {
        rix_i_eight_read_dense(r, share);
        return;
    }
    for (size_t i = 0; i < r->ode->n; i++) {
        r->stage[i] =
            r->dense[0][i] +
            share * (r->dense[1][i] +
                     rest * (r->dense[2][i] + share * (r->dense[3][i] + rest * r->dense[4][i])));
    }
}

/* ------------------------------------------------------------------------------------- events -- */

/* The share of the step at which event i has just happened: the far end of a bracket that shrinks by
 * the chord (Illinois), and by halves where that is slow, as it is where g moves in jumps. */
static rix_status locate(rix_i_run_state *r, double h, size_t i, double *share, rix_error *err)
{
    const double gap = DBL_EPSILON * fmax(fabs(r->t + h), h) / h;
    double low = 0.0, high = 1.0, g_low = r->g[i], g_high = r->g_end[i], before = 1.0;
    int side = 0;
    for (int round = 0; high - low > gap && fabs(g_high) > 0.0; round++) {
        double middle = low - g_low * (high - low) / (g_high - g_low);
        if (round % 3 == 2) { /* has the bracket halved since the last time? */
            if (high - low > 0.5 * before) middle = low + 0.5 * (high - low);
            before = high - low;
        }
        middle = fmin(fmax(middle, low + 0.5 * gap), high - 0.5 * gap);
        read_dense(r, middle);
        const rix_status status = take_conditions(r, r->t + middle * h, r->stage, r->g_at, err);
        if (status != RIX_OK) return status;
        const int now =
            rix_i_crosses(r->g[i], r->g_at[i], r->ode->direction(r->ode->user, i)) ? 1 : -1;
        if (now > 0) {
            high = middle;
            g_high = r->g_at[i];
            if (side == now) g_low *= 0.5;
        } else {
            low = middle;
            g_low = r->g_at[i];
            if (side == now) g_high *= 0.5;
        }
        side = now;
    }
    *share = high;
    return RIX_OK;
}

/* Where the step is cut by events: the last of those that happen together with the first; 1 and none if
 * nothing happens. Shares of all events go to r->share, INFINITY for those that do not happen. */
static rix_status find_events(rix_i_run_state *r, double h, double *cut, bool *any, rix_error *err)
{
    double first = INFINITY;
    *cut = 1.0;
    *any = false;
    for (size_t i = 0; i < r->ode->n_events; i++) {
        r->share[i] = INFINITY;
        if (!rix_i_crosses(r->g[i], r->g_end[i], r->ode->direction(r->ode->user, i))) continue;
        rix_status status = make_dense(r, h, err);
        if (status == RIX_OK) status = locate(r, h, i, &r->share[i], err);
        if (status != RIX_OK) return status;
        first = fmin(first, r->share[i]);
    }
    if (!(first <= 1.0)) return RIX_OK;
    *any = true;
    *cut = first;
    for (size_t i = 0; i < r->ode->n_events; i++) {
        if ((r->share[i] - first) * h > r->ode->together) r->share[i] = INFINITY;
        if (isfinite(r->share[i])) *cut = fmax(*cut, r->share[i]);
    }
    return RIX_OK;
}

static rix_status fire_events(rix_i_run_state *r, rix_error *err)
{
    for (size_t i = 0; i < r->ode->n_events; i++) {
        if (!isfinite(r->share[i])) continue;
        r->effort.events++;
        const rix_status status = r->ode->fire(r->ode->user, i, r->t, r->x, err);
        if (status != RIX_OK) return status;
    }
    r->fresh_slope = false;
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------ the run -- */

/* The state becomes that at a share of the step. */
static void cut_step(rix_i_run_state *r, double share, double t)
{
    read_dense(r, share);
    memcpy(r->x, r->stage, r->ode->n * sizeof *r->x);
    r->t = t;
    r->fresh_slope = false;
}

/* The whole step is taken: its end, last slope and conditions open the next one. */
static void take_step(rix_i_run_state *r, double t)
{
    const size_t last = r->tol->order_8 ? RIX_I_EIGHT_LAST : STAGES - 1;
    double *x = r->x, *k = r->k[0], *g = r->g;
    r->x = r->y;
    r->y = x;
    r->k[0] = r->k[last];
    r->k[last] = k;
    r->g = r->g_end;
    r->g_end = g;
    r->t = t;
}

/* Stops at the instant where the run stands. */
static rix_status stop_here(rix_i_run_state *r, rix_error *err)
{
    const rix_i_ode *ode = r->ode;
    while (r->next_stop < ode->n_stops &&
           (ode->stops[r->next_stop] <= r->t || rix_i_same_time(ode->stops[r->next_stop], r->t))) {
        const size_t k = r->next_stop++;
        bool changed = false;
        if (!ode->at_stop) continue;
        const rix_status status = ode->at_stop(ode->user, k, ode->stops[k], r->x, &changed, err);
        if (status != RIX_OK) return status;
        if (changed) r->fresh_slope = false;
    }
    return RIX_OK;
}

/* Stops within the step, before its end: their states are read off it. A change cuts the step there. */
static rix_status stop_within(rix_i_run_state *r, double h, double end, bool *cut, rix_error *err)
{
    const rix_i_ode *ode = r->ode;
    *cut = false;
    while (!*cut && r->next_stop < ode->n_stops && ode->stops[r->next_stop] < end &&
           !rix_i_same_time(ode->stops[r->next_stop], end)) {
        const size_t k = r->next_stop++;
        const double t = ode->stops[k], share = (t - r->t) / h;
        if (!ode->at_stop) continue;
        rix_status status = make_dense(r, h, err);
        if (status != RIX_OK) return status;
        read_dense(r, share);
        status = ode->at_stop(ode->user, k, t, r->stage, cut, err);
        if (status != RIX_OK) return status;
        if (!*cut) continue;
        memcpy(r->x, r->stage, ode->n * sizeof *r->x);
        r->t = t;
        r->fresh_slope = false;
    }
    return RIX_OK;
}

/* A step has passed: what happens in it, first things first. */
static rix_status pass_step(rix_i_run_state *r, double h, double end, rix_error *err)
{
    double share;
    bool any, cut;
    r->has_dense = false;
    rix_status status = take_conditions(r, end, r->y, r->g_end, err);
    if (status == RIX_OK) status = find_events(r, h, &share, &any, err);
    if (status != RIX_OK) return status;
    const double until = share < 1.0 ? r->t + share * h : end;
    status = stop_within(r, h, until, &cut, err);
    if (status != RIX_OK || cut) return status;
    if (share < 1.0) {
        cut_step(r, share, until);
    } else {
        take_step(r, end);
    }
    if (any) status = fire_events(r, err);
    return status == RIX_OK ? stop_here(r, err) : status;
}

/* Slope and conditions where the run stands, unless the last step left them. */
static rix_status refresh(rix_i_run_state *r, rix_error *err)
{
    if (r->fresh_slope) return RIX_OK;
    rix_status status = check_finite(r, r->x, r->t, "", err);
    if (status == RIX_OK) status = rix_i_take_slope(r, r->t, r->x, r->k[0], err);
    if (status == RIX_OK) status = check_finite(r, r->k[0], r->t, "the slope of ", err);
    if (status == RIX_OK) status = take_conditions(r, r->t, r->x, r->g, err);
    r->fresh_slope = status == RIX_OK;
    r->last_error = 1e-4;
    return status;
}

/* The stop at which a step must end next. */
static size_t find_cut(rix_i_run_state *r)
{
    const rix_i_ode *ode = r->ode;
    if (r->next_cut < r->next_stop) r->next_cut = r->next_stop;
    while (r->next_cut < ode->n_stops - 1 && !ode->cut &&
           !(ode->cuts && ode->cuts(ode->user, r->next_cut))) {
        r->next_cut++;
    }
    return r->next_cut;
}

/* The length of the next step, and its end: to a stop exactly where it would come close. */
static double next_step(rix_i_run_state *r, double *end)
{
    const double stop = r->ode->stops[find_cut(r)], h = fmin(r->h, r->tol->longest_step);
    if (1.01 * h >= stop - r->t) {
        *end = stop;
        return stop - r->t;
    }
    *end = r->t + h;
    return h;
}

static rix_status reject(rix_i_run_state *r, double h, double error, rix_error *err)
{
    const double factor =
        isfinite(error) ? SAFETY * pow(error, r->tol->order_8 ? -0.125 : -0.2) : SHRINK;
    r->effort.rejected++;
    r->rejected = true;
    r->h = h * fmax(SHRINK, fmin(SAFETY, factor));
    if (r->h > 16.0 * DBL_EPSILON * fabs(r->t) && r->h > DBL_MIN) return RIX_OK;
    const rix_status status = check_finite(r, r->y, r->t + h, "", err);
    return status == RIX_OK ? fail_slow(r, "the step became too short", err) : status;
}

static rix_status advance(rix_i_run_state *r, rix_error *err)
{
    double error, end;
    rix_status status = refresh(r, err);
    if (status == RIX_OK && r->h <= 0.0) status = guess_step(r, &r->h, err);
    if (status != RIX_OK) return status;
    if (r->effort.steps >= r->tol->max_steps) return fail_slow(r, "the steps ran out", err);

    const double h = next_step(r, &end);
    r->effort.steps++;
    status = try_step(r, h, &error, err);
    if (status != RIX_OK) return status;
    if (!(error <= 1.0)) return reject(r, h, error, err); /* also for NaN */

    const double next = h * next_factor(r, error);
    r->h =
        h < r->h ? fmax(r->h, next) : next; /* cut short by a stop, it says nothing against r->h */
    r->last_error = fmax(error, 1e-4);
    r->rejected = false;
    return pass_step(r, h, end, err);
}

rix_status rix_i_adaptive(const rix_i_ode *ode, const rix_i_tolerance *tolerance, double *x,
                          double *scratch, rix_i_effort *effort, rix_error *err)
{
    rix_i_run_state r = { .ode = ode, .tol = tolerance, .x = x, .t = ode->stops[0] };
    r.h = tolerance->first_step;
    lay_out(&r, scratch);
    rix_status status = stop_here(&r, err);
    while (status == RIX_OK && r.next_stop < ode->n_stops) status = advance(&r, err);
    if (r.x != x) memcpy(x, r.x, ode->n * sizeof *x);
    if (effort) *effort = r.effort;
    return status;
}
