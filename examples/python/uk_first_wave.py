"""The first wave of the United Kingdom: what its deaths say of R0 and of the lockdown of 23 March 2020.

    ./run python examples/python/uk_first_wave.py [--out FOLDER]     writes uk_first_wave.csv and uk_first_wave.png
"""
from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import riskidx as rx

DATA = Path(__file__).resolve().parents[1] / "data" / "uk_nations.csv"
WEEKS = 17  # from 2020-03-01
LAG = 14  # days: deaths come later than in the model, where people die as they cease to be infectious
LOCKDOWN = 36  # day of the model, which begins LAG days before 2020-03-01: 2020-03-23
INFECTIOUS = 7.0  # days, on average


def weekly_deaths(data: pd.DataFrame) -> tuple[np.ndarray, float]:
    """New deaths by week, all nations together, and the population."""
    # Blank is what was not yet reported: up to a nation's first figure none.
    total = data.pivot(index="date", columns="nation", values="deaths").ffill().fillna(0.0).sum(axis=1)
    ends = total.iloc[6:7 * WEEKS:7].to_numpy()
    return np.diff(ends, prepend=0.0), float(data.groupby("nation")["population"].first().sum())


def fit(deaths: np.ndarray, people: float) -> rx.Calibration:
    """Transmission, the infected at the start and what lockdown did, with more scatter than chance alone has."""
    sc = rx.PlannerSIR(population=people, susceptible=0.99 * people, infected=1000.0, transmission=0.4 / people,
                       recovery=1 / INFECTIOUS, fatality=0.009, effect=0.5, contacts="linear", productivity=1.0,
                       lockdown_max=1.0, periods=7 * WEEKS, steps=4, time_unit="day", person_unit="persons")
    fits = {"transmission": rx.Fit(low=0.05 / people, high=2 / people), "infected_1": rx.Fit(low=1.0, high=1e5),
            "effect": rx.Fit(low=0.0, high=1.0), "dispersion": rx.Fit(low=0.1, high=1e4)}
    policy = (np.arange(7 * WEEKS) >= LOCKDOWN).astype(float)
    return rx.calibrate(sc, {"deaths a week": deaths}, fits,
                        rx.Series("dead_1", every=7, likelihood="negative_binomial", dispersion=20.0), policy, starts=5)


def reproduction(c: rx.Calibration, people: float) -> pd.DataFrame:
    """R0 and R under lockdown, with intervals by the delta method on logarithms."""
    found = c.estimates["estimate"]
    r0 = found["transmission"] * people * INFECTIOUS
    rows = {}
    for name, value, slopes in [("R0", r0, [1 / found["transmission"], 0.0]),
                                ("R under lockdown", r0 * (1 - found["effect"]),
                                 [1 / found["transmission"], -1 / (1 - found["effect"])])]:
        part = c.covariance.loc[["transmission", "effect"], ["transmission", "effect"]].to_numpy()
        half = 1.96 * np.sqrt(np.array(slopes) @ part @ np.array(slopes))
        rows[name] = [value, value * np.exp(-half), value * np.exp(half)]
    rows["effect of lockdown"] = c.estimates.loc["effect", ["estimate", "low", "high"]].tolist()
    return pd.DataFrame(rows, index=["estimate", "low", "high"]).T


def main() -> None:
    """Deaths to a fit, the fit to a table and a picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="nation, population, date, deaths")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    deaths, people = weekly_deaths(pd.read_csv(args.data))
    c = fit(deaths, people)
    print(c)
    table = reproduction(c, people)
    print(table.round(3).to_string())
    table.to_csv(args.out / "uk_first_wave.csv", index_label="number")
    axes = c.plot()
    axes[0].axvline(LOCKDOWN, color="0.7", zorder=0)
    axes[0].set_xlabel(f"Days from 2020-02-16 (deaths: {LAG} days later)")
    axes[0].figure.savefig(args.out / "uk_first_wave.png", dpi=150)


if __name__ == "__main__":
    main()
