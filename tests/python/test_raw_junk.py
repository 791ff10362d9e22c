"""Every entry of the binding takes anything at all: it fails with an exception, and the interpreter lives on."""
import inspect
import itertools
import random

import numpy as np
import pytest

import riskidx as rx
from riskidx import rix_raw

NAN = float("nan")


class Odd:
    """Neither a number nor a sequence, whatever it says."""

    def __len__(self):
        return 3

    def __getitem__(self, key):
        raise RuntimeError("no items")

    def __float__(self):
        raise RuntimeError("no number")


def handles():
    """One of each kind of object that lives in C, where none of another kind may pass for it."""
    framework = rx.Framework({"code": ["index", "a"], "parent": [None, "index"]})
    index = rx.build_index({"a": [1.0, 2.0]}, framework)
    return [framework._handle, index._handle]


JUNK = [None, True, 0, -1, 3, 2**70, -(2**70), 1.5, NAN, float("inf"), 1e300, "", "x", "\udcff", "a\0b", b"x", [], (), {},
        [None], ["a", None], [[1.0], [2.0, 3.0]], {"a": 1}, {1: "a"}, {"values": None}, {"code": ["a"], "parent": [3]},
        np.zeros(0), np.zeros(3), np.zeros((0, 0)), np.zeros((2, 3)), np.full((2, 2), NAN), np.zeros((1, 1, 1)),
        np.array(["a"]), np.array([1 + 2j]), np.array([object()]), np.zeros(4)[::-2], np.zeros((3, 2)).T, (3, 1), (0, 0),
        (2**40, 2**40), (-1, 2), object(), Odd(), Odd, len]


def entries():
    """Functions of the binding by name, with the number of their arguments."""
    for name, entry in sorted(vars(rix_raw).items()):
        if name.startswith("_") or not inspect.isfunction(entry):
            continue
        kinds = [p.kind for p in inspect.signature(entry).parameters.values()]
        yield name, None if inspect.Parameter.VAR_POSITIONAL in kinds else len(kinds)


ENTRIES = dict(entries())


def test_there_are_entries():
    assert {"rix_index_build", "impute", "treat", "classify", "rix_simulate"} <= ENTRIES.keys()


@pytest.mark.parametrize("name", ENTRIES)
def test_junk_is_refused(name):
    entry, count = getattr(rix_raw, name), ENTRIES[name]
    pool, rng = JUNK + handles(), random.Random(name)
    counts = range(6) if count is None else [count]
    cases = [(junk,) * n for n in counts for junk in pool]
    cases += [tuple(rng.choice(pool) for _ in range(n)) for n in counts for _ in range(150)]
    for arguments in itertools.islice(cases, 1000):
        try:
            entry(*arguments)
        except (rx.RiskidxError, TypeError, ValueError, OverflowError, RuntimeError, MemoryError):
            pass
    with pytest.raises(TypeError):
        entry(*[None] * 40)
