/* aggregate.c - a group's score from its children's: a pure function of their columns. */
#include "index/aggregate.h"

#include <float.h>

#include "base/exp_log.h"
#include "base/pair.h"
#include "base/text.h"

/* Units taken at a time: their sums stay in the nearest cache while the children pass by. */
enum { UNITS_AT_ONCE = 128, MEMBERS_AT_ONCE = 16 };

/* Sums over the children present, for each unit of a block. */
typedef struct sums {
    double sum[UNITS_AT_ONCE];    /* of weight * term */
    double weight[UNITS_AT_ONCE]; /* of weights */
    double least[UNITS_AT_ONCE];  /* extremes of the children */
    double most[UNITS_AT_ONCE];
    double present[UNITS_AT_ONCE]; /* number of children; a double, so that all arrays step alike */
} sums;

/* What the rule adds up, at `term` or the values themselves; sums of it lead back to a mean. */
static const double *make_terms(const rix_i_group *group, const rix_i_scale *scale,
                                const double *value, size_t n, double *term)
{
    const double step = 9 / (scale->high - scale->low);
    switch (group->rule) {
    case RIX_AGG_GEOMETRIC: rix_i_log(value, n, term); return term;
    case RIX_AGG_HARMONIC:
        for (size_t i = 0; i < n; i++) term[i] = 1 / value[i];
        return term;
    case RIX_AGG_SCALED_GEOMETRIC:
        for (size_t i = 0; i < n; i++) term[i] = 1 + step * (scale->high - value[i]);
        rix_i_log(term, n, term);
        return term;
    case RIX_AGG_GENERALISED:
        for (size_t i = 0; i < n; i++) term[i] = pow(value[i], group->power);
        return term;
    default: return value; /* the arithmetic mean, and what starts from it */
    }
}

/* A pair of units as their members are added. */
typedef struct pair_sums {
    rix_i_pair sum, weight, least, most, present;
} pair_sums;

static inline pair_sums no_sums(void)
{
    return (pair_sums){ rix_i_pair_of(0), rix_i_pair_of(0), rix_i_pair_of((double)INFINITY),
                        rix_i_pair_of((double)-INFINITY), rix_i_pair_of(0) };
}

static inline pair_sums load_sums(const sums *s, size_t i)
{
    return (pair_sums){ rix_i_pair_load(s->sum + i), rix_i_pair_load(s->weight + i),
                        rix_i_pair_load(s->least + i), rix_i_pair_load(s->most + i),
                        rix_i_pair_load(s->present + i) };
}

static inline void store_sums(sums *s, size_t i, pair_sums p)
{
    rix_i_pair_store(s->sum + i, p.sum);
    rix_i_pair_store(s->weight + i, p.weight);
    rix_i_pair_store(s->least + i, p.least);
    rix_i_pair_store(s->most + i, p.most);
    rix_i_pair_store(s->present + i, p.present);
}

static inline void add_pair(pair_sums *p, rix_i_pair weight, const double *value,
                            const double *term)
{
    const rix_i_pair v = rix_i_pair_load(value), t = rix_i_pair_load(term);
    p->sum = rix_i_pair_add(p->sum, rix_i_pair_where(v, rix_i_pair_mul(weight, t)));
    p->weight = rix_i_pair_add(p->weight, rix_i_pair_where(v, weight));
    p->present = rix_i_pair_add(p->present, rix_i_pair_where(v, rix_i_pair_of(1)));
    p->least = rix_i_pair_min(v, p->least);
    p->most = rix_i_pair_max(v, p->most);
}

static void add_terms(sums *s, bool first, double weight, const double *value, const double *term,
                      size_t n)
{
    for (size_t i = 0; i < n; i += 2) {
        pair_sums p = first ? no_sums() : load_sums(s, i);
        add_pair(&p, rix_i_pair_of(weight), value + i, term + i);
        store_sums(s, i, p);
    }
}

