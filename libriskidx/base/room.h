/* base/room.h - much memory at once. */
#ifndef RIX_I_ROOM_H
#define RIX_I_ROOM_H

#include <stddef.h>

/**
 * As malloc, for results of many megabytes, to be freed with free. Where the system has larger pages it is asked
 * for them: to hand out a page for every few replicates takes longer than to compute them.
 */
void *rix_i_large_new(size_t bytes);

#endif
