/* age_course.c - the epidemic by age and sector under a response: events, days, costs. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "epidemic/adaptive.h"
#include "epidemic/age_check.h"
#include "epidemic/age_course.h"

/* Events of a response, after those of the model. Timed regimes need one more each. */
enum {
    BY_TIME = AGE_EVENTS,
    BY_DEMAND,
    END_DURATION,
    END_TIME,
    REACTIVE_EVENTS,
    END_TIMED = AGE_EVENTS,
    START_TIMED /* of regime k: START_TIMED + k */
};

/* Events at one instant may be found this far apart (days). */
static const double TOGETHER = 1e-6;

/* Demand in whole parts moves in jumps, and may stay at capacity for a while: what instant is found depends on where
 * steps end, so they end daily then, as the program's do. */
static bool ends_daily(const rix_age_sector *p) { return p->demand == RIX_DEMAND_WHOLE_PARTS; }

/** A run: what is fixed, and what switches. */
typedef struct run {
    const rix_i_age *m;
    const rix_response *response;
    const rix_course_options *options;
    rix_course *course;
    double *held;     /* (regimes + 1) x n_held; the first of an open economy */
    double *openness; /* regimes x n_controls */
    double *closed;   /* sectors: days closed so far */
    double *vector;   /* where the search of reproduction numbers starts */
    double *scratch;
    rix_i_age_days days;
    double mode[AGE_MODES];
    size_t regime, count; /* in force: 0 none, else from 1; states that are integrated */
    double since, counted_to, school_days;
} run;

static const double *held_of(const run *r, size_t regime)
{
    return r->held + regime * r->m->scenario.n_held;
}

static bool is_reactive(const run *r) { return r->response->regimes > 0 && !r->response->start; }

static bool by_days(const run *r) { return r->m->params.accounts == RIX_ACCOUNTS_DAYS; }

/* ---------------------------------------------------------------------------------- events -- */

static int slope(void *user, double t, const double *x, double *dx)
{
    const run *r = user;
    (void)t;
    rix_i_age_slope(r->m, x, held_of(r, r->regime), r->mode, r->count, dx);
    return 0;
}

/* +1 where a condition does not apply: it cannot rise through 0 from there. */
static int conditions(void *user, double t, const double *x, double *g)
{
    const run *r = user;
    const rix_response *p = r->response;
    const bool on = r->regime > 0;
    rix_i_age_conditions(r->m, t, x, r->mode, g);
    if (p->regimes == 0) return 0;
    if (p->start) {
        g[END_TIMED] = on ? t - p->end[r->regime - 1] : 1.0;
        for (size_t k = 0; k < p->regimes; k++) g[START_TIMED + k] = on ? 1.0 : t - p->start[k];
        return 0;
    }
    g[BY_TIME] = on ? 1.0 : t - p->start_time;
    g[BY_DEMAND] = 1.0;
    if (!on && p->on_demand) {
        g[BY_DEMAND] = rix_i_age_over_capacity(r->m, x);
    }
    g[END_DURATION] = on ? t - (r->since + p->longest) : 1.0;
    g[END_TIME] = on ? t - p->end_time : 1.0;
    return 0;
}

/* Closures up to now, of the regime that has been in force. */
static void count_closures(run *r, double t)
{
    const double days = t - r->counted_to;
    r->counted_to = t;
    if (r->regime == 0) return;
    const double *open = r->openness + (r->regime - 1) * r->m->scenario.n_controls;
    for (size_t s = 0; s < r->m->sectors; s++) r->closed[s] += (1.0 - open[s]) * days;
    r->school_days += (1.0 - open[r->m->sectors]) * days * r->m->pupils;
}

static bool switch_to(run *r, size_t regime, double t, rix_course_kind kind)
{
    count_closures(r, t);
    if (regime == 0 && !by_days(r) &&
        !rix_i_age_note_period(r->course, r->since, t, r->regime - 1)) {
        return false;
    }
    const size_t named = regime > 0 ? regime - 1 : r->regime - 1;
    r->regime = regime;
    r->since = regime > 0 ? t : 0.0;
    return rix_i_age_note_event(r->course, t, kind, named);
}

static bool end_timed(run *r, double t)
{
    const rix_response *p = r->response;
    const size_t next = r->regime; /* its number less one is that of the regime that ends */
    if (!switch_to(r, 0, t, RIX_COURSE_RESPONSE_END_TIME)) return false;
    if (!r->m->params.adjoining || next >= p->regimes || p->start[next] > t) return true;
    return switch_to(r, next + 1, t, RIX_COURSE_RESPONSE_BY_TIME);
}

