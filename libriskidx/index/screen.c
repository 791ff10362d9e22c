/* screen.c - which units have data enough. */
#include "index/screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/dense.h"
#include "index/option.h"

static rix_status check_share(const char *field, double share, rix_error *err)
{
    if (share >= 0 && share <= 1) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE, "%s is %s, but must lie in [0, 1]",
                      field, rix_i_number(share).s);
}

static rix_status check_labels(const char *field, const char *const *labels, size_t n,
                               rix_error *err)
{
    if (!labels && n > 0) return rix_i_null(err, field);
    for (size_t k = 0; k < n; k++) {
        if (!labels[k]) return rix_i_null(err, field);
    }
    return RIX_OK;
}

rix_status rix_i_screen_check(const rix_screen_options *o, rix_error *err)
{
    if ((unsigned)o->method > (unsigned)RIX_SCREEN_DATA_AND_ZEROS) {
        return rix_i_bad_choice("recipe.screen.method", err);
    }
    rix_status st = check_share("recipe.screen.min_data", o->min_data, err);
    if (st == RIX_OK) st = check_share("recipe.screen.min_nonzero", o->min_nonzero, err);
    if (st == RIX_OK) st = check_labels("recipe.screen.include", o->include, o->n_include, err);
    if (st == RIX_OK) st = check_labels("recipe.screen.exclude", o->exclude, o->n_exclude, err);
    return st;
}

/* Units with that label; labels need not be unique. */
static size_t force(const char *label, bool included, size_t n, const char *const *units,
                    rix_screened *report)
{
    size_t found = 0;
    for (size_t i = 0; i < n && units; i++) {
        if (!units[i] || strcmp(units[i], label) != 0) continue;
        report[i].forced = true;
        report[i].included = included;
        found++;
    }
    return found;
}

static rix_status force_all(const char *field, const char *const *labels, size_t n_labels,
                            bool included, size_t n, const char *const *units, bool all,
                            rix_screened *report, rix_error *err)
{
    for (size_t k = 0; k < n_labels; k++) {
        if (force(labels[k], included, n, units, report) > 0 || !all) continue;
        return rix_i_fail(err, RIX_ENOTFOUND, field, RIX_I_NOWHERE, "%s: no unit '%s'", field,
                          rix_i_label(labels[k]).s);
    }
    return RIX_OK;
}

static rix_status check_both_ways(const rix_screen_options *o, rix_error *err)
{
    for (size_t a = 0; a < o->n_include; a++) {
        for (size_t b = 0; b < o->n_exclude; b++) {
            if (strcmp(o->include[a], o->exclude[b]) != 0) continue;
            return rix_i_fail(err, RIX_ENOTFOUND, "recipe.screen.exclude", RIX_I_NOWHERE,
                              "unit '%s' is both included and excluded by name",
                              rix_i_label(o->include[a]).s);
        }
    }
    return RIX_OK;
}

static void judge(const rix_screen_options *o, size_t cols, rix_screened *r)
{
    const double there = (double)(cols - r->n_missing);
    const bool by_data = o->method == RIX_SCREEN_DATA || o->method == RIX_SCREEN_DATA_AND_ZEROS;
    const bool by_zeros = o->method == RIX_SCREEN_ZEROS || o->method == RIX_SCREEN_DATA_AND_ZEROS;
    r->data_share = cols > 0 ? 1 - (double)r->n_missing / (double)cols : RIX_NAN;
    r->nonzero_share = there > 0 ? 1 - (double)r->n_zero / there : RIX_NAN;
    r->low_data = !(r->data_share >= o->min_data);
    r->low_nonzero = !(r->nonzero_share >= o->min_nonzero);
    r->included = !(by_data && r->low_data) && !(by_zeros && r->low_nonzero);
}

rix_status rix_i_screen(const double *x, size_t n, size_t cols, const rix_screen_options *o,
                        const char *const *units, bool all, rix_screened *report, rix_error *err)
{
    const rix_screened blank = { 0, 0, RIX_NAN, RIX_NAN, false, false, false, true };
    rix_status st = check_both_ways(o, err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < n; i++) report[i] = blank;
    for (size_t j = 0; j < cols; j++) {
        for (size_t i = 0; i < n; i++) {
            const double cell = x[j * n + i];
            report[i].n_missing += isnan(cell) ? 1 : 0;
            report[i].n_zero += cell >= 0 && cell <= 0 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < n; i++) judge(o, cols, &report[i]);
    st = force_all("recipe.screen.include", o->include, o->n_include, true, n, units, all, report,
                   err);
    if (st != RIX_OK) return st;
    return force_all("recipe.screen.exclude", o->exclude, o->n_exclude, false, n, units, all,
                     report, err);
}

rix_status rix_screen(rix_mat values, const rix_screen_options *options, const char *const *units,
                      rix_screened *report, rix_error *err)
{
    static const rix_screen_options defaults = RIX_SCREEN_INIT;
    const rix_screen_options *o = options ? options : &defaults;
    rix_screened *r = NULL;
    double *x = NULL;
    if (!report && values.rows > 0) return rix_i_null(err, "report");
    rix_status st = rix_i_screen_check(o, err);
    if (st == RIX_OK && values.cols == 0) {
        st = rix_i_fail(err, RIX_EINVAL, "values", RIX_I_NOWHERE, "there are no columns");
    }
    if (st == RIX_OK) st = rix_i_dense_copy(values, "values", &x, err);
    if (st != RIX_OK || values.rows == 0) goto done;
    r = calloc(values.rows, sizeof *r);
    st = r ? rix_i_screen(x, values.rows, values.cols, o, units, true, r, err) : rix_i_no_memory(err);
    if (st == RIX_OK) memcpy(report, r, values.rows * sizeof *r);
done:
    free(r);
    free(x);
    return st;
}
