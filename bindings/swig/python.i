/* python.i - the Python side of riskidx.i: host.h on PyObject and the C interface of NumPy.
 *
 * Every primitive is called with the interpreter's lock held, but for rix_py_progress, which takes
 * it itself. References and memory that must outlive a reader are kept by its scope. */

%nothread; /* the lock is kept by default ... */
%thread rix_index_build; /* ... and dropped for what may take long and builds no Python object */
%thread rix_index_score;
%thread rix_index_ranks;
%thread rix_index_ranks_by_period;
%thread rix_index_trends;
%thread rix_index_sources;
%thread rix_index_contributions;
%thread rix_simulate;
%thread rix_simulate_with;
%thread rix_ensemble_run;
%thread rix_calibrate;
%thread rix_simulate_policy;
%thread rix_trajectory_observe;
%thread rix_gradient;
%thread rix_tradeoff_curve;
%thread rix_optimum;
%thread rix_frontier;
%thread rix_hypervolume;
%thread random_uniform;
%thread rix_machine_run;
%thread rix_zone_history;
%thread rix_reproduction_number;
%thread rix_trend;
%thread breaks_natural;
%thread rix_benefit_of_the_doubt;
%thread rix_geometric_bod;
%thread rix_weights_bod;
%thread rix_weights_optimised;
%thread rix_sobol_bootstrap;
%thread rix_uncertainty_run;
%thread rix_uncertainty_build;
%thread rix_uncertainty_moments;
%thread rix_uncertainty_quantiles;
%thread rix_uncertainty_pack;

