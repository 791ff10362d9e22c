"""From figures of economies and an epidemic model to a report that can be forwarded.

    ./run demo [--data CSV] [--out FOLDER]
"""
from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import riskidx as rx
from riskidx_demo import exits, figures, page, risk, words

DATA = Path(__file__).resolve().parents[1] / "data" / "asia_pacific.csv"


def main() -> None:
    """Computes, writes CSV files, figures and the page, and says where to look."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)

    # 1. Risk: a table, a framework, an index, zones.
    data = pd.read_csv(args.data, index_col="economy")
    risks = risk.assess(data, rx.preset.framework("covid_recovery"))

    # 2. Ways out: a scenario, families of exit plans, trade-off curves.
    ways = exits.explore(rx.preset.scenario("mrsir_us"))

    # 3. What is found, for spreadsheets, slides and readers.
    risks.table.to_csv(args.out / "scores.csv")
    risks.drivers.to_csv(args.out / "contributions.csv", index=False)
    ways.points.to_csv(args.out / "tradeoff.csv", index=False)
    figures.ranking_png(risks, args.out / "ranking.png")
    figures.tradeoff_png(ways, args.out / "tradeoff.png")
    (args.out / "report.html").write_text(page.render(risks, ways), encoding="utf-8")

    print(words.for_terminal(risks, ways))
    print(f"\nThe report: {args.out / 'report.html'}")
    print("Beside it: " + ", ".join(sorted(p.name for p in args.out.iterdir()
                                          if p.suffix in (".csv", ".png"))))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="units x indicators")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    return parser.parse_args()


if __name__ == "__main__":
    main()
