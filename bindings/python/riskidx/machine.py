"""Zones in time: a rule with its clockwork, and what becomes of units under it."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._panel import (Grid, RowLabels, as_dates, date_label, down_grid, keys_of, wide_grid,
                     wide_values)
from ._table import frame_of, is_missing, known_keys, numbers_of
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .rules import GREY, Rule, categories, indicator_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Machine", "MachineState", "ZoneHistory"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_PerZone = Union[int, Sequence[int], Mapping[str, int], None]


class Machine(Handled):
    """A rule and its clockwork: a zone for every unit and period, with memory.

    At a review ``rule`` finds a zone e and ``leave`` a zone f, as risky or riskier (the same without a
    rule of its own). e above the zone in force begins or continues a run of rising reviews, f below it a
    run of falling ones; each ends the other, and any other review ends both. A run of ``rise_after``
    (``fall_after``) reviews moves the zone to the least (most) risky zone that the whole run found, by
    ``rise_steps`` (``fall_steps``) at most, unless the unit has not yet stayed as long as it must; then
    the run goes on and the move waits. A move ends the run. A unit that entered a zone in period t and
    must stay 21 periods may leave it at a review in period t + 21.

    With the defaults there is a review every period, and the zone is what it finds. Published rule sets
    are ready-made: :func:`riskidx.preset.rule`.

    Parameters
    ----------
    rule : Rule
        By which a unit rises.
    leave : Rule, optional
        By which it falls: of the same zones and indicators, nowhere less risky than ``rule``, so that a
        unit leaves a zone at a lower level than that at which it enters (hysteresis).
    start : str, optional
        Zone in force before the first review. Default: the first review that decides sets it at once, and
        the unit is grey until then.
    first_review : int
        Period of the first review, from 0: the first date of the data.
    review_every : int, optional
        Periods from one review to the next; default 1, or 7 with a ``review_weekday``.
    review_weekday : str or int, optional
        Reviews are on that day of the week ("Monday", or 0): the data must have a row a day. Instead of
        ``first_review``.
    rise_after, fall_after : int
        Reviews in a row that it takes to move.
    rise_steps, fall_steps : int, optional
        Most zones at a time; default: any number.
    stay_to_rise, stay_to_fall : int, sequence or dict, optional
        Periods in which a unit must have been in its zone before it may leave it: for all zones, or by
        zone. Default: 0.
    absent : {"hold", "escalate", "grey"}
        What a review does that is not decided, since the data are missing: the zone stays, and both runs
        end; the review counts as one that finds the next riskier zone; or as "hold", but the unit is
        shown grey until the next review that is decided.

    Attributes
    ----------
    rule, leave : Rule or None
        As given; None in a preset.
    name, title, issuer, date, source, notes : str or None
        Of a preset: what it is called, who issued it and when, where that stands, and readings of our own.
    parameters : dict
        Of a preset: what was given for figures that the published text leaves open.

    Raises
    ------
    InvalidArgumentError, DomainError, NotFoundError
        A clock that makes no sense, or a ``leave`` that is less risky than ``rule`` somewhere; the message
        says where.

    Examples
    --------
    >>> rx.Machine(rule, start="purple", review_weekday="Tuesday", rise_after=2, fall_after=2,
    ...            rise_steps=1, fall_steps=1, stay_to_fall={"red": 21, "orange": 21})
    """

    def __init__(self, rule: Rule, leave: Optional[Rule] = None, *, start: Optional[str] = None,
                 first_review: int = 0, review_every: Optional[int] = None,
                 review_weekday: Union[str, int, None] = None, rise_after: int = 1,
                 fall_after: int = 1, rise_steps: Optional[int] = None,
                 fall_steps: Optional[int] = None, stay_to_rise: _PerZone = None,
                 stay_to_fall: _PerZone = None, absent: str = "hold") -> None:
        for what, given in (("rule", rule), ("leave", leave)):
            if not isinstance(given, Rule) and not (what == "leave" and given is None):
                raise InvalidArgumentError(f"{what}: a Rule expected, not {given!r}", arg=what)
        self.rule = rule
        self.leave = leave
        self._about: dict = {}
        self.parameters: dict = {}
        self._weekday = _weekday(review_weekday)
        zones = rule.zones
        if self._weekday is not None:
            review_every = 7 if review_every is None else review_every
            if first_review != 0:
                raise InvalidArgumentError("first_review: not together with review_weekday",
                                           arg="first_review")
            if not isinstance(review_every, int) or review_every % 7 != 0:
                raise InvalidArgumentError("review_every: with review_weekday whole weeks (7, 14 ...) "
                                           f"expected, not {review_every!r}", arg="review_every")
        self._clock = {
            "start": -1 if start is None else _zone(start, zones, "start"),
            "first_review": first_review,
            "review_every": 1 if review_every is None else review_every,
            "rise_after": rise_after, "fall_after": fall_after,
            "rise_steps": 0 if rise_steps is None else _steps(rise_steps, "rise_steps"),
            "fall_steps": 0 if fall_steps is None else _steps(fall_steps, "fall_steps"),
            "stay_to_rise": _stays(stay_to_rise, zones, "stay_to_rise"),
            "stay_to_fall": _stays(stay_to_fall, zones, "stay_to_fall"),
            "absent": absent,
        }
        self._compiled()  # checks it

    @classmethod
    def _from_preset(cls, record: Mapping, values: Mapping[str, float]) -> "Machine":
        self = cls.__new__(cls)
        self.rule = self.leave = self._weekday = self._clock = None
        self._about = {key: record[key] for key in ("name", "title", "issuer", "date", "source", "notes")}
        self.parameters = dict(values)
        self._compiled()
        return self

    def _make(self) -> dict:
        return {}

    def _compiled(self, first_review: Optional[int] = None) -> Any:
        """The machine of the library; one for each first review that weekdays lead to."""
        made = self._handle
        if first_review not in made:
            if self._clock is None:
                given = {"name": list(self.parameters), "value": list(self.parameters.values())}
                made[first_review] = rix_raw.rix_preset_rules_machine(self.name, given)
            else:
                clock = dict(self._clock)
                if first_review is not None:
                    clock["first_review"] = first_review
                leave = self.rule if self.leave is None else self.leave
                made[first_review] = rix_raw.machine_new(self.rule._handle, leave._handle, clock)
        return made[first_review]

    # ------------------------------------------------------------------------------- reading --

    @property
    def zones(self) -> list[str]:
        """Names of the zones, from the least risky."""
        return list(rix_raw.machine_zones(self._compiled()))

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators: the columns that data must have."""
        return list(rix_raw.machine_indicators(self._compiled()))

    @property
    def sentence(self) -> str:
        """The rule and its clockwork in words."""
        said = rix_raw.rix_machine_sentence(self._compiled())
        if self._weekday is not None:
            said += f" A period is a day, and reviews are on {_WEEKDAYS[self._weekday].capitalize()}s."
        return said

    @property
    def name(self) -> Optional[str]:
        """Of a preset: its name."""
        return self._about.get("name")

    @property
    def title(self) -> Optional[str]:
        """Of a preset: what it is, in one line."""
        return self._about.get("title")

    @property
    def issuer(self) -> Optional[str]:
        """Of a preset: who issued it."""
        return self._about.get("issuer")

    @property
    def date(self) -> Optional[str]:
        """Of a preset: when it was issued, ISO 8601, as far as known."""
        return self._about.get("date")

    @property
    def source(self) -> Optional[str]:
        """Of a preset: reference, and whether read in the issuer's own text or as reported."""
        return self._about.get("source")

    @property
    def notes(self) -> Optional[str]:
        """Of a preset: what its indicators are, and readings of our own."""
        return self._about.get("notes")

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"<Machine{f' {self.name!r}' if self.name else ''}: {self.sentence}>"

    # ------------------------------------------------------------------------------- running --

    def run(self, data: Any, *, unit: Any = None, date: Any = None, threads: int = 0,
            progress: Optional[Callable[[float], Any]] = None) -> "ZoneHistory":
        """The zones of a panel, each unit from the start on.

        Parameters
        ----------
        data : DataFrame or dict of DataFrames
            Long: a row for each unit and date, a column for each indicator. Units and dates are levels of
            the index (the level with dates, else the last one, is the date) or the columns that ``unit``
            and ``date`` name; an index of dates alone is one unit.

            Wide: a dict with a DataFrame for each indicator, dates down and units across, all alike.

            Dates are real ones (datetime64, periods, datetime.date), or whole numbers of periods, in order
            and without gaps, the same for all units; :func:`insert_holes` puts in what is missing. NaN,
            None and pandas.NA are missing values, infinities are values. Other columns are ignored.
        unit, date : str, or list of str for units, optional
            Columns of a long table.
        threads : int
            How many to use, 0: one a core. Results do not depend on it.
        progress : callable, optional
            Called now and then with the share of the work done, from 0 to 1; what it raises stops the work
            and comes out of this function.

        Returns
        -------
        ZoneHistory
            With zones in the shape of the data.

        Raises
        ------
        NotFoundError
            No table or column for an indicator.
        DomainError
            Dates out of order, twice or missing; the message names the unit and the date.
        DimensionError, InvalidArgumentError
            Wide tables that are not alike, no dates, a cell that is no number.
        """
        grid, panels = _read_indicators(data, self.indicators, unit, date)
        first = None if self._weekday is None else self._first_review(grid.dates)
        panel = {"indicators": self.indicators, "values": panels}
        by_period = any(x.strides[0] < x.strides[1] for x in panels.values())
        with grid.naming():
            codes = rix_raw.rix_machine_run(self._compiled(first), panel,
                                            {"threads": threads, "progress": progress},
                                            (*grid.shape, int(by_period)))
        return ZoneHistory(self, grid, codes)

    def _first_review(self, dates: pd.Index) -> int:
        """The first period that is on the day of reviews."""
        dates = as_dates(dates, "data")
        daily = getattr(dates, "freqstr", None) == "D" or isinstance(dates, pd.DatetimeIndex) and (
            len(dates) < 2 or dates[1] - dates[0] == pd.Timedelta(days=1))
        if not daily:
            raise InvalidArgumentError("data: reviews on a day of the week need a row a day", arg="data")
        return (self._weekday - int(dates[0].dayofweek)) % 7 if len(dates) else 0

    def classify(self, data: Any) -> pd.Series:
        """The zone that a first review gives to units without a past.

        Without a start zone that is what the rule says of the day. With one it is the zone in force after
        one review; what the rule alone would say is then for ``machine.rule`` to tell.

        Parameters
        ----------
        data : DataFrame, dict of columns or 2-D array
            Units x indicators, as for :meth:`Rule.classify`.

        Returns
        -------
        Series
            Ordered categories with the index of the data, named "zone"; grey is missing.
        """
        values, units = indicator_columns(data, self.indicators)
        panel = {"indicators": self.indicators,
                 "values": {name: values[:, [k]] for k, name in enumerate(self.indicators)}}
        first = None if self._clock is None else 0
        codes = rix_raw.rix_machine_run(self._compiled(first), panel, {"threads": 0, "progress": None},
                                        (len(values), 1, 0))
        return pd.Series(categories(codes[:, 0], self.zones), index=units, name="zone")

    # -------------------------------------------------------------------------- step by step --

    def start(self, date: Any = None) -> "MachineState":
        """Where a unit stands before period 0.

        Parameters
        ----------
        date : optional
            Date of period 0: needed where reviews are on a day of the week, and not otherwise.
        """
        first = None
        if self._weekday is not None:
            if date is None:
                raise InvalidArgumentError("date: reviews are on a day of the week; on what date is "
                                           "period 0?", arg="date")
            first = (self._weekday - pd.Timestamp(date).dayofweek) % 7
        return MachineState(self, rix_raw.machine_start(self._compiled(first)), first)

    def step(self, state: "MachineState", values: Any = None) -> "MachineState":
        """One period of one unit: the step that :meth:`run` takes for all.

        Parameters
        ----------
        state : MachineState
            From :meth:`start` or an earlier step; it stays as it is.
        values : dict, Series or sequence, optional
            The indicators of the period, by name or in order; missing ones are NaN. They are not looked at
            where there is no review, and all missing by default.

        Returns
        -------
        MachineState
            Where the unit stands after the period; its ``zone`` is that of the period.
        """
        names = self.indicators
        if values is None:
            values = np.full(len(names), np.nan)
        elif isinstance(values, (Mapping, pd.Series)):
            absent = [name for name in names if name not in values]
            if absent:
                raise NotFoundError(f"values: none for indicator {absent[0]!r}", arg="values")
            values = [values[name] for name in names]
        cells = [np.nan if is_missing(value) else value for value in np.atleast_1d(values)]
        record = rix_raw.machine_step(self._compiled(state._first), state._record,
                                      np.array(cells, dtype=np.float64))
        return MachineState(self, record, state._first)