static bool fire_response(run *r, size_t event, double t)
{
    if (r->response->start) {
        if (event == END_TIMED) return end_timed(r, t);
        return switch_to(r, event - START_TIMED + 1, t, RIX_COURSE_RESPONSE_BY_TIME);
    }
    /* Of two that share an instant the second finds its work done. */
    if ((event == BY_TIME || event == BY_DEMAND) == (r->regime > 0)) return true;
    switch (event) {
    case BY_TIME: return switch_to(r, 1, t, RIX_COURSE_RESPONSE_BY_TIME);
    case BY_DEMAND: return switch_to(r, 1, t, RIX_COURSE_RESPONSE_BY_DEMAND);
    case END_DURATION: return switch_to(r, 0, t, RIX_COURSE_RESPONSE_END_DURATION);
    default: return switch_to(r, 0, t, RIX_COURSE_RESPONSE_END_TIME);
    }
}

static rix_status fire(void *user, size_t event, double t, double *x, rix_error *err)
{
    run *r = user;
    bool noted;
    (void)x;
    if (event < AGE_EVENTS) {
        static const rix_course_kind KIND[AGE_EVENTS] = {
            [AGE_VACCINATION_ON] = RIX_COURSE_VACCINATION_ON,
            [AGE_VACCINATION_OFF] = RIX_COURSE_VACCINATION_OFF,
            [AGE_OVERFLOW_ON] = RIX_COURSE_OVERFLOW_ON,
            [AGE_OVERFLOW_OFF] = RIX_COURSE_OVERFLOW_OFF,
        };
        rix_i_age_fire(event, t, r->mode);
        noted = rix_i_age_note_event(r->course, t, KIND[event], RIX_NO_INDEX);
    } else {
        noted = fire_response(r, event, t);
    }
    return noted ? RIX_OK : rix_i_no_memory(err);
}

/* A condition to be met from the other side is turned round instead. */
static int upwards(void *user, size_t event)
{
    (void)user;
    (void)event;
    return 1;
}

/* ------------------------------------------------------------------------------------ days -- */

static rix_status reproduction(run *r, const double *x, size_t regime, double *value,
                               rix_error *err)
{
    const rix_i_age *m = r->m;
    if (m->params.reproduction == RIX_REPRODUCTION_SUSCEPTIBLE) {
        return rix_i_age_susceptible_reproduction(m, x, r->vector, r->scratch, value, err);
    }
    return rix_i_age_reproduction(m, x, held_of(r, regime),
                                  m->transmission * rix_i_age_behaviour(m, x), 1e-10, r->vector,
                                  r->scratch, value, err);
}

/* A reactive response ends on a whole day. */
static rix_status review(run *r, double t, const double *x, bool *changed, rix_error *err)
{
    if (!is_reactive(r) || r->regime == 0 || !(r->response->end_reproduction > 0.0)) return RIX_OK;
    if (t != floor(t)) return RIX_OK;
    double value;
    const size_t watched = r->m->params.reproduction == RIX_REPRODUCTION_IN_FORCE ? r->regime : 0;
    const rix_status st = reproduction(r, x, watched, &value, err);
    if (st != RIX_OK || value > r->response->end_reproduction) return st;
    *changed = true;
    if (switch_to(r, 0, t, RIX_COURSE_RESPONSE_END_REPRODUCTION)) return RIX_OK;
    return rix_i_no_memory(err);
}

/* A compartment of the state by age, both layers and all workers counted. */
static void by_age(const rix_i_age *m, const double *x, size_t compartment, double *to)
{
    memset(to, 0, m->ages * sizeof *to);
    for (size_t v = 0; v < m->layers; v++) {
        const double *part = x + (v * AGE_COMPARTMENTS + compartment) * m->strata;
        double workers = 0.0;
        for (size_t a = 0; a < m->ages; a++) to[a] += part[a];
        for (size_t i = m->ages; i < m->strata; i++) workers += part[i];
        to[m->params.country.working_age] += workers;
    }
}

static rix_status note_day(run *r, size_t day, double t, const double *x, rix_error *err)
{
    const rix_i_age *m = r->m;
    double *row = r->course->days + day * r->course->n_columns, *at = row + 1;
    row[0] = t;
    for (size_t c = 0; c < AGE_COMPARTMENTS; c++, at += m->ages) by_age(m, x, c, at);
    memcpy(at, x + m->infections, 3 * m->ages * sizeof *at);
    at += 3 * m->ages;
    at[0] = RIX_NAN;
    at[1] = (double)r->regime;
    at[2] = r->mode[AGE_VACCINATING];
    at[3] = r->mode[AGE_OVERFLOW];
    if (!r->options->reproduction) return RIX_OK;
    return reproduction(r, x, r->regime, at, err);
}

