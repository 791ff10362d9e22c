"""The planner: parameters, schedules, trajectories, and the figures published with it."""
import copy
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

OUTCOMES = ["objective", "deaths", "deaths_young", "deaths_middle", "deaths_old", "economic_loss",
            "output_loss", "lost_lifetime_output", "discounted_deaths"]


# ------------------------------------------------------------------------- published figures --

def test_every_schedule_of_the_groups_gives_its_outcomes(reference, mrsir):
    frontier = pd.read_csv(reference / "mrsir/frontier.csv")
    paths = pd.read_csv(reference / "mrsir/lockdown_paths.csv")
    columns = [f"lockdown_{group}" for group in mrsir.controls]
    seen = 0
    for row in frontier.itertuples():
        path = paths[(paths["policy"] == row.policy) & (paths["chi"] == row.chi)]
        schedule = path.sort_values("week")[columns].to_numpy()
        assert schedule.shape == (78, 3)
        scenario = mrsir.replace(death_cost=row.chi)
        found = rx.simulate(scenario, schedule).outcomes
        expected = [getattr(row, name) for name in OUTCOMES]
        np.testing.assert_allclose(found[OUTCOMES], expected, rtol=1e-10, atol=0)
        seen += 1
    assert seen * 78 == len(paths)


def test_every_schedule_of_one_group_gives_its_objective(reference):
    optimum = pd.read_csv(reference / "aal/optimum.csv").set_index("case")
    paths = pd.read_csv(reference / "aal/lockdown_paths.csv")
    base = rx.preset.scenario("aal_us")
    cases = {"benchmark": {}, "vsl_70": {"death_cost": 70.0}, "constant_fatality": {"congestion": 0.0}}
    assert set(cases) == set(optimum.index)
    for case, changes in cases.items():
        scenario = base.replace(**changes)
        schedule = paths[paths["case"] == case].sort_values("week")["lockdown"].to_numpy()
        found = rx.simulate(scenario, schedule).outcomes
        without = rx.simulate(scenario).outcomes
        row = optimum.loc[case]
        np.testing.assert_allclose(
            [found["objective"], found["deaths"], without["objective"], without["deaths"]],
            row[["objective", "deaths", "objective_no_lockdown", "deaths_no_lockdown"]].astype(float),
            rtol=1e-10, atol=0)


def test_golden_exit_plans(golden):
    table = pd.read_csv(golden / "planner_golden.csv", comment="#")
    assert len(table) > 20
    for (preset, level, start, ramp), rows in table.groupby(["preset", "level", "start", "ramp"]):
        plan = rx.ExitPlan([float(x) for x in str(level).split()], start, ramp)
        found = rx.simulate(rx.preset.scenario(preset), plan).outcomes
        np.testing.assert_allclose(found[rows["outcome"]], rows["value"], rtol=1e-10, atol=0)


def test_published_figures_without_lockdown(golden):
    table = pd.read_csv(golden / "planner_published.csv", comment="#")
    assert len(table) >= 5
    for row in table.itertuples():
        found = rx.simulate(rx.preset.scenario(row.preset)).outcomes[row.outcome]
        assert abs(found - row.value) <= row.within


# -------------------------------------------------------------------------------- scenarios --

def small(**changes) -> rx.PlannerSIR:
    params = dict(population=[0.6, 0.4], susceptible=[0.59, 0.395], infected=[0.01, 0.005],
                  transmission=2.0, fatality=[0.001, 0.02], productivity=[1.0, 0.5],
                  lockdown_max=[0.8, 1.0], periods=20, names=["young", "old"], time_unit="week")
    return rx.PlannerSIR(**{**params, **changes})


def test_a_scenario_says_what_it_is():
    sc = small()
    assert sc.controls == ["young", "old"] and sc.periods == 20 and sc.period == 1.0
    assert sc.control_max.to_dict() == {"young": 0.8, "old": 1.0} and sc.time_unit == "week"
    assert sc.states[:2] == ["susceptible_young", "susceptible_old"] and "output_loss" in sc.states
    assert list(sc.outcomes.index[:3]) == ["deaths", "deaths_young", "deaths_old"]
    assert sc.outcomes.loc["deaths", "domain"] == "health"
    assert sc.outcomes.loc["output_loss", "domain"] == "economic"
    assert "young, old; 20 periods of 1 week" in repr(sc)


def test_defaults_are_those_of_the_library():
    from riskidx import rix_raw
    required = {key: small().params[key] for key in (
        "population", "susceptible", "infected", "transmission", "fatality", "productivity",
        "lockdown_max", "periods")}
    bare = rix_raw.rix_planner_sir_new(required)
    ours = rx.PlannerSIR(**required)
    schedule = np.full((20, 2), 0.3)
    np.testing.assert_array_equal(
        rix_raw.rix_trajectory_outcomes(rix_raw.rix_simulate(bare, schedule)),
        rx.simulate(ours, schedule).outcomes)
    assert rix_raw.rix_scenario_time_unit(bare) == ours.time_unit
    assert ours.controls == ["1", "2"]


