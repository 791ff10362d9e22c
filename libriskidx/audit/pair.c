/* pair.c - coefficients of correlation of one pair of columns. */
#include "audit/pair.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

static const rix_i_coefficient undefined = { RIX_NAN, RIX_NAN };

/* ----------------------------------------------------------------------------------- Pearson -- */

/* Differences from the mean, over their largest size, so that no square overflows or vanishes; false for values
 * that are all equal. */
static bool centre(double *x, size_t m)
{
    double least = x[0], greatest = x[0], sum = 0, rest = 0, most = 0;
    for (size_t i = 1; i < m; i++) {
        least = fmin(least, x[i]);
        greatest = fmax(greatest, x[i]);
    }
    if (!(least < greatest)) return false;
    /* In two steps: one factor may leave the range of doubles where the values do not. */
    const int power = -ilogb(fmax(fabs(least), fabs(greatest))) - 1;
    for (size_t i = 0; i < m; i++) sum += x[i] = ldexp(x[i], power);
    for (size_t i = 0; i < m; i++) rest += x[i] - sum / (double)m;
    const double mean = sum / (double)m + rest / (double)m;
    for (size_t i = 0; i < m; i++) most = fmax(most, fabs(x[i] -= mean));
    if (!(most > 0)) return false;
    for (size_t i = 0; i < m; i++) x[i] /= most;
    return true;
}

/* P(|T| >= t) with t = r sqrt(nu / (1 - r^2)) is the incomplete beta function of 1 - r^2 with nu/2 and 1/2, which
 * keeps its digits where the tail of Student's distribution as GSL has it does not. */
static double p_of_r(double r, size_t m)
{
    const double rest = (1 - r) * (1 + r);
    if (m < 3) return RIX_NAN;
    if (!(rest > 0)) return 0;
    return rest < 1 ? gsl_cdf_beta_P(rest, (double)(m - 2) / 2, 0.5) : 1;
}

rix_i_coefficient rix_i_pearson(double *x, double *y, size_t m)
{
    double xx = 0, yy = 0, xy = 0;
    if (m < 2 || !centre(x, m) || !centre(y, m)) return undefined;
    for (size_t i = 0; i < m; i++) {
        xx += x[i] * x[i];
        yy += y[i] * y[i];
        xy += x[i] * y[i];
    }
    const double r = xy / sqrt(xx) / sqrt(yy);
    const double within = r > 1 ? 1 : r < -1 ? -1 : r;
    return (rix_i_coefficient){ within, p_of_r(within, m) };
}

/* ---------------------------------------------------------------------------------- Spearman -- */