%{
#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef PyObject *rix_h_obj;

/* Something that lives until the call ends: a reference, a block of memory, or both. */
typedef struct rix_py_kept {
    struct rix_py_kept *next;
    PyObject *object;
    void *block;
} rix_py_kept;

typedef struct rix_h_scope {
    rix_py_kept *first;
} rix_h_scope;

#define RIX_H_SCOPE_INIT { NULL }

#include "host.h"

#ifndef NPY_RAVEL_AXIS /* before NumPy 2 */
#define NPY_RAVEL_AXIS NPY_MAXDIMS
#endif

/* Up to here every whole number is a double, and the other way round. */
#define RIX_PY_EXACT INT64_C(9007199254740992)

/* ------------------------------------------------------------------------------- temporaries -- */

/* Keeps an owned reference (or NULL) and a block; on failure both are let go of. */
static bool rix_py_keep(rix_h_scope *scope, PyObject *object, void *block)
{
    rix_py_kept *kept = (rix_py_kept *)malloc(sizeof *kept);
    if (!kept) {
        Py_XDECREF(object);
        free(block);
        return false;
    }
    kept->next = scope->first;
    kept->object = object;
    kept->block = block;
    scope->first = kept;
    return true;
}

static void *rix_h_alloc(rix_h_scope *scope, size_t n, size_t size)
{
    void *block = calloc(n ? n : 1, size);
    return block && rix_py_keep(scope, NULL, block) ? block : NULL;
}

static void rix_h_scope_end(rix_h_scope *scope)
{
    rix_py_kept *kept = scope->first;
    scope->first = NULL;
    while (kept) {
        rix_py_kept *next = kept->next;
        Py_XDECREF(kept->object);
        free(kept->block);
        free(kept);
        kept = next;
    }
}

/* ----------------------------------------------------------------------------------- reading -- */

static bool rix_h_is_none(rix_h_obj x) { return x == NULL || x == Py_None; }

static rix_h_obj rix_h_field(rix_h_obj record, const char *key)
{
    PyObject *found = NULL;
    if (record && PyDict_Check(record)) {
        PyObject *name = PyUnicode_FromString(key);
        if (name) found = PyDict_GetItemWithError(record, name);
        Py_XDECREF(name);
        PyErr_Clear();
    }
    return found ? found : Py_None;
}

/* Is a number within what a double holds exactly? Compared as whole numbers, since 2^53 + 1 is 2^53 as a
 * double. Takes over the reference. */
static bool rix_py_within(PyObject *number, int64_t bound, int comparison)
{
    PyObject *limit = PyLong_FromLongLong(bound);
    const bool within = number && limit && PyObject_RichCompareBool(number, limit, comparison) == 1;
    Py_XDECREF(number);
    Py_XDECREF(limit);
    return within;
}

/* Whole numbers wider than a double are not rounded behind the caller's back. */
static bool rix_py_is_exact(PyArrayObject *wholes)
{
    return rix_py_within(PyArray_Max(wholes, NPY_RAVEL_AXIS, NULL), RIX_PY_EXACT, Py_LE) &&
           rix_py_within(PyArray_Min(wholes, NPY_RAVEL_AXIS, NULL), -RIX_PY_EXACT, Py_GE);
}

static bool rix_py_is_steps(PyArrayObject *a)
{
    for (int d = 0; d < PyArray_NDIM(a); d++) {
        if (PyArray_DIM(a, d) > 1 && PyArray_STRIDE(a, d) % (npy_intp)sizeof(double) != 0) {
            return false;
        }
    }
    return true;
}

/* A new reference to x as doubles: x itself if it is an array of aligned, native doubles whose steps are
 * whole doubles, else one copy; NULL, perhaps with an exception, for anything but real numbers. */
static PyArrayObject *rix_py_convert(PyObject *x)
{
    PyArrayObject *any = (PyArrayObject *)PyArray_FROM_O(x), *doubles = NULL;
    if (!any) return NULL;
    const int type = PyArray_TYPE(any);
    const bool wide = PyTypeNum_ISINTEGER(type) && PyArray_ITEMSIZE(any) == 8;
    const bool number = PyTypeNum_ISBOOL(type) || PyTypeNum_ISINTEGER(type) || PyTypeNum_ISFLOAT(type);
    if (number && (!wide || PyArray_SIZE(any) == 0 || rix_py_is_exact(any))) {
        doubles = (PyArrayObject *)PyArray_FROM_OTF((PyObject *)any, NPY_DOUBLE,
                                                    NPY_ARRAY_ALIGNED | NPY_ARRAY_NOTSWAPPED);
    }
    Py_DECREF(any);
    if (doubles && !rix_py_is_steps(doubles)) {
        PyArrayObject *copy = (PyArrayObject *)PyArray_NewCopy(doubles, NPY_CORDER);
        Py_DECREF(doubles);
        doubles = copy;
    }
    return doubles;
}

/* As rix_py_convert, kept by the scope, with no exception pending. */
static PyArrayObject *rix_py_doubles(PyObject *x, rix_h_scope *scope)
{
    PyArrayObject *a = rix_h_is_none(x) ? NULL : rix_py_convert(x);
    if (a && !rix_py_keep(scope, (PyObject *)a, NULL)) a = NULL;
    PyErr_Clear();
    return a;
}

static ptrdiff_t rix_py_step(PyArrayObject *a, int d)
{
    return (ptrdiff_t)(PyArray_STRIDE(a, d) / (npy_intp)sizeof(double));
}

static bool rix_h_to_vec(rix_h_obj x, rix_h_scope *scope, rix_vec *value)
{
    PyArrayObject *a = rix_py_doubles(x, scope);
    if (!a || PyArray_NDIM(a) > 1) return false;
    value->data = (const double *)PyArray_DATA(a);
    value->size = (size_t)PyArray_SIZE(a);
    value->step = PyArray_NDIM(a) == 1 ? rix_py_step(a, 0) : 1;
    return true;
}

static bool rix_h_to_mat(rix_h_obj x, rix_h_scope *scope, rix_mat *value)
{
    PyArrayObject *a = rix_py_doubles(x, scope);
    if (!a || PyArray_NDIM(a) == 1 || PyArray_NDIM(a) > 2) return false;
    const bool scalar = PyArray_NDIM(a) == 0;
    value->data = (const double *)PyArray_DATA(a);
    value->rows = scalar ? 1 : (size_t)PyArray_DIM(a, 0);
    value->cols = scalar ? 1 : (size_t)PyArray_DIM(a, 1);
    value->row_step = scalar ? 1 : rix_py_step(a, 0);
    value->col_step = scalar ? 1 : rix_py_step(a, 1);
    return true;
}

static bool rix_py_is_flag(PyObject *x) { return PyBool_Check(x) || PyArray_IsScalar(x, Bool); }

static bool rix_h_to_number(rix_h_obj x, double *value)
{
    if (rix_h_is_none(x) || rix_py_is_flag(x)) return false;
    if (PyFloat_Check(x)) {
        *value = PyFloat_AS_DOUBLE(x);
        return true;
    }
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    PyArrayObject *a = rix_py_doubles(x, &scope);
    const bool good = a && PyArray_SIZE(a) == 1;
    if (good) *value = *(const double *)PyArray_DATA(a);
    rix_h_scope_end(&scope);
    return good;
}

static bool rix_h_to_whole(rix_h_obj x, size_t *value)
{
    double number;
    if (!rix_h_to_number(x, &number)) return false;
    if (!(number >= 0.0 && number <= (double)RIX_PY_EXACT)) return false;
    const uint64_t whole = (uint64_t)number;
    if ((double)whole < number || whole > SIZE_MAX) return false;
    *value = (size_t)whole;
    return true;
}

static bool rix_h_to_bool(rix_h_obj x, bool *value)
{
    if (rix_h_is_none(x) || !rix_py_is_flag(x)) return false;
    *value = PyObject_IsTrue(x) == 1;
    return true;
}

static bool rix_h_to_text(rix_h_obj x, rix_h_scope *scope, const char **value)
{
    Py_ssize_t size = 0;
    const char *text = NULL;
    if (!rix_h_is_none(x) && PyUnicode_Check(x)) text = PyUnicode_AsUTF8AndSize(x, &size);
    PyErr_Clear();
    if (!text || strlen(text) != (size_t)size) return false; /* a NUL inside would cut it short */
    Py_INCREF(x);
    if (!rix_py_keep(scope, x, NULL)) return false;
    *value = text;
    return true;
}

/* None, or a NaN as pandas has it in columns of text. */
static bool rix_py_is_missing(PyObject *x)
{
    return rix_h_is_none(x) || (PyFloat_Check(x) && PyFloat_AS_DOUBLE(x) != PyFloat_AS_DOUBLE(x));
}

/* A list or tuple of x's items, kept by the scope; of x alone if it is a single thing. */
static PyObject *rix_py_items(PyObject *x, bool single, rix_h_scope *scope)
{
    PyObject *items = NULL;
    if (single) {
        items = PyTuple_Pack(1, x);
    } else if (!rix_h_is_none(x) && !PyDict_Check(x) && !PyBytes_Check(x)) {
        items = PySequence_Fast(x, "");
    }
    if (items && !rix_py_keep(scope, items, NULL)) items = NULL;
    PyErr_Clear();
    return items;
}

static bool rix_h_to_texts(rix_h_obj x, rix_h_scope *scope, const char ***value, size_t *n)
{
    PyObject *items = rix_py_items(x, x && PyUnicode_Check(x), scope);
    if (!items) return false;
    const size_t size = (size_t)PySequence_Fast_GET_SIZE(items);
    const char **texts = (const char **)rix_h_alloc(scope, size + 1, sizeof *texts);
    if (!texts) return false;
    for (size_t i = 0; i < size; i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(items, (Py_ssize_t)i);
        if (!rix_py_is_missing(item) && !rix_h_to_text(item, scope, &texts[i])) return false;
    }
    *value = texts;
    *n = size;
    return true;
}

static bool rix_h_to_wholes(rix_h_obj x, rix_h_scope *scope, size_t **value, size_t *n)
{
    rix_vec v;
    if (!rix_h_to_vec(x, scope, &v)) return false;
    size_t *wholes = (size_t *)rix_h_alloc(scope, v.size + 1, sizeof *wholes);
    if (!wholes) return false;
    for (size_t i = 0; i < v.size; i++) {
        const double number = v.data[(ptrdiff_t)i * v.step];
        if (!(number >= 0.0 && number <= (double)RIX_PY_EXACT)) return false;
        wholes[i] = (size_t)number;
        if ((double)wholes[i] < number) return false;
    }
    *value = wholes;
    *n = v.size;
    return true;
}

static bool rix_h_to_zones(rix_h_obj x, rix_h_scope *scope, rix_zones *value)
{
    PyArrayObject *a = NULL;
    if (!rix_h_is_none(x) && PyArray_Check(x) && PyArray_TYPE((PyArrayObject *)x) == NPY_INT8) {
        a = (PyArrayObject *)x;
        Py_INCREF(a);
    }
    if (a && !rix_py_keep(scope, (PyObject *)a, NULL)) a = NULL;
    if (!a || PyArray_NDIM(a) != 2) return false;
    value->data = (const int8_t *)PyArray_DATA(a);
    value->rows = (size_t)PyArray_DIM(a, 0);
    value->cols = (size_t)PyArray_DIM(a, 1);
    value->row_step = (ptrdiff_t)PyArray_STRIDE(a, 0);
    value->col_step = (ptrdiff_t)PyArray_STRIDE(a, 1);
    return true;
}

/* ---------------------------------------------------------------------------------- building -- */

static rix_h_obj rix_h_none(void)
{
    Py_INCREF(Py_None);
    return Py_None;
}

static rix_h_obj rix_h_number(double x) { return PyFloat_FromDouble(x); }

static rix_h_obj rix_h_whole(size_t x)
{
    return x == RIX_NO_INDEX ? rix_h_none() : PyLong_FromSize_t(x);
}

static rix_h_obj rix_h_bool(bool x) { return PyBool_FromLong(x); }

static rix_h_obj rix_h_text(const char *s)
{
    return s ? PyUnicode_DecodeUTF8(s, (Py_ssize_t)strlen(s), "replace") : rix_h_none();
}

static rix_h_obj rix_h_list_new(size_t n) { return PyList_New((Py_ssize_t)n); }

/* Without a list or a value an exception is pending, which rix_h_list_done sees to. */
static void rix_h_list_set(rix_h_obj list, size_t i, rix_h_obj value)
{
    if (list && value) {
        PyList_SET_ITEM(list, (Py_ssize_t)i, value);
    } else {
        Py_XDECREF(value);
    }
}

static rix_h_obj rix_py_done(rix_h_obj x)
{
    if (PyErr_Occurred()) Py_CLEAR(x);
    return x;
}

static rix_h_obj rix_h_list_done(rix_h_obj list) { return rix_py_done(list); }

static rix_h_obj rix_h_texts(const char *const *s, size_t n)
{
    PyObject *list = rix_h_list_new(n);
    for (size_t i = 0; list && i < n; i++) rix_h_list_set(list, i, rix_h_text(s[i]));
    return rix_h_list_done(list);
}

static rix_h_obj rix_h_wholes(const size_t *x, size_t n)
{
    npy_intp size = (npy_intp)n;
    PyObject *array = PyArray_SimpleNew(1, &size, NPY_INT64);
    if (!array) return NULL;
    int64_t *cells = (int64_t *)PyArray_DATA((PyArrayObject *)array);
    for (size_t i = 0; i < n; i++) cells[i] = (int64_t)x[i];
    return array;
}

/** Zones: an int32 array, RIX_NO_ZONE for a missing score. */
static rix_h_obj rix_h_zones(const int32_t *x, size_t n)
{
    npy_intp size = (npy_intp)n;
    PyObject *array = PyArray_SimpleNew(1, &size, NPY_INT32);
    if (array && n) memcpy(PyArray_DATA((PyArrayObject *)array), x, n * sizeof *x);
    return array;
}

static rix_h_obj rix_h_zone_mat(rix_zones z)
{
    npy_intp dims[2] = { (npy_intp)z.rows, (npy_intp)z.cols };
    const bool by_period = z.row_step == 1 && z.col_step != 1;
    PyObject *array = PyArray_EMPTY(2, dims, NPY_INT8, by_period);
    if (!array) return NULL;
    int8_t *cells = (int8_t *)PyArray_DATA((PyArrayObject *)array);
    const size_t outer = by_period ? z.cols : z.rows, inner = by_period ? z.rows : z.cols;
    const ptrdiff_t outer_step = by_period ? z.col_step : z.row_step;
    const ptrdiff_t inner_step = by_period ? z.row_step : z.col_step;
    for (size_t i = 0; i < outer; i++) {
        const int8_t *line = z.data + (ptrdiff_t)i * outer_step;
        for (size_t j = 0; j < inner; j++) *cells++ = line[(ptrdiff_t)j * inner_step];
    }
    return array;
}

static rix_h_obj rix_h_vec(rix_vec v)
{
    npy_intp size = (npy_intp)v.size;
    PyObject *array = PyArray_SimpleNew(1, &size, NPY_DOUBLE);
    if (!array) return NULL;
    double *cells = (double *)PyArray_DATA((PyArrayObject *)array);
    for (size_t i = 0; i < v.size; i++) cells[i] = v.data[(ptrdiff_t)i * v.step];
    return array;
}

static rix_h_obj rix_h_mat(rix_mat m)
{
    npy_intp dims[2] = { (npy_intp)m.rows, (npy_intp)m.cols };
    PyObject *array = PyArray_SimpleNew(2, dims, NPY_DOUBLE);
    if (!array) return NULL;
    double *cells = (double *)PyArray_DATA((PyArrayObject *)array);
    for (size_t i = 0; i < m.rows; i++) {
        const double *row = m.data + (ptrdiff_t)i * m.row_step;
        for (size_t j = 0; j < m.cols; j++) *cells++ = row[(ptrdiff_t)j * m.col_step];
    }
    return array;
}

/* NumPy's own memory, so that nothing is copied. */
static double *rix_h_room_for(rix_h_scope *scope, size_t rows, size_t cols)
{
    npy_intp dims[2] = { (npy_intp)rows, (npy_intp)cols };
    PyObject *array = PyArray_SimpleNew(2, dims, NPY_DOUBLE);
    PyErr_Clear();
    if (!array || !rix_py_keep(scope, array, NULL)) return NULL;
    return (double *)PyArray_DATA((PyArrayObject *)array);
}

static rix_h_obj rix_h_room_filled(rix_h_scope *scope, rix_out filled)
{
    for (rix_py_kept *kept = scope->first; kept; kept = kept->next) {
        if (!kept->object || !PyArray_Check(kept->object) ||
            PyArray_DATA((PyArrayObject *)kept->object) != (void *)filled.data)
            continue;
        Py_INCREF(kept->object);
        return kept->object;
    }
    return NULL;
}

static rix_h_obj rix_h_record_new(size_t n)
{
    (void)n;
    return PyDict_New();
}

static void rix_h_record_set(rix_h_obj record, size_t i, const char *key, rix_h_obj value)
{
    (void)i;
    if (record && value) PyDict_SetItemString(record, key, value);
    Py_XDECREF(value);
}

static rix_h_obj rix_h_record_done(rix_h_obj record) { return rix_py_done(record); }

/* ---------------------------------------------------------------------- progress and interrupt -- */

typedef struct rix_py_watch {
    PyObject *call; /* borrowed from the options, or NULL */
    int64_t next;   /* time of the next look, in nanoseconds */
    bool finished;
} rix_py_watch;

/* 20 ms between two looks: often enough for a key, too seldom to cost anything. */
#define RIX_PY_PAUSE INT64_C(20000000)

static int64_t rix_py_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* Runs on the calling thread, without the lock. An exception stays pending on that thread and comes
 * out of the wrapper in place of the error of the cancelled call. */
static int rix_py_progress(double done, void *user)
{
    rix_py_watch *watch = (rix_py_watch *)user;
    const bool finished = done >= 1.0 && !watch->finished;
    const int64_t now = rix_py_clock();
    if (!finished && now < watch->next) return 0;
    watch->next = now + RIX_PY_PAUSE;
    watch->finished = done >= 1.0;

    const PyGILState_STATE state = PyGILState_Ensure();
    bool stop = PyErr_Occurred() || PyErr_CheckSignals() != 0;
    if (!stop && watch->call) {
        PyObject *answer = PyObject_CallFunction(watch->call, "d", done);
        stop = answer == NULL;
        Py_XDECREF(answer);
    }
    PyGILState_Release(state);
    return stop;
}

static bool rix_h_to_progress(rix_h_obj x, rix_h_scope *scope, rix_run *run)
{
    if (!rix_h_is_none(x) && !PyCallable_Check(x)) return false;
    rix_py_watch *watch = (rix_py_watch *)rix_h_alloc(scope, 1, sizeof *watch);
    if (!watch) return false;
    watch->call = rix_h_is_none(x) ? NULL : x;
    run->progress = rix_py_progress;
    run->progress_user = watch;
    return true;
}

/* --------------------------------------------------------------------------- the host's functions -- */

static rix_h_obj rix_h_keep(rix_h_obj x)
{
    Py_XINCREF(x);
    return x;
}

static void rix_h_let_go(rix_h_obj x) { Py_XDECREF(x); }

/* The arguments, as new objects; NULL with an exception. */
static PyObject *rix_py_arguments(double t, const rix_vec *args, size_t n_args, size_t i)
{
    PyObject *all = PyTuple_New((Py_ssize_t)n_args + 2);
    PyObject *time = PyFloat_FromDouble(t), *number = PyLong_FromSize_t(i);
    if (!all || !time || !number) {
        Py_XDECREF(all);
        Py_XDECREF(time);
        Py_XDECREF(number);
        return NULL;
    }
    PyTuple_SET_ITEM(all, 0, time);
    PyTuple_SET_ITEM(all, (Py_ssize_t)n_args + 1, number);
    for (size_t k = 0; k < n_args; k++) {
        PyObject *array = rix_h_vec(args[k]);
        if (!array) {
            Py_DECREF(all);
            return NULL;
        }
        PyTuple_SET_ITEM(all, (Py_ssize_t)k + 1, array);
    }
    return all;
}

/* The hand-written layer sees to it that the function gives n doubles, and says which one does not. */
static bool rix_py_numbers(PyObject *result, double *out, size_t n)
{
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    rix_vec v;
    const bool good = rix_h_to_vec(result, &scope, &v) && v.size == n;
    for (size_t k = 0; good && k < n; k++) out[k] = v.data[(ptrdiff_t)k * v.step];
    rix_h_scope_end(&scope);
    if (!good && !PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "a function of the model did not give %zu numbers", n);
    }
    return good;
}

