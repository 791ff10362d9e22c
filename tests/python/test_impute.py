"""EM, nearest units and Box-Cox by likelihood: against NumPy and SciPy; what the treatment's log says."""
from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

import riskidx as rx


def normal_table(seed, n=60, p=4, missing=0.2):
    rng = np.random.default_rng(seed)
    full = rng.normal(size=(n, p)) @ rng.normal(size=(p, p)) + rng.normal(size=p) * 5
    return np.where(rng.random((n, p)) < missing, np.nan, full)


# ------------------------------------------------------------------------------------------- em --

def log_likelihood(mean, cov, x):
    """Of what is observed, row by row."""
    total = 0.0
    for row in x:
        there = ~np.isnan(row)
        if there.any():
            total += stats.multivariate_normal.logpdf(row[there], mean[there], cov[np.ix_(there, there)])
    return total


def em(x, ridge=0.0):
    """The algorithm once more, row by row: mean and covariance."""
    rows = x[~np.isnan(x).all(axis=1)]
    n, p = rows.shape
    mean, cov = np.nanmean(rows, axis=0), np.diag(np.nanvar(rows, axis=0))
    extra = np.diag(np.nanvar(rows, axis=0)) * ridge
    for _ in range(20000):
        filled, uncertain = expected(rows, mean, cov)
        new_mean = filled.mean(axis=0)
        new_cov = (filled - new_mean).T @ (filled - new_mean) / n + uncertain / n + extra
        change = max(np.abs(new_mean - mean).max(), np.abs(new_cov - cov).max())
        mean, cov = new_mean, new_cov
        if change < 1e-13:
            break
    return mean, cov


def expected(rows, mean, cov):
    """Rows with their gaps expected, and the sum of the conditional covariances."""
    filled, uncertain = rows.copy(), np.zeros_like(cov)
    for i, row in enumerate(rows):
        there, gap = ~np.isnan(row), np.isnan(row)
        slopes = np.linalg.solve(cov[np.ix_(there, there)], cov[np.ix_(there, gap)])
        filled[i, gap] = mean[gap] + (row[there] - mean[there]) @ slopes
        uncertain[np.ix_(gap, gap)] += cov[np.ix_(gap, gap)] - cov[np.ix_(gap, there)] @ slopes
    return filled, uncertain


@pytest.mark.parametrize("seed, missing, ridge", [(1, 0.1, 0), (2, 0.3, 0), (3, 0.5, 0), (4, 0.3, 0.01)])
def test_em_is_that_of_numpy(seed, missing, ridge):
    x = normal_table(seed, n=60 if missing < 0.5 else 200, missing=missing)
    mean, cov = em(x, ridge)
    filled, report = rx.impute(pd.DataFrame(x), "em", ridge=ridge, tolerance=1e-13, max_iterations=20000)
    assert np.abs(filled.to_numpy() - expected(x, mean, cov)[0]).max() < 1e-9
    assert report.converged.all() and (report.imputed == report.missing).all()
    assert report.log_likelihood.iloc[0] == pytest.approx(log_likelihood(mean, cov, x), abs=1e-9)


def test_em_is_the_maximum():
    """By another optimiser from another start; and the likelihood is flat where the algorithm ends."""
    x = normal_table(5, n=40, p=3)
    filled, report = rx.impute(pd.DataFrame(x), "em")

    def loss(theta):
        lower = np.zeros((3, 3))
        lower[np.tril_indices(3)] = theta[3:]
        return -log_likelihood(theta[:3], lower @ lower.T, x)

    start = np.concatenate([np.nanmean(x, axis=0), np.diag(np.nanstd(x, axis=0))[np.tril_indices(3)]])
    best = optimize.minimize(loss, start, method="BFGS", options={"gtol": 1e-7, "maxiter": 2000})
    lower = np.zeros((3, 3))
    lower[np.tril_indices(3)] = best.x[3:]
    assert report.log_likelihood.iloc[0] == pytest.approx(-best.fun, abs=1e-8)
    assert filled.to_numpy() == pytest.approx(expected(x, best.x[:3], lower @ lower.T)[0], abs=1e-4)
    mean, cov = em(x)
    at = np.concatenate([mean, np.linalg.cholesky(cov)[np.tril_indices(3)]])
    assert np.abs(optimize.approx_fprime(at, loss, 1e-6)).max() < 1e-3
    assert loss(at) == pytest.approx(-report.log_likelihood.iloc[0], abs=1e-9)