def test_a_single_number_stands_for_all_groups():
    by_group = small(lockdown_max=[0.7, 0.7], fatality=[0.01, 0.01])
    alike = small(lockdown_max=0.7, fatality=0.01)
    assert rx.simulate(alike, 0.5 * np.ones(20)).outcomes.equals(
        rx.simulate(by_group, 0.5 * np.ones(20)).outcomes)
    one = rx.PlannerSIR(population=1.0, susceptible=0.99, infected=0.01, transmission=2.0,
                        fatality=0.01, productivity=1.0, lockdown_max=0.7, periods=5)
    assert one.controls == ["1"]


def test_replace_and_params():
    sc = small(mixing=[[1, 0.5], [0.5, 1]])
    again = rx.PlannerSIR(**sc.params)
    assert rx.simulate(again).outcomes.equals(rx.simulate(sc).outcomes)
    deadlier = sc.replace(fatality=[0.002, 0.04])
    assert rx.simulate(deadlier).outcomes["deaths"] > rx.simulate(sc).outcomes["deaths"]
    sc.params["fatality"][:] = 1.0
    assert sc.params["fatality"].tolist() == [0.001, 0.02]
    with pytest.raises(rx.NotFoundError, match="'fatalities'.*fatality"):
        sc.replace(fatalities=0)
    with pytest.raises(TypeError, match="fatalities"):
        small(fatalities=0)
    assert rx.preset.scenario("mrsir_us").replace(steps=14).name is None


@pytest.mark.parametrize("changes, error, said", [
    ({"transmission": -1.0}, rx.DomainError, "transmission.*-1"),
    ({"transmission": np.nan}, rx.DomainError, "transmission"),
    ({"fatality": [0.1, 1.5]}, rx.DomainError, "fatality.*(old|1.5)"),
    ({"infected": [0.5, 0.0]}, rx.DomainError, "young|infected"),
    ({"population": [1.0, -1.0]}, rx.DomainError, "population"),
    ({"names": ["a", "a"]}, rx.InvalidArgumentError, "'a'"),
    ({"names": ["a"]}, rx.DimensionError, "names"),
    ({"productivity": [1.0, 1.0, 1.0]}, rx.DimensionError, "productivity"),
    ({"mixing": [[1.0]]}, rx.DimensionError, "mixing"),
    ({"periods": 0}, rx.InvalidArgumentError, "periods"),
    ({"periods": 2.5}, rx.InvalidArgumentError, "periods"),
    ({"periods": -1}, rx.InvalidArgumentError, "periods"),
    ({"steps": 0}, rx.InvalidArgumentError, "steps"),
    ({"base": "everyone"}, rx.NotFoundError, "not_recovered"),
    ({"interest": "high"}, rx.InvalidArgumentError, "interest"),
    ({"fatality": ["a", "b"]}, rx.InvalidArgumentError, "fatality"),
    ({"time_unit": 3}, rx.InvalidArgumentError, "time_unit"),
])
def test_bad_parameters_are_refused_by_name(changes, error, said):
    with pytest.raises(error, match=said):
        small(**changes)


def test_presets_are_listed_with_their_sources():
    assert {"mrsir_us", "aal_us"} <= set(rx.preset.scenarios().index)
    assert rx.preset.scenarios()["source"].str.len().min() > 20
    assert "Acemoglu" in rx.preset.scenario("mrsir_us").source
    with pytest.raises(rx.NotFoundError, match="mrsir_uk.*mrsir_us"):
        rx.preset.scenario("mrsir_uk")


# ---------------------------------------------------------------------- schedules and plans --

def test_every_form_of_a_schedule_gives_the_same():
    sc = small()
    weeks = np.linspace(0.8, 0.0, 20)
    expected = rx.simulate(sc, np.column_stack([weeks, weeks])).outcomes
    wide = np.zeros((40, 6))
    wide[::2, ::3] = wide[::2, 1::3] = np.column_stack([weeks, weeks])
    forms = {
        "one a period": weeks, "list": list(weeks), "series": pd.Series(weeks),
        "Fortran": np.asfortranarray(np.column_stack([weeks, weeks])),
        "strided": wide[::2, ::3], "turned": np.column_stack([weeks, weeks])[::-1][::-1],
        "named": pd.DataFrame({"old": weeks, "young": weeks}),
        "unnamed": pd.DataFrame(np.column_stack([weeks, weeks])),
    }
    for form, policy in forms.items():
        assert rx.simulate(sc, policy).outcomes.equals(expected), form
    named = pd.DataFrame({"old": weeks, "young": 0 * weeks})
    assert rx.simulate(sc, named).outcomes.equals(
        rx.simulate(sc, np.column_stack([0 * weeks, weeks])).outcomes)


