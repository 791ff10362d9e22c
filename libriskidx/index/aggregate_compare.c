/* aggregate_compare.c - the rules that compare units: wroclaw, topsis and copeland. The units compared are
 * those whose children suffice for a score; the others have NaN in the group's column from the start. */
#include "index/aggregate.h"
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
        const bool left_out = plan->units && !plan->units[i].included;
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
    for (size_t i = 0; i < n_units; i++) {
        if (!isnan(result[i])) result[i] = distance(plan, group, scores, n_units, i, best);
    }
    const double zero = farthest(result, n_units, n);
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
    const double share = rix_i_contest_share(&c, total, plan->options.compat);
    if (fabs(share - 0.5) <= RIX_I_TIE) return 0;
    return share > 0.5 ? 1 : -1;
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

rix_i_fault rix_i_aggregate_compared(const rix_i_plan *plan, const rix_i_group *group,
                                     double *scores, size_t n_units, double *scratch)
{
    double *result = scores + group->node * n_units;
    double *best = scratch, *worst = scratch + group->n_members;
    double from = 0, to = 1;
    size_t n = 0, infinite = 0;
    if (!find_units(plan, group, scores, n_units, &n, &infinite)) {
        return rix_i_infinite_child(plan, group, scores, n_units, infinite);
    }
    if (group->rule == RIX_AGG_COPELAND) {
        copeland(plan, group, scores, n_units);
        to = (double)n - 1;
        from = -to;
        if (plan->options.compat) return RIX_I_FAULTLESS;
    } else {
        find_ideals(plan, group, scores, n_units, best, worst);
        if (group->rule == RIX_AGG_TOPSIS) {
            topsis(plan, group, scores, n_units, best, worst);
        } else {
            wroclaw(plan, group, scores, n_units, n, best);
        }
    }
    if (plan->scale.ranged) place_on_range(&plan->scale, from, to, result, n_units);
    return check_finite(group, result, n_units);
}
