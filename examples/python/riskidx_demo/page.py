"""The page: one HTML file that needs nothing else.

Every text from data goes through `el`, which escapes what is not markup already, so that a name with
markup in it is shown and never executed.
"""
from __future__ import annotations

import html
import platform
from importlib import resources
from string import Template

import matplotlib
import numpy as np
import pandas as pd
import riskidx as rx

from . import figures, words
from . import risk as risk_
from .exits import CEILINGS, FAMILIES, Exits, at_end, chosen, level_columns
from .risk import Risk

TITLE = "Leaving lockdown in Asia and the Pacific: risks and trade-offs"


class Html(str):
    """Markup; any other string is text."""


def esc(text: object) -> Html:
    """Text as markup; markup as it is."""
    return text if isinstance(text, Html) else Html(html.escape(str(text), quote=True))


def join(parts) -> Html:
    """Pieces of text or markup, one after the other."""
    return Html("".join(esc(part) for part in parts))


def el(tag: str, *children: object, **attributes: object) -> Html:
    """An element; `class_` and `data_value` stand for class and data-value, None for no attribute."""
    given = "".join(f' {name.rstrip("_").replace("_", "-")}="{esc(value)}"'
                    for name, value in attributes.items() if value is not None)
    return Html(f"<{tag}{given}>{join(children)}</{tag}>")


def render(risk: Risk, exits: Exits) -> str:
    """The whole page."""
    picked = chosen(exits)
    gaps = {unit: risk.gaps(unit) for unit in sorted(risk.table.index, key=str)}
    gaps = {unit: missing for unit, missing in gaps.items() if missing}
    framework = risk.index.framework
    parts = {
        "title": TITLE,
        "version": rx.__version__,
        "n_units": len(risk.table),
        "n_indicators": len(framework.indicators),
        "tiles": tiles(risk, exits),
        "about_risk": statements(words.about_risk(risk)),
        "about_exits": statements(words.about_exits(exits)),
        "zones": zone_cards(risk),
        "why_red": why_red(risk),
        "legend": ", ".join(f"{figures.ZONE_MARK[z]} {z}" for z in reversed(risk_.ZONES)),
        "thresholds": words.listing([f"{t:.1f}" for t in risk_.THRESHOLDS]),
        "ranking": join(panel(risk, code) for code in [risk.root, *risk.dimensions]),
        "table": units_table(risk),
        "n_plans": f"{sum(len(curve.plans) for curve in exits.curves.values()):,}",
        "weeks": f"{exits.scenario.periods} {exits.scenario.time_unit}s",
        "n_points": len(exits.points),
        "last_letter": "–" if picked.empty else picked["letter"].iloc[-1],
        "curve_label": "Trade-off curves of both families: economic loss against deaths per 100,000. "
                       "The plans behind the lettered points stand in the table below.",
        "curve": Html(figures.tradeoff_svg(exits, picked)),
        "curve_narrow": Html(figures.tradeoff_svg(exits, picked, narrow=True)),
        "plans": plans_table(exits, picked),
        "points": points_table(exits),
        "recipe": recipe_text(risk),
        "zone_rule": zone_rule(),
        "framework": framework_table(risk),
        "missing_note": missing_note(risk),
        "n_gaps": len(gaps),
        "gaps": gaps_table(risk, gaps),
        "scenario": scenario_text(exits),
        "framework_source": framework.source,
        "scenario_source": exits.scenario.source,
        "versions": versions(),
        "css": Html(_resource("page.css")),
        "js": Html(_resource("page.js")),
    }
    return Template(_resource("page.html")).substitute({k: esc(v) for k, v in parts.items()})


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------ reading --

def tiles(risk: Risk, exits: Exits) -> Html:
    """The figures to remember."""
    cells = []
    for zone in reversed(risk_.ZONES):
        cells.append(el("li", el("b", mark(zone), f" {len(risk.zone(zone))}"),
                        el("span", f"{zone}: {zone_range(zone)}"), class_=zone))
    b = exits.baseline
    cells.append(el("li", el("b", words.deaths(b["deaths"])),
                    el("span", "deaths per 100,000 without any lockdown, in a model of the United States"),
                    class_="long"))
    alike, older = (exits.at_ceiling(family, 500) for family in FAMILIES)
    if alike is not None and older is not None:
        saved = alike["economic_loss"] - older["economic_loss"]
        cells.append(el("li", el("b", words.percent(saved, 1)),
                        el("span", "of a year's output saved by stricter rules for older people "
                                   "instead of the same for all, at 500 deaths per 100,000 or less "
                                   "in that model"),
                        class_="long"))
    return el("ul", *cells, class_="tiles")


