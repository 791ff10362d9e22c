"""The steps before 'normalise': denominate, impute, screen, treat; in a recipe, or by themselves."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Hashable, NamedTuple, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import (Table, _from_coinr, _text, frame_of, is_missing, labels, numbers_of, period_labels,
                     period_level)
from .errors import DimensionError, InvalidArgumentError, NotFoundError, _warn

__all__ = ["Denominate", "Impute", "Imputed", "Screen", "Screened", "Treat", "Treated", "denominate",
           "impute", "screen", "treat"]

_NO_LIMIT = 2 ** 53
_EM = ["iterations", "converged", "log_likelihood"]  # of a report of EM only


def _check_name(value: Any, vocabulary: str, what: str) -> None:
    names = [name for name in rix_raw.prepare_vocabulary()[vocabulary] if name != "inherit"]
    if value not in names:
        raise NotFoundError(f"{what}: no {value!r}; known are {', '.join(names)}", arg=what)


def _check_over(value: Any, what: str, *more: str) -> None:
    if value not in ("all", "period", *more):
        raise NotFoundError(f"{what}: no {value!r}; known are {', '.join(('all', 'period', *more))}", arg=what)


def _label(value: Any) -> Optional[str]:
    return None if is_missing(value) else _text(value)


def _labels(values: Any, what: str) -> tuple[str, ...]:
    if isinstance(values, str):
        return (values,)
    try:
        return tuple(str(value) for value in values)
    except TypeError:
        raise InvalidArgumentError(f"{what}: labels of units expected, not {values!r}", arg=what) from None


@dataclass(frozen=True)
class Denominate:
    """The step that divides indicators by the ``denominator`` of their nodes: ``x / (d / scale)``.

    Where either is missing, so is the result; a denominator of 0 is an error.

    Parameters
    ----------
    apply : bool
        Whether it is done.
    scale : float
        For indicators whose node has no ``denominator_scale``; 1000 gives "per thousand".
    """

    apply: bool = True
    scale: float = 1.0

    def _record(self) -> dict:
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class Impute:
    """The step that fills in missing values; only observed values are ever a source.

    Parameters
    ----------
    method : str
        - ``"none"``: they stay missing;
        - ``"constant"``: ``value``;
        - ``"mean"``, ``"median"``: that of the indicator;
        - ``"group_mean"``, ``"group_median"``: that over the units of the same ``group``;
        - ``"row_mean"``: indicators are mapped onto 0 to 1 by their extremes, directions applied; the
          mean of the unit's own values under the same parent is mapped back;
        - ``"em"``: their expectation given the unit's other values under the same parent (``whole``: in all of the
          table), under the multivariate normal of maximum likelihood, by the EM algorithm (Dempster, Laird and Rubin
          1977). It needs more units than indicators: where the covariance is singular the gaps stay
          missing, with a warning, unless there is a ``ridge``;
        - ``"nearest"``: the mean over the ``neighbours`` units nearest among those that have the value, those tied
          with the last included; the distance is the root mean square difference over the indicators that both
          have, standardised (``by_range``: from 0 to 1), under the same parent or, with ``whole``, in all of the table;
        - ``"latest"``: panels: the unit's latest earlier value, at most ``max_lag`` periods of the table back; without one
          it stays missing;
        - ``"constant_in_time"``: panels: the same, from any time back; before the unit's first value, that one;
        - ``"linear_in_time"``: panels: on the line between the unit's values before and after; beyond them the nearest. A
          series of one value becomes constant.
    value : float
        For "constant".
    group : str or sequence, optional
        A column of the data that says to which group each unit belongs, or the labels themselves.
    compat : bool
        Where a group or row has no value, the overall mean (median for "group_median") of the indicator
        is taken, with a note in the log. With ``compat=True`` it stays missing, as in COINr 1.1.14. Along time nothing
        falls back; with ``compat=True``, "linear_in_time" is an error for a series of one value.
    whole : bool
        "em", "nearest": over all indicators, not those of one parent at a time.
    tolerance, max_iterations : float, int
        "em": stops when no mean or covariance of the standardised indicators changes by more; gives up after so many
        iterations, with a warning.
    ridge : float
        "em": r is added to the variances of the standardised indicators in each iteration.
    neighbours : int
    by_distance, by_range : bool
        "nearest": weights 1/distance, not equal; indicators from 0 to 1, not standardised.
    over : {"all", "period"}
        Panels: what is taken of indicators, groups and neighbours is that of all rows, or of those of the same period.
    max_lag : int, optional
        "latest": None: any number of periods back.
    """

    method: str = "none"
    value: float = 0.0
    group: Union[str, Sequence, None] = None
    compat: bool = False
    whole: bool = False
    tolerance: float = 1e-10
    max_iterations: int = 1000
    ridge: float = 0.0
    neighbours: int = 5
    by_distance: bool = False
    by_range: bool = False
    over: str = "all"
    max_lag: Optional[int] = None

    def __post_init__(self) -> None:
        _check_name(self.method, "impute", "impute.method")
        _check_over(self.over, "impute.over")
        if self.group is not None and not isinstance(self.group, str):
            object.__setattr__(self, "group", tuple(_label(label) for label in self.group))
        if self.method.startswith("group_") and self.group is None:
            raise InvalidArgumentError(f"impute: {self.method} needs a group", arg="group")

    def _groups(self, data: Any) -> Optional[list[Optional[str]]]:
        """Label of each unit of the data; None where no labels are asked for."""
        if not self.method.startswith("group_"):
            return None
        if not isinstance(self.group, str):
            return list(self.group)
        if isinstance(data, (pd.DataFrame, Mapping)) and self.group in data:
            return [_label(value) for value in data[self.group]]
        if isinstance(data, pd.DataFrame) and self.group in data.index.names:
            return [_label(value) for value in data.index.get_level_values(self.group)]
        raise NotFoundError(f"impute.group: the data have no column {self.group!r}", arg="group")

    def _record(self, groups: Optional[list[Optional[str]]] = None) -> dict:
        fields = dataclasses.asdict(self)
        del fields["group"]
        return {**fields, "groups": groups}


@dataclass(frozen=True)
class Screen:
    """The step that leaves out units with too little data, or too many zeros.

    They keep their row, with missing values from the stage "screened" on and missing scores and ranks.
    (COINr drops the row.)

    Parameters
    ----------
    method : str
        - ``"none"``: all are kept;
        - ``"data"``: those with a share of indicators with data of at least ``min_data``;
        - ``"zeros"``: those with a share of values other than zero, among those there, of at least
          ``min_nonzero``;
        - ``"data_and_zeros"``: those for which both hold.
    min_data, min_nonzero : float
        In [0, 1].
    include, exclude : sequence of str
        Labels of units that are kept, or left out, in any case.
    """

    method: str = "none"
    min_data: float = 2 / 3
    min_nonzero: float = 0.05
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def __post_init__(self) -> None:
        _check_name(self.method, "screen", "screen.method")
        object.__setattr__(self, "include", _labels(self.include, "screen.include"))
        object.__setattr__(self, "exclude", _labels(self.exclude, "screen.exclude"))

    def _record(self) -> dict:
        return {**dataclasses.asdict(self), "include": list(self.include), "exclude": list(self.exclude)}


@dataclass(frozen=True)
class Treat:
    """The step that treats outliers, for indicators whose node names no ``treat`` of its own.

    An indicator *passes* if ``|skewness| < skewness`` or ``kurtosis < kurtosis`` (both corrected for bias; Joanes
    and Gill 1998, G1 and G2).

    Parameters
    ----------
    method : str
        - ``"none"``;
        - ``"winsorise"``: while it does not pass, and fewer than ``max_points`` values have been moved, the
          values at the maximum become the next smaller one (at the minimum the next larger, where the
          skewness is negative); ties move together;
        - ``"percentiles"``: values beyond the quantiles ``low_share`` and ``high_share`` become these;
        - ``"fences"``: values more than ``fence`` interquartile ranges beyond the quartiles become the fence;
        - ``"transform"``: the transform, in any case;
        - ``"winsorise_or_transform"``: nothing if it passes; else winsorise; if it still does not pass,
          the transform of the values as they were (``combined``: as winsorised).
    max_points : int, optional
        None: no limit.
    skewness, kurtosis : float
    force : bool
        "winsorise": even while it passes.
    low_share, high_share, fence : float
    transform : str
        With ``a = 0.01 * (max - min)``: ``"log"``; ``"log_ct"``: log(x - min + a); ``"log_ct_plus"``: the same,
        but -log(max + a - x) unless the skewness is positive; ``"log_ct_orig"``: log(x - min + 1);
        ``"log_gii"``: log((max - 1)(x - min)/(max - min) + 1); ``"sqrt"``; ``"asinh"``; ``"boxcox"``: (x**lambda_ - 1)/lambda_;
        ``"boxcox_shifted"``: the same of x - min + 1; ``"boxcox_ml"``, ``"boxcox_shifted_ml"``: with the
        lambda of maximum likelihood, which the report has.
    lambda_ : float
        "boxcox", "boxcox_shifted"; 0 is the logarithm.
    combined : bool
    compat : bool
        "log_gii" gives back its argument, as COINr 1.1.14 does by mistake.
    over : {"all", "period"}
        Panels, in a recipe: all rows together, or each period by itself.
    """

    method: str = "none"
    max_points: Optional[int] = 5
    skewness: float = 2.0
    kurtosis: float = 3.5
    force: bool = False
    low_share: float = 0.05
    high_share: float = 0.95
    fence: float = 1.5
    transform: str = "log_ct"
    lambda_: float = 0.0
    combined: bool = False
    compat: bool = False
    over: str = "all"

    def __post_init__(self) -> None:
        _check_name(self.method, "treat", "treat.method")
        _check_over(self.over, "treat.over")
        _check_name(self.transform, "transform", "treat.transform")

    def _record(self) -> dict:
        fields = dataclasses.asdict(self)
        fields["lambda"] = fields.pop("lambda_")
        fields["max_points"] = _NO_LIMIT if self.max_points is None else self.max_points
        return fields


# ------------------------------------------------------------------------------- reports as tables --

def report_frame(records: Sequence[Mapping], index: pd.Index) -> pd.DataFrame:
    """One row a record."""
    columns = {key: [record[key] for record in records] for key in records[0]} if records else {}
    return pd.DataFrame(columns, index=index)


def moved_units(winsorised: np.ndarray, units: pd.Index) -> list[list]:
    """For each column, the units whose values were moved."""
    return [list(units[winsorised[:, k] != 0]) for k in range(winsorised.shape[1])]


# ------------------------------------------------------------------------------------- by themselves --

class _Imputed(NamedTuple):
    data: pd.DataFrame
    #: One row a column: missing, imputed, fell_back (imputed by the overall value for want of another); for "em" of
    #: the block that it lies in iterations, converged, log_likelihood (of what is observed; NaN: singular covariance).
    report: pd.DataFrame


class Imputed(_Imputed):
    """What :func:`impute` gives: ``data`` and ``report``, to be unpacked, and ``sources``."""

    #: Panels: the period that each value comes from; missing where it is not one. None if there are no periods.
    sources: Optional[pd.DataFrame] = None

    def _repr_html_(self) -> str:
        return self.report.to_html(max_rows=20)


class Screened(NamedTuple):
    """What :func:`screen` gives."""

    data: pd.DataFrame
    #: One row a unit: n_missing, n_zero, data_share, nonzero_share, low_data, low_nonzero, forced, included.
    report: pd.DataFrame

    def _repr_html_(self) -> str:
        return self.report.to_html(max_rows=20)


class Treated(NamedTuple):
    """What :func:`treat` gives."""

    data: pd.DataFrame
    #: One row a column: action, skewness and kurtosis before and after, how many values moved, which transform.
    report: pd.DataFrame

    def _repr_html_(self) -> str:
        return self.report.to_html(max_rows=20)


def _frame(data: Any, period: Optional[Hashable] = None) -> pd.DataFrame:
    if isinstance(data, pd.DataFrame):
        return _from_coinr(data, period)
    if isinstance(data, Mapping):
        return _from_coinr(frame_of(data, "data"), period)
    array = np.asarray(data, dtype=np.float64)
    if array.ndim != 2:
        raise DimensionError("data: a table of units x indicators expected", arg="data")
    return pd.DataFrame(array)


def _numeric(frame: pd.DataFrame, columns: Optional[Sequence]) -> tuple[list, np.ndarray]:
    """The columns asked for, by default those of numbers, and their values."""
    if columns is None:
        columns = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])]
    for name in columns:
        if name not in frame.columns:
            raise NotFoundError(f"columns: the data have no column {name!r}", arg="columns")
    rows = labels(frame.index)
    values = np.empty((len(frame), len(columns)), order="F")
    for place, name in enumerate(columns):
        values[:, place] = numbers_of(frame[name], f"column {name!r}", rows)
    return list(columns), values


def _replaced(frame: pd.DataFrame, columns: Sequence, values: np.ndarray) -> pd.DataFrame:
    result = frame.copy()
    for place, name in enumerate(columns):
        result[name] = values[:, place]
    return result


def _options(step: Any, cls: type, fields: Mapping) -> Any:
    if isinstance(step, cls):
        return dataclasses.replace(step, **fields)
    known = [field.name for field in dataclasses.fields(cls)]
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise NotFoundError(f"no option {unknown[0]!r}; known are {', '.join(known)}", arg=unknown[0])
    return cls(step, **fields)


def denominate(data: Any, by: Mapping, scale: Union[float, Mapping] = 1.0) -> pd.DataFrame:
    """Divides columns by other columns: ``x / (denominator / scale)``, missing where either is.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
    by : dict
        Column: the column that it is divided by, as in the data.
    scale : float or dict
        One for all, or column: scale, by default 1.

    Returns
    -------
    DataFrame
        The data with these columns replaced.

    Examples
    --------
    >>> rx.denominate(data, {"deaths": "population"}, scale=100_000)
    """
    frame = _frame(data)
    columns, values = _numeric(frame, list(by))
    below, denominators = _numeric(frame, list(dict.fromkeys(by.values())))
    scales = np.array([scale.get(name, 1.0) if isinstance(scale, Mapping) else scale
                       for name in columns], dtype=np.float64)
    places = np.array([below.index(by[name]) for name in columns], dtype=np.float64)
    return _replaced(frame, columns, rix_raw.denominate(values, denominators, places, scales, values.shape))


def impute(data: Any, method: Union[str, Impute] = "mean", *, columns: Optional[Sequence] = None,
           blocks: Optional[Mapping] = None, directions: Optional[Mapping] = None,
           period: Optional[Hashable] = None, **options: Any) -> Imputed:
    """Fills in missing values of columns.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
    method : str or Impute
        See :class:`Impute`, as for the other options.
    columns : sequence, optional
        Which; by default all columns of numbers.
    blocks : dict, optional
        "row_mean", "em", "nearest": column: what it belongs to; by default all belong together.
    directions : dict, optional
        "row_mean": column: +1 or -1, by default +1.
    period : label, optional
        Panels: the column or level of periods, as for :func:`build_index`.

    Returns
    -------
    Imputed
        data, report; its attribute ``sources`` says which period each value of a panel comes from.

    Examples
    --------
    >>> filled, report = rx.impute(data, "group_median", group="region")
    >>> rx.impute(panel, "latest", max_lag=2).sources
    """
    step = _options(method, Impute, options)
    frame = _frame(data, period)
    level = period_level(frame.index, period)
    groups = step._groups(frame)
    chosen, values = _numeric(frame, columns)
    names = list(dict.fromkeys(blocks.values())) if blocks else []
    places = np.array([names.index(blocks[name]) if name in blocks else len(names)
                       for name in chosen] if blocks else [], dtype=np.float64)
    signs = np.array([directions.get(name, 1) for name in chosen] if directions else [],
                     dtype=np.float64)
    table = Table(values, [str(name) for name in chosen], frame.index, level)
    filled, sources, found = rix_raw.impute(table.record(), step._record(groups), places, signs, values.shape,
                                            (0, 0) if level is None else values.shape)
    report = report_frame(found, pd.Index(chosen))
    if step.method == "em":
        _warn_of_em(report)
    else:
        report = report.drop(columns=_EM)
    result = Imputed(_replaced(frame, chosen, filled), report)
    if level is not None:
        result.sources = source_frame(frame.index, level, sources, chosen)
    return result


def source_frame(index: pd.MultiIndex, level: int, sources: np.ndarray, columns: Sequence) -> pd.DataFrame:
    """Which period each value comes from, by the periods' own names."""
    return pd.DataFrame({name: period_labels(index, level, sources[:, k]) for k, name in enumerate(columns)},
                        index=index)


