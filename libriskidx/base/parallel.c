/* parallel.c - many independent items of work on several threads.
 *
 * POSIX threads that end with the call: an OpenMP runtime that outlives it would hang a process that
 * forks afterwards (R's mclapply, Python's multiprocessing). */
#include "base/parallel.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

/* More than any machine makes use of, and few enough to start. */
enum { MOST_WORKERS = 1024 };

typedef struct job {
    size_t n_items;
    rix_i_task task;
    void *user;
    pthread_mutex_t lock; /* guards what follows */
    size_t next;          /* first item not yet given out */
    size_t finished;
    size_t failed_item; /* smallest failing item so far, or RIX_NO_INDEX */
    rix_error error;    /* its error */
    bool stop;
} job;

typedef struct worker {
    job *job;
    size_t number;
    pthread_t thread;
    bool started;
} worker;

/* Items are given out in order, so by the time one fails all before it are done or running. */
static bool take_item(job *j, size_t *item)
{
    bool got = false;
    pthread_mutex_lock(&j->lock);
    if (!j->stop && j->next < j->n_items) {
        *item = j->next++;
        got = true;
    }
    pthread_mutex_unlock(&j->lock);
    return got;
}

static void finish_item(job *j, size_t item, rix_status status, const rix_error *error)
{
    pthread_mutex_lock(&j->lock);
    j->finished++;
    if (status != RIX_OK && item < j->failed_item) {
        j->failed_item = item;
        j->error = *error;
        j->error.code = status;
        j->stop = true;
    }
    pthread_mutex_unlock(&j->lock);
}

static void run_item(job *j, size_t item, size_t worker_number)
{
    rix_error error = RIX_ERROR_INIT;
    const rix_status status = j->task(item, worker_number, j->user, &error);
    finish_item(j, item, status, &error);
}

static void *helper_main(void *arg)
{
    worker *w = arg;
    size_t item;
    while (take_item(w->job, &item)) run_item(w->job, item, w->number);
    return NULL;
}

/* Only the calling thread asks, since progress may belong to an interpreter. */
static bool cancelled(job *j, const rix_run *run)
{
    if (!run || !run->progress) return false;
    pthread_mutex_lock(&j->lock);
    const double done = (double)j->finished / (double)j->n_items;
    pthread_mutex_unlock(&j->lock);
    if (!run->progress(done, run->progress_user)) return false;
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_mutex_unlock(&j->lock);
    return true;
}

/* Signals are left to the caller's threads: a host's handler must not run on one of ours. */
static void start_helpers(worker *workers, size_t n_workers)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (size_t k = 1; k < n_workers; k++) {
        workers[k].started =
            pthread_create(&workers[k].thread, NULL, helper_main, &workers[k]) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void join_helpers(worker *workers, size_t n_workers)
{
    for (size_t k = 1; k < n_workers; k++) {
        if (workers[k].started) pthread_join(workers[k].thread, NULL);
    }
}

size_t rix_i_workers(size_t n_items, const rix_run *run)
{
    size_t n = run ? run->threads : 1;
    if (n == 0) {
        const long cores = sysconf(_SC_NPROCESSORS_ONLN);
        n = cores > 0 ? (size_t)cores : 1;
    }
    if (n > MOST_WORKERS) n = MOST_WORKERS;
    if (n > n_items) n = n_items;
    return n > 0 ? n : 1;
}

rix_status rix_i_parallel(size_t n_items, const rix_run *run, rix_i_task task, void *user,
                          rix_error *err)
{
    const size_t n_workers = rix_i_workers(n_items, run);
    job j = { .n_items = n_items,
              .task = task,
              .user = user,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .failed_item = RIX_NO_INDEX,
              .error = RIX_ERROR_INIT };
    size_t item;

    if (n_items == 0) return RIX_OK;
    worker *workers = calloc(n_workers, sizeof *workers);
    if (!workers) return rix_i_no_memory(err);
    for (size_t k = 0; k < n_workers; k++) {
        workers[k].job = &j;
        workers[k].number = k;
    }

    start_helpers(workers, n_workers);
    bool stopped = cancelled(&j, run);
    while (!stopped && take_item(&j, &item)) {
        run_item(&j, item, 0);
        stopped = cancelled(&j, run);
    }
    join_helpers(workers, n_workers);
    if (!stopped) stopped = j.failed_item == RIX_NO_INDEX && cancelled(&j, run);
    free(workers);
    pthread_mutex_destroy(&j.lock);

    if (j.failed_item != RIX_NO_INDEX) {
        if (err) *err = j.error;
        return j.error.code;
    }
    if (stopped) {
        return rix_i_fail(err, RIX_ECANCELLED, "progress", RIX_I_NOWHERE, "stopped by the caller");
    }
    return RIX_OK;
}
