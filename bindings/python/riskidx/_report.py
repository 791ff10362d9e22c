"""One page with the figures, tables and sliders of an analysis, in one file (docs/report.md)."""
from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._files import Path, recipe_part, write_text
from ._montecarlo import Uncertainty
from ._panel import date_label
from ._table import labels
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .index import Index
from .machine import ZoneHistory
from .scenario import Scenario, Trajectory
from .tradeoff import Curve
from .zone import Zones

__all__ = ["report", "report_data"]

_FORMAT, _VERSION = "riskidx-report", 1
_PARTS = ("report.css", "data", "echarts/echarts.min.js", "report.js")
_RULES = ("arithmetic", "geometric", "harmonic", "scaled_geometric")  # those of report.js
_RANGELESS = ("zscore", "robust_z", "rank", "borda")


def report(path: Path, *, index: Optional[Index] = None, uncertainty: Optional[Uncertainty] = None,
           zones: Any = None, curve: Optional[Curve] = None, trajectory: Optional[Trajectory] = None,
           geojson: Any = None, key: str = "name", unit: Any = None, title: Optional[str] = None) -> None:
    """Writes one HTML page that holds all its figures, tables and data, and needs nothing from elsewhere.

    Whatever is given has its part of the page: the ranking of an index with weights that the reader can move, its table
    and the profile of each unit; zones in time; a trade-off curve with the plan behind each point and a slider for the
    value of life; the course of a scenario.

    Parameters
    ----------
    path : str or path
        The file, which is written whole or not at all.
    index : Index, optional
        Weights can be moved where every rule is arithmetic, geometric, harmonic or scaled_geometric; elsewhere the page
        says why not.
    uncertainty : Uncertainty, optional
        Of the same units and framework: intervals from the 5 % to the 95 % quantile, and probabilities of zones.
    zones : Zones, ZoneHistory or list of them, optional
        Zones (one at most, and with an index) colour its table and map; each history is a strip for each unit.
    curve : Curve, optional
    trajectory : Trajectory, optional
    geojson : dict or path, optional
        GeoJSON, a FeatureCollection with one feature for each unit of the index.
    key : str
        The property of a feature that names its unit.
    unit : label, optional
        Whose profile is open at first.
    title : str, optional
        Default: the title of the framework or scenario.

    Raises
    ------
    InvalidArgumentError
        Nothing to show; something of another class; an index, a history or a curve without anything in it.
    NotFoundError
        An unknown unit; a unit without a feature, a feature without a unit.
    DimensionError
        Uncertainty of other units than the index.

    Examples
    --------
    >>> rx.report("report.html", index=index, uncertainty=u, zones=[rx.Zones([3.5, 5.0]), history], curve=curve)
    """
    document = report_data(index=index, uncertainty=uncertainty, zones=zones, curve=curve, trajectory=trajectory,
                           geojson=geojson, key=key, unit=unit, title=title)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    write_text(path, _page(text))


