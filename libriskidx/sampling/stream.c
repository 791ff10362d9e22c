/* stream.c - counter-based random streams: Philox4x32-10. */
#include <riskidx/sampling.h>

#include "sampling/fill.h"

/* Multipliers, key increments and rounds of Salmon et al. (2011), table 2 and section 4. */
enum { ROUNDS = 10 };
static const uint32_t MULTIPLIER_0 = 0xD2511F53u, MULTIPLIER_1 = 0xCD9E8D57u;
static const uint32_t WEYL_0 = 0x9E3779B9u, WEYL_1 = 0xBB67AE85u;

static inline void philox(const uint32_t counter[4], const uint32_t key[2], uint32_t block[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t p0 = (uint64_t)MULTIPLIER_0 * c0, p1 = (uint64_t)MULTIPLIER_1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
    block[0] = c0;
    block[1] = c1;
    block[2] = c2;
    block[3] = c3;
}

void rix_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t block[4])
{
    philox(counter, key, block);
}

void rix_stream_init(rix_stream *s, uint64_t seed, uint64_t stream)
{
    const rix_stream fresh = {
        { (uint32_t)seed, (uint32_t)(seed >> 32) },
        { 0, 0, (uint32_t)stream, (uint32_t)(stream >> 32) },
        { 0, 0, 0, 0 },
        4, /* nothing left: the first draw makes the first block */
    };
    *s = fresh;
}

uint64_t rix_stream_bits(rix_stream *s)
{
    if (s->used == 4) {
        rix_philox4x32(s->counter, s->key, s->block);
        if (++s->counter[0] == 0) s->counter[1]++;
        s->used = 0;
    }
    const uint64_t low = s->block[s->used], high = s->block[s->used + 1];
    s->used += 2;
    return high << 32 | low;
}

/* 52 bits and a half fit a double exactly, so neither end of (0, 1) can be reached by rounding. */
static inline double uniform_of(uint64_t bits) { return ((double)(bits >> 12) + 0.5) * 0x1p-52; }

double rix_stream_uniform(rix_stream *s) { return uniform_of(rix_stream_bits(s)); }

void rix_i_stream_uniforms(uint64_t seed, uint64_t stream, size_t n, double *u)
{
    const uint32_t key[2] = { (uint32_t)seed, (uint32_t)(seed >> 32) };
    uint32_t counter[4] = { 0, 0, (uint32_t)stream, (uint32_t)(stream >> 32) }, block[4];
    for (size_t k = 0; k < n; k += 2) {
        counter[0] = (uint32_t)(k / 2);
        counter[1] = (uint32_t)((uint64_t)k / 2 >> 32);
        philox(counter, key, block);
        u[k] = uniform_of((uint64_t)block[1] << 32 | block[0]);
        if (k + 1 < n) u[k + 1] = uniform_of((uint64_t)block[3] << 32 | block[2]);
    }
}
