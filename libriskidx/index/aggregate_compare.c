/* aggregate_compare.c - the rules that compare units: wroclaw, topsis, copeland, benefit of the doubt. The units compared are
 * those whose children suffice for a score; the others have NaN in the group's column from the start. */
#include "index/aggregate.h"
#include "index/fitted.h"
#include "index/outrank.h"

static double sum_of_weights(const rix_i_group *group)
{
    double sum = 0;
    for (size_t m = 0; m < group->n_members; m++) sum += group->members[m].weight;
    return sum;
}

/* 0 for the units that take part, NaN for the others; stops at an infinite child. */
static bool find_units(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                       size_t n_units, size_t *n_compared, size_t *infinite)
{
    double *result = scores + group->node * n_units;
    const size_t needed = group->needed > 1 ? group->needed : 1;
    *n_compared = 0;
    for (size_t i = 0; i < n_units; i++) {
        size_t present = 0;
        for (size_t m = 0; m < group->n_members; m++) {
            const double x = rix_i_member_score(plan, &group->members[m], scores, n_units, i);
            if (isinf(x)) {
                *infinite = i;
                return false;
            }
            present += isnan(x) ? 0 : 1;
        }
        const bool left_out = plan->left_out && plan->left_out[i];
        result[i] = present < needed || left_out ? RIX_NAN : 0;
        *n_compared += isnan(result[i]) ? 0 : 1;
    }
    return true;
}

/* The best and the worst score of each member among the units that take part. */
static void find_ideals(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                        size_t n_units, double *best, double *worst)
{
    const double *result = scores + group->node * n_units;
    for (size_t m = 0; m < group->n_members; m++) {
        best[m] = (double)-INFINITY;
        worst[m] = (double)INFINITY;
        for (size_t i = 0; i < n_units; i++) {
            const double x = rix_i_member_score(plan, &group->members[m], scores, n_units, i);
            if (isnan(x) || isnan(result[i])) continue;
            if (x > best[m]) best[m] = x;
            if (x < worst[m]) worst[m] = x;
        }
    }
}

/* ------------------------------------------------------------------------------------ distances -- */

/* Of a unit from the ideals, by the root mean square of what is there. */
static double distance(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                       size_t n_units, size_t unit, const double *ideal)
{
    double sum = 0, weight = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = rix_i_member_score(plan, member, scores, n_units, unit);
        if (isnan(x)) continue;
        sum += member->weight * (ideal[m] - x) * (ideal[m] - x);
        weight += member->weight;
    }
    return sqrt(sum / weight);
}

/* Distances of the units that take part. */
static void measure(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                    size_t n_units, const double *best)
{
    double *result = scores + group->node * n_units;
    for (size_t i = 0; i < n_units; i++) {
        if (!isnan(result[i])) result[i] = distance(plan, group, scores, n_units, i, best);
    }
}

/* The distance that counts as 0: the mean of all and two standard deviations. */
static double farthest(const double *distance, size_t n_units, size_t n)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n_units; i++) mean += isnan(distance[i]) ? 0 : distance[i] / (double)n;
    for (size_t i = 0; i < n_units; i++) {
        const double d = distance[i] - mean;
        squares += isnan(d) ? 0 : d * d;
    }
    return mean + (n > 1 ? 2 * sqrt(squares / (double)(n - 1)) : 0);
}

/* Where all units are alike the distances are all 0, and so is their share of anything: all are at the best. */
static void wroclaw(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                    size_t n_units, size_t n, const double *best)
{
    double *result = scores + group->node * n_units;
    measure(plan, group, scores, n_units, best);
    const double zero =
        plan->base ? plan->base->nodes[group->node].zero : farthest(result, n_units, n);
    for (size_t i = 0; i < n_units; i++) {
        if (!isnan(result[i])) result[i] = zero > 0 ? 1 - result[i] / zero : 1;
    }
}

