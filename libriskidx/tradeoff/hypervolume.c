/* hypervolume.c - how much of the space of outcomes a set of them is no worse than.
 *
 * Every row that is below the reference becomes a box from there: its edges are what the row gains on the
 * reference, and the hypervolume is the volume of the union of the boxes. */
#include <riskidx/tradeoff.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/** A box by its edges, which last as long as the level of the recursion they are kept on. */
typedef struct box {
    const double *edge;
    double key; /* the edge to sort by, as qsort has no context */
} box;

/** Room for the union of up to n boxes in `dims` dimensions, and in fewer. */
typedef struct room {
    double *edges; /* a block of n x dims for every number of dimensions from 3 on */
    box *boxes;    /* a block of n for every number of dimensions, and one, the first, for stairs */
    size_t n, dims;
} room;

/* Larger keys first; of equal ones the box that was listed first. */
static int by_key(const void *a, const void *b)
{
    const box *p = a, *q = b;
    if (p->key > q->key) return -1;
    if (p->key < q->key) return 1;
    return p->edge < q->edge ? -1 : p->edge > q->edge;
}

static void sort_by_edge(box *boxes, size_t n, size_t edge)
{
    for (size_t i = 0; i < n; i++) boxes[i].key = boxes[i].edge[edge];
    qsort(boxes, n, sizeof *boxes, by_key);
}

static bool holds(const double *a, const double *b, size_t dims)
{
    for (size_t j = 0; j < dims; j++) {
        if (a[j] < b[j]) return false;
    }
    return true;
}

static double volume_of(const double *edge, size_t dims)
{
    double volume = 1.0;
    for (size_t j = 0; j < dims; j++) volume *= edge[j];
    return volume;
}

static double union_of_2(box *boxes, size_t n)
{
    double area = 0.0, height = 0.0;
    sort_by_edge(boxes, n, 0);
    for (size_t i = 0; i < n; i++) {
        if (boxes[i].edge[1] <= height) continue;
        area += boxes[i].edge[0] * (boxes[i].edge[1] - height);
        height = boxes[i].edge[1];
    }
    return area;
}

/* Puts a box on a staircase of boxes in two dimensions, of falling first and rising second edge.
 * Returns the area that it adds. */
static double add_to_stairs(box *stairs, size_t *n, box new)
{
    size_t from = 0, high = *n;
    while (from < high) { /* the first stair that is not longer */
        const size_t middle = from + (high - from) / 2;
        if (stairs[middle].edge[0] > new.edge[0])
            from = middle + 1;
        else
            high = middle;
    }
    double below = from > 0 ? stairs[from - 1].edge[1] : 0.0, area = 0.0;
    size_t to = from;
    if (below >= new.edge[1]) return 0.0;
    for (; to < *n && stairs[to].edge[1] <= new.edge[1]; to++) { /* the new one hides these */
        area += (new.edge[0] - stairs[to].edge[0]) * (stairs[to].edge[1] - below);
        below = stairs[to].edge[1];
    }
    const double beside = to < *n ? stairs[to].edge[0] : 0.0;
    if (beside >= new.edge[0]) return 0.0; /* as long as the new one, and higher */
    area += (new.edge[0] - beside) * (new.edge[1] - below);
    memmove(stairs + from + 1, stairs + to, (*n - to) * sizeof *stairs);
    stairs[from] = new;
    *n = *n - (to - from) + 1;
    return area;
}

/* Sweeps down the third edge: between two boxes the cross-section is the staircase of those above. */
static double union_of_3(box *boxes, size_t n, box *stairs)
{
    double area = 0.0, volume = 0.0;
    size_t steps = 0;
    sort_by_edge(boxes, n, 2);
    for (size_t i = 0; i < n; i++) {
        const double below = i + 1 < n ? boxes[i + 1].edge[2] : 0.0;
        area += add_to_stairs(stairs, &steps, boxes[i]);
        volume += area * (boxes[i].edge[2] - below);
    }
    return volume;
}

static double *edges_of(const room *r, size_t dims)
{
    return r->edges + (dims > 3 ? dims - 3 : 0) * r->n * r->dims;
}

static double union_of(const room *r, box *boxes, size_t n, size_t dims);

/* The parts of the first `n` boxes that lie in `in`, those that lie in others left out. */
static size_t parts_in(const room *r, const box *boxes, size_t n, const double *in, size_t dims,
                       box *parts)
{
    double *edges = edges_of(r, dims);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        double *part = edges + i * r->dims;
        bool hidden = false;
        size_t left = 0;
        for (size_t j = 0; j < dims; j++) part[j] = fmin(boxes[i].edge[j], in[j]);
        for (size_t k = 0; k < kept && !hidden; k++) hidden = holds(parts[k].edge, part, dims);
        if (hidden) continue;
        for (size_t k = 0; k < kept; k++) {
            if (!holds(part, parts[k].edge, dims)) parts[left++] = parts[k];
        }
        parts[left++] = (box){ part, 0.0 };
        kept = left;
    }
    return kept;
}

/* A box adds what the boxes with a larger last edge leave of it: its cross-section less the union of theirs
 * within, one dimension lower, times its last edge. */
