"""Zones in time: machines over panels and step by step, their histories, published rule sets."""
import copy
import importlib.util
import pickle
import threading

import matplotlib
import numpy as np
import pandas as pd
import pytest

import riskidx as rx

from conftest import ROOT

matplotlib.use("Agg")

TIERS = ["yellow", "orange", "red", "purple"]


def said(zones: pd.Series) -> list:
    return list(zones.astype(object).where(zones.notna(), "grey"))


def days(count: int, start: str = "2020-09-01") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, name="date")


def levels(**clock) -> rx.Machine:
    """A machine whose indicator is the number of the zone itself."""
    return rx.Machine(rx.Rule.worst(TIERS, {"level": [1, 2, 3]}, unknown="grey"), **clock)


def zones_of(machine: rx.Machine, found: "list[float]") -> list:
    return said(machine.run({"level": np.array(found, dtype=float)}).zones)


def random_panel(units: int, periods: int, seed: int, holes: float = 0.15) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    walk = np.clip(np.cumsum(draw.normal(0, 0.7, (periods, units)), axis=0) + 1.5, -0.5, 3.5)
    walk[draw.random((periods, units)) < holes] = np.nan
    return pd.DataFrame(walk, index=days(periods), columns=[f"u{k}" for k in range(units)])


# ------------------------------------------------------------------------- published vectors --

def california() -> rx.Machine:
    return rx.preset.rule("california_2020", orange_cases=1, orange_positivity=2)


@pytest.mark.parametrize("weeks, tiers", [
    # zone_rules: two weeks to ease; then 21 days in red before orange
    ("red red orange orange orange", "purple red red red orange"),
    # easing needs two straight weeks at the next tier or better, one step at a time
    ("red orange purple red red", "purple red red red red"),
])
def test_california(weeks, tiers):
    cases = {"yellow": 0.5, "orange": 2.0, "red": 5.0, "purple": 9.0}
    weekly = [cases[week] for week in weeks.split()]
    daily = pd.DataFrame({"daily_cases": np.repeat(weekly, 7), "positivity": 0.0}, index=days(35))
    found = california().run(daily).zones
    assert said(found[::7]) == tiers.split()
    assert said(found) == list(np.repeat(tiers.split(), 7))  # and nothing moves between reviews


def test_california_moves_up_one_step_after_two_failing_weeks():
    machine = rx.Machine(rx.Rule.worst(TIERS, {"level": [1, 2, 3]}), start="orange", review_every=7,
                         rise_after=2, fall_after=2, rise_steps=1, fall_steps=1,
                         stay_to_fall={"red": 21, "orange": 21})
    assert zones_of(machine, [3] * 14)[::7] == ["orange", "red"]


def test_india_of_mid_april_with_one_case_on_day_0():
    machine = rx.preset.rule("india_2020_04_15")
    days_since = np.arange(40.0)
    table = pd.DataFrame({"days_since_case": days_since, "caseload_ahead": 0.0, "doubling_time": 3.0})
    assert said(machine.run(table).zones) == ["red"] * 14 + ["orange"] * 14 + ["green"] * 12
    calm = table.assign(doubling_time=np.where(days_since < 5, 3.0, 50), caseload_ahead=90.0)
    assert said(machine.run(calm).zones)[:14] == ["red"] * 14  # once red, 14 days without a case


def test_the_europeans_ask_for_enough_tests():
    machine = rx.preset.rule("ecdc_2020")
    table = pd.DataFrame({"incidence_14d": [160.0, 30, 30, 10], "positivity": np.nan,
                          "tests_7d": [300, 300, 299, 300]})
    assert said(machine.classify(table)) == ["red", "orange", "grey", "grey"]
    dark = rx.preset.rule("ecdc_2021").classify(pd.DataFrame(
        {"incidence_14d": [500.0, np.nextafter(500.0, 0)], "positivity": 0.0, "tests_7d": 1e4}))
    assert said(dark) == ["dark_red", "red"]


