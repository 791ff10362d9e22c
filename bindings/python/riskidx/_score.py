"""Scores and nothing else, for panels of millions of rows."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Hashable, Optional, Union

import pandas as pd

from . import rix_raw
from ._table import Table, read_table
from .errors import RiskidxError
from .framework import Framework
from .index import _as_framework, _as_recipe, _denominators
from .recipe import Recipe

__all__ = ["score"]


def score(data: Any, framework: Union[Framework, str, Any], recipe: Union[Recipe, Mapping, None] = None,
          nodes: Union[str, Sequence[str], None] = None, *, period: Optional[Hashable] = None, threads: int = 0,
          progress: Optional[Callable[[float], Any]] = None) -> pd.DataFrame:
    """Scores and nothing else: the same bits as ``build_index(...).scores``, without all that is around them.

    It is meant for panels of millions of rows: neither stages nor coverage nor a log are kept, units go in blocks
    from the table to their scores on several threads, and a DataFrame or array of doubles in any order of memory is read
    where it is.

    Parameters
    ----------
    data, framework, recipe, period
        As for :func:`build_index`. Periods matter to recipes that normalise over them or impute in time, and are not
        looked at otherwise. Recipes with a step before "normalise", with ranks, classes or robust z-scores, or with a
        rule that compares units want the whole table at once: these take the time and memory of :func:`build_index`.
    nodes : str or list of str, optional
        Codes of the nodes that are asked for. Default: all groups, the index among them; an indicator has its normalised
        values.
    threads : int
        How many to use, 0: one a core. Results do not depend on it.
    progress : callable, optional
        Called now and then with the share of the work done. What it raises stops the work, and so does an
        interrupt; the scores then wait in memory of their own. Without it, an interrupt waits for the scores.

    Returns
    -------
    DataFrame
        Units x nodes asked for, with the index of the data; NaN is missing. What :func:`build_index` warns of, such as a
        constant column, is missing without a word.

    Raises
    ------
    NotFoundError, DomainError, DimensionError, InvalidArgumentError, MissingDataError
        As :func:`build_index`; the first also for a node that the framework does not have.

    Examples
    --------
    >>> rx.score(panel, framework, nodes=["index"])
    """
    framework = _as_framework(framework)
    recipe = _as_recipe(recipe, framework)
    asked = framework.groups if nodes is None else [nodes] if isinstance(nodes, str) else list(nodes)
    places = [framework._find(str(code)) for code in asked]
    table = read_table(data, framework.indicators + _denominators(data, framework, recipe), period)
    steps = recipe._record(recipe.impute._groups(data), len(table.units))

    def run(record: dict) -> Any:
        return rix_raw.rix_index_score(record, framework._handle, steps, places,
                                       {"threads": threads, "progress": progress,
                                        "watch": progress is not None},
                                       (len(table.units), len(places)))

    values = None
    if not _asks_for_units(recipe):
        try:
            values = run({"values": table.values, "indicators": table.columns})
        except RiskidxError as error:
            if error.row is None:
                raise
    if values is None:
        values = run(table.record())  # with the labels of units, for a message or for the recipe
    return pd.DataFrame(values, index=table.units, columns=asked, copy=False)


def _asks_for_units(recipe: Recipe) -> bool:
    """Whether the recipe looks at labels or periods, which a table of millions of rows else does without."""
    screen = recipe.screen
    return (recipe.normalise.over != "all" or recipe.normalise.reference is not None or
            recipe.impute.method != "none" or screen.method != "none" or
            bool(len(screen.include)) or bool(len(screen.exclude)))
