"""A country: its people, their contacts, work and income."""
from __future__ import annotations

import math
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._table import known_keys
from .errors import DimensionError, InvalidArgumentError, NotFoundError

if TYPE_CHECKING:
    from .age_sector import AgeSector
    from .scenario import PlannerSIR

__all__ = ["Country"]

_Vector = Union[Sequence[float], np.ndarray, pd.Series]
_Which = Union[str, int, None]

# Fields that are arrays, with their number of dimensions.
_ARRAYS = {"population": 1, "life_years": 1, "contacts": 2, "workers": 1, "output": 1,
           "workplace": 1, "consumers": 2}


class Country:
    """People by age, their contacts, and workers and output by economic sector: any numbers of each.

    Output is counted at one currency and price basis (market rates, say) and income at another
    (purchasing power); ``conversion`` turns the first into the second, and all costs of an
    :class:`AgeSector` are on the second.

    Parameters
    ----------
    population : sequence
        Persons by age group.
    life_years : sequence
        Remaining life expectancy by age group, in years.
    contacts : ages x ages
        Contacts a day of one of the row's group with the column's, at home, in school and in the
        community, not at work.
    workers : sequence
        By sector, each > 0.
    output : sequence
        Gross value added a day by sector.
    workplace : sequence
        Contacts a day of a worker with workers of the sector.
    consumers : sectors x ages, optional
        Contacts a day of a worker with consumers by age; default: ``workplace`` shared out by population.
    ages, sectors : sequence of str, optional
        Names; default: the index of ``population`` and of ``workers`` if they are Series, else "1", "2" ...
    working_age, school_age, education : str or int, optional
        The age group of all workers, that of pupils, and the sector that is education: a name, or a
        position from 0. Default: the groups "20-64" and "5-19" if there are such, and no education.
    school_contacts : float
        Share of pupils' contacts with pupils that school makes.
    hospital_capacity : float
        Beds that an epidemic may fill.
    income : float
        National income a person and year.
    conversion : float, optional
        Currency of costs per unit of output's; default: what makes a year's output equal to income times
        population.
    output_currency, income_currency : str
        Of output, and of costs.
    output_unit : float
        How many units of income's currency are one of the costs': 1e6 for millions.
    name, code : str, optional

    See Also
    --------
    Country.read : from a folder of small CSV files
    """

    def __init__(self, *, population: _Vector, life_years: _Vector, contacts: Any, workers: _Vector,
                 output: _Vector, workplace: _Vector, consumers: Optional[Any] = None,
                 ages: Optional[Sequence[str]] = None, sectors: Optional[Sequence[str]] = None,
                 working_age: _Which = None, school_age: _Which = None, education: _Which = None,
                 school_contacts: float = 0.6, hospital_capacity: float = math.inf,
                 income: float = 0.0, conversion: Optional[float] = None,
                 output_currency: str = "million USD",
                 income_currency: str = "million international dollars",
                 output_unit: float = 1e6, name: Optional[str] = None,
                 code: Optional[str] = None) -> None:
        given = {"population": population, "life_years": life_years, "contacts": contacts,
                 "workers": workers, "output": output, "workplace": workplace,
                 "consumers": consumers}
        record = {key: _array(value, key) for key, value in given.items() if value is not None}
        record["age_names"] = _names(ages, population, len(record["population"]))
        record["sector_names"] = _names(sectors, workers, len(record["workers"]))
        groups = record["age_names"]
        record["working_age"] = _position(
            working_age if working_age is not None else "20-64", groups, "working_age")
        if school_age is None and "5-19" in groups:
            school_age = "5-19"
        record["school_age"] = _position(school_age, groups, "school_age")
        record["education"] = _position(education, record["sector_names"], "education")
        record.update(school_contacts=school_contacts, hospital_capacity=hospital_capacity,
                      income=income, conversion=conversion, output_currency=output_currency,
                      income_currency=income_currency, output_unit=output_unit, name=name, code=code)
        self._record = {key: value for key, value in record.items() if value is not None}

    # --------------------------------------------------------------------------- from files --

    @classmethod
    def read(cls, path: Union[str, pathlib.Path], **changes: Any) -> "Country":
        """A country from a folder of four CSV files.

        ``age_groups.csv``: ``age_group``, ``population``, ``life_expectancy_years``.
        ``contact_matrix.csv``: a row a group in that order; the first column names it, the others are its
        contacts a day with each group.
        ``sectors.csv``: ``sector``, ``workers`` (or ``workers_data``), ``gva_million_dollars_per_day`` and
        ``contacts_workplace``; optionally ``is_education`` (1 for one sector).
        ``scalars.csv``: one row with ``hospital_capacity`` and ``gni_per_capita_intl_dollars``; optionally
        ``name``, ``iso3``, ``conversion``, ``output_currency`` and ``income_currency``.
        ``consumer_contacts.csv``, optional: a row a sector, the first column its name, then contacts a day of
        a worker with consumers of each age group.

        Other columns are not read. Of 45 sectors the 41st is education, unless ``is_education`` says which.

        Parameters
        ----------
        path : path
        **changes
            What the constructor takes, in place of what the files say.

        Raises
        ------
        NotFoundError
            A file or column that is not there.
        """
        folder = pathlib.Path(path)
        ages, contacts = _file(folder, "age_groups.csv"), _file(folder, "contact_matrix.csv")
        sectors, scalars = _file(folder, "sectors.csv"), _file(folder, "scalars.csv")
        people, work = "age_groups.csv", "sectors.csv"
        fields = {
            "ages": [str(each) for each in _column(ages, people, "age_group")],
            "population": _column(ages, people, "population"),
            "life_years": _column(ages, people, "life_expectancy_years"),
            "contacts": contacts.iloc[:, 1:].to_numpy(dtype=np.float64),
            "sectors": [str(each) for each in _column(sectors, work, "sector")],
            "workers": _column(sectors, work, "workers", "workers_data"),
            "output": _column(sectors, work, "gva_million_dollars_per_day", "output"),
            "workplace": _column(sectors, work, "contacts_workplace"),
            "education": _education(sectors),
            "hospital_capacity": float(_column(scalars, "scalars.csv", "hospital_capacity")[0]),
            "income": float(_column(scalars, "scalars.csv", "gni_per_capita_intl_dollars")[0]),
        }
        if (folder / "consumer_contacts.csv").exists():
            consumers = _file(folder, "consumer_contacts.csv")
            fields["consumers"] = consumers.iloc[:, 1:].to_numpy(dtype=np.float64)
        for key, column in (("name", "name"), ("code", "iso3"), ("conversion", "conversion"),
                            ("output_currency", "output_currency"),
                            ("income_currency", "income_currency")):
            if column in scalars.columns:
                value = scalars[column].iloc[0]
                fields[key] = float(value) if key == "conversion" else str(value)
        return cls(**{**fields, **changes})

    # ------------------------------------------------------------------------------- reading --

    def replace(self, **changes: Any) -> "Country":
        """The country with some fields changed, as the constructor takes them."""
        names = {"age_names": "ages", "sector_names": "sectors"}
        fields = {names.get(key, key): value for key, value in self._record.items()}
        known_keys(changes, tuple(Country.__init__.__kwdefaults__ or ()) + (
            "population", "life_years", "contacts", "workers", "output", "workplace"), "replace")
        return type(self)(**{**fields, **changes})

    @property
    def name(self) -> str:
        """What it is called."""
        return self._record.get("name") or self._record.get("code") or "country"

    @property
    def ages(self) -> pd.DataFrame:
        """People: index ``age``; columns ``population`` and ``life_years``."""
        return pd.DataFrame({"population": self._record["population"],
                             "life_years": self._record["life_years"]},
                            index=pd.Index(self._record["age_names"], name="age"))

    @property
    def contacts(self) -> pd.DataFrame:
        """Contacts a day outside work: of the row's age group with the column's."""
        names = self._record["age_names"]
        return pd.DataFrame(self._record["contacts"].copy(), index=names, columns=names)

    @property
    def sectors(self) -> pd.DataFrame:
        """Work: index ``sector``; columns ``workers``, ``output`` and ``workplace``."""
        return pd.DataFrame({key: self._record[key] for key in ("workers", "output", "workplace")},
                            index=pd.Index(self._record["sector_names"], name="sector"))

    @property
    def params(self) -> dict:
        """All fields, as C reads them; a new dict of new arrays."""
        return {key: value.copy() if isinstance(value, (np.ndarray, list)) else value
                for key, value in self._record.items()}

    # ----------------------------------------------------------------------------- scenarios --

    def age_sector(self, pathogen: Union[str, Mapping[str, Any]], **params: Any) -> "AgeSector":
        """The epidemic by age and sector here: ``AgeSector(self, pathogen, **params)``."""
        from .age_sector import AgeSector
        return AgeSector(self, pathogen, **params)

    def planner_sir(self, pathogen: Union[str, Mapping[str, Any]], **options: float) -> "PlannerSIR":
        """A planner's SIR whose groups are the age groups: a first look, without beds and incubation.

        Contacts outside work and at work (with colleagues and consumers, in the mean over the working age)
        make the mixing, ``r0`` over its spectral radius the transmission, admission and fatality in hospital
        the fatality, and output over people of working age the productivity.

        Parameters
        ----------
        pathogen : str or mapping
            As :class:`AgeSector` takes it.
        **options
            ``infected`` (share of every group at the start, 1e-4), ``effect`` (share of contacts that lockdown
            stops, 0.75), ``lockdown_cost`` (share of output lost under full lockdown, 0.6),
            ``lockdown_max`` (0.7), ``work_years`` (length of working life, in which a death comes half-way,
            45), ``interest`` (a year, 0.03), ``period`` (days, 7), ``periods`` (78) and ``steps`` (7).

        Returns
        -------
        PlannerSIR
            Its parts are ``params``, to be changed by ``replace``. Time is in days, money in the currency of
            income.
        """
        from .age_sector import pathogen_record
        from .scenario import PlannerSIR
        known_keys(options, ("infected", "effect", "lockdown_cost", "lockdown_max", "work_years",
                             "interest", "period", "periods", "steps"), "planner_sir")
        params = rix_raw.rix_country_planner(self._record, pathogen_record(pathogen), options)
        return PlannerSIR(**params, title=f"Planner's SIR by age: {self.name}")

    def __repr__(self) -> str:
        people = float(np.sum(self._record["population"]))
        return (f"<Country {self.name!r}: {people:,.0f} people of {len(self._record['age_names'])} "
                f"age groups, {len(self._record['sector_names'])} sectors>")


