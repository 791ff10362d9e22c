"""Epidemics by age and economic sector, responses to them, and what these cost."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import known_keys
from .country import Country
from .errors import DimensionError, InvalidArgumentError
from .scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["AgeSector", "Course", "Response"]

# The fields of rix_age_sector beside its three parts, in its order.
_FIELDS = ("transmission", "infected", "asymptomatic", "immune", "overload_fatality",
           "fatality_limit", "overload_width", "overflow", "demand", "reproduction", "adjoining",
           "hold", "consuming_workers", "behaviour", "behaviour_rate", "behaviour_floor",
           "behaviour_effect", "behaviour_baseline", "behaviour_response", "symptomatic_absent",
           "asymptomatic_absent", "value_of_life", "education_return", "education_remote",
           "work_years", "school_discount", "school_mean_age", "school_leaving", "accounts",
           "age_generation", "period", "periods", "steps")
_PATHOGEN = ("name", "r0", "sigma", "symptomatic", "asymptomatic_spread", "waning",
             "recovery_symptomatic", "recovery_asymptomatic", "hospital_recovery",
             "hospital_death", "admission", "hospital_fatality")
_VACCINATION = ("name", "start", "rate", "uptake", "efficacy", "duration")


class Response:
    """A rule for closing sectors.

    Either regimes of openness that are in force from ``start`` to ``end``, or one that starts on day
    ``start_time`` and whenever demand for beds rises through hospital capacity, and ends after ``longest``
    days, at ``end_time``, or on the first whole day on which the reproduction number is at most
    ``end_reproduction`` (``AgeSector(reproduction=...)`` says which number is watched).

    Parameters
    ----------
    openness : sequence, or regimes x sectors
        From 0 (closed) to 1 (open) by sector, or one number for all; a row a regime.
    school : float or sequence, optional
        Openness of schools to pupils, a number a regime; default: that of the education sector.
    community : float or sequence, optional
        Share of contacts in the community that is left, a number a regime; default 1.
    start, end : sequence, optional
        Days, one a regime.
    start_time : float
        Day; infinite: not by time.
    on_demand : bool
        Whether demand for beds starts it.
    longest, end_time : float
        Days, and day; infinite: no end by this.
    end_reproduction : float
        0: no end by this.
    name : str, optional

    Examples
    --------
    >>> Response(0.5, start=[30], end=[60])
    >>> rx.preset.closure("school_closures", start_time=45)
    """

    def __init__(self, openness: Any, *, school: Any = None, community: Any = None,
                 start: Any = None, end: Any = None, start_time: float = 30.0,
                 on_demand: bool = True, longest: float = 365.0, end_time: float = np.inf,
                 end_reproduction: float = 1.0, name: Optional[str] = None) -> None:
        self.name = name
        self.openness = np.array(openness, dtype=np.float64)
        self._record = {"start_time": float(start_time), "on_demand": bool(on_demand),
                        "longest": float(longest), "end_time": float(end_time),
                        "end_reproduction": float(end_reproduction)}
        for key, value in (("school", school), ("community", community), ("start", start),
                           ("end", end)):
            if value is not None:
                self._record[key] = np.atleast_1d(np.array(value, dtype=np.float64))

    @property
    def regimes(self) -> int:
        """Number of regimes."""
        if self.openness.ndim == 2:
            return len(self.openness)
        return len(self._record["start"]) if "start" in self._record else 1

    def replace(self, **changes: Any) -> "Response":
        """The response with some fields changed."""
        return type(self)(**{**self.params, "name": self.name, **changes})

    @property
    def params(self) -> dict:
        """The fields, as the constructor takes them."""
        return {"openness": self.openness.copy(), **self._record}

    def _to_record(self, sectors: int) -> dict:
        open_ = self.openness
        if open_.ndim > 2 or (open_.ndim > 0 and open_.shape[-1] != sectors):
            raise DimensionError(f"openness: {open_.shape[-1]} numbers, but there are {sectors} "
                                 "sectors", arg="openness")
        record = {"openness": np.array(np.broadcast_to(open_, (self.regimes, sectors))),
                  **self._record}
        for key in ("school", "community"):
            if key in record:
                record[key] = np.array(np.broadcast_to(record[key], self.regimes))
        if self.name:
            record["name"] = self.name
        return record

    def __repr__(self) -> str:
        r = self._record
        title = f"Response {self.name!r}" if self.name else "Response"
        mean = np.atleast_1d(self.openness).mean(axis=-1)
        if "start" in r and "end" in r:
            spans = [f"days {a:g} to {b:g} at mean openness {o:.2f}" for a, b, o in
                     zip(r["start"], r["end"], np.broadcast_to(mean, self.regimes))]
            return f"<{title}: {'; '.join(spans)}>"
        begins = [f"on day {r['start_time']:g}"] if np.isfinite(r["start_time"]) else []
        begins += ["when hospitals fill up"] if r["on_demand"] else []
        ends = [f"after {r['longest']:g} days"] if np.isfinite(r["longest"]) else []
        ends += [f"on day {r['end_time']:g}"] if np.isfinite(r["end_time"]) else []
        if r["end_reproduction"] > 0:
            ends += [f"once the reproduction number is at most {r['end_reproduction']:g}"]
        return (f"<{title}: mean openness {float(np.mean(mean)):.2f}, from {' and '.join(begins)}, "
                f"until {' or '.join(ends) or 'the end'}>")


class AgeSector(Scenario):
    """An epidemic in a country by age and economic sector, with its parts filled in.

    Eight compartments (susceptible, exposed, infectious with and without symptoms, in hospital and
    recovering or dying, recovered, dead) by age group and, for workers, sector; contacts at work, with
    consumers and in the community; vaccination; hospitals that may overflow; behaviour. The equations and
    what each parameter means stand in docs/age_sector.md; after Haw et al. (2022), Nature Computational
    Science 2, 223-233.

    Controls are closures, from 0 (open) to 1 (closed): every sector, ``school`` and ``community``; so
    :func:`riskidx.simulate`, exit plans and gradients take it as any scenario. Outcomes: deaths (also by
    age), infections, admissions, doses, life years and their value, output and schooling lost to closures and
    to absences, and their sum; money is in the country's currency of income.

    Parameters
    ----------
    country : Country
    pathogen : str or mapping
        The name of a preset (:func:`riskidx.preset.pathogens`), or the fields ``r0``, ``sigma``,
        ``symptomatic``, ``asymptomatic_spread``, ``waning``, ``recovery_symptomatic``,
        ``recovery_asymptomatic``, ``hospital_recovery``, ``hospital_death`` (rates per day), and by age
        ``admission`` (a day) and ``hospital_fatality`` (share of admissions).
    vaccination : str or mapping, optional
        The name of a preset (:func:`riskidx.preset.vaccinations`), or ``start`` (day), ``rate`` (doses a
        day as a share of the population), ``uptake`` and ``efficacy`` (shares) and ``duration`` (days).
    preset : str, optional
        "daedalus_0_3": the parts as the program of the model's authors reads them.
    **params
        Of the model: ``transmission``, ``infected``, ``asymptomatic``, ``immune``, ``overload_fatality``,
        ``behaviour`` ("none", "deaths", "optimism"), ``overflow`` ("above", "toggle"), ``reproduction``
        ("reopened", "in_force", "susceptible"), ``consuming_workers``, ``symptomatic_absent``,
        ``asymptomatic_absent``, ``value_of_life``, ``accounts`` ("exact", "days"), ``period`` and
        ``periods`` (the horizon), ``steps`` and others; docs/age_sector.md lists all with their defaults.

    Examples
    --------
    >>> uk = rx.Country.read("countries/GBR")
    >>> sc = rx.AgeSector(uk, "sars_cov_2_pre_alpha", vaccination="medium")
    >>> sc.run(rx.preset.closure("school_closures")).outcomes
    """

    def __init__(self, country: Country, pathogen: Union[str, Mapping[str, Any]], *,
                 vaccination: Union[str, Mapping[str, Any], None] = None,
                 preset: Optional[str] = None, **params: Any) -> None:
        if not isinstance(country, Country):
            raise InvalidArgumentError(f"country: a Country expected, not {country!r}; "
                                       "Country.read(path) gives one", arg="country")
        if preset not in (None, "daedalus_0_3"):
            raise InvalidArgumentError(f"preset: None or 'daedalus_0_3' expected, not {preset!r}",
                                       arg="preset")
        known_keys(params, _FIELDS, "AgeSector")
        self.country = country
        self.preset = preset
        self.name = preset
        record = {"country": country.params,
                  "pathogen": pathogen_record(pathogen)}
        if vaccination is not None:
            record["vaccination"] = _part(vaccination, "vaccination", _VACCINATION,
                                          rix_raw.rix_preset_vaccination_find)
        record.update({key: _value(key, value) for key, value in params.items()
                       if value is not None})
        self._given = {"pathogen": pathogen, "vaccination": vaccination, "preset": preset, **params}
        if preset:
            record.update(rix_raw.rix_daedalus_new(record))
        self._params = record
        self._handle  # checks the parameters

    def _make(self) -> Any:
        return rix_raw.rix_age_sector_new(self._params)

    def _with(self, values: dict) -> "AgeSector":
        """The scenario with other values of :attr:`parameters`."""
        pathogen = dict(self._params["pathogen"])
        vaccination = dict(self._params.get("vaccination") or {})
        ages, changes = self._params["country"]["age_names"], {}
        fatality = np.array(pathogen["hospital_fatality"], dtype=np.float64)
        for key, value in values.items():
            if key.startswith("hospital_fatality_"):
                fatality[ages.index(key[len("hospital_fatality_"):])] = value
            elif key == "efficacy":
                vaccination[key] = value
            elif key in pathogen:
                pathogen[key] = value
            else:
                changes[key] = value
        pathogen["hospital_fatality"] = fatality
        return self.replace(pathogen=pathogen, vaccination=vaccination, **changes)

    def replace(self, **changes: Any) -> "AgeSector":
        """The scenario with some parts or parameters changed."""
        given = {"country": self.country, **self._given, **changes}
        return type(self)(given.pop("country"), given.pop("pathogen"), **given)

    @property
    def params(self) -> dict:
        """What C is given: ``country``, ``pathogen``, ``vaccination`` and the parameters that are set."""
        return dict(self._params)

    # ----------------------------------------------------------------------------------- running --

    def run(self, response: Optional[Response] = None, *, reproduction: bool = False,
            relative: float = 1e-5, absolute: float = 1e-3, max_steps: int = 100_000) -> "Course":
        """The course of the epidemic under a response: adaptive steps, events located.

        Parameters
        ----------
        response : Response, optional
            Default: none.
        reproduction : bool
            Whether every day gets its reproduction number, which takes longer.
        relative, absolute : float
            Tolerances of the integrator; totals and costs are then good to 3e-5 or better.
        max_steps : int
            Steps tried before it is an error.

        Raises
        ------
        DomainError, InvalidArgumentError, DimensionError
            A response that is not sound.
        NumericError
            The steps ran out, or a state left the finite numbers.
        """
        if response is not None and not isinstance(response, Response):
            raise InvalidArgumentError(f"response: a Response expected, not {response!r}; "
                                       "preset.closure(name) gives one", arg="response")
        sectors = len(self._params["country"]["workers"])
        record = {} if response is None else response._to_record(sectors)
        options = {"relative": relative, "absolute": absolute, "max_steps": max_steps,
                   "reproduction": reproduction, "daily": True}
        handle = rix_raw.rix_age_sector_run(self._handle, record, options)
        return Course(handle, self, response)

    def __repr__(self) -> str:
        pathogen = self._params["pathogen"].get("name") or "a pathogen"
        called = f", {self.preset}" if self.preset else ""
        return (f"<AgeSector: {pathogen} in {self.country.name}, {self.periods} periods of "
                f"{self.period:g} days{called}>")


def pathogen_record(pathogen: Any) -> dict:
    """The record of a pathogen, from its name or its fields."""
    return _part(pathogen, "pathogen", _PATHOGEN, rix_raw.rix_preset_pathogen_find)


def _part(given: Any, key: str, fields: Sequence[str], find: Any) -> dict:
    """The record of a pathogen or a vaccination, from its name or its fields."""
    if isinstance(given, str):
        return find(given)["params"]
    if not isinstance(given, Mapping):
        raise InvalidArgumentError(f"{key}: the name of a preset or its fields expected, not "
                                   f"{given!r}", arg=key)
    known_keys(given, fields, key)
    return {name: np.array(value, dtype=np.float64) if name in ("admission", "hospital_fatality")
            else value for name, value in given.items()}


def _value(key: str, value: Any) -> Any:
    if key in ("immune", "value_of_life", "age_generation"):
        return np.array(value, dtype=np.float64)
    return value


class Course:
    """What :meth:`AgeSector.run` gives: days, events, closures and costs.

    Attributes
    ----------
    scenario : AgeSector
    response : Response or None
    """

    def __init__(self, handle: Any, scenario: AgeSector, response: Optional[Response]) -> None:
        self.scenario = scenario
        self.response = response
        self._outcomes = rix_raw.rix_course_outcomes(handle)
        self._days = rix_raw.rix_course_days(handle)
        self._columns = [rix_raw.rix_course_column_name(handle, i)
                         for i in range(self._days.shape[1])]
        self._events = [rix_raw.rix_course_event_at(handle, i)
                        for i in range(rix_raw.rix_course_event_count(handle))]
        self._periods = [rix_raw.rix_course_period_at(handle, i)
                         for i in range(rix_raw.rix_course_period_count(handle))]
        self._sectors = rix_raw.rix_course_sector_costs(handle)
        self._fiscal = rix_raw.rix_course_fiscal(handle)

    @property
    def outcomes(self) -> pd.Series:
        """The outcomes by name; units stand in ``scenario.outcomes``. Less is better."""
        return pd.Series(self._outcomes.copy(), index=self.scenario.outcomes.index)

    def frame(self) -> pd.DataFrame:
        """The days, index ``day``: every compartment by age, counters so far, reproduction number and flags."""
        table = pd.DataFrame(self._days.copy(), columns=self._columns).set_index("day")
        for name in ("regime", "vaccinating", "overflow"):
            table[name] = table[name].astype(int)
        return table

    def totals(self) -> pd.DataFrame:
        """The days, index ``day``: every compartment and counter summed over ages."""
        ages = self.scenario._params["country"]["age_names"]
        table = self.frame()
        stems = [name[:-len(ages[0]) - 1] for name in table.columns[:11 * len(ages):len(ages)]]
        return pd.DataFrame({stem: table[[f"{stem}_{age}" for age in ages]].sum(axis=1)
                             for stem in stems})

    @property
    def events(self) -> pd.DataFrame:
        """What happened: columns ``time``, ``event`` and ``regime`` (of the response, from 0)."""
        return pd.DataFrame(self._events, columns=["time", "event", "regime"])

    @property
    def closures(self) -> pd.DataFrame:
        """Stretches of days under a response: columns ``start``, ``end`` and ``regime``."""
        return pd.DataFrame(self._periods, columns=["start", "end", "regime"])

    @property
    def sector_costs(self) -> pd.DataFrame:
        """What closures and absences cost, by sector."""
        return pd.DataFrame(self._sectors.copy(), columns=["closures", "absences"],
                            index=self.scenario.country.sectors.index)

    @property
    def fiscal(self) -> Optional[pd.Series]:
        """Fiscal quantities of the preset "daedalus_0_3"; None otherwise."""
        return None if self._fiscal is None else pd.Series(self._fiscal)

    def plot(self, *, axes: Optional[Sequence["Axes"]] = None) -> Sequence["Axes"]:
        """The infectious, people in hospital and the dead by day, days under a response shaded.

        Parameters
        ----------
        axes : three matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        from ._plot import plot_course
        return plot_course(self, axes)

    def _repr_html_(self) -> str:
        return self.outcomes.to_frame("value").to_html()

    def __repr__(self) -> str:
        return f"<Course of {self.scenario!r}>\n{self.outcomes.to_string()}"
