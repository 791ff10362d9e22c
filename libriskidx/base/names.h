/* base/names.h - names of enumerators: tables made from the X-macro lists of the public headers. */
#ifndef RIX_I_NAMES_H
#define RIX_I_NAMES_H

#include <riskidx/base.h>

enum { RIX_I_NAME_SIZE = 24 };

/**
 * For a table of names: static const char xs[][RIX_I_NAME_SIZE] = { RIX_X_LIST(RIX_I_NAME_ENTRY) };
 * Arrays of char rather than pointers: nothing for the loader to relocate, so nothing writable.
 */
#define RIX_I_NAME_ENTRY(code, name) name,
#define RIX_I_NAME_COUNT(names) (sizeof(names) / sizeof(names)[0])

/** The name of an enumerator, "unknown" for a value that is none. */
#define RIX_I_NAME_AT(names, value)                                                                \
    ((size_t)(value) < RIX_I_NAME_COUNT(names) ? (names)[(size_t)(value)] : "unknown")

/**
 * Number of the name among `count` names. Fails with RIX_EINVAL for NULL and with RIX_ENOTFOUND
 * for "no <what> '<name>'; there are: ...".
 */
rix_status rix_i_find_name(const char *name, const char (*names)[RIX_I_NAME_SIZE], size_t count,
                           const char *what, size_t *found, rix_error *err);

#endif
