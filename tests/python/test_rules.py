"""Rules over several indicators: criteria, decision tables, what is missing, what is wrong with them."""
import copy
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

ECDC = [
    {"zone": "green", "incidence": "< 25", "positivity": "< 4"},
    {"zone": "orange", "incidence": "< 50", "positivity": ">= 4"},
    {"zone": "orange", "incidence": "25 to 150", "positivity": "< 4"},
    {"zone": "red", "incidence": ">= 50", "positivity": ">= 4"},
    {"zone": "red", "incidence": "> 150"},
]
COLOURS = ["green", "orange", "red"]


def said(zones: pd.Series) -> list:
    return list(zones.astype(object).where(zones.notna(), "grey"))


def ecdc(**options) -> rx.Rule:
    return rx.Rule.table(COLOURS, ECDC, **options)


def down(x: float) -> float:
    return float(np.nextafter(x, -np.inf))


def up(x: float) -> float:
    return float(np.nextafter(x, np.inf))


# The Recommendation of October 2020, a second time and by hand: every boundary and its neighbours.
ECDC_POINTS = [
    (0, 0, "green"), (down(25), down(4), "green"), (25, down(4), "orange"), (down(25), 4, "orange"),
    (150, down(4), "orange"), (up(150), down(4), "red"), (down(50), 4, "orange"), (50, 4, "red"),
    (50, down(4), "orange"), (up(150), 0, "red"), (1e6, 100, "red"),
    (np.nan, 3, "grey"), (10, np.nan, "grey"), (25, np.nan, "orange"), (down(50), np.nan, "orange"),
    (50, np.nan, "grey"), (150, np.nan, "grey"), (up(150), np.nan, "red"), (np.nan, np.nan, "grey"),
    (np.inf, np.nan, "red"),
]


def test_the_european_table_at_every_boundary():
    data = pd.DataFrame(ECDC_POINTS, columns=["incidence", "positivity", "zone"])
    data["other"] = "ignored"
    zones = ecdc().classify(data)
    assert said(zones) == list(data["zone"])
    assert zones.name == "zone" and zones.cat.ordered and list(zones.cat.categories) == COLOURS


def test_missing_is_grey_on_request():
    zones = ecdc(unknown="grey").classify({"incidence": [200.0, 200.0], "positivity": [np.nan, 1.0]})
    assert said(zones) == ["grey", "red"]


def test_a_table_is_a_data_frame_too():
    frame = pd.DataFrame(ECDC)  # the empty cell is NaN
    assert rx.Rule.table(COLOURS, frame).sentence == ecdc().sentence
    for part in ("incidence >= 50 and positivity >= 4", "25 <= incidence <= 150"):
        assert part in ecdc().sentence
    assert str(ecdc()) == ecdc().sentence and "3 zones" in repr(ecdc())


def test_units_are_said():
    assert "positivity >= 4 %" in ecdc(units={"positivity": "%"}).sentence


@pytest.mark.parametrize("condition, inside, outside", [
    (">= 50", [50, 60, np.inf], [down(50)]),
    ("≥50", [50], [down(50)]),
    ("> 50", [up(50)], [50]),
    ("<= -1.5e1", [-15, -np.inf], [up(-15)]),
    ("≤ 2", [2], [up(2)]),
    ("< .5", [down(.5)], [.5]),
    ("= 3", [3], [down(3), up(3)]),
    ("==3", [3], [up(3)]),
    ("[25, 150]", [25, 150], [down(25), up(150)]),
    ("(50, 150)", [up(50), down(150)], [50, 150]),
    ("[50,150)", [50], [150]),
    ("(50; 150]", [150], [50]),
    ("25 to 150", [25, 150], [up(150)]),
    ("-2 to -1", [-1.5], [0]),
    (">= 25 and < 50", [25, down(50)], [50]),
    ("< 50 and >= 25", [25, down(50)], [50, down(25)]),
    ((25, 150), [25, 150], [down(25), up(150)]),
    ((None, 4), [4, -1e9], [up(4)]),
    ((4, np.nan), [4, 1e9], [down(4)]),
    (pd.Interval(1, 2, closed="left"), [1], [2]),
    (pd.Interval(1, 2, closed="right"), [2], [1]),
    (pd.Interval(-np.inf, 2, closed="neither"), [-1e300], [2]),
])
def test_conditions_are_read(condition, inside, outside):
    """A row within a table of all else: what it covers is exactly what the condition says."""
    for value, expected in [(x, "in") for x in inside] + [(x, "out") for x in outside]:
        with pytest.raises(rx.DomainError):  # alone it has a hole, or the point could not be outside
            rx.Rule.table(["out", "in"], [{"zone": "in", "x": condition}])
        rule = rx.Rule.table(["out", "in"], [{"zone": "in", "x": condition}] + rest(condition))
        assert said(rule.classify({"x": [value]})) == [expected], (condition, value)