/* Several members whose terms are their values; four units at a time, whose sums stay in registers meanwhile. */
static void add_values(sums *s, bool first, const double *const *value, const double *weight,
                       size_t n_members, size_t n)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        pair_sums p = first ? no_sums() : load_sums(s, i), q = first ? p : load_sums(s, i + 2);
        for (size_t m = 0; m < n_members; m++) {
            const rix_i_pair w = rix_i_pair_of(weight[m]);
            add_pair(&p, w, value[m] + i, value[m] + i);
            add_pair(&q, w, value[m] + i + 2, value[m] + i + 2);
        }
        store_sums(s, i, p);
        store_sums(s, i + 2, q);
    }
    if (i == n) return;
    pair_sums p = first ? no_sums() : load_sums(s, i);
    for (size_t m = 0; m < n_members; m++) {
        add_pair(&p, rix_i_pair_of(weight[m]), value[m] + i, value[m] + i);
    }
    store_sums(s, i, p);
}

static bool adds_terms(rix_aggregation rule)
{
    return rule == RIX_AGG_GEOMETRIC || rule == RIX_AGG_HARMONIC ||
           rule == RIX_AGG_SCALED_GEOMETRIC || rule == RIX_AGG_GENERALISED;
}

/* As many members from the first on as enter the rule as they are, up to MEMBERS_AT_ONCE; none of an odd number of
 * units, as they are taken in pairs. */
static size_t find_plain(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                         size_t n_units, size_t n, size_t first, const double **column,
                         double *weight)
{
    size_t m = first;
    for (; m < group->n_members && m < first + MEMBERS_AT_ONCE && n % 2 == 0 && !plan->fills; m++) {
        if (group->members[m].mirrored) break;
        column[m - first] = scores + group->members[m].node * n_units;
        weight[m - first] = group->members[m].weight;
    }
    return m - first;
}

/* As its group sees a member; the last of an odd number of units has one beside it that has nothing. */
static void enter(const rix_i_plan *plan, const rix_i_member *member, const double *x, size_t n,
                  double *value)
{
    value[n] = RIX_NAN;
    for (size_t i = 0; i < n; i++) value[i] = rix_i_entering(plan, member, x[i]);
}

static void add_up(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                   size_t n_units, size_t n, sums *s)
{
    double value[UNITS_AT_ONCE + 1], term[UNITS_AT_ONCE], weight[MEMBERS_AT_ONCE];
    const double *column[MEMBERS_AT_ONCE];
    for (size_t m = 0; m < group->n_members;) {
        const rix_i_member *member = &group->members[m];
        const size_t plain = find_plain(plan, group, scores, n_units, n, m, column, weight);
        if (plain > 0 && !adds_terms(group->rule)) {
            add_values(s, m == 0, column, weight, plain, n);
            m += plain;
            continue;
        }
        const double *x = scores + member->node * n_units;
        if (plain == 0) {
            enter(plan, member, x, n, value);
            x = value;
        }
        const double *terms = make_terms(group, &plan->scale, x, n + n % 2, term);
        add_terms(s, m == 0, member->weight, x, terms, n + n % 2);
        m++;
    }
}

/* --------------------------------------------------------------------- where sums do not serve -- */

/* The mean where sums overflow, or vanish: with shares that sum to 1, or terms of at most 1, they do not. */
static double careful_mean(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                           size_t n_units, size_t unit, double weight, double least, double most)
{
    const double base = group->power < 0 ? least : most;
    double sum = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = rix_i_member_score(plan, member, scores, n_units, unit);
        if (isnan(x)) continue;
        const double share = member->weight / weight;
        if (group->rule == RIX_AGG_HARMONIC) {
            sum += share * (least / x);
        } else if (group->rule == RIX_AGG_GENERALISED) {
            sum += share * pow(x / base, group->power);
        } else {
            sum += share * x;
        }
    }
    if (group->rule == RIX_AGG_GENERALISED) return base * pow(sum, 1 / group->power);
    return group->rule == RIX_AGG_HARMONIC ? least / sum : sum;
}

