"""Indicators from counts: figures from outside of the code, named treatments, errors with names."""
import numpy as np
import pandas as pd
import pytest

import riskidx as rx

NAN = np.nan


def days(count: int) -> pd.DatetimeIndex:
    return pd.date_range("2020-03-01", periods=count, name="date")


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=days(len(values)), name="Wales", dtype=float)


def same(found: pd.Series, *expected: float) -> bool:
    return np.allclose(found, expected, rtol=1e-12, equal_nan=True)


# ------------------------------------------------------------------------------- new counts --

def test_new_counts():
    assert same(rx.new_counts(series(0, 2, 2, 5)), 0, 2, 0, 3)
    assert same(rx.new_counts(series(NAN, 3, 4, 4)), NAN, NAN, 1, 0)  # what came before is unknown


@pytest.mark.parametrize("holes, expected", [
    ("keep", (0, 1, NAN, NAN, NAN, 2)), ("linear", (0, 1, 2, 2, 2, 2)), ("carry", (0, 1, 0, 0, 6, 2)),
])
def test_holes(holes, expected):
    assert same(rx.new_counts(series(0, 1, NAN, NAN, 7, 9), holes=holes), *expected)


@pytest.mark.parametrize("corrections, expected", [
    ("keep", (0, 4, 6, -2, 1)), ("zero", (0, 4, 6, 0, 1)), ("spread", (0, 4, 4, 0, 1)),
])
def test_corrections(corrections, expected):
    assert same(rx.new_counts(series(0, 4, 10, 8, 9), corrections=corrections), *expected)


def test_a_decrease_is_an_error_that_names_unit_date_and_counts():
    frame = pd.DataFrame({"England": [0.0, 5, 9], "Wales": [0, 10, 8]}, index=days(3))
    long = frame.unstack().rename("cases")
    for given in (frame, long):
        with pytest.raises(rx.DomainError) as failure:
            rx.new_counts(given)
        for named in ("'Wales'", "2020-03-03", "10", "8"):
            assert named in str(failure.value)
        assert (failure.value.row, failure.value.col) == (1, 2)
        assert "unit 1" not in str(failure.value) and "period 2" not in str(failure.value)
    with pytest.raises(rx.DomainError, match="'Wales'.*2020-03-03"):
        rx.new_counts(frame["Wales"])  # its name is the unit
    with pytest.raises(rx.DomainError, match="the unit.*in period 2"):
        rx.new_counts([0, 10, 8])


def test_batches():
    assert same(rx.new_counts(series(0, 3, 3, 3, 12, 14), batches="spread"), 0, 3, 3, 3, 3, 2)
    assert same(rx.new_counts(series(0, 0, 0, 6), batches="spread"), 0, 0, 0, 6)  # no case before


@pytest.mark.parametrize("options", [{"holes": "guess"}, {"corrections": "guess"}, {"batches": "guess"}])
def test_unknown_treatments(options):
    with pytest.raises(rx.NotFoundError, match="'guess'.*(keep|spread)"):
        rx.new_counts(series(0, 1), **options)


# --------------------------------------------------------------------------- rates and means --

def test_incidence_is_the_rolling_sum_per_100000():
    draw = np.random.default_rng(2)
    counts = pd.DataFrame(draw.poisson(40, (60, 3)).astype(float), index=days(60), columns=list("abc"))
    counts.iloc[30, 1] = NAN
    people = pd.Series({"c": 3e5, "a": 1e6, "b": 2.5e4, "elsewhere": NAN})
    expected = counts.rolling(14).sum() / people[["a", "b", "c"]] * 1e5
    for given in (people, people.to_dict()):
        assert np.allclose(rx.incidence(counts, given), expected, rtol=1e-12, equal_nan=True)
    long = counts.unstack().rename_axis(["unit", "date"])
    assert np.allclose(rx.incidence(long, people), expected.unstack(), rtol=1e-12, equal_nan=True)
    column = people[long.index.get_level_values("unit")].set_axis(long.index)
    assert rx.incidence(long, column).equals(rx.incidence(long, people))
    assert np.allclose(rx.incidence(counts["a"], 1e6), expected["a"], rtol=1e-12, equal_nan=True)
    assert np.allclose(rx.moving_mean(counts), counts.rolling(7).mean(), rtol=1e-12, equal_nan=True)
    assert rx.incidence(series(25), 100000, window=1).iloc[0] == 25.0  # a round rate is a round number


