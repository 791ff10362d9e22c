"""Ensembles over parameters and calibration, against simulated data and SciPy."""
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import riskidx as rx
from conftest import ROOT

scipy_optimize = pytest.importorskip("scipy.optimize")
scipy_stats = pytest.importorskip("scipy.stats")

N = 67e6
POLICY = np.r_[np.zeros(30), np.ones(70)]


def epidemic(**changes):
    given = dict(population=N, susceptible=N - 20_000, infected=500.0, transmission=0.55 / N, recovery=0.2, fatality=0.01,
                 productivity=1, lockdown_max=1, effect=0.4, periods=100, steps=4, time_unit="day")
    return rx.PlannerSIR(**{**given, **changes})


def expected():
    return np.diff(rx.simulate(epidemic(), POLICY).frame()["dead_1"])


FIT = {"transmission": rx.Fit(0.45 / N, 0.05 / N), "infected_1": rx.Fit(1000.0, 1.0), "effect": rx.Fit(0.3)}
TRUTH = np.array([0.55 / N, 500.0, 0.4])


# ------------------------------------------------------------------------------------ calibration --

def likelihood(kind, y, m, k):
    if kind == "poisson":
        return scipy_stats.poisson.logpmf(y, m).sum()
    if kind == "gaussian":
        return scipy_stats.norm.logpdf(y, m, k).sum()
    return scipy_stats.nbinom.logpmf(y, k, k / (k + m)).sum()


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial", "gaussian"])
def test_likelihood_is_scipys_and_its_gradient_agrees_with_differences(kind):
    y = np.random.default_rng(3).poisson(expected()).astype(float)
    series = rx.Series("dead_*", likelihood=kind, share=0.8, dispersion=12.0)
    at = {"transmission": 0.54 / N, "infected_1": 600.0, "effect": 0.38, "share": 0.9}
    if kind != "poisson":
        at["dispersion"] = 9.0

    def value(values):
        return rx.log_likelihood(epidemic(), y, dict(zip(at, values)), series, POLICY)
    moved = epidemic(transmission=at["transmission"], infected=600.0, effect=0.38)
    m = 0.9 * np.diff(rx.simulate(moved, POLICY).frame()["dead_1"])
    found, gradient = value(at.values())
    assert found == pytest.approx(likelihood(kind, y, m, 9.0), rel=1e-10)
    for i, x in enumerate(at.values()):
        def shifted(h):
            return value([v + (h if j == i else 0) for j, v in enumerate(at.values())])[0]
        h = 2e-4 * x
        slope = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
        assert gradient.iloc[i] == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize("kind", ["poisson", "negative_binomial"])
def test_parameters_that_made_the_data_are_recovered(kind):
    """Over 12 sets of data, distances from the truth in standard errors look like normal ones."""
    z = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        m = expected()
        y = (rng.poisson(m) if kind == "poisson" else rng.negative_binomial(8, 8 / (8 + m))).astype(float)
        y[[3, 50]] = np.nan
        fit = dict(FIT) if kind == "poisson" else {**FIT, "dispersion": rx.Fit(5.0)}
        c = rx.calibrate(epidemic(), y, fit, rx.Series("dead_*", likelihood=kind), POLICY)
        assert c.converged, c.message
        truth = TRUTH if kind == "poisson" else np.r_[TRUTH, 8.0]
        z.append((c.estimates["estimate"] - truth) / c.estimates["se"])
    z = np.array(z)
    assert np.abs(z).max() < 4.5
    assert 0.5 < np.sqrt((z ** 2).mean()) < 1.6


