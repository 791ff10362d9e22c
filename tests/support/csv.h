/* csv.h - reads the small CSV files of the tests.
 *
 * A header line, then records; fields may be "quoted", with "" for a quote; lines that start with #
 * are comments; \r\n is fine. Every failure fails the running test, so callers check nothing. */
#ifndef RIX_TEST_CSV_H
#define RIX_TEST_CSV_H

#include <stddef.h>

typedef struct csv {
    size_t rows, cols; /**< records without the header; fields of each */
    char **cell;       /**< (rows + 1) x cols texts, the header first */
    char *text;        /**< what the cells point into */
    char path[512];    /**< for messages */
} csv;

/** Reads a file; one that ends in .gz through gzip. */
csv *csv_read(const char *path);

/**
 * Reads <folder>/<file> with the folder from an environment variable (RISKIDX_TEST_DATA,
 * RISKIDX_EXAMPLE_DATA). That the variable is unset fails the test.
 */
csv *csv_read_in(const char *variable, const char *file);

/**
 * Reads a published figure, such as "hdi/hdi_2015_2021.csv", below RISKIDX_REFERENCE. Where that is
 * unset the test is skipped, saying so; under CI=true it fails.
 */
csv *csv_read_reference(const char *file);

/** csv_free(NULL) does nothing. */
void csv_free(csv *t);

/** Number of a column; that there is none fails the test. */
size_t csv_column(const csv *t, const char *name);

/** As csv_column, but (size_t)-1 where there is none. */
size_t csv_find_column(const csv *t, const char *name);

/** A cell as text, "" where blank; row counts from 0 below the header. */
const char *csv_text(const csv *t, size_t row, size_t col);

/** A cell as a number, NaN where blank or NA; anything else that is no number fails the test. */
double csv_number(const csv *t, size_t row, size_t col);

/** The records where a column reads so: fills rows with up to capacity of them, returns how many
 * there are. */
size_t csv_where(const csv *t, const char *column, const char *value, size_t *rows,
                 size_t capacity);

#endif
