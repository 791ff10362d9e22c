"""Families of exit plans, efficient sets and trade-off curves."""
import copy
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx


def slow_efficient(table: np.ndarray) -> list:
    """By definition."""
    def beats(a, b):
        return (a <= b).all() and (a < b).any()
    kept = [i for i, row in enumerate(table) if not np.isnan(row).any()
            and not any(beats(other, row) for other in table)
            and not any((table[j] == row).all() for j in range(i))]
    return sorted(kept, key=lambda i: tuple(table[i]))


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_efficient_set_by_definition(columns):
    rng = np.random.default_rng(columns)
    table = rng.integers(0, 8, (60, columns)).astype(float)
    table[3, 0] = np.nan
    assert list(rx.efficient_set(table)) == slow_efficient(table)
    assert list(rx.efficient_set(pd.DataFrame(table))) == slow_efficient(table)
    assert list(rx.efficient_set(np.asfortranarray(table[::-1]))) == slow_efficient(table[::-1])


def test_bad_tables_of_outcomes():
    with pytest.raises(rx.DimensionError, match="rows x outcomes"):
        rx.efficient_set([1.0, 2.0])
    with pytest.raises(rx.InvalidArgumentError):
        rx.efficient_set(np.empty((3, 0)))
    with pytest.raises(rx.InvalidArgumentError, match="'y': 'low'"):
        rx.efficient_set(pd.DataFrame({"x": [1.0], "y": ["low"]}))
    assert len(rx.efficient_set(np.empty((0, 2)))) == 0


def test_fronts_hypervolumes_and_knees_by_hand():
    table = pd.DataFrame({"loss": [3.0, 2.0, 1.0, 3.0, np.nan], "deaths": [1.0, 2.0, 3.0, 3.0, 0.0]})
    assert rx.efficient_fronts(table).tolist() == [0, 0, 0, 1, -1]
    assert rx.hypervolume(table, {"deaths": 4, "loss": 4}) == 6.0
    assert rx.hypervolume(table.to_numpy(), [4, 5]) == 9.0
    bent = np.array([[10.0, 0.0], [2.0, 2.0], [9.0, 9.0], [0.0, 10.0]])
    for method in ("chord", "angle", "utility", "ideal"):
        assert rx.knee(bent, method) == 1
    assert rx.knee(table) is None
    assert rx.knee([[0.0, 9.0, 9.0], [9.0, 0.0, 9.0], [9.0, 9.0, 0.0], [4.0, 4.0, 4.0]], "ideal") == 3


def test_fronts_by_peeling():
    rng = np.random.default_rng(5)
    table = rng.integers(0, 9, (80, 3)).astype(float)
    left, front = list(range(80)), np.empty(80, dtype=int)
    for k in range(80):
        best = [i for i in left if not any((table[j] <= table[i]).all() and (table[j] < table[i]).any()
                                           for j in left)]
        front[best] = k
        left = [i for i in left if i not in best]
    assert rx.efficient_fronts(table).tolist() == front.tolist()


@pytest.mark.parametrize("columns", [2, 3, 4, 5])
def test_the_hypervolume_by_counting_cells(columns):
    table = np.random.default_rng(columns).integers(0, 6, (25, columns)).astype(float)
    cells = np.indices((6,) * columns).reshape(columns, -1).T
    inside = (table[:, None, :] <= cells[None, :, :]).all(axis=2).any(axis=0)
    assert rx.hypervolume(table, [6.0] * columns) == inside.sum()


@pytest.mark.parametrize("call, error, said", [
    (lambda t: rx.hypervolume(t, [1, 2, 3]), rx.DimensionError, "3 values for 2"),
    (lambda t: rx.hypervolume(t, {"x": 1}), rx.DimensionError, "'x', 'y'"),
    (lambda t: rx.hypervolume(t, {"x": 1, "z": 2}), rx.DimensionError, "'z'"),
    (lambda t: rx.hypervolume(t, [1, np.nan]), rx.DomainError, "nan"),
    (lambda t: rx.knee(t, "elbow"), rx.NotFoundError, "'elbow'.*chord, angle"),
    (lambda t: rx.knee(t[["x"]]), rx.DimensionError, "two outcomes"),
    (lambda t: rx.knee([1.0]), rx.DimensionError, "rows x outcomes"),
    (lambda t: rx.efficient_fronts(t[[]]), rx.InvalidArgumentError, "no columns"),
])
def test_bad_references_and_knees(call, error, said):
    with pytest.raises(error, match=said):
        call(pd.DataFrame({"x": [1.0, 2.0], "y": [2.0, 1.0]}))


