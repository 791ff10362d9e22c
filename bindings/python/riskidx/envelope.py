"""The best that any schedule of a space can do: single optima and whole frontiers."""
from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from .errors import InvalidArgumentError, NotFoundError
from .scenario import Scenario, _checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Envelope", "PolicySpace", "frontier", "optimum"]


class PolicySpace:
    """The schedules that an optimum is looked for in: controls that move together, bounds, the course so far.

    Parameters
    ----------
    kind : str
        ``"uniform"``: one value for all controls; ``"semi_targeted"``: one for all but the last, one for the
        last; ``"targeted"``: one for each; ``"tied"``: as ``variable`` says.
    variable : 2-D array of int, optional
        Tied: periods x controls; cells of one number, from 0, are tied; -1: fixed at its value in ``base``.
    every : int
        So many periods share a value, where the kind is not tied.
    prefix : int
        The first so many periods are fixed at ``base``: the course so far.
    base, lower, upper : 2-D array or DataFrame, optional
        Periods x controls: fixed values (default 0), least (0) and largest values (the scenario's).
    """

    def __init__(self, kind: str = "uniform", *, variable: Any = None, every: int = 1, prefix: int = 0,
                 base: Any = None, lower: Any = None, upper: Any = None) -> None:
        self.kind = kind
        self._record = {"kind": kind, "every": every, "prefix": prefix}
        if variable is not None:
            self._record["variable"] = [int(v) + 1 for v in np.asarray(variable).ravel()]
        for key, matrix in (("base", base), ("lower", lower), ("upper", upper)):
            if matrix is not None:
                self._record[key] = np.asarray(matrix, dtype=float)

    def __repr__(self) -> str:
        return f"<PolicySpace {self.kind}>"


