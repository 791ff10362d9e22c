/* space.c - spaces of policies: ties between the cells of a schedule, bounds, and a course so far. */
#include "tradeoff/space.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

static bool is_given(rix_mat m) { return m.rows > 0 || m.cols > 0; }

static rix_status check_size(const rix_i_space *s, rix_mat m, const char *arg, rix_error *err)
{
    const rix_status status = rix_i_check_mat(m, arg, err);
    if (status != RIX_OK || !is_given(m)) return status;
    if (m.rows == s->periods && m.cols == s->controls) return RIX_OK;
    return rix_i_fail(err, RIX_EDIM, arg, RIX_I_NOWHERE,
                      "%s is %zu x %zu, not %zu periods x %zu controls", arg, m.rows, m.cols,
                      s->periods, s->controls);
}

/* The values of a matrix that the caller may have left out, each within what the scenario allows. */
static rix_status check_values(const rix_scenario *sc, rix_mat m, const char *arg, rix_error *err)
{
    const rix_vec most = rix_scenario_control_max(sc);
    for (size_t i = 0; is_given(m) && i < m.rows; i++) {
        for (size_t j = 0; j < m.cols; j++) {
            const double x = rix_i_get(m, i, j);
            if (x >= 0.0 && x <= rix_i_vget(most, j)) continue; /* false for NaN */
            return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "%s of control '%s' in period %zu is %s, not in [0, %s]", arg,
                              rix_i_label(rix_scenario_control_name(sc, j)).s, i,
                              rix_i_number(x).s, rix_i_number(rix_i_vget(most, j)).s);
        }
    }
    return RIX_OK;
}

static rix_status check_space(const rix_scenario *sc, const rix_space *from, const rix_i_space *s,
                              rix_error *err)
{
    const struct {
        rix_mat m;
        const char *arg;
    } given[] = { { from->base, "base" }, { from->lower, "lower" }, { from->upper, "upper" } };
    rix_status status = RIX_OK;
    if ((unsigned)from->kind > RIX_SPACE_TIED) {
        return rix_i_fail(err, RIX_EINVAL, "kind", RIX_I_NOWHERE, "no kind of space has number %d",
                          (int)from->kind);
    }
    if (from->kind == RIX_SPACE_TIED && !from->variable) return rix_i_null(err, "variable");
    if (from->kind != RIX_SPACE_TIED && from->every == 0) {
        return rix_i_fail(err, RIX_EINVAL, "every", RIX_I_NOWHERE, "every is 0 periods");
    }
    if (from->prefix > s->periods) {
        return rix_i_fail(err, RIX_EDIM, "prefix", RIX_I_NOWHERE,
                          "prefix is %zu of %zu periods", from->prefix, s->periods);
    }
    for (size_t k = 0; status == RIX_OK && k < sizeof given / sizeof *given; k++) {
        status = check_size(s, given[k].m, given[k].arg, err);
        if (status == RIX_OK) status = check_values(sc, given[k].m, given[k].arg, err);
    }
    return status;
}

static size_t classes_of(const rix_space *from, size_t controls)
{
    if (from->kind == RIX_SPACE_TARGETED) return controls;
    return from->kind == RIX_SPACE_SEMI_TARGETED && controls > 1 ? 2 : 1;
}

static size_t variable_of(const rix_space *from, const rix_i_space *s, size_t period,
                          size_t control)
{
    if (period < from->prefix) return RIX_NO_INDEX;
    if (from->kind == RIX_SPACE_TIED) return from->variable[period * s->controls + control];
    const size_t classes = classes_of(from, s->controls);
    size_t class = from->kind == RIX_SPACE_TARGETED ? control : 0;
    if (from->kind == RIX_SPACE_SEMI_TARGETED && control + 1 == s->controls) class = classes - 1;
    return (period - from->prefix) / from->every * classes + class;
}

static rix_status fill_variables(const rix_space *from, rix_i_space *s, rix_error *err)
{
    for (size_t i = 0; i < s->cells; i++) {
        const size_t period = i / s->controls, control = i % s->controls;
        const size_t v = variable_of(from, s, period, control);
        if (v != RIX_NO_INDEX && v >= s->n) {
            return rix_i_fail(err, RIX_EINVAL, "variable", RIX_I_CELL(period, control, RIX_NO_INDEX),
                              "variable of control %zu in period %zu is %zu, not below %zu",
                              control, period, v, s->n);
        }
        s->variable[i] = v;
        s->base[i] = is_given(from->base) ? rix_i_get(from->base, period, control) : 0.0;
    }
    return RIX_OK;
}

