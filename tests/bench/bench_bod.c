/* bench_bod.c - the benefit of the doubt of units with eleven columns, shares bounded, on one thread and two. */
#include "bench.h"

enum { COLS = 11, MOST = 2000 };

typedef struct task {
    rix_table table;
    rix_bod_options options;
    rix_run run;
    double *score, *weight, *share;
} task;

static rix_status solve(void *work, rix_error *err)
{
    const task *t = work;
    const size_t n = t->table.values.rows;
    return rix_benefit_of_the_doubt(&t->table, &t->options, &t->run, rix_out_c(t->score, n, 1),
                                    rix_out_c(t->weight, n, COLS), rix_out_c(t->share, n, COLS),
                                    err);
}

int main(void)
{
    const double low[COLS] = { 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03 };
    double *cells = malloc((3 * (size_t)COLS + 1) * MOST * sizeof *cells);
    if (!cells) return 1;
    task t = { .options = RIX_BOD_INIT, .run = RIX_RUN_INIT };
    t.weight = cells + (size_t)MOST * COLS;
    t.share = t.weight + (size_t)MOST * COLS;
    t.score = t.share + (size_t)MOST * COLS;
    for (size_t i = 0; i < (size_t)MOST * COLS; i++) {
        cells[i] = 1 + fmod((double)(i + 1) * 0.6180339887498949, 1.0);
    }
    t.options.share_low = rix_vec_c(low, COLS);
    for (size_t units = 35; units <= MOST; units = units == 35 ? 200 : units * 10) {
        t.table = (rix_table){ .values = rix_mat_c(cells, units, COLS) };
        for (t.run.threads = 1; t.run.threads <= 2; t.run.threads++) {
            bench_per(t.run.threads == 1 ? "bod" : "bod_2_threads", units, (double)units, solve,
                      &t);
        }
    }
    free(cells);
    return 0;
}
