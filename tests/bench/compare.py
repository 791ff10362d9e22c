"""Compares two outputs of `./run bench`: what became slower?

usage: compare.py BEFORE AFTER [THRESHOLD]     threshold 0.1 (10 %) unless stated

Fails if a median grew by more than the threshold and the fastest run grew with it: a few percent, or
a slow median over an unchanged fastest run, is the machine's noise.
"""
import json
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        results = [json.loads(line) for line in file if line.startswith("{")]
    return {(r["bench"], r["size"]): r for r in results if "median_s" in r}  # not ratios and shares


if len(sys.argv) not in (3, 4):
    sys.exit(__doc__)
before, after = read(sys.argv[1]), read(sys.argv[2])
threshold = float(sys.argv[3]) if len(sys.argv) == 4 else 0.1

slower = 0
for key in sorted(before.keys() | after.keys()):
    name = f"{key[0]:<16} {key[1]:>9}"
    if key not in before or key not in after:
        print(f"{name}  only in {sys.argv[1] if key in before else sys.argv[2]}")
        continue
    b, a = before[key], after[key]
    ratio = a["median_s"] / b["median_s"]
    is_slower = ratio > 1 + threshold and a["min_s"] > b["min_s"] * (1 + threshold)
    slower += is_slower
    print(f"{name}  {b['median_s']:.4g} s -> {a['median_s']:.4g} s  x {ratio:.2f}"
          f"{'  SLOWER' if is_slower else ''}")
sys.exit(bool(slower))
