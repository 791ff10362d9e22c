"""Frameworks, recipes and what was fitted as plain files: JSON, and CSV for frameworks (docs/formats.md)."""
from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import os
import tempfile
from collections.abc import Mapping
from typing import Any, Callable, Optional, Union

import pandas as pd

from .errors import InvalidArgumentError, NotFoundError, RiskidxError
from .framework import Framework, _COINR, _COLUMNS, _NUMBERS
from .prepare import Denominate, Impute, Screen, Treat
from .recipe import Aggregate, Normalise, Recipe

Path = Union[str, "os.PathLike[str]"]

_FORMAT, _VERSION = "riskidx", 1
_PARTS = ("framework", "recipe", "learned")
_STEPS = {"denominate": Denominate, "impute": Impute, "screen": Screen, "treat": Treat,
          "normalise": Normalise, "aggregate": Aggregate}
_TITLES = ("name", "title", "source")


# ------------------------------------------------------------------------------------------ writing --

def write_text(path: Path, text: str) -> None:
    """Writes a file that is either the old one or the new one, never half of it."""
    path = os.fspath(path)
    folder = os.path.dirname(os.path.abspath(path))
    handle, made = tempfile.mkstemp(dir=folder, prefix=".riskidx-", suffix=".tmp")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(made, 0o666 & ~mask)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise


def _cell(value: Any) -> Any:
    """A cell of a table of nodes for JSON; None where it is empty."""
    if value is None or isinstance(value, float) and math.isnan(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _node_rows(framework: Framework) -> list[dict]:
    rows = [{key: _cell(value) for key, value in row.items()}
            for row in framework.meta.to_dict("records")]
    inherit = ("aggregate", "normalise", "treat", "transform")
    return [{key: value for key, value in row.items()
             if value is not None and not (key in inherit and value == "inherit")} for row in rows]


def framework_part(framework: Framework) -> dict:
    """A framework as JSON has it."""
    titles = {key: getattr(framework, key) for key in _TITLES if getattr(framework, key) is not None}
    return {**titles, "nodes": _node_rows(framework)}


def recipe_part(recipe: Recipe) -> dict:
    """A recipe as JSON has it: what is None is left out, but for "no limit"."""
    part: dict = {"strict": recipe.strict}
    for name in _STEPS:
        fields = dataclasses.asdict(getattr(recipe, name))
        if "lambda_" in fields:
            fields["lambda"] = fields.pop("lambda_")
        part[name] = {key: list(value) if isinstance(value, tuple) else value
                      for key, value in fields.items() if value is not None or key == "max_points"}
    return part


def write_document(path: Path, **parts: Any) -> None:
    """One JSON document of the parts that are there."""
    document = {"format": _FORMAT, "version": _VERSION,
                **{key: part for key, part in parts.items() if part is not None}}
    try:
        text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentError(f"{os.fspath(path)}: cannot be written: {error}", arg="path") from None
    write_text(path, text + "\n")


def write_csv(path: Path, framework: Framework) -> None:
    """A framework as CSV: one row a node."""
    rows = _node_rows(framework)
    used = [column for column in _COLUMNS if any(column in row for row in rows)]
    lines = [used] + [[_csv_cell(row.get(column)) for column in used] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    write_text(path, out.getvalue())


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if value == "NA":
        raise InvalidArgumentError("path: 'NA' cannot be told from an empty cell of CSV; .json can", arg="path")
    return repr(value) if isinstance(value, float) else str(value)


# ------------------------------------------------------------------------------------------ reading --

def _wrong(path: Path, where: str, what: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"{os.fspath(path)}: {where}: {what}", arg="path")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list) -> dict:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name!r} stands there twice")
    return dict(pairs)


