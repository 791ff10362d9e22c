/* base/error.h - how the library says what went wrong. */
#ifndef RIX_I_ERROR_H
#define RIX_I_ERROR_H

#include <riskidx/base.h>

#if defined(__GNUC__)
#define RIX_I_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define RIX_I_PRINTF(format_at, args_at)
#endif

/** Where an error is; start from RIX_I_NOWHERE. */
typedef struct rix_i_place {
    size_t row, col, node;
} rix_i_place;

#define RIX_I_NOWHERE ((rix_i_place){ RIX_NO_INDEX, RIX_NO_INDEX, RIX_NO_INDEX })
#define RIX_I_ROW(r) ((rix_i_place){ (r), RIX_NO_INDEX, RIX_NO_INDEX })
#define RIX_I_COL(c) ((rix_i_place){ RIX_NO_INDEX, (c), RIX_NO_INDEX })
#define RIX_I_NODE(n) ((rix_i_place){ RIX_NO_INDEX, RIX_NO_INDEX, (n) })
#define RIX_I_CELL(r, c, n) ((rix_i_place){ (r), (c), (n) })

/**
 * Fills err (unless it is NULL) and returns code, so that `return rix_i_fail(...)` reads as one act.
 * format takes %s, %zu and the like; doubles go through rix_i_number, labels through rix_i_label.
 */
rix_status rix_i_fail(rix_error *err, rix_status code, const char *arg, rix_i_place place,
                      const char *format, ...) RIX_I_PRINTF(5, 6);

/** The one message for memory that could not be had. */
rix_status rix_i_no_memory(rix_error *err);

/** Fails with RIX_EINVAL "<arg> is NULL". */
rix_status rix_i_null(rix_error *err, const char *arg);

#endif
