"""Panels: tables whose rows are units at periods."""
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

FRAMEWORK = pd.DataFrame({"code": ["index", "x", "y"], "parent": [None, "index", "index"], "direction": [1, 1, -1]})


def panel(periods=(2018, 2020, 2021), name="year") -> pd.DataFrame:
    """Three units, three periods."""
    index = pd.MultiIndex.from_product([list("BAC"), pd.Index(periods)], names=["place", name])
    numbers = np.random.default_rng(4).normal(50, 10, (9, 2)).round(2)
    return pd.DataFrame(numbers, index=index, columns=["x", "y"])


def test_a_multiindex_with_years_is_a_panel_and_comes_back():
    data = panel()
    index = rx.build_index(data, FRAMEWORK)
    assert index.scores.index.equals(data.index)
    assert list(index.periods) == [2018, 2020, 2021]
    assert index.score.unstack().shape == (3, 3)


@pytest.mark.parametrize("name", ["place", "kind"])
def test_other_levels_are_labels(name):
    data = panel()
    data.index.names = ["country", name]
    assert rx.build_index(data, FRAMEWORK).periods is None
    twice = data.rename(index={2020: 2018})
    assert len(rx.build_index(twice, FRAMEWORK)) == 9  # rows that look alike are nobody's business


def test_each_period_scores_as_a_table_of_its_own():
    data = panel()
    scores = rx.build_index(data, FRAMEWORK, {"normalise": {"over": "period"}}).scores
    for year in (2018, 2020, 2021):
        alone = rx.build_index(data.xs(year, level="year"), FRAMEWORK).scores
        np.testing.assert_array_equal(scores.xs(year, level="year"), alone)


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile_rank", "robust_z"])
def test_the_base_scores_as_by_itself_and_the_rest_on_its_scale(method):
    data = panel()
    recipe = {"normalise": {"method": method, "over": "base", "base": 2020, "truncate": False}}
    scores = rx.build_index(data, FRAMEWORK, recipe).scores
    alone = rx.build_index(data.xs(2020, level="year"), FRAMEWORK, {"normalise": method})
    np.testing.assert_array_equal(scores.xs(2020, level="year"), alone.scores)
    if method == "minmax":
        base = data.xs(2020, level="year")
        expected = 100 * (data["x"] - base["x"].min()) / (base["x"].max() - base["x"].min())
        np.testing.assert_allclose(scores["x"], expected, rtol=1e-12)
        by_itself = rx.normalise(data[["x"]], rx.Normalise(over="base", base=2020, truncate=False))
        np.testing.assert_array_equal(by_itself["x"], scores["x"])


def test_periods_may_be_columns_dates_and_periods():
    data = panel()
    base = {"normalise": {"over": "base", "base": 2020}}
    expected = rx.build_index(data, FRAMEWORK, base).scores.to_numpy()
    as_column = data.reset_index().set_index("place").rename(columns={"year": "when"})
    index = rx.build_index(as_column, FRAMEWORK, base, period="when")
    np.testing.assert_array_equal(index.scores, expected)
    assert index.scores.index.names == ["place", "when"]
    coinr = data.reset_index().rename(columns={"place": "uCode", "year": "Time"})
    np.testing.assert_array_equal(rx.build_index(coinr, FRAMEWORK, base).scores, expected)
    for made in (pd.to_datetime(["2018", "2020", "2021"]), pd.period_range("2018", periods=3, freq="Q")):
        dated = panel(made, "Date")
        step = {"normalise": {"over": "base", "base": made[1]}}
        np.testing.assert_array_equal(rx.build_index(dated, FRAMEWORK, step).scores, expected)


