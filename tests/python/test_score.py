"""Scores alone: the same bits as the index's, from any layout, by any number of threads."""
import numpy as np
import pandas as pd
import pytest

import riskidx as rx

ROWS = 9001


def framework() -> rx.Framework:
    rows = [("index", None, "geometric")]
    for g in range(3):
        rows.append((f"d{g}", "index", "arithmetic"))
        rows += [(f"x{g}{k}", f"d{g}", None) for k in range(4)]
    return rx.Framework(pd.DataFrame(rows, columns=["code", "parent", "aggregate"]))


def panel(seed: int = 1) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    values = draw.uniform(2, 7, (ROWS, 12))
    values[draw.random(values.shape) < 0.1] = np.nan
    return pd.DataFrame(values, columns=framework().indicators)


def by_numpy(values: np.ndarray) -> np.ndarray:
    """Min-max to 0-100, means of the four that are there, a geometric mean of the three that are."""
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    scores = 100 * (values - low) / (high - low)
    with np.errstate(invalid="ignore", divide="ignore"):
        here = ~np.isnan(scores)
        groups = [(np.where(here, scores, 0)[:, s].sum(axis=1) / here[:, s].sum(axis=1))
                  for s in (slice(0, 4), slice(4, 8), slice(8, 12))]
        means = np.column_stack(groups)
        there = ~np.isnan(means)
        logs = np.where(there, np.log(np.where(there, means, 1)), 0).sum(axis=1)
        return np.column_stack([np.exp(logs / there.sum(axis=1)), means])


def test_scores_are_those_of_numpy_and_of_the_index():
    data = panel()
    scores = rx.score(data, framework())
    assert list(scores.columns) == ["index", "d0", "d1", "d2"]
    assert scores.index.equals(data.index)
    np.testing.assert_allclose(scores.to_numpy(), by_numpy(data.to_numpy()), rtol=1e-12)
    index = rx.build_index(data, framework())
    pd.testing.assert_frame_equal(scores, index.scores[scores.columns], check_exact=True)
    everything = rx.score(data, framework(), nodes=framework().codes)
    pd.testing.assert_frame_equal(everything, index.scores, check_exact=True)


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_layouts_and_threads_give_the_same_bits(threads):
    data = panel()
    recipe = rx.Recipe(normalise={"method": "logistic", "low": 0, "high": 1})
    values = data.to_numpy()
    wide = np.full((2 * ROWS, 36), 3.0)
    wide[1::2, ::3] = values
    expected = rx.score(data, framework(), recipe, threads=1).to_numpy()
    for layout in (np.ascontiguousarray(values), np.asfortranarray(values), wide[1::2, ::3],
                   values[::-1].copy()[::-1]):
        found = rx.score(layout, framework(), recipe, threads=threads).to_numpy()
        np.testing.assert_array_equal(found, expected)


def test_recipes_that_want_the_whole_table():
    data = panel()
    for recipe in (rx.Recipe(impute="mean"), rx.Recipe(normalise="rank", aggregate="arithmetic"),
                   rx.Recipe(aggregate="wroclaw")):
        plain = rx.Framework(framework().meta.drop(columns="aggregate"))
        scores = rx.score(data, plain, recipe, "index")
        pd.testing.assert_series_equal(scores["index"], rx.build_index(data, plain, recipe).score)


def test_panels_over_each_period():
    data = panel().iloc[:600]
    data.index = pd.MultiIndex.from_product([range(200), [2019, 2020, 2021]], names=["unit", "year"])
    for over in ("all", "period"):
        recipe = rx.Recipe(normalise={"over": over})
        index = rx.build_index(data, framework(), recipe)
        pd.testing.assert_series_equal(rx.score(data, framework(), recipe)["index"], index.score)


def test_errors_name_unit_and_indicator():
    data = panel()
    data.index = [f"area {i}" for i in range(ROWS)]
    data.iloc[ROWS - 1, 5] = np.inf
    with pytest.raises(rx.DomainError, match="infinite value inf for unit 'area 9000', indicator 'x11'"):
        rx.score(data, framework())
    with pytest.raises(rx.NotFoundError, match="no node 'nowhere'"):
        rx.score(data, framework(), nodes=["index", "nowhere"])
    with pytest.raises(rx.NotFoundError, match="no column for indicator 'x23'"):
        rx.score(data.drop(columns="x23"), framework())


def test_progress_is_told_and_stops():
    told = []
    rx.score(panel(), framework(), threads=1, progress=told.append)
    assert told == sorted(told) and told[-1] == pytest.approx(1)

    def stop(done):
        raise KeyError("enough")
    with pytest.raises(KeyError, match="enough"):
        rx.score(panel(), framework(), progress=stop)


def test_no_units():
    scores = rx.score(panel().iloc[:0], framework(), nodes=["d1"])
    assert scores.shape == (0, 1)
