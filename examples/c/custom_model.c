/* custom_model.c - a model of one's own: an epidemic with a hospital that opens a second ward, simulated, and the
 * derivatives of its deaths by the lockdown of every month.
 *
 *     custom_model    prints a table
 *
 * Build: cc custom_model.c $(pkg-config --cflags --libs riskidx) */
#include <stdio.h>
#include <stdlib.h>

#include <riskidx.h>

enum { S, I, H, D, STATES };
enum { TRANSMISSION, RECOVERY, ADMISSION, FATALITY, PARAMETERS };
enum { MONTHS = 6 };

/* x' = f(t, x, u, p): a fifth more of the patients die while there is no second ward. */
static int slopes(const rix_custom_at *at, double *dx, void *user)
{
    const double *x = at->x, *p = at->p, open = 1.0 - 0.7 * at->u[0];
    const double caught = p[TRANSMISSION] * open * open * x[S] * x[I], ill = p[ADMISSION] * x[I],
                 over = 0.1 * x[H], fatality = p[FATALITY] * (at->flags[0] > 0.0 ? 1.0 : 1.2);
    (void)user;
    dx[S] = -caught;
    dx[I] = caught - p[RECOVERY] * x[I] - ill;
    dx[H] = ill - over;
    dx[D] = fatality * over;
    return 0;
}

/* The same, backwards: the sum over the slopes of seed times their derivatives. */
static int slopes_back(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                       double *p_bar, void *user)
{
    const double *x = at->x, *p = at->p, open = 1.0 - 0.7 * at->u[0];
    const double caught_bar = seed[I] - seed[S], ill_bar = seed[H] - seed[I],
                 share = at->flags[0] > 0.0 ? 1.0 : 1.2,
                 over_bar = seed[D] * p[FATALITY] * share - seed[H];
    (void)user;
    x_bar[S] = caught_bar * p[TRANSMISSION] * open * open * x[I];
    x_bar[I] = caught_bar * p[TRANSMISSION] * open * open * x[S] - seed[I] * p[RECOVERY] +
               ill_bar * p[ADMISSION];
    x_bar[H] = 0.1 * over_bar;
    u_bar[0] = -1.4 * caught_bar * p[TRANSMISSION] * open * x[S] * x[I];
    p_bar[TRANSMISSION] = caught_bar * open * open * x[S] * x[I];
    p_bar[RECOVERY] = -seed[I] * x[I];
    p_bar[ADMISSION] = ill_bar * x[I];
    p_bar[FATALITY] = seed[D] * share * 0.1 * x[H];
    return 0;
}

/* The running outcome is work lost; the terminal one deaths. */
static int rates(const rix_custom_at *at, double *y, void *user)
{
    (void)user;
    y[0] = at->u[0] / 365.0;
    return 0;
}

static int rates_back(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                      double *p_bar, void *user)
{
    (void)at, (void)x_bar, (void)p_bar, (void)user;
    u_bar[0] = seed[0] / 365.0;
    return 0;
}

static int last(const rix_custom_at *at, double *y, void *user)
{
    (void)user;
    y[0] = at->x[D];
    return 0;
}

static int last_back(const rix_custom_at *at, const double *seed, double *x_bar, double *u_bar,
                     double *p_bar, void *user)
{
    (void)at, (void)u_bar, (void)p_bar, (void)user;
    x_bar[D] = seed[0];
    return 0;
}

/* The second ward opens on day 60. */
static int conditions(const rix_custom_at *at, double *g, void *user)
{
    (void)user;
    g[0] = at->t - 60.0;
    return 0;
}

static int happen(const rix_custom_at *at, size_t i, double *x, double *flags, void *user)
{
    (void)at, (void)i, (void)x, (void)user;
    flags[0] = 1.0;
    return 0;
}

static rix_status make(rix_scenario **scenario, rix_error *err)
{
    static const char *const states[] = { "susceptible", "infected", "in_hospital", "dead" },
                             *const controls[] = { "lockdown" }, *const flags[] = { "second_ward" },
                             *const params[] = { "transmission", "recovery", "admission",
                                                 "fatality" };
    static const double initial[] = { 0.999, 0.001, 0.0, 0.0 }, most[] = { 1.0 },
                        values[] = { 0.35, 0.14, 0.005, 0.2 };
    static const rix_custom_outcome outcomes[] = {
        { { "work_lost", "annual output", RIX_ECONOMIC }, RIX_DRAWN_RUNNING },
        { { "deaths", "share of population", RIX_HEALTH }, RIX_DRAWN_TERMINAL },
    };
    static const rix_custom_event events[] = { { "ward_opens", 1, RIX_EVENT_EXACT } };
    rix_custom c = RIX_CUSTOM_INIT;
    c.n_states = STATES, c.states = states, c.initial = initial, c.n_nonnegative = STATES;
    c.n_controls = 1, c.controls = controls, c.control_max = most;
    c.n_params = PARAMETERS, c.params = params, c.param_values = values;
    c.n_outcomes = 2, c.outcomes = outcomes;
    c.n_flags = 1, c.flags = flags;
    c.n_events = 1, c.events = events;
    c.period = 30.0, c.periods = MONTHS, c.steps = 60, c.time_unit = "day";
    c.rhs = slopes, c.rates = rates, c.terminal = last;
    c.rhs_vjp = slopes_back, c.rates_vjp = rates_back, c.terminal_vjp = last_back;
    c.conditions = conditions, c.happen = happen;
    return rix_custom_new(&c, scenario, err);
}

int main(void)
{
    const double lockdown[MONTHS] = { 0.0, 0.5, 0.5, 0.3, 0.1, 0.0 }, weights[] = { 0.0, 1.0 };
    const rix_mat schedule = rix_mat_c(lockdown, MONTHS, 1);
    double outcomes[2], by_month[MONTHS], by_parameter[PARAMETERS];
    const rix_out none = { NULL, 0, 0, 0, 0 };
    rix_scenario *scenario = NULL;
    rix_error err = RIX_ERROR_INIT;

    rix_status status = make(&scenario, &err);
    if (status == RIX_OK) {
        status = rix_gradient(scenario, schedule, rix_mat_c(weights, 1, 2),
                              rix_out_c(outcomes, 1, 2), rix_out_c(by_month, MONTHS, 1),
                              rix_out_c(by_parameter, 1, PARAMETERS), none, NULL, &err);
    }
    if (status != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        rix_scenario_free(scenario);
        return EXIT_FAILURE;
    }
    printf("deaths %.6f, work lost %.6f\n\nmonth,lockdown,deaths by lockdown\n", outcomes[1],
           outcomes[0]);
    for (int k = 0; k < MONTHS; k++) printf("%d,%.2f,%.6f\n", k + 1, lockdown[k], by_month[k]);
    printf("\nparameter,deaths by parameter\n");
    for (size_t k = 0; k < PARAMETERS; k++) {
        printf("%s,%.6f\n", rix_scenario_param_name(scenario, k), by_parameter[k]);
    }
    rix_scenario_free(scenario);
    return EXIT_SUCCESS;
}
