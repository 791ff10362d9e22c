"""Every result shows itself in a notebook: a table with its figures."""
from __future__ import annotations

import html
import re

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

def test_every_result_has_html():
    for name in ("Audit", "BenefitOfTheDoubt", "Change", "Comparison", "Correlations", "Curve", "Fitted", "Framework", "Imputed",
                 "Index", "PCA", "Recipe", "Removal", "Screened", "Trajectory", "Treated", "ZoneHistory", "Zones"):
        assert hasattr(getattr(rx, name), "_repr_html_"), name
    for what in (rx.weights.AHP, rx.weights.FactorIndex, rx.weights.Optimised):
        assert hasattr(what, "_repr_html_"), what


#: How each comes about, and a table that its HTML must hold.
RESULTS = {
    "Correlations": lambda data, fw: (rx.correlations(data, p_values=True), lambda r: r.r.round(2)),
    "Removal": lambda data, fw: (rx.audit_remove(data, fw), lambda r: r.shifts.to_frame()),
    "Imputed": lambda data, fw: (rx.impute(data, "mean"), lambda r: r.report),
    "Screened": lambda data, fw: (rx.screen(data, min_data=0.9), lambda r: r.report),
    "Treated": lambda data, fw: (rx.treat(data, "winsorise"), lambda r: r.report),
    "Zones": lambda data, fw: (rx.Zones([1, 2]), None),
    "Fitted": lambda data, fw: (rx.fit(data, fw), lambda r: r.learned.set_index("step").head(3)),
    "AHP": lambda data, fw: (rx.weights.ahp(np.ones((3, 3))), lambda r: r.weights.to_frame()),
    "FactorIndex": lambda data, fw: (rx.weights.factor_index(data, 2), lambda r: r.loadings),
    "Recipe": lambda data, fw: (rx.Recipe("zscore"), None),
    "Framework": lambda data, fw: (fw, None),
    "BenefitOfTheDoubt": lambda data, fw: (rx.benefit_of_the_doubt(data), None),
    "Index": lambda data, fw: (rx.build_index(data, fw), None),
}


def cells(text: str) -> "list[str]":
    """What stands in the cells of all tables."""
    return [html.unescape(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", text, flags=re.S)]


@pytest.mark.parametrize("name", RESULTS)
def test_html_holds_the_figures(name, data, framework):
    result, expected = RESULTS[name](data, framework)
    shown = cells(result._repr_html_())
    assert len(shown) > 3
    if expected is None:
        return
    numbers = expected(result).select_dtypes("number").to_numpy().ravel()
    found = pd.to_numeric(pd.Series(shown), errors="coerce").to_numpy()
    assert numbers.size
    for number in numbers[np.isfinite(numbers)][:6]:
        assert np.isclose(found, number, rtol=1e-4, atol=1e-6).any()


def test_html_of_zones_and_recipes():
    zones = rx.Zones([1, 2.5])._repr_html_()
    assert "2.5" in zones and zones.count("<tr") >= 4
    recipe = rx.Recipe("zscore", {"rule": "bod", "share_low": 0.125})._repr_html_()
    assert "zscore" in recipe and "0.125" in recipe and "share_low" in recipe


def test_html_of_a_trajectory(mrsir):
    html = rx.simulate(mrsir, rx.ExitPlan(0.5, 20, 8))._repr_html_()
    assert "deaths" in html and "<table" in html
