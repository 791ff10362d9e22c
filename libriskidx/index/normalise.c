/* normalise.c - one indicator becomes a score: a pure function of its column. */
#include "index/normalise.h"

#include <float.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* ------------------------------------------------------------------------------- who says what -- */

static rix_status lacks(const rix_node *node, size_t number, rix_normalisation method,
                        const char *arg, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_NODE(number),
                      "indicator '%s' has %s, which its normalisation, %s, asks for",
                      rix_i_label(node->code).s, what, rix_normalisation_name(method));
}

static bool needs_range(rix_normalisation method)
{
    return method != RIX_NORM_NONE && !rix_i_has_own_scale(method);
}

/* What the method asks for and nobody gave. */
static rix_status check_needs(const rix_node *node, size_t number, rix_normalisation method,
                              size_t reference, const rix_i_scale *scale, rix_error *err)
{
    const bool posts = method == RIX_NORM_GOALPOSTS || method == RIX_NORM_LOG_GOALPOSTS ||
                       method == RIX_NORM_SCALED;
    const bool aims = method == RIX_NORM_DISTANCE_TARGET || method == RIX_NORM_AMPI;
    if (posts && isnan(node->goal_low)) {
        return lacks(node, number, method, "goal_low", "no goalposts", err);
    }
    if (aims && isnan(node->target)) return lacks(node, number, method, "target", "no target", err);
    if (method == RIX_NORM_DISTANCE_REFERENCE && reference == RIX_NO_INDEX) {
        return lacks(node, number, method, "recipe.normalise.reference", "no reference unit", err);
    }
    if (needs_range(method) && isnan(scale->low)) {
        return lacks(node, number, method, "goal_low", "no range of scores", err);
    }
    return RIX_OK;
}

static rix_status check_log_goalposts(const rix_node *node, size_t number, rix_error *err)
{
    const double a = node->goal_low, b = node->goal_high;
    const char *what = NULL;
    if (!(a > 0 && b > 0)) {
        what = "are not positive, as a logarithm asks for";
    } else if (!(log(a) < log(b)) && !(log(a) > log(b))) {
        what = "have the same logarithm";
    }
    if (!what) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "goal_low", RIX_I_NODE(number),
                      "goalposts %s and %s of indicator '%s' %s", rix_i_number(a).s,
                      rix_i_number(b).s, rix_i_label(node->code).s, what);
}

rix_status rix_i_normalisation_resolve(const rix_node *node, size_t number, size_t reference,
                                       const rix_normalise_options *o, const rix_i_scale *scale,
                                       rix_i_normalisation *how, rix_error *err)
{
    const rix_normalisation method =
        node->normalise == RIX_NORM_INHERIT ? o->method : node->normalise;
    rix_status st = check_needs(node, number, method, reference, scale, err);
    if (st == RIX_OK && method == RIX_NORM_LOG_GOALPOSTS) {
        st = check_log_goalposts(node, number, err);
    }
    if (st != RIX_OK) return st;
    how->method = method;
    how->negative = node->direction < 0;
    how->truncate = o->truncate && method != RIX_NORM_SCALED && method != RIX_NORM_AMPI;
    how->low = scale->low;
    how->high = scale->high;
    how->mean = o->mean;
    how->sd = o->sd;
    how->goal_low = node->goal_low;
    how->goal_high = node->goal_high;
    how->mirror = scale->mirror;
    how->target = node->target;
    how->reference = reference;
    how->deviation = o->deviation;
    how->ties = o->ties;
    how->classes = o->classes;
    how->slope = o->slope;
    how->compat = o->compat;
    return RIX_OK;
}

rix_status rix_i_find_reference(const rix_table *table, const rix_normalise_options *options,
                                size_t *row, rix_error *err)
{
    *row = RIX_NO_INDEX;
    if (!options->reference) return RIX_OK;
    for (size_t i = 0; table->units && i < table->values.rows; i++) {
        if (!table->units[i] || strcmp(table->units[i], options->reference) != 0) continue;
        if (*row != RIX_NO_INDEX) {
            return rix_i_fail(err, RIX_ENOTFOUND, "recipe.normalise.reference", RIX_I_ROW(i),
                              "two units are called '%s' as the reference unit is, %zu and %zu",
                              rix_i_label(options->reference).s, *row, i);
        }
        *row = i;
    }
    if (*row != RIX_NO_INDEX) return RIX_OK;
    return rix_i_fail(err, RIX_ENOTFOUND, "recipe.normalise.reference", RIX_I_NOWHERE,
                      "the table has no unit '%s', the reference unit",
                      rix_i_label(options->reference).s);
}

