"""Two families of exit plans on one scenario, their trade-off curves, and plans for given ceilings."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import riskidx as rx

#: Every exit is complete by week 78, the scenario's horizon.
STARTS = range(0, 67, 3)
RAMPS = (0, 4, 8, 12)
LEVELS = [percent / 100 for percent in (*range(0, 40, 2), *range(40, 71, 10))]
OLD_LEVELS = [percent / 100 for percent in range(10, 101, 10)]
FAMILIES = {"uniform": "Everyone alike", "semi_targeted": "Older people more strictly"}

#: Deaths per 100,000 that a reader may want to stay below.
CEILINGS = (1000, 750, 500, 250, 100, 50)
PER = 100_000


@dataclass(frozen=True)
class Exits:
    """What the report says about exit plans."""

    scenario: rx.PlannerSIR
    controls: list[str]  # groups of people
    curves: dict[str, rx.Curve]
    points: pd.DataFrame  # efficient points: family, point, level_<group>, start, ramp, outcomes
    baseline: pd.Series  # outcomes without any lockdown

    def at_ceiling(self, family: str, ceiling: float) -> pd.Series | None:
        """The family's cheapest point with at most so many deaths per 100,000."""
        mine = self.points[self.points["family"] == family]
        mine = mine[mine["deaths"] * PER <= ceiling]
        return None if mine.empty else mine.loc[mine["economic_loss"].idxmin()]

    def policy(self, point: pd.Series) -> rx.ExitPlan:
        """The plan behind a row of `points`."""
        return self.curves[point["family"]].policy(int(point["point"]))


def explore(scenario: rx.PlannerSIR) -> Exits:
    """Draws both curves: economic loss against deaths."""
    groups = len(scenario.controls)
    alike = [[level] * groups for level in LEVELS]
    older = [[level] * (groups - 1) + [old] for level in LEVELS for old in OLD_LEVELS if old > level]
    levels = {"uniform": alike, "semi_targeted": alike + older}

    curves, points = {}, []
    for family, rows in levels.items():
        plans = rx.ExitPlans(level=np.array(rows), start=STARTS, ramp=RAMPS)
        curves[family] = rx.tradeoff_curve(scenario, plans, x="economic_loss", y="deaths")
        points.append(curves[family].frame().reset_index().assign(family=family))

    baseline = rx.simulate(scenario).outcomes
    table = pd.concat(points, ignore_index=True)
    table.insert(0, "family", table.pop("family"))
    return Exits(scenario, scenario.controls, curves, table, baseline)


def level_columns(exits: Exits) -> list[str]:
    """Columns of `points` that hold the level of each group."""
    return [f"level_{group}" for group in exits.controls]


def chosen(exits: Exits) -> pd.DataFrame:
    """For every ceiling and family the cheapest plan, with a letter for each ceiling.

    Beside the columns of `points`: what the last week leaves, as shares of the population.
    """
    rows = []
    for letter, ceiling in zip("ABCDEFGHIJ", CEILINGS):
        for family in FAMILIES:
            point = exits.at_ceiling(family, ceiling)
            if point is not None:
                rows.append({"letter": letter, "ceiling": ceiling, **point,
                             **at_end(exits, exits.policy(point))})
    return pd.DataFrame(rows)


def at_end(exits: Exits, policy: rx.ExitPlan | None) -> dict[str, float]:
    """Who can still be infected, and who is, when the horizon is reached."""
    last = rx.simulate(exits.scenario, policy).frame().iloc[-1]
    return {f"{state}_at_end": sum(last[f"{state}_{group}"] for group in exits.controls)
            for state in ("susceptible", "infected")}
