/* breaks_natural.c - the division of scores into runs with the least sum of squares within, exactly.
 *
 * Fisher's dynamic programme over the distinct scores x_1 < ... < x_m with their counts: the best division
 * of the first j into q runs is the best of the first i into q - 1 and the run i + 1 .. j. Since the
 * best i never falls as j rises (the cost of runs satisfies the quadrangle inequality), halving the
 * range of j halves that of i: q m log m steps instead of q m^2.
 *
 * Least squares within is most of what lies between, the sum over runs of (sum of x)^2 / count. Prefix
 * sums of numbers near a large mean, and ties of one division with another, need more digits than a
 * double has; pairs of doubles have twice as many. */
#include <stdlib.h>

#include <riskidx/zone.h>

#include "base/error.h"
#include "base/view.h"
#include "zone/scores.h"

/* ------------------------------------------------------------------------ pairs of doubles -- */

/* hi + lo with |lo| at most half a unit in the last place of hi: some 106 bits (Dekker 1971, Numer. Math. 18:
 * 224-242). */
typedef struct pair {
    double hi, lo;
} pair;

static pair two_sum(double a, double b)
{
    const double s = a + b, part = s - a;
    return (pair){ s, (a - (s - part)) + (b - part) };
}

/* For |a| >= |b|. */
static pair quick_sum(double a, double b)
{
    const double s = a + b;
    return (pair){ s, b - (s - a) };
}

static pair two_product(double a, double b)
{
    const double splitter = 134217729.0; /* 2^27 + 1 */
    const double ta = splitter * a, tb = splitter * b;
    const double a1 = ta - (ta - a), a2 = a - a1, b1 = tb - (tb - b), b2 = b - b1;
    const double p = a * b;
    return (pair){ p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2 };
}

static pair add(pair a, pair b)
{
    const pair s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
    const pair u = quick_sum(s.hi, s.lo + t.hi);
    return quick_sum(u.hi, u.lo + t.lo);
}

static pair subtract(pair a, pair b) { return add(a, (pair){ -b.hi, -b.lo }); }

static pair times(pair a, double b)
{
    const pair p = two_product(a.hi, b);
    return quick_sum(p.hi, p.lo + a.lo * b);
}

static pair square(pair a)
{
    const pair p = two_product(a.hi, a.hi);
    return quick_sum(p.hi, p.lo + 2 * a.hi * a.lo);
}

static pair over(pair a, double b)
{
    const double q = a.hi / b;
    const pair rest = subtract(a, two_product(q, b));
    return quick_sum(q, (rest.hi + rest.lo) / b);
}

/* ------------------------------------------------------------------------------- the search -- */

typedef struct search {
    size_t m;            /* distinct scores */
    double *x;           /* they, rising */
    double *count;       /* how many scores are among the first j */
    pair *sum;           /* their sum about a score in the middle, scaled */
    pair *before, *best; /* most between of the first j in one run less, and in as many as now */
    uint32_t *cut;       /* classes - 1 rows of m + 1: scores in the runs before the last */
    double tie;          /* sums closer than this are equal */
} search;

/* The part of the run of the scores i + 1 .. j: (sum of x)^2 / count. */
static pair between(const search *s, size_t i, size_t j)
{
    return over(square(subtract(s->sum[j], s->sum[i])), s->count[j] - s->count[i]);
}

/* Best last cuts for the first low .. high scores, which lie in from .. to. Of equal ones the lowest, which
 * rises with j as well. */
static void best_cuts(search *s, uint32_t *cut, size_t low, size_t high, size_t from, size_t to)
{
    if (low > high) return;
    const size_t j = low + (high - low) / 2;
    size_t at = from;
    pair best = add(s->before[from], between(s, from, j));
    for (size_t i = from + 1; i <= to && i < j; i++) {
        const pair other = add(s->before[i], between(s, i, j));
        const pair more = subtract(other, best);
        if (more.hi <= s->tie) continue;
        best = other;
        at = i;
    }
    s->best[j] = best;
    cut[j] = (uint32_t)at;
    best_cuts(s, cut, low, j - 1, from, at);
    best_cuts(s, cut, j + 1, high, at, to);
}