def statements(said: list[words.Statement]) -> Html:
    """Findings, each with what it rests on."""
    return el("ul", *(el("li", el("strong", s.headline), " ", s.text) for s in said), class_="said")


def mark(zone: str) -> Html:
    """The zone's sign, for eyes only: its name stands beside it."""
    return el("i", figures.ZONE_MARK[zone], aria_hidden="true")


def zone_range(zone: str) -> str:
    """'3.5 up to 5.0'."""
    low, high = risk_.THRESHOLDS
    return {"green": f"composite below {low:.1f}", "orange": f"composite from {low:.1f} up to {high:.1f}",
            "red": f"composite of {high:.1f} or more"}[zone]


def zone_cards(risk: Risk) -> Html:
    """Who is in which zone, highest score first."""
    cards = []
    for zone in reversed(risk_.ZONES):
        rows = risk.zone(zone)
        names = []
        for unit in rows.index:
            names += [", " if names else "", unit, " ",
                      el("span", words.score(risk, unit, risk.root), class_="n")]
        label = el("span", mark(zone), " ", zone.capitalize(), class_=f"zone {zone}")
        cards.append(el("div", el("h4", label, f" · {len(rows)}"), el("p", *names), class_=zone))
    return el("div", *cards, class_="zones")


def why_red(risk: Risk) -> Html:
    """One line for each red unit."""
    return el("ul", *(el("li", el("b", f"{unit} {words.score(risk, unit, risk.root)}"), " – ",
                         words.drivers_in_words(risk, unit)) for unit in risk.zone("red").index),
              class_="why")


# ------------------------------------------------------------------------------------- index --

def panel(risk: Risk, code: str) -> Html:
    """The ranked bars of one dimension."""
    return el("figure", el("figcaption", risk.name(code)), Html(figures.ranking_svg(risk, code)))


def units_table(risk: Risk) -> Html:
    """All units; cells carry what they sort by."""
    def head(text: str, first: str, sorted_: str = "none", class_: str | None = None) -> Html:
        return el("th", el("button", text, type="button"), scope="col", aria_sort=sorted_,
                  data_first=first, class_=class_)

    scores = [risk.root, *risk.dimensions]
    names = {risk.root: "Composite"} | {code: risk.name(code).replace(" risk", "")
                                        for code in risk.dimensions}
    heads = [head("Rank", "ascending", "ascending", "num"), head("Economy", "ascending"),
             head("Zone", "descending"), *(head(names[code], "descending", class_="num") for code in scores),
             head("Coverage", "ascending", class_="num"), el("th", "Weighs most", scope="col")]
    return el("div", el("table",
                        el("caption", "Scores 0–10, higher is riskier. Sorted by rank to begin with."),
                        el("thead", el("tr", *heads)),
                        el("tbody", *(unit_row(risk, unit, scores) for unit in risk.table.index)),
                        id="units"),
              class_="scroll", role="region", aria_label="All economies", tabindex="0")


def unit_row(risk: Risk, unit: str, scores: list[str]) -> Html:
    """One unit of the table."""
    row = risk.table.loc[unit]
    zone = row["zone"]
    level = risk_.ZONES.index(zone) if zone in risk_.ZONES else ""
    cells = [
        el("td", "–" if pd.isna(row["rank"]) else int(row["rank"]), class_="num",
           data_value=_sort_value(row["rank"])),
        el("th", unit, scope="row", data_value=unit),
        el("td", el("span", mark(zone), " ", zone, class_=f"zone {zone}"),
           el("span", "near a threshold", class_="close") if row["near_threshold"] else "",
           data_value=level),
    ]
    for code in scores:
        value = row[code]
        style = None if pd.isna(value) else f"--s:{10 * value:.1f}%"
        cells.append(el("td", words.score(risk, unit, code), class_="num bar", style=style,
                        data_value=_sort_value(value)))
    cells.append(el("td", words.percent(row["coverage"]), class_="num",
                    data_value=_sort_value(row["coverage"])))
    cells.append(el("td", reasons(risk, unit), class_="reasons"))
    iso3 = risk.codes.get(unit, "")
    return el("tr", *cells, data_search=f"{unit} {iso3} {zone}".lower())


def _sort_value(value: object) -> str:
    return "" if pd.isna(value) else repr(float(value))


def reasons(risk: Risk, unit: str) -> str:
    """'Social risk: internet users ↓, inequality ↑'."""
    dimension = risk.highest_dimension(unit)
    if dimension is None:
        return "–"
    codes = risk.top(unit, dimension, 2)["indicator"]
    signs = [f"{words.lower(risk.name(c))}\u00a0{'↑' if risk.meta.at[c, 'direction'] > 0 else '↓'}"
             for c in codes]
    return f"{risk.name(dimension)}: {', '.join(signs)}"


