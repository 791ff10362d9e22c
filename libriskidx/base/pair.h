/* base/pair.h - two doubles at a time, for the loops in which millions of rows spend their time. Compilers do not
 * find it by themselves where missing data come in, as minimum and maximum then may not be reordered.
 *
 * Each function gives both halves to the last bit what the plain expression beside it gives, on any machine. */
#ifndef RIX_I_PAIR_H
#define RIX_I_PAIR_H

#include <math.h>

/** For functions that are called with constants, and are to be compiled once for each of them. */
#if defined(__GNUC__)
#define RIX_I_TEMPLATE static inline __attribute__((always_inline))
#else
#define RIX_I_TEMPLATE static inline
#endif

#if defined(__SSE2__) /* every x86-64 */
#include <emmintrin.h>

typedef __m128d rix_i_pair;

#define RIX_I_PAIR_2(name, intrinsic, expression)                                                  \
    static inline rix_i_pair rix_i_pair_##name(rix_i_pair a, rix_i_pair b)                         \
    {                                                                                              \
        return intrinsic(a, b);                                                                    \
    }

static inline rix_i_pair rix_i_pair_of(double x) { return _mm_set1_pd(x); }
static inline rix_i_pair rix_i_pair_from(double x, double y) { return _mm_set_pd(y, x); }
static inline rix_i_pair rix_i_pair_load(const double *x) { return _mm_loadu_pd(x); }
static inline void rix_i_pair_store(double *x, rix_i_pair a) { _mm_storeu_pd(x, a); }

/* a where x is not NaN, else 0. */
static inline rix_i_pair rix_i_pair_where(rix_i_pair x, rix_i_pair a)
{
    return _mm_and_pd(_mm_cmpord_pd(x, x), a);
}

#else

typedef struct rix_i_pair {
    double x[2];
} rix_i_pair;

#define RIX_I_PAIR_2(name, intrinsic, expression)                                                  \
    static inline rix_i_pair rix_i_pair_##name(rix_i_pair p, rix_i_pair q)                         \
    {                                                                                              \
        for (int k = 0; k < 2; k++) {                                                              \
            const double a = p.x[k], b = q.x[k];                                                   \
            p.x[k] = expression;                                                                   \
        }                                                                                          \
        return p;                                                                                  \
    }

static inline rix_i_pair rix_i_pair_of(double x) { return (rix_i_pair){ { x, x } }; }
static inline rix_i_pair rix_i_pair_from(double x, double y) { return (rix_i_pair){ { x, y } }; }
static inline rix_i_pair rix_i_pair_load(const double *x) { return (rix_i_pair){ { x[0], x[1] } }; }
static inline void rix_i_pair_store(double *x, rix_i_pair a)
{
    x[0] = a.x[0];
    x[1] = a.x[1];
}

static inline rix_i_pair rix_i_pair_where(rix_i_pair x, rix_i_pair a)
{
    for (int k = 0; k < 2; k++) a.x[k] = isnan(x.x[k]) ? 0 : a.x[k];
    return a;
}

#endif

RIX_I_PAIR_2(add, _mm_add_pd, a + b)
RIX_I_PAIR_2(sub, _mm_sub_pd, a - b)
RIX_I_PAIR_2(mul, _mm_mul_pd, a * b)
RIX_I_PAIR_2(div, _mm_div_pd, a / b)
RIX_I_PAIR_2(min, _mm_min_pd, a < b ? a : b) /* b if either is NaN */
RIX_I_PAIR_2(max, _mm_max_pd, a > b ? a : b) /* likewise */

#undef RIX_I_PAIR_2

/** The two halves. */
static inline void rix_i_pair_split(rix_i_pair a, double *first, double *second)
{
    double both[2];
    rix_i_pair_store(both, a);
    *first = both[0];
    *second = both[1];
}

#endif
