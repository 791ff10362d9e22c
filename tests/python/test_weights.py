"""Weights: against COINr and Compind, against formulas written out in NumPy, against published examples."""
from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

TOLERANCE = 1e-9


def close(actual, expected, within=TOLERANCE):
    actual, expected = np.asarray(actual, float), np.asarray(expected, float)
    assert actual.shape == expected.shape and actual.size
    assert (np.abs(actual - expected) <= within * np.maximum(1, np.abs(expected))).all()


@pytest.fixture
def table() -> pd.DataFrame:
    """Forty units, six columns of two kinds, one of them alone; all positive."""
    rng = np.random.default_rng(5)
    base = rng.normal(size=(40, 2))
    x = base[:, [0, 0, 0, 1, 1]] + 0.6 * rng.normal(size=(40, 5))
    x = np.column_stack([x, rng.normal(size=40)]) + 6
    return pd.DataFrame(x, columns=list("abcdef"), index=[f"u{k}" for k in range(40)])


# ------------------------------------------------------------------------------------------ frameworks --


def test_a_framework_with_other_weights(framework):
    changed = framework.with_weights({"cases": 5, "economy": 0.5, "jobs": None})
    weight = changed.meta.set_index("code")["weight"]
    assert weight["cases"] == 5 and weight["economy"] == 0.5 and weight["jobs"] == 3
    assert framework.meta.set_index("code")["weight"]["cases"] == 1  # the old one stays
    assert pickle.loads(pickle.dumps(changed)).meta.equals(changed.meta)
    again = framework.with_weights(pd.Series({"cases": 5, "economy": 0.5}))
    assert again.meta.equals(changed.meta)


def test_weights_of_a_level(framework):
    equal = framework.with_weights("equal", level=1).meta.set_index("code")["weight"]
    assert (equal[["cases", "beds", "jobs", "debt"]] == 1).all() and equal["health"] == 2
    given = framework.with_weights([3, 4], level=2).meta.set_index("code")["weight"]
    assert list(given[["health", "economy"]]) == [3, 4] and given["jobs"] == 3
    assert (framework.with_weights(2).meta["weight"] == 2).all()
    with pytest.raises(rx.NotFoundError, match="there are 1 to 3"):
        framework.with_weights("equal", level=4)
    with pytest.raises(rx.NotFoundError, match="'jobs' is not of level 2"):
        framework.with_weights({"jobs": 1}, level=2)
    with pytest.raises(rx.DimensionError, match="3 for 2 nodes"):
        framework.with_weights([1, 2, 3], level=2)


def test_weights_that_a_framework_refuses(framework):
    with pytest.raises(rx.DomainError, match="'jobs'"):
        framework.with_weights({"jobs": -1})
    with pytest.raises(rx.FrameworkError, match="economy"):
        framework.with_weights({"jobs": 0, "debt": 0})
    with pytest.raises(rx.NotFoundError, match="'work'"):
        framework.with_weights({"work": 1})
    with pytest.raises(rx.InvalidArgumentError, match="'much'"):
        framework.with_weights({"jobs": "much"})


def test_equal_weights(framework):
    weights = rx.weights.equal(framework)
    assert weights["health"] == 0.5 and weights["debt"] == 0.5 and len(weights) == 6
    assert list(rx.weights.equal(framework, "economy").index) == ["jobs", "debt"]


# ------------------------------------------------------------------------------------------ components --


def test_components_as_in_coinr(reference):
    data = pd.read_csv(reference / "coinr" / "normalised.csv").set_index("uCode")
    for pillar in ("P2P", "Social"):
        expected = pd.read_csv(reference / "coinr" / "weights" / f"pca_{pillar}_weights.csv").set_index("iCode")["weight"]
        weights = rx.weights.pca(data[expected.index], compat=True)
        assert list(weights.index) == list(expected.index)
        close(weights * np.sign(weights.iloc[0] * expected.iloc[0]), expected)
        close(rx.weights.pca(data[expected.index]), expected / expected.sum())


