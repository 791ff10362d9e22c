"""The published indices, row by row; and the golden set, which always runs."""
import numpy as np
import pandas as pd
import pytest

import riskidx as rx


def check_hdi(table: pd.DataFrame) -> None:
    found = rx.build_index(table.set_index(["iso3", "year"]), "hdi").score.to_numpy()
    assert np.abs(found - table["hdi"].to_numpy()).max() <= 0.0005


def by_code(table: pd.DataFrame) -> pd.DataFrame:
    """INFORM's columns under the codes of the preset."""
    meta = rx.preset.framework("inform_risk").meta
    return table.rename(columns=dict(zip(meta["name"], meta["code"])))


def check_inform_tree(table: pd.DataFrame) -> int:
    """Every node from the components alone; INFORM rounds on the way, so within 0.1."""
    framework = rx.preset.framework("inform_risk")
    scores = rx.build_index(table, framework).scores
    for code in framework.groups:
        assert np.nanmax(np.abs(scores[code] - table[code])) <= 0.1, code
        assert (scores[code].isna() == table[code].isna()).all(), code
    return len(framework.groups)


def check_inform_nodes(table: pd.DataFrame) -> int:
    """Every node from the published values of its children."""
    whole = rx.preset.framework("inform_risk")
    for code in whole.groups:
        meta = whole.meta
        part = meta[(meta["code"] == code) | (meta["parent"] == code)].copy()
        part.loc[part["code"] == code, "parent"] = None
        part.loc[part["code"] != code, ["kind", "aggregate"]] = ["indicator", "inherit"]
        found = rx.build_index(table, rx.Framework(part), whole.recipe).score
        assert np.nanmax(np.abs(found - table[code])) <= 0.05 + 1e-9, code
    return len(whole.groups)


def test_hdi_golden(golden):
    table = pd.read_csv(golden / "hdi_golden.csv")
    assert len(table) >= 10
    check_hdi(table)


def test_inform_golden(golden):
    table = by_code(pd.read_csv(golden / "inform_golden.csv"))
    assert len(table) >= 8
    assert check_inform_tree(table) == check_inform_nodes(table) > 9


def test_index_worked_by_hand(golden):
    framework = rx.Framework(pd.read_csv(golden / "golden_framework.csv"))
    table = pd.read_csv(golden / "golden_index.csv", index_col="unit")
    recipe = rx.Recipe({"method": "minmax", "low": 0, "high": 10}, {"min_share": 0.5})
    index = rx.build_index(table, framework, recipe)
    for code in framework:
        np.testing.assert_allclose(index.scores[code], table[f"{code}_score"], rtol=1e-12, atol=1e-12)
    ranks = index.ranks["score"].to_numpy(float, na_value=np.nan)
    np.testing.assert_array_equal(ranks, table["score_rank"].to_numpy(float))


def test_every_published_hdi(reference):
    table = pd.read_csv(reference / "hdi/hdi_2015_2021.csv")
    assert len(table) > 1000
    check_hdi(table)


def test_every_published_inform_score(reference):
    table = by_code(pd.read_csv(reference / "inform/inform_2020_a.csv"))
    assert len(table) > 90
    check_inform_tree(table)
    check_inform_nodes(table)


def test_inform_classes(reference):
    table = by_code(pd.read_csv(reference / "inform/inform_2020_a.csv"))
    zones = rx.Zones([2.0, 3.5, 5.0, 6.5], ["Very Low", "Low", "Medium", "High", "Very High"])
    assert list(rx.classify(table["inform_risk"], zones)) == list(table["RISK CLASS"])


def test_a_coinr_table_gives_coinr_results(reference):
    """The last step of COINr's pipeline on its own example, from its normalised data."""
    meta = pd.read_csv(reference / "coinr/asem_imeta.csv")
    normalised = pd.read_csv(reference / "coinr/normalised.csv")
    expected = pd.read_csv(reference / "coinr/aggregated.csv").set_index("uCode")
    framework = rx.Framework(meta)
    directions = framework.meta.set_index("code")["direction"]
    flipped = normalised.copy()  # directions are applied in it already
    for code in framework.indicators:
        if directions[code] < 0:
            flipped[code] = 100 - flipped[code]
    recipe = rx.Recipe({"method": "none", "low": 0, "high": 100})
    index = rx.build_index(flipped, framework, recipe)
    np.testing.assert_allclose(index.scores[expected.columns], expected, rtol=1e-9, atol=1e-9)
    ranks = pd.read_csv(reference / "coinr/results_ranks.csv").set_index("uCode")
    for node in ("Index", "Conn", "Sust"):
        assert (index.ranks[node] == ranks[f"Rank_{node}"]).all()


def test_coinr_normalisation(reference):
    """Min-max with directions, from COINr's treated data."""
    meta = pd.read_csv(reference / "coinr/asem_imeta.csv")
    treated = pd.read_csv(reference / "coinr/treated.csv")
    expected = pd.read_csv(reference / "coinr/normalised.csv").set_index("uCode")
    found = rx.build_index(treated, rx.Framework(meta)).stage("normalised")
    np.testing.assert_allclose(found[expected.columns], expected, rtol=1e-9, atol=1e-9)


def test_our_own_framework_is_documented():
    framework = rx.preset.framework("covid_recovery")
    meta = framework.meta.set_index("code")
    assert len(framework.children()) == 3 and len(framework.indicators) >= 12
    assert meta.loc[framework.indicators, "source"].str.len().min() > 10
    assert meta.loc[framework.indicators, "unit"].notna().all()
    recipe = framework.recipe
    assert (recipe.normalise.low, recipe.normalise.high) == (0, 10)


def test_presets_are_listed_with_their_sources():
    assert {"hdi", "inform_risk", "covid_recovery"} <= set(rx.preset.frameworks().index)
    assert rx.preset.frameworks()["source"].str.len().min() > 20
    with pytest.raises(rx.NotFoundError, match="hdr.*hdi"):
        rx.preset.framework("hdr")
    with pytest.raises(rx.NotFoundError, match="hdr.*hdi"):
        rx.build_index({}, "hdr")