def test_optimum_and_errors_are_those_of_an_optimiser_that_knows_nothing_of_ours():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    c = rx.calibrate(epidemic(), y, FIT, rx.Series("dead_*"), POLICY)

    def cost(p):
        sc = epidemic(transmission=np.exp(p[0]) / N, infected=np.exp(p[1]), effect=p[2])
        return -likelihood("poisson", y, np.diff(rx.simulate(sc, POLICY).frame()["dead_1"]), None)
    best = scipy_optimize.minimize(cost, [np.log(0.5), np.log(700.0), 0.35], method="Nelder-Mead",
                                   options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 4000, "maxfev": 4000})
    found = c.estimates["estimate"]
    ours = [np.log(found["transmission"] * N), np.log(found["infected_1"]), found["effect"]]
    assert -c.log_likelihood == pytest.approx(best.fun, abs=1e-6)
    assert -c.log_likelihood <= best.fun + 1e-6
    np.testing.assert_allclose(ours, best.x, rtol=2e-5)
    h = np.array([2e-4, 2e-3, 2e-4])
    hessian = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            a, b = np.eye(3)[i] * h, np.eye(3)[j] * h
            hessian[i, j] = (cost(best.x + a + b) - cost(best.x + a - b) - cost(best.x - a + b)
                             + cost(best.x - a - b)) / (4 * h[i] * h[j])
    se = np.sqrt(np.diag(np.linalg.inv(hessian))) * [found["transmission"], found["infected_1"], 1]
    np.testing.assert_allclose(c.estimates["se"], se, rtol=1e-3)


def test_a_bound_holds_and_says_so():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    c = rx.calibrate(epidemic(), y, {**FIT, "effect": rx.Fit(0.2, 0.1, 0.3)}, rx.Series("dead_*"), POLICY)
    assert c.converged
    assert c.estimates.loc["effect", "estimate"] == pytest.approx(0.3)
    assert c.estimates.loc["effect", "at_bound"] and not c.estimates.loc["transmission", "at_bound"]
    assert np.isnan(c.estimates.loc["effect", "se"]) and c.estimates.loc["transmission", "se"] > 0


def test_what_does_not_converge_says_why():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    c = rx.calibrate(epidemic(), y, FIT, rx.Series("dead_*"), POLICY, max_iterations=1)
    assert not c.converged and "iterations" in c.message and c.estimates["se"].isna().all()
    # Share and fatality only matter as a product: congestion is 0.
    c = rx.calibrate(epidemic(), y, {"share": rx.Fit(0.9), "fatality_1": rx.Fit(0.008, 1e-4)}, rx.Series("dead_*"), POLICY)
    assert not c.converged and "apart" in c.message and "NOT CONVERGED" in repr(c)


def test_priors_pull():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    fit = {"share": rx.Fit(0.9, prior="log_normal", mean=np.log(0.5), sd=0.01), "fatality_1": rx.Fit(0.008, 1e-4)}
    c = rx.calibrate(epidemic(), y, fit, rx.Series("dead_*"), POLICY)
    assert c.converged
    # The data fix the product alone, so the share is its prior's mode exp(mean - sd^2).
    assert c.estimates.loc["share", "estimate"] == pytest.approx(0.5 * np.exp(-1e-4), rel=1e-6)
    prior = scipy_stats.lognorm.logpdf(c.estimates.loc["share", "estimate"], 0.01, scale=0.5)
    assert c.log_posterior - c.log_likelihood == pytest.approx(prior, rel=1e-9)


def test_starts_do_not_depend_on_threads_and_agree():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    found = [rx.calibrate(epidemic(), y, FIT, rx.Series("dead_*"), POLICY, starts=4, seed=2, threads=threads).searches
             for threads in (1, 2, 3, 7)]
    for other in found[1:]:
        pd.testing.assert_frame_equal(found[0], other, check_exact=True)
    good = found[0][found[0]["end"] == "converged"]
    assert len(good) >= 2 and np.ptp(good["log_posterior"]) < 1e-8


def test_levels_weeks_and_two_series():
    frame = rx.simulate(epidemic(), POLICY).frame()
    ill = frame["infected_1"].to_numpy()[7::7] * 0.1
    died = np.diff(frame["dead_1"].to_numpy()[::7])
    series = {"ill": rx.Series("infected_1", seen="level", every=7, likelihood="gaussian", share=0.1, dispersion=5.0),
              "died": rx.Series("dead_1", every=7)}
    c = rx.calibrate(epidemic(), {"ill": ill, "died": died}, {**FIT, "share_ill": rx.Fit(0.2)}, series, POLICY)
    assert c.converged
    np.testing.assert_allclose(c.estimates["estimate"], np.r_[TRUTH, 0.1], rtol=1e-5)
    fitted = c.fitted
    np.testing.assert_allclose(fitted["expected"], fitted["observed"], rtol=1e-4, atol=1e-3)
    assert fitted.loc["ill"].index[1] == 14.0
    assert len(c.plot()) == 2


