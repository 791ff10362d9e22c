"""The framework: what an index is."""
from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Iterator, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._table import frame_of, numbers_of, texts_of
from .errors import DimensionError, InvalidArgumentError, NotFoundError, _warn
from .recipe import Recipe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Framework"]

_TEXTS = ("code", "parent", "name", "unit", "source", "kind", "aggregate", "normalise", "denominator",
          "treat", "transform")
_TREAT = tuple(f"treat_{option}" for option in (
    "max_points", "skewness", "kurtosis", "low_share", "high_share", "fence", "lambda", "force", "combined"))
_NUMBERS = ("weight", "direction", "goal_low", "goal_high", "denominator_scale", "target", "min_share",
            "power", *_TREAT, "share_low", "share_high")
_COLUMNS = ("code", "parent", "weight", "direction", "name", "unit", "source", "kind", "aggregate",
            "normalise", "goal_low", "goal_high", "denominator", "denominator_scale", "treat", "transform", "target", "min_share",
            "power", *_TREAT, "share_low", "share_high")

# COINr's iMeta. Level follows from the tree; Target belongs to a step of COINr.
_COINR = {"iCode": "code", "Parent": "parent", "Weight": "weight", "Direction": "direction",
          "iName": "name", "Unit": "unit", "Target": "target", "Denominator": "denominator"}
_COINR_KINDS = {"Indicator": "indicator", "Aggregate": "group"}