def rest(condition) -> list:
    """Rows for what a condition leaves out."""
    low, high, low_in, high_in = rx.rules._condition(condition, 0, "x")
    rows = []
    if not np.isnan(low):
        rows.append({"zone": "out", "x": f"{'<' if low_in else '<='} {low!r}"})
    if not np.isnan(high):
        rows.append({"zone": "out", "x": f"{'>' if high_in else '>='} {high!r}"})
    return rows


@pytest.mark.parametrize("condition", [
    "50", 50, 50.0, ">=", ">= fifty", ">= 4 %", "25-150", "[25, 150", "25 to", ">= 1 and >= 2",
    ">= 1 and < 2 and < 3", "< 1 or > 2", "!= 3", (1,), (1, 2, 3), ("1", 2), {"low": 1}, "[a, b]", True,
])
def test_conditions_that_cannot_be_read_are_named(condition):
    rows = [{"zone": "red", "x": ">= 1"}, {"zone": "green", "x": condition}]
    with pytest.raises(rx.InvalidArgumentError) as failure:
        rx.Rule.table(COLOURS, rows)
    assert "row 1" in str(failure.value) and "'x'" in str(failure.value)
    assert repr(condition) in str(failure.value) and failure.value.row == 1


def test_a_hole_is_named():
    with pytest.raises(rx.DomainError) as failure:
        rx.Rule.table(COLOURS, [row for row in ECDC if row["zone"] != "orange"])
    for named in ("incidence", "positivity", "25"):
        assert named in str(failure.value)
    with pytest.raises(rx.DomainError, match="x"):  # a single point
        rx.Rule.table(COLOURS, [{"zone": "red", "x": "> 1"}, {"zone": "green", "x": "< 1"}])


def test_an_overlap_is_named_with_its_rows():
    rows = ECDC[:4] + [{"zone": "red", "incidence": ">= 150"}]
    with pytest.raises(rx.DomainError) as failure:
        rx.Rule.table(COLOURS, rows)
    assert "150" in str(failure.value) and "2" in str(failure.value) and "4" in str(failure.value)
    agreeing = ECDC + [{"zone": "red", "incidence": "> 200", "positivity": "any"}]
    assert said(rx.Rule.table(COLOURS, agreeing).classify({"incidence": [300.0], "positivity": [0.0]})) == [
        "red"]


def test_grey_rows():
    for grey in ("grey", None, np.nan):
        rule = rx.Rule.table(["fine", "bad"], [{"zone": grey, "tests": "< 300"},
                                               {"zone": "fine", "tests": ">= 300", "n": "< 1"},
                                               {"zone": "bad", "tests": ">= 300", "n": ">= 1"}])
        assert said(rule.classify({"tests": [299, 300, 300], "n": [0, 0, 1]})) == ["grey", "fine", "bad"]
        assert rule.indicators == ["tests", "n"] and rule.zones == ["fine", "bad"]


@pytest.mark.parametrize("make, error, text", [
    (lambda: rx.Rule.table(COLOURS, [{"zone": "blue", "x": ">= 1"}]), rx.NotFoundError,
     "row 0.*'blue'.*green"),
    (lambda: rx.Rule.table(COLOURS, [{"x": ">= 1"}]), rx.InvalidArgumentError, "row 0.*'zone'"),
    (lambda: rx.Rule.table(COLOURS, [3]), rx.InvalidArgumentError, "row 0"),
    (lambda: rx.Rule.table(COLOURS, [{"zone": "red", "y": ">= 1"}], indicators=["x"]),
     rx.NotFoundError, "'y'"),
    (lambda: rx.Rule.table(COLOURS, [{"zone": "red", "x": "[2, 1]"}]), rx.DomainError, "x"),
    (lambda: rx.Rule.table("red", [{"zone": "red", "x": "any"}]), rx.InvalidArgumentError, "zones"),
    (lambda: rx.Rule.table(["red"], [{"zone": "red", "x": "any"}]), rx.InvalidArgumentError, ""),
    (lambda: ecdc(unknown="available"), rx.InvalidArgumentError, "available"),
    (lambda: ecdc(unknown="perhaps"), rx.NotFoundError, "certain"),
    (lambda: ecdc(units={"incidenc": "x"}), rx.NotFoundError, "incidenc.*known are"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, 2, 3]}), rx.DimensionError, "'x'.*3 zones"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [2, 1]}), rx.DomainError, "x"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, 2]}, direction=-1), rx.DomainError, "x"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, np.inf]}), rx.DomainError, "x"),
    (lambda: rx.Rule.worst(COLOURS, {"x": "abc"}), rx.InvalidArgumentError, "'x'"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, 2]}, direction={"y": 1}), rx.NotFoundError, "'y'"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, 2]}, direction=0), rx.InvalidArgumentError, "direction"),
    (lambda: rx.Rule.worst(COLOURS, {"x": [1, 2]}, boundary="middle"), rx.NotFoundError, "upper"),
    (lambda: rx.Rule.at_least(0, COLOURS, {"x": [1, 2]}), rx.InvalidArgumentError, "k"),
    (lambda: rx.Rule.at_least(2, COLOURS, {"x": [1, 2]}), rx.InvalidArgumentError, "k"),
    (lambda: rx.Rule.worst(["a", "a", "b"], {"x": [1, 2]}), rx.InvalidArgumentError, "a"),
    (lambda: rx.Rule.worst(COLOURS, {}), rx.InvalidArgumentError, ""),
    (lambda: rx.Rule.worst(COLOURS, [1, 2]), rx.InvalidArgumentError, "dict"),
])
def test_what_is_wrong_with_a_rule(make, error, text):
    with pytest.raises(error, match=text):
        make()