def test_components_of_an_index(reference):
    index = rx.build_index(pd.read_csv(reference / "coinr" / "treated.csv"),
                           rx.Framework(pd.read_csv(reference / "coinr" / "asem_imeta.csv")))
    expected = pd.read_csv(reference / "coinr" / "weights" / "pca_P2P_weights.csv").set_index("iCode")["weight"]
    found = rx.weights.pca(index, group="P2P")
    close(found[expected.index], expected / expected.sum())
    level2 = pd.read_csv(reference / "coinr" / "weights" / "pca_level2_weights.csv")
    for group, part in level2.groupby("group"):
        expected = part.set_index("iCode")["weight"]
        close(rx.weights.pca(index, group=group)[expected.index], expected / expected.sum())
    every = rx.weights.entropy(index)
    assert sorted(every.index) == sorted(set(index.framework.codes) - {index.framework.root})
    new = index.framework.with_weights(every)
    assert new.meta.set_index("code")["weight"][every.index].equals(every)


def test_a_group_of_direction_down_is_mirrored(data):
    fw = rx.Framework({"code": ["risk", "g", "cases", "beds", "jobs"],
                       "parent": [None, "risk", "g", "g", "risk"], "direction": [1, -1, 1, 1, 1]})
    index = rx.build_index(data, fw)
    x = index.scores[["g", "jobs"]].assign(g=lambda s: 100 - s["g"])
    close(rx.weights.entropy(index, "risk"), rx.weights.entropy(x))
    close(rx.weights.pca(index, "risk", compat=True), rx.weights.pca(x, compat=True))


# --------------------------------------------------------------------------------------------- factors --


def test_factors_as_in_compind(reference):
    folder = reference / "compind"
    data = pd.read_csv(folder / "bli_2017.csv", index_col="country")
    expected = pd.read_csv(folder / "factor.csv", index_col="country")
    shares = pd.read_csv(folder / "factor_weights.csv")
    cases = {"factor_one": (data, 1), "factor_one_4": (data[["income", "jobs", "health", "safety"]], 1),
             "factor_ch3": (data, 3), "factor_all": (data, 11)}
    for case, (columns, factors) in cases.items():
        found = rx.weights.factor_index(columns, factors, compat=True)
        close(found.scores, expected[case])
        close(found.weights, shares.loc[shares["case"] == case, "weight"])
        file = folder / f"{case}_rotated_loadings.csv"
        if file.exists():
            close(found.loadings, pd.read_csv(file, index_col="iCode").loc[found.loadings.index])


def test_the_rotation_goes_on_to_a_maximum(reference):
    """The early stop leaves it short of one; here that turns a factor whose loadings nearly cancel round."""
    data = pd.read_csv(reference / "compind" / "bli_2017.csv", index_col="country")
    values, vectors = np.linalg.eigh(np.corrcoef(data.T))
    expected = varimax((vectors * np.sqrt(values))[:, :-4:-1])
    expected = expected * np.sign(expected.sum(0))
    expected = expected[:, np.argsort(-(expected ** 2).sum(0))]
    found = rx.weights.factor_index(data, 3)
    close(found.loadings, expected)
    z = (data - data.mean()) / data.std()
    factors = z @ np.linalg.solve(np.corrcoef(data.T), expected)
    close(found.scores, factors @ ((expected ** 2).sum(0) / 11))
    early = rx.weights.factor_index(data, 3, compat=True)
    assert criterion(found.loadings) > criterion(early.loadings) + 1e-3
    assert np.corrcoef(found.loadings["F3"], early.loadings["F3"])[0, 1] < -0.9


def criterion(loadings):
    """Kaiser's, of rows scaled to length 1."""
    y = loadings.to_numpy() / np.sqrt((loadings.to_numpy() ** 2).sum(1))[:, None]
    return ((y ** 4).sum(0) - (y ** 2).sum(0) ** 2 / len(y)).sum()


def varimax(loadings):
    """By polar factors, until nothing moves any more."""
    length = np.sqrt((loadings ** 2).sum(1))[:, None]
    y, turn = loadings / length, np.eye(loadings.shape[1])
    for _ in range(20000):
        z = y @ turn
        u, _, v = np.linalg.svd(y.T @ (z ** 3 - z * (z ** 2).mean(0)))
        turn, before = u @ v, turn
        if np.abs(turn - before).max() < 1e-14:
            break
    return (y @ turn) * length


