/* support.c - what the unit tests of every room share. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include <gsl/gsl_errno.h>

static int gsl_errors;
static gsl_error_handler_t *handler_before;

static void count_gsl_error(const char *reason, const char *file, int line, int code)
{
    print_error("GSL: %s (%s:%d, code %d)\n", reason, file, line, code);
    gsl_errors++;
}

int forbid_gsl_errors(void **state)
{
    (void)state;
    gsl_errors = 0;
    handler_before = gsl_set_error_handler(count_gsl_error);
    return 0;
}

int no_gsl_errors(void **state)
{
    (void)state;
    gsl_error_handler_t *ours = gsl_set_error_handler(handler_before);
    if (ours != count_gsl_error) {
        print_error("the library has set GSL's error handler\n");
        return 1;
    }
    if (gsl_errors > 0) print_error("GSL's error handler was called %d times\n", gsl_errors);
    return gsl_errors;
}

void rix_test_close(double actual, double expected, double relative, double absolute,
                    const char *what, const char *file, int line)
{
    const double allowed = fmax(absolute, relative * fabs(expected));
    if (isnan(actual) && isnan(expected)) return;
    if (isinf(actual) || isinf(expected) ? actual == expected
                                         : fabs(actual - expected) <= allowed) {
        return;
    }
    print_error("%s is %.17g instead of %.17g (difference %.3g, allowed %.3g)\n", what, actual,
                expected, actual - expected, allowed);
    _fail(file, line);
}

void rix_test_text(const char *string, const char *part, const char *what, const char *file,
                   int line)
{
    if (string && strstr(string, part)) return;
    print_error("%s: \"%s\" does not hold \"%s\"\n", what, string ? string : "(null)", part);
    _fail(file, line);
}

void rix_test_status(rix_status actual, rix_status expected, const rix_error *err, const char *part,
                     const char *what, const char *file, int line)
{
    if (actual != expected) {
        print_error("%s gives %s instead of %s (%s)\n", what, rix_status_name(actual),
                    rix_status_name(expected), actual != RIX_OK ? err->message : "");
        _fail(file, line);
    }
    if (expected == RIX_OK) return;
    if (err->code != expected || err->message[0] == '\0') {
        print_error("%s: error says %s, \"%s\"\n", what, rix_status_name(err->code), err->message);
        _fail(file, line);
    }
    if (part) rix_test_text(err->message, part, what, file, line);
}

/* Number of bytes of the character at s, 0 if it is none. */
static size_t utf8_char(const unsigned char *s)
{
    const unsigned char c = s[0];
    size_t n = 0;
    if (c < 0x80) n = 1;
    if (c >= 0xC2 && c < 0xE0) n = 2;
    if (c >= 0xE0 && c < 0xF0) n = 3;
    if (c >= 0xF0 && c < 0xF5) n = 4;
    for (size_t k = 1; k < n; k++) {
        if ((s[k] & 0xC0u) != 0x80u) return 0;
    }
    return n;
}

bool rix_test_is_utf8(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    while (*p) {
        const size_t n = utf8_char(p);
        if (n == 0) return false;
        p += n;
    }
    return true;
}
