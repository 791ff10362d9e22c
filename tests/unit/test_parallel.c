/* Threads: same results from any number of them, and none that outlives the call. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* RTLD_NEXT */
#endif
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parallel.h"
#include "support.h"

/* A sanitizer that has pthread_create() for itself would not see threads that we start for it. */
#if defined(__SANITIZE_THREAD__)
#define OWN_PTHREAD_CREATE 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define OWN_PTHREAD_CREATE 0
#endif
#endif
#ifndef OWN_PTHREAD_CREATE
#define OWN_PTHREAD_CREATE 1
#endif

static atomic_int threads_left = -1; /* that may still be started; -1: any number */

#if OWN_PTHREAD_CREATE
/* Stands in for the system's, so that it can run out of threads. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *arg)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *symbol = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&real, &symbol, sizeof real); /* ISO C converts no object pointer to a function's */
    if (threads_left == 0) return EAGAIN;
    if (threads_left > 0) threads_left--;
    return real(thread, attributes, start, arg);
}
#endif

enum { ITEMS = 500 };

static rix_run with_threads(size_t threads)
{
    rix_run run = RIX_RUN_INIT;
    run.threads = threads;
    return run;
}

static void nap(long microseconds)
{
    const struct timespec t = { 0, 1000 * microseconds };
    nanosleep(&t, NULL);
}

/* Each item gets its number's square; each worker keeps to itself. */
typedef struct squares {
    double of[ITEMS];
    atomic_int busy[ITEMS];
    size_t workers;
} squares;

static rix_status square(size_t item, size_t worker, void *user, rix_error *err)
{
    squares *s = user;
    if (worker >= s->workers || atomic_fetch_add(&s->busy[worker], 1) != 0) {
        return rix_i_fail(err, RIX_EINVAL, NULL, RIX_I_ROW(item), "worker %zu is shared", worker);
    }
    s->of[item] = (double)(item * item);
    if (item % 50 == 0) nap(200);
    atomic_fetch_sub(&s->busy[worker], 1);
    return RIX_OK;
}

static rix_status square_all(size_t n, size_t threads, squares *s, rix_error *err)
{
    const rix_run run = with_threads(threads);
    memset(s, 0, sizeof *s);
    s->workers = rix_i_workers(n, &run);
    return rix_i_parallel(n, &run, square, s, err);
}

static void check_squares(const squares *s, size_t n)
{
    for (size_t i = 0; i < ITEMS; i++) rix_assert_same(s->of[i], i < n ? (double)(i * i) : 0.0);
}

static void every_item_is_done_once_by_any_number_of_threads(void **state)
{
    (void)state;
    static const size_t threads[] = { 1, 2, 5, 0, 64 }, items[] = { 0, 1, 3, ITEMS };
    for (size_t t = 0; t < 5; t++) {
        for (size_t k = 0; k < 4; k++) {
            squares s;
            rix_error err = RIX_ERROR_INIT;
            rix_assert_ok(square_all(items[k], threads[t], &s, &err), err);
            check_squares(&s, items[k]);
        }
    }
}

static void workers_are_as_many_as_make_sense(void **state)
{
    (void)state;
    rix_run run = with_threads(3);
    assert_int_equal(rix_i_workers(100, &run), 3);
    assert_int_equal(rix_i_workers(2, &run), 2);
    assert_int_equal(rix_i_workers(0, &run), 1);
    assert_int_equal(rix_i_workers(100, NULL), 1);
    run.threads = 0;
    assert_true(rix_i_workers(100, &run) >= 1);
    run.threads = SIZE_MAX;
    assert_true(rix_i_workers(SIZE_MAX, &run) <= 1024);
    rix_error err = RIX_ERROR_INIT;
    squares s = { .workers = 1 };
    rix_assert_ok(rix_i_parallel(ITEMS, NULL, square, &s, &err), err); /* run may be NULL */
    check_squares(&s, ITEMS);
}

/* ------------------------------------------------------------------------------- failures -- */

/* Fails from item 40 on, the later ones sooner; and item 7 takes its time before it fails. */
static rix_status fail_some(size_t item, size_t worker, void *user, rix_error *err)
{
    const size_t *first = user;
    (void)worker;
    if (item == *first) nap(3000);
    if (item == *first || item >= 40) {
        return rix_i_fail(err, RIX_EDOMAIN, "x", RIX_I_ROW(item), "item %zu", item);
    }
    nap(50);
    return RIX_OK;
}

static void the_first_failing_item_is_reported(void **state)
{
    (void)state;
    static const size_t threads[] = { 1, 2, 5, 50 }, firsts[] = { 0, 7, 39, 40 };
    for (size_t t = 0; t < 4; t++) {
        for (size_t k = 0; k < 4; k++) {
            const rix_run run = with_threads(threads[t]);
            size_t first = firsts[k];
            rix_error err = RIX_ERROR_INIT;
            assert_int_equal(rix_i_parallel(ITEMS, &run, fail_some, &first, &err), RIX_EDOMAIN);
            assert_int_equal(err.row, first);
            assert_int_equal(err.code, RIX_EDOMAIN);
            assert_int_equal(rix_i_parallel(ITEMS, &run, fail_some, &first, NULL), RIX_EDOMAIN);
        }
    }
}

