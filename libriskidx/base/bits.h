/* base/bits.h - the bits of two doubles at a time, for functions that take a number apart.
 *
 * Each function gives both halves what the plain expression beside it gives, on any machine. */
#ifndef RIX_I_BITS_H
#define RIX_I_BITS_H

#include <stdint.h>
#include <string.h>

#include "base/pair.h"

#if defined(__SSE2__) /* every x86-64 */

typedef __m128i rix_i_bits;

static inline rix_i_bits rix_i_bits_of(uint64_t x) { return _mm_set1_epi64x((long long)x); }
static inline rix_i_bits rix_i_bits_from(rix_i_pair a) { return _mm_castpd_si128(a); }
static inline rix_i_pair rix_i_bits_pair(rix_i_bits a) { return _mm_castsi128_pd(a); }

/* a + b, a - b, a & b, modulo 2^64. */
static inline rix_i_bits rix_i_bits_add(rix_i_bits a, rix_i_bits b) { return _mm_add_epi64(a, b); }
static inline rix_i_bits rix_i_bits_sub(rix_i_bits a, rix_i_bits b) { return _mm_sub_epi64(a, b); }
static inline rix_i_bits rix_i_bits_and(rix_i_bits a, rix_i_bits b) { return _mm_and_si128(a, b); }

/* a << n and a >> n. */
static inline rix_i_bits rix_i_bits_left(rix_i_bits a, int n) { return _mm_slli_epi64(a, n); }
static inline rix_i_bits rix_i_bits_right(rix_i_bits a, int n) { return _mm_srli_epi64(a, n); }

/* (double)((int64_t)a >> 52) */
static inline rix_i_pair rix_i_bits_exponent(rix_i_bits a)
{
    return _mm_cvtepi32_pd(_mm_shuffle_epi32(_mm_srai_epi32(a, 20), _MM_SHUFFLE(3, 1, 3, 1)));
}

/* table[a] for a < 65536 */
static inline rix_i_pair rix_i_bits_look_up(const double *table, rix_i_bits a)
{
    return _mm_set_pd(table[_mm_extract_epi16(a, 4)], table[_mm_extract_epi16(a, 0)]);
}

/* Whether low <= x <= high in both halves, and neither is NaN. */
static inline int rix_i_pair_within(rix_i_pair x, double low, double high)
{
    const __m128d at_least = _mm_cmpge_pd(x, _mm_set1_pd(low));
    return _mm_movemask_pd(_mm_and_pd(at_least, _mm_cmple_pd(x, _mm_set1_pd(high)))) == 3;
}

#else

typedef struct rix_i_bits {
    uint64_t x[2];
} rix_i_bits;

static inline rix_i_bits rix_i_bits_of(uint64_t x) { return (rix_i_bits){ { x, x } }; }

static inline rix_i_bits rix_i_bits_from(rix_i_pair a)
{
    rix_i_bits b;
    memcpy(&b, &a, sizeof b);
    return b;
}

static inline rix_i_pair rix_i_bits_pair(rix_i_bits a)
{
    rix_i_pair b;
    memcpy(&b, &a, sizeof b);
    return b;
}

static inline rix_i_bits rix_i_bits_add(rix_i_bits a, rix_i_bits b)
{
    return (rix_i_bits){ { a.x[0] + b.x[0], a.x[1] + b.x[1] } };
}

static inline rix_i_bits rix_i_bits_sub(rix_i_bits a, rix_i_bits b)
{
    return (rix_i_bits){ { a.x[0] - b.x[0], a.x[1] - b.x[1] } };
}

static inline rix_i_bits rix_i_bits_and(rix_i_bits a, rix_i_bits b)
{
    return (rix_i_bits){ { a.x[0] & b.x[0], a.x[1] & b.x[1] } };
}

static inline rix_i_bits rix_i_bits_left(rix_i_bits a, int n)
{
    return (rix_i_bits){ { a.x[0] << n, a.x[1] << n } };
}

static inline rix_i_bits rix_i_bits_right(rix_i_bits a, int n)
{
    return (rix_i_bits){ { a.x[0] >> n, a.x[1] >> n } };
}

static inline rix_i_pair rix_i_bits_exponent(rix_i_bits a)
{
    const uint64_t sign = (uint64_t)1
                          << 11; /* of what is left, where a shift of its own need not keep it */
    return rix_i_pair_from((double)(int64_t)((a.x[0] >> 52) ^ sign) - (double)sign,
                           (double)(int64_t)((a.x[1] >> 52) ^ sign) - (double)sign);
}

static inline rix_i_pair rix_i_bits_look_up(const double *table, rix_i_bits a)
{
    return rix_i_pair_from(table[a.x[0]], table[a.x[1]]);
}

static inline int rix_i_pair_within(rix_i_pair x, double low, double high)
{
    return x.x[0] >= low && x.x[0] <= high && x.x[1] >= low && x.x[1] <= high;
}

#endif

#endif