def test_populations_that_are_wrong_are_named():
    frame = pd.DataFrame({"England": [1.0, 2], "Wales": [1, 2]}, index=days(2))
    for people, error, text in [
        ({"England": 1e6, "Wales": 0}, rx.DomainError, "'Wales' is 0"),
        ({"England": 1e6, "Wales": NAN}, rx.DomainError, "'Wales'"),
        ({"England": 1e6, "Wales": None}, rx.DomainError, "'Wales'"),
        ({"England": 1e6, "Wales": np.inf}, rx.DomainError, "'Wales'"),
        ({"England": 1e6}, rx.NotFoundError, "'Wales'"),
        ({"England": 1e6, "Wales": "many"}, rx.InvalidArgumentError, "'many'.*'Wales'"),
        (1e6, rx.InvalidArgumentError, "2 units"),
        ([1e6, 1e6], rx.InvalidArgumentError, "by unit"),
        (frame, rx.InvalidArgumentError, "not a table"),
        (pd.Series([1.0, 2, 3], index=["England", "Wales", "Wales"]), rx.InvalidArgumentError, "twice"),
    ]:
        with pytest.raises(error, match=text):
            rx.incidence(frame, people, 1)
    long = frame.unstack()
    changing = long * 0 + [5e6, 5e6, 3e6, 4e6]
    with pytest.raises(rx.DomainError, match="'Wales' changes"):
        rx.incidence(long, changing, 1)


@pytest.mark.parametrize("window", [0, -1, 2.5, "7", None])
def test_windows_that_are_none(window):
    for work in (rx.moving_mean, rx.growth, rx.trend, rx.doubling_time):
        with pytest.raises(rx.InvalidArgumentError, match="window"):
            work(series(1, 2, 3), window)


def test_positivity():
    positive, tests = series(1, 2, 3, 4), series(10, 30, 0, 0)
    assert same(rx.positivity(positive.where(tests > 0, 0), tests, 2), NAN, 7.5, 100 * 2 / 30, NAN)
    with pytest.raises(rx.DimensionError, match="tests"):
        rx.positivity(positive, tests.iloc[::-1].set_axis(days(5)[1:]), 2)
    frame = pd.DataFrame({"a": positive, "b": positive})
    with pytest.raises(rx.DimensionError, match="tests"):
        rx.positivity(frame, frame[["b", "a"]])
    with pytest.raises(rx.DomainError, match="tests.*-3.*'Wales'.*2020-03-02"):
        rx.positivity(positive, series(1, -3, 1, 1))


def test_doubling_time():
    doubling = series(*(100 * 2 ** (np.arange(20) / 5)))
    assert same(rx.doubling_time(doubling)[7:], *[5.0] * 13) and rx.doubling_time(doubling)[:7].isna().all()
    assert same(rx.doubling_time(series(0, 4, 4, 8, 6), 1), NAN, NAN, np.inf, 1, NAN)


def test_days_since_case():
    assert same(rx.days_since_case(series(0, 0, 2, 0, 0, NAN, 0, 1, 0)),
                np.inf, np.inf, 0, 1, 2, NAN, NAN, 0, 1)
    with pytest.raises(rx.DomainError, match="-1.*'Wales'.*2020-03-02"):
        rx.days_since_case(series(0, -1))


def test_growth_and_trend():
    found = rx.growth(series(1, 1, 2, 4, 0, 0, 0, 0, 3), 2)
    assert same(found, NAN, NAN, NAN, 2, 4 / 3 - 1, -1, -1, NAN, np.inf)
    line = series(*(3.0 - 0.25 * np.arange(20)))
    bent = line.copy()
    bent.iloc[[4, 11]] = 50.0  # the median of slopes does not mind
    assert same(rx.trend(line)[13:], *[-0.25] * 7) and rx.trend(line)[:13].isna().all()
    slopes = [(bent.iloc[j] - bent.iloc[i]) / (j - i) for i in range(14) for j in range(i + 1, 14)]
    assert rx.trend(bent).iloc[13] == pytest.approx(np.median(slopes), rel=1e-12)


# ----------------------------------------------------------------------- reproduction number --

