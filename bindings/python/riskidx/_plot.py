"""Pictures; the only module that imports Matplotlib, when one is asked for."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

import matplotlib
import matplotlib.dates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from ._panel import as_dates, is_date
from ._table import labels

if TYPE_CHECKING:
    from .envelope import Envelope
    from .age_sector import Course
    from matplotlib.axes import Axes

    from ._bod import BenefitOfTheDoubt
    from .index import Index
    from .machine import ZoneHistory
    from .scenario import Trajectory
    from .tradeoff import Curve


def _parts(index: "Index", node: str) -> Optional[np.ndarray]:
    """What the children add to a node's score, if that adds up and nothing is negative."""
    if node in index.framework.indicators:
        return None
    children = index.framework.children(node)
    values = index.contributions(node)[children].to_numpy()
    scores = index.scores[node].to_numpy()
    present = ~np.isnan(scores)
    good = np.allclose(np.nansum(values, axis=1)[present], scores[present])
    return values if good and not np.any(values < 0) else None


def _draw_bars(names: Sequence[str], scores: np.ndarray, parts: "Optional[dict[str, np.ndarray]]", top: Optional[int],
               ax: Optional["Axes"]) -> "Axes":
    """Ranked bars, stacked where there are parts."""
    order = np.argsort(-scores, kind="stable")
    order = order[~np.isnan(scores[order])][:top]
    if ax is None:
        ax = plt.figure(figsize=(7, 1.5 + 0.22 * len(order)), layout="constrained").gca()
    places = np.arange(len(order))
    if parts is None:
        ax.barh(places, scores[order])
    else:
        left = np.zeros(len(order))
        colours = matplotlib.colormaps["tab10" if len(parts) <= 10 else "tab20"]
        for k, (label, column) in enumerate(parts.items()):
            column = np.nan_to_num(column[order])
            ax.barh(places, column, left=left, label=label, color=colours(k % colours.N))
            left += column
        ax.legend(loc="lower right", fontsize="small")
    ax.set_yticks(places, [names[i] for i in order], fontsize="small")
    ax.set_ylim(len(order) - 0.4, -0.6)
    return ax


def plot_index(index: "Index", node: Optional[str], top: Optional[int],
               ax: Optional["Axes"]) -> "Axes":
    node = index.framework.codes[index.framework._find(node)]
    values = _parts(index, node)
    parts = None
    if values is not None:
        parts = {index.framework.label(code): column
                 for code, column in zip(index.framework.children(node), values.T)}
    ax = _draw_bars(labels(index.units), index.scores[node].to_numpy(), parts, top, ax)
    ax.set_xlabel(index.framework.label(node))
    return ax


def plot_shares(found: "BenefitOfTheDoubt", top: Optional[int], ax: Optional["Axes"]) -> "Axes":
    scores = found.scores.to_numpy()
    parts = {str(code): scores * found.shares[code].to_numpy() for code in found.shares.columns}
    ax = _draw_bars(labels(found.scores.index), scores, parts, top, ax)
    ax.set_xlabel("benefit of the doubt")
    return ax


def plot_trajectory(trajectory: "Trajectory",
                    axes: Optional[Sequence["Axes"]]) -> Sequence["Axes"]:
    if axes is None:
        figure = plt.figure(figsize=(7, 7), layout="constrained")
        axes = figure.subplots(3, 1, sharex=True)
    scenario, frame = trajectory.scenario, trajectory.frame()
    planner = all(f"infected_{group}" in frame for group in scenario.controls)
    running = [name for name in frame if name in scenario.outcomes.index]
    if planner and scenario.controls:
        drawn = [{group: f"{state}_{group}" for group in scenario.controls} for state in ("infected", "dead")]
        titles = ("Infected", "Dead")
    else:  # a model of one's own
        drawn = [{name: name for name in frame if name not in running}, {name: name for name in running}]
        titles = ("States", "Outcomes so far")
    for ax, columns, title in zip(axes, drawn, titles):
        for label, column in columns.items():
            ax.plot(frame.index, frame[column], label=label)
        ax.set_ylabel(title)
    edges = np.arange(scenario.periods + 1) * scenario.period
    for group in scenario.controls:
        axes[2].stairs(trajectory.schedule[group].to_numpy(), edges, label=group, baseline=None)
    axes[2].set_ylabel("Lockdown")
    axes[2].set_ylim(-0.02, 1.02)
    axes[2].set_xlabel(f"Time ({scenario.time_unit})")
    if len(drawn[0]) > 1:
        axes[0].legend(fontsize="small")
    _shade_stages(trajectory, axes)
    return axes


