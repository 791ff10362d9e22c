/* custom_check.c - whether the parts of a custom model are sound. */
#include "epidemic/custom_check.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/* More of anything than a model has, and few enough that sizes made of them do not overflow. */
static const size_t MOST = (size_t)1 << 24;

static rix_status check_sizes(const rix_custom *m, rix_error *err)
{
    const struct {
        const char *name;
        size_t value, least;
    } sizes[] = {
        { "n_states", m->n_states, 1 }, { "n_controls", m->n_controls, 0 },
        { "n_params", m->n_params, 0 }, { "n_outcomes", m->n_outcomes, 1 },
        { "n_flags", m->n_flags, 0 },   { "n_events", m->n_events, 0 },
        { "periods", m->periods, 1 },   { "steps", m->steps, 1 },
    };
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        if (sizes[k].value < sizes[k].least) {
            return rix_i_fail(err, RIX_EINVAL, sizes[k].name, RIX_I_NOWHERE, "%s is 0, not >= 1",
                              sizes[k].name);
        }
        if (sizes[k].value <= MOST) continue;
        return rix_i_fail(err, RIX_EOVERFLOW, sizes[k].name, RIX_I_NOWHERE, "%s is %zu: too large",
                          sizes[k].name, sizes[k].value);
    }
    if (m->n_nonnegative > m->n_states) {
        return rix_i_fail(err, RIX_EINVAL, "n_nonnegative", RIX_I_NOWHERE,
                          "n_nonnegative is %zu, for %zu states", m->n_nonnegative, m->n_states);
    }
    if (isfinite(m->period) && m->period > 0.0) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "period", RIX_I_NOWHERE,
                      "period is %s, not a finite number > 0", rix_i_number(m->period).s);
}

static rix_status check_name(const char *name, const char *what, size_t i, rix_error *err)
{
    if (name && name[0]) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, what, RIX_I_ROW(i), "%s %zu has no name", what, i);
}

static rix_status fail_twice(const char *what, size_t i, const char *name, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, what, RIX_I_ROW(i), "%s: '%s' is there twice", what,
                      rix_i_label(name).s);
}

static rix_status check_names(const char *const *names, size_t n, const char *what, rix_error *err)
{
    if (n > 0 && !names) return rix_i_null(err, what);
    for (size_t i = 0; i < n; i++) {
        const rix_status status = check_name(names[i], what, i, err);
        if (status != RIX_OK) return status;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(names[i], names[k]) == 0) return fail_twice(what, i, names[i], err);
        }
    }
    return RIX_OK;
}

/* Numbers within bounds; with optional ones, absence is no fault. */
static rix_status check_numbers(const double *x, size_t n, const char *what,
                                const char *const *names, double low, const char *range,
                                bool optional, rix_error *err)
{
    if (!x) return n == 0 || optional ? RIX_OK : rix_i_null(err, what);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i]) && x[i] >= low) continue;
        return rix_i_fail(err, RIX_EDOMAIN, what, RIX_I_ROW(i), "%s of '%s' is %s, %s", what,
                          rix_i_label(names[i]).s, rix_i_number(x[i]).s, range);
    }
    return RIX_OK;
}

static rix_status check_params(const rix_custom *m, rix_error *err)
{
    for (size_t i = 0; i < m->n_params; i++) {
        const double low = m->param_low ? m->param_low[i] : -INFINITY,
                     high = m->param_high ? m->param_high[i] : INFINITY, x = m->param_values[i];
        if (x >= low && x <= high) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "param_values", RIX_I_ROW(i),
                          "parameter '%s' is %s, not in [%s, %s]", rix_i_label(m->params[i]).s,
                          rix_i_number(x).s, rix_i_number(low).s, rix_i_number(high).s);
    }
    return RIX_OK;
}

static rix_status check_arrays(const rix_custom *m, rix_error *err)
{
    static const char finite[] = "not a finite number";
    rix_status status = check_names(m->states, m->n_states, "states", err);
    if (status == RIX_OK) status = check_names(m->controls, m->n_controls, "controls", err);
    if (status == RIX_OK) status = check_names(m->params, m->n_params, "params", err);
    if (status == RIX_OK) status = check_names(m->flags, m->n_flags, "flags", err);
    if (status == RIX_OK) {
        status = check_numbers(m->initial, m->n_states, "initial", m->states, -INFINITY, finite,
                               false, err);
    }
    if (status == RIX_OK) {
        status = check_numbers(m->control_max, m->n_controls, "control_max", m->controls, 0.0,
                               "not a finite number >= 0", false, err);
    }
    if (status == RIX_OK) {
        status = check_numbers(m->param_values, m->n_params, "param_values", m->params, -INFINITY,
                               finite, false, err);
    }
    if (status == RIX_OK) {
        status = check_numbers(m->initial_flags, m->n_flags, "initial_flags", m->flags, -INFINITY,
                               finite, true, err);
    }
    if (status == RIX_OK) {
        status = check_numbers(m->conserved, m->n_states, "conserved", m->states, -INFINITY, finite,
                               true, err);
    }
    return status == RIX_OK ? check_params(m, err) : status;
}

