/* structs_epidemic.h - options of a simulation and custom models: host objects to structs. */
#ifndef RIX_H_STRUCTS_EPIDEMIC_H
#define RIX_H_STRUCTS_EPIDEMIC_H

#include "structs.h"

/* ------------------------------------------------------------------------------- enumerators -- */

/* The name among those of a list, as the number of the enumerator. */
static rix_status rix_h_find_choice(const char *name, const char *const *names, size_t n,
                                    const char *key, const char *expected, int *number,
                                    rix_error *err)
{
    for (size_t k = 0; k < n; k++) {
        if (strcmp(name, names[k]) != 0) continue;
        *number = (int)k;
        return RIX_OK;
    }
    return rix_h_fail(err, RIX_ENOTFOUND, key, expected);
}

#define RIX_H_LIST_NAME(code, name) name,
#define RIX_H_LIST_PARSER(function, type, LIST, key, expected)                                     \
    static rix_status function(const char *name, void *value, rix_error *err)                      \
    {                                                                                              \
        static const char *const names[] = { LIST(RIX_H_LIST_NAME) };                              \
        int number = 0;                                                                            \
        const rix_status st = rix_h_find_choice(name, names, RIX_H_COUNT(names), key, expected,    \
                                                &number, err);                                     \
        if (st == RIX_OK) *(type *)value = (type)number;                                           \
        return st;                                                                                 \
    }

RIX_H_LIST_PARSER(rix_h_parse_method, rix_method, RIX_METHOD_LIST, "method",
                  "'default', 'rk4', 'adaptive' or 'adaptive_8' expected")
RIX_H_LIST_PARSER(rix_h_parse_drawn, rix_drawn, RIX_DRAWN_LIST, "outcomes",
                  "drawn 'running' or 'terminal' expected")
RIX_H_LIST_PARSER(rix_h_parse_event_gradient, rix_event_gradient, RIX_EVENT_GRADIENT_LIST, "events",
                  "gradient 'exact', 'frozen' or 'excluded' expected")

static rix_status rix_h_parse_domain(const char *name, void *value, rix_error *err)
{
    static const char *const names[] = { "health", "social", "economic" };
    int number = 0;
    const rix_status st = rix_h_find_choice(name, names, 3, "outcomes",
                                            "domain 'health', 'social' or 'economic' expected",
                                            &number, err);
    if (st == RIX_OK) *(rix_domain *)value = (rix_domain)number;
    return st;
}

/* ----------------------------------------------------------------------------------- options -- */

