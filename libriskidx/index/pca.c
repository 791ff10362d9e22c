/* pca.c - principal components of a table, by Jacobi rotations. */
#include "index/pca.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/table.h"

/* ---------------------------------------------------------------------------- eigenvectors -- */

enum { MOST_SWEEPS = 100 };

/* Rotates rows and columns p and q so that a[p][q] becomes 0. */
static void rotate(double *a, double *v, size_t n, size_t p, size_t q)
{
    const double apq = a[p * n + q];
    const double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    const double size =
        fabs(theta) > 1e150 ? 2 * fabs(theta) : fabs(theta) + sqrt(theta * theta + 1);
    const double t = (theta < 0 ? -1 : 1) / size;
    const double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < n; k++) {
        const double x = a[k * n + p], y = a[k * n + q];
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for (size_t k = 0; k < n; k++) {
        const double x = a[p * n + k], y = a[q * n + k];
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
    }
    a[p * n + q] = a[q * n + p] = 0;
    for (size_t k = 0; k < n; k++) {
        const double x = v[k * n + p], y = v[k * n + q];
        v[k * n + p] = c * x - s * y;
        v[k * n + q] = s * x + c * y;
    }
}

/* One rotation for each pair; false if there was nothing left to rotate. */
static bool sweep(double *a, double *v, size_t n, double negligible)
{
    bool turned = false;
    for (size_t p = 0; p + 1 < n; p++) {
        for (size_t q = p + 1; q < n; q++) {
            if (!(fabs(a[p * n + q]) > negligible)) continue;
            rotate(a, v, n, p, q);
            turned = true;
        }
    }
    return turned;
}

static void swap_columns(double *v, size_t n, size_t j, size_t k)
{
    for (size_t i = 0; i < n; i++) {
        const double x = v[i * n + j];
        v[i * n + j] = v[i * n + k];
        v[i * n + k] = x;
    }
}

static void sort_falling(double *value, double *vector, size_t n)
{
    for (size_t k = 0; k + 1 < n; k++) {
        size_t most = k;
        for (size_t j = k + 1; j < n; j++) most = value[j] > value[most] ? j : most;
        if (most == k) continue;
        const double x = value[k];
        value[k] = value[most];
        value[most] = x;
        swap_columns(vector, n, k, most);
    }
}

static void settle_sign(double *vector, size_t n, size_t k)
{
    double most = 0;
    size_t i = 0;
    for (size_t j = 0; j < n; j++) most = fmax(most, fabs(vector[j * n + k]));
    while (i + 1 < n && fabs(vector[i * n + k]) < most * (1 - 1e-9)) i++;
    if (vector[i * n + k] >= 0) return;
    for (size_t j = 0; j < n; j++) vector[j * n + k] = -vector[j * n + k];
}

rix_status rix_i_eigen_symmetric(double *a, size_t n, double *value, double *vector, rix_error *err)
{
    double largest = 0;
    for (size_t i = 0; i < n * n; i++) largest = fmax(largest, fabs(a[i]));
    for (size_t i = 0; i < n * n; i++) vector[i] = 0;
    for (size_t i = 0; i < n; i++) vector[i * n + i] = 1;
    for (int k = 0; sweep(a, vector, n, largest * DBL_EPSILON / 16); k++) {
        if (k < MOST_SWEEPS) continue;
        return rix_i_fail(err, RIX_ENUMERIC, NULL, RIX_I_NOWHERE,
                          "the eigenvalues of a %zu x %zu matrix do not converge", n, n);
    }
    for (size_t i = 0; i < n; i++) value[i] = a[i * n + i];
    sort_falling(value, vector, n);
    for (size_t k = 0; k < n; k++) settle_sign(vector, n, k);
    return RIX_OK;
}

/* -------------------------------------------------------------------------------- the table -- */

static rix_status find_complete(const rix_table *table, rix_i_pca *p, rix_error *err)
{
    const rix_mat x = table->values;
    p->n_used = 0;
    for (size_t i = 0; i < x.rows; i++) {
        bool complete = true;
        for (size_t j = 0; j < x.cols; j++) {
            const double value = rix_i_get(x, i, j);
            if (isinf(value)) {
                return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, j, RIX_NO_INDEX),
                                  "infinite value %s for unit %s, column %s", rix_i_number(value).s,
                                  rix_i_unit_name(table, i).s, rix_i_column_name(table, j).s);
            }
            complete = complete && !isnan(value);
        }
        if (complete) p->row[p->n_used++] = i;
    }
    if (p->n_used >= 2) return RIX_OK;
    return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                      "%zu of %zu units have all %zu columns; principal components need two",
                      p->n_used, x.rows, x.cols);
}

