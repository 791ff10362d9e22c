/* normalise.c - one indicator becomes a score: a pure function of its column. */
#include "index/normalise.h"

#include <float.h>
#include <string.h>

#include <gsl/gsl_statistics_double.h>

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

/* -------------------------------------------------------------------------------- the methods -- */

/* Onto [low, high] go the values from `from` to `to`, which direction -1 has swapped. */
typedef struct line {
    double shrink; /* keeps differences of huge values finite; a power of two, so exact */
    double from, to;
    double low, high;
    bool truncate;
} line;

static line make_line(double from, double to, const rix_i_column *facts,
                      const rix_i_normalisation *how)
{
    const double huge = DBL_MAX / 4;
    const bool shrink =
        fabs(from) > huge || fabs(to) > huge || facts->least < -huge || facts->most > huge;
    line l = { shrink ? 0.25 : 1.0, 0.0, 0.0, how->low, how->high, how->truncate };
    l.from = l.shrink * (how->negative ? to : from);
    l.to = l.shrink * (how->negative ? from : to);
    return l;
}

/* The goalposts themselves score low and high exactly, and what lies between stays between. */
static double place(const line *l, double x, size_t *beyond)
{
    double t = (l->shrink * x - l->from) / (l->to - l->from);
    if (l->truncate && (t < 0 || t > 1)) {
        t = t < 0 ? 0.0 : 1.0;
        ++*beyond;
    }
    const double score = l->low + (l->high - l->low) * t;
    if (t < 0 || t > 1) return score;
    return t < 1 && score < l->high ? score : l->high;
}

static size_t place_all(const line *l, const double *x, size_t n, double *score)
{
    size_t beyond = 0;
    for (size_t i = 0; i < n; i++) score[i] = isnan(x[i]) ? RIX_NAN : place(l, x[i], &beyond);
    return beyond;
}

static size_t place_logs(const line *l, const double *x, size_t n, double *score)
{
    size_t beyond = 0;
    for (size_t i = 0; i < n; i++) score[i] = isnan(x[i]) ? RIX_NAN : place(l, log(x[i]), &beyond);
    return beyond;
}

static void take_as_is(const double *x, size_t n, const rix_i_normalisation *how, double *score)
{
    for (size_t i = 0; i < n; i++) score[i] = how->negative ? how->mirror - x[i] : x[i];
}

/* Moments are taken of x times a power of two, so that no square overflows or vanishes. */
static double safe_factor(const rix_i_column *facts)
{
    const double largest = fmax(fabs(facts->least), fabs(facts->most));
    return ldexp(1.0, -(ilogb(largest) < -1000 ? -1000 : ilogb(largest)));
}

/* Mean and standard deviation of the values that are there, times the factor. */
static void learn_moments(const double *x, size_t n, rix_deviation deviation, double *room,
                          rix_i_learned *l)
{
    const size_t packed = rix_i_pack(x, n, l->factor, room);
    l->centre = gsl_stats_mean(room, 1, packed);
    l->spread = deviation == RIX_DEVIATION_SAMPLE
                    ? gsl_stats_sd_m(room, 1, packed, l->centre)
                    : gsl_stats_sd_with_fixed_mean(room, 1, packed, l->centre); /* divisor n */
}

static void standardise(const double *x, size_t n, const rix_i_learned *l,
                        const rix_i_normalisation *how, double *score)
{
    const double sd = how->negative ? -how->sd : how->sd;
    for (size_t i = 0; i < n; i++) {
        score[i] =
            isnan(x[i]) ? RIX_NAN : how->mean + sd * ((l->factor * x[i] - l->centre) / l->spread);
    }
}

static void bend(const double *x, size_t n, const rix_i_learned *l, const rix_i_normalisation *how,
                 double *score)
{
    const double slope = how->negative ? -how->slope : how->slope;
    for (size_t i = 0; i < n; i++) {
        const double z = (l->factor * x[i] - l->centre) / l->spread;
        const double y = how->low + (how->high - how->low) / (1 + exp(-slope * z));
        score[i] = y > how->high ? how->high : y;
    }
}