@pytest.mark.parametrize("policy, error, said", [
    (np.zeros((19, 2)), rx.DimensionError, "19|20"),
    (np.zeros((20, 3)), rx.DimensionError, "3|2"),
    (np.zeros(19), rx.DimensionError, "19|20"),
    (np.zeros((20, 2, 1)), rx.DimensionError, "schedule"),
    (0.5, rx.DimensionError, "schedule"),
    ("full", rx.DimensionError, "schedule"),
    ([[0.1, 0.2], [0.1]], rx.DimensionError, "schedule"),
    (np.full(20, 0.9), rx.DomainError, "young.*0.9|0.9.*young"),
    (np.full(20, -0.1), rx.DomainError, "-0.1"),
    (np.full(20, np.nan), rx.DomainError, "young"),
    (pd.DataFrame(np.zeros((20, 2)), columns=["young", "aged"]), rx.NotFoundError, "aged.*young, old"),
    (rx.ExitPlan(0.5, 21), rx.DimensionError, "20|21"),
    (rx.ExitPlan(0.5, 15, 6), rx.DimensionError, "20|period"),
    (rx.ExitPlan([0.5, 0.5, 0.5], 5), rx.DimensionError, "level"),
    (rx.ExitPlan([0.5, 1.5], 5), rx.DomainError, "old"),
    (rx.ExitPlan(-0.5, 5), rx.DomainError, "-0.5"),
])
def test_schedules_that_do_not_fit_are_refused(policy, error, said):
    with pytest.raises(error, match=said):
        rx.simulate(small(), policy)


def test_an_exit_plan_by_hand():
    sc = small()
    schedule = rx.ExitPlan([0.8, 0.4], 3, 3).schedule(sc)
    assert list(schedule.columns) == ["young", "old"] and schedule.index.name == "period"
    share = np.r_[1, 1, 1, 0.75, 0.5, 0.25, np.zeros(14)]
    np.testing.assert_allclose(schedule, np.outer(share, [0.8, 0.4]), rtol=1e-15)
    alike = rx.simulate(sc, rx.ExitPlan(0.5, 4))
    assert alike.schedule["old"].tolist() == [0.5] * 4 + [0.0] * 16
    assert rx.simulate(sc, None).outcomes.equals(rx.simulate(sc, rx.ExitPlan(0.5, 0)).outcomes)


@pytest.mark.parametrize("make, said", [
    (lambda: rx.ExitPlan(0.5, -1), "start.*-1"), (lambda: rx.ExitPlan(0.5, 1.5), "start.*1.5"),
    (lambda: rx.ExitPlan(0.5, 1, "slow"), "ramp.*slow"), (lambda: rx.ExitPlan("high", 1), "level.*high"),
    (lambda: rx.ExitPlan([[0.5]], 1), "level"),
])
def test_exit_plans_that_make_no_sense(make, said):
    with pytest.raises(ValueError, match=said):
        make()


# ------------------------------------------------------------------------------ trajectories --

def test_a_trajectory(mrsir):
    trajectory = rx.simulate(mrsir, rx.ExitPlan(0.5, 20, 8))
    frame = trajectory.frame()
    assert frame.shape == (79, len(mrsir.states)) and frame.index.name == "time"
    assert frame.index[-1] == 78.0 and list(frame.columns) == mrsir.states
    groups = ["susceptible", "infected", "recovered", "dead"]
    for group in mrsir.controls:
        total = frame[[f"{state}_{group}" for state in groups]].sum(axis=1)
        np.testing.assert_allclose(total, total.iloc[0], rtol=1e-12)
    dead = frame[[f"dead_{group}" for group in mrsir.controls]].iloc[-1].sum()
    assert trajectory.outcomes["deaths"] == pytest.approx(dead, rel=1e-14)
    assert list(trajectory.outcomes.index) == list(mrsir.outcomes.index)
    assert "deaths" in repr(trajectory)
    frame.iloc[:] = 0
    assert trajectory.frame().iloc[0, 0] > 0


def test_scenarios_and_trajectories_survive_pickle_and_deepcopy(mrsir):
    trajectory = rx.simulate(mrsir, rx.ExitPlan(0.5, 20, 8))
    for again in (pickle.loads(pickle.dumps(trajectory)), copy.deepcopy(trajectory)):
        assert again.frame().equals(trajectory.frame())
        assert again.outcomes.equals(trajectory.outcomes) and again.policy == trajectory.policy
        assert rx.simulate(again.scenario, again.schedule).outcomes.equals(trajectory.outcomes)
        assert again.scenario.name == "mrsir_us"


def test_a_trajectory_is_drawn(mrsir):
    plt = pytest.importorskip("matplotlib.pyplot")
    axes = rx.simulate(mrsir, rx.ExitPlan(0.5, 20, 8)).plot()
    assert [len(ax.lines) for ax in axes[:2]] == [3, 3] and "week" in axes[2].get_xlabel()
    plt.close("all")
