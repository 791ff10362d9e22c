/* compare.c - two series of scores of the same units. */
#include <stdlib.h>

#include "audit/pair.h"
#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/rank.h"

/* Columns of the units, and room. */
typedef struct comparing {
    size_t n;
    double *a, *b, *rank_a, *rank_b, *x, *y;
    rix_i_ranked *ranked;
    rix_i_both *both;
} comparing;

static rix_status read_scores(rix_vec v, const char *arg, double *to, rix_error *err)
{
    for (size_t i = 0; i < v.size; i++) {
        to[i] = rix_i_vget(v, i);
        if (!isinf(to[i])) continue;
        return rix_i_fail(err, RIX_EDOMAIN, arg, RIX_I_ROW(i), "infinite score %s of unit %zu",
                          rix_i_number(to[i]).s, i);
    }
    return RIX_OK;
}

static size_t list_pairs(const comparing *c, const double *a, const double *b)
{
    size_t m = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (isnan(a[i]) || isnan(b[i])) continue;
        c->both[m++] = (rix_i_both){ a[i], b[i] };
    }
    return m;
}

static void correlate(const comparing *c, rix_comparison *r)
{
    rix_i_pair_room room = { c->both, c->x, c->y };
    const size_t m = list_pairs(c, c->a, c->b);
    for (size_t i = 0; i < m; i++) {
        c->x[i] = c->both[i].x;
        c->y[i] = c->both[i].y;
    }
    r->pearson = rix_i_pearson(c->x, c->y, m).r;
    r->spearman = rix_i_spearman(&room, m).r;
    list_pairs(c, c->a, c->b);
    r->kendall = rix_i_kendall(&room, m).r;
}

static rix_comparison sum_up(const comparing *c)
{
    rix_comparison r = { 0, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, 0 };
    double differences = 0, shifts = 0, most = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (isnan(c->a[i]) || isnan(c->b[i])) continue;
        const double shift = fabs(c->rank_a[i] - c->rank_b[i]);
        r.n++;
        r.unmoved += shift > 0 ? 0 : 1;
        differences += fabs(c->b[i] - c->a[i]);
        shifts += shift;
        most = fmax(most, shift);
    }
    if (r.n == 0) return r;
    r.mean_difference = differences / (double)r.n;
    r.mean_shift = shifts / (double)r.n;
    r.max_shift = most;
    correlate(c, &r);
    return r;
}

static void give(const comparing *c, rix_out units)
{
    for (size_t i = 0; i < c->n; i++) {
        rix_i_set(units, i, 0, c->a[i]);
        rix_i_set(units, i, 1, c->b[i]);
        rix_i_set(units, i, 2, c->b[i] - c->a[i]);
        rix_i_set(units, i, 3, c->rank_a[i]);
        rix_i_set(units, i, 4, c->rank_b[i]);
        rix_i_set(units, i, 5, c->rank_a[i] - c->rank_b[i]);
    }
}

static rix_status check(rix_vec a, rix_vec b, rix_ties ties, rix_out units,
                        const rix_comparison *comparison, rix_error *err)
{
    if (!comparison) return rix_i_null(err, "comparison");
    if ((unsigned)ties > (unsigned)RIX_TIES_AVERAGE) {
        return rix_i_fail(err, RIX_EINVAL, "ties", RIX_I_NOWHERE, "no such rule for ties: %d",
                          (int)ties);
    }
    rix_status st = rix_i_check_vec(a, "a", err);
    if (st == RIX_OK) st = rix_i_check_vec(b, "b", err);
    if (st == RIX_OK && a.size != b.size) {
        st = rix_i_fail(err, RIX_EDIM, "b", RIX_I_NOWHERE, "%zu scores of a, %zu of b", a.size,
                        b.size);
    }
    return st == RIX_OK ? rix_i_check_out(units, a.size, RIX_COMPARE_COLUMNS, "units", err) : st;
}

rix_status rix_audit_compare(rix_vec a, rix_vec b, rix_ties ties, rix_out units,
                             rix_comparison *comparison, rix_error *err)
{
    rix_status st = check(a, b, ties, units, comparison, err);
    if (st != RIX_OK) return st;
    const size_t n = a.size;
    double *room = calloc(n + 1, 6 * sizeof *room);
    comparing c = { .n = n };
    c.ranked = calloc(rix_i_rank_room(n) + 1, sizeof *c.ranked);
    c.both = calloc(n + 1, sizeof *c.both);
    if (!room || !c.ranked || !c.both) {
        st = rix_i_no_memory(err);
        goto done;
    }
    double **columns[] = { &c.a, &c.b, &c.rank_a, &c.rank_b, &c.x, &c.y };
    for (size_t k = 0; k < 6; k++) *columns[k] = room + k * n;
    st = read_scores(a, "a", c.a, err);
    if (st == RIX_OK) st = read_scores(b, "b", c.b, err);
    if (st != RIX_OK) goto done;
    rix_i_rank(c.a, n, ties, c.ranked, c.rank_a);
    rix_i_rank(c.b, n, ties, c.ranked, c.rank_b);
    give(&c, units);
    *comparison = sum_up(&c);
done:
    free(c.both);
    free(c.ranked);
    free(room);
    return st;
}
