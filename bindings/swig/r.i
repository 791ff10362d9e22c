/* r.i - the host language R, as host.h asks for it, and the typemaps that only R needs.
 *
 * Included by riskidx.i before anything of the library is wrapped. SWIG gives a C file with one .Call
 * entry per function; its file of R code is not used, because the package's own R code calls the
 * entries. Three things hold for every entry:
 *
 * - nothing jumps over C code of the library: a failure comes back as a list of class "rix_failure", which R code
 *   turns into a condition (see R/call.R of the package);
 * - temporaries come from R_alloc and are gone when .Call returns, however it returns;
 * - no argument is written to: results are new objects.
 */

%{
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <R.h>
#include <R_ext/Rdynload.h>
#include <R_ext/Utils.h>
#include <Rinternals.h>

typedef SEXP rix_h_obj;
typedef struct rix_h_scope {
    int unused; /* R keeps the temporaries, and ends them with the call */
} rix_h_scope;
#define RIX_H_SCOPE_INIT { 0 }

#include "host.h"

#define RIX_R_WHOLE_MAX 9007199254740992.0 /* 2^53 */

/* ------------------------------------------------------------------------------- temporaries -- */

static void *rix_h_alloc(rix_h_scope *scope, size_t n, size_t size)
{
    void *p;

    (void)scope;
    if (size != 0 && n > SIZE_MAX / size) return NULL;
    if (n == 0 || size == 0) n = size = 1;
    p = R_alloc(n * size, 1);
    memset(p, 0, n * size);
    return p;
}

static void rix_h_scope_end(rix_h_scope *scope)
{
    (void)scope;
}

/* ----------------------------------------------------------------------------------- reading -- */

static rix_h_obj rix_h_field(rix_h_obj record, const char *key)
{
    SEXP names;

    if (TYPEOF(record) != VECSXP) return R_NilValue;
    names = Rf_getAttrib(record, R_NamesSymbol);
    if (TYPEOF(names) != STRSXP) return R_NilValue;
    for (R_xlen_t i = 0; i < XLENGTH(record); i++) {
        if (strcmp(CHAR(STRING_ELT(names, i)), key) == 0) return VECTOR_ELT(record, i);
    }
    return R_NilValue;
}

static bool rix_h_is_none(rix_h_obj x)
{
    return Rf_isNull(x);
}

/* A double vector may be something else in disguise. */
static bool rix_r_is_double(SEXP x)
{
    return TYPEOF(x) == REALSXP && !Rf_inherits(x, "integer64");
}

static bool rix_r_is_integer(SEXP x)
{
    return TYPEOF(x) == INTSXP && !Rf_inherits(x, "factor");
}

/* R's NA on its own is logical, and so is a column without any value. */
static bool rix_r_is_all_na(SEXP x)
{
    if (TYPEOF(x) != LGLSXP) return false;
    for (R_xlen_t i = 0; i < XLENGTH(x); i++) {
        if (LOGICAL(x)[i] != NA_LOGICAL) return false;
    }
    return true;
}

static bool rix_h_to_number(rix_h_obj x, double *value)
{
    if (XLENGTH(x) != 1) return false;
    if (rix_r_is_double(x)) {
        *value = ISNAN(REAL(x)[0]) ? RIX_NAN : REAL(x)[0];
        return true;
    }
    if (rix_r_is_integer(x)) {
        *value = INTEGER(x)[0] == NA_INTEGER ? RIX_NAN : (double)INTEGER(x)[0];
        return true;
    }
    if (rix_r_is_all_na(x)) {
        *value = RIX_NAN;
        return true;
    }
    return false;
}

static bool rix_r_whole(double x, size_t *value)
{
    if (!(x >= 0.0 && x <= RIX_R_WHOLE_MAX) || x != floor(x)) return false;
    *value = (size_t)x;
    return true;
}

static bool rix_h_to_whole(rix_h_obj x, size_t *value)
{
    double number;
    return rix_h_to_number(x, &number) && rix_r_whole(number, value);
}

static bool rix_h_to_bool(rix_h_obj x, bool *value)
{
    if (TYPEOF(x) != LGLSXP || XLENGTH(x) != 1 || LOGICAL(x)[0] == NA_LOGICAL) return false;
    *value = LOGICAL(x)[0] != 0;
    return true;
}

/* A string in a foreign encoding is translated; one that is only bytes cannot be. */
static bool rix_r_utf8(SEXP s, const char **value)
{
    if (s == NA_STRING) {
        *value = NULL;
        return true;
    }
    if (Rf_getCharCE(s) == CE_BYTES) return false;
    *value = Rf_translateCharUTF8(s);
    return true;
}

static bool rix_h_to_text(rix_h_obj x, rix_h_scope *scope, const char **value)
{
    (void)scope;
    if (TYPEOF(x) != STRSXP || XLENGTH(x) != 1 || STRING_ELT(x, 0) == NA_STRING) return false;
    return rix_r_utf8(STRING_ELT(x, 0), value);
}

static bool rix_h_to_texts(rix_h_obj x, rix_h_scope *scope, const char ***value, size_t *n)
{
    const char **texts;

    if (TYPEOF(x) != STRSXP && !rix_r_is_all_na(x)) return false;
    texts = rix_h_alloc(scope, (size_t)XLENGTH(x) + 1, sizeof *texts);
    if (!texts) return false;
    if (TYPEOF(x) == STRSXP) {
        for (R_xlen_t i = 0; i < XLENGTH(x); i++) {
            if (!rix_r_utf8(STRING_ELT(x, i), &texts[i])) return false;
        }
    }
    *value = texts;
    *n = (size_t)XLENGTH(x);
    return true;
}

/* Doubles in place; integers as doubles, NA as NaN. */
static const double *rix_r_doubles(SEXP x, rix_h_scope *scope)
{
    double *copy;

    if (rix_r_is_double(x)) return REAL(x);
    if (!rix_r_is_integer(x) && !rix_r_is_all_na(x)) return NULL;
    copy = rix_h_alloc(scope, (size_t)XLENGTH(x), sizeof *copy);
    for (R_xlen_t i = 0; copy && i < XLENGTH(x); i++) {
        const int v = TYPEOF(x) == INTSXP ? INTEGER(x)[i] : NA_INTEGER;
        copy[i] = v == NA_INTEGER ? RIX_NAN : (double)v;
    }
    return copy;
}

static bool rix_h_to_wholes(rix_h_obj x, rix_h_scope *scope, size_t **value, size_t *n)
{
    const double *numbers = rix_r_doubles(x, scope);
    size_t *wholes;

    if (!numbers) return false;
    wholes = rix_h_alloc(scope, (size_t)XLENGTH(x), sizeof *wholes);
    if (!wholes) return false;
    for (R_xlen_t i = 0; i < XLENGTH(x); i++) {
        if (!rix_r_whole(numbers[i], &wholes[i])) return false;
    }
    *value = wholes;
    *n = (size_t)XLENGTH(x);
    return true;
}

static bool rix_h_to_vec(rix_h_obj x, rix_h_scope *scope, rix_vec *value)
{
    const double *data = rix_r_doubles(x, scope);

    if (!data) return false;
    value->data = data;
    value->size = (size_t)XLENGTH(x);
    value->step = 1;
    return true;
}

/* R's matrices go by columns: the view says so, and nothing is transposed. */
static bool rix_h_to_mat(rix_h_obj x, rix_h_scope *scope, rix_mat *value)
{
    const double *data = Rf_isMatrix(x) ? rix_r_doubles(x, scope) : NULL;

    if (!data) return false;
    value->data = data;
    value->rows = (size_t)Rf_nrows(x);
    value->cols = (size_t)Rf_ncols(x);
    value->row_step = 1;
    value->col_step = (ptrdiff_t)value->rows;
    return true;
}

static bool rix_h_to_zones(rix_h_obj x, rix_h_scope *scope, rix_zones *value)
{
    rix_mat m;
    int8_t *zones;

    if (!rix_h_to_mat(x, scope, &m)) return false;
    zones = rix_h_alloc(scope, m.rows * m.cols, sizeof *zones);
    if (!zones) return false;
    for (size_t k = 0; k < m.rows * m.cols; k++) { /* a fraction or a large number becomes no zone at all */
        const double z = m.data[k];
        zones[k] = z != z ? RIX_NO_ZONE : z >= -1.0 && z <= 126.0 && z == floor(z) ? (int8_t)z : INT8_MAX;
    }
    value->data = zones;
    value->rows = m.rows;
    value->cols = m.cols;
    value->row_step = 1;
    value->col_step = (ptrdiff_t)m.rows;
    return true;
}

/* ---------------------------------------------------------------------------------- building -- */

static rix_h_obj rix_h_none(void)
{
    return R_NilValue;
}

static double rix_r_missing(double x)
{
    return x != x ? NA_REAL : x;
}

static rix_h_obj rix_h_number(double x)
{
    return Rf_ScalarReal(rix_r_missing(x));
}

static double rix_r_from_whole(size_t x)
{
    return x == RIX_NO_INDEX ? NA_REAL : (double)x;
}

static rix_h_obj rix_h_whole(size_t x)
{
    return Rf_ScalarReal(rix_r_from_whole(x));
}

static rix_h_obj rix_h_bool(bool x)
{
    return Rf_ScalarLogical(x);
}

/* Length of the character at s, 0 if it is no UTF-8. */
static size_t rix_r_utf8_length(const unsigned char *s)
{
    static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = s[0] < 0x80 ? 1 : (s[0] & 0xE0) == 0xC0 ? 2 : (s[0] & 0xF0) == 0xE0 ? 3
             : (s[0] & 0xF8) == 0xF0 ? 4 : 0;
    unsigned long c = n < 2 ? s[0] : s[0] & (0xFFu >> (n + 1));

    for (size_t k = 1; k < n; k++) {
        if ((s[k] & 0xC0) != 0x80) return 0;
        c = c << 6 | (s[k] & 0x3Fu);
    }
    if (n > 1 && (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))) return 0;
    return n;
}

