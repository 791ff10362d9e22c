/* counts.c - new counts from cumulative ones: holes, corrections and batches, each by a named option. */
#include <riskidx/surveillance.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "surveillance/panel.h"

enum { LONGEST_BATCH = 6 }; /* with its own period a week */

/* One unit at work. */
typedef struct series {
    double *total;   /* cumulative counts */
    double *fresh;   /* new counts */
    bool *corrected; /* whether the count fell in a period */
    size_t n;
} series;

static rix_status check_options(const rix_counts_options *o, rix_error *err)
{
    if ((unsigned)o->holes > RIX_HOLES_CARRY) {
        return rix_i_fail(err, RIX_EINVAL, "holes", RIX_I_NOWHERE, "no such treatment of holes: %d",
                          (int)o->holes);
    }
    if ((unsigned)o->corrections > RIX_CORRECTIONS_SPREAD) {
        return rix_i_fail(err, RIX_EINVAL, "corrections", RIX_I_NOWHERE,
                          "no such treatment of corrections: %d", (int)o->corrections);
    }
    if ((unsigned)o->batches > RIX_BATCHES_SPREAD) {
        return rix_i_fail(err, RIX_EINVAL, "batches", RIX_I_NOWHERE,
                          "no such treatment of batches: %d", (int)o->batches);
    }
    return RIX_OK;
}

static rix_status check_rising(rix_mat cumulative, rix_error *err)
{
    for (size_t i = 0; i < cumulative.rows; i++) {
        double before = 0.0;
        for (size_t t = 0; t < cumulative.cols; t++) {
            const double x = rix_i_get(cumulative, i, t);
            if (isnan(x)) continue;
            if (x < before) {
                return rix_i_fail(err, RIX_EDOMAIN, "cumulative", RIX_I_CELL(i, t, RIX_NO_INDEX),
                                  "cumulative counts of unit %zu fall from %s to %s in period %zu",
                                  i, rix_i_number(before).s, rix_i_number(x).s, t);
            }
            before = x;
        }
    }
    return RIX_OK;
}

/* Holes between two counts; one at either end stays. */
static void fill_holes(double *total, size_t n, rix_holes holes)
{
    size_t last = n; /* the last period present; n: none yet */
    for (size_t t = 0; t < n; t++) {
        if (isnan(total[t])) continue;
        for (size_t s = last + 1; last < n && s < t; s++) {
            const double share = (double)(s - last) / (double)(t - last);
            const double rise = holes == RIX_HOLES_LINEAR ? share * (total[t] - total[last]) : 0.0;
            total[s] = total[last] + rise;
        }
        last = t;
    }
}

/* Lowers what came before the fall of period t onto the corrected count. `last` is the period present before t. */
static void lower(double *total, size_t last, size_t t)
{
    const double corrected = total[t], highest = total[last];
    size_t from = last + 1; /* the first period above the corrected count */
    double base = corrected;
    for (size_t s = last + 1; s-- > 0;) {
        if (isnan(total[s])) continue;
        if (total[s] <= corrected) {
            base = total[s];
            break;
        }
        from = s;
    }
    const double share = (corrected - base) / (highest - base);
    for (size_t s = from; s <= last; s++) {
        if (isnan(total[s])) continue;
        total[s] = fmin(corrected, fmax(base, base + share * (total[s] - base)));
    }
}

static void find_falls(series *s, bool spread)
{
    size_t last = s->n;
    for (size_t t = 0; t < s->n; t++) {
        s->corrected[t] = false;
        if (isnan(s->total[t])) continue;
        s->corrected[t] = last < s->n && s->total[t] < s->total[last];
        if (s->corrected[t] && spread) lower(s->total, last, t);
        last = t;
    }
}

static void differences(series *s, bool zero)
{
    bool begun = false;
    for (size_t t = 0; t < s->n; t++) {
        double x = t > 0 ? s->total[t] - s->total[t - 1] : RIX_NAN;
        if (!begun && s->total[t] == 0.0) x = 0.0; /* nothing before the first count either */
        if (x < 0.0 && zero) x = 0.0;
        if (!isnan(s->total[t])) begun = true;
        s->fresh[t] = x;
    }
}

/* Divides a count over the zeros before it. Before the first case zeros are no sign of a late report, and neither is
 * that of a correction. */
static void spread_batches(series *s)
{
    size_t zeros = 0;
    bool begun = false;
    for (size_t t = 0; t < s->n; t++) {
        const double x = s->fresh[t];
        if (x > 0.0) {
            const bool batch = begun && zeros > 0 && zeros <= LONGEST_BATCH;
            for (size_t k = 0; batch && k <= zeros; k++) s->fresh[t - k] = x / (double)(zeros + 1);
            begun = true;
        }
        zeros = x == 0.0 && !s->corrected[t] ? zeros + 1 : 0;
    }
}

rix_status rix_new_counts(rix_mat cumulative, const rix_counts_options *options, rix_out out,
                          rix_error *err)
{
    static const rix_counts_options defaults = RIX_COUNTS_OPTIONS_INIT;
    const rix_counts_options *o = options ? options : &defaults;
    series s = { NULL, NULL, NULL, cumulative.cols };

    rix_status st = check_options(o, err);
    if (st == RIX_OK) st = rix_i_check_panel(cumulative, RIX_I_TRUE_COUNT, "cumulative", err);
    if (st == RIX_OK) st = rix_i_check_out(out, cumulative.rows, cumulative.cols, "out", err);
    if (st == RIX_OK && o->corrections == RIX_CORRECTIONS_ERROR) st = check_rising(cumulative, err);
    if (st != RIX_OK) return st;

    s.total = rix_i_numbers(s.n);
    s.fresh = rix_i_numbers(s.n);
    s.corrected = calloc(s.n > 0 ? s.n : 1, sizeof *s.corrected);
    if (!s.total || !s.fresh || !s.corrected) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < cumulative.rows; i++) {
        rix_i_load_row(cumulative, i, s.total);
        if (o->holes != RIX_HOLES_KEEP) fill_holes(s.total, s.n, o->holes);
        find_falls(&s, o->corrections == RIX_CORRECTIONS_SPREAD);
        differences(&s, o->corrections == RIX_CORRECTIONS_ZERO);
        if (o->batches == RIX_BATCHES_SPREAD) spread_batches(&s);
        for (size_t t = 0; t < s.n; t++) rix_i_set(out, i, t, s.fresh[t]);
    }
done:
    free(s.corrected);
    free(s.fresh);
    free(s.total);
    return st;
}
