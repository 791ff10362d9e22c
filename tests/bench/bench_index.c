/* bench_index.c - an index of three groups of twelve indicators, over more and more units. */
#include "bench.h"

enum { GROUPS = 3, INDICATORS = 12, NODES = 1 + GROUPS * (1 + INDICATORS) };

typedef struct task {
    const rix_framework *framework;
    rix_table table;
} task;

static rix_status build(void *work, rix_error *err)
{
    const task *t = work;
    rix_index *index = NULL;
    const rix_status status = rix_index_build(&t->table, t->framework, NULL, &index, err);
    rix_index_free(index);
    return status;
}

int main(void)
{
    static const rix_node plain = RIX_NODE_INIT;
    rix_node nodes[NODES];
    char codes[NODES][16];
    for (size_t i = 0; i < NODES; i++) {
        nodes[i] = plain;
        snprintf(codes[i], sizeof codes[i], "n%zu", i);
        nodes[i].code = codes[i];
    }
    size_t n = 1;
    for (size_t g = 0; g < GROUPS; g++) {
        const char *group = codes[n];
        nodes[n++].parent = codes[0];
        for (size_t k = 0; k < INDICATORS; k++) nodes[n++].parent = group;
    }

    rix_error err = RIX_ERROR_INIT;
    rix_framework *framework = NULL;
    if (rix_framework_new(nodes, NODES, &framework, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    for (size_t units = 200; units <= 200000; units *= 10) {
        const size_t cols = (size_t)GROUPS * INDICATORS;
        double *values = malloc(units * cols * sizeof *values);
        if (!values) return 1;
        /* Any spread of values will do: a low-discrepancy sequence needs no generator. */
        for (size_t i = 0; i < units * cols; i++) {
            values[i] = fmod((double)(i + 1) * 0.6180339887498949, 1.0);
        }
        task t = { framework, { .values = rix_mat_c(values, units, cols) } };
        bench("index_build", units, build, &t);
        free(values);
    }
    rix_framework_free(framework);
    return 0;
}