def _warn_of_em(report: pd.DataFrame) -> None:
    """A warning for what an index would have in its log."""
    failed = report[(report.iterations > 0) & ~report.converged]
    for singular, columns in failed.groupby(failed.log_likelihood.isna()).groups.items():
        names = ", ".join(str(name) for name in columns)
        _warn(f"EM: the covariance is singular; the gaps of {names} stay missing (a ridge helps, or fewer columns)"
              if singular else f"EM did not converge for {names}")


def screen(data: Any, method: Union[str, Screen] = "data", *, columns: Optional[Sequence] = None,
           **options: Any) -> Screened:
    """Drops units with too little data, or too many zeros.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
    method : str or Screen
        See :class:`Screen`, as for the other options: min_data, min_nonzero, include, exclude.
    columns : sequence, optional
        Which columns count; by default all columns of numbers.

    Returns
    -------
    Screened
        data, with the units that are kept, and report, with all of them.
    """
    step = _options(method, Screen, options)
    frame = _frame(data)
    _, values = _numeric(frame, columns)
    records = rix_raw.screen(values, step._record(), labels(frame.index))
    report = report_frame(records, frame.index)
    return Screened(frame.loc[np.array([record["included"] for record in records], dtype=bool)], report)


def treat(data: Any, method: Union[str, Treat] = "winsorise_or_transform", *,
          columns: Optional[Sequence] = None, **options: Any) -> Treated:
    """Treats the outliers of columns.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
    method : str or Treat
        See :class:`Treat`, as for the other options.
    columns : sequence, optional
        Which; by default all columns of numbers.

    Returns
    -------
    Treated
        data, report.

    Examples
    --------
    >>> data, report = rx.treat(data, "winsorise", max_points=3)
    """
    step = _options(method, Treat, options)
    frame = _frame(data)
    chosen, values = _numeric(frame, columns)
    treated, report = rix_raw.treat(values, step._record(), values.shape)
    return Treated(_replaced(frame, chosen, treated), report_frame(report, pd.Index(chosen)))
