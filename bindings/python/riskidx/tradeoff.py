"""What every exit costs in lives and output: efficient sets and curves."""
from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import labels, numbers_of
from .errors import DimensionError, InvalidArgumentError
from .policy import ExitPlan, ExitPlans
from .scenario import PlannerSIR, _checked, simulate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Curve", "Stand", "efficient_fronts", "efficient_set", "hypervolume", "knee", "tradeoff_curve"]


def efficient_set(outcomes: Any) -> np.ndarray:
    """The efficient rows of a table of outcomes, less being better.

    A row beats another if it is no larger in any column and smaller in one; efficient rows are those
    that no other beats. Of equal rows only the first counts. A row with a missing value is never
    efficient and beats none.

    Parameters
    ----------
    outcomes : DataFrame or 2-D array
        Rows (such as policies) x outcomes.

    Returns
    -------
    ndarray of int
        Numbers of the efficient rows, from 0 (for ``iloc``), by increasing first column, then second ...
    """
    return rix_raw.efficient_set(_numbers(outcomes))


def efficient_fronts(outcomes: Any) -> np.ndarray:
    """The front of every row of a table of outcomes, less being better.

    Front 0 is beaten by no row, front 1 by rows of front 0 only, and so on. Equal rows share a front, so
    :func:`efficient_set` is front 0 without its repeats.

    Parameters
    ----------
    outcomes : DataFrame or 2-D array
        Rows (such as policies) x outcomes.

    Returns
    -------
    ndarray of int
        The front of each row, -1 for a row with a missing value.
    """
    return rix_raw.efficient_fronts(_numbers(outcomes))


def hypervolume(outcomes: Any, reference: Union[Mapping[str, float], Sequence[float]]) -> float:
    """The volume of outcomes that some row is no worse than, up to a reference point; less being better.

    Exact in any number of outcomes; beyond three its time grows fast with the number of efficient rows.

    Parameters
    ----------
    outcomes : DataFrame or 2-D array
        Rows (such as policies) x outcomes. A row with a missing value, or not below the reference in every
        column, adds nothing.
    reference : sequence or mapping of numbers
        One number a column; by name for a DataFrame.

    Returns
    -------
    float
        In the product of the columns' units.

    Raises
    ------
    DimensionError
        Not one reference a column.
    DomainError
        A reference that is missing or infinite.
    """
    if isinstance(reference, Mapping):
        columns = outcomes.columns if isinstance(outcomes, pd.DataFrame) else []
        for name in [*columns, *reference]:
            if name not in reference or name not in columns:
                raise DimensionError(f"reference: one number for each of {list(columns)} expected, not for "
                                     f"{list(reference)}", arg="reference")
        reference = [reference[name] for name in columns]
    return rix_raw.rix_hypervolume(_numbers(outcomes), reference)


def knee(outcomes: Any, method: str = "chord") -> Optional[int]:
    """The knee of a curve: the row after which more of one outcome buys little of the other.

    Parameters
    ----------
    outcomes : DataFrame or 2-D array
        Rows x two outcomes, less being better; the curve is their efficient set, scaled to [0, 1].
    method : {"chord", "angle", "utility", "ideal"}
        The largest distance below the line through the ends (Das 1999); the sharpest bend at a point between its
        neighbours (Branke, Deb, Dierolf and Osswald 2004); the largest expected loss if the point were
        missing, over uniform weights of the two outcomes (the same); the least distance from the point
        that is best in every outcome (Zeleny 1973), which takes any number of outcomes.

    Returns
    -------
    int or None
        Number of the row, from 0 (for ``iloc``); None if there is no knee: fewer than three points, or a
        curve that nowhere bends towards the best.
    """
    return rix_raw.knee(_numbers(outcomes), method)


def _numbers(outcomes: Any) -> Any:
    if isinstance(outcomes, pd.DataFrame):
        rows = labels(outcomes.index)
        columns = [numbers_of(outcomes.iloc[:, j], f"outcome {outcomes.columns[j]!r}", rows)
                   for j in range(outcomes.shape[1])]
        return np.column_stack(columns) if columns else np.empty(outcomes.shape)
    if np.ndim(outcomes) != 2:
        raise DimensionError("outcomes: a table of rows x outcomes expected", arg="outcomes")
    return outcomes


