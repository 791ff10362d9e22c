"""Risk of every economy: scores, zones, and what drives them, in tables that a person reads."""
from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import riskidx as rx

#: INFORM's classes of risk start "medium" at 3.5 and "high" at 5.0 on the same scale of 0-10.
ZONES = ("green", "orange", "red")
THRESHOLDS = (3.5, 5.0)
BOUNDARY = "upper"  # a score equal to a threshold belongs to the higher zone
UNCLASSIFIED = "not classified"
CLOSE = 0.1  # points from a threshold within which a zone hangs by a thread


@dataclass(frozen=True)
class Risk:
    """What the report says about the units of one table."""

    data: pd.DataFrame  # units x indicators, as they came in
    meta: pd.DataFrame  # nodes of the framework by code
    index: rx.Index
    root: str  # code of the composite
    dimensions: list[str]  # codes of its children
    table: pd.DataFrame  # a row a unit: iso3, rank, scores, coverage, zone ...
    drivers: pd.DataFrame  # unit, dimension, indicator, contribution (points of the dimension's score)

    @property
    def codes(self) -> dict[str, str]:
        """Codes of the units, where the data have them."""
        return self.table["iso3"].astype(str).to_dict() if "iso3" in self.table else {}

    def name(self, code: str) -> str:
        """The name of a node for people."""
        return str(self.meta.at[code, "name"])

    def zone(self, label: str) -> pd.DataFrame:
        """The rows of one zone, highest score first."""
        return self.table[self.table["zone"] == label]

    def gaps(self, unit: str) -> list[str]:
        """Codes of the indicators that a unit lacks."""
        row = self.data.loc[unit, self.index.framework.indicators]
        return list(row.index[row.isna()])

    def top(self, unit: str, dimension: str, n: int) -> pd.DataFrame:
        """The n largest contributions to a unit's score in a dimension."""
        mine = self.drivers[(self.drivers["unit"] == unit)
                            & (self.drivers["dimension"] == dimension)]
        return mine.nlargest(n, "contribution")

    def highest_dimension(self, unit: str) -> str | None:
        """The dimension in which a unit scores highest; None where it has no score."""
        scores = self.table.loc[unit, self.dimensions].astype(float).dropna()
        return None if scores.empty else str(scores.idxmax())


def assess(data: pd.DataFrame, framework: rx.Framework) -> Risk:
    """Builds the index and classifies its composite."""
    root, dimensions = framework.root, framework.children()
    index = rx.build_index(data, framework)
    table = index.scores[[root, *dimensions]].copy()
    table.insert(0, "rank", index.ranks[root])
    table["coverage"] = index.coverage[root]
    zones = rx.classify(index.score, rx.Zones(THRESHOLDS, ZONES, boundary=BOUNDARY))
    table["zone"] = zones.astype(object).where(zones.notna(), UNCLASSIFIED)
    distance = pd.concat([(index.score - limit).abs() for limit in THRESHOLDS], axis=1).min(axis=1)
    table["near_threshold"] = distance <= CLOSE
    if "iso3" in data:
        table.insert(0, "iso3", data["iso3"])
    table.index.name = "unit"
    # By name among equals, so that the order does not depend on that of the file.
    table = table.sort_index().sort_values("rank", kind="stable", na_position="last")
    meta = framework.meta.set_index("code")
    return Risk(data, meta, index, root, dimensions, table, _drivers(index, dimensions))


def _drivers(index: rx.Index, dimensions: list[str]) -> pd.DataFrame:
    """What each indicator adds to each dimension's score, as one long table."""
    parts = []
    for dimension in dimensions:
        wide = index.contributions(dimension)
        wide = wide[[code for code in wide.columns if code in index.framework.indicators]]
        long = wide.rename_axis(index="unit", columns="indicator").stack().rename("contribution")
        parts.append(long.reset_index().assign(dimension=dimension))
    columns = ["unit", "dimension", "indicator", "contribution"]
    return pd.concat(parts, ignore_index=True)[columns]
