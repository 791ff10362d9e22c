"""The page of a report: what its data say, what it refuses, and how it behaves in a browser."""
from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

EVIL = "<img src=x onerror=\"document.title='broken'\"></script><script>document.title='broken'</script>"


@pytest.fixture(scope="module")
def curve():
    return rx.tradeoff_curve(rx.preset.scenario("mrsir_us"), rx.ExitPlans([0.3, 0.5, 0.7], range(0, 60, 12), [0, 8]))


@pytest.fixture
def history():
    days = pd.date_range("2020-10-01", periods=6)
    daily = pd.DataFrame({"North": [0.5, 0.5, 5, 30, 30, 5], "South": [30.0] * 6}, index=days)
    return rx.preset.rule("harvard_2020").run({"daily_cases": daily})


@pytest.fixture
def index(data, framework):
    return rx.build_index(data, framework)


def geojson(names):
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [
            [[k, 0], [k + 1, 0], [k + 1, 1], [k, 1], [k, 0]]]}} for k, name in enumerate(names)]}


# ------------------------------------------------------------------------------------------------- data --

def test_data_of_an_index(index, data):
    part = rx.report_data(index=index, zones=rx.Zones([30, 60]), unit="B")["index"]
    assert part["units"] == list("ABCD") and part["root"] == "risk" and part["unit"] == "B"
    for code in index.framework.codes:
        assert part["scores"][code] == index.scores[code].tolist()
    assert part["raw"]["beds"] == data["beds"].tolist()
    assert part["ranks"] == index.ranks["risk"].astype(float).tolist()
    assert part["live"] and part["why_not"] is None and part["range"] == [0, 100]
    assert part["zones"] == {"labels": ["green", "orange", "red"], "thresholds": [30, 60], "boundary": "upper"}
    assert [node["weight"] for node in part["nodes"]] == index.framework.meta["weight"].tolist()


def test_missing_is_null(data, framework):
    data.loc["B"] = np.nan
    with pytest.warns(rx.RiskidxWarning):
        index = rx.build_index(data, framework)
    part = rx.report_data(index=index)["index"]
    assert part["scores"]["risk"][1] is None and part["raw"]["cases"][1] is None and part["ranks"][1] is None
    json.dumps(part, allow_nan=False)


@pytest.mark.parametrize("rule, live", [("geometric", True), ("harmonic", True), ("median", False), ("maximum", False)])
def test_says_where_weights_cannot_move(data, framework, rule, live):
    recipe = rx.Recipe(rx.Normalise("minmax", low=1, high=100), rule)
    part = rx.report_data(index=rx.build_index(data, framework, recipe))["index"]
    assert part["live"] is live
    assert live or "'risk'" in part["why_not"] and rule in part["why_not"]


def test_data_of_uncertainty(index, data, framework):
    u = rx.uncertainty(data, framework, inputs=[rx.uncertain.Weights(0.5)], n=64, seed=11)
    zones = rx.Zones([30, 60])
    part = rx.report_data(index=index, uncertainty=u, zones=zones)["uncertainty"]
    samples = u.samples("score")
    np.testing.assert_allclose(part["score"]["low"], samples.quantile(0.05), rtol=1e-12)
    np.testing.assert_allclose(part["score"]["high"], samples.quantile(0.95), rtol=1e-12)
    np.testing.assert_allclose(part["zones"]["red"], (samples >= 60).mean())
    assert (part["seed"], part["replicates"], part["inputs"]) == (11, 64, ["weights"])


def test_data_of_a_history(history):
    part = rx.report_data(zones=history)["histories"][0]
    assert part["units"] == ["North", "South"] and part["dates"][0] == "2020-10-01"
    for unit, runs in zip(part["units"], part["runs"]):
        zones = [part["zones"][code] for start, end, code in runs for _ in range(start, end)]
        assert zones == history.zones[unit].tolist()


