"""Sobol indices: against COINr, against analytic indices, and their sample."""
from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

CASES = ["ishigami_N50", "linear_N16", "linear_offset_N16", "steps_N32"]


def close(actual, expected, within=1e-9):
    expected = np.asarray(expected, dtype=float)
    np.testing.assert_array_less(np.abs(actual - expected) / np.maximum(1, np.abs(expected)), within)


def ishigami(x: pd.DataFrame) -> np.ndarray:
    z = np.pi * (2 * x.to_numpy() - 1)
    return np.sin(z[:, 0]) + 7 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])


@pytest.mark.parametrize("case", CASES)
def test_estimators_are_those_of_coinr(reference, case):
    folder = reference / "coinr" / "sensitivity"
    runs = pd.read_csv(folder / f"{case}_runs.csv")
    expected = pd.read_csv(folder / f"{case}_indices.csv")
    found = rx.sobol_indices(runs["y"], list(expected["variable"]), estimator="compat", replicates=0)
    assert list(found.index) == list(expected["variable"]) and list(found) == ["first", "total"]
    close(found["first"].to_numpy(), expected["Si"])
    close(found["total"].to_numpy(), expected["STi"])
    close(found.attrs["variance"], expected["variance"][0])


def test_the_whole_model_of_coinr(reference):
    folder = reference / "coinr" / "sensitivity"
    expected = pd.read_csv(folder / "coin_indices.csv")
    y = pd.read_csv(folder / "coin_output.csv")["mean_abs_rank_change"]
    found = rx.sobol_indices(y, list(expected["variable"]), estimator="compat", replicates=0)
    close(found["first"].to_numpy(), expected["Si"])
    close(found["total"].to_numpy(), expected["STi"])


@pytest.mark.parametrize("estimator", ["saltelli", "jansen"])
def test_indices_of_ishigami(estimator):
    found = rx.sobol_indices(ishigami(rx.sobol_sample(16384, 3)), 3, estimator=estimator, replicates=50)
    assert list(found.index) == ["x1", "x2", "x3"]
    np.testing.assert_allclose(found["first"], [0.313905, 0.442411, 0], atol=0.01)
    np.testing.assert_allclose(found["total"], [0.557589, 0.442411, 0.243684], atol=0.01)
    assert (found["first_low"] < found["first"]).all() and (found["first"] < found["first_high"]).all()
    assert (found["total_low"] < found["total"]).all() and (found["total"] < found["total_high"]).all()


def test_a_constant_matters_to_compat_only():
    y = ishigami(rx.sobol_sample(200, 3, sequence="random", seed=4))
    for estimator in ("saltelli", "jansen", "compat"):
        moved = (rx.sobol_indices(y + 100, 3, estimator=estimator, replicates=0)["first"]
                 - rx.sobol_indices(y, 3, estimator=estimator, replicates=0)["first"]).abs().max()
        assert moved > 0.01 if estimator == "compat" else moved < 1e-11


def test_the_sample():
    for sequence in ("halton", "random"):
        x = rx.sobol_sample(8, ["a", "b"], sequence=sequence, seed=3)
        assert x.shape == (32, 2) and list(x) == ["a", "b"] and list(x.index) == list(range(32))
        a, b = x.to_numpy()[:8], x.to_numpy()[8:16]
        np.testing.assert_array_equal(x[16:24], np.column_stack([b[:, 0], a[:, 1]]))
        np.testing.assert_array_equal(x[24:], np.column_stack([a[:, 0], b[:, 1]]))
        parts = [rx.sobol_sample(8, ["a", "b"], sequence=sequence, seed=3, first=k, count=c)
                 for k, c in ((0, 5), (5, 20), (25, None))]
        pd.testing.assert_frame_equal(pd.concat(parts), x, check_index_type=False)
    np.testing.assert_array_equal(np.r_[a[5], b[5]], rx.random_uniform(4, 3, 5))


def test_bootstrap_does_not_depend_on_threads():
    y = ishigami(rx.sobol_sample(100, 3))
    one = rx.sobol_indices(y, 3, threads=1, seed=5)
    for threads in (0, 2, 3, 7):
        pd.testing.assert_frame_equal(rx.sobol_indices(y, 3, threads=threads, seed=5), one, check_exact=True)
    assert not rx.sobol_indices(y, 3, seed=6).equals(one)
    wide = rx.sobol_indices(y, 3, seed=5, level=0.99)
    assert (wide["first_low"] < one["first_low"]).all() and (wide["first_high"] > one["first_high"]).all()


def test_what_cannot_be():
    y = np.arange(20.0)
    with pytest.raises(rx.DimensionError, match="outputs"):
        rx.sobol_indices(y[:-1], 3)
    with pytest.raises(rx.MissingDataError, match="output 7 is nan"):
        rx.sobol_indices(np.where(y == 7, np.nan, y), 3)
    with pytest.raises(rx.DomainError, match="inf"):
        rx.sobol_indices(np.where(y == 7, np.inf, y), 3)
    with pytest.raises(rx.MissingDataError, match="do not vary"):
        rx.sobol_indices(np.ones(20), 3)
    with pytest.raises(rx.DomainError, match="share"):
        rx.sobol_indices(y, 3, level=2)
    with pytest.raises(rx.NotFoundError, match="jansen"):
        rx.sobol_indices(y, 3, estimator="sobol")
    with pytest.raises(rx.NotFoundError, match="halton"):
        rx.sobol_sample(4, 2, sequence="sobol")
    with pytest.raises(rx.InvalidArgumentError, match="inputs"):
        rx.sobol_sample(4, "ab")
    with pytest.raises(rx.InvalidArgumentError, match="n is 0"):
        rx.sobol_sample(0, 2)
    with pytest.raises(rx.DimensionError, match="beyond"):
        rx.sobol_sample(4, 2, first=10, count=7)

    def stop(done):
        raise RuntimeError("enough")
    with pytest.raises(RuntimeError, match="enough"):
        rx.sobol_indices(y, 3, progress=stop)
