"""An index whose data, weights and choices are uncertain: its scores and ranks over many replicates, and why they vary."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Hashable, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._progress import reporting
from ._shards import run_on_client
from ._table import read_table
from .errors import InvalidArgumentError, NotFoundError
from .framework import Framework
from .index import _as_framework, _as_recipe, _denominators
from .recipe import Recipe
from .uncertain import Choice, _Given, _Input, _read
from .zone import Zones

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Sensitivity", "Uncertainty", "sensitivity", "uncertainty"]

_Progress = Union[bool, Callable[[float], Any], None]


class _Job:
    """All that a replicate depends on; goes to other processes as it is."""

    def __init__(self, data: Any, framework: Any, recipe: Any, inputs: Any, period: Optional[Hashable],
                 nodes: Union[str, Sequence[str], None], options: dict) -> None:
        self.framework = _as_framework(framework)
        recipe = _as_recipe(recipe, self.framework)
        codes = self.framework.indicators
        table = read_table(data, codes + _wanted(data, self.framework, recipe, inputs), period)
        given = _Given(self.framework, recipe, data, table)
        self.table = table.record()
        self.units = table.units
        self.recipe = given.recipe_record(recipe)
        self.inputs, self.names, self.labels = _read(inputs, given)
        listed = [self.framework.root] if nodes is None else [nodes] if isinstance(nodes, str) else list(nodes)
        self.nodes = [self.framework.codes[self.framework._find(code)] for code in listed]
        self.options = {**options, "nodes": np.array([self.framework._find(code) for code in listed], dtype=float)}

    def asked(self) -> tuple:
        return self.table, self.framework._handle, self.recipe, self.inputs

    def run(self, first: int, count: int, threads: int, progress: Optional[Callable[[float], Any]] = None) -> Any:
        """The handle of a range of the replicates."""
        options = {**self.options, "first": first, "count": count}
        return rix_raw.rix_uncertainty_run(*self.asked(), options, {"threads": threads, "progress": progress})

    def total(self) -> int:
        rows = len(self.names) + 2 if self.options["sobol"] else 1
        return self.options["n"] * rows


def _wanted(data: Any, framework: Framework, recipe: Recipe, inputs: Any) -> list[str]:
    """Columns of denominators that the recipe, or an alternative of it, asks for."""
    listed = [inputs] if isinstance(inputs, _Input) or not isinstance(inputs, Sequence) else inputs
    recipes = [recipe]
    for each in listed:
        if isinstance(each, Choice) and each.step in ("recipe", "denominate"):
            recipes += each._recipes(recipe)
    found: dict[str, None] = {}
    for each in recipes:
        found.update(dict.fromkeys(_denominators(data, framework, each)))
    return list(found)


def _packed(handle: Any) -> np.ndarray:
    return rix_raw.rix_uncertainty_pack(handle, (rix_raw.uncertainty_shape(handle)["packed"], 1))


def _joined(shards: Sequence[np.ndarray]) -> Any:
    names = [f"s{k}" for k in range(len(shards))]
    return rix_raw.uncertainty_join({"indicators": names, "values": dict(zip(names, shards))})


def _quantile_name(share: float) -> str:
    return "median" if share == 0.5 else f"q{100 * share:g}"


class Uncertainty(Handled):
    """Scores and ranks over replicates, beside the nominal ones, from :func:`uncertainty`.

    Summaries are over the replicates that are here and could be computed; of a sensitivity analysis over those of
    matrices A and B, which are independent. It can be pickled, and then is whole again to the bit.

    Attributes
    ----------
    units : pandas.Index
        The units, as the data name them.
    nodes : list of str
        The nodes whose scores are kept; methods show the first unless told otherwise.
    inputs : list of str
        Names of the uncertain inputs.
    """

    def __init__(self, handle: Any, job: _Job) -> None:
        self._raw = handle
        self._job = job
        self.units = job.units
        self.nodes = list(job.nodes)
        self.inputs = list(job.names)
        self._shape = rix_raw.uncertainty_shape(handle)

    def __getstate__(self) -> dict:
        return {**super().__getstate__(), "_numbers": _packed(self._handle)}

    def _make(self) -> Any:
        return rix_raw.rix_uncertainty_unpack(self.__dict__["_numbers"].ravel())

    @classmethod
    def join(cls, shards: Sequence["Uncertainty"]) -> "Uncertainty":
        """Ranges of the replicates of one call, joined to the bits that it has as a whole.

        Parameters
        ----------
        shards : list of Uncertainty
            In any order: the same call of :func:`uncertainty` but for ``first`` and ``count``.

        Returns
        -------
        Uncertainty

        Raises
        ------
        DimensionError
            Shards of other runs; ranges that overlap or leave a gap.

        Examples
        --------
        >>> parts = [rx.uncertainty(data, fw, inputs=inputs, n=1000, first=k, count=250) for k in (0, 250, 500, 750)]
        >>> rx.Uncertainty.join(parts)
        """
        shards = list(shards)
        if not shards or not all(isinstance(shard, Uncertainty) for shard in shards):
            raise InvalidArgumentError("shards: a list of Uncertainty expected", arg="shards")
        return cls(_joined([_packed(shard._handle) for shard in shards]), shards[0]._job)

    # ------------------------------------------------------------------------------- reading --

    def _place(self, node: Optional[str]) -> int:
        if node is None:
            return 0
        if node not in self.nodes:
            raise NotFoundError(f"node: {node!r} is not kept; kept are {', '.join(self.nodes)}", arg="node")
        return self.nodes.index(node)

    @property
    def _rows(self) -> pd.Index:
        first = self._shape["first"]
        return pd.RangeIndex(first, first + self._shape["count"], name="replicate")

    @property
    def failed(self) -> int:
        """How many replicates could not be computed, under ``skip_failures``."""
        return self._shape["n_failed"]

    @property
    def nominal(self) -> pd.DataFrame:
        """Without uncertainty: units x (score, rank) of the first kept node, and so on for the others."""
        scores = rix_raw.rix_uncertainty_nominal_scores(self._handle)
        ranks = rix_raw.rix_uncertainty_nominal_ranks(self._handle)
        columns = pd.MultiIndex.from_product([self.nodes, ["score", "rank"]], names=["node", None])
        values = np.stack([scores, ranks], axis=2).reshape(len(self.units), -1)
        frame = pd.DataFrame(values, index=self.units, columns=columns)
        return frame[self.nodes[0]] if len(self.nodes) == 1 else frame

    def samples(self, what: str = "rank", node: Optional[str] = None) -> pd.DataFrame:
        """Every replicate: replicates x units.

        Parameters
        ----------
        what : {"rank", "score"}
        node : str, optional
            One of the kept nodes; default: the first.

        Returns
        -------
        DataFrame
            NaN is missing.
        """
        place = self._place(node)
        if what == "score":
            values = rix_raw.rix_uncertainty_scores(self._handle, place)
        elif what == "rank":
            values = rix_raw.rix_uncertainty_ranks(self._handle, place, (self._shape["count"], len(self.units)))
        else:
            raise NotFoundError(f"what: no {what!r}; known are rank, score", arg="what")
        return pd.DataFrame(values, index=self._rows, columns=self.units)

    @property
    def draws(self) -> pd.DataFrame:
        """What was drawn: replicates x inputs.

        Of alternatives their labels (None where nothing is left out), of a setting its value; of noise on weights,
        Dirichlet weights and errors the first of their uniform numbers.
        """
        values = rix_raw.rix_uncertainty_draws(self._handle)
        columns = {}
        for place, (name, known) in enumerate(zip(self.inputs, self._job.labels)):
            column = values[:, place]
            columns[name] = column if known is None else np.array(known, dtype=object)[column.astype(int)]
        return pd.DataFrame(columns, index=self._rows)

    def replicate(self, number: int) -> pd.DataFrame:
        """One replicate in full, built again: scores of all nodes.

        Parameters
        ----------
        number : int
            Which, from 0.

        Returns
        -------
        DataFrame
            Units x nodes, equal to the last bit to what :func:`build_index` makes of that replicate's choices.
        """
        index = rix_raw.rix_uncertainty_build(*self._job.asked(), self._job.options, number)
        return pd.DataFrame(rix_raw.rix_index_scores(index), index=self.units, columns=self._job.framework.codes)

    # ----------------------------------------------------------------------------- summaries --

    def _summary(self, what: str, quantiles: Sequence[float], node: Optional[str]) -> pd.DataFrame:
        place, size = self._place(node), len(self.units)
        shares = np.atleast_1d(np.asarray(quantiles, dtype=float))
        moments = rix_raw.rix_uncertainty_moments(self._handle, place, (size, 5))
        found = rix_raw.rix_uncertainty_quantiles(self._handle, place, what, shares, (size, shares.size))
        nominal = rix_raw.rix_uncertainty_nominal_scores if what == "score" else rix_raw.rix_uncertainty_nominal_ranks
        at = 0 if what == "score" else 2
        columns = {"nominal": nominal(self._handle)[:, place], "mean": moments[:, at], "sd": moments[:, at + 1]}
        columns.update({_quantile_name(share): found[:, k] for k, share in enumerate(shares)})
        if what == "rank":
            columns["shift"] = moments[:, 4]
        return pd.DataFrame(columns, index=self.units)

    def scores(self, quantiles: Sequence[float] = (0.05, 0.5, 0.95), node: Optional[str] = None) -> pd.DataFrame:
        """Each unit's score over the replicates.

        Parameters
        ----------
        quantiles : sequence of float
            Shares from 0 to 1, by linear interpolation (type 7); the column of 0.5 is "median", of 0.05 "q5".
        node : str, optional
            One of the kept nodes; default: the first.

        Returns
        -------
        DataFrame
            Units x nominal, mean, sd (divisor n - 1) and the quantiles; NaN where a unit has no score.
        """
        return self._summary("score", quantiles, node)

    def ranks(self, quantiles: Sequence[float] = (0.05, 0.5, 0.95), node: Optional[str] = None) -> pd.DataFrame:
        """Each unit's rank over the replicates.

        Parameters
        ----------
        quantiles, node
            As of :meth:`scores`.

        Returns
        -------
        DataFrame
            Units x nominal, mean, sd, the quantiles, and shift: the mean absolute difference from the nominal rank.
        """
        return self._summary("rank", quantiles, node)

    @property
    def rank_shift(self) -> pd.Series:
        """Mean over the units of the absolute difference from the nominal rank, for each replicate; of the first node."""
        return self._target("rank_shift", None, None)

    def _target(self, target: str, unit: Any, node: Optional[str]) -> pd.Series:
        place = 0
        if target != "rank_shift":
            if unit not in self.units:
                raise NotFoundError(f"unit: no {unit!r}", arg="unit")
            found = self.units.get_loc(unit)
            if not isinstance(found, (int, np.integer)):
                raise InvalidArgumentError(f"unit: two units {unit!r} cannot be told apart", arg="unit")
            place = int(found)
        values = rix_raw.rix_uncertainty_target(self._handle, target, self._place(node), place,
                                                (self._shape["count"], 1))
        name = target if target == "rank_shift" else f"{target} of {unit}"
        return pd.Series(values[:, 0], index=self._rows, name=name)

    def probability_top(self, k: Union[int, Sequence[int]], node: Optional[str] = None) -> Union[pd.Series, pd.DataFrame]:
        """The probability that a unit's rank is k or better: the share of the replicates.

        Parameters
        ----------
        k : int or list of int
            From 1.
        node : str, optional
            One of the kept nodes; default: the first.

        Returns
        -------
        Series or DataFrame
            By unit; for a list, units x k.
        """
        ranks = np.atleast_1d(np.asarray(k, dtype=float))
        values = rix_raw.rix_uncertainty_top(self._handle, self._place(node), ranks, (len(self.units), ranks.size))
        frame = pd.DataFrame(values, index=self.units, columns=[f"top {each:g}" for each in ranks])
        return frame.iloc[:, 0] if np.ndim(k) == 0 else frame

    def zone_probability(self, zones: Zones, node: Optional[str] = None) -> pd.DataFrame:
        """The probability of each zone: the share of the replicates in which :func:`classify` puts the unit there.

        Parameters
        ----------
        zones : Zones
        node : str, optional
            One of the kept nodes; default: the first.

        Returns
        -------
        DataFrame
            Units x zones, then "missing": no score. Rows sum to 1.
        """
        if not isinstance(zones, Zones):
            raise InvalidArgumentError(f"zones: Zones expected, not {zones!r}", arg="zones")
        columns = [*zones.labels, "missing"]
        values = rix_raw.rix_uncertainty_zones(self._handle, self._place(node), zones.thresholds, zones.boundary,
                                               (len(self.units), len(columns)))
        return pd.DataFrame(values, index=self.units, columns=columns)

    # --------------------------------------------------------------------------------- faces --

    def plot(self, node: Optional[str] = None, *, level: float = 0.9, top: Optional[int] = None,
             ax: Optional["Axes"] = None) -> "Axes":
        """Units by median rank, with the interval of their ranks and the nominal rank.

        Parameters
        ----------
        node : str, optional
            One of the kept nodes; default: the first.
        level : float
            Of the intervals: 0.9 goes from the 5 % to the 95 % quantile.
        top : int, optional
            Only so many units, the best.
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        from ._plot_uncertainty import plot_ranks
        return plot_ranks(self, node, level, top, ax)

    def __len__(self) -> int:
        return self._shape["count"]

    def __repr__(self) -> str:
        return (f"<Uncertainty of {self.nodes[0]!r}: {len(self)} replicates, {len(self.units)} units, inputs "
                f"{', '.join(self.inputs)}>\n{self._best().head(10)}")

    def _best(self) -> pd.DataFrame:
        return self.ranks().sort_values(["median", "mean"], kind="stable")

    def _repr_html_(self) -> str:
        return self._best().to_html(max_rows=20)