/* Cells that are tied keep the bounds of each of them. */
static rix_status fill_bounds(const rix_scenario *sc, const rix_space *from, rix_i_space *s,
                              rix_error *err)
{
    const rix_vec most = rix_scenario_control_max(sc);
    size_t free_ones = 0;
    for (size_t v = 0; v < s->n; v++) s->low[v] = 0.0, s->high[v] = HUGE_VAL;
    for (size_t i = 0; i < s->cells; i++) {
        const size_t period = i / s->controls, control = i % s->controls, v = s->variable[i];
        if (v == RIX_NO_INDEX) continue;
        if (is_given(from->lower)) {
            s->low[v] = fmax(s->low[v], rix_i_get(from->lower, period, control));
        }
        s->high[v] = fmin(s->high[v], is_given(from->upper)
                                          ? rix_i_get(from->upper, period, control)
                                          : rix_i_vget(most, control));
        if (s->low[v] <= s->high[v]) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "lower", RIX_I_CELL(period, control, RIX_NO_INDEX),
                          "bounds contradict each other: control '%s' in period %zu, with what is "
                          "tied to it, is at least %s and at most %s",
                          rix_i_label(rix_scenario_control_name(sc, control)).s, period,
                          rix_i_number(s->low[v]).s, rix_i_number(s->high[v]).s);
    }
    for (size_t v = 0; v < s->n; v++) {
        if (!isfinite(s->high[v])) s->high[v] = s->low[v]; /* a number that no cell has */
        free_ones += s->high[v] > s->low[v];
    }
    if (free_ones > 0) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, "space", RIX_I_NOWHERE, "space leaves no control free");
}

rix_status rix_i_space_make(const rix_scenario *sc, const rix_space *space, rix_i_space *to,
                            rix_error *err)
{
    static const rix_space defaults = RIX_SPACE_INIT;
    const rix_space *from = space ? space : &defaults;
    rix_i_space s = { rix_scenario_periods(sc), rix_scenario_control_count(sc), 0, 0, NULL, NULL,
                      NULL, NULL };
    *to = s;
    s.cells = s.periods * s.controls; /* as large as the scenario itself */
    const rix_status status = check_space(sc, from, &s, err);
    if (status != RIX_OK) return status;
    s.n = from->n_variables;
    if (from->kind != RIX_SPACE_TIED) {
        const size_t free_periods = s.periods - from->prefix;
        s.n = (free_periods / from->every + (free_periods % from->every > 0)) *
              classes_of(from, s.controls);
    }
    if (s.n == 0 || s.cells == 0) {
        return rix_i_fail(err, RIX_EINVAL, "space", RIX_I_NOWHERE, "space leaves no control free");
    }
    s.variable = calloc(s.cells, sizeof *s.variable);
    s.base = calloc(s.cells, sizeof *s.base);
    s.low = calloc(s.n, sizeof *s.low);
    s.high = calloc(s.n, sizeof *s.high);
    *to = s;
    if (!s.variable || !s.base || !s.low || !s.high) return rix_i_no_memory(err);
    const rix_status filled = fill_variables(from, to, err);
    return filled == RIX_OK ? fill_bounds(sc, from, to, err) : filled;
}

void rix_i_space_free(rix_i_space *space)
{
    free(space->variable);
    free(space->base);
    free(space->low);
    free(space->high);
}

void rix_i_space_schedule(const rix_i_space *s, const double *z, double *schedule)
{
    for (size_t i = 0; i < s->cells; i++) {
        const size_t v = s->variable[i];
        schedule[i] = v == RIX_NO_INDEX ? s->base[i]
                      : z[v] >= 1.0     ? s->high[v] /* not high with an error of rounding */
                                        : fmin(s->low[v] + z[v] * (s->high[v] - s->low[v]),
                                               s->high[v]);
    }
}

void rix_i_space_point(const rix_i_space *s, rix_mat schedule, double *z)
{
    for (size_t v = 0; v < s->n; v++) {
        double sum = 0.0, count = 0.0;
        for (size_t i = 0; i < s->cells; i++) {
            if (s->variable[i] != v) continue;
            sum += rix_i_get(schedule, i / s->controls, i % s->controls);
            count += 1.0;
        }
        const double range = s->high[v] - s->low[v];
        z[v] = range > 0.0 ? fmin(fmax((sum / count - s->low[v]) / range, 0.0), 1.0) : 0.0;
    }
}

void rix_i_space_pull(const rix_i_space *s, const double *by_cell, double *by_z)
{
    for (size_t v = 0; v < s->n; v++) by_z[v] = 0.0;
    for (size_t i = 0; i < s->cells; i++) {
        const size_t v = s->variable[i];
        if (v != RIX_NO_INDEX) by_z[v] += by_cell[i] * (s->high[v] - s->low[v]);
    }
}

void rix_i_space_push(const rix_i_space *s, const double *direction, double *by_cell)
{
    for (size_t i = 0; i < s->cells; i++) {
        const size_t v = s->variable[i];
        by_cell[i] = v == RIX_NO_INDEX ? 0.0 : direction[v] * (s->high[v] - s->low[v]);
    }
}
