"""The plain-words reading: sentences made from the numbers, as plain text that the page escapes."""
from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from . import exits as exits_
from . import risk as risk_
from .exits import PER, Exits
from .risk import Risk

@dataclass(frozen=True)
class Statement:
    """A finding in a few words, and what it rests on."""

    headline: str
    text: str


# ------------------------------------------------------------------------------------ pieces --

def number(value: float, digits: int = 1) -> str:
    """A number with thousands set apart; a dash where there is none."""
    return "–" if pd.isna(value) else f"{value:,.{digits}f}"


def score(risk: Risk, unit: str, code: str) -> str:
    """A score; the composite with two decimals, so that 3.49 does not pass for a threshold of 3.5."""
    return number(risk.table.at[unit, code], 2 if code == risk.root else 1)


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage."""
    return "–" if pd.isna(share) else f"{100 * share:,.{digits}f} %"


def deaths(share: float) -> str:
    """Deaths per 100,000."""
    return number(PER * share, 0)


def listing(items: list[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def some(items: list[str], limit: int = 6) -> str:
    """As `listing`, cut where it would fill the page."""
    if len(items) <= limit:
        return listing(items)
    return ", ".join(items[:limit]) + f" and {len(items) - limit} more"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """One economy, two economies."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"


def lower(name: str) -> str:
    """A name inside a sentence: 'HIV' stays, 'Hospital beds' does not."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def raw_value(risk: Risk, unit: str, indicator: str) -> str:
    """An indicator's figure with its unit: 'hospital beds (0.5 per 1000 people)'."""
    node = risk.meta.loc[indicator]
    value = risk.data.at[unit, indicator]
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    measure = str(node["unit"])
    if re.fullmatch(r"0-\d+", measure):
        measure = f"of {measure[2:]}"
    elif measure[:1].isdigit():
        measure = f"in {measure}"
    return f"{lower(node['name'])} ({shown} {measure})"


def drivers_in_words(risk: Risk, unit: str, n: int = 2) -> str:
    """Why a unit scores as it does: its highest dimension and what adds most to that."""
    dimension = risk.highest_dimension(unit)
    if dimension is None:
        return ""
    reasons = [raw_value(risk, unit, code) for code in risk.top(unit, dimension, n)["indicator"]]
    return f"{lower(risk.name(dimension))} {score(risk, unit, dimension)}, above all {listing(reasons)}"


def plan_in_words(exits: Exits, point: pd.Series) -> str:
    """'30 % of everyone until week 57, then eased over 4 weeks'."""
    levels = [float(point[column]) for column in exits_.level_columns(exits)]
    if not any(levels) or int(point["start"]) + int(point["ramp"]) == 0:
        return "no lockdown"
    if len(set(levels)) == 1:
        who = f"{percent(levels[0])} of everyone locked down"
    elif len(set(levels[:-1])) == 1:
        rest = "nobody else" if levels[0] == 0 else f"{percent(levels[0])} of all others"
        who = f"{percent(levels[-1])} of the {exits.controls[-1]} and {rest} locked down"
    else:
        who = ", ".join(f"{group} {percent(level)}" for group, level in zip(exits.controls, levels))
    start, ramp = int(point["start"]), int(point["ramp"])
    if start == 0:
        return f"{who}, eased over {ramp} weeks from the first day"
    return f"{who} for {start} weeks, " + (f"then eased over {ramp} weeks" if ramp else "then ended")


# -------------------------------------------------------------------------- what the index says --

def about_risk(risk: Risk) -> list[Statement]:
    """Who is red and why, who hangs by a thread, what is missing."""
    return [s for s in (_zones(risk), _highest(risk), _what_makes_red(risk), _close_calls(risk),
                        _missing(risk)) if s]


def _zones(risk: Risk) -> Statement:
    size = {zone: len(risk.zone(zone)) for zone in risk_.ZONES}
    low, high = risk_.THRESHOLDS
    text = (f"Red means a composite of {low_high(high)} or more on a scale from 0 to 10, orange from "
            f"{low_high(low)} up to {low_high(high)}, green below {low_high(low)}.")
    left = list(risk.zone(risk_.UNCLASSIFIED).index)
    if left:
        share = [percent(risk.table.at[unit, "coverage"]) for unit in left]
        text += (f" {some(left)} {'is' if len(left) == 1 else 'are'} not classified: too few "
                 f"figures are at hand ({listing(share[:6])} of the indicators).")
    return Statement(f"Of {count(len(risk.table), 'economy', 'economies')}, {size['red']} are red, "
                     f"{size['orange']} orange and {size['green']} green.", text)


