"""Is the index sound? Statistics, correlations, components, consistency, weights, and where a unit stands."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import Table, _from_array, _from_coinr, frame_of, labels, numbers_of, read_table
from .errors import DimensionError, InvalidArgumentError, MissingDataError, NotFoundError
from .framework import Framework
from .index import Index, _as_framework, _as_recipe, _denominators

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Audit", "Correlations", "PCA", "Removal", "audit", "audit_remove", "availability",
           "correlations", "cronbach", "describe", "effective_weights", "flagged_pairs", "levels",
           "pca", "plot_correlations", "quantiles", "strengths", "unit_summary"]

_FLAGS = ("low_available", "low_nonzero", "low_unique", "outliers")
_NOTHING = {"values": np.empty((0, 0)), "indicators": None, "units": None}


class Correlations(NamedTuple):
    """Coefficients of correlation and their two-sided p-values, both by the same columns."""

    r: pd.DataFrame
    p: pd.DataFrame

    def _repr_html_(self) -> str:
        return self.r.to_html(max_rows=20, max_cols=20, float_format="{:.2f}".format)


class Removal(NamedTuple):
    """What each node does to the index, from :func:`audit_remove`; column "nominal" is the index as it is."""

    scores: pd.DataFrame
    ranks: pd.DataFrame
    shifts: pd.Series

    def _repr_html_(self) -> str:
        return self.shifts.to_frame().to_html(max_rows=20)


@dataclass(frozen=True, eq=False)
class PCA:
    """Principal components of the correlation matrix, from :func:`pca`.

    Attributes
    ----------
    variance : DataFrame
        By component: ``sd``, ``eigenvalue``, and the ``proportion`` of all variance, also ``cumulative``.
    loadings : DataFrame
        Columns of the data x components: eigenvectors of unit length. Of a component's loadings that are
        largest in size the first is positive.
    scores : DataFrame
        Units x components: standardised data times loadings; NaN for a unit with a gap.
    n_used : int
        Units without a gap.
    """

    variance: pd.DataFrame
    loadings: pd.DataFrame
    scores: pd.DataFrame
    n_used: int

    def __repr__(self) -> str:
        return (f"<PCA: {len(self.loadings)} columns over {self.n_used} of {len(self.scores)} units>\n"
                f"{self.variance}")

    def _repr_html_(self) -> str:
        return self.variance.to_html()


# --------------------------------------------------------------------------------- what is audited --

@dataclass(frozen=True)
class _Subject:
    """A table with the names of its columns as the user has them."""

    table: Table
    columns: pd.Index

    def record(self) -> dict:
        return self.table.record()


def _frame(data: Any, framework: Optional[Framework], stage: str) -> pd.DataFrame:
    """The table behind what the user gave, whole."""
    if isinstance(data, Index):
        return data.scores if stage == "scores" else data.stage(stage)
    if isinstance(data, pd.DataFrame):
        return _from_coinr(data)
    if isinstance(data, Mapping):
        return frame_of(data, "data")
    if framework is not None:
        table = read_table(data, framework.indicators)
        return pd.DataFrame(table.values, index=table.units, columns=framework.indicators)
    values = _from_array(data, []).values
    return pd.DataFrame(values)


def _subject(data: Any, columns: Optional[Sequence[Any]], framework: Any, stage: str) -> _Subject:
    """The columns asked for: those named, else the framework's indicators, else all."""
    framework = None if framework is None else _as_framework(framework)
    frame = _frame(data, framework, stage)
    if isinstance(frame.columns, pd.MultiIndex):
        raise InvalidArgumentError("data: its columns have several levels; one code each expected",
                                   arg="data")
    if columns is None and framework is not None:
        columns = framework.indicators
    if columns is not None:
        if isinstance(columns, str):
            raise InvalidArgumentError("columns: a list of codes expected, not one string", arg="columns")
        absent = [code for code in columns if code not in frame.columns]
        if absent:
            raise NotFoundError(f"the data have no column {absent[0]!r}", arg="columns")
        frame = frame[list(columns)]
    rows = labels(frame.index)
    values = np.empty(frame.shape, order="F")
    for place, code in enumerate(frame.columns):
        values[:, place] = numbers_of(frame.iloc[:, place], f"column {code!r}", rows)
    return _Subject(Table(values, [str(code) for code in frame.columns], frame.index), frame.columns)


