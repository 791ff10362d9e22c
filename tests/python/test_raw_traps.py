"""The traps of a binding: memory layouts, wrong kinds, the interpreter's lock, Ctrl-C, forks, leaks."""
import copy
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import weakref
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import riskidx as rx
from riskidx import rix_raw

from conftest import long_family

THRESHOLDS = [2.0, 4.0]


def zones(scores) -> list:
    return list(rix_raw.classify(scores, THRESHOLDS, "upper"))


def points(table) -> list:
    return list(rix_raw.efficient_set(table))


# ----------------------------------------------------------------------------- memory layouts --

TABLE = np.array([[3.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 3.0], [0.5, 9.0]])
EFFICIENT = [4, 1, 2, 0]


def inside(table: np.ndarray) -> np.ndarray:
    """The same numbers as every third row and second column of something larger."""
    large = np.full((3 * len(table), 2 * table.shape[1] + 1), np.nan)
    large[1::3, 1::2] = table
    return large[1::3, 1::2]


def misaligned(table: np.ndarray) -> np.ndarray:
    """The same numbers, one byte off."""
    block = np.empty(table.nbytes + 1, dtype=np.uint8)
    moved = block[1:].view(np.float64).reshape(table.shape)
    moved[...] = table
    assert not moved.flags.aligned
    return moved


def in_records(table: np.ndarray) -> np.ndarray:
    """The same numbers with steps that are no whole number of doubles."""
    records = np.zeros(table.shape, dtype=np.dtype([("value", "f8"), ("flag", "i4")], align=False))
    records["value"] = table
    assert records["value"].strides[1] == 12
    return records["value"]