def test_profile_peaks_at_the_estimate():
    y = np.random.default_rng(1).poisson(expected()).astype(float)
    c = rx.calibrate(epidemic(), y, FIT, rx.Series("dead_*"), POLICY)
    at, se = c.estimates.loc["effect", ["estimate", "se"]]
    heights = c.profile("effect", [at - se, at, at + se])
    assert heights.iloc[1] == pytest.approx(c.log_posterior, abs=1e-6)
    # One standard error away the profile has fallen by about one half.
    np.testing.assert_allclose(c.log_posterior - heights.iloc[[0, 2]], 0.5, rtol=0.1)


@pytest.mark.parametrize("change, error, words", [
    (dict(observed=[-1.0, 2.0]), rx.DomainError, "value 0 is -1, not a count"),
    (dict(observed=[np.inf, 2.0]), rx.DomainError, "finite"),
    (dict(observed=[np.nan, np.nan]), rx.MissingDataError, "all values are missing"),
    (dict(observed=np.ones(101)), rx.DimensionError, "101 values"),
    (dict(observed=[]), rx.InvalidArgumentError, "no values"),
    (dict(fit=["wind"]), rx.NotFoundError, "wind"),
    (dict(fit=["dispersion"]), rx.InvalidArgumentError, "no dispersion"),
    (dict(fit={"effect": rx.Fit(0.5, 0.6, 0.9)}), rx.DomainError, "start 0.5 is not in"),
    (dict(fit={"effect": rx.Fit(0.5, 0.9, 0.6)}), rx.DomainError, "bounds"),
    (dict(series=rx.Series("dead_9")), rx.NotFoundError, "dead_9"),
    (dict(series=rx.Series("dead_*", share=0.0)), rx.DomainError, "share is 0"),
    (dict(series=rx.Series("dead_*", likelihood="cauchy")), rx.NotFoundError, "poisson"),
    (dict(fit={"transmission": rx.Fit(0.0)}), rx.NumericError, "cannot be at the start"),
])
def test_bad_input_is_named(change, error, words):
    given = dict(observed=[1.0, 2.0, 3.0], fit=["effect"], series=rx.Series("dead_*"))
    sc = epidemic(fatality=0.0) if "start" in words and error is rx.NumericError else epidemic()
    with pytest.raises(error, match=words):
        rx.calibrate(sc, policy=POLICY, **{**given, **change})


# -------------------------------------------------------------------------------------- ensembles --

def test_a_draw_is_a_simulation():
    draws = pd.DataFrame({"transmission": [0.4 / N, 0.5 / N, 0.6 / N], "effect": [0.3, 0.5, 0.7]})
    e = rx.ensemble(epidemic(), draws, POLICY, states=["dead_1", "infected_1"])
    for k, row in draws.iterrows():
        alone = rx.simulate(epidemic(**row), POLICY)
        assert (e.outcomes.loc[k] == alone.outcomes).all()
    middle = e.bands([0.5]).loc["dead_1"][0.5]
    three = [rx.simulate(epidemic(**row), POLICY).frame()["dead_1"] for _, row in draws.iterrows()]
    np.testing.assert_array_equal(middle, np.median(three, axis=0))
    ends = e.bands([0.1, 0.9]).loc["infected_1"]
    three = [rx.simulate(epidemic(**row), POLICY).frame()["infected_1"] for _, row in draws.iterrows()]
    np.testing.assert_allclose(ends, np.quantile(three, [0.1, 0.9], axis=0).T, rtol=1e-14)
    assert e.plot("dead_1") is not None


def test_threads_and_ranges_do_not_change_a_bit():
    spread = {"transmission": rx.Distribution(0.3 / N, 0.6 / N), "effect": rx.Distribution(distribution="normal", mean=0.5, sd=0.05),
              "recovery": rx.Distribution(0.1, 0.3, "triangular", mode=0.2),
              "infected_1": rx.Distribution(10, 1000, "log_uniform")}
    runs = [rx.ensemble(epidemic(), spread, POLICY, n=60, seed=5, states="dead_1", threads=t) for t in (1, 2, 3, 7)]
    for other in runs[1:]:
        assert runs[0].outcomes.equals(other.outcomes) and runs[0].bands().equals(other.bands())
    halves = [rx.ensemble(epidemic(), runs[0].draws.iloc[part], POLICY) for part in (slice(0, 23), slice(23, 60))]
    joined = pd.concat([half.outcomes for half in halves], ignore_index=True)
    np.testing.assert_array_equal(joined, runs[0].outcomes)