static double worst_of(const rix_i_learned *l, const rix_i_normalisation *how)
{
    return how->negative ? l->facts.most : l->facts.least;
}

/* Whether reference or target lie on the better side of the worst value. */
static rix_i_outcome learn_aim(const rix_i_learned *l, const rix_i_normalisation *how)
{
    const double worst = worst_of(l, how);
    const bool better = how->negative ? l->aim < worst : l->aim > worst;
    const bool worse = how->negative ? l->aim > worst : l->aim < worst;
    if (isnan(l->aim)) return RIX_I_NO_REFERENCE;
    return better || (how->compat && worse) ? RIX_I_DONE : RIX_I_REACHED;
}

/* Onto the interval from the worst value to the reference or target. */
static size_t approach(const double *x, size_t n, const rix_i_column *facts, const rix_i_learned *l,
                       const rix_i_normalisation *how, double *score)
{
    const double worst = worst_of(l, how);
    const line to =
        how->negative ? make_line(l->aim, worst, facts, how) : make_line(worst, l->aim, facts, how);
    return place_all(&to, x, n, score);
}

/* The value that all are fractions of. */
static double maximum_of(const rix_i_learned *l, const rix_i_normalisation *how)
{
    return how->compat && how->negative ? l->facts.least : l->facts.most;
}

static rix_i_outcome learn_maximum(const rix_i_learned *l, const rix_i_normalisation *how)
{
    const double most = maximum_of(l, how);
    return most > 0 || (how->compat && most < 0) ? RIX_I_DONE : RIX_I_NO_MAXIMUM;
}

static void divide_by_max(const double *x, size_t n, const rix_i_column *facts,
                          const rix_i_learned *l, const rix_i_normalisation *how, double *score)
{
    rix_i_normalisation as = *how;
    as.truncate = false;
    if (how->compat) as.negative = false;
    const line to = make_line(0, maximum_of(l, how), facts, &as);
    place_all(&to, x, n, score);
}

static void centre_on_target(const double *x, size_t n, const rix_i_column *facts,
                             const rix_i_learned *l, const rix_i_normalisation *how, double *score)
{
    const double half = l->facts.most / 2 - l->facts.least / 2;
    const line to = make_line(how->target - half, how->target + half, facts, how);
    place_all(&to, x, n, score);
}

/* ------------------------------------------------------------------------------------ the step -- */

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

bool rix_i_normalise_sorts(rix_normalisation method)
{
    return method == RIX_NORM_PERCENTILE_RANK || method == RIX_NORM_RANK ||
           method == RIX_NORM_BORDA || method == RIX_NORM_QUANTILE_CLASSES;
}

static bool first_not_positive(const double *x, size_t n, size_t *row)
{
    for (size_t i = 0; i < n; i++) {
        if (!(x[i] <= 0)) continue;
        *row = i;
        return true;
    }
    return false;
}

static bool first_infinite(const double *x, const double *score, size_t n, size_t *row)
{
    for (size_t i = 0; i < n; i++) {
        if (isfinite(score[i]) || isnan(x[i])) continue;
        *row = i;
        return true;
    }
    return false;
}