static bool needs_two(rix_normalisation method)
{
    return method == RIX_NORM_ZSCORE || method == RIX_NORM_ROBUST_Z ||
           method == RIX_NORM_LOGISTIC || method == RIX_NORM_PERCENTILE_RANK;
}

static bool needs_spread(rix_normalisation method)
{
    switch (method) {
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE:
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_LOG_GOALPOSTS:
    case RIX_NORM_SCALED:
    case RIX_NORM_FRACTION_MAX:
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA: return false;
    case RIX_NORM_MINMAX:
    case RIX_NORM_ZSCORE:
    case RIX_NORM_ROBUST_Z:
    case RIX_NORM_DISTANCE_MAX:
    case RIX_NORM_DISTANCE_REFERENCE:
    case RIX_NORM_DISTANCE_TARGET:
    case RIX_NORM_LOGISTIC:
    case RIX_NORM_QUANTILE_CLASSES:
    case RIX_NORM_AMPI: break;
    }
    return true;
}

/* Whether the column has the values that the method needs. */
static rix_i_outcome undefined_for(const rix_i_column *facts, rix_normalisation method)
{
    if (facts->present == 0) return RIX_I_ALL_MISSING;
    if (needs_two(method) && facts->present < 2) return RIX_I_TOO_FEW;
    return needs_spread(method) && !(facts->least < facts->most) ? RIX_I_CONSTANT : RIX_I_DONE;
}

/* ------------------------------------------------------------------------------------ the fits -- */

/* Onto [low, high] go the values from `from` to `to`, which direction -1 swaps. */
static void fit_line(double from, double to, const rix_i_column *facts,
                     const rix_i_normalisation *how, rix_i_map *map)
{
    const double huge = DBL_MAX / 4;
    const bool shrink =
        fabs(from) > huge || fabs(to) > huge || facts->least < -huge || facts->most > huge;
    map->curve = RIX_I_LINE;
    map->factor = shrink ? 0.25 : 1.0;
    map->from = map->factor * (how->negative ? to : from);
    map->width = map->factor * (how->negative ? from : to) - map->from;
}

static void fit_logs(const rix_i_normalisation *how, rix_i_map *map)
{
    fit_line(log(how->goal_low), log(how->goal_high), &RIX_I_COLUMN_INIT, how, map);
    map->curve = RIX_I_LOG_LINE;
}

/* Onto the interval from the worst value to the reference or target. */
static rix_i_outcome fit_approach(double aim, const rix_i_column *facts,
                                  const rix_i_normalisation *how, rix_i_map *map)
{
    const double worst = how->negative ? facts->most : facts->least;
    const bool better = how->negative ? aim < worst : aim > worst;
    const bool worse = how->negative ? aim > worst : aim < worst;
    if (isnan(aim)) return RIX_I_NO_REFERENCE;
    if (!better && !(how->compat && worse)) return RIX_I_REACHED;
    const rix_i_column reach = { facts->present, fmin(facts->least, aim), fmax(facts->most, aim) };
    fit_line(how->negative ? aim : worst, how->negative ? worst : aim, &reach, how, map);
    return RIX_I_DONE;
}

static rix_i_outcome fit_maximum(const rix_i_column *facts, const rix_i_normalisation *how,
                                 rix_i_map *map)
{
    rix_i_normalisation as = *how;
    double most = facts->most;
    if (how->compat && how->negative) {
        as.negative = false;
        most = facts->least;
    }
    if (how->compat ? !(most < 0) && !(most > 0) : !(most > 0)) return RIX_I_NO_MAXIMUM;
    fit_line(0, most, facts, &as, map);
    map->truncate = false;
    return RIX_I_DONE;
}

static void fit_target(const rix_i_column *facts, const rix_i_normalisation *how, rix_i_map *map)
{
    const double half = facts->most / 2 - facts->least / 2;
    fit_line(how->target - half, how->target + half, facts, how, map);
}

/* About the mean, in standard deviations. */
static void fit_moments(const rix_i_column *facts, const rix_i_spread *spread,
                        const rix_i_normalisation *how, rix_i_map *map)
{
    const size_t divisor = spread->n - (how->deviation == RIX_DEVIATION_SAMPLE ? 1 : 0);
    map->factor = rix_i_safe_factor(facts);
    map->from = spread->mean;
    map->width = sqrt(spread->squares / (double)divisor);
    map->curve = how->method == RIX_NORM_LOGISTIC ? RIX_I_LOGISTIC : RIX_I_Z;
}

