"""Tables over time: from Series and DataFrames to panels of units x periods, and back.

Nothing is sorted, filled in or left out here: a date that is out of order, there twice or missing is an
error that names the unit and the date.
"""
from __future__ import annotations

import contextlib
import datetime
import re
from dataclasses import dataclass
from typing import Any, Iterator, Optional

import numpy as np
import pandas as pd

from ._table import labels, numbers_of
from .errors import DimensionError, DomainError, InvalidArgumentError, RiskidxError


def date_label(date: Any) -> str:
    """A date as messages have it: days without a time of day, whole numbers as periods."""
    if isinstance(date, (int, np.integer)):
        return f"period {date}"
    if isinstance(date, pd.Timestamp) and date == date.normalize():
        return date.date().isoformat()
    return str(date)


class RowLabels:
    """Labels of rows, each made when a message needs it."""

    def __init__(self, index: pd.Index) -> None:
        self.index = index

    def __getitem__(self, row: int) -> str:
        return labels(self.index[[row]])[0]


def is_date(index: pd.Index) -> bool:
    """Whether an index holds dates, rather than names or numbers."""
    if isinstance(index, (pd.DatetimeIndex, pd.PeriodIndex)):
        return True
    return index.dtype == object and len(index) > 0 and all(
        isinstance(value, (datetime.date, pd.Period)) or value is pd.NaT for value in index)


def as_dates(index: pd.Index, what: str) -> pd.Index:
    """An index of dates: real ones (days without a time zone of their own), or whole numbers of periods."""
    if index.dtype == object and is_date(index):
        periods = any(isinstance(value, pd.Period) for value in index)
        index = pd.PeriodIndex(index) if periods else pd.DatetimeIndex(index)
    if isinstance(index, pd.DatetimeIndex) and index.tz is not None:
        index = index.tz_localize(None)  # what the clock on the wall shows: days stay a day apart
    dated = isinstance(index, (pd.DatetimeIndex, pd.PeriodIndex))
    if not dated and not (pd.api.types.is_integer_dtype(index.dtype) and not index.hasnans):
        shown = repr(index[0]) if len(index) else "nothing"
        raise InvalidArgumentError(f"{what}: dates expected, not {shown}; pandas.to_datetime makes dates "
                                   "of texts", arg=what)
    if index.hasnans:
        row = int(np.flatnonzero(index.isna())[0])
        raise InvalidArgumentError(f"{what}: the date of row {row} is missing", arg=what, row=row)
    return index


def _numbers(dates: pd.Index) -> tuple[np.ndarray, bool]:
    """Whole numbers that are equally far apart where the dates are, and whether they count months.

    Dates of one day of the month (or all at its end) go by months, which differ in length.
    """
    if isinstance(dates, pd.PeriodIndex):
        return np.array(dates.asi8, dtype=np.int64), False
    if not isinstance(dates, pd.DatetimeIndex):
        return dates.to_numpy(dtype=np.int64), False
    months = np.asarray(dates.year, dtype=np.int64) * 12 + np.asarray(dates.month, dtype=np.int64)
    if len(dates) and months.min() < months.max():
        days = dates.normalize()
        one_day = (dates.day == dates.day[0]).all() or dates.is_month_end.all()
        if one_day and (dates - days == dates[0] - days[0]).all():
            return months, True
    return dates.to_numpy().astype("M8[ns]").astype(np.int64), False


def _plus(date: Any, step: int, dates: pd.Index, monthly: bool) -> Any:
    """The date that a step leads to."""
    if isinstance(dates, pd.DatetimeIndex):
        if monthly:
            end = date.is_month_end and date.day > 27
            return date + (pd.offsets.MonthEnd(step) if end else pd.DateOffset(months=step))
        return date + pd.Timedelta(step, "ns")
    if isinstance(dates, pd.PeriodIndex):
        return type(date)(ordinal=date.ordinal + step, freq=date.freq)
    return date + step