def test_data_of_a_curve(curve):
    part = rx.report_data(curve=curve)["curve"]
    names = [outcome["name"] for outcome in part["outcomes"]]
    assert len(part["points"]) == len(curve) and len(part["all"]) == len(curve.plans)
    for k, point in enumerate(part["points"]):
        plan = curve.policy(k)
        assert (point["start"], point["ramp"]) == (plan.start, plan.ramp) and point["levels"] == [plan.level] * 3
        assert point["outcomes"][names.index("deaths")] == curve.frame()["deaths"].iloc[k]


def test_data_of_a_trajectory(mrsir):
    run = rx.simulate(mrsir, rx.ExitPlan(0.5, 20, 8))
    part = rx.report_data(trajectory=run)["trajectory"]
    assert part["time"] == run.frame().index.tolist() and part["time_unit"] == "week"
    assert part["states"][3] == {"name": "infected_young", "unit": "share of population",
                                 "values": run.frame()["infected_young"].tolist()}
    assert part["schedule"] == run.schedule.to_numpy().tolist()


# ----------------------------------------------------------------------------------------------- refusals --

def test_nothing_to_show(tmp_path):
    path = tmp_path / "r.html"
    with pytest.raises(rx.InvalidArgumentError, match="nothing to show"):
        rx.report(path)
    assert not path.exists()


@pytest.mark.parametrize("given, error, message", [
    ({"index": 1}, rx.InvalidArgumentError, "index: Index expected"),
    ({"zones": "red"}, rx.InvalidArgumentError, "zones: Zones or a ZoneHistory expected"),
    ({"zones": rx.Zones([1, 2])}, rx.InvalidArgumentError, "nothing to show"),
    ({"curve": 2.5}, rx.InvalidArgumentError, "curve: Curve expected"),
    ({"trajectory": {}}, rx.InvalidArgumentError, "trajectory: Trajectory expected"),
])
def test_other_things(given, error, message):
    with pytest.raises(error, match=message):
        rx.report_data(**given)


def test_empty_index(framework, data):
    with pytest.raises(rx.InvalidArgumentError, match="index: no units"):
        rx.report_data(index=rx.build_index(data.iloc[:0], framework))


def test_empty_history(history):
    none = history.machine.run({"daily_cases": pd.DataFrame({"North": []}, index=pd.DatetimeIndex([]))})
    with pytest.raises(rx.InvalidArgumentError, match="zones: a history without units or dates"):
        rx.report_data(zones=none)


def test_what_needs_an_index(history, data, framework):
    u = rx.uncertainty(data, framework, inputs=[rx.uncertain.Weights(0.5)], n=8)
    for given in ({"uncertainty": u}, {"unit": "A"}, {"geojson": geojson("ABCD")}):
        with pytest.raises(rx.InvalidArgumentError, match=f"{next(iter(given))}: needs an index"):
            rx.report_data(zones=history, **given)


def test_unknown_units(index, data, framework):
    with pytest.raises(rx.NotFoundError, match="unit: no 'E'"):
        rx.report_data(index=index, unit="E")
    other = rx.uncertainty(data.rename({"C": "X"}), framework, inputs=[rx.uncertain.Weights(0.5)], n=8)
    with pytest.raises(rx.DimensionError, match="of other units than the index .unit 'C'"):
        rx.report_data(index=index, uncertainty=other)
    fewer = rx.uncertainty(data.iloc[:3], framework, inputs=[rx.uncertain.Weights(0.5)], n=8)
    with pytest.raises(rx.DimensionError, match="unit 'D'"):
        rx.report_data(index=index, uncertainty=fewer)


@pytest.mark.parametrize("names, message", [("ABC", "no feature for unit 'D'"), ("ABCDE", "feature 'E' is no unit"),
                                            ("ABCDD", "two features 'D'")])
def test_maps_of_other_units(index, names, message):
    with pytest.raises(rx.RiskidxError, match=message):
        rx.report_data(index=index, geojson=geojson(names))