static double union_of_many(const room *r, box *boxes, size_t n, size_t dims)
{
    box *parts = r->boxes + (dims - 1) * r->n;
    double volume = 0.0;
    sort_by_edge(boxes, n, dims - 1);
    for (size_t i = 0; i < n; i++) {
        const double *edge = boxes[i].edge;
        const size_t kept = parts_in(r, boxes, i, edge, dims - 1, parts);
        volume += edge[dims - 1] * (volume_of(edge, dims - 1) - union_of(r, parts, kept, dims - 1));
    }
    return volume;
}

static double union_of(const room *r, box *boxes, size_t n, size_t dims)
{
    if (n == 0) return 0.0;
    if (n == 1) return volume_of(boxes[0].edge, dims);
    if (dims == 1) {
        sort_by_edge(boxes, n, 0);
        return boxes[0].edge[0];
    }
    if (dims == 2) return union_of_2(boxes, n);
    if (dims == 3) return union_of_3(boxes, n, r->boxes);
    return union_of_many(r, boxes, n, dims);
}

static rix_status check_reference(rix_mat outcomes, rix_vec reference, rix_error *err)
{
    rix_status status = rix_i_check_mat(outcomes, "outcomes", err);
    if (status == RIX_OK) status = rix_i_check_vec(reference, "reference", err);
    if (status != RIX_OK) return status;
    if (outcomes.cols == 0) {
        return rix_i_fail(err, RIX_EINVAL, "outcomes", RIX_I_NOWHERE, "outcomes has no columns");
    }
    if (reference.size != outcomes.cols) {
        return rix_i_fail(err, RIX_EDIM, "reference", RIX_I_NOWHERE,
                          "reference has %zu values for %zu columns", reference.size,
                          outcomes.cols);
    }
    for (size_t j = 0; j < reference.size; j++) {
        if (isfinite(rix_i_vget(reference, j))) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "reference", RIX_I_COL(j),
                          "reference of column %zu is %s, not a finite number", j,
                          rix_i_number(rix_i_vget(reference, j)).s);
    }
    return RIX_OK;
}

/* Lists the efficient rows that are below the reference everywhere, as boxes. */
static rix_status list_boxes(rix_mat outcomes, rix_vec reference, const size_t *rows, size_t count,
                             double *edges, box *boxes, size_t *n, rix_error *err)
{
    *n = 0;
    for (size_t k = 0; k < count; k++) {
        double *edge = edges + *n * outcomes.cols;
        bool below = true;
        for (size_t j = 0; j < outcomes.cols; j++) {
            const double value = rix_i_get(outcomes, rows[k], j);
            if (isinf(value) && value < 0.0) {
                return rix_i_fail(err, RIX_EDOMAIN, "outcomes",
                                  RIX_I_CELL(rows[k], j, RIX_NO_INDEX),
                                  "outcome of row %zu, column %zu is -Inf", rows[k], j);
            }
            edge[j] = rix_i_vget(reference, j) - value;
            below = below && edge[j] > 0.0;
        }
        if (below) boxes[(*n)++] = (box){ edge, 0.0 };
    }
    return RIX_OK;
}

static rix_status make_room(room *r, rix_error *err)
{
    const size_t blocks = r->dims > 3 ? r->dims - 2 : 1;
    size_t cells, boxes;
    r->edges = NULL;
    r->boxes = NULL;
    if (!rix_i_size_product(r->n, r->dims, &cells) || !rix_i_size_product(cells, blocks, &cells) ||
        !rix_i_size_product(r->n, r->dims + 1, &boxes) ||
        !rix_i_size_product(boxes, sizeof *r->boxes / sizeof(double), &(size_t){ 0 })) {
        return rix_i_fail(err, RIX_EOVERFLOW, "outcomes", RIX_I_NOWHERE,
                          "%zu efficient rows of %zu columns are too many", r->n, r->dims);
    }
    r->edges = calloc(cells, sizeof *r->edges);
    r->boxes = calloc(boxes, sizeof *r->boxes);
    return r->edges && r->boxes ? RIX_OK : rix_i_no_memory(err);
}

static rix_status measure(rix_mat outcomes, rix_vec reference, const size_t *rows, size_t count,
                          double *volume, rix_error *err)
{
    room r = { NULL, NULL, count, outcomes.cols };
    size_t n = 0;
    rix_status status = make_room(&r, err);
    if (status == RIX_OK) {
        box *boxes = r.boxes + r.dims * r.n;
        status = list_boxes(outcomes, reference, rows, count, edges_of(&r, r.dims), boxes, &n, err);
        const double found = status == RIX_OK ? union_of(&r, boxes, n, r.dims) : 0.0;
        if (status == RIX_OK && !isfinite(found)) {
            status = rix_i_fail(err, RIX_ENUMERIC, "outcomes", RIX_I_NOWHERE,
                                "the hypervolume is not a finite number");
        }
        if (status == RIX_OK) *volume = found;
    }
    free(r.edges);
    free(r.boxes);
    return status;
}

rix_status rix_hypervolume(rix_mat outcomes, rix_vec reference, double *volume, rix_error *err)
{
    if (!volume) return rix_i_null(err, "volume");
    rix_status status = check_reference(outcomes, reference, err);
    if (status != RIX_OK) return status;
    size_t *rows = calloc(outcomes.rows + 1, sizeof *rows), count = 0;
    if (!rows) return rix_i_no_memory(err);
    status = rix_efficient_set(outcomes, rows, &count, err);
    if (status == RIX_OK && count == 0) *volume = 0.0;
    if (status == RIX_OK && count > 0)
        status = measure(outcomes, reference, rows, count, volume, err);
    free(rows);
    return status;
}