def test_em_in_an_index_by_parent_and_whole():
    x = pd.DataFrame(np.column_stack([normal_table(6, p=2), normal_table(7, p=2)]), columns=list("abcd"))
    framework = rx.Framework({"code": ["index", "left", "right", "a", "b", "c", "d"],
                              "parent": [None, "index", "index", "left", "left", "right", "right"]})
    index = rx.build_index(x, framework, rx.Recipe(impute="em"))
    alone = rx.impute(x, "em", columns=["c", "d"])
    assert index.stage("imputed")[["c", "d"]].equals(alone.data[["c", "d"]])
    log = index.log[index.log.message.str.startswith("EM over")]
    assert list(log.node) == ["left", "right"] and (log.severity == "note").all()
    assert f"log-likelihood {alone.report.log_likelihood['c']}" in log.message.iloc[1]
    assert index.imputed.equals(x.isna())
    whole = rx.build_index(x, framework, rx.Recipe(impute={"method": "em", "whole": True}))
    assert whole.stage("imputed").equals(rx.impute(x, "em").data)
    blocks = rx.impute(x, "em", blocks={"a": "left", "b": "left", "c": "right", "d": "right"})
    assert blocks.data.equals(index.stage("imputed"))


def test_em_that_fails_warns():
    x = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 4, 6, 8, np.nan]})
    with pytest.warns(rx.RiskidxWarning, match="singular; the gaps of a, b stay missing"):
        filled, report = rx.impute(x, "em")
    assert filled.equals(x) and not report.converged.any() and report.log_likelihood.isna().all()
    framework = rx.Framework({"code": ["index", "a", "b"], "parent": [None, "index", "index"]})
    with pytest.warns(rx.RiskidxWarning, match="indicators below 'index' is singular"):
        index = rx.build_index(x, framework, {"impute": "em"})
    assert index.stage("imputed").equals(x)
    with pytest.raises(rx.MissingDataError, match="singular"):
        rx.build_index(x, framework, {"impute": "em", "strict": True})
    y = pd.DataFrame(normal_table(8))
    with pytest.warns(rx.RiskidxWarning, match="EM did not converge for 0, 1, 2, 3"):
        assert rx.impute(y, "em", max_iterations=3).report.iterations.eq(3).all()
    for option in ({"ridge": -1}, {"tolerance": 0}, {"max_iterations": 0}, {"neighbours": 0}):
        with pytest.raises(rx.InvalidArgumentError, match=next(iter(option))):
            rx.impute(y, "em", **option)


# -------------------------------------------------------------------------------------- nearest --

def nearest(x, k, by_distance=False, by_range=False):
    """Brute force, with distances as scikit-learn's nan_euclidean_distances has them."""
    low = np.nanmin(x, axis=0) if by_range else np.nanmean(x, axis=0)
    z = (x - low) / (np.nanmax(x, axis=0) - low if by_range else np.nanstd(x, axis=0))
    filled = x.copy()
    for i, j in zip(*np.nonzero(np.isnan(x))):
        distances = np.full(len(x), np.nan)
        for u in range(len(x)):
            both = ~np.isnan(z[i]) & ~np.isnan(z[u])
            if both.any() and not np.isnan(x[u, j]):
                distances[u] = np.sqrt(z.shape[1] / both.sum() * ((z[i] - z[u])[both] ** 2).sum())
        order = np.argsort(distances)[: min(k, np.count_nonzero(~np.isnan(distances)))]
        if not len(order):
            filled[i, j] = np.nanmean(x[:, j])
            continue
        weights = 1 / distances[order] if by_distance else np.ones(len(order))
        filled[i, j] = np.average(x[order, j], weights=weights)
    return filled


