/* log.c - what the steps did, and what they could not do. */
#include "index/log.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static bool grow(rix_i_log *log)
{
    if (log->size < log->capacity) return true;
    const size_t capacity = log->capacity ? 2 * log->capacity : 8;
    if (capacity > (size_t)PTRDIFF_MAX / sizeof *log->entries) return false;
    rix_log_entry *entries = realloc(log->entries, capacity * sizeof *entries);
    if (!entries) return false;
    log->entries = entries;
    log->capacity = capacity;
    return true;
}

rix_status rix_i_log_add(rix_i_log *log, rix_severity severity, const char *step,
                         const rix_error *line, rix_error *err)
{
    if (log->strict && severity == RIX_WARNING) {
        if (err) *err = *line;
        return line->code;
    }
    const size_t size = strlen(line->message) + 1;
    char *message = malloc(size);
    if (!message || !grow(log)) {
        free(message);
        return rix_i_no_memory(err);
    }
    memcpy(message, line->message, size);
    const rix_log_entry entry = { severity, step, line->row, line->node, message };
    log->entries[log->size++] = entry;
    return RIX_OK;
}

void rix_i_log_clear(rix_i_log *log)
{
    for (size_t i = 0; i < log->size; i++) free((void *)(uintptr_t)log->entries[i].message);
    free(log->entries);
    log->entries = NULL;
    log->size = log->capacity = 0;
}
