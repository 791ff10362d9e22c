"""What if, and why: one choice changed, indices compared, a change explained."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from .errors import InvalidArgumentError, NotFoundError
from .framework import Framework
from .index import Index, build_index

__all__ = ["Change", "Comparison", "compare", "compare_many", "explain_change", "what_if"]

_COLUMNS = ["score_a", "score_b", "difference", "rank_a", "rank_b", "shift"]


def _check_index(value: Any, name: str) -> Index:
    if not isinstance(value, Index):
        raise InvalidArgumentError(f"{name}: an Index expected, not {value!r}", arg=name)
    return value


# ------------------------------------------------------------------------------------------ what if --

def what_if(index: Index, *, drop: Union[str, Sequence[str], None] = None, weights: Any = None,
            framework: Optional[Framework] = None, **choices: Any) -> Index:
    """The index again, with some choices changed.

    Parameters
    ----------
    index : Index
    drop : str or sequence of str, optional
        Indicators and groups that are left out from the start; see :meth:`Framework.drop`.
    weights : optional
        Weights that change; see :meth:`Framework.with_weights`.
    framework : Framework, optional
        Another framework on the same data.
    **choices
        Of the recipe; see :meth:`Recipe.replace`.

    Returns
    -------
    Index

    Examples
    --------
    >>> rx.what_if(index, normalise="zscore", drop=["LPI", "Forest"])
    >>> rx.compare(index, rx.what_if(index, weights={"health": 2}))
    """
    index = _check_index(index, "index")
    changed = index.framework if framework is None else framework
    if drop is not None:
        changed = changed.drop(drop)
    if weights is not None:
        changed = changed.with_weights(weights)
    recipe = index.recipe.replace(**choices)
    data = index.stage("raw")
    if index._others is not None:
        data = data.assign(**{code: column.to_numpy() for code, column in index._others.items()})
    if index._groups is not None and isinstance(recipe.impute.group, str) and (
            recipe.impute.group == index.recipe.impute.group):
        recipe = recipe.replace(impute={"group": tuple(index._groups)})
    period = None if index._level is None else index.units.names[index._level]
    return build_index(data, changed, recipe, period=period)


# ------------------------------------------------------------------------------------------ compare --

@dataclass(frozen=True)
class Comparison:
    """Two indices compared, from :func:`compare`."""

    #: units x score_a, score_b, difference (b - a), rank_a, rank_b, shift (places gained: rank_a - rank_b).
    units: pd.DataFrame
    #: n units with both, pearson, spearman, kendall of the scores, mean_difference and mean_shift of absolute values, max_shift, unmoved.
    summary: pd.Series

    def movers(self, n: int = 10) -> pd.DataFrame:
        """The units whose rank moved most, up or down.

        Parameters
        ----------
        n : int
            How many.

        Returns
        -------
        DataFrame
        """
        moved = self.units[self.units["shift"].abs() > 0]
        order = moved["shift"].abs().astype(float).sort_values(ascending=False, kind="stable").index
        return moved.loc[order].head(n)

    def __repr__(self) -> str:
        s = self.summary
        return (f"<Comparison of {int(s['n'])} units: rank correlation {s['spearman']:.3f}, "
                f"mean shift {s['mean_shift']:.2f} places, at most {s['max_shift']:g}>\n{self.movers(5)}")

    def _repr_html_(self) -> str:
        return self.summary.to_frame("value").to_html() + self.movers().to_html()


def _column(index: Index, node: Optional[str]) -> pd.Series:
    scores = index.scores
    node = index.framework.root if node is None else node
    if node not in scores:
        raise NotFoundError(f"node: no {node!r}; known are {', '.join(scores)}", arg="node")
    if not scores.index.is_unique:
        twice = scores.index[scores.index.duplicated()][0]
        raise InvalidArgumentError(f"two units {twice!r} cannot be told apart", arg="index")
    return scores[node]


def compare(a: Index, b: Index, node: Optional[str] = None, *, ties: str = "min") -> Comparison:
    """Compares the scores and ranks of two indices, unit by unit.

    Parameters
    ----------
    a, b : Index
        Units are matched by their labels; those of one index only have missing values for the other. Ranks are those
        within each index.
    node : str, optional
        Node whose scores are compared, in both; default: each index itself.
    ties : {"min", "max", "average"}

    Returns
    -------
    Comparison

    Raises
    ------
    NotFoundError
        No such node.
    InvalidArgumentError
        No index, or units with the same label.
    """
    left, right = _column(_check_index(a, "a"), node), _column(_check_index(b, "b"), node)
    units = left.index.append(right.index.difference(left.index, sort=False))
    values, summary = rix_raw.compare_scores(left.reindex(units).to_numpy(float),
                                             right.reindex(units).to_numpy(float), ties,
                                             (len(units), len(_COLUMNS)))
    frame = pd.DataFrame(values, index=units, columns=_COLUMNS)
    if ties != "average":
        frame = frame.astype({key: "Int64" for key in ("rank_a", "rank_b", "shift")})
    return Comparison(frame, pd.Series(summary, dtype=float))


def compare_many(indices: Mapping[str, Index], node: Optional[str] = None, *, what: str = "rank",
                 ties: str = "min") -> pd.DataFrame:
    """Scores or ranks of many indices side by side.

    Parameters
    ----------
    indices : dict of Index
        By name; the first is the one that the others are set against.
    node : str, optional
        Default: each index itself.
    what : {"rank", "score", "difference", "shift"}
        Ranks or scores; or how far scores differ from those of the first index, or how many places are gained against it.
    ties : {"min", "max", "average"}

    Returns
    -------
    DataFrame
        Units of any of the indices, by the first, x names.
    """
    if not isinstance(indices, Mapping) or not indices:
        raise InvalidArgumentError("indices: a dict of indices by name expected", arg="indices")
    columns = {"rank": "rank_b", "score": "score_b", "difference": "difference", "shift": "shift"}
    if what not in columns:
        raise NotFoundError(f"what: no {what!r}; known are {', '.join(columns)}", arg="what")
    first = next(iter(indices.values()))
    found = {name: compare(first, index, node, ties=ties).units[columns[what]] for name, index in indices.items()}
    units = first.units
    for series in found.values():
        units = units.append(series.index.difference(units, sort=False))
    return pd.DataFrame({name: series.reindex(units) for name, series in found.items()})


# ------------------------------------------------------------------------------------------ explain --

@dataclass(frozen=True)
class Change:
    """Why scores and ranks changed, from :func:`explain_change`."""

    #: units x before, after, data, treatment, normalisation, weights, aggregation: the parts add up to after - before.
    scores: pd.DataFrame
    #: The same of ranks, where a negative part is a gain of places.
    ranks: pd.DataFrame
    #: units x (factor, node): parts by node where every rule on the way is arithmetic, else missing.
    nodes: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Change of {len(self.scores)} units>\n{self.scores.head(10)}"

    def _repr_html_(self) -> str:
        return self.scores.to_html(max_rows=20)


def _situation(index: Index, name: str) -> tuple:
    if index.fitted is not None:
        raise InvalidArgumentError(f"{name}: an index that was built is expected, not one that another taught", arg=name)
    table = index._table()
    recipe = index.recipe._record(index._groups, len(index.units))
    return table.record(), index.framework._handle, recipe


def explain_change(a: Index, b: Index, node: Optional[str] = None, *, periods: Optional[tuple] = None) -> Change:
    """Divides the change of scores and ranks from one index to another into the parts of what differs.

    With v(S) a unit's score where the factors in S are as in ``b`` and the others as in ``a``, the part of a factor is the mean of
    what switching it adds to v over all orders of switching (Shapley 1953; Shorrocks 2013, Journal of Economic
    Inequality 11: 99-126). Parts add up to the change. The factors: ``data``, the units' own values, imputed and screened;
    ``treatment`` and ``normalisation``, the choices, and the limits and bounds that all units of each index taught;
    ``weights``; ``aggregation``.

    Parameters
    ----------
    a, b : Index
        Before and after: two years, two recipes, other weights; on frameworks with the same nodes, in the same order.
        Units are matched by their labels.
    node : str, optional
        Node whose score is explained; default: the index itself.
    periods : tuple of two periods, optional
        Panels: the rows of the first period of ``a`` are matched with those of the second of ``b``, which may be the same index.

    Returns
    -------
    Change
        Of the units that are in both; ranks are those among them. Where a score between the two is missing, so are the parts.

    Raises
    ------
    FrameworkError
        Frameworks of different trees; give nodes that only one has weight 0 in the other.
    InvalidArgumentError
        What :func:`fit` refuses (imputation may be any).
    """
    a, b = _check_index(a, "a"), _check_index(b, "b")
    keys = [_keys(index, None if periods is None else periods[k]) for k, index in enumerate((a, b))]
    units = keys[0].index[keys[0].index.isin(keys[1].index)]
    rows = [key.loc[units].to_numpy(float) for key in keys]
    place = a.framework._find(node)
    factors, codes, n = list(rix_raw.factors()), a.framework.codes, len(units)
    size = (n, 2 + len(factors))
    scores, ranks, nodes = rix_raw.explain(*_situation(a, "a"), *_situation(b, "b"), *rows, place, size, size,
                                           (n, len(factors) * len(codes)))
    columns = ["before", "after", *factors]
    by_node = pd.DataFrame(nodes, index=units, columns=pd.MultiIndex.from_product([factors, codes], names=["factor", "node"]))
    return Change(pd.DataFrame(scores, index=units, columns=columns), pd.DataFrame(ranks, index=units, columns=columns),
                  by_node)


def _keys(index: Index, period: Any) -> pd.Series:
    """Number of each row, by unit; of a panel, of the rows of a period."""
    rows = pd.Series(np.arange(len(index.units)), index=index.units)
    if period is not None:
        if index._level is None:
            raise InvalidArgumentError("periods: the index is no panel", arg="periods")
        chosen = index.units.get_level_values(index._level) == period
        if not chosen.any():
            raise NotFoundError(f"periods: no period {period!r}", arg="periods")
        rows = rows[chosen].droplevel(index._level)
    if not rows.index.is_unique:
        raise InvalidArgumentError(f"two units {rows.index[rows.index.duplicated()][0]!r} cannot be told apart", arg="index")
    return rows
