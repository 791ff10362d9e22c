/* rates.c - indicators over windows of new and cumulative counts. */
#include <riskidx/surveillance.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "surveillance/panel.h"

static const double LN2 = 0.693147180559945309417;

static rix_status check_population(rix_vec population, size_t units, rix_error *err)
{
    const rix_status st = rix_i_check_vec(population, "population", err);
    if (st != RIX_OK) return st;
    if (population.size != units) {
        return rix_i_fail(err, RIX_EDIM, "population", RIX_I_NOWHERE,
                          "%zu populations for %zu units", population.size, units);
    }
    for (size_t i = 0; i < units; i++) {
        const double people = rix_i_vget(population, i);
        if (isfinite(people) && people >= 1.0) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "population", RIX_I_ROW(i),
                          "population of unit %zu is %s, not a number of people", i,
                          rix_i_number(people).s);
    }
    return RIX_OK;
}

/* How an indicator is made from a row of counts: t is the period, z the window. */
typedef double (*indicator)(const double *x, size_t t, size_t z);

/* Each cell of out from a row of x. */
static rix_status each_period(rix_mat x, rix_i_cells cells, const char *arg, indicator f,
                              size_t window, rix_out out, rix_error *err)
{
    rix_status st = rix_i_check_window(window, 1, err);
    if (st == RIX_OK) st = rix_i_check_panel(x, cells, arg, err);
    if (st == RIX_OK) st = rix_i_check_out(out, x.rows, x.cols, "out", err);
    if (st != RIX_OK) return st;

    double *row = rix_i_numbers(x.cols);
    if (!row) return rix_i_no_memory(err);
    for (size_t i = 0; i < x.rows; i++) {
        rix_i_load_row(x, i, row);
        for (size_t t = 0; t < x.cols; t++) rix_i_set(out, i, t, f(row, t, window));
    }
    free(row);
    return RIX_OK;
}

rix_status rix_incidence(rix_mat counts, rix_vec population, size_t window, rix_out out,
                         rix_error *err)
{
    rix_status st = check_population(population, counts.rows, err);
    if (st == RIX_OK) {
        st = each_period(counts, RIX_I_ANY_COUNT, "counts", rix_i_window_sum, window, out, err);
    }
    for (size_t i = 0; st == RIX_OK && i < counts.rows; i++) {
        const double people = rix_i_vget(population, i);
        for (size_t t = 0; t < counts.cols; t++) {
            double *cell = out.data + (ptrdiff_t)i * out.row_step + (ptrdiff_t)t * out.col_step;
            *cell = *cell * 100000.0 / people;
        }
    }
    return st;
}

static double mean_of_window(const double *x, size_t t, size_t window)
{
    return rix_i_window_sum(x, t, window) / (double)window;
}

rix_status rix_moving_mean(rix_mat counts, size_t window, rix_out out, rix_error *err)
{
    return each_period(counts, RIX_I_ANY_COUNT, "counts", mean_of_window, window, out, err);
}

rix_status rix_positivity(rix_mat positive, rix_mat tests, size_t window, rix_out out,
                          rix_error *err)
{
    double *found = NULL, *made = NULL;
    rix_status st = rix_i_check_window(window, 1, err);
    if (st == RIX_OK) st = rix_i_check_panel(positive, RIX_I_ANY_COUNT, "positive", err);
    if (st == RIX_OK && (tests.rows != positive.rows || tests.cols != positive.cols)) {
        st = rix_i_fail(err, RIX_EDIM, "tests", RIX_I_NOWHERE,
                        "tests are %zu x %zu and positive ones %zu x %zu", tests.rows, tests.cols,
                        positive.rows, positive.cols);
    }
    if (st == RIX_OK) st = rix_i_check_panel(tests, RIX_I_TRUE_COUNT, "tests", err);
    if (st == RIX_OK) st = rix_i_check_out(out, positive.rows, positive.cols, "out", err);
    if (st != RIX_OK) return st;

    found = rix_i_numbers(positive.cols);
    made = rix_i_numbers(positive.cols);
    if (!found || !made) {
        st = rix_i_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < positive.rows; i++) {
        rix_i_load_row(positive, i, found);
        rix_i_load_row(tests, i, made);
        for (size_t t = 0; t < positive.cols; t++) {
            const double all = rix_i_window_sum(made, t, window);
            const double share = 100.0 * rix_i_window_sum(found, t, window) / all;
            rix_i_set(out, i, t, all > 0.0 ? share : RIX_NAN);
        }
    }
done:
    free(made);
    free(found);
    return st;
}

static double doubling_time(const double *x, size_t t, size_t window)
{
    if (t < window) return RIX_NAN;
    const double before = x[t - window], now = x[t];
    if (!(before > 0.0) || !(now >= before)) return RIX_NAN; /* missing as well */
    if (now == before) return INFINITY;
    /* log1p: the quotient of counts near each other is 1 but for a few bits */
    return (double)window * LN2 / log1p((now - before) / before);
}

rix_status rix_doubling_time(rix_mat cumulative, size_t window, rix_out out, rix_error *err)
{
    return each_period(cumulative, RIX_I_TRUE_COUNT, "cumulative", doubling_time, window, out, err);
}

rix_status rix_days_since_case(rix_mat counts, rix_out out, rix_error *err)
{
    rix_status st = rix_i_check_panel(counts, RIX_I_TRUE_COUNT, "counts", err);
    if (st == RIX_OK) st = rix_i_check_out(out, counts.rows, counts.cols, "out", err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < counts.rows; i++) {
        double days = INFINITY; /* never one */
        for (size_t t = 0; t < counts.cols; t++) {
            const double x = rix_i_get(counts, i, t);
            days = isnan(x) ? RIX_NAN : x > 0.0 ? 0.0 : days + 1.0; /* a missing one stays so */
            rix_i_set(out, i, t, days);
        }
    }
    return RIX_OK;
}

static double growth(const double *x, size_t t, size_t window)
{
    if (t < window) return RIX_NAN;
    const double now = rix_i_window_sum(x, t, window);
    const double before = rix_i_window_sum(x, t - window, window);
    if (before > 0.0) return (now - before) / before;
    return before == 0.0 && now > 0.0 ? INFINITY : RIX_NAN;
}

rix_status rix_growth(rix_mat counts, size_t window, rix_out out, rix_error *err)
{
    return each_period(counts, RIX_I_ANY_COUNT, "counts", growth, window, out, err);
}
