"""The audit: COINr's figures, small cases by hand, and what is refused."""
import matplotlib
import numpy as np
import pandas as pd
import pytest

import riskidx as rx

matplotlib.use("Agg")

RENAMED = {"Min": "min", "Max": "max", "Mean": "mean", "Median": "median", "Std": "sd", "Skew": "skewness",
           "Kurt": "kurtosis", "N.Avail": "n_available", "N.NonZero": "n_nonzero", "N.Unique": "n_unique",
           "N.Same": "n_same", "Frc.Avail": "share_available", "Frc.NonZero": "share_nonzero",
           "Frc.Unique": "share_unique", "Frc.Same": "share_same"}


def close(found, expected):
    """To 1e-9 of max(1, size), the same missing."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert found.shape == expected.shape and found.size
    assert np.array_equal(np.isnan(found), np.isnan(expected))
    assert np.nanmax(np.abs(found - expected) / np.maximum(1, np.abs(expected))) <= 1e-9


@pytest.fixture(scope="module")
def read(reference):
    folder = reference / "coinr"
    return lambda name, **options: pd.read_csv(folder / f"{name}.csv", **options)


@pytest.fixture(scope="module")
def asem(read):
    """Framework, raw data as COINr has them, and the index on the treated data."""
    framework = rx.Framework(read("asem_imeta"))
    return framework, read("asem_idata"), rx.build_index(read("treated"), framework)


# -------------------------------------------------------------------------------------------- COINr --

@pytest.mark.parametrize("which", ["raw", "treated"])
def test_statistics(read, asem, which):
    expected = read(f"audit/stats_{which}", index_col="iCode")
    data = asem[1] if which == "raw" else read("treated")
    found = rx.describe(data, asem[0]).loc[expected.index]
    close(found[list(RENAMED.values())], expected[list(RENAMED)])
    for flag, column, word in (("low_available", "Flag.Avail", "LOW"), ("low_nonzero", "Flag.NonZero", "LOW"),
                               ("low_unique", "Flag.Unique", "LOW"), ("outliers", "Flag.SkewKurt", "OUT")):
        assert list(found[flag]) == list(expected[column] == word)


def test_quantiles_and_outliers(read, asem):
    expected = read("audit/quantiles_outliers_raw", index_col="iCode")
    codes = list(expected.index)
    close(rx.quantiles(asem[1], columns=codes), expected[["q05", "q25", "q50", "q75", "q95"]])
    found = rx.describe(asem[1], columns=codes)
    close(found[["fence_low", "fence_high", "n_below", "n_above"]],
          expected[["fence_low", "fence_high", "n_outliers_low", "n_outliers_high"]])


def test_availability(read, asem):
    by_unit = rx.availability(asem[1], asem[0])
    expected = read("audit/availability_raw", index_col="uCode")
    close(by_unit.loc[expected.index],
          expected[["N_missing", "N_zero", "Dat_Avail", "Non_Zero"]])
    expected = read("audit/availability_raw_by_group", index_col="uCode")
    found = rx.availability(asem[1], asem[0], by="node")
    close(found.loc[expected.index, expected.columns], expected)


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_correlations(read, asem, kind):
    for group in ("P2P", "Social"):
        expected = read(f"audit/corr_raw_{group}_{kind}", index_col="iCode")
        close(rx.correlations(asem[1], columns=list(expected.index), kind=kind), expected)
    expected = read(f"audit/corr_aggregated_level2_vs_above_{kind}", index_col="iCode")
    index = asem[2]
    found = pd.concat([rx.correlations(index, kind=kind, level=2, with_level=above) for above in (3, 4)],
                      axis=1)
    close(found.loc[expected.index, expected.columns], expected)
    again = rx.correlations(index.scores, kind=kind, level=2, with_level=3, framework=asem[0])
    pd.testing.assert_frame_equal(again, found[["Conn", "Sust"]])


def test_p_values(read, asem):
    expected = read("audit/corr_raw_P2P_pearson_pvalues", index_col="iCode")
    kept = read("audit/corr_raw_P2P_pearson_significant_only", index_col="iCode")
    found = rx.correlations(asem[1], columns=list(expected.index), p_values=True)
    np.testing.assert_allclose(found.p, expected, rtol=1e-9)
    close(found.r.where(found.p <= 0.05), kept)


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_correlations_of_many_units_against_scipy(kind):
    """Complete columns, which are ranked once, with ties and without; and one with gaps, ranked anew in each pair."""
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(11)
    base = rng.normal(size=2000)
    data = pd.DataFrame({"a": base + rng.normal(size=2000), "b": np.round(base + rng.normal(size=2000)),
                         "c": rng.integers(0, 4, 2000) * 1.0, "d": -base ** 3, "e": base + rng.normal(size=2000)})
    data.loc[rng.random(2000) < 0.1, "e"] = np.nan
    by_scipy = {"pearson": stats.pearsonr, "spearman": stats.spearmanr,
                "kendall": lambda x, y: stats.kendalltau(x, y, method="asymptotic")}[kind]
    found = rx.correlations(data, kind=kind, p_values=True)
    crossed = rx.correlations(data[["a", "b", "e"]], data[["c", "d"]], kind=kind)
    for i in data:
        for j in data:
            if i == j:
                continue
            both = data[[i, j]].dropna()
            expected = by_scipy(both[i], both[j])
            np.testing.assert_allclose(found.r.loc[i, j], expected[0], rtol=0, atol=1e-12)
            np.testing.assert_allclose(found.p.loc[i, j], expected[1], rtol=1e-8, atol=1e-280)
            if i in crossed.index and j in crossed:
                assert abs(crossed.loc[i, j] - expected[0]) <= 1e-12


def test_flagged_pairs(read, asem):
    framework, data, index = asem
    expected = read("audit/corr_flags_normalised")
    found = rx.flagged_pairs(rx.correlations(index), framework=framework)
    as_sets = {frozenset(pair): r for *pair, r in found[["first", "second", "correlation"]].values}
    wanted = {frozenset(pair): r for *pair, r in expected[["Ind1", "Ind2", "Corr"]].values}
    assert as_sets.keys() == wanted.keys()
    close([as_sets[pair] for pair in wanted], list(wanted.values()))


def test_denominators(read, asem):
    expected = read("audit/denominator_correlations_raw", index_col="iCode")
    data = asem[1].set_index("uCode")
    found = rx.correlations(data[list(expected.index)], data[list(expected.columns)])
    close(found, expected)
    flags = rx.flagged_pairs(found, -0.7, 0.7)
    wanted = read("audit/denominator_correlations_flagged_07")
    assert set(zip(flags["first"], flags["second"])) == set(zip(wanted["Ind"], wanted["Denom"]))


def test_components(read, asem):
    loadings = read("audit/pca_raw_P2P_loadings", index_col="iCode")
    found = rx.pca(asem[1], columns=list(loadings.index))
    sign = np.sign((found.loadings.to_numpy() * loadings.to_numpy()).sum(axis=0))
    close(found.loadings * sign, loadings)
    scores = read("audit/pca_raw_P2P_scores", index_col="uCode")
    assert found.n_used == len(scores) == 42
    close(found.scores.dropna().loc[scores.index] * sign, scores)
    close(found.variance, read("audit/pca_raw_P2P_variance", index_col="component"))
    assert (found.loadings.to_numpy()[found.loadings.abs().to_numpy().argmax(axis=0), range(8)] > 0).all()


def test_cronbach(read, asem):
    framework, raw, index = asem
    level = rx.levels(framework)
    data = {"Raw": raw, "Imputed": read("imputed"), "Normalised": index.stage("normalised"),
            "Aggregated": index.scores}
    expected = read("audit/cronbach")
    found = [rx.cronbach(data[row.dset], columns=[code for code in framework.descendants(row.group)
                                                  if level[code] == row.level_of_items])
             for row in expected.itertuples()]
    close(found, expected["alpha"])


def test_effective_weights(read):
    expected = read("weights/effective_weights", index_col="iCode")
    meta = read("asem_imeta")
    for which in ("equal", "unequal"):
        weights = expected[f"Weight_{which}"].reindex(meta["iCode"]).to_numpy()
        framework = rx.Framework(meta.assign(Weight=weights))
        close(rx.effective_weights(framework)[expected.index], expected[f"EffWeight_{which}"])
        assert list(rx.levels(framework)[expected.index]) == list(expected["Level"])


@pytest.mark.parametrize("level", [1, 2, 3])
def test_removal(read, asem, level):
    found = rx.audit_remove(read("treated"), asem[0], level=level)
    expected = read(f"audit/remove_level{level}_mean_abs_rank_change", index_col="iCode")
    shifts = found.shifts.rename({"nominal": "Nominal"})
    close(shifts[expected.index], expected["mean_abs_rank_change"])
    if level > 1:
        for name, table in (("scores", found.scores), ("ranks", found.ranks)):
            expected = read(f"audit/remove_level{level}_{name}", index_col="uCode")
            table = table.rename(columns={"nominal": "Nominal"})
            close(table.loc[expected.index, expected.columns], expected)


# ------------------------------------------------------------------------------------------- by hand --

def test_tables_of_every_kind_give_the_same():
    values = np.array([[1, 4], [2, 3], [3, np.nan], [4, 0.0]])
    frame = pd.DataFrame(values, columns=["a", "b"], index=list("wxyz"))
    found = rx.describe(frame)
    assert list(found.index) == ["a", "b"]
    numbers = found.to_numpy(dtype=float)
    objects = frame.astype(object).where(frame.notna())
    for other in (values, values.T.copy().T, frame.to_dict("list"), objects):
        np.testing.assert_array_equal(rx.describe(other).to_numpy(dtype=float), numbers)
    assert found.loc["b", "n_nonzero"] == 2 and found.loc["b", "share_available"] == 0.75
    assert found["outliers"].dtype == bool


def test_correlations_are_numpys():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(40, 5))
    np.testing.assert_allclose(rx.correlations(values), np.corrcoef(values.T), rtol=1e-12)
    ranks = values.argsort(axis=0).argsort(axis=0)
    np.testing.assert_allclose(rx.correlations(values, kind="spearman"), np.corrcoef(ranks.T), rtol=1e-12)


def test_a_unit(framework, data):
    index = rx.build_index(data, framework)
    summary = rx.unit_summary(index, "B")
    assert list(summary.index) == framework.codes
    assert summary.loc["cases", "rank"] == 1 and summary.loc["debt", "rank"] == 2
    assert summary.loc["risk", "score"] == index.score["B"]
    assert summary.loc["risk", "rank"] == index.ranks.loc["B", "risk"]
    assert summary.loc["health", "mean"] == pytest.approx(index.scores["health"].mean())
    assert list(summary.loc[["risk", "health", "cases"], "level"]) == [3, 2, 1]
    found = rx.strengths(index, "B", 2)
    assert list(found["kind"]) == ["strength"] * 2 + ["weakness"] * 2
    assert list(found["node"]) == ["cases", "beds", "jobs", "debt"]
    assert list(found["rank"]) == [1, 1, 3, 2]
    assert list(found["value"]) == [10, 1, 2, 20]
    assert len(index.strengths("B", 99)) == 8
    pd.testing.assert_frame_equal(index.strengths("B", 2), found)
    with pytest.raises(rx.NotFoundError, match="no unit 'Z'"):
        rx.unit_summary(index, "Z")


def test_all_at_once(framework, data):
    index = rx.build_index(data, framework)
    found = rx.audit(index, kind="spearman")
    assert "4 units, 4 indicators" in repr(found) and "<table" in found._repr_html_()
    assert list(found.groups.index) == ["risk", "health", "economy"]
    assert found.weights["jobs"] == pytest.approx(1 / 3 * 3 / 4)
    assert found.groups.loc["health", "alpha"] == rx.cronbach(index, columns=["cases", "beds"])
    assert found.correlations.loc["cases", "cases"] == 1
    ax = found.plot()
    (image,) = ax.get_images()
    assert np.allclose(image.get_array().filled(np.nan), found.correlations, equal_nan=True)
    assert [text.get_text() for text in ax.get_xticklabels()] == list(found.correlations.columns)
    assert [text.get_text() for text in ax.get_yticklabels()] == list(found.correlations.index)
    assert image.get_clim() == (-1, 1)
    assert "PC1" in repr(rx.pca(index)) and "PC1" in rx.pca(index)._repr_html_()
    with pytest.raises(rx.InvalidArgumentError, match="an Index expected"):
        rx.audit(data)


def test_what_is_refused(framework, data):
    with pytest.raises(rx.DomainError, match="infinite value inf for unit 'B', column 'cases'"):
        rx.describe(data.assign(cases=[1, np.inf, 2, 3]))
    with pytest.raises(rx.NotFoundError, match="no coefficient of correlation 'tau'"):
        rx.correlations(data, kind="tau")
    with pytest.raises(rx.NotFoundError, match="no column 'zeal'"):
        rx.correlations(data, columns=["cases", "zeal"])
    with pytest.raises(rx.DimensionError, match="units"):
        rx.correlations(data, data.iloc[::-1])
    with pytest.raises(rx.NotFoundError, match="no nodes at level 9"):
        rx.correlations(rx.build_index(data, framework), level=9)
    with pytest.raises(rx.InvalidArgumentError, match="framework is needed"):
        rx.correlations(data, level=1)
    with pytest.raises(rx.MissingDataError, match="column 'cases' is constant at 3"):
        rx.pca(data.assign(cases=3.0))
    with pytest.raises(rx.MissingDataError, match="needs two"):
        rx.cronbach(data, columns=["cases"])
    with pytest.raises(rx.InvalidArgumentError, match="fence -1"):
        rx.describe(data, fence=-1)
    with pytest.raises(rx.InvalidArgumentError, match="'x' of 'A' is not a number"):
        rx.describe(data.assign(cases=list("xyzw")))
    with pytest.raises(rx.NotFoundError, match="no node 'zeal'"):
        rx.audit_remove(data, framework, nodes=["zeal"])
    with pytest.raises(rx.DomainError, match="low 1 is not at most high 0"):
        rx.flagged_pairs(rx.correlations(data), 1, 0)
    with pytest.raises(rx.NotFoundError, match="known are unit, node"):
        rx.availability(data, framework, by="group")