static bool rix_h_call(rix_h_obj function, double t, const rix_vec *args, size_t n_args, size_t i,
                       double *out, size_t n)
{
    bool good = false;
    const PyGILState_STATE state = PyGILState_Ensure();
    PyObject *all = PyErr_CheckSignals() == 0 ? rix_py_arguments(t, args, n_args, i) : NULL;
    PyObject *result = all ? PyObject_CallObject(function, all) : NULL;
    if (result) good = rix_py_numbers(result, out, n);
    Py_XDECREF(result);
    Py_XDECREF(all);
    PyGILState_Release(state);
    return good;
}

/* ----------------------------------------------------------------------------------- failures -- */

/* The exception of riskidx.errors for a status; one that is already pending is left alone. */
static void rix_py_raise(const rix_error *e)
{
    if (PyErr_Occurred()) return;
    PyObject *module = PyImport_ImportModule("riskidx.errors"), *failure = NULL;
    if (module) {
        failure = PyObject_CallMethod(module, "_from_core", "sNNNNN", rix_status_name(e->code),
                                      rix_h_text(e->message), rix_h_text(e->arg),
                                      rix_h_whole(e->row), rix_h_whole(e->col),
                                      rix_h_whole(e->node));
    }
    if (failure) PyErr_SetObject((PyObject *)Py_TYPE(failure), failure);
    Py_XDECREF(failure);
    Py_XDECREF(module);
}