LAYOUTS = {
    "C order": lambda x: np.ascontiguousarray(x),
    "Fortran order": np.asfortranarray,
    "strided slice": inside,
    "negative strides": lambda x: np.ascontiguousarray(x[::-1, ::-1])[::-1, ::-1],
    "misaligned": misaligned,
    "in records": in_records,
    "byteswapped": lambda x: x.astype(">f8"),
    "32 bit": lambda x: x.astype(np.float32),
    "list of lists": lambda x: x.tolist(),
    "DataFrame": lambda x: pd.DataFrame(x),
    "read-only": lambda x: np.frombuffer(x.tobytes()).reshape(x.shape),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_matrix_of_any_layout_is_read_right(layout):
    table = LAYOUTS[layout](TABLE)
    assert points(table) == EFFICIENT
    assert np.array_equal(np.asarray(table), TABLE)  # and left as it was


@pytest.mark.parametrize("dtype", ["i1", "u1", "i2", "i4", "u4", "i8", "u8", "?", "f2", "f4", ">i4"])
def test_integers_and_short_floats_are_copied(dtype):
    table = np.array([[1, 0], [0, 1], [1, 1]], dtype=dtype)
    assert points(table) == [1, 0]
    assert zones(np.array([0, 1, 1], dtype=dtype)) == [0, 0, 0]


def test_repeated_rows_and_columns():
    assert points(np.broadcast_to([1.0, 2.0], (4, 2))) == [0]  # row step 0
    column = np.array([[3.0], [1.0], [2.0]])
    assert points(np.broadcast_to(column, (3, 2))) == [1]  # column step 0


@pytest.mark.parametrize("scores, expected", [
    (3.0, [1]), (3, [1]), (np.float32(5), [2]), (np.array(1.0), [0]), (np.array(5), [2]),
    ([1, 3, 5], [0, 1, 2]), ((1.0, 5), [0, 2]), (range(6), [0, 0, 1, 1, 2, 2]), ([], []),
    (np.arange(12.0)[::-4], [2, 2, 1]), (pd.Series([1.0, 9.0]), [0, 2]),
    (np.empty((0,), dtype=np.int64), []), (np.array([np.nan, 2.0, 4.0]), [-1, 1, 2]),
])
def test_vectors_numbers_and_zero_dimensional_arrays(scores, expected):
    assert zones(scores) == expected


@pytest.mark.parametrize("wrong", [
    None, "3", b"3", {}, {"a": 1.0}, object(), [object()], np.array([1.0, None]), np.array(["1"]),
    np.array([1 + 1j]), np.array(["2020-01-01"], dtype="M8[D]"), np.array([1], dtype="m8[s]"),
    np.array([1.0], dtype=object), [[1.0], [1.0, 2.0]], np.zeros((2, 2)), [2**60], [2**70],
    np.array([2**53 + 1]), np.array([-2**53 - 1]), np.array([2**64 - 1], dtype=np.uint64),
])
def test_what_is_no_vector_of_numbers_is_refused(wrong):
    with pytest.raises(rx.InvalidArgumentError, match="scores: a vector of numbers expected"):
        zones(wrong)


@pytest.mark.parametrize("wrong", [None, np.zeros(3), np.zeros((2, 2, 2)), TABLE.astype(object),
                                   TABLE.astype(str), "table", [[1, 2], [3]], {}])
def test_what_is_no_matrix_of_numbers_is_refused(wrong):
    with pytest.raises(rx.InvalidArgumentError, match="outcomes: a matrix of numbers expected"):
        points(wrong)


@pytest.mark.parametrize("number", [3, 3.0, np.int8(3), np.float64(3), np.array(3), np.array([3]),
                                    np.uint64(3)])
def test_whole_numbers_may_come_in_any_form(number):
    assert (rix_raw.random_uniform(number, number, (1, 4)) == rx.random_uniform(4, 3, 3)).all()


@pytest.mark.parametrize("wrong", [-1, 2.5, 2**53 + 2, 2**64, np.nan, np.inf, None, "3", True, [1, 2],
                                   np.bool_(True), 1j, Fraction(5, 2)])
def test_what_is_no_whole_number_is_refused(wrong):
    with pytest.raises(rx.InvalidArgumentError, match="seed: a whole number from 0 to 2\\^53"):
        rix_raw.random_uniform(wrong, 0, (1, 1))


def test_big_seeds_are_not_cut():
    seeds = [2**31 - 1, 2**31, 2**32, 2**32 + 1, 2**53]
    assert len({rx.random_uniform(1, seed)[0] for seed in seeds}) == len(seeds)
    assert len({rx.random_uniform(1, 1, seed)[0] for seed in seeds}) == len(seeds)


def test_texts_that_are_none():
    framework = rx.preset.framework("hdi")
    for wrong in (3, b"hdi", "a\0b", "\ud800", ["hdi"]):
        with pytest.raises(rx.InvalidArgumentError, match="code: a string expected"):
            rix_raw.rix_framework_find(framework._handle, wrong)
        with pytest.raises(rx.InvalidArgumentError):
            rix_raw.rix_preset_framework_find(wrong)


def test_philox_known_answers():
    """From the authors' Random123, kat_vectors."""
    ones = 2**32 - 1
    assert [hex(x) for x in rx.philox4x32([0] * 4, [0] * 2)] == [
        "0x6627e8d5", "0xe169c58d", "0xbc57ac4c", "0x9b00dbd8"]
    assert [hex(x) for x in rx.philox4x32([ones] * 4, [ones] * 2)] == [
        "0x408f276d", "0x41c83b0e", "0xa20bc7c6", "0x6d5451fd"]
    assert [hex(x) for x in rx.philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
                                          [0xa4093822, 0x299f31d0])] == [
        "0xd16cfe09", "0x94fdcceb", "0x5001e420", "0x24126ea1"]
    for counter, key in (([0] * 3, [0] * 2), ([0] * 4, [0] * 3), ([-1, 0, 0, 0], [0] * 2),
                         ([0.5, 0, 0, 0], [0] * 2), ([0] * 4, [2**32, 0])):
        with pytest.raises(rx.RiskidxError):
            rx.philox4x32(counter, key)


def test_uniform_numbers_are_those_of_the_block_function():
    for stream in (0, 7):
        words = [int(x) for block in range(3)
                 for x in rx.philox4x32([block, 0, stream, 0], [12, 0])]
        bits = [words[k] | words[k + 1] << 32 for k in range(0, 12, 2)]
        found = rx.random_uniform(6, 12, stream)
        expected = [((each >> 12) + 0.5) / 2**52 for each in bits]
        other = [(((words[k] << 32 | words[k + 1]) >> 12) + 0.5) / 2**52 for k in range(0, 12, 2)]
        assert list(found) in (expected, other)
        assert (found > 0).all() and (found < 1).all()
    assert rx.random_uniform(0, 1).shape == (0,)


