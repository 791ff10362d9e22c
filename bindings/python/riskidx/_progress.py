"""How long calls say how far they are."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Optional, Union

from .errors import InvalidArgumentError


@contextmanager
def reporting(progress: Union[bool, Callable[[float], Any], None]) -> Iterator[Optional[Callable[[float], Any]]]:
    """The function to call with the share done: the caller's own, a bar for True, none."""
    if progress is None or progress is False:
        yield None
    elif progress is not True:
        if not callable(progress):
            raise InvalidArgumentError(f"progress: a function of the share done, True or None expected, not {progress!r}",
                                       arg="progress")
        yield progress
    else:
        with _bar() as report:
            yield report
            report(1.0)


@contextmanager
def _bar() -> Iterator[Callable[[float], Any]]:
    """A bar of tqdm; where it is not installed, per cents on stderr."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        yield lambda done: print(f"\r{100 * done:3.0f} %", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)
        return
    with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}<{remaining}") as bar:
        def report(done: float) -> None:
            bar.update(100 * done - bar.n)
        yield report