static void note_accounts(run *r, size_t day, const double *x)
{
    const rix_i_age *m = r->m;
    const rix_age_sector *p = &m->params;
    const size_t n = m->strata;
    double *absent = r->days.absent + day * m->sectors, doses = 0.0;
    for (size_t v = 0; v < m->layers; v++) {
        const double *layer = x + v * AGE_COMPARTMENTS * n + m->ages;
        for (size_t s = 0; s < m->sectors; s++) {
            const double lost = p->symptomatic_absent * layer[AGE_IS * n + s] +
                                p->asymptomatic_absent * layer[AGE_IA * n + s] +
                                layer[AGE_HR * n + s] + layer[AGE_HD * n + s] +
                                layer[AGE_D * n + s];
            absent[s] = v == 0 ? lost : absent[s] + lost;
        }
    }
    for (size_t a = 0; a < m->ages; a++) doses += x[m->doses + a];
    r->days.doses[day] = doses;
    r->days.deaths[day] = rix_i_age_total(m, x, AGE_D);
    r->days.since[day] = r->since;
    r->days.regime[day] = r->regime;
    r->days.n = day + 1;
}

static rix_status at_day(void *user, size_t day, double t, double *x, bool *changed, rix_error *err)
{
    run *r = user;
    rix_status st = day > 0 ? review(r, t, x, changed, err) : RIX_OK;
    if (st == RIX_OK && by_days(r)) note_accounts(r, day, x);
    if (st == RIX_OK && r->course->days) st = note_day(r, day, t, x, err);
    return st;
}

/* ------------------------------------------------------------------------------- the course -- */

static bool grow(void **list, size_t *room, size_t used, size_t size)
{
    if (used < *room) return true;
    const size_t wanted = *room > 0 ? 2 * *room : 16;
    void *bigger =
        wanted > *room && wanted < SIZE_MAX / size ? realloc(*list, wanted * size) : NULL;
    if (!bigger) return false;
    *list = bigger;
    *room = wanted;
    return true;
}

bool rix_i_age_note_event(rix_course *c, double time, rix_course_kind kind, size_t regime)
{
    if (!grow((void **)&c->events, &c->room_events, c->n_events, sizeof *c->events)) return false;
    c->events[c->n_events++] = (rix_course_event){ time, kind, regime };
    return true;
}

bool rix_i_age_note_period(rix_course *c, double start, double end, size_t regime)
{
    if (!grow((void **)&c->periods, &c->room_periods, c->n_periods, sizeof *c->periods)) {
        return false;
    }
    c->periods[c->n_periods++] = (rix_course_period){ start, end, regime };
    return true;
}

/* Days 0, 1 ... and the horizon; 0 if there are too many. */
static size_t count_days(const rix_scenario *sc)
{
    const double horizon = (double)sc->periods * sc->period, whole = floor(horizon);
    if (!(horizon < 1e9)) return 0;
    return (size_t)whole + (whole < horizon ? 2 : 1);
}

static rix_course *course_new(const rix_i_age *m, const rix_course_options *o, size_t n_days)
{
    rix_course *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->model = m;
    c->n_columns = 1 + (AGE_COMPARTMENTS + 3) * m->ages + 4;
    c->outcomes = calloc(m->scenario.n_outcomes + 2 * m->sectors, sizeof *c->outcomes);
    size_t cells;
    if (o->daily && rix_i_size_product(n_days, c->n_columns, &cells)) {
        c->days = malloc(cells * sizeof *c->days);
        c->n_days = n_days;
    }
    if (!c->outcomes || (o->daily && !c->days)) {
        rix_course_free(c);
        return NULL;
    }
    c->sector_costs = c->outcomes + m->scenario.n_outcomes;
    return c;
}

/* Scratch of a run: every array of doubles, cut from one block. */
typedef struct block {
    double *start, *x, *stops, *scratch;
} block;