def read_document(path: Path, wanted: str) -> dict:
    """The parts of a JSON document, which must have the one that is wanted."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        document = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise _wrong(path, f"line {error.lineno}, column {error.colno}", f"no JSON: {error.msg}") from None
    except ValueError as error:
        raise _wrong(path, "no JSON", str(error)) from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise _wrong(path, "format", f"{_FORMAT!r} expected")
    if document.get("version") != _VERSION:
        raise _wrong(path, "version", f"{_VERSION} expected, not {document.get('version')!r}")
    _known(path, "document", document, ("format", "version") + _PARTS)
    if wanted not in document:
        raise NotFoundError(f"{os.fspath(path)}: no {wanted!r} in it", arg="path")
    return document


def _known(path: Path, where: str, given: Any, known: Any) -> None:
    if not isinstance(given, Mapping):
        raise _wrong(path, where, f"fields expected, not {given!r}")
    for key in given:
        if key not in known:
            raise NotFoundError(f"{os.fspath(path)}: {where}: no field {key!r}; known are {', '.join(known)}",
                                arg="path")


def _named(path: Path, where: str, make: Callable[[], Any]) -> Any:
    """What is made; whatever is wrong with it names file and place."""
    try:
        return make()
    except RiskidxError as error:
        raise type(error)(f"{os.fspath(path)}: {where}: {error}", arg=error.arg, row=error.row,
                          col=error.col, node=error.node) from None
    except (TypeError, ValueError) as error:
        raise _wrong(path, where, str(error)) from None


def make_recipe(path: Path, part: Any) -> Recipe:
    """The recipe of a document."""
    _known(path, "recipe", part, ("strict", *_STEPS))
    steps = {}
    for name, step in _STEPS.items():
        if name not in part:
            continue
        fields = {field.name.rstrip("_"): field.name for field in dataclasses.fields(step)}
        _known(path, f"recipe.{name}", part[name], fields)
        given = {fields[key]: value for key, value in part[name].items()
                 if value is not None or key == "max_points"}
        for key, value in given.items():
            _check_kind(path, f"recipe.{name}.{key.rstrip('_')}", value, step, key)
        steps[name] = _named(path, f"recipe.{name}", lambda: step(**given))
    return _named(path, "recipe", lambda: Recipe(strict=part.get("strict", False), **steps))


def _check_kind(path: Path, where: str, value: Any, step: type, field: str) -> None:
    """A value of the kind of its default: a number, true or false, a string."""
    default = next(f.default for f in dataclasses.fields(step) if f.name == field)
    if isinstance(default, bool):
        good, kind = isinstance(value, bool), "true or false"
    elif isinstance(default, (int, float)) and value is not None:
        good, kind = isinstance(value, (int, float)) and not isinstance(value, bool), "a number"
    elif isinstance(default, str):
        good, kind = isinstance(value, str), "a string"
    else:
        return
    if not good:
        raise _wrong(path, where, f"{kind} expected, not {json.dumps(value)}")


def make_framework(path: Path, part: Any, recipe: Optional[Recipe]) -> Framework:
    """The framework of a document."""
    _known(path, "framework", part, (*_TITLES, "nodes"))
    nodes = part.get("nodes")
    if not isinstance(nodes, list):
        raise _wrong(path, "framework.nodes", "a list of nodes expected")
    for place, node in enumerate(nodes):
        _known(path, f"framework.nodes[{place}]", node, _COLUMNS)
        for key, value in node.items():
            good = value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)
                                     if key in _NUMBERS else isinstance(value, str))
            if not good:
                raise _wrong(path, f"framework.nodes[{place}].{key}",
                             f"a {'number' if key in _NUMBERS else 'string'} expected, not {json.dumps(value)}")
    titles = {key: part.get(key) for key in _TITLES}
    return _named(path, "framework", lambda: Framework(nodes, recipe=recipe, **titles))


def read_csv(path: Path) -> Framework:
    """A framework from CSV, ours or COINr's iMeta."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, None)
        if not header:
            raise _wrong(path, "line 1", "the names of the columns expected")
        rows = []
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise _wrong(path, f"line {reader.line_num}", f"{len(row)} cells for {len(header)} columns")
            rows.append((reader.line_num, row))
    columns = {}
    for place, name in enumerate(header):
        number = _COINR.get(name, name) in _NUMBERS
        columns[name] = [_csv_value(path, line, name, row[place], number) for line, row in rows]
    if len(columns) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise _wrong(path, "line 1", f"two columns {twice!r}")
    return _named(path, "framework", lambda: Framework(pd.DataFrame(columns)))


def _csv_value(path: Path, line: int, name: str, text: str, number: bool) -> Any:
    if text in ("", "NA", "NaN") and (number or text != "NaN"):
        return math.nan if number else None
    if not number:
        return text
    try:
        return float(text)
    except ValueError:
        raise _wrong(path, f"line {line}, column {name!r}", f"{text!r} is not a number") from None


def is_csv(path: Path) -> bool:
    """By its ending."""
    ending = os.path.splitext(os.fspath(path))[1].lower()
    if ending not in (".csv", ".json"):
        raise InvalidArgumentError(f"{os.fspath(path)}: a file .csv or .json expected", arg="path")
    return ending == ".csv"
