"""Weights made from data or from judgement.

The methods that ask the data take an :class:`Index`, and then weigh the children of its groups by their scores,
or a table whose columns are to be weighted, directions applied beforehand. What they give goes into
:meth:`Framework.with_weights`:

>>> fw = fw.with_weights(rx.weights.pca(index))
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import frame_of, read_table
from .errors import InvalidArgumentError, NotFoundError
from .framework import Framework, _places
from .index import Index

__all__ = ["AHP", "FactorIndex", "ahp", "benefit_of_the_doubt", "critic", "entropy", "equal", "factor", "factor_count", "factor_index",
           "Optimised", "optimised", "pca"]


@dataclass(frozen=True)
class AHP:
    """Weights of the analytic hierarchy process, and how far the judgements agree."""

    #: By code, sum 1.
    weights: pd.Series
    #: (eigenvalue - n) / (n - 1).
    consistency_index: float
    #: The index over Saaty's random index; 0.1 and less is taken as consistent. NaN for more than 15 codes.
    consistency_ratio: float
    #: The largest of the matrix: n where the judgements agree in full.
    eigenvalue: float

    def __repr__(self) -> str:
        return f"<AHP: {len(self.weights)} weights, consistency ratio {self.consistency_ratio:.3g}>"

    def _repr_html_(self) -> str:
        caption = f"consistency ratio {self.consistency_ratio:.3g}"
        return self.weights.to_frame().to_html() + f"<p>{caption}</p>"


@dataclass(frozen=True)
class FactorIndex:
    """The principal-component index of Compind."""

    #: A score a unit; NaN where a value is missing.
    scores: pd.Series
    #: Columns x factors, rotated.
    loadings: pd.DataFrame
    #: What each factor counts: its share of the variance.
    weights: pd.Series

    def _repr_html_(self) -> str:
        return self.loadings.to_html(max_rows=20) + self.scores.to_frame().to_html(max_rows=20)


@dataclass(frozen=True)
class Optimised:
    """Weights by which nodes have target influences on the index, and how near they come."""

    #: By code, for :meth:`Framework.with_weights`; of siblings they sum to 1.
    weights: pd.Series
    #: By code: the correlation of each node with the index over the sum of them.
    influences: pd.Series
    #: By code, sum 1.
    targets: pd.Series
    #: ln of the mean squared difference of influences and targets.
    objective: float
    #: The largest difference.
    largest: float

    def frame(self) -> pd.DataFrame:
        """One row a node: target, influence, weight."""
        return pd.DataFrame({"target": self.targets, "influence": self.influences, "weight": self.weights})

    def __repr__(self) -> str:
        return (f"<Optimised: {len(self.weights)} weights, influences within {self.largest:.3g} of their targets>\n"
                f"{self.frame().to_string()}")

    def _repr_html_(self) -> str:
        return self.frame().to_html()


def _child_scores(index: Index, group: str) -> pd.DataFrame:
    """Scores of a group's children as they enter it: those of groups with direction -1 mirrored."""
    fw = index.framework
    scores = index.scores[fw.children(group)]
    meta = fw.meta.set_index("code")
    step = index.recipe.normalise
    for code in scores.columns:
        if meta.at[code, "kind"] == "group" and meta.at[code, "direction"] < 0:
            record = step._record()
            ends = record["low"] + record["high"]  # without a range any mirror will do: the methods below do not see where 0 lies
            scores[code] = (0.0 if np.isnan(ends) else ends) - scores[code]
    return scores


