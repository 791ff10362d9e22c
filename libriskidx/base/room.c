/* room.c - much memory at once. */
#define _DEFAULT_SOURCE /* for madvise, which is not of POSIX */

#include "base/room.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

/* The larger pages of most machines that have them; and how many of them make it worth while. */
static const size_t PAGE = (size_t)1 << 21, PAGES = 4;

void *rix_i_large_new(size_t bytes)
{
    char *room = malloc(bytes);
#if defined(MADV_HUGEPAGE)
    if (room && bytes >= PAGES * PAGE) {
        const size_t to_next = (PAGE - (size_t)((uintptr_t)room % PAGE)) % PAGE;
        madvise(room + to_next, (bytes - to_next) / PAGE * PAGE,
                MADV_HUGEPAGE); /* a wish, no more */
    }
#endif
    return room;
}
