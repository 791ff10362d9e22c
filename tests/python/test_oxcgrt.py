"""The indices of the Oxford tracker: published values, the codebook's example, and what is refused."""
import warnings

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

MAXIMA = {"C1": 3, "C2": 3, "C3": 2, "C4": 4, "C5": 2, "C6": 3, "C7": 2, "C8": 4, "E1": 2, "E2": 2, "H1": 2, "H2": 3,
          "H3": 2, "H6": 4, "H7": 5, "H8": 3}
#: Codebook: C2 has no record.
CODEBOOK = {"C1": (2, 1), "C2": (np.nan, np.nan), "C3": (2, 1), "C4": (2, 0), "C5": (0, np.nan), "C6": (1, 0),
            "C7": (1, 1), "C8": (3, None), "E1": (2, 0), "E2": (2, None), "H1": (1, 1), "H2": (3, None),
            "H3": (2, None), "H6": (2, 0), "H7": (2, 1), "H8": (2, 1)}
VERSIONS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "H6", "H8")


def check(table: pd.DataFrame) -> None:
    found = rx.oxcgrt(table)
    assert list(found.columns) == list(table.columns[-13:])
    for name in found:
        within = 0.009 if "Average" in name else 0.005
        assert np.abs(found[name] - table[name]).max() <= within + 1e-9, name


@pytest.mark.parametrize("file", ["united_kingdom", "england"])
def test_every_published_index(reference, file):
    table = pd.read_csv(reference / "oxcgrt" / f"{file}.csv")
    assert len(table) == 1096
    check(table)


def test_golden(golden):
    table = pd.read_csv(golden / "oxcgrt_golden.csv")
    assert len(table) == 18
    check(table)
    labelled = table.set_index(["CountryCode", "Date"])
    assert rx.oxcgrt(labelled).index.equals(labelled.index)
    assert rx.oxcgrt(table.astype(object)).equals(rx.oxcgrt(table))
    assert rx.oxcgrt(table.iloc[:, ::-1]).equals(rx.oxcgrt(table))
    assert rx.oxcgrt(table.iloc[:0]).shape == (0, 13)


def day(**given) -> pd.DataFrame:
    """The codebook's example as one raw row, and what is different."""
    row = {"PopulationVaccinated": 25.0}
    for code, (level, flag) in CODEBOOK.items():
        for version in ("E", "NV", "V") if code in VERSIONS else ("",):
            row[code + version] = level if version in ("E", "") else np.nan
            if flag is not None:
                row[f"{code}{version}_Flag"] = flag if version in ("E", "") else np.nan
    return pd.DataFrame({**row, **given}, index=["monday"])


def test_codebook_example():
    found = rx.oxcgrt(day()).loc["monday"]
    expected = {"Stringency": 43.9815, "GovernmentResponse": 57.1875, "ContainmentHealth": 52.8571}
    for name, value in expected.items():
        assert np.allclose(found.filter(like=name), value, rtol=0, atol=5e-5)
    assert found["EconomicSupportIndex"] == 87.5


def test_presets_by_the_steps():
    levels = pd.DataFrame({code: [level] for code, (level, _) in CODEBOOK.items()}, dtype=float)
    flags = pd.DataFrame({code: [flag] for code, (_, flag) in CODEBOOK.items() if flag is not None}, dtype=float)
    adjusted = rx.ordinal_flag(levels, flags, MAXIMA)
    expected = {"stringency": 43.9815, "government_response": 57.1875, "containment_health": 52.8571,
                "economic_support": 87.5}
    for name, value in expected.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rx.RiskidxWarning)  # C2 has no data
            score = rx.build_index(adjusted, f"oxcgrt_{name}").score
        assert abs(score.iloc[0] - value) < 5e-5
        framework = rx.preset.framework(f"oxcgrt_{name}")
        meta = framework.meta.set_index("code")
        assert [meta.at[code, "goal_high"] for code in framework.indicators] == [
            MAXIMA[code] for code in framework.indicators]


def test_versions_by_hand():
    base = rx.oxcgrt(day()).loc["monday"]
    found = rx.oxcgrt(day(C1V=3.0, C1V_Flag=0.0, C5NV=2.0, C5NV_Flag=1.0)).loc["monday"]
    assert np.isclose(found["StringencyIndex_Vaccinated"] - base["StringencyIndex_Vaccinated"], (250 - 200) / 3 / 9)
    assert np.isclose(found["StringencyIndex_NonVaccinated"] - base["StringencyIndex_NonVaccinated"], 100 / 9)
    two = found["StringencyIndex_NonVaccinated"], found["StringencyIndex_Vaccinated"]
    assert np.isclose(found["StringencyIndex_SimpleAverage"], sum(two) / 2)
    assert np.isclose(found["StringencyIndex_WeightedAverage"], 0.75 * two[0] + 0.25 * two[1])
    unknown = rx.oxcgrt(day(C1V=3.0, PopulationVaccinated=np.nan)).loc["monday"]
    assert np.isnan(unknown["StringencyIndex_WeightedAverage"]) and unknown.notna().sum() == 10