class Framework(Handled):
    """The tree from indicators through groups to the index.

    Parameters
    ----------
    meta : DataFrame, dict of columns or list of dicts
        One row a node, in any order:

        =====================  =========================================================================
        ``code``               unique; of an indicator, the column of the data
        ``parent``             code of the parent; empty (None, NaN, "") for the index itself
        ``weight``             among its siblings, >= 0, any sum > 0; default 1
        ``direction``          +1: more of it, more of the parent; -1: less. Groups too; default 1
        ``name``               for people; default: the code
        ``unit``               unit of measurement of an indicator
        ``source``             where it comes from, or why it is here
        ``kind``               "indicator", "group" or "auto" (the default: a group if it has children)
        ``aggregate``          rule of a group; default: the recipe's (see :class:`Aggregate`)
        ``normalise``          method of an indicator; default: the recipe's (see :class:`Normalise`)
        ``goal_low``           goalposts of an indicator, in its unit (see :class:`Normalise`)
        ``goal_high``
        ``target``             target of an indicator, in its unit (see :class:`Normalise`)
        ``min_share``          of a group: smallest share of children; default: the recipe's
        ``power``              of a group, under the rule "generalised"; default: the recipe's
        ``share_low``          of a child of a group under "bod": bounds on its share of the group's score; default:
        ``share_high``         the recipe's
        ``denominator``        column that the step 'denominate' divides the indicator by
        ``denominator_scale``  x / (denominator / scale); default: the recipe's
        ``treat``              treatment of an indicator's outliers; default: the recipe's (see :class:`Treat`)
        ``transform``          its transform; likewise
        ``treat_max_points``   the options of its treatment; likewise (inf: no limit)
        ``treat_skewness``     and ``treat_kurtosis``, ``treat_low_share``, ``treat_high_share``, ``treat_fence``,
                               ``treat_lambda``, and ``treat_force``, ``treat_combined``: 1 for True, 0 for False
        =====================  =========================================================================

        All but ``code`` and ``parent`` may be absent, and cells may be empty. Other columns are left
        aside with a warning. An ``iMeta`` of COINr is accepted as it is: rows whose ``Type`` is
        neither Indicator nor Aggregate are no nodes; ``Level`` and ``Target`` are
        not used.
    recipe : Recipe, optional
        What :func:`build_index` does when it is given no recipe.
    name, title, source : str, optional
        What it is called and where it comes from.

    Raises
    ------
    FrameworkError
        No sound tree: cycle, unknown parent, duplicate code, more than one node without parent, group
        without children, weights of siblings that sum to zero.
    DomainError, InvalidArgumentError, NotFoundError
        A weight, direction, goalpost or rule that makes no sense.
    """

    def __init__(self, meta: Any, *, recipe: Optional[Recipe] = None, name: Optional[str] = None,
                 title: Optional[str] = None, source: Optional[str] = None) -> None:
        self._columns = _read_meta(meta)
        if recipe is not None and not isinstance(recipe, Recipe):
            raise InvalidArgumentError(f"recipe: a Recipe expected, not {recipe!r}", arg="recipe")
        #: The recipe that goes with it, or None.
        self.recipe = recipe
        self.name = name
        self.title = title
        self.source = source
        self._nodes = _read_nodes(self._handle)

    @classmethod
    def _from_preset(cls, record: dict) -> "Framework":
        return cls(record["nodes"], recipe=Recipe._from_record(record["recipe"]),
                   name=record["name"], title=record["title"], source=record["source"])

    def _make(self) -> Any:
        return rix_raw.rix_framework_new(self._columns)

    # ------------------------------------------------------------------------------- reading --

    @property
    def meta(self) -> pd.DataFrame:
        """One row a node, with every default filled in; a new DataFrame each time."""
        return pd.DataFrame({key: self._nodes[key] for key in _COLUMNS})

    @property
    def codes(self) -> list[str]:
        """Codes of all nodes, in the order in which they were given."""
        return list(self._nodes["code"])

    @property
    def root(self) -> str:
        """Code of the index itself."""
        return self.codes[rix_raw.rix_framework_find(self._handle, None)]

    @property
    def indicators(self) -> list[str]:
        """Codes of the indicators, in order: the columns of an array without names."""
        count = rix_raw.rix_framework_indicator_count(self._handle)
        codes = self.codes
        return [codes[rix_raw.rix_framework_indicator(self._handle, k)] for k in range(count)]

    @property
    def groups(self) -> list[str]:
        """Codes of the groups, the index among them, in order."""
        return [code for code, kind in zip(self.codes, self._nodes["kind"]) if kind == "group"]

    def parent(self, code: str) -> Optional[str]:
        """Code of a node's parent; None for the index itself."""
        above = rix_raw.rix_framework_parent(self._handle, self._find(code))
        return None if above is None else self.codes[above]

    def children(self, code: Optional[str] = None) -> list[str]:
        """Codes of a node's children, in order; by default those of the index."""
        code = self.codes[self._find(code)]
        return [child for child, parent in zip(self.codes, self._nodes["parent"]) if parent == code]

    def descendants(self, code: Optional[str] = None) -> list[str]:
        """Codes of all nodes below a node, in order; by default below the index."""
        parents = dict(zip(self.codes, self._nodes["parent"]))
        top = self.codes[self._find(code)]
        return [node for node in self.codes if node != top and top in _ancestors(node, parents)]

    def label(self, code: str) -> str:
        """A node's name for people."""
        return self._nodes["name"][self._find(code)]

    def _find(self, code: Optional[str]) -> int:
        """Number of a node; of the index for None."""
        found = rix_raw.rix_framework_find(self._handle, code)
        if found is None:
            raise NotFoundError(f"no node {code!r}; known are {', '.join(self.codes)}", arg="node")
        return found

    def with_weights(self, weights: Any, *, level: Optional[int] = None) -> "Framework":
        """A copy in which some nodes have other weights; this framework stays as it is.

        Parameters
        ----------
        weights : dict, Series, "equal", number or sequence
            By code, the nodes that change; missing ones (None, NaN) do not. "equal", or a number: the same for every
            node, or for those of ``level``. A sequence: one for each node of ``level``, in the order of the
            framework.
        level : int, optional
            1: the indicators; a group is one level above the highest of its children, as in COINr. Only nodes of
            this level change.

        Returns
        -------
        Framework

        Raises
        ------
        NotFoundError, DimensionError
            No such code or level (or the code is of another level); as many weights as nodes of the level expected.
        DomainError, FrameworkError
            Weights that are negative or infinite; weights of siblings that sum to zero.

        Examples
        --------
        >>> fw.with_weights({"health": 2, "economy": 1})
        >>> fw.with_weights("equal", level=1)
        >>> fw.with_weights(rx.weights.pca(index))
        """
        places = _places(self, level)
        values = np.full(len(self), np.nan)
        if isinstance(weights, (Mapping, pd.Series)):
            for code, weight in weights.items():
                place = self._find(code)
                if place not in places:
                    raise NotFoundError(f"weights: {code!r} is not of level {level}", arg="weights")
                values[place] = _weight(weight, code)
        else:
            if isinstance(weights, str) and weights == "equal":
                weights = 1.0
            one = isinstance(weights, str) or not isinstance(weights, (Sequence, np.ndarray))
            given = [weights] * len(places) if one else list(weights)
            if len(given) != len(places):
                raise DimensionError(f"weights: {len(given)} for {len(places)} nodes", arg="weights")
            codes = self.codes
            for place, weight in zip(places, given):
                values[place] = _weight(weight, codes[place])
        handle = rix_raw.rix_framework_with_weights(self._handle, values)
        return Framework(self.meta.assign(weight=_read_nodes(handle)["weight"]), recipe=self.recipe,
                         name=self.name, title=self.title, source=self.source)

    def drop(self, codes: Union[str, Sequence[str]]) -> "Framework":
        """A copy without some indicators or groups, and without what hangs below them.

        A group that loses all its children goes too. Siblings keep their weights, which count by their share.

        Parameters
        ----------
        codes : str or sequence of str

        Returns
        -------
        Framework

        Raises
        ------
        NotFoundError
            No such node.
        InvalidArgumentError, FrameworkError
            Nothing would be left; siblings left that weigh nothing.
        """
        gone = {codes} if isinstance(codes, str) else set(codes)
        for code in list(gone):
            gone.update(self.descendants(self.codes[self._find(code)]))
        while True:
            empty = [group for group in self.groups
                     if group not in gone and all(child in gone for child in self.children(group))]
            if not empty:
                break
            gone.update(empty)
        if self.root in gone:
            raise InvalidArgumentError("codes: nothing would be left of the index", arg="codes")
        meta = self.meta
        return Framework(meta[~meta["code"].isin(gone)], recipe=self.recipe, name=self.name,
                         title=self.title, source=self.source)

    # --------------------------------------------------------------------------------- files --

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes a file: .json with name, title, source and recipe; .csv with one row a node.

        The file is written whole or not at all, and reads back to the bit, in Python and R; see docs/formats.md.

        Parameters
        ----------
        path : str or path
        """
        from ._files import framework_part, is_csv, recipe_part, write_csv, write_document
        if is_csv(path):
            write_csv(path, self)
        else:
            recipe = None if self.recipe is None else recipe_part(self.recipe)
            write_document(path, framework=framework_part(self), recipe=recipe)

    @classmethod
    def load(cls, path: Union[str, "os.PathLike[str]"]) -> "Framework":
        """Reads what :meth:`save` wrote, or a CSV file of COINr's iMeta.

        Parameters
        ----------
        path : str or path

        Returns
        -------
        Framework
            With the recipe of the file, if it has one.

        Raises
        ------
        RiskidxError
            Something in the file makes no sense; the message names file, line or field, and value.
        """
        from ._files import is_csv, make_framework, make_recipe, read_csv, read_document
        if is_csv(path):
            return read_csv(path)
        parts = read_document(path, "framework")
        recipe = make_recipe(path, parts["recipe"]) if "recipe" in parts else None
        return make_framework(path, parts["framework"], recipe)

    # ------------------------------------------------------------------------------ printing --

    def __len__(self) -> int:
        return rix_raw.rix_framework_size(self._handle)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and rix_raw.rix_framework_find(self._handle, code) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __repr__(self) -> str:
        called = f" {self.name!r}" if self.name else ""
        return (f"<Framework{called}: {self.root!r} from {len(self.indicators)} indicators "
                f"in {len(self.groups)} groups>")

    def __str__(self) -> str:
        return "\n".join(self._lines(self.root, 0))

    def _lines(self, code: str, depth: int) -> Iterator[str]:
        place = self._find(code)
        sign = "-" if self._nodes["direction"][place] < 0 else ""
        weight = "" if depth == 0 else f"  {sign}{self._nodes['weight'][place]:g}"
        name = self._nodes["name"][place]
        yield "  " * depth + code + weight + (f"  {name}" if name != code else "")
        for child in self.children(code):
            yield from self._lines(child, depth + 1)

    def _repr_html_(self) -> str:
        return self.meta._repr_html_()

    def plot(self, *, ax: Optional["Axes"] = None) -> "Axes":
        """A sunburst: the index in the middle, a ring a level, every node as wide as its effective weight.

        Nodes without weight are not drawn, and names only where there is room.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from ._plot_framework import plot_framework
        return plot_framework(self, ax)


