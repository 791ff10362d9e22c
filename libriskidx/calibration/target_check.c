/* target_check.c - what is fitted to what: checked before the first run. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "calibration/target.h"
#include "epidemic/gradient.h"
#include "epidemic/integrate.h"
#include "epidemic/model.h"

/* ------------------------------------------------------------------------------------- series -- */

static const char *name_of(const rix_series *s) { return s->name ? s->name : "series"; }

static rix_status bad_number(const rix_series *s, size_t k, const char *field, double value,
                             const char *range, rix_error *err)
{
    return rix_i_fail(err, RIX_EDOMAIN, field, RIX_I_COL(k), "%s: %s is %s, not %s",
                      rix_i_label(name_of(s)).s, field, rix_i_number(value).s, range);
}

static rix_status check_values(const rix_series *s, size_t k, rix_error *err)
{
    size_t seen = 0;
    for (size_t i = 0; i < s->values.size; i++) {
        const double y = rix_i_vget(s->values, i);
        if (isnan(y)) continue;
        seen++;
        const bool fits = s->likelihood == RIX_LIKELIHOOD_GAUSSIAN || y >= 0.0;
        if (isfinite(y) && fits) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "values", RIX_I_CELL(i, k, RIX_NO_INDEX),
                          "%s: value %zu is %s, not %s", rix_i_label(name_of(s)).s, i,
                          rix_i_number(y).s, fits ? "finite" : "a count >= 0");
    }
    if (seen > 0) return RIX_OK;
    return rix_i_fail(err, s->values.size > 0 ? RIX_EMISSING : RIX_EINVAL, "values", RIX_I_COL(k),
                      "%s: %s", rix_i_label(name_of(s)).s,
                      s->values.size > 0 ? "all values are missing" : "no values");
}

static rix_status check_series(const rix_scenario *sc, const rix_series *s, size_t k,
                               rix_error *err)
{
    const char *name = name_of(s);
    const rix_status status = rix_i_check_vec(s->values, "values", err);
    if (status != RIX_OK) return status;
    if ((unsigned)s->likelihood > RIX_LIKELIHOOD_NEGATIVE_BINOMIAL ||
        (unsigned)s->seen > RIX_SEEN_LEVEL || s->every == 0 || s->n_states == 0 || !s->states) {
        return rix_i_fail(err, RIX_EINVAL, "series", RIX_I_COL(k),
                          "%s: a likelihood, what is seen, states and every >= 1 are needed",
                          rix_i_label(name).s);
    }
    for (size_t i = 0; i < s->n_states; i++) {
        if (s->states[i] < sc->n_states) continue;
        return rix_i_fail(err, RIX_EINVAL, "states", RIX_I_COL(k), "%s: no state %zu among %zu",
                          rix_i_label(name).s, s->states[i], sc->n_states);
    }
    if (s->values.size > sc->periods / s->every) {
        return rix_i_fail(err, RIX_EDIM, "values", RIX_I_COL(k),
                          "%s: %zu values of %zu periods each, but the scenario has %zu periods",
                          rix_i_label(name).s, s->values.size, s->every, sc->periods);
    }
    if (!(s->share > 0.0 && isfinite(s->share))) {
        return bad_number(s, k, "share", s->share, "a finite number > 0", err);
    }
    if (s->likelihood != RIX_LIKELIHOOD_POISSON &&
        !(s->dispersion > 0.0 && isfinite(s->dispersion))) {
        return bad_number(s, k, "dispersion", s->dispersion, "a finite number > 0", err);
    }
    return check_values(s, k, err);
}

/* --------------------------------------------------------------------------------------- fits -- */

static const char *fit_name(const rix_i_target *t, const rix_fit *f)
{
    if (f->kind == RIX_FIT_PARAMETER) return rix_scenario_param_name(t->sc, f->number);
    return f->kind == RIX_FIT_SHARE ? "share" : "dispersion";
}

