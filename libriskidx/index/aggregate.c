/* aggregate.c - a group's score from its children's: a pure function of their columns. */
#include "index/aggregate.h"

/* Units taken at a time: their sums stay in the nearest cache while the children pass by. */
enum { UNITS_AT_ONCE = 128 };

/* Sums over the children present, for each unit of a block. */
typedef struct sums {
    double sum[UNITS_AT_ONCE];    /* of weight * term */
    double weight[UNITS_AT_ONCE]; /* of weights */
    double least[UNITS_AT_ONCE];  /* extremes of the children */
    double most[UNITS_AT_ONCE];
    double present[UNITS_AT_ONCE]; /* number of children; a double, so that all arrays step alike */
} sums;

static void clear_sums(sums *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        s->sum[i] = s->weight[i] = s->present[i] = 0;
        s->least[i] = (double)INFINITY;
        s->most[i] = (double)-INFINITY;
    }
}

/* What the rule adds up; sums of it lead back to a mean. */
static void make_terms(rix_aggregation rule, const rix_i_scale *scale, const double *value,
                       size_t n, double *term)
{
    const double step = 9 / (scale->high - scale->low);
    switch (rule) {
    case RIX_AGG_INHERIT:
    case RIX_AGG_ARITHMETIC:
        for (size_t i = 0; i < n; i++) term[i] = value[i];
        break;
    case RIX_AGG_GEOMETRIC:
        for (size_t i = 0; i < n; i++) term[i] = log(value[i]);
        break;
    case RIX_AGG_HARMONIC:
        for (size_t i = 0; i < n; i++) term[i] = 1 / value[i];
        break;
    case RIX_AGG_SCALED_GEOMETRIC:
        for (size_t i = 0; i < n; i++) term[i] = log(1 + step * (scale->high - value[i]));
        break;
    }
}

static void add_terms(sums *s, double weight, const double *value, const double *term, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const bool here = !isnan(value[i]);
        s->sum[i] += here ? weight * term[i] : 0;
        s->weight[i] += here ? weight : 0;
        s->present[i] += here ? 1 : 0;
        s->least[i] = value[i] < s->least[i] ? value[i] : s->least[i];
        s->most[i] = value[i] > s->most[i] ? value[i] : s->most[i];
    }
}

static void add_up(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                   size_t n_units, size_t from, size_t n, sums *s)
{
    double value[UNITS_AT_ONCE], term[UNITS_AT_ONCE];
    clear_sums(s, n);
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double *x = scores + member->node * n_units + from;
        for (size_t i = 0; i < n; i++) value[i] = rix_i_entering(plan, member, x[i]);
        make_terms(group->rule, &plan->scale, value, n, term);
        add_terms(s, member->weight, value, term, n);
    }
}

/* --------------------------------------------------------------------- where sums do not serve -- */

/* The mean where sums overflow: with shares that sum to 1, or terms of at most 1, they do not. */
static double careful_mean(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                           size_t n_units, size_t unit, double weight, double least)
{
    double sum = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = rix_i_entering(plan, member, scores[member->node * n_units + unit]);
        if (isnan(x)) continue;
        const double share = member->weight / weight;
        sum += group->rule == RIX_AGG_HARMONIC ? share * (least / x) : share * x;
    }
    return group->rule == RIX_AGG_HARMONIC ? least / sum : sum;
}

static rix_i_fault_kind fault_of(rix_aggregation rule, const rix_i_scale *scale, double least,
                                 double most)
{
    if (isinf(least) || isinf(most)) return RIX_I_INFINITE;
    switch (rule) {
    case RIX_AGG_GEOMETRIC:
    case RIX_AGG_HARMONIC: return least < 0 ? RIX_I_NEGATIVE : RIX_I_NO_FAULT;
    case RIX_AGG_SCALED_GEOMETRIC:
        return least < scale->low || most > scale->high ? RIX_I_OUT_OF_RANGE : RIX_I_NO_FAULT;
    case RIX_AGG_INHERIT:
    case RIX_AGG_ARITHMETIC: break;
    }
    return RIX_I_NO_FAULT;
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

/* ----------------------------------------------------------------------------------- the mean -- */

static double mean_of(rix_aggregation rule, const rix_i_scale *scale, double sum, double weight,
                      double least)
{
    switch (rule) {
    case RIX_AGG_GEOMETRIC: return least > 0 ? exp(sum / weight) : 0;
    case RIX_AGG_HARMONIC: return least > 0 ? weight / sum : 0;
    case RIX_AGG_SCALED_GEOMETRIC:
        return scale->high - (scale->high - scale->low) / 9 * (exp(sum / weight) - 1);
    case RIX_AGG_INHERIT:
    case RIX_AGG_ARITHMETIC: break;
    }
    return sum / weight;
}

static double clamp(double x, double least, double most)
{
    if (x < least) return least;
    return x > most ? most : x;
}

rix_i_fault rix_i_aggregate(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                            size_t n_units)
{
    double *result = scores + group->node * n_units;
    const double needed = group->needed > 1 ? (double)group->needed : 1;
    sums s;
    for (size_t from = 0; from < n_units; from += UNITS_AT_ONCE) {
        const size_t n = n_units - from < UNITS_AT_ONCE ? n_units - from : UNITS_AT_ONCE;
        add_up(plan, group, scores, n_units, from, n, &s);
        for (size_t i = 0; i < n; i++) {
            const double least = s.least[i], most = s.most[i];
            result[from + i] = RIX_NAN;
            if (!(s.present[i] > 0)) continue;
            if (fault_of(group->rule, &plan->scale, least, most) != RIX_I_NO_FAULT) {
                return describe_fault(plan, group, scores, n_units, from + i);
            }
            if (s.present[i] < needed) continue;
            double mean = mean_of(group->rule, &plan->scale, s.sum[i], s.weight[i], least);
            if (!isfinite(s.sum[i]) && (group->rule == RIX_AGG_ARITHMETIC || least > 0)) {
                mean = careful_mean(plan, group, scores, n_units, from + i, s.weight[i], least);
            }
            result[from + i] = clamp(mean, least, most);
        }
    }
    const rix_i_fault none = { RIX_I_NO_FAULT, RIX_NO_INDEX, RIX_NO_INDEX, RIX_NAN };
    return none;
}