# ---------------------------------------------------------------------------------------- indicators --

def describe(data: Any, framework: Any = None, *, columns: Optional[Sequence[Any]] = None,
             stage: str = "raw", min_available: float = 0.65, min_nonzero: float = 0.5,
             min_unique: float = 0.5, max_skewness: float = 2.0, max_kurtosis: float = 3.5,
             fence: float = 1.5) -> pd.DataFrame:
    """Statistics of every indicator.

    Parameters
    ----------
    data : DataFrame, dict of columns, 2-D array or Index
        Units x columns of numbers; NaN is missing. Of an :class:`Index`, a stage.
    framework : Framework, DataFrame or str, optional
        Only its indicators, in its order; other columns, of text too, are left aside.
    columns : list, optional
        Only these.
    stage : str
        Of an index: "raw", "normalised", "scores" ...
    min_available, min_nonzero, min_unique : float
        Shares of all units: below these ``low_available``, ``low_nonzero``, ``low_unique`` are set.
    max_skewness, max_kurtosis : float
        ``outliers`` is set where the size of the skewness and the kurtosis are both above these.
    fence : float
        Interquartile ranges from the quartiles to the fences.

    Returns
    -------
    DataFrame
        One row an indicator: ``min``, ``max``, ``mean``, ``median``, ``q25``, ``q75`` (type 7), ``sd``
        (divisor n - 1), ``skewness``, ``kurtosis`` (of excess, both corrected for bias), ``n_available``,
        ``n_nonzero``, ``n_unique``, ``n_same`` (the largest set of equal values), ``share_available`` (of all
        units), ``share_nonzero``, ``share_unique``, ``share_same`` (of those available), ``fence_low``,
        ``fence_high``, ``n_below`` and ``n_above`` (strictly outside of the fences), and the four flags.

    Raises
    ------
    DomainError
        An infinite value; the message names unit and column.
    """
    subject = _subject(data, columns, framework, stage)
    options = {"min_available": min_available, "min_nonzero": min_nonzero, "min_unique": min_unique,
               "max_skewness": max_skewness, "max_kurtosis": max_kurtosis, "fence": fence}
    found = rix_raw.audit_describe(subject.record(), options)
    table = pd.DataFrame(found, index=subject.columns)
    return table.astype({flag: bool for flag in _FLAGS})


def quantiles(data: Any, p: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95), framework: Any = None, *,
              columns: Optional[Sequence[Any]] = None, stage: str = "raw") -> pd.DataFrame:
    """Quantiles of every indicator, linear between its sorted values (type 7, as NumPy and R have it).

    Parameters
    ----------
    data, framework, columns, stage
        As for :func:`describe`.
    p : sequence of float
        Shares in [0, 1].

    Returns
    -------
    DataFrame
        Indicators x ``p``; NaN for an indicator without values.
    """
    subject = _subject(data, columns, framework, stage)
    shares = np.atleast_1d(np.asarray(p, dtype=np.float64))
    found = rix_raw.rix_audit_quantiles(subject.record(), shares, (len(subject.columns), len(shares)))
    return pd.DataFrame(found, index=subject.columns, columns=shares)


