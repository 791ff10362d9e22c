"""The steps 'normalise' and 'aggregate' by themselves, for people who use pieces."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Hashable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import Table, _from_coinr, frame_of, labels, read_table
from .errors import InvalidArgumentError, _warn
from .framework import Framework, _as_frame
from .recipe import Aggregate, Normalise, _step

__all__ = ["aggregate", "normalise", "outranking"]

_Weights = Union[Mapping, pd.Series, Sequence[float], np.ndarray, None]


def _columns(data: Any, period: Optional[Hashable] = None) -> list[str]:
    """Codes of the columns that may hold numbers; the names of units and their periods are none."""
    if isinstance(data, Mapping):
        data = frame_of(data, "data")
    if isinstance(data, pd.DataFrame):
        return [str(name) for name in _from_coinr(data, period).columns]
    shape = np.shape(data)
    return [str(k) for k in range(shape[1])] if len(shape) == 2 else []


def _flat(columns: Sequence[str], meta: Any) -> Framework:
    """A framework of these columns, with what a table without parents says of them."""
    root = "index"
    while root in columns:
        root += "_"
    known = None if meta is None else _as_frame(meta)
    if known is None:
        known = pd.DataFrame({"code": list(columns)})
    elif "code" not in known.columns:
        raise InvalidArgumentError("framework: a Framework, or a table with a column 'code', expected",
                                   arg="framework")
    known = pd.concat([known.assign(parent=root), pd.DataFrame({"code": [root]})], ignore_index=True)
    return Framework(known)


def _framework_of(data: Any, framework: Any, period: Optional[Hashable]) -> Framework:
    if isinstance(framework, Framework):
        return framework
    if framework is not None and not isinstance(framework, str):
        frame = _as_frame(framework)
        if "parent" in frame.columns or "iCode" in frame.columns:
            return Framework(framework)
    if isinstance(framework, str):
        from . import preset
        return preset.framework(framework)
    return _flat(_columns(data, period), framework)


def normalise(data: Any, step: Union[str, Mapping, Normalise, None] = None,
              framework: Any = None, *, period: Optional[Hashable] = None) -> pd.DataFrame:
    """The step 'normalise' by itself: the scores of every column, as :func:`build_index` makes them.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x indicators, as for :func:`build_index`.
    step : str, dict or Normalise, optional
        A method by its name, its fields, or the step itself. Default: min-max to 0-100.
    framework : Framework, str or table, optional
        What is said of each indicator: direction, goalposts, target, a method of its own. A table needs only a
        column ``code`` and those that matter. Default: every column, with direction +1.
    period : label, optional
        Panels: the column or level of periods, as for :func:`build_index`.

    Returns
    -------
    DataFrame
        Units x indicators; NaN where the value is missing, and in all of a column for which the method is not
        defined.

    Raises
    ------
    RiskidxError
        As :func:`build_index` does of its data and its normalisation.

    Warns
    -----
    RiskidxWarning
        For each column for which the method is not defined.

    Examples
    --------
    >>> rx.normalise(data, rx.Normalise("rank", ties="min"))
    >>> rx.normalise(data, "distance_target", {"code": ["beds", "cases"], "target": [5, 0], "direction": [1, -1]})
    """
    options = _step(step, Normalise, "normalise")
    fw = _framework_of(data, framework, period)
    table = read_table(data, fw.indicators, period)
    shape = (len(table.units), len(fw.indicators))
    scores = rix_raw.rix_normalise(table.record(), fw._handle, options._record(), shape)
    frame = pd.DataFrame(scores, index=table.units, columns=fw.indicators)
    for code in frame.columns[frame.isna().all().to_numpy()] if len(frame) else ():
        _warn(f"the scores of indicator {code!r} are missing: it has no data, or none for which its method "
              "is defined")
    return frame


def _weights_of(weights: _Weights, columns: Sequence[str]) -> np.ndarray:
    if weights is None:
        return np.empty(0)
    if isinstance(weights, (Mapping, pd.Series)):
        lacking = [code for code in columns if code not in weights]
        if lacking:
            raise InvalidArgumentError(f"weights: none for {lacking[0]!r}", arg="weights")
        return np.array([weights[code] for code in columns], dtype=np.float64)
    return np.asarray(weights, dtype=np.float64)


def _table_of(data: Any, period: Optional[Hashable] = None) -> "tuple[Table, list[str]]":
    columns = _columns(data, period)
    table = read_table(data, columns, period)
    return table, columns


def aggregate(data: Any, step: Union[str, Mapping, Aggregate, None] = None, weights: _Weights = None,
              *, low: Optional[float] = None, high: Optional[float] = None,
              period: Optional[Hashable] = None) -> pd.Series:
    """The step 'aggregate' by itself: one group's scores from its children's.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x children: their scores, all of direction +1.
    step : str, dict or Aggregate, optional
        A rule by its name, its fields, or the step itself. Default: arithmetic mean over the children present.
    weights : dict, Series or sequence, optional
        One a child, >= 0, any sum > 0. Default: all equal.
    low, high : float, optional
        Range of the scores, which "scaled_geometric" needs and "wroclaw", "topsis" and "copeland" are placed on.
        Default: none.
    period : label, optional
        Panels: the column or level of periods, as for :func:`build_index`.

    Returns
    -------
    Series
        A score a unit; NaN is missing.

    Raises
    ------
    RiskidxError
        As :func:`build_index` does of its aggregation; weights that do not fit.
    """
    options = _step(step, Aggregate, "aggregate")
    if (low is None) != (high is None):
        raise InvalidArgumentError("aggregate: low and high go together", arg="low")
    table, columns = _table_of(data, period)
    scores = rix_raw.rix_aggregate(table.record(), _weights_of(weights, columns), options._record(),
                                   np.nan if low is None else low, np.nan if high is None else high,
                                   (len(table.units), 1))
    return pd.Series(scores[:, 0], index=table.units, name=options.rule)


def outranking(data: Any, weights: _Weights = None, *, compat: bool = False) -> pd.DataFrame:
    """The outranking matrix behind the rule "copeland".

    The cell of row i, column j is the weight of the columns in which unit i exceeds unit j, half of it where they are
    equal, divided by the weight of the columns in which both have a value; 0.5 where there is none. The diagonal is 0.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x columns; NaN is missing.
    weights : dict, Series or sequence, optional
        One a column, >= 0, any sum > 0. Default: all equal.
    compat : bool
        As COINr 1.1.14, where a column that one of two units misses counts for the later one, so that
        the matrix depends on the order of the units.

    Returns
    -------
    DataFrame
        Units x units.
    """
    table, columns = _table_of(data)
    n = len(table.units)
    matrix = rix_raw.rix_outranking(table.values, _weights_of(weights, columns), compat, (n, n))
    names = table.units if isinstance(table.units, pd.MultiIndex) else pd.Index(labels(table.units))
    return pd.DataFrame(matrix, index=table.units, columns=table.units if len(names) else names)