# ---------------------------------------------------------------------------------- families --

def test_a_family_is_a_sequence():
    plans = rx.ExitPlans(level=[0.3, 0.5], start=range(0, 30, 10), ramp=[0, 4])
    assert len(plans) == 12 and len(list(plans)) == 12
    assert plans[0] == rx.ExitPlan(0.3, 0, 0)
    assert plans[7] == rx.ExitPlan(0.5, 0, 4) == plans[-5]
    assert plans.plan(3) == rx.ExitPlan(0.3, 10, 4)
    for k in (12, -13):
        with pytest.raises(IndexError, match=str(k)):
            plans[k]
    assert "12 plans, 2 levels x 3 starts x 2 ramps" in repr(plans)
    assert rx.ExitPlans([[0.1, 0.2, 0.3]], [5])[0] == rx.ExitPlan([0.1, 0.2, 0.3], 5)


def test_targeted_families(mrsir):
    plans = rx.ExitPlans.targeted(mrsir, {("young", "middle"): [0, 0.3], "old": [0.5, 1.0]}, [10], [0])
    assert plans.level.tolist() == [[0, 0, .5], [0, 0, 1], [.3, .3, .5], [.3, .3, 1]]
    only_old = rx.ExitPlans.targeted(mrsir, {"old": [1.0]}, [10])
    assert only_old.level.tolist() == [[0, 0, 1]]
    with pytest.raises(rx.NotFoundError, match="'elderly'.*old"):
        rx.ExitPlans.targeted(mrsir, {"elderly": [1.0]}, [10])


@pytest.mark.parametrize("args, error", [
    (([], [1], [0]), rx.InvalidArgumentError), (([0.5], [], [0]), rx.InvalidArgumentError),
    (([0.5], [1], []), rx.InvalidArgumentError), (([0.5], [1.5], [0]), rx.InvalidArgumentError),
    (([0.5], [-1], [0]), rx.InvalidArgumentError), ((["high"], [1], [0]), rx.InvalidArgumentError),
    (([[[0.5]]], [1], [0]), rx.DimensionError), (([[0.5], [0.5, 1]], [1], [0]), rx.InvalidArgumentError),
])
def test_families_that_make_no_sense(args, error):
    with pytest.raises(error):
        rx.ExitPlans(*args)


# ------------------------------------------------------------------------------------ curves --

@pytest.fixture(scope="module")
def curve(mrsir):
    return rx.tradeoff_curve(mrsir, rx.ExitPlans(np.linspace(0.1, 0.7, 7), range(0, 61, 6), [0, 4, 12]))


def test_the_points_are_the_efficient_plans_of_the_family(curve):
    family, points = curve.all(), curve.frame()
    expected = slow_efficient(family[["economic_loss", "deaths"]].to_numpy())
    assert list(points["plan"]) == expected and len(curve) == len(expected)
    assert list(family.index[family["efficient"]]) == sorted(expected)
    assert points["economic_loss"].is_monotonic_increasing
    assert points["deaths"].is_monotonic_decreasing
    assert len(family) == 7 * 11 * 3 and family.index.name == "plan"
    assert list(family.columns) == ["level_young", "level_middle", "level_old", "start", "ramp",
                                    *curve.scenario.outcomes.index, "efficient"]
    assert list(points.columns) == ["plan", *family.columns[:-1]]


