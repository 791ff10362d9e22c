"""Counter-based random streams."""
from __future__ import annotations

from typing import Sequence

import numpy as np

from . import rix_raw

__all__ = ["philox4x32", "random_uniform"]


def random_uniform(n: int, seed: int, stream: int = 0) -> np.ndarray:
    """The first n uniform numbers of a stream.

    Streams of one seed are independent, so replicate k takes stream k, on whatever machine. Same seed
    and stream, same numbers, everywhere.

    Parameters
    ----------
    n : int
        How many.
    seed, stream : int
        From 0 to 2^53.

    Returns
    -------
    ndarray
        n numbers in the open interval (0, 1): (top 52 of 64 random bits + 1/2) / 2^52.
    """
    return rix_raw.random_uniform(seed, stream, (1, n))[0]


def philox4x32(counter: Sequence[int], key: Sequence[int]) -> np.ndarray:
    """The block function Philox4x32-10: 128 random bits for every counter under a key.

    Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11.

    Parameters
    ----------
    counter : 4 whole numbers from 0 to 2^32 - 1
    key : 2 whole numbers from 0 to 2^32 - 1

    Returns
    -------
    ndarray
        4 words (uint32).
    """
    return rix_raw.philox4x32(counter, key, (1, 4))[0].astype(np.uint32)
