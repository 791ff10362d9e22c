"""Zones."""
import numpy as np
import pandas as pd
import pytest

import riskidx as rx


def test_zones_are_ordered_categories():
    scores = pd.Series([1.0, 3.5, np.nan, 4.9, 5.0, 9.0], index=list("uvwxyz"), name="risk")
    zones = rx.classify(scores, rx.Zones([3.5, 5.0]))
    assert list(zones.astype(object).fillna("-")) == ["green", "orange", "-", "orange", "red", "red"]
    assert zones.cat.ordered and list(zones.cat.categories) == ["green", "orange", "red"]
    assert zones.index.equals(scores.index) and zones.name == "risk"
    assert (zones > "green").sum() == 4


def test_the_boundary_decides_about_a_score_at_a_threshold():
    zones = rx.classify([3.5, 5.0], rx.Zones([3.5, 5.0], boundary="lower"))
    assert list(zones) == ["green", "orange"]
    assert list(rx.classify([3.5], rx.Zones([3.5], ["low", "high"]))) == ["high"]


@pytest.mark.parametrize("make, error, said", [
    (lambda: rx.Zones([5, 3.5]), rx.DomainError, "3.5|5"),
    (lambda: rx.Zones([3.5, 3.5]), rx.DomainError, "3.5"),
    (lambda: rx.Zones([np.nan]), rx.DomainError, "nan"),
    (lambda: rx.Zones([]), rx.InvalidArgumentError, "threshold"),
    (lambda: rx.Zones([1, 2], ["a", "b"]), rx.DimensionError, "2 labels for 3 zones"),
    (lambda: rx.Zones([1], ["a", "a"]), rx.InvalidArgumentError, "one label"),
    (lambda: rx.Zones([1], boundary="middle"), rx.NotFoundError, "'upper' or 'lower'"),
    (lambda: rx.classify(pd.Series([1, np.inf], index=["p", "q"]), rx.Zones([1])), rx.DomainError, "'q'"),
    (lambda: rx.classify(pd.Series(["high"]), rx.Zones([1])), rx.InvalidArgumentError, "'high'"),
    (lambda: rx.classify(pd.DataFrame({"a": [1.0]}), rx.Zones([1])), rx.DimensionError, "column"),
    (lambda: rx.classify(3.0, rx.Zones([1])), rx.DimensionError, "column"),
])
def test_bad_zones_and_scores(make, error, said):
    with pytest.raises(error, match=said):
        make()


def test_an_index_of_strided_scores(framework, data):
    scores = rx.build_index(data, framework).scores
    for given in (scores["risk"], scores["risk"].iloc[::-1], scores["risk"].iloc[::2]):
        zones = rx.classify(given, rx.Zones([40.0, 60.0]))
        assert list(zones.cat.codes) == list(np.digitize(given, [40.0, 60.0]))


def test_repr():
    assert repr(rx.Zones([3.5, 5])) == "<Zones green < 3.5, orange < 5, red>"
