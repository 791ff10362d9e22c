"""Rules for the controls: exit plans and families of them."""
from __future__ import annotations

import itertools
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterator, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from .errors import DimensionError, InvalidArgumentError, NotFoundError

if TYPE_CHECKING:
    from .scenario import PlannerSIR

__all__ = ["ExitPlan", "ExitPlans"]


def _doubles(value: Any, what: str) -> np.ndarray:
    try:
        return np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{what}: {value!r} is not made of numbers", arg=what) from None


def _whole(value: Any, what: str) -> int:
    try:
        whole = operator.index(value)
    except TypeError:
        whole = -1
    if whole < 0:
        raise InvalidArgumentError(f"{what}: a whole number of periods from 0 expected, not {value!r}",
                                   arg=what)
    return whole


@dataclass(frozen=True)
class ExitPlan:
    """A lockdown that is eased once, in a straight line.

    In period p the controls are share(p) * ``level``: share = 1 before ``start``, 1 - (p - start + 1)
    / (ramp + 1) during the ``ramp`` periods from there on, 0 afterwards. With ramp 0 the lockdown
    ends at ``start``; with start 0 and ramp 0 there is none.

    Parameters
    ----------
    level : float or sequence of float
        Lockdown before the exit: one number for all controls alike, or one a control.
    start : int
        Period in which easing starts, from 0.
    ramp : int
        Periods of easing; the exit must end within the horizon.
    """

    level: Union[float, tuple[float, ...]]
    start: int
    ramp: int = 0

    def __post_init__(self) -> None:
        level = _doubles(self.level, "level")
        if level.ndim > 1:
            raise DimensionError("level: one number, or one a control, expected", arg="level")
        object.__setattr__(self, "level",
                           float(level) if level.ndim == 0 else tuple(float(x) for x in level))
        object.__setattr__(self, "start", _whole(self.start, "start"))
        object.__setattr__(self, "ramp", _whole(self.ramp, "ramp"))

    def schedule(self, scenario: "PlannerSIR") -> pd.DataFrame:
        """The schedule of the plan in a scenario: periods x controls, index ``period`` from 0."""
        controls = scenario.controls
        level = np.array(self.level)
        if level.ndim == 0:
            level = np.full(len(controls), level)
        record = {"level": level, "start": self.start, "ramp": self.ramp}
        values = rix_raw.rix_exit_plan_schedule(record, (scenario.periods, len(controls)))
        return pd.DataFrame(values, columns=controls,
                            index=pd.RangeIndex(len(values), name="period"))


def _plan(record: Mapping, alike: bool) -> ExitPlan:
    """The plan behind a record of the library."""
    level = record["level"]
    return ExitPlan(level[0] if alike else level, record["start"], record["ramp"])


class ExitPlans:
    """A family of exit plans: every level with every start and every ramp.

    Plan number k has level k // (starts * ramps), start (k // ramps) % starts and ramp k % ramps. A
    family is a sequence: ``len(plans)``, ``plans[k]``, ``for plan in plans``.

    Parameters
    ----------
    level : sequence of float, or levels x controls
        Lockdowns before the exit; a single column (or list) of numbers locks all controls down alike.
    start : sequence of int
        Periods in which easing starts, from 0.
    ramp : sequence of int
        Periods of easing. Every start + ramp must lie within the horizon.

    Examples
    --------
    >>> rx.ExitPlans(level=[0.3, 0.5, 0.7], start=range(0, 60, 4), ramp=[0, 4, 8])
    """

    def __init__(self, level: Any, start: Sequence[int], ramp: Sequence[int] = (0,)) -> None:
        self.level = np.atleast_1d(_doubles(level, "level"))
        if self.level.ndim > 2:
            raise DimensionError("level: a list of numbers or levels x controls expected", arg="level")
        self.start = _wholes(start, "start")
        self.ramp = _wholes(ramp, "ramp")
        len(self)  # checks that no list is empty

    @classmethod
    def targeted(cls, scenario: "PlannerSIR", level: Mapping[Any, Sequence[float]],
                 start: Sequence[int], ramp: Sequence[int] = (0,)) -> "ExitPlans":
        """A family with its own levels for each control, or for controls that go together.

        Every combination of the levels makes one. A control that is not named is not locked down.

        Examples
        --------
        The semi-targeted plans of Acemoglu et al. (2021), where only the old are treated apart:

        >>> rx.ExitPlans.targeted(sc, {("young", "middle"): [0, 0.3, 0.6], "old": [0.5, 1.0]},
        ...                       start=range(10, 70, 10))
        """
        controls = scenario.controls
        groups = [(key,) if isinstance(key, str) else tuple(key) for key in level]
        for name in itertools.chain(*groups):
            if name not in controls:
                raise NotFoundError(f"level: no control {name!r}; known are {', '.join(controls)}",
                                    arg="level")
        choices = list(itertools.product(*(np.atleast_1d(each) for each in level.values())))
        levels = np.zeros((len(choices), len(controls)))
        for row, choice in enumerate(choices):
            for group, value in zip(groups, choice):
                levels[row, [controls.index(name) for name in group]] = value
        return cls(levels, start, ramp)

    @classmethod
    def default(cls, scenario: "PlannerSIR") -> "ExitPlans":
        """Ten lockdowns of all alike, from a tenth of the largest that all controls allow to all of it;
        the exit starts at 13 dates over the first two thirds of the horizon and takes none, a ninth, two
        ninths or a third of it."""
        most = float(scenario.control_max.min())
        horizon = scenario.periods
        starts = np.unique(np.linspace(0, horizon - horizon // 3, 13).astype(int))
        ramps = np.unique(np.linspace(0, horizon // 3, 4).astype(int))
        return cls(np.arange(1, 11) * most / 10, starts, ramps)

    def _record(self, controls: Optional[int] = None) -> dict:
        """The family as the extension takes it; one column of levels serves any number of controls."""
        levels = self.level
        if levels.ndim == 1:
            levels = levels[:, np.newaxis]
            if controls is not None:
                levels = np.broadcast_to(levels, (len(levels), controls))
        return {"levels": levels, "starts": self.start, "ramps": self.ramp}

    def plan(self, k: int) -> ExitPlan:
        """Plan number k, from 0; negative numbers count from the end."""
        place = k + len(self) if k < 0 else k
        if not 0 <= place < len(self):
            raise IndexError(f"no plan {k} in a family of {len(self)}")
        return _plan(rix_raw.rix_exit_family_plan(self._record(), place), self.level.ndim == 1)

    def __len__(self) -> int:
        return rix_raw.rix_exit_family_size(self._record())

    def __getitem__(self, k: int) -> ExitPlan:
        return self.plan(operator.index(k))

    def __iter__(self) -> Iterator[ExitPlan]:
        return (self.plan(k) for k in range(len(self)))

    def __repr__(self) -> str:
        return (f"<ExitPlans: {len(self)} plans, {len(self.level)} levels x {len(self.start)} starts "
                f"x {len(self.ramp)} ramps>")


def _wholes(values: Any, what: str) -> np.ndarray:
    items = [values] if np.ndim(values) == 0 else list(values)
    return np.array([_whole(value, what) for value in items], dtype=np.int64)
