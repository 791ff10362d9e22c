"""Tables over time: every shape comes back as it was, and what is wrong with dates is named."""
import datetime
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

VALUES = np.array([[0.0, 2, 1], [3, 1, 0], [1, np.nan, 2], [2, 0, 3]])  # dates x units
UNITS = ["Wales", "Scotland", "England"]
ZONES = ["0", "1", "2", "3"]
MACHINE = rx.Machine(rx.Rule.worst(ZONES, {"level": [1, 2, 3]}), absent="grey")
CODES = np.nan_to_num(VALUES, nan=-1).astype(int)

DATES = {
    "days": pd.date_range("2020-02-28", periods=4, name="when"),
    "periods": pd.period_range("2020-02-28", periods=4, freq="D", name="when"),
    "weeks": pd.date_range("2020-02-28", periods=4, freq="7D", name="when"),
    "month starts": pd.date_range("2020-01-01", periods=4, freq="MS", name="when"),
    "month ends": pd.DatetimeIndex(["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"], name="when"),
    "quarters": pd.DatetimeIndex(["2020-01-15", "2020-04-15", "2020-07-15", "2020-10-15"], name="when"),
    "months as periods": pd.period_range("2020-01", periods=4, freq="M", name="when"),
    "hours": pd.date_range("2020-02-28", periods=4, freq=pd.Timedelta(hours=6), name="when"),
    "datetime.date": pd.Index(list(pd.date_range("2020-02-28", periods=4).date), name="when"),
    "whole numbers": pd.RangeIndex(5, 9, name="when"),
    "every other": pd.Index([0, 2, 4, 6], name="when"),
    "summer time": pd.date_range("2020-03-27", periods=4, tz="Europe/London", name="when"),
    "nanoless": pd.DatetimeIndex(np.array(["2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02"],
                                          dtype="M8[s]"), name="when"),
}


