/* normalise.c - one indicator becomes a score: a pure function of its column. */
#include "index/normalise.h"

#include <float.h>
#include <string.h>

#include "base/error.h"
#include "base/pair.h"
#include "base/text.h"

rix_i_column rix_i_column_of(const double *x, size_t n)
{
    const rix_i_pair one = rix_i_pair_of(1);
    rix_i_column f = RIX_I_COLUMN_INIT;
    rix_i_pair least = rix_i_pair_of(f.least), most = rix_i_pair_of(f.most),
               count = rix_i_pair_of(0);
    double a, b;
    for (size_t i = 0; i + 1 < n; i += 2) {
        const rix_i_pair v = rix_i_pair_load(x + i);
        least = rix_i_pair_min(v, least);
        most = rix_i_pair_max(v, most);
        count = rix_i_pair_add(count, rix_i_pair_where(v, one));
    }
    if (n % 2 == 1) {
        const double *last = &x[n - 1];
        least = rix_i_pair_min(rix_i_pair_of(*last), least);
        most = rix_i_pair_max(rix_i_pair_of(*last), most);
        f.present = isnan(*last) ? 0u : 1u;
    }
    rix_i_pair_split(least, &a, &b);
    f.least = a < b ? a : b;
    rix_i_pair_split(most, &a, &b);
    f.most = a > b ? a : b;
    rix_i_pair_split(count, &a, &b);
    f.present += (size_t)(a + b);
    return f;
}

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
    how->truncate = o->truncate && method != RIX_NORM_SCALED && method != RIX_NORM_AMPI &&
                    method != RIX_NORM_FRACTION_MAX;
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

/* ---------------------------------------------------------------------------- what is learned -- */

/* Differences of huge values are taken of a quarter of them, which is exact, so that they are finite. */
static double shrink_for(double from, double to, const rix_i_column *facts)
{
    const double huge = DBL_MAX / 4;
    const bool shrink =
        fabs(from) > huge || fabs(to) > huge || facts->least < -huge || facts->most > huge;
    return shrink ? 0.25 : 1.0;
}

/* `from` scores low and `to` high, or, with `turned`, the other way round. */
static void learn_line(double from, double to, bool turned, const rix_i_column *facts,
                       rix_i_learned *l)
{
    l->factor = shrink_for(from, to, facts);
    l->from = l->factor * (turned ? to : from);
    l->to = l->factor * (turned ? from : to);
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
    const double between = d * d * ((double)a.n * ((double)b.n / n));
    return (rix_i_spread){ a.n + b.n, a.mean + d * ((double)b.n / n),
                           a.squares + b.squares + between };
}

/* In stretches that are joined in their order, as where several threads read a table. */
static rix_i_spread spread_of_column(const double *x, size_t n, double factor)
{
    rix_i_spread all = { 0, 0, 0 };
    for (size_t from = 0; from < n; from += RIX_I_STRETCH) {
        const size_t rows = n - from < RIX_I_STRETCH ? n - from : RIX_I_STRETCH;
        all = rix_i_spread_join(all, rix_i_spread_of(x + from, rows, factor));
    }
    return all;
}

/* Mean and standard deviation of the values that are there. */
static void learn_moments(const rix_i_spread *s, rix_deviation deviation, rix_i_learned *l)
{
    const size_t divisor = s->n - (deviation == RIX_DEVIATION_SAMPLE ? 1 : 0);
    l->factor = rix_i_safe_factor(&l->facts);
    l->centre = s->mean;
    l->spread = sqrt(s->squares / (double)divisor);
}

/* The line from the worst value to the reference or target. */
static void learn_approach(double aim, const rix_i_column *facts, const rix_i_normalisation *how,
                           rix_i_learned *l)
{
    const double worst = how->negative ? facts->most : facts->least;
    const bool better = how->negative ? aim < worst : aim > worst;
    const bool worse = how->negative ? aim > worst : aim < worst;
    if (isnan(aim)) {
        l->outcome = RIX_I_NO_REFERENCE;
    } else if (!better && !(how->compat && worse)) {
        l->outcome = RIX_I_REACHED;
    } else {
        const rix_i_column reach = { facts->present, fmin(facts->least, aim),
                                     fmax(facts->most, aim) };
        learn_line(worst, aim, false, &reach, l);
    }
}