def _ancestors(code: str, parents: Mapping[str, Optional[str]]) -> set[str]:
    found = set()
    above = parents[code]
    while above:
        found.add(above)
        above = parents[above]
    return found


def _weight(weight: Any, code: str) -> float:
    return numbers_of(pd.Series([weight], dtype=object), "weights", [code])[0]


def _places(fw: Framework, level: Optional[int]) -> list[int]:
    """Numbers of the nodes of a level; of all nodes for None."""
    if level is None:
        return list(range(len(fw)))
    levels = rix_raw.audit_levels(fw._handle)
    places = [place for place, found in enumerate(levels) if found == level]
    if not places:
        raise NotFoundError(f"level: no {level!r}; there are 1 to {int(max(levels))}", arg="level")
    return places


def _read_nodes(handle: Any) -> dict:
    """All nodes as the library holds them, by column."""
    rows = [rix_raw.rix_framework_node(handle, i) for i in range(rix_raw.rix_framework_size(handle))]
    columns: dict = {key: [row[key][0] for row in rows] for key in _TEXTS}
    columns.update({key: np.array([row[key][0] for row in rows]) for key in _NUMBERS})
    columns["direction"] = columns["direction"].astype(np.int64)
    return columns


def _as_frame(meta: Any) -> pd.DataFrame:
    if isinstance(meta, pd.DataFrame):
        return meta
    if isinstance(meta, Mapping):
        return frame_of(meta, "meta")
    if isinstance(meta, (list, tuple)) and all(isinstance(row, Mapping) for row in meta):
        return pd.DataFrame(list(meta))
    raise InvalidArgumentError("meta: a DataFrame with one row a node expected, with columns code, "
                               "parent, weight, direction ...", arg="meta")