def test_bad_tables_are_refused():
    with pytest.raises(rx.DomainError, match="level 4 for unit 'monday', column 'C1E'"):
        rx.oxcgrt(day(C1E=4))
    with pytest.raises(rx.DomainError, match="level 1.5 for unit 'monday', column 'H7'"):
        rx.oxcgrt(day(H7=1.5))
    with pytest.raises(rx.DomainError, match="flag 2 for unit 'monday', column 'C1E'"):
        rx.oxcgrt(day(C1E_Flag=2))
    with pytest.raises(rx.DomainError, match="PopulationVaccinated 101 for unit 'monday'"):
        rx.oxcgrt(day(PopulationVaccinated=101))
    for name in ("C3NV", "H1"):
        with pytest.raises(rx.NotFoundError, match=f"'{name}_...'"):
            rx.oxcgrt(day().drop(columns=name))
    for name in ("C3NV_Flag", "PopulationVaccinated"):
        with pytest.raises(rx.NotFoundError, match=f"'{name}'"):
            rx.oxcgrt(day().drop(columns=name))
    with pytest.raises(rx.InvalidArgumentError, match="'C1E' or 'C1E_School closing'"):
        rx.oxcgrt(day(**{"C1E_School closing": 1}))
    with pytest.raises(rx.InvalidArgumentError, match="2 columns 'C1E_Flag'"):
        rx.oxcgrt(pd.concat([day(), day()[["C1E_Flag"]]], axis=1))
    with pytest.raises(rx.InvalidArgumentError, match="not a number"):
        rx.oxcgrt(day(C1E="closed"))
    with pytest.raises(rx.InvalidArgumentError, match="DataFrame"):
        rx.oxcgrt(np.zeros((2, 3)))


def test_ordinal_flag():
    levels = pd.DataFrame({"a": [2, 2, 0, np.nan, 1], "b": [3.0, 1, 0, 2, np.nan]}, index=list("vwxyz"))
    found = rx.ordinal_flag(levels, pd.DataFrame({"a": [1, 0, 0, 1, np.nan]}, index=levels.index), {"a": 2, "b": 3})
    expected = pd.DataFrame({"a": [2, 1.5, 0, np.nan, 0.5], "b": levels["b"]}, index=levels.index)
    pd.testing.assert_frame_equal(found, expected)
    pd.testing.assert_frame_equal(rx.ordinal_flag(levels, None, 3), levels.astype(float))
    array = rx.ordinal_flag([[2.0, 1], [1, 1]], [[0.0, 1], [1, 0]], [2, 1], deduction=[1, 0.25])
    assert array.to_numpy().tolist() == [[1, 1], [1, 0.75]]
    assert rx.ordinal_flag({"a": [1]}, {"a": [0]}, 1).loc[0, "a"] == 0.5


def test_ordinal_flag_refuses():
    levels = pd.DataFrame({"a": [1, 2]}, index=["mon", "tue"])
    flags = pd.DataFrame({"a": [0, 1]}, index=["mon", "tue"])
    with pytest.raises(rx.DomainError, match="level 2 for unit 'tue', column 'a'"):
        rx.ordinal_flag(levels, flags, 1)
    with pytest.raises(rx.DomainError, match="flag 3 for unit 'mon', column 'a'"):
        rx.ordinal_flag(levels, flags.replace(0, 3), 2)
    with pytest.raises(rx.DomainError, match="deduction"):
        rx.ordinal_flag(levels, flags, 2, deduction=2)
    with pytest.raises(rx.DomainError, match="maximum"):
        rx.ordinal_flag(levels, flags, 0)
    with pytest.raises(rx.NotFoundError, match="no column 'b'"):
        rx.ordinal_flag(levels, flags.rename(columns={"a": "b"}), 2)
    with pytest.raises(rx.InvalidArgumentError, match="units"):
        rx.ordinal_flag(levels, flags.iloc[::-1], 2)
    with pytest.raises(rx.DimensionError, match="flags"):
        rx.ordinal_flag(levels, flags.iloc[:1], 2)
    with pytest.raises(rx.DimensionError, match="maxima"):
        rx.ordinal_flag(levels, flags, [1, 2])
    with pytest.raises(rx.InvalidArgumentError, match="none for 'a'"):
        rx.ordinal_flag(levels, flags, {"b": 1})