def test_maps_that_are_none(index, tmp_path):
    path = tmp_path / "map.json"
    path.write_text("{")
    with pytest.raises(rx.InvalidArgumentError, match="geojson: no JSON"):
        rx.report_data(index=index, geojson=path)
    with pytest.raises(rx.InvalidArgumentError, match="FeatureCollection"):
        rx.report_data(index=index, geojson={"type": "Feature"})
    with pytest.raises(rx.NotFoundError, match="feature 1 has no property 'iso'"):
        rx.report_data(index=index, geojson=geojson("ABCD"), key="iso")


# ------------------------------------------------------------------------------------------- in a browser --

@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true, but there is no Chromium")
        pytest.skip("no Chromium")
    return found


def browse(chromium, tmp_path, page, *options):
    """What Chromium says of a page, with a profile of its own."""
    done = subprocess.run([chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,2000",
                           f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()],
                          capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


WATCH = """<script>var seen = { errors: [], refused: [] };
window.addEventListener("error", function (e) { seen.errors.push(e.message); });
document.addEventListener("securitypolicyviolation", function (e) { seen.refused.push(e.blockedURI); });
function $(id) { return document.getElementById(id); }
function column(k) { return Array.from($("units").tBodies[0].rows).map(function (r) { return r.cells[k].textContent; }); }
function head(name) { return Array.from($("units").tHead.rows[0].cells).filter(function (c) { return c.textContent === name; })[0]; }
function give(id, value, event) { $(id).value = value; $(id).dispatchEvent(new Event(event)); }
function hit(id, series, place) {
  var chart = echarts.getInstanceByDom($(id)), at = chart.convertToPixel({ seriesIndex: series }, place), box = $(id).getBoundingClientRect();
  ["mousemove", "mousedown", "mouseup", "click"].forEach(function (kind) {
    $(id).querySelector("svg").dispatchEvent(new MouseEvent(kind, { bubbles: true, clientX: box.x + at[0], clientY: box.y + at[1] }));
  });
}
</script>"""


def drive(chromium, tmp_path, page, script):
    """Runs a script in a copy of the page, after its own; what it leaves in `seen`."""
    text = page.read_text(encoding="utf-8").replace("<style>", WATCH + "<style>", 1)
    end = f"""<script>{script}
      seen.requests = performance.getEntriesByType("resource").map(function (e) {{ return e.name; }});
      seen.title = document.title; seen.ready = document.documentElement.dataset.ready;
      var out = document.createElement("pre"); out.id = "seen"; out.textContent = JSON.stringify(seen); document.body.append(out);
      </script></body>"""
    place = text.rindex("</body>")
    copy = tmp_path / "driven.html"
    copy.write_text(text[:place] + end + text[place + len("</body>"):], encoding="utf-8")
    dom = browse(chromium, tmp_path, copy, "--dump-dom")
    seen = json.loads(html.unescape(re.search(r'<pre id="seen">(.*?)</pre>', dom, re.S).group(1)))
    assert seen["errors"] == [] and seen["refused"] == [] and seen["requests"] == [] and seen["ready"] == "yes"
    return seen


@pytest.fixture(scope="module")
def economies(request):
    table = pd.read_csv(request.config.rootpath / "examples" / "data" / "asia_pacific.csv", comment="#")
    return table.set_index("economy")


@pytest.fixture(scope="module")
def scored(economies):
    return rx.build_index(economies, "covid_recovery")


@pytest.fixture(scope="module")
def page(tmp_path_factory, economies, scored, curve):
    path = tmp_path_factory.mktemp("report") / "report.html"
    u = rx.uncertainty(economies, "covid_recovery", inputs=[rx.uncertain.Weights(0.25)], n=100, seed=7)
    run = rx.simulate(curve.scenario, curve.policy(2))
    days = pd.DataFrame({"North": [0.5, 5, 30], "South": [30.0, 30, 5]}, index=pd.date_range("2020-10-01", periods=3))
    history = rx.preset.rule("harvard_2020").run({"daily_cases": days})
    rx.report(path, index=scored, uncertainty=u, zones=[rx.Zones([3.5, 5.0]), history], curve=curve, trajectory=run,
              geojson=geojson(list(economies.index)))
    return path


def test_size_and_nothing_from_elsewhere(page):
    text = page.read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.S)
    assert not re.search(r"\b(src|href)=[\"'](?!#)", markup)


