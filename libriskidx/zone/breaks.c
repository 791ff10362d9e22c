/* breaks.c - thresholds found in the scores: quantiles and standard deviations. */
#include <stdlib.h>
#include <string.h>

#include <riskidx/zone.h>

#include "base/error.h"
#include "base/quantile.h"
#include "base/text.h"
#include "base/view.h"
#include "zone/scores.h"

rix_status rix_i_sorted_scores(rix_vec scores, double **sorted, size_t *n, rix_error *err)
{
    size_t present = 0;
    const rix_status st = rix_i_check_vec(scores, "scores", err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < scores.size; i++) {
        const double x = rix_i_vget(scores, i);
        if (isinf(x)) {
            return rix_i_fail(err, RIX_EDOMAIN, "scores", RIX_I_ROW(i),
                              "infinite score %s for unit %zu", rix_i_number(x).s, i);
        }
        present += isnan(x) ? 0 : 1;
    }
    *n = present;
    *sorted = NULL;
    if (present == 0) return RIX_OK;
    double *own = malloc(present * sizeof *own);
    if (!own) return rix_i_no_memory(err);
    present = 0;
    for (size_t i = 0; i < scores.size; i++) {
        const double x = rix_i_vget(scores, i);
        if (!isnan(x)) own[present++] = x + 0.0; /* no -0 */
    }
    rix_i_sort(own, present);
    *sorted = own;
    return RIX_OK;
}

rix_status rix_i_check_classes(size_t classes, const double *thresholds, rix_error *err)
{
    if (classes < 2) {
        return rix_i_fail(err, RIX_EINVAL, "classes", RIX_I_NOWHERE, "two classes or more, not %zu",
                          classes);
    }
    if (classes > INT32_MAX) {
        return rix_i_fail(err, RIX_EOVERFLOW, "classes", RIX_I_NOWHERE, "%zu classes are too many",
                          classes);
    }
    return thresholds ? RIX_OK : rix_i_null(err, "thresholds");
}

/* Thresholds that rounding or ties have made equal would leave a class that nothing can be in. */
static rix_status check_rising(const double *t, size_t n, rix_error *err)
{
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(t[k])) {
            return rix_i_fail(err, RIX_ENUMERIC, "scores", RIX_I_ROW(k),
                              "threshold %zu leaves the finite numbers", k + 1);
        }
        if (k == 0 || t[k - 1] < t[k]) continue;
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_ROW(k),
                          "thresholds %zu and %zu of %zu fall together at %s", k, k + 1, n,
                          rix_i_number(t[k]).s);
    }
    return RIX_OK;
}

/* Hands the thresholds over if they are sound, and frees what they were made in. */
static rix_status give(double *made, size_t n, double *thresholds, rix_error *err)
{
    const rix_status st = check_rising(made, n, err);
    if (st == RIX_OK) memcpy(thresholds, made, n * sizeof *made);
    free(made);
    return st;
}

rix_status rix_breaks_quantile(rix_vec scores, size_t classes, double *thresholds, rix_error *err)
{
    double *x = NULL;
    size_t n = 0;
    rix_status st = rix_i_check_classes(classes, thresholds, err);
    if (st == RIX_OK) st = rix_i_sorted_scores(scores, &x, &n, err);
    if (st != RIX_OK) return st;
    if (n == 0) {
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_NOWHERE, "no score is present");
    }
    double *made = calloc(classes - 1, sizeof *made);
    if (!made) {
        free(x);
        return rix_i_no_memory(err);
    }
    for (size_t k = 1; k < classes; k++) made[k - 1] = rix_i_quantile_of(x, n, k, classes);
    free(x);
    return give(made, classes - 1, thresholds, err);
}

/* --------------------------------------------------------------------- standard deviations -- */

static rix_status check_z(rix_vec z, rix_error *err)
{
    if (z.size == 0) {
        return rix_i_fail(err, RIX_EINVAL, "z", RIX_I_NOWHERE,
                          "there are no multiples of the standard deviation");
    }
    for (size_t k = 0; k < z.size; k++) {
        const double x = rix_i_vget(z, k);
        if (!isfinite(x)) {
            return rix_i_fail(err, RIX_EDOMAIN, "z", RIX_I_ROW(k), "multiple %s is not finite",
                              rix_i_number(x).s);
        }
        if (k > 0 && !(rix_i_vget(z, k - 1) < x)) {
            return rix_i_fail(err, RIX_EDOMAIN, "z", RIX_I_ROW(k),
                              "multiple %s is not above the one before it, %s", rix_i_number(x).s,
                              rix_i_number(rix_i_vget(z, k - 1)).s);
        }
    }
    return RIX_OK;
}

/* Mean and standard deviation of sorted numbers, as multiples of 2^*scale, so that neither sums nor squares
 * overflow. The second pass corrects the mean of the first. */
static void spread(const double *x, size_t n, double *mean, double *sd, int *scale)
{
    const double most = fabs(x[0]) > fabs(x[n - 1]) ? fabs(x[0]) : fabs(x[n - 1]);
    double sum = 0, rest = 0, squares = 0;
    frexp(most, scale);
    for (size_t i = 0; i < n; i++) sum += ldexp(x[i], -*scale);
    const double first = sum / (double)n;
    for (size_t i = 0; i < n; i++) rest += ldexp(x[i], -*scale) - first;
    *mean = first + rest / (double)n;
    for (size_t i = 0; i < n; i++) {
        const double d = ldexp(x[i], -*scale) - *mean;
        squares += d * d;
    }
    *sd = sqrt(squares / (double)(n - 1));
}

rix_status rix_breaks_sd(rix_vec scores, rix_vec z, double *thresholds, rix_error *err)
{
    double *x = NULL, mean, sd;
    size_t n = 0;
    int scale;
    rix_status st = rix_i_check_vec(z, "z", err);
    if (st == RIX_OK && !thresholds) st = rix_i_null(err, "thresholds");
    if (st == RIX_OK) st = check_z(z, err);
    if (st == RIX_OK) st = rix_i_sorted_scores(scores, &x, &n, err);
    if (st != RIX_OK) return st;
    if (n < 2 || !(x[0] < x[n - 1])) {
        free(x);
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_NOWHERE,
                          n < 2 ? "%zu scores have no spread" : "all %zu scores are equal", n);
    }
    spread(x, n, &mean, &sd, &scale);
    free(x);
    double *made = calloc(z.size, sizeof *made);
    if (!made) return rix_i_no_memory(err);
    for (size_t k = 0; k < z.size; k++) made[k] = ldexp(mean + rix_i_vget(z, k) * sd, scale);
    return give(made, z.size, thresholds, err);
}