def test_every_point_can_be_simulated_again_to_the_last_bit(curve):
    outcomes = list(curve.scenario.outcomes.index)
    for k, row in curve.frame().iterrows():
        plan = curve.policy(k)
        assert (plan.start, plan.ramp) == (row["start"], row["ramp"])
        assert plan.level == row["level_young"]
        again = rx.simulate(curve.scenario, plan).outcomes
        assert (again == row[outcomes].astype(float)).all()


def test_the_knee_and_the_hypervolume_of_a_curve(curve):
    points = curve.frame()[["economic_loss", "deaths"]].to_numpy()
    ends = points.max(axis=0) - points.min(axis=0)
    below = 1 - ((points - points.min(axis=0)) / ends).sum(axis=1)
    assert curve.knee() == below.argmax()
    assert curve.policy(curve.knee("ideal")) in list(curve.plans)
    reference = {"economic_loss": points[-1, 0], "deaths": points[0, 1]}
    under = sum((points[-1, 0] - x) * (up - y) for (x, y), up in zip(points[1:], points[:-1, 1]))
    assert curve.hypervolume(reference) == pytest.approx(under, rel=1e-12)
    fronts = curve.fronts()
    assert fronts.name == "front" and (fronts[curve.frame()["plan"]] == 0).all()
    assert fronts[~curve.all()["efficient"]].min() >= 0


def test_three_ways_at_once_and_within_bounds(curve):
    axes, family = ["economic_loss", "deaths_young", "deaths_old"], curve.all()
    most = float(family["output_loss"].quantile(0.4))
    three = rx.tradeoff_curve(curve.scenario, curve.plans, axes[0], axes[1], also=axes[2],
                              bounds={"output_loss": most})
    table = family[axes].to_numpy(copy=True)
    table[(family["output_loss"] > most).to_numpy()] = np.nan
    assert three.outcomes == axes and three.bounds == {"output_loss": most}
    assert list(three.frame()["plan"]) == slow_efficient(table)
    assert list(family.columns) == list(three.all().columns)
    fronts = three.fronts()
    assert ((fronts == -1) == (family["output_loss"] > most)).all()
    assert (fronts[three.frame()["plan"]] == 0).all()
    assert three.knee("ideal") is not None and "deaths_old" in repr(three)
    with pytest.raises(rx.DimensionError, match="two outcomes"):
        three.knee()
    assert len(three.plot().figure.axes) == 2  # a colour bar for the third


def test_where_a_path_stands(curve):
    plan = curve.plans.plan(int(curve.fronts().idxmax()))
    stand = curve.stand(plan)
    own = rx.simulate(curve.scenario, plan).outcomes[["economic_loss", "deaths"]]
    points = curve.frame()[["economic_loss", "deaths"]]
    better = points[(points <= own).all(axis=1) & (points < own).any(axis=1)]
    assert stand.dominated and sorted(stand.better.index) == list(better.index)
    spread = pd.concat([points, own.to_frame().T]).astype(float).agg(np.ptp)
    expected = np.sqrt((((own - better) / spread).astype(float) ** 2).sum(axis=1)).sort_values()
    assert stand.better["distance"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-12)
    assert (stand.better["saved_deaths"] == own["deaths"] - stand.better["deaths"]).all()
    assert not curve.stand(curve.policy(3)).dominated
    assert curve.stand(np.full(curve.scenario.periods, 0.7)).outcomes["economic_loss"] > own["economic_loss"]


def test_results_do_not_depend_on_the_threads(curve):
    for threads in (1, 2, 5):
        again = rx.tradeoff_curve(curve.scenario, curve.plans, threads=threads)
        assert again.all().equals(curve.all()) and again.frame().equals(curve.frame())


def test_no_lockdown_stands_at_the_end_of_the_curve(curve):
    assert curve.frame().iloc[0][["economic_loss", "deaths"]].tolist() == \
        rx.simulate(curve.scenario).outcomes[["economic_loss", "deaths"]].tolist()


def test_other_axes_and_the_default_family(mrsir):
    curve = rx.tradeoff_curve(mrsir, x="output_loss", y="deaths_old")
    plans = rx.ExitPlans.default(mrsir)
    assert len(curve.all()) == len(plans) > 300
    assert list(curve.frame()["plan"]) == slow_efficient(
        curve.all()[["output_loss", "deaths_old"]].to_numpy())
    assert max(plan.start + plan.ramp for plan in plans) <= mrsir.periods


