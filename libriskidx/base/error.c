/* error.c - how the library says what went wrong. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *rix_status_string(rix_status status)
{
    switch (status) {
#define STATUS_TEXT(code, number, name, text)                                                      \
    case code: return text;
        RIX_STATUS_LIST(STATUS_TEXT)
    }
    return "unknown status";
}

const char *rix_status_name(rix_status status)
{
    switch (status) {
#define STATUS_NAME(code, number, name, text)                                                      \
    case code: return name;
        RIX_STATUS_LIST(STATUS_NAME)
    }
    return "unknown";
}

/* A message is one line whatever stood in a label. */
static void blank_controls(char *s)
{
    for (; *s; s++) {
        if ((unsigned char)*s < 0x20 || *s == 0x7F) *s = ' ';
    }
}

rix_status rix_i_fail(rix_error *err, rix_status code, const char *arg, rix_i_place place,
                      const char *format, ...)
{
    char message[sizeof err->message * 2];
    va_list args;
    if (!err) return code;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    blank_controls(message);

    err->code = code;
    err->arg = arg;
    err->row = place.row;
    err->col = place.col;
    err->node = place.node;
    const size_t n = rix_i_utf8_cut(message, sizeof err->message - 1);
    memcpy(err->message, message, n);
    err->message[n] = '\0';
    return code;
}

rix_status rix_i_no_memory(rix_error *err)
{
    return rix_i_fail(err, RIX_ENOMEM, NULL, RIX_I_NOWHERE, "out of memory");
}

rix_status rix_i_null(rix_error *err, const char *arg)
{
    return rix_i_fail(err, RIX_EINVAL, arg, RIX_I_NOWHERE, "%s is NULL", arg);
}
