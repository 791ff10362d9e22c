"""The steps 'normalise' and 'aggregate': COINr's and Compind's figures, and formulas written in NumPy."""
from __future__ import annotations

import os
import pathlib

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

from conftest import ROOT

FOUR = ["income", "jobs", "health", "safety"]


def near(actual, expected, tolerance=1e-9):
    actual, expected = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    assert actual.shape == expected.shape
    assert np.array_equal(np.isnan(actual), np.isnan(expected))
    assert np.nanmax(np.abs(actual - expected) / np.maximum(1, np.abs(expected))) <= tolerance


def table(file: str) -> pd.DataFrame:
    folder = pathlib.Path(os.environ.get("RISKIDX_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir() and os.environ.get("CI") != "true":
        pytest.skip(f"no published figures in {folder}")
    frame = pd.read_csv(folder / file)
    return frame.set_index(frame.columns[0])


def norm(name: str) -> pd.DataFrame:
    return table(f"coinr/normalise/{name}.csv")


# ------------------------------------------------------------------------------- COINr, normalise --

@pytest.mark.parametrize("step, file", [
    (rx.Normalise("minmax", low=1, high=100), "minmax_1_100"),
    (rx.Normalise("zscore", mean=10, sd=2), "zscore_10_2"),
    (rx.Normalise("distance_max", low=0, high=1), "dist2max"),
    (rx.Normalise("distance_reference", low=0, high=1, reference="GRC"), "dist2ref_GRC_cap"),
    (rx.Normalise("distance_reference", low=0, high=1, reference="GRC", truncate=False), "dist2ref_GRC"),
    (rx.Normalise("fraction_max", low=0, high=1), "fracmax"),
    *[(rx.Normalise(method, ties=ties), f"{method}_{ties}") for method in ("rank", "borda")
      for ties in ("min", "max", "average")],
    *[(rx.Normalise("percentile_rank", low=0, high=1, ties=ties), f"prank_{ties}")
      for ties in ("min", "max", "average")]])
def test_normalisation_of_coinr(step, file):
    near(rx.normalise(norm("input"), step), norm(file))


@pytest.mark.parametrize("step, file", [
    (rx.Normalise("distance_max", low=0, high=1), "dist2max_directed"),
    (rx.Normalise("rank", ties="min"), "rank_min_directed"),
    (rx.Normalise("borda", ties="min"), "borda_min_directed"),
    (rx.Normalise("percentile_rank", low=0, high=1, ties="min"), "prank_min_directed")])
def test_directed_normalisation_of_coinr(step, file):
    parameters = norm("targets_goalposts")
    meta = {"code": parameters.index, "direction": parameters["direction"]}
    near(rx.normalise(norm("input"), step, meta), norm(file))


def test_a_fraction_of_the_maximum_is_coinrs_only_by_name():
    x = norm("input")
    parameters = norm("targets_goalposts")
    expected = norm("fracmax_directed")
    meta = pd.DataFrame({"code": parameters.index, "direction": parameters["direction"].to_numpy()})
    meta = meta[meta["code"].isin(expected.columns)]
    theirs = rx.normalise(x, rx.Normalise("fraction_max", low=0, high=1, compat=True), meta)
    near(theirs, expected)
    ours = rx.normalise(x, rx.Normalise("fraction_max", low=0, high=1), meta)
    near(ours["CO2"], 1 - x["CO2"] / x["CO2"].max())
    worst = x["CO2"].idxmax()
    assert ours["CO2"].idxmin() == worst == theirs["CO2"].idxmax()


@pytest.mark.parametrize("capped", [False, True])
def test_targets_of_coinr(capped):
    parameters = norm("targets_goalposts")
    step = rx.Normalise("distance_target", low=0, high=1, truncate=capped)
    up = {"code": parameters.index, "target": parameters["target_high"]}
    down = {"code": parameters.index, "target": parameters["target_low"], "direction": [-1] * len(parameters)}
    cap = "_cap" if capped else ""
    near(rx.normalise(norm("input"), step, up), norm(f"dist2targ_dir1{cap}"))
    near(rx.normalise(norm("input"), step, down), norm(f"dist2targ_dirm1{cap}"))


def test_parameters_of_each_indicator_of_coinr():
    x, p = table("coinr/treated.csv"), norm("meta_parameters")
    flat = {"code": p.index, "direction": p["Direction"]}
    near(rx.normalise(x, rx.Normalise("distance_target", low=0, high=1, truncate=False),
                      {**flat, "target": p["Target"]})[p.index], norm("meta_dist2targ")[p.index])
    scores = rx.normalise(x, rx.Normalise("scaled", low=0, high=1),
                          {**flat, "goal_low": p["scaled_lower"], "goal_high": p["scaled_upper"]})
    near(scores[p.index] * p["scale_factor"], norm("meta_scaled")[p.index])
    cut = np.where(p["goalpost_trunc2posts"], "goalposts", "scaled")
    scores = rx.normalise(x, rx.Normalise("goalposts", low=0, high=1),
                          {**flat, "goal_low": p["goalpost_lower"], "goal_high": p["goalpost_upper"],
                           "normalise": cut})
    near(scores[p.index] * p["goalpost_scale"], norm("meta_goalposts")[p.index])


# ------------------------------------------------------------------------------- COINr, aggregate --

RULES = {"amean": {"rule": "arithmetic"}, "gmean": {"rule": "geometric"}, "hmean": {"rule": "harmonic"},
         "copeland": {"rule": "copeland"},
         "amean_thresh06": {"rule": "arithmetic", "min_share": 0.6},
         "amean_thresh09": {"rule": "arithmetic", "min_share": 0.9},
         **{f"genmean_{name}": {"rule": "generalised", "power": power} for name, power in (
             ("pm2", -2), ("pm1", -1), ("pm0.5", -0.5), ("p0.5", 0.5), ("p2", 2), ("p3", 3), ("p10", 10))}}


@pytest.mark.parametrize("data", ["complete", "missing"])
@pytest.mark.parametrize("weights", ["equal", "unequal"])
@pytest.mark.parametrize("rule", RULES)
def test_aggregation_of_coinr(rule, weights, data):
    x = table(f"coinr/aggregate/input_{data}.csv")
    w = table("coinr/aggregate/weights.csv")[weights]
    expected = table(f"coinr/aggregate/{data}.csv")[f"{rule}_{weights}"]
    near(rx.aggregate(x, {**RULES[rule], "compat": True}, w), expected)
    if data == "complete":
        near(rx.aggregate(x, RULES[rule], w), expected)


@pytest.mark.parametrize("file, data, weights, compat", [
    ("complete_equal", "complete", None, False), ("complete_unequal", "complete", "unequal", False),
    ("ties_equal", "ties", None, False), ("missing_equal", "missing", None, True),
    ("missing_unequal", "missing", "unequal", True)])
def test_outranking_of_coinr(file, data, weights, compat):
    w = None if weights is None else table("coinr/aggregate/weights.csv")[weights]
    matrix = rx.outranking(table(f"coinr/aggregate/input_{data}.csv"), w, compat=compat)
    near(matrix, table(f"coinr/aggregate/outrank_{file}.csv"))
    dominant = table("coinr/aggregate/outrank_dominance.csv")["n_dominant"]
    if f"outrank_{file}" in dominant.index:
        assert (matrix.to_numpy() > 1 - 1e-12).sum() == dominant[f"outrank_{file}"]


def test_outranking_does_not_depend_on_the_order_of_units_unless_asked():
    x = table("coinr/aggregate/input_missing.csv")
    back = x.iloc[::-1]
    near(rx.outranking(x), rx.outranking(back).loc[x.index, x.index], 1e-12)
    near(rx.aggregate(x, "copeland"), rx.aggregate(back, "copeland")[x.index], 0)
    theirs = rx.Aggregate("copeland", compat=True)
    assert not rx.aggregate(x, theirs).equals(rx.aggregate(back, theirs)[x.index])


# ------------------------------------------------------------------------------------------ Compind --

def bli() -> pd.DataFrame:
    return table("compind/bli_2017.csv")


def mixed(codes) -> dict:
    return {"code": list(codes), "direction": [-1 if code in ("environment", "worklife") else 1 for code in codes]}


def test_normalisation_of_compind():
    x = bli()
    z = rx.Normalise("zscore", mean=100, sd=10)
    near(rx.normalise(x, z), table("compind/normalise_z_100_10.csv"))
    near(rx.normalise(x, z, mixed(x)), table("compind/normalise_z_100_10_mixed_polarity.csv"))
    near(rx.normalise(x, "rank", mixed(x)), table("compind/normalise_rank_mixed_polarity.csv"))
    near(rx.normalise(x, rx.Normalise("minmax", low=0, high=1), mixed(x)),
         table("compind/normalise_minmax_mixed_polarity.csv"))


def test_mazziotta_pareto_of_compind():
    z, expected = table("compind/normalise_z_100_10.csv"), table("compind/mpi.csv")
    sample = {"rule": "mpi", "deviation": "sample"}
    near(rx.aggregate(z, sample), expected["mpi_pos"])
    near(rx.aggregate(z, {**sample, "penalty": "add"}), expected["mpi_neg"])
    near(rx.aggregate(z[FOUR], sample), expected["mpi_pos_4"])


def test_adjusted_mazziotta_pareto_of_compind_through_the_whole_build():
    x, posts, expected = bli(), table("compind/ampi_goalposts.csv"), table("compind/ampi.csv")
    for directions, name in (({}, ""), (mixed(x), "mixed_")):
        meta = pd.DataFrame({"code": [*x.columns, "ampi"], "parent": ["ampi"] * len(x.columns) + [None],
                             "direction": [*directions.get("direction", [1] * len(x.columns)), 1],
                             "target": [*posts.loc[x.columns, "goalpost"], np.nan]})
        for penalty, column in (("subtract", "neg"), ("add", "pos")):
            index = rx.build_index(x, meta, {"normalise": "ampi",
                                             "aggregate": {"rule": "mpi", "penalty": penalty}})
            near(index.score, expected[f"{name}ampi_{column}_unrounded"])


@pytest.mark.parametrize("name, alpha, beta", [("a05_b1", 0.5, 1), ("a1_b0", 1, 0), ("a03_b05", 0.3, 0.5),
                                               ("a0_b1", 0, 1)])
def test_mean_min_of_compind(name, alpha, beta):
    near(rx.aggregate(table("compind/normalise_z_100_10.csv"), rx.Aggregate("mean_min", alpha=alpha, beta=beta)),
         table("compind/mean_min.csv")[f"columnwise_{name}"])


@pytest.mark.parametrize("file, column", [("bli_2017", "raw_all"),
                                          ("normalise_minmax_mixed_polarity", "minmax_mixed"),
                                          ("normalise_rank_mixed_polarity", "rank_mixed")])
def test_wroclaw_is_the_complement_of_compinds(file, column):
    near(1 - rx.aggregate(table(f"compind/{file}.csv"), "wroclaw"), table("compind/wroclaw.csv")[column])


@pytest.mark.parametrize("j", [1, 3, 6, 11])
def test_ordered_weighted_averages_of_compind(j):
    positions = table("compind/owa_weights.csv").loc[j].sort_values("position")
    for kind in ("p", "n"):
        near(rx.aggregate(bli(), rx.Aggregate("owa", positions=positions[f"weight_{kind}"])),
             table("compind/owa.csv")[f"owa_{kind}_j{j}"])


# ------------------------------------------------------------------- formulas, written in NumPy again --

def some(rows=40, cols=5, missing=0.0) -> pd.DataFrame:
    random = np.random.default_rng(7)
    x = random.gamma(2.0, 10.0, (rows, cols)).round(1)
    x[random.random(x.shape) < missing] = np.nan
    return pd.DataFrame(x, index=[f"u{i}" for i in range(rows)], columns=list("abcde")[:cols])


def test_robust_z_scores():
    stats = pytest.importorskip("scipy.stats")
    x = some(missing=0.1)
    mad = stats.median_abs_deviation(x, nan_policy="omit", scale="normal")
    expected = 50 + 10 * (x - x.median()) / mad
    near(rx.normalise(x, rx.Normalise("robust_z", mean=50, sd=10)), expected, 1e-12)
    down = rx.normalise(x, rx.Normalise("robust_z", mean=50, sd=10), {"code": list(x), "direction": [-1] * 5})
    near(down, 100 - expected, 1e-12)


@pytest.mark.parametrize("ddof, name", [(1, "sample"), (0, "population")])
def test_logistic_and_zscores_with_either_divisor(ddof, name):
    x = some(missing=0.1)
    z = (x - x.mean()) / x.std(ddof=ddof)
    near(rx.normalise(x, rx.Normalise("zscore", deviation=name)), z, 1e-12)
    step = rx.Normalise("logistic", low=1, high=5, slope=2, deviation=name)
    near(rx.normalise(x, step), 1 + 4 / (1 + np.exp(-2 * z)), 1e-12)
    near(rx.normalise(x, step, {"code": list(x), "direction": [-1] * 5}), 5 - 4 / (1 + np.exp(-2 * z)), 1e-12)


@pytest.mark.parametrize("classes", [2, 5, 10])
def test_quantile_classes(classes):
    x = some(missing=0.1)
    bounds = np.nanquantile(x, np.arange(1, classes) / classes, axis=0).round(9)  # x has one decimal
    expected = (x.to_numpy()[None] > bounds[:, None, :]).sum(axis=0) / (classes - 1) * 100
    near(rx.normalise(x, rx.Normalise("quantile_classes", classes=classes)), np.where(x.isna(), np.nan, expected),
         1e-12)


@pytest.mark.parametrize("low, high", [(None, None), (0, 10)])
def test_topsis(low, high):
    x, w = some(), np.array([1, 2, 3, 0, 1.5])
    v = x * w / w.sum()
    above, below = np.sqrt(((v - v.min()) ** 2).sum(axis=1)), np.sqrt(((v.max() - v) ** 2).sum(axis=1))
    near(rx.aggregate(x, "topsis", w, low=low, high=high), above / (above + below) * (high or 1), 1e-12)


@pytest.mark.parametrize("orness", [0.2, 0.5, 0.7])
def test_owa_by_its_quantifier(orness):
    x, w = some(missing=0.2), np.array([1, 2, 3, 0.5, 1.5])
    expected = []
    for row in x.to_numpy():
        there = ~np.isnan(row)
        order = np.argsort(-row[there], kind="stable")
        share = np.concatenate([[0], np.cumsum(w[there][order]) / w[there].sum()])
        expected.append(np.diff(share ** ((1 - orness) / orness)) @ row[there][order])
    near(rx.aggregate(x, rx.Aggregate("owa", orness=orness), w), expected, 1e-12)


def test_median_minimum_and_maximum():
    x = some(missing=0.2)
    near(rx.aggregate(x, "median"), x.median(axis=1), 1e-14)
    near(rx.aggregate(x, "minimum"), x.min(axis=1), 0)
    near(rx.aggregate(x, "maximum"), x.max(axis=1), 0)
    twice = rx.aggregate(x[["a", "b"]], "median", {"a": 2, "b": 3})
    near(twice, x["b"].fillna(x["a"]), 0)


def test_copeland_on_a_range_and_a_group_of_direction_minus_one():
    x = some(12, 4)
    raw = rx.aggregate(x, "copeland")
    near(rx.aggregate(x, "copeland", low=0, high=100), 100 * (raw + 11) / 22, 1e-12)
    meta = pd.DataFrame({"code": [*x, "g", "top"], "parent": ["g"] * 4 + ["top", None],
                         "direction": [1, 1, 1, 1, -1, 1], "aggregate": [None] * 4 + ["copeland", None]})
    scores = rx.build_index(x, meta, {"normalise": {"method": "none", "low": 0, "high": 100}}).scores
    near(scores["top"], 100 - scores["g"], 1e-12)
    scores = rx.build_index(x, meta, {"normalise": "none"}).scores
    near(scores["g"], raw, 0)
    near(scores["top"], -raw, 0)


def test_groups_mirror_on_the_scale_of_ranks():
    x = some(9, 2)
    meta = pd.DataFrame({"code": ["a", "b", "g", "top"], "parent": ["g", "g", "top", None],
                         "direction": [1, 1, -1, 1]})
    for method, both in (("rank", 10), ("borda", 8), ("percentile_rank", 100)):
        scores = rx.build_index(x, meta, {"normalise": method}).scores
        near(scores["top"], both - scores["g"], 1e-12)


def test_nodes_override_share_and_power():
    x = pd.DataFrame({"a": [1.0, 4.0], "b": [np.nan, 16.0]})
    meta = pd.DataFrame({"code": ["a", "b", "g", "top"], "parent": ["g", "g", "top", None],
                         "min_share": [np.nan, np.nan, 1, np.nan], "power": [np.nan, np.nan, 0.5, 2]})
    recipe = {"normalise": "none", "aggregate": {"rule": "generalised", "power": 3}}
    scores = rx.build_index(x, meta, recipe).scores
    near(scores["g"], [np.nan, 9])
    meta["min_share"] = np.nan
    near(rx.build_index(x, meta, recipe).scores["g"], [1, 9])


# ------------------------------------------------------------------------------- what goes wrong --

def test_what_is_not_defined_is_missing_and_warned_of():
    x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.0, -1.0, -2.0]})
    with pytest.warns(rx.RiskidxWarning, match="'b'"):
        assert rx.normalise(x, "fraction_max")["b"].isna().all()
    with pytest.warns(rx.RiskidxWarning, match="its target|none for which"):
        rx.normalise(x, "distance_target", {"code": ["a"], "target": [0.5]})
    flat = pd.DataFrame({"code": ["a", "b", "i"], "parent": ["i", "i", None]})
    with pytest.warns(rx.RiskidxWarning, match="no fraction of the largest value of indicator 'b', 0"):
        rx.build_index(x, flat, {"normalise": "fraction_max"})
    with pytest.raises(rx.MissingDataError):
        rx.build_index(x, flat, {"normalise": "fraction_max", "strict": True})


