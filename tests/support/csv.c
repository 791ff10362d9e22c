/* csv.c - see csv.h. */
#include "csv.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file, or the text of a gzipped one. */
static FILE *open_file(const char *path, int zipped)
{
    char command[600];
    if (!zipped) return fopen(path, "rb");
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    return popen(command, "r");
}

static char *read_file(const char *path)
{
    const size_t length = strlen(path);
    const int zipped = length > 3 && strcmp(path + length - 3, ".gz") == 0;
    FILE *f = open_file(path, zipped);
    if (!f) fail_msg("cannot open %s", path);
    size_t size = 0, capacity = 1 << 16;
    char *text = malloc(capacity);
    while (text) {
        size += fread(text + size, 1, capacity - size - 1, f);
        if (size < capacity - 1) break;
        char *larger = realloc(text, capacity *= 2);
        if (!larger) free(text);
        text = larger;
    }
    if ((zipped ? pclose(f) : fclose(f)) != 0) fail_msg("cannot read %s", path);
    assert_non_null(text);
    text[size] = '\0';
    return text;
}

/* Ends one field in place and returns what follows it; *last says that the record ends with it. */
static char *cut_field(char *p, char **field, int *last)
{
    char *to = p;
    int quoted = 0;
    *field = p;
    for (; *p && (quoted || (*p != ',' && *p != '\n')); p++) {
        if (*p == '"' && quoted && p[1] == '"') {
            *to++ = *p++;
        } else if (*p == '"') {
            quoted = !quoted;
        } else if (*p != '\r' || quoted) {
            *to++ = *p;
        }
    }
    *last = *p != ',';
    char *next = *p ? p + 1 : p;
    *to = '\0';
    return next;
}

static void add_cell(csv *t, size_t n, char *field)
{
    if ((n & (n - 1)) == 0) { /* full at every power of two */
        char **larger = realloc(t->cell, (n ? 2 * n : 1) * sizeof *larger);
        assert_non_null(larger);
        t->cell = larger;
    }
    t->cell[n] = field;
}

csv *csv_read(const char *path)
{
    csv *t = calloc(1, sizeof *t);
    assert_non_null(t);
    snprintf(t->path, sizeof t->path, "%s", path);
    t->text = read_file(path);
    size_t n = 0, records = 0;
    for (char *p = t->text; *p;) {
        if (*p == '#' || *p == '\n' || *p == '\r') { /* comment or empty line */
            p += strcspn(p, "\n");
            p += *p == '\n';
            continue;
        }
        const size_t first = n;
        for (int last = 0; !last; n++) {
            char *field;
            p = cut_field(p, &field, &last);
            add_cell(t, n, field);
        }
        if (records == 0) t->cols = n;
        if (n - first != t->cols)
            fail_msg("%s: record %zu has %zu fields, not %zu", path, records, n - first, t->cols);
        records++;
    }
    if (records == 0) fail_msg("%s is empty", path);
    t->rows = records - 1;
    return t;
}

csv *csv_read_in(const char *variable, const char *file)
{
    const char *folder = getenv(variable);
    char path[512];
    if (!folder || !*folder) fail_msg("%s is not set: run the tests through ctest", variable);
    snprintf(path, sizeof path, "%s/%s", folder, file);
    return csv_read(path);
}

csv *csv_read_reference(const char *file)
{
    const char *folder = getenv("RISKIDX_REFERENCE"), *ci = getenv("CI");
    if (!folder || !*folder) {
        if (ci && strcmp(ci, "true") == 0) fail_msg("CI=true asks for RISKIDX_REFERENCE: %s", file);
        print_message("skipped: RISKIDX_REFERENCE is not set, no %s\n", file);
        skip();
    }
    return csv_read_in("RISKIDX_REFERENCE", file);
}

void csv_free(csv *t)
{
    if (!t) return;
    free(t->cell);
    free(t->text);
    free(t);
}

size_t csv_find_column(const csv *t, const char *name)
{
    for (size_t j = 0; j < t->cols; j++) {
        if (strcmp(t->cell[j], name) == 0) return j;
    }
    return (size_t)-1;
}

size_t csv_column(const csv *t, const char *name)
{
    const size_t j = csv_find_column(t, name);
    if (j == (size_t)-1) fail_msg("%s has no column '%s'", t->path, name);
    return j;
}

const char *csv_text(const csv *t, size_t row, size_t col)
{
    if (row >= t->rows || col >= t->cols) fail_msg("%s has no cell %zu, %zu", t->path, row, col);
    return t->cell[(row + 1) * t->cols + col];
}

double csv_number(const csv *t, size_t row, size_t col)
{
    const char *s = csv_text(t, row, col);
    if (!*s || strcmp(s, "NA") == 0) return (double)NAN;
    char *end;
    const double x = strtod(s, &end);
    if (end == s || *end) fail_msg("%s: record %zu, %s: '%s'", t->path, row, t->cell[col], s);
    return x;
}

size_t csv_where(const csv *t, const char *column, const char *value, size_t *rows, size_t capacity)
{
    const size_t j = csv_column(t, column);
    size_t n = 0;
    for (size_t i = 0; i < t->rows; i++) {
        if (strcmp(csv_text(t, i, j), value) != 0) continue;
        if (n < capacity) rows[n] = i;
        n++;
    }
    return n;
}
