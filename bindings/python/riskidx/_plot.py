"""Pictures; the only module that imports Matplotlib, when one is asked for."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

import matplotlib.pyplot as plt
import numpy as np

from ._table import labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .index import Index
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


def plot_index(index: "Index", node: Optional[str], top: Optional[int],
               ax: Optional["Axes"]) -> "Axes":
    node = index.framework.codes[index.framework._find(node)]
    scores = index.scores[node].to_numpy()
    order = np.argsort(-scores, kind="stable")
    order = order[~np.isnan(scores[order])][:top]
    if ax is None:
        ax = plt.figure(figsize=(7, 1.5 + 0.22 * len(order)), layout="constrained").gca()
    names = labels(index.units)
    places = np.arange(len(order))
    parts = _parts(index, node)
    if parts is None:
        ax.barh(places, scores[order])
    else:
        left = np.zeros(len(order))
        for code, column in zip(index.framework.children(node), np.nan_to_num(parts[order]).T):
            ax.barh(places, column, left=left, label=index.framework.label(code))
            left += column
        ax.legend(loc="lower right", fontsize="small")
    ax.set_yticks(places, [names[i] for i in order], fontsize="small")
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_xlabel(index.framework.label(node))
    return ax


def plot_trajectory(trajectory: "Trajectory",
                    axes: Optional[Sequence["Axes"]]) -> Sequence["Axes"]:
    if axes is None:
        figure = plt.figure(figsize=(7, 7), layout="constrained")
        axes = figure.subplots(3, 1, sharex=True)
    scenario, frame = trajectory.scenario, trajectory.frame()
    for ax, state, title in zip(axes, ("infected", "dead"), ("Infected", "Dead")):
        for group in scenario.controls:
            ax.plot(frame.index, frame[f"{state}_{group}"], label=group)
        ax.set_ylabel(title)
    for group in scenario.controls:
        steps = trajectory.schedule[group].to_numpy()
        axes[2].stairs(steps, frame.index, label=group, baseline=None)
    axes[2].set_ylabel("Lockdown")
    axes[2].set_ylim(-0.02, 1.02)
    axes[2].set_xlabel(f"Time ({scenario.time_unit})")
    if len(scenario.controls) > 1:
        axes[0].legend(fontsize="small")
    return axes


def plot_curve(curve: "Curve", ax: Optional["Axes"]) -> "Axes":
    if ax is None:
        ax = plt.figure(figsize=(7, 5), layout="constrained").gca()
    family, points = curve.all(), curve.frame()
    ax.scatter(family[curve.x], family[curve.y], s=6, color="0.75", label="all plans")
    ax.plot(points[curve.x], points[curve.y], "o-", ms=4, label="efficient plans")
    units = curve.scenario.outcomes["unit"]
    ax.set_xlabel(f"{curve.x.replace('_', ' ')} ({units[curve.x]})")
    ax.set_ylabel(f"{curve.y.replace('_', ' ')} ({units[curve.y]})")
    ax.legend()
    return ax
