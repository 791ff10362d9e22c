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


@pytest.mark.filterwarnings("ignore::riskidx.RiskidxWarning")  # of units without data
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


@pytest.mark.filterwarnings("ignore::riskidx.RiskidxWarning")
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


LATEST = [("", None), ("_max1", 1), ("_max2", 2)]


def same(actual: pd.DataFrame, path) -> None:
    """The numbers of a file of the reference, 1e-9 relative to max(1, |value|)."""
    expected = pd.read_csv(path).set_index(["uCode", "Time"])
    actual = actual.astype(float)[list(expected)].loc[expected.index]
    assert len(expected) == 50
    assert (actual.isna() == expected.isna()).all(axis=None)
    assert ((actual - expected).abs() <= 1e-9 * expected.abs().clip(lower=1)).where(expected.notna(), True).all(axis=None)


@pytest.mark.parametrize("name, lag", LATEST)
def test_the_latest_value_and_where_it_comes_from(reference, name, lag):
    data = pd.read_csv(reference / "coinr/impute/panel_input.csv").sample(frac=1, random_state=2)
    found = rx.impute(data, "latest", max_lag=lag)
    same(found.data, reference / f"coinr/impute/panel_latest{name}.csv")
    same(found.sources, reference / f"coinr/impute/panel_latest{name}_source_time.csv")


@pytest.mark.parametrize("name, method, columns", [
    ("constant", "constant_in_time", None), ("linear_constant", "linear_in_time", None),
    ("linear_LPI", "linear_in_time", ["LPI"])])
def test_values_along_time_are_those_of_coinr(reference, name, method, columns):
    data = pd.read_csv(reference / "coinr/impute/panel_input.csv")
    same(rx.impute(data, method, columns=columns).data, reference / f"coinr/impute/panel_{name}.csv")
    index = rx.build_index(data, pd.DataFrame({"code": ["i", "LPI", "Flights", "ConSpeed", "CO2"],
                                               "parent": [None, "i", "i", "i", "i"]}),
                           {"impute": method, "normalise": "none"})
    if not columns:
        same(index.stage("imputed"), reference / f"coinr/impute/panel_{name}.csv")
    if columns:
        same(rx.impute(data, method, columns=columns, compat=True).data, reference / "coinr/impute/panel_linear_LPI.csv")
        with pytest.raises(rx.MissingDataError, match="has one value only in column"):
            rx.impute(data, method, compat=True)


def test_sources_bear_the_periods_names():
    data = panel(pd.to_datetime(["2018-01-01", "2019-01-01", "2021-01-01"]), "date")
    data.iloc[[1, 3], 0] = np.nan
    index = rx.build_index(data, FRAMEWORK, {"impute": "latest"})
    dates = index.sources["x"]
    assert dates.iloc[1] == pd.Timestamp("2018-01-01") and pd.isna(dates.iloc[3])
    assert index.imputed["x"].sum() == 1
    linear = rx.build_index(data, FRAMEWORK, {"impute": "linear_in_time"})
    filled = linear.stage("imputed")["x"].iloc[1]
    x = data["x"].iloc
    np.testing.assert_allclose(filled, x[0] + (x[2] - x[0]) * 365 / 1096, rtol=1e-12)
    assert pd.isna(linear.sources["x"].iloc[1]) and linear.sources["x"].iloc[3] == pd.Timestamp("2019-01-01")