static void learn_maximum(const rix_i_column *facts, const rix_i_normalisation *how,
                          rix_i_learned *l)
{
    const bool odd = how->compat && how->negative;
    const double most = odd ? facts->least : facts->most;
    if (how->compat ? !(most < 0) && !(most > 0) : !(most > 0)) {
        l->outcome = RIX_I_NO_MAXIMUM;
    } else {
        learn_line(0, most, how->negative && !odd, facts, l);
    }
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

rix_i_need rix_i_normalise_need(rix_normalisation method)
{
    switch (method) {
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE:
    case RIX_NORM_MINMAX:
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_LOG_GOALPOSTS:
    case RIX_NORM_SCALED:
    case RIX_NORM_DISTANCE_MAX:
    case RIX_NORM_DISTANCE_REFERENCE:
    case RIX_NORM_DISTANCE_TARGET:
    case RIX_NORM_FRACTION_MAX:
    case RIX_NORM_AMPI: return RIX_I_NEEDS_EXTREMES;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_LOGISTIC: return RIX_I_NEEDS_SPREAD;
    default: return RIX_I_NEEDS_ORDER; /* as yet unknown methods among them */
    }
}

bool rix_i_normalise_sorts(rix_normalisation method)
{
    return method == RIX_NORM_PERCENTILE_RANK || method == RIX_NORM_RANK ||
           method == RIX_NORM_BORDA || method == RIX_NORM_QUANTILE_CLASSES;
}

rix_i_learned rix_i_normalise_fit(const rix_i_column *facts, const rix_i_spread *spread,
                                  double reference, const rix_i_normalisation *how)
{
    const double half = facts->most / 2 - facts->least / 2;
    const bool turned = how->negative;
    rix_i_learned l = { undefined_for(facts, how->method), *facts, 1, 0, 0, 0, 1, NULL, 0 };
    if (l.outcome != RIX_I_DONE) return l;
    switch (how->method) {
    case RIX_NORM_MINMAX:
    case RIX_NORM_DISTANCE_MAX: learn_line(facts->least, facts->most, turned, facts, &l); break;
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_SCALED: learn_line(how->goal_low, how->goal_high, turned, facts, &l); break;
    case RIX_NORM_LOG_GOALPOSTS:
        learn_line(log(how->goal_low), log(how->goal_high), turned, &RIX_I_COLUMN_INIT, &l);
        break;
    case RIX_NORM_DISTANCE_REFERENCE: learn_approach(reference, facts, how, &l); break;
    case RIX_NORM_DISTANCE_TARGET: learn_approach(how->target, facts, how, &l); break;
    case RIX_NORM_FRACTION_MAX: learn_maximum(facts, how, &l); break;
    case RIX_NORM_AMPI:
        learn_line(how->target - half, how->target + half, turned, facts, &l);
        break;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_LOGISTIC: learn_moments(spread, how->deviation, &l); break;
    default: break; /* as it is, or by the order of the values */
    }
    return l;
}

rix_i_learned rix_i_normalise_learn(const double *x, size_t n, const rix_i_column *facts,
                                    const rix_i_normalisation *how, double *room)
{
    const bool aims = how->method == RIX_NORM_DISTANCE_REFERENCE && how->reference != RIX_NO_INDEX;
    const double reference = aims ? x[how->reference] : RIX_NAN;
    rix_i_spread spread = { 0, 0, 0 };
    if (rix_i_normalise_need(how->method) == RIX_I_NEEDS_SPREAD && facts->present > 0) {
        spread = spread_of_column(x, n, rix_i_safe_factor(facts));
    }
    rix_i_learned l = rix_i_normalise_fit(facts, &spread, reference, how);
    if (l.outcome != RIX_I_DONE) return l;
    if (how->method == RIX_NORM_ROBUST_Z) {
        rix_i_learn_medians(x, n, rix_i_safe_factor(facts), room, &l);
    } else if (how->method == RIX_NORM_QUANTILE_CLASSES) {
        rix_i_learn_order(x, n, 0.5, room, &l); /* differences of huge values are finite */
    } else if (rix_i_normalise_sorts(how->method)) {
        rix_i_learn_order(x, n, 1, room, &l);
    }
    return l;
}

/* -------------------------------------------------------------------------- how it is applied -- */

/* What scores low and high does so exactly, and what lies between stays between. No branches, so that values
 * are taken several at a time. */
static inline double place(double low, double high, double t)
{
    const double score = low + (high - low) * t;
    const double capped = score > high ? high : score;
    const double within = t >= 1 ? high : capped;
    return t > 1 ? score : within;
}

static void find_shares(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                        size_t n, double *share)
{
    const double factor = l->factor, from = l->from, width = l->to - l->from;
    if (how->method == RIX_NORM_LOG_GOALPOSTS) {
        for (size_t i = 0; i < n; i++) {
            share[i] = isnan(x[i]) ? RIX_NAN : (factor * log(x[i]) - from) / width;
        }
    } else {
        for (size_t i = 0; i < n; i++) share[i] = (factor * x[i] - from) / width;
    }
}

static size_t count_beyond(const double *share, size_t n)
{
    size_t beyond = 0;
    for (size_t i = 0; i < n; i++) beyond += share[i] < 0 || share[i] > 1 ? 1 : 0;
    return beyond;
}

/* Shares of the way from low to high become scores. */
static void place_all(const rix_i_normalisation *how, size_t n, double *score)
{
    const double low = how->low, high = how->high;
    for (size_t i = 0; i < n && how->truncate; i++) {
        const double up = score[i] < 0 ? 0 : score[i];
        score[i] = up > 1 ? 1 : up;
    }
    for (size_t i = 0; i < n; i++) score[i] = place(low, high, score[i]);
}

/* Both at once where no share is truncated, and where low + (high - low) is high, so that there is nothing to keep
 * in its place: products and sums are rounded to one side alike. */
static void place_straight(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                           size_t n, double *score)
{
    const double factor = l->factor, from = l->from, width = l->to - l->from;
    const double low = how->low, range = how->high - how->low;
    for (size_t i = 0; i < n; i++) score[i] = low + range * ((factor * x[i] - from) / width);
}

static bool is_straight(const rix_i_normalisation *how)
{
    const double top = how->low + (how->high - how->low);
    return !how->truncate && how->method != RIX_NORM_LOG_GOALPOSTS && !(top < how->high) &&
           !(top > how->high);
}

static void take_as_is(const double *x, size_t n, const rix_i_normalisation *how, double *score)
{
    for (size_t i = 0; i < n; i++) score[i] = how->negative ? how->mirror - x[i] : x[i];
}

static void standardise(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                        size_t n, double *score)
{
    const double mean = how->mean, sd = how->negative ? -how->sd : how->sd;
    const double factor = l->factor, centre = l->centre, spread = l->spread;
    for (size_t i = 0; i < n; i++) score[i] = mean + sd * ((factor * x[i] - centre) / spread);
}

static void bend(const rix_i_learned *l, const rix_i_normalisation *how, const double *x, size_t n,
                 double *score)
{
    const double slope = how->negative ? -how->slope : how->slope;
    for (size_t i = 0; i < n; i++) {
        const double z = (l->factor * x[i] - l->centre) / l->spread;
        const double y = how->low + (how->high - how->low) / (1 + exp(-slope * z));
        score[i] = y > how->high ? how->high : y;
    }
}

void rix_i_normalise_values(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                            size_t n, size_t *truncated, double *score)
{
    switch (how->method) {
    case RIX_NORM_MINMAX:
    case RIX_NORM_DISTANCE_MAX:
    case RIX_NORM_GOALPOSTS:
    case RIX_NORM_LOG_GOALPOSTS:
    case RIX_NORM_SCALED:
    case RIX_NORM_DISTANCE_REFERENCE:
    case RIX_NORM_DISTANCE_TARGET:
    case RIX_NORM_FRACTION_MAX:
    case RIX_NORM_AMPI:
        if (is_straight(how)) {
            place_straight(l, how, x, n, score);
            break;
        }
        find_shares(l, how, x, n, score);
        if (how->truncate && truncated) *truncated = count_beyond(score, n);
        place_all(how, n, score);
        break;
    case RIX_NORM_ZSCORE:
    case RIX_NORM_ROBUST_Z: standardise(l, how, x, n, score); break;
    case RIX_NORM_LOGISTIC: bend(l, how, x, n, score); break;
    case RIX_NORM_PERCENTILE_RANK:
    case RIX_NORM_RANK:
    case RIX_NORM_BORDA: rix_i_rank_scores(l, how, x, n, score); break;
    case RIX_NORM_QUANTILE_CLASSES: rix_i_quantile_classes(l, how, x, n, score); break;
    case RIX_NORM_INHERIT:
    case RIX_NORM_NONE: take_as_is(x, n, how, score); break;
    }
}

bool rix_i_normalise_is_finite(const rix_i_learned *l, const rix_i_normalisation *how)
{
    const double ends[2] = { l->facts.least, l->facts.most };
    double score[2] = { 0, 0 };
    rix_i_normalise_values(l, how, ends, 2, NULL, score);
    return isfinite(score[0]) && isfinite(score[1]);
}

bool rix_i_normalise_truncates(const rix_i_learned *l, const rix_i_normalisation *how)
{
    const double ends[2] = { l->facts.least, l->facts.most };
    double share[2];
    if (!how->truncate) return false;
    find_shares(l, how, ends, 2, share);
    return count_beyond(share, 2) > 0;
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

/* One NaN stands for all, and whoever has a value has a score. */
/* Whether none is missing or infinite. */
static bool all_finite(const double *x, size_t n)
{
    rix_i_pair zero = rix_i_pair_of(0);
    double a, b;
    for (size_t i = 0; i + 1 < n; i += 2) { /* NaN once one is not */
        zero = rix_i_pair_add(zero, rix_i_pair_mul(rix_i_pair_load(x + i), rix_i_pair_of(0)));
    }
    rix_i_pair_split(zero, &a, &b);
    return !isnan(a + b) && (n == 0 || isfinite(x[n - 1]));
}

static bool first_infinite(const double *x, double *score, size_t n, size_t *row)
{
    if (all_finite(score, n)) return false;
    for (size_t i = 0; i < n; i++) {
        if (isfinite(score[i])) continue;
        if (!isnan(x[i])) {
            *row = i;
            return true;
        }
        score[i] = RIX_NAN;
    }
    return false;
}

rix_i_normalised rix_i_normalise_apply(const rix_i_learned *l, const rix_i_normalisation *how,
                                       const double *x, size_t n, double *score)
{
    rix_i_normalised r = { l->outcome, RIX_NO_INDEX, 0 };
    if (r.outcome != RIX_I_DONE) {
        for (size_t i = 0; i < n; i++) score[i] = RIX_NAN;
    } else if (how->method == RIX_NORM_LOG_GOALPOSTS && first_not_positive(x, n, &r.row)) {
        r.outcome = RIX_I_NOT_POSITIVE;
    } else {
        rix_i_normalise_values(l, how, x, n, &r.truncated, score);
        if (first_infinite(x, score, n, &r.row)) r.outcome = RIX_I_NOT_FINITE;
    }
    return r;
}

rix_i_normalised rix_i_normalise(const double *x, size_t n, const rix_i_column *facts,
                                 const rix_i_normalisation *how, double *scratch, double *score)
{
    double *room = rix_i_normalise_sorts(how->method) ? scratch : score;
    const rix_i_learned learned = rix_i_normalise_learn(x, n, facts, how, room);
    rix_i_normalisation own = *how;
    if (how->method == RIX_NORM_MINMAX || how->method == RIX_NORM_DISTANCE_MAX) {
        own.truncate = false; /* nothing lies beyond its own extremes */
    }
    return rix_i_normalise_apply(&learned, &own, x, n, score);
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