static SEXP rix_r_char(const char *s)
{
    const unsigned char *from = (const unsigned char *)s;
    char *clean, *to;

    if (!s) return NA_STRING;
    to = clean = R_alloc(3 * strlen(s) + 1, 1);
    while (*from) {
        size_t n = rix_r_utf8_length(from);
        if (n > 0) {
            memcpy(to, from, n);
            to += n;
            from += n;
        } else {
            memcpy(to, "\xEF\xBF\xBD", 3); /* the replacement character */
            to += 3;
            from++;
        }
    }
    *to = '\0';
    return Rf_mkCharCE(clean, CE_UTF8);
}

static rix_h_obj rix_h_text(const char *s)
{
    SEXP c = PROTECT(rix_r_char(s)), text = Rf_ScalarString(c);
    UNPROTECT(1);
    return text;
}

static rix_h_obj rix_h_texts(const char *const *s, size_t n)
{
    SEXP texts = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)n));
    for (size_t i = 0; i < n; i++) SET_STRING_ELT(texts, (R_xlen_t)i, rix_r_char(s[i]));
    UNPROTECT(1);
    return texts;
}

static rix_h_obj rix_h_wholes(const size_t *x, size_t n)
{
    SEXP wholes = Rf_allocVector(REALSXP, (R_xlen_t)n);
    for (size_t i = 0; i < n; i++) REAL(wholes)[i] = rix_r_from_whole(x[i]);
    return wholes;
}

