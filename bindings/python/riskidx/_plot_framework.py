"""The picture of a framework; Matplotlib is imported when one is asked for."""
from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Optional

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Wedge

from ._audit import effective_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .framework import Framework

#: Degrees of arc below which a name on the ring of radius 1 would not be read.
_LEAST_ARC = 9.0


def _arcs(framework: "Framework") -> "dict[str, tuple[int, float, float]]":
    """Ring and share of the circle, from and to, of every node of positive weight, the index in the middle."""
    share = effective_weights(framework)
    found = {framework.root: (0, 0.0, 1.0)}
    waiting = [framework.root]
    while waiting:
        parent = waiting.pop()
        ring, at, _ = found[parent]
        for code in framework.children(parent):
            if share[code] > 0:
                found[code] = (ring + 1, at, at + share[code])
                at += share[code]
                waiting.append(code)
    return found


def _colours(framework: "Framework", arcs: "dict[str, tuple[int, float, float]]") -> "dict[str, np.ndarray]":
    """A hue for each child of the index, paler from ring to ring."""
    first = [code for code, (ring, _, _) in arcs.items() if ring == 1]
    first.sort(key=lambda code: arcs[code][1])
    map_ = matplotlib.colormaps["tab10" if len(first) <= 10 else "tab20"]
    hue = {code: np.array(to_rgb(map_(k % map_.N))) for k, code in enumerate(first)}
    found = {framework.root: np.array(to_rgb("0.93"))}
    rings = max(ring for ring, _, _ in arcs.values())
    for code, (ring, _, _) in arcs.items():
        top = code
        while ring > 0 and top not in hue:
            top = framework.parent(top)
        if ring > 0:
            pale = 0.15 + 0.55 * (ring - 1) / max(rings - 1, 1)
            found[code] = hue[top] + (1 - hue[top]) * pale
    return found


def _fold(text: str, width: int, lines: int) -> str:
    """The text in so many lines at most; what does not fit is left out."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder="…"))


def _write(ax: "Axes", name: str, ring: int, start: float, end: float, outermost: bool) -> None:
    """A name along the radius, upright, where its arc is wide enough: on its ring, or beyond the last one."""
    middle, arc = (start + end) / 2, (end - start) * ring
    if arc < _LEAST_ARC:
        return
    turned = 90 < middle % 360 < 270
    radius = ring + (1.06 if outermost else 0.5)
    align = "center" if not outermost else "right" if turned else "left"
    text = _fold(name, 40, 1) if outermost else _fold(name, 15, 2 if arc > 2 * _LEAST_ARC else 1)
    ax.text(radius * np.cos(np.radians(middle)), radius * np.sin(np.radians(middle)), text,
            rotation=middle - 180 if turned else middle, rotation_mode="anchor", ha=align, va="center",
            fontsize=6.5, parse_math=False)


def plot_framework(framework: "Framework", ax: Optional["Axes"]) -> "Axes":
    arcs = _arcs(framework)
    rings = max(ring for ring, _, _ in arcs.values())
    if ax is None:
        ax = plt.figure(figsize=(9, 9), layout="constrained").gca()
    colours = _colours(framework, arcs)
    for code, (ring, start, end) in arcs.items():
        name = framework.label(code)
        start, end = 90 - 360 * end, 90 - 360 * start  # clockwise from the top
        ax.add_patch(Wedge((0, 0), ring + 1, start, end, width=1 if ring else None, facecolor=colours[code],
                           edgecolor="white", linewidth=0.8, label=code))
        if ring == 0:
            ax.text(0, 0, _fold(name, 14, 4), ha="center", va="center", fontsize=8, parse_math=False)
        else:
            _write(ax, name, ring, start, end, ring == rings)
    reach = 1.55 * (rings + 1)  # with room for the names around
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax
