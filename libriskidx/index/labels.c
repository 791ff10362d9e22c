/* labels.c - which labels are the same: a hash table, as panels have millions of rows and few units. */
#include "index/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* FNV-1a. */
static size_t hash_of(const char *label)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *c = label; *c; c++) {
        hash ^= (unsigned char)*c;
        hash *= UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ (hash >> 32));
}

/* The slot of a label, which is taken by its first place or free. */
static size_t find_slot(const char *const *labels, const size_t *slot, size_t mask,
                        const char *label)
{
    size_t at = hash_of(label) & mask;
    while (slot[at] != 0 && strcmp(labels[slot[at] - 1], label) != 0) at = (at + 1) & mask;
    return at;
}

rix_status rix_i_group_labels(const char *const *labels, size_t n, size_t *first, rix_error *err)
{
    size_t size = 16; /* a power of two, at most half of it taken */
    while (size / 2 < n && size <= SIZE_MAX / 4) size *= 2;
    size_t *slot = calloc(size, sizeof *slot); /* places from 1; 0 is free */
    if (!slot) return rix_i_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        first[i] = RIX_NO_INDEX;
        if (!labels[i] || !labels[i][0]) continue;
        const size_t at = find_slot(labels, slot, size - 1, labels[i]);
        if (slot[at] == 0) slot[at] = i + 1;
        first[i] = slot[at] - 1;
    }
    free(slot);
    return RIX_OK;
}
