"""The examples in C and R and the demo in Python give the same scores, zones and curves.

    agree.py ROOT C_EXAMPLE RSCRIPT
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import riskidx as rx

TOLERANCE = 1e-12  # relative to max(1, |value|)
CURVE_KEYS = ["level_young", "level_middle", "level_old", "start", "ramp"]


def read(path: Path, **options) -> pd.DataFrame:
    """A table whose numbers are what strtod makes of them: pandas' fast parser may miss the last bit."""
    return pd.read_csv(path, float_precision="round_trip", **options)


def difference(a: pd.DataFrame, b: pd.DataFrame, what: str) -> float:
    """The largest difference of two tables of numbers, which must have the same gaps."""
    assert a.shape == b.shape, f"{what}: {a.shape} against {b.shape}"
    x, y = a.to_numpy(float), b[a.columns].to_numpy(float)
    assert (np.isnan(x) == np.isnan(y)).all(), f"{what}: other cells are missing"
    return float(np.nanmax(np.abs(x - y) / np.maximum(1.0, np.abs(x))))


def check(a: pd.DataFrame, b: pd.DataFrame, what: str) -> None:
    worst = difference(a, b, what)
    assert worst <= TOLERANCE, f"{what}: {worst:g} apart"
    print(f"{what}: {a.shape[0]} rows, {a.shape[1]} columns, at most {worst:g} apart")


def python_scores(data: Path) -> pd.DataFrame:
    """All scores, straight from the package: the demo's table has the dimensions only."""
    table = read(data, index_col="iso3")
    return rx.build_index(table, rx.preset.framework("covid_recovery")).scores


def main(root: Path, c_example: str, rscript: str) -> int:
    data = root / "examples" / "data" / "asia_pacific.csv"
    with tempfile.TemporaryDirectory() as folder:
        outs = {name: Path(folder) / name for name in ("c", "r", "python")}
        for out in outs.values():
            out.mkdir()
        subprocess.run([c_example, data, outs["c"]], check=True)
        subprocess.run([rscript, root / "examples" / "r" / "asia_pacific.R", data, outs["r"]], check=True)
        subprocess.run([sys.executable, root / "examples" / "python" / "demo.py", "--out", outs["python"]],
                       check=True, stdout=subprocess.DEVNULL)

        scores = {name: read(outs[name] / "scores.csv", index_col="unit") for name in ("c", "r")}
        zones = {name: table.pop("zone").tolist() for name, table in scores.items()}
        demo = read(outs["python"] / "scores.csv", index_col="unit")
        economies = read(data)["economy"].tolist()
        zones["python"] = demo.loc[economies, "zone"].tolist()
        curves = {name: read(outs[name] / "curve.csv") for name in ("c", "r")}
        curves["python"] = read(outs["python"] / "tradeoff.csv")

    expected = python_scores(data)
    for name, table in scores.items():
        assert list(table.index) == list(expected.index), f"{name}: other units"
        check(expected, table, f"scores, Python and {name}")
    shown = ["covid_recovery", "health", "social", "economic"]
    check(expected[shown], demo.loc[economies, shown], "scores, Python and the demo")
    # A unit without a score is in no zone: an empty cell in the examples, words in the demo.
    zones = {name: [z if z in ("green", "orange", "red") else None for z in found]
             for name, found in zones.items()}
    assert zones["python"].count(None) < 3, "hardly a unit in a zone"
    for name in ("c", "r"):
        assert zones[name] == zones["python"], f"{name}: other zones"
    print(f"zones: the same for {len(zones['c'])} units")

    outcomes = [c for c in curves["c"].columns if c not in ("family", "plan")]
    for name in ("c", "r"):
        assert curves[name]["family"].tolist() == curves["python"]["family"].tolist(), f"{name}: other points"
        assert (curves[name][CURVE_KEYS] == curves["python"][CURVE_KEYS]).all(axis=None), f"{name}: other plans"
        check(curves["python"][outcomes], curves[name][outcomes], f"curves, Python and {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]))