def test_loads_sorts_and_searches(chromium, tmp_path, page, scored):
    seen = drive(chromium, tmp_path, page, """
      seen.charts = document.querySelectorAll(".chart svg").length; seen.first = column(1);
      head("Score").firstChild.click(); head("Score").firstChild.click(); seen.rising = column(2); seen.sort = head("Score").getAttribute("aria-sort");
      give("search", "land", "input"); seen.found = column(1); seen.count = $("found").textContent;""")
    ranked = scored.score.dropna().sort_values(ascending=False, kind="stable")
    assert seen["charts"] == 8  # ranking, profile, map, strips, curve, its plan, course, its controls
    assert seen["first"][:len(ranked)] == list(ranked.index)
    assert seen["sort"] == "ascending" and seen["rising"][:len(ranked)] == [f"{x:.3f}" for x in ranked[::-1]]
    wanted = [unit for unit in scored.units if "land" in unit.lower()]
    assert sorted(seen["found"]) == sorted(wanted) and seen["count"] == f"{len(wanted)} of {len(scored)}"


def test_profiles_open(chromium, tmp_path, page, scored, economies):
    seen = drive(chromium, tmp_path, page, """
      seen.before = $("profile-body").hidden; $("units").tBodies[0].rows[3].cells[1].firstChild.click();
      seen.table = $("profile").textContent; seen.shown = $("profile-body").hidden; seen.focus = document.activeElement.id;
      seen.rows = Array.from($("profile-table").tBodies[0].rows).map(function (r) { return [r.cells[0].textContent, r.cells[1].textContent]; });
      hit("ranking", 0, [2, 0]); seen.bar = $("profile").textContent;""")
    ranked = scored.score.sort_values(ascending=False).index
    assert seen["before"] and not seen["shown"] and seen["table"] == f"Profile: {ranked[3]}" and seen["focus"] == "profile"
    assert seen["bar"] == f"Profile: {ranked[0]}"
    shown = dict(seen["rows"])
    assert float(shown["Internet users"]) == economies.at[ranked[3], "internet_users"]


@pytest.mark.parametrize("moves", [{"health": 3.0}, {"social": 0.0, "economic": 2.5}, {"susceptibility": 4.0, "internet_users": 0.2}])
def test_weights_move_as_the_library_does(chromium, tmp_path, page, scored, economies, moves):
    codes = {"health", "social", "economic", "susceptibility", "internet_users"} & set(scored.framework.codes)
    assert set(moves) <= codes
    script = "".join(f'give("weight-{code}", {weight}, "change");' for code, weight in moves.items())
    seen = drive(chromium, tmp_path, page, script + """
      seen.units = column(1); seen.ranks = column(0); seen.scores = column(2); $("weights-reset").click(); seen.reset = column(2);""")
    moved = rx.build_index(economies, scored.framework.with_weights(moves))
    expected = moved.score.reindex(seen["units"])
    assert [f"{x:.3f}" if x == x else "–" for x in expected] == seen["scores"]
    ranks = moved.ranks[moved.framework.root].reindex(seen["units"])
    assert ["–" if rank is pd.NA else str(rank) for rank in ranks] == seen["ranks"]
    assert seen["reset"] != seen["scores"]


def test_weights_that_make_no_sense(chromium, tmp_path, page):
    seen = drive(chromium, tmp_path, page, """
      give("weight-health", -1, "change"); seen.negative = $("weights-warning").textContent; seen.kept = $("weight-health").value;
      ["health", "social", "economic"].forEach(function (k) { give("weight-" + k, 0, "change"); });
      seen.zero = $("weights-warning").textContent;""")
    assert "from 0" in seen["negative"] and seen["kept"] == "1" and "above 0" in seen["zero"]


