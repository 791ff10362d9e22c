/* zone/words.h - sentences of any length, put together piece by piece. */
#ifndef RIX_I_WORDS_H
#define RIX_I_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/** A growing text. Start from RIX_I_WORDS_INIT; free `s` at the end, or keep it. */
typedef struct rix_i_words {
    char *s; /**< terminated; NULL while empty */
    size_t size, capacity;
    bool failed; /**< memory ran out: the text is not whole */
} rix_i_words;

#define RIX_I_WORDS_INIT                                                                           \
    {                                                                                              \
        NULL, 0, 0, false                                                                          \
    }

/** Adds a text (NULL adds nothing). Once memory has run out, nothing is added any more. */
void rix_i_say(rix_i_words *w, const char *text);

/** Adds a number as rix_i_number writes it. */
void rix_i_say_number(rix_i_words *w, double x);

/** Adds a count. */
void rix_i_say_size(rix_i_words *w, size_t n);

#endif
