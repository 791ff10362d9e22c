/* custom.c - models of the caller's own: their functions behind the table that the integrators know. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "epidemic/custom_check.h"
#include "epidemic/model.h"

/** A custom model. Its running outcomes are states after the caller's own. */
typedef struct custom {
    rix_scenario scenario; /* first: a custom model is a scenario */
    rix_custom own;        /* what it was made from; arrays and strings are copies */
    size_t n_running, n_terminal;
    rix_outcome *outcomes;
    rix_custom_outcome *own_outcomes;
    rix_i_event *events;
    rix_custom_event *own_events;
    rix_i_param *params;
    double *numbers; /* owns every number */
    char *text;      /* owns every string */
    const char **names;
} custom;

static const custom *of(const rix_scenario *sc) { return (const custom *)sc; }

/* ------------------------------------------------------------------------ the model's functions -- */

static rix_custom_at at_of(const custom *m, double t, const double *x, const double *u,
                           const double *mode)
{
    return (rix_custom_at){ t, x, u, m->own.param_values, mode };
}

static int hold(const rix_scenario *sc, const double *u, double *held)
{
    memset(held, 0, sc->n_held * sizeof *held); /* behind the controls: memory of rhs_vjp */
    if (sc->n_controls > 0) memcpy(held, u, sc->n_controls * sizeof *held);
    return 0;
}

static int rhs(const rix_scenario *sc, rix_i_moment when, const double *x, const double *held,
               const double *mode, double *dx)
{
    const custom *m = of(sc);
    const rix_custom_at at = at_of(m, when.time, x, held, mode);
    if (m->own.rhs(&at, dx, m->own.user) != 0) return 1;
    return m->n_running > 0 ? m->own.rates(&at, dx + m->own.n_states, m->own.user) : 0;
}

static double horizon(const rix_scenario *sc) { return (double)sc->periods * sc->period; }

/* Terminal outcomes are computed behind one another, and running ones put between them afterwards. */
static int outcomes(const rix_scenario *sc, const double *x, const double *mode, double *y)
{
    const custom *m = of(sc);
    const rix_custom_at at = at_of(m, horizon(sc), x, NULL, mode);
    size_t running = m->n_running, terminal = m->n_terminal;
    if (terminal > 0 && m->own.terminal(&at, y, m->own.user) != 0) return 1;
    for (size_t i = sc->n_outcomes; i-- > 0;) {
        y[i] = m->own.outcomes[i].drawn == RIX_DRAWN_RUNNING ? x[m->own.n_states + --running]
                                                             : y[--terminal];
    }
    return 0;
}

static int conditions(const rix_scenario *sc, double t, const double *x, const double *mode,
                      double *g)
{
    const custom *m = of(sc);
    const rix_custom_at at = at_of(m, t, x, NULL, mode);
    return m->own.conditions(&at, g, m->own.user);
}

static int fire(const rix_scenario *sc, size_t event, double t, double *x, double *mode)
{
    const custom *m = of(sc);
    const rix_custom_at at = at_of(m, t, x, NULL, mode);
    return m->own.happen(&at, event, x, mode, m->own.user);
}

/* -------------------------------------------------------------------------------- derivatives -- */

typedef int (*function)(const rix_custom_at *at, double *y, void *user);
typedef int (*product)(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                       double *p_bar, void *user);

/** One function of the model, and the derivative of something by its results. */
typedef struct part {
    function value;
    product vjp;
    const double *seed;
    size_t size;
} part;

/** Memory for derivatives of one function. The integrators know it as numbers of a tally or of held_bar, so
 * that it is there and need not be allocated. */
typedef struct desk {
    double *x, *u, *p, *y;         /* a moved point, and results there */
    double *x_bar, *u_bar, *p_bar; /* zeros for the caller's functions to write to */
} desk;

static size_t desk_size(const custom *m)
{
    size_t most = m->own.n_states > m->n_running ? m->own.n_states : m->n_running;
    if (m->n_terminal > most) most = m->n_terminal;
    return 2 * (m->own.n_states + m->own.n_controls + m->own.n_params) + most;
}

static desk lay_out(const custom *m, double *memory)
{
    const size_t n = m->own.n_states, c = m->own.n_controls, p = m->own.n_params;
    double *bars = memory + n + c + p;
    return (desk){ memory, memory + n, memory + n + c, bars + n + c + p,
                   bars,   bars + n,   bars + n + c };
}

static int weighted(const custom *m, const part *f, const rix_custom_at *at, double *y, double *sum)
{
    if (f->value(at, y, m->own.user) != 0) return 1;
    *sum = 0.0;
    for (size_t i = 0; i < f->size; i++) *sum += f->seed[i] * y[i];
    return 0;
}

