/* result.c - the index as it is kept and read. */
#include "index/result.h"

#include <stdlib.h>

/* At least one cell, as malloc(0) may be NULL. */
static double *new_matrix(size_t rows, size_t cols)
{
    const size_t cells = rows * cols;
    return malloc((cells > 0 ? cells : 1) * sizeof(double));
}

rix_index *rix_i_index_new(size_t n_units, size_t n_nodes, size_t n_indicators)
{
    rix_index *index = calloc(1, sizeof *index);
    if (!index) return NULL;
    index->n_units = n_units;
    index->n_nodes = n_nodes;
    index->n_indicators = n_indicators;
    index->raw = new_matrix(n_units, n_indicators);
    index->normalised = new_matrix(n_units, n_indicators);
    index->scores = new_matrix(n_units, n_nodes);
    index->coverage = new_matrix(n_units, n_nodes);
    if (!index->raw || !index->normalised || !index->scores || !index->coverage) {
        rix_index_free(index);
        return NULL;
    }
    return index;
}

void rix_index_free(rix_index *index)
{
    if (!index) return;
    rix_i_log_clear(&index->log);
    rix_i_plan_clear(&index->plan);
    free(index->coverage);
    free(index->scores);
    free(index->normalised);
    free(index->raw);
    free(index);
}

static rix_mat view(const rix_index *index, const double *data, size_t cols)
{
    const rix_mat m = { data, index->n_units, cols, 1, (ptrdiff_t)index->n_units };
    return m;
}

rix_mat rix_index_scores(const rix_index *index)
{
    return view(index, index->scores, index->n_nodes);
}

rix_mat rix_index_raw(const rix_index *index)
{
    return view(index, index->raw, index->n_indicators);
}

rix_mat rix_index_normalised(const rix_index *index)
{
    return view(index, index->normalised, index->n_indicators);
}

rix_mat rix_index_coverage(const rix_index *index)
{
    return view(index, index->coverage, index->n_nodes);
}

size_t rix_index_log_size(const rix_index *index) { return index->log.size; }

const rix_log_entry *rix_index_log_entry(const rix_index *index, size_t i)
{
    return i < index->log.size ? &index->log.entries[i] : NULL;
}
