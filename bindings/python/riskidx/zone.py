"""Classes of risk from scores."""
from __future__ import annotations

from typing import Any, Optional, Sequence

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

    def __repr__(self) -> str:
        sign = "<" if self.boundary == "upper" else "<="
        parts = [f"{label} {sign} {threshold:g}"
                 for label, threshold in zip(self.labels, self.thresholds)]
        return f"<Zones {', '.join(parts)}, {self.labels[-1]}>"


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
    if isinstance(scores, pd.DataFrame) or np.ndim(scores) != 1:
        raise DimensionError("scores: one column of scores expected", arg="scores")
    series = scores if isinstance(scores, pd.Series) else pd.Series(scores)
    rows = labels(series.index)
    values = numbers_of(series, "scores", rows)
    try:
        codes = rix_raw.classify(values, zones.thresholds, zones.boundary)
    except RiskidxError as error:
        if error.row is not None and error.arg == "scores":
            error.args = (f"{error.args[0]} (unit {rows[error.row]!r})",)
        raise
    categories = pd.Categorical.from_codes(codes, categories=zones.labels, ordered=True)
    return pd.Series(categories, index=series.index, name=series.name)