def _weigh(data: Any, group: Optional[str], method: Callable[[dict, tuple[int, int]], np.ndarray]) -> pd.Series:
    """Weights of the columns of a table, or of the children of one group or all groups of an index."""
    if not isinstance(data, Index):
        if group is not None:
            raise InvalidArgumentError("group: only an Index has groups", arg="group")
        table, codes = _table(data)
        return pd.Series(method(table, (1, len(codes)))[0], index=codes, name="weight")
    groups = data.framework.groups if group is None else [group]
    parts = []
    for each in groups:
        scores = _child_scores(data, each)
        if group is None and scores.shape[1] == 1:
            parts.append(pd.Series([1.0], index=scores.columns))  # whatever the method, it is all there is
        elif scores.shape[1] > 0:
            table, codes = _table(scores)
            parts.append(pd.Series(method(table, (1, len(codes)))[0], index=codes))
        else:
            raise InvalidArgumentError(f"group: {each!r} is no group", arg="group")
    return pd.concat(parts).rename("weight")


def _table(data: Any) -> "tuple[dict, list[str]]":
    if isinstance(data, Mapping):
        data = frame_of(data, "data")
    if isinstance(data, pd.DataFrame):
        codes = [str(name) for name in data.columns if name != "uCode"]
        table = read_table(data, codes)
        codes = list(table.columns or ())  # without a column of times
    else:
        table = read_table(data, ())
        codes = [str(k) for k in range(table.values.shape[1])]
    return {**table.record(), "indicators": codes}, codes


def equal(framework: Framework, group: Optional[str] = None) -> pd.Series:
    """1 over the number of siblings: for the children of one group, or for all.

    Returns
    -------
    Series
        By code, sum 1 within each group.
    """
    groups = framework.groups if group is None else [group]
    if group is not None and not framework.children(group):
        raise InvalidArgumentError(f"group: {group!r} is no group", arg="group")
    parts = {code: 1.0 / len(framework.children(each)) for each in groups for code in framework.children(each)}
    return pd.Series(parts, name="weight", dtype=np.float64)


def pca(data: Any, group: Optional[str] = None, *, compat: bool = False) -> pd.Series:
    """Weights from the first principal component of the correlation matrix, rescaled to sum 1.

    A negative weight says that its column runs against the others; a framework refuses it. Units with a
    missing value are left aside.

    Parameters
    ----------
    data : Index, DataFrame, dict of columns or 2-D array
        Units x columns to be weighted. Of an index the children of ``group``, by their scores.
    group : str, optional
        Code of a group of the index. Default: every group by itself; an only child has weight 1.
    compat : bool
        As COINr 1.1.14: the unit vector as it is, of arbitrary sign.

    Returns
    -------
    Series
        By code.

    Raises
    ------
    MissingDataError, DomainError
        A constant column, fewer than two complete units; elements that sum to 0 (not under ``compat``).
    """
    return _weigh(data, group, lambda table, shape: rix_raw.rix_weights_pca(table, compat, shape))


def factor(data: Any, group: Optional[str] = None, *, factors: Optional[int] = None,
           compat: bool = False) -> pd.Series:
    """Weights from rotated factors, as in the handbook of OECD and JRC (Nardo et al. 2008, step 6).

    Loadings of the first principal components are rotated (varimax with Kaiser's normalisation) and squared; each column
    counts with the factor that loads most on it. Units with a missing value are left aside.

    Parameters
    ----------
    data, group
        As for :func:`pca`.
    factors : int, optional
        How many. Default: as :func:`factor_count` says.
    compat : bool
        The rotation stops where R's varimax does, short of its maximum.

    Returns
    -------
    Series
        By code, sum 1.
    """
    if factors is not None and factors == 0:
        raise InvalidArgumentError("factors: at least 1 expected", arg="factors")
    return _weigh(data, group, lambda table, shape: rix_raw.rix_weights_factor(
        table, 0 if factors is None else factors, compat, shape))


def factor_count(data: Any) -> int:
    """How many factors the handbook of OECD and JRC keeps.

    The principal components with an eigenvalue above 1 that explain more than 10 % of the variance each; then as many
    more as it takes to explain more than 60 % together.
    """
    return int(rix_raw.rix_factor_count(_table(data)[0]))


