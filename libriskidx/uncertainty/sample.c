/* sample.c - the sample of a variance-based sensitivity analysis: random or scrambled Halton. */
#include <riskidx/sampling.h>
#include <riskidx/uncertainty.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "sampling/fill.h"
#include "uncertainty/points.h"
#include "uncertainty/streams.h"

enum { MOST_INPUTS = 4096 };
#define MOST_ROWS UINT64_C(0xFFFFFFFF)
#define MOST_POINTS (UINT64_C(1) << 52) /* of one dimension: a point and a half are exact */

/** A range of rows of the sample. */
typedef struct range {
    size_t first, n, d;
    uint64_t seed;
    rix_out out;
} range;

/* Whether a row of this block has dimension k (of 2d) of its point. */
static bool has_dimension(const range *r, size_t block, size_t k)
{
    if (block < 2) return (k >= r->d) == (block == 1);
    return k < r->d ? block - 2 != k : block - 2 == k - r->d;
}

static void fill_random(const range *r)
{
    for (size_t i = 0; i < r->out.rows; i++) {
        const size_t row = r->first + i, block = row / r->n;
        rix_stream s;
        rix_stream_init(&s, r->seed, row % r->n);
        for (size_t k = 0; k < 2 * r->d; k++) {
            const double u = rix_stream_uniform(&s);
            if (has_dimension(r, block, k)) rix_i_set(r->out, i, k % r->d, u);
        }
    }
}

/* ---------------------------------------------------------------------------------- Halton -- */

static uint32_t next_prime(uint32_t after)
{
    for (uint32_t p = after + 1;; p++) {
        uint32_t k = 2;
        while (k * k <= p && p % k != 0) k++;
        if (k * k > p) return p;
    }
}

/* Digits in this base that there are room for. */
static size_t digits_of(uint32_t base, uint64_t *points)
{
    size_t digits = 0;
    *points = 1;
    while (*points <= MOST_POINTS / base) {
        *points *= base;
        digits++;
    }
    return digits;
}

/* A random permutation of 0 .. base - 1 for each digit, by Fisher and Yates. */
static void permute_digits(rix_stream *s, uint32_t base, size_t digits, uint32_t *digit)
{
    for (size_t m = 0; m < digits; m++, digit += base) {
        for (uint32_t k = 0; k < base; k++) {
            const uint32_t at = (uint32_t)(rix_stream_bits(s) % (k + 1));
            digit[k] = digit[at];
            digit[at] = k;
        }
    }
}

/* The first n points of one dimension. */
static void halton_points(uint32_t base, size_t digits, uint64_t points, const uint32_t *digit,
                          size_t n, double *u)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t left = i, place = 0;
        const uint32_t *permuted = digit;
        for (size_t m = 0; m < digits; m++, permuted += base) {
            place = place * base + permuted[left % base];
            left /= base;
        }
        u[i] = ((double)place + 0.5) / (double)points;
    }
}

/* Memory for the digits of any dimension, and for the points of one. */
typedef struct halton {
    uint32_t *digit;
    double *u;
} halton;

static bool halton_new(halton *h, size_t dimensions, size_t n)
{
    uint32_t base = 1;
    size_t room = 0; /* the most that any dimension needs: digits fall in steps as bases grow */
    for (size_t k = 0; k < dimensions; k++) {
        uint64_t points;
        base = next_prime(base);
        const size_t need = base * digits_of(base, &points);
        if (need > room) room = need;
    }
    h->digit = calloc(room, sizeof *h->digit);
    h->u = malloc(n * sizeof *h->u);
    return h->digit && h->u;
}

static void halton_free(halton *h)
{
    free(h->digit);
    free(h->u);
}

/* The points of dimension k, whose base follows that of the dimension before. */
static void halton_dimension(halton *h, size_t k, uint32_t *base, uint64_t seed, size_t n)
{
    uint64_t points;
    rix_stream s;
    *base = next_prime(*base);
    const size_t digits = digits_of(*base, &points);
    rix_stream_init(&s, seed, RIX_I_STREAMS_HALTON + k);
    permute_digits(&s, *base, digits, h->digit);
    halton_points(*base, digits, points, h->digit, n, h->u);
}

