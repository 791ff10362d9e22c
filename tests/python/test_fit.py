"""Indices frozen, and plain files of frameworks, recipes and what was fitted."""
import json
import os
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

RECIPE = rx.Recipe(denominate=True, impute={"method": "group_mean", "group": "EurAsia_group"},
                   screen={"method": "data", "min_data": 0.9}, treat="winsorise_or_transform")


@pytest.fixture(scope="module")
def asem(reference):
    folder = reference / "coinr"
    return pd.read_csv(folder / "asem_idata.csv"), rx.Framework(pd.read_csv(folder / "asem_imeta.csv")), folder


@pytest.mark.parametrize("normalise", ["minmax", "zscore", "robust_z", "rank", "percentile_rank", "quantile_classes",
                                       "logistic", "fraction_max", "distance_target", "borda"])
def test_on_the_base_it_is_the_base(asem, normalise, tmp_path):
    data, framework, _ = asem
    recipe = RECIPE.replace(normalise=normalise)
    index = rx.build_index(data, framework, recipe)
    fitted = rx.fit(data, framework, recipe)
    fitted.save(tmp_path / "fit.json")
    for again in (fitted, rx.Fitted.load(tmp_path / "fit.json"), pickle.loads(pickle.dumps(fitted)), index.freeze()):
        scored = again.apply(data)
        pd.testing.assert_frame_equal(scored.scores, index.scores, check_exact=True)
        pd.testing.assert_frame_equal(again.learned, fitted.learned, check_exact=True)
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(scored)).rank("average"), index.rank("average"))
    assert scored.freeze() is scored.fitted


def test_other_units(framework, data):
    fitted = rx.fit(data, framework, rx.Recipe(impute="mean"))
    fresh = pd.DataFrame({"cases": [20.0, np.nan], "beds": [0.0, 2.5], "jobs": [3.0, 1.0], "debt": [25.0, 50.0]},
                         index=["X", "Y"])
    # cases: 0-10, mean 4.25; beds 1-4, less is more; jobs 1-5; debt 10-40
    expected = pd.DataFrame({"cases": [100.0, 42.5], "beds": [100.0, 50.0], "jobs": [50.0, 0.0], "debt": [50.0, 0.0]},
                            index=fresh.index)
    scored = fitted.apply(fresh)
    np.testing.assert_allclose(scored.scores[list(expected)], expected, atol=1e-12)
    assert scored.log["message"].str.contains("beyond the extremes of the base").sum() == 3
    learned = fitted.learned
    assert learned[(learned.node == "cases") & (learned.parameter == "overall")]["value"].item() == 4.25
    assert learned[(learned.node == "beds") & (learned.parameter == "from")]["value"].item() == 4  # scores lowest
    with pytest.raises(rx.NotFoundError, match="'debt'"):
        fitted.apply(fresh.drop(columns="debt"))
    assert "learned from 4 units" in repr(fitted)


def test_what_cannot_be_kept(framework, data):
    for recipe, what in ((rx.Recipe(impute="em"), "em puts into a gap"),
                         (rx.Recipe(aggregate={"rule": "copeland", "compat": True}), "order of the units")):
        with pytest.raises(rx.InvalidArgumentError, match=what):
            rx.fit(data, framework, recipe)


# ------------------------------------------------------------------------------------------- files --

def test_frameworks_come_back_to_the_bit(asem, tmp_path, framework):
    odd = rx.Framework({"code": ["i", 'a, "b"', "ü\nx"], "parent": [None, "i", "i"], "weight": [None, 0.1 + 0.2, 1e-300],
                        "goal_low": [None, 1 / 3, None], "goal_high": [None, 2e22, None], "source": [None, "z", " 1"]},
                       recipe=rx.Recipe(normalise="zscore", treat={"max_points": None}), name="odd", title="t")
    for each in (asem[1], framework, odd, rx.preset.framework("hdi")):
        for ending in ("csv", "json"):
            path = tmp_path / f"framework.{ending}"
            each.save(path)
            back = rx.Framework.load(path)
            pd.testing.assert_frame_equal(back.meta, each.meta, check_exact=True)
            assert ending == "csv" or (back.recipe, back.name, back.title) == (each.recipe, each.name, each.title)
    assert sorted(os.listdir(tmp_path)) == ["framework.csv", "framework.json"]


def test_imeta_of_coinr_is_a_framework_file(asem):
    framework = rx.Framework.load(asem[2] / "asem_imeta.csv")
    exact = pd.read_csv(asem[2] / "asem_imeta.csv", float_precision="round_trip")
    pd.testing.assert_frame_equal(framework.meta, rx.Framework(exact).meta, check_exact=True)
    assert framework.meta.set_index("code").loc["Flights", "denominator"] == "Population"
    assert framework.meta.set_index("code").loc["LPI", "target"] == 4.11803135
    assert not set(framework.codes) & set(exact.loc[exact.Type.isin(["Group", "Denominator", "Other"]), "iCode"])