# --------------------------------------------------------------------------- reading in place --

def test_doubles_are_read_in_place():
    """No copy of a large array is made on the way in."""
    import resource
    scores = np.zeros((20_000_000, 2))[:, 0]  # 320 MB, strided
    zones(scores[:10])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = rix_raw.classify(scores, THRESHOLDS, "upper")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert result.dtype == np.int32
    # Two arrays of 80 MB for the zones, and the pages of the scores that are first touched now.
    assert grown < 2 * 77 + 310


def test_a_table_is_kept_alive_during_the_call(framework):
    for _ in range(50):
        index = rx.build_index(pd.DataFrame(np.random.default_rng(0).random((100, 4)),
                                            columns=framework.indicators).copy(), framework)
        gc.collect()
    assert index.score.notna().all()


# ----------------------------------------------------------------------------------- handles --

def test_a_handle_is_checked(framework, data, mrsir):
    index = rx.build_index(data, framework)
    calls = [(rix_raw.rix_framework_size, "rix_framework", mrsir._handle),
             (rix_raw.rix_index_scores, "rix_index", framework._handle),
             (rix_raw.rix_scenario_periods, "rix_scenario", index._handle),
             (rix_raw.rix_trajectory_times, "rix_trajectory", mrsir._handle),
             (rix_raw.rix_curve_size, "rix_curve", mrsir._handle)]
    for call, kind, other in calls:
        for wrong in (None, other, 3, "x", object(), {}):
            with pytest.raises(TypeError, match=kind):
                call(wrong)
    with pytest.raises(AttributeError, match="No constructor"):
        rix_raw.rix_framework()


def test_wrong_numbers_of_arguments_are_refused():
    with pytest.raises(TypeError):
        rix_raw.classify([1.0])
    with pytest.raises(TypeError):
        rix_raw.rix_simulate()


def test_a_handle_does_not_go_into_a_pickle(framework, data, mrsir):
    for thing in (framework, mrsir, rx.build_index(data, framework)):
        assert thing._raw is not None
        again = pickle.loads(pickle.dumps(thing))
        assert again._raw is None and "_raw" not in vars(again)
        assert again._handle is again._handle
    with pytest.raises(TypeError):
        pickle.dumps(framework._handle)


def test_results_outlive_what_they_were_made_of(data, meta):
    framework = rx.Framework(meta)
    index = rx.build_index(data, framework)
    gone = weakref.ref(framework)
    index.framework = copy.deepcopy(framework)
    del framework
    gc.collect()
    assert gone() is None
    assert index.ranks.notna().all(axis=None) and index.contributions().shape == (4, 7)


