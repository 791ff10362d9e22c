"""California's tiers of 2020 for a panel: by the library, and by NumPy as one would write it.

    zones_numpy.py [UNITS] [DAYS]      100,000 units and 1,000 days unless stated

Both must give the same zones, in either memory layout, or this fails. One line of JSON for each: the
library through its Python face (pandas in, codes out), and NumPy, which goes through the reviews and
treats all units at once.
"""
from __future__ import annotations

import gc
import json
import statistics
import sys
import time

import numpy as np
import pandas as pd

ORANGE_CASES, ORANGE_POSITIVITY = 1.0, 2.0
YELLOW, ORANGE, RED, PURPLE, GREY = 0, 1, 2, 3, -1
STAY = np.array([0, 21, 21, 0])


def tiers(cases: np.ndarray, positivity: np.ndarray) -> np.ndarray:
    """What the figures of a day say of each unit; grey where a missing one might change it."""
    by_cases = ((cases >= ORANGE_CASES).astype(np.int8) + (cases >= 4) + (cases > 7))
    by_positivity = ((positivity >= ORANGE_POSITIVITY).astype(np.int8) + (positivity >= 5) +
                     (positivity > 8))
    worse = np.maximum(by_cases, by_positivity)  # a missing figure counts as the least risky here
    unknown = (np.isnan(cases) | np.isnan(positivity)) & (worse < PURPLE)
    return np.where(unknown, np.int8(GREY), worse)


def california(cases: np.ndarray, positivity: np.ndarray) -> np.ndarray:
    """Zones of a panel, units x days, in the memory layout of ``cases``."""
    units, days = cases.shape
    zones = np.empty_like(cases, dtype=np.int8)
    zone = np.full(units, PURPLE, dtype=np.int8)
    since = np.zeros(units, dtype=np.int32)  # the first day in the zone
    rising = np.zeros(units, dtype=np.int8)
    falling = np.zeros(units, dtype=np.int8)
    for day in range(0, days, 7):
        found = tiers(cases[:, day], positivity[:, day])
        above, below = found > zone, (found < zone) & (found != GREY)
        rising = np.where(above, np.minimum(rising + 1, 2), 0)
        falling = np.where(below, np.minimum(falling + 1, 2), 0)
        up = rising == 2
        down = (falling == 2) & (day - since >= STAY[zone])
        zone = zone + up.astype(np.int8) - down.astype(np.int8)
        moved = up | down
        since[moved] = day
        rising[moved] = 0
        falling[moved] = 0
        zones[:, day:day + 7] = zone[:, np.newaxis]
    return zones


def panel(units: int, days: int, top: float, layout: str) -> np.ndarray:
    """Waves with a phase of each unit's own and some noise, so that units drift through all tiers."""
    values = np.empty((units, days), order="C" if layout == "units" else "F")
    day = np.arange(days)
    for first in range(0, units, 1000):
        unit = np.arange(first, min(first + 1000, units))[:, np.newaxis]
        noise = np.fmod((unit * days + day + 1) * 0.7548776662466927, 1.0)
        saw = np.fmod(day / 240 + np.fmod((unit + 1) * 0.6180339887498949, 1.0), 1.0)
        values[unit[:, 0]] = top * (0.8 * (1 - np.abs(1 - 2 * saw)) + 0.2 * noise)
    return values


def timed(name: str, size: int, runs: int, work) -> np.ndarray:
    """The result, and a line of JSON with the median and the least of some runs."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    print(json.dumps({"bench": name, "size": size, "runs": runs,
                      "median_s": round(statistics.median(seconds), 6),
                      "min_s": round(min(seconds), 6)}), flush=True)
    return result


def main(units: int, days: int) -> None:
    import riskidx as rx
    machine = rx.preset.rule("california_2020", orange_cases=ORANGE_CASES,
                             orange_positivity=ORANGE_POSITIVITY)
    for layout in ("units", "periods"):
        cases, positivity = (panel(units, days, top, layout) for top in (10.0, 12.0))
        data = {"daily_cases": pd.DataFrame(cases.T, copy=False),
                "positivity": pd.DataFrame(positivity.T, copy=False)}
        ours = timed(f"zones_python_{layout}", units, 11,
                     lambda: machine.run(data).codes.to_numpy().T)
        theirs = timed(f"zones_numpy_{layout}", units, 3, lambda: california(cases, positivity))
        if not np.array_equal(ours, theirs):
            unit, day = np.argwhere(ours != theirs)[0]
            sys.exit(f"zones differ: unit {unit}, day {day}: {ours[unit, day]} and {theirs[unit, day]}")
        del data, cases, positivity


if __name__ == "__main__":
    main(*(int(argument) for argument in (sys.argv[1:] + ["100000", "1000"][len(sys.argv) - 1:])))