def factor_index(data: Any, factors: int, *, compat: bool = False) -> FactorIndex:
    """The principal-component index of Compind: scores of rotated factors, weighted by their variance.

    Parameters
    ----------
    data : DataFrame, dict of columns or 2-D array
        Units x columns; units with a missing value have no score.
    factors : int
        How many principal components are rotated (varimax). With one the index is its score.
    compat : bool
        As Compind 3.4, whose rotation stops where R's varimax does, short of its maximum.
    """
    table, codes = _table(data)
    units = read_table(frame_of(data, "data") if isinstance(data, Mapping) else data, codes).units
    inner = factors if isinstance(factors, (int, np.integer)) and factors >= 0 else 0
    scores, loadings, shares = rix_raw.rix_factor_index(table, factors, compat, (len(units), 1),
                                                        (len(codes), inner), (1, inner))
    names = [f"F{k + 1}" for k in range(inner)]
    return FactorIndex(pd.Series(scores[:, 0], index=units, name="score"),
                       pd.DataFrame(loadings, index=codes, columns=names),
                       pd.Series(shares[0], index=names, name="weight"))


def entropy(data: Any, group: Optional[str] = None) -> pd.Series:
    """Entropy weights (Hwang and Yoon 1981): the more a column tells units apart, the more it counts.

    With p the shares of the units in a column's sum, its weight is proportional to 1 + sum(p ln p) / ln n.
    It depends on where 0 lies, so values should be on a ratio scale; none may be negative. NaN is missing.

    Parameters
    ----------
    data, group
        As for :func:`pca`.

    Returns
    -------
    Series
        By code, sum 1.
    """
    return _weigh(data, group, rix_raw.rix_weights_entropy)


def critic(data: Any, group: Optional[str] = None) -> pd.Series:
    """CRITIC weights (Diakoulaki, Mavrotas and Papayannakis 1995).

    The standard deviation of a column after min-max, times the sum of 1 - r over its correlations r with the others.
    Units with a missing value are left aside.

    Parameters
    ----------
    data, group
        As for :func:`pca`.

    Returns
    -------
    Series
        By code, sum 1.
    """
    return _weigh(data, group, rix_raw.rix_weights_critic)


def benefit_of_the_doubt(data: Any, group: Optional[str] = None, *, share_low: float = 0.0,
                         share_high: float = 1.0, threads: int = 0) -> pd.Series:
    """Mean weights by the benefit of the doubt: those that suit each unit best, averaged over the units.

    Parameters
    ----------
    data, group
        As for :func:`pca`; each value >= 0.
    share_low, share_high : float
        Bounds on the share of each column in a unit's score (see :func:`riskidx.benefit_of_the_doubt`). Without them
        few columns get all the weight of a unit.
    threads : int
        0: all cores.

    Returns
    -------
    Series
        By code, sum 1; as unique as the weights of the units.
    """
    def weigh(table: dict, shape: "tuple[int, int]") -> np.ndarray:
        options = {"share_low": np.full(shape[1], float(share_low)), "share_high": np.full(shape[1], float(share_high))}
        return rix_raw.rix_weights_bod(table, options, {"threads": threads, "progress": None}, shape)

    return _weigh(data, group, weigh)


def _targets(framework: Framework, level: Optional[int], targets: Any) -> np.ndarray:
    """One target a node; NaN for a node whose weight is not sought."""
    values = np.full(len(framework), np.nan)
    if targets is None and level is None:
        raise InvalidArgumentError("level: a level, or targets by code, expected", arg="level")
    places = _places(framework, level)
    if targets is None:
        values[places] = 1.0
        return values
    if not isinstance(targets, (Mapping, pd.Series)):
        raise InvalidArgumentError("targets: a dict or Series by code expected, so that no order is mistaken",
                                   arg="targets")
    for code, target in targets.items():
        place = framework._find(code)
        if place not in places:
            raise NotFoundError(f"targets: {code!r} is not of level {level}", arg="targets")
        try:
            values[place] = float(target)
        except (TypeError, ValueError):
            raise InvalidArgumentError(f"targets: a number expected for {code!r}, not {target!r}",
                                       arg="targets") from None
    lacking = [framework.codes[k] for k in places if np.isnan(values[k])] if level is not None else []
    if lacking:
        raise NotFoundError(f"targets: none for {lacking[0]!r} of level {level}", arg="targets")
    return values