OPTIONS = {"a": {"si_mean": 4.7, "si_sd": 2.9}, "b": {"si": [0, .2, .5, .2, .1]},
           "c": {"si_mean": 8, "si_sd": 1.5, "window": 3, "prior_mean": 2, "prior_sd": 1}}


@pytest.mark.parametrize("case", OPTIONS)
def test_the_reproduction_number_is_epiestims(golden, case):
    table = pd.read_csv(golden / "rt_golden.csv")
    cases = table["cases"].astype(float).set_axis(days(len(table)))
    found = rx.reproduction_number(cases, **OPTIONS[case])
    assert list(found) == ["mean", "low", "high"] and found.index.equals(cases.index)
    for column in found:
        published = table[f"{case}_{column}"]
        assert published.notna().sum() > 60
        assert np.allclose(found[column], published, rtol=1e-9, equal_nan=True)


def test_shapes_of_the_reproduction_number():
    draw = np.random.default_rng(9)
    counts = pd.DataFrame(draw.poisson(30, (40, 2)).astype(float), index=days(40), columns=["E", "W"])
    wide = rx.reproduction_number(counts, 5, 2)
    assert list(wide) == [(name, unit) for name in ("mean", "low", "high") for unit in "EW"]
    assert wide["low"].index.equals(counts.index)
    long = counts.unstack().rename_axis(["unit", "date"])
    found = rx.reproduction_number(long, 5, 2)
    assert found.index.equals(long.index)
    assert np.array_equal(found["high"], wide["high"].unstack(), equal_nan=True)
    single = rx.reproduction_number(counts["W"], 5, 2)
    assert np.array_equal(single["mean"], wide["mean"]["W"], equal_nan=True)
    narrow = rx.reproduction_number(counts["W"], 5, 2, level=0.5).dropna()
    assert ((narrow["high"] - narrow["low"]) < (single["high"] - single["low"]).dropna()).all()
    assert ((narrow["low"] < narrow["mean"]) & (narrow["mean"] < narrow["high"])).all()


@pytest.mark.parametrize("options, text", [
    ({}, "serial interval"),
    ({"si_mean": 5}, "si_sd"),
    ({"si_mean": 1, "si_sd": 1}, "si_mean"),
    ({"si_mean": 5, "si_sd": 2, "si": [0, 1]}, "together"),
    ({"si": [0.5, 0.5]}, "0"),
    ({"si": [0, 0.5]}, "0.5"),
    ({"si_mean": 5, "si_sd": 2, "level": 1}, "level"),
    ({"si_mean": 5, "si_sd": 2, "window": 0}, "window"),
    ({"si_mean": 5, "si_sd": 2, "prior_mean": 0}, "prior_mean"),
])
def test_a_serial_interval_must_be_stated(options, text):
    with pytest.raises(rx.InvalidArgumentError, match=text):
        rx.reproduction_number(series(*range(1, 20)), **options)


# ------------------------------------------------------------------------------ what is wrong --

@pytest.mark.parametrize("work", [rx.new_counts, rx.doubling_time, rx.days_since_case,
                                  rx.moving_mean, rx.growth, rx.trend,
                                  lambda x: rx.reproduction_number(x, 5, 2),
                                  lambda x: rx.incidence(x, {"E": 1e6, "W": 1e6})])
def test_infinite_counts_are_named(work):
    frame = pd.DataFrame({"E": [0.0, 1, 2], "W": [0, 1, np.inf]}, index=days(3))
    with pytest.raises(rx.DomainError, match="inf.*'W'.*2020-03-03") as failure:
        work(frame)
    assert (failure.value.row, failure.value.col) == (1, 2)


def test_other_kinds_of_tables():
    with pytest.raises(rx.InvalidArgumentError, match="dict"):
        rx.moving_mean({"a": [1.0]})
    with pytest.raises(rx.DimensionError, match="periods"):
        rx.moving_mean(np.zeros((2, 2, 2)))
    assert rx.moving_mean([1, 2, 3], 2).tolist()[1:] == [1.5, 2.5]
    assert rx.moving_mean(np.array([[1.0, 5], [3, 7]]), 2).iloc[1].tolist() == [2, 6]


def test_tables_are_left_as_they_were():
    frame = pd.DataFrame({"E": [0.0, 1, 2], "W": [0, NAN, 4]}, index=days(3))
    before = frame.copy()
    found = rx.new_counts(frame, holes="linear")
    found.iloc[:, :] = 9
    assert frame.equals(before)
