"""From the tables that people have to what the library reads."""
from __future__ import annotations

import datetime
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Hashable, Optional, Sequence

import numpy as np
import pandas as pd

from .errors import DimensionError, InvalidArgumentError, NotFoundError


@dataclass(frozen=True)
class Table:
    """Units by columns, with labels: what ``rix_table`` holds."""

    values: np.ndarray
    columns: Optional[list[str]]
    units: pd.Index
    #: Level of a MultiIndex that holds periods: the table is a panel.
    level: Optional[int] = None

    def record(self) -> dict:
        """The table as the extension takes it."""
        record = {"values": self.values, "indicators": self.columns}
        if self.level is None:
            return {**record, "units": labels(self.units)}
        return {**record, "units": labels(units_of(self.units, self.level)),
                "periods": periods_of(self.units, self.level)}


def labels(units: pd.Index) -> list[str]:
    """One readable label a unit; the parts of a MultiIndex are joined by a comma."""
    if isinstance(units, pd.MultiIndex):
        return [", ".join(str(part) for part in unit) for unit in units]
    return [str(unit) for unit in units]


#: Names of a level of the index that is taken for periods.
PERIOD_NAMES = ("period", "time", "year", "quarter", "month", "week", "day", "date")


def units_of(index: pd.MultiIndex, level: int) -> pd.Index:
    """The index of a panel without its periods."""
    return index.droplevel(level)


