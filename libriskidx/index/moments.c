/* moments.c - skewness and kurtosis, corrected for bias. */
#include "index/moments.h"

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

rix_i_moments rix_i_moments_of(const double *x, size_t n)
{
    rix_i_moments m = {
        0, RIX_NAN, RIX_NAN, (double)INFINITY, -(double)INFINITY, RIX_NAN, RIX_NAN
    };
    double d2 = 0, d3 = 0, d4 = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        m.n++;
        if (x[i] < m.least) m.least = x[i];
        if (x[i] > m.most) m.most = x[i];
    }
    if (m.n == 0) return m;
    if (!(m.least < m.most)) { /* all equal, to the last bit */
        m.mean = m.least;
        m.sd = m.n > 1 ? 0.0 : RIX_NAN;
        return m;
    }
    const double shrink = shrink_of(m.least, m.most), mean = present_mean(x, n, &m, shrink);
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        const double d = shrink * x[i] - mean;
        d2 += d * d;
        d3 += d * d * d;
        d4 += d * d * d * d;
    }
    const double k = (double)m.n;
    m.mean = mean / shrink;
    m.sd = sqrt(d2 / (k - 1)) / shrink;
    if (m.n >= 3) m.skewness = sqrt(k * (k - 1)) / (k - 2) * sqrt(k) * d3 / (d2 * sqrt(d2));
    if (m.n >= 4) {
        m.kurtosis = ((k + 1) * (k * d4 / (d2 * d2) - 3) + 6) * (k - 1) / ((k - 2) * (k - 3));
    }
    return m;
}
