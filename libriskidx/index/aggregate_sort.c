/* aggregate_sort.c - the rules that put a unit's children in order: median and owa. */
#include "base/view.h"
#include "index/aggregate.h"

/* A sum of weights this close to half of all is half of all. */
static const double HALF_WIDTH = 1e-12;

/* Falling order of values, with their weights: a shell sort, in place. */
static void sort_falling(double *value, double *weight, size_t n)
{
    size_t gap = 1;
    while (gap < n / 3) gap = 3 * gap + 1;
    for (; gap > 0; gap /= 3) {
        for (size_t i = gap; i < n; i++) {
            const double v = value[i], w = weight[i];
            size_t k = i;
            for (; k >= gap && value[k - gap] < v; k -= gap) {
                value[k] = value[k - gap];
                weight[k] = weight[k - gap];
            }
            value[k] = v;
            weight[k] = w;
        }
    }
}

static double median_of(const double *value, const double *weight, size_t n, double total)
{
    double sum = 0;
    for (size_t k = 0; k + 1 < n; k++) {
        sum += weight[k];
        if (fabs(sum / total - 0.5) <= HALF_WIDTH) return value[k] / 2 + value[k + 1] / 2;
        if (sum / total > 0.5) return value[k];
    }
    return value[n - 1];
}

/* Q of a growing share: x to a power, or straight pieces. */
typedef struct quantifier {
    double exponent;
    rix_vec positions;
    double total;  /* of positions */
    size_t next;   /* the piece at hand */
    double before; /* sum of the pieces before it */
} quantifier;

static quantifier make_quantifier(const rix_aggregate_options *o)
{
    quantifier q = { 0, o->positions, 0, 0, 0 };
    q.exponent = o->orness > 0 ? (1 - o->orness) / o->orness : (double)INFINITY;
    for (size_t k = 0; k < q.positions.size; k++) q.total += rix_i_vget(q.positions, k);
    return q;
}

/* Q(share); shares never fall. */
static double advance(quantifier *q, double share)
{
    const size_t n = q->positions.size;
    if (n == 0) return pow(share, q->exponent);
    const double at = share * (double)n;
    while (q->next + 1 < n && at >= (double)(q->next + 1)) {
        q->before += rix_i_vget(q->positions, q->next++);
    }
    const double part = at - (double)q->next;
    return (q->before + fmin(part, 1) * rix_i_vget(q->positions, q->next)) / q->total;
}

static double owa_of(quantifier q, const double *value, const double *weight, size_t n,
                     double total)
{
    double sum = 0, score = 0, reached = 0;
    for (size_t k = 0; k < n; k++) {
        sum += weight[k];
        const double share = k + 1 < n ? fmin(sum / total, 1) : 1;
        const double up_to = k + 1 < n ? advance(&q, share) : 1;
        score += (up_to - reached) * value[k];
        reached = up_to;
    }
    if (score < value[n - 1]) return value[n - 1];
    return score > value[0] ? value[0] : score;
}

rix_i_fault rix_i_aggregate_sorted(const rix_i_plan *plan, const rix_i_group *group, double *scores,
                                   size_t n_units, double *scratch)
{
    double *result = scores + group->node * n_units;
    double *value = scratch, *weight = scratch + group->n_members;
    const size_t needed = group->needed > 1 ? group->needed : 1;
    const quantifier q = make_quantifier(&plan->options);
    for (size_t i = 0; i < n_units; i++) {
        size_t n = 0;
        double total = 0;
        for (size_t m = 0; m < group->n_members; m++) {
            const double x = rix_i_member_score(plan, &group->members[m], scores, n_units, i);
            if (isnan(x)) continue;
            if (isinf(x)) return rix_i_unfit_child(plan, group, scores, n_units, i);
            value[n] = x;
            weight[n++] = group->members[m].weight;
            total += group->members[m].weight;
        }
        result[i] = RIX_NAN;
        if (n < needed) continue;
        sort_falling(value, weight, n);
        result[i] = group->rule == RIX_AGG_MEDIAN ? median_of(value, weight, n, total)
                                                  : owa_of(q, value, weight, n, total);
    }
    return RIX_I_FAULTLESS;
}