def test_means_of_each_period():
    data = panel()
    data.iloc[[1, 5, 6], 0] = np.nan
    data["region"] = ["n", "n", "n", "n", "n", "n", "s", "s", "s"]
    found = rx.impute(data, "mean", over="period", columns=["x", "y"])
    expected = data["x"].fillna(data.groupby("year")["x"].transform("mean"))
    pd.testing.assert_series_equal(found.data["x"], expected, rtol=1e-14)
    grouped = rx.impute(data, "group_mean", group="region", over="period", columns=["x", "y"])
    within = data["x"].fillna(data.groupby(["year", "region"])["x"].transform("mean")).fillna(expected)
    pd.testing.assert_series_equal(grouped.data["x"], within, rtol=1e-14)
    assert list(grouped.report.loc["x", ["missing", "imputed", "fell_back"]]) == [3, 3, 1]
    with pytest.raises(rx.InvalidArgumentError, match="recipe.impute.over is period, but the table has no periods"):
        rx.impute(data.droplevel("year"), "mean", over="period", columns=["x"])
    with pytest.raises(rx.InvalidArgumentError, match="recipe.impute.method is latest, but the table has no periods"):
        rx.build_index(data.droplevel("year"), FRAMEWORK, {"impute": "latest"})


def test_the_adjusted_mazziotta_pareto_index_of_a_panel(reference):
    folder = reference / "compind"
    data, expected = pd.read_csv(folder / "hpi_panel.csv"), pd.read_csv(folder / "ampi_panel.csv")
    posts = pd.read_csv(folder / "ampi_panel_goalposts.csv")
    posts = posts.assign(code=posts["iCode"], target=posts["goalpost"], parent="ampi",
                         direction=posts["polarity"].map({"POS": 1, "NEG": -1}))
    framework = pd.concat([posts[["code", "parent", "target", "direction"]], pd.DataFrame({"code": ["ampi"]})])
    data = data.set_index(["ISO", "year"]).sample(frac=1, random_state=3)
    expected = expected.set_index(["ISO", "year"]).loc[data.index]
    for penalty, column in (("subtract", "ampi_neg_unrounded"), ("add", "ampi_pos_unrounded")):
        index = rx.build_index(data, framework, {
            "normalise": "ampi", "aggregate": {"rule": "mpi", "deviation": "population", "penalty": penalty}})
        np.testing.assert_allclose(index.scores["ampi"], expected[column], rtol=1e-9)
    for code in posts["code"]:
        np.testing.assert_allclose(index.scores[code], expected[f"norm_{code}"], rtol=1e-9)
    assert len(index.periods) == 3 and len(index.trends()) == data.index.get_level_values("ISO").nunique()


def test_units_are_compared_within_each_period():
    data = panel()
    step = {"rule": "topsis", "over": "period"}
    index = rx.build_index(data, FRAMEWORK, {"normalise": {"over": "period"}, "aggregate": step})
    for year in index.periods:
        alone = rx.build_index(data.xs(year, level="year"), FRAMEWORK, {"aggregate": "topsis"})
        np.testing.assert_array_equal(index.scores.xs(year, level="year"), alone.scores)
    by_itself = rx.aggregate(index.scores[["x", "y"]], step, low=0, high=100)
    np.testing.assert_array_equal(by_itself, index.scores["index"])


def test_outliers_of_each_period():
    data = panel()
    data.iloc[4, 0] = 900.0
    step = {"method": "percentiles", "low_share": 0.1, "high_share": 0.9, "over": "period"}
    index = rx.build_index(data, FRAMEWORK, {"treat": step})
    bounds = data.groupby("year").transform(lambda x: x.quantile(0.9)), data.groupby("year").transform(
        lambda x: x.quantile(0.1))
    expected = data.clip(lower=bounds[1], upper=bounds[0])
    pd.testing.assert_frame_equal(index.stage("treated"), expected, rtol=1e-13)
    report = index.treatment
    assert list(report.index) == [(code, year) for code in ("x", "y") for year in (2018, 2020, 2021)]
    assert report.loc[("x", 2020), "units"] == [unit for unit in data.index[1::3] if expected["x"][unit] != data["x"][unit]]
    moved = index.moved
    np.testing.assert_allclose(moved["after"], [expected.loc[u, c] for u, c in zip(moved["unit"], moved["indicator"])])
    assert len(moved) == (expected != data).to_numpy().sum()
    with pytest.raises(rx.InvalidArgumentError, match="recipe.treat.over is period, but the table has no periods"):
        rx.treat(data, "percentiles", over="period")
