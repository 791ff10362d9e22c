"""The recipe: what is done with the data, from the table to the scores."""
from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, TypeVar, Union

import pandas as pd

from . import rix_raw
from ._table import known_keys, period_numbers
from .errors import InvalidArgumentError, NotFoundError
from .prepare import Denominate, Impute, Screen, Treat, _check_over

__all__ = ["Aggregate", "Normalise", "Recipe"]

_Step = TypeVar("_Step", "Normalise", "Aggregate", Impute, Screen, Treat)

_UNRANGED = ("none", "zscore", "robust_z", "rank", "borda")


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

        - ``"minmax"``: onto [min, max], which is short for ``low + (high - low) * (x - min) / (max - min)``, with
          extremes over the units present; ``"distance_max"`` is the same;
        - ``"goalposts"``: onto the node's ``[goal_low, goal_high]``; ``"scaled"``: the same, never truncated;
        - ``"log_goalposts"``: the same on natural logarithms (UNDP, Human Development Report 2021/22,
          technical note 1); x > 0;
        - ``"zscore"``: ``mean + sd * (x - m) / s``, m the mean and s the standard deviation;
        - ``"robust_z"``: ``mean + sd * (x - median) / (1.4826 MAD)``, MAD the median of ``|x - median|``;
        - ``"distance_reference"``: onto [min, r], r the value of the unit ``reference``;
        - ``"distance_target"``: onto [min, t], t the node's ``target``;
        - ``"fraction_max"``: onto [0, max];
        - ``"rank"``: from 1 for the smallest, tied as ``ties`` says; ``"borda"``: rank - 1;
          ``"percentile_rank"``: ``low + (high - low) * (rank - 1) / (n - 1)``, n the number of values;
        - ``"logistic"``: ``low + (high - low) / (1 + exp(-slope * (x - m) / s))``;
        - ``"quantile_classes"``: ``low + (high - low) * c / (classes - 1)``, c the number of the quantiles of order
          1/classes, 2/classes ... (linear interpolation) that lie below x;
        - ``"ampi"``: onto [t - d, t + d] with the node's target t and d = (max - min) / 2, for the adjusted
          Mazziotta-Pareto index;
        - ``"none"``: x is on the scale already.

        A direction of -1 turns this round, so that less scores more: ranks and distances are those of
        -x ([max, r] and [max, t]); else the score is mirrored: ``low + high - score``; ``2 * mean - score`` for
        z-scores; ``-x`` for ``"none"`` without a range. A column for which a method is not defined (constant
        under "minmax" ...) has missing scores and gives a warning.
    low, high : float, optional
        Range of the scores, low < high. By default 0 to 100 for the methods that have one (70 to 130 for "ampi");
        none for ``"zscore"``, ``"robust_z"``, ``"rank"``, ``"borda"`` and ``"none"``.
    truncate : bool
        Values beyond a goalpost, the target or the reference (over "base": an extreme of minmax) count as at it.
    mean, sd : float
        z-scores: mean and standard deviation of the scores, sd > 0.
    deviation : {"sample", "population"}
        zscore, logistic: divisor n - 1 or n of the standard deviation s.
    ties : {"average", "min", "max"}
        Ranks of equal values. Those of COINr are "min".
    classes : int
        quantile_classes: from 2 to 100.
    slope : float
        logistic: > 0.
    reference : str, optional
        distance_reference: the unit, by its label.
    over : {"all", "period", "base"}
        Panels: the rows from which extremes, means, ranks, quantiles and the reference unit's value are taken: all of
        them, so that scores of two periods compare; those of the same period; those of the period ``base``, for all
        periods. Over "base", min-max truncates at the extremes of the base, unless ``truncate=False``.
    base : period, optional
        over "base": the period, as the data name it.
    compat : bool
        As COINr 1.1.14: fraction_max with direction -1 is (-x) / max(-x), by which the worst unit scores most (ours
        is 1 - x / max, on the range); a target worse than every value turns the order round (ours: missing).
    """

    method: str = "minmax"
    low: Optional[float] = None
    high: Optional[float] = None
    truncate: bool = True
    mean: float = 0.0
    sd: float = 1.0
    deviation: str = "sample"
    ties: str = "average"
    classes: int = 5
    slope: float = 1.0
    reference: Optional[str] = None
    compat: bool = False
    over: str = "all"
    base: Any = None

    def __post_init__(self) -> None:
        _check_name(self.method, "normalise", "normalise.method")
        _check_over(self.over, "normalise.over", "base")
        _check_name(self.deviation, "deviation", "normalise.deviation")
        _check_name(self.ties, "ties", "normalise.ties")
        if (self.low is None) != (self.high is None):
            raise InvalidArgumentError("normalise: low and high go together", arg="normalise")

    def _record(self) -> dict:
        ranged = self.method not in _UNRANGED
        usual = (70.0, 130.0) if self.method == "ampi" else (0.0, 100.0)
        return {**dataclasses.asdict(self),
                "base": None if self.base is None else float(period_numbers([self.base])[0]),
                "low": _bound(self.low, usual[0] if ranged else math.nan),
                "high": _bound(self.high, usual[1] if ranged else math.nan)}


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
          ``10/9 * (10 - geomean(9/10 * (10 - x) + 1))``; on other ranges likewise;
        - ``"generalised"``: ``(sum(w x**p) / W)**(1/p)``, p the ``power``, x >= 0; 0 is the geometric mean;
        - ``"median"``: weighted; ``"minimum"``, ``"maximum"``;
        - ``"owa"``: ordered weighted average: weights by position, the largest child first, from ``orness`` or
          ``positions``;
        - ``"mpi"``: Mazziotta-Pareto, ``M - S**2 / M`` (or +, see ``penalty``), M the mean and S the standard
          deviation of the children, x >= 0. After ``Normalise("zscore", mean=100, sd=10)`` it is the MPI, after
          ``Normalise("ampi")`` with ``deviation="population"`` the adjusted MPI;
        - ``"mean_min"``: ``M - alpha * (sqrt((M - min)**2 + beta**2) - beta)``;
        - ``"wroclaw"``: ``1 - D / (mean(D) + 2 sd(D))``, D the distance from the best scores of the units (Hellwig
          1968); Compind gives what is subtracted, where less is better;
        - ``"topsis"``: share of the distance from the worst scores in that from worst and best;
        - ``"copeland"``: units outranked minus units that outrank (see :func:`outranking`);
        - ``"bod"``: benefit of the doubt: the largest sum by any weights by which no unit has more than 1 (see
          :func:`benefit_of_the_doubt`), x >= 0; ``"multiplicative_bod"`` of logarithms, x >= 1.

        From "wroclaw" on they compare the units that have enough children. Where the scores have a range they
        are placed on it, from [0, 1] and, for "copeland", from [-(n - 1), n - 1]. Under "bod" the weights of the
        children do not matter, and a missing child counts as 0.
    missing : str
        What a missing child does: ``"available"``: the rule runs over the children present, weights
        rescaled, if their share by number is at least ``min_share`` and at least one is there;
        ``"value"``: it counts as ``fill``; ``"propagate"``: the score is missing.
    min_share : float
        In [0, 1].
    fill : float
        On the scale of the scores.
    power : float
        generalised: p.
    orness : float
        owa: from 0 (the minimum) by 0.5 (the mean) to 1 (the maximum): weights are differences of
        ``Q(r) = r**((1 - orness) / orness)`` at the children's shares of weight (Yager 1996).
    positions : sequence of float, optional
        owa: weights by position instead, the largest child first; with another number of children, or some
        missing, Q rises by them in straight lines.
    penalty : {"subtract", "add"}
        mpi: an unbalanced unit scores less, or more (as a risk does).
    deviation : {"population", "sample"}
        mpi: divisor of S.
    alpha, beta : float
        mean_min: weight of the minimum in [0, 1]; smoothness, >= 0.
    compat : bool
        As COINr 1.1.14: generalised is missing where any child is; copeland is not placed on the range and, with
        missing data, depends on the order of the units.
    share_low, share_high : float
        bod: bounds on the share of each child in the score, in [0, 1]; a child's node may say otherwise. Where
        ``share_low`` is not 0 no score may be, as the worst unit's is after min-max from 0: take ``low=1``, say.
    over : {"all", "period"}
        Panels: the rules that compare units do so with all rows, or with those of the same period.
    """

    rule: str = "arithmetic"
    missing: str = "available"
    min_share: float = 0.0
    fill: float = 0.0
    power: float = 0.5
    orness: float = 0.5
    positions: Optional[Sequence[float]] = None
    penalty: str = "subtract"
    deviation: str = "population"
    alpha: float = 0.5
    beta: float = 1.0
    compat: bool = False
    share_low: float = 0.0
    share_high: float = 1.0
    over: str = "all"

    def __post_init__(self) -> None:
        _check_name(self.rule, "aggregate", "aggregate.rule")
        _check_over(self.over, "aggregate.over")
        _check_name(self.missing, "missing", "aggregate.missing")
        _check_name(self.penalty, "penalty", "aggregate.penalty")
        _check_name(self.deviation, "deviation", "aggregate.deviation")
        if self.positions is not None:
            object.__setattr__(self, "positions", tuple(float(w) for w in self.positions))

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