/* The derivatives by z (n of them), one of the arrays of at, by central differences. */
static int differences(const custom *m, const part *f, const rix_custom_at *at, double *z, size_t n,
                       double *y, double *bar)
{
    for (size_t i = 0; i < n; i++) {
        const double was = z[i], step = 6e-6 * fmax(fabs(was), 1e-3), above = was + step,
                     below = was - step;
        double up, down;
        z[i] = above;
        if (weighted(m, f, at, y, &up) != 0) return 1;
        z[i] = below;
        if (weighted(m, f, at, y, &down) != 0) return 1;
        z[i] = was;
        bar[i] = (up - down) / (above - below);
    }
    return 0;
}

static int by_differences(const custom *m, const part *f, const rix_custom_at *at, bool params,
                          const desk *d)
{
    const rix_custom *own = &m->own;
    const rix_custom_at moved = { at->t, d->x, at->u ? d->u : NULL, d->p, at->flags };
    memcpy(d->x, at->x, own->n_states * sizeof *d->x);
    if (at->u) memcpy(d->u, at->u, own->n_controls * sizeof *d->u);
    memcpy(d->p, own->param_values, own->n_params * sizeof *d->p);
    if (differences(m, f, &moved, d->x, own->n_states, d->y, d->x_bar) != 0) return 1;
    if (at->u && differences(m, f, &moved, d->u, own->n_controls, d->y, d->u_bar) != 0) return 1;
    return params ? differences(m, f, &moved, d->p, own->n_params, d->y, d->p_bar) : 0;
}

static void add(double *to, const double *from, size_t n)
{
    for (size_t i = 0; to && i < n; i++) to[i] += from[i];
}

/* Adds the products of one function to the sums; u_bar and p_bar may be NULL. */
static int add_product(const custom *m, const part *f, const rix_custom_at *at, double *memory,
                       double *x_bar, double *u_bar, double *p_bar)
{
    const rix_custom *own = &m->own;
    const desk d = lay_out(m, memory);
    if (f->size == 0) return 0;
    memset(d.x_bar, 0, (own->n_states + own->n_controls + own->n_params) * sizeof *d.x_bar);
    const int failed = f->vjp ? f->vjp(at, f->seed, d.x_bar, d.u_bar, d.p_bar, own->user)
                              : by_differences(m, f, at, p_bar != NULL, &d);
    if (failed) return 1;
    add(x_bar, d.x_bar, own->n_states);
    add(u_bar, d.u_bar, own->n_controls);
    add(p_bar, d.p_bar, own->n_params);
    return 0;
}

/* held_bar is that of the controls, and then memory. */
static int rhs_vjp(const rix_scenario *sc, rix_i_moment when, const double *x, const double *held,
                   const double *mode, const double *seed, double *x_bar, double *held_bar,
                   double *tally)
{
    const custom *m = of(sc);
    const size_t n = m->own.n_states;
    const rix_custom_at at = at_of(m, when.time, x, held, mode);
    const part slopes = { m->own.rhs, m->own.rhs_vjp, seed, n },
               rates = { m->own.rates, m->own.rates_vjp, seed + n, m->n_running };
    double *memory = held_bar + sc->n_controls;
    if (add_product(m, &slopes, &at, memory, x_bar, held_bar, tally) != 0) return 1;
    return add_product(m, &rates, &at, memory, x_bar, held_bar, tally);
}

static int hold_vjp(const rix_scenario *sc, const double *u, const double *held_bar, double *u_bar,
                    double *tally)
{
    (void)u;
    (void)tally;
    add(u_bar, held_bar, sc->n_controls);
    return 0;
}

/* The tally is that of the parameters, and then memory; its part for results takes the seeds. */
static int outcomes_vjp(const rix_scenario *sc, const double *x, const double *mode,
                        const double *weights, double *x_bar, double *tally)
{
    const custom *m = of(sc);
    const rix_custom_at at = at_of(m, horizon(sc), x, NULL, mode);
    double *memory = tally + m->own.n_params, *seed = memory + desk_size(m);
    size_t running = 0, terminal = 0;
    for (size_t i = 0; i < sc->n_outcomes; i++) {
        if (m->own.outcomes[i].drawn == RIX_DRAWN_RUNNING) {
            x_bar[m->own.n_states + running++] += weights[i];
        } else {
            seed[terminal++] = weights[i];
        }
    }
    const part last = { m->own.terminal, m->own.terminal_vjp, seed, terminal };
    return add_product(m, &last, &at, memory, x_bar, NULL, tally);
}

