"""The example of the four nations: its files, and its zones by a second way of counting."""
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

from conftest import ROOT

NATIONS = ["England", "Northern Ireland", "Scotland", "Wales"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    out = tmp_path_factory.mktemp("uk")
    run = subprocess.run([sys.executable, "examples/python/uk_zones.py", "--out", out], cwd=ROOT,
                         capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return out, run.stdout


@pytest.fixture(scope="module")
def zones(files):
    return pd.read_csv(files[0] / "uk_zones.csv", parse_dates=["date"], index_col=["nation", "date"])


@pytest.fixture(scope="module")
def cases():
    data = pd.read_csv(ROOT / "examples/data/uk_nations.csv", parse_dates=["date"])
    table = data.pivot(index="date", columns="nation", values="cases")
    return table, data.groupby("nation")["population"].first()


def untouched(table: pd.DataFrame, nation: str) -> pd.Series:
    """Days on which no treatment can have changed a count of the last two weeks or of the week after."""
    odd = ~(table[nation].diff() > 0)
    return ~(odd.rolling(35, center=True, min_periods=35).max() != 0)


def test_there_is_a_zone_for_every_nation_day_and_rule(files, zones):
    out, said = files
    assert list(zones) == ["harvard_2020", "ecdc_2020", "cdc_2021", "india_2020_04_15"]
    assert list(zones.index.unique("nation")) == NATIONS and len(zones) == 4 * 761
    assert zones.notna().all().all()
    assert (out / "uk_zones.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "United States, level of community transmission" in said


@pytest.mark.parametrize("nation", NATIONS)
def test_zones_by_plain_differences(zones, cases, nation):
    """Where counts need no treatment, rates are differences of the published totals."""
    table, people = cases
    days = untouched(table, nation)
    days = days[days].index
    assert len(days) > 100
    per_day, week, fortnight = (
        (table[nation] - table[nation].shift(span))[days] / people[nation] * 1e5 / part
        for span, part in ((7, 7), (7, 1), (14, 1)))
    found = zones.loc[nation].loc[days]
    harvard = np.array(["green", "yellow", "orange", "red"])[np.digitize(per_day, [1, 10, 25])]
    assert list(found["harvard_2020"]) == list(harvard)
    assert list(found["cdc_2021"]) == list(np.where(week >= 100, "high", "grey"))
    europe = np.select([fortnight > 150, (fortnight >= 25) & (fortnight < 50)], ["red", "orange"], "grey")
    assert list(found["ecdc_2020"]) == list(europe)


def test_red_nations_stay_red_while_there_are_cases(zones):
    assert (zones["india_2020_04_15"].xs("England")["2020-03-02":] == "red").all()


def test_the_counts_stop_a_reader_who_states_no_treatment(cases):
    with pytest.raises(rx.DomainError, match="'England'.*2020-05-30"):
        rx.new_counts(cases[0])