void rix_i_target_bounds(const rix_i_target *t, size_t i, double *start, double *low, double *high)
{
    const rix_fit *f = &t->fits[i];
    double value, least = 0.0, most = INFINITY;
    if (f->kind == RIX_FIT_PARAMETER) {
        value = rix_scenario_param(t->sc, f->number, &least, &most);
    } else {
        const rix_series *s = &t->series[f->number];
        value = f->kind == RIX_FIT_SHARE ? s->share : s->dispersion;
        least = 1e-12 * value;
    }
    *start = isnan(f->start) ? value : f->start;
    *low = isnan(f->low) ? least : f->low;
    *high = isnan(f->high) ? most : f->high;
}

static rix_status check_number(const rix_i_target *t, size_t i, rix_error *err)
{
    const rix_fit *f = &t->fits[i];
    const size_t limit = f->kind == RIX_FIT_PARAMETER ? t->sc->n_params : t->n_series;
    if ((unsigned)f->kind > RIX_FIT_DISPERSION || (unsigned)f->prior > RIX_PRIOR_LOG_NORMAL ||
        f->number >= limit) {
        return rix_i_fail(err, RIX_EINVAL, "fits", RIX_I_ROW(i), "fit %zu: no %s %zu among %zu", i,
                          f->kind == RIX_FIT_PARAMETER ? "parameter" : "series", f->number, limit);
    }
    if (f->kind == RIX_FIT_DISPERSION &&
        t->series[f->number].likelihood == RIX_LIKELIHOOD_POISSON) {
        return rix_i_fail(err, RIX_EINVAL, "fits", RIX_I_ROW(i),
                          "fit %zu: a Poisson series has no dispersion", i);
    }
    for (size_t k = 0; k < i; k++) {
        if (t->fits[k].kind != f->kind || t->fits[k].number != f->number) continue;
        return rix_i_fail(err, RIX_EINVAL, "fits", RIX_I_ROW(i), "'%s' is fitted twice",
                          rix_i_label(fit_name(t, f)).s);
    }
    return RIX_OK;
}

static rix_status check_fit(const rix_i_target *t, size_t i, rix_error *err)
{
    const rix_fit *f = &t->fits[i];
    const rix_status status = check_number(t, i, err);
    if (status != RIX_OK) return status;
    double start, low, high;
    rix_i_target_bounds(t, i, &start, &low, &high);
    const char *name = fit_name(t, f);
    if (!(low < high) || (f->kind != RIX_FIT_PARAMETER && !(low > 0.0))) {
        return rix_i_fail(err, RIX_EDOMAIN, "low", RIX_I_ROW(i), "'%s': bounds %s and %s",
                          rix_i_label(name).s, rix_i_number(low).s, rix_i_number(high).s);
    }
    if (!(start >= low && start <= high && isfinite(start))) {
        return rix_i_fail(err, RIX_EDOMAIN, "start", RIX_I_ROW(i), "'%s': start %s is not in [%s, %s]",
                          rix_i_label(name).s, rix_i_number(start).s, rix_i_number(low).s,
                          rix_i_number(high).s);
    }
    if (f->prior == RIX_PRIOR_NONE || (isfinite(f->a) && f->b > 0.0 && isfinite(f->b))) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "b", RIX_I_ROW(i), "'%s': a prior of %s and %s",
                      rix_i_label(name).s, rix_i_number(f->a).s, rix_i_number(f->b).s);
}

rix_status rix_i_target_check(rix_i_target *t, rix_error *err)
{
    if (!t->sc) return rix_i_null(err, "sc");
    if (!t->series || t->n_series == 0) return rix_i_null(err, "series");
    if (!t->fits || t->n_fits == 0) return rix_i_null(err, "fits");
    rix_status status = rix_i_gradient_check(t->sc, err);
    if (status == RIX_OK) status = rix_i_check_mat(t->schedule, "schedule", err);
    if (status == RIX_OK) status = rix_i_check_schedule(t->sc, t->schedule, err);
    for (size_t k = 0; k < t->n_series && status == RIX_OK; k++) {
        status = check_series(t->sc, &t->series[k], k, err);
    }
    for (size_t i = 0; i < t->n_fits && status == RIX_OK; i++) status = check_fit(t, i, err);
    if (status != RIX_OK) return status;
    size_t states;
    if (!rix_i_size_product(t->sc->periods + 1, 4 * t->sc->n_states, &states) ||
        !rix_i_gradient_scratch(t->sc, 1, &t->scratch)) {
        return rix_i_no_memory(err);
    }
    return RIX_OK;
}
