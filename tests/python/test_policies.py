"""Policies in stages, observables, linear schedules and comparisons, against runs by themselves and closed forms."""
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx


@pytest.fixture
def sir():
    return rx.PlannerSIR(population=1, susceptible=0.99, infected=0.01, transmission=0.3, recovery=0.1, fatality=0.01,
                         productivity=1, lockdown_max=1, periods=120, steps=4, time_unit="day")


@pytest.fixture
def trigger():
    return rx.TriggerPolicy({"open": 0, "closed": 0.6}, "infected", enter=0.05, leave=0.02)


def test_a_stage_begins_where_the_uncontrolled_epidemic_crosses_the_level(sir, trigger):
    free = rx.simulate(sir).frame()["infected_1"].to_numpy()
    first = int(np.argmax(free >= 0.05))
    run = rx.simulate(sir, trigger)
    assert 2 < first < 60
    assert list(run.switches.loc[0]) == [first, "open", "closed", "rose"]
    assert (run.stages[:first] == "open").all() and run.stages[first] == "closed"
    now, expected = "open", []
    for seen in run.watched["infected"]:
        now = "closed" if seen >= 0.05 else "open" if seen < 0.02 else now
        expected.append(now)
    assert list(run.stages) == expected
    np.testing.assert_array_equal(run.schedule["1"], np.where(run.stages == "closed", 0.6, 0.0))


def test_the_schedule_that_comes_of_it_gives_the_same_bits(sir, trigger):
    run = rx.simulate(sir, trigger)
    again = rx.simulate(sir, run.schedule)
    pd.testing.assert_frame_equal(run.frame(), again.frame(), check_exact=True)
    assert again.stages.empty and again.switches.empty


def test_delay_and_cap(sir):
    make = lambda **more: rx.TriggerPolicy({"open": 0, "closed": 0.6}, rx.Watch("infected", delay=more.pop("delay", 0)),
                                           enter=0.05, leave=0.04, **more)
    prompt, late = rx.simulate(sir, make()), rx.simulate(sir, make(delay=5))
    assert late.switches.period[0] == prompt.switches.period[0] + 5
    assert late.watched.iloc[:5, 0].isna().all()
    capped = rx.simulate(sir, make(max_switches=1)).switches
    assert list(capped.reason) == ["rose", "capped"]


def test_the_machine_alone_finds_the_same_stages(sir):
    policy = rx.TriggerPolicy({"open": 0, "closed": 0.6}, {"cases": rx.Watch("cumulative_incidence", window=7)},
                              enter=3000, leave=1500, rise_after=2, fall_after=3, stay_to_fall={"closed": 12})
    run = rx.simulate(sir, policy)
    machine = rx.Machine(policy.enter, policy.leave, start="open", rise_after=2, fall_after=3,
                         stay_to_fall={"closed": 12})
    zones = machine.run(run.watched.rename_axis("date")).zones
    assert list(np.ravel(zones)) == list(run.stages)
    assert len(run.switches) >= 2


def test_exits_in_stages(sir):
    policy = rx.StagedExit([rx.ExitStage("lockdown", 0.8), rx.ExitStage("eased", 0.4, date=10, ramp=3),
                            rx.ExitStage("open", 0, watch="infected", below=1e-9)])
    run = rx.simulate(sir, policy)
    np.testing.assert_allclose(run.schedule["1"][8:15], [0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4], atol=1e-15)
    assert list(run.switches.reason) == ["date", "shut"]
    assert str(policy).startswith("From period 0 lockdown at 0.8; then eased at 0.4, from period 10 on, eased over 3")
    with pytest.raises(rx.DomainError, match="can never open"):
        rx.simulate(sir, rx.StagedExit([rx.ExitStage("a", 1), rx.ExitStage("b", 0, watch="infected", below=-1)]))
    with pytest.raises(rx.DimensionError, match="at the earliest"):
        rx.simulate(sir, rx.StagedExit([rx.ExitStage("a", 1), rx.ExitStage("b", 0, date=500)]))
    with pytest.raises(rx.NotFoundError, match="no observable 'x'"):
        rx.simulate(sir, rx.TriggerPolicy({"a": 0, "b": 1}, "x", enter=1))


