/* knee.c - the point of a curve after which more of one outcome buys little of the other. */
#include <riskidx/tradeoff.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/names.h"
#include "base/text.h"
#include "base/view.h"

static const char methods[][RIX_I_NAME_SIZE] = { RIX_KNEE_LIST(RIX_I_NAME_ENTRY) };

const char *rix_knee_method_name(rix_knee_method value) { return RIX_I_NAME_AT(methods, value); }

rix_status rix_knee_method_from_name(const char *name, rix_knee_method *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st =
        rix_i_find_name(name, methods, RIX_I_NAME_COUNT(methods), "definition of a knee", &k, err);
    if (st == RIX_OK) *value = (rix_knee_method)k;
    return st;
}

/** The points of a curve by increasing x and falling y, both scaled to [0, 1]: (0, 1) to (1, 0). */
typedef struct scaled {
    const double *xy; /* n x 2 */
    size_t n;
} scaled;

static double x_of(const scaled *c, size_t k) { return c->xy[2 * k]; }
static double y_of(const scaled *c, size_t k) { return c->xy[2 * k + 1]; }

static double below_chord(const scaled *c, size_t k)
{
    return (1.0 - x_of(c, k) - y_of(c, k)) / sqrt(2.0);
}

/* The angle on the far side of the best, less pi: positive where the curve bends towards the best. */
static double bend(const scaled *c, size_t k)
{
    if (k == 0 || k + 1 == c->n) return 0.0;
    const double before = atan2(y_of(c, k - 1) - y_of(c, k), x_of(c, k) - x_of(c, k - 1)),
                 after = atan2(y_of(c, k) - y_of(c, k + 1), x_of(c, k + 1) - x_of(c, k));
    return before - after;
}

/* Does b lie below the straight line from a to c? */
static bool is_convex(const scaled *s, size_t a, size_t b, size_t c)
{
    return (x_of(s, b) - x_of(s, a)) * (y_of(s, c) - y_of(s, a)) -
               (y_of(s, b) - y_of(s, a)) * (x_of(s, c) - x_of(s, a)) >
           0.0;
}

/* The lower convex hull of the points from `first` to `last` but one: these are best for some weights. */
static size_t hull_of(const scaled *c, size_t first, size_t last, size_t without, size_t *hull)
{
    size_t n = 0;
    for (size_t k = first; k <= last; k++) {
        if (k == without) continue;
        while (n >= 2 && !is_convex(c, hull[n - 2], hull[n - 1], k)) n--;
        hull[n++] = k;
    }
    return n;
}

/* The weight of x at which two points, a before b, are as good: a is the better one above it. */
static double even_weight(const scaled *c, size_t a, size_t b)
{
    const double rise = y_of(c, a) - y_of(c, b), run = x_of(c, b) - x_of(c, a);
    return rise / (rise + run);
}

/* The integral over the weights from low to high of the loss when `other` replaces k. */
static double loss_over(const scaled *c, size_t k, size_t other, double low, double high)
{
    const double x = x_of(c, other) - x_of(c, k), y = y_of(c, other) - y_of(c, k),
                 middle = 0.5 * (low + high);
    return (high - low) * (middle * x + (1.0 - middle) * y);
}

/* Between the weights at which its neighbours on the hull take over, point k would be replaced by the hull of
 * what lies between those: the rightmost for small weights of x, and so on leftwards. */
static double missed(const scaled *c, size_t left, size_t k, size_t right, size_t *hull)
{
    const size_t n = hull_of(c, left, right, k, hull);
    const double top = even_weight(c, left, k);
    double low = even_weight(c, k, right), loss = 0.0;
    for (size_t i = n; i-- > 0;) {
        const double turn = i > 0 ? even_weight(c, hull[i - 1], hull[i]) : top;
        const double high = fmin(turn, top);
        if (high <= low) continue;
        loss += loss_over(c, k, hull[i], low, high);
        low = high;
    }
    return loss;
}

/* hull and again: room for n numbers each. */
static size_t most_missed(const scaled *c, size_t *hull, size_t *again, double *strength)
{
    const size_t n = hull_of(c, 0, c->n - 1, RIX_NO_INDEX, hull);
    size_t knee = RIX_NO_INDEX;
    for (size_t i = 1; i + 1 < n; i++) {
        const double loss = missed(c, hull[i - 1], hull[i], hull[i + 1], again);
        if (loss <= *strength) continue;
        *strength = loss;
        knee = hull[i];
    }
    return knee;
}