def test_factor_weights_by_numpy(table):
    values, vectors = np.linalg.eigh(np.corrcoef(table.T))
    values, vectors = values[::-1], vectors[:, ::-1]
    for factors in (1, 2, 3):
        squares = varimax(vectors[:, :factors] * np.sqrt(values[:factors])) ** 2
        explained = squares.sum(0)
        # As the handbook writes it: shares of a factor's variance, times shares of the factors.
        scaled = squares / explained
        dominant = squares.argmax(1)
        weights = scaled[range(6), dominant] * (explained / explained.sum())[dominant]
        found = rx.weights.factor(table, factors=factors)
        close(found, weights / weights.sum(), 1e-10)
        assert found.sum() == pytest.approx(1, abs=1e-15)
    count = max(int(((values > 1) & (values > 0.6)).sum()), int((np.cumsum(values) <= 3.6).sum()) + 1)
    assert rx.weights.factor_count(table) == count
    assert rx.weights.factor(table).equals(rx.weights.factor(table, factors=count))


def test_factors_leave_incomplete_units_aside(table):
    holed = table.copy()
    holed.iloc[3, 2] = np.nan
    found = rx.weights.factor_index(holed, 2)
    rest = rx.weights.factor_index(table.drop(index="u3"), 2)
    assert np.isnan(found.scores["u3"])
    assert found.scores.drop("u3").equals(rest.scores) and found.loadings.equals(rest.loadings)
    with pytest.raises(rx.InvalidArgumentError, match="7 factors of 6"):
        rx.weights.factor(table, factors=7)
    with pytest.raises(rx.InvalidArgumentError):
        rx.weights.factor(table, factors=0)
    with pytest.raises(rx.InvalidArgumentError):
        rx.weights.factor_index(table, -1)


# ----------------------------------------------------------------------------------- entropy and CRITIC --


def test_entropy_by_numpy(table):
    p = table / table.sum()
    d = 1 + (p * np.log(p)).sum() / np.log(len(table))
    close(rx.weights.entropy(table), d / d.sum(), 1e-11)
    assert rx.weights.entropy(table.to_numpy()).index.tolist() == list("012345")
    holed = table.copy()
    holed.loc["u1", "b"] = np.nan
    p = holed / holed.sum()
    d = 1 + (p * np.log(p)).sum() / np.log(holed.count())
    close(rx.weights.entropy(holed), d / d.sum(), 1e-11)
    with pytest.raises(rx.DomainError, match="'u0'.*'a'"):
        rx.weights.entropy(table - 100)


def test_entropy_of_the_aircraft_of_hwang_and_yoon():
    aircraft = [[2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5],
                [1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5.0, 5, 5]]
    published = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764]  # rounded on the way
    assert np.abs(rx.weights.entropy(aircraft) - published).max() < 2e-3


def test_critic_by_numpy(table):
    z = (table - table.min()) / (table.max() - table.min())
    c = z.std() * (1 - z.corr()).sum()
    close(rx.weights.critic(table), c / c.sum(), 1e-12)
    holed = table.copy()
    holed.loc["u1", "b"] = np.nan
    assert rx.weights.critic(holed).equals(rx.weights.critic(table.drop(index="u1")))
    close(rx.weights.critic(1000 - 7 * table), c / c.sum(), 1e-11)  # whichever way all of them run
    with pytest.raises(rx.MissingDataError, match="'c'"):
        rx.weights.critic(table.assign(c=1.0))
    with pytest.raises(rx.InvalidArgumentError, match="group"):
        rx.weights.critic(table, group="x")


# ------------------------------------------------------------------------------------------------ AHP --

RANDOM = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}  # Saaty 1980


