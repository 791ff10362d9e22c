/* exit_plan.c - a lockdown that is eased once, in a straight line, and families of those. */
#include <riskidx/policy.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/* Share of the lockdown in force in a period. */
static double share(const rix_exit_plan *plan, size_t period)
{
    if (period < plan->start) return 1.0;
    const size_t step = period - plan->start;
    if (step >= plan->ramp) return 0.0;
    return 1.0 - (double)(step + 1) / ((double)plan->ramp + 1.0);
}

static rix_status check_plan(const rix_exit_plan *plan, rix_out schedule, rix_error *err)
{
    rix_status status = rix_i_check_vec(plan->level, "level", err);
    if (status == RIX_OK) {
        status = rix_i_check_out(schedule, schedule.rows, schedule.cols, "schedule", err);
    }
    if (status != RIX_OK) return status;
    if (plan->level.size != schedule.cols) {
        return rix_i_fail(err, RIX_EDIM, "level", RIX_I_NOWHERE,
                          "the plan has %zu levels for %zu controls", plan->level.size,
                          schedule.cols);
    }
    if (plan->start > schedule.rows || plan->ramp > schedule.rows - plan->start) {
        return rix_i_fail(err, RIX_EDIM, plan->start > schedule.rows ? "start" : "ramp",
                          RIX_I_NOWHERE,
                          "the exit (start %zu, ramp %zu) ends after the last of %zu periods",
                          plan->start, plan->ramp, schedule.rows);
    }
    for (size_t j = 0; j < plan->level.size; j++) {
        const double level = rix_i_vget(plan->level, j);
        if (isfinite(level) && level >= 0.0) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "level", RIX_I_COL(j),
                          "level of control %zu is %s, not a finite number >= 0", j,
                          rix_i_number(level).s);
    }
    return RIX_OK;
}

rix_status rix_exit_plan_schedule(const rix_exit_plan *plan, rix_out schedule, rix_error *err)
{
    if (!plan) return rix_i_null(err, "plan");
    const rix_status status = check_plan(plan, schedule, err);
    if (status != RIX_OK) return status;
    for (size_t p = 0; p < schedule.rows; p++) {
        const double s = share(plan, p);
        for (size_t j = 0; j < schedule.cols; j++) {
            rix_i_set(schedule, p, j, s * rix_i_vget(plan->level, j));
        }
    }
    return RIX_OK;
}

static rix_status check_family(const rix_exit_family *family, rix_error *err)
{
    static const char empty[] = "%s is empty: a family needs at least one";
    if (!family) return rix_i_null(err, "family");
    const rix_status status = rix_i_check_mat(family->levels, "levels", err);
    if (status != RIX_OK) return status;
    if (family->levels.rows == 0) {
        return rix_i_fail(err, RIX_EINVAL, "levels", RIX_I_NOWHERE, empty, "levels");
    }
    if (family->n_starts == 0) {
        return rix_i_fail(err, RIX_EINVAL, "starts", RIX_I_NOWHERE, empty, "starts");
    }
    if (family->n_ramps == 0) {
        return rix_i_fail(err, RIX_EINVAL, "ramps", RIX_I_NOWHERE, empty, "ramps");
    }
    if (!family->starts) return rix_i_null(err, "starts");
    return family->ramps ? RIX_OK : rix_i_null(err, "ramps");
}

rix_status rix_exit_family_size(const rix_exit_family *family, size_t *count, rix_error *err)
{
    size_t plans;
    if (!count) return rix_i_null(err, "count");
    const rix_status status = check_family(family, err);
    if (status != RIX_OK) return status;
    if (!rix_i_size_product(family->levels.rows, family->n_starts, &plans) ||
        !rix_i_size_product(plans, family->n_ramps, &plans)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "family", RIX_I_NOWHERE,
                          "a family of %zu levels x %zu starts x %zu ramps is too large",
                          family->levels.rows, family->n_starts, family->n_ramps);
    }
    *count = plans;
    return RIX_OK;
}

rix_status rix_exit_family_plan(const rix_exit_family *family, size_t k, rix_exit_plan *plan,
                                rix_error *err)
{
    size_t count;
    if (!plan) return rix_i_null(err, "plan");
    const rix_status status = rix_exit_family_size(family, &count, err);
    if (status != RIX_OK) return status;
    if (k >= count) {
        return rix_i_fail(err, RIX_EINVAL, "k", RIX_I_NOWHERE, "no plan %zu in a family of %zu", k,
                          count);
    }
    const size_t per_level = family->n_starts * family->n_ramps;
    *plan = (rix_exit_plan){ rix_i_row(family->levels, k / per_level),
                             family->starts[k / family->n_ramps % family->n_starts],
                             family->ramps[k % family->n_ramps] };
    return RIX_OK;
}
