"""Figures by Matplotlib: PNG files for slides, and inline SVG for the page.

SVG keeps its text as text, in the fonts of the page. Names may hold anything, a `$` among them, so
no label of ours is read as mathematics.
"""
from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import risk as risk_
from . import words
from .exits import FAMILIES, PER, Exits, chosen
from .risk import Risk

INK, MUTED, GRID = "#1b2430", "#55606e", "#d9dee4"
#: Apart in lightness as well as in hue, so that they stay apart without colour.
ZONE_COLOUR = {"green": "#4db6a0", "orange": "#eeb04b", "red": "#96152f",
               risk_.UNCLASSIFIED: "#9aa3ad"}
ZONE_MARK = {"green": "●", "orange": "◆", "red": "▲", risk_.UNCLASSIFIED: "–"}
FAMILY_COLOUR = {"uniform": "#b3541e", "semi_targeted": "#0b4f7d"}
FAMILY_MARK = {"uniform": "s", "semi_targeted": "o"}

_STYLE = {
    "figure.dpi": 72,  # one point of a figure is one unit of its SVG
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": GRID,
    "xtick.color": MUTED, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "riskidx",
}


def style() -> None:
    """Settings that all figures share."""
    plt.rcParams.update(_STYLE)


# ------------------------------------------------------------------------------- ranked bars --

def draw_ranking(ax: Axes, risk: Risk, code: str) -> None:
    """One dimension: a bar for every unit, highest on top, with thresholds and zones."""
    table = risk.table.sort_values(code, ascending=False, kind="stable", na_position="last")
    rows = range(len(table))
    zones = table["zone"]
    ax.barh(rows, table[code].fillna(0), height=0.72, color=[ZONE_COLOUR[z] for z in zones])
    for row, (unit, value) in enumerate(table[code].fillna(0).items()):
        ax.text(value + 0.12, row, words.score(risk, unit, code), va="center", fontsize=9.5,
                bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6})
    for threshold in risk_.THRESHOLDS:
        ax.plot([threshold] * 2, [-0.7, len(table) - 0.5], color=INK, linewidth=0.8,
                linestyle=(0, (3, 3)), zorder=0.5)
        ax.text(threshold, -0.8, f"{threshold:.1f}", ha="center", va="bottom", fontsize=9,
                color=MUTED)
    ax.set_yticks(list(rows))
    ax.set_yticklabels([f"{_shorten(unit)} {ZONE_MARK[zone]}" for unit, zone in zones.items()],
                       fontsize=10)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    highest = risk.table[[risk.root, *risk.dimensions]].max().max()
    ax.set_xlim(0, 10 if highest != highest else min(10.0, highest) + 1.1)
    ax.set_ylim(len(table) - 0.4, -1.8)
    ax.set_xticks([])
    ax.tick_params(length=0)
    for side in ("bottom", "left"):
        ax.spines[side].set_visible(False)


def _shorten(name: str, limit: int = 19) -> str:
    return name if len(name) <= limit else name[: limit - 1].rstrip() + "…"


def ranking_svg(risk: Risk, code: str) -> str:
    """The panel of one dimension for the page."""
    style()
    fig = plt.figure(figsize=(250 / 72, (len(risk.table) * 15 + 34) / 72))
    ax = fig.add_axes((0.49, 0.005, 0.50, 0.99))
    draw_ranking(ax, risk, code)
    return to_svg(fig, f"rank-{code}")


def ranking_png(risk: Risk, path: Path) -> None:
    """All dimensions side by side."""
    style()
    codes = [risk.root, *risk.dimensions]
    fig, axes = plt.subplots(1, len(codes), figsize=(4.2 * len(codes), 0.23 * len(risk.table) + 1))
    for ax, code in zip(axes, codes):
        draw_ranking(ax, risk, code)
        ax.set_title(risk.name(code), fontsize=13, fontweight="bold", loc="left", pad=10,
                     parse_math=False)
    zones = [f"{ZONE_MARK[zone]} {zone}" for zone in reversed(risk_.ZONES)]
    fig.tight_layout(w_pad=2, rect=(0, 0.02, 1, 1))
    fig.text(0.01, 0.006, "0 = least risk, 10 = most. Colour and mark: zone of the composite "
             f"({', '.join(zones)}). Dashed: thresholds.", color=MUTED)
    _save(fig, path)


# ----------------------------------------------------------------------------- trade-off curve --