double rix_i_safe_factor(const rix_i_column *facts)
{
    const double largest = fmax(fabs(facts->least), fabs(facts->most));
    return ldexp(1.0, -(ilogb(largest) < -1000 ? -1000 : ilogb(largest)));
}

rix_i_spread rix_i_spread_of(const double *x, size_t n, double factor)
{
    rix_i_spread s = { 0, 0, 0 };
    double sum = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        s.n += isnan(x[i]) ? 0 : 1;
        sum += isnan(x[i]) ? 0 : factor * x[i];
    }
    if (s.n == 0) return s;
    const double mean = sum / (double)s.n;
    for (size_t i = 0; i < n; i++) {
        const double d = isnan(x[i]) ? 0 : factor * x[i] - mean;
        rest += d; /* what rounding kept from the mean */
        s.squares += d * d;
    }
    s.mean = mean + rest / (double)s.n;
    s.squares -= rest * (rest / (double)s.n);
    return s;
}

rix_i_spread rix_i_spread_join(rix_i_spread a, rix_i_spread b)
{
    if (a.n == 0) return b;
    if (b.n == 0) return a;
    const double n = (double)a.n + (double)b.n, d = b.mean - a.mean;
    const rix_i_spread joined = { a.n + b.n, a.mean + d * ((double)b.n / n),
                                  a.squares + b.squares + d * d * ((double)a.n * ((double)b.n / n)) };
    return joined;
}

/* In stretches that are joined in their order, as where a table is read by several threads. */
static rix_i_spread spread_of_column(const double *x, size_t n, double factor)
{
    rix_i_spread all = { 0, 0, 0 };
    for (size_t from = 0; from < n; from += RIX_I_STRETCH) {
        const size_t rows = n - from < RIX_I_STRETCH ? n - from : RIX_I_STRETCH;
        all = rix_i_spread_join(all, rix_i_spread_of(x + from, rows, factor));
    }
    return all;
}

rix_i_need rix_i_normalise_need(rix_normalisation method)
{
    switch (method) {
    case RIX_NORM_ZSCORE:
    case RIX_NORM_LOGISTIC: return RIX_I_NEEDS_SPREAD;
    case RIX_NORM_ROBUST_Z:
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA:
    case RIX_NORM_QUANTILE_CLASSES: return RIX_I_NEEDS_ORDER;
    default: return RIX_I_NEEDS_EXTREMES;
    }
}

rix_i_outcome rix_i_fit(const rix_i_column *facts, const rix_i_spread *spread, double reference,
                        const rix_i_normalisation *how, rix_i_map *map)
{
    const rix_i_outcome undefined = undefined_for(facts, how->method);
    if (undefined != RIX_I_DONE) return undefined;
    *map = (rix_i_map){ RIX_I_AS_IS,    1, 0, 1, how->low, how->high, how->truncate,
                        how->negative, how };
    switch (how->method) {
    case RIX_NORM_MINMAX:
    case RIX_NORM_DISTANCE_MAX: fit_line(facts->least, facts->most, facts, how, map); break;
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_SCALED: fit_line(how->goal_low, how->goal_high, facts, how, map); break;
    case RIX_NORM_LOG_GOALPOSTS:
        if (facts->least <= 0) return RIX_I_NOT_POSITIVE;
        fit_logs(how, map);
        break;
    case RIX_NORM_DISTANCE_REFERENCE: return fit_approach(reference, facts, how, map);
    case RIX_NORM_DISTANCE_TARGET: return fit_approach(how->target, facts, how, map);
    case RIX_NORM_FRACTION_MAX: return fit_maximum(facts, how, map);
    case RIX_NORM_AMPI: fit_target(facts, how, map); break;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_LOGISTIC: fit_moments(facts, spread, how, map); break;
    default: break;
    }
    return RIX_I_DONE;
}

/* ------------------------------------------------------------------------------------- the maps -- */

/* The ends themselves score low and high exactly, and what lies between stays between. */
static inline double place(const rix_i_map *m, double t)
{
    const double score = m->low + (m->high - m->low) * t;
    const double capped = score > m->high ? m->high : score;
    const double within = t >= 1 ? m->high : capped;
    return t > 1 ? score : within;
}