static rix_status rix_h_read_simulate_options(rix_h_obj x, rix_h_scope *scope,
                                              rix_simulate_options *options, rix_error *err)
{
    const rix_simulate_options defaults = RIX_SIMULATE_OPTIONS_INIT;
    rix_simulate_options o = defaults;
    const rix_h_spec specs[] = {
        { "method", RIX_H_CHOICE, &o.method, rix_h_parse_method },
        { "relative", RIX_H_NUMBER, &o.relative, NULL },
        { "absolute", RIX_H_NUMBER, &o.absolute, NULL },
        { "max_steps", RIX_H_WHOLE, &o.max_steps, NULL },
        { "times", RIX_H_VEC, &o.times, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    if (!rix_h_to_progress(rix_h_field(x, "progress"), scope, &o.run)) {
        return rix_h_fail(err, RIX_EINVAL, "progress", "a function expected");
    }
    *options = o;
    return RIX_OK;
}

/** The parameters of a scenario: name, value, low, high. */
static rix_h_obj rix_h_scenario_params(const rix_scenario *sc)
{
    const size_t n = rix_scenario_param_count(sc);
    rix_h_obj names = rix_h_list_new(n), r;
    double *x = (double *)calloc(3 * n + 1, sizeof *x);
    if (!x) return rix_h_none();
    for (size_t i = 0; i < n; i++) {
        rix_h_list_set(names, i, rix_h_text(rix_scenario_param_name(sc, i)));
        x[i] = rix_scenario_param(sc, i, &x[n + i], &x[2 * n + i]);
    }
    names = rix_h_list_done(names);
    r = rix_h_record_new(4);
    rix_h_record_set(r, 0, "name", names);
    rix_h_record_set(r, 1, "value", rix_h_vec(rix_vec_c(x, n)));
    rix_h_record_set(r, 2, "low", rix_h_vec(rix_vec_c(x + n, n)));
    rix_h_record_set(r, 3, "high", rix_h_vec(rix_vec_c(x + 2 * n, n)));
    free(x);
    return rix_h_record_done(r);
}

/* ----------------------------------------------------------------------------- custom models -- */

enum { RIX_H_RHS, RIX_H_RATES, RIX_H_TERMINAL, RIX_H_CONDITIONS, RIX_H_HAPPEN, RIX_H_FUNCTIONS };

/** The functions of a custom model, which lives in the host. It outlives the scenario. */
typedef struct rix_h_functions {
    rix_h_obj call[RIX_H_FUNCTIONS]; /* kept; none where there is none */
    size_t results[RIX_H_FUNCTIONS]; /* numbers that each gives */
    size_t n_states, n_controls, n_params, n_flags;
} rix_h_functions;

static void rix_h_functions_free(rix_h_functions *f)
{
    if (!f) return;
    for (size_t k = 0; k < RIX_H_FUNCTIONS; k++) rix_h_let_go(f->call[k]);
    free(f);
}

/* What the host's function gives for (t, x, u, p, flags, i). */
static int rix_h_ask(const rix_h_functions *f, int which, const rix_custom_at *at, size_t i,
                     double *out)
{
    const rix_vec none = rix_vec_c(NULL, 0);
    const rix_vec args[] = { rix_vec_c(at->x, f->n_states),
                             at->u ? rix_vec_c(at->u, f->n_controls) : none,
                             rix_vec_c(at->p, f->n_params), rix_vec_c(at->flags, f->n_flags) };
    return rix_h_call(f->call[which], at->t, args, 4, i, out, f->results[which]) ? 0 : 1;
}

static int rix_h_custom_rhs(const rix_custom_at *at, double *dx, void *user)
{
    return rix_h_ask((const rix_h_functions *)user, RIX_H_RHS, at, 0, dx);
}

static int rix_h_custom_rates(const rix_custom_at *at, double *rates, void *user)
{
    return rix_h_ask((const rix_h_functions *)user, RIX_H_RATES, at, 0, rates);
}

static int rix_h_custom_terminal(const rix_custom_at *at, double *values, void *user)
{
    return rix_h_ask((const rix_h_functions *)user, RIX_H_TERMINAL, at, 0, values);
}

static int rix_h_custom_conditions(const rix_custom_at *at, double *g, void *user)
{
    return rix_h_ask((const rix_h_functions *)user, RIX_H_CONDITIONS, at, 0, g);
}

/* The function gives the states and then the flags after the event. */
static int rix_h_custom_happen(const rix_custom_at *at, size_t i, double *x, double *flags,
                               void *user)
{
    const rix_h_functions *f = (const rix_h_functions *)user;
    double *after = (double *)calloc(f->n_states + f->n_flags, sizeof *after);
    int failed = after == NULL;
    if (!failed) failed = rix_h_ask(f, RIX_H_HAPPEN, at, i, after);
    for (size_t k = 0; k < f->n_states && !failed; k++) x[k] = after[k];
    for (size_t k = 0; k < f->n_flags && !failed; k++) flags[k] = after[f->n_states + k];
    free(after);
    return failed;
}

/** Columns of a record, before their lengths are known to be right. */
typedef struct rix_h_custom_columns {
    rix_h_text_list states, state_units, controls, params, flags;
    rix_h_text_list outcome, outcome_unit, domain, drawn, event, event_gradient;
    rix_vec initial, control_max, param_values, param_low, param_high, initial_flags, conserved,
        event_direction;
} rix_h_custom_columns;

static rix_status rix_h_place_custom(const rix_h_custom_columns *c, rix_h_scope *scope,
                                     rix_custom *m, rix_error *err)
{
    const struct {
        rix_vec v;
        size_t n;
        const char *key;
        const double **target;
    } vectors[] = {
        { c->initial, c->states.n, "initial", &m->initial },
        { c->conserved, c->states.n, "conserved", &m->conserved },
        { c->control_max, c->controls.n, "control_max", &m->control_max },
        { c->param_values, c->params.n, "param_values", &m->param_values },
        { c->param_low, c->params.n, "param_low", &m->param_low },
        { c->param_high, c->params.n, "param_high", &m->param_high },
        { c->initial_flags, c->flags.n, "initial_flags", &m->initial_flags },
    };
    for (size_t k = 0; k < RIX_H_COUNT(vectors); k++) {
        const rix_status st = rix_h_dense(vectors[k].v, vectors[k].n, vectors[k].key, scope,
                                          vectors[k].target, err);
        if (st != RIX_OK) return st;
    }
    m->n_states = c->states.n, m->states = (const char *const *)c->states.s;
    m->n_controls = c->controls.n, m->controls = (const char *const *)c->controls.s;
    m->n_params = c->params.n, m->params = (const char *const *)c->params.s;
    m->n_flags = c->flags.n, m->flags = (const char *const *)c->flags.s;
    if (c->state_units.n == 0) return RIX_OK;
    m->state_units = (const char *const *)c->state_units.s;
    return rix_h_check_length(c->state_units.n, c->states.n, "state_units", err);
}

static rix_status rix_h_place_outcomes(const rix_h_custom_columns *c, rix_h_scope *scope,
                                       rix_custom *m, rix_error *err)
{
    const size_t n = c->outcome.n;
    rix_custom_outcome *list =
        (rix_custom_outcome *)rix_h_alloc(scope, n + 1, sizeof *list);
    rix_status st = rix_h_check_length(c->outcome_unit.n, n, "outcomes", err);
    if (st == RIX_OK) st = rix_h_check_length(c->domain.n, n, "outcomes", err);
    if (st == RIX_OK) st = rix_h_check_length(c->drawn.n, n, "outcomes", err);
    if (st != RIX_OK) return st;
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "outcomes", "out of memory");
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        list[i].about.name = c->outcome.s[i];
        list[i].about.unit = rix_h_text_at(c->outcome_unit, i);
        st = rix_h_parse_at(c->domain, i, rix_h_parse_domain, &list[i].about.domain, err);
        if (st == RIX_OK) st = rix_h_parse_at(c->drawn, i, rix_h_parse_drawn, &list[i].drawn, err);
    }
    m->n_outcomes = n;
    m->outcomes = list;
    return st;
}