def availability(data: Any, framework: Any = None, *, by: str = "unit", stage: str = "raw") -> pd.DataFrame:
    """What every unit has of the indicators.

    Parameters
    ----------
    data, framework, stage
        As for :func:`describe`. The framework of an :class:`Index` is its own.
    by : {"unit", "node"}
        Counts, or shares below every node of the framework.

    Returns
    -------
    DataFrame
        By unit: ``n_missing``, ``n_zero``, ``share_available`` (of all indicators) and ``share_nonzero`` (of
        those available). By node: units x nodes, the share, by number, of the indicators below that are there.
    """
    if by not in ("unit", "node"):
        raise NotFoundError(f"by: no {by!r}; known are unit, node", arg="by")
    if isinstance(data, Index) and framework is None:
        framework = data.framework
    if by == "node":
        if framework is None:
            raise InvalidArgumentError("framework: needed for shares by node", arg="framework")
        framework = _as_framework(framework)
    subject = _subject(data, None, framework, stage)
    if by == "unit":
        return pd.DataFrame(rix_raw.audit_units(subject.record()), index=subject.table.units)
    shape = (len(subject.table.units), len(framework))
    found = rix_raw.rix_audit_availability(subject.record(), framework._handle, shape)
    return pd.DataFrame(found, index=subject.table.units, columns=framework.codes)


# -------------------------------------------------------------------------------------- correlations --

def _at_level(data: Any, framework: Any, level: Optional[int]) -> Optional[list[str]]:
    """Codes of the nodes at a level."""
    if level is None:
        return None
    if framework is None:
        raise InvalidArgumentError("level: a framework is needed to know the levels", arg="level")
    found = levels(framework)
    chosen = list(found.index[found == level])
    if not chosen:
        raise NotFoundError(f"level: no nodes at level {level!r}; the index is at {found.max()}",
                            arg="level")
    return chosen


def correlations(data: Any, other: Any = None, *, kind: str = "pearson", level: Optional[int] = None,
                 with_level: Optional[int] = None, framework: Any = None,
                 columns: Optional[Sequence[Any]] = None, stage: str = "scores",
                 p_values: bool = False) -> Union[pd.DataFrame, Correlations]:
    """Correlations, each pair over the units that have both.

    Parameters
    ----------
    data : DataFrame, dict of columns, 2-D array or Index
        Units x columns. Of an :class:`Index`, its scores (or another stage), whose nodes ``level`` chooses;
        default: the indicators.
    other : as data, optional
        The same units with other columns, such as the denominators. Default: the columns of ``data`` with
        each other.
    kind : {"pearson", "spearman", "kendall"}
        Pearson's r; Spearman's rho (r of average ranks); Kendall's tau-b.
    level, with_level : int, optional
        Levels of the framework as :func:`levels` counts them: 1 for indicators. With ``with_level`` the nodes
        of ``level`` are correlated with those of the other level.
    framework : Framework, optional
        Of ``data``, where levels are asked for; that of an index is its own.
    columns : list, optional
        Only these columns of ``data``.
    stage : str
        Of an index.
    p_values : bool
        Give :class:`Correlations`: ``r`` with the two-sided p-values, from Student's t with m - 2 degrees of
        freedom (m units with both), for tau-b from the normal approximation corrected for ties.

    Returns
    -------
    DataFrame or Correlations
        NaN where fewer than two units (for p: three) have both, or one of the two is constant over them.
    """
    if isinstance(data, Index):
        framework = data.framework
        if level is None and columns is None and stage == "scores":
            level = 1
    if with_level is not None and (other is not None or level is None):
        raise InvalidArgumentError("with_level: together with level, and without other", arg="with_level")
    first = _subject(data, columns if columns is not None else _at_level(data, framework, level), None,
                     stage)
    second = None
    if with_level is not None:
        second = _subject(data, _at_level(data, framework, with_level), None, stage)
    elif other is not None:
        second = _subject(other, None, None, stage)
        if not second.table.units.equals(first.table.units):
            raise DimensionError("other: its units are not those of data, in the same order", arg="other")
    against = first.columns if second is None else second.columns
    shape = (len(first.columns), len(against))
    found = rix_raw.audit_correlate(first.record(), _NOTHING if second is None else second.record(), kind,
                                    shape, shape)
    r, p = (pd.DataFrame(each, index=first.columns, columns=against) for each in found)
    return Correlations(r, p) if p_values else r