def _denominate(value: Any) -> Denominate:
    if value is None or isinstance(value, bool):
        return Denominate(apply=bool(value))
    if isinstance(value, Denominate):
        return value
    if isinstance(value, Mapping):
        known_keys(value, ("apply", "scale"), "denominate")
        return Denominate(**value)
    raise InvalidArgumentError(f"denominate: True, False, a dict or a Denominate expected, not {value!r}",
                               arg="denominate")


@dataclass(frozen=True)
class Recipe:
    """What is done with the table. Where a node of the framework says otherwise, the node wins.

    Parameters
    ----------
    normalise : str, dict or Normalise, optional
        A method by its name, its fields as a dict, or the step itself. Default: min-max to 0-100.
    aggregate : str, dict or Aggregate, optional
        Likewise. Default: arithmetic mean over the children present.
    denominate, impute, screen, treat : optional
        The steps before, which are taken in this order and only if asked for: a method by its name, its
        fields as a dict, or a :class:`Denominate`, :class:`Impute`, :class:`Screen`, :class:`Treat`.
        ``denominate=True`` divides the indicators by the denominators that their nodes name.
    strict : bool
        What would be a warning (a constant or empty column, a unit without data) is an error.

    Examples
    --------
    >>> rx.Recipe(normalise="zscore", aggregate={"rule": "arithmetic", "min_share": 2 / 3})
    """

    normalise: Union[str, Mapping, Normalise, None] = None
    aggregate: Union[str, Mapping, Aggregate, None] = None
    strict: bool = False
    denominate: Union[bool, Mapping, Denominate, None] = None
    impute: Union[str, Mapping, Impute, None] = None
    screen: Union[str, Mapping, Screen, None] = None
    treat: Union[str, Mapping, Treat, None] = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "normalise", _step(self.normalise, Normalise, "normalise"))
        object.__setattr__(self, "aggregate", _step(self.aggregate, Aggregate, "aggregate"))
        object.__setattr__(self, "denominate", _denominate(self.denominate))
        object.__setattr__(self, "impute", _step(self.impute, Impute, "impute"))
        object.__setattr__(self, "screen", _step(self.screen, Screen, "screen"))
        object.__setattr__(self, "treat", _step(self.treat, Treat, "treat"))
        if not isinstance(self.strict, bool):
            raise InvalidArgumentError(f"strict: True or False expected, not {self.strict!r}",
                                       arg="strict")

    def replace(self, **choices: Any) -> "Recipe":
        """A copy with some choices changed.

        Parameters
        ----------
        **choices
            As of :class:`Recipe`. A dict changes only those fields of its step; anything else is the step itself.

        Returns
        -------
        Recipe

        Examples
        --------
        >>> recipe.replace(normalise="zscore", aggregate={"min_share": 0.5})
        """
        known_keys(choices, [field.name for field in dataclasses.fields(self)], "recipe")
        for name, choice in choices.items():
            if isinstance(choice, Mapping):
                step = getattr(self, name)
                known_keys(choice, [field.name for field in dataclasses.fields(step)], name)
                choices[name] = dataclasses.replace(step, **choice)
        return dataclasses.replace(self, **choices)

    def _repr_html_(self) -> str:
        rows = []
        for field in dataclasses.fields(self):
            step = getattr(self, field.name)
            options = [(f.name, getattr(step, f.name)) for f in dataclasses.fields(step)] \
                if dataclasses.is_dataclass(step) else [("", step)]
            rows += [(field.name, option, str(value)) for option, value in options]
        table = pd.DataFrame(rows, columns=["step", "option", "value"])
        return table.set_index(["step", "option"]).to_html(max_rows=None)

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes a JSON file, whole or not at all, that reads back to the bit in Python and R; see docs/formats.md.

        Parameters
        ----------
        path : str or path
        """
        from ._files import recipe_part, write_document
        write_document(path, recipe=recipe_part(self))

    @classmethod
    def load(cls, path: Union[str, "os.PathLike[str]"]) -> "Recipe":
        """Reads the recipe of a JSON file that :meth:`save`, :meth:`Framework.save` or :meth:`Fitted.save` wrote.

        Parameters
        ----------
        path : str or path

        Returns
        -------
        Recipe

        Raises
        ------
        RiskidxError
            Something in the file makes no sense; the message names file, field and value.
        """
        from ._files import make_recipe, read_document
        return make_recipe(path, read_document(path, "recipe")["recipe"])

    @classmethod
    def _from_record(cls, record: Mapping) -> "Recipe":
        normalise = dict(record["normalise"])
        for bound in ("low", "high"):
            normalise[bound] = None if math.isnan(normalise[bound]) else normalise[bound]
        return cls(normalise, record["aggregate"], record["strict"])

    def _record(self, groups: Optional[list] = None, n_units: int = 0) -> dict:
        return {"normalise": self.normalise._record(), "aggregate": self.aggregate._record(),
                "strict": self.strict, "denominate": self.denominate._record(),
                "impute": self.impute._record(groups), "n_units": n_units,
                "screen": self.screen._record(), "treat": self.treat._record()}
