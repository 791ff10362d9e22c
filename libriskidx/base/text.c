/* text.c - numbers and labels for messages, the same under every locale. */
#include "base/text.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exponents of ten for which digits are written out rather than in scientific notation, as in %g. */
enum { LOWEST_PLAIN = -5, HIGHEST_PLAIN = 16, MOST_DIGITS = 17 };

/** Decimal digits and exponent of a finite |x|: value = 0.d1d2d3... * 10^(exponent + 1). */
typedef struct decimal {
    char digits[MOST_DIGITS + 1];
    int n_digits;
    int exponent;
} decimal;

/* snprintf writes the locale's decimal separator, of any length, so only digits are taken from it. */
static decimal decimal_of(double x, int digits)
{
    char raw[64];
    decimal d = { "", 0, 0 };
    snprintf(raw, sizeof raw, "%.*e", digits - 1, fabs(x));
    const char *exponent = strchr(raw, 'e');
    for (const char *p = raw; p < exponent; p++) {
        if (*p >= '0' && *p <= '9' && d.n_digits < MOST_DIGITS) d.digits[d.n_digits++] = *p;
    }
    while (d.n_digits > 1 && d.digits[d.n_digits - 1] == '0') d.n_digits--;
    d.exponent = (int)strtol(exponent + 1, NULL, 10);
    return d;
}

static bool reads_back(double x, int digits)
{
    char raw[64];
    snprintf(raw, sizeof raw, "%.*e", digits - 1, x);
    return !(strtod(raw, NULL) < x) && !(strtod(raw, NULL) > x);
}

static void write_plain(char *out, const decimal *d)
{
    if (d->exponent < 0) {
        *out++ = '0';
        *out++ = '.';
        for (int k = -1; k > d->exponent; k--) *out++ = '0';
    }
    for (int k = 0; k < d->n_digits; k++) {
        *out++ = d->digits[k];
        if (k == d->exponent && k + 1 < d->n_digits) *out++ = '.';
    }
    for (int k = d->n_digits; k <= d->exponent; k++) *out++ = '0';
    *out = '\0';
}

static void write_scientific(char *out, size_t size, const decimal *d)
{
    *out++ = d->digits[0];
    size--;
    if (d->n_digits > 1) {
        *out++ = '.';
        memcpy(out, d->digits + 1, (size_t)d->n_digits - 1);
        out += d->n_digits - 1;
        size -= (size_t)d->n_digits;
    }
    snprintf(out, size, "e%+03d", d->exponent);
}

rix_i_text rix_i_number(double x)
{
    rix_i_text text = { "" };
    if (isnan(x)) {
        strcpy(text.s, "nan");
        return text;
    }
    if (isinf(x)) {
        strcpy(text.s, x > 0 ? "inf" : "-inf");
        return text;
    }
    /* Any decimal of 15 digits is told apart from the next one, except where precision runs out. */
    int digits = fabs(x) < DBL_MIN ? 1 : DBL_DIG;
    while (digits < MOST_DIGITS && !reads_back(x, digits)) digits++;
    const decimal d = decimal_of(x, digits);
    char *out = text.s;
    if (signbit(x)) *out++ = '-';
    if (d.exponent >= LOWEST_PLAIN && d.exponent < HIGHEST_PLAIN) {
        write_plain(out, &d);
    } else {
        write_scientific(out, sizeof text.s - 1, &d);
    }
    return text;
}

size_t rix_i_utf8_cut(const char *s, size_t limit)
{
    const size_t size = strlen(s);
    if (size <= limit) return size;
    /* Step back over continuation bytes (10xxxxxx), so that s[limit] starts a character. One has at
     * most three of them; where there are more it is no UTF-8, and there is nothing to keep whole. */
    for (size_t back = 0; back <= 3 && back <= limit; back++) {
        if (((unsigned char)s[limit - back] & 0xC0u) != 0x80u) return limit - back;
    }
    return limit;
}

rix_i_text rix_i_label(const char *label)
{
    static const char dots[] = "...";
    rix_i_text text = { "" };
    if (!label) return text;
    size_t n = rix_i_utf8_cut(label, sizeof text.s - sizeof dots);
    memcpy(text.s, label, n);
    strcpy(text.s + n, label[n] ? dots : "");
    return text;
}
