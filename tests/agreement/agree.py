"""The examples in C and R give the same scores, zones and curves as those in Python.

    agree.py ROOT C_EXAMPLES RSCRIPT        C_EXAMPLES: the folder of the built programs
"""
import json
import re
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


REPORT_IN_R = """
library(riskidx)
files <- commandArgs(TRUE)
data <- read.csv(files[1], comment.char = "#")
index <- build_index(data, "covid_recovery", units = "economy")
u <- uncertainty(data, "covid_recovery", inputs = list(uncertain_weights(0.25)), n = 50, seed = 7, units = "economy")
curve <- tradeoff_curve(preset_scenario("mrsir_us"), exit_plans(c(0.3, 0.6), c(10, 40), c(0, 5)))
run <- simulate(curve$scenario, policy = curve_policy(curve, 2))
days <- data.frame(date = as.Date("2020-10-01") + 0:3, North = c(0.5, 5, 30, NA), South = c(30, 30, 5, 5))
history <- zone_history(preset_rule("harvard_2020"), list(daily_cases = days), date = "date")
risk_report(files[2], index, u, list(risk_zones(c(3.5, 5)), history), curve, run, unit = "Nepal")
"""


def compare_reports(rscript: str, data: Path) -> None:
    """The data of a page are the same from both languages; recipes may leave defaults out."""
    table = read(data, index_col="economy", comment="#")
    u = rx.uncertainty(table, "covid_recovery", inputs=[rx.uncertain.Weights(0.25)], n=50, seed=7)
    curve = rx.tradeoff_curve(rx.preset.scenario("mrsir_us"), rx.ExitPlans([0.3, 0.6], [10, 40], [0, 5]))
    days = pd.DataFrame({"North": [0.5, 5, 30, np.nan], "South": [30.0, 30, 5, 5]},
                        index=pd.date_range("2020-10-01", periods=4))
    history = rx.preset.rule("harvard_2020").run({"daily_cases": days})
    mine = rx.report_data(index=rx.build_index(table, "covid_recovery"), uncertainty=u, zones=[rx.Zones([3.5, 5]), history],
                          curve=curve, trajectory=rx.simulate(curve.scenario, curve.policy(1)), unit="Nepal")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        subprocess.run([rscript, "-e", REPORT_IN_R, str(data), str(page)], check=True, stdout=subprocess.DEVNULL)
        text = page.read_text(encoding="utf-8")
    theirs = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))
    for report in (mine, theirs):
        del report["index"]["recipe"]
    assert mine == theirs, "the data of a report differ"
    print("report: the same data from Python and R")


SCORE_IN_R = """
library(riskidx)
files <- commandArgs(TRUE)
panel <- matrix(readBin(files[1], "double", 6 * 20000), 20000, 6)
colnames(panel) <- c("a", "b", "c", "d", "e", "f")
fw <- risk_framework(data.frame(code = c("index", "g", "h", colnames(panel)), aggregate = c("geometric", rep(NA, 8)),
                                parent = c(NA, "index", "index", "g", "g", "g", "h", "h", "h")))
scores <- score_index(panel, fw, threads = 2)
writeBin(as.vector(as.matrix(scores[c("index", "g", "h")])), files[2])
"""


def compare_scores_of_a_panel(rscript: str) -> None:
    """Scores alone have the same bits from NumPy's memory in either order and from R's."""
    draw = np.random.default_rng(20200501)
    panel = draw.lognormal(size=(20000, 6))
    panel[draw.random(panel.shape) < 0.05] = np.nan
    parents = [None, "index", "index", "g", "g", "g", "h", "h", "h"]
    fw = rx.Framework(pd.DataFrame({"code": ["index", "g", "h", *"abcdef"], "parent": parents,
                                    "aggregate": ["geometric"] + 8 * [None]}))
    with tempfile.TemporaryDirectory() as folder:
        data, result = Path(folder) / "panel", Path(folder) / "scores"
        data.write_bytes(panel.T.tobytes())
        subprocess.run([rscript, "-e", SCORE_IN_R, data, result], check=True, stdout=subprocess.DEVNULL)
        by_r = np.fromfile(result).reshape(3, -1).T
    for order in "CF":
        by_python = rx.score(np.array(panel, order=order), fw).to_numpy()
        assert np.array_equal(by_python, by_r, equal_nan=True), f"order {order}: other bits than R's"
    print(f"scores of a panel: the same {by_r.size} numbers, to the last bit")


