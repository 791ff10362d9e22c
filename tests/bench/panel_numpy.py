"""Scores of a panel of millions of rows: by the library through its Python face, and by NumPy as one would write it.

    panel_numpy.py [ROWS]      3,000,000 rows unless stated

30 indicators by min-max in three dimensions that are arithmetic means, and a composite that is geometric; one value in
32 is missing, and means, which are weighted, are of what is there. NumPy takes all units at once, without a loop over
them. Both must agree to 1e-12, and the library must give the same bits from either order of memory and by any number of threads, or this
fails. One line of JSON for each; `ratio` is how many times as long NumPy takes, and `memory` the most memory that the
library takes besides the data, in shares of them.
"""
from __future__ import annotations

import gc
import json
import re
import statistics
import sys
import time

import numpy as np
import pandas as pd

GROUPS, SIZE = 3, 10
COLS = GROUPS * SIZE


def panel(rows: int) -> np.ndarray:
    """Any spread of values will do: a low-discrepancy sequence."""
    values = np.empty((rows, COLS))
    for first in range(0, rows, 100_000):
        cell = np.arange(first * COLS, min(first + 100_000, rows) * COLS)
        part = np.fmod((cell + 1) * 0.6180339887498949, 1.0)
        part[(cell % 32 == 17) & (cell >= COLS)] = np.nan
        values[first:first + 100_000] = part.reshape(-1, COLS)
    return values


def weighted_mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Of each row, over what is there."""
    here = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.nansum(values * weights, axis=1) / (here * weights).sum(axis=1)


def by_numpy(values: np.ndarray) -> np.ndarray:
    """The index and its dimensions, with missing data and with weights, which are all 1 here."""
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    scores = (values - low) / (high - low) * 100
    groups = [weighted_mean(scores[:, g * SIZE:(g + 1) * SIZE], np.ones(SIZE)) for g in range(GROUPS)]
    means = np.column_stack(groups)
    return np.column_stack([np.exp(weighted_mean(np.log(means), np.ones(GROUPS))), means])


def framework():
    import riskidx as rx
    rows = [("index", None, "geometric")]
    rows += [(f"d{g}", "index", "arithmetic") for g in range(GROUPS)]
    rows += [(f"x{k}", f"d{k // SIZE}", None) for k in range(COLS)]
    return rx.Framework(pd.DataFrame(rows, columns=["code", "parent", "aggregate"]))


def timed(name: str, size: int, runs: int, work) -> tuple[np.ndarray, float]:
    """The result and the median of some runs, of which a line of JSON tells."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    print(json.dumps({"bench": name, "size": size, "runs": runs,
                      "median_s": round(statistics.median(seconds), 6),
                      "min_s": round(min(seconds), 6)}), flush=True)
    return result, statistics.median(seconds)


def kilobytes(name: str) -> int:
    """What /proc knows of this process by a name; 0 where there is no /proc."""
    try:
        with open("/proc/self/status", encoding="utf-8") as file:
            return int(re.search(rf"{name}:\s+(\d+)", file.read()).group(1))
    except OSError:
        return 0


def peak_of(work) -> int:
    """Kilobytes that some work takes beyond what there was."""
    gc.collect()
    try:
        with open("/proc/self/clear_refs", "w", encoding="utf-8") as file:
            file.write("5")
    except OSError:
        return 0
    before = kilobytes("VmRSS")
    work()
    return kilobytes("VmHWM") - before


def main(rows: int) -> None:
    import riskidx as rx
    fw, values = framework(), panel(rows)
    frame = pd.DataFrame(values, columns=fw.indicators, copy=False)
    expected, theirs = timed("panel_numpy", rows, 3, lambda: by_numpy(values))
    first = None
    for layout in ("rows", "columns"):
        if layout == "columns":
            values = None
            frame = pd.DataFrame(np.asfortranarray(frame.to_numpy()), columns=fw.indicators, copy=False)
        for threads in (1, 2):
            name = f"panel_python_{layout}_{threads}"
            found, ours = timed(name, rows, 7, lambda: rx.score(frame, fw, threads=threads).to_numpy())
            memory = peak_of(lambda: rx.score(frame, fw, threads=threads)) * 1024 / (rows * COLS * 8)
            print(json.dumps({"bench": f"{name}_ratio", "size": rows, "ratio": round(theirs / ours, 2),
                              "memory": round(memory, 3)}), flush=True)
            if not np.allclose(found, expected, rtol=1e-12, atol=0, equal_nan=True):
                sys.exit("scores differ from those of NumPy")
            first = found if first is None else first
            if not np.array_equal(found, first, equal_nan=True):
                sys.exit(f"scores of {name} differ in bits")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000)