static rix_h_obj rix_h_zones(const int32_t *x, size_t n)
{
    SEXP zones = Rf_allocVector(INTSXP, (R_xlen_t)n);
    for (size_t i = 0; i < n; i++) INTEGER(zones)[i] = x[i] == RIX_NO_ZONE ? NA_INTEGER : x[i];
    return zones;
}

static rix_h_obj rix_h_zone_mat(rix_zones z)
{
    SEXP x;
    int *cell;

    if (z.rows > INT_MAX || z.cols > INT_MAX) return R_NilValue; /* more than R can hold */
    x = Rf_allocMatrix(INTSXP, (int)z.rows, (int)z.cols);
    cell = INTEGER(x);
    for (size_t j = 0; j < z.cols; j++) {
        for (size_t i = 0; i < z.rows; i++, cell++) {
            const int8_t zone = z.data[(ptrdiff_t)i * z.row_step + (ptrdiff_t)j * z.col_step];
            *cell = zone == RIX_NO_ZONE ? NA_INTEGER : zone;
        }
    }
    return x;
}

static rix_h_obj rix_h_vec(rix_vec v)
{
    SEXP x = Rf_allocVector(REALSXP, (R_xlen_t)v.size);
    for (size_t i = 0; i < v.size; i++) {
        REAL(x)[i] = rix_r_missing(v.data[(ptrdiff_t)i * v.step]);
    }
    return x;
}

