"""The benefit of the doubt: the score of each unit by the weights that suit it best."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import Table, labels
from .errors import InvalidArgumentError, NotFoundError
from .steps import _table_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["BenefitOfTheDoubt", "benefit_of_the_doubt", "geometric_benefit_of_the_doubt"]

_Bounds = Union[float, Mapping, pd.Series, Sequence[float], np.ndarray, None]


@dataclass(frozen=True)
class BenefitOfTheDoubt:
    """Scores by the weights that suit each unit best, and those weights."""

    #: A score a unit; NaN for a unit without values, or left aside.
    scores: pd.Series
    #: Units x columns: the shares of the columns in the score of each unit. Where the optimum is not unique, those of one.
    shares: pd.DataFrame
    #: Units x columns: the weights of each unit, as unique as the shares; None for the geometric form.
    weights: Optional[pd.DataFrame] = None

    def _ranking(self) -> pd.DataFrame:
        table = self.shares.copy()
        table.insert(0, "score", self.scores)
        return table.sort_values("score", ascending=False, kind="stable")

    def __repr__(self) -> str:
        units, columns = self.shares.shape
        return f"<BenefitOfTheDoubt: {units} units x {columns} columns>\n{self._ranking().to_string(max_rows=10)}"

    def _repr_html_(self) -> str:
        return self._ranking().to_html(max_rows=20)

    def plot(self, *, top: Optional[int] = None, ax: Optional["Axes"] = None) -> "Axes":
        """Ranked bars of the scores, divided by the shares of the columns.

        Parameters
        ----------
        top : int, optional
            Only so many units with the highest scores.
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from ._plot import plot_shares
        return plot_shares(self, top, ax)


def _bounds(value: _Bounds, columns: Sequence[str], name: str, otherwise: float) -> np.ndarray:
    """One bound a column; one for all, or some by name."""
    if value is None:
        return np.empty(0)
    if isinstance(value, (Mapping, pd.Series)):
        unknown = [key for key in value.keys() if str(key) not in columns]
        if unknown:
            raise NotFoundError(f"{name}: no column {str(unknown[0])!r}", arg=name)
        named = {str(key): bound for key, bound in value.items()}
        value = [named.get(code, otherwise) for code in columns]
    try:
        bounds = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{name}: numbers expected", arg=name) from None
    return np.full(len(columns), bounds) if bounds.ndim == 0 else bounds


def _options(columns: Sequence[str], share_low: _Bounds, share_high: _Bounds, worst: bool,
             multiplicative: bool) -> dict:
    return {"worst": worst, "multiplicative": multiplicative,
            "share_low": _bounds(share_low, columns, "share_low", 0.0),
            "share_high": _bounds(share_high, columns, "share_high", 1.0)}


def _frames(table: Table, columns: Sequence[str], *cells: np.ndarray) -> "list[pd.DataFrame]":
    return [pd.DataFrame(x, index=table.units, columns=list(columns)) for x in cells]


def benefit_of_the_doubt(data: Any, share_low: _Bounds = None, share_high: _Bounds = None, *, worst: bool = False,
                         multiplicative: bool = False, threads: int = 0,
                         progress: Optional[Callable[[float], Any]] = None) -> BenefitOfTheDoubt:
    """Benefit of the doubt: the score of each unit by the weights that suit it best (data envelopment with one input).

    The score of a unit is the largest weighted sum of its values by any weights >= 0 under which no unit has more
    than 1 (Cherchye, Moesen, Rogge and Van Puyenbroeck 2007). Scores do not depend on the units of measurement, but on where
    0 lies. They are unique; weights and shares often are not.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x columns, each value >= 0 and more of it more of the score. A missing value (NaN) counts as 0, for the unit
        and for those held against it (Kuosmanen 2009), and bounds on its share are left aside.
    share_low, share_high : float, dict, Series or sequence, optional
        Bounds in [0, 1] on the share of a column in the unit's own sum: one for all, one a column, or some by name.
        Default: none.
    worst : bool
        Against the worst frontier (Zhou, Ang and Poh 2007): the smallest sum under which no unit has less than 1. Scores
        are 1 and more; units with a missing value are left aside.
    multiplicative : bool
        Of the logarithms of the values, each >= 1 (Zhou, Ang and Zhou 2010): ``exp`` of a score is the largest product
        under which no unit's exceeds e.
    threads : int
        0: all cores. The result does not depend on it.
    progress : callable, optional
        Called now and then with the share done; an exception that it raises stops the work.

    Returns
    -------
    BenefitOfTheDoubt

    Raises
    ------
    DomainError
        A value below 0 (or 1), or infinite; bounds that no shares keep, or not those of some unit, which is named.

    Examples
    --------
    >>> rx.benefit_of_the_doubt(data, share_low=0.1, share_high={"income": 0.5}).scores
    """
    table, columns = _table_of(data)
    n, m = len(table.units), len(columns)
    scores, weights, shares = rix_raw.rix_benefit_of_the_doubt(
        table.record(), _options(columns, share_low, share_high, worst, multiplicative),
        {"threads": threads, "progress": progress}, (n, 1), (n, m), (n, m))
    weights, shares = _frames(table, columns, weights, shares)
    return BenefitOfTheDoubt(pd.Series(scores[:, 0], index=table.units, name="score"), shares, weights)


def geometric_benefit_of_the_doubt(data: Any, benchmark: Any, share_low: _Bounds = None, share_high: _Bounds = None, *,
                                   threads: int = 0, progress: Optional[Callable[[float], Any]] = None
                                   ) -> BenefitOfTheDoubt:
    """Geometric benefit of the doubt (Van Puyenbroeck and Rogge 2017).

    The product over the columns of the ratio of a unit's value to the benchmark's, to the power of the column's share in
    the unit's benefit of the doubt. Where shares are not unique, nor is the score.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x columns, each value > 0.
    benchmark : label
        The unit that scores 1; it has all values.
    share_low, share_high, threads, progress
        As for :func:`benefit_of_the_doubt`.

    Returns
    -------
    BenefitOfTheDoubt
        Without weights.
    """
    table, columns = _table_of(data)
    n, m = len(table.units), len(columns)
    found = [k for k, unit in enumerate(table.units) if unit == benchmark]
    if len(found) != 1:
        found = [k for k, name in enumerate(labels(table.units)) if name == str(benchmark)]
    if len(found) != 1:
        raise NotFoundError(f"benchmark: {'no unit' if not found else 'more than one unit'} {str(benchmark)!r}",
                            arg="benchmark")
    scores, shares = rix_raw.rix_geometric_bod(
        table.record(), _options(columns, share_low, share_high, False, False), found[0],
        {"threads": threads, "progress": progress}, (n, 1), (n, m))
    return BenefitOfTheDoubt(pd.Series(scores[:, 0], index=table.units, name="score"),
                             _frames(table, columns, shares)[0])
