/* Random streams: the published vectors of Philox4x32-10, and what a stream promises. */
#include <math.h>
#include <string.h>

#include "support.h"

/* Known-answer vectors of Random123 (D. E. Shaw Research), file kat_vectors, lines philox4x32 10. */
static void published_vectors(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], block[4];
    } vectors[] = {
        { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
          { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
          { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };
    for (size_t k = 0; k < sizeof vectors / sizeof *vectors; k++) {
        uint32_t block[4], in_place[4];
        rix_philox4x32(vectors[k].counter, vectors[k].key, block);
        assert_memory_equal(block, vectors[k].block, sizeof block);
        memcpy(in_place, vectors[k].counter, sizeof in_place);
        rix_philox4x32(in_place, vectors[k].key, in_place);
        assert_memory_equal(in_place, vectors[k].block, sizeof in_place);
    }
}

/* Draw n of (seed, stream), straight from the block function: two draws a block, low word first. */
static uint64_t draw(uint64_t seed, uint64_t stream, uint64_t n)
{
    const uint32_t key[2] = { (uint32_t)seed, (uint32_t)(seed >> 32) };
    const uint32_t counter[4] = { (uint32_t)(n / 2), (uint32_t)(n / 2 >> 32), (uint32_t)stream,
                                  (uint32_t)(stream >> 32) };
    uint32_t block[4];
    rix_philox4x32(counter, key, block);
    const size_t first = n % 2 ? 2 : 0;
    return (uint64_t)block[first + 1] << 32 | block[first];
}

static void a_stream_is_its_seed_and_number(void **state)
{
    (void)state;
    static const uint64_t seeds[] = { 0, 1, UINT64_C(1) << 31, UINT64_C(1) << 32, UINT64_MAX };
    for (size_t a = 0; a < 5; a++) {
        for (size_t b = 0; b < 5; b++) {
            rix_stream s;
            rix_stream_init(&s, seeds[a], seeds[b]);
            for (uint64_t n = 0; n < 9; n++) {
                assert_true(rix_stream_bits(&s) == draw(seeds[a], seeds[b], n));
            }
        }
    }
}

static void streams_and_seeds_differ(void **state)
{
    (void)state;
    enum { STREAMS = 64 };
    uint64_t first[2 * STREAMS];
    for (uint64_t k = 0; k < STREAMS; k++) {
        rix_stream s;
        rix_stream_init(&s, 42, k);
        first[k] = rix_stream_bits(&s);
        rix_stream_init(&s, 43 + k, 0);
        first[STREAMS + k] = rix_stream_bits(&s);
    }
    for (size_t i = 0; i < 2 * STREAMS; i++) {
        for (size_t j = 0; j < i; j++) assert_true(first[i] != first[j]);
    }
}

static void a_copy_keeps_the_place(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 7, 3);
    for (int k = 0; k < 5; k++) rix_stream_bits(&s);
    rix_stream kept = s;
    for (int k = 0; k < 20; k++) assert_true(rix_stream_bits(&s) == rix_stream_bits(&kept));
}

/* The block number has two words; the first wraps into the second. */
static void long_streams_carry(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 7, 3);
    s.counter[0] = UINT32_MAX;
    const uint64_t n = 2 * (uint64_t)UINT32_MAX;
    for (uint64_t k = 0; k < 6; k++) assert_true(rix_stream_bits(&s) == draw(7, 3, n + k));
}

static void uniforms_fill_the_open_interval(void **state)
{
    (void)state;
    enum { DRAWS = 100000 };
    rix_stream s, bits;
    double sum = 0.0, squares = 0.0, least = 1.0, most = 0.0;
    rix_stream_init(&s, 2020, 0);
    bits = s;
    for (size_t k = 0; k < DRAWS; k++) {
        const double u = rix_stream_uniform(&s);
        assert_true(u > 0.0 && u < 1.0);
        rix_assert_same(u, ((double)(rix_stream_bits(&bits) >> 12) + 0.5) * 0x1p-52);
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
        least = fmin(least, u);
        most = fmax(most, u);
    }
    rix_assert_near(sum / DRAWS, 0.5, 5.0 * sqrt(1.0 / 12.0 / DRAWS)); /* five standard errors */
    rix_assert_near(squares / DRAWS, 1.0 / 12.0, 5.0 * sqrt(1.0 / 180.0 / DRAWS));
    assert_true(least < 1e-3 && most > 1.0 - 1e-3);
}

/* Neither end is reached where all 64 bits are 0, or all are 1. */
static void the_ends_are_out_of_reach(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 0, 0);
    s.used = 0; /* a block as if drawn */
    for (size_t k = 0; k < 4; k++) s.block[k] = k < 2 ? 0 : UINT32_MAX;
    const double lowest = rix_stream_uniform(&s), highest = rix_stream_uniform(&s);
    assert_true(lowest > 0.0);
    assert_true(highest < 1.0);
    rix_assert_same(lowest, 0x1p-53);
    rix_assert_same(1.0 - highest, 0x1p-53);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors),
        cmocka_unit_test(a_stream_is_its_seed_and_number),
        cmocka_unit_test(streams_and_seeds_differ),
        cmocka_unit_test(a_copy_keeps_the_place),
        cmocka_unit_test(long_streams_carry),
        cmocka_unit_test(uniforms_fill_the_open_interval),
        cmocka_unit_test(the_ends_are_out_of_reach),
    };
    return RIX_RUN_TESTS("stream", tests);
}