@pytest.mark.parametrize("k", [1, 5, 100])
@pytest.mark.parametrize("by_distance", [False, True])
@pytest.mark.parametrize("by_range", [False, True])
def test_nearest_units_are_those_of_numpy(k, by_distance, by_range):
    x = normal_table(11, missing=0.4)
    x[3] = np.nan
    filled, report = rx.impute(pd.DataFrame(x), "nearest", neighbours=k, by_distance=by_distance,
                               by_range=by_range)
    assert filled.to_numpy() == pytest.approx(nearest(x, k, by_distance, by_range), abs=1e-11)
    assert (report.fell_back >= 1).all() and (report.imputed == report.missing).all()


def test_nearest_units_as_scikit_learn_has_them():
    """Where it is installed; it does not scale columns, so they are scaled here."""
    sklearn = pytest.importorskip("sklearn.impute")
    x = normal_table(12, missing=0.3)
    z = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0)
    ours = rx.impute(pd.DataFrame(z), "nearest", neighbours=3, by_distance=True).data.to_numpy()
    assert ours == pytest.approx(sklearn.KNNImputer(n_neighbors=3, weights="distance").fit_transform(z))


def test_nearest_does_not_depend_on_the_order_of_units():
    rng = np.random.default_rng(13)
    x = pd.DataFrame(rng.integers(0, 3, size=(40, 3)).astype(float)).mask(rng.random((40, 3)) < 0.2)
    turned = rx.impute(x[::-1], "nearest", neighbours=2).data[::-1]
    assert turned.to_numpy() == pytest.approx(rx.impute(x, "nearest", neighbours=2).data.to_numpy(), rel=1e-14)


# ------------------------------------------------------------------------------------- box-cox --

@pytest.mark.parametrize("seed", range(6))
def test_lambda_is_that_of_scipy(seed):
    x = np.random.default_rng(seed).lognormal(sigma=1 + seed / 4, size=50) ** (seed - 2.5)
    for transform, shifted in (("boxcox_ml", x), ("boxcox_shifted_ml", x - x.min() + 1)):
        treated, report = rx.treat(pd.DataFrame({"x": x}), "transform", transform=transform)
        expected, power = stats.boxcox(shifted)
        found = report["lambda"]["x"]
        assert found == pytest.approx(power, abs=1e-5)
        assert stats.boxcox_llf(found, shifted) >= stats.boxcox_llf(power, shifted) - 1e-10
        assert treated.x.to_numpy() == pytest.approx(stats.boxcox(shifted, lmbda=found), rel=1e-9, abs=1e-9)


def test_lambda_stands_in_treatment_and_log():
    x = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 8, 12, 20, 33, 60], "b": np.arange(10.0)})
    framework = rx.Framework({"code": ["index", "a", "b"], "parent": [None, "index", "index"],
                              "transform": [None, "boxcox_ml", None], "treat": [None, "transform", "none"]})
    index = rx.build_index(x, framework)
    assert index.treatment["lambda"]["a"] == pytest.approx(-0.06463009788092973862, abs=1e-12)
    assert np.isnan(index.treatment["lambda"]["b"])
    assert "transformed by boxcox_ml with lambda -0.0646300978809" in index.log.message.iloc[-1]
    with pytest.raises(rx.DomainError, match="the value 0 in row 0, column 0, has no transform boxcox_ml"):
        rx.treat(x[["b"]], "transform", transform="boxcox_ml")


# -------------------------------------------------------------------------- overrides and the log --

OUTLIERS = [5.0, 1, 100, 2, 3, 4, 90, 6, 7, 8, -50, 9]


def alike(**columns):
    """Three indicators with the same values, under a framework with these columns."""
    meta = pd.DataFrame({"code": ["a", "b", "c", "index"], "parent": ["index"] * 3 + [None]})
    for name, values in columns.items():
        meta[name] = [*values, np.nan if not isinstance(values[0], str) else None]
    data = pd.DataFrame({code: OUTLIERS for code in "abc"}, index=[f"u{i}" for i in range(12)])
    return data, rx.Framework(meta)