/* The share of the distance from the worst in both distances, of weighted scores as its authors have it. */
static double closeness(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                        size_t n_units, size_t unit, const double *best, const double *worst)
{
    double below = 0, above = 0;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        const double x = rix_i_member_score(plan, member, scores, n_units, unit);
        if (isnan(x)) continue;
        below += member->weight * member->weight * (best[m] - x) * (best[m] - x);
        above += member->weight * member->weight * (x - worst[m]) * (x - worst[m]);
    }
    return sqrt(above) / (sqrt(below) + sqrt(above)); /* 0/0 where all units are alike */
}

static void topsis(const rix_i_plan *plan, const rix_i_group *group, double *scores, size_t n_units,
                   const double *best, const double *worst)
{
    double *result = scores + group->node * n_units;
    for (size_t i = 0; i < n_units; i++) {
        if (isnan(result[i])) continue;
        result[i] = closeness(plan, group, scores, n_units, i, best, worst);
    }
}

/* -------------------------------------------------------------------------------------- copeland -- */

/* 1, -1 or 0 for a share of the weight. */
static double verdict(double share)
{
    if (fabs(share - 0.5) <= RIX_I_TIE) return 0;
    return share > 0.5 ? 1 : -1;
}

/* Whether unit i outranks unit j: 1, -1 the other way round, 0 for neither. */
static double outranks(const rix_i_plan *plan, const rix_i_group *group, const double *scores,
                       size_t n_units, size_t i, size_t j, double total)
{
    rix_i_contest c = RIX_I_CONTEST_INIT;
    for (size_t m = 0; m < group->n_members; m++) {
        const rix_i_member *member = &group->members[m];
        rix_i_contest_add(&c, rix_i_member_score(plan, member, scores, n_units, i),
                          rix_i_member_score(plan, member, scores, n_units, j), member->weight);
    }
    return verdict(rix_i_contest_share(&c, total, plan->options.compat));
}

static void copeland(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                     size_t n_units)
{
    double *result = scores + group->node * n_units;
    const double total = sum_of_weights(group);
    for (size_t i = 0; i < n_units; i++) {
        for (size_t j = i + 1; j < n_units && !isnan(result[i]); j++) {
            if (isnan(result[j])) continue;
            const double won = outranks(plan, group, scores, n_units, i, j, total);
            result[i] += won;
            result[j] -= won;
        }
    }
}

/* Units of the base that a unit outranks, less those that outrank it; itself if it is one of them counts for none.
 * Beyond what a unit of the base can reach there is nothing. */
static void copeland_by_base(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                             size_t n_units)
{
    const rix_fitted *base = plan->base;
    double *result = scores + group->node * n_units;
    const double most = base->nodes[group->node].compared - 1;
    for (size_t i = 0; i < n_units; i++) {
        double won = 0;
        if (isnan(result[i])) continue;
        for (size_t p = 0; p < base->nodes[group->members[0].node].n_scores; p++) {
            rix_i_contest c = RIX_I_CONTEST_INIT;
            for (size_t m = 0; m < group->n_members; m++) {
                const rix_i_member *member = &group->members[m];
                rix_i_contest_add(&c, rix_i_member_score(plan, member, scores, n_units, i),
                                  base->values[base->nodes[member->node].first_score + p],
                                  member->weight);
            }
            won += verdict(rix_i_contest_share(&c, 0, false));
        }
        result[i] = won > most ? most : won < -most ? -most : won;
    }
}

/* ------------------------------------------------------------------------------------- the base -- */

void rix_i_learn_peers(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                       size_t n_units, double *scratch, rix_i_fit_node *nodes)
{
    double *best = scratch, *worst = scratch + group->n_members;
    double *result = scores + group->node * n_units;
    size_t n = 0, infinite = 0;
    find_units(plan, group, scores, n_units, &n, &infinite);
    nodes[group->node].compared = (double)n;
    if (group->rule == RIX_AGG_COPELAND || rix_i_is_bod(group->rule) || n == 0) return;
    find_ideals(plan, group, scores, n_units, best, worst);
    for (size_t m = 0; m < group->n_members; m++) {
        if (!(best[m] >= worst[m])) continue; /* nobody has a score */
        nodes[group->members[m].node].best = best[m];
        nodes[group->members[m].node].worst = worst[m];
    }
    if (group->rule != RIX_AGG_WROCLAW) return;
    measure(plan, group, scores, n_units, best);
    nodes[group->node].zero = farthest(result, n_units, n);
}