/* What the methods that need more than the extremes take from the column. */
static rix_i_outcome learn(const double *x, size_t n, const rix_i_normalisation *how, double *room,
                           rix_i_learned *l)
{
    switch (how->method) {
    case RIX_NORM_DISTANCE_REFERENCE:
        l->aim = how->reference == RIX_NO_INDEX ? RIX_NAN : x[how->reference];
        return learn_aim(l, how);
    case RIX_NORM_DISTANCE_TARGET: l->aim = how->target; return learn_aim(l, how);
    case RIX_NORM_FRACTION_MAX: return learn_maximum(l, how);
    case RIX_NORM_ZSCORE:
    case RIX_NORM_LOGISTIC: learn_moments(x, n, how->deviation, room, l); break;
    case RIX_NORM_ROBUST_Z: return rix_i_learn_robust(x, n, room, l) ? RIX_I_DONE : RIX_I_NO_SPREAD;
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA:
    case RIX_NORM_QUANTILE_CLASSES: rix_i_learn_order(x, n, how, room, l); break;
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE:
    case RIX_NORM_MINMAX:
    case RIX_NORM_DISTANCE_MAX:
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_SCALED:
    case RIX_NORM_LOG_GOALPOSTS:
    case RIX_NORM_AMPI: break;
    }
    return RIX_I_DONE;
}

rix_i_learned rix_i_normalise_learn(const double *x, size_t n, const rix_i_column *facts,
                                    const rix_i_normalisation *how, double *room)
{
    rix_i_learned l = { undefined_for(facts, how->method), *facts, 1, 0, 1, RIX_NAN, NULL, 0 };
    if (l.outcome != RIX_I_DONE) return l;
    l.factor = safe_factor(facts);
    l.outcome = learn(x, n, how, room, &l);
    return l;
}

static void apply(const double *x, size_t n, const rix_i_column *facts, const rix_i_learned *l,
                  const rix_i_normalisation *how, double *score, rix_i_normalised *r)
{
    line to;
    switch (how->method) {
    case RIX_NORM_MINMAX:
    case RIX_NORM_DISTANCE_MAX:
        to = make_line(l->facts.least, l->facts.most, facts, how);
        r->truncated = place_all(&to, x, n, score);
        break;
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_SCALED:
        to = make_line(how->goal_low, how->goal_high, facts, how);
        r->truncated = place_all(&to, x, n, score);
        break;
    case RIX_NORM_LOG_GOALPOSTS:
        if (facts->least <= 0 && first_not_positive(x, n, &r->row)) {
            r->outcome = RIX_I_NOT_POSITIVE;
            break;
        }
        to = make_line(log(how->goal_low), log(how->goal_high), &RIX_I_COLUMN_INIT, how);
        r->truncated = place_logs(&to, x, n, score);
        break;
    case RIX_NORM_DISTANCE_REFERENCE:
    case RIX_NORM_DISTANCE_TARGET: r->truncated = approach(x, n, facts, l, how, score); break;
    case RIX_NORM_FRACTION_MAX: divide_by_max(x, n, facts, l, how, score); break;
    case RIX_NORM_AMPI: centre_on_target(x, n, facts, l, how, score); break;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_ROBUST_Z: standardise(x, n, l, how, score); break;
    case RIX_NORM_LOGISTIC: bend(x, n, l, how, score); break;
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA: rix_i_rank_scores(x, n, l, how, score); break;
    case RIX_NORM_QUANTILE_CLASSES: rix_i_quantile_classes(x, n, l, how, score); break;
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE: take_as_is(x, n, how, score); break;
    }
}

rix_i_normalised rix_i_normalise_apply(const double *x, size_t n, const rix_i_column *facts,
                                       const rix_i_learned *learned, const rix_i_normalisation *how,
                                       double *score)
{
    rix_i_normalised r = { learned->outcome, RIX_NO_INDEX, 0 };
    if (r.outcome == RIX_I_DONE) apply(x, n, facts, learned, how, score, &r);
    if (rix_i_is_undefined(r.outcome)) {
        for (size_t i = 0; i < n; i++) score[i] = RIX_NAN;
    }
    if (r.outcome == RIX_I_DONE && first_infinite(x, score, n, &r.row))
        r.outcome = RIX_I_NOT_FINITE;
    return r;
}

rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *scratch, double *score)
{
    double *room = rix_i_normalise_sorts(how->method) ? scratch : score;
    const rix_i_learned learned = rix_i_normalise_learn(x, n, facts, how, room);
    return rix_i_normalise_apply(x, n, facts, &learned, how, score);
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