def test_ahp_by_numpy():
    rng = np.random.default_rng(1)
    for n in (3, 4, 7, 10):
        a = np.triu(rng.choice([1 / 9, 1 / 5, 1 / 3, 1, 2, 4, 7, 9], (n, n)), 1)
        a = a + np.eye(n) + np.tril(1 / np.where(a > 0, a, np.inf).T, -1)
        values, vectors = np.linalg.eig(a)
        k = values.real.argmax()
        w = vectors[:, k].real
        found = rx.weights.ahp(a)
        close(found.weights, w / w.sum(), 1e-12)
        assert found.eigenvalue == pytest.approx(values[k].real, rel=1e-12)
        assert found.consistency_ratio == pytest.approx((values[k].real - n) / (n - 1) / RANDOM[n], rel=1e-11)
        half = np.where(np.tril(np.ones((n, n)), -1) > 0, np.nan, a)
        close(rx.weights.ahp(half).weights, found.weights, 1e-14)


def test_ahp_has_names_and_refuses_contradictions():
    codes = ["health", "economy"]
    found = rx.weights.ahp(pd.DataFrame([[1, 3], [1 / 3, 1]], index=codes, columns=codes))
    assert found.weights["health"] == pytest.approx(0.75) and found.consistency_ratio == 0
    assert "2 weights" in repr(found)
    with pytest.raises(rx.DomainError, match="not reciprocal.*0.3333333333333333 is expected"):
        rx.weights.ahp([[1, 3], [0.33, 1]])
    with pytest.raises(rx.InvalidArgumentError, match="same order"):
        rx.weights.ahp(pd.DataFrame([[1, 3], [1 / 3, 1]], index=codes, columns=codes[::-1]))
    with pytest.raises(rx.MissingDataError, match="no judgement"):
        rx.weights.ahp([[1, np.nan], [np.nan, 1]])
    with pytest.raises(rx.DimensionError):
        rx.weights.ahp([[1, 3, 5], [1 / 3, 1, 2]])


# ----------------------------------------------------------------------------------------- refusals --


@pytest.mark.parametrize("method", [rx.weights.pca, rx.weights.factor, rx.weights.entropy, rx.weights.critic])
def test_tables_that_cannot_be_weighed(method):
    for data, error in ((np.full((3, 2), np.nan), rx.MissingDataError), ([[1, np.inf], [2, 3]], rx.DomainError),
                        (np.zeros((0, 2)), rx.MissingDataError), (np.zeros((3, 0)), rx.MissingDataError),
                        ([[1, 2], [3]], rx.DimensionError), ("x", rx.DimensionError),
                        ({"a": [1, 2], "b": ["x", "y"]}, rx.InvalidArgumentError)):
        with pytest.raises(error):
            method(data)


def test_arguments_of_the_wrong_kind(framework):
    for pairs in ([], "x", [["a"]], [[1, 2]]):
        with pytest.raises(rx.RiskidxError):
            rx.weights.ahp(pairs)
    for factors in (0, 1.5, "a", None, 99):
        with pytest.raises(rx.InvalidArgumentError, match="factors"):
            rx.weights.factor_index(np.random.default_rng(1).random((9, 4)), factors)
    for weights in ("x", rx.weights.ahp([[1]]), {"jobs": "q"}):
        with pytest.raises(rx.InvalidArgumentError, match="is not a number"):
            framework.with_weights(weights)
    with pytest.raises(rx.InvalidArgumentError, match="no group"):
        rx.weights.equal(framework, "jobs")


# --------------------------------------------------------------------------------------- target influences --


@pytest.fixture(scope="session")
def asem(reference) -> rx.Index:
    """COINr's example from its normalised data on."""
    meta = pd.read_csv(reference / "coinr" / "asem_imeta.csv")
    meta["Direction"] = 1
    data = pd.read_csv(reference / "coinr" / "normalised.csv").set_index("uCode")
    meta = meta[meta["Type"].isin(["Indicator", "Aggregate"])]
    return rx.build_index(data[[c for c in meta["iCode"] if c in data.columns]], meta,
                          rx.Recipe({"method": "none", "low": 0, "high": 100}))


def influences(index: rx.Index, codes) -> np.ndarray:
    """Correlations with the index over their sum, by pandas."""
    r = index.scores[list(codes)].corrwith(index.score)
    return (r / r.sum()).to_numpy()


