/* normalise_sort.c - the methods of normalisation that look at the order of the values. */
#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>

#include "base/quantile.h"
#include "index/normalise.h"

/* 1 / (normal quantile of 0.75): a normal distribution's standard deviation is this times its MAD. */
#define MAD_TO_SD 1.482602218505602

size_t rix_i_pack(const double *x, size_t n, double factor, double *packed)
{
    size_t present = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i])) packed[present++] = factor * x[i];
    }
    return present;
}

static size_t sort_present(const double *x, size_t n, double factor, double *sorted)
{
    const size_t present = rix_i_pack(x, n, factor, sorted);
    gsl_sort(sorted, 1, present);
    return present;
}

void rix_i_learn_medians(const double *x, size_t n, double factor, double *room, rix_i_learned *l)
{
    const size_t present = sort_present(x, n, factor, room);
    l->factor = factor;
    l->centre = gsl_stats_median_from_sorted_data(room, 1, present);
    for (size_t i = 0; i < present; i++) room[i] = fabs(room[i] - l->centre);
    gsl_sort(room, 1, present);
    l->spread = MAD_TO_SD * gsl_stats_median_from_sorted_data(room, 1, present);
    if (!(l->spread > 0)) l->outcome = RIX_I_NO_SPREAD;
}

void rix_i_learn_order(const double *x, size_t n, double factor, double *room, rix_i_learned *l)
{
    l->factor = factor;
    l->n_sorted = sort_present(x, n, factor, room);
    l->sorted = room;
}

/* Number of sorted values below x, or, with `equal`, not above it. */
static size_t count_below(const double *sorted, size_t n, double x, bool equal)
{
    size_t from = 0, to = n;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sorted[middle] < x || (equal && !(sorted[middle] > x))) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* Rank from 1 of the value x, or of -x among the negatives of all. A value that is none of them ranks halfway
 * between its neighbours, and beyond the last as the last. */
static double rank_of(const rix_i_learned *l, double x, const rix_i_normalisation *how)
{
    const size_t n = l->n_sorted, below = count_below(l->sorted, n, x, false);
    const size_t upto = count_below(l->sorted, n, x, true);
    const double first = (double)(how->negative ? n - upto : below) + 1;
    const double last = (double)(how->negative ? n - below : upto);
    if (upto == below) return below == 0 || below == n ? fmin(fmax(last, 1), (double)n) : last + 0.5;
    switch (how->ties) {
    case RIX_TIES_MIN: return first;
    case RIX_TIES_MAX: return last;
    case RIX_TIES_AVERAGE: break;
    }
    return (first + last) / 2;
}

void rix_i_rank_scores(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                       size_t n, double *score)
{
    const double steps = (double)l->n_sorted - 1;
    for (size_t i = 0; i < n; i++) {
        score[i] = RIX_NAN;
        if (isnan(x[i])) continue;
        const double rank = rank_of(l, x[i], how);
        if (how->method == RIX_NORM_RANK) {
            score[i] = rank;
        } else if (how->method == RIX_NORM_BORDA) {
            score[i] = rank - 1;
        } else {
            score[i] = how->low + (how->high - how->low) * ((rank - 1) / steps);
            if (!(rank < steps + 1) || score[i] > how->high) score[i] = how->high;
        }
    }
}

void rix_i_quantile_classes(const rix_i_learned *l, const rix_i_normalisation *how, const double *x,
                            size_t n, double *score)
{
    const double k = (double)how->classes;
    for (size_t i = 0; i < n; i++) score[i] = isnan(x[i]) ? RIX_NAN : 0;
    for (size_t j = 1; j < how->classes; j++) {
        const double bound = rix_i_quantile_of(l->sorted, l->n_sorted, j, how->classes);
        for (size_t i = 0; i < n; i++) score[i] += l->factor * x[i] > bound ? 1 : 0;
    }
    for (size_t i = 0; i < n; i++) {
        const double t = score[i] / (k - 1);
        const double s = how->low + (how->high - how->low) * (how->negative ? 1 - t : t);
        score[i] = s > how->high ? how->high : s;
    }
}