class _Rows:
    """Rows of (unit, date), to be checked and placed in a grid; ``unit`` numbers the units."""

    def __init__(self, unit: np.ndarray, units: Optional[pd.Index], dates: pd.Index, what: str) -> None:
        self.what = what
        self.dates = as_dates(dates, what)
        self.numbers, self.monthly = _numbers(self.dates)
        self.unit = unit
        self.units = units
        self.order = np.argsort(unit, kind="stable")
        sorted_unit = unit[self.order]
        self.within = sorted_unit[1:] == sorted_unit[:-1]
        self.leaps = np.diff(self.numbers[self.order])
        self._check_order()
        self.step = self._find_step()

    def _named(self, row: int) -> str:
        """Who a row is about: "unit 'Wales'", or the argument where there is one unit without a name."""
        if self.units is None:
            return self.what
        return f"{self.what}: unit {labels(self.units[[self.unit[row]]])[0]!r}"

    def _fail(self, cls: type, row: int, said: str) -> None:
        raise cls(f"{self._named(row)}: {said}", arg=self.what,
                  row=None if self.units is None else int(self.unit[row]))

    def _label(self, row: int) -> str:
        return date_label(self.dates[row])

    def _check_order(self) -> None:
        wrong = np.flatnonzero(self.within & (self.leaps <= 0))
        if not len(wrong):
            return
        before, row = self.order[wrong[0]], self.order[wrong[0] + 1]
        earlier = self.numbers[:row][self.unit[:row] == self.unit[row]]
        if (earlier == self.numbers[row]).any():
            self._fail(DomainError, row, f"{self._label(row)} is there twice")
        self._fail(DomainError, row, f"{self._label(row)} comes after {self._label(before)}; sort the "
                                     "rows by date")

    def _find_step(self) -> int:
        """The most common distance of dates; of several, the shortest."""
        leaps = self.leaps[self.within]
        if not len(leaps):
            found = np.unique(self.numbers)
            return int(found[1] - found[0]) if len(found) > 1 else 1
        values, counts = np.unique(leaps, return_counts=True)
        return int(values[np.argmax(counts)])

    def check_steps(self) -> None:
        """An error where a unit's dates are not a whole number of steps apart."""
        first = self.numbers.min() if len(self.numbers) else 0
        off = np.flatnonzero((self.numbers - first) % self.step)
        if len(off):
            row = int(off[0])
            self._fail(DomainError, row, f"{self._label(row)} is off the calendar, whose dates are "
                                         f"{self._distance()} apart from "
                                         f"{date_label(self.dates[int(np.argmin(self.numbers))])} on")

    def _distance(self) -> str:
        if not isinstance(self.dates, pd.DatetimeIndex):
            return f"{self.step} periods" if self.step > 1 else "one period"
        if self.monthly:
            return "one month" if self.step == 1 else f"{self.step} months"
        return "one day" if self.step == 86400 * 10**9 else str(pd.Timedelta(self.step, "ns"))

    def check_complete(self) -> None:
        """An error for the first date that is missing: within a unit's rows, or at their ends."""
        advice = "riskidx.insert_holes puts missing rows in"
        gap = np.flatnonzero(self.within & (self.leaps != self.step))
        if len(gap):
            before, row = self.order[gap[0]], self.order[gap[0] + 1]
            if self.leaps[gap[0]] % self.step:
                self.check_steps()
            missing = _plus(self.dates[before], self.step, self.dates, self.monthly)
            self._fail(DomainError, row, f"no {date_label(missing)} between {self._label(before)} and "
                                         f"{self._label(row)}; {advice}")
        if not len(self.numbers):
            return
        ends = np.flatnonzero(~self.within)
        begin, end = self.order[np.append(0, ends + 1)], self.order[np.append(ends, len(self.order) - 1)]
        for rows, best, verb in ((begin, np.argmin, "begins"), (end, np.argmax, "ends")):
            extreme = rows[best(self.numbers[rows])]
            other = np.flatnonzero(self.numbers[rows] != self.numbers[extreme])
            if len(other):
                row = rows[other[0]]
                self._fail(DomainError, row, f"{verb} on {self._label(row)} and others on "
                                             f"{self._label(extreme)}; {advice}")

    def place(self) -> np.ndarray:
        """The period of each row, from 0."""
        first = self.numbers.min() if len(self.numbers) else 0
        return (self.numbers - first) // self.step

    def calendar(self) -> pd.Index:
        """All dates from the first to the last."""
        if not len(self.numbers):
            return self.dates
        numbers, where = np.unique(self.numbers, return_index=True)
        dates = self.dates[where]
        if (np.diff(numbers) == self.step).all():
            return dates
        known = dict(zip(numbers.tolist(), dates))
        every = range(int(numbers[0]), int(numbers[-1]) + 1, self.step)
        return type(dates)([known.get(number) or
                            _plus(dates[0], number - every[0], self.dates, self.monthly)
                            for number in every])


