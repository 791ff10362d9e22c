/* riskidx/sampling.h - counter-based random streams.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_SAMPLING_H
#define RISKIDX_SAMPLING_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/**
 * The Philox4x32-10 block function: 128 random bits for every counter under a key.
 * Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11.
 *
 * @param counter  4 words, any value
 * @param key      2 words, any value
 * @param block    [out] 4 words; may be the same array as counter
 *
 * Constant time, any thread.
 * @since 0.1
 */
RIX_API void rix_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t block[4]);

/**
 * One random stream: draws number 0, 1, 2 ... of (seed, stream). Streams of one seed are independent,
 * so replicate k takes stream k and the result depends neither on the thread that runs it nor on the
 * machine. Copy the struct to keep a place; the fields are not for callers.
 */
typedef struct rix_stream {
    uint32_t key[2];     /**< the seed */
    uint32_t counter[4]; /**< block number (two words), stream (two words) */
    uint32_t block[4];   /**< the current block */
    unsigned used;       /**< words of it already given out */
} rix_stream;

/**
 * Puts a stream at its first draw.
 *
 * @param s       [out] the stream
 * @param seed    any value; same seed, same draws, on every machine
 * @param stream  number of the stream, any value
 *
 * Constant time, any thread.
 * @since 0.1
 */
RIX_API void rix_stream_init(rix_stream *s, uint64_t seed, uint64_t stream);

/**
 * Next 64 random bits of a stream.
 *
 * @param s  [in,out] the stream, from rix_stream_init
 * @return uniform on 0 .. 2^64 - 1. One thread at a time per stream.
 * @since 0.1
 */
RIX_API uint64_t rix_stream_bits(rix_stream *s);

/**
 * Next uniform number of a stream: the top 52 bits of rix_stream_bits, plus one half, times 2^-52.
 *
 * @param s  [in,out] the stream, from rix_stream_init
 * @return uniform on the open interval (0, 1), never 0 or 1. One thread at a time per stream.
 * @since 0.1
 */
RIX_API double rix_stream_uniform(rix_stream *s);

RIX_END_DECLS
#endif