def wide(dates: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(VALUES, index=dates, columns=pd.Index(UNITS, name="nation"))


def long(dates: pd.Index, order=("nation", "when")) -> pd.Series:
    parts = {"nation": [unit for unit in UNITS for _ in dates], "when": list(dates) * 3}
    if isinstance(dates, pd.PeriodIndex):
        parts["when"] = pd.PeriodIndex(parts["when"])
    index = pd.MultiIndex.from_arrays([parts[name] for name in order], names=order)
    return pd.Series(VALUES.T.ravel(), index=index, name="level")


@pytest.mark.parametrize("dates", DATES)
def test_every_kind_of_dates_in_every_shape(dates):
    dates = DATES[dates]
    table = wide(dates)
    found = MACHINE.run({"level": table})
    assert found.codes.equals(pd.DataFrame(CODES, index=dates, columns=table.columns).astype("int8"))
    assert found.dates.equals(dates) and found.units.equals(table.columns)
    column = long(dates)
    found = MACHINE.run(column.to_frame())
    assert found.zones.index.equals(column.index) and list(found.codes) == list(CODES.T.ravel())
    assert list(found.units) == UNITS and found.units.name == "nation" and len(found.dates) == 4
    single = MACHINE.run(table[["Wales"]].rename(columns={"Wales": "level"}))
    assert list(single.codes) == list(CODES[:, 0]) and single.zones.index.equals(dates)
    # and the same of a function of counts
    for given, expected in ((table, VALUES), (column, VALUES.T.ravel()), (table["England"], VALUES[:, 2])):
        mean = rx.moving_mean(given, 1)
        assert type(mean) is type(given) and mean.index.equals(given.index)
        assert np.array_equal(mean.to_numpy(), expected, equal_nan=True)
    assert mean.name == "England"


def test_rows_of_units_in_any_order():
    column = long(DATES["days"])
    by_date = column.sort_index(level="when", kind="stable")
    mixed = column.iloc[[4, 0, 8, 5, 1, 2, 9, 10, 6, 3, 11, 7]]
    for rows in (column, by_date, mixed):
        found = MACHINE.run(rows.to_frame())
        expected = rows.fillna(-1).astype("int8").rename("zone")
        assert found.codes.equals(expected)
        sums = rx.moving_mean(rows, 2)
        for unit in UNITS:
            assert sums.xs(unit).equals(rx.moving_mean(column.xs(unit), 2).rename("level"))


def test_the_date_level_is_found_wherever_it_is():
    column = long(DATES["days"], order=("when", "nation"))
    assert MACHINE.run(column.to_frame()).codes.equals(column.fillna(-1).astype("int8").rename("zone"))


def test_units_of_several_levels():
    index = pd.MultiIndex.from_product([["UK"], ["north", "south"], DATES["days"]],
                                       names=["country", "region", "when"])
    table = pd.DataFrame({"level": np.arange(8.0) % 4}, index=index)
    found = MACHINE.run(table)
    assert found.zones.index.equals(index) and found.units.names == ["country", "region"]
    assert list(found.time_in_zone.index) == [("UK", "north"), ("UK", "south")]
    assert list(found.moves["unit"])[:1] == [("UK", "north")]
    with pytest.raises(rx.DomainError, match="'UK, south'.*2020-03-01"):
        MACHINE.run(table.drop(("UK", "south", pd.Timestamp("2020-03-01"))))
    wide_table = table["level"].unstack(["country", "region"])
    assert MACHINE.run({"level": wide_table}).zones.columns.equals(wide_table.columns)
    pickle.loads(pickle.dumps(found)).plot()


def test_columns_for_units_and_dates():
    table = long(DATES["days"]).reset_index()
    table.index = [f"row {k}" for k in range(12)]
    found = MACHINE.run(table, unit="nation", date="when")
    assert found.codes.index.equals(table.index) and list(found.codes) == list(CODES.T.ravel())
    assert list(found.time_in_zone.index) == UNITS
    two = MACHINE.run(table.assign(country="UK"), unit=["country", "nation"], date="when")
    assert list(two.units) == [("UK", unit) for unit in UNITS]
    assert MACHINE.run(table.set_index("when"), unit="nation").codes.tolist() == list(CODES.T.ravel())
    one = table[table["nation"] == "Wales"]
    assert MACHINE.run(one, date="when").codes.tolist() == list(CODES[:, 0])
    with pytest.raises(rx.NotFoundError, match="'day'.*nation, when, level"):
        MACHINE.run(table, unit="nation", date="day")
    with pytest.raises(rx.DomainError, match="2020-02-28 comes after 2020-03-02|2020-02-28 is there twice"):
        MACHINE.run(table, date="when")  # three units as if they were one


def test_a_dict_of_columns():
    column = long(DATES["days"])
    assert MACHINE.run({"level": column}).zones.index.equals(column.index)
    assert MACHINE.run({"level": [0, 1, None]}).codes.tolist() == [0, 1, -1]
    assert MACHINE.run({"level": VALUES}).codes.to_numpy().tolist() == CODES.tolist()  # periods x units
    two = rx.Machine(rx.Rule.worst(["a", "b"], {"x": [1], "y": [1]}))
    with pytest.raises(rx.DimensionError, match="'y' has another index"):
        two.run({"x": column, "y": column.iloc[::-1]})
    with pytest.raises(rx.DimensionError, match="'y' has other dates"):
        two.run({"x": wide(DATES["days"]), "y": wide(DATES["weeks"])})
    with pytest.raises(rx.DimensionError, match="'y' has other units"):
        two.run({"x": wide(DATES["days"]), "y": wide(DATES["days"]).iloc[:, ::-1]})
    with pytest.raises(rx.NotFoundError, match="'y'"):
        two.run({"x": wide(DATES["days"])})
    with pytest.raises(rx.NotFoundError, match="'y'"):
        two.run(pd.DataFrame({"x": [1.0]}))
    with pytest.raises(rx.InvalidArgumentError, match="list"):
        two.run([1, 2])


@pytest.mark.parametrize("dtype", ["float32", "int64", "Int64", "Float64", "object", "bool"])
def test_cells_of_any_kind(dtype):
    table = pd.DataFrame({"A": [0, 1, 1], "B": [1, 0, 1]}, index=DATES["days"][:3]).astype(dtype)
    assert MACHINE.run({"level": table}).codes.to_numpy().tolist() == [[0, 1], [1, 0], [1, 1]]
    assert rx.moving_mean(table, 1).to_numpy().tolist() == [[0, 1], [1, 0], [1, 1]]
    if dtype == "Int64":
        table.iloc[1, 0] = pd.NA
        assert MACHINE.run({"level": table}).codes["A"].tolist() == [0, -1, 1]


def test_a_cell_that_is_no_number_is_named():
    table = wide(DATES["days"]).astype(object)
    table.iloc[2, 1] = "many"
    with pytest.raises(rx.InvalidArgumentError) as failure:
        MACHINE.run({"level": table})
    for named in ("level", "'Scotland'", "'many'", "2020-03-01"):
        assert named in str(failure.value)
    with pytest.raises(rx.InvalidArgumentError, match="'many'.*Wales, 2020-03-01"):
        column = long(DATES["days"]).astype(object)
        column.iloc[2] = "many"
        MACHINE.run(column.to_frame())


# ------------------------------------------------------------------------------- bad dates --

def rows(changes) -> pd.DataFrame:
    """The long table with its rows changed; Scotland's are 4 to 7."""
    return long(DATES["days"]).to_frame().iloc[changes]


BAD = {
    "unsorted": ([0, 1, 2, 3, 4, 6, 5, 7, 8, 9, 10, 11], "'Scotland'.*2020-02-29 comes after 2020-03-01"),
    "twice": ([0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11], "'Scotland'.*2020-02-29 is there twice"),
    "twice, apart": ([0, 1, 2, 3, 4, 5, 6, 5, 7, 8, 9, 10, 11], "'Scotland'.*2020-02-29 is there twice"),
    "gap": ([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11],
            "'Scotland'.*no 2020-03-01 between 2020-02-29 and 2020-03-02; riskidx.insert_holes"),
    "late": ([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11],
             "'Scotland': begins on 2020-02-29 and others on 2020-02-28"),
    "early": ([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11], "'Scotland': ends on 2020-03-01 and others on 2020-03-02"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_dates_of_a_long_table(case):
    changes, text = BAD[case]
    table = rows(changes)
    for work in (lambda: MACHINE.run(table), lambda: rx.moving_mean(table["level"]),
                 lambda: MACHINE.run(table.reset_index(), unit="nation", date="when")):
        with pytest.raises(rx.DomainError, match=text) as failure:
            work()
        assert failure.value.row == 1  # Scotland is the second unit


@pytest.mark.parametrize("index, text", [
    (["2020-02-28", "2020-02-29", "2020-03-02", "2020-03-03"], "no 2020-03-01 between"),
    (["2020-02-28", "2020-02-28", "2020-02-29", "2020-03-01"], "2020-02-28 is there twice"),
    (["2020-03-01", "2020-02-29", "2020-02-28", "2020-02-27"], "2020-02-29 comes after 2020-03-01"),
    (["2020-02-28", "2020-02-29", "2020-02-29 06:00", "2020-03-01"], "06:00|2020-03-01"),
    (["2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01"], "no 2020-03-01 between"),
    (["2020-01-31", "2020-02-29", "2020-04-30", "2020-05-31"], "no 2020-03-31 between"),
    (["2020-02-28", None, "2020-03-01", "2020-03-02"], "date of row 1 is missing"),
])
def test_bad_dates_of_a_wide_table(index, text):
    table = wide(pd.DatetimeIndex(index))
    for work in (lambda: MACHINE.run({"level": table}), lambda: rx.moving_mean(table),
                 lambda: rx.moving_mean(table["Wales"])):
        with pytest.raises((rx.DomainError, rx.InvalidArgumentError), match=text):
            work()


@pytest.mark.parametrize("index, text", [
    (["2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02"], "'2020-02-28'; pandas.to_datetime"),
    ([0.5, 1.5, 2.5, 3.5], "0.5"),
    (["Wales", "Scotland", "England", "Ireland"], "'Wales'"),
    ([0, 1, 2, 4], "no period 3 between period 2 and period 4"),
    (pd.PeriodIndex(["2020-01", "2020-02", "2020-04", "2020-05"], freq="M"), "no 2020-03 between"),
])
def test_what_are_no_dates(index, text):
    with pytest.raises((rx.InvalidArgumentError, rx.DomainError), match=text):
        MACHINE.run({"level": wide(pd.Index(index))})


def test_texts_as_dates_of_a_long_table():
    table = long(DATES["days"]).reset_index().astype({"when": str})
    with pytest.raises(rx.InvalidArgumentError, match="to_datetime"):
        MACHINE.run(table, unit="nation", date="when")
    with pytest.raises(rx.InvalidArgumentError, match="to_datetime"):
        MACHINE.run(table.set_index(["nation", "when"]))


def test_units_without_a_name_or_there_twice():
    table = long(DATES["days"]).reset_index()
    table.loc[3, "nation"] = None
    with pytest.raises(rx.InvalidArgumentError, match="unit of row 3"):
        MACHINE.run(table, unit="nation", date="when")
    twice = wide(DATES["days"])
    twice.columns = ["Wales", "Scotland", "Wales"]
    with pytest.raises(rx.InvalidArgumentError, match="'Wales' is there twice"):
        MACHINE.run({"level": twice})
    with pytest.raises(rx.InvalidArgumentError, match="of a long one pass a column"):
        rx.moving_mean(long(DATES["days"]).to_frame())


# ------------------------------------------------------------------------------ insert_holes --

@pytest.mark.parametrize("dates", DATES)
def test_insert_holes_makes_every_shape_complete(dates):
    dates = DATES[dates]
    full = wide(dates)
    holes = rx.insert_holes(full.iloc[[0, 1, 3]])
    assert holes.index.equals(dates) and holes.index.name == "when"
    assert holes.iloc[[0, 1, 3]].equals(full.iloc[[0, 1, 3]]) and holes.iloc[2].isna().all()
    column = long(dates)
    keep = [0, 1, 2, 3, 5, 7, 8, 9, 10]
    again = rx.insert_holes(column.iloc[keep])
    assert again.index.equals(column.index) and again.index.names == column.index.names
    assert again.iloc[keep].equals(column.iloc[keep]) and again.iloc[[4, 6, 11]].isna().all()
    whole = MACHINE.run(column.to_frame()).codes
    assert MACHINE.run(again.to_frame()).codes.iloc[keep].equals(whole.iloc[keep])
    assert rx.insert_holes(full).equals(full)


def test_insert_holes_keeps_the_levels_in_their_order():
    column = long(DATES["days"], order=("when", "nation"))
    again = rx.insert_holes(column.drop((pd.Timestamp("2020-02-29"), "Wales")))
    assert again.index.names == ["when", "nation"] and len(again) == 12
    assert np.isnan(again[(pd.Timestamp("2020-02-29"), "Wales")])


def test_insert_holes_repairs_nothing_else():
    for case in ("unsorted", "twice"):
        changes, text = BAD[case]
        with pytest.raises(rx.DomainError, match=text):
            rx.insert_holes(rows(changes))
    off = wide(pd.DatetimeIndex(["2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02 07:30"]))
    with pytest.raises(rx.DomainError, match="07:30.*off the calendar.*one day apart"):
        rx.insert_holes(off)
    with pytest.raises(rx.InvalidArgumentError, match="list"):
        rx.insert_holes([1, 2])


def test_the_distance_of_dates_is_the_most_common_one():
    days = pd.DatetimeIndex(["2020-02-27", "2020-02-28", "2020-02-29", "2020-02-29 06:00", "2020-03-01"])
    with pytest.raises(rx.DomainError, match="02-29 06:00.*off the calendar.*one day apart"):
        rx.moving_mean(pd.Series(1.0, index=days))


def test_dates_of_a_day_are_no_days_of_a_month():
    """One day of each week is not one day of each month; two dates a month apart are months."""
    weekly = wide(pd.DatetimeIndex(["2021-02-01", "2021-02-08", "2021-02-15", "2021-03-01"]))
    with pytest.raises(rx.DomainError, match="no 2021-02-22 between"):
        rx.moving_mean(weekly)
    months = wide(pd.DatetimeIndex(["2021-02-01", "2021-03-01", "2021-04-01", "2021-05-01"]))
    assert rx.moving_mean(months, 1).equals(months)


def test_datetimes_in_an_object_column():
    index = pd.Index([datetime.datetime(2020, 1, day) for day in (1, 2, 3, 4)], dtype=object)
    assert MACHINE.run({"level": wide(index)}).codes.index.equals(index)
