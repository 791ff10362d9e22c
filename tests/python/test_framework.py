"""Frameworks and recipes: what they take, what they say, what they refuse."""
import copy
import pickle
import re

import numpy as np
import pandas as pd
import pytest

import riskidx as rx


def test_a_tree_says_what_it_is(framework):
    assert framework.root == "risk"
    assert framework.codes == ["risk", "health", "economy", "cases", "beds", "jobs", "debt"]
    assert framework.indicators == ["cases", "beds", "jobs", "debt"]
    assert framework.groups == ["risk", "health", "economy"]
    assert framework.parent("jobs") == "economy" and framework.parent("risk") is None
    assert framework.children() == ["health", "economy"]
    assert framework.children("health") == ["cases", "beds"]
    assert framework.descendants("economy") == ["jobs", "debt"]
    assert len(framework) == 7 and "jobs" in framework and "job" not in framework
    assert "'risk' from 4 indicators in 3 groups" in repr(framework)
    assert str(framework).splitlines()[:3] == ["risk", "  health  2", "    cases  1"]
    assert "debt  -1" in str(framework)
    assert "<table" in framework._repr_html_()


def test_meta_has_every_default_filled_in(framework):
    meta = framework.meta.set_index("code")
    assert list(meta["kind"]) == ["group"] * 3 + ["indicator"] * 4
    assert meta.loc["risk", "weight"] == 1.0 and meta.loc["jobs", "weight"] == 3.0
    assert meta.loc["beds", "direction"] == -1
    assert set(meta["aggregate"]) == {"inherit"} and set(meta["normalise"]) == {"inherit"}
    assert meta.loc["cases", "name"] == "cases"
    assert rx.Framework(framework.meta).meta.equals(framework.meta)


def test_what_is_read_from_meta_cannot_be_changed_there(framework):
    framework.meta.loc[0, "code"] = "changed"
    assert framework.root == "risk"


def test_any_table_of_nodes_does(meta):
    expected = rx.Framework(meta).meta
    assert rx.Framework(meta.sample(frac=1, random_state=1)).root == "risk"
    assert rx.Framework(meta.to_dict("list")).meta.equals(expected)
    assert rx.Framework(meta.to_dict("records")).meta.equals(expected)
    assert rx.Framework(meta.convert_dtypes()).meta.equals(expected)
    assert rx.Framework(meta.assign(parent=meta["parent"].fillna(""))).meta.equals(expected)


def test_codes_may_be_numbers():
    fw = rx.Framework(pd.DataFrame({"code": [1, 2, 3], "parent": [np.nan, 1, 1]}))
    assert fw.root == "1" and fw.children() == ["2", "3"]


def test_coinr_meta_is_taken_as_it_is():
    imeta = pd.DataFrame({
        "Level": [1, 1, 2, np.nan, np.nan],
        "iCode": ["a", "b", "index", "Pop", "Region"],
        "iName": ["A", "B", "The index", "Population", "Region"],
        "Direction": [1, -1, 1, np.nan, np.nan], "Weight": [1, 0.5, 1, np.nan, np.nan],
        "Unit": ["%", "USD", "Score", "Thousands", None], "Target": [np.nan] * 5,
        "Denominator": ["Pop", None, None, None, None],
        "Parent": ["index", "index", np.nan, np.nan, np.nan],
        "Type": ["Indicator", "Indicator", "Aggregate", "Denominator", "Group"]})
    meta = rx.Framework(imeta).meta.set_index("code")
    assert list(meta.index) == ["a", "b", "index"]
    assert list(meta["kind"]) == ["indicator", "indicator", "group"]
    assert list(meta["weight"]) == [1.0, 0.5, 1.0] and list(meta["direction"]) == [1, -1, 1]
    assert meta.loc["b", "unit"] == "USD" and meta.loc["index", "name"] == "The index"


def changed(meta: pd.DataFrame, row: str, **cells) -> pd.DataFrame:
    """The table with some cells of a node changed."""
    meta = meta.astype(object)
    for column, value in cells.items():
        if column not in meta:
            meta[column] = None
        meta.loc[meta["code"] == row, column] = value
    return meta


