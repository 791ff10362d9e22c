/* bench_panel.c - scores of a panel of millions of rows: 30 indicators by min-max in three dimensions that are
 * arithmetic means, and a composite that is geometric; one value in 32 is missing. Beside it, in the same run, a loop
 * on one core that does no more than sum that memory with eight accumulators. `ratio` is how many times as long the
 * scores take; `memory` is the most memory that they took besides the table, in shares of it.
 *
 *     bench_panel [ROWS]     3,000,000 unless stated */
#include "bench.h"

#include <string.h>

enum {
    GROUPS = 3,
    INDICATORS = 10,
    COLS = GROUPS * INDICATORS,
    NODES = 1 + GROUPS * (1 + INDICATORS)
};

typedef struct panel {
    rix_framework *framework;
    rix_recipe recipe;
    rix_table table;
    rix_run run;
    double *scores; /* of the index and its dimensions */
    size_t nodes[1 + GROUPS];
    double sum;
} panel;

static rix_status add_up(void *work, rix_error *err)
{
    panel *p = work;
    const double *x = p->table.values.data;
    const size_t n = p->table.values.rows * p->table.values.cols;
    double sum[8] = { 0 };
    (void)err;
    for (size_t i = 0; i + 8 <= n; i += 8) {
        for (size_t k = 0; k < 8; k++) sum[k] += x[i + k];
    }
    for (size_t k = 0; k < 8; k++) p->sum += sum[k];
    return RIX_OK;
}

static rix_status score(void *work, rix_error *err)
{
    const panel *p = work;
    const size_t rows = p->table.values.rows, cols = 1 + GROUPS;
    const rix_out out = { p->scores, rows, cols, 1, (ptrdiff_t)rows };
    return rix_index_score(&p->table, p->framework, &p->recipe, p->nodes, cols, &p->run, out, err);
}

static rix_framework *make_framework(size_t *groups)
{
    static const rix_node plain = RIX_NODE_INIT;
    rix_node nodes[NODES];
    char codes[NODES][16];
    rix_framework *framework = NULL;
    rix_error err = RIX_ERROR_INIT;
    size_t n = 0;
    for (size_t i = 0; i < NODES; i++) {
        nodes[i] = plain;
        snprintf(codes[i], sizeof codes[i], "n%zu", i);
        nodes[i].code = codes[i];
    }
    nodes[n++].aggregate = RIX_AGG_GEOMETRIC;
    groups[0] = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        const size_t group = groups[1 + g] = n;
        nodes[n++].parent = codes[0];
        for (size_t k = 0; k < INDICATORS; k++) nodes[n++].parent = codes[group];
    }
    if (rix_framework_new(nodes, NODES, &framework, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    return framework;
}

/* Any spread of values will do: a low-discrepancy sequence needs no generator. */
static double value_of(size_t row, size_t col)
{
    const size_t cell = row * COLS + col;
    if (cell % 32 == 17 && row > 0) return RIX_NAN;
    return fmod((double)(cell + 1) * 0.6180339887498949, 1.0);
}

static void fill(double *x, size_t rows, size_t row_step, size_t col_step)
{
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; k < COLS; k++) x[i * row_step + k * col_step] = value_of(i, k);
    }
}

/* Kilobytes that /proc knows of this process by a name; 0 where there is no /proc. */
static double kilobytes(const char *name)
{
    char line[128];
    double found = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0) found = strtod(line + strlen(name), NULL);
    }
    if (file) fclose(file);
    return found;
}

static void reset_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file) return;
    fputs("5", file);
    fclose(file);
}

static void print_memory(panel *p, const char *name)
{
    const double input = (double)p->table.values.rows * COLS * sizeof(double) / 1024;
    rix_error err = RIX_ERROR_INIT;
    free(p->scores);
    const double before = kilobytes("VmRSS:");
    p->scores = malloc(p->table.values.rows * (1 + GROUPS) * sizeof *p->scores);
    reset_peak();
    if (!p->scores || score(p, &err) != RIX_OK) exit(1);
    printf("{\"bench\": \"%s_memory\", \"size\": %zu, \"memory\": %.3g}\n", name,
           p->table.values.rows, (kilobytes("VmHWM:") - before) / input);
}

static void bench_layout(panel *p, double *x, const char *layout, bool by_rows)
{
    const size_t rows = p->table.values.rows, row_step = by_rows ? COLS : 1;
    const size_t col_step = by_rows ? 1 : rows;
    char name[64];
    fill(x, rows, row_step, col_step);
    p->table.values = (rix_mat){ x, rows, COLS, (ptrdiff_t)row_step, (ptrdiff_t)col_step };
    snprintf(name, sizeof name, "panel_%s_sum", layout);
    const double sum = bench_per(name, rows, (double)rows * COLS, add_up, p);
    for (p->run.threads = 1; p->run.threads <= 2; p->run.threads++) {
        snprintf(name, sizeof name, "panel_%s_%zu", layout, p->run.threads);
        const double seconds = bench_per(name, rows, (double)rows * COLS, score, p);
        printf("{\"bench\": \"%s_ratio\", \"size\": %zu, \"ratio\": %.3g}\n", name, rows,
               seconds / sum);
        print_memory(p, name);
    }
}

int main(int argc, char **argv)
{
    const size_t rows = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 3000000;
    double *x = malloc(rows * COLS * sizeof *x);
    panel p = { .recipe = RIX_RECIPE_INIT, .run = RIX_RUN_INIT };
    p.scores = malloc(rows * (1 + GROUPS) * sizeof *p.scores);
    if (rows == 0 || !x || !p.scores) return 1;
    p.framework = make_framework(p.nodes);
    p.table.values = rix_mat_c(x, rows, COLS);
    bench_layout(&p, x, "rows", true);
    bench_layout(&p, x, "columns", false);
    rix_framework_free(p.framework);
    free(p.scores);
    free(x);
    return 0;
}