@pytest.mark.parametrize("name, column, values, zones", [
    ("harvard_2020", "daily_cases", [0, 0.999, 1, 9.99, 10, 24.99, 25],
     ["green", "green", "yellow", "yellow", "orange", "orange", "red"]),
    ("inform_risk_classes", "score", [0, 1.9, 2, 3.4, 3.5, 4.9, 5, 6.4, 6.5, 10],
     ["very_low"] * 2 + ["low"] * 2 + ["medium"] * 2 + ["high"] * 2 + ["very_high"] * 2),
])
def test_rules_of_one_indicator(name, column, values, zones):
    table = pd.DataFrame({column: values})
    assert said(rx.preset.rule(name).classify(table)) == zones
    assert said(rx.preset.rule(name).run(table).zones) == zones  # periods from 0


def test_the_worse_of_two_for_the_cdc():
    table = pd.DataFrame([(9.99, 4.99), (10, 0), (0, 5), (50, 5), (10, 8), (0, 10), (100, np.nan),
                          (99, np.nan)], columns=["incidence_7d", "positivity"])
    assert said(rx.preset.rule("cdc_2021").classify(table)) == [
        "low", "moderate", "moderate", "substantial", "substantial", "high", "high", "grey"]


def test_presets_are_listed_and_say_where_they_come_from():
    listed = rx.preset.rules()
    assert {"ecdc_2020", "ecdc_2021", "cdc_2021", "harvard_2020", "california_2020", "us_gates_2020",
            "india_2020_04_15", "india_2020_04_30", "india_2020_05_17",
            "inform_risk_classes"} <= set(listed.index)
    assert listed.index.is_unique and (listed[["title", "issuer", "date", "source"]] != "").all().all()
    for name in listed.index:
        open_ones = [each for each in listed.loc[name, "parameters"].split(", ") if each]
        machine = rx.preset.rule(name, **{each: 1.0 for each in open_ones})
        assert machine.name == name and machine.sentence and machine.source and machine.title
        assert ", ".join(machine.zones) == listed.loc[name, "zones"]
        assert machine.parameters == {each: 1.0 for each in open_ones}
        assert all(each in listed.loc[name, "indicators"] for each in machine.indicators)
        for k in range(len(open_ones)):  # nothing that is unconfirmed has a silent default
            with pytest.raises(rx.InvalidArgumentError, match=open_ones[k]):
                rx.preset.rule(name, **{each: 1.0 for each in open_ones if each != open_ones[k]})


def test_wrong_presets():
    with pytest.raises(rx.NotFoundError, match="harvard_2020"):
        rx.preset.rule("harvard")
    with pytest.raises(rx.InvalidArgumentError, match="purple_cases"):
        rx.preset.rule("california_2020", orange_cases=1, orange_positivity=2, purple_cases=3)
    with pytest.raises(rx.DomainError, match="orange_cases.*5"):
        rx.preset.rule("california_2020", orange_cases=5, orange_positivity=2)


# ------------------------------------------------------------------------------ the clockwork --

def test_without_a_clock_the_zone_is_what_the_rule_says():
    assert zones_of(levels(), [0, 3, 1, np.nan, 2]) == ["yellow", "purple", "orange", "orange", "red"]


def test_what_missing_data_do():
    found = [np.nan, 1, np.nan, np.nan, 1]
    assert zones_of(levels(), found) == ["grey"] + ["orange"] * 4
    assert zones_of(levels(absent="grey"), found) == ["grey", "orange", "grey", "grey", "orange"]
    assert zones_of(levels(absent="escalate", start="yellow"), found) == [
        "orange", "orange", "red", "purple", "orange"]


def test_steps_runs_and_stays():
    assert zones_of(levels(start="yellow", rise_steps=1), [3, 3, 3, 3]) == TIERS[1:] + ["purple"]
    assert zones_of(levels(start="yellow", rise_after=2), [3, 2, 3, 0]) == [
        "yellow", "red", "red", "yellow"]  # the least risky that the run found
    assert zones_of(levels(start="purple", stay_to_fall=3), [0] * 4) == ["purple"] * 3 + ["yellow"]
    assert zones_of(levels(start="purple", stay_to_fall=[0, 0, 0, 2]), [0] * 3) == ["purple"] * 2 + ["yellow"]
    rising = levels(start="yellow", stay_to_rise={"yellow": 2})
    assert zones_of(rising, [3] * 3) == ["yellow"] * 2 + ["purple"]
    seldom = levels(start="red", first_review=2, review_every=3)
    assert zones_of(seldom, [0] * 4) == ["red"] * 2 + ["yellow"] * 2


