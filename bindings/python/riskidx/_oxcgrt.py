"""Ordinal levels with flags, and the indices of the Oxford COVID-19 Government Response Tracker."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import Table, frame_of, read_table
from .errors import InvalidArgumentError, NotFoundError
from .steps import _columns

__all__ = ["ordinal_flag", "oxcgrt"]


def _one_each(given: Any, columns: Sequence[str], what: str) -> np.ndarray:
    """One number a column, from a dict, a sequence or a single number."""
    if isinstance(given, (Mapping, pd.Series)):
        lacking = [code for code in columns if code not in given]
        if lacking:
            raise InvalidArgumentError(f"{what}: none for {lacking[0]!r}", arg=what)
        return np.array([given[code] for code in columns], dtype=np.float64)
    if np.ndim(given) == 0:
        return np.full(len(columns), given, dtype=np.float64)
    return np.asarray(given, dtype=np.float64)


def _flags_of(flags: Any, table: Table, columns: Sequence[str]) -> "tuple[np.ndarray, list[str]]":
    """Flags of every column, NaN where there are none; and the columns that have some."""
    if flags is None:
        return np.full(table.values.shape, np.nan), []
    if isinstance(flags, Mapping):
        flags = frame_of(flags, "flags")
    flagged = _columns(flags) if isinstance(flags, pd.DataFrame) else list(columns)
    unknown = [code for code in flagged if code not in columns]
    if unknown:
        raise NotFoundError(f"flags: the levels have no column {unknown[0]!r}", arg="flags")
    given = read_table(flags, flagged)
    if isinstance(flags, pd.DataFrame) and len(given.units) == len(table.units) and not given.units.equals(table.units):
        raise InvalidArgumentError("flags: their units are not those of the levels", arg="flags")
    if not isinstance(flags, pd.DataFrame) or len(given.units) != len(table.units):
        return given.values, flagged  # sizes are for the library to judge
    values = np.full(table.values.shape, np.nan)
    for place, code in enumerate(given.columns or ()):
        values[:, columns.index(code)] = given.values[:, place]
    return values, flagged


def ordinal_flag(levels: Any, flags: Any, maximum: Union[Mapping, pd.Series, Sequence[float], float], *,
                 deduction: Union[Mapping, pd.Series, Sequence[float], float] = 0.5) -> pd.DataFrame:
    """Ordinal levels less what an unset flag takes off them.

    A level v with flag f becomes v - deduction * (1 - f), and 0 where v is 0. With 0 and the maximum as goalposts that is
    the sub-index of the Oxford COVID-19 Government Response Tracker (Hale and others 2021, Nature Human Behaviour 5:
    529-538): what the presets "oxcgrt_stringency" and so on take.

    Parameters
    ----------
    levels : DataFrame, dict of columns or 2-D array
        Units x columns: 0, 1 ... maximum; NaN is missing.
    flags : DataFrame, dict of columns, 2-D array or None
        1 general, 0 targeted; NaN counts as 0. Columns of the levels that it does not have have no flag, and
        nothing is taken off them.
    maximum : dict, Series, sequence or number
        The highest level of each column.
    deduction : dict, Series, sequence or number
        What an unset flag takes off, from 0 to 1.

    Returns
    -------
    DataFrame
        Units x columns, from 0 to the maximum; NaN where the level is missing.

    Raises
    ------
    DomainError
        A level or flag that is none (the message names unit, column and value), a bad maximum or deduction.
    DimensionError, InvalidArgumentError, NotFoundError
        Flags that do not fit the levels.

    Examples
    --------
    >>> levels = rx.ordinal_flag({"E1": [2, 1], "E2": [2, 0]}, {"E1": [0, 1]}, maximum=2)
    >>> rx.build_index(levels, "oxcgrt_economic_support").score
    """
    columns = _columns(levels)
    table = read_table(levels, columns)
    values, flagged = _flags_of(flags, table, columns)
    taken = _one_each(deduction, columns, "deduction")
    if len(taken) == len(columns):
        taken = np.where([code in flagged for code in columns], taken, 0.0)
    adjusted = rix_raw.rix_ordinal_flag(table.record(), values, _one_each(maximum, columns, "maximum"), taken,
                                        (len(table.units), len(columns)))
    return pd.DataFrame(adjusted, index=table.units, columns=columns)


def _level_column(names: Sequence[str], code: str) -> str:
    """The column of a code such as "C1E": "C1E" itself, or "C1E_School closing"."""
    found = [name for name in names
             if name == code or name.startswith(code + "_") and name != code + "_Flag"]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidArgumentError(f"data: the levels of {code!r} may be {found[0]!r} or {found[1]!r}", arg="data")
    raise NotFoundError(f"data: no column '{code}_...' with the levels of {code!r}", arg="data")


def _matrix(data: pd.DataFrame, names: "Sequence[str | None]") -> np.ndarray:
    """Columns of the data by name, in this order; NaN where there is no name."""
    known = [name for name in names if name is not None]
    table = read_table(data, known)
    place = {name: k for k, name in enumerate(table.columns or ())}
    values = np.full((len(data), len(names)), np.nan, order="F")
    for k, name in enumerate(names):
        if name is not None:
            values[:, k] = table.values[:, place[name]]
    return values


def oxcgrt(data: Any) -> pd.DataFrame:
    """The indices of the Oxford COVID-19 Government Response Tracker, from recorded levels and flags.

    The sub-index of a measure is 100 (v - 0.5 (1 - f)) / maximum, without the flag where the measure has none, and 0 where
    v is 0. An index is the mean over its measures, in which a missing one counts as 0. ``_NonVaccinated``
    takes the NV column and its flag where it has a level, else the E column; ``_Vaccinated`` likewise with V;
    ``_SimpleAverage`` is the mean of the two, and ``_WeightedAverage`` weighs them by ``PopulationVaccinated``. Nothing is
    rounded: the published averages are of rounded values, so they differ by up to 0.01.

    Source: Hale and others (2021), Nature Human Behaviour 5: 529-538; codebook of the final data set.

    Parameters
    ----------
    data : DataFrame or dict of columns
        One row a day, with the published columns: levels such as "C1E_School closing" (or just "C1E"), flags such as
        "C1E_Flag", and "PopulationVaccinated" in percent. Other columns are left aside.

    Returns
    -------
    DataFrame
        The 13 published columns, "StringencyIndex_NonVaccinated" to "EconomicSupportIndex", on 0-100, under the
        index of the data. A weighted average is NaN where the two differ and there is no share.

    Raises
    ------
    NotFoundError
        A column is missing; the message names it.
    DomainError
        A level beyond its scale, a flag that is not 0 or 1, a share outside of 0 to 100; the message names row,
        column and value.

    Examples
    --------
    >>> days = pd.read_csv("OxCGRT_nat_latest.csv", dtype={"RegionName": str, "RegionCode": str})
    >>> rx.oxcgrt(days.set_index(["CountryCode", "Date"]))["StringencyIndex_WeightedAverage"]
    """
    if isinstance(data, Mapping):
        data = frame_of(data, "data")
    if not isinstance(data, pd.DataFrame):
        raise InvalidArgumentError("data: a DataFrame with the published columns expected", arg="data")
    names = [str(name) for name in data.columns]
    count = rix_raw.rix_oxcgrt_column_count()
    levels = [_level_column(names, rix_raw.rix_oxcgrt_column(j)) for j in range(count)]
    flags = [rix_raw.rix_oxcgrt_flag(j) for j in range(count)]
    wanted = levels + [name for name in flags if name is not None] + ["PopulationVaccinated"]
    for name in wanted:
        if names.count(name) != 1:
            raise (NotFoundError(f"data: no column {name!r}", arg="data") if name not in names else
                   InvalidArgumentError(f"data: {names.count(name)} columns {name!r}", arg="data"))
    table = Table(_matrix(data, levels), levels, data.index)
    indices = [rix_raw.rix_oxcgrt_index(k) for k in range(rix_raw.rix_oxcgrt_index_count())]
    values = rix_raw.rix_oxcgrt_indices(table.record(), _matrix(data, flags),
                                        _matrix(data, ["PopulationVaccinated"])[:, 0], (len(data), len(indices)))
    return pd.DataFrame(values, index=data.index, columns=indices)