def flagged_pairs(r: pd.DataFrame, low: float = -0.2, high: float = 0.75, *,
                  framework: Any = None) -> pd.DataFrame:
    """Pairs whose correlation is below ``low`` or above ``high``, both strictly.

    Parameters
    ----------
    r : DataFrame
        From :func:`correlations`. If rows and columns are the same each pair comes once.
    low, high : float
        ``low`` <= ``high``; infinities flag nothing.
    framework : Framework, optional
        Only pairs of siblings: nodes of one parent.

    Returns
    -------
    DataFrame
        One row a pair: ``first``, ``second``, ``correlation``, ``high`` (else low).
    """
    if not isinstance(r, pd.DataFrame):
        raise InvalidArgumentError("r: a DataFrame of correlations expected", arg="r")
    square = r.index.equals(r.columns)
    group = np.zeros(len(r) if square else 0)
    if framework is not None:
        if not square:
            raise DimensionError("framework: siblings are looked for where rows and columns are the same",
                                 arg="framework")
        framework = _as_framework(framework)
        parents = [framework.parent(str(code)) for code in r.index]
        group = pd.factorize(np.array([parent or "" for parent in parents], dtype=object))[0]
    found = rix_raw.audit_flag_pairs(r.to_numpy(dtype=np.float64), group.astype(np.float64), low, high)
    return pd.DataFrame({"first": r.index[found["row"]], "second": r.columns[found["col"]],
                         "correlation": found["r"], "high": found["high"].astype(bool)})


def plot_correlations(r: pd.DataFrame, ax: Optional["Axes"] = None) -> "Axes":
    """A heat map of correlations.

    Parameters
    ----------
    r : DataFrame
        From :func:`correlations`.
    ax : matplotlib Axes, optional
        Where to draw; default: a new figure.

    Returns
    -------
    matplotlib Axes
    """
    from ._plot_audit import plot_correlations as draw
    return draw(r, ax)


# ---------------------------------------------------------------------- dimensions and consistency --

def pca(data: Any, framework: Any = None, *, columns: Optional[Sequence[Any]] = None,
        stage: str = "normalised") -> PCA:
    """Principal components of the correlation matrix, over the units without a gap.

    Parameters
    ----------
    data, framework, columns, stage
        As for :func:`describe`; stage "scores" lets ``columns`` be any nodes.

    Raises
    ------
    MissingDataError
        Fewer than two complete units, or a column that is constant over them.
    """
    subject = _subject(data, columns, framework, stage)
    k, units = len(subject.columns), subject.table.units
    values, loadings, scores, used = rix_raw.audit_pca(subject.record(), (1, k), (k, k), (len(units), k))
    names = [f"PC{i + 1}" for i in range(k)]
    value = values[0]
    variance = pd.DataFrame({"sd": np.sqrt(value), "eigenvalue": value, "proportion": value / value.sum(),
                             "cumulative": np.cumsum(value) / value.sum()}, index=names)
    return PCA(variance, pd.DataFrame(loadings, index=subject.columns, columns=names),
               pd.DataFrame(scores, index=units, columns=names), used)


def cronbach(data: Any, framework: Any = None, *, columns: Optional[Sequence[Any]] = None,
             stage: str = "normalised") -> float:
    """Cronbach's alpha: k / (k - 1) (1 - sum of variances / sum of all covariances), k columns.

    Covariances are over the units that have both. Columns that point the other way lower it, below 0 even:
    raw data are taken as they are, normalised ones have their directions.

    Parameters
    ----------
    data, framework, columns, stage
        As for :func:`describe`; stage "scores" lets ``columns`` be any nodes.

    Raises
    ------
    MissingDataError
        Fewer than two columns, or two (named) that fewer than two units have both of.
    """
    subject = _subject(data, columns, framework, stage)
    return float(rix_raw.audit_cronbach(subject.record(), (1, 1))[0, 0])


# --------------------------------------------------------------------------------------- the framework --

def effective_weights(framework: Any) -> pd.Series:
    """Effective weights: the share of each node in the index.

    A node's weight over the sum of its siblings' and its own, times the effective weight of its parent; the
    index has 1.

    Parameters
    ----------
    framework : Framework, DataFrame of nodes, name of a preset, or Index
    """
    framework = _framework_of(framework)
    found = rix_raw.audit_effective_weights(framework._handle, (1, len(framework)))
    return pd.Series(found[0], index=framework.codes, name="effective_weight")