UNCERTAINTY_IN_R = """
library(riskidx)
files <- commandArgs(TRUE)
data <- read.csv(files[1], row.names = "economy", na.strings = "")
inputs <- list(uncertain_rule(c("scaled_geometric", "arithmetic"), nodes = "covid_recovery"), uncertain_weights(0.25),
               uncertain_leave_out(), uncertain_dirichlet(50, nodes = "health"), uncertain_error(0.05, relative = TRUE),
               uncertain_option("aggregate.min_share", 0.4, 0.6))
s <- sensitivity(data, preset_framework("covid_recovery"), inputs = inputs, n = 100, seed = 3, bootstraps = 50)
writeBin(c(uncertainty_samples(s$uncertainty, "score"), unlist(s$indices[-1])), files[2])
"""


def compare_uncertainty(data: Path, rscript: str) -> None:
    """Replicates and Sobol indices with their intervals have the same bits in Python and in R."""
    u = rx.uncertain
    inputs = [u.Rule(["scaled_geometric", "arithmetic"], nodes="covid_recovery"), u.Weights(0.25), u.LeaveOut(),
              u.Dirichlet(50, nodes="health"), u.DataError(0.05, relative=True), u.Option("aggregate.min_share", 0.4, 0.6)]
    s = rx.sensitivity(read(data, index_col="economy"), "covid_recovery", inputs=inputs, n=100, seed=3, bootstraps=50)
    scores = s.uncertainty.samples("score").to_numpy()
    by_python = np.concatenate([scores.ravel("F"), s.indices.to_numpy().ravel("F")])
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "numbers"
        subprocess.run([rscript, "-e", UNCERTAINTY_IN_R, data, result], check=True, stdout=subprocess.DEVNULL)
        by_r = np.fromfile(result)
    assert np.array_equal(by_python, by_r, equal_nan=True), "uncertainty: other bits than R's"
    print(f"uncertainty: {scores.shape[0]} replicates and the indices, to the last bit")


POLICY_IN_R = """
library(riskidx)
policy <- trigger_policy(c(open = 0, partial = 0.3, lockdown = 0.7), policy_watch("cumulative_incidence", 1, 1),
                         enter = c(50, 200), leave = c(25, 100), stay_to_fall = 3, max_switches = 6)
run <- simulate(preset_scenario("mrsir_us"), policy = policy)
seen <- trajectory_observe(run)
writeBin(c(unlist(run$states, use.names = FALSE), unlist(seen[-1], use.names = FALSE), run$watched, run$switches$period,
           run$outcomes), commandArgs(TRUE))
"""


def compare_policies(rscript: str) -> None:
    """A trigger policy makes the same run in Python and in R, to the last bit."""
    policy = rx.TriggerPolicy({"open": 0, "partial": 0.3, "lockdown": 0.7},
                              rx.Watch("cumulative_incidence", window=1, delay=1), enter=[50, 200], leave=[25, 100],
                              stay_to_fall=3, max_switches=6)
    run = rx.simulate(rx.preset.scenario("mrsir_us"), policy)
    by_python = np.concatenate([run.frame().index, run.frame().to_numpy().ravel("F"), run.observe().to_numpy().ravel("F"),
                                run.watched.to_numpy().ravel(), run.switches.period + 1, run.outcomes])
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "numbers"
        subprocess.run([rscript, "-e", POLICY_IN_R, result], check=True, stdout=subprocess.DEVNULL)
        by_r = np.fromfile(result)
    assert len(run.switches) > 1, "hardly a stage ever changes"
    assert np.array_equal(by_python, by_r, equal_nan=True), "policies: other bits than R's"
    print(f"a trigger policy: the same {by_r.size} numbers, to the last bit")


