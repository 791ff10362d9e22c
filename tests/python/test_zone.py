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


# -------------------------------------------------------------------- thresholds from the data --

SCORES = pd.Series([3.0, 1.0, np.nan, 2.0, 10.0, 12.0, 11.0], index=list("abcdefg"))


def test_quantiles_are_numpys():
    """Type 7 is NumPy's default, too."""
    for classes in (2, 3, 4, 6):
        found = rx.Zones.quantiles(SCORES, classes).thresholds
        assert np.allclose(found, np.nanquantile(SCORES, np.arange(1, classes) / classes), rtol=1e-15)
    assert list(rx.classify(SCORES, rx.Zones.quantiles(SCORES, 3)).cat.codes) == [1, 0, -1, 0, 1, 2, 2]


def test_natural_breaks_find_the_groups():
    zones = rx.Zones.natural(SCORES, 2, labels=["near", "far"])
    assert list(zones.thresholds) == [10.0]
    assert list(rx.classify(SCORES.dropna(), zones)) == ["near", "near", "near", "far", "far", "far"]
    assert list(rx.Zones.natural([1, 2, 4, 7, 12, 15, 20], 3).thresholds) == [12.0, 20.0]  # 25.5 within


def test_natural_breaks_are_the_best_of_all_divisions():
    import itertools
    scores = np.sort(np.round(np.random.default_rng(5).lognormal(1, 1, 12), 2))

    def scatter(cuts):
        return sum(((run - run.mean()) ** 2).sum() for run in np.split(scores, cuts))

    best = min(itertools.combinations(range(1, 12), 3), key=scatter)
    assert list(rx.Zones.natural(scores[::-1], 4).thresholds) == list(scores[list(best)])


def test_standard_deviations():
    found = rx.Zones.sd(SCORES, z=[-0.5, 1.0]).thresholds
    assert np.allclose(found, SCORES.mean() + np.array([-0.5, 1.0]) * SCORES.std(), rtol=1e-15)
    assert len(rx.Zones.sd(SCORES).labels) == 4


@pytest.mark.parametrize("make, error, said", [
    (lambda: rx.Zones.quantiles(SCORES, 1), rx.InvalidArgumentError, "class"),
    (lambda: rx.Zones.quantiles(SCORES, 2.5), rx.InvalidArgumentError, "classes"),
    (lambda: rx.Zones.quantiles([1, 1, 1, 1, 5], 3), rx.MissingDataError, "1"),
    (lambda: rx.Zones.quantiles([], 2), rx.MissingDataError, "score"),
    (lambda: rx.Zones.natural([1, 1, 2], 3), rx.MissingDataError, "2"),
    (lambda: rx.Zones.sd([2, 2], [0]), rx.MissingDataError, ""),
    (lambda: rx.Zones.sd([1, 2], [1, 0]), rx.DomainError, ""),
    (lambda: rx.Zones.natural(pd.Series([1.0, np.inf, 3], index=list("pqr")), 2), rx.DomainError, "'q'"),
    (lambda: rx.Zones.natural(SCORES, 2, labels=["a", "b", "c"]), rx.DimensionError, "3 labels for 2"),
])
def test_thresholds_that_cannot_be_found(make, error, said):
    with pytest.raises(error, match=said):
        make()
