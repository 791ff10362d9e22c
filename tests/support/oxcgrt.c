/* oxcgrt.c - see oxcgrt.h. */
#include "oxcgrt.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

/* The column of levels: its name goes on after an underscore, and is not that of the flags. */
static size_t find_levels(const csv *t, const char *name)
{
    const size_t n = strlen(name);
    for (size_t j = 0; j < t->cols; j++) {
        const char *found = t->cell[j];
        if (strncmp(found, name, n) == 0 && found[n] == '_' && strcmp(found + n, "_Flag") != 0)
            return j;
    }
    fail_msg("%s: no column %s_...", t->path, name);
    return 0;
}

oxcgrt oxcgrt_read(const csv *t)
{
    const size_t n = t->rows, k = rix_oxcgrt_column_count();
    oxcgrt o = { .memory = malloc(n * (2 * k + 1) * sizeof(double)) };
    assert_non_null(o.memory);
    double *levels = o.memory, *flags = levels + n * k, *vaccinated = flags + n * k;
    const size_t share = csv_column(t, "PopulationVaccinated");
    for (size_t i = 0; i < n; i++) vaccinated[i] = csv_number(t, i, share);
    for (size_t j = 0; j < k; j++) {
        const size_t level = find_levels(t, rix_oxcgrt_column(j));
        const size_t flag = rix_oxcgrt_flag(j) ? csv_column(t, rix_oxcgrt_flag(j)) : RIX_NO_INDEX;
        for (size_t i = 0; i < n; i++) {
            levels[i * k + j] = csv_number(t, i, level);
            flags[i * k + j] = flag == RIX_NO_INDEX ? RIX_NAN : csv_number(t, i, flag);
        }
    }
    o.levels = (rix_table){ .values = rix_mat_c(levels, n, k) };
    o.flags = rix_mat_c(flags, n, k);
    o.vaccinated = rix_vec_c(vaccinated, n);
    return o;
}

void oxcgrt_free(oxcgrt *o) { free(o->memory); }

void check_oxcgrt(const csv *t)
{
    const size_t k = rix_oxcgrt_index_count();
    rix_error err = RIX_ERROR_INIT;
    oxcgrt o = oxcgrt_read(t);
    double *found = malloc(t->rows * k * sizeof *found);
    assert_non_null(found);
    rix_assert_ok(
        rix_oxcgrt_indices(&o.levels, o.flags, o.vaccinated, rix_out_c(found, t->rows, k), &err),
        err);
    for (size_t j = 0; j < k; j++) {
        const char *name = rix_oxcgrt_index(j);
        const size_t column = csv_column(t, name);
        const double within = strstr(name, "Average") ? 0.009 : 0.005;
        for (size_t i = 0; i < t->rows; i++) {
            const double published = csv_number(t, i, column);
            if (!(fabs(found[i * k + j] - published) <= within + 1e-9))
                fail_msg("%s, row %zu: %s is %.6f, published %.6f", t->path, i, name,
                         found[i * k + j], published);
        }
    }
    free(found);
    oxcgrt_free(&o);
}