def low_high(threshold: float) -> str:
    """A threshold as it is stated."""
    return f"{threshold:.1f}"


def _highest(risk: Risk) -> Statement | None:
    top = risk.table[risk.table[risk.root].notna()].head(4)
    if len(top) < 2:
        return None
    first, *others = top.index
    rest = listing([f"{unit} ({score(risk, unit, risk.root)})" for unit in others])
    return Statement(
        f"{first} has the highest composite, {score(risk, first, risk.root)} of 10.",
        f"Its highest dimension is {drivers_in_words(risk, first)}. Next come {rest}.")


def _what_makes_red(risk: Risk) -> Statement | None:
    red = risk.zone("red")
    if red.empty:
        return None
    highest = pd.Series([risk.highest_dimension(unit) for unit in red.index]).value_counts()
    shares = listing([f"{lower(risk.name(code))} in {n}" for code, n in highest.items()])
    mean = (risk.drivers[risk.drivers["unit"].isin(red.index)]
            .groupby(["dimension", "indicator"])["contribution"].mean())
    parts = []
    for code in risk.dimensions:
        if code not in mean.index.get_level_values(0):
            continue
        largest = mean[code].nlargest(2)
        names = [f"{lower(risk.name(indicator))} ({number(points)})"
                 for indicator, points in largest.items()]
        parts.append(f"to {lower(risk.name(code))} {listing(names)}")
    return Statement(
        f"What makes economies red differs: the highest dimension is {shares}.",
        "Averaged over the red economies, the largest contributions are, in points of each "
        f"dimension's score, {'; '.join(parts)}.")


def _close_calls(risk: Risk) -> Statement | None:
    near = risk.table[risk.table["near_threshold"]]
    if near.empty:
        return None
    named = [f"{unit} ({score(risk, unit, risk.root)}, {row['zone']})" for unit, row in near.iterrows()]
    return Statement(
        f"{count(len(near), 'economy lies', 'economies lie')} within {risk_.CLOSE:g} points of a threshold.",
        "A single revised figure could move them to the next zone, so read them as being in both: "
        f"{some(named, 10)}.")


def _missing(risk: Risk) -> Statement:
    coverage = risk.table["coverage"]
    whole = int((coverage == 1).sum())
    scored = coverage[risk.table[risk.root].notna() & (coverage < 0.75)].sort_values()
    text = "A gap is never filled in: a group is scored on what is there, if that is at least half."
    if len(scored):
        named = [f"{unit} ({percent(share)})" for unit, share in scored.items()]
        text += f" Take the scores of the least covered with care: {some(named)}."
    return Statement(
        f"{count(whole, 'economy has', 'economies have')} every indicator; on average "
        f"{percent(coverage.mean())} are there.", text)


# -------------------------------------------------------------------------- what the curve says --

def about_exits(exits: Exits) -> list[Statement]:
    """What doing nothing costs, what the first step buys, what targeting saves, where it gets dear."""
    return [s for s in (_nothing(exits), _first_step(exits), _targeting(exits), _last_lives(exits),
                        _time_not_immunity(exits)) if s]


def _nothing(exits: Exits) -> Statement:
    b = exits.baseline
    return Statement(
        f"Without any lockdown the model counts {deaths(b['deaths'])} deaths per 100,000 and a loss "
        f"of {percent(b['economic_loss'], 1)} of a year's output.",
        f"{percent(b['output_loss'], 1)} is output lost because some of the infected are isolated; "
        f"{percent(b['lost_lifetime_output'], 1)} is what those who die would have produced in the "
        "rest of their working lives.")