static bool lay_out(run *r, size_t n_days, size_t n_events, block *b)
{
    const rix_i_age *m = r->m;
    const rix_scenario *sc = &m->scenario;
    const size_t regimes = r->response->regimes, sectors = m->sectors;
    const size_t daily = by_days(r) ? n_days : 0;
    size_t own, per_regime, integrator, of_days;
    if (!rix_i_adaptive_scratch(sc->n_states, n_events, &integrator)) return false;
    if (!rix_i_size_product(daily, sectors + 3, &of_days)) return false;
    if (!rix_i_size_product(regimes + 1, sc->n_held + sc->n_controls, &per_regime)) return false;
    own = sc->n_states + n_days + sectors + m->strata + rix_i_age_reproduction_scratch(m);
    double *at = calloc(own + per_regime + integrator + of_days, sizeof *at);
    r->days.regime = calloc(daily + 1, sizeof *r->days.regime);
    b->start = at;
    if (!at || !r->days.regime) return false;
    b->x = at;
    b->stops = b->x + sc->n_states;
    r->closed = b->stops + n_days;
    r->vector = r->closed + sectors;
    r->scratch = r->vector + m->strata;
    r->held = r->scratch + rix_i_age_reproduction_scratch(m);
    r->openness = r->held + (regimes + 1) * sc->n_held;
    r->days.absent = r->openness + (regimes + 1) * sc->n_controls;
    r->days.doses = r->days.absent + daily * sectors;
    r->days.deaths = r->days.doses + daily;
    r->days.since = r->days.deaths + daily;
    b->scratch = r->days.since + daily;
    return true;
}

/* Controls of every regime, and what they come to; row `regimes` is the open economy, whose held is the first. */
static void fill_regimes(run *r)
{
    const rix_i_age *m = r->m;
    const rix_response *p = r->response;
    const size_t controls = m->scenario.n_controls, sectors = m->sectors,
                 education = m->params.country.education;
    for (size_t k = 0; k <= p->regimes; k++) {
        double *open = r->openness + k * controls;
        for (size_t j = 0; j < controls; j++) open[j] = 1.0;
        if (k == p->regimes) {
            rix_i_age_hold(m, open, r->held);
            return;
        }
        memcpy(open, p->openness + k * sectors, sectors * sizeof *open);
        if (p->school) {
            open[sectors] = p->school[k];
        } else if (education != RIX_NO_INDEX) {
            open[sectors] = open[education];
        }
        if (p->community) open[sectors + 1] = p->community[k];
        rix_i_age_hold(m, open, r->held + (k + 1) * m->scenario.n_held);
    }
}

/* A response that is due at the very start cannot be seen to pass its start. */
static bool start_at_once(run *r)
{
    const rix_response *p = r->response;
    if (p->regimes == 0 || !r->m->params.adjoining) return true;
    const double first = p->start ? p->start[0] : p->start_time;
    return first > 0.0 || switch_to(r, 1, 0.0, RIX_COURSE_RESPONSE_BY_TIME);
}

static rix_status finish(run *r, const double *x, double horizon, rix_error *err)
{
    rix_course *c = r->course;
    const rix_i_age *m = r->m;
    if (by_days(r)) return rix_i_age_accounts(m, &r->days, r->openness, x, c, err);
    count_closures(r, horizon);
    if (r->regime > 0 && horizon > r->since &&
        !rix_i_age_note_period(c, r->since, horizon, r->regime - 1)) {
        return rix_i_no_memory(err);
    }
    rix_i_age_outcomes(m, x, x + m->absent, r->closed, r->school_days, c->outcomes);
    rix_i_age_sector_costs(m, x + m->absent, r->closed, c->sector_costs);
    return RIX_OK;
}

static rix_status integrate(run *r, size_t n_days, size_t n_events, const block *b, rix_error *err)
{
    const rix_scenario *sc = &r->m->scenario;
    const double horizon = (double)sc->periods * sc->period;
    const rix_i_ode ode = { .n = r->count,
                            .n_events = n_events,
                            .user = r,
                            .slope = slope,
                            .conditions = conditions,
                            .direction = upwards,
                            .fire = fire,
                            .at_stop = at_day,
                            .stops = b->stops,
                            .n_stops = n_days,
                            .cut = ends_daily(&r->m->params),
                            .together = TOGETHER,
                            .state_names = sc->state_names,
                            .time_unit = sc->time_unit };
    const rix_i_tolerance tolerance = { r->options->relative, r->options->absolute, 0.0, INFINITY,
                                        r->options->max_steps, false };
    memcpy(b->x, sc->initial, sc->n_states * sizeof *b->x);
    memcpy(r->mode, sc->initial_mode, sizeof r->mode);
    for (size_t d = 0; d < n_days; d++) b->stops[d] = fmin((double)d, horizon);
    for (size_t i = 0; i < r->m->strata; i++) r->vector[i] = 1.0;
    fill_regimes(r);
    if (!start_at_once(r)) return rix_i_no_memory(err);
    rix_status st = rix_i_adaptive(&ode, &tolerance, b->x, b->scratch, NULL, err);
    return st == RIX_OK ? finish(r, b->x, horizon, err) : st;
}