static bool sums_serve(const rix_i_group *group, double sum, double least, double most)
{
    if (group->rule == RIX_AGG_GENERALISED) {
        if (!(group->power < 0 ? least > 0 : most > 0)) return true; /* the mean is 0 */
        return isfinite(sum) && sum > DBL_MIN / DBL_EPSILON;
    }
    if (isfinite(sum) || group->rule == RIX_AGG_MINIMUM || group->rule == RIX_AGG_MAXIMUM)
        return true;
    return (group->rule == RIX_AGG_GEOMETRIC || group->rule == RIX_AGG_HARMONIC ||
            group->rule == RIX_AGG_SCALED_GEOMETRIC) &&
           !(least > 0);
}

static rix_i_fault_kind fault_of(rix_aggregation rule, const rix_i_scale *scale, double least,
                                 double most)
{
    if (isinf(least) || isinf(most)) return RIX_I_INFINITE;
    switch (rule) {
    case RIX_AGG_GEOMETRIC:
    case RIX_AGG_HARMONIC:
    case RIX_AGG_GENERALISED:
    case RIX_AGG_MPI:
    case RIX_AGG_BOD: return least < 0 ? RIX_I_NEGATIVE : RIX_I_NO_FAULT;
    case RIX_AGG_MULTIPLICATIVE_BOD: return least < 1 ? RIX_I_BELOW_ONE : RIX_I_NO_FAULT;
    case RIX_AGG_SCALED_GEOMETRIC:
        return least < scale->low || most > scale->high ? RIX_I_OUT_OF_RANGE : RIX_I_NO_FAULT;
    default: return RIX_I_NO_FAULT;
    }
}

static rix_i_fault describe_fault(const rix_i_plan *plan, const rix_i_group *group,
                                  const double *scores, size_t n_units, size_t unit)
{
    rix_i_fault fault = { RIX_I_NO_FAULT, unit, RIX_NO_INDEX, RIX_NAN };
    for (size_t m = 0; m < group->n_members && fault.kind == RIX_I_NO_FAULT; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = rix_i_entering(plan, member, scores[member->node * n_units + unit]);
        if (isnan(x)) continue;
        fault.kind = fault_of(group->rule, &plan->scale, x, x);
        fault.member = member->node;
        fault.value = x;
    }
    return fault;
}

rix_i_fault rix_i_unfit_child(const rix_i_plan *plan, const rix_i_group *group,
                              const double *scores, size_t n_units, size_t unit)
{
    return describe_fault(plan, group, scores, n_units, unit);
}

/* ----------------------------------------------------------------------------------- the mean -- */

static double exp_of(double x)
{
    rix_i_exp(&x, 1, &x);
    return x;
}

static double mean_of(const rix_i_group *group, const rix_i_scale *scale, double sum, double weight,
                      double least, double most)
{
    switch (group->rule) {
    case RIX_AGG_GEOMETRIC: return least > 0 ? exp_of(sum / weight) : 0;
    case RIX_AGG_HARMONIC: return least > 0 ? weight / sum : 0;
    case RIX_AGG_SCALED_GEOMETRIC:
        return scale->high - (scale->high - scale->low) / 9 * (exp_of(sum / weight) - 1);
    case RIX_AGG_GENERALISED:
        if (!(group->power < 0 ? least > 0 : most > 0)) return 0;
        return pow(sum / weight, 1 / group->power);
    case RIX_AGG_MINIMUM: return least;
    case RIX_AGG_MAXIMUM: return most;
    default: return sum / weight;
    }
}

static double clamp(double x, double least, double most)
{
    if (x < least) return least;
    return x > most ? most : x;
}

/* Means are not taken down for the children's differences by these rules, which start from the mean M. */
static double penalise_minimum(const rix_aggregate_options *o, double mean, double least)
{
    return mean - o->alpha * (hypot(mean - least, o->beta) - o->beta);
}