def report_data(*, index: Optional[Index] = None, uncertainty: Optional[Uncertainty] = None, zones: Any = None,
                curve: Optional[Curve] = None, trajectory: Optional[Trajectory] = None, geojson: Any = None,
                key: str = "name", unit: Any = None, title: Optional[str] = None) -> dict:
    """What :func:`report` writes into the page, as plain lists and dicts; docs/report.md says what is where.

    Parameters
    ----------
    index, uncertainty, zones, curve, trajectory, geojson, key, unit, title
        As of :func:`report`.

    Returns
    -------
    dict
        Ready for ``json.dumps``; None is missing.
    """
    classes, histories = _zones(zones)
    _check(index, Index, "index")
    _check(uncertainty, Uncertainty, "uncertainty")
    _check(curve, Curve, "curve")
    _check(trajectory, Trajectory, "trajectory")
    if index is None and curve is None and trajectory is None and not histories:
        raise InvalidArgumentError("report: nothing to show; an index, a history of zones, a curve or a trajectory expected",
                                   arg="report")
    for name, given in (("uncertainty", uncertainty), ("zones", classes), ("geojson", geojson), ("unit", unit)):
        if given is not None and index is None:
            raise InvalidArgumentError(f"{name}: needs an index", arg=name)
    document = {"format": _FORMAT, "version": _VERSION,
                "software": f"libriskidx {rix_raw.rix_version()}",
                "title": title if title is not None else _title(index, histories, curve, trajectory)}
    if index is not None:
        document["index"] = _index_part(index, classes, unit)
    if uncertainty is not None:
        document["uncertainty"] = _uncertainty_part(uncertainty, index, classes)
    if geojson is not None:
        document["map"] = _map_part(geojson, key, document["index"]["units"])
    if histories:
        document["histories"] = [_history_part(history) for history in histories]
    if curve is not None:
        document["curve"] = _curve_part(curve)
    if trajectory is not None:
        document["trajectory"] = _trajectory_part(trajectory)
    return document


def _page(data: str) -> str:
    """The template with all its parts put in, the data so that no text of theirs can end their element."""
    for mark, code in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        data = data.replace(mark, code)
    folder = resources.files(__package__).joinpath("report")
    rest, page = folder.joinpath("template.html").read_text(encoding="utf-8"), ""
    for part in _PARTS:
        before, rest = rest.split("{{" + part + "}}")
        text = data if part == "data" else folder.joinpath(*part.split("/")).read_text(encoding="utf-8")
        page += before + text
    return page + rest


def _check(given: Any, kind: type, arg: str) -> None:
    if given is not None and not isinstance(given, kind):
        raise InvalidArgumentError(f"{arg}: {kind.__name__} expected, not {given!r}", arg=arg)


def _zones(zones: Any) -> tuple[Optional[Zones], list[ZoneHistory]]:
    """Classes of scores, and histories."""
    given = [] if zones is None else [zones] if isinstance(zones, (Zones, ZoneHistory)) or not isinstance(
        zones, Iterable) else list(zones)
    for each in given:
        if not isinstance(each, (Zones, ZoneHistory)):
            raise InvalidArgumentError(f"zones: Zones or a ZoneHistory expected, not {each!r}", arg="zones")
    classes = [each for each in given if isinstance(each, Zones)]
    if len(classes) > 1:
        raise InvalidArgumentError(f"zones: {len(classes)} Zones for one index", arg="zones")
    return classes[0] if classes else None, [each for each in given if isinstance(each, ZoneHistory)]


def _title(index: Optional[Index], histories: list, curve: Optional[Curve],
           trajectory: Optional[Trajectory]) -> str:
    if index is not None:
        return index.framework.title or index.framework.name or index.framework.root
    scenario = curve.scenario if curve is not None else None if trajectory is None else trajectory.scenario
    return (_called(scenario) if scenario is not None else histories[0].machine.title) or "Report"


def _called(scenario: Scenario) -> Optional[str]:
    return getattr(scenario, "title", None) or scenario.name


def _numbers(values: Any) -> list:
    """Numbers for JSON: None is missing."""
    return [None if x != x else x for x in np.asarray(values, dtype=float).tolist()]


# ------------------------------------------------------------------------------------------- index --

def _index_part(index: Index, classes: Optional[Zones], unit: Any) -> dict:
    if not len(index):
        raise InvalidArgumentError("index: no units", arg="index")
    framework, units = index.framework, labels(index.units)
    if unit is not None and str(unit) not in units:
        raise NotFoundError(f"unit: no {str(unit)!r}", arg="unit")
    scores, raw, aggregate = index.scores, index.stage("raw"), index.recipe.aggregate
    why_not = _why_not(index)
    return {
        "name": framework.name, "title": framework.title, "source": framework.source, "root": framework.root,
        "recipe": recipe_part(index.recipe), "nodes": [_node(index, row) for row in framework.meta.to_dict("records")],
        "units": units, "scores": {code: _numbers(scores[code]) for code in framework.codes},
        "raw": {code: _numbers(raw[code]) for code in framework.indicators},
        "ranks": _numbers(index.ranks[framework.root].astype(float)), "coverage": _numbers(index.coverage[framework.root]),
        "range": _range(index), "mirror": _mirror(index), "missing": aggregate.missing, "fill": float(aggregate.fill),
        "live": why_not is None, "why_not": why_not, "unit": None if unit is None else str(unit),
        "zones": None if classes is None else {"labels": classes.labels, "thresholds": _numbers(classes.thresholds),
                                               "boundary": classes.boundary},
    }


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) and value else None


