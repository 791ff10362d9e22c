"""Published frameworks, calibrations and zone rules by name, each with its source."""
from __future__ import annotations

from typing import Any

import pandas as pd

from . import rix_raw
from .age_sector import Response
from .country import Country, _from_record
from .errors import InvalidArgumentError
from .framework import Framework
from .machine import Machine
from .recipe import Recipe
from .scenario import PlannerSIR

__all__ = ["closure", "closures", "countries", "country", "framework", "frameworks", "pathogen", "pathogens", "recipe", "rule",
           "rules", "scenario", "scenarios", "vaccination", "vaccinations"]


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


def pathogens() -> pd.DataFrame:
    """The pathogens there are: index ``name``, columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_pathogen_at(i)
                    for i in range(rix_raw.rix_preset_pathogen_count())])


def pathogen(name: str) -> dict:
    """A pathogen by four age groups, such as "influenza_1918": the fields that an AgeSector takes.

    Raises
    ------
    NotFoundError
        No such pathogen; the message lists the names.
    """
    return rix_raw.rix_preset_pathogen_find(name)["params"]


def closures() -> pd.DataFrame:
    """The strategies of closing sectors: index ``name``, columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_closure_at(i)
                    for i in range(rix_raw.rix_preset_closure_count())])


def closure(name: str, sectors: int = 45, **response: Any) -> Response:
    """A strategy of closing sectors, such as "elimination", as a Response.

    Parameters
    ----------
    name : str
        As :func:`closures` lists them.
    sectors : {45, 14}
        The sectors as published, or the groups of industries of the preset countries.
    **response
        When it starts and ends, as :class:`riskidx.Response` takes it.

    Raises
    ------
    NotFoundError
        No such strategy; the message lists the names.
    """
    record = rix_raw.rix_preset_closure_find(name)
    known = {len(record[key]): key for key in ("openness", "group_openness")}
    if sectors not in known:
        raise InvalidArgumentError(f"sectors: 45 or 14 expected, not {sectors!r}", arg="sectors")
    return Response(record[known[sectors]], name=name, **response)


def countries() -> pd.DataFrame:
    """The countries there are: index ``name`` (ISO code), columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_country_at(i)
                    for i in range(rix_raw.rix_preset_country_count())])


def country(name: str) -> Country:
    """A country by four age groups and 14 groups of industries.

    Its ``age_sector`` and ``planner_sir`` make scenarios of it; closures for it are
    ``closure(name, sectors=14)``.

    Parameters
    ----------
    name : str
        Its ISO code or its name, such as "THA" or "Thailand".

    Raises
    ------
    NotFoundError
        No such country.

    Examples
    --------
    >>> thailand = rx.preset.country("THA")
    >>> thailand.age_sector("sars_cov_2_delta").run(rx.preset.closure("elimination", sectors=14)).outcomes
    >>> rx.simulate(thailand.planner_sir("sars_cov_2_delta")).outcomes
    """
    return _from_record(rix_raw.rix_preset_country_find(name)["country"])


def vaccinations() -> pd.DataFrame:
    """The strategies of vaccinating: index ``name``, columns ``title`` and ``source``."""
    return _listed([rix_raw.rix_preset_vaccination_at(i)
                    for i in range(rix_raw.rix_preset_vaccination_count())])


def vaccination(name: str) -> dict:
    """A strategy of vaccinating, such as "medium": the fields that an AgeSector takes.

    Raises
    ------
    NotFoundError
        No such strategy; the message lists the names.
    """
    return rix_raw.rix_preset_vaccination_find(name)["params"]


def rules() -> pd.DataFrame:
    """The rule sets there are, one a row, index ``name``.

    Columns: ``title``, ``issuer``, ``date``, ``source``, ``zones`` from the least risky, ``indicators``
    (the columns that data must have, with units) and ``parameters`` (what must be given).
    """
    records = [rix_raw.rix_preset_rules_at(i) for i in range(rix_raw.rix_preset_rules_count())]
    table = pd.DataFrame([{
        **{key: record[key] for key in ("name", "title", "issuer", "date", "source")},
        "zones": ", ".join(record["zones"]),
        "indicators": ", ".join(f"{name} ({unit})" if unit else name for name, unit
                                in zip(record["indicators"], record["units"])),
        "parameters": ", ".join(each["name"] for each in record["parameters"]),
    } for record in records])
    return table.set_index("name")


def rule(name: str, **values: float) -> Machine:
    """A published rule set, such as "ecdc_2020" or "harvard_2020", as a machine.

    It is reviewed as published, for the first time in period 0: where reviews are weekly, let the data
    begin on the day of the review. ``notes`` says what its indicators are and how we read it.

    Parameters
    ----------
    name : str
        As :func:`rules` lists them.
    **values : float
        What the published text leaves open (``parameters`` in :func:`rules`), which has no default.

    Raises
    ------
    NotFoundError
        No such rule set; the message lists the names.
    InvalidArgumentError
        A value that is not given (the message says what it means), or that the rule set does not know.
    DomainError
        A value out of range.

    Examples
    --------
    >>> california = rx.preset.rule("california_2020", orange_cases=1, orange_positivity=2)
    >>> california.run(table).zones
    """
    return Machine._from_preset(rix_raw.rix_preset_rules_find(name), values)