def test_what_is_no_panel_is_named():
    data = panel()
    with pytest.raises(rx.NotFoundError, match="no column or level 'month'"):
        rx.build_index(data, FRAMEWORK, period="month")
    with pytest.raises(rx.InvalidArgumentError, match="unit 'B' has two rows for period 2018, 0 and 1"):
        rx.build_index(data.rename(index={2020: 2018}), FRAMEWORK)
    with pytest.raises(rx.InvalidArgumentError, match="the table has no periods"):
        rx.build_index(data.droplevel("year"), FRAMEWORK, {"normalise": {"over": "period"}})
    with pytest.raises(rx.NotFoundError, match="no period 2019, the base period"):
        rx.build_index(data, FRAMEWORK, {"normalise": {"over": "base", "base": 2019}})
    with pytest.raises(rx.NotFoundError, match="normalise.over: no 'year'; known are all, period, base"):
        rx.Normalise(over="year")
    texts = data.rename(index={2018: "first", 2020: "second"})
    assert rx.build_index(texts, FRAMEWORK).periods is None
    with pytest.raises(rx.InvalidArgumentError, match="numbers or dates expected, not 'first'"):
        rx.build_index(texts, FRAMEWORK, period="year")
    missing = data.set_index(pd.MultiIndex.from_arrays(
        [data.index.get_level_values(0), [np.nan, *data.index.get_level_values(1)[1:]]], names=["place", "year"]))
    with pytest.raises(rx.DomainError, match="period nan of unit 'B'"):
        rx.build_index(missing, FRAMEWORK)


def test_a_panel_survives_pickling():
    index = rx.build_index(panel(), FRAMEWORK, {"normalise": {"over": "period"}})
    again = pickle.loads(pickle.dumps(index))
    pd.testing.assert_frame_equal(again.contributions(), index.contributions())
    assert list(again.periods) == list(index.periods)


def test_ranks_within_each_period():
    index = rx.build_index(panel(), FRAMEWORK)
    expected = index.score.groupby(level="year").rank(ascending=False, method="min").astype("Int64")
    pd.testing.assert_series_equal(index.rank(over="period")["index"], expected)
    assert index.ranks["index"].max() == 9
    with pytest.raises(rx.NotFoundError, match="over"):
        index.rank(over="base")


def test_theil_sen_slopes_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    years = np.array([2000, 2001, 2004, 2005, 2009, 2015, 2016])
    rng = np.random.default_rng(9)
    units = [f"u{k}" for k in range(12)]
    data = pd.DataFrame(rng.normal(50, 10, (len(units) * len(years), 2)), columns=["x", "y"],
                        index=pd.MultiIndex.from_product([units, years], names=["unit", "Year"]))
    data = data.mask(rng.random(data.shape) < 0.3).sample(frac=1, random_state=1)
    index = rx.build_index(data, FRAMEWORK)
    trends = index.trends()
    assert list(trends.index) == list(dict.fromkeys(data.index.get_level_values("unit")))
    checked = 0
    for unit, scores in index.scores.groupby(level="unit"):
        for node in scores:
            there = scores[node].droplevel("unit").dropna().sort_index()
            if len(there) < 2:
                assert np.isnan(trends.loc[unit, node])
                continue
            slope = stats.theilslopes(there.to_numpy(), there.index.to_numpy(dtype=float)).slope
            np.testing.assert_allclose(trends.loc[unit, node], slope, rtol=1e-12, atol=1e-12)
            checked += 1
    assert checked > 25


def test_compound_growth():
    data = pd.DataFrame({"x": [100.0, 121, np.nan, 50, 0, 7]}, index=pd.MultiIndex.from_tuples(
        [("a", 2000), ("a", 2002), ("a", 2003), ("b", 2000), ("b", 2003), ("c", 2000)], names=["unit", "year"]))
    framework = pd.DataFrame({"code": ["index", "x"], "parent": [None, "index"]})
    index = rx.build_index(data, framework, {"normalise": "none"})
    growth = index.trends("growth")["x"]
    np.testing.assert_allclose(growth, [0.1, -1, np.nan], rtol=1e-14)
    with pytest.raises(rx.NotFoundError, match="no trend 'speed'"):
        index.trends("speed")
    with pytest.raises(rx.InvalidArgumentError, match="no periods"):
        rx.build_index(data.reset_index(drop=True), framework).trends()
