"""The sensitivity analysis of a composite index called from Python: four uncertain inputs, N = 1000, 100 bootstraps.

    sensitivity_python.py [N]

51 units x 49 indicators in eight groups, two pillars and an index, as in COINr's ASEM example: with its data, where the
folder $RISKIDX_REFERENCE has them, else with numbers of that shape. Treatment (1 to 5 points), normalisation (two), weights
(uniform noise of 25 % on every group and indicator) and aggregation (arithmetic or geometric) are uncertain, and the target is the mean
absolute rank shift. One line of JSON for each number of threads: `binding_s` is what the Python layer adds to the time of
the same calls of the library. COINr 1.1.14 takes about 12 minutes for this (recorded: 7.2e2 s).
"""
from __future__ import annotations

import gc
import json
import os
import pathlib
import statistics
import sys
import time

import numpy as np
import pandas as pd

COINR_SECONDS = 720.0  # recorded, not measured here
RUNS = 7


def example() -> tuple:
    """Data, framework and recipe."""
    import riskidx as rx
    treat = {"method": "winsorise_or_transform"}
    folder = pathlib.Path(os.environ.get("RISKIDX_REFERENCE", "")) / "coinr"
    if (folder / "asem_idata.csv").is_file():
        recipe = rx.Recipe(denominate=True, impute={"method": "group_mean", "group": "EurAsia_group"}, treat=treat)
        return pd.read_csv(folder / "asem_idata.csv"), rx.Framework(pd.read_csv(folder / "asem_imeta.csv")), recipe
    codes = [f"x{k}" for k in range(49)]
    groups = [f"g{k}" for k in range(8)]
    meta = pd.DataFrame({"code": ["index", "p0", "p1", *groups, *codes],
                         "parent": [None, "index", "index", *[f"p{k // 4}" for k in range(8)], *[f"g{k % 8}" for k in range(49)]]})
    values = np.random.default_rng(1).lognormal(size=(51, 49))
    return pd.DataFrame(values, columns=codes), rx.Framework(meta), rx.Recipe(impute="mean", treat=treat)


def uncertain_inputs() -> list:
    import riskidx as rx
    return [rx.uncertain.Choice("treat", {k: {"max_points": k} for k in range(1, 6)}),
            rx.uncertain.Choice("normalise", [rx.Normalise("minmax", low=1, high=100), rx.Normalise("zscore", mean=10, sd=2)]),
            rx.uncertain.Weights(0.25),
            rx.uncertain.Choice("aggregate", ["arithmetic", "geometric"])]


class Library:
    """Counts the time inside the compiled module."""

    def __init__(self, module) -> None:
        self.seconds = 0.0
        for name in ("rix_uncertainty_run", "rix_uncertainty_target", "sobol_indices", "rix_sobol_bootstrap"):
            setattr(module, name, self.timed(getattr(module, name)))

    def timed(self, call):
        def asked(*args):
            begin = time.perf_counter()
            result = call(*args)
            self.seconds += time.perf_counter() - begin
            return result
        return asked


def main(n: int) -> None:
    import riskidx as rx
    from riskidx import rix_raw
    data, fw, recipe = example()
    inputs = uncertain_inputs()
    library = Library(rix_raw)
    first = None
    for threads in (1, 2):
        total, layer = [], []
        for _ in range(RUNS):
            gc.collect()
            library.seconds = 0.0
            begin = time.perf_counter()
            found = rx.sensitivity(data, fw, recipe, inputs=inputs, n=n, bootstraps=100, threads=threads)
            total.append(time.perf_counter() - begin)
            layer.append(total[-1] - library.seconds)
        seconds = statistics.median(total)
        print(json.dumps({"bench": f"sensitivity_python_{threads}", "size": n, "runs": RUNS, "median_s": round(seconds, 6),
                          "min_s": round(min(total), 6), "binding_s": round(statistics.median(layer), 6),
                          "replicates": len(found.uncertainty), "coinr_recorded_s": COINR_SECONDS}), flush=True)
        first = found.indices if first is None else first
        if not found.indices.equals(first):
            sys.exit("indices depend on the number of threads")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
