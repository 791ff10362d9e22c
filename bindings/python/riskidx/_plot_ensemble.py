"""Pictures of ensembles and fits."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _axes(ax: Optional["Axes"]) -> "Axes":
    return plt.figure(figsize=(7, 4), layout="constrained").subplots() if ax is None else ax


def plot_fan(bands: pd.DataFrame, name: str, levels: Sequence[float], scenario: Any, ax: Optional["Axes"]) -> "Axes":
    ax = _axes(ax)
    for k, level in sorted(enumerate(levels), key=lambda each: -each[1]):
        ax.fill_between(bands.index, bands.iloc[:, 1 + 2 * k], bands.iloc[:, 2 + 2 * k], color="C0", alpha=0.25, linewidth=0,
                        label=f"{100 * level:g} %")
    ax.plot(bands.index, bands.iloc[:, 0], color="C0", label="median")
    ax.set_xlabel(f"Time ({scenario.time_unit})")
    ax.set_ylabel(name)
    ax.legend(fontsize="small")
    return ax


def plot_fitted(fitted: pd.DataFrame, scenario: Any, axes: Any) -> Any:
    names = list(fitted.index.unique(level="series"))
    if axes is None:
        figure = plt.figure(figsize=(7, 3 * len(names)), layout="constrained")
        axes = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for ax, name in zip(np.ravel(axes), names):
        part = fitted.loc[name]
        ax.plot(part.index, part["observed"], ".", color="0.5", label="seen")
        ax.plot(part.index, part["expected"], color="C3", label="expected")
        ax.set_ylabel(name)
        ax.legend(fontsize="small")
    np.ravel(axes)[-1].set_xlabel(f"Time ({scenario.time_unit})")
    return axes
