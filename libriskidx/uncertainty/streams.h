/* uncertainty/streams.h - which streams of a seed are whose, so that a sample and its bootstrap share none. */
#ifndef RIX_I_UNCERTAINTY_STREAMS_H
#define RIX_I_UNCERTAINTY_STREAMS_H

#include <stdint.h>

/** Rows of a random sample have the streams from 0 on; dimensions of Halton's, replicates of the bootstrap, and
 * what a number of the sample starts (2^61 of them) begin here. */
#define RIX_I_STREAMS_HALTON (UINT64_C(1) << 62)
#define RIX_I_STREAMS_BOOTSTRAP (UINT64_C(2) << 62)
#define RIX_I_STREAMS_INPUT (UINT64_C(3) << 62)

/** Times the number of an input, from 1: its own part of the seed. Odd: the golden ratio of 2^64. */
#define RIX_I_SEED_INPUT UINT64_C(0x9E3779B97F4A7C15)

#endif
