/* words.c - sentences of any length, put together piece by piece. */
#include "zone/words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Room for n more bytes and the end. */
static bool make_room(rix_i_words *w, size_t n)
{
    if (n > SIZE_MAX / 4 - w->size) return false;
    const size_t wanted = w->size + n + 1;
    if (wanted <= w->capacity) return true;
    const size_t capacity = wanted < 128 ? 256 : 2 * wanted;
    char *s = realloc(w->s, capacity);
    if (!s) return false;
    w->s = s;
    w->capacity = capacity;
    return true;
}

void rix_i_say(rix_i_words *w, const char *text)
{
    if (!text || w->failed) return;
    const size_t n = strlen(text);
    w->failed = !make_room(w, n);
    if (w->failed) return;
    memcpy(w->s + w->size, text, n + 1);
    w->size += n;
}

void rix_i_say_number(rix_i_words *w, double x) { rix_i_say(w, rix_i_number(x).s); }

void rix_i_say_size(rix_i_words *w, size_t n)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", n);
    rix_i_say(w, digits);
}