class Envelope:
    """Optimal schedules with all that is known of each; ``len()`` is their number.

    Attributes
    ----------
    scenario : Scenario
    space : PolicySpace
    complete : bool
        False where the work was stopped and the points found so far were kept.
    x, y : str or None
        Of a frontier: the outcome made least, and that which is bounded.
    """

    def __init__(self, handle: Any, scenario: Scenario, space: PolicySpace, x: Optional[str] = None,
                 y: Optional[str] = None) -> None:
        self.scenario, self.space, self.x, self.y = scenario, space, x, y
        self.complete = rix_raw.rix_envelope_complete(handle)
        self._points = [rix_raw.rix_envelope_get(handle, k)
                        for k in range(rix_raw.rix_envelope_size(handle))]

    def frame(self) -> pd.DataFrame:
        """One row a point: all outcomes, then what is known of it.

        ``status`` (``"locally optimal"``, ``"best found"`` or ``"infeasible"``), ``reached`` (``"weighted
        sum"``, or ``"bound"`` where no weighted sum reaches it), ``goal`` (its value), ``gradient`` (projected,
        relative), ``violation`` of the bound exceeded most (``violated``, an outcome), ``curvature`` and
        ``evaluations``; of a frontier also ``price``, by how much ``x`` falls for one unit more of ``y``.
        """
        names = list(self.scenario.outcomes.index)
        table = pd.DataFrame([point["outcomes"] for point in self._points], columns=names,
                             index=pd.RangeIndex(len(self), name="point"))
        for key in ("status", "reached", "gradient", "violation", "curvature", "evaluations"):
            table[key] = [point[key] for point in self._points]
        table["goal"] = [point["objective"] for point in self._points]
        table["violated"] = [names[int(point["violated"])] if point["violated"] >= 0 else None
                             for point in self._points]
        if self.y is not None:
            table["price"] = self.multipliers()[self.y]
        return table

    def multipliers(self) -> pd.DataFrame:
        """Points x outcomes: by how much the goal falls when the bound on an outcome rises by 1."""
        return pd.DataFrame([point["multipliers"] for point in self._points],
                            columns=list(self.scenario.outcomes.index),
                            index=pd.RangeIndex(len(self), name="point"))

    def policy(self, k: int = 0) -> pd.DataFrame:
        """The schedule of point k, from 0 (negative: from the end): periods x controls.

        ``rx.simulate(envelope.scenario, envelope.policy(k), method="rk4").outcomes`` gives the point's outcomes again.
        """
        place = operator.index(k)
        if not -len(self) <= place < len(self):
            raise IndexError(f"no point {k} in an envelope of {len(self)}")
        return pd.DataFrame(self._points[place]["schedule"].copy(), columns=self.scenario.controls)

    def plot(self, *, ax: Optional["Axes"] = None) -> "Axes":
        """A frontier, with the points that no weighted sum reaches hollow.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        if self.y is None:
            raise InvalidArgumentError("an optimum is a point, which is not drawn", arg="ax")
        from ._plot import plot_frontier
        return plot_frontier(self, ax)

    def __len__(self) -> int:
        return len(self._points)

    def __repr__(self) -> str:
        what = "Optimum" if self.y is None else f"Frontier of {self.y} against {self.x}"
        return f"<{what}: {len(self)} points, {self.space.kind}>"

    def _repr_html_(self) -> str:
        return self.frame().to_html(max_rows=20)


def _space(space: Union[str, PolicySpace]) -> PolicySpace:
    if isinstance(space, str):
        return PolicySpace(space)
    if not isinstance(space, PolicySpace):
        raise InvalidArgumentError(f"space: a PolicySpace or its kind expected, not {space!r}", arg="space")
    return space


def _per_outcome(scenario: Scenario, values: Mapping, rest: float, key: str) -> np.ndarray:
    names = list(scenario.outcomes.index)
    unknown = [name for name in values if name not in names]
    if unknown:
        raise NotFoundError(f"{key}: no outcome is named {unknown[0]!r}", arg=key)
    return np.array([float(values.get(name, rest)) for name in names])


def optimum(scenario: Scenario, minimise: Union[str, Mapping] = "objective",
            at_most: Optional[Mapping] = None, space: Union[str, PolicySpace] = "uniform", *,
            starts: int = 3, warm: Any = None, max_evaluations: int = 4000, threads: int = 0,
            progress: Optional[Callable[[float], Any]] = None) -> Envelope:
    """The best schedule of a space.

    Parameters
    ----------
    scenario : Scenario
    minimise : str or mapping
        An outcome, or outcomes with weights.
    at_most : mapping, optional
        Outcomes with their largest values.
    space : str or PolicySpace
    starts : int
        How many starts, 1 to 9.
    warm : 2-D array or DataFrame, optional
        A schedule to start from, periods x controls.
    max_evaluations : int
        Gradients that one start may take, roughly.
    threads, progress
        As in :func:`tradeoff_curve`.

    Returns
    -------
    Envelope
        Of one point. Where no schedule that was found meets the bounds its status is ``"infeasible"``, and it
        is the one that violates them least.

    Raises
    ------
    InvalidArgumentError, DimensionError, DomainError, NotFoundError
        Such as bounds that contradict each other, or a space that leaves nothing free.
    MissingDataError
        The goal does not depend on the free controls.
    NumericError
        A run left the finite numbers.
    """
    scenario, space = _checked(scenario), _space(space)
    weights = {minimise: 1.0} if isinstance(minimise, str) else minimise
    goal = {"weights": _per_outcome(scenario, weights, 0.0, "minimise")}
    if at_most is not None:
        goal["at_most"] = _per_outcome(scenario, at_most, np.nan, "at_most")
    options = {"starts": starts, "max_evaluations": max_evaluations, "threads": threads, "progress": progress}
    if warm is not None:
        options["warm"] = np.asarray(warm, dtype=float)
    handle = rix_raw.rix_optimum(scenario._handle, space._record, goal, options)
    return Envelope(handle, scenario, space)


def frontier(scenario: Scenario, x: str = "economic_loss", y: str = "deaths",
             space: Union[str, PolicySpace] = "uniform", points: int = 20, *, low: Optional[float] = None,
             high: Optional[float] = None, starts: int = 3, max_evaluations: int = 4000, threads: int = 0,
             progress: Optional[Callable[[float], Any]] = None) -> Envelope:
    """The frontier of a space: the least x under bounds on y that go down in equal steps.

    Parameters
    ----------
    scenario : Scenario
    x, y : str
        Names of two outcomes of the scenario.
    space : str or PolicySpace
    points : int
        How many, at least 2.
    low, high : float, optional
        The stretch of y; default: all that there is, from the least x on.
    starts, max_evaluations, threads, progress
        As in :func:`optimum`.

    Returns
    -------
    Envelope
        By falling y.

    Raises
    ------
    As :func:`optimum`.
    """
    scenario, space = _checked(scenario), _space(space)
    options = {"x": x, "y": y, "points": points, "starts": starts, "max_evaluations": max_evaluations,
               "threads": threads, "progress": progress}
    options.update({key: value for key, value in (("low", low), ("high", high)) if value is not None})
    handle = rix_raw.rix_frontier(scenario._handle, space._record, options)
    return Envelope(handle, scenario, space, x, y)
