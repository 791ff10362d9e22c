"""The demo: its files, the page, and that both say what the API says."""
from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import riskidx as rx

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data" / "asia_pacific.csv"
sys.path.insert(0, str(ROOT / "examples" / "python"))

from riskidx_demo import exits, page, risk, words  # noqa: E402

VOID = {"meta", "link", "input", "br", "img", "hr"}
LOADING = {"src", "href", "srcset", "data", "action", "poster", "xlink:href"}


class Page(HTMLParser):
    """What a test asks of a page: is it well-formed, what does it load, what do its tables say?"""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.handlers: list[str] = []
        self.texts: list[tuple[str, str]] = []  # innermost element, text
        self.tables: dict[str, list[list[str]]] = {}
        self._table: list[list[str]] | None = None
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._note(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> in {self.open}, line {self.getpos()}"
        self.open.pop()
        if tag == "table":
            self._table = None

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))
        if self._table and self._table[-1] and {"td", "th"} & set(self.open):
            self._table[-1][-1] += data

    def _note(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        self.references += [value for key, value in attrs if key in LOADING]
        self.handlers += [key for key, _ in attrs if key.startswith("on")]
        if tag == "table":
            self._table = self.tables.setdefault(given.get("id", ""), [])
        elif tag == "tr" and self._table is not None:
            self._table.append([])
        elif tag in ("td", "th") and self._table:
            self._table[-1].append("")


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The folder that the demo has written."""
    folder = tmp_path_factory.mktemp("demo") / "new" / "out"
    done = run_demo("--out", folder)
    (folder / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def text(out) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def parsed(text) -> Page:
    return Page(text)


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    return pd.read_csv(DATA, index_col="economy")


@pytest.fixture(scope="module")
def index(data) -> rx.Index:
    return rx.build_index(data, rx.preset.framework("covid_recovery"))


@pytest.fixture(scope="module")
def ways() -> exits.Exits:
    return exits.explore(rx.preset.scenario("mrsir_us"))


def run_demo(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "examples/python/demo.py", *map(str, arguments)], cwd=ROOT,
                          check=True, text=True, encoding="utf-8", capture_output=True)


def read(path: Path, **options) -> pd.DataFrame:
    return pd.read_csv(path, float_precision="round_trip", **options)


# -------------------------------------------------------------------------------------- files --

def test_writes_its_files_and_says_where_to_look(out):
    printed = (out / "stdout.txt").read_text(encoding="utf-8")
    for name in ("ranking.png", "tradeoff.png"):
        assert (out / name).read_bytes().startswith(b"\x89PNG")
    for name in ("report.html", "scores.csv", "contributions.csv", "tradeoff.csv", "ranking.png"):
        assert (out / name).stat().st_size > 1000
        assert name in printed
    assert re.search(r"^red \(\d+\)$", printed, re.MULTILINE)


def test_a_second_run_is_silent_and_gives_the_same_page(out, text):
    assert run_demo("--out", out).stderr == ""
    assert (out / "report.html").read_text(encoding="utf-8") == text


# --------------------------------------------------------------------------------------- page --

def test_page_needs_nothing_else(text, parsed):
    assert all(reference.startswith(("#", "data:")) for reference in parsed.references)
    assert not re.search(r"https?://|@import|url\((?!#)", text)
    assert "<script src" not in text and "<iframe" not in text
    assert len(text.encode()) < 1_500_000
    assert str(ROOT) not in text


def test_page_is_well_formed_and_accessible(text, parsed):
    assert text.startswith("<!DOCTYPE html>") and '<html lang="en">' in text
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {reference[1:] for reference in parsed.references if reference[:1] == "#"} <= set(parsed.ids)
    levels = [int(tag[1]) for tag in parsed.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert "img" not in parsed.tags  # else: each needs an alt
    assert not parsed.handlers
    assert not re.search(r"\bnan\b|\bNone\b|\$[a-z_]+\b", page_text(parsed))


def page_text(parsed: Page) -> str:
    return " ".join(text for tag, text in parsed.texts if tag not in ("script", "style"))


def test_table_has_every_unit_with_its_scores_and_zone(parsed, data, index):
    head, *rows = parsed.tables["units"]
    assert [re.sub(r"\s", "", cell) for cell in head] == [
        "Rank", "Economy", "Zone", "Composite", "Health", "Social", "Economic", "Coverage", "Weighsmost"]
    table = {row[1]: row for row in rows}
    assert sorted(table) == sorted(data.index) and len(rows) == len(data)
    zones = rx.classify(index.score, rx.Zones(risk.THRESHOLDS, risk.ZONES, boundary=risk.BOUNDARY))
    for unit, row in table.items():
        zone = risk.UNCLASSIFIED if pd.isna(zones[unit]) else zones[unit]
        assert zone in row[2]
        assert row[3] == words.number(index.score[unit], 2)
        assert row[4:7] == [words.number(index.scores.at[unit, code])
                            for code in ("health", "social", "economic")]
        assert row[7] == words.percent(index.coverage.at[unit, index.framework.root])
    ranks = [int(row[0]) for row in rows if row[0] != "–"]
    assert ranks == sorted(ranks)


def test_page_shows_every_efficient_plan_and_the_framework(parsed, ways, index):
    assert len(parsed.tables["points"]) == len(ways.points) + 1
    titles = [text for tag, text in parsed.texts if tag == "title"]
    assert len(titles) == 1 + 1 + len(ways.points) + len(exits.chosen(ways))
    shown = " ".join(cell for row in parsed.tables["framework"] for cell in row)
    for code in index.framework.codes[1:]:
        assert index.framework.label(code) in shown


HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)",
           "</style></svg>", "$\\frac{$ & $x_1$", "a]]>&lt;b", "${title}"]


def test_names_with_markup_are_shown_and_never_executed(tmp_path, data):
    data.rename(index=dict(zip(data.index, HOSTILE))).to_csv(tmp_path / "hostile.csv")
    run_demo("--data", tmp_path / "hostile.csv", "--out", tmp_path)
    parsed = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert parsed.tags.count("script") == 1 and parsed.tags.count("style") == 1
    assert not parsed.handlers and "img" not in parsed.tags
    assert set(HOSTILE) <= {row[1] for row in parsed.tables["units"]}
    assert not any("alert" in text for tag, text in parsed.texts if tag in ("script", "style"))


@pytest.mark.filterwarnings("ignore::riskidx.RiskidxWarning")
@pytest.mark.parametrize("units", [0, 1, 3])
def test_small_tables_make_a_page_too(units, data, ways):
    risks = risk.assess(data.head(units), rx.preset.framework("covid_recovery"))
    parsed = Page(page.render(risks, ways))
    assert len(parsed.tables["units"]) == units + 1


# ---------------------------------------------------------------------------------------- CSV --

def test_scores_equal_those_of_the_api(out, index):
    table = read(out / "scores.csv", index_col="unit")
    assert sorted(table.index) == sorted(index.units)
    for code in [index.framework.root, *index.framework.children()]:
        pd.testing.assert_series_equal(table[code], index.scores.loc[table.index, code],
                                       check_exact=True, check_names=False)
    ranks = index.ranks.loc[table.index, index.framework.root]
    assert table["rank"].fillna(-1).tolist() == ranks.fillna(-1).tolist()
    assert table["coverage"].tolist() == index.coverage.loc[table.index, index.framework.root].tolist()


def test_contributions_add_up_to_the_scores(out, index):
    table = read(out / "contributions.csv")
    sums = table.groupby(["unit", "dimension"])["contribution"].sum()
    assert len(sums)
    for (unit, dimension), total in sums.items():
        assert total == pytest.approx(index.scores.at[unit, dimension], abs=1e-12)


def test_points_equal_those_of_the_api(out, ways):
    table = read(out / "tradeoff.csv")
    assert set(table["family"]) == set(exits.FAMILIES)
    pd.testing.assert_frame_equal(table, ways.points, check_exact=True)
    for family, curve in ways.curves.items():
        mine = table[table["family"] == family].drop(columns=["family", "point"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, curve.frame().reset_index(drop=True), check_exact=True)


def test_every_point_is_simulated_again_to_the_same_numbers(out):
    scenario = rx.preset.scenario("mrsir_us")
    for _, row in read(out / "tradeoff.csv").iterrows():
        level = [row[f"level_{group}"] for group in scenario.controls]
        plan = rx.ExitPlan(level, int(row["start"]), int(row["ramp"]))
        again = rx.simulate(scenario, plan).outcomes
        assert row[again.index].tolist() == again.tolist()


def test_targeting_is_never_worse_than_treating_all_alike(ways):
    for ceiling in exits.CEILINGS:
        alike, older = (ways.at_ceiling(family, ceiling) for family in exits.FAMILIES)
        assert alike["deaths"] * exits.PER <= ceiling and older["deaths"] * exits.PER <= ceiling
        assert older["economic_loss"] <= alike["economic_loss"]


# -------------------------------------------------------------------------------------- words --

def test_words_for_plans(ways):
    def said(levels, start, ramp):
        named = dict(zip(exits.level_columns(ways), levels))
        return words.plan_in_words(ways, pd.Series({**named, "start": start, "ramp": ramp}))

    assert said([0.3, 0.3, 0.3], 20, 4) == "30 % of everyone locked down for 20 weeks, then eased over 4 weeks"
    assert said([0, 0, 1], 10, 0) == "100 % of the old and nobody else locked down for 10 weeks, then ended"
    assert said([0.1, 0.1, 0.5], 0, 8) == ("50 % of the old and 10 % of all others locked down, eased over "
                                           "8 weeks from the first day")
    assert said([0, 0, 0], 10, 4) == said([0.3, 0.3, 0.3], 0, 0) == "no lockdown"


def test_words_for_numbers_and_lists():
    assert words.listing([]) == "" and words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.some(["a", "b", "c"], 2) == "a, b and 1 more"
    assert words.number(float("nan")) == "–" and words.number(1234.56) == "1,234.6"
    assert words.lower("HIV, tuberculosis") == "HIV, tuberculosis" and words.lower("Diabetes") == "diabetes"