@pytest.mark.parametrize("row, cells, error, said", [
    ("risk", {"parent": "debt"}, rx.FrameworkError, "cycle|without parent|children"),
    ("jobs", {"parent": None}, rx.FrameworkError, "jobs"),
    ("jobs", {"parent": "economics"}, rx.FrameworkError, "economics"),
    ("jobs", {"code": "beds"}, rx.FrameworkError, "beds"),
    ("jobs", {"weight": -1.0}, rx.DomainError, "-1.*jobs"),
    ("jobs", {"weight": np.inf}, rx.DomainError, "jobs"),
    ("jobs", {"direction": 2}, rx.InvalidArgumentError, "jobs"),
    ("jobs", {"kind": "group"}, rx.FrameworkError, "jobs"),
    ("health", {"kind": "indicator"}, rx.FrameworkError, "health"),
    ("health", {"aggregate": "mean"}, rx.NotFoundError, "mean.*arithmetic"),
    ("jobs", {"normalise": "middle"}, rx.NotFoundError, "middle.*minmax"),
    ("jobs", {"weight": "heavy"}, rx.InvalidArgumentError, "'heavy' of 'jobs'"),
])
def test_an_unsound_tree_is_refused_by_name(meta, row, cells, error, said):
    with pytest.raises(error, match=f"(?s){said}"):
        rx.Framework(changed(meta, row, **cells))


def test_a_cycle_is_named(meta):
    bad = pd.concat([meta, pd.DataFrame({"code": ["u", "v"], "parent": ["v", "u"],
                                         "weight": [1, 1], "direction": [1, 1]})])
    with pytest.raises(rx.FrameworkError, match="'[uv]'"):
        rx.Framework(bad)


def test_weights_of_siblings_that_sum_to_zero_are_refused(meta):
    bad = changed(changed(meta, "cases", weight=0.0), "beds", weight=0.0)
    with pytest.raises(rx.FrameworkError, match="health") as failure:
        rx.Framework(bad)
    assert failure.value.node == 1


@pytest.mark.parametrize("nothing", [
    pd.DataFrame(), pd.DataFrame({"code": [], "parent": []}), [], {"code": [], "parent": []},
    pd.DataFrame({"code": ["a"], "parent": [None]})])
def test_no_indicators_at_all(nothing):
    with pytest.raises(rx.FrameworkError):
        rx.Framework(nothing)


def test_tables_that_are_none_are_refused(meta):
    with pytest.raises(rx.InvalidArgumentError, match="column 'code'"):
        rx.Framework(meta.rename(columns={"code": "id"}))
    with pytest.raises(rx.InvalidArgumentError, match="DataFrame"):
        rx.Framework(3)
    with pytest.raises(rx.DimensionError, match="'parent' has 1"):
        rx.Framework({"code": ["a", "b"], "parent": [None]})


def test_an_unknown_column_is_left_aside_with_a_warning(meta):
    with pytest.warns(rx.RiskidxWarning, match="weigth") as caught:
        rx.Framework(meta.rename(columns={"weight": "weigth"}))
    assert len(caught) == 1 and caught[0].filename == __file__


def test_an_unknown_node_is_named_with_those_there_are(framework):
    for ask in (framework.parent, framework.children, framework.descendants, framework.label):
        with pytest.raises(rx.NotFoundError, match="'job'.*economy"):
            ask("job")


def test_frameworks_and_recipes_survive_pickle_and_deepcopy(framework, data):
    before = rx.build_index(data, framework).scores
    for again in (pickle.loads(pickle.dumps(framework)), copy.deepcopy(framework),
                  copy.copy(framework)):
        assert again is not framework and again.meta.equals(framework.meta)
        assert rx.build_index(data, again).scores.equals(before)
    preset = pickle.loads(pickle.dumps(rx.preset.framework("hdi")))
    assert preset.recipe == rx.preset.recipe("hdi") and preset.name == "hdi"


# ---------------------------------------------------------------------------------- recipes --

def test_short_forms_of_a_step():
    step = rx.Normalise("zscore", mean=100.0, sd=10.0)
    long = rx.Recipe(normalise=step, aggregate=rx.Aggregate("geometric", min_share=0.5))
    short = rx.Recipe(normalise={"method": "zscore", "mean": 100.0, "sd": 10.0},
                      aggregate={"rule": "geometric", "min_share": 0.5})
    assert long == short
    assert rx.Recipe(normalise="minmax", aggregate="arithmetic") == rx.Recipe()


