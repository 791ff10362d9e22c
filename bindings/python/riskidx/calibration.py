"""Parameters of a scenario fitted to series of deaths, cases or admissions."""
from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._progress import reporting
from .errors import InvalidArgumentError, NotFoundError
from .scenario import Scenario, _checked, _schedule

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Calibration", "Fit", "Series", "calibrate", "log_likelihood"]


@dataclass(frozen=True)
class Series:
    """What is seen of some states.

    Parameters
    ----------
    states : str or sequence of str
        States whose sum is seen, by their names; ``dead_*`` stands for all that begin so.
    seen : {"increase", "level"}
        How much the sum grew in the periods of a value (new deaths, from ``dead_*``), or the sum at their end
        (people in hospital).
    every : int
        Periods to a value.
    likelihood : {"poisson", "negative_binomial", "gaussian"}
        What is seen has the variance m of its expectation m, m + m^2 / dispersion, or dispersion^2.
    share : float
        Share that is reported: expected is this times what the model says.
    dispersion : float
    """

    states: Union[str, Sequence[str]]
    seen: str = "increase"
    every: int = 1
    likelihood: str = "poisson"
    share: float = 1.0
    dispersion: float = 10.0

    def _record(self, name: str, values: np.ndarray, known: Sequence[str]) -> dict:
        numbers = []
        for pattern in [self.states] if isinstance(self.states, str) else self.states:
            found = [k for k, state in enumerate(known) if fnmatch.fnmatchcase(state, pattern)]
            if not found:
                raise NotFoundError(f"{name}: no state {pattern!r}; there are {', '.join(known)}", arg="states")
            numbers += found
        return {"name": name, "values": values, "states": np.array(numbers, dtype=float), "seen": self.seen,
                "every": self.every, "likelihood": self.likelihood, "share": float(self.share),
                "dispersion": float(self.dispersion)}


@dataclass(frozen=True)
class Fit:
    """How a number is fitted.

    Parameters
    ----------
    start : float, optional
        Default: its value in the scenario or series.
    low, high : float, optional
        Default: what the model accepts. Where low > 0 it is searched on a logarithmic scale.
    prior : {"none", "normal", "log_normal"}
    mean, sd : float
        Of the prior; of "log_normal" those of the logarithm.
    """

    start: Optional[float] = None
    low: Optional[float] = None
    high: Optional[float] = None
    prior: str = "none"
    mean: float = 0.0
    sd: float = 1.0


class _Problem:
    """What is fitted to what, as the extension takes it."""

    def __init__(self, scenario: Scenario, observed: Any, fit: Any, series: Any, policy: Any) -> None:
        self.scenario = _checked(scenario)
        self.schedule = _schedule(scenario, policy)
        self.values = _observed(observed)
        given = {name: series for name in self.values} if isinstance(series, Series) else dict(series)
        missing = [name for name in self.values if name not in given]
        if missing:
            raise NotFoundError(f"series: nothing says which states {missing[0]!r} is about", arg="series")
        self.series = {name: given[name] for name in self.values}
        tags = [f"s{k}" for k in range(len(self.values))]
        records = [self.series[name]._record(name, values, scenario.states) for name, values in self.values.items()]
        self.record: dict = {"of": tags, **dict(zip(tags, records))}
        self.fits = {name: Fit(start=each) if isinstance(each, (int, float)) else each or Fit()
                     for name, each in (fit if isinstance(fit, Mapping) else dict.fromkeys(fit)).items()}

    def fit_record(self) -> dict:
        places = [self._find(name) for name in self.fits]

        def column(key: str) -> np.ndarray:
            return np.array([getattr(fit, key) for fit in self.fits.values()], dtype=np.float64)
        return {"kind": [kind for kind, _ in places], "number": np.array([k for _, k in places], dtype=float),
                "start": column("start"), "low": column("low"), "high": column("high"),
                "prior": [fit.prior for fit in self.fits.values()], "a": column("mean"), "b": column("sd")}

    def _find(self, name: str) -> tuple:
        """Kind and number of a parameter, ``share`` or ``dispersion`` (of the only series, or ``share_<series>``)."""
        parameters = list(self.scenario.parameters.index)
        if name in parameters:
            return "parameter", parameters.index(name)
        for kind in ("share", "dispersion"):
            for k, series in enumerate(self.values):
                if name == f"{kind}_{series}" or (name == kind and len(self.values) == 1):
                    return kind, k
        raise NotFoundError(f"fit: no {name!r}; there are {', '.join(parameters)}, share and dispersion", arg="fit")

    def likelihood(self, at: Sequence[float]) -> tuple:
        size = sum(len(values) for values in self.values.values())
        value, gradient, expected = rix_raw.rix_log_likelihood(
            self.scenario._handle, self.schedule, self.record, self.fit_record(), np.asarray(at, dtype=np.float64),
            (1, 2), (1, len(self.fits)), (size, 1))
        return value[0], gradient[0], expected[:, 0]