/* Runs 2 .. classes in turn; then the cuts are read off from the last back to the first. */
static void divide(search *s, size_t classes, double *thresholds)
{
    for (size_t j = 1; j <= s->m; j++) s->best[j] = between(s, 0, j);
    for (size_t q = 2; q <= classes; q++) {
        pair *swap = s->before;
        s->before = s->best;
        s->best = swap;
        best_cuts(s, s->cut + (q - 2) * (s->m + 1), q, s->m, q - 1, s->m - 1);
    }
    size_t j = s->m;
    for (size_t q = classes; q >= 2; q--) {
        j = s->cut[(q - 2) * (s->m + 1) + j];
        thresholds[q - 2] = s->x[j];
    }
}

/* ------------------------------------------------------------------------------ preparation -- */

/* Distinct scores to x, how many there are of the first j to count. */
static void gather(search *s, const double *sorted, size_t n)
{
    size_t m = 0;
    s->count[0] = 0;
    for (size_t i = 0; i < n; i++) {
        if (m == 0 || s->x[m - 1] < sorted[i]) s->x[m++] = sorted[i];
        s->count[m] = (double)(i + 1);
    }
}

/* Prefix sums about a score in the middle, which keeps whole numbers whole, scaled by a power of two so that
 * the farthest lies at 1/2 to 1 from it, which keeps squares from overflowing or vanishing. */
static void add_up(search *s)
{
    int first, scale;
    const double most = fmax(fabs(s->x[0]), fabs(s->x[s->m - 1]));
    frexp(most, &first);
    first++; /* differences of such numbers stay below 1 */
    const double middle = ldexp(s->x[s->m / 2], -first);
    frexp(fmax(ldexp(s->x[s->m - 1], -first) - middle, middle - ldexp(s->x[0], -first)), &scale);
    double squares = 0;
    s->sum[0] = (pair){ 0, 0 };
    for (size_t j = 1; j <= s->m; j++) {
        const double count = s->count[j] - s->count[j - 1];
        pair d = two_sum(ldexp(s->x[j - 1], -first), -middle);
        d.hi = ldexp(d.hi, -scale);
        d.lo = ldexp(d.lo, -scale);
        s->sum[j] = add(s->sum[j - 1], times(d, count));
        squares += count * d.hi * d.hi;
    }
    s->tie = ldexp(squares, -92);
}

static size_t count_distinct(const double *sorted, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) m += i == 0 || sorted[i - 1] < sorted[i] ? 1 : 0;
    return m;
}

static rix_status search_sorted(const double *sorted, size_t n, size_t classes, double *thresholds,
                                rix_error *err)
{
    search s = { .m = count_distinct(sorted, n) };
    size_t cells;
    if (s.m < classes) {
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_NOWHERE,
                          "%zu distinct scores for %zu classes", s.m, classes);
    }
    if (s.m >= UINT32_MAX || !rix_i_size_product(classes - 1, s.m + 1, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "scores", RIX_I_NOWHERE,
                          "%zu classes of %zu scores are too many", classes, s.m);
    }
    s.x = malloc(s.m * sizeof *s.x);
    s.count = malloc((s.m + 1) * sizeof *s.count);
    s.sum = malloc((s.m + 1) * sizeof *s.sum);
    s.before = malloc((s.m + 1) * sizeof *s.before);
    s.best = malloc((s.m + 1) * sizeof *s.best);
    s.cut = malloc(cells * sizeof *s.cut);
    const bool ready = s.x && s.count && s.sum && s.before && s.best && s.cut;
    if (ready) {
        gather(&s, sorted, n);
        add_up(&s);
        divide(&s, classes, thresholds);
    }
    free(s.x);
    free(s.count);
    free(s.sum);
    free(s.before);
    free(s.best);
    free(s.cut);
    return ready ? RIX_OK : rix_i_no_memory(err);
}

rix_status rix_breaks_natural(rix_vec scores, size_t classes, double *thresholds, rix_error *err)
{
    double *sorted = NULL;
    size_t n = 0;
    rix_status st = rix_i_check_classes(classes, thresholds, err);
    if (st == RIX_OK) st = rix_i_sorted_scores(scores, &sorted, &n, err);
    if (st == RIX_OK) st = search_sorted(sorted, n, classes, thresholds, err);
    free(sorted);
    return st;
}