def period_numbers(periods: Any) -> np.ndarray:
    """Periods as the numbers that the library knows: numbers as they are, dates as days, pandas Periods by
    their ordinals. Anything else is an InvalidArgumentError.
    """
    index = periods if isinstance(periods, pd.Index) else pd.Index(periods)
    if index.dtype == object and len(index):
        first = index[0]
        if isinstance(first, pd.Period):
            index = pd.PeriodIndex(index)
        elif isinstance(first, datetime.date):
            index = pd.DatetimeIndex(index)
    if isinstance(index, pd.PeriodIndex):
        return np.array([period.ordinal for period in index], dtype=np.float64)
    if isinstance(index, pd.DatetimeIndex):
        wall = index.tz_localize(None) if index.tz is not None else index
        return ((wall - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(dtype=np.float64)
    try:
        return index.to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        wrong = next(value for value in index if not isinstance(value, numbers.Real))
        raise InvalidArgumentError(f"period: numbers or dates expected, not {wrong!r}", arg="period") from None


def periods_of(index: pd.MultiIndex, level: int) -> np.ndarray:
    """Number of each row's period, NaN where it is missing."""
    numbers_of_level = np.append(period_numbers(index.levels[level]), np.nan)
    return numbers_of_level[index.codes[level]]


def period_labels(index: pd.MultiIndex, level: int, found: np.ndarray) -> pd.Index:
    """The periods of an index, by their numbers; NaN is missing."""
    known = period_numbers(index.levels[level])
    order = np.argsort(known)
    places = np.minimum(np.searchsorted(known, found, sorter=order), len(known) - 1)
    labels_of_level = index.levels[level].to_series(index=range(len(known)))
    return pd.Index(labels_of_level.reindex(np.where(np.isnan(found), -1, order[places])))


def period_level(index: pd.Index, period: Optional[Hashable]) -> Optional[int]:
    """The level of periods: the one that is named, else the only one that has the name and values of periods."""
    names = list(index.names)
    if period is not None:
        if not isinstance(index, pd.MultiIndex) or period not in names:
            raise NotFoundError(f"period: the data have no column or level {period!r}", arg="period")
        return names.index(period)
    found = [k for k, name in enumerate(names) if str(name).lower() in PERIOD_NAMES]
    if not isinstance(index, pd.MultiIndex) or len(found) != 1:
        return None
    try:
        period_numbers(index.levels[found[0]])
    except InvalidArgumentError:
        return None
    return found[0]


def is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas.NA."""
    return value is None or value is pd.NA or value is pd.NaT or (
        isinstance(value, numbers.Real) and bool(value != value))


def _number(value: Any) -> Optional[float]:
    """A cell as a float, or None if it is no number."""
    if is_missing(value):
        return np.nan
    if isinstance(value, (numbers.Real, Decimal, np.bool_)):
        return float(value)
    return None


def numbers_of(column: pd.Series, what: str, rows: Sequence[str]) -> np.ndarray:
    """A column as doubles, missing cells NaN.

    Anything but numbers is an error that names the column (``what``), the first bad value and its row.
    """
    dtype = column.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "fiub":
        return column.to_numpy(dtype=np.float64)
    if not isinstance(dtype, np.dtype) and not isinstance(dtype, pd.CategoricalDtype) and (
            pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype)):
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    cells = [_number(value) for value in column]
    for row, cell in enumerate(cells):
        if cell is None:
            raise InvalidArgumentError(
                f"{what}: {column.iloc[row]!r} of {rows[row]!r} is not a number", arg=what, row=row)
    return np.array(cells, dtype=np.float64)


def texts_of(column: pd.Series) -> list[Optional[str]]:
    """A column as strings, missing cells None; whole numbers lose their point."""
    return [None if is_missing(value) else _text(value) for value in column]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def frame_of(columns: Mapping[Hashable, Any], what: str) -> pd.DataFrame:
    """A DataFrame from a dict of columns, which must be of one length."""
    sizes = {name: len(column) for name, column in columns.items()
             if np.ndim(column) > 0 or isinstance(column, (list, tuple, pd.Series))}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{name!r} has {size}" for name, size in sizes.items())
        raise DimensionError(f"{what}: columns of different lengths: {listed}", arg=what)
    scalars = [name for name in columns if name not in sizes]
    if scalars:
        raise InvalidArgumentError(f"{what}: column {scalars[0]!r} is not a list of values", arg=what)
    return pd.DataFrame(dict(columns))


def _from_coinr(data: pd.DataFrame, period: Optional[Hashable] = None) -> pd.DataFrame:
    """COINr's iData: uCode names the units, with Time where there are several times; a column of periods
    becomes a level of the index.
    """
    if "uCode" in data.columns:
        data = data.set_index("uCode")
        if period is None and "Time" in data.columns and data.index.has_duplicates:
            period = "Time"
    if period is not None and period in data.columns:
        data = data.set_index(period, append=True)
    return data


def _from_frame(data: pd.DataFrame, indicators: Sequence[str], period: Optional[Hashable]) -> Table:
    if isinstance(data.columns, pd.MultiIndex):
        raise InvalidArgumentError("data: its columns have several levels; one code each expected",
                                   arg="data")
    data = _from_coinr(data, period)
    level = period_level(data.index, period)
    wanted = set(indicators)
    names = [str(name) for name in data.columns]
    found = [place for place, name in enumerate(names) if name in wanted]
    chosen = data if len(found) == len(names) else data.iloc[:, found]
    codes = [names[place] for place in found]
    if all(dtype == np.float64 for dtype in chosen.dtypes):
        return Table(chosen.to_numpy(), codes, data.index, level)  # read in place where pandas allows
    values = np.empty((len(data), len(found)), order="F")
    rows = labels(data.index)
    for place, code in enumerate(codes):
        values[:, place] = numbers_of(chosen.iloc[:, place], f"indicator {code!r}", rows)
    return Table(values, codes, data.index, level)


def _from_array(data: Any, indicators: Sequence[str]) -> Table:
    try:
        values = np.asarray(data)
    except ValueError:
        values = None
    if values is None or (values.dtype == object and values.ndim == 1 and len(values) and
                          all(np.ndim(row) == 1 for row in values)):
        sizes = sorted({len(row) for row in data})
        raise DimensionError(f"data: its rows differ in length, from {sizes[0]} to {sizes[-1]}",
                             arg="data")
    if values.ndim != 2:
        raise DimensionError("data: a table of units x indicators expected, not an array of "
                             f"{values.ndim} dimensions", arg="data")
    units = pd.RangeIndex(values.shape[0])
    if values.dtype.kind not in "fiub":
        named = list(indicators) if values.shape[1] == len(indicators) else range(values.shape[1])
        frame = pd.DataFrame(np.array(data, dtype=object), columns=named)  # cells as they were
        columns = [numbers_of(frame.iloc[:, place], f"indicator {code!r}", labels(units))
                   for place, code in enumerate(named)]
        values = np.column_stack(columns) if columns else np.empty(values.shape)
    return Table(values, None, units)


def read_table(data: Any, indicators: Sequence[str], period: Optional[Hashable] = None) -> Table:
    """The table behind a DataFrame, a dict of columns or a 2-D array.

    Only the columns of ``indicators`` are read from a named table; an array has just these, in order. ``period``
    names the column or level of periods of a panel; see :func:`period_level`.
    """
    if isinstance(data, pd.Series):
        raise InvalidArgumentError("data: a table expected, not a Series", arg="data")
    if isinstance(data, pd.DataFrame):
        return _from_frame(data, indicators, period)
    if isinstance(data, Mapping):
        return _from_frame(frame_of(data, "data"), indicators, period)
    if period is not None:
        raise InvalidArgumentError("period: an array has no periods; give a DataFrame", arg="period")
    return _from_array(data, indicators)


def known_keys(given: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    """An error that lists the known keys if there is another one."""
    unknown = [str(key) for key in given if key not in known]
    if unknown:
        raise NotFoundError(f"{what}: no {unknown[0]!r}; known are {', '.join(known)}", arg=what)