def _node(index: Index, row: Mapping) -> dict:
    least = row["min_share"]
    group = row["kind"] == "group"
    return {"code": row["code"], "parent": _text(row["parent"]), "name": row["name"], "unit": _text(row["unit"]),
            "kind": row["kind"], "weight": float(row["weight"]), "direction": int(row["direction"]),
            "rule": _rule(index, row) if group else None,
            "min_share": float(index.recipe.aggregate.min_share if math.isnan(least) else least) if group else None}


def _rule(index: Index, row: Mapping) -> str:
    return index.recipe.aggregate.rule if row["aggregate"] == "inherit" else row["aggregate"]


def _range(index: Index) -> Optional[list]:
    normalise = index.recipe.normalise._record()
    if normalise["method"] in _RANGELESS or math.isnan(normalise["low"]):
        return None
    return [normalise["low"], normalise["high"]]


def _mirror(index: Index) -> Optional[float]:
    """What a score and its mirror image sum to."""
    if index.recipe.normalise.method == "zscore":
        return 2.0 * index.recipe.normalise.mean
    stated = _range(index)
    return None if stated is None else stated[0] + stated[1]


def _why_not(index: Index) -> Optional[str]:
    """Why scores cannot follow weights on the page, if they cannot."""
    recipe = index.recipe
    for row in index.framework.meta.to_dict("records"):
        if row["kind"] != "group":
            continue
        rule = _rule(index, row)
        if rule not in _RULES:
            return f"the rule of '{row['code']}' is {rule}, which the page does not compute"
        if row["direction"] < 0 and row["code"] != index.framework.root and _mirror(index) is None:
            return f"the scores of '{row['code']}' are mirrored without a stated range"
    if recipe.screen.method != "none" and recipe.aggregate.missing == "value":
        return "units were screened, and missing scores have a value"
    return None


def _uncertainty_part(u: Uncertainty, index: Index, classes: Optional[Zones]) -> dict:
    mine, root = labels(u.units), index.framework.root
    for k, name in enumerate(labels(index.units)):
        if k >= len(mine) or mine[k] != name:
            raise DimensionError(f"uncertainty: of other units than the index (unit {name!r})", arg="uncertainty")
    if len(mine) != len(index):
        raise DimensionError(f"uncertainty: of other units than the index (unit {mine[len(index)]!r})", arg="uncertainty")
    if root not in u.nodes:
        raise NotFoundError(f"uncertainty: node {root!r} is not kept", arg="uncertainty")
    shares, options = (0.05, 0.95), u._job.options
    found = {what: frame[["q5", "q95"]] for what, frame in (("score", u.scores(shares, root)), ("rank", u.ranks(shares, root)))}
    part = {"shares": list(shares), "replicates": int(u._shape["count"]), "failed": int(u.failed),
            "seed": int(options["seed"]), "sequence": options["sequence"], "inputs": list(u.inputs)}
    part.update({what: {"low": _numbers(frame["q5"]), "high": _numbers(frame["q95"])} for what, frame in found.items()})
    if classes is not None:
        probability = u.zone_probability(classes, root)
        part["zones"] = {label: _numbers(probability[label]) for label in classes.labels}
    return part