def test_nodes_win_over_the_recipe():
    data, framework = alike(treat_max_points=[np.nan, 3, np.inf], treat_force=[np.nan, np.nan, 0],
                            treat_skewness=[np.nan, np.nan, 100])
    index = rx.build_index(data, framework, {"treat": rx.Treat("winsorise", max_points=1, force=True)})
    assert list(index.treatment.n_high + index.treatment.n_low) == [1, 3, 0]
    for code, points in (("a", 1), ("b", 3)):
        alone = rx.treat(data[[code]], "winsorise", max_points=points, force=True).data
        assert index.stage("treated")[[code]].equals(alone)
    assert rx.Framework(framework.meta).meta.equals(framework.meta)
    assert framework.meta.treat_max_points.iloc[2] == np.inf
    data, framework = alike(treat=["percentiles", "fences", "transform"], treat_low_share=[0, np.nan, np.nan],
                            treat_high_share=[0.5, np.nan, np.nan], treat_fence=[np.nan, 100, np.nan],
                            transform=["inherit", "inherit", "boxcox_shifted"], treat_lambda=[np.nan, np.nan, 0.5])
    index = rx.build_index(data, framework)
    assert index.treatment.n_high["a"] == 6 and index.treatment.action["b"] == "none"
    assert index.stage("treated").c.to_numpy() == pytest.approx(stats.boxcox(np.array(OUTLIERS) + 51, lmbda=0.5))
    with pytest.raises(rx.DomainError, match="treat_fence -1 of node 'b'"):
        alike(treat_fence=[1, -1, 1])


def test_moved_values_and_why():
    data, framework = alike(treat=["fences", "winsorise", "none"], treat_max_points=[np.nan, 1, np.nan])
    index = rx.build_index(data, framework, {"treat": {"skewness": 1, "kurtosis": 1}})
    moved = index.moved
    quarters = np.quantile(OUTLIERS, [0.25, 0.75])
    fence = quarters + np.array([-1.5, 1.5]) * np.diff(quarters)
    assert moved.loc[moved.indicator == "a", ["unit", "side", "before", "after"]].values.tolist() == [
        ["u2", "high", 100, fence[1]], ["u6", "high", 90, fence[1]], ["u10", "low", -50, fence[0]]]
    winsorised = moved[moved.indicator == "b"].iloc[0]
    assert winsorised[["unit", "before", "after", "method"]].tolist() == ["u2", 100, 90, "winsorise"]
    assert winsorised.skew_before == pytest.approx(stats.skew(OUTLIERS, bias=False))
    assert winsorised.kurt_before == pytest.approx(stats.kurtosis(OUTLIERS, bias=False))
    assert len(moved) == index.winsorised.abs().to_numpy().sum() == 4
    assert "1 down to 90 (skewness 1.2 to 1.09, kurtosis 1.86 to 1.77): 'u2' (100)" in index.log.message.iloc[1]
    assert "(beyond the fences): 'u2' (100), 'u6' (90), 'u10' (-50)" in index.log.message.iloc[0]
    assert rx.build_index(data, framework, {"treat": "none"}).moved.indicator.tolist() == ["a"] * 3
    data, framework = alike()
    assert rx.build_index(data, framework).moved.empty


@pytest.mark.parametrize("rule", ["wroclaw", "topsis", "copeland"])
def test_units_screened_out_are_not_compared(rule):
    data = pd.DataFrame({"a": [1.0, 3, 2, np.nan], "b": [5.0, 1, 3, np.nan]})
    framework = rx.Framework({"code": ["index", "a", "b"], "parent": [None, "index", "index"]})
    recipe = rx.Recipe(screen="data", aggregate={"rule": rule, "missing": "value", "fill": 100})
    with pytest.warns(rx.RiskidxWarning, match="no data"):
        index = rx.build_index(data, framework, recipe)
    assert index.score[:3].equals(rx.build_index(data[:3], framework, recipe).score)
    assert np.isnan(index.score[3])


def test_groups_of_a_panel_are_found_in_its_index():
    """A level of a panel's index may say the group: here means over time of each country."""
    panel = pd.MultiIndex.from_product([["Fiji", "Tonga"], [2019, 2020, 2021]], names=["country", "year"])
    data = pd.DataFrame({"a": [1.0, np.nan, 3, 10, 20, np.nan], "b": np.arange(6.0)}, index=panel)
    framework = rx.Framework({"code": ["index", "a", "b"], "parent": [None, "index", "index"]})
    index = rx.build_index(data, framework, {"impute": rx.Impute("group_mean", group="country")})
    assert index.stage("imputed").a.tolist() == [1, 2, 3, 10, 20, 15]
