"""Denominate, impute, screen and treat: against COINr 1.1.14, NumPy, SciPy, and by hand."""
from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

ASEM = rx.Recipe(denominate=True, impute={"method": "group_mean", "group": "EurAsia_group"},
                 screen={"method": "data", "min_data": 0.9}, treat="winsorise_or_transform")


def read(reference, name):
    return pd.read_csv(reference / "coinr" / f"{name}.csv", keep_default_na=False, na_values=[""])


def same(actual, expected, within=1e-9):
    actual, expected = np.asarray(actual, float), np.asarray(expected, float)
    assert actual.shape == expected.shape and expected.size
    assert np.array_equal(np.isnan(actual), np.isnan(expected))
    both = ~np.isnan(expected)
    assert np.max(np.abs(actual - expected)[both] / np.maximum(1, np.abs(expected[both])), initial=0) < within


@pytest.fixture(scope="module")
def asem(reference):
    framework = rx.Framework(read(reference, "asem_imeta"))
    return rx.build_index(read(reference, "asem_idata"), framework, ASEM)


@pytest.mark.parametrize("stage", ["denominated", "imputed", "screened", "treated", "normalised"])
def test_every_stage_of_the_example(asem, reference, stage):
    expected = read(reference, stage).set_index("uCode")[asem.framework.indicators]
    same(asem.stage(stage).loc[expected.index], expected)


def test_scores_and_ranks_of_the_example(asem, reference):
    expected = read(reference, "aggregated").set_index("uCode")
    same(asem.scores.loc[expected.index, expected.columns], expected)
    ranks = read(reference, "results_ranks").set_index("uCode")
    for node in ("Index", "Conn", "Sust"):
        assert (asem.ranks[node].loc[ranks.index] == ranks[f"Rank_{node}"]).all()


def test_log_of_the_treatment(asem, reference):
    log = read(reference, "treatment_log").set_index("iCode")
    found = asem.treatment.loc[log.index]
    same(found[["skew_before", "kurt_before", "skew_winsorised", "kurt_winsorised"]],
         log[["skew_before", "kurt_before", "skew_after_step1", "kurt_after_step1"]])
    assert (found.action == log.action).all() and (found.action == "winsorise").sum() == 15
    assert (found.n_high + found.n_low == log.n_winsorised.fillna(0)).all()
    assert found.units.map(len).equals(found.n_high + found.n_low)
    assert (asem.winsorised.abs().sum().loc[log.index] == found.n_high + found.n_low).all()


def test_screening_and_imputation_of_the_example(asem, reference):
    log = read(reference, "screening_log").set_index("uCode")
    found = asem.screening.loc[log.index]
    assert found.included.all() and (found.n_zero == log.N_zero).all()
    same(found[["data_share", "nonzero_share"]], log[["Dat_Avail", "Non_Zero"]])
    assert asem.imputed.to_numpy().sum() == 65


def test_pickle_keeps_denominators_and_groups(asem):
    again = pickle.loads(pickle.dumps(asem))
    pd.testing.assert_frame_equal(again.stage("treated"), asem.stage("treated"))
    pd.testing.assert_frame_equal(again.ranks, asem.ranks)


@pytest.mark.parametrize("name, options", [
    ("rule_max5_logCT", {}),
    ("rule_max1_logCT", {"max_points": 1}),
    ("rule_max2_logCTplus", {"max_points": 2, "transform": "log_ct_plus"}),
    ("rule_max1_logCTplus_strict", {"max_points": 1, "skewness": 1, "kurtosis": 2, "transform": "log_ct_plus"}),
    ("rule_max1_logCTorig_combined", {"max_points": 1, "transform": "log_ct_orig", "combined": True}),
    ("rule_max2_boxcox0_combined", {"max_points": 2, "transform": "boxcox_shifted", "combined": True}),
    ("winsorise_nolimit", {"method": "winsorise", "max_points": None}),
    ("winsorise_force3", {"method": "winsorise", "max_points": 3, "force": True}),
    ("log_CT", {"method": "transform"}),
    ("log_GII_formula", {"method": "transform", "transform": "log_gii"}),
    ("log_GII_as_returned", {"method": "transform", "transform": "log_gii", "compat": True}),
    ("boxcox_m05", {"method": "transform", "transform": "boxcox_shifted", "lambda_": -0.5}),
])
def test_treat_by_itself(reference, name, options):
    treated, report = rx.treat(read(reference, "treat/input"), **options)
    expected = read(reference, f"treat/{name}").set_index("uCode")
    same(treated, expected)
    assert list(report.index) == list(expected.columns)