static rix_status rix_h_place_events(const rix_h_custom_columns *c, rix_h_scope *scope,
                                     rix_custom *m, rix_error *err)
{
    const size_t n = c->event.n;
    rix_custom_event *list = (rix_custom_event *)rix_h_alloc(scope, n + 1, sizeof *list);
    rix_status st = rix_h_check_length(c->event_direction.size, n, "events", err);
    if (st == RIX_OK) st = rix_h_check_length(c->event_gradient.n, n, "events", err);
    if (st != RIX_OK) return st;
    if (!list) return rix_h_fail(err, RIX_ENOMEM, "events", "out of memory");
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        const double direction = rix_h_number_at(c->event_direction, i, 1.0);
        list[i].name = c->event.s[i];
        list[i].direction = direction > 0.0 ? 1 : direction < 0.0 ? -1 : 0;
        st = rix_h_parse_at(c->event_gradient, i, rix_h_parse_event_gradient, &list[i].gradient, err);
    }
    m->n_events = n;
    m->events = list;
    return st;
}

static rix_status rix_h_read_custom(rix_h_obj x, rix_h_scope *scope, rix_custom *model,
                                    rix_error *err)
{
    const rix_custom defaults = RIX_CUSTOM_INIT;
    rix_custom m = defaults;
    rix_h_custom_columns c = { 0 };
    const rix_h_spec specs[] = {
        { "states", RIX_H_TEXTS, &c.states, NULL },
        { "state_units", RIX_H_TEXTS, &c.state_units, NULL },
        { "initial", RIX_H_VEC, &c.initial, NULL },
        { "controls", RIX_H_TEXTS, &c.controls, NULL },
        { "control_max", RIX_H_VEC, &c.control_max, NULL },
        { "params", RIX_H_TEXTS, &c.params, NULL },
        { "param_values", RIX_H_VEC, &c.param_values, NULL },
        { "param_low", RIX_H_VEC, &c.param_low, NULL },
        { "param_high", RIX_H_VEC, &c.param_high, NULL },
        { "outcomes", RIX_H_TEXTS, &c.outcome, NULL },
        { "outcome_units", RIX_H_TEXTS, &c.outcome_unit, NULL },
        { "domains", RIX_H_TEXTS, &c.domain, NULL },
        { "drawn", RIX_H_TEXTS, &c.drawn, NULL },
        { "flags", RIX_H_TEXTS, &c.flags, NULL },
        { "initial_flags", RIX_H_VEC, &c.initial_flags, NULL },
        { "events", RIX_H_TEXTS, &c.event, NULL },
        { "event_directions", RIX_H_VEC, &c.event_direction, NULL },
        { "event_gradients", RIX_H_TEXTS, &c.event_gradient, NULL },
        { "period", RIX_H_NUMBER, &m.period, NULL },
        { "periods", RIX_H_WHOLE, &m.periods, NULL },
        { "steps", RIX_H_WHOLE, &m.steps, NULL },
        { "time_unit", RIX_H_TEXT, &m.time_unit, NULL },
        { "nonnegative", RIX_H_WHOLE, &m.n_nonnegative, NULL },
        { "conserved", RIX_H_VEC, &c.conserved, NULL },
        { "method", RIX_H_CHOICE, &m.method, rix_h_parse_method },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_place_custom(&c, scope, &m, err);
    if (st == RIX_OK) st = rix_h_place_outcomes(&c, scope, &m, err);
    if (st == RIX_OK) st = rix_h_place_events(&c, scope, &m, err);
    if (st == RIX_OK) *model = m;
    return st;
}

/** A scenario whose functions are the host's. They run on the host's thread alone. */
static rix_status rix_h_custom_new(const rix_custom *model, rix_h_functions *f, rix_scenario **out,
                                   rix_error *err)
{
    rix_custom m = *model;
    size_t running = 0;
    for (size_t i = 0; i < m.n_outcomes; i++) {
        running += m.outcomes[i].drawn == RIX_DRAWN_RUNNING;
    }
    f->n_states = m.n_states;
    f->n_controls = m.n_controls;
    f->n_params = m.n_params;
    f->n_flags = m.n_flags;
    f->results[RIX_H_RHS] = m.n_states;
    f->results[RIX_H_RATES] = running;
    f->results[RIX_H_TERMINAL] = m.n_outcomes - running;
    f->results[RIX_H_CONDITIONS] = m.n_events;
    f->results[RIX_H_HAPPEN] = m.n_states + m.n_flags;
    m.user = f;
    m.calling_thread_only = true;
    if (!rix_h_is_none(f->call[RIX_H_RHS])) m.rhs = rix_h_custom_rhs;
    if (!rix_h_is_none(f->call[RIX_H_RATES])) m.rates = rix_h_custom_rates;
    if (!rix_h_is_none(f->call[RIX_H_TERMINAL])) m.terminal = rix_h_custom_terminal;
    if (!rix_h_is_none(f->call[RIX_H_CONDITIONS])) m.conditions = rix_h_custom_conditions;
    if (!rix_h_is_none(f->call[RIX_H_HAPPEN])) m.happen = rix_h_custom_happen;
    return rix_custom_new(&m, out, err);
}

#endif
