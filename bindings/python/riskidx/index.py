"""From a table of indicators to a composite index."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._table import Table, known_keys, read_table
from .errors import InvalidArgumentError, NotFoundError, _warn
from .framework import Framework
from .recipe import Recipe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Index", "build_index"]


class Index(Handled):
    """The result of :func:`build_index`: scores, ranks, the data of every stage, what was missing.

    All tables have the index of the data and are new with every access, so that what is changed in
    one changes nothing here.

    Attributes
    ----------
    framework : Framework
    recipe : Recipe
        What it was built with.
    units : pandas.Index
        The units, as the data name them.
    """

    def __init__(self, handle: Any, framework: Framework, recipe: Recipe, units: pd.Index) -> None:
        self._raw = handle
        self.framework = framework
        self.recipe = recipe
        self.units = units
        self._scores = rix_raw.rix_index_scores(handle)
        self._coverage = rix_raw.rix_index_coverage(handle)
        self._stages = {"raw": rix_raw.rix_index_raw(handle),
                        "normalised": rix_raw.rix_index_normalised(handle)}
        self._log = [rix_raw.rix_index_log_entry(handle, i)
                     for i in range(rix_raw.rix_index_log_size(handle))]

    def _make(self) -> Any:
        table = Table(self._stages["raw"], None, self.units)
        return rix_raw.rix_index_build(table.record(), self.framework._handle,
                                       self.recipe._record())

    def _frame(self, values: np.ndarray, columns: list[str]) -> pd.DataFrame:
        return pd.DataFrame(values.copy(), index=self.units, columns=columns)

    # ------------------------------------------------------------------------------- results --

    @property
    def scores(self) -> pd.DataFrame:
        """Scores: units x nodes, in the order of the framework; NaN is missing.

        The column of an indicator holds its normalised values, direction applied. A group's own
        direction is applied only on the way into its parent.
        """
        return self._frame(self._scores, self.framework.codes)

    @property
    def score(self) -> pd.Series:
        """Score of the index itself: the column of ``scores`` that the framework's root names."""
        return self.scores[self.framework.root]

    @property
    def ranks(self) -> pd.DataFrame:
        """Ranks of all nodes, as :meth:`rank` gives them: tied scores share the smallest."""
        return self.rank()

    def rank(self, ties: str = "min") -> pd.DataFrame:
        """Ranks: units x nodes; 1 is the highest score.

        Parameters
        ----------
        ties : {"min", "max", "average"}
            Which rank tied scores share: the smallest ("1224"), the largest or the average. Scores
            tie only when they are equal to the last bit.

        Returns
        -------
        DataFrame
            Whole numbers (Int64), or floats for "average"; a missing score has a missing rank.
        """
        values = rix_raw.rix_index_ranks(self._handle, ties, self._scores.shape)
        ranks = self._frame(values, self.framework.codes)
        return ranks if ties == "average" else ranks.astype("Int64")

    def stage(self, name: str) -> pd.DataFrame:
        """The indicators after a step: units x indicators; NaN is missing.

        Parameters
        ----------
        name : {"raw", "normalised"}
            As they came in, in their own units; or on the scale of the scores, direction applied.
        """
        if name not in self._stages:
            raise NotFoundError(f"no stage {name!r}; known are {', '.join(self._stages)}", arg="name")
        return self._frame(self._stages[name], self.framework.indicators)

    @property
    def coverage(self) -> pd.DataFrame:
        """Coverage: units x nodes, the share in [0, 1] of the indicators below a node that are there."""
        return self._frame(self._coverage, self.framework.codes)

    def contributions(self, node: Optional[str] = None) -> pd.DataFrame:
        """What every node below ``node`` adds to the score of ``node``.

        A contribution is the score (mirrored, where directions of groups on the way say so) times the
        weights on the way, rescaled to the children present. Where every rule on the way is
        arithmetic, those of a node's children add up to its own, so those of the indicators to the
        score; elsewhere nothing adds up and they are missing.

        Parameters
        ----------
        node : str, optional
            Code of the node whose score is divided up; default: the index itself.

        Returns
        -------
        DataFrame
            units x (``node`` and the nodes below it); the column of ``node`` is its score.
        """
        place = self.framework._find(node)
        values = rix_raw.rix_index_contributions(self._handle, place, self._scores.shape)
        top = self.framework.codes[place]
        below = {top, *self.framework.descendants(top)}
        return self._frame(values, self.framework.codes)[
            [code for code in self.framework.codes if code in below]]

    def strengths(self, unit: Any, n: int = 5) -> pd.DataFrame:
        """The indicators where a unit ranks best and worst, as :func:`riskidx.strengths` gives them.

        Parameters
        ----------
        unit : label
            As the index of the data has it.
        n : int
            How many of each.
        """
        from ._audit import strengths
        return strengths(self, unit, n)

    @property
    def log(self) -> pd.DataFrame:
        """What the steps did and could not do: severity ("note", "warning"), step, unit, node, message."""
        codes = self.framework.codes
        rows = [(entry["severity"], entry["step"],
                 None if entry["unit"] is None else self.units[entry["unit"]],
                 None if entry["node"] is None else codes[entry["node"]], entry["message"])
                for entry in self._log]
        return pd.DataFrame(rows, columns=["severity", "step", "unit", "node", "message"])

    # ------------------------------------------------------------------------------ printing --

    def plot(self, node: Optional[str] = None, *, top: Optional[int] = None,
             ax: Optional["Axes"] = None) -> "Axes":
        """Ranked bars of a node's score, divided into what its children add where that adds up.

        Parameters
        ----------
        node : str, optional
            Code of the node; default: the index itself.
        top : int, optional
            Only so many units with the highest scores.
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from ._plot import plot_index
        return plot_index(self, node, top, ax)

    def __len__(self) -> int:
        return len(self.units)

    def _ranking(self) -> pd.DataFrame:
        """Score, rank and the children of the index, best first."""
        root = self.framework.root
        table = self.scores[[root, *self.framework.children()]]
        table.insert(0, "rank", self.ranks[root])
        return table.sort_values("rank", kind="stable")

    def __repr__(self) -> str:
        head = (f"<Index {self.framework.root!r}: {len(self.units)} units, "
                f"{len(self.framework.indicators)} indicators>")
        return head if not len(self.units) else f"{head}\n{self._ranking().head(10)}"

    def _repr_html_(self) -> str:
        return self._ranking().to_html(max_rows=20)


def _as_framework(framework: Any) -> Framework:
    if isinstance(framework, Framework):
        return framework
    if isinstance(framework, str):
        from . import preset
        return preset.framework(framework)
    return Framework(framework)


def _as_recipe(recipe: Union[Recipe, Mapping, None], framework: Framework) -> Recipe:
    if recipe is None:
        return framework.recipe if framework.recipe is not None else Recipe()
    if isinstance(recipe, Mapping):
        known_keys(recipe, ("normalise", "aggregate", "strict"), "recipe")
        return Recipe(**recipe)
    if not isinstance(recipe, Recipe):
        raise InvalidArgumentError(f"recipe: a Recipe or a dict expected, not {recipe!r}",
                                   arg="recipe")
    return recipe


def build_index(data: Any, framework: Union[Framework, str, Any],
                recipe: Union[Recipe, Mapping, None] = None) -> Index:
    """Normalises the indicators and aggregates them up the tree of the framework.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x indicators, each in its own unit; NaN, None and pandas.NA are missing, and nothing
        else is. Columns are found by their codes, others are ignored; an array has the framework's
        indicators in their order. The index of a DataFrame (a MultiIndex too) names the units and
        comes back with every result. An ``iData`` of COINr is accepted as it is: ``uCode`` names the
        units.
    framework : Framework or str
        The tree, or the name of a preset such as "hdi".
    recipe : Recipe or dict, optional
        What is done. Default: the recipe that goes with the framework (presets have one), else
        ``Recipe()``: min-max to 0-100, arithmetic mean over the children present.

    Returns
    -------
    Index
        No units give an index without rows.

    Raises
    ------
    NotFoundError
        No column for an indicator, or two.
    DomainError
        An infinite value, a value <= 0 under logarithmic goalposts, a negative one under a geometric
        or harmonic rule ...; the message names unit, indicator and value.
    DimensionError, InvalidArgumentError
        Ragged data, a cell that is no number, a recipe that makes no sense.
    MissingDataError
        Under ``strict``, what otherwise is a warning.

    Warns
    -----
    RiskidxWarning
        One for each column that is constant (where that matters) or all missing, and each unit without data:
        their scores are missing.
    """
    framework = _as_framework(framework)
    recipe = _as_recipe(recipe, framework)
    table = read_table(data, framework.indicators)
    handle = rix_raw.rix_index_build(table.record(), framework._handle, recipe._record())
    index = Index(handle, framework, recipe, table.units)
    for entry in index._log:
        if entry["severity"] == "warning":
            _warn(entry["message"])
    return index