static int params_vjp(const rix_scenario *sc, const double *tally, const double *initial_bar,
                      double *p_bar)
{
    (void)initial_bar;
    memcpy(p_bar, tally, sc->n_params * sizeof *p_bar);
    return 0;
}

static rix_status with_params(const rix_scenario *sc, const double *p, rix_scenario **out,
                              rix_error *err)
{
    rix_custom made = of(sc)->own;
    made.param_values = p;
    return rix_custom_new(&made, out, err);
}

static void free_custom(rix_scenario *sc)
{
    custom *m = (custom *)sc;
    free(m->numbers);
    free(m->text);
    free(m->names);
    free(m->outcomes);
    free(m->own_outcomes);
    free(m->events);
    free(m->own_events);
    free(m->params);
    free(m);
}

static const rix_i_model CUSTOM = { .hold = hold,
                                    .rhs = rhs,
                                    .outcomes = outcomes,
                                    .free = free_custom,
                                    .conditions = conditions,
                                    .fire = fire,
                                    .rhs_vjp = rhs_vjp,
                                    .hold_vjp = hold_vjp,
                                    .outcomes_vjp = outcomes_vjp,
                                    .params_vjp = params_vjp,
                                    .with_params = with_params };

/* ----------------------------------------------------------------------------------- its making -- */

static const char DEFAULT_TIME[] = "time", SUM_NAME[] = "the sum that stays", NO_UNIT[] = "";

/** Where copies of strings go. */
typedef struct pen {
    char *text;
    const char **names;
} pen;

static const char *write_text(pen *p, const char *s)
{
    const size_t size = strlen(s) + 1;
    char *to = p->text;
    memcpy(to, s, size);
    p->text += size;
    return to;
}

static const char *const *write_names(pen *p, const char *const *from, size_t n)
{
    const char **to = p->names;
    for (size_t i = 0; i < n; i++) *p->names++ = write_text(p, from[i] ? from[i] : NO_UNIT);
    return to;
}

static size_t text_of(const char *const *names, size_t n)
{
    size_t size = 0;
    for (size_t i = 0; i < n && names; i++) size += (names[i] ? strlen(names[i]) : 0) + 1;
    return size;
}

static size_t count_text(const rix_custom *own)
{
    size_t size = text_of(own->states, own->n_states) + text_of(own->state_units, own->n_states) +
                  text_of(own->controls, own->n_controls) + text_of(own->params, own->n_params) +
                  text_of(own->flags, own->n_flags) +
                  strlen(own->time_unit ? own->time_unit : DEFAULT_TIME) + 1;
    for (size_t i = 0; i < own->n_outcomes; i++) {
        const rix_outcome *o = &own->outcomes[i].about;
        size += strlen(o->name) + strlen(o->unit ? o->unit : NO_UNIT) + 2;
    }
    for (size_t i = 0; i < own->n_events; i++) size += strlen(own->events[i].name) + 1;
    return size;
}

static const double *copy(double **end, const double *from, size_t n, double instead)
{
    double *to = *end;
    for (size_t i = 0; i < n; i++) to[i] = from ? from[i] : instead;
    *end += n;
    return to;
}

static void fill_numbers(custom *m, const rix_custom *from)
{
    rix_custom *own = &m->own;
    rix_scenario *sc = &m->scenario;
    double *end = m->numbers;
    sc->initial = own->initial = copy(&end, from->initial, from->n_states, 0.0);
    end += m->n_running; /* running outcomes start from 0 */
    sc->control_max = own->control_max = copy(&end, from->control_max, from->n_controls, 0.0);
    own->param_values = copy(&end, from->param_values, from->n_params, 0.0);
    own->param_low = copy(&end, from->param_low, from->n_params, -INFINITY);
    own->param_high = copy(&end, from->param_high, from->n_params, INFINITY);
    sc->initial_mode = own->initial_flags = copy(&end, from->initial_flags, from->n_flags, 0.0);
    if (!from->conserved) return;
    sc->conserved = own->conserved = copy(&end, from->conserved, from->n_states, 0.0);
    sc->n_conserved = 1;
}

