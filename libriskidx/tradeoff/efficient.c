/* efficient.c - the rows of a table that no other row beats. */
#include <riskidx/tradeoff.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/view.h"

/** A row without missing values; it carries what the comparison needs, as qsort has no context. */
typedef struct entry {
    const double *values;
    size_t cols;
    size_t row;
} entry;

/* By first column, then second ..., then by place in the table: so of equal rows the first leads.
 */
static int by_values(const void *a, const void *b)
{
    const entry *p = a, *q = b;
    for (size_t j = 0; j < p->cols; j++) {
        if (p->values[j] < q->values[j]) return -1;
        if (p->values[j] > q->values[j]) return 1;
    }
    return p->row < q->row ? -1 : p->row > q->row;
}

/* Copies the rows without NaN to values and lists them. */
static size_t list_entries(rix_mat table, double *values, entry *entries)
{
    size_t n = 0;
    for (size_t i = 0; i < table.rows; i++) {
        double *to = values + n * table.cols;
        bool missing = false;
        for (size_t j = 0; j < table.cols; j++) {
            to[j] = rix_i_get(table, i, j);
            missing = missing || isnan(to[j]);
        }
        if (!missing) entries[n++] = (entry){ to, table.cols, i };
    }
    return n;
}

static bool no_larger(const entry *a, const entry *b)
{
    for (size_t j = 0; j < a->cols; j++) {
        if (a->values[j] > b->values[j]) return false;
    }
    return true;
}

/* Whoever beats or equals a row comes before it in this order, and if anyone does, one that is kept
 * does. The last one kept has the smallest second column so far: of two columns it speaks for all. */
static size_t keep_efficient(entry *entries, size_t n, size_t cols)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t first = cols <= 2 && kept > 0 ? kept - 1 : 0;
        bool beaten = false;
        for (size_t k = first; k < kept && !beaten; k++)
            beaten = no_larger(&entries[k], &entries[i]);
        if (!beaten) entries[kept++] = entries[i];
    }
    return kept;
}

rix_status rix_efficient_set(rix_mat outcomes, size_t *rows, size_t *count, rix_error *err)
{
    double *values = NULL;
    entry *entries = NULL;
    size_t n;

    if (!count) return rix_i_null(err, "count");
    rix_status status = rix_i_check_mat(outcomes, "outcomes", err);
    if (status != RIX_OK) return status;
    if (outcomes.cols == 0) {
        return rix_i_fail(err, RIX_EINVAL, "outcomes", RIX_I_NOWHERE, "outcomes has no columns");
    }
    if (outcomes.rows == 0) {
        *count = 0;
        return RIX_OK;
    }
    if (!rows) return rix_i_null(err, "rows");

    values = calloc(outcomes.rows * outcomes.cols, sizeof *values);
    entries = calloc(outcomes.rows, sizeof *entries);
    if (values && entries) {
        n = list_entries(outcomes, values, entries);
        qsort(entries, n, sizeof *entries, by_values);
        n = keep_efficient(entries, n, outcomes.cols);
        for (size_t k = 0; k < n; k++) rows[k] = entries[k].row;
        *count = n;
    } else {
        status = rix_i_no_memory(err);
    }
    free(entries);
    free(values);
    return status;
}
