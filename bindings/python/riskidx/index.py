"""From a table of indicators to a composite index."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Hashable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._table import Table, known_keys, labels, read_table, units_of
from .errors import InvalidArgumentError, NotFoundError, _warn
from .framework import Framework
from .prepare import _check_over, moved_units, report_frame, source_frame
from .recipe import Recipe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .fitted import Fitted

__all__ = ["Index", "build_index"]

_MOVED = ("method", "skew_before", "skew_winsorised", "kurt_before", "kurt_winsorised")


class Index(Handled):
    """The result of :func:`build_index`: scores, ranks, the data of every stage, what was missing.

    All tables have the index of the data and are new with every access, so that what is changed in
    one changes nothing here.

    Attributes
    ----------
    framework : Framework
    recipe : Recipe
        What it was built with.
    fitted : Fitted or None
        What it was scored by, if that was learned from another table.
    units : pandas.Index
        The units, as the data name them.
    """

    def __init__(self, handle: Any, framework: Framework, recipe: Recipe, units: pd.Index,
                 others: Optional[pd.DataFrame] = None, groups: Optional[list] = None,
                 level: Optional[int] = None, fitted: Optional["Fitted"] = None) -> None:
        self._raw = handle
        self._level = level  # of the units' MultiIndex that holds periods
        #: What it was scored by, if that was learned from another table; else None.
        self.fitted = fitted
        self._others = others  # columns of denominators that are no indicators
        self._groups = groups  # label of each unit's group
        self.framework = framework
        self.recipe = recipe
        self.units = units
        self._scores = rix_raw.rix_index_scores(handle)
        self._coverage = rix_raw.rix_index_coverage(handle)
        self._stages = {"raw": rix_raw.rix_index_raw(handle),
                        "normalised": rix_raw.rix_index_normalised(handle)}
        self._log = [rix_raw.rix_index_log_entry(handle, i)
                     for i in range(rix_raw.rix_index_log_size(handle))]

    def _table(self) -> Table:
        """The data again, as they came in."""
        values, codes = self._stages["raw"], self.framework.indicators
        if self._others is not None:
            values = np.column_stack([values, self._others.to_numpy()])
            codes = codes + list(self._others.columns)
        return Table(values, codes, self.units, self._level)

    def _make(self) -> Any:
        asked = (self._table().record(), self.framework._handle,
                 self.recipe._record(self._groups, len(self.units)))
        if self.fitted is not None:
            return rix_raw.rix_index_apply(self.fitted._handle, *asked)
        return rix_raw.rix_index_build(*asked)

    def freeze(self) -> "Fitted":
        """What the steps learned from these data, to score others by; see :func:`fit`.

        Returns
        -------
        Fitted
            Of an index that was itself scored by what another taught: that.
        """
        from .fitted import Fitted
        if self.fitted is not None:
            return self.fitted
        return Fitted._of(self._table(), self.framework, self.recipe, self._groups)

    def _frame(self, values: np.ndarray, columns: list[str]) -> pd.DataFrame:
        return pd.DataFrame(values.copy(), index=self.units, columns=columns)

    # ------------------------------------------------------------------------------- results --

    @property
    def periods(self) -> Optional[pd.Index]:
        """The periods of a panel as they rise, as the data name them; None if the table is none."""
        if self._level is None:
            return None
        return self.units.unique(self._level).sort_values()

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

    def rank(self, ties: str = "min", over: str = "all") -> pd.DataFrame:
        """Ranks: units x nodes; 1 is the highest score.

        Parameters
        ----------
        ties : {"min", "max", "average"}
            Which rank tied scores share: the smallest ("1224"), the largest or the average. Scores
            tie only when they are equal to the last bit.
        over : {"all", "period"}
            Panels: among all rows, or among those of the same period.

        Returns
        -------
        DataFrame
            Whole numbers (Int64), or floats for "average"; a missing score has a missing rank.
        """
        _check_over(over, "over")
        rank = rix_raw.rix_index_ranks_by_period if over == "period" else rix_raw.rix_index_ranks
        values = rank(self._handle, ties, self._scores.shape)
        ranks = self._frame(values, self.framework.codes)
        return ranks if ties == "average" else ranks.astype("Int64")

    def trends(self, kind: str = "theil_sen") -> pd.DataFrame:
        """How the scores of each unit of a panel move, for one more in the number of the period.

        That number is a year where the periods are years, a day for dates, and what it is for pandas Periods (a
        quarter for quarters).

        Parameters
        ----------
        kind : {"theil_sen", "growth"}
            The median of the slopes between all pairs of periods (Theil 1950; Sen 1968), or the compound growth rate,
            ``(last / first) ** (1 / periods between) - 1``, from the first and the last score that are there.

        Returns
        -------
        DataFrame
            Units x nodes, in the order in which the units come first; NaN with fewer than two scores and, for "growth",
            unless the first score is positive and the last not negative.

        Examples
        --------
        >>> index.trends()["risk"].sort_values()
        """
        names = self.units if self._level is None else units_of(self.units, self._level)
        first = ~pd.Index(labels(names)).duplicated()
        values = rix_raw.rix_index_trends(self._handle, kind, (int(first.sum()), len(self.framework.codes)))
        return pd.DataFrame(values, index=names[first], columns=self.framework.codes)

    def stage(self, name: str) -> pd.DataFrame:
        """The indicators after a step: units x indicators; NaN is missing.

        Parameters
        ----------
        name : {"raw", "denominated", "imputed", "screened", "treated", "normalised"}
            As they came in, in their own units; after a step (as after the step before, where the recipe
            does not take it); or on the scale of the scores, direction applied.
        """
        known = rix_raw.prepare_vocabulary()["stage"]
        if name not in known:
            raise NotFoundError(f"no stage {name!r}; known are {', '.join(known)}", arg="name")
        values = self._stages.get(name)
        if values is None:
            values = rix_raw.rix_index_stage(self._handle, name)
        return self._frame(values, self.framework.indicators)

    @property
    def imputed(self) -> pd.DataFrame:
        """Which values were imputed: units x indicators, True or False."""
        flags = rix_raw.rix_index_imputed(self._handle, self._stages["raw"].shape)
        return self._frame(flags != 0, self.framework.indicators)

    @property
    def sources(self) -> pd.DataFrame:
        """Panels: which period each value comes from: its own, or the one from which it was imputed along time;
        missing where the value is, or where it comes from no period or two. Units x indicators.
        """
        values = rix_raw.rix_index_sources(self._handle, self._stages["raw"].shape)
        return source_frame(self.units, self._level, values, self.framework.indicators)

    @property
    def winsorised(self) -> pd.DataFrame:
        """Which values were winsorised: units x indicators, 1 if lowered, -1 if raised, else 0."""
        return self._frame(self._moved().astype(np.int8), self.framework.indicators)

    def _moved(self) -> np.ndarray:
        return rix_raw.rix_index_winsorised(self._handle, self._stages["raw"].shape)

    @property
    def screening(self) -> Optional[pd.DataFrame]:
        """How the units came through the step 'screen', one row each; None if it was not taken.

        Columns: n_missing, n_zero, data_share, nonzero_share, low_data, low_nonzero, forced, included. A
        unit that is not included keeps its row everywhere, with missing scores.
        """
        records = [rix_raw.rix_index_screened(self._handle, i) for i in range(len(self.units))]
        if records and records[0] is None or not records:
            return None
        return report_frame(records, self.units)

    @property
    def treatment(self) -> Optional[pd.DataFrame]:
        """How the indicators came through the step 'treat', one row each; None if it was not taken.

        Columns: method and action; skewness, kurtosis and whether they pass before, after winsorising and
        after the transform; n_high and n_low values moved, to high and low; transform and, of Box and Cox, its
        lambda; units that moved. Where each period of a panel was treated by itself, a row for each indicator and
        period.
        """
        codes, parts = self.framework.indicators, self._treated_parts()
        records = [rix_raw.rix_index_treated_in(self._handle, k, part)
                   for k in range(len(codes)) for part in range(parts)]
        if not records or records[0] is None:
            return None
        moved, rows = self._moved(), self._part_of_rows()
        units = [moved_units(moved[rows == part], self.units[rows == part]) for part in range(parts)]
        names = pd.Index(codes) if self.recipe.treat.over == "all" else pd.MultiIndex.from_product(
            [codes, self.periods], names=["indicator", self.units.names[self._level]])
        frame = report_frame(records, names)
        frame["units"] = [units[part][k] for k in range(len(codes)) for part in range(parts)]
        return frame

    def _treated_parts(self) -> int:
        """How many parts of the rows were treated each by itself."""
        return 1 if self.recipe.treat.over == "all" or self._level is None else len(self.periods)

    def _part_of_rows(self) -> np.ndarray:
        """The number of the part that each row was treated in."""
        if self._treated_parts() == 1:
            return np.zeros(len(self.units), dtype=int)
        return self.periods.get_indexer(self.units.get_level_values(self._level))

    @property
    def moved(self) -> pd.DataFrame:
        """The values that winsorising moved, one row each: which, from what to what, and why.

        Columns: unit, indicator, side ("high": moved down, "low": up), before, after, method, and the skewness and
        kurtosis of the indicator before and after. A transform that followed (``combined``) is not in ``after``.
        """
        sides, raw = self._moved(), rix_raw.rix_index_stage(self._handle, "screened")
        columns = {name: [] for name in ("unit", "indicator", "side", "before", "after", *_MOVED)}
        found, parts, part = self.treatment, self._treated_parts(), self._part_of_rows()
        for k, i in zip(*np.nonzero(sides.T)):
            row, side = found.iloc[k * parts + part[i]], "high" if sides[i, k] > 0 else "low"
            values = (self.units[i], self.framework.indicators[k], side, raw[i, k], row[side],
                      *(row[name] for name in _MOVED))
            for name, value in zip(columns, values):
                columns[name].append(value)
        return pd.DataFrame(columns)

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
        known_keys(recipe, [field.name for field in dataclasses.fields(Recipe)], "recipe")
        return Recipe(**recipe)
    if not isinstance(recipe, Recipe):
        raise InvalidArgumentError(f"recipe: a Recipe or a dict expected, not {recipe!r}",
                                   arg="recipe")
    return recipe


def _denominators(data: Any, framework: Framework, recipe: Recipe) -> list[str]:
    """Columns of the data that are wanted as denominators only."""
    if not recipe.denominate.apply or not isinstance(data, (pd.DataFrame, Mapping)):
        return []
    wanted = dict.fromkeys(framework._nodes["denominator"])
    return [code for code in wanted if code and code not in framework.indicators]


def _others(table: Table, codes: list[str]) -> Optional[pd.DataFrame]:
    """A copy of the columns that are no indicators."""
    if table.columns is None:
        return None
    places = [place for place, code in enumerate(table.columns) if code not in codes]
    if not places:
        return None
    return pd.DataFrame(table.values[:, places].copy(), columns=[table.columns[k] for k in places])


def build_index(data: Any, framework: Union[Framework, str, Any],
                recipe: Union[Recipe, Mapping, None] = None, *, period: Optional[Hashable] = None) -> Index:
    """Prepares and normalises the indicators and aggregates them up the tree of the framework.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x indicators, each in its own unit; NaN, None and pandas.NA are missing, and nothing
        else is. Columns are found by their codes, others are ignored; an array has the framework's
        indicators in their order. The index of a DataFrame (a MultiIndex too) names the units and
        comes back with every result. An ``iData`` of COINr is accepted as it is: ``uCode`` names the
        units, and ``Time`` their periods where a unit has several.
    framework : Framework or str
        The tree, or the name of a preset such as "hdi".
    recipe : Recipe or dict, optional
        What is done. Default: the recipe that goes with the framework (presets have one), else
        ``Recipe()``: min-max to 0-100, arithmetic mean over the children present.
    period : label, optional
        Panels: the column, or the level of the MultiIndex, that holds the period of each row: numbers, dates or pandas
        Periods. Default: the level called period, time, year, quarter, month, week, day or date (in any case) if there is
        one, and only one. A unit and a period may come together once only.

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
    codes = framework.indicators
    table = read_table(data, codes + _denominators(data, framework, recipe), period)
    groups = recipe.impute._groups(data)
    handle = rix_raw.rix_index_build(table.record(), framework._handle,
                                     recipe._record(groups, len(table.units)))
    index = Index(handle, framework, recipe, table.units, _others(table, codes), groups, table.level)
    for entry in index._log:
        if entry["severity"] == "warning":
            _warn(entry["message"])
    return index
