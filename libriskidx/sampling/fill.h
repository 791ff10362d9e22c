/* sampling/fill.h - many uniform numbers at once. */
#ifndef RIX_I_SAMPLING_FILL_H
#define RIX_I_SAMPLING_FILL_H

#include <riskidx/sampling.h>

/** The first n numbers that rix_stream_uniform gives of a stream, faster. */
void rix_i_stream_uniforms(uint64_t seed, uint64_t stream, size_t n, double *u);

#endif
