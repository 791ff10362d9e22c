"""The recipe: what is done with the data, from the table to the scores."""
from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional, TypeVar, Union

from . import rix_raw
from ._table import known_keys
from .errors import InvalidArgumentError, NotFoundError

__all__ = ["Aggregate", "Normalise", "Recipe"]

_Step = TypeVar("_Step", "Normalise", "Aggregate")

_RESCALING = ("minmax", "goalposts", "log_goalposts")


def _check_name(value: Any, vocabulary: str, what: str) -> None:
    """An error that lists the names if this is none; "inherit" is for nodes only."""
    names = [name for name in rix_raw.vocabulary()[vocabulary] if name != "inherit"]
    if value not in names:
        raise NotFoundError(f"{what}: no {value!r}; known are {', '.join(names)}", arg=what)


def _bound(value: Optional[float], otherwise: float) -> float:
    return otherwise if value is None else value


@dataclass(frozen=True)
class Normalise:
    """The step that brings every indicator x onto the scale of the scores, from ``low`` to ``high``.

    Parameters
    ----------
    method : str
        For indicators whose node names no other:

        - ``"minmax"``: ``low + (high - low) * (x - min) / (max - min)``, extremes over the units present;
        - ``"goalposts"``: ``low + (high - low) * (x - g0) / (g1 - g0)`` with the node's ``goal_low``, ``goal_high``;
        - ``"log_goalposts"``: the same on natural logarithms (UNDP, Human Development Report 2021/22,
          technical note 1); x > 0;
        - ``"zscore"``: ``mean + sd * (x - m) / s``, m the mean and s the sample standard deviation;
        - ``"none"``: x is on the scale already.

        A direction of -1 then mirrors the score: ``low + high - score``; ``2 * mean - score`` for
        z-scores; ``-x`` for ``"none"`` without a range.
    low, high : float, optional
        Range of the scores, low < high. By default 0 to 100 for the methods that rescale to a range;
        none for ``"zscore"`` and ``"none"``.
    truncate : bool
        Goalposts: values beyond a goalpost count as at it.
    mean, sd : float
        z-scores: mean and standard deviation of the scores, sd > 0.
    """

    method: str = "minmax"
    low: Optional[float] = None
    high: Optional[float] = None
    truncate: bool = True
    mean: float = 0.0
    sd: float = 1.0

    def __post_init__(self) -> None:
        _check_name(self.method, "normalise", "normalise.method")
        if (self.low is None) != (self.high is None):
            raise InvalidArgumentError("normalise: low and high go together", arg="normalise")

    def _record(self) -> dict:
        ranged = self.method in _RESCALING
        return {**dataclasses.asdict(self),
                "low": _bound(self.low, 0.0 if ranged else math.nan),
                "high": _bound(self.high, 100.0 if ranged else math.nan)}


@dataclass(frozen=True)
class Aggregate:
    """The step that makes each group's score from its children's scores x with weights w (sum W).

    Parameters
    ----------
    rule : str
        For groups whose node names no other:

        - ``"arithmetic"``: ``sum(w x) / W``;
        - ``"geometric"``: ``exp(sum(w ln x) / W)``, x >= 0;
        - ``"harmonic"``: ``W / sum(w / x)``, x >= 0;
        - ``"scaled_geometric"``: INFORM's (JRC and IASC), on scores from 0 to 10
          ``10/9 * (10 - geomean(9/10 * (10 - x) + 1))``; on other ranges likewise.
    missing : str
        What a missing child does: ``"available"``: the rule runs over the children present, weights
        rescaled, if their share by number is at least ``min_share`` and at least one is there;
        ``"value"``: it counts as ``fill``; ``"propagate"``: the score is missing.
    min_share : float
        In [0, 1].
    fill : float
        On the scale of the scores.
    """

    rule: str = "arithmetic"
    missing: str = "available"
    min_share: float = 0.0
    fill: float = 0.0

    def __post_init__(self) -> None:
        _check_name(self.rule, "aggregate", "aggregate.rule")
        _check_name(self.missing, "missing", "aggregate.missing")

    def _record(self) -> dict:
        return dataclasses.asdict(self)


def _step(value: Any, cls: type[_Step], name: str) -> _Step:
    """A step from its short forms: a name, a dict, nothing."""
    if value is None:
        return cls()
    if isinstance(value, cls):
        return value
    if isinstance(value, str):
        return cls(value)
    if isinstance(value, Mapping):
        known_keys(value, [field.name for field in dataclasses.fields(cls)], name)
        return cls(**value)
    raise InvalidArgumentError(f"{name}: a name, a dict or a {cls.__name__} expected, not {value!r}",
                               arg=name)


@dataclass(frozen=True)
class Recipe:
    """What is done with the table. Where a node of the framework says otherwise, the node wins.

    Parameters
    ----------
    normalise : str, dict or Normalise, optional
        A method by its name, its fields as a dict, or the step itself. Default: min-max to 0-100.
    aggregate : str, dict or Aggregate, optional
        Likewise. Default: arithmetic mean over the children present.
    strict : bool
        What would be a warning (a constant or empty column, a unit without data) is an error.

    Examples
    --------
    >>> rx.Recipe(normalise="zscore", aggregate={"rule": "arithmetic", "min_share": 2 / 3})
    """

    normalise: Union[str, Mapping, Normalise, None] = None
    aggregate: Union[str, Mapping, Aggregate, None] = None
    strict: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "normalise", _step(self.normalise, Normalise, "normalise"))
        object.__setattr__(self, "aggregate", _step(self.aggregate, Aggregate, "aggregate"))
        if not isinstance(self.strict, bool):
            raise InvalidArgumentError(f"strict: True or False expected, not {self.strict!r}",
                                       arg="strict")

    @classmethod
    def _from_record(cls, record: Mapping) -> "Recipe":
        normalise = dict(record["normalise"])
        for bound in ("low", "high"):
            normalise[bound] = None if math.isnan(normalise[bound]) else normalise[bound]
        return cls(normalise, record["aggregate"], record["strict"])

    def _record(self) -> dict:
        return {"normalise": self.normalise._record(), "aggregate": self.aggregate._record(),
                "strict": self.strict}
