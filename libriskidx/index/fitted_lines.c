/* fitted_lines.c - the words for what the steps learn. */
#include "index/fitted_lines.h"

#include <string.h>

/* Arrays of char rather than pointers: nothing for the loader to relocate, so nothing writable. */
typedef struct words {
    char step[12], parameter[12];
    size_t at; /* of the field in a node */
} words;

#define AT(field) offsetof(rix_i_fit_node, field)

static const words FIELDS[] = {
    { "table", "units", AT(units) },       { "impute", "overall", AT(overall) },
    { "impute", "least", AT(gap_least) },  { "impute", "most", AT(gap_most) },
    { "treat", "low", AT(low) },           { "treat", "high", AT(high) },
    { "treat", "mirrored", AT(mirrored) }, { "treat", "least", AT(curve_least) },
    { "treat", "most", AT(curve_most) },   { "treat", "lambda", AT(lambda) },
    { "normalise", "count", AT(count) },   { "normalise", "least", AT(least) },
    { "normalise", "most", AT(most) },     { "normalise", "undefined", AT(undefined) },
    { "normalise", "factor", AT(factor) }, { "normalise", "from", AT(from) },
    { "normalise", "to", AT(to) },         { "normalise", "centre", AT(centre) },
    { "normalise", "spread", AT(spread) }, { "aggregate", "best", AT(best) },
    { "aggregate", "worst", AT(worst) },   { "aggregate", "compared", AT(compared) },
    { "aggregate", "zero", AT(zero) },
};

/* In the order of rix_i_fit_list. */
static const words LISTS[] = {
    { "", "", 0 },
    { "impute", "group", 0 },
    { "treat", "transform", 0 },
    { "normalise", "method", 0 },
    { "normalise", "value", 0 },
    { "aggregate", "score", 0 },
};

enum { N_FIELDS = sizeof FIELDS / sizeof FIELDS[0], N_LISTS = sizeof LISTS / sizeof LISTS[0] };

static bool says(const words *w, const rix_learned *line)
{
    return strcmp(w->step, line->step) == 0 && strcmp(w->parameter, line->parameter) == 0;
}

size_t rix_i_fit_field_count(void) { return N_FIELDS; }

double *rix_i_fit_field(rix_i_fit_node *node, size_t k)
{
    return (double *)(void *)((char *)node + FIELDS[k].at);
}

rix_learned rix_i_fit_line(size_t k)
{
    return (rix_learned){ FIELDS[k].step, RIX_NO_INDEX, FIELDS[k].parameter, NULL, RIX_NAN };
}

size_t rix_i_fit_find(const rix_learned *line)
{
    for (size_t k = 0; k < N_FIELDS; k++) {
        if (says(&FIELDS[k], line)) return k;
    }
    return RIX_NO_INDEX;
}

rix_i_fit_list rix_i_fit_list_of(const rix_learned *line)
{
    for (size_t k = 1; k < N_LISTS; k++) {
        if (says(&LISTS[k], line)) return (rix_i_fit_list)k;
    }
    return RIX_I_FIT_FIELD;
}

rix_learned rix_i_fit_list_line(rix_i_fit_list list)
{
    return (rix_learned){ LISTS[list].step, RIX_NO_INDEX, LISTS[list].parameter, NULL, 1 };
}

bool rix_i_fit_words(rix_learned *line)
{
    const size_t k = rix_i_fit_find(line);
    const rix_i_fit_list list = rix_i_fit_list_of(line);
    if (k == RIX_NO_INDEX && list == RIX_I_FIT_FIELD) return false;
    const words *w = k == RIX_NO_INDEX ? &LISTS[list] : &FIELDS[k];
    line->step = w->step;
    line->parameter = w->parameter;
    return true;
}