def levels(framework: Any) -> pd.Series:
    """Levels of all nodes: 1 for an indicator, 1 more than the highest child's for a group.

    Parameters
    ----------
    framework : Framework, DataFrame of nodes, name of a preset, or Index
    """
    framework = _framework_of(framework)
    return pd.Series(rix_raw.audit_levels(framework._handle), index=framework.codes, name="level")


def _framework_of(given: Any) -> Framework:
    return given.framework if isinstance(given, Index) else _as_framework(given)


# ------------------------------------------------------------------------------------------- one unit --

def _unit_of(index: Any, unit: Any) -> int:
    if not isinstance(index, Index):
        raise InvalidArgumentError(f"index: an Index expected, not {type(index).__name__}", arg="index")
    try:
        place = index.units.get_loc(unit)
    except (KeyError, TypeError):
        raise NotFoundError(f"unit: no unit {unit!r}", arg="unit") from None
    if not isinstance(place, (int, np.integer)):
        raise NotFoundError(f"unit: {unit!r} names several units", arg="unit")
    return int(place)


def unit_summary(index: Index, unit: Any) -> pd.DataFrame:
    """Where one unit stands at every node.

    Parameters
    ----------
    index : Index
    unit : label
        As the index of the data has it; a tuple where that is a MultiIndex.

    Returns
    -------
    DataFrame
        One row a node: ``name``, ``level``, ``score``, ``rank`` (1 is the highest score, tied scores share the
        smallest), ``n_ranked`` units with a score, their ``mean``, and ``coverage``, the share of the
        indicators below that the unit has.
    """
    place = _unit_of(index, unit)
    found = rix_raw.audit_unit(index._handle, place)
    framework = index.framework
    table = pd.DataFrame(found, index=framework.codes)
    table["rank"] = table["rank"].astype("Int64")
    table.insert(0, "name", [framework.label(code) for code in framework.codes])
    table.insert(1, "level", levels(framework))
    return table


def strengths(index: Index, unit: Any, n: int = 5) -> pd.DataFrame:
    """Strengths and weaknesses of a unit: the indicators where its rank is best, and where it is worst.

    Ranks are those of the normalised indicators with their directions, so that rank 1 moves the index up most:
    in an index of risk, a strength is a great risk.

    Parameters
    ----------
    index : Index
    unit : label
        As for :func:`unit_summary`.
    n : int
        How many of each; fewer where the unit has fewer indicators.

    Returns
    -------
    DataFrame
        ``kind`` ("strength" or "weakness"), ``node``, ``name``, ``rank``, ``n_ranked``, ``score`` and the raw
        ``value``; smallest ranks first, then largest ranks first.
    """
    place = _unit_of(index, unit)
    best, worst = rix_raw.audit_strengths(index._handle, index.framework._handle, place, n)
    codes = np.array(index.framework.codes, dtype=object)
    nodes = [*codes[best], *codes[worst]]
    summary = unit_summary(index, unit).loc[nodes]
    raw = index.stage("raw").iloc[place]
    return pd.DataFrame({"kind": ["strength"] * len(best) + ["weakness"] * len(worst), "node": nodes,
                         "name": summary["name"].to_numpy(), "rank": summary["rank"].array,
                         "n_ranked": summary["n_ranked"].to_numpy(),
                         "score": summary["score"].to_numpy(), "value": raw[nodes].to_numpy()})


# ------------------------------------------------------------------------------------ leaving one out --

