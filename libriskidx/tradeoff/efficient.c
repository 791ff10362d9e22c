/* efficient.c - the rows of a table that no other row beats, and those that come after them. */
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

/** The fronts found so far: lists of entries, the last one first. */
typedef struct fronts {
    size_t *last;   /* by front: its last entry */
    size_t *before; /* by entry: the one before it on its front, RIX_NO_INDEX */
    size_t n;
} fronts;

/* In two columns the last entry of a front has its smallest second column and speaks for all. */
static bool front_beats(const fronts *f, size_t front, const entry *entries, size_t i)
{
    size_t k = f->last[front];
    if (entries[i].cols <= 2) return no_larger(&entries[k], &entries[i]);
    while (k != RIX_NO_INDEX && !no_larger(&entries[k], &entries[i])) k = f->before[k];
    return k != RIX_NO_INDEX;
}

/* Who is beaten on a front is beaten on all before it, so the first front that does not is found by halving. */
static size_t front_of(const fronts *f, const entry *entries, size_t i)
{
    size_t low = 0, high = f->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (front_beats(f, middle, entries, i))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An entry no larger than the one before it in order is its equal, and goes where that went. */
static void sort_into_fronts(fronts *f, const entry *entries, size_t n, size_t *front)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && no_larger(&entries[i], &entries[i - 1])) {
            front[entries[i].row] = front[entries[i - 1].row];
            continue;
        }
        const size_t k = front_of(f, entries, i);
        f->before[i] = k < f->n ? f->last[k] : RIX_NO_INDEX;
        f->last[k] = i;
        front[entries[i].row] = k;
        if (k == f->n) f->n++;
    }
}

/* By entry and by row; what it finds is written to front at the end, when nothing can fail. */
static rix_status find_fronts(rix_mat table, double *values, entry *entries, size_t *front,
                              size_t *count, rix_error *err)
{
    const size_t n = list_entries(table, values, entries);
    fronts f = { calloc(n + 1, sizeof *f.last), calloc(n + 1, sizeof *f.before), 0 };
    if (f.last && f.before) {
        qsort(entries, n, sizeof *entries, by_values);
        for (size_t i = 0; i < table.rows; i++) front[i] = RIX_NO_INDEX;
        sort_into_fronts(&f, entries, n, front);
        *count = f.n;
    }
    const rix_status status = f.last && f.before ? RIX_OK : rix_i_no_memory(err);
    free(f.last);
    free(f.before);
    return status;
}

static rix_status find_set(rix_mat table, double *values, entry *entries, size_t *rows,
                           size_t *count, rix_error *err)
{
    (void)err;
    size_t n = list_entries(table, values, entries);
    qsort(entries, n, sizeof *entries, by_values);
    n = keep_efficient(entries, n, table.cols);
    for (size_t k = 0; k < n; k++) rows[k] = entries[k].row;
    *count = n;
    return RIX_OK;
}

/** Fills one number a row and a count, given room for the rows that are complete. */
typedef rix_status (*finder)(rix_mat table, double *values, entry *entries, size_t *found,
                             size_t *count, rix_error *err);

static rix_status find(finder how, rix_mat table, size_t *found, const char *arg, size_t *count,
                       rix_error *err)
{
    if (!count) return rix_i_null(err, "count");
    rix_status status = rix_i_check_mat(table, "outcomes", err);
    if (status != RIX_OK) return status;
    if (table.cols == 0) {
        return rix_i_fail(err, RIX_EINVAL, "outcomes", RIX_I_NOWHERE, "outcomes has no columns");
    }
    if (table.rows == 0) {
        *count = 0;
        return RIX_OK;
    }
    if (!found) return rix_i_null(err, arg);

    double *values = calloc(table.rows * table.cols, sizeof *values);
    entry *entries = calloc(table.rows, sizeof *entries);
    status =
        values && entries ? how(table, values, entries, found, count, err) : rix_i_no_memory(err);
    free(entries);
    free(values);
    return status;
}

rix_status rix_efficient_set(rix_mat outcomes, size_t *rows, size_t *count, rix_error *err)
{
    return find(find_set, outcomes, rows, "rows", count, err);
}

rix_status rix_efficient_fronts(rix_mat outcomes, size_t *front, size_t *count, rix_error *err)
{
    return find(find_fronts, outcomes, front, "front", count, err);
}