def test_two_sub_indices_by_their_deviations(asem, reference):
    expected = pd.read_csv(reference / "coinr" / "weights" / "optimised_weights.csv")
    close(asem.score, pd.read_csv(reference / "coinr" / "aggregated.csv").set_index("uCode")["Index"])
    for run, targets in (("equal, tolerance 1e-15", None),
                         ("1.02:1, tolerance 1e-15", {"Sust": 1, "Conn": 1.02})):
        rows = expected[(expected["level"] == 3) & (expected["run"] == run)].set_index("iCode")
        fit = rx.weights.optimised(asem, 3, targets)
        close(fit.weights[rows.index], rows["opt_weight"])
        close(fit.influences[rows.index], rows["target_share"])
        assert fit.objective < -50 and fit.largest < 1e-11
    inverse = 1 / asem.scores[["Conn", "Sust"]].std()
    close(rx.weights.optimised(asem, 3).weights[inverse.index], inverse / inverse.sum())


def test_eight_pillars_as_near_as_any_search_came(asem):
    free = rx.weights.optimised(asem, 2, nonnegative=False)
    assert free.objective <= -12.54 and (free.weights < 0).any()
    fit = rx.weights.optimised(asem, level=2)
    assert fit.objective <= -6.94 and (fit.weights >= 0).all()
    again = rx.build_index(asem.stage("raw"), asem.framework.with_weights(fit.weights), asem.recipe)
    found = influences(again, fit.weights.index)
    close(found, fit.influences, 1e-12)
    close(np.log(((found - 1 / 8) ** 2).mean()), fit.objective)
    assert rx.weights.optimised(asem, level=2, threads=1).weights.equals(fit.weights)
    assert "<table" in fit._repr_html_() and "8 weights" in repr(fit)


def test_influences_of_indicators_of_one_group(table):
    meta = pd.DataFrame({"code": ["index", "g", "a", "b", "c", "f"],
                         "parent": [None, "index", "g", "g", "g", "index"]})
    index = rx.build_index(table, meta)
    known = rx.build_index(table, index.framework.with_weights({"a": 3, "b": 1, "c": 2}))
    targets = dict(zip("cab", influences(known, "cab")))  # named, in an order of their own
    fit = rx.weights.optimised(index, targets=targets)
    assert list(fit.targets.index) == ["a", "b", "c"]
    close(fit.weights, [1 / 2, 1 / 6, 1 / 3], 1e-8)
    close(influences(rx.build_index(table, index.framework.with_weights(fit.weights)), "abc"), fit.targets)
    seen = []
    rx.weights.optimised(index, targets=targets, progress=seen.append)
    assert seen[-1] == 1


def test_what_optimised_weights_refuse(table):
    index = rx.build_index(table, pd.DataFrame({"code": ["index", *"abc"], "parent": [None, *["index"] * 3]}),
                           {"aggregate": "geometric", "normalise": {"method": "minmax", "low": 1, "high": 100}})
    with pytest.raises(rx.InvalidArgumentError, match="level"):
        rx.weights.optimised(index)
    with pytest.raises(rx.InvalidArgumentError, match="by code"):
        rx.weights.optimised(index, 1, [1, 2, 3])
    with pytest.raises(rx.NotFoundError, match="none for 'c' of level 1"):
        rx.weights.optimised(index, 1, {"a": 1, "b": 1})
    with pytest.raises(rx.FrameworkError, match="'a' has a target, and a sibling none"):
        rx.weights.optimised(index, targets={"a": 1, "b": 1})
    with pytest.raises(rx.NotFoundError, match="'index' is not of level 1"):
        rx.weights.optimised(index, 1, {"index": 1})
    with pytest.raises(rx.DomainError, match="geometric, the rule of 'index'"):
        rx.weights.optimised(index, 1, nonnegative=False)
    with pytest.raises(rx.DomainError, match="target -1 of 'b'"):
        rx.weights.optimised(index, 1, {"a": 1, "b": -1, "c": 1})
    with pytest.raises(rx.InvalidArgumentError, match="an Index"):
        rx.weights.optimised(table, 1)