def uncertainty(data: Any, framework: Any, recipe: Union[Recipe, Mapping, None] = None, *, inputs: Sequence[Any],
                n: int = 1000, seed: int = 1, sequence: str = "halton", nodes: Union[str, Sequence[str], None] = None,
                ties: str = "min", first: int = 0, count: Optional[int] = None, points: Any = None,
                skip_failures: bool = False, compat: bool = False, period: Optional[Hashable] = None, threads: int = 0,
                progress: _Progress = None, client: Any = None, shards: Optional[int] = None) -> Uncertainty:
    """Builds an index over and over with other values of its uncertain inputs.

    Every replicate equals what :func:`build_index` gives for its choices, and is a function of its own number, the inputs
    and the seed alone: threads, shards and machines do not matter to the last bit.

    Parameters
    ----------
    data, framework, recipe, period
        As of :func:`build_index`; the recipe is the nominal one.
    inputs : list
        Of :mod:`riskidx.uncertain`.
    n : int
        Replicates.
    seed : int
        From 0 to 2^53. Same seed, same replicates, on every machine.
    sequence : {"halton", "random"}
        Where the points come from: a scrambled Halton sequence, or independent random numbers; see :func:`sobol_sample`.
    nodes : code or list of codes, optional
        Whose scores and ranks are kept; default: the index.
    ties : {"min", "max", "average"}
        Which rank tied scores share.
    first, count : int
        Only so many replicates from this one on, counted from 0: a shard, for :meth:`Uncertainty.join`.
    points : DataFrame or 2-D array, optional
        Your own points instead: a row a replicate, a column a dimension (see :func:`riskidx.uncertain.dimensions`), each
        in (0, 1).
    skip_failures : bool
        A replicate that cannot be computed has missing scores and is counted, instead of being an error.
    compat : bool
        Alternatives are chosen as by COINr 1.1.14: by m right-closed pieces of equal length from the least to the largest
        number in that column of the sample.
    threads : int
        How many to use, 0: one a core. With a client: of each worker, 0 for one.
    progress : callable or True, optional
        Called now and then with the share of the work done; what it raises stops the work. True: a bar (of tqdm where it
        is installed).
    client : dask.distributed.Client, optional
        The replicates run on its workers, in ``shards`` ranges (default: one for each of their threads).

    Returns
    -------
    Uncertainty

    Raises
    ------
    NotFoundError, InvalidArgumentError, DomainError, DimensionError, FrameworkError
        As of :func:`build_index`; an input that makes no sense, or a replicate that cannot be computed: the message names
        it with its choices.

    Examples
    --------
    >>> inputs = [rx.uncertain.Choice("aggregate", ["arithmetic", "geometric"]), rx.uncertain.Weights(0.25)]
    >>> u = rx.uncertainty(data, framework, inputs=inputs, n=1000)
    >>> u.ranks(), u.probability_top(10), u.plot()
    """
    options = {"n": n, "sobol": False, "seed": seed, "sequence": sequence, "ties": ties, "compat": compat,
               "skip_failures": skip_failures, "points": _points(points)}
    job = _Job(data, framework, recipe, inputs, period, nodes, options)
    rows = 0 if count is None else count
    if count is not None and count < 1:
        raise InvalidArgumentError(f"count: {count!r} replicates", arg="count")
    return _run(job, first, rows, threads, progress, client, shards)