def _observed(observed: Any) -> dict:
    if isinstance(observed, pd.DataFrame):
        observed = {str(name): observed[name] for name in observed}
    elif isinstance(observed, pd.Series):
        observed = {str(observed.name) if observed.name is not None else "observed": observed}
    elif not isinstance(observed, Mapping):
        observed = {"observed": observed}
    return {str(name): pd.to_numeric(pd.Series(np.ravel(values)), errors="raise").to_numpy(dtype=np.float64)
            for name, values in observed.items()}


class Calibration:
    """What :func:`calibrate` gives.

    Attributes
    ----------
    converged : bool
        Look at it first: without it there are no standard errors.
    message : str
        How the search ended.
    log_likelihood, log_posterior, gradient_norm : float
    iterations : int
    estimates : DataFrame
        By what was fitted: estimate, se, low and high of the interval, and whether a bound holds it.
    covariance : DataFrame
    searches : DataFrame
        Where each search ended, the logarithm of its posterior, and how.
    scenario : Scenario
        With the parameters that were found.
    """

    def __init__(self, problem: _Problem, estimates: np.ndarray, covariance: np.ndarray, searches: np.ndarray,
                 result: dict, level: float) -> None:
        names = list(problem.fits)
        self._problem, self._level = problem, level
        self.converged: bool = result["converged"]
        self.message: str = _MESSAGES[result["end"]]
        self.log_likelihood: float = result["log_likelihood"]
        self.log_posterior: float = result["log_posterior"]
        self.gradient_norm: float = result["gradient_norm"]
        self.iterations: int = result["iterations"]
        self.estimates = pd.DataFrame(estimates, index=names, columns=["estimate", "se", "low", "high"])
        self.estimates["at_bound"] = np.isnan(estimates[:, 1]) & self.converged
        self.covariance = pd.DataFrame(covariance, index=names, columns=names)
        self.searches = pd.DataFrame(searches[:, :-1], columns=names + ["log_posterior"])
        self.searches["end"] = [_ENDS[int(k)] for k in searches[:, -1]]
        found = self.estimates["estimate"]
        self.scenario = problem.scenario.with_parameters(
            **{name: float(found[name]) for name in names if problem._find(name)[0] == "parameter"})

    @property
    def fitted(self) -> pd.DataFrame:
        """What was seen and what is expected, by series and by the time at which each value ends."""
        _, _, expected = self._problem.likelihood(self.estimates["estimate"].to_numpy())
        parts, at = {}, 0
        for name, values in self._problem.values.items():
            step = self._problem.series[name].every * self._problem.scenario.period
            parts[name] = pd.DataFrame({"observed": values, "expected": expected[at:at + len(values)]},
                                       index=pd.Index(np.arange(1, len(values) + 1) * step, name="time"))
            at += len(values)
        return pd.concat(parts, names=["series"])

    def profile(self, name: str, values: Sequence[float]) -> pd.Series:
        """The logarithm of the posterior at given values of one number, all others fitted anew: its profile."""
        problem = self._problem
        if name not in problem.fits:
            raise NotFoundError(f"profile: {name!r} was not fitted", arg="name")
        others = {key: Fit(float(self.estimates["estimate"][key]), each.low, each.high, each.prior, each.mean, each.sd)
                  for key, each in problem.fits.items() if key != name}
        own = problem.fits[name]
        heights = []
        for value in values:
            at = float(value)
            narrow = Fit(at, at - 1e-12 * max(abs(at), 1e-300), at + 1e-12 * max(abs(at), 1e-300), own.prior, own.mean, own.sd)
            heights.append(calibrate(problem.scenario, problem.values, {**others, name: narrow}, problem.series,
                                     problem.schedule).log_posterior)
        return pd.Series(heights, index=pd.Index(np.asarray(values, dtype=float), name=name), name="log_posterior")

    def plot(self, *, axes: Any = None) -> Any:
        """What was seen and what is expected, one picture a series."""
        from ._plot_ensemble import plot_fitted
        return plot_fitted(self.fitted, self.scenario, axes)

    def __repr__(self) -> str:
        state = "converged" if self.converged else "NOT CONVERGED"
        return f"<Calibration: {state}, log-likelihood {self.log_likelihood:.6g}; {self.message}>\n{self.estimates.to_string()}"


