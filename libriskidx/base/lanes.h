/* base/lanes.h - eight small whole numbers at a time, for the loops that count.
 *
 * Each function gives every lane what the plain expression beside it gives, on any machine. */
#ifndef RIX_I_LANES_H
#define RIX_I_LANES_H

#include <stdint.h>

enum { RIX_I_LANES = 8 };

#if defined(__SSE2__) /* every x86-64 */
#include <emmintrin.h>

typedef __m128i rix_i_lanes;

static inline rix_i_lanes rix_i_lanes_of(int16_t x) { return _mm_set1_epi16(x); }

static inline rix_i_lanes rix_i_lanes_load(const int16_t *x)
{
    return _mm_loadu_si128((const __m128i *)(const void *)x);
}

static inline void rix_i_lanes_store(int16_t *x, rix_i_lanes a)
{
    _mm_storeu_si128((__m128i *)(void *)x, a);
}

/* count + (a > b ? 1 : 0) */
static inline rix_i_lanes rix_i_lanes_count(rix_i_lanes count, rix_i_lanes a, rix_i_lanes b)
{
    return _mm_sub_epi16(count, _mm_cmpgt_epi16(a, b));
}

#else

typedef struct rix_i_lanes {
    int16_t x[RIX_I_LANES];
} rix_i_lanes;

static inline rix_i_lanes rix_i_lanes_load(const int16_t *x)
{
    rix_i_lanes a;
    for (int k = 0; k < RIX_I_LANES; k++) a.x[k] = x[k];
    return a;
}

static inline rix_i_lanes rix_i_lanes_of(int16_t x)
{
    rix_i_lanes a;
    for (int k = 0; k < RIX_I_LANES; k++) a.x[k] = x;
    return a;
}

static inline void rix_i_lanes_store(int16_t *x, rix_i_lanes a)
{
    for (int k = 0; k < RIX_I_LANES; k++) x[k] = a.x[k];
}

static inline rix_i_lanes rix_i_lanes_count(rix_i_lanes count, rix_i_lanes a, rix_i_lanes b)
{
    for (int k = 0; k < RIX_I_LANES; k++) {
        count.x[k] = (int16_t)(count.x[k] + (a.x[k] > b.x[k] ? 1 : 0));
    }
    return count;
}

#endif

#endif