def test_observables(sir):
    run = rx.simulate(sir, np.full(120, 0.3))
    seen = run.observe()
    s = run.frame()["susceptible_1"]
    np.testing.assert_allclose(seen["reproduction"], 0.3 * 0.7**2 * s / 0.1, rtol=1e-12)
    np.testing.assert_allclose(seen["incidence"], 1e5 * 0.3 * 0.7**2 * s * run.frame()["infected_1"], rtol=1e-12)
    np.testing.assert_allclose(seen["cumulative_incidence"], 1e5 * (0.99 - s), rtol=1e-12)
    assert run.observe("deaths")["deaths"].iloc[-1] == run.outcomes["deaths"]
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(run)).observe(), seen)
    assert run.observe("incidence", start="2020-03-01").index[-1] == pd.Timestamp("2020-06-29")
    with pytest.raises(rx.NotFoundError):
        run.observe("nothing")


def test_linear_schedules(sir):
    table = rx.linear_schedule(sir, [1, 3.5, 4], [0.5, 1.0, 0.0])
    np.testing.assert_allclose(table["1"][:5], [0.5, 0.6, 0.8, 0.725, 0.0], atol=1e-15)


def test_comparisons(sir, trigger):
    both = rx.compare_policies(sir, {"nothing": None, "trigger": trigger}, annual_output=365.0)
    y, z = rx.simulate(sir).outcomes, rx.simulate(sir, trigger).outcomes
    row = both.value.loc["trigger"]
    assert row.lives_saved == y.deaths - z.deaths > 0
    assert row.cost_per_life == pytest.approx((z.output_loss - y.output_loss) / (y.deaths - z.deaths))
    assert row.share_of_output == z.output_loss / 365.0
    assert np.isnan(both.value.loc["nothing", "cost_per_life"])


def test_plots_shade_stages(sir, trigger):
    axes = rx.simulate(sir, trigger).plot()
    assert len(axes[0].patches) >= 2


def test_custom_models_and_targeted_levels():
    def rhs(t, x, u, p):
        caught = 0.3 * (1 - u[0]) * (1 - u[1]) * x[0] * x[1]
        return [-caught, caught - 0.1 * x[1]]

    model = rx.CustomModel(states={"S": 0.99, "I": 0.01}, controls={"home": 1.0, "school": 1.0}, rhs=rhs, periods=60,
                           steps=2, rates=lambda t, x, u, p: [u[0]], outcomes={"closed": ("running", "economic", "days")})
    policy = rx.TriggerPolicy({"open": 0, "shut": {"home": 0.5}}, rx.Watch("closed", window=10), enter=[1e9])
    assert (rx.simulate(model, policy).stages == "open").all()
    policy = rx.TriggerPolicy({"open": 0, "shut": {"home": 0.5}}, "I", enter=0.05, leave=0.04)
    run = rx.simulate(model, policy)
    shut = (run.stages == "shut").to_numpy()
    assert shut.any() and not shut.all()
    np.testing.assert_array_equal(run.schedule["home"], 0.5 * shut)
    assert (run.schedule["school"] == 0).all()
    assert run.outcomes["closed"] == pytest.approx(0.5 * shut.sum())
    assert list(run.observe().columns) == []
    with pytest.raises(rx.NotFoundError, match="no control 'work'"):
        rx.simulate(model, rx.TriggerPolicy({"open": 0, "shut": {"work": 1}}, "I", enter=0.05))
    with pytest.raises(rx.DimensionError, match="3 levels"):
        rx.simulate(model, rx.TriggerPolicy({"open": 0, "shut": [1, 1, 1]}, "I", enter=0.05))


def test_adaptive_runs_follow_the_same_stages(sir, trigger):
    fixed, adaptive = rx.simulate(sir, trigger), rx.simulate(sir, trigger, method="adaptive", relative=1e-10)
    assert list(fixed.stages) == list(adaptive.stages)
    np.testing.assert_allclose(fixed.frame(), adaptive.frame(), atol=1e-6)
    again = rx.simulate(sir, adaptive.schedule, method="adaptive", relative=1e-10)
    np.testing.assert_allclose(again.frame(), adaptive.frame(), atol=1e-9)
