/* summary.c - what scores and ranks over replicates come to, and the targets of a sensitivity analysis. */
#include <stdlib.h>

#include "base/error.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "uncertainty/result.h"

/* Of a sensitivity analysis, replicates of the matrices A and B; of Monte Carlo, all. */
static bool is_summed_up(const rix_uncertainty *u, size_t r)
{
    return !u->failed[r] && (!u->shape.sobol || u->shape.first + r < 2 * u->shape.n);
}

static size_t count_summed_up(const rix_uncertainty *u)
{
    size_t n = 0;
    for (size_t r = 0; r < u->shape.count; r++) n += is_summed_up(u, r) ? 1 : 0;
    return n;
}

static rix_status check_summary(const rix_uncertainty *u, size_t q, size_t cols, rix_out out,
                                rix_error *err)
{
    rix_status st = rix_i_check_kept(u, q, err);
    if (st == RIX_OK) st = rix_i_check_out(out, u->shape.n_units, cols, "out", err);
    if (st != RIX_OK) return st;
    if (!u->shape.sobol || u->shape.first < 2 * u->shape.n) return RIX_OK;
    return rix_i_fail(err, RIX_EMISSING, "u", RIX_I_NOWHERE,
                      "replicates %zu and later are not of the matrices A and B", u->shape.first);
}

/* ------------------------------------------------------------------------------------- moments -- */

/* Mean and standard deviation of numbers that come one by one (Welford 1962). */
typedef struct spread {
    double n, mean, squares;
} spread;

static void take(spread *s, double x)
{
    const double before = x - s->mean;
    s->n += 1;
    s->mean += before / s->n;
    s->squares += before * (x - s->mean);
}

static double mean_of(const spread *s) { return s->n > 0 ? s->mean : RIX_NAN; }

static double deviation_of(const spread *s)
{
    return s->n > 1 ? sqrt(s->squares / (s->n - 1)) : RIX_NAN;
}

rix_status rix_uncertainty_moments(const rix_uncertainty *u, size_t q, rix_out out, rix_error *err)
{
    const rix_status st = check_summary(u, q, 5, out, err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < u->shape.n_units; i++) {
        spread score = { 0, 0, 0 }, rank = { 0, 0, 0 }, shift = { 0, 0, 0 };
        const double nominal = u->nominal_ranks[q * u->shape.n_units + i];
        for (size_t r = 0; r < u->shape.count; r++) {
            const double x = rix_i_scores_at(u, r, q)[i], at = (double)rix_i_ranks_at(u, r, q)[i];
            if (!is_summed_up(u, r) || isnan(x)) continue;
            take(&score, x);
            take(&rank, at);
            if (!isnan(nominal)) take(&shift, fabs(at - nominal));
        }
        rix_i_set(out, i, 0, mean_of(&score));
        rix_i_set(out, i, 1, deviation_of(&score));
        rix_i_set(out, i, 2, mean_of(&rank));
        rix_i_set(out, i, 3, deviation_of(&rank));
        rix_i_set(out, i, 4, mean_of(&shift));
    }
    return RIX_OK;
}

/* ----------------------------------------------------------------------------------- quantiles -- */

static rix_status check_shares(rix_target_kind what, rix_vec p, rix_error *err)
{
    if (what != RIX_TARGET_SCORE && what != RIX_TARGET_RANK) {
        return rix_i_fail(err, RIX_EINVAL, "what", RIX_I_NOWHERE,
                          "quantiles are of scores or of ranks, not of target %d", (int)what);
    }
    const rix_status st = rix_i_check_vec(p, "p", err);
    for (size_t k = 0; k < p.size && st == RIX_OK; k++) {
        const double share = rix_i_vget(p, k);
        if (share >= 0 && share <= 1) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "p", RIX_I_ROW(k), "share %s is not in [0, 1]",
                          rix_i_number(share).s);
    }
    return st;
}

/* The scores or ranks of unit i that are there, at x. */
static size_t gather(const rix_uncertainty *u, size_t q, rix_target_kind what, size_t i, double *x)
{
    size_t n = 0;
    for (size_t r = 0; r < u->shape.count; r++) {
        const double value = what == RIX_TARGET_SCORE ? rix_i_scores_at(u, r, q)[i]
                                                      : (double)rix_i_ranks_at(u, r, q)[i];
        if (is_summed_up(u, r) && !isnan(value)) x[n++] = value;
    }
    return n;
}

rix_status rix_uncertainty_quantiles(const rix_uncertainty *u, size_t q, rix_target_kind what,
                                     rix_vec p, rix_out out, rix_error *err)
{
    rix_status st = check_shares(what, p, err);
    if (st == RIX_OK) st = check_summary(u, q, p.size, out, err);
    if (st != RIX_OK) return st;
    double *x = malloc(u->shape.count * sizeof *x);
    if (!x) return rix_i_no_memory(err);
    for (size_t i = 0; i < u->shape.n_units; i++) {
        const size_t n = gather(u, q, what, i, x);
        rix_i_sort(x, n);
        for (size_t k = 0; k < p.size; k++) {
            rix_i_set(out, i, k, rix_i_quantile(x, n, rix_i_vget(p, k)));
        }
    }
    free(x);
    return RIX_OK;
}

/* ------------------------------------------------------------------------------- probabilities -- */