bool rix_i_fitted_has_peers(const rix_fitted *base, const rix_i_group *group, bool compat)
{
    const double compared = base->nodes[group->node].compared;
    if (!rix_i_compares_units(group->rule)) return true;
    if (!(compared >= 0)) return false;
    if (!(compared >= 1)) return true;
    if (group->rule == RIX_AGG_WROCLAW) return base->nodes[group->node].zero >= 0;
    if (group->rule == RIX_AGG_TOPSIS) return true;
    for (size_t m = 0; m < group->n_members; m++) {
        const double scores = (double)base->nodes[group->members[m].node].n_scores;
        if (scores < compared || scores > compared) return false;
    }
    return !(compat && group->rule == RIX_AGG_COPELAND);
}

static void recall_ideals(const rix_fitted *base, const rix_i_group *group, double *best,
                          double *worst)
{
    for (size_t m = 0; m < group->n_members; m++) {
        best[m] = base->nodes[group->members[m].node].best;
        worst[m] = base->nodes[group->members[m].node].worst;
    }
}

/* --------------------------------------------------------------------------------------- the rule -- */

/* From [from, to] onto the range of scores; one unit alone is in the middle. */
static void place_on_range(const rix_i_scale *scale, double from, double to, double *result,
                           size_t n_units)
{
    for (size_t i = 0; i < n_units; i++) {
        const double t = from < to ? (result[i] - from) / (to - from) : 0.5;
        const double y = scale->low + (scale->high - scale->low) * t;
        result[i] = isnan(result[i]) ? RIX_NAN : t <= 1 && y > scale->high ? scale->high : y;
    }
}

static rix_i_fault check_finite(const rix_i_group *group, const double *result, size_t n_units)
{
    rix_i_fault fault = { RIX_I_TOO_LARGE, 0, group->node, RIX_NAN };
    for (; fault.unit < n_units; fault.unit++) {
        if (isinf(result[fault.unit])) return fault;
    }
    return RIX_I_FAULTLESS;
}

/* Nobody to compare with: everything is missing. */
static bool is_alone(const rix_i_plan *plan, const rix_i_group *group, double *result,
                     size_t n_units)
{
    if (!plan->base || plan->base->nodes[group->node].compared >= 1) return false;
    for (size_t i = 0; i < n_units; i++) result[i] = RIX_NAN;
    return true;
}

rix_i_fault rix_i_aggregate_compared(const rix_i_plan *plan, const rix_i_group *group,
                                     double *scores, size_t n_units, double *scratch)
{
    double *result = scores + group->node * n_units;
    double *best = scratch, *worst = scratch + group->n_members;
    double from = 0, to = 1;
    size_t n = 0, infinite = 0;
    if (!find_units(plan, group, scores, n_units, &n, &infinite)) {
        return rix_i_unfit_child(plan, group, scores, n_units, infinite);
    }
    if (is_alone(plan, group, result, n_units)) return RIX_I_FAULTLESS;
    if (rix_i_is_bod(group->rule)) {
        const rix_i_fault fault = rix_i_aggregate_bod(plan, group, scores, n_units, n, scratch);
        if (fault.kind != RIX_I_NO_FAULT) return fault;
    } else if (group->rule == RIX_AGG_COPELAND) {
        if (plan->base) {
            copeland_by_base(plan, group, scores, n_units);
        } else {
            copeland(plan, group, scores, n_units);
        }
        to = (plan->base ? plan->base->nodes[group->node].compared : (double)n) - 1;
        from = -to;
        if (plan->options.compat) return RIX_I_FAULTLESS;
    } else {
        if (plan->base) {
            recall_ideals(plan->base, group, best, worst);
        } else {
            find_ideals(plan, group, scores, n_units, best, worst);
        }
        if (group->rule == RIX_AGG_TOPSIS) {
            topsis(plan, group, scores, n_units, best, worst);
        } else {
            wroclaw(plan, group, scores, n_units, n, best);
        }
    }
    if (plan->scale.ranged) place_on_range(&plan->scale, from, to, result, n_units);
    return check_finite(group, result, n_units);
}