def test_the_defaults_are_those_of_the_library(framework, data):
    from riskidx import rix_raw
    units = {"values": data.to_numpy(), "indicators": list(data), "units": list(data.index)}
    bare = rix_raw.rix_index_build(units, framework._handle, {})
    ours = rix_raw.rix_index_build(units, framework._handle, rx.Recipe()._record())
    assert np.array_equal(rix_raw.rix_index_scores(bare), rix_raw.rix_index_scores(ours))
    record = rx.Recipe()._record()
    assert record["normalise"] == {
        "method": "minmax", "low": 0.0, "high": 100.0, "truncate": True, "mean": 0.0, "sd": 1.0,
        "deviation": "sample", "ties": "average", "classes": 5, "slope": 1.0, "reference": None,
        "compat": False, "over": "all", "base": None}
    assert record["aggregate"] == {
        "rule": "arithmetic", "missing": "available", "min_share": 0.0, "fill": 0.0, "power": 0.5,
        "orness": 0.5, "positions": None, "penalty": "subtract", "deviation": "population", "alpha": 0.5,
        "beta": 1.0, "compat": False, "share_low": 0.0, "share_high": 1.0, "over": "all"}
    assert record["strict"] is False
    preset = rx.preset.recipe("hdi")._record()
    for step, fields in (("normalise", ("deviation", "ties", "classes", "slope", "reference", "compat")),
                         ("aggregate", ("power", "orness", "positions", "penalty", "deviation", "alpha",
                                        "beta", "compat"))):
        assert all(preset[step][field] == record[step][field] for field in fields)


def test_a_range_is_stated_only_where_the_method_makes_one():
    assert np.isnan(rx.Recipe("zscore")._record()["normalise"]["high"])
    assert rx.Recipe("goalposts")._record()["normalise"]["high"] == 100.0
    assert rx.Recipe({"method": "none", "low": 0, "high": 10})._record()["normalise"]["high"] == 10


@pytest.mark.parametrize("make, known", [
    (lambda: rx.Recipe(normalise="min-max"), "minmax"),
    (lambda: rx.Recipe(normalise="inherit"), "minmax"),
    (lambda: rx.Recipe(aggregate="mean"), "arithmetic"),
    (lambda: rx.Aggregate(missing="drop"), "available"),
    (lambda: rx.Recipe(normalise={"methode": "minmax"}), "method, low, high"),
    (lambda: rx.Recipe(aggregate={"share": 1}), "rule, missing, min_share"),
    (lambda: rx.build_index({}, "hdi", {"treatment": "log"}), "normalise, aggregate, strict, denominate"),
])
def test_unknown_names_and_keys_list_the_known_ones(make, known):
    with pytest.raises(rx.NotFoundError, match=re.escape(known)):
        make()


@pytest.mark.parametrize("recipe", [
    {"normalise": {"method": "minmax", "low": 1, "high": 0}},
    {"normalise": {"method": "minmax", "low": 0, "high": np.inf}},
    {"normalise": {"method": "zscore", "sd": 0}},
    {"normalise": {"method": "minmax", "low": "a", "high": "b"}},
    {"aggregate": {"rule": "arithmetic", "min_share": 1.5}},
    {"aggregate": {"rule": "arithmetic", "missing": "value", "fill": np.nan}},
])
def test_a_recipe_that_makes_no_sense_is_refused(framework, data, recipe):
    with pytest.raises(rx.InvalidArgumentError):
        rx.build_index(data, framework, recipe)
    with pytest.raises(rx.InvalidArgumentError):
        rx.Normalise("minmax", low=0)


# ------------------------------------------------------------------------------------------------ picture --


def test_a_sunburst_has_a_wedge_a_node_as_wide_as_its_weight(framework):
    plt = pytest.importorskip("matplotlib.pyplot")
    ax = framework.with_weights({"beds": 0}).plot()
    wedges = {wedge.get_label(): wedge for wedge in ax.patches}
    weights = rx.effective_weights(framework.with_weights({"beds": 0}))
    assert set(wedges) == set(weights.index) - {"beds"}
    rings = {"risk": 1, "health": 2, "economy": 2, "cases": 3, "jobs": 3, "debt": 3}
    for code, wedge in wedges.items():
        assert wedge.theta2 - wedge.theta1 == pytest.approx(360 * weights[code])
        assert wedge.r == rings[code]
    for parent, child in (("health", "cases"), ("economy", "jobs"), ("economy", "debt")):
        assert wedges[parent].theta1 - 1e-9 <= wedges[child].theta1 < wedges[child].theta2
        assert wedges[child].theta2 <= wedges[parent].theta2 + 1e-9
    hues = {code: tuple(wedge.get_facecolor()) for code, wedge in wedges.items()}
    assert hues["health"] != hues["economy"] and hues["cases"] != hues["health"]
    assert {text.get_text() for text in ax.texts} == set(wedges)  # the names, here the codes
    again = plt.figure().gca()
    assert framework.plot(ax=again) is again and len(again.patches) == 7
    plt.close("all")


def test_names_of_narrow_wedges_are_left_out():
    plt = pytest.importorskip("matplotlib.pyplot")
    meta = pd.DataFrame({"code": ["index", *(f"i{k}" for k in range(60))], "parent": [None, *["index"] * 60]})
    ax = rx.Framework(meta).plot()
    assert len(ax.patches) == 61 and [text.get_text() for text in ax.texts] == ["index"]
    plt.close("all")
