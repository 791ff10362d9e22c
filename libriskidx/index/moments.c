/* moments.c - skewness and kurtosis, corrected for bias. */
#include "index/moments.h"

#include "base/pair.h"

/* Fourth powers of numbers below it, and of one over it, are far from the ends of the doubles. */
static const double MODERATE = 0x1p200;

/* Times this power of two, differences of huge values stay finite and squares of tiny ones do not vanish. */
static double shrink_of(double least, double most)
{
    const double spread = 0.5 * most - 0.5 * least;
    const int power = spread > 0 ? ilogb(spread) : -1000;
    return ldexp(1.0, power > 1000 ? -1000 : power < -1000 ? 1000 : -power);
}

static double present_mean(const double *x, size_t n, const rix_i_moments *m, double shrink)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(x[i])) sum += shrink * x[i] - shrink * m->least;
    }
    return shrink * m->least + sum / (double)m->n;
}

/* What one pass finds: the sum is of differences from the first value, which a large mean does not blur. */
typedef struct extent {
    double n, least, most, first, sum;
} extent;

/* The last of an odd number of values, with nothing beside it. */
static rix_i_pair last_of(const double *x, size_t n)
{
    const double last[2] = { x[n - 1], RIX_NAN };
    return rix_i_pair_load(last);
}

typedef struct extent_pairs {
    rix_i_pair count, sum, least, most;
} extent_pairs;

static inline void take_extent(extent_pairs *p, rix_i_pair first, rix_i_pair v)
{
    p->count = rix_i_pair_add(p->count, rix_i_pair_where(v, rix_i_pair_of(1)));
    p->sum = rix_i_pair_add(p->sum, rix_i_pair_where(v, rix_i_pair_sub(v, first)));
    p->least = rix_i_pair_min(v, p->least);
    p->most = rix_i_pair_max(v, p->most);
}

static extent extent_of(const double *x, size_t n)
{
    extent e = { 0, (double)INFINITY, -(double)INFINITY, 0, 0 };
    size_t at = 0;
    double a, b;
    while (at < n && isnan(x[at])) at++;
    if (at == n) return e;
    e.first = x[at];
    const rix_i_pair first = rix_i_pair_of(e.first), zero = rix_i_pair_of(0);
    extent_pairs p = { zero, zero, rix_i_pair_of(e.least), rix_i_pair_of(e.most) };
    for (size_t i = 0; i + 1 < n; i += 2) take_extent(&p, first, rix_i_pair_load(x + i));
    if (n % 2 == 1) take_extent(&p, first, last_of(x, n));
    rix_i_pair_split(p.count, &a, &b);
    e.n = a + b;
    rix_i_pair_split(p.sum, &a, &b);
    e.sum = a + b;
    rix_i_pair_split(p.least, &a, &b);
    e.least = a < b ? a : b;
    rix_i_pair_split(p.most, &a, &b);
    e.most = a > b ? a : b;
    return e;
}

/* Sums of the second to the fourth power of deviations. */
typedef struct powers {
    double second, third, fourth;
} powers;

typedef struct power_pairs {
    rix_i_pair second, third, fourth;
} power_pairs;

static inline void take_powers(power_pairs *p, rix_i_pair factor, rix_i_pair mean, rix_i_pair v)
{
    const rix_i_pair d = rix_i_pair_where(v, rix_i_pair_sub(rix_i_pair_mul(factor, v), mean));
    const rix_i_pair square = rix_i_pair_mul(d, d);
    p->second = rix_i_pair_add(p->second, square);
    p->third = rix_i_pair_add(p->third, rix_i_pair_mul(square, d));
    p->fourth = rix_i_pair_add(p->fourth, rix_i_pair_mul(square, square));
}

static double both(rix_i_pair p)
{
    double a, b;
    rix_i_pair_split(p, &a, &b);
    return a + b;
}

static powers powers_of(const double *x, size_t n, double factor, double mean)
{
    const rix_i_pair f = rix_i_pair_of(factor), m = rix_i_pair_of(mean), zero = rix_i_pair_of(0);
    power_pairs p = { zero, zero, zero };
    for (size_t i = 0; i + 1 < n; i += 2) take_powers(&p, f, m, rix_i_pair_load(x + i));
    if (n % 2 == 1) take_powers(&p, f, m, last_of(x, n));
    return (powers){ both(p.second), both(p.third), both(p.fourth) };
}

rix_i_moments rix_i_moments_of(const double *x, size_t n)
{
    rix_i_moments m = {
        0, RIX_NAN, RIX_NAN, (double)INFINITY, -(double)INFINITY, RIX_NAN, RIX_NAN
    };
    const extent e = extent_of(x, n);
    const double k = e.n;
    m.n = (size_t)e.n;
    m.least = e.least;
    m.most = e.most;
    if (m.n == 0) return m;
    if (!(m.least < m.most)) { /* all equal, to the last bit */
        m.mean = m.least;
        m.sd = m.n > 1 ? 0.0 : RIX_NAN;
        return m;
    }
    const bool usual = m.least > -MODERATE && m.most < MODERATE && m.most - m.least > 1 / MODERATE;
    const double shrink = usual ? 1 : shrink_of(m.least, m.most);
    const double mean = usual ? e.first + e.sum / k : present_mean(x, n, &m, shrink);
    const powers p = powers_of(x, n, shrink, mean);
    m.mean = mean / shrink;
    m.sd = sqrt(p.second / (k - 1)) / shrink;
    if (m.n >= 3) {
        m.skewness = sqrt(k * (k - 1)) / (k - 2) * sqrt(k) * p.third / (p.second * sqrt(p.second));
    }
    if (m.n >= 4) {
        const double ratio = k * p.fourth / (p.second * p.second);
        m.kurtosis = ((k + 1) * (ratio - 3) + 6) * (k - 1) / ((k - 2) * (k - 3));
    }
    return m;
}