rix_status rix_uncertainty_top(const rix_uncertainty *u, size_t q, rix_vec k, rix_out out,
                               rix_error *err)
{
    rix_status st = rix_i_check_vec(k, "k", err);
    if (st == RIX_OK) st = check_summary(u, q, k.size, out, err);
    for (size_t m = 0; m < k.size && st == RIX_OK; m++) {
        if (rix_i_vget(k, m) >= 1) continue;
        st = rix_i_fail(err, RIX_EDOMAIN, "k", RIX_I_ROW(m), "rank %s is below 1",
                        rix_i_number(rix_i_vget(k, m)).s);
    }
    if (st != RIX_OK) return st;
    const double all = (double)count_summed_up(u);
    for (size_t i = 0; i < u->shape.n_units; i++) {
        for (size_t m = 0; m < k.size; m++) {
            double n = 0;
            for (size_t r = 0; r < u->shape.count; r++) {
                if (!is_summed_up(u, r)) continue;
                n += (double)rix_i_ranks_at(u, r, q)[i] <= rix_i_vget(k, m) ? 1 : 0;
            }
            rix_i_set(out, i, m, all > 0 ? n / all : RIX_NAN);
        }
    }
    return RIX_OK;
}

/* Numbers of replicates in each zone, the last being none, as whole numbers in units x zones. */
static rix_status count_zones(const rix_uncertainty *u, size_t q, rix_vec thresholds,
                              rix_boundary boundary, int32_t *zone, size_t *counts, rix_error *err)
{
    const size_t n = u->shape.n_units, cols = thresholds.size + 2;
    rix_status st = rix_classify(rix_vec_c(NULL, 0), thresholds, boundary, zone, err);
    for (size_t r = 0; r < u->shape.count && st == RIX_OK; r++) {
        if (!is_summed_up(u, r)) continue;
        st = rix_classify(rix_vec_c(rix_i_scores_at(u, r, q), n), thresholds, boundary, zone, err);
        for (size_t i = 0; i < n && st == RIX_OK; i++) {
            counts[i * cols + (zone[i] == RIX_NO_ZONE ? cols - 1 : (size_t)zone[i])]++;
        }
    }
    return st;
}

rix_status rix_uncertainty_zones(const rix_uncertainty *u, size_t q, rix_vec thresholds,
                                 rix_boundary boundary, rix_out out, rix_error *err)
{
    size_t cells;
    rix_status st = rix_i_check_kept(u, q, err);
    if (st != RIX_OK) return st;
    if (thresholds.size > SIZE_MAX - 2 ||
        !rix_i_size_product(u->shape.n_units, thresholds.size + 2, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "thresholds", RIX_I_NOWHERE,
                          "%zu thresholds are too many", thresholds.size);
    }
    st = check_summary(u, q, thresholds.size + 2, out, err);
    if (st != RIX_OK) return st;
    int32_t *zone = calloc(u->shape.n_units + 1, sizeof *zone);
    size_t *counts = calloc(cells + 1, sizeof *counts);
    st = zone && counts ? count_zones(u, q, thresholds, boundary, zone, counts, err)
                        : rix_i_no_memory(err);
    const double all = (double)count_summed_up(u);
    for (size_t i = 0; i < u->shape.n_units && st == RIX_OK; i++) {
        for (size_t k = 0; k < out.cols; k++) {
            rix_i_set(out, i, k, all > 0 ? (double)counts[i * out.cols + k] / all : RIX_NAN);
        }
    }
    free(counts);
    free(zone);
    return st;
}

/* ------------------------------------------------------------------------------------- targets -- */

static double mean_shift(const rix_uncertainty *u, size_t r, size_t q)
{
    const float *rank = rix_i_ranks_at(u, r, q);
    const double *nominal = u->nominal_ranks + q * u->shape.n_units;
    double sum = 0, n = 0;
    for (size_t i = 0; i < u->shape.n_units; i++) {
        const double shift = fabs((double)rank[i] - nominal[i]);
        if (isnan(shift)) continue;
        sum += shift;
        n += 1;
    }
    return n > 0 ? sum / n : RIX_NAN;
}

rix_status rix_uncertainty_target(const rix_uncertainty *u, rix_target_kind target, size_t q,
                                  size_t unit, rix_out out, rix_error *err)
{
    rix_status st = rix_i_check_kept(u, q, err);
    if (st == RIX_OK) st = rix_i_check_out(out, u->shape.count, 1, "out", err);
    if (st != RIX_OK) return st;
    if ((unsigned)target > (unsigned)RIX_TARGET_RANK_SHIFT) {
        return rix_i_fail(err, RIX_EINVAL, "target", RIX_I_NOWHERE, "no such target: %d",
                          (int)target);
    }
    if (target != RIX_TARGET_RANK_SHIFT && unit >= u->shape.n_units) {
        return rix_i_fail(err, RIX_EINVAL, "unit", RIX_I_NOWHERE, "no unit %zu: there are %zu",
                          unit, u->shape.n_units);
    }
    for (size_t r = 0; r < u->shape.count; r++) {
        double y = 0;
        switch (target) {
        case RIX_TARGET_SCORE: y = rix_i_scores_at(u, r, q)[unit]; break;
        case RIX_TARGET_RANK: y = (double)rix_i_ranks_at(u, r, q)[unit]; break;
        case RIX_TARGET_RANK_SHIFT: y = mean_shift(u, r, q); break;
        }
        rix_i_set(out, r, 0, y);
    }
    return RIX_OK;
}