def draw_tradeoff(ax: Axes, exits: Exits, picked: pd.DataFrame, narrow: bool = False) -> None:
    """Economic loss against deaths: both efficient sets, the chosen plans, and no lockdown."""
    for family, label in FAMILIES.items():
        mine = exits.points[exits.points["family"] == family]
        x, y = 100 * mine["economic_loss"], PER * mine["deaths"]
        colour, mark = FAMILY_COLOUR[family], FAMILY_MARK[family]
        ax.plot(x, y, drawstyle="steps-post", color=colour, linewidth=1, alpha=0.55)
        ax.scatter(x, y, s=11, color=colour, marker=mark, linewidth=0, gid=f"points-{family}",
                   label=label)
        best = picked[picked["family"] == family] if len(picked) else picked
        if len(best):
            ax.scatter(100 * best["economic_loss"], PER * best["deaths"], s=70, facecolor="white",
                       edgecolor=colour, linewidth=1.8, marker=mark, zorder=3,
                       gid=f"chosen-{family}")
        for _, point in best.iterrows():
            ax.annotate(point["letter"], (100 * point["economic_loss"], PER * point["deaths"]),
                        xytext=(7, 6), textcoords="offset points", fontweight="bold", color=colour,
                        fontsize=11)
    b = exits.baseline
    x0, y0 = 100 * b["economic_loss"], PER * b["deaths"]
    ax.scatter([x0], [y0], marker="*", s=210, color=INK, zorder=4, gid="points-none")
    ax.annotate("No lockdown", (x0, y0), xytext=(12, 6), textcoords="offset points",
                fontweight="bold")
    ax.set_xlabel("Economic loss, % of a year's output" if narrow else
                  "Economic loss, % of a year's output (output lost + working lives lost)")
    ax.set_ylabel("Deaths per 100,000")
    shown = picked["economic_loss"].max() if len(picked) else exits.points["economic_loss"].max()
    ax.set_xlim(0, 100 * shown * 1.12)
    ax.set_ylim(0, y0 * 1.1)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.grid(color=GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    legend = ax.legend(frameon=False, loc="upper right", markerscale=1.8, handletextpad=0.3)
    for text in legend.get_texts():
        text.set_color(INK)


def tradeoff_svg(exits: Exits, picked: pd.DataFrame, narrow: bool = False) -> str:
    """The curve for the page, every point with its plan as a title that shows on hover."""
    style()
    width, height = (380, 400) if narrow else (1000, 500)
    fig = plt.figure(figsize=(width / 72, height / 72))
    left = 0.15 if narrow else 0.065
    ax = fig.add_axes((left, 0.12, 0.985 - left, 0.86))
    draw_tradeoff(ax, exits, picked, narrow)
    if narrow:  # no mouse there
        return to_svg(fig, "curve-narrow")
    titles = {"points-none": [_title(exits, "No lockdown", exits.baseline)]}
    for family, label in FAMILIES.items():
        for gid, rows in (("points", exits.points), ("chosen", picked)):
            mine = rows[rows["family"] == family] if len(rows) else rows
            titles[f"{gid}-{family}"] = [_title(exits, label, row) for _, row in mine.iterrows()]
    return to_svg(fig, "curve", titles)


def _title(exits: Exits, label: str, row: pd.Series) -> str:
    what = f"{words.deaths(row['deaths'])} deaths per 100,000, economic loss " \
           f"{words.percent(row['economic_loss'], 1)} of a year's output"
    plan = f": {words.plan_in_words(exits, row)}" if "start" in row.index else ""
    return f"{label}{plan}. {what}"


def tradeoff_png(exits: Exits, path: Path) -> None:
    """The curve for slides."""
    style()
    fig, ax = plt.subplots(figsize=(11, 6))
    draw_tradeoff(ax, exits, chosen(exits))
    ax.set_title(f"{exits.scenario.periods} weeks of an epidemic: what exit plans cost in lives and "
                 "output", loc="left", fontsize=13, fontweight="bold")
    fig.tight_layout()
    _save(fig, path)


# -------------------------------------------------------------------------------------- files --

def _save(fig: Figure, path: Path) -> None:
    fig.savefig(path, dpi=130, metadata={"Software": None})
    plt.close(fig)


def to_svg(fig: Figure, prefix: str, titles: dict[str, Sequence[str]] | None = None) -> str:
    """A figure as an SVG element for a page that has others: own ids, no links, no fixed size."""
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    plt.close(fig)
    root = ET.fromstring(buffer.getvalue())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):  # the style would hold for the whole page
                parent.remove(child)
    _without_namespaces(root)
    for gid, texts in (titles or {}).items():
        _add_titles(root, gid, texts)
    _own_ids(root, prefix)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("aria-hidden", "true")  # the figure around it has a label, the table the numbers
    root.set("focusable", "false")
    return ET.tostring(root, encoding="unicode")


def _without_namespaces(root: ET.Element) -> None:
    """Inside HTML the parser knows what belongs to SVG."""
    for element in root.iter():
        element.tag = element.tag.rsplit("}", 1)[-1]
        for key in list(element.attrib):
            if "}" in key:
                element.set(key.rsplit("}", 1)[-1], element.attrib.pop(key))
        style_ = element.get("style")
        if style_ and "font:" in style_:  # fonts are the page's; size, weight and anchor stay
            element.set("style", re.sub(r"(font:[^;]*?\d(?:\.\d+)?px)[^;]*", r"\1 sans-serif", style_))


def _add_titles(root: ET.Element, gid: str, texts: Sequence[str]) -> None:
    group = next((element for element in root.iter() if element.get("id") == gid), None)
    marks = [] if group is None else [e for e in group.iter() if e.tag == "use"]
    if len(marks) != len(texts):
        raise ValueError(f"{gid}: {len(marks)} marks for {len(texts)} points")
    for mark, text in zip(marks, texts):
        ET.SubElement(mark, "title").text = text


def _own_ids(root: ET.Element, prefix: str) -> None:
    """Ids that something refers to get the figure's prefix, the others go."""
    reference = re.compile(r"url\(#([^)]+)\)|^#(.+)$")
    used = {a or b for element in root.iter() for value in element.attrib.values()
            for a, b in reference.findall(value)}

    def renamed(match: re.Match) -> str:
        a, b = match.groups()
        return f"url(#{prefix}-{a})" if a else f"#{prefix}-{b}"

    for element in root.iter():
        own = element.attrib.pop("id", None)
        for key, value in element.attrib.items():
            element.set(key, reference.sub(renamed, value))
        if own in used:
            element.set("id", f"{prefix}-{own}")