def _points(points: Any) -> Optional[np.ndarray]:
    return None if points is None else np.asarray(points, dtype=float)


def _run(job: _Job, first: int, count: int, threads: int, progress: _Progress, client: Any,
         shards: Optional[int]) -> Uncertainty:
    with reporting(progress) as report:
        if client is None:
            return Uncertainty(job.run(first, count, threads, report), job)
        parts = run_on_client(client, _shard, job, first, count or job.total() - first, shards, max(threads, 1), report)
    return Uncertainty(_joined(parts), job)


def _shard(job: _Job, first: int, count: int, threads: int) -> np.ndarray:
    """What a worker does; as plain numbers, which travel."""
    return _packed(job.run(first, count, threads))


# ----------------------------------------------------------------------------------- sensitivity --

class Sensitivity:
    """Which uncertain input the variance of a target is due to, from :func:`sensitivity`.

    Attributes
    ----------
    uncertainty : Uncertainty
        The replicates.
    indices : DataFrame
        By input: ``first``, ``first_low``, ``first_high``, ``total``, ``total_low``, ``total_high``; its
        ``attrs["variance"]`` is the variance of the target.
    target : str
        What is explained.
    """

    def __init__(self, runs: Uncertainty, target: str, unit: Any, node: Optional[str], settings: dict) -> None:
        self.uncertainty = runs
        self._settings = settings
        self._asked = (target, unit, node)
        self._y = runs._target(target, unit, node)
        self.target: str = str(self._y.name)
        self.indices: pd.DataFrame = self._indices()

    @property
    def output(self) -> pd.Series:
        """The target for each replicate, in the order of :func:`sobol_sample`."""
        return self._y.copy()

    def _indices(self) -> pd.DataFrame:
        from ._sobol import sobol_indices
        s = self._settings
        return sobol_indices(self._y.to_numpy(), self.uncertainty.inputs, estimator=s["estimator"],
                             replicates=s["bootstraps"], level=s["level"], seed=s["seed"], threads=s["threads"])

    def explain(self, target: str = "rank_shift", unit: Any = None, node: Optional[str] = None) -> "Sensitivity":
        """The same for another target; the replicates are not run again.

        Parameters
        ----------
        target, unit, node
            As of :func:`sensitivity`.

        Returns
        -------
        Sensitivity
        """
        return Sensitivity(self.uncertainty, target, unit, node, self._settings)

    def convergence(self, rows: Union[int, Sequence[int]] = 20) -> pd.DataFrame:
        """The indices from the first rows only, to see how they settle as the sample grows.

        Parameters
        ----------
        rows : int or list of int
            Numbers of rows of matrix A, from 1 to n; or how many numbers, evenly up to n.

        Returns
        -------
        DataFrame
            By number of rows: columns ("first" or "total", input); NaN where the target does not vary over them.
        """
        n, names = self._settings["n"], self.uncertainty.inputs
        if isinstance(rows, (int, np.integer)):
            rows = np.unique(np.linspace(0, n, int(rows) + 1).round().astype(int)[1:])
            rows = rows[rows > 1]
        counts = np.asarray(rows, dtype=float)
        size = (len(names), counts.size)
        found = rix_raw.sobol_convergence(self._y.to_numpy(), n, len(names), self._settings["estimator"], counts, size, size)
        columns = pd.MultiIndex.from_product([["first", "total"], names], names=["order", "input"])
        return pd.DataFrame(np.vstack(found).T, index=pd.Index(counts.astype(int), name="rows"), columns=columns)

    def plot(self, kind: str = "indices", *, ax: Optional["Axes"] = None) -> "Axes":
        """Bars of first and of total order with their intervals, or how they converge.

        Parameters
        ----------
        kind : {"indices", "convergence"}
        ax : matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        from ._plot_uncertainty import plot_convergence, plot_indices
        if kind not in ("indices", "convergence"):
            raise NotFoundError(f"kind: no {kind!r}; known are indices, convergence", arg="kind")
        return (plot_indices if kind == "indices" else plot_convergence)(self, ax)

    def __repr__(self) -> str:
        return f"<Sensitivity of {self.target}: n = {self._settings['n']}>\n{self.indices}"

    def _repr_html_(self) -> str:
        return self.indices.to_html()


def sensitivity(data: Any, framework: Any, recipe: Union[Recipe, Mapping, None] = None, *, inputs: Sequence[Any],
                n: int = 1000, target: str = "rank_shift", unit: Any = None, node: Optional[str] = None,
                estimator: str = "saltelli", bootstraps: int = 100, level: float = 0.9, seed: int = 1,
                sequence: str = "halton", nodes: Union[str, Sequence[str], None] = None, ties: str = "min",
                points: Any = None, compat: bool = False, period: Optional[Hashable] = None, threads: int = 0,
                progress: _Progress = None, client: Any = None, shards: Optional[int] = None) -> Sensitivity:
    """Sobol indices of the uncertain inputs of an index.

    The first order of an input is the share of the target's variance that it explains alone, the total order the share that
    goes with it and all its interactions.

    Parameters
    ----------
    data, framework, recipe, period
        As of :func:`build_index`; the recipe is the nominal one.
    inputs : list
        Of :mod:`riskidx.uncertain`; all dimensions of one move together.
    n : int
        Rows of matrix A: n (inputs + 2) replicates are run.
    target : {"rank_shift", "score", "rank"}
        Mean absolute rank shift of all units; the score or the rank of one.
    unit : label, optional
        Of "score" and "rank": the unit.
    node : code, optional
        One of ``nodes``; default: the first.
    estimator, level
        As of :func:`sobol_indices`.
    bootstraps : int
        Replicates of the bootstrap; 0: no intervals.
    seed, sequence, nodes, ties, points, compat, threads, progress, client, shards
        As of :func:`uncertainty`.

    Returns
    -------
    Sensitivity

    Raises
    ------
    MissingDataError
        The target is missing in a replicate, or does not vary.
    RiskidxError
        As of :func:`uncertainty`.

    Examples
    --------
    >>> s = rx.sensitivity(data, framework, inputs=inputs, n=1000)
    >>> s.indices, s.plot(), s.explain("rank", unit="AUS").indices
    """
    options = {"n": n, "sobol": True, "seed": seed, "sequence": sequence, "ties": ties, "compat": compat,
               "skip_failures": False, "points": _points(points)}
    if nodes is None and node is not None:
        nodes = node
    job = _Job(data, framework, recipe, inputs, period, nodes, options)
    runs = _run(job, 0, 0, threads, progress, client, shards)
    settings = {"n": n, "estimator": estimator, "bootstraps": bootstraps, "level": level, "seed": seed,
                "threads": threads}
    return Sensitivity(runs, target, unit, node, settings)
