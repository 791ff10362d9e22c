/* linear.c - schedules that are linear between knots. */
#include <riskidx/policy.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

static rix_status check(rix_vec at, rix_mat values, rix_out schedule, rix_error *err)
{
    rix_status status = rix_i_check_vec(at, "at", err);
    if (status == RIX_OK) status = rix_i_check_mat(values, "values", err);
    if (status == RIX_OK) {
        status = rix_i_check_out(schedule, schedule.rows, values.cols, "schedule", err);
    }
    if (status != RIX_OK) return status;
    if (at.size == 0) {
        return rix_i_fail(err, RIX_EINVAL, "at", RIX_I_NOWHERE,
                          "at is empty: a linear schedule needs at least one knot");
    }
    if (values.rows == at.size) return RIX_OK;
    return rix_i_fail(err, RIX_EDIM, "values", RIX_I_NOWHERE, "values has %zu rows for %zu knots",
                      values.rows, at.size);
}

static rix_status check_knots(rix_vec at, rix_mat values, rix_error *err)
{
    for (size_t k = 0; k < at.size; k++) {
        const double t = rix_i_vget(at, k);
        if (!isfinite(t) || (k > 0 && !(t > rix_i_vget(at, k - 1)))) {
            return rix_i_fail(err, RIX_EDOMAIN, "at", RIX_I_ROW(k), "at[%zu] is %s, not %s", k,
                              rix_i_number(t).s,
                              isfinite(t) ? "after the one before" : "a finite number");
        }
        for (size_t j = 0; j < values.cols; j++) {
            const double value = rix_i_get(values, k, j);
            if (isfinite(value) && value >= 0.0) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "values", RIX_I_CELL(k, j, RIX_NO_INDEX),
                              "value of control %zu at knot %zu is %s, not a finite number >= 0", j,
                              k, rix_i_number(value).s);
        }
    }
    return RIX_OK;
}

/* The line's value at t, which lies at or behind knot k and before the next. */
static double value_at(rix_vec at, rix_mat values, size_t k, size_t j, double t)
{
    const double start = rix_i_vget(at, k), here = rix_i_get(values, k, j);
    if (t <= start || k + 1 >= at.size) return here;
    const double share = (t - start) / (rix_i_vget(at, k + 1) - start);
    return (1.0 - share) * here + share * rix_i_get(values, k + 1, j);
}

/* The mean over [from, to] of a line by trapezoids, whose bounds are the knots within; *knot is the last knot at or
 * before `from`, or the first. */
static double mean_over(rix_vec at, rix_mat values, size_t j, double from, double to, size_t knot)
{
    double sum = 0.0;
    for (double t = from; t < to;) {
        double next = to;
        if (rix_i_vget(at, knot) > t) {
            next = fmin(to, rix_i_vget(at, knot)); /* before the first knot */
        } else if (knot + 1 < at.size) {
            next = fmin(to, rix_i_vget(at, knot + 1));
        }
        const double end = value_at(at, values, knot, j, next);
        sum += 0.5 * (value_at(at, values, knot, j, t) + end) * (next - t);
        if (knot + 1 < at.size && next >= rix_i_vget(at, knot + 1)) knot++;
        t = next;
    }
    return sum / (to - from);
}

rix_status rix_linear_schedule(rix_vec at, rix_mat values, rix_out schedule, rix_error *err)
{
    rix_status status = check(at, values, schedule, err);
    if (status == RIX_OK) status = check_knots(at, values, err);
    if (status != RIX_OK) return status;
    size_t knot = 0;
    for (size_t p = 0; p < schedule.rows; p++) {
        const double from = (double)p;
        while (knot + 1 < at.size && rix_i_vget(at, knot + 1) <= from) knot++;
        for (size_t j = 0; j < schedule.cols; j++) {
            rix_i_set(schedule, p, j, mean_over(at, values, j, from, from + 1.0, knot));
        }
    }
    return RIX_OK;
}
