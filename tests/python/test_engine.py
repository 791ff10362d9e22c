"""The engine: methods of integration, gradients, custom models; SciPy and closed forms judge."""
import concurrent.futures
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

integrate = pytest.importorskip("scipy.integrate")


# ------------------------------------------------------------------------------- integrators --

def sir(t, x, u, p):
    caught = p[0] * (1 - 0.8 * u[0]) ** 2 * x[0] * x[1]
    return [-caught, caught - p[1] * x[1], p[1] * x[1]]


def make_sir(**changes):
    parts = dict(states={"S": 0.99, "I": 0.01, "R": 0.0}, controls={"lockdown": 1.0},
                 parameters={"transmission": (0.5, 0, 9), "recovery": 0.25}, rhs=sir,
                 rates=lambda t, x, u, p: [u[0] * (x[0] + x[1])],
                 terminal=lambda t, x, u, p: [x[2]],
                 outcomes={"ever": ("terminal", "health", "share"),
                           "loss": {"drawn": "running", "domain": "economic", "unit": "output"}},
                 periods=12, steps=7, nonnegative=3, conserved=[1, 1, 1], time_unit="week")
    return rx.CustomModel(**{**parts, **changes})


@pytest.mark.parametrize("method, tolerance", [("rk4", 1e-6), ("adaptive", 1e-9), ("adaptive_8", 1e-9)])
def test_trajectories_agree_with_scipy(method, tolerance):
    times = np.array([0.0, 0.35, 2.0, 7.77, 12.0])
    model = make_sir()
    traj = rx.simulate(model, np.full(12, 0.3), method=method, relative=1e-10, absolute=1e-12,
                       times=times)
    assert list(traj.frame().index) == list(times)
    exact = integrate.solve_ivp(lambda t, x: sir(t, x, [0.3], [0.5, 0.25]), (0, 12), [0.99, 0.01, 0],
                                method="DOP853", rtol=1e-12, atol=1e-14, t_eval=times)
    np.testing.assert_allclose(traj.frame()[["S", "I", "R"]].to_numpy(), exact.y.T, rtol=0,
                               atol=tolerance)
    assert traj.outcomes["ever"] == traj.frame()["R"].iloc[-1]


def test_the_planner_by_the_adaptive_method_agrees_with_fixed_steps(mrsir):
    schedule = np.linspace(0.6, 0.0, 78)
    fixed = rx.simulate(mrsir, schedule).outcomes
    adaptive = rx.simulate(mrsir, schedule, method="adaptive").outcomes
    np.testing.assert_allclose(adaptive, fixed, rtol=1e-6)


def test_a_run_that_cannot_go_on_says_where(mrsir):
    with pytest.raises(rx.NumericError, match=r"the steps ran out at time .* \(week\)"):
        rx.simulate(mrsir, method="adaptive", max_steps=3)
    with pytest.raises(rx.DomainError, match=r"times\[1\] is 1, not after the one before"):
        rx.simulate(mrsir, times=[2, 1])
    with pytest.raises(rx.DomainError, match="from 0 to the horizon"):
        rx.simulate(mrsir, times=[79])
    with pytest.raises(rx.NotFoundError, match="method"):
        rx.simulate(mrsir, method="euler")
    with pytest.raises(rx.DomainError, match="relative"):
        rx.simulate(mrsir, relative=-1)


def test_progress_is_asked_and_stops():
    seen = []
    rx.simulate(make_sir(), progress=seen.append)
    assert seen and seen[-1] == 1.0 and seen == sorted(seen)

    def stop(done):
        raise LookupError("enough")
    with pytest.raises(LookupError, match="enough"):
        rx.simulate(make_sir(), progress=stop)


@pytest.mark.parametrize("base, contacts, matching", [("all", "linear", 1.3), ("not_recovered", "quadratic", 1.0),
                                                      ("all", "quadratic", 1.7)])