static void fill_names(custom *m, const rix_custom *from)
{
    static const char *const sums[] = { SUM_NAME };
    rix_custom *own = &m->own;
    rix_scenario *sc = &m->scenario;
    pen p = { m->text, m->names };
    size_t running = 0;
    sc->state_names = own->states = write_names(&p, from->states, from->n_states);
    p.names += m->n_running; /* filled in with the outcomes */
    const char **units = p.names;
    if (from->state_units) {
        sc->state_units = own->state_units = write_names(&p, from->state_units, from->n_states);
        p.names += m->n_running; /* and so are these */
    }
    sc->control_names = own->controls = write_names(&p, from->controls, from->n_controls);
    own->params = write_names(&p, from->params, from->n_params);
    sc->mode_names = own->flags = write_names(&p, from->flags, from->n_flags);
    sc->time_unit = own->time_unit =
        write_text(&p, from->time_unit ? from->time_unit : DEFAULT_TIME);
    for (size_t i = 0; i < from->n_outcomes; i++) {
        rix_outcome *o = &m->outcomes[i];
        *o = from->outcomes[i].about;
        o->name = write_text(&p, o->name);
        o->unit = write_text(&p, o->unit ? o->unit : NO_UNIT);
        m->own_outcomes[i] = (rix_custom_outcome){ *o, from->outcomes[i].drawn };
        if (from->outcomes[i].drawn == RIX_DRAWN_RUNNING) {
            if (from->state_units) units[from->n_states + running] = o->unit;
            m->names[from->n_states + running++] = o->name;
        }
    }
    for (size_t i = 0; i < from->n_events; i++) {
        const rix_custom_event *e = &from->events[i];
        m->own_events[i] = (rix_custom_event){ write_text(&p, e->name), e->direction, e->gradient };
        m->events[i] = (rix_i_event){ m->own_events[i].name, e->direction, e->gradient };
    }
    for (size_t i = 0; i < from->n_params; i++) {
        m->params[i] = (rix_i_param){ own->params[i], own->param_values[i], own->param_low[i],
                                      own->param_high[i] };
    }
    sc->conserved_names = sums;
}

static void fill_sizes(custom *m, const rix_custom *from)
{
    rix_scenario *sc = &m->scenario;
    m->own = *from;
    m->own.outcomes = m->own_outcomes;
    m->own.events = m->own_events;
    sc->model = &CUSTOM;
    sc->periods = from->periods;
    sc->steps = from->steps;
    sc->period = from->period;
    sc->method = from->method;
    sc->n_states = from->n_states + m->n_running;
    sc->n_driving = from->n_states;
    sc->n_controls = from->n_controls;
    sc->n_outcomes = from->n_outcomes;
    sc->n_held = from->n_controls + desk_size(m);
    sc->n_mode = from->n_flags;
    sc->n_events = from->n_events;
    sc->n_params = from->n_params;
    sc->n_tally = from->n_params + desk_size(m) + m->n_terminal;
    sc->n_nonnegative = from->n_nonnegative;
    sc->outcomes = m->outcomes;
    sc->events = m->events;
    sc->params = m->params;
    sc->inexact = !from->rhs_vjp || (m->n_running > 0 && !from->rates_vjp) ||
                  (m->n_terminal > 0 && !from->terminal_vjp);
    sc->calling_thread_only = from->calling_thread_only;
}

static rix_status make_room(custom *m, const rix_custom *from, rix_error *err)
{
    const size_t numbers = 2 * from->n_states + 2 * m->n_running + from->n_controls +
                           3 * from->n_params + from->n_flags,
                 names = 2 * (from->n_states + m->n_running) + from->n_controls + from->n_params +
                         from->n_flags;
    m->numbers = calloc(numbers + 1, sizeof *m->numbers);
    m->text = malloc(count_text(from));
    m->names = calloc(names + 1, sizeof *m->names);
    m->outcomes = calloc(from->n_outcomes + 1, sizeof *m->outcomes);
    m->own_outcomes = calloc(from->n_outcomes + 1, sizeof *m->own_outcomes);
    m->events = calloc(from->n_events + 1, sizeof *m->events);
    m->own_events = calloc(from->n_events + 1, sizeof *m->own_events);
    m->params = calloc(from->n_params + 1, sizeof *m->params);
    const bool all = m->numbers && m->text && m->names && m->outcomes && m->own_outcomes &&
                     m->events && m->own_events && m->params;
    return all ? RIX_OK : rix_i_no_memory(err);
}

rix_status rix_custom_new(const rix_custom *model, rix_scenario **out, rix_error *err)
{
    if (!model) return rix_i_null(err, "model");
    if (!out) return rix_i_null(err, "out");
    rix_status status = rix_i_custom_check(model, err);
    if (status != RIX_OK) return status;

    custom *m = calloc(1, sizeof *m);
    if (!m) return rix_i_no_memory(err);
    for (size_t i = 0; i < model->n_outcomes; i++) {
        m->n_running += model->outcomes[i].drawn == RIX_DRAWN_RUNNING;
    }
    m->n_terminal = model->n_outcomes - m->n_running;
    status = make_room(m, model, err);
    if (status != RIX_OK) {
        free_custom(&m->scenario);
        return status;
    }
    fill_sizes(m, model);
    fill_numbers(m, model);
    fill_names(m, model);
    *out = &m->scenario;
    return RIX_OK;
}
