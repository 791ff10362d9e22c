/* stand.c - where a path stands against a table of options. */
#include <riskidx/tradeoff.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

typedef struct better {
    double distance;
    size_t row;
} better;

static int by_distance(const void *a, const void *b)
{
    const better *p = a, *q = b;
    if (p->distance < q->distance) return -1;
    if (p->distance > q->distance) return 1;
    return p->row < q->row ? -1 : p->row > q->row;
}

static bool beats(rix_mat outcomes, size_t row, rix_vec own)
{
    bool smaller = false;
    for (size_t j = 0; j < own.size; j++) {
        const double value = rix_i_get(outcomes, row, j);
        if (value > rix_i_vget(own, j)) return false;
        smaller = smaller || value < rix_i_vget(own, j);
    }
    return smaller;
}

/* The range of a column over the listed rows and the path: where it is none, all are at no distance. */
static double range_of(rix_mat outcomes, const size_t *rows, size_t n, rix_vec own, size_t column)
{
    double least = rix_i_vget(own, column), largest = least;
    for (size_t k = 0; k < n; k++) {
        least = fmin(least, rix_i_get(outcomes, rows[k], column));
        largest = fmax(largest, rix_i_get(outcomes, rows[k], column));
    }
    return largest > least ? largest - least : 1.0;
}

/* What beats the path, unsorted; the ranges are the same for all, and so are found once. */
static size_t list_better(rix_mat outcomes, rix_vec own, const size_t *rows, size_t n,
                          better *found)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        if (beats(outcomes, rows[k], own)) found[count++] = (better){ 0.0, rows[k] };
    }
    for (size_t j = 0; j < own.size; j++) {
        const double range = range_of(outcomes, rows, n, own, j);
        for (size_t k = 0; k < count; k++) {
            const double gap = rix_i_vget(own, j) - rix_i_get(outcomes, found[k].row, j);
            found[k].distance = hypot(found[k].distance, gap / range);
        }
    }
    return count;
}

static rix_status check_own(rix_mat outcomes, rix_vec own, rix_error *err)
{
    rix_status status = rix_i_check_mat(outcomes, "outcomes", err);
    if (status == RIX_OK) status = rix_i_check_vec(own, "own", err);
    if (status != RIX_OK) return status;
    if (own.size != outcomes.cols) {
        return rix_i_fail(err, RIX_EDIM, "own", RIX_I_NOWHERE,
                          "own has %zu outcomes for %zu columns", own.size, outcomes.cols);
    }
    for (size_t j = 0; j < own.size; j++) {
        if (isfinite(rix_i_vget(own, j))) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "own", RIX_I_COL(j),
                          "outcome of column %zu is %s, not a finite number", j,
                          rix_i_number(rix_i_vget(own, j)).s);
    }
    return RIX_OK;
}

rix_status rix_stand(rix_mat outcomes, rix_vec own, size_t *rows, double *distances, size_t *count,
                     rix_error *err)
{
    if (!count) return rix_i_null(err, "count");
    rix_status status = check_own(outcomes, own, err);
    if (status != RIX_OK) return status;
    if (outcomes.rows > 0 && !rows) return rix_i_null(err, "rows");
    if (outcomes.rows > 0 && !distances) return rix_i_null(err, "distances");
    size_t *efficient = calloc(outcomes.rows + 1, sizeof *efficient), n = 0;
    better *found = calloc(outcomes.rows + 1, sizeof *found);
    status =
        efficient && found ? rix_efficient_set(outcomes, efficient, &n, err) : rix_i_no_memory(err);
    if (status == RIX_OK) {
        n = list_better(outcomes, own, efficient, n, found);
        qsort(found, n, sizeof *found, by_distance);
        for (size_t k = 0; k < n; k++) {
            rows[k] = found[k].row;
            distances[k] = found[k].distance;
        }
        *count = n;
    }
    free(efficient);
    free(found);
    return status;
}
