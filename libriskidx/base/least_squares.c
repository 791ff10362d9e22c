/* least_squares.c - a sum of squares, made small. */
#include "base/least_squares.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 300, TRIES = 40 };

#define DIFFERENCE 1e-7 /* of a variable, for a derivative */
#define PROGRESS 1e-13  /* a step that gains less, as a share of the sum of squares, is the last */

typedef struct search {
    size_t n, m;
    rix_i_residuals residuals;
    void *user;
    double *x;                    /* n */
    double *r, *other;            /* m: residuals at x, and elsewhere */
    double *slope;                /* m x n */
    double *normal, *factor;      /* n x n: slope' slope, and its damped factor */
    double *gradient, *step, *at; /* n */
} search;

size_t rix_i_least_squares_room(size_t n, size_t m) { return 2 * m + m * n + 2 * n * n + 3 * n; }

static double squares_of(const double *r, size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++) sum += r[i] * r[i];
    return sum;
}

/* The sum of squares at `at`, its residuals in `other`. */
static double look(search *s)
{
    if (!s->residuals(s->at, s->other, s->user)) return INFINITY;
    const double sum = squares_of(s->other, s->m);
    return isnan(sum) ? (double)INFINITY : sum;
}

/* Slopes of the residuals at x, and what follows from them; a variable with no slope to be had does not move. */
static void find_slopes(search *s)
{
    memcpy(s->at, s->x, s->n * sizeof *s->x);
    for (size_t j = 0; j < s->n; j++) {
        const double h = DIFFERENCE * fmax(fabs(s->x[j]), 1e-2);
        s->at[j] = s->x[j] + h;
        const bool there = isfinite(look(s));
        for (size_t i = 0; i < s->m; i++) {
            s->slope[i * s->n + j] = there ? (s->other[i] - s->r[i]) / (s->at[j] - s->x[j]) : 0;
        }
        s->at[j] = s->x[j];
    }
    for (size_t j = 0; j < s->n; j++) {
        s->gradient[j] = 0;
        for (size_t i = 0; i < s->m; i++) s->gradient[j] += s->slope[i * s->n + j] * s->r[i];
        for (size_t k = 0; k <= j; k++) {
            double sum = 0;
            for (size_t i = 0; i < s->m; i++)
                sum += s->slope[i * s->n + j] * s->slope[i * s->n + k];
            s->normal[j * s->n + k] = sum;
        }
    }
}

/* step = -(normal + damping) ^ -1 gradient, by Cholesky's factor; false where rounding leaves none. */
static bool find_step(search *s, double damping)
{
    const size_t n = s->n;
    for (size_t j = 0; j < n; j++) {
        for (size_t k = 0; k <= j; k++) {
            double sum = s->normal[j * n + k] + (j == k ? damping : 0);
            for (size_t l = 0; l < k; l++) sum -= s->factor[j * n + l] * s->factor[k * n + l];
            if (k < j) {
                s->factor[j * n + k] = sum / s->factor[k * n + k];
            } else if (sum > 0) {
                s->factor[j * n + j] = sqrt(sum);
            } else {
                return false;
            }
        }
    }
    for (size_t j = 0; j < n; j++) {
        double sum = -s->gradient[j];
        for (size_t l = 0; l < j; l++) sum -= s->factor[j * n + l] * s->step[l];
        s->step[j] = sum / s->factor[j * n + j];
    }
    for (size_t j = n; j-- > 0;) {
        for (size_t l = j + 1; l < n; l++) s->step[j] -= s->factor[l * n + j] * s->step[l];
        s->step[j] /= s->factor[j * n + j];
    }
    return true;
}

static double largest_slope(const search *s)
{
    double most = 0;
    for (size_t j = 0; j < s->n; j++) most = fmax(most, s->normal[j * s->n + j]);
    return most;
}

/* One step down, damped more and more until it is one; false if none is found. */
static bool go_down(search *s, double *damping, double *sum)
{
    for (int k = 0; k < TRIES; k++) {
        if (find_step(s, *damping)) {
            for (size_t j = 0; j < s->n; j++) s->at[j] = s->x[j] + s->step[j];
            const double there = look(s);
            if (there < *sum) {
                memcpy(s->x, s->at, s->n * sizeof *s->x);
                memcpy(s->r, s->other, s->m * sizeof *s->r);
                *sum = there;
                *damping /= 10;
                return true;
            }
        }
        *damping *= 4;
    }
    return false;
}

double rix_i_least_squares(size_t n, size_t m, rix_i_residuals residuals, void *user, double *x,
                           double *room)
{
    search s = { .n = n, .m = m, .residuals = residuals, .user = user, .x = x };
    s.r = room;
    s.other = s.r + m;
    s.slope = s.other + m;
    s.normal = s.slope + m * n;
    s.factor = s.normal + n * n;
    s.gradient = s.factor + n * n;
    s.step = s.gradient + n;
    s.at = s.step + n;
    memcpy(s.at, x, n * sizeof *x);
    double sum = look(&s);
    if (isinf(sum)) return sum;
    memcpy(s.r, s.other, m * sizeof *s.r);
    find_slopes(&s);
    double damping = 1e-3 * largest_slope(&s);
    for (int k = 0; k < MOST_STEPS && sum > 0 && damping > 0; k++) {
        const double before = sum;
        if (!go_down(&s, &damping, &sum) || before - sum <= PROGRESS * before) break;
        find_slopes(&s);
    }
    return sum;
}