@dataclass(frozen=True)
class Stand:
    """Where a path stands against a curve.

    Attributes
    ----------
    outcomes : Series
        The path's own, in the outcomes of the curve.
    better : DataFrame
        The points that are no worse in any outcome and better in one, the nearest first; index ``point``. Columns:
        ``plan``, the outcomes, ``saved_<outcome>`` (the path's own less the point's) and ``distance``:
        Euclidean, each outcome as a share of its range over the curve and the path.
    """

    outcomes: pd.Series
    better: pd.DataFrame

    @property
    def dominated(self) -> bool:
        """Whether a point of the curve is better."""
        return len(self.better) > 0


class Curve:
    """A trade-off curve: the efficient plans of a family, in two or more outcomes, and the family behind them.

    Points go by increasing ``x``, then ``y``, then the others. ``len(curve)`` is their number.

    Attributes
    ----------
    scenario : PlannerSIR
    plans : ExitPlans
        The family.
    x, y : str
        Names of the first two outcomes.
    outcomes : list of str
        Names of all in which points are efficient, ``x`` and ``y`` first.
    bounds : dict
        The most that plans on the curve may have, by outcome.
    """

    def __init__(self, handle: Any, scenario: PlannerSIR, plans: ExitPlans, x: str, y: str,
                 also: Sequence[str] = (), bounds: Optional[Mapping[str, float]] = None) -> None:
        self.outcomes = [x, y, *also]
        self.bounds = dict(bounds or {})
        self.scenario = scenario
        self.plans = plans
        self.x = x
        self.y = y
        self._outcomes = rix_raw.rix_curve_outcomes(handle)
        self._points = np.array([rix_raw.rix_curve_point(handle, k)
                                 for k in range(rix_raw.rix_curve_size(handle))], dtype=np.int64)
        records = [rix_raw.rix_curve_plan(handle, k) for k in range(len(self._outcomes))]
        self._levels = np.array([record["level"] for record in records])
        self._dates = np.array([(record["start"], record["ramp"]) for record in records])

    def all(self) -> pd.DataFrame:
        """The whole family: one row a plan, index ``plan``.

        Columns: ``level_<control>`` for every control, ``start``, ``ramp`` (in periods), all outcomes
        of the scenario, and ``efficient``.
        """
        table = pd.DataFrame(self._levels.copy(),
                             columns=[f"level_{name}" for name in self.scenario.controls],
                             index=pd.RangeIndex(len(self._levels), name="plan"))
        table["start"], table["ramp"] = self._dates[:, 0], self._dates[:, 1]
        outcomes = pd.DataFrame(self._outcomes.copy(), columns=self.scenario.outcomes.index,
                                index=table.index)
        outcomes.columns.name = None
        table = pd.concat([table, outcomes], axis=1)
        table["efficient"] = np.isin(table.index, self._points)
        return table

    def frame(self) -> pd.DataFrame:
        """The points: one row each, by increasing ``x``.

        Columns: ``plan`` (its number in the family), then those of :meth:`all`.
        """
        table = self.all().drop(columns="efficient").iloc[self._points].reset_index()
        table.index.name = "point"
        return table

    def policy(self, k: int) -> ExitPlan:
        """The plan behind point k, from 0; negative numbers count from the end.

        ``rx.simulate(curve.scenario, curve.policy(k)).outcomes`` gives the point's outcomes again, to
        the last bit.
        """
        place = operator.index(k)
        if not -len(self) <= place < len(self):
            raise IndexError(f"no point {k} on a curve of {len(self)}")
        return self.plans.plan(int(self._points[place]))

    def fronts(self) -> pd.Series:
        """The front of every plan of the family, by :func:`efficient_fronts`; -1 for plans beyond a bound."""
        family = self.all()
        beyond = np.any([family[name] > most for name, most in self.bounds.items()], axis=0)
        table = family[self.outcomes].to_numpy(copy=True)
        table[np.broadcast_to(beyond, len(family))] = np.nan
        return pd.Series(efficient_fronts(table), index=family.index, name="front")

    def hypervolume(self, reference: Union[Mapping[str, float], Sequence[float]]) -> float:
        """The volume of outcomes between the curve and a reference point, by :func:`hypervolume`."""
        return hypervolume(self.frame()[self.outcomes], reference)

    def knee(self, method: str = "chord") -> Optional[int]:
        """The number of the point at the knee, by :func:`knee`, for :meth:`policy`; None if there is none."""
        return knee(self.frame()[self.outcomes], method)

    def stand(self, policy: Any = None) -> Stand:
        """Where a path stands against the curve, such as a country's actual schedule.

        Parameters
        ----------
        policy : None, ExitPlan, DataFrame or array
            As for :func:`simulate`, which gives the path its outcomes.
        """
        own = simulate(self.scenario, policy).outcomes[self.outcomes].astype(float)
        points = self.frame()[["plan", *self.outcomes]]
        rows, distances = rix_raw.stand(points[self.outcomes].to_numpy(), own.to_numpy(), (1, len(points)))
        better = points.iloc[rows].copy()
        for name in self.outcomes:
            better[f"saved_{name}"] = own[name] - better[name]
        better["distance"] = distances[0, :len(rows)]
        return Stand(own, better)

    def plot(self, *, ax: Optional["Axes"] = None) -> "Axes":
        """The curve, and the other plans of the family behind it.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        from ._plot import plot_curve
        return plot_curve(self, ax)

    def __len__(self) -> int:
        return len(self._points)

    def __repr__(self) -> str:
        others = "".join(f", {name}" for name in self.outcomes[2:])
        return (f"<Curve of {self.y} against {self.x}{others}: {len(self)} efficient of "
                f"{len(self._outcomes)} plans>")

    def _repr_html_(self) -> str:
        return self.frame().to_html(max_rows=20)


def tradeoff_curve(scenario: PlannerSIR, plans: Optional[ExitPlans] = None,
                   x: str = "economic_loss", y: str = "deaths", *, also: Union[str, Sequence[str]] = (),
                   bounds: Optional[Mapping[str, float]] = None, threads: int = 0,
                   progress: Optional[Callable[[float], Any]] = None) -> Curve:
    """The practical trade-off curve: simulates every plan of a family, keeps the efficient ones.

    Parameters
    ----------
    scenario : PlannerSIR
    plans : ExitPlans, optional
        The family; default: :meth:`ExitPlans.default`.
    x, y : str
        Names of two outcomes of the scenario.
    also : str or sequence of str
        Further outcomes: points are then efficient in all, such as health, social and economic.
    bounds : mapping of str to float, optional
        The most that a plan may have of an outcome; plans beyond are neither on the curve nor beat any.
    threads : int
        How many to use, 0: one a core. Results do not depend on it.
    progress : callable, optional
        Called now and then (at most every 20 ms) with the share of the work done, from 0 to 1. What it
        returns is ignored; what it raises stops the work and comes out of this function. Ctrl-C stops
        the work with or without it.

    Returns
    -------
    Curve

    Raises
    ------
    NotFoundError
        No such outcome.
    DimensionError, DomainError
        A plan that does not fit the scenario, or no plan within the bounds; the message names the plan (of the
        latter the nearest), ``row`` is its number.
    NumericError
        A plan's simulation left the finite numbers.
    """
    scenario = _checked(scenario)
    plans = ExitPlans.default(scenario) if plans is None else plans
    if not isinstance(plans, ExitPlans):
        raise InvalidArgumentError(f"plans: ExitPlans expected, not {plans!r}", arg="plans")
    also = [also] if isinstance(also, str) else list(also)
    if bounds is not None and not isinstance(bounds, Mapping):
        raise InvalidArgumentError(f"bounds: a mapping from outcomes to numbers expected, not {bounds!r}", arg="bounds")
    bounds = dict(bounds or {})
    options = {"x": x, "y": y, "also": also, "bounded": list(bounds), "most": list(bounds.values()),
               "threads": threads, "progress": progress}
    record = plans._record(len(scenario.controls))
    handle = rix_raw.rix_tradeoff_curve(scenario._handle, record, options)
    return Curve(handle, scenario, plans, x, y, also, bounds)
