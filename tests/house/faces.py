"""Every public function stands in tests/faces.csv with its Python and its R face, and nothing else does.

That the faces are real is for the tests in tests/python and tests/r, which read the same table.
"""
import csv
import sys

from api import functions, root

with open(root / "tests/faces.csv", newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))

declared = {name: f"{header}:{line}" for header, line, name, _ in functions()}
listed = [row["c"] for row in rows]
wrong = [f"{at}: {name} is not in tests/faces.csv"
         for name, at in declared.items() if name not in listed]
wrong += [f"tests/faces.csv: {name} is declared in no public header"
          for name in listed if name not in declared]
wrong += [f"tests/faces.csv: {name} stands there twice"
          for name in sorted({n for n in listed if listed.count(n) > 1})]
wrong += [f"tests/faces.csv: {row['c']} has no {language} face"
          for row in rows for language in ("python", "r") if not (row[language] or "").strip()]

print("\n".join(wrong) or f"{len(declared)} public functions, each with its faces")
sys.exit(bool(wrong) or not declared)