/* A running outcome is a state too, and must be told from the others. */
static rix_status check_outcome(const rix_custom *m, size_t i, rix_error *err)
{
    const rix_custom_outcome *o = &m->outcomes[i];
    const rix_status status = check_name(o->about.name, "outcomes", i, err);
    if (status != RIX_OK) return status;
    if (o->drawn != RIX_DRAWN_RUNNING && o->drawn != RIX_DRAWN_TERMINAL) {
        return rix_i_fail(err, RIX_EINVAL, "outcomes", RIX_I_ROW(i),
                          "outcome '%s': %d is no rix_drawn", rix_i_label(o->about.name).s,
                          (int)o->drawn);
    }
    if ((unsigned)o->about.domain > (unsigned)RIX_ECONOMIC) {
        return rix_i_fail(err, RIX_EINVAL, "outcomes", RIX_I_ROW(i),
                          "outcome '%s': %d is no rix_domain", rix_i_label(o->about.name).s,
                          (int)o->about.domain);
    }
    for (size_t k = 0; k < i; k++) {
        if (strcmp(m->outcomes[k].about.name, o->about.name) == 0) {
            return fail_twice("outcomes", i, o->about.name, err);
        }
    }
    for (size_t k = 0; o->drawn == RIX_DRAWN_RUNNING && k < m->n_states; k++) {
        if (strcmp(m->states[k], o->about.name) == 0) {
            return fail_twice("outcomes", i, o->about.name, err);
        }
    }
    return RIX_OK;
}

static rix_status check_event(const rix_custom *m, size_t i, rix_error *err)
{
    const rix_custom_event *e = &m->events[i];
    const rix_status status = check_name(e->name, "events", i, err);
    if (status != RIX_OK) return status;
    if (e->direction < -1 || e->direction > 1) {
        return rix_i_fail(err, RIX_EINVAL, "events", RIX_I_ROW(i),
                          "event '%s': direction is %d, not -1, 0 or 1", rix_i_label(e->name).s,
                          e->direction);
    }
    if ((unsigned)e->gradient > (unsigned)RIX_EVENT_EXCLUDED) {
        return rix_i_fail(err, RIX_EINVAL, "events", RIX_I_ROW(i),
                          "event '%s': %d is no rix_event_gradient", rix_i_label(e->name).s,
                          (int)e->gradient);
    }
    for (size_t k = 0; k < i; k++) {
        if (strcmp(m->events[k].name, e->name) == 0) return fail_twice("events", i, e->name, err);
    }
    return RIX_OK;
}

static rix_status check_functions(const rix_custom *m, rix_error *err)
{
    size_t running = 0;
    for (size_t i = 0; i < m->n_outcomes; i++) {
        running += m->outcomes[i].drawn == RIX_DRAWN_RUNNING;
    }
    if (!m->rhs) return rix_i_null(err, "rhs");
    if (running > 0 && !m->rates) return rix_i_null(err, "rates");
    if (running < m->n_outcomes && !m->terminal) return rix_i_null(err, "terminal");
    if (m->n_events > 0 && !m->conditions) return rix_i_null(err, "conditions");
    if (m->n_events > 0 && !m->happen) return rix_i_null(err, "happen");
    if (m->method != RIX_METHOD_DEFAULT && m->method != RIX_METHOD_RK4 &&
        m->method != RIX_METHOD_ADAPTIVE && m->method != RIX_METHOD_ADAPTIVE_8) {
        return rix_i_fail(err, RIX_EINVAL, "method", RIX_I_NOWHERE, "method is %d, no rix_method",
                          (int)m->method);
    }
    return RIX_OK;
}

rix_status rix_i_custom_check(const rix_custom *m, rix_error *err)
{
    rix_status status = check_sizes(m, err);
    if (status == RIX_OK) status = check_arrays(m, err);
    if (status == RIX_OK && !m->outcomes) status = rix_i_null(err, "outcomes");
    if (status == RIX_OK && m->n_events > 0 && !m->events) status = rix_i_null(err, "events");
    for (size_t i = 0; i < m->n_outcomes && status == RIX_OK; i++)
        status = check_outcome(m, i, err);
    for (size_t i = 0; i < m->n_events && status == RIX_OK; i++) status = check_event(m, i, err);
    return status == RIX_OK ? check_functions(m, err) : status;
}