def test_targeting_the_old_beats_locking_down_all(mrsir):
    """The finding of Acemoglu et al.: for the same economic loss fewer die."""
    starts, ramps = range(30, 71, 10), [0, 8]
    alike = rx.tradeoff_curve(mrsir, rx.ExitPlans(np.linspace(0, 0.7, 8), starts, ramps)).frame()
    semi = rx.tradeoff_curve(mrsir, rx.ExitPlans.targeted(
        mrsir, {("young", "middle"): np.linspace(0, 0.7, 8), "old": [0.5, 1.0]}, starts, ramps)).frame()
    for loss in (0.1, 0.2):
        assert semi[semi["economic_loss"] <= loss]["deaths"].min() < \
            0.8 * alike[alike["economic_loss"] <= loss]["deaths"].min()


@pytest.mark.parametrize("options, error, said", [
    ({"x": "losses"}, rx.NotFoundError, "losses"),
    ({"y": "economic_loss"}, rx.InvalidArgumentError, "economic_loss"),
    ({"also": "losses"}, rx.NotFoundError, "losses"),
    ({"also": ["deaths"]}, rx.InvalidArgumentError, "'deaths' is an axis already"),
    ({"bounds": {"losses": 1}}, rx.NotFoundError, "losses"),
    ({"bounds": {"deaths": np.nan}}, rx.DomainError, "'deaths' is missing"),
    ({"bounds": {"deaths": -1}}, rx.DomainError, "no plan of 520 .* not at most -1"),
    ({"bounds": ["deaths"]}, rx.InvalidArgumentError, "mapping"),
    ({"threads": -1}, rx.InvalidArgumentError, "threads"),
    ({"progress": 3}, rx.InvalidArgumentError, "progress.*function"),
    ({"plans": rx.ExitPlans([0.8], [3])}, rx.DomainError, "young.*0.8"),
    ({"plans": rx.ExitPlans([[0.5, 0.5]], [3])}, rx.DimensionError, "2.*3"),
    ({"plans": rx.ExitPlans([0.5], [79])}, rx.DimensionError, "78"),
    ({"plans": rx.ExitPlans([0.5], [3, 70], [0, 10])}, rx.DimensionError, "plan 3"),
])
def test_what_does_not_fit_is_refused(mrsir, options, error, said):
    with pytest.raises(error, match=said):
        rx.tradeoff_curve(mrsir, **options)


def test_points_are_numbered(curve):
    assert curve.policy(-1) == curve.policy(len(curve) - 1)
    for k in (len(curve), -len(curve) - 1):
        with pytest.raises(IndexError, match=str(k)):
            curve.policy(k)


def test_a_curve_survives_pickle_and_deepcopy(curve):
    for again in (pickle.loads(pickle.dumps(curve)), copy.deepcopy(curve)):
        assert again.all().equals(curve.all()) and again.frame().equals(curve.frame())
        assert again.policy(1) == curve.policy(1) and repr(again) == repr(curve)


def test_results_are_copies(curve):
    curve.all().iloc[:, 0] = -1.0
    curve.frame().iloc[:, 0] = -1
    assert (curve.all()["level_young"] > 0).all() and (curve.frame()["plan"] >= 0).all()


def test_progress_goes_up_to_one(curve):
    seen = []
    rx.tradeoff_curve(curve.scenario, curve.plans, progress=seen.append)
    assert seen == sorted(seen) and seen[0] >= 0.0 and seen[-1] == 1.0


def test_a_curve_is_drawn(curve):
    plt = pytest.importorskip("matplotlib.pyplot")
    ax = curve.plot()
    assert len(ax.lines[0].get_xdata()) == len(curve)
    assert ax.get_xlabel() == "economic loss (annual output)" and "deaths" in ax.get_ylabel()
    assert curve.plot(ax=ax) is ax and "<table" in curve._repr_html_()
    plt.close("all")