def test_hysteresis():
    enter = rx.Rule.worst(["low", "high"], {"cases": [50]})
    leave = rx.Rule.worst(["low", "high"], {"cases": [25]})
    table = pd.DataFrame({"cases": [10.0, 49, 50, 30, 25, 24.9, 30, 49, 50]})
    machine = rx.Machine(enter, leave)
    assert said(machine.run(table).zones) == ["low"] * 2 + ["high"] * 3 + ["low"] * 3 + ["high"]
    assert "25" in machine.sentence and "50" in machine.sentence
    with pytest.raises(rx.DomainError, match="cases.*25|25.*cases"):
        rx.Machine(leave, enter)


def test_reviews_on_a_day_of_the_week():
    for start in ("2020-09-01", "2020-09-04", "2020-09-07"):  # Tuesday, Friday, Monday
        dates = days(30, start)
        machine = levels(start="yellow", review_weekday="Monday")
        table = pd.DataFrame({"level": np.tile([0.0, 1, 2, 3], 8)[:30]}, index=dates)
        zones = machine.run(table).zones
        expected, current = [], "yellow"
        for date, level in table["level"].items():
            current = TIERS[int(level)] if date.day_name() == "Monday" else current
            expected.append(current)
        assert said(zones) == expected
        assert said(levels(start="yellow", review_weekday=0).run(table).zones) == expected
        state = machine.start(dates[0])
        for level, zone in zip(table["level"], expected):
            state = machine.step(state, [level])
            assert state.zone == zone
    assert "Mondays" in machine.sentence
    periods = table.set_index(table.index.to_period("D"))
    assert said(machine.run(periods).zones) == expected


@pytest.mark.parametrize("clock, error, text", [
    ({"start": "blue"}, rx.NotFoundError, "'blue'.*yellow"),
    ({"review_every": 0}, rx.InvalidArgumentError, "review_every"),
    ({"rise_after": 0}, rx.InvalidArgumentError, "rise_after"),
    ({"fall_after": -1}, rx.InvalidArgumentError, "fall_after"),
    ({"rise_steps": 0}, rx.InvalidArgumentError, "rise_steps"),
    ({"stay_to_fall": [1, 2]}, rx.DimensionError, "2 values for 4 zones"),
    ({"stay_to_rise": {"blue": 1}}, rx.NotFoundError, "'blue'"),
    ({"stay_to_rise": -3}, rx.InvalidArgumentError, "stay_to_rise"),
    ({"absent": "forget"}, rx.NotFoundError, "hold"),
    ({"review_weekday": "Someday"}, rx.NotFoundError, "monday"),
    ({"review_weekday": 7}, rx.NotFoundError, "monday"),
    ({"review_weekday": 0, "review_every": 3}, rx.InvalidArgumentError, "whole weeks"),
    ({"review_weekday": 0, "first_review": 3}, rx.InvalidArgumentError, "first_review"),
])
def test_clocks_that_make_no_sense(clock, error, text):
    with pytest.raises(error, match=text):
        levels(**clock)


def test_other_wrong_machines():
    rule = rx.Rule.worst(TIERS, {"level": [1, 2, 3]})
    with pytest.raises(rx.InvalidArgumentError, match="Rule"):
        rx.Machine("harvard_2020")
    with pytest.raises(rx.InvalidArgumentError, match="leave|different zones"):
        rx.Machine(rule, rx.Rule.worst(TIERS[:3], {"level": [1, 2]}))
    with pytest.raises(rx.InvalidArgumentError, match="level.*other|other.*level"):
        rx.Machine(rule, rx.Rule.worst(TIERS, {"other": [1, 2, 3]}))
    weekly = pd.DataFrame({"level": [1.0, 2]}, index=pd.date_range("2020-01-06", periods=2, freq="7D"))
    with pytest.raises(rx.InvalidArgumentError, match="row a day"):
        levels(review_weekday=0).run(weekly)
    with pytest.raises(rx.InvalidArgumentError, match="dates expected|row a day"):
        levels(review_weekday=0).run({"level": [1.0, 2]})
    with pytest.raises(rx.InvalidArgumentError, match="period 0"):
        levels(review_weekday=0).start()


