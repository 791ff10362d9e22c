"""What if one choice were another, how do indices compare, and why did a score change?"""
import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import riskidx as rx

RECIPE = rx.Recipe(denominate=True, impute={"method": "group_mean", "group": "EurAsia_group"},
                   screen={"method": "data", "min_data": 0.9}, treat="winsorise_or_transform")


@pytest.fixture(scope="module")
def asem(reference):
    folder = reference / "coinr"
    data = pd.read_csv(folder / "asem_idata.csv")
    return rx.build_index(data, rx.Framework(pd.read_csv(folder / "asem_imeta.csv")), RECIPE), data, folder


def test_one_choice_changed_is_the_index_built_anew(asem):
    index, data, folder = asem
    expected = pd.read_csv(folder / "audit" / "drop_LPI_Forest_regenerated.csv").set_index("uCode")
    without = rx.what_if(index, drop=["LPI", "Forest"])
    np.testing.assert_allclose(without.scores.loc[expected.index, "Index"], expected["Index"], rtol=1e-9)
    for choices in ({"normalise": "zscore"}, {"aggregate": "geometric", "normalise": {"low": 1, "high": 100}},
                    {"treat": {"max_points": 2}}, {"impute": {"method": "group_median", "group": "GDP_group"}}):
        if "impute" in choices:  # another column than the index has kept
            with pytest.raises(rx.NotFoundError, match="GDP_group"):
                rx.what_if(index, **choices)
            continue
        anew = rx.build_index(data, index.framework, RECIPE.replace(**choices))
        again = rx.what_if(index, **choices)
        pd.testing.assert_frame_equal(again.scores, anew.scores, check_exact=True)
    heavier = rx.what_if(index, weights={"Conn": 3})
    np.testing.assert_allclose(heavier.score, (3 * index.scores["Conn"] + index.scores["Sust"]) / 4)
    with pytest.raises(rx.NotFoundError, match="no 'normalize'"):
        rx.what_if(index, normalize="zscore")


def test_two_indices_compare_as_scipy_says(asem):
    index = asem[0]
    other = rx.what_if(index, aggregate="geometric", normalise={"low": 1, "high": 100}, weights={"Sust": 3})
    found = rx.compare(index, other)
    both = pd.DataFrame({"a": index.score, "b": other.score}).dropna()
    summary = found.summary
    assert summary["n"] == len(both)
    assert summary["pearson"] == pytest.approx(stats.pearsonr(both.a, both.b)[0], abs=1e-12)
    assert summary["spearman"] == pytest.approx(stats.spearmanr(both.a, both.b)[0], abs=1e-12)
    assert summary["kendall"] == pytest.approx(stats.kendalltau(both.a, both.b)[0], abs=1e-12)
    shift = (both.a.rank(ascending=False) - both.b.rank(ascending=False))
    assert summary["mean_shift"] == pytest.approx(shift.abs().mean())
    assert summary["max_shift"] == shift.abs().max() and summary["unmoved"] == (shift == 0).sum()
    assert summary["mean_difference"] == pytest.approx((both.a - both.b).abs().mean())
    pd.testing.assert_series_equal(found.units.loc[both.index, "shift"].astype(float), shift, check_names=False)
    movers = found.movers(3)
    assert len(movers) == 3 and abs(movers["shift"].iloc[0]) == shift.abs().max()
    assert "units: rank correlation" in repr(found) and "<table" in found._repr_html_()
    many = rx.compare_many({"nominal": index, "other": other, "same": index}, what="shift")
    assert list(many) == ["nominal", "other", "same"] and (many["same"].dropna() == 0).all()
    pd.testing.assert_series_equal(many["other"], found.units["shift"], check_names=False)
    pd.testing.assert_series_equal(rx.compare_many({"x": index})["x"], index.ranks["Index"], check_names=False)


def test_units_are_matched_by_their_labels(framework, data):
    a = rx.build_index(data, framework)
    b = rx.build_index(data.iloc[[3, 0]].rename(index={"A": "E"}), framework)
    found = rx.compare(a, b, "health").units
    assert list(found.index) == ["A", "B", "C", "D", "E"]
    assert list(found["score_b"].notna()) == [False, False, False, True, True]
    with pytest.raises(rx.NotFoundError, match="no 'wealth'"):
        rx.compare(a, b, "wealth")
    with pytest.raises(rx.InvalidArgumentError, match="an Index expected"):
        rx.compare(a, None)
    with pytest.raises(rx.InvalidArgumentError, match="cannot be told apart"):
        rx.compare(rx.build_index(data.set_axis(list("AABC")), framework), b)


