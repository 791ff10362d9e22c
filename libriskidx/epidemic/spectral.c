/* spectral.c - power iteration for the largest eigenvalue of a matrix without negative elements. */
#include "epidemic/spectral.h"

#include "base/error.h"
#include "base/text.h"

enum { MOST_STEPS = 200000 };

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

/* Bounds of the eigenvalue: the smallest and largest of y_i / x_i, over what is not 0. */
static void bounds(const double *x, const double *y, size_t n, double *low, double *high)
{
    *low = INFINITY;
    *high = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] <= 0.0) continue;
        const double ratio = y[i] / x[i];
        if (ratio < *low) *low = ratio;
        if (ratio > *high) *high = ratio;
    }
}

/*
 * Without a shift bounds may never meet (a matrix that swaps two groups), and where a group infects nobody they never
 * do: then the ratio of sums, which settles geometrically, decides. Its steps shrink by a factor that is seen from
 * three of them, so that what is left of the change can be told.
 */
rix_status rix_i_spectral_radius(rix_i_product product, void *user, size_t n, double tolerance,
                                 double *vector, double *scratch, double *value, rix_error *err)
{
    double shift = 0.0, before = 0.0, step_before = INFINITY;
    for (size_t step = 0; step < MOST_STEPS; step++) {
        double low, high;
        product(user, vector, scratch);
        const double whole = sum_of(vector, n), made = sum_of(scratch, n);
        if (!isfinite(made) || !(whole > 0.0)) break;
        if (made <= 0.0) {
            *value = 0.0;
            return RIX_OK;
        }
        bounds(vector, scratch, n, &low, &high);
        const double ratio = made / whole, change = fabs(ratio - before);
        const double pace = change < step_before ? change / step_before : 1.0;
        const double left = change * pace / (1.0 - pace); /* NaN or infinite where it grows */
        if (high - low <= tolerance * low ||
            (step > 10 && (change == 0.0 || (pace < 1.0 && left <= 0.1 * tolerance * ratio &&
                                             change <= tolerance * ratio)))) {
            *value = high - low <= tolerance * low ? 0.5 * (low + high) : ratio;
            return RIX_OK;
        }
        if (step == 0) shift = 0.1 * ratio;
        before = ratio;
        step_before = change;
        for (size_t i = 0; i < n; i++) {
            vector[i] = (scratch[i] + shift * vector[i]) / (made + shift * whole);
        }
    }
    return rix_i_fail(err, RIX_ENUMERIC, "contacts", RIX_I_NOWHERE,
                      "the reproduction number did not settle within %d steps",
                      (int)MOST_STEPS);
}

typedef struct dense {
    const double *x;
    size_t n;
} dense;

static void multiply(void *user, const double *x, double *y)
{
    const dense *m = user;
    for (size_t i = 0; i < m->n; i++) {
        y[i] = 0.0;
        for (size_t j = 0; j < m->n; j++) y[i] += m->x[i * m->n + j] * x[j];
    }
}

rix_status rix_i_dense_radius(const double *matrix, size_t n, double tolerance, double *vector,
                              double *scratch, double *value, rix_error *err)
{
    dense m = { matrix, n };
    return rix_i_spectral_radius(multiply, &m, n, tolerance, vector, scratch, value, err);
}
