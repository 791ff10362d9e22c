/* planners.c - see planners.h. */
#include "planners.h"

rix_planner_sir two_groups(void)
{
    static const char *const names[] = { "near", "far" };
    static const double population[] = { 0.6, 0.4 }, susceptible[] = { 0.58, 0.39 },
                        infected[] = { 0.01, 0.005 }, mixing[] = { 1.0, 0.5, 0.5, 0.8 },
                        fatality[] = { 0.002, 0.03 }, load[] = { 1.0, 8.0 },
                        productivity[] = { 0.02, 0.01 }, working_time[] = { 1000.0, 300.0 },
                        most[] = { 0.8, 1.0 };
    rix_planner_sir p = RIX_PLANNER_SIR_INIT;
    p.groups = 2;
    p.names = names;
    p.population = population;
    p.susceptible = susceptible;
    p.infected = infected;
    p.transmission = 1.1;
    p.recovery = 0.4;
    p.mixing = mixing;
    p.effect = 0.7;
    p.circulating = 0.9;
    p.fatality = fatality;
    p.congestion = 1.5;
    p.load = load;
    p.productivity = productivity;
    p.lockdown_cost = 0.6;
    p.working_time = working_time;
    p.interest = 0.0005;
    p.vaccine = 0.004;
    p.death_cost = 25.0;
    p.lockdown_max = most;
    p.periods = 20;
    p.time_unit = "week";
    return p;
}

rix_planner_sir plain_sir(void)
{
    static const double one[] = { 1.0 }, nobody[] = { 0.0 }, susceptible[] = { 0.99 },
                        infected[] = { 0.01 };
    rix_planner_sir p = RIX_PLANNER_SIR_INIT;
    p.groups = 1;
    p.population = one;
    p.susceptible = susceptible;
    p.infected = infected;
    p.transmission = 0.5;
    p.recovery = 0.25;
    p.fatality = nobody;
    p.productivity = nobody;
    p.lockdown_max = one;
    p.periods = 20;
    return p;
}

rix_scenario *scenario_of(const rix_planner_sir *params)
{
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_planner_sir_new(params, &sc, &err), err);
    assert_non_null(sc);
    return sc;
}

rix_scenario *scenario_of_preset(const char *name)
{
    const rix_preset_planner *preset = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_preset_planner_find(name, &preset, &err), err);
    return scenario_of(&preset->params);
}

double outcome_under(const rix_scenario *sc, rix_mat schedule, const char *name)
{
    rix_trajectory *traj = NULL;
    rix_error err = RIX_ERROR_INIT;
    const size_t at = rix_scenario_find_outcome(sc, name);
    assert_true(at != RIX_NO_INDEX);
    rix_assert_ok(rix_simulate(sc, schedule, &traj, &err), err);
    const double value = rix_trajectory_outcomes(traj).data[at];
    rix_trajectory_free(traj);
    return value;
}

rix_mat constant_schedule(const rix_scenario *sc, const double *level)
{
    rix_mat m = { level, rix_scenario_periods(sc), rix_scenario_control_count(sc), 0, 0 };
    return m;
}

double outcome_at_level(const rix_scenario *sc, double level, const char *name)
{
    return outcome_under(sc, constant_schedule(sc, &level), name);
}