static void without_more_threads_it_is_only_slower(void **state)
{
    (void)state;
    if (!OWN_PTHREAD_CREATE) skip();
    for (int left = 0; left < 4; left++) {
        squares s;
        rix_error err = RIX_ERROR_INIT;
        threads_left = left;
        const rix_status status = square_all(ITEMS, 5, &s, &err);
        threads_left = -1;
        rix_assert_ok(status, err);
        check_squares(&s, ITEMS);
    }
}

/* ------------------------------------------------------------------------------- progress -- */

typedef struct watch {
    double last;
    int asked, stop_after;
    pthread_t caller;
    bool elsewhere, backwards;
} watch;

static int watch_progress(double done, void *user)
{
    watch *w = user;
    w->elsewhere = w->elsewhere || !pthread_equal(w->caller, pthread_self());
    w->backwards = w->backwards || !(done >= w->last && done <= 1.0);
    w->last = done;
    return ++w->asked == w->stop_after;
}

static rix_status count_item(size_t item, size_t worker, void *user, rix_error *err)
{
    (void)item;
    (void)worker;
    (void)err;
    nap(100);
    atomic_fetch_add((atomic_size_t *)user, 1);
    return RIX_OK;
}

static void only_the_caller_is_told_of_progress(void **state)
{
    (void)state;
    for (size_t threads = 1; threads < 5; threads++) {
        watch w = { .stop_after = -1, .caller = pthread_self() };
        const rix_run run = { threads, watch_progress, &w };
        atomic_size_t count = 0;
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_i_parallel(100, &run, count_item, &count, &err), err);
        assert_int_equal(count, 100);
        assert_false(w.elsewhere);
        assert_false(w.backwards);
        assert_true(w.asked >= 2);
        rix_assert_same(w.last, 1.0);
    }
}

static void cancelling_stops_the_work(void **state)
{
    (void)state;
    for (size_t threads = 1; threads < 5; threads++) {
        for (int stop = 1; stop < 4; stop++) {
            watch w = { .stop_after = stop, .caller = pthread_self() };
            const rix_run run = { threads, watch_progress, &w };
            atomic_size_t count = 0;
            rix_error err = RIX_ERROR_INIT;
            rix_assert_fails(rix_i_parallel(100000, &run, count_item, &count, &err), RIX_ECANCELLED,
                             err, "stopped by the caller");
            assert_int_equal(w.asked, stop);
            assert_true(count < 10000);
        }
    }
}

/* --------------------------------------------------------------------- nothing stays behind -- */

static size_t count_threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    size_t n = 0;
    if (!tasks) return 0; /* no such thing on this system */
    for (const struct dirent *d = readdir(tasks); d; d = readdir(tasks)) n += d->d_name[0] != '.';
    closedir(tasks);
    return n;
}

/* A thread that has been joined may be listed a moment longer. */
static void wait_for_threads(size_t expected)
{
    for (int k = 0; k < 2000 && count_threads() > expected; k++) nap(1000);
    assert_int_equal(count_threads(), expected);
}

static void no_thread_outlives_a_call(void **state)
{
    (void)state;
    squares s;
    size_t first = 7;
    watch w = { .stop_after = 2, .caller = pthread_self() };
    const rix_run run = with_threads(8), cancelled = { 8, watch_progress, &w };
    atomic_size_t count = 0;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(square_all(ITEMS, 2, &s, &err),
                  err); /* a sanitizer may start a thread of its own */
    nap(10000);
    const size_t before = count_threads();
    rix_assert_ok(square_all(ITEMS, 8, &s, &err), err);
    wait_for_threads(before);
    assert_int_equal(rix_i_parallel(ITEMS, &run, fail_some, &first, &err), RIX_EDOMAIN);
    wait_for_threads(before);
    assert_int_equal(rix_i_parallel(1000, &cancelled, count_item, &count, &err), RIX_ECANCELLED);
    wait_for_threads(before);
}

static void it_works_again_after_fork(void **state)
{
    (void)state;
    squares s;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(square_all(ITEMS, 4, &s, &err), err);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60); /* to hang is to fail */
        const rix_status status = square_all(ITEMS, 4, &s, NULL);
        _exit(status == RIX_OK && s.of[ITEMS - 1] > 0.0 ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
    rix_assert_ok(square_all(ITEMS, 4, &s, &err), err);
}

/* The host's signal handlers run on the host's threads. */
static rix_status look_at_signals(size_t item, size_t worker, void *user, rix_error *err)
{
    sigset_t mask;
    (void)item;
    (void)err;
    nap(100);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    const int blocked = sigismember(&mask, SIGINT);
    if (blocked != (worker > 0)) atomic_fetch_add((atomic_size_t *)user, 1);
    return RIX_OK;
}

static void signals_are_left_to_the_caller(void **state)
{
    (void)state;
    const rix_run run = with_threads(4);
    atomic_size_t wrong = 0;
    sigset_t mask;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_parallel(200, &run, look_at_signals, &wrong, &err), err);
    assert_int_equal(wrong, 0);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    assert_false(sigismember(&mask, SIGINT)); /* as it was */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(workers_are_as_many_as_make_sense),
        cmocka_unit_test(the_first_failing_item_is_reported),
        cmocka_unit_test(without_more_threads_it_is_only_slower),
        cmocka_unit_test(only_the_caller_is_told_of_progress),
        cmocka_unit_test(cancelling_stops_the_work),
        cmocka_unit_test(no_thread_outlives_a_call),
        cmocka_unit_test(it_works_again_after_fork),
        cmocka_unit_test(signals_are_left_to_the_caller),
    };
    return RIX_RUN_TESTS("parallel", tests);
}
