"""A scenario run over many draws of its parameters."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._progress import reporting
from ._shards import run_on_client
from .age_sector import AgeSector, Response
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .scenario import Scenario, _checked, _schedule

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Distribution", "Ensemble", "ensemble"]


@dataclass(frozen=True)
class Distribution:
    """How a parameter is distributed.

    Parameters
    ----------
    low, high : float
        Of "uniform" and "log_uniform", and the ends of "triangular".
    distribution : {"uniform", "log_uniform", "triangular", "normal"}
    mode : float, optional
        Of "triangular"; default: the middle.
    mean, sd : float
        Of "normal".
    """

    low: float = 0.0
    high: float = 1.0
    distribution: str = "uniform"
    mode: Optional[float] = None
    mean: float = 0.0
    sd: float = 1.0

    def _abc(self) -> tuple:
        if self.distribution == "normal":
            return self.mean, self.sd, 0.0
        return self.low, self.high, (self.low + self.high) / 2 if self.mode is None else self.mode


class _Job:
    """All that a draw depends on; goes to other processes as it is."""

    def __init__(self, scenario: Scenario, names: list[str], draws: np.ndarray, policy: Any, states: list[str],
                 times: Optional[np.ndarray], skip_failures: bool) -> None:
        known, columns = list(scenario.parameters.index), scenario.states
        self.scenario = scenario
        self.names, self.draws, self.states = names, draws, states
        self.params = np.array([_place(name, known, "parameters") for name in names], dtype=float)
        self.times = np.arange(scenario.periods + 1) * scenario.period if times is None else times
        self.options = {"states": np.array([_place(name, columns, "states") for name in states], dtype=float),
                        "times": times, "skip_failures": skip_failures}
        self.schedule = np.zeros((scenario.periods, len(scenario.controls)))
        if isinstance(scenario, AgeSector) and isinstance(policy, Response):
            self.options["response"] = policy._to_record(len(scenario._params["country"]["workers"]))
        else:
            self.schedule = _schedule(scenario, policy)

    def run(self, first: int, count: int, threads: int, progress: Optional[Callable[[float], Any]] = None) -> tuple:
        """Outcomes and states of a range of the draws."""
        options = {**self.options, "first": first, "threads": threads, "progress": progress}
        rows = count * len(self.times) if self.states else 0
        outcomes, states, _ = rix_raw.rix_ensemble_run(
            self.scenario._handle, self.params, self.draws[first:first + count], self.schedule, options,
            (count, len(self.scenario.outcomes)), (rows, len(self.states)))
        return outcomes, states


def _place(name: str, known: Sequence[str], arg: str) -> int:
    if name not in known:
        raise NotFoundError(f"{arg}: no {name!r}; there are {', '.join(known)}", arg=arg)
    return list(known).index(name)


def _shard(job: _Job, first: int, count: int, threads: int) -> tuple:
    return job.run(first, count, threads)


def _drawn(parameters: Mapping, n: int, seed: int) -> np.ndarray:
    """Draws by column: distributions are drawn, arrays are as they are."""
    given = {key: value for key, value in parameters.items() if not isinstance(value, Distribution)}
    spread = [key for key in parameters if key not in given]
    sizes = {key: np.size(value) for key, value in given.items()}
    rows = next(iter(sizes.values()), n)
    for key, size in sizes.items():
        if size != rows:
            raise DimensionError(f"parameters: {size} draws of {key!r}, but {rows} of another", arg="parameters")
    table = {key: np.ravel(np.asarray(value, dtype=np.float64)) for key, value in given.items()}
    if spread:
        abc = np.array([parameters[key]._abc() for key in spread], dtype=np.float64)
        record = {"distribution": [parameters[key].distribution for key in spread],
                  "a": abc[:, 0].copy(), "b": abc[:, 1].copy(), "c": abc[:, 2].copy()}
        table.update(zip(spread, rix_raw.rix_ensemble_draw(record, seed, 0, (rows, len(spread))).T))
    return np.column_stack([table[key] for key in parameters])


class Ensemble:
    """What :func:`ensemble` gives.

    Attributes
    ----------
    scenario : Scenario
    failed : int
        Draws that could not be run: their outcomes are missing.
    """

    def __init__(self, job: _Job, outcomes: np.ndarray, states: np.ndarray) -> None:
        self.scenario = job.scenario
        self._job, self._outcomes, self._states = job, outcomes, states
        self.failed = int(np.isnan(outcomes).all(axis=1).sum())

    @property
    def draws(self) -> pd.DataFrame:
        """The parameters of each draw."""
        return pd.DataFrame(self._job.draws.copy(), columns=self._job.names,
                            index=pd.RangeIndex(len(self._outcomes), name="draw"))

    @property
    def outcomes(self) -> pd.DataFrame:
        """The outcomes of each draw; less is better."""
        return pd.DataFrame(self._outcomes.copy(), columns=self.scenario.outcomes.index,
                            index=pd.RangeIndex(len(self._outcomes), name="draw"))

    def summary(self, quantiles: Sequence[float] = (0.025, 0.5, 0.975)) -> pd.DataFrame:
        """Quantiles (type 7) of every outcome over the draws."""
        found = rix_raw.rix_ensemble_bands(self._outcomes, len(self._outcomes), np.array(quantiles, dtype=float),
                                           (self._outcomes.shape[1], len(quantiles)))
        return pd.DataFrame(found, index=self.scenario.outcomes.index, columns=list(quantiles))

    def bands(self, quantiles: Sequence[float] = (0.025, 0.25, 0.5, 0.75, 0.975)) -> pd.DataFrame:
        """Quantiles (type 7) over the draws of the states that were kept: rows by state and time."""
        if not self._job.states:
            raise InvalidArgumentError("bands: no states were kept; ensemble(..., states=[...]) keeps some", arg="states")
        times, names = self._job.times, self._job.states
        found = rix_raw.rix_ensemble_bands(self._states, len(self._outcomes), np.array(quantiles, dtype=float),
                                           (len(times) * len(names), len(quantiles)))
        index = pd.MultiIndex.from_product([times, names], names=["time", "state"])
        table = pd.DataFrame(found, index=index, columns=list(quantiles))
        return table.swaplevel().sort_index(level="state", kind="stable", sort_remaining=True).loc[names]

    def plot(self, state: Optional[str] = None, *, levels: Sequence[float] = (0.5, 0.8, 0.95),
             ax: Optional["Axes"] = None) -> "Axes":
        """A fan of a state over time: the median, and the bands that hold these shares of the draws."""
        from ._plot_ensemble import plot_fan
        name = self._job.states[0] if state is None and self._job.states else state
        shares = [0.5] + [q for level in levels for q in ((1 - level) / 2, (1 + level) / 2)]
        return plot_fan(self.bands(shares).loc[name], name, levels, self.scenario, ax)

    def __repr__(self) -> str:
        return (f"<Ensemble: {len(self._outcomes)} draws of {', '.join(self._job.names)}, {self.failed} failed>\n"
                f"{self.summary().to_string()}")


def ensemble(scenario: Scenario, parameters: Mapping[str, Any], policy: Any = None, *, n: int = 1000, seed: int = 0,
             states: Union[str, Sequence[str]] = (), times: Optional[Sequence[float]] = None, skip_failures: bool = False,
             threads: int = 0, progress: Any = None, client: Any = None, shards: Optional[int] = None) -> Ensemble:
    """Runs a scenario over many draws of some of its parameters.

    A draw's results depend on its parameters alone: threads, shards and machines do not matter to the last bit.

    Parameters
    ----------
    scenario : Scenario
    parameters : mapping or DataFrame
        By the names of :attr:`Scenario.parameters`: a :class:`Distribution`, or the draws themselves (all as many).
    policy
        As for :func:`simulate`; for an AgeSector also a Response.
    n : int
        Draws, where none are given.
    seed : int
        Same seed, same draws, on every machine.
    states : str or sequence of str
        States that are kept over time, for :meth:`Ensemble.bands`; not under a Response.
    times : sequence of float, optional
        When; default: 0 and the end of every period.
    skip_failures : bool
        Whether a draw that cannot be run has missing outcomes and is counted, instead of stopping all.
    threads : int
        0: all cores.
    progress : callable or bool, optional
        Called with the share done; True: a bar.
    client : dask.distributed.Client, optional
        Draws run on its workers, in ``shards`` ranges (default: one for each of their threads).

    Raises
    ------
    NotFoundError
        No such parameter or state.
    RiskidxError
        As :func:`simulate`, of the first draw that fails; the message names it and its parameters.

    Examples
    --------
    >>> e = rx.ensemble(sc, {"transmission": rx.Distribution(0.3, 0.5)}, states=["dead_1"])
    >>> e.summary(), e.bands(), e.plot()
    """
    _checked(scenario)
    if not len(parameters):
        raise InvalidArgumentError("parameters: none", arg="parameters")
    draws = _drawn(dict(parameters), n, seed)
    job = _Job(scenario, [str(key) for key in parameters], draws, policy, [states] if isinstance(states, str) else list(states),
               None if times is None else np.array(times, dtype=np.float64), skip_failures)
    with reporting(progress) as report:
        if client is None:
            parts = [job.run(0, len(draws), threads, report)]
        else:
            parts = run_on_client(client, _shard, job, 0, len(draws), shards, max(threads, 1), report)
    return Ensemble(job, np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))
