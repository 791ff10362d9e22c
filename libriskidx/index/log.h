/* index/log.h - what the steps did, and what they could not do. */
#ifndef RIX_I_LOG_H
#define RIX_I_LOG_H

#include <riskidx/index.h>

/** Start from { 0 } with `strict` set. */
typedef struct rix_i_log {
    rix_log_entry *entries; /* each owns its message */
    size_t size, capacity;
    bool strict; /* a warning is an error */
} rix_i_log;

/**
 * Adds a line about what line->row, line->node and line->message say. Under strict a warning fails
 * with RIX_EMISSING instead, in the same words.
 *
 * A line is written with rix_i_fail(&line, RIX_EMISSING, ...), so that both come out alike.
 */
rix_status rix_i_log_add(rix_i_log *log, rix_severity severity, const char *step,
                         const rix_error *line, rix_error *err);

void rix_i_log_clear(rix_i_log *log);

#endif