# -------------------------------------------------------------------- one machine, three ways --

CLOCKS = [
    {}, {"absent": "grey"}, {"absent": "escalate", "start": "yellow"},
    {"review_every": 3, "first_review": 1, "rise_after": 2, "fall_after": 2, "rise_steps": 1},
    {"start": "red", "fall_steps": 1, "stay_to_fall": 5, "stay_to_rise": {"orange": 4}, "fall_after": 3},
    {"start": "purple", "review_weekday": "Thursday", "rise_after": 2, "fall_after": 2, "rise_steps": 1,
     "fall_steps": 1, "stay_to_fall": {"red": 21, "orange": 21}, "absent": "grey"},
]


def slow(found, leaving, clock, first):
    """The doc comment of rix_clock read aloud, a unit at a time."""
    start, every = clock.get("start"), 7 if "review_weekday" in clock else clock.get("review_every", 1)
    zone, entered = (None, 0) if start is None else (TIERS.index(start), 0)
    run, direction, grey, shown = [], 0, start is None, []
    for period, (e, f) in enumerate(zip(found, leaving)):
        if period >= first and (period - first) % every == 0:
            decided = True
            if zone is None:
                decided = not np.isnan(e)
                if decided:
                    zone, entered = int(e), period
            else:
                way = 1 if e > zone else -1 if f < zone else 0
                if way == 0 and (np.isnan(e) or np.isnan(f)):
                    decided = False
                    if clock.get("absent") == "escalate" and zone < 3:
                        decided, way, e = True, 1, zone + 1
                run = (run if way == direction else []) + [e if way > 0 else f] if way else []
                direction = way
                name = "rise" if way > 0 else "fall"
                stay = clock.get(f"stay_to_{name}", 0)
                stay = stay.get(TIERS[zone], 0) if isinstance(stay, dict) else stay
                if way and len(run) >= clock.get(f"{name}_after", 1) and period - entered >= stay:
                    steps = clock.get(f"{name}_steps", 3)
                    target = min(run) if way > 0 else max(run)
                    zone = int(min(target, zone + steps) if way > 0 else max(target, zone - steps))
                    run, direction, entered = [], 0, period
            grey = zone is None or (not decided and clock.get("absent") == "grey")
        shown.append("grey" if grey or zone is None else TIERS[zone])
    return shown


@pytest.mark.parametrize("hysteresis", [False, True])
@pytest.mark.parametrize("clock", CLOCKS, ids=range(len(CLOCKS)))
def test_run_step_and_a_slow_reading_agree(clock, hysteresis):
    panel = random_panel(40, 90, seed=len(str(clock)))
    enter = rx.Rule.worst(TIERS, {"level": [1, 2, 3]})
    leave = rx.Rule.worst(TIERS, {"level": [0.6, 1.6, 2.6]}) if hysteresis else None
    machine = rx.Machine(enter, leave, **clock)
    zones = machine.run({"level": panel}).zones
    first = clock.get("first_review", 0)
    if "review_weekday" in clock:
        first = [date.day_name() for date in panel.index].index("Thursday")
    for unit in panel:
        values = panel[unit].to_numpy()
        up = np.where(np.isnan(values), np.nan, np.digitize(values, [1, 2, 3]))
        down = np.where(np.isnan(values), np.nan, np.digitize(values, [0.6, 1.6, 2.6])) if hysteresis else up
        expected = slow(up, down, clock, first)
        assert said(zones[unit]) == expected, unit
        state = machine.start(panel.index[0] if "review_weekday" in clock else None)
        for period, value in enumerate(values):
            state = machine.step(state, {"level": value})
            assert (state.zone or "grey") == expected[period]
            assert state.period == period + 1