static rix_status check_options(const rix_course_options *o, rix_error *err)
{
    if (o->relative > 0.0 && o->absolute > 0.0 && isfinite(o->relative + o->absolute) &&
        o->max_steps > 0) {
        return RIX_OK;
    }
    return rix_i_fail(err, RIX_EDOMAIN, "options", RIX_I_NOWHERE,
                      "relative is %s, absolute %s, max_steps %zu: all must be finite and > 0",
                      rix_i_number(o->relative).s, rix_i_number(o->absolute).s, o->max_steps);
}

static rix_status run_course(run *r, rix_course **out, rix_error *err)
{
    const rix_response *p = r->response;
    const size_t n_days = count_days(&r->m->scenario);
    const size_t n_events = p->regimes == 0 ? AGE_EVENTS
                            : p->start      ? START_TIMED + p->regimes
                                            : REACTIVE_EVENTS;
    if (n_days == 0) {
        return rix_i_fail(err, RIX_EOVERFLOW, "periods", RIX_I_NOWHERE,
                          "the horizon of %zu periods of %s days is too long",
                          r->m->scenario.periods, rix_i_number(r->m->scenario.period).s);
    }
    block b = { NULL, NULL, NULL, NULL };
    r->course = course_new(r->m, r->options, n_days);
    rix_status st = RIX_OK;
    if (!r->course || !lay_out(r, n_days, n_events, &b)) st = rix_i_no_memory(err);
    if (st == RIX_OK) st = integrate(r, n_days, n_events, &b, err);
    if (st == RIX_OK) {
        *out = r->course;
        r->course = NULL;
    }
    rix_course_free(r->course);
    free(r->days.regime);
    free(b.start);
    return st;
}

rix_status rix_age_sector_run(const rix_scenario *sc, const rix_response *response,
                              const rix_course_options *options, rix_course **out, rix_error *err)
{
    static const rix_response NONE = RIX_RESPONSE_INIT;
    static const rix_course_options DEFAULTS = RIX_COURSE_OPTIONS_INIT;
    if (!sc) return rix_i_null(err, "sc");
    if (!out) return rix_i_null(err, "out");
    const rix_i_age *m = rix_i_age_model(sc);
    if (!m) {
        return rix_i_fail(err, RIX_EINVAL, "sc", RIX_I_NOWHERE,
                          "the scenario is not of the model by age and sector");
    }
    run r = { .m = m,
              .response = response ? response : &NONE,
              .options = options ? options : &DEFAULTS };
    rix_status st = rix_i_response_check(r.response, m->sectors, err);
    if (st == RIX_OK) st = check_options(r.options, err);
    if (st != RIX_OK) return st;
    r.count = by_days(&r) ? m->absent : m->closed;
    return run_course(&r, out, err);
}

/* ---------------------------------------------------------------------------------- reading -- */

void rix_course_free(rix_course *course)
{
    if (!course) return;
    free(course->days);
    free(course->outcomes);
    free(course->events);
    free(course->periods);
    free(course);
}

rix_vec rix_course_outcomes(const rix_course *course)
{
    return rix_vec_c(course->outcomes, course->model->scenario.n_outcomes);
}

rix_mat rix_course_days(const rix_course *course)
{
    return rix_mat_c(course->days, course->n_days, course->n_columns);
}

const char *rix_course_column_name(const rix_course *course, size_t i)
{
    static const char *const AFTER[] = { "reproduction", "regime", "vaccinating", "overflow" };
    const rix_i_age *m = course->model;
    const size_t counters = AGE_COMPARTMENTS * m->ages, after = counters + 3 * m->ages;
    if (i == 0) return "day";
    i--;
    if (i < counters) {
        return m->scenario.state_names[i / m->ages * m->strata + i % m->ages];
    }
    if (i < after) return m->scenario.state_names[m->infections + (i - counters)];
    return i - after < sizeof AFTER / sizeof *AFTER ? AFTER[i - after] : NULL;
}

size_t rix_course_event_count(const rix_course *course) { return course->n_events; }

const rix_course_event *rix_course_event_at(const rix_course *course, size_t i)
{
    return i < course->n_events ? &course->events[i] : NULL;
}

size_t rix_course_period_count(const rix_course *course) { return course->n_periods; }

const rix_course_period *rix_course_period_at(const rix_course *course, size_t i)
{
    return i < course->n_periods ? &course->periods[i] : NULL;
}

rix_mat rix_course_sector_costs(const rix_course *course)
{
    return rix_mat_c(course->sector_costs, course->model->sectors, 2);
}

const rix_fiscal *rix_course_fiscal(const rix_course *course)
{
    return course->model->params.accounts == RIX_ACCOUNTS_DAYS ? &course->fiscal : NULL;
}