def optimised(index: Index, level: Optional[int] = None, targets: Any = None, *, nonnegative: bool = True,
              starts: int = 60, threads: int = 0, progress: Optional[Callable[[float], Any]] = None) -> Optimised:
    """Weights by which nodes have target influences on the index (Becker, Saisana, Paruolo and Vandecasteele 2017).

    The influence of a node is the correlation of its score with the index, over the sum of those of all nodes with targets.
    Weights minimise the mean squared difference from the targets; the other weights of the framework stay.

    Parameters
    ----------
    index : Index
    level : int, optional
        The nodes of this level (1: the indicators); without ``targets``, all have the same.
    targets : dict or Series, optional
        By code: >= 0, any sum. COINr 1.1.14 takes them in the order of its metadata and compares them with correlations in
        the order of the names of the codes; here they are named. Siblings have targets all or none.
    nonnegative : bool
        No weight below 0, which a framework refuses. Without it every rule above the nodes must be "arithmetic".
    starts : int
        How many places the search begins at. The best that is found is given: the same every time.
    threads : int
        0: all cores. The result does not depend on it.
    progress : callable, optional
        Called now and then with the share done; an exception that it raises stops the work.

    Returns
    -------
    Optimised

    Examples
    --------
    >>> fit = rx.weights.optimised(index, level=2)
    >>> fw = index.framework.with_weights(fit.weights)
    """
    if not isinstance(index, Index):
        raise InvalidArgumentError("index: an Index expected", arg="index")
    fw = index.framework
    target = _targets(fw, level, targets)
    n = len(fw)
    record = index.recipe._record()
    recipe = {step: record[step] for step in ("normalise", "aggregate")}
    weights, influences, fit = rix_raw.rix_weights_optimised(
        index.scores[fw.codes].to_numpy(dtype=np.float64), fw._handle, recipe, target,
        {"nonnegative": nonnegative, "starts": starts}, {"threads": threads, "progress": progress}, (1, n), (1, n))
    sought = ~np.isnan(target)
    codes = [code for code, wanted in zip(fw.codes, sought) if wanted]
    return Optimised(pd.Series(weights[0][sought], index=codes, name="weight"),
                     pd.Series(influences[0][sought], index=codes, name="influence"),
                     pd.Series(target[sought] / target[sought].sum(), index=codes, name="target"),
                     fit["objective"], fit["largest"])


def ahp(matrix: Any) -> AHP:
    """Weights of the analytic hierarchy process (Saaty 1980) from a matrix of pairwise judgements.

    Parameters
    ----------
    matrix : DataFrame or 2-D array
        Row i, column j: how many times as important i is as j. Reciprocal; one half is enough, where the other
        is missing (NaN). The columns of a DataFrame are the codes.

    Returns
    -------
    AHP
        The eigenvector of the largest eigenvalue, rescaled to sum 1, and the consistency ratio.

    Raises
    ------
    DomainError
        A matrix that is not reciprocal, or with elements that are not positive.
    MissingDataError
        A pair without a judgement.
    """
    if isinstance(matrix, pd.DataFrame):
        codes = [str(code) for code in matrix.columns]
        if not isinstance(matrix.index, pd.RangeIndex) and [str(c) for c in matrix.index] != codes:
            raise InvalidArgumentError("matrix: its rows and columns are not in the same order", arg="matrix")
        pairs = read_table(matrix, codes).values
    else:
        pairs = read_table(matrix, ()).values
        codes = [str(k) for k in range(pairs.shape[1])]
    weights, fit = rix_raw.rix_weights_ahp(np.asarray(pairs, dtype=np.float64), (1, len(codes)))
    return AHP(pd.Series(weights[0], index=codes, name="weight"), fit["index"], fit["ratio"],
               fit["eigenvalue"])
