"""Uncertain inputs of an index: what :func:`riskidx.uncertainty` and :func:`riskidx.sensitivity` vary.

>>> inputs = [rx.uncertain.Choice("normalise", ["minmax", rx.Normalise("zscore", mean=10, sd=2)]),
...           rx.uncertain.Weights(0.25, level=2),
...           rx.uncertain.Option("treat.max_points", 1, 5)]
>>> u = rx.uncertainty(data, framework, inputs=inputs)

Alternatives are equally likely. Where several inputs speak, whole recipes come first, then steps, then settings; and sets
of weights, then noise, then Dirichlet draws, then what is left out. Two inputs may not set the same thing.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Iterable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import Table, known_keys, labels, numbers_of
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .framework import Framework, _places
from .index import _as_framework
from .recipe import Recipe

__all__ = ["Choice", "DataError", "Dirichlet", "LeaveOut", "Option", "Rule", "WeightSets", "Weights", "dimensions"]

_STEPS = ("recipe", "denominate", "impute", "screen", "treat", "normalise", "aggregate")
_Codes = Union[str, Iterable[str], None]


@dataclass(frozen=True)
class _Given:
    """What inputs refer to."""

    framework: Framework
    recipe: Recipe
    data: Any = None
    table: Optional[Table] = None

    def recipe_record(self, recipe: Recipe) -> dict:
        groups = None if self.data is None else recipe.impute._groups(self.data)
        return recipe._record(groups, 0 if self.table is None else len(self.table.units))


def _listed(values: Any, what: str) -> tuple:
    if isinstance(values, (str, Mapping)) or not hasattr(values, "__iter__"):
        raise InvalidArgumentError(f"{what}: a list expected, not {values!r}", arg=what)
    return tuple(values)


def _codes(codes: _Codes) -> Optional[tuple[str, ...]]:
    if codes is None:
        return None
    return (codes,) if isinstance(codes, str) else tuple(str(code) for code in codes)


def _numbers(framework: Framework, codes: Optional[tuple[str, ...]]) -> Optional[np.ndarray]:
    return None if codes is None else np.array([framework._find(code) for code in codes], dtype=float)


def _named(records: Sequence[Any]) -> dict:
    """A list as the extension takes it."""
    names = [f"i{k}" for k in range(len(records))]
    return {"of": names, **dict(zip(names, records))}


class _Input:
    """What the inputs have in common: a name and a record."""

    name: Optional[str]
    #: As the library calls it.
    _kind: str = ""

    def _title(self) -> str:
        return self._kind

    def _fields(self, given: _Given) -> dict:
        raise NotImplementedError

    def _labels(self, given: _Given) -> Optional[list]:
        """What the numbers of alternatives stand for; None where draws are numbers."""
        return None


def _alternative(step: str, alternative: Any, recipe: Recipe) -> Recipe:
    if step != "recipe":
        return recipe.replace(**{step: alternative})
    if not isinstance(alternative, Recipe):
        raise InvalidArgumentError(f"recipe: a Recipe expected, not {alternative!r}", arg="alternatives")
    return alternative


def _label(step: str, alternative: Any) -> str:
    if isinstance(alternative, Mapping):
        return ", ".join(f"{key} {value}" for key, value in alternative.items()) or "nominal"
    if step in ("recipe", "denominate") and not isinstance(alternative, (bool, str)):
        return step
    return str(getattr(alternative, "method", getattr(alternative, "rule", alternative)))


def _apart(names: Sequence[str]) -> list[str]:
    """Names of which no two are the same: those that are get their numbers."""
    return [name if names.count(name) == 1 else f"{name} ({k + 1})" for k, name in enumerate(names)]


@dataclass(frozen=True)
class Choice(_Input):
    """A step of the recipe, or all of it, has alternatives.

    Parameters
    ----------
    step : {"recipe", "denominate", "impute", "screen", "treat", "normalise", "aggregate"}
    alternatives : list or dict by label
        Each what :meth:`Recipe.replace` takes for that step: a method by its name, the step itself, or a dict of the fields
        that change. Of ``"recipe"``: whole :class:`Recipe` objects.
    name : str, optional
        In tables and pictures; default: the step.

    Examples
    --------
    >>> rx.uncertain.Choice("normalise", [rx.Normalise("minmax", low=1, high=100), rx.Normalise("zscore", mean=10, sd=2)])
    >>> rx.uncertain.Choice("treat", {f"{k} points": {"max_points": k} for k in range(1, 6)})
    """

    step: str
    alternatives: Any
    name: Optional[str] = None

    def __post_init__(self) -> None:
        if self.step not in _STEPS:
            raise NotFoundError(f"step: no {self.step!r}; known are {', '.join(_STEPS)}", arg="step")
        if not isinstance(self.alternatives, Mapping):
            object.__setattr__(self, "alternatives", _listed(self.alternatives, "alternatives"))

    @property
    def _kind(self) -> str:  # type: ignore[override]
        return self.step

    def _recipes(self, recipe: Recipe) -> list[Recipe]:
        given = self.alternatives
        return [_alternative(self.step, each, recipe) for each in (given.values() if isinstance(given, Mapping) else given)]

    def _fields(self, given: _Given) -> dict:
        return {"recipes": _named([given.recipe_record(each) for each in self._recipes(given.recipe)])}

    def _labels(self, given: _Given) -> Optional[list]:
        if isinstance(self.alternatives, Mapping):
            return [str(key) for key in self.alternatives]
        return _apart([_label(self.step, each) for each in self.alternatives])


@dataclass(frozen=True)
class Rule(_Input):
    """The rule of some groups has alternatives.

    Parameters
    ----------
    alternatives : list of str
        Names of rules, see :class:`Aggregate`.
    nodes : list of codes, optional
        The groups; default: all.
    name : str, optional
        Default: "rule".
    """

    alternatives: Any
    nodes: _Codes = None
    name: Optional[str] = None
    _kind = "rule"

    def __post_init__(self) -> None:
        object.__setattr__(self, "alternatives", _listed(self.alternatives, "alternatives"))
        object.__setattr__(self, "nodes", _codes(self.nodes))

    def _fields(self, given: _Given) -> dict:
        return {"rules": list(self.alternatives), "nodes": _numbers(given.framework, self.nodes)}

    def _labels(self, given: _Given) -> Optional[list]:
        return [str(rule) for rule in self.alternatives]


@dataclass(frozen=True)
class Option(_Input):
    """A number of the recipe has a distribution.

    Parameters
    ----------
    setting : str
        Its place in the recipe, such as "treat.max_points", "normalise.low" or "aggregate.power".
    low, high : float
        Of "uniform" and "log_uniform", and the ends of "triangular". Numbers that must be whole are low to high, equally
        likely.
    distribution : {"uniform", "log_uniform", "triangular", "normal"}
    mode : float, optional
        Of "triangular"; default: the middle.
    mean, sd : float
        Of "normal".
    name : str, optional
        Default: the setting.

    Examples
    --------
    >>> rx.uncertain.Option("treat.max_points", low=1, high=5)
    >>> rx.uncertain.Option("aggregate.power", distribution="normal", mean=0.5, sd=0.1)
    """

    setting: str
    low: float = 0.0
    high: float = 1.0
    distribution: str = "uniform"
    mode: Optional[float] = None
    mean: float = 0.0
    sd: float = 1.0
    name: Optional[str] = None
    _kind = "setting"

    def __post_init__(self) -> None:
        words = rix_raw.uncertainty_vocabulary()
        for value, known in ((self.setting, words["setting"]), (self.distribution, words["distribution"])):
            if value not in known:
                raise NotFoundError(f"option: no {value!r}; known are {', '.join(known)}", arg="setting")

    def _title(self) -> str:
        return self.setting

    def _fields(self, given: _Given) -> dict:
        normal = self.distribution == "normal"
        return {"setting": self.setting, "distribution": self.distribution,
                "a": self.mean if normal else self.low, "b": self.sd if normal else self.high,
                "c": (self.low + self.high) / 2 if self.mode is None else self.mode}


@dataclass(frozen=True)
class Weights(_Input):
    """Each weight w becomes ``w + (2 u - 1) * relative * w``, with a uniform u of its own.

    Parameters
    ----------
    relative : float
        From 0 to 1: by how much of itself a weight may change.
    level : int, optional
        Only nodes of this level, 1 the indicators (see :meth:`Framework.with_weights`).
    nodes : list of codes, optional
        Only these. Default: all nodes but the index itself.
    name : str, optional
        Default: "weights", with the level if there is one.
    """

    relative: float = 0.25
    level: Optional[int] = None
    nodes: _Codes = None
    name: Optional[str] = None
    _kind = "weight_noise"

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", _codes(self.nodes))
        if self.level is not None and self.nodes is not None:
            raise InvalidArgumentError("weights: a level or nodes, not both", arg="level")

    def _title(self) -> str:
        return "weights" if self.level is None else f"weights of level {self.level}"

    def _fields(self, given: _Given) -> dict:
        nodes = _numbers(given.framework, self.nodes)
        if self.level is not None:
            nodes = np.array(_places(given.framework, self.level), dtype=float)
        return {"amount": self.relative, "nodes": nodes}


@dataclass(frozen=True)
class Dirichlet(_Input):
    """The weights of the children of each group are drawn from a Dirichlet distribution around what they are.

    Parameters
    ----------
    amount : float
        Above 0, the larger the surer: a share s of a group's weight has the variance s (1 - s) / (amount + 1).
    nodes : list of codes, optional
        The groups; default: all.
    name : str, optional
        Default: "dirichlet".
    """

    amount: float
    nodes: _Codes = None
    name: Optional[str] = None
    _kind = "dirichlet"

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", _codes(self.nodes))

    def _fields(self, given: _Given) -> dict:
        return {"amount": self.amount, "nodes": _numbers(given.framework, self.nodes)}


@dataclass(frozen=True)
class WeightSets(_Input):
    """The weights are one of some sets.

    Parameters
    ----------
    sets : DataFrame
        One row a set, columns by codes of nodes. A node without a column, or a missing value, keeps its weight.
    name : str, optional
        Default: "weights".
    """

    sets: pd.DataFrame
    name: Optional[str] = None
    _kind = "weights"

    def __post_init__(self) -> None:
        if not isinstance(self.sets, pd.DataFrame):
            raise InvalidArgumentError("sets: a DataFrame expected, one row a set, one column a node", arg="sets")

    def _fields(self, given: _Given) -> dict:
        weights = np.full((len(self.sets), len(given.framework)), np.nan)
        rows = labels(self.sets.index)
        for place, code in enumerate(self.sets.columns):
            weights[:, given.framework._find(code)] = numbers_of(self.sets.iloc[:, place], f"weights of {code!r}", rows)
        return {"weights": weights}

    def _labels(self, given: _Given) -> Optional[list]:
        return list(self.sets.index)


@dataclass(frozen=True)
class LeaveOut(_Input):
    """None, or one, of some nodes is left out: it has weight 0.

    Parameters
    ----------
    codes : list of codes, optional
        Default: every indicator.
    name : str, optional
        Default: "leave_out".
    """

    codes: _Codes = None
    name: Optional[str] = None
    _kind = "leave_out"

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", _codes(self.codes))

    def _fields(self, given: _Given) -> dict:
        return {"nodes": _numbers(given.framework, self.codes)}

    def _labels(self, given: _Given) -> Optional[list]:
        return [None, *(given.framework.indicators if self.codes is None else self.codes)]


@dataclass(frozen=True)
class DataError(_Input):
    """Every value of the table that is not missing has a normal error.

    Parameters
    ----------
    sd : float, dict or Series by indicator, or DataFrame of units x indicators
        Its standard deviation, in the unit of the indicator; what is not named or missing has none.
    relative : bool
        sd is a share of the value: 0.05 is 5 %.
    name : str, optional
        Default: "error".
    """

    sd: Any
    relative: bool = False
    name: Optional[str] = None
    _kind = "error"

    def _fields(self, given: _Given) -> dict:
        return {"sd": _deviations(self.sd, given), "relative": self.relative}


def _deviations(sd: Any, given: _Given) -> np.ndarray:
    codes = given.framework.indicators
    if not isinstance(sd, (pd.DataFrame, Mapping, pd.Series)):
        return np.full((1, len(codes)), sd, dtype=float)
    if isinstance(sd, pd.DataFrame):
        if given.table is None or len(sd) != len(given.table.units):
            raise DimensionError(f"sd: {len(sd)} rows, not one for each unit of the data", arg="sd")
        if not sd.index.equals(given.table.units):
            raise NotFoundError("sd: its index is not that of the data", arg="sd")
    known_keys(dict(sd), codes, "sd")
    rows = labels(sd.index) if isinstance(sd, pd.DataFrame) else ["sd"]
    values = np.zeros((len(rows), len(codes)))
    for code in sd.keys():
        column = sd[code] if isinstance(sd, pd.DataFrame) else pd.Series([sd[code]], dtype=object)
        values[:, codes.index(code)] = numbers_of(column, f"sd of {code!r}", rows)
    return values


# --------------------------------------------------------------------------------------- shared --

def _names_of(inputs: Sequence[_Input]) -> list[str]:
    return _apart([each._title() if each.name is None else each.name for each in inputs])


def _read(inputs: Any, given: _Given) -> tuple[dict, list[str], list[Optional[list]]]:
    """Inputs as the extension takes them, their names, and what their alternatives are called."""
    listed = (inputs,) if isinstance(inputs, _Input) else _listed(inputs, "inputs")
    for each in listed:
        if not isinstance(each, _Input):
            raise InvalidArgumentError(f"inputs: inputs of rx.uncertain expected, not {each!r}", arg="inputs")
    names = _names_of(listed)
    records = [{"name": name, "kind": each._kind, **each._fields(given)} for name, each in zip(names, listed)]
    return _named(records), names, [each._labels(given) for each in listed]


def dimensions(framework: Any, inputs: Sequence[Any]) -> pd.Series:
    """How many columns each input takes of a table of points (see :func:`riskidx.uncertainty`).

    Parameters
    ----------
    framework : Framework or str
    inputs : list

    Returns
    -------
    Series
        By name: noise on weights takes one for each of its nodes, all others one.
    """
    framework = _as_framework(framework)
    records, names, _ = _read(inputs, _Given(framework, framework.recipe or Recipe()))
    found = rix_raw.uncertain_dimensions(framework._handle, records, (1, len(names)))
    return pd.Series(found[0].astype(int), index=pd.Index(names, name="input"), name="dimensions")
