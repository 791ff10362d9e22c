/* base/parallel.h - many independent items of work on several threads. */
#ifndef RIX_I_PARALLEL_H
#define RIX_I_PARALLEL_H

#include <riskidx/base.h>

/**
 * One item of work. `worker` is a number below rix_i_workers, and no two items run under the same one
 * at a time, so it can pick scratch memory.
 */
typedef rix_status (*rix_i_task)(size_t item, size_t worker, void *user, rix_error *err);

/** Number of workers that rix_i_parallel would use: at least 1, at most n_items. run may be NULL. */
size_t rix_i_workers(size_t n_items, const rix_run *run);

/**
 * Runs task for the items 0 .. n_items - 1, in any order, the calling thread included, and joins
 * every thread that it started. Of failing items the first is reported, whatever the number of
 * threads. With fewer threads than wished, because the system has none to give, it is only slower.
 */
rix_status rix_i_parallel(size_t n_items, const rix_run *run, rix_i_task task, void *user,
                          rix_error *err);

#endif
