"""What the Python tests share: where the figures lie, and small examples."""
from __future__ import annotations

import os
import pathlib

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def golden() -> pathlib.Path:
    """The golden set, which every run checks."""
    return pathlib.Path(os.environ.get("RISKIDX_TEST_DATA", ROOT / "tests" / "data"))


@pytest.fixture(scope="session")
def reference() -> pathlib.Path:
    """The published figures beside the clone; without them the test is skipped, or fails under CI=true."""
    folder = pathlib.Path(os.environ.get("RISKIDX_REFERENCE", ROOT.parent / "shared" / "reference"))
    if folder.is_dir():
        return folder
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, but there are no published figures in {folder}")
    pytest.skip(f"no published figures in {folder}")


@pytest.fixture
def meta() -> pd.DataFrame:
    """Two pillars with two indicators each; 'debt' lowers the score."""
    return pd.DataFrame({
        "code": ["risk", "health", "economy", "cases", "beds", "jobs", "debt"],
        "parent": [None, "risk", "risk", "health", "health", "economy", "economy"],
        "weight": [np.nan, 2, 1, 1, 1, 3, 1],
        "direction": [1, 1, 1, 1, -1, 1, -1],
    })


@pytest.fixture
def framework(meta: pd.DataFrame) -> rx.Framework:
    return rx.Framework(meta)


@pytest.fixture
def data() -> pd.DataFrame:
    """Four units, nothing missing."""
    return pd.DataFrame({"cases": [0.0, 10, 5, 2], "beds": [4.0, 1, 2, 3], "jobs": [1.0, 2, 3, 5],
                         "debt": [10.0, 20, 40, 30]}, index=pd.Index(list("ABCD"), name="place"))


@pytest.fixture(scope="session")
def mrsir() -> rx.PlannerSIR:
    return rx.preset.scenario("mrsir_us")


def long_family(seconds: float) -> "tuple[rx.PlannerSIR, rx.ExitPlans]":
    """A scenario and a family whose curve takes about so long on one thread."""
    import time
    scenario = rx.preset.scenario("mrsir_us").replace(steps=70)
    start = time.perf_counter()
    rx.tradeoff_curve(scenario, rx.ExitPlans([0.5], range(40)), threads=1)
    each = (time.perf_counter() - start) / 40
    count = max(1, int(seconds / each / 60))
    return scenario, rx.ExitPlans(np.linspace(0.1, 0.7, count), range(60))
