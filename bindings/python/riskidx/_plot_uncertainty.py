"""Pictures of Monte Carlo: intervals of ranks, Sobol indices, how they converge."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import matplotlib.pyplot as plt
import numpy as np

from ._table import labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._montecarlo import Sensitivity, Uncertainty

_FIRST, _TOTAL, _INTERVAL = "#1f5a8a", "#eeb04b", "#9cb8cf"


def plot_ranks(found: "Uncertainty", node: Optional[str], level: float, top: Optional[int],
               ax: Optional["Axes"]) -> "Axes":
    shares = ((1 - level) / 2, 0.5, (1 + level) / 2)
    ranks = found.ranks(shares, node)
    columns = ranks.to_numpy()[:, 3:6]
    order = np.lexsort((ranks["mean"], columns[:, 1]))
    order = order[~np.isnan(columns[order, 1])][:top]
    if ax is None:
        ax = plt.figure(figsize=(7, 1.5 + 0.2 * len(order)), layout="constrained").gca()
    low, middle, high = columns[order].T
    places = np.arange(len(order))
    ax.hlines(places, low, high, color=_INTERVAL, linewidth=5, label=f"{100 * level:g} % of replicates")
    ax.plot(middle, places, "o", color=_FIRST, markersize=4.5, label="median")
    ax.plot(ranks["nominal"].to_numpy()[order], places, "|", color="black", markersize=9, markeredgewidth=1.5,
            label="nominal")
    names = labels(found.units)
    ax.set_yticks(places, [names[i] for i in order], fontsize="small")
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_xlabel(f"rank by {found._job.framework.label(found.nodes[found._place(node)])}")
    ax.grid(axis="x", color="0.9")
    ax.set_axisbelow(True)
    ax.legend(loc="upper right", fontsize="small")
    return ax


def plot_indices(found: "Sensitivity", ax: Optional["Axes"]) -> "Axes":
    table = found.indices
    if ax is None:
        ax = plt.figure(figsize=(7, 1.4 + 0.55 * len(table)), layout="constrained").gca()
    places = np.arange(len(table))
    for order, shift, colour in (("first", -0.18, _FIRST), ("total", 0.18, _TOTAL)):
        values = table[order].to_numpy()
        ax.barh(places + shift, values, height=0.34, color=colour, label=f"{order} order")
        if f"{order}_low" in table:
            ax.hlines(places + shift, table[f"{order}_low"], table[f"{order}_high"], color="black", linewidth=1.2)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(places, list(table.index))
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlabel(f"share of the variance of {found.target.replace('_', ' ')}")
    ax.legend(loc="best", fontsize="small")
    return ax


def plot_convergence(found: "Sensitivity", ax: Optional["Axes"]) -> "Axes":
    table = found.convergence()
    if ax is None:
        ax = plt.figure(figsize=(7, 4), layout="constrained").gca()
    for k, name in enumerate(found.uncertainty.inputs):
        colour = f"C{k % 10}"
        ax.plot(table.index, table["total", name], color=colour, label=name)
        ax.plot(table.index, table["first", name], color=colour, linestyle="--")
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_xlabel("rows of the sample")
    ax.set_ylabel("total order (line), first order (dashes)")
    ax.legend(loc="best", fontsize="small")
    return ax