@dataclass(frozen=True)
class Grid:
    """Where the cells of a table lie in a panel of units x periods.

    ``kind`` is "single" (one unit, dates down), "wide" (dates down, units across) or "long" (a row for
    each unit and date). ``place`` numbers the cells of a long table's rows in the panel, or is None where
    they go unit by unit as the panel does.
    """

    kind: str
    units: pd.Index
    dates: pd.Index
    index: pd.Index
    place: Optional[np.ndarray] = None
    named: bool = True

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.units), len(self.dates)

    def matrix(self, values: np.ndarray) -> np.ndarray:
        """The panel of a table's values: units x periods, a view where that is possible."""
        if self.kind == "wide":
            return values.T
        if self.place is None:
            return values.reshape(self.shape)
        panel = np.full(self.shape, np.nan)
        panel.reshape(-1)[self.place] = values
        return panel

    def cells(self, panel: np.ndarray) -> np.ndarray:
        """A panel as the table has its cells: the inverse of :meth:`matrix`."""
        if self.kind == "wide":
            return panel.T
        flat = panel.reshape(-1)
        return flat if self.place is None else flat[self.place]

    def table(self, panel: np.ndarray, name: Any = None) -> Any:
        """A panel of numbers in the shape of the table."""
        cells = self.cells(panel)
        if self.kind == "wide":
            return pd.DataFrame(cells, index=self.index, columns=self.units)
        return pd.Series(cells, index=self.index, name=name)

    def unit_label(self, row: int) -> str:
        return labels(self.units[[row]])[0]

    @contextlib.contextmanager
    def naming(self) -> Iterator[None]:
        """Puts the names of unit and date into the message of a failure."""
        try:
            yield
        except RiskidxError as error:
            text = str(error)
            unit, date = error.row, error.col
            if unit is not None and unit < len(self.units) and error.arg not in ("si", "thresholds"):
                called = repr(self.unit_label(unit)) if self.named else "the unit"
                text = _put(text, rf"\bunit {unit}\b", called, f"unit {called}")
            if date is not None and date < len(self.dates):
                label = date_label(self.dates[date])
                known = label.startswith("period ")
                text = _put(text, rf"\bin period {date}\b", f"in {label}" if known else f"on {label}",
                            label)
            error.args = (text,)
            raise


def _put(text: str, pattern: str, name: str, otherwise: str) -> str:
    """The text with a number replaced by a name, or with the name behind it."""
    put, count = re.subn(pattern, lambda _: name, text, count=1)
    return put if count else f"{text} ({otherwise})"


# ------------------------------------------------------------------------------------- reading --

def _date_level(index: pd.MultiIndex, what: str) -> int:
    """The level of the dates: the only one with dates, else the last."""
    levels = [k for k in range(index.nlevels) if is_date(index.levels[k])]
    if len(levels) > 1:
        raise InvalidArgumentError(f"{what}: {len(levels)} levels of its index hold dates", arg=what)
    return levels[0] if levels else index.nlevels - 1


def _units_of(index: pd.Index, what: str) -> tuple[np.ndarray, pd.Index]:
    """A number for each row's unit, by first appearance, and the units."""
    if not isinstance(index, pd.MultiIndex) and index.hasnans:
        row = int(np.flatnonzero(index.isna())[0])
        raise InvalidArgumentError(f"{what}: the unit of row {row} is missing", arg=what, row=row)
    codes, units = index.factorize()
    units = units.set_names(index.names) if isinstance(index, pd.MultiIndex) else units.rename(index.name)
    return np.asarray(codes), units


def keys_of(index: pd.Index, what: str) -> tuple[Optional[pd.Index], pd.Index]:
    """The units (None: one) and the dates that an index holds."""
    if not isinstance(index, pd.MultiIndex):
        return None, index
    level = _date_level(index, what)
    return index.droplevel(level), index.get_level_values(level)


def _rows(units: Optional[pd.Index], dates: pd.Index, what: str) -> _Rows:
    if units is None:
        return _Rows(np.zeros(len(dates), dtype=np.int64), None, dates, what)
    codes, named = _units_of(units, what)
    return _Rows(codes, named, dates, what)


def down_grid(index: pd.Index, units: Optional[pd.Index], dates: pd.Index, what: str,
              name: Any = None) -> Grid:
    """The grid of a table with a row for each (unit and) date."""
    rows = _rows(units, dates, what)
    rows.check_complete()
    calendar = dates if units is None else rows.calendar()
    calendar = calendar.rename(dates.name)
    if units is None:
        named = isinstance(name, str)
        return Grid("single", pd.Index([name if named else "unit"], name="unit"), calendar, index,
                    named=named)
    place = rows.unit * len(calendar) + rows.place()
    in_order = len(place) == 0 or (place[0] == 0 and (np.diff(place) == 1).all())
    return Grid("long", rows.units, calendar, index, None if in_order else place)