def _map_part(given: Any, key: str, units: list[str]) -> dict:
    """GeoJSON whose features are the units, one each."""
    if not isinstance(given, Mapping):
        with open(given, encoding="utf-8") as file:
            try:
                given = json.load(file)
            except ValueError as error:
                raise InvalidArgumentError(f"geojson: no JSON: {error}", arg="geojson") from None
    features = given.get("features") if isinstance(given, Mapping) else None
    if not isinstance(features, list):
        raise InvalidArgumentError("geojson: a FeatureCollection of GeoJSON expected", arg="geojson")
    names = []
    for place, feature in enumerate(features):
        name = (feature.get("properties") or {}).get(key)
        if name is None:
            raise NotFoundError(f"geojson: feature {place + 1} has no property {key!r}", arg="geojson")
        names.append(str(name))
    for name in names:
        if names.count(name) > 1:
            raise InvalidArgumentError(f"geojson: two features {name!r}", arg="geojson")
        if name not in units:
            raise NotFoundError(f"geojson: feature {name!r} is no unit of the index", arg="geojson")
    for name in units:
        if name not in names:
            raise NotFoundError(f"geojson: no feature for unit {name!r}", arg="geojson")
    return {"key": key, "geojson": given}


# ------------------------------------------------------------------------------------ zones in time --

def _history_part(history: ZoneHistory) -> dict:
    codes = history._codes
    if not codes.size:
        raise InvalidArgumentError("zones: a history without units or dates", arg="zones")
    machine = history.machine
    return {"title": machine.title, "source": machine.source, "rule": machine.title or "a rule of the caller",
            "zones": list(machine.zones), "units": labels(history.units), "dates": [date_label(date) for date in history.dates],
            "runs": [_runs(row) for row in codes]}


def _runs(codes: np.ndarray) -> list:
    """Stretches of one zone: first period, the one after the last, zone or -1."""
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    return [[int(a), int(b), int(codes[a])] for a, b in zip(starts, np.append(starts[1:], codes.size))]


# --------------------------------------------------------------------------------------- scenarios --

def _outcomes(scenario: Scenario) -> list[dict]:
    return [{"name": name, "unit": _text(row["unit"]), "domain": row["domain"]}
            for name, row in scenario.outcomes.iterrows()]


def _setting(scenario: Scenario) -> dict:
    return {"scenario": _called(scenario), "source": getattr(scenario, "source", None), "controls": scenario.controls,
            "control_max": _numbers(scenario.control_max), "periods": int(scenario.periods), "period": float(scenario.period),
            "time_unit": scenario.time_unit}


def _curve_part(curve: Curve) -> dict:
    points, scenario = curve.frame(), curve.scenario
    if not len(points):
        raise InvalidArgumentError("curve: no points", arg="curve")
    names = list(scenario.outcomes.index)
    levels = [f"level_{name}" for name in scenario.controls]
    made = [{"plan": int(row["plan"]), "levels": _numbers([row[name] for name in levels]), "start": int(row["start"]),
             "ramp": int(row["ramp"]), "outcomes": _numbers([row[name] for name in names])}
            for _, row in points.iterrows()]
    family = curve.all()[[curve.x, curve.y]].to_numpy()
    return {**_setting(scenario), "x": curve.x, "y": curve.y, "outcomes": _outcomes(scenario), "points": made,
            "all": [_numbers(row) for row in family]}


def _trajectory_part(run: Trajectory) -> dict:
    scenario, states = run.scenario, run.frame()
    if not len(states):
        raise InvalidArgumentError("trajectory: no times", arg="trajectory")
    units = scenario.state_units
    return {**_setting(scenario), "time": _numbers(states.index),
            "states": [{"name": name, "unit": _text(units[name]), "values": _numbers(states[name])} for name in states],
            "schedule": [_numbers(row) for row in run.schedule.to_numpy()],
            "outcomes": [{**outcome, "value": value} for outcome, value in zip(_outcomes(scenario), _numbers(run.outcomes))]}