# ------------------------------------------------------------------------------------- curve --

def _plan_heads(exits: Exits) -> list[Html]:
    groups = [el("th", f"{group.capitalize()} locked down", scope="col", class_="num")
              for group in exits.controls]
    rest = ["Easing starts in week", "Weeks of easing", "Deaths per 100,000", "Economic loss",
            "of which output"]
    return groups + [el("th", text, scope="col", class_="num") for text in rest]


def _plan_cells(exits: Exits, point: pd.Series) -> list[Html]:
    texts = [words.percent(point[column]) for column in level_columns(exits)]
    texts += [words.number(point["start"], 0), words.number(point["ramp"], 0), words.deaths(point["deaths"]),
              words.percent(point["economic_loss"], 1), words.percent(point["output_loss"], 1)]
    return [el("td", text, class_="num") for text in texts]


def _left_cell(point: pd.Series) -> Html:
    return el("td", words.deaths(point["infected_at_end"]), class_="num")


def plans_table(exits: Exits, picked: pd.DataFrame) -> Html:
    """The cheapest plan of each family for every ceiling, beside doing nothing."""
    nothing = pd.Series({**dict.fromkeys(level_columns(exits), 0.0), "start": np.nan,
                         "ramp": np.nan, **exits.baseline, **at_end(exits, None)})
    rows = [el("tr", el("th", "No lockdown", scope="row", colspan=2),
               *_plan_cells(exits, nothing), _left_cell(nothing))]
    for ceiling in CEILINGS:
        mine = picked[picked["ceiling"] == ceiling] if len(picked) else picked
        for i, (_, point) in enumerate(mine.iterrows()):
            head = el("th", f"{point['letter']}: at most {ceiling:,} deaths", scope="rowgroup",
                      rowspan=len(mine)) if i == 0 else ""
            rows.append(el("tr", head, el("td", FAMILIES[point["family"]], class_="family"),
                           *_plan_cells(exits, point), _left_cell(point),
                           class_="first" if i == 0 else None))
    heads = [el("th", "Ceiling", scope="col"), el("th", "Family", scope="col"), *_plan_heads(exits),
             el("th", "Infected in the last week, per 100,000", scope="col", class_="num")]
    return el("div", el("table", el("thead", el("tr", *heads)), el("tbody", *rows), id="plans"),
              class_="scroll", role="region", aria_labelledby="h-plans", tabindex="0")


def points_table(exits: Exits) -> Html:
    """All efficient points, as in tradeoff.csv."""
    rows = [el("tr", el("td", FAMILIES[point["family"]], class_="family"), *_plan_cells(exits, point))
            for _, point in exits.points.iterrows()]
    heads = [el("th", "Family", scope="col"), *_plan_heads(exits)]
    return el("div", el("table", el("thead", el("tr", *heads)), el("tbody", *rows), id="points"),
              class_="scroll", role="region", aria_label="All efficient plans", tabindex="0")


def scenario_text(exits: Exits) -> str:
    """The model and the families in a few sentences."""
    sc = exits.scenario
    groups = words.listing(sc.controls)
    return (f"Model: “{sc.title}”, {sc.source}. Susceptible, infected, recovered and dead among "
            f"{groups} (people of 20 years or over) during {sc.periods} {sc.time_unit}s, integrated "
            "by the classical Runge-Kutta method of fourth order. Fatality rises as hospitals fill. "
            "A plan holds a lockdown from the first day, then "
            f"eases it in equal steps; every exit is complete within the {sc.periods} {sc.time_unit}s. "
            "Plans are simulated one by one, without interpolation, and every point's plan gives the "
            "same numbers when it is simulated again. These are simple plans: optimal control could do better.")


# ------------------------------------------------------------------------------------ method --

_RULES = {"arithmetic": "arithmetic mean", "geometric": "geometric mean", "harmonic": "harmonic mean",
          "scaled_geometric": "INFORM's scaled geometric mean, by which a low risk in one dimension "
                              "does not make up for a high one in another"}