def wide_grid(frame: pd.DataFrame, what: str) -> Grid:
    """The grid of a table with dates down and units across."""
    if isinstance(frame.index, pd.MultiIndex):
        raise InvalidArgumentError(f"{what}: a wide table has dates as its rows and units as its columns; "
                                   "of a long one pass a column", arg=what)
    if frame.columns.has_duplicates:
        twice = labels(frame.columns[frame.columns.duplicated()])[0]
        raise InvalidArgumentError(f"{what}: unit {twice!r} is there twice", arg=what)
    _rows(None, frame.index, what).check_complete()
    return Grid("wide", frame.columns, frame.index, frame.index)


def wide_values(frame: pd.DataFrame, what: str) -> np.ndarray:
    """Its cells as doubles, dates x units; read in place where pandas allows."""
    if all(dtype == np.float64 for dtype in set(frame.dtypes)):
        return frame.to_numpy()
    rows = [date_label(date) for date in frame.index]
    columns = [numbers_of(frame.iloc[:, k], f"{what} of {labels(frame.columns[[k]])[0]!r}", rows)
               for k in range(frame.shape[1])]
    return np.column_stack(columns) if columns else np.empty(frame.shape)


def read_panel(data: Any, what: str) -> tuple[Grid, np.ndarray]:
    """Grid and panel (units x periods) of a Series or a wide DataFrame.

    A 2-D array has periods as its rows and units as its columns; a 1-D one is one unit.
    """
    if isinstance(data, (list, tuple, np.ndarray)):
        if np.ndim(data) not in (1, 2):
            raise DimensionError(f"{what}: periods, or periods x units, expected", arg=what)
        data = pd.Series(data) if np.ndim(data) == 1 else pd.DataFrame(data)
    if isinstance(data, pd.DataFrame):
        grid = wide_grid(data, what)
        return grid, grid.matrix(wide_values(data, what))
    if not isinstance(data, pd.Series):
        raise InvalidArgumentError(f"{what}: a Series or a DataFrame expected, not a "
                                   f"{type(data).__name__}", arg=what)
    units, dates = keys_of(data.index, what)
    grid = down_grid(data.index, units, dates, what, data.name)
    return grid, grid.matrix(numbers_of(data, what, RowLabels(data.index)))


# ---------------------------------------------------------------------------------- inserting --

def insert_holes(data: Any) -> Any:
    """A table with a row for every date of every unit: what is missing is put in, with missing values.

    Surveillance functions and machines take no table with dates left out, since a window of 14 days that
    skips one is not 14 days long. What a hole means is then for them to say: ``holes`` of
    :func:`new_counts`, ``unknown`` of a rule, ``absent`` of a machine.

    Parameters
    ----------
    data : Series or DataFrame
        With dates as its index, or a MultiIndex of units and dates; dates in order, units in any.

    Returns
    -------
    Series or DataFrame
        Every unit with all dates from the first to the last of the table; in the order of the units where
        there are several.

    Raises
    ------
    DomainError
        A date that is there twice or comes after a later one, or lies off the calendar.
    """
    if not isinstance(data, (pd.Series, pd.DataFrame)):
        raise InvalidArgumentError(f"data: a Series or a DataFrame expected, not a {type(data).__name__}",
                                   arg="data")
    units, dates = keys_of(data.index, "data")
    rows = _rows(units, dates, "data")
    rows.check_steps()
    calendar = rows.calendar()
    if isinstance(dates, pd.DatetimeIndex) and dates.tz is not None:
        calendar = calendar.tz_localize(dates.tz)
    elif dates.dtype == object:
        calendar = pd.Index(calendar.to_pydatetime() if any(
            isinstance(date, datetime.datetime) for date in dates) else calendar.date, dtype=object)
    if units is None:
        return data.reindex(calendar.rename(dates.name))
    level = _date_level(data.index, "data")
    each = rows.units.repeat(len(calendar))
    parts = [each.get_level_values(k) for k in range(each.nlevels)]
    parts.insert(level, calendar.take(np.tile(np.arange(len(calendar)), len(rows.units))))
    return data.reindex(pd.MultiIndex.from_arrays(parts, names=data.index.names))
