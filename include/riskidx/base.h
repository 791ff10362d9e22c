/* riskidx/base.h - status and error, strided views, how long work is run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_BASE_H
#define RISKIDX_BASE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <riskidx/export.h>
#include <riskidx/version.h>

#ifdef __cplusplus
#define RIX_BEGIN_DECLS extern "C" {
#define RIX_END_DECLS }
#else
#define RIX_BEGIN_DECLS
#define RIX_END_DECLS
#endif

RIX_BEGIN_DECLS

/** Missing: a NaN that constant initialisers may use. */
#define RIX_NAN ((double)NAN)

/** "No such row, column or node" wherever an index is expected or reported. */
#define RIX_NO_INDEX ((size_t)-1)

/* clang-format off */
/** Every status: X(constant, number, name in the bindings, what it says). Numbers never change. */
#define RIX_STATUS_LIST(X)                                                                         \
    X(RIX_OK,         0, "ok",         "success")                                                  \
    X(RIX_EINVAL,     1, "einval",     "invalid argument")                                         \
    X(RIX_EDIM,       2, "edim",       "sizes do not fit together")                                \
    X(RIX_EDOMAIN,    3, "edomain",    "value outside the domain of the operation")                \
    X(RIX_EMISSING,   4, "emissing",   "undefined for missing or constant data")                   \
    X(RIX_EFRAMEWORK, 5, "eframework", "the framework is not a sound tree")                        \
    X(RIX_ENOTFOUND,  6, "enotfound",  "no such name")                                             \
    X(RIX_ENOMEM,     7, "enomem",     "out of memory")                                            \
    X(RIX_EOVERFLOW,  8, "eoverflow",  "size too large")                                           \
    X(RIX_ENUMERIC,   9, "enumeric",   "the computation left the finite numbers")                  \
    X(RIX_ECANCELLED,10, "ecancelled", "stopped by the caller")
/* clang-format on */

/** What a fallible function returns. */
typedef enum rix_status {
#define RIX_STATUS_ENUM(code, number, name, text) code = number,
    RIX_STATUS_LIST(RIX_STATUS_ENUM)
#undef RIX_STATUS_ENUM
} rix_status;

/**
 * What went wrong and where. Owned by the caller, filled on failure only, and untouched on success.
 * Start from RIX_ERROR_INIT. The message names the thing at fault and the value found, in UTF-8 with
 * a decimal point under any locale; where it is too long it is cut between characters.
 */
typedef struct rix_error {
    rix_status code;   /**< same as the function's return value */
    const char *arg;   /**< static: the argument or field at fault, or NULL */
    size_t row;        /**< unit (or week) at fault, from 0, or RIX_NO_INDEX */
    size_t col;        /**< column of the table (or control) at fault, from 0, or RIX_NO_INDEX */
    size_t node;       /**< node of the framework at fault, from 0, or RIX_NO_INDEX */
    char message[256]; /**< one sentence, no newline, always terminated */
} rix_error;

/** A rix_error that says nothing yet. */
#define RIX_ERROR_INIT { RIX_OK, NULL, RIX_NO_INDEX, RIX_NO_INDEX, RIX_NO_INDEX, "" }

/**
 * One line about a status, such as "out of memory".
 *
 * @param status  any value; one that is no rix_status gives "unknown status"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_status_string(rix_status status);

/**
 * The short name of a status, such as "enomem"; the bindings name their error classes after it.
 *
 * @param status  any value; one that is no rix_status gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_status_name(rix_status status);

/**
 * Version of the library that is linked, as "major.minor.patch"; RIX_VERSION is that of the headers.
 *
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_version(void);

/**
 * A matrix read in place: element (i, j) is data[i * row_step + j * col_step]. Steps count doubles
 * and may be zero or negative, so NumPy C and Fortran order, slices and R matrices all pass without
 * a copy. data may be NULL only when rows or cols is 0. NaN means missing, and nothing else does.
 */
typedef struct rix_mat {
    const double *data; /**< element (0, 0) */
    size_t rows, cols;
    ptrdiff_t row_step, col_step;
} rix_mat;

/** A vector read in place: element i is data[i * step]. */
typedef struct rix_vec {
    const double *data; /**< element 0; may be NULL only when size is 0 */
    size_t size;
    ptrdiff_t step;
} rix_vec;

/** A matrix to write to, laid out as rix_mat; its sizes must be those that the function documents. */
typedef struct rix_out {
    double *data;
    size_t rows, cols;
    ptrdiff_t row_step, col_step;
} rix_out;

/** View of a dense row-major (C order) matrix. */
static inline rix_mat rix_mat_c(const double *data, size_t rows, size_t cols)
{
    rix_mat m = { data, rows, cols, (ptrdiff_t)cols, 1 };
    return m;
}

/** View of a dense vector. */
static inline rix_vec rix_vec_c(const double *data, size_t size)
{
    rix_vec v = { data, size, 1 };
    return v;
}

/** Output view of a dense row-major (C order) matrix. */
static inline rix_out rix_out_c(double *data, size_t rows, size_t cols)
{
    rix_out m = { data, rows, cols, (ptrdiff_t)cols, 1 };
    return m;
}

/**
 * Called now and then, from the calling thread alone, with the share of the work done in [0, 1].
 * Nonzero stops the work, and the function then returns RIX_ECANCELLED with its outputs untouched.
 * It must return: no longjmp, no throw.
 */
typedef int (*rix_progress_fn)(double done, void *user);

/** How long work is run. Start from RIX_RUN_INIT, so that a field added later has its default. */
typedef struct rix_run {
    size_t threads;           /**< 0: all cores. No thread outlives the call; results do not depend on it */
    rix_progress_fn progress; /**< NULL: never asked */
    void *progress_user;      /**< passed through; the caller owns it */
} rix_run;

/** All cores, no progress. */
#define RIX_RUN_INIT { 0, NULL, NULL }

RIX_END_DECLS
#endif