def test_recipes_come_back(tmp_path):
    path = tmp_path / "recipe.json"
    recipes = [rx.Recipe(), RECIPE, rx.Recipe(strict=True, treat={"max_points": None, "lambda_": 0.1}),
               rx.Recipe(normalise={"method": "distance_reference", "reference": "Ü"},
                         aggregate={"rule": "owa", "positions": (0.1, 1 / 3)}),
               rx.Recipe(screen={"include": ["A"], "exclude": ["B", "C"]}, impute={"method": "group_median",
                                                                                  "group": ("x", None, "y")})]
    for recipe in recipes:
        recipe.save(path)
        assert rx.Recipe.load(path) == recipe


@pytest.mark.parametrize("change, error, message", [
    (lambda d: d["recipe"]["normalise"].update(method="maxmin"), rx.NotFoundError, "recipe.normalise: .*no 'maxmin'"),
    (lambda d: d["recipe"]["normalise"].update(low=0), rx.InvalidArgumentError, "low and high go together"),
    (lambda d: d["recipe"]["aggregate"].update(power="2"), rx.InvalidArgumentError,
     'recipe.aggregate.power: a number expected, not "2"'),
    (lambda d: d["recipe"].update(treatment={}), rx.NotFoundError, "recipe: no field 'treatment'"),
    (lambda d: d["framework"]["nodes"][1].update(weight="x"), rx.InvalidArgumentError,
     r'framework.nodes\[1\].weight: a number expected, not "x"'),
    (lambda d: d["framework"]["nodes"][1].update(parent="nobody"), rx.FrameworkError, "framework: .*nobody"),
    (lambda d: d["framework"]["nodes"][1].update(colour="red"), rx.NotFoundError, "no field 'colour'"),
    (lambda d: d["learned"][0].update(step="guess"), rx.NotFoundError, "line 0, guess"),
    (lambda d: d["learned"][0].update(node="nobody"), rx.NotFoundError, r"learned\[0\].node: no node 'nobody'"),
    (lambda d: d.update(version=2), rx.InvalidArgumentError, "version: 1 expected, not 2"),
    (lambda d: d.pop("learned"), rx.NotFoundError, "no 'learned' in it"),
])
def test_what_is_wrong_with_a_file_is_named(framework, data, tmp_path, change, error, message):
    path = tmp_path / "fit.json"
    rx.fit(data, framework).save(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(error, match=message):
        rx.Fitted.load(path)


def test_what_is_wrong_with_a_text_is_named(framework, tmp_path):
    path = tmp_path / "f.json"
    path.write_text('{"format": "riskidx",\n "version": 1,\n "recipe": {]}\n')
    with pytest.raises(rx.InvalidArgumentError, match=r"f.json: line 3, column \d+: no JSON"):
        rx.Recipe.load(path)
    path.write_text('{"format": "riskidx", "version": 1, "version": 1}')
    with pytest.raises(rx.InvalidArgumentError, match="'version' stands there twice"):
        rx.Recipe.load(path)
    path = tmp_path / "f.csv"
    path.write_text("code,parent,weight\nindex,,\na,index,one\n")
    with pytest.raises(rx.InvalidArgumentError, match="f.csv: line 3, column 'weight': 'one' is not a number"):
        rx.Framework.load(path)
    path.write_text("code,parent\nindex\n")
    with pytest.raises(rx.InvalidArgumentError, match="line 2: 1 cells for 2 columns"):
        rx.Framework.load(path)
    with pytest.raises(rx.InvalidArgumentError, match="'NA' cannot be told from an empty cell"):
        rx.Framework({"code": ["i", "NA"], "parent": [None, "i"]}).save(path)
    with pytest.raises(rx.InvalidArgumentError, match="a file .csv or .json expected"):
        framework.save(tmp_path / "f.xlsx")


def test_a_file_is_never_half_written(framework, tmp_path):
    path = tmp_path / "f.json"
    framework.save(path)
    before = path.read_bytes()
    broken = rx.Recipe(normalise={"method": "minmax", "low": 0, "high": float("inf")})
    with pytest.raises(rx.InvalidArgumentError, match="cannot be written"):
        broken.save(path)
    assert path.read_bytes() == before and len(os.listdir(tmp_path)) == 1


def test_nodes_are_dropped(asem):
    data, framework, folder = asem
    expected = pd.read_csv(folder / "audit" / "drop_LPI_Forest_regenerated.csv").set_index("uCode")
    index = rx.build_index(data, framework.drop(["LPI", "Forest"]), RECIPE)
    kept = index.scores.loc[expected.index, "Index"]
    np.testing.assert_allclose(kept, expected["Index"], rtol=0, atol=1e-9 * 100)
    np.testing.assert_allclose(kept, expected["Index"], rtol=1e-9)
    assert list(index.ranks.loc[expected.index, "Index"]) == list(expected["Rank"])


def test_groups_go_with_their_children(framework):
    assert framework.drop("health").codes == ["risk", "economy", "jobs", "debt"]
    assert framework.drop(["cases", "beds"]).codes == ["risk", "economy", "jobs", "debt"]
    assert framework.drop("beds").meta.set_index("code").loc["health", "weight"] == 2
    with pytest.raises(rx.NotFoundError, match="no node 'trams'"):
        framework.drop(["trams"])
    with pytest.raises(rx.InvalidArgumentError, match="nothing would be left"):
        framework.drop(["health", "economy"])