/* Column j of the complete rows, scaled by a power of two so that no sum overflows. */
static rix_status standardise(const rix_table *table, rix_i_pca *p, size_t j, rix_error *err)
{
    const size_t n = p->n_used, cols = p->n_cols;
    double *z = p->standard + j;
    double most = 0, least = INFINITY, greatest = -INFINITY, sum = 0, rest = 0, squares = 0;
    int scale;
    for (size_t i = 0; i < n; i++) {
        z[i * cols] = rix_i_get(table->values, p->row[i], j);
        most = fmax(most, fabs(z[i * cols]));
        least = fmin(least, z[i * cols]);
        greatest = fmax(greatest, z[i * cols]);
    }
    if (!(least < greatest)) {
        return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_COL(j),
                          "column %s is constant at %s over the %zu complete units",
                          rix_i_column_name(table, j).s, rix_i_number(least).s, n);
    }
    frexp(most, &scale);
    for (size_t i = 0; i < n; i++) sum += z[i * cols] = ldexp(z[i * cols], -scale);
    for (size_t i = 0; i < n; i++) rest += z[i * cols] - sum / (double)n;
    const double mean = sum / (double)n + rest / (double)n;
    for (size_t i = 0; i < n; i++) {
        z[i * cols] -= mean;
        squares += z[i * cols] * z[i * cols];
    }
    const double sd = sqrt(squares / (double)(n - 1));
    for (size_t i = 0; i < n; i++) z[i * cols] /= sd;
    return RIX_OK;
}

static void correlate(const rix_i_pca *p, double *r)
{
    const size_t n = p->n_used, cols = p->n_cols;
    for (size_t j = 0; j < cols; j++) {
        for (size_t k = j; k < cols; k++) {
            double sum = 0;
            for (size_t i = 0; i < n; i++) {
                sum += p->standard[i * cols + j] * p->standard[i * cols + k];
            }
            r[j * cols + k] = r[k * cols + j] = j == k ? 1 : sum / (double)(n - 1);
        }
    }
}

static rix_status decompose(const rix_table *table, rix_i_pca *p, double *r, rix_error *err)
{
    rix_status st = find_complete(table, p, err);
    for (size_t j = 0; j < p->n_cols && st == RIX_OK; j++) st = standardise(table, p, j, err);
    if (st != RIX_OK) return st;
    correlate(p, r);
    st = rix_i_eigen_symmetric(r, p->n_cols, p->value, p->loading, err);
    for (size_t k = 0; k < p->n_cols && st == RIX_OK; k++) p->value[k] = fmax(p->value[k], 0);
    return st;
}

rix_status rix_i_pca_table(const rix_table *table, rix_i_pca *p, rix_error *err)
{
    const rix_mat x = table->values;
    size_t cells;
    rix_i_pca own = { x.cols, 0, NULL, NULL, NULL, NULL };
    rix_status st = rix_i_check_mat(x, "table.values", err);
    if (st != RIX_OK) return st;
    if (x.cols == 0) {
        return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                          "the table has no columns");
    }
    if (!rix_i_size_product(x.cols, x.cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "table.values", RIX_I_NOWHERE,
                          "%zu columns are too many", x.cols);
    }
    own.value = calloc(x.cols, sizeof *own.value);
    own.loading = calloc(cells, sizeof *own.loading);
    own.standard = calloc(x.rows * x.cols + 1, sizeof *own.standard);
    own.row = calloc(x.rows + 1, sizeof *own.row);
    double *r = calloc(cells, sizeof *r);
    st = own.value && own.loading && own.standard && own.row && r ? decompose(table, &own, r, err)
                                                                  : rix_i_no_memory(err);
    free(r);
    if (st == RIX_OK) {
        *p = own;
    } else {
        rix_i_pca_clear(&own);
    }
    return st;
}

void rix_i_pca_clear(rix_i_pca *p)
{
    free(p->value);
    free(p->loading);
    free(p->standard);
    free(p->row);
    *p = (rix_i_pca){ 0, 0, NULL, NULL, NULL, NULL };
}
