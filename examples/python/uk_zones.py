"""Zones of risk of the four nations of the UK, day by day, by four official rules.

    ./run python examples/python/uk_zones.py [--out FOLDER]     writes uk_zones.csv and uk_zones.png
"""
from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import riskidx as rx

DATA = Path(__file__).resolve().parents[1] / "data" / "uk_nations.csv"
RULES = ("harvard_2020", "ecdc_2020", "cdc_2021", "india_2020_04_15")


def indicators(data: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the rules need, from cumulative cases: a table of dates x nations each."""
    cases = data.pivot(index="date", columns="nation", values="cases")
    population = data.groupby("nation")["population"].first()

    # Counts fall five times and pause at weekends: both are spread over the days before. What is new on
    # the first day is unknown, so the total of that day stands for it.
    new = rx.new_counts(cases, corrections="spread", batches="spread")
    total = new.fillna(cases.iloc[:1]).cumsum()
    ahead = {nation: total.where(total.gt(total[nation], axis=0)).sum(axis=1) for nation in total}
    return {
        "daily_cases": rx.incidence(rx.moving_mean(new, 7), population, window=1),
        "incidence_7d": rx.incidence(new, population, window=7),
        "incidence_14d": rx.incidence(new, population, window=14),
        "days_since_case": rx.days_since_case(new),
        "doubling_time": rx.doubling_time(total, 7),
        "caseload_ahead": pd.DataFrame(ahead).div(total.sum(axis=1), axis=0) * 100,
        # Not in the data. Unknown positivity leaves only what holds for every value of it, else grey;
        # of tests we assume that there were enough (300 per 100,000 and week).
        "positivity": pd.DataFrame(np.nan, index=cases.index, columns=cases.columns),
        "tests_7d": pd.DataFrame(300.0, index=cases.index, columns=cases.columns),
    }


def picture(machines: dict[str, rx.Machine], histories: dict[str, rx.ZoneHistory], path: Path) -> None:
    """A block of strips for each rule."""
    figure, axes = plt.subplots(len(machines), 1, figsize=(10, 9), sharex=True, layout="constrained")
    for ax, (name, machine) in zip(axes, machines.items()):
        histories[name].plot(ax=ax)
        ax.set_title(machine.title, loc="left", fontsize="medium", pad=24)
    figure.savefig(path, dpi=150)


def main() -> None:
    """Counts to indicators, indicators to zones, zones to a table and a picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="nation, population, date, cases")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    tables = indicators(pd.read_csv(args.data, parse_dates=["date"]))
    machines = {name: rx.preset.rule(name) for name in RULES}
    histories = {name: machine.run(tables) for name, machine in machines.items()}

    zones = pd.concat({name: history.zones.astype(object).unstack() for name, history in histories.items()},
                      axis=1)
    zones.fillna("grey").to_csv(args.out / "uk_zones.csv")
    picture(machines, histories, args.out / "uk_zones.png")

    for name, machine in machines.items():
        print(f"{machine.title} ({machine.source})\n{histories[name].time_in_zone.to_string()}\n")
    print(f"See {args.out / 'uk_zones.csv'} and {args.out / 'uk_zones.png'}")


if __name__ == "__main__":
    main()