def recipe_text(risk: Risk) -> str:
    """What was done to the figures, in words."""
    recipe, framework = risk.index.recipe, risk.index.framework
    low, high = recipe.normalise.low, recipe.normalise.high
    rule = recipe.aggregate.rule
    top = risk.meta.at[risk.root, "aggregate"]
    return (f"Framework “{framework.name}”: {framework.title}. Each indicator is brought to a score "
            f"from {low:g} to {high:g} between two fixed goalposts (values beyond count as at the "
            "goalpost), turned where a high figure means a low risk. Indicators make groups and groups "
            "dimensions by the "
            f"{_RULES[rule]}, all siblings of equal weight; the dimensions make the composite by "
            f"{_RULES[top if top != 'inherit' else rule]}. A group is scored on the children that are "
            f"there if they are at least {words.percent(recipe.aggregate.min_share)} of them, "
            "and missing otherwise.")


def zone_rule() -> str:
    """The thresholds and the side of the boundary."""
    low, high = risk_.THRESHOLDS
    return (f"Zones: green below {low:.1f}, orange from {low:.1f} to below {high:.1f}, red from "
            f"{high:.1f}. A score equal to a threshold belongs to the higher zone; scores are "
            "not rounded first. The thresholds are the limits of INFORM's classes “medium” and “high”, not chosen on these results.")


def framework_table(risk: Risk) -> Html:
    """The tree with goalposts, weights and sources."""
    heads = [el("th", text, scope="col", class_=class_) for text, class_ in (
        ("Indicator", None), ("Unit", None), ("Least risk (0)", "num"), ("Most risk (10)", "num"),
        ("Share of its dimension", "num"), ("Gaps", "num"), ("Source", None))]
    rows: list[Html] = []

    def descend(code: str, share: float, depth: int) -> None:
        node = risk.meta.loc[code]
        if node["kind"] == "indicator":
            rows.append(indicator_row(risk, code, share))
            return
        if depth:
            text = node["name"] if depth == 1 else f"{node['name']} ({words.percent(share)})"
            rows.append(el("tr", el("th", text, scope="rowgroup", colspan=len(heads)),
                           class_="group" if depth == 1 else "sub"))
        children = risk.index.framework.children(code)
        total = sum(risk.meta.at[child, "weight"] for child in children)
        for child in children:
            part = risk.meta.at[child, "weight"] / total
            descend(child, part * share if depth else 1.0, depth + 1)

    descend(risk.root, 1.0, 0)
    return el("div", el("table", el("thead", el("tr", *heads)), el("tbody", *rows), id="framework"),
              class_="scroll", role="region", aria_label="Framework", tabindex="0")


def indicator_row(risk: Risk, code: str, share: float) -> Html:
    """One indicator: where its score starts and ends, and what it weighs."""
    node = risk.meta.loc[code]
    normalise = risk.index.recipe.normalise
    ends = [node["goal_low"], node["goal_high"]]
    if node["normalise"] == "none":
        ends = [normalise.low, normalise.high]
    if node["direction"] < 0:
        ends.reverse()
    texts = ["–" if np.isnan(end) else f"{end:,g}" for end in ends]
    unit = f"{node['unit']}, log" if node["normalise"] == "log_goalposts" else node["unit"]
    gaps = int(risk.data[code].isna().sum())
    return el("tr", el("th", node["name"], scope="row"), el("td", unit),
              *(el("td", text, class_="num") for text in texts),
              el("td", words.percent(share, 1), class_="num"), el("td", gaps, class_="num"),
              el("td", node["source"]))


def missing_note(risk: Risk) -> str:
    """Gaps in one sentence."""
    indicators = risk.index.framework.indicators
    cells = risk.data[indicators].isna()
    worst = cells.sum().nlargest(3)
    named = [f"{words.lower(risk.name(code))} ({n})" for code, n in worst.items()]
    return (f"{int(cells.sum().sum())} of {cells.size:,} figures are missing, most often for "
            f"{words.listing(named)}. Nothing is filled in; a score with low coverage rests on less.")


def gaps_table(risk: Risk, gaps: dict[str, list[str]]) -> Html:
    """Which figures each unit lacks."""
    rows = [el("tr", el("th", unit, scope="row"),
               el("td", words.percent(risk.table.at[unit, "coverage"]), class_="num"),
               el("td", ", ".join(words.lower(risk.name(code)) for code in missing)))
            for unit, missing in gaps.items()]
    heads = [el("th", "Economy", scope="col"), el("th", "Coverage", scope="col", class_="num"),
             el("th", "Missing", scope="col")]
    return el("div", el("table", el("thead", el("tr", *heads)), el("tbody", *rows), id="gaps"),
              class_="scroll", role="region", aria_label="Missing figures", tabindex="0")


def versions() -> str:
    """What computed it."""
    return (f"Computed by libriskidx {rx.__version__} with Python {platform.python_version()}, "
            f"NumPy {np.__version__}, pandas {pd.__version__} and Matplotlib {matplotlib.__version__}")
