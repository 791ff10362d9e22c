/* weights_factor.c - weights from principal components, as they are and rotated. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/pca.h"
#include "index/varimax.h"
#include "index/weights.h"

/* ------------------------------------------------------------------------- the first component -- */

static rix_status write_first(const rix_i_pca *p, bool compat, rix_out weights, rix_error *err)
{
    const size_t n = p->n_cols;
    double sum = 0, size = 0;
    for (size_t j = 0; j < n; j++) {
        sum += p->loading[j * n];
        size += fabs(p->loading[j * n]);
    }
    if (!compat && !(fabs(sum) > 1e-9 * size)) {
        return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_NOWHERE,
                          "the elements of the first component sum to 0, beside %s in size, and "
                          "cannot be rescaled to weights",
                          rix_i_number(size).s);
    }
    for (size_t j = 0; j < n; j++) {
        rix_i_set(weights, 0, j, p->loading[j * n] / (compat ? 1 : sum));
    }
    return RIX_OK;
}

rix_status rix_weights_pca(const rix_table *table, bool compat, rix_out weights, rix_error *err)
{
    rix_i_pca p;
    rix_status st = rix_i_weights_check(table, weights, err);
    if (st == RIX_OK) st = rix_i_pca_table(table, &p, err);
    if (st != RIX_OK) return st;
    st = write_first(&p, compat, weights, err);
    rix_i_pca_clear(&p);
    return st;
}

/* ----------------------------------------------------------------------------- rotated factors -- */

static size_t count_factors(const rix_i_pca *p)
{
    const double all = (double)p->n_cols;
    size_t k = 0;
    double sum = 0;
    while (k < p->n_cols && ((p->value[k] > 1 && p->value[k] > 0.1 * all) || sum <= 0.6 * all)) {
        sum += p->value[k++];
    }
    return k;
}

rix_status rix_factor_count(const rix_table *table, size_t *count, rix_error *err)
{
    rix_i_pca p;
    if (!table) return rix_i_null(err, "table");
    if (!count) return rix_i_null(err, "count");
    const rix_status st = rix_i_pca_table(table, &p, err);
    if (st != RIX_OK) return st;
    *count = count_factors(&p);
    rix_i_pca_clear(&p);
    return RIX_OK;
}

/* Loadings and coefficients of the factors' scores, both m x k, and the factors' shares of variance. */
typedef struct factors {
    size_t m, k;
    double *room, *loading, *coefficient, *turn, *share;
} factors;

static void clear(factors *f) { free(f->room); }

static rix_status make_room(const rix_i_pca *p, size_t k, factors *f, rix_error *err)
{
    const size_t m = p->n_cols;
    *f = (factors){ m, k, NULL, NULL, NULL, NULL, NULL };
    if (k == 0 || k > m) {
        return rix_i_fail(err, RIX_EINVAL, "factors", RIX_I_NOWHERE,
                          "%zu factors of %zu columns: from 1 to %zu expected", k, m, m);
    }
    if (!(p->value[k - 1] > 1e-10 * (double)m)) {
        return rix_i_fail(err, RIX_EMISSING, "factors", RIX_I_NOWHERE,
                          "%zu factors, but component %zu has no variance: the columns depend on "
                          "each other",
                          k, k);
    }
    f->room = calloc(4 * m * k + k, sizeof *f->room); /* k <= m */
    if (!f->room) return rix_i_no_memory(err);
    f->loading = f->room;
    f->coefficient = f->room + m * k;
    f->turn = f->room + 2 * m * k;
    f->share = f->room + 4 * m * k;
    return RIX_OK;
}

/* x = x turn, row by row; the room after turn serves for one row. */
static void turn_rows(const factors *f, double *x)
{
    double *row = f->room + 3 * f->m * f->k;
    for (size_t i = 0; i < f->m; i++) {
        for (size_t j = 0; j < f->k; j++) {
            row[j] = 0;
            for (size_t l = 0; l < f->k; l++) row[j] += x[i * f->k + l] * f->turn[l * f->k + j];
        }
        memcpy(x + i * f->k, row, f->k * sizeof *row);
    }
}

static void swap_factors(const factors *f, size_t a, size_t b)
{
    const double share = f->share[a];
    f->share[a] = f->share[b];
    f->share[b] = share;
    for (size_t i = 0; i < 2 * f->m; i++) { /* loadings, and coefficients behind them */
        const double x = f->loading[i * f->k + a];
        f->loading[i * f->k + a] = f->loading[i * f->k + b];
        f->loading[i * f->k + b] = x;
    }
}