def test_draws_follow_their_distributions():
    spread = {"transmission": rx.Distribution(0.3 / N, 0.6 / N), "effect": rx.Distribution(distribution="normal", mean=0.5, sd=0.05),
              "recovery": rx.Distribution(0.1, 0.3, "triangular", mode=0.15),
              "infected_1": rx.Distribution(10, 1000, "log_uniform")}
    draws = rx.ensemble(epidemic(periods=1), spread, n=4000, seed=1).draws
    for name, law in [("transmission", scipy_stats.uniform(0.3 / N, 0.3 / N)), ("effect", scipy_stats.norm(0.5, 0.05)),
                      ("recovery", scipy_stats.triang(0.25, 0.1, 0.2)), ("infected_1", scipy_stats.loguniform(10, 1000))]:
        assert scipy_stats.kstest(draws[name], law.cdf).pvalue > 1e-3
    assert np.abs(np.corrcoef(draws.T) - np.eye(4)).max() < 0.06


def test_a_draw_that_fails_is_named_or_left_out():
    draws = {"effect": [0.5, 1.5, 0.6]}
    with pytest.raises(rx.DomainError, match=r"draw 1 \(effect = 1.5\)"):
        rx.ensemble(epidemic(), draws)
    e = rx.ensemble(epidemic(), draws, states="dead_1", skip_failures=True)
    assert e.failed == 1 and e.outcomes.loc[1].isna().all()
    two = rx.ensemble(epidemic(), {"effect": [0.5, 0.6]}, states="dead_1")
    assert e.bands().equals(two.bands())


@pytest.mark.parametrize("given, error", [
    (dict(parameters={"wind": [1.0]}), rx.NotFoundError),
    (dict(parameters={"effect": [0.1]}, states="dead_9"), rx.NotFoundError),
    (dict(parameters={}), rx.InvalidArgumentError),
    (dict(parameters={"effect": [0.1], "recovery": [0.1, 0.2]}), rx.DimensionError),
    (dict(parameters={"effect": rx.Distribution(1.0, 0.0)}), rx.DomainError),
    (dict(parameters={"effect": rx.Distribution(distribution="cauchy")}), rx.NotFoundError),
])
def test_bad_draws(given, error):
    with pytest.raises(error):
        rx.ensemble(epidemic(), **given)


def test_ages_and_sectors_under_a_response():
    sc = rx.preset.country("THA").age_sector("sars_cov_2_pre_alpha")
    response = rx.Response(0.5)
    e = rx.ensemble(sc, {"r0": [2.0, 2.5]}, response)
    alone = sc.with_parameters(r0=2.5).run(response)
    assert (e.outcomes.loc[1] == alone.outcomes).all()


def test_dask_shards():
    distributed = pytest.importorskip("distributed")
    spread = {"effect": rx.Distribution(0.3, 0.6)}
    with distributed.Client(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as client:
        e = rx.ensemble(epidemic(), spread, POLICY, n=30, seed=2, states="dead_1", client=client, shards=4)
    alone = rx.ensemble(epidemic(), spread, POLICY, n=30, seed=2, states="dead_1")
    assert e.outcomes.equals(alone.outcomes) and e.bands().equals(alone.bands())


def test_the_first_wave_of_the_united_kingdom(tmp_path):
    run = subprocess.run([sys.executable, "examples/python/uk_first_wave.py", "--out", tmp_path], cwd=ROOT,
                         capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Calibration: converged" in run.stdout
    table = pd.read_csv(tmp_path / "uk_first_wave.csv", index_col="number")
    # SAGE: R0 of 2 to 4 in March 2020, R of 0.5 to 0.9 in May.
    assert 2 < table.loc["R0", "low"] < table.loc["R0", "high"] < 4
    assert 0.5 < table.loc["R under lockdown", "low"] < table.loc["R under lockdown", "high"] < 0.9
    assert (tmp_path / "uk_first_wave.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