def _shade_stages(trajectory: "Trajectory", axes: Sequence["Axes"]) -> None:
    """Stages of the policy behind the curves, the darker the higher their controls are."""
    stages, length = trajectory.stages, trajectory.scenario.period
    if stages.empty:
        return
    level = trajectory.schedule.mean(axis=1).to_numpy() / max(trajectory.scenario.control_max.max(), 1e-300)
    starts = np.flatnonzero(np.r_[True, stages.to_numpy()[1:] != stages.to_numpy()[:-1]])
    for start, end in zip(starts, np.r_[starts[1:], len(stages)]):
        shade = 0.35 * float(level[start:end].mean())
        for ax in axes:
            ax.axvspan(start * length, end * length, color="0.3", alpha=shade, linewidth=0)


def plot_course(course: "Course", axes: Optional[Sequence["Axes"]]) -> Sequence["Axes"]:
    if axes is None:
        figure = plt.figure(figsize=(7, 7), layout="constrained")
        axes = figure.subplots(3, 1, sharex=True)
    days = course.totals()
    drawn = {"Infectious": days["infectious_symptomatic"] + days["infectious_asymptomatic"],
             "In hospital": days["recovering"] + days["dying"], "Dead": days["dead"]}
    for ax, (title, values) in zip(axes, drawn.items()):
        ax.plot(days.index, values)
        ax.set_ylabel(title)
        for start, end in zip(course.closures["start"], course.closures["end"]):
            ax.axvspan(start, end, color="0.5", alpha=0.2, linewidth=0)
    capacity = course.scenario.country.params["hospital_capacity"]
    if np.isfinite(capacity):
        axes[1].axhline(capacity, color="0.3", linestyle=":")
    axes[2].set_xlabel("Day")
    return axes


def plot_curve(curve: "Curve", ax: Optional["Axes"]) -> "Axes":
    if ax is None:
        ax = plt.figure(figsize=(7, 5), layout="constrained").gca()
    family, points = curve.all(), curve.frame()
    ax.scatter(family[curve.x], family[curve.y], s=6, color="0.75", label="all plans")
    units = curve.scenario.outcomes["unit"]
    if len(curve.outcomes) == 2:
        ax.plot(points[curve.x], points[curve.y], "o-", ms=4, label="efficient plans")
    else:
        third = curve.outcomes[2]
        drawn = ax.scatter(points[curve.x], points[curve.y], c=points[third], s=16, cmap="viridis",
                           label="efficient plans")
        ax.figure.colorbar(drawn, ax=ax, label=f"{third.replace('_', ' ')} ({units[third]})")
    ax.set_xlabel(f"{curve.x.replace('_', ' ')} ({units[curve.x]})")
    ax.set_ylabel(f"{curve.y.replace('_', ' ')} ({units[curve.y]})")
    ax.legend()
    return ax


def plot_frontier(envelope: "Envelope", ax: Optional["Axes"]) -> "Axes":
    if ax is None:
        ax = plt.figure(figsize=(7, 5), layout="constrained").gca()
    points = envelope.frame()
    points = points[points["status"] != "infeasible"]
    hollow = points[points["reached"] == "bound"]
    ax.plot(points[envelope.x], points[envelope.y], "o-", ms=4, label=envelope.space.kind.replace("_", " "))
    ax.plot(hollow[envelope.x], hollow[envelope.y], "o", ms=4, mfc="white", mec="C0",
            label="reached by no weighted sum")
    units = envelope.scenario.outcomes["unit"]
    ax.set_xlabel(f"{envelope.x.replace('_', ' ')} ({units[envelope.x]})")
    ax.set_ylabel(f"{envelope.y.replace('_', ' ')} ({units[envelope.y]})")
    ax.legend()
    return ax


