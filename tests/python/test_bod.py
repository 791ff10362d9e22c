"""The benefit of the doubt: against exact optima, against SciPy's linear programs, by its properties."""
from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import riskidx as rx

TOLERANCE = 1e-9


def close(actual, expected, within=TOLERANCE):
    actual, expected = np.asarray(actual, float), np.asarray(expected, float)
    assert actual.shape == expected.shape and actual.size
    assert (np.isnan(actual) == np.isnan(expected)).all()
    assert not (np.abs(actual - expected) > within * np.maximum(1, np.abs(expected))).any()


@pytest.fixture
def bli(reference) -> pd.DataFrame:
    return pd.read_csv(reference / "compind" / "bli_2017.csv", index_col="country")


FOUR = ["income", "jobs", "health", "safety"]


# ------------------------------------------------------------------------------------------- reference --


def test_scores_are_the_exact_optima(bli, reference):
    expected = pd.read_csv(reference / "compind" / "bod.csv", index_col="country")
    for columns, bounds, name in ((FOUR, {}, "bod_4"), (list(bli.columns), {}, "bod_11"),
                                  (FOUR, {"share_low": 0.1, "share_high": 0.5}, "bod_constr_4"),
                                  (list(bli.columns), {"share_low": 0.03, "share_high": 0.2}, "bod_constr_11")):
        found = rx.benefit_of_the_doubt(bli[columns], **bounds)
        close(found.scores, expected[name])
        assert list(found.scores.index) == list(bli.index)
        by_rule = rx.aggregate(bli[columns], {"rule": "bod", **bounds})
        assert (by_rule == found.scores).all()


def test_weights_and_shares_where_they_are_unique(bli, reference):
    expected = pd.read_csv(reference / "compind" / "bod_4_weights.csv", index_col="country")
    unique = expected["weights_unique"]
    close(rx.benefit_of_the_doubt(bli[FOUR]).weights[unique], expected.loc[unique, [f"w_{c}" for c in FOUR]])
    expected = pd.read_csv(reference / "compind" / "bod_constr_4_shares.csv", index_col="country")
    unique = expected["weights_unique"]
    assert unique.sum() == 33
    found = rx.benefit_of_the_doubt(bli[FOUR], 0.1, 0.5)
    close(found.shares[unique], expected.loc[unique, FOUR])


def test_geometric(bli, reference):
    expected = pd.read_csv(reference / "compind" / "geometric_bod.csv", index_col="country")
    unique = expected["weights_unique"]
    found = rx.geometric_benefit_of_the_doubt(bli[FOUR], "Germany", 0.1, 0.5)
    close(found.scores[unique], expected.loc[unique, "geometric_bod_4"])
    assert found.scores["Germany"] == 1 and found.weights is None
    with pytest.raises(rx.NotFoundError, match="no unit 'Atlantis'"):
        rx.geometric_benefit_of_the_doubt(bli[FOUR], "Atlantis")


# ----------------------------------------------------------------------------------------- linear programs --


def optimum(y, i, low, high, worst):
    """The same program by HiGHS."""
    n, m = y.shape
    bounds = []
    for j in range(m):
        unit = np.eye(m)[j] * y[i]
        if low[j] > 0:
            bounds.append(low[j] * y[i] - unit)
        if high[j] < 1:
            bounds.append(unit - high[j] * y[i])
    sign = 1 if worst else -1
    a = np.vstack([-sign * y, *bounds]) if bounds else -sign * y
    b = np.concatenate([np.full(n, -sign, float), np.zeros(len(bounds))])
    result = linprog(sign * y[i], A_ub=a, b_ub=b, method="highs")
    assert result.status == 0
    return sign * result.fun


def test_random_tables_against_scipy():
    rng = np.random.default_rng(8)
    programs = 0
    for case in range(120):
        n, m = int(rng.integers(2, 25)), int(rng.integers(1, 7))
        if case % 2:
            y = rng.uniform(0.1, 9, (n, m))
        else:  # ties and equal units, where many programs are degenerate
            y = rng.integers(1, 4, (n, m)).astype(float)
        low = rng.uniform(0, 0.9 / m, m) if case % 3 else np.zeros(m)
        high = np.minimum(1, low + rng.uniform(1.1 / m, 1.2, m)) if case % 3 == 2 else np.ones(m)
        worst = case % 5 == 4
        found = rx.benefit_of_the_doubt(y, low, high, worst=worst)
        expected = [optimum(y, i, low, high, worst) for i in range(n)]
        close(found.scores, expected, 1e-8)  # HiGHS itself is within 1e-7 of its bounds
        close((found.weights * y).sum(axis=1), found.scores, 1e-12)
        programs += n
    assert programs > 1000


def test_zeros_against_scipy():
    rng = np.random.default_rng(9)
    for _ in range(40):
        y = rng.integers(0, 3, (12, 4)).astype(float)
        y[0] = 0
        found = rx.benefit_of_the_doubt(y)
        scale = np.where(y.max(axis=0) > 0, 1, 0)
        used = y[:, scale > 0]
        expected = [optimum(used, i, np.zeros(used.shape[1]), np.ones(used.shape[1]), False) for i in range(12)]
        close(found.scores, expected, 1e-8)


# --------------------------------------------------------------------------------------------- behaviour --


@pytest.fixture
def table() -> pd.DataFrame:
    """C lies between A and B."""
    return pd.DataFrame({"a": [4.0, 2, 2], "b": [1.0, 3, 1]}, index=list("ABC"))