def test_worst_all_and_k_of_n():
    thresholds = {"a": [1, 2, 3], "b": [1, 2, 3], "c": [1, 2, 3]}
    zones = ["0", "1", "2", "3"]
    values = np.random.default_rng(1).integers(0, 4, (200, 3)).astype(float)
    data = pd.DataFrame(values, columns=list("abc"), index=pd.RangeIndex(200, 400).astype(str))
    classes = np.sort(values, axis=1)  # of an indicator whose thresholds are 1, 2, 3: its value
    for k, rule in ((1, rx.Rule.worst(zones, thresholds)), (2, rx.Rule.at_least(2, zones, thresholds)),
                    (3, rx.Rule.all_of(zones, thresholds))):
        found = rule.classify(data)
        assert list(found.cat.codes) == list(classes[:, 3 - k]) and found.index.equals(data.index)


def test_available_asks_fewer_of_fewer():
    rule = rx.Rule.at_least(2, ["low", "high"], {"a": [1], "b": [1], "c": [1]}, unknown="available")
    table = pd.DataFrame({"a": [1, 1, 1, None], "b": [1, 0, None, None], "c": [0, None, None, None]},
                         dtype=float)
    assert said(rule.classify(table)) == ["high", "low", "high", "grey"]
    certain = rx.Rule.at_least(2, ["low", "high"], {"a": [1], "b": [1], "c": [1]})
    assert said(certain.classify(table)) == ["high", "grey", "grey", "grey"]


def test_direction_and_boundary():
    rule = rx.Rule.worst(["low", "high"], {"cases": [10], "tests": [65]}, direction={"tests": -1},
                         boundary={"tests": "lower"})
    table = pd.DataFrame({"tests": [65, down(65), 100.0, 100.0], "cases": [0, 0, 10, down(10)]})
    assert said(rule.classify(table)) == ["low", "high", "high", "low"]


def test_an_array_has_the_indicators_in_order_and_a_column_is_found_once():
    assert said(ecdc().classify([[200.0, 1], [10, 1]])) == ["red", "green"]
    with pytest.raises(rx.DimensionError, match="3 columns for 2"):
        ecdc().classify(np.zeros((2, 3)))
    with pytest.raises(rx.NotFoundError, match="'positivity'"):
        ecdc().classify({"incidence": [1.0]})
    twice = pd.DataFrame([[1.0, 2.0, 3.0]], columns=["incidence", "positivity", "incidence"])
    with pytest.raises(rx.NotFoundError, match="2 columns.*'incidence'"):
        ecdc().classify(twice)
    with pytest.raises(rx.InvalidArgumentError, match="'many'"):
        ecdc().classify({"incidence": ["many"], "positivity": [1.0]})


def test_rules_survive_pickle_and_are_shared():
    for rule in (ecdc(), rx.Rule.all_of(COLOURS, {"x": [1, 2]})):
        for again in (pickle.loads(pickle.dumps(rule)), copy.deepcopy(rule)):
            assert again.sentence == rule.sentence and again.zones == rule.zones


def test_no_units_no_zones():
    empty = ecdc().classify(pd.DataFrame({"incidence": [], "positivity": []}))
    assert len(empty) == 0 and list(empty.cat.categories) == COLOURS
