/* differences.c - see differences.h. */
#include "differences.h"

/* The sum with controls, then parameters, moved by `step` in place i. */
static double moved(const subject *s, size_t i, double step)
{
    rix_trajectory *traj = NULL;
    rix_scenario *other = NULL;
    const rix_scenario *sc = s->sc;
    rix_error err = RIX_ERROR_INIT;
    double *x = i < s->n_schedule ? &s->schedule[i] : &s->params[i - s->n_schedule], was = *x,
           sum = 0.0;
    *x = was + step;
    if (i >= s->n_schedule) {
        const rix_vec params = rix_vec_c(s->params, rix_scenario_param_count(sc));
        rix_assert_ok(rix_scenario_with_params(sc, params, &other, &err), err);
        sc = other;
    }
    const rix_mat schedule =
        rix_mat_c(s->schedule, rix_scenario_periods(sc), rix_scenario_control_count(sc));
    rix_assert_ok(rix_simulate(sc, schedule, &traj, &err), err);
    const rix_vec y = rix_trajectory_outcomes(traj);
    for (size_t k = 0; k < y.size; k++) sum += s->weights[k] * y.data[k];
    rix_trajectory_free(traj);
    rix_scenario_free(other);
    *x = was;
    return sum;
}

double difference(const subject *s, size_t i, double h)
{
    double d[2];
    for (int k = 0; k < 2; k++) {
        const double a = k == 0 ? h : 0.5 * h;
        const double one = moved(s, i, a) - moved(s, i, -a),
                     two = moved(s, i, 2 * a) - moved(s, i, -2 * a),
                     three = moved(s, i, 3 * a) - moved(s, i, -3 * a);
        d[k] = (45.0 * one - 9.0 * two + three) / (60.0 * a);
    }
    return (64.0 * d[1] - d[0]) / 63.0;
}