@pytest.mark.parametrize("name, method, options", [
    ("mean", "mean", {}),
    ("median", "median", {}),
    ("mean_by_GDP_group", "group_mean", {"group": "GDP_group", "compat": True}),
    ("median_by_EurAsia_group", "group_median", {"group": "EurAsia_group", "compat": True}),
    ("median_by_Pop_group", "group_median", {"group": "Pop_group", "compat": True}),
])
def test_impute_by_itself(reference, name, method, options):
    data = read(reference, "denominated")
    units = read(reference, "asem_idata")[["uCode", "GDP_group", "EurAsia_group", "Pop_group"]]
    filled, _ = rx.impute(data.merge(units), method, **options)
    expected = read(reference, f"impute/{name}").set_index("uCode")
    same(filled.loc[expected.index, expected.columns], expected)


def test_row_mean_by_itself(reference):
    meta = read(reference, "asem_imeta").set_index("iCode")
    filled, _ = rx.impute(read(reference, "denominated"), "row_mean", compat=True,
                          blocks=meta.Parent.to_dict(), directions=meta.Direction.to_dict())
    expected = read(reference, "impute/row_mean_within_pillar").set_index("uCode")
    same(filled.loc[expected.index, expected.columns], expected)


@pytest.mark.parametrize("name, method, options", [
    ("byNA_09_005", "data", {"min_data": 0.9}),
    ("byzeros_09_094", "zeros", {"min_data": 0.9, "min_nonzero": 0.94}),
    ("byNAandzeros_095_094", "data_and_zeros", {"min_data": 0.95, "min_nonzero": 0.94}),
])
def test_screen_by_itself(reference, name, method, options):
    meta = read(reference, "asem_imeta")
    kept, report = rx.screen(read(reference, "asem_idata"), method,
                             columns=list(meta.iCode[meta.Type == "Indicator"]), **options)
    log = read(reference, f"audit/screen_raw_{name}").set_index("uCode")
    report = report.loc[log.index]
    assert (report.included == log.Included).all() and (report.low_data == log.LowData).all()
    assert set(kept.index) == set(log.index[log.Included])
    same(report[["n_missing", "data_share", "nonzero_share"]], log[["N_missing", "Dat_Avail", "Non_Zero"]])


# -------------------------------------------------------------------------- without the reference --

def test_denominate_by_itself():
    data = pd.DataFrame({"deaths": [3.0, 8, np.nan], "people": [1000.0, 4000, 10], "beds": [1.0, 2, 3]})
    found = rx.denominate(data, {"deaths": "people"}, scale=1000)
    same(found, np.array([[3, 1000, 1], [2, 4000, 2], [np.nan, 10, 3]]))
    with pytest.raises(rx.DomainError, match="is 0"):
        rx.denominate(data.assign(people=0.0), {"deaths": "people"})


def test_percentiles_and_fences_are_those_of_numpy():
    x = np.random.default_rng(4).standard_normal((40, 3)) ** 3
    found, report = rx.treat(x, "percentiles", low_share=0.1, high_share=0.8)
    same(found, np.clip(x, *np.quantile(x, [0.1, 0.8], axis=0)))
    q1, q3 = np.quantile(x, [0.25, 0.75], axis=0)
    found, report = rx.treat(x, "fences", fence=1.0)
    same(found, np.clip(x, q1 - (q3 - q1), q3 + (q3 - q1)))
    assert (report.n_high.to_numpy() == (x > q3 + (q3 - q1)).sum(axis=0)).all()


def test_shapes_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    x = np.random.default_rng(5).standard_normal((30, 2)) ** 3
    _, report = rx.treat(x, "none")
    same(report.skew_before, stats.skew(x, bias=False))
    same(report.kurt_before, stats.kurtosis(x, bias=False))
    boxed, _ = rx.treat(np.abs(x), "transform", transform="boxcox", lambda_=0.3)
    same(boxed, stats.boxcox(np.abs(x).ravel(), 0.3).reshape(x.shape))


