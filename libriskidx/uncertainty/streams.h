/* uncertainty/streams.h - which streams of a seed are whose, so that a sample and its bootstrap share none. */
#ifndef RIX_I_UNCERTAINTY_STREAMS_H
#define RIX_I_UNCERTAINTY_STREAMS_H

#include <stdint.h>

/** Rows of a random sample have the streams from 0 on; dimensions of Halton's and replicates start here. */
#define RIX_I_STREAMS_HALTON (UINT64_C(1) << 62)
#define RIX_I_STREAMS_BOOTSTRAP (UINT64_C(2) << 62)

#endif