static void fill_dimension(const range *r, size_t k, const double *u)
{
    for (size_t i = 0; i < r->out.rows; i++) {
        const size_t row = r->first + i;
        if (has_dimension(r, row / r->n, k)) rix_i_set(r->out, i, k % r->d, u[row % r->n]);
    }
}

static rix_status fill_halton(const range *r, rix_error *err)
{
    halton h = { NULL, NULL };
    uint32_t base = 1;
    const bool room = halton_new(&h, 2 * r->d, r->n);
    for (size_t k = 0; k < 2 * r->d && room; k++) {
        halton_dimension(&h, k, &base, r->seed, r->n);
        fill_dimension(r, k, h.u);
    }
    halton_free(&h);
    return room ? RIX_OK : rix_i_no_memory(err);
}

static rix_status check_range(const range *r, rix_error *err)
{
    size_t rows;
    if (r->n == 0 || (uint64_t)r->n > MOST_ROWS) {
        return rix_i_fail(err, RIX_EINVAL, "n", RIX_I_NOWHERE, "n is %zu, not in 1 .. 2^32 - 1",
                          r->n);
    }
    if (r->d == 0 || r->d > MOST_INPUTS) {
        return rix_i_fail(err, RIX_EINVAL, "d", RIX_I_NOWHERE, "%zu inputs, not 1 .. %d", r->d,
                          (int)MOST_INPUTS);
    }
    if (!rix_i_size_product(r->n, r->d + 2, &rows)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE, "%zu x %zu rows are too many",
                          r->n, r->d + 2);
    }
    if (r->first > rows || r->out.rows > rows - r->first) {
        return rix_i_fail(err, RIX_EDIM, "out", RIX_I_NOWHERE,
                          "%zu rows from row %zu on are beyond the %zu of the sample", r->out.rows,
                          r->first, rows);
    }
    return rix_i_check_out(r->out, r->out.rows, r->d, "out", err);
}

rix_status rix_sobol_sample(size_t first, size_t n, size_t d, rix_sequence sequence, uint64_t seed,
                            rix_out out, rix_error *err)
{
    const range r = { first, n, d, seed, out };
    const rix_status st = check_range(&r, err);
    if (st != RIX_OK) return st;
    if (sequence == RIX_SEQUENCE_HALTON) return fill_halton(&r, err);
    if (sequence != RIX_SEQUENCE_RANDOM) {
        return rix_i_fail(err, RIX_EINVAL, "sequence", RIX_I_NOWHERE, "no such sequence: %d",
                          (int)sequence);
    }
    fill_random(&r);
    return RIX_OK;
}

/* --------------------------------------------------------------------------------- by points -- */

rix_status rix_i_points_init(rix_i_points *p, size_t n, size_t dimensions, rix_sequence sequence,
                             uint64_t seed, rix_error *err)
{
    const rix_i_points made = { n, dimensions, seed, NULL };
    halton h = { NULL, NULL };
    uint32_t base = 1;
    size_t cells;
    *p = made;
    if (sequence == RIX_SEQUENCE_RANDOM) return RIX_OK;
    if (!rix_i_size_product(n, dimensions, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "n", RIX_I_NOWHERE,
                          "%zu points of %zu dimensions are too many", n, dimensions);
    }
    p->halton = malloc(cells * sizeof *p->halton);
    const bool room = p->halton && halton_new(&h, dimensions, n);
    for (size_t k = 0; k < dimensions && room; k++) {
        halton_dimension(&h, k, &base, seed, n);
        for (size_t i = 0; i < n; i++) p->halton[i * dimensions + k] = h.u[i];
    }
    halton_free(&h);
    return room ? RIX_OK : rix_i_no_memory(err);
}

void rix_i_points_clear(rix_i_points *p)
{
    free(p->halton);
    p->halton = NULL;
}

void rix_i_point(const rix_i_points *p, size_t i, size_t dimensions, double *u)
{
    if (p->halton) {
        memcpy(u, p->halton + i * p->dimensions, dimensions * sizeof *u);
    } else {
        rix_i_stream_uniforms(p->seed, i, dimensions, u);
    }
}