def test_a_change_of_data_and_weights_by_hand():
    """Scores 15; 30 with the later data, 12.5 with the later weights, 35 with both."""
    asis = rx.Recipe(normalise="none")
    nodes = {"code": ["i", "x", "y"], "parent": [None, "i", "i"]}
    before = rx.build_index(pd.DataFrame({"x": [10.0], "y": [20.0]}), nodes, asis)
    after = rx.build_index(pd.DataFrame({"x": [40.0], "y": [20.0]}), {**nodes, "weight": [1, 3, 1]}, asis)
    change = rx.explain_change(before, after)
    assert list(change.scores.iloc[0]) == pytest.approx([15, 35, 18.75, 0, 0, 1.25, 0])
    assert change.nodes["data"].iloc[0].to_dict() == pytest.approx({"i": 18.75, "x": 18.75, "y": 0})
    assert change.nodes["weights"].iloc[0].to_dict() == pytest.approx({"i": 1.25, "x": 6.25, "y": -5})


@pytest.mark.parametrize("choices", [{}, {"normalise": "percentile_rank"}, {"treat": "fences", "weights": {"Conn": 2}},
                                     {"aggregate": "geometric", "normalise": {"low": 1, "high": 100}}])
def test_parts_add_up(asem, choices):
    index, data, _ = asem
    later = data.copy()
    numbers = later.select_dtypes("number").columns.drop(["Time"])
    later[numbers] *= 1 + 0.1 * np.sin(np.arange(later[numbers].size)).reshape(len(later), -1)
    other = rx.what_if(rx.build_index(later, index.framework, RECIPE), **choices)
    change = rx.explain_change(index, other)
    factors = list(change.scores.columns[2:])
    assert factors == ["data", "treatment", "normalisation", "weights", "aggregation"]
    for table in (change.scores, change.ranks):
        parts, whole = table[factors].sum(axis=1, skipna=False), table["after"] - table["before"]
        done = parts.notna()
        assert done.sum() > 40
        np.testing.assert_allclose(parts[done], whole[done], rtol=0, atol=1e-12 * 100)
    np.testing.assert_allclose(change.scores["before"], index.score, atol=1e-10)
    np.testing.assert_allclose(change.scores["after"], other.score.loc[change.scores.index], atol=1e-10)
    same = [f for f, key in (("weights", "weights"), ("aggregation", "aggregate")) if key not in choices]
    assert (change.scores[same].dropna() == 0).all(axis=None)
    back = rx.explain_change(other, index)
    np.testing.assert_allclose(back.scores[factors], -change.scores[factors], atol=1e-11)
    if "aggregate" not in choices:
        codes = index.framework.indicators
        np.testing.assert_allclose(change.nodes["data"][codes].sum(axis=1)[done], change.scores["data"][done], atol=1e-10)


def test_parts_are_means_over_all_orders_of_switching():
    """Min-max, weights and data of three units, by hand: v of every set, and the mean over all orders."""
    rng = np.random.default_rng(3)
    x, w = rng.random((2, 3, 2)), rng.random((2, 2)) + 0.5
    nodes = {"code": ["i", "x", "y"], "parent": [None, "i", "i"]}
    a, b = (rx.build_index(pd.DataFrame(x[k], columns=["x", "y"]), {**nodes, "weight": [1, *w[k]]},
                           rx.Recipe(normalise={"truncate": False})) for k in range(2))

    def value(data, bounds, weights):
        low, high = x[bounds].min(axis=0), x[bounds].max(axis=0)
        return 100 * ((x[data] - low) / (high - low)) @ (w[weights] / w[weights].sum())

    parts = np.zeros((3, 3))
    for order in itertools.permutations(range(3)):
        state = [0, 0, 0]
        for factor in order:
            before = value(*state)
            state[factor] = 1
            parts[:, factor] += (value(*state) - before) / 6
    change = rx.explain_change(a, b).scores
    np.testing.assert_allclose(change[["data", "normalisation", "weights"]], parts, atol=1e-11)
    assert (change[["treatment", "aggregation"]] == 0).all(axis=None)


def test_periods_of_a_panel_differ_in_their_data_alone(framework, data):
    panel = pd.concat({2019: data, 2020: data * [1.5, 1, 0.5, 2]}, names=["year", "place"]).swaplevel()
    index = rx.build_index(panel, framework)
    change = rx.explain_change(index, index, periods=(2019, 2020))
    assert list(change.scores.index) == list("ABCD")
    np.testing.assert_allclose(change.scores["data"], change.scores["after"] - change.scores["before"], atol=1e-12)
    assert (change.scores[["treatment", "normalisation", "weights", "aggregation"]] == 0).all(axis=None)
    with pytest.raises(rx.NotFoundError, match="no period 2021"):
        rx.explain_change(index, index, periods=(2019, 2021))


def test_what_cannot_be_explained(framework, data):
    index = rx.build_index(data, framework)
    with pytest.raises(rx.FrameworkError, match="7 and 6 nodes"):
        rx.explain_change(index, rx.what_if(index, drop="debt"))
    with pytest.raises(rx.InvalidArgumentError, match="an Index expected"):
        rx.explain_change(index, data)
    with pytest.raises(rx.InvalidArgumentError, match="another taught"):
        rx.explain_change(index, index.freeze().apply(data))
