"""What every exit costs in lives and output: efficient sets and curves."""
from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import labels, numbers_of
from .errors import DimensionError, InvalidArgumentError
from .policy import ExitPlan, ExitPlans
from .scenario import PlannerSIR, _checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Curve", "efficient_set", "tradeoff_curve"]


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
    if isinstance(outcomes, pd.DataFrame):
        rows = labels(outcomes.index)
        columns = [numbers_of(outcomes.iloc[:, j], f"outcome {outcomes.columns[j]!r}", rows)
                   for j in range(outcomes.shape[1])]
        outcomes = np.column_stack(columns) if columns else np.empty(outcomes.shape)
    elif np.ndim(outcomes) != 2:
        raise DimensionError("outcomes: a table of rows x outcomes expected", arg="outcomes")
    return rix_raw.efficient_set(outcomes)


class Curve:
    """A trade-off curve: the efficient plans of a family, in two outcomes, and the family behind them.

    Points go by increasing ``x``. ``len(curve)`` is their number.

    Attributes
    ----------
    scenario : PlannerSIR
    plans : ExitPlans
        The family.
    x, y : str
        Names of the two outcomes.
    """

    def __init__(self, handle: Any, scenario: PlannerSIR, plans: ExitPlans, x: str, y: str) -> None:
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
        return (f"<Curve of {self.y} against {self.x}: {len(self)} efficient of "
                f"{len(self._outcomes)} plans>")

    def _repr_html_(self) -> str:
        return self.frame().to_html(max_rows=20)


def tradeoff_curve(scenario: PlannerSIR, plans: Optional[ExitPlans] = None,
                   x: str = "economic_loss", y: str = "deaths", *, threads: int = 0,
                   progress: Optional[Callable[[float], Any]] = None) -> Curve:
    """The practical trade-off curve: simulates every plan of a family, keeps the efficient ones.

    Parameters
    ----------
    scenario : PlannerSIR
    plans : ExitPlans, optional
        The family; default: :meth:`ExitPlans.default`.
    x, y : str
        Names of two outcomes of the scenario.
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
        A plan that does not fit the scenario; the message names it, ``row`` is its number.
    NumericError
        A plan's simulation left the finite numbers.
    """
    scenario = _checked(scenario)
    plans = ExitPlans.default(scenario) if plans is None else plans
    if not isinstance(plans, ExitPlans):
        raise InvalidArgumentError(f"plans: ExitPlans expected, not {plans!r}", arg="plans")
    options = {"x": x, "y": y, "threads": threads, "progress": progress}
    record = plans._record(len(scenario.controls))
    handle = rix_raw.rix_tradeoff_curve(scenario._handle, record, options)
    return Curve(handle, scenario, plans, x, y)