def test_a_state_never_changes_and_can_be_kept():
    machine = levels(start="purple", fall_after=2)
    start = machine.start()
    one = machine.step(start, [0])
    assert (start.period, start.falling, one.period, one.falling) == (0, 0, 1, 1)
    assert one.zone == one.in_force == "purple" and one.stayed == 1 and one.rising == 0
    two = [machine.step(state, pd.Series({"level": 0.0}))
           for state in (one, pickle.loads(pickle.dumps(one)), copy.deepcopy(one))]
    assert {state.zone for state in two} == {"yellow"} and two[0] == two[1] == two[2] != one
    with pytest.raises(AttributeError):
        one.zone = "red"
    with pytest.raises(AttributeError):
        one._record = {}
    assert "purple" in repr(one) and machine.step(one).falling == 0  # nothing known: the run ends
    assert levels(absent="grey").start().zone is None
    with pytest.raises(rx.NotFoundError, match="'level'"):
        machine.step(one, {"cases": 1})
    with pytest.raises(rx.DimensionError, match="2 values"):
        machine.step(one, [1, 2])


def test_threads_and_layouts_do_not_change_a_zone():
    spec = importlib.util.spec_from_file_location("zones_numpy", ROOT / "tests/bench/zones_numpy.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    machine = california()
    for layout in ("units", "periods"):
        cases, positivity = (bench.panel(300, 220, top, layout) for top in (10.0, 12.0))
        draw = np.random.default_rng(3)
        cases[draw.random(cases.shape) < 0.1] = np.nan
        positivity[draw.random(cases.shape) < 0.1] = np.nan
        expected = bench.california(cases, positivity)
        assert len(np.unique(expected)) == 4
        data = {"daily_cases": pd.DataFrame(cases.T), "positivity": pd.DataFrame(positivity.T)}
        for threads in (0, 1, 2, 7):
            history = machine.run(data, threads=threads)
            assert np.array_equal(history.codes.to_numpy().T, expected)
        reverse = {name: table.iloc[:, ::-1] for name, table in data.items()}
        assert np.array_equal(machine.run(reverse).codes.to_numpy()[:, ::-1].T, expected)


def test_one_machine_in_many_threads():
    panel = random_panel(20, 200, seed=8)
    machine = pickle.loads(pickle.dumps(levels(review_weekday="Monday", rise_after=2)))
    expected = levels(review_weekday="Monday", rise_after=2).run({"level": panel}).codes
    found = []
    threads = [threading.Thread(target=lambda: found.append(machine.run({"level": panel}).codes))
               for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(each.equals(expected) for each in found)


def test_progress_is_told_and_may_stop():
    panel = {"level": random_panel(200, 50, seed=1)}
    told = []
    levels().run(panel, progress=told.append)
    assert told and told[-1] == 1.0 and told == sorted(told)

    def stop(done):
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        levels().run(panel, progress=stop)


# ------------------------------------------------------------------------------- histories --

def history() -> rx.ZoneHistory:
    level = pd.DataFrame({"A": [0, 0, 2, 2, np.nan], "B": [3, 3, 3, 0, 0]}, index=days(5), dtype=float)
    level.columns.name = "place"
    return levels(absent="grey").run({"level": level})


def test_wide_in_wide_out():
    found = history()
    zones = found.zones
    assert zones.index.equals(days(5)) and zones.columns.name == "place" and list(zones) == ["A", "B"]
    assert said(zones["A"]) == ["yellow", "yellow", "red", "red", "grey"]
    assert zones["A"].cat.ordered and list(zones["A"].cat.categories) == TIERS
    assert (zones["A"] >= "orange").sum() == 2
    assert found.codes.equals(pd.DataFrame({"A": [0, 0, 2, 2, -1], "B": [3, 3, 3, 0, 0]}, index=days(5),
                                           dtype="int8").rename_axis(columns="place"))


def test_counts_of_a_history():
    found = history()
    assert found.transitions.sum().sum() == 8
    table = found.transitions
    assert table.index.name == "from" and table.columns.name == "to"
    assert table.loc["yellow", "yellow"] == 2 and table.loc["yellow", "red"] == 1
    assert table.loc["purple", "yellow"] == 1 and table.loc["red", "grey"] == 1
    time = found.time_in_zone
    assert time.loc["A"].to_dict() == {"yellow": 2, "orange": 0, "red": 2, "purple": 0, "grey": 1}
    assert (time.sum(axis=1) == 5).all() and time.index.name == "place"
    moves = found.moves
    assert moves[["unit", "from", "to"]].astype(str).values.tolist() == [
        ["A", "yellow", "red"], ["A", "red", "grey"], ["B", "purple", "yellow"]]
    assert list(moves["date"]) == [pd.Timestamp("2020-09-03"), pd.Timestamp("2020-09-05"),
                                   pd.Timestamp("2020-09-04")]


def test_a_zone_that_is_called_grey():
    rule = rx.Rule.worst(["grey", "red"], {"level": [1]})
    found = rx.Machine(rule).run({"level": [np.nan, 0.0, 1.0]})
    assert list(found.time_in_zone) == ["grey", "red", "(none)"] and said(found.zones[1:]) == ["grey", "red"]


def test_histories_survive_pickle():
    for again in (pickle.loads(pickle.dumps(history())), copy.deepcopy(history())):
        assert again.zones.equals(history().zones) and again.transitions.equals(history().transitions)
        assert again.machine.sentence == levels(absent="grey").sentence


def test_changing_a_table_changes_nothing():
    found = history()
    found.codes.iloc[:, :] = 9
    found.time_in_zone.iloc[:, :] = 9
    assert found.codes.equals(history().codes) and found.time_in_zone.equals(history().time_in_zone)


def test_repr():
    assert repr(history()).startswith("<ZoneHistory: 2 units, 5 dates, 2020-09-01 to 2020-09-05>")
    assert "<table" in history()._repr_html_() and "grey" in history()._repr_html_()
    assert repr(rx.preset.rule("harvard_2020")).startswith("<Machine 'harvard_2020': ")


def strips(ax) -> dict:
    """The rectangles of a picture: (unit, from, to) by colour."""
    found = {}
    for collection in ax.collections:
        colour = matplotlib.colors.to_hex(collection.get_facecolor()[0])
        for path in collection.get_paths():
            low, high = path.vertices.min(axis=0), path.vertices.max(axis=0)
            found.setdefault(colour, set()).add((round((low[1] + high[1]) / 2), low[0], high[0]))
    return found


def test_plot_draws_every_run_of_every_unit():
    ax = history().plot()
    day = matplotlib.dates.date2num(np.datetime64("2020-09-01"))
    legend = {text.get_text(): matplotlib.colors.to_hex(patch.get_facecolor())
              for text, patch in zip(ax.get_legend().get_texts(), ax.get_legend().get_patches())}
    assert list(legend) == TIERS + ["grey"]
    drawn = strips(ax)
    assert drawn == {legend["yellow"]: {(0, day, day + 2), (1, day + 3, day + 5)},
                     legend["red"]: {(0, day + 2, day + 4)}, legend["purple"]: {(1, day, day + 3)},
                     legend["grey"]: {(0, day + 4, day + 5)}}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B"]
    assert ax.get_ylim() == (1.5, -0.5) and ax.get_xlim() == (day, day + 5)
    matplotlib.pyplot.close("all")


def lightness(colour: str) -> float:
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4
                        for x in matplotlib.colors.to_rgb(colour))
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * y ** (1 / 3) - 16


def test_neighbouring_zones_differ_in_lightness():
    """So that they stay apart for colour-blind readers and in print."""
    from riskidx import _plot
    for zones in rx.preset.rules()["zones"].str.split(", "):
        shades = [lightness(colour) for colour in _plot.zone_colours(zones)]
        assert all(abs(a - b) > 8 for a, b in zip(shades, shades[1:])), (zones, shades)


@pytest.mark.parametrize("index", [
    pd.period_range("2020-01", periods=4, freq="M"), pd.RangeIndex(4), days(4, "2020-01-01").date,
    pd.DatetimeIndex(["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"]),
    days(4, "2020-01-01").tz_localize("Europe/London"),
])
def test_plots_of_any_dates(index):
    table = pd.DataFrame({"level": [0.0, 1, 1, 3]}, index=index)
    ax = levels().run(table).plot()
    assert sum(len(each) for each in strips(ax).values()) == 3
    ax.figure.canvas.draw()
    matplotlib.pyplot.close("all")


def test_no_periods_and_no_units():
    for periods, units in ((3, []), (0, ["A"])):
        table = pd.DataFrame(index=days(periods), columns=units, dtype=float)
        found = levels().run({"level": table})
        assert found.zones.shape == table.shape and found.time_in_zone.to_numpy().sum() == 0
        assert found.moves.empty and "ZoneHistory" in repr(found)
        found.plot()
    matplotlib.pyplot.close("all")