/* Falling shares, and columns of loadings that sum to 0 or more. */
static void settle(const factors *f)
{
    for (size_t j = 0; j < f->k; j++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < f->m; i++) {
            sum += f->loading[i * f->k + j];
            squares += f->loading[i * f->k + j] * f->loading[i * f->k + j];
        }
        f->share[j] = squares / (double)f->m;
        for (size_t i = 0; i < 2 * f->m && sum < 0; i++) {
            f->loading[i * f->k + j] = -f->loading[i * f->k + j];
        }
    }
    for (size_t j = 0; j + 1 < f->k; j++) {
        size_t most = j;
        for (size_t l = j + 1; l < f->k; l++) most = f->share[l] > f->share[most] ? l : most;
        if (most != j) swap_factors(f, j, most);
    }
}

static rix_status rotate_factors(const rix_i_pca *p, size_t k, bool compat, factors *f,
                                 rix_error *err)
{
    const size_t m = p->n_cols;
    rix_status st = make_room(p, k, f, err);
    if (st != RIX_OK) return st;
    for (size_t j = 0; j < k; j++) {
        double sum = 0;
        for (size_t i = 0; i < m; i++) sum += p->loading[i * m + j];
        const double root = sum < 0 ? -sqrt(p->value[j]) : sqrt(p->value[j]);
        for (size_t i = 0; i < m; i++) {
            f->loading[i * k + j] = p->loading[i * m + j] * root;
            f->coefficient[i * k + j] = p->loading[i * m + j] / root;
        }
    }
    st = rix_i_varimax(f->loading, m, k, compat, f->turn, err);
    if (st != RIX_OK) {
        clear(f);
        return st;
    }
    turn_rows(f, f->loading);
    turn_rows(f, f->coefficient);
    settle(f);
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------- weights -- */

static void write_squares(const factors *f, rix_out weights)
{
    double *w = f->turn; /* m of m * k; the rotation is not needed any more */
    for (size_t i = 0; i < f->m; i++) {
        double most = 0;
        for (size_t j = 0; j < f->k; j++) most = fmax(most, fabs(f->loading[i * f->k + j]));
        w[i] = most * most;
    }
    rix_i_write_shares(weights, w, rix_i_sum(w, f->m));
}

rix_status rix_weights_factor(const rix_table *table, size_t n_factors, bool compat,
                              rix_out weights, rix_error *err)
{
    rix_i_pca p;
    factors f;
    rix_status st = rix_i_weights_check(table, weights, err);
    if (st == RIX_OK) st = rix_i_pca_table(table, &p, err);
    if (st != RIX_OK) return st;
    st = rotate_factors(&p, n_factors ? n_factors : count_factors(&p), compat, &f, err);
    if (st == RIX_OK) {
        write_squares(&f, weights);
        clear(&f);
    }
    rix_i_pca_clear(&p);
    return st;
}

/* ----------------------------------------------------------------------------------- index -- */

static void write_index(const rix_i_pca *p, const factors *f, rix_out scores)
{
    double *c = f->turn; /* what each column counts in the index */
    for (size_t i = 0; i < f->m; i++) {
        c[i] = 0;
        for (size_t j = 0; j < f->k; j++) {
            c[i] += f->coefficient[i * f->k + j] * (f->k == 1 ? 1 : f->share[j]);
        }
    }
    for (size_t i = 0; i < scores.rows; i++) rix_i_set(scores, i, 0, RIX_NAN);
    for (size_t i = 0; i < p->n_used; i++) {
        double score = 0;
        for (size_t j = 0; j < f->m; j++) score += p->standard[i * f->m + j] * c[j];
        rix_i_set(scores, p->row[i], 0, score);
    }
}

static rix_status check_index(const rix_table *table, size_t k, rix_out scores, rix_out loadings,
                              rix_out shares, rix_error *err)
{
    if (!table) return rix_i_null(err, "table");
    rix_status st = rix_i_check_mat(table->values, "table.values", err);
    if (st == RIX_OK) st = rix_i_check_out(scores, table->values.rows, 1, "scores", err);
    if (st == RIX_OK) st = rix_i_check_out(loadings, table->values.cols, k, "loadings", err);
    if (st == RIX_OK) st = rix_i_check_out(shares, 1, k, "shares", err);
    return st;
}

rix_status rix_factor_index(const rix_table *table, size_t n_factors, bool compat, rix_out scores,
                            rix_out loadings, rix_out shares, rix_error *err)
{
    rix_i_pca p;
    factors f;
    rix_status st = check_index(table, n_factors, scores, loadings, shares, err);
    if (st == RIX_OK) st = rix_i_pca_table(table, &p, err);
    if (st != RIX_OK) return st;
    st = rotate_factors(&p, n_factors, compat, &f, err);
    if (st == RIX_OK) {
        rix_i_write_out(loadings, f.loading);
        rix_i_write_shares(shares, f.share, 1);
        write_index(&p, &f, scores);
        clear(&f);
    }
    rix_i_pca_clear(&p);
    return st;
}