@pytest.mark.parametrize("call, error, text", [
    (lambda x: rx.normalise(x, rx.Normalise("distance_reference", reference="v")), rx.NotFoundError, "'v'"),
    (lambda x: rx.normalise(x, "distance_reference"), rx.DomainError, "no reference unit"),
    (lambda x: rx.normalise(x, "distance_target"), rx.DomainError, "no target"),
    (lambda x: rx.normalise(x, rx.Normalise("quantile_classes", classes=1)), rx.InvalidArgumentError, "classes"),
    (lambda x: rx.normalise(x, "middle"), rx.NotFoundError, "robust_z"),
    (lambda x: rx.aggregate(x, "mpi"), rx.DomainError, "negative score -1 for unit 'u1', 'a'"),
    (lambda x: rx.aggregate(x, "generalised"), rx.DomainError, "negative score"),
    (lambda x: rx.aggregate(x, weights=[1.0]), rx.DimensionError, "1 weights for 2"),
    (lambda x: rx.aggregate(x, weights={"a": 1}), rx.InvalidArgumentError, "'b'"),
    (lambda x: rx.aggregate(x, weights=[0, 0]), rx.DomainError, "sum to zero"),
    (lambda x: rx.aggregate(x, low=1), rx.InvalidArgumentError, "low and high"),
    (lambda x: rx.aggregate(x, "scaled_geometric"), rx.DomainError, "range"),
    (lambda x: rx.aggregate(x, rx.Aggregate("owa", positions=[0, 0])), rx.InvalidArgumentError, "positions"),
    (lambda x: rx.aggregate(x, rx.Aggregate("owa", orness=2)), rx.InvalidArgumentError, "orness"),
    (lambda x: rx.outranking(x, [-1, 1]), rx.DomainError, "weight -1")])
def test_refusals(call, error, text):
    with pytest.raises(error, match=text):
        call(pd.DataFrame({"a": [1.0, -1.0], "b": [2.0, 3.0]}, index=["u0", "u1"]))