def memory() -> float:
    """Resident memory in MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no /proc here")
def test_handles_and_arguments_are_freed(meta, mrsir):
    table = {"values": np.random.default_rng(1).random((2000, 4)), "indicators": None,
             "units": [f"unit {i}" for i in range(2000)]}
    bad = {**table, "values": np.full((2000, 4), np.inf)}
    schedule = np.zeros((78, 3))
    family = {"levels": np.full((50, 3), 0.5), "starts": [1, 2], "ramps": [0]}

    def work():
        framework = rx.Framework(meta)
        index = rix_raw.rix_index_build(table, framework._handle, {})
        rix_raw.rix_index_scores(index)
        rix_raw.rix_index_ranks(index, "min", (2000, 7))
        rix_raw.rix_index_log_size(index)
        for call in (lambda: rix_raw.rix_index_build(bad, framework._handle, {}),
                     lambda: rix_raw.rix_index_build(table, framework._handle, {"strict": 3}),
                     lambda: rix_raw.rix_index_ranks(index, "dense", (2000, 7)),
                     lambda: rix_raw.classify(table["values"].astype(object), [1.0], "upper")):
            with pytest.raises(rx.RiskidxError):
                call()
        trajectory = rix_raw.rix_simulate(mrsir._handle, schedule)
        rix_raw.rix_trajectory_states(trajectory)
        rix_raw.rix_preset_framework_find("inform_risk")

    def curves():
        rix_raw.rix_tradeoff_curve(mrsir._handle, family, {"threads": 1})

    for call, times in ((work, 100), (curves, 5)):
        for _ in range(times // 2):
            call()
        gc.collect()
        before = memory()
        for _ in range(times):
            call()
        gc.collect()
        assert memory() - before < 8.0  # one table is 0.06 MB, a hundred indices 20 MB


def test_references_are_given_back(framework):
    values = np.random.default_rng(1).random((10, 4))
    units = [f"unit number {i}" for i in range(10)]
    table = {"values": values, "indicators": None, "units": units}
    recipe = rx.Recipe()._record()
    callback = lambda done: None  # noqa: E731
    sc = rx.preset.scenario("aal_us")
    family = {"levels": np.array([[0.5]]), "starts": [1], "ramps": [0]}
    options = {"x": "economic_loss", "y": "deaths", "threads": 1, "progress": callback}
    kept = (values, units, units[0], table, recipe, framework._handle, None, callback, options,
            family["levels"])
    before = [sys.getrefcount(each) for each in kept]
    for _ in range(500):
        rix_raw.rix_index_build(table, framework._handle, recipe)
        rix_raw.rix_framework_find(framework._handle, None)
        rix_raw.rix_tradeoff_curve(sc._handle, family, options)
        with pytest.raises(rx.DimensionError):
            rix_raw.rix_index_build({**table, "units": units[1:]}, framework._handle, recipe)
    del _
    gc.collect()
    for each, count in zip(kept, before):
        slack = 100 if each is None else 2  # None is everybody's; a leak is 500
        assert abs(sys.getrefcount(each) - count) <= slack, type(each)


# ------------------------------------------------------------- callbacks, the lock, interrupts --

def test_a_callback_that_raises_stops_the_work():
    class Enough(Exception):
        pass

    def progress(done):
        if done > 0:
            raise Enough(f"at {done:.3f}")

    scenario, plans = long_family(2.0)
    start = time.perf_counter()
    with pytest.raises(Enough, match="at 0."):
        rx.tradeoff_curve(scenario, plans, progress=progress)
    assert time.perf_counter() - start < 1.0
    rx.tradeoff_curve(scenario, rx.ExitPlans([0.5], [3]))  # and all is well afterwards


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, rx.CancelledError, MemoryError])
def test_whatever_a_callback_raises_comes_out_as_it_is(mrsir, raised):
    failure = raised("mine")

    def progress(done):
        raise failure

    with pytest.raises(raised) as caught:
        rx.tradeoff_curve(mrsir, progress=progress)
    assert caught.value is failure


def test_a_callback_of_the_wrong_signature_says_so(mrsir):
    with pytest.raises(TypeError, match="argument"):
        rx.tradeoff_curve(mrsir, progress=lambda: None)


def test_what_a_callback_returns_is_ignored(mrsir):
    plans = rx.ExitPlans([0.5], [3, 4])
    for answer in (True, 1, "stop", False):
        assert len(rx.tradeoff_curve(mrsir, plans, progress=lambda done: answer).all()) == 2


def test_a_callback_may_use_the_library(mrsir):
    inner = []

    def progress(done):
        inner.append(len(rx.tradeoff_curve(mrsir, rx.ExitPlans([0.5], [3, 4])).all()))

    rx.tradeoff_curve(mrsir, progress=progress)
    assert inner and set(inner) == {2}


def test_a_callback_costs_next_to_nothing():
    scenario, plans = long_family(1.0)
    calls = []
    start = time.perf_counter()
    rx.tradeoff_curve(scenario, plans, progress=calls.append)
    taken = time.perf_counter() - start
    assert 2 <= len(calls) <= taken / 0.020 + 3


def test_the_lock_is_released_during_a_long_call():
    """A thread of Python counts on while another is in the library."""
    scenario, plans = long_family(1.0)
    finished = threading.Event()
    beats = []

    def beat():
        while not finished.is_set():
            beats.append(time.perf_counter())
            time.sleep(0.01)

    thread = threading.Thread(target=beat)
    thread.start()
    start = time.perf_counter()
    try:
        rx.tradeoff_curve(scenario, plans, threads=1)
        end = time.perf_counter()
    finally:
        finished.set()
        thread.join()
    within = [at for at in beats if start + 0.05 < at < end - 0.05]
    assert end - start > 0.3
    assert len(within) > (end - start) / 0.01 / 10  # at least a tenth of what it would be alone


def test_many_threads_may_call_at_once(framework, mrsir):
    """Each on its own data and all on shared frameworks and scenarios; the same numbers as alone."""
    rng = np.random.default_rng(3)
    tables = [pd.DataFrame(rng.random((300, 4)), columns=framework.indicators) for _ in range(8)]
    shared = pickle.loads(pickle.dumps(framework))  # its handle is made by whoever comes first
    expected = [rx.build_index(table, framework).scores for table in tables]
    losses = rx.tradeoff_curve(mrsir, rx.ExitPlans([0.3, 0.6], range(5))).all()
    failures = []

    def work(k):
        try:
            for _ in range(10):
                assert rx.build_index(tables[k], shared).scores.equals(expected[k])
                with pytest.raises(rx.DomainError, match=f"'unit {k}'"):
                    bad = tables[k].rename(lambda i: f"unit {k}") * np.inf
                    rx.build_index(bad, shared)
            curve = rx.tradeoff_curve(mrsir, rx.ExitPlans([0.3, 0.6], range(5)), threads=2)
            assert curve.all().equals(losses)
        except BaseException as failure:  # noqa: BLE001
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


INTERRUPTED = """
import signal, sys, time
sys.path[:0] = {path!r}
import riskidx as rx
from conftest import long_family
signal.signal(signal.SIGINT, signal.default_int_handler)
scenario, plans = long_family(20.0)  # ten seconds on two cores
print("ready", flush=True)
try:
    rx.tradeoff_curve(scenario, plans, progress={progress})
