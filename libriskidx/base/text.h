/* base/text.h - numbers and labels for messages, the same under every locale. */
#ifndef RIX_I_TEXT_H
#define RIX_I_TEXT_H

#include <stddef.h>

/** A number and a label as written by the functions below. */
typedef struct rix_i_text {
    char s[72];
} rix_i_text;

/** Shortest text that reads back as x, with a decimal point; "nan", "inf", "-inf". Use as rix_i_number(x).s */
rix_i_text rix_i_number(double x);

/** The label, cut between characters where it is long; "" for NULL. Use as rix_i_label(name).s */
rix_i_text rix_i_label(const char *label);

/** Number of bytes of s, at most limit, that end between UTF-8 characters. */
size_t rix_i_utf8_cut(const char *s, size_t limit);

#endif