def _from_coinr(meta: pd.DataFrame) -> pd.DataFrame:
    if "Type" in meta.columns:
        meta = meta[meta["Type"].isin(list(_COINR_KINDS))]
        meta = meta.assign(kind=meta["Type"].map(_COINR_KINDS))
    meta = meta.rename(columns=_COINR)
    return meta[[column for column in meta.columns if column in _COLUMNS]]


def _read_meta(meta: Any) -> dict[str, Union[list, np.ndarray]]:
    """The columns of a table of nodes, as the extension takes them."""
    frame = _as_frame(meta)
    if "iCode" in frame.columns and "code" not in frame.columns:
        frame = _from_coinr(frame)
    if len(frame) and "code" not in frame.columns:
        raise InvalidArgumentError("meta: no column 'code' (nor COINr's 'iCode') among "
                                   + ", ".join(repr(str(name)) for name in frame.columns), arg="meta")
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise InvalidArgumentError(f"meta: two columns {twice!r}", arg="meta")
    unknown = [str(name) for name in frame.columns if name not in _COLUMNS]
    if unknown:
        _warn(f"meta: columns left aside: {', '.join(unknown)}; known are {', '.join(_COLUMNS)}")
    codes = texts_of(frame["code"]) if "code" in frame.columns else []
    columns: dict[str, Union[list, np.ndarray]] = {"code": codes}
    rows = [code or "" for code in codes]
    for key in frame.columns:
        if key in _TEXTS:
            columns[key] = texts_of(frame[key])
        elif key in _NUMBERS:
            columns[key] = numbers_of(frame[key], f"meta column {key!r}", rows)
    return columns
