/* bench.h - the median of some runs, as one line of JSON. */
#ifndef RIX_BENCH_H
#define RIX_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <riskidx.h>

#define BENCH_RUNS 11

/** One run of what is measured; a failure shows its message and ends the program. */
typedef rix_status (*bench_fn)(void *work, rix_error *err);

static int bench_order(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/** Seconds that a call takes, over so many calls. */
static double bench_seconds(const char *name, bench_fn run, void *work, size_t calls)
{
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (size_t k = 0; k < calls; k++) {
        rix_error err = RIX_ERROR_INIT;
        if (run(work, &err) != RIX_OK) {
            fprintf(stderr, "%s: %s\n", name, err.message);
            exit(1);
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    const double seconds =
        (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
    return seconds / (double)calls;
}

/** The median of some runs, printed and returned; with the nanoseconds of each of `parts` where there are any. */
static double bench_per(const char *name, size_t size, double parts, bench_fn run, void *work)
{
    /* Short work is repeated, so that a run lasts long enough to be measured; this also warms up. */
    const double once = bench_seconds(name, run, work, 1);
    const size_t calls = once < 0.05 ? (size_t)(0.05 / (once + 1e-6)) + 1 : 1;
    double seconds[BENCH_RUNS];
    for (size_t k = 0; k < BENCH_RUNS; k++) seconds[k] = bench_seconds(name, run, work, calls);
    qsort(seconds, BENCH_RUNS, sizeof *seconds, bench_order);
    const double median = seconds[BENCH_RUNS / 2];
    printf("{\"bench\": \"%s\", \"size\": %zu, \"runs\": %d, \"median_s\": %.6g, \"min_s\": %.6g",
           name, size, BENCH_RUNS, median, seconds[0]);
    if (parts > 0) printf(", \"ns_each\": %.3g", 1e9 * median / parts);
    printf("}\n");
    fflush(stdout);
    return median;
}

static inline void bench(const char *name, size_t size, bench_fn run, void *work)
{
    bench_per(name, size, 0, run, work);
}

#endif