def test_three_units_by_hand(table):
    found = rx.benefit_of_the_doubt(table)
    close(found.scores, [1, 1, 0.6], 1e-15)
    close(found.weights.loc["C"], [0.2, 0.2], 1e-15)
    close(found.shares.loc["C"], [2 / 3, 1 / 3], 1e-15)
    close(rx.benefit_of_the_doubt(table, {"b": 0.5, "a": 0.5}).scores["C"], 0.5, 1e-15)
    close(rx.benefit_of_the_doubt(np.exp(table), multiplicative=True).scores, [1, 1, 0.6], 1e-14)
    close(rx.benefit_of_the_doubt(table, worst=True).scores, [1, 1, 1], 1e-15)
    assert pickle.loads(pickle.dumps(found)).shares.equals(found.shares)
    assert "C" in repr(found) and "<table" in found._repr_html_()


def test_missing_values(table):
    table.loc["B", "a"] = np.nan
    found = rx.benefit_of_the_doubt(table)
    close(found.scores, [1, 1, 2 / 3], 1e-15)
    assert np.isnan(found.shares.at["B", "a"]) and found.shares.at["B", "b"] == 1
    assert np.isnan(rx.benefit_of_the_doubt(table, worst=True).scores["B"])


def test_threads_and_progress(table):
    rng = np.random.default_rng(2)
    y = rng.uniform(1, 9, (150, 5))
    one = rx.benefit_of_the_doubt(y, 0.05, threads=1)
    for threads in (2, 3, 7):
        many = rx.benefit_of_the_doubt(y, 0.05, threads=threads)
        assert many.scores.equals(one.scores) and many.weights.equals(one.weights)
    seen = []
    rx.benefit_of_the_doubt(y, progress=seen.append)
    assert seen[-1] == 1 and seen == sorted(seen)

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rx.benefit_of_the_doubt(y, progress=stop)


def test_as_a_rule_of_a_node(table):
    meta = pd.DataFrame({"code": ["index", "g", "a", "b"], "parent": [None, "index", "g", "g"],
                         "aggregate": [None, "bod", None, None], "share_low": [None, None, 0.5, 0.5]})
    index = rx.build_index(table, meta, rx.Recipe({"method": "none", "low": 0, "high": 100}))
    close(index.scores["g"], [100 * s for s in rx.benefit_of_the_doubt(table, 0.5).scores], 1e-13)
    assert rx.Framework(meta).meta["share_low"].tolist()[2:] == [0.5, 0.5]
    free = rx.build_index(table, meta.drop(columns="share_low"), rx.Recipe({"method": "none", "low": 0, "high": 100}))
    close(free.scores["g"], [100, 100, 60], 1e-14)
    with pytest.raises(rx.DomainError, match="'g' sum to 1.2"):
        rx.build_index(table, meta.assign(share_low=0.6), rx.Recipe({"method": "none", "low": 0, "high": 100}))


def test_mean_weights(table):
    weights = rx.weights.benefit_of_the_doubt(table)
    means = rx.benefit_of_the_doubt(table).weights.mean()
    close(weights, means / means.sum(), 1e-14)
    meta = pd.DataFrame({"code": ["index", "a", "b"], "parent": [None, "index", "index"]})
    index = rx.build_index(table, meta, rx.Recipe({"method": "none", "low": 0, "high": 100}))
    close(rx.weights.benefit_of_the_doubt(index, share_low=0.25).sum(), 1, 1e-15)


def test_what_is_refused(table):
    with pytest.raises(rx.DomainError, match="negative value -1 for unit 'B', column 'a'"):
        rx.benefit_of_the_doubt(table.assign(a=[4, -1, 2]))
    with pytest.raises(rx.DomainError, match="infinite value inf for unit 'A'"):
        rx.benefit_of_the_doubt(table.assign(b=[np.inf, 1, 2]))
    with pytest.raises(rx.DomainError, match="unit 'B' cannot keep the bounds on shares"):
        rx.benefit_of_the_doubt(table.assign(a=[4, 0, 2]), 0.1)
    with pytest.raises(rx.DomainError, match="lower bounds on shares sum to 1.2"):
        rx.benefit_of_the_doubt(table, 0.6)
    with pytest.raises(rx.NotFoundError, match="share_low: no column 'z'"):
        rx.benefit_of_the_doubt(table, {"z": 0.1})
    with pytest.raises(rx.DimensionError, match="3 bounds for 2 columns"):
        rx.benefit_of_the_doubt(table, [0.1, 0.1, 0.1])
    with pytest.raises(rx.InvalidArgumentError, match="share_high"):
        rx.benefit_of_the_doubt(table, share_high="much")
    with pytest.raises(rx.DomainError, match="unit 'B' is 0 in all columns"):
        rx.benefit_of_the_doubt(table.assign(a=[4, 0, 2], b=[1, 0, 1]), worst=True)


def test_bars_are_divided_by_shares(table):
    plt = pytest.importorskip("matplotlib.pyplot")
    found = rx.benefit_of_the_doubt(table, 0.2)
    ax = found.plot()
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert names == list(found.scores.sort_values(ascending=False, kind="stable").index)
    assert len(ax.patches) == 6
    for place, name in enumerate(names):
        mine = [bar for bar in ax.patches if round(bar.get_y() + bar.get_height() / 2) == place]
        close([bar.get_width() for bar in mine], found.shares.loc[name] * found.scores[name], 1e-14)
        close(max(bar.get_x() + bar.get_width() for bar in mine), found.scores[name], 1e-14)
    assert len(found.plot(top=2).patches) == 4
    plt.close("all")