def _first_step(exits: Exits) -> Statement | None:
    b = exits.baseline
    steps = {family: exits.at_ceiling(family, 0.9 * b["deaths"] * PER)
             for family in exits_.FAMILIES}
    if any(point is None for point in steps.values()):
        return None
    best = min(steps.values(), key=lambda point: point["economic_loss"])
    extra = best["economic_loss"] - b["economic_loss"]
    saved = b["deaths"] - best["deaths"]
    alike = steps["uniform"]
    return Statement(
        f"The cheapest step that averts at least a tenth of these deaths costs {percent(extra, 2)} of "
        "a year's output.",
        f"It is the plan '{plan_in_words(exits, best)}': {deaths(saved)} fewer deaths per 100,000. "
        f"Treating everyone alike, the same aim takes '{plan_in_words(exits, alike)}' and costs "
        f"{percent(alike['economic_loss'] - b['economic_loss'], 1)}.")


def _targeting(exits: Exits, ceiling: float = 500) -> Statement | None:
    alike = exits.at_ceiling("uniform", ceiling)
    older = exits.at_ceiling("semi_targeted", ceiling)
    if alike is None or older is None:
        return None
    saved = alike["economic_loss"] - older["economic_loss"]
    return Statement(
        f"For at most {number(ceiling, 0)} deaths per 100,000, targeting saves {percent(saved, 1)} of "
        "a year's output.",
        f"Everyone alike: {plan_in_words(exits, alike)}, a loss of "
        f"{percent(alike['economic_loss'], 1)}. Older people more strictly: "
        f"{plan_in_words(exits, older)}, a loss of {percent(older['economic_loss'], 1)}.")


def _last_lives(exits: Exits) -> Statement | None:
    points = [(c, exits.at_ceiling("semi_targeted", c)) for c in (500, 100)]
    if any(point is None for _, point in points):
        return None
    (high, a), (low, b) = points
    averted = (a["deaths"] - b["deaths"]) * PER
    if averted <= 0:
        return None
    each = (b["economic_loss"] - a["economic_loss"]) / averted * 100
    before = (a["economic_loss"] - exits.baseline["economic_loss"]) / (
        (exits.baseline["deaths"] - a["deaths"]) * PER) * 100
    if each <= before:
        return None
    return Statement(
        "The last deaths averted cost far more than the first.",
        f"Even with targeting, every 100 deaths averted on the way from no lockdown to {high} cost "
        f"{percent(before, 2)} of a year's output, but {percent(each, 1)} on the way from {high} to "
        f"{low}. What that is worth is for governments to decide, not for the model.")


def _time_not_immunity(exits: Exits) -> Statement | None:
    picked = exits_.chosen(exits)
    if picked.empty:
        return None
    strictest = picked.loc[picked["deaths"].idxmin()]
    return Statement(
        "Strict plans buy time, not immunity.",
        f"The count stops in week {exits.scenario.periods}. Under the strictest plan of the table "
        f"({strictest['letter']}, {plan_in_words(exits, strictest)}) "
        f"{percent(strictest['susceptible_at_end'])} of people can still be infected then, and "
        f"{deaths(strictest['infected_at_end'])} per 100,000 are. Deaths after that week are not counted: "
        "such plans pay off only if protection, such as a vaccine, has arrived by then.")


# ------------------------------------------------------------------------------------ terminal --

def for_terminal(risk: Risk, exits: Exits, top: int = 5) -> str:
    """The top of the ranking by zone, and the findings about the curve, for a terminal."""
    scores = [risk.root, *risk.dimensions]
    heads = ["composite", *risk.dimensions, "coverage"]
    lines = [f"{'rank':>4}  {'':<22}" + "".join(f"{head:>11}" for head in heads)]
    for zone in reversed(risk_.ZONES):
        rows = risk.zone(zone)
        lines.append(f"{zone} ({len(rows)})")
        for unit, row in rows.head(top).iterrows():
            cells = [score(risk, unit, code) for code in scores] + [percent(row["coverage"])]
            lines.append(f"{row['rank']:>4}  {str(unit)[:22]:<22}"
                         + "".join(f"{cell:>11}" for cell in cells))
        if len(rows) > top:
            lines.append(f"      ... and {len(rows) - top} more")
    lines += [""] + [statement.headline for statement in about_exits(exits)]
    return "\n".join(lines)
