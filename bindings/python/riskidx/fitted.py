"""Indices frozen: what the steps learned from a base, applied to other units."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Hashable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._files import Path, framework_part, make_framework, make_recipe, read_document, recipe_part, \
    write_document
from ._handle import Handled
from ._table import read_table
from .errors import InvalidArgumentError, NotFoundError, _warn
from .framework import Framework
from .index import Index, _as_framework, _as_recipe, _denominators, _others
from .recipe import Recipe

__all__ = ["Fitted", "fit"]

_COLUMNS = ("step", "node", "parameter", "label", "value")


class Fitted(Handled):
    """What the steps of a recipe learned from a base table; :func:`fit` and :meth:`Index.freeze` make it.

    Attributes
    ----------
    framework : Framework
    recipe : Recipe
        What it was fitted with.
    """

    def __init__(self, framework: Framework, recipe: Recipe, learned: dict, handle: Any = None) -> None:
        self.framework = framework
        self.recipe = recipe
        self._learned = learned
        self._raw = handle if handle is not None else self._make()

    @classmethod
    def _of(cls, table: Any, framework: Framework, recipe: Recipe, groups: Optional[list]) -> "Fitted":
        handle = rix_raw.rix_index_fit(table.record(), framework._handle,
                                       recipe._record(groups, len(table.units)))
        texts = rix_raw.fitted_texts(handle)
        numbers = rix_raw.fitted_numbers(handle, (len(texts["step"]), 2))
        learned = {**{key: list(column) for key, column in texts.items()},
                   "node": [int(node) for node in numbers[:, 0]], "value": numbers[:, 1].copy()}
        return cls(framework, recipe, learned, handle)

    def _make(self) -> Any:
        return rix_raw.fitted_new(len(self.framework), self._learned)

    @property
    def learned(self) -> pd.DataFrame:
        """Every number that was learned: step, node, parameter, label, value; a new DataFrame each time.

        With x the values of the base that the step saw:

        - "table": ``units``, their number;
        - "impute": ``overall``, mean or median; ``least`` and ``most``; ``group``, that of the units whose group
          is ``label``;
        - "treat": ``low`` and ``high``, the limits of winsorising; ``transform``, named by ``label``, with
          ``least`` and ``most`` of what was transformed, ``mirrored`` and ``lambda``;
        - "normalise": ``method``, named by ``label``; ``count``, ``least`` and ``most`` of x; ``from`` and
          ``to``, what scores low and high; ``centre`` and ``spread``; ``value``, each x in order; ``undefined`` where
          all scores are missing; ``factor``, by which x is scaled within;
        - "aggregate": ``best`` and ``worst`` of each child, ``score`` of each unit compared; ``compared``, how many
          units; ``zero``, the distance that counts as 0.
        """
        codes = self.framework.codes
        columns = {**self._learned, "node": [codes[node] for node in self._learned["node"]]}
        return pd.DataFrame({key: columns[key] for key in _COLUMNS})

    def apply(self, data: Any, *, period: Optional[Hashable] = None) -> Index:
        """Scores other units, or another year, by what was learned. On the base itself that is the base's index.

        Gaps take the base's means or medians (of their group, if the base has it). Values beyond the base's limits
        of winsorising become these, and are transformed as the base was. Values beyond the base's extremes
        score as these (``recipe.normalise.truncate=False``: more and less). Ranks are those among the base's values:
        halfway between its neighbours for a value that the base has not. "topsis" and "wroclaw" measure distances
        from the base's best and worst, "copeland" counts the units of the base that are outranked.

        Parameters
        ----------
        data, period
            As for :func:`build_index`.

        Returns
        -------
        Index
            ``index.fitted`` is this object.

        Raises, Warns
        -------------
        As :func:`build_index`.
        """
        codes = self.framework.indicators
        table = read_table(data, codes + _denominators(data, self.framework, self.recipe), period)
        groups = self.recipe.impute._groups(data)
        handle = rix_raw.rix_index_apply(self._handle, table.record(), self.framework._handle,
                                         self.recipe._record(groups, len(table.units)))
        index = Index(handle, self.framework, self.recipe, table.units,
                      _others(table, codes), groups, table.level, self)
        for entry in index._log:
            if entry["severity"] == "warning":
                _warn(entry["message"])
        return index

    def _repr_html_(self) -> str:
        return self.learned.to_html(max_rows=20, index=False)

    def save(self, path: Path) -> None:
        """Writes a JSON file with framework, recipe and what was learned; see docs/formats.md.

        Parameters
        ----------
        path : str or path
        """
        learned = [{key: value for key, value in row.items()
                    if value is not None and not (key == "value" and math.isnan(value))}
                   for row in self.learned.to_dict("records")]
        write_document(path, framework=framework_part(self.framework), recipe=recipe_part(self.recipe),
                       learned=learned)

    @classmethod
    def load(cls, path: Path) -> "Fitted":
        """Reads what :meth:`save` wrote, in Python or R.

        Parameters
        ----------
        path : str or path

        Returns
        -------
        Fitted

        Raises
        ------
        InvalidArgumentError, NotFoundError, DomainError
            Something in the file makes no sense; the message names file, field and value.
        """
        parts = read_document(path, "learned")
        if "recipe" not in parts or "framework" not in parts:
            raise NotFoundError(f"{path}: what was learned comes without framework and recipe", arg="path")
        recipe = make_recipe(path, parts["recipe"])
        framework = make_framework(path, parts["framework"], None)
        columns: dict = {key: [] for key in _COLUMNS}
        for place, row in enumerate(parts["learned"] if isinstance(parts["learned"], list) else [None]):
            where = f"{path}: learned[{place}]"
            if not isinstance(row, Mapping) or set(row) - set(_COLUMNS):
                raise InvalidArgumentError(f"{where}: {', '.join(_COLUMNS)} expected", arg="path")
            if row.get("node") not in framework:
                raise NotFoundError(f"{where}.node: no node {row.get('node')!r}", arg="path")
            value = row.get("value", math.nan)
            texts = [row.get("step"), row.get("parameter"), row.get("label") or ""]
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not all(
                    isinstance(text, str) for text in texts):
                raise InvalidArgumentError(f"{where}: words and a number expected, not {dict(row)!r}", arg="path")
            columns["node"].append(framework._find(row["node"]))
            columns["value"].append(float(value))
            for key in ("step", "parameter", "label"):
                columns[key].append(row.get(key))
        columns["value"] = np.array(columns["value"], dtype=np.float64)
        return cls(framework, recipe, columns)

    def __repr__(self) -> str:
        units = [value for step, value in zip(self._learned["step"], self._learned["value"]) if step == "table"]
        return (f"<Fitted {self.framework.root!r}: {len(self.framework.indicators)} indicators, learned from "
                f"{int(units[0]) if units else 0} units>")


def fit(data: Any, framework: Union[Framework, str, Any],
        recipe: Union[Recipe, Mapping, None] = None, *, period: Optional[Hashable] = None) -> Fitted:
    """Learns imputation values, limits, transforms and bounds from a base table, to score others by.

    Parameters
    ----------
    data, framework, recipe, period
        As for :func:`build_index`.

    Returns
    -------
    Fitted

    Raises
    ------
    As :func:`build_index`; InvalidArgumentError where nothing could be kept for others: imputation by "em" or "nearest",
    ``over="period"``, "copeland" with ``compat=True``.

    Examples
    --------
    >>> fitted = rx.fit(data_2018, framework, recipe)
    >>> fitted.apply(data_2019).score
    """
    framework = _as_framework(framework)
    recipe = _as_recipe(recipe, framework)
    table = read_table(data, framework.indicators + _denominators(data, framework, recipe), period)
    return Fitted._of(table, framework, recipe, recipe.impute._groups(data))