@dataclass(frozen=True, eq=False)
class MachineState:
    """Where one unit stands: see :meth:`Machine.start` and :meth:`Machine.step`. It never changes."""

    machine: Machine
    _record: Mapping
    _first: Optional[int] = None

    def _zone(self, key: str) -> Optional[str]:
        number = int(self._record[key])
        return None if number < 0 else self.machine.zones[number]

    @property
    def zone(self) -> Optional[str]:
        """Zone of the last period, as :meth:`Machine.run` gives it; None: grey."""
        return self._zone("shown")

    @property
    def in_force(self) -> Optional[str]:
        """Zone in force, which is remembered while the unit is shown grey; None before the first."""
        return self._zone("zone")

    @property
    def period(self) -> int:
        """Periods seen."""
        return self._record["period"]

    @property
    def stayed(self) -> int:
        """Periods in the zone in force."""
        return self._record["stayed"]

    @property
    def rising(self) -> int:
        """Reviews in the run of rising reviews."""
        return self._record["rising"]

    @property
    def falling(self) -> int:
        """Reviews in the run of falling reviews."""
        return self._record["falling"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MachineState) and self._record == other._record

    __hash__ = None  # as equal states may belong to different machines

    def __repr__(self) -> str:
        return (f"<MachineState: {self.zone or GREY}, {self.period} periods seen, {self.stayed} in the "
                f"zone, run of {self.rising} rising and {self.falling} falling reviews>")