def test_matching_and_contacts_are_as_documented(base, contacts, matching):
    people, mixing = np.array([0.6, 0.4]), np.array([[1.0, 0.4], [0.4, 0.7]])
    sick, lockdown = np.array([0.02, 0.01]), np.array([0.3, 0.6])
    scenario = rx.PlannerSIR(population=people, susceptible=0.9 * people, infected=sick, transmission=1.1,
                             recovery=0.4, effect=0.7, circulating=0.8, mixing=mixing, fatality=0, productivity=1,
                             lockdown_max=1, periods=10, base=base, contacts=contacts, matching=matching)

    def rhs(t, x):
        s, i, r = x.reshape(3, 2)
        out = 1 - 0.7 * lockdown
        crowd = mixing @ ((s + 0.8 * i) * out + r * (out if base == "all" else 1))
        meeting = mixing @ (0.8 * i * (1 if contacts == "linear" else out))
        caught = 1.1 * s * out * meeting * crowd ** (matching - 2)
        return np.concatenate([-caught, caught - 0.4 * i, 0.4 * i])

    start = np.concatenate([0.9 * people, sick, 0.1 * people - sick])
    truth = integrate.solve_ivp(rhs, (0, 10), start, method="DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    found = rx.simulate(scenario, np.tile(lockdown, (10, 1)), method="adaptive_8", relative=1e-12, absolute=1e-15).frame()
    np.testing.assert_allclose(found.iloc[-1, :6], truth, rtol=1e-9)


# --------------------------------------------------------------------------------- gradients --

def test_gradients_agree_with_differences(mrsir):
    scenario = mrsir.replace(periods=20, matching=1.5, contacts="linear")
    schedule = np.random.default_rng(3).uniform(0.1, 0.6, (20, 3))
    gradient = scenario.gradient(schedule, "objective")
    assert gradient.exact
    assert gradient.value == rx.simulate(scenario, schedule).outcomes["objective"]

    def value(place, step):
        moved = schedule.copy()
        moved[place] += step
        return rx.simulate(scenario, moved).outcomes["objective"]

    largest = gradient.controls.abs().to_numpy().max()
    for place in [(0, 0), (5, 1), (10, 2), (19, 0)]:
        h = 1e-2
        difference = (45 * (value(place, h) - value(place, -h)) - 9 * (value(place, 2 * h) - value(place, -2 * h))
                      + value(place, 3 * h) - value(place, -3 * h)) / (60 * h)
        assert abs(gradient.controls.iloc[place] - difference) < 1e-8 * largest
    for name in ["transmission", "fatality_old", "infected_young", "matching"]:
        at, h = scenario.parameters.loc[name, "value"], 1e-4
        ends = [rx.simulate(scenario.with_parameters(**{name: at * (1 + s * h)}), schedule)
                .outcomes["objective"] for s in (1, -1)]
        assert gradient.parameters[name] == pytest.approx((ends[0] - ends[1]) / (2 * at * h), rel=1e-5)


def test_states_have_units(mrsir):
    assert mrsir.state_units["dead_old"] == "share of population"
    assert mrsir.state_units["output_loss"] == "annual output"
    assert make_sir().state_units["S"] is None
    units = make_sir(state_units=["people"] * 3).state_units
    assert units.tolist() == ["people", "people", "people", "output"]


def test_a_weighted_sum_has_the_sum_of_gradients(mrsir):
    weights = {"economic_loss": 1.0, "deaths": 20.0}
    both = mrsir.gradient(None, weights)
    parts = [mrsir.gradient(None, name) for name in weights]
    np.testing.assert_allclose(both.controls, parts[0].controls + 20 * parts[1].controls, rtol=1e-12,
                               atol=1e-15)
    with pytest.raises(rx.NotFoundError, match="no 'death'"):
        mrsir.gradient(None, "death")


def test_parameters_have_names_values_and_bounds(mrsir):
    table = mrsir.parameters
    assert table.loc["effect"].tolist() == [0.75, 0.0, 1.0]
    assert table.loc["infected_old", "high"] == 0.21
    other = mrsir.with_parameters(infected_old=0.002, effect=0.5)
    assert other.params["infected"][2] == 0.002 and other.params["effect"] == 0.5
    assert mrsir.params["infected"][2] != 0.002
    with pytest.raises(rx.NotFoundError, match="speed"):
        mrsir.with_parameters(speed=1.0)
    with pytest.raises(rx.DomainError, match="effect is 2"):
        mrsir.with_parameters(effect=2.0)


# ----------------------------------------------------------------------------- custom models --

def test_a_custom_model_is_the_planner_it_copies():
    model = make_sir()
    twin = rx.PlannerSIR(population=1, susceptible=0.99, infected=0.01, transmission=0.5, recovery=0.25,
                         fatality=0, productivity=1, lockdown_max=1, effect=0.8, periods=12)
    schedule = np.linspace(0.5, 0, 12)
    mine, theirs = rx.simulate(model, schedule), rx.simulate(twin, schedule)
    np.testing.assert_allclose(mine.frame()["I"], theirs.frame()["infected_1"], rtol=1e-12)
    assert mine.outcomes["loss"] == pytest.approx(theirs.outcomes["output_loss"], rel=1e-12)
    rough, exact = model.gradient(schedule, "loss", allow_inexact=True), twin.gradient(schedule, "output_loss")
    assert not rough.exact and exact.exact
    np.testing.assert_allclose(rough.controls.iloc[:, 0], exact.controls.iloc[:, 0], rtol=1e-5)
    with pytest.raises(rx.InvalidArgumentError, match="not exact"):
        model.gradient(schedule, "loss")
    assert model.with_parameters(recovery=0.5).parameters.loc["recovery", "value"] == 0.5


def test_curves_of_custom_models_run_on_one_thread():
    model = make_sir()
    curve = rx.tradeoff_curve(model, rx.ExitPlans(level=[0.2, 0.5], start=[3, 6], ramp=[0, 2]),
                              x="loss", y="ever", threads=0)
    assert len(curve.frame()) >= 1


@pytest.mark.parametrize("method", ["rk4", "adaptive", "adaptive_8"])
def test_events_turn_a_clock(method):
    clock = rx.CustomModel(
        states={"hand": 0.0}, flags={"back": 0.0}, periods=7, steps=10,
        rhs=lambda t, x, u, p, flags: [-1.0 if flags[0] else 1.0],
        outcomes={"end": ("terminal", "social")}, terminal=lambda t, x, u, p, flags: [x[0]],
        events={"turn": 1, "reset": (1, "excluded")},
        conditions=lambda t, x, u, p, flags: [x[0] - 3.3, t - 5.0],
        happen=lambda i, t, x, p, flags: (x, [1.0]) if i == 0 else ([0.0], [0.0]))
    traj = rx.simulate(clock, method=method)
    assert traj.events["event"].tolist() == ["turn", "reset"]
    np.testing.assert_allclose(traj.events["time"], [3.3, 5.0], atol=1e-9)
    np.testing.assert_allclose(traj.frame()["hand"], [0, 1, 2, 3, 2.6, 0, 1, 2], atol=1e-9)
    assert traj.flags["back"].tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    with pytest.raises(rx.InvalidArgumentError, match="no gradient across the event 'reset'"):
        clock.gradient(outcome="end", allow_inexact=True)


def test_what_a_function_raises_comes_out():
    def fails(t, x, u, p):
        if t > 4.0:
            raise ZeroDivisionError("in the model")
        return [0.0, 0.0, 0.0]
    for method in ("rk4", "adaptive"):
        with pytest.raises(ZeroDivisionError, match="in the model"):
            rx.simulate(make_sir(rhs=fails), method=method)
    with pytest.raises(ZeroDivisionError):
        make_sir(rhs=fails).gradient(outcome="ever", allow_inexact=True)
    with pytest.raises(KeyboardInterrupt):
        rx.simulate(make_sir(rhs=lambda t, x, u, p: (_ for _ in ()).throw(KeyboardInterrupt())))


@pytest.mark.parametrize("rhs, error, text", [
    (lambda t, x, u, p: [1.0], rx.DimensionError, "rhs gave 1 numbers instead of 3"),
    (lambda t, x, u, p: "soon", rx.InvalidArgumentError, "rhs gave 'soon', not 3 numbers"),
    (lambda t, x, u, p: None, rx.RiskidxError, "rhs gave"),
    (lambda t, x, u, p: [np.nan, 0, 0], rx.NumericError, r"S is nan at time 1 \(week\)"),
    (lambda t, x, u, p: [0.1, 0, 0], rx.NumericError, "the sum that stays is 1.0999"),
    (lambda t, x, u, p: [0, -0.1, 0.1], rx.NumericError, r"I is -0\.\d+, below 0, at time"),
])
def test_wrong_results_are_named(rhs, error, text):
    with pytest.raises(error, match=text):
        rx.simulate(make_sir(rhs=rhs))


@pytest.mark.parametrize("changes, error, text", [
    ({"rhs": 3}, rx.InvalidArgumentError, "rhs: a function expected"),
    ({"rates": None}, rx.InvalidArgumentError, "rates is NULL"),
    ({"outcomes": {"ever": ("terminal", "wealth")}}, rx.NotFoundError, "domain"),
    ({"outcomes": {"ever": 3}}, rx.RiskidxError, "ever"),
    ({"states": {"S": np.nan, "I": 0.0, "R": 0.0}}, rx.DomainError, "initial of 'S' is nan"),
    ({"parameters": {"transmission": (0.5, 1, 2), "recovery": 1}}, rx.DomainError, "not in"),
    ({"periods": 0}, rx.InvalidArgumentError, "periods is 0"),
    ({"conserved": [1, 1]}, rx.DimensionError, "conserved"),
    ({"nonnegative": 9}, rx.InvalidArgumentError, "n_nonnegative is 9"),
])
def test_unsound_parts_are_named(changes, error, text):
    with pytest.raises(error, match=text):
        make_sir(**changes)


def halving(t, x, u, p):
    return [-p[0] * x[0]]


def last(t, x, u, p):
    return [x[0]]


def test_models_of_named_functions_survive_pickle():
    model = rx.CustomModel(states={"x": 1.0}, parameters={"rate": np.log(2)}, rhs=halving, periods=3,
                           outcomes={"end": ("terminal", "health")}, terminal=last, steps=50)
    again = pickle.loads(pickle.dumps(model))
    assert rx.simulate(again).outcomes["end"] == pytest.approx(0.125, rel=1e-9)
    assert isinstance(rx.simulate(again).flags, pd.DataFrame)


def test_trajectories_of_custom_models_are_drawn():
    pytest.importorskip("matplotlib")
    top, middle, bottom = rx.simulate(make_sir(), np.full(12, 0.3), times=[0, 5, 12]).plot()
    assert [line.get_label() for line in top.lines] == ["S", "I", "R"]
    assert [line.get_label() for line in middle.lines] == ["loss"]
    assert len(bottom.patches) == 1


def test_threads_of_python_may_run_models_at_once():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda k: rx.simulate(make_sir(periods=3 + k)).outcomes["ever"], range(8)))
    assert found == [rx.simulate(make_sir(periods=3 + k)).outcomes["ever"] for k in range(8)]


def test_what_a_function_raises_comes_out_of_a_curve():
    def fails(t, x, u, p):
        raise LookupError("no more")
    with pytest.raises(LookupError, match="no more"):
        rx.tradeoff_curve(make_sir(rhs=fails), rx.ExitPlans(level=[0.2, 0.5], start=[3, 6]), x="loss", y="ever")
