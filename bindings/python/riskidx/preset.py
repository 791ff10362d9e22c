"""Published frameworks and calibrations by name, each with its source."""
from __future__ import annotations

import pandas as pd

from . import rix_raw
from .framework import Framework
from .recipe import Recipe
from .scenario import PlannerSIR

__all__ = ["framework", "frameworks", "recipe", "scenario", "scenarios"]


def _listed(records: list[dict]) -> pd.DataFrame:
    return pd.DataFrame([(record["name"], record["title"], record["source"]) for record in records],
                        columns=["name", "title", "source"]).set_index("name")


def frameworks() -> pd.DataFrame:
    """The frameworks there are: index ``name``, columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_framework_at(i)
                    for i in range(rix_raw.rix_preset_framework_count())])


def framework(name: str) -> Framework:
    """A published framework, such as "hdi", "inform_risk" or "covid_recovery".

    It carries the recipe that goes with it, which :func:`riskidx.build_index` uses unless it is given
    another.

    Raises
    ------
    NotFoundError
        No such framework; the message lists the names.
    """
    return Framework._from_preset(rix_raw.rix_preset_framework_find(name))


def recipe(name: str) -> Recipe:
    """The recipe that goes with a published framework."""
    return Recipe._from_record(rix_raw.rix_preset_framework_find(name)["recipe"])


def scenarios() -> pd.DataFrame:
    """The scenarios there are: index ``name``, columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_planner_at(i)
                    for i in range(rix_raw.rix_preset_planner_count())])


def scenario(name: str) -> PlannerSIR:
    """A published calibration, such as "mrsir_us" or "aal_us".

    Raises
    ------
    NotFoundError
        No such scenario; the message lists the names.
    """
    return PlannerSIR._from_preset(rix_raw.rix_preset_planner_find(name))