@pytest.mark.parametrize("rule", ["arithmetic", "geometric", "harmonic", "scaled_geometric"])
@pytest.mark.parametrize("missing", ["available", "value", "propagate"])
def test_every_rule_of_the_page(chromium, tmp_path, rule, missing):
    rng = np.random.default_rng(5)
    meta = pd.DataFrame({"code": ["top", "p", "q", *"abcdef"], "parent": [None, "top", "top", *"pppqqq"],
                         "direction": [1, 1, -1, 1, -1, 1, 1, 1, -1], "weight": [1, 2, 1, 1, 3, 0.5, 1, 1, 2]})
    table = pd.DataFrame(rng.uniform(1, 9, (40, 6)), columns=list("abcdef"), index=[f"u{k}" for k in range(40)])
    table = table.mask(rng.uniform(size=table.shape) < 0.15)
    recipe = rx.Recipe(rx.Normalise("minmax", low=1, high=10), rx.Aggregate(rule, missing, min_share=0.5, fill=4.0))
    index = rx.build_index(table, meta, recipe)
    rx.report(tmp_path / "r.html", index=index)
    seen = drive(chromium, tmp_path, tmp_path / "r.html", """
      give("weight-q", 2.5, "change"); give("weight-b", 0, "change");
      seen.units = column(1); seen.ranks = column(0); seen.scores = column(2);""")
    moved = rx.build_index(table, index.framework.with_weights({"q": 2.5, "b": 0}), recipe)
    assert [f"{x:.3f}" if x == x else "–" for x in moved.score.reindex(seen["units"])] == seen["scores"]
    ranks = moved.ranks["top"].reindex(seen["units"])
    assert ["–" if rank is pd.NA else str(rank) for rank in ranks] == seen["ranks"]


def test_value_of_life(chromium, tmp_path, page, curve):
    seen = drive(chromium, tmp_path, page, """
      seen.steps = [0, 60, 100, 150, 200].map(function (v) { give("value", v, "input"); return [$("value-text").textContent, $("point").value]; });
      give("point", 2, "input"); seen.policy = $("policy").textContent; hit("curve-chart", 1, echarts.getInstanceByDom($("curve-chart")).getOption().series[1].data[0]);
      seen.clicked = $("point").value;""")
    points = curve.frame()
    for text, chosen in seen["steps"]:
        total = points[curve.x] + float(text.split()[0]) * points[curve.y]
        assert np.isclose(total[int(chosen)], total.min(), rtol=1e-3)
    plan = curve.policy(2)
    assert seen["policy"].startswith("Point 3 of") and f"{plan.level:.0%}".replace("%", " %") in seen["policy"]
    assert f"for {plan.start} week" in seen["policy"] and seen["clicked"] == "0"
    assert len({chosen for _, chosen in seen["steps"]}) > 1


def test_markup_is_shown_and_not_run(chromium, tmp_path, data, meta):
    data.index = [EVIL, "B & <b>B</b>", "{{report.js}}", "\u2028line"]
    meta["name"] = ["<script>document.title='broken'</script>", *meta["code"][1:]]
    index = rx.build_index(data, meta)
    rx.report(tmp_path / "r.html", index=index, unit=EVIL, title="A <b>title</b>", geojson=geojson(list(data.index)))
    seen = drive(chromium, tmp_path, tmp_path / "r.html", """
      seen.units = column(1); seen.images = document.querySelectorAll("img, b").length; seen.heading = $("title").textContent;""")
    assert sorted(seen["units"]) == sorted(data.index)
    assert seen["images"] == 0 and seen["title"] == seen["heading"] == "A <b>title</b>"


def test_prints(chromium, tmp_path, page):
    browse(chromium, tmp_path, page, f"--print-to-pdf={tmp_path / 'r.pdf'}", "--no-pdf-header-footer")
    made = (tmp_path / "r.pdf").read_bytes()
    assert made.startswith(b"%PDF") and len(made) > 50_000
    assert len(re.findall(rb"/Type\s*/Page\b", made)) >= 4
