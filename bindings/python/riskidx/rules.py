"""Rules: from several indicators at once to a zone."""
from __future__ import annotations

import math
import numbers
import re
from collections.abc import Mapping
from typing import Any, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._table import is_missing, known_keys, read_table
from .errors import DimensionError, InvalidArgumentError, NotFoundError

__all__ = ["Rule"]

#: What tables and pictures call the zone of a unit about which the data do not decide.
GREY = "grey"


class Rule(Handled):
    """What zone a unit is in by its indicators of the day: data that are checked and can be read.

    Made by :meth:`criteria` (or its short forms :meth:`worst`, :meth:`all_of`, :meth:`at_least`), where
    every indicator has classes of its own, or by :meth:`table`, a decision table. A rule prints as a
    sentence.

    Missing indicators (NaN) are treated as ``unknown`` says:

    - ``"certain"``: the zone that the rule gives for every value that the indicator might have; grey if
      these differ;
    - ``"available"``: criteria only: the rule over the indicators present (of k-of-n, at least min(k,
      present)); grey if there is none;
    - ``"grey"``: grey.

    Grey, where the data do not decide, is a missing value in results.

    Attributes
    ----------
    zones : list of str
        Names of the zones, from the least risky.
    indicators : list of str
        Names of the indicators: the columns that data must have.
    """

    def __init__(self, record: Mapping) -> None:
        self._record = dict(record)
        self._handle  # checks it

    def _make(self) -> Any:
        return rix_raw.rule_new(self._record)

    # -------------------------------------------------------------------------------- making --

    @classmethod
    def criteria(cls, zones: Sequence[str], thresholds: Mapping[str, Sequence[float]], k: int = 1, *,
                 direction: Union[int, Mapping[str, int]] = 1,
                 boundary: Union[str, Mapping[str, str]] = "upper",
                 units: Optional[Mapping[str, str]] = None, unknown: str = "certain") -> "Rule":
        """A rule by criteria: the riskiest zone in whose class, or a riskier one, k indicators are.

        With k = 1 the worst indicator decides; with k the number of indicators, all must agree.

        Parameters
        ----------
        zones : sequence of str
            Names of the zones, from the least risky.
        thresholds : dict of sequences
            For each indicator the values at which the second and later zones begin, in its own unit:
            increasing; decreasing where less is riskier.
        k : int
            From 1 to the number of indicators.
        direction : int or dict
            +1 where more is riskier, -1 where less is; one for all, or by indicator (default +1).
        boundary : str or dict
            Whether a value at a threshold is in the riskier zone ("upper") or in the less risky one
            ("lower"); one for all, or by indicator (default "upper").
        units : dict, optional
            Units of indicators, for the sentence.
        unknown : {"certain", "available", "grey"}
            See the class.

        Raises
        ------
        DomainError, DimensionError, InvalidArgumentError, NotFoundError
            Thresholds out of order, too few or too many; the message names the indicator.

        Examples
        --------
        >>> rx.Rule.criteria(["low", "moderate", "substantial", "high"],
        ...                  {"cases": [10, 50, 100], "positivity": [5, 8, 10]},
        ...                  units={"cases": "per 100,000 in 7 days", "positivity": "%"})
        """
        zones = _names(zones, "zones")
        if not isinstance(thresholds, Mapping):
            raise InvalidArgumentError("thresholds: a dict of lists by indicator expected",
                                       arg="thresholds")
        indicators = _names(thresholds, "thresholds")
        values = [_thresholds(name, each, zones) for name, each in zip(indicators, thresholds.values())]
        return cls({
            "zones": zones, "indicators": indicators, "k": k, "unknown": unknown,
            "units": _by_indicator(units, indicators, None, "units"),
            "thresholds": np.array(values, dtype=np.float64).reshape(len(indicators), len(zones) - 1),
            "direction": np.array(_by_indicator(direction, indicators, 1, "direction"),
                                  dtype=np.float64),
            "boundary": _by_indicator(boundary, indicators, "upper", "boundary"),
        })

    @classmethod
    def worst(cls, zones: Sequence[str], thresholds: Mapping[str, Sequence[float]],
              **options: Any) -> "Rule":
        """The worst of the indicators' own classes: :meth:`criteria` with k = 1."""
        return cls.criteria(zones, thresholds, 1, **options)

    @classmethod
    def all_of(cls, zones: Sequence[str], thresholds: Mapping[str, Sequence[float]],
               **options: Any) -> "Rule":
        """The riskiest zone that all indicators reach: :meth:`criteria` with k the number of them."""
        return cls.criteria(zones, thresholds, max(1, len(thresholds)), **options)

    @classmethod
    def at_least(cls, k: int, zones: Sequence[str], thresholds: Mapping[str, Sequence[float]],
                 **options: Any) -> "Rule":
        """The riskiest zone that k of the indicators reach: :meth:`criteria`, said the other way round."""
        return cls.criteria(zones, thresholds, k, **options)

    @classmethod
    def table(cls, zones: Sequence[str], rows: Any, *, indicators: Optional[Sequence[str]] = None,
              units: Optional[Mapping[str, str]] = None, unknown: str = "certain") -> "Rule":
        """A rule by a decision table.

        Parameters
        ----------
        zones : sequence of str
            Names of the zones, from the least risky.
        rows : list of dicts, or DataFrame
            Each names a ``zone`` ("grey" or None: grey) and conditions by indicator, all of which must
            hold. A condition is a text: ``">= 50"``, ``"> 150"``, ``"< 4"``, ``"= 0"``, ``"[25, 150)"``
            (square brackets: the bound is within), ``"25 to 150"`` (both are within), ``">= 25 and <
            50"``; a pandas.Interval; or a pair ``(25, 150)``, both within, None for no bound. An
            indicator that is absent, empty or "any" may have any value.
        indicators : sequence of str, optional
            Names of the indicators; default: as the rows have them.
        units : dict, optional
            Units of indicators, for the sentence.
        unknown : {"certain", "grey"}
            See the class.

        Raises
        ------
        DomainError
            A point that no row covers, or that rows cover which disagree, or an empty interval; the
            message names the intervals and the rows.
        InvalidArgumentError, NotFoundError
            A condition that cannot be read, no such zone or indicator; the message names the row.

        Examples
        --------
        >>> rx.Rule.table(["green", "orange", "red"], [
        ...     {"zone": "green", "incidence": "< 25", "positivity": "< 4"},
        ...     {"zone": "orange", "incidence": "< 50", "positivity": ">= 4"},
        ...     {"zone": "orange", "incidence": "25 to 150", "positivity": "< 4"},
        ...     {"zone": "red", "incidence": ">= 50", "positivity": ">= 4"},
        ...     {"zone": "red", "incidence": "> 150"}])
        """
        zones = _names(zones, "zones")
        read = _read_rows(rows)
        if indicators is None:
            indicators = dict.fromkeys(key for row in read for key in row if key != "zone")
        indicators = _names(indicators, "indicators")
        cells = [[_condition(row.get(name), k, name) for name in indicators]
                 for k, row in enumerate(read)]
        for k, row in enumerate(read):
            known_keys(row, ["zone", *indicators], f"row {k}")
        bounds = np.array(cells, dtype=np.float64).reshape(len(read), len(indicators), 4)
        return cls({
            "zones": zones, "indicators": indicators, "unknown": unknown,
            "units": _by_indicator(units, indicators, None, "units"),
            "zone": np.array([_zone_number(row, k, zones) for k, row in enumerate(read)],
                             dtype=np.float64),
            "low": bounds[:, :, 0], "high": bounds[:, :, 1],
            "low_in": bounds[:, :, 2], "high_in": bounds[:, :, 3],
        })

    # ------------------------------------------------------------------------------- reading --

    @property
    def zones(self) -> list[str]:
        """Names of the zones, from the least risky."""
        return [rix_raw.rix_rule_zone_name(self._handle, k)
                for k in range(rix_raw.rix_rule_zone_count(self._handle))]

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators, in order."""
        return [rix_raw.rix_rule_indicator_name(self._handle, k)
                for k in range(rix_raw.rix_rule_indicator_count(self._handle))]

    @property
    def sentence(self) -> str:
        """The rule in words."""
        return rix_raw.rix_rule_sentence(self._handle)

    def classify(self, data: Any) -> pd.Series:
        """The zone of each unit by its indicators of the day.

        Parameters
        ----------
        data : DataFrame, dict of columns or 2-D array
            Units x indicators, each in its own unit; NaN, None and pandas.NA are missing, infinities are
            values (a doubling time is infinite where nothing grows). Columns are found by their names,
            others are ignored; an array has the rule's indicators in their order.

        Returns
        -------
        Series
            Ordered categories, the least risky first, with the index of the data, named "zone"; grey is
            missing.

        Raises
        ------
        NotFoundError
            No column for an indicator, or two.
        """
        values, units = indicator_columns(data, self.indicators)
        codes = rix_raw.rule_classify(self._handle, values)
        return pd.Series(categories(codes, self.zones), index=units, name="zone")

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"<Rule of {len(self.zones)} zones: {self.sentence}>"


# ------------------------------------------------------------------------------------- shared --

def categories(codes: np.ndarray, zones: Sequence[str]) -> pd.Categorical:
    """Numbers of zones as ordered categories; grey (-1) is missing."""
    return pd.Categorical.from_codes(codes, categories=list(zones), ordered=True)


def indicator_columns(data: Any, indicators: Sequence[str]) -> tuple[np.ndarray, pd.Index]:
    """The columns of the indicators, in their order, and the index of the data."""
    table = read_table(data, indicators)
    if table.columns is None:
        if table.values.shape[1] != len(indicators):
            raise DimensionError(f"data: {table.values.shape[1]} columns for {len(indicators)} "
                                 "indicators", arg="data")
        return table.values, table.units
    return table.values[:, [_only(name, table.columns) for name in indicators]], table.units


def _only(name: str, columns: Sequence[str]) -> int:
    """The place of the one column of a name."""
    found = [k for k, column in enumerate(columns) if column == name]
    if len(found) != 1:
        raise NotFoundError(f"data: {len(found) or 'no'} columns for indicator {name!r}", arg="data")
    return found[0]


def _names(names: Any, what: str) -> list[str]:
    if isinstance(names, str) or not hasattr(names, "__iter__"):
        raise InvalidArgumentError(f"{what}: a list of names expected, not {names!r}", arg=what)
    return [str(name) for name in names]


def _by_indicator(given: Any, indicators: Sequence[str], default: Any, what: str) -> list:
    """One value an indicator: from one for all, or by name."""
    if given is None:
        return [default] * len(indicators)
    if not isinstance(given, Mapping):
        return [given] * len(indicators)
    named = {str(key): value for key, value in given.items()}
    known_keys(named, indicators, what)
    return [named.get(name, default) for name in indicators]


def _thresholds(name: str, values: Any, zones: Sequence[str]) -> np.ndarray:
    try:
        read = np.atleast_1d(np.array(values, dtype=np.float64))
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"thresholds: those of {name!r} are not numbers: {values!r}",
                                   arg="thresholds") from None
    if read.shape != (len(zones) - 1,):
        raise DimensionError(f"thresholds: {read.size} of {name!r} for {len(zones)} zones, not "
                             f"{len(zones) - 1}", arg="thresholds")
    return read


# ----------------------------------------------------------------------------- decision tables --

def _read_rows(rows: Any) -> list[dict]:
    if isinstance(rows, pd.DataFrame):
        rows = rows.to_dict("records")
    read = []
    for k, row in enumerate(rows):
        if not isinstance(row, Mapping) or "zone" not in row:
            raise InvalidArgumentError(f"row {k}: a dict with a 'zone' expected, not {row!r}", arg="rows",
                                       row=k)
        read.append({str(key): value for key, value in row.items()})
    return read


def _zone_number(row: Mapping, k: int, zones: Sequence[str]) -> int:
    zone = row["zone"]
    if is_missing(zone):
        return -1
    if str(zone) in zones:
        return zones.index(str(zone))
    if zone == GREY:
        return -1
    raise NotFoundError(f"row {k}: no zone {zone!r}; known are {', '.join(zones)} and {GREY}",
                        arg="rows", row=k)


_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
_SIDE = re.compile(rf"(>=|<=|==|=|>|<|≥|≤)\s*{_NUMBER}")
_SPAN = re.compile(rf"([\[(])\s*{_NUMBER}\s*[,;]\s*{_NUMBER}\s*([\])])")
_BETWEEN = re.compile(rf"{_NUMBER}\s+to\s+{_NUMBER}")

_Bounds = tuple[float, float, bool, bool]


def _side(sign: str, bound: float) -> _Bounds:
    """Low, high, and whether they are within."""
    if sign in ("=", "=="):
        return bound, bound, True, True
    within = sign in (">=", "<=", "≥", "≤")
    return (bound, math.nan, within, True) if sign[0] in ">≥" else (math.nan, bound, True, within)


def _read_text(text: str) -> Optional[_Bounds]:
    span, between = _SPAN.fullmatch(text), _BETWEEN.fullmatch(text)
    if span:
        return float(span[2]), float(span[3]), span[1] == "[", span[4] == "]"
    if between:
        return float(between[1]), float(between[2]), True, True
    sides = [_SIDE.fullmatch(part.strip()) for part in re.split(r"\band\b", text)]
    if not all(sides) or len(sides) > 2:
        return None
    both = [_side(side[1], float(side[2])) for side in sides]
    if len(both) == 1:
        return both[0]
    lows, highs = [b for b in both if math.isnan(b[1])], [b for b in both if math.isnan(b[0])]
    if len(lows) != 1 or len(highs) != 1:
        return None  # both from below, say
    return lows[0][0], highs[0][1], lows[0][2], highs[0][3]


def _read_pair(pair: Any) -> Optional[_Bounds]:
    if len(pair) != 2 or not all(is_missing(x) or isinstance(x, numbers.Real) for x in pair):
        return None
    low, high = (math.nan if is_missing(x) else float(x) for x in pair)
    return low, high, True, True


def _condition(cell: Any, k: int, name: str) -> _Bounds:
    read: Optional[_Bounds] = None
    if is_missing(cell) or isinstance(cell, str) and cell.strip().lower() in ("", "any"):
        return math.nan, math.nan, True, True
    if isinstance(cell, pd.Interval):
        low, high = (math.nan if math.isinf(side) else float(side) for side in (cell.left, cell.right))
        read = low, high, cell.closed_left, cell.closed_right
    elif isinstance(cell, str):
        read = _read_text(cell.strip())
    elif isinstance(cell, (tuple, list)):
        read = _read_pair(cell)
    if read is None:
        raise InvalidArgumentError(f"row {k}: {name!r} has {cell!r}, which is no condition such as "
                                   "'>= 50', '[25, 150)' or '25 to 150'", arg="rows", row=k)
    return read