def _from_record(record: dict) -> Country:
    """A country from the record that C gives."""
    country = Country.__new__(Country)
    country._record = {key: value for key, value in record.items() if value is not None}
    return country


def _array(value: Any, key: str) -> np.ndarray:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{key}: numbers expected", arg=key) from None
    if array.ndim != _ARRAYS[key]:
        raise DimensionError(f"{key}: {_ARRAYS[key]} dimension(s) expected, not {array.ndim}",
                             arg=key)
    return array


def _names(given: Optional[Sequence[str]], values: Any, count: int) -> list[str]:
    if given is not None:
        return [str(each) for each in given]
    if isinstance(values, pd.Series) and not isinstance(values.index, pd.RangeIndex):
        return [str(each) for each in values.index]
    return [str(i + 1) for i in range(count)]


def _position(which: _Which, names: list[str], key: str) -> Optional[int]:
    if which is None or isinstance(which, (int, np.integer)):
        return which if which is None else int(which)
    if which in names:
        return names.index(which)
    raise NotFoundError(f"{key}: there is no '{which}'; there are {', '.join(names)}", arg=key)


def _file(folder: pathlib.Path, name: str) -> pd.DataFrame:
    path = folder / name
    if not path.exists():
        raise NotFoundError(f"path: there is no {name} in {folder}", arg="path")
    return pd.read_csv(path, float_precision="round_trip")


def _column(table: pd.DataFrame, file: str, *names: str) -> np.ndarray:
    """The first of the columns that is there."""
    for name in names:
        if name in table.columns:
            return table[name].to_numpy()
    raise NotFoundError(f"path: {file} has no column '{names[0]}'", arg="path")


def _education(sectors: pd.DataFrame) -> Optional[int]:
    if "is_education" in sectors.columns:
        found = np.flatnonzero(sectors["is_education"].to_numpy() == 1)
        return int(found[0]) if len(found) else None
    return 40 if len(sectors) == 45 else None