/* M -+ S^2 / M for a unit whose mean is not 0. */
static double penalise_spread(const rix_i_plan *plan, const rix_i_group *group,
                              const double *scores, size_t n_units, size_t unit, double mean,
                              double weight, double present)
{
    const rix_aggregate_options *o = &plan->options;
    double squares = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double d = rix_i_member_score(plan, member, scores, n_units, unit) - mean;
        if (!isnan(d)) squares += member->weight / weight * (d / mean) * d;
    }
    if (o->deviation == RIX_DEVIATION_SAMPLE) squares *= present > 1 ? present / (present - 1) : 0;
    return o->penalty == RIX_PENALTY_ADD ? mean + squares : mean - squares;
}

/* The score of a unit that has its sums. */
static double score_of(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                       size_t n_units, size_t unit, const sums *s, size_t i)
{
    const double least = s->least[i], most = s->most[i];
    double mean = mean_of(group, &plan->scale, s->sum[i], s->weight[i], least, most);
    if (!sums_serve(group, s->sum[i], least, most)) {
        mean = careful_mean(plan, group, scores, n_units, unit, s->weight[i], least, most);
    }
    mean = clamp(mean, least, most);
    if (group->rule == RIX_AGG_MEAN_MIN) {
        return clamp(penalise_minimum(&plan->options, mean, least), least, most);
    }
    if (group->rule != RIX_AGG_MPI || !(mean > 0)) return mean;
    return penalise_spread(plan, group, scores, n_units, unit, mean, s->weight[i], s->present[i]);
}

/* Whether every sum of a block leads to its mean straight away, with nothing to refuse or to be careful of. */
static bool all_plain(rix_aggregation rule, const sums *s, size_t n)
{
    const double floor = rule == RIX_AGG_GEOMETRIC ? DBL_MIN : -DBL_MAX;
    rix_i_pair least = rix_i_pair_of(DBL_MAX), most = rix_i_pair_of(-DBL_MAX);
    rix_i_pair zero = rix_i_pair_of(0);
    double a, b, c, d, e, f;
    if (rule != RIX_AGG_ARITHMETIC && rule != RIX_AGG_GEOMETRIC) return false;
    for (size_t i = 0; i < n; i += 2) { /* the last pair may have one that has nothing */
        least = rix_i_pair_min(least, rix_i_pair_load(s->least + i));
        most = rix_i_pair_max(most, rix_i_pair_load(s->most + i));
        const rix_i_pair vanished = rix_i_pair_mul(rix_i_pair_load(s->sum + i), rix_i_pair_of(0));
        zero = rix_i_pair_add(zero, vanished); /* NaN once a sum is not finite */
    }
    rix_i_pair_split(least, &a, &b);
    rix_i_pair_split(most, &c, &d);
    rix_i_pair_split(zero, &e, &f);
    return a >= floor && b >= floor && c <= DBL_MAX && d <= DBL_MAX && !isnan(e + f);
}

/* As score_of, for a block of units of which none needs more. */
static void finish_plain(rix_aggregation rule, const sums *s, size_t n, double needed,
                         double *restrict result)
{
    for (size_t i = 0; i < n; i++) result[i] = s->sum[i] / s->weight[i];
    if (rule == RIX_AGG_GEOMETRIC) rix_i_exp(result, n, result);
    for (size_t i = 0; i < n; i++) {
        const double up = result[i] < s->least[i] ? s->least[i] : result[i];
        const double mean = up > s->most[i] ? s->most[i] : up;
        result[i] = s->present[i] < needed ? RIX_NAN : mean;
    }
}

static rix_i_fault finish(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                          size_t n_units, size_t from, size_t n, const sums *s)
{
    double *result = scores + group->node * n_units + from;
    const double needed = group->needed > 1 ? (double)group->needed : 1;
    if (all_plain(group->rule, s, n)) {
        finish_plain(group->rule, s, n, needed, result);
        return RIX_I_FAULTLESS;
    }
    for (size_t i = 0; i < n; i++) {
        result[i] = RIX_NAN;
        if (!(s->present[i] > 0)) continue;
        if (fault_of(group->rule, &plan->scale, s->least[i], s->most[i]) != RIX_I_NO_FAULT) {
            return describe_fault(plan, group, scores, n_units, from + i);
        }
        if (s->present[i] < needed) continue;
        result[i] = score_of(plan, group, scores, n_units, from + i, s, i);
        if (isfinite(result[i])) continue;
        return (rix_i_fault){ RIX_I_TOO_LARGE, from + i, group->node, result[i] };
    }
    return RIX_I_FAULTLESS;
}