static rix_h_obj rix_h_mat(rix_mat m)
{
    SEXP x;

    if (m.rows > INT_MAX || m.cols > INT_MAX) return R_NilValue; /* more than R can hold */
    x = Rf_allocMatrix(REALSXP, (int)m.rows, (int)m.cols);
    for (size_t j = 0; j < m.cols; j++) {
        for (size_t i = 0; i < m.rows; i++) {
            REAL(x)[j * m.rows + i] =
                rix_r_missing(m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)j * m.col_step]);
        }
    }
    return x;
}

/* A record or list is protected from _new to _done, so that they nest like brackets. */
static double *rix_h_room_for(rix_h_scope *scope, size_t rows, size_t cols)
{
    return rix_h_alloc(scope, rows * cols + 1, sizeof(double));
}

static rix_h_obj rix_h_room_filled(rix_h_scope *scope, rix_out filled)
{
    (void)scope;
    return rix_h_mat(rix_mat_c(filled.data, filled.rows, filled.cols));
}

static rix_h_obj rix_h_record_new(size_t n)
{
    SEXP record = PROTECT(Rf_allocVector(VECSXP, (R_xlen_t)n));
    SEXP names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)n));
    Rf_setAttrib(record, R_NamesSymbol, names);
    UNPROTECT(1);
    return record;
}

static void rix_h_record_set(rix_h_obj record, size_t i, const char *key, rix_h_obj value)
{
    SET_VECTOR_ELT(record, (R_xlen_t)i, value);
    SET_STRING_ELT(Rf_getAttrib(record, R_NamesSymbol), (R_xlen_t)i, Rf_mkCharCE(key, CE_UTF8));
}

static rix_h_obj rix_h_record_done(rix_h_obj record)
{
    UNPROTECT(1);
    return record;
}

static rix_h_obj rix_h_list_new(size_t n)
{
    return PROTECT(Rf_allocVector(VECSXP, (R_xlen_t)n));
}

static void rix_h_list_set(rix_h_obj list, size_t i, rix_h_obj value)
{
    SET_VECTOR_ELT(list, (R_xlen_t)i, value);
}

static rix_h_obj rix_h_list_done(rix_h_obj list)
{
    UNPROTECT(1);
    return list;
}

/* ---------------------------------------------------------------------------------- failures -- */

static double rix_r_position(size_t i)
{
    return i == RIX_NO_INDEX ? NA_REAL : (double)i + 1.0;
}

/* What R code turns into a condition; row, col and node count from 1. */
static SEXP rix_r_failure(const rix_error *e)
{
    SEXP f = rix_h_record_new(6), cls;

    rix_h_record_set(f, 0, "name", rix_h_text(rix_status_name(e->code)));
    rix_h_record_set(f, 1, "message",
                     rix_h_text(e->message[0] ? e->message : rix_status_string(e->code)));
    rix_h_record_set(f, 2, "arg", rix_h_text(e->arg));
    rix_h_record_set(f, 3, "row", Rf_ScalarReal(rix_r_position(e->row)));
    rix_h_record_set(f, 4, "col", Rf_ScalarReal(rix_r_position(e->col)));
    rix_h_record_set(f, 5, "node", Rf_ScalarReal(rix_r_position(e->node)));
    cls = PROTECT(Rf_mkString("rix_failure"));
    Rf_setAttrib(f, R_ClassSymbol, cls);
    UNPROTECT(1);
    return rix_h_record_done(f);
}

/* In a generated wrapper: what it holds is protected (r_nprotect) or from R_alloc (r_vmax). */
#define RIX_H_RETURN_FAILURE(error)                                                                \
    do {                                                                                           \
        r_ans = rix_r_failure(&(error));                                                           \
        vmaxset(r_vmax);                                                                           \
        if (r_nprotect) Rf_unprotect((int)r_nprotect);                                             \
        return r_ans;                                                                              \
    } while (0)

