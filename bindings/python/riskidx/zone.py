"""Classes of risk from scores."""
from __future__ import annotations

import contextlib
import numbers
from typing import Any, Callable, Iterator, Optional, Sequence

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import labels, numbers_of
from .errors import DimensionError, InvalidArgumentError, RiskidxError

__all__ = ["Zones", "classify"]


class Zones:
    """Thresholds that divide scores into zones, from the lowest to the highest score.

    Parameters
    ----------
    thresholds : sequence of float
        k strictly increasing numbers in the unit of the scores; they make k + 1 zones.
    labels : sequence of str, optional
        k + 1 names from the lowest zone up. Default: green, orange, red for two thresholds; else the
        numbers of the zones from 0.
    boundary : {"upper", "lower"}
        Whether a score that equals a threshold belongs to the zone above it ("upper": a zone is
        [threshold, next)) or below.

    Thresholds can be found in the data, too: :meth:`quantiles`, :meth:`natural`, :meth:`sd`.

    Examples
    --------
    >>> rx.Zones([3.5, 5.0], labels=["green", "orange", "red"])
    """

    def __init__(self, thresholds: Sequence[float], labels: Optional[Sequence[str]] = None,
                 boundary: str = "upper") -> None:
        self.thresholds = np.atleast_1d(np.array(thresholds, dtype=np.float64))
        count = self.thresholds.size + 1
        if labels is None:
            labels = ["green", "orange", "red"] if count == 3 else [str(k) for k in range(count)]
        self.labels = [str(label) for label in labels]
        self.boundary = boundary
        if len(self.labels) != count:
            raise DimensionError(f"zones: {len(self.labels)} labels for {count} zones", arg="labels")
        if len(set(self.labels)) != count:
            raise InvalidArgumentError("zones: two zones of one label", arg="labels")
        rix_raw.classify(np.empty(0), self.thresholds, self.boundary)  # checks the rest

    @classmethod
    def quantiles(cls, scores: Any, classes: int, labels: Optional[Sequence[str]] = None) -> "Zones":
        """Zones with as many units each, as nearly as may be: thresholds at quantiles of the scores.

        At k / classes by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).

        Parameters
        ----------
        scores : Series or 1-D array
            NaN is left out.
        classes : int
            How many zones, >= 2.
        labels : sequence of str, optional
            Their names from the lowest.

        Raises
        ------
        MissingDataError
            No score, or ties that make two thresholds one.
        """
        return cls(_breaks(rix_raw.breaks_quantile, scores, classes), labels)

    @classmethod
    def natural(cls, scores: Any, classes: int, labels: Optional[Sequence[str]] = None) -> "Zones":
        """Zones that differ least within: the exact division of Fisher (1958) that Jenks' maps approximate.

        Each threshold is the smallest score of the zone above it.

        Parameters
        ----------
        scores : Series or 1-D array
            NaN is left out; at least as many distinct ones as zones.
        classes : int
            How many zones, >= 2.
        labels : sequence of str, optional
            Their names from the lowest.
        """
        return cls(_breaks(rix_raw.breaks_natural, scores, classes), labels)

    @classmethod
    def sd(cls, scores: Any, z: Sequence[float] = (-1.0, 0.0, 1.0),
           labels: Optional[Sequence[str]] = None) -> "Zones":
        """Zones by standard deviations: thresholds at mean + z * sd (divisor n - 1) of the scores.

        Parameters
        ----------
        scores : Series or 1-D array
            NaN is left out; at least two, not all equal.
        z : sequence of float
            Multiples of the standard deviation, increasing; k of them make k + 1 zones.
        labels : sequence of str, optional
            Names of the zones from the lowest.
        """
        multiples = np.atleast_1d(np.array(z, dtype=np.float64))
        series, values, rows = _scores(scores)
        with _naming(rows):
            found = rix_raw.breaks_sd(values, multiples, (1, multiples.size))
        return cls(found[0], labels)

    def __repr__(self) -> str:
        sign = "<" if self.boundary == "upper" else "<="
        parts = [f"{label} {sign} {threshold:g}"
                 for label, threshold in zip(self.labels, self.thresholds)]
        return f"<Zones {', '.join(parts)}, {self.labels[-1]}>"

    def _repr_html_(self) -> str:
        ends = [None, *self.thresholds, None]
        table = pd.DataFrame({"from": ends[:-1], "to": ends[1:]}, index=pd.Index(self.labels, name="zone"))
        return table.to_html(na_rep="")


def classify(scores: Any, zones: Zones) -> pd.Series:
    """The zone of each score.

    Parameters
    ----------
    scores : Series or 1-D array
        In the unit of the thresholds; NaN is missing.
    zones : Zones
        The thresholds and their labels.

    Returns
    -------
    Series
        Ordered categories, the lowest zone first, with the index and name of ``scores``; the zone of
        a missing score is missing.

    Raises
    ------
    DomainError
        An infinite score; the message names the unit.
    """
    if not isinstance(zones, Zones):
        raise InvalidArgumentError(f"zones: Zones expected, not {zones!r}", arg="zones")
    series, values, rows = _scores(scores)
    with _naming(rows):
        codes = rix_raw.classify(values, zones.thresholds, zones.boundary)
    categories = pd.Categorical.from_codes(codes, categories=zones.labels, ordered=True)
    return pd.Series(categories, index=series.index, name=series.name)


def _scores(scores: Any) -> tuple[pd.Series, np.ndarray, list[str]]:
    """One column of scores, its values and the labels of its rows."""
    if isinstance(scores, pd.DataFrame) or np.ndim(scores) != 1:
        raise DimensionError("scores: one column of scores expected", arg="scores")
    series = scores if isinstance(scores, pd.Series) else pd.Series(scores, dtype=_dtype(scores))
    rows = labels(series.index)
    return series, numbers_of(series, "scores", rows), rows


def _dtype(scores: Any) -> Any:
    """An empty list is one of numbers."""
    return np.float64 if len(scores) == 0 else None


@contextlib.contextmanager
def _naming(rows: Sequence[str]) -> Iterator[None]:
    """Names the unit in the message of a failure."""
    try:
        yield
    except RiskidxError as error:
        if error.row is not None and error.arg == "scores":
            error.args = (f"{error.args[0]} (unit {rows[error.row]!r})",)
        raise


def _breaks(find: Callable[..., np.ndarray], scores: Any, classes: int) -> np.ndarray:
    """Thresholds that a function of the library finds."""
    series, values, rows = _scores(scores)
    count = classes - 1 if isinstance(classes, numbers.Integral) and classes >= 1 else 1
    with _naming(rows):
        return find(values, classes, (1, int(count)))[0]
