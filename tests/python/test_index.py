"""From data to an index: shapes, labels, missing data, and everything the data may come as."""
import copy
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest

import riskidx as rx


def hand(data: pd.DataFrame) -> pd.DataFrame:
    """The scores of the example, in NumPy."""
    scaled = 100 * (data - data.min()) / (data.max() - data.min())
    scaled[["beds", "debt"]] = 100 - scaled[["beds", "debt"]]
    health = (scaled["cases"] + scaled["beds"]) / 2
    economy = (3 * scaled["jobs"] + scaled["debt"]) / 4
    return pd.DataFrame({"risk": (2 * health + economy) / 3, "health": health, "economy": economy,
                         **scaled})


def test_scores_worked_by_hand(framework, data):
    index = rx.build_index(data, framework)
    pd.testing.assert_frame_equal(index.scores, hand(data), rtol=1e-13)
    assert list(index.scores.columns) == framework.codes
    assert index.scores.index.equals(data.index) and index.scores.index.name == "place"
    pd.testing.assert_series_equal(index.score, index.scores["risk"])


def test_stages(framework, data):
    index = rx.build_index(data, framework)
    pd.testing.assert_frame_equal(index.stage("raw"), data)
    pd.testing.assert_frame_equal(index.stage("normalised"), index.scores[framework.indicators])
    with pytest.raises(rx.NotFoundError, match="'cooked'.*raw, denominated"):
        index.stage("cooked")


def test_ranks_and_ties(framework, data):
    data = pd.concat([data, data.loc[["B"]].rename(index={"B": "B2"})])
    index = rx.build_index(data, framework)
    order = index.scores.rank(ascending=False)
    for ties in ("min", "max", "average"):
        expected = index.scores.rank(ascending=False, method=ties)
        assert np.array_equal(index.rank(ties).to_numpy(float), expected.to_numpy())
    assert index.ranks.equals(index.rank("min")) and str(index.ranks["risk"].dtype) == "Int64"
    assert index.rank("average").loc["B", "risk"] == order.loc["B", "risk"]
    with pytest.raises(rx.NotFoundError, match="dense.*min"):
        index.rank("dense")


def test_contributions_add_up(framework, data):
    data.loc["C", "beds"] = np.nan
    index = rx.build_index(data, framework)
    parts = index.contributions()
    assert list(parts.columns) == framework.codes
    np.testing.assert_allclose(parts[framework.indicators].sum(axis=1), index.score, rtol=1e-14)
    np.testing.assert_allclose(parts[["health", "economy"]].sum(axis=1), index.score, rtol=1e-14)
    assert np.isnan(parts.loc["C", "beds"])
    health = index.contributions("health")
    assert list(health.columns) == ["health", "cases", "beds"]
    np.testing.assert_allclose(health[["cases", "beds"]].sum(axis=1), index.scores["health"])
    with pytest.raises(rx.NotFoundError, match="'wealth'"):
        index.contributions("wealth")


def test_nothing_adds_up_under_a_geometric_rule(framework, data):
    index = rx.build_index(data, framework, rx.Recipe(aggregate="geometric"))
    assert index.contributions()[["health", "cases"]].isna().all(axis=None)


def test_missing_data_and_coverage(framework, data):
    data.loc["A", ["cases", "beds"]] = np.nan
    data.loc["B", "jobs"] = np.nan
    index = rx.build_index(data, framework, {"aggregate": {"rule": "arithmetic", "min_share": 0.5}})
    assert np.isnan(index.scores.loc["A", "health"])
    assert index.scores.loc["A", "risk"] == index.scores.loc["A", "economy"]
    assert index.coverage.loc["A"].to_dict() == {
        "risk": 0.5, "health": 0, "economy": 1, "cases": 0, "beds": 0, "jobs": 1, "debt": 1}
    assert pd.isna(index.ranks.loc["A", "health"])
    assert sorted(index.ranks["health"].dropna()) == [1, 2, 3]
    strictest = rx.build_index(data, framework, {"aggregate": {"missing": "propagate"}})
    assert strictest.score.isna().tolist() == [True, True, False, False]