/* ----------------------------------------------------------------------------------- handles -- */

/* A handle is an external pointer whose tag says of what; its finalizer runs once, at the latest when R ends.
 * The handle is there before the object is, so that no failure of R's can lose the object. */
static SEXP rix_r_handle_new(const char *kind, R_CFinalizer_t finalizer)
{
    SEXP handle = PROTECT(R_MakeExternalPtr(NULL, Rf_install(kind), R_NilValue));
    R_RegisterCFinalizerEx(handle, finalizer, TRUE);
    UNPROTECT(1);
    return handle;
}

/* NULL, with the reason in *e, if x is no live handle of that kind. */
static void *rix_r_handle_get(SEXP x, const char *kind, const char *arg, rix_error *e)
{
    void *object = NULL;

    e->code = RIX_EINVAL;
    e->arg = arg;
    if (TYPEOF(x) != EXTPTRSXP || R_ExternalPtrTag(x) != Rf_install(kind)) {
        snprintf(e->message, sizeof e->message, "%s: a handle of %s expected", arg, kind);
        return NULL;
    }
    object = R_ExternalPtrAddr(x);
    if (!object) {
        snprintf(e->message, sizeof e->message,
                 "%s: this handle of %s is empty: it was freed, or comes from another session of R",
                 arg, kind);
    }
    return object;
}

/* ---------------------------------------------------------------------- progress and Ctrl-C -- */

#define RIX_R_TICK_SECONDS 0.02

/* What a long call polls on the calling thread, which is R's. */
typedef struct rix_r_tick {
    SEXP callback; /* a function of one number, or NULL; TRUE from it stops */
    double done;
    double asked; /* when R was last asked; < 0: not yet */
    bool stop;
} rix_r_tick;
#define RIX_R_TICK_INIT { R_NilValue, 0.0, -1.0, false }

static void rix_r_ask(void *data)
{
    rix_r_tick *tick = data;

    R_CheckUserInterrupt();
    if (Rf_isFunction(tick->callback)) {
        SEXP done = PROTECT(Rf_ScalarReal(tick->done));
        SEXP call = PROTECT(Rf_lang2(tick->callback, done));
        SEXP answer = PROTECT(Rf_eval(call, R_GlobalEnv));
        tick->stop = TYPEOF(answer) == LGLSXP && XLENGTH(answer) == 1 && LOGICAL(answer)[0] == TRUE;
        UNPROTECT(3);
    }
}

/* A rix_progress_fn. Whatever jumps in R, interrupt or error, lands in R_ToplevelExec and stops the work. */
static int rix_r_progress(double done, void *user)
{
    rix_r_tick *tick = user;
    struct timespec ts;
    double now = 0.0;

    if (tick->stop) return 1;
    if (clock_gettime(CLOCK_MONOTONIC, &ts) == 0) now = (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec;
    if (tick->asked >= 0.0 && done < 1.0 && now - tick->asked < RIX_R_TICK_SECONDS) return 0;
    tick->asked = now;
    tick->done = done;
    if (!R_ToplevelExec(rix_r_ask, tick)) tick->stop = true;
    return tick->stop;
}

static bool rix_h_to_progress(rix_h_obj x, rix_h_scope *scope, rix_run *run)
{
    const rix_r_tick start = RIX_R_TICK_INIT;
    rix_r_tick *tick;

    if (!Rf_isNull(x) && !Rf_isFunction(x)) return false;
    tick = rix_h_alloc(scope, 1, sizeof *tick);
    if (!tick) return false;
    *tick = start;
    tick->callback = x;
    run->progress = rix_r_progress;
    run->progress_user = tick;
    return true;
}

/* ---------------------------------------------------------------------------- R's functions -- */

static rix_h_obj rix_h_keep(rix_h_obj x)
{
    if (!Rf_isNull(x)) R_PreserveObject(x);
    return x;
}

static void rix_h_let_go(rix_h_obj x)
{
    if (x && !Rf_isNull(x)) R_ReleaseObject(x);
}

/* One call of a function, between C and whatever may jump. */
typedef struct rix_r_question {
    SEXP function;
    double t;
    const rix_vec *args;
    size_t n_args, i, n;
    double *out;
    bool answered;
} rix_r_question;

static void rix_r_put(void *data)
{
    rix_r_question *q = data;
    SEXP call = PROTECT(Rf_allocVector(LANGSXP, (R_xlen_t)q->n_args + 3)), at = call;
    SETCAR(at, q->function);
    at = CDR(at);
    SETCAR(at, Rf_ScalarReal(q->t));
    for (size_t k = 0; k < q->n_args; k++) {
        at = CDR(at);
        SETCAR(at, rix_h_vec(q->args[k]));
    }
    at = CDR(at);
    SETCAR(at, Rf_ScalarReal((double)q->i));
    SEXP answer = PROTECT(Rf_eval(call, R_GlobalEnv));
    q->answered = TYPEOF(answer) == REALSXP && (size_t)XLENGTH(answer) == q->n;
    if (q->answered && q->n > 0) memcpy(q->out, REAL(answer), q->n * sizeof *q->out);
    UNPROTECT(2);
}

/* The R layer keeps what the function raised, and raises it again; jumps land in R_ToplevelExec. */
static bool rix_h_call(rix_h_obj function, double t, const rix_vec *args, size_t n_args, size_t i,
                       double *out, size_t n)
{
    rix_r_question q = { function, t, args, n_args, i, n, out, false };
    return R_ToplevelExec(rix_r_put, &q) && q.answered;
}
%}