#define RIX_H_RETURN_FAILURE(error)                                                                \
    do {                                                                                           \
        rix_py_raise(&(error));                                                                    \
        SWIG_fail;                                                                                 \
    } while (0)

#define RIX_H_APPEND(object)                                                                       \
    do {                                                                                           \
        PyObject *appended = (object);                                                             \
        if (!appended) SWIG_fail;                                                                  \
        resultobj = SWIG_Python_AppendOutput(resultobj, appended);                                 \
    } while (0)
%}

%init %{
    import_array();
%}

/* Not in a block of its own, so that the typemap of rix_status sees it. */
%typemap(in, numinputs=0, noblock=1) rix_error *err {
    rix_error rix_failure = RIX_ERROR_INIT;
    $1 = &rix_failure;
}
%typemap(out) rix_status {
    if (PyErr_Occurred()) SWIG_fail;
    if ($1 != RIX_OK) RIX_H_RETURN_FAILURE(rix_failure);
    $result = SWIG_Py_Void();
}

/* A handle is a SWIG proxy that owns its object and frees it when it is collected. */
%define RIX_HANDLE(TYPE, FREE)
%nodefaultctor TYPE;
%nodefaultdtor TYPE;
struct TYPE {};
%extend TYPE {
    ~TYPE() { FREE($self); }
}
%typemap(in, numinputs=0) TYPE **out (TYPE *handle = NULL) { $1 = &handle; }
%typemap(argout) TYPE **out {
    TYPE *made = *$1;
    *$1 = NULL;
    RIX_H_APPEND(SWIG_NewPointerObj(made, $descriptor(TYPE *), SWIG_POINTER_OWN));
}
%typemap(freearg) TYPE **out { FREE(handle$argnum); }
%typemap(in) const TYPE * {
    void *handle = NULL;
    if (!SWIG_IsOK(SWIG_ConvertPtr($input, &handle, $descriptor(TYPE *), 0)) || !handle) {
        SWIG_exception_fail(SWIG_TypeError, "$1_name: a " #TYPE " expected");
    }
    $1 = (TYPE *)handle;
}
%enddef