except KeyboardInterrupt:
    print(time.time(), flush=True)
"""


@pytest.mark.parametrize("progress", ["None", "lambda done: None"])
def test_ctrl_c_stops_a_long_call(progress, record_property):
    """Within 0.2 s; more is allowed here, where other programs may hold the cores."""
    script = INTERRUPTED.format(path=[p for p in sys.path if p] + [os.path.dirname(__file__)],
                                progress=progress)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline().strip() == "ready"
        time.sleep(0.5)
        assert child.poll() is None, "the call was over before it was interrupted"
        sent = time.time()
        child.send_signal(signal.SIGINT)
        answer, _ = child.communicate(timeout=60)
    assert child.returncode == 0 and answer.strip(), "no KeyboardInterrupt came out"
    taken = float(answer) - sent
    record_property("seconds_to_stop", taken)
    print(f"stopped after {taken:.3f} s")
    assert taken < 1.0


def run_in_child(pipe):
    curve = rx.tradeoff_curve(rx.preset.scenario("mrsir_us"), rx.ExitPlans([0.3, 0.6], range(5)))
    pipe.send(curve.all())


def test_a_process_may_fork_after_threads_were_used(mrsir):
    expected = rx.tradeoff_curve(mrsir, rx.ExitPlans([0.3, 0.6], range(5)), threads=4).all()
    assert threading.active_count() == 1 or threading.main_thread().is_alive()
    context = multiprocessing.get_context("fork")
    for _ in range(3):
        ours, theirs = context.Pipe()
        child = context.Process(target=run_in_child, args=(theirs,))
        child.start()
        assert ours.poll(60), "the forked process hangs"
        assert ours.recv().equals(expected)
        child.join(60)
        assert child.exitcode == 0


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="no /proc here")
def test_no_thread_outlives_a_call(mrsir):
    before = len(os.listdir("/proc/self/task"))
    rx.tradeoff_curve(mrsir, threads=8)
    assert len(os.listdir("/proc/self/task")) == before


def test_a_warning_made_an_error_comes_out(framework, data):
    import warnings
    data["jobs"] = 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("error", rx.RiskidxWarning)
        with pytest.raises(rx.RiskidxWarning, match="jobs"):
            rx.build_index(data, framework)