def compare_zones_in_time(root: Path, c_examples: Path, rscript: str) -> None:
    """The tables of zones of the UK's nations are the same to the letter."""
    data = root / "examples" / "data" / "uk_nations.csv"
    with tempfile.TemporaryDirectory() as folder:
        commands = {"c": [c_examples / "uk_zones", data], "r": [rscript, root / "examples/r/uk_zones.R", data],
                    "python": [sys.executable, root / "examples/python/uk_zones.py", "--out"]}
        tables = {}
        for name, command in commands.items():
            out = Path(folder) / name
            out.mkdir()
            subprocess.run([*command, out], check=True, stdout=subprocess.DEVNULL)
            tables[name] = (out / "uk_zones.csv").read_text(encoding="utf-8").splitlines()
    for name in ("c", "r"):
        assert tables[name] == tables["python"], f"{name}: other zones in time"
    assert len({line.rsplit(",", 4)[1] for line in tables["c"]}) > 4, "hardly a zone ever changes"
    print(f"zones in time: the same {len(tables['c'])} lines")


R_COPIES = """
library(riskidx)
folder <- commandArgs(TRUE)
at <- function(name) file.path(folder, name)
save_framework(load_framework(at("framework.json")), at("r_framework.json"))
save_framework(load_framework(at("framework.csv")), at("r_framework.csv"))
save_recipe(load_recipe(at("recipe.json")), at("r_recipe.json"))
fit <- load_fit(at("fit.json"))
save_fit(fit, at("r_fit.json"))
data <- read.csv(at("data.csv"), check.names = FALSE)
scores <- apply_fit(fit, data, units = "unit")$scores[-1]
writeBin(unlist(scores, use.names = FALSE), at("r_scores.bin"))
"""


def compare_files(rscript: str) -> None:
    """What Python has written, R reads, and writes so that Python reads the same, to the bit."""
    rng = np.random.default_rng(4)
    framework = rx.Framework({"code": ["i", "a", "b, \"c\"", "d"], "parent": [None, "i", "i", "i"],
                              "weight": [None, *rng.random(3)], "direction": [1, 1, -1, 1],
                              "target": [None, *rng.normal(size=3) * 10.0 ** rng.integers(-200, 200, 3)],
                              "name": ["Ü", None, "x", "y"]})
    recipe = rx.Recipe(normalise={"method": "zscore", "mean": 1 / 3}, impute="median",
                       treat={"method": "winsorise", "max_points": None, "skewness": 0.1 + 0.2})
    values = pd.DataFrame(rng.integers(0, 64, (20, 3)) / 8.0, columns=framework.indicators)
    values.iloc[3, 1] = np.nan
    values.insert(0, "unit", [f"u{k}" for k in range(20)])
    fitted = rx.fit(values.set_index("unit"), framework, recipe)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        framework.save(at / "framework.json")
        framework.save(at / "framework.csv")
        recipe.save(at / "recipe.json")
        fitted.save(at / "fit.json")
        values.to_csv(at / "data.csv", index=False)
        (at / "copy.R").write_text(R_COPIES, encoding="utf-8")
        subprocess.run([rscript, at / "copy.R", folder], check=True)
        for ending in ("json", "csv"):
            found = rx.Framework.load(at / f"r_framework.{ending}").meta
            pd.testing.assert_frame_equal(found, framework.meta, check_exact=True)
        assert rx.Recipe.load(at / "r_recipe.json") == rx.Recipe.load(at / "recipe.json"), "another recipe"
        again = rx.Fitted.load(at / "r_fit.json")
        pd.testing.assert_frame_equal(again.learned, fitted.learned, check_exact=True)
        scores = np.fromfile(at / "r_scores.bin").reshape(4, 20).T
    expected = fitted.apply(values.set_index("unit")).scores.to_numpy()
    assert np.array_equal(scores, expected, equal_nan=True), "other scores from the file of the fit"
    print(f"files: framework, recipe and {len(fitted.learned)} numbers learned, the same to the bit")


def main(root: Path, c_examples: Path, rscript: str) -> int:
    compare_files(rscript)
    data = root / "examples" / "data" / "asia_pacific.csv"
    with tempfile.TemporaryDirectory() as folder:
        outs = {name: Path(folder) / name for name in ("c", "r", "python")}
        for out in outs.values():
            out.mkdir()
        subprocess.run([c_examples / "asia_pacific", data, outs["c"]], check=True)
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
    compare_scores_of_a_panel(rscript)
    compare_uncertainty(data, rscript)
    compare_policies(rscript)
    compare_zones_in_time(root, c_examples, rscript)
    compare_reports(rscript, data)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]))
