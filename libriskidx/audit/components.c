/* components.c - principal components and Cronbach's alpha. */
#include <stdlib.h>
#include <string.h>

#include "audit/data.h"
#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/pca.h"
#include "index/table.h"

static void write_scores(const rix_i_pca *p, rix_out scores)
{
    const size_t cols = p->n_cols;
    for (size_t i = 0; i < scores.rows; i++) {
        for (size_t k = 0; k < cols; k++) rix_i_set(scores, i, k, RIX_NAN);
    }
    for (size_t i = 0; i < p->n_used; i++) {
        for (size_t k = 0; k < cols; k++) {
            double sum = 0;
            for (size_t j = 0; j < cols; j++) {
                sum += p->standard[i * cols + j] * p->loading[j * cols + k];
            }
            rix_i_set(scores, p->row[i], k, sum);
        }
    }
}

rix_status rix_audit_pca(const rix_table *table, double *eigenvalues, rix_out loadings,
                         rix_out scores, size_t *n_used, rix_error *err)
{
    rix_i_pca p;
    if (!table) return rix_i_null(err, "table");
    if (!eigenvalues) return rix_i_null(err, "eigenvalues");
    const size_t rows = table->values.rows, cols = table->values.cols;
    rix_status st = rix_i_check_out(loadings, cols, cols, "loadings", err);
    if (st == RIX_OK && scores.data) st = rix_i_check_out(scores, rows, cols, "scores", err);
    if (st == RIX_OK) st = rix_i_pca_table(table, &p, err);
    if (st != RIX_OK) return st;
    memcpy(eigenvalues, p.value, cols * sizeof *eigenvalues);
    rix_i_write_out(loadings, p.loading);
    if (scores.data) write_scores(&p, scores);
    if (n_used) *n_used = p.n_used;
    rix_i_pca_clear(&p);
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- alpha -- */

/* Sample covariance of two columns over the units that have both, times scale^2; false for fewer than two. */
static bool covariance(rix_mat x, size_t j, size_t k, double scale, double *c)
{
    double a = 0, b = 0, sum = 0, n = 0;
    for (size_t i = 0; i < x.rows; i++) {
        const double u = scale * rix_i_get(x, i, j), v = scale * rix_i_get(x, i, k);
        if (isnan(u) || isnan(v)) continue;
        a += u;
        b += v;
        n += 1;
    }
    if (n < 2) return false;
    a /= n;
    b /= n;
    for (size_t i = 0; i < x.rows; i++) {
        const double u = scale * rix_i_get(x, i, j), v = scale * rix_i_get(x, i, k);
        if (!isnan(u) && !isnan(v)) sum += (u - a) * (v - b);
    }
    *c = sum / (n - 1);
    return true;
}

/* A power of two that brings the largest value to about 1, so that no covariance overflows. */
static double scale_of(rix_mat x)
{
    double most = 0;
    for (size_t i = 0; i < x.rows; i++) {
        for (size_t j = 0; j < x.cols; j++) most = fmax(most, fabs(rix_i_get(x, i, j)));
    }
    const int power = most > 0 ? ilogb(most) : 0;
    return ldexp(1, power > 1000 ? -1000 : power < -1000 ? 1000 : -power);
}

rix_status rix_audit_cronbach(const rix_table *table, double *alpha, rix_error *err)
{
    const rix_status st = rix_i_audit_check(table, "table", err);
    if (st != RIX_OK) return st;
    if (!alpha) return rix_i_null(err, "alpha");
    const rix_mat x = table->values;
    if (x.cols < 2) {
        return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                          "alpha of %zu columns; it needs two", x.cols);
    }
    const double scale = scale_of(x);
    double own = 0, all = 0, c;
    for (size_t j = 0; j < x.cols; j++) {
        for (size_t k = j; k < x.cols; k++) {
            if (!covariance(x, j, k, scale, &c)) {
                return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_COL(k),
                                  "fewer than two units have both columns %s and %s",
                                  rix_i_column_name(table, j).s, rix_i_column_name(table, k).s);
            }
            own += j == k ? c : 0;
            all += j == k ? c : 2 * c;
        }
    }
    const double n = (double)x.cols, found = n / (n - 1) * (1 - own / all);
    if (!isfinite(found)) {
        return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                          "alpha is undefined: the covariances of the %zu columns add up to 0",
                          x.cols);
    }
    *alpha = found;
    return RIX_OK;
}