def test_warnings_point_to_the_line_of_the_user(framework, data):
    data["cases"] = 3.0
    data["jobs"] = np.nan
    data.loc["D"] = np.nan
    with pytest.warns(rx.RiskidxWarning) as caught:
        index = rx.build_index(data, framework)
    texts = [str(each.message) for each in caught]
    assert all(each.filename == __file__ for each in caught)
    for about in ("cases", "jobs", "'D'"):
        assert sum(about in text for text in texts) == 1, texts
    log = index.log
    assert list(log.columns) == ["severity", "step", "unit", "node", "message"]
    assert list(log.loc[log["severity"] == "warning", "message"]) == texts
    assert set(log["node"].dropna()) >= {"cases", "jobs"} and "D" in set(log["unit"])
    with pytest.raises(rx.MissingDataError, match="cases|jobs|'D'"):
        rx.build_index(data, framework, rx.Recipe(strict=True))


def test_no_warnings_about_good_data(framework, data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rx.build_index(data, framework).log.empty


def test_no_units_give_an_empty_index(framework, data):
    index = rx.build_index(data.iloc[:0], framework)
    assert len(index) == 0 and index.scores.shape == (0, 7) and index.ranks.shape == (0, 7)
    assert index.contributions().shape == (0, 7) and "0 units" in repr(index)
    assert index._repr_html_() and index.scores.index.name == "place"


# ------------------------------------------------------------------------- what data come as --

def test_every_form_of_the_data_gives_the_same(framework, data):
    expected = rx.build_index(data, framework).scores.to_numpy()
    forms = {
        "shuffled, with more": data[["debt", "jobs", "beds", "cases"]].assign(text="x", more=np.inf),
        "nullable": data.convert_dtypes(),
        "objects": data.astype(object),
        "columns": {name: list(data[name]) for name in data},
        "series": {name: data[name] for name in data},
        "C order": data.to_numpy().copy(order="C"),
        "Fortran order": np.asfortranarray(data.to_numpy()),
        "lists": data.to_numpy().tolist(),
        "whole numbers": data.astype("int32").to_numpy(),
        "32 bit": data.astype("float32"),
    }
    for form, given in forms.items():
        assert np.array_equal(rx.build_index(given, framework).scores.to_numpy(), expected), form


def test_missing_is_none_nan_and_na(framework, data):
    expected = data.copy()
    expected.loc["B", "jobs"] = np.nan
    for missing in (None, np.nan, pd.NA):
        given = data.astype({"jobs": object})
        given.loc["B", "jobs"] = missing
        assert rx.build_index(given, framework).scores.equals(
            rx.build_index(expected, framework).scores)
    nullable = expected.convert_dtypes()
    assert nullable["jobs"].dtype == "Int64"
    assert rx.build_index(nullable, framework).scores.equals(
        rx.build_index(expected, framework).scores)


def test_any_index_comes_back(framework, data):
    for units in (pd.MultiIndex.from_product([["x", "y"], [2019, 2020]], names=["iso", "year"]),
                  pd.date_range("2020-03-01", periods=4), pd.Index([7, 7, 7, 7]),
                  pd.RangeIndex(4)):
        given = data.set_index(units)
        index = rx.build_index(given, framework)
        for table in (index.scores, index.ranks, index.coverage, index.stage("raw"),
                      index.contributions()):
            assert table.index.equals(units) and table.index.names == units.names


def test_coinr_data_are_taken_as_they_are(framework, data):
    idata = data.reset_index(drop=True)
    idata.insert(0, "uCode", list("ABCD"))
    idata.insert(1, "uName", ["Ah", "Be", "Ce", "De"])
    idata["Region"] = "North"
    index = rx.build_index(idata, framework)
    assert index.scores.index.equals(pd.Index(list("ABCD"), name="uCode"))
    panel = pd.concat([idata.assign(Time=2019), idata.assign(Time=2020)])
    index = rx.build_index(panel, framework)
    assert index.scores.index.names == ["uCode", "Time"] and index.scores.index.is_unique


def test_data_are_not_changed_and_not_kept(framework, data):
    before = data.copy()
    index = rx.build_index(data, framework)
    scores = index.scores
    data.iloc[:] = -1
    assert index.scores.equals(scores) and index.stage("raw").equals(before)
    index.scores.iloc[:] = 0
    index.stage("raw").iloc[:] = 0
    assert index.scores.equals(scores) and index.stage("raw").equals(before)


def test_a_preset_brings_its_recipe():
    row = {"life_expectancy": [85.0], "expected_schooling": [18.0], "mean_schooling": [15.0],
           "gni_per_capita": [75000.0]}
    assert rx.build_index(row, "hdi").score.tolist() == [1.0]
    assert rx.build_index(row, rx.preset.framework("hdi")).recipe == rx.preset.recipe("hdi")
    other = rx.build_index(row, "hdi", rx.Recipe(normalise={"method": "goalposts", "low": 0, "high": 10}))
    np.testing.assert_allclose(other.score, [10.0])


# --------------------------------------------------------------------------------- bad input --

@pytest.mark.parametrize("make, error, said", [
    (lambda d: d.assign(jobs=["1", "2", "x", "4"]), ValueError, "indicator 'jobs': '1' of 'A'"),
    (lambda d: d.assign(jobs=[1, 2, "x", 4]), ValueError, "indicator 'jobs': 'x' of 'C'"),
    (lambda d: d.assign(jobs=[1, 2, 3 + 1j, 4]), ValueError, "indicator 'jobs': .*0j"),
    (lambda d: d.assign(jobs=pd.Categorical([1, 2, 3, 4])), None, None),
    (lambda d: d.assign(jobs=pd.Timestamp("2020-01-01")), ValueError, "indicator 'jobs': Timestamp"),
    (lambda d: d.drop(columns="jobs"), rx.NotFoundError, "jobs"),
    (lambda d: pd.concat([d, d[["jobs"]]], axis=1), rx.NotFoundError, "jobs"),
    (lambda d: d.replace(40.0, np.inf), rx.DomainError, "'C'.*'debt'|'debt'.*'C'"),
    (lambda d: d.to_numpy()[:, :3], rx.DimensionError, "3"),
    (lambda d: d.to_numpy()[0], rx.DimensionError, "1 dimension"),
    (lambda d: [[1.0, 2, 3, 4], [1.0, 2]], rx.DimensionError, "length.*2 to 4"),
    (lambda d: [[1.0, 2, 3, "many"]], ValueError, "indicator 'debt': 'many'"),
    (lambda d: {"cases": [1, 2], "beds": [1], "jobs": [1, 2], "debt": [1, 2]}, rx.DimensionError,
     "'beds' has 1"),
    (lambda d: d["jobs"], ValueError, "Series"),
    (lambda d: {"cases": 1, "beds": 1, "jobs": 1, "debt": 1}, ValueError, "'cases'"),
    (lambda d: d.T.set_index([d.columns, d.columns]).T, ValueError, "levels"),
])
def test_bad_data_are_refused_by_name(framework, data, make, error, said):
    given = make(data)
    if error is None:
        assert rx.build_index(given, framework).scores.notna().all(axis=None)
        return
    with pytest.raises(error, match=said) as failure:
        rx.build_index(given, framework)
    assert isinstance(failure.value, rx.RiskidxError)


def test_an_error_says_where(framework, data):
    data.loc["C", "debt"] = -np.inf
    with pytest.raises(rx.DomainError, match="-inf") as failure:
        rx.build_index(data, framework)
    assert failure.value.row == 2 and failure.value.status == "edomain"
    data.loc["C", "debt"] = -5.0
    recipe = rx.Recipe(normalise="none", aggregate="geometric")
    with pytest.raises(rx.DomainError, match="'A'|'B'|'C'|'D'"):
        rx.build_index(data, framework, recipe)


# --------------------------------------------------------------- results live a life of their own --

def test_an_index_survives_pickle_and_deepcopy(framework, data):
    data.loc["A", "cases"] = np.nan
    data["jobs"] = 1.0
    with pytest.warns(rx.RiskidxWarning):
        index = rx.build_index(data, framework)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # said once, not again
        for again in (pickle.loads(pickle.dumps(index)), copy.deepcopy(index)):
            for table in ("scores", "ranks", "coverage", "log"):
                assert getattr(again, table).equals(getattr(index, table)), table
            assert again.stage("normalised").equals(index.stage("normalised"))
            assert again.contributions().equals(index.contributions())
            assert again.rank("average").equals(index.rank("average"))
            assert repr(again) == repr(index)


def test_repr_shows_the_best_first(framework, data):
    index = rx.build_index(data, framework)
    lines = repr(index).splitlines()
    assert lines[0] == "<Index 'risk': 4 units, 4 indicators>"
    assert lines[3].split()[0] == index.score.idxmax()
    assert "<table" in index._repr_html_()


def test_plots(framework, data):
    plt = pytest.importorskip("matplotlib.pyplot")
    index = rx.build_index(data, framework)
    ax = index.plot()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["health", "economy"]
    widths = sum(np.array([bar.get_width() for bar in bars]) for bars in ax.containers)
    np.testing.assert_allclose(widths, sorted(index.score, reverse=True))
    assert len(index.plot("jobs", top=2).patches) == 2
    geometric = rx.build_index(data, framework, rx.Recipe(aggregate="geometric"))
    assert geometric.plot(ax=plt.figure().gca()).get_legend() is None
    plt.close("all")