#: Apart in lightness as well as in hue, so that they stay apart for colour-blind readers and in print.
_ZONE_COLOURS = {"green": "#4db6a0", "yellow": "#f3e79b", "orange": "#eeb04b", "red": "#c0392b",
                 "dark_red": "#641220", "purple": "#4a1a5c"}
_NO_ZONE = "#c9ced4"


def zone_colours(zones: Sequence[str]) -> list[str]:
    """A colour for each zone: as it is called, else from light to dark."""
    if all(zone in _ZONE_COLOURS for zone in zones):
        return [_ZONE_COLOURS[zone] for zone in zones]
    shades = matplotlib.colormaps["YlOrRd"](np.linspace(0.05, 1.0, len(zones)))
    return [matplotlib.colors.to_hex(shade) for shade in shades]


def _edges(dates: pd.Index) -> np.ndarray:
    """Where on the axis each period begins, and the last one ends."""
    if isinstance(dates, pd.PeriodIndex):
        dates = dates.to_timestamp()
    if is_date(dates):
        dates = as_dates(dates, "dates")
        starts = matplotlib.dates.date2num(dates.to_pydatetime())
    else:
        starts = dates.to_numpy(dtype=np.float64)
    last = starts[-1] - starts[-2] if len(starts) > 1 else 1.0
    return np.append(starts, starts[-1] + last)


def plot_history(history: "ZoneHistory", ax: Optional["Axes"]) -> "Axes":
    codes, names = history._codes, history._labels()
    units = labels(history.units)
    if ax is None:
        height = min(1.2 + 0.32 * len(units), 14.0)
        ax = plt.figure(figsize=(9, height), layout="constrained").gca()
    if codes.size:
        _draw_strips(ax, np.where(codes < 0, len(names) - 1, codes), _edges(history.dates), names)
    if is_date(history.dates):
        locator = matplotlib.dates.AutoDateLocator()
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(matplotlib.dates.ConciseDateFormatter(locator))
    if len(units) <= 60:
        ax.set_yticks(range(len(units)), units, fontsize="small")
        for label in ax.get_yticklabels():
            label.set_parse_math(False)
    ax.set_ylim(max(len(units), 1) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    return ax


def _draw_strips(ax: "Axes", codes: np.ndarray, edges: np.ndarray, names: Sequence[str]) -> None:
    """A bar for every run of periods in one zone; patches of the legend, grey only where it occurs."""
    colours = [*zone_colours(names[:-1]), _NO_ZONE]
    begins = np.ones(codes.shape, dtype=bool)
    begins[:, 1:] = codes[:, 1:] != codes[:, :-1]
    unit, start = np.nonzero(begins)
    end = np.append(start[1:], 0)
    end[np.append(unit[1:] != unit[:-1], True)] = codes.shape[1]
    zone = codes[unit, start]
    half = 0.42 if len(codes) <= 60 else 0.5
    for k, (name, colour) in enumerate(zip(names, colours)):
        mine = zone == k
        left, right, middle = edges[start[mine]], edges[end[mine]], unit[mine]
        corners = np.stack([np.stack([left, right, right, left], axis=1),
                            np.stack([middle - half] * 2 + [middle + half] * 2, axis=1)], axis=2)
        if mine.any():
            ax.add_collection(PolyCollection(corners, facecolor=colour, linewidth=0))
    shown = [k for k in range(len(names)) if k < len(names) - 1 or (zone == k).any()]
    ax.legend(handles=[Patch(facecolor=colours[k], label=names[k].replace("_", " ")) for k in shown],
              loc="lower left", bbox_to_anchor=(0, 1), ncol=len(shown), frameon=False, fontsize="small",
              borderaxespad=0.2, handlelength=1.2)
    ax.set_xlim(edges[0], edges[-1])