/* Shares of the way from one end to the other become scores; returns how many lie beyond. */
static size_t place_all(const rix_i_map *map, size_t n, double *score)
{
    const rix_i_map m = *map;
    double beyond = 0;
    if (!m.truncate) {
        for (size_t i = 0; i < n; i++) score[i] = place(&m, score[i]);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const double t = score[i], up = t < 0 ? 0 : t, held = up > 1 ? 1 : up;
        beyond += t < 0 || t > 1 ? 1 : 0;
        score[i] = place(&m, held);
    }
    return (size_t)beyond;
}

static void standardise(const rix_i_map *map, const double *x, size_t n, double *score)
{
    const rix_i_map m = *map;
    const double mean = m.how->mean, sd = m.negative ? -m.how->sd : m.how->sd;
    for (size_t i = 0; i < n; i++) score[i] = mean + sd * ((m.factor * x[i] - m.from) / m.width);
}

static void bend(const rix_i_map *map, const double *x, size_t n, double *score)
{
    const rix_i_map m = *map;
    const double slope = m.negative ? -m.how->slope : m.how->slope;
    for (size_t i = 0; i < n; i++) {
        const double z = (m.factor * x[i] - m.from) / m.width; /* at most sqrt(n) */
        const double y = m.low + (m.high - m.low) / (1 + exp(-slope * z));
        score[i] = y > m.high ? m.high : y;
    }
}

size_t rix_i_map_values(const rix_i_map *map, const double *x, size_t n, double *score)
{
    const double factor = map->factor, from = map->from, width = map->width;
    const double mirror = map->how->mirror;
    switch (map->curve) {
    case RIX_I_LINE:
        for (size_t i = 0; i < n; i++) score[i] = (factor * x[i] - from) / width;
        return place_all(map, n, score);
    case RIX_I_LOG_LINE:
        for (size_t i = 0; i < n; i++) score[i] = (factor * log(x[i]) - from) / width;
        return place_all(map, n, score);
    case RIX_I_Z: standardise(map, x, n, score); break;
    case RIX_I_LOGISTIC: bend(map, x, n, score); break;
    case RIX_I_AS_IS:
        for (size_t i = 0; i < n; i++) score[i] = map->negative ? mirror - x[i] : x[i];
        break;
    }
    return 0;
}

bool rix_i_map_is_finite(const rix_i_map *map, const rix_i_column *facts)
{
    const double ends[2] = { facts->least, facts->most };
    double score[2] = { 0, 0 };
    rix_i_map_values(map, ends, 2, score);
    return isfinite(score[0]) && isfinite(score[1]);
}

/* ------------------------------------------------------------------------------------ the step -- */

bool rix_i_normalise_sorts(rix_normalisation method)
{
    return rix_i_normalise_need(method) == RIX_I_NEEDS_ORDER && method != RIX_NORM_ROBUST_Z;
}

static size_t first_not_positive(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (x[i] <= 0) return i;
    }
    return RIX_NO_INDEX;
}

size_t rix_i_first_infinite(const double *x, const double *score, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(score[i]) && !isnan(x[i])) return i;
    }
    return RIX_NO_INDEX;
}

static void apply_order(const double *x, size_t n, const rix_i_column *facts,
                        const rix_i_normalisation *how, double *scratch, double *score,
                        rix_i_normalised *r)
{
    r->outcome = undefined_for(facts, how->method);
    if (r->outcome != RIX_I_DONE) return;
    if (how->method == RIX_NORM_QUANTILE_CLASSES) {
        rix_i_quantile_classes(x, n, how, scratch, score);
    } else if (how->method != RIX_NORM_ROBUST_Z) {
        rix_i_rank_scores(x, n, how, scratch, score);
    } else if (!rix_i_robust_z(x, n, rix_i_safe_factor(facts), how, score)) {
        r->outcome = RIX_I_NO_SPREAD;
    }
}

static void apply_map(const double *x, size_t n, const rix_i_column *facts,
                      const rix_i_normalisation *how, double *score, rix_i_normalised *r)
{
    const double reference = how->reference == RIX_NO_INDEX ? RIX_NAN : x[how->reference];
    rix_i_spread spread = { 0, 0, 0 };
    rix_i_map map;
    if (rix_i_normalise_need(how->method) == RIX_I_NEEDS_SPREAD && facts->present > 0) {
        spread = spread_of_column(x, n, rix_i_safe_factor(facts));
    }
    r->outcome = rix_i_fit(facts, &spread, reference, how, &map);
    if (r->outcome == RIX_I_NOT_POSITIVE) r->row = first_not_positive(x, n);
    if (r->outcome == RIX_I_DONE) r->truncated = rix_i_map_values(&map, x, n, score);
}

rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *scratch, double *score)
{
    rix_i_normalised r = { RIX_I_DONE, RIX_NO_INDEX, 0 };
    if (rix_i_normalise_need(how->method) == RIX_I_NEEDS_ORDER) {
        apply_order(x, n, facts, how, scratch, score, &r);
    } else {
        apply_map(x, n, facts, how, score, &r);
    }
    if (rix_i_is_undefined(r.outcome)) {
        for (size_t i = 0; i < n; i++) score[i] = RIX_NAN;
    }
    if (r.outcome != RIX_I_DONE) return r;
    r.row = rix_i_first_infinite(x, score, n);
    if (r.row != RIX_NO_INDEX) r.outcome = RIX_I_NOT_FINITE;
    return r;
}

/* ----------------------------------------------------------------------------- the words for it -- */

static const char *aim_of(rix_normalisation method)
{
    return method == RIX_NORM_DISTANCE_TARGET ? "target" : "reference unit's value";
}

static rix_status undefined_because(const rix_i_normalised *r, const rix_i_normalisation *how,
                                    const rix_i_column *facts, const char *code, rix_i_place place,
                                    rix_error *err)
{
    const char *arg = "table.values", *method = rix_normalisation_name(how->method);
    const rix_i_text label = rix_i_label(code);
    switch (r->outcome) {
    case RIX_I_ALL_MISSING:
        return rix_i_fail(err, RIX_EMISSING, arg, place, "indicator '%s' has no data", label.s);
    case RIX_I_TOO_FEW:
        return rix_i_fail(err, RIX_EMISSING, arg, place,
                          "indicator '%s' has one value, %s, and a %s needs two", label.s,
                          rix_i_number(facts->least).s,
                          how->method == RIX_NORM_ZSCORE ? "z-score" : method);
    case RIX_I_NO_SPREAD:
        return rix_i_fail(err, RIX_EMISSING, arg, place,
                          "half of the values of indicator '%s' or more are equal, so their median "
                          "deviation is 0 and its scores are missing",
                          label.s);
    case RIX_I_NO_REFERENCE:
        return rix_i_fail(err, RIX_EMISSING, arg, place,
                          "the reference unit has no value of indicator '%s', so its scores are "
                          "missing",
                          label.s);
    case RIX_I_REACHED:
        return rix_i_fail(err, RIX_EMISSING, arg, place,
                          "the %s of indicator '%s' is not better than the worst value, %s, so its "
                          "scores are missing",
                          aim_of(how->method), label.s,
                          rix_i_number(how->negative ? facts->most : facts->least).s);
    case RIX_I_NO_MAXIMUM:
        return rix_i_fail(
            err, RIX_EMISSING, arg, place,
            "no fraction of the %s value of indicator '%s', %s, so its scores are "
            "missing",
            how->compat && how->negative ? "smallest" : "largest", label.s,
            rix_i_number(how->compat && how->negative ? facts->least : facts->most).s);
    case RIX_I_DONE:
    case RIX_I_CONSTANT:
    case RIX_I_NOT_POSITIVE:
    case RIX_I_NOT_FINITE: break;
    }
    return rix_i_fail(err, RIX_EMISSING, arg, place,
                      "indicator '%s' is constant at %s, so its scores are missing", label.s,
                      rix_i_number(facts->least).s);
}

rix_status rix_i_normalise_fail(const rix_i_normalised *r, const rix_i_normalisation *how,
                                const rix_i_column *facts, double value, const char *unit,
                                const char *code, rix_i_place place, rix_error *err)
{
    if (rix_i_is_undefined(r->outcome)) {
        return undefined_because(r, how, facts, code, place, err);
    }
    if (r->outcome == RIX_I_NOT_POSITIVE) {
        return rix_i_fail(err, RIX_EDOMAIN, "table.values", place,
                          "no logarithm of the value %s for unit %s, indicator '%s'",
                          rix_i_number(value).s, unit, rix_i_label(code).s);
    }
    return rix_i_fail(err, RIX_ENUMERIC, "table.values", place,
                      "the score of the value %s for unit %s, indicator '%s', is too large",
                      rix_i_number(value).s, unit, rix_i_label(code).s);
}
