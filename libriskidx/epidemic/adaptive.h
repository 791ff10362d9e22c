/* epidemic/adaptive.h - the pairs of Dormand and Prince, 5(4) and 8(5,3), with error control, dense output
 * and events.
 *
 * It knows no scenario: x' = f(t, x), where f may depend on switches that only the callbacks below
 * turn, and only when they are asked to. No memory is allocated. */
#ifndef RIX_I_ADAPTIVE_H
#define RIX_I_ADAPTIVE_H

#include <float.h>

#include <riskidx/base.h>

/** How accurate, and for how long. Start from RIX_I_TOLERANCE_INIT. */
typedef struct rix_i_tolerance {
    double relative, absolute; /* RMS over the states of error / (absolute + relative |x|) <= 1 */
    double first_step;         /* 0: found from the slopes */
    double longest_step;       /* INFINITY: as long as the error allows */
    size_t max_steps;          /* tried ones, rejected included; then RIX_ENUMERIC */
    bool order_8; /* the pair of order 8(5,3): dearer steps, far fewer where digits are many */
} rix_i_tolerance;

#define RIX_I_TOLERANCE_INIT                                                                       \
    {                                                                                              \
        1e-6, 1e-6, 0.0, INFINITY, 100000, false                                                   \
    }

/**
 * What is integrated. slope and conditions return 0, or anything else to end the run as
 * RIX_ECANCELLED; fire and at_stop return a status. NULL where there is nothing to do.
 *
 * Conditions are functions g_i(t, x) of which an event happens when g_i passes zero: upwards (g < 0 at
 * the start of the step, g >= 0 at its end), downwards (> 0, <= 0) or either way, as direction(i) is
 * +1, -1 or 0. The switches that conditions read are those in force at the start of the step. An event
 * is located on the dense output to the rounding of t, on the far side of the crossing; the step is cut
 * there; all events that cross within `together` after the first one happen with it, in the order of their
 * numbers. fire turns switches and may change x.
 *
 * Stops: at times stops[k] (strictly increasing; stops[0] is where x is given) at_stop is called, with
 * the state there and after the events of that instant. It may record; if it changes x or a switch it
 * sets *changed. Where `cut` is false, the state at a stop is read off the dense output and the step is
 * cut only if something changed; where it is true, a step always ends there (and may not reach
 * across): a change that is known beforehand then costs no step that is thrown away.
 */
typedef struct rix_i_ode {
    size_t n;        /* states */
    size_t n_events; /* conditions */
    void *user;
    int (*slope)(void *user, double t, const double *x, double *dx);
    int (*conditions)(void *user, double t, const double *x, double *g);
    int (*direction)(void *user, size_t event);
    rix_status (*fire)(void *user, size_t event, double t, double *x, rix_error *err);
    rix_status (*at_stop)(void *user, size_t k, double t, double *x, bool *changed, rix_error *err);
    const double *stops;
    size_t n_stops; /* >= 1; the last is the end */
    bool cut;
    bool (*cuts)(void *user, size_t k); /* NULL, or whether a step must end at stop k even so */
    double together;                    /* >= 0, in time */
    const char *const *state_names;     /* n, for messages */
    const char *time_unit;
} rix_i_ode;

/** Whether a condition passes zero in a direction between the start and the end of a step. */
static inline bool rix_i_crosses(double before, double after, int direction)
{
    const bool up = before < 0.0 && after >= 0.0, down = before > 0.0 && after <= 0.0;
    return (up && direction >= 0) || (down && direction <= 0);
}

/** Two times that no step could lie between. */
static inline bool rix_i_same_time(double a, double b)
{
    return fabs(a - b) <= 8.0 * DBL_EPSILON * fmax(fabs(a), fabs(b));
}

/** What a run cost. */
typedef struct rix_i_effort {
    size_t steps, rejected, slopes, events;
} rix_i_effort;

/** Number of doubles of scratch for n states and n_events conditions; false if that overflows. */
bool rix_i_adaptive_scratch(size_t n, size_t n_events, size_t *size);

/**
 * Integrates from stops[0] to the last stop.
 *
 * x: [in, out] n states at stops[0], at the end those at the last stop; half-way on failure.
 * effort: NULL or what it took. Status: RIX_ENUMERIC where a state is no longer finite (named, with
 * the time), where the steps ran out, where a step became too short to move on (both name the time and
 * the state that changes fastest); RIX_ECANCELLED where a callback failed; what at_stop returned.
 */
rix_status rix_i_adaptive(const rix_i_ode *ode, const rix_i_tolerance *tolerance, double *x,
                          double *scratch, rix_i_effort *effort, rix_error *err);

#endif