_MESSAGES = {
    "converged": "no gain is left, and the curvature there is sound",
    "iterations": "as many iterations as were allowed",
    "stalled": "no step gains, though the slope says that some should",
    "flat": "the data do not tell the numbers apart",
    "impossible": "what was seen cannot be at the start",
}
_ENDS = tuple(_MESSAGES)


def calibrate(scenario: Scenario, observed: Any, fit: Any, series: Union[Series, Mapping[str, Series]],
              policy: Any = None, *, starts: int = 1, seed: int = 0, max_iterations: int = 200, tolerance: float = 1e-9,
              level: float = 0.95, allow_inexact: bool = False, threads: int = 0, progress: Any = None) -> Calibration:
    """Finds the parameters that make what was seen likeliest.

    Newton's method within bounds, by the exact gradients of the discrete adjoint (the scenario runs by its fixed steps).

    Parameters
    ----------
    scenario : Scenario
    observed : Series, DataFrame, mapping or array
        One column a series; value i is of the periods i * every to (i + 1) * every - 1. Missing values are left out.
    fit : mapping or list of names
        What is fitted: parameters of the scenario (:attr:`Scenario.parameters`), ``share`` and ``dispersion`` (with several
        series ``share_<series>``); each with a :class:`Fit`, a start, or None.
    series : Series or mapping by column
        What the columns are about.
    policy
        As for :func:`simulate`.
    starts : int
        Searches: the first from the starts given, others from drawn ones; the best is kept.
    seed : int
        Of those.
    max_iterations : int
        Of each search.
    tolerance : float
        Gain in the logarithm of the posterior that is no longer worth a step.
    level : float
        Of the intervals, which are symmetric on the scale of the search.
    allow_inexact : bool
        Whether a gradient that is not exact will do.
    threads : int
        0: all cores; searches share them. They do not change a bit.
    progress : callable or bool, optional

    Returns
    -------
    Calibration
        A search that does not converge is no error: look at ``converged`` and ``message``.

    Raises
    ------
    NotFoundError
        No such state or parameter.
    DomainError, DimensionError, MissingDataError
        Negative counts, bounds that cannot be, more values than periods, nothing seen at all.
    NumericError
        What was seen cannot be at any start.

    Examples
    --------
    >>> c = rx.calibrate(sc, deaths, ["transmission", "infected_1"], rx.Series("dead_*"))
    >>> c.converged, c.estimates, c.plot()
    """
    problem = _Problem(scenario, observed, fit, series, policy)
    n = len(problem.fits)
    with reporting(progress) as report:
        options = {"starts": starts, "seed": seed, "max_iterations": max_iterations, "tolerance": tolerance,
                   "level": level, "allow_inexact": allow_inexact, "threads": threads, "progress": report}
        parts = rix_raw.rix_calibrate(scenario._handle, problem.schedule, problem.record, problem.fit_record(), options,
                                      (n, 4), (n, n), (starts, n + 2))
    return Calibration(problem, *parts, level)


def log_likelihood(scenario: Scenario, observed: Any, at: Mapping[str, float],
                   series: Union[Series, Mapping[str, Series]], policy: Any = None) -> tuple[float, pd.Series]:
    """The logarithm of the likelihood of what was seen at values of what may be fitted, and its gradient.

    Parameters
    ----------
    scenario, observed, series, policy
        As for :func:`calibrate`.
    at : mapping
        Values by name.

    Returns
    -------
    tuple of float and Series
        -Inf and NaN where what was seen cannot be.
    """
    problem = _Problem(scenario, observed, list(at), series, policy)
    value, gradient, _ = problem.likelihood(list(at.values()))
    return float(value[0]), pd.Series(gradient, index=list(at))
