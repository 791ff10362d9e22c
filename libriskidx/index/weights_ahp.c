/* weights_ahp.c - the analytic hierarchy process: weights from a matrix of pairwise judgements. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/weights.h"

enum { MOST_SQUARINGS = 60, MOST_STEPS = 1000 };

/* Saaty (1980), mean index of random reciprocal matrices, n from 1 to 15. */
static const double random_index[] = { 0,    0,    0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                       1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59 };

/* ------------------------------------------------------------------------------ the judgements -- */

static rix_status check_element(rix_mat pairs, size_t i, size_t j, rix_error *err)
{
    const double x = rix_i_get(pairs, i, j);
    if (isnan(x) || (x >= 1e-100 && x <= 1e100)) return RIX_OK;
    return rix_i_fail(err, RIX_EDOMAIN, "pairs", RIX_I_CELL(i, j, RIX_NO_INDEX),
                      "the matrix has %s in row %zu, column %zu (from 0), where %s is expected",
                      rix_i_number(x).s, i, j,
                      x > 0 ? "a number from 1e-100 to 1e100" : "a positive number");
}

/* The element, or the reciprocal of that opposite where it is missing. */
static double element(rix_mat pairs, size_t i, size_t j)
{
    const double x = rix_i_get(pairs, i, j);
    if (!isnan(x)) return x;
    return i == j ? 1 : 1 / rix_i_get(pairs, j, i);
}

static rix_status check_pair(rix_mat pairs, size_t i, size_t j, rix_error *err)
{
    const double x = element(pairs, i, j), opposite = element(pairs, j, i);
    if (isnan(x)) {
        return rix_i_fail(err, RIX_EMISSING, "pairs", RIX_I_CELL(i, j, RIX_NO_INDEX),
                          "no judgement on the pair %zu and %zu (from 0)", i, j);
    }
    if (fabs(x * opposite - 1) <= 1e-6) return RIX_OK;
    if (i == j) {
        return rix_i_fail(
            err, RIX_EDOMAIN, "pairs", RIX_I_CELL(i, j, RIX_NO_INDEX),
            "the matrix has %s on its diagonal, row %zu (from 0), where 1 is expected",
            rix_i_number(x).s, i);
    }
    return rix_i_fail(err, RIX_EDOMAIN, "pairs", RIX_I_CELL(j, i, RIX_NO_INDEX),
                      "the matrix is not reciprocal: %s in row %zu, column %zu (from 0), but %s in "
                      "row %zu, column %zu, where %s is expected",
                      rix_i_number(x).s, i, j, rix_i_number(opposite).s, j, i,
                      rix_i_number(1 / x).s);
}

static rix_status read_pairs(rix_mat pairs, double *a, rix_error *err)
{
    const size_t n = pairs.rows;
    rix_status st = RIX_OK;
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        for (size_t j = 0; j < n && st == RIX_OK; j++) st = check_element(pairs, i, j, err);
    }
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        for (size_t j = i; j < n && st == RIX_OK; j++) st = check_pair(pairs, i, j, err);
    }
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        for (size_t j = 0; j < n; j++) a[i * n + j] = element(pairs, i, j);
    }
    return st;
}

/* ----------------------------------------------------------------------------- the eigenvector -- */

/* Sums of the rows of m, over their sum, into w; the largest change. */
static double row_shares(const double *m, size_t n, double *w)
{
    double change = 0, sum = 0;
    for (size_t i = 0; i < n * n; i++) sum += m[i];
    for (size_t i = 0; i < n; i++) {
        const double before = w[i];
        w[i] = rix_i_sum(m + i * n, n) / sum;
        change = fmax(change, fabs(w[i] - before));
    }
    return change;
}

/* power = power^2, its largest element 1. */
static void square(double *power, double *next, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t k = 0; k < n; k++) sum += power[i * n + k] * power[k * n + j];
            next[i * n + j] = sum;
            most = fmax(most, sum);
        }
    }
    for (size_t i = 0; i < n * n; i++) power[i] = next[i] / most;
}

/* w = A w / sum(A w); the largest relative change, and the sum, which tends to the eigenvalue. */
static double step(const double *a, size_t n, double *w, double *next, double *value)
{
    double change = 0;
    for (size_t i = 0; i < n; i++) {
        next[i] = 0;
        for (size_t j = 0; j < n; j++) next[i] += a[i * n + j] * w[j];
    }
    *value = rix_i_sum(next, n);
    for (size_t i = 0; i < n; i++) {
        const double now = next[i] / *value;
        change = fmax(change, fabs(now - w[i]) / fmax(now, DBL_MIN));
        w[i] = now;
    }
    return change;
}

/* Squaring gets near in few steps; steps with the matrix itself then undo what it rounded. */
static rix_status iterate(const double *a, size_t n, double *w, double *room, double *value,
                          rix_error *err)
{
    double *power = room, *next = room + n * n;
    double largest = 0;
    for (size_t i = 0; i < n * n; i++) largest = fmax(largest, a[i]);
    for (size_t i = 0; i < n * n; i++) power[i] = a[i] / largest;
    for (int k = 0; row_shares(power, n, w) > DBL_EPSILON && k < MOST_SQUARINGS; k++) {
        square(power, next, n);
    }
    for (int k = 0; k < MOST_STEPS; k++) {
        if (step(a, n, w, next, value) <= 16 * DBL_EPSILON * (double)n) return RIX_OK;
    }
    return rix_i_fail(err, RIX_ENUMERIC, "pairs", RIX_I_NOWHERE,
                      "the judgements contradict each other so much that no weights are found");
}

/* -------------------------------------------------------------------------------------- faces -- */

static rix_consistency judge(double value, size_t n)
{
    const double most = (double)(sizeof random_index / sizeof random_index[0]);
    rix_consistency c = { fmax(value, (double)n), 0, 0 };
    if (n > 1) c.index = (c.eigenvalue - (double)n) / (double)(n - 1);
    if (n > 2) c.ratio = (double)n > most ? RIX_NAN : c.index / random_index[n - 1];
    return c;
}

rix_status rix_weights_ahp(rix_mat pairs, rix_out weights, rix_consistency *consistency,
                           rix_error *err)
{
    const size_t n = pairs.rows;
    size_t cells, all;
    double value = 0;
    if (!consistency) return rix_i_null(err, "consistency");
    rix_status st = rix_i_check_mat(pairs, "pairs", err);
    if (st != RIX_OK) return st;
    if (n != pairs.cols || n == 0) {
        return rix_i_fail(err, RIX_EDIM, "pairs", RIX_I_NOWHERE,
                          "a square matrix of judgements expected, not %zu x %zu", n, pairs.cols);
    }
    st = rix_i_check_out(weights, 1, n, "weights", err);
    if (st != RIX_OK) return st;
    if (!rix_i_size_product(n, n, &cells) || !rix_i_size_product(cells, 4, &all)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "pairs", RIX_I_NOWHERE,
                          "%zu x %zu judgements are too many", n, n);
    }
    double *a = calloc(all, sizeof *a); /* the matrix, its power and the next, the weights */
    if (!a) return rix_i_no_memory(err);
    double *w = a + 3 * cells;
    st = read_pairs(pairs, a, err);
    if (st == RIX_OK) st = iterate(a, n, w, a + cells, &value, err);
    if (st == RIX_OK) {
        rix_i_write_shares(weights, w, rix_i_sum(w, n));
        *consistency = judge(value, n);
    }
    free(a);
    return st;
}