static rix_i_fault aggregate_means(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                                   size_t n_units)
{
    rix_i_fault fault = RIX_I_FAULTLESS;
    sums s;
    if (rix_i_aggregate_plain(group, scores, NULL, NULL, n_units)) return fault;
    for (size_t from = 0; from < n_units && fault.kind == RIX_I_NO_FAULT; from += UNITS_AT_ONCE) {
        const size_t n = n_units - from < UNITS_AT_ONCE ? n_units - from : UNITS_AT_ONCE;
        add_up(plan, group, scores + from, n_units, n, &s);
        fault = finish(plan, group, scores, n_units, from, n, &s);
    }
    return fault;
}

rix_i_fault rix_i_aggregate(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                            size_t n_units, double *scratch)
{
    if (group->rule == RIX_AGG_MEDIAN || group->rule == RIX_AGG_OWA) {
        return rix_i_aggregate_sorted(plan, group, scores, n_units, scratch);
    }
    if (rix_i_compares_units(group->rule)) {
        return rix_i_aggregate_compared(plan, group, scores, n_units, scratch);
    }
    return aggregate_means(plan, group, scores, n_units);
}

/* ----------------------------------------------------------------------------- the words for it -- */

rix_status rix_i_fault_fail(const rix_i_fault *f, const rix_i_plan *plan, const rix_i_group *group,
                            const char *unit, const char *child, const char *parent,
                            rix_i_place place, rix_error *err)
{
    const char *arg = "table.values", *rule = rix_aggregation_name(group->rule);
    const rix_i_text in = rix_i_label(parent), of = rix_i_label(child);
    switch (f->kind) {
    case RIX_I_INFINITE:
        return rix_i_fail(err, RIX_ENUMERIC, arg, place,
                          "the mirrored score of '%s' in '%s' for unit %s is too large", of.s, in.s,
                          unit);
    case RIX_I_TOO_LARGE:
        return rix_i_fail(err, RIX_ENUMERIC, arg, place,
                          "the score of '%s' for unit %s is too large", in.s, unit);
    case RIX_I_NEGATIVE:
        return rix_i_fail(err, RIX_EDOMAIN, arg, place,
                          "negative score %s for unit %s, '%s', under the %s rule of '%s'",
                          rix_i_number(f->value).s, unit, of.s, rule, in.s);
    case RIX_I_BELOW_ONE:
        return rix_i_fail(err, RIX_EDOMAIN, arg, place,
                          "score %s below 1 for unit %s, '%s', under the %s rule of '%s'",
                          rix_i_number(f->value).s, unit, of.s, rule, in.s);
    case RIX_I_NO_SHARES:
        return rix_i_fail(err, RIX_EDOMAIN, arg, place,
                          "unit %s cannot keep the bounds on the shares of the children of '%s', "
                          "under %s: a child of score 0 has share 0, a missing one none",
                          unit, in.s, rule);
    case RIX_I_NO_OPTIMUM:
        return rix_i_fail(err, RIX_ENUMERIC, arg, place,
                          "no optimal weights for unit %s under the %s rule of '%s': the scores "
                          "differ too much in size",
                          unit, rule, in.s);
    case RIX_I_NO_FAULT:
    case RIX_I_OUT_OF_RANGE: break;
    }
    return rix_i_fail(err, RIX_EDOMAIN, arg, place,
                      "score %s for unit %s, '%s', outside [%s, %s] under the %s rule of '%s'",
                      rix_i_number(f->value).s, unit, of.s, rix_i_number(plan->scale.low).s,
                      rix_i_number(plan->scale.high).s, rule, in.s);
}
