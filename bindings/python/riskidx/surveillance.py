"""The indicators that zone rules need, from counts of cases, tests and deaths.

Every function takes and gives back the same shape: a Series with dates as its index (one unit), a Series
with a MultiIndex of units and dates (long), or a DataFrame with dates down and units across (wide). Dates
are real ones (datetime64, periods, datetime.date), or whole numbers of periods, in order and without gaps;
:func:`insert_holes` puts in what is missing. Windows are counted in periods: days, where the dates are days.
NaN, None and pandas.NA are missing and nothing is made up for them unless a named option says so. Errors
name the unit, the date and the value.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional, Sequence

import numpy as np
import pandas as pd

from . import rix_raw
from ._panel import Grid, RowLabels, insert_holes, read_panel
from ._table import labels, numbers_of
from .errors import DimensionError, DomainError, InvalidArgumentError, NotFoundError

__all__ = ["days_since_case", "doubling_time", "growth", "incidence", "insert_holes", "moving_mean",
           "new_counts", "positivity", "reproduction_number", "trend"]


def _each(data: Any, what: str, compute: Callable[..., np.ndarray], *options: Any) -> Any:
    """A function of a panel applied to a table."""
    grid, panel = read_panel(data, what)
    return _give(grid, data, compute, panel, *options)


def _give(grid: Grid, data: Any, compute: Callable[..., np.ndarray], *arguments: Any) -> Any:
    with grid.naming():
        return grid.table(compute(*arguments, grid.shape), getattr(data, "name", None))


def new_counts(cumulative: Any, holes: str = "keep", corrections: str = "error",
               batches: str = "keep") -> Any:
    """New counts of each period from cumulative ones.

    The count of the first period present is taken as new only if it is 0; otherwise it is missing, since
    what came before is unknown. Holes are treated first, then corrections, then batches.

    Parameters
    ----------
    cumulative : Series or DataFrame
        >= 0.
    holes : {"keep", "linear", "carry"}
        Missing periods between two that are present: new counts of the hole and of the next period are
        missing; interpolated between its ends; or the last count goes on, and the next period gets the
        whole rise. Missing periods at either end stay.
    corrections : {"error", "keep", "zero", "spread"}
        A decrease: an error that names unit and date; negative new counts; no new counts in that period,
        so that new counts add up to more than the last cumulative one; or earlier new counts are lowered
        in proportion, back to the last period whose cumulative count does not exceed the corrected one.
    batches : {"keep", "spread"}
        One to six periods of zero new counts followed by a positive count, as after weekends: as they are,
        or the count is divided equally over those periods and its own.

    Raises
    ------
    DomainError
        A negative or infinite count, or a decrease under "error".
    NotFoundError
        No such option; the message lists them.
    """
    options = {"holes": holes, "corrections": corrections, "batches": batches}
    return _each(cumulative, "cumulative", rix_raw.rix_new_counts, options)


def incidence(counts: Any, population: Any, window: int = 14) -> Any:
    """New counts of the last ``window`` periods per 100,000 people, each period.

    With 14 days it is the ECDC's 14-day notification rate. Missing where a count of the window is missing
    or the window begins before the data.

    Parameters
    ----------
    counts : Series or DataFrame
        New counts; negative ones (corrections kept) are added as they are.
    population : number, Series or dict
        People, >= 1: by unit; a number for one unit; or a Series with the index of ``counts`` that does not
        change within a unit. Units that it has and the counts have not are ignored.
    window : int
        Periods, >= 1.

    Raises
    ------
    DomainError
        A population that is missing or below 1; the message names the unit.
    NotFoundError
        A unit without a population.
    """
    grid, panel = read_panel(counts, "counts")
    people = _population(population, grid)
    return _give(grid, counts, rix_raw.rix_incidence, panel, people, window)


def moving_mean(counts: Any, window: int = 7) -> Any:
    """Mean of the last ``window`` periods, each period; missing as for :func:`incidence`.

    Parameters
    ----------
    counts : Series or DataFrame
    window : int
        Periods, >= 1.
    """
    return _each(counts, "counts", rix_raw.rix_moving_mean, window)


def positivity(positive: Any, tests: Any, window: int = 7) -> Any:
    """Positive tests of the last ``window`` periods in per cent of all tests of them.

    Missing where a count is missing or there were no tests.

    Parameters
    ----------
    positive, tests : Series or DataFrame
        New positive tests and new tests (>= 0): tables of one index and the same units.
    window : int
        Periods, >= 1.
    """
    grid, panel = read_panel(positive, "positive")
    other, all_tests = read_panel(tests, "tests")
    if not (other.kind == grid.kind and other.index.equals(grid.index) and (
            grid.kind != "wide" or other.units.equals(grid.units))):
        raise DimensionError("tests: other dates or units than those of the positive tests, or in another "
                             "order", arg="tests")
    return _give(grid, positive, rix_raw.rix_positivity, panel, all_tests, window)


def doubling_time(cumulative: Any, window: int = 7) -> Any:
    """Doubling time of cumulative counts C over a window: ``window ln 2 / ln(C(t) / C(t - window))``.

    In periods. Infinite where C(t) = C(t - window) > 0; missing where C(t - window) = 0, either is missing,
    or C fell.

    Parameters
    ----------
    cumulative : Series or DataFrame
        >= 0.
    window : int
        Periods, >= 1.
    """
    return _each(cumulative, "cumulative", rix_raw.rix_doubling_time, window)


def days_since_case(counts: Any) -> Any:
    """Periods since the last case: 0 in a period with new cases, infinite where there never was one.

    A missing count may have been a case: missing from there until the next case.

    Parameters
    ----------
    counts : Series or DataFrame
        New cases, >= 0.
    """
    return _each(counts, "counts", rix_raw.rix_days_since_case)


def growth(counts: Any, window: int = 7) -> Any:
    """New counts of the last ``window`` periods divided by those of the ``window`` before, minus 1.

    0.5 is 50 % more. Infinite where the earlier sum is 0 and the later is not; missing where both are, a
    count is missing, or kept corrections make the earlier sum negative.

    Parameters
    ----------
    counts : Series or DataFrame
        New counts.
    window : int
        Periods, >= 1.
    """
    return _each(counts, "counts", rix_raw.rix_growth, window)


def trend(values: Any, window: int = 14) -> Any:
    """Theil-Sen slope over the last ``window`` periods: the median of the slopes of all pairs (Sen 1968).

    Per period. Missing where the window begins before the data or fewer than half of its values, or fewer
    than two, are present.

    Parameters
    ----------
    values : Series or DataFrame
    window : int
        Periods, >= 2.
    """
    return _each(values, "values", rix_raw.rix_trend, window)


def reproduction_number(counts: Any, si_mean: Optional[float] = None, si_sd: Optional[float] = None, *,
                        si: Optional[Sequence[float]] = None, window: int = 7, prior_mean: float = 5.0,
                        prior_sd: float = 5.0, level: float = 0.95) -> pd.DataFrame:
    """Instantaneous reproduction number with its credible interval (Cori et al. 2013, as in EpiEstim).

    A serial interval must be stated: by its mean and standard deviation, or as a distribution. A unit's
    series begins with its first count present, which is taken as imported. Missing before, until more
    periods have been seen than the serial interval's mean, and where a count of the window or an earlier
    one within reach is missing: treat holes first. Where there are no cases the posterior is the prior,
    which says little: look at the interval.

    Parameters
    ----------
    counts : Series or DataFrame
        New cases, >= 0.
    si_mean, si_sd : float
        Serial interval, in periods: mean > 1 and standard deviation of a discretised gamma shifted by 1.
    si : sequence of float
        Or its distribution at 0, 1, 2 ... periods, which adds up to 1, with ``si[0]`` = 0.
    window : int
        Periods of the sliding window, >= 1.
    prior_mean, prior_sd : float
        Gamma prior of the number.
    level : float
        Of the central credible interval, in (0, 1).

    Returns
    -------
    DataFrame
        Columns ``mean``, ``low``, ``high`` with the index of ``counts``. For a wide table the columns are
        these by unit, so that ``result["mean"]`` is a table like ``counts``.
    """
    if si is not None and (si_mean is not None or si_sd is not None):
        raise InvalidArgumentError("si: not together with si_mean and si_sd", arg="si")
    grid, panel = read_panel(counts, "counts")
    options = {"window": window, "prior_mean": prior_mean, "prior_sd": prior_sd, "level": level}
    given = {"si_mean": si_mean, "si_sd": si_sd,
             "si": None if si is None else np.array(si, dtype=np.float64)}
    options.update({key: value for key, value in given.items() if value is not None})
    with grid.naming():
        found = rix_raw.rix_reproduction_number(panel, options, grid.shape, grid.shape, grid.shape)
    return pd.concat({name: grid.table(each) for name, each in zip(("mean", "low", "high"), found)},
                     axis=1)


# ---------------------------------------------------------------------------------- population --

def _population(population: Any, grid: Grid) -> np.ndarray:
    """People of each unit of the grid."""
    if isinstance(population, pd.DataFrame):
        raise InvalidArgumentError("population: a Series or a dict by unit expected, not a table",
                                   arg="population")
    if isinstance(population, pd.Series) and grid.kind != "wide" and len(grid.index) and (
            population.index.equals(grid.index)):
        return _steady(grid.matrix(numbers_of(population, "population", RowLabels(grid.index))), grid)
    if isinstance(population, (Mapping, pd.Series)):
        series = population if isinstance(population, pd.Series) else pd.Series(population, dtype=object)
        absent = [k for k, unit in enumerate(grid.units) if unit not in series.index]
        if absent:
            raise NotFoundError(f"population: none for unit {grid.unit_label(absent[0])!r}",
                                arg="population", row=absent[0])
        if series.index.has_duplicates:
            twice = labels(series.index[series.index.duplicated()])[0]
            raise InvalidArgumentError(f"population: unit {twice!r} is there twice", arg="population")
        return numbers_of(series.loc[grid.units], "population", labels(grid.units))
    if np.ndim(population) == 0 and len(grid.units) == 1:
        return np.array([population], dtype=np.float64)
    raise InvalidArgumentError(f"population: a Series or a dict by unit expected for {len(grid.units)} "
                               "units", arg="population")


def _steady(panel: np.ndarray, grid: Grid) -> np.ndarray:
    """The population of units from one on every row."""
    changed = np.flatnonzero((panel != panel[:, :1]).any(axis=1) & ~np.isnan(panel).all(axis=1))
    if len(changed):
        row = int(changed[0])
        raise DomainError(f"population: that of unit {grid.unit_label(row)!r} changes from date to date",
                          arg="population", row=row)
    return panel[:, 0]
