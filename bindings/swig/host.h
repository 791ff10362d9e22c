/* host.h - the host language, as the shared part of the bindings sees it.
 *
 * structs.h turns host objects into the structs of riskidx.h and back, once for all languages; it
 * knows a language only through these functions, which python.i and r.i each implement. A 'record' is
 * a dict (Python) or a named list (R). Before including this file define rix_h_obj (PyObject * or SEXP)
 * and rix_h_scope with RIX_H_SCOPE_INIT (what keeps temporaries until the call ends).
 *
 * Readers return false for an object of the wrong kind, and leave no exception pending. Whole numbers
 * may come as integers or as doubles without fraction up to 2^53. Numbers are never rounded silently. */
#ifndef RIX_H_HOST_H
#define RIX_H_HOST_H

#include <riskidx.h>

/* ------------------------------------------------------------------------------- temporaries -- */

/** Zeroed memory that lives until the call ends; NULL if there is none. */
static void *rix_h_alloc(rix_h_scope *scope, size_t n, size_t size);
/** Ends a scope; may be called twice. */
static void rix_h_scope_end(rix_h_scope *scope);

/* ----------------------------------------------------------------------------------- reading -- */

/** The field of a record, borrowed; an object for which rix_h_is_none holds if it is not there. */
static rix_h_obj rix_h_field(rix_h_obj record, const char *key);
/** None (Python), NULL (R). */
static bool rix_h_is_none(rix_h_obj x);
/** A real number: int, float, 0-d or length-1 array; NA reads as NaN. */
static bool rix_h_to_number(rix_h_obj x, double *value);
/** A whole number from 0 to 2^53. */
static bool rix_h_to_whole(rix_h_obj x, size_t *value);
/** True or false; NA is neither. */
static bool rix_h_to_bool(rix_h_obj x, bool *value);
/** One string, as UTF-8; lives until the scope ends. */
static bool rix_h_to_text(rix_h_obj x, rix_h_scope *scope, const char **value);
/** Strings; None and NA become NULL. The array has n + 1 entries, the last NULL. */
static bool rix_h_to_texts(rix_h_obj x, rix_h_scope *scope, const char ***value, size_t *n);
/** Whole numbers; a single one is a list of one. */
static bool rix_h_to_wholes(rix_h_obj x, rix_h_scope *scope, size_t **value, size_t *n);
/** Numbers, read in place if they are doubles; a single one is a vector of one. */
static bool rix_h_to_vec(rix_h_obj x, rix_h_scope *scope, rix_vec *value);
/** A matrix, read in place if it is of doubles. */
static bool rix_h_to_mat(rix_h_obj x, rix_h_scope *scope, rix_mat *value);

/** A matrix of zones, RIX_NO_ZONE for None, NA or -1: read in place if it is of int8, else one copy. */
static bool rix_h_to_zones(rix_h_obj x, rix_h_scope *scope, rix_zones *value);
/** A progress function or None/NULL; sets run->progress so that the host's interrupt key stops the work
 * in either case. What the function raised must come out of the wrapper in place of RIX_ECANCELLED. */
static bool rix_h_to_progress(rix_h_obj x, rix_h_scope *scope, rix_run *run);

/** Keeps an object beyond the call, and lets it go. */
static rix_h_obj rix_h_keep(rix_h_obj x);
static void rix_h_let_go(rix_h_obj x);
/** Calls a function of the host with (t, vectors ..., i), copies of them all, and reads the n numbers that it
 * gives. False if it raised something or gave anything else: the host's interrupt key, too, ends up here. What
 * it raised must come out of the wrapper in place of RIX_ECANCELLED. Only on the host's own thread. */
static bool rix_h_call(rix_h_obj function, double t, const rix_vec *args, size_t n_args, size_t i,
                       double *out, size_t n);

/* ---------------------------------------------------------------------------------- building -- */

static rix_h_obj rix_h_none(void);
static rix_h_obj rix_h_number(double x);
/** RIX_NO_INDEX becomes None (Python), NA (R). */
static rix_h_obj rix_h_whole(size_t x);
static rix_h_obj rix_h_bool(bool x);
/** UTF-8, invalid bytes replaced; NULL becomes None (Python), NA (R). */
static rix_h_obj rix_h_text(const char *s);
/** A list of strings (Python), a character vector (R). */
static rix_h_obj rix_h_texts(const char *const *s, size_t n);
/** An int64 array (Python), a double vector (R); counted from 0 in both. */
static rix_h_obj rix_h_wholes(const size_t *x, size_t n);
/** An int32 array (Python); an integer vector with NA for RIX_NO_ZONE (R). */
static rix_h_obj rix_h_zones(const int32_t *x, size_t n);
/** A matrix of zones: an int8 array with the order of the view's memory (Python); an integer matrix with NA
 * for RIX_NO_ZONE (R). */
static rix_h_obj rix_h_zone_mat(rix_zones zones);
/** A new array; nothing of the view is kept. */
static rix_h_obj rix_h_vec(rix_vec v);
/** A new matrix; nothing of the view is kept. */
static rix_h_obj rix_h_mat(rix_mat m);
/* Room for a matrix of the host, one row after the other, and that matrix once it is filled. */
static double *rix_h_room_for(rix_h_scope *scope, size_t rows, size_t cols);
static rix_h_obj rix_h_room_filled(rix_h_scope *scope, rix_out filled);

/** A record of n fields, to be set in order, each with a fresh object, before rix_h_record_done.
 * Records may be nested, inner ones done before outer ones go on. */
static rix_h_obj rix_h_record_new(size_t n);
static void rix_h_record_set(rix_h_obj record, size_t i, const char *key, rix_h_obj value);
static rix_h_obj rix_h_record_done(rix_h_obj record);

/** Likewise a list of n objects without names. */
static rix_h_obj rix_h_list_new(size_t n);
static void rix_h_list_set(rix_h_obj list, size_t i, rix_h_obj value);
static rix_h_obj rix_h_list_done(rix_h_obj list);

/* A language also defines, for the generated wrappers:
 *   RIX_H_RETURN_FAILURE(error)  leaves the wrapper with that rix_error as the language's failure,
 *                                freeing what the wrapper holds
 *   RIX_H_APPEND(object)         adds a fresh object to what the wrapper returns
 *   RIX_HANDLE(type, free)       the typemaps of an opaque type: `type **out`, `const type *`, `type *`
 * and typemaps for `rix_error *err` and for `rix_status` (which itself returns nothing). */

#endif
