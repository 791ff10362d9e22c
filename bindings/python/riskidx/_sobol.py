"""How much of an output's variance is due to which uncertain input."""
from __future__ import annotations

from typing import Any, Callable, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from .errors import DimensionError, InvalidArgumentError

__all__ = ["sobol_indices", "sobol_sample"]


def _names(inputs: Union[int, Sequence[Any]]) -> list:
    """Names of the inputs; a number of them stands for x1, x2, ..."""
    if isinstance(inputs, (int, np.integer)) and not isinstance(inputs, bool):
        return [f"x{j + 1}" for j in range(inputs)]
    if isinstance(inputs, str):
        raise InvalidArgumentError("inputs: a number or a list of names expected, not one string",
                                   arg="inputs")
    return list(inputs)


def sobol_sample(n: int, inputs: Union[int, Sequence[Any]], *, sequence: str = "halton", seed: int = 0,
                 first: int = 0, count: Optional[int] = None) -> pd.DataFrame:
    """The sample of a variance-based sensitivity analysis, uniform on (0, 1).

    Of d inputs it has n (d + 2) rows: n of matrix A, n of matrix B, then for each input the n of A with that
    column from B. Run the model at every row and pass its outputs to :func:`sobol_indices`.

    Parameters
    ----------
    n : int
        Rows of A.
    inputs : int or list of names
        How many, or their names.
    sequence : {"halton", "random"}
        ``"halton"``: a Halton sequence of 2d dimensions, the first d for A, the others for B, its digits
        scrambled by random permutations (Owen 2017, arXiv:1706.02808). ``"random"``: row i of A and B are the
        2d numbers of ``random_uniform(2 * d, seed, i)``.
    seed : int
        From 0 to 2^53. Same seed, same sample, on every machine.
    first, count : int
        Only so many rows from this one on, counted from 0; by default all. Parts join to the whole.

    Returns
    -------
    DataFrame
        Rows numbered as in the whole sample, one column an input.

    Raises
    ------
    InvalidArgumentError
        n or the number of inputs is out of range.
    DimensionError
        Rows beyond the last.
    NotFoundError
        No such sequence.

    Examples
    --------
    >>> x = rx.sobol_sample(1000, ["weights", "bounds"])
    >>> rx.sobol_indices(x["weights"] + 2 * x["bounds"], ["weights", "bounds"])
    """
    names = _names(inputs)
    rows = max(n * (len(names) + 2) - first, 0) if count is None else count
    values = rix_raw.rix_sobol_sample(first, n, len(names), sequence, seed, (rows, len(names)))
    return pd.DataFrame(values, columns=names, index=pd.RangeIndex(first, first + rows, name="row"))


def sobol_indices(y: Any, inputs: Union[int, Sequence[Any]], *, estimator: str = "saltelli",
                  replicates: int = 1000, level: float = 0.9, seed: int = 0, threads: int = 0,
                  progress: Optional[Callable[[float], Any]] = None) -> pd.DataFrame:
    """Sobol indices of first and of total order, with bootstrap intervals.

    The first order of an input is the share of the output's variance that it explains alone, the total order
    the share that goes with it and all its interactions. Estimates may lie outside of [0, 1].

    Parameters
    ----------
    y : array of numbers
        Outputs of the model at the rows of :func:`sobol_sample`, n (d + 2) of them.
    inputs : int or list of names
        As there.
    estimator : {"saltelli", "jansen", "compat"}
        Of the first order. ``"saltelli"``: Saltelli et al. (2010) on centred outputs; ``"jansen"``: Jansen
        (1999); ``"compat"``: as COINr 1.1.14, not centred, which changes when a constant is added to y. The
        total order is always Jansen's.
    replicates : int
        Of the bootstrap, which draws rows with replacement; 0: no intervals.
    level : float
        Of the intervals, between 0 and 1: 0.9 has quantiles 5 % and 95 % (type 7).
    seed : int
        From 0 to 2^53, of the bootstrap.
    threads : int
        How many to use, 0: one a core. Results do not depend on it.
    progress : callable, optional
        Called now and then with the share of the work done. What it raises stops the work.

    Returns
    -------
    DataFrame
        By input: ``first``, ``first_low``, ``first_high``, ``total``, ``total_low``, ``total_high``; its
        ``attrs["variance"]`` is the variance of the outputs of A and B.

    Raises
    ------
    MissingDataError
        An output is missing, or outputs do not vary.
    DomainError
        An output is infinite, or level is not in [0, 1].
    DimensionError
        The number of outputs is no multiple of d + 2.
    """
    names = _names(inputs)
    d = len(names)
    y = np.asarray(y, dtype=float)
    if y.ndim != 1 or y.size % (d + 2):
        raise DimensionError(f"y: shape {y.shape}, not n ({d} + 2) outputs", arg="y")
    n = y.size // (d + 2)
    first, total, variance = rix_raw.sobol_indices(y, n, d, estimator, (1, d), (1, d), (1, 1))
    columns = {"first": first[0], "total": total[0]}
    if replicates:
        p = np.array([(1 - level) / 2, (1 + level) / 2])
        run = {"threads": threads, "progress": progress}
        firsts, totals = rix_raw.rix_sobol_bootstrap(y, n, d, estimator, replicates, seed, p, run, (d, 2),
                                                     (d, 2))
        columns = {"first": first[0], "first_low": firsts[:, 0], "first_high": firsts[:, 1],
                   "total": total[0], "total_low": totals[:, 0], "total_high": totals[:, 1]}
    found = pd.DataFrame(columns, index=pd.Index(names, name="input"))
    found.attrs["variance"] = float(variance[0, 0])
    return found
