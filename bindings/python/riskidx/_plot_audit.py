"""Pictures of the audit; Matplotlib is imported when one is asked for."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_correlations(r: pd.DataFrame, ax: Optional["Axes"]) -> "Axes":
    rows, cols = r.shape
    if ax is None:
        ax = plt.figure(figsize=(3 + 0.25 * cols, 2 + 0.25 * rows), layout="constrained").gca()
    values = r.to_numpy(dtype=np.float64)
    image = ax.imshow(np.ma.masked_invalid(values), cmap="RdBu", vmin=-1, vmax=1, aspect="auto")
    ax.set_xticks(np.arange(cols), [str(code) for code in r.columns], rotation=90, fontsize="small")
    ax.set_yticks(np.arange(rows), [str(code) for code in r.index], fontsize="small")
    if rows * cols <= 400:
        for i, j in np.argwhere(~np.isnan(values)):
            ax.text(j, i, f"{values[i, j]:.2f}", ha="center", va="center", fontsize="x-small",
                    color="white" if abs(values[i, j]) > 0.7 else "black")
    ax.figure.colorbar(image, ax=ax, label="correlation")
    return ax