def audit_remove(data: Any, framework: Any, recipe: Any = None, *,
                 nodes: Optional[Sequence[str]] = None, level: int = 1) -> Removal:
    """What each node does to the index: it gets weight 0, alone, and everything is computed again.

    Parameters
    ----------
    data, framework, recipe
        As for :func:`build_index`.
    nodes : list of str, optional
        Codes of the nodes; default: all at ``level``, as :func:`levels` counts them.
    level : int
        1: the indicators.

    Returns
    -------
    Removal
        ``scores`` and ``ranks`` of the index, units x ("nominal", nodes); ``shifts``, the mean over units of
        abs(nominal rank - rank without the node).

    Raises
    ------
    FrameworkError
        A node without which its siblings' weights sum to zero.
    """
    framework = _as_framework(framework)
    recipe = _as_recipe(recipe, framework)
    chosen = list(nodes) if nodes is not None else _at_level(data, framework, level)
    table = read_table(data, framework.indicators + _denominators(data, framework, recipe))
    groups = recipe.impute._groups(data)
    places = np.array([framework._find(code) for code in chosen], dtype=np.float64)
    shape = (len(table.units), len(chosen) + 1)
    scores, ranks, shifts = rix_raw.audit_remove(table.record(), framework._handle,
                                                 recipe._record(groups, len(table.units)), places,
                                                 shape, shape, (1, shape[1]))
    names = ["nominal", *chosen]
    return Removal(pd.DataFrame(scores, index=table.units, columns=names),
                   pd.DataFrame(ranks, index=table.units, columns=names).astype("Int64"),
                   pd.Series(shifts[0], index=names, name="mean_abs_rank_shift"))


# ------------------------------------------------------------------------------------------ all at once --

@dataclass(frozen=True, eq=False)
class Audit:
    """An index looked over, from :func:`audit`.

    Attributes
    ----------
    statistics : DataFrame
        Of the raw indicators: :func:`describe`.
    availability : DataFrame
        By unit: :func:`availability`.
    correlations : DataFrame
        Of the normalised indicators: :func:`correlations`.
    flagged : DataFrame
        Pairs of siblings with high or negative correlations: :func:`flagged_pairs`.
    groups : DataFrame
        By group: the number of its ``children`` and Cronbach's ``alpha`` of their scores (NaN where it is
        undefined).
    weights : Series
        :func:`effective_weights`.
    """

    statistics: pd.DataFrame
    availability: pd.DataFrame
    correlations: pd.DataFrame
    flagged: pd.DataFrame
    groups: pd.DataFrame
    weights: pd.Series

    def __repr__(self) -> str:
        flags = self.statistics[list(_FLAGS)].sum()
        lines = [f"<Audit: {len(self.availability)} units, {len(self.statistics)} indicators>",
                 *(f"{count} indicators: {flag.replace('_', ' ')}" for flag, count in flags.items()),
                 f"{int(self.availability['n_missing'].sum())} values missing",
                 f"{int(self.flagged['high'].sum())} pairs of siblings highly correlated, "
                 f"{int((~self.flagged['high']).sum())} negatively",
                 str(self.groups)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.statistics.to_html() + self.groups.to_html()

    def plot(self, ax: Optional["Axes"] = None) -> "Axes":
        """A heat map of the correlations of the indicators."""
        return plot_correlations(self.correlations, ax)


def audit(index: Index, *, kind: str = "pearson", low: float = -0.2, high: float = 0.75) -> Audit:
    """Looks an index over: statistics, availability, correlations, consistency and effective weights.

    Parameters
    ----------
    index : Index
        From :func:`build_index`. For plain tables use the pieces: :func:`describe` and the others.
    kind : {"pearson", "spearman", "kendall"}
        Of the correlations.
    low, high : float
        Correlations of siblings below or above are flagged.
    """
    if not isinstance(index, Index):
        raise InvalidArgumentError(f"index: an Index expected, not {type(index).__name__}; for a table use "
                                   "describe(), correlations() ...", arg="index")
    framework = index.framework
    r = correlations(index, kind=kind)
    groups = framework.groups
    alpha = [_alpha_of(index, framework.children(group)) for group in groups]
    return Audit(describe(index), availability(index), r,
                 flagged_pairs(r, low, high, framework=framework),
                 pd.DataFrame({"children": [len(framework.children(group)) for group in groups],
                               "alpha": alpha}, index=groups),
                 effective_weights(framework))


def _alpha_of(index: Index, nodes: Sequence[str]) -> float:
    try:
        return cronbach(index, columns=nodes, stage="scores")
    except MissingDataError:
        return float("nan")
