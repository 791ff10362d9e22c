/* normalise.c - one indicator becomes a score: a pure function of its column. */
#include "index/normalise.h"

#include <float.h>

#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/text.h"

/* ------------------------------------------------------------------------------- who says what -- */

static rix_status lacks(const rix_node *node, size_t number, rix_normalisation method,
                        const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EDOMAIN, "goal_low", RIX_I_NODE(number),
                      "indicator '%s' has %s, which its normalisation, %s, asks for",
                      rix_i_label(node->code).s, what, rix_normalisation_name(method));
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

rix_status rix_i_normalisation_resolve(const rix_node *node, size_t number,
                                       const rix_recipe *recipe, const rix_i_scale *scale,
                                       rix_i_normalisation *how, rix_error *err)
{
    const rix_normalise_options *o = &recipe->normalise;
    const rix_normalisation method =
        node->normalise == RIX_NORM_INHERIT ? o->method : node->normalise;
    const bool posts = method == RIX_NORM_GOALPOSTS || method == RIX_NORM_LOG_GOALPOSTS;

    if (posts && isnan(node->goal_low)) return lacks(node, number, method, "no goalposts", err);
    if ((posts || method == RIX_NORM_MINMAX) && isnan(scale->low)) {
        return lacks(node, number, method, "no range of scores", err);
    }
    if (method == RIX_NORM_LOG_GOALPOSTS) {
        const rix_status st = check_log_goalposts(node, number, err);
        if (st != RIX_OK) return st;
    }
    how->method = method;
    how->negative = node->direction < 0;
    how->truncate = o->truncate;
    how->low = scale->low;
    how->high = scale->high;
    how->mean = o->mean;
    how->sd = o->sd;
    how->goal_low = node->goal_low;
    how->goal_high = node->goal_high;
    how->mirror = scale->mirror;
    return RIX_OK;
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
static void standardise(const double *x, size_t n, const rix_i_column *facts,
                        const rix_i_normalisation *how, double *score)
{
    const double largest = fmax(fabs(facts->least), fabs(facts->most));
    const double scale = ldexp(1.0, -(ilogb(largest) < -1000 ? -1000 : ilogb(largest)));
    size_t packed = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i])) score[packed++] = scale * x[i];
    }
    const double m = gsl_stats_mean(score, 1, packed);
    const double s = gsl_stats_sd_m(score, 1, packed, m);
    const double sd = how->negative ? -how->sd : how->sd;
    for (size_t i = 0; i < n; i++) {
        score[i] = isnan(x[i]) ? RIX_NAN : how->mean + sd * ((scale * x[i] - m) / s);
    }
}

/* ------------------------------------------------------------------------------------ the step -- */

/* Whether the column has the values that the method needs. */
static rix_i_outcome undefined_for(const rix_i_column *facts, rix_normalisation method)
{
    if (facts->present == 0) return RIX_I_ALL_MISSING;
    if (method == RIX_NORM_ZSCORE && facts->present < 2) return RIX_I_TOO_FEW;
    if (method != RIX_NORM_ZSCORE && method != RIX_NORM_MINMAX) return RIX_I_DONE;
    return facts->least < facts->most ? RIX_I_DONE : RIX_I_CONSTANT;
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

rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *score)
{
    rix_i_normalised r = { undefined_for(facts, how->method), RIX_NO_INDEX, 0 };
    line l;
    if (r.outcome != RIX_I_DONE) {
        for (size_t i = 0; i < n; i++) score[i] = RIX_NAN;
        return r;
    }
    switch (how->method) {
    case RIX_NORM_MINMAX:
        l = make_line(facts->least, facts->most, facts, how);
        place_all(&l, x, n, score);
        break;
    case RIX_NORM_GOALPOSTS:
        l = make_line(how->goal_low, how->goal_high, facts, how);
        r.truncated = place_all(&l, x, n, score);
        break;
    case RIX_NORM_LOG_GOALPOSTS:
        if (facts->least <= 0 && first_not_positive(x, n, &r.row)) {
            r.outcome = RIX_I_NOT_POSITIVE;
            return r;
        }
        l = make_line(log(how->goal_low), log(how->goal_high), &RIX_I_COLUMN_INIT, how);
        r.truncated = place_logs(&l, x, n, score);
        break;
    case RIX_NORM_ZSCORE: standardise(x, n, facts, how, score); break;
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE: take_as_is(x, n, how, score); break;
    }
    if (first_infinite(x, score, n, &r.row)) r.outcome = RIX_I_NOT_FINITE;
    return r;
}