class ZoneHistory:
    """The zones of units in time: the result of :meth:`Machine.run`.

    All tables are new with every access. Grey, where the data do not decide, is a missing value in
    ``zones`` and a row and column of its own in counts.

    Attributes
    ----------
    machine : Machine
    """

    def __init__(self, machine: Machine, grid: Grid, codes: np.ndarray) -> None:
        self.machine = machine
        self._grid = grid
        self._codes = codes

    @property
    def units(self) -> pd.Index:
        """The units, as the data name them."""
        return self._grid.units

    @property
    def dates(self) -> pd.Index:
        """The dates."""
        return self._grid.dates

    @property
    def zones(self) -> Any:
        """Ordered categories, the least risky first, in the shape of the data.

        A Series named "zone" with the index of a long table; for wide ones a DataFrame, dates down and
        units across.
        """
        cells, names = self._grid.cells(self._codes), self.machine.zones
        if self._grid.kind != "wide":
            return pd.Series(categories(cells, names), index=self._grid.index, name="zone")
        table = pd.DataFrame({k: categories(cells[:, k], names) for k in range(cells.shape[1])},
                             index=self._grid.index)
        table.columns = self._grid.units
        return table

    @property
    def codes(self) -> Any:
        """Numbers of the zones from 0, the least risky, and -1 for grey; in the shape of the data."""
        return self._grid.table(self._codes.copy(order="K"), "zone")

    def _labels(self) -> list[str]:
        """Zones and grey, as the columns of counts."""
        names = self.machine.zones
        return [*names, GREY if GREY not in names else "(none)"]

    def _counts(self) -> tuple[np.ndarray, np.ndarray]:
        count = len(self.machine.zones)
        return rix_raw.rix_zone_history(self._codes, count, (count + 1, count + 1),
                                        (len(self.units), count + 1))

    @property
    def transitions(self) -> pd.DataFrame:
        """How often units went from a zone (row) to one (column) from a date to the next; stays are on the
        diagonal."""
        names = self._labels()
        return pd.DataFrame(self._counts()[0].astype(np.int64), index=pd.Index(names, name="from"),
                            columns=pd.Index(names, name="to"))

    @property
    def time_in_zone(self) -> pd.DataFrame:
        """Periods that each unit was in each zone: units x zones."""
        return pd.DataFrame(self._counts()[1].astype(np.int64), index=self.units,
                            columns=pd.Index(self._labels(), name="zone"))

    @property
    def moves(self) -> pd.DataFrame:
        """Every change of zone, unit by unit: unit, date (the first in the new zone), from, to."""
        names = self._labels()
        unit, period = np.nonzero(self._codes[:, 1:] != self._codes[:, :-1])
        return pd.DataFrame({
            "unit": self.units[unit].to_flat_index() if isinstance(self.units, pd.MultiIndex)
            else self.units[unit].to_numpy(),
            "date": self.dates[period + 1],
            "from": categories_of(self._codes[unit, period], names),
            "to": categories_of(self._codes[unit, period + 1], names),
        })

    def plot(self, *, ax: Optional["Axes"] = None) -> "Axes":
        """A strip of zones over time for each unit.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from ._plot import plot_history
        return plot_history(self, ax)

    def __repr__(self) -> str:
        dates = "" if not len(self.dates) else (f", {date_label(self.dates[0])} to "
                                                f"{date_label(self.dates[-1])}")
        return (f"<ZoneHistory: {len(self.units)} units, {len(self.dates)} dates{dates}>\n"
                f"{self.time_in_zone.head(10)}")

    def _repr_html_(self) -> str:
        return self.time_in_zone.to_html(max_rows=20)


def categories_of(codes: np.ndarray, names: Sequence[str]) -> pd.Categorical:
    """Zones with grey as the last category."""
    return categories(np.where(codes < 0, len(names) - 1, codes), names)


# --------------------------------------------------------------------------------- the clock --

def _weekday(given: Union[str, int, None]) -> Optional[int]:
    if given is None or isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 7:
        return given
    if isinstance(given, str) and given.lower() in _WEEKDAYS:
        return _WEEKDAYS.index(given.lower())
    raise NotFoundError(f"review_weekday: no {given!r}; known are {', '.join(_WEEKDAYS)} (0 to 6)",
                        arg="review_weekday")


def _zone(name: Any, zones: Sequence[str], what: str) -> int:
    if name not in zones:
        raise NotFoundError(f"{what}: no zone {name!r}; known are {', '.join(zones)}", arg=what)
    return list(zones).index(name)


def _steps(steps: int, what: str) -> int:
    if steps == 0:
        raise InvalidArgumentError(f"{what}: 0 steps; None is any number", arg=what)
    return steps


def _stays(given: _PerZone, zones: Sequence[str], what: str) -> Optional[list]:
    if given is None or isinstance(given, Mapping):
        named = {str(key): value for key, value in (given or {}).items()}
        known_keys(named, zones, what)
        return [named.get(zone, 0) for zone in zones] if named else None
    stays = [given] * len(zones) if np.ndim(given) == 0 else list(given)
    if len(stays) != len(zones):
        raise DimensionError(f"{what}: {len(stays)} values for {len(zones)} zones", arg=what)
    return stays


# ------------------------------------------------------------------------------ reading data --

def _read_indicators(data: Any, indicators: Sequence[str], unit: Any,
                     date: Any) -> tuple[Grid, dict[str, np.ndarray]]:
    """Grid and panels (units x periods) of the indicators."""
    if isinstance(data, Mapping):
        tables = {str(name): table for name, table in data.items()}
        absent = [name for name in indicators if name not in tables]
        if absent:
            raise NotFoundError(f"data: no table for indicator {absent[0]!r}", arg="data")
        if any(np.ndim(tables[name]) == 2 for name in indicators):
            return _read_wide(tables, indicators)
        data = _side_by_side(tables, indicators)
    if not isinstance(data, pd.DataFrame):
        raise InvalidArgumentError("data: a DataFrame (long) or a dict of DataFrames (wide) expected, not "
                                   f"a {type(data).__name__}", arg="data")
    return _read_long(data, indicators, unit, date)


def _side_by_side(columns: Mapping[str, Any], indicators: Sequence[str]) -> pd.DataFrame:
    """A dict of columns as a long table; Series must have one index, since pandas would sort and fill."""
    chosen = {name: columns[name] for name in indicators}
    indexes = [column.index for column in chosen.values() if isinstance(column, pd.Series)]
    for name, column in chosen.items():
        if indexes and not (isinstance(column, pd.Series) and column.index.equals(indexes[0])):
            raise DimensionError(f"data: {name!r} has another index than {indicators[0]!r}", arg="data")
    return frame_of(chosen, "data")


def _read_wide(tables: Mapping[str, Any],
               indicators: Sequence[str]) -> tuple[Grid, dict[str, np.ndarray]]:
    frames = {name: tables[name] if isinstance(tables[name], pd.DataFrame) else
              pd.DataFrame(tables[name]) for name in indicators}
    first = frames[indicators[0]]
    for name, frame in frames.items():
        for what, mine, other in (("dates", frame.index, first.index),
                                  ("units", frame.columns, first.columns)):
            if not mine.equals(other):
                raise DimensionError(f"data: {name!r} has other {what} than {indicators[0]!r}, or in "
                                     "another order", arg="data")
    grid = wide_grid(first, "data")
    return grid, {name: grid.matrix(wide_values(frame, name)) for name, frame in frames.items()}


def _read_long(data: pd.DataFrame, indicators: Sequence[str], unit: Any,
               date: Any) -> tuple[Grid, dict[str, np.ndarray]]:
    names = [str(name) for name in data.columns]
    for name in indicators:
        if names.count(name) != 1:
            raise NotFoundError(f"data: {names.count(name) or 'no'} columns for indicator {name!r}",
                                arg="data")
    units, dates = keys_of(data.index, "data") if unit is None and date is None else (
        _key(data, unit), data.index if date is None else pd.Index(_column(data, date)))
    grid = down_grid(data.index, units, dates, "data")
    rows = RowLabels(data.index)
    return grid, {name: grid.matrix(numbers_of(data.iloc[:, names.index(name)],
                                               f"indicator {name!r}", rows)) for name in indicators}


def _column(data: pd.DataFrame, name: Any) -> pd.Series:
    if name not in data.columns:
        raise NotFoundError(f"data: no column {name!r}; there are "
                            f"{', '.join(str(each) for each in data.columns)}", arg="data")
    return data[name]


def _key(data: pd.DataFrame, unit: Any) -> Optional[pd.Index]:
    """The units of rows, from one column or several."""
    if unit is None:
        return None
    if isinstance(unit, (list, tuple)):
        return pd.MultiIndex.from_arrays([_column(data, name) for name in unit], names=list(unit))
    return pd.Index(_column(data, unit))