static size_t most(const scaled *c, double (*measure)(const scaled *, size_t), double *strength)
{
    size_t knee = RIX_NO_INDEX;
    for (size_t k = 1; k + 1 < c->n; k++) {
        const double value = measure(c, k);
        if (value <= *strength) continue;
        *strength = value;
        knee = k;
    }
    return knee;
}

/* Every column of the listed rows to [0, 1]; a column without spread to 0. */
static void scale_columns(rix_mat outcomes, const size_t *rows, size_t n, double *to)
{
    for (size_t j = 0; j < outcomes.cols; j++) {
        double least = (double)INFINITY, largest = -(double)INFINITY;
        for (size_t k = 0; k < n; k++) {
            least = fmin(least, rix_i_get(outcomes, rows[k], j));
            largest = fmax(largest, rix_i_get(outcomes, rows[k], j));
        }
        const double half = 0.5 * largest - 0.5 * least; /* the whole might overflow */
        for (size_t k = 0; k < n; k++) {
            const double value = 0.5 * rix_i_get(outcomes, rows[k], j) - 0.5 * least;
            to[k * outcomes.cols + j] = half > 0.0 ? value / half : 0.0;
        }
    }
}

static size_t nearest_ideal(const double *points, size_t n, size_t cols, double *strength)
{
    size_t knee = RIX_NO_INDEX;
    for (size_t k = 0; k < n; k++) {
        double square = 0.0;
        for (size_t j = 0; j < cols; j++) square += points[k * cols + j] * points[k * cols + j];
        if (knee != RIX_NO_INDEX && sqrt(square) >= *strength) continue;
        *strength = sqrt(square);
        knee = k;
    }
    return knee;
}

static rix_status find_knee(rix_mat outcomes, rix_knee_method method, const size_t *rows, size_t n,
                            size_t *knee, double *strength, rix_error *err)
{
    double *points = calloc(n * outcomes.cols + 1, sizeof *points);
    size_t *hulls = calloc(2 * n + 1, sizeof *hulls);
    const rix_status status = points && hulls ? RIX_OK : rix_i_no_memory(err);
    if (status == RIX_OK) {
        const scaled curve = { points, n };
        scale_columns(outcomes, rows, n, points);
        if (method == RIX_KNEE_IDEAL) {
            *knee = nearest_ideal(points, n, outcomes.cols, strength);
        } else if (n < 3) {
            *knee = RIX_NO_INDEX;
        } else if (method == RIX_KNEE_UTILITY) {
            *knee = most_missed(&curve, hulls, hulls + n, strength);
        } else {
            *knee = most(&curve, method == RIX_KNEE_CHORD ? below_chord : bend, strength);
        }
    }
    free(points);
    free(hulls);
    return status;
}

static rix_status check_knee(rix_mat outcomes, rix_knee_method method, rix_error *err)
{
    const rix_status status = rix_i_check_mat(outcomes, "outcomes", err);
    if (status != RIX_OK) return status;
    if ((size_t)method >= RIX_I_NAME_COUNT(methods)) {
        return rix_i_fail(err, RIX_EINVAL, "method", RIX_I_NOWHERE, "no definition of a knee %d",
                          (int)method);
    }
    if (method != RIX_KNEE_IDEAL && outcomes.cols != 2) {
        return rix_i_fail(err, RIX_EDIM, "outcomes", RIX_I_NOWHERE,
                          "a knee by '%s' takes two outcomes, not %zu", methods[method],
                          outcomes.cols);
    }
    for (size_t i = 0; i < outcomes.rows; i++) {
        for (size_t j = 0; j < outcomes.cols; j++) {
            const double value = rix_i_get(outcomes, i, j);
            if (!isinf(value)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "outcomes", RIX_I_CELL(i, j, RIX_NO_INDEX),
                              "outcome of row %zu, column %zu is %s", i, j, rix_i_number(value).s);
        }
    }
    return RIX_OK;
}

rix_status rix_knee(rix_mat outcomes, rix_knee_method method, size_t *row, double *strength,
                    rix_error *err)
{
    if (!row) return rix_i_null(err, "row");
    rix_status status = check_knee(outcomes, method, err);
    if (status != RIX_OK) return status;
    size_t *rows = calloc(outcomes.rows + 1, sizeof *rows), count = 0, knee = RIX_NO_INDEX;
    double found = 0.0;
    if (!rows) return rix_i_no_memory(err);
    status = rix_efficient_set(outcomes, rows, &count, err);
    if (status == RIX_OK) status = find_knee(outcomes, method, rows, count, &knee, &found, err);
    if (status == RIX_OK) {
        *row = knee == RIX_NO_INDEX ? RIX_NO_INDEX : rows[knee];
        if (strength) *strength = found;
    }
    free(rows);
    return status;
}
