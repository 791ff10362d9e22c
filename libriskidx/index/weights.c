/* weights.c - frameworks with other weights; weights by entropy and by CRITIC. */
#include <riskidx/weights.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/framework.h"
#include "index/pca.h"
#include "index/table.h"
#include "index/weights.h"

rix_status rix_framework_with_weights(const rix_framework *fw, rix_vec weights, rix_framework **out,
                                      rix_error *err)
{
    if (!fw) return rix_i_null(err, "fw");
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_check_vec(weights, "weights", err);
    if (st != RIX_OK) return st;
    if (weights.size != fw->n_nodes) {
        return rix_i_fail(err, RIX_EDIM, "weights", RIX_I_NOWHERE, "%zu weights for %zu nodes",
                          weights.size, fw->n_nodes);
    }
    rix_node *nodes = malloc(fw->n_nodes * sizeof *nodes);
    if (!nodes) return rix_i_no_memory(err);
    memcpy(nodes, fw->nodes, fw->n_nodes * sizeof *nodes);
    for (size_t i = 0; i < fw->n_nodes; i++) {
        const double weight = rix_i_vget(weights, i);
        if (!isnan(weight)) nodes[i].weight = weight;
    }
    st = rix_framework_new(nodes, fw->n_nodes, out, err);
    free(nodes);
    return st;
}

/* ---------------------------------------------------------------------------------- shared -- */

rix_status rix_i_weights_check(const rix_table *table, rix_out weights, rix_error *err)
{
    if (!table) return rix_i_null(err, "table");
    const rix_status st = rix_i_check_mat(table->values, "table.values", err);
    if (st != RIX_OK) return st;
    if (table->values.cols == 0) {
        return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                          "the table has no columns");
    }
    return rix_i_check_out(weights, 1, table->values.cols, "weights", err);
}

double rix_i_sum(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

void rix_i_write_shares(rix_out weights, const double *x, double sum)
{
    for (size_t j = 0; j < weights.cols; j++) rix_i_set(weights, 0, j, x[j] / sum);
}

/* ---------------------------------------------------------------------------------- entropy -- */

typedef struct extent {
    size_t n;
    double least, most;
} extent;

static rix_status measure(const rix_table *table, size_t j, extent *e, rix_error *err)
{
    *e = (extent){ 0, INFINITY, 0 };
    for (size_t i = 0; i < table->values.rows; i++) {
        const double x = rix_i_get(table->values, i, j);
        if (isnan(x)) continue;
        if (x < 0 || isinf(x)) {
            return rix_i_fail(err, RIX_EDOMAIN, "table.values", RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "%s value %s for unit %s, column %s: entropy is of shares",
                              isinf(x) ? "infinite" : "negative", rix_i_number(x).s,
                              rix_i_unit_name(table, i).s, rix_i_column_name(table, j).s);
        }
        e->n++;
        e->least = fmin(e->least, x);
        e->most = fmax(e->most, x);
    }
    if (e->n >= 2 && e->most > 0) return RIX_OK;
    return rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_COL(j),
                      e->n >= 2 ? "column %s is 0 for all units that have it (%zu)"
                                : "column %s has values for %zu units; entropy needs two",
                      rix_i_column_name(table, j).s, e->n);
}

/* 1 less the entropy of column j, on [0, 1]. */
static rix_status diversity(const rix_table *table, size_t j, double *result, rix_error *err)
{
    const rix_mat values = table->values;
    extent e;
    double sum = 0, entropy = 0;
    const rix_status st = measure(table, j, &e, err);
    if (st != RIX_OK) return st;
    *result = 0;
    if (!(e.least < e.most)) return RIX_OK; /* exactly, whatever the logarithms round to */
    for (size_t i = 0; i < values.rows; i++) {
        const double x = rix_i_get(values, i, j);
        if (!isnan(x)) sum += x / e.most;
    }
    for (size_t i = 0; i < values.rows; i++) {
        const double p = rix_i_get(values, i, j) / e.most / sum;
        if (p > 0) entropy -= p * log(p);
    }
    *result = fmax(0, 1 - entropy / log((double)e.n));
    return RIX_OK;
}

rix_status rix_weights_entropy(const rix_table *table, rix_out weights, rix_error *err)
{
    rix_status st = rix_i_weights_check(table, weights, err);
    if (st != RIX_OK) return st;
    const size_t n = table->values.cols;
    double *d = calloc(n, sizeof *d);
    if (!d) return rix_i_no_memory(err);
    for (size_t j = 0; j < n && st == RIX_OK; j++) st = diversity(table, j, &d[j], err);
    const double sum = rix_i_sum(d, n);
    if (st == RIX_OK && !(sum > 0)) {
        st = rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                        "every column is the same for all units: entropy weighs none");
    }
    if (st == RIX_OK) rix_i_write_shares(weights, d, sum);
    free(d);
    return st;
}

/* ----------------------------------------------------------------------------------- CRITIC -- */

/* Standard deviation after min-max: the standardised column has 1. */
static double spread(const rix_i_pca *p, size_t j)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < p->n_used; i++) {
        least = fmin(least, p->standard[i * p->n_cols + j]);
        most = fmax(most, p->standard[i * p->n_cols + j]);
    }
    return 1 / (most - least);
}

static double correlation(const rix_i_pca *p, size_t j, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < p->n_used; i++) {
        sum += p->standard[i * p->n_cols + j] * p->standard[i * p->n_cols + k];
    }
    return sum / (double)(p->n_used - 1);
}

static void conflicts(const rix_i_pca *p, double *c)
{
    const double nothing = 1e-12; /* of a conflict: what rounding leaves of r = 1 */
    for (size_t j = 0; j < p->n_cols; j++) {
        for (size_t k = j + 1; k < p->n_cols; k++) {
            const double conflict = 1 - correlation(p, j, k);
            if (!(conflict > nothing)) continue;
            c[j] += conflict;
            c[k] += conflict;
        }
    }
    for (size_t j = 0; j < p->n_cols; j++) c[j] *= spread(p, j);
    if (p->n_cols == 1) c[0] = 1;
}

rix_status rix_weights_critic(const rix_table *table, rix_out weights, rix_error *err)
{
    rix_i_pca p;
    rix_status st = rix_i_weights_check(table, weights, err);
    if (st != RIX_OK) return st;
    double *c = calloc(table->values.cols, sizeof *c);
    if (!c) return rix_i_no_memory(err);
    st = rix_i_pca_table(table, &p, err);
    if (st == RIX_OK) {
        conflicts(&p, c);
        const double sum = rix_i_sum(c, p.n_cols);
        if (sum > 0) {
            rix_i_write_shares(weights, c, sum);
        } else {
            st = rix_i_fail(err, RIX_EMISSING, "table.values", RIX_I_NOWHERE,
                            "all columns are perfectly correlated: CRITIC weighs none");
        }
        rix_i_pca_clear(&p);
    }
    free(c);
    return st;
}