/* ---------------------------------------------------------------------------------- typemaps -- */

/* Enumerators pass as names; and what SWIG frees by itself for a pointer to numbers is not from malloc here. */
%rename("$ignore", %$isenumitem) "";
%typemap(freearg) size_t * "";

#define RIX_H_APPEND(object) SET_VECTOR_ELT($result, $n, object)

/* Not in a block, so that the status can see it: on failure nothing else of the results is built. */
%typemap(in, numinputs=0, noblock=1) rix_error *err {
    rix_error rix_r_failed = RIX_ERROR_INIT;
    $1 = &rix_r_failed;
}
%typemap(out, noblock=1) rix_status {
    if ($1 != RIX_OK) RIX_H_RETURN_FAILURE(rix_r_failed);
    $result = R_NilValue;
}

%define RIX_HANDLE(TYPE, FREE)
%{
static void rix_r_finalize_##TYPE(SEXP handle)
{
    TYPE *object = R_ExternalPtrAddr(handle);
    R_ClearExternalPtr(handle);
    FREE(object);
}
%}
%typemap(in, numinputs=0) TYPE **out (TYPE *object = NULL, SEXP handle) {
    handle = Rf_protect(rix_r_handle_new(#TYPE, rix_r_finalize_##TYPE));
    r_nprotect++;
    $1 = &object;
}
%typemap(argout) TYPE **out {
    R_SetExternalPtrAddr(handle$argnum, object$argnum);
    RIX_H_APPEND(handle$argnum);
}
%typemap(in) const TYPE *, TYPE * {
    rix_error wrong = RIX_ERROR_INIT;
    $1 = rix_r_handle_get($input, #TYPE, "$1_name", &wrong);
    if (!$1) RIX_H_RETURN_FAILURE(wrong);
}
%enddef

/* A machine may have no rule of its own for leaving; its sentence then has none either. */
%typemap(in) const rix_rule *leave {
    rix_error wrong = RIX_ERROR_INIT;
    $1 = NULL;
    if (!Rf_isNull($input)) {
        $1 = rix_r_handle_get($input, "rix_rule", "$1_name", &wrong);
        if (!$1) RIX_H_RETURN_FAILURE(wrong);
    }
}

/* Is this a handle that still holds something? Not after readRDS(). */
%typemap(in) rix_h_obj "$1 = $input;"
%typemap(out) rix_h_obj "$result = $1;"
%typemap(out) bool "$result = Rf_ScalarLogical($1);"
%inline %{
static bool handle_is_live(rix_h_obj handle)
{
    return TYPEOF(handle) == EXTPTRSXP && R_ExternalPtrAddr(handle) != NULL;
}
%}