static int by_x(const void *a, const void *b)
{
    const rix_i_both *p = a, *q = b;
    if (p->x < q->x || p->x > q->x) return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

static int by_y(const void *a, const void *b)
{
    const rix_i_both *p = a, *q = b;
    return (p->y > q->y) - (p->y < q->y);
}

/* Sets x of every pair to its average rank, or y; the pairs are sorted by it. */
static void rank_x(rix_i_both *both, size_t m)
{
    for (size_t from = 0, to = 0; from < m; from = to) {
        const double value = both[from].x;
        while (to < m && !(value < both[to].x)) to++;
        for (size_t k = from; k < to; k++) both[k].x = ((double)(from + 1) + (double)to) / 2;
    }
}

static void rank_y(rix_i_both *both, size_t m)
{
    for (size_t from = 0, to = 0; from < m; from = to) {
        const double value = both[from].y;
        while (to < m && !(value < both[to].y)) to++;
        for (size_t k = from; k < to; k++) both[k].y = ((double)(from + 1) + (double)to) / 2;
    }
}

rix_i_coefficient rix_i_spearman(rix_i_pair_room *room, size_t m)
{
    qsort(room->both, m, sizeof *room->both, by_x);
    rank_x(room->both, m);
    qsort(room->both, m, sizeof *room->both, by_y);
    rank_y(room->both, m);
    for (size_t i = 0; i < m; i++) {
        room->x[i] = room->both[i].x;
        room->y[i] = room->both[i].y;
    }
    return rix_i_pearson(room->x, room->y, m);
}

void rix_i_rank_column(rix_i_both *both, size_t n, double *rank, size_t *order)
{
    qsort(both, n, sizeof *both, by_x);
    rank_x(both, n);
    for (size_t k = 0; k < n; k++) {
        const size_t unit = (size_t)both[k].y;
        rank[unit] = both[k].x;
        if (order) order[k] = unit;
    }
}

/* ----------------------------------------------------------------------------------- Kendall -- */

/* Sums over sets of t tied values: of pairs t (t - 1) / 2, and those that the variance needs. */
typedef struct ties {
    double pairs, cubic, triples;
} ties;

static void add_tie(ties *sums, size_t count)
{
    const double t = (double)count;
    sums->pairs += t * (t - 1) / 2;
    sums->cubic += t * (t - 1) * (2 * t + 5);
    sums->triples += t * (t - 1) * (t - 2);
}

/* Ties among sorted numbers. */
static ties ties_of(const double *x, size_t m)
{
    ties sums = { 0, 0, 0 };
    for (size_t from = 0, to = 0; from < m; from = to) {
        while (to < m && !(x[from] < x[to])) to++;
        add_tie(&sums, to - from);
    }
    return sums;
}

/* Pairs tied in both, of pairs sorted by x and then y. */
static double ties_in_both(const rix_i_both *both, size_t m)
{
    ties sums = { 0, 0, 0 };
    for (size_t from = 0, to = 0; from < m; from = to) {
        while (to < m && !(both[from].x < both[to].x) && !(both[from].y < both[to].y)) to++;
        add_tie(&sums, to - from);
    }
    return sums.pairs;
}

/* Sorts y by merging, and counts the exchanges of neighbours that it would take (Knight 1966). */
static double count_exchanges(double *y, double *scratch, size_t m)
{
    double exchanges = 0;
    for (size_t width = 1; width < m; width *= 2) {
        for (size_t from = 0; from + width < m; from += 2 * width) {
            const size_t middle = from + width;
            const size_t to = m - middle < width ? m : middle + width;
            size_t i = from, j = middle;
            for (size_t k = from; k < to; k++) {
                if (j >= to || (i < middle && !(y[j] < y[i]))) {
                    scratch[k] = y[i++];
                } else {
                    exchanges += (double)(middle - i);
                    scratch[k] = y[j++];
                }
            }
            for (size_t k = from; k < to; k++) y[k] = scratch[k];
        }
    }
    return exchanges;
}

static double p_of_tau(double s, size_t m, ties x, ties y)
{
    const double n = (double)m;
    if (m < 3) return RIX_NAN;
    const double variance = (n * (n - 1) * (2 * n + 5) - x.cubic - y.cubic) / 18 +
                            2 * x.pairs * y.pairs / (n * (n - 1)) +
                            x.triples * y.triples / (9 * n * (n - 1) * (n - 2));
    return variance > 0 ? erfc(fabs(s) / sqrt(2 * variance)) : RIX_NAN;
}

/* Of pairs sorted by x and then y. */
static rix_i_coefficient kendall_of_sorted(rix_i_pair_room *room, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        room->x[i] = room->both[i].x;
        room->y[i] = room->both[i].y;
    }
    const double all = (double)m * ((double)m - 1) / 2, joint = ties_in_both(room->both, m);
    const ties x = ties_of(room->x, m);
    const double exchanges = count_exchanges(room->y, room->x, m);
    const ties y = ties_of(room->y, m);
    if (!(all > x.pairs) || !(all > y.pairs)) return undefined;
    const double s = all - x.pairs - y.pairs + joint - 2 * exchanges;
    const double tau = s / sqrt(all - x.pairs) / sqrt(all - y.pairs);
    const double within = tau > 1 ? 1 : tau < -1 ? -1 : tau;
    return (rix_i_coefficient){ within, p_of_tau(s, m, x, y) };
}

rix_i_coefficient rix_i_kendall(rix_i_pair_room *room, size_t m)
{
    if (m < 2) return undefined;
    qsort(room->both, m, sizeof *room->both, by_x);
    return kendall_of_sorted(room, m);
}

rix_i_coefficient rix_i_kendall_of_ranks(rix_i_pair_room *room, const double *x,
                                         const size_t *order, const double *y, size_t n)
{
    rix_i_both *both = room->both;
    if (n < 2) return undefined;
    for (size_t k = 0; k < n; k++) both[k] = (rix_i_both){ x[order[k]], y[order[k]] };
    for (size_t from = 0, to = 0; from < n; from = to) {
        while (to < n && !(both[from].x < both[to].x)) to++;
        if (to - from > 1) qsort(both + from, to - from, sizeof *both, by_y);
    }
    return kendall_of_sorted(room, n);
}
