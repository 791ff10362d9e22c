"""Ranges of replicates on the workers of a Dask client."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

import numpy as np

from .errors import InvalidArgumentError


def ranges(first: int, count: int, shards: int) -> list[tuple[int, int]]:
    """Ranges that follow each other, as equal as may be: (first, count) of each."""
    ends = np.linspace(0, count, min(shards, count) + 1).round().astype(int)
    return [(first + int(a), int(b - a)) for a, b in zip(ends, ends[1:])]


def _threads(client: Any) -> int:
    try:
        return max(sum(client.nthreads().values()), 1)
    except AttributeError:
        raise InvalidArgumentError(f"client: a dask.distributed.Client expected, not {client!r}", arg="client") from None


def run_on_client(client: Any, work: Callable[..., np.ndarray], job: Any, first: int, count: int, shards: Optional[int],
                  threads: int, report: Optional[Callable[[float], Any]]) -> list[np.ndarray]:
    """What ``work(job, first, count, threads)`` gives for each range. A failure of one, or Ctrl-C, cancels the rest."""
    wanted = _threads(client) if shards is None else shards
    if not wanted >= 1:
        raise InvalidArgumentError(f"shards: {shards!r}", arg="shards")
    from distributed import as_completed
    sent = client.scatter(job, broadcast=True, hash=False)
    futures = [client.submit(work, sent, at, size, threads, pure=False) for at, size in ranges(first, count, wanted)]
    try:
        for done, _ in enumerate(as_completed(futures, raise_errors=False), 1):
            if report is not None:
                report(done / len(futures))
        return [future.result() for future in futures]  # of failures the first, as on one machine
    except BaseException:
        client.cancel(futures)
        raise