@pytest.mark.parametrize("transform, function", [("log", np.log), ("sqrt", np.sqrt), ("asinh", np.arcsinh)])
def test_plain_transforms(transform, function):
    x = np.arange(1.0, 9).reshape(4, 2) ** 2
    same(rx.treat(x, "transform", transform=transform).data, function(x))


def test_a_log_of_zero_names_the_unit():
    with pytest.raises(rx.DomainError, match="row 1"):
        rx.treat(np.array([[1.0], [0.0]]), "transform", transform="log")


def test_group_without_values_falls_back():
    data = pd.DataFrame({"g": ["a", "a", "b", None], "x": [1.0, 3, np.nan, np.nan]})
    filled, report = rx.impute(data, "group_mean", group="g")
    same(filled.x, [1, 3, 2, 2])
    assert report.loc["x"].to_dict() == {"missing": 2, "imputed": 2, "fell_back": 2}
    same(rx.impute(data, "group_mean", group="g", compat=True).data.x, [1, 3, np.nan, np.nan])


def test_screened_out_units_keep_a_row_without_scores(data, framework):
    data.loc["B", ["cases", "beds", "jobs"]] = np.nan
    index = rx.build_index(data, framework, rx.Recipe(screen={"method": "data", "exclude": ["D"]}))
    assert index.score.isna().tolist() == [False, True, False, True]
    assert index.screening.included.tolist() == [True, False, True, False]
    assert index.stage("imputed").loc["D"].notna().all() and index.stage("screened").loc["D"].isna().all()
    filled = rx.Recipe(screen="data", aggregate={"missing": "value", "fill": 7})
    assert rx.build_index(data, framework, filled).scores.loc["B"].isna().all()
    with pytest.raises(rx.NotFoundError, match="'E'"):
        rx.build_index(data, framework, rx.Recipe(screen={"exclude": ["E"]}))


def test_a_node_wins_over_the_recipe(data, meta):
    meta["treat"] = [None] * 3 + ["transform", None, "none", None]
    meta["transform"] = [None] * 3 + ["sqrt"] + [None] * 3
    recipe = rx.Recipe(treat={"method": "percentiles", "high_share": 0.5})
    index = rx.build_index(data, rx.Framework(meta), recipe)
    treated = index.stage("treated")
    same(treated.cases, np.sqrt(data.cases))
    same(treated.jobs, data.jobs)
    assert treated.debt.max() == data.debt.median()
    assert index.treatment.action.to_dict() == {"cases": "transform", "beds": "winsorise", "jobs": "none",
                                                "debt": "winsorise"}


def test_without_steps_nothing_changes(data, framework):
    index = rx.build_index(data, framework)
    for stage in ("denominated", "imputed", "screened", "treated"):
        pd.testing.assert_frame_equal(index.stage(stage), index.stage("raw"))
    assert index.screening is None and index.treatment is None and not index.imputed.to_numpy().any()


def test_what_makes_no_sense(data, framework, meta):
    for wrong in ({"impute": "guess"}, {"treat": "cut"}, {"screen": "some"}):
        with pytest.raises(rx.NotFoundError, match="known are"):
            rx.Recipe(**wrong)
    with pytest.raises(rx.InvalidArgumentError, match="group"):
        rx.Recipe(impute="group_mean")
    with pytest.raises(rx.InvalidArgumentError, match="min_data"):
        rx.build_index(data, framework, rx.Recipe(screen={"method": "data", "min_data": 2}))
    with pytest.raises(rx.NotFoundError, match="no column 'people'"):
        meta["denominator"] = [None] * 3 + ["people"] + [None] * 3
        rx.build_index(data, rx.Framework(meta), rx.Recipe(denominate=True))
    with pytest.raises(rx.NotFoundError, match="'region'"):
        rx.build_index(data, framework, rx.Recipe(impute={"method": "group_mean", "group": "region"}))
    with pytest.raises(rx.DimensionError):
        rx.build_index(data, framework, rx.Recipe(impute={"method": "group_mean", "group": ["a"]}))
